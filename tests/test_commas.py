"""Comma-separated text says what the same document says as a pipe table; sentences with commas stay sentences."""

import codecs
import csv
import io
import re
from typing import Literal

import pytest

import budgetperf
from budgetperf import Document, PerformanceTable
from budgetperf.readers import read_text
from budgetperf.readers.texts.commas import delimiter_of
from budgetperf.testing import assert_spans_exact
from choosing import Plain
from layouts import HEADERS, MONEY, STANDARD, TOTAL, render
from surroundings import FOREIGN, NOTES, PROSE
from test_hostile import least_time
from test_markup import captions, documents, rows

WAYS = (
    "plain",
    "semicolon",
    "all quoted",
    "padded",
    "captions apart",
    "captions in one row",
    "two rows of header",
    "line breaks",
    "short rows",
    "foreign tables",
    "notes",
    "windows",
    "tabs all quoted",
    "tabs quoted where needed",
    "line breaks in tabs",
)


def written(document: Document, way: str) -> str:
    """Return a document as comma-separated text."""
    if way in ("tabs quoted where needed", "line breaks in tabs"):
        rows_in_tabs = (row for table in document.tables for row in table_rows(table, way))
        return "\n".join("\t".join(map(as_excel_saves, row)) for row in rows_in_tabs)
    stream = io.StringIO()
    quoting: Literal[0, 1] = csv.QUOTE_ALL if "all quoted" in way else csv.QUOTE_MINIMAL
    newline = "\r\n" if way == "windows" else "\n"
    mark = {"semicolon": ";", "tabs all quoted": "\t"}.get(way, ",")
    writer = csv.writer(stream, delimiter=mark, quoting=quoting, lineterminator=newline)
    if way == "foreign tables":
        writer.writerows([["部门收支总体情况表"], *FOREIGN["income"][1], []])
    for table in document.tables:
        writer.writerows(table_rows(table, way))
    if way == "notes":
        writer.writerows([[], *([note] for note in NOTES)])
        stream.write("\n".join(PROSE).replace("，", ", "))
    return stream.getvalue()


def as_excel_saves(field: str) -> str:
    """Return a field of a text parted by tabs: Excel quotes those with commas as well, such as 1,200.00."""
    return '"' + field.replace('"', '""') + '"' if re.search('[,"\n]', field) else field


def table_rows(table: PerformanceTable, way: str) -> list[list[str]]:
    """Return the rows of one table, captions included."""
    above = [[each] for each in captions(table)]
    if way == "padded":
        above = [[each, *[""] * 6] for each in captions(table)]
    elif way == "captions apart":
        above = [row for each in above for row in (each, [])]
    elif way == "captions in one row":
        title, *others = captions(table)
        above = [[title], [*others[:-1], *[""] * (7 - len(others)), others[-1]]]
    header = [list(HEADERS["line breaks" if "line breaks" in way else "standard"])]
    if way == "two rows of header":
        header = [["" if at in MONEY and at != TOTAL else word for at, word in enumerate(STANDARD)]]
        header[0][TOTAL] = "项目资金"
        header.append([word if at in MONEY else "" for at, word in enumerate(STANDARD)])
    body = [list(row) for row in rows(table)]
    for row in body:
        row[5:] = [each.replace("。", "。\n") if "line breaks" in way else each for each in row[5:]]
        while way == "short rows" and not row[-1]:
            row.pop()
    return [*above, *header, *body, []]


@pytest.mark.parametrize("way", WAYS)
def test_commas_say_what_the_dump_says(way: str) -> None:
    """However the fields are written, the document must be that of the pipe table."""
    for document in documents():
        text = written(document, way)
        result = budgetperf.parse(text)
        expected = budgetperf.parse(render(document, Plain())).value
        if "line breaks" in way:  # they stay in objectives
            assert [each.name for table in expected.tables for each in table.projects] == [
                each.name for table in result.value.tables for each in table.projects
            ]
            assert [each.indicators for table in expected.tables for each in table.projects] == [
                each.indicators for table in result.value.tables for each in table.projects
            ]
        else:
            assert expected == result.value, text
        assert [] == [each for each in result.diagnostics if each.severity == "error"], text
        assert_spans_exact(result)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings(encoding: str) -> None:
    """Bytes as Excel and the tools of the bureaus save them."""
    document = documents()[0]
    assert document == budgetperf.read(written(document, "plain").encode(encoding)).value
    assert document == budgetperf.parse("\ufeff" + written(document, "all quoted")).value
    assert document == budgetperf.parse("sep=;\n" + written(document, "semicolon")).value
    assert document == budgetperf.read(codecs.BOM_UTF8 + written(document, "all quoted").encode()).value


def cells(text: str) -> list[list[str]]:
    """Return the cells of every row."""
    return [[cell.text for cell in row.cells] for table in read_text(text) for row in table.rows]


HEADER = "项目名称,总计,绩效目标,绩效指标"


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ('甲,1,"a ""b"" c",', ["甲", "1", 'a "b" c', ""]),
        ('"甲","1,000.00","x\r\ny"," z "', ["甲", "1,000.00", "x\ny", "z"]),
        ('甲, "1" ,a"b,"c"d', ["甲", "1", 'a"b', '"c"d']),
        ('甲,1,"",""""', ["甲", "1", "", '"']),
        ('甲,1,a,"never closed', ["甲", "1", "a", '"never closed']),
    ],
)
def test_fields(row: str, expected: list[str]) -> None:
    """Quotes count only around a whole field."""
    assert expected == cells(f"{HEADER}\n合计,1,,\n{row}")[-1]


MARKED = "甲,1,办好,办实,1、1-产出指标,11-数量指标,场次,年度指标值：3场"


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (MARKED, ["甲", "1", "办好,办实", "1、1-产出指标,11-数量指标,场次,年度指标值：3场"]),
        (f"乙,{MARKED}", ["乙,甲", "1", "办好,办实", "1、1-产出指标,11-数量指标,场次,年度指标值：3场"]),
        ("甲,1,,1、1-产出指标,场次。2、1-产出,篇", ["甲", "1", "", "1、1-产出指标,场次。2、1-产出,篇"]),
        ('甲,1,"办好",办实,乙', ["甲", "1", "办好", "办实,乙"]),  # nobody quotes half a field
        ("甲,1,1,1,1,办好,办实", ["甲", "1", "1", "1", "1", "办好", "办实"]),  # as many in no way
        ("甲,1,办好", ["甲", "1", "办好"]),
    ],
)
def test_marks_inside_words(row: str, expected: list[str]) -> None:
    """Where nothing is quoted, fields of words are put together if there are then as many as in the header."""
    assert expected == cells(f"{HEADER}\n合计,1,,\n{row}")[-1]


def test_marks_inside_words_are_told() -> None:
    """What was put together is said of all its rows at once."""
    text = f"{HEADER}\n合计,2,,\n{MARKED}\n{MARKED}\n"
    (doubt,) = [each for each in budgetperf.parse(text).diagnostics if each.code == "R134"]
    assert doubt.message.startswith("the words of 2 rows")
    assert doubt.span is not None
    assert f"{MARKED}\n{MARKED}" == text[doubt.span.start : doubt.span.end]


def test_quotes_of_a_dump_are_printed_words() -> None:
    """Between tabs, quotes that no spreadsheet needed stand in the document."""
    header = HEADER.replace(",", "\t")
    assert ['"戏润乡村"', "1", "“两新”", '甲"乙"'] == cells(f'{header}\n合计\t1\t\t\n"戏润乡村"\t1\t“两新”\t甲"乙"')[-1]
    assert ["甲", "1,200.00", 'a "b"', ""] == cells(f'{header}\n合计\t1\t\t\n甲\t"1,200.00"\t"a ""b"""\t')[-1]


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("'=1+1", "=1+1"),
        ("\"'-5℃以下，'冷'\"", "-5℃以下，'冷'"),
        ("'＝1+1", "＝1+1"),
        ("''@甲", "'@甲"),
        ("' +甲", "+甲"),
        ("'-3.00", "-3.00"),
        ("'戏润乡村'", "'戏润乡村'"),
        ("'", "'"),
        ("=1+1", "=1+1"),
    ],
)
def test_an_apostrophe_that_keeps_a_formula_from_running_is_no_word(field: str, words: str) -> None:
    """What a spreadsheet would run is written behind an apostrophe, and read without; other apostrophes stay."""
    text = f"{HEADER}\n合计,1,,\n甲,1,{field},乙"
    (*_, row) = [row for table in read_text(text) for row in table.rows]
    assert ["甲", "1", words, "乙"] == [cell.text for cell in row.cells]
    span = row.cells[2].span
    assert words == text[span.start : span.end]


def test_pieces_lead_back() -> None:
    """A doubled quote is one character, printed as two."""
    text = f'{HEADER}\n合计,1,,\n甲,1,"a ""b""",'
    (*_, (_, _, cell, _)) = [row.cells for table in read_text(text) for row in table.rows]
    assert 'a ""b""' == text[cell.span.start : cell.span.end]
    assert '""b""' == text[cell.locate(2, 5).start : cell.locate(2, 5).end]


@pytest.mark.parametrize(
    "text",
    [
        "项目名称,总计,财政拨款,绩效目标和绩效指标应当填写完整。",
        "填报项目名称,总计,财政拨款,绩效目标\n请于月底前报送,谢谢。",
        "| 项目名称 | 总计 | 绩效指标 |\n| 甲,乙 | 1,000 | 1、1-产出指标,11-数量指标,绩效,合计 |",
        "甲\t1,总计,财政拨款\t绩效目标",
        "姓名,职务,电话\n林某某,科长,1",
        "",
    ],
)
def test_sentences_are_no_fields(text: str) -> None:
    """Commas without a header and rows part nothing."""
    assert delimiter_of(text) is None


@pytest.mark.parametrize(
    "shape",
    [
        ",",
        '"',
        ',"',
        ',"""a',
        '"a"b,',
        "甲,1,1\n",
        "\n",
        "\r",
        ",总计",
        ",总计,财政拨款,项目\n",
        ',总计;"\n',
        ';""',
        " ",
    ],
)
@pytest.mark.parametrize("head", ["", f"{HEADER}\n合计,1,,\n", f'{HEADER}\n合计,1,,\n"'])
def test_time_is_linear(shape: str, head: str) -> None:
    """Four times the input takes less than nine times the time."""

    def taken(length: int) -> float:
        text = head + shape * (length // len(shape))
        return max(least_time(lambda: list(read_text(text))), 5e-3)

    assert any(taken(80_000) / taken(20_000) < 9 for _ in range(5))
