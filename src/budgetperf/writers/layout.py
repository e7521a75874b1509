"""The standard layout: which words stand in which row and column, whatever they are written in."""

from collections.abc import Iterator
from decimal import Decimal
from enum import Enum
from itertools import pairwise
from typing import Final

from attrs import frozen

from budgetperf.assembly.captions import read_year
from budgetperf.errors import Unwritable
from budgetperf.language import format_indicators, read_indicators
from budgetperf.model import Document, Funding, PerformanceTable, Project, SpendingUnit
from budgetperf.quantities import LONGEST_NUMBER, plain
from budgetperf.soundness import AMOUNTS

__all__ = ["HEADINGS", "MONEY", "Level", "PrintedRow", "PrintedTable", "laid_out", "printed_amount"]

#: The words over the columns.
HEADINGS: Final = ("项目名称（资金使用单位）", *AMOUNTS.values(), "绩效目标", "绩效指标")
#: The places of the columns of money.
MONEY: Final = range(1, 1 + len(AMOUNTS))
_TOTAL: Final = "合计"


class Level(Enum):
    """What a row is for."""

    TOTAL = "total"
    UNIT = "unit"
    PROJECT = "project"


@frozen(kw_only=True)
class PrintedRow:
    """A row of the table."""

    level: Level
    #: The place in the document.
    path: str
    name: str
    #: 总计 and the sources, in the order of the columns.
    amounts: tuple[Decimal | None, ...]
    objective: str = ""
    #: The mini-language, each clause with the mark at its end.
    clauses: tuple[str, ...] = ()

    def cells(self, *, between_clauses: str = "") -> tuple[str, ...]:
        """Return the words of its cells."""
        return (self.name, *map(printed_amount, self.amounts), self.objective, between_clauses.join(self.clauses))


@frozen(kw_only=True)
class PrintedTable:
    """A table with the captions above it; those that are not printed are empty."""

    #: The place in the document.
    path: str
    title: str
    #: 部门名称：青禾县文化馆.
    department: str
    #: 预算年度：2025, where the title does not state it.
    year: str
    #: 单位：万元.
    amount_unit: str
    rows: tuple[PrintedRow, ...]

    @property
    def second_line(self) -> tuple[str, ...]:
        """The captions below the title, as far as they are printed."""
        return tuple(filter(None, (self.department, self.year, self.amount_unit)))

    def lines(self) -> Iterator[tuple[str, ...]]:
        """Yield everything as rows of as many cells as there are columns, as a sheet would have them."""
        width = len(HEADINGS)
        if self.title:
            yield self.title, *("",) * (width - 1)
        if self.second_line:
            yield self.department, *("",) * (width - 3), self.year, self.amount_unit
        yield HEADINGS
        for row in self.rows:
            yield row.cells()


def printed_amount(amount: Decimal | None) -> str:
    """Return an amount with the digits that it has, and never an exponent; nothing where there is none.

    >>> printed_amount(Decimal("36.50")), printed_amount(Decimal("2E+4")), printed_amount(None)
    ('36.50', '20000', '')
    """
    return (plain(amount) or "") if amount is not None else ""


def laid_out(document: Document) -> tuple[PrintedTable, ...]:
    """Return the tables of a document as they are printed.

    Raises:
        TypeError: if it is no document.
        Unwritable: if a cell has no form for what is to stand in it.

    """
    if not isinstance(document, Document):
        raise TypeError(f"expected a Document, not {type(document).__name__}; a ParseResult has it as its value")
    return tuple(_table(table, f"tables[{number}]") for number, table in enumerate(document.tables))


def _table(table: PerformanceTable, path: str) -> PrintedTable:
    title = _words(table.title, f"{path}.title")
    # The title states the year, or else a caption does.
    year = None if table.title and read_year(table.title) == table.year else table.year
    return PrintedTable(
        path=path,
        title=title,
        department=_department(table, path),
        year=f"预算年度：{year}" if year is not None else "",
        amount_unit=f"单位：{table.amount_unit}" if table.amount_unit else "",
        rows=tuple(_rows(table, path)),
    )


def _department(table: PerformanceTable, path: str) -> str:
    """Return the department behind its label."""
    if table.department is None and table.department_label is None:
        return ""
    if table.department is None or table.department_label is None:
        lacking = "department_label" if table.department_label is None else "department"
        raise Unwritable(f"{path}.{lacking}", "a department is printed behind its label, and only one of them is there")
    label = _words(table.department_label, f"{path}.department_label")
    return f"{label}：{_words(table.department, f'{path}.department')}"


def _rows(table: PerformanceTable, path: str) -> Iterator[PrintedRow]:
    if table.total is not None:
        yield PrintedRow(
            level=Level.TOTAL, path=f"{path}.total", name=_TOTAL, amounts=_amounts(table.total, f"{path}.total")
        )
    for number, unit in enumerate(table.spending_units):
        place = f"{path}.spending_units[{number}]"
        yield from _unit_row(unit, place)
        for index, project in enumerate(unit.projects):
            yield _project_row(project, f"{place}.projects[{index}]")


def _unit_row(unit: SpendingUnit, path: str) -> Iterator[PrintedRow]:
    """Yield a unit's own row, where it has one."""
    if unit.name is None and unit.funding is None:
        return
    if unit.name is None or unit.funding is None:
        lacking = "name" if unit.name is None else "funding"
        raise Unwritable(f"{path}.{lacking}", "a unit's row has a name and amounts, and only one of them is there")
    name = _words(unit.name, f"{path}.name")
    yield PrintedRow(level=Level.UNIT, path=path, name=name, amounts=_amounts(unit.funding, f"{path}.funding"))


def _project_row(project: Project, path: str) -> PrintedRow:
    return PrintedRow(
        level=Level.PROJECT,
        path=path,
        name=_words(project.name, f"{path}.name"),
        amounts=_amounts(project.funding, f"{path}.funding"),
        objective=_words(project.objective, f"{path}.objective"),
        clauses=_clauses(project, f"{path}.indicators"),
    )


def _amounts(funding: Funding, path: str) -> tuple[Decimal | None, ...]:
    amounts: dict[str, Decimal | None] = {name: getattr(funding, name) for name in AMOUNTS}
    for name, amount in amounts.items():
        if amount is not None and plain(amount) is None:
            raise Unwritable(f"{path}.{name}", f"{amount:.6g} is no number of at most {LONGEST_NUMBER:,} characters")
    return tuple(amounts.values())


def _clauses(project: Project, path: str) -> tuple[str, ...]:
    """Return the indicators in the canonical form of the mini-language, cut where each begins."""
    try:
        text = format_indicators(project.indicators)
    except ValueError as error:
        raise Unwritable(path, str(error)) from error
    _words(text, path)
    read, _ = read_indicators(text)
    starts = [indicator.span.start for indicator in read if indicator.span]
    return tuple(text[start:end] for start, end in pairwise([*starts, len(text)]))


def _words(words: str | None, path: str) -> str:
    """Return words, or nothing for None."""
    if words is None:
        return ""
    try:
        words.encode()
    except UnicodeEncodeError as error:
        raise Unwritable(path, "it holds half of a surrogate pair, which no file can") from error
    return words
