"""Write the Word documents of :mod:`offices` as OpenDocument texts."""

from io import BytesIO
from typing import Any

import docx
from attrs import define
from docx.oxml.ns import qn

from budgetperf.model import Document
from choosing import Chooser
from offices import archive, word
from spreadsheets import ODF_NAMES, odf_words


def odt(document: Document, choose: Chooser) -> bytes:
    """Return a text that says what `document` says."""
    return odt_of(body_of(word(document, choose)))


def fodt(document: Document, choose: Chooser) -> bytes:
    """Return it as one text of XML."""
    mime = 'office:mimetype="application/vnd.oasis.opendocument.text"'
    body = body_of(word(document, choose))
    return f"<office:document {ODF_NAMES} {mime}><office:body><office:text>{body}</office:text></office:body></office:document>".encode()


def odt_of(body: str, styles: str = "") -> bytes:
    """Return a text with this XML within."""
    automatic = f"<office:automatic-styles>{styles}</office:automatic-styles>"
    content = f"<office:document-content {ODF_NAMES}>{automatic}<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    return archive({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content})


def body_of(data: bytes) -> str:
    """Return the paragraphs and tables of a Word document, in order."""
    body = docx.Document(BytesIO(data)).element.body
    return "".join(
        paragraph(each) if each.tag == qn("w:p") else table(each) for each in body if each.tag != qn("w:sectPr")
    )


def paragraph(element: Any) -> str:  # noqa: ANN401 - python-docx's classes are private
    """Return a paragraph."""
    made = []
    for each in element.iter():
        if each.tag == qn("w:t"):
            made.append(odf_words(each.text or ""))
        elif each.tag == qn("w:br") and each.get(qn("w:type")) != "page":
            made.append("<text:line-break/>")
        elif each.tag == qn("w:tab"):
            made.append("<text:tab/>")
    return f"<text:p>{''.join(made)}</text:p>"


@define
class Cell:
    """A cell on its way into a table."""

    words: str
    wide: int
    down: bool
    tall: int = 1


def table(element: Any) -> str:  # noqa: ANN401 - as above
    """Return a table; what a merged cell covers is there, and says so."""
    rows: list[list[Cell]] = []
    above: dict[int, Cell] = {}
    for row in element.iter(qn("w:tr")):
        cells, at = [], 0
        for each in row.iter(qn("w:tc")):
            span = each.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
            down = at in above and each.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}") is not None
            cell = Cell(
                "".join(map(paragraph, each.iter(qn("w:p")))),
                int(span.get(qn("w:val"))) if span is not None else 1,
                down,
            )
            if down:
                above[at].tall += 1
            else:
                above[at] = cell
            cells.append(cell)
            at += cell.wide
        rows.append(cells)
    made = "".join(f"<table:table-row>{''.join(map(cell_of, cells))}</table:table-row>" for cells in rows)
    return f'<table:table><table:table-column table:number-columns-repeated="7"/>{made}</table:table>'


def cell_of(cell: Cell) -> str:
    """Return a cell and what it covers beside it."""
    if cell.down:
        return "<table:covered-table-cell/>" * cell.wide
    spans = (
        f' table:number-columns-spanned="{cell.wide}" table:number-rows-spanned="{cell.tall}"'
        if cell.wide * cell.tall > 1
        else ""
    )
    covered = f'<table:covered-table-cell table:number-columns-repeated="{cell.wide - 1}"/>' if cell.wide > 1 else ""
    return f"<table:table-cell{spans}>{cell.words}</table:table-cell>{covered}"
