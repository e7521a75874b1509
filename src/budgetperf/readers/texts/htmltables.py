"""Tables as they are written in HTML, and as they are printed: words, cells, rows, and the grid that they lie on.

A table that holds other tables only lays out a page: what it holds comes one
behind the other, in printed order.
"""

from collections.abc import Iterable, Iterator

from attrs import define, field

from budgetperf.readers.raw import MOST_COLUMNS, RawCell, RawRow, RawTable, joined_cells, narrowed

__all__ = ["Budget", "Words", "WrittenCell", "WrittenRow", "WrittenTable", "laid_out", "line_of"]

#: A row with as many cells of words is one of data, even where a cell holds a table.
_FEWEST_OF_DATA = 3


# --- words --------------------------------------------------------------------------------------------


@define
class Words:
    """The words of a cell or of a paragraph, with their places, blanks collapsed as on a screen."""

    text: str
    parts: list[str] = field(factory=list)
    pieces: list[tuple[int, int, int]] = field(factory=list)
    #: Where lines end that were broken by a tag.
    breaks: list[int] = field(factory=list)
    length: int = 0
    #: A blank that is printed only if words follow, and whether a tag broke the line there.
    blank: tuple[str, int, int] | None = None
    broken: bool = False

    def add(self, start: int, end: int, words: str | None = None) -> None:
        """Add what stands from `start` to `end` in the source; `words` are what it means where it is markup."""
        words = self.text[start:end] if words is None else words
        if not words:
            return
        if self.blank and self.parts:
            if self.broken:
                self.breaks.append(self.length)
            self._append(*self.blank)
        self.blank, self.broken = None, False
        self._append(words, start, end - start)

    def _append(self, words: str, source: int, printed: int) -> None:
        self.parts.append(words)
        self.pieces.append((self.length, source, printed))
        self.length += len(words)

    def add_blank(self, start: int, end: int, *, broken: bool = False) -> None:
        """Add blanks, or a tag that breaks the line."""
        if broken or "\n" in self.text[start:end] or "\r" in self.text[start:end]:
            self.blank = ("\n", start, end - start)
        elif self.blank is None:
            self.blank = (" ", start, end - start)
        self.broken = self.broken or broken

    def add_cell(self, cell: RawCell) -> None:
        """Add the words of a cell as a line."""
        if not cell.text:
            return
        if self.parts:
            self._append("\n", cell.pieces[0][1], 0)
        self.pieces += [(self.length + at, source, printed) for at, source, printed in cell.pieces]
        self.parts.append(cell.text)
        self.length += len(cell.text)

    def cell(self, place: int) -> RawCell:
        """Return the words as one cell; `place` is where it stands if there are none."""
        if not self.parts:
            return RawCell("", ((0, place, 0),))
        return RawCell("".join(self.parts), tuple(self.pieces)).trimmed()

    def lines(self) -> list[RawCell]:
        """Return the lines that tags make of the words."""
        if not self.parts:
            return []
        whole = RawCell("".join(self.parts), tuple(self.pieces))
        edges = [0, *self.breaks, self.length]
        lines = (whole.part(edges[at], edges[at + 1]) for at in range(len(edges) - 1))
        return [line for line in lines if line.text]


# --- tables as written ----------------------------------------------------------------------------------


@define
class WrittenCell:
    """A cell, and how many columns and rows it says that it covers."""

    start: int
    columns: int = 1
    rows: int = 1
    #: Words and tables, in printed order.
    items: "list[Words | WrittenTable]" = field(factory=list)

    @property
    def tables(self) -> "list[WrittenTable]":
        """The tables in it."""
        return [each for each in self.items if isinstance(each, WrittenTable)]

    def words(self) -> RawCell:
        """Return the words outside the tables in it."""
        found = [each.cell(self.start) for each in self.items if isinstance(each, Words)]
        return joined_cells(found) if found else RawCell("", ((0, self.start, 0),))

    def poured(self) -> RawCell:
        """Return all words, those of tables in it line by line."""
        words = Words("")
        for each in self.items:
            cells = [each.cell(self.start)] if isinstance(each, Words) else each.cells()
            for cell in cells:
                words.add_cell(cell)
        return words.cell(self.start)


@define
class WrittenRow:
    """A row, as far as it has cells of its own."""

    start: int
    #: Which of thead, tbody and tfoot it is in: no cell reaches beyond.
    group: int
    hidden: bool = False
    cells: list[WrittenCell] = field(factory=list)


@define
class WrittenTable:
    """A table that is open, or was."""

    #: Rows, and what stands between them.
    rows: "list[WrittenRow | Words | WrittenTable]" = field(factory=list)
    groups: int = 0
    row: WrittenRow | None = None
    cell: WrittenCell | None = None
    #: The words being read.
    words: Words | None = None
    closed: bool = False

    @property
    def single(self) -> WrittenCell | None:
        """The only cell, when there is one and no table in it."""
        if len(self.rows) != 1 or not isinstance(self.rows[0], WrittenRow) or len(self.rows[0].cells) != 1:
            return None
        cell = self.rows[0].cells[0]
        return None if cell.tables else cell

    def cells(self) -> Iterator[RawCell]:
        """Yield the words of every cell."""
        for row in self.rows:
            if isinstance(row, WrittenRow):
                yield from (cell.poured() for cell in row.cells)
            elif isinstance(row, WrittenTable):
                yield from row.cells()
            else:
                yield row.cell(0)


# --- tables as printed --------------------------------------------------------------------------------


@define
class Budget:
    """How many places may be covered: about as many as characters are printed."""

    left: int


@define
class _Grid:
    """Rows laid out in columns; what a cell covers besides its first place is empty."""

    budget: Budget
    #: Rows, with the place behind the last cell that is printed, and whether they are hidden.
    rows: list[tuple[list[RawCell], int, bool]] = field(factory=list)
    #: How many further rows are covered, by column.
    covered: dict[int, int] = field(factory=dict)
    group: int = 0

    def add(self, row: WrittenRow, words: Iterable[RawCell]) -> None:
        """Add a row with the words of its cells."""
        covered = self._covered_in(row)
        below = {column: rows - 1 for column, rows in covered.items() if rows > 1}
        blank = RawCell("", ((0, row.start, 0),))
        places: list[RawCell] = []
        last = 0
        for cell, text in zip(row.cells, words, strict=True):
            while len(places) in covered:
                places.append(blank)
            width = cell.columns if cell.columns <= self.budget.left else 1
            self.budget.left -= width - 1
            if cell.rows > 1:
                below |= dict.fromkeys(range(len(places), len(places) + width), cell.rows - 1)
            places.append(text)
            last = len(places)
            places += [blank] * (width - 1)
        if row.cells:
            places += [blank] * (max(covered, default=-1) + 1 - len(places))
            self.rows.append((places, last, row.hidden))
        self.covered = below

    def _covered_in(self, row: WrittenRow) -> dict[int, int]:
        """Return the columns that cells of rows above cover in a row, as long as there are not too many."""
        furthest = max(self.covered, default=-1) + 1
        if row.group != self.group or furthest > min(self.budget.left, MOST_COLUMNS):
            self.covered = {}
            furthest = 0
        self.group = row.group
        self.budget.left -= furthest
        return self.covered

    def take(self) -> Iterator[RawTable]:
        """Yield the rows so far as a table, without the columns that no cell is printed in."""
        width = max((last for _, last, _ in self.rows), default=0)
        rows = [RawRow(narrowed(places[:width]), hidden=hidden) for places, _, hidden in self.rows]
        self.rows, self.covered = [], {}
        if rows:
            yield RawTable(tuple(rows))


def line_of(cell: RawCell) -> RawTable:
    """Return a line of words as what stands between blank lines."""
    return RawTable((RawRow((cell,), separator=""),))


def laid_out(table: WrittenTable, budget: Budget, *, closed: bool = True) -> Iterator[RawTable]:
    """Yield a table as printed: its rows, and what stands between them; `closed` tells of the tables around it."""
    closed = closed and table.closed
    if table.single:
        yield from _paragraphs(table.single, budget, closed=closed)
        return
    grid = _Grid(budget)
    for row in table.rows:
        if isinstance(row, WrittenRow) and not any(cell.tables for cell in row.cells):
            grid.add(row, [cell.words() for cell in row.cells])
            continue
        if not isinstance(row, WrittenRow):
            yield from grid.take()
            yield from (
                laid_out(row, budget, closed=closed) if isinstance(row, WrittenTable) else map(line_of, row.lines())
            )
            continue
        own = [cell.words() for cell in row.cells]
        if sum(bool(words.text) for words in own) < _FEWEST_OF_DATA:
            yield from grid.take()  # the row of a page's layout
            for cell in row.cells:
                yield from _paragraphs(cell, budget, closed=closed)
        elif closed and all(inner.closed for cell in row.cells for inner in cell.tables):
            grid.add(row, [cell.poured() if cell.tables else words for cell, words in zip(row.cells, own, strict=True)])
        else:  # the table in it has lost its own end, or ours has
            grid.add(row, own)
            yield from grid.take()
            for inner in (inner for cell in row.cells for inner in cell.tables):
                yield from laid_out(inner, budget, closed=closed)
    yield from grid.take()


def _paragraphs(cell: WrittenCell, budget: Budget, *, closed: bool) -> Iterator[RawTable]:
    """Yield what a cell of a layout holds, one behind the other."""
    for each in cell.items:
        yield from (
            laid_out(each, budget, closed=closed) if isinstance(each, WrittenTable) else map(line_of, each.lines())
        )
