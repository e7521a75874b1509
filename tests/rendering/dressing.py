"""Office files dressed for print, on the plain ones of :mod:`offices`; and the plain text of a table."""

import csv
from collections.abc import Iterator, Sequence
from datetime import datetime
from io import BytesIO, StringIO
from itertools import pairwise
from math import ceil
from typing import Any

import docx
import openpyxl
from attrs import evolve
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_ALIGN_VERTICAL
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import _Cell
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

import offices
from budgetperf.model import Document
from choosing import Plain
from drawing.families import MING, SANS
from drawing.printed import MONEY, STANDARD, printed
from drawing.subjects import with_projects

THIN = Side(style="thin")
#: Widths of columns in characters, for a sheet that is fitted to the page and for one that isn't.
FITTED, SPREAD = (16, 10, 10, 10, 10, 30, 60), (30, 16, 16, 16, 16, 60, 95)
#: Widths of columns in a Word document.
MILLIMETRES = (28, 17, 17, 17, 17, 63, 110)
#: A project whose cells hold no text: a date for its name and a share for its objective.
DATE, SHARE = "2025年3月15日", "90%"


def workbook(document: Document, **traits: object) -> bytes:
    """Return a workbook with these traits of :func:`offices.workbook`."""
    return offices.workbook(document, Plain({name.replace("_", " "): option for name, option in traits.items()}))


def word(document: Document, **traits: object) -> bytes:
    """Return a Word document with these traits of :func:`offices.word`, its merged cells as Word itself begins them."""
    made = offices.word(document, Plain({name.replace("_", " "): option for name, option in traits.items()}))
    opened = docx.Document(BytesIO(made))
    for table in opened.tables:
        for above, below in pairwise(table.rows):
            for first, second in zip(above._tr.tc_lst, below._tr.tc_lst, strict=False):
                if second.vMerge == "continue" and first.vMerge is None:
                    first.vMerge = "restart"
    saved = BytesIO()
    opened.save(saved)
    return saved.getvalue()


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
    widths = FITTED if fitted else SPREAD
    for at, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    header = next(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 2).value in {"总计", "项目资金"})
    for number, row in enumerate(sheet.iter_rows(), 1):
        in_table = number >= header
        if in_table:
            sheet.row_dimensions[number].height = height_of([cell.value for cell in row], widths)
        for at, cell in enumerate(row):
            heads = cell.value in STANDARD or cell.value == "项目资金" or number == 1
            cell.font = Font(name=MING, size=15 if number == 1 else 9)
            place = "center" if heads else "right" if at in MONEY else "left"
            cell.alignment = Alignment(wrap_text=in_table, vertical="center", horizontal=place)
            if in_table:
                cell.border = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
    sheet.print_title_rows = f"{header}:{header + (sheet.cell(header, 2).value == '项目资金')}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    footer: Any = sheet.oddFooter
    footer.center.text = "第 &P 页，共 &N 页"
    if fitted:
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.page_setup.fitToHeight = 0


def height_of(values: Sequence[object], widths: Sequence[int]) -> float:
    """Return the height in points that a row's longest cell takes; LibreOffice finds none by itself."""
    # A sheet counts widths in digits of 7 pixels; one of our characters is 12 wide, and a line may end a little early.
    lines = [ceil(len(str(value or "")) / (width * 7 / 12 - 1.5)) for value, width in zip(values, widths, strict=False)]
    return max(lines) * 12.5 + 5


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
    first = next(document.tables[0].projects)
    return with_projects(
        document, lambda project: evolve(project, name=DATE, objective=SHARE) if project is first else project
    )


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
    for paragraph in made.paragraphs:
        if "目标表" in paragraph.text:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    add_page_number(section.footer.paragraphs[0])
    for table in made.tables:
        table.style = made.styles["Table Grid"]
        table.autofit = False
        properties = table.rows[0]._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:tblHeader"))
        for share, column in zip(MILLIMETRES, table.columns, strict=True):
            column.width = Mm(share)
        for row in table.rows:
            for at, cell in enumerate(_Cell(each, table) for each in row._tr.tc_lst):
                cell.width = Mm(MILLIMETRES[at])
                cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER if at in MONEY else None
    saved = BytesIO()
    made.save(saved)
    return saved.getvalue()


def add_page_number(paragraph: Any) -> None:  # noqa: ANN401 - python-docx's class says little
    """Write 第 … 页 into a footer, with Word's own field."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
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
