"""What Lark itself makes of terminals in a row, by a grammar of the package."""

from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from lark import Lark, Token, Tree
from lark.lexer import Lexer

from budgetperf.language.indicators import grammar_words
from budgetperf.language.vocabulary import terminals

WORDS = {"indicators": grammar_words, "targets": terminals}
STARTS = {"indicators": ["cell"], "targets": ["part", "whole"]}


class Terminals(Lexer):
    """Takes the names of terminals, parted by blanks, for the text."""

    __future_interface__ = 2

    def __init__(self, lexer_conf: object) -> None:
        pass

    def lex(self, lexer_state: Any, parser_state: object) -> Iterator[Token]:  # noqa: ANN401, ARG002 - Lark's interface
        """Return a token for each name."""
        return (Token(name, name) for name in lexer_state.text.text.split())


@cache
def parser(name: str) -> Lark:
    """Return Lark's parser of a grammar."""
    grammar = files("budgetperf").joinpath(f"language/{name}.lark").read_text("utf-8")
    return Lark(grammar + WORDS[name](), start=STARTS[name], parser="lalr", lexer=Terminals)


def tree(name: str, types: Sequence[str]) -> Any:  # noqa: ANN401 - as deep as the grammar has it
    """Return rules as pairs of a name and what they hold, terminals by their names.

    Raises:
        UnexpectedInput: if the grammar has no place for one of them.
    """
    return _plain(parser(name).parse(" ".join(types), start=STARTS[name][0]))


def _plain(node: Tree[Token] | Token) -> Any:  # noqa: ANN401 - as above
    return (str(node.data), [_plain(child) for child in node.children]) if isinstance(node, Tree) else str(node.type)
