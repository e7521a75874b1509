"""The tokens and phrases of the value language, and what its comparing terminals mean."""

from collections.abc import Iterable
from typing import Final, NamedTuple, TypeAlias

from budgetperf.quantities import Comparator

__all__ = ["CLOSINGS", "COMPARATORS", "CUES", "NUMBERS", "Node", "Phrase", "Token", "words_of"]

#: The terminals of words before a number that compare, those behind it, and those of numbers.
CUES: Final = ("AT_LEAST", "MORE_THAN", "AT_MOST", "LESS_THAN", "EQUAL", "REACHING", "NEARLY", "MISPRINT")
CLOSINGS: Final = ("OR_MORE", "OR_LESS", "MORE_OR_LESS", "INCLUDED", "BEYOND", "BETWEEN", "ASIDE")
NUMBERS: Final = ("ARABIC", "IN_WORDS")

#: What the terminals that compare ask for; what is to be reached suffices.
COMPARATORS: Final = {
    "AT_LEAST": Comparator.AT_LEAST, "MORE_THAN": Comparator.MORE_THAN, "AT_MOST": Comparator.AT_MOST,
    "LESS_THAN": Comparator.LESS_THAN, "REACHING": Comparator.AT_LEAST, "EQUAL": Comparator.EQUAL,
    "NEARLY": Comparator.ABOUT, "OR_MORE": Comparator.AT_LEAST, "OR_LESS": Comparator.AT_MOST,
    "MORE_OR_LESS": Comparator.ABOUT, "BEYOND": Comparator.MORE_THAN, "ACCORDING": Comparator.EQUAL,
    "INSIDE": Comparator.AT_MOST, "COMPLETING": Comparator.EQUAL,
}  # fmt: skip


class Token(NamedTuple):
    """A token: the name of its terminal, its words, and where they begin."""

    type: str
    words: str
    start: int

    @property
    def end(self) -> int:
        """Where the words end."""
        return self.start + len(self.words)


class Phrase(NamedTuple):
    """What a rule of the grammar has found: its name, and its tokens and inner phrases."""

    rule: str
    children: "list[Node]"


Node: TypeAlias = Token | Phrase


def words_of(nodes: Iterable[Node]) -> str:
    """Return the words of tokens and phrases, joined."""
    return "".join(node.words if isinstance(node, Token) else words_of(node.children) for node in nodes)
