"""Tables drawn in ways that bureaus' programs draw them in now and then: each must be read as the document that it is.

All are drawn here, with a font that needs no file.
"""

from collections.abc import Callable, Sequence
from functools import cache
from io import BytesIO

import pytest
from reportlab.lib.colors import HexColor
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

import budgetperf
from budgetperf import Document, ParseResult
from drawing.comparing import compared, first_difference
from drawing.laying import HEIGHT, MARGIN, WIDTH, Cell, Layout, Page, Plan, Text, edges_of
from drawing.printed import printed
from drawing.subjects import read_back, table, without_latex

FONT = "STSong-Light"
PLAN = Plan(size=10, leading=15)
Draw = Callable[[Canvas, Page], None]


@cache
def document() -> Document:
    """Return a document of two pages."""
    return read_back(without_latex(Document(tables=(table(3, 2, 2),))))


@cache
def pages() -> Sequence[Page]:
    """Return its pages."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    layout = Layout(PLAN, lambda words, size: pdfmetrics.stringWidth(words, FONT, size))
    for each in printed(document()):
        layout.add(each)
    return layout.pages


def drawn(draw: Draw, crop: Callable[[int], tuple[float, float, float, float]] | None = None) -> bytes:
    """Return the pages as a PDF, each drawn by `draw`, and of each what `crop` says."""
    made = BytesIO()
    canvas = Canvas(made, pagesize=(WIDTH, HEIGHT), invariant=1)
    for number, page in enumerate(pages()):
        if crop:
            canvas.setCropBox(crop(number))
        draw(canvas, page)
        canvas.showPage()
    canvas.save()
    return made.getvalue()


def rules(canvas: Canvas, page: Page) -> None:
    """Draw every edge of every cell."""
    canvas.setLineWidth(0.5)
    for x0, y0, x1, y1 in edges_of(page.cells):
        canvas.line(x0, HEIGHT - y0, x1, HEIGHT - y1)


def words(canvas: Canvas, page: Page) -> None:
    """Draw every line of text."""
    for text in page.texts:
        canvas.setFont(FONT, text.size)
        canvas.drawString(text.x, HEIGHT - text.y, text.words)


def cell_of(page: Page, text: Text) -> Cell | None:
    """Return the cell in which a line of text stands."""
    return next(
        (each for each in page.cells if each.left <= text.x < each.right and each.top < text.y <= each.bottom), None
    )


# --- rules -----------------------------------------------------------------------------------------


def dots(canvas: Canvas, page: Page) -> None:
    """Draw each edge as dots, one by one, as browsers print dotted borders."""
    for x0, y0, x1, y1 in edges_of(page.cells):
        long = max(x1 - x0, y1 - y0)
        for place in range(int(long / 1.5) + 1):
            x, y = (x0 + place * 1.5, y0) if y0 == y1 else (x0, y0 + place * 1.5)
            canvas.rect(x - 0.35, HEIGHT - y - 0.35, 0.7, 0.7, stroke=0, fill=1)
    words(canvas, page)


def fills(canvas: Canvas, page: Page) -> None:
    """Fill each cell, with a white gap between the cells and no line."""
    canvas.saveState()
    canvas.setFillColor(HexColor(0xDDE6F0))
    for cell in page.cells:
        wide, high = cell.right - cell.left, cell.bottom - cell.top
        canvas.rect(cell.left + 0.75, HEIGHT - cell.bottom + 0.75, wide - 1.5, high - 1.5, stroke=0, fill=1)
    canvas.restoreState()
    words(canvas, page)


def levels(canvas: Canvas, page: Page) -> None:
    """Draw the levels alone, cell by cell, below a running title of several words, as browsers do."""
    canvas.setFont(FONT, 8)
    canvas.drawString(20, HEIGHT - 16, "11/21/26, 2:26 PM")
    canvas.drawString(WIDTH / 2, HEIGHT - 16, "x")
    for x0, y0, x1, y1 in edges_of(page.cells):
        if y0 == y1:
            canvas.line(x0, HEIGHT - y0, x1, HEIGHT - y1)
    words(canvas, page)


def three_lines(canvas: Canvas, page: Page) -> None:
    """Draw a line above and below the header, and one at the foot."""
    top, foot = min(cell.top for cell in page.cells), max(cell.bottom for cell in page.cells)
    for y in (top, min(cell.bottom for cell in page.cells), foot):
        canvas.line(MARGIN, HEIGHT - y, WIDTH - MARGIN, HEIGHT - y)
    words(canvas, page)


def crooked(canvas: Canvas, page: Page) -> None:
    """Draw each edge a little aslant."""
    for number, (x0, y0, x1, y1) in enumerate(edges_of(page.cells)):
        off = 0.4 if number % 2 else -0.4
        canvas.line(x0 + off, HEIGHT - y0 + off, x1 - off, HEIGHT - y1 - off)
    words(canvas, page)


# --- words ------------------------------------------------------------------------------------------


def shadows(canvas: Canvas, page: Page) -> None:
    """Draw each text again, a point to the right and below."""
    rules(canvas, page)
    for text in page.texts:
        canvas.setFont(FONT, text.size)
        canvas.drawString(text.x + 0.8, HEIGHT - text.y - 0.8, text.words)
    words(canvas, page)


def spaced_out(canvas: Canvas, page: Page) -> None:
    """Draw the characters of each line as far apart as its cell is wide."""
    rules(canvas, page)
    for text in page.texts:
        cell = cell_of(page, text)
        wide = pdfmetrics.stringWidth(text.words, FONT, text.size)
        free = max(cell.right - cell.left - 2 * PLAN.pad - wide, 0) if cell else 0
        x = cell.left + PLAN.pad if cell else text.x
        canvas.setFont(FONT, text.size)
        for character in text.words:
            canvas.drawString(x, HEIGHT - text.y, character)
            x += pdfmetrics.stringWidth(character, FONT, text.size) + min(free / len(text.words), 6)


def turned_heads(canvas: Canvas, page: Page) -> None:
    """Draw the heads of the money so that they run up the page, each in its cell."""
    rules(canvas, page)
    size = PLAN.size
    top = min(cell.top for cell in page.cells)
    places: dict[float, int] = {}
    for text in page.texts:
        cell = cell_of(page, text)
        canvas.setFont(FONT, size)
        if cell is None or cell.top > top or cell.right - cell.left > 60:
            canvas.setFont(FONT, text.size)
            canvas.drawString(text.x, HEIGHT - text.y, text.words)
            continue
        line = places.setdefault(cell.left, 0)
        places[cell.left] += 1
        canvas.saveState()
        canvas.translate(cell.left + (line + 1.5) * size, HEIGHT - cell.bottom + 1)
        canvas.rotate(90)
        canvas.drawString(0, 0, text.words)
        canvas.restoreState()


def watermark(canvas: Canvas, page: Page) -> None:
    """Draw large words across the table, level as the others."""
    canvas.saveState()
    canvas.setFillColor(HexColor(0xDDDDDD))
    canvas.setFont(FONT, 60)
    canvas.drawCentredString(WIDTH / 2, HEIGHT / 2, "内部公开")
    canvas.restoreState()
    whole(canvas, page)


def stamp(canvas: Canvas, page: Page) -> None:
    """Draw a character that is turned, as of a round stamp, in each cell of the objectives."""
    whole(canvas, page)
    canvas.setFont(FONT, 14)
    for cell in page.cells:
        canvas.saveState()
        canvas.translate(cell.right - 2, (2 * HEIGHT - cell.top - cell.bottom) / 2)
        canvas.rotate(90)
        canvas.drawString(0, 0, "章")
        canvas.restoreState()


def page_marks(canvas: Canvas, page: Page) -> None:
    """Print the number of the page between waves."""
    whole(canvas, page)
    canvas.setFont(FONT, 9)
    canvas.drawString(WIDTH / 2, 12, f"～ {canvas.getPageNumber()} ～")


def whole(canvas: Canvas, page: Page) -> None:
    """Draw a page as it is."""
    rules(canvas, page)
    words(canvas, page)


LOOKS = {
    "dotted": dots,
    "filled": fills,
    "levels": levels,
    "shadows": shadows,
    "spaced out": spaced_out,
    "three lines": three_lines,
    "crooked": crooked,
    "watermark": watermark,
    "stamp": stamp,
    "page marks": page_marks,
    "turned heads": turned_heads,
    "whole": whole,
}


@pytest.mark.parametrize("look", LOOKS)
def test_looks(look: str) -> None:
    """However a table is drawn, its rows are those of the document."""
    result = check(drawn(LOOKS[look]))
    assert any(each.code == "R128" for each in result.diagnostics) == (look in {"levels", "three lines"})
    assert not any(each.code == "R113" for each in result.diagnostics) or look == "levels"  # which has a running title


def test_halves_of_a_spread() -> None:
    """A page that is cut out of a spread shows its own half alone."""

    def spread(canvas: Canvas, _page: Page) -> None:
        canvas.setPageSize((2 * WIDTH, HEIGHT))
        for half, each in enumerate(pages()[:2]):
            canvas.saveState()
            canvas.translate(half * WIDTH, 0)
            whole(canvas, each)
            canvas.restoreState()

    assert len(pages()) == 2
    check(drawn(spread, lambda number: (number * WIDTH, 0, (number + 1) * WIDTH, HEIGHT)))


@pytest.mark.parametrize(("above", "below"), [("50", "00.00"), ("123", "45.60"), ("27793.9", "4")])
def test_amounts_cut_by_a_page(above: str, below: str) -> None:
    """An amount of which the next page has the end is one, however few digits a line of its cell holds."""
    first = f"""单位：万元
|项目名称|总计|财政拨款|绩效目标|绩效指标|
|---|---|---|---|---|
|独居老人安全|{above}|{above}|上门探访，发现险|1、1-产出指标；11-数量指标；探访次数；实施周期指标值：90次；年度指|
"""
    second = f"""|项目名称|总计|财政拨款|绩效目标|绩效指标|
|---|---|---|---|---|
|守护|{below}|{below}|情及时响应。|标值：90次。|
"""
    (project,) = budgetperf.parse(f"{first}\n{second}").value.tables[0].projects
    assert str(project.funding.total) == above + below
    assert project.name == "独居老人安全守护"


def check(data: bytes) -> ParseResult[Document]:
    """Hold what is read to the document, and return it."""
    result = budgetperf.read(data)
    score = compared(document(), result.value)
    assert score.exact == score.rows, first_difference(document(), result.value)
    return result
