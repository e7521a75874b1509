"""What a target means: one frozen class for each kind of reading.

A reading never replaces the printed words, which :attr:`budgetperf.Target.text`
keeps; it says what they ask for. Every class has its `kind`, the word that tags it
in JSON and in the tidy columns. Words that are not printed are empty; a unit, a
`per` or a `base` that is not stated is None.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, ClassVar, Final, TypeAlias

from attrs import evolve, field, frozen

from budgetperf.dates import Precision, as_day, completed, is_complete, reads_as_date
from budgetperf.grades import rank
from budgetperf.quantities import (
    EXCLUDING,
    ONE_SIDED,
    Change,
    Comparator,
    Direction,
    Quantity,
    check_number,
    shown_word,
)

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


class MissingReason(StrEnum):
    """Why a printed value says nothing."""

    #: The indicator's own name, or a paraphrase of it, printed as its value.
    ECHO = "echo"
    #: What a form leaves to be filled in, such as ``XX`` or ``≥**%``.
    PLACEHOLDER = "placeholder"
    #: A dash, a stroke, or 不适用.
    NOT_APPLICABLE = "not_applicable"


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

    comparator: Comparator = field(converter=Comparator, repr=shown_word)
    start: str | None = field(default=None, validator=_iso)
    end: str | None = field(default=None, validator=_iso)
    #: The shortest stretch of time that the words name.
    precision: Precision = field(default=Precision.DAY, converter=Precision, repr=shown_word)
    #: What is to happen by then.
    event: str = ""
    cue: str = ""

    def __attrs_post_init__(self) -> None:
        if self.comparator is Comparator.ABOUT:
            raise ValueError("DateWindow: a day has no comparator 'about'")
        side = ONE_SIDED.get(self.comparator)
        if (side == "high" and self.start) or (side == "low" and self.end):
            raise ValueError(
                f"DateWindow: comparator {str(self.comparator)!r} fills {'end' if side == 'high' else 'start'} only"
            )
        if self.start and self.end and self.start > self.end and is_complete(self.start) and is_complete(self.end):
            raise ValueError(f"DateWindow: start {self.start} is after end {self.end}")

    def resolve(self, year: int) -> "DateWindow":
        """Return the window with the year completed where none is printed.

        A period that ends earlier in the year than it begins ends in the year after.

        Raises:
            ValueError: if the year has no such day (29 February).

        """
        first, last, month_end = self.start, self.end, self.precision is not Precision.DAY
        start, end = completed(first, year), completed(last, year, month_end=month_end)
        if start and end and start > end:
            # One of the two may have its year, and then stays where it is.
            if end != last:
                nearest = int(start[:4])
                end = completed(last, nearest + (start[5:] > end[5:]), month_end=month_end)
            else:
                nearest = int(end[:4])
                start = completed(first, nearest - (start[5:] > end[5:]))
        return self if (start, end) == (first, last) else evolve(self, start=start, end=end)

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

    comparator: Comparator = field(converter=Comparator, repr=shown_word)
    #: The printed grade.
    grade: str
    cue: str = ""
    #: What is graded.
    label: str = ""

    def accepts(self, grade: str) -> bool:
        """Tell whether an actual grade meets the target.

        A grade that stands for several steps (优良) meets it if each of them does.

        Raises:
            ValueError: if no scale of ``data/grades.toml`` has both grades.

        """
        if grade == self.grade:
            return self.comparator not in EXCLUDING
        found = rank(grade, self.grade)
        if found is None:
            raise ValueError(f"no scale has both {grade} and {self.grade}")
        actual, wanted = found
        match self.comparator:
            case Comparator.AT_LEAST:
                return min(actual) >= min(wanted)
            case Comparator.MORE_THAN:
                return min(actual) > max(wanted)
            case Comparator.AT_MOST:
                return max(actual) <= max(wanted)
            case Comparator.LESS_THAN:
                return max(actual) < min(wanted)
        return set(actual) <= set(range(min(wanted), max(wanted) + 1))


@frozen(kw_only=True)
class Trend:
    """A direction without a number: 稳步提升, 逐步降低, 有效保障.

    >>> from budgetperf import parse_target
    >>> parse_target("稳步提升").value.reading
    Trend(direction='up', cue='稳步提升', label='')

    """

    kind: ClassVar[str] = "trend"

    direction: Direction = field(converter=Direction, repr=shown_word)
    #: The printed verb with its adverbs.
    cue: str = ""
    #: What is to go that way.
    label: str = ""


@frozen(kw_only=True)
class Boolean:
    """Something that is to be so, or not: 是, 通过考核.

    >>> from budgetperf import parse_target
    >>> parse_target("通过考核").value.reading
    Boolean(value=True, cue='通过考核')

    """

    kind: ClassVar[str] = "boolean"

    value: bool
    #: The printed words.
    cue: str = ""

    def accepts(self, value: bool) -> bool:  # noqa: FBT001 - the outcome itself is the argument
        """Tell whether an actual outcome meets the target."""
        return value is self.value


@frozen(kw_only=True)
class Reference:
    """A bound that stands elsewhere: ≤合同金额, 不超预算, 符合相关规定.

    >>> from budgetperf import parse_target
    >>> parse_target("≤合同金额").value.reading
    Reference(comparator='<=', reference='合同金额', cue='≤', label='')

    """

    kind: ClassVar[str] = "reference"

    comparator: Comparator = field(converter=Comparator, repr=shown_word)
    #: What the outcome is compared with.
    reference: str
    cue: str = ""
    label: str = ""


@frozen(kw_only=True)
class Qualitative:
    """A sentence or a quality that no other kind covers; the words are the target's text.

    >>> from budgetperf import parse_target
    >>> parse_target("促进乡村振兴").value.reading
    Qualitative()

    """

    kind: ClassVar[str] = "qualitative"


@frozen(kw_only=True)
class Missing:
    """A value that is printed and says nothing.

    >>> from budgetperf import parse_target
    >>> parse_target("≥**%").value.reading
    Missing(reason='placeholder')

    """

    kind: ClassVar[str] = "missing"

    reason: MissingReason = field(converter=MissingReason, repr=shown_word)


# --- readings made of readings ------------------------------------------------------------

#: How deep readings may stand in readings: a list of rules that are lists makes three.
DEEPEST_NESTING: Final = 8


@frozen(kw_only=True)
class Scoring:
    """A rule for marks: 90%及以上得满分,否则每下降5%扣10%.

    `step` and `deduction` are None where the rule leaves them to judgement.

    Raises:
        TypeError: if `full_marks` is no reading, or a number no Decimal.
        ValueError: if a number is not finite or too long, or readings are nested too deeply.

    >>> from budgetperf import parse_target
    >>> reading = parse_target("90%及以上得满分,否则每下降5%扣10%").value.reading
    >>> reading.full_marks.low, reading.step, reading.deduction
    (Decimal('90'), Decimal('5'), Decimal('10'))

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

    def __attrs_post_init__(self) -> None:
        _check_nesting(self)
        for name, number in (("step", self.step), ("deduction", self.deduction)):
            if number is not None:
                check_number(number, f"Scoring: {name}")


def _many(readings: "Iterable[Reading]") -> "tuple[Reading, ...]":
    return tuple(readings)


@frozen(kw_only=True)
class AllOf:
    """Several readings in one target, all to be met.

    Raises:
        TypeError: if a part is no reading.
        ValueError: if readings are nested too deeply.

    >>> from budgetperf import parse_target
    >>> [part.low for part in parse_target("宣传≥2场、培训≥3场").value.reading.parts]
    [Decimal('2'), Decimal('3')]

    """

    kind: ClassVar[str] = "all_of"

    parts: "tuple[Reading, ...]" = field(converter=_many)
    #: Whether the list ends in 等 and so leaves more unsaid.
    open: bool = False

    def __attrs_post_init__(self) -> None:
        _check_nesting(self)


def _check_nesting(reading: Scoring | AllOf) -> None:
    if _nesting(reading) > DEEPEST_NESTING:
        raise ValueError(f"{type(reading).__name__}: readings are nested more than {DEEPEST_NESTING} deep")


def _nesting(reading: object) -> int:
    """Return how deep a reading is; its parts were made before it, so they are not too deep to ask."""
    match reading:
        case AllOf():
            return 1 + max(map(_nesting, reading.parts), default=0)
        case Scoring():
            return 1 + (0 if reading.full_marks is None else _nesting(reading.full_marks))
    if type(reading) not in _CLASSES:
        raise TypeError(f"expected a reading, got a {type(reading).__name__}")
    return 0


#: What a target means: any of the classes of this module. Each tells by its `kind` which it is.
Reading: TypeAlias = (
    Quantity | DateWindow | Grade | Trend | Change | Boolean | Reference | Scoring | AllOf | Qualitative | Missing
)

_CLASSES: Final[tuple[type[Reading], ...]] = (
    Quantity, DateWindow, Grade, Trend, Change, Boolean, Reference, Scoring, AllOf, Qualitative, Missing,
)  # fmt: skip
#: Every class of reading, by its kind.
KINDS: Final = {cls.kind: cls for cls in _CLASSES}


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


def leaves(reading: Reading | None) -> Iterator[Reading]:
    """Yield the readings that `reading` is made of, or itself: of a list its parts, of a rule what earns full marks."""
    match reading:
        case None:
            return
        case AllOf():
            for part in reading.parts:
                yield from leaves(part)
        case Scoring():
            yield from leaves(reading.full_marks)
        case _:
            yield reading


def is_measurable(reading: Reading | None) -> bool:
    """Tell whether an outcome can be held against a target: a number, a day, a grade, a fact or a bound.

    A direction alone (稳步提升), a sentence and an empty value can't be measured, a rule for marks can.
    That is this project's own judgement of 可衡量 in 财预〔2015〕88号.

    >>> is_measurable(Grade(comparator=">=", grade="合格")), is_measurable(Trend(direction="up", cue="稳步提升"))
    (True, False)
    """
    if isinstance(reading, Scoring):
        return True
    return any(
        not isinstance(leaf, Trend | Qualitative | Missing)
        and not (isinstance(leaf, Change) and leaf.comparator is None)
        for leaf in leaves(reading)
    )
