"""What the words around a number make of it: comparator, bounds, unit."""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from attrs import define, field

from budgetperf.diagnostics import quoted
from budgetperf.language.numerals import SCALES, Number, read_number
from budgetperf.language.tokens import COMPARATORS, Phrase, Token
from budgetperf.quantities import CEILINGS, FLOORS, Change, Comparator, Direction, Quantity
from budgetperf.units import units_in_force

__all__ = ["Doubt", "Measure", "NotUnderstood", "misprint", "read_measure"]

#: The terminals that bound a number by themselves: not 达到, 等于, 约.
_BOUNDING: Final = frozenset(COMPARATORS) - {"REACHING", "EQUAL", "NEARLY"}
_MISPRINTS: Final = {"≪": "≤", "《": "≤", "≫": "≥", "》": "≥", "二": "="}
_MISPRINT_COMPARATORS: Final = {"≤": Comparator.AT_MOST, "≥": Comparator.AT_LEAST, "=": Comparator.EQUAL}
#: Of these near ones, no one can say how near.
_VAGUE: Final = ("近", "将近", "接近")
_SCALED: Final = re.compile(f"({'|'.join(sorted(SCALES, key=len, reverse=True))})(.+)")
_INCLUDING: Final = {Comparator.MORE_THAN: Comparator.AT_LEAST, Comparator.LESS_THAN: Comparator.AT_MOST}
_EXCLUDING: Final = {wide: narrow for narrow, wide in _INCLUDING.items()}
_HUNDREDS: Final = re.compile("[一二两三四五六七八九]([百千佰仟])")
_WHOLE_YUAN: Final = re.compile("[元圆][整正]$")
_TELLING: Final = re.compile("[0-9≥≤><=每]|不[少低超高]")
_INCLUDED: Final = re.compile(r"\((不?)包?含(?:本数)?([^()]*)\)")


class Doubt(NamedTuple):
    """A diagnostic in the making: its code and what it says."""

    code: str
    message: str


class NotUnderstood(Exception):
    """Words that look like a number or a date and can't be one."""


class _Part(NamedTuple):
    """A number with its unit."""

    value: Decimal
    multiplier: int
    unit: str | None
    odd: str
    is_strange: bool
    is_share: bool
    printed: str


@define
class Measure:
    """A number with all that its own words say, on its way to a quantity or a change."""

    comparator: Comparator
    low: Decimal | None
    high: Decimal | None
    multiplier: int
    unit: str | None
    cue: str = ""
    low_inclusive: bool = True
    high_inclusive: bool = True
    is_share: bool = False
    doubts: list[Doubt] = field(factory=list)

    @property
    def is_bare(self) -> bool:
        """Whether nothing but the number is printed."""
        return not self.cue and self.unit is None and not self.is_share

    def bounded_by(self, upper: "Measure") -> "Measure | None":
        """Return both bounds as one, if this is a lower and `upper` an upper one of the same thing."""
        units = {self.unit, upper.unit} - {None}
        if self.comparator not in FLOORS or upper.comparator not in CEILINGS or len(units) > 1:
            return None
        low, high, multiplier = _common(
            (self.low or Decimal(0), self.multiplier if self.unit or self.multiplier > 1 else upper.multiplier),
            (upper.high or Decimal(0), upper.multiplier),
        )
        if low > high:
            return None
        return Measure(
            Comparator.BETWEEN, low, high, multiplier, next(iter(units), None), f"{self.cue}…{upper.cue}",
            self.comparator is Comparator.AT_LEAST, upper.comparator is Comparator.AT_MOST,
            doubts=[*self.doubts, *upper.doubts],
        )  # fmt: skip

    def quantity(self, label: str, per: str | None) -> Quantity:
        """Return the quantity."""
        return Quantity(
            comparator=self.comparator, low=self.low, high=self.high, multiplier=self.multiplier, unit=self.unit,
            cue=self.cue, label=label, per=per, low_inclusive=self.low_inclusive, high_inclusive=self.high_inclusive,
        )  # fmt: skip

    def change(self, direction: Direction, base: str | None, label: str, per: str | None) -> Change:
        """Return the change; 增长1倍 is one of 100 %."""
        low, high, unit = self.low, self.high, self.unit
        if unit == "倍":
            low, high = (None if end is None else _plain(end.scaleb(2)) for end in (low, high))
            unit = "%"
        return Change(
            direction=direction, comparator=self.comparator, low=low, high=high, multiplier=self.multiplier, unit=unit,
            base=base, cue=self.cue, label=label, per=per, low_inclusive=self.low_inclusive,
            high_inclusive=self.high_inclusive,
        )  # fmt: skip


def read_measure(phrase: Phrase) -> Measure:
    """Return what a `quantity` of the grammar says.

    Raises:
        NotUnderstood: if its numbers don't go together.

    """
    tokens = [child for child in phrase.children if isinstance(child, Token)]
    core = next(child for child in phrase.children if isinstance(child, Phrase))
    before = [token for token in tokens if token.start < _start(core)]
    after = tokens[len(before) :]
    if core.rule == "number":
        return _single(_number(core), before, after)
    if core.rule == "range":
        low, high = (_number(child) for child in core.children if isinstance(child, Phrase))
        return _range(low, high, before, after)
    return _spread([_number(child) for child in core.children if isinstance(child, Phrase)], before, after)


def _start(phrase: Phrase) -> int:
    first = phrase.children[0]
    return first.start if isinstance(first, Token) else _start(first)


def _number(phrase: Phrase) -> _Part:
    words = {token.type: token.words for token in phrase.children if isinstance(token, Token)}
    printed = words.get("ARABIC") or words["IN_WORDS"]
    number = read_number(printed)
    if number is None:
        raise NotUnderstood
    value, multiplier, unit = number
    odd = words.get("ODD") or words.get("SOME_MORE", "")
    multiplier *= {"万": 10**4, "亿": 10**8}.get(odd[1:], 1)
    if "COUNTED_SCALE" in words:
        multiplier *= SCALES[words["COUNTED_SCALE"][1:]]
    if "HALF_MORE" in words:
        value += Decimal("0.5")
    halved = words.get("HALVED")
    if halved:
        value, unit = value + Decimal("0.5"), halved.replace("半", "")
    elif "PERCENT" in words:
        unit = "%"
    elif "BRACKETED_UNIT" in words:
        unit, scale = unscaled(words["BRACKETED_UNIT"].strip("()"))
        multiplier *= scale
    elif "UNIT" in words:
        unit = words["UNIT"] + words.get("NOUN", "")
    elif "STRANGE_UNIT" in words:
        unit = words["STRANGE_UNIT"]
    if unit and _WHOLE_YUAN.search(unit):
        unit = unit[:-1]
    is_share = "/" in printed or "分之" in printed
    return _Part(value, multiplier, unit, odd[:1], "STRANGE_UNIT" in words, is_share, printed)


def _single(number: _Part, before: Sequence[Token], after: Sequence[Token]) -> Measure:
    doubts: list[Doubt] = []
    comparator = _comparator(before, after, doubts)
    cue = _cue(before, after)
    if number.odd:
        cue = f"{cue}…{number.odd}" if cue else number.odd
        doubts.append(Doubt("V316", "余, 多 and 来 say that it is about as many"))
        comparator = Comparator.ABOUT if comparator is Comparator.EQUAL else comparator
    if number.is_strange:
        doubts.append(Doubt("V319", f"{quoted(number.unit or '')} is not among the units"))
    if any(token.type == "ASIDE" and _tells_more(token.words, number) for token in after):
        doubts.append(Doubt("V321", "a bracket behind the number holds more, and is not read"))
    comparator = _included(comparator, number, after, doubts)
    low = None if comparator in CEILINGS else number.value
    high = None if comparator in FLOORS else number.value
    return Measure(
        comparator,
        low,
        high,
        number.multiplier,
        number.unit,
        cue,
        is_share=number.is_share,
        doubts=doubts,
    )


def _tells_more(bracket: str, number: _Part) -> bool:
    """Tell a bracket that holds more from one that repeats the number: 叁次（3次）."""
    repeated = read_number(bracket.strip("()").removesuffix(number.unit or ""))
    return _TELLING.search(bracket) is not None and (repeated is None or repeated.value != number.value)


def _comparator(before: Sequence[Token], after: Sequence[Token], doubts: list[Doubt]) -> Comparator:
    """Return the comparator that the cues agree on, or the weaker of two."""
    found = [COMPARATORS[token.type] for token in (*before, *after) if token.type in _BOUNDING]
    for token in before:
        if token.type == "MISPRINT":
            found.append(misprint(token.words, doubts))
        elif token.words in _VAGUE:
            doubts.append(Doubt("V316", f"{token.words} says that it is about as many"))
    kinds = {token.type for token in before}
    if Comparator.ABOUT in found and "AT_MOST" in kinds and not _cue(before, ()).startswith(("≤", "不", "<")):
        return Comparator.ABOUT  # 控制在2%左右
    bounds = list(dict.fromkeys(each for each in found if each not in (Comparator.EQUAL, Comparator.ABOUT)))
    if not bounds:
        if Comparator.ABOUT in found or "NEARLY" in kinds:
            return Comparator.ABOUT
        return Comparator.AT_LEAST if "REACHING" in kinds else Comparator.EQUAL
    if len(bounds) == 1:
        return bounds[0]
    words = _cue(before, after)
    doubts.append(Doubt("V304", f"{quoted(words)} bounds the number in two ways; the weaker is read"))
    lower = [bound in FLOORS for bound in bounds]
    if all(lower):
        return Comparator.AT_LEAST
    return bounds[0] if any(lower) else Comparator.AT_MOST


def misprint(sign: str, doubts: list[Doubt]) -> Comparator:
    """Return what a misprinted sign stands for, and say so."""
    meant = _MISPRINTS[sign[0]]
    doubts.append(Doubt("V307", f"{quoted(sign)} is read as {meant}"))
    return _MISPRINT_COMPARATORS[meant]


def _included(comparator: Comparator, number: _Part, after: Iterable[Token], doubts: list[Doubt]) -> Comparator:
    """Return the comparator as a bracket such as （含3个） settles it; （不含兼职） is about something else."""
    for token in after:
        found = _INCLUDED.search(token.words) or (token.words.startswith("(含)") and _INCLUDED.search("(含)"))
        if not found:
            continue
        unit = found[2].lstrip("0123456789.,万亿千百 ")
        if unit and unit == found[2]:
            continue
        if unit and number.unit and not number.unit.startswith(unit) and not unit.startswith(number.unit):
            doubts.append(Doubt("V306", f"the bracket counts {unit}, the number before it {number.unit}"))
        return (_EXCLUDING if found[1] else _INCLUDING).get(comparator, comparator)
    return comparator


def _cue(before: Iterable[Token], after: Iterable[Token]) -> str:
    first = "".join(token.words for token in before if token.words != ":")
    last = "".join(token.words for token in after if token.type not in ("INCLUDED", "BETWEEN", "ASIDE"))
    return f"{first}…{last}" if first and last else first or last


def _range(low: _Part, high: _Part, before: Sequence[Token], after: Sequence[Token]) -> Measure:
    if low.unit is not None and high.unit is not None and low.unit != high.unit:
        raise NotUnderstood
    # 1-2万人 are tens of thousands both.
    hundreds = _HUNDREDS.fullmatch(high.printed)
    if hundreds and len(low.printed) == 1 and not low.printed.isascii():
        low = low._replace(value=low.value * number_of(f"一{hundreds[1]}").value)  # 三至五百
    shared = low.unit is None and low.multiplier == 1 and low.value <= high.value
    first = (low.value, high.multiplier if shared else low.multiplier)
    least, most, multiplier = _common(first, (high.value, high.multiplier))
    unit = high.unit or low.unit
    doubts: list[Doubt] = []
    if low.is_strange or high.is_strange:
        doubts.append(Doubt("V319", f"{quoted(unit or '')} is not among the units"))
    if least > most:
        least, most = most, least
        doubts.append(Doubt("V315", "the range is printed downwards"))
    cue = _cue(before, after)
    # 以内 beside a range adds nothing.
    idle = {"OR_LESS", "MORE_OR_LESS"}
    telling = [token for token in (*before, *after) if not token.words.endswith("控制在")]
    sides = [COMPARATORS[token.type] for token in telling if token.type in _BOUNDING - idle]
    sides += [misprint(token.words, doubts) for token in before if token.type == "MISPRINT"]
    if not sides or sides[0] is Comparator.EQUAL:
        closed = not any(token.words.startswith("(不") for token in after)
        return Measure(Comparator.BETWEEN, least, most, multiplier, unit, cue, high_inclusive=closed, doubts=doubts)
    doubts.append(Doubt("V305", f"{quoted(cue)} stands beside a range; the end that it can mean is read"))
    if sides[0] in FLOORS:
        return Measure(Comparator.AT_LEAST, least, None, multiplier, unit, cue, doubts=doubts)
    return Measure(Comparator.AT_MOST, None, most, multiplier, unit, cue, doubts=doubts)


def _spread(numbers: Sequence[_Part], before: Sequence[Token], after: Sequence[Token]) -> Measure:
    """Return ±5% or 10±2; 以内 behind it adds nothing.

    Raises:
        NotUnderstood: for 10万±5%, whose margin is a share, and where another cue says otherwise.

    """
    margin = numbers[-1]
    middle = numbers[0] if len(numbers) == 2 else margin._replace(value=Decimal(0))
    told = [token for token in (*before, *after) if token.type not in ("OR_LESS", "EQUAL", "INCLUDED", "BETWEEN")]
    if (
        told
        or (middle.unit or margin.unit) != (margin.unit or middle.unit)
        or (margin.unit == "%" and not middle.unit and middle.value)
    ):
        raise NotUnderstood
    first = (middle.value, middle.multiplier if middle.unit or middle.multiplier > 1 else margin.multiplier)
    at, by, multiplier = _common(first, (abs(margin.value), margin.multiplier))
    return Measure(Comparator.BETWEEN, at - by, at + by, multiplier, margin.unit or middle.unit, "±")


def _common(first: tuple[Decimal, int], second: tuple[Decimal, int]) -> tuple[Decimal, Decimal, int]:
    """Return two numbers with one multiplier."""
    if first[1] == second[1]:
        return first[0], second[0], first[1]
    return first[0] * first[1], second[0] * second[1], 1


def _plain(number: Decimal) -> Decimal:
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number


def number_of(words: str) -> Number:
    """Return the number that `words` are known to be."""
    return read_number(words) or Number(Decimal(0))


def unscaled(unit: str) -> tuple[str, int]:
    """Return a unit without the scale before it, and the scale: 万元 is 元, by 10000.

    >>> unscaled("万元"), unscaled("千米")
    (('元', 10000), ('千米', 1))
    """
    found = _SCALED.fullmatch(unit)
    return (found[2], SCALES[found[1]]) if found and not units_in_force().find(unit) else (unit, 1)
