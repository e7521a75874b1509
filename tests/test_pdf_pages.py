"""What pdfium tells of a page becomes characters and lines where they are seen: files written by hand."""

from collections.abc import Sequence

import pytest

from budgetperf import read
from budgetperf.errors import LimitExceeded
from budgetperf.readers.limits import Allowance, Limits
from budgetperf.readers.pdf.lattice import lattices
from budgetperf.readers.pdf.lines import words_of
from budgetperf.readers.pdf.pages import Page, opened
from budgetperf.readers.unreadable import Unreadable
from pdfwriting import Draft, frame, grid, line, single, words

CELLS = ("名称", "金额", "清淤", "3.50")
XS, YS = (50, 150, 300), (300, 330, 360)


def taken(data: bytes, number: int = 1, limits: Limits | None = None) -> Page:
    """Return what is painted on a page."""
    with opened(data, None, Allowance(limits or Limits())) as pages:
        return pages.page(number)


def written(page: Page) -> str:
    """Return the characters of a page in their order."""
    return "".join(glyph.text for glyph in page.glyphs)


def table() -> bytes:
    """Return a content that has a table of two rows."""
    places = [(x + 5, y + 10) for y in (330, 300) for x in (50, 150)]
    return grid(XS, YS) + b"".join(words(x, y, cell) for (x, y), cell in zip(places, CELLS, strict=True))


def shown(page: Page) -> list[list[str]]:
    """Return the rows of the only table of a page."""
    (found,), _ = lattices(page)
    return [[words_of(cell.glyphs) for cell in row] for _, row in found.rows()]


# --- characters -----------------------------------------------------------------------------------


@pytest.mark.parametrize("mark", ["-", "\u00ad", "\u0002", "\ufffe"])
def test_hyphens(mark: str) -> None:
    """A hyphen at the end of a line is one, by whatever code the file has it."""
    draft = Draft()
    draft.page(draft.words(50, 300, f"3、2{mark}") + draft.words(50, 288, "效益"))
    assert "3、2-效益" == written(taken(draft.data))


def test_hyphens_between_letters() -> None:
    """A hyphen at which a word of letters is broken stays, though pdfium hides it."""
    assert "年度GDP-CPI" == written(taken(single(words(50, 300, "年度GDP-") + words(50, 288, "CPI"))))


def test_one_glyph_for_two_characters() -> None:
    """A glyph that means two characters gives both, also where they are alike."""
    draft = Draft()
    draft.page(draft.words(50, 300, ["甲", "——", "乙", "ffi"]))
    assert "甲——乙ffi" == written(taken(draft.data))


@pytest.mark.parametrize("shift", [0, 0.25, 0.5])
def test_false_bold(shift: float) -> None:
    """Words painted again at nearly the same place are there once; the same characters side by side stay."""
    draft = Draft()
    content = draft.words(50, 300, "绩绩效——") + draft.words(50 + shift, 300 + shift, "绩绩效——")
    draft.page(content)
    assert "绩绩效——" == written(taken(draft.data))


def test_false_bold_of_a_glyph_for_two_characters() -> None:
    """What is painted again goes, though its glyph stands for two characters."""
    draft = Draft()
    draft.page(draft.words(50, 300, ["甲", "——"]) + draft.words(50.3, 300, ["甲", "——"]))
    assert "甲——" == written(taken(draft.data))


def test_radicals_on_a_page() -> None:
    """A radical stands in the source as the file has it, and is read as the character that it looks like (R131)."""
    draft = Draft()
    draft.page(draft.words(50, 300, "⼯程⻋辆绩效"))
    assert "⼯程⻋辆绩效" == written(taken(draft.data))
    result = read(draft.data)
    assert "⼯程⻋辆绩效" == result.source.text.strip()
    assert ["R101", "R131"] == [each.code for each in result.diagnostics]


def test_blanks() -> None:
    """A gap is a blank between letters and digits, and none between Chinese characters."""
    page = taken(single(words(50, 300, "AB") + words(80, 300, "CD") + words(50, 280, "绩") + words(90, 280, "效")))
    assert "AB CD绩效" == written(page)


def test_slant() -> None:
    """What is painted at a slant across the page is no part of it."""
    draft = Draft()
    draft.page(draft.words(50, 300, "绩效") + draft.words(0, 0, "样本", matrix=b"0.87 0.5 -0.5 0.87 100 100"))
    assert "绩效" == written(taken(draft.data))
    draft = Draft()
    draft.page(draft.words(0, 0, "样本", matrix=b"0.87 0.5 -0.5 0.87 100 100"))
    assert "" == written(taken(draft.data))


def test_characters_without_meaning() -> None:
    """Characters of which the file does not say what they are, are counted, and the file says so (R123)."""
    draft = Draft()
    draft.page(words(50, 380, "项目支出绩效目标表") + draft.words(50, 300, ["绩", "\ufffd", "\ufffd", "效"]))
    assert (2, 0) == (taken(draft.data).unknown, taken(single(words(9, 9, "甲"))).unknown)
    said = [each for each in read(draft.data).diagnostics if each.code == "R123"]
    assert ["page 1: characters of which the file does not say what they are"] == [each.message for each in said]


# --- where things are -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("entries", "matrix"),
    [
        (b"", b""),
        (b"/MediaBox [-100 -50 500 350]", b"1 0 0 1 -100 -50 cm "),
        (b"/MediaBox [0 0 900 900] /CropBox [200 300 800 700]", b"1 0 0 1 200 300 cm "),
        (b"/MediaBox [0 0 600 400] /Rotate 90", b"0 1 -1 0 600 0 cm 0.6 0 0 0.6 0 200 cm "),
        (b"/MediaBox [0 0 600 400] /Rotate 180", b"-1 0 0 -1 600 400 cm "),
        (b"/MediaBox [0 0 600 400] /Rotate 270", b"0 -1 1 0 0 400 cm 0.6 0 0 0.6 0 200 cm "),
    ],
    ids=["plain", "origin elsewhere", "crop box", "rotate 90", "rotate 180", "rotate 270"],
)
def test_boxes_and_rotations(entries: bytes, matrix: bytes) -> None:
    """Wherever a page has its origin and however it is turned, the same is seen at the same place."""
    page = taken(single(matrix + table(), entries))
    assert [["名称", "金额"], ["清淤", "3.50"]] == shown(page)
    (found,), _ = lattices(page)
    if b"Rotate 90" in entries or b"Rotate 270" in entries:
        assert (400, 600) == (page.width, page.height)
    else:
        assert (600, 400) == (page.width, page.height)
        assert pytest.approx((50, 40, 300, 100), abs=0.1) == found.box


@pytest.mark.parametrize(
    ("matrix", "size"),
    [(b"0 1 -1 0 400 0", (400, 600)), (b"-1 0 0 -1 600 400", (600, 400)), (b"0 -1 1 0 0 600", (400, 600))],
    ids=["upwards", "upside down", "downwards"],
)
def test_drawn_sideways(matrix: bytes, size: tuple[int, int]) -> None:
    """A table whose words run another way than the page is read as it is meant."""
    box = b"/MediaBox [0 0 %d %d]" % size
    shade = b"0.9 g 60 310 50 15 re f 0 g "
    page = taken(single(matrix + b" cm " + shade + table(), box))
    assert [["名称", "金额"], ["清淤", "3.50"]] == shown(page)
    assert (600, 400) == (page.width, page.height)
    (found,), _ = lattices(page)
    assert pytest.approx((50, 40, 300, 100), abs=0.1) == found.box
    assert [pytest.approx((60, 75, 110, 90), abs=0.1)] == list(page.shades)


def test_forms() -> None:
    """Lines in a form are where its matrix and that of the page put them, in forms within forms too."""
    draft = Draft()
    inner = draft.stream(grid((0, 100, 250), (0, 30, 60)), b"/Type /XObject /Subtype /Form /BBox [-9 -9 999 999]")
    entries = (
        b"/Type /XObject /Subtype /Form /BBox [-999 -999 999 999] /Matrix [1 0 0 1 40 200] "
        b"/Resources << /XObject << /In %s >> >>" % inner
    )
    outer = draft.stream(b"q 2 0 0 2 0 0 cm /In Do Q", entries)
    labels = words(60, 330, "名称") + words(260, 330, "金额")
    draft.page(labels + b"q 1 0 0 1 10 40 cm /Out Do Q", resources=b"/XObject << /Out %s >>" % outer)
    page = taken(draft.data)
    assert [["名称", "金额"], ["", ""]] == shown(page)
    (found,), _ = lattices(page)
    assert pytest.approx((50, 40, 550, 160), abs=0.1) == found.box


def test_forms_too_deep() -> None:
    """Of forms within forms, those that no producer makes are left out."""
    draft = Draft()
    form = draft.stream(line(0, 9, 99, 9), b"/Type /XObject /Subtype /Form /BBox [0 0 600 400]")
    for _ in range(12):
        entries = b"/Type /XObject /Subtype /Form /BBox [0 0 600 400] /Resources << /XObject << /X %s >> >>" % form
        form = draft.stream(b"/X Do", entries)
    draft.page(words(9, 9, "甲") + b"/X Do", resources=b"/XObject << /X %s >>" % form)
    assert [] == list(taken(draft.data).edges)


def test_what_is_a_line() -> None:
    """Straight strokes and thin filled shapes are lines; slants, curves, clips and shades are none."""
    drawn = {
        "stroke": b"10 10 m 90 10 l S",
        "thin rectangle": b"10 10 80 1 re f",
        "thin upright rectangle": b"10 10 1 80 re f",
        "closed path": b"10 10 m 90 10 l h S",
    }
    none = {
        "slant": b"10 10 m 90 90 l S",
        "curve": b"10 10 m 20 90 40 90 50 60 c S",
        "circle": b"100 60 m 100 82 82 100 60 100 c 38 100 20 82 20 60 c 20 38 38 20 60 20 c 82 20 100 38 100 60 c h S",
        "clip": b"10 10 80 80 re W n",
        "dot": b"10 10 m 11 10 l S",
        "small square": b"10 10 1 1 re f",
    }
    for name, content in drawn.items():
        assert [name != "thin upright rectangle"] == [*{edge.level for edge in taken(single(content)).edges}], name
    for name, content in none.items():
        assert [] == list(taken(single(content)).edges), name
    rounded = b"20 10 m 80 10 l 85 10 90 15 90 20 c 90 80 l S"
    assert {(True, 60), (False, 60)} == {(edge.level, edge.end - edge.start) for edge in taken(single(rounded)).edges}
    page = taken(single(b"10 10 80 80 re f 100 100 50 50 re B"))
    assert ([(10, 310, 90, 390)], 4) == (list(page.shades), len(page.edges))


def test_two_shapes_in_a_path() -> None:
    """A path may hold several shapes, each of which counts by itself."""
    assert 2 == len(taken(single(b"10 10 80 1 re 10 50 80 1 re f")).edges)
    assert 8 == len(taken(single(frame(10, 10, 90, 90)[:-3] + b" " + frame(20, 20, 50, 50))).edges)


# --- what is refused ------------------------------------------------------------------------------


def test_too_many_lines() -> None:
    """A page that has the words of our tables may have so many lines; of others they are left out."""
    drawing = b"".join(line(0, number, 99, number) for number in range(60))
    data = single(words(9, 9, "甲") + drawing)
    limits = Limits(page_edges=50)
    with pytest.raises(LimitExceeded, match="page 1 has too many lines"):
        taken(data, limits=limits)
    with opened(data, None, Allowance(limits)) as pages:
        assert ("甲", []) == (written(pages.page(1, telling=False)), list(pages.page(1, telling=False).edges))


def test_too_many_characters() -> None:
    """The characters of a page are bounded, whether its words or all of it are asked for."""
    with opened(single(words(9, 9, "甲" * 99)), None, Allowance(Limits(page_characters=98))) as pages:
        for ask in (pages.text, pages.page, lambda number: pages.page(number, telling=False)):
            with pytest.raises(LimitExceeded, match="page 1 has too many characters"):
                ask(1)


def test_damaged_page() -> None:
    """A page that is none is told by its number."""
    draft = Draft()
    draft.page(words(9, 9, "甲"))
    draft.kids.append(draft.add(b"(no page)"))
    with opened(draft.data, None, Allowance()) as pages, pytest.raises(Unreadable, match="it is damaged"):
        pages.text(2)
    said = read(draft.data).diagnostics
    assert ["R119", "R103"] == [each.code for each in said]
    assert said[0].message.startswith("page 2: a page that can't be read")


@pytest.mark.parametrize("content", [b"", b" ", b"q Q", b"BT ET", b"BT /F1 0 Tf 5 5 Td <7ee9> Tj ET"])
def test_empty_pages(content: bytes) -> None:
    """A page without anything is one without anything."""
    page = taken(single(content))
    assert ([], []) == (list(page.edges), list(lattices(page)[0]))


def boxes(rows: Sequence[Sequence[str]]) -> bytes:
    """Return the frames of cells of which those that hold nothing have none."""
    return b"".join(
        frame(50 + 100 * column, 300 - 30 * number, 150 + 100 * column, 330 - 30 * number)
        for number, row in enumerate(rows)
        for column, cell in enumerate(row)
        if cell
    )


def test_frames_of_cells() -> None:
    """Cells may be frames, each by itself, that touch."""
    page = taken(single(boxes([["甲", "乙"], ["丙", "丁"]]) + words(60, 310, "甲") + words(160, 280, "丁")))
    assert [["甲", ""], ["", "丁"]] == shown(page)
