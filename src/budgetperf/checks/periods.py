"""Targets in time: the year's against the period's, deadlines against the budget year, projects of several years."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from typing import Final

from budgetperf.checks.places import PlacedProject, indicators_of, targets_of
from budgetperf.dates import is_complete
from budgetperf.diagnostics import Diagnostic, diagnose, quoted
from budgetperf.language import one_of
from budgetperf.misreadings import misread_sign
from budgetperf.model import Indicator, Target
from budgetperf.quantities import CEILINGS, Change, Comparator, Quantity
from budgetperf.readings import DateWindow, Reading, leaves
from budgetperf.units import UnitClass, class_of, conversion

__all__ = ["period_doubts"]

#: What does not add up over the years.
_SHARES: Final = frozenset({UnitClass.RATE, UnitClass.SCORE})
#: What does.
_SUMS: Final = frozenset({UnitClass.COUNT, UnitClass.PEOPLE, UnitClass.EVENTS, UnitClass.MONEY})
_FOR_EACH: Final = re.compile(one_of("for_each"))
_UNWANTED: Final = re.compile(one_of("unwanted"))
_MANY_YEARS: Final = re.compile(one_of("many_years"))
_PAID_BEHIND: Final = re.compile(one_of("paid_behind"))
_YEAR: Final = re.compile("20[0-9]{2}")
#: In an objective, the span of years has to be called the project's own.
_PERIOD_STATED: Final = re.compile(
    r"(?:(?:实施|建设|执行|服务|项目)(?:周期|期限|年限|工期|期)(?:为|是|：|:|共|约|计划)*"
    rf"(?:{one_of('many_years')}|[两二三四五六七八九十2-9]个?年|(?:24|36|48|60)个月)|分[两二三四五2-5]年)"
)


def period_doubts(projects: Sequence[PlacedProject]) -> Iterator[Diagnostic]:
    """Yield targets of a year that don't fit those of the period, and deadlines that don't fit the year."""
    for project in projects:
        for path, indicator in indicators_of(project):
            yield from _compared(indicator, path)
        yield from _same_for_year_and_period(project)
    for _, members in groupby(projects, key=lambda project: id(project.table)):
        yield from _deadline_doubts(list(members))


# --- the two targets of an indicator ----------------------------------------------------------------


def _compared(indicator: Indicator, path: str) -> Iterator[Diagnostic]:
    """Yield whether the year is asked for more than the period, or counted in another unit."""
    period, annual = indicator.period_target, indicator.annual_target
    if period is None or annual is None or period.normalized == annual.normalized:
        return
    place = f"{path}.annual_target"
    pairs = list(_pairs(period.reading, annual.reading))
    misread = misread_sign(annual.reading, period.reading) or misread_sign(period.reading, annual.reading)
    if not misread and any(_is_beyond(asked, whole, indicator.name) for whole, asked in pairs):
        message = f"{quoted(annual.text)} asks more of the year than {quoted(period.text)} of the whole period"
        yield diagnose("V329", message, annual.span, place)
    for whole, asked in pairs:
        if isinstance(whole, Quantity) and isinstance(asked, Quantity) and _are_apart(whole.unit, asked.unit):
            message = f"the period is counted in {quoted(whole.unit or '')}, the year in {quoted(asked.unit or '')}"
            yield diagnose("V332", message, annual.span, place)


def _pairs(period: Reading | None, annual: Reading | None) -> Iterator[tuple[Reading, Reading]]:
    """Yield the readings of the two targets that are about the same thing: the only ones, or those of one label."""
    wholes, asked = list(leaves(period)), list(leaves(annual))
    if len(wholes) == 1 == len(asked):
        if not _label(wholes[0]) or not _label(asked[0]) or _label(wholes[0]) == _label(asked[0]):
            yield wholes[0], asked[0]
        return
    by_label = {_label(leaf): leaf for leaf in wholes}
    yield from ((by_label[label], leaf) for leaf in asked if (label := _label(leaf)) and label in by_label)


def _label(reading: Reading) -> str:
    return reading.label if isinstance(reading, Quantity | Change) else ""


def _is_beyond(asked: Reading, whole: Reading, name: str) -> bool:
    """Tell whether a year is asked for more than the period that it is part of."""
    match whole, asked:
        case Quantity(), Quantity():
            return whole.per == asked.per and _is_more(asked, whole, name)
        case Change(), Change():
            return (whole.base, whole.direction) == (asked.base, asked.direction) and _is_more(asked, whole, name)
        case DateWindow(end=str(last)), DateWindow(end=str(end)):
            return is_complete(last) == is_complete(end) and end > last
    return False


def _is_more(asked: Quantity | Change, whole: Quantity | Change, name: str) -> bool:
    factor = conversion(asked.unit, whole.unit)
    if factor is None:
        return False
    (low, high), (least, most) = asked.bounds, whole.bounds
    if asked.comparator in CEILINGS:
        return whole.comparator in CEILINGS and _is_summed(asked, name) and _exceeds(high, factor, most)
    if asked.comparator is Comparator.EQUAL is whole.comparator and _should_fall(asked, name):
        return False
    return _exceeds(low, factor, most if whole.comparator in CEILINGS else least)


def _is_summed(asked: Quantity | Change, name: str) -> bool:
    """Tell whether what is limited adds up over the years; a share, a duration, a cost for each may fall."""
    return class_of(asked.unit or "") in _SUMS and not _FOR_EACH.search(name)


def _should_fall(asked: Quantity | Change, name: str) -> bool:
    """Tell whether less of it is better, so that a bare number is a ceiling in fact."""
    return class_of(asked.unit or "") is UnitClass.TIME or _UNWANTED.search(name) is not None


def _exceeds(number: Decimal | None, factor: Fraction, bound: Decimal | None) -> bool:
    return number is not None and bound is not None and Fraction(number) * factor > Fraction(bound)


def _are_apart(unit: str | None, other: str | None) -> bool:
    return unit is not None and other is not None and conversion(unit, other) is None


# --- projects of several years --------------------------------------------------------------------------


def _same_for_year_and_period(place: PlacedProject) -> Iterator[Diagnostic]:
    """Yield whether a project of several years asks the same of one year as of all of them."""
    project = place.project
    stated = _MANY_YEARS.search(project.name) or _PERIOD_STATED.search(project.objective or "")
    if not stated or _is_one_season(stated[0]) or _PAID_BEHIND.search(project.name):
        return
    pairs = [(each.period_target, each.annual_target) for each in project.indicators]
    counted = [
        period.normalized == annual.normalized
        for period, annual in pairs
        if period is not None and annual is not None and _adds_up(period)
    ]
    if counted and all(counted):
        message = f"{quoted(stated[0])} is several years, and the year's targets are those of the whole period"
        yield diagnose("V330", message, project.name_span or project.span, f"{place.path}.indicators")


def _is_one_season(words: str) -> bool:
    """Tell whether two years are one year that does not begin in January: 2024-2025年度."""
    years = [int(year) for year in _YEAR.findall(words)]
    return words.endswith("年度") and len(years) == 2 and years[1] - years[0] == 1


def _adds_up(target: Target) -> bool:
    """Tell whether a target counts what grows from year to year."""
    found = list(leaves(target.reading))
    return bool(found) and all(
        isinstance(leaf, Quantity) and leaf.per is None and class_of(leaf.unit or "") not in _SHARES for leaf in found
    )


# --- deadlines ----------------------------------------------------------------------------------------


def _deadline_doubts(projects: list[PlacedProject]) -> Iterator[Diagnostic]:
    """Yield the deadlines of a table that lie outside its year; where it states none, those before all others."""
    table = projects[0].table
    if table.year is None:
        yield from _early_deadlines(projects)
    for project in projects:
        for path, indicator in indicators_of(project):
            if table.year is not None:
                for place, target in _outside(indicator, path, table.year):
                    message = f"{quoted(target.text)} lies outside the budget year {table.year}"
                    yield diagnose("V327", message, target.span, place)
            yield from _late_for_the_period(project.project.name, indicator, path)


def _late_for_the_period(name: str, indicator: Indicator, path: str) -> Iterator[Diagnostic]:
    """Yield a target of the period that is due when the years in the project's name are over."""
    stated = _MANY_YEARS.search(name)
    years = [int(year) for year in _YEAR.findall(stated[0])] if stated else []
    target = indicator.period_target
    if years and target is not None and not _PAID_BEHIND.search(name) and min(_years(target), default=0) > max(years):
        message = f"{quoted(target.text)} is due when {quoted(stated[0] if stated else '')} is over"
        yield diagnose("V327", message, target.span, f"{path}.period_target")


def _outside(indicator: Indicator, path: str, year: int) -> Iterator[tuple[str, Target]]:
    """Yield the targets that are due before the budget year, and an annual target that is due behind it."""
    for place, target in targets_of(indicator, path):
        due = max(_years(target), default=year)
        # What is named after its year is paid or finished later: 2023年度考核奖.
        if due < year and str(due) not in indicator.name:
            yield place, target
    annual = indicator.annual_target
    if annual is not None and min(_years(annual, first=True), default=year) > year:
        yield f"{path}.annual_target", annual


def _early_deadlines(projects: Sequence[PlacedProject]) -> Iterator[Diagnostic]:
    """Yield deadlines of an earlier year than the one in which most of a table's deadlines lie."""
    dated = [
        (place, target, max(years))
        for project in projects
        for path, indicator in indicators_of(project)
        for place, target in targets_of(indicator, path)
        if (years := _years(target))
    ]
    if not dated:
        return
    usual, number = Counter(year for _, _, year in dated).most_common(1)[0]
    if 2 * number <= len(dated):
        return
    for place, target, year in dated:
        if year < usual:
            message = f"{quoted(target.text)} is due in {year}, while most deadlines of the table are in {usual}"
            yield diagnose("V328", message, target.span, place)


def _years(target: Target, *, first: bool = False) -> list[int]:
    """Return the years in which a target is due, where they are printed; with `first`, those in which spans begin."""
    windows = [leaf for leaf in leaves(target.reading) if isinstance(leaf, DateWindow)]
    # What begins on a day and has no end is due on none.
    days = [(each.start or each.end) if first else each.end for each in windows]
    return [int(day[:4]) for day in days if day is not None and is_complete(day)]
