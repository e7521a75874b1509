"""Charts show each table's money in its own unit, and every indicator once; their words are whole, or cut."""

import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import altair as alt
from attrs import evolve
from hypothesis import given

import budgetperf
from budgetperf import AmountUnit, Category, Document, Funding, Target, plots, testing
from budgetperf.readings import Qualitative, Quantity, Trend
from effort import fewer
from test_display import BENEFIT, OUTPUT, indicator, project, table, unit

SAMPLE = Path(__file__).parents[1] / "samples" / "pipe_table.md"
MEASURED = Quantity(comparator=">=", low=Decimal(1))


def spec(chart: alt.VConcatChart) -> dict[str, Any]:
    """Return what a browser draws; it is JSON, and valid Vega-Lite. Each chart has its rows as `rows`."""
    made: dict[str, Any] = json.loads(json.dumps(chart.to_dict(), allow_nan=False))
    for part in made["vconcat"]:
        data = part.get("data") or made["data"]  # what all parts have stands above them
        part["rows"] = made["datasets"][data["name"]]
    return made


def charts(document: Document) -> list[dict[str, Any]]:
    """Return the charts of the tables."""
    found: list[dict[str, Any]] = spec(plots.money(document))["vconcat"]
    return found


def values(chart: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the rows of a chart."""
    found: list[dict[str, Any]] = chart["rows"]
    return found


# --- money --------------------------------------------------------------------------------------


def test_money_of_a_sample() -> None:
    """The largest project stands first, with its unit and its sources; the axis has the table's unit."""
    (chart,) = charts(budgetperf.read(SAMPLE).value)
    assert "云岚县文化广电旅游局 · 2025 · 万元" == chart["title"]["text"]
    assert [] == chart["title"]["subtitle"]
    assert "万元" == chart["encoding"]["x"]["title"]
    rows = values(chart)
    assert [85, 50, 42, 36, 18.4, 15, 12.6, 9.8] == [row["amount"] for row in rows]
    assert chart["encoding"]["y"]["sort"] == [row["label"] for row in rows]
    assert {
        "label": "古籍修复与保护专项经费", "project": "古籍修复与保护专项经费", "unit": "云岚县图书馆",
        "amount": 15.0, "总计": "15.00", "财政拨款": "10.00", "财政专户拨款": "5.00", "其他资金": "—",
    } == rows[5]  # fmt: skip
    assert ["云岚县文化广电旅游局", "云岚县图书馆"] == chart["encoding"]["color"]["sort"]


def test_tables_of_different_units_are_not_added_up() -> None:
    """Each table has its own chart and axis, and it is said why."""
    first = table(unit(project("甲", "3.00")))
    second = evolve(first, amount_unit=AmountUnit.YUAN, year=2024)
    whole = spec(plots.money(Document(tables=(first, second))))
    assert ["万元", "元"] == [chart["encoding"]["x"]["title"] for chart in whole["vconcat"]]
    assert "amount units differ: nothing is added up" in whole["title"]["subtitle"][0]
    assert "independent" == whole["resolve"]["scale"]["x"]
    assert "title" not in spec(plots.money(Document(tables=(first, first))))
    assert "… and 3 more tables" == spec(plots.money(Document(tables=(first,) * 23)))["title"]["subtitle"][0]


def test_names_are_cut_and_told_apart() -> None:
    """Bars of one name would be one bar; a long name leaves room for them."""
    long = "促进开放型经济高质量发展若干措施专项资金（含结转）"
    (chart,) = charts(Document(tables=(table(unit(*[project(long, "1")] * 2, project("", "1"), name=None)),)))
    rows = values(chart)
    assert ["促进开放型经济高质量发展若干措施专…", "促进开放型经济高质量发展若干措施专… (2)", "—"] == [
        row["label"] for row in rows
    ]
    assert [long, long, "—"] == [row["project"] for row in rows]
    assert "—" == rows[0]["unit"]
    assert chart["encoding"]["color"]["legend"] is None


def test_what_is_not_shown_is_said() -> None:
    """Of many projects those with the most money are drawn; amounts that are none are counted."""
    odd = [
        evolve(project("乙"), funding=Funding(total=total)) for total in (None, Decimal("1E+999999"), Decimal("NaN"))
    ]
    many = [project(f"项目{number}", str(number)) for number in range(43)]
    (chart,) = charts(Document(tables=(table(unit(*many, *odd)),)))
    assert 40 == len(values(chart))
    assert [
        "… and 3 more projects with less money", "1 project without an amount", "2 projects with an amount beyond any budget",
    ] == chart["title"]["subtitle"]  # fmt: skip


def test_nothing_to_draw() -> None:
    """A table that says nothing has an empty chart with a title, and so has a document."""
    bare = evolve(table(), title=None, department=None, amount_unit=None)
    (chart,) = charts(Document(tables=(bare,)))
    assert ("项目资金", ["no projects"], []) == (chart["title"]["text"], chart["title"]["subtitle"], values(chart))
    whole = spec(plots.money(Document(tables=())))
    assert (["no table"], []) == (whole["title"]["subtitle"], whole["vconcat"])


# --- indicators ---------------------------------------------------------------------------------


def counts(document: Document) -> list[tuple[str, str, int]]:
    """Return how many indicators of each category can be measured or not."""
    (chart,) = spec(plots.indicators(document))["vconcat"]
    return [(row["category"], row["kind"], row["number"]) for row in values(chart)]


def test_indicators_by_category() -> None:
    """Categories go by the standard's names where they are known; one measurable target is enough."""
    hard, soft = Target(text="1", reading=MEASURED), Target(text="好", reading=Trend(direction="up"))
    quantity = evolve(indicator("甲", None, None), period_target=soft, annual_target=hard)
    local = Category(code=None, label="本地指标", category=None)
    bare = evolve(indicator("乙", None, None, BENEFIT, None), annual_target=Target(text="好", reading=Qualitative()))
    members = [*[quantity] * 2, evolve(quantity, annual_target=None), *[bare] * 2, evolve(bare, level2=local)]
    whole = Document(
        tables=(
            table(unit(project("丙", "1", None, *members[:4]))),
            table(unit(project("丁", "1", None, *members[4:]))),
        )
    )
    assert [
        ("数量", "measurable", 2), ("数量", "not measurable", 1), ("效益", "not measurable", 2), ("本地指标", "not measurable", 1),
    ] == counts(whole)  # fmt: skip
    (chart,) = spec(plots.indicators(whole))["vconcat"]
    assert ["2 of 6 indicators can be measured"] == chart["title"]["subtitle"]
    assert ["数量", "效益", "本地指标"] == chart["encoding"]["y"]["sort"]


def test_many_categories() -> None:
    """The most frequent categories are drawn, the others are counted."""
    members = [
        indicator("甲", None, None, OUTPUT, Category(code=None, label=f"第{number}类", category=None))
        for number in range(35)
    ]
    (chart,) = spec(plots.indicators(Document(tables=(table(unit(project("乙", "1", None, *members))),))))["vconcat"]
    assert "… and 5 more categories" == chart["title"]["subtitle"][1]
    assert 30 == len(values(chart))


# --- both ---------------------------------------------------------------------------------------


@fewer(3)
@given(testing.documents())
def test_any_document(document: Document) -> None:
    """However strange a document is, its charts are valid."""
    spec(plots.money(document))
    spec(plots.indicators(document))


def test_words_can_be_read_on_any_page() -> None:
    """Nothing is painted behind a chart, and its words have a font for Chinese."""
    config = spec(plots.indicators(Document(tables=())))["config"]
    assert "transparent" == config["background"]
    assert "Noto Sans CJK SC" in config["font"]


def test_without_altair() -> None:
    """Who has no Altair is told what to install."""
    program = "import sys; sys.modules['altair'] = None\nimport budgetperf.plots"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert "MissingExtra: budgetperf.plots needs an extra: pip install 'budgetperf[plots]'" in done.stderr
