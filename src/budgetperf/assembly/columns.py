"""Which column is which: by the words of the header, or by what the cells hold."""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from enum import StrEnum
from itertools import combinations

from attrs import frozen

from budgetperf.assembly.amounts import is_amount, read_amount
from budgetperf.normalization import joined, normalized
from budgetperf.readers import RawRow

__all__ = ["Column", "Header", "fitted", "holds_indicators", "read_header", "second_header"]


class Column(StrEnum):
    """The columns of the table, in the order of the standard layout."""

    NAME = "项目名称"
    TOTAL = "总计"
    FISCAL = "财政拨款"
    SPECIAL = "财政专户拨款"
    OTHER = "其他资金"
    OBJECTIVE = "绩效目标"
    INDICATORS = "绩效指标"


MONEY = (Column.TOTAL, Column.FISCAL, Column.SPECIAL, Column.OTHER)
STANDARD = tuple(Column)

#: The words by which a header cell is known; the first that fits counts.
_HEADER_WORDS = (
    (Column.INDICATORS, re.compile("绩效指标|指标内容")),
    (Column.OBJECTIVE, re.compile("绩效目标|总体目标|年度目标|项目目标")),
    (Column.SPECIAL, re.compile("专户")),
    (Column.FISCAL, re.compile("财政拨款|公共预算")),
    (Column.OTHER, re.compile("其[他它]")),
    (Column.NAME, re.compile("项目名称|资金使用单位|^项目$|^名称$")),
    (Column.TOTAL, re.compile("总计|合计|小计|总额|金额|预算数")),
)
_LONGEST_HEADER = 24
_FEWEST_HEADERS = 3
#: Headers of the standard layout that must stand at their place for the others to be trusted.
_FEWEST_AT_PLACE = 4
_INDICATOR_CELL = re.compile(r"指\s*标\s*值\s*[:：]|[0-9０-９]\s*[、.．,，]\s*[0-9０-９]{1,2}\s*[-－—]\s*[一-鿿]")


@frozen
class Header:
    """The columns of a header row; None where its words are not ours."""

    columns: tuple[Column | None, ...]

    @property
    def present(self) -> frozenset[Column]:
        """The columns that the header names."""
        return frozenset(column for column in self.columns if column)


def read_header(row: RawRow) -> Header | None:
    """Return the columns that a row's words name, or None when it is no header of ours."""
    columns = tuple(_column(cell.text) for cell in row.cells)
    header = Header(columns)
    wanted = header.present & {Column.OBJECTIVE, Column.INDICATORS}
    if len(header.present) < _FEWEST_HEADERS or Column.NAME not in header.present or not wanted:
        return None
    at_place = sum(column is standard for column, standard in zip(columns, STANDARD, strict=False))
    if len(columns) == len(STANDARD) and at_place >= _FEWEST_AT_PLACE:
        return Header(STANDARD)  # a damaged word among them stands for its place
    return header


def second_header(header: Header, row: RawRow) -> Header | None:
    """Return the header that a second row of header words completes, or None when it holds data."""
    columns = [_column(cell.text) for cell in row.cells]
    if any(cell.text and not column for cell, column in zip(row.cells, columns, strict=True)):
        return None
    if not any(columns) or len(columns) != len(header.columns) or columns[0] is Column.TOTAL:
        return None
    return Header(tuple(below or above for above, below in zip(header.columns, columns, strict=True)))


def apart_columns(row: RawRow) -> tuple[Column, ...]:
    """Return the text columns that a row heads by itself, printed apart from their table."""
    columns = tuple(_column(cell.text) for cell in row.words)
    if columns and all(column in (Column.OBJECTIVE, Column.INDICATORS) for column in columns):
        return tuple(column for column in columns if column)
    return ()


def _column(text: str) -> Column | None:
    words = normalized(joined(text)).replace("\n", "")
    if not words or len(words) > _LONGEST_HEADER or words.endswith("表"):
        return None
    return next((column for column, pattern in _HEADER_WORDS if pattern.search(words)), None)


def holds_indicators(text: str) -> bool:
    """Tell the words of an indicator cell from an objective."""
    return _INDICATOR_CELL.search(text) is not None


def fitted(rows: Sequence[RawRow], header: Header) -> tuple[Column | None, ...]:
    """Return the columns of rows of one width, which may not be the header's.

    A page break may drop an empty column: name and money are found from the
    left, objective and indicators from the right, and which money column is
    lost is what 总计 = Σ of the others says.
    """
    width = len(rows[0].cells)
    if width == len(header.columns):
        return header.columns
    texts = _text_columns(rows, header, width)
    first_text = min(texts, default=width)
    money = _money_columns(rows, range(1, first_text))
    columns: list[Column | None] = [Column.NAME, *money, *([None] * width)]
    for place, column in texts.items():
        columns[place] = column
    return tuple(columns[:width])


def _text_columns(rows: Sequence[RawRow], header: Header, width: int) -> dict[int, Column]:
    """Return where objective and indicators stand, counted from the right end."""
    holding = [place for place in range(1, width) if any(holds_indicators(row.cells[place].text) for row in rows)]
    words = [place for place in range(1, width) if any(_is_words(row.cells[place].text) for row in rows)]
    if holding:
        last = holding[-1]
        return {last - 1: Column.OBJECTIVE, last: Column.INDICATORS} if last > 1 else {last: Column.INDICATORS}
    if words and Column.INDICATORS in header.present and words[-1] < width - 1:
        return {words[-1]: Column.OBJECTIVE, words[-1] + 1: Column.INDICATORS}
    if words:
        return {words[-1]: Column.OBJECTIVE}
    # Nothing but money: rows that lost their empty cells at the end keep to the left.
    expected = [column for column in (Column.OBJECTIVE, Column.INDICATORS) if column in header.present]
    kept = expected if width >= len(header.columns) - 1 else []
    return {width - len(kept) + place: column for place, column in enumerate(kept)}


def _is_words(text: str) -> bool:
    amount = read_amount(text)
    return bool(text) and amount.value is None and amount.doubts != ()


def _money_columns(rows: Sequence[RawRow], places: Iterable[int]) -> list[Column | None]:
    places = list(places)
    surplus = len(places) - len(MONEY)
    filled = {place for place in places if any(row.cells[place].text for row in rows)}
    columns: dict[int, Column | None] = {}
    for place in reversed(places):  # more columns than the law knows: empty ones go first
        if surplus > 0 and place not in filled:
            columns[place] = None
            surplus -= 1
    kept = [place for place in places if place not in columns][: len(MONEY)]
    choices = [(Column.TOTAL, *rest) for rest in combinations(MONEY[1:], len(kept) - 1)] if kept else [()]
    best = max(choices, key=lambda choice: sum(_adds_up(row, kept, choice) for row in rows))
    columns.update(zip(kept, best, strict=True))
    return [columns.get(place) for place in places]


def _adds_up(row: RawRow, places: Sequence[int], columns: Sequence[Column]) -> bool:
    amounts = {column: read_amount(row.cells[place].text).value for place, column in zip(places, columns, strict=True)}
    total = amounts.pop(Column.TOTAL)
    return total is not None and total == sum((value for value in amounts.values() if value is not None), Decimal(0))


def holds_amount(row: RawRow) -> bool:
    """Tell whether any cell of a row but the first is an amount."""
    return any(is_amount(cell.text) for cell in row.cells[1:])
