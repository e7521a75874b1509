"""Someone goes through a table, and makes one."""

from collections.abc import Iterator
from decimal import Decimal
from typing import assert_type

import attrs

from budgetperf import (
    AmountUnit,
    Category,
    Document,
    Funding,
    Indicator,
    PerformanceTable,
    Project,
    SpendingUnit,
    Target,
    parse_indicators,
    read,
)

document = read("samples/pipe_table.md").value
for table in document.tables:
    assert_type(table, PerformanceTable)
    assert_type(table.title, str | None)
    assert_type(table.year, int | None)
    assert_type(table.amount_unit, AmountUnit | None)
    assert_type(table.total, Funding | None)
    assert_type(table.spending_units, tuple[SpendingUnit, ...])
    assert_type(table.projects, Iterator[Project])

for project in document.tables[0].projects:
    assert_type(project.name, str)
    assert_type(project.objective, str | None)
    assert_type(project.funding.total, Decimal | None)
    assert_type(project.indicators, tuple[Indicator, ...])
    for indicator in project.indicators:
        assert_type(indicator.ordinal, int | None)
        assert_type(indicator.level1, Category)
        assert_type(indicator.level2, Category | None)
        assert_type(indicator.annual_target, Target | None)
        assert_type(indicator.level1.category, str | None)
        if indicator.annual_target is not None:
            assert_type(indicator.annual_target.text, str)
            assert_type(indicator.annual_target.normalized, str)

in_yuan = [
    project.funding.total * table.amount_unit.yuan
    for table in document.tables
    for project in table.projects
    if project.funding.total is not None and table.amount_unit is not None
]
assert_type(in_yuan, list[Decimal])

# Values are made of tuples.
indicators = parse_indicators("1、1-产出指标；11-数量指标；巡河次数；年度指标值：≥12次。").value
assert_type(indicators, tuple[Indicator, ...])
made = Project(name="巡河", funding=Funding(total=Decimal("3.50")), objective=None, indicators=indicators)
unit = SpendingUnit(name="清溪县河道所", funding=None, projects=(made,))
table = attrs.evolve(document.tables[0], spending_units=(unit,), amount_unit=AmountUnit.TEN_THOUSAND_YUAN)
assert_type(table, PerformanceTable)
assert Document(tables=(table,)) != document
assert (made,) == unit.projects
