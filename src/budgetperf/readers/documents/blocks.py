"""Documents of paragraphs and tables: put together by their readers, and made lines of text.

A table within a cell follows the table around it, or takes its place where that does
nothing but lay it out.
"""

from collections.abc import Sequence

from attrs import define, field

from budgetperf.readers.composing import ComposedText, Line, aligned, cleaned
from budgetperf.readers.limits import Allowance
from budgetperf.source import Place

__all__ = ["Cell", "Container", "Draft", "Row", "Table"]


@define
class Container:
    """Paragraphs and tables in order: the body, a cell, a text box."""

    blocks: list["str | Table"] = field(factory=list)
    #: Words of paragraphs whose ends were deleted, which go on in the next.
    pending: list[str] = field(factory=list)

    def end_paragraph(self, words: str, *, joined: bool = False) -> None:
        """Take the words of a paragraph; one that is `joined` goes on in the next, since its end was deleted."""
        self.pending.append(words)
        if not joined:
            self.blocks.append("".join(self.pending))
            self.pending = []

    def settle(self) -> None:
        """Make a paragraph of words that go on in no further one."""
        if any(self.pending):
            self.end_paragraph("")

    @property
    def words(self) -> str:
        """The words of its paragraphs."""
        return cleaned("\n".join(block for block in self.blocks if isinstance(block, str)))

    @property
    def nests(self) -> bool:
        """Whether it holds a table."""
        return any(isinstance(block, Table) for block in self.blocks)


@define
class Cell:
    """A cell of a table."""

    content: Container = field(factory=Container)
    span: int = 1
    #: Whether a cell above or to the left covers it.
    covered: bool = False
    beside: bool = False


@define
class Row:
    """A row of a table."""

    cells: list[Cell] = field(factory=list)
    #: Columns of the grid left free in front.
    before: int = 0
    left_out: bool = False


@define
class Table:
    """A table, by its number in the document."""

    number: int
    rows: list[Row] = field(factory=list)


@define
class Draft:
    """A document while it is read, within what the file may take."""

    allowance: Allowance
    body: Container = field(factory=Container)
    #: What stands in text boxes of the block that is open.
    boxes: list[str | Table] = field(factory=list)
    #: What there was so far.
    table_count: int = 0
    cells: int = 0
    characters: int = 0

    def new_table(self, around: int) -> Table:
        """Return the next table, with so many tables around it.

        Raises:
            LimitExceeded: if they are too many.

        """
        self.allowance.check("nesting", around + 1, "tables are nested too deep")
        self.table_count += 1
        return Table(self.table_count)

    def check_columns(self, number: int) -> None:
        """Refuse a row of too many cells.

        Raises:
            LimitExceeded: naming the limit.

        """
        self.allowance.check("columns", number, "a table has too many columns")

    def count_cells(self, number: int = 1) -> None:
        """Count cells.

        Raises:
            LimitExceeded: if there are too many.

        """
        self.cells += number
        self.allowance.check("cells", self.cells, "the document has too many cells")

    def count_characters(self, number: int) -> None:
        """Count characters.

        Raises:
            LimitExceeded: if there are too many.

        """
        self.characters += number
        self.allowance.check("characters", self.characters, "the document has too many characters")

    def place_boxes(self) -> None:
        """Put what stood in text boxes behind the block of the body that is complete."""
        self.body.blocks += self.boxes
        self.boxes = []

    def text(self) -> ComposedText:
        """Return the text of the document.

        Raises:
            LimitExceeded: if it is larger than the limits allow.

        """
        self.body.settle()
        self.place_boxes()
        return _Composer(ComposedText(self.allowance)).composed_of(self.body)


@define
class _Composer:
    """Makes a text of paragraphs and tables."""

    composed: ComposedText
    cells: int = 0
    paragraphs: int = 0

    def composed_of(self, body: Container) -> ComposedText:
        """Return the text of a body."""
        self._add(body)
        return self.composed

    def _add(self, container: Container) -> None:
        tabbed: list[Line] = []
        for block in container.blocks:
            lines = _lines(block) if isinstance(block, str) else []
            if isinstance(block, str):
                self.paragraphs += 1
            if tabbed and not any(line.separator for line in lines):
                self._flush(tabbed)
                tabbed = []
            if any(line.separator for line in lines):
                tabbed += lines  # rows set with tabs, each a paragraph
            elif isinstance(block, str):
                self._flush(lines)
            else:
                self._add_table(block)
        self._flush(tabbed)

    def _flush(self, lines: Sequence[Line]) -> None:
        self.composed.add(lines, Place(paragraph=self.paragraphs))

    def _add_table(self, table: Table) -> None:
        rows: list[Row] = []
        nested: list[Container] = []
        for row in table.rows:
            within = [cell.content for cell in row.cells if cell.content.nests]
            filled = sum(bool(cell.content.nests or cell.content.words) for cell in row.cells)
            if within and filled == 1:
                self._add_rows(rows, table)
                rows = []
                self._add(within[0])
            else:
                rows.append(row)
                nested += within
        self._add_rows(rows, table)
        for container in nested:
            self._add(Container([block for block in container.blocks if isinstance(block, Table)]))

    def _add_rows(self, rows: Sequence[Row], table: Table) -> None:
        grid = [_on_grid(row) for row in rows]
        columns = max(map(len, grid), default=0)
        narrow = len(rows) > 1 and columns == 1
        lines = []
        whole = aligned(grid, loose=True)
        width = max(map(len, whole), default=0)
        for number, cells in enumerate(whole, 1):
            self.cells += max(len(cells), width)
            self.composed.allowance.check("cells", self.cells, "the document has too many cells")
            texts = tuple(text for _, text in cells)
            if any(texts) or len(texts) > 1:
                lines.append(Line(texts, "" if len(texts) == 1 and not narrow else "|", number))
            elif lines:
                lines.append(Line(("",), "|", number))
        while lines and not any(lines[-1].cells):
            lines.pop()
        self.composed.add(lines, Place(table=table.number))


def _on_grid(row: Row) -> list[tuple[int, str]]:
    """Return the cells of a row by where they begin in the grid."""
    cells: list[tuple[int, str]] = []
    at = row.before
    if row.before:
        cells.append((0, ""))
    for cell in row.cells:
        if not cell.beside:
            cells.append((at, "" if cell.covered else cell.content.words))
        at += cell.span
    return cells


def _lines(paragraph: str) -> list[Line]:
    """Return the lines of a paragraph; tabs part cells."""
    lines = []
    for line in paragraph.split("\n"):
        cells = tuple(cleaned(words) for words in line.strip("\t").split("\t"))
        if any(cells):
            lines.append(Line(cells, "\t" if len(cells) > 1 else ""))
    return lines
