"""The walk through two documents: tables, spending units, projects, indicators, targets."""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple, TypeVar

from budgetperf.comparing.amounts import amount_changes, worth
from budgetperf.comparing.demands import Judgement, TargetVerdict, Years, judged
from budgetperf.comparing.differences import (
    Difference,
    IndicatorDifference,
    ProjectDifference,
    TableDifference,
    TargetChange,
    TextChange,
    UnitDifference,
    category_of,
)
from budgetperf.comparing.matching import Match, matched
from budgetperf.comparing.names import key_of, literal_key, similarity
from budgetperf.language import in_context, understood
from budgetperf.model import Document, Indicator, PerformanceTable, Project, SpendingUnit, Target
from budgetperf.normalization import normalized
from budgetperf.readings import Qualitative, Reading
from budgetperf.soundness import bare_department

__all__ = ["compared"]

_TARGETS = ("period_target", "annual_target")

_Part = TypeVar("_Part")


def compared(old: Document, new: Document, threshold: float) -> Difference:
    """Return what differs between two documents."""
    tables = _tables_matched(old, new, threshold)
    pairs = [(old.tables[match.old], new.tables[match.new]) for match in tables]
    units = [matched(*_units(pair), _UNIT_KEYS, _unit_named, threshold) for pair in pairs]
    differing = [
        _table_difference(old.tables[match.old], new.tables[match.new], match, of_units)
        for match, of_units in zip(tables, units, strict=True)
    ]
    olds, news = (
        _placed(old, _Numbers.of_old(tables, units), "old"),
        _placed(new, _Numbers.of_new(tables, units), "new"),
    )
    projects = matched(olds, news, _PROJECT_KEYS, _project_named, threshold)
    changed = {
        match.new: _project_difference(olds[match.old], news[match.new], match.score, threshold) for match in projects
    }
    return Difference(
        old=old,
        new=new,
        threshold=threshold,
        table_pairs=_in_order(
            {match.new: (match.old, match.new) for match in tables},
            {match.old for match in tables},
            [(None, number) for number in range(len(new.tables))],
            [(number, None) for number in range(len(old.tables))],
        ),
        tables=_in_order(
            {match.new: each for match, each in zip(tables, differing, strict=True)},
            {match.old for match in tables},
            [_lone_table(None, table, number) for number, table in enumerate(new.tables)],
            [_lone_table(table, None, number) for number, table in enumerate(old.tables)],
        ),
        projects=_in_order(
            changed,
            {match.old for match in projects},
            [_lone_project(None, place) for place in news],
            [_lone_project(place, None) for place in olds],
        ),
        compared=len(projects),
    )


def _in_order(
    changed: Mapping[int, _Part | None], kept: set[int], added: Sequence[_Part], dropped: Sequence[_Part]
) -> tuple[_Part, ...]:
    """Return what differs in the order of the new document, and behind it what was dropped.

    Args:
        changed: What became of each part that is in both documents, by its place in the new one; None of nothing.
        kept: The places of those parts in the old document.
        added: What is said of every part of the new document, if it is in no other.
        dropped: The same of the old document.

    """
    first = (changed.get(place, difference) for place, difference in enumerate(added))
    last = (difference for place, difference in enumerate(dropped) if place not in kept)
    return tuple(each for each in (*first, *last) if each is not None)


# --- tables and spending units ------------------------------------------------------------------


def _department(table: PerformanceTable) -> str:
    return key_of(bare_department(table.department)) if table.department else ""


def _title(table: PerformanceTable) -> str:
    return key_of(table.title or "")


#: By department as printed, title and year; by what is left when years go; where no department is printed, by title.
_TABLE_KEYS: tuple[Callable[[PerformanceTable], Hashable | None], ...] = (
    lambda table: (literal_key(table.department or ""), literal_key(table.title or ""), table.year),
    lambda table: (literal_key(table.department or ""), _title(table)),
    lambda table: literal_key(table.department) if table.department else None,
    lambda table: _department(table) or None,
)


def _tables_matched(old: Document, new: Document, threshold: float) -> list[Match]:
    found = matched(
        old.tables, new.tables, _TABLE_KEYS, lambda table: ("", _department(table) or _title(table)), threshold
    )
    if not found and len(old.tables) == 1 == len(new.tables):
        # Whoever compares one table with one other wants to see what they have in common.
        names = [table.department or table.title or "" for table in (old.tables[0], new.tables[0])]
        return [Match(0, 0, similarity(*names))]
    return found


def _units(tables: tuple[PerformanceTable, PerformanceTable]) -> tuple[Sequence[SpendingUnit], Sequence[SpendingUnit]]:
    return tables[0].spending_units, tables[1].spending_units


def _unit_key(unit: SpendingUnit) -> str | None:
    return None if unit.name is None else key_of(unit.name)


_UNIT_KEYS: tuple[Callable[[SpendingUnit], Hashable | None], ...] = (
    lambda unit: None if unit.name is None else literal_key(unit.name),
    _unit_key,
    lambda unit: "" if unit.name is None else None,
)


def _unit_named(unit: SpendingUnit) -> tuple[Hashable, str]:
    return unit.name is None, unit.name or ""


def _table_difference(
    old: PerformanceTable, new: PerformanceTable, match: Match, units: Sequence[Match]
) -> TableDifference | None:
    amount_units = old.amount_unit, new.amount_unit
    paths = f"tables[{match.old}]", f"tables[{match.new}]"

    def unit_path(side: int, place: int) -> str:
        return f"{paths[side]}.spending_units[{place}]"

    changed: dict[int, UnitDifference | None] = {}
    for each in units:
        before, after = old.spending_units[each.old], new.spending_units[each.new]
        difference = UnitDifference(
            old=before,
            new=after,
            old_path=unit_path(0, each.old),
            new_path=unit_path(1, each.new),
            score=each.score,
            amounts=amount_changes(before.funding, after.funding, *amount_units),
        )
        changed[each.new] = difference if difference.amounts or difference.renamed else None
    found = TableDifference(
        old=old,
        new=new,
        old_path=paths[0],
        new_path=paths[1],
        score=match.score,
        amounts=amount_changes(old.total, new.total, *amount_units),
        units=_in_order(
            changed,
            {each.old for each in units},
            [_lone_unit(None, unit, unit_path(1, place)) for place, unit in enumerate(new.spending_units)],
            [_lone_unit(unit, None, unit_path(0, place)) for place, unit in enumerate(old.spending_units)],
        ),
    )
    return found if found.amounts or found.units or found.renamed or found.amount_unit_changed else None


def _lone_table(old: PerformanceTable | None, new: PerformanceTable | None, number: int) -> TableDifference:
    path = f"tables[{number}]"
    paths = (path if old else None), (path if new else None)
    return TableDifference(old=old, new=new, old_path=paths[0], new_path=paths[1], score=None)


def _lone_unit(old: SpendingUnit | None, new: SpendingUnit | None, path: str) -> UnitDifference:
    paths = (path if old else None), (path if new else None)
    return UnitDifference(old=old, new=new, old_path=paths[0], new_path=paths[1], score=None)


# --- projects -----------------------------------------------------------------------------------


class _Numbers(NamedTuple):
    """What tables and units are called in both documents: the same number for what is the same."""

    tables: dict[int, Hashable]
    units: dict[tuple[int, int], Hashable]

    @classmethod
    def of_old(cls, tables: Sequence[Match], units: Sequence[Sequence[Match]]) -> "_Numbers":
        return cls(
            {match.old: number for number, match in enumerate(tables)},
            {
                (match.old, each.old): (number, place)
                for number, (match, of_units) in enumerate(zip(tables, units, strict=True))
                for place, each in enumerate(of_units)
            },
        )

    @classmethod
    def of_new(cls, tables: Sequence[Match], units: Sequence[Sequence[Match]]) -> "_Numbers":
        mirrored = [Match(match.new, match.old, match.score) for match in tables]
        return cls.of_old(mirrored, [[Match(each.new, each.old, each.score) for each in found] for found in units])


class _Placed(NamedTuple):
    """A project and where it stands."""

    project: Project
    path: str
    table: PerformanceTable
    unit: SpendingUnit
    #: What its table and its unit are called in both documents.
    table_number: Hashable
    unit_number: Hashable

    @property
    def worth(self) -> Decimal | str:
        return worth(self.project.funding.total, self.table.amount_unit)


def _placed(document: Document, numbers: _Numbers, side: str) -> list[_Placed]:
    return [
        _Placed(
            project,
            f"tables[{number}].spending_units[{place}].projects[{index}]",
            table,
            unit,
            numbers.tables.get(number, (side, number)),
            numbers.units.get((number, place), (side, number, place)),
        )
        for number, table in enumerate(document.tables)
        for place, unit in enumerate(table.spending_units)
        for index, project in enumerate(unit.projects)
    ]


def _literal_name(place: _Placed) -> str:
    return literal_key(place.project.name)


def _yearless_name(place: _Placed) -> str:
    return key_of(place.project.name)


#: The name as printed in the same unit, for the same money or not; in the same table; anywhere; and without years.
_PROJECT_KEYS: tuple[Callable[[_Placed], Hashable | None], ...] = (
    lambda place: (place.unit_number, _literal_name(place), place.worth),
    lambda place: (place.unit_number, _literal_name(place)),
    lambda place: (place.table_number, _literal_name(place)),
    lambda place: _literal_name(place) or None,
    lambda place: (place.unit_number, _yearless_name(place), place.worth),
    lambda place: (place.unit_number, _yearless_name(place)),
    lambda place: (place.table_number, _yearless_name(place)),
    lambda place: _yearless_name(place) or None,
)


def _project_named(place: _Placed) -> tuple[Hashable, str]:
    return place.table_number, place.project.name


def _project_difference(old: _Placed, new: _Placed, score: float, threshold: float) -> ProjectDifference | None:
    years = Years(old.table.year, new.table.year)
    found = ProjectDifference(
        old=old.project,
        new=new.project,
        old_path=old.path,
        new_path=new.path,
        score=score,
        old_unit=old.unit.name,
        new_unit=new.unit.name,
        old_department=old.table.department,
        new_department=new.table.department,
        old_amount_unit=old.table.amount_unit,
        new_amount_unit=new.table.amount_unit,
        moved=_has_moved(old, new),
        amounts=amount_changes(old.project.funding, new.project.funding, old.table.amount_unit, new.table.amount_unit),
        objective=_text_change(old.project.objective, new.project.objective),
        indicators=_indicator_differences(old, new, years, threshold),
    )
    return found if found.renamed or found.moved or found.amounts or found.objective or found.indicators else None


def _has_moved(old: _Placed, new: _Placed) -> bool:
    """Tell whether a project stands elsewhere; where a document prints no unit row, nobody knows under which unit."""
    if old.table_number != new.table_number:
        return True
    return old.unit.name is not None and new.unit.name is not None and old.unit_number != new.unit_number


def _lone_project(old: _Placed | None, new: _Placed | None) -> ProjectDifference:
    return ProjectDifference(
        old=old and old.project,
        new=new and new.project,
        old_path=old and old.path,
        new_path=new and new.path,
        score=None,
        old_unit=old and old.unit.name,
        new_unit=new and new.unit.name,
        old_department=old and old.table.department,
        new_department=new and new.table.department,
        old_amount_unit=old and old.table.amount_unit,
        new_amount_unit=new and new.table.amount_unit,
    )


def _text_change(old: str | None, new: str | None) -> TextChange | None:
    return None if normalized(old or "") == normalized(new or "") else TextChange(old=old, new=new)


# --- indicators and targets ---------------------------------------------------------------------


def _annual_words(indicator: Indicator) -> str:
    target = indicator.annual_target or indicator.period_target
    return target.normalized if target else ""


#: The name as printed in the same category, with the same target or not; without years; in any category.
_INDICATOR_KEYS: tuple[Callable[[Indicator], Hashable | None], ...] = (
    lambda indicator: (category_of(indicator), literal_key(indicator.name), _annual_words(indicator)),
    lambda indicator: (category_of(indicator), literal_key(indicator.name)),
    lambda indicator: (category_of(indicator), key_of(indicator.name)),
    lambda indicator: literal_key(indicator.name) or None,
    lambda indicator: key_of(indicator.name) or None,
)


def _indicator_differences(
    old: _Placed, new: _Placed, years: Years, threshold: float
) -> tuple[IndicatorDifference, ...]:
    olds, news = old.project.indicators, new.project.indicators
    found = matched(olds, news, _INDICATOR_KEYS, lambda each: (category_of(each), each.name), threshold)

    def difference(before: int | None, after: int | None, score: float | None = None) -> IndicatorDifference:
        one, other = None if before is None else olds[before], None if after is None else news[after]
        return IndicatorDifference(
            old=one,
            new=other,
            old_path=None if before is None else f"{old.path}.indicators[{before}]",
            new_path=None if after is None else f"{new.path}.indicators[{after}]",
            score=score,
            targets=tuple(_target_changes(one, other, years)) if one and other else (),
        )

    changed: dict[int, IndicatorDifference | None] = {}
    for match in found:
        each = difference(match.old, match.new, match.score)
        changed[match.new] = each if each.targets or each.renamed or each.recategorized else None
    return _in_order(
        changed,
        {match.old for match in found},
        [difference(None, place) for place in range(len(news))],
        [difference(place, None) for place in range(len(olds))],
    )


def _target_changes(old: Indicator, new: Indicator, years: Years) -> Iterator[TargetChange]:
    """Yield the targets that are printed in other words."""
    for which in _TARGETS:
        before, after = (_printed(getattr(indicator, which)) for indicator in (old, new))
        if (before and before.normalized) == (after and after.normalized):
            continue
        verdict = _judged(before, after, old, new, years)
        yield TargetChange(
            which=which,
            old=before,
            new=after,
            verdict=verdict.verdict,
            outcomes=verdict.outcomes,
            note=verdict.note,
        )


def _printed(target: Target | None) -> Target | None:
    return target if target is not None and target.normalized else None


def _judged(before: Target | None, after: Target | None, old: Indicator, new: Indicator, years: Years) -> Judgement:
    if before is None or after is None:
        return Judgement(TargetVerdict.ADDED if before is None else TargetVerdict.DROPPED)
    return judged(_reading(before, old), _reading(after, new), years)


def _reading(target: Target, indicator: Indicator) -> Reading:
    """Return what a target means; one that was made by hand has to be read first."""
    if target.reading is not None:
        return target.reading
    level2 = indicator.level2
    category = (level2.category or level2.label) if level2 else ""
    return in_context(understood(target.text), indicator.name, category)[0] or Qualitative()
