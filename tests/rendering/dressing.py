"""Office files dressed for print, on the plain ones of :mod:`offices`; and the plain text of a table."""

import csv
from collections.abc import Iterator
from datetime import datetime
from io import BytesIO, StringIO
from typing import Any

import docx
import openpyxl
from attrs import evolve
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

import offices
from budgetperf.model import Document
from choosing import Plain
from rendering.needed import MING, SANS
from rendering.printed import STANDARD, printed

THIN = Side(style="thin")
#: Widths of columns in characters, for a sheet that is fitted to the page and for one that isn't.
FITTED, SPREAD = (16, 10, 10, 10, 10, 30, 60), (30, 16, 16, 16, 16, 60, 95)
#: A project whose cells hold no text: a date for its name and a share for its objective.
DATE, SHARE = "2025年3月15日", "90%"


def workbook(document: Document, **traits: object) -> bytes:
    """Return a workbook with these traits of :func:`offices.workbook`."""
    return offices.workbook(document, Plain({name.replace("_", " "): option for name, option in traits.items()}))


def word(document: Document, **traits: object) -> bytes:
    """Return a Word document with these traits of :func:`offices.word`."""
    return offices.word(document, Plain({name.replace("_", " "): option for name, option in traits.items()}))


def printable_workbook(document: Document, *, fitted: bool, **traits: object) -> bytes:
    """Return a workbook that is ready for print; not fitted, its text columns land on other pages."""
    book = openpyxl.load_workbook(BytesIO(workbook(document, **traits)))
    for sheet in book.worksheets:
        dress_sheet(sheet, fitted=fitted)
    saved = BytesIO()
    book.save(saved)
    return saved.getvalue()


def dress_sheet(sheet: Worksheet, *, fitted: bool) -> None:
    """Set widths, borders, the header that is printed again, the footer and the size of the page."""
    for at, width in enumerate(FITTED if fitted else SPREAD, 1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    header = next(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 2).value in {"总计", "项目资金"})
    for row in sheet.iter_rows():
        for cell in row:
            in_table = cell.row >= header
            heads = cell.value in STANDARD or cell.value == "项目资金"
            cell.font = Font(name=MING, size=9 if in_table or cell.row > 1 else 15)
            money = 2 <= cell.column <= 5
            place = "center" if heads or cell.row == 1 else "right" if money else "left"
            cell.alignment = Alignment(wrap_text=in_table, vertical="center", horizontal=place)
            if in_table:
                cell.border = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
    sheet.print_title_rows = f"{header}:{header + (sheet.cell(header, 2).value == '项目资金')}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.oddFooter.center.text = "第 &P 页，共 &N 页"
    if fitted:
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.page_setup.fitToHeight = 0


def valued_workbook(document: Document) -> bytes:
    """Return a workbook with a cover, a hidden sheet, merged cells, a date and a share as numbers with formats."""
    made = workbook(
        document, cover=True, hidden_sheet=True, row_for_each_indicator=True, borders=True, two_row_header=True
    )
    book = openpyxl.load_workbook(BytesIO(made))
    for cell in cells_of(book):
        if cell.value == DATE:
            cell.value = datetime(2025, 3, 15)  # noqa: DTZ001 - a sheet knows no zones
            cell.number_format = 'yyyy"年"m"月"d"日"'
        elif cell.value == SHARE:
            cell.value, cell.number_format = 0.9, "0%"
    saved = BytesIO()
    book.save(saved)
    return saved.getvalue()


def cells_of(book: openpyxl.Workbook) -> Iterator[Cell]:
    """Yield every cell that may hold a value."""
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            yield from (cell for cell in row if isinstance(cell, Cell))


def valued(document: Document) -> Document:
    """Return the document with a date for a name and a share for an objective, in its first project."""
    [table, *others] = document.tables
    [unit, *units] = table.spending_units
    [project, *projects] = unit.projects
    first = evolve(unit, projects=[evolve(project, name=DATE, objective=SHARE), *projects])
    return Document(tables=[evolve(table, spending_units=[first, *units]), *others])


def printable_word(document: Document, **traits: object) -> bytes:
    """Return a Word document that is ready for print: landscape, ruled, its header printed again on each page."""
    made = docx.Document(BytesIO(word(document, **traits)))
    section = made.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(14)
    section.top_margin = section.bottom_margin = Mm(15)
    style: Any = made.styles["Normal"]
    style.font.name, style.font.size = SANS, Pt(9)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), SANS)
    style.paragraph_format.space_after = Pt(0)
    add_page_number(section.footer.paragraphs[0])
    for table in made.tables:
        table.style = made.styles["Table Grid"]
        table.autofit = False
        properties = table.rows[0]._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:tblHeader"))
        for row in table.rows:
            for share, cell in zip((28, 17, 17, 17, 17, 63, 110), row._tr.tc_lst, strict=False):
                cell.width = Mm(share)
    saved = BytesIO()
    made.save(saved)
    return saved.getvalue()


def add_page_number(paragraph: Any) -> None:  # noqa: ANN401 - python-docx's class says little
    """Write 第 … 页 into a footer, with Word's own field."""
    paragraph.alignment = 1
    paragraph.add_run("第 ")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)
    paragraph.add_run(" 页")


def comma_file(document: Document, encoding: str) -> bytes:
    """Return the tables as a spreadsheet saves them with commas between the cells."""
    written = StringIO(newline="")
    writer = csv.writer(written)
    for table in printed(document):
        if table.title:
            writer.writerow([table.title, *[""] * 6])
        writer.writerow([table.department, *[""] * 5, table.unit])
        writer.writerow(STANDARD)
        writer.writerows(line.cells for line in table.lines)
    return written.getvalue().encode(encoding)
