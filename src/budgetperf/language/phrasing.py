"""Writing readings: the canonical words of what a target asks for.

A reading has a canonical form if some words for it read back equal; every form
that is written here has been read back.
"""

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import Any, Final

from attrs import evolve

from budgetperf.dates import Precision
from budgetperf.exactness import exactly
from budgetperf.language.understanding import in_context, understood
from budgetperf.model import Target
from budgetperf.normalization import stripped
from budgetperf.quantities import Change, Comparator, Direction, Quantity, plain
from budgetperf.readings import AllOf, DateWindow, MissingReason, Reading, Scoring
from budgetperf.terms import reading_by
from budgetperf.units import UnitList

__all__ = ["format_target"]

_SCALES: Final = {
    1: "", 10**2: "百", 10**3: "千", 10**4: "万", 10**5: "十万", 10**6: "百万", 10**7: "千万", 10**8: "亿",
    10**9: "十亿", 10**10: "百亿", 10**11: "千亿", 10**12: "万亿",
    10**13: "十万亿", 10**14: "百万亿", 10**15: "千万亿",
}  # fmt: skip
#: What stands for a comparator where no words are kept.
_CUES: Final = {
    Comparator.AT_LEAST: "≥", Comparator.MORE_THAN: ">", Comparator.AT_MOST: "≤", Comparator.LESS_THAN: "<",
    Comparator.ABOUT: "约",
}  # fmt: skip
_DATE_CUES: Final = {
    Comparator.AT_LEAST: "起", Comparator.MORE_THAN: "晚于", Comparator.AT_MOST: "前", Comparator.LESS_THAN: "早于",
}  # fmt: skip
_MOVING: Final = {Direction.UP: ("增长", "提升"), Direction.DOWN: ("下降",), Direction.HOLD: ("持平", "保持")}
_VERBS: Final = {Direction.UP: "提高", Direction.DOWN: "降低", Direction.HOLD: "保持"}
_FILLING: Final = {MissingReason.PLACEHOLDER: "XX", MissingReason.NOT_APPLICABLE: "—"}
_OWN_BASES: Final = ("同比", "环比")


@exactly
def format_target(target: Target | Reading, *, units: UnitList | None = None) -> str:
    """Return what a target asks for in canonical words, which read back as the same reading.

    A target whose reading has no canonical form, such as a sentence, is written as
    it is printed, in normalised form.

    Args:
        target: A target, or a reading by itself.
        units: The units that it was read by, where these are not the standard ones.

    Raises:
        TypeError: if given something else.
        ValueError: if a reading by itself has no canonical form.

    >>> format_target(Quantity(comparator=">=", low=Decimal(3), multiplier=10000, unit="人次", cue="不少于"))
    '不少于3万人次'
    >>> format_target(DateWindow(comparator="<=", end="2024-06-30", cue="前", event="完成验收"))
    '2024年6月30日前完成验收'

    """
    with reading_by(units=units):
        if isinstance(target, Target):
            reading = target.reading or in_context(understood(target.text))[0]
            return _canonical(reading) or target.normalized
        if not isinstance(target, Reading):
            raise TypeError(f"expected a Target or a reading, not {type(target).__name__}")
        text = _canonical(target)
    if text is None:
        raise ValueError(f"{target!r} has no canonical form: pass the Target that it was read from, or its text")
    return text


def _canonical(reading: Reading | None) -> str | None:
    """Return the first of the forms that reads back equal, or failing that, equal but for the cue."""
    if reading is None:
        return None
    # What a value is stripped of can't be part of its words.
    forms = [form for form in dict.fromkeys(_forms(reading)) if stripped(form, 0, len(form)) == (0, len(form))]
    exact = next((form for form in forms if in_context(understood(form))[0] == reading), None)
    return exact or next((form for form in forms if _reads_back(form, reading)), None)


def _reads_back(form: str, reading: Reading) -> bool:
    """Tell whether a form means the same; of a reading made by hand, which has no cue, any cue will do."""
    read = in_context(understood(form))[0]
    if read is None or read.kind != reading.kind:
        return False
    if getattr(reading, "cue", None) == "":
        read = evolve(read, cue="")  # type: ignore[arg-type]  # it has the cue that `reading` has
    return read == reading


def _forms(reading: Reading) -> Iterator[str]:
    return iter(_WAYS[reading.kind](reading)) if reading.kind in _WAYS else iter(())


def _around(cue: str, words: str, label: str) -> Iterator[str]:
    """Yield `words` with its cue before, behind, and on both sides."""
    before, _, behind = cue.partition("…")
    yield f"{label}{before}{words}{behind}"
    yield f"{label}{words}{cue}"
    yield f"{before}{words}{behind}{label}"
    yield f"{words}{cue}{label}"


def _measured(reading: Quantity | Change, before: str) -> Iterator[str]:
    """Yield the number with its cue in every place where one may stand."""
    scale = _SCALES.get(reading.multiplier)
    if scale is None:
        return
    unit = f"{scale}{reading.unit or ''}"
    cue = reading.cue or _CUES.get(reading.comparator or Comparator.EQUAL, "")
    if reading.comparator is Comparator.BETWEEN:
        yield from _ranges(reading, before, unit)
        return
    number = _plain(reading.low if reading.low is not None else reading.high)
    yield from _around(cue, f"{number}{unit}", before)
    yield f"{before}{number}{cue}{unit}"  # 200余人
    yield f"{before}{cue}{number}{unit}（含）"
    yield f"{before}{cue}{number}{unit}（不含）"
    if reading.label:
        yield f"{cue}{reading.label}"  # 零事故


def _ranges(reading: Quantity | Change, before: str, unit: str) -> Iterator[str]:
    low, high = reading.low or Decimal(0), reading.high or Decimal(0)
    cues = reading.cue.split("…")
    for place in range(1, len(cues)):
        lower, upper = "…".join(cues[:place]), "…".join(cues[place:])
        firsts = list(_around(lower, f"{_plain(low)}{unit}", before))[:2]
        seconds = list(_around(upper, f"{_plain(high)}{unit}", ""))[:2]
        yield from (f"{first}，{second}" for first in firsts for second in seconds)
    if reading.cue == "±":
        middle = (low + high) / 2
        margin = f"±{_plain(high - middle)}{unit}"
        yield f"{before}{margin}" if middle == 0 else f"{before}{_plain(middle)}{margin}"
    for form in _around(reading.cue, f"{_plain(low)}-{_plain(high)}{unit}", before):
        yield from (form, f"{form}（不含）")


def _changes(reading: Change) -> Iterator[str]:
    base = reading.base or ""
    compared = base if not base or base in _OWN_BASES else f"较{base}"
    before = f"{reading.per or ''}{reading.label}{compared}"
    for moving in _MOVING[reading.direction]:
        if reading.comparator is None:
            yield f"{before}{moving}"
        else:
            yield from _measured(reading, f"{before}{moving}")


def _windows(reading: DateWindow) -> Iterator[str]:
    if reading.precision is Precision.OPEN:
        yield reading.cue
        return
    for cue in dict.fromkeys((reading.cue, reading.cue or _DATE_CUES.get(reading.comparator, ""))):
        before, _, behind = cue.partition("…")
        for words in _dates(reading):
            for cued in (f"{words}{cue}", f"{before}{words}{behind}"):
                yield f"{cued}{reading.event}"
                yield f"{reading.event}{cued}"


def _dates(reading: DateWindow) -> Iterator[str]:
    """Yield the words for the days of a window, of the precision that it has."""
    if reading.comparator is Comparator.BETWEEN and reading.start and reading.end:
        for first in _date(reading.start, reading.precision, first=True):
            yield from (f"{first}至{last}" for last in _date(reading.end, reading.precision))
        return
    day = (
        reading.end
        if reading.comparator in (Comparator.AT_MOST, Comparator.EQUAL, Comparator.MORE_THAN)
        else reading.start
    )
    if day:
        yield from _date(day, reading.precision, first=day != reading.end)


def _date(day: str, precision: Precision, *, first: bool = False) -> Iterator[str]:
    year = "" if day.startswith("--") else f"{day[:4]}年"
    month, number = int(day[-5:-3]), int(day[-2:])
    quarter = (month + 2) // 3
    match precision:
        case Precision.DAY:
            third = "上" if number <= 10 else "中" if number <= 20 else "下"
            yield from (f"{year}{month}月{number}日", f"{year}{month}月{third}旬")
        case Precision.MONTH:
            yield from (f"{year}{month}月", f"{year}{month}月底", f"{year}前{month}个月")
        case Precision.QUARTER:
            names = ("一", "二", "三", "四")
            yield from (
                f"{year}第{names[quarter - 1]}季度",
                f"{year}前{names[quarter - 1]}季度",
                f"{year}第{names[quarter - 1]}季度末",
            )
        case Precision.HALF_YEAR:
            half = "上" if month <= 6 else "下"
            yield from (f"{year}{half}半年", f"{year}{half}半年末")
        case Precision.YEAR if year:
            yield from (year, f"{year}底")
        case Precision.YEAR if not first:
            yield from ("年度", "年底", "当年")


def _rules(reading: Scoring) -> Iterator[str]:
    full = "" if reading.full_marks is None else _canonical(reading.full_marks)
    if full is None:
        return
    earned = f"{full}得满分，否则" if full else ""
    if reading.step is None or reading.deduction is None:
        yield f"{earned}酌情扣分"
        return
    yield (
        f"{earned}每下降{_plain(reading.step)}{reading.step_unit or ''}"
        f"扣{_plain(reading.deduction)}{reading.deduction_unit or ''}"
    )


def _plain(number: Decimal | None) -> str:
    return "" if number is None else plain(number) or ""


def _trends(verb: str, label: str) -> Iterator[str]:
    yield f"{label}{verb}"
    yield f"{verb}{label}"


def _all(reading: AllOf) -> Iterator[str]:
    forms = [_canonical(part) for part in reading.parts]
    if None not in forms:
        yield "；".join(filter(None, forms)) + "等" * reading.open


#: How each kind is written; a sentence has no canonical form.
_WAYS: Final[dict[str, Callable[[Any], Iterable[str]]]] = {
    "quantity": lambda reading: _measured(reading, f"{reading.per or ''}{reading.label}"),
    "change": _changes,
    "date": _windows,
    "grade": lambda reading: _around(reading.cue or _CUES.get(reading.comparator, ""), reading.grade, reading.label),
    "reference": lambda reading: _around(
        reading.cue or _CUES.get(reading.comparator, "符合"), reading.reference, reading.label
    ),
    "trend": lambda reading: _trends(reading.cue or _VERBS[reading.direction], reading.label),
    "boolean": lambda reading: (reading.cue or ("是" if reading.value else "否"),),
    "missing": lambda reading: filter(None, (_FILLING.get(reading.reason),)),
    "scoring": _rules,
    "all_of": _all,
}
