"""Spreadsheets of other formats than XLSX are read as they are shown, and to the same documents."""

import random
import struct
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO
from typing import Any

import openpyxl
import pytest
import python_calamine
import xlwt  # type: ignore[import-untyped]  # it has no types

from budgetperf import Document, LimitExceeded, Limits, read, sniff
from choosing import Chooser, Plain
from offices import archive, book_of, hand_sheet
from opendocuments import fodt
from openedfiles import Hostile, assert_refused_or_read, damaged, opened, unpacked
from spreadsheets import excel_xml, excel_xml_of, fods, ods, ods_of, record, wide, xls, xlsb
from test_layouts import documents
from traits import Case, Writer, assert_mixture, assert_one_trait, first_cases

WRITERS: Mapping[str, Callable[[openpyxl.Workbook], bytes]] = {
    "xls": xls,
    "xlsb": xlsb,
    "ods": ods,
    "fods": fods,
    "excel-xml": excel_xml,
}
SETTINGS: tuple[dict[str, object], ...] = (
    {},
    {"hidden sheet": True},
    {"row for each indicator": True},
    {"foreign": "income"},
)


def writer(name: str) -> Writer:
    """Return what writes a document in a format."""

    def write(document: Document, choose: Chooser) -> bytes:
        return WRITERS[name](book_of(document, choose))

    return write


def cases() -> Iterator[tuple[int, str, Case]]:
    """Yield each trait's options in one of the formats, by turns."""
    found = first_cases(writer("excel-xml"), SETTINGS)
    for number, case in enumerate(found):
        for turn in (0, 2):
            yield number, list(WRITERS)[(number + turn) % len(WRITERS)], case


@pytest.mark.parametrize(("number", "name", "case"), list(cases()), ids=str)
def test_one_trait(number: int, name: str, case: Case) -> None:
    """Each trait of a workbook by itself must make no difference to a document."""
    assert_one_trait(writer(name), case, number, 12)


@pytest.mark.parametrize("name", WRITERS)
@pytest.mark.parametrize("seed", range(3))
def test_mixtures(name: str, seed: int) -> None:
    """Traits mixed at will must make no difference to a document, and nothing is said to be missing."""
    assert_mixture(writer(name), seed, 4)


# --- what cells show ----------------------------------------------------------------------------------------


def simple() -> openpyxl.Workbook:
    """Return a workbook of cells of many kinds, with a hidden sheet behind."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "目标表"
    values: list[tuple[Any, str]] = [
        (3, "General"), (3.5, "0.00"), (1234.5, "#,##0.00"), (0.9, "0%"), (0.125, "0.0%"), (0.1, "General"),
        (45657, "yyyy-mm-dd"), (45657, 'yyyy"年"m"月"d"日"'), ("一\n二", "General"), ("培训费😀及其他的费用", "General"), (1e-7, "0.00"), (123456789012, "0"),
    ]  # fmt: skip
    for column, (value, code) in enumerate(values, 2):
        cell = sheet.cell(3, column, value)
        cell.number_format = code
    sheet["B4"], sheet["C4"], sheet["D4"] = "甲", 1, 2
    sheet.row_dimensions[5].hidden = True
    sheet["B5"] = "藏"
    sheet.column_dimensions["D"].hidden = True
    sheet["B6"], sheet["C6"], sheet["C7"] = "合", "并", "下"
    sheet.merge_cells("B6:B7")
    hidden = book.create_sheet("代码")
    hidden["A1"] = "代码一"
    hidden.sheet_state = "hidden"
    return book


def saved(book: openpyxl.Workbook) -> bytes:
    """Return a workbook as XLSX."""
    data = BytesIO()
    book.save(data)
    return data.getvalue()


SHOWN = [
    [
        "3",
        "3.50",
        "90%",
        "12.5%",
        "0.1",
        "2024-12-31",
        "2024年12月31日",
        "一\n二",
        "培训费😀及其他的费用",
        "0.00",
        "123456789012",
    ],
    ["甲", "1", *[""] * 9],
    ["合", "并", *[""] * 9],
    ["", "下", *[""] * 9],
]


@pytest.mark.parametrize("name", WRITERS)
def test_cells_are_as_shown(name: str) -> None:
    """Numbers have their formats, hidden rows, columns and sheets are left out, and all formats agree."""
    found = opened(WRITERS[name](simple()))
    rows = [[cell.text for cell in row.cells] for table in found.composed.tables() for row in table.rows]
    width = max(map(len, rows))
    assert SHOWN == [[*row, *[""] * (width - len(row))] for row in rows]
    (diagnostic,) = found.diagnostics
    assert "R120" == diagnostic.code
    assert "1 row, 1 column, the sheet 代码" in diagnostic.message
    place = found.composed.places.place(found.composed.text.index("90%"))
    assert "目标表!E3" == str(place)


@pytest.mark.parametrize("name", WRITERS)
def test_merged_cells_that_begin_where_it_is_hidden_are_shown(name: str) -> None:
    """As in Excel, the words stand in the first row and column of the merged cell that is shown."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for place, words in {"A1": "横", "C1": "1", "D1": "2", "A3": "竖", "C3": "3", "C4": "4", "D4": "5", "A6": "尾", "C6": "6", "D6": "7"}.items():  # fmt: skip
        sheet[place] = words
    sheet.merge_cells("A1:B1")
    sheet.merge_cells("A3:B4")
    sheet.merge_cells("C6:C7")
    sheet.row_dimensions[3].hidden = sheet.row_dimensions[6].hidden = True
    sheet.column_dimensions["A"].hidden = True
    found = opened(WRITERS[name](book))
    assert ["横 1 2", "竖 4 5", "6"] == [
        " ".join(line.split()) for line in found.composed.text.split("\n") if line.strip()
    ]
    (diagnostic,) = found.diagnostics
    assert "2 rows, 1 column" in diagnostic.message


@pytest.mark.parametrize("name", WRITERS)
def test_a_sheet_may_be_asked_for(name: str) -> None:
    """By name or by number, a hidden one too; where there is none, those that there are are named."""
    data = WRITERS[name](simple())
    for wanted in ("代码", 2):
        found = opened(data, wanted)
        assert "代码一" == found.composed.text.strip()
        assert () == found.diagnostics
    with pytest.raises(ValueError, match="there is no sheet 3; the workbook has 1 '目标表', 2 '代码'"):
        read(data, sheet=3)
    assert (name.removeprefix("f"), None) == (sniff(data).reader, sniff(data).missing_extra)


def test_a_sheet_of_xlsx_may_be_asked_for() -> None:
    """The same for the reader with the most to do."""
    data = saved(simple())
    assert "代码一" == opened(data, "代码").composed.text.strip()
    with pytest.raises(ValueError, match="there is no sheet '别的'"):
        read(data, sheet="别的")


def test_our_binary_workbooks_are_what_others_read() -> None:
    """What the tests write as XLSB is XLSB: another library finds the same words."""
    data = xlsb(book_of(documents()[0], Plain()))
    theirs = python_calamine.CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(0).to_python()
    words = [str(value) for row in theirs for value in row if isinstance(value, str) and value]
    text = opened(data).composed.text
    assert words
    assert all(word.strip().replace("\n", "<br>") in text for word in words)


def test_short_cells_and_results_of_formulas_in_binary_workbooks() -> None:
    """A short cell follows the one before; errors and truths are shown by their names."""
    head = struct.pack("<II", 0, 0)
    cells = (
        record(4, head + b"\1") + record(15, bytes(4) + b"\0") + record(14, bytes(4) + b"\x07") + record(13, bytes(4) + struct.pack("<i", 250 << 2 | 3))
        + record(17, bytes(4) + wide("短")) + record(62, struct.pack("<II", 5, 0) + b"\1" + wide("富")) + record(8, struct.pack("<II", 6, 0) + wide("式"))
        + record(16, bytes(4) + struct.pack("<d", float("nan"))) + record(1, head) + record(99, b"?") + record(7, struct.pack("<III", 9, 0, 9))
    )  # fmt: skip
    row = record(0, struct.pack("<IIHBBBI", 0, 0, 300, 0, 0, 0, 0))
    assert ["TRUE", "FALSE", "#DIV/0!", "2.5", "短", "富", "式", "#NUM!"] == opened(
        binary(record(145) + row + cells)
    ).composed.text.split()


def binary(sheet: bytes) -> bytes:
    """Return a binary workbook whose one sheet has these records."""
    book = openpyxl.Workbook()
    parts = dict(unpacked(xlsb(book)))
    parts["xl/worksheets/sheet1.bin"] = sheet
    return archive(parts)


# --- OpenDocument ---------------------------------------------------------------------------------------------


def table(rows: str) -> bytes:
    """Return a spreadsheet with a table of these rows."""
    return ods_of(
        f'<office:body><office:spreadsheet><table:table table:name="表">{rows}</table:table></office:spreadsheet></office:body>'
    )


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("<table:table-cell><text:p>甲</text:p><text:p>乙</text:p></table:table-cell>", "甲<br>乙"),
        (
            '<table:table-cell><text:p>甲<text:s text:c="2"/>乙<text:tab/>丙<text:line-break/>丁</text:p></table:table-cell>',
            "甲 乙 丙<br>丁",
        ),
        ("<table:table-cell><text:p>\n  甲 \n 乙</text:p></table:table-cell>", "甲 乙"),
        (
            "<table:table-cell><office:annotation><text:p>批注</text:p></office:annotation><text:p>甲</text:p></table:table-cell>",
            "甲",
        ),
        (
            "<table:table-cell><text:p>甲</text:p><draw:frame><draw:text-box><text:p>框</text:p></draw:text-box></draw:frame></table:table-cell>",
            "甲",
        ),
        ('<table:table-cell office:value-type="percentage" office:value="0.9"/>', "90%"),
        ('<table:table-cell office:value-type="percentage" office:value="0.12345"/>', "12.345%"),
        ('<table:table-cell office:value-type="percentage" office:value="1e999999"/>', "1e999999"),
        ('<table:table-cell office:value-type="percentage" office:value="1e900000"/>', "1e900000"),
        ('<table:table-cell office:value-type="percentage" office:value="-1e-999"/>', "0%"),
        ('<table:table-cell office:value-type="percentage" office:value="sNaN"/>', "sNaN"),
        ('<table:table-cell office:value-type="float" office:value="1.50"/>', "1.5"),
        ('<table:table-cell office:value-type="date" office:date-value="2024-12-31"/>', "2024-12-31"),
        ('<table:table-cell office:value-type="boolean" office:boolean-value="true"/>', "TRUE"),
        ('<table:table-cell office:value-type="string" office:string-value="甲"/>', "甲"),
        ('<table:table-cell table:number-columns-repeated="2"><text:p>1</text:p></table:table-cell>', "1\t1"),
    ],
)
def test_words_of_opendocument_cells(cell: str, shown: str) -> None:
    """Paragraphs are lines, blanks are as in HTML, and what is no part of the cell's words is left out."""
    assert shown == opened(table(f"<table:table-row>{cell}</table:table-row>")).composed.text.strip()


def test_repeated_rows_and_formulas_without_values() -> None:
    """Equal rows are printed once in the file; what was never computed is told."""
    row = '<table:table-row table:number-rows-repeated="3"><table:table-cell><text:p>1</text:p></table:table-cell><table:table-cell table:formula="of:=1+1"/></table:table-row>'
    found = opened(table(row))
    assert 3 == found.composed.text.count("1")
    assert ["R121"] == [each.code for each in found.diagnostics]


def test_what_opendocument_files_are_is_told_by_their_bodies() -> None:
    """Some programs leave out the mimetype; an encrypted file says that it is."""
    parts = dict(unpacked(ods(simple())))
    del parts["mimetype"]
    assert "ods" == sniff(archive(parts)).kind
    manifest = b"<m:manifest xmlns:m='urn:m'><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>"
    (diagnostic,) = read(archive({**parts, "META-INF/manifest.xml": manifest})).diagnostics
    assert ("R102", "the file can't be read: it is encrypted") == (diagnostic.code, diagnostic.message)


# --- XML Spreadsheet 2003 ----------------------------------------------------------------------------------------


def test_early_dates_of_xml_spreadsheets() -> None:
    """A date before those that have numbers is shown as it is printed in the file; a time alone has its format."""
    dates = ("1850-06-01T00:00:00.000", "1899-12-30T00:00:00.000", "1899-12-31T18:00:00.000")
    cells = "".join(f'<Cell ss:StyleID="d"><Data ss:Type="DateTime">{date}</Data></Cell>' for date in dates)
    style = '<Styles><Style ss:ID="d"><NumberFormat ss:Format="h:mm"/></Style></Styles>'
    data = excel_xml_of(f'{style}<Worksheet ss:Name="表"><Table><Row>{cells}</Row></Table></Worksheet>')
    assert ["1850-06-01", "1899-12-30", "18:00"] == opened(data).composed.text.split()


def test_cells_of_xml_spreadsheets() -> None:
    """Named formats, dates, comments, rich text, styles of rows and of columns, and other encodings."""
    body = (
        '<Styles><Style ss:ID="Default"/><Style ss:ID="p"><NumberFormat ss:Format="Percent"/></Style><Style ss:ID="c" ss:Parent="p"/>'
        '<Style ss:ID="d"><NumberFormat ss:Format="Long Date"/></Style></Styles><Worksheet ss:Name="表"><Table>'
        '<Column ss:StyleID="p" ss:Span="1"/><Row><Cell><Data ss:Type="Number">0.5</Data></Cell>'
        '<Cell ss:StyleID="c"><Data ss:Type="Number">0.25</Data><Comment><ss:Data>批注</ss:Data></Comment></Cell>'
        '<Cell ss:StyleID="d"><Data ss:Type="DateTime">2024-12-31T00:00:00.000</Data></Cell><Cell><Data ss:Type="DateTime">2024-12-31T00:00:00.000</Data></Cell>'
        '<Cell><ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40"><B>粗</B>体</ss:Data></Cell><Cell><Data ss:Type="Boolean">1</Data></Cell>'
        '<Cell><Data ss:Type="Error">#N/A</Data></Cell><Cell ss:Formula="=1+1"/></Row></Table></Worksheet>'
    )
    for encoding in ("utf-8", "gb2312", "utf-16"):
        found = opened(excel_xml_of(body, encoding))
        assert [
            "50.00%",
            "25.00%",
            "2024年12月31日",
            "2024-12-31",
            "粗体",
            "TRUE",
            "#N/A",
        ] == found.composed.text.split()
        assert ["R121"] == [each.code for each in found.diagnostics]


@pytest.mark.parametrize("name", ["fods", "excel-xml", "fodt"])
def test_replaced_bytes_of_a_text_of_xml_are_told(name: str) -> None:
    """As in any other text, what is no valid character is doubted; the table is read."""
    document = documents()[0]
    data = fodt(document, Plain()) if name == "fodt" else WRITERS[name](book_of(document, Plain()))
    words = document.tables[0].spending_units[0].projects[0].name.encode()
    assert "R110" not in [each.code for each in read(data).diagnostics]
    result = read(data.replace(words, b"\xff\xfe" + words, 1))
    assert 1 == [each.code for each in result.diagnostics].count("R110")
    assert result.value.tables


# --- hostile files -------------------------------------------------------------------------------------------------


def one_row(cell: str, attributes: str = "") -> bytes:
    """Return a spreadsheet of one row of a cell."""
    return table(f"<table:table-row {attributes}>{cell}</table:table-row>")


def far_xml(row: int, column: int) -> bytes:
    """Return an XML spreadsheet with a cell far away."""
    cell = f'<Cell ss:Index="{column}" ss:MergeAcross="99999999" ss:MergeDown="99999999"><Data>1</Data></Cell>'
    return excel_xml_of(f'<Worksheet ss:Name="a"><Table><Row ss:Index="{row}">{cell}</Row></Table></Worksheet>')


def far_xlsb(row: int, column: int) -> bytes:
    """Return a binary workbook with a cell far away, merged over everything."""
    head = record(145) + record(0, struct.pack("<IIHBBBI", row, 0, 300, 0, 0, 0, 0))
    cell = record(2, struct.pack("<III", column, 0, 6))
    return binary(head + cell + record(146) + record(176, struct.pack("<4I", 0, 0xFFFFFFFF, 0, 0xFFFFFFFF)))


def far_xls(row: int, column: int) -> bytes:
    """Return a workbook with cells at its first and at a far place, merged over everything."""
    made = xlwt.Workbook()
    sheet = made.add_sheet("a")
    sheet.write(0, 0, "甲")
    sheet.write(row - 1, column - 1, 1)
    sheet.merged_ranges.append((1, 65535, 0, 255))
    data = BytesIO()
    made.save(data)
    return data.getvalue()


def merged_xlsb() -> bytes:
    """Return a binary workbook of long rows, merged the wrong way round and the right way."""
    number = struct.pack("<I", 6)
    rows = b"".join(
        record(0, struct.pack("<IIHBBBI", row, 0, 300, 0, 0, 0, 0))
        + b"".join(record(2, struct.pack("<II", column, 0) + number) for column in (0, 200))
        for row in range(1000)
    )
    corners = (0, 999, 200, 1), (0, 999, 0, 200)
    merged = b"".join(record(176, struct.pack("<4I", *each)) for each in corners)
    return binary(record(145) + rows + record(146) + merged)


def merged_xls() -> bytes:
    """Return the same as Excel 97 has it."""
    made = xlwt.Workbook()
    sheet = made.add_sheet("a")
    for row in range(1000):
        sheet.write(row, 0, 1)
        sheet.write(row, 200, 1)
    sheet.merged_ranges.extend([(0, 999, 200, 1), (0, 999, 0, 200), (0, 999, 200, 1)])
    data = BytesIO()
    made.save(data)
    return data.getvalue()


def merged_xlsx() -> bytes:
    """Return the same as Excel has it."""
    cells = "".join(f"<row><c r='A{row}'><v>1</v></c><c r='GS{row}'><v>1</v></c></row>" for row in range(1, 1001))
    return hand_sheet(f"<sheetData>{cells}</sheetData><mergeCell ref='GS1:B1000'/><mergeCell ref='A1:GS1000'/>")


@pytest.mark.parametrize("made", [merged_xlsx, merged_xlsb, merged_xls])
def test_merged_cells_with_their_corners_reversed_take_nothing_off_the_limit(made: Callable[[], bytes]) -> None:
    """Corners the wrong way round are no area, and so none that is less than nothing."""
    with pytest.raises(LimitExceeded, match="the merged cells of a sheet cover too much"):
        read(made(), limits=Limits(cells=150_000))


ONE_CELL = "<table:table-cell><text:p>1</text:p></table:table-cell>"
REPEATED = "table:number-rows-repeated='999999999'"
HOSTILE: dict[str, Hostile] = {
    "ods far column": (lambda: one_row(f"<table:table-cell table:number-columns-repeated='16383'/>{ONE_CELL}"), Limits(), "columns"),
    "ods cell repeated": (lambda: one_row("<table:table-cell table:number-columns-repeated='99999999'><text:p>1</text:p></table:table-cell>"), Limits(), "columns"),
    "ods row repeated": (lambda: one_row(ONE_CELL, REPEATED), Limits(), "rows"),
    "ods wide row repeated": (lambda: one_row(ONE_CELL * 500, REPEATED), Limits(), "cells"),
    "ods hidden rows": (lambda: table(f"<table:table-row {REPEATED} table:visibility='collapse'/>" * 9), Limits(), None),
    "ods merge": (lambda: one_row(ONE_CELL.replace("cell>", "cell table:number-columns-spanned='99999999' table:number-rows-spanned='99999999'>", 1) + ONE_CELL), Limits(), None),
    "ods blanks": (lambda: one_row("<table:table-cell><text:p>" + '<text:s text:c="999999999"/>' * 99 + "1</text:p></table:table-cell>"), Limits(), None),
    "ods more blanks": (lambda: one_row("<table:table-cell><text:p>" + "<text:s/>" * 2_000), Limits(characters=1_000, ratio=10_000), "characters"),
    "ods sheets": (lambda: ods_of("<office:body><office:spreadsheet>" + "<table:table/>" * 20_000), Limits(ratio=10_000), "parts"),
    "ods depth": (lambda: one_row("<table:table-cell>" * 20_000), Limits(), "nesting"),
    "xlsb far row": (lambda: far_xlsb(0xFFFFFFFF, 0), Limits(), None),
    "xlsb far column": (lambda: far_xlsb(0, 0xFFFFFFFE), Limits(), "columns"),
    "xlsb long record": (lambda: binary(b"\x00\xff\xff\xff\x7f" + bytes(1000)), Limits(), None),
    "xlsb cells": (lambda: binary(record(145) + record(1, bytes(8)) * 300_000), Limits(cells=200_000, ratio=10_000), "cells"),
    "xml far column": (lambda: far_xml(1, 16384), Limits(), "columns"),
    "xml far row": (lambda: far_xml(1048576, 1), Limits(), None),
    "xml hidden rows": (lambda: excel_xml_of("<Worksheet><Table>" + '<Row ss:Index="1" ss:Span="999999" ss:Hidden="1"/>' * 20_000), Limits(seconds=10), None),
    "xml DTD": (lambda: far_xml(1, 1).replace(b"<Workbook", b"<!DOCTYPE Workbook [<!ENTITY a 'b'>]><Workbook", 1), Limits(), None),
    "xls far": (lambda: far_xls(65536, 256), Limits(), None),
    "xls columns": (lambda: far_xls(1, 256), Limits(columns=100), "columns"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused_or_read(name: str) -> None:
    """A file that would exhaust time or memory ends in the one error that names the limit, or is read; soon."""
    assert_refused_or_read(*HOSTILE[name])


@pytest.mark.parametrize("name", WRITERS)
def test_any_cut_or_changed_byte_has_an_answer(name: str) -> None:
    """Whatever is damaged, there is a result; in the parts of an archive as well as outside."""
    whole = WRITERS[name](simple())
    parts = dict(unpacked(whole)) if whole.startswith(b"PK") else {}
    chance = random.Random(1)
    for turn in range(80):
        if parts and turn % 2:
            part = chance.choice(sorted(parts))
            read(archive({**parts, part: damaged(parts[part], chance)}))
        else:
            read(whole[:4] + damaged(whole[4:], chance))


@pytest.mark.parametrize("name", ["xlsx", "xlsb", "ods"])
def test_a_lost_byte_of_an_archive_has_an_answer(name: str) -> None:
    """Whichever byte is lost, all places that the archive names are wrong by one, and one before its beginning."""
    whole = saved(simple()) if name == "xlsx" else WRITERS[name](simple())
    for at in {4, 10, 200, len(whole) - 5, *range(4, len(whole), len(whole) // 30)}:
        read(whole[:at] + whole[at + 1 :])
