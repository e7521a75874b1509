"""A document as a page of HTML that stands by itself, readable on light and dark screens and on paper."""

import html
import re
from collections.abc import Iterator, Sequence
from typing import Final

from budgetperf.model import Document
from budgetperf.normalization import BLANKS
from budgetperf.parsing import parse
from budgetperf.taxonomy import Taxonomy
from budgetperf.terms import reading_by
from budgetperf.units import UnitList
from budgetperf.writers.layout import HEADINGS, MONEY, PrintedRow, PrintedTable, laid_out
from budgetperf.writers.rereading import keep_promise

__all__ = ["to_html"]

_STYLE: Final = """
:root { color-scheme: light dark; --ink: #1f2328; --paper: #fff; --line: #b8bec6; --head: #eef1f5; --unit: #f7f8fa; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e3e6ea; --paper: #15181c; --line: #444b54; --head: #262c34; --unit: #1c2127; }
}
body { margin: 2rem auto; max-width: 100rem; padding: 0 1.5rem; color: var(--ink); background: var(--paper);
  font: 14px/1.6 "Noto Sans SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif; }
table { width: 100%; border-collapse: collapse; margin-bottom: 3rem; }
caption { padding-bottom: .5rem; text-align: left; }
caption .title { font-size: 1.5em; font-weight: 700; text-align: center; }
caption .amount-unit { text-align: right; }
caption .department + .amount-unit { margin-top: -1.6em; }
th, td { border: 1px solid var(--line); padding: .35em .6em; vertical-align: top; text-align: left; }
thead th { background: var(--head); text-align: center; vertical-align: middle; word-break: keep-all; }
thead th { position: sticky; top: 0; }
tbody th { font-weight: 400; min-width: 9em; }
tbody th, .words { white-space: pre-wrap; overflow-wrap: anywhere; }
.amount { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
.objective { width: 26%; min-width: 14em; }
.indicators { width: 40%; min-width: 24em; }
.total > *, .unit > * { background: var(--unit); }
.total > *, .unit > th { font-weight: 700; }
.project > th { padding-left: 1.6em; }
@media print {
  :root { --ink: #000; --paper: #fff; --line: #777; --head: #eee; --unit: #f6f6f6; }
  @page { size: A4 landscape; margin: 12mm; }
  body { margin: 0; max-width: none; padding: 0 1px; font-size: 9px; }
  thead th { position: static; }
  tr { break-inside: avoid; }
}
"""
#: Blanks that a page would show as one, and those that are no space and no line break.
_BLANKS: Final = re.compile(f"[{BLANKS}]+")
_HEADER: Final = "<tr>" + "".join(f'<th scope="col">{words}</th>' for words in HEADINGS) + "</tr>"
_UNTITLED: Final = "项目支出绩效目标表"


def to_html(document: Document, *, taxonomy: Taxonomy | None = None, units: UnitList | None = None) -> str:
    """Return a document as a page of HTML: a table with its captions for each, and nothing fetched from elsewhere.

    Each indicator begins a line of its cell. Whatever the words hold is shown as words; the page has no script.

    Args:
        document: What to write.
        taxonomy: The taxonomy that it was read by, where that is not the standard one.
        units: The units that it was read by, where these are not the standard ones.

    Raises:
        TypeError: if `document` is no document.
        Unwritable: if a table can't be printed so that it reads back equal.

    >>> from budgetperf import parse
    >>> document = parse('''单位：万元
    ... | 项目名称 | 总计 | 财政拨款 | 财政专户拨款 | 其他资金 | 绩效目标 | 绩效指标 |
    ... | 展览经费 | 3.00 | 3.00 | | | 办好展览。 | 1、1-产出指标；11-数量指标；场次；年度指标值：3场。 |''').value
    >>> parse(to_html(document)).value == document
    True

    """
    with reading_by(taxonomy, units):
        text = _page(laid_out(document))
        keep_promise(document, parse(text).value)
    return text


def _page(tables: Sequence[PrintedTable]) -> str:
    title = next((table.title for table in tables if table.title), _UNTITLED)
    return "\n".join(
        (
            "<!DOCTYPE html>",
            '<html lang="zh-Hans">',
            "<head>",
            '<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{html.escape(title)}</title>",
            f"<style>{_STYLE}</style>",
            "</head>",
            "<body>",
            *(line for table in tables for line in _lines(table)),
            "</body>",
            "</html>",
            "",
        )
    )


def _lines(table: PrintedTable) -> Iterator[str]:
    yield "<table>"
    yield from _caption(table)
    yield "<thead>"
    yield _HEADER
    yield "</thead>"
    yield "<tbody>"
    yield from map(_row, table.rows)
    yield "</tbody>"
    yield "</table>"


def _caption(table: PrintedTable) -> Iterator[str]:
    captions = {
        "title": table.title,
        "department": "　　".join(filter(None, (table.department, table.year))),
        "amount-unit": table.amount_unit,
    }
    if any(captions.values()):
        yield "<caption>"
        yield from (f'<div class="{name}">{_escaped(words)}</div>' for name, words in captions.items() if words)
        yield "</caption>"


def _row(row: PrintedRow) -> str:
    name, *others = row.cells(between_clauses="\n")
    cells = [f'<th scope="row">{_escaped(name)}</th>']
    for place, words in enumerate(others, 1):
        kind = "amount" if place in MONEY else f"words {'objective' if place == MONEY.stop else 'indicators'}"
        cells.append(f'<td class="{kind}">{_escaped(words)}</td>')
    return f'<tr class="{row.level.value}">' + "".join(cells) + "</tr>"


def _escaped(words: str) -> str:
    """Return words as a page shows them, line breaks and blanks included."""
    return _BLANKS.sub(_shown_blanks, html.escape(words))


def _shown_blanks(found: re.Match[str]) -> str:
    blanks = found[0]
    if blanks == "\n":
        return "<br>"
    # One behind the other they would be read as one.
    return blanks if blanks in (" ", "　") else "".join(f"&#{ord(blank)};" for blank in blanks)
