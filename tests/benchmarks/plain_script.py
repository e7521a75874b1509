"""The yardstick: what a user writes with `re` in ten minutes for cells printed like seed 002.

One pattern cuts a cell into its indicators, one makes numbers of a target. It
skips in silence what it does not match, keeps no places and reports nothing.
"""

import re
from decimal import Decimal
from typing import TypeAlias

__all__ = ["PlainIndicator", "PlainValue", "read_cell", "read_value", "segment"]

_CLAUSE = re.compile(
    r"(\d+)、(\d)-([^；]+)；(\d\d)-([^；]+)；(.*?)；实施周期指标值[：:](.*?)；年度指标值[：:](.*?)。(?=\d+、\d-|$)"
)
_VALUE = re.compile(
    r"(≥|≤|[<>]|\\[gl]eq|不少于|不低于|不超过|不高于|大于|超过)?[\s$]*"
    r"(\d+(?:\.\d+)?)[\s$\\]*([万亿])?([^\s\d，。；（）$]*)"
)
_SCALES = {None: 1, "万": 10**4, "亿": 10**8}


#: A comparator (or None), a number and a unit; or the text of a target without a number.
PlainValue: TypeAlias = tuple[str | None, Decimal, str] | str
#: Ordinal, code, label, code, label, name, and both targets. Plain tuples: the cheapest there is.
PlainIndicator: TypeAlias = tuple[int, str, str, str, str, str, PlainValue, PlainValue]


def segment(cell: str) -> list[tuple[str, ...]]:
    """Return the eight printed fields of each indicator."""
    return [found.groups() for found in _CLAUSE.finditer(cell)]


def read_cell(cell: str) -> list[PlainIndicator]:
    """Return the indicators of a cell, with numbers."""
    return [
        (int(ordinal), code1, label1, code2, label2, name, read_value(period), read_value(annual))
        for ordinal, code1, label1, code2, label2, name, period, annual in segment(cell)
    ]


def read_value(text: str) -> PlainValue:
    """Return the first number of a target, with what stands around it."""
    found = _VALUE.search(text)
    if found is None:
        return text
    comparator, number, scale, unit = found.groups()
    if unit.endswith("以上"):
        comparator, unit = "≥", unit[:-2]
    return comparator, Decimal(number) * _SCALES[scale], unit
