"""What kind of text it is, told by what stands in it."""

from collections.abc import Collection, Iterable

from budgetperf.diagnostics import Diagnostic, diagnose
from budgetperf.normalization import RADICAL, unified
from budgetperf.readers.raw import RawTable
from budgetperf.readers.texts.commas import delimiter_of, read_commas
from budgetperf.readers.texts.dump import read_text_dump
from budgetperf.readers.texts.fillers import without_fillers
from budgetperf.readers.texts.markup import holds_tables, read_markup
from budgetperf.source import Span

__all__ = ["doubts_of", "read_text", "text_kind"]

_ALL = ("html", "csv", "text")


def text_kind(text: str, readers: Collection[str] = _ALL) -> str:
    """Return which of the `readers` of texts reads a text.

    >>> text_kind("<table><tr><td>合计"), text_kind("项目名称,总计,绩效目标\\n合计,3.00,"), text_kind("单位：万元")
    ('html', 'csv', 'text')
    """
    if "html" in readers and holds_tables(text):
        return "html"
    return "csv" if "csv" in readers and delimiter_of(text) else "text"


def read_text(text: str, readers: Collection[str] = _ALL) -> Iterable[RawTable]:
    """Return the tables and lines in a text: HTML, comma-separated fields, or a text dump.

    `readers` are the names of those that may be used; a text dump any text may be.

    >>> [len(table.rows) for table in read_text("项目名称,总计,绩效目标\\n合计,3.00,\\n\\n单位：万元")]
    [2, 1]
    """
    text = unified(text)  # one character for one, so that every place stays
    return without_fillers(text, _tables(text, readers))


def doubts_of(text: str) -> list[Diagnostic]:
    """Return what was doubted of a text before anything in it was read: radicals in place of characters.

    >>> [doubt.code for doubt in doubts_of("⼯程款")]
    ['R131']
    """
    found = RADICAL.search(text)
    if not found:
        return []
    count = len(RADICAL.findall(text))
    message = f"radicals are read as the characters that they look like, {count} in all; the first is {found[0]}"
    return [diagnose("R131", message, Span(found.start(), found.end()))]


def _tables(text: str, readers: Collection[str]) -> Iterable[RawTable]:
    if "html" in readers and holds_tables(text):
        return read_markup(text)
    mark = delimiter_of(text) if "csv" in readers else None
    return read_commas(text, mark) if mark else read_text_dump(text)
