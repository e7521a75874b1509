"""Whether a project has indicators of every category, and each indicator the category that its words ask for."""

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from budgetperf.checks.places import PlacedProject, indicators_of
from budgetperf.diagnostics import Diagnostic, diagnose, quoted
from budgetperf.language import one_of
from budgetperf.model import Indicator
from budgetperf.readings import DateWindow, Quantity, Reading, leaves
from budgetperf.units import UnitClass, class_of

__all__ = ["category_doubts"]

#: The level-1 categories that every project needs, with the code that says which is missing.
_NEEDED: Final = {"output": "T406", "benefit": "T407", "satisfaction": "T408"}
_WORDS: Final = {"output": "产出", "benefit": "效益", "satisfaction": "满意度"}
#: Level-2 categories under which words are compared with the category.
_OUTPUTS: Final = frozenset({"quantity", "quality", "timeliness", "cost"})
_SATISFACTION: Final = "service_recipient_satisfaction"
_COUNTED: Final = frozenset(
    {UnitClass.COUNT, UnitClass.PEOPLE, UnitClass.EVENTS, UnitClass.MONEY, UnitClass.AREA, UnitClass.LENGTH}
)
_BRACKETS: Final = re.compile(r"[(（\[【][^()（）\[\]【】]*[)）\]】]")
_SATISFIED: Final = re.compile(f"{one_of('satisfied')}$")
_FELT: Final = re.compile(one_of("felt"))
_TIMELY: Final = re.compile(f"{one_of('timely_name')}$")
_QUALITY: Final = re.compile(f"{one_of('quality_name')}$")
_COUNTING: Final = re.compile(f"{one_of('counting_name')}$")


def category_doubts(projects: Sequence[PlacedProject]) -> Iterator[Diagnostic]:
    """Yield the categories that a project lacks, and the indicators that stand under another than their words say."""
    for project in projects:
        yield from _missing_categories(project)
        for path, indicator in indicators_of(project):
            found = _asked_for(indicator)
            if found is not None:
                printed = indicator.level2.label if indicator.level2 else indicator.level1.label
                message = f"{quoted(found.words)} asks for {found.category}, but stands under {quoted(printed)}"
                yield diagnose("P606", message, indicator.name_span or indicator.span, f"{path}.level2")


def _missing_categories(place: PlacedProject) -> Iterator[Diagnostic]:
    indicators = place.project.indicators
    printed = {name for each in indicators for name in (_level1(each),)}
    # A damaged category may be the one that is missing.
    if not indicators or None in printed:
        return
    for category, code in _NEEDED.items():
        if category not in printed:
            message = f"the project {quoted(place.project.name)} has no indicator of {_WORDS[category]} ({category})"
            yield diagnose(code, message, place.project.name_span or place.project.span, f"{place.path}.indicators")


def _level1(indicator: Indicator) -> str | None:
    """Return the level-1 category that an indicator counts as; in 2013, satisfaction stood under 效果."""
    if indicator.level2 is not None and indicator.level2.category == _SATISFACTION:
        return "satisfaction"
    return indicator.level1.category


class _Asked(NamedTuple):
    """What category an indicator's words ask for, and which words."""

    category: str
    words: str


def _asked_for(indicator: Indicator) -> _Asked | None:
    """Return the category that an indicator's words ask for, where it stands under another one."""
    level2 = indicator.level2.category if indicator.level2 else None
    name = _BRACKETS.sub("", indicator.name)
    if level2 is None or not name:
        return None
    if _SATISFIED.search(name):
        return None if level2 == _SATISFACTION else _Asked("satisfaction", indicator.name)
    reading = _reading(indicator)
    if level2 == _SATISFACTION:
        is_count = isinstance(reading, Quantity) and class_of(reading.unit or "") in _COUNTED
        is_count = is_count or _COUNTING.search(name) is not None
        return _Asked("quantity", indicator.name) if is_count and not _FELT.search(name) else None
    if level2 not in _OUTPUTS:
        return None
    category = _category_of(name, reading)
    return None if category is None or category == level2 else _Asked(category, indicator.name)


def _category_of(name: str, reading: Reading | None) -> str | None:
    """Return the output category that a name or a target asks for, where they leave no doubt."""
    if _TIMELY.search(name) or isinstance(reading, DateWindow):
        return "timeliness"
    if _QUALITY.search(name):
        return "quality"
    if _COUNTING.search(name) and isinstance(reading, Quantity) and reading.unit != "%":
        return "quantity"
    return None


def _reading(indicator: Indicator) -> Reading | None:
    """Return what an indicator asks for, where it asks for one thing."""
    for target in (indicator.annual_target, indicator.period_target):
        found = list(leaves(target.reading)) if target is not None else []
        if len(found) == 1:
            return found[0]
    return None
