"""What is told of a difference, in the order and in the words that the text and the page have in common."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from attrs import frozen

from budgetperf.comparing.amounts import AmountChange, are_comparable, worth
from budgetperf.comparing.demands import OutcomeRange, TargetVerdict
from budgetperf.comparing.differences import (
    Difference,
    DifferenceStatus,
    IndicatorDifference,
    ProjectDifference,
    TableDifference,
    TargetChange,
    TextChange,
)
from budgetperf.comparing.names import key_of
from budgetperf.figures import NOTHING, SOURCES, category_label, with_separators
from budgetperf.model import AmountUnit, Funding, Indicator, PerformanceTable, Project, SpendingUnit
from budgetperf.phrasebook import Phrasebook
from budgetperf.soundness import bare_department

__all__ = [
    "SIGNS",
    "MoneyWords",
    "Row",
    "Section",
    "TargetWords",
    "abridged",
    "indicator_is_telling",
    "notes_on_indicator",
    "notes_on_project",
    "notes_on_table",
    "rows_of",
    "sections_of",
    "sources_in_words",
    "summary_in_words",
    "targets_in_words",
    "title_of",
]

SIGNS: Final = {DifferenceStatus.ADDED: "+", DifferenceStatus.DROPPED: "−", DifferenceStatus.CHANGED: "~"}
#: Shares above this many per cent say no more than their first digits.
_MOST_PER_CENT: Final = 10**9
#: Of what two texts have in common, so much is shown on either side of a change.
_CONTEXT: Final = 12
_WHICH: Final = {"period_target": "period", "annual_target": "annual"}
_RENAMED: Final = "renamed ({score:.2f}), was {name}"
_ASKING: Final = {OutcomeRange.NARROWER: "asks for more", OutcomeRange.WIDER: "asks for less"}


@frozen(kw_only=True)
class Section:
    """What is told of one table, or of two that are the same."""

    old: PerformanceTable | None
    new: PerformanceTable | None
    #: None where captions, total and units are the same.
    difference: TableDifference | None
    projects: tuple[ProjectDifference, ...]

    @property
    def amount_units(self) -> tuple[AmountUnit | None, AmountUnit | None]:
        """The units of amounts of the two."""
        old, new = (None if table is None else table.amount_unit for table in (self.old, self.new))
        return old, new

    def states_unit_of(self, units: Sequence[AmountUnit | None]) -> bool:
        """Tell whether the captions say in which unit amounts are, which then need not stand beside each."""
        return len({*units, *(table.amount_unit for table in self._tables)}) == 1

    @property
    def captions(self) -> list[str]:
        """The department, the years and the units of amounts."""
        departments = [table.department or table.title for table in self._tables]
        renamed = self.difference is not None and self.difference.renamed
        department = _names(*(departments if renamed else departments[-1:]))
        years = " → ".join(dict.fromkeys(str(table.year) for table in self._tables if table.year is not None))
        units = " → ".join(dict.fromkeys(str(table.amount_unit or NOTHING) for table in self._tables))
        return [department, *([years] if years else []), f"单位：{units}"]

    @property
    def _tables(self) -> list[PerformanceTable]:
        return [table for table in (self.old, self.new) if table is not None]


class MoneyWords(NamedTuple):
    """What is said of an amount: what it was, what it is, how much more that is, and in per cent."""

    old: str = ""
    new: str = ""
    more: str = ""
    percentage: str = ""


class Row(NamedTuple):
    """A name with its money, and the project that is told below it."""

    #: None for what is a heading only.
    status: DifferenceStatus | None
    name: str
    money: MoneyWords
    project: ProjectDifference | None = None

    @property
    def sign(self) -> str:
        """The sign of what became of it."""
        return SIGNS[self.status] if self.status else ""


class TargetWords(NamedTuple):
    """What is said of a target: what it was, what it is, and what became of it."""

    old: str = ""
    new: str = ""
    told: str = ""
    #: None where an indicator came or went, or changed in other than its targets.
    change: TargetChange | None = None


def title_of(difference: Difference, words: Phrasebook) -> str:
    """Return where the two documents came from."""
    return f"{difference.old_name or words('old')} → {difference.new_name or words('new')}"


def sections_of(difference: Difference, *, verbose: bool = True) -> list[Section]:
    """Return what is told, table by table; unless `verbose`, nothing of what is merely reworded."""
    tables = {(table.old_path, table.new_path): table for table in difference.tables}
    projects: dict[tuple[str | None, str | None], list[ProjectDifference]] = {}
    paths = [tuple(None if place is None else f"tables[{place}]" for place in pair) for pair in difference.table_pairs]
    home = {("new", new): (old, new) for old, new in paths} | {("old", old): (old, new) for old, new in paths}
    for project in difference.projects:
        if verbose or _is_telling(project):
            side, path = ("old", project.old_path) if project.new_path is None else ("new", project.new_path)
            projects.setdefault(home[side, (path or "").partition(".")[0]], []).append(project)
    found = []
    for pair, (old, new) in zip(difference.table_pairs, paths, strict=True):
        section = Section(
            old=None if pair[0] is None else difference.old.tables[pair[0]],
            new=None if pair[1] is None else difference.new.tables[pair[1]],
            difference=tables.get((old, new)),
            projects=tuple(projects.get((old, new), ())),
        )
        if section.difference or section.projects:
            found.append(section)
    return found


def _is_telling(project: ProjectDifference) -> bool:
    return bool(
        project.status is not DifferenceStatus.CHANGED
        or project.renamed
        or project.moved
        or project.amounts
        or project.objective
        or any(indicator_is_telling(indicator) for indicator in project.indicators)
    )


def indicator_is_telling(indicator: IndicatorDifference) -> bool:
    """Tell whether more of an indicator changed than the words of its targets."""
    return (
        indicator.status is not DifferenceStatus.CHANGED
        or indicator.renamed
        or indicator.recategorized
        or any(target.verdict is not TargetVerdict.REWORDED for target in indicator.targets)
    )


def rows_of(section: Section, words: Phrasebook) -> Iterator[Row]:
    """Yield the total, the units that differ, and the projects."""
    table, units = section.difference, section.amount_units
    fundings = [None if each is None else each.total for each in (section.old, section.new)]
    once = section.states_unit_of(())
    if any(funding is not None for funding in fundings):
        alone = table.status if table and table.status is not DifferenceStatus.CHANGED else None
        yield Row(alone, "合计", _money(fundings, units, table.amounts if table else (), words, once=once))
    for unit in table.units if table else ():
        before = unit.old.name if unit.renamed and unit.old else None
        name = _names(before, unit.latest.name)
        money = _money(_fundings(unit.old, unit.new), units, unit.amounts, words, once=once)
        yield Row(unit.status, f"{name}（资金使用单位）", money)
    for project in section.projects:
        own, once = (project.old_amount_unit, project.new_amount_unit), _unit_is_told(project, section)
        money = _money(_fundings(project.old, project.new), own, project.amounts, words, once=once)
        yield Row(project.status, project.latest.name or NOTHING, money, project)


def _unit_is_told(project: ProjectDifference, section: Section) -> bool:
    """Tell whether the captions say in which unit a project's amounts are; it may have come from another table."""
    sides = ((project.old, project.old_amount_unit), (project.new, project.new_amount_unit))
    return section.states_unit_of([unit for side, unit in sides if side is not None])


def _fundings(*parts: SpendingUnit | Project | None) -> list[Funding | None]:
    return [None if part is None else part.funding for part in parts]


def _money(
    fundings: Sequence[Funding | None],
    units: tuple[AmountUnit | None, AmountUnit | None],
    changes: Iterable[AmountChange],
    words: Phrasebook,
    *,
    once: bool,
) -> MoneyWords:
    """Return what is said of a total; where it did not change, only what it is."""
    change = next((each for each in changes if each.column == "total"), None)
    if change is not None:
        return _money_words(change, words, once=once)
    old, new = (
        "" if funding is None else _amount_in_words(funding.total, None if once else unit)
        for funding, unit in zip(fundings, units, strict=True)
    )
    return MoneyWords("" if old and new and are_comparable(*units) else old, new)


def _money_words(change: AmountChange, words: Phrasebook, *, once: bool) -> MoneyWords:
    """Return what is said of an amount that changed; its unit stands beside it unless it is told `once` for all."""
    old, new = (
        _amount_in_words(amount, None if once else unit)
        for amount, unit in ((change.old, change.old_unit), (change.new, change.new_unit))
    )
    return MoneyWords(old, new, *_difference_in_words(change, words, with_unit=not once))


# --- names --------------------------------------------------------------------------------------


def _names(*names: str | None) -> str:
    """Return a name, or both where they differ."""
    return " → ".join(dict.fromkeys(name for name in names if name)) or NOTHING


def notes_on_table(section: Section, words: Phrasebook) -> Iterator[str]:
    """Yield what a table's line doesn't say of it."""
    difference = section.difference
    old, new = section.amount_units
    if difference is None or difference.status is not DifferenceStatus.CHANGED:
        return
    if difference.renamed:
        yield words("department renamed ({score:.2f})", score=difference.score)
    if not difference.amounts_compared:
        if new is None:
            yield words("amounts are not compared: only the old table states their unit ({unit})", unit=old)
        else:
            yield words("amounts are not compared: only the new table states their unit ({unit})", unit=new)
    elif difference.amount_unit_changed:
        told = "the unit of amounts changed from {old} to {new}; amounts are compared in {smaller}"
        yield words(told, old=old, new=new, smaller=_smaller(old, new))
    elif old is None and difference.amounts:
        yield words("neither table states the unit of its amounts, so they are shown as printed and not subtracted")


def _smaller(old: AmountUnit | None, new: AmountUnit | None) -> AmountUnit:
    return min((unit for unit in (old, new) if unit is not None), key=lambda unit: unit.yuan)


def notes_on_project(project: ProjectDifference, words: Phrasebook) -> Iterator[str]:
    """Yield what became of a project's name and place."""
    if project.renamed and project.old is not None:
        yield words(_RENAMED, score=project.score, name=project.old.name)
    if project.moved:
        old, new = _places(project)
        yield words("moved from {old} to {new}", old=old, new=new)
    if project.status is DifferenceStatus.CHANGED and project.moved and not project.amounts_compared:
        yield words("amounts are not compared: only one of the tables states their unit")


def _places(project: ProjectDifference) -> tuple[str, str]:
    """Return under which units a project stands, and where it changed departments under whose."""
    departments = project.old_department, project.new_department
    moved = len({key_of(bare_department(name or "")) for name in departments}) > 1
    old, new = (
        " · ".join(filter(None, (department if moved or not unit else None, unit))) or NOTHING
        for department, unit in zip(departments, (project.old_unit, project.new_unit), strict=True)
    )
    return old, new


def notes_on_indicator(indicator: IndicatorDifference, words: Phrasebook) -> Iterator[str]:
    """Yield what became of an indicator's name and category."""
    if indicator.old is None:
        return
    if indicator.renamed:
        yield words(_RENAMED, score=indicator.score, name=indicator.old.name)
    if indicator.recategorized:
        yield words("moved here from {category}", category=category_label(indicator.old))


# --- money --------------------------------------------------------------------------------------


def _amount_in_words(amount: Decimal | None, unit: AmountUnit | None) -> str:
    """Return an amount, and its unit where that is given.

    >>> _amount_in_words(Decimal("3260.00"), AmountUnit("万元")), _amount_in_words(None, AmountUnit("万元"))
    ('3,260.00 万元', '—')
    """
    if amount is None:
        return NOTHING
    return f"{with_separators(amount)} {unit or ''}".rstrip()


def _difference_in_words(change: AmountChange, words: Phrasebook, *, with_unit: bool) -> tuple[str, str]:
    """Return how much more or less an amount is, and in per cent; empty where that is not known."""
    difference, percentage = change.difference, change.percentage
    more = "" if difference is None else with_separators(difference, sign="+")
    if more and with_unit:
        more += f" {change.unit}"
    return more + (words(" (rounding)") if change.is_rounding else ""), "" if percentage is None else _share(percentage)


def _share(percentage: Decimal) -> str:
    return f"{percentage:+,.1f}%" if percentage.copy_abs() < _MOST_PER_CENT else f"{percentage:+.3g}%"


def sources_in_words(project: ProjectDifference, section: Section, words: Phrasebook) -> list[tuple[str, MoneyWords]]:
    """Return the heading of each source of funds whose amount changed, and what is said of it.

    Where all the money comes from one source, and the total says the same, nothing more is told.
    """
    total = next((each for each in project.amounts if each.column == "total"), None)
    sources = [each for each in project.amounts if each.column != "total"]
    if total and len(sources) == 1 and _says_the_same(sources[0], total):
        return []
    once = _unit_is_told(project, section)
    return [(SOURCES[each.column], _money_words(each, words, once=once)) for each in sources]


def _says_the_same(source: AmountChange, total: AmountChange) -> bool:
    pairs = (source.old, total.old, source.old_unit), (source.new, total.new, source.new_unit)
    return all(worth(amount, unit) == worth(of_total, unit) for amount, of_total, unit in pairs)


# --- objectives ---------------------------------------------------------------------------------


def abridged(change: TextChange) -> list[tuple[str, str]]:
    """Return the pieces of a text that changed, with the middle of what both texts have left out where that is long."""
    return [(sign, _ends_of(text) if sign == "=" else text) for sign, text in change.pieces]


def _ends_of(text: str) -> str:
    return text if len(text) <= 3 * _CONTEXT else f"{text[:_CONTEXT]}…{text[-_CONTEXT:]}"


# --- targets ------------------------------------------------------------------------------------


def targets_in_words(indicator: IndicatorDifference, words: Phrasebook, *, verbose: bool) -> list[TargetWords]:
    """Return what is said of an indicator's targets; of one that came or went, what it asks for.

    Unless `verbose`, nothing of what is merely reworded. The same change of both targets is told once. There is always
    one line, if only an empty one.
    """
    if indicator.status is not DifferenceStatus.CHANGED:
        printed = _printed_targets(indicator.latest)
        old, new = ("", printed) if indicator.status is DifferenceStatus.ADDED else (printed, "")
        return [TargetWords(old, new, words(str(indicator.status)))]
    told = [each for each in indicator.targets if verbose or each.verdict is not TargetVerdict.REWORDED]
    lines = [_target_words(each, words) for each in told]
    if len(lines) == 2 and lines[0][:3] == lines[1][:3]:
        return lines[:1]
    which = (f"{words(_WHICH[each.which])}{words(': ')}" for each in told)
    return [line._replace(told=each + line.told) for line, each in zip(lines, which, strict=True)] or [TargetWords()]


def _printed_targets(indicator: Indicator) -> str:
    """Return what an indicator asks for, once where both targets are the same."""
    targets = [target for target in (indicator.period_target, indicator.annual_target) if target is not None]
    return " / ".join(dict.fromkeys(target.normalized for target in targets if target.normalized))


def _target_words(change: TargetChange, words: Phrasebook) -> TargetWords:
    old, new = (NOTHING if target is None else target.normalized for target in (change.old, change.new))
    return TargetWords(old, new, _verdict_in_words(change, words), change)


def _verdict_in_words(change: TargetChange, words: Phrasebook) -> str:
    """Return what became of a target.

    >>> change = TargetChange(which="annual_target", old=None, new=None, verdict="lowered", outcomes="narrower")
    >>> _verdict_in_words(change, Phrasebook()), _verdict_in_words(change, Phrasebook("zh"))
    ('lowered, asks for more', '调低，要求更高')
    """
    verdict = words(str(change.verdict).replace("_", " "))
    if change.verdict in (TargetVerdict.TIGHTENED, TargetVerdict.LOOSENED, TargetVerdict.REWORDED):
        return verdict
    asking = words(_ASKING[change.outcomes]) if change.outcomes in _ASKING else ""
    return words(", ").join(filter(None, (verdict, asking, words(change.note))))


# --- all of it ----------------------------------------------------------------------------------

#: The numbers of a summary in the order in which they are told, each with one and with many.
_COUNTED: Final = (
    ("projects_added", "{number} project added", "{number:,} projects added"),
    ("projects_dropped", "{number} project dropped", "{number:,} projects dropped"),
    ("projects_renamed", "{number} project renamed", "{number:,} projects renamed"),
    ("projects_moved", "{number} project moved", "{number:,} projects moved"),
    ("amounts_changed", "{number} project with another amount", "{number:,} projects with other amounts"),
    ("objectives_changed", "{number} objective changed", "{number:,} objectives changed"),
    ("indicators_added", "{number} indicator added", "{number:,} indicators added"),
    ("indicators_dropped", "{number} indicator dropped", "{number:,} indicators dropped"),
    ("indicators_renamed", "{number} indicator renamed", "{number:,} indicators renamed"),
    (
        "indicators_recategorized",
        "{number} indicator in another category",
        "{number:,} indicators in other categories",
    ),
)


def summary_in_words(difference: Difference, words: Phrasebook) -> list[str]:
    """Return how much differs, in a phrase for each kind of change that there is."""
    numbers = difference.summary
    phrases = [words("{projects} compared", projects=words.counted(numbers["projects_compared"], "project"))]
    for key, one, many in _COUNTED:
        if numbers[key]:
            phrases.append(words(one if numbers[key] == 1 else many, number=numbers[key]))
    for verdict in TargetVerdict:
        number = numbers[f"targets_{verdict}"]
        if number:
            became = words(str(verdict).replace("_", " "))
            phrases.append(words("{targets} {became}", targets=words.counted(number, "target"), became=became))
    return phrases
