"""A table on its way: sheets of pages as printed, then rows whose cells are known by column."""

from attrs import define, field

from budgetperf.assembly.captions import Captions
from budgetperf.assembly.columns import MONEY, Column, Header
from budgetperf.building import builder
from budgetperf.readers import RawCell, RawRow, joined_cells
from budgetperf.source import Span

__all__ = ["Page", "Sheet", "SheetRow", "quoted_beginning"]

_span = builder(Span)
_QUOTED = 60
#: How much of a cell's end is enough to tell whether it goes on.
_TAIL = 1_200


@define
class SheetRow:
    """A row whose cells are known by column, or a line printed without columns.

    A cell cut by page breaks has several parts until :meth:`close` joins them, once,
    so that any number of parts takes linear time.
    """

    cells: dict[Column, RawCell]
    #: The number of the page that it, or its last part, is printed on.
    page: int
    #: The words of a line without columns.
    line: RawCell | None = None
    rests: dict[Column, list[RawCell]] = field(factory=dict)
    #: The columns whose cells were printed apart.
    given: set[Column] = field(factory=set)
    #: Of a row printed apart: whether it is empty and may be no row of the table, whether it may be the rest of the
    #: one before it, and where rests of it were printed.
    doubtful: bool = False
    rest: bool = False
    cuts: list[Span] = field(factory=list)

    def text(self, column: Column) -> str:
        """Return the words of a column, as far as they are joined; empty where there are none."""
        cell = self.cells.get(column)
        return cell.text if cell else ""

    def tail(self, column: Column) -> str:
        """Return the end of the words of a column, its rests included."""
        parts: list[str] = []
        length = 0
        for rest in reversed(self.rests.get(column, ())):
            parts.append(rest.text)
            length += len(rest.text)
            if length >= _TAIL:
                break
        else:
            parts.append(self.text(column)[-_TAIL:])
        return "".join(reversed(parts))[-_TAIL:]

    @property
    def span(self) -> Span:
        """From the first printed character to the last, cells printed apart left out."""
        cells = [cell for column, cell in self.cells.items() if column not in self.given]
        cells += [cell for column, rests in self.rests.items() if column not in self.given for cell in rests]
        if self.line:
            cells.append(self.line)
        bounds = [cell.bounds for cell in cells if cell.text] or [cell.bounds for cell in cells]
        return _span(min(bounds)[0], max([end for _, end in bounds]))

    @property
    def has_amount(self) -> bool:
        """Whether any money column holds something."""
        return any(map(self.text, MONEY))

    def add(self, column: Column, cell: RawCell) -> None:
        """Put the words of `cell` behind those of a column."""
        if self.text(column):
            self.rests.setdefault(column, []).append(cell)
        elif cell.text or column not in self.cells:
            self.cells[column] = cell

    def close(self) -> "SheetRow":
        """Join the parts of each cell."""
        for column, rests in self.rests.items():
            self.cells[column] = joined_cells((self.cells[column], *rests))
        self.rests = {}
        return self


@define
class Page:
    """The rows between two page breaks, before their columns are known."""

    #: The header in force.
    header: Header
    #: Whether the header is printed on this page.
    headed: bool
    rows: list[RawRow] = field(factory=list)


@define
class Sheet:
    """One performance target table before its rows are understood."""

    captions: Captions
    header: Header
    pages: list[Page] = field(factory=list)
    #: Rows of text columns printed apart from the table, in printed order.
    apart: list[SheetRow] = field(factory=list)
    #: Where the last header is printed; it is all that there is of a table without rows and captions.
    header_span: Span | None = None
    #: Whether a 合计 row was seen, and whether rows stood before it.
    has_total: bool = False
    total_is_last: bool = False

    @property
    def lacking(self) -> frozenset[Column]:
        """The text columns that the header doesn't name; they may be printed apart."""
        return self.header.lacking


def quoted_beginning(words: str) -> str:
    """Return the beginning of `words` in Chinese quotes, by which a row is known; values are quoted at more length."""
    return f"“{words[:_QUOTED]}…”" if len(words) > _QUOTED else f"“{words}”"
