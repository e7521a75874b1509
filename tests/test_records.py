"""Tidy rows: one per indicator, with the columns that are API."""

from decimal import Decimal

import attrs
import pytest
from hypothesis import given

from budgetperf import testing
from budgetperf.model import (
    AmountUnit,
    Category,
    Document,
    Funding,
    Indicator,
    PerformanceTable,
    Project,
    SpendingUnit,
    Target,
)
from budgetperf.readings import (
    AllOf,
    Boolean,
    Change,
    DateWindow,
    Grade,
    Missing,
    Qualitative,
    Quantity,
    Reading,
    Reference,
    Scoring,
    Trend,
)
from budgetperf.records import COLUMNS, to_records

INDICATOR = Indicator(
    ordinal=3,
    level1=Category(code="1", label="产出指标", category="output"),
    level2=Category(code="12", label="数量指标", category="quantity"),
    name="巡河护水员人数",
    period_target=Target(text="54人"),
    annual_target=Target(text=r"$\geq 54$人"),
)
PROJECT = Project(
    name="巡河项目",
    funding=Funding(
        total=Decimal("36.50"),
        fiscal_appropriation=Decimal("30.50"),
        special_account_appropriation=None,
        other_funds=Decimal("6.00"),
    ),
    objective="河道清澈。",
    indicators=(INDICATOR,),
)
UNIT = SpendingUnit(name="清溪县河道所", funding=Funding(total=Decimal("36.50")), projects=(PROJECT,))
TABLE = PerformanceTable(
    title="项目支出绩效目标表",
    department="清溪县水务局（部门）",
    department_label="部门名称",
    amount_unit=AmountUnit.TEN_THOUSAND_YUAN,
    year=2024,
    total=None,
    spending_units=(UNIT,),
)


def test_the_columns() -> None:
    """The names and their order are API: a data frame made today must fit one made in ten years."""
    promised = """
        source table project_index department spending_unit project amount_unit project_total
        project_fiscal_appropriation project_special_account_appropriation project_other_funds objective ordinal
        level1_code level1 level1_category level2_code level2 level2_category indicator
        period_text period_kind period_comparator period_low period_high period_unit period_start period_end
        annual_text annual_kind annual_comparator annual_low annual_high annual_unit annual_start annual_end
    """

    assert promised.split() == list(COLUMNS)


def test_a_row() -> None:
    """A row says everything about an indicator and its project, as printed."""
    [row] = to_records(Document(tables=(TABLE,)), source="sample.txt")

    assert (
        dict.fromkeys(COLUMNS)
        | {
            "source": "sample.txt",
            "table": 0,
            "project_index": 0,
            "department": "清溪县水务局（部门）",
            "spending_unit": "清溪县河道所",
            "project": "巡河项目",
            "amount_unit": "万元",
            "project_total": Decimal("36.50"),
            "project_fiscal_appropriation": Decimal("30.50"),
            "project_other_funds": Decimal("6.00"),
            "objective": "河道清澈。",
            "ordinal": 3,
            "level1_code": "1",
            "level1": "产出指标",
            "level1_category": "output",
            "level2_code": "12",
            "level2": "数量指标",
            "level2_category": "quantity",
            "indicator": "巡河护水员人数",
            "period_text": "54人",
            "annual_text": r"$\geq 54$人",
        }
        == row
    )


@pytest.mark.parametrize("unit", ["万元", AmountUnit.TEN_THOUSAND_YUAN])
def test_the_amount_unit_is_a_plain_string(unit: AmountUnit) -> None:
    """Data frames get a string of the plain class."""
    [row] = to_records(Document(tables=(attrs.evolve(TABLE, amount_unit=unit),)))

    assert str is type(row["amount_unit"])


def test_what_is_not_printed_is_none() -> None:
    """A lost category, target, unit or source leaves its columns empty, and nothing else."""
    bare = attrs.evolve(INDICATOR, ordinal=None, level2=None, period_target=None, annual_target=Target(text=""))
    project = attrs.evolve(PROJECT, objective=None, indicators=(bare,))
    unit = SpendingUnit(name=None, funding=None, projects=(project,))
    table = attrs.evolve(TABLE, department=None, amount_unit=None, spending_units=(unit,))
    [row] = to_records(Document(tables=(table,)))
    [full] = to_records(Document(tables=(TABLE,)), source="sample.txt")

    assert {
        "source",
        "department",
        "spending_unit",
        "amount_unit",
        "objective",
        "ordinal",
        "level2_code",
        "level2",
        "level2_category",
        "period_text",
    } == {column for column in COLUMNS if row[column] is None and full[column] is not None}
    assert "" == row["annual_text"]


def test_a_project_without_indicators_keeps_its_money() -> None:
    """It gives one row, whose indicator columns are empty."""
    unit = attrs.evolve(UNIT, projects=(attrs.evolve(PROJECT, indicators=()),))
    [row] = to_records(Document(tables=(attrs.evolve(TABLE, spending_units=(unit,)),)))
    [full] = to_records(Document(tables=(TABLE,)))
    begin = COLUMNS.index("ordinal")

    assert [full[column] for column in COLUMNS[:begin]] == [row[column] for column in COLUMNS[:begin]]
    assert {None} == {row[column] for column in COLUMNS[begin:]}


def test_positions() -> None:
    """Tables count from 0, and so do projects within a table, whatever unit they belong to."""
    two = attrs.evolve(UNIT, projects=(attrs.evolve(PROJECT, indicators=(INDICATOR, INDICATOR)), PROJECT))
    empty = attrs.evolve(UNIT, projects=())
    table = attrs.evolve(TABLE, spending_units=(two, empty, UNIT))
    rows = to_records(Document(tables=(table, attrs.evolve(TABLE, spending_units=()), TABLE)))

    assert [(0, 0), (0, 0), (0, 1), (0, 2), (2, 0)] == [(row["table"], row["project_index"]) for row in rows]


def test_no_tables_no_rows() -> None:
    """An empty document has no rows."""
    assert [] == to_records(Document(tables=()))


VISITS = Quantity(comparator=">=", low=Decimal(2), multiplier=10000, unit="人次")
RANGE = {"comparator": "between", "low": Decimal("1.5"), "high": Decimal(2)}
#: A reading, and what its columns say without the prefix; in a table of the year 2024.
FLATTENED: list[tuple[Reading | None, dict[str, object]]] = [
    (None, {}),
    (VISITS, {"kind": "quantity", "comparator": ">=", "low": "20000", "unit": "人次"}),
    (Quantity(comparator=">", low=Decimal("0.50")), {"kind": "quantity", "comparator": ">", "low": "0.50"}),
    (
        Quantity(comparator="<=", high=Decimal("2E+4"), unit="元"),
        {"kind": "quantity", "comparator": "<=", "high": "20000", "unit": "元"},
    ),
    (Quantity(comparator="<", high=Decimal(0)), {"kind": "quantity", "comparator": "<", "high": "0"}),
    (
        Quantity(comparator="=", low=Decimal("36.5"), high=Decimal("36.5"), multiplier=10000, unit="元"),
        {"kind": "quantity", "comparator": "=", "low": "365000", "high": "365000", "unit": "元"},
    ),
    (
        Quantity(comparator="about", low=Decimal(5), high=Decimal(5)),
        {"kind": "quantity", "comparator": "about", "low": "5", "high": "5"},
    ),
    (
        Quantity(**RANGE, unit="次", high_inclusive=False),  # type: ignore[arg-type]  # a dictionary of several types
        {"kind": "quantity", "comparator": "between", "low": "1.5", "high": "2", "unit": "次"},
    ),
    (
        Change(direction="down", comparator=">=", low=Decimal(10), unit="%", base="2012年"),
        {"kind": "change", "comparator": ">=", "low": "10", "unit": "%"},
    ),
    (
        Change(direction="up", comparator="<=", high=Decimal("1.2"), multiplier=10**8, unit="元"),
        {"kind": "change", "comparator": "<=", "high": "120000000", "unit": "元"},
    ),
    (Change(direction="up"), {"kind": "change"}),
    (DateWindow(comparator="<=", end="--12-31"), {"kind": "date", "comparator": "<=", "end": "2024-12-31"}),
    (DateWindow(comparator="<", end="2025-03-01"), {"kind": "date", "comparator": "<", "end": "2025-03-01"}),
    (DateWindow(comparator=">=", start="--07-01"), {"kind": "date", "comparator": ">=", "start": "2024-07-01"}),
    (
        DateWindow(comparator="between", start="--07-01", end="--01-31", precision="month"),
        {"kind": "date", "comparator": "between", "start": "2024-07-01", "end": "2025-01-31"},
    ),
    (
        DateWindow(comparator="=", start="--02-01", end="--02-29", precision="month"),
        {"kind": "date", "comparator": "=", "start": "2024-02-01", "end": "2024-02-29"},
    ),
    (Grade(comparator=">=", grade="合格"), {"kind": "grade", "comparator": ">="}),
    (Reference(comparator="<=", reference="合同金额"), {"kind": "reference", "comparator": "<="}),
    (Trend(direction="up"), {"kind": "trend"}),
    (Boolean(value=False), {"kind": "boolean"}),
    (Qualitative(), {"kind": "qualitative"}),
    (Missing(reason="echo"), {"kind": "missing"}),
    (Scoring(full_marks=VISITS, step=Decimal(5), step_unit="%"), {"kind": "scoring"}),
    (AllOf(parts=(VISITS,)), {"kind": "all_of"}),
    (AllOf(parts=()), {"kind": "all_of"}),
]


def reading_columns(reading: Reading | None, year: int | None) -> dict[str, object]:
    """Return what the columns of a reading say, those that are None left out; the same of both targets."""
    target = Target("值", reading=reading)
    indicator = attrs.evolve(INDICATOR, period_target=target, annual_target=target)
    project = attrs.evolve(PROJECT, indicators=(indicator,))
    unit = attrs.evolve(UNIT, projects=(project,))
    [row] = to_records(Document(tables=(attrs.evolve(TABLE, year=year, spending_units=(unit,)),)))
    period, annual = (
        {column.removeprefix(prefix): value for column, value in row.items() if column.startswith(prefix)}
        for prefix in ("period_", "annual_")
    )
    assert period == annual
    assert "值" == period.pop("text")
    return {column: value for column, value in period.items() if value is not None}


@pytest.mark.parametrize(("reading", "expected"), FLATTENED)
def test_readings(reading: Reading | None, expected: dict[str, object]) -> None:
    """Each kind fills its columns, numbers multiplied out and plain, days with the year of the table."""
    columns = reading_columns(reading, 2024)

    assert expected == {column: str(value) for column, value in columns.items()}
    assert all(type(columns[column]) is Decimal for column in {"low", "high"} & set(columns))
    assert all(type(value) is str for column, value in columns.items() if column not in {"low", "high"})


def test_days_keep_what_is_printed_where_no_year_helps() -> None:
    """Where the table states no year, or one without the day, a day stays without it."""
    window = DateWindow(comparator="between", start="--01-01", end="--02-29")

    assert {"kind": "date", "comparator": "between", "start": "--01-01", "end": "--02-29"} == reading_columns(
        window, None
    )
    assert reading_columns(window, None) == reading_columns(window, 2023)
    assert "2024-02-29" == reading_columns(window, 2024)["end"]


@given(testing.documents())
def test_any_document(document: Document) -> None:
    """Every row has the columns in order, of the promised types, and no project is lost."""
    rows = to_records(document, source="a")
    types: dict[str, type] = {"table": int, "project_index": int, "ordinal": int}
    types |= dict.fromkeys([column for column in COLUMNS if column.endswith(("_low", "_high"))], Decimal)
    types |= dict.fromkeys(["project_total", "project_fiscal_appropriation"], Decimal)
    types |= dict.fromkeys(["project_special_account_appropriation", "project_other_funds"], Decimal)

    for row in rows:
        assert list(COLUMNS) == list(row)
        assert all(value is None or type(value) is types.get(column, str) for column, value in row.items())
    projects = [(number, project.name) for number, table in enumerate(document.tables) for project in table.projects]
    found = {(row["table"], row["project_index"]): (row["table"], row["project"]) for row in rows}
    assert projects == list(found.values())
    indicators = [
        indicator.name for table in document.tables for project in table.projects for indicator in project.indicators
    ]
    assert indicators == [row["indicator"] for row in rows if row["indicator"] is not None]
