"""What a page keeps of a source text: the words that something on it points to, and those around them."""

from bisect import bisect_right
from collections.abc import Iterable
from typing import Final

from budgetperf.source import Span

__all__ = ["Excerpts"]

#: How many characters are kept before and behind the words, so that they are known again on the paper.
_AROUND: Final = 60
_LAST_OF_BASIC_PLANE: Final = "\uffff"


class Excerpts:
    """The pieces of a text that spans lie in, joined, and where the spans are in them.

    A budget of two hundred pages may hold a table of twelve; the others are no part of
    the report. Offsets in the joined text count UTF-16 units, as a browser does.
    A span that ends beyond the text is that of another text, and is nowhere in this one.

    >>> excerpts = Excerpts("年度指标值：≥90%", [Span(6, 10)])
    >>> excerpts.text, excerpts.at(Span(6, 10)), excerpts.at(Span(90, 94))
    ('年度指标值：≥90%', [6, 10], None)
    """

    def __init__(self, text: str, spans: Iterable[Span]) -> None:
        self._length = len(text)
        pieces = _joined(_widened(span, len(text)) for span in spans if span.end <= len(text))
        self.text = "".join(text[start:end] for start, end in pieces)
        #: Where each piece begins in the joined text: words on both sides of it are no neighbours.
        self.starts: list[int] = []
        self._starts = [start for start, _ in pieces]
        # Python counts code points: one of two units each makes up for the difference.
        self._wide = [at for start, end in pieces for at in range(start, end) if text[at] > _LAST_OF_BASIC_PLANE]
        length = 0
        self._shifts: list[int] = []
        for start, end in pieces:
            self.starts.append(length)
            self._shifts.append(length - start - bisect_right(self._wide, start - 1))
            length += end - start + bisect_right(self._wide, end - 1) - bisect_right(self._wide, start - 1)

    def at(self, span: Span | None) -> list[int] | None:
        """Return where a span is in the joined text: its start and its end."""
        if span is None or span.end > self._length:
            return None
        return [self._offset(span.start), self._offset(span.end)]

    def _offset(self, offset: int) -> int:
        """Return where an offset into the text is; one just behind a piece belongs to it."""
        piece = max(0, bisect_right(self._starts, offset) - 1)
        return offset + self._shifts[piece] + bisect_right(self._wide, offset - 1)


def _widened(span: Span, length: int) -> tuple[int, int]:
    return max(0, span.start - _AROUND), min(length, span.end + _AROUND)


def _joined(pieces: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return pieces in order, those that touch made one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(pieces):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined
