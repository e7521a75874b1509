"""Strategies for every class of reading."""

from typing import Any

from hypothesis import strategies
from hypothesis.strategies import DrawFn, SearchStrategy

from budgetperf.dates import is_complete, iso_day, last_day
from budgetperf.readings import (
    AllOf,
    Boolean,
    Change,
    Comparator,
    DateWindow,
    Direction,
    Grade,
    Missing,
    MissingReason,
    Precision,
    Qualitative,
    Quantity,
    Reading,
    Reference,
    Scoring,
    Trend,
)
from budgetperf.testing.leaves import ANY_TEXT, amounts, maybe

__all__ = [
    "all_ofs",
    "booleans",
    "changes",
    "date_windows",
    "grades",
    "missings",
    "qualitatives",
    "quantities",
    "readings",
    "references",
    "scorings",
    "trends",
]

_MULTIPLIERS = strategies.sampled_from((1, 1, 10**4, 10**8, 10**12, 7, 2**53 - 1))
_PRINTED_GRADES = strategies.sampled_from(("优", "良好", "优良", "合格", "称职", "不合格", "满意", "基本满意"))


def quantities(*, texts: SearchStrategy[str] = ANY_TEXT) -> SearchStrategy[Quantity]:
    """Return a strategy for quantities of every comparator."""
    return _quantities(texts)


@strategies.composite
def _quantities(draw: DrawFn, texts: SearchStrategy[str]) -> Quantity:
    comparator = draw(strategies.sampled_from(Comparator))
    return Quantity(comparator=comparator, label=draw(texts), **_interval(draw, comparator, texts))


def changes(*, texts: SearchStrategy[str] = ANY_TEXT) -> SearchStrategy[Change]:
    """Return a strategy for changes, with and without a number."""
    return _changes(texts)


@strategies.composite
def _changes(draw: DrawFn, texts: SearchStrategy[str]) -> Change:
    comparator = draw(maybe(strategies.sampled_from(Comparator)))
    direction, base = draw(strategies.sampled_from(Direction)), draw(maybe(texts))
    return Change(direction=direction, comparator=comparator, base=base, **_interval(draw, comparator, texts))


def _interval(draw: DrawFn, comparator: Comparator | None, texts: SearchStrategy[str]) -> dict[str, Any]:
    """Return what a quantity and a change have in common."""
    low, high = sorted((draw(amounts()), draw(amounts())))
    flags = strategies.booleans() if comparator is Comparator.BETWEEN else strategies.just(value=True)
    if comparator in (Comparator.EQUAL, Comparator.ABOUT):
        high = low
    return {
        "low": None if comparator in (None, Comparator.AT_MOST, Comparator.LESS_THAN) else low,
        "high": None if comparator in (None, Comparator.AT_LEAST, Comparator.MORE_THAN) else high,
        "multiplier": draw(_MULTIPLIERS),
        "unit": draw(maybe(strategies.sampled_from(("%", "元", "人次", "个工作日")) | texts)),
        "cue": draw(texts),
        "per": draw(maybe(texts)),
        "low_inclusive": draw(flags),
        "high_inclusive": draw(flags),
    }


def date_windows(*, texts: SearchStrategy[str] = ANY_TEXT) -> SearchStrategy[DateWindow]:
    """Return a strategy for dates, with and without years."""
    return _date_windows(texts)


@strategies.composite
def _date_windows(draw: DrawFn, texts: SearchStrategy[str]) -> DateWindow:
    comparator = draw(strategies.sampled_from([each for each in Comparator if each is not Comparator.ABOUT]))
    start, end = draw(maybe(_days())), draw(maybe(_days()))
    if start and end and start > end and is_complete(start) and is_complete(end):
        start, end = end, start
    return DateWindow(
        comparator=comparator,
        start=None if comparator in (Comparator.AT_MOST, Comparator.LESS_THAN) else start,
        end=None if comparator in (Comparator.AT_LEAST, Comparator.MORE_THAN) else end,
        precision=draw(strategies.sampled_from(Precision)),
        event=draw(texts),
        cue=draw(texts),
    )


@strategies.composite
def _days(draw: DrawFn) -> str | None:
    year, month = draw(maybe(strategies.integers(2000, 2100))), draw(strategies.integers(1, 12))
    return iso_day(year, month, draw(strategies.integers(1, last_day(year, month))))


def grades(*, texts: SearchStrategy[str] = ANY_TEXT) -> SearchStrategy[Grade]:
    """Return a strategy for grades, some of them on no scale."""
    return strategies.builds(
        Grade,
        comparator=strategies.sampled_from(Comparator),
        grade=_PRINTED_GRADES | texts,
        cue=texts,
        label=texts,
    )


def trends(*, texts: SearchStrategy[str] = ANY_TEXT) -> SearchStrategy[Trend]:
    """Return a strategy for trends."""
    return strategies.builds(Trend, direction=strategies.sampled_from(Direction), cue=texts, label=texts)


def booleans(*, texts: SearchStrategy[str] = ANY_TEXT) -> SearchStrategy[Boolean]:
    """Return a strategy for what is to be so, or not."""
    return strategies.builds(Boolean, value=strategies.booleans(), cue=texts)


def references(*, texts: SearchStrategy[str] = ANY_TEXT) -> SearchStrategy[Reference]:
    """Return a strategy for bounds that stand elsewhere."""
    return strategies.builds(
        Reference,
        comparator=strategies.sampled_from(Comparator),
        reference=texts,
        cue=texts,
        label=texts,
    )


def qualitatives() -> SearchStrategy[Qualitative]:
    """Return a strategy for the one qualitative reading."""
    return strategies.builds(Qualitative)


def missings() -> SearchStrategy[Missing]:
    """Return a strategy for values that say nothing."""
    return strategies.builds(Missing, reason=strategies.sampled_from(MissingReason))


def scorings(*, texts: SearchStrategy[str] = ANY_TEXT) -> SearchStrategy[Scoring]:
    """Return a strategy for rules for marks, whose full marks may be a list."""
    return _scorings(_simple(texts) | _all_ofs(_simple(texts)), texts)


def _scorings(parts: SearchStrategy[Reading], texts: SearchStrategy[str]) -> SearchStrategy[Scoring]:
    return strategies.builds(
        Scoring,
        full_marks=maybe(parts),
        step=maybe(amounts()),
        step_unit=maybe(texts),
        deduction=maybe(amounts()),
        deduction_unit=maybe(texts),
    )


def all_ofs(*, texts: SearchStrategy[str] = ANY_TEXT) -> SearchStrategy[AllOf]:
    """Return a strategy for lists of readings, which may be empty or hold lists."""
    return _all_ofs(_simple(texts) | _scorings(_simple(texts), texts) | _all_ofs(_simple(texts)))


def _all_ofs(parts: SearchStrategy[Reading]) -> SearchStrategy[AllOf]:
    return strategies.builds(AllOf, parts=strategies.lists(parts, max_size=3), open=strategies.booleans())


def readings(*, texts: SearchStrategy[str] = ANY_TEXT) -> SearchStrategy[Reading]:
    """Return a strategy for readings of every kind."""
    return _simple(texts) | scorings(texts=texts) | all_ofs(texts=texts)


def _simple(texts: SearchStrategy[str]) -> SearchStrategy[Reading]:
    return strategies.one_of(
        quantities(texts=texts),
        date_windows(texts=texts),
        grades(texts=texts),
        trends(texts=texts),
        changes(texts=texts),
        booleans(texts=texts),
        references(texts=texts),
        qualitatives(),
        missings(),
    )
