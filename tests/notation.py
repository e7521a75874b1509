"""Readings as the tables of cases print them; the notation is explained in ``cases/targets-seeds.txt``."""

import hashlib
from decimal import Decimal

from budgetperf.quantities import Change, Quantity
from budgetperf.readings import AllOf, Boolean, DateWindow, Grade, Missing, Reading, Reference, Scoring, Trend

__all__ = ["shortened", "shown"]

_LONGEST = 16


def shown(reading: Reading | None, *, short: bool = False) -> str:
    """Return a reading as the tables print it, long words shortened if `short`."""

    def word(text: str) -> str:
        return shortened(text) if short else text

    match reading:
        case None:
            return "none"
        case Quantity():
            return _interval(reading) + (f" [{word(reading.label)}]" if reading.label else "")
        case Change():
            numbers = f" {_interval(reading)}" if reading.comparator else ""
            base = f" ({reading.base})" if reading.base else ""
            return f"change {reading.direction}{numbers}{base}" + (f" [{word(reading.label)}]" if reading.label else "")
        case DateWindow():
            days = reading.end if reading.comparator in ("<=", "<") else reading.start
            if reading.start and reading.end and reading.start != reading.end:
                days = f"{reading.start} .. {reading.end}"
            comparator = "" if reading.comparator == "between" else f"{reading.comparator} "
            event = f" {{{word(reading.event)}}}" if reading.event else ""
            return f"date {comparator}{days} ({reading.precision}){event}"
        case Grade():
            return f"grade {reading.comparator} {reading.grade}" + (f" [{reading.label}]" if reading.label else "")
        case Trend():
            return f"trend {reading.direction}" + (f" [{reading.label}]" if reading.label else "")
        case Boolean():
            return f"boolean {str(reading.value).lower()}"
        case Reference():
            label = f" [{word(reading.label)}]" if reading.label else ""
            return f"reference {reading.comparator} {word(reading.reference)}{label}"
        case Scoring():
            full = shown(reading.full_marks, short=short) if reading.full_marks else ""
            step = f" {_plain(reading.step)} {reading.step_unit}" if reading.step is not None else ""
            deduction = (
                f" -> {_plain(reading.deduction)} {reading.deduction_unit}" if reading.deduction is not None else ""
            )
            return f"scoring ({full}){step}{deduction}"
        case AllOf():
            return "all of: " + "; ".join(shown(part, short=short) for part in reading.parts) + "; open" * reading.open
        case Missing():
            return f"missing {reading.reason}"
    return "qualitative"


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
