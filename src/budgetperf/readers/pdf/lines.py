"""Words outside the ruled tables: titles, captions, prose, page numbers."""

from collections.abc import Iterable

from budgetperf.readers.composing import Line
from budgetperf.readers.pdf.characters import Glyph, width_of
from budgetperf.readers.pdf.lattice import sorted_lines
from budgetperf.source import Box

__all__ = ["box_of", "text_lines", "words_in_line"]

#: From this gap on, as parts of the size, there is a blank; from the second on, what follows stands by itself.
_BLANK, _APART = 0.3, 2.0
_WIDE_BLANK = " " * 8


def text_lines(glyphs: Iterable[Glyph]) -> list[Line]:
    """Return the lines that characters make, each with its box."""
    lines = []
    for line in sorted_lines(glyphs):
        words = words_in_line(line)
        if words:
            lines.append(Line((words,), "", 0, None, (box_of(line),)))
    return lines


def words_in_line(line: Iterable[Glyph]) -> str:
    """Return the words of a line, gaps as blanks."""
    words = ""
    end = None
    for glyph in line:
        gap = 0 if end is None else (glyph.x - end) / max(glyph.size, 1)
        if gap >= _APART:
            words = words.rstrip() + _WIDE_BLANK
        elif gap >= _BLANK and not words.endswith(" "):
            words += " "
        words += glyph.text
        end = glyph.x + width_of(glyph)
    return words.strip()


def box_of(glyphs: Iterable[Glyph]) -> Box:
    """Return the box around characters."""
    glyphs = list(glyphs)
    left, right = min(glyph.x for glyph in glyphs), max(glyph.x + width_of(glyph) for glyph in glyphs)
    top, bottom = min(glyph.y - glyph.size for glyph in glyphs), max(glyph.y for glyph in glyphs)
    return left, top, right, bottom
