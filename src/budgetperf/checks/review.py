"""What reviewers of performance targets ask: is it complete, to the point, fitting, and can it be measured?

The four criteria are those of 财预〔2015〕88号 (绩效目标审核): 完整性 (completeness), 相关性 (relevance), 适当性
(appropriateness) and 可行性 (feasibility).
"""

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from itertools import groupby
from typing import Final

from budgetperf.checks.places import PlacedProject, indicators_of, targets_of
from budgetperf.diagnostics import Diagnostic, diagnose, quoted
from budgetperf.language import one_of
from budgetperf.model import Indicator
from budgetperf.normalization import normalized
from budgetperf.readings import Qualitative, Reading, Trend, is_measurable, leaves
from budgetperf.source import Span

__all__ = ["has_measurable_target", "review_doubts"]

#: Of fewer indicators, a share says nothing.
_ENOUGH: Final = 3
#: Shorter objectives are alike by chance.
_SHORTEST_COPY: Final = 10
#: A sentence of more characters says something, whatever else is in it.
_LONGEST_VAGUE: Final = 12
_VAGUE: Final = re.compile(one_of("vague"))


def review_doubts(projects: Sequence[PlacedProject]) -> Iterator[Diagnostic]:
    """Yield what a reviewer of the projects of a document would ask about."""
    for project in projects:
        yield from _incomplete(project)
        yield from _not_measurable(project)
        yield from _printed_twice(project)
    # A department's table and that of its unit may hold the same project.
    for _, members in groupby(projects, key=lambda project: id(project.table)):
        yield from _copied(list(members))


# --- 完整性 ----------------------------------------------------------------------------------


def _incomplete(place: PlacedProject) -> Iterator[Diagnostic]:
    project = place.project
    if not project.objective:
        message = f"the project {quoted(project.name)} has no objective"
        yield diagnose("P601", message, _span(place), f"{place.path}.objective")
    if not project.indicators:
        message = f"the project {quoted(project.name)} has no indicators"
        yield diagnose("P602", message, _span(place), f"{place.path}.indicators")


def _span(place: PlacedProject) -> Span | None:
    return place.project.name_span or place.project.span


# --- 相关性 and 适当性: are the indicators worked out, measurable, and fit for the money? -----------


def _not_measurable(place: PlacedProject) -> Iterator[Diagnostic]:
    indicators = place.project.indicators
    measured = [has_measurable_target(each) for each in indicators]
    outputs = [found for each, found in zip(indicators, measured, strict=True) if each.level1.category == "output"]
    if place.has_money and outputs and not any(outputs):
        message = f"the project {quoted(place.project.name)} has money, and no output that can be measured"
        yield diagnose("P603", message, _span(place), f"{place.path}.indicators")
    if len(indicators) >= _ENOUGH and 2 * sum(measured) < len(indicators):
        message = f"{sum(measured)} of {len(indicators)} indicators of {quoted(place.project.name)} can be measured"
        yield diagnose("P604", message, _span(place), f"{place.path}.indicators")
    for (path, indicator), found in zip(indicators_of(place), measured, strict=True):
        if not found:
            yield from _vague(indicator, path)


def has_measurable_target(indicator: Indicator) -> bool:
    """Tell whether one of an indicator's targets can be measured."""
    targets = (indicator.period_target, indicator.annual_target)
    return any(target is not None and is_measurable(target.reading) for target in targets)


def _vague(indicator: Indicator, path: str) -> Iterator[Diagnostic]:
    """Yield the first target of an indicator that can't be measured that says how good, and no more than that."""
    for place, target in targets_of(indicator, path):
        found = list(leaves(target.reading))
        if any(isinstance(leaf, Trend) for leaf in found) or _is_vague_sentence(found, target.normalized):
            yield diagnose("P605", f"{quoted(target.text)} can't be measured", target.span, place)
            return


def _is_vague_sentence(found: Sequence[Reading], words: str) -> bool:
    is_sentence = bool(found) and all(isinstance(leaf, Qualitative) for leaf in found)
    return is_sentence and len(words) <= _LONGEST_VAGUE and _VAGUE.search(words) is not None


# --- 适当性: does each project have targets of its own? -----------------------------------------


def _printed_twice(place: PlacedProject) -> Iterator[Diagnostic]:
    """Yield the indicators that a project has already."""
    first: dict[Hashable, str] = {}
    for path, indicator in indicators_of(place):
        name = normalized(indicator.name)
        if not name:
            continue
        key = (_category(indicator), name, _words(indicator))
        if key in first:
            message = f"{quoted(indicator.name)} is an indicator of the project already, with the same targets"
            yield diagnose("P609", message, indicator.span, path)
        first.setdefault(key, path)


def _copied(projects: Sequence[PlacedProject]) -> Iterator[Diagnostic]:
    """Yield the projects whose objective or whose indicators are those of a project before, word for word."""
    for place, before in _alike(projects, _objective):
        message = f"the objective of {quoted(place.project.name)} is that of {quoted(before.project.name)}"
        span = place.project.objective_span or _span(place)
        yield diagnose("P607", message, span, f"{place.path}.objective")
    for place, before in _alike(projects, _indicators):
        message = f"all indicators of {quoted(place.project.name)} are those of {quoted(before.project.name)}"
        yield diagnose("P608", message, _span(place), f"{place.path}.indicators")


def _alike(
    projects: Sequence[PlacedProject], key: Callable[[PlacedProject], Hashable]
) -> Iterator[tuple[PlacedProject, PlacedProject]]:
    """Yield each project with the first one before it that has the same key."""
    groups: dict[Hashable, list[PlacedProject]] = defaultdict(list)
    for project in projects:
        groups[key(project)].append(project)
    groups.pop(None, None)
    for first, *others in groups.values():
        yield from ((other, first) for other in others)


def _objective(place: PlacedProject) -> Hashable:
    words = normalized(place.project.objective or "")
    return words if len(words) >= _SHORTEST_COPY else None


def _indicators(place: PlacedProject) -> Hashable:
    indicators = place.project.indicators
    if len(indicators) < 2:
        return None
    return tuple((_category(each), normalized(each.name), _words(each)) for each in indicators)


def _category(indicator: Indicator) -> str:
    return (indicator.level2 or indicator.level1).label


def _words(indicator: Indicator) -> tuple[str | None, str | None]:
    period, annual = indicator.period_target, indicator.annual_target
    return (period.normalized if period else None, annual.normalized if annual else None)
