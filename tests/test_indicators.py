"""Cells of the mini-language, in every dialect and damage, beside what a careful person would copy."""

from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest

import larkitself
from budgetperf import Category, Indicator, Target, parse_indicators
from budgetperf.language import tokenize
from budgetperf.language.indicators import parse_clauses
from budgetperf.testing import assert_lossless, assert_spans_exact, assert_text_round_trip

CASES = Path(__file__).parent / "cases" / "indicators.txt"


def cases() -> Iterator[tuple[str, list[str], list[str]]]:
    """Yield each case of the file: the cell, its indicators as printed there, the codes."""
    for block in CASES.read_text("utf-8").split("\n\n"):
        lines = [line for line in block.split("\n") if line and not line.startswith("#")]
        if lines:
            cell, *indicators, codes = lines
            yield cell.removeprefix("> ").replace("\\n", "\n"), indicators, codes.removeprefix("!").split()


def shown(indicator: Indicator) -> str:
    """Return an indicator as the file prints it."""
    ordinal = "–" if indicator.ordinal is None else str(indicator.ordinal)
    categories = [_category(category) for category in (indicator.level1, indicator.level2)]
    targets = [_target(target) for target in (indicator.period_target, indicator.annual_target)]
    parts = [ordinal, *categories, indicator.name or '""', *targets]
    return " | ".join(parts).replace("\n", "\\n")


def _category(category: Category | None) -> str:
    if category is None:
        return "–"
    return f"{category.code or '·'} {category.label or '·'} {category.category or '?'}"


def _target(target: Target | None) -> str:
    return "–" if target is None else target.text or '""'


@pytest.mark.parametrize(("cell", "indicators", "codes"), list(cases()))
def test_cell_is_read_as_a_careful_person_would(cell: str, indicators: list[str], codes: list[str]) -> None:
    """The indicators and the doubts of a cell are those of the file."""
    result = parse_indicators(cell)

    assert indicators == [shown(indicator) for indicator in result.value]
    assert sorted(codes) == sorted(diagnostic.code for diagnostic in result.diagnostics)


@pytest.mark.parametrize(("cell", "indicators", "codes"), list(cases()))
def test_cell_is_parsed_as_lark_itself_does(cell: str, indicators: list[str], codes: list[str]) -> None:  # noqa: ARG001 - the cases are one list
    """The clauses are those that Lark makes of the same tokens."""
    types = [[terminal for terminal, *_ in clause] for clause in parse_clauses(cell)]
    rule, clauses = larkitself.tree("indicators", list(chain.from_iterable(types)))
    by_lark: list[list[str]] = []
    while rule == "followed":
        (rule, clauses), *clause = clauses
        by_lark.insert(0, clause)

    assert by_lark == types


@pytest.mark.parametrize(("cell", "indicators", "codes"), list(cases()))
def test_cell_keeps_the_laws(cell: str, indicators: list[str], codes: list[str]) -> None:  # noqa: ARG001 - as above
    """Tokens join back to the cell, spans are exact, and what was read can be written and read again."""
    result = parse_indicators(cell)

    assert_lossless(cell)
    assert_spans_exact(result)
    assert_text_round_trip(result.value)


def test_words_of_no_clause_are_quoted_at_their_place() -> None:
    """A broken head and a lost one are errors whose span covers the words that reach no model."""
    cell = "1、1-产出指标；11-数量指标；座数；实施周期指标值：5座；年度指标值：5座。2、12-被监持标：22-社会通；年度指标值：9。"
    result = parse_indicators(cell)

    (lost,) = (each for each in result.diagnostics if each.code == "G201")
    assert lost.span is not None
    assert "2、12-被监持标：22-社会通；年度指标值：9" == result.source[lost.span]
    assert not result.ok


def test_damage_costs_its_own_clause_alone() -> None:
    """A clause between two whole ones may be damaged in any way; the others are read as without it."""
    whole = "1、1-产出指标；11-数量指标；座数；实施周期指标值：5座；年度指标值：5座。"
    last = "3、2-效益指标；22-社会效益；知晓率；实施周期指标值：80%；年度指标值：80%。"
    damaged = (
        "2、12-被监持标：22-社会通；乱码。",
        "实施周期指标值：",
        "；；。：",
        "2、1-产出指标；12-质量指标；。",
        "2、3-；11-；",
    )
    expected = [parse_indicators(text).value[0] for text in (whole, last)]

    for middle in damaged:
        read = parse_indicators(whole + middle + last).value
        assert expected == [read[0], read[-1]]


def test_tokens_are_named_by_the_grammar() -> None:
    """A clean clause is five tokens, each with the separators behind it."""
    cell = "1、1-产出指标；11-数量指标；座数；实施周期指标值：5座；年度指标值：5座。"

    assert [
        ("HEAD", "1、1-产出指标；"),
        ("LEVEL2", "11-数量指标；"),
        ("NAME", "座数；"),
        ("PERIOD", "实施周期指标值：5座；"),
        ("ANNUAL", "年度指标值：5座。"),
    ] == [(piece.type, cell[piece.start : piece.end]) for piece in tokenize(cell)]
