"""Other spellings of the same value, brought into the one that the grammar has.

The words keep their meaning; where one is chosen, a doubt says so.
"""

import re
from typing import Final

from budgetperf.diagnostics import quoted
from budgetperf.language.measures import Doubt

__all__ = ["reworded"]

#: The numbers of items, where the first of them opens the value: 1、…；2、…
_FIRST_ITEM: Final = re.compile(r"(?:1[、.)]|\(1\)|①|一、|\(一\)|一是)(?![0-9])")
_ITEM: Final = re.compile(
    r"(?:^|(?<=[;。,、!]))(?:\(?[0-9]{1,2}[、.)](?![0-9])|\(?[一二三四五六七八九十]{1,2}[、)是])|[①-⑳]"
)
_PRICE: Final = re.compile(r"[¥￥]([0-9][0-9,]*(?:\.[0-9]+)?)([万亿]?)元?")
#: 3(含)次以上; 80%(含)-90%
_FLOATING: Final = re.compile(r"(?<=[0-9%])\(含\)(?=[^起以及或])")
_ACIDITY: Final = re.compile("pH(?=[0-9≥≤><])")
#: 至少每月1次 is 每月至少1次.
_LATE_CYCLE: Final = re.compile("(至少|最少|不少于|不低于|不超过|最多)(每[\u4e00-\u9fff]{1,3})(?=[0-9一二两三四五])")
_NIL: Final = re.compile("^0(?=[\u4e00-\u9fff]{0,4}(?:事故|投诉|伤亡|差错|违规|违纪|死亡|上访|信访|发生)$)")
#: 90%≤X≤100%, 5≤x<10次
_CHAIN: Final = re.compile(r"([0-9.]+)(%?)(≤|<)([^0-9≤<≥>]{1,12})(≤|<)([0-9.].*)")
_TURNED: Final = {"≤": "≥", "<": ">"}
#: 三四次 is three or four times.
_NEIGHBOURS: Final = re.compile(
    r"(?<![一二两三四五六七八九十百千万零〇])([一二两三四五六七八])([二三四五六七八九])(?=[^一二三四五六七八九十百千万零〇])"
)
_ORDER: Final = "一二三四五六七八九"


def reworded(text: str, doubts: list[Doubt]) -> str:
    """Return a value in the spelling of the grammar.

    >>> reworded("1、培训3期;2、演练2次", []), reworded("¥500", []), reworded("80≤得分≤100", [])
    (';培训3期;;演练2次', '500元', '得分≥80且≤100')
    """
    if _FIRST_ITEM.match(text):
        text = _ITEM.sub(";", text)
    text = _FLOATING.sub("", text)
    text = _ACIDITY.sub("pH值", text)
    text = _LATE_CYCLE.sub(r"\2\1", text)
    text = _NIL.sub("零", text)
    text = _PRICE.sub(r"\1\2元", text)
    chained = _CHAIN.fullmatch(text)
    if chained:
        low, unit, first, name, second, high = chained.groups()
        name = "" if name in ("X", "x") else name
        text = f"{name}{_TURNED[first]}{low}{unit}且{second}{high}"
    return _NEIGHBOURS.sub(lambda found: _range(found, doubts), text)


def _range(found: re.Match[str], doubts: list[Doubt]) -> str:
    low, high = found.groups()
    if _ORDER.index("二" if low == "两" else low) + 1 != _ORDER.index(high):
        return found[0]
    doubts.append(Doubt("V316", f"{quoted(found[0])} is read as {low} to {high}"))
    return f"{low}至{high}"
