"""What stands around a table: its title, the department, the unit of amounts, the year."""

import re

from attrs import define, frozen

from budgetperf.model import AmountUnit
from budgetperf.normalization import BLANKS, joined
from budgetperf.readers import RawCell, RawRow, joined_cells
from budgetperf.source import Span

__all__ = ["Caption", "Captions", "bare_department", "is_furniture", "is_stray", "read_captions"]

_B = f"[{BLANKS}]*"


def _spaced(words: str) -> str:
    """Return the pattern of alternatives in which blanks may stand inside a word."""
    return "|".join(_B.join(word) for word in words.split())


#: The words before a department's name.
_DEPARTMENT_LABELS = "部门名称 单位名称 预算部门 预算单位 主管部门 填报部门 填报单位 编制部门 编制单位 部门"
_DEPARTMENT = re.compile(
    rf"(?:^|(?<=[{BLANKS}）)]))(?P<label>{_spaced(_DEPARTMENT_LABELS)}){_B}[:：]{_B}"
    rf"(?P<name>.*?){_B}(?=[（(]?{_B}(?:{_spaced('金额单位 计量单位 货币单位 单位 预算年度 年度')}){_B}[:：]|$)",
    re.DOTALL,
)
_AMOUNT_UNITS = "|".join(sorted(map(_B.join, AmountUnit), key=len, reverse=True))
_UNIT = re.compile(rf"(?:{_spaced('单位')}){_B}[:：]{_B}(?:人民币)?{_B}[（(]?{_B}(?P<unit>{_AMOUNT_UNITS})")
_TITLE = re.compile(r"绩效目标[^：:；;。]{0,12}表")
_LONGEST_TITLE = 80
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?:年|$|(?=[^\d]))")
_CHINESE_YEAR = re.compile(r"二[〇○Ｏ零O][〇○Ｏ零O一二三四五六七八九]{2}(?=年)")
_CHINESE_DIGITS = {
    digit: str(value) for value, digits in enumerate(("〇○Ｏ零O", *"一二三四五六七八九")) for digit in digits
}
_YEAR_CAPTION = re.compile(rf"(?:预算)?年度{_B}[:：]{_B}(20\d\d)")
_QUALIFIER = re.compile(r"[（(](?:部门|本级|本部|机关|汇总|含下属[^）)]*)[）)]$")
#: Rules of the page that OCR takes for letters.
_STRAY = re.compile(r"[iIl1|!·.,、'`_\-—~]{1,2}")
#: Page numbers, notes and signatures: no data.
_FURNITURE = re.compile(
    rf"[-—–{BLANKS}]*(?:第{_B}\d+{_B}页.*|\d{{1,4}}|\d+{_B}/{_B}\d+|(?:注|备注){_B}[:：].*)[-—–{BLANKS}]*", re.DOTALL
)


@frozen(kw_only=True)
class Caption:
    """One caption: its words and where they are printed."""

    text: str
    span: Span


@define(kw_only=True)
class Captions:
    """The captions found for one table; the first of each kind counts."""

    title: Caption | None = None
    department: Caption | None = None
    department_label: str | None = None
    amount_unit: Caption | None = None
    year: int | None = None

    @property
    def spans(self) -> tuple[Span, ...]:
        """Where the captions are printed."""
        return tuple(caption.span for caption in (self.title, self.department, self.amount_unit) if caption)


def read_captions(row: RawRow) -> tuple[Captions, tuple[RawCell, ...]] | None:
    """Return the captions in a row and its stray cells, or None when it holds no caption.

    A row of a table dump may hold a caption cut into cells, with stray marks between.
    """
    strays = tuple(cell for cell in row.words if is_stray(cell.text))
    words = tuple(cell for cell in row.words if not is_stray(cell.text))
    if not words:
        return None
    line = joined_cells(words)
    department, unit = _DEPARTMENT.search(line.text), _UNIT.search(line.text)
    title = _TITLE.search(line.text) if len(line.text) <= _LONGEST_TITLE else None
    year = _YEAR_CAPTION.search(line.text)
    if len(line.text) > 2 * _LONGEST_TITLE or not (department or unit or title or year):
        return None
    captions = Captions()
    if title:
        first = min((found.start() for found in (department, unit) if found), default=len(line.text))
        captions.title = _caption(line, 0, first) if first >= title.end() else _caption(line, *title.span())
    if department and department["name"]:
        captions.department = _caption(line, *department.span("name"))
        captions.department_label = joined(department["label"])
    if unit:
        captions.amount_unit = _caption(line, *unit.span("unit"))
    if year:
        captions.year = int(year[1])
    elif captions.title:
        captions.year = read_year(captions.title.text)
    return captions, strays


def _caption(line: RawCell, start: int, end: int) -> Caption:
    text = line.text[start:end].rstrip(BLANKS + "（(")
    return Caption(text=joined(text), span=line.locate(start, start + len(text)))


def read_year(title: str) -> int | None:
    """Return the budget year that a title states.

    >>> read_year("2024年度项目支出绩效目标表"), read_year("二〇二四年项目支出绩效目标表"), read_year("项目支出绩效目标表")
    (2024, 2024, None)
    """
    found = _YEAR.search(title)
    if found:
        return int(found[1])
    spelled = _CHINESE_YEAR.search(title)
    if spelled:
        return int("".join(_CHINESE_DIGITS.get(digit, "2") for digit in spelled[0]))
    return None


def bare_department(name: str) -> str:
    """Return a department's name without （部门） or （本级）.

    >>> bare_department("文化局（本级）")
    '文化局'
    """
    return _QUALIFIER.sub("", name)


def is_stray(text: str) -> bool:
    """Tell a rule of the page that OCR took for a letter from words."""
    return _STRAY.fullmatch(text) is not None


def is_furniture(text: str) -> bool:
    """Tell page numbers and notes from data."""
    return _FURNITURE.fullmatch(text) is not None
