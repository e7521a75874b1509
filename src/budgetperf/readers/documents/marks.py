"""Documents whose tables are marks behind the words: where paragraphs, cells and rows end, and how a row is cut.

Of such a row is told where its cells end on the page. From all rows of a table comes its grid,
and from that how many columns a cell spans.
"""

from collections.abc import Sequence
from itertools import chain, pairwise

from attrs import define, field, frozen

from budgetperf.readers.documents.blocks import Cell, Container, Draft, Row, Table

__all__ = ["CellShape", "MarkedText", "RowShape"]

#: Edges up to this far apart, in twentieths of a point, are one to the reader of a table (2.6 mm).
_SAME_EDGE = 150


@frozen
class CellShape:
    """What a row says of one of its cells."""

    #: Where it ends, in twentieths of a point.
    right: int
    #: Whether a cell above or to the left covers it.
    covered: bool = False
    beside: bool = False


@frozen
class RowShape:
    """How a row is cut into cells."""

    #: Where its first cell begins, in twentieths of a point.
    left: int = 0
    cells: Sequence[CellShape] = ()

    @property
    def edges(self) -> tuple[int, ...]:
        """Where its cells begin and end."""
        return (self.left, *(cell.right for cell in self.cells))


@define
class _OpenTable:
    """A table while it is read."""

    table: Table
    shapes: list[RowShape] = field(factory=list)
    #: The cells of the row that is open, and what is in the next.
    cells: list[Container] = field(factory=list)
    content: Container = field(factory=Container)
    #: What stands in text boxes of its rows.
    boxes: list[str | Table] = field(factory=list)


@define
class MarkedText(Draft):
    """Puts a document together while its marks are met.

    Of each mark is told how many tables it stands in; tables begin and end by that alone.
    """

    tables: list[_OpenTable] = field(factory=list)

    def end_paragraph(self, words: str, depth: int, *, joined: bool = False) -> None:
        """Take a paragraph; one that is `joined` goes on in the next, since its end is not shown."""
        self.allowance.check_time()
        self.count_characters(len(words))
        container = self._container(depth)
        container.end_paragraph(words, joined=joined)
        if not joined and not self.tables:
            self.place_boxes()

    def end_cell(self, words: str, depth: int) -> None:
        """Take the last paragraph of a cell."""
        self.end_paragraph(words, max(depth, 1))
        self._close_cell(self.tables[-1])

    def end_row(self, shape: RowShape, depth: int, *, left_out: bool = False) -> None:
        """Take the end of a row."""
        self.allowance.check_time()
        self._container(max(depth, 1))
        self._close_row(self.tables[-1], shape, left_out=left_out)
        self.tables[0].boxes += self.boxes
        self.boxes = []

    def end(self) -> None:
        """Take the end of the document."""
        self._container(0)
        self.body.settle()
        self.place_boxes()

    def _container(self, depth: int) -> Container:
        """Return what a mark in so many tables ends a part of."""
        while len(self.tables) > depth:
            self._close_table()
        while len(self.tables) < depth:
            self.tables.append(_OpenTable(self.new_table(len(self.tables))))
        return self.tables[-1].content if self.tables else self.body

    def _close_cell(self, table: _OpenTable) -> None:
        self.count_cells()
        self.check_columns(len(table.cells) + 1)
        table.content.settle()
        table.cells.append(table.content)
        table.content = Container()

    def _close_row(self, table: _OpenTable, shape: RowShape, *, left_out: bool = False) -> None:
        table.content.settle()
        if any(block for block in table.content.blocks):
            self._close_cell(table)  # its mark is missing
        table.content = Container()
        cells, table.cells = table.cells, []
        if cells and not left_out:
            shapes = [*shape.cells[: len(cells)], *[CellShape(0)] * (len(cells) - len(shape.cells))]
            row = [
                Cell(content, covered=cell.covered, beside=cell.beside)
                for content, cell in zip(cells, shapes, strict=True)
            ]
            table.table.rows.append(Row(row))
            table.shapes.append(shape)

    def _close_table(self) -> None:
        table = self.tables.pop()
        self._close_row(table, RowShape())
        _set_spans(table.table.rows, table.shapes)
        container = self.tables[-1].content if self.tables else self.body
        container.settle()
        if table.table.rows:
            container.blocks.append(table.table)
        container.blocks += table.boxes


def _set_spans(rows: Sequence[Row], shapes: Sequence[RowShape]) -> None:
    """Give the cells of a table the columns of the grid that they span; one each where edges tell nothing."""
    if any(len(row.cells) > len(shape.cells) for row, shape in zip(rows, shapes, strict=True)):
        return
    edges = [shape.edges for shape in shapes]
    narrowest = min((right - left for each in edges for left, right in pairwise(each)), default=0)
    if narrowest <= 0:
        return
    columns = _columns(set(chain.from_iterable(edges)), min(_SAME_EDGE, narrowest // 2))
    for row, places in zip(rows, edges, strict=True):
        row.before = columns[places[0]]
        for cell, (left, right) in zip(row.cells, pairwise(places), strict=False):
            cell.span = columns[right] - columns[left]


def _columns(edges: set[int], apart: int) -> dict[int, int]:
    """Return the number of each edge of a table, the same for those that are hardly apart."""
    columns: dict[int, int] = {}
    first, number = None, -1
    for edge in sorted(edges):
        if first is None or edge - first > apart:
            first, number = edge, number + 1
        columns[edge] = number
    return columns
