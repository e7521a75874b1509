"""Numbers to be reached: a quantity, or a change against a base.

:mod:`budgetperf.readings` has the other readings, and these with them.
"""

from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import ClassVar, Final

from attrs import field, frozen
from attrs.converters import optional

from budgetperf.exactness import EXACT
from budgetperf.units import UnitList, units_in_force

__all__ = [
    "CEILINGS",
    "EXCLUDING",
    "FLOORS",
    "LARGEST_MULTIPLIER",
    "LONGEST_NUMBER",
    "ONE_SIDED",
    "Change",
    "Comparator",
    "Direction",
    "Quantity",
    "check_number",
    "plain",
    "shown_word",
]

#: The longest number, in characters: far beyond any budget, short enough to be cheap.
LONGEST_NUMBER: Final = 1000
#: The largest integer that JSON keeps (RFC 7493, I-JSON); 万亿 is far below it.
LARGEST_MULTIPLIER: Final = 2**53 - 1

#: How far from a target with 约 or 左右 an outcome may lie, as a share of it. No rule
#: says it: this is the project's own judgement.
ABOUT: Final = Decimal("0.1")


class Comparator(StrEnum):
    """How an outcome has to compare with the target; equal to its sign.

    以上, 以下 and 以内 include the number; 不满, 超过 and 以外 exclude it
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


def shown_word(member: StrEnum | None) -> str:
    """Return a member of a closed set as the plain word that it equals, for a repr."""
    return repr(member and str(member))


#: The comparators that bound an outcome from below alone, and those that do from above.
FLOORS: Final = (Comparator.AT_LEAST, Comparator.MORE_THAN)
CEILINGS: Final = (Comparator.AT_MOST, Comparator.LESS_THAN)
#: The side that a comparator fills, where that is one only.
ONE_SIDED: Final = dict.fromkeys(FLOORS, "low") | dict.fromkeys(CEILINGS, "high")
#: The comparators whose number itself is not acceptable.
EXCLUDING: Final = (Comparator.MORE_THAN, Comparator.LESS_THAN)


@frozen(kw_only=True)
class Quantity:
    """A number to be reached: an interval of acceptable outcomes.

    `low` and `high` are the printed numbers. A one-sided comparator fills its own
    side only; ``=`` and ``about`` fill both alike.

    >>> quantity = Quantity(comparator=">=", low=Decimal(90), unit="%", cue="≥")
    >>> quantity.accepts(Decimal(92)), quantity.accepts(Decimal("0.85"), unit=None)
    (True, False)

    Raises:
        TypeError: if `low` or `high` is no Decimal.
        ValueError: if the numbers don't fit the comparator, or are too long.

    """

    kind: ClassVar[str] = "quantity"

    comparator: Comparator = field(converter=Comparator, repr=shown_word)
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
    #: Whether the `low` of a ``between`` is itself acceptable; True for every other comparator.
    low_inclusive: bool = True
    #: Whether the `high` of a ``between`` is itself acceptable; True for every other comparator.
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
        self,
        value: Decimal | int,
        unit: str | None = "",
        *,
        tolerance: Decimal = ABOUT,
        units: UnitList | None = None,
    ) -> bool:
        """Tell whether an actual outcome meets the target.

        Args:
            value: The outcome.
            unit: Its unit; the target's own where left out, None for a plain number.
                It is converted where that is plain: 元 and 万元, % and a ratio.
            tolerance: With 约 or 左右, the share of the number by which the outcome may miss it.
            units: What says how units convert, where it is not the standard units.

        Raises:
            TypeError: if `value` is a float or no number.
            ValueError: if `value` is not finite or too long, or `unit` can't be converted.

        """
        return _accepts(self, value, unit, tolerance, units or units_in_force())


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

    direction: Direction = field(converter=Direction, repr=shown_word)
    #: None where no number is printed.
    comparator: Comparator | None = field(default=None, converter=optional(Comparator), repr=shown_word)
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
        self,
        value: Decimal | int,
        unit: str | None = "",
        *,
        tolerance: Decimal = ABOUT,
        units: UnitList | None = None,
    ) -> bool:
        """Tell whether a change of `value`, counted in the target's direction, meets the target.

        Without a number, any change that way does. Arguments and errors are those of
        :meth:`Quantity.accepts`.
        """
        if self.comparator is None:
            outcome = _fraction(value, "an outcome")
            return outcome == 0 if self.direction is Direction.HOLD else outcome > 0
        return _accepts(self, value, unit, tolerance, units or units_in_force())


def plain(number: Decimal) -> str | None:
    """Return a number in plain notation, or None where it has none of at most :data:`LONGEST_NUMBER` characters.

    >>> plain(Decimal("2E+4")), plain(Decimal("36.50")), plain(Decimal("1E+999999999")), plain(Decimal("NaN"))
    ('20000', '36.50', None, None)
    """
    printed = str(number)
    if "E" not in printed and len(printed) <= LONGEST_NUMBER and number.is_finite():
        return printed  # as nearly every number is written
    # Asked before it is printed: plain notation of 1E+999999999 would fill the memory.
    if not number.is_finite() or max(number.adjusted(), -_exponent(number)) >= LONGEST_NUMBER:
        return None
    printed = f"{number:f}"
    return printed if len(printed) <= LONGEST_NUMBER else None


def check_number(number: object, name: str) -> None:
    """Refuse what is no number that a reading may hold.

    Raises:
        TypeError: if it is no Decimal.
        ValueError: if it is not finite, or too long.

    """
    if not isinstance(number, Decimal):
        raise TypeError(f"{name} must be a Decimal, not {type(number).__name__}")
    if plain(number) is None:
        raise ValueError(f"{name} must be finite and of at most {LONGEST_NUMBER} characters")


def _check_interval(reading: Quantity | Change) -> None:
    name, comparator = type(reading).__name__, reading.comparator
    for side, number in (("low", reading.low), ("high", reading.high)):
        if number is not None:
            check_number(number, f"{name}: {side}")
        if (number is not None) != (comparator is not None and ONE_SIDED.get(comparator, side) == side):
            fills = ONE_SIDED.get(comparator, "low and high") if comparator else "neither low nor high"
            raise ValueError(f"{name}: comparator {comparator and str(comparator)!r} fills {fills}")
    if type(reading.multiplier) is not int:
        raise TypeError(f"{name}: the multiplier must be an int, not {type(reading.multiplier).__name__}")
    if not 1 <= reading.multiplier <= LARGEST_MULTIPLIER:
        raise ValueError(f"{name}: the multiplier must lie within 1 and {LARGEST_MULTIPLIER}")
    _check_ends(reading)


def _check_ends(reading: Quantity | Change) -> None:
    name, low, high, between = type(reading).__name__, reading.low, reading.high, reading.comparator == "between"
    if low is not None and high is not None and low > high:
        raise ValueError(f"{name}: low {low} is above high {high}")
    if low is not None and high is not None and low != high and not between:
        raise ValueError(f"{name}: comparator {str(reading.comparator)!r} takes the same low and high")
    if not between and not (reading.low_inclusive and reading.high_inclusive):
        raise ValueError(f"{name}: only a comparator 'between' has ends that are left out")


def _bounds(reading: Quantity | Change) -> tuple[Decimal | None, Decimal | None]:
    low = None if reading.low is None else _multiplied(reading.low, reading.multiplier)
    if reading.high is reading.low:
        return low, low
    return low, None if reading.high is None else _multiplied(reading.high, reading.multiplier)


_WHOLE: Final = Decimal(1)


def _multiplied(number: Decimal, multiplier: int) -> Decimal:
    """Return the product, unrounded, without an exponent and without idle zeros behind the point."""
    # Most numbers are whole, which can be asked without taking them apart.
    if multiplier == 1 and (number.same_quantum(_WHOLE) or _exponent(number) <= 0):
        return number
    product = EXACT.multiply(number, multiplier).normalize(EXACT)
    return product if _exponent(product) <= 0 else product.quantize(Decimal(1), context=EXACT)


def _exponent(number: Decimal) -> int:
    return int(number.as_tuple().exponent)  # of a finite number


def _accepts(
    reading: Quantity | Change, value: Decimal | int, unit: str | None, tolerance: Decimal, units: UnitList
) -> bool:
    outcome, share = _fraction(value, "an outcome"), _fraction(tolerance, "a tolerance")
    if share < 0:
        raise ValueError(f"a tolerance must not be below 0, as {tolerance} is")
    if unit != "":
        factor = units.conversion(unit, reading.unit)
        if factor is None:
            given, wanted = unit or "a number without unit", reading.unit or "a number without unit"
            raise ValueError(f"{given} can't be converted to {wanted}: convert the outcome and leave out its unit")
        outcome *= factor
    low, high = (None if end is None else Fraction(end) for end in _bounds(reading))
    if reading.comparator is Comparator.ABOUT and low is not None and high is not None:
        low, high = low - abs(low) * share, high + abs(high) * share
    excluding = reading.comparator in EXCLUDING
    if low is not None and (outcome < low or (outcome == low and (excluding or not reading.low_inclusive))):
        return False
    return high is None or outcome < high or (outcome == high and not excluding and reading.high_inclusive)


def _fraction(value: object, name: str) -> Fraction:
    if isinstance(value, bool) or not isinstance(value, Decimal | int):
        raise TypeError(f"{name} is a Decimal or an int, not {type(value).__name__}: Decimal(str(value)) makes one")
    if isinstance(value, Decimal) and plain(value) is None:  # as a fraction, 1E+999999999 would fill the memory
        raise ValueError(f"{name} must be finite and of at most {LONGEST_NUMBER} characters")
    return Fraction(value)
