"""XML Spreadsheet 2003: the cells of a workbook that is one text of XML, as the systems of bureaus export it."""

import datetime as dt
import re
from typing import ClassVar

from attrs import define, field

from budgetperf.readers.composing import ComposedText, cleaned
from budgetperf.readers.office.elements import ElementReader, Ends, Starts
from budgetperf.readers.office.flat import parse_flat
from budgetperf.readers.request import Request
from budgetperf.readers.sheets.cells import LAST_COLUMN, LAST_ROW, SheetCells
from budgetperf.readers.sheets.formats import CellFormats
from budgetperf.readers.sheets.layout import Sheets
from budgetperf.readers.sheets.listing import ListedSheet, SheetList

__all__ = ["read_excel_xml"]

_SS, _X = "urn:schemas-microsoft-com:office:spreadsheet ", "urn:schemas-microsoft-com:office:excel "
_NUMBER = re.compile(r"\d{1,9}")
#: Formats that have names of their own.
_NAMED_FORMATS = {
    "General": "",
    "General Number": "",
    "Fixed": "0.00",
    "Standard": "#,##0.00",
    "Currency": "#,##0.00",
    "Euro Currency": "#,##0.00",
    "Percent": "0.00%",
    "General Date": "yyyy/m/d h:mm",
    "Long Date": 'yyyy"年"m"月"d"日"',
    "Medium Date": "d-mmm-yy",
    "Short Date": "yyyy/m/d",
    "Long Time": "h:mm:ss",
    "Medium Time": "h:mm AM/PM",
    "Short Time": "h:mm",
}
_EPOCH = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - no zone is printed
_DAY = dt.timedelta(days=1)
#: Days before it have no numbers, and so no formats.
_FIRST_DAY = _EPOCH + _DAY


def read_excel_xml(request: Request) -> ComposedText:
    """Return what the sheets show.

    Raises:
        Unreadable: if the text is damaged.
        LimitExceeded: if it is larger than the limits allow.
        ValueError: if it has no such sheet.

    """
    listed = SheetList(request.allowance, request.sheet)
    reader = _Reader(Sheets(ComposedText(request.allowance)), listed)
    doubts = parse_flat(request.flat, reader.open, reader.close, words=reader.take, named=_short_name)
    reader.sheets.tell_hidden(listed.hidden())
    reader.sheets.composed.diagnostics += doubts
    return reader.sheets.composed


def _short_name(full: str) -> str:
    """Return the name of an element, nothing where it is neither of a sheet nor of its options."""
    return full.rpartition(" ")[2] if full.startswith((_SS, _X)) else ""


def _count(attributes: dict[str, str], name: str, most: int) -> int:
    printed = attributes.get(_SS + name, "")
    return min(int(printed), most) if _NUMBER.fullmatch(printed) else 0


@define
class _Reader(ElementReader):
    """Takes the elements of the whole workbook."""

    sheets: Sheets
    listed: SheetList
    sheet: SheetCells | None = None
    #: The formats, and their places by the names of styles.
    codes: list[str] = field(factory=lambda: [""])
    styles: dict[str, int] = field(factory=dict)
    style: str = ""
    formats: CellFormats = field(factory=CellFormats)
    name: str = ""
    shown: bool = True
    row: int = 0
    #: How many rows more the one that is open stands for.
    further: int = 0
    column: int = 0
    filled: dict[int, str] = field(factory=dict)
    row_style: str = ""
    column_styles: dict[int, str] = field(factory=dict)
    kind: str = ""
    cell: dict[str, str] = field(factory=dict)
    #: The words of what is open, and whether those that come now belong to it.
    words: list[str] = field(factory=list)
    taken: bool = False
    valued: bool = False
    commented: bool = False

    def take(self, text: str) -> None:
        """Take words."""
        if self.taken:
            self.words.append(text)

    def _start_style(self, attributes: dict[str, str]) -> None:
        self.style = attributes.get(_SS + "ID", "")
        self.styles[self.style] = self.styles.get(attributes.get(_SS + "Parent", "Default"), 0)

    def _take_format(self, attributes: dict[str, str]) -> None:
        code = attributes.get(_SS + "Format", "")
        self.styles[self.style] = len(self.codes)
        self.codes.append(_NAMED_FORMATS.get(code, code))

    def _end_styles(self) -> None:
        self.formats = CellFormats(tuple(self.codes))

    def _start_sheet(self, attributes: dict[str, str]) -> None:
        self.name, self.shown = attributes.get(_SS + "Name", ""), True
        self.sheet = SheetCells()
        self.row = self.column = self.further = 0
        self.column_styles.clear()

    def _end_sheet(self) -> None:
        if self.sheet is not None and self.listed.add(ListedSheet(self.name, shown=self.shown)):
            self.sheets.add(self.name, self.sheet)
        self.sheet = None

    def _take_column(self, attributes: dict[str, str]) -> None:
        first = _count(attributes, "Index", LAST_COLUMN) or min(self.column + 1, LAST_COLUMN)
        self.column = min(first + _count(attributes, "Span", LAST_COLUMN), LAST_COLUMN)
        if self.sheet is not None and attributes.get(_SS + "Hidden") == "1":
            self.sheets.hide_columns(self.sheet, first, self.column)
        if style := attributes.get(_SS + "StyleID"):
            last = min(self.column, self.sheets.allowance.limits.columns)
            self.column_styles.update(dict.fromkeys(range(first, last + 1), style))

    def _start_row(self, attributes: dict[str, str]) -> None:
        self.row = _count(attributes, "Index", LAST_ROW) or min(self.row + self.further + 1, LAST_ROW)
        self.further = min(_count(attributes, "Span", LAST_ROW), LAST_ROW - self.row)
        self.column = 0
        self.filled.clear()
        self.row_style = attributes.get(_SS + "StyleID", "")
        if self.sheet is not None and attributes.get(_SS + "Hidden") == "1":
            self.sheet.hidden_rows.add(self.row, self.row + self.further)

    def _end_row(self) -> None:
        if self.sheet is not None:
            self.sheets.close_row(self.sheet, self.row, self.filled, self.column)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self.sheets.count_cells()
        self.column = _count(attributes, "Index", LAST_COLUMN) or min(self.column + 1, LAST_COLUMN)
        self.cell = attributes
        self.kind = ""
        self.words.clear()
        self.valued = False

    def _end_cell(self) -> None:
        if self.sheet is None:
            return
        words = self._shown()
        if words:
            self.sheets.keep(self.filled, self.column, words)
        elif not self.valued and _SS + "Formula" in self.cell:
            self.sheet.valueless.append((self.row, self.column))
        right = self.column + _count(self.cell, "MergeAcross", LAST_COLUMN)
        bottom = self.row + _count(self.cell, "MergeDown", LAST_ROW)
        if right > self.column or bottom > self.row:
            self.sheets.merge(self.sheet, self.row, self.column, bottom, right)
        self.column = min(right, LAST_COLUMN)

    def _shown(self) -> str:
        name = self.cell.get(_SS + "StyleID") or self.row_style or self.column_styles.get(self.column, "Default")
        style = self.styles.get(name, 0)
        words = "".join(self.words)
        if self.kind == "Number":
            return self.formats.number(words, style)
        if self.kind == "Boolean":
            return {"1": "TRUE", "0": "FALSE"}.get(words.strip(), words.strip())
        if self.kind == "DateTime":
            return self._date(words.strip(), style)
        words = cleaned(words)
        return self.formats.words(words, style) if words and self.kind == "String" else words

    def _date(self, words: str, style: int) -> str:
        try:
            moment = dt.datetime.fromisoformat(words[:23])
        except ValueError:
            return words
        if moment.tzinfo is not None or moment < _FIRST_DAY or not self.codes[style]:
            return words.partition("T")[0]
        return self.formats.number(repr((moment - _EPOCH) / _DAY), style)

    def _start_data(self, attributes: dict[str, str]) -> None:
        if not self.commented:
            self.taken = self.valued = True
            self.kind = attributes.get(_SS + "Type", "String")

    def _end_data(self) -> None:
        self.taken = False

    def _start_comment(self, _: dict[str, str]) -> None:
        self.commented = True

    def _end_comment(self) -> None:
        self.commented = False

    def _start_visible(self, _: dict[str, str]) -> None:
        self.words.clear()
        self.taken = True

    def _end_visible(self) -> None:
        self.taken = False
        self.shown = "".join(self.words).strip() == "SheetVisible"

    STARTS: ClassVar[Starts] = {
        "Style": _start_style,
        "NumberFormat": _take_format,
        "Worksheet": _start_sheet,
        "Column": _take_column,
        "Row": _start_row,
        "Cell": _start_cell,
        "Data": _start_data,
        "Comment": _start_comment,
        "Visible": _start_visible,
    }
    ENDS: ClassVar[Ends] = {
        "Styles": _end_styles,
        "Worksheet": _end_sheet,
        "Row": _end_row,
        "Cell": _end_cell,
        "Data": _end_data,
        "Comment": _end_comment,
        "Visible": _end_visible,
    }
