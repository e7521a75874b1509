"""What is told of a difference, in the order and in the words that the text and the page have in common."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from attrs import field, frozen

from budgetperf.comparing.amounts import AMOUNTS, AmountChange
from budgetperf.comparing.demands import Outcomes, TargetVerdict
from budgetperf.comparing.differences import (
    Difference,
    DifferenceStatus,
    IndicatorDifference,
    ProjectDifference,
    TableDifference,
    TargetChange,
)
from budgetperf.model import AmountUnit, Funding, Indicator, PerformanceTable

__all__ = [
    "NOTHING",
    "SIGNS",
    "Section",
    "amount_in_words",
    "category_label",
    "difference_in_words",
    "names_of",
    "notes_on_project",
    "notes_on_table",
    "sections_of",
    "shown_targets",
    "sources_of",
    "summary_in_words",
    "target_words",
    "verdict_in_words",
]

#: What stands for what is not printed.
NOTHING: Final = "—"
SIGNS: Final = {DifferenceStatus.ADDED: "+", DifferenceStatus.DROPPED: "−", DifferenceStatus.CHANGED: "~"}
#: More digits than any budget has would fill the page.
_LONGEST_AMOUNT: Final = 24
_ASKING: Final = {Outcomes.NARROWER: "asks for more", Outcomes.WIDER: "asks for less"}


@frozen(kw_only=True)
class Section:
    """What is told of one table, or of two that are the same."""

    old: PerformanceTable | None
    new: PerformanceTable | None
    #: None where captions, total and units are the same.
    difference: TableDifference | None
    projects: tuple[ProjectDifference, ...] = field(converter=tuple)

    @property
    def amount_units(self) -> tuple[AmountUnit | None, AmountUnit | None]:
        """The units of amounts of the two."""
        return self.old and self.old.amount_unit, self.new and self.new.amount_unit

    @property
    def units_stated(self) -> bool:
        """Whether amounts are in one unit, which can then be told once."""
        return len({table.amount_unit for table in (self.old, self.new) if table is not None}) == 1


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
            projects=projects.get((old, new), ()),
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


# --- names --------------------------------------------------------------------------------------


def names_of(old: str | None, new: str | None) -> str:
    """Return a name, or both where they differ."""
    names = [name for name in (old, new) if name]
    return " → ".join(dict.fromkeys(names)) or NOTHING


def notes_on_table(section: Section) -> Iterator[str]:
    """Yield what a table's line doesn't say of it."""
    difference = section.difference
    old, new = section.amount_units
    if difference is None or difference.status is not DifferenceStatus.CHANGED:
        return
    if difference.renamed:
        yield f"department renamed ({difference.score:.2f})"
    if not difference.amounts_compared:
        stating = "old" if new is None else "new"
        yield f"amounts are not compared: only the {stating} table states their unit ({old or new})"
    elif difference.amount_unit_changed:
        yield f"the unit of amounts changed from {old} to {new}; amounts are compared in {_smaller(old, new)}"
    elif old is None and difference.amounts:
        yield "neither table states the unit of its amounts, so they are shown as printed and not subtracted"


def _smaller(old: AmountUnit | None, new: AmountUnit | None) -> AmountUnit:
    return min((unit for unit in (old, new) if unit is not None), key=lambda unit: unit.yuan)


def notes_on_project(project: ProjectDifference) -> Iterator[str]:
    """Yield what became of a project's name and place."""
    if project.renamed and project.old is not None:
        yield f"renamed ({project.score:.2f}), was {project.old.name}"
    if project.moved:
        yield f"moved from {project.old_unit or NOTHING} to {project.new_unit or NOTHING}"
    if project.status is DifferenceStatus.CHANGED and project.moved and not project.amounts_compared:
        yield "amounts are not compared: only one of the tables states their unit"


def category_label(indicator: Indicator) -> str:
    """Return the category of an indicator as printed."""
    category = indicator.level2 or indicator.level1
    return category.label or category.code or NOTHING


# --- money --------------------------------------------------------------------------------------


def amount_in_words(amount: Decimal | None, unit: AmountUnit | None = None) -> str:
    """Return an amount with thousands separators, and with its unit where that is given.

    >>> amount_in_words(Decimal("3260.00"), AmountUnit("万元")), amount_in_words(None)
    ('3,260.00 万元', '—')
    """
    if amount is None:
        return NOTHING
    return f"{_plain(amount)} {unit or ''}".rstrip()


def _plain(amount: Decimal, sign: str = "") -> str:
    # An exponent could ask for gigabytes of zeros.
    short = amount.is_finite() and abs(amount.adjusted()) < _LONGEST_AMOUNT
    return f"{amount:{sign},f}" if short else f"{amount:{sign}.6g}"


def difference_in_words(change: AmountChange, *, with_unit: bool) -> tuple[str, str]:
    """Return how much more or less an amount is, and in per cent; empty where that is not known."""
    difference, percentage = change.difference, change.percentage
    more = "" if difference is None else _plain(difference, "+")
    if more and with_unit:
        more += f" {change.unit}"
    return more + (" (rounding)" if change.is_rounding else ""), "" if percentage is None else f"{percentage:+,.1f}%"


def sources_of(changes: tuple[AmountChange, ...]) -> list[tuple[str, AmountChange]]:
    """Return the changes of what stands behind the total, with the headings of their columns.

    Where all the money comes from one source, and the total says the same, nothing more is told.
    """
    total = next((each for each in changes if each.column == "total"), None)
    sources = [each for each in changes if each.column != "total"]
    if total and len(sources) == 1 and (sources[0].old, sources[0].new) == (total.old, total.new):
        return []
    return [(AMOUNTS[each.column], each) for each in sources]


def total_of(funding: Funding | None) -> Decimal | None:
    """Return the total of a row, where it has one."""
    return funding and funding.total


# --- targets ------------------------------------------------------------------------------------


def shown_targets(indicator: IndicatorDifference, *, verbose: bool) -> list[tuple[str, TargetChange]]:
    """Return an indicator's changes of targets with what each is; the same change of both is told once."""
    told = [each for each in indicator.targets if verbose or each.verdict is not TargetVerdict.REWORDED]
    words = [(target_words(each.old), target_words(each.new)) for each in told]
    if len(told) == 2 and words[0] == words[1]:
        return [("", told[0])]
    return [("period" if each.which == "period_target" else "annual", each) for each in told]


def target_words(target: object) -> str:
    """Return a target as it is shown."""
    return getattr(target, "normalized", "") or NOTHING


def verdict_in_words(change: TargetChange) -> str:
    """Return what became of a target.

    >>> change = TargetChange(which="annual_target", old=None, new=None, verdict="lowered", outcomes="narrower")
    >>> verdict_in_words(change)
    'lowered, asks for more'
    """
    words = str(change.verdict).replace("_", " ")
    if change.verdict in (TargetVerdict.TIGHTENED, TargetVerdict.LOOSENED, TargetVerdict.REWORDED):
        return words
    asking = _ASKING.get(change.outcomes) if change.outcomes else None
    return ", ".join(filter(None, (words, asking, change.note)))


# --- all of it ----------------------------------------------------------------------------------

#: The numbers of a summary in the order in which they are told, each with one and with many.
_COUNTED: Final = (
    ("projects_added", "project added", "projects added"),
    ("projects_dropped", "project dropped", "projects dropped"),
    ("projects_renamed", "renamed", "renamed"),
    ("projects_moved", "moved", "moved"),
    ("amounts_changed", "given another amount", "given other amounts"),
    ("objectives_changed", "objective changed", "objectives changed"),
    ("indicators_added", "indicator added", "indicators added"),
    ("indicators_dropped", "indicator dropped", "indicators dropped"),
    ("indicators_renamed", "indicator renamed", "indicators renamed"),
    ("indicators_recategorized", "in another category", "in other categories"),
)


def summary_in_words(difference: Difference) -> list[str]:
    """Return how much differs, in a phrase for each kind of change that there is."""
    numbers = difference.summary
    compared = numbers["projects_compared"]
    phrases = [f"{compared:,} {'project' if compared == 1 else 'projects'} compared"]
    phrases += [f"{numbers[key]:,} {one if numbers[key] == 1 else many}" for key, one, many in _COUNTED if numbers[key]]
    for verdict in TargetVerdict:
        number = numbers[f"targets_{verdict}"]
        if number:
            phrases.append(f"{number:,} {'target' if number == 1 else 'targets'} {str(verdict).replace('_', ' ')}")
    return phrases
