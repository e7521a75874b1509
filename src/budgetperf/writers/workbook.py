"""A document as a workbook (XLSX): a sheet for each table, laid out for print, and one with the tidy rows."""

import os
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from typing import IO, TYPE_CHECKING, Any, Final

from attrs import define, field

from budgetperf.errors import MissingExtra, Unwritable
from budgetperf.formulas import is_formula
from budgetperf.model import Document
from budgetperf.opening import read
from budgetperf.readers import Limits
from budgetperf.records import COLUMNS, Row, to_records
from budgetperf.source import display_width
from budgetperf.taxonomy import Taxonomy
from budgetperf.terms import reading_by
from budgetperf.units import UnitList
from budgetperf.writers.layout import HEADINGS, MONEY, Level, PrintedRow, PrintedTable, laid_out
from budgetperf.writers.rereading import keep_promise

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

__all__ = ["to_xlsx"]

#: The names of the sheets: that of a table, with its number where there are several, and that of the tidy rows.
_TABLE, _TIDY = "绩效目标表", "指标明细"
#: A sheet of Excel has no more rows, a cell holds no more characters, a number no more digits, a format no more places.
_MOST_ROWS, _LONGEST_CELL, _MOST_DIGITS, _MOST_PLACES = 1_048_576, 32_767, 15, 30
#: How many rows title, captions and header take.
_MOST_ROWS_ABOVE: Final = 3
#: Each indicator begins a line of its cell.
_BETWEEN_CLAUSES: Final = "\n"
#: What XML has no way to say.
_NO_CHARACTER: Final = re.compile("[\ufffe\uffff]")
#: What is read again may be as large as it was made.
_NO_LIMITS: Final = Limits(
    **dict.fromkeys(("part_bytes", "unpacked_bytes", "file_bytes", "ratio", "cells", "rows", "characters"), 10**12),
    seconds=10**9,
)
#: The same document gives the same bytes: no moment is kept, but the first that a ZIP archive can name.
_NO_MOMENT: Final = datetime(1980, 1, 1)  # noqa: DTZ001 - a workbook names no zone

#: How wide the columns are, in digits.
_WIDTHS: Final = (25, 12, 12, 12, 12, 36, 66)
_TIDY_WIDTH: Final = 11
_TIDY_WIDTHS: Final = {
    **dict.fromkeys(("department", "spending_unit", "project", "indicator"), 24),
    **dict.fromkeys(("period_text", "annual_text"), 20),
    "objective": 40,
}
#: The last column under the department; the unit of amounts stands over those behind it.
_LAST, _LAST_OF_DEPARTMENT = len(HEADINGS) - 1, MONEY.stop - 1
#: The height of a line in points, and of the highest row that Excel shows.
_LINE, _HIGHEST, _HEADER_HEIGHT, _TITLE_HEIGHT = 14.0, 409.0, 28.0, 32.0
_A4: Final = 9

_BODY: Final = {"font_name": "宋体", "font_size": 10}
_GRID: Final = {**_BODY, "border": 1, "valign": "top", "text_wrap": True}
_SUM: Final = {**_GRID, "bold": True, "valign": "vcenter", "bg_color": "#F3F5F8"}
_STYLES: Final[Mapping[str | Level, Mapping[str, Any]]] = {
    "title": {"font_name": "黑体", "font_size": 16, "bold": True, "align": "center", "valign": "vcenter"},
    "caption": _BODY,
    "amount unit": {**_BODY, "align": "right"},
    "heading": {**_GRID, "bold": True, "align": "center", "valign": "vcenter", "bg_color": "#E3E8EF"},
    Level.TOTAL: _SUM,
    Level.UNIT: _SUM,
    Level.PROJECT: _GRID,
    "project name": {**_GRID, "align": "left", "indent": 1},
    "tidy heading": {"font_size": 10, "bold": True, "bottom": 1, "bg_color": "#E3E8EF"},
    "tidy": {"font_size": 10, "valign": "top"},
}


def to_xlsx(
    document: Document,
    path_or_file: str | os.PathLike[str] | IO[bytes],
    *,
    taxonomy: Taxonomy | None = None,
    units: UnitList | None = None,
) -> None:
    """Write a document as a workbook.

    Each table has a sheet of its own (绩效目标表) with merged captions, a header that stays when the rows are scrolled
    and is printed on each page, and amounts that are numbers with the printed digits; each indicator begins a line of
    its cell. The last sheet (指标明细) has the tidy rows (:func:`budgetperf.to_records`) below the names of their
    columns, for filters and pivot tables.

    Words are strings, never formulas; those that would become one when somebody edits the cell are marked as text (as
    an apostrophe does that is typed before them). The same document gives the same bytes.

    Args:
        document: What to write.
        path_or_file: A path, or a file that is open for bytes.
        taxonomy: The taxonomy that it was read by, where that is not the standard one.
        units: The units that it was read by, where these are not the standard ones.

    Raises:
        MissingExtra: if the extra ``excel`` is not installed.
        TypeError: if `document` is no document.
        Unwritable: if a table can't be printed so that it reads back equal, or holds more rows, or longer cells, than
            a workbook can; then nothing is written.

    >>> from io import BytesIO
    >>> from budgetperf import parse, read
    >>> document = parse('''单位：万元
    ... | 项目名称 | 总计 | 财政拨款 | 财政专户拨款 | 其他资金 | 绩效目标 | 绩效指标 |
    ... | 展览经费 | 3.00 | 3.00 | | | 办好展览。 | 1、1-产出指标；11-数量指标；场次；年度指标值：3场。 |''').value
    >>> file = BytesIO()
    >>> to_xlsx(document, file)
    >>> read(file.getvalue()).value == document
    True

    """
    with reading_by(taxonomy, units):
        tables, rows = laid_out(document), to_records(document)
        _refuse_too_much(tables, rows)
        data = _workbook(tables, rows)
        keep_promise(document, read(data, limits=_NO_LIMITS).value)
    if isinstance(path_or_file, str | os.PathLike):
        with open(path_or_file, "wb") as file:  # noqa: PTH123 - a path may be of any class
            file.write(data)
    else:
        path_or_file.write(data)


def _refuse_too_much(tables: Sequence[PrintedTable], rows: Sequence[Row]) -> None:
    """Refuse what a sheet has no room for: the library would leave it out without a word."""
    _refuse_rows(len(rows), f"the list {_TIDY}", "tables")
    for table in tables:
        _refuse_rows(len(table.rows), "the table", table.path)
        for name, words in (("title", table.title), ("department", table.department)):
            _refuse_words(words, f"{table.path}.{name}")
        for row in table.rows:
            indicators = _BETWEEN_CLAUSES.join(row.clauses)
            for name, words in (("name", row.name), ("objective", row.objective), ("indicators", indicators)):
                _refuse_words(words, f"{row.path}.{name}")


def _refuse_rows(count: int, name: str, path: str) -> None:
    most = _MOST_ROWS - _MOST_ROWS_ABOVE
    if count > most:
        reason = f"{name} has {count:,} rows, more than the {most:,} that a sheet of a workbook has room for"
        raise Unwritable(path, reason)


def _refuse_words(words: str, path: str) -> None:
    """Refuse words that no cell holds. The tidy rows have parts of them."""
    if len(words) > _LONGEST_CELL:
        reason = f"its {len(words):,} characters are more than the {_LONGEST_CELL:,} that a cell of a workbook holds"
        raise Unwritable(path, reason)
    if found := _NO_CHARACTER.search(words):
        raise Unwritable(path, f"it holds U+{ord(found[0]):X}, which no workbook can")


def _workbook(tables: Sequence[PrintedTable], rows: Sequence[Row]) -> bytes:
    try:
        from xlsxwriter import Workbook
    except ImportError as error:
        raise MissingExtra("excel", "writing a workbook (XLSX)") from error
    data = BytesIO()
    book = Workbook(data, {"in_memory": True})
    book.set_properties({"created": _NO_MOMENT, "title": tables[0].title if tables else ""})
    styles = _Styles(book)
    for number, table in enumerate(tables, 1):
        name = _TABLE if len(tables) == 1 else f"{_TABLE}{number}"
        _PrintedSheet(book.add_worksheet(name), styles).fill(table)
    _fill_tidy(book.add_worksheet(_TIDY), styles, rows)
    book.close()
    return data.getvalue()


@define
class _Styles:
    """The styles of cells, each made once."""

    book: "Workbook"
    _known: "dict[tuple[str | Level, str, bool], Format]" = field(factory=dict)

    def put_words(self, sheet: "Worksheet", row: int, column: int, words: str, name: str | Level) -> None:
        """Write words as words, whatever they begin with."""
        style = self._style(name, as_text=is_formula(words))
        if words:
            sheet.write_string(row, column, words, style)
        else:
            sheet.write_blank(row, column, None, style)

    def put_number(self, sheet: "Worksheet", row: int, column: int, number: Decimal | int, name: str | Level) -> None:
        """Write a number with its digits; one that a workbook would not keep is written as words."""
        if _is_kept(number):
            sheet.write_number(row, column, float(number), self._style(name, _number_format(number)))
        else:
            self.put_words(sheet, row, column, f"{number:f}", name)

    def _style(self, name: str | Level, number_format: str = "", *, as_text: bool = False) -> "Format":
        key = name, number_format, as_text
        if key not in self._known:
            further = {"num_format": number_format, "align": "right"} if number_format else {}
            self._known[key] = self.book.add_format({**_STYLES[name], **further, "quote_prefix": as_text})
        return self._known[key]


def _is_kept(number: Decimal | int) -> bool:
    """Tell whether a workbook keeps every digit of a number, and can show it.

    >>> _is_kept(Decimal("1234.50")), _is_kept(Decimal("12345678901234567890.01")), _is_kept(Decimal("1E-31"))
    (True, False, False)
    """
    number = Decimal(number)
    return _places(number) <= _MOST_PLACES and Decimal(f"{float(number):.{_MOST_DIGITS}g}") == number


def _number_format(number: Decimal | int) -> str:
    """Return the format that shows a number with the digits that it has.

    >>> _number_format(Decimal("1234.50")), _number_format(Decimal("2E+4")), _number_format(7)
    ('#,##0.00', '#,##0', '0')
    """
    if isinstance(number, int):
        return "0"
    places = _places(number)
    return f"#,##0.{'0' * places}" if places else "#,##0"


def _places(number: Decimal) -> int:
    """Return how many digits stand behind the point."""
    return len(f"{number:f}".partition(".")[2])


# --- the printed table ----------------------------------------------------------------------------


@define
class _PrintedSheet:
    """The sheet of one table."""

    sheet: "Worksheet"
    styles: _Styles
    row: int = 0

    def fill(self, table: PrintedTable) -> None:
        """Write captions, header and rows."""
        for column, width in enumerate(_WIDTHS):
            self.sheet.set_column(column, column, width)
        self._put_captions(table)
        for column, heading in enumerate(HEADINGS):
            self._put(column, heading, "heading")
        self._close_row(_HEADER_HEIGHT)
        self.sheet.freeze_panes(self.row, 1)
        _lay_out_pages(self.sheet, self.row - 1)
        self.sheet.fit_to_pages(1, 0)
        for row in table.rows:
            self._put_row(row)

    def _put_captions(self, table: PrintedTable) -> None:
        if table.title:
            self._merge(0, _LAST, table.title, "title")
            self._close_row(_TITLE_HEIGHT)
        if table.second_line:
            self._merge(0, _LAST_OF_DEPARTMENT, table.department, "caption")
            self._put(_LAST_OF_DEPARTMENT + 1, table.year, "caption")
            self._put(_LAST, table.amount_unit, "amount unit")
            self._close_row()

    def _put_row(self, row: PrintedRow) -> None:
        cells = row.cells(between_clauses=_BETWEEN_CLAUSES)
        for column, words in enumerate(cells):
            amount = row.amounts[column - MONEY.start] if column in MONEY else None
            if amount is not None:
                self.styles.put_number(self.sheet, self.row, column, amount, row.level)
            else:
                is_name = column == 0 and row.level is Level.PROJECT
                self._put(column, words, "project name" if is_name else row.level)
        self._close_row(max(map(_height, cells, _WIDTHS)))

    def _put(self, column: int, words: str, style: str | Level) -> None:
        self.styles.put_words(self.sheet, self.row, column, words, style)

    def _merge(self, first: int, last: int, words: str, style: str) -> None:
        self.sheet.merge_range(self.row, first, self.row, last, "")
        for column in range(first, last + 1):
            self._put(column, words if column == first else "", style)

    def _close_row(self, height: float | None = None) -> None:
        self.sheet.set_row(self.row, height)
        self.row += 1


def _lay_out_pages(sheet: "Worksheet", header: int) -> None:
    """Print a sheet on landscape pages, the header on each."""
    sheet.repeat_rows(header)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer("&C&P / &N")


def _height(words: str, width: int) -> float:
    """Return the height of a cell with words in a column: not every program finds it out by itself."""
    lines = sum(max(1, -(-display_width(line) // (width * 9 // 10))) for line in words.split("\n"))
    return min(_LINE * lines + 5, _HIGHEST)


# --- the tidy rows --------------------------------------------------------------------------------


def _fill_tidy(sheet: "Worksheet", styles: _Styles, rows: Sequence[Row]) -> None:
    """Write the tidy rows below the names of their columns."""
    for column, name in enumerate(COLUMNS):
        sheet.set_column(column, column, max(_TIDY_WIDTHS.get(name, _TIDY_WIDTH), len(name) + 3))
        styles.put_words(sheet, 0, column, name, "tidy heading")
    sheet.freeze_panes(1, 0)
    _lay_out_pages(sheet, 0)
    sheet.autofilter(0, 0, len(rows), len(COLUMNS) - 1)
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row.values()):
            if isinstance(value, str):
                styles.put_words(sheet, number, column, value, "tidy")
            elif value is not None:
                styles.put_number(sheet, number, column, value, "tidy")
