"""Whatever layout a document is printed in, the same document must be read.

The documents are the samples and invented ones; :mod:`layouts` prints them.
"""

import random
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import budgetperf
from budgetperf import Document, ParseResult
from budgetperf.assembly.amounts import is_amount
from budgetperf.assembly.captions import read_captions
from budgetperf.assembly.words import TOTALS, squeezed
from budgetperf.readers import RawRow, read_text
from choosing import Free, Option, Plain
from invented import document as invented
from layouts import render

#: The samples that are text dumps; those of other formats have tests of their own.
SAMPLES = sorted(
    path
    for path in (Path(__file__).parents[1] / "samples").iterdir()
    if path.name != "README.md" and path.suffix in {".md", ".txt"}
)

#: Traits that bring further traits with them, each set tried with every option of those.
PAGES: dict[str, object] = {"rows per page": 2}
SETTINGS: tuple[dict[str, object], ...] = (
    {},
    PAGES,
    {"rows per page": 1},
    {"rows per page": 2, "style": "tab"},
    {"rows per page": 2, "short rows": True},
    {"rows per page": 3, "mixed styles": True},
    {"rows per page": 2, "cut": (6,)},
    {"rows per page": 2, "cut": (5, 6), "cut amount": "second"},
    {"rows per page": 2, "cut": (0, 5, 6), "style": "tab"},
    {"apart": (6,)},
    {"apart": (6,), "apart as": "column"},
    {"apart": (5, 6)},
    {"caption row": True},
    {"group over money": "项目资金"},
    {"style": "tab"},
    {"style": "HTML"},
    {"data frame": True},
    {"data frame": True, "rows per page": 2},
    {"merged cells": "repeated"},
    {"merged cells": "blanks", "rows per page": 2},
    {"merged cells": "repeated", "rows per page": 2},
    {"merged cells": "short", "rows per page": 2},
    {"merged cells": "short", "style": "tab"},
)

#: What a converter, an OCR engine or an editor may do to a row.
DAMAGES = ("insert", "delete", "words", "number", "swap", "repeat", "lose", "split", "blank", "break")
#: Diagnostics that speak of a whole table or row, and cover words without telling that they are lost.
WIDE = {"R104", "R106", "R107", "R112", "R115", "R118", "A501", "A502"}
SEPARATORS = frozenset("。；;，,、：: \t\u3000.|\n")


@cache
def documents() -> tuple[Document, ...]:
    """Return what is printed: the samples, and some invented documents."""
    samples = [budgetperf.parse(path.read_text("utf-8")).value for path in SAMPLES]
    return (*samples, *(invented(sometimes(random.Random(seed), 0.4)) for seed in range(8)))


def sometimes(chance: random.Random, share: float) -> Free:
    """Return a chooser that takes another option than the plain one in a share of the cases."""
    return Free(lambda options: chance.choice(options) if chance.random() < share else options[0])


def options_in(setting: dict[str, object]) -> Iterator[tuple[str, object]]:
    """Yield every option of every trait that is asked for in a setting."""
    asked: dict[str, Sequence[Any]] = {}

    def ask(trait: str, options: Sequence[Option]) -> Option:
        asked[trait] = [*asked.get(trait, []), *(each for each in options if each not in asked.get(trait, []))]
        return Plain(setting)(trait, options)

    for each in documents()[:4]:
        render(each, ask)
    for trait, options in asked.items():
        yield from ((trait, option) for option in options[1:] if trait not in setting)


def cases() -> list[tuple[dict[str, object], str, object]]:
    """Return each trait's options, once where it first appears and once over several pages."""
    known: set[tuple[str, str]] = set()
    found = []
    for setting in SETTINGS:
        for trait, option in options_in(setting):
            key = (trait, str(option))
            if key not in known or setting == PAGES:
                known.add(key)
                found.append((setting, trait, option))
    return found


@pytest.mark.parametrize(("number", "case"), list(enumerate(cases())), ids=str)
def test_one_trait(number: int, case: tuple[dict[str, object], str, object]) -> None:
    """Each trait of a layout by itself must make no difference to any document."""
    setting, trait, option = case
    for document in documents()[number % 3 :: 3]:
        text = render(document, Plain({**setting, trait: option}))
        assert document == budgetperf.parse(text).value, text


@pytest.mark.parametrize("seed", range(20))
def test_mixtures(seed: int) -> None:
    """Traits mixed at will, from page to page as well, must make no difference to any document."""
    for number, document in enumerate(documents()):
        chance = random.Random(f"{seed} {number}")
        text = render(document, sometimes(chance, (0.15, 0.3, 0.6)[seed % 3]))
        assert document == budgetperf.parse(text).value, text


@pytest.mark.slow
@settings(max_examples=1500)
@given(st.data())
def test_any_document_in_any_layout(data: st.DataObject) -> None:
    """Any document that one can invent must be read from any layout that one can choose: the nightly search for more."""

    def choose(trait: str, options: Sequence[Option]) -> Option:
        return data.draw(st.sampled_from(options), trait)

    document = invented(choose)
    text = render(document, choose)
    assert document == budgetperf.parse(text).value, text


@pytest.mark.parametrize("seed", range(20))
def test_no_diagnostic_says_that_something_is_missing(seed: int) -> None:
    """Where nothing is lost, no diagnostic may claim it."""
    chance = random.Random(seed)
    document = documents()[-1 - seed % 8]
    text = render(document, Free(sometimes(chance, 0.3).pick, {"amounts": "thousands"}))
    assert [] == [each for each in budgetperf.parse(text).diagnostics if each.severity == "error"], text


# --- no cell is lost in silence ---------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(20))
def test_every_cell_is_in_a_model_or_in_a_diagnostic(seed: int) -> None:
    """However a table is damaged, each word of its rows must be within a model's span or a diagnostic's."""
    for number, document in enumerate(documents()):
        chance = random.Random(f"{seed}/{number}")
        plain = {"before": "", "between": "", "after": "", "guide row": "", "bold": 0}
        text = render(document, Free(sometimes(chance, 0.15).pick, plain))
        damaged = damage(text, chance) if chance.random() < 0.8 else text
        assert [] == lost_words(damaged), damaged


def damage(text: str, chance: random.Random) -> str:
    """Return the text with a few of its rows damaged; a header or a rule is left alone."""
    lines = text.split("\n")
    rows = [
        place for place, line in enumerate(lines) if any(is_amount(each) for each in cells(line)) and "总计" not in line
    ]
    for place in chance.choices(rows, k=chance.choice([1, 1, 2, 3])) if rows else []:
        line, mark = lines[place], "|" if "|" in lines[place] else "\t"
        parts = line.split(mark)
        at, other = chance.randrange(len(parts)), chance.randrange(len(parts))
        kind = chance.choice(DAMAGES)
        if kind in ("insert", "words", "number", "blank"):
            word = {"insert": " 某某 ", "words": " 见附表 ", "number": " 7.77 ", "blank": ""}[kind]
            parts[at : at + (kind != "insert")] = [word]
        elif kind == "delete":
            parts.pop(at)
        elif kind == "swap":
            parts[at], parts[other] = parts[other], parts[at]
        elif kind == "split":
            parts[at : at + 1] = [parts[at][: len(parts[at]) // 2], parts[at][len(parts[at]) // 2 :]]
        lines[place] = mark.join(parts) + ("\n\n" if kind == "break" else "")
        lines[place] = {"repeat": f"{line}\n{line}", "lose": ""}.get(kind, lines[place])
    return "\n".join(lines)


def cells(line: str) -> list[str]:
    """Return the cells of a line, roughly."""
    return [each.strip() for each in line.replace("\t", "|").split("|")]


def lost_words(text: str) -> list[str]:
    """Return the cells of data rows with words that are neither in a model nor in a diagnostic."""
    result = budgetperf.parse(text)
    covered = bytearray(len(text))
    for start, end in spans(result):
        covered[start:end] = b"\1" * (end - start)
    lost = []
    for table in read_text(text):
        for row in filter(is_data, table.rows):
            for cell in row.words:
                places = range(cell.span.start, cell.span.end)
                silent = {text[at] for at in places if not covered[at]} - SEPARATORS
                if silent and cell.text not in {"—", "/", "-", "合", "计"} and squeezed(cell.text) not in TOTALS:
                    lost.append(cell.text)
    return lost


def is_data(row: RawRow) -> bool:
    """Tell a row of a table from headers and captions."""
    return any(is_amount(cell.text) for cell in row.cells[1:]) and not read_captions(row)


def spans(result: ParseResult[Document]) -> Iterator[tuple[int, int]]:
    """Yield the spans of the smallest models, and of the diagnostics that stand for lost words."""
    found = [each.span for each in result.diagnostics if each.code not in WIDE]
    for table in result.value.tables:
        found += [table.total.span if table.total else None]
        for unit in table.spending_units:
            found += [unit.span if unit.funding else None]
            for project in unit.projects:
                found += [project.name_span, project.funding.span, project.objective_span]
                found += [indicator.span for indicator in project.indicators]
    yield from ((span.start, span.end) for span in found if span)
