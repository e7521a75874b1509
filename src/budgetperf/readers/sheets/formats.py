"""Numbers of a workbook as they are shown: number formats, percentages, dates."""

import datetime as dt
import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from functools import lru_cache

from attrs import field, frozen

__all__ = ["CellFormats", "shown_number", "shown_text"]

#: Formats that a workbook names by number alone; those from 27 on are what a Chinese Excel makes of them.
_BUILT_IN: Mapping[int, str] = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    **dict.fromkeys((5, 6, 37, 38, 41, 42), "#,##0"),
    **dict.fromkeys((7, 8, 39, 40, 43, 44), "#,##0.00"),
    9: "0%",
    10: "0.00%",
    14: "yyyy/m/d",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "yyyy/m/d h:mm",
    **dict.fromkeys((27, 36, 50, 52, 57), 'yyyy"年"m"月"'),
    **dict.fromkeys((28, 29, 51, 53, 54, 58), 'm"月"d"日"'),
    30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"',
    **dict.fromkeys((34, 55), '上午/下午h"时"mm"分"'),
    **dict.fromkeys((35, 56), '上午/下午h"时"mm"分"ss"秒"'),
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    49: "@",
}

_LONGEST_FORMAT = 500
_LONGEST_NUMBER = 40
#: No more digits of a number are kept in a workbook, and no more are shown without a format.
_DIGITS, _SHOWN_DIGITS = 15, 10
#: So many places of a number are shown in any case, for it may be money.
_CENTS = 2
#: A number that takes more digits in its format is shown without one.
_SHOWN = Context(prec=28)
_SMALLEST, _LARGEST = Decimal("1e-9"), Decimal("1e15")
_MOST_PLACES = 30
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,3})?")
#: Stored as it is shown, as most are.
_SHORT_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d*[1-9])?")
_TOKEN = re.compile(
    r"""(?P<general>General|G/通用格式)|"(?P<quoted>[^"]*)"|[\\!](?P<escaped>.)|(?P<fill>[_*].)"""
    r"""|\[(?P<bracket>[^\]]*)\]|(?P<end>;)|(?P<noon>AM/PM|A/P|上午/下午)|(?P<exponent>E[+-])"""
    r"""|(?P<date>y+|e+|m+|d+|h+|s+(?:\.0+)?|aaa+)|(?P<digit>[0\#?])|(?P<point>\.)|(?P<comma>,)"""
    r"""|(?P<percent>%)|(?P<words>@)|(?P<other>.)""",
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)(-?\d+(?:\.\d+)?)")
_ELAPSED = re.compile(r"h+|m+|s+", re.IGNORECASE)
_COMPARISONS: Mapping[str, Callable[[Decimal, Decimal], bool]] = {
    "<=": lambda value, other: value <= other,
    ">=": lambda value, other: value >= other,
    "<>": lambda value, other: value != other,
    "<": lambda value, other: value < other,
    ">": lambda value, other: value > other,
    "=": lambda value, other: value == other,
}
_CHINESE_DIGITS = "〇一二三四五六七八九"
_WEEKDAYS = "一二三四五六日"
_MONTHS = "January February March April May June July August September October November December".split()  # noqa: SIM905 - easier on the eye
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()  # noqa: SIM905 - as above
_NOON = 12
#: Serial numbers count from here; Excel thinks that 1900 was a leap year.
_EPOCH, _EPOCH_1904 = dt.datetime(1899, 12, 30), dt.datetime(1904, 1, 1)  # noqa: DTZ001 - no zone is printed
_FALSE_LEAP_DAY, _LAST_SERIAL = 61, 2_958_465
_SECONDS_OF_DAY = 86_400


@frozen
class _Section:
    """What one part of a format, between semicolons, makes of a number."""

    #: (kind, words) of each token.
    tokens: tuple[tuple[str, str], ...]
    condition: tuple[str, Decimal] | None = None
    chinese: bool = False
    kinds: frozenset[str] = field(init=False)

    @kinds.default
    def _kinds_of_tokens(self) -> frozenset[str]:
        return frozenset(kind for kind, _ in self.tokens)

    @property
    def repeats(self) -> bool:
        """Whether it would show all of the words or the number more than once."""
        return sum(kind in ("general", "words") for kind, _ in self.tokens) > 1


@frozen
class CellFormats:
    """The number formats of a workbook, by the numbers of its cells' styles.

    >>> formats = CellFormats(("", "0%"))
    >>> formats.number("0.9", 1), formats.number("0.9", 0), formats.words("甲", 7)
    ('90%', '0.9', '甲')
    """

    codes: Sequence[str] = ()
    #: Whether days are counted from 1904.
    since_1904: bool = False

    @classmethod
    def of_styles(cls, numbers: Iterable[int], codes: Mapping[int, str], *, since_1904: bool = False) -> "CellFormats":
        """Return the formats of styles by the number of each: those of the workbook, or else those all know."""
        return cls(tuple(codes.get(number, _BUILT_IN.get(number, "")) for number in numbers), since_1904)

    def _code(self, style: int) -> str:
        return self.codes[style] if 0 <= style < len(self.codes) else ""

    def number(self, value: str, style: int) -> str:
        """Return how a number is shown in a cell of a style."""
        return shown_number(value, self._code(style), since_1904=self.since_1904)

    def real(self, number: float, style: int) -> str:
        """Return how a number is shown in a cell of a style; what is no number is an error."""
        return self.number(repr(number), style) if math.isfinite(number) else "#NUM!"

    def words(self, words: str, style: int) -> str:
        """Return how words are shown in a cell of a style."""
        code = self._code(style)
        return shown_text(words, code) if "@" in code and code != "@" else words


def shown_number(value: str, code: str, *, since_1904: bool = False) -> str:
    """Return how a number is shown in a format.

    >>> shown_number("0.9", "0%"), shown_number("3.5", "0.00"), shown_number("1234.5", "#,##0.00")
    ('90%', '3.50', '1,234.50')
    >>> shown_number("45657", "yyyy-mm-dd"), shown_number("45657", 'yyyy"年"m"月"d"日"')
    ('2024-12-31', '2024年12月31日')
    """
    if not code and len(value) <= _SHOWN_DIGITS and _SHORT_NUMBER.fullmatch(value):
        return value
    value = value.strip()
    if len(value) > _LONGEST_NUMBER:
        return value
    return _shown_number(value, code if len(code) <= _LONGEST_FORMAT else "", since_1904)


@lru_cache(maxsize=8192)
def _shown_number(value: str, code: str, since_1904: bool) -> str:  # noqa: FBT001 - the cache is faster so
    if not _NUMBER.fullmatch(value):
        return value
    number = Decimal(format(float(value), f".{_DIGITS}g"))
    return _in_format(number, code, since_1904=since_1904) if number.is_finite() else value


def _in_format(number: Decimal, code: str, *, since_1904: bool) -> str:
    sections = _sections(code)
    if not sections:
        return _general(number)
    place = _place_of_section(sections, number)
    section = sections[place]
    if "date" in section.kinds and not section.kinds & {"general", "digit"}:
        return _date(number, section, since_1904=since_1904)
    if "general" in section.kinds or "words" in section.kinds:
        words = _general(number)
        if section.repeats:
            return words
        return "".join(words if kind in ("general", "words") else text for kind, text in section.tokens).strip()
    own_sign = place == 1 and section.condition is None and len(sections) > 1
    return _number(abs(number) if own_sign else number, section)


def shown_text(words: str, code: str) -> str:
    """Return how words are shown in a format; one that would show them more than once shows them as they are.

    >>> shown_text("—", "0.00"), shown_text("培训", '0.00;-0.00;0.00;@"费"')
    ('—', '培训费')
    """
    section = _section_of_words(code) if len(code) <= _LONGEST_FORMAT else None
    if section is None or "words" not in section.kinds or section.repeats:
        return words
    return "".join(words if kind == "words" else text for kind, text in section.tokens)


def _section_of_words(code: str) -> _Section | None:
    sections = _sections(code)
    return sections[3] if len(sections) > 3 else sections[-1] if sections else None


@lru_cache(maxsize=512)
def _sections(code: str) -> tuple[_Section, ...]:
    """Return the parts of a format; none when it says nothing."""
    if code.lower() in ("", "general", "@"):
        return ()
    sections: list[_Section] = []
    tokens: list[tuple[str, str]] = []
    condition: tuple[str, Decimal] | None = None
    chinese = False

    def close() -> None:
        nonlocal condition, chinese
        sections.append(_Section(tuple(tokens), condition, chinese))
        tokens.clear()
        condition, chinese = None, False

    for found in _TOKEN.finditer(code):
        kind, text = found.lastgroup or "other", found[found.lastgroup or 0]
        if kind == "end":
            close()
        elif kind == "bracket":
            condition = _condition(text) or condition
            tokens += _bracketed(text)
            chinese = chinese or text.upper() == "DBNUM1"
        elif kind in ("quoted", "escaped", "other"):
            tokens.append(("literal", text))
        elif kind != "fill":
            tokens.append((kind, text))
    close()
    return tuple(sections)


def _condition(text: str) -> tuple[str, Decimal] | None:
    tested = _CONDITION.fullmatch(text)
    return (tested[1], Decimal(tested[2])) if tested else None


def _bracketed(text: str) -> list[tuple[str, str]]:
    """Return what stands in brackets and is shown: a currency, or hours that count on beyond a day."""
    if text.startswith("$"):
        return [("literal", text[1:].partition("-")[0])]
    return [("date", f"[{text.lower()}]")] if _ELAPSED.fullmatch(text) else []


def _place_of_section(sections: Sequence[_Section], number: Decimal) -> int:
    if any(section.condition for section in sections):
        for place, section in enumerate(sections[:3]):
            if section.condition is None or _COMPARISONS[section.condition[0]](number, section.condition[1]):
                return place
        return 0
    if len(sections) > 1 and number < 0:
        return 1
    return 2 if len(sections) > 2 and number == 0 else 0


def _general(number: Decimal) -> str:
    """Return a number as a cell without a format shows it, but never with an exponent unless it is beyond all money."""
    size = abs(number)
    if number == number.to_integral_value() and size < _LARGEST:
        return str(int(number))
    if not _SMALLEST <= size < _LARGEST:
        return str(number.normalize())
    whole = len(str(int(size)))
    places = max(_CENTS, _SHOWN_DIGITS - whole)
    return _plain(number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, _SHOWN))


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _number(number: Decimal, section: _Section) -> str:
    kinds = [kind for kind, _ in section.tokens]
    digits = [place for place, kind in enumerate(kinds) if kind == "digit"]
    if not digits:
        return "".join("%" if kind == "percent" else text for kind, text in section.tokens).strip()
    if "exponent" in kinds or any(
        text == "/" and digits[0] < place < digits[-1] for place, (_, text) in enumerate(section.tokens)
    ):
        return _general(number)  # powers of ten and fractions are no way to print money
    point = kinds.index("point") if "point" in kinds else len(kinds)
    places = sum(place > point for place in digits)
    # A comma among digits groups them, one behind the last digit divides by a thousand.
    thousands = sum(kind == "comma" and place > digits[-1] for place, kind in enumerate(kinds))
    grouped = any(kind == "comma" and digits[0] < place < min(point, digits[-1]) for place, kind in enumerate(kinds))
    number = number.scaleb(2 * kinds.count("percent") - 3 * thousands)
    if places > _MOST_PLACES:
        return _general(number)
    try:
        rounded = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, _SHOWN)
    except InvalidOperation:
        return _general(number)
    whole, _, fraction = f"{abs(rounded):f}".partition(".")
    front = _whole_part(section.tokens[:point], "" if whole == "0" else whole, grouped=grouped)
    back = _fraction_part(section.tokens[point + 1 :], fraction)
    if any(kind == "digit" for kind, _ in section.tokens[:point]) is False and not front:
        front = "" if whole == "0" else whole
    middle = "." if point < len(kinds) and back[:1].isdigit() else ""
    return f"{'-' if rounded < 0 else ''}{front}{middle}{back}".strip()


def _whole_part(tokens: Sequence[tuple[str, str]], digits: str, *, grouped: bool) -> str:
    """Put the digits of a whole number into their places, from the last."""
    out: list[str] = []
    left = list(digits)
    first = next((place for place, (kind, _) in enumerate(tokens) if kind == "digit"), -1)
    printed = 0

    def put(digit: str) -> None:
        nonlocal printed
        if grouped and printed and printed % 3 == 0:
            out.append(",")
        out.append(digit)
        printed += 1

    for place in range(len(tokens) - 1, -1, -1):
        kind, text = tokens[place]
        if kind == "digit":
            if left:
                put(left.pop())
            elif text == "0":
                put("0")
            while place == first and left:
                put(left.pop())
        elif kind == "percent":
            out.append("%")
        elif kind != "comma":
            out.append(text[::-1])
    return "".join(out)[::-1]


def _fraction_part(tokens: Sequence[tuple[str, str]], digits: str) -> str:
    out: list[str] = []
    place = 0
    for kind, text in tokens:
        if kind == "digit":
            if text == "0" or digits[place:].strip("0"):
                out.append(digits[place])
            place += 1
        elif kind == "percent":
            out.append("%")
        elif kind != "comma":
            out.append(text)
    return "".join(out)


# --- dates -----------------------------------------------------------------------------------------


def _date(number: Decimal, section: _Section, *, since_1904: bool) -> str:
    if not 0 <= number <= _LAST_SERIAL:
        return _general(number)
    seconds = int((number * _SECONDS_OF_DAY).to_integral_value(ROUND_HALF_UP))
    if not since_1904 and seconds < _FALSE_LEAP_DAY * _SECONDS_OF_DAY:
        day = _EPOCH + dt.timedelta(days=1)
    else:
        day = _EPOCH_1904 if since_1904 else _EPOCH
    try:
        moment = day + dt.timedelta(seconds=seconds)
    except OverflowError:
        return _general(number)
    tokens = section.tokens
    out: list[str] = []
    for place, (kind, text) in enumerate(tokens):
        if kind == "date":
            out.append(_part_of_date(moment, seconds, tokens, place, chinese=section.chinese))
        elif kind == "noon":
            am, pm = text.split("/")
            out.append(am if moment.hour < _NOON else pm)
        else:
            out.append(text)
    return "".join(out).strip()


def _part_of_date(
    moment: dt.datetime, seconds: int, tokens: Sequence[tuple[str, str]], place: int, *, chinese: bool
) -> str:
    text = tokens[place][1].lower()
    letter = text.strip("[")[:1]
    if text.startswith("["):
        return str(seconds // {"h": 3600, "m": 60, "s": 1}[letter])
    if letter in "ye":
        year = str(moment.year) if letter == "e" or len(text) > 2 else f"{moment.year % 100:02}"
        return "".join(_CHINESE_DIGITS[int(digit)] for digit in year) if chinese else year
    if letter == "a":
        return f"{'星期' if len(text) > 3 else ''}{_WEEKDAYS[moment.weekday()]}"
    if len(text) > 2 and letter in "md":
        names = (_MONTHS[moment.month - 1] if letter == "m" else _DAYS[moment.weekday()], text)
        return names[0] if len(text) > 3 else names[0][:3]
    value = {"m": moment.month, "d": moment.day, "h": moment.hour, "s": moment.second}[letter]
    if letter == "m" and _is_minute(tokens, place):
        value = moment.minute
    if letter == "h" and any(kind == "noon" for kind, _ in tokens):
        value = value % _NOON or _NOON
    if chinese:
        return _chinese_number(value)
    return f"{value:02}" if len(text.partition(".")[0]) > 1 else str(value)


def _is_minute(tokens: Sequence[tuple[str, str]], place: int) -> bool:
    """Tell minutes from months: they stand behind hours, or before seconds."""
    before = next((text.strip("[")[:1] for kind, text in reversed(tokens[:place]) if kind == "date"), "")
    behind = next((text.strip("[")[:1] for kind, text in tokens[place + 1 :] if kind == "date"), "")
    return before.lower() == "h" or behind.lower() == "s"


def _chinese_number(value: int) -> str:
    tens, ones = divmod(value, 10)
    front = "" if not tens else "十" if tens == 1 else f"{_CHINESE_DIGITS[tens]}十"
    return f"{front}{_CHINESE_DIGITS[ones]}" if ones or not tens else front
