"""Whether a project has indicators of every category, and each indicator the category that its words ask for."""

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from budgetperf.checks.places import PlacedProject, indicators_of
from budgetperf.diagnostics import Diagnostic, diagnose, quoted
from budgetperf.language import one_of
from budgetperf.model import Indicator
from budgetperf.normalization import BRACKETED
from budgetperf.quantities import CEILINGS, FLOORS
from budgetperf.readings import DateWindow, Quantity, Reading, leaves
from budgetperf.taxonomy import taxonomy_in_force
from budgetperf.units import UnitClass, class_of, conversion

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
_SATISFIED: Final = re.compile(f"{one_of('satisfied')}$")
_FELT: Final = re.compile(one_of("felt"))
_TIMELY: Final = re.compile(f"{one_of('timely_name')}$")
_QUALITY: Final = re.compile(f"{one_of('quality_name')}$")
_COUNTING: Final = re.compile(f"{one_of('counting_name')}$")
_COSTING: Final = re.compile(f"{one_of('costing_name')}$")
#: Words by which a name may stand under a category that its ending does not ask for.
_OF_QUALITY: Final = re.compile(one_of("of_quality"))
_IN_TIME: Final = re.compile(one_of("in_time"))
_OF_MONEY: Final = re.compile(one_of("of_money"))
_SAVING: Final = re.compile(one_of("saving"))


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
    taxonomy = taxonomy_in_force()
    for category, code in _NEEDED.items():
        if category not in printed and taxonomy.has(1, category):
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
    name = BRACKETED.sub("", indicator.name)
    if level2 is None or not name:
        return None
    if _SATISFIED.search(name):
        return None if level2 == _SATISFACTION else _Asked("satisfaction", indicator.name)
    reading = _reading(indicator)
    if level2 == _SATISFACTION:
        category = _category_under_satisfaction(name, reading)
    elif level2 in _OUTPUTS:
        category = _category_of(name, reading)
        category = None if category and _is_at_home(level2, category, name, reading) else category
    else:
        category = None
    return None if category is None or category == level2 else _Asked(category, indicator.name)


def _category_under_satisfaction(name: str, reading: Reading | None) -> str | None:
    """Return the output category that a name or a target under satisfaction asks for, where nobody is asked a thing."""
    if isinstance(reading, DateWindow):
        return "timeliness"
    is_count = isinstance(reading, Quantity) and class_of(reading.unit or "") in _COUNTED
    is_count = is_count or _COUNTING.search(name) is not None
    return "quantity" if is_count and not _FELT.search(name) else None


def _category_of(name: str, reading: Reading | None) -> str | None:
    """Return the output category that a name or a target asks for, where they leave no doubt."""
    if isinstance(reading, DateWindow):
        return "timeliness"
    if _TIMELY.search(name):
        return None if _is_duration_of_use(reading) else "timeliness"
    if _QUALITY.search(name):
        return "quality"
    if not isinstance(reading, Quantity) or reading.unit == "%":
        return None
    if _COSTING.search(name) and not _SAVING.search(name):
        return "cost"
    return "quantity" if _COUNTING.search(name) and not _is_limited(reading) else None


def _is_duration_of_use(reading: Reading | None) -> bool:
    """Tell whether time itself is asked for, the more the better: 使用时间 ≥2000小时."""
    return (
        isinstance(reading, Quantity)
        and reading.comparator in FLOORS
        and class_of(reading.unit or "") is UnitClass.TIME
    )


def _is_limited(quantity: Quantity) -> bool:
    """Tell whether there should be few of something, or none: that is no amount of work, but how well it is done."""
    return quantity.comparator in CEILINGS or quantity.bounds[1] == 0


def _is_at_home(level2: str, category: str, name: str, reading: Reading | None) -> bool:
    """Tell whether a name may well stand where it does, although its ending asks for another category."""
    match level2, category:
        case "quality", "quantity":  # prizes won, faults found
            return _OF_QUALITY.search(name) is not None
        case "quality", "timeliness":  # a page's or a lift's, within the hour
            factor = conversion(reading.unit, "小时") if isinstance(reading, Quantity) else None
            return factor is not None and factor <= 1
        case "timeliness", "quality":  # 到场时间达标率
            return _IN_TIME.search(name) is not None
        case "timeliness", "quantity":  # 巡查次数 每周1次
            return isinstance(reading, Quantity) and reading.per is not None
        case "cost", "quality":  # 经费支出合规性
            return _OF_MONEY.search(name) is not None
    return False


def _reading(indicator: Indicator) -> Reading | None:
    """Return what an indicator asks for, where it asks for one thing."""
    for target in (indicator.annual_target, indicator.period_target):
        found = list(leaves(target.reading)) if target is not None else []
        if len(found) == 1:
            return found[0]
    return None
