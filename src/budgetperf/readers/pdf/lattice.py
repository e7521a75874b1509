"""Ruled tables: from the lines that are drawn on a page to the cells between them.

Lines that touch make a table. Between all its levels and uprights lies a grid of
small fields; two neighbours with no line between them are one cell. That alone
gives merged cells, open outer edges, and rows that are open where a page ends.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import median

from attrs import define, evolve, field, frozen

from budgetperf.readers.pdf.characters import Glyph, width_of
from budgetperf.readers.pdf.edges import Edge
from budgetperf.readers.pdf.lines import SAME_LINE, sorted_lines
from budgetperf.readers.pdf.pages import Page
from budgetperf.source import Box

__all__ = ["Cell", "Lattice", "joined_edges", "lattices", "with_open_row", "without_marks"]

#: Lines as near to each other are one, drawn twice or in pieces.
_NEAR = 2.5
#: A line that ends so near to another touches it.
_TOUCHES = 3.0
#: A field that is smaller holds no text: it lies between the two lines of a double rule.
_SMALLEST_FIELD = 4.0
#: Filled cells make a table when there are as many side by side, and no more of it is left unfilled.
_FEWEST_FILLED, _FILLED = 4, 0.8
#: Characters are large that have so many times the size of most.
_LARGE = 1.8
#: More lines of them are words of the page.
_MOST_MARKS = 50
#: Tables with more pairs of lines are pictures.
_MOST_PAIRS = 4_000_000
_MOST_FIELDS = 200_000
#: How high the strips are into which a page is cut, so that what is far apart is never compared.
_STRIP = 20.0
#: So many strips at most, whatever the coordinates are: a line may go on for a mile.
_MOST_STRIPS = 100
#: The next line of a cell stands no farther below, in parts of its size.
_NEXT_LINE = 2.0


@define
class Cell:
    """A cell, with what is printed in it."""

    #: The fields that it covers: first row and column, last row and column.
    top: int
    left: int
    bottom: int
    right: int
    box: Box
    glyphs: list[Glyph] = field(factory=list)


@frozen
class Lattice:
    """One ruled table of a page."""

    #: Where its uprights and its levels stand.
    xs: Sequence[float]
    ys: Sequence[float]
    cells: Sequence[Cell]
    #: The cell of each field, row by row.
    fields: Sequence[Cell] = field(repr=False)

    @property
    def box(self) -> Box:
        """Where it stands on the page."""
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]

    def cell_at(self, x: float, y: float) -> Cell | None:
        """Return the cell in which a character begins at a point, or None outside the table."""
        column, row = bisect_right(self.xs, x) - 1, bisect_left(self.ys, y) - 1
        if not (0 <= column < len(self.xs) - 1 and 0 <= row < len(self.ys) - 1):
            return None
        return self.fields[row * (len(self.xs) - 1) + column]

    def rows(self) -> Iterator[tuple[int, list[Cell]]]:
        """Yield each row in which a cell begins, by its number, with the cells that it shows.

        One that goes on from above is among them.
        """
        width = len(self.xs) - 1
        for row in range(len(self.ys) - 1):
            # Each once, though one that is no rectangle may come twice.
            shown = list({id(cell): cell for cell in self.fields[row * width : (row + 1) * width]}.values())
            if any(cell.top == row for cell in shown):
                yield row, shown


def lattices(page: Page) -> tuple[list[Lattice], list[Glyph]]:
    """Return the ruled tables of a page with the characters in them, from top to bottom, and the other characters."""
    tables = list(_tables(page.edges)) or list(_of_shades(page.shades))
    tables.sort(key=lambda table: (table.ys[0], table.xs[0]))
    tables = [table for table in tables if len(table.cells) > 1]  # the others are boxes around words
    strips = _Strips(tables)
    outside: list[Glyph] = []
    for glyph in page.glyphs:
        cell = strips.cell_of(glyph)
        if cell is None:
            outside.append(glyph)
        else:
            cell.glyphs.append(glyph)
    return tables, [*outside, *_turned_words(page.turned, strips)]


def without_marks(page: Page) -> Page:
    """Return a page without large words across its rules: those are marks of whose page it is."""
    usual = median(glyph.size for glyph in page.glyphs) if page.glyphs else 0
    lines = sorted_lines(glyph for glyph in page.glyphs if glyph.size > _LARGE * usual)
    if not 0 < len(lines) <= _MOST_MARKS:
        return page
    edges = joined_edges(page.edges)
    marks = [glyph for line in lines if _crosses(line, edges) for glyph in line]
    left_out = set(map(id, marks))
    glyphs = [glyph for glyph in page.glyphs if id(glyph) not in left_out]
    return evolve(page, glyphs=glyphs, marks=page.marks + "".join(glyph.text for glyph in marks))


def _crosses(line: Sequence[Glyph], edges: Iterable[Edge]) -> bool:
    """Tell whether a rule goes through the characters of a line."""
    size = line[0].size
    left, right, bottom = line[0].x, line[-1].x + width_of(line[-1]), line[0].y
    middle, upper, lower = (left + right) / 2, bottom - 0.8 * size, bottom - 0.1 * size
    for level, at, start, end in edges:
        if level and upper < at < lower and start < middle < end:
            return True
        if not level and left < at < right and start < (upper + lower) / 2 < end:
            return True
    return False


def _tables(edges: Iterable[Edge]) -> Iterator[Lattice]:
    for group in _touching(joined_edges(edges)):
        table = _table(group)
        if table is not None:
            yield table


def _of_shades(shades: Iterable[Box]) -> Iterator[Lattice]:
    """Yield the tables whose cells are filled each by itself, with no more than a hair between them."""
    boxes = set(shades)
    sides = [side for left, top, right, bottom in boxes for side in _sides((left - 1, top - 1, right + 1, bottom + 1))]
    for table in _tables(sides):
        left, top, right, bottom = table.box
        within = sum(
            _area(box) for box in boxes if left - 1 < box[0] and box[2] < right + 1 and top - 1 < box[1] < bottom
        )
        if len(table.xs) > _FEWEST_FILLED and within >= _FILLED * _area(table.box):
            yield table


def _sides(box: Box) -> tuple[Edge, Edge, Edge, Edge]:
    left, top, right, bottom = box
    levels = Edge(level=True, at=top, start=left, end=right), Edge(level=True, at=bottom, start=left, end=right)
    return (
        *levels,
        Edge(level=False, at=left, start=top, end=bottom),
        Edge(level=False, at=right, start=top, end=bottom),
    )


def _area(box: Box) -> float:
    left, top, right, bottom = box
    return (right - left) * (bottom - top)


@define
class _Strips:
    """The tables of a page by strips across it, so that no character is looked for in all of them."""

    tables: Sequence[Lattice]
    strips: dict[int, list[Lattice]] = field(factory=lambda: defaultdict(list))
    height: float = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.height = _strip_height((table.ys[0], table.ys[-1]) for table in self.tables)
        # Of tables within each other, the smallest is asked first.
        for table in sorted(self.tables, key=lambda table: _area(table.box)):
            _, top, _, bottom = table.box
            for strip in range(int(top // self.height), int(bottom // self.height) + 1):
                self.strips[strip].append(table)

    def cell_of(self, glyph: Glyph) -> Cell | None:
        """Return the cell in which a character begins."""
        for table in self.strips.get(int(glyph.y // self.height), ()):
            cell = table.cell_at(glyph.x, glyph.y)
            if cell is not None:
                return cell
        return None


def _strip_height(stretches: Iterable[tuple[float, float]]) -> float:
    """Return how high the strips are by which stretches of a page, from top to bottom, are found."""
    ends = [end for stretch in stretches for end in stretch]
    return max(_STRIP, (max(ends) - min(ends)) / _MOST_STRIPS) if ends else _STRIP


def _turned_words(turned: Iterable[Glyph], strips: _Strips) -> list[Glyph]:
    """Put words that run up or down into their cells, each as if it were one character at its upper end.

    Those outside the tables are returned.
    """
    within: dict[int, tuple[Cell, list[Glyph]]] = {}
    runs: list[list[Glyph]] = []
    for glyph in turned:
        cell = strips.cell_of(glyph)
        if cell is not None:
            within.setdefault(id(cell), (cell, []))[1].append(glyph)
        elif runs and abs(runs[-1][0].x - glyph.x) < SAME_LINE * glyph.size:
            runs[-1].append(glyph)
        else:
            runs.append([glyph])
    for cell, run in within.values():
        if _is_line(run):
            cell.glyphs.append(_upright(run))
    return [_upright(run) for run in runs]


def _upright(run: Sequence[Glyph]) -> Glyph:
    return Glyph(run[0].x, min(glyph.y for glyph in run), "".join(glyph.text for glyph in run), run[0].size)


def _is_line(run: Sequence[Glyph]) -> bool:
    """Tell a line of turned words, or a mark between upright ones, from characters of a round stamp."""
    if all(glyph.text.isascii() or not glyph.text.isalpha() for glyph in run):
        return True
    return any(one.x == other.x and abs(one.y - other.y) <= _NEXT_LINE * one.size for one, other in pairwise(run))


def with_open_row(table: Lattice, glyphs: Sequence[Glyph]) -> tuple[Lattice, list[Glyph]]:
    """Return a table that goes on on the next page with the row that is cut below its last level, if there is one.

    Where a page ends right behind the first lines of a row, some programs draw no lines around them.
    Such a row has words in several columns, none of which reach into the next. The second
    value are the `glyphs` that are not in it.
    """
    bottom = table.ys[-1]
    below = [glyph for glyph in glyphs if glyph.y > bottom and table.xs[0] <= glyph.x < table.xs[-1]]
    row: list[Glyph] = []
    reached = bottom
    for line in sorted_lines(below):
        if line[0].y - reached > _NEXT_LINE * line[0].size or not _is_in_columns(line, table.xs):
            break
        row += line
        reached = line[0].y
    if not row:
        return table, list(glyphs)
    width, last = len(table.xs) - 1, len(table.ys) - 1
    boxes = ((left, bottom, right, reached + _NEAR) for left, right in pairwise(table.xs))
    cells = [Cell(last, column, last, column, box) for column, box in zip(range(width), boxes, strict=True)]
    for glyph in row:
        cells[bisect_right(table.xs, glyph.x) - 1].glyphs.append(glyph)
    ys = (*table.ys, reached + _NEAR)
    taken = set(map(id, row))
    left = [glyph for glyph in glyphs if id(glyph) not in taken]
    return Lattice(table.xs, ys, (*table.cells, *cells), (*table.fields, *cells)), left


def _is_in_columns(line: Sequence[Glyph], xs: Sequence[float]) -> bool:
    """Tell a line with words in several columns, with a blank at the edge of each."""
    columns = {bisect_right(xs, glyph.x) for glyph in line}
    apart = all(
        other.x - one.x > one.size
        for one, other in pairwise(line)
        if bisect_right(xs, one.x) != bisect_right(xs, other.x)
    )
    return len(columns) > 1 and apart


# --- lines ----------------------------------------------------------------------------------------


def joined_edges(edges: Iterable[Edge]) -> list[Edge]:
    """Return lines put together of pieces, those near to each other at one place."""
    joined: list[Edge] = []
    for level in (True, False):
        ordered = sorted((edge for edge in edges if edge.level is level), key=lambda edge: edge.at)
        for group in _near(ordered):
            at = group[len(group) // 2].at
            pieces = sorted((edge.start, edge.end) for edge in group)
            start, end = pieces[0]
            for following, last in pieces[1:]:
                if following > end + _TOUCHES:
                    joined.append(Edge(level, at, start, end))
                    start, end = following, last
                end = max(end, last)
            joined.append(Edge(level, at, start, end))
    return joined


def _near(ordered: Sequence[Edge]) -> Iterator[Sequence[Edge]]:
    first = 0
    for place, edge in enumerate(ordered):
        # Measured from the first, so that many lines side by side don't become one.
        if edge.at - ordered[first].at > _NEAR:
            yield ordered[first:place]
            first = place
    if ordered:
        yield ordered[first:]


def _touching(edges: Sequence[Edge]) -> Iterator[list[Edge]]:
    """Yield the lines that touch each other, group by group."""
    levels = [edge for edge in edges if edge.level]
    uprights = sorted((edge for edge in edges if not edge.level), key=lambda edge: edge.at)
    parents = list(range(len(levels) + len(uprights)))
    # Each upright by the strips that it goes through, so that lines far from each other are never compared.
    strips: dict[int, list[int]] = defaultdict(list)
    height = _strip_height((upright.start, upright.end) for upright in uprights)
    for place, upright in enumerate(uprights):
        for strip in range(int((upright.start - _TOUCHES) // height), int((upright.end + _TOUCHES) // height) + 1):
            strips[strip].append(place)
    pairs = 0
    for number, level in enumerate(levels):
        near = strips.get(int(level.at // height), ())
        first = bisect_left(near, level.start - _TOUCHES, key=lambda place: uprights[place].at)
        last = bisect_right(near, level.end + _TOUCHES, key=lambda place: uprights[place].at)
        pairs += last - first
        if pairs > _MOST_PAIRS:
            return
        for place in near[first:last]:
            upright = uprights[place]
            if upright.start - _TOUCHES <= level.at <= upright.end + _TOUCHES:
                _unite(parents, number, len(levels) + place)
    groups: dict[int, list[Edge]] = defaultdict(list)
    for number, edge in enumerate((*levels, *uprights)):
        groups[_root(parents, number)].append(edge)
    yield from groups.values()


def _root(parents: list[int], number: int) -> int:
    while parents[number] != number:
        parents[number] = parents[parents[number]]
        number = parents[number]
    return number


def _unite(parents: list[int], one: int, other: int) -> None:
    parents[_root(parents, one)] = _root(parents, other)


# --- fields ---------------------------------------------------------------------------------------


def _table(edges: Sequence[Edge]) -> Lattice | None:
    """Return the table that lines make which touch each other, or None when they make none."""
    levels = [edge for edge in edges if edge.level]
    uprights = [edge for edge in edges if not edge.level]
    if not levels or not uprights:
        return None
    xs = _places(uprights, levels)
    ys = _places(levels, uprights)
    width, height = len(xs) - 1, len(ys) - 1
    if width < 1 or height < 1 or width * height < 2 or width * height > _MOST_FIELDS:
        return None
    parents = list(range(width * height))
    between = _crossed(uprights, xs, ys)
    below = _crossed(levels, ys, xs)
    for row in range(height):
        for column in range(width):
            number = row * width + column
            if column + 1 < width and (column + 1, row) not in between:
                _unite(parents, number, number + 1)
            if row + 1 < height and (row + 1, column) not in below:
                _unite(parents, number, number + width)
    return _cells(parents, xs, ys)


def _places(across: Sequence[Edge], along: Sequence[Edge]) -> list[float]:
    """Return where the lines `across` stand, and where those `along` them end beyond: an open edge of the table."""
    places = sorted({edge.at for edge in across})
    first, last = min(edge.start for edge in along), max(edge.end for edge in along)
    kept = [places[0]]
    for place in places[1:]:
        if place - kept[-1] >= _SMALLEST_FIELD:
            kept.append(place)
    if first < kept[0] - _SMALLEST_FIELD:
        kept.insert(0, first)
    if last > kept[-1] + _SMALLEST_FIELD:
        kept.append(last)
    return kept


def _crossed(edges: Iterable[Edge], places: Sequence[float], others: Sequence[float]) -> set[tuple[int, int]]:
    """Return which sides of fields have a line: (place of the line, field along it)."""
    middles = [(start + end) / 2 for start, end in pairwise(others)]
    crossed: set[tuple[int, int]] = set()
    for edge in edges:
        place = bisect_left(places, edge.at - _SMALLEST_FIELD)
        place = min(range(place, min(place + 3, len(places))), key=lambda at: abs(places[at] - edge.at), default=place)
        first, last = bisect_left(middles, edge.start), bisect_right(middles, edge.end)
        crossed.update((place, along) for along in range(first, last))
    return crossed


def _cells(parents: list[int], xs: Sequence[float], ys: Sequence[float]) -> Lattice:
    width = len(xs) - 1
    cells: dict[int, Cell] = {}
    fields: list[Cell] = []
    for number in range(len(parents)):
        row, column = divmod(number, width)
        root = _root(parents, number)
        cell = cells.get(root)
        if cell is None:
            cell = cells[root] = Cell(row, column, row, column, (0, 0, 0, 0))
        cell.left, cell.right = min(cell.left, column), max(cell.right, column)
        cell.bottom = row
        fields.append(cell)
    for cell in cells.values():
        cell.box = (xs[cell.left], ys[cell.top], xs[cell.right + 1], ys[cell.bottom + 1])
    return Lattice(xs, ys, tuple(cells.values()), fields)
