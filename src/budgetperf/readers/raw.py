"""What readers give: cells with their places, and no beliefs about them."""

from bisect import bisect_right
from collections.abc import Iterable

from attrs import field, frozen

from budgetperf.normalization import BLANKS
from budgetperf.source import Span

__all__ = ["RawCell", "RawRow", "RawTable"]


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

    @classmethod
    def at(cls, source: str, start: int, end: int) -> "RawCell":
        """Return the cell that is ``source[start:end]`` without blanks at its ends."""
        text = source[start:end].lstrip(BLANKS)
        start = end - len(text)
        text = text.rstrip(BLANKS)
        return cls(text, ((0, start, len(text)),))

    @property
    def span(self) -> Span:
        """From the first printed character to the last."""
        return self.locate(0, len(self.text))

    def locate(self, start: int, end: int) -> Span:
        """Return where ``text[start:end]`` was printed.

        Where a page break cuts the words, the span covers what lies between.
        """
        if len(self.pieces) == 1:
            origin = self.pieces[0][1]
            return Span(origin + start, origin + end)
        first = self._origin(start)
        return Span(first, max(first, self._origin(end - 1) + 1 if end > start else first))

    def _origin(self, offset: int) -> int:
        place = bisect_right(self.pieces, offset, key=lambda piece: piece[0]) - 1
        text_start, source_start, length = self.pieces[max(place, 0)]
        return source_start + min(offset - text_start, max(length - 1, 0))


@frozen
class RawRow:
    """A row as printed."""

    cells: tuple[RawCell, ...]
    #: What stands between its cells: a pipe, a tab, or nothing when it is a line of one cell.
    separator: str = "|"

    @property
    def words(self) -> tuple[RawCell, ...]:
        """The cells that hold something."""
        return tuple(cell for cell in self.cells if cell.text)

    @property
    def span(self) -> Span:
        """From the first printed character of the row to the last."""
        words = self.words or self.cells
        return Span(words[0].span.start, words[-1].span.end)


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
