"""Break Chinese text into lines as Word, WPS and reportlab do: closing punctuation may hang over the edge."""

import re
from collections.abc import Callable

#: What must not begin a line, and what must not end one.
CLOSING = frozenset("、。，．；：！？）〕】》」』”’％,.;:!?)]}%")
OPENING = frozenset("（〔【《「『“‘([{")
#: Latin words and numbers are kept whole; every other character may be parted from its neighbours.
_PIECE = re.compile(r"[0-9A-Za-z.,]*[0-9A-Za-z]|.", re.DOTALL)


def wrapped(text: str, width: float, measure: Callable[[str], float], *, hang: bool) -> list[str]:
    """Return the lines of `text`; joined they are the text again.

    A line is no wider than `width`, but for one closing mark that hangs where `hang` is set.
    """
    lines: list[str] = []
    line = ""
    for piece in _PIECE.findall(text):
        may_hang = hang and piece in CLOSING and measure(line) <= width
        if not line or may_hang or measure(line + piece) <= width:
            line += piece
        else:
            kept, moved = parted(line) if piece in CLOSING else unopened(line)
            lines.append(kept)
            line = moved + piece
    return [*lines, line] if line else lines


def parted(line: str) -> tuple[str, str]:
    """Return a line without its last character, which goes down with the closing mark after it."""
    at = len(line) - 1
    while at > 0 and line[at] in CLOSING:
        at -= 1
    return unopened(line[:at], line[at:]) if at > 0 else (line, "")


def unopened(line: str, moved: str = "") -> tuple[str, str]:
    """Return a line without the opening marks at its end, which go down too."""
    kept = line.rstrip("".join(OPENING))
    return (kept, line[len(kept) :] + moved) if kept else (line, moved)
