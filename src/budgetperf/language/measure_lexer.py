"""Cut a part of a value that holds a number or a date into tokens.

Where a number may stand and where a unit is decided here, by what stands around it:
that tells 一次 from 一次性, and 三次 from 三公.
"""

import re
from itertools import groupby
from typing import Final

from attrs import define, field

from budgetperf.language.numerals import read_number
from budgetperf.language.patterns import Patterns
from budgetperf.language.tokens import CLOSINGS, CUES, NUMBERS, Token
from budgetperf.language.unit_words import unit_end
from budgetperf.units import UnitClass, class_of, units_in_force

__all__ = ["MeasureLexer"]

_DATE_CUES = ("NOT_AFTER", "EARLIER", "SINCE")
_STANDING_OUT = (
    "LONE_DAY", "DATE", *_DATE_CUES, "IDIOM", "PER", "ABOVE", "BELOW", "COMPARED", "HIGHER", "LOWER", "PLUS_MINUS",
    "AT_LEAST", "AT_MOST",
    "REACHING", "MORE_THAN", "LESS_THAN", "MISPRINT", "EQUAL", "NEARLY", "RISE", "FALL", "AND", *NUMBERS,
)  # fmt: skip
_LONGEST_CUE = 8
#: The longest noun behind a numeral and its measure word: 三个项目, but not 两个责任压实.
_LONGEST_NOUN = 3
#: What joins an amount to the next: 桌椅两百套及讲台十个.
_JOINED: Final = re.compile("(?:以?及|[和与并+])[^0-9,;。]{0,6}[0-9一二两三四五六七八九十百]")
#: What is held or done so many times: 开展三次培训, but not 一次性, 二次供水, 四场馆, 三期叠加, 两轮车.
_HELD: Final = re.compile(
    "(?:[两三四五六七八九十百]{1,4}[次场轮批]|两[期届])(?![馆景所地域面车]|电动|产业|分配)[\u4e00-\u9fff]{1,6}?"
    f"(?:{_JOINED.pattern}.*)?"
)
#: 修建三公里道路, 种植五百亩果树; 培训三期九十人
_EXTENTS: Final = (UnitClass.AREA, UnitClass.LENGTH, UnitClass.MASS, UnitClass.VOLUME)
_COUNTED: Final = (UnitClass.COUNT, UnitClass.EVENTS, UnitClass.PEOPLE)
_THING: Final = re.compile("[\u4e00-\u9fff]{1,4}")
#: Numerals that hold their unit, and need no other.
_COMPLETE_NUMERAL = re.compile("百$|分之|成|半数|一半")
_OPENING: Final = re.compile("\\([百千万亿]*(?![米克瓦])")
#: Behind these a number stands, though nothing else tells that it is one: 五到十, 正负二.
_LEADING_ON: Final = frozenset((*CUES, "TO", "PLUS_MINUS"))
#: Behind a numeral, these lead on to another.
_FOLLOWING_CUES: Final = (*CUES, "AND")
#: Of less than ten no one says that it is somewhat more.
_FEW: Final = 10
#: What makes a part one with a number.
_MEASURES: Final = frozenset((*NUMBERS, "DATE", "LONE_DAY"))


@define
class _Behind:
    """What stands behind a number, token by token."""

    patterns: Patterns
    text: str
    at: int
    end: int
    tokens: list[Token] = field(factory=list)

    def take(self, *names: str) -> Token | None:
        """Take the first of the terminals that stands here."""
        if self.at >= self.end:
            return None
        found = self.patterns.any_of(*names).match(self.text, self.at, self.end)
        return self._add(found.lastgroup or "", found.end()) if found else None

    def take_unit(self, name: str) -> Token | None:
        """Take a unit, bare or in brackets."""
        find = unit_end if name == "UNIT" else _bracket_end
        ended = find(self.text, self.at, self.end)
        return self._add(name, ended) if ended > self.at else None

    def _add(self, name: str, end: int) -> Token:
        token = Token(name, self.text[self.at : end], self.at)
        self.tokens.append(token)
        self.at = end
        return token


class MeasureLexer:
    """Finds numbers, dates and what belongs to them; the rest is words."""

    def __init__(self, patterns: Patterns) -> None:
        self.patterns = patterns
        self._standing_out = patterns.any_of(*_STANDING_OUT)

    def tokens(self, text: str, start: int, end: int) -> list[Token]:
        """Return the tokens of a part; none where it holds neither a number nor a date."""
        tokens = self._cut(text, start, end)
        return tokens if any(token.type in _MEASURES for token in tokens) else []

    def _cut(self, text: str, start: int, end: int) -> list[Token]:
        """Return the tokens of a part, as of one with a number."""
        tokens: list[Token] = []
        at = start
        while at < end:
            found = self._standing_out.search(text, at, end)
            if not found:
                break
            token = _token(found)
            name, begin = token.type, token.start
            if at < begin:
                tokens.append(Token("WORDS", text[at:begin], at))
            at = token.end
            if name in ("HIGHER", "LOWER") and not (tokens and tokens[-1].type == "COMPARED"):
                token = token._replace(type="WORDS")
            if name in NUMBERS:
                behind = self._behind_number(text, token, end)
                ended = behind[-1].end if behind else token.end
                before = tokens[-1].type if tokens and tokens[-1].end == begin else ""
                following = text[ended : min(ended + _LONGEST_CUE, end)]
                counts = self._counts(token, behind, following, before=before, leads=begin == start)
                if not counts and not (read_number(token.words) and self._leads_on(text, behind, ended, end)):
                    token, behind = token._replace(type="WORDS"), []
            else:
                behind = self._behind_date(text, token, end) if name == "DATE" else []
            tokens += [token, *behind]
            at = tokens[-1].end
        if at < end:
            tokens.append(Token("WORDS", text[at:end], at))
        return _joined_words(_without_idle_cues(tokens))

    def _counts(self, number: Token, behind: list[Token], following: str, *, before: str, leads: bool) -> bool:
        """Tell whether digits or numerals are a number here: 三 of 三次 is, 三 of 三公 is not.

        `following` begins behind the number and the tokens `behind` it; `before` is what the token before it is.
        """
        if read_number(number.words) is None or (not behind and following[:1].isascii() and following[:1].isalpha()):
            return False
        return number.type == "ARABIC" or self._numeral_counts(number, behind, following, before=before, leads=leads)

    def _leads_on(self, text: str, behind: list[Token], at: int, end: int) -> bool:
        """Tell whether a number stands next, in a range or not: 三 of 培训三至五次 and of 培训三期九十人 is one."""
        sign = behind[-1] if behind else None
        if not sign or not (sign.type == "TO" or (sign.type == "UNIT" and class_of(sign.words) in _COUNTED)):
            return False
        found = self.patterns.any_of(*NUMBERS).match(text, at, end)
        if not found:
            return False
        token = _token(found)
        more = self._behind_number(text, token, end)
        ended = more[-1].end if more else token.end
        following = text[ended : min(ended + _LONGEST_CUE, end)]
        return self._counts(token, more, following, before=sign.type, leads=False)

    def _numeral_counts(self, number: Token, behind: list[Token], following: str, *, before: str, leads: bool) -> bool:
        compared = before in CUES
        if not behind:
            complete = _COMPLETE_NUMERAL.search(number.words) is not None
            cued = compared and any(self.patterns[name].match(following) for name in _FOLLOWING_CUES)
            return complete or cued or ((leads or before in _LEADING_ON) and not following)
        if behind[0].type == "STRANGE_UNIT":
            return False
        if compared:
            return True
        if _HELD.fullmatch(f"{number.words}{behind[0].words}{following}") or (
            class_of(behind[0].words) in _EXTENTS and _THING.fullmatch(following)
        ):
            return True
        noun = next((token.words for token in behind if token.type == "NOUN"), "")
        closed = not following or behind[-1].type in CLOSINGS or _JOINED.match(following) is not None
        return len(noun) <= _LONGEST_NOUN and (closed or leads)

    def _behind_number(self, text: str, number: Token, end: int) -> list[Token]:
        """Return the tokens behind a number that belong to it, up to its closing words or the sign of its range."""
        behind = _Behind(self.patterns, text, number.end, end)
        behind.take("ODD", "COUNTED_SCALE")
        own = read_number(number.words)
        if (
            not (own and own.unit)  # 六成家庭 are 60 % of them
            and not behind.take("HALVED", "PERCENT")
            and not behind.take_unit("BRACKETED_UNIT")
        ):
            self._take_unit(behind)
        behind.take("SOME_MORE", "HALF_MORE")
        if self._continues(text, behind.at, end, "TO"):
            behind.take("TO")
        elif self._continues(text, behind.at, end, "PLUS_MINUS"):
            behind.take("PLUS_MINUS")
        else:
            while behind.take(*CLOSINGS):
                pass
        tokens = behind.tokens
        if len(tokens) > 1 or not tokens or tokens[0].type != "ODD" or len(tokens[0].words) > 1:
            return tokens
        return tokens if behind.at == end and own and own.value * own.multiplier >= _FEW else []  # 二十余, but not 三多

    def _take_unit(self, behind: "_Behind") -> None:
        """Take a unit, and what a classifier counts."""
        if behind.at >= behind.end or self._at_closing(behind.text, behind.at, behind.end):
            return
        unit = behind.take_unit("UNIT")
        if unit is None:
            behind.take("STRANGE_UNIT")
        elif _is_generic(unit.words) and not self._at_closing(behind.text, behind.at, behind.end):
            behind.take("NOUN")

    def _at_closing(self, text: str, at: int, end: int) -> bool:
        # 起 behind a bare number is the measure word of incidents.
        found = self.patterns.any_of(*CLOSINGS).match(text, at, end)
        return found is not None and (found[0] != "起" or found.lastgroup != "OR_MORE")

    def _continues(self, text: str, at: int, end: int, name: str) -> bool:
        """Tell whether a second number follows the sign `name` at `at`."""
        found = self.patterns[name].match(text, at, end)
        if not found:
            return False
        numbers = (self.patterns[number].match(text, found.end(), end) for number in NUMBERS)
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


def _bracket_end(text: str, at: int, end: int) -> int:
    """Return where a unit in brackets ends: 12（次）, 50（万元）; `at` where there is none."""
    opening = _OPENING.match(text, at, end)
    if not opening:
        return at
    ended = unit_end(text, opening.end(), end)
    return ended + 1 if opening.end() < ended < end and text[ended] == ")" else at


def _token(found: re.Match[str]) -> Token:
    name = found.lastgroup or ""
    return Token(name, _counted(found[0]) if name == "IN_WORDS" else found[0], found.start())


def _counted(numeral: str) -> str:
    """Return a numeral without its last character where that is a unit: 一百千瓦, 二两."""
    shorter = numeral.removesuffix("半")[:-1] if numeral.endswith("两半") else numeral[:-1]  # 九两半
    if shorter and (numeral[len(shorter)] == "两" or read_number(numeral) is None) and read_number(shorter):
        return shorter
    return numeral


def _is_generic(unit: str) -> bool:
    found = units_in_force().find(unit)
    return found is not None and found.generic


def _without_idle_cues(tokens: list[Token]) -> list[Token]:
    """Return the tokens with those made words that would stand before a number, where none follows."""
    kept: list[Token] = []
    for token in reversed(tokens):
        following = kept[-1] if kept and kept[-1].start == token.end else None
        ahead = following.type if following else ""
        measured = ahead in CUES or ahead in NUMBERS or ahead == "PLUS_MINUS"
        if token.type in CUES:
            needed = measured or ahead in ("DATE", *_DATE_CUES)
        elif token.type == "PLUS_MINUS":
            needed = ahead in NUMBERS
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
