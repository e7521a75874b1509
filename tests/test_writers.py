"""What is written in any form is read back equal, or refused."""

import random
import re
from decimal import Decimal
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

import budgetperf
from budgetperf import Document, Funding, PerformanceTable, SpendingUnit, Target, Unwritable, parse_indicators
from budgetperf.testing import cells
from budgetperf.testing import documents as any_documents
from budgetperf.writers import to_markdown
from choosing import Plain
from invented import document as invented
from invented import summed
from test_hostile import least_time
from test_layouts import sometimes
from writtenforms import (
    PLAIN,
    WORDS,
    WRITERS,
    each_form,
    read_back,
    with_indicator,
    with_project,
    with_table,
    with_unit,
    xlsx,
)

SAMPLES = sorted(path for path in (Path(__file__).parents[1] / "samples").iterdir() if path.name != "README.md")


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
        WRITERS[form](budgetperf.parse("单位：万元"))  # type: ignore[arg-type]  # the misuse in question


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
