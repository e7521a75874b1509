"""Someone tests a program of their own with strategies and laws."""

from decimal import Decimal
from typing import assert_type

from hypothesis import given, settings
from hypothesis.strategies import SearchStrategy, just

from budgetperf import (
    AllOf,
    Boolean,
    Category,
    Change,
    DateWindow,
    Diagnostic,
    Dialect,
    Document,
    Funding,
    Grade,
    Indicator,
    Missing,
    PerformanceTable,
    Project,
    Qualitative,
    Quantity,
    Reading,
    Reference,
    Scoring,
    Span,
    SpendingUnit,
    Target,
    Trend,
    format_indicators,
    parse,
    parse_indicators,
    testing,
    to_records,
)
from budgetperf.writers import to_markdown

assert_type(testing.texts(max_size=3), SearchStrategy[str])
assert_type(testing.ANY_TEXT, SearchStrategy[str])
assert_type(testing.spans(), SearchStrategy[Span])
assert_type(testing.amounts(), SearchStrategy[Decimal])
assert_type(testing.categories(texts=just("数量指标")), SearchStrategy[Category])
assert_type(testing.targets(), SearchStrategy[Target])
assert_type(testing.indicators(), SearchStrategy[Indicator])
assert_type(testing.fundings(), SearchStrategy[Funding])
assert_type(testing.projects(), SearchStrategy[Project])
assert_type(testing.spending_units(), SearchStrategy[SpendingUnit])
assert_type(testing.tables(), SearchStrategy[PerformanceTable])
assert_type(testing.documents(), SearchStrategy[Document])
assert_type(testing.diagnostics(), SearchStrategy[Diagnostic])
assert_type(testing.readings(), SearchStrategy[Reading])
assert_type(testing.quantities(), SearchStrategy[Quantity])
assert_type(testing.changes(), SearchStrategy[Change])
assert_type(testing.date_windows(), SearchStrategy[DateWindow])
assert_type(testing.grades(), SearchStrategy[Grade])
assert_type(testing.trends(), SearchStrategy[Trend])
assert_type(testing.booleans(), SearchStrategy[Boolean])
assert_type(testing.references(), SearchStrategy[Reference])
assert_type(testing.scorings(), SearchStrategy[Scoring])
assert_type(testing.all_ofs(), SearchStrategy[AllOf])
assert_type(testing.qualitatives(), SearchStrategy[Qualitative])
assert_type(testing.missings(), SearchStrategy[Missing])
assert_type(testing.cells(max_clauses=2), SearchStrategy[testing.Cell])
assert_type(testing.dialects(), SearchStrategy[Dialect])
assert_type(testing.sound_tables(), SearchStrategy[PerformanceTable])
assert_type(testing.sound_documents(), SearchStrategy[Document])
assert_type(testing.noisy("1、1-产出指标；11-数量指标；场次", max_damages=1), SearchStrategy[str])


@settings(max_examples=5, database=None)
@given(testing.cells())
def cells_are_read_as_a_person_copies_them(cell: testing.Cell) -> None:
    """What is printed is what is read."""
    assert_type(cell.text, str)
    assert parse_indicators(cell.text).value == cell.indicators
    testing.assert_lossless(cell.text)
    testing.assert_spans_exact(parse_indicators(cell.text))


@settings(max_examples=5, database=None)
@given(testing.sound_documents(), testing.dialects())
def sound_documents_go_anywhere(document: Document, dialect: Dialect) -> None:
    """What an office prints can be written, read again, and listed."""
    testing.assert_answers(parse, to_markdown(document))
    testing.assert_diagnostics_sound(parse(to_markdown(document)))
    testing.assert_tidy(to_records(document))
    for project in document.tables[0].projects:
        assert parse_indicators(format_indicators(project.indicators, dialect=dialect)).value == project.indicators


@settings(max_examples=5, database=None)
@given(testing.documents())
def documents_survive(document: Document) -> None:
    """Any document goes through JSON."""
    testing.assert_json_round_trip(document)


cells_are_read_as_a_person_copies_them()
documents_survive()
sound_documents_go_anywhere()
testing.assert_text_round_trip(parse_indicators("1、1-产出指标；11-数量指标；场次；年度指标值：3场。").value)
testing.assert_spans_exact(parse("没有表格"))
