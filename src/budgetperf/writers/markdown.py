"""A document as pipe tables, which Markdown shows as tables."""

import re
from collections.abc import Iterator
from typing import Final

from budgetperf.model import Document
from budgetperf.parsing import parse
from budgetperf.taxonomy import Taxonomy
from budgetperf.terms import reading_by
from budgetperf.units import UnitList
from budgetperf.writers.layout import HEADINGS, MONEY, PrintedTable, laid_out
from budgetperf.writers.rereading import keep_promise

__all__ = ["to_markdown"]

#: Signs of Markdown, and a backslash that would take a sign behind it for its own.
_SIGN: Final = re.compile(
    r"(?P<line_break>\n)|(?P<sign>[|*_`~\[\]])|(?P<entity>[<&]|\\(?=[\\|*_#\[\]<>`~.+-])|[\t\r\v\f])"
)
#: Between captions on one line.
_WIDE_BLANK: Final = "　　"
_RULE: Final = "| " + " | ".join("---:" if place in MONEY else "---" for place in range(len(HEADINGS))) + " |"


def to_markdown(document: Document, *, taxonomy: Taxonomy | None = None, units: UnitList | None = None) -> str:
    r"""Return a document as pipe tables, each below its captions.

    Signs of Markdown in the words are escaped (``\|``, ``&lt;``); a line break inside a cell is ``<br>``.

    Args:
        document: What to write.
        taxonomy: The taxonomy that it was read by, where that is not the standard one.
        units: The units that it was read by, where these are not the standard ones.

    Raises:
        TypeError: if `document` is no document.
        Unwritable: if a table can't be printed so that it reads back equal.

    >>> from budgetperf import parse
    >>> tabbed = '''部门名称：青禾县文化馆\t单位：万元
    ... 项目名称\t总计\t财政拨款\t财政专户拨款\t其他资金\t绩效目标\t绩效指标
    ... 展览经费\t3.00\t3.00\t\t\t办好展览。\t1、1-产出指标；11-数量指标；场次；年度指标值：3场。'''
    >>> print(to_markdown(parse(tabbed).value))
    部门名称：青禾县文化馆　　单位：万元
    <BLANKLINE>
    | 项目名称（资金使用单位） | 总计 | 财政拨款 | 财政专户拨款 | 其他资金 | 绩效目标 | 绩效指标 |
    | --- | ---: | ---: | ---: | ---: | --- | --- |
    | 展览经费 | 3.00 | 3.00 |  |  | 办好展览。 | 1、1-产出指标；11-数量指标；场次；年度指标值：3场。 |
    <BLANKLINE>

    """
    with reading_by(taxonomy, units):
        text = "\n".join(line for table in laid_out(document) for line in _lines(table))
        keep_promise(document, parse(text).value)
    return text


def _lines(table: PrintedTable) -> Iterator[str]:
    if table.title:
        yield f"## {_escaped(table.title)}"
        yield ""
    if table.second_line:
        yield _WIDE_BLANK.join(map(_escaped, table.second_line))
        yield ""
    yield _row(HEADINGS)
    yield _RULE
    for row in table.rows:
        yield _row(row.cells())
    yield ""


def _row(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(map(_escaped, cells))} |"


def _escaped(words: str) -> str:
    return _SIGN.sub(_escape, words)


def _escape(found: re.Match[str]) -> str:
    if found["line_break"]:
        return "<br>"
    if found["sign"]:
        return f"\\{found[0]}"
    return {"<": "&lt;", "&": "&amp;"}.get(found[0], f"&#{ord(found[0])};")
