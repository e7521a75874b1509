"""The five published documents, read whole: what a careful person would copy, and nothing lost.

What they say stands in `seeds/golden`, by digests; `seeds/golden.py` tells how, and the
command that accepts a new reading. Four of them are read a second time by plain scripts
in `seeds/plain.py`, field by field.
"""

import json
import pickle
import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import attrs
import pytest

import budgetperf
from budgetperf import Diagnostic, Document, Funding, Indicator, ParseResult, Severity, SpendingUnit, Target
from budgetperf.language import tokenize
from budgetperf.source import Span
from budgetperf.testing import assert_json_round_trip
from seeds import golden, plain

#: Spending units, projects, indicators, and 合计 in 万元.
SIZES = {
    "000": (2, 14, 23, "109.61"),
    "001": (1, 7, 28, "41.73"),
    "002": (1, 53, 221, "27793.94"),
    "003": (1, 4, 21, "20611.44"),
    "004": (1, 7, 27, "3593.00"),
}

#: Where printed words reach no model, these diagnostics hold them. Others may span whole
#: rows or columns, and so would cover anything.
LOSSES = {"G201", "G203", "G205", "G206", "R113"}
#: What belongs to the mini-language and the table, and to no model: separators, blanks, edges of cells.
IDLE = "。；;，,、：:. |\t\n"
LABELS = {"实施周期指标值": "period_target", "年度指标值": "annual_target"}

MONEY = ("total", "fiscal_appropriation", "special_account_appropriation", "other_funds")

each_seed = pytest.mark.parametrize("name", golden.NAMES)


@cache
def result_of(path: Path) -> ParseResult[Document]:
    """Return what the package reads from a document."""
    return budgetperf.read(path)


@pytest.fixture
def path(seeds: Path, name: str) -> Path:
    """Return the document."""
    return golden.seed_path(seeds, name)


@pytest.fixture
def printed(path: Path) -> str:
    """Return the document's text, decoded by Python alone."""
    return path.read_text("utf-8")


@pytest.fixture
def result(path: Path) -> ParseResult[Document]:
    """Return what the package reads from the document."""
    return result_of(path)


@pytest.fixture
def expected(name: str) -> dict[str, Any]:
    """Return what must be read from the document."""
    content: dict[str, Any] = json.loads(golden.golden_path(name).read_text("utf-8"))
    return content


def listed(found: list[str]) -> str:
    """Return differences as the message of a failure."""
    return f"{len(found)} differences (to accept them, see seeds/golden.py):\n" + "\n".join(found)


def spending_units(result: ParseResult[Document]) -> Iterator[SpendingUnit]:
    """Yield the spending units of every table."""
    return (unit for table in result.value.tables for unit in table.spending_units)


def indicators(result: ParseResult[Document]) -> Iterator[Indicator]:
    """Yield the indicators of every project."""
    return (one for unit in spending_units(result) for project in unit.projects for one in project.indicators)


def targets(indicator: Indicator) -> Iterator[tuple[str, Target]]:
    """Yield the label and the target of each that is printed."""
    for label, attribute in LABELS.items():
        target = getattr(indicator, attribute)
        if target is not None:
            yield label, target


def bare(words: str) -> str:
    """Return `words` without their blanks."""
    return "".join(words.split())


# --- what is read ------------------------------------------------------------------------


@each_seed
def test_document_is_read_as_a_person_reads_it(expected: dict[str, Any], result: ParseResult[Document]) -> None:
    """Every field of every model must be what the golden file holds, in clear or as a digest."""
    found = list(golden.differences({"tables": expected["tables"]}, golden.truth(result.value)))
    assert not found, listed(found)


@pytest.mark.parametrize("name", plain.READERS)
def test_document_is_read_as_a_plain_script_reads_it(
    name: str, printed: str, expected: dict[str, Any], result: ParseResult[Document]
) -> None:
    """A script made for the one document, which shares nothing with the package, must agree with it in every field."""
    truth = {"tables": [plain.READERS[name](printed)]}
    found = list(golden.differences(truth, golden.truth(result.value)))
    assert not found, listed(found)
    outdated = list(golden.differences({"tables": expected["tables"]}, truth))
    assert not outdated, "the golden file is not what the script reads; " + listed(outdated)


@each_seed
def test_sizes_and_sum(name: str, result: ParseResult[Document]) -> None:
    """No unit, project or indicator may be missing or made up, and the unit of amounts is printed."""
    (table,) = result.value.tables
    units = len(table.spending_units)
    projects = len(list(table.projects))
    assert table.total is not None
    assert SIZES[name] == (units, projects, len(list(indicators(result))), str(table.total.total))
    assert "万元" == table.amount_unit


@each_seed
def test_sums_hold_to_the_cent(result: ParseResult[Document]) -> None:
    """合计 is the sum of the units, a unit that of its projects, 总计 that of its sources."""
    (table,) = result.value.tables
    assert table.total is not None
    unit_funding = [unit.funding for unit in table.spending_units if unit.funding]
    assert len(table.spending_units) == len(unit_funding)
    for column in MONEY:
        assert money(table.total, column) == sum(money(funding, column) for funding in unit_funding)
        for unit, funding in zip(table.spending_units, unit_funding, strict=True):
            assert money(funding, column) == sum(money(project.funding, column) for project in unit.projects)
    for funding in (table.total, *unit_funding, *(project.funding for project in table.projects)):
        assert money(funding, "total") == sum(money(funding, column) for column in MONEY[1:])


def money(funding: Funding, column: str) -> Decimal:
    """Return an amount, an empty cell as zero."""
    return getattr(funding, column) or Decimal(0)


# --- diagnostics ---------------------------------------------------------------------------


@each_seed
def test_diagnostics_are_counted(expected: dict[str, Any], result: ParseResult[Document]) -> None:
    """A document must raise the doubts it deserves, each as often as there is cause."""
    assert expected["codes"] == golden.doubts(result)


@pytest.mark.parametrize("name", ["000", "002", "003", "004"])
def test_clean_documents_raise_no_error(result: ParseResult[Document]) -> None:
    """In a document that is not damaged nothing is missing from the value."""
    assert result.ok, [(each.code, each.message) for each in result.diagnostics if each.severity == Severity.ERROR]


@pytest.mark.parametrize("name", ["001"])
def test_every_repair_and_loss_has_its_place(expected: dict[str, Any], result: ParseResult[Document]) -> None:
    """Each doubt about the damaged document must point to the very words that it is about."""
    found = list(golden.differences(expected["diagnostics"], golden.shown_doubts(result), "diagnostics"))
    assert not found, listed(found)


@pytest.mark.parametrize("name", ["001"])
def test_what_the_damage_has_cost(result: ParseResult[Document]) -> None:
    """The clause without a head, the fragment and the changed repetitions are the only words missing from the value."""
    errors = [each for each in result.diagnostics if each.severity == Severity.ERROR]
    assert ["G201", "G205", "G205", "G205", "G206"] == [each.code for each in errors]
    fragment, *changed, headless = (words_at(each, result) for each in errors)
    assert fragment.startswith("4、12-被监持标:")
    assert all(words.startswith("年度指标值:市场基层商会") for words in changed)
    assert headless.startswith("实施周期指标值:")


def words_at(diagnostic: Diagnostic, result: ParseResult[Document]) -> str:
    """Return the printed words that a diagnostic points to."""
    assert diagnostic.span is not None
    return result.source[diagnostic.span]


@each_seed
def test_paths_of_diagnostics_lead_to_models(result: ParseResult[Document]) -> None:
    """A diagnostic's path, followed through the document, must arrive at a part of it."""
    for diagnostic in result.diagnostics:
        part: Any = result.value
        for name, place in re.findall(r"(\w+)(?:\[(\d+)\])?", diagnostic.path):
            part = getattr(part, name)
            part = part[int(place)] if place else part


# --- nothing is lost -------------------------------------------------------------------------


@each_seed
def test_every_character_is_accounted_for(printed: str, result: ParseResult[Document]) -> None:
    """Each character of a row is in a model's leaf, in a reported loss, or a label or separator of the language.

    A label counts only where it is printed, right before its own target; an ordinal only
    where it begins its indicator and is the number that the model has.
    """
    covered = Coverage(printed)
    for table in result.value.tables:
        covered.add_funding(table.total, "合计")
        for unit in table.spending_units:
            covered.add_funding(unit.funding, unit.name)
            for project in unit.projects:
                covered.add(project.name_span)
                covered.add(project.objective_span)
                covered.add_funding(project.funding)
                for indicator in project.indicators:
                    covered.add_indicator(indicator)
    for diagnostic in result.diagnostics:
        if diagnostic.code in LOSSES:
            covered.add(diagnostic.span)
    assert [] == covered.missing_words(data_rows(printed))


class Coverage:
    """Which characters of a document are accounted for."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.seen = [character in IDLE for character in text]

    def add(self, span: Span | None) -> None:
        """Account for the words of a leaf."""
        if span is not None:
            self.seen[span.start : span.end] = [True] * (span.end - span.start)

    def add_with(self, words: str | None, span: Span | None) -> None:
        """Account for a leaf, and for words without a span of their own that must stand right before it."""
        assert words
        assert span
        end = len(self.text[: span.start].rstrip(IDLE))
        assert words == self.text[end - len(words) : end]
        self.add(Span(end - len(words), span.end))

    def add_funding(self, funding: Funding | None, name: str | None = None) -> None:
        """Account for amounts, and the name before them; between the amounts no other words may stand."""
        assert funding
        assert funding.span
        assert re.fullmatch(r"[\d.,\s|]+", self.text[funding.span.start : funding.span.end])
        if name is None:
            self.add(funding.span)
        else:
            self.add_with(name, funding.span)

    def add_indicator(self, indicator: Indicator) -> None:
        """Account for an ordinal, both categories, the name, and the targets with their labels."""
        assert indicator.span
        assert indicator.level2
        self.add_with(str(indicator.ordinal), indicator.level1.span)
        self.add(indicator.level2.span)
        self.add(indicator.name_span)
        for label, target in targets(indicator):
            self.add_with(label, target.span)

    def missing_words(self, places: Iterator[int]) -> list[str]:
        """Return the words at `places` that are not accounted for, and where they begin."""
        lost = [at for at in places if not self.seen[at]]
        starts = [at for at in lost if at - 1 not in set(lost)]
        return [f"{start}: {self.text[start : start + 30]}" for start in starts]


def data_rows(text: str) -> Iterator[int]:
    """Yield the offset of every character from 合计 on that is not blank and no rule, repeated header or caption."""
    start = re.search(r"^(?:\| )?合计", text, re.MULTILINE)
    assert start
    at = start.start()
    for line in text[at:].splitlines(keepends=True):
        if not re.fullmatch(r"[\s|-]*|\s*单位：万元\s*|\s*绩效指标\s*", line):
            yield from (at + offset for offset, character in enumerate(line) if not character.isspace())
        at += len(line)


# --- laws ---------------------------------------------------------------------------------------


@each_seed
def test_tokens_join_back(name: str, printed: str) -> None:
    """The tokens of each cell, one behind the other, are the cell."""
    cells = plain.indicator_cells(printed)
    assert SIZES[name][1] == len(cells)
    for cell in cells:
        pieces = tokenize(cell)
        assert cell == "".join(cell[piece.start : piece.end] for piece in pieces)
        assert [0, *(piece.end for piece in pieces)] == [*(piece.start for piece in pieces), len(cell)]


@each_seed
@pytest.mark.parametrize("dialect", ["full_width", "half_width"])
def test_written_indicators_read_back_equal(dialect: str, result: ParseResult[Document]) -> None:
    """What is written from a project's indicators reads back as the same indicators, whatever the punctuation."""
    for unit in spending_units(result):
        for project in unit.projects:
            text = budgetperf.format_indicators(project.indicators, dialect=dialect)
            assert project.indicators == budgetperf.parse_indicators(text).value
            assert text == budgetperf.format_indicators(budgetperf.parse_indicators(text).value, dialect=dialect)


@each_seed
def test_json_round_trip(result: ParseResult[Document]) -> None:
    """JSON must give the document back, with and without spans, diagnostics beside it or not."""
    assert_json_round_trip(result.value)
    assert_json_round_trip(result.value, diagnostics=result.diagnostics)


@each_seed
def test_pickle_round_trip(result: ParseResult[Document]) -> None:
    """A pickled result must come back equal, spans included."""
    again = pickle.loads(pickle.dumps(result))  # noqa: S301 - the bytes are our own
    assert result == again
    assert attrs.asdict(result.value) == attrs.asdict(again.value)


@each_seed
def test_spans_are_exact(result: ParseResult[Document]) -> None:
    """The words at a span must be those of the model, but for blanks that the reading removed."""
    source = result.source
    (table,) = result.value.tables
    for project in table.projects:
        assert project.name_span
        assert project.objective_span
        assert bare(project.name) == bare(source[project.name_span])
        assert bare(project.objective or "") == bare(source[project.objective_span])
    for indicator in indicators(result):
        assert indicator.name_span
        assert bare(indicator.name) == bare(source[indicator.name_span])
        for level in (indicator.level1, indicator.level2):
            assert level
            assert level.span
            # A lost hyphen leaves a blank, or nothing at all.
            assert f"{level.code}{level.label}" == bare(source[level.span]).replace("-", "")
        for _, target in targets(indicator):
            assert target.span
            assert target.text == source[target.span]


@each_seed
def test_spans_are_nested(result: ParseResult[Document]) -> None:
    """A part is printed within its whole, and parts of a kind one behind the other."""
    (table,) = result.value.tables
    assert table.total
    assert nested([table.total.span], table.span)
    for unit in table.spending_units:
        assert unit.funding
        assert nested([unit.funding.span], unit.span)
        assert nested([unit.span, *(project.span for project in unit.projects)], table.span)
    for project in table.projects:
        assert nested([project.name_span, project.funding.span, project.objective_span], project.span)
    for indicator in indicators(result):
        categories = [level.span for level in (indicator.level1, indicator.level2) if level]
        values = [target.span for _, target in targets(indicator)]
        assert nested([*categories, indicator.name_span, *values], indicator.span)
    assert nested([indicator.span for indicator in indicators(result)], table.span)


def nested(parts: list[Span | None], whole: Span | None) -> bool:
    """Tell whether every part stands within the whole, in order and clear of the others."""
    spans = [span for span in parts if span is not None]
    apart = all(before.end <= after.start for before, after in pairwise(spans))
    return whole is not None and len(parts) == len(spans) and apart and all(span in whole for span in spans)


@each_seed
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
def test_encoding_makes_no_difference(encoding: str, printed: str, result: ParseResult[Document]) -> None:
    """The same text in other bytes must give the same document and the same doubts at the same places."""
    again = budgetperf.read(printed.encode(encoding))
    assert result.value == again.value
    assert result.diagnostics == again.diagnostics
