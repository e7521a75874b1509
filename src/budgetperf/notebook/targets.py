"""A target as a notebook shows it: the printed value, and when a pointer rests on it what it means."""

from typing import Final
from xml.etree.ElementTree import Element

from budgetperf.figures import NOTHING, with_separators
from budgetperf.model import Target
from budgetperf.notebook.elements import DIM, cut, dim, element, page
from budgetperf.quantities import Change, Comparator, Quantity
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
)

__all__ = ["EMPTY", "meaning", "target_element", "target_html"]

#: What is shown of a target that is printed without words.
EMPTY: Final = "（空）"
_LONGEST: Final = 80
#: Of a list, so many parts are told.
_PARTS: Final = 12
_SIGNS: Final = {
    Comparator.EQUAL: "",
    Comparator.AT_LEAST: "≥ ",
    Comparator.MORE_THAN: "> ",
    Comparator.AT_MOST: "≤ ",
    Comparator.LESS_THAN: "< ",
    Comparator.BETWEEN: "",
    Comparator.ABOUT: "about ",
}


def target_html(target: Target) -> str:
    """Return a target with what it means."""
    words = element("b", cut(target.normalized) or EMPTY, title=_printed(target))
    return page(element("div", words, " ", dim(meaning(target.reading)), style="text-align:left"))


def target_element(target: Target | None) -> Element:
    """Return a target for a cell; one that can't be measured stands back."""
    if target is None:
        return dim(NOTHING, title="not printed")
    style = "" if is_measurable(target.reading) else f"{DIM};font-style:italic"
    about = "\n".join(filter(None, (meaning(target.reading), _printed(target))))
    return element("span", cut(target.normalized, _LONGEST) or EMPTY, style=style, title=about)


def _printed(target: Target) -> str:
    return f"printed: {target.text}" if target.text != target.normalized else ""


def meaning(reading: Reading | None) -> str:
    """Return what a reading says in a few words, numbers multiplied out.

    >>> from decimal import Decimal
    >>> meaning(Quantity(comparator=">=", low=Decimal(2), multiplier=10000, unit="人次"))
    'quantity: ≥ 20,000 人次'
    >>> meaning(Qualitative())
    'qualitative: can’t be measured'
    """
    if reading is None:
        return "not read"
    return f"{reading.kind.replace('_', ' ')}: {_said(reading)}"


def _said(reading: Reading) -> str:
    match reading:
        case Quantity():
            return _numbers(reading)
        case Change():
            numbers = "" if reading.comparator is None else _numbers(reading)
            base = reading.base and f"against {cut(reading.base)}"
            return " ".join(filter(None, (reading.direction, numbers, base)))
        case DateWindow():
            return _days(reading)
        case Scoring():
            return f"full marks for {meaning(reading.full_marks)}" if reading.full_marks else "a rule for marks"
        case AllOf():
            unsaid = " …" * (reading.open or len(reading.parts) > _PARTS)
            return "; ".join(map(meaning, reading.parts[:_PARTS])) + unsaid
    return _worded(reading)


def _worded(reading: Grade | Reference | Trend | Boolean | Missing | Qualitative) -> str:
    """Return what a reading without a number says."""
    match reading:
        case Grade():
            return _SIGNS[reading.comparator] + cut(reading.grade)
        case Reference():
            return _SIGNS[reading.comparator] + cut(reading.reference)
        case Trend():
            return f"{reading.direction}, can’t be measured"
        case Boolean():
            return "yes" if reading.value else "no"
        case Missing():
            return reading.reason.replace("_", " ")
        case Qualitative():
            return "can’t be measured"


def _numbers(reading: Quantity | Change) -> str:
    low, high = reading.bounds
    if reading.comparator is Comparator.BETWEEN:
        left, right = "≥ " if reading.low_inclusive else "> ", "≤ " if reading.high_inclusive else "< "
        numbers = f"{left}{with_separators(low)} and {right}{with_separators(high)}"
    else:
        sign = "" if reading.comparator is None else _SIGNS[reading.comparator]
        numbers = sign + with_separators(high if low is None else low)
    per = reading.per and f"({cut(reading.per)})"
    return " ".join(filter(None, (numbers, reading.unit and cut(reading.unit), per)))


def _days(window: DateWindow) -> str:
    days = [day for day in (window.start, window.end) if day is not None]
    if len(days) == 2 and days[0] != days[1]:
        said = f"{days[0]} to {days[1]}"
    else:
        said = _SIGNS[window.comparator] + (days[0] if days else NOTHING)
    return f"{said} ({cut(window.event)})" if window.event else said
