"""Words on a terminal: what it would act upon made visible, lines of so many cells, columns that share a page."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import Final

from budgetperf.source import display_width

__all__ = [
    "CELL_LINES",
    "LEAST_CELLS",
    "balanced",
    "beginning",
    "broken",
    "ending",
    "filled",
    "natural_width",
    "painted",
    "shared",
    "visible",
    "wrapped",
]

#: How many lines of a cell are shown where not everything is asked for.
CELL_LINES: Final = 3
#: The least that a column ever gets.
LEAST_CELLS: Final = 8
_ELLIPSIS: Final = "…"
# A line is broken between Chinese characters or at a blank, not inside a number
# or a Latin word, nor before a closing or after an opening mark.
_WORD = re.compile(r"\s+|[（“‘《〈「『【〔([]*(?:[!-~≥≤≈±]+|\S)[，。；：、！？）”’》〉」』】〕…％‰,;:!?)]*")


def visible(text: str) -> str:
    """Return `text` with every character that a terminal would act upon made visible."""
    return text if text.isascii() and text.isprintable() else "".join(map(_visible_character, text))


@lru_cache(maxsize=8192)
def _visible_character(character: str) -> str:
    if character < " ":
        return chr(0x2400 + ord(character))  # ␀, ␉, ␊ …
    if character == "\x7f":
        return "\u2421"
    if character in "\ufe0e\ufe0f":
        return ""  # selects an emoji's form, of which terminals differ on the width
    category = unicodedata.category(character)
    # Direction marks, joiners, U+2028, lone surrogates, and what no font has.
    if category in ("Cc", "Cf", "Cs", "Zl", "Zp") or (category == "Cn" and display_width(character) == 1):
        return "\ufffd"
    return character


def painted(text: str, style: str) -> str:
    r"""Return `text` in a style that a terminal knows by the numbers of an SGR escape.

    >>> painted("warning", "1;33"), painted("plain", "")
    ('\x1b[1;33mwarning\x1b[0m', 'plain')
    """
    return f"\x1b[{style}m{text}\x1b[0m" if text and style else text


def filled(words: str, cells: int) -> str:
    """Return `words` with blanks behind them, as many as it takes to fill `cells`.

    >>> filled("单位", 6), filled("unit", 6)
    ('单位  ', 'unit  ')
    """
    return words + " " * (cells - display_width(words))


def beginning(text: str, cells: int) -> str:
    """Return as many of the first characters as fit in `cells`."""
    for index, character in enumerate(text):
        cells -= display_width(character)
        if cells < 0:
            return text[:index]
    return text


def ending(text: str, cells: int) -> str:
    """Return as many of the last characters as fit in `cells`."""
    kept = len(beginning(text[::-1], cells))
    return text[len(text) - kept :]


def broken(text: str, cells: int) -> Iterator[str]:
    """Yield `text` in lines of at most `cells`, broken between Chinese characters or at blanks.

    >>> [*broken("带动财政资金 1,200 万元。", 12)]
    ['带动财政资金', '1,200 万元。']
    """
    line, room = "", cells
    for found in _WORD.finditer(text):
        word = found[0]
        if display_width(word) > room and line:
            yield line.rstrip()
            line, room = "", cells
            word = word.lstrip()
        while word and display_width(word) > room:
            head = beginning(word, room) or word[0]  # a line that has no room for it, or it would never end
            yield head
            word = word[len(head) :]
        line += word
        room -= display_width(word)
    if line:
        yield line


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
