"""The tree stands straight at every width, shows what the document says, and is safe to print."""

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import budgetperf
from budgetperf import (
    AmountUnit,
    Category,
    Diagnostic,
    Document,
    Funding,
    Indicator,
    ParseResult,
    PerformanceTable,
    Project,
    Severity,
    SourceText,
    Span,
    SpendingUnit,
    Target,
)
from budgetperf.display import drawn
from budgetperf.figures import with_separators
from budgetperf.source import display_width
from budgetperf.terminal import balanced, broken, shared, wrapped
from budgetperf.testing import diagnostics, documents, texts

SAMPLES = sorted(path for path in (Path(__file__).parents[1] / "samples").glob("[!R]*") if path.suffix != ".pdf")
WIDTHS = (60, 80, 100, 140)
ESCAPE = re.compile(r"\x1b\[[0-9;]*m")

each_sample = pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
each_width = pytest.mark.parametrize("width", WIDTHS)

OUTPUT = Category(code="1", label="产出指标", category="output")
BENEFIT = Category(code="2", label="效益指标", category="benefit")
QUANTITY = Category(code="11", label="数量指标", category="quantity")


def target(text: str | None) -> Target | None:
    """Return a target, or None where none is printed."""
    return None if text is None else Target(text=text)


def indicator(
    name: str, period: str | None, annual: str | None, level1: Category = OUTPUT, level2: Category | None = QUANTITY
) -> Indicator:
    """Return an indicator, of quantity if nothing else is said."""
    return Indicator(
        ordinal=1,
        level1=level1,
        level2=level2,
        name=name,
        period_target=target(period),
        annual_target=target(annual),
    )


def funding(total: str | None, fiscal: str | None = None, other: str | None = None) -> Funding:
    """Return a funding of which all is fiscal appropriation, unless something else is said."""
    amounts = [None if amount is None else Decimal(amount) for amount in (total, fiscal or total, other)]
    return Funding(total=amounts[0], fiscal_appropriation=amounts[1], other_funds=amounts[2])


def project(name: str = "水质监测", total: str = "36.50", objective: str | None = None, *members: Indicator) -> Project:
    """Return a project with `members` for its indicators."""
    return Project(name=name, funding=funding(total), objective=objective, indicators=members)


def unit(*projects: Project, name: str | None = "清溪县河道所", total: str | None = "36.50") -> SpendingUnit:
    """Return a spending unit; one without a name and an amount has no row."""
    return SpendingUnit(name=name, funding=None if total is None else funding(total), projects=projects)


def table(*units: SpendingUnit, total: Funding | None = None, year: int | None = None) -> PerformanceTable:
    """Return the table of an invented department."""
    return PerformanceTable(
        title="项目支出绩效目标表",
        department="清溪县水务局",
        department_label="部门名称",
        amount_unit=AmountUnit.TEN_THOUSAND_YUAN,
        year=year,
        total=total,
        spending_units=units,
    )


def result(*tables: PerformanceTable, doubts: tuple[Diagnostic, ...] = (), text: str = "") -> ParseResult[Document]:
    """Return what a parser would, of a source called ``sample.txt``."""
    return ParseResult(value=Document(tables=tables), diagnostics=doubts, source=SourceText(text, "sample.txt"))


def doubt(code: str, severity: Severity, span: Span | None = None) -> Diagnostic:
    """Return a diagnostic of any code."""
    return Diagnostic(code=code, severity=severity, message="a doubt", span=span)


def tree_lines(text: str) -> list[str]:
    """Return the lines from the heading to the last of the tree."""
    return text[: text.rindex("\n", 0, text.index(" · "))].split("\n")


GOLDEN = """\
── sample.txt ──────────────────────────────────────────────────────────────────

项目支出绩效目标表
部门名称：清溪县水务局    单位：万元    年度：2024

合计 .................................................................. 1,236.50
│  财政拨款 1,200.00 + 其他资金 36.50
├─ 清溪县水务局（本级） ............................................... 1,200.00
│  └─ 水库除险加固 .................................................... 1,200.00
│       二级指标  三级指标                  实施周期指标值            年度指标值
│       数量指标  加固水库数量              12座                      5座
│                 新增蓄水能力              ≥300万立方米              〃
│       效益指标  下游村庄防洪标准及其农    由十年一遇提高            —
│                 田灌溉保证率提高情况      到二十年一遇
│
└─ 清溪县河道所 .......................................................... 36.50
   ├─ 水质监测 ........................................................... 36.50
   │    监测全县河道水质。
   │
   └─ 河道管护 ............................................................ —

2 spending units, 3 projects, 3 indicators · 0 errors, 1 warning, 2 infos

warning[G203]: a doubt
 --> sample.txt:1:6
  |
1 | 监测断面：12个
  |           ^^

info[V302]: LaTeX was undone in a target ×2

budgetperf explain G203 tells what a code means
"""


def golden_result() -> ParseResult[Document]:
    """Return the invented document that `GOLDEN` shows."""
    reservoirs = project(
        "水库除险加固",
        "1200.00",
        None,
        indicator("加固水库数量", "12座", "5座"),
        indicator("新增蓄水能力", r"$\geq$ 300万立方米", "≥300万立方米"),
        indicator("下游村庄防洪标准及其农田灌溉保证率提高情况", "由十年一遇提高到二十年一遇", None, BENEFIT, None),
    )
    upkeep = Project(name="河道管护", funding=Funding(), objective=None, indicators=())
    rivers = unit(project("水质监测", "36.50", "监测全县河道水质。"), upkeep)
    bureau = unit(reservoirs, name="清溪县水务局（本级）", total="1200.00")
    doubts = (
        doubt("V302", Severity.INFO),
        doubt("V302", Severity.INFO),
        doubt("G203", Severity.WARNING, Span(5, 7)),
    )
    whole = table(bureau, rivers, total=funding("1236.50", "1200.00", "36.50"), year=2024)
    return result(whole, doubts=doubts, text="监测断面：12个")


def test_the_tree_of_an_invented_document() -> None:
    """Money, projects and targets stand in their columns, and the doubts below."""
    assert GOLDEN == drawn(golden_result(), width=80)


# --- alignment ----------------------------------------------------------------------------------


@each_sample
@each_width
def test_nothing_of_the_tree_is_wider_than_the_page(sample: Path, width: int) -> None:
    """No line passes the width, nor 120 cells, beyond which the eye loses the line."""
    for line in tree_lines(drawn(budgetperf.read(sample), width=width)):
        assert display_width(line) <= min(width, 120)


@each_sample
@each_width
def test_amounts_stand_point_below_point(sample: Path, width: int) -> None:
    """In one table, every decimal point is in the same column, at the right edge."""
    text = drawn(budgetperf.read(sample), width=width)
    for part in text.split("\n合计 ")[1:]:
        lines = [f"合计 {line}" if number == 0 else line for number, line in enumerate(part.split("\n"))]
        rows = [line for line in lines if re.search(r" \.+ +[\d,.]+$", line)]
        assert 1 == len({display_width(row.rpartition(".")[0]) for row in rows})
        assert {min(width, 120)} == {display_width(row) for row in rows}


@each_sample
@each_width
def test_indicator_columns_are_straight(sample: Path, width: int) -> None:
    """Below its heading, every column begins in the same cell, with a gap before it."""
    for heading, rows in indicator_rows(drawn(budgetperf.read(sample), width=width)):
        starts = [display_width(heading[: heading.index(word)]) for word in ("三级指标", "实施周期", "年度指标值")]
        for row in rows:
            for start in starts:
                before = cells(row)[:start]
                assert start > len(cells(row)) or "  " == "".join(before[-2:])


def indicator_rows(text: str) -> Iterator[tuple[str, list[str]]]:
    """Yield each heading of indicators, with the rows of the project that it stands in."""
    lines = text.split("\n")
    for number, line in enumerate(lines):
        if "二级指标  " in line:
            ends = (below for below in range(number, len(lines)) if not lines[below].strip("│ "))
            yield line, lines[number + 1 : next(ends)]


def cells(line: str) -> list[str]:
    """Return what stands in each cell of a line; a wide character leaves its second one empty."""
    return [cell for character in line for cell in (character, "")[: display_width(character)]]


def test_amounts_of_different_sizes() -> None:
    """Whole numbers, hundredths and nothing at all line up at the point."""
    amounts = [project(name, total) for name, total in (("甲", "5"), ("乙", "1234567.25"), ("丙", "0.5"))]
    text = drawn(result(table(unit(*amounts, total="1234572.75"))), width=60)
    assert ["5", "1,234,567.25", "0.5"] == re.findall(r"[甲乙丙] \.+ +([\d,.]+)\n", text)
    points = [display_width(re.split(r"(?<=\d)\.|\n", line)[0]) for line in re.findall(r"[甲乙丙] .*\n", text)]
    assert 1 == len(set(points))


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        (None, "—"),
        (Decimal("27793.94"), "27,793.94"),
        (Decimal("-0.50"), "-0.50"),
        (Decimal("2E+4"), "20,000"),
        (Decimal("1E+999999"), "1e+999999"),
        (Decimal("1E-999999"), "1e-999999"),
        (Decimal("NaN"), "NaN"),
    ],
)
def test_amounts_are_printed_in_full_unless_they_are_no_money(amount: Decimal | None, shown: str) -> None:
    """Digits are those of the document; an exponent can't ask for a million zeros."""
    assert shown == with_separators(amount)


# --- words in a given room ----------------------------------------------------------------------


@given(texts(max_size=40), st.integers(2, 30))
def test_wrapping_loses_nothing(text: str, width: int) -> None:
    """Every line fits, and the lines hold all that is visible of the text, blanks at breaks aside."""
    visible = "".join(wrapped(text, 10**9))
    lines = wrapped(text, width)
    assert max(map(display_width, lines)) <= width
    assert re.sub(r"\s", "", visible) == re.sub(r"\s", "", "".join(lines))


@given(texts(max_size=40), st.integers(2, 30), st.integers(1, 4))
def test_a_cut_text_ends_in_an_ellipsis(text: str, width: int, most: int) -> None:
    """Of a text that needs more lines than it may have, the last one shows that there is more."""
    lines = wrapped(text, width, most)
    assert len(lines) <= most
    assert max(map(display_width, lines)) <= width
    assert lines == wrapped(text, width) or lines[-1].endswith("…")


@given(texts(max_size=40), st.integers(8, 30))
def test_balancing_takes_no_more_lines(text: str, width: int) -> None:
    """A cell with lines of like lengths is as high as before, and says the same."""
    assert len(wrapped(text, width)) == len(balanced(text, width, None))
    assert re.sub(r"\s", "", "".join(wrapped(text, width))) == re.sub(r"\s", "", "".join(balanced(text, width, None)))


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("带动农户增收，巩固成果", ["带动农户增", "收，巩固成果"]),
        ("受益人数达到12345人次", ["受益人数达到", "12345人次"]),
        ("按期修复（含抄本）", ["按期修复（含", "抄本）"]),
        ("按期修复善（含抄本）", ["按期修复善", "（含抄本）"]),
        ("wireless station upkeep", ["wireless", "station", "upkeep"]),
        ("ABCDEFGHIJKLMNOPQRS", ["ABCDEFGHIJKL", "MNOPQRS"]),
    ],
    ids=[
        "no comma at the start",
        "no broken number",
        "a bracket that fits",
        "no bracket at the end",
        "words",
        "a word too long",
    ],
)
def test_where_lines_are_broken(text: str, lines: list[str]) -> None:
    """Numbers and words stay whole, a closing mark stays with what it closes."""
    assert lines == list(broken(text, 12))


def test_columns_share_what_room_there_is() -> None:
    """Narrow columns get what they wish, wide ones a fair share, and none less than is legible."""
    assert [8, 12, 30] == shared(60, [8, 12, 30])
    assert [8, 26, 26] == shared(60, [8, 40, 30])
    assert [8, 8, 8] == shared(0, [8, 40, 30])


def test_a_megabyte_in_a_cell_is_cut_before_it_is_looked_at() -> None:
    """Text that is not shown costs nothing."""
    long = "养护" * 5_000_000
    text = drawn(result(table(unit(project(long, "1.00", long, indicator(long, long, long))))), width=80)
    assert len(text) < 2_000


# --- what is shown ------------------------------------------------------------------------------


def test_objectives_and_values_are_cut_unless_all_is_asked_for() -> None:
    """Two lines of an objective and three of a cell are shown; verbose shows the whole."""
    long = "定期巡查并及时处置" * 20
    document = result(table(unit(project("巡查", "1.00", long, indicator("处置情况", long, long)))))
    brief, whole = drawn(document, width=80), drawn(document, width=80, verbose=True)
    assert 2 == brief.count("…")
    assert 5 == sum("定期" in line or "巡查并" in line for line in brief.split("\n"))
    assert "…" not in whole
    assert 40 == re.sub(r"[\s│]", "", whole).count("定期") + re.sub(r"[\s│]", "", whole).count("定\n期")


def test_verbose_shows_codes_as_printed() -> None:
    """Codes that contradict their labels can be seen."""
    odd = indicator("故障次数", "3次", "3次", BENEFIT, Category(code="11", label="数量指标", category="quantity"))
    text = drawn(result(table(unit(project("运维", "1.00", None, odd)))), width=100, verbose=True)
    assert "2-效益指标 11-数量指标  故障次数" in text


@pytest.mark.parametrize(
    ("level2", "label"),
    [
        (QUANTITY, "数量指标"),
        (None, "产出指标"),
        (Category(code="11", label="", category="quantity"), "11"),
        (Category(code=None, label="", category=None), "—"),
    ],
    ids=["level 2", "level 1", "code alone", "nothing"],
)
def test_categories_have_some_name(level2: Category | None, label: str) -> None:
    """The label stands first, or what else is printed."""
    text = drawn(result(table(unit(project("甲", "1.00", None, indicator("乙", "1", "1", OUTPUT, level2))))), width=80)
    assert re.search(rf"│? +{label} +乙 ", text)


@pytest.mark.parametrize(
    ("period", "annual", "shown"),
    [
        ("12座", "12座", "12座 〃"),
        ("12座", "5座", "12座 5座"),
        ("12座", None, "12座 —"),
        (None, "5座", "— 5座"),
        (None, None, "— —"),
        ("", "", "（空） 〃"),
        ("12座", "", "12座 （空）"),
        (r"$\geq 90\%$", "≥90%", "≥90% 〃"),
    ],
)
def test_targets(period: str | None, annual: str | None, shown: str) -> None:
    """A ditto sign stands for an equal annual target, a dash for none, and LaTeX is undone."""
    text = drawn(result(table(unit(project("甲", "1.00", None, indicator("乙", period, annual))))), width=80)
    [row] = [line for line in text.split("\n") if " 乙 " in line]
    assert f"数量指标 乙 {shown}" == " ".join(row.split())


def test_what_is_not_printed_is_a_dash() -> None:
    """A table that says nothing of itself is drawn all the same."""
    nothing = Project(name="", funding=Funding(), objective=None, indicators=(indicator("", None, None),))
    bare = PerformanceTable(
        title=None,
        department=None,
        department_label=None,
        amount_unit=None,
        year=None,
        total=None,
        spending_units=(unit(nothing, name="", total=None),),
    )
    lines = drawn(result(bare), width=60).split("\n")
    assert "部门名称：—    单位：—" == lines[2]
    assert [f"{'合计 '.ljust(56, '.')} —", f"{'└─ — '.ljust(58, '.')} —"] == lines[4:6]


def test_projects_without_a_unit_row_hang_from_the_total() -> None:
    """A level that the table does not have is not drawn, unless other units stand beside it."""
    bare = unit(project("水质监测"), name=None, total=None)
    assert "\n└─ 水质监测 ..." in drawn(result(table(bare)), width=80)
    assert "0 spending units, 1 project," in drawn(result(table(bare)), width=80)
    assert "\n├─ （无资金使用单位行） ..." in drawn(result(table(bare, unit())), width=80)


def test_captions_that_do_not_fit_stand_below_each_other() -> None:
    """Department, unit of amounts and year share a line only where it holds them."""
    long = budgetperf.PerformanceTable(
        title="很长的标题" * 10,
        department="清溪县" * 10,
        department_label="单位名称",
        amount_unit=AmountUnit.YUAN,
        year=2024,
        total=None,
        spending_units=(),
    )
    lines = drawn(result(long), width=60).split("\n")
    assert ["很长的标题" * 6, "很长的标题" * 4, "单位名称：" + "清溪县" * 10, "单位：元", "年度：2024"] == lines[2:7]


def test_long_names_go_on_below() -> None:
    """A name that leaves no room for its money is continued under itself, inside the guides."""
    name = "城乡供水一体化改造" * 6
    text = drawn(result(table(unit(project(name, "5.00", "改造。"), project()))), width=80)
    lines = text.split("\n")
    [first] = [number for number, line in enumerate(lines) if line.startswith("   ├─ 城乡")]
    assert lines[first].endswith(". 5.00") or lines[first].endswith(".  5.00")
    assert lines[first + 1].startswith("   │    ")
    assert name == (lines[first][6:].split(" ")[0] + lines[first + 1][3:].strip(" │"))


def test_a_document_without_tables() -> None:
    """The name, the numbers and the reason are all there is."""
    error = doubt("R101", Severity.ERROR)
    text = drawn(result(doubts=(error,)), width=60)
    expected = """\
── sample.txt ──────────────────────────────────────────────

0 tables, 0 spending units, 0 projects, 0 indicators · 1 error, 0 warnings, 0 infos

error[R101]: a doubt
 --> sample.txt

budgetperf explain R101 tells what a code means
"""
    assert expected == text


def test_several_tables() -> None:
    """Each has its captions, its columns and its headings."""
    text = drawn(result(table(unit(project("甲", "1.00", None, indicator("乙", "1", "1")))), table()), width=80)
    assert 2 == text.count("部门名称：清溪县水务局")
    assert (
        "2 tables, 1 spending unit, 1 project, 1 indicator · 0 errors, 0 warnings, 0 infos\n"
        == text[text.index("2 tables") :]
    )


def test_a_source_without_a_name() -> None:
    """A plain string has a heading too."""
    nameless = ParseResult(value=Document(tables=()), diagnostics=(), source=SourceText(""))
    assert drawn(nameless, width=60).startswith("── <text> ──")


# --- doubts -------------------------------------------------------------------------------------


def test_errors_stand_before_warnings_and_infos_are_counted() -> None:
    """What weighs most is seen first; what asks for nothing takes one line for each code."""
    severities = (Severity.INFO, Severity.WARNING, Severity.ERROR)
    codes = ("A503", "G202", "G201")
    doubts = tuple(doubt(code, severity, Span(0, 1)) for code, severity in zip(codes, severities, strict=True))
    text = drawn(result(doubts=doubts * 2, text="合计"), width=80)
    assert ["error[G201]", "error[G201]", "warning[G202]", "warning[G202]", "info[A503]"] == re.findall(
        r"^\w+\[\w+\]", text, re.MULTILINE
    )
    assert "\n\ninfo[A503]: blanks inside a number removed ×2\n" in text


def test_verbose_shows_infos_too() -> None:
    """Asked for everything, each info is shown with its words."""
    text = drawn(result(doubts=(doubt("A503", Severity.INFO, Span(0, 2)),), text="合计"), width=80, verbose=True)
    assert "info[A503]: a doubt\n --> sample.txt:1:1\n" in text


def test_quiet_leaves_the_doubts_out() -> None:
    """Their number stays."""
    text = drawn(result(doubts=(doubt("G202", Severity.WARNING),)), width=80, quiet=True)
    assert text.endswith("· 0 errors, 1 warning, 0 infos\n")


def test_a_code_that_floods_the_page_is_cut() -> None:
    """Of more than twenty of a code the first three are shown and the others counted; verbose shows all."""
    many = tuple(doubt("G202", Severity.WARNING) for _ in range(1203))
    assert 20 == drawn(result(doubts=many[:20]), width=80).count("warning[G202]")
    brief = drawn(result(doubts=many), width=80)
    assert 3 == brief.count("warning[G202]")
    assert "… and 1,200 more G202 (-v shows all)\n" in brief
    assert 1203 == drawn(result(doubts=many), width=80, verbose=True).count("warning[G202]")


def test_a_code_that_the_catalogue_lacks() -> None:
    """An info of a program that wraps the package is counted under its own words."""
    text = drawn(result(doubts=(doubt("X901", Severity.INFO),)), width=80)
    assert "info[X901]: a doubt\n" in text


# --- colours and hostile content ----------------------------------------------------------------


@each_sample
def test_colours_change_nothing_else(sample: Path) -> None:
    """Without its escapes the coloured tree is the plain one."""
    document = budgetperf.read(sample)
    plain, coloured = drawn(document, width=100), drawn(document, width=100, colour=True)
    assert "\x1b" not in plain
    assert "\x1b[" in coloured
    assert plain == ESCAPE.sub("", coloured)


def test_severities_have_their_colours() -> None:
    """Errors are red and warnings yellow, in the sixteen colours that every terminal has."""
    doubts = (doubt("G201", Severity.ERROR), doubt("G202", Severity.WARNING))
    text = drawn(result(doubts=doubts), width=80, colour=True)
    assert "\x1b[1;31merror[G201]\x1b[0m" in text
    assert "\x1b[1;33mwarning[G202]\x1b[0m" in text
    assert "38;" not in text


def test_colours_are_not_guessed_from_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is asked for is drawn, whatever rich would read from the environment."""
    document = golden_result()
    for name in ("NO_COLOR", "FORCE_COLOR", "COLORTERM", "COLUMNS"):
        monkeypatch.setenv(name, "1")
    assert GOLDEN == drawn(document, width=80)
    assert "\x1b[1m" in drawn(document, width=80, colour=True)


@pytest.mark.parametrize("verbose", [False, True], ids=["brief", "verbose"])
@given(document=documents(), doubts=st.lists(diagnostics(), max_size=3), words=texts(), width=st.integers(0, 150))
def test_every_document_is_safe_to_print(
    document: Document, doubts: list[Diagnostic], words: str, width: int, *, verbose: bool
) -> None:
    """Whatever stands in a document, nothing that a terminal acts upon or can't encode comes out."""
    strange = ParseResult(value=document, diagnostics=tuple(doubts), source=SourceText(words, words))
    text = drawn(strange, width=width, verbose=verbose)
    text.encode()
    categories = {unicodedata.category(character) for character in text if character != "\n"}
    assert categories.isdisjoint({"Cc", "Cf", "Cs", "Zl", "Zp"})


@pytest.mark.parametrize(
    "hostile", ["\x1b[31m红", "\u202e倒", "\x9b2J", "\r覆盖", "\x07", "a\tb", "\ud800", "[bold]粗[/]"]
)
def test_hostile_words_are_shown_and_not_obeyed(hostile: str) -> None:
    """Escapes, directions, surrogates and rich's own marks are plain words."""
    everywhere = PerformanceTable(
        title=hostile,
        department=hostile,
        department_label=hostile,
        amount_unit=None,
        year=None,
        total=None,
        spending_units=(unit(project(hostile, "1.00", hostile, indicator(hostile, hostile, "1")), name=hostile),),
    )
    text = drawn(result(everywhere), width=80)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e\ud800]", text)
    assert text.count("[bold]粗[/]") == (8 if hostile == "[bold]粗[/]" else 0)
