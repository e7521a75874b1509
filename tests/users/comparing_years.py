"""Someone compares last year's table with this year's."""

from decimal import Decimal
from typing import Any, assert_type

from budgetperf import (
    AmountChange,
    Difference,
    DifferenceStatus,
    IndicatorDifference,
    OutcomeRange,
    Project,
    ProjectDifference,
    TableDifference,
    Target,
    TargetChange,
    TargetVerdict,
    TextChange,
    UnitDifference,
    diff,
    diff_html,
    diff_json,
    diff_text,
    read,
)

difference = diff(read("docs/examples/comparing/2024.md"), read("docs/examples/comparing/2025.md").value, threshold=0.7)
assert_type(difference, Difference)
assert_type(bool(difference), bool)
assert_type(difference.summary, dict[str, int])
assert_type(difference.to_dict(), dict[str, Any])
assert_type(diff_text(difference, width=80), str)
assert_type(diff_json(difference, indent=2), str)
assert_type(diff_html(difference, fragment=True), str)

assert_type(difference.tables, tuple[TableDifference, ...])
for table in difference.tables:
    assert_type(table.units, tuple[UnitDifference, ...])
    assert_type(table.amounts, tuple[AmountChange, ...])

for project in difference.projects:
    assert_type(project, ProjectDifference)
    assert_type(project.status, DifferenceStatus)
    assert_type(project.old, Project | None)
    assert_type(project.latest, Project)
    assert_type(project.objective, TextChange | None)
    assert_type([change.difference for change in project.amounts], list[Decimal | None])
    for indicator in project.indicators:
        assert_type(indicator, IndicatorDifference)
        for change in indicator.targets:
            assert_type(change, TargetChange)
            assert_type(change.verdict, TargetVerdict)
            assert_type(change.outcomes, OutcomeRange | None)
            assert_type(change.new, Target | None)

assert {"added", "dropped", "changed"} >= {str(project.status) for project in difference.projects}
