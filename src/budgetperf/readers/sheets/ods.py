"""ODS: the cells of a spreadsheet's tables, in an archive or as one text of XML."""

from typing import ClassVar

from attrs import define, field

from budgetperf.readers.composing import ComposedText, cleaned
from budgetperf.readers.office.elements import Ends, Starts
from budgetperf.readers.office.odf import OFFICE, TABLE, OdfReader, count_of, read_content
from budgetperf.readers.request import Request
from budgetperf.readers.sheets.cells import LAST_COLUMN, LAST_ROW, SheetCells
from budgetperf.readers.sheets.formats import shown_number
from budgetperf.readers.sheets.layout import Sheets
from budgetperf.readers.sheets.listing import ListedSheet, SheetList

__all__ = ["read_ods"]

_HIDDEN = frozenset({"collapse", "filter"})
_REPEATED_COLUMNS, _REPEATED_ROWS = TABLE + "number-columns-repeated", TABLE + "number-rows-repeated"
#: The format of a percentage that has none: the digits that there are.
_PERCENT = "0.########%"


def read_ods(request: Request) -> ComposedText:
    """Return what the tables of a spreadsheet show.

    Raises:
        Unreadable: if the file is damaged or encrypted.
        LimitExceeded: if it is larger than the limits allow.
        ValueError: if it has no such sheet.

    """
    listed = SheetList(request.allowance, request.sheet)
    reader = _SheetsReader(allowance=request.allowance, sheets=Sheets(ComposedText(request.allowance)), listed=listed)
    doubts = read_content(request.package or request.flat, request.main, reader)
    reader.sheets.tell_hidden(listed.hidden())
    reader.sheets.composed.diagnostics += doubts
    return reader.sheets.composed


@define
class _SheetsReader(OdfReader):
    """Takes the elements of all tables."""

    sheets: Sheets = field(kw_only=True)
    listed: SheetList = field(kw_only=True)
    #: The table that is open, None where it is not to be read.
    sheet: SheetCells | None = None
    row: int = 0
    #: How many rows the one that is open stands for, and how many columns the cell does.
    rows: int = 1
    columns: int = 1
    column: int = 0
    filled: dict[int, str] = field(factory=dict)
    #: The last column with words, or that a cell with words reaches.
    reach: int = 0
    attributes: dict[str, str] | None = None
    lines: list[str] = field(factory=list)

    def is_left_out(self, tag: str, attributes: dict[str, str]) -> bool:
        """Leave out sheets that are not wanted, shapes, and tables within cells."""
        if tag == "table":
            return self.attributes is not None or not self._is_wanted(attributes)
        return (tag.startswith("draw:") and tag != "draw:a") or OdfReader.is_left_out(self, tag, attributes)

    def _is_wanted(self, attributes: dict[str, str]) -> bool:
        shown = attributes.get(TABLE + "style-name", "") not in self.hiding_sheets
        return self.listed.add(ListedSheet(attributes.get(TABLE + "name", ""), shown=shown))

    def close_paragraph(self, words: str) -> None:
        """Take a line of a cell."""
        if self.attributes is not None:
            self.lines.append(words)

    def _start_table(self, _: dict[str, str]) -> None:
        self.sheet = SheetCells()
        self.row = self.column = 0
        self.rows = 1

    def _end_table(self) -> None:
        if self.sheet is not None:
            self.sheets.add(self.listed.sheets[-1].name, self.sheet)
            self.sheet = None

    def _take_column(self, attributes: dict[str, str]) -> None:
        count = min(count_of(attributes, _REPEATED_COLUMNS), LAST_COLUMN)
        if self.sheet is not None and attributes.get(TABLE + "visibility") in _HIDDEN:
            self.sheets.hide_columns(self.sheet, self.column + 1, self.column + count)
        self.column = min(self.column + count, LAST_COLUMN)

    def _start_row(self, attributes: dict[str, str]) -> None:
        if self.sheet is None:
            return
        self.row = min(self.row + self.rows, LAST_ROW) if self.row else 1
        self.rows = min(count_of(attributes, _REPEATED_ROWS), LAST_ROW)
        self.column = self.reach = 0
        self.filled.clear()
        if attributes.get(TABLE + "visibility") in _HIDDEN:
            self.sheet.hidden_rows.add(self.row, min(self.row + self.rows - 1, LAST_ROW))

    def _end_row(self) -> None:
        if self.sheet is not None and self.filled:
            self.sheets.count_cells(len(self.filled) * (self.rows - 1))
            for number in range(self.row, self.row + self.rows):
                self.sheets.close_row(self.sheet, number, self.filled, self.reach)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self.columns = min(count_of(attributes, _REPEATED_COLUMNS), LAST_COLUMN)
        if self.sheet is not None:
            self.sheets.count_cells()
            self.attributes = attributes
            self.lines = []

    def _end_cell(self) -> None:
        first, self.column = self.column + 1, min(self.column + self.columns, LAST_COLUMN)
        attributes, self.attributes = self.attributes, None
        if self.sheet is None or attributes is None:
            return
        words = cleaned("\n".join(self.lines)) if self.lines else _value(attributes)
        right = first + min(count_of(attributes, TABLE + "number-columns-spanned"), LAST_COLUMN) - 1
        bottom = self.row + min(count_of(attributes, TABLE + "number-rows-spanned"), LAST_ROW) - 1
        if right > first or bottom > self.row:
            self.sheets.merge(self.sheet, self.row, first, bottom, right)
        if words:
            self.sheets.allowance.check("columns", self.column, "a sheet has too many columns")
            self.sheets.count_cells(self.columns - 1)
            self.filled.update(dict.fromkeys(range(first, self.column + 1), words))
            self.reach = max(self.reach, right, self.column)
        elif TABLE + "formula" in attributes and OFFICE + "value-type" not in attributes:
            self.sheet.valueless.append((self.row, first))

    def _end_covered(self) -> None:
        self.column = min(self.column + self.columns, LAST_COLUMN)
        self.attributes = None

    STARTS: ClassVar[Starts] = {
        "table": _start_table,
        "table-column": _take_column,
        "table-row": _start_row,
        "table-cell": _start_cell,
        "covered-table-cell": _start_cell,
    }
    ENDS: ClassVar[Ends] = {
        "table": _end_table,
        "table-row": _end_row,
        "table-cell": _end_cell,
        "covered-table-cell": _end_covered,
    }


def _value(attributes: dict[str, str]) -> str:
    """Return the value of a cell without paragraphs, which some programs leave out."""
    kind = attributes.get(OFFICE + "value-type", "")
    value = attributes.get(OFFICE + "value", "")
    if kind == "percentage":
        return shown_number(value, _PERCENT)
    if kind in ("float", "currency"):
        return shown_number(value, "")
    if kind == "boolean":
        return attributes.get(OFFICE + "boolean-value", "").upper()
    return cleaned(attributes.get(f"{OFFICE}{kind}-value", ""))
