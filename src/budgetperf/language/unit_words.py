"""Find the printed unit that stands at a place: 元, 个, 元/人·月, 微克/立方米.

The words are those of ``data/units.toml``; they are looked up, since as a pattern of
the grammar they would take longer to compile than all the rest.
"""

import re
from typing import Final

from budgetperf.units import units_in_force

__all__ = ["unit_end"]

#: Between the parts of a compound unit: 元/人, 个/万人, 次/2年, 元每平方米.
_JOINT: Final = re.compile(r"(?:/[0-9]{0,4}|[·每.*])[十百千万亿]*")
#: What a unit may be under a stroke: 元/(人·天), 例/10万人.
_UNDER: Final = re.compile(r"/\([^()]{1,8}\)|/[0-9]+[百千万](?:人口?)?")
#: A measure word that no list has counts only under a stroke; 以下 of 10/10万以下 is none.
_LOCAL: Final = re.compile(r"(?!以|左右|上下)[\u4e00-\u9fff]{1,2}")
_NEXT: Final = re.compile(r"$|[^\u4e00-\u9fff]|[以及或且至到左每]")
_MOST_PARTS: Final = 4
#: A single letter before a Chinese word is part of a name: 5G基站.
_IN_NAME: Final = re.compile(r"[A-Za-z]|[\u4e00-\u9fff](?<![以及或左])")


def unit_end(text: str, at: int, end: int) -> int:
    """Return where the unit ends that stands at `at`, before `end`; `at` itself where none does.

    >>> text = "5元/人·月以上"
    >>> text[1 : unit_end(text, 1, len(text))]
    '元/人·月'
    """
    ended = _word_end(text, at, end)
    if ended == at and (_UNDER.match(text, at, end) or not text[at + 1 : at + 2].isdigit()):
        ended = _under_end(text, at, end)  # 28.40/株, 12/10万; but 12/12次 is none
    for _ in range(_MOST_PARTS - 1):
        following = _under_end(text, ended, end)
        if ended in {at, following}:
            break
        ended = following
    return ended


def _word_end(text: str, at: int, end: int) -> int:
    units = units_in_force()
    for length in range(min(len(units.words[0]), end - at), 0, -1):
        word = text[at : at + length]
        if units.find(word) and not _runs_on(text, word, at + length, end):
            return at + length
    return at


def _runs_on(text: str, word: str, at: int, end: int) -> bool:
    """Tell whether a Latin unit is but the beginning of a word."""
    if not (word[-1].isascii() and word[-1].isalpha()) or at >= end:
        return False
    following = text[at]
    return following.isascii() and following.isalpha() if len(word) > 1 else _IN_NAME.match(following) is not None


def _under_end(text: str, at: int, end: int) -> int:
    """Return where a further part of a compound unit ends; `at` where there is none."""
    joint = _JOINT.match(text, at, end)
    if joint and joint.end() > at:
        ended = _word_end(text, joint.end(), end)
        if ended > joint.end() and _NEXT.match(text, ended, end):
            return ended
        local = _LOCAL.match(text, joint.end(), end)
        if local and ended == joint.end():
            return next((place for place in range(local.end(), joint.end(), -1) if _NEXT.match(text, place, end)), at)
    under = _UNDER.match(text, at, end)
    return under.end() if under else at
