"""The report page in Debian's Chromium: it shows what it should, to whoever looks, types or prints."""

import csv
import io
import shutil
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pytest
from attrs import evolve
from PIL import Image, ImageStat
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

import budgetperf
from budgetperf import COLUMNS, Document, Funding, ParseResult, Remark, Rule, SourceText
from budgetperf.formulas import guarded
from budgetperf.reports import Unread, to_page
from budgetperf.reports.findings import Checked
from commandline import FLAWED, pdf, rows_of
from reportpages import ATTACKS, checked, dump

pytestmark = pytest.mark.rendered

SAMPLES = Path(__file__).parents[2] / "samples"
#: As many projects as no department has.
MANY = 2000

Open = Callable[..., Page]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"))
        yield browser
        browser.close()


@pytest.fixture
def shown(browser: Browser, tmp_path: Path) -> Iterator[Open]:
    """How to open a page about files; at the end no page may have complained."""
    complaints: list[str] = []

    def open_page(*files: Checked, title: str | None = None, rules: Iterable[Rule] = (), **options: object) -> Page:
        address = tmp_path / "report.html"
        address.write_text(to_page(files, title=title, rules=rules), "utf-8")
        context = browser.new_context(**{"locale": "en-US", **options})  # type: ignore[arg-type]  # any of its options
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: complaints.extend(fetched(request.url)))
        page.goto(address.as_uri())
        return page

    yield open_page
    assert [] == complaints


def fetched(address: str) -> list[str]:
    """Return an address that is none of the page's own."""
    return [] if address.startswith(("file:", "data:", "blob:")) else [address]


def samples() -> list[ParseResult[Document]]:
    """Return what is found in the samples that are texts."""
    results = []
    for name in ("tabbed.txt", "two_tables.md", "ocr_noise.txt"):
        result = budgetperf.read(SAMPLES / name)
        results.append(evolve(result, diagnostics=budgetperf.check(result)))
    return results


def projects(page: Page) -> Locator:
    """Return the projects that are shown."""
    return page.locator("details.project")


def chosen(page: Page, name: str) -> Locator:
    """Return a field of the filters by its label."""
    return page.get_by_role("search").get_by_label(name, exact=True)


def names(page: Page) -> list[str]:
    """Return the names of the projects that are shown."""
    return projects(page).locator("h3").all_text_contents()


# --- the first view -----------------------------------------------------------------------------


def test_the_first_view(shown: Open) -> None:
    """Whose money it is, how much, how much of it can be measured, and what is doubtful."""
    page = shown(checked(FLAWED))
    expect(page.get_by_role("heading", level=1)).to_have_text("清溪县林业局")
    figures = page.locator(".figures").inner_text()
    assert "6.50 万元" in figures
    assert "100 %" in figures
    assert "1 error" in figures
    expect(page.locator(".codes summary")).to_contain_text("a target is printed again in other words")


def test_money_of_many_digits(shown: Open) -> None:
    """Amounts in 亿元 are shown with the digits that are printed, and one that is not printed is no zero."""
    page = shown(checked(dump(2).replace("单位：万元", "单位：亿元").replace("1.50", "0.0036").replace("2.50", "")))
    expect(page.locator(".figure").first).to_contain_text("0.0036 亿元")
    assert ["0.0036 亿元"] == page.locator(".panels > div:first-child .panel").first.locator(
        ".bar .amount"
    ).all_inner_texts()


def test_money_in_several_units(shown: Open) -> None:
    """Each unit of amounts has a sum and bars of its own; what has none has its own, too, and the order knows them."""
    files = [
        checked(dump(2)),
        checked(dump(3).replace("单位：万元", "单位：元"), "乙.txt"),
        checked(dump(1).replace("单位：万元\n", ""), "丙.txt"),
    ]
    page = shown(*files)
    money = page.locator(".figure").first
    assert ["4.00 万元", "7.50 元", "1.50 without a unit"] == money.locator(".value .line").all_inner_texts()
    notes = ["the totals of 6 projects, added up", "as the printed totals say"]
    assert notes == money.locator(".note .line").all_inner_texts()
    panels = page.locator(".panels > div:nth-child(2) .panel")
    assert [["2.50 万元", "1.50 万元"], ["3.50 元", "2.50 元", "1.50 元"], ["1.50"]] == [
        panel.locator(".amount").all_inner_texts() for panel in panels.all()
    ]
    assert ["The largest projects · 元"] == panels.nth(1).locator("h3").all_inner_texts()
    assert "width: 100%" in (panels.nth(1).locator(".fill").first.get_attribute("style") or "").replace(
        "inline-size", "width"
    )
    chosen(page, "Order").select_option("mostMoney")
    assert ["2.50 万元", "1.50 万元", "3.50 元", "2.50 元", "1.50 元", "1.50"] == page.locator(
        ".money .amount"
    ).all_inner_texts()
    chosen(page, "Search").fill("第2号")
    expect(page.get_by_role("status")).to_have_text("2 of 6 projects · 2.50 万元 + 2.50 元")


ADDED_UP, AGREES = "the totals of 3 projects, added up", "as the printed totals say"


@pytest.mark.parametrize(
    ("old", "new", "money", "notes"),
    [
        ("合计", "合计", "7.50 万元", [ADDED_UP, AGREES]),
        ("| 合计 | 7.50 |", "| 合计 | 8 |", "7.50 万元", [ADDED_UP, "printed total: 8 万元"]),
        ("| 合计 | 7.50 | 7.50 |", "| 合计 | | |", "7.50 万元", [ADDED_UP, "no total printed"]),
        ("| 合计 | 7.50 | 7.50 |", "| 合计 | 7.5 | 7.5 |", "7.50 万元", [ADDED_UP, AGREES]),
        (
            "| 3.50 | 3.50 |",
            "| | |",
            "4.00 万元",
            ["the totals of 2 projects, added up", "1 project without an amount", "printed total: 7.50 万元"],
        ),
        (
            "| 1.50 | 1.50 |",
            "| 99999999999999999999.05 | |",
            "100,000,000,000,000,000,005.05 万元",
            [ADDED_UP, "printed total: 7.50 万元"],
        ),
        ("| 1.50 | 1.50 |", "| -0.50 | -0.50 |", "5.50 万元", [ADDED_UP, "printed total: 7.50 万元"]),
    ],
)
def test_what_the_money_is(shown: Open, old: str, new: str, money: str, notes: list[str]) -> None:
    """The sum is that of the projects to the last digit; what is added up stands below it, and what the table says."""
    page = shown(checked(dump(3).replace(old, new)))
    figure = page.locator(".figure").first
    expect(figure.locator(".value")).to_have_text(money)
    assert notes == figure.locator(".note .line").all_inner_texts()


def test_totals_that_some_tables_print(shown: Open) -> None:
    """What is printed is set beside the projects of the same tables, not of all."""
    bare = dump(2, unit="望溪县档案馆").replace("| 合计 | 4.00 | 4.00 |", "| 合计 | | |")
    notes = shown(checked(dump(3)), checked(bare, "乙.txt")).locator(".figure").first.locator(".note .line")
    assert "1 of 2 tables print a total, 7.50 万元, as their projects have" == notes.all_inner_texts()[-1]
    odd = dump(3).replace("| 合计 | 7.50 |", "| 合计 | 9.00 |")
    notes = shown(checked(odd), checked(bare, "乙.txt")).locator(".figure").first.locator(".note .line")
    assert "1 of 2 tables print a total, 9.00 万元; their projects have 7.50 万元" == notes.all_inner_texts()[-1]


def test_totals_that_make_up_for_each_other(shown: Open) -> None:
    """Each table's total must be that of its projects; that the sums agree by chance is no agreement."""
    more, less = (dump(2).replace("| 合计 | 4.00 |", f"| 合计 | {total} |") for total in ("5.00", "3.00"))
    notes = shown(checked(more), checked(less, "乙.txt")).locator(".figure").first.locator(".note .line")
    assert "printed total: 8.00 万元" == notes.all_inner_texts()[-1]


def test_a_total_alone(shown: Open) -> None:
    """Where no project has an amount, the printed total is told."""
    text = dump(1).replace("| 1.50 | 1.50 |", "| | |").replace("| 合计 | | |", "| 合计 | 1.50 | 1.50 |")
    figure = shown(checked(text)).locator(".figure").first
    expect(figure.locator(".value")).to_have_text("—")
    assert ["1 project without an amount", "printed total: 1.50 万元"] == figure.locator(
        ".note .line"
    ).all_inner_texts()


def test_totals_in_several_units(shown: Open) -> None:
    """Where they differ, each unit of amounts has a note of its own."""
    odd = dump(2).replace("单位：万元", "单位：元").replace("| 合计 | 4.00 |", "| 合计 | 9.00 |")
    notes = shown(checked(dump(3)), checked(odd, "乙.txt")).locator(".figure").first.locator(".note .line")
    assert ["万元: as the printed totals say", "元: printed total: 9.00 元"] == notes.all_inner_texts()[1:]


def test_a_unit_without_projects(shown: Open) -> None:
    """The money of a spending unit that prints no project is not lost."""
    text = (
        dump(2).replace("| 合计 | 4.00 | 4.00 |", "| 合计 | 9.00 | 9.00 |") + "| 望溪县档案馆 | 5.00 | 5.00 | | | | |\n"
    )
    page = shown(checked(text))
    expect(page.locator(".figure").first.locator(".value")).to_have_text("9.00 万元")
    expect(page.locator(".figure").first).to_contain_text("with the row of 1 unit whose projects print none")
    bar = page.locator(".bar", has_text="望溪县档案馆")
    expect(bar).to_contain_text("0 projects")
    expect(bar).to_contain_text("5.00 万元")


@pytest.mark.parametrize(
    ("locale", "heading"), [("zh-CN", "概览"), ("zh-TW", "概览"), ("en-GB", "At a glance"), ("de-DE", "At a glance")]
)
def test_the_language(shown: Open, locale: str, heading: str) -> None:
    """The browser's language decides, and the reader after it."""
    page = shown(checked(FLAWED), locale=locale)
    expect(page.get_by_role("heading", level=2).first).to_have_text(heading)
    page.get_by_role("button", name="中文").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh")
    expect(page.get_by_role("button", name="中文")).to_be_focused()
    page.locator("#project-0 > summary").click()
    expect(page.locator(".finding").first).to_contain_text(budgetperf.catalogue("zh")["G205"].title)
    expect(page.locator(".finding .message").first).to_have_attribute("lang", "zh")
    page.get_by_role("button", name="English").click()
    expect(page.locator(".finding").first).to_contain_text(budgetperf.catalogue("en")["G205"].title)
    expect(page.locator(".finding .message").first).to_have_text(checked(FLAWED).diagnostics[0].message)


# --- asking -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("清淤", 1),
        ("防汛 物资", 1),
        ("自来水", 0),
        ("３２６０", 0),
        ("不超过85元", 1),
        ("青禾区水务局", 6),
        ("98%", 1),
    ],
)
def test_search(shown: Open, words: str, number: int) -> None:
    """Parts of words are found in names, units, objectives, indicators and values; the number of hits is told."""
    page = shown(samples()[0])
    chosen(page, "Search").fill(words)
    expect(page.get_by_role("status")).to_contain_text(f"{number} of 6 projects")
    expect(projects(page)).to_have_count(number)


def test_filters(shown: Open) -> None:
    """Each choice narrows what is shown, and all together."""
    result = budgetperf.read(SAMPLES / "tabbed.txt")
    found = budgetperf.check(result)
    page = shown(evolve(result, diagnostics=found))
    every = list(result.value.tables[0].projects)

    def lacking(code: str) -> list[str]:
        return [
            every[number].name
            for number in range(6)
            if any(each.code == code and f"projects[{number}]" in each.path for each in found)
        ]

    chosen(page, "Finding").select_option("T408")
    assert lacking("T408") == names(page)
    chosen(page, "What is missing").select_option("noSatisfaction")
    assert lacking("T408") == names(page)
    chosen(page, "Finding").select_option("")
    chosen(page, "Category of an indicator").select_option("satisfaction")
    expect(projects(page)).to_have_count(0)
    page.get_by_role("button", name="Reset").click()
    expect(projects(page)).to_have_count(6)
    chosen(page, "Severity").select_option("noFinding")
    expect(projects(page)).to_have_count(2)
    chosen(page, "Severity").select_option("")
    chosen(page, "Measurability").select_option("someNot")
    assert {
        each.name for each in every if "P605" in {d.code for d in found if d.span and each.span and d.span in each.span}
    } == set(names(page))
    page.get_by_role("button", name="Reset").click()
    chosen(page, "Order").select_option("mostMoney")
    by_money = sorted(every, key=lambda each: each.funding.total or 0, reverse=True)
    assert [each.name for each in by_money] == names(page)


def test_units_of_the_same_name(shown: Open) -> None:
    """Where two files have a unit of one name, the list of units tells them apart."""
    page = shown(
        checked(dump(1), "2024.txt"), checked(dump(2), "2025.txt"), checked(dump(1, unit="望溪县档案馆"), "a.txt")
    )
    options = chosen(page, "Spending unit").locator("option").all_inner_texts()
    assert ["all", "清溪县林业局 · 2024.txt", "清溪县林业局 · 2025.txt", "望溪县档案馆"] == options


def test_a_category_of_another_taxonomy(shown: Open) -> None:
    """A category that the page has no words for is counted by its own name, and can be asked for."""
    result = checked(dump(2))
    (unit,) = result.value.tables[0].spending_units
    first, second = unit.projects
    own = evolve(first.indicators[0], level1=evolve(first.indicators[0].level1, category="innovation"))
    unit = evolve(unit, projects=(evolve(first, indicators=(own, *first.indicators[1:])), second))
    table = evolve(result.value.tables[0], spending_units=(unit,))
    page = shown(evolve(result, value=Document(tables=(table,))))
    counts = page.locator(".panel", has_text="Indicators by category").locator(".bar .name").all_inner_texts()
    assert ["output", "benefit", "satisfaction", "innovation"] == counts
    chosen(page, "Category of an indicator").select_option("innovation")
    assert ["第1号林道养护"] == names(page)


def test_from_the_first_view_to_the_projects(shown: Open) -> None:
    """A bar leads to the projects of a unit or to the project, a code to those that have it."""
    page = shown(*samples())
    page.locator(".bar", has_text="北栅县农业农村局").first.click()
    expect(projects(page)).to_have_count(3)
    page.locator(".bar", has_text="农村集中供水管网改造").click()
    expect(page.locator("details.project[open] h3").first).to_have_text("农村集中供水管网改造")
    page.locator(".codes summary", has_text="T408").click()
    page.get_by_role("button", name="show the projects with T408").click()
    expect(chosen(page, "Finding")).to_have_value("T408")
    assert 0 < projects(page).count() < 14


# --- a project ----------------------------------------------------------------------------------


def test_a_project_shows_its_source(shown: Open) -> None:
    """Each indicator stands beside its clause, which is marked, and in it the name and the targets."""
    page = shown(checked(FLAWED))
    page.locator("#project-0 > summary").click()
    rows = page.locator("table.indicators tbody tr:not(.found)")
    expect(rows).to_have_count(3)
    first = rows.first
    marked = "".join(first.locator("mark").all_inner_texts())
    assert (
        "1、1-产出指标；11-数量指标；养护里程；实施周期指标值：12公里；年度指标值：12公里。年度指标值：15公里。"
        == marked
    )
    assert ["养护里程"] == first.locator("mark.name").all_inner_texts()
    assert ["12公里"] == first.locator("mark.period").all_inner_texts()
    assert "年度指标值：15公里" in "".join(first.locator("mark.doubt.error").all_inner_texts())
    expect(first).to_contain_text("number12 公里")
    expect(first).to_contain_text("line 9, column")
    finding = page.locator("tr.found details")
    finding.locator("summary").click()
    expect(finding).to_contain_text(budgetperf.catalogue()["G205"].fix)


def test_words_beyond_the_basic_plane(shown: Open) -> None:
    """Characters that a browser counts twice move no mark."""
    page = shown(checked(dump(2, words="\U00020bb7野\U0001f600")))
    page.locator("#project-1 > summary").click()
    assert ["\U00020bb7野\U0001f600养护里程"] == page.locator("mark.name").all_inner_texts()[:1]


@pytest.mark.parametrize("before", ["", "甲"])
def test_a_character_of_two_units_is_not_cut(shown: Open, before: str) -> None:
    """Where a browser counts two and there is room for one, none is shown, and no half."""
    page = shown(checked(dump(1, words=before + "\U00020bb7" * 400)))
    page.locator("#project-0 > summary").click()
    expect(page.locator("code.source").first).to_be_visible()
    assert "\ufffd" not in page.locator("body").inner_text()


def test_a_page_of_a_pdf(shown: Open) -> None:
    """In a file that is no text, the place is the page."""
    page = shown(budgetperf.read(pdf([rows_of(FLAWED)])))
    page.locator("#project-0 > summary").click()
    expect(page.locator("td.source .place").first).to_contain_text("page 1, row")


def test_hostile_words(shown: Open) -> None:
    """Words that look like markup are words, wherever they stand."""
    files = [checked(dump(2, words=words), words) for words in ATTACKS]
    files.append(checked("会议纪要", ATTACKS[1]))
    page = shown(*files, title=ATTACKS[0], locale="zh-CN")
    page.get_by_role("button", name="展开所显示的项目").click()
    page.locator(".codes summary").first.click()
    page.locator("details.general > summary").click()
    expect(projects(page)).to_have_count(2 * len(ATTACKS))
    assert page.evaluate("window.attacked") is None
    assert 0 == page.locator("body img, body svg, body b, body script:not([type])").count()
    assert ["#projects"] == page.locator("a").evaluate_all("links => links.map((link) => link.getAttribute('href'))")
    shown_words = page.locator("main").inner_text()
    assert all(words in shown_words for words in ATTACKS if words.isprintable() and "&" not in words)
    assert not {"\u202e", "\u2066", "\u2028"} & set(shown_words)


def test_a_rule_of_others(shown: Open) -> None:
    """It is told by its title and explained in its own words, which are words; what it does not say is left out."""

    def find(document: Document) -> list[Remark]:
        return [Remark(message=f"tables: {len(document.tables)}")]

    told = Rule(code="X001", title="<b>加粗</b>\u202e", severity="error", find=find, explanation="<i>it</i> says so")
    silent = Rule(code="Y002", title="silent", severity="info", find=find)
    result = checked(dump(1))
    found = budgetperf.check(result, rules=[told, silent], select=["X", "Y"])
    page = shown(evolve(result, diagnostics=found), Unread("乙.txt", "why", was_read=True), rules=[told, silent])
    codes = page.locator("ol.codes details")
    expect(codes).to_have_count(2)
    for code in codes.all():
        code.locator("summary").click()
    expect(codes.nth(0)).to_contain_text("X001<b>加粗</b>\ufffd")
    expect(codes.nth(0).locator(".explanation p")).to_have_text(["<i>it</i> says so"])
    expect(codes.nth(1)).to_contain_text("Y002silent")
    expect(codes.nth(1).locator(".explanation")).to_have_count(0)
    expect(page.locator("ul.empty")).to_contain_text("This file can't be checked: why")
    assert 0 == page.locator("body b, body i").count()


def test_a_megabyte_in_a_cell(shown: Open) -> None:
    """The beginning is shown, and the rest when it is asked for."""
    page = shown(checked(dump(1, words="长" * 300_000, indicators=1)))
    assert len(page.locator("body").inner_text()) < 20_000
    page.locator("#project-0 > summary").click()
    assert len(page.locator("body").inner_text()) < 20_000
    page.locator("button.link").last.click()
    assert len(page.locator("body").inner_text()) > 300_000


# --- the tidy table -----------------------------------------------------------------------------


def downloaded(page: Page, button: str) -> str:
    """Return the file that a button gives."""
    with page.expect_download() as download:
        page.get_by_role("button", name=button).click()
    return Path(download.value.path()).read_bytes().decode("utf-8")


def cell_of(column: str, value: object) -> str:
    """Return a value as the file has it: words as our own writers guard them, numbers and signs of comparison as they are."""
    if value is None or isinstance(value, Decimal):
        return "" if value is None else f"{value:f}"
    return str(value) if column.endswith("_comparator") else guarded(str(value))


def test_the_download(shown: Open) -> None:
    """The rows are those of to_records, with the mark that Excel wants."""
    results = samples()
    page = shown(*results)
    text = downloaded(page, "Tidy table (CSV)")
    assert text.startswith("\ufeffsource,table,")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    expected = [
        [cell_of(column, value) for column, value in row.items()]
        for result in results
        for row in budgetperf.to_records(result.value, source=result.source.name)
    ]
    assert [list(COLUMNS), *expected] == rows
    chosen(page, "Search").fill("防汛 物资")
    expect(projects(page)).to_have_count(1)
    assert 1 + 4 == len(list(csv.reader(io.StringIO(downloaded(page, "CSV of these projects"), newline=""))))


def test_no_spreadsheet_runs_the_download(shown: Open) -> None:
    """Words that begin as a formula have an apostrophe before them, numbers have none."""
    text = dump(1, words="=1+1", indicators=1).replace("| 1.50 | 1.50 |", "| -1.50 | -1.50 |")
    (row,) = csv.DictReader(
        io.StringIO(downloaded(shown(checked(text)), "Tidy table (CSV)").removeprefix("\ufeff"), newline="")
    )
    assert ("'=1+1第1号林道养护", "-1.50") == (row["project"], row["project_total"])


# --- keyboard, paper, dark ----------------------------------------------------------------------


def focused(page: Page) -> str:
    """Return the words of what has the focus."""
    return str(page.evaluate("document.activeElement.innerText || document.activeElement.id"))


def test_by_keyboard_alone(shown: Open) -> None:
    """The link past the overview, the search, and a project that opens: no mouse is needed, and the focus is seen."""
    page = shown(samples()[0])
    page.keyboard.press("Tab")
    assert "Skip to the projects" == focused(page)
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert "asked-search" == focused(page)
    page.keyboard.type("堤岸")
    expect(projects(page)).to_have_count(1)
    for _ in range(20):
        page.keyboard.press("Tab")
        if "堤岸整治工程" in focused(page):
            break
    assert "solid" == page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    page.keyboard.press("Enter")
    expect(page.locator("table.indicators")).to_be_visible()


def test_everything_has_a_name(shown: Open) -> None:
    """Fields, buttons and landmarks are labelled, and headings go down step by step."""
    page = shown(*samples())
    page.locator("#project-0 > summary").click()
    for role in ("button", "searchbox", "combobox"):
        for control in page.get_by_role(role).all():
            assert control.evaluate(
                "each => (each.labels?.[0]?.innerText || each.getAttribute('aria-label') || each.innerText).trim()"
            )
    for landmark in ("banner", "main", "search", "contentinfo"):
        expect(page.get_by_role(landmark)).to_have_count(1)
    levels = page.locator("h1, h2, h3, h4").evaluate_all("all => all.map((each) => Number(each.tagName[1]))")
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert (
        len({*page.locator("[id]").evaluate_all("all => all.map((each) => each.id)")}) == page.locator("[id]").count()
    )


#: The smallest ratio of the brightness of words and what is behind them (WCAG 2.2, 1.4.3), with the words that have it.
CONTRAST = """() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgba = (color) => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = color; canvas.fillRect(0, 0, 1, 1); return [...canvas.getImageData(0, 0, 1, 1).data]; };
  const light = (color) => { const [r, g, b] = color.map((part) => part / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  let worst = [99, ""];
  for (const each of document.querySelectorAll("body *:not(script, noscript, option)")) {
    if (![...each.childNodes].some((node) => node.nodeType === 3 && node.data.trim()) || !each.checkVisibility()) continue;
    let behind = each;
    while (behind && rgba(getComputedStyle(behind).backgroundColor)[3] < 255) behind = behind.parentElement;
    const [one, other] = [light(rgba(getComputedStyle(each).color)), light(rgba(getComputedStyle(behind ?? document.body).backgroundColor))];
    const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    if (ratio < worst[0]) worst = [ratio, each.outerHTML.slice(0, 200)];
  }
  return worst;
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_light_and_dark(shown: Open, scheme: str) -> None:
    """The page is as light or dark as the reader's system, and everything can be read."""
    page = shown(*samples(), color_scheme=scheme)
    for number in range(3):
        page.locator(f"#project-{number} > summary").click()
    brightness = ImageStat.Stat(Image.open(io.BytesIO(page.screenshot())).convert("L")).mean[0]
    assert (scheme == "light") == (brightness > 128)
    ratio, words = page.evaluate(CONTRAST)
    assert ratio >= 4.5, words


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_no_scrolling_sideways(shown: Open, width: int) -> None:
    """On a telephone, too, only down."""
    page = shown(*samples(), viewport={"width": width, "height": 800})
    page.get_by_role("button", name="Open those shown").click()
    expect(page.locator("table.indicators").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_without_scripts(shown: Open) -> None:
    """The projects and their money are there when nothing runs."""
    page = shown(samples()[0], java_script_enabled=False)
    expect(page.get_by_role("row", name="防汛抢险物资储备")).to_contain_text("215.30 万元")


def test_two_thousand_projects(shown: Open, tmp_path: Path) -> None:
    """They are there at once, found at once, all shown when asked for, and all on paper."""
    page = shown(checked(dump(MANY)))
    assert page.evaluate("performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd") < 5000
    expect(projects(page)).to_have_count(50)
    page.get_by_role("button", name="Show 50 more").click()
    expect(projects(page)).to_have_count(100)
    assert "第51号林道养护" in focused(page)
    printed = tmp_path / "report.pdf"
    page.pdf(path=printed)
    expect(projects(page)).to_have_count(100)
    with pypdfium2.PdfDocument(printed) as document:
        text = "".join(sheet.get_textpage().get_text_bounded() for sheet in document)
    assert [] == [number for number in range(1, MANY + 1) if f"第{number}号林道养护" not in text]
    chosen(page, "Search").fill("第1234号")
    expect(projects(page)).to_have_count(1)
    page.get_by_role("button", name="Reset").click()
    page.get_by_role("button", name="Show all 2,000").click()
    expect(projects(page)).to_have_count(MANY)


def test_more_projects_than_a_call_takes_arguments(shown: Open) -> None:
    """A hundred and thirty thousand rows are no reason to show nothing."""
    (unit,) = checked(dump(1)).value.tables[0].spending_units
    project = evolve(unit.projects[0], objective=None, indicators=(), span=None, name_span=None, objective_span=None)
    project = evolve(project, funding=Funding(total=Decimal("1.50")))
    table = evolve(checked(dump(1)).value.tables[0], spending_units=(evolve(unit, projects=(project,) * 130_000),))
    page = shown(ParseResult(value=Document(tables=(table,)), diagnostics=(), source=SourceText("")))
    expect(page.locator(".figure").first.locator(".value")).to_have_text("195,000.00 万元")
    expect(page.get_by_role("status")).to_have_text("130,000 of 130,000 projects · 195,000.00 万元")


def test_what_is_open_is_printed_whole(shown: Open, tmp_path: Path) -> None:
    """Indicators and source of an opened project are on paper; what nobody can press is not."""
    page = shown(samples()[0])
    page.locator("#project-0 > summary").click()
    page.pdf(path=tmp_path / "report.pdf")
    with pypdfium2.PdfDocument(tmp_path / "report.pdf") as document:
        text = "".join(sheet.get_textpage().get_text_bounded() for sheet in document)
    assert "清淤河道长度" in text
    assert "line 12, column" in text
    assert "Reset" not in text
