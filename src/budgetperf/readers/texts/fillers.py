"""What a data frame prints where nothing was: ``NaN`` in empty cells, ``Unnamed: 3`` and numbers for missing headers.

A tool that reads a workbook into a data frame first, and prints that, leaves
these words in its dump. No cell of a published table consists of them.
"""

import re
from collections.abc import Iterable, Iterator

from attrs import evolve

from budgetperf.readers.raw import RawCell, RawRow, RawTable

__all__ = ["without_fillers"]

#: A text without any of these holds no filler.
_SIGNS = ("NaN", "nan", "NaT", "<NA>", "None", "Unnamed:", ">0<")
_NUMBERED = re.compile(r"0[\s|,;\"*]+1[\s|,;\"*]+2\b")
_FILLER = re.compile(r"NaN|nan|NaT|<NA>|None|Unnamed: ?\d+(?:_level_\d+)?")
_FEWEST_NUMBERS = 3


def without_fillers(text: str, tables: Iterable[RawTable]) -> Iterable[RawTable]:
    """Return the tables read from `text` with the cells empty that only say that they are.

    >>> row = RawRow((RawCell.at("NaN", 0, 3), RawCell.at("1.00", 0, 4)))
    >>> [cell.text for table in without_fillers("NaN|1.00", [RawTable((row,))]) for cell in table.rows[0].cells]
    ['', '1.00']
    """
    may_hold = any(sign in text for sign in _SIGNS) or _NUMBERED.search(text)
    return _emptied(tables) if may_hold else tables


def _emptied(tables: Iterable[RawTable]) -> Iterator[RawTable]:
    for table in tables:
        # Numbers head the table where there are no words for it; elsewhere they are numbers.
        headed = bool(table.rows) and _counts(table.rows[0])
        rows = tuple(_row(row) for row in (table.rows[1:] if headed else table.rows))
        if rows:
            yield RawTable(rows)


def _row(row: RawRow) -> RawRow:
    alone = len(row.cells) == 1 and not row.cells[0].text.startswith("Unnamed")
    if alone or not any(map(_is_filler, row.cells)):
        return row
    cells = (_blank(cell) if _is_filler(cell) else cell for cell in row.cells)
    return evolve(row, cells=tuple(cells))


def _is_filler(cell: RawCell) -> bool:
    return _FILLER.fullmatch(cell.text) is not None


def _blank(cell: RawCell) -> RawCell:
    return RawCell("", ((0, cell.span.start, 0),))


def _counts(row: RawRow) -> bool:
    """Tell the header that numbers the columns from 0 on; an index may stand before them."""
    words = [cell.text for cell in row.words]
    if len(words) < _FEWEST_NUMBERS or words[0] != "0":
        return False
    return words == [str(place) for place in range(len(words))]
