"""The text of a file that is no text: one line for each row, cells parted by tabs.

Spans, diagnostics and line numbers need a text to point into. A workbook or a
Word document has none, so one is made of its cells; the tables point into it as
those of a text dump do, and each row remembers where in the file it stands.
"""

import re
from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from attrs import define, evolve, field, frozen

from budgetperf.diagnostics import Diagnostic
from budgetperf.normalization import BLANKS, unified
from budgetperf.readers.limits import Allowance
from budgetperf.readers.raw import RawCell, RawRow, RawTable
from budgetperf.source import Box, Place

__all__ = ["LINE_BREAK", "ComposedText", "Line", "Places", "aligned", "cleaned"]

#: What a line break inside a cell is in the text, as in text dumps.
LINE_BREAK = "<br>"
_BREAKS = re.compile(r"\r\n?|[\v\f\x85\u2028\u2029]")
_UNCLEAN = re.compile(r"[\r\v\f\t\x85\u2028\u2029]")


class Line(NamedTuple):
    """A row on its way into the text."""

    cells: Sequence[str]
    #: What stands between its cells, as in :class:`RawRow`.
    separator: str = "|"
    #: Its number in the sheet, or in the table.
    number: int = 0
    #: The columns of its cells in the sheet, where they are not one behind the other from the first.
    columns: Sequence[int] | None = None
    #: The boxes of its cells on the page, where there is a page.
    boxes: Sequence[Box | None] | None = None


def cleaned(words: str) -> str:
    r"""Return the words of a cell without blanks at their ends; line breaks are ``\n``, tabs are blanks."""
    if _UNCLEAN.search(words):
        words = _BREAKS.sub("\n", words).replace("\t", " ")
    return words.strip(BLANKS)


@define
class ComposedText:
    """A text as it grows, and the tables in it."""

    allowance: Allowance
    diagnostics: list[Diagnostic] = field(factory=list)
    length: int = 0
    rows: int = 0
    cells: int = 0
    _parts: list[str] = field(factory=list)
    #: Rows printed without a break, and where the first begins.
    _blocks: list[tuple[int, Sequence[Line]]] = field(factory=list)
    #: What each block is part of: a sheet, a page, a table, a paragraph.
    _homes: list[Place] = field(factory=list)

    def add(self, lines: Sequence[Line], home: Place) -> None:
        """Add rows that stand without a break; `home` says where in the file."""
        if not lines:
            return
        self.allowance.check_time()
        self._blocks.append((self.length, lines))
        self._homes.append(home)
        self.rows += len(lines)
        self.cells += sum(len(line.cells) for line in lines)
        self.allowance.check("cells", self.cells, "the file has too many cells")
        self.allowance.check("rows", self.rows, "the file has too many rows")
        for line in lines:
            words = "\t".join(line.cells).replace("\n", LINE_BREAK)
            self._parts.append(words)
            self.length += len(words) + 1
            self.allowance.check("characters", self.length, "the file has too many characters")
        self._parts.append("")
        self.length += 1

    @property
    def text(self) -> str:
        """The text, a blank line behind each block."""
        return "\n".join([*self._parts, ""]) if self._parts else ""

    def tables(self) -> Iterator[RawTable]:
        """Yield each block as a table whose cells point into the text."""
        for start, lines in self._blocks:
            rows: list[RawRow] = []
            at = start
            for line in lines:
                cells = []
                for words in line.cells:
                    cell = _cell(unified(words), at)
                    cells.append(cell)
                    at += (cell.span.end - at if "\n" in words else len(words)) + 1
                rows.append(RawRow(tuple(cells), line.separator))
            yield RawTable(tuple(rows))

    @property
    def places(self) -> "Places":
        """Where in the file each part of the text stands."""
        return Places(tuple(self._blocks), tuple(self._homes))


@frozen(eq=False)
class Places:
    """Leads from the text back to the file."""

    blocks: Sequence[tuple[int, Sequence[Line]]] = field(repr=False)
    homes: Sequence[Place] = field(repr=False)
    #: Where the lines of a block begin, once they were asked for.
    _starts: dict[int, "array[int]"] = field(factory=dict, init=False, repr=False)

    def place(self, offset: int) -> Place | None:
        """Return where in the file the text at `offset` stands."""
        if not self.blocks:
            return None
        number = max(bisect_right(self.blocks, offset, key=lambda block: block[0]) - 1, 0)
        lines, home, starts = self.blocks[number][1], self.homes[number], self._starts_of(number)
        row = min(bisect_right(starts, offset) - 1, len(lines) - 1)
        line = lines[row]
        column, end = 0, starts[row]
        for place, words in enumerate(line.cells):
            end += len(words.replace("\n", LINE_BREAK)) + 1
            column = place
            if offset < end:
                break
        box = line.boxes[column] if line.boxes else None
        if not line.number:
            return evolve(home, box=box)
        number = line.columns[column] if line.columns else column + 1
        return evolve(home, row=line.number, column=number, box=box)

    def _starts_of(self, number: int) -> "array[int]":
        starts = self._starts.get(number)
        if starts is None:
            at, lines = self.blocks[number]
            starts = self._starts[number] = array("Q", [at])
            for line in lines:
                starts.append(starts[-1] + len("\t".join(line.cells).replace("\n", LINE_BREAK)) + 1)
        return starts


def _cell(words: str, at: int) -> RawCell:
    if "\n" not in words:
        return RawCell(words, ((0, at, len(words)),))
    pieces = []
    length = 0
    for place, line in enumerate(words.split("\n")):
        if place:
            pieces.append((length, at, len(LINE_BREAK)))
            length, at = length + 1, at + len(LINE_BREAK)
        if line:
            pieces.append((length, at, len(line)))
            length, at = length + len(line), at + len(line)
    return RawCell(words, tuple(pieces))


def aligned(rows: Sequence[Sequence[tuple[int, str]]], *, loose: bool) -> list[list[tuple[int, str]]]:
    """Return the rows of a grid with one cell for each column that the table has to its reader.

    A cell is given by where it begins in the grid, cells that it covers left out. Forms
    are laid out on more columns than they show, every row of data merged the same
    way; the columns that most rows have are those of the table. In a `loose` grid, rows of as many
    cells agree though their edges are not quite the same, as converters make them.
    """
    shapes = Counter(tuple(start for start, _ in row) for row in rows if sum(bool(words) for _, words in row) > 1)
    if len(shapes) < 2:
        return [list(row) for row in rows]
    columns, _ = max(shapes.items(), key=lambda shape: (shape[1], len(shape[0])))
    return [_aligned_row(row, columns, loose=loose) for row in rows]


def _aligned_row(row: Sequence[tuple[int, str]], columns: Sequence[int], *, loose: bool) -> list[tuple[int, str]]:
    if len(row) == 1 or (loose and len(row) == len(columns)):
        return list(row)
    whole = [(column, "") for column in columns]
    for start, words in row:
        place = max(bisect_right(columns, start) - 1, 0)
        if words and whole[place][1]:
            return list(row)  # more words than columns: it is of another table
        if words:
            whole[place] = (start, words)
    return whole
