"""Which column is which, by the words of the header."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from enum import StrEnum
from functools import lru_cache
from itertools import zip_longest

from attrs import field, frozen

from budgetperf.assembly.amounts import is_amount
from budgetperf.assembly.words import GUIDES, LISTING, OTHER_TABLES, squeezed
from budgetperf.readers import RawRow

__all__ = [
    "MONEY",
    "STANDARD",
    "Column",
    "Header",
    "apart_columns",
    "completed_header",
    "holds_amount",
    "holds_indicators",
    "is_guide",
    "is_listing",
    "is_upper_header",
    "read_header",
]


class Column(StrEnum):
    """The columns of the table, in the order of the standard layout."""

    NAME = "项目名称"
    TOTAL = "总计"
    FISCAL = "财政拨款"
    SPECIAL = "财政专户拨款"
    OTHER = "其他资金"
    OBJECTIVE = "绩效目标"
    INDICATORS = "绩效指标"


MONEY = (Column.TOTAL, Column.FISCAL, Column.SPECIAL, Column.OTHER)
STANDARD = tuple(Column)
_TEXTS = frozenset({Column.OBJECTIVE, Column.INDICATORS})

#: The words by which a header cell is known; the first that fits counts.
_HEADER_WORDS = (
    (Column.INDICATORS, re.compile("绩效指标|指标内容|指标明细")),
    (Column.OBJECTIVE, re.compile("绩效目标|总体目标|年度目标|项目目标|绩效总目标")),
    (Column.SPECIAL, re.compile("专户")),
    (Column.FISCAL, re.compile("财政拨款|公共预算")),
    (Column.OTHER, re.compile("其[他它]")),
    (Column.NAME, re.compile("项目名称|资金使用单位|^项目$|^名称$|^项目[（(]")),
    (Column.TOTAL, re.compile("总计|合计|小计|总额|金额|预算数")),
)
_HEADER_WORD = re.compile("|".join(pattern.pattern for _, pattern in _HEADER_WORDS))
#: A character that is in every word for the name, and in those by which a header without it is known.
_NAME_SIGN = re.compile("[项称使绩专]")
#: Header words of columns that a table of ours may have besides.
_FURTHER_COLUMNS = re.compile("序号|编号|编码|代码|类别|类型|性质|备注|^年度$|科室|负责人|依据|基金|经营|主管部门")
#: "项目支出绩效目标表（含转移支付项目）" is no header word.
_TITLE = re.compile("表(?:$|[（(])")
_LONGEST_HEADER = 24
_FEWEST_HEADERS = 3
#: As many must be undamaged, the name among them.
_FEWEST_KNOWN = 2
_FEWEST_SOURCES = 2
#: So many known columns leave no doubt about the one between two of them.
_MOST_KNOWN = 5
#: How alike a damaged header word and the word it stands for must be.
_ALIKE = 0.5
#: The number of a column: 2, (2), 2=3+4+5.
_GUIDE = re.compile(r"\(?(\d{1,2})\)?(?:=[\d+()-]{1,24})?")
#: It begins with a set of characters, to which `re` goes on ten times as quickly as it tries alternatives.
_INDICATOR_CELL = re.compile(
    r"[指目0-9０-９](?:(?<=[指目])\s*标\s*值\s*[:：﹕∶]|(?<=[0-9０-９])\s*(?:[、.．,，]\s*[0-9０-９]{1,2}\s*[-－—–]\s*[一-鿿]"
    r"|[、.．]\s*(?:投入|产出|成本|效益|效果|满意度)\s*[指目]\s*标))"
)


@frozen
class Header:
    """The columns of a header row; None where its words are not ours."""

    columns: tuple[Column | None, ...]
    #: The columns that the header names.
    present: frozenset[Column] = field(init=False, eq=False, repr=False)
    #: The text columns that it doesn't name; they may be printed apart.
    lacking: frozenset[Column] = field(init=False, eq=False, repr=False)

    @present.default
    def _named(self) -> frozenset[Column]:
        return frozenset(column for column in self.columns if column)

    @lacking.default
    def _unnamed(self) -> frozenset[Column]:
        return _TEXTS - self.present


def read_header(row: RawRow, *, expected: bool = False) -> Header | None:
    """Return the columns that a row's words name, or None when it is no header of ours.

    Where objective and indicators are both printed apart, a header names money
    alone; it counts when it is `expected`, as it is below a title of ours, or
    says 资金使用单位.
    """
    if not _NAME_SIGN.search("".join([cell.text for cell in row.words if len(cell.text) <= 2 * _LONGEST_HEADER])):
        return None  # as nearly every row
    words = [squeezed(cell.text) if len(cell.text) <= 2 * _LONGEST_HEADER else "" for cell in row.cells]
    columns = [_column(word) for word in words]
    if len(columns) - columns.count(None) < _FEWEST_KNOWN or any(OTHER_TABLES.search(word) for word in words):
        return None
    columns = _once(columns, words)
    known = [column for column in columns if column]
    if len(known) < (_FEWEST_KNOWN if Column.NAME in known else _FEWEST_HEADERS):
        return None
    header = Header(_mended(columns, words))
    present = header.present
    if len(present) < _FEWEST_HEADERS or Column.NAME not in present:
        return None
    if not present & _TEXTS:
        named = expected or any("资金使用单位" in word for word in words)
        return header if named and len(present & set(MONEY)) >= _FEWEST_HEADERS else None
    return header


def is_upper_header(row: RawRow) -> bool:
    """Tell the upper row of a header in two: it names the projects, and groups the money below."""
    if not all(len(cell.text) <= _LONGEST_HEADER for cell in row.words) or any(
        is_amount(cell.text) for cell in row.words
    ):
        return False
    return len(row.words) > 1 and _column(squeezed(row.words[0].text)) is Column.NAME


def _once(columns: Sequence[Column | None], words: Sequence[str]) -> list[Column | None]:
    """Return columns without repetitions: of 资金使用单位 and 项目名称 the second is the name."""
    kept = [column if column not in columns[:place] else None for place, column in enumerate(columns)]
    named = [place for place, column in enumerate(columns) if column is Column.NAME]
    best = next((place for place in named if words[place].startswith("项目")), None)
    if best is not None:
        kept[named[0]], kept[best] = None, Column.NAME
    return kept


def _mended(columns: Sequence[Column | None], words: Sequence[str]) -> tuple[Column | None, ...]:
    """Return columns with each word that is damaged or lost put right by its neighbours.

    The words between two known columns stand for those between them in the
    standard layout, when there are as many and they look alike.
    """
    mended = list(columns)
    known = sum(column is not None for column in columns)
    for place, column in enumerate(columns):
        if column is not None:
            continue
        before = next((STANDARD.index(each) for each in reversed(mended[:place]) if each), -1)
        after = next((STANDARD.index(each) for each in columns[place:] if each), len(STANDARD))
        missing = [each for each in STANDARD[before + 1 : after] if each not in mended and each not in columns]
        if len(missing) == 1 and after - before == 2 and known >= _MOST_KNOWN and not _is_further(words[place]):
            mended[place] = missing[0]  # the only one there is
            continue
        likeliest = max(missing, key=lambda each: _likeness(words[place], each), default=None)
        if likeliest and _likeness(words[place], likeliest) >= _ALIKE:
            mended[place] = likeliest
    return tuple(mended)


def _is_further(word: str) -> bool:
    return _FURTHER_COLUMNS.search(word.rpartition("-")[2]) is not None


def _likeness(word: str, column: Column) -> float:
    word = word.rpartition("-")[2]  # 资金-总计: the words of two header rows joined
    if not word or _is_further(word) or _TITLE.search(word):
        return 0
    return SequenceMatcher(None, word[: len(column) + 4], column, autojunk=False).ratio()


def completed_header(first: RawRow, second: RawRow) -> Header | None:
    """Return the header that two rows of header words make, or None when the second holds data.

    The first row groups the columns (资金 over 总计 … 其他资金). Cells that the
    group covers may be empty, repeated, or not printed at all.
    """
    words = [squeezed(cell.text) if len(cell.text) <= _LONGEST_HEADER else cell.text for cell in second.cells]
    below = [_column(word) for word in words]
    named = [column for column in below if column]
    if len(set(named) & set(MONEY[1:])) < _FEWEST_SOURCES or any(is_amount(word) for word in words):
        return None
    if sum(bool(word) and not column for word, column in zip(words, below, strict=True)) > 1:
        return None  # one of them may be damaged
    above = [squeezed(cell.text) for cell in first.cells]
    words = _below(above, words)
    columns = _once([_column(word) for word in words], words)
    header = Header(_mended(columns, words))
    return header if len(header.present) > _FEWEST_HEADERS and Column.NAME in header.present else None


def _below(above: Sequence[str], below: Sequence[str]) -> list[str]:
    """Return the words of a two-row header, column by column: the lower word where there is one."""
    if not below[0] or (len(below) == len(above) and _column(below[0]) not in MONEY):
        return _together([under or over for over, under in zip_longest(above, below, fillvalue="")])
    # The lower row begins below the group, which covers the empty cells behind it as well.
    group = next((place for place, word in enumerate(above) if place and _column(word) in (None, *MONEY)), None)
    if group is None:
        return list(above)
    end = group + 1
    while end < len(above) and above[end] in ("", above[group]):
        end += 1
    return [*above[:group], *below, *above[end:]]


def _together(words: Sequence[str]) -> list[str]:
    """Return the words of a header with the money side by side: a tool may count the columns of its group wrongly."""
    places = [place for place, word in enumerate(words) if _column(word) in MONEY]
    if len(places) != len(MONEY) or places[-1] - places[0] < len(MONEY):
        return list(words)
    money = [words[place] for place in places]
    others = [word for place, word in enumerate(words) if place not in places]
    return [*others[: places[0]], *money, *others[places[0] :]]


def apart_columns(row: RawRow, lacking: frozenset[Column] = _TEXTS) -> tuple[Column, ...]:
    """Return the text columns that a row heads by itself, printed apart from a table lacking them.

    The names may be repeated beside them.
    """
    if len(row.words) > len(_TEXTS) + 1 or not lacking:
        return ()
    words = [squeezed(cell.text) if len(cell.text) <= _LONGEST_HEADER else "" for cell in row.words]
    columns = [_column(word) for word in words]
    for place, column in enumerate(columns):
        if column is None and (len(words) > 1 or len(lacking) == 1):
            likely = [each for each in STANDARD if each in lacking and each not in columns]
            columns[place] = next((each for each in likely if _likeness(words[place], each) >= _ALIKE), None)
    known = tuple(column for column in columns if column in lacking or column is Column.NAME)
    return known if len(known) == len(words) == len(set(known)) and set(known) & lacking else ()


def is_guide(row: RawRow) -> bool:
    """Tell a row that only numbers the columns (栏次 1 2 3 …), or says which add up (2=3+4+5)."""
    words = [squeezed(cell.text) for cell in row.words if len(cell.text) <= _LONGEST_HEADER]
    if len(words) < _FEWEST_HEADERS or len(words) < len(row.words):
        return False
    found = [_GUIDE.fullmatch(word) for word in (words[1:] if words[0] in GUIDES else words)]
    numbers = [int(each[1]) for each in found if each]
    return bool(numbers) and numbers[0] in (1, 2) and numbers == [numbers[0] + place for place in range(len(found))]


def is_listing(row: RawRow) -> bool:
    """Tell the header of the tidy table, which lists again what is printed, an indicator a row."""
    return tuple(cell.text for cell in row.cells[: len(LISTING)]) == LISTING


@lru_cache(maxsize=1024)
def _column(words: str) -> Column | None:
    if len(words) > _LONGEST_HEADER or not _HEADER_WORD.search(words):
        return None
    if words.endswith(("。", "；")) or _TITLE.search(words):
        return None
    return next((column for column, pattern in _HEADER_WORDS if pattern.search(words)), None)


def holds_indicators(text: str) -> bool:
    """Tell the words of an indicator cell from an objective."""
    return _INDICATOR_CELL.search(text) is not None


def holds_amount(row: RawRow) -> bool:
    """Tell whether any cell of a row but the first is an amount."""
    return any(is_amount(cell.text) for cell in row.cells[1:])
