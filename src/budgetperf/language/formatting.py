"""From indicators back to the mini-language, in its canonical form."""

from collections.abc import Iterable
from enum import StrEnum

from attrs import frozen

from budgetperf.exactness import exactly
from budgetperf.language.clauses import read_indicators
from budgetperf.model import Category, Indicator, Target
from budgetperf.taxonomy import Taxonomy
from budgetperf.terms import reading_by
from budgetperf.units import UnitList

__all__ = ["Dialect", "format_indicators"]


class Dialect(StrEnum):
    """A way of punctuating the mini-language."""

    #: ``1、1-产出指标；11-数量指标；人数；实施周期指标值：3人；年度指标值：3人。`` The canonical form.
    FULL_WIDTH = "full_width"
    #: ``1、1-产出指标,11-数量指标,人数;实施周期指标值:3人,年度指标值:3人;`` and a blank.
    HALF_WIDTH = "half_width"


@frozen
class _Punctuation:
    level: str
    name: str
    colon: str
    target: str
    clause: str


_QUOTED = 200
_PUNCTUATION = {
    Dialect.FULL_WIDTH: _Punctuation("；", "；", "：", "；", "。"),
    Dialect.HALF_WIDTH: _Punctuation(",", ";", ":", ",", "; "),
}


@exactly
def format_indicators(
    indicators: Iterable[Indicator],
    *,
    dialect: Dialect | str = Dialect.FULL_WIDTH,
    taxonomy: Taxonomy | None = None,
    units: UnitList | None = None,
) -> str:
    """Return the mini-language that reads back as `indicators`.

    Args:
        indicators: What to write.
        dialect: A :class:`Dialect` or its name.
        taxonomy: The taxonomy that they were read by, where that is not the standard one.
        units: The units that they were read by, where these are not the standard ones.

    Raises:
        ValueError: if the dialect is unknown, or a text can't be written so that
            it reads back equal (it holds a clause boundary or a target's label,
            or has separators or blanks at its ends), or the same clause is there
            twice with one ordinal.

    >>> from budgetperf import parse_indicators
    >>> cell = "1、1-产出指标,11-数量指标,人数: 实施周期指标值:3人,年度指标值:3人"
    >>> format_indicators(parse_indicators(cell).value)
    '1、1-产出指标；11-数量指标；人数；实施周期指标值：3人；年度指标值：3人。'

    """
    indicators = tuple(indicators)
    punctuation = _PUNCTUATION[Dialect(dialect)]
    clauses = [_clause(indicator, punctuation) for indicator in indicators]
    text = "".join(clauses).rstrip()
    with reading_by(taxonomy, units):
        read_back, _ = read_indicators(text)
        if read_back != indicators:
            raise ValueError(_refusal(indicators, clauses, read_back))
    return text


def _clause(indicator: Indicator, marks: _Punctuation) -> str:
    ordinal = "" if indicator.ordinal is None else f"{indicator.ordinal}、"
    level2 = "" if indicator.level2 is None else _category(indicator.level2) + marks.level
    targets = [
        f"{label}{marks.colon}{target.text}"
        for label, target in _labelled(indicator)
        if target is not None
    ]  # fmt: skip
    name = indicator.name + (marks.name if targets else "")
    return (
        f"{ordinal}{_category(indicator.level1)}{marks.level}{level2}{name}{marks.target.join(targets)}{marks.clause}"
    )


def _labelled(indicator: Indicator) -> tuple[tuple[str, Target | None], ...]:
    return ("实施周期指标值", indicator.period_target), ("年度指标值", indicator.annual_target)


def _category(category: Category) -> str:
    return category.label if category.code is None else f"{category.code}-{category.label}"


def _refusal(indicators: tuple[Indicator, ...], clauses: list[str], read_back: tuple[Indicator, ...]) -> str:
    """Say which indicator can't be written: one that can't even by itself, or the first that reads back otherwise."""
    alone = (read_indicators(clause.rstrip())[0] == (given,) for given, clause in zip(indicators, clauses, strict=True))
    together = (given == read for given, read in zip(indicators, read_back, strict=False))
    places = (next((place for place, equal in enumerate(each) if not equal), None) for each in (alone, together))
    place = next((place for place in places if place is not None), len(indicators) - 1)
    return (
        f"indicators[{place}] can't be written so that it reads back equal: {indicators[place]!r}; its texts must be "
        "stripped of blanks and separators, hold no clause boundary and no target label, and make no clause twice "
        f"(written: {clauses[place][:_QUOTED]!r})"
    )
