"""Words in a given room: lines of at most so many cells, and columns that share a page."""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Final

from budgetperf.rendering import beginning, broken, visible
from budgetperf.source import display_width

__all__ = ["CELL_LINES", "LEAST_CELLS", "balanced", "natural_width", "shared", "wrapped"]

#: How many lines of a cell are shown where not everything is asked for.
CELL_LINES: Final = 3
#: The least that a column ever gets.
LEAST_CELLS: Final = 8
_ELLIPSIS: Final = "…"


def wrapped(text: str, cells: int, most: int | None = None) -> list[str]:
    """Return `text` in lines of at most `cells`; of more than `most` lines the last ends in an ellipsis."""
    if most is None:
        return list(broken(visible(text), cells)) or [""]
    # A text may be megabytes long; this much of it fills the lines that are shown.
    reach = 4 * cells * most
    lines = list(islice(broken(visible(text[:reach]), cells), most + 1))
    if len(lines) > most or len(text) > reach:
        del lines[most:]
        lines[-1] = beginning(lines[-1], cells - 1) + _ELLIPSIS
    return lines or [""]


def balanced(text: str, cells: int, most: int | None) -> list[str]:
    """Return the lines of a cell, as few as can be, of like lengths, so that no last character stands alone.

    >>> balanced("带动财政资金和社会资金", 20, 3)
    ['带动财政资金', '和社会资金']
    """
    lines = wrapped(text, cells, most)
    if not 1 < len(lines) <= CELL_LINES or lines[-1].endswith(_ELLIPSIS):
        return lines
    evenly = -(-sum(map(display_width, lines)) // len(lines))
    attempts = (wrapped(text, narrower, None) for narrower in range(evenly, cells))
    return next((attempt for attempt in attempts if len(attempt) == len(lines)), lines)


def natural_width(texts: Iterable[str], most: int) -> int:
    """Return how many cells the widest of `texts` fills, but for those that would fill more than `most`."""
    return max((min(most, display_width(visible(text[: most + 1]))) for text in texts), default=0)


def shared(room: int, wishes: Sequence[int]) -> list[int]:
    """Return how many cells each column gets of `room`: its wish, or else a fair share.

    >>> shared(30, [8, 12, 30])
    [8, 11, 11]
    """
    shares = list(wishes)
    by_wish = sorted(range(len(wishes)), key=lambda column: wishes[column])
    for place, column in enumerate(by_wish):
        share = max(LEAST_CELLS, room // (len(by_wish) - place))
        shares[column] = min(wishes[column], share)
        room -= shares[column]
    return shares
