"""The samples must be read as the people who invented them meant them.

What is expected of ``samples/NAME`` stands in ``golden/samples/NAME.json``. Each
indicator is one line there: ordinal, level 1 and level 2 as [code, label,
category], name, period target, annual target. A target that is not printed is
``null``, one printed empty is ``""``. Funding is [总计, 财政拨款, 财政专户拨款,
其他资金]. `codes` is the set of diagnostic codes that the sample raises, and
`lost` the printed words that are in no model, only in a diagnostic.
"""

import codecs
import json
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import budgetperf
from budgetperf import (
    Category,
    Document,
    Funding,
    Indicator,
    ParseResult,
    PerformanceTable,
    Project,
    SpendingUnit,
    Target,
)

SAMPLES = Path(__file__).parents[1] / "samples"
TRUTHS = Path(__file__).parent / "golden" / "samples"
#: The samples that are texts; the PDF says what `carried_over.md` says.
FILES = sorted(path for path in SAMPLES.iterdir() if path.name != "README.md" and path.suffix != ".pdf")

ENCODINGS = {
    "utf-8": (b"", "utf-8"),
    "utf-8 with BOM": (codecs.BOM_UTF8, "utf-8"),
    "utf-16-le with BOM": (codecs.BOM_UTF16_LE, "utf-16-le"),
    "utf-16-be with BOM": (codecs.BOM_UTF16_BE, "utf-16-be"),
    "gb18030": (b"", "gb18030"),
}

#: The lists that hold models; any other list is one value.
MEMBERS = ("tables", "spending_units", "projects", "indicators")

Truth = dict[str, Any]

each_sample = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)


def printed(path: Path) -> str:
    """Return the sample's text as it stands on disk."""
    return path.read_text("utf-8")


@cache
def expected(path: Path) -> Truth:
    """Return what must be read from the sample."""
    truth: Truth = json.loads((TRUTHS / f"{path.stem}.json").read_text("utf-8"))
    return truth


@cache
def actual(path: Path) -> ParseResult[Document]:
    """Return what the library reads from the sample."""
    return budgetperf.parse(printed(path))


# --- models, written down as the truth is ------------------------------------


def money(funding: Funding | None) -> list[str | None] | None:
    """Return amounts as the printed digits, in the order of the columns."""
    if funding is None:
        return None
    amounts = (
        funding.total,
        funding.fiscal_appropriation,
        funding.special_account_appropriation,
        funding.other_funds,
    )
    return [None if amount is None else str(amount) for amount in amounts]


def level(category: Category | None) -> list[str | None] | None:
    """Return a category as [code, label, category]."""
    return None if category is None else [category.code, category.label, category.category]


def target(value: Target | None) -> str | None:
    """Return a target as its printed text."""
    return None if value is None else value.text


def indicator(model: Indicator) -> list[Any]:
    """Return an indicator as its line in the truth."""
    return [
        model.ordinal,
        level(model.level1),
        level(model.level2),
        model.name,
        target(model.period_target),
        target(model.annual_target),
    ]


def project(model: Project) -> Truth:
    """Return a project as it stands in the truth."""
    return {
        "name": model.name,
        "funding": money(model.funding),
        "objective": model.objective,
        "indicators": [indicator(each) for each in model.indicators],
    }


def spending_unit(model: SpendingUnit) -> Truth:
    """Return a spending unit as it stands in the truth."""
    return {
        "name": model.name,
        "funding": money(model.funding),
        "projects": [project(each) for each in model.projects],
    }


def performance_table(model: PerformanceTable) -> Truth:
    """Return a table as it stands in the truth."""
    return {
        "title": model.title,
        "department_label": model.department_label,
        "department": model.department,
        "amount_unit": model.amount_unit,
        "year": model.year,
        "total": money(model.total),
        "spending_units": [spending_unit(each) for each in model.spending_units],
    }


def differences(truth: object, read: object, path: str = "") -> Iterator[str]:
    """Yield one line for every place where `read` differs from `truth`.

    Lists of models are compared one by one as far as both go, so that one lost
    project does not hide what is wrong with the others.
    """
    if isinstance(truth, dict) and isinstance(read, dict):
        for key in truth:
            yield from differences(truth[key], read[key], f"{path}.{key}" if path else key)
    elif isinstance(truth, list) and isinstance(read, list) and path.endswith(MEMBERS):
        if len(truth) != len(read):
            yield f"{path}: {len(truth)} expected, {len(read)} read"
        for index, (one, other) in enumerate(zip(truth, read, strict=False)):
            yield from differences(one, other, f"{path}[{index}]")
    elif truth != read:
        yield f"{path}:\n  expected {truth!r}\n  read     {read!r}"


# --- the samples ----------------------------------------------------------------


def test_every_sample_has_a_truth_and_a_line_in_the_readme() -> None:
    """No sample may lack its expected content, its description, or either one its sample."""
    readme = (SAMPLES / "README.md").read_text("utf-8")
    assert {path.stem for path in FILES} == {path.stem for path in TRUTHS.glob("*.json")}
    assert {path.name for path in SAMPLES.iterdir()} - {"README.md"} == set(
        re.findall(r"^\| \[`([^`]+)`\]\(\1\)", readme, re.MULTILINE)
    )


@each_sample
def test_truth_adds_up(path: Path) -> None:
    """合计 must be the sum of the units and of the projects, and 总计 the sum of its sources."""
    for table in expected(path)["tables"]:
        units = table["spending_units"]
        projects = [each["funding"] for unit in units for each in unit["projects"]]
        assert table["total"] == summed(projects)
        for unit in units:
            assert unit["funding"] in (None, summed(each["funding"] for each in unit["projects"]))
        for total, *sources in projects:
            assert Decimal(total) == sum(Decimal(source) for source in sources if source)


def summed(rows: Iterable[list[str | None]]) -> list[str | None]:
    """Return the sum of each column; a column of blanks sums to a blank."""
    columns = ([Decimal(amount) for amount in column if amount] for column in zip(*rows, strict=True))
    return [str(sum(column, Decimal("0.00"))) if column else None for column in columns]


@each_sample
def test_sample_is_read_as_meant(path: Path) -> None:
    """Every field of every model must be what the sample was invented to say."""
    read = [performance_table(table) for table in actual(path).value.tables]
    found = list(differences(expected(path)["tables"], read, "tables"))
    assert not found, f"{path.name} differs in {len(found)} places:\n" + "\n".join(found)


@each_sample
def test_sample_raises_its_diagnostics(path: Path) -> None:
    """A sample must raise the doubts that it was made to raise, and no others."""
    diagnostics = actual(path).diagnostics
    codes = {each.code for each in diagnostics}
    truth = set(expected(path)["codes"])
    unexpected = [f"{each.code} {each.path}: {each.message}" for each in diagnostics if each.code not in truth]
    assert truth == codes, f"missing: {sorted(truth - codes)}; unexpected:\n" + "\n".join(unexpected)


@each_sample
def test_lost_words_are_reported(path: Path) -> None:
    """Words that reach no model must be covered by the span of a diagnostic."""
    text = printed(path)
    reported = {
        offset
        for diagnostic in actual(path).diagnostics
        if diagnostic.span
        for offset in range(diagnostic.span.start, diagnostic.span.end)
    }
    for words in expected(path)["lost"]:
        start = text.index(words)
        # The separators around a lost clause belong to nobody.
        silent = [words[at - start] for at in range(start, start + len(words)) if at not in reported]
        assert not set(silent) - set("。；;，,、：: "), f"{words!r} is lost without a diagnostic"


@each_sample
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_encoding_makes_no_difference(path: Path, encoding: str) -> None:
    """The bytes of a sample must give the document that its text gives, in every encoding in use."""
    mark, codec = ENCODINGS[encoding]
    assert actual(path).value == budgetperf.read(mark + printed(path).encode(codec)).value


@each_sample
def test_line_endings_make_no_difference(path: Path) -> None:
    """A sample saved on Windows must give the same document."""
    assert actual(path).value == budgetperf.parse(printed(path).replace("\n", "\r\n")).value


def test_the_pdf_says_what_the_dump_says() -> None:
    """The same table, printed as a PDF with rows cut by its pages, is the same document, and knows its pages."""
    result = budgetperf.read(SAMPLES / "ruled_table.pdf")
    assert actual(SAMPLES / "carried_over.md").value == result.value
    indicators = [each for project in result.value.tables[0].projects for each in project.indicators]
    places = [result.source.place(each.span) for each in (indicators[0], indicators[-1]) if each.span]
    assert [1, 2] == [place.page for place in places if place]
