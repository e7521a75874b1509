"""Time and memory grow with what is given, whatever is given: twice as much takes less than three times as long."""

import time
import tracemalloc
from collections.abc import Callable, Iterable
from decimal import Decimal
from io import BytesIO, StringIO
from itertools import repeat
from typing import Final

import pytest
from attrs import evolve

import budgetperf
from budgetperf import (
    Document,
    Funding,
    ParseResult,
    PerformanceTable,
    Project,
    SpendingUnit,
    check,
    concat,
    diff,
    diff_html,
    diff_json,
    diff_text,
    dumps,
    format_indicators,
    format_target,
    loads,
    parse,
    parse_indicators,
    read,
    render,
    reports,
    sniff,
    to_records,
    writers,
)
from budgetperf.display import drawn
from commandline import FINE, HEADER
from offices import hand_sheet, hand_word
from oldwords import HEAD
from opendocuments import odt_of
from spreadsheets import excel_xml_of, ods_of, record, wide
from test_hostile import least_time

FOUR_TIMES: Final = 9


def assert_linear(action: Callable[[int], Callable[[], object]], size: int) -> None:
    """Assert that four times the size takes less than nine times the time, in one of some tries."""
    short, long = action(size), action(4 * size)
    # What is quadratic takes sixteen times as long every time; below a few milliseconds the clock measures the machine.
    assert any(least_time(long) / max(least_time(short), 4e-3) < FOUR_TIMES for _ in range(5))


# --- files --------------------------------------------------------------------------------------------

W_DELETED = "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>甲</w:t></w:r></w:p>"
W_CELL = "<w:tc><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc>"
#: For each reader, what stands before a part, the part that is repeated, and what stands behind.
SHAPES: Final[dict[str, tuple[Callable[[str], bytes], str]]] = {
    "docx: deleted ends": (hand_word, W_DELETED),
    "docx: paragraphs": (hand_word, "<w:p><w:r><w:t>甲</w:t></w:r></w:p>"),
    "docx: runs": (lambda body: hand_word(f"<w:p>{body}</w:p>"), "<w:r><w:t>甲</w:t><w:br/></w:r>"),
    "docx: tables": (hand_word, f"<w:tbl><w:tr>{W_CELL * 2}</w:tr></w:tbl>"),
    "docx: rows": (lambda body: hand_word(f"<w:tbl>{body}</w:tbl>"), f"<w:tr>{W_CELL * 3}</w:tr>"),
    "docx: rows of other edges": (
        lambda body: hand_word(f"<w:tbl>{body}</w:tbl>"),
        f"<w:tr>{W_CELL}<w:tc><w:tcPr><w:gridSpan w:val='3'/></w:tcPr></w:tc></w:tr><w:tr>{W_CELL * 3}</w:tr>",
    ),
    "docx: boxes": (hand_word, f"<w:p><w:r><w:txbxContent>{W_DELETED}</w:txbxContent></w:r></w:p>"),
    "docx: no ends": (lambda body: hand_word(f"{body}{'</w:p>' * body.count('<w:p>')}"), "<w:p>"),
    "odt: paragraphs": (odt_of, "<text:p>甲<text:s text:c='3'/><text:tab/>乙</text:p>"),
    "odt: rows": (
        lambda body: odt_of(f"<table:table>{body}</table:table>"),
        "<table:table-row><table:table-cell table:number-rows-spanned='9'><text:p>甲</text:p></table:table-cell></table:table-row>",
    ),
    "ods: rows": (
        lambda body: ods_of(f"<office:body><office:spreadsheet><table:table>{body}</table:table></office:spreadsheet></office:body>"),
        "<table:table-row><table:table-cell office:value-type='string'><text:p>甲</text:p></table:table-cell>"
        "<table:table-cell table:number-columns-repeated='20'/></table:table-row>",
    ),
    "xlsx: cells without places": (
        lambda body: hand_sheet(f"<sheetData>{body}</sheetData>"),
        "<row><c t='inlineStr'><is><t>甲</t></is></c><c><v>1</v></c></row>",
    ),
    "xlsx: rows backwards": (
        lambda body: hand_sheet(f"<sheetData>{body}</sheetData>"),
        "<row r='9'><c r='C9'><v>1</v></c><c r='A9'><v>2</v></c></row><row r='3'><c r='B3'><v>1.5</v></c></row>",
    ),
    "xlsx: merged cells": (
        lambda body: hand_sheet(
            f"<sheetData>{'<row><c><v>1</v></c><c><v>2</v></c></row>' * body.count('ref')}</sheetData>"
            f"<mergeCells>{body}</mergeCells>"
        ),
        "<mergeCell ref='A1:B9'/>",
    ),
    "xlsx: shared strings": (
        lambda body: hand_sheet(
            "<sheetData>" + "<row><c t='s'><v>1</v></c></row>" * body.count("<si>") + "</sheetData>", strings=body
        ),
        "<si><r><t>甲</t></r><r><t>乙</t></r></si>",
    ),
    "excel-xml: rows": (
        lambda body: excel_xml_of(f'<Worksheet ss:Name="甲"><Table>{body}</Table></Worksheet>'),
        '<Row ss:Span="2"><Cell ss:MergeDown="3"><Data ss:Type="String">甲</Data></Cell><Cell ss:Index="9"/></Row>',
    ),
    "rtf: groups": (lambda body: HEAD + f"{body}{'}' * body.count('{')}}}".encode(), "{\\b "),
    "rtf: paragraphs": (lambda body: HEAD + f"{body}}}".encode(), "\\deleted\\par\\deleted0 x"),
    "rtf: rows": (lambda body: HEAD + f"{body}}}".encode(), "\\trowd\\cellx9\\cellx20\\intbl x\\cell y\\cell\\row "),
    "rtf: characters": (lambda body: HEAD + f"{body}}}".encode(), "\\'cf\\u30002?\\'"),
    "csv: fields": (lambda body: (",".join(HEADER.strip("| ").split(" | ")) + "\n" + body).encode(), '甲,"1,0\n",,,"'),
    "mhtml: parts": (
        lambda body: f"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n{body}".encode(),
        "--x\nContent-Type: text/html\n\n<p>甲\n",
    ),
    "text: control characters": (lambda body: (HEADER + "\n" + body).encode(), "甲\x00\ufffe\u200b|"),
    "gb18030": (lambda body: body.encode("gb18030"), "| 甲 | 1 |\n"),
}


@pytest.mark.parametrize("name", SHAPES)
def test_files_are_read_in_linear_time(name: str) -> None:
    """A file of a shape that invites to look back, or to copy what was read, takes as long as its size asks for."""
    made, part = SHAPES[name]

    def reading(size: int) -> Callable[[], object]:
        data = made(part * (size // len(part)))
        return lambda: answered(data)

    assert_linear(reading, 20_000)


def answered(data: bytes) -> object:
    """Return what is read from a file, or the limit that it goes beyond."""
    try:
        return read(data)
    except budgetperf.LimitExceeded as refused:
        return refused.limit
