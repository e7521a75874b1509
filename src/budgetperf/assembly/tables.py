"""From a sheet to a performance target table: levels, amounts, indicators, sums."""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

from attrs import define

from budgetperf.assembly.amounts import read_amount
from budgetperf.assembly.apart import apart_count, apart_groups, give_to_projects, give_to_rows
from budgetperf.assembly.captions import bare_department
from budgetperf.assembly.columns import Column
from budgetperf.assembly.levels import LevelRow, Levels, UnitRows, tell_levels
from budgetperf.assembly.rows import Sheet, SheetRow
from budgetperf.assembly.words import squeezed
from budgetperf.diagnostics import Diagnostic, diagnose, quoted
from budgetperf.language import read_indicators
from budgetperf.model import AmountUnit, Funding, Indicator, PerformanceTable, Project, SpendingUnit
from budgetperf.normalization import joined
from budgetperf.readers import RawCell
from budgetperf.source import Span

__all__ = ["assemble_table"]

_MONEY = {
    Column.TOTAL: "total",
    Column.FISCAL: "fiscal_appropriation",
    Column.SPECIAL: "special_account_appropriation",
    Column.OTHER: "other_funds",
}
_PARTS = (Column.FISCAL, Column.SPECIAL, Column.OTHER)
_AMOUNT_DOUBTS = {
    "A503": "blanks inside the amount {} removed",
    "A505": "the amount {} can't be read as a number",
    "A506": "a look-alike in the amount {} is read as a digit",
    "A507": "the amount {} prints its own unit",
    "A509": "the amount {} is negative",
}


def assemble_table(
    sheet: Sheet, rows: Sequence[SheetRow], path: str, doubts: list[Diagnostic], check_time: Callable[[], None]
) -> PerformanceTable:
    """Return the table that a sheet's `rows` hold; `path` is its place in the document."""
    return _Assembler(sheet, rows, path, doubts, check_time).table()


@define
class _Assembler:
    """One sheet on its way to a table."""

    sheet: Sheet
    rows: Sequence[SheetRow]
    path: str
    doubts: list[Diagnostic]
    check_time: Callable[[], None]

    def table(self) -> PerformanceTable:
        """Return the table."""
        rows = self.rows
        funding = [self._funding(row) for row in rows]
        apart = give_to_rows(apart_groups(self.sheet), rows, self.path, self.doubts)
        levels = self._levels(funding, apart_count(apart))
        projects = [rows[place] for unit in levels.units for place in unit.projects]
        give_to_projects(apart, projects, self.path, self.doubts)
        for place in levels.left_out:
            self._doubt("R113", f"the subtotal {quoted(self._name(rows[place]))} is left out", rows[place].span)
        units = tuple(
            self._unit(unit, funding, f"{self.path}.spending_units[{number}]")
            for number, unit in enumerate(levels.units)
        )
        total = None if levels.total is None else funding[levels.total]
        captions = self.sheet.captions
        unit = captions.amount_unit
        spans = [
            *(caption.span for caption in captions.all),
            *(row.span for row in rows),
            *(row.span for row in self.sheet.apart),
        ]
        table = PerformanceTable(
            title=captions.title.text if captions.title else None,
            department=captions.department.text if captions.department else None,
            department_label=captions.department_label,
            amount_unit=AmountUnit(unit.text) if unit else None,
            year=captions.year,
            total=total,
            spending_units=units,
            span=_hull(spans),
        )
        self._check_captions(table)
        self._check_sums(table)
        return table

    # --- rows --------------------------------------------------------------------------

    def _levels(self, funding: Sequence[Funding], projects: int | None) -> Levels:
        """Tell the rows apart by 总计, or where a damaged amount makes that odd, by the sum of the sources."""
        bare = [not row.text(Column.OBJECTIVE) and not row.text(Column.INDICATORS) for row in self.rows]
        names = [squeezed(row.text(Column.NAME)) for row in self.rows]
        readings = []
        for amounts in ([_total(each) for each in funding], [_sources(each) for each in funding]):
            rows = [LevelRow(*parts) for parts in zip(names, amounts, bare, strict=True)]
            readings.append(tell_levels(rows, projects))
            if not readings[0].cost:
                break
        return min(readings, key=lambda levels: levels.cost)

    def _name(self, row: SheetRow) -> str:
        return joined(row.text(Column.NAME))

    def _unit(self, unit: UnitRows, funding: Sequence[Funding], path: str) -> SpendingUnit:
        rows = self.rows
        projects = tuple(
            self._project(rows[place], funding[place], f"{path}.projects[{number}]")
            for number, place in enumerate(unit.projects)
        )
        own = None if unit.unit is None else rows[unit.unit]
        name = None
        if own is not None:
            name = self._joined(own.cells.get(Column.NAME), f"{path}.name") or ""
        return SpendingUnit(
            name=name,
            funding=None if unit.unit is None else funding[unit.unit],
            projects=projects,
            span=own.span if own else _hull([rows[place].span for place in unit.projects]),
        )

    def _project(self, row: SheetRow, funding: Funding, path: str) -> Project:
        self.check_time()
        name, objective = row.cells.get(Column.NAME), row.cells.get(Column.OBJECTIVE)
        if not row.has_amount:
            self._doubt("A508", f"the project {quoted(self._name(row))} has no amount", row.span, f"{path}.funding")
        return Project(
            name=self._joined(name, f"{path}.name") or "",
            funding=funding,
            objective=self._joined(objective, f"{path}.objective"),
            indicators=self._indicators(row.cells.get(Column.INDICATORS), path),
            span=row.span,
            name_span=name.span if name and name.text else None,
            objective_span=objective.span if objective and objective.text else None,
        )

    def _joined(self, cell: RawCell | None, path: str) -> str | None:
        """Return a cell's words with the blanks inside words removed, or None when it is empty."""
        if cell is None or not cell.text:
            return None
        words = joined(cell.text)
        if words != cell.text:
            self._doubt("G208", f"blanks inside {quoted(cell.text)} removed", cell.span, path)
        return words

    def _indicators(self, cell: RawCell | None, path: str) -> tuple[Indicator, ...]:
        if cell is None or not cell.text:
            return ()
        indicators, doubts = read_indicators(cell.text, cell.locate, f"{path}.")
        self.doubts.extend(doubts)
        return indicators

    def _funding(self, row: SheetRow) -> Funding:
        amounts: dict[str, Decimal | None] = {}
        spans: list[Span] = []
        for column, name in _MONEY.items():
            cell = row.cells.get(column)
            if cell is None or not cell.text:
                continue
            amount = read_amount(cell.text)
            amounts[name] = amount.value
            spans.append(cell.span)
            for code in amount.doubts:
                self._doubt(code, _AMOUNT_DOUBTS[code].format(quoted(cell.text)), cell.span)
        return Funding(**amounts, span=_hull(spans))

    # --- checks ------------------------------------------------------------------------

    def _check_captions(self, table: PerformanceTable) -> None:
        if table.amount_unit is None:
            self._doubt("R104", "no unit of amounts is printed", table.span, ".amount_unit")
        if table.department is None:
            self._doubt("R112", "no department is printed", table.span, ".department")
        if table.total is None:
            self._doubt("R118", "no 合计 row is printed", table.span, ".total")
        first = table.spending_units[0] if table.spending_units else None
        if first and first.name is None:
            self._doubt("R115", "projects stand without a spending unit's row", first.span, ".spending_units[0]")
        if first and first.name and table.department and first.name != bare_department(table.department):
            message = f"the spending unit is named {quoted(first.name)}, the department {quoted(table.department)}"
            self._doubt("A504", message, first.span, ".spending_units[0].name")

    def _check_sums(self, table: PerformanceTable) -> None:
        if table.total is not None:
            members = [unit.funding for unit in table.spending_units if unit.funding is not None]
            self._check_sum("合计", table.total, members or [project.funding for project in table.projects], ".total")
            self._check_parts("合计", table.total, ".total")
        for number, unit in enumerate(table.spending_units):
            path = f".spending_units[{number}]"
            if unit.funding is not None:
                name = quoted(unit.name or "")
                self._check_sum(name, unit.funding, [project.funding for project in unit.projects], f"{path}.funding")
                self._check_parts(name, unit.funding, f"{path}.funding")
            for place, project in enumerate(unit.projects):
                self._check_parts(quoted(project.name), project.funding, f"{path}.projects[{place}].funding")

    def _check_sum(self, name: str, whole: Funding, members: Sequence[Funding], path: str) -> None:
        """Report the columns in which `whole` is not the sum of its members, to the cent."""
        for column, attribute in _MONEY.items():
            amount = getattr(whole, attribute) or Decimal(0)
            summed = sum((getattr(member, attribute) or Decimal(0) for member in members), Decimal(0))
            if amount != summed:
                message = f"{column} of {name} is {amount}, its rows add up to {summed}"
                self._doubt("A502", message, whole.span, path)

    def _check_parts(self, name: str, funding: Funding, path: str) -> None:
        parts = [getattr(funding, _MONEY[column]) for column in _PARTS]
        printed = [part for part in parts if part is not None]
        if funding.total is not None and printed and sum(printed, Decimal(0)) != funding.total:
            message = f"总计 of {name} is {funding.total}, its sources add up to {sum(printed, Decimal(0))}"
            self._doubt("A501", message, funding.span, path)

    def _doubt(self, code: str, message: str, span: Span | None, path: str = "") -> None:
        full = path if path.startswith(self.path) else self.path + path
        self.doubts.append(diagnose(code, message, span, full))


def _total(funding: Funding) -> Decimal | None:
    return _sources(funding) if funding.total is None else funding.total


def _sources(funding: Funding) -> Decimal | None:
    """Return the sum of the sources of funds, or 总计 where none is printed."""
    printed = [part for column in _PARTS if (part := getattr(funding, _MONEY[column])) is not None]
    return sum(printed, Decimal(0)) if printed else funding.total


def _hull(spans: Iterable[Span]) -> Span | None:
    """Return the smallest span that holds all of `spans`."""
    spans = list(spans)
    if not spans:
        return None
    return Span(min(span.start for span in spans), max(span.end for span in spans))
