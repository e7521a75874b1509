"""Cut and parse one target value: normalised text → parts → tokens → phrases, nothing interpreted.

The grammar is ``targets.lark``; what its phrases mean is decided in
:mod:`budgetperf.language.meanings`.
"""

import re
from collections.abc import Callable, Mapping
from functools import cache, cached_property
from typing import Any, NamedTuple

from budgetperf.language.driver import Driver
from budgetperf.language.form_lexer import FormLexer
from budgetperf.language.lalr import tables_of
from budgetperf.language.measure_lexer import MeasureLexer
from budgetperf.language.patterns import Patterns
from budgetperf.language.tokens import Node, Phrase, Token
from budgetperf.language.unit_words import unit_end
from budgetperf.language.vocabulary import terminals

__all__ = ["Part", "bound_apart", "parse_parts", "whole_form"]

#: What may stand apart from its number: 至少开展活动3次.
_BOUNDS = ("AT_LEAST", "AT_MOST", "REACHING")
_SCALE = re.compile("[百千万亿]*")
_PLAIN_BOUND = re.compile("[≤≥]|不(?:得)?(?:超过|低于|少于|高于)")


class Part(NamedTuple):
    """A stretch of a value between two separators."""

    words: str
    phrase: Phrase
    #: The separators behind it.
    separator: str


class _TargetLexer:
    """Cut a part: as one with a number if it has one, else by its form."""

    def __init__(self, patterns: Mapping[str, str]) -> None:
        self.patterns = Patterns(patterns)

    @cached_property
    def _measures(self) -> MeasureLexer:
        return MeasureLexer(self.patterns)

    @cached_property
    def _forms(self) -> FormLexer:
        return FormLexer(self.patterns)

    def tokens(self, text: str, start: int, end: int) -> list[Token]:
        """Return the tokens of a part."""
        # 零事故 is an absence, though it begins like a number.
        lacking = self.patterns["NONE"].match(text, start, end)
        tokens = [] if lacking else self._measures.tokens(text, start, end)
        return tokens or list(self._forms.tokens(text[start:end], start))


def _phrase(rule: str) -> Callable[[list[Any]], Phrase]:
    """Return what names the nodes that a rule has found."""

    def named(nodes: list[Node]) -> Phrase:
        return Phrase(rule, nodes)

    return named


def _only(phrases: list[Phrase]) -> Phrase:
    """Return the phrase that a part is."""
    return phrases[0]


class _Language(NamedTuple):
    lexer: _TargetLexer
    driver: Driver
    separators: re.Pattern[str]


@cache
def _language() -> _Language:
    """Link the tables of the grammar, once, when the first value is read."""
    tables = tables_of("targets", terminals(), "part", "whole")
    lexer = _TargetLexer(tables.patterns)
    actions = {rule.name: _phrase(rule.name) for rule in tables.rules}
    actions["part"] = _only
    # Brackets, the commas of 1,200 and 一、二季度 are parted by nothing.
    whole = (
        r"\([^()]*\)|(?<=[0-9]),(?=[0-9]{3}(?![0-9]))|(?<=[一二三四五])、(?=[一二三四五六][级类])"
        rf"|(?<=[一二三四1-4]){tables.patterns['AND_ALSO']}"
    )
    separators = re.compile(f"{whole}|({tables.patterns['SEPARATOR']})")
    return _Language(lexer, Driver(tables, actions), separators)


def whole_form(text: str) -> str:
    """Return the terminal that a value is as a whole: PLACEHOLDER, NOT_APPLICABLE, LASTING, MARKS, or nothing."""
    patterns = _language().lexer.patterns
    for name in ("NOT_APPLICABLE", "LASTING"):
        if patterns[name].fullmatch(text):
            return name
    blank = patterns["PLACEHOLDER"].match(text)
    if blank and _is_unit(text[blank.end() :]):
        return "PLACEHOLDER"
    return "MARKS" if patterns["MARKS"].search(text) else ""


def _is_unit(words: str) -> bool:
    """Tell the unit behind a placeholder from a name: ≥**万元, but not XX镇道路改造."""
    scale = _SCALE.match(words)
    start = scale.end() if scale else 0
    return not words[start:] or unit_end(words, start, len(words)) == len(words)


def parse_parts(text: str) -> list[Part]:
    """Return the parts of a value in normalised form, each with its phrase. Any text has one.

    >>> [part.phrase.rule for part in parse_parts("培训≥3次、满意度稳步提升")]
    ['measured', 'directed']
    """
    language = _language()
    parts: list[Part] = []
    start = 0
    for found in language.separators.finditer(text):
        if found.group(1) is None:
            continue
        if start < found.start():
            parts.append(_part(text, start, found.start(), found[1]))
        start = found.end()
    if start < len(text):
        parts.append(_part(text, start, len(text), ""))
    return parts


def _part(text: str, start: int, end: int, separator: str) -> Part:
    language = _language()
    words = text[start:end]
    try:
        tokens = language.lexer.tokens(text, start, end)
        phrase: Phrase = language.driver.run([token.type for token in tokens], tokens)
    except KeyError:
        phrase = Phrase("sentence", [Token("SUBJECT", words, start)])
    return Part(words, phrase, separator)


def bound_apart(label: str) -> tuple[str, str, str, str] | None:
    """Return a cue that stands apart from its number: its terminal, its words, what stands before and behind it."""
    patterns = _language().lexer.patterns
    for name in _BOUNDS:
        found = patterns[name].match(label)
        if found and found.end() < len(label):
            return name, found[0], "", label[found.end() :]
    found = _PLAIN_BOUND.search(label)
    if found and found.end() < len(label):
        name = "AT_LEAST" if patterns["AT_LEAST"].match(found[0]) else "AT_MOST"
        return name, found[0], label[: found.start()], label[found.end() :]
    return None
