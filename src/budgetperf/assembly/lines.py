"""Rows put together again that are printed over several lines.

In tab-separated text a line break inside a cell breaks the row: its first line
has too few cells, and the first cell of the next line goes on with its last.
"""

from collections.abc import Sequence

from attrs import define, field

from budgetperf.assembly.captions import is_note
from budgetperf.assembly.columns import holds_amount, holds_indicators
from budgetperf.assembly.cuts import is_unfinished
from budgetperf.assembly.fitting import kind
from budgetperf.readers import RawCell, RawRow, joined_cells

__all__ = ["whole_rows"]


def whole_rows(rows: Sequence[RawRow], width: int) -> list[RawRow]:
    """Return the rows of a page, those broken over lines as one; `width` is how many cells a row has."""
    whole: list[RawRow] = []
    broken: _Broken | None = None
    for row in rows:
        if broken and broken.goes_on_in(row, width):
            broken.add(row)
            continue
        if broken:
            whole.append(broken.row())
        broken = _Broken(row, list(row.cells[:-1]), [row.cells[-1]])
    return [*whole, broken.row()] if broken else whole


@define
class _Broken:
    """A row that may go on in the next line."""

    #: Its first line, and the cells so far.
    begun: RawRow
    cells: list[RawCell]
    #: The parts of the last cell.
    last: list[RawCell] = field(factory=list)

    def goes_on_in(self, rest: RawRow, width: int) -> bool:
        """Tell whether `rest` is a line of this row."""
        if not self.cells or rest.separator == "|" or (rest.separator and self.begun.separator != "\t"):
            return False
        length = len(self.cells) + 1
        if length + len(rest.cells) - 1 > width or kind(self.last[-1].text) not in "WI" or holds_amount(rest):
            return False
        if length < width:
            return not is_note(rest.cells[0].text)
        # The row has all its cells: a sentence behind a full stop is one below the table.
        words = rest.cells[0].text
        goes_on = is_unfinished(self.last[-1].text) or holds_indicators(words)
        return len(rest.cells) == 1 and goes_on and not is_note(words)

    def add(self, rest: RawRow) -> None:
        """Add a further line."""
        first, *others = rest.cells
        self.last.append(first)
        if others:
            self.cells += [joined_cells(self.last), *others[:-1]]
            self.last = [others[-1]]

    def row(self) -> RawRow:
        """Return the whole row."""
        if len(self.last) == 1 and len(self.cells) + 1 == len(self.begun.cells):
            return self.begun  # as nearly every row
        return RawRow((*self.cells, joined_cells(self.last)), self.begun.separator, overfull=self.begun.overfull)
