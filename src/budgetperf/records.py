"""A document as tidy rows: one per indicator, ready for a data frame.

The column names are API. Amounts stand in the table's own ``amount_unit``, as
printed; nothing is summed, so the money of a project with several indicators
stands in each of its rows.
"""

import os
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final, TypeAlias

from budgetperf.model import Category, Document, Indicator, PerformanceTable, Project, SpendingUnit, Target
from budgetperf.readings import Change, Comparator, DateWindow, Grade, Quantity, Reading, Reference, resolved

__all__ = [
    "COLUMNS",
    "ProjectRows",
    "Row",
    "Value",
    "Values",
    "described_columns",
    "named",
    "project_rows",
    "rows_of",
    "to_records",
]

#: What a tidy row has in a column.
Value: TypeAlias = str | int | Decimal | None
#: One tidy row: every name of :data:`COLUMNS`, in that order, with its value.
Row: TypeAlias = dict[str, Value]
#: The values of some columns side by side.
Values: TypeAlias = tuple[Value, ...]
#: The values that every row of a project has alike (up to ``objective``), and for each of its rows the others.
ProjectRows: TypeAlias = tuple[Values, Sequence[Values]]

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

_NO_INDICATOR: Final[Values] = (None,) * len(COLUMNS[COLUMNS.index("ordinal") :])
_NO_CATEGORY: Final[Values] = (None,) * len(("code", "label", "category"))
_NO_READING: Final[Values] = (None,) * len(("kind", "comparator", "low", "high", "unit", "start", "end"))


def to_records(document: Document, *, source: str | os.PathLike[str] | None = None) -> list[Row]:
    """Return the rows of `document`, in printed order.

    One row per indicator; a project without indicators gives one row whose
    indicator columns are None, so that its money is not lost.

    >>> from budgetperf.model import Funding, PerformanceTable, Project, SpendingUnit
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
        source: What the ``source`` column says of every row, such as a file name or a path.

    Raises:
        TypeError: if `source` is neither.

    """
    return rows_of(project_rows(document, source=None if source is None else named(source)))


def named(source: object) -> str:
    """Return what rows say of the source that they are from: its name, or its path as a string.

    Raises:
        TypeError: if it has neither.

    """
    name = os.fspath(source) if isinstance(source, os.PathLike) else source
    if not isinstance(name, str):
        raise TypeError(f"a source is named by a string or a path, not {type(name).__name__}")
    return name


@cache
def described_columns() -> Mapping[str, Mapping[str, Any]]:
    """Return what each column holds: its ``type``, and in words (``en``, ``zh``); of ``verbatim``, too.

    >>> described_columns()["project_total"]["type"]
    'amount'
    """
    text = files("budgetperf").joinpath("data/columns.toml").read_text("utf-8")
    return MappingProxyType(tomllib.loads(text)["columns"])


def rows_of(projects: Iterable[ProjectRows]) -> list[Row]:
    """Return the rows of projects as dicts."""
    return [dict(zip(COLUMNS, (*common, *own), strict=True)) for common, rows in projects for own in rows]


def project_rows(document: Document, *, source: str | None = None, first_table: int = 0) -> Iterator[ProjectRows]:
    """Yield the rows of each project, in printed order, tables counted from `first_table`.

    What the rows of a project have alike comes once, so that nobody needs to copy it who can repeat it cheaply.
    """
    for number, table in enumerate(document.tables, first_table):
        for index, (unit, project) in enumerate(_projects(table)):
            common = (source, number, index, *_project_values(table, unit, project))
            yield common, [_indicator_values(each, table.year) for each in project.indicators] or [_NO_INDICATOR]


def _projects(table: PerformanceTable) -> Iterator[tuple[SpendingUnit, Project]]:
    return ((unit, project) for unit in table.spending_units for project in unit.projects)


def _project_values(table: PerformanceTable, unit: SpendingUnit, project: Project) -> Values:
    funding = project.funding
    return (
        table.department,
        unit.name,
        project.name,
        # A plain string: not every data frame takes a subclass for one.
        None if table.amount_unit is None else str(table.amount_unit),
        funding.total,
        funding.fiscal_appropriation,
        funding.special_account_appropriation,
        funding.other_funds,
        project.objective,
    )


def _indicator_values(indicator: Indicator, year: int | None) -> Values:
    return (
        indicator.ordinal,
        *_category_values(indicator.level1),
        *_category_values(indicator.level2),
        indicator.name,
        *_target_values(indicator.period_target, year),
        *_target_values(indicator.annual_target, year),
    )


def _category_values(category: Category | None) -> Values:
    return _NO_CATEGORY if category is None else (category.code, category.label, category.category)


def _target_values(target: Target | None, year: int | None) -> Values:
    return (None, *_NO_READING) if target is None else (target.text, *_reading_values(target.reading, year))


def _reading_values(reading: Reading | None, year: int | None) -> Values:
    """Return what a target means, flattened; of readings made of readings the kind alone.

    Columns that were filled from the first part of a list, or from the full marks of a
    rule, would say less, or more, than the target does.
    """
    if year is not None and isinstance(reading, DateWindow):
        reading = resolved(reading, year)
    match reading:
        case None:
            return _NO_READING
        case Quantity() | Change():
            return (reading.kind, _word(reading.comparator), *reading.bounds, reading.unit, None, None)
        case DateWindow():
            return (reading.kind, _word(reading.comparator), None, None, None, reading.start, reading.end)
        case Grade() | Reference():
            return (reading.kind, _word(reading.comparator), *_NO_READING[2:])
    return (reading.kind, *_NO_READING[1:])


def _word(comparator: Comparator | None) -> str | None:
    # A plain string: see amount_unit.
    return None if comparator is None else str(comparator)
