"""From a sheet to a performance target table: levels, amounts, indicators, sums."""

from collections.abc import Callable, Sequence
from decimal import Decimal

from attrs import define, field

from budgetperf.assembly.amounts import read_amount
from budgetperf.assembly.apart import apart_count, apart_groups, give_to_projects, give_to_rows
from budgetperf.assembly.columns import Column
from budgetperf.assembly.levels import LevelRow, Levels, UnitRows, tell_levels
from budgetperf.assembly.rows import Sheet, SheetRow
from budgetperf.assembly.words import row_name
from budgetperf.building import builder
from budgetperf.diagnostics import Diagnostic, diagnose, quoted
from budgetperf.language import read_indicators
from budgetperf.model import AmountUnit, Funding, Indicator, PerformanceTable, Project, SpendingUnit
from budgetperf.normalization import joined
from budgetperf.readers import RawCell
from budgetperf.repairs import ALL_REPAIRS, Repairs
from budgetperf.soundness import hull, no_amount_doubt, no_name_doubt, sum_doubts, summed, table_doubts
from budgetperf.source import Span

__all__ = ["assemble_table"]

_new_project: Callable[..., Project] = builder(Project)
_new_funding: Callable[..., Funding] = builder(Funding)
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


def assemble_table(  # noqa: PLR0913 - what is read, and how
    sheet: Sheet,
    rows: Sequence[SheetRow],
    path: str,
    doubts: list[Diagnostic],
    check_time: Callable[[], None],
    *,
    repairs: Repairs,
) -> PerformanceTable:
    """Return the table that a sheet's `rows` hold; `path` is its place in the document."""
    return _Assembler(sheet, rows, path, doubts, check_time, repairs).table()


@define
class _Assembler:
    """One sheet on its way to a table."""

    sheet: Sheet
    rows: Sequence[SheetRow]
    path: str
    doubts: list[Diagnostic]
    check_time: Callable[[], None]
    repairs: Repairs
    #: Where each row is printed, found once it is known which cells were printed apart.
    spans: list[Span] = field(init=False)

    def table(self) -> PerformanceTable:
        """Return the table."""
        rows = self.rows
        funding = [self._funding(row) for row in rows]
        apart = give_to_rows(apart_groups(self.sheet), rows, self.path, self.doubts)
        levels = self._levels(self._meant_funding(funding), apart_count(apart))
        projects = [rows[place] for unit in levels.units for place in unit.projects]
        give_to_projects(apart, projects, self.path, self.doubts)
        self.spans = [row.span for row in rows]
        for place in levels.left_out:
            self._doubt("R113", f"the subtotal {quoted(self._name(rows[place]))} is left out", self.spans[place])
            self._report_amounts(rows[place], self.path)
        units = tuple(
            self._unit(unit, funding, f"{self.path}.spending_units[{number}]")
            for number, unit in enumerate(levels.units)
        )
        total = None if levels.total is None else funding[levels.total]
        if levels.total is not None:
            self._report_amounts(rows[levels.total], f"{self.path}.total")
        captions = self.sheet.captions
        unit = captions.amount_unit
        printed = [caption.span for caption in captions.all]
        printed += self.spans
        printed += [row.span for row in self.sheet.apart]
        table = PerformanceTable(
            title=captions.title.text if captions.title else None,
            department=captions.department.text if captions.department else None,
            department_label=captions.department_label,
            amount_unit=AmountUnit(unit.text) if unit else None,
            year=captions.year,
            total=total,
            spending_units=units,
            span=hull(printed) or self.sheet.header_span,
        )
        self.doubts.extend(table_doubts(table, self.path))
        self.doubts.extend(sum_doubts(table, self.path))
        return table

    # --- rows --------------------------------------------------------------------------

    def _meant_funding(self, funding: Sequence[Funding]) -> Sequence[Funding]:
        """Return the rows' amounts with every repair: what a row is, no damage to its amounts may decide."""
        if self.repairs is ALL_REPAIRS:
            return funding
        printed = ({name: row.text(column) for column, name in _MONEY.items()} for row in self.rows)
        amounts = ({name: read_amount(text).value for name, text in row.items()} for row in printed)
        return [Funding(**each, span=None) for each in amounts]

    def _levels(self, funding: Sequence[Funding], projects: int | None) -> Levels:
        """Tell the rows apart by 总计, or where a damaged amount makes that odd, by the sum of the sources."""
        bare = [not row.text(Column.OBJECTIVE) and not row.text(Column.INDICATORS) for row in self.rows]
        names = [row_name(row.text(Column.NAME)) for row in self.rows]
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
        projects = tuple(
            self._project(place, funding[place], f"{path}.projects[{number}]")
            for number, place in enumerate(unit.projects)
        )
        name = None
        if unit.unit is not None:
            own = self.rows[unit.unit]
            name = self._joined(own.cells.get(Column.NAME), f"{path}.name") or ""
            self._report_amounts(own, f"{path}.funding")
        return SpendingUnit(
            name=name,
            funding=None if unit.unit is None else funding[unit.unit],
            projects=projects,
            span=hull(self.spans[place] for place in unit.projects) if unit.unit is None else self.spans[unit.unit],
        )

    def _project(self, place: int, funding: Funding, path: str) -> Project:
        self.check_time()
        row, span = self.rows[place], self.spans[place]
        name, objective = row.cells.get(Column.NAME), row.cells.get(Column.OBJECTIVE)
        if not name or not name.text:
            self.doubts.append(no_name_doubt(row.span, path))
        if not row.has_amount:
            self.doubts.append(no_amount_doubt(self._name(row), span, path))
        self._report_amounts(row, f"{path}.funding")
        return _new_project(
            name=self._joined(name, f"{path}.name") or "",
            funding=funding,
            objective=self._joined(objective, f"{path}.objective"),
            indicators=self._indicators(row.cells.get(Column.INDICATORS), path),
            span=span,
            name_span=name.span if name and name.text else None,
            objective_span=objective.span if objective and objective.text else None,
        )

    def _joined(self, cell: RawCell | None, path: str) -> str | None:
        """Return a cell's words with the blanks inside words removed, or None when it is empty."""
        if cell is None or not cell.text:
            return None
        words = joined(cell.text) if "G208" in self.repairs else cell.text
        if words != cell.text:
            self._doubt("G208", f"blanks inside {quoted(cell.text)} removed", cell.span, path)
        return words

    def _indicators(self, cell: RawCell | None, path: str) -> tuple[Indicator, ...]:
        if cell is None or not cell.text:
            return ()
        indicators, doubts = read_indicators(cell.text, cell.locator, f"{path}.", self.repairs)
        self.doubts.extend(doubts)
        return indicators

    def _funding(self, row: SheetRow) -> Funding:
        cells = [row.cells.get(column) for column in _MONEY]
        printed = [cell if cell and cell.text else None for cell in cells]
        amounts = [read_amount(cell.text, self.repairs).value if cell else None for cell in printed]
        return _new_funding(*amounts, hull([cell.span for cell in printed if cell]))

    def _report_amounts(self, row: SheetRow, path: str) -> None:
        """Report what is doubtful about the amounts of a row, once it is known what the row is."""
        for column in _MONEY:
            cell = row.cells.get(column)
            if cell is not None and cell.text:
                for code in read_amount(cell.text, self.repairs).doubts:
                    self._doubt(code, _AMOUNT_DOUBTS[code].format(quoted(cell.text)), cell.span, path)

    def _doubt(self, code: str, message: str, span: Span | None, path: str = "") -> None:
        full = path if path.startswith(self.path) else self.path + path
        self.doubts.append(diagnose(code, message, span, full))


def _total(funding: Funding) -> Decimal | None:
    return _sources(funding) if funding.total is None else funding.total


def _sources(funding: Funding) -> Decimal | None:
    """Return the sum of the sources of funds, or 总计 where none is printed."""
    printed = [part for column in _PARTS if (part := getattr(funding, _MONEY[column])) is not None]
    return summed(printed) if printed else funding.total
