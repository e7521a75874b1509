"""Documents for the tests of the writers: their forms, what is read back from them, and words that attack each form."""

import io
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve

import budgetperf
from budgetperf import Document, Funding, Project, SpendingUnit, Target
from budgetperf.formulas import is_formula
from budgetperf.writers import to_csv, to_html, to_markdown, to_tsv, to_xlsx
from choosing import Plain
from invented import document as invented
from invented import summed


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


#: Words with something in them that one form or another takes for a sign.
WORDS = (
    *("甲|乙", "|", "||||", "<br>", "甲<br/>乙", "<b>甲</b>", "<script>alert(1)</script>", "</td></tr></table>", "<!--a", "a<b>c"),
    *("&amp;", "&#61;", "&nbsp;甲", "A&B", "AT&T;", "*甲*", "**甲**", "≥**%", "_甲_", "`甲`", "~~甲~~", "3~5", "[甲](乙)", "![甲](乙)"),
    *("# a", "> a", "- a", "\\|", "\\*", "\\\\geq", "\\\\*", r"$\geq 90\%$", "a\\", "'", "'甲'", '"', '"甲"', '甲"乙', "a,b", "a;b"),
    *("http://a.b/c", "_x0041_", "_x000D_", "甲\x01乙", "𠮷", "👍🏽", "甲\u202e乙", "```", "<docling_table>", "if !supportLists", "endif"),
    *("=1+1", "＝1+1", "-5℃", "－5℃", "+5%", "@甲", "'=1+1", "''-5", '"=1+1"', '=HYPERLINK("http://a.b","甲")', "=cmd|'/C calc'!A0"),
)  # fmt: skip
#: Those that a spreadsheet would run.
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
