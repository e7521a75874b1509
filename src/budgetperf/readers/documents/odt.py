"""ODT: the paragraphs and tables of a text document, in an archive or as one text of XML."""

from typing import ClassVar

from attrs import define, field

from budgetperf.readers.composing import ComposedText
from budgetperf.readers.documents.blocks import Cell, Container, Draft, Row, Table
from budgetperf.readers.office.elements import Ends, Starts
from budgetperf.readers.office.odf import TABLE, OdfReader, count_of, read_content
from budgetperf.readers.request import Request

__all__ = ["read_odt"]

_REPEATED_COLUMNS, _REPEATED_ROWS = TABLE + "number-columns-repeated", TABLE + "number-rows-repeated"


def read_odt(request: Request) -> ComposedText:
    """Return what a text document shows.

    Raises:
        Unreadable: if the file is damaged or encrypted.
        LimitExceeded: if it is larger than the limits allow.

    """
    reader = _DocumentReader(allowance=request.allowance, document=Draft(request.allowance))
    doubts = read_content(request.package or request.flat, request.main, reader)
    composed = reader.document.text()
    composed.diagnostics += doubts
    return composed


@define
class _OpenTable:
    """A table while it is read."""

    table: Table
    #: By column, how many more rows a cell above reaches down, and how wide it is.
    reaching: dict[int, tuple[int, int]] = field(factory=dict)
    column: int = 0
    #: The first column that the cell before does not cover.
    free: int = 0
    row: Row = field(factory=Row)
    #: How many rows the one that is open stands for.
    repeated: int = 1


@define
class _DocumentReader(OdfReader):
    """Builds the document while its XML is read."""

    document: Draft = field(kw_only=True)
    containers: list[Container] = field(factory=list)
    tables: list[_OpenTable] = field(factory=list)

    def open(self, tag: str, attributes: dict[str, str]) -> None:
        """Take the beginning of an element of the body."""
        if self.containers or tag == "text":
            OdfReader.open(self, tag, attributes)

    def close(self, tag: str) -> None:
        """Take the end of an element of the body."""
        if self.containers:
            OdfReader.close(self, tag)

    def close_paragraph(self, words: str) -> None:
        """Take a paragraph."""
        if self.containers:
            self.containers[-1].blocks.append(words)
            self._place_boxes()

    def _start_body(self, _: dict[str, str]) -> None:
        if not self.containers:
            self.containers.append(self.document.body)

    def _start_table(self, _: dict[str, str]) -> None:
        self.tables.append(_OpenTable(self.document.new_table(len(self.tables))))

    def _end_table(self) -> None:
        if self.tables:
            self.containers[-1].blocks.append(self.tables.pop().table)
            self._place_boxes()

    def _start_row(self, attributes: dict[str, str]) -> None:
        if not self.tables:
            return
        table = self.tables[-1]
        table.column = table.free = 0
        table.row = Row()
        table.table.rows.append(table.row)
        table.reaching = {at: (left - 1, wide) for at, (left, wide) in table.reaching.items() if left > 1}
        table.repeated = count_of(attributes, _REPEATED_ROWS)

    def _end_row(self) -> None:
        if self.tables:
            table = self.tables[-1]
            self.document.count_cells((table.repeated - 1) * max(len(table.row.cells), 1))
            table.table.rows.extend([table.row] * (table.repeated - 1))

    def _start_cell(self, attributes: dict[str, str]) -> None:
        cell = self._add_cell()
        if self.tables:
            table = self.tables[-1]
            wide = min(count_of(attributes, TABLE + "number-columns-spanned"), self.allowance.limits.span)
            tall = count_of(attributes, TABLE + "number-rows-spanned")
            at = table.column - 1
            table.free = at + wide
            if tall > 1:
                table.reaching[at] = (tall, wide)
            for _ in range(count_of(attributes, _REPEATED_COLUMNS) - 1):
                self._add_cell(cell.content)
        self.containers.append(cell.content)

    def _add_cell(self, content: Container | None = None) -> Cell:
        self.document.count_cells()
        cell = Cell() if content is None else Cell(content)
        if self.tables:
            table = self.tables[-1]
            table.row.cells.append(cell)
            table.column += 1
            self.document.check_columns(table.column)
        return cell

    def _start_covered(self, attributes: dict[str, str]) -> None:
        for _ in range(count_of(attributes, _REPEATED_COLUMNS)):
            cell = self._add_cell()
            cell.covered = True
            if self.tables:
                table = self.tables[-1]
                at = table.column - 1
                cell.beside = at < table.free
                if not cell.beside:
                    table.free = at + table.reaching.get(at, (0, 1))[1]
        self.containers.append(Container())

    def _end_container(self) -> None:
        if len(self.containers) > 1:
            self.containers.pop()

    def _start_box(self, _: dict[str, str]) -> None:
        self.containers.append(Container())

    def _end_box(self) -> None:
        if len(self.containers) > 1:
            self.document.boxes += self.containers.pop().blocks

    def _place_boxes(self) -> None:
        if len(self.containers) == 1:
            self.document.place_boxes()

    STARTS: ClassVar[Starts] = {
        "text": _start_body,
        "table": _start_table,
        "table-row": _start_row,
        "table-cell": _start_cell,
        "covered-table-cell": _start_covered,
        "draw:text-box": _start_box,
        "draw:custom-shape": _start_box,
    }
    ENDS: ClassVar[Ends] = {
        "table": _end_table,
        "table-row": _end_row,
        "table-cell": _end_container,
        "covered-table-cell": _end_container,
        "draw:text-box": _end_box,
        "draw:custom-shape": _end_box,
    }
