"""What stands around a table: its title, the department, the unit of amounts, the year."""

import re
from collections.abc import Sequence

from attrs import define, frozen

from budgetperf.assembly.words import BLANK, DEPARTMENT_LABELS, NOTES, OTHER_TABLES, UNIT_LABELS, YEAR_LABELS, spaced
from budgetperf.model import AmountUnit
from budgetperf.normalization import BLANKS, joined
from budgetperf.readers import RawCell, RawRow, joined_cells
from budgetperf.source import Span

__all__ = [
    "Caption",
    "Captions",
    "is_note",
    "is_page_mark",
    "is_remark",
    "is_stray",
    "names_foreign_table",
    "read_captions",
    "read_unit",
]

_COLON = f"{BLANK}[:：∶﹕]{BLANK}"
_AMOUNT_UNIT = f"(?:人{BLANK}民{BLANK}币{BLANK})?(?P<unit>{spaced(' '.join(AmountUnit))})"
#: Nothing but a bracket or a separator may follow: 元谋县 is a place.
_UNIT_END = rf"(?=[{BLANKS}）)】\]，,；;。、（(]|$)"
_BARE_UNIT = _AMOUNT_UNIT.replace("?P<unit>", "?:") + _UNIT_END
_UNIT = re.compile(
    rf"{spaced(UNIT_LABELS)}(?:{_COLON}|{BLANK}\t{BLANK}|{BLANK}(?=[（(]))[（(]?{BLANK}{_AMOUNT_UNIT}{_UNIT_END}"
)
_UNIT_IN_HEADER = re.compile(rf"[（(]{BLANK}(?:{spaced(UNIT_LABELS)}{_COLON})?{_AMOUNT_UNIT}{BLANK}[）)]")
_YEAR_CAPTION = re.compile(
    rf"{spaced(YEAR_LABELS)}{_COLON}(20\d\d)|(?:^|(?<=[{BLANKS}（(]))(20\d\d){BLANK}年{BLANK}度?(?=[{BLANKS}）)]|$)"
)
_SEAL = rf"(?:{BLANK}[（(]{BLANK}{spaced('公章 盖章 签章')}{BLANK}[）)])?"
_DEPARTMENT = re.compile(
    rf"(?:^|(?<=[{BLANKS}）)]))(?P<label>{spaced(DEPARTMENT_LABELS)}){_SEAL}{_COLON}"
    rf"(?P<name>(?!{BLANK}{_BARE_UNIT})[^:：]*?){BLANK}"
    # A label in a cell of its own has its words in the next: the name of 市直单位 ends like one.
    rf"(?=[（(]?{BLANK}{spaced(UNIT_LABELS + ' ' + YEAR_LABELS)}"
    rf"(?:{_COLON}|{BLANK}\t{BLANK}(?:[（(]?{_BARE_UNIT}|20\d\d)|{BLANK}[（(]{BLANK}{_BARE_UNIT})"
    rf"|[（(]20\d\d年|[{BLANKS}]+[（(]?20\d\d年|[{BLANKS}]+[^{BLANKS}:：]{{1,8}}[:：]|$)",
    re.DOTALL,
)
#: Labels that may stand in a cell of their own, the name in the next.
_LABEL_CELLS = frozenset({"部门名称", "单位名称", "预算部门", "预算单位"})
_TITLE = re.compile(rf"{spaced('绩效目标')}[^：:；;。，,]{{0,16}}?表")
_NO_TITLE = re.compile("[。；;？?！!]")
#: "2 0 2 5 年 项 目": set with blanks between all characters, digits as well.
_LETTERSPACED = re.compile(rf"(?:[^{BLANKS}][{BLANKS}]+){{3,}}[^{BLANKS}]")
_BLANK = re.compile(f"[{BLANKS}]+")
_LONGEST_TITLE = 100
_LONGEST_LINE = 240
_LONGEST_YEAR = 14
#: A year may stand behind any words: "2024年", but "2024" only by itself.
_YEAR = re.compile(rf"(?<!\d)(2{BLANK}0{BLANK}\d{BLANK}\d)(?:{BLANK}年|$|(?=[^\d]))")
_NUMERAL = "[〇○Ｏ零O一二三四五六七八九]"
_CHINESE_YEAR = re.compile(rf"二{BLANK}[〇○Ｏ零O]{BLANK}{_NUMERAL}{BLANK}{_NUMERAL}(?={BLANK}年)")
_CHINESE_DIGITS = {
    digit: str(value) for value, digits in enumerate(("〇○Ｏ零O", *"一二三四五六七八九")) for digit in digits
}
#: Rules of the page that OCR takes for letters.
_STRAY = re.compile(r"[iIl1|!·.,、'`_\-—~]{1,2}")
_PAGE_MARK = re.compile(
    rf"[-—–－~～·〔\[({BLANKS}]*(?:第{BLANK}(?:\d+|[一二三四五六七八九十百]+){BLANK}页.{{0,16}}|共{BLANK}\d+{BLANK}页.{{0,16}}|\d{{1,4}}"
    rf"|\d+{BLANK}/{BLANK}\d+|[Pp]\.?{BLANK}\d{{1,4}}|[Pp]age{BLANK}\d+.{{0,12}}|\{{\d+\}}-*|!\[[^\]]*\]\([^)]*\)|续{BLANK}表|（续上表）|转下页)"
    rf"[-—–－~～·〕\]){BLANKS}]*",
    re.DOTALL,
)
_NOTE = re.compile(
    rf"[（(【\[*※★{BLANKS}]*{spaced(NOTES)}{BLANK}(?:\d{{1,2}}|[一二三四五])?(?:[（(][^）)]{{0,8}}[）)])?{BLANK}[:：]"
)
#: A row of a table that is no name: a sentence, a footnote, or one of the words above by itself. A star alone may mark
#: a project, and a name that goes on may begin with 以上.
_REMARK = re.compile(
    rf".*。|[*＊★※].*(?:不[在含列予]|未[含列]|[系为指按见]|属于|可能|合计|四舍五入).*"
    rf"|[（(]?(?:本表|此表|上表|以上(?:项目|资金|数据|内容|金额|各项|合计|[为均])).*|{spaced(NOTES)}",
    re.DOTALL,
)
_FOREIGN_TITLE = re.compile(r"[^。；;：:，,]{2,40}表(?:[（(][^（(）)]{0,20}[）)])?")


@frozen(kw_only=True)
class Caption:
    """One caption: its words and where they are printed."""

    text: str
    span: Span


@define(kw_only=True)
class Captions:
    """The captions found for one table."""

    title: Caption | None = None
    department: Caption | None = None
    department_label: str | None = None
    amount_unit: Caption | None = None
    year: int | None = None

    @property
    def all(self) -> tuple[Caption, ...]:
        """Title, department and unit, as far as they are printed."""
        return tuple(caption for caption in (self.title, self.department, self.amount_unit) if caption)


def read_captions(row: RawRow) -> tuple[Captions, tuple[RawCell, ...]] | None:
    """Return the captions in a row and its stray cells, or None when it holds no caption.

    A row of a table dump may hold a caption cut into cells, with stray marks between,
    or a label and its words in neighbouring cells.
    """
    strays = tuple(cell for cell in row.words if is_stray(cell.text))
    words = _different([cell for cell in row.words if not is_stray(cell.text)])
    if not words or sum(len(cell.text) for cell in words) > _LONGEST_LINE:
        return None
    captions = _captions_in_cells(words) or _captions_in_line(_tabbed(words))
    return (captions, strays) if captions else None


def _captions_in_line(line: RawCell) -> Captions | None:
    department, unit = _DEPARTMENT.search(line.text), _UNIT.search(line.text)
    year = _YEAR_CAPTION.search(line.text)
    title = _title(line, [match.start() for match in (department, unit, year) if match])
    if not (department or unit or title) and not (year and len(joined(line.text)) <= _LONGEST_YEAR):
        return None
    captions = Captions(title=title)
    if department and joined(department["name"]):
        captions.department = _caption(line, *department.span("name"))
        captions.department_label = joined(department["label"])
    if unit:
        captions.amount_unit = _caption(line, *unit.span("unit"))
    captions.year = (read_year(title.text) if title else None) or (int(year[1] or year[2]) if year else None)
    return captions


def _captions_in_cells(words: Sequence[RawCell]) -> Captions | None:
    """Return the department of a row with the label in a cell of its own, and the unit behind it."""
    label, *others = words
    name = joined(label.text)
    if name not in _LABEL_CELLS or len(others) not in (1, 2, 3) or OTHER_TABLES.search(others[0].text):
        return None
    unit = _UNIT.fullmatch("\t".join(cell.text for cell in others[1:]))
    if len(others) > 1 and not unit:
        return None
    department = _caption(others[0], 0, len(others[0].text))
    captions = Captions(department=department, department_label=name)
    if unit:
        captions.amount_unit = Caption(text=joined(unit["unit"]), span=others[-1].span)
    return captions


def _different(cells: Sequence[RawCell]) -> list[RawCell]:
    """Return cells without repetitions: some tools print a merged cell's words in each place it covers."""
    return [cell for place, cell in enumerate(cells) if not place or cell.text != cells[place - 1].text]


def _tabbed(cells: Sequence[RawCell]) -> RawCell:
    """Return one cell with the words of all, a tab between that is nowhere printed."""
    parts: list[RawCell] = []
    for cell in cells:
        parts += [RawCell("\t", ((0, cell.span.start, 0),)), cell] if parts else [cell]
    return joined_cells(parts)


def _title(line: RawCell, others: Sequence[int]) -> Caption | None:
    """Return the title in a line; the other captions in it begin at `others`."""
    found = _TITLE.search(line.text)
    if not found:
        return None
    end = min((start for start in others if start >= found.end()), default=len(line.text))
    start = 0 if all(other >= found.end() for other in others) else found.start()
    title = _caption(line, start, end)
    if len(title.text) > _LONGEST_TITLE or _NO_TITLE.search(title.text):
        return None
    return title


def _caption(line: RawCell, start: int, end: int) -> Caption:
    text = line.text[start:end].rstrip(BLANKS + "（(")
    start += len(text) - len(text.lstrip(BLANKS))
    text = text.strip(BLANKS)
    words = _BLANK.sub("", text) if _LETTERSPACED.fullmatch(text) else joined(text)
    return Caption(text=words, span=line.locate(start, start + len(text)))


def read_unit(header: RawCell) -> Caption | None:
    """Return the unit of amounts that a header cell states in brackets, such as 项目资金（万元）."""
    found = _UNIT_IN_HEADER.search(header.text)
    return _caption(header, *found.span("unit")) if found else None


def read_year(title: str) -> int | None:
    """Return the budget year that a title states.

    >>> read_year("2024年度项目支出绩效目标表"), read_year("二〇二四年绩效目标表"), read_year("绩效目标表")
    (2024, 2024, None)
    """
    found = _YEAR.search(title)
    if found:
        return int("".join(found[1].split()))
    spelled = _CHINESE_YEAR.search(title)
    if spelled:
        return int("".join(_CHINESE_DIGITS.get(digit, "2") for digit in joined(spelled[0])))
    return None


def is_stray(text: str) -> bool:
    """Tell a rule of the page that OCR took for a letter from words."""
    return _STRAY.fullmatch(text) is not None


def is_page_mark(text: str) -> bool:
    """Tell page numbers and the like from words.

    >>> is_page_mark("第3页 共9页"), is_page_mark("3/9"), is_page_mark("3号泵站")
    (True, True, False)
    """
    return _PAGE_MARK.fullmatch(text) is not None


def is_note(text: str) -> bool:
    """Tell a note or a signature from data.

    >>> is_note("注：金额为年初预算"), is_note("注册登记费")
    (True, False)
    """
    return _NOTE.match(text) is not None


def is_remark(text: str) -> bool:
    """Tell words by themselves in a row, which name nothing, from the name of a project without amounts.

    >>> is_remark("本表无对下转移支付。"), is_remark("★涉密项目不在此列")
    (True, True)
    >>> is_remark("泵站维护"), is_remark("*泵站维护"), is_remark("以上工程）")
    (False, False, False)
    """
    return _REMARK.fullmatch(text) is not None


def names_foreign_table(text: str) -> bool:
    """Tell the title of a table of another kind.

    >>> names_foreign_table("部门收支总体情况表"), names_foreign_table("项目支出绩效目标表")
    (True, False)
    """
    words = joined(text)
    return _FOREIGN_TITLE.fullmatch(words) is not None and not _TITLE.search(words)
