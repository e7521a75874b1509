"""The LALR tables of a grammar, as Lark makes them.

Lark takes half a second for the two grammars of this package, many times as long as a document takes to be read. So
their tables are made once, when a grammar is changed, and ship as data (``data/grammars.json``, plain JSON); any other
grammar, such as one with words of another taxonomy, is made into tables when it is first used.

:mod:`budgetperf.language.grammars` writes the data.
"""

import json
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any, NamedTuple

__all__ = ["Rule", "Tables", "kept_as_data", "tables_made", "tables_of"]


class Rule(NamedTuple):
    """A rule of a grammar, or one that Lark has made of a repetition."""

    #: What its values are made into.
    name: str
    #: The symbol that stands for it in other rules.
    symbol: str
    #: How many values it takes.
    size: int
    #: The places of values that are lists, of which the members count.
    spliced: tuple[int, ...]


class Tables(NamedTuple):
    """What Lark makes of a grammar."""

    #: Terminals with their patterns.
    patterns: Mapping[str, str]
    rules: tuple[Rule, ...]
    #: The first state is where a text begins. Each symbol leads to the number of another, or to a rule that comes
    #: first: -1 to the first of the rules, -2 to the second.
    states: tuple[Mapping[str, int], ...]


def tables_of(name: str, words: str, *starts: str) -> Tables:
    """Return the tables of a grammar of this package.

    Args:
        name: The name of its file.
        words: Terminals that are made of word lists, in Lark's notation.
        starts: The rules that a text may be; the tables are for the first.
    """
    grammar = files("budgetperf").joinpath(f"language/{name}.lark").read_text("utf-8") + words
    kept = _kept().get(name)
    if kept and kept["digest"] == _digest(grammar):
        rules = (Rule(rule, symbol, size, tuple(spliced)) for rule, symbol, size, spliced in kept["rules"])
        return Tables(kept["patterns"], tuple(rules), tuple(kept["states"]))
    return tables_made(grammar, *starts)


@cache
def _kept() -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads(files("budgetperf").joinpath("data/grammars.json").read_text("utf-8"))
    return found


def _digest(grammar: str) -> str:
    return sha256(grammar.encode()).hexdigest()


def kept_as_data(name: str, words: str, *starts: str) -> dict[str, Any]:
    """Return the tables of a grammar as they are kept, made anew; arguments as for :func:`tables_of`."""
    grammar = files("budgetperf").joinpath(f"language/{name}.lark").read_text("utf-8") + words
    return {"digest": _digest(grammar), **tables_made(grammar, *starts)._asdict()}


def tables_made(grammar: str, *starts: str) -> Tables:
    """Return the tables that Lark makes of a grammar.

    >>> made = tables_made("text: LETTER+\\nLETTER: /[a-z]/", "text")
    >>> made.patterns, made.states[0]["LETTER"]
    ({'LETTER': '[a-z]'}, 1)
    """
    from lark import Lark  # which most programs never need
    from lark.lexer import Lexer
    from lark.parsers.lalr_analysis import Shift

    class NoLexer(Lexer):
        """Takes the place of Lark's own, which would compile all patterns, and compare them with each other."""

        def __init__(self, lexer_conf: object) -> None:
            pass

        def lex(self, lexer_state: object, parser_state: object) -> Any:  # noqa: ANN401 - as Lark has it
            raise NotImplementedError

    parser = Lark(grammar, start=list(starts), parser="lalr", lexer=NoLexer)
    made = parser.parse_interactive("", start=starts[0]).parser_state.parse_conf
    reached: list[Any] = [made.start_state]
    rules: list[Any] = []
    states: list[dict[str, int]] = []
    for state in reached:
        steps = {}
        for symbol, (action, to) in sorted(made.states[state].items(), key=lambda step: str(step[0])):
            known = reached if action is Shift else rules
            if to not in known:
                known.append(to)
            number = known.index(to)
            steps[str(symbol)] = number if action is Shift else -1 - number
        if state == made.end_state:
            steps["$END"] = 0  # where it leads does not matter
        states.append(steps)
    patterns = {terminal.name: terminal.pattern.to_regexp() for terminal in parser.terminals}
    return Tables(dict(sorted(patterns.items())), tuple(map(_rule, rules)), tuple(states))


def _rule(rule: Any) -> Rule:  # noqa: ANN401 - Lark's own
    name = rule.alias or rule.origin.name
    spliced = tuple(place for place, symbol in enumerate(rule.expansion) if symbol.name.startswith("_"))
    return Rule(str(name), str(rule.origin.name), len(rule.expansion), spliced)
