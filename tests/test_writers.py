"""What is written in any form is read back equal, or refused; and nothing in it is run."""

import csv
import io
import random
import re
import sys
import zipfile
from collections.abc import Callable
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

import budgetperf
from budgetperf import (
    COLUMNS,
    Document,
    Funding,
    MissingExtra,
    PerformanceTable,
    Project,
    SpendingUnit,
    Target,
    Unwritable,
    parse_indicators,
    to_records,
)
from budgetperf.assembly.words import LISTING
from budgetperf.formulas import guarded, is_formula, unguarded
from budgetperf.normalization import BLANKS
from budgetperf.soundness import AMOUNTS
from budgetperf.testing import cells
from budgetperf.testing import documents as any_documents
from budgetperf.writers import to_csv, to_html, to_markdown, to_tsv, to_xlsx
from choosing import Plain
from invented import document as invented
from invented import summed
from layouts import STANDARD
from test_hostile import least_time
from test_layouts import sometimes

SAMPLES = sorted(path for path in (Path(__file__).parents[1] / "samples").iterdir() if path.name != "README.md")


def xlsx(document: Document) -> bytes:
    """Return a document as a workbook."""
    file = io.BytesIO()
    to_xlsx(document, file)
    return file.getvalue()


WRITERS: dict[str, Callable[[Document], str | bytes]] = {
    "markdown": to_markdown,
    "tsv": to_tsv,
    "csv": to_csv,
    "html": to_html,
    "xlsx": xlsx,
}
#: An invented document of one table, with two spending units of two projects.
PLAIN = invented(Plain({"units": 2, "projects": 2}))
each_form = pytest.mark.parametrize("form", list(WRITERS))


def read_back(written: str | bytes) -> budgetperf.ParseResult[Document]:
    """Return what our own readers find in a file that was written."""
    return budgetperf.read(written.encode() if isinstance(written, str) else written)


def with_project(document: Document = PLAIN, **changes: Any) -> Document:  # noqa: ANN401 - each field has its type
    """Return a document whose first project says something else."""
    project = evolve(next(document.tables[0].projects), **changes)
    return with_unit(document, projects=(project, *document.tables[0].spending_units[0].projects[1:]))


def with_unit(document: Document = PLAIN, **changes: Any) -> Document:  # noqa: ANN401 - as above
    """Return a document whose first spending unit says something else."""
    first, *others = document.tables[0].spending_units
    return with_table(document, spending_units=(evolve(first, **changes), *others))


def with_table(document: Document = PLAIN, **changes: Any) -> Document:  # noqa: ANN401 - as above
    """Return a document whose first table says something else."""
    first, *others = document.tables
    return Document(tables=(evolve(first, **changes), *others))


def with_indicator(**changes: Any) -> Document:  # noqa: ANN401 - as above
    """Return a document whose first indicator says something else."""
    first, *others = next(PLAIN.tables[0].projects).indicators
    return with_project(indicators=(evolve(first, **changes), *others))


# --- round trips -----------------------------------------------------------------------------------


def assert_kept(document: Document) -> None:
    """Assert that a document is read back equal from every form."""
    for form, write in WRITERS.items():
        assert document == read_back(write(document)).value, form


@pytest.mark.parametrize(
    ("path", "form"),
    [
        # Each sample in one form; in every form at night.
        pytest.param(path, form, id=f"{path.name}-{form}", marks=[pytest.mark.slow] * (number % len(WRITERS) != place))
        for number, path in enumerate(SAMPLES)
        for place, form in enumerate(WRITERS)
    ],
)
def test_samples_are_read_back_equal(path: Path, form: str) -> None:
    """Each sample, whatever layout it was printed in, has a standard one that says the same and leaves no doubt open."""
    document = budgetperf.read(path).value
    again = read_back(WRITERS[form](document))
    assert document == again.value
    assert set() == {each.code for each in again.diagnostics if each.code.startswith("R")} - {"R104", "R115", "R118"}


@pytest.mark.parametrize("number", range(5))
def test_published_documents_are_read_back_equal(seeds: Path, number: int) -> None:
    """So does each published document."""
    paths = sorted(seeds.glob("*.txt"))
    assert len(paths) == 5
    document = budgetperf.read(paths[number]).value
    assert document.tables
    assert_kept(document)


def test_invented_documents_are_read_back_equal() -> None:
    """Whatever a document lacks (合计, unit rows, objectives, amounts, a year), it is written and not refused."""
    for seed in range(6):
        assert_kept(invented(sometimes(random.Random(seed), 0.3)))


@pytest.mark.slow
def test_many_invented_documents_are_read_back_equal() -> None:
    """So are a hundred times as many."""
    for seed in range(800):
        assert_kept(invented(sometimes(random.Random(seed), 0.3)))


@pytest.mark.parametrize(
    "document",
    [
        Document(tables=()),
        with_table(title=None),
        with_table(title=None, year=2024),
        with_table(year=2024),
        with_table(title="2025年项目支出绩效目标表", year=2025),
        with_table(title="二〇二五年度项目支出绩效目标表", year=2025),
        with_table(title=None, department=None, department_label=None, amount_unit=None, year=None),
        with_table(title=None, department=None, department_label=None),
        with_table(amount_unit=None, year=2024),
        with_table(department="市直单位", department_label="预算单位"),
        with_unit(name=""),
        with_project(name=""),
        with_project(objective=None),
        with_project(indicators=()),
        with_project(funding=Funding()),
        with_project(funding=Funding(total=Decimal("-3.00"), other_funds=Decimal("-3.00"))),
        with_project(funding=Funding(total=Decimal("1234567.005"), other_funds=Decimal(7))),
        with_project(funding=Funding(total=Decimal("12345678901234567890.01"))),
        with_project(funding=Funding(total=Decimal("2E+4"))),
        with_indicator(ordinal=None),
        with_indicator(level2=None),
        with_indicator(period_target=None),
        with_indicator(annual_target=Target("")),
    ],
    ids=lambda document: repr(document)[:40],
)
def test_what_a_document_may_lack(document: Document) -> None:
    """What is not there is not printed, and what is there is found again."""
    assert_kept(document)


def test_several_tables() -> None:
    """Each table has its own captions and header, and its own sheet."""
    first, second = invented(Plain({"tables": 2})).tables
    assert_kept(Document(tables=(first, second, evolve(first, department="望溪县档案馆"))))


#: Words with something in them that one form or another takes for a sign.
WORDS = (
    *("甲|乙", "|", "||||", "<br>", "甲<br/>乙", "<b>甲</b>", "<script>alert(1)</script>", "</td></tr></table>", "<!--a", "a<b>c"),
    *("&amp;", "&#61;", "&nbsp;甲", "A&B", "AT&T;", "*甲*", "**甲**", "≥**%", "_甲_", "`甲`", "~~甲~~", "3~5", "[甲](乙)", "![甲](乙)"),
    *("# a", "> a", "- a", "\\|", "\\*", "\\\\geq", "\\\\*", r"$\geq 90\%$", "a\\", "'", "'甲'", '"', '"甲"', '甲"乙', "a,b", "a;b"),
    *("http://a.b/c", "_x0041_", "_x000D_", "甲\x01乙", "𠮷", "👍🏽", "甲\u202e乙", "```", "<docling_table>", "if !supportLists", "endif"),
    *("=1+1", "＝1+1", "-5℃", "－5℃", "+5%", "@甲", "'=1+1", "''-5", '"=1+1"', '=HYPERLINK("http://a.b","甲")', "=cmd|'/C calc'!A0"),
)  # fmt: skip


def with_signs(words: str) -> PerformanceTable:
    """Return a table with the words in a department, a unit, a name, an objective, an indicator and a value."""
    (table,) = invented(Plain({"projects": 1, "indicators": 1})).tables
    (unit,), (project,) = table.spending_units, table.projects
    indicator = evolve(project.indicators[0], name=f"甲{words}乙", annual_target=Target(f"≥{words}0"))
    project = evolve(project, name=words, objective=words, indicators=(indicator,))
    unit = evolve(unit, name=f"“{words}”", projects=(project,))
    return evolve(table, department=f"甲（{words.replace(':', '')}）乙", spending_units=(unit,))


@each_form
def test_signs_are_written_as_words(form: str) -> None:
    """A name, an objective, a department or a value may hold the signs of every form."""
    document = Document(tables=tuple(map(with_signs, WORDS)))
    assert document == read_back(WRITERS[form](document)).value


def test_blanks_within_a_value_stay() -> None:
    """A value keeps its line breaks and blanks, as no name does."""
    for blanks in ("\n", "\n\n", " \n ", "  ", "\u3000\u3000", "\xa0", "\u200b"):
        assert_kept(with_indicator(annual_target=Target(f"1、制定方案{blanks}2、组织演练")))


# --- any document ----------------------------------------------------------------------------------

#: A sixth of what the profile asks for: a document is a large example.
fewer = settings(max_examples=settings().max_examples // 6)
printable_words = st.sampled_from(WORDS) | st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=8)


@st.composite
def printable_documents(draw: st.DrawFn) -> Document:
    """Return a strategy for documents as one could print them, with any visible words and any legible cell."""
    chance = random.Random(draw(st.integers(0, 2**32)))
    document = invented(sometimes(chance, draw(st.sampled_from((0.0, 0.3, 1.0)))))
    first, *others = document.tables
    units = list(first.spending_units)
    for place, unit in enumerate(units):
        told = [
            evolve(project, name=draw(printable_words), objective=draw(printable_words), indicators=draw(read_cells))
            for project in unit.projects[:1]
        ]
        units[place] = evolve(unit, projects=(*told, *unit.projects[1:]))
    return Document(tables=(evolve(first, spending_units=tuple(units)), *others))


read_cells = cells().map(lambda cell: parse_indicators(cell.text).value)


def is_kept(document: Document, form: str) -> bool:
    """Tell whether a document is written; assert that it is read back equal then, and else that the place is named."""
    try:
        written = WRITERS[form](document)
    except Unwritable as error:
        assert error.path.startswith("tables")
        assert error.reason
        return False
    assert document == read_back(written).value
    return True


def test_any_printable_document() -> None:
    """Any document that one can invent, with any words in it, is read back equal, and hardly one in ten refused."""
    kept: list[bool] = []

    @fewer
    @given(printable_documents(), st.sampled_from(list(WRITERS)))
    def write_one(document: Document, form: str) -> None:
        kept.append(is_kept(document, form))

    write_one()
    assert len(kept) - sum(kept) <= len(kept) / 10


@fewer
@given(any_documents(), st.sampled_from(list(WRITERS)))
def test_any_document(document: Document, form: str) -> None:
    """A document that no page could say, as nearly all of these are, is refused by the one error if anything is lost."""
    is_kept(document, form)


# --- refusals --------------------------------------------------------------------------------------

UNIT, PROJECT = "tables[0].spending_units[0]", "tables[0].spending_units[0].projects[0]"
REFUSALS: tuple[tuple[Document, str, str], ...] = (
    (with_project(name=" 甲"), f"{PROJECT}.name", "“ 甲” would be read back as “甲”"),
    (with_project(name="甲\u200b乙"), f"{PROJECT}.name", r"“甲\u200b乙” would be read back as “甲乙”"),
    (with_project(name="甲\ud800"), f"{PROJECT}.name", "it holds half of a surrogate pair, which no file can"),
    (with_project(objective=""), f"{PROJECT}.objective", "“” would be read back as nothing"),
    (with_project(objective="—"), f"{PROJECT}.objective", "“—” would be read back as nothing"),
    (with_project(objective="⼯程"), f"{PROJECT}.objective", "“⼯程” would be read back as “工程”"),
    (with_unit(name="小计"), f"{UNIT}.name", "“小计” would be read back as nothing"),
    (with_unit(name=None), f"{UNIT}.name", "a unit's row has a name and amounts, and only one of them is there"),
    (with_unit(funding=None), f"{UNIT}.funding", "a unit's row has a name and amounts, and only one of them is there"),
    (with_table(department=None), "tables[0].department", "a department is printed behind its label"),
    (with_table(department_label=None), "tables[0].department_label", "a department is printed behind its label"),
    (with_table(department_label="科室"), "tables[0].department", "would be read back as nothing"),
    (with_table(title="预算表"), "tables[0].title", "“预算表” would be read back as nothing"),
    (with_table(title="2025年绩效目标表", year=2024), "tables[0].year", "2024 would be read back as 2025"),
    (with_table(year=99), "tables[0].year", "99 would be read back as nothing"),
    (with_project(funding=Funding(total=Decimal("NaN"))), f"{PROJECT}.funding.total", "NaN is no number of at most 1,000 char"),
    (with_project(funding=Funding(other_funds=Decimal("1E+999999999"))), f"{PROJECT}.funding.other_funds", "1e+999999999 is no"),
    (with_unit(funding=Funding(total=Decimal("-Infinity"))), f"{UNIT}.funding.total", "-Infinity is no number"),
    (with_table(total=Funding(total=Decimal("1E-1000"))), "tables[0].total.total", "1e-1000 is no number"),
    (with_project(funding=Funding(total=Decimal("1E-400"))), f"{PROJECT}.funding.total", "… would be read back as nothing"),
    (
        with_indicator(name="甲；年度指标值：5"),
        f"{PROJECT}.indicators",
        "indicators[0] can't be written so that it reads back equal",
    ),
    (with_indicator(name="⼯程"), f"{PROJECT}.indicators[0].name", "“⼯程” would be read back as “工程”"),
)  # fmt: skip


@pytest.mark.parametrize(("document", "path", "reason"), REFUSALS, ids=[path for _, path, _ in REFUSALS])
def test_refusals_name_the_place(document: Document, path: str, reason: str) -> None:
    """What would be read back as something else is refused, with its place and the reason."""
    for write in WRITERS.values():
        with pytest.raises(Unwritable) as refused:
            write(document)
        assert path == refused.value.path
        assert reason in refused.value.reason
        assert f"{path} can't be written: {refused.value.reason}" == str(refused.value)
        assert isinstance(refused.value, ValueError)


@each_form
def test_tables_that_would_be_taken_for_one(form: str) -> None:
    """Two tables of one department, neither with 合计, are one to whoever reads them."""
    table = evolve(PLAIN.tables[0], total=None)
    with pytest.raises(Unwritable, match="would be read back instead of"):
        WRITERS[form](Document(tables=(table, table)))


LONG = "保障运转" * 8_250


@pytest.mark.parametrize(
    ("document", "path", "reason"),
    [
        (with_project(objective=LONG), f"{PROJECT}.objective", "its 33,000 characters are more than the 32,767"),
        (with_project(name=LONG), f"{PROJECT}.name", "its 33,000 characters"),
        (with_unit(name=LONG), f"{UNIT}.name", "its 33,000 characters"),
        (with_indicator(name=LONG), f"{PROJECT}.indicators", "characters are more than the 32,767"),
        (with_table(title=f"{LONG}绩效目标表"), "tables[0].title", "its 33,005 characters"),
        (with_table(department=LONG), "tables[0].department", "its 33,005 characters"),
        (with_project(objective="甲\uffff"), f"{PROJECT}.objective", "it holds U+FFFF, which no workbook can"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_cell_that_a_workbook_does_not_hold(document: Document, path: str, reason: str) -> None:
    """A cell of Excel holds 32,767 characters, and the library would drop longer ones without a word."""
    with pytest.raises(Unwritable, match=re.escape(reason)) as refused:
        xlsx(document)
    assert path == refused.value.path


def test_text_has_no_bound() -> None:
    """What no cell of a workbook holds can be written as text."""
    document = with_project(objective=LONG)
    assert document == read_back(to_markdown(document)).value


@pytest.mark.parametrize(
    ("indicators", "path", "reason"),
    [
        (1, "tables[0]", "the table has 9 rows, more than the 8 that a sheet of a workbook has room for"),
        (2, "tables", "the list 指标明细 has 12 rows, more than the 8 that a sheet of a workbook has room for"),
    ],
)
def test_more_rows_than_a_sheet_has(monkeypatch: pytest.MonkeyPatch, indicators: int, path: str, reason: str) -> None:
    """A sheet of Excel has 1,048,576 rows, and the library would drop further ones without a word."""
    document = invented(Plain({"units": 2, "indicators": indicators}))
    monkeypatch.setattr("budgetperf.writers.workbook._MOST_ROWS", 3 + 8)
    with pytest.raises(Unwritable) as refused:
        xlsx(document)
    assert (path, reason) == (refused.value.path, refused.value.reason)
    monkeypatch.setattr("budgetperf.writers.workbook._MOST_ROWS", 3 + 12)
    assert document == read_back(xlsx(document)).value


@each_form
def test_only_documents_are_written(form: str) -> None:
    """A result is not its value."""
    with pytest.raises(TypeError, match="expected a Document, not ParseResult; a ParseResult has it as its value"):
        WRITERS[form](budgetperf.parse("单位：万元"))  # type: ignore[arg-type]


# --- nothing is run --------------------------------------------------------------------------------

RUN = [words for words in WORDS if is_formula(words)]


def run_everywhere() -> Document:
    """Return a document with words that a spreadsheet would run wherever words may stand."""
    projects = tuple(
        Project(name=words, funding=Funding(total=Decimal("-1.50")), objective=words, indicators=()) for words in RUN
    )
    unit = SpendingUnit(name="=甲局", funding=summed([project.funding for project in projects]), projects=projects)
    first = next(PLAIN.tables[0].projects)
    (indicator, *_) = first.indicators
    told = evolve(first, indicators=(evolve(indicator, name="=甲", annual_target=Target("=1+1")),))
    return with_table(spending_units=(unit, evolve(unit, name="＝乙局", projects=(*projects, told))))


def test_the_words_are_run_by_a_spreadsheet() -> None:
    """The cases are what they are for."""
    assert len(RUN) >= 9
    assert {"=", "+", "-", "@", "＝", "－"} <= {words[0] for words in RUN}


def test_no_field_of_csv_is_run() -> None:
    """Only amounts may begin with a sign; every other field has an apostrophe before it."""
    records = list(csv.reader(io.StringIO(to_csv(run_everywhere()), newline=""), strict=True))
    assert {len(STANDARD)} == {len(record) for record in records}
    money = {field for record in records for field in record[1:5] if is_formula(field)}
    assert all(re.fullmatch(r"-\d+\.\d\d", field) for field in money)
    assert "-1.50" in money
    assert [] == [field for record in records for field in (record[0], *record[5:]) if is_formula(field)]
    assert {f"'{words}" for words in RUN} <= {record[0] for record in records}


def test_no_field_of_tsv_is_run() -> None:
    """Nor of TSV, where an entity stands for the sign; nor begins one with a quote, which others would take for one."""
    for line in to_tsv(with_project(run_everywhere(), name='"甲"')).splitlines():
        fields = line.split("\t")
        assert len(fields) == len(STANDARD)
        assert [] == [field for field in (fields[0], *fields[5:]) if is_formula(field) or field.startswith('"')]


def test_no_cell_of_a_workbook_is_run() -> None:
    """Words are strings, marked as text where they would become a formula in an editor's hands; amounts are numbers."""
    data = xlsx(run_everywhere())
    book = openpyxl.load_workbook(io.BytesIO(data))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {"s", "n"} == {cell.data_type for cell in cells}
    strings = [cell for cell in cells if cell.data_type == "s"]
    assert {bool(cell.quotePrefix) for cell in strings if is_formula(str(cell.value))} == {True}
    assert {bool(cell.quotePrefix) for cell in strings if not is_formula(str(cell.value))} == {False}
    assert set(RUN) <= {cell.value for cell in strings}
    assert -1.5 in {cell.value for cell in cells if cell.data_type == "n"}
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = b"".join(package.read(name) for name in package.namelist())
    assert b"<f>" not in parts
    assert b"<hyperlink" not in parts


@given(st.text())
def test_what_guards_words_is_taken_away_again(words: str) -> None:
    """Any words come back as they were, and none are left that a spreadsheet would run."""
    assert words == unguarded(guarded(words))
    assert not is_formula(guarded(words))
    assert not is_formula(guarded(f"={words}"))
    assert f"={words}" == unguarded(guarded(f"={words}"))


@pytest.mark.parametrize("blank", ["", *BLANKS])
def test_blanks_before_a_sign_do_not_hide_it(blank: str) -> None:
    """Spreadsheets pass over them."""
    assert is_formula(f"{blank}=1+1")
    assert is_formula(f"{blank}＠甲")


# --- web pages -------------------------------------------------------------------------------------


class Page(HTMLParser):
    """Collects what a page consists of."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep an element."""
        self.elements.append((tag, dict(attrs)))

    def of(self, tag: str) -> list[dict[str, str | None]]:
        """Return the attributes of the elements of a tag."""
        return [attributes for name, attributes in self.elements if name == tag]


def test_a_page_says_what_its_cells_are() -> None:
    """Columns and rows have headers, and the table a caption, in Chinese."""
    page = Page(to_html(PLAIN))
    rows = len(PLAIN.tables[0].spending_units) + len(list(PLAIN.tables[0].projects)) + 1
    assert [{"lang": "zh-Hans"}] == page.of("html")
    assert [{"charset": "utf-8"}] == page.of("meta")[:1]
    assert [{}] == page.of("caption") == page.of("thead")
    assert ["col"] * 7 + ["row"] * rows == [each["scope"] for each in page.of("th")]
    assert 6 * rows == len(page.of("td"))


def test_a_page_shows_hostile_words_as_words() -> None:
    """Whatever words hold, the page consists of the same elements and fetches nothing."""
    expected = Page(to_html(with_project(name="甲", objective="乙"))).elements
    for words in (
        '<script>alert("1")</script>',
        '"><img src=http://a.b onerror=x>',
        "</td></table><b>甲",
        "<!--",
        "&lt;b>",
    ):
        document = with_table(
            with_project(name=words, objective=words), title=re.sub("[:;!]", "", words) + "绩效目标表"
        )
        assert expected == Page(to_html(document)).elements
    allowed = {"class", "scope", "lang", "charset", "name", "content"}
    assert allowed >= {name for _, attributes in expected for name in attributes}
    assert {"script", "link", "img", "iframe"}.isdisjoint(tag for tag, _ in expected)
    assert not re.search(r"@import|url\(|https?:", to_html(PLAIN))


def test_each_indicator_begins_a_line_of_a_page() -> None:
    """A run-on cell is hard to read."""
    count = len(next(PLAIN.tables[0].projects).indicators)
    first = next(line for line in to_html(PLAIN).splitlines() if 'class="project"' in line)
    assert count > 1
    assert count - 1 == first.count("<br>")


# --- workbooks -------------------------------------------------------------------------------------


def opened(document: Document) -> openpyxl.Workbook:
    """Return a document's workbook as another library opens it."""
    return openpyxl.load_workbook(io.BytesIO(xlsx(document)))


def test_a_sheet_is_laid_out_for_print() -> None:
    """Captions are merged, the header stays and is repeated, columns are wide enough, and words are wrapped."""
    table = evolve(PLAIN.tables[0], year=2024)
    book = opened(Document(tables=(table,)))
    sheet = book["绩效目标表"]
    assert ["绩效目标表", "指标明细"] == book.sheetnames
    assert {"A1:G1", "A2:E2"} == {str(area) for area in sheet.merged_cells.ranges}
    assert table.title == sheet["A1"].value
    assert (f"{table.department_label}：{table.department}", "预算年度：2024", f"单位：{table.amount_unit}") == (
        sheet["A2"].value,
        sheet["F2"].value,
        sheet["G2"].value,
    )
    assert list(STANDARD) == [cell.value for cell in sheet[3]]
    assert sheet.freeze_panes == "B4"
    assert sheet.print_title_rows == "$3:$3"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.column_dimensions["G"].width > sheet.column_dimensions["A"].width > sheet.column_dimensions["B"].width
    assert all(cell.alignment.wrap_text for row in sheet.iter_rows(min_row=3) for cell in row)
    assert all(cell.border.left.style == "thin" for row in sheet.iter_rows(min_row=3) for cell in row)
    clauses = sheet["G6"]
    assert len(next(table.projects).indicators) == len(str(clauses.value).split("\n"))
    assert sheet.row_dimensions[6].height > sheet.row_dimensions[5].height


@pytest.mark.parametrize(
    ("amount", "value", "number_format"),
    [
        ("1234.50", 1234.5, "#,##0.00"),
        ("0.00", 0, "#,##0.00"),
        ("-3.1", -3.1, "#,##0.0"),
        ("20000", 20000, "#,##0"),
        ("2E+4", 20000, "#,##0"),
        ("1.234567", 1.234567, "#,##0.000000"),
        ("12345678901234567890.01", "12345678901234567890.01", "General"),
        (f"0.{'0' * 31}", f"0.{'0' * 31}", "General"),
    ],
)
def test_amounts_are_numbers_with_their_digits(amount: str, value: object, number_format: str) -> None:
    """Amounts can be summed, and are shown as they were printed; more digits than a number keeps stay words."""
    funding = Funding(total=Decimal(amount), fiscal_appropriation=Decimal(amount))
    book = opened(with_project(funding=funding))
    for cell in (book["绩效目标表"]["B6"], book["指标明细"]["H2"]):
        assert (value, number_format) == (cell.value, cell.number_format)


def test_the_second_sheet_has_the_tidy_rows() -> None:
    """Below the names of their columns, numbers as numbers."""
    document = invented(Plain({"tables": 2, "units": 2}))
    book = opened(document)
    assert ["绩效目标表1", "绩效目标表2", "指标明细"] == book.sheetnames
    heading, *rows = book["指标明细"].iter_rows(values_only=True)
    assert COLUMNS == heading
    expected = [list(row.values()) for row in to_records(document)]
    assert expected == [[Decimal(str(each)) if isinstance(each, float) else each for each in row] for row in rows]
    assert book["指标明细"].freeze_panes == "A2"
    assert book["指标明细"].print_title_rows == "$1:$1"
    assert book["指标明细"].auto_filter.ref == f"A1:AJ{len(rows) + 1}"
    assert LISTING == COLUMNS[: len(LISTING)]  # by which our reader knows it


def test_a_workbook_is_written_to_a_path_or_a_file(tmp_path: Path) -> None:
    """The same document gives the same bytes, and a refused one leaves no file."""
    path = tmp_path / "表.xlsx"
    to_xlsx(PLAIN, path)
    assert xlsx(PLAIN) == path.read_bytes()
    to_xlsx(PLAIN, str(path))
    assert PLAIN == budgetperf.read(path).value
    with pytest.raises(Unwritable):
        to_xlsx(with_project(name=" "), tmp_path / "none.xlsx")
    assert [path] == list(tmp_path.iterdir())


def test_a_workbook_needs_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """It says what to install."""
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(
        MissingExtra, match=re.escape("writing a workbook (XLSX) needs an extra: pip install 'budgetperf[excel]'")
    ):
        xlsx(PLAIN)


# --- forms of text ----------------------------------------------------------------------------------


def test_csv_and_tsv_are_as_wide_as_the_table() -> None:
    """Whoever skips the captions has a data frame's rows."""
    for text, mark in ((to_csv(PLAIN), ","), (to_tsv(PLAIN), "\t")):
        title, captions, *rows = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
        table = PLAIN.tables[0]
        assert [table.title, *[""] * 6] == title
        assert [f"{table.department_label}：{table.department}", *[""] * 5, f"单位：{table.amount_unit}"] == captions
        assert list(STANDARD) == rows[0]
        assert "合计" == rows[1][0]
    assert to_csv(PLAIN).count("\r\n") == to_csv(PLAIN).count("\n") > 4
    assert "\r" not in to_tsv(PLAIN)


def test_headings_are_those_of_the_standard() -> None:
    """Their words are said once, where amounts are named."""
    assert list(STANDARD[1:5]) == list(AMOUNTS.values())


# --- time ------------------------------------------------------------------------------------------


def many(count: int) -> Document:
    """Return a document of many projects."""
    (table,) = invented(Plain({"units": 1, "projects": 4})).tables
    known = list(table.projects)
    projects = tuple(evolve(known[place % 4], name=f"{known[place % 4].name}（{place}号）") for place in range(count))
    unit = SpendingUnit(name="临澜市水务局", funding=summed([each.funding for each in projects]), projects=projects)
    return Document(tables=(evolve(table, total=unit.funding, spending_units=(unit,)),))


@each_form
def test_time_is_linear(form: str) -> None:
    """Four times the projects take less than nine times the time."""
    small, large = many(20), many(80)
    assert any(
        least_time(lambda: WRITERS[form](large)) / least_time(lambda: WRITERS[form](small)) < 9 for _ in range(5)
    )
