"""A document as tidy rows: one per indicator, ready for a data frame.

The column names are API. Amounts stand in the table's own ``amount_unit``, as
printed; nothing is summed, so the money of a project with several indicators
stands in each of its rows.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final, TypeAlias

from budgetperf.model import Category, Document, Funding, Indicator, PerformanceTable, Project, SpendingUnit, Target
from budgetperf.readings import Change, Comparator, DateWindow, Grade, Quantity, Reading, Reference, resolved

__all__ = ["COLUMNS", "Row", "to_records"]

#: One tidy row: every name of :data:`COLUMNS`, in that order, with its value.
Row: TypeAlias = dict[str, str | int | Decimal | None]

#: The columns of every row, in order.
COLUMNS: Final[tuple[str, ...]] = (
    "source",
    "table",
    "project_index",
    "department",
    "spending_unit",
    "project",
    "amount_unit",
    "project_total",
    "project_fiscal_appropriation",
    "project_special_account_appropriation",
    "project_other_funds",
    "objective",
    "ordinal",
    "level1_code",
    "level1",
    "level1_category",
    "level2_code",
    "level2",
    "level2_category",
    "indicator",
    "period_text",
    "period_kind",
    "period_comparator",
    "period_low",
    "period_high",
    "period_unit",
    "period_start",
    "period_end",
    "annual_text",
    "annual_kind",
    "annual_comparator",
    "annual_low",
    "annual_high",
    "annual_unit",
    "annual_start",
    "annual_end",
)

_INDICATOR_COLUMNS: Final = COLUMNS[COLUMNS.index("ordinal") :]


def to_records(document: Document, *, source: str | None = None) -> list[Row]:
    """Return the rows of `document`, in printed order.

    One row per indicator; a project without indicators gives one row whose
    indicator columns are None, so that its money is not lost.

    >>> from budgetperf.model import PerformanceTable, Project, SpendingUnit
    >>> project = Project(name="水质监测", funding=Funding(total=Decimal("36.50")), objective=None, indicators=())
    >>> unit = SpendingUnit(name=None, funding=None, projects=(project,))
    >>> table = PerformanceTable(
    ...     title=None, department="清溪县水务局", department_label=None, amount_unit=None, year=None, total=None,
    ...     spending_units=(unit,),
    ... )
    >>> [row] = to_records(Document(tables=(table,)), source="sample.txt")
    >>> row["source"], row["project"], row["project_total"], row["indicator"]
    ('sample.txt', '水质监测', Decimal('36.50'), None)

    Args:
        document: What to list.
        source: What the ``source`` column says of every row, such as a file name.

    """
    return [
        {
            "source": source,
            "table": number,
            "project_index": index,
            **_project_columns(table, unit, project),
            **_indicator_columns(indicator, table.year),
        }
        for number, table in enumerate(document.tables)
        for index, (unit, project) in enumerate(_projects(table))
        for indicator in project.indicators or (None,)
    ]


def _projects(table: PerformanceTable) -> Iterator[tuple[SpendingUnit, Project]]:
    return ((unit, project) for unit in table.spending_units for project in unit.projects)


def _project_columns(table: PerformanceTable, unit: SpendingUnit, project: Project) -> Row:
    return {
        "department": table.department,
        "spending_unit": unit.name,
        "project": project.name,
        # A plain string: not every data frame takes a subclass for one.
        "amount_unit": None if table.amount_unit is None else str(table.amount_unit),
        **_funding_columns(project.funding),
        "objective": project.objective,
    }


def _funding_columns(funding: Funding) -> Row:
    return {
        "project_total": funding.total,
        "project_fiscal_appropriation": funding.fiscal_appropriation,
        "project_special_account_appropriation": funding.special_account_appropriation,
        "project_other_funds": funding.other_funds,
    }


def _indicator_columns(indicator: Indicator | None, year: int | None) -> Row:
    if indicator is None:
        return dict.fromkeys(_INDICATOR_COLUMNS)
    return {
        "ordinal": indicator.ordinal,
        **_category_columns("level1", indicator.level1),
        **_category_columns("level2", indicator.level2),
        "indicator": indicator.name,
        **_target_columns("period", indicator.period_target, year),
        **_target_columns("annual", indicator.annual_target, year),
    }


def _category_columns(level: str, category: Category | None) -> Row:
    code, label, name = (None, None, None) if category is None else (category.code, category.label, category.category)
    return {f"{level}_code": code, level: label, f"{level}_category": name}


def _target_columns(prefix: str, target: Target | None, year: int | None) -> Row:
    text, reading = (None, None) if target is None else (target.text, target.reading)
    return {f"{prefix}_text": text, **_reading_columns(prefix, reading, year)}


def _reading_columns(prefix: str, reading: Reading | None, year: int | None) -> Row:
    """Return what a target means, flattened; of readings made of readings the kind alone.

    Columns that were filled from the first part of a list, or from the full marks of a
    rule, would say less, or more, than the target does.
    """
    if reading is not None and year is not None:
        reading = resolved(reading, year)
    comparator: Comparator | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    unit = start = end = None
    match reading:
        case Quantity() | Change():
            comparator, unit, (low, high) = reading.comparator, reading.unit, reading.bounds
        case DateWindow():
            comparator, start, end = reading.comparator, reading.start, reading.end
        case Grade() | Reference():
            comparator = reading.comparator
    return {
        f"{prefix}_kind": None if reading is None else reading.kind,
        # A plain string: see amount_unit.
        f"{prefix}_comparator": None if comparator is None else str(comparator),
        f"{prefix}_low": low,
        f"{prefix}_high": high,
        f"{prefix}_unit": unit,
        f"{prefix}_start": start,
        f"{prefix}_end": end,
    }
