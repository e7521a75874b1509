"""From characters to words and lines: those in a cell, and those outside all tables as they stand on the page."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median

from budgetperf.readers.composing import Line
from budgetperf.readers.pdf.characters import Glyph, width_of
from budgetperf.source import Box

__all__ = ["SAME_LINE", "sorted_lines", "text_lines", "words_in_line", "words_of"]

#: Baselines that differ by less of the font's size are those of one line.
SAME_LINE = 0.5
#: A line whose characters stand usually as far apart is spaced out; a blank in it is wider by as much.
_SPACED_OUT, _WORD_GAP = 0.1, 0.35
#: From this gap on, as parts of the size, there is a blank; from the second on, what follows stands by itself.
_BLANK, _APART = 0.3, 2.0
_WIDE_BLANK = " " * 8


def text_lines(glyphs: Iterable[Glyph]) -> list[Line]:
    """Return the lines that characters make, each with its box."""
    lines = []
    for line in sorted_lines(glyphs):
        words = words_in_line(line)
        if words:
            lines.append(Line((words,), "", 0, None, (_box_of(line),)))
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


def _box_of(glyphs: Iterable[Glyph]) -> Box:
    """Return the box around characters."""
    glyphs = list(glyphs)
    left, right = min(glyph.x for glyph in glyphs), max(glyph.x + width_of(glyph) for glyph in glyphs)
    top, bottom = min(glyph.y - glyph.size for glyph in glyphs), max(glyph.y for glyph in glyphs)
    return left, top, right, bottom


def words_of(glyphs: Sequence[Glyph]) -> str:
    """Return the words that characters in a cell make; a line is broken where the cell was too narrow.

    >>> words_of([Glyph(0, 10, "绩", 10), Glyph(10, 10, "效", 10), Glyph(0, 22, "目", 10), Glyph(10, 22, "标", 10)])
    '绩效目标'
    """
    lines = [_closed_up(line) for line in _lines(glyphs)]
    words = ""
    for line in lines:
        part = "".join(glyph.text for glyph in line)
        # Words of Latin letters are parted where the line ends, all else is not.
        apart = words[-1:].isascii() and words[-1:].isalpha() and part[:1].isascii() and part[:1].isalpha()
        words += f" {part}" if apart else part
    return words.strip()


def _closed_up(line: list[Glyph]) -> list[Glyph]:
    """Return a line without the blanks that are but how it is spaced out, which stand where its characters do."""
    blanks = [place for place in range(1, len(line)) if _is_gap(line, place)]
    if not blanks:
        return line
    printed = [glyph for glyph in line if not glyph.text.isspace()]
    usual = median(_gap(one, other) for one, other in pairwise(printed))
    if usual < _SPACED_OUT:
        return line
    words = {place for place in blanks if _gap(line[place - 1], line[place + 1]) > usual + _WORD_GAP}
    return [glyph for place, glyph in enumerate(line) if place in words or not _is_gap(line, place)]


def _is_gap(line: Sequence[Glyph], place: int) -> bool:
    """Tell a blank that no character stands for."""
    return line[place].text == " " and 0 < place < len(line) - 1 and line[place].x == line[place - 1].x


def _gap(one: Glyph, other: Glyph) -> float:
    """Return how far two characters stand apart, in parts of their size."""
    return (other.x - one.x - width_of(one)) / max(one.size, 1)


def _lines(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Return characters by line: in the order of the file, unless that goes back up the page."""
    lines: list[list[Glyph]] = []
    for glyph in glyphs:
        if lines and abs(glyph.y - lines[-1][0].y) < SAME_LINE * glyph.size:
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
    if all(above[0].y < below[0].y for above, below in pairwise(lines)):
        if all(one.x <= other.x for line in lines for one, other in pairwise(line)):
            return lines
        return [sorted(line, key=lambda glyph: glyph.x) for line in lines]
    return sorted_lines(glyphs)


def sorted_lines(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Return characters by line from top to bottom, each from left to right, wherever they stand in the file."""
    lines: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda each: each.y):
        if lines and glyph.y - lines[-1][0].y < SAME_LINE * max(glyph.size, 1):
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
    return [sorted(line, key=lambda glyph: glyph.x) for line in lines]
