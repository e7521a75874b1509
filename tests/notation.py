"""Readings as the tables of cases print them; the notation is explained in ``cases/targets-seeds.txt``."""

import hashlib
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from budgetperf.quantities import Change, Quantity
from budgetperf.readings import AllOf, DateWindow, Grade, Reading, Reference, Scoring, Trend

__all__ = ["shortened", "shown"]

_LONGEST = 16


def shown(reading: Reading | None, *, short: bool = False) -> str:
    """Return a reading as the tables print it, long words shortened if `short`."""
    if reading is None:
        return "none"
    word = shortened if short else str
    return _WAYS[reading.kind](reading, word) if reading.kind in _WAYS else reading.kind


def _labelled(text: str, label: str, word: Callable[[str], str]) -> str:
    return f"{text} [{word(label)}]" if label else text


def _quantity(reading: Quantity, word: Callable[[str], str]) -> str:
    return _labelled(_interval(reading), reading.label, word)


def _change(reading: Change, word: Callable[[str], str]) -> str:
    numbers = f" {_interval(reading)}" if reading.comparator else ""
    base = f" ({reading.base})" if reading.base else ""
    return _labelled(f"change {reading.direction}{numbers}{base}", reading.label, word)


def _date(reading: DateWindow, word: Callable[[str], str]) -> str:
    days = reading.end if reading.comparator in ("<=", "<") else reading.start
    if reading.start and reading.end and reading.start != reading.end:
        days = f"{reading.start} .. {reading.end}"
    comparator = "" if reading.comparator == "between" else f"{reading.comparator} "
    event = f" {{{word(reading.event)}}}" if reading.event else ""
    return f"date {comparator}{days} ({reading.precision}){event}"


def _grade(reading: Grade, word: Callable[[str], str]) -> str:
    return _labelled(f"grade {reading.comparator} {reading.grade}", reading.label, word)


def _trend(reading: Trend, word: Callable[[str], str]) -> str:
    return _labelled(f"trend {reading.direction}", reading.label, word)


def _reference(reading: Reference, word: Callable[[str], str]) -> str:
    return _labelled(f"reference {reading.comparator} {word(reading.reference)}", reading.label, word)


def _scoring(reading: Scoring, word: Callable[[str], str]) -> str:
    full = shown(reading.full_marks, short=word is shortened) if reading.full_marks else ""
    step = f" {_plain(reading.step)} {reading.step_unit}" if reading.step is not None else ""
    deduction = f" -> {_plain(reading.deduction)} {reading.deduction_unit}" if reading.deduction is not None else ""
    return f"scoring ({full}){step}{deduction}"


def _all_of(reading: AllOf, word: Callable[[str], str]) -> str:
    return (
        "all of: " + "; ".join(shown(part, short=word is shortened) for part in reading.parts) + "; open" * reading.open
    )


_WAYS: dict[str, Callable[[Any, Callable[[str], str]], str]] = {
    "quantity": _quantity,
    "change": _change,
    "date": _date,
    "grade": _grade,
    "trend": _trend,
    "boolean": lambda reading, _: f"boolean {str(reading.value).lower()}",
    "reference": _reference,
    "scoring": _scoring,
    "all_of": _all_of,
    "missing": lambda reading, _: f"missing {reading.reason}",
}


def _interval(reading: Quantity | Change) -> str:
    low, high = _plain(reading.low), _plain(reading.high)
    match reading.comparator:
        case "between":
            numbers = f"{'' if reading.low_inclusive else '>'}{low} .. {'' if reading.high_inclusive else '<'}{high}"
        case "<=" | "<":
            numbers = f"{reading.comparator} {high}"
        case _:
            numbers = f"{reading.comparator} {low}"
    multiplier = f" ×{reading.multiplier}" if reading.multiplier != 1 else ""
    unit = f" {reading.unit}" if reading.unit else ""
    per = f" /{reading.per}" if reading.per else ""
    return f"{numbers}{multiplier}{unit}{per}"


def _plain(number: Decimal | None) -> str:
    return "" if number is None else f"{number:f}"


def shortened(text: str) -> str:
    """Return words of the seeds, which must not be copied: a long text is its beginning and a digest."""
    if len(text) <= _LONGEST:
        return text
    return f"{text[:6]}…{hashlib.sha1(text.encode()).hexdigest()[:8]}"  # noqa: S324 - names a text, guards nothing
