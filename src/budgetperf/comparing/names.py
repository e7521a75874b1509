"""Names as two documents print them: when they are the same, and else how much alike they are."""

import re
from functools import lru_cache
from typing import Final

from budgetperf.normalization import normalized, unified

__all__ = ["SCORED", "THRESHOLD", "key_of", "literal_key", "similarity"]

#: The least score that makes two names one, where nothing else is asked for. No rule says it: of a few dozen pairs
#: of names from one year to the next, it parts those that a person would call the same from those that one wouldn't.
THRESHOLD: Final = 0.65

#: Of longer names only this much is scored, since that takes more than linear time.
SCORED: Final = 200

_QUOTES: Final = "“”‘’\"'`´〝〞「」『』"
_OPENING, _CLOSING = "([{<《〈【〔〖", ")]}>》〉】〕〗"
_MARKS: Final = str.maketrans(
    dict.fromkeys(_QUOTES + _OPENING + _CLOSING + " ", "") | dict.fromkeys("—–―‐‑─", "-") | dict.fromkeys("•・∙⋅", "·")
)
_YEAR: Final = r"(?:(?:19|20|21)[0-9]{2}|二[〇零○][〇零○一二三四五六七八九]{2})"
_YEARS: Final = re.compile(
    rf"[{re.escape(_OPENING)}]{_YEAR}[{re.escape(_CLOSING)}]"
    rf"|(?<![0-9]){_YEAR}(?:年?[-—–~至到]+{_YEAR})?(?:学年度|财年|学年|年度|年)"
)
#: Words that half of all projects are called by, and that tell none of them from another.
_COMMON_WORDS: Final = re.compile("专项|经费|资金|项目|补助|补贴|工作|支出|费用|费")


def literal_key(name: str) -> str:
    """Return what two names have in common that differ in width, blanks, quotes, brackets, dashes or case alone.

    >>> literal_key("“5G”基站（一期）") == literal_key("５g基站[一期]")
    True
    """
    return _literal_key(name) if len(name) <= _LONGEST_KEPT else _literal_key.__wrapped__(name)


def key_of(name: str) -> str:
    """Return the same without the years in the name, unless it says nothing else.

    >>> key_of("2024年度古籍修复经费"), key_of("古籍修复经费（二〇二五年）"), key_of("2024年")
    ('古籍修复经费', '古籍修复经费', '2024年')
    """
    return _key_of(name) if len(name) <= _LONGEST_KEPT else _key_of.__wrapped__(name)


#: Longer names are rare, and would be kept long after their document.
_LONGEST_KEPT: Final = 200


@lru_cache(maxsize=8192)
def _literal_key(name: str) -> str:
    return _bare(_plain(name))


@lru_cache(maxsize=8192)
def _key_of(name: str) -> str:
    return _bare(_YEARS.sub("", _plain(name))) or literal_key(name)


def _plain(name: str) -> str:
    return unified(normalized(name)).casefold()


def _bare(name: str) -> str:
    return name.translate(_MARKS)


def similarity(old: str, new: str) -> float:
    """Return how much alike two names are, from 0 to 1, with two digits; in either order the same.

    It is the mean of two ratios: twice the characters that two names have in common in the same order, by all there
    are; of the names as :func:`key_of` has them, and of what they are without words such as 专项, 经费 and 项目.

    >>> similarity("“戏润乡村”惠民演出经费", "戏润乡村惠民演出补助"), similarity("宣传工作专项经费", "培训工作专项经费")
    (0.9, 0.38)
    """
    first, second = key_of(old)[:SCORED], key_of(new)[:SCORED]
    return round((_ratio(first, second) + _ratio(_telling(first), _telling(second))) / 2, 2)


def _telling(name: str) -> str:
    return _COMMON_WORDS.sub("", name) or name


def _ratio(first: str, second: str) -> float:
    return 2 * _in_common(first, second) / (len(first) + len(second)) if first or second else 1.0


def _in_common(first: str, second: str) -> int:
    """Return the length of the longest common subsequence (Hyyrö 2004, bit-parallel).

    difflib's ratio depends on the order of its arguments, and a name that repeats itself costs it cubic time.

    >>> _in_common("林道养护", "林区道路养护")
    4
    """
    places: dict[str, int] = {}
    for at, character in enumerate(first):
        places[character] = places.get(character, 0) | 1 << at
    everything = unmatched = (1 << len(first)) - 1
    for character in second:
        here = unmatched & places.get(character, 0)
        unmatched = (unmatched + here | unmatched - here) & everything
    return len(first) - unmatched.bit_count()
