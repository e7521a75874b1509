"""XLSX: the cells of a workbook's sheets, from its XML."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar

from attrs import define, evolve, field

from budgetperf.normalization import whole_characters
from budgetperf.readers.composing import ComposedText, cleaned
from budgetperf.readers.office.elements import ElementReader, Ends, Starts, parse_xml
from budgetperf.readers.office.package import Relation
from budgetperf.readers.request import Request
from budgetperf.readers.sheets.book import PackagedBook
from budgetperf.readers.sheets.cells import LAST_COLUMN, LAST_ROW, SheetCells
from budgetperf.readers.sheets.layout import Sheets
from budgetperf.readers.unreadable import Unreadable

__all__ = ["read_xlsx"]

_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_TRUE = frozenset({"1", "true", "on"})
_NUMBER_OF_ID = re.compile(r"\d{1,9}")


def read_xlsx(request: Request) -> ComposedText:
    """Return what the sheets show.

    Raises:
        Unreadable: if the file is damaged.
        LimitExceeded: if it is larger than the limits allow.
        ValueError: if it has no such sheet.

    """
    return _Book(package=request.archive, main=request.main).text(request.sheet)


def _number(text: str | None) -> int:
    return int(text) if text and _NUMBER_OF_ID.fullmatch(text) else 0


@define
class _Book(PackagedBook):
    """Reads the parts of XML."""

    def _read_main(self, relations: Mapping[str, Relation]) -> None:
        def start(tag: str, attributes: dict[str, str]) -> None:
            if tag == "sheet":
                reference = next((value for key, value in attributes.items() if key.endswith(" id")), "")
                shown = attributes.get("state", "visible") == "visible"
                self._list(attributes.get("name", ""), relations.get(reference), shown=shown)
            elif tag == "workbookPr":
                self.formats = evolve(self.formats, since_1904=attributes.get("date1904", "").lower() in _TRUE)

        parse_xml(self.package, self.main, start)

    def _read_strings(self, part: str) -> None:
        words: list[str] = []
        phonetic = taken = False

        def start(tag: str, _: dict[str, str]) -> None:
            nonlocal phonetic, taken
            if tag == "si":
                words.clear()
            elif tag == "rPh":
                phonetic = True
            taken = tag == "t" and not phonetic

        def end(tag: str) -> None:
            nonlocal phonetic, taken
            taken = False
            if tag == "si":
                self.strings.append(_words(words))
            elif tag == "rPh":
                phonetic = False

        def take(text: str) -> None:
            if taken:
                words.append(text)

        parse_xml(self.package, part, start, end, words=take)

    def _read_styles(self, part: str) -> tuple[Sequence[int], Mapping[int, str]]:
        codes: dict[int, str] = {}
        numbers: list[int] = []
        within = False

        def start(tag: str, attributes: dict[str, str]) -> None:
            nonlocal within
            if tag == "numFmt":
                codes.setdefault(_number(attributes.get("numFmtId")), attributes.get("formatCode", ""))
            elif tag == "cellXfs":
                within = True
            elif tag == "xf" and within:
                numbers.append(_number(attributes.get("numFmtId")))

        def end(tag: str) -> None:
            nonlocal within
            within = within and tag != "cellXfs"

        parse_xml(self.package, part, start, end)
        return numbers, codes

    def _cells(self, part: str, sheets: Sheets) -> SheetCells:
        reader = _SheetReader(sheets, self)
        parse_xml(self.package, part, reader.open, reader.close, words=reader.take)
        return reader.sheet

    def shown(self, kind: str, words: str, style: str | None) -> str:
        """Return what a cell of a kind shows."""
        if kind == "s":
            words = self.string(_number(words))
        number = _number(style) if style else -1
        if kind == "n":
            return self.formats.number(words, number)
        if kind == "b":
            return "TRUE" if words.strip() == "1" else "FALSE"
        return words.strip() if kind in ("e", "d") else self.formats.words(words, number)


def _words(parts: Iterable[str]) -> str:
    """Return the words of a string: a control character is written _x000D_."""
    words = "".join(parts)
    if "_x" in words:
        words = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), words)
        words = whole_characters(words)
    return cleaned(words)


@define
class _SheetReader(ElementReader):
    """Takes the elements of one sheet."""

    sheets: Sheets
    book: _Book
    sheet: SheetCells = field(factory=SheetCells)
    #: The numbers of columns by their letters.
    columns: dict[str, int] = field(factory=dict)
    #: Whether it is among the rows.
    within: bool = False
    rows: int = 0
    row: int = 0
    #: The cells of the row that is open, by column.
    filled: dict[int, str] = field(factory=dict)
    column: int = 0
    kind: str = "n"
    style: str | None = None
    #: The words of the cell that is open, whether it has any, and whether what comes now belongs to them.
    words: list[str] = field(factory=list)
    valued: bool = False
    taken: bool = False
    formula: bool = False
    phonetic: bool = False

    def take(self, text: str) -> None:
        """Take words."""
        if self.taken:
            self.words.append(text)

    def _start_rows(self, _: dict[str, str]) -> None:
        self.within = True

    def _end_rows(self) -> None:
        self.within = False

    def _start_row(self, attributes: dict[str, str]) -> None:
        if not self.within:
            return
        self.rows += 1
        if self.rows > LAST_ROW:
            self.sheets.allowance.check("rows", self.rows, "a sheet has too many rows")
        self.row = _number(attributes.get("r")) or self.row + 1
        self.column = 0
        self.filled.clear()
        if attributes.get("hidden", "").lower() in _TRUE:
            self.sheet.hidden_rows.add(self.row, self.row)

    def _end_row(self) -> None:
        if self.within:
            self.sheets.close_row(self.sheet, self.row, self.filled, self.column)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        if not self.within:
            return
        self.sheets.count_cells()
        reference = attributes.get("r")
        self.column = self._column(reference) if reference else self.column + 1
        self.kind, self.style = attributes.get("t", "n"), attributes.get("s")
        self.words.clear()
        self.formula = self.valued = False

    def _column(self, reference: str) -> int:
        letters = reference.rstrip("0123456789").replace("$", "")
        number = self.columns.get(letters)
        if number is None:
            if not (letters.isascii() and letters.isalpha() and len(letters) <= 3):
                raise Unreadable(f"no cell is called {reference[:20]}")
            number = self.columns[letters] = _column_number(letters.upper())
        return number

    def _end_cell(self) -> None:
        if not self.within:
            return
        kind = self.kind
        if self.valued and (self.words or kind == "str" or not self.formula):
            words = _words(self.words) if kind in ("str", "inlineStr") else "".join(self.words)
            words = self.book.shown(kind, words, self.style) if words else ""
            if words:
                self.sheets.keep(self.filled, self.column, words)
        elif self.formula:
            self.sheet.valueless.append((self.row, self.column))

    def _start_value(self, _: dict[str, str]) -> None:
        self.taken = self.valued = self.within

    def _start_words(self, _: dict[str, str]) -> None:
        self.taken = self.within and self.kind == "inlineStr" and not self.phonetic
        self.valued = self.valued or self.taken

    def _end_words(self) -> None:
        self.taken = False

    def _start_formula(self, _: dict[str, str]) -> None:
        self.formula = True

    def _start_phonetic(self, _: dict[str, str]) -> None:
        self.phonetic = True

    def _end_phonetic(self) -> None:
        self.phonetic = False

    def _hide_columns(self, attributes: dict[str, str]) -> None:
        if attributes.get("hidden", "").lower() in _TRUE:
            self.sheets.hide_columns(self.sheet, _number(attributes.get("min")), _number(attributes.get("max")))

    def _merge(self, attributes: dict[str, str]) -> None:
        self.sheets.merge(self.sheet, *_area(attributes.get("ref", "")))

    STARTS: ClassVar[Starts] = {
        "c": _start_cell,
        "v": _start_value,
        "t": _start_words,
        "f": _start_formula,
        "row": _start_row,
        "rPh": _start_phonetic,
        "sheetData": _start_rows,
        "col": _hide_columns,
        "mergeCell": _merge,
    }
    ENDS: ClassVar[Ends] = {
        "c": _end_cell,
        "v": _end_words,
        "t": _end_words,
        "row": _end_row,
        "rPh": _end_phonetic,
        "sheetData": _end_rows,
    }


def _area(reference: str) -> tuple[int, int, int, int]:
    """Return the first row and column and the last ones of an area; none has rows where it is called by no cells."""
    first, _, last = reference.partition(":")
    corners = [_REFERENCE.fullmatch(each) for each in (first, last or first)]
    sides: list[int] = []
    for corner in corners:
        sides += (int(corner[2]), min(_column_number(corner[1]), LAST_COLUMN)) if corner else (0, 0)
    top, left, bottom, right = sides if all(corners) else (0, 0, 0, 0)
    return top, left, bottom, right


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
