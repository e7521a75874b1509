"""What kind of text it is, told by what stands in it."""

from collections.abc import Iterable

from budgetperf.readers.commas import delimiter_of, read_commas
from budgetperf.readers.fillers import without_fillers
from budgetperf.readers.markup import holds_tables, read_markup
from budgetperf.readers.raw import RawTable
from budgetperf.readers.text import read_text_dump

__all__ = ["read_text"]


def read_text(text: str) -> Iterable[RawTable]:
    """Return the tables and lines in a text: HTML, comma-separated fields, or a text dump.

    >>> [len(table.rows) for table in read_text("项目名称,总计,绩效目标\\n合计,3.00,\\n\\n单位：万元")]
    [2, 1]
    """
    return without_fillers(text, _tables(text))


def _tables(text: str) -> Iterable[RawTable]:
    if holds_tables(text):
        return read_markup(text)
    mark = delimiter_of(text)
    return read_commas(text, mark) if mark else read_text_dump(text)
