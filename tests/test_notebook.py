"""What a notebook shows: whole HTML of a few harmless elements, of any words, and no more than a page of them."""

import pickle
import re
import time
from collections.abc import Callable
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import given

import budgetperf
from budgetperf import (
    Diagnostic,
    Document,
    Funding,
    ParseResult,
    PerformanceTable,
    Project,
    Severity,
    SourceText,
    Span,
    SpendingUnit,
    Target,
    diff,
    testing,
)
from budgetperf.diagnostics import Findings
from budgetperf.notebook.targets import meaning
from budgetperf.readings import (
    AllOf,
    Boolean,
    Change,
    DateWindow,
    Grade,
    Missing,
    Qualitative,
    Quantity,
    Reading,
    Reference,
    Scoring,
    Trend,
)
from effort import fewer
from test_display import funding, indicator, project, result, table, unit

SAMPLES = Path(__file__).parents[1] / "samples"
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)></details></td>&lt;\u202e\x00\ud800"
#: All that is ever written.
TAGS = {"div", "span", "b", "ins", "del", "table", "thead", "tbody", "tr", "th", "td", "details", "summary"}
ATTRIBUTES = {"style", "title", "open"}


class Page(HTMLParser):
    """What a browser makes of HTML: it stops at a tag that is no pair, or not ours."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.words: list[str] = []
        self.titles: list[str] = []
        self.tags: list[str] = []
        self.feed(html)
        self.close()
        assert [] == self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        assert tag in TAGS
        assert {name for name, _ in attrs} <= ATTRIBUTES
        self.open.append(tag)
        self.tags.append(tag)
        self.titles += [value or "" for name, value in attrs if name == "title"]
        for name, value in attrs:
            assert name != "style" or not re.search(
                r"url|expression|[<>\"]|background(?!:none|-color:rgba\(\d+,\d+,\d+,\.\d+\))", value or ""
            )

    def handle_endtag(self, tag: str) -> None:
        """Close the last element."""
        assert tag == self.open.pop()

    def handle_data(self, data: str) -> None:
        """Note words."""
        self.words.append(data)

    @property
    def text(self) -> str:
        """All words that are shown."""
        return "".join(self.words)


def shown(value: object) -> Page:
    """Return what a notebook shows of a value."""
    html: str = value._repr_html_()  # type: ignore[attr-defined]  # as notebooks ask for it
    html.encode("utf-8")
    return Page(html)


def doubt(code: str = "G202", path: str = "", span: Span | None = None, message: str = "a doubt") -> Diagnostic:
    """Return a warning."""
    return Diagnostic(code=code, severity=Severity.WARNING, message=message, path=path, span=span, hint="a hint")


# --- every class, any words ---------------------------------------------------------------------


@pytest.mark.parametrize("sample", sorted(path.name for path in SAMPLES.glob("[!R]*")))
def test_samples(sample: str) -> None:
    """Every sample is shown with each of its projects, and so is what is found in it."""
    read = budgetperf.read(SAMPLES / sample)
    for page in (shown(read), shown(read.value)):
        for each in read.value.tables:
            assert each.department is None or each.department in page.text
            for every in each.projects:
                assert every.name in page.text
    codes = {each.code for each in budgetperf.check(read)}
    assert codes <= set(re.findall(r"[A-Z]\d{3}", shown(budgetperf.check(read)).text))


def row(words: str) -> Project:
    """Return a project whose every word is `words`."""
    return project(words, "36.50", words, indicator(words, words, words), indicator(words, None, None))


def sheet(words: str) -> PerformanceTable:
    """Return a table whose every word is `words`."""
    return PerformanceTable(
        title=words,
        department=words,
        department_label=words,
        amount_unit=None,
        year=None,
        total=None,
        spending_units=(unit(row(words), name=words), unit(row(words), name=None, total=None)),
    )


SHOWN: dict[str, Callable[[str], object]] = {
    "document": lambda words: Document(tables=(sheet(words),)),
    "table": sheet,
    "project": row,
    "target": lambda words: Target(text=words, reading=Reference(comparator="<=", reference=words)),
    "result": lambda words: ParseResult(
        value=Document(tables=(sheet(words),)),
        diagnostics=(doubt(words, "tables[0]", Span(0, 9), words), doubt(words, words, Span(10**6, 10**7))),
        source=SourceText(words, name=words),
    ),
    "result of a cell": lambda words: ParseResult(
        value=(indicator(words, words, words),), diagnostics=(), source=SourceText(words)
    ),
    "result of anything": lambda words: ParseResult(value=words, diagnostics=(), source=SourceText(words)),
    "diagnostic": lambda words: doubt(words, words, None, words),
    "findings": lambda words: Findings([doubt(words, words, None, words)]),
    "difference": lambda words: evolve(
        diff(Document(tables=(sheet(words),)), Document(tables=(sheet(f"甲{words}乙"),))), old_name=words
    ),
    "difference of all": lambda words: diff(Document(tables=(sheet(words),)), Document(tables=(sheet("丙"),))),
}


@pytest.mark.parametrize("kind", SHOWN)
def test_hostile_words_stay_words(kind: str) -> None:
    """Markup in a document becomes text; what would turn or end a line is made visible."""
    page = shown(SHOWN[kind](HOSTILE))
    assert "<script>alert(1)</script>" in page.text
    assert not set("\u202e\x00\ud800") & set(page.text + "".join(page.titles))


@pytest.mark.parametrize("kind", SHOWN)
@pytest.mark.parametrize("words", ["", "甲" * 200_000], ids=["nothing", "very long"])
def test_words_of_any_length(kind: str, words: str) -> None:
    """Nothing leaves a place that is not filled, and long words are cut."""
    value = SHOWN[kind](words)
    assert len(value._repr_html_()) < 40_000  # type: ignore[attr-defined]  # as notebooks ask for it
    shown(value)


@fewer(3)
@given(testing.documents())
def test_any_document(document: Document) -> None:
    """However strange a document is, it is shown."""
    shown(document)


@given(testing.documents(), testing.documents())
@fewer(4)
def test_any_difference(old: Document, new: Document) -> None:
    """Nor does anything keep what differs from being shown."""
    shown(diff(old, new))


@given(testing.readings())
def test_any_reading(reading: Reading) -> None:
    """Every reading is told in some words, its kind first."""
    assert meaning(reading).startswith(f"{reading.kind.replace('_', ' ')}: ")
    shown(Target(text="甲", reading=reading))


def test_nothing_at_all() -> None:
    """What is empty is shown as such."""
    empty = ParseResult(value=Document(tables=()), diagnostics=(), source=SourceText(""))
    assert (
        "ParseResult 0 tables, 0 units, 0 projects, 0 indicators · 0 errors, 0 warnings, 0 infos" == shown(empty).text
    )
    assert "Document 0 tables, 0 units, 0 projects, 0 indicators" == shown(empty.value).text
    assert "no findings" == shown(Findings()).text
    assert "None" in shown(ParseResult(value=None, diagnostics=(), source=SourceText(""))).text
    assert "（空） not read" == shown(Target(text="")).text


# --- what is said -------------------------------------------------------------------------------


def test_money_stands_point_below_point() -> None:
    """Amounts of one table are as wide behind the point, and the total stands above them."""
    amounts = unit(project("甲", "5"), project("乙", "1234567.25"), project("丙", "0.5"), total="1234572.75")
    page = shown(table(amounts, total=funding("1234572.75", "1200.00", "36.50")))
    printed = [words for words in page.words if re.fullmatch(r"[\d,.\u2007\u2008]+", words)]
    assert ["1,234,572.75"] * 2 + ["5\u2008\u2007\u2007", "1,234,567.25", "0.5\u2007"] == printed
    assert "财政拨款 1,200.00 + 其他资金 36.50" in page.text


def test_projects_without_a_unit_row() -> None:
    """A level that the table doesn't have is not shown."""
    bare = unit(project("水质监测"), name=None, total=None)
    assert 1 == shown(table(bare)).tags.count("details")
    assert 2 == shown(table(unit(project("水质监测")))).tags.count("details")


def test_targets_in_their_cells() -> None:
    """A ditto sign stands for an equal target, a dash for none; a pointer tells what was read."""
    (cell,) = budgetperf.parse_indicators(
        r"1、1-产出指标；11-数量指标；人次；实施周期指标值： $\geq 2$ 万人次；年度指标值：≥2万人次。"
    ).value
    page = shown(project("甲", "1", "目标", cell, indicator("乙", "稳步提升", None)))
    assert ["数量指标", "人次", "≥2万人次", "〃", "\u00a0", "乙", "稳步提升", "—"] == page.words[-9:-1]
    assert "quantity: ≥ 20,000 人次\nprinted: $\\geq 2$ 万人次" in page.titles
    assert "1-产出指标 / 11-数量指标" in page.titles
    assert "not printed" in page.titles


@pytest.mark.parametrize(
    ("reading", "said"),
    [
        (Quantity(comparator=">=", low=Decimal("3.8"), multiplier=10**8, unit="美元"), "quantity: ≥ 380,000,000 美元"),
        (Quantity(comparator="between", low=Decimal(1), high=Decimal(2), high_inclusive=False), "quantity: ≥ 1 and < 2"),
        (Quantity(comparator="about", low=Decimal(1), high=Decimal(1), per="每县"), "quantity: about 1 (每县)"),
        (Quantity(comparator="<", high=Decimal(5), unit="%"), "quantity: < 5 %"),
        (Change(direction="up", comparator=">=", low=Decimal(5), unit="%", base="上年"), "change: up ≥ 5 % against 上年"),
        (Change(direction="down"), "change: down"),
        (DateWindow(comparator="<=", end="2024-12-31", event="完成支付"), "date: ≤ 2024-12-31 (完成支付)"),
        (DateWindow(comparator="=", start="--07-01", end="--07-31"), "date: --07-01 to --07-31"),
        (DateWindow(comparator="=", start="--07-01", end="--07-01"), "date: --07-01"),
        (DateWindow(comparator="="), "date: —"),
        (Grade(comparator=">=", grade="合格"), "grade: ≥ 合格"),
        (Trend(direction="hold"), "trend: hold, can’t be measured"),
        (Boolean(value=True), "boolean: yes"),
        (Boolean(value=False), "boolean: no"),
        (Reference(comparator="<=", reference="合同金额"), "reference: ≤ 合同金额"),
        (Scoring(), "scoring: a rule for marks"),
        (Scoring(full_marks=Boolean(value=True)), "scoring: full marks for boolean: yes"),
        (AllOf(parts=(Qualitative(), Boolean(value=True)), open=True), "all of: qualitative: can’t be measured; boolean: yes …"),
        (AllOf(parts=(Boolean(value=True),) * 13), f"all of: {'; '.join(['boolean: yes'] * 12)} …"),
        (Missing(reason="not_applicable"), "missing: not applicable"),
        (None, "not read"),
    ],
)  # fmt: skip
def test_meanings(reading: Reading | None, said: str) -> None:
    """Numbers are multiplied out, bounds have their signs, and what can't be measured is said."""
    assert said == meaning(reading)


def test_doubts_stand_at_their_places() -> None:
    """Of a result, what is doubtful is marked where it is, and told below with the printed words."""
    place = "tables[0].spending_units[0].projects[0]"
    doubts = (
        doubt("A501", "tables[0]"),
        doubt("A502", "tables[0].spending_units[0]"),
        doubt("P602", f"{place}.indicators"),
        doubt("G207", f"{place}.indicators[0]", Span(0, 2)),
        doubt("V301", f"{place}.indicators[0].period_target"),
        doubt("G202", f"{place}.indicators[0].annual_target"),
        *(doubt(code, f"{place}.indicators[0]") for code in ("G207", "G208", "G211", "G214", "T401")),
        doubt("R101"),
    )
    whole = table(unit(project("水质监测", "1.00", None, indicator("断面", "12个", None))))
    page = shown(result(whole, doubts=doubts, text="断面：12个"))
    lines = page.text.partition("doubts 0 errors")[0]
    for marked in (
        "年度：— \u2003 A501",
        "1 project A502",
        "水质监测 P602 8 doubts below",
        "断面 G207 G208 G211 G214 …",
        "12个 V301",
        "— G202",
    ):
        assert marked.replace(" ", "") in lines.replace(" ", "")
    assert "1:1 · “断面” · 水质监测" in page.text
    assert "hint: a hint" in page.text
    title = next(title for title in page.titles if "annual target missing" in title)
    assert title.startswith("a doubt\nwarning: annual target missing\nThe clause prints")


def test_doubts_of_a_cell_and_of_a_value() -> None:
    """What `parse_indicators` and `parse_target` return is shown with its doubts, too."""
    cell = budgetperf.parse_indicators("1、1-产出指标；11-数量指标；演出场次；实施周期指标值：60场。")
    assert "—G202" in shown(cell).text.replace(" ", "")
    value = shown(budgetperf.parse_target("≪400元/人"))
    assert "V307" in value.text.partition("doubts")[0]
    many = ParseResult(value=(indicator("甲", "1", "1"),) * 201, diagnostics=(), source=SourceText(""))
    assert "… and 1 more indicator" in shown(many).text


def test_the_place_in_a_file_that_is_no_text() -> None:
    """Of a PDF, the page is told."""
    read = budgetperf.read(SAMPLES / "ruled_table.pdf")
    (name,) = [each.name_span for each in [*read.value.tables[0].projects][:1]]
    assert "page 1" in shown(ParseResult(value=read.value, diagnostics=(doubt(span=name),), source=read.source)).text


def test_a_code_of_others() -> None:
    """A code that is not in the catalogue is shown without an explanation."""
    assert "warning X999 a doubta hint" == shown(doubt("X999")).text.replace("hint: ", "")


# --- findings -----------------------------------------------------------------------------------


def test_findings_are_a_tuple() -> None:
    """What `check` returns is what it was: a tuple, equal to one, and to be pickled."""
    found = budgetperf.check(budgetperf.read(SAMPLES / "ocr_noise.txt"))
    assert isinstance(found, tuple)
    assert found == tuple(found)
    assert hash(found) == hash(tuple(found))
    assert repr(tuple(found)) == repr(found)
    assert isinstance(pickle.loads(pickle.dumps(found)), Findings)  # noqa: S301 - just made
    assert isinstance(budgetperf.parse("").diagnostics, Findings)


def test_findings_by_their_codes() -> None:
    """What weighs most goes first; of many findings of a code the first are shown."""
    error = Diagnostic(code="G201", severity=Severity.ERROR, message="an error")
    page = shown(Findings([*(doubt(path=f"tables[{at}]") for at in range(1957)), error]))
    assert page.text.startswith("1,958 findings 1 error, 1,957 warnings, 0 infosG201")
    assert page.text.endswith("tables[9]hint: a hint… and 1,947 more findings")
    assert "×1,957" in page.text
    assert "… and 40 more codes" in shown(Findings([doubt(f"X{number}") for number in range(100)])).text


# --- what differs ----------------------------------------------------------------------------------


def test_what_differs() -> None:
    """Money, names, objectives and targets, with the sign of what became of each; of rewordings only that there are some."""
    was = project(
        "养护", "36.50", "修路2公里", indicator("里程", "≥2公里", "≥2公里"), indicator("合格率", "90%以上", None)
    )
    now = project(
        "养护", "40.00", "修路3公里", indicator("里程", "≥3公里", "≥3公里"), indicator("合格率", "≥90%", None)
    )
    old, new = (
        Document(tables=(table(unit(each, project(other, "1")), total=funding(total)),))
        for each, other, total in ((was, "植树", "37.50"), (now, "宣传", "41.00"))
    )
    page = shown(diff(old, new))

    for words in (
        "old → new 1 project compared · 1 project added · 1 project dropped", "合计", "~ 养护", "36.50 → 40.00", "+3.50 +9.6%",
        "修路23公里", "~ 数量指标里程≥2公里≥3公里raised, asks for more", "+ 宣传 added", "− 植树 dropped",
        "what is only reworded is not shown",
    ):  # fmt: skip
        assert words in page.text
    assert "合格率" not in page.text
    assert ["del", "ins"] == [tag for tag in page.tags if tag in ("del", "ins")]
    assert "nothing differs · 2 projects compared" in shown(diff(old, old)).text


@pytest.mark.parametrize(("number", "opened"), [(8, 8), (9, 0)])
def test_few_projects_that_differ_are_unfolded(number: int, opened: int) -> None:
    """More of them would fill more than a page."""
    old, new = (
        Document(tables=(table(unit(*(project(f"项目{at:02}", "1", words) for at in range(number)))),))
        for words in ("目标", "其他目标")
    )

    assert opened == diff(old, new)._repr_html_().count("open=")


def test_what_differs_is_shown_in_part() -> None:
    """Of tables, units, projects and indicators a page is shown; the rest is counted."""

    def big(seed: str) -> Document:
        rows = [project(f"项目{at}", "1.00", seed * 500, *[indicator(seed, "乙" * 500, "丙")] * 9) for at in range(300)]
        units = [unit(project(seed), name=f"单位{at}", total="1" if seed == "甲" else "2") for at in range(105)]
        tables = (evolve(table(unit(project(seed))), department=f"{at:03}局") for at in range(25))
        return Document(tables=(evolve(table(unit(*rows), *units), department="一局"), *tables))

    html, taken = timed(diff(big("甲"), big("乙"))._repr_html_)
    for words in ("360 more projects", "5 more spending units", "6 more tables"):
        assert f"… and {words}" in html
    assert len(html) < 1_000_000
    assert taken < 3
    kept, changed = (
        project("养护", "1", None, *[indicator(f"{at:03}", None, words) for at in range(45)]) for words in "甲乙"
    )
    [old, new] = (Document(tables=(table(unit(each)),)) for each in (kept, changed))
    assert "… and 5 more indicators" in shown(diff(old, new)).text


# --- much ---------------------------------------------------------------------------------------


def test_a_document_of_2000_projects_is_shown_in_part() -> None:
    """Its first page is shown in little time; the rest is counted."""
    rows = tuple(
        project(f"项目{at}", "1.00", "目标" * 500, *[indicator("甲" * 500, "乙" * 500, "丙")] * 9) for at in range(1000)
    )
    big = table(unit(*rows), unit(*rows), total=funding("2000.00"))
    doubts = tuple(doubt(path=f"tables[0].spending_units[0].projects[{at}]", span=Span(0, 2)) for at in range(1000))
    for value in (Document(tables=(big,)), big, result(big, doubts=doubts, text="断面")):
        html, taken = timed(value._repr_html_)
        assert "… and 850 more projects" in html
        assert "… and 1,000 more projects" in html
        assert len(html) < 1_000_000
        assert taken < 3


def timed(make: Callable[[], str]) -> tuple[str, float]:
    """Return what is made, and the least time it took."""
    times = []
    for _ in range(2):
        start = time.process_time()
        made = make()
        times.append(time.process_time() - start)
    return made, min(times)


def test_everything_is_bounded() -> None:
    """Tables, units and the indicators of one project are counted, where they are too many."""
    small = table(unit(project("甲")))
    assert "… and 5 more tables" in shown(Document(tables=(small,) * 25)).text
    page = shown(table(*[SpendingUnit(name="甲", funding=Funding(), projects=(project("乙"),))] * 103))
    assert "… and 3 more spending units, with 3 projects" in page.text
    assert "… and 2 more indicators" in shown(project("甲", "1", None, *[indicator("乙", "1", "1")] * 42)).text
