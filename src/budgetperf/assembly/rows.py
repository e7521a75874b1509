"""A table on its way: sheets of pages as printed, then rows whose cells are known by column."""

from attrs import define, field

from budgetperf.assembly.captions import Captions
from budgetperf.assembly.columns import MONEY, Column, Header
from budgetperf.readers import RawCell, RawRow
from budgetperf.source import Span

__all__ = ["Page", "Sheet", "SheetRow", "quoted"]

_QUOTED = 60


@define
class SheetRow:
    """A row whose cells are known by column, or a line printed without columns."""

    cells: dict[Column, RawCell]
    #: The number of the page that it, or its last part, is printed on.
    page: int
    #: The words of a line without columns.
    line: RawCell | None = None

    def text(self, column: Column) -> str:
        """Return the words of a column; empty where there is none."""
        cell = self.cells.get(column)
        return cell.text if cell else ""

    @property
    def span(self) -> Span:
        """From the first printed character to the last."""
        spans = [cell.span for cell in self.cells.values() if cell.text] or [cell.span for cell in self.cells.values()]
        if self.line:
            spans.append(self.line.span)
        return Span(min(span.start for span in spans), max(span.end for span in spans))

    @property
    def has_amount(self) -> bool:
        """Whether any money column holds something."""
        return any(self.text(column) for column in MONEY)

    def add(self, column: Column, cell: RawCell) -> None:
        """Put the words of `cell` behind those of a column."""
        before = self.cells.get(column)
        self.cells[column] = before.followed_by(cell) if before else cell


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
    #: Rows of text columns printed apart from the table, in printed order, with the columns they are of.
    apart: list[SheetRow] = field(factory=list)
    #: Whether a 合计 row was seen, and whether rows stood before it.
    has_total: bool = False
    total_is_last: bool = False


def quoted(words: str) -> str:
    """Return the beginning of `words` in Chinese quotes."""
    return f"“{words[:_QUOTED]}…”" if len(words) > _QUOTED else f"“{words}”"
