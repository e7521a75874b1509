"""The page on readings says what the code reads: each row of its tables is run, and no comparing word is left out."""

import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

import pytest

from budgetperf import Change, DateWindow, Quantity, catalogue, parse_indicators
from budgetperf.diagnostics import CatalogueEntry
from budgetperf.language.targets import _language as language
from budgetperf.language.targets import parse_parts
from budgetperf.language.tokens import Node, Phrase, Token
from budgetperf.language.understanding import in_context, understood
from budgetperf.normalization import normalized
from budgetperf.readings import Reading
from notation import shown

PAGE = Path(__file__).resolve().parents[1] / "docs" / "readings.md"
GRAMMAR = files("budgetperf").joinpath("language/targets.lark").read_text("utf-8")
#: The rules of the grammar in which words compare a number or a date.
COMPARING = ("_cue", "_closing", "range", "spread", "window")
DAY = "2024年6月30日"
#: One value of each of these kinds stands in the first table without its code.
OVERVIEW = "kind"


class Row(NamedTuple):
    """A row of a table: its line on the page, and its cells by the column's heading."""

    line: int
    cells: dict[str, str]

    def value(self, column: str) -> str:
        """Return a cell without the marks of code."""
        return self.cells.get(column, "").removeprefix("`").removesuffix("`")

    def words(self, column: str) -> list[str]:
        """Return the words of a cell, each marked as code; 大于〔或/或者〕等于 is three."""
        return [word for spelled in re.findall(r"`([^`]+)`", self.cells.get(column, "")) for word in variants(spelled)]


def variants(spelled: str) -> list[str]:
    """Return what is meant by words of which those in 〔…〕 may stand there, one of them or none."""
    before, opened, rest = spelled.partition("〔")
    if not opened:
        return [spelled]
    inside, _, behind = rest.partition("〕")
    return [f"{before}{word}{end}" for word in ("", *inside.split("/")) for end in variants(behind)]


def rows() -> Iterator[Row]:
    """Yield every row of every table on the page."""
    headings: list[str] = []
    for number, line in enumerate(PAGE.read_text("utf-8").splitlines(), 1):
        if not line.startswith("|"):
            headings = []
            continue
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if not headings:
            headings = cells
        elif not set(cells[0]) <= set("-") or not cells[0]:
            assert len(headings) == len(cells), f"line {number}: a cell too few or too many"
            yield Row(number, dict(zip(headings, cells, strict=True)))


ROWS = tuple(rows())
EXAMPLES = [row for row in ROWS if "printed" in row.cells]
#: The comparator, the word, and a value with it, whose number or day is the same each time.
CUES = [
    (row.value("read as"), word, value)
    for row in ROWS
    for column, template in (
        ("before the number", "{}8场"),
        ("after the number", "8场{}"),
        ("before the date", f"{{}}{DAY}"),
        ("after the date", f"{DAY}{{}}"),
    )
    for word in row.words(column)
    for value in [template.format(word)]
]
#: Every value on the page.
VALUES = [row.value("printed") for row in EXAMPLES] + [value for _, _, value in CUES]


def tokens(nodes: list[Node]) -> Iterator[Token]:
    """Yield the tokens of a phrase and its inner ones."""
    for node in nodes:
        if isinstance(node, Phrase):
            yield from tokens(node.children)
        else:
            yield node


def alternatives(pattern: str) -> list[str]:
    """Return what the bars of a pattern part, but for those in brackets."""
    found, depth = [""], 0
    for piece in re.findall(r"\\.|\[[^\]]*\]|.", pattern):
        depth += (piece == "(") - (piece == ")")
        if piece == "|" and not depth:
            found.append("")
        else:
            found[-1] += piece
    return found


def comparing_terminals() -> list[str]:
    """Return the terminals that the comparing rules of the grammar name, but for days and what joins two of them."""
    lines = re.findall(rf"^(?:{'|'.join(COMPARING)}): (.+)$", GRAMMAR, re.MULTILINE)
    assert len(COMPARING) == len(lines)
    compared = (re.sub(r"\(+[A-Z_ |]+\)? LATER_DATE\)\?|\bDATE\b", "", line) for line in lines)
    return sorted({name for line in compared for name in re.findall(r"[A-Z_]{2,}", line)})


def is_unprintable(alternative: str) -> bool:
    """Tell whether an alternative is plain words that no value in normalised form can hold."""
    return re.escape(alternative) == alternative != normalized(alternative)


def cue(reading: Reading | None) -> str:
    """Return the words that compare."""
    assert isinstance(reading, Quantity | Change | DateWindow)
    return reading.cue


@pytest.mark.parametrize("row", EXAMPLES, ids=lambda row: f"line{row.line}")
def test_examples_are_read_as_the_page_says(row: Row) -> None:
    """The reading and the codes of a value, with what its row tells of the indicator, are those of its row."""
    year = row.value("budget year")
    reading, doubts = in_context(
        understood(row.value("printed")), row.value("name"), row.value("category"), int(year) if year else None
    )
    assert row.value("read as") == shown(reading)
    if OVERVIEW not in row.cells:
        assert re.findall(r"[A-Z][0-9]{3}", row.value("diagnostics")) == sorted({doubt.code for doubt in doubts})
    else:
        assert row.value("kind").partition("`")[0] == (reading and reading.kind)


@pytest.mark.parametrize(("comparator", "word", "value"), CUES, ids=[value for _, _, value in CUES])
def test_words_compare_as_the_page_says(comparator: str, word: str, value: str) -> None:
    """Each word of the tables of comparison, with a number or a day, gives its comparator and is the cue."""
    found = understood(value)
    expected = f"date {comparator} 2024-06-30 (day)" if DAY in value else f"{comparator} 8 场"
    assert expected == shown(found.reading)
    assert normalized(word) == cue(found.reading)
    assert () == found.doubts


@pytest.mark.parametrize("terminal", comparing_terminals())
def test_every_comparing_terminal_is_on_the_page(terminal: str) -> None:
    """Each alternative of each comparing terminal of the grammar occurs in a value of the page."""
    printed = [
        (value, token.end, [other.start for other in found])
        for value in map(normalized, VALUES)
        for found in [[token for part in parse_parts(value) for token in tokens(part.phrase.children)]]
        for token in found
        if token.type == terminal
    ]
    missing = []
    for alternative in alternatives(language().lexer.patterns[terminal].pattern):
        spelled = re.compile(alternative)
        # 达不到 may be cut into 达 and 不到: what counts is that it is read as it stands, and ends as such a word.
        shown_somewhere = any(
            (found := spelled.match(value, start)) and found.end() == end
            for value, end, starts in printed
            for start in starts
        )
        if not shown_somewhere and not is_unprintable(alternative):
            missing.append(alternative)
    assert not missing, (
        f"docs/readings.md shows no {terminal} of the form {' or '.join(missing)}: add such a word to the tables of words "
        "that compare numbers or dates, or a value with it to the table that it belongs to"
    )


def test_every_code_of_values_is_on_the_page() -> None:
    """The tables show each diagnostic code of the value layer that the catalogue has."""
    shown_codes = {code for row in EXAMPLES for code in re.findall(r"V[0-9]{3}", row.value("diagnostics"))}
    # Of rows and clauses are the examples of what is asked of a value beside its project, and V308 takes two values.
    read = {entry.code for entry in catalogue().values() if entry.form in ("target", "cell")} - {"V308"}
    unshown = {code for code in read if code.startswith("V")} - shown_codes
    assert not unshown, f"docs/readings.md shows no {unshown}: add a value with it to the table that it belongs to"
    assert shown_codes <= set(catalogue())


CATALOGUED = [entry for entry in catalogue().values() if entry.form == "target"]


@pytest.mark.parametrize("entry", CATALOGUED, ids=lambda entry: entry.code)
def test_values_of_the_catalogue_raise_their_code_in_a_cell(entry: CatalogueEntry) -> None:
    """A value that is an example of the catalogue is doubted in the same way where an indicator prints it."""
    clause = f"1、1-产出指标；11-数量指标；所示内容；实施周期指标值：{entry.example}；年度指标值：{entry.example}。"
    result = parse_indicators(clause)
    assert [entry.code] * 2 == [each.code for each in result.diagnostics]
    assert ["period_target", "annual_target"] == [each.path.rpartition(".")[2] for each in result.diagnostics]
