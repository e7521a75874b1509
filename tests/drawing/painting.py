"""Draw laid out pages with reportlab, in the many ways in which producers draw the same page."""

from collections.abc import Callable, Sequence
from io import BytesIO
from typing import Literal

from attrs import field, frozen
from reportlab.lib.colors import HexColor
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from budgetperf.model import Document
from drawing.fonts import EMBEDDED, register, width_of
from drawing.laying import FOOT, HEIGHT, MARGIN, WIDTH, Cell, Layout, Page, Plan, Text, edges_of
from drawing.printed import printed

Edge = tuple[float, float, float, float]
#: Kangxi radicals by the characters that they look like: some producers write one for the other.
RADICALS = {
    ord(character): radical
    for character, radical in zip(
        "一二人入八力十口土大女子小山工己干心手文方日月木止毛水火父片牛玉生用田目石示立竹米老耳自至舟色行衣见角言谷走足身车里金长门非面音食首高",
        "⼀⼆⼈⼊⼋⼒⼗⼝⼟⼤⼥⼦⼩⼭⼯⼰⼲⼼⼿⽂⽅⽇⽉⽊⽌⽑⽔⽕⽗⽚⽜⽟⽣⽤⽥⽬⽯⽰⽴⽵⽶⽼⽿⾃⾄⾈⾊⾏⾐⻅⾓⾔⾕⾛⾜⾝⻋⾥⾦⻓⻔⾮⾯⾳⻝⾸⾼",
        strict=True,
    )
}


@frozen(kw_only=True)
class Look:
    """How a page is drawn."""

    plan: Plan = field(factory=Plan)
    font: str = EMBEDDED
    rules: Literal[
        "strokes", "whole lines", "dashes", "rectangles", "form", "double", "open", "horizontal", "none", "shading"
    ] = "strokes"
    #: Whether each text is painted again, a little to the right.
    twice: bool = False
    watermark: Literal["", "before", "after"] = ""
    #: Whether the page is turned, by its own entry or by drawing all sideways.
    turned: Literal["", "page", "drawing"] = ""
    #: What opens the file; encrypted with an empty password, anyone may, but nobody may copy.
    password: str | None = None
    radicals: bool = False
    footer: str = "第 {page} 页 共 {pages} 页"


def laid_out(document: Document, look: Look) -> list[Page]:
    """Return the pages of a document."""
    layout = Layout(look.plan, lambda words, size: width_of(words, look.font, size))
    for table in printed(document):
        layout.add(table)
    return layout.pages


def painted(document: Document, look: Look) -> bytes:
    """Return a document as a PDF."""
    return painted_pages(laid_out(document, look), look)


def painted_pages(pages: Sequence[Page], look: Look) -> bytes:
    """Return pages as a PDF."""
    register(look.font)
    made = BytesIO()
    # reportlab changes width and height itself where it writes that a page is turned.
    size = (HEIGHT, WIDTH) if look.turned == "drawing" else (WIDTH, HEIGHT)
    canvas = Canvas(made, pagesize=size, encrypt=lock_of(look), invariant=1)
    canvas.setTitle("部门预算公开")
    for number, page in enumerate(pages, 1):
        paint_page(canvas, page, look, look.footer.format(page=number, pages=len(pages)), number)
        canvas.showPage()
    canvas.save()
    return made.getvalue()


def lock_of(look: Look) -> StandardEncryption | None:
    """Return how a file is encrypted."""
    if look.password is None:
        return None
    return StandardEncryption(look.password, ownerPassword="owner", canPrint=1, canModify=0, canCopy=0, canAnnotate=0)


def paint_page(canvas: Canvas, page: Page, look: Look, footer: str, number: int) -> None:
    """Draw one page."""
    if look.turned:
        canvas.transform(0, 1, -1, 0, HEIGHT, 0)
    if look.turned == "page":
        canvas.setPageRotation(90)
    if look.watermark == "before":
        paint_watermark(canvas, look.font)
    if look.rules == "form":
        canvas.beginForm(f"grid{number}", 0, 0, WIDTH, HEIGHT)
        stroke(canvas, list(edges_of(page.cells)))
        canvas.endForm()
        canvas.doForm(f"grid{number}")
    else:
        RULES[look.rules](canvas, page.cells)
    for text in page.texts:
        paint_text(canvas, text, look)
    wide = width_of(footer, look.font, 9)
    paint_text(canvas, Text((WIDTH - wide) / 2, HEIGHT - FOOT / 2, footer, 9), look)
    if look.watermark == "after":
        paint_watermark(canvas, look.font)


def paint_text(canvas: Canvas, text: Text, look: Look) -> None:
    """Draw one line of text."""
    words = text.words.translate(RADICALS) if look.radicals else text.words
    canvas.setFont(look.font, text.size)
    canvas.drawString(text.x, HEIGHT - text.y, words)
    if look.twice:
        canvas.drawString(text.x + 0.3, HEIGHT - text.y, words)


def paint_watermark(canvas: Canvas, font: str) -> None:
    """Draw words aslant across the page."""
    canvas.saveState()
    canvas.setFillColor(HexColor(0xD9D9D9))
    canvas.setFont(font, 44)
    for x, y in ((150, 120), (420, 260)):
        canvas.saveState()
        canvas.translate(x, y)
        canvas.rotate(30)
        canvas.drawString(0, 0, "部门预算公开专用")
        canvas.restoreState()
    canvas.restoreState()


# --- rules ---------------------------------------------------------------------------------------


def stroke(canvas: Canvas, edges: Sequence[Edge], width: float = 0.5) -> None:
    """Draw edges as lines, one by one."""
    canvas.setLineWidth(width)
    for x0, y0, x1, y1 in edges:
        canvas.line(x0, HEIGHT - y0, x1, HEIGHT - y1)


def joined(edges: Sequence[Edge]) -> list[Edge]:
    """Return edges with those that go on in one line made one."""
    lines: list[Edge] = []
    for x0, y0, x1, y1 in sorted(edges, key=lambda each: (each[1] == each[3], each)):
        last = lines[-1] if lines else (0.0, 0.0, 0.0, 0.0)
        level, goes_on = y0 == y1, last[2:] == (x0, y0)
        if goes_on and (last[1] == last[3]) == level:
            lines[-1] = (*last[:2], x1, y1)
        else:
            lines.append((x0, y0, x1, y1))
    return lines


def strokes(canvas: Canvas, cells: Sequence[Cell]) -> None:
    """Draw each edge of each cell."""
    stroke(canvas, list(edges_of(cells)))


def whole_lines(canvas: Canvas, cells: Sequence[Cell]) -> None:
    """Draw each line from end to end."""
    upright = [edge for edge in edges_of(cells) if edge[0] == edge[2]]
    level = sorted((edge for edge in edges_of(cells) if edge[1] == edge[3]), key=lambda edge: (edge[1], edge[0]))
    stroke(canvas, [*joined(upright), *joined(level)], 0.75)


def dashes(canvas: Canvas, cells: Sequence[Cell]) -> None:
    """Draw each edge as a dotted line."""
    canvas.setDash(1, 2)
    strokes(canvas, cells)
    canvas.setDash()


def rectangles(canvas: Canvas, cells: Sequence[Cell]) -> None:
    """Draw each edge as a thin filled rectangle."""
    for x0, y0, x1, y1 in edges_of(cells):
        canvas.rect(x0 - 0.24, HEIGHT - y1 - 0.24, x1 - x0 + 0.48, y1 - y0 + 0.48, stroke=0, fill=1)


def double(canvas: Canvas, cells: Sequence[Cell]) -> None:
    """Draw each edge as two lines close together."""
    for x0, y0, x1, y1 in edges_of(cells):
        across, along = (0.75, 0.0) if x0 == x1 else (0.0, 0.75)
        for side in (-1, 1):
            stroke(canvas, [(x0 + side * across, y0 + side * along, x1 + side * across, y1 + side * along)], 0.4)


def open_sided(canvas: Canvas, cells: Sequence[Cell]) -> None:
    """Draw no edge at the left and right of the table, nor at its foot."""
    far = max((cell.bottom for cell in cells), default=0.0)
    inner = [
        edge
        for edge in edges_of(cells)
        if not (edge[0] == edge[2] and (edge[0] < MARGIN + 1 or edge[0] > WIDTH - MARGIN - 1)) and edge[1] < far
    ]
    stroke(canvas, inner)


def horizontal(canvas: Canvas, cells: Sequence[Cell]) -> None:
    """Draw the lines between rows only."""
    stroke(canvas, [edge for edge in edges_of(cells) if edge[1] == edge[3]])


def nothing(_canvas: Canvas, _cells: Sequence[Cell]) -> None:
    """Draw no rule."""


def shading(canvas: Canvas, cells: Sequence[Cell]) -> None:
    """Fill every other row."""
    canvas.saveState()
    canvas.setFillColor(HexColor(0xE8EEF7))
    rows = sorted({(cell.top, cell.bottom) for cell in cells})
    for top, bottom in rows[::2]:
        canvas.rect(MARGIN, HEIGHT - bottom, WIDTH - 2 * MARGIN, bottom - top, stroke=0, fill=1)
    canvas.restoreState()


RULES: dict[str, Callable[[Canvas, Sequence[Cell]], None]] = {
    "strokes": strokes,
    "whole lines": whole_lines,
    "dashes": dashes,
    "rectangles": rectangles,
    "double": double,
    "open": open_sided,
    "horizontal": horizontal,
    "none": nothing,
    "shading": shading,
}
