"""Workbooks are read as they are shown: the same document as from a text dump, whatever the layout."""

import random
import sys
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import budgetperf
from budgetperf import LimitExceeded, Limits, read
from budgetperf.cli import main
from budgetperf.readers.sheets.formats import shown_number, shown_text
from choosing import Plain
from offices import archive, hand_sheet, relations, sheet_parts, workbook
from openedfiles import Hostile, assert_refused_or_read, opened, text_in
from test_layouts import documents
from traits import Case, assert_mixture, assert_one_trait, first_cases

SETTINGS: tuple[dict[str, object], ...] = (
    {},
    {"hidden sheet": True},
    {"foreign": "income"},
    {"row for each indicator": True},
    {"tables on one sheet": True},
    {"columns of a name": 2},
)
HEADER = ["项目名称（资金使用单位）", "总计", "财政拨款", "财政专户拨款", "其他资金", "绩效目标", "绩效指标"]
CELL = "1、1-产出指标；11-数量指标；场次；实施周期指标值：3场；年度指标值：3场。"


@pytest.mark.parametrize(("number", "case"), list(enumerate(first_cases(workbook, SETTINGS))), ids=str)
def test_one_trait(number: int, case: Case) -> None:
    """Each trait of a workbook by itself must make no difference to any document."""
    assert_one_trait(workbook, case, number, 3)


@pytest.mark.parametrize("seed", range(12))
def test_mixtures(seed: int) -> None:
    """Traits mixed at will must make no difference to any document, and nothing is said to be missing."""
    assert_mixture(workbook, seed)


def shown(**cells: Any) -> list[str]:  # noqa: ANN401 - whatever a cell takes
    """Return what a sheet with these cells shows; a pair is a value with its number format."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for place, value in cells.items():
        value, code = value if isinstance(value, tuple) else (value, "General")  # noqa: PLW2901 - a pair is unpacked
        sheet[place] = value
        sheet[place].number_format = code
    return text_in(saved(book)).split()


def saved(book: openpyxl.Workbook) -> bytes:
    """Return a workbook as bytes."""
    data = BytesIO()
    book.save(data)
    return data.getvalue()


# --- what cells show ------------------------------------------------------------------------------------


def test_numbers_are_as_shown() -> None:
    """A number has the digits that its format gives it."""
    assert ["3", "3.50", "1,234.50", "90%", "12.5%", "0.1", "TRUE", "#REF!"] == shown(
        A1=3, B1=(3.5, "0.00"), C1=(1234.5, "#,##0.00"), D1=(0.9, "0%"), E1=(0.125, "0.0%"), F1=0.1, G1=True, H1="#REF!"
    )


def test_dates_are_as_shown() -> None:
    """A date is printed by its format, in Chinese where it is Chinese."""
    day = datetime(2024, 12, 31)  # noqa: DTZ001 - as in a cell
    assert ["2024-12-31", "2024年12月31日", "2024/12/31", "12月31日"] == shown(
        A1=(day, "yyyy-mm-dd"), B1=(day, 'yyyy"年"m"月"d"日";@'), C1=(day, "mm-dd-yy"), D1=(day, '[$-804]m"月"d"日"')
    )


@pytest.mark.parametrize(
    ("value", "code", "expected"),
    [
        ("0", '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "-"),
        ("-5", "#,##0.00;(#,##0.00)", "(5.00)"),
        ("-5", "#,##0.00;[Red]-#,##0.00", "-5.00"),
        ("12345", "0!.0000", "1.2345"),
        ("12345", r"0\.0,", "1.2"),
        ("1234567", "#,##0.00,", "1,234.57"),
        ("0.5", "#.##", ".5"),
        ("3", "0.##", "3"),
        ("1.005", "0.00", "1.01"),
        ("12.300000000000001", "", "12.3"),
        ("1E-3", "0.0%", "0.1%"),
        ("123456789.12", "", "123456789.12"),
        ("12345678901.07", "", "12345678901.07"),
        ("1234567.125", "", "1234567.125"),
        ("1234", "[$￥-804]#,##0.00", "￥1,234.00"),
        ("5", 'General"家"', "5家"),
        ("5", 'G/通用格式"家"', "5家"),
        ("120", '[>=100]0"甲";0"乙"', "120甲"),
        ("20", '[>=100]0"甲";0"乙"', "20乙"),
        ("5", ";;;", ""),
        ("-0.001", "0.00", "0.00"),
        ("45657", '[DBNum1][$-804]yyyy"年"m"月"d"日"', "二〇二四年十二月三十一日"),
        ("45657.75", "yyyy/m/d h:mm", "2024/12/31 18:00"),
        ("45657.75", "h:mm AM/PM", "6:00 PM"),
        ("1.5", "[h]:mm", "36:00"),
        ("45657", "aaaa", "星期二"),
        ("45657", "d-mmm-yy", "31-Dec-24"),
        ("59", "yyyy-mm-dd", "1900-02-28"),
        ("99999999", "yyyy-mm-dd", "99999999"),
        ("0.25", "# ?/?", "0.25"),
        ("12000", "0.00E+00", "12000"),
        ("1e400", "0", "1e400"),
        ("words", "0.00", "words"),
        ("9" * 50, "0", "9" * 50),
        ("1", "0." + "0" * 100, "1"),
    ],
)
def test_formats(value: str, code: str, expected: str) -> None:
    """Formats of other shapes; what no format can show is the number itself."""
    assert expected == shown_number(value, code)


def test_days_count_from_1904_where_the_workbook_says_so() -> None:
    """Old workbooks from a Mac count days from another year."""
    assert "2024-12-31" == shown_number("44195", "yyyy-mm-dd", since_1904=True)


def test_words_have_formats_as_well() -> None:
    """A format may add words to words."""
    assert "第三中学" == shown_text("三中学", '"第"@')
    assert "三中学" == shown_text("三中学", "@")


def test_a_format_does_not_multiply_words() -> None:
    """One that shows words or a number many times over shows them as they are."""
    assert "三中学" == shown_text("三中学", "@" * 490)
    assert "三中学" == shown_text("三中学", '"第"@@')
    assert "5" == shown_number("5", "General" * 70)
    assert "第5" == shown_number("5", '"第"@')


def test_long_words_are_not_remembered() -> None:
    """What a cell shows is remembered while it is short; long words go with the file that holds them."""
    words = "".join(["甲"] * 5_000)
    known = sys.getrefcount(words)
    assert words == shown_text(words, '@"费"')[:-1]
    assert words == shown_number(words, "0.00")
    assert known == sys.getrefcount(words)


def test_words_are_counted_while_cells_are_read() -> None:
    """A string that a format makes longer is a new one in each cell, so none is kept beyond the limit."""
    strings, styles = (
        f"<si><t>{'甲' * 1_000}</t></si>",
        "<numFmt numFmtId='200' formatCode='@&quot;乙&quot;'/><cellXfs><xf numFmtId='200'/></cellXfs>",
    )
    body = "<sheetData><row>" + "<c t='s' s='0'><v>0</v></c>" * 100 + "</row></sheetData>"
    with pytest.raises(LimitExceeded, match="the workbook has too many characters"):
        read(hand_sheet(body, strings=strings, styles=styles), limits=Limits(characters=50_000))


def test_strings_of_all_kinds() -> None:
    """Rich text is joined, phonetic readings are dropped, and a line break is kept."""
    strings = (
        "<si><r><t>培训</t></r><r><rPr/><t xml:space='preserve'> 费</t></r></si>"
        "<si><t>项目</t><rPh sb='0' eb='1'><t>ｺｳﾓｸ</t></rPh></si><si><t>一_x000D_\n二_x4E09_</t></si>"
    )
    cells = (
        "<c r='A1' t='s'><v>0</v></c><c t='s'><v>1</v></c><c r='C1' t='s'><v>2</v></c>"
        "<c r='D1' t='inlineStr'><is><t>内</t><rPh><t>x</t></rPh></is></c><c r='E1' t='str'><f>A1</f><v>式</v></c>"
        "<c r='F1' t='s'><v>99</v></c><c r='G1' t='b'><v>0</v></c><c r='H1' t='e'><v>#N/A</v></c>"
        "<c r='I1' t='d'><v>2024-12-31</v></c>"
    )
    composed = opened(hand_sheet(f"<sheetData><row r='1'>{cells}</row></sheetData>", strings=strings)).composed
    assert "培训 费\t项目\t一<br>二三\t内\t式\t\tFALSE\t#N/A\t2024-12-31" == composed.text.strip()
    (table,) = composed.tables()
    cell = table.rows[0].cells[2]
    assert "一\n二三" == cell.text
    assert "二三" == composed.text[cell.locate(2, 4).start : cell.locate(2, 4).end]


# --- places ---------------------------------------------------------------------------------------------------


def test_spans_lead_to_the_cells() -> None:
    """A span points into the text that is made of the sheets, and that leads to the cell."""
    data = workbook(documents()[0], Plain({"first row": 3, "first column": 2}))
    result = read(data)
    project = next(iter(result.value.tables[0].projects))
    assert project.name_span is not None
    assert project.name == result.source[project.name_span]
    assert str(result.source.place(project.name_span)).startswith("Sheet!B")
    for table in result.value.tables:
        for each in table.projects:
            for indicator in each.indicators:
                assert indicator.span is not None
                assert indicator.name in result.source[indicator.span]


def test_the_file_is_named() -> None:
    """A workbook is opened by path, as bytes and as an open file, whatever its name."""
    data = workbook(documents()[0], Plain())
    file = BytesIO(data)
    file.name = "表.txt"
    result = read(file)
    assert documents()[0] == result.value
    assert "表.txt" == result.source.name


# --- what is left out, and said ----------------------------------------------------------------------------------


def simple(*rows: Sequence[Any]) -> openpyxl.Workbook:
    """Return a workbook with a small table and further rows."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    table: list[Sequence[Any]] = [
        ["项目支出绩效目标表"],
        ["部门名称：青禾县文化馆", None, None, None, None, None, "单位：万元"],
        HEADER,
        ["合计", 3, 3],
        ["青禾县文化馆", 3, 3],
        ["展览经费", 3, 3, None, None, "办好展览。", CELL],
        *rows,
    ]
    for row in table:
        sheet.append(list(row))
    return book


def test_hidden_rows_and_columns_are_left_out() -> None:
    """What a filter hides is not printed, and a diagnostic says that there was something."""
    book = simple()
    sheet = book.active
    assert sheet is not None
    sheet.insert_rows(5)
    sheet.insert_cols(2)
    sheet["A5"], sheet["C5"], sheet["B3"], sheet["B4"] = "旧项目", 9, "编码", "X-1"
    sheet.row_dimensions[5].hidden = True
    sheet.column_dimensions["B"].hidden = True
    result = read(saved(book))

    assert ["展览经费"] == [project.name for project in result.value.tables[0].projects]
    assert ["R120"] == [each.code for each in result.diagnostics]
    assert result.ok


def test_formulas_have_the_values_that_were_stored() -> None:
    """A formula shows its last result; one that was never computed is an error, for its value is missing."""
    book = simple(["巡展经费", "=B4", "=C4", None, None, "巡展。", CELL])
    result = read(saved(book))

    assert ["R121"] == [each.code for each in result.diagnostics if each.severity == "error"]
    assert "2 formulas of row 7" in next(each.message for each in result.diagnostics if each.code == "R121")
    assert () == read(saved(simple())).diagnostics


def test_a_formula_outside_the_tables_is_no_error() -> None:
    """What another sheet lacks is not missing from our tables."""
    book = simple()
    other = book.create_sheet("收支总表")
    other.append(["收入", "预算数", "支出", "预算数"])
    other.append(["财政拨款", "=1+1", "基本支出", "=2+2"])
    assert read(saved(book)).ok


def test_covered_words_are_not_shown() -> None:
    """Words that a merged cell covers are in the file, but nobody sees them."""
    body = (
        "<sheetData><row r='1'><c r='A1' t='str'><v>甲</v></c><c r='B1' t='str'><v>乙</v></c><c r='C1'><v>1</v></c></row>"
        "<row r='2'><c r='A2' t='str'><v>丙</v></c><c r='C2'><v>2</v></c></row></sheetData>"
        "<mergeCells count='1'><mergeCell ref='A1:B2'/></mergeCells>"
    )
    assert ["甲", "1", "2"] == text_in(hand_sheet(body)).split()


def test_prefixed_names_and_odd_places_of_parts() -> None:
    """Some producers write a prefix before each name, absolute targets, backslashes, other folders."""
    names = "xmlns:x='http://schemas.openxmlformats.org/spreadsheetml/2006/main'"
    relation = "xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/relationships'"
    data = archive(
        {
            "_rels/.rels": relations(("officeDocument", "/XL/Book2.xml")),
            "xl\\book2.xml": f"<x:workbook {names} {relation}><x:sheets><x:sheet name='a' r:id='rId1'/></x:sheets></x:workbook>",
            "xl/_rels/book2.xml.rels": relations(("worksheet", "/xl/sheets/a.xml")),
            "xl/sheets/a.xml": f"<x:worksheet {names}><x:sheetData><x:row><x:c t='str'><x:v>甲</x:v></x:c></x:row></x:sheetData></x:worksheet>",
        }
    )
    assert "甲" == text_in(data).strip()


# --- what is no workbook, or a damaged one ---------------------------------------------------------------------------


def told(data: bytes) -> tuple[str, str]:
    """Return the code and the message of the one diagnostic about a file."""
    result = read(data)
    (diagnostic,) = result.diagnostics
    assert () == result.value.tables
    assert not result.ok
    return diagnostic.code, f"{diagnostic.message} {diagnostic.hint}"


@pytest.mark.parametrize(
    ("data", "code", "words"),
    [
        (archive({"a.txt": "x"}), "R102", "ZIP"),
        (archive({"content.xml": "x"}), "R102", "OpenDocument"),
        (archive({"xl/workbook.bin": "x"}), "R119", "cut off"),
        (archive({"ppt/presentation.xml": "x"}), "R102", "presentation"),
        (hand_sheet("")[:400], "R102", "damaged"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "R102", "password"),
        (b"\xd0\xcf\x11\xe0" + "Workbook".encode("utf-16-le"), "R119", "cut off"),
        (b"\xd0\xcf\x11\xe0" + "WordDocument".encode("utf-16-le"), "R119", "cut off"),
        (b"\xd0\xcf\x11\xe0", "R102", "Office 97"),
        (hand_sheet("<a>"), "R119", "well-formed"),
        (archive({"xl/workbook.xml": "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}), "R119", "DTD"),
        (archive({"xl/workbook.xml": "<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>"}), "R119", "DTD"),
        (archive({"xl/workbook.xml": "<workbook/>"}), "R103", "no words"),
        (hand_sheet("<sheetData><row><c r='1!'><v>1</v></c></row></sheetData>"), "R119", "no cell is called"),
    ],
)
def test_the_trouble_is_named(data: bytes, code: str, words: str) -> None:
    """What can't be read is told by an error that says why and what to do."""
    assert code == told(data)[0]
    assert words in told(data)[1]


def test_a_missing_or_damaged_part_is_named() -> None:
    """A part that is not there, or whose bytes are damaged, is named."""
    parts = sheet_parts("<sheetData/>")
    del parts["xl/worksheets/sheet1.xml"]
    assert "R119" == told(archive(parts))[0]
    data = bytearray(hand_sheet("<sheetData>" + "<row><c><v>1</v></c></row>" * 50 + "</sheetData>"))
    place = data.index(b"xl/worksheets/sheet1.xml") + 40
    data[place : place + 20] = bytes(20)
    assert "damaged" in told(bytes(data))[1]


def test_any_cut_or_changed_byte_has_an_answer() -> None:
    """Whatever is damaged, there is a result."""
    whole = saved(simple())
    chance = random.Random(1)
    for _ in range(60):
        data = bytearray(whole)
        for _ in range(3):
            data[chance.randrange(4, len(data))] = chance.randrange(256)
        read(bytes(data[: chance.choice([len(data), chance.randrange(4, len(data))])]))


# --- hostile files -----------------------------------------------------------------------------------------------------


def filled(rows: int, cells: str) -> str:
    """Return the XML of equal rows."""
    return "<sheetData>" + f"<row>{cells}</row>" * rows + "</sheetData>"


HOSTILE: dict[str, Hostile] = {
    "blanks": (lambda: hand_sheet(b" " * (100 << 20)), Limits(), "ratio"),
    "blanks in a part": (lambda: hand_sheet(b" " * (100 << 20)), Limits(ratio=10_000, part_bytes=50 << 20), "part_bytes"),
    "blanks in all": (lambda: hand_sheet(b" " * (100 << 20)), Limits(ratio=10_000, unpacked_bytes=9 << 20), "unpacked_bytes"),
    "cells": (lambda: hand_sheet(b"<sheetData><row>" + b"<c/>" * 3_000_000 + b"</row></sheetData>"), Limits(ratio=10_000), "cells"),
    "elements": (lambda: hand_sheet(b"<a/>" * 30_000), Limits(cells=1_000), "cells"),
    "rows": (lambda: hand_sheet(filled(30_000, "<c><v>1</v></c>")), Limits(rows=20_000), "rows"),
    "rows without cells": (lambda: hand_sheet(b"<sheetData>" + b"<row/>" * 1_100_000), Limits(ratio=10_000), "rows"),
    "a far cell": (lambda: hand_sheet("<sheetData><row><c r='XFD1048576'><v>1</v></c></row></sheetData>"), Limits(), "columns"),
    "a far row": (lambda: hand_sheet("<sheetData><row r='1048576'><c r='A1048576'><v>1</v></c></row></sheetData>"), Limits(), None),
    "far apart": (lambda: hand_sheet(filled(150_000, "<c r='A1'><v>1</v></c><c r='SA1'><v>1</v></c>")), Limits(ratio=10_000), "cells"),
    "one merge": (
        lambda: hand_sheet(filled(9, "<c r='A1'><v>1</v></c><c r='Z1'><v>1</v></c>") + "<mergeCell ref='A1:XFD1048576'/>"),
        Limits(),
        None,
    ),
    "merges": (
        lambda: hand_sheet(filled(1_000, "<c r='A1'><v>1</v></c><c r='SA1'><v>1</v></c>") + "<mergeCell ref='A1:XFD1048576'/>" * 9_000),
        Limits(),
        "cells",
    ),
    "a string many times": (
        lambda: hand_sheet(filled(5_000, "<c t='s'><v>0</v></c>"), strings=f"<si><t>{'甲' * 32_000}</t></si>"),
        Limits(),
        "characters",
    ),
    "depth": (lambda: hand_sheet("<a>" * 100_000), Limits(), "nesting"),
    "parts": (lambda: archive({f"{number}": "" for number in range(200)}), Limits(parts=100), "parts"),
    "the file": (lambda: b"a" * 2_000, Limits(file_bytes=1_000), "file_bytes"),
    "hidden columns": (lambda: hand_sheet("<col hidden='1' min='1' max='999999999'/>" * 1_000), Limits(), None),
    "a long number": (lambda: hand_sheet(f"<sheetData><row r='{'9' * 10_000}'><c><v>{'9' * 1_000_000}</v></c></row></sheetData>"), Limits(), None),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused_or_read(name: str) -> None:
    """A file that would exhaust time or memory ends in the one error that names the limit, or is read; soon."""
    assert_refused_or_read(*HOSTILE[name])


def test_a_tag_without_end() -> None:
    """Old versions of expat read a tag anew with each piece of it; a very long one is refused."""
    chance = random.Random(1)
    words = "".join(chance.choices("abcdefgh", k=1 << 20)) * 20
    assert "a tag of more than" in told(hand_sheet(f"<a b='{words}'/>"))[1]


def test_a_sheet_named_many_times_is_read_once() -> None:
    """A list of sheets that all are the same part costs no more than one."""
    parts = sheet_parts(filled(3, "<c t='str'><v>甲</v></c>"))
    book = str(parts["xl/workbook.xml"])
    one = book[book.index("<sheet ") : book.index("</sheets>")]
    parts["xl/workbook.xml"] = book.replace(one, one * 1_000)
    assert 3 == text_in(archive(parts)).count("甲")


def test_the_command_says_what_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file beyond the limits is one line, and the others are read."""
    far = tmp_path / "a.xlsx"
    far.write_bytes(HOSTILE["a far cell"][0]())
    fine = tmp_path / "b.xlsx"
    fine.write_bytes(saved(simple()))
    assert 2 == main(["parse", str(tmp_path), "--format", "jsonl"])
    captured = capsys.readouterr()
    assert "展览经费" in captured.out
    assert "too many columns" in captured.err


def test_limits_are_positive_ints() -> None:
    """A limit is a number of things."""
    with pytest.raises(ValueError, match="at least 1"):
        Limits(cells=0)
    with pytest.raises(TypeError, match="not float"):
        Limits(cells=1.5)  # type: ignore[arg-type]  # the point of the test
    with pytest.raises(TypeError, match="expected Limits"):
        read(b"", limits={"cells": 1})  # type: ignore[arg-type]  # the point of the test
    assert budgetperf.Limits is Limits


def test_a_long_table_is_read_in_time() -> None:
    """Five thousand rows take seconds at most."""
    data = saved(simple(*([f"项目{number}", 1.5, 1.5, None, None, "做好。", CELL] for number in range(5_000))))
    start = time.process_time()
    text_in(data)
    assert time.process_time() - start < timedelta(seconds=5).total_seconds()
