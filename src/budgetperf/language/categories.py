"""The printed head of a clause and the printed level-2 category, taken apart."""

import re
from functools import lru_cache
from typing import NamedTuple

from budgetperf.normalization import BLANKS, joined, stripped
from budgetperf.taxonomy import Resolution, standard_taxonomy

__all__ = ["DIGITS", "PrintedCategory", "read_category"]

DIGITS = "0123456789０１２３４５６７８９"

_NUMBERS = re.compile(
    rf"(?:([{DIGITS}]+)[{BLANKS}]*[、.．,，､﹑][{BLANKS}]*)?"  # the ordinal, in a head
    rf"(?:([{DIGITS}]+)[{BLANKS}]*([-－‐‑‒–—―﹣−\x02\ufffe]?))?"  # the code and its hyphen
)


class PrintedCategory(NamedTuple):
    """What ``1、1-产出指标；`` or ``11-数量指标；`` holds; offsets are within the printed words."""

    #: The ordinal before it, in a head.
    ordinal: int | None
    #: The code in ASCII digits.
    code: str | None
    #: Whether the code stands without a hyphen.
    hyphen_lost: bool
    #: The label without blanks.
    label: str
    #: Whether blanks were removed from the label.
    blanks_removed: bool
    #: Where code and label begin, ordinal left out.
    start: int
    #: Where the label ends.
    end: int
    #: What the taxonomy says of code and label.
    resolution: Resolution
    #: The taxonomy's name for it, or None where neither code nor label is known.
    category: str | None
    #: Whether there is nothing to report of it.
    clean: bool


@lru_cache(maxsize=4096)
def read_category(printed: str, level: int) -> PrintedCategory:
    """Take the printed words of a category of `level` (1 or 2) apart.

    >>> read_category("1、 1-产 出指标；", 1)[:6]
    (1, '1', False, '产出指标', True, 3)
    """
    found = _NUMBERS.match(printed)
    ordinal, code, hyphen = found.groups() if found else (None, None, None)
    numbers_end = found.end() if found else 0
    start, end = stripped(printed, numbers_end, len(printed))
    label = joined(printed[start:end])
    code = str(int(code)) if code else None
    hyphen_lost = code is not None and not hyphen
    blanks_removed = len(label) != end - start
    resolution = standard_taxonomy().resolve(level, code, label)
    return PrintedCategory(
        ordinal=int(ordinal) if ordinal else None,
        code=code,
        hyphen_lost=hyphen_lost,
        label=label,
        blanks_removed=blanks_removed,
        start=found.start(2) if found and code else start,
        end=end if label else numbers_end,
        resolution=resolution,
        category=resolution.category,
        clean=not hyphen_lost and not blanks_removed and resolution.sound,
    )
