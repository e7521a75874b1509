"""Documents as a notebook shows them: tables, spending units and projects, each to be unfolded."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import chain
from typing import Final, TypeAlias
from xml.etree.ElementTree import Element

from attrs import define, frozen

from budgetperf.diagnostics import Diagnostic, Severity
from budgetperf.figures import NOTHING, as_printed, category_label, counted, sources_of, with_separators
from budgetperf.model import Document, Funding, Indicator, PerformanceTable, Project, SpendingUnit
from budgetperf.notebook.elements import Content, block, cut, dim, element, folded, grid, more, page
from budgetperf.notebook.findings import marks
from budgetperf.notebook.targets import meaning, target_element

__all__ = [
    "FRAME",
    "OF_A_PROJECT",
    "Doubts",
    "Room",
    "document_blocks",
    "document_html",
    "indicator_grid",
    "project_html",
    "sizes_of",
    "table_html",
]

#: What is doubtful, by its place in the model.
Doubts: TypeAlias = Mapping[str, Sequence[Diagnostic]]

_TABLES: Final = 20
_UNITS: Final = 100
_PROJECTS: Final = 150
_INDICATORS: Final = 600
#: Of one project, so many indicators are shown.
OF_A_PROJECT: Final = 40
_LONGEST_OBJECTIVE: Final = 400
#: So many projects are shown without folding their units away.
_OPENED: Final = 60
_DITTO: Final = "〃"
_HEADINGS: Final = {
    "二级指标": "level-2 category",
    "三级指标": "indicator",
    "实施周期指标值": "target of the implementation period",
    "年度指标值": "target of the year",
}
_LEGEND: Final = "rest the pointer on a target to see how it was read; what can’t be measured is pale"
#: As wide as a digit and as a point: amounts stand point below point without a style of their own.
_DIGIT_SPACE, _POINT_SPACE = "\u2007", "\u2008"
#: The style of what is as wide as a page.
FRAME: Final = "text-align:left;max-width:64em"


@define
class Room:
    """How much more of a document, or of what differs between two, is shown."""

    tables: int = _TABLES
    units: int = _UNITS
    projects: int = _PROJECTS
    indicators: int = _INDICATORS


def document_html(document: Document) -> str:
    """Return a document: how much is in it, and its tables."""
    return page(block(block(element("b", "Document"), " ", dim(sizes_of(document))), *document_blocks(document, {})))


def table_html(table: PerformanceTable) -> str:
    """Return a table with its spending units and projects."""
    return page(_Sheet(table, "", {}, Room()).element(), _legend())


def project_html(project: Project) -> str:
    """Return a project, unfolded."""
    room = Room()
    amounts = _Amounts.of([project.funding])
    shown = _project(project, "", {}, room, amounts, opened=True)
    return page(block(shown, _legend(), style=FRAME))


def document_blocks(document: Document, doubts: Doubts) -> Iterator[Element]:
    """Yield the tables of a document, as far as there is room."""
    room = Room()
    for number, table in enumerate(document.tables[:_TABLES]):
        yield _Sheet(table, f"tables[{number}]", doubts, room).element()
    if len(document.tables) > _TABLES:
        yield more(len(document.tables) - _TABLES, "table")
    if document.tables:
        yield _legend()


def sizes_of(document: Document) -> str:
    """Return how much is in a document.

    >>> sizes_of(Document(tables=()))
    '0 tables, 0 units, 0 projects, 0 indicators'
    """
    units = [unit for table in document.tables for unit in table.spending_units]
    projects = [project for unit in units for project in unit.projects]
    indicators = sum(len(project.indicators) for project in projects)
    sizes = {"table": len(document.tables), "unit": len(units), "project": len(projects), "indicator": indicators}
    return ", ".join(counted(number, noun) for noun, number in sizes.items())


def indicator_grid(indicators: Sequence[Indicator], path: str, doubts: Doubts) -> Element:
    """Return indicators with their targets, and what is doubtful about each.

    Args:
        indicators: The indicators.
        path: What their paths begin with, such as ``tables[0].spending_units[1].projects[3].``.
        doubts: By the paths of indicators and targets.

    """
    headings = [element("span", heading, title=title) for heading, title in _HEADINGS.items()]
    return grid(headings, _rows(indicators, path, doubts))


def _rows(indicators: Sequence[Indicator], path: str, doubts: Doubts) -> Iterator[list[Content]]:
    before = None
    for number, indicator in enumerate(indicators):
        place = f"{path}indicators[{number}]"
        label = category_label(indicator)
        levels = " / ".join(as_printed(level) for level in (indicator.level1, indicator.level2) if level is not None)
        name = element("span", cut(indicator.name) or NOTHING, *marks(doubts.get(place, ())))
        period, annual = target_element(indicator.period_target), _annual(indicator)
        yield [
            "\u00a0" if label == before else element("span", cut(label), title=levels),
            name,
            element("span", period, *marks(doubts.get(f"{place}.period_target", ()))),
            element("span", annual, *marks(doubts.get(f"{place}.annual_target", ()))),
        ]
        before = label


def _annual(indicator: Indicator) -> Element:
    """Return the annual target; one that says the same as the other is a ditto sign."""
    period, annual = indicator.period_target, indicator.annual_target
    if period is not None and annual is not None and period.normalized == annual.normalized:
        return dim(_DITTO, title=meaning(annual.reading))
    return target_element(annual)


def _legend() -> Element:
    return block(dim(_LEGEND), style="font-size:85%;margin-top:.4em")


# --- money --------------------------------------------------------------------------------------


@frozen
class _Amounts:
    """Amounts below each other, point below point."""

    fraction: int

    @classmethod
    def of(cls, fundings: Sequence[Funding | None]) -> "_Amounts":
        printed = (with_separators(funding.total).partition(".")[2] for funding in fundings if funding)
        return cls(max(map(len, printed), default=0))

    def shown(self, amount: Decimal | None) -> Element:
        """Return an amount at the right edge."""
        whole, point, fraction = with_separators(amount).partition(".")
        if self.fraction:
            fraction = f"{point or _POINT_SPACE}{fraction.ljust(self.fraction, _DIGIT_SPACE)}"
        return element(
            "span", whole + fraction, style="float:right;padding-left:1.5em;font-variant-numeric:tabular-nums"
        )


def _money_line(amounts: _Amounts, funding: Funding | None, name: Content, *behind: Content) -> list[Content]:
    return [amounts.shown(funding.total if funding else None), name, *behind]


# --- tables -------------------------------------------------------------------------------------


@frozen
class _Sheet:
    """A table, as far as there is room."""

    table: PerformanceTable
    path: str
    doubts: Doubts
    room: Room

    def element(self) -> Element:
        """Return captions, the total and the spending units."""
        table = self.table
        units = table.spending_units
        shown = units[: self.room.units]
        self.room.units -= len(shown)
        amounts = _Amounts.of(
            [table.total, *(unit.funding for unit in shown), *(project.funding for project in self._first(shown))]
        )
        total = element("b", "合计"), dim(" ", sources_of(table.total or Funding()))
        contents: list[Content] = [
            *self._captions(),
            block(*_money_line(amounts, table.total, *total), style="border-bottom:1px solid;margin-top:.3em"),
        ]
        alone = len(units) == 1 and units[0].name is None and units[0].funding is None
        opened = sum(len(unit.projects) for unit in units) <= _OPENED
        for number, unit in enumerate(shown):
            projects = self._projects(unit, f"{self._below}spending_units[{number}]", amounts)
            contents += projects if alone else [self._unit(unit, number, projects, amounts, opened=opened)]
        if len(shown) < len(units):
            rest = sum(len(unit.projects) for unit in units[len(shown) :])
            contents.append(more(len(units) - len(shown), "spending unit", f", with {counted(rest, 'project')}"))
        return block(*contents, style=f"{FRAME};margin-bottom:.8em")

    @property
    def _below(self) -> str:
        return f"{self.path}." if self.path else ""

    def _first(self, units: Sequence[SpendingUnit]) -> Iterator[Project]:
        """Yield the projects that there is room for."""
        every = chain.from_iterable(unit.projects for unit in units)
        return (project for project, _ in zip(every, range(self.room.projects), strict=False))

    def _captions(self) -> Iterator[Element]:
        table = self.table
        if table.title:
            yield block(element("b", cut(table.title)))
        captions = [
            (cut(table.department_label or "部门名称"), table.department and cut(table.department)),
            ("单位", table.amount_unit),
            ("年度", None if table.year is None else str(table.year)),
        ]
        words: list[Content] = []
        for label, value in captions:
            words += [dim(f"{label}："), value or NOTHING, "\u2003"]
        yield block(*words, *marks(self.doubts.get(self.path, ())))

    def _unit(
        self, unit: SpendingUnit, number: int, projects: list[Element], amounts: _Amounts, *, opened: bool
    ) -> Element:
        name = element("b", cut(unit.name or NOTHING))
        doubts = marks(self.doubts.get(f"{self._below}spending_units[{number}]", ()))
        size = dim(f" {counted(len(unit.projects), 'project')}")
        return folded(_money_line(amounts, unit.funding, name, size, *doubts), *projects, opened=opened)

    def _projects(self, unit: SpendingUnit, path: str, amounts: _Amounts) -> list[Element]:
        shown = unit.projects[: max(0, self.room.projects)]
        self.room.projects -= len(shown)
        found = [
            _project(project, f"{path}.projects[{number}]", self.doubts, self.room, amounts)
            for number, project in enumerate(shown)
        ]
        if len(shown) < len(unit.projects):
            found.append(more(len(unit.projects) - len(shown), "project"))
        return found


# --- projects -----------------------------------------------------------------------------------


def _project(  # noqa: PLR0913 - the amounts and the room are those of the table around it
    project: Project, path: str, doubts: Doubts, room: Room, amounts: _Amounts, *, opened: bool = False
) -> Element:
    """Return a project: its name and money, and what is unfolded below."""
    behind = [*marks(doubts.get(path, ())), *_doubted(project, path, doubts)]
    line = _money_line(amounts, project.funding, cut(project.name) or NOTHING, *behind)
    below: list[Content] = []
    if sources := sources_of(project.funding):
        below.append(block(dim(sources)))
    if project.objective is not None:
        below.append(block(cut(project.objective, _LONGEST_OBJECTIVE)))
    shown = project.indicators[: max(0, min(room.indicators, OF_A_PROJECT))]
    room.indicators -= len(shown)
    if shown:
        below.append(indicator_grid(shown, f"{path}." if path else "", doubts))
    if len(shown) < len(project.indicators):
        below.append(more(len(project.indicators) - len(shown), "indicator"))
    return folded(line, *below, opened=opened)


def _doubted(project: Project, path: str, doubts: Doubts) -> list[Content]:
    """Return how much is doubtful about the indicators that are folded away."""
    places = (
        f"{path}.indicators[{number}]{target}"
        for number in range(len(project.indicators))
        for target in ("", ".period_target", ".annual_target")
    )
    found = [each for place in places for each in doubts.get(place, ()) if each.severity is not Severity.INFO]
    return [dim(f" {counted(len(found), 'doubt')} below")] if found else []
