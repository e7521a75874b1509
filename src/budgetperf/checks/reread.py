"""What the readers would have said of a document that comes without their diagnostics, such as one from JSON.

What only the page shows (repetitions, damaged amounts, captions printed twice) is lost with it.
"""

from collections.abc import Iterator

from budgetperf.checks.places import indicators_of, projects_of, targets_of
from budgetperf.diagnostics import Diagnostic, diagnose
from budgetperf.language import in_context, understood
from budgetperf.model import Document, Indicator
from budgetperf.soundness import (
    funding_doubts,
    indicator_doubts,
    missing_target_doubts,
    project_doubts,
    sign_doubts,
    sum_doubts,
    table_doubts,
)

__all__ = ["reread"]


def reread(document: Document) -> Iterator[Diagnostic]:
    """Yield what a document's own words and amounts show to be doubtful."""
    if not document.tables:
        hint = "its header is known by words such as 项目名称, 总计, 绩效目标 and 绩效指标"
        yield diagnose("R101", "no performance target table found", hint=hint)
    for number, table in enumerate(document.tables):
        path = f"tables[{number}]"
        yield from table_doubts(table, path)
        yield from sum_doubts(table, path)
        if table.total is not None:
            yield from funding_doubts(table.total, f"{path}.total")
        for place, unit in enumerate(table.spending_units):
            if unit.funding is not None:
                yield from funding_doubts(unit.funding, f"{path}.spending_units[{place}].funding")
    for project in projects_of(document):
        yield from project_doubts(project.project, project.path)
        due = 1
        for path, indicator in indicators_of(project):
            yield from missing_target_doubts(indicator, path)
            yield from sign_doubts(indicator, path)
            yield from indicator_doubts(indicator, due, path)
            yield from _target_doubts(indicator, path)
            due = (due if indicator.ordinal is None else indicator.ordinal) + 1


def _target_doubts(indicator: Indicator, path: str) -> Iterator[Diagnostic]:
    """Yield what is doubtful about the words of an indicator's targets."""
    level2 = indicator.level2
    category = (level2.category or level2.label) if level2 else ""
    for place, target in targets_of(indicator, path, each=True):
        if not target.text:
            yield diagnose("G211", "a target is printed empty", target.span, place)
        reading, doubts = in_context(understood(target.text), indicator.name, category)
        # A reading of other words, or one without repairs, is not what these doubts are about.
        if target.reading is None or target.reading == reading:
            yield from (diagnose(doubt.code, doubt.message, target.span, place) for doubt in doubts)
