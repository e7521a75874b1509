"""What two targets ask for, compared by their readings: more or less, sooner or later, of more outcomes or fewer."""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Final, NamedTuple

from attrs import evolve

from budgetperf.comparing.matching import matched
from budgetperf.comparing.names import THRESHOLD, key_of, literal_key, similarity
from budgetperf.dates import is_complete
from budgetperf.grades import Scale, scales
from budgetperf.quantities import ABOUT, EXCLUDING, ONE_SIDED, Change, Comparator, Quantity
from budgetperf.readings import (
    AllOf,
    Boolean,
    DateWindow,
    Grade,
    Missing,
    Qualitative,
    Reading,
    Reference,
    Scoring,
    Trend,
    is_measurable,
    mapped,
)
from budgetperf.units import conversion

__all__ = ["UNKNOWN", "Judgement", "OutcomeRange", "TargetVerdict", "Years", "judged"]


class TargetVerdict(StrEnum):
    """What became of a target; equal to its word in the JSON."""

    #: Printed in the new document alone, or in the old one.
    ADDED = "added"
    DROPPED = "dropped"
    #: The number went up, or the grade. Of a ceiling that asks for less, which `outcomes` tells.
    RAISED = "raised"
    LOWERED = "lowered"
    #: The day went forward or back.
    EARLIER = "earlier"
    LATER = "later"
    #: Fewer outcomes are acceptable, or more, and no number went only up or only down: 20 became ≥20, 1-4 became 2-3.
    TIGHTENED = "tightened"
    LOOSENED = "loosened"
    #: The other way: up became down, yes became no.
    TURNED = "turned"
    #: Words became something that an outcome can be held against, or the other way round.
    MADE_MEASURABLE = "made_measurable"
    MADE_VAGUE = "made_vague"
    #: It asks for something else, and which of the two asks for more can't be told.
    REWRITTEN = "rewritten"
    #: The same is asked for in other words. Not a change of the target.
    REWORDED = "reworded"


class OutcomeRange(StrEnum):
    """What became of the set of acceptable outcomes."""

    #: What the new target accepts, the old one did too, and more.
    NARROWER = "narrower"
    #: What the old target accepted, the new one does too, and more.
    WIDER = "wider"
    #: Each accepts something that the other doesn't.
    SHIFTED = "shifted"
    SAME = "same"


class Years(NamedTuple):
    """The budget years of the two documents, where they are stated."""

    old: int | None
    new: int | None


#: Neither is stated.
UNKNOWN: Final = Years(None, None)


class Judgement(NamedTuple):
    """What became of a target."""

    verdict: TargetVerdict
    #: None where the outcomes of the two can't be compared.
    outcomes: OutcomeRange | None = None
    #: Why it can't be told which asks for more; empty where it can.
    note: str = ""


_REWORDED: Final = Judgement(TargetVerdict.REWORDED, OutcomeRange.SAME)
_TURNED: Final = Judgement(TargetVerdict.TURNED)


def _rewritten(note: str = "", outcomes: OutcomeRange | None = None) -> Judgement:
    return Judgement(TargetVerdict.REWRITTEN, outcomes, note)


def judged(old: Reading, new: Reading, years: Years = UNKNOWN) -> Judgement:
    """Return what became of a target.

    >>> from decimal import Decimal
    >>> old = Quantity(comparator="<=", high=Decimal("1.2"), multiplier=10000, unit="元")
    >>> judged(old, Quantity(comparator="<=", high=Decimal(10000), unit="元"))[:2]
    (<TargetVerdict.LOWERED: 'lowered'>, <OutcomeRange.NARROWER: 'narrower'>)
    """
    parts, others = [*_parts(old)], [*_parts(new)]
    if _worded_alike(old) == _worded_alike(new) and not isinstance(new, Qualitative):
        pairs = zip(parts, others, strict=True)
        return _REWORDED if all(_are_of_one(*pair, years) for pair in pairs) else _rewritten(_OF_ANOTHER)
    if len(parts) == 1 == len(others):
        return _part_judged(parts[0], others[0], years)
    return _measurability_judged(old, new) or _list_judged(parts, others, years)


def _measurability_judged(old: Reading, new: Reading) -> Judgement | None:
    """Return what became of a target of which one side only can be measured."""
    measurable = is_measurable(old), is_measurable(new)
    if measurable[0] is measurable[1]:
        return None
    return Judgement(TargetVerdict.MADE_MEASURABLE if measurable[1] else TargetVerdict.MADE_VAGUE)


def _worded_alike(reading: Reading) -> Reading:
    """Return a reading without the words that only say how, or of what, it is asked."""

    def bare(part: Reading) -> Reading:
        match part:
            case Quantity() | Change() | Grade() | Trend() | Reference():
                return evolve(part, cue="", label="")
            case DateWindow():
                return evolve(part, cue="", event="")
            case Boolean():
                return evolve(part, cue="")
        return part

    return mapped(reading, bare)


# --- lists --------------------------------------------------------------------------------------


def _parts(reading: Reading) -> Iterator[Reading]:
    if isinstance(reading, AllOf):
        for part in reading.parts:
            yield from _parts(part)
    else:
        yield reading


def _list_judged(olds: Sequence[Reading], news: Sequence[Reading], years: Years) -> Judgement:
    """Return what became of a list: of each part by its label, and of those that came or went."""
    pairs = matched(olds, news, [_label], lambda part: ("", _label(part)), THRESHOLD)
    found = [_part_judged(olds[pair.old], news[pair.new], years) for pair in pairs]
    found += [Judgement(TargetVerdict.LOOSENED, OutcomeRange.WIDER)] * (len(olds) - len(pairs))
    found += [Judgement(TargetVerdict.TIGHTENED, OutcomeRange.NARROWER)] * (len(news) - len(pairs))
    changed = [each for each in found if each.verdict is not TargetVerdict.REWORDED]
    outcomes = {each.outcomes for each in changed}
    overall = outcomes.pop() if len(outcomes) == 1 else None if None in outcomes else OutcomeRange.SHIFTED
    verdicts = {each.verdict for each in changed}
    if len(verdicts) == 1:
        return Judgement(verdicts.pop(), overall)
    if verdicts:
        by_outcomes = {OutcomeRange.NARROWER: TargetVerdict.TIGHTENED, OutcomeRange.WIDER: TargetVerdict.LOOSENED}
        if overall in by_outcomes:
            return Judgement(by_outcomes[overall], overall)
        return _rewritten("its parts went different ways", overall)
    return _REWORDED


def _label(reading: Reading) -> str:
    match reading:
        case Quantity() | Change() | Grade() | Trend() | Reference():
            return literal_key(reading.label)
        case DateWindow():
            return literal_key(reading.event)
    return ""


#: The note where the same number is asked for of something that is called otherwise.
_OF_ANOTHER: Final = "of something else"
_DIGITS: Final = re.compile(r"[0-9]+")


def _are_of_one(old: Reading, new: Reading, years: Years) -> bool:
    """Tell whether two readings are of the same thing, by their labels; one without a label is of what the name says.

    Numbers in labels must be the same, but for years, which go with those of the documents.
    """
    labels = [_with_relative_years(_label(reading), year) for reading, year in zip((old, new), years, strict=True)]
    if not all(labels):
        return True
    numbers = [_DIGITS.findall(label) for label in labels]
    return numbers[0] == numbers[1] and similarity(*labels) >= THRESHOLD


# --- one thing ----------------------------------------------------------------------------------


def _part_judged(old: Reading, new: Reading, years: Years) -> Judgement:
    found = _measurability_judged(old, new) or _judged_by_kind(old, new, years)
    if found.verdict is TargetVerdict.REWORDED and not _are_of_one(old, new, years):
        return _rewritten(_OF_ANOTHER)
    return found


def _judged_by_kind(old: Reading, new: Reading, years: Years) -> Judgement:  # noqa: C901, PLR0911 - one for each kind
    match old, new:
        case Quantity(), Quantity():
            return _numbers_judged(old, new)
        case Change(), Change():
            return _changes_judged(old, new, years)
        case DateWindow(), DateWindow():
            return _dates_judged(old, new, years)
        case Grade(), Grade():
            return _grades_judged(old, new)
        case Trend() | Change(), Trend() | Change() if not (is_measurable(old) or is_measurable(new)):
            return _TURNED if old.direction != new.direction else _REWORDED
        case Boolean(), Boolean():
            return _TURNED if old.value is not new.value else _REWORDED
        case Reference(), Reference():
            return _references_judged(old, new)
        case Scoring(), Scoring():
            return _rules_judged(old, new, years)
        case Missing(), Missing():
            return _REWORDED
        case Qualitative(), Qualitative():
            return _rewritten()
    return _rewritten("another kind of target")


class _Interval(NamedTuple):
    """Acceptable outcomes, between two bounds; None where there is none."""

    low: Fraction | None
    high: Fraction | None
    #: Whether the bound itself is left out.
    low_open: bool = False
    high_open: bool = False

    def holds(self, other: "_Interval") -> bool:
        """Tell whether all of `other` lies in it."""
        return _reaches(self.low, other.low, self.low_open and not other.low_open, 1) and _reaches(
            self.high, other.high, self.high_open and not other.high_open, -1
        )


def _reaches(bound: Fraction | None, other: Fraction | None, excludes: bool, sign: int) -> bool:  # noqa: FBT001 - both bounds and what is asked of them
    if bound is None:
        return True
    if other is None:
        return False
    return bound * sign < other * sign or (bound == other and not excludes)


def _outcomes(old: _Interval, new: _Interval) -> OutcomeRange:
    within, beyond = old.holds(new), new.holds(old)
    if within and beyond:
        return OutcomeRange.SAME
    if within:
        return OutcomeRange.NARROWER
    return OutcomeRange.WIDER if beyond else OutcomeRange.SHIFTED


def _moved(old: _Interval, new: _Interval) -> int:
    """Return 1 where a bound went up and none down, -1 where one went down and none up, and else 0."""
    pairs = ((old.low, new.low), (old.high, new.high))
    ways = {(after > before) - (after < before) for before, after in pairs if before is not None and after is not None}
    return sum(ways)


def _by_interval(way: int, outcomes: OutcomeRange, up: TargetVerdict, down: TargetVerdict) -> Judgement:
    if outcomes is OutcomeRange.SAME:
        return _REWORDED
    if way:
        return Judgement(up if way > 0 else down, outcomes)
    if outcomes is OutcomeRange.SHIFTED:
        return _rewritten("another bound", outcomes)
    return Judgement(TargetVerdict.TIGHTENED if outcomes is OutcomeRange.NARROWER else TargetVerdict.LOOSENED, outcomes)


# --- numbers ------------------------------------------------------------------------------------


def _numbers_judged(old: Quantity | Change, new: Quantity | Change) -> Judgement:
    if literal_key(old.per or "") != literal_key(new.per or ""):
        return _rewritten("counted by something else")
    factor = conversion(old.unit, new.unit)
    if factor is None:
        return _rewritten("another unit" if old.unit and new.unit else "a unit is missing")
    printed, wanted = _bounds(old, factor), _bounds(new, Fraction(1))
    outcomes = _outcomes(_widened(old, printed), _widened(new, wanted))
    if outcomes is not OutcomeRange.SAME and (old.unit is None) != (new.unit is None):
        return _rewritten("a unit is missing")  # ≥90 beside ≥95% is as likely 90% as 9000%
    return _by_interval(_moved(printed, wanted), outcomes, TargetVerdict.RAISED, TargetVerdict.LOWERED)


def _bounds(reading: Quantity | Change, factor: Fraction) -> _Interval:
    low, high = (None if bound is None else Fraction(bound) * factor for bound in reading.bounds)
    left_out = reading.comparator in EXCLUDING
    return _Interval(low, high, left_out or not reading.low_inclusive, left_out or not reading.high_inclusive)


def _widened(reading: Quantity | Change, interval: _Interval) -> _Interval:
    """Return what is acceptable: with 约, a little less and more than the number, as ``accepts`` has it."""
    low, high = interval.low, interval.high
    if reading.comparator is not Comparator.ABOUT or low is None or high is None:
        return interval
    share = Fraction(ABOUT)
    return interval._replace(low=low - abs(low) * share, high=high + abs(high) * share)


def _changes_judged(old: Change, new: Change, years: Years) -> Judgement:
    if old.direction != new.direction:
        return _TURNED
    if _base(old, years.old) != _base(new, years.new):
        return _rewritten("another base")
    return _numbers_judged(old, new)


_YEAR: Final = re.compile(r"((?:19|20|21)[0-9]{2})年?度?")


def _base(change: Change, year: int | None) -> str:
    """Return what a change is measured against, a year as its distance from the budget year where that is known."""
    return _with_relative_years(literal_key(change.base or ""), year)


def _with_relative_years(words: str, year: int | None) -> str:
    return words if year is None else _YEAR.sub(lambda found: f"({int(found[1]) - year})", words)


def _references_judged(old: Reference, new: Reference) -> Judgement:
    if key_of(old.reference) != key_of(new.reference):
        return _rewritten("another reference")
    outcomes = _outcomes(_around_nought(old.comparator), _around_nought(new.comparator))
    return _by_interval(0, outcomes, TargetVerdict.RAISED, TargetVerdict.LOWERED)


def _around_nought(comparator: Comparator) -> _Interval:
    """Return what a comparator accepts, seen from what it compares with."""
    side, left_out = ONE_SIDED.get(comparator), comparator in EXCLUDING
    low, high = (None if side not in (None, end) else Fraction(0) for end in ("low", "high"))
    return _Interval(low, high, left_out, left_out)


def _rules_judged(old: Scoring, new: Scoring, years: Years) -> Judgement:
    marks = (old.full_marks, new.full_marks)
    if marks[0] is None or marks[1] is None:
        return _rewritten("another rule for marks")
    found = judged(marks[0], marks[1], years)
    rules = [(rule.step, rule.step_unit, rule.deduction, rule.deduction_unit) for rule in (old, new)]
    if found.verdict is TargetVerdict.REWORDED and rules[0] != rules[1]:
        return _rewritten("another rule for marks")
    return found


# --- days ---------------------------------------------------------------------------------------

#: A leap year, which has every day that a year can have.
_ANY_YEAR: Final = 2000


def _dates_judged(old: DateWindow, new: DateWindow, years: Years) -> Judgement:
    """Return what became of a time; days in the budget year are counted within it, each in that of its document."""
    old, new = (_with_year(window, year) for window, year in zip((old, new), years, strict=True))
    dated = [all(map(is_complete, _days(window))) for window in (old, new)]
    if dated[0] != dated[1]:
        return _rewritten("a year is missing")
    printed, wanted = _interval_of(old), _interval_of(new)
    if not dated[0] or (_lies_in(old, years.old) and _lies_in(new, years.new)):
        in_year = _interval_of(old, _ANY_YEAR), _interval_of(new, _ANY_YEAR)
        # The same day in both documents is the same, even where the years of the documents differ.
        printed, wanted = (printed, wanted) if dated[0] and printed == wanted else in_year
    outcomes = _outcomes(printed, wanted)
    return _by_interval(_moved(printed, wanted), outcomes, TargetVerdict.LATER, TargetVerdict.EARLIER)


def _with_year(window: DateWindow, year: int | None) -> DateWindow:
    if year is not None:
        with suppress(ValueError):  # the year has no 29 February
            return window.resolve(year)
    return window


def _days(window: DateWindow) -> list[str]:
    return [day for day in (window.start, window.end) if day is not None]


def _lies_in(window: DateWindow, year: int | None) -> bool:
    return year is not None and all(day.startswith(f"{year:04}-") for day in _days(window))


def _interval_of(window: DateWindow, year: int | None = None) -> _Interval:
    """Return days as numbers, all put into `year` where one is given; a day that is left out is none of them."""
    before, after = window.comparator is Comparator.LESS_THAN, window.comparator is Comparator.MORE_THAN
    first, last = (_number(day, year) for day in (window.start, window.end))
    return _Interval(first, last, after, before)


def _number(day: str | None, year: int | None) -> Fraction | None:
    if day is None:
        return None
    own, month, number = day[:4] if is_complete(day) else "", int(day[-5:-3]), int(day[-2:])
    if year is None and own:
        return Fraction(date(int(own), month, number).toordinal())
    # The last day of February is the last day in any year.
    if (month, number) == (2, 28) and own and int(own) % 4:
        number = 29
    return Fraction(date(_ANY_YEAR if year is None else year, month, number).toordinal())


# --- grades -------------------------------------------------------------------------------------


def _grades_judged(old: Grade, new: Grade) -> Judgement:
    if old.grade == new.grade:
        outcomes = _outcomes(_around_nought(old.comparator), _around_nought(new.comparator))
        return _by_interval(0, outcomes, TargetVerdict.RAISED, TargetVerdict.LOWERED)
    scale = next((each for each in scales() if each.places(old.grade) and each.places(new.grade)), None)
    if scale is None:
        return _rewritten("another scale")
    accepted, wanted = _accepted(old, scale), _accepted(new, scale)
    if accepted == wanted:
        return _REWORDED
    shares = accepted <= wanted, wanted <= accepted
    kinds = {(True, False): OutcomeRange.WIDER, (False, True): OutcomeRange.NARROWER}
    outcomes = kinds.get(shares, OutcomeRange.SHIFTED)
    places = scale.places(old.grade), scale.places(new.grade)
    way = (places[1] > places[0]) - (places[1] < places[0])
    return _by_interval(way, outcomes, TargetVerdict.RAISED, TargetVerdict.LOWERED)


def _accepted(grade: Grade, scale: Scale) -> frozenset[int]:
    """Return the steps of a scale that meet a target."""
    found = set()
    for place, names in enumerate(scale.steps):
        with suppress(ValueError):
            if grade.accepts(names[0]):
                found.add(place)
    return frozenset(found)
