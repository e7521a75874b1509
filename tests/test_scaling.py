"""Time and memory grow with what is given, whatever is given: twice as much takes less than three times as long."""

import gc
import tracemalloc
from collections.abc import Callable
from decimal import Decimal
from io import BytesIO
from typing import Final, TypeVar

import openpyxl
import pytest
from attrs import evolve

import budgetperf
from budgetperf import (
    AmountUnit,
    Difference,
    Document,
    Funding,
    ParseResult,
    PerformanceTable,
    Project,
    SpendingUnit,
    Target,
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
    parse_target,
    plots,
    read,
    render,
    reports,
    sniff,
    to_records,
    writers,
)
from budgetperf.display import drawn
from budgetperf.frames import records_from_arrow
from budgetperf.soundness import summed
from commandline import FINE, HEADER
from offices import hand_sheet, hand_word
from oldwords import HEAD
from opendocuments import odt_of
from spreadsheets import excel_xml_of, ods_of, xls, xlsb
from test_hostile import SHAPES as DUMPS
from test_hostile import least_time
from word97 import DELETED, Word97

FOUR_TIMES: Final = 9
Given = TypeVar("Given")


def assert_linear(action: Callable[[Given], object], made: Callable[[int], Given], size: int) -> None:
    """Assert that what is four times the size takes less than nine times the time, in one of some tries."""
    short, long = made(size), made(4 * size)
    # What is quadratic takes sixteen times as long every time; below a few milliseconds the clock measures the machine.
    assert any(
        least_time(lambda: action(long)) / max(least_time(lambda: action(short)), 4e-3) < FOUR_TIMES for _ in range(5)
    )


def later(*cases: str) -> list[object]:
    """Return cases for the nightly run, since measuring memory takes its time."""
    return [pytest.param(case, marks=pytest.mark.slow) for case in cases]


# --- files --------------------------------------------------------------------------------------------


def workbook_of(body: str) -> openpyxl.Workbook:
    """Return a workbook with a row for each line, whose cells commas part."""
    book = openpyxl.Workbook()
    for line in body.splitlines():
        book.worksheets[0].append(line.split(","))
    return book


def word97_of(body: str, mark: bytes = b"") -> bytes:
    """Return a DOC with a row for each line, whose cells commas part; or with a paragraph for each, ended by this."""
    made = Word97()
    for line in body.splitlines():
        made = made.add(line).end(marked=mark) if mark else made.row(line.split(","))
    return made.file()


#: Long, since a sheet of an XLS has but 65,536 rows.
LINE = f"{'林道养护' * 8},1\n"
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
        lambda body: ods_of(
            f"<office:body><office:spreadsheet><table:table>{body}</table:table></office:spreadsheet></office:body>"
        ),
        "<table:table-row><table:table-cell><text:p>甲</text:p></table:table-cell><table:table-cell table:number-columns-repeated='20'/></table:table-row>",
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
    "xls: rows": (lambda body: xls(workbook_of(body)), LINE),
    "xlsb: rows": (lambda body: xlsb(workbook_of(body)), LINE),
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


@pytest.mark.parametrize("size", [10_000, pytest.param(400_000, marks=pytest.mark.slow)])
@pytest.mark.parametrize("name", SHAPES)
def test_files_are_read_in_linear_time(name: str, size: int) -> None:
    """A file of a shape that invites to look back, or to copy what was read, takes as long as its size asks for."""
    made, part = SHAPES[name]
    assert_linear(answered, lambda size: made(part * (size // len(part))), size)


#: The same of documents of Word 97, of which the tests write no large ones.
SHAPES_OF_WORD97: Final[dict[str, tuple[Callable[[str], bytes], str]]] = {
    "rows": (word97_of, LINE),
    "deleted ends": (lambda body: word97_of(body, DELETED), "甲乙丙丁\n"),
}


@pytest.mark.parametrize("size", [10_000, pytest.param(50_000, marks=pytest.mark.slow)])
@pytest.mark.parametrize("name", SHAPES_OF_WORD97)
def test_documents_of_word97_are_read_in_linear_time(name: str, size: int) -> None:
    """As above."""
    made, part = SHAPES_OF_WORD97[name]
    assert_linear(answered, lambda size: made(part * (size // len(part))), size)


def answered(data: bytes) -> object:
    """Return what is read from a file, or the limit that it goes beyond."""
    try:
        return read(data)
    except budgetperf.LimitExceeded as refused:
        return refused.limit


# --- models -------------------------------------------------------------------------------------------


def document_of(count: int) -> Document:
    """Return a document of so many projects, each with other words, amounts and targets."""
    projects = tuple(
        Project(
            name=f"林道养护{place}期",
            funding=Funding(total=Decimal(f"{place}.50"), fiscal_appropriation=Decimal(f"{place}.50")),
            objective=f"养护林道{place}公里。",
            indicators=parse_indicators(CLAUSE.format(place)).value,
        )
        for place in range(1, count + 1)
    )
    whole = summed(project.funding.total for project in projects)
    unit = SpendingUnit(
        name="清溪县林业局", funding=Funding(total=whole, fiscal_appropriation=whole), projects=projects
    )
    table = PerformanceTable(
        title="项目支出绩效目标表", department="清溪县林业局", department_label="部门名称", amount_unit=AmountUnit.TEN_THOUSAND_YUAN, year=2024,
        total=unit.funding, spending_units=(unit,),
    )  # fmt: skip
    return Document(tables=(table,))


CLAUSE: Final = "1、1-产出指标；11-数量指标；养护里程{0}；实施周期指标值：{0}公里；年度指标值：≥{0}公里。"


def result_of(count: int) -> ParseResult[Document]:
    """Return what is read of a text of so many projects, each with something to doubt."""
    row = FINE.splitlines()[-1]
    rows = [row.replace("林道养护", f"林道养护{place}期").replace("6.50", f"{place}.40", 1) for place in range(count)]
    return parse("\n".join([*FINE.splitlines()[:-1], *rows]))


def changed(document: Document) -> Document:
    """Return the same document a year later."""
    return loads(dumps(document).replace("公里", "千米").replace("林道", "道路"))


def workbook(document: Document) -> object:
    """Write a workbook."""
    data = BytesIO()
    writers.to_xlsx(document, data)
    return data


#: Ways of using a document; comparing, checking and the writers' other forms have tests of their own.
WAYS: Final[dict[str, Callable[[Document], object]]] = {
    "dumps and loads": lambda document: loads(dumps(document)),
    "to_dict": lambda document: budgetperf.from_dict(budgetperf.to_dict(document)),
    "to_records": to_records,
    "to_arrow": Document.to_arrow,
    "records_from_arrow": lambda document: records_from_arrow(document.to_arrow()),
    "plot of money": lambda document: plots.money(document).to_dict(),
    "plot of indicators": lambda document: plots.indicators(document).to_dict(),
    "concat": lambda document: concat({"甲": document, "乙": document}).to_records(),
    "format_indicators": lambda document: [format_indicators(each.indicators) for each in document.tables[0].projects],
    "workbook": workbook,
    "notebook": Document._repr_html_,
    "diff_text": lambda document: diff_text(diff(document, document)),
}
#: Ways of using what differs between two documents.
FORMS: Final[dict[str, Callable[[Difference], object]]] = {"text": diff_text, "html": diff_html, "json": diff_json}


@pytest.mark.parametrize("name", WAYS)
def test_documents_are_used_in_linear_time(name: str) -> None:
    """Four times the projects take less than nine times the time."""
    assert_linear(WAYS[name], document_of, 50)


@pytest.mark.parametrize("form", FORMS)
def test_differences_are_told_in_linear_time(form: str) -> None:
    """Four times the projects, each of which differs, take less than nine times the time."""
    assert_linear(FORMS[form], lambda count: diff(document_of(count), changed(document_of(count))), 30)


def document_saying(objective: str, name: str = "林道养护") -> Document:
    """Return a document of one project with these words."""
    (table,) = document_of(1).tables
    (unit,) = table.spending_units
    project = evolve(unit.projects[0], name=name, objective=objective)
    return Document(tables=(evolve(table, spending_units=(evolve(unit, projects=(project,)),)),))


#: Ways of writing, with signs that each of them has to take care of.
SIGNS: Final[dict[str, tuple[Callable[[Document], object], str]]] = {
    "markdown": (writers.to_markdown, "\\"),
    "tsv": (writers.to_tsv, "|甲"),
    "csv": (writers.to_csv, '"甲'),
    "html": (writers.to_html, "<甲&"),
    "workbook": (workbook, "=甲"),
    "notebook": (Document._repr_html_, "<甲&"),
    "check": (check, "油松树苗5000株，"),
    "diff": (lambda document: diff_text(diff(document, document_saying("甲", "乙甲丙" * 9_000))), "甲乙"),
}


@pytest.mark.parametrize("name", SIGNS)
def test_one_long_cell_is_written_in_linear_time(name: str) -> None:
    """Words of many thousand characters are gone through as often as short ones."""
    write, sign = SIGNS[name]
    assert_linear(write, lambda size: document_saying(*[sign * (size // len(sign))] * 2), 5_000)


#: Ways of using a result with its source and its findings.
REPORTS: Final[dict[str, Callable[[ParseResult[Document]], object]]] = {
    "check": check,
    "render": lambda result: [render(doubt, result.source) for doubt in result.diagnostics],
    "page": lambda result: reports.to_page([result]),
    "sarif": lambda result: reports.to_sarif([result]),
    "report": lambda result: reports.to_report([result]),
    "annotations": lambda result: list(reports.to_annotations([result])),
    "tree": lambda result: drawn(result, width=100, verbose=True),
    "notebook": lambda result: result._repr_html_(),
}


@pytest.mark.parametrize("name", REPORTS)
def test_results_are_reported_in_linear_time(name: str) -> None:
    """Four times the findings, of four times the projects, take less than nine times the time."""
    assert_linear(REPORTS[name], result_of, 50)


@pytest.mark.parametrize("name", ["render", "sarif", "page"])
def test_findings_of_one_long_line_are_reported_in_linear_time(name: str) -> None:
    """A line of many findings is not walked through again for each of them."""

    def result_with(size: int) -> ParseResult[Document]:
        result = parse(FINE.removesuffix(" |\n") + "1-产出指标；11-数量指标；里程；年度指标值：5公里。" * size)
        assert len(result.diagnostics) > size
        return result

    assert_linear(REPORTS[name], result_with, 100)


JSON_SHAPES: Final = (
    "[",
    '{"a":',
    '{"tables":[',
    "[]",
    '"',
    '"\\u0000',
    "1",
    "-",
    " ",
    '{"a":1,',
    "[1,",
    '"\\',
    "true",
    "１",
)


def refused(text: str) -> str:
    """Return why a text is no JSON of ours."""
    with pytest.raises(budgetperf.FormatError) as caught:
        loads(text)
    return str(caught.value)


@pytest.mark.parametrize("shape", JSON_SHAPES)
def test_any_text_is_refused_as_json_in_linear_time(shape: str) -> None:
    """However long or deep it is, it is a fault of the text."""
    assert_linear(refused, lambda size: shape * (size // len(shape)), 100_000)


@pytest.mark.parametrize(
    "shape",
    [b"PK\x03\x04", b"%PDF-1", b"\xd0\xcf\x11\xe0", b"<", b"<?xml ?>", b"<a ", b"\x00", b"MIME-Version: 1.0\n", b"a,"],
)
def test_any_bytes_are_sniffed_in_linear_time(shape: bytes) -> None:
    """What a file is, is told without going through it again and again."""
    assert_linear(sniff, lambda size: shape * (size // len(shape)), 100_000)


@pytest.mark.parametrize("shape", ["（", "1、", "；", "年度指标值", "≥90%", " ", "甲-"])
def test_targets_are_written_in_linear_time(shape: str) -> None:
    """The canonical words of a long value are found without trying each of its parts again."""
    assert_linear(format_target, lambda size: Target(shape * (size // len(shape)), ""), 1_000)


# --- memory -------------------------------------------------------------------------------------------

#: Bytes of memory for each character of a text, or byte of a file unpacked, at the peak. A printed row of a table takes
#: about 60; the most is taken by rows of two characters, each of which is a row and two cells all the same.
MOST_OF_ROWS, MOST = 100, 400
#: Characters of what is measured, since measuring takes time as well.
MEASURED: Final = 5_000
ROW: Final = FINE.splitlines()[-1] + "\n"
#: Shapes that ask for the most memory.
DENSE: Final = ("a\tb\n", "||\n", "| 甲 | 1 | 1 | | | 乙 | 丙 |\n", "1、1-产出指标（")


def peak(action: Callable[[Given], object], given: Given) -> int:
    """Return how many bytes an action has in memory at most, beyond what was there before."""
    action(given)  # what is made once is made before
    gc.collect()
    tracemalloc.start()
    try:
        action(given)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("shape", [DENSE[0], ROW, *later(*DENSE[1:], *DUMPS)])
def test_memory_for_texts_is_bounded(shape: str) -> None:
    """Whatever a text holds, memory is a multiple of its length; that of a table is a small one."""
    text = shape * (MEASURED // len(shape))
    most = MOST_OF_ROWS if shape == ROW else MOST
    assert peak(parse_indicators, text) < most * len(text)
    assert peak(parse, HEADER + "\n" + text) < most * len(text)


@pytest.mark.parametrize("name", ["docx: paragraphs", *later(*SHAPES)])
def test_memory_for_files_is_bounded(name: str) -> None:
    """Whatever a file holds, memory is a multiple of its size unpacked."""
    made, part = SHAPES[name]
    data = made(part * (MEASURED // len(part)))
    assert peak(answered, data) < MOST * MEASURED


@pytest.mark.parametrize("shape", later("1、", "、一次", "①～年1", "在"))
def test_memory_for_a_target_is_bounded(shape: str) -> None:
    """A value has a length up to which it is read, so a few megabytes at most."""
    for length in (4_000, 400_000):
        assert peak(parse_target, shape * (length // len(shape))) < 4_000_000


@pytest.mark.parametrize("name", ["dumps and loads", *later(*WAYS)])
def test_memory_for_a_document_is_bounded(name: str) -> None:
    """What is made of a document takes a multiple of its JSON."""
    document = document_of(30)
    assert peak(WAYS[name], document) < 60 * len(dumps(document))


@pytest.mark.parametrize("name", ["page", *later(*REPORTS)])
def test_memory_for_reports_is_bounded(name: str) -> None:
    """What is reported of a result takes a multiple of its text, and what is the same in every report."""
    result = result_of(30)
    assert peak(REPORTS[name], result) < 1_000_000 + 200 * len(result.source.text)


@pytest.mark.parametrize("shape", ["[", *later(*JSON_SHAPES)])
def test_memory_for_json_is_bounded(shape: str) -> None:
    """A text that is no JSON takes no more than one that is."""
    text = shape * (MEASURED // len(shape))
    assert peak(refused, text) < MOST * len(text)


def test_what_was_read_is_let_go() -> None:
    """Memos have a bound in bytes as well as in entries: texts that were read once are not kept."""
    long = "项" * 3_000

    def read_many(first: int) -> None:
        for number in range(first, first + 8):
            row = FINE.splitlines()[-1].replace("林道养护", f"{long}{number}").replace("养护里程", f"{long}{number}")
            other = parse(FINE.replace(FINE.splitlines()[-1], row))
            check(other)
            diff(other, parse(FINE))

    read_many(0)
    gc.collect()
    tracemalloc.start()
    try:
        read_many(8)
        gc.collect()
        assert tracemalloc.get_traced_memory()[0] < 24 * len(long)  # memos without a bound keep twice as much
    finally:
        tracemalloc.stop()
