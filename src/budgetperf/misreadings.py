"""A sign of comparison that a scanner has probably read as a digit: 数224个 beside 数≥24个.

Nothing is read otherwise for it: that both targets of an indicator ask for the same is likely, and no more.
"""

from typing import Final

from budgetperf.diagnostics import quoted
from budgetperf.quantities import Comparator, Quantity
from budgetperf.readings import AllOf, Reading

__all__ = ["misread_sign"]

#: The digit that a sign is read as, as far as one is known.
_LOOK_ALIKES: Final = {"≥": "2", "≧": "2"}
#: A numeral that two strokes of a sign are read as; it stands as the cue of its number.
_NUMERAL: Final = "二"
_SIGNS: Final = ("≥", "≧", "≤", "≦", ">", "<")


def misread_sign(reading: Reading | None, other: Reading | None) -> str | None:
    """Return what to say of a number in `reading` that probably begins with the sign that `other` has.

    Both are readings of one indicator's targets, or of one target that is printed twice. In lists, numbers
    at the same place are compared. None is returned where nothing looks misread.

    >>> from decimal import Decimal
    >>> printed = Quantity(comparator="=", low=Decimal(224), high=Decimal(224), unit="个")
    >>> misread_sign(printed, Quantity(comparator=">=", low=Decimal(24), unit="个", cue="≥"))
    'the 2 of “224” is probably a sign: the other target has “≥24”'
    """
    if reading is None or other is None:
        return None
    parts, others = _parts(reading), _parts(other)
    if len(parts) != len(others) or not any(map(_may_be_misread, parts, others)):
        return None
    pairs = list(zip(parts, others, strict=True))
    unlike = [place for place, (one, another) in enumerate(pairs) if one != another]
    for place in unlike:
        one, another = pairs[place]
        # Beside parts that are the same, a label may be damaged as well.
        alone = len(unlike) == 1 < len(pairs)
        if isinstance(one, Quantity) and isinstance(another, Quantity) and _same_words(one, another, damaged=alone):
            found = _misread(one, another)
            if found:
                return found
    return None


def _may_be_misread(one: Reading, other: Reading) -> bool:
    """Tell two numbers of which one has a sign and the other none, before they are compared as a whole."""
    return isinstance(other, Quantity) and other.cue in _SIGNS and isinstance(one, Quantity)


def _parts(reading: Reading) -> tuple[Reading, ...]:
    return reading.parts if isinstance(reading, AllOf) else (reading,)


def _same_words(one: Quantity, other: Quantity, *, damaged: bool) -> bool:
    """Tell whether the same words stand around two numbers; a `damaged` label may be another."""
    measure = one.unit == other.unit and one.multiplier == other.multiplier and one.per == other.per
    return measure and (damaged or one.label == other.label)


def _misread(one: Quantity, other: Quantity) -> str | None:
    sign = other.cue
    number = other.low if other.low is not None else other.high
    if one.comparator is not Comparator.EQUAL or sign not in _SIGNS or one.low is None or number is None:
        return None
    digits, digit = f"{number:f}", _LOOK_ALIKES.get(sign)
    if one.cue == _NUMERAL and one.low == number:
        what, printed = _NUMERAL, f"{_NUMERAL}{digits}"
    elif digit and not one.cue and f"{one.low:f}" == digit + digits:
        what, printed = digit, f"{one.low:f}"
    else:
        return None
    return f"the {what} of {quoted(printed)} is probably a sign: the other target has {quoted(sign + digits)}"
