"""Someone asks what targets mean, with a branch for every kind of reading."""

from decimal import Decimal
from typing import assert_never, assert_type

from budgetperf import (
    AllOf,
    Boolean,
    Change,
    Comparator,
    DateWindow,
    Dialect,
    Direction,
    Grade,
    Indicator,
    Missing,
    MissingReason,
    ParseResult,
    Precision,
    Qualitative,
    Quantity,
    Reading,
    Reference,
    Scoring,
    Target,
    Trend,
    format_indicators,
    format_target,
    is_measurable,
    parse_indicators,
    parse_target,
)


def told(reading: Reading) -> str:  # noqa: C901, PLR0911 - a branch for every kind
    """Return what a reading asks for, in words; a type checker sees that no kind is forgotten."""
    match reading:
        case Quantity():
            assert_type(reading.comparator, Comparator)
            assert_type(reading.low, Decimal | None)
            assert_type(reading.bounds, tuple[Decimal | None, Decimal | None])
            assert_type(reading.unit, str | None)
            return f"{reading.comparator} {reading.low or reading.high} {reading.unit}"
        case Change():
            assert_type(reading.direction, Direction)
            assert_type(reading.comparator, Comparator | None)
            assert_type(reading.base, str | None)
            return f"{reading.direction} from {reading.base}"
        case DateWindow():
            assert_type(reading.precision, Precision)
            assert_type(reading.end, str | None)
            assert_type(reading.resolve(2025), DateWindow)
            return f"by {reading.end}"
        case Grade():
            assert_type(reading.grade, str)
            return f"{reading.comparator} {reading.grade}"
        case Trend():
            assert_type(reading.direction, Direction)
            return str(reading.direction)
        case Boolean():
            assert_type(reading.value, bool)
            return str(reading.value)
        case Reference():
            assert_type(reading.reference, str)
            return reading.reference
        case Scoring():
            assert_type(reading.full_marks, Reading | None)
            assert_type(reading.deduction, Decimal | None)
            return "marks"
        case AllOf():
            assert_type(reading.parts, tuple[Reading, ...])
            assert_type(reading.open, bool)
            return " and ".join(map(told, reading.parts))
        case Qualitative():
            return "words"
        case Missing():
            assert_type(reading.reason, MissingReason)
            return reading.reason
        case _:
            assert_never(reading)


result = parse_target("不少于2万人次", name="观众", level2="数量指标", budget_year=2025)
assert_type(result, ParseResult[Target])
reading = result.value.reading
assert_type(reading, Reading | None)
assert_type(is_measurable(reading), bool)
assert isinstance(reading, Quantity)
assert_type(reading.accepts(20500), bool)
assert_type(reading.accepts(Decimal("2.1"), "万人次"), bool)
assert_type(format_target(reading), str)
assert_type(format_target(result.value), str)
assert told(reading) == ">= 2 人次"

# Closed sets are made of their words, and equal to them.
deadline = DateWindow(comparator="<=", end="--12-31", precision="month")
assert_type(deadline.comparator, Comparator)
assert deadline.comparator == "<="
assert deadline.resolve(2025).accepts("2025-06-30")
assert told(AllOf(parts=[deadline, Missing(reason="echo")])) == "by --12-31 and echo"
assert_type(Grade(comparator=">=", grade="合格").accepts("良好"), bool)
assert_type(Change(direction="up", comparator=">=", low=Decimal(5), unit="%").accepts(6), bool)
assert_type(Boolean(value=True).accepts(value=False), bool)
assert Quantity(comparator=Comparator.AT_LEAST, low=Decimal(90), unit="%").accepts(92)

cell = parse_indicators("1、1-产出指标；11-数量指标；演出场次；年度指标值：60场。")
assert_type(cell, ParseResult[tuple[Indicator, ...]])
assert_type(format_indicators(cell.value, dialect=Dialect.HALF_WIDTH), str)
