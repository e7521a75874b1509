"""Numbers as Chinese documents print them: digits, scales, numerals, fractions.

Everything is exact: products are never rounded, and a fraction without end
(三分之二) is given to 28 digits.
"""

import re
from decimal import Context, Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Final, NamedTuple

__all__ = ["SCALES", "Number", "read_number"]

_DIGITS: Final = {
    **dict.fromkeys("零〇○", 0), **dict.fromkeys("一壹", 1), **dict.fromkeys("二贰貳两兩俩", 2),
    **dict.fromkeys("三叁參", 3),
    **dict.fromkeys("四肆", 4), **dict.fromkeys("五伍", 5), **dict.fromkeys("六陆陸", 6), **dict.fromkeys("七柒", 7),
    **dict.fromkeys("八捌", 8), **dict.fromkeys("九玖", 9),
}  # fmt: skip
_UNITS: Final = {**dict.fromkeys("十拾", 10), **dict.fromkeys("百佰", 100), **dict.fromkeys("千仟", 1000)}
#: 兆 is 万亿 only between numerals; alone it is a unit.
_MYRIADS: Final = {"兆": 10**12, **dict.fromkeys("亿億", 10**8), **dict.fromkeys("万萬", 10**4)}
#: Numerals with a name of their own, spelled out.
_SPELLED: Final = str.maketrans({"廿": "二十", "卅": "三十"})
#: What stands behind a number and multiplies it.
SCALES: Final = {
    "百": 10**2, "千": 10**3, "万": 10**4, "十万": 10**5, "百万": 10**6, "千万": 10**7, "亿": 10**8, "十亿": 10**9,
    "百亿": 10**10, "千亿": 10**11, "万万": 10**8, "万亿": 10**12, "十万亿": 10**13, "百万亿": 10**14, "千万亿": 10**15,
}  # fmt: skip
_SHARES: Final = {"百": "%", "千": "‰", "万": "‱"}

_ARABIC: Final = re.compile(r"([-+负]?)([0-9][0-9,]*(?:\.[0-9]+)?|\.[0-9]+)([百千]?[十百千]?[万亿]{0,2}|)")
_SUM: Final = re.compile(
    r"((?:零?[0-9]+(?:\.[0-9]+)?(?:[百千]?[十百千]?[万亿]{1,2}|[百千])){1,5})(零?[0-9,]*|[^0-9]{2,})"
)
_ADDEND: Final = re.compile(r"([0-9]+(?:\.[0-9]+)?)([百千]?[十百千]?[万亿]{0,2}|)")
_RATIO: Final = re.compile(r"([-+负]?)(?P<part>[0-9]+(?:\.[0-9]+)?)/(?P<whole>[0-9]+(?:\.[0-9]+)?)")
_PARTS: Final = re.compile(r"([-+负]?)(?P<whole>[0-9]+(?:\.[0-9]+)?)分之(?P<part>[0-9]+(?:\.[0-9]+)?)")
_MIXED: Final = re.compile(r"([-+负]?)(.+)又(.+(?:分之|/).+)")
_SHARE: Final = re.compile(r"([-+负]?)([百千万])分之(.+)")
_PART: Final = re.compile(r"(负?)(.+?)分之(.+)")
_TENTHS: Final = re.compile(r"(.+?)成(.?)")
_TRAILING: Final = re.compile(r"(.+?)([万萬亿億]+)")
_GREAT: Final = re.compile("[兆亿億]")
#: Longer numerals are no numbers of a budget.
_LONGEST: Final = 40
_PLACES: Final = Context(prec=28)


class Number(NamedTuple):
    """A number as printed: `value` times `multiplier`, and the unit that its words bring along."""

    value: Decimal
    multiplier: int = 1
    unit: str | None = None


_HUNDRED: Final = Number(Decimal(100), unit="%")
_HALF: Final = Number(Decimal(50), unit="%")
#: Words of their own.
_SPECIAL: Final = {"百分百": _HUNDRED, "百分之百": _HUNDRED, "一半": _HALF, "半数": _HALF, "半": Number(Decimal("0.5"))}


@lru_cache(maxsize=1024)
def read_number(words: str) -> Number | None:
    """Return the number that `words`, in normalised form, stand for; None where they are none.

    >>> read_number("1,200.50").value, read_number("3.8万")
    (Decimal('1200.50'), Number(value=Decimal('3.8'), multiplier=10000, unit=None))
    >>> read_number("两千零五").value, read_number("三成五"), read_number("十四五")
    (Decimal('2005'), Number(value=Decimal('35'), multiplier=1, unit='%'), None)
    """
    words = words.replace("零下", "-", 1)
    found = _ARABIC.fullmatch(words)
    if found:
        return _arabic(*found.groups())
    found = _RATIO.fullmatch(words) or _PARTS.fullmatch(words)
    if found:
        sign, part, whole = (found[1], found["part"], found["whole"])
        return _ratio(Decimal(part), Decimal(whole), negative=sign in ("-", "负") and bool(sign))
    if len(words) > _LONGEST:
        return None
    found = _SUM.fullmatch(words)
    return _sum(*found.groups()) if found else _in_words(words)


def _arabic(sign: str, digits: str, scale: str) -> Number | None:
    value = Decimal(digits.replace(",", ""))
    multiplier = SCALES.get(scale, 1 if not scale else None)
    if multiplier is None:
        return None
    return Number(-value if sign in ("-", "负") and sign else value, multiplier)


def _sum(words: str, rest: str) -> Number | None:
    """Return digits with several scales and what is left behind the last: 1亿2000万, 3万5千, 2千五百, 1万600."""
    total, last = Decimal(0), None
    for digits, scale in _ADDEND.findall(words):
        multiplier = SCALES.get(scale, 1)
        if last is not None and (multiplier >= last or Decimal(digits) * multiplier >= last):
            return None
        total, last = total + Decimal(digits) * multiplier, multiplier
    if rest and last:
        left = _plain(rest.removeprefix("零").replace(",", ""))
        if left is None or left >= last or total % last:
            return None
        total += left
    return Number(total)


def _in_words(words: str) -> Number | None:
    if words in _SPECIAL:
        return _SPECIAL[words]
    found = _MIXED.fullmatch(words)
    if found:
        sign, whole, part = found.groups()
        units, rest = _plain(whole), read_number(part)
        if units is None or rest is None:
            return None
        both = _PLACES.add(units, rest.value)
        return Number(-both if sign in ("-", "负") else both)
    found = _SHARE.fullmatch(words)
    if found:
        sign, of, part = found.groups()
        number = _signed(part)
        return number and Number(
            -number.value if sign in ("-", "负") and sign else number.value, number.multiplier, _SHARES[of]
        )
    found = _PART.fullmatch(words)
    if found:
        sign, whole, part = found.groups()
        numerator, denominator = _plain(part), _plain(whole)
        return None if not denominator or numerator is None else _ratio(numerator, denominator, negative=bool(sign))
    found = _TENTHS.fullmatch(words)
    return _tenths(found[1], found[2]) if found else _signed(words)


def _tenths(tenths: str, hundredths: str) -> Number | None:
    """Return 三成五 as 35 %."""
    whole, rest = (
        Decimal("0.5") if tenths == "半" else _plain(tenths),
        Decimal(5) if hundredths == "半" else _plain(hundredths) if hundredths else Decimal(0),
    )
    if whole is None or rest is None:
        return None
    return Number((whole.scaleb(1) + rest).normalize(_PLACES) + 0, unit="%")


def _ratio(part: Decimal, whole: Decimal, *, negative: bool) -> Number | None:
    if not whole:
        return None
    exact = Fraction(part) / Fraction(whole)
    value = _PLACES.divide(Decimal(exact.numerator), Decimal(exact.denominator))
    return Number(-value if negative else value)


def _signed(words: str) -> Number | None:
    """Return a numeral with a sign and a trailing scale: 负五, 三十五万, 3.5."""
    negative = words.startswith(("负", "-"))
    words = words[negative:]
    found = _ARABIC.fullmatch(words)
    number = _arabic(*found.groups()) if found else _scaled(words)
    return number and number._replace(value=-number.value if negative else number.value)


def _scaled(words: str) -> Number | None:
    found = _TRAILING.fullmatch(words)
    if found and not _GREAT.search(found[1]):
        value = _plain(found[1])
        multiplier = 1
        for myriad in found[2]:
            multiplier *= _MYRIADS[myriad]
        return None if value is None else Number(value, multiplier)
    value = _plain(words)
    return None if value is None else Number(value)


def _plain(words: str) -> Decimal | None:
    """Return a numeral without sign: 一百二十, 二〇二四, 三点五, 3.5."""
    if words.isascii():
        return Decimal(words) if re.fullmatch(r"[0-9]+(?:\.[0-9]+)?", words) else None
    words = words.translate(_SPELLED)
    whole, point, places = words.partition("点")
    number = _integer(whole)
    if number is None or not point:
        return None if number is None else Decimal(number)
    digits = [_DIGITS.get(place) for place in places]
    if not digits or None in digits:
        return None
    return Decimal(f"{number}.{''.join(map(str, digits))}")


def _integer(words: str) -> int | None:
    if words and all(character in _DIGITS for character in words):
        return int("".join(str(_DIGITS[character]) for character in words))
    return _large(words)


def _large(words: str) -> int | None:
    """Return a numeral with 万 and 亿 in it; of 一万二 the last digit counts thousands."""
    for myriad in _MYRIADS:
        head, found, tail = words.rpartition(myriad)
        if not found:
            continue
        scale = _MYRIADS[myriad]
        high = _large(head)
        if not high:
            return None
        if not tail:
            return high * scale
        low = _large(tail)
        if low is None or low >= scale:
            return None
        return high * scale + (low * scale // 10 if len(tail) == 1 and low < 10 else low)
    return _section(words)


def _section(words: str) -> int | None:
    """Return a numeral below ten thousand; of 三百五 the last digit counts tens."""
    total, last, after_zero = 0, 10**4, False
    place = 0
    while place < len(words):
        character = words[place]
        following = _UNITS.get(words[place + 1 : place + 2])
        digit = _DIGITS.get(character)
        if digit == 0:
            after_zero = True
        elif digit is not None and following:
            if following >= last:
                return None
            total, last, after_zero = total + digit * following, following, False
            place += 1
        elif digit is not None:
            if place + 1 < len(words):
                return None
            total += digit if after_zero or last in (10, 10**4) else digit * last // 10
        elif _UNITS.get(character) == 10 and last > 10:
            total, last, after_zero = total + 10, 10, False
        else:
            return None
        place += 1
    return total if words else None
