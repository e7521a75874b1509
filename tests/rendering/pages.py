"""Documents as web pages, and WeasyPrint's PDFs of them."""

import logging
from collections.abc import Iterable
from html import escape
from typing import Literal

from attrs import frozen

from budgetperf.model import Document
from drawing.families import MING, SANS
from drawing.printed import GROUP, SHARES, STANDARD, Line, Printed, indicators_of, printed
from layouts import INDICATORS, MONEY, NAME

# WeasyPrint's fonts are subset by fontTools, which tells at length what it does.
logging.getLogger("fontTools").setLevel(logging.ERROR)


@frozen(kw_only=True)
class Style:
    """How a page is written."""

    family: str = SANS
    header: Literal["one row", "two rows"] = "one row"
    header_again: bool = True
    #: Whether each indicator has a row of its own, the other cells merged over them.
    apart: bool = False
    align: Literal["right", "center"] = "right"
    amounts: str = "plain"
    #: Whether the page is for an office program, which knows old attributes and few styles.
    plain: bool = False
    footer: str = '"第 " counter(page) " 页 共 " counter(pages) " 页"'


def page(document: Document, style: Style) -> str:
    """Return a document as a page."""
    tables = "\n<p style='page-break-after: always'></p>\n".join(
        table_of(each, style) for each in printed(document, style.amounts)
    )
    # LibreOffice 7.4 leaves the first page empty, and loses the first paragraph there.
    tables = f"<p>&nbsp;</p>\n{tables}" if style.plain else tables
    return (
        f'<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8"><title>部门预算公开</title>\n'
        f"<style>{css(style)}</style></head>\n<body>\n{tables}\n</body></html>\n"
    )


def css(style: Style) -> str:
    """Return the style sheet."""
    if style.plain:
        return "@page { size: 29.7cm 21cm; margin: 1.5cm } p, td, th { font-size: 9pt }"
    widths = "".join(f"col.c{at} {{ width: {share}% }} " for at, share in enumerate(SHARES))
    again = "table-header-group" if style.header_again else "table-row-group"
    return f"""
@page {{ size: A4 landscape; margin: 14mm 12mm; @bottom-center {{ content: {style.footer}; font: 9pt "{style.family}" }} }}
body {{ font: 8.5pt/1.45 "{style.family}" }}
h2 {{ font-size: 15pt; text-align: center; margin: 0 0 6pt; font-weight: normal }}
.captions {{ display: flex; justify-content: space-between; margin: 0 0 3pt }}
table {{ border-collapse: collapse; width: 100%; table-layout: fixed }}
thead {{ display: {again} }}
{widths}
th, td {{ border: 0.5pt solid black; padding: 2pt 3pt; vertical-align: middle; text-align: left }}
th {{ text-align: center; font-weight: normal }}
td.money {{ text-align: {style.align} }}
"""


def table_of(table: Printed, style: Style) -> str:
    """Return one table with its captions."""
    title = f"<h2>{escape(table.title)}</h2>\n" if table.title else ""
    captions = f"<div class=captions><span>{escape(table.department)}</span><span>{escape(table.unit)}</span></div>"
    if style.plain:
        title = f"<p align=center>{escape(table.title)}</p>\n" if table.title else ""
        captions = f"<p>{escape(table.department)}</p><p align=right>{escape(table.unit)}</p>"
    opened = "<table border=1 cellspacing=0 width=100%>" if style.plain else "<table>"
    columns = "".join(f"<col class=c{at} width={share}%>" for at, share in enumerate(SHARES))
    rows = "\n".join(row for line in table.lines for row in rows_of(line, style))
    return (
        f"{title}{captions}\n{opened}<colgroup>{columns}</colgroup>\n<thead>{header(style)}</thead>\n"
        f"<tbody>\n{rows}\n</tbody></table>"
    )


def header(style: Style) -> str:
    """Return the rows of the header."""
    if style.header == "one row":
        return row(f"<th>{words}</th>" for words in STANDARD)
    upper = [
        f"<th colspan={len(MONEY)}>{GROUP}</th>" if at == MONEY[0] else f"<th rowspan=2>{words}</th>"
        for at, words in enumerate(STANDARD)
        if at not in MONEY[1:]
    ]
    return row(upper) + row(f"<th>{STANDARD[at]}</th>" for at in MONEY)


def rows_of(line: Line, style: Style) -> list[str]:
    """Return a line as rows: one, or one for each indicator."""
    parts = indicators_of(line) if style.apart else [line.cells[INDICATORS]]
    span = f" rowspan={len(parts)}" if len(parts) > 1 else ""
    kinds = ["money" if at in MONEY else "name" if at == NAME else "text" for at in range(len(STANDARD))]
    first = [
        f"<td class={kind}{span}>{escape(words)}</td>"
        for kind, words in zip(kinds[:INDICATORS], line.cells[:INDICATORS], strict=True)
    ]
    own = [f"<td class=text>{escape(part)}</td>" for part in parts]
    return [row([*first, own[0]]), *(row([each]) for each in own[1:])]


def row(cells: Iterable[str]) -> str:
    """Return cells as a row."""
    return f"<tr>{''.join(cells)}</tr>"


def pdf(document: Document, style: Style) -> bytes:
    """Return the page as WeasyPrint prints it."""
    from weasyprint import HTML  # type: ignore[import-untyped]  # it has no stubs

    made: bytes = HTML(string=page(document, style)).write_pdf()
    return made


MING_STYLE = Style(family=MING, align="center")
