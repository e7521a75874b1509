"""A document as people read it in a terminal: a tree of money, projects and targets, and the doubts below.

Everything is laid out by :func:`~budgetperf.source.display_width`, so that
columns stand straight in Chinese text too; rich adds the colours. Characters
that a terminal would act upon are made visible first.

Needs the extra ``cli``.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from io import StringIO
from itertools import chain, zip_longest
from typing import TypeVar

from attrs import frozen

from budgetperf.diagnostics import Diagnostic, Severity, catalogue
from budgetperf.errors import MissingExtra
from budgetperf.figures import NOTHING, as_printed, category_label, sources_of, with_separators
from budgetperf.model import Document, Funding, Indicator, PerformanceTable, Project, SpendingUnit, Target
from budgetperf.phrasebook import ENGLISH, Phrasebook
from budgetperf.rendering import Role, rendered_parts
from budgetperf.results import ParseResult
from budgetperf.source import SourceText, display_width
from budgetperf.terminal import CELL_LINES, LEAST_CELLS, balanced, natural_width, shared, visible, wrapped

try:
    from rich.console import Console
    from rich.text import Text
except ImportError as error:
    raise MissingExtra("cli", "drawing a tree") from error

__all__ = ["drawn"]

#: Below this a table is no table; a narrower terminal wraps the lines.
_LEAST_WIDTH = 60
#: Beyond this the eye loses the line on its way from a name to its money.
_MOST_WIDTH = 120

_DITTO = "〃"
_EMPTY = "（空）"
_GAP = "  "
#: How far the text of a project stands in from its guide.
_INDENT = "  "
_GUIDE = "│  "
_NO_UNIT_ROW = "（无资金使用单位行）"
_HEADINGS = ("二级指标", "三级指标", "实施周期指标值", "年度指标值")
#: The widest that each column of the indicators ever gets, in cells.
_MOST_CELLS = (30, 34, 36, 36)
#: How many lines of a text are shown where not everything is asked for.
_OBJECTIVE_LINES = 2
#: Of a code with more diagnostics than `_MANY`, only `_FEW` are shown.
_MANY = 20
_FEW = 3

# Of the sixteen colours that every terminal has and every theme makes legible.
_LEVEL_STYLES = {
    "input": "blue",
    "process": "blue",
    "output": "cyan",
    "cost": "yellow",
    "benefit": "green",
    "satisfaction": "magenta",
}
_SEVERITY_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow", Severity.INFO: "bold blue"}
_ROLE_STYLES = {
    Role.MESSAGE: "bold",
    Role.PLACE: "cyan",
    Role.FRAME: "blue",
    Role.CONTEXT: "",
    Role.WORDS: "bold",
    Role.NOTE: "dim",
}

_Item = TypeVar("_Item")


def drawn(  # noqa: PLR0913 - each option by its name
    result: ParseResult[Document],
    *,
    width: int,
    colour: bool = False,
    verbose: bool = False,
    quiet: bool = False,
    language: str = ENGLISH,
) -> str:
    """Return the document of `result` as a tree, with its doubts below.

    Args:
        result: What ``parse`` or ``read`` returned; its source's name is the heading.
        width: That of the page, in cells.
        colour: Whether to colour it by terminal escapes.
        verbose: Whether to show every text whole and every diagnostic.
        quiet: Whether to leave the diagnostics out, but for their number.
        language: That of what is told about the document: ``"en"`` or ``"zh"``.

    """
    words = Phrasebook(language)
    width = max(width, _LEAST_WIDTH)
    page = min(width, _MOST_WIDTH)
    parts = [_heading(visible(result.source.name or "<text>"), page)]
    for table in result.value.tables:
        parts += [_captions(table, page), _Tree(table, page, verbose=verbose).lines()]
    parts.append(_summary(result, words))
    if not quiet:
        parts.append(_doubts(result, width, words, verbose=verbose))
    return _printed(chain.from_iterable(parts), colour=colour)


def _printed(lines: Iterable[Text], *, colour: bool) -> str:
    # All is said here that rich would otherwise guess from the process.
    console = Console(
        file=StringIO(),
        force_terminal=colour,
        force_jupyter=False,
        color_system="standard" if colour else None,
        no_color=not colour,
        legacy_windows=False,
    )
    with console.capture() as captured:
        for line in lines:
            line.rstrip()
            console.print(line, soft_wrap=True, highlight=False)
    return captured.get()


# --- the page -----------------------------------------------------------------------------------


def _heading(name: str, width: int) -> Iterator[Text]:
    rule = "─" * (width - display_width(name) - 4)
    yield Text.assemble(("── ", "blue"), (name, "bold"), " ", (rule, "blue"))


def _captions(table: PerformanceTable, width: int) -> Iterator[Text]:
    yield Text()
    if table.title:
        yield from (Text(line, "bold") for line in wrapped(table.title, width))
    department = _caption(table.department_label or "部门名称", table.department)
    captions = [department, _caption("单位", table.amount_unit)]
    if table.year is not None:
        captions.append(_caption("年度", str(table.year)))
    line = Text("    ").join(captions)
    yield from [line] if display_width(line.plain) <= width else captions
    yield Text()


def _caption(label: str, value: str | None) -> Text:
    words = (NOTHING, "yellow") if value is None else (visible(value), "bold")
    return Text.assemble((f"{visible(label)}：", "dim"), words)


# --- the tree -----------------------------------------------------------------------------------


@frozen
class _Branch:
    """What stands before the lines of a node: at its first line, and below it."""

    first: str = ""
    below: str = ""

    def child(self, *, last: bool) -> "_Branch":
        return _Branch(self.below + ("└─ " if last else "├─ "), self.below + ("   " if last else _GUIDE))


def _branches(members: Sequence[_Item], parent: _Branch) -> Iterator[tuple[_Branch, _Item]]:
    for index, member in enumerate(members, 1):
        yield parent.child(last=index == len(members)), member


class _Tree:
    """The lines of one table. Its columns are as wide as the whole table needs, so that they stand straight."""

    def __init__(self, table: PerformanceTable, width: int, *, verbose: bool) -> None:
        self.table = table
        self.width = width
        self.verbose = verbose
        self.amounts = _AmountColumn.of(table)
        self.columns = _column_widths(table, width - len(2 * _GUIDE + _INDENT), verbose=verbose)
        self.headings_due = True

    def lines(self) -> Iterator[Text]:
        root = _Branch()
        units = self.table.spending_units
        yield from self._money(root, "合计", self.table.total, "bold", parent=bool(units))
        if len(units) == 1 and units[0].name is None and units[0].funding is None:
            yield from self._projects(units[0], root)
            return
        for branch, unit in _branches(units, root):
            name = _NO_UNIT_ROW if unit.name is None else unit.name
            yield from self._money(branch, name, unit.funding, "bold blue", parent=bool(unit.projects))
            yield from self._projects(unit, branch)

    def _projects(self, unit: SpendingUnit, parent: _Branch) -> Iterator[Text]:
        for branch, project in _branches(unit.projects, parent):
            yield from self._money(branch, project.name, project.funding, "bold")
            body = list(self._body(project, branch))
            yield from body
            if body and branch.below.strip():
                yield _guided(branch.below)

    def _body(self, project: Project, branch: _Branch) -> Iterator[Text]:
        margin = branch.below + _INDENT
        if project.objective is not None:
            room = self.width - display_width(margin)
            for line in wrapped(project.objective, room, self._most(_OBJECTIVE_LINES)):
                yield _guided(margin, (line, "dim"))
        if project.indicators and self.headings_due:
            self.headings_due = False
            yield from self._rows(margin, [(heading, "dim underline") for heading in _HEADINGS])
        label_above = None
        for indicator in project.indicators:
            label = _category_label(indicator, verbose=self.verbose)
            level_style = _LEVEL_STYLES.get(indicator.level1.category or "", "")
            cells = [
                ("" if label == label_above else label, level_style),
                (indicator.name or NOTHING, ""),
                _target_cell(indicator.period_target),
                _annual_cell(indicator),
            ]
            yield from self._rows(margin, cells)
            label_above = label

    def _rows(self, margin: str, cells: Iterable[tuple[str, str]]) -> Iterator[Text]:
        """Yield the lines that `cells`, each with its style, fill in their columns."""
        columns = (
            [(line, style) for line in balanced(words, width, self._most(CELL_LINES))]
            for (words, style), width in zip(cells, self.columns, strict=True)
        )
        for row in zip_longest(*columns, fillvalue=("", "")):
            line = _guided(margin)
            for (words, style), width in zip(row, self.columns, strict=True):
                line.append(words, style)
                line.append(" " * (width - display_width(words)) + _GAP)
            yield line

    def _most(self, lines: int) -> int | None:
        return None if self.verbose else lines

    def _money(
        self, branch: _Branch, name: str, funding: Funding | None, style: str, *, parent: bool = False
    ) -> Iterator[Text]:
        """Yield the line of a node, name to amount; of a `parent`, what follows carries the guide to its children."""
        amount = self.amounts.shown(funding.total if funding else None)
        below = branch.below + (_GUIDE if parent else _INDENT)
        room = self.width - display_width(branch.first) - display_width(amount) - len(" .. ")
        room = max(room, LEAST_CELLS)
        first, *others = wrapped(name or NOTHING, room, self._most(CELL_LINES))
        printed = amount.lstrip()
        dots = "." * (room - display_width(first) + 2 + len(amount) - len(printed))
        yield _guided(branch.first, (first, style), (f" {dots} ", "dim blue"), (printed, "bold"))
        yield from (_guided(below, (line, style)) for line in others)
        if sources := sources_of(funding or Funding()):
            yield _guided(below, (sources, "dim"))


def _guided(guides: str, *parts: tuple[str, str]) -> Text:
    return Text.assemble((guides, "blue"), *parts)


# --- money --------------------------------------------------------------------------------------


@frozen
class _AmountColumn:
    """Amounts of one table below each other, point below point."""

    whole_cells: int
    fraction_cells: int

    @classmethod
    def of(cls, table: PerformanceTable) -> "_AmountColumn":
        fundings = chain(
            [table.total],
            (unit.funding for unit in table.spending_units),
            (project.funding for project in table.projects),
        )
        printed = [with_separators(funding.total).partition(".") for funding in fundings if funding]
        return cls(
            max((len(whole) for whole, _, _ in printed), default=0),
            max((len(point + fraction) for _, point, fraction in printed), default=0),
        )

    def shown(self, amount: Decimal | None) -> str:
        whole, point, fraction = with_separators(amount).partition(".")
        return whole.rjust(self.whole_cells) + (point + fraction).ljust(self.fraction_cells)


# --- indicators ---------------------------------------------------------------------------------


def _column_widths(table: PerformanceTable, room: int, *, verbose: bool) -> list[int]:
    indicators = [indicator for project in table.projects for indicator in project.indicators]
    columns = (
        (_category_label(indicator, verbose=verbose) for indicator in indicators),
        (indicator.name for indicator in indicators),
        (_target_cell(indicator.period_target)[0] for indicator in indicators),
        (_annual_cell(indicator)[0] for indicator in indicators),
    )
    wishes = [
        natural_width([heading, *column], most)
        for heading, column, most in zip(_HEADINGS, columns, _MOST_CELLS, strict=True)
    ]
    return shared(room - len(_GAP) * (len(wishes) - 1), wishes)


def _category_label(indicator: Indicator, *, verbose: bool) -> str:
    if verbose:
        levels = (indicator.level1, indicator.level2)
        return " ".join(as_printed(category) for category in levels if category is not None) or NOTHING
    return category_label(indicator)


def _target_cell(target: Target | None) -> tuple[str, str]:
    """Return what is shown of a target, and its style."""
    if target is None:
        return NOTHING, "dim"
    return (target.normalized, "bold") if target.normalized else (_EMPTY, "dim")


def _annual_cell(indicator: Indicator) -> tuple[str, str]:
    period, annual = indicator.period_target, indicator.annual_target
    if period is not None and annual is not None and period.normalized == annual.normalized:
        return _DITTO, "dim"
    return _target_cell(annual)


# --- doubts -------------------------------------------------------------------------------------


def _summary(result: ParseResult[Document], words: Phrasebook) -> Iterator[Text]:
    tables = result.value.tables
    units = [unit for table in tables for unit in table.spending_units]
    projects = [project for unit in units for project in unit.projects]
    indicators = sum(len(project.indicators) for project in projects)
    named = sum(unit.name is not None for unit in units)
    models = [words.counted(named, "spending unit"), words.counted(len(projects), "project")]
    models.append(words.counted(indicators, "indicator"))
    if len(tables) != 1:
        models.insert(0, words.counted(len(tables), "table"))
    line = Text.assemble((words(", ").join(models), "bold"), " · ")
    numbers = Counter(diagnostic.severity for diagnostic in result.diagnostics)
    parts = [
        Text(words.counted(numbers[severity], severity), style if numbers[severity] else "dim")
        for severity, style in _SEVERITY_STYLES.items()
    ]
    yield Text()
    yield line.append_text(Text(words(", ")).join(parts))


def _doubts(result: ParseResult[Document], width: int, words: Phrasebook, *, verbose: bool) -> Iterator[Text]:
    """Yield errors and warnings with the printed words, by code; of the infos the number of each code."""
    by_code: dict[str, list[Diagnostic]] = {}
    for diagnostic in result.diagnostics:
        by_code.setdefault(diagnostic.code, []).append(diagnostic)
    groups = sorted(by_code.values(), key=lambda group: list(Severity).index(group[0].severity))
    infos = 0 if verbose else sum(group[0].severity is Severity.INFO for group in groups)
    for group in groups[: len(groups) - infos]:
        shown = group if verbose or len(group) <= _MANY else group[:_FEW]
        for diagnostic in shown:
            yield Text()
            yield _rendered(diagnostic, result.source, width, words)
        if len(shown) < len(group):
            more = words(
                "… and {number:,} more {code} (-v shows all)", number=len(group) - len(shown), code=group[0].code
            )
            yield Text(more, "dim")
    if infos:
        yield Text()
        yield from (_tally(group, words) for group in groups[-infos:])
    if groups:
        yield Text()
        yield Text(words("budgetperf explain {code} tells what a code means", code=groups[0][0].code), "dim")


def _rendered(diagnostic: Diagnostic, source: SourceText, width: int, words: Phrasebook) -> Text:
    own = {Role.CODE: _SEVERITY_STYLES[diagnostic.severity], Role.CARET: _SEVERITY_STYLES[diagnostic.severity]}
    styles = _ROLE_STYLES | own
    parts = rendered_parts(diagnostic, source, width=width, language=words.language)
    return Text.assemble(*((part.text, styles[part.role]) for part in parts))


def _tally(group: Sequence[Diagnostic], words: Phrasebook) -> Text:
    first = group[0]
    style = _SEVERITY_STYLES[first.severity]
    title = catalogue(words.language)[first.code].title if first.code in catalogue() else first.message
    times = f" ×{len(group):,}" if len(group) > 1 else ""
    code = f"{words.severity(first.severity)}[{first.code}]"
    return Text.assemble((code, style), f"{words(': ')}{visible(title)}", (times, "dim"))
