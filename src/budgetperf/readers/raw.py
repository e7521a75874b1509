"""What readers give: cells with their places, and no beliefs about them."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence

from attrs import field, frozen

from budgetperf.building import builder
from budgetperf.normalization import BLANKS
from budgetperf.source import Span

__all__ = ["MOST_COLUMNS", "RawCell", "RawRow", "RawTable", "joined_cells", "narrowed"]

_span = builder(Span)

#: A line with more columns is no table of ours (and would be costly to keep).
MOST_COLUMNS = 512


@frozen
class RawCell:
    """The text of a cell, and where each stretch of it was printed.

    Markup is undone in `text` (an escaped ``\\|``, a ``<br>``), and a cell cut by
    a page break is put together again; `pieces` leads back to the source.
    """

    text: str
    #: (offset in `text`, offset in the source, length in the source) of each
    #: stretch, in order. A stretch of another length than its text is markup.
    pieces: tuple[tuple[int, int, int], ...] = field(repr=False)

    @staticmethod
    def at(source: str, start: int, end: int) -> "RawCell":
        """Return the cell that is ``source[start:end]`` without blanks at its ends."""
        text = source[start:end].lstrip(BLANKS)
        start = end - len(text)
        text = text.rstrip(BLANKS)
        return _cell(text, ((0, start, len(text)),))

    @property
    def span(self) -> Span:
        """From the first printed character to the last."""
        return _span(*self.bounds)

    @property
    def bounds(self) -> tuple[int, int]:
        """Where the first printed character stands, and where the last ends."""
        _, start, length = self.pieces[0]
        if len(self.pieces) == 1:
            return start, start + length if self.text else start
        span = self.locate(0, len(self.text))
        return span.start, span.end

    def part(self, first: int, last: int) -> "RawCell":
        """Return ``text[first:last]`` as a cell, without blanks at its ends."""
        text = self.text[first:last].lstrip(BLANKS)
        first = last - len(text)
        text = text.rstrip(BLANKS)
        last = first + len(text)
        kept: list[tuple[int, int, int]] = []
        for place in range(self._place(first), len(self.pieces)):
            start, source, length = self.pieces[place]
            end = start + self._length(place)
            if start >= last:
                break
            before, behind = max(0, first - start), max(0, end - last)
            if length == end - start:
                source, length = source + before, length - before - behind
            kept.append((start + before - first, source, length))
        return RawCell(text, tuple(kept) or self.pieces[:1])

    def trimmed(self) -> "RawCell":
        """Return the cell without blanks at its ends."""
        return self.part(0, len(self.text))

    @property
    def locator(self) -> Callable[[int, int], Span]:
        """What :meth:`locate` is, without asking each time whether the cell is of one piece."""
        if len(self.pieces) > 1 or self.pieces[0][2] != len(self.text):
            return self.locate
        origin = self.pieces[0][1]
        return lambda start, end: _span(origin + start, origin + end)

    def locate(self, start: int, end: int) -> Span:
        """Return where ``text[start:end]`` was printed.

        Where a page break cuts the words, the span covers what lies between; where a page is damaged so that words
        are put together in another order than they are printed in, it covers them all.
        """
        if len(self.pieces) == 1 and self.pieces[0][2] == len(self.text):
            origin = self.pieces[0][1]
            return Span(origin + start, origin + end)
        if end <= start:
            behind = self._end(start - 1) if start else self._origin(start)
            return Span(behind, behind)
        first = self._origin(start)
        last = max(first, self._end(end - 1))
        place, ending = self._place(start), self._place(end - 1)
        if place < ending:
            last = max(last, *(source + length for _, source, length in self.pieces[place:ending]))
            first = min(first, *(source for _, source, _ in self.pieces[place + 1 : ending + 1]))
        return Span(first, last)

    def _origin(self, offset: int) -> int:
        place = self._place(offset)
        text_start, source_start, length = self.pieces[place]
        if length != self._length(place):
            return source_start
        return source_start + min(offset - text_start, max(length - 1, 0))

    def _end(self, offset: int) -> int:
        """Return where the printed character that stands at `offset` ends: markup is one, however long."""
        place = self._place(offset)
        text_start, source_start, length = self.pieces[place]
        return source_start + (length if length != self._length(place) else offset - text_start + 1)

    def _place(self, offset: int) -> int:
        return max(bisect_right(self.pieces, offset, key=lambda piece: piece[0]) - 1, 0)

    def _length(self, place: int) -> int:
        """Return how much of the text a stretch gave."""
        following = self.pieces[place + 1][0] if place + 1 < len(self.pieces) else len(self.text)
        return following - self.pieces[place][0]


_cell = builder(RawCell)


@frozen
class RawRow:
    """A row as printed."""

    cells: tuple[RawCell, ...]
    #: What stands between its cells: a pipe, a tab, a comma, or nothing when it is a line of one cell.
    separator: str = "|"
    #: Whether the page doesn't show it.
    hidden: bool = False
    #: Whether words in it hold the separator, so that it had more fields than the header.
    overfull: bool = False
    #: The cells that hold something.
    words: tuple[RawCell, ...] = field(init=False, eq=False, repr=False)

    @words.default
    def _filled(self) -> tuple[RawCell, ...]:
        return tuple([cell for cell in self.cells if cell.text])

    @property
    def span(self) -> Span:
        """From the first printed character of the row to the last."""
        bounds = [word.bounds for word in self.words or self.cells]
        return _span(min(bounds)[0], max([end for _, end in bounds]))


@frozen
class RawTable:
    """Rows printed without a break; a paragraph is a table of one column."""

    rows: tuple[RawRow, ...]


def joined_cells(cells: Iterable[RawCell]) -> RawCell:
    """Return one cell with the words of all `cells`, one behind the other."""
    cells = list(cells)
    filled = [cell for cell in cells if cell.text]
    if len(filled) < 2:
        return filled[0] if filled else cells[0]
    pieces: list[tuple[int, int, int]] = []
    length = 0
    for cell in filled:
        pieces.extend((start + length, source, printed) for start, source, printed in cell.pieces)
        length += len(cell.text)
    return RawCell("".join(cell.text for cell in filled), tuple(pieces))


def narrowed(cells: Sequence[RawCell]) -> tuple[RawCell, ...]:
    """Return no more cells than :data:`MOST_COLUMNS`: the last has the words of all beyond."""
    if len(cells) <= MOST_COLUMNS:
        return tuple(cells)
    return (*cells[: MOST_COLUMNS - 1], joined_cells(cells[MOST_COLUMNS - 1 :]))
