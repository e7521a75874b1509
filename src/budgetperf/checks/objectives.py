"""Numbers that the objective of a project promises, held against its indicators."""

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Final, NamedTuple

from attrs import evolve

from budgetperf.checks.places import PlacedProject
from budgetperf.diagnostics import Diagnostic, diagnose, quoted
from budgetperf.language import one_of, understood
from budgetperf.model import Indicator, Project
from budgetperf.normalization import BRACKETED
from budgetperf.quantities import ABOUT, CEILINGS, FLOORS, Comparator, Quantity
from budgetperf.readings import leaves
from budgetperf.source import Span
from budgetperf.units import UnitClass, class_of, conversion, units_in_force

__all__ = ["objective_doubts"]

_SENTENCE: Final = re.compile(r"[^。；;！!\n]+")
_PIECE: Final = re.compile(r"[^，,、：:]+")
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
#: So many numbers about one thing are held against one another where about as much will do.
_COMPARED: Final = 20
_NEWLY: Final = re.compile(one_of("newly"))
_LONGEST_PIECE: Final = 60


class _Noun(NamedTuple):
    """What is counted, without the words that say nothing about it."""

    words: str
    #: Whether only what the year adds is counted.
    is_new: bool


class _Promise(NamedTuple):
    """A number in an objective: what is counted, how many, and where it stands."""

    #: The words before the number; these and those behind it.
    nouns: tuple[_Noun, _Noun]
    quantity: Quantity
    words: str
    start: int
    end: int


def objective_doubts(projects: Sequence[PlacedProject]) -> Iterator[Diagnostic]:
    """Yield the numbers of objectives with which the indicators about the same thing disagree, one for each thing."""
    for place in projects:
        asked = _asked(place.project)
        for noun, promises in _by_noun(_promises(place.project.objective or "", place.table.year), asked).items():
            for alike in _by_measure(promises):
                yield from _disagreement(place, alike, asked[noun])


def _asked(project: Project) -> dict[str, list[tuple[_Noun, Indicator]]]:
    """Return the indicators of a project by what they count."""
    asked: dict[str, list[tuple[_Noun, Indicator]]] = {}
    for indicator in project.indicators:
        noun = _noun(BRACKETED.sub("", indicator.name))
        if noun.words:
            asked.setdefault(noun.words, []).append((noun, indicator))
    return asked


def _by_noun(promises: Iterable[_Promise], asked: Container[str]) -> dict[str, list[_Promise]]:
    """Return promises by what they count, where indicators are asked for it."""
    groups: dict[str, list[_Promise]] = {}
    for promise in promises:
        found = next((noun.words for noun in promise.nouns if noun.words in asked), None)
        if found is not None:
            groups.setdefault(found, []).append(promise)
    return groups


def _by_measure(promises: Iterable[_Promise]) -> list[list[_Promise]]:
    """Return promises that count alike together: 培训3期 and 培训200人 are two things."""
    groups: list[list[_Promise]] = []
    for promise in promises:
        same = (group for group in groups if _same_measure(promise.quantity, group[0].quantity))
        group = next(same, None)
        if group is None:
            groups.append([promise])
        else:
            group.append(promise)
    return groups


def _disagreement(
    place: PlacedProject, promises: Sequence[_Promise], asked: Sequence[tuple[_Noun, Indicator]]
) -> Iterator[Diagnostic]:
    """Yield that none of the promises about a thing is what its indicators ask for."""
    promise = promises[0]
    is_new = any(noun.is_new for each in promises for noun in each.nouns)
    # All there is, is another number than what the year adds.
    alike = [each for noun, each in asked if (is_new or not noun.is_new) and _counted(each, promise)]
    told = [quantity for each in alike for quantity in _counted(each, promise)]
    if told and not _agree(told, [each.quantity for each in promises]):
        target = alike[0].annual_target or alike[0].period_target
        printed = quoted(target.text if target else "")
        message = f"the objective says {quoted(promise.words)}, {quoted(alike[0].name)} asks for {printed}"
        yield diagnose("V331", message, _span(place.project, promise), f"{place.path}.objective")


def _promises(objective: str, year: int | None) -> Iterator[_Promise]:
    """Yield what the pieces of an objective say that are one number of a named thing, and are asked of this budget."""
    held = BRACKETED.sub(_held, objective)
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
    is_named = any(noun.words for noun in nouns)
    return _Promise(nouns, quantity, words, start + skipped, start + len(piece.rstrip(_HELD))) if is_named else None


def _apart(quantity: Quantity, words: str) -> tuple[Quantity, str]:
    """Return a quantity without the noun in its unit, and the words behind the unit: 个 and 项目 of 扶持60个项目."""
    unit = quantity.unit or ""
    classifier = None if units_in_force().find(unit) else units_in_force().classifier(unit)
    if classifier is not None and unit.startswith(classifier.word):
        unit = classifier.word
        quantity = evolve(quantity, unit=unit)
    behind = words.rpartition(unit)[2] if unit else ""
    return quantity, behind.removeprefix(quantity.cue)


def _noun(words: str) -> _Noun:
    """Return what is counted, without the words that say nothing about it.

    >>> _noun("新增投产企业数量"), _noun("预期投产企业")
    (_Noun(words='投产企业', is_new=True), _Noun(words='投产企业', is_new=False))
    """
    start, end = 0, len(words)
    # Word by word: one pattern for many of them would try each way to part them.
    while lead := _LEAD.match(words, start):
        start = lead.end()
    is_new = _NEWLY.search(words, 0, start) is not None
    while tail := _TAIL.search(words, max(start, end - _LONGEST_TAIL), end):
        end = tail.start()
    return _Noun(words[start:end] if end - start >= _SHORTEST_NOUN else "", is_new)


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


def _agree(asked: Sequence[Quantity], promised: Sequence[Quantity]) -> bool:
    """Tell whether indicators ask for a number that an objective names, for the sum of these, or within its bound.

    约 allows a tenth more or less.
    """
    unit = promised[0].unit
    numbers = [number for each in asked for number in _numbers(each, unit)]
    named = [number for each in promised for number in _numbers(each, unit)]
    total = sum((max(_numbers(each, unit)) for each in promised), Fraction(0))
    if not {*named, total}.isdisjoint(numbers):
        return True
    if any(each.comparator in FLOORS for each in promised) and min(numbers) >= min(named):
        return True
    if any(each.comparator in CEILINGS for each in promised) and max(numbers) <= max(named):
        return True
    tolerant = any(each.comparator is Comparator.ABOUT for each in (*asked, *promised))
    return tolerant and any(_is_near(number, named) for number in numbers[:_COMPARED])


def _numbers(quantity: Quantity, unit: str | None) -> set[Fraction]:
    """Return the bounds of a quantity in another unit."""
    factor = (_factor(quantity.unit, unit) if quantity.unit and unit else None) or Fraction(1)
    return {Fraction(bound) * factor for bound in quantity.bounds if bound is not None}


def _is_near(number: Fraction, others: Sequence[Fraction]) -> bool:
    return any(abs(number - other) <= abs(other) * Fraction(ABOUT) for other in others[:_COMPARED])


def _span(project: Project, promise: _Promise) -> Span | None:
    """Return where a promise is printed; the whole objective where blanks were removed from it."""
    span = project.objective_span
    if span is None or span.end - span.start != len(project.objective or ""):
        return span
    return Span(span.start + promise.start, span.start + promise.end)
