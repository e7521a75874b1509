"""Cut and parse one indicator cell: text → tokens → clauses, nothing interpreted.

The grammar is ``indicators.lark``; what its tokens mean is decided in
:mod:`budgetperf.language.clauses`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate, pairwise
from operator import itemgetter
from typing import Any, Final, NamedTuple, TypeAlias

from budgetperf.language.categories import DIGITS, PrintedCategory, read_category
from budgetperf.language.driver import Driver
from budgetperf.language.lalr import tables_of
from budgetperf.normalization import BLANKS, SEPARATORS
from budgetperf.repairs import ALL_REPAIRS, Repairs
from budgetperf.taxonomy import Taxonomy, standard_taxonomy

__all__ = ["Clause", "Piece", "Token", "grammar_words", "parse_clauses", "tokenize"]

#: The marks; each one's number is that of the group that closes it in the pattern.
_MARKS = ("", "HEAD", "PERIOD", "ANNUAL")
_TARGETS = ("PERIOD", "ANNUAL")
_WHOLE_CLAUSE = ("HEAD", *_TARGETS)
#: What a target begins with: its label, or what a damaged print has made of it.
_TARGET_MARKS = frozenset({*_TARGETS, *(f"DAMAGED_{name}" for name in _TARGETS)})
#: What stands for the end of a cell among its marks.
_END = ""
_CLAUSE_BEGINS = frozenset({"HEAD", "BROKEN_HEAD", _END})
_IDLE = frozenset(BLANKS + SEPARATORS + ".")
_COLONS = ("：", ":", "﹕", "∶")
_NUMBER_SIGNS = DIGITS + "≥≤＞＜><＝=$"
_LONGEST_CUT_HEAD = 32
_LONGEST_LEVEL2 = 64
_LONGEST_CODE = 5
#: An ordinal behind a clause, without 、 or with what OCR makes of it: "。2 ", "。（2）", "；2、。", "。2口".
_BARE_ORDINAL = re.compile(
    rf"(?:^|[。；;]|(?<![{DIGITS}{SEPARATORS}{BLANKS}])\.)[{BLANKS}]*([（(]?([{DIGITS}]{{1,3}})[^{DIGITS}；;%％]{{1,4}})\Z"
)
_LONGEST_ORDINAL = 14
#: So many tokens of a cell are remembered in a row.
_LONGEST_KEPT: Final = 200
#: Taxonomies whose parsers are kept.
_MOST_PARSERS = 8
#: How far back a target of the same clause is looked for.
_MARKS_OF_A_CLAUSE = 8


class Piece(NamedTuple):
    """A token: the name of its terminal, and a stretch of the cell."""

    type: str
    start: int
    #: Where a target's value begins, behind its label; in other tokens the end.
    value: int
    end: int


#: What a :class:`Piece` is. While a cell is read it is a plain tuple, which costs a fifth of one with names.
Token: TypeAlias = tuple[str, int, int, int]

#: A parsed clause or fragment.
Clause: TypeAlias = list[Token]

#: The name of a mark, where it begins, where it ends.
_Mark = tuple[str, int, int]


class _IndicatorLexer:
    """Cut a cell at its marks, then name what lies between them."""

    def __init__(self, patterns: Mapping[str, str], taxonomy: Taxonomy | None) -> None:
        self.taxonomy = taxonomy  # None for the standard one
        # An empty group after each alternative tells which one it was; a group
        # around it would keep `re` from skipping alternatives by first character.
        self._marks = re.compile("|".join(f"(?:{patterns[name]})()" for name in _MARKS[1:]))
        self._level2, self._damaged, self._stem, self._cut_head = (
            re.compile(patterns[name]) for name in ("LEVEL2", "DAMAGED_LEVEL2", "LEVEL2_STEM", "BROKEN_HEAD")
        )
        self._damaged_labels = {name: re.compile(patterns[f"DAMAGED_{name}"]) for name in _TARGETS}

    def cut(self, text: str, start: int, end: int, repairs: Repairs = ALL_REPAIRS) -> list[Token]:
        """Return the tokens: each mark, and what lies between it and the next."""
        pieces: list[Token] = []
        marks = self._find_marks(text, start, end, repairs)
        if "G216" in repairs and _lacks_targets(marks):
            marks = self._with_damaged_labels(text, marks)
        first = marks[0][1]
        if start < first:
            pieces.append(("DEBRIS", start, first, first))
        for (mark, begin, value), (_, until, _) in pairwise(marks):
            if mark in _TARGET_MARKS:
                pieces.append((mark, begin, value, until))
                continue
            pieces.append((mark, begin, value, value))
            if value == until:
                continue
            if mark == "HEAD":
                level2, name = self._level2_piece(text, begin, value, until)
                if "G214" not in repairs and self._runs_together(text[value:name], at_end=name == end):
                    name = value
                if name > value:
                    pieces.append((level2, value, name, name))
                if until > name:
                    pieces.append(("NAME", name, until, until))
            else:
                pieces.append(("DEBRIS", value, until, until))
        return pieces

    def _find_marks(self, text: str, start: int, end: int, repairs: Repairs) -> list[_Mark]:
        """Return heads, broken heads and the labels of targets; the last entry stands for the end of the cell."""
        marks: list[_Mark] = []
        last, at = "BROKEN_HEAD", start  # the mark before, and where it ends
        ordinal = 0
        numbered = lacks_colon = False
        for found in self._marks.finditer(text, start, end):
            begin, value = found.span()
            mark = _MARKS[found.lastindex or 0]
            if mark == "HEAD":
                head = read_category(found[0], 1, self.taxonomy)
                if not head.certain:
                    # Behind a head, "3-满意度指标" is the category of level 2.
                    mark = self._judged(head, text, value, end, marks) if begin > at or last != "HEAD" else ""
                    if head.ordinal is None and "G214" in repairs:
                        begin = _bare_ordinal(text, at, begin, ordinal + 1)
                unnumbered = numbered and head.ordinal is None and begin == found.start()
                if not mark or _is_lost(head, repairs, unnumbered=unnumbered, at_end=value == end):
                    continue
                due = ordinal + 1
                if head.ordinal is not None and head.ordinal != due:
                    glued = _is_glued(text, begin, after_label=begin == at and last in _TARGETS)
                    begin, due = _due_ordinal(found[0], begin, head.ordinal, due, glued=glued)
                    if begin > found.start() and "G213" not in repairs:
                        continue
                ordinal = due
                numbered = numbered or head.ordinal is not None
            else:
                bare = text[value - 1] not in _COLONS and not _has_colon(text, begin, value)
                mentioned = bare and text[begin - 1] not in _IDLE and not self._begins_part(text, at, begin)
                if mentioned or last == "BROKEN_HEAD":
                    continue
                lacks_colon = lacks_colon or bare
            marks.append((mark, begin, value))
            last, at = mark, value
        marks.extend(self._ends(text, at, end))
        return _without_mentions(text, marks) if lacks_colon else marks

    def _with_damaged_labels(self, text: str, marks: list[_Mark]) -> list[_Mark]:
        """Return `marks` with the damaged label of a target in each clause that has no whole one of its kind."""
        completed: list[_Mark] = []
        first = 0  # mark of the clause
        for place, (mark, begin, _) in enumerate(marks):
            if place and mark in _CLAUSE_BEGINS:
                clause = marks[first:place]
                completed += clause
                if clause[0][0] == "HEAD":
                    completed += self._damaged_in(text, clause, begin)
                first = place
        return sorted([*completed, *marks[first:]], key=itemgetter(1))

    def _damaged_in(self, text: str, clause: list[_Mark], end: int) -> Iterator[_Mark]:
        for name in _TARGETS:
            if all(mark != name for mark, _, _ in clause):
                found = self._damaged_labels[name].search(text, clause[0][2], end)
                if found:
                    yield f"DAMAGED_{name}", *found.span()

    def _ends(self, text: str, at: int, end: int) -> Iterator[_Mark]:
        """Yield the head that the edge of the cell has cut, if there is one, and the end."""
        cut = self._cut_head.search(text, max(at, end - _LONGEST_CUT_HEAD), end)
        if cut:
            yield "BROKEN_HEAD", cut.start(), end
        yield _END, end, end

    def _begins_part(self, text: str, at: int, start: int) -> bool:
        """Tell whether nothing but a level-2 category without separator stands between the last mark and `start`."""
        if start - at > _LONGEST_LEVEL2:
            return False
        categories = (pattern.match(text, at, start) for pattern in (self._level2, self._stem))
        return start == at or any(found and found.end() == start for found in categories)

    def _judged(self, head: PrintedCategory, text: str, at: int, end: int, marks: list[_Mark]) -> str:
        """Return the terminal of a head in doubt that ends at `at`; empty where a sentence merely mentions a label."""
        code_ahead = len(self._code_ahead(text, at, end)) == 2
        if head.category is None:
            # A category of the authors' own has a label, and a code of one digit.
            invented = head.label and len(head.code or "") == 1 and (head.closed or code_ahead)
            if not invented:
                return "BROKEN_HEAD" if code_ahead else ""
        if code_ahead and head.code is not None and head.ordinal is not None:
            return "HEAD"
        if self._is_followed_by_level2(head, text, at, end):
            return "HEAD"
        return "HEAD" if head.ordinal is not None and self._is_followed_by_target(text, at, end, marks) else ""

    def _is_followed_by_level2(self, head: PrintedCategory, text: str, at: int, end: int) -> bool:
        found = self._level2.match(text, at, end)
        if found and not text[at].isdecimal():
            following = self._marks.search(text, found.end(), end)
            return _holds_words(text, found.end(), following.start() if following else end)
        # Without an ordinal, "2-效益指标、3-满意度指标" lists categories of level 1.
        code = self._code_ahead(text, at, end)
        may_follow = head.ordinal is not None or len(code) == 2 or code == head.code
        return may_follow and (found is not None or self._is_category(f"{code}-", head))

    def _is_followed_by_target(self, text: str, at: int, end: int, marks: list[_Mark]) -> bool:
        """Tell whether a name and targets come next, one of which the clause before has already."""
        own: set[str] = set()
        for found in self._marks.finditer(text, at, end):
            mark = _MARKS[found.lastindex or 0]
            if mark not in _TARGETS or (not own and not _holds_words(text, at, found.start())):
                break
            if _has_colon(text, *found.span()):
                own.add(mark)
        before: set[str] = set()
        for mark, start, value in reversed(marks[-_MARKS_OF_A_CLAUSE:]):
            if mark not in _TARGETS:
                break
            if _has_colon(text, start, value):
                before.add(mark)
        begins = not marks or marks[-1][0] == "BROKEN_HEAD"
        return bool(own if begins else own & before)

    def _level2_piece(self, text: str, head: int, start: int, end: int) -> tuple[str, int]:
        """Return the terminal of the level-2 category at `start`, and where it ends; the head begins at `head`."""
        found = self._level2.match(text, start, end)
        if found:
            # Without a code, a lone 满意度 is not the category but the name.
            coded = text[start].isdecimal()
            return "LEVEL2", found.end() if coded or _holds_words(text, found.end(), end) else start
        stem = self._stem.match(text, start, end)
        if not stem:
            return "", start
        level1 = read_category(text[head:start], 1, self.taxonomy)
        found = self._damaged.match(text, start, end)
        if found and self._is_category(found[0], level1) and _holds_words(text, found.end(), end):
            return "DAMAGED_LEVEL2", found.end()
        return "LEVEL2_STEM", stem.end() if self._belongs(stem[0], level1) else start

    def _runs_together(self, printed: str, *, at_end: bool) -> bool:
        return read_category(printed, 2, self.taxonomy).runs_together(at_end=at_end)

    def _code_ahead(self, text: str, at: int, end: int) -> str:
        """Return the code at `at` that a hyphen follows; empty where there is none."""
        category = read_category(text[at : min(at + _LONGEST_CODE, end)], 2, self.taxonomy)
        return "" if category.code is None or category.hyphen_lost else category.code

    def _is_category(self, printed: str, level1: PrintedCategory) -> bool:
        """Tell a damaged category ("22-社会效监") from a name that begins with a number ("5-羟色胺检测")."""
        category = read_category(printed, 2, self.taxonomy)
        under_level1 = len(category.code or "") == 2 and category.code[0] == level1.code  # type: ignore[index]  # the length says that it is a code
        return category.category is not None or category.closed or under_level1

    def _belongs(self, printed: str, level1: PrintedCategory) -> bool:
        """Tell whether a category without separator behind it ("22-") is one of `level1`; else it begins a name."""
        category, parent = read_category(printed, 2, self.taxonomy).category, level1.category
        taxonomy = self.taxonomy or standard_taxonomy()
        return category is not None and parent is not None and taxonomy.belongs(category, parent)


def _is_lost(head: PrintedCategory, repairs: Repairs, *, unnumbered: bool, at_end: bool) -> bool:
    """Tell a head that only a repair would recognise: one that is `unnumbered` among others, or a damaged one."""
    if repairs is ALL_REPAIRS:
        return False
    damaged = "G214" not in repairs and head.runs_together(at_end=at_end)
    return damaged or (unnumbered and "G207" not in repairs)


def _due_ordinal(head: str, start: int, printed: int, due: int, *, glued: bool) -> tuple[int, int]:
    """Return where a head begins and its ordinal.

    A value printed without a separator before the next ordinal ("年度指标值：52、1-产出指标")
    reads as one number; it ends where the ordinal that is due begins.
    """
    if glued and str(printed).endswith(str(due)):
        digits = len(head) - len(head.lstrip(DIGITS))
        return start + digits - len(str(due)), due
    return start, printed


def _bare_ordinal(text: str, at: int, start: int, due: int) -> int:
    """Return where a head begins whose ordinal has another sign, or none: "。2 1-产出指标" where 2 is due.

    The mark before ends `at`; a number right behind it is its value.
    """
    found = _BARE_ORDINAL.search(text, max(start - _LONGEST_ORDINAL, at), start)
    return found.start(1) if found and int(found[2]) == due else start


def _is_glued(text: str, start: int, *, after_label: bool) -> bool:
    """Tell whether the digits at `start` belong to a value, too: those of "3.52、" and "年度指标值：52、" do."""
    before = text[max(start - 2, 0) : start]
    if after_label:
        return before.strip(BLANKS).endswith((*_COLONS, "值"))
    return before != "" and (before[-1] not in _IDLE or (before[-1] == "." and before[0].isdecimal()))


def _holds_number(text: str, label_end: int) -> bool:
    """Tell a label that runs into its value, such as 年度指标值≥3, from one that runs into a word."""
    return text[label_end - 1] == "值" and (text[label_end : label_end + 1] or " ") in _NUMBER_SIGNS


def _has_colon(text: str, start: int, end: int) -> bool:
    return any(colon in text[start:end] for colon in _COLONS)


def _lacks_targets(marks: list[_Mark]) -> bool:
    """Tell whether a clause has not both targets, each once and in order, as in few cells."""
    names = [mark for mark, _, _ in marks]
    return names != [*_WHOLE_CLAUSE * (len(names) // len(_WHOLE_CLAUSE)), _END]


def _without_mentions(text: str, marks: list[_Mark]) -> list[_Mark]:
    """Return `marks` without the labels that have no colon in a clause that prints the same label with one."""
    clauses = list(accumulate(terminal not in _TARGETS for terminal, _, _ in marks))
    printed = {
        (clause, terminal)
        for clause, (terminal, start, end) in zip(clauses, marks, strict=True)
        if terminal in _TARGETS and _has_colon(text, start, end)
    }
    return [
        (terminal, start, end)
        for clause, (terminal, start, end) in zip(clauses, marks, strict=True)
        if (clause, terminal) not in printed or _has_colon(text, start, end) or _holds_number(text, end)
    ]


def _holds_words(text: str, start: int, end: int) -> bool:
    return not _IDLE.issuperset(text[start:end])


def _nothing(_: list[Any]) -> list[Clause]:
    """Begin a cell."""
    return []


def _followed(values: list[Any]) -> list[Clause]:
    """Add a clause, which is the list of its pieces, or a fragment."""
    clauses: list[Clause] = values[0]
    clauses.append(values[1:])
    return clauses


def grammar_words(taxonomy: Taxonomy | None = None) -> str:
    """Return the terminals of the grammar that are made of a taxonomy, the standard one if none is given."""
    return "".join(_word_terminal(taxonomy or standard_taxonomy(), level) for level in (1, 2))


def _word_terminal(taxonomy: Taxonomy, level: int) -> str:
    """Return the terminal of a level's labels; blanks may stand inside a word."""
    blanks = r"[\s\x00\u200b-\u200d]*(?:[\u2060\ufeff][\s\x00\u200b-\u200d]*)*"  # as BLANK*, and compiled sooner
    words = "|".join(blanks.join(map(_literal, label)) for label in taxonomy.labels(level))
    return f"LEVEL{level}_WORD: /(?:{words})/\n"


def _literal(character: str) -> str:
    return r"\/" if character == "/" else re.escape(character)


@lru_cache(maxsize=_MOST_PARSERS)
def _lexer_and_driver(taxonomy: Taxonomy | None = None) -> tuple[_IndicatorLexer, Driver]:
    """Link the tables of the grammar for the labels of a taxonomy, once, when the first cell is read."""
    tables = tables_of("indicators", grammar_words(taxonomy), "cell")
    return _IndicatorLexer(tables.patterns, taxonomy), Driver(tables, {"nothing": _nothing, "followed": _followed})


def parse_clauses(text: str, repairs: Repairs = ALL_REPAIRS, taxonomy: Taxonomy | None = None) -> list[Clause]:
    """Return the clauses and fragments of a cell, each a list of pieces. Any text has a parse.

    A `taxonomy` of one's own says what its categories are; else the standard one does.

    >>> [[piece[0] for piece in clause] for clause in parse_clauses("1、1-产出指标；11-数量指标；人数")]
    [['HEAD', 'LEVEL2', 'NAME']]
    """
    lexer, _ = _lexer_and_driver(taxonomy)
    pieces = lexer.cut(text, 0, len(text), repairs)
    types = tuple([piece[0] for piece in pieces])
    clauses: list[Clause] = []
    first = 0
    for size in _kept_sizes(types) if len(types) <= _LONGEST_KEPT else _sizes(types):
        clauses.append(pieces[first : first + size])
        first += size
    return clauses


def _sizes(types: Sequence[str]) -> tuple[int, ...]:
    """Return how many tokens of these terminals each clause and fragment of a cell has, whatever the taxonomy."""
    _, driver = _lexer_and_driver()
    clauses: list[list[int]] = driver.run(types, range(len(types)))
    return tuple(map(len, clauses))


#: The terminals in a row are the same from cell to cell, so that the grammar is seldom asked.
_kept_sizes = lru_cache(maxsize=1024)(_sizes)


def tokenize(text: str) -> list[Piece]:
    """Return the tokens of a cell; joined, they are the cell.

    >>> text = "1、1-产出指标；11-数量指标；人数；年度指标值：3人。"
    >>> "".join(text[piece.start : piece.end] for piece in tokenize(text)) == text
    True
    """
    return [Piece(*piece) for clause in parse_clauses(text) for piece in clause]
