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
from budgetperf.language.unit_words import unit_end

__all__ = ["reworded"]

#: The numbers of items, where the first of them opens the value: 1、…；2、…
_FIRST_ITEM: Final = re.compile(r"(?:1[、.)]|\(1\)|①|一、(?!第?[二三四](?:季度|级|类|、))|\(一\)|一是)(?![0-9])")
_ITEM: Final = re.compile(
    r"(?:^|(?<=[;。,、!]))(?:\(?[0-9]{1,2}[、.)](?![0-9])|\(?[一二三四五六七八九十]{1,2}[、)是])|[①-⑳]"
)
_PRICE: Final = re.compile(r"[¥￥]([0-9][0-9,]*(?:\.[0-9]+)?)([万亿]?)元?")
#: 3(含)次以上; 80%(含)-90%
_FLOATING: Final = re.compile(r"(?<=[0-9一二两三四五六七八九十百千%万亿元个人次家])\(含\)(?=[^起以及或])")
_ACIDITY: Final = re.compile("pH(?=[0-9≥≤><])")
#: 至少每月1次 is 每月至少1次.
_LATE_CYCLE: Final = re.compile(
    "(至少|最少|不少于|不低于|不超过|最多|[≥≤><]=?)(每[\u4e00-\u9fff]{1,4})(?=[0-9一二两三四五])"
)
_NIL: Final = re.compile("^0(?=[\u4e00-\u9fff]{0,4}(?:事故|投诉|伤亡|差错|违规|违纪|死亡|上访|信访|发生)$)")
#: 90%≤X≤100%, 5≤x<10次
_CHAIN: Final = re.compile(r"([0-9.]+)(%?)(≤|<)([^0-9≤<≥>]{1,12})(≤|<)([0-9.].*)")
_TURNED: Final = {"≤": "≥", "<": ">", "≥": "≤", ">": "<"}
#: 5仟元, 3佰户
_SCALE_FOR_ACCOUNTS: Final = re.compile("(?<=[0-9])([佰仟])")
_PLAIN: Final = {"佰": "百", "仟": "千"}
#: 90%≤X, 95≤得分
_TURNED_ROUND: Final = re.compile(r"([0-9.]+[^0-9≤<≥>,;、。]{0,4})([≤<≥>])([^0-9≤<≥>,;、。]{1,12})")
#: [80,100), 得分∈(60,80], 合格率[10%,20%): a square bracket includes its number, a round one does not.
_END: Final = r"(-?[0-9]+(?:\.[0-9]+)?)([^-0-9.,~以()\[\]]{0,4})"
_INTERVAL: Final = re.compile(
    rf"(?:([^0-9∈\[\]()]{{0,12}})∈?)?([\[(]){_END}[,~-]{_END}([\])])([^-0-9.,~()\[\]]{{0,4}})"
)
_DAYS: Final = re.compile("[年月日]")
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
    "(?=[^一二两三四五六七八九十百千零〇点成分级类线期产维]|分(?!之)|千[米克瓦卡伏帕赫焦升])"
)
#: 七八十人 is 70 to 80, 十七八次 17 to 18, 七百三四 730 to 740; but 十四五 is a five-year plan, 五六十年代 a time.
_NEIGHBOUR_TENS: Final = re.compile(
    "(?:(?<![一二两三四五六七八九十百千万亿零〇点第几之])|(?<=[百千]分之))"
    "(|[一二两三四五六七八九十百千万]{0,12}?[十百千万])([一二两三四五六七八])([二两三四五六七八九])"
    "((?:[十百](?![姓货])|千(?![米克瓦卡伏帕赫分焦字升欧牛]))?)([万亿]{0,2})"
    "(?![一二两三四五六七八九十百千零〇点成]|年代)"
    "(?<!十四五(?![次人个家户名项件天场岁台套份所处元]))"
)
_ORDER: Final = "一二三四五六七八九"
_DIGIT: Final = {character: str(place) for place, character in enumerate(_ORDER, 1)} | {"两": "2"}
#: 七八成 is 70 to 80 %; 五至六成 is 五成至六成.
_TENTHS: Final = re.compile(
    "([一二两三四五六七八])(?:[至到~-]?)([二三四五六七八九])成(?![立为果效本功长员绩熟品交人都型文群])"
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
#: 一、二、三季度 is 一至三季度, and 二、四季度 is two of them.
_QUARTERS: Final = re.compile(
    "(?<![0-9一二三四])第?([一二三四1-4](?:[、和及]第?[一二三四1-4]){1,3})季度(?!度?[前内底末以])"
)
_QUARTER: Final = re.compile("[一二三四1-4]")
#: 从90%提高到95%: where it begins is no target.
_START: Final = re.compile(
    "[从由][^,;。从由]{1,12}?(?=(?:提高|提升|增加|增长|上升|扩大|压缩|压减|缩短|降低|减少|下降)(?:到|至))"
)
#: 三个多月 is 三多个月.
_SOME: Final = re.compile("个([多余])(月|星期|学期|小时)")
#: 百余家, 近千人, 千人以上: one hundred, one thousand.
_HUNDRED: Final = re.compile(
    "(?<![0-9.一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟几数第半])([百千万])(?=余|[万亿]元|[人名户家次场项]{1,2}以上)|(?<=近)([百千万])(?=[人名户家次场项])"
)
#: 50 mg/L is 50mg/L.
_APART: Final = re.compile("(?<=[0-9]) (?=[A-Za-zμµ])")
_NUMBER: Final = "(?<![0-9.])[0-9]{1,12}|[一二两三四五六七八九十百千万亿零〇点壹贰叁肆伍陆柒捌玖拾佰仟]{1,20}"
_COIN: Final = "(零|零?[0-9一二两三四五六七八九壹贰叁肆伍陆柒捌玖])"
#: 16元5角, 拾陆圆伍角零贰分, 十六块五
_COINS: Final = re.compile(
    f"({_NUMBER})(?:块{_COIN}(?=钱|$|[、;,。!])|[元块圆](?:{_COIN}[角毛])?(?:{_COIN}分)?(?:[整正]|钱)?(?![0-9一-九钟]))"
)
_COUNT: Final = (
    "(?:(?<![0-9.第每月])[0-9]{1,6}|(?<![0-9.第每月零一二两三四五六七八九十百千万])[零一二两三四五六七八九十百]{1,6})"
)
#: 1小时30分钟, 2年3个月, 6公里300米
_TWO_UNITS: Final = re.compile(
    f"({_COUNT})个?(年|周|星期|天|小时|钟头|分|公里|千米|米|吨|斤|角)钟?[零又]?([0-9]{{1,4}}|[零一二两三四五六七八九十百]{{1,6}})"
    "(个月|天|小时|时(?![段间期候点])|分|秒|厘米|米|公斤|千克|两)[钟钱]?(?!工作制|[之制宽高长深厚])"
)
#: Which smaller unit goes with a larger one, how it is read, and how many make one.
_SMALLER: Final = {
    "年个月": ("个月", 12), "周天": ("天", 7), "星期天": ("天", 7), "天小时": ("小时", 24), "天时": ("小时", 24),
    "小时分": ("分钟", 60), "钟头分": ("分钟", 60), "分秒": ("秒", 60), "公里米": ("米", 1000), "千米米": ("米", 1000),
    "米厘米": ("厘米", 100), "吨公斤": ("公斤", 1000), "吨千克": ("千克", 1000), "斤两": ("两", 10),
    "角分": ("分钱", 10),
}  # fmt: skip
#: Of these, 一 and 每 say how often: two hours a day.
_RECURRING: Final = ("周", "星期", "天")
#: A number of this size before 年 is a year.
_FULL_YEAR: Final = 1000
#: 比30大, 比四分之一小; but not 占比30%高
_THAN: Final = re.compile(
    "(?:^|(?<=[;,、]))比([0-9.]{1,12}|[一二两三四五六七八九十百千万亿零点分之]{1,20})(%?)(?:([大高多])|[小低少])(?=$|[;,、])"
)
_QUOTES: Final = re.compile('[“”"「『](.*)[”“"」』]')
#: Characters of tables from Hong Kong and Macao, as far as the grammar's own words have them.
_TRADITIONAL: Final = str.maketrans(
    "於達過內個萬億兩場項間價標準預計額費資產業務數較歲頓噸畝里鐘時週種類層輛臺戶處條張單組負點幾號後貳陸倆叄圓塊錢",
    "于达过内个万亿两场项间价标准预计额费资产业务数较岁顿吨亩里钟时周种类层辆台户处条张单组负点几号后贰陆俩叁圆块钱",
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
    text = _named_first(_respelt(text))
    if _SCALE_BETWEEN.search(text):
        text = _LEFT_OUT.sub(lambda found: f"{found[0]}{_NEXT_SCALE[found[1]]}", text)
    if not _TWO_NUMERALS.search(text):
        return text
    text = _NEIGHBOUR_TENS.sub(lambda found: _tens(found, doubts), text)
    return _NEIGHBOURS.sub(lambda found: _range(found, doubts), text)


def _respelt(text: str) -> str:
    for signs, pattern, replacement in _SPELLINGS:
        for sign in signs:
            if sign in text:
                text = pattern.sub(replacement, text)
                break
    return text


def _named_first(text: str) -> str:
    """Return 90%≤X≤100% and 95≤得分 with what is compared before the numbers."""
    chained = _CHAIN.fullmatch(text)
    if chained:
        low, unit, first, name, second, high = chained.groups()
        name = "" if name in ("X", "x") else name
        return f"{name}{_TURNED[first]}{low}{unit}且{second}{high}"
    turned = _TURNED_ROUND.fullmatch(text)
    if turned and unit_end(turned[3], 0, len(turned[3])) < len(turned[3]):
        return f"{'' if turned[3] in ('X', 'x') else turned[3]}{_TURNED[turned[2]]}{turned[1]}"
    return text


def _bounded(text: str) -> str:
    """Return an interval of mathematics as a range, or as its two bounds where an end is left out.

    In round brackets alone it may be anything, as may one that holds nothing, or that has words behind its units.
    """
    found = _INTERVAL.fullmatch(text)
    if not found or (found[2], found[7]) == ("(", ")"):
        return text
    name, opening, low, low_unit, high, high_unit, closing, unit = found.groups()
    name = "" if name in (None, "X", "x") else name
    if name and _DAYS.search(low_unit + high_unit):
        return text
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
    """Return 七八十 as 70至80, 百分之六七 as 百分之6至7; other pairs without a ten are the business of others."""
    before, low, high, unit, myriads = found.groups()
    steps = _ORDER.index(high.replace("两", "二")) - _ORDER.index(low.replace("两", "二"))
    wide = not before and steps == _WIDEST and low == "三"  # 三五百
    is_share = found.string.endswith("分之", 0, found.start())
    if not (before or unit or is_share) or not (steps == 1 or wide):
        return found[0]
    first, last = (read_number(f"{before}{digit}{unit}") for digit in (low, high))
    if first is None or last is None:
        return found[0]
    doubts.append(Doubt("V316", f"{quoted(found[0])} is read as a range"))
    return "至".join(f"{number.value * number.multiplier:f}" for number in (first, last)) + myriads


def _range(found: re.Match[str], doubts: list[Doubt]) -> str:
    low, high = found.groups()
    if not 0 < _ORDER.index(high.replace("两", "二")) - _ORDER.index(low.replace("两", "二")) <= _WIDEST:
        return found[0]
    doubts.append(Doubt("V316", f"{quoted(found[0])} is read as {low} to {high}"))
    return f"{_DIGIT[low]}至{_DIGIT[high]}"


def _in_yuan(found: re.Match[str]) -> str:
    """Return 25元5角 as 25.5元."""
    yuan, tenth, jiao, fen = found.groups()
    jiao = jiao or tenth
    if jiao is None and fen is None:
        return found[0]
    numbers = [read_number(words or "0") for words in (yuan, jiao, fen)]
    if None in numbers:
        return found[0]
    whole, tenths, hundredths = (number.value * number.multiplier for number in numbers if number)
    return f"{whole + tenths.scaleb(-1) + hundredths.scaleb(-2):f}".rstrip("0").rstrip(".") + "元"


def _in_smaller(found: re.Match[str]) -> str:
    """Return 1小时30分 as 90分钟; 7天24小时 is no amount of time, nor is 2024年3个月."""
    first, larger, second, smaller = found.groups()
    if larger in _RECURRING and (first == "一" or found.string.endswith(("周", "星期"), 0, found.start())):
        return found[0]  # 一天2小时, 每周5天8小时
    unit, factor = _SMALLER.get(larger + smaller, ("", 0))
    more, less = read_number(first), read_number(second)
    if more is None or less is None or less.value >= factor or more.value >= _FULL_YEAR:
        return found[0]
    return f"{more.value * factor + less.value:f}{unit}"


def _each_quarter(found: re.Match[str]) -> str:
    """Return quarters in a row as a range, and others one by one."""
    named = _QUARTER.findall(found[1])
    places = [int(_DIGIT.get(quarter, quarter)) for quarter in named]
    if places == [*range(places[0], places[-1] + 1)]:
        return f"{named[0]}至{named[-1]}季度"
    return "、".join(f"{quarter}季度" for quarter in named)


def _with_unit(found: re.Match[str]) -> str:
    """Drop the blank between a number and its unit, which is all that it is before: 5 km, but not 5 PM2.5."""
    text, at = found.string, found.end()
    return "" if unit_end(text, at, len(text)) > at else " "


#: What is written otherwise, in order: words without any of which a pattern finds nothing, the pattern, what stands for
#: it. Looking for a pattern is ten times as dear as asking for the words.
_SPELLINGS: Final[tuple[tuple[tuple[str, ...], re.Pattern[str], str | Callable[[re.Match[str]], str]], ...]] = (
    ((" ",), _APART, _with_unit),
    (("(含)",), _FLOATING, ""),
    (("pH",), _ACIDITY, "pH值"),
    (("每",), _LATE_CYCLE, r"\2\1"),
    (("0",), _NIL, "零"),
    (("以",), _TWICE, ""),
    (("起",), _FROM, ""),
    (("季度",), _QUARTERS, _each_quarter),
    (("从", "由"), _START, ""),
    (("半",), _HALF, _in_percent),
    (("成",), _TENTHS, r"\1成至\2成"),
    (("番",), _DOUBLED, _growth),
    (("(",), _CUE_BEHIND, r"\2\1"),
    (("个",), _SOME, r"\1个\2"),
    (("百", "千", "万"), _HUNDRED, r"一\g<0>"),
    (("角", "毛", "分", "块"), _COINS, _in_yuan),
    (("¥", "￥"), _PRICE, r"\1\2元"),
    (("佰", "仟"), _SCALE_FOR_ACCOUNTS, lambda found: _PLAIN[found[1]]),
    (("比",), _THAN, lambda found: f"{'大于' if found[3] else '小于'}{found[1]}{found[2]}"),
    # From the largest on, so that three units become one, too.
    *(((sign,), _TWO_UNITS, _in_smaller) for sign in ("个月", "天", "时", "分", "秒", "米", "公斤", "千克", "两")),
)
