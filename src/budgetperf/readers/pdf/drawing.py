"""A page of a PDF as it was taken apart: its characters, lines, and the cells that were found."""

from collections.abc import Iterator
from itertools import cycle
from xml.sax.saxutils import escape

from budgetperf.readers.pdf.lattice import lattices
from budgetperf.readers.pdf.lines import text_lines
from budgetperf.readers.pdf.pages import Page, opened
from budgetperf.readers.pdf.painting import check_painting
from budgetperf.readers.pdf.streams import check_streams
from budgetperf.readers.request import Request
from budgetperf.source import Box

__all__ = ["drawn_page"]

#: One colour for each table of a page, in turn.
_COLOURS = ("#1f77b4", "#d62728", "#2ca02c", "#9467bd", "#ff7f0e")


def drawn_page(request: Request, number: int) -> str:
    """Return an SVG of page `number`: lines of the file in grey, found cells in colour, lines of text dashed.

    Raises:
        Unreadable: if the file is damaged or encrypted.
        LimitExceeded: if it is larger than the limits allow.
        ValueError: if it has no such page.

    """
    check_streams(request.data, request.allowance)
    check_painting(request.data, request.allowance)
    with opened(request.data, request.password, request.allowance) as pages:
        if not 1 <= number <= len(pages):
            raise ValueError(f"there is no page {number}: the PDF has {len(pages)} pages")
        page = pages.page(number)
    return "\n".join(_svg(page)) + "\n"


def _svg(page: Page) -> Iterator[str]:
    size = f"{page.width:.0f} {page.height:.0f}"
    yield f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}" font-family="sans-serif">'
    yield f"<title>page {page.number}: the grid that was found</title>"
    yield f'<rect width="{page.width:.0f}" height="{page.height:.0f}" fill="#fff"/>'
    for edge in page.edges:
        ends = (edge.start, edge.at, edge.end, edge.at) if edge.level else (edge.at, edge.start, edge.at, edge.end)
        x1, y1, x2, y2 = (f"{each:.1f}" for each in ends)
        yield f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="#bbb" stroke-width="2.5"/>'
    for glyph in page.glyphs:
        place = f'x="{glyph.x:.1f}" y="{glyph.y:.1f}" font-size="{glyph.size:.1f}"'
        yield f'<text {place} fill="#555">{escape(_printable(glyph.text))}</text>'
    tables, outside = lattices(page)
    for table, colour in zip(tables, cycle(_COLOURS), strict=False):
        for cell in table.cells:
            name = f"row {cell.top + 1}, column {cell.left + 1}: {len(cell.glyphs)} characters"
            yield _box(cell.box, f'fill="{colour}" fill-opacity="0.08" stroke="{colour}" stroke-width="0.8"', name)
    for line in text_lines(outside):
        if line.boxes and line.boxes[0]:
            yield _box(line.boxes[0], 'fill="none" stroke="#333" stroke-width="0.5" stroke-dasharray="2"', "text")
    yield "</svg>"


def _box(box: Box, style: str, name: str) -> str:
    left, top, right, bottom = box
    place = f'x="{left:.1f}" y="{top:.1f}" width="{right - left:.1f}" height="{bottom - top:.1f}"'
    return f"<rect {place} {style}><title>{name}</title></rect>"


def _printable(text: str) -> str:
    """Return characters that XML takes."""
    return "".join(each if each.isprintable() else "\ufffd" for each in text)
