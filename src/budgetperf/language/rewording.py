"""Other spellings of the same value, brought into the one that the grammar has.

The words keep their meaning; where one is chosen, a doubt says so.
"""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Final

from budgetperf.diagnostics import quoted
from budgetperf.language.measures import Doubt
from budgetperf.language.numerals import read_number

__all__ = ["reworded"]

#: The numbers of items, where the first of them opens the value: 1、…；2、…
_FIRST_ITEM: Final = re.compile(r"(?:1[、.)]|\(1\)|①|一、(?!第?[二三四](?:季度|级|类))|\(一\)|一是)(?![0-9])")
_ITEM: Final = re.compile(
    r"(?:^|(?<=[;。,、!]))(?:\(?[0-9]{1,2}[、.)](?![0-9])|\(?[一二三四五六七八九十]{1,2}[、)是])|[①-⑳]"
)
_PRICE: Final = re.compile(r"[¥￥]([0-9][0-9,]*(?:\.[0-9]+)?)([万亿]?)元?")
#: 3(含)次以上; 80%(含)-90%
_FLOATING: Final = re.compile(r"(?<=[0-9%万亿元个人次家])\(含\)(?=[^起以及或])")
_ACIDITY: Final = re.compile("pH(?=[0-9≥≤><])")
#: 至少每月1次 is 每月至少1次.
_LATE_CYCLE: Final = re.compile(
    "(至少|最少|不少于|不低于|不超过|最多|[≥≤><]=?)(每[\u4e00-\u9fff]{1,4})(?=[0-9一二两三四五])"
)
_NIL: Final = re.compile("^0(?=[\u4e00-\u9fff]{0,4}(?:事故|投诉|伤亡|差错|违规|违纪|死亡|上访|信访|发生)$)")
#: 90%≤X≤100%, 5≤x<10次
_CHAIN: Final = re.compile(r"([0-9.]+)(%?)(≤|<)([^0-9≤<≥>]{1,12})(≤|<)([0-9.].*)")
_TURNED: Final = {"≤": "≥", "<": ">"}
#: [80,100), 得分∈(60,80], [10%,20%): a square bracket includes its number, a round one does not.
_END: Final = r"(-?[0-9]+(?:\.[0-9]+)?)([^-0-9.,~以()\[\]]{0,4})"
_INTERVAL: Final = re.compile(rf"(?:([^0-9∈]{{0,12}})∈)?([\[(]){_END}[,~-]{_END}([\])])([^-0-9.,~()\[\]]{{0,4}})")
_OPENED: Final = {"[": "≥", "(": ">"}
_CLOSED: Final = {"]": "≤", ")": "<"}
_SCALES_ALONE: Final = re.compile("[百千万亿]*")
#: 3万5 is 3万5千, and so are 3万5元 and 不少于3万5人; but 投入20万3场 are two numbers, as are 500万1个.
_LEFT_OUT: Final = re.compile(
    "(?<![0-9.])(?<![0-9],)(?:[0-9]{1,4}(?=[千万亿][1-9](?:元(?!件)|$|[、;。!以]|,(?![0-9]{3}(?![0-9]))))"
    "|(?<![^、;,。!于过到达少多约近至≥≤><=~-])[0-9]{1,2}(?=[千万亿][1-9](?:[人名户家次场件]|个(?!百分点))))"
    "([千万亿])[1-9]"
)
#: Without these, a text is not searched for the dear patterns beside them.
_SCALE_BETWEEN: Final = re.compile("[千万亿][1-9]")
_TWO_NUMERALS: Final = re.compile("[一二两三四五六七八][二两三四五六七八九]")
_NEXT_SCALE: Final = {"千": "百", "万": "千", "亿": "千万"}
#: 三四次 is three or four times.
_NEIGHBOURS: Final = re.compile(
    "(?<![一二两三四五六七八九十百千万零〇])([一二两三四五六七八])([二两三四五六七八九])"
    "(?=[^一二两三四五六七八九十百千零〇点成分级类线期产维])"
)
#: 七八十人 is 70 to 80, 十七八次 17 to 18.
_NEIGHBOUR_TENS: Final = re.compile(
    "(?<![一二两三四五六七八九十百千万零〇])(十?)([一二三四五六七八])([二三四五六七八九])([十百千]?)(?=万?[次人个家户名项件天场年岁台套份所处]|[亿万]?元)"
)
_ORDER: Final = "一二三四五六七八九"
_DIGIT: Final = {character: str(place) for place, character in enumerate(_ORDER, 1)} | {"两": "2"}
_TENS: Final = {"十": 10, "百": 100, "千": 1000}
#: 七八成 is 70 to 80 %; 五至六成 is 五成至六成.
_TENTHS: Final = re.compile(
    "([一二三四五六七八])(?:[至到~-]?)([二三四五六七八九])成(?![立为果效本功长员绩熟品交人都型文])"
)
#: 过半, 近半数
_HALF: Final = re.compile("(超过|过|近)半数?(?=$|[、;,。!以])")
_OVER: Final = {"过": "超过"}
#: How often 番 doubles: 翻两番 is four times as much.
_DOUBLINGS: Final = {"两": 2, "二": 2, "三": 3, "四": 4}
_DOUBLED: Final = re.compile("翻(?:([一两二三四])?番)")
#: 5次(不少于) is 不少于5次.
_CUE_BEHIND: Final = re.compile("([0-9][^()]{0,8})\\((不少于|不低于|不超过|至少|至多|≥|≤)\\)")
#: 三五家, but no wider.
_WIDEST: Final = 2
#: 80%及80%以上
_TWICE: Final = re.compile("(?<![0-9.])([0-9.]{1,12}[%\u4e00-\u9fff]{0,3})[及或和](?=\\1以[上下])")
#: 2024年1月1日起至12月31日止
_FROM: Final = re.compile("(?<=[日号月年])起(?=至|到)")
#: 从90%提高到95%: where it begins is no target.
_START: Final = re.compile(
    "[从由][^,;。从由]{1,12}?(?=(?:提高|提升|增加|增长|上升|扩大|压缩|压减|缩短|降低|减少|下降)(?:到|至))"
)
#: 三个多月 is 三多个月.
_SOME: Final = re.compile("个([多余])(月|星期|学期|小时)")
#: 百余家, 近千人, 千人以上: one hundred, one thousand.
_HUNDRED: Final = re.compile(
    "(?<![0-9.一二两三四五六七八九十百千万几数第半])([百千万])(?=余|[万亿]元|[人名户家次场项]{1,2}以上)|(?<=近)([百千万])(?=[人名户家次场项])"
)
_NUMBER: Final = "(?<![0-9.])[0-9]{1,12}|[一二两三四五六七八九十百千万亿零〇点]{1,20}"
_COINS: Final = re.compile(
    f"({_NUMBER})[元块](?:([0-9]|[一二三四五六七八九])[角毛])?(?:([0-9]|[一二三四五六七八九])分)?(?![0-9一-九钟])"
)
_QUOTES: Final = re.compile('[“”"「『](.*)[”“"」』]')
#: Characters of tables from Hong Kong and Macao, as far as the grammar's own words have them.
_TRADITIONAL: Final = str.maketrans(
    "於達過內個萬億兩場項間價標準預計額費資產業務數較歲頓噸畝里鐘時週種類層輛臺戶處條張單組",
    "于达过内个万亿两场项间价标准预计额费资产业务数较岁顿吨亩里钟时周种类层辆台户处条张单组",
)
_TRADITIONAL_SIGN: Final = re.compile(f"[{''.join(map(chr, _TRADITIONAL))}]")


def reworded(text: str, doubts: list[Doubt]) -> str:
    """Return a value in the spelling of the grammar.

    >>> reworded("1、培训3期;2、演练2次", []), reworded("¥500", []), reworded("80≤得分≤100", [])
    (';培训3期;;演练2次', '500元', '得分≥80且≤100')
    """
    if _TRADITIONAL_SIGN.search(text):
        text = text.translate(_TRADITIONAL)
    quotes = _QUOTES.fullmatch(text)
    text = quotes[1] if quotes else text
    if _FIRST_ITEM.match(text):
        text = _ITEM.sub(";", text)
    if "]" in text or "[" in text:
        text = _bounded(text)
    for signs, pattern, replacement in _SPELLINGS:
        for sign in signs:
            if sign in text:
                text = pattern.sub(replacement, text)
                break
    chained = _CHAIN.fullmatch(text)
    if chained:
        low, unit, first, name, second, high = chained.groups()
        name = "" if name in ("X", "x") else name
        text = f"{name}{_TURNED[first]}{low}{unit}且{second}{high}"
    if _SCALE_BETWEEN.search(text):
        text = _LEFT_OUT.sub(lambda found: f"{found[0]}{_NEXT_SCALE[found[1]]}", text)
    if not _TWO_NUMERALS.search(text):
        return text
    text = _NEIGHBOUR_TENS.sub(lambda found: _tens(found, doubts), text)
    return _NEIGHBOURS.sub(lambda found: _range(found, doubts), text)


def _bounded(text: str) -> str:
    """Return an interval of mathematics as a range, or as its two bounds where an end is left out.

    In round brackets alone it may be anything, as may one that holds nothing, or that has words behind its units.
    """
    found = _INTERVAL.fullmatch(text)
    if not found or (found[2], found[7]) == ("(", ")"):
        return text
    name, opening, low, low_unit, high, high_unit, closing, unit = found.groups()
    name = "" if name in (None, "X", "x") else name
    whole = (opening, closing) == ("[", "]")
    if Decimal(low) > Decimal(high) or (Decimal(low) == Decimal(high) and not whole):
        return text
    if unit and not (_SCALES_ALONE.fullmatch(low_unit) and _SCALES_ALONE.fullmatch(high_unit)):
        return text
    low, high = f"{low}{low_unit}{unit}", f"{high}{high_unit}{unit}"
    return f"{low}至{high}" if whole and not name else f"{name}{_OPENED[opening]}{low}且{_CLOSED[closing]}{high}"


def _in_percent(found: re.Match[str]) -> str:
    return f"{_OVER.get(found[1], found[1])}50%"


def _growth(found: re.Match[str]) -> str:
    return f"增长{(2 ** _DOUBLINGS.get(found[1], 1) - 1) * 100}%"


def _tens(found: re.Match[str], doubts: list[Doubt]) -> str:
    ten, low, high, unit = found.groups()
    if bool(ten) == bool(unit) or _ORDER.index(low) + 1 != _ORDER.index(high):
        return found[0]
    doubts.append(Doubt("V316", f"{quoted(found[0])} is read as a range"))
    first, last = (int(_DIGIT[digit]) * _TENS.get(unit, 1) + 10 * len(ten) for digit in (low, high))
    return f"{first}至{last}"


def _range(found: re.Match[str], doubts: list[Doubt]) -> str:
    low, high = found.groups()
    if not 0 < _ORDER.index(high.replace("两", "二")) - _ORDER.index(low.replace("两", "二")) <= _WIDEST:
        return found[0]
    doubts.append(Doubt("V316", f"{quoted(found[0])} is read as {low} to {high}"))
    return f"{_DIGIT[low]}至{_DIGIT[high]}"


def _in_yuan(found: re.Match[str]) -> str:
    """Return 25元5角 as 25.5元."""
    yuan, jiao, fen = found.groups()
    if jiao is None and fen is None:
        return found[0]
    numbers = [read_number(words or "0") for words in (yuan, jiao, fen)]
    if None in numbers:
        return found[0]
    whole, tenths, hundredths = (number.value * number.multiplier for number in numbers if number)
    return f"{whole + tenths.scaleb(-1) + hundredths.scaleb(-2):f}".rstrip("0").rstrip(".") + "元"


#: What is written otherwise, in order: words without any of which a pattern finds nothing, the pattern, what stands for
#: it. Looking for a pattern is ten times as dear as asking for the words.
_SPELLINGS: Final[tuple[tuple[tuple[str, ...], re.Pattern[str], str | Callable[[re.Match[str]], str]], ...]] = (
    (("(含)",), _FLOATING, ""),
    (("pH",), _ACIDITY, "pH值"),
    (("每",), _LATE_CYCLE, r"\2\1"),
    (("0",), _NIL, "零"),
    (("以",), _TWICE, ""),
    (("起",), _FROM, ""),
    (("从", "由"), _START, ""),
    (("半",), _HALF, _in_percent),
    (("成",), _TENTHS, r"\1成至\2成"),
    (("番",), _DOUBLED, _growth),
    (("(",), _CUE_BEHIND, r"\2\1"),
    (("个",), _SOME, r"\1个\2"),
    (("百", "千", "万"), _HUNDRED, r"一\g<0>"),
    (("元", "块"), _COINS, _in_yuan),
    (("¥", "￥"), _PRICE, r"\1\2元"),
)
