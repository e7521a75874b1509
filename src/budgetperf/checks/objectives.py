"""Numbers that the objective of a project promises, held against its indicators."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final, NamedTuple

from attrs import evolve

from budgetperf.checks.places import PlacedProject
from budgetperf.diagnostics import Diagnostic, diagnose, quoted
from budgetperf.language import one_of, understood
from budgetperf.model import Indicator, Project
from budgetperf.quantities import ABOUT, Comparator, Quantity
from budgetperf.readings import leaves
from budgetperf.source import Span
from budgetperf.units import UnitClass, class_of, conversion, standard_units

__all__ = ["objective_doubts"]

_SENTENCE: Final = re.compile(r"[^。；;！!\n]+")
_PIECE: Final = re.compile(r"[^，,、：:]+")
_BRACKETS: Final = re.compile(r"[(（\[【][^()（）\[\]【】]*[)）\]】]")
#: What a bracket with a number adds is no promise of its own; its place is held by marks that are none of the text's.
_NUMERAL: Final = re.compile("[0-9一二三四五六七八九十]")
_HELD: Final = "\0"
_ORDINAL: Final = re.compile(r"(?:[一二三四五六七八九十]+是|[一二三四五六七八九十]+要|[0-9]{1,2}[.．])")
_ELSEWHEN: Final = re.compile(one_of("elsewhen"))
_LEAD: Final = re.compile(one_of("generic_lead"))
_TAIL: Final = re.compile(f"{one_of('generic_tail')}$")
#: No word of the lists above is longer.
_LONGEST_TAIL: Final = 8
#: A noun of one character says too little.
_SHORTEST_NOUN: Final = 2
_LONGEST_PIECE: Final = 60


class _Promise(NamedTuple):
    """A number in an objective: what is counted, how many, and where it stands."""

    #: The words before the number; these and those behind it.
    nouns: tuple[str, str]
    quantity: Quantity
    words: str
    start: int
    end: int


def objective_doubts(projects: Sequence[PlacedProject]) -> Iterator[Diagnostic]:
    """Yield the numbers of objectives with which the indicators about the same thing disagree."""
    for place in projects:
        project = place.project
        asked = [(noun, each) for each in project.indicators if (noun := _noun(_BRACKETS.sub("", each.name)))]
        for promise in _promises(project.objective or "", place.table.year) if asked else ():
            alike = [each for noun, each in asked if noun in promise.nouns and _counted(each, promise)]
            told = [quantity for each in alike for quantity in _counted(each, promise)]
            if told and not any(_agree(quantity, promise.quantity) for quantity in told):
                target = alike[0].annual_target or alike[0].period_target
                printed = quoted(target.text if target else "")
                message = f"the objective says {quoted(promise.words)}, {quoted(alike[0].name)} asks for {printed}"
                yield diagnose("V331", message, _span(project, promise), f"{place.path}.objective")


def _promises(objective: str, year: int | None) -> Iterator[_Promise]:
    """Yield what the pieces of an objective say that are one number of a named thing, and are asked of this budget."""
    held = _BRACKETS.sub(_held, objective)
    for sentence in _SENTENCE.finditer(held):
        end = _end_of_this_year(sentence[0], year)
        for piece in _PIECE.finditer(held, sentence.start(), sentence.start() + end):
            promise = _promise(piece[0], piece.start())
            if promise is not None:
                yield promise


def _held(bracket: re.Match[str]) -> str:
    return _HELD * len(bracket[0]) if _NUMERAL.search(bracket[0]) else bracket[0]


def _end_of_this_year(sentence: str, year: int | None) -> int:
    """Return where a sentence begins to speak of what was before, or of what is to be reached in later years."""
    found = (each.start() for each in _ELSEWHEN.finditer(sentence) if year is None or not each[0].endswith(f"{year}年"))
    return next(found, len(sentence))


def _promise(piece: str, start: int) -> _Promise | None:
    """Return what a piece of an objective says, where that is one number of a named thing."""
    lead = _ORDINAL.match(piece.strip(_HELD))
    words = piece.replace(_HELD, "")[lead.end() if lead else 0 :]
    if len(words) > _LONGEST_PIECE or not any(character.isdigit() for character in words):
        return None
    found = list(leaves(understood(words).reading))
    if len(found) != 1 or not isinstance(found[0], Quantity) or (found[0].unit is None and found[0].multiplier == 1):
        return None
    quantity, behind = _apart(found[0], words)
    nouns = _noun(quantity.label), _noun(f"{quantity.label}{behind}")
    skipped = len(piece) - len(piece.lstrip(_HELD)) + (lead.end() if lead else 0)
    return _Promise(nouns, quantity, words, start + skipped, start + len(piece.rstrip(_HELD))) if any(nouns) else None


def _apart(quantity: Quantity, words: str) -> tuple[Quantity, str]:
    """Return a quantity without the noun in its unit, and the words behind the unit: 个 and 项目 of 扶持60个项目."""
    unit = quantity.unit or ""
    classifier = None if standard_units().find(unit) else standard_units().classifier(unit)
    if classifier is not None and unit.startswith(classifier.word):
        unit = classifier.word
        quantity = evolve(quantity, unit=unit)
    behind = words.rpartition(unit)[2] if unit else ""
    return quantity, behind.removeprefix(quantity.cue)


def _noun(words: str) -> str:
    """Return what is counted, without the words that say nothing about it.

    >>> _noun("新增投产企业数量"), _noun("预期当年投产企业")
    ('投产企业', '投产企业')
    """
    start, end = 0, len(words)
    # Word by word: one pattern for many of them would try each way to part them.
    while lead := _LEAD.match(words, start):
        start = lead.end()
    while tail := _TAIL.search(words, max(start, end - _LONGEST_TAIL), end):
        end = tail.start()
    return words[start:end] if end - start >= _SHORTEST_NOUN else ""


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
    if quantity.unit is None or other.unit is None:
        alone = class_of(quantity.unit or other.unit or "")
        return alone in (UnitClass.COUNT, UnitClass.PEOPLE, UnitClass.EVENTS, UnitClass.MONEY)
    return _factor(quantity.unit, other.unit) is not None


def _factor(unit: str, other: str) -> Fraction | None:
    """Return the factor between two units; 人 and 名 count the same, 场 and 场次 do."""
    factor = conversion(unit, other)
    if factor is None:
        classes = {class_of(unit), class_of(other)}
        is_same = classes == {UnitClass.PEOPLE} or (
            classes == {UnitClass.EVENTS} and unit.removesuffix("次") == other.removesuffix("次")
        )
        factor = Fraction(1) if is_same else None
    return factor


def _each(quantity: Quantity) -> str | None:
    """Return for each of what a quantity counts; 全年 is the year that every target is for."""
    return None if quantity.per == "全年" else quantity.per


def _agree(quantity: Quantity, promised: Quantity) -> bool:
    """Tell whether two quantities name a number in common; 约 allows a tenth more or less."""
    factor = _factor(quantity.unit, promised.unit) if quantity.unit and promised.unit else Fraction(1)
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
