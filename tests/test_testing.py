"""The strategies and laws that wrappers test themselves with."""

import sys
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from budgetperf import testing
from budgetperf.diagnostics import Diagnostic
from budgetperf.errors import MissingExtra
from budgetperf.model import Category, Document, Funding, Indicator, PerformanceTable, Project, SpendingUnit, Target
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
    Reference,
    Scoring,
    Trend,
)
from budgetperf.source import Span
from budgetperf.testing import laws


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
