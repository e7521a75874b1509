"""Characters become words, lines and rows of a grid: what holds of glyphs and lines, without any file."""

from collections.abc import Sequence

import pytest

from budgetperf.normalization import RADICAL, unified
from budgetperf.readers.pdf.characters import Glyph
from budgetperf.readers.pdf.edges import Edge
from budgetperf.readers.pdf.lattice import Lattice, lattices, with_open_row
from budgetperf.readers.pdf.lines import text_lines, words_in_line, words_of
from budgetperf.readers.pdf.pages import Page


def typed(x: float, y: float, words: str, size: float = 10) -> list[Glyph]:
    """Return characters one behind the other, each as wide as it is high."""
    return [Glyph(x + number * size, y, character, size) for number, character in enumerate(words)]


def ruled(xs: Sequence[float], ys: Sequence[float]) -> list[Edge]:
    """Return the lines of a table, from end to end."""
    levels = [Edge(level=True, at=y, start=min(xs), end=max(xs)) for y in ys]
    return [*levels, *(Edge(level=False, at=x, start=min(ys), end=max(ys)) for x in xs)]


def page(edges: Sequence[Edge], glyphs: Sequence[Glyph] = ()) -> Page:
    """Return a page."""
    return Page(1, 600, 400, glyphs, edges)


def shown(table: Lattice) -> list[list[str]]:
    """Return the words of each row; a cell that goes on from above is there again."""
    return [[words_of(cell.glyphs) for cell in row] for _, row in table.rows()]


# --- words ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["项目支出绩", "效目标表"], "项目支出绩效目标表"),
        (["public", "service"], "public service"),
        (["5G", "基站"], "5G基站"),
        (["2024-", "2025"], "2024-2025"),
        (["109.", "61"], "109.61"),
        (["数量ABC", "12"], "数量ABC12"),
        ([], ""),
    ],
)
def test_lines_of_a_cell(lines: Sequence[str], expected: str) -> None:
    """Where a line of a cell ends, there is a blank between Latin words only."""
    glyphs = [glyph for number, line in enumerate(lines) for glyph in typed(0, 12 * number, line)]
    assert expected == words_of(glyphs)


def test_order_within_a_cell() -> None:
    """The order of the file is kept as far as it goes down the page and to the right, else the place counts."""
    upper, lower = typed(0, 10, "甲乙"), typed(0, 22, "丙丁")
    assert "甲乙丙丁" == words_of([*upper, *lower]) == words_of([*lower, *upper]) == words_of([*upper[::-1], *lower])


def test_nearly_one_baseline() -> None:
    """Characters raised by less than half their size stand in the line."""
    assert "每m2元" == words_of([*typed(0, 10, "每m"), Glyph(20, 7, "2", 10), Glyph(25, 10, "元", 10)])


def test_gaps_in_a_line() -> None:
    """A small gap is a blank, a wide one parts words that stand by themselves, none is doubled."""
    assert "部门 甲" == words_in_line([*typed(0, 0, "部门"), *typed(25, 0, "甲")])
    assert "部门" + " " * 8 + "单位" == words_in_line([*typed(0, 0, "部门"), *typed(60, 0, "单位")])
    letters = [Glyph(0, 0, "a", 10), Glyph(5, 0, "b", 10), Glyph(5, 0, " ", 10), Glyph(14, 0, "c", 10)]
    assert "ab c" == words_in_line(letters)
    assert "" == words_in_line([])


def test_lines_have_boxes() -> None:
    """A line of text has the box of its characters; one of blanks is none."""
    (line,) = text_lines([*typed(10, 50, "说明"), Glyph(10, 90, " ", 10)])
    assert ("说明",) == line.cells
    assert ((10, 40, 30, 50),) == line.boxes


def test_radicals() -> None:
    """Every radical that stands for a character becomes it, one for one; all else stays."""
    kangxi = "".join(map(chr, range(0x2F00, 0x2FD6)))
    assert not RADICAL.search(unified(kangxi))
    assert len(kangxi) == len(unified(kangxi))
    assert "长见车页门" == unified("⻓⻅⻋⻚⻔")
    assert "工程、⿰Ω" == unified("工程、⿰Ω")


# --- tables ---------------------------------------------------------------------------------------


def test_a_table() -> None:
    """Each field of a grid is a cell, and a character is in the one in which it begins."""
    hanging = typed(10, 20, "一二、")  # the last begins in the first column's cell, and ends in the next
    edges = ruled([0, 35, 100], [0, 30, 60])
    (table,), outside = lattices(
        page(edges, [*hanging, *typed(40, 20, "三"), *typed(5, 50, "四"), *typed(0, 90, "外")])
    )
    assert [["一二、", "三"], ["四", ""]] == shown(table)
    assert ["外"] == [glyph.text for glyph in outside]
    assert (0, 0, 100, 60) == tuple(table.box)
    assert [None, None] == [table.cell_at(*place) for place in ((101, 20), (10, 61))]


def test_merged_cells() -> None:
    """Fields with no line between them are one cell, which each row shows that it reaches into."""
    edges = [
        *ruled([0, 100, 200], [0, 90]),
        Edge(level=True, at=30, start=100, end=200),
        Edge(level=True, at=60, start=0, end=200),
    ]
    glyphs = [*typed(10, 20, "甲"), *typed(110, 20, "乙"), *typed(110, 50, "丙"), *typed(10, 80, "丁")]
    (table,), _ = lattices(page(edges, glyphs))
    assert [["甲", "乙"], ["甲", "丙"], ["丁", ""]] == shown(table)
    assert (0, 0, 100, 60) == table.cells[0].box


def test_open_edges() -> None:
    """A table without lines at its left, its right and its foot has its outer cells all the same."""
    edges = [Edge(level=True, at=y, start=0, end=300) for y in (0, 30)]
    edges += [Edge(level=False, at=x, start=0, end=60) for x in (100, 200)]
    glyphs = [
        glyph
        for place in range(6)
        for glyph in typed(10 + place % 3 * 100, 20 + place // 3 * 30, "甲乙丙丁戊己"[place])
    ]
    (table,), _ = lattices(page(edges, glyphs))
    assert [["甲", "乙", "丙"], ["丁", "戊", "己"]] == shown(table)


def test_double_lines_and_pieces() -> None:
    """Two lines side by side are one, and so are the pieces of one; what lies between is no cell."""
    doubled = [edge._replace(at=edge.at + side) for edge in ruled([0, 100, 200], [0, 30, 60]) for side in (-0.7, 0.7)]
    pieces = [
        edge._replace(start=start, end=start + 8)
        for edge in doubled
        for start in range(int(edge.start), int(edge.end), 10)
    ]
    (table,), _ = lattices(page(pieces))
    assert 4 == len(table.cells)
    wide = [edge._replace(at=edge.at + side) for edge in ruled([0, 100, 200], [0, 30, 60]) for side in (0, 3.2)]
    (table,), _ = lattices(page(wide))
    assert 4 == len(table.cells)


def test_a_frame_around_a_table() -> None:
    """A frame around the page or around a table is none; what stands in it is not in a cell."""
    frame, inner = ruled([0, 500], [0, 390]), ruled([50, 100, 200], [50, 80, 110])
    tables, outside = lattices(page([*frame, *inner], [*typed(60, 70, "甲"), *typed(60, 200, "外")]))
    assert [[["甲", ""], ["", ""]]] == [shown(table) for table in tables]
    assert ["外"] == [glyph.text for glyph in outside]


def test_several_tables() -> None:
    """Tables side by side and one below the other are each by itself, from top to bottom."""
    places = [(0, 200), (0, 0), (300, 0)]
    edges = [edge for x, y in places for edge in ruled([x, x + 100, x + 200], [y, y + 30, y + 60])]
    tables, _ = lattices(page(edges, [*typed(10, 20, "左"), *typed(310, 20, "右"), *typed(10, 220, "下")]))
    assert ["左", "右", "下"] == [shown(table)[0][0] for table in tables]


def test_underlines() -> None:
    """A line below words that touches no other is no border, neither in a cell nor outside."""
    edges = [
        *ruled([0, 100, 200], [0, 40, 80]),
        Edge(level=True, at=25, start=20, end=80),
        Edge(level=True, at=200, start=0, end=90),
    ]
    (table,), _ = lattices(page(edges, [*typed(20, 23, "填报"), *typed(20, 36, "单位")]))
    assert [["填报单位", ""], ["", ""]] == shown(table)


@pytest.mark.parametrize(
    "edges",
    [
        [],
        ruled([0, 100], [0, 50]),  # a frame
        ruled([0, 100, 200], [0]),
        [Edge(level=True, at=0, start=0, end=100), Edge(level=True, at=30, start=0, end=100)],
        ruled([number * 4.5 for number in range(500)], [number * 4.5 for number in range(500)]),
        ruled([number * 0.1 for number in range(3000)], [0]),
    ],
    ids=["nothing", "frame", "one level", "no uprights", "too many fields", "one level, many uprights"],
)
def test_no_table(edges: list[Edge]) -> None:
    """Lines that enclose no two fields make no table, nor do those that make a picture."""
    assert ([], []) == lattices(page(edges))


def test_too_many_pairs() -> None:
    """Lines of which there are too many to hold each to each other make no table."""
    many = [
        *(Edge(level=True, at=number * 3.0, start=0, end=9000) for number in range(2100)),
        *(Edge(level=False, at=number * 3.0, start=0, end=9000) for number in range(2100)),
    ]
    assert ([], []) == lattices(page(many))


# --- rows cut by the end of a page -------------------------------------------------------------------


def table_of(edges: Sequence[Edge]) -> Lattice:
    """Return the one table that lines make."""
    (table,), _ = lattices(page(edges))
    return table


def test_open_row() -> None:
    """Words in several columns right below a table are a row of it; what stands below them is not."""
    table = table_of(ruled([0, 100, 200], [0, 30, 60]))
    row = [*typed(10, 75, "甲"), *typed(110, 75, "乙"), *typed(110, 87, "丙"), *typed(10, 87, "丁")]
    footer = typed(90, 390, "第1页")
    longer, left = with_open_row(table, [*row, *footer])
    assert [["", ""], ["", ""], ["甲丁", "乙丙"]] == shown(longer)
    assert footer == left
    assert 60 == longer.cells[-1].box[1]


@pytest.mark.parametrize(
    "below",
    [
        [],
        typed(10, 75, "注：本表一"),  # one column
        typed(70, 75, "注本表反映部门预算"),  # over the edge
        [*typed(10, 95, "甲"), *typed(110, 95, "乙")],  # too far
        [*typed(210, 75, "甲"), *typed(310, 75, "乙")],  # beside it
    ],
    ids=["nothing", "a note", "a note across", "far below", "beside"],
)
def test_no_open_row(below: list[Glyph]) -> None:
    """A note below a table is no row of it."""
    table = table_of(ruled([0, 100, 200], [0, 30, 60]))
    assert (table, below) == with_open_row(table, below)
