"""What each form of a written document is made of; and nothing in it is run."""

import csv
import io
import re
import sys
import zipfile
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

import budgetperf
from budgetperf import COLUMNS, Document, Funding, MissingExtra, Unwritable, to_records
from budgetperf.assembly.words import LISTING
from budgetperf.formulas import guarded, is_formula, unguarded
from budgetperf.normalization import BLANKS
from budgetperf.soundness import AMOUNTS
from budgetperf.writers import to_csv, to_html, to_tsv, to_xlsx
from choosing import Plain
from invented import document as invented
from layouts import STANDARD
from writtenforms import PLAIN, RUN, run_everywhere, with_project, with_table, xlsx

# --- nothing is run --------------------------------------------------------------------------------


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


@pytest.mark.parametrize(
    ("words", "run"),
    [
        *((f"{sign}1", True) for sign in "=+-@＝＋－＠﹦﹢﹣﹫"),
        *((f"{blanks}{sign}1", True) for blanks in (" ", "\t", "\u3000 ", "\ufeff") for sign in "=＠"),
        *((f"{control}甲", True) for control in "\t\r\n"),
        *((words, False) for words in ("", "甲", " 甲", "甲=1", "5-1", "'=1", "−5℃", "\u3000")),
    ],
)
def test_what_a_spreadsheet_takes_for_a_formula(words: str, run: bool) -> None:  # noqa: FBT001 - what is expected
    """A sign in either width, also behind blanks, and a tab or line break that some programs pass over."""
    assert run == is_formula(words)
    assert (f"'{words}" if run or words.startswith("'") else words) == guarded(words)


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
