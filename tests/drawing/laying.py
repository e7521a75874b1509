"""Lay tables out on pages: where each line of text stands and where each edge runs, before anything draws them.

Coordinates are points from the page's top left corner, y downwards.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Literal

from attrs import field, frozen

from drawing.breaking import wrapped
from drawing.printed import GROUP, SHARES, STANDARD, Printed
from layouts import INDICATORS, MONEY, NAME, OBJECTIVE

WIDTH, HEIGHT = 842.0, 595.0
MARGIN, FOOT = 36.0, 40.0
TITLE_SIZE = 15.0
TEXTS = (NAME, OBJECTIVE, INDICATORS)


@frozen(kw_only=True)
class Plan:
    """How tables are laid out."""

    size: float = 8.5
    leading: float = 12.0
    pad: float = 3.0
    #: Whether closing punctuation hangs over a cell's right edge.
    hang: bool = True
    #: Where rows are cut: not at all; like Word, with the amounts in the first or the second
    #: part; or like a spreadsheet, wherever the page ends, each cell centred in the whole row.
    cut: Literal["whole", "first", "second", "anywhere"] = "whole"
    #: Whether an edge is drawn between the parts of a row that is cut.
    closed: bool = True
    header_again: bool = True
    grouped_header: bool = False
    #: How an amount stands in its cell.
    align: Literal["right", "centre"] = "right"


@frozen
class Text:
    """A line of text at its baseline's start."""

    x: float
    y: float
    words: str
    size: float


@frozen
class Cell:
    """A cell of the grid; its open sides have no edge."""

    left: float
    top: float
    right: float
    bottom: float
    open_sides: frozenset[str] = frozenset()


@frozen
class Page:
    """What is drawn on one page."""

    texts: list[Text] = field(factory=list)
    cells: list[Cell] = field(factory=list)


@frozen
class Laid:
    """A row, or part of one: its height, and of each column the lines with their tops."""

    height: float
    columns: tuple[tuple[tuple[float, str], ...], ...]
    open_top: bool = False
    open_bottom: bool = False


Measure = Callable[[str, float], float]


def columns_of() -> list[float]:
    """Return the left edges of the columns, and the right edge of the last."""
    share = (WIDTH - 2 * MARGIN) / sum(SHARES)
    return [MARGIN + share * sum(SHARES[:at]) for at in range(len(SHARES) + 1)]


@frozen
class Layout:
    """Lays tables out by a plan, in a font that `measure` knows."""

    plan: Plan
    measure: Measure
    pages: list[Page] = field(factory=list)
    edges: list[float] = field(factory=columns_of)

    def add(self, table: Printed) -> None:
        """Add the pages of a table."""
        top = self._captions(self._page(), table)
        top = self._header(top)
        waiting = [self._row([self._broken(words, at) for at, words in enumerate(line.cells)]) for line in table.lines]
        while waiting:
            row = waiting.pop(0)
            room = HEIGHT - FOOT - top
            if row.height > room:
                first, rest = self._cut(row, room)
                if first is not None:
                    self._place(first, top)
                elif row.height > HEIGHT - FOOT - MARGIN - 60:
                    raise ValueError("a row that may not be cut is longer than a page")
                waiting.insert(0, rest)
                self._page()
                top = self._header(MARGIN) if self.plan.header_again else MARGIN
                continue
            self._place(row, top)
            top += row.height

    def _page(self) -> Page:
        self.pages.append(Page())
        return self.pages[-1]

    def _captions(self, page: Page, table: Printed) -> float:
        """Write title, department and unit of money above the table; return where the table begins."""
        wide = self.measure(table.title, TITLE_SIZE)
        page.texts.append(Text((WIDTH - wide) / 2, MARGIN + TITLE_SIZE, table.title, TITLE_SIZE))
        below = MARGIN + TITLE_SIZE + 20
        page.texts.append(Text(MARGIN, below, table.department, 9))
        page.texts.append(Text(WIDTH - MARGIN - self.measure(table.unit, 9), below, table.unit, 9))
        return below + 6

    def _header(self, top: float) -> float:
        """Place the header; return what is below it."""
        if not self.plan.grouped_header:
            row = self._row([self._broken(words, at) for at, words in enumerate(STANDARD)], header=True)
            self._place(row, top)
            return top + row.height
        upper = self.plan.leading + 2 * self.plan.pad
        lower = 2 * self.plan.leading + 2 * self.plan.pad
        for at in TEXTS:
            box = Cell(self.edges[at], top, self.edges[at + 1], top + upper + lower)
            self._centred(box, self._broken(STANDARD[at], at))
        self._centred(Cell(self.edges[MONEY[0]], top, self.edges[MONEY[-1] + 1], top + upper), [GROUP])
        for at in MONEY:
            box = Cell(self.edges[at], top + upper, self.edges[at + 1], top + upper + lower)
            self._centred(box, self._broken(STANDARD[at], at))
        return top + upper + lower

    def _centred(self, box: Cell, lines: Sequence[str]) -> None:
        """Place a cell with its lines in the middle."""
        page = self.pages[-1]
        page.cells.append(box)
        start = box.top + (box.bottom - box.top - len(lines) * self.plan.leading) / 2
        for number, words in enumerate(lines):
            x = (box.left + box.right - self.measure(words, self.plan.size)) / 2
            y = start + number * self.plan.leading + self.plan.size
            page.texts.append(Text(x, y, words, self.plan.size))

    def _broken(self, words: str, at: int) -> list[str]:
        """Return the lines of a cell."""
        room = self.edges[at + 1] - self.edges[at] - 2 * self.plan.pad
        return wrapped(words, room, lambda text: self.measure(text, self.plan.size), hang=self.plan.hang)

    def _row(self, cells: Sequence[Sequence[str]], *, header: bool = False) -> Laid:
        """Return a row with each cell's lines centred from top to bottom."""
        leading, pad = self.plan.leading, self.plan.pad
        most = max(map(len, cells), default=1) or 1
        height = most * leading + 2 * pad + (4 if header else 0)
        tops = [(height - len(lines) * leading) / 2 for lines in cells]
        return Laid(
            height,
            tuple(
                tuple((top + number * leading, words) for number, words in enumerate(lines))
                for top, lines in zip(tops, cells, strict=True)
            ),
        )

    def _cut(self, row: Laid, room: float) -> tuple[Laid | None, Laid]:
        """Return the part of a row that fits into `room`, None if nothing does, and the rest."""
        cut = self._cut_anywhere if self.plan.cut == "anywhere" else self._cut_by_lines
        fitting = int((room - 2 * self.plan.pad) / self.plan.leading)
        return (None, row) if self.plan.cut == "whole" or fitting < 2 else cut(row, room, fitting)

    def _cut_by_lines(self, row: Laid, _room: float, fitting: int) -> tuple[Laid | None, Laid]:
        """Cut each cell after as many lines as fit; the amounts stay together."""
        cells = [[words for _, words in lines] for lines in row.columns]
        if max(map(len, cells)) <= fitting:
            return None, row
        second = self.plan.cut == "second"
        first_cells = [([] if second else each) if at in MONEY else each[:fitting] for at, each in enumerate(cells)]
        rest_cells = [(each if second else []) if at in MONEY else each[fitting:] for at, each in enumerate(cells)]
        first, rest = self._row(first_cells), self._row(rest_cells)
        return (
            Laid(first.height, first.columns, row.open_top, not self.plan.closed),
            Laid(rest.height, rest.columns, not self.plan.closed),
        )

    def _cut_anywhere(self, row: Laid, room: float, _fitting: int) -> tuple[Laid | None, Laid]:
        """Cut where the page ends; a line that the edge would cut goes to the rest, with all below it."""
        leading, pad = self.plan.leading, self.plan.pad
        above = [tuple(each for each in lines if each[0] + leading <= room) for lines in row.columns]
        below = [lines[len(kept) :] for lines, kept in zip(row.columns, above, strict=True)]
        if not any(below) or not any(above):
            return None, row
        moved = []
        for lines in below:
            up = min(room, lines[0][0] - pad) if lines else room
            moved.append(tuple((top - up, words) for top, words in lines))
        height = max([row.height - room, *(lines[-1][0] + leading + pad for lines in moved if lines)])
        return (
            Laid(room, tuple(above), row.open_top, not self.plan.closed),
            Laid(height, tuple(moved), not self.plan.closed),
        )

    def _place(self, row: Laid, top: float) -> None:
        """Put a row on the page."""
        page = self.pages[-1]
        sides = frozenset(["top"] * row.open_top + ["bottom"] * row.open_bottom)
        for at, lines in enumerate(row.columns):
            left, right = self.edges[at], self.edges[at + 1]
            page.cells.append(Cell(left, top, right, top + row.height, sides))
            for offset, words in lines:
                x = self._start(at, words, left, right)
                page.texts.append(Text(x, top + offset + self.plan.size, words, self.plan.size))

    def _start(self, at: int, words: str, left: float, right: float) -> float:
        """Return where a line of a cell begins."""
        free = right - left - self.measure(words, self.plan.size)
        if at in MONEY and words[:1].isascii():
            return right - self.plan.pad - (right - left - free) if self.plan.align == "right" else left + free / 2
        return left + free / 2 if words in STANDARD else left + self.plan.pad


def edges_of(cells: Sequence[Cell]) -> Iterator[tuple[float, float, float, float]]:
    """Yield every edge of the cells once, as x and y of its ends."""
    seen = set()
    for cell in cells:
        sides = {
            "top": (cell.left, cell.top, cell.right, cell.top),
            "bottom": (cell.left, cell.bottom, cell.right, cell.bottom),
            "left": (cell.left, cell.top, cell.left, cell.bottom),
            "right": (cell.right, cell.top, cell.right, cell.bottom),
        }
        for side, edge in sides.items():
            if side not in cell.open_sides and edge not in seen:
                seen.add(edge)
                yield edge
