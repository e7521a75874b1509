"""XLSX: what the sheets of a workbook show, as tables.

Hidden sheets, rows and columns are left out. A merged cell has its words in its
first place, the others are empty. A row of a single cell that is merged over the
table, or stands above it, is a line of text: a title, a caption, a note.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import ClassVar

from attrs import define, field

from budgetperf.diagnostics import diagnose
from budgetperf.readers.composing import ComposedText, Line, aligned, cleaned
from budgetperf.readers.files import Request
from budgetperf.readers.formats import BUILT_IN_FORMATS, shown_number, shown_text
from budgetperf.readers.package import Package, Unreadable, parse_xml
from budgetperf.source import Place, Span

__all__ = ["read_workbook"]

_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LAST_ROW = 1 << 20
_LAST_COLUMN = 1 << 14
_TRUE = frozenset({"1", "true", "on"})
_NUMBER_OF_ID = re.compile(r"\d{1,9}")


def read_workbook(request: Request) -> ComposedText:
    """Return what the sheets show.

    Raises:
        Unreadable: if the file is damaged.
        LimitExceeded: if it is larger than the limits allow.

    """
    package = request.archive
    composed = ComposedText(package.allowance)
    book = _Book(package, request.main)
    reader = _Sheets(package, composed, book)
    hidden = [name for name, _, shown in book.sheets if not shown]
    seen: set[str] = set()
    for name, part, shown in book.sheets:
        if shown and part not in seen:
            seen.add(part)
            reader.read(name, part)
    if reader.hidden or hidden:
        words = [f"{count} {what}" for what, count in reader.hidden.items()] + [f"the sheet {name}" for name in hidden]
        shown_words = ", ".join(words[:5]) + (f" and {len(words) - 5} more" if len(words) > 5 else "")
        composed.diagnostics.append(diagnose("R120", f"what is hidden is left out: {shown_words}"))
    return composed


def _number(text: str | None) -> int:
    return int(text) if text and _NUMBER_OF_ID.fullmatch(text) else 0


@define
class _Book:
    """What holds for all sheets: their names, shared strings, formats."""

    package: Package
    main: str
    #: (name, part, whether it is shown) of each sheet, in order.
    sheets: list[tuple[str, str, bool]] = field(factory=list)
    since_1904: bool = False
    strings: list[str] = field(factory=list)
    #: The format of each style.
    formats: list[str] = field(factory=list)

    def __attrs_post_init__(self) -> None:
        relations = self.package.relations(self.main)

        def start(tag: str, attributes: dict[str, str]) -> None:
            if tag == "sheet":
                reference = next((value for key, value in attributes.items() if key.endswith(" id")), "")
                relation = relations.get(reference)
                if relation and relation.kind == "worksheet":
                    shown = attributes.get("state", "visible") == "visible"
                    self.sheets.append((attributes.get("name", ""), relation.target, shown))
            elif tag == "workbookPr":
                self.since_1904 = attributes.get("date1904", "").lower() in _TRUE

        parse_xml(self.package, self.main, start)
        for relation in relations.values():
            if relation.kind == "sharedStrings" and relation.target in self.package and not self.strings:
                self._read_strings(relation.target)
            elif relation.kind == "styles" and relation.target in self.package and not self.formats:
                self._read_styles(relation.target)

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

    def _read_styles(self, part: str) -> None:
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
        self.formats = [codes.get(number, BUILT_IN_FORMATS.get(number, "")) for number in numbers]

    def shown(self, kind: str, words: str, style: str | None) -> str:
        """Return what a cell of a kind shows."""
        if kind == "s":
            place = _number(words)
            words = self.strings[place] if place < len(self.strings) else ""
        place = _number(style)
        code = self.formats[place] if style and place < len(self.formats) else ""
        if kind == "n":
            return shown_number(words, code, since_1904=self.since_1904)
        if kind == "b":
            return "TRUE" if words.strip() == "1" else "FALSE"
        if kind in ("e", "d"):
            return words.strip()
        return shown_text(words, code) if "@" in code and code != "@" else words


def _words(parts: Iterable[str]) -> str:
    """Return the words of a string: a control character is written _x000D_."""
    words = "".join(parts)
    if "_x" in words:
        words = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), words)
        words = words.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return cleaned(words)


@define
class _Row:
    """The cells of a row that show something, by column."""

    columns: Sequence[int]
    words: Sequence[str]
    #: The last column with a cell, filled or not.
    end: int


@define
class _Sheet:
    """One sheet as read."""

    rows: dict[int, _Row] = field(factory=dict)
    hidden_rows: set[int] = field(factory=set)
    hidden_columns: set[int] = field(factory=set)
    #: (first row, first column, last row, last column)
    merged: list[tuple[int, int, int, int]] = field(factory=list)
    #: (row, column) of formulas without a value.
    valueless: list[tuple[int, int]] = field(factory=list)


@define
class _Sheets:
    """Reads sheet after sheet into one text."""

    package: Package
    composed: ComposedText
    book: _Book
    cells: int = 0
    merges: int = 0
    #: Cells of the tables, empty ones included.
    laid_out: int = 0
    #: How many rows and columns were hidden.
    hidden: dict[str, int] = field(factory=dict)
    _columns: dict[str, int] = field(factory=dict)
    #: Rows filled alike share what says so.
    _alike: dict[tuple[int, ...], tuple[int, ...]] = field(factory=dict)

    def read(self, name: str, part: str) -> None:
        """Add one sheet to the text."""
        sheet = self._parsed(part)
        filled = {column for row in sheet.rows.values() for column in row.columns}
        hidden_rows = [number for number in sheet.hidden_rows if number in sheet.rows]
        hidden_columns = sheet.hidden_columns & filled
        for number in hidden_rows:
            del sheet.rows[number]
        for what, count in (("rows", len(hidden_rows)), ("columns", len(hidden_columns))):
            if count:
                self.hidden[what] = self.hidden.get(what, 0) + count
        if filled - hidden_columns and sheet.rows:
            _Layout(sheet, min(filled - hidden_columns), max(filled - hidden_columns), hidden_columns, self).compose(
                name
            )

    def _parsed(self, part: str) -> _Sheet:
        """Read the XML of a sheet."""
        reader = _SheetReader(self)
        parse_xml(self.package, part, reader.start, reader.end, words=reader.take)
        return reader.sheet

    def close_row(self, sheet: _Sheet, row: int, filled: dict[int, str], end: int) -> None:
        known = sheet.rows.get(row)
        if known:  # printed twice; Excel would call it damaged
            filled = {**dict(zip(known.columns, known.words, strict=True)), **filled}
        else:
            self.package.allowance.check(
                "rows", self.composed.rows + len(sheet.rows) + 1, "the workbook has too many rows"
            )
        columns = tuple(sorted(filled))
        columns = self._alike.setdefault(columns, columns)
        words = tuple(filled[column] for column in columns)
        sheet.rows[row] = _Row(columns, words, min(max(end, columns[-1]), self.package.allowance.limits.columns))

    def column(self, reference: str) -> int:
        letters = reference.rstrip("0123456789").replace("$", "")
        number = self._columns.get(letters)
        if number is None:
            if not (letters.isascii() and letters.isalpha() and len(letters) <= 3):
                raise Unreadable(f"no cell is called {reference[:20]}")
            number = 0
            for letter in letters.upper():
                number = number * 26 + ord(letter) - ord("A") + 1
            self._columns[letters] = number
        return number


@define
class _SheetReader:
    """Takes the elements of one sheet."""

    owner: _Sheets
    sheet: _Sheet = field(factory=_Sheet)
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

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take the beginning of an element."""
        action = self._STARTS.get(tag)
        if action:
            action(self, attributes)

    def end(self, tag: str) -> None:
        """Take the end of an element."""
        action = self._ENDS.get(tag)
        if action:
            action(self)

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
        if self.rows > _LAST_ROW:
            self.owner.package.allowance.check("rows", self.rows, "a sheet has too many rows")
        self.row = _number(attributes.get("r")) or self.row + 1
        self.column = 0
        self.filled.clear()
        if attributes.get("hidden", "").lower() in _TRUE:
            self.sheet.hidden_rows.add(self.row)

    def _end_row(self) -> None:
        if self.within and self.filled:
            self.owner.close_row(self.sheet, self.row, self.filled, self.column)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        if not self.within:
            return
        owner = self.owner
        owner.cells += 1
        if owner.cells > owner.package.allowance.limits.cells:
            owner.package.allowance.check("cells", owner.cells, "the workbook has too many cells")
        reference = attributes.get("r")
        self.column = owner.column(reference) if reference else self.column + 1
        self.kind, self.style = attributes.get("t", "n"), attributes.get("s")
        self.words.clear()
        self.formula = self.valued = False

    def _end_cell(self) -> None:
        if not self.within:
            return
        kind = self.kind
        if self.valued and (self.words or kind == "str" or not self.formula):
            words = _words(self.words) if kind in ("str", "inlineStr") else "".join(self.words)
            words = self.owner.book.shown(kind, words, self.style) if words else ""
            if words:
                self.owner.package.allowance.check("columns", self.column, "a sheet has too many columns")
                self.filled[self.column] = words
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
            first, last = _number(attributes.get("min")), _number(attributes.get("max"))
            self.sheet.hidden_columns.update(range(first, min(last, self.owner.package.allowance.limits.columns) + 1))

    def _merge(self, attributes: dict[str, str]) -> None:
        self.owner.merges += 1
        self.owner.package.allowance.check("cells", self.owner.merges, "the workbook has too many merged cells")
        area = _area(attributes.get("ref", ""))
        if area:
            self.sheet.merged.append(area)

    _STARTS: ClassVar[dict[str, Callable[["_SheetReader", dict[str, str]], None]]] = {
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
    _ENDS: ClassVar[dict[str, Callable[["_SheetReader"], None]]] = {
        "c": _end_cell,
        "v": _end_words,
        "t": _end_words,
        "row": _end_row,
        "rPh": _end_phonetic,
        "sheetData": _end_rows,
    }


def _area(reference: str) -> tuple[int, int, int, int] | None:
    first, _, last = reference.partition(":")
    corners = [_REFERENCE.fullmatch(each) for each in (first, last or first)]
    if not (corners[0] and corners[1]):
        return None
    numbers = []
    for corner in corners:
        column = 0
        for letter in corner[1] if corner else "":
            column = column * 26 + ord(letter) - ord("A") + 1
        numbers.append((int(corner[2]) if corner else 0, min(column, _LAST_COLUMN)))
    (top, left), (bottom, right) = numbers
    return (top, left, bottom, right) if (top, left) < (bottom, right) else None


@define
class _Layout:
    """From the cells of a sheet to lines of text, block by block."""

    sheet: _Sheet
    first: int
    last: int
    hidden: set[int]
    owner: _Sheets
    numbers: list[int] = field(init=False)
    #: By row, the columns that cells above or to the left cover, those to the left alone, and how far a cell reaches.
    covered: dict[int, set[int]] = field(factory=dict)
    beside: dict[int, set[int]] = field(factory=dict)
    reach: dict[int, dict[int, int]] = field(factory=dict)
    #: First and last row of merged cells of several rows, by the first, the last never falling.
    tall: list[tuple[int, int]] = field(factory=list)

    def __attrs_post_init__(self) -> None:
        self.numbers = sorted(self.sheet.rows)
        self._cover()

    def _cover(self) -> None:
        area = 0
        tall: list[tuple[int, int]] = []
        for top, left, bottom, end in self.sheet.merged:
            if left > self.last or end < self.first:
                continue
            right = min(end, self.last)
            rows = self.numbers[bisect_left(self.numbers, top) : bisect_right(self.numbers, bottom)]
            area += max(len(rows), 1) * (right - left + 1)
            self.owner.package.allowance.check("cells", area, "the merged cells of a sheet cover too much")
            if bottom > top:
                tall.append((top, bottom))
            for row in rows:
                if row == top:
                    self.reach.setdefault(row, {})[left] = right
                    self.covered.setdefault(row, set()).update(range(left + 1, right + 1))
                else:
                    self.covered.setdefault(row, set()).update(range(left, right + 1))
                if right > left:
                    self.beside.setdefault(row, set()).update(range(left + 1, right + 1))
        last = 0
        for top, bottom in sorted(tall):
            last = max(last, bottom)
            self.tall.append((top, last))

    def compose(self, name: str) -> None:
        """Add the blocks of the sheet to the text."""
        valueless: dict[int, list[int]] = {}
        for row, column in self.sheet.valueless:
            valueless.setdefault(row, []).append(column)
        for block in self._blocks():
            lines = self._lines(block)
            self._report_valueless(block, lines, valueless)
            self.owner.composed.add(lines, Place(sheet=name))

    def _report_valueless(
        self, block: Sequence[int], lines: Sequence[Line], valueless: Mapping[int, list[int]]
    ) -> None:
        if not valueless:
            return
        at = self.owner.composed.length
        for row, line in zip(block, lines, strict=True):
            length = len("\t".join(line.cells).replace("\n", "<br>"))
            if row in valueless:
                message = f"{len(valueless[row])} formulas of row {row} have no stored value"
                hint = "open the workbook in Excel, WPS or LibreOffice, and save it again"
                span = Span(at, at + length)
                self.owner.composed.diagnostics.append(diagnose("R121", message, span, "", hint))
            at += length + 1

    def _blocks(self) -> Iterator[list[int]]:
        """Yield the rows that stand without an empty row between; one that merged cells pass over is none."""
        block: list[int] = []
        for number in self.numbers:
            if block and number > block[-1] + 1 and not self._is_bridged(block[-1], number):
                yield block
                block = []
            block.append(number)
        if block:
            yield block

    def _is_bridged(self, above: int, below: int) -> bool:
        place = bisect_right(self.tall, above, key=lambda area: area[0]) - 1
        hidden = self.sheet.hidden_rows
        reached = self.tall[place][1] if place >= 0 else 0
        return reached >= below - 1 or all(number in hidden for number in range(max(above, reached) + 1, below))

    def _lines(self, block: Sequence[int]) -> list[Line]:
        rows = self.sheet.rows
        ends = [max(rows[number].end for number in block), self.last]
        shown = [column for column in range(self.first, min(ends) + 1) if column not in self.hidden]
        self.owner.laid_out += len(block) * len(shown)
        self.owner.package.allowance.check("cells", self.owner.laid_out, "the workbook has too many cells")
        filled = [self._filled(number) for number in block]
        grid = [
            [(column, words.get(column, "")) for column in shown if column not in self.beside.get(number, ())]
            for number, words in zip(block, filled, strict=True)
        ]
        lines: list[Line] = []
        for number, words, cells in zip(block, filled, aligned(grid, loose=False), strict=True):
            single = next(iter(words.items())) if len(words) == 1 else None
            above = not any(line.separator for line in lines)
            if single and self._is_line(number, single[0], shown, above=above):
                lines.append(Line((single[1],), "", number, (single[0],)))
            else:
                texts, columns = tuple(text for _, text in cells), tuple(column for column, _ in cells)
                lines.append(Line(texts, "|" if len(texts) > 1 else "", number, columns))
        return lines

    def _is_line(self, number: int, column: int, shown: Sequence[int], *, above: bool) -> bool:
        reach = self.reach.get(number, {}).get(column, column)
        across = column == shown[0] and reach >= shown[-1] > column
        return across or (above and column == shown[0])

    def _filled(self, number: int) -> dict[int, str]:
        """Return the words of a row by column, those that a merged cell covers left out."""
        row = self.sheet.rows[number]
        covered = self.covered.get(number, set()) | self.hidden
        return {column: words for column, words in zip(row.columns, row.words, strict=True) if column not in covered}
