"""XLS and ET: the cells of a workbook's sheets, from the binary records of Excel 5 to 2003 and of WPS."""

import struct
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import ClassVar

from attrs import define, field

from budgetperf.diagnostics import diagnose
from budgetperf.normalization import whole_characters
from budgetperf.readers.composing import ComposedText, cleaned
from budgetperf.readers.limits import Allowance
from budgetperf.readers.request import Request
from budgetperf.readers.sheets.binary import packed_number, shown_error, shown_truth
from budgetperf.readers.sheets.book import Book
from budgetperf.readers.sheets.cells import SheetCells
from budgetperf.readers.sheets.formats import CellFormats
from budgetperf.readers.sheets.layout import Sheets
from budgetperf.readers.sheets.listing import ListedSheet, enumerated
from budgetperf.readers.unreadable import Unreadable
from budgetperf.source import Span

__all__ = ["read_xls"]

# Kinds of records.
_BEGIN, _END, _CONTINUED = 0x809, 0x0A, 0x3C
_ENCRYPTED, _CODE_PAGE, _SINCE_1904, _SHEET, _FORMAT, _STYLE, _STRINGS = 0x2F, 0x42, 0x22, 0x85, 0x41E, 0xE0, 0xFC
_STRING = 0x207
#: Older versions have neither styles nor sheets as these are.
_EXCEL_5, _EXCEL_97 = 0x500, 0x600
#: What Python calls the code pages that are not named cp and their number.
_CODE_PAGES = {936: "gb18030", 950: "big5", 1200: "utf-16-le", 10008: "gb18030", 32768: "mac_roman", 367: "ascii"}
_RICH, _PHONETIC, _WIDE = 8, 4, 1
#: How many records are read between two looks at the clock.
_OFTEN = 1 << 14
#: The value of a formula that is no number.
_NO_NUMBER = 0xFFFF


def read_xls(request: Request) -> ComposedText:
    """Return what the sheets show.

    Raises:
        Unreadable: if the file is damaged or encrypted.
        LimitExceeded: if it is larger than the limits allow.
        ValueError: if it has no such sheet.

    """
    allowance = request.allowance
    file = request.storage
    stream = file.stream("Workbook") or file.stream("Book")
    if not stream:
        raise Unreadable("the workbook in it is missing")
    book = _Book(stream=stream, allowance=allowance)
    sheets = Sheets(ComposedText(allowance))
    lost: list[str] = []

    def cells(part: str) -> SheetCells:
        reader = _SheetReader(sheets, book)
        if not reader.read(int(part)):
            lost.append(part)
        return reader.sheet

    sheets.read(book.sheets, request.sheet, cells)
    if lost:
        _tell_lost([sheet.name for sheet in book.sheets if sheet.part in lost], sheets.composed)
    return sheets.composed


def _tell_lost(names: Sequence[str], composed: ComposedText) -> None:
    """Say of which sheets the end is missing; where nothing is left, there is nothing to read."""
    words = enumerated(names)
    if not composed.length:
        raise Unreadable(f"it is cut off; missing are the sheets {words}")
    message = f"the file is cut off; rows are missing, or all, of the sheets {words}"
    composed.diagnostics.append(diagnose("R124", message, Span(0, composed.length - 1)))


def _records(stream: bytes, at: int, allowance: Allowance) -> Iterator[tuple[int, bytes]]:
    """Yield the records of a stream; what is cut off at its end is none."""
    count = 0
    while at + 4 <= len(stream):
        count += 1
        if count % _OFTEN == 0:
            allowance.check_time()
        kind, size = struct.unpack_from("<HH", stream, at)
        at += 4
        if at + size > len(stream):
            break
        yield kind, stream[at : at + size]
        at += size


@define
class _Strings:
    """Strings that are continued from record to record, each of which says anew how wide its characters are."""

    parts: Sequence[bytes]
    part: int = 0
    at: int = 0

    def is_left(self) -> bool:
        """Tell whether there is anything more."""
        while self.part < len(self.parts) and self.at >= len(self.parts[self.part]):
            self.part, self.at = self.part + 1, 0
        return self.part < len(self.parts)

    def _number(self, layout: str) -> int:
        if not self.is_left():
            raise struct.error
        (number,) = struct.unpack_from(layout, self.parts[self.part], self.at)
        self.at += struct.calcsize(layout)
        return int(number)

    def string(self) -> str:
        """Return the next string, whose length comes first."""
        left = self._number("<H")
        flags = self._number("<B")
        runs = self._number("<H") if flags & _RICH else 0
        phonetic = self._number("<I") if flags & _PHONETIC else 0
        words: list[str] = []
        while left:
            if not self.is_left():
                raise struct.error
            if self.at == 0:
                flags = self._number("<B")
            words.append(self._characters(left, wide=bool(flags & _WIDE)))
            left -= len(words[-1].encode("utf-16-le", "surrogatepass")) // 2
        self._pass_over(4 * runs + phonetic)
        return whole_characters("".join(words))

    def _characters(self, most: int, *, wide: bool) -> str:
        data = self.parts[self.part]
        size = most * 2 if wide else most
        if wide and len(data) - self.at < size:
            size = (len(data) - self.at) // 2 * 2
        taken = data[self.at : self.at + size]
        self.at = min(self.at + size, len(data)) if size else len(data)
        return taken.decode("utf-16-le", "surrogatepass") if wide else taken.decode("latin-1")

    def _pass_over(self, size: int) -> None:
        while size and self.is_left():
            step = min(size, len(self.parts[self.part]) - self.at)
            self.at += step
            size -= step


@define
class _Book(Book):
    """Reads the records before those of the sheets."""

    stream: bytes = field(repr=False, kw_only=True)
    allowance: Allowance = field(kw_only=True)
    version: int = 0
    encoding: str = "gb18030"
    #: The formats by number, and the number of each style.
    codes: dict[int, str] = field(factory=dict)
    numbers: list[int] = field(factory=list)

    def __attrs_post_init__(self) -> None:
        try:
            self._read()
        except (struct.error, IndexError, UnicodeDecodeError):
            raise Unreadable("a record of the workbook is cut off") from None

    def _read(self) -> None:
        shared, continued, whole = list[bytes](), False, False
        for kind, data in _records(self.stream, 0, self.allowance):
            if not self.version:
                self._begin(kind, data)
            elif kind == _END:
                whole = True
                break
            elif kind == _ENCRYPTED:
                raise Unreadable.encrypted()
            elif kind == _STRINGS or (kind == _CONTINUED and continued):
                shared.append(data)
            else:
                self._take(kind, data)
            continued = kind == _STRINGS or (kind == _CONTINUED and continued)
        if not whole:
            raise Unreadable("the workbook is cut off before its sheets")
        self._read_strings(shared)
        self.formats = CellFormats.of_styles(self.numbers, self.codes, since_1904=self.formats.since_1904)

    def _take(self, kind: int, data: bytes) -> None:
        if kind == _CODE_PAGE:
            (page,) = struct.unpack_from("<H", data)
            self.encoding = _CODE_PAGES.get(page, f"cp{page}" if page in range(1250, 1259) else "gb18030")
        elif kind == _SINCE_1904:
            self.formats = CellFormats(since_1904=data[0] == 1)
        elif kind == _SHEET:
            at, state, what = struct.unpack_from("<IBB", data)
            name = self._short_string(data[6:])
            self.sheets.append(ListedSheet(name, str(at) if what == 0 else "", state & 3 == 0))
        elif kind == _FORMAT:
            words = self.words(data, 2) if self.version == _EXCEL_97 else self._short_string(data[2:])
            self.codes.setdefault(struct.unpack_from("<H", data)[0], words)
        elif kind == _STYLE:
            self.numbers.append(struct.unpack_from("<H", data, 2)[0])

    def _begin(self, kind: int, data: bytes) -> None:
        self.version = struct.unpack_from("<H", data)[0] if kind == _BEGIN else 0
        if self.version not in (_EXCEL_5, _EXCEL_97):
            raise Unreadable("the workbook in it is damaged, or older than Excel 5")

    def _read_strings(self, parts: Sequence[bytes]) -> None:
        """Read the strings of all sheets: those that are counted, and further ones as far as they are any."""
        if not parts:
            return
        (count,) = struct.unpack_from("<I", parts[0], 4)
        strings = _Strings([parts[0][8:], *parts[1:]])
        while strings.is_left():
            try:
                self.strings.append(cleaned(strings.string()))
            except (struct.error, UnicodeDecodeError):
                if len(self.strings) < count:
                    raise
                break  # what fills the record up
            if len(self.strings) % _OFTEN == 0:
                self.allowance.check_time()
                self.allowance.check("cells", len(self.strings), "the workbook has too many strings")

    def _short_string(self, data: bytes) -> str:
        """Return a string whose length is one byte."""
        if self.version == _EXCEL_5:
            return data[1 : 1 + data[0]].decode(self.encoding, "replace")
        return self._in_width(data[2:], data[0], data[1])

    def words(self, data: bytes, at: int) -> str:
        """Return a string whose length is two bytes."""
        (length,) = struct.unpack_from("<H", data, at)
        if self.version == _EXCEL_5:
            return data[at + 2 : at + 2 + length].decode(self.encoding, "replace")
        flags = data[at + 2]
        start = at + 3 + (2 if flags & _RICH else 0) + (4 if flags & _PHONETIC else 0)
        return self._in_width(data[start:], length, flags)

    @staticmethod
    def _in_width(data: bytes, length: int, flags: int) -> str:
        if flags & _WIDE:
            return data[: 2 * length].decode("utf-16-le", "replace")
        return data[:length].decode("latin-1")


@define
class _SheetReader:
    """Takes the records of one sheet."""

    sheets: Sheets
    book: _Book
    sheet: SheetCells = field(factory=SheetCells)
    #: The words of the cells by row and column, for rows may be printed in any order.
    filled: dict[int, dict[int, str]] = field(factory=dict)
    ends: dict[int, int] = field(factory=dict)
    #: Where the words of a formula that come next belong, its style with it, and the records of the words.
    awaiting: tuple[int, int, int] | None = None
    string: list[bytes] = field(factory=list)

    def read(self, at: int) -> bool:
        """Read the sheet that begins at a place of the stream; tell whether all of it is there."""
        depth, whole = 0, False
        try:
            for kind, data in _records(self.book.stream, at, self.sheets.allowance):
                depth += (kind == _BEGIN) - (kind == _END)
                if depth < 1:
                    whole = kind == _END and depth == 0  # it is less where nothing has begun
                    break
                if depth == 1:  # charts lie deeper
                    self._take(kind, data)
        except (struct.error, IndexError, UnicodeDecodeError):
            raise Unreadable("a record of a sheet is cut off") from None
        self._close_string()
        for row in sorted(self.filled):
            self.sheets.close_row(self.sheet, row, self.filled.pop(row), self.ends[row])
        return whole

    def _take(self, kind: int, data: bytes) -> None:
        if kind == _STRING or (kind == _CONTINUED and self.string):
            self.string.append(data)
            return
        if self.string:
            self._close_string()
        action = self._ACTIONS.get(kind)
        if action:
            action(self, data)

    def _close_string(self) -> None:
        if self.string and self.awaiting:
            (row, column, style), data = self.awaiting, self.string
            words = _Strings(data).string() if self.book.version == _EXCEL_97 else self.book.words(data[0], 0)
            self._put(row, column, self.book.formats.words(cleaned(words), style))
            self.awaiting = None
        self.string = []

    def _put(self, row: int, column: int, words: str) -> None:
        self.sheets.count_cells()
        self.ends[row + 1] = max(self.ends.get(row + 1, 0), column + 1)
        if words:
            self.sheets.keep(self.filled.setdefault(row + 1, {}), column + 1, words)

    def _hide_row(self, data: bytes) -> None:
        row, _, _, _, _, _, flags = struct.unpack_from("<HHHHHHH", data)
        if flags & 0x20:
            self.sheet.hidden_rows.add(row + 1, row + 1)

    def _hide_columns(self, data: bytes) -> None:
        first, last, _, _, flags = struct.unpack_from("<HHHHH", data)
        if flags & 1:
            self.sheets.hide_columns(self.sheet, first + 1, last + 1)

    def _take_blank(self, data: bytes) -> None:
        row, column = struct.unpack_from("<HH", data)
        self._put(row, column, "")

    def _take_blanks(self, data: bytes) -> None:
        row, _ = struct.unpack_from("<HH", data)
        self._put(row, struct.unpack_from("<H", data, len(data) - 2)[0], "")

    def _take_number(self, data: bytes) -> None:
        row, column, style, number = struct.unpack_from("<HHHd", data)
        self._put(row, column, self.book.formats.real(number, style))

    def _take_packed(self, data: bytes) -> None:
        row, column, style = struct.unpack_from("<HHH", data)
        self._put(row, column, self.book.formats.real(packed_number(data[6:10]), style))

    def _take_many_packed(self, data: bytes) -> None:
        row, column = struct.unpack_from("<HH", data)
        for at in range(4, len(data) - 7, 6):
            (style,) = struct.unpack_from("<H", data, at)
            self._put(row, column, self.book.formats.real(packed_number(data[at + 2 : at + 6]), style))
            column += 1

    def _take_shared(self, data: bytes) -> None:
        row, column, style, place = struct.unpack_from("<HHHI", data)
        words = self.book.string(place)
        self._put(row, column, self.book.formats.words(words, style) if words else "")

    def _take_label(self, data: bytes) -> None:
        row, column, style = struct.unpack_from("<HHH", data)
        self._put(row, column, self.book.formats.words(cleaned(self.book.words(data, 6)), style))

    def _take_truth(self, data: bytes) -> None:
        row, column, _, value, is_error = struct.unpack_from("<HHHBB", data)
        self._put(row, column, shown_error(value) if is_error else shown_truth(value))

    def _take_formula(self, data: bytes) -> None:
        row, column, style = struct.unpack_from("<HHH", data)
        kind, value, mark = data[6], data[8], struct.unpack_from("<H", data, 12)[0]
        self.awaiting = (row, column, style) if mark == _NO_NUMBER and kind == 0 else None
        if mark != _NO_NUMBER:
            words = self.book.formats.real(struct.unpack_from("<d", data, 6)[0], style)
        else:
            words = {1: shown_truth(value), 2: shown_error(value)}.get(kind, "")
        self._put(row, column, words)

    def _merge(self, data: bytes) -> None:
        (count,) = struct.unpack_from("<H", data)
        for place in range(min(count, (len(data) - 2) // 8)):
            top, bottom, left, right = struct.unpack_from("<HHHH", data, 2 + 8 * place)
            self.sheets.merge(self.sheet, top + 1, left + 1, bottom + 1, right + 1)

    _ACTIONS: ClassVar[Mapping[int, Callable[["_SheetReader", bytes], None]]] = {
        0x208: _hide_row,
        0x7D: _hide_columns,
        0x201: _take_blank,
        0xBE: _take_blanks,
        0x203: _take_number,
        0x27E: _take_packed,
        0xBD: _take_many_packed,
        0xFD: _take_shared,
        0x204: _take_label,
        0xD6: _take_label,
        0x205: _take_truth,
        0x06: _take_formula,
        0xE5: _merge,
    }
