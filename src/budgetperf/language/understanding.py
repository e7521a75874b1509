"""What a target means beside its indicator: one memo for the words, one step for the name.

Targets repeat from row to row and from file to file, so what a value means by its
own words is kept, a bounded number of times. What the name adds (a unit, an echo)
is decided each time, and only where the words leave it open.
"""

import re
from decimal import Decimal
from functools import lru_cache
from typing import Final, NamedTuple

from attrs import evolve

from budgetperf.diagnostics import quoted
from budgetperf.language.meanings import Meaning, read_meaning
from budgetperf.language.measures import Doubt, unscaled
from budgetperf.language.splits import with_split_numbers, with_whole_numbers
from budgetperf.language.vocabulary import one_of
from budgetperf.normalization import normalized, stripped
from budgetperf.quantities import Comparator, Quantity
from budgetperf.readings import Missing, MissingReason, Qualitative, Reading, Trend, resolved
from budgetperf.repairs import ALL_REPAIRS, Repairs
from budgetperf.units import OWN_UNITS, UnitList, class_of, units_in_force

__all__ = ["Understanding", "in_context", "printed_value", "understood"]

#: The units of the call at hand, None for the standard ones; bound here since every target asks.
_own_units: Final = OWN_UNITS.get
#: How many different values are kept in memory, and how long they may be.
_KEPT: Final = 8192
_LONGEST_KEPT: Final = 200
#: In a label, and in the name that the taxonomy gives it.
_SATISFACTION: Final = re.compile("满意度|satisfaction")
_BRACKETS: Final = re.compile(r"[(（\[【](?:单位[:：]?)?([^()（）\[\]【】]{1,12})[)）\]】]")
#: （1/10万）
_PER_MANY: Final = re.compile("1/[0-9]*[百千万]+")
_SIGNS: Final = re.compile(r"^[≥≤><=*＊_xX. ]+")
#: A name that ends so asks for a share of a hundred …
_SHARE: Final = re.compile(f"{one_of('share')}$")
#: … but for these.
_NO_SHARE: Final = re.compile(one_of("no_share"))
_EVENTS: Final = re.compile(f"({one_of('event_noun')})数?$")
#: Words that say something of their own about what the name names.
_QUALITY: Final = re.compile(f"(?:保证|促进|确保|实现|带动|{one_of('UP')}|{one_of('DOWN')}|{one_of('STEADY')})")
#: 12/31, 2024.12, 2020-2025
_LIKE_A_DATE: Final = re.compile(
    r"(?:1[0-2]|0?[1-9])/(?:[12][0-9]|3[01])|(?:19|20)[0-9]{2}[./](?:1[0-2]|0?[1-9])|(?:19|20)[0-9]{2}[-—~](?:19|20)[0-9]{2}"
    r"|(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:[0-2][0-9]|3[01])"
)
_HEAD_NOUN: Final = re.compile(r"[数量率度额次]$")


class Understanding(NamedTuple):
    """What a value means by its own words."""

    normalized: str
    #: None where nothing is printed.
    reading: Reading | None
    doubts: tuple[Doubt, ...]
    #: Whether the indicator's name may say more.
    is_open: bool


def understood(text: str, repairs: Repairs = ALL_REPAIRS) -> Understanding:
    """Return what a printed value means by its own words.

    >>> understood("３次以上").reading.low, understood("90").is_open
    (Decimal('3'), True)
    """
    if repairs is ALL_REPAIRS and len(text) <= _LONGEST_KEPT:
        units = _own_units()
        return _kept(text) if units is None else _kept_by(text, units)
    return _understand(text, repairs)


def printed_value(words: str, repairs: Repairs = ALL_REPAIRS) -> tuple[int, str, Understanding]:
    """Return where a value begins in the words behind its label, the value without what parts it, and what it means.

    >>> printed_value("：≥90%。")[:2]
    (1, '≥90%')
    """
    if repairs is ALL_REPAIRS and len(words) <= _LONGEST_KEPT and _own_units() is None:
        return _kept_printed(words)
    return _printed_value(words, repairs)


def _printed_value(words: str, repairs: Repairs = ALL_REPAIRS) -> tuple[int, str, Understanding]:
    start, end = stripped(words, 0, len(words))
    return start, words[start:end], understood(words[start:end], repairs)


_kept_printed = lru_cache(maxsize=_KEPT)(_printed_value)


def _understand(text: str, repairs: Repairs = ALL_REPAIRS) -> Understanding:
    plain = normalized(text)
    if not text:
        return Understanding(plain, None, (), is_open=False)
    doubts: tuple[Doubt, ...] = ()
    if plain is not text and ("$" in text or "\\" in text):
        doubts = (Doubt("V302", f"the value is read as {quoted(plain)}"),)
    if not plain:
        return Understanding(plain, Qualitative(), doubts, is_open=False)
    reading, found = _meaning(text, plain, repairs)
    if isinstance(reading, Quantity) and reading.unit is None and _LIKE_A_DATE.fullmatch(plain):
        found = (*found, Doubt("V322", f"{quoted(plain)} is read as a number; it may be a date"))
    return Understanding(plain, reading, doubts + found, is_open=_is_open(reading, plain, found))


def _meaning(text: str, plain: str, repairs: Repairs) -> Meaning:
    """Return what a value means; `plain` is its normalised form."""
    split: tuple[str, ...] = ()
    if plain is not text:
        plain, split = with_whole_numbers(text) if "V323" in repairs else (with_split_numbers(text), ())
    meaning = read_meaning(plain)
    if "V307" not in repairs and any(doubt.code == "V307" for doubt in meaning.doubts):
        return Meaning(Qualitative(), ())
    if not split or isinstance(meaning.reading, Qualitative):
        return meaning
    numbers = ", ".join(map(quoted, split))
    return meaning._replace(doubts=(*meaning.doubts, Doubt("V323", f"blanks inside {numbers} are removed")))


_kept = lru_cache(maxsize=_KEPT)(_understand)


@lru_cache(maxsize=_KEPT)
def _kept_by(text: str, units: UnitList) -> Understanding:  # noqa: ARG001 - own `units`, which are in force, part the memo
    return _understand(text)


def _is_open(reading: Reading, plain: str, doubts: tuple[Doubt, ...]) -> bool:
    if isinstance(reading, Quantity):
        settled = "/" in plain or "分之" in plain or any(doubt.code == "V314" for doubt in doubts)
        return (
            reading.unit is None
            and not settled
            and not reading.cue.startswith(("零", "无", "没", "未", "不发", "不出", "杜"))
        )
    if isinstance(reading, Missing):
        return plain == "无"
    if isinstance(reading, Trend):
        return reading.label != ""
    return isinstance(reading, Qualitative)


def in_context(
    found: Understanding, name: str = "", level2: str = "", year: int | None = None
) -> tuple[Reading | None, tuple[Doubt, ...]]:
    """Return a reading and its doubts with what the indicator's name and category add.

    With a budget `year`, days without one get it.
    """
    reading, doubts = found.reading, found.doubts
    if found.is_open:
        if isinstance(reading, Quantity):
            reading, doubt = _with_unit(reading, name, level2)
            doubts = (*doubts, doubt)
        elif isinstance(reading, Missing):
            none = read_meaning(f"{found.normalized}{normalized(name)}")  # 无 under 安全事故 is 无安全事故
            if isinstance(none.reading, Quantity):
                reading, doubts = evolve(none.reading, label=""), none.doubts
        elif _is_echo(found.normalized, normalized(name), paraphrased=not isinstance(reading, Trend)):
            reading, doubts = (
                Missing(reason=MissingReason.ECHO),
                (*doubts, Doubt("V317", "the value repeats the indicator's name")),
            )
    if year is not None and reading is not None:
        dated = resolved(reading, year)
        if dated != reading:
            reading = dated
            completed = Doubt("V311", f"the year {year} is the budget's")
            doubts = tuple(completed if doubt.code == "V310" else doubt for doubt in doubts)
        elif any(doubt.code == "V310" for doubt in doubts):
            doubts = (*doubts, Doubt("V309", f"{year} has no such day"))
    return reading, doubts


def _with_unit(quantity: Quantity, name: str, level2: str) -> tuple[Quantity, Doubt]:
    unit, multiplier = _unit_of(quantity.label[-_LONGEST_KEPT:], _own_units()) if quantity.label else (None, 1)
    if unit is None:
        unit, multiplier = _unit_of(name[-_LONGEST_KEPT:], _own_units())
    if unit is None and (_SATISFACTION.search(level2) or _SATISFACTION.search(name)):
        unit = "%"
    if unit is None or (unit == "%" and _may_be_ratio(quantity)):
        return quantity, Doubt("V303", "the number has no unit, and the name tells none")
    if quantity.multiplier > 1:
        multiplier = 1
    completed = evolve(quantity, unit=unit, multiplier=quantity.multiplier * multiplier)
    return completed, Doubt("V301", f"the unit {unit} is the name's")


def _may_be_ratio(quantity: Quantity) -> bool:
    """Tell whether 0.95 of a rate may be 95 % as well as 0.95 %."""
    low = quantity.low
    return low is not None and Decimal(0) < low < 1 and quantity.comparator is not Comparator.ABOUT


@lru_cache(maxsize=_KEPT)
def _unit_of(name: str, units: UnitList | None) -> tuple[str | None, int]:  # noqa: ARG001 - as in _kept_by
    """Return the unit that a name states in brackets or by its last word, and its scale."""
    for found in reversed(_BRACKETS.findall(name)):
        words = normalized(_SIGNS.sub("", found))
        if _PER_MANY.fullmatch(words):
            return words[1:], 1
        unit, scale = unscaled(words)
        if scale > 1 and class_of(unit):
            return unit, scale
        if words == "%" or units_in_force().find(words) or ("/" in words and class_of(words)):
            return words, 1
    return _unit_of_noun(_BRACKETS.sub("", name)), 1


def _unit_of_noun(name: str) -> str | None:
    if _SHARE.search(name) and not _NO_SHARE.search(name):
        return "%"
    events = _EVENTS.search(name)
    if events:
        return events[1]
    # 户数, 场次数: a measure word before 数.
    words = (name[-1 - length : -1] for length in (3, 2, 1)) if name.endswith("数") else ()
    return next((word for word in words if units_in_force().find(word)), None)


def _is_echo(text: str, name: str, *, paraphrased: bool) -> bool:
    """Tell whether a value without number or quality repeats the name, or paraphrases it.

    A paraphrase ends in the name's head noun: 次数, 数量, …率, …度.
    """
    if not name:
        return False
    if text == name:
        return True
    if not paraphrased or not _HEAD_NOUN.search(text):
        return False
    quality = _QUALITY.search(text)
    if quality and quality[0] not in name:
        return False
    return text[-2:] == name[-2:] and not any(character.isdigit() for character in text)
