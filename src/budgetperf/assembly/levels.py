"""Which row is the total, which a spending unit, which a project.

The three levels are positional: 合计, then a row per spending unit, then its
projects. A unit's row has neither objective nor indicators; but so may a project's,
so arithmetic decides: a unit's amount is the sum of its projects, 合计 that of the
units. Of all ways to read the rows the one with the fewest oddities is taken.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from decimal import Decimal
from itertools import accumulate

from attrs import define, field, frozen

from budgetperf.assembly.words import PROJECT_ENDINGS, SUBTOTALS, TOTALS, UNIT_ENDINGS

__all__ = ["LevelRow", "Levels", "UnitRows", "tell_levels"]

# What each oddity costs. Two projects without words are likelier than one sum that
# does not hold, and a unit without projects is likelier than that.
_SUM_FAILS = 10.0
_NO_PROJECTS = 4.0
_UNIT_NAMED_AS_PROJECT = 3.0
_PROJECT_NAMED_AS_UNIT = 2.0
_BARE_PROJECT = 1.0
_NO_AMOUNT = 1.5
_NO_UNIT = 5.0
_TOTAL_FAILS = 25.0
_ODD_COUNT = 50.0


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
    #: How odd this reading of the rows is; 0 when everything adds up.
    cost: float = 0


def tell_levels(rows: Sequence[LevelRow], projects: int | None = None) -> Levels:
    """Tell the rows of a table apart.

    Args:
        rows: The rows in printed order.
        projects: How many projects there must be, when columns printed apart tell.

    >>> one, two = Decimal(1), Decimal(2)
    >>> rows = [LevelRow("合计", two, True), LevelRow("甲局", two, True),
    ...         LevelRow("培训费", one, False), LevelRow("会议费", one, True)]
    >>> tell_levels(rows).units
    [UnitRows(unit=1, projects=[2, 3])]
    """
    levels = Levels()
    body: list[int] = []
    for place, row in enumerate(rows):
        if row.bare and row.name in TOTALS and levels.total is None:
            levels.total = place
        elif row.bare and row.name in TOTALS | SUBTOTALS:
            levels.left_out.append(place)
        else:
            body.append(place)
    total = None if levels.total is None else rows[levels.total].amount
    readings = _readings([rows[place] for place in body])
    best: list[UnitRows] = []
    levels.cost = float("inf")
    for units, cost in readings:
        odd = cost + _oddity([rows[place] for place in body], units, total, projects)
        if odd < levels.cost:
            best, levels.cost = units, odd
    levels.units = [
        UnitRows(None if unit.unit is None else body[unit.unit], [body[place] for place in unit.projects])
        for unit in best
    ]
    return levels


def _readings(rows: Sequence[LevelRow]) -> list[tuple[list[UnitRows], float]]:
    """Return the ways to read the rows that are worth weighing, with their costs."""
    if not rows:
        return [([], 0.0)]
    everything = UnitRows(None, list(range(len(rows))))
    readings = [_cheapest(rows), ([everything], _NO_UNIT + sum(_project_cost(row) for row in rows))]
    if all(row.bare for row in rows):
        units = [UnitRows(place) for place in range(len(rows))]
        readings.append((units, sum(_unit_cost(row) + _NO_PROJECTS for row in rows)))
    elif rows[0].bare:
        readings.append(_by_words(rows))
    return readings


def _oddity(rows: Sequence[LevelRow], units: Sequence[UnitRows], total: Decimal | None, projects: int | None) -> float:
    """Return what it costs that 合计 or the number of projects is not as it should be."""
    odd = 0.0
    if total is not None:
        members = [place for unit in units for place in ([unit.unit] if unit.unit is not None else unit.projects)]
        odd += _TOTAL_FAILS * (total != sum((rows[place].amount or Decimal(0) for place in members), Decimal(0)))
    if projects is not None:
        odd += _ODD_COUNT * (projects != sum(len(unit.projects) for unit in units))
    return odd


def _by_words(rows: Sequence[LevelRow]) -> tuple[list[UnitRows], float]:
    """Return the reading in which every row without words is a unit."""
    units: list[UnitRows] = []
    cost = 0.0
    for place, row in enumerate(rows):
        if row.bare:
            units.append(UnitRows(place))
            cost += _unit_cost(row)
        else:
            units[-1].projects.append(place)
    for unit in units:
        summed = sum((rows[place].amount or Decimal(0) for place in unit.projects), Decimal(0))
        fails = unit.unit is not None and rows[unit.unit].amount not in (summed, None)
        cost += (_SUM_FAILS if unit.projects else _NO_PROJECTS) * fails
    return units, cost


def _unit_cost(row: LevelRow) -> float:
    odd = _NO_AMOUNT * (row.amount is None)
    return odd + _UNIT_NAMED_AS_PROJECT * (row.name.endswith(PROJECT_ENDINGS) and not row.name.endswith(UNIT_ENDINGS))


def _project_cost(row: LevelRow) -> float:
    if not row.bare:
        return 0
    named_as_unit = row.name.endswith(UNIT_ENDINGS) and not row.name.endswith(PROJECT_ENDINGS)
    return _BARE_PROJECT + _PROJECT_NAMED_AS_UNIT * named_as_unit


def _cheapest(rows: Sequence[LevelRow]) -> tuple[list[UnitRows], float]:
    """Return the cheapest reading, found from the last row back to the first."""
    return _Search(rows).reading()


@define(init=False)
class _Search:
    """The cheapest readings of the rows from each place on.

    A unit whose projects add up goes to the place where they do, which bisection
    finds, since sums don't fall; one whose projects don't goes on from row to row.
    """

    rows: Sequence[LevelRow]
    sums: list[Decimal]
    #: The cost of project rows before each place.
    projects: list[float]
    #: The cost from each place on, when a unit begins there (or the table ends).
    begun: list[float]
    #: The cost from each place on within a unit whose sum fails.
    within: list[float]
    #: Where the unit that begins at a place ends; -1 where its sum fails.
    ends: list[int]

    def __init__(self, rows: Sequence[LevelRow]) -> None:
        self.rows = rows
        self.sums = list(accumulate((abs(row.amount or Decimal(0)) for row in rows), initial=Decimal(0)))
        self.projects = list(accumulate(map(_project_cost, rows), initial=0.0))
        count = len(rows)
        self.begun, self.within = [float("inf")] * count + [0.0], [0.0] * (count + 1)
        self.ends = [-1] * count
        for place in range(count - 1, -1, -1):
            self._weigh(place)

    def _weigh(self, place: int) -> None:
        row = self.rows[place]
        if row.bare:
            fails = _SUM_FAILS * (row.amount is not None)
            alone, failing = self.begun[place + 1] + _NO_PROJECTS, self.within[place + 1] + fails
            self.begun[place] = _unit_cost(row) + min(alone, failing)
            self.ends[place] = place + 1 if alone <= failing else -1
            for end in self._sum_ends(place):
                cost = _unit_cost(row) + self.projects[end] - self.projects[place + 1] + self.begun[end]
                cost += _NO_PROJECTS * (end == place + 1)
                if cost < self.begun[place]:
                    self.begun[place], self.ends[place] = cost, end
        self.within[place] = min(_project_cost(row) + self.within[place + 1], self.begun[place])

    def _sum_ends(self, place: int) -> list[int]:
        """Return the first and the last place where the rows end that add up to the unit at `place`."""
        amount = self.rows[place].amount
        if amount is None:
            return []
        wanted = self.sums[place + 1] + abs(amount)
        first = bisect_left(self.sums, wanted, place + 1)
        last = bisect_right(self.sums, wanted, place + 1) - 1
        return sorted({first, last}) if last >= first else []

    def reading(self) -> tuple[list[UnitRows], float]:
        """Return the cheapest reading of all rows, and its cost."""
        nameless = _NO_UNIT + self.within[0]
        units: list[UnitRows] = []
        place = 0
        if nameless < self.begun[0]:
            units.append(UnitRows(None))
            place = self._fill(units[-1], 0)
        while place < len(self.rows):
            unit = UnitRows(place)
            units.append(unit)
            end = self.ends[place]
            if end < 0:
                place = self._fill(unit, place + 1)
            else:
                unit.projects.extend(range(place + 1, end))
                place = end
        return units, min(nameless, self.begun[0])

    def _fill(self, unit: UnitRows, place: int) -> int:
        """Give `unit` the rows up to the next unit; return where that begins."""
        while place < len(self.rows):
            as_project = _project_cost(self.rows[place]) + self.within[place + 1]
            if self.begun[place] < as_project or (self.begun[place] == as_project and self.rows[place].bare):
                return place
            unit.projects.append(place)
            place += 1
        return place
