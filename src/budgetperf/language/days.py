"""The stretch of time that printed words name: 2024年3月 is from 1 to 31 March 2024."""

import re
from typing import Final, NamedTuple

from budgetperf.dates import Precision, iso_day, last_day
from budgetperf.language.numerals import read_number

__all__ = ["Stretch", "read_period", "read_stretch"]

_NUMERAL: Final = "[一二三四五六七八九十]{1,3}"
_YEAR: Final = (
    "(?P<year>[12][0-9]{3}|[0-2][0-9](?=年)|[二两]千(?:零?[一二三四五六七八九十]{1,3})?"
    "|[〇零][一二三四五六七八九](?=年)|[一二][〇零○一二三四五六七八九]{3})"
)
_MONTH: Final = rf"(?P<month>[0-9]{{1,2}}|{_NUMERAL})月(?:份)?"
_HOUR: Final = "[0-9]{1,2}(?:[时点](?:[0-9]{1,2}分?)?|:[0-9]{2}(?::[0-9]{2})?)"
_DAY: Final = rf"(?P<day>[0-9]{{1,2}}|{_NUMERAL})(?:[日号](?:{_HOUR})?)?"
_CALENDAR: Final = re.compile(
    rf"(?:{_YEAR}(?:年度?|[-/.])|次年|[本当今]?年度?)?年?(?P<year_end>[底末终])?"
    rf"(?:{_MONTH}(?:{_DAY}|(?P<part>[底末初尾中]|[上中下]旬))?"
    r"|第?(?P<quarter>[一二三四1-4首])个?季度(?P<quarter_end>[末底])?|前(?P<quarters>[一二两三])个?季度"
    rf"|前(?P<months>[0-9]{{1,2}}|{_NUMERAL}|两)个?月|(?P<dotted_month>[0-9]{{1,2}})[./·](?P<dotted_day>[0-9]{{1,2}})"
    r"|(?P<half>[上下])半年(?P<half_end>[底末])?)?"
)
_NUMERIC: Final = re.compile(r"([12][0-9]{3})(?:[-/.]?([0-9]{1,2})(?:[-/.]?([0-9]{1,2}))?)?日?(?: ?[0-9:]{5,8})?")
_DOTTED: Final = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})")
_ALONE: Final = re.compile(rf"([0-9]{{1,2}}|{_NUMERAL})([日号])?")
#: The first and the last day of the thirds of a month.
_THIRDS: Final = {"上旬": (1, 10), "中旬": (11, 20), "下旬": (21, None), "初": (1, 10), "中": (11, 20)}


class Stretch(NamedTuple):
    """From the first to the last day that the words name, and the shortest time they speak of."""

    year: int | None
    start: str | None
    end: str | None
    precision: Precision
    #: Whether the words name the end alone: 年底, 6月底.
    is_end: bool = False

    @property
    def exists(self) -> bool:
        """Whether the calendar has such days."""
        return self.start is not None and self.end is not None


def read_stretch(words: str) -> Stretch:
    """Return the stretch of time that `words`, a DATE of the grammar, names.

    >>> read_stretch("2024年2月")[1:3], read_stretch("第三季度")[1:3], read_stretch("2月30日").exists
    (('2024-02-01', '2024-02-29'), ('--07-01', '--09-30'), False)
    """
    found = _NUMERIC.fullmatch(words)
    if found:
        year, month, day = (int(number or 0) for number in found.groups())
        return _stretch(year, month or None, day or None)
    named = _CALENDAR.fullmatch(words)
    return _named(named) if named else Stretch(None, None, None, Precision.DAY)


def _stretch(year: int | None, month: int | None, day: int | None) -> Stretch:
    if day is not None:
        only = iso_day(year, month or 0, day)
        return Stretch(year, only, only, Precision.DAY)
    if month is not None:
        return _months(year, month, month, Precision.MONTH)
    return _months(year, 1, 12, Precision.YEAR)


def _months(year: int | None, first: int, last: int, precision: Precision, *, is_end: bool = False) -> Stretch:
    if not (1 <= first <= last <= 12):
        return Stretch(year, None, None, precision)
    return Stretch(year, iso_day(year, first, 1), iso_day(year, last, last_day(year, last)), precision, is_end)


def _named(found: re.Match[str]) -> Stretch:
    year = _number(found["year"]) if found["year"] else None
    if year is not None and year < 100:
        year += 2000
    if found["month"]:
        return _named_month(found, year, _number(found["month"]))
    if found["dotted_month"]:
        return _stretch(year, int(found["dotted_month"]), int(found["dotted_day"]))
    return _named_season(found, year)


def _named_season(found: re.Match[str], year: int | None) -> Stretch:
    if found["quarter"]:
        last = 3 * (_number(found["quarter"]) or 1)  # 首季度
        return _months(year, last - 2, last, Precision.QUARTER, is_end=bool(found["quarter_end"]))
    if found["quarters"]:
        return _months(year, 1, 3 * _number(found["quarters"]), Precision.QUARTER)
    if found["months"]:
        return _months(year, 1, _number(found["months"]), Precision.MONTH)
    if found["half"]:
        first = 1 if found["half"] == "上" else 7
        return _months(year, first, first + 5, Precision.HALF_YEAR, is_end=bool(found["half_end"]))
    # 当年 by itself means by its end.
    return _months(year, 1, 12, Precision.YEAR, is_end=bool(found["year_end"]) or year is None)


def _named_month(found: re.Match[str], year: int | None, month: int) -> Stretch:
    if found["day"]:
        return _stretch(year, month, _number(found["day"]))
    part = found["part"]
    if part in _THIRDS and 1 <= month <= 12:
        first, last = _THIRDS[part]
        end = iso_day(year, month, last or last_day(year, month))
        return Stretch(year, iso_day(year, month, first), end, Precision.DAY)
    return _months(year, month, month, Precision.MONTH, is_end=part is not None)


def read_period(first: str, last: str) -> tuple[Stretch, Stretch]:
    """Return what both places of a range name; what one leaves out stands in the other.

    >>> [stretch.end for stretch in read_period("2024年3月", "5月")], read_period("1", "2季度")[0].end
    (['2024-03-31', '2024-05-31'], '--03-31')
    """
    if first[-1] not in "年月日号季度底末半" and "月" not in first:
        first += "季度" if "季度" in last else "月" * ("月" in last)
    begun = read_stretch(first)
    return begun, _later_stretch(last, begun)


def _later_stretch(words: str, first: Stretch) -> Stretch:
    alone = _ALONE.fullmatch(words)
    if alone and first.start:
        month = int(first.start[-5:-3])
        return (
            _stretch(first.year, month, _number(alone[1]))
            if alone[2] or first.precision is Precision.DAY
            else _stretch(first.year, _number(alone[1]), None)
        )
    dotted = _DOTTED.fullmatch(words)
    if dotted:
        return _stretch(first.year, int(dotted[1]), int(dotted[2]))
    later = read_stretch(words)
    following = first.year + 1 if words.startswith("次年") and first.year else None
    year = following or later.year or first.year
    if year is None or later.year is not None or not later.exists:
        return later
    return later._replace(year=year, start=_in_year(later.start, year), end=_in_year(later.end, year))


def _in_year(day: str | None, year: int) -> str | None:
    if day is None:
        return None
    month, number = int(day[2:4]), int(day[5:7])
    return iso_day(year, month, min(number, last_day(year, month)) if (month, number) == (2, 29) else number)


def _number(words: str) -> int:
    number = read_number(words)
    return int(number.value) if number else 0
