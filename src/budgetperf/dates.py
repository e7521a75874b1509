"""Days as ISO 8601 text, with the year left open where none is printed.

A budget table states its year once, in its title; its targets say 12月31日前. Such a
day is kept as ``--12-31`` (ISO 8601:2000, 5.2.1.3 e) until the year is known.
"""

import re
from calendar import monthrange
from datetime import date
from enum import StrEnum
from typing import Final

__all__ = ["Precision", "as_day", "completed", "is_complete", "iso_day", "last_day", "reads_as_date"]

#: Years that a budget document may mean.
EARLIEST_YEAR: Final = 1900
LATEST_YEAR: Final = 2199

_ISO: Final = re.compile(r"([0-9]{4}-|--)([0-9]{2})-([0-9]{2})")
_LEAP_YEAR: Final = 2000


class Precision(StrEnum):
    """The shortest stretch of time that a date names."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"
    #: 长期: no end is named.
    OPEN = "open"


def iso_day(year: int | None, month: int, day: int) -> str | None:
    """Return a day as text, or None where the calendar has no such day.

    >>> iso_day(2024, 2, 29), iso_day(None, 2, 29), iso_day(None, 2, 30)
    ('2024-02-29', '--02-29', None)
    """
    if not (1 <= month <= 12 and 1 <= day <= last_day(year, month)):
        return None
    return f"--{month:02}-{day:02}" if year is None else f"{year:04}-{month:02}-{day:02}"


def last_day(year: int | None, month: int) -> int:
    """Return the last day of a month; without a year, of February in a leap year."""
    return monthrange(_LEAP_YEAR if year is None else year, month)[1]


def reads_as_date(text: str) -> bool:
    """Tell whether `text` is a day in our notation."""
    found = _ISO.fullmatch(text)
    if not found:
        return False
    year = None if found[1] == "--" else int(found[1][:-1])
    return year != 0 and iso_day(year, int(found[2]), int(found[3])) == text


def is_complete(day: str) -> bool:
    """Tell whether a day has its year."""
    return not day.startswith("--")


def completed(day: str | None, year: int, *, month_end: bool = False) -> str | None:
    """Return `day` with `year` in it, if it has none.

    The end of February, as a `month_end`, is the last day that the year has.

    Raises:
        ValueError: if the year has no such day.

    """
    if day is None or is_complete(day):
        return day
    full = f"{year:04}{day[1:]}"
    if month_end and day == "--02-29":
        full = f"{year:04}-02-{last_day(year, 2)}"
    if not reads_as_date(full):
        raise ValueError(f"{year} has no day {day[2:]}")
    return full


def as_day(day: date | str) -> str:
    """Return a given day as text.

    Raises:
        ValueError: if it is no complete date.

    """
    text = day.isoformat()[:10] if isinstance(day, date) else day
    # A caller without a type checker may hand in anything.
    if not isinstance(text, str) or not is_complete(text) or not reads_as_date(text):  # type: ignore[redundant-expr]  # callers may be untyped
        raise ValueError(f"expected a date, or YYYY-MM-DD, not {day!r}")
    return text
