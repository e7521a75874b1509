"""What a target means: one frozen class for each kind of reading.

A reading never replaces the printed words, which :attr:`budgetperf.Target.text`
keeps; it says what they ask for. Every class has its `kind`, the word that tags it
in JSON and in the tidy columns. Words that are not printed are empty; a unit, a
`per` or a `base` that is not stated is None.
"""

from collections.abc import Callable
from datetime import date
from decimal import Context, Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any, ClassVar, Final, TypeAlias

from attrs import evolve, field, frozen
from attrs.converters import optional

from budgetperf.dates import Precision, as_day, completed, is_complete, reads_as_date
from budgetperf.grades import rank
from budgetperf.units import conversion

__all__ = [
    "AllOf",
    "Boolean",
    "Change",
    "Comparator",
    "DateWindow",
    "Direction",
    "Grade",
    "Missing",
    "MissingReason",
    "Precision",
    "Qualitative",
    "Quantity",
    "Reading",
    "Reference",
    "Scoring",
    "Trend",
]

#: How far from a target with 约 or 左右 an outcome may lie, as a share of it. No rule
#: says it: this is the project's own judgement.
ABOUT: Final = Decimal("0.1")


class Comparator(StrEnum):
    """How an outcome has to compare with the target; equal to its sign.

    以上, 以下 and 以内 include the number; 超过, 不足 and 不满 exclude it
    (民法典, the Civil Code, art. 1259).
    """

    EQUAL = "="
    AT_LEAST = ">="
    MORE_THAN = ">"
    AT_MOST = "<="
    LESS_THAN = "<"
    BETWEEN = "between"
    ABOUT = "about"


class Direction(StrEnum):
    """Which way something is meant to go."""

    UP = "up"
    DOWN = "down"
    HOLD = "hold"


class MissingReason(StrEnum):
    """Why a printed value says nothing."""

    #: The indicator's own name, or a paraphrase of it, printed as its value.
    ECHO = "echo"
    #: What a form leaves to be filled in, such as ``XX`` or ``≥**%``.
    PLACEHOLDER = "placeholder"
    #: A dash, a stroke, or 不适用.
    NOT_APPLICABLE = "not_applicable"


_ONE_SIDED: Final = {
    Comparator.AT_LEAST: "low",
    Comparator.MORE_THAN: "low",
    Comparator.AT_MOST: "high",
    Comparator.LESS_THAN: "high",
}
_EXCLUDING: Final = (Comparator.MORE_THAN, Comparator.LESS_THAN)


# --- quantities -------------------------------------------------------------------------


@frozen(kw_only=True)
class Quantity:
    """A number to be reached: an interval of acceptable outcomes.

    `low` and `high` are the printed numbers. A one-sided comparator fills its own
    side only; ``=`` and ``about`` fill both alike.

    >>> quantity = Quantity(comparator=">=", low=Decimal(90), unit="%", cue="≥")
    >>> quantity.accepts(Decimal(92)), quantity.accepts(Decimal("0.85"), unit=None)
    (True, False)

    Raises:
        ValueError: if the numbers don't fit the comparator.

    """

    kind: ClassVar[str] = "quantity"

    comparator: Comparator = field(converter=Comparator)
    low: Decimal | None = None
    high: Decimal | None = None
    #: What the printed numbers are multiplied by: 万 is 10000, 亿 is 100000000.
    multiplier: int = 1
    #: The printed measure word, without 万 and 亿; None where neither value nor name has one.
    unit: str | None = None
    #: The words that gave the comparator; empty for a bare number.
    cue: str = ""
    #: The words before the number, or behind it where none stand before.
    label: str = ""
    #: For each of what, or in what time: 每季度, 每县, 全年.
    per: str | None = None
    #: Whether `low` itself is acceptable.
    low_inclusive: bool = True
    #: Whether `high` itself is acceptable.
    high_inclusive: bool = True

    def __attrs_post_init__(self) -> None:
        _check_interval(self)

    @property
    def bounds(self) -> tuple[Decimal | None, Decimal | None]:
        """`low` and `high` multiplied out, exactly.

        >>> Quantity(comparator="=", low=Decimal("36.5"), high=Decimal("36.5"), multiplier=10000, unit="元").bounds
        (Decimal('365000'), Decimal('365000'))
        """
        return _bounds(self)

    def accepts(
        self, value: Decimal | int, unit: str | None = "", *, tolerance: Decimal = ABOUT
    ) -> bool:
        """Tell whether an actual outcome meets the target.

        Args:
            value: The outcome.
            unit: Its unit; the target's own where left out, None for a plain number.
                It is converted where that is plain: 元 and 万元, % and a ratio.
            tolerance: With 约 or 左右, the share of the number by which the outcome may miss it.

        Raises:
            TypeError: if `value` is a float or no number.
            ValueError: if `value` is not finite, or `unit` can't be converted.

        """
        return _accepts(self, value, unit, tolerance)


@frozen(kw_only=True)
class Change:
    """A change against a base: 较上年增长5%以上, 比2012年下降10%.

    The numbers say how large the change is, in its direction; both are None where
    only the direction is printed. 增长1倍 is 100 %.

    >>> change = Change(direction="down", comparator=">=", low=Decimal(10), unit="%", base="2012年")
    >>> change.accepts(Decimal(12))
    True
    """

    kind: ClassVar[str] = "change"

    direction: Direction = field(converter=Direction)
    #: None where no number is printed.
    comparator: Comparator | None = field(default=None, converter=optional(Comparator))
    low: Decimal | None = None
    high: Decimal | None = None
    multiplier: int = 1
    unit: str | None = None
    #: What it is compared with: 上年, 2022年; None where the target doesn't say.
    base: str | None = None
    cue: str = ""
    #: What is to change.
    label: str = ""
    per: str | None = None
    low_inclusive: bool = True
    high_inclusive: bool = True

    def __attrs_post_init__(self) -> None:
        _check_interval(self)

    @property
    def bounds(self) -> tuple[Decimal | None, Decimal | None]:
        """`low` and `high` multiplied out, exactly."""
        return _bounds(self)

    def accepts(
        self, value: Decimal | int, unit: str | None = "", *, tolerance: Decimal = ABOUT
    ) -> bool:
        """Tell whether a change of `value`, counted in the target's direction, meets the target.

        Without a number, any change that way does. Arguments and errors are those of
        :meth:`Quantity.accepts`.
        """
        if self.comparator is None:
            outcome = _outcome(value)
            return outcome == 0 if self.direction is Direction.HOLD else outcome > 0
        return _accepts(self, value, unit, tolerance)


def _check_interval(reading: Quantity | Change) -> None:
    comparator, ends = reading.comparator, (reading.low, reading.high)
    name = type(reading).__name__
    if any(end is not None and not end.is_finite() for end in ends):
        raise ValueError(f"{name}: low and high must be finite")
    if reading.multiplier < 1:
        raise ValueError(f"{name}: the multiplier must be at least 1, not {reading.multiplier}")
    side = _ONE_SIDED.get(comparator) if comparator else None
    wanted = (comparator is not None and side != "high", comparator is not None and side != "low")
    if wanted != (ends[0] is not None, ends[1] is not None):
        fills = side or ("both low and high" if comparator else "neither low nor high")
        raise ValueError(f"{name}: comparator {comparator and str(comparator)!r} fills {fills}")
    if ends[0] is not None and ends[1] is not None:
        if ends[0] > ends[1]:
            raise ValueError(f"{name}: low {ends[0]} is above high {ends[1]}")
        if comparator is not Comparator.BETWEEN and ends[0] != ends[1]:
            raise ValueError(f"{name}: comparator {str(comparator)!r} takes the same low and high")


def _bounds(reading: Quantity | Change) -> tuple[Decimal | None, Decimal | None]:
    if reading.multiplier == 1:
        return reading.low, reading.high
    low, high = (None if end is None else _multiplied(end, reading.multiplier) for end in (reading.low, reading.high))
    return low, high


def _multiplied(number: Decimal, multiplier: int) -> Decimal:
    """Return the product, unrounded and without idle zeros behind the point."""
    context = Context(prec=len(number.as_tuple().digits) + len(str(multiplier)))
    product = context.multiply(number, multiplier).normalize(context)
    return product if product.as_tuple().exponent <= 0 else product.quantize(Decimal(1), context=context)  # type: ignore[operator]  # finite


def _accepts(reading: Quantity | Change, value: Decimal | int, unit: str | None, tolerance: Decimal) -> bool:
    outcome = _outcome(value)
    if unit != "":
        factor = conversion(unit, reading.unit)
        if factor is None:
            given, wanted = unit or "a number without unit", reading.unit or "a number without unit"
            raise ValueError(f"{given} can't be converted to {wanted}: convert the outcome and leave out its unit")
        outcome *= factor
    low, high = (None if end is None else Fraction(end) for end in _bounds(reading))
    if reading.comparator is Comparator.ABOUT and low is not None and high is not None:
        margin = abs(low) * Fraction(tolerance)
        low, high = low - margin, high + margin
    excluding = reading.comparator in _EXCLUDING
    if low is not None and (outcome < low or (outcome == low and (excluding or not reading.low_inclusive))):
        return False
    return high is None or outcome < high or (outcome == high and not excluding and reading.high_inclusive)


def _outcome(value: Decimal | int) -> Fraction:
    if isinstance(value, bool) or not isinstance(value, Decimal | int):
        raise TypeError(f"an outcome is a Decimal or an int, not {type(value).__name__}: Decimal(str(value)) makes one")
    if isinstance(value, Decimal) and not value.is_finite():
        raise ValueError(f"an outcome must be finite, not {value}")
    return Fraction(value)


# --- dates --------------------------------------------------------------------------------


def _iso(_: object, attribute: Any, value: str | None) -> None:  # noqa: ANN401 - attrs' own type
    if value is not None and not reads_as_date(value):
        raise ValueError(f"DateWindow: {attribute.name} must be YYYY-MM-DD or --MM-DD, not {value!r}")


@frozen(kw_only=True)
class DateWindow:
    """A time to be met: a deadline, a day, a month, a period.

    Days are ISO 8601 text, ``--MM-DD`` where no year is printed. ``=`` gives the
    first and the last day of what is named, ``<=`` fills `end` only.

    >>> window = DateWindow(comparator="<=", end="--09-30", precision="quarter", event="完成支付")
    >>> window.resolve(2024).end
    '2024-09-30'
    """

    kind: ClassVar[str] = "date"

    comparator: Comparator = field(converter=Comparator)
    start: str | None = field(default=None, validator=_iso)
    end: str | None = field(default=None, validator=_iso)
    #: The shortest stretch of time that the words name.
    precision: Precision = field(default=Precision.DAY, converter=Precision)
    #: What is to happen by then.
    event: str = ""
    cue: str = ""

    def resolve(self, year: int) -> "DateWindow":
        """Return the window with the year completed where none is printed.

        A period that ends earlier in the year than it begins ends in the year after.

        Raises:
            ValueError: if the year has no such day (29 February).

        """
        start = completed(self.start, year)
        month_end = self.precision is not Precision.DAY
        end = completed(self.end, year, month_end=month_end)
        if start and end and end < start and end != self.end:
            end = completed(self.end, year + 1, month_end=month_end)
        return self if (start, end) == (self.start, self.end) else evolve(self, start=start, end=end)

    def accepts(self, day: date | str) -> bool:
        """Tell whether something done on `day` is in time.

        Args:
            day: A date, or ISO text.

        Raises:
            ValueError: if the window has no year yet (see :meth:`resolve`), or `day` is no date.

        >>> DateWindow(comparator="<=", end="2024-12-31").accepts("2024-12-31")
        True

        """
        if not all(end is None or is_complete(end) for end in (self.start, self.end)):
            raise ValueError("the target has no year: call resolve(year) first")
        done = as_day(day)
        if self.start is not None and (done < self.start or (done == self.start and self.comparator == ">")):
            return False
        return self.end is None or done < self.end or (done == self.end and self.comparator != "<")


# --- words that stand for something ------------------------------------------------------


@frozen(kw_only=True)
class Grade:
    """A grade on a scale: 优, 合格及以上, 称职或以上.

    >>> grade = Grade(comparator=">=", grade="合格", cue="及以上")
    >>> grade.accepts("良好"), grade.accepts("不合格")
    (True, False)
    """

    kind: ClassVar[str] = "grade"

    comparator: Comparator = field(converter=Comparator)
    #: The printed grade.
    grade: str
    cue: str = ""
    #: What is graded.
    label: str = ""

    def accepts(self, grade: str) -> bool:
        """Tell whether an actual grade meets the target.

        Raises:
            ValueError: if no scale of ``data/grades.toml`` has both grades.

        """
        if grade == self.grade:
            return self.comparator not in _EXCLUDING
        found = rank(grade, self.grade)
        if found is None:
            raise ValueError(f"no scale has both {grade} and {self.grade}")
        actual, wanted = found
        match self.comparator:
            case Comparator.AT_LEAST:
                return max(actual) >= min(wanted)
            case Comparator.MORE_THAN:
                return min(actual) > max(wanted)
            case Comparator.AT_MOST:
                return min(actual) <= max(wanted)
            case Comparator.LESS_THAN:
                return max(actual) < min(wanted)
        return set(actual) <= set(range(min(wanted), max(wanted) + 1))


@frozen(kw_only=True)
class Trend:
    """A direction without a number: 稳步提升, 逐步降低, 有效保障."""

    kind: ClassVar[str] = "trend"

    direction: Direction = field(converter=Direction)
    #: The printed verb with its adverbs.
    cue: str = ""
    #: What is to go that way.
    label: str = ""


@frozen(kw_only=True)
class Boolean:
    """Something that is to be so, or not: 是, 通过考核."""

    kind: ClassVar[str] = "boolean"

    value: bool
    #: The printed words.
    cue: str = ""

    def accepts(self, value: bool) -> bool:  # noqa: FBT001 - the outcome itself is the argument
        """Tell whether an actual outcome meets the target."""
        return value is self.value


@frozen(kw_only=True)
class Reference:
    """A bound that stands elsewhere: ≤合同金额, 不超预算, 符合相关规定."""

    kind: ClassVar[str] = "reference"

    comparator: Comparator = field(converter=Comparator)
    #: What the outcome is compared with.
    reference: str
    cue: str = ""
    label: str = ""


@frozen(kw_only=True)
class Qualitative:
    """A sentence or a quality that no other kind covers; the words are the target's text."""

    kind: ClassVar[str] = "qualitative"


@frozen(kw_only=True)
class Missing:
    """A value that is printed and says nothing."""

    kind: ClassVar[str] = "missing"

    reason: MissingReason = field(converter=MissingReason)


# --- readings made of readings ------------------------------------------------------------


@frozen(kw_only=True)
class Scoring:
    """A rule for marks: 90%及以上得满分,否则每下降5%扣10%.

    `step` and `deduction` are None where the rule leaves them to judgement.
    """

    kind: ClassVar[str] = "scoring"

    #: What earns full marks; None where the rule doesn't say.
    full_marks: "Reading | None" = None
    #: By how much below that marks are taken off …
    step: Decimal | None = None
    step_unit: str | None = None
    #: … and how many.
    deduction: Decimal | None = None
    deduction_unit: str | None = None


@frozen(kw_only=True)
class AllOf:
    """Several readings in one target, all to be met."""

    kind: ClassVar[str] = "all_of"

    parts: "tuple[Reading, ...]" = field(converter=tuple)
    #: Whether the list ends in 等 and so leaves more unsaid.
    open: bool = False


Reading: TypeAlias = (
    Quantity | DateWindow | Grade | Trend | Change | Boolean | Reference | Scoring | AllOf | Qualitative | Missing
)

#: Every class of reading, by its kind.
KINDS: Final[dict[str, type[Reading]]] = {
    cls.kind: cls
    for cls in (
        Quantity, DateWindow, Grade, Trend, Change, Boolean, Reference, Scoring, AllOf, Qualitative, Missing,
    )
}  # fmt: skip

def mapped(reading: Reading, change: Callable[[Reading], Reading]) -> Reading:
    """Return `reading` with `change` made to it, or to each of its parts."""
    if isinstance(reading, AllOf):
        return evolve(reading, parts=tuple(mapped(part, change) for part in reading.parts))
    if isinstance(reading, Scoring) and reading.full_marks is not None:
        return evolve(reading, full_marks=mapped(reading.full_marks, change))
    return change(reading)


def resolved(reading: Reading, year: int) -> Reading:
    """Return `reading` with the year completed in every date, where the year has such a day."""

    def complete(part: Reading) -> Reading:
        try:
            return part.resolve(year) if isinstance(part, DateWindow) else part
        except ValueError:
            return part

    return mapped(reading, complete)
