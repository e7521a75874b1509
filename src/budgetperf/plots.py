"""Charts of a document: its money by project, and what its indicators can be measured by.

They are charts of Altair: their words are set by the browser, which has Chinese fonts,
JupyterLab, VS Code and Colab draw them without further ado, and each can be changed or
saved by Altair's own means. Backgrounds are transparent and words grey, so that they
can be read on light and dark pages.

Needs the extra ``plots``.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any, Final

from budgetperf.checks.review import has_measurable_target
from budgetperf.errors import MissingExtra
from budgetperf.figures import NOTHING, counted, with_separators
from budgetperf.model import Category, Document, Indicator, PerformanceTable, Project, SpendingUnit
from budgetperf.soundness import AMOUNTS
from budgetperf.source import display_width
from budgetperf.taxonomy import standard_taxonomy
from budgetperf.terminal import beginning, visible

try:
    import altair as alt
except ImportError as error:
    raise MissingExtra("plots", "budgetperf.plots") from error

__all__ = ["indicators", "money"]

#: Of each table, so many projects are shown; of so many tables.
_PROJECTS: Final = 40
_TABLES: Final = 20
_CATEGORIES: Final = 30
#: In cells, of which a Chinese character fills two.
_LONGEST_NAME: Final = 36
_LONGEST_TITLE: Final = 60
_WIDTH: Final = 420
_STEP: Final = 22
#: No amount of money, and more than a browser draws.
_BEYOND: Final = Decimal("1e15")
#: As far from white as from black.
_GREY: Final = "#808080"
_LINES: Final = "#80808044"
_FONT: Final = "'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif"
_MEASURABLE, _NOT_MEASURABLE = "measurable", "not measurable"


def money(document: Document) -> "alt.VConcatChart":
    """Return the money of each project as bars, the largest first, coloured by spending unit.

    Each table has a chart of its own, in its own amount unit: nothing is added up. The 40 projects
    with the most money are shown; how many are not, and how many have no amount, stands below
    the title.

    >>> from budgetperf.parsing import parse
    >>> money(parse("").value).to_dict()["title"]["subtitle"]
    ['no table']
    """
    tables = document.tables[:_TABLES]
    notes = _units_note(document) if tables else ["no table"]
    return _below_each_other([_money_of(table) for table in tables], notes)


def indicators(document: Document) -> "alt.VConcatChart":
    """Return how many indicators there are of each category, by whether one of their targets can be measured.

    :func:`budgetperf.is_measurable` has what counts as measurable. Indicators of all tables are
    counted together, under the standard's names of their level-2 categories; where there is none,
    under the words that are printed.

    >>> from budgetperf.parsing import parse
    >>> indicators(parse("").value).to_dict()["vconcat"][0]["title"]["subtitle"]
    ['0 of 0 indicators can be measured']

    """
    every = [each for table in document.tables for project in table.projects for each in project.indicators]
    counts = Counter((_category(each), has_measurable_target(each)) for each in every)
    totals = Counter(_category(each) for each in every)
    shown = [name for name, _ in totals.most_common(_CATEGORIES)]
    rows = [
        {"category": name, "kind": kind, "number": counts[name, measurable]}
        for name in shown
        for kind, measurable in ((_MEASURABLE, True), (_NOT_MEASURABLE, False))
        if counts[name, measurable]
    ]
    measurable = sum(map(has_measurable_target, every))
    notes = [f"{measurable:,} of {counted(len(every), 'indicator')} can be measured"]
    if len(totals) > len(shown):
        notes.append(f"… and {len(totals) - len(shown):,} more categories")
    kinds = alt.Scale(domain=[_MEASURABLE, _NOT_MEASURABLE], range=["#4c8dc9", "#d98032"])
    chart = _bars(rows, "category", shown).encode(
        x=alt.X("number:Q", title="indicators", axis=alt.Axis(tickMinStep=1, format=",d")),
        color=alt.Color("kind:N", scale=kinds, legend=alt.Legend(title=None, orient="top")),
        order=alt.Order("kind:N"),
        tooltip=["category:N", "kind:N", "number:Q"],
    )
    return _below_each_other([_titled(chart, "绩效指标", notes)])


# --- money --------------------------------------------------------------------------------------


def _money_of(table: PerformanceTable) -> "alt.Chart":
    """Return the bars of one table."""
    placed = [(unit, project) for unit in table.spending_units for project in unit.projects]
    with_money = [(each, amount) for each in placed if (amount := each[1].funding.total) is not None]
    drawn = sorted((each for each in with_money if _can_be_drawn(each[1])), key=lambda each: -each[1])
    shown = drawn[:_PROJECTS]
    labels = _told_apart(project.name for (_, project), _ in shown)
    units = [*dict.fromkeys(_unit_name(unit) for (unit, _), _ in shown)]
    rows = [_money_row(unit, project, label) for ((unit, project), _), label in zip(shown, labels, strict=True)]
    chart = _bars(rows, "label", labels).encode(
        x=alt.X("amount:Q", title=table.amount_unit and str(table.amount_unit), axis=alt.Axis(format=",~f")),
        color=alt.Color(
            "unit:N", sort=units, legend=alt.Legend(title=None, orient="bottom", columns=2) if len(units) > 1 else None
        ),
        tooltip=[
            alt.Tooltip("project:N", title="项目"),
            alt.Tooltip("unit:N", title="资金使用单位"),
            *(alt.Tooltip(f"{label}:N") for label in AMOUNTS.values()),
        ],
    )
    title = " · ".join(filter(None, (table.department, str(table.year or ""), table.amount_unit)))
    return _titled(chart, title or "项目资金", _money_notes(placed, with_money, drawn))


def _money_row(unit: SpendingUnit, project: Project, label: str) -> dict[str, Any]:
    amounts = {heading: with_separators(getattr(project.funding, column)) for column, heading in AMOUNTS.items()}
    total = project.funding.total
    return {
        "label": label,
        "project": _short(project.name, 2 * _LONGEST_TITLE),
        "unit": _unit_name(unit),
        "amount": None if total is None else float(total),
        **amounts,
    }


def _money_notes(placed: Sequence[object], with_money: Sequence[object], drawn: Sequence[object]) -> list[str]:
    """Return how much is not shown."""
    notes = []
    if len(drawn) > _PROJECTS:
        notes.append(f"… and {counted(len(drawn) - _PROJECTS, 'more project')} with less money")
    if without := len(placed) - len(with_money):
        notes.append(f"{counted(without, 'project')} without an amount")
    if beyond := len(with_money) - len(drawn):
        notes.append(f"{counted(beyond, 'project')} with an amount beyond any budget")
    return notes or ([] if drawn else ["no projects"])


def _can_be_drawn(amount: Decimal) -> bool:
    return amount.is_finite() and abs(amount) < _BEYOND


def _unit_name(unit: SpendingUnit) -> str:
    return _short(unit.name or NOTHING)


def _units_note(document: Document) -> list[str]:
    """Return that tables of different units are not to be compared, where there are some."""
    notes = []
    if len({table.amount_unit for table in document.tables}) > 1:
        notes.append("amount units differ: nothing is added up, and bars compare within a table only")
    if len(document.tables) > _TABLES:
        notes.append(f"… and {counted(len(document.tables) - _TABLES, 'more table')}")
    return notes


# --- indicators ---------------------------------------------------------------------------------


def _category(indicator: Indicator) -> str:
    """Return the standard's name of an indicator's category, or else what is printed."""
    category, level = (indicator.level1, 1) if indicator.level2 is None else (indicator.level2, 2)
    return _standard_names(level).get(category.category or "") or _printed(category)


def _standard_names(level: int) -> dict[str, str]:
    taxonomy = standard_taxonomy()
    return {entry.category: entry.labels[0] for entry in (taxonomy.level1 if level == 1 else taxonomy.level2)}


def _printed(category: Category) -> str:
    return _short(category.label or category.code or NOTHING)


# --- charts -------------------------------------------------------------------------------------


def _bars(rows: list[dict[str, Any]], name: str, order: Sequence[str]) -> "alt.Chart":
    """Return horizontal bars, one below the other in the order given."""
    axis = alt.Axis(title=None, labelLimit=600)
    bars: alt.Chart = alt.Chart(alt.InlineData(values=rows)).mark_bar()
    return bars.encode(y=alt.Y(f"{name}:N", sort=list(order), axis=axis)).properties(
        width=_WIDTH, height=alt.Step(_STEP)
    )


def _titled(chart: "alt.Chart", title: str, notes: Sequence[str]) -> "alt.Chart":
    return chart.properties(title=alt.TitleParams(_short(title, _LONGEST_TITLE), subtitle=list(notes), anchor="start"))


def _below_each_other(charts: Sequence["alt.Chart"], notes: Sequence[str] = ()) -> "alt.VConcatChart":
    """Return charts that share nothing, in colours for pages of any colour, below notes about them all."""
    words: dict[str, Any] = {"labelColor": _GREY, "titleColor": _GREY, "labelFontSize": 12}
    whole: alt.VConcatChart = alt.vconcat(*charts).resolve_scale(color="independent", x="independent", y="independent")
    if notes:
        whole = whole.properties(title=alt.TitleParams("项目资金", subtitle=list(notes), anchor="start", offset=12))
    coloured: alt.VConcatChart = whole.configure(
        background="transparent",
        font=_FONT,
        axis=alt.AxisConfig(**words, domainColor=_GREY, tickColor=_GREY, gridColor=_LINES),
        legend=alt.LegendConfig(**words, labelLimit=400),
        title=alt.TitleConfig(color=_GREY, subtitleColor=_GREY, fontSize=14, subtitleFontSize=12),
        view=alt.ViewConfig(stroke=None),
    )
    return coloured


def _short(name: str, cells: int = _LONGEST_NAME) -> str:
    """Return a name that leaves room for the bars.

    >>> _short("关于促进开放型经济高质量发展的若干措施专项资金")
    '关于促进开放型经济高质量发展的若干…'
    """
    words = visible(name[:cells])
    if len(name) <= cells and display_width(words) <= cells:
        return words or NOTHING
    return beginning(words, cells - 2) + "…"


def _told_apart(names: Iterable[str]) -> list[str]:
    """Return short names of which no two are alike, since bars of one name would be one bar.

    >>> _told_apart(["设备购置", "设备购置", ""])
    ['设备购置', '设备购置 (2)', '—']
    """
    found: dict[str, None] = {}
    for name in map(_short, names):
        found[next(label for label in _numbered(name) if label not in found)] = None
    return list(found)


def _numbered(name: str) -> Iterator[str]:
    yield name
    number = 2
    while True:
        yield f"{name} ({number})"
        number += 1
