"""Which row is the total, which a spending unit, which a project.

The three levels are positional: 合计, then a row per spending unit, then its
projects. A unit's row has neither objective nor indicators; but so has a project
that prints none, so arithmetic decides: a unit's amount is the sum of its projects.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from decimal import Decimal
from itertools import accumulate

from attrs import define, field, frozen

__all__ = ["LevelRow", "Levels", "UnitRows", "tell_levels"]

#: Names of the row that sums up the table.
_TOTALS = frozenset({"合计", "总计", "总合计", "合计数"})
#: Rows that sum up a page; they are no unit.
_SUBTOTALS = frozenset({"小计", "本页小计", "本页合计"})
#: How the names of projects end; an empty row so named is no unit unless the sums say so.
_PROJECT_ENDINGS = (
    *("经费", "项目", "资金", "补助", "补贴", "费用", "工程", "奖励", "专项", "支出", "工作", "费", "款"),
    *("活动", "培训", "购置", "维护", "建设", "改造", "采购", "服务", "平台", "系统", "慰问"),
)


@frozen
class LevelRow:
    """What decides the level of a row."""

    name: str
    amount: Decimal | None
    #: Whether it prints neither an objective nor indicators.
    bare: bool


@define
class UnitRows:
    """A spending unit's row, or None where none is printed, and its projects' rows."""

    unit: int | None
    projects: list[int] = field(factory=list)


@define
class Levels:
    """The rows of a table by level, as indices."""

    total: int | None = None
    units: list[UnitRows] = field(factory=list)
    #: Page subtotals and further totals.
    left_out: list[int] = field(factory=list)


def tell_levels(rows: Sequence[LevelRow]) -> Levels:
    """Tell the rows of a table apart.

    >>> one, two = Decimal(1), Decimal(2)
    >>> rows = [LevelRow("合计", two, True), LevelRow("甲局", two, True),
    ...         LevelRow("培训费", one, False), LevelRow("会议费", one, True)]
    >>> tell_levels(rows).units
    [UnitRows(unit=1, projects=[2, 3])]
    """
    levels = Levels()
    body: list[int] = []
    for place, row in enumerate(rows):
        if row.bare and row.name in _TOTALS and levels.total is None:
            levels.total = place
        elif row.bare and row.name in _TOTALS | _SUBTOTALS:
            levels.left_out.append(place)
        else:
            body.append(place)
    levels.units = _units(rows, body)
    return levels


def _units(rows: Sequence[LevelRow], body: Sequence[int]) -> list[UnitRows]:
    sums = list(accumulate((rows[place].amount or Decimal(0) for place in body), initial=Decimal(0)))
    bare = [rows[place].bare for place in body]
    units: list[UnitRows] = []
    at = 0
    while at < len(body):
        row = rows[body[at]]
        end = _sum_end(row, at, sums, bare) if row.bare else None
        if end is not None:
            units.append(UnitRows(body[at], list(body[at + 1 : end])))
            at = end
        elif row.bare and (not units or not row.name.endswith(_PROJECT_ENDINGS)):
            units.append(UnitRows(body[at]))
            at += 1
        else:
            if not units:
                units.append(UnitRows(None))
            units[-1].projects.append(body[at])
            at += 1
    return units


def _sum_end(row: LevelRow, at: int, sums: Sequence[Decimal], bare: Sequence[bool]) -> int | None:
    """Return where the rows end that add up to the bare row at `at`, or None when none do.

    They end before another bare row, or with the table. Sums never fall, so the
    places with the wanted sum are found by bisection.
    """
    if row.amount is None:
        return None
    wanted = sums[at + 1] + row.amount
    first, last = bisect_left(sums, wanted, at + 1), bisect_right(sums, wanted, at + 1)
    for end in range(last - 1, first - 1, -1):
        if end == len(bare) or bare[end]:
            return end if end > at + 1 or row.amount == 0 else None
    return None
