"""Numbers that the objective of a project promises, held against its indicators."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final, NamedTuple

from budgetperf.checks.places import PlacedProject
from budgetperf.diagnostics import Diagnostic, diagnose, quoted
from budgetperf.language import one_of, understood
from budgetperf.model import Indicator, Project
from budgetperf.quantities import ABOUT, Comparator, Quantity
from budgetperf.readings import leaves
from budgetperf.source import Span
from budgetperf.units import UnitClass, class_of, conversion

__all__ = ["objective_doubts"]

_PIECE: Final = re.compile(r"[^，,。；;、！!：:\n]+")
_BRACKETS: Final = re.compile(r"[(（\[【][^()（）\[\]【】]*[)）\]】]")
_LEAD: Final = re.compile(f"(?:{one_of('generic_lead')})+")
_TAIL: Final = re.compile(f"(?:{one_of('generic_tail')})+$")
#: A noun of one character says too little.
_SHORTEST_NOUN: Final = 2
_LONGEST_PIECE: Final = 60


class _Promise(NamedTuple):
    """A number in an objective: what is counted, how many, and where it stands."""

    noun: str
    quantity: Quantity
    words: str
    start: int
    end: int


def objective_doubts(projects: Sequence[PlacedProject]) -> Iterator[Diagnostic]:
    """Yield the numbers of objectives with which the indicators about the same thing disagree."""
    for place in projects:
        project = place.project
        asked = [(noun, each) for each in project.indicators if (noun := _noun(_BRACKETS.sub("", each.name)))]
        for promise in _promises(project.objective or "") if asked else ():
            alike = [each for noun, each in asked if noun == promise.noun and _counted(each, promise)]
            told = [quantity for each in alike for quantity in _counted(each, promise)]
            if told and not any(_agree(quantity, promise.quantity) for quantity in told):
                target = alike[0].annual_target or alike[0].period_target
                printed = quoted(target.text if target else "")
                message = f"the objective says {quoted(promise.words)}, {quoted(alike[0].name)} asks for {printed}"
                yield diagnose("V331", message, _span(project, promise), f"{place.path}.objective")


def _promises(objective: str) -> Iterator[_Promise]:
    """Yield what the pieces of an objective say that are one number of a named thing."""
    for piece in _PIECE.finditer(objective):
        words = piece[0]
        if len(words) > _LONGEST_PIECE or not any(character.isdigit() for character in words):
            continue
        found = list(leaves(understood(words).reading))
        if len(found) == 1 and isinstance(found[0], Quantity) and found[0].unit is not None:
            noun = _noun(found[0].label)
            if noun:
                yield _Promise(noun, found[0], words, piece.start(), piece.end())


def _noun(words: str) -> str:
    """Return what is counted, without the words that say nothing about it.

    >>> _noun("新增投产企业数量"), _noun("预期当年投产企业")
    ('投产企业', '投产企业')
    """
    lead = _LEAD.match(words)
    core = words[lead.end() :] if lead else words
    core = _TAIL.sub("", core)
    return core if len(core) >= _SHORTEST_NOUN else ""


def _counted(indicator: Indicator, promise: _Promise) -> list[Quantity]:
    """Return the quantities of an indicator that count in the unit of a promise."""
    targets = (indicator.period_target, indicator.annual_target)
    return [
        leaf
        for target in targets
        if target is not None
        for leaf in leaves(target.reading)
        if isinstance(leaf, Quantity) and _same_measure(leaf, promise.quantity)
    ]


def _same_measure(quantity: Quantity, other: Quantity) -> bool:
    """Tell whether two quantities count alike; a number without unit counts what the other one counts."""
    if _each(quantity) != _each(other):
        return False
    if quantity.unit is None:
        return class_of(other.unit or "") in (UnitClass.COUNT, UnitClass.PEOPLE, UnitClass.EVENTS)
    return conversion(quantity.unit, other.unit) is not None


def _each(quantity: Quantity) -> str | None:
    """Return for each of what a quantity counts; 全年 is the year that every target is for."""
    return None if quantity.per == "全年" else quantity.per


def _agree(quantity: Quantity, promised: Quantity) -> bool:
    """Tell whether two quantities name a number in common; 约 allows a tenth more or less."""
    factor = conversion(quantity.unit, promised.unit) if quantity.unit is not None else Fraction(1)
    tolerant = Comparator.ABOUT in (quantity.comparator, promised.comparator)
    return any(
        _is_near(Fraction(number) * (factor or 1), Fraction(other), Fraction(ABOUT) if tolerant else Fraction(0))
        for number in _numbers(quantity)
        for other in _numbers(promised)
    )


def _numbers(quantity: Quantity) -> set[Decimal]:
    return {bound for bound in quantity.bounds if bound is not None}


def _is_near(number: Fraction, other: Fraction, share: Fraction) -> bool:
    return abs(number - other) <= abs(other) * share


def _span(project: Project, promise: _Promise) -> Span | None:
    """Return where a promise is printed; the whole objective where blanks were removed from it."""
    span = project.objective_span
    if span is None or span.end - span.start != len(project.objective or ""):
        return span
    return Span(span.start + promise.start, span.start + promise.end)
