"""DOCX: the paragraphs and tables of a Word document, in order.

Read is what the document shows when all its changes are accepted: deleted and
hidden words are left out, of two forms of a drawing the first is taken. Words in
text boxes follow the paragraph or table that they are anchored in.
"""

import re
from typing import ClassVar

from attrs import define, field

from budgetperf.readers.composing import ComposedText
from budgetperf.readers.documents.blocks import Cell, Container, Draft, Row, Table
from budgetperf.readers.documents.symbols import of_symbol
from budgetperf.readers.office.elements import ElementReader, Ends, Starts, parse_xml
from budgetperf.readers.request import Request

__all__ = ["read_docx"]

_WORD = frozenset(
    {
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    }
)
_MATH = frozenset(
    {
        "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "http://purl.oclc.org/ooxml/officeDocument/math",
    }
)
_COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_FALSE = frozenset({"0", "false", "off"})
_NUMBER = re.compile(r"\d{1,9}")
_HUGE = 1_000_000_000
#: Words of a list of changes, of a field's formula, and readings above characters.
_LEFT_OUT = frozenset(
    {
        "delText", "instrText", "delInstrText", "rt", "Fallback", "rPrChange", "pPrChange", "tblPrChange", "trPrChange",
        "tcPrChange", "tblPrExChange", "sectPrChange", "tblGridChange", "numberingChange",
    }
)  # fmt: skip


@define
class _Paragraph:
    parts: list[str] = field(factory=list)
    #: Whether its end was deleted.
    joined: bool = False


def read_docx(request: Request) -> ComposedText:
    """Return what the document shows.

    Raises:
        Unreadable: if the file is damaged.
        LimitExceeded: if it is larger than the limits allow.

    """
    package = request.archive
    reader = _Reader(Draft(package.allowance))
    parse_xml(package, request.main, reader.start, reader.end, words=reader.take, named=_short_name)
    return reader.document.text()


def _short_name(full: str) -> str:
    """Return the local name of what is Word's, nothing for the rest."""
    space, _, name = full.rpartition(" ")
    if space in _WORD or (space == _COMPATIBILITY and name in ("AlternateContent", "Choice", "Fallback")):
        return name
    return "t" if space in _MATH and name == "t" else ""


def _value(attributes: dict[str, str], name: str = "val") -> str | None:
    return next((value for key, value in attributes.items() if key.rpartition(" ")[2] == name), None)


def _size(attributes: dict[str, str], most: int) -> int:
    printed = (_value(attributes) or "").strip()
    if not printed.isascii() or not printed.isdigit():
        return 0
    return min(int(printed) if _NUMBER.fullmatch(printed) else _HUGE, most)


@define
class _Reader(ElementReader):
    """Builds the document while its XML is read."""

    document: Draft
    containers: list[Container] = field(factory=list)
    tables: list[Table] = field(factory=list)
    paragraphs: list[_Paragraph] = field(factory=list)
    stack: list[str] = field(factory=list)
    #: How deep the stack was where what is left out began.
    leaving_out: int = 0
    #: Whether each run that is open is hidden.
    runs: list[bool] = field(factory=list)
    #: Whether each AlternateContent that is open has been given.
    given: list[bool] = field(factory=list)
    taken: bool = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take the beginning of an element."""
        self.stack.append(tag)
        if self.leaving_out or not tag:
            return
        if self._is_left_out(tag):
            self.leaving_out = len(self.stack)
            return
        if tag == "body" and not self.containers:
            self.containers.append(self.document.body)
        if self.containers:
            self.open(tag, attributes)

    def _is_left_out(self, tag: str) -> bool:
        if tag in ("del", "moveFrom"):
            return self._parent not in ("rPr", "trPr")
        if tag == "Choice" and self.given:
            left_out, self.given[-1] = self.given[-1], True
            return left_out
        return tag in _LEFT_OUT

    @property
    def _parent(self) -> str:
        return self.stack[-2] if len(self.stack) > 1 else ""

    @property
    def _above_parent(self) -> str:
        return self.stack[-3] if len(self.stack) > 2 else ""

    def end(self, tag: str) -> None:
        """Take the end of an element."""
        if self.leaving_out:
            if len(self.stack) == self.leaving_out:
                self.leaving_out = 0
            self.stack.pop()
            return
        if self.containers:
            self.close(tag)
        self.stack.pop()

    def take(self, text: str) -> None:
        """Take words."""
        if self.taken and not self.leaving_out and self.paragraphs and not (self.runs and self.runs[-1]):
            self._add(text)

    def _add(self, text: str) -> None:
        if self.paragraphs:
            self.document.count_characters(len(text))
            self.paragraphs[-1].parts.append(text)

    # --- words ---------------------------------------------------------------------------

    def _start_paragraph(self, _: dict[str, str]) -> None:
        self.paragraphs.append(_Paragraph())

    def _end_paragraph(self) -> None:
        if not self.paragraphs:
            return
        paragraph = self.paragraphs.pop()
        self.containers[-1].end_paragraph("".join(paragraph.parts), joined=paragraph.joined)
        if not paragraph.joined:
            self._place_boxes()

    def _start_run(self, _: dict[str, str]) -> None:
        self.runs.append(False)

    def _end_run(self) -> None:
        if self.runs:
            self.runs.pop()

    def _hide(self, attributes: dict[str, str]) -> None:
        if self._parent == "rPr" and self._above_parent == "r" and self.runs:
            self.runs[-1] = _value(attributes) not in _FALSE

    def _start_words(self, _: dict[str, str]) -> None:
        self.taken = True

    def _end_words(self) -> None:
        self.taken = False

    def _shows(self) -> bool:
        """Tell whether an element stands in a run that is shown; tabs are defined elsewhere as well."""
        return self._parent == "r" and not (self.runs and self.runs[-1])

    def _tab(self, _: dict[str, str]) -> None:
        if self._shows():
            self._add("\t")

    def _break(self, _: dict[str, str]) -> None:
        if self._shows():
            self._add("\n")

    def _hyphen(self, _: dict[str, str]) -> None:
        if self._shows():
            self._add("-")

    def _symbol(self, attributes: dict[str, str]) -> None:
        code = _value(attributes, "char") or ""
        font = (_value(attributes, "font") or "").lower()
        if self._shows() and font == "symbol" and re.fullmatch("[0-9A-Fa-f]{2,4}", code):
            self._add(of_symbol(int(code, 16)))

    def _delete_mark(self, _: dict[str, str]) -> None:
        """Take the deletion of a paragraph's end, or of a row."""
        if self._parent == "rPr" and self._above_parent == "pPr" and self.paragraphs:
            self.paragraphs[-1].joined = True
        elif self._parent == "trPr":
            self._leave_row_out({})

    # --- tables ----------------------------------------------------------------------------

    def _start_table(self, _: dict[str, str]) -> None:
        self.tables.append(self.document.new_table(len(self.tables)))

    def _end_table(self) -> None:
        if self.tables:
            self.containers[-1].settle()
            self.containers[-1].blocks.append(self.tables.pop())
            self._place_boxes()

    def _start_row(self, _: dict[str, str]) -> None:
        if self.tables:
            self.tables[-1].rows.append(Row())

    def _end_row(self) -> None:
        if self.tables and self.tables[-1].rows and self.tables[-1].rows[-1].left_out:
            self.tables[-1].rows.pop()

    @property
    def _row(self) -> Row | None:
        return self.tables[-1].rows[-1] if self.tables and self.tables[-1].rows else None

    def _leave_row_out(self, attributes: dict[str, str]) -> None:
        if self._row and _value(attributes) not in _FALSE:
            self._row.left_out = True

    def _leave_before(self, attributes: dict[str, str]) -> None:
        if self._row:
            self._row.before = _size(attributes, self.document.allowance.limits.span)

    def _start_cell(self, _: dict[str, str]) -> None:
        self.document.count_cells()
        cell = Cell()
        if self._row:
            self._row.cells.append(cell)
            self.document.check_columns(len(self._row.cells))
        self.containers.append(cell.content)

    def _end_container(self) -> None:
        if len(self.containers) > 1:
            self.containers.pop().settle()

    @property
    def _cell(self) -> Cell | None:
        row = self._row
        return row.cells[-1] if row and row.cells else None

    def _span(self, attributes: dict[str, str]) -> None:
        if self._cell and self._parent == "tcPr":
            self._cell.span = max(1, _size(attributes, self.document.allowance.limits.span))
            self.document.count_cells(self._cell.span - 1)

    def _merge_down(self, attributes: dict[str, str]) -> None:
        if self._cell and _value(attributes) != "restart":
            self._cell.covered = True

    def _merge_right(self, attributes: dict[str, str]) -> None:
        if self._cell and _value(attributes) != "restart":
            self._cell.covered = self._cell.beside = True

    # --- text boxes -----------------------------------------------------------------------------

    def _start_alternatives(self, _: dict[str, str]) -> None:
        self.given.append(False)

    def _end_alternatives(self) -> None:
        if self.given:
            self.given.pop()

    def _start_box(self, _: dict[str, str]) -> None:
        self.containers.append(Container())
        # A box stands in a run of a paragraph; its own begin anew.
        self.runs.append(False)
        self.taken = False

    def _end_box(self) -> None:
        if len(self.containers) > 1:
            box = self.containers[-1]
            self._end_container()
            self.document.boxes += box.blocks
        self._end_run()

    def _place_boxes(self) -> None:
        if len(self.containers) == 1:
            self.document.place_boxes()

    STARTS: ClassVar[Starts] = {
        "p": _start_paragraph,
        "r": _start_run,
        "vanish": _hide,
        "t": _start_words,
        "tab": _tab,
        "ptab": _tab,
        "br": _break,
        "cr": _break,
        "noBreakHyphen": _hyphen,
        "sym": _symbol,
        "del": _delete_mark,
        "moveFrom": _delete_mark,
        "tbl": _start_table,
        "tr": _start_row,
        "hidden": _leave_row_out,
        "gridBefore": _leave_before,
        "tc": _start_cell,
        "gridSpan": _span,
        "vMerge": _merge_down,
        "hMerge": _merge_right,
        "AlternateContent": _start_alternatives,
        "txbxContent": _start_box,
    }
    ENDS: ClassVar[Ends] = {
        "p": _end_paragraph,
        "r": _end_run,
        "t": _end_words,
        "tbl": _end_table,
        "tr": _end_row,
        "tc": _end_container,
        "AlternateContent": _end_alternatives,
        "txbxContent": _end_box,
    }
