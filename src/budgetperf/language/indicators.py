"""Cut and parse one indicator cell: text → tokens → clauses, nothing interpreted.

The grammar is ``indicators.lark``; what its tokens mean is decided in
:mod:`budgetperf.language.clauses`.
"""

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from lark import Lark, Transformer
from lark.lexer import Lexer

from budgetperf.language.categories import DIGITS, read_category
from budgetperf.normalization import BLANKS, SEPARATORS
from budgetperf.taxonomy import Taxonomy, standard_taxonomy

if TYPE_CHECKING:
    from lark.common import LexerConf
    from lark.lexer import LexerState

__all__ = ["Clause", "Piece", "parse_clauses", "tokenize"]

#: The marks; each one's number is that of the group that closes it in the pattern.
_MARKS = ("", "HEAD", "PERIOD", "ANNUAL")
_TARGETS = ("PERIOD", "ANNUAL")
_IDLE = frozenset(BLANKS + SEPARATORS + ".")
_COLONS = ("：", ":")


class _Stretch(NamedTuple):
    type: str
    start: int
    value: int
    end: int


class Piece(_Stretch):
    """A token: the name of its terminal, and a stretch of the cell.

    `value` is where a target's value begins, behind its label; in other tokens it
    is the end.
    """

    __slots__ = ()

    # What Lark asks of the last token when it adds its own end mark.
    start_pos = line = column = end_line = end_column = end_pos = None


def _piece(terminal: str, start: int, value: int, end: int) -> Piece:
    return tuple.__new__(Piece, (terminal, start, value, end))  # twice as fast as the class itself


#: A parsed clause or fragment.
Clause = list[Piece]


class _IndicatorLexer(Lexer):
    """Cut a cell at its marks, then name what lies between them."""

    __future_interface__ = 2

    def __init__(self, lexer_conf: "LexerConf") -> None:
        patterns = {terminal.name: terminal.pattern.to_regexp() for terminal in lexer_conf.terminals}
        # An empty group after each alternative tells which one it was; a group
        # around it would keep `re` from skipping alternatives by first character.
        self._marks = re.compile("|".join(f"(?:{patterns[name]})()" for name in _MARKS[1:]))
        self._level2, self._damaged, self._stem = (
            re.compile(patterns[name]) for name in ("LEVEL2", "DAMAGED_LEVEL2", "LEVEL2_STEM")
        )

    def lex(self, lexer_state: "LexerState", parser_state: object) -> Iterator[Any]:  # noqa: ARG002 - Lark's interface
        """Return the tokens of a cell."""
        text = lexer_state.text
        return iter(self._cut(text.text, text.start, text.end))

    def _cut(self, text: str, start: int, end: int) -> list[Piece]:
        """Return the tokens: each mark, and what lies between it and the next."""
        pieces: list[Piece] = []
        marks = self._find_marks(text, start, end)
        first = marks[0][1]
        if start < first:
            pieces.append(_piece("DEBRIS", start, first, first))
        for (mark, begin, value), (_, until, _) in pairwise(marks):
            if mark in _TARGETS:
                pieces.append(_piece(mark, begin, value, until))
                continue
            pieces.append(_piece(mark, begin, value, value))
            if value == until:
                continue
            if mark == "HEAD":
                level2, name = self._level2_piece(text, value, until)
                if name > value:
                    pieces.append(_piece(level2, value, name, name))
                if until > name:
                    pieces.append(_piece("NAME", name, until, until))
            else:
                pieces.append(_piece("DEBRIS", value, until, until))
        return pieces

    def _find_marks(self, text: str, start: int, end: int) -> list[tuple[str, int, int]]:
        """Return heads, broken heads and the labels of targets: name, where it begins, where it ends.

        The last entry stands for the end of the cell.
        """
        marks: list[tuple[str, int, int]] = []
        last, at = "BROKEN_HEAD", start  # the mark before, and where it ends
        ordinal = 0
        for found in self._marks.finditer(text, start, end):
            begin, value = found.span()
            mark = _MARKS[found.lastindex or 0]
            if mark == "HEAD":
                head = read_category(found[0], 1)
                ordinal += 1
                if head.ordinal is not None and head.ordinal != ordinal:
                    glued = last in _TARGETS if begin == at else text[begin - 1] not in _IDLE
                    begin, ordinal = _due_ordinal(found[0], begin, head.ordinal, ordinal, glued=glued)
                if head.category is None:
                    mark = "BROKEN_HEAD"
            elif last == "BROKEN_HEAD" or (text[value - 1] not in _COLONS and not _is_label(text, begin, value)):
                continue
            marks.append((mark, begin, value))
            last, at = mark, value
        marks.append(("", end, end))
        return marks

    def _level2_piece(self, text: str, start: int, end: int) -> tuple[str, int]:
        """Return the terminal of the level-2 category at `start`, and where it ends."""
        found = self._level2.match(text, start, end)
        if found:
            # Without a code, a lone 满意度 is not the category but the name.
            coded = text[start].isdecimal()
            return "LEVEL2", found.end() if coded or _holds_words(text, found.end(), end) else start
        found = self._damaged.match(text, start, end)
        if not found or not _is_category(found[0]):
            return "DAMAGED_LEVEL2", start
        if _holds_words(text, found.end(), end):
            return "DAMAGED_LEVEL2", found.end()
        stem = self._stem.match(text, start, end)
        return "LEVEL2_STEM", stem.end() if stem else start


def _due_ordinal(head: str, start: int, printed: int, due: int, *, glued: bool) -> tuple[int, int]:
    """Return where a head begins and its ordinal.

    A value printed without a separator before the next ordinal ("年度指标值：52、1-产出指标")
    reads as one number; it ends where the ordinal that is due begins.
    """
    if glued and str(printed).endswith(str(due)):
        digits = len(head) - len(head.lstrip(DIGITS))
        return start + digits - len(str(due)), due
    return start, printed


def _is_label(text: str, start: int, end: int) -> bool:
    """Tell a target's label that ends in no colon from a sentence that mentions it."""
    return any(colon in text[start:end] for colon in _COLONS) or text[start - 1] in _IDLE


def _holds_words(text: str, start: int, end: int) -> bool:
    return not _IDLE.issuperset(text[start:end])


def _is_category(printed: str) -> bool:
    """Tell a damaged category ("22-社会效监") from a name that begins with a number ("5-羟色胺检测")."""
    category = read_category(printed, 2)
    return category.category is not None or category.label.endswith(("指标", "目标"))


class _Clauses(Transformer[Piece, list[Clause]]):
    """Gather the clauses of a cell; a clause is the list of its pieces."""

    def nothing(self, _: list[object]) -> list[Clause]:
        """Begin a cell."""
        return []

    def followed(self, children: tuple[list[Clause], Clause]) -> list[Clause]:
        """Add a clause or fragment."""
        clauses, clause = children
        clauses.append(clause)
        return clauses

    def clause(self, pieces: Clause) -> Clause:
        """Return the pieces as they are."""
        return pieces

    fragment = clause


def _word_terminal(taxonomy: Taxonomy, level: int) -> str:
    """Return the terminal of a level's labels; blanks may stand inside a word."""
    blank = rf"[{BLANKS}]*".encode("unicode_escape").decode()
    words = "|".join(blank.join(label) for label in taxonomy.labels(level))
    return f"LEVEL{level}_WORD: /(?:{words})/\n"


@cache
def _parser() -> Lark:
    """Build the parser, once, when the first cell is read."""
    grammar = files("budgetperf").joinpath("language/indicators.lark").read_text("utf-8")
    taxonomy = standard_taxonomy()
    words = _word_terminal(taxonomy, 1) + _word_terminal(taxonomy, 2)
    return Lark(grammar + words, start="cell", parser="lalr", lexer=_IndicatorLexer, transformer=_Clauses())


def parse_clauses(text: str) -> list[Clause]:
    """Return the clauses and fragments of a cell, each a list of pieces. Any text has a parse.

    >>> [[piece.type for piece in clause] for clause in parse_clauses("1、1-产出指标；11-数量指标；人数")]
    [['HEAD', 'LEVEL2', 'NAME']]
    """
    clauses: list[Clause] = _parser().parse(text)  # type: ignore[assignment]  # the transformer's own result
    return clauses


def tokenize(text: str) -> list[Piece]:
    """Return the tokens of a cell; joined, they are the cell.

    >>> text = "1、1-产出指标；11-数量指标；人数；年度指标值：3人。"
    >>> "".join(text[piece.start : piece.end] for piece in tokenize(text)) == text
    True
    """
    return [piece for clause in parse_clauses(text) for piece in clause]
