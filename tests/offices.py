"""Write documents as office files: workbooks and Word documents as bureaus publish them.

Like :mod:`layouts`, it asks a chooser for every trait, the plain one first.
"""

import zipfile
from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from typing import Any

import docx
import openpyxl
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.table import Table
from openpyxl.styles import Border, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from budgetperf.model import Document, PerformanceTable
from choosing import Chooser
from conventions import Line
from layouts import HEADERS, INDICATORS, MONEY, NAME, OBJECTIVE, lines_of, number
from surroundings import FOREIGN

THIN = Side(style="thin")
BORDER = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)


def captions_of(table: PerformanceTable) -> tuple[str, str]:
    """Return the words that name the department and the unit of amounts."""
    department = f"{table.department_label}：{table.department}" if table.department else ""
    year = "" if table.year is None or "20" in (table.title or "") or "二〇" in (table.title or "") else table.year
    return department + (f"  （{year}年度）" if year else ""), f"单位：{table.amount_unit}"


# --- workbooks ---------------------------------------------------------------------------------------


def workbook(document: Document, choose: Chooser) -> bytes:
    """Return a workbook that says what `document` says."""
    saved = BytesIO()
    book_of(document, choose).save(saved)
    return saved.getvalue()


def book_of(document: Document, choose: Chooser) -> openpyxl.Workbook:
    """Return a workbook that says what `document` says, before it is written."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    if choose("cover", [False, True]):
        sheet["B3"] = "2025年部门预算公开"
        sheet["B5"] = "目  录"
        sheet["B6"] = "一、部门概况"
        sheet = book.create_sheet("目录外")
    if choose("hidden sheet", [False, True]):
        hidden = book.create_sheet("代码", 0)
        hidden.append(["项目名称", "总计", "财政拨款", "绩效目标", "绩效指标"])
        hidden.append(["隐藏项目", 9, 9, "不应读到", "1、1-产出指标；11-数量指标；隐藏；年度指标值：1个。"])
        hidden.sheet_state = choose("hidden how", ["hidden", "veryHidden"])
    together = choose("tables on one sheet", [False, True])
    top = choose("first row", [1, 3])
    foreign = choose("foreign", ["", *FOREIGN])
    for place, table in enumerate(document.tables):
        if place and not together:
            sheet, top = book.create_sheet(f"表{place + 1}"), 1
        if foreign and (place == 0 or together):
            top = add_foreign(sheet, top, foreign, choose)
        top = add_table(sheet, top, table, choose) + 2
    return book


def add_foreign(sheet: Worksheet, top: int, kind: str, choose: Chooser) -> int:
    """Add a table of another kind; return the row below it."""
    title, rows = FOREIGN[kind]
    if title:
        sheet.cell(top, 1, title)
        if choose("foreign title merged", [True, False]):
            sheet.merge_cells(start_row=top, end_row=top, start_column=1, end_column=len(rows[0]))
        top += 1
    for row in rows:
        for column, words in enumerate(row, 1):
            if words:
                sheet.cell(top, column, words)
        top += 1
    return top + 1


def add_table(sheet: Worksheet, top: int, table: PerformanceTable, choose: Chooser) -> int:  # noqa: C901, PLR0912 - trait after trait
    """Add a table with its captions; return the row below it."""
    left = choose("first column", [1, 2])
    wide = choose("columns of a name", [1, 2, 3])
    starts = [left, *(left + wide + place for place in range(6))]
    last = starts[-1]
    department, unit = captions_of(table)
    if table.title:
        sheet.cell(top, left, table.title)
        if choose("title merged", [True, False]):
            sheet.merge_cells(start_row=top, end_row=top, start_column=left, end_column=last)
        top += 1
    form = choose("captions", ["two cells", "own rows", "merged halves", "one cell"])
    if form == "own rows":
        for words in filter(None, (department, unit)):
            sheet.cell(top, left, words)
            top += 1
    elif form == "one cell":
        sheet.cell(top, left, f"{department}        {unit}")
        sheet.merge_cells(start_row=top, end_row=top, start_column=left, end_column=last)
        top += 1
    else:
        sheet.cell(top, left, department or None)
        sheet.cell(top, last, unit)
        if form == "merged halves" and department:
            sheet.merge_cells(start_row=top, end_row=top, start_column=left, end_column=starts[3])
        top += 1
    if choose("blank row above header", [False, True]):
        top += 1
    header = HEADERS[choose("header", list(HEADERS))]
    if choose("two-row header", [False, True]):
        for at in range(7):
            if at in MONEY:
                sheet.cell(top + 1, starts[at], header[at])
            else:
                put(sheet, top, starts, at, header[at], wide, rows=2)
        sheet.cell(top, starts[1], "项目资金")
        sheet.merge_cells(start_row=top, end_row=top, start_column=starts[1], end_column=starts[4])
        top += 2
    else:
        for at in range(7):
            put(sheet, top, starts, at, header[at], wide)
        top += 1
    for line in lines_of(table, choose):
        top = add_line(sheet, top, starts, line, wide, choose)
    for row in range(choose("styled tail", [0, 40])):
        for column in range(1, 12):
            sheet.cell(top + row + 1, column).border = BORDER
    return top


def put(  # noqa: PLR0913, PLR0917 - a cell has a place, a value and a size
    sheet: Worksheet, row: int, starts: Sequence[int], at: int, value: float | str | None, wide: int, *, rows: int = 1
) -> None:
    """Put a value into a cell, merged over the columns that a name has."""
    sheet.cell(row, starts[at], value)
    right = starts[at] + (wide - 1 if at == NAME else 0)
    if right > starts[at] or rows > 1:
        sheet.merge_cells(start_row=row, end_row=row + rows - 1, start_column=starts[at], end_column=right)


def add_line(  # noqa: PLR0913, PLR0917 - as above
    sheet: Worksheet, top: int, starts: Sequence[int], line: Line, wide: int, choose: Chooser
) -> int:
    """Add a row of the table, perhaps one row for each indicator; return the row below it."""
    indicators = line.cells[INDICATORS]
    parts = [indicators]
    if line.kind == "project" and choose("row for each indicator", [False, True]):
        parts = [part + "。" for part in indicators.split("。") if part]
        parts = parts if "".join(parts) == indicators and all(part[:1].isdigit() for part in parts) else [indicators]
    for at, words in enumerate(line.cells):
        if at == INDICATORS:
            continue
        put(
            sheet,
            top,
            starts,
            at,
            money(words, choose) if at in MONEY else words or None,
            wide,
            rows=max(len(parts), 1),
        )
        if at in MONEY:
            sheet.cell(top, starts[at]).number_format = choose(
                "money format",
                ["#,##0.00", "0.00", "General", '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "0.00_ "],
            )
    for place, part in enumerate(parts):
        if part:
            sheet.cell(top + place, starts[INDICATORS], part)
    if choose("borders", [False, True]):
        for column in range(starts[0], starts[-1] + 1):
            for row in range(top, top + len(parts)):
                sheet.cell(row, column).border = BORDER
    return top + max(len(parts), 1)


def money(words: str, choose: Chooser) -> float | str | None:
    """Return an amount as a number or as text."""
    if not words:
        return None
    if not words[:1].isdigit():
        return words
    return float(number(words)) if choose("money as", ["number", "text"]) == "number" else words


# --- Word documents ----------------------------------------------------------------------------------------


def word(document: Document, choose: Chooser) -> bytes:
    """Return a Word document that says what `document` says."""
    made = docx.Document()
    foreign = choose("foreign", ["", *FOREIGN])
    for place, table in enumerate(document.tables):
        if foreign:
            title, rows = FOREIGN[foreign]
            made.add_paragraph(title) if title else None
            grid = made.add_table(len(rows), len(rows[0]))
            for row, words in zip(grid.rows, rows, strict=True):
                for cell, text in zip(row.cells, words, strict=True):
                    cell.text = text
            made.add_paragraph()
        if place:
            made.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        add_word_table(made, table, choose)
    saved = BytesIO()
    made.save(saved)
    return saved.getvalue()


def add_word_table(made: Any, table: PerformanceTable, choose: Chooser) -> None:  # noqa: ANN401 - python-docx's class is private
    """Add a table with its captions."""
    department, unit = captions_of(table)
    lines = lines_of(table, choose)
    header = HEADERS[choose("header", list(HEADERS))]
    captions = choose("captions", ["paragraphs", "one paragraph", "tab", "rows of the table"])
    top: list[list[tuple[str, int]]] = []
    if captions == "rows of the table":
        top = [[(table.title or "", 7)]] if table.title else []
        top.append([(department, 4), (unit, 3)])
    else:
        made.add_paragraph(table.title or "")
        joined = {"one paragraph": f"{department}        {unit}", "tab": f"{department}\t{unit}"}.get(captions)
        for words in [joined] if joined else [department, unit]:
            if words:
                made.add_paragraph(words)
    heads: list[list[tuple[str, int]]] = [[(words, 1) for words in header]]
    if choose("two-row header", [False, True]):
        heads = [
            [(header[NAME], 1), ("项目资金", 4), (header[OBJECTIVE], 1), (header[INDICATORS], 1)],
            [("", -1), *((header[at], 1) for at in MONEY), ("", -1), ("", -1)],
        ]
    rows: list[list[tuple[str, int]]] = [*top, *heads]
    repeated = choose("header again", [0, 2, 4])
    for place, line in enumerate(lines):
        if repeated and place and place % repeated == 0:
            rows += heads
        rows += word_rows(line, choose)
    split = choose("tables of rows", [10_000, 4])
    for start in range(0, len(rows), split):
        if start:
            made.add_paragraph()
        fill(made.add_table(0, 7), rows[start : start + split], choose)


def word_rows(line: Line, choose: Chooser) -> list[list[tuple[str, int]]]:
    """Return a row, or one for each indicator with the other cells merged down."""
    indicators = line.cells[INDICATORS]
    parts = [part + "。" for part in indicators.split("。") if part]
    whole = "".join(parts) == indicators and all(part[:1].isdigit() for part in parts)
    if line.kind != "project" or not parts or not whole or not choose("row for each indicator", [False, True]):
        return [[(words, 1) for words in line.cells]]
    first = [*((words, 1) for words in line.cells[:INDICATORS]), (parts[0], 1)]
    return [first, *([*[("", -1)] * 6, (part, 1)] for part in parts[1:])]


def fill(grid: Table, rows: Iterable[Sequence[tuple[str, int]]], choose: Chooser) -> None:
    """Fill a table; a span of -1 goes on with the cell above."""
    breaks = choose("line breaks", ["paragraphs", "breaks"])
    for row in rows:
        made = grid.add_row()  # type: ignore[no-untyped-call]  # python-docx says nothing of it
        made_cells = list(made._tr.tc_lst)
        at = 0
        for words, span in row:
            cell = made_cells[at]
            for further in made_cells[at + 1 : at + max(span, 1)]:
                made._tr.remove(further)
            properties = cell.get_or_add_tcPr()
            if span > 1:
                spanned = OxmlElement("w:gridSpan")
                spanned.set(qn("w:val"), str(span))
                properties.append(spanned)
            if span < 0:
                properties.append(OxmlElement("w:vMerge"))
            paragraph = cell.p_lst[0]
            for place, text in enumerate(words.split("\n")):
                if place and breaks == "paragraphs":
                    paragraph = cell.add_p()
                run = paragraph.add_r()
                if place and breaks == "breaks":
                    run.append(OxmlElement("w:br"))
                text_element = OxmlElement("w:t")
                text_element.text = text
                text_element.set(qn("xml:space"), "preserve")
                run.append(text_element)
            at += max(span, 1)


# --- by hand -------------------------------------------------------------------------------------------------------------

SHEET_NAMES = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
WORD_NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)


def archive(parts: Mapping[str, str | bytes]) -> bytes:
    """Return an archive with these parts."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return packed.getvalue()


def relations(*targets: tuple[str, str]) -> str:
    """Return a part of relations: (kind, target) of rId1, rId2 …."""
    made = "".join(
        f'<Relationship Id="rId{place}" Type="{RELATIONS}/{kind}" Target="{target}"/>'
        for place, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{PACKAGE}">{made}</Relationships>'


def sheet_parts(body: str | bytes, *, strings: str = "", styles: str = "") -> dict[str, str | bytes]:
    """Return the parts of a workbook whose one sheet has this XML within worksheet."""
    book = f'<workbook {SHEET_NAMES} xmlns:r="{RELATIONS}"><sheets><sheet name="表" sheetId="1" r:id="rId1"/></sheets></workbook>'
    body = body.encode() if isinstance(body, str) else body
    return {
        "xl/workbook.xml": book,
        "xl/_rels/workbook.xml.rels": relations(
            ("worksheet", "worksheets/sheet1.xml"), ("sharedStrings", "sharedStrings.xml"), ("styles", "styles.xml")
        ),
        "xl/worksheets/sheet1.xml": f"<worksheet {SHEET_NAMES}>".encode() + body + b"</worksheet>",
        **({"xl/sharedStrings.xml": f"<sst {SHEET_NAMES}>{strings}</sst>"} if strings else {}),
        **({"xl/styles.xml": f"<styleSheet {SHEET_NAMES}>{styles}</styleSheet>"} if styles else {}),
    }


def hand_sheet(body: str | bytes, *, strings: str = "", styles: str = "") -> bytes:
    """Return a workbook whose one sheet has this XML within worksheet."""
    return archive(sheet_parts(body, strings=strings, styles=styles))


def hand_word(body: str) -> bytes:
    """Return a Word document with this XML within its body."""
    return archive({"word/document.xml": f"<w:document {WORD_NAMES}><w:body>{body}</w:body></w:document>"})


def column(number: int) -> str:
    """Return what a spreadsheet calls a column."""
    return get_column_letter(number)
