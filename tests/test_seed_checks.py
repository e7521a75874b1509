"""What is found in the published documents: each finding once, at the words that it is about."""

from pathlib import Path

import pytest

from budgetperf import Diagnostic, Document, ParseResult, Severity, read
from budgetperf.checks import check
from seeds import codes, golden

#: What a reviewer must be told, by document: the code and the words that the finding points to.
TOLD = {
    "001": [
        ("T404", "3-满意度指标"),
        ("T404", "3-满意度指标"),
        ("T404", "3-满意度指标"),
        ("T404", "1-数量指标"),
        ("T401", "2-效监指标"),
        ("T401", "2 交益指标"),
        ("T401", "2-一数益指标"),
        ("T401", "12-被监持标"),
    ],
    "002": [("V328", "2023-10-31"), ("V328", "2023年5月31日前交付使用")],
    "004": [("T402", "2-效益指标,11-数量指标"), ("T403", "12-数量指标")],
}
#: The value that repeats a name of 003 and those that nearly do, by the words that they end in.
ECHOES = ("会议数量", "对接次数", "工作要点完成率", "被帮扶单位满意度")


@pytest.fixture
def found(seeds: Path, name: str) -> list[tuple[Diagnostic, str]]:
    """Return what is found in a document, with the words that it points to."""
    result: ParseResult[Document] = read(golden.seed_path(seeds, name))
    return [(each, result.source[each.span] if each.span else "") for each in check(result)]


@pytest.mark.parametrize("name", TOLD)
def test_what_a_reviewer_must_be_told(name: str, found: list[tuple[Diagnostic, str]]) -> None:
    """Each of these findings is told as often as there is cause, at the very words, and none else of its code."""
    told = [(each.code, words) for each, words in found]
    for code in {code for code, _ in TOLD[name]}:
        assert sorted(finding for finding in TOLD[name] if finding[0] == code) == sorted(
            finding for finding in told if finding[0] == code
        )


@pytest.mark.parametrize("name", ["002"])
def test_early_deadlines_are_but_a_hint(found: list[tuple[Diagnostic, str]]) -> None:
    """The document states no year, so its two early deadlines may well be meant."""
    assert {Severity.INFO} == {each.severity for each, _ in found if each.code == "V328"}


@pytest.mark.parametrize("name", ["003"])
def test_echoes(found: list[tuple[Diagnostic, str]]) -> None:
    """The echo and the three near-echoes are each told once."""
    echoes = sorted(words for each, words in found if each.code == "V317")
    assert len(ECHOES) == len(echoes)
    assert all(any(words.endswith(end) for words in echoes) for end in ECHOES)


@pytest.mark.parametrize("name", golden.NAMES)
def test_no_false_alarm_among_sums(found: list[tuple[Diagnostic, str]]) -> None:
    """All sums of the documents hold, and so does 总计 of each row."""
    assert {"A501", "A502"}.isdisjoint(each.code for each, _ in found)


@pytest.mark.parametrize("name", golden.NAMES)
def test_nothing_is_told_twice(found: list[tuple[Diagnostic, str]]) -> None:
    """No finding repeats another one of its code, place and message."""
    told = [(each.code, each.span, each.path, each.message) for each, _ in found]
    assert len(told) == len(set(told))


def test_table_of_codes(seeds: Path) -> None:
    """The page of the documentation says what is found."""
    assert codes.PAGE.read_text("utf-8") == codes.page(seeds), "compare, then run: python tests/seeds/codes.py"
