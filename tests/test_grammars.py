"""The tables that ship are those that Lark makes of the grammars, and the way through them is Lark's."""

from collections.abc import Callable
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lark import UnexpectedInput

import larkitself
from budgetperf.language import lalr
from budgetperf.language.driver import Driver
from budgetperf.language.grammars import grammars_as_json
from budgetperf.language.lalr import tables_made, tables_of


def shipped(name: str) -> lalr.Tables:
    """Return the tables of a grammar."""
    return tables_of(name, larkitself.WORDS[name](), *larkitself.STARTS[name])


def named(rule: str) -> Callable[[list[Any]], Any]:
    """Return what names the values of a rule."""
    return lambda values: (rule, values)


def test_tables_that_ship_are_those_of_the_grammars() -> None:
    """If this fails: ``python -m budgetperf.language.grammars``."""
    assert files("budgetperf").joinpath("data/grammars.json").read_text("utf-8") == grammars_as_json()


@pytest.mark.parametrize("name", ["indicators", "targets"])
def test_lark_is_not_asked_for_a_grammar_that_ships(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its tables are read."""
    monkeypatch.setattr(lalr, "tables_made", None)

    assert shipped(name).rules


def test_lark_is_asked_for_another_grammar() -> None:
    """Other words make another grammar, whose terminals are the given ones."""
    other = larkitself.WORDS["indicators"]().replace("LEVEL1_WORD: /(?:", "LEVEL1_WORD: /(?:村级|")
    found = tables_of("indicators", other, "cell")

    assert "村级" in found.patterns["HEAD"]
    assert found.states == shipped("indicators").states


@pytest.mark.parametrize("name", ["indicators", "targets"])
@given(data=st.data())
def test_the_way_is_larks(name: str, data: st.DataObject) -> None:
    """Of any terminals in a row, the same rules are made as by Lark, or none are."""
    found = shipped(name)
    driver = Driver(found, {rule.name: named(rule.name) for rule in found.rules})
    types = data.draw(
        st.lists(st.sampled_from(sorted({*found.patterns, "NAME", "DEBRIS", "WORDS", "SUBJECT"})), max_size=8)
    )
    # What may come next is likelier than what may not.
    for place in range(len(types)):
        types[place] = data.draw(st.sampled_from([types[place], *_following(name, types[:place])]))
    try:
        expected = larkitself.tree(name, types)
    except UnexpectedInput:
        with pytest.raises(KeyError):
            driver.run(types, types)
    else:
        assert expected == driver.run(types, types)


def _following(name: str, types: list[str]) -> list[str]:
    """Return the terminals that may follow."""
    parsing = larkitself.parser(name).parse_interactive(" ".join(types), start=larkitself.STARTS[name][0])
    try:
        parsing.exhaust_lexer()
    except UnexpectedInput:
        return []
    return sorted(parsing.choices().keys() & shipped(name).patterns.keys())  # type: ignore[no-untyped-call]  # Lark's


def test_repetitions_are_spliced() -> None:
    """The members of a rule without a name of its own stand in the rule around it."""
    driver = Driver(
        tables_made("text: A _more B*\n_more: A | _more A\nA: /a/\nB: /b/", "text"), {"text": named("text")}
    )

    assert driver.run("AAABB", "AAABB") == ("text", ["A", "A", "A", "B", "B"])
