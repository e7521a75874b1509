"""What differs between two documents, as immutable values."""

import re
from collections import Counter
from collections.abc import Iterator
from difflib import Match, SequenceMatcher
from enum import StrEnum
from typing import Any, Final, Generic, TypeVar, cast

from attrs import field, frozen
from attrs.converters import optional

from budgetperf.comparing.amounts import AmountChange, are_comparable
from budgetperf.comparing.demands import OutcomeRange, TargetVerdict
from budgetperf.comparing.names import key_of
from budgetperf.figures import as_printed
from budgetperf.jsonvalues import written_amount
from budgetperf.model import (
    AmountUnit,
    Category,
    Document,
    Funding,
    Indicator,
    PerformanceTable,
    Project,
    SpendingUnit,
    Target,
)
from budgetperf.quantities import shown_word
from budgetperf.soundness import AMOUNTS, bare_department

__all__ = [
    "Difference",
    "DifferenceStatus",
    "IndicatorDifference",
    "ProjectDifference",
    "TableDifference",
    "TargetChange",
    "TextChange",
    "UnitDifference",
    "category_of",
]


class DifferenceStatus(StrEnum):
    """What became of a part of a document; equal to its word in the JSON."""

    ADDED = "added"
    DROPPED = "dropped"
    CHANGED = "changed"


def _many() -> Any:  # noqa: ANN401 - attrs' own type for a field is Any
    return field(converter=tuple, default=(), repr=lambda members: f"<{len(members)}>")


_Part = TypeVar("_Part", PerformanceTable, SpendingUnit, Project, Indicator)


def _name_of(part: PerformanceTable | SpendingUnit | Project | Indicator | None) -> str | None:
    """Return what a part is called by, or None where that is not printed; of a department without （本级）."""
    if isinstance(part, PerformanceTable):
        return part.department and bare_department(part.department)
    return None if part is None else part.name


def _shown_name(part: PerformanceTable | SpendingUnit | Project | Indicator | None) -> str:
    return repr(part if part is None else _name_of(part) or "")


# --- parts that are in one document or in both --------------------------------------------------


@frozen(kw_only=True)
class _Sides(Generic[_Part]):
    """A part of the old document and what it is in the new one; one of the two may be missing."""

    old: _Part | None = field(repr=_shown_name)
    new: _Part | None = field(repr=_shown_name)
    #: Where it stands in each document, such as ``tables[0].spending_units[1].projects[3]``.
    old_path: str | None
    new_path: str | None
    #: How much alike the names are, from 0 to 1; None of what is in one document only.
    score: float | None

    @property
    def status(self) -> DifferenceStatus:
        """Whether it was added, dropped or changed."""
        if self.old_path is None:
            return DifferenceStatus.ADDED
        return DifferenceStatus.DROPPED if self.new_path is None else DifferenceStatus.CHANGED

    @property
    def latest(self) -> _Part:
        """What it is in the new document, or was in the old one."""
        return cast("_Part", self.old if self.new is None else self.new)  # it is in one of the two

    @property
    def renamed(self) -> bool:
        """Whether both names are printed, and differ in more than years and marks."""
        old, new = _name_of(self.old), _name_of(self.new)
        return old is not None and new is not None and key_of(old) != key_of(new)

    def _heading(self) -> dict[str, Any]:
        return {"status": str(self.status), "score": self.score, "renamed": self.renamed}


def _described_funding(funding: Funding | None) -> dict[str, str | None]:
    amounts = {column: getattr(funding, column, None) for column in AMOUNTS}
    return {column: None if amount is None else written_amount(amount) for column, amount in amounts.items()}


def _described_category(category: Category | None) -> str | None:
    return None if category is None else as_printed(category)


@frozen(kw_only=True)
class TextChange:
    """A text, such as an objective, that is another one in the new document.

    >>> TextChange(old="新建步道3公里。", new="新建绿道4公里。").pieces
    (('=', '新建'), ('-', '步道3'), ('+', '绿道4'), ('=', '公里。'))
    """

    #: None where nothing is printed.
    old: str | None
    new: str | None

    @property
    def pieces(self) -> tuple[tuple[str, str], ...]:
        """The two texts in one: what they have in common (``=``), what went (``-``) and what came (``+``).

        What they have in common is told from two characters on, where the texts begin or end with it from one on.
        Of texts that have little in common all went and all came; of long ones that repeat themselves, all between
        their ends.
        """
        return _pieces(self.old or "", self.new or "")

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON-ready data."""
        return {"old": self.old, "new": self.new, "pieces": [list(piece) for piece in self.pieces]}


#: A number or a Latin word is one piece, every other character one of its own.
_WORD: Final = re.compile(r"[0-9][0-9.,]*|[A-Za-z]+|.", re.DOTALL)
#: How many pairs of equal words two texts may have to be compared word by word: difflib looks at each again and again.
_MOST_PAIRS: Final = 20_000
#: How many words two texts may have to be compared so: of words that have all changed places, difflib looks through the
#: rest of both texts for each.
_MOST_WORDS: Final = 2_000
#: Texts with less than this share of their words in common are two texts.
_LEAST_IN_COMMON: Final = 0.4


def _pieces(old: str, new: str) -> tuple[tuple[str, str], ...]:
    swapped = new < old  # difflib's answer depends on the order; ours must not
    pieces = []
    for before, after, common in _stretches(*((new, old) if swapped else (old, new))):
        went, came = (after, before) if swapped else (before, after)
        pieces += [(sign, text) for sign, text in (("-", went), ("+", came), ("=", common)) if text]
    return tuple(pieces)


def _stretches(first: str, second: str) -> list[tuple[str, str, str]]:
    """Return two texts in stretches: what only the one and the other has, and behind it what both have."""
    words, others = _WORD.findall(first), _WORD.findall(second)
    stretches = []
    begin = from_ = shared = 0
    for block in _blocks(words, others):
        common = words[block.a : block.a + block.size]
        stretches.append(("".join(words[begin : block.a]), "".join(others[from_ : block.b]), "".join(common)))
        begin, from_ = block.a + block.size, block.b + block.size
        shared += block.size
    if 2 * shared < _LEAST_IN_COMMON * (len(words) + len(others)):
        return [(first, second, "")]
    return stretches


def _blocks(words: list[str], others: list[str]) -> Iterator[Match]:
    """Yield what two texts have in common: at both ends, and between them two words or more; an empty one goes last."""
    least = min(len(words), len(others))
    start = next((at for at in range(least) if words[at] != others[at]), least)
    least -= start
    end = next((at for at in range(least) if words[-1 - at] != others[-1 - at]), least)
    yield Match(0, 0, start)
    middle, other_middle = words[start : len(words) - end], others[start : len(others) - end]
    if _is_quick(middle, other_middle):
        for block in SequenceMatcher(None, middle, other_middle, autojunk=False).get_matching_blocks():
            if block.size > 1:
                yield Match(block.a + start, block.b + start, block.size)
    yield Match(len(words) - end, len(others) - end, end)


def _is_quick(words: list[str], others: list[str]) -> bool:
    """Tell whether difflib compares two texts in a fraction of a second."""
    numbers = Counter(words), Counter(others)
    pairs = sum(number * numbers[1][word] for word, number in numbers[0].items())
    return len(words) * len(others) <= _MOST_WORDS**2 and pairs <= _MOST_PAIRS


# --- indicators and their targets ---------------------------------------------------------------


@frozen(kw_only=True)
class TargetChange:
    """A target of an indicator that is printed in other words in the new document."""

    #: ``period_target`` or ``annual_target``.
    which: str
    #: None where it is not printed, or printed empty.
    old: Target | None = field(repr=lambda target: repr(target and target.normalized))
    new: Target | None = field(repr=lambda target: repr(target and target.normalized))
    verdict: TargetVerdict = field(converter=TargetVerdict, repr=shown_word)
    #: What became of the set of acceptable outcomes; None where the two can't be compared.
    outcomes: OutcomeRange | None = field(default=None, converter=optional(OutcomeRange), repr=shown_word)
    #: Why it can't be told which asks for more; empty where it can.
    note: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON-ready data."""
        return {
            "which": self.which,
            "old": self.old and self.old.text,
            "new": self.new and self.new.text,
            "verdict": str(self.verdict),
            "outcomes": self.outcomes and str(self.outcomes),
            "note": self.note,
        }


#: Categories of one generation of the standard, and what all generations have in common.
_IN_COMMON: Final = {
    "economic_cost": "cost",
    "social_cost": "cost",
    "ecological_cost": "cost",
    "service_recipient_satisfaction": "satisfaction",
}


def category_of(indicator: Indicator) -> str:
    """Return the category of an indicator by which documents of all generations are compared.

    It is that of level 2, or failing that of level 1, so that a level of its own (成本 since 2021, 满意度
    since 2015) changes nothing. A category that is not in the taxonomy is its own label.

    >>> output, cost = Category("1", "产出指标", "output"), Category("14", "成本指标", "cost")
    >>> of_2015 = Indicator(1, output, cost, "造价", None, None)
    >>> of_2021 = Indicator(1, Category(None, "成本指标", "cost"), None, "造价", None, None)
    >>> category_of(of_2015), category_of(of_2021)
    ('cost', 'cost')
    """
    category = indicator.level2 or indicator.level1
    name = category.category or key_of(category.label) or category.code or ""
    return _IN_COMMON.get(name, name)


@frozen(kw_only=True)
class IndicatorDifference(_Sides[Indicator]):
    """An indicator that was added, dropped or changed."""

    targets: tuple[TargetChange, ...] = _many()

    @property
    def recategorized(self) -> bool:
        """Whether it stands in another category. A level of its own (成本 since 2021) makes no other."""
        return self.old is not None and self.new is not None and category_of(self.old) != category_of(self.new)

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON-ready data."""
        return {
            **self._heading(),
            "recategorized": self.recategorized,
            "old": _described_indicator(self.old, self.old_path),
            "new": _described_indicator(self.new, self.new_path),
            "targets": [target.to_dict() for target in self.targets],
        }


def _described_indicator(indicator: Indicator | None, path: str | None) -> dict[str, Any] | None:
    if indicator is None:
        return None
    return {
        "path": path,
        "level1": _described_category(indicator.level1),
        "level2": _described_category(indicator.level2),
        "name": indicator.name,
        "period_target": indicator.period_target and indicator.period_target.text,
        "annual_target": indicator.annual_target and indicator.annual_target.text,
    }


# --- projects, units, tables --------------------------------------------------------------------


@frozen(kw_only=True)
class ProjectDifference(_Sides[Project]):
    """A project that was added, dropped or changed."""

    #: The name of the spending unit, None where no unit row is printed.
    old_unit: str | None
    new_unit: str | None
    #: The department whose table it stands in, as printed.
    old_department: str | None
    new_department: str | None
    #: The unit of amounts of the table.
    old_amount_unit: AmountUnit | None = field(repr=shown_word)
    new_amount_unit: AmountUnit | None = field(repr=shown_word)
    #: Whether it stands under another spending unit, or in another department's table.
    moved: bool = False
    #: The amounts that changed; none where `amounts_compared` is False.
    amounts: tuple[AmountChange, ...] = _many()
    #: The objective, where it changed.
    objective: TextChange | None = None
    indicators: tuple[IndicatorDifference, ...] = _many()

    @property
    def amounts_compared(self) -> bool:
        """Whether amounts could be compared: not where one table states their unit and the other doesn't."""
        return are_comparable(self.old_amount_unit, self.new_amount_unit)

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON-ready data."""
        return {
            **self._heading(),
            "moved": self.moved,
            "amounts_compared": self.amounts_compared if self.status is DifferenceStatus.CHANGED else None,
            "old": self._side(self.old, self.old_path, self.old_department, self.old_unit, self.old_amount_unit),
            "new": self._side(self.new, self.new_path, self.new_department, self.new_unit, self.new_amount_unit),
            "amounts": [amount.to_dict() for amount in self.amounts],
            "objective": self.objective and self.objective.to_dict(),
            "indicators": [indicator.to_dict() for indicator in self.indicators],
        }

    @staticmethod
    def _side(
        project: Project | None, path: str | None, department: str | None, unit: str | None, printed: AmountUnit | None
    ) -> dict[str, Any] | None:
        if project is None:
            return None
        return {
            "path": path,
            "department": department,
            "spending_unit": unit,
            "name": project.name,
            "amount_unit": printed and str(printed),
            **_described_funding(project.funding),
            "indicators": len(project.indicators),
        }


@frozen(kw_only=True)
class UnitDifference(_Sides[SpendingUnit]):
    """A spending unit that was added, dropped, renamed or given another amount."""

    amounts: tuple[AmountChange, ...] = _many()

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON-ready data."""
        return {
            **self._heading(),
            "old": _described_unit(self.old, self.old_path),
            "new": _described_unit(self.new, self.new_path),
            "amounts": [amount.to_dict() for amount in self.amounts],
        }


def _described_unit(unit: SpendingUnit | None, path: str | None) -> dict[str, Any] | None:
    if unit is None:
        return None
    return {"path": path, "name": unit.name, **_described_funding(unit.funding), "projects": len(unit.projects)}


@frozen(kw_only=True)
class TableDifference(_Sides[PerformanceTable]):
    """A department's table that was added or dropped, or whose captions, total or units changed."""

    #: The changes of 合计.
    amounts: tuple[AmountChange, ...] = _many()
    units: tuple[UnitDifference, ...] = _many()

    @property
    def amount_unit_changed(self) -> bool:
        """Whether amounts are stated in another unit; alone, that changes no amount."""
        return self.old is not None and self.new is not None and self.old.amount_unit != self.new.amount_unit

    @property
    def amounts_compared(self) -> bool:
        """Whether amounts could be compared: not where one table states their unit and the other doesn't."""
        return (
            self.old is not None and self.new is not None and are_comparable(self.old.amount_unit, self.new.amount_unit)
        )

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON-ready data."""
        return {
            **self._heading(),
            "amount_unit_changed": self.amount_unit_changed,
            "amounts_compared": self.amounts_compared if self.status is DifferenceStatus.CHANGED else None,
            "old": _described_table(self.old, self.old_path),
            "new": _described_table(self.new, self.new_path),
            "amounts": [amount.to_dict() for amount in self.amounts],
            "units": [unit.to_dict() for unit in self.units],
        }


def _described_table(table: PerformanceTable | None, path: str | None) -> dict[str, Any] | None:
    """Return what a table is called, how much money is in it, and how many units and projects."""
    if table is None:
        return None
    return {
        "path": path,
        "title": table.title,
        "department": table.department,
        "year": table.year,
        "amount_unit": table.amount_unit and str(table.amount_unit),
        **_described_funding(table.total),
        "spending_units": len(table.spending_units),
        "projects": sum(len(unit.projects) for unit in table.spending_units),
    }


@frozen(kw_only=True)
class Difference:
    """What differs between two documents; false where nothing does.

    Parts stand in the order of the new document, and behind them those that were dropped in the order
    of the old one.
    """

    old: Document
    new: Document
    #: Where the documents came from, where that is known.
    old_name: str | None = None
    new_name: str | None = None
    #: The least score that made two names one.
    threshold: float
    #: Which table is which, by their places in the old and the new document; None for what is in one only.
    table_pairs: tuple[tuple[int | None, int | None], ...] = _many()
    #: Tables that were added, dropped or changed, other than in their projects.
    tables: tuple[TableDifference, ...] = _many()
    #: Projects that were added, dropped or changed, those of added and dropped tables among them.
    projects: tuple[ProjectDifference, ...] = _many()
    #: How many projects are in both documents, changed or not.
    compared: int = 0

    def __bool__(self) -> bool:
        return bool(self.tables or self.projects)

    def _repr_html_(self) -> str:
        """Return what differs as a notebook shows it."""
        from budgetperf.notebook.differences import difference_html

        return difference_html(self)

    @property
    def summary(self) -> dict[str, int]:
        """How much differs: a number for each kind of change, in fixed order."""
        projects = Counter(project.status for project in self.projects)
        both = [project for project in self.projects if project.status is DifferenceStatus.CHANGED]
        found = [indicator for project in both for indicator in project.indicators]
        indicators = Counter(indicator.status for indicator in found)
        targets = Counter(target.verdict for indicator in found for target in indicator.targets)
        return {
            "projects_compared": self.compared,
            **{f"projects_{status}": projects[status] for status in DifferenceStatus},
            "projects_renamed": sum(project.renamed for project in both),
            "projects_moved": sum(project.moved for project in both),
            "amounts_changed": sum(bool(project.amounts) for project in both),
            "objectives_changed": sum(project.objective is not None for project in both),
            **{f"indicators_{status}": indicators[status] for status in DifferenceStatus},
            "indicators_renamed": sum(indicator.renamed for indicator in found),
            "indicators_recategorized": sum(indicator.recategorized for indicator in found),
            **{f"targets_{verdict}": targets[verdict] for verdict in TargetVerdict},
        }

    def to_dict(self) -> dict[str, Any]:
        """Return what differs as JSON-ready data; the documents themselves are told by their tables only."""
        return {
            "old": _described_document(self.old, self.old_name),
            "new": _described_document(self.new, self.new_name),
            "threshold": self.threshold,
            "summary": self.summary,
            "tables": [table.to_dict() for table in self.tables],
            "projects": [project.to_dict() for project in self.projects],
        }


def _described_document(document: Document, name: str | None) -> dict[str, Any]:
    tables = enumerate(document.tables)
    return {"name": name, "tables": [_described_table(table, f"tables[{number}]") for number, table in tables]}
