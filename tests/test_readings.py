"""What a target means: values that can't contradict themselves, and say whether an outcome is good enough."""

import pickle
import time
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgetperf import testing
from budgetperf.dates import as_day, completed, iso_day, last_day, reads_as_date
from budgetperf.grades import scales
from budgetperf.quantities import LONGEST_NUMBER, plain
from budgetperf.readings import (
    DEEPEST_NESTING,
    KINDS,
    AllOf,
    Boolean,
    Change,
    Comparator,
    DateWindow,
    Direction,
    Grade,
    Missing,
    Qualitative,
    Quantity,
    Reading,
    Reference,
    Scoring,
    Trend,
    mapped,
    resolved,
)

STEP = Decimal("1E-13")  # finer than any amount of the strategies


def quantity(comparator: str, low: str | None, high: str | None, **more: Any) -> Quantity:  # noqa: ANN401 - any attribute
    """Return a quantity from printed numbers."""
    return Quantity(
        comparator=comparator,
        low=None if low is None else Decimal(low),
        high=None if high is None else Decimal(high),
        **more,
    )


# --- values -------------------------------------------------------------------------------------------


@given(testing.readings())
def test_readings_are_values(reading: Reading) -> None:
    """They compare by content, hash, survive pickling, and can't be changed."""
    again = pickle.loads(pickle.dumps(reading))  # noqa: S301 - our own pickle

    assert reading == again
    assert hash(reading) == hash(again)
    assert reading == attrs.evolve(reading)
    assert "\n" not in repr(reading)
    assert KINDS[reading.kind] is type(reading)
    for attribute in [each.name for each in attrs.fields(type(reading))] or ["kind"]:
        with pytest.raises((attrs.exceptions.FrozenInstanceError, AttributeError)):
            setattr(reading, attribute, None)


def test_kinds_differ() -> None:
    """Two kinds are never equal, whatever they hold."""
    several: list[Reading] = [Trend(direction="up"), Change(direction="up"), Qualitative(), AllOf(parts=()), Scoring()]

    assert len(several) == len(set(several))


def test_words_become_members() -> None:
    """Closed sets are given as their words; an unknown word is refused."""
    assert Quantity(comparator=">=", low=Decimal(1)).comparator is Comparator.AT_LEAST
    unknown: list[tuple[type[Reading], dict[str, Any]]] = [
        (Quantity, {"comparator": "≥", "low": Decimal(1)}),
        (Change, {"direction": "upwards"}),
        (Trend, {"direction": "sideways"}),
        (Grade, {"comparator": "", "grade": "良"}),
        (DateWindow, {"comparator": "<=", "end": "2024-01-01", "precision": "week"}),
        (Missing, {"reason": "lost"}),
        (Reference, {"comparator": "!=", "reference": "合同"}),
    ]
    for cls, members in unknown:
        with pytest.raises(ValueError, match="is not a valid"):
            cls(**members)


# --- intervals ----------------------------------------------------------------------------------------


REFUSED: dict[str, tuple[str | None, object, object, dict[str, Any], type[Exception], str]] = {
    "reversed": ("between", Decimal(2), Decimal(1), {}, ValueError, "low 2 is above high 1"),
    "no low": (">=", None, None, {}, ValueError, "fills low"),
    "no high": ("<", None, None, {}, ValueError, "fills high"),
    "high of a lower bound": (">", Decimal(1), Decimal(2), {}, ValueError, "fills low"),
    "low of an upper bound": ("<=", Decimal(1), Decimal(1), {}, ValueError, "fills high"),
    "half an equal": ("=", Decimal(1), None, {}, ValueError, "fills low and high"),
    "half a range": ("between", None, Decimal(1), {}, ValueError, "fills low and high"),
    "two equals": ("=", Decimal(1), Decimal(2), {}, ValueError, "takes the same low and high"),
    "two abouts": ("about", Decimal(1), Decimal(2), {}, ValueError, "takes the same low and high"),
    "NaN": (">=", Decimal("NaN"), None, {}, ValueError, "finite"),
    "sNaN": (">=", Decimal("sNaN"), None, {}, ValueError, "finite"),
    "infinite": ("<=", None, Decimal("Infinity"), {}, ValueError, "finite"),
    "huge": (">=", Decimal("1E+999999999"), None, {}, ValueError, "at most 1000 characters"),
    "tiny": (">=", Decimal("1E-999999999"), None, {}, ValueError, "at most 1000 characters"),
    "float": (">=", 0.5, None, {}, TypeError, "low must be a Decimal, not float"),
    "int": ("<=", None, 5, {}, TypeError, "high must be a Decimal, not int"),
    "bool": (">=", True, None, {}, TypeError, "low must be a Decimal, not bool"),
    "text": (">=", "5", None, {}, TypeError, "low must be a Decimal, not str"),
    "no multiplier": (">=", Decimal(1), None, {"multiplier": 0}, ValueError, "multiplier must lie within"),
    "huge multiplier": (">=", Decimal(1), None, {"multiplier": 2**53}, ValueError, "multiplier must lie within"),
    "half a multiplier": (">=", Decimal(1), None, {"multiplier": 0.5}, TypeError, "multiplier must be an int"),
    "true multiplier": (">=", Decimal(1), None, {"multiplier": True}, TypeError, "multiplier must be an int"),
    "open end": (">=", Decimal(1), None, {"low_inclusive": False}, ValueError, "only a comparator 'between'"),
    "open equal": ("=", Decimal(1), Decimal(1), {"high_inclusive": False}, ValueError, "only a comparator 'between'"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_contradictions_are_refused(case: str) -> None:
    """The numbers fit the comparator, of a quantity and of a change."""
    comparator, low, high, more, error, message = REFUSED[case]
    members: dict[str, Any] = {"comparator": comparator, "low": low, "high": high, **more}
    with pytest.raises(error, match=f"Quantity: .*{message}"):
        Quantity(**members)
    with pytest.raises(error, match=f"Change: .*{message}"):
        Change(direction="up", **members)


def test_a_change_without_a_number_has_no_comparator() -> None:
    """And one with a number has."""
    with pytest.raises(ValueError, match="Change: comparator None fills neither low nor high"):
        Change(direction="up", low=Decimal(5))
    assert (None, None) == Change(direction="up").bounds


@given(testing.amounts(), testing.amounts(), st.sampled_from(["=", "about", "between"]))
def test_the_bounds_are_in_order(first: Decimal, second: Decimal, comparator: str) -> None:
    """Whatever is made has its low at or below its high."""
    low, high = sorted((first, second))
    if low != high:
        with pytest.raises(ValueError, match="is above high"):
            Quantity(comparator=comparator, low=high, high=low)
    if low == high or comparator == "between":
        assert (low, high) == attrs.astuple(Quantity(comparator=comparator, low=low, high=high))[1:3]


@given(testing.quantities() | testing.changes())
def test_bounds_are_exact_and_plain(reading: Quantity | Change) -> None:
    """Multiplied out nothing is rounded, and no exponent is printed."""
    for printed, bound in zip((reading.low, reading.high), reading.bounds, strict=True):
        assert (printed is None) == (bound is None)
        if printed is not None and bound is not None:
            assert Fraction(bound) == Fraction(printed) * reading.multiplier
            assert int(bound.as_tuple().exponent) <= 0
            if bound == bound.to_integral_value():
                assert "E" not in str(bound)


@pytest.mark.parametrize(
    ("low", "multiplier", "bound"),
    [
        ("36.5", 10000, "365000"),
        ("36.50", 1, "36.50"),
        ("2", 10000, "20000"),
        ("2E+4", 1, "20000"),
        ("2E+4", 10000, "200000000"),
        ("0.00001", 10, "0.0001"),
        ("0.00", 10000, "0"),
        ("-1.5", 10000, "-15000"),
        ("9" * 999, 10**8, "9" * 999 + "0" * 8),
        ("1E+999", 2**53 - 1, str(2**53 - 1) + "0" * 999),
        ("0." + "0" * 900 + "123456789", 3, "0." + "0" * 900 + "370370367"),
    ],
)
def test_bounds(low: str, multiplier: int, bound: str) -> None:
    """Idle zeros stay where nothing is multiplied, as printed."""
    made = quantity(">=", low, None, multiplier=multiplier).bounds

    assert (bound, None) == (f"{made[0]:f}", made[1])
    assert "E" not in str(made[0]) or "." in bound


# --- outcomes -----------------------------------------------------------------------------------------

#: Whether an outcome below, at, between, at and above the ends is good enough.
ACCEPTED = {
    "=": (False, True, None, True, False),
    ">=": (False, True, None, None, True),
    ">": (False, False, None, None, True),
    "<=": (True, None, None, True, False),
    "<": (True, None, None, False, False),
    "between": (False, True, True, True, False),
}


@given(
    st.sampled_from(sorted(ACCEPTED)),
    testing.amounts(),
    st.integers(1, 10**6).map(Decimal),
    st.sampled_from((1, 10000, 10**8, 7)),
    st.booleans(),
    st.booleans(),
)
def test_accepts_agrees_with_the_comparator(  # noqa: PLR0913, PLR0917 - one for each property
    comparator: str,
    low: Decimal,
    width: Decimal,
    multiplier: int,
    low_inclusive: bool,  # noqa: FBT001 - properties of the example
    high_inclusive: bool,  # noqa: FBT001 - pytest gives it by its name
) -> None:
    """At each bound and on both of its sides, exactly, whatever the multiplier."""
    between = comparator == "between"
    high = low + width if between else low
    made = quantity(
        comparator,
        None if comparator in ("<", "<=") else f"{low:f}",
        None if comparator in (">", ">=") else f"{high:f}",
        multiplier=multiplier,
        low_inclusive=low_inclusive or not between,
        high_inclusive=high_inclusive or not between,
    )
    first, last = (Decimal(f"{end:f}") for end in (_exactly(low, multiplier), _exactly(high, multiplier)))
    expected = list(ACCEPTED[comparator])
    if between:
        expected[1], expected[3] = low_inclusive, high_inclusive
    outcomes = [_plus(first, -STEP), first, _plus(first, STEP), last, _plus(last, STEP)]

    for outcome, wanted in zip(outcomes, expected, strict=True):
        if wanted is not None:
            assert wanted == made.accepts(outcome)
            change = Change(direction="down", **{name: getattr(made, name) for name in _INTERVAL})
            assert wanted == change.accepts(outcome)


_INTERVAL = ("comparator", "low", "high", "multiplier", "low_inclusive", "high_inclusive")


def _exactly(number: Decimal, multiplier: int) -> Decimal:
    """Return a product, unrounded."""
    sign, digits, exponent = number.as_tuple()
    coefficient = int("".join(map(str, digits))) * multiplier * (-1 if sign else 1)
    return Decimal(f"{coefficient}E{exponent}")


def _plus(number: Decimal, step: Decimal) -> Decimal:
    """Return a sum, unrounded."""
    total = Fraction(number) + Fraction(step)
    return Decimal(f"{total.numerator * 10**40 // total.denominator}E-40")


@pytest.mark.parametrize(
    ("target", "outcome", "accepted"),
    [
        (100, "90", True),
        (100, "110", True),
        (100, "89.99", False),
        (100, "110.01", False),
        (0, "0", True),
        (0, "0.1", False),
        (-100, "-110", True),
        (-100, "-89", False),
    ],
)
def test_about(target: int, outcome: str, accepted: bool) -> None:  # noqa: FBT001 - a parameter of the test
    """A tenth of the number may be missed, or the share that is asked for."""
    made = quantity("about", str(target), str(target))

    assert accepted == made.accepts(Decimal(outcome))
    assert (Decimal(outcome) == target) == made.accepts(Decimal(outcome), tolerance=Decimal(0))
    assert made.accepts(Decimal(outcome), tolerance=Decimal(2)) or target == 0


@pytest.mark.parametrize(
    ("target", "outcome", "unit", "accepted"),
    [
        (quantity(">=", "36.5", None, multiplier=10000, unit="元"), "36.5", "万元", True),
        (quantity(">=", "36.5", None, multiplier=10000, unit="元"), "36.4999", "万元", False),
        (quantity(">=", "36.5", None, multiplier=10000, unit="元"), "365000", "元", True),
        (quantity(">=", "36.5", None, multiplier=10000, unit="元"), "365000", "", True),
        (quantity("<=", None, "50", unit="万元"), "500000", "元", True),
        (quantity("<=", None, "50", unit="万元"), "500000.01", "元", False),
        (quantity(">=", "90", None, unit="%"), "0.9", None, True),
        (quantity(">=", "90", None, unit="%"), "0.8999", None, False),
        (quantity(">=", "90", None, unit="%"), "90", "%", True),
        (quantity("=", "0.4", "0.4"), "40", "%", True),
        (quantity("=", "3", "3", unit="‰"), "0.3", "%", True),
        (quantity("=", "3", "3", unit="个新词"), "3", "个新词", True),
    ],
)
def test_units_are_converted(target: Quantity, outcome: str, unit: str | None, accepted: bool) -> None:  # noqa: FBT001 - pytest gives it by its name
    """Exactly, and where that is plain."""
    assert accepted == target.accepts(Decimal(outcome), unit)


@pytest.mark.parametrize(
    ("unit", "given", "message"),
    [
        ("人次", "人", "人 can't be converted to 人次: convert the outcome and leave out its unit"),
        ("个工作日", "天", "天 can't be converted to 个工作日"),
        ("元", None, "a number without unit can't be converted to 元"),
        (None, "元", "元 can't be converted to a number without unit"),
        ("%", "个百分点", "个百分点 can't be converted to %"),
    ],
)
def test_units_that_are_not_converted(unit: str | None, given: str | None, message: str) -> None:
    """The error says what to do."""
    with pytest.raises(ValueError, match=message):
        quantity(">=", "5", None, unit=unit).accepts(5, given)


@pytest.mark.parametrize("target", [quantity(">=", "5", None), Change(direction="up"), Change(direction="hold")])
def test_outcomes_are_exact_numbers(target: Quantity | Change) -> None:
    """A float is not taken for the number that it prints as, nor a truth for 1."""
    for outcome in (5.0, True, "5", None, Fraction(5), 5j):
        with pytest.raises(TypeError, match="an outcome is a Decimal or an int, not"):
            target.accepts(outcome)  # type: ignore[arg-type]  # the misuse in question
    for text in ("NaN", "sNaN", "Infinity", "-Infinity", "1E+999999999", "1E-999999999"):
        with pytest.raises(ValueError, match="an outcome must be finite and of at most 1000 characters"):
            target.accepts(Decimal(text))
    assert target.accepts(5) == target.accepts(Decimal("5.0"))


def test_tolerances_are_exact_numbers() -> None:
    """Whether or not the comparator asks for one."""
    for comparator in ("=", "about"):
        target = quantity(comparator, "5", "5")
        with pytest.raises(TypeError, match="a tolerance is a Decimal or an int, not float"):
            target.accepts(5, tolerance=0.1)  # type: ignore[arg-type]  # the misuse in question
        with pytest.raises(ValueError, match="a tolerance must be finite"):
            target.accepts(5, tolerance=Decimal("NaN"))
        with pytest.raises(ValueError, match="must not be below 0"):
            target.accepts(5, tolerance=Decimal("-0.1"))


def test_a_change_without_a_number() -> None:
    """Any change that way will do; to hold is not to change."""
    for direction in (Direction.UP, Direction.DOWN):
        change = Change(direction=direction)
        assert [False, False, True, True] == [change.accepts(Decimal(n)) for n in ("-1", "0", "0.001", "5")]
    hold = Change(direction="hold")
    assert [False, True, False] == [hold.accepts(n) for n in (-1, 0, 1)]


def test_huge_numbers_are_cheap() -> None:
    """Whatever exponent is written, nothing is spelled out."""
    begin = time.process_time()
    huge, tiny, deep = Decimal("1E+999999999"), Decimal("1E-999999999"), quantity(">=", "1E+999", None, unit="%")
    for number in (huge, tiny, Decimal("-1E+999999999")):
        assert plain(number) is None
        with pytest.raises(ValueError, match="at most"):
            deep.accepts(number, None)
        with pytest.raises(ValueError, match="at most"):
            Scoring(step=number)
    for _ in range(100):
        assert deep.accepts(10**1000, "%")
        assert not deep.accepts(10**900, None)

    assert time.process_time() - begin < 5


def test_the_longest_number() -> None:
    """The limit counts the characters of plain notation, sign and point among them."""
    assert LONGEST_NUMBER == len(plain(Decimal("1E+999")) or "") == len(plain(Decimal("-1E-997")) or "")
    assert [None, None] == [plain(Decimal("-1E+999")), plain(Decimal("-1E-998"))]


# --- dates --------------------------------------------------------------------------------------------

DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))


@given(DAYS, st.sampled_from(["<", "<=", ">", ">="]))
def test_accepts_of_a_deadline(day: date, comparator: str) -> None:
    """At the day, before and after it."""
    before, after = day - timedelta(1), day + timedelta(1)
    side = "end" if comparator.startswith("<") else "start"
    window = DateWindow(comparator=comparator, **{side: day.isoformat()})
    expected = (comparator.startswith("<"), comparator.endswith("="), comparator.startswith(">"))

    assert expected == (window.accepts(before), window.accepts(day), window.accepts(after))
    late = datetime(day.year, day.month, day.day, 23, tzinfo=UTC)
    assert window.accepts(day.isoformat()) == window.accepts(late) == window.accepts(day)


@given(DAYS, st.integers(0, 800), st.sampled_from(["=", "between"]))
def test_accepts_of_a_period(first: date, length: int, comparator: str) -> None:
    """Both ends belong to it."""
    last = first + timedelta(length)
    window = DateWindow(comparator=comparator, start=first.isoformat(), end=last.isoformat())

    assert [False, True, True, False] == [
        window.accepts(day) for day in (first - timedelta(1), first, last, last + timedelta(1))
    ]


def test_an_open_end() -> None:
    """A window without an end, or without either, has no last day."""
    assert DateWindow(comparator=">=", start="2024-01-01", precision="open").accepts("2199-12-31")
    assert DateWindow(comparator="=", precision="open").accepts("1900-01-01")


@pytest.mark.parametrize(
    ("members", "message"),
    [
        ({"comparator": "<=", "start": "2024-01-01"}, "comparator '<=' fills end only"),
        ({"comparator": "<", "start": "--01-01", "end": "--02-01"}, "comparator '<' fills end only"),
        ({"comparator": ">", "end": "2024-01-01"}, "comparator '>' fills start only"),
        ({"comparator": "about", "end": "2024-01-01"}, "no comparator 'about'"),
        ({"comparator": "=", "start": "2024-02-01", "end": "2024-01-31"}, "start 2024-02-01 is after end 2024-01-31"),
        ({"comparator": "<=", "end": "2024-02-30"}, "end must be YYYY-MM-DD or --MM-DD, not '2024-02-30'"),
        ({"comparator": "<=", "end": "2023-02-29"}, "not '2023-02-29'"),
        ({"comparator": ">=", "start": "--02-30"}, "not '--02-30'"),
        ({"comparator": ">=", "start": "0000-01-01"}, "not '0000-01-01'"),
        ({"comparator": ">=", "start": ""}, "not ''"),
        ({"comparator": ">=", "start": "２０２４-01-01"}, "start must be"),
        ({"comparator": ">=", "start": "2024-01-01\n"}, "start must be"),
    ],
)
def test_windows_that_are_refused(members: dict[str, Any], message: str) -> None:
    """Days exist, stand on their side of the comparator, and in order."""
    with pytest.raises(ValueError, match=message):
        DateWindow(**members)


@pytest.mark.parametrize(
    ("start", "end", "precision", "year", "expected"),
    [
        ("--03-01", "--06-30", "quarter", 2024, ("2024-03-01", "2024-06-30")),
        ("--07-01", "--01-31", "month", 2024, ("2024-07-01", "2025-01-31")),
        ("--12-31", "--12-31", "day", 2024, ("2024-12-31", "2024-12-31")),
        ("--02-01", "--02-29", "month", 2023, ("2023-02-01", "2023-02-28")),
        ("--02-01", "--02-29", "month", 2024, ("2024-02-01", "2024-02-29")),
        ("--12-01", "--02-29", "month", 2023, ("2023-12-01", "2024-02-29")),
        ("--12-01", "--02-29", "month", 2024, ("2024-12-01", "2025-02-28")),
        ("2023-07-01", "--01-31", "month", 2024, ("2023-07-01", "2024-01-31")),
        ("2025-07-01", "--12-31", "month", 2024, ("2025-07-01", "2025-12-31")),
        ("2025-07-01", "--01-31", "month", 2024, ("2025-07-01", "2026-01-31")),
        ("--11-01", "2024-01-31", "month", 2024, ("2023-11-01", "2024-01-31")),
        ("--07-01", "2024-12-31", "month", 2026, ("2024-07-01", "2024-12-31")),
        ("2023-07-01", "2024-01-31", "month", 1999, ("2023-07-01", "2024-01-31")),
        (None, "--02-29", "month", 2023, (None, "2023-02-28")),
        (None, "--02-29", "day", 2024, (None, "2024-02-29")),
        (None, None, "open", 2024, (None, None)),
    ],
)
def test_resolve(start: str | None, end: str | None, precision: str, year: int, expected: tuple[str, str]) -> None:
    """A printed year stays; a period that crosses the year's end ends in the next."""
    window = DateWindow(comparator="between", start=start, end=end, precision=precision, event="完工")
    made = window.resolve(year)

    assert expected == (made.start, made.end)
    assert ("between", precision, "完工") == (made.comparator, made.precision, made.event)
    assert made == made.resolve(1999) == resolved(window, year)


@given(testing.date_windows(), st.integers(1901, 2198))
def test_any_window_resolves_in_order(window: DateWindow, year: int) -> None:
    """Resolved, it has its years, does not end before it starts, and can be asked; or the year lacks the day."""
    try:
        made = window.resolve(year)
    except ValueError as error:
        assert "has no day 02-29" in str(error)
        assert "--02-29" in (window.start, window.end)
        assert window == resolved(window, year)
    else:
        assert not made.start or not made.end or made.start <= made.end
        made.accepts("2024-06-30")
        assert made == resolved(window, year)


@pytest.mark.parametrize("year", [0, -5, 10000, 10**5000], ids=["0", "-5", "10000", "huge"])
def test_years_that_are_none(year: int) -> None:
    """A year has four digits; a list of readings is left as it was."""
    window = DateWindow(comparator="<=", end="--12-31")
    with pytest.raises(ValueError, match=r"has no day|digits"):
        window.resolve(year)
    assert AllOf(parts=(window,)) == resolved(AllOf(parts=(window,)), year)


def test_a_window_without_its_year_can_not_be_asked() -> None:
    """Nor can one be asked about what is no day."""
    with pytest.raises(ValueError, match="call resolve"):
        DateWindow(comparator="<=", end="--12-31").accepts("2024-12-31")
    for day in ("--12-31", "2024-02-30", "2024", "", "20241231", 20241231, None):
        with pytest.raises(ValueError, match="expected a date, or YYYY-MM-DD"):
            DateWindow(comparator="<=", end="2024-12-31").accepts(day)  # type: ignore[arg-type]  # the misuse in question


@given(st.dates())
def test_days_are_iso_text(day: date) -> None:
    """Every day of the calendar reads as itself."""
    text = day.isoformat()

    assert text == as_day(day) == as_day(text) == iso_day(day.year, day.month, day.day)
    assert reads_as_date(text)
    assert reads_as_date("--" + text[5:])
    assert text == completed("--" + text[5:], day.year) == completed(text, 1999)
    assert iso_day(day.year, day.month, last_day(day.year, day.month) + 1) is None
    assert iso_day(day.year, 13, 1) is iso_day(None, 0, 1) is iso_day(None, 4, 31) is None


# --- grades -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("comparator", "grade", "accepted", "refused"),
    [
        (">=", "合格", "合格 及格 良好 良 优秀 优 优良", "不合格 不及格"),
        (">", "合格", "良好 优 优良", "合格 及格 不合格"),
        ("=", "良", "良 良好", "中 差 优 优良"),
        ("=", "优良", "优 良 优良 良好", "中 差 合格"),
        (">=", "优良", "优 良 良好 优良 良优", "中 差 合格"),
        (">", "优良", "", "优 良 中"),
        (">=", "优", "优 优秀", "良 优良 中"),
        ("<=", "良", "良 中 差", "优 优良"),
        ("<", "良", "中 差", "良 优 优良"),
        (">=", "称职", "称职 优秀", "基本称职 不称职"),
        (">=", "基本满意", "基本满意 比较满意 满意 非常满意", "一般 不满意"),
        ("about", "良", "良", "优"),
        ("=", "一级", "一级", ""),
    ],
)
def test_grades(comparator: str, grade: str, accepted: str, refused: str) -> None:
    """A grade meets a target if every step that it stands for does."""
    target = Grade(comparator=comparator, grade=grade)

    assert {True} >= {target.accepts(outcome) for outcome in accepted.split()}
    assert {False} >= {target.accepts(outcome) for outcome in refused.split()}


def test_grades_of_no_scale_in_common() -> None:
    """What can't be compared is said so."""
    for outcome in ("基本称职", "一级", ""):
        with pytest.raises(ValueError, match="no scale has both"):
            Grade(comparator=">=", grade="合格").accepts(outcome)


@pytest.mark.parametrize("scale", scales(), ids=lambda scale: scale.name)
def test_scales_run_upwards(scale: Any) -> None:  # noqa: ANN401 - a scale
    """Of two grades of a scale that has both first, the comparators say the same as their places."""
    names = [step[0] for step in scale.steps]
    for place, wanted in enumerate(names):
        for other, outcome in enumerate(names):
            if next(each for each in scales() if each.places(wanted) and each.places(outcome)) is scale:
                results = [
                    Grade(comparator=sign, grade=wanted).accepts(outcome) for sign in ("<", "<=", "=", ">=", ">")
                ]
                assert [other < place, other <= place, other == place, other >= place, other > place] == results


def test_booleans() -> None:
    """Only the truth that is wanted will do."""
    for value in (True, False):
        assert Boolean(value=value).accepts(value)
        assert not Boolean(value=value).accepts(not value)


# --- readings made of readings ------------------------------------------------------------------------


def test_parts_are_readings() -> None:
    """Text, or None, is no part."""
    with pytest.raises(TypeError, match="expected a reading, got a str"):
        AllOf(parts=("良",))  # type: ignore[arg-type]  # the misuse in question
    with pytest.raises(TypeError, match="expected a reading, got a NoneType"):
        AllOf(parts=[None])  # type: ignore[list-item]  # the misuse in question
    with pytest.raises(TypeError, match="expected a reading, got a str"):
        Scoring(full_marks="90%")  # type: ignore[arg-type]  # the misuse in question
    with pytest.raises(TypeError, match="step must be a Decimal, not int"):
        Scoring(step=5)  # type: ignore[arg-type]  # the misuse in question
    with pytest.raises(ValueError, match="deduction must be finite"):
        Scoring(deduction=Decimal("NaN"))
    assert (Qualitative(),) == AllOf(parts=[Qualitative()]).parts


def test_nesting_has_an_end() -> None:
    """So that nothing recursive ever meets a reading that is too deep for it."""
    reading: Reading = Qualitative()
    for _ in range(DEEPEST_NESTING):
        reading = AllOf(parts=(reading,))
    for make in (lambda: AllOf(parts=(Qualitative(), reading)), lambda: Scoring(full_marks=reading)):
        with pytest.raises(ValueError, match="readings are nested more than 8 deep"):
            make()


def test_every_part_is_mapped() -> None:
    """A change reaches the parts of parts, and full marks; what doesn't change is the same value."""
    window = DateWindow(comparator="<=", end="--12-31")
    leap = DateWindow(comparator="<=", end="--02-29")
    rule = Scoring(full_marks=AllOf(parts=(window,)), step=Decimal(5))
    reading = AllOf(parts=(window, Qualitative(), rule, leap, Scoring()), open=True)
    full = DateWindow(comparator="<=", end="2023-12-31")

    assert AllOf(
        parts=(full, Qualitative(), attrs.evolve(rule, full_marks=AllOf(parts=(full,))), leap, Scoring()), open=True
    ) == resolved(reading, 2023)
    assert reading == mapped(reading, lambda part: part)
