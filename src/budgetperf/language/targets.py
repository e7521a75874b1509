"""Cut and parse one target value: normalised text → tokens → phrases, nothing interpreted.

The grammar is ``targets.lark``; what its phrases mean is decided in
:mod:`budgetperf.language.meanings`.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from lark import Lark, Transformer
from lark.exceptions import UnexpectedInput
from lark.lexer import Lexer
from lark.utils import TextSlice

from budgetperf.grades import names as grade_names
from budgetperf.language.numerals import read_number
from budgetperf.language.vocabulary import one_of, terminals
from budgetperf.units import standard_units

if TYPE_CHECKING:
    from lark.common import LexerConf
    from lark.lexer import LexerState

__all__ = ["CUES", "Node", "Part", "Phrase", "Token", "bound_apart", "parse_parts", "whole_form", "words_of"]

#: The terminals of words before a number that compare, and of those behind it.
CUES = ("AT_LEAST", "MORE_THAN", "AT_MOST", "LESS_THAN", "EQUAL", "REACHING", "NEARLY", "MISPRINT")
_CLOSINGS = ("OR_MORE", "OR_LESS", "MORE_OR_LESS", "INCLUDED", "BEYOND", "BETWEEN", "ASIDE")
_NUMBERS = ("ARABIC", "IN_WORDS")
_DATE_CUES = ("NOT_AFTER", "EARLIER", "SINCE")
_STANDING_OUT = (
    "LONE_DAY", "DATE", *_DATE_CUES, "IDIOM", "PER", "ABOVE", "BELOW", "COMPARED", "HIGHER", "LOWER", "PLUS_MINUS",
    "AT_LEAST", "AT_MOST",
    "REACHING", "MORE_THAN", "LESS_THAN", "MISPRINT", "EQUAL", "NEARLY", "RISE", "FALL", "AND", *_NUMBERS,
)  # fmt: skip
_LONGEST_CUE = 8
#: What may stand apart from its number: 至少开展活动3次.
_BOUNDS = ("AT_LEAST", "AT_MOST", "REACHING")
_PLAIN_BOUND = re.compile("[≤≥]|不(?:得)?(?:超过|低于|少于|高于)")
#: What makes a part one with a number.
_MEASURES = frozenset((*_NUMBERS, "DATE", "LONE_DAY"))
_LONGEST_SUBJECT = 10
_LONGEST_OBJECT = 4
#: The longest noun behind a numeral and its measure word: 三个项目, but not 两个责任压实.
_LONGEST_NOUN = 3
#: Numerals that hold their unit, and need no other.
_COMPLETE_NUMERAL = re.compile("百$|分之|成|半数|一半")
#: What makes an object one of the sentence's own: 提升我区形象.
_QUALIFIED = re.compile("[的我各区县市镇村和与及]|[本全][省校院局国]")
#: What denies a direction, or belongs to something to be done: 对平台进行优化.
_NO_SUBJECT = re.compile(f"{one_of('denied')}$")


class _Words(NamedTuple):
    type: str
    words: str
    start: int


class Token(_Words):
    """A token: the name of its terminal, its words, and where they begin."""

    __slots__ = ()

    # What Lark asks of the last token when it adds its own end mark or refuses a token.
    start_pos = line = column = end_line = end_column = end_pos = value = None

    @property
    def end(self) -> int:
        """Where the words end."""
        return self.start + len(self.words)


class Phrase(NamedTuple):
    """What a rule of the grammar has found: its name, and its tokens and inner phrases."""

    rule: str
    children: "list[Node]"


Node: TypeAlias = Token | Phrase


def words_of(nodes: "Iterable[Node]") -> str:
    """Return the words of tokens and phrases, joined."""
    return "".join(node.words if isinstance(node, Token) else words_of(node.children) for node in nodes)


class Part(NamedTuple):
    """A stretch of a value between two separators."""

    words: str
    phrase: Phrase
    #: The separators behind it.
    separator: str


class _TargetLexer(Lexer):
    """Cut a part: as one with a number if it has one, else by its whole form."""

    __future_interface__ = 2

    def __init__(self, lexer_conf: "LexerConf") -> None:
        patterns = {terminal.name: terminal.pattern.to_regexp() for terminal in lexer_conf.terminals}
        self.patterns = {name: re.compile(pattern) for name, pattern in patterns.items()}
        self._standing_out = re.compile("|".join(f"(?P<{name}>{patterns[name]})" for name in _STANDING_OUT))
        self._moving = re.compile(
            "|".join(f"(?P<{name}>{patterns[name]})" for name in ("UP", "DOWN", "STEADY", "MANNER"))
        )
        cues = "|".join(f"(?:{patterns[name]})" for name in CUES if name != "NEARLY")
        signs = r"[≥≤><=≧≦≪≫《》]=?"
        bound, closing = patterns["BOUND"], f"(?:{patterns['OR_LESS']})"
        grades = "|".join(re.escape(name) for name in grade_names())
        subject = rf"(?P<SUBJECT>[^,;、。()0-9]{{0,{_LONGEST_SUBJECT}}}?)"
        # 安全生产零事故
        goal, lacking = one_of("goal"), patterns["NONE"]
        self._lacking = re.compile(
            rf"{goal}?([^,;、。0-9]{{0,10}}?)(?={lacking})(零)(.{{2,12}})|{goal}()(?={lacking})(无)(.{{2,12}})"
        )
        self._graded = re.compile(
            rf"(?:定性)?{subject}(?P<cue>{cues})?(?P<GRADE>{grades})(?:等次|等级|档次)?(?P<closing>{patterns['OR_MORE']}|{closing})?"
        )
        self._referred = [
            re.compile(rf"{subject}(?P<cue>{signs})(?P<BOUND>[^0-9,;、。]{{2,20}})()()"),
            re.compile(rf"{subject}(?P<cue>{cues})(?P<BOUND>{bound})(?:范围|限额)?(?P<closing>{closing})?()"),
            re.compile(
                rf"{subject}(?P<cue>{patterns['ACCORDING']})(?P<BOUND>{bound})()(?:执行|完成|实施|落实|进行|发放|支付|开展)?()"
            ),
            re.compile(
                rf"{subject}(?P<cue>{patterns['INSIDE']})(?P<BOUND>{bound})的?(?:范围|限额)?(?P<closing>{closing})(?P<rest>.{{0,16}})"
            ),
            re.compile(rf"(?P<BOUND>{bound})(?:范围|限额)?(?P<closing>{closing})(?P<rest>.{{0,16}})"),
            re.compile(rf"{subject}(?P<cue>{cues})?(?P<BOUND>[0-9]{{1,4}}年一遇[^0-9]{{0,8}})"),
            re.compile(rf"()(?P<cue>{patterns['COMPLETING']})(?P<BOUND>.{{2,30}})()()"),
        ]

    def lex(self, lexer_state: "LexerState", parser_state: object) -> Iterator[Any]:  # noqa: ARG002 - Lark's interface
        """Return the tokens of a part."""
        text = lexer_state.text
        lacking = self.patterns["NONE"].match(text.text, text.start, text.end)
        if lacking:
            return self._form(text.text[text.start : text.end], text.start)
        tokens = self._cut(text.text, text.start, text.end)
        if not any(token.type in _MEASURES for token in tokens):
            tokens = list(self._form(text.text[text.start : text.end], text.start))
        return iter(tokens)

    # --- parts with a number or a date ---------------------------------------------------

    def _cut(self, text: str, start: int, end: int) -> list[Token]:
        """Return the tokens of a part, as of one with a number."""
        tokens: list[Token] = []
        at = start
        while at < end:
            found = self._standing_out.search(text, at, end)
            if not found:
                break
            begin, name = found.start(), found.lastgroup or ""
            if at < begin:
                tokens.append(Token("WORDS", text[at:begin], at))
            token = Token(name, _counted(found[name]) if name == "IN_WORDS" else found[name], begin)
            at = token.end
            if name in ("HIGHER", "LOWER") and not (tokens and tokens[-1].type == "COMPARED"):
                token = token._replace(type="WORDS")
            if name in _NUMBERS:
                behind = self._behind_number(text, token, end)
                ended = behind[-1].end if behind else token.end
                compared = bool(tokens) and tokens[-1].type in CUES and tokens[-1].end == begin
                if not self._counts(
                    token, behind, text[ended : min(ended + _LONGEST_CUE, end)], compared=compared, leads=begin == start
                ):
                    token, behind = token._replace(type="WORDS"), []
            else:
                behind = self._behind_date(text, token, end) if name == "DATE" else []
            tokens += [token, *behind]
            at = tokens[-1].end
        if at < end:
            tokens.append(Token("WORDS", text[at:end], at))
        return _joined_words(_without_idle_cues(tokens))

    def _counts(self, number: Token, behind: list[Token], following: str, *, compared: bool, leads: bool) -> bool:
        """Tell whether digits or numerals are a number here: 三 of 三次 is, 三 of 三公 is not.

        `following` begins behind the number and the tokens `behind` it.
        """
        if read_number(number.words) is None:
            return False
        if number.type == "ARABIC":
            return bool(behind) or not (following[:1].isascii() and following[:1].isalpha())
        if not behind:
            complete = _COMPLETE_NUMERAL.search(number.words) is not None
            cued = compared and any(self.patterns[name].match(following) for name in CUES)
            return complete or cued or ((leads or compared) and not following)
        if behind[0].type == "STRANGE_UNIT":
            return False
        if compared:
            return True
        noun = next((token.words for token in behind if token.type == "NOUN"), "")
        closed = not following or behind[-1].type in _CLOSINGS
        return len(noun) <= _LONGEST_NOUN and (closed or leads)

    def _behind_number(self, text: str, number: Token, end: int) -> list[Token]:
        """Return the tokens behind a number that belong to it, up to its closing words or the end of its range."""
        tokens: list[Token] = []
        at = number.end

        def take(*names: str) -> Token | None:
            nonlocal at
            for name in names:
                found = self.patterns[name].match(text, at, end)
                if found and found.end() > at:
                    token = Token(name, found[0], at)
                    tokens.append(token)
                    at = token.end
                    return token
            return None

        take("ODD", "COUNTED_SCALE")
        if not take("HALVED", "PERCENT", "BRACKETED_UNIT") and not self._at_closing(text, at, end):
            unit = take("UNIT") or take("STRANGE_UNIT")
            generic = unit is not None and unit.type == "UNIT" and _is_generic(unit.words)
            if generic and not self._at_closing(text, at, end):
                take("NOUN")
        take("SOME_MORE", "HALF_MORE")
        if self._continues(text, at, end, "TO"):
            take("TO")
        elif self._continues(text, at, end, "PLUS_MINUS"):
            take("PLUS_MINUS")
        else:
            while take(*_CLOSINGS):
                pass
        if len(tokens) == 1 and tokens[0].type == "ODD" and len(tokens[0].words) == 1:
            return []
        return tokens

    def _at_closing(self, text: str, at: int, end: int) -> bool:
        # 起 behind a bare number is the measure word of incidents.
        found = self.patterns["OR_MORE"].match(text, at, end)
        if found and found[0] != "起":
            return True
        return any(self.patterns[name].match(text, at, end) for name in _CLOSINGS[1:])

    def _continues(self, text: str, at: int, end: int, name: str) -> bool:
        """Tell whether a second number follows the sign `name` at `at`."""
        found = self.patterns[name].match(text, at, end)
        if not found:
            return False
        numbers = (self.patterns[number].match(text, found.end(), end) for number in _NUMBERS)
        return any(number and read_number(number[0]) for number in numbers)

    def _behind_date(self, text: str, date: Token, end: int) -> list[Token]:
        """Return the tokens behind a date that belong to it."""
        tokens: list[Token] = []
        at = date.end
        for name in ("TO", "AND_ALSO"):
            sign = self.patterns[name].match(text, at, end)
            later = sign and self.patterns["LATER_DATE"].match(text, sign.end(), end)
            if sign and later:
                tokens = [Token(name, sign[0], at), Token("LATER_DATE", later[0], sign.end())]
                at = later.end()
        for name in ("BEFORE", "WITHIN", "ONWARDS"):
            found = self.patterns[name].match(text, at, end)
            if found:
                return [*tokens, Token(name, found[0], at)]
        return tokens

    # --- parts without --------------------------------------------------------------------

    def _form(self, words: str, start: int) -> Iterator[Token]:
        """Yield the tokens of a part without a number."""
        for name in ("YES", "NO", "STANDARD"):
            if self.patterns[name].fullmatch(words):
                yield Token(name, words, start)
                return
        found = self._lacking.fullmatch(words)
        if found:
            subject, none, noun = (group for group in found.groups() if group is not None)
            yield Token("NONE", none, start)
            yield Token("SUBJECT", subject + noun, start)
            return
        found = self.patterns["NONE"].match(words)
        if found:
            yield Token("NONE", found[0], start)
            yield Token("SUBJECT", words[found.end() :], start + found.end())
            return
        found = self._graded.fullmatch(words)
        if found and _names_grade(found):
            yield from self._tokens_of(found, start)
            return
        if not self.patterns["COMPARED"].search(words):
            for pattern in self._referred:
                found = pattern.fullmatch(words)
                if found:
                    yield from self._tokens_of(found, start)
                    return
        yield from self._movement(words, start)

    def _tokens_of(self, found: re.Match[str], start: int) -> Iterator[Token]:
        """Yield a token for each group that took part; a cue and a closing get the name of their terminal."""
        names = {number: name for name, number in found.re.groupindex.items()}
        for number, name in sorted(names.items()):
            words = found[number]
            if not words:
                continue
            place = start + found.start(number)
            if name in ("cue", "closing"):
                among = ("ACCORDING", "INSIDE", "COMPLETING", *CUES) if name == "cue" else _CLOSINGS
                yield Token(self._terminal(among, found, number), words, place)
            else:
                yield Token("SUBJECT" if name == "rest" else name, words, place)

    def _terminal(self, among: Iterable[str], found: re.Match[str], group: int) -> str:
        """Return the terminal that the words of a group are."""
        matches = ((name, self.patterns[name].match(found.string, found.start(group))) for name in among)
        return next(name for name, match in matches if match and match.end() >= found.end(group))

    def _movement(self, words: str, start: int) -> Iterator[Token]:
        """Yield the tokens of 稳步提升 and its like; of a sentence, its first word and the rest."""
        compared = self.patterns["COMPARED"].search(words)
        tokens: list[Token] = []
        at = 0
        while at < len(words):
            found = self._moving.search(words, at)
            if compared and (not found or compared.start() <= found.start()):
                found, name = compared, "COMPARED"
                compared = None
            elif found:
                name = found.lastgroup or ""
            else:
                break
            if at < found.start():
                tokens.append(Token("SUBJECT", words[at : found.start()], start + at))
            tokens.append(Token(name, found[0], start + found.start()))
            at = found.end()
        if at < len(words):
            tokens.append(Token("SUBJECT", words[at:], start + at))
        doing = self.patterns["DOING"].match(words)
        if self._is_trend(tokens, doing):
            yield from tokens
        elif doing and doing.end() < len(words):
            yield Token("DOING", doing[0], start)
            yield Token("SUBJECT", words[doing.end() :], start + doing.end())
        else:
            yield Token("SUBJECT", words, start)

    @staticmethod
    def _is_trend(tokens: list[Token], doing: re.Match[str] | None) -> bool:
        """Tell 功能提高 and 增加岗位 from a sentence with an object of its own."""
        subjects = [token for token in tokens if token.type == "SUBJECT"]
        if not any(token.type in ("UP", "DOWN", "STEADY") for token in tokens) or len(subjects) > 1:
            return False
        if not subjects:
            return True
        subject = subjects[0]
        if subject is tokens[0]:
            return not doing and len(subject.words) <= _LONGEST_SUBJECT and not _NO_SUBJECT.search(subject.words)
        short = len(subject.words) <= _LONGEST_OBJECT
        return subject is tokens[-1] and short and not _QUALIFIED.search(subject.words)


def _counted(numeral: str) -> str:
    """Return a numeral without its last character where that is a unit: 一百千瓦, 二两."""
    shorter = numeral[:-1]
    if shorter and (numeral[-1] == "两" or read_number(numeral) is None) and read_number(shorter):
        return shorter
    return numeral


def _names_grade(found: re.Match[str]) -> bool:
    """Tell a grade from a word that ends like one: 优 and 等级为优, but not 择优."""
    subject, grade = found["SUBJECT"], found["GRADE"]
    if not subject:
        return True
    return bool(found["cue"]) or (len(grade) > 1 and subject[-1] not in "较基" and not _NO_SUBJECT.search(subject))


def _is_generic(unit: str) -> bool:
    found = standard_units().find(unit)
    return found is not None and found.generic


def _without_idle_cues(tokens: list[Token]) -> list[Token]:
    """Return the tokens with those made words that would stand before a number, where none follows."""
    kept: list[Token] = []
    for token in reversed(tokens):
        following = kept[-1] if kept and kept[-1].start == token.end else None
        ahead = following.type if following else ""
        measured = ahead in CUES or ahead in _NUMBERS or ahead == "PLUS_MINUS"
        if token.type in CUES:
            needed = measured or ahead in ("DATE", *_DATE_CUES)
        elif token.type == "PLUS_MINUS":
            needed = ahead in _NUMBERS
        elif token.type in _DATE_CUES:
            needed = ahead == "DATE"
        elif token.type in ("RISE", "FALL"):
            needed = measured or following is None
        elif token.type == "AND":
            needed = ahead in CUES
        else:
            needed = token.type != "IDIOM"
        kept.append(token if needed else token._replace(type="WORDS"))
    return kept[::-1]


def _joined_words(tokens: list[Token]) -> list[Token]:
    joined: list[Token] = []
    for is_words, group in groupby(tokens, key=lambda token: token.type == "WORDS"):
        several = list(group)
        if is_words:
            joined.append(Token("WORDS", "".join(token.words for token in several), several[0].start))
        else:
            joined += several
    return joined


class _Phrases(Transformer[Any, Phrase]):
    """Name what each rule has found."""

    def part(self, children: list[Phrase]) -> Phrase:
        """Return the phrase that a part is."""
        return children[0]

    def __default__(self, data: str, children: list[Node], meta: object) -> Phrase:
        """Return a phrase."""
        return Phrase(str(data), children)


class _Language(NamedTuple):
    parser: Lark
    lexer: _TargetLexer
    separators: re.Pattern[str]


@cache
def _language() -> _Language:
    """Build the parser, once, when the first value is read."""
    grammar = files("budgetperf").joinpath("language/targets.lark").read_text("utf-8")
    lexers: list[_TargetLexer] = []

    class Kept(_TargetLexer):
        def __init__(self, lexer_conf: "LexerConf") -> None:
            super().__init__(lexer_conf)
            lexers.append(self)

    parser = Lark(
        grammar + terminals() + _unit_terminal(),
        start=["part", "whole"],
        parser="lalr",
        lexer=Kept,
        transformer=_Phrases(),
    )
    lexer = lexers[-1]
    # Brackets, the commas of 1,200 and 一、二季度 are parted by nothing.
    whole = (
        r"\([^()]*\)|(?<=[0-9]),(?=[0-9]{3}(?![0-9]))|(?<=[一二三四五])、(?=[一二三四五六][级类])"
        rf"|(?<=[一二三四1-4]){lexer.patterns['AND_ALSO'].pattern}"
    )
    separators = re.compile(f"{whole}|({lexer.patterns['SEPARATOR'].pattern})")
    return _Language(parser, lexer, separators)


def _unit_terminal() -> str:
    """Return the terminal of all measure words; a Latin one ends where its letters end."""
    words = [_unit_pattern(word) for word in standard_units().words if word != "%"]
    return "UNIT_WORD: /(?:%|" + "|".join(word.replace("/", r"\/") for word in words) + ")/\n"


def _unit_pattern(word: str) -> str:
    if not (word[-1].isascii() and word[-1].isalpha()):
        return re.escape(word)
    # A single letter before a Chinese word is part of a name: 5G基站.
    ahead = r"(?![A-Za-z])" if len(word) > 1 else r"(?![A-Za-z])(?=$|[^\u4e00-\u9fff]|以|及|或|左)"
    return re.escape(word) + ahead


def whole_form(text: str) -> str:
    """Return the terminal that a value is as a whole: PLACEHOLDER, NOT_APPLICABLE, LASTING, MARKS, or nothing."""
    patterns = _language().lexer.patterns
    for name in ("PLACEHOLDER", "NOT_APPLICABLE", "LASTING"):
        if patterns[name].fullmatch(text):
            return name
    return "MARKS" if patterns["MARKS"].search(text) else ""


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
    words = text[start:end]
    try:
        phrase = _language().parser.parse(TextSlice(text, start, end), start="part")
    except UnexpectedInput:
        return Part(words, Phrase("sentence", [Token("SUBJECT", words, start)]), separator)
    return Part(words, phrase, separator)  # type: ignore[arg-type]  # the transformer's own result


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
