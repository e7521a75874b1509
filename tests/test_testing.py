"""The strategies and laws that wrappers test themselves with."""

import sys
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from budgetperf import Dialect, ParseResult, check, parse, testing, to_records
from budgetperf.diagnostics import Diagnostic, Severity
from budgetperf.errors import MissingExtra
from budgetperf.model import (
    AmountUnit,
    Category,
    Document,
    Funding,
    Indicator,
    PerformanceTable,
    Project,
    SpendingUnit,
    Target,
)
from budgetperf.readings import (
    KINDS,
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
from budgetperf.source import SourceText, Span
from budgetperf.testing import laws
from budgetperf.writers import to_csv, to_html, to_markdown, to_tsv


def test_the_law_fails_where_it_does_not_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    """A broken round trip is an assertion error that shows both sides."""
    table = PerformanceTable(
        title=None,
        department=None,
        department_label=None,
        amount_unit=None,
        year=None,
        total=None,
        spending_units=(),
    )
    empty = Document(tables=())
    monkeypatch.setattr(laws, "loads", lambda _: empty)
    with pytest.raises(AssertionError, match="not true that the document is read back equal:\nexpected Document"):
        testing.assert_json_round_trip(Document(tables=(table,)))


def test_the_law_looks_at_readings(monkeypatch: pytest.MonkeyPatch) -> None:
    """A reading that is lost is noticed, though it takes no part in equality."""
    kept, lost = (_document(Target("良", reading=reading)) for reading in (Grade(comparator="=", grade="良"), None))
    monkeypatch.setattr(laws, "loads", lambda _: lost)
    monkeypatch.setattr(laws, "dumps", lambda *_, **__: "")
    with pytest.raises(AssertionError, match=r"not true that readings are read back equal:\nexpected .Grade"):
        testing.assert_json_round_trip(kept)


def _document(target: Target) -> Document:
    """Return a document with one target."""
    indicator = Indicator(None, Category("1", "产出指标", "output"), None, "", None, target)
    project = Project(name="", funding=Funding(), objective=None, indicators=(indicator,))
    unit = SpendingUnit(name=None, funding=None, projects=(project,))
    table = PerformanceTable(
        title=None,
        department=None,
        department_label=None,
        amount_unit=None,
        year=None,
        total=None,
        spending_units=(unit,),
    )
    return Document(tables=(table,))


def test_testing_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without Hypothesis the error says what to install."""
    monkeypatch.setitem(sys.modules, "hypothesis", None)
    monkeypatch.delitem(sys.modules, "budgetperf.testing")
    with pytest.raises(MissingExtra, match=r"budgetperf.testing needs an extra: pip install 'budgetperf\[testing\]'"):
        __import__("budgetperf.testing")


@pytest.mark.parametrize(
    ("strategy", "cls"),
    [
        (testing.texts(), str),
        (testing.spans(), Span),
        (testing.amounts(), Decimal),
        (testing.categories(), Category),
        (testing.targets(), Target),
        (testing.indicators(), Indicator),
        (testing.fundings(), Funding),
        (testing.projects(), Project),
        (testing.spending_units(), SpendingUnit),
        (testing.tables(), PerformanceTable),
        (testing.sound_tables(), PerformanceTable),
        (testing.sound_documents(), Document),
        (testing.dialects(), Dialect),
        (testing.noisy("1、1-产出指标；11-数量指标；场次"), str),
        (testing.documents(), Document),
        (testing.diagnostics(), Diagnostic),
        (testing.quantities(), Quantity),
        (testing.changes(), Change),
        (testing.date_windows(), DateWindow),
        (testing.grades(), Grade),
        (testing.trends(), Trend),
        (testing.booleans(), Boolean),
        (testing.references(), Reference),
        (testing.scorings(), Scoring),
        (testing.all_ofs(), AllOf),
        (testing.qualitatives(), Qualitative),
        (testing.missings(), Missing),
        (testing.readings(), tuple(KINDS.values())),
    ],
)
def test_strategies_make_what_they_say(strategy: st.SearchStrategy[object], cls: type | tuple[type, ...]) -> None:
    """Each strategy makes hashable values of its class."""

    @settings(max_examples=10)
    @given(strategy)
    def holds(value: object) -> None:
        assert isinstance(value, cls)
        hash(value)

    holds()


@given(testing.indicators(texts=st.just("培训人数")))
def test_strategies_take_texts(indicator: Indicator) -> None:
    """Every printed word comes from the texts that were asked for."""
    assert "培训人数" == indicator.name == indicator.level1.label


# --- sound documents ------------------------------------------------------------------------------------


@settings(max_examples=20)
@given(testing.sound_documents(), st.sampled_from((to_csv, to_html, to_markdown, to_tsv)))
def test_sound_documents(document: Document, write: Callable[[Document], str]) -> None:
    """Nothing is wrong with them, they read back equal however they are written, and so do the meanings of their targets."""
    result = parse(write(document))

    assert () == check(document)
    assert not [each for each in check(result) if each.severity != "info"]
    assert document == result.value
    assert readings_of(document) == readings_of(result.value)
    assert None not in readings_of(document)


def readings_of(document: Document) -> list[Reading | None]:
    """Return what every target means."""
    indicators = [each for table in document.tables for project in table.projects for each in project.indicators]
    targets = [target for each in indicators for target in (each.period_target, each.annual_target)]
    return [None if target is None else target.reading for target in targets]


@settings(max_examples=30)
@given(testing.sound_documents().map(to_markdown).flatmap(testing.noisy))
def test_our_own_reader_answers(text: str) -> None:
    """The law that wrappers hold their readers to holds of ours."""
    testing.assert_answers(parse, text)


# --- laws for wrappers ----------------------------------------------------------------------------------

TEXT = """\
| 项目名称（资金使用单位） | 总计 | 财政拨款 | 财政专户拨款 | 其他资金 | 绩效目标 | 绩效指标 |
|---|---|---|---|---|---|---|
| 合计 | 3.00 | 3.00 | | | | |
| 河道清淤 | 3.00 | 3.00 | | | 水流通畅。 | 1、1-产出指标；11-数量指标；清淤长度；年度指标值：≥3公里。 |
"""


def reader_with(**members: Any) -> Callable[[str], ParseResult[Document]]:  # noqa: ANN401 - members of any attribute
    """Return a reader that answers as ours does, but for some attributes of its answer."""
    return lambda text: attrs.evolve(parse(text), **members)


def finding(**members: Any) -> Diagnostic:  # noqa: ANN401 - as above
    """Return a sound diagnostic, but for some attributes."""
    sound = {
        "code": "X001",
        "severity": Severity.WARNING,
        "message": "no seal",
        "span": Span(0, 1),
        "path": "tables[0]",
    }
    return Diagnostic(**{**sound, **members})


def test_a_sound_reader_may_have_codes_of_its_own() -> None:
    """And doubts about any part of what it has read, or of none."""
    paths = ("", "tables", "tables[0].total", "tables[0].spending_units[0].projects[0].funding.total")
    testing.assert_answers(reader_with(diagnostics=[finding(path=path) for path in paths]), TEXT)


@pytest.mark.parametrize(
    ("members", "law"),
    [
        ({"diagnostics": [finding(code="seal")]}, "a code is capitals and digits"),
        ({"diagnostics": [finding(message=" ")]}, "a diagnostic says something"),
        ({"diagnostics": [finding(span=Span(0, 10_000))]}, "a span lies inside the source"),
        ({"diagnostics": [finding(path="tables[7]")]}, "a path leads to a part of the value"),
        ({"diagnostics": [finding(path="tables[0].rows")]}, "a path leads to a part of the value"),
        ({"diagnostics": [finding(path="table 1")]}, "a path leads to a part of the value"),
        ({"source": SourceText("x"), "diagnostics": ()}, "the span of a table lies inside its parent's"),
    ],
)
def test_an_unsound_reader_is_told(members: dict[str, Any], law: str) -> None:
    """The first law that does not hold is named."""
    with pytest.raises(AssertionError, match=f"not true that {law}"):
        testing.assert_answers(reader_with(**members), TEXT)


def test_a_reader_answers_twice_the_same() -> None:
    """A reader that counts its calls is no reader."""
    calls = iter(range(9))
    with pytest.raises(AssertionError, match="a reader answers twice the same"):
        testing.assert_answers(lambda text: parse(f"{text}{next(calls)}"), TEXT)


def test_a_reader_returns_a_result() -> None:
    """A document alone has no doubts and no source."""
    with pytest.raises(AssertionError, match="a reader returns a ParseResult"):
        testing.assert_answers(lambda text: parse(text).value, TEXT)  # type: ignore[arg-type,return-value] # the mistake


@pytest.mark.parametrize(
    ("members", "law"),
    [
        ({"project_total": 3.0}, "project_total is of type amount"),
        ({"table": None}, "every row has a table"),
        ({"ordinal": "1"}, "ordinal is of type integer"),
        ({"annual_end": "2025-13-01"}, "annual_end is of type day"),
        ({"amount_unit": AmountUnit.YUAN}, "amount_unit is of type text"),
        ({"region": "澜泽省"}, "a row has the columns of the tidy table"),
    ],
)
def test_untidy_rows_are_told(members: dict[str, object], law: str) -> None:
    """A value of another type, one that has to be there, a column of one's own."""
    (row,) = to_records(parse(TEXT).value)
    testing.assert_tidy([row, {**row, "annual_end": "--12-31"}])
    with pytest.raises(AssertionError, match=f"not true that {law}"):
        testing.assert_tidy([{**row, **members}])
