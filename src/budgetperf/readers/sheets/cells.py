"""The cells of one sheet as they are read: what they show, what is hidden, what is merged."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from attrs import define, field

__all__ = ["LAST_COLUMN", "LAST_ROW", "FilledRow", "SheetCells", "Stretches"]

#: What a sheet of Excel ends with.
LAST_ROW, LAST_COLUMN = 1 << 20, 1 << 14
#: So many stretches of rows are kept before it is looked which of them are one.
_MANY_STRETCHES = 1 << 16


@define
class FilledRow:
    """The cells of a row that show something, by column."""

    columns: Sequence[int]
    words: Sequence[str]
    #: The last column with a cell, filled or not.
    end: int

    def filled(self) -> dict[int, str]:
        """Return the words by column."""
        return dict(zip(self.columns, self.words, strict=True))

    def word(self, column: int) -> str:
        """Return the words of a column, none where it is empty."""
        place = bisect_left(self.columns, column)
        return self.words[place] if place < len(self.columns) and self.columns[place] == column else ""


@define
class Stretches:
    """Numbers of rows, kept as stretches: a long one takes no more than a short one.

    >>> stretches = Stretches()
    >>> stretches.add(5, 9), stretches.add(1, 3), stretches.add(4, 6)
    (None, None, None)
    >>> stretches.join()
    >>> stretches.pairs, stretches.covers(2, 9), stretches.covers(9, 10), stretches.next_outside(3)
    ([(1, 9)], True, False, 10)
    """

    #: First and last number of each.
    pairs: list[tuple[int, int]] = field(factory=list)
    #: How many there may be until they are joined.
    _enough: int = _MANY_STRETCHES

    def add(self, first: int, last: int) -> None:
        """Add the numbers from `first` to `last`."""
        if self.pairs and self.pairs[-1][1] + 1 == first:
            self.pairs[-1] = (self.pairs[-1][0], last)
            return
        self.pairs.append((first, last))
        if len(self.pairs) > self._enough:
            self.join()
            self._enough = 2 * len(self.pairs) + _MANY_STRETCHES

    def join(self) -> None:
        """Put them in order, and make one of those that touch; what is asked of them is asked afterwards."""
        joined: list[tuple[int, int]] = []
        for first, last in sorted(self.pairs):
            if joined and first <= joined[-1][1] + 1:
                joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
            else:
                joined.append((first, last))
        self.pairs = joined

    def covers(self, first: int, last: int) -> bool:
        """Tell whether all numbers from `first` to `last` are among them."""
        return self.next_outside(first) > last

    def next_outside(self, number: int) -> int:
        """Return the first number from `number` on that is not among them."""
        place = bisect_right(self.pairs, number, key=lambda pair: pair[0]) - 1
        return max(number, self.pairs[place][1] + 1) if place >= 0 else number


@define
class SheetCells:
    """One sheet as read; rows and columns count from 1."""

    rows: dict[int, FilledRow] = field(factory=dict)
    hidden_rows: Stretches = field(factory=Stretches)
    hidden_columns: set[int] = field(factory=set)
    #: (first row, first column, last row, last column)
    merged: list[tuple[int, int, int, int]] = field(factory=list)
    #: (row, column) of formulas without a value.
    valueless: list[tuple[int, int]] = field(factory=list)

    def columns(self) -> set[int]:
        """Return the columns in which something is shown."""
        return {column for row in self.rows.values() for column in row.columns}
