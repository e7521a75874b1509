"""Which cell is in which column, where a page has more or fewer cells than the header.

A page break may drop an empty column, a tool the empty cells at a row's end, and
a stray tab may cut a word. The cells are aligned with the columns by what they
hold, at the least cost; which money column was lost is what the sums say.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import combinations
from math import comb
from typing import NamedTuple

from attrs import define, field

from budgetperf.assembly.amounts import read_amount
from budgetperf.assembly.columns import MONEY, STANDARD, Column, holds_indicators
from budgetperf.assembly.rows import Page, Sheet, SheetRow, quoted_beginning
from budgetperf.assembly.words import SUBTOTALS, TOTALS, row_name
from budgetperf.diagnostics import Diagnostic, diagnose
from budgetperf.readers import RawCell, RawRow
from budgetperf.soundness import hull

__all__ = ["name_columns"]

Layout = tuple[Column | None, ...]
#: What the cells at each place hold: how many of each kind.
Profile = tuple[tuple[tuple[str, int], ...], ...]
#: One sum for each money column.
Sums = tuple[Decimal, ...]

_LONGEST_AMOUNT = 40
#: Nothing among the money, but a word elsewhere.
_WORDS = frozenset({"无"})
#: What it costs when a column holds nothing (E), a dash (D), an amount (A), words (W), indicators (I).
_MATCH: dict[Column | None, dict[str, float]] = {
    None: {"E": 0, "D": 0.1, "A": 0.5, "W": 0.5, "I": 5},
    Column.NAME: {"E": 0.3, "D": 1, "A": 5, "W": 0, "I": 10},
    Column.TOTAL: {"E": 0.3, "D": 0.2, "A": 0, "W": 4, "I": 15},
    Column.FISCAL: {"E": 0, "D": 0, "A": 0, "W": 5, "I": 15},
    Column.SPECIAL: {"E": 0, "D": 0, "A": 0, "W": 5, "I": 15},
    Column.OTHER: {"E": 0, "D": 0, "A": 0, "W": 5, "I": 15},
    Column.OBJECTIVE: {"E": 0.1, "D": 0.4, "A": 5, "W": 0, "I": 6},
    Column.INDICATORS: {"E": 0.1, "D": 0.4, "A": 6, "W": 1, "I": 0},
}
#: What it costs when a column is not printed between others that are.
_SKIP: dict[Column | None, float] = {
    None: 0.3,
    Column.NAME: 4,
    Column.TOTAL: 4,
    Column.FISCAL: 0.8,
    Column.SPECIAL: 0.5,
    Column.OTHER: 0.45,
    Column.OBJECTIVE: 1.5,
    Column.INDICATORS: 1.5,
}
_SKIP_BEFORE_FIRST = 0.3
_SKIP_AFTER_LAST = 0.05
#: What it costs when a cell is in no column, or is the rest of the cell before it.
_SURPLUS = {"E": 0.3, "D": 0.5, "A": 6.0, "W": 5.0, "I": 20.0}
_SURPLUS_AT_END = {**_SURPLUS, "E": 0.1}
_MERGED = {"E": 0.4, "D": 2.0, "A": 6.0, "W": 2.0, "I": 2.0}
#: A row with more cells is aligned only as far as this, so that time stays linear.
_MOST_CELLS = 24
_MOST_TRIES = 4096
_MOST_CHOICES = 128
#: No page that has lost columns has its texts before this place.
_FIRST_TEXT = 3


def name_columns(sheet: Sheet, doubts: list[Diagnostic]) -> list[SheetRow]:
    """Return the rows of a sheet with every cell given its column."""
    fits = [_fit(page, sheet) for page in sheet.pages]
    _settle_money(fits)
    rows: list[SheetRow] = []
    for number, fit in enumerate(fits):
        _report_width(fit, doubts)
        idle: dict[int, list[RawCell]] = {}
        different: set[int] = set()  # the places of cells that don't repeat the one before
        for row, kinds in zip(fit.page.rows, fit.kinds, strict=True):
            sheet_row, surplus = _sheet_row(row, kinds, fit, number)
            if sheet_row.cells or sheet_row.line:
                rows.append(sheet_row)
            if len(kinds) == len(fit.layout):
                for place, cell in surplus.items():
                    idle.setdefault(place, []).append(cell)
                    if not place or cell.text != row.cells[place - 1].text:
                        different.add(place)
            elif surplus:
                doubts.append(_no_column(list(surplus.values())))
        doubts.extend(_overfull(fit.page.rows))
        doubts.extend((_no_column if place in different else _repeated)(cells) for place, cells in idle.items())
    return rows


def _no_column(cells: Sequence[RawCell]) -> Diagnostic:
    others = f" and {len(cells) - 1} more" if len(cells) > 1 else ""
    message = f"{quoted_beginning(cells[0].text)}{others} in no column of ours"
    return diagnose("R113", message, hull(cell.span for cell in cells))


def _repeated(cells: Sequence[RawCell]) -> Diagnostic:
    message = f"{quoted_beginning(cells[0].text)} is printed again in the column beside it"
    return diagnose("R130", message, hull(cell.span for cell in cells))


def _overfull(rows: Sequence[RawRow]) -> list[Diagnostic]:
    cut = [row for row in rows if row.overfull]
    if not cut:
        return []
    message = f"the words of {len(cut)} rows hold the mark that parts fields; what it has cut is put together"
    return [diagnose("R134", message, hull(row.span for row in cut))]


def kind(text: str) -> str:
    """Return what a cell holds: nothing (E), a dash (D), an amount (A), words (W) or indicators (I).

    >>> [kind(text) for text in ("—", "3.00", "培训费", "1、1-产出指标；")]
    ['D', 'A', 'W', 'I']
    """
    if not text:
        return "E"
    if len(text) <= _LONGEST_AMOUNT:
        amount = read_amount(text)
        if amount.value is not None:
            return "A"
        if not amount.doubts:
            return "D"
    return "I" if holds_indicators(text) else "W"


def _kinds(row: RawRow) -> str:
    return "".join(kind(cell.text) for cell in row.cells)


# --- pages ---------------------------------------------------------------------------------------


class _Amounts(NamedTuple):
    """What a row adds to the sums of columns."""

    kinds: str
    is_total: bool
    #: Its amounts, each with its place.
    amounts: list[tuple[int, Decimal]]


@define
class _Fit:
    """A page with the columns of its cells."""

    page: Page
    #: What the page would print if nothing were lost.
    whole: Layout
    #: The columns of rows of full width.
    layout: Layout
    #: The kinds of the cells of each row.
    kinds: list[str]
    #: What the layout could be as well, when a money column was lost; the likeliest first.
    choices: list[Layout] = field(factory=list)
    #: The columns of narrower and wider rows, by the kinds of their cells.
    known: dict[str, tuple[Layout, frozenset[int]]] = field(factory=dict)
    _amounts: list[_Amounts] | None = None

    def columns(self, kinds: str) -> tuple[Layout, frozenset[int]]:
        """Return the columns of a row, and the places that go on with the cell before."""
        if len(kinds) == len(self.layout):
            return self.layout, frozenset()
        if kinds not in self.known:
            trimmed = self.layout == self.whole[: len(self.layout)]
            columns = self.whole if trimmed else self.layout
            self.known[kinds] = _aligned(_profile([kinds]), columns)
        return self.known[kinds]

    def amounts(self) -> list[_Amounts]:
        """Return the rows with their amounts, subtotals left out; found once, since many layouts are tried on them."""
        if self._amounts is None:
            named = zip(map(_short_name, self.page.rows), self.page.rows, self.kinds, strict=True)
            self._amounts = [
                _Amounts(kinds, name in TOTALS, _by_place(row, kinds))
                for name, row, kinds in named
                if name not in SUBTOTALS
            ]
        return self._amounts

    def holds_total(self) -> bool:
        """Tell whether 合计 is on the page."""
        return any(_short_name(row) in TOTALS for row in self.page.rows)


def _fit(page: Page, sheet: Sheet) -> _Fit:
    kinds = [_kinds(row) for row in page.rows]
    tables = [each for each in kinds if len(each) > 1]
    whole = _whole(page, sheet, max(map(len, tables), default=0))
    fit = _Fit(page, whole, whole, kinds)
    if page.headed or not tables or any(len(each) == len(whole) for each in tables):
        return fit  # a header loses its column with its rows; shorter rows lack their last cells
    width = _width(tables, len(whole))
    rows = [each for each in tables if len(each) == width]
    if rows and width < len(whole):
        trimmed = not any(row.endswith("E") for row in rows)
        fit.choices = _choices(_profile(rows), whole, sheet.header.columns, trimmed=trimmed)
        fit.layout = fit.choices[0]
    return fit


def _whole(page: Page, sheet: Sheet, widest: int) -> Layout:
    """Return the columns that a page has when none is lost.

    A page without a header may have those that the header's own page has lost.
    """
    columns = page.header.columns
    lacking = sheet.lacking
    standard = tuple(column for column in STANDARD if column not in lacking)
    order = [column for column in standard if column in columns]
    if page.headed or list(columns) != order:
        return columns
    return standard if widest <= len(standard) or not lacking else STANDARD


def _width(kinds: Sequence[str], most: int) -> int:
    """Return how many cells the full rows of a page have: those with indicators, or the widest."""
    narrow = [each for each in kinds if len(each) <= most]
    clauses = Counter(len(each) for each in narrow if each.endswith("I") and "A" in each)
    if clauses:
        return clauses.most_common(1)[0][0]
    return max((len(each) for each in narrow), default=most)


def _profile(rows: Sequence[str]) -> Profile:
    return tuple(tuple(sorted(Counter(place).items())) for place in zip(*rows, strict=True))


@lru_cache(maxsize=1024)
def _aligned(profile: Profile, columns: Layout) -> tuple[Layout, frozenset[int]]:
    """Return the column of each place at the least cost, and the places that go on with the one before."""
    cells, surplus = list(profile[:_MOST_CELLS]), max(0, len(profile) - _MOST_CELLS)
    width = len(columns)
    # best[j]: the least cost of the cells so far when the first j columns are used up, and how it came about.
    best: list[tuple[float, tuple[int, ...]]] = [(0.0, ())]
    for used in range(1, width + 1):
        best.append((best[-1][0] + _SKIP_BEFORE_FIRST / used, ()))
    for cell in cells:
        following: list[tuple[float, tuple[int, ...]]] = [_ended(best[0], cell, 0)]
        for used in range(1, width + 1):
            column = columns[used - 1]
            matched = best[used - 1][0] + _cost(cell, _MATCH[column])
            options = [(matched, (*best[used - 1][1], used)), _ended(best[used], cell, used, last=used == width)]
            skipped, path = following[used - 1]
            options.append((skipped + _SKIP[column], path))
            following.append(min(options, key=lambda option: option[0]))
        best = following
    ends = [(cost + _SKIP_AFTER_LAST * (width - used), path) for used, (cost, path) in enumerate(best)]
    path = (*min(ends, key=lambda end: end[0])[1], *[0] * surplus)
    merged = frozenset(place for place, used in enumerate(path) if used < 0)
    return tuple(columns[abs(used) - 1] if used else None for used in path), merged


def _ended(
    before: tuple[float, tuple[int, ...]], cell: tuple[tuple[str, int], ...], used: int, *, last: bool = False
) -> tuple[float, tuple[int, ...]]:
    """Return the cheaper of leaving a cell out and adding it to the cell before; `last` says that all columns are."""
    cost, path = before
    left_out = cost + _cost(cell, _SURPLUS_AT_END if last else _SURPLUS)
    before_it = abs(path[-1]) if path else 0
    merged = cost + _cost(cell, _MERGED)
    if before_it == used and used and merged < left_out:
        return merged, (*path, -used)
    return left_out, (*path, 0)


def _cost(cell: tuple[tuple[str, int], ...], costs: dict[str, float]) -> float:
    return sum(costs[each] * count for each, count in cell)


# --- which money column was lost -----------------------------------------------------------------


@lru_cache(maxsize=1024)
def _choices(profile: Profile, whole: Layout, header: Layout, *, trimmed: bool) -> list[Layout]:
    """Return what the columns of rows may be when some of `whole` are not printed, the likeliest first.

    `trimmed` says that no row ends in an empty cell.
    """
    aligned, _ = _aligned(profile, whole)
    width = len(profile)
    if comb(len(whole), width) > _MOST_CHOICES:
        return [aligned]

    def unlikeliness(layout: Layout) -> tuple[bool, bool, float]:
        # A column that the header's page lacks is likely lacking here, and rows lack their last cells if none is
        # empty at its end; else 财政专户拨款 is the rarest source.
        other = [column for column in layout if column in MONEY] != headed and len(headed) < len(MONEY)
        lost = [column for column in whole if column not in layout]
        return other, not (trimmed and layout == whole[:width]), sum(_SKIP[column] for column in lost)

    headed = [column for column in header if column in MONEY]
    possible = [layout for layout in combinations(whole, width) if {Column.NAME, Column.TOTAL} <= set(layout)]
    clashes = [_clash(profile, layout) for layout in possible]
    least = min(clashes, default=0)
    alike = [layout for layout, clash in zip(possible, clashes, strict=True) if clash == least]
    return sorted(alike, key=unlikeliness) or [aligned]


def _clash(profile: Profile, layout: Layout) -> float:
    """Return the cost of words among the money and the like, apart from what is merely unusual."""
    costs = (_cost(cell, _MATCH[column]) for cell, column in zip(profile, layout, strict=True))
    return sum(cost for cost in costs if cost >= 1)


def _settle_money(fits: Sequence[_Fit]) -> None:
    """Choose what the money columns of narrow pages are, so that 合计 is the sum of its column."""
    unsettled = [fit for fit in fits if len(fit.choices) > 1 and _holds_further_money(fit)]
    if not unsettled:
        return
    open_ids = {id(fit) for fit in unsettled}
    settled = [fit for fit in fits if id(fit) not in open_ids]
    totals = _added([_balance(fit, fit.layout, _total_alone) for fit in settled])
    for fit in unsettled if any(totals) else ():
        _keep_possible(fit, totals)
    unsettled.sort(key=lambda fit: not fit.holds_total())  # the others can then only add to the sums
    for weigh in (_against_total, _against_units_and_total, _units_against_total, _against_units):
        start = _added([_balance(fit, fit.layout, weigh) for fit in settled])
        options = [[_balance(fit, layout, weigh) for layout in fit.choices] for fit in unsettled]
        found = _balancing(start, options, rising=weigh is not _against_units)
        if found:
            for fit, choice in zip(unsettled, found, strict=True):
                fit.layout = fit.choices[choice]
                fit.known.clear()
            return


def _keep_possible(fit: _Fit, totals: Sums) -> None:
    """Keep the choices that have no money in a column of which 合计 has none."""
    possible = []
    for layout in fit.choices:
        sums = _balance(fit, layout, _against_total)
        if not any(amount and not total for amount, total in zip(sums, totals, strict=True)):
            possible.append(layout)
    if possible:
        fit.choices, fit.layout = possible, possible[0]
        fit.known.clear()


def _total_alone(kinds: str, *, total: bool) -> int:  # noqa: ARG001 - one of several of a kind
    return int(total)


# 合计 is the sum of all other rows, or half of it where units have rows; a unit's row is bare.


def _against_total(kinds: str, *, total: bool) -> int:  # noqa: ARG001 - as above
    return -1 if total else 1


def _against_units_and_total(kinds: str, *, total: bool) -> int:  # noqa: ARG001 - as above
    return -2 if total else 1


def _units_against_total(kinds: str, *, total: bool) -> int:
    if total:
        return -1
    return int(not _has_words(kinds))  # a unit may have no projects


def _against_units(kinds: str, *, total: bool) -> int:
    if total:
        return 0
    return 1 if _has_words(kinds) else -1


def _has_words(kinds: str) -> bool:
    """Tell a project from a unit's row, which is bare."""
    return "I" in kinds or "W" in kinds[_FIRST_TEXT:]


def _balancing(start: Sums, options: Sequence[Sequence[Sums]], *, rising: bool) -> list[int]:
    """Return which option of each page makes every column balance; empty when none is found.

    Where sums are `rising`, a column that is above zero never comes back.
    """
    chosen: list[int] = []
    sums = [start]
    following = 0
    for _ in range(_MOST_TRIES):
        if len(chosen) == len(options):
            if not any(sums[-1]):
                return chosen
            following = len(options[-1])
        if following < len(options[len(chosen)] if len(chosen) < len(options) else ()):
            added = _added([sums[-1], options[len(chosen)][following]])
            if not rising or all(each <= 0 for each in added):
                chosen.append(following)
                sums.append(added)
                following = 0
            else:
                following += 1
        elif chosen:
            following = chosen.pop() + 1
            sums.pop()
        else:
            break
    return []


def _holds_further_money(fit: _Fit) -> bool:
    """Tell whether a page has money in a place that may be any of several columns."""
    doubtful = [place for place, columns in enumerate(zip(*fit.choices, strict=True)) if len(set(columns)) > 1]
    return any(kinds[place : place + 1] == "A" for kinds in fit.kinds for place in doubtful)


def _balance(fit: _Fit, layout: Layout, weigh: Callable[..., int]) -> Sums:
    """Return the weighed sum of each money column of a page."""
    sums = dict.fromkeys(MONEY, Decimal(0))
    for row in fit.amounts():
        weight = weigh(row.kinds, total=row.is_total)
        if not weight:
            continue
        columns = layout if layout is not fit.layout else fit.columns(row.kinds)[0]
        for place, amount in row.amounts:
            column = columns[place] if place < len(columns) else None
            if column in sums:
                sums[column] += amount if weight == 1 else weight * amount
    return tuple(sums.values())


def _added(sums: Sequence[Sums]) -> Sums:
    return tuple(sum(column, Decimal(0)) for column in zip(*sums, strict=True)) or (Decimal(0),) * len(MONEY)


def _by_place(row: RawRow, kinds: str) -> list[tuple[int, Decimal]]:
    places = [place for place, kind in enumerate(kinds) if kind == "A"]
    amounts = [(place, read_amount(row.cells[place].text).value) for place in places]
    return [(place, amount) for place, amount in amounts if amount is not None]


def _short_name(row: RawRow) -> str:
    text = row.cells[0].text
    return row_name(text) if len(text) <= _LONGEST_AMOUNT else ""


# --- rows ------------------------------------------------------------------------------------------


def _sheet_row(row: RawRow, kinds: str, fit: _Fit, page: int) -> tuple[SheetRow, dict[int, RawCell]]:
    """Return a row with its cells by column, and the cells by place that are in none."""
    if len(row.cells) == 1 and not (row.separator and (fit.page.headed or row is not fit.page.rows[0])):
        return SheetRow({}, page, row.cells[0]), {}
    layout, merged = fit.columns(kinds)
    sheet_row = SheetRow({}, page)
    surplus: dict[int, RawCell] = {}
    for place, (cell, column) in enumerate(zip(row.cells, layout, strict=True)):
        if kinds[place] == "D" and column not in MONEY and cell.text not in _WORDS:
            continue  # it says that there is nothing
        if column is not None and column not in sheet_row.cells:
            sheet_row.cells[column] = cell
        elif column is not None and place in merged:
            sheet_row.add(column, cell)
        elif cell.text:
            surplus[place] = cell
    return sheet_row.close(), surplus


def _report_width(fit: _Fit, doubts: list[Diagnostic]) -> None:
    """Report a page that has lost a column."""
    lost = set(fit.whole) - set(fit.layout) - {None}
    rows = [row for row, kinds in zip(fit.page.rows, fit.kinds, strict=True) if len(kinds) == len(fit.layout)]
    if not lost or not rows or not any(len(row.words) > 1 for row in rows):
        return
    span = hull(row.span for row in rows)
    named = "、".join(column for column in Column if column in lost)
    message = f"{len(rows)} rows have {len(fit.layout)} cells instead of {len(fit.whole)}; taken as lost: {named}"
    doubts.append(diagnose("R106", message, span))
