"""Write the workbooks of :mod:`offices` in the other formats that spreadsheets come in.

A workbook is transcribed cell by cell: words, numbers and their formats, merged cells,
and what is hidden.
"""

import struct
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import openpyxl
import xlwt  # type: ignore[import-untyped]  # it has no types
from attrs import frozen
from openpyxl.utils import column_index_from_string
from openpyxl.worksheet.worksheet import Worksheet

from budgetperf.readers.sheets.formats import shown_number
from offices import archive, relations

Value = float | str | bool | None


@frozen
class Written:
    """A cell on its way into a file; rows and columns count from 1."""

    row: int
    column: int
    value: Value
    code: str = "General"


def written(sheet: Worksheet) -> Iterator[list[Written]]:
    """Yield the cells of a sheet row by row, empty ones left out."""
    for row in sheet.iter_rows():
        cells = [each for each in row if each.value is not None]
        yield [Written(each.row or 1, each.column or 1, value_of(each.value), each.number_format) for each in cells]


def value_of(value: object) -> Value:
    """Return a value as the writers below take it."""
    return value if isinstance(value, bool | str) else float(value) if isinstance(value, int | float) else str(value)


def areas(sheet: Worksheet) -> list[tuple[int, int, int, int]]:
    """Return the first and last row, the first and last column of each merged cell."""
    return [(area.min_row, area.max_row, area.min_col, area.max_col) for area in sheet.merged_cells.ranges]


def hidden_rows(sheet: Worksheet) -> set[int]:
    """Return the rows that are hidden."""
    return {number for number, row in sheet.row_dimensions.items() if row.hidden}


def hidden_columns(sheet: Worksheet) -> set[int]:
    """Return the columns that are hidden."""
    return {column_index_from_string(letters) for letters, each in sheet.column_dimensions.items() if each.hidden}


# --- XLS ----------------------------------------------------------------------------------------------


def xls(book: openpyxl.Workbook) -> bytes:
    """Return a workbook as Excel 97 has it."""
    made = xlwt.Workbook(encoding="utf-8")
    styles: dict[str, Any] = {}
    for sheet in book.worksheets:
        added = made.add_sheet(sheet.title, cell_overwrite_ok=True)
        added.visibility = {"visible": 0, "hidden": 1, "veryHidden": 2}[sheet.sheet_state]
        for row in written(sheet):
            for cell in row:
                style = styles.get(cell.code)
                if style is None:
                    style = styles[cell.code] = xlwt.XFStyle()
                    style.num_format_str = cell.code
                added.write(cell.row - 1, cell.column - 1, cell.value, style)
        for top, bottom, left, right in areas(sheet):
            added.merge(top - 1, bottom - 1, left - 1, right - 1)
        for number in hidden_rows(sheet):
            added.row(number - 1).hidden = True
        for number in hidden_columns(sheet):
            added.col(number - 1).hidden = True
    saved = BytesIO()
    made.save(saved)
    return saved.getvalue()


# --- XLSB ---------------------------------------------------------------------------------------------


def record(kind: int, data: bytes = b"") -> bytes:
    """Return a record of a binary workbook."""
    head = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, left = b"", len(data)
    while True:
        size += bytes([left & 0x7F | (0x80 if left > 0x7F else 0)])
        left >>= 7
        if not left:
            return head + size + data


def wide(words: str) -> bytes:
    """Return words with their length before them."""
    data = words.encode("utf-16-le")
    return struct.pack("<I", len(data) // 2) + data


def packed(number: float) -> bytes | None:
    """Return a number in four bytes, None where it does not go into them."""
    for scale, flag in ((1, 2), (100, 3)):
        scaled = round(number * scale)
        if scaled / scale == number and abs(scaled) < 1 << 29:
            return struct.pack("<i", scaled << 2 | flag)
    return None


def xlsb(book: openpyxl.Workbook) -> bytes:
    """Return a workbook as binary records."""
    codes = sorted({cell.code for sheet in book.worksheets for row in written(sheet) for cell in row} - {"General"})
    places = {"General": 0, **{code: place for place, code in enumerate(codes, 1)}}
    strings: dict[str, int] = {}
    parts: dict[str, str | bytes] = {}
    for number, sheet in enumerate(book.worksheets, 1):
        parts[f"xl/worksheets/sheet{number}.bin"] = xlsb_sheet(sheet, places, strings)
    states = {"visible": 0, "hidden": 1, "veryHidden": 2}
    listed = b"".join(
        record(156, struct.pack("<II", states[sheet.sheet_state], number) + wide(f"rId{number}") + wide(sheet.title))
        for number, sheet in enumerate(book.worksheets, 1)
    )
    formats = b"".join(
        record(44, struct.pack("<H", 163 + place) + wide(code)) for code, place in places.items() if place
    )
    styles = b"".join(record(47, struct.pack("<HH12x", 0, 163 + place if place else 0)) for place in places.values())
    targets = [("worksheet", f"worksheets/sheet{number}.bin") for number in range(1, len(book.worksheets) + 1)]
    return archive(
        {
            "_rels/.rels": relations(("officeDocument", "xl/workbook.bin")),
            "xl/workbook.bin": record(131)
            + record(153, bytes(12))
            + record(143)
            + listed
            + record(144)
            + record(157, bytes(26))
            + record(132),
            "xl/_rels/workbook.bin.rels": relations(
                *targets, ("sharedStrings", "sharedStrings.bin"), ("styles", "styles.bin")
            ),
            "xl/sharedStrings.bin": record(159, struct.pack("<II", len(strings), len(strings)))
            + b"".join(record(19, b"\0" + wide(words)) for words in strings)
            + record(160),
            "xl/styles.bin": record(278)
            + record(615, struct.pack("<I", len(codes)))
            + formats
            + record(616)
            + record(626)
            + record(47, bytes(16))
            + record(627)
            + record(617, struct.pack("<I", len(places)))
            + styles
            + record(618)
            + record(279),
            **parts,
        }
    )


def xlsb_sheet(sheet: Worksheet, places: Mapping[str, int], strings: dict[str, int]) -> bytes:
    """Return a sheet as binary records; strings of more than a few characters are shared."""
    made = [record(129), record(148, bytes(16)), record(390)]
    made += [record(60, struct.pack("<IIIIH", at - 1, at - 1, 2048, 0, 1)) for at in sorted(hidden_columns(sheet))]
    made += [record(391), record(145)]
    hidden = hidden_rows(sheet)
    for row in written(sheet):
        if row:
            flags = 0x10 if row[0].row in hidden else 0
            made.append(record(0, struct.pack("<IIHBBBI", row[0].row - 1, 0, 300, 0, flags, 0, 0)))
        made += [xlsb_cell(cell, places, strings) for cell in row]
    merged = areas(sheet)
    made += [record(146), record(177, struct.pack("<I", len(merged)))]
    made += [record(176, struct.pack("<4I", *(side - 1 for side in area))) for area in merged]
    return b"".join([*made, record(178), record(130)])


def xlsb_cell(cell: Written, places: Mapping[str, int], strings: dict[str, int]) -> bytes:
    """Return a cell as a record."""
    head = struct.pack("<II", cell.column - 1, places[cell.code])
    if isinstance(cell.value, bool):
        return record(4, head + bytes([cell.value]))
    if isinstance(cell.value, str):
        if len(cell.value) < 8:
            return record(6, head + wide(cell.value))
        return record(7, head + struct.pack("<I", strings.setdefault(cell.value, len(strings))))
    number = cell.value or 0.0
    if number == 3:  # as the result of a formula
        return record(9, head + struct.pack("<dHII", number, 0, 0, 0))
    short = packed(number)
    return record(2, head + short) if short else record(5, head + struct.pack("<d", number))


# --- OpenDocument ---------------------------------------------------------------------------------------

ODF_NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{room}:1.0"'
    for name, room in (
        ("office", "office"),
        ("table", "table"),
        ("text", "text"),
        ("style", "style"),
        ("draw", "drawing"),
    )
)


def ods(book: openpyxl.Workbook) -> bytes:
    """Return a workbook as an OpenDocument spreadsheet."""
    return ods_of(ods_body(book))


def fods(book: openpyxl.Workbook) -> bytes:
    """Return a workbook as one text of XML."""
    mime = 'office:mimetype="application/vnd.oasis.opendocument.spreadsheet"'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document {ODF_NAMES} {mime}>{ods_body(book)}</office:document>'.encode()


def ods_of(body: str) -> bytes:
    """Return an OpenDocument spreadsheet with this XML within."""
    content = f"<office:document-content {ODF_NAMES}>{body}</office:document-content>"
    return archive({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content})


def ods_body(book: openpyxl.Workbook) -> str:
    """Return the styles and tables of a workbook."""
    tables = "".join(map(ods_table, book.worksheets))
    return (
        '<office:automatic-styles><style:style style:name="out" style:family="table">'
        '<style:table-properties table:display="false"/></style:style></office:automatic-styles>'
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
    )


def ods_table(sheet: Worksheet) -> str:
    """Return a sheet as a table."""
    style = "" if sheet.sheet_state == "visible" else ' table:style-name="out"'
    hidden = hidden_columns(sheet)
    columns = "".join(
        "<table:table-column" + (' table:visibility="collapse"/>' if at in hidden else "/>")
        for at in range(1, (sheet.max_column or 1) + 1)
    )
    spans = {(top, left): (bottom - top + 1, right - left + 1) for top, bottom, left, right in areas(sheet)}
    covered = {
        (row, column)
        for (top, left), (tall, wide_) in spans.items()
        for row in range(top, top + tall)
        for column in range(left, left + wide_)
        if (row, column) != (top, left)
    }
    last = max([sheet.max_row or 1, *(row for row, _ in covered)])
    cells = {(cell.row, cell.column): cell for row in written(sheet) for cell in row}
    rows = []
    for row in range(1, last + 1):
        end = max([1, *(column for at, column in (*cells, *covered) if at == row)])
        made = "".join(
            ods_cell(cells.get((row, at)), spans.get((row, at)), is_covered=(row, at) in covered)
            for at in range(1, end + 1)
        )
        gone = ' table:visibility="filter"' if row in hidden_rows(sheet) else ""
        rows.append(
            f'<table:table-row{gone}>{made}<table:table-cell table:number-columns-repeated="{16384 - end}"/></table:table-row>'
        )
    rest = f'<table:table-row table:number-rows-repeated="{(1 << 20) - last}"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    return f"<table:table table:name={quoteattr(sheet.title)}{style}>{columns}{''.join(rows)}{rest}</table:table>"


def ods_cell(cell: Written | None, span: tuple[int, int] | None, *, is_covered: bool) -> str:
    """Return a cell with what it shows."""
    name = "table:covered-table-cell" if is_covered else "table:table-cell"
    attributes = f' table:number-rows-spanned="{span[0]}" table:number-columns-spanned="{span[1]}"' if span else ""
    if cell is None:
        return f"<{name}{attributes}/>"
    if isinstance(cell.value, str):
        return f'<{name} office:value-type="string"{attributes}>{odf_paragraphs(cell.value)}</{name}>'
    code = "" if cell.code == "General" else cell.code
    shown = shown_number(repr(cell.value), code)
    return f'<{name} office:value-type="float" office:value="{cell.value}"{attributes}><text:p>{escape(shown)}</text:p></{name}>'


def odf_paragraphs(words: str) -> str:
    """Return words as paragraphs, several blanks as OpenDocument has them."""
    return "".join(f"<text:p>{odf_words(line)}</text:p>" for line in words.split("\n"))


def odf_words(words: str) -> str:
    """Return words with blanks and tabs as elements."""
    return escape(words).replace("  ", ' <text:s text:c="1"/>').replace("\t", "<text:tab/>")


# --- XML Spreadsheet 2003 -------------------------------------------------------------------------------------

SS_NAMES = 'xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet" xmlns:x="urn:schemas-microsoft-com:office:excel"'


def excel_xml(book: openpyxl.Workbook) -> bytes:
    """Return a workbook as one text of XML, as Excel 2003 and the systems of bureaus write it."""
    codes = sorted({cell.code for sheet in book.worksheets for row in written(sheet) for cell in row})
    places = {code: f"s{place}" for place, code in enumerate(codes)}
    styles = "".join(
        f'<Style ss:ID="{name}"><NumberFormat ss:Format={quoteattr(code)}/></Style>' for code, name in places.items()
    )
    return excel_xml_of(
        f"<Styles>{styles}</Styles>" + "".join(excel_xml_sheet(sheet, places) for sheet in book.worksheets)
    )


def excel_xml_of(body: str, encoding: str = "utf-8") -> bytes:
    """Return a workbook with this XML within."""
    head = f'<?xml version="1.0" encoding="{encoding}"?>\n<?mso-application progid="Excel.Sheet"?>\n'
    return f"{head}<Workbook {SS_NAMES}>{body}</Workbook>".encode(encoding)


def excel_xml_sheet(sheet: Worksheet, places: Mapping[str, str]) -> str:
    """Return a sheet; what comes one behind the other has no index."""
    columns = "".join(f'<Column ss:Index="{at}" ss:Hidden="1"/>' for at in sorted(hidden_columns(sheet)))
    spans = {(top, left): (bottom - top, right - left) for top, bottom, left, right in areas(sheet)}
    hidden = hidden_rows(sheet)
    rows = []
    before = 0
    for row in written(sheet):
        if not row:
            continue
        number, at, cells = row[0].row, 0, []
        for cell in row:
            down, across = spans.get((cell.row, cell.column), (0, 0))
            index = "" if cell.column == at + 1 else f' ss:Index="{cell.column}"'
            merged = (f' ss:MergeAcross="{across}"' if across else "") + (f' ss:MergeDown="{down}"' if down else "")
            kind = "String" if isinstance(cell.value, str) else "Number"
            words = escape(str(cell.value)).replace("\n", "&#10;")
            cells.append(
                f'<Cell{index}{merged} ss:StyleID="{places[cell.code]}"><Data ss:Type="{kind}">{words}</Data></Cell>'
            )
            at = cell.column + across
        index = "" if number == before + 1 else f' ss:Index="{number}"'
        index += ' ss:Hidden="1"' if number in hidden else ""
        rows.append(f"<Row{index}>{''.join(cells)}</Row>")
        before = number
    state = {"visible": "SheetVisible", "hidden": "SheetHidden", "veryHidden": "SheetVeryHidden"}[sheet.sheet_state]
    options = f"<x:WorksheetOptions><x:Visible>{state}</x:Visible></x:WorksheetOptions>"
    return f"<Worksheet ss:Name={quoteattr(sheet.title)}><Table>{columns}{''.join(rows)}</Table>{options}</Worksheet>"
