"""What the words of a part without a number stand for: a direction, a grade, a bound that stands elsewhere."""

import re
from collections.abc import Sequence
from typing import Final

from budgetperf.diagnostics import quoted
from budgetperf.language.measures import Doubt, misprint, number_of
from budgetperf.language.tokens import COMPARATORS, Phrase, Token, words_of
from budgetperf.quantities import Change, Comparator, Direction, Quantity
from budgetperf.readings import Boolean, Grade, Qualitative, Reading, Reference, Trend

__all__ = ["DIRECTIONS", "base_of", "read_form", "trimmed"]

DIRECTIONS: Final = {
    "UP": Direction.UP,
    "DOWN": Direction.DOWN,
    "STEADY": Direction.HOLD,
    "RISE": Direction.UP,
    "FALL": Direction.DOWN,
    "HIGHER": Direction.UP,
    "LOWER": Direction.DOWN,
}
#: Alone a direction, before another one its manner.
_STEADILY: Final = frozenset({"稳定"})
_EDGES: Final = " :,、;。的"
_BASE: Final = re.compile(
    r"(?:相较于?|相比于?|较|比|与|在)?(.+?)(?:相比|基础上)?(?:平均|实现|有所|至少|净|累计|将|能|基本|略)*"
)


def trimmed(words: str) -> str:
    """Return words without what parts them from a number, and without half of a pair of brackets."""
    return words.strip(_EDGES).removeprefix(")").removesuffix("(").strip(_EDGES)


def base_of(words: str) -> str:
    """Return what is compared with: 上年 of 较上年."""
    if words.startswith(("同比", "环比")):
        return words[:2]
    found = _BASE.fullmatch(words)
    return found[1] if found else words


def read_form(phrase: Phrase, doubts: list[Doubt]) -> Reading:
    """Return what a part without a number means."""
    tokens = [node for node in phrase.children if isinstance(node, Token)]
    read = _FORMS.get(phrase.rule)
    return read(tokens, doubts) if read else Qualitative()


def _subject(tokens: Sequence[Token]) -> str:
    return next((trimmed(token.words) for token in tokens if token.type == "SUBJECT"), "")


def _truth(tokens: Sequence[Token], _: list[Doubt]) -> Reading:
    return Boolean(value=tokens[0].type == "YES", cue=words_of(tokens))


def _absence(tokens: Sequence[Token], _: list[Doubt]) -> Reading:
    zero = number_of("0").value
    return Quantity(comparator=Comparator.EQUAL, low=zero, high=zero, cue=tokens[0].words, label=_subject(tokens))


def _grade(tokens: Sequence[Token], doubts: list[Doubt]) -> Reading:
    grade = next(token.words for token in tokens if token.type == "GRADE")
    cues = [token for token in tokens if token.type not in ("SUBJECT", "GRADE")]
    cue = "…".join(token.words for token in cues)
    return Grade(comparator=_form_comparator(cues, doubts), grade=grade, cue=cue, label=_subject(tokens))


def _form_comparator(cues: Sequence[Token], doubts: list[Doubt]) -> Comparator:
    for token in reversed(cues):
        if token.type == "MISPRINT":
            return misprint(token.words, doubts)
        comparator = COMPARATORS[token.type]
        if comparator is not Comparator.ABOUT:
            return comparator
    return Comparator.EQUAL


def _reference(tokens: Sequence[Token], doubts: list[Doubt]) -> Reading:
    bound = next(token.words for token in tokens if token.type in ("BOUND", "STANDARD"))
    cues = [token for token in tokens if token.type not in ("SUBJECT", "BOUND", "STANDARD")]
    cue = "…".join(token.words for token in cues)
    comparator = _form_comparator(cues[:1], doubts) if cues else Comparator.EQUAL
    return Reference(comparator=comparator, reference=trimmed(bound), cue=cue, label=_subject(tokens))


def _comparison(tokens: Sequence[Token], _: list[Doubt]) -> Reading:
    base = next(token.words for token in tokens if token.type == "COMPARED")
    moving = [DIRECTIONS[token.type] for token in tokens if token.type in DIRECTIONS]
    return Change(direction=moving[-1], base=base_of(base), label=_subject(tokens))


def _trend(tokens: Sequence[Token], doubts: list[Doubt]) -> Reading:
    moving = [token for token in tokens if token.type in DIRECTIONS]
    # 稳定增长 is one direction: how it goes stands before it.
    steadily = len(moving) > 1 and moving[0].words in _STEADILY
    directions = [DIRECTIONS[token.type] for token in moving[steadily:]]
    if len(set(directions)) > 1:
        doubts.append(Doubt("V320", f"{quoted(words_of(tokens))} names two directions; the last is read"))
    cue = "".join(token.words for token in tokens if token.type != "SUBJECT")
    return Trend(direction=directions[-1], cue=cue, label=_subject(tokens))


_FORMS: Final = {
    "truth": _truth, "absence": _absence, "graded": _grade, "referred": _reference, "compared": _comparison,
    "directed": _trend,
}  # fmt: skip
