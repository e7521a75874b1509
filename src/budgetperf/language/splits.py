"""Numbers that blanks have split: 41. 73, 1 200, 9 0.

They are put together only where no second number can begin behind the blank: not in most dates, but wherever
a formula is printed, since LaTeX shows no blanks between digits.
"""

import re
from typing import Final

from budgetperf.normalization import BLANKS, normalized

__all__ = ["with_split_numbers", "with_whole_numbers"]

_D: Final = "[0-9０-９]"
_B: Final = f"[{BLANKS}]"
_POINT: Final = "[.．]"
_YEAR: Final = f"(?:19|20){_D}{{2}}"
_SPLIT: Final = re.compile(
    "(?<![0-9０-９A-Za-z.．第])(?:"
    # beside the point, but not of a year and its month
    rf"(?!{_YEAR}{_B}*{_POINT}{_B}*(?:0?[1-9]|1[0-2])(?!{_D})){_D}+(?:{_B}+{_POINT}{_B}*|{_POINT}{_B}+){_D}+"
    # within the digits behind a comma of thousands
    rf"|{_D}{{1,3}}(?:,{_D}{{3}})*,(?:{_D}{_B}+{_D}{{2}}|{_D}{{2}}{_B}+{_D})"
    # beside a comma of thousands, or in the place of one
    rf"|{_D}{{1,3}}(?:{_B}*[,，]{_B}*{_D}{{3}})+(?:{_POINT}{_D}+)?"
    rf"|[1-9１-９]{_D}?(?:{_B}+{_D}{{3}})+(?:{_POINT}{_D}+)?(?!{_B}*[%％])"
    # before zeros, which are no number of their own
    rf"|(?!{_YEAR}{_B})[1-9１-９]{_D}*(?:{_B}+[0０]+(?!{_POINT}|{_D}))+"
    rf")(?!{_D}|{_B}*{_POINT}{_B}*{_D}|{_B}+{_D}|{_B}*[年月日号时点:：/／])"
)
#: "2024年1 2月3 1日": what stands around the digits leaves no doubt.
_SPLIT_DATE: Final = re.compile(
    rf"(?<!{_D})(?:(?:19|20){_D}{_B}+{_D}|[12]{_B}+{_D}{{3}})(?={_B}*年)"
    rf"|(?<!{_D})(?:19|20){_B}+{_D}{{2}}(?={_B}*年{_B}*{_D}{{1,2}}{_B}*月)"
    rf"|(?<=年)[01]{_B}+{_D}(?={_B}*月)|(?<=月)[0-3]{_B}+{_D}(?={_B}*[日号])"
)
#: Some converters set every digit of a formula apart: "$9 8 . 5 \\%$".
_FORMULA: Final = re.compile(r"\$[^$]{1,200}\$|\\\([^$]{1,200}?\\\)")
_DIGITS_APART: Final = re.compile(rf"{_D}+(?:{_B}+{_D}+)+")
_BLANKS: Final = re.compile(f"{_B}+")
#: Behind these, blanks between or not, stands another part of a date, or a number of its own.
_NO_START: Final = re.compile(rf"(?:{_D}|{_POINT}|[/／:：第]){_B}*\Z")
_LOOKED_BACK: Final = 8
#: 1. 5次培训；2. 3次演练: the numbers of items.
_ITEMS: Final = re.compile(rf"{_B}*[1１]{_POINT}.*?[；;。,，、！!\n]{_B}*[2２]{_POINT}{_B}", re.DOTALL)
_ITEM: Final = re.compile(rf"(?:^|[；;。,，、！!\n]){_B}*{_D}{{1,2}}{_POINT}\Z")
#: Stands for a blank that has to stay when the text is normalised; no document prints it.
_KEPT: Final = "\ue000"


def with_whole_numbers(text: str) -> tuple[str, tuple[str, ...]]:
    """Return a printed value in normalised form with its split numbers put together, and these as printed.

    >>> with_whole_numbers("≥ 41. 73%"), with_whole_numbers("1 200人")
    (('≥41.73%', ('41. 73',)), ('1200人', ('1 200',)))
    >>> with_whole_numbers("2024. 12. 31前"), with_whole_numbers("1 2次")
    (('2024.12.31前', ()), ('1 2次', ()))
    >>> with_whole_numbers(r"$1 2$次"), with_whole_numbers("2024年1 2月底前")
    (('12次', ('1 2',)), ('2024年12月底前', ('1 2',)))
    """
    numbers: list[str] = []
    is_list = _ITEMS.match(text) is not None

    def together(found: re.Match[str]) -> str:
        if not _BLANKS.search(found[0]):
            return found[0]
        numbers.append(found[0])
        return _BLANKS.sub("", found[0])

    def in_formula(found: re.Match[str]) -> str:
        return _DIGITS_APART.sub(together, found[0])

    def joined(found: re.Match[str]) -> str:
        if not _is_split(found):
            return found[0]
        if is_list and _begins_item(found):
            return _BLANKS.sub(_KEPT, found[0])
        return together(found)

    text = _SPLIT_DATE.sub(together, _FORMULA.sub(in_formula, text))
    return _normalized(_SPLIT.sub(joined, text)), tuple(numbers)


def with_split_numbers(text: str) -> str:
    """Return a printed value in normalised form with a blank wherever one stands inside a number.

    >>> with_split_numbers("≥ 41. 73%")
    '≥41. 73%'
    """
    return _normalized(_SPLIT.sub(lambda found: _BLANKS.sub(_KEPT, found[0]) if _is_split(found) else found[0], text))


def _is_split(found: re.Match[str]) -> bool:
    start = found.start()
    behind = _NO_START.search(found.string, max(0, start - _LOOKED_BACK), start)
    return behind is None and _BLANKS.search(found[0]) is not None


def _begins_item(found: re.Match[str]) -> bool:
    point = found.start() + max(found[0].find("."), found[0].find("．"))
    return _ITEM.search(found.string, max(0, found.start() - _LOOKED_BACK), point + 1) is not None


def _normalized(text: str) -> str:
    return normalized(text).replace(_KEPT, " ")
