"""Departments in the order of how much of what they promise can be measured."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from budgetperf import Document, Indicator, ParseResult, PerformanceTable, is_measurable

__all__ = ["Standing", "ranking"]


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How a department stands."""

    department: str
    indicators: int
    measurable: int
    #: What its projects cost, in yuan; None where a table has no total or no unit of amounts.
    yuan: Decimal | None

    @property
    def share(self) -> float:
        """The share of its indicators that can be measured."""
        return self.measurable / self.indicators if self.indicators else 0.0


def ranking(results: Iterable[ParseResult[Document]]) -> list[Standing]:
    """Return the standing of every department, the most accountable first; where shares are alike, the dearest."""
    tables: defaultdict[str, list[PerformanceTable]] = defaultdict(list)
    for result in results:
        for table in result.value.tables:
            tables[table.department or "（未标明部门）"].append(table)
    standings = [_standing(department, found) for department, found in tables.items()]
    return sorted(standings, key=lambda each: (-each.share, -(each.yuan or 0), each.department))


def _standing(department: str, tables: list[PerformanceTable]) -> Standing:
    indicators = [each for table in tables for project in table.projects for each in project.indicators]
    amounts = [_yuan(table) for table in tables]
    known = [amount for amount in amounts if amount is not None]
    return Standing(
        department=department,
        indicators=len(indicators),
        measurable=sum(map(_is_measurable, indicators)),
        yuan=sum(known, Decimal(0)) if len(known) == len(amounts) else None,
    )


def _is_measurable(indicator: Indicator) -> bool:
    targets = (indicator.annual_target, indicator.period_target)
    return any(target is not None and is_measurable(target.reading) for target in targets)


def _yuan(table: PerformanceTable) -> Decimal | None:
    if table.total is None or table.total.total is None or table.amount_unit is None:
        return None
    return table.total.total * table.amount_unit.yuan
