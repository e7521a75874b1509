"""XLSB: the cells of a workbook's sheets, from its binary records.

A part is a row of records, each with its kind, its size and its bytes; what is
not needed is passed over. Numbers come with their formats, so that 0.9 is shown as 90%.
"""

import struct
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import ClassVar

from attrs import define, field

from budgetperf.readers.composing import ComposedText, cleaned
from budgetperf.readers.office.package import Package, Relation
from budgetperf.readers.request import Request
from budgetperf.readers.sheets.binary import packed_number, shown_error, shown_truth
from budgetperf.readers.sheets.book import PackagedBook
from budgetperf.readers.sheets.cells import LAST_ROW, SheetCells
from budgetperf.readers.sheets.formats import CellFormats
from budgetperf.readers.sheets.layout import Sheets
from budgetperf.readers.unreadable import Unreadable

__all__ = ["read_xlsb"]

_LONGEST_RECORD = 8 << 20
_MOST_KIND_BYTES, _MOST_SIZE_BYTES = 2, 4
# Kinds of records.
_ROW, _CELLS, _SHORT_CELLS, _RICH_CELL = 0, range(1, 12), range(12, 19), 62
_STRING, _FORMAT, _STYLE, _STYLES_BEGIN, _STYLES_END = 19, 44, 47, 617, 618
_COLUMNS, _BOOK, _SHEET, _MERGED, _ROWS_BEGIN, _ROWS_END = 60, 153, 156, 176, 145, 146
#: A short cell has no column, and is the full cell of a kind that is less by so much.
_SHORTER_BY = 11
_NO_WORDS = 0xFFFFFFFF


def read_xlsb(request: Request) -> ComposedText:
    """Return what the sheets show.

    Raises:
        Unreadable: if the file is damaged.
        LimitExceeded: if it is larger than the limits allow.
        ValueError: if it has no such sheet.

    """
    return _Book(package=request.archive, main=request.main).text(request.sheet)


def _records(package: Package, part: str) -> Iterator[tuple[int, bytes]]:
    """Yield the records of a part."""
    left = b""
    for chunk in package.chunks(part):
        data = left + chunk if left else chunk
        at = 0
        while head := _head(data, at, part):
            kind, start, size = head
            if start + size > len(data):
                break
            yield kind, data[start : start + size]
            at = start + size
        left = data[at:]
    if left:
        raise Unreadable(f"the part {part[:100]} is cut off")


def _head(data: bytes, at: int, part: str) -> tuple[int, int, int] | None:
    """Return the kind of a record, where its bytes begin and how many they are; None where that is cut off."""
    numbers = []
    for most in (_MOST_KIND_BYTES, _MOST_SIZE_BYTES):
        number = 0
        for place in range(most):
            if at >= len(data):
                return None
            byte = data[at]
            at += 1
            number |= (byte & 0x7F) << (7 * place)
            if byte < 0x80:
                break
        numbers.append(number)
    if numbers[1] > _LONGEST_RECORD:
        raise Unreadable(f"the part {part[:100]} holds a record of more than {_LONGEST_RECORD} bytes")
    return numbers[0], at, numbers[1]


def _words(data: bytes, at: int) -> tuple[str, int]:
    """Return the words at a place of a record, and where they end."""
    (length,) = struct.unpack_from("<I", data, at)
    length = 0 if length == _NO_WORDS else length
    end = at + 4 + 2 * length
    if end > len(data):
        raise struct.error
    return data[at + 4 : end].decode("utf-16-le", "replace"), end


@define
class _Book(PackagedBook):
    """Reads the parts of records."""

    def _read_main(self, relations: Mapping[str, Relation]) -> None:
        for kind, data in _records(self.package, self.main):
            try:
                if kind == _SHEET:
                    reference, end = _words(data, 8)
                    name, _ = _words(data, end)
                    self._list(name, relations.get(reference), shown=data[0] == 0)
                elif kind == _BOOK:
                    self.formats = CellFormats(since_1904=bool(data[0] & 1))
            except (struct.error, IndexError):
                raise Unreadable(f"the part {self.main[:100]} is damaged") from None

    def _read_strings(self, part: str) -> None:
        limits = self.package.allowance.limits
        for kind, data in _records(self.package, part):
            if kind == _STRING:
                try:
                    self.strings.append(cleaned(_words(data, 1)[0]))
                except struct.error:
                    raise Unreadable(f"the part {part[:100]} is damaged") from None
                if len(self.strings) > limits.cells:
                    self.package.allowance.check("cells", len(self.strings), "the workbook has too many strings")

    def _read_styles(self, part: str) -> tuple[Sequence[int], Mapping[int, str]]:
        codes: dict[int, str] = {}
        numbers: list[int] = []
        within = False
        for kind, data in _records(self.package, part):
            try:
                if kind == _FORMAT:
                    codes.setdefault(struct.unpack_from("<H", data)[0], _words(data, 2)[0])
                elif kind == _STYLE and within:
                    numbers.append(struct.unpack_from("<H", data, 2)[0])
            except struct.error:
                raise Unreadable(f"the part {part[:100]} is damaged") from None
            within = kind == _STYLES_BEGIN or (within and kind != _STYLES_END)
        return numbers, codes

    def _cells(self, part: str, sheets: Sheets) -> SheetCells:
        reader = _SheetReader(sheets, self)
        for kind, data in _records(self.package, part):
            reader.take(kind, data)
        reader.close_row()
        return reader.sheet


@define
class _SheetReader:
    """Takes the records of one sheet."""

    sheets: Sheets
    book: _Book
    sheet: SheetCells = field(factory=SheetCells)
    row: int = 0
    #: How many rows there were, with cells or without.
    rows: int = 0
    column: int = 0
    within: bool = False
    #: The words of the row that is open, by column.
    filled: dict[int, str] = field(factory=dict)

    def take(self, kind: int, data: bytes) -> None:
        """Take a record."""
        try:
            if kind in _CELLS or kind == _RICH_CELL:
                self.column = struct.unpack_from("<I", data)[0] + 1
                self._take_cell(kind, data, 4)
            elif kind in _SHORT_CELLS:
                self.column += 1
                self._take_cell(kind - _SHORTER_BY, data, 0)
            elif kind == _ROW:
                self._open_row(data)
            elif kind in (_ROWS_BEGIN, _ROWS_END):
                self.within = kind == _ROWS_BEGIN
            elif kind == _COLUMNS:
                first, last, _, _, flags = struct.unpack_from("<IIIIH", data)
                if flags & 1:
                    self.sheets.hide_columns(self.sheet, first + 1, last + 1)
            elif kind == _MERGED:
                top, bottom, left, right = struct.unpack_from("<IIII", data)
                self.sheets.merge(self.sheet, top + 1, left + 1, bottom + 1, right + 1)
        except (struct.error, IndexError):
            raise Unreadable("a record of a sheet is cut off") from None

    def _open_row(self, data: bytes) -> None:
        self.close_row()
        self.rows += 1
        if self.rows > LAST_ROW:
            self.sheets.allowance.check("rows", self.rows, "a sheet has too many rows")
        (number,) = struct.unpack_from("<I", data)
        self.row, self.column = min(number, LAST_ROW) + 1, 0
        if data[11] & 0x10:
            self.sheet.hidden_rows.add(self.row, self.row)

    def close_row(self) -> None:
        """Keep the words of the row that is open."""
        if self.filled:
            self.sheets.close_row(self.sheet, self.row, self.filled, self.column)
            self.filled.clear()

    def _take_cell(self, kind: int, data: bytes, at: int) -> None:
        self.sheets.count_cells()
        value = self._VALUES.get(kind)
        if value is None or not self.within:
            return
        style = int.from_bytes(data[at : at + 3], "little")
        words = value(self, data, at + 4, style)
        if words:
            self.sheets.keep(self.filled, self.column, words)

    def _packed(self, data: bytes, at: int, style: int) -> str:
        return self.book.formats.real(packed_number(data[at : at + 4]), style)

    def _real(self, data: bytes, at: int, style: int) -> str:
        return self.book.formats.real(struct.unpack_from("<d", data, at)[0], style)

    def _error(self, data: bytes, at: int, _: int) -> str:
        return shown_error(data[at])

    def _truth(self, data: bytes, at: int, _: int) -> str:
        return shown_truth(data[at])

    def _text(self, data: bytes, at: int, style: int) -> str:
        return self.book.formats.words(cleaned(_words(data, at)[0]), style)

    def _rich(self, data: bytes, at: int, style: int) -> str:
        return self._text(data, at + 1, style)

    def _shared(self, data: bytes, at: int, style: int) -> str:
        (place,) = struct.unpack_from("<I", data, at)
        words = self.book.string(place)
        return self.book.formats.words(words, style) if words else ""

    #: What a cell of each kind shows; those of 8 and beyond are results of formulas.
    _VALUES: ClassVar[dict[int, Callable[["_SheetReader", bytes, int, int], str]]] = {
        2: _packed,
        3: _error,
        4: _truth,
        5: _real,
        6: _text,
        7: _shared,
        8: _text,
        9: _real,
        10: _truth,
        11: _error,
        62: _rich,
    }
