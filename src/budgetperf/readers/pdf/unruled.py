"""Tables without uprights: columns told by the blanks between them, rows by lines, shades or blanks.

Where nothing is drawn between the columns, what is printed in them still leaves
corridors that no line of text crosses. The columns of the page before are tried
first, since a page that begins in mid-row shows but some of them.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise
from statistics import median

from attrs import evolve, frozen

from budgetperf.readers.composing import Line, cleaned
from budgetperf.readers.limits import Allowance
from budgetperf.readers.pdf.characters import Glyph, width_of
from budgetperf.readers.pdf.lattice import joined_edges
from budgetperf.readers.pdf.lines import sorted_lines, words_in_line, words_of
from budgetperf.readers.pdf.pages import Page

__all__ = ["Unruled", "unruled_table"]

#: A table has at least as many columns.
_FEWEST_COLUMNS = 4
#: So many lines may stand above a table and look like its first.
_MOST_STARTS = 4
#: A corridor between columns is at least as wide, in parts of the size of the type.
_CORRIDOR = 0.35
#: Characters with less between them touch.
_HAIR = 0.1
#: So much of a further page's lines may stick out into a corridor: stray marks.
_STRAY = 0.04
#: Rows stand farther from each other than the lines in a cell, by at least so much of the size of the type.
_ROW_GAP = 0.25
#: Distances of lines as parts of that from line to line in a cell: what is so far from the rows may be no part of them,
_FAR = 2.0
#: what is so far below is the next row,
_NEXT_LINE = 1.3
#: what is so near above is of the same row when it has words in several columns, and in any case.
_UPPER_LINE, _SAME_ROW = 1.15, 0.75
#: From line to line in a cell, as parts of the size, where no cell has several lines.
_LEADING = 1.4
#: A stretch of so many characters is a line of a cell with several.
_LONG = 6
#: Words with so much of their size between them stand in several columns.
_SEVERAL = 0.6
#: A level or a shade that parts rows goes over so much of the table's width.
_ACROSS = 0.6
#: The amounts of a row stand on one line; broken over lines, only the last of them ends in cents.
_MOST_MONEY_LINES = 1
_AMOUNT = re.compile(r"(?:^|\s)\d[\d,]*\.\d\d(?!\S)")
_CLOSING = frozenset("、。，；：！？）》”’」』】")


@frozen
class Unruled:
    """A table that was put together by its blanks."""

    rows: tuple[Line, ...]
    #: Where its columns begin, but for the first.
    corridors: tuple[float, ...]
    #: Where it begins on the page.
    top: float
    #: The characters above and below it.
    outside: tuple[Glyph, ...]


def unruled_table(page: Page, glyphs: Sequence[Glyph], before: Sequence[float], allowance: Allowance) -> Unruled | None:
    """Return the table that characters outside all ruled tables make, or None.

    `before` are the corridors of such a table on the page before.

    Raises:
        LimitExceeded: if it has too many cells.

    """
    lines = sorted_lines(glyphs)
    page = evolve(page, edges=joined_edges(page.edges))
    pitch = _pitch(lines)
    if before and _fits(_body(lines, pitch), before):
        start, corridors = _below_title(lines, page, pitch), tuple(before)
    else:
        start, corridors = _begun(lines, page, pitch)
    body = _body(lines[start:], pitch)
    if not body or len(corridors) >= allowance.limits.columns:
        return None
    bounds = _row_bounds(page, body, pitch)
    allowance.check("cells", (len(bounds) + 1) * (len(corridors) + 1), f"page {page.number} has too many cells")
    rows = _rows(body, corridors, bounds)
    if len(corridors) + 1 < _FEWEST_COLUMNS:
        return None
    filled = (tuple(cleaned(words_of(cell)) for cell in row) for row in rows if any(row))
    made = tuple(Line(words, "|", number) for number, words in enumerate(filled, 1))
    around = (*lines[:start], *lines[start + len(body) :])
    outside = tuple(glyph for line in around for glyph in line)
    return Unruled(made, corridors, body[0][0].y - body[0][0].size, outside)


def _below_title(lines: Sequence[Sequence[Glyph]], page: Page, pitch: float) -> int:
    """Return which line a table goes on with: the second where the first stands far above, beyond a level line."""
    if len(lines) < 2:
        return 0
    top, bottom = lines[0][0].y, lines[1][0].y
    return int(bottom - top > _FAR * pitch and any(edge.level and top < edge.at < bottom for edge in page.edges))


def _pitch(lines: Sequence[Sequence[Glyph]]) -> float:
    """Return how far the lines in a cell stand from each other."""
    distances: list[float] = []
    last: tuple[float, float, float] | None = None
    for line in lines:
        size = line[0].size
        start, end = max(_pieces(line, _CORRIDOR), key=lambda piece: piece[1] - piece[0])
        if end - start < _LONG * size:
            continue
        if last and last[0] < end and start < last[1] and line[0].y - last[2] < 2 * _LEADING * size:
            distances.append(line[0].y - last[2])
        last = start, end, line[0].y
    return median(distances) if distances else _LEADING * max((line[0].size for line in lines), default=1)


def _between_columns(rows: Sequence[Sequence[Sequence[Glyph]]], corridors: Sequence[float]) -> tuple[float, ...]:
    """Return the corridors that part two columns.

    Amounts may stand to the right of their heading with a blank between: then no row has words in both.
    """
    kept: list[float] = []
    filled = {number for number, row in enumerate(rows) if row[0]}
    for place, at in enumerate(corridors, 1):
        following = {number for number, row in enumerate(rows) if row[place]}
        if filled & following:
            kept.append(at)
            filled = following
        else:
            filled |= following
    return tuple(kept)


def _begun(lines: Sequence[list[Glyph]], page: Page, pitch: float) -> tuple[int, tuple[float, ...]]:
    """Return which line a table begins with, and its corridors; none where there is no table."""
    starts = (place for place, line in enumerate(lines) if len(_pieces(line, _CORRIDOR)) >= _FEWEST_COLUMNS)
    # A running title may have as many words as the table has columns, but its words stand in the way of those below.
    begun = [(place, _corridors(_body(lines[place:], pitch))) for place in islice(starts, _MOST_STARTS)]
    if not begun:
        return len(lines), ()
    start, corridors = max(begun, key=lambda each: len(each[1]))
    body = _body(lines[start:], pitch)
    corridors = _between_columns(_rows(body, corridors, _row_bounds(page, body, pitch)), corridors)
    while start and _is_above(lines[start - 1], lines[start], corridors, page, pitch):
        start -= 1
    return start, corridors


def _rows(
    lines: Sequence[Sequence[Glyph]], corridors: Sequence[float], bounds: Sequence[float]
) -> list[list[list[Glyph]]]:
    """Return the characters of each cell, row by row."""
    rows: list[list[list[Glyph]]] = [[[] for _ in range(len(corridors) + 1)] for _ in range(len(bounds) + 1)]
    for line in lines:
        for glyph in line:
            # By their middles, which tell more than their edges.
            row, column = glyph.y - glyph.size / 2, glyph.x + glyph.size / 4
            rows[bisect_right(bounds, row)][bisect_right(corridors, column)].append(glyph)
    return rows


def _pieces(line: Sequence[Glyph], gap: float = _HAIR) -> list[tuple[float, float]]:
    """Return the stretches of a line between gaps of so much of its size, from where to where."""
    pieces: list[tuple[float, float]] = []
    start = reached = line[0].x
    last = line[0]
    for glyph in line:
        if glyph.x - reached >= gap * glyph.size:
            pieces.append((start, _end(last)))
            start = glyph.x
        last, reached = glyph, max(reached, glyph.x + width_of(glyph))
    return [*pieces, (start, _end(last))]


def _end(glyph: Glyph) -> float:
    """Return where a stretch ends: punctuation at the end of a line may hang into the margin of its column."""
    return glyph.x + width_of(glyph) * (0.5 if glyph.text in _CLOSING else 1)


def _body(lines: Sequence[list[Glyph]], pitch: float) -> list[list[Glyph]]:
    """Return the lines of the table: what stands far below it is of it only if it has words in several columns."""
    body: list[list[Glyph]] = []
    for block in _blocks(lines, _FAR * pitch):
        if body and not any(len(_pieces(line, _SEVERAL)) > 1 for line in block):
            break
        body += block
    if not body:
        return []
    left, right = body[-1][0].x, body[-1][-1].x
    column = [line[0].y for line in body if any(start < right and left < end for start, end in _pieces(line))]
    if len(column) > 1 and column[-1] - column[-2] > _NEXT_LINE * pitch and len(_pieces(body[-1], 1)) == 1:
        body.pop()  # no row is a single stretch of words, and the rest of a cell stands nearer
    return body


def _blocks(lines: Sequence[list[Glyph]], far: float) -> Iterator[list[list[Glyph]]]:
    """Yield lines that stand no farther from each other than is `far`."""
    block = list(lines[:1])
    for above, line in pairwise(lines):
        if line[0].y - above[0].y > far:
            yield block
            block = []
        block.append(line)
    if block:
        yield block


def _is_above(
    line: Sequence[Glyph], below: Sequence[Glyph], corridors: Sequence[float], page: Page, pitch: float
) -> bool:
    """Tell whether a line is the upper part of the row below it, whose other cells have fewer lines."""
    distance = below[0].y - line[0].y
    several = len(_pieces(line, 1)) > 1
    if distance > pitch * (_UPPER_LINE if several else _SAME_ROW) or not _fits([line], corridors):
        return False
    return not any(edge.level and line[0].y < edge.at < below[0].y - below[0].size for edge in page.edges)


def _fits(lines: Sequence[Sequence[Glyph]], corridors: Sequence[float]) -> bool:
    """Tell whether no more than a stray line crosses the corridors."""
    crossing = sum(any(_crosses(piece, corridors) for piece in _pieces(line)) for line in lines)
    return crossing <= _STRAY * len(lines)


def _crosses(piece: tuple[float, float], corridors: Sequence[float]) -> bool:
    return bisect_right(corridors, piece[0]) < bisect_left(corridors, piece[1])


def _corridors(lines: Sequence[Sequence[Glyph]]) -> tuple[float, ...]:
    """Return where columns begin: the right edges of the stretches that no line crosses."""
    size = median(line[0].size for line in lines)
    ends: list[tuple[float, int]] = []
    for line in lines:
        for start, end in _pieces(line):
            ends += [(start, 1), (end, -1)]
    ends.sort()
    corridors: list[float] = []
    depth, free_from = 0, None
    for at, change in ends:
        was_free = depth == 0
        depth += change
        if depth == 0 and not was_free:
            free_from = at
        elif depth and was_free and free_from is not None:
            if at - free_from >= _CORRIDOR * size:
                corridors.append(at - min(_CORRIDOR * size / 2, (at - free_from) / 2))
            free_from = None
    return tuple(corridors)


def _row_bounds(page: Page, lines: Sequence[Sequence[Glyph]], pitch: float) -> list[float]:
    """Return the heights at which rows part: lines and shades over the table, or else gaps."""
    wide = _ACROSS * (max(line[-1].x for line in lines) - min(line[0].x for line in lines))
    top, bottom = lines[0][0].y - lines[0][0].size, lines[-1][0].y
    levels = [edge.at for edge in page.edges if edge.level and edge.end - edge.start >= wide and top < edge.at < bottom]
    levels.sort()
    if levels and not any(_holds_rows(lines, *between) for between in pairwise([top, *levels, bottom + 1])):
        return levels
    shades = [at for x0, y0, x1, y1 in page.shades if x1 - x0 >= wide for at in (y0, y1) if top < at < bottom]
    # Where every other row has a shade, two rows without one may follow each other.
    return sorted([*levels, *shades, *_gaps(lines, pitch)])


def _holds_rows(lines: Sequence[Sequence[Glyph]], top: float, bottom: float) -> bool:
    """Tell whether several rows stand between two levels, as in a table with a line below its header alone."""
    between = (line for line in lines if top < line[0].y < bottom)
    return sum(_AMOUNT.search(words_in_line(line)) is not None for line in between) > _MOST_MONEY_LINES


def _gaps(lines: Sequence[Sequence[Glyph]], pitch: float) -> list[float]:
    """Return the heights of the gaps between lines that are wider than those within cells."""
    spans = sorted((glyph.y - glyph.size, glyph.y) for line in lines for glyph in (line[0], line[-1]))
    gaps: list[tuple[float, float]] = []
    reached = spans[0][1]
    for start, end in spans:
        if start > reached:
            gaps.append((reached, start))
        reached = max(reached, end)
    size = median(line[0].size for line in lines)
    return [(start + end) / 2 for start, end in gaps if end - start > pitch - size + _ROW_GAP * size]
