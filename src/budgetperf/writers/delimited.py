"""A document as rows of fields, parted by commas or by tabs, each row as wide as the table."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Final

from budgetperf.formulas import guarded, is_formula
from budgetperf.model import Document
from budgetperf.parsing import parse
from budgetperf.taxonomy import Taxonomy
from budgetperf.terms import reading_by
from budgetperf.units import UnitList
from budgetperf.writers.layout import MONEY, laid_out
from budgetperf.writers.rereading import keep_promise

__all__ = ["to_csv", "to_tsv"]

#: What our reader, or another, would take for something else than words.
_SIGN: Final = re.compile(
    r"(?P<line_break>\n)|[\t\r\v\f|]|\A[\"']|&(?=[A-Za-z#])|<(?=[A-Za-z/!?])|(?<=\*)\*"
    r"|\\(?=[|*_#\[\]<>`~.+-]|\\[A-Za-z%(){}\[\],])"
)


def to_csv(document: Document, *, taxonomy: Taxonomy | None = None, units: UnitList | None = None) -> str:
    """Return a document as comma-separated fields, in records that end in CRLF as RFC 4180 has them.

    The captions stand in records above the header, which are filled up with empty fields; an empty line parts tables.
    A field that a spreadsheet would take for a formula has an apostrophe before it, which is taken away when it is
    read; amounts are numbers and have none. So that Excel takes the file for UTF-8, write it with a byte order mark:
    ``path.write_text(text, encoding="utf-8-sig", newline="")``.

    Args:
        document: What to write.
        taxonomy: The taxonomy that it was read by, where that is not the standard one.
        units: The units that it was read by, where these are not the standard ones.

    Raises:
        TypeError: if `document` is no document.
        Unwritable: if a table can't be printed so that it reads back equal.

    >>> from budgetperf import parse
    >>> document = parse('''单位：万元
    ... | 项目名称 | 总计 | 财政拨款 | 财政专户拨款 | 其他资金 | 绩效目标 | 绩效指标 |
    ... | 展览经费 | 3.00 | 3.00 | | | 办好展览。 | 1、1-产出指标；11-数量指标；场次；年度指标值：3场。 |''').value
    >>> to_csv(document).splitlines()[-1].partition(",办好")[0]
    '展览经费,3.00,3.00,,'
    >>> parse(to_csv(document)).value == document
    True

    """
    text = io.StringIO(newline="")
    records = csv.writer(text, lineterminator="\r\n")
    with reading_by(taxonomy, units):
        for place, table in enumerate(laid_out(document)):
            text.write("\r\n" if place else "")
            records.writerows(_guarded(cells) for cells in table.lines())
        return _kept(document, text.getvalue())


def _guarded(cells: Sequence[str]) -> list[str]:
    return [words if place in MONEY else guarded(words) for place, words in enumerate(cells)]


def to_tsv(document: Document, *, taxonomy: Taxonomy | None = None, units: UnitList | None = None) -> str:
    """Return a document as fields parted by tabs, in lines that end in LF.

    The captions stand in lines above the header, which are filled up with empty fields; an empty line parts tables.
    A field holds neither tab nor line break: ``<br>`` stands for one, and what would be taken for a sign (a tab, a
    pipe, a quote or ``=`` at the beginning, a tag) is written as an entity of HTML, such as ``&#124;``.

    Args:
        document: What to write.
        taxonomy: The taxonomy that it was read by, where that is not the standard one.
        units: The units that it was read by, where these are not the standard ones.

    Raises:
        TypeError: if `document` is no document.
        Unwritable: if a table can't be printed so that it reads back equal.

    >>> from budgetperf import parse
    >>> document = parse('''单位：万元
    ... | 项目名称 | 总计 | 财政拨款 | 财政专户拨款 | 其他资金 | 绩效目标 | 绩效指标 |
    ... | 展览经费 | 3.00 | 3.00 | | | 办好展览。 | 1、1-产出指标；11-数量指标；场次；年度指标值：3场。 |''').value
    >>> to_tsv(document).splitlines()[-1].split("\\t")[:3]
    ['展览经费', '3.00', '3.00']
    >>> parse(to_tsv(document)).value == document
    True

    """
    with reading_by(taxonomy, units):
        tables = ("".join(_line(cells) for cells in table.lines()) for table in laid_out(document))
        return _kept(document, "\n".join(tables))


def _line(cells: Iterable[str]) -> str:
    return "\t".join(words if place in MONEY else _plain(words) for place, words in enumerate(cells)) + "\n"


def _plain(words: str) -> str:
    """Return words without anything that is taken for a sign."""
    plain = _SIGN.sub(lambda found: "<br>" if found["line_break"] else f"&#{ord(found[0])};", words)
    return f"&#{ord(plain[0])};{plain[1:]}" if is_formula(plain) else plain


def _kept(document: Document, text: str) -> str:
    keep_promise(document, parse(text).value)
    return text
