"""The ways in: a text, a cell, a value or a file to models."""

import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import IO, TypeVar

from budgetperf.assembly import assemble
from budgetperf.dates import EARLIEST_YEAR, LATEST_YEAR
from budgetperf.diagnostics import Diagnostic, Severity, diagnose
from budgetperf.language import in_context, read_indicators, understood
from budgetperf.model import Document, Indicator, Target
from budgetperf.normalization import BLANKS, stripped
from budgetperf.readers import DEFAULT_LIMITS, Limits, Opened, RawTable, check_limit, decode, open_file, read_text
from budgetperf.results import ParseResult
from budgetperf.source import SourceText, Span

__all__ = ["parse", "parse_indicators", "parse_target", "read"]

Value = TypeVar("Value")
_UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1b\x7f\ud800-\udfff]+")


def parse(text: str, *, name: str | None = None) -> ParseResult[Document]:
    """Return the performance target tables in a text: a dump, a web page or a comma-separated table.

    The text may hold pipe tables, tab-separated tables, tables in HTML and paragraphs
    in any mixture, several tables, and tables cut by page breaks. Whatever it holds,
    there is an answer: what is not understood is a diagnostic.

    Args:
        text: A text as a tool printed it, a page of HTML, or comma-separated fields.
        name: What to call the source in messages, such as a path.

    Raises:
        TypeError: if `text` is not a string.

    >>> text = '''单位：万元
    ... | 项目名称 | 总计 | 财政拨款 | 财政专户拨款 | 其他资金 | 绩效目标 | 绩效指标 |
    ... | 合计 | 3.00 | 3.00 | | | | |
    ... | 青禾县文化馆 | 3.00 | 3.00 | | | | |
    ... | 展览经费 | 3.00 | 3.00 | | | 办好展览。 | 1、1-产出指标；11-数量指标；场次；年度指标值：3场。 |'''
    >>> [project.name for table in parse(text).value.tables for project in table.projects]
    ['展览经费']

    """
    _require_text(text)
    source = SourceText(text, name)
    if not text.strip(BLANKS):
        return _result(Document(tables=()), [diagnose("R103", "the text is empty", Span(0, len(text)))], source)
    document, doubts = _assembled(read_text(text))
    return _result(document, doubts + _unprintable(text), source)


def parse_indicators(text: str) -> ParseResult[tuple[Indicator, ...]]:
    """Return the indicators in one cell of the column 绩效指标.

    Args:
        text: The mini-language, in any dialect.

    Raises:
        TypeError: if `text` is not a string.

    >>> result = parse_indicators("1、1-产出指标；11-数量指标；培训人数；实施周期指标值：54人；年度指标值：54人。")
    >>> result.value[0].name, result.value[0].annual_target.text
    ('培训人数', '54人')

    """
    _require_text(text)
    indicators, doubts = read_indicators(text)
    return _result(indicators, doubts + _unprintable(text), SourceText(text))


def parse_target(text: str, *, name: str = "", level2: str = "", budget_year: int | None = None) -> ParseResult[Target]:
    r"""Return one target value, and what it means.

    The reading follows from the value's own words. What they leave open, the
    indicator tells: the unit of a bare number (by its name, or by a category of
    satisfaction) and whether the value but repeats the name.

    Args:
        text: The value as printed, such as ``$\geq 90\%$``.
        name: The indicator's name (三级指标).
        level2: The label or the taxonomy name of its level-2 category.
        budget_year: The year that completes a date without one. Without it, such a
            date stays ``--MM-DD``; :meth:`DateWindow.resolve` completes it later.

    Raises:
        TypeError: if an argument is of another type.
        ValueError: if `budget_year` is no year from 1900 to 2199.

    >>> parse_target(r" $\geq 90\%$ ；").value.reading.accepts(92)
    True
    >>> parse_target("4", name="形成报告份数").value.reading.unit
    '份'
    >>> parse_target("年底前完成", budget_year=2024).value.reading.end
    '2024-12-31'

    """
    _require_text(text)
    for keyword, given in (("name", name), ("level2", level2)):
        if not isinstance(given, str):
            raise TypeError(f"expected {keyword} as a string, not {type(given).__name__}")
    _require_year(budget_year)
    start, end = stripped(text, 0, len(text))
    found = understood(text[start:end])
    reading, doubts = in_context(found, name, level2, budget_year)
    span = Span(start, end)
    target = Target(text=text[start:end], normalized=found.normalized, reading=reading, span=span)
    diagnostics = [diagnose(doubt.code, doubt.message, span) for doubt in doubts]
    return _result(target, diagnostics + _unprintable(text), SourceText(text))


def read(
    path_or_file: str | os.PathLike[str] | bytes | IO[bytes],
    *,
    encoding: str | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> ParseResult[Document]:
    """Return the performance target tables in a file.

    The content decides what it is, never the name. Read are text dumps, web pages and
    comma-separated files, in UTF-8, UTF-16 or GB18030, workbooks (XLSX) and Word
    documents (DOCX); of other content a diagnostic says what it is. The source of
    what is read from a workbook or a document is a text that is made of it, a line for
    each row.

    Args:
        path_or_file: A path, the bytes of a file, or an open binary file.
        encoding: The encoding of the text, where it should not be told by content.
        limits: How much of the file is read at most.

    Raises:
        FileNotFoundError: if there is no such file.
        IsADirectoryError: if the path is a folder.
        LimitExceeded: if the file is larger, deeper or wider than the limits allow.
        LookupError: if the encoding is unknown.
        TypeError: if given something else, such as a file opened as text.

    """
    if not isinstance(limits, Limits):
        raise TypeError(f"expected Limits, not {type(limits).__name__}")
    data, name = _bytes_of(path_or_file, limits)
    opened = open_file(data, limits) if encoding is None else None
    if opened is not None:
        return _result_of(opened, name)
    decoded = decode(data, encoding)
    result = parse(decoded.text, name=name)
    if not decoded.replaced:
        return result
    message = f"{decoded.replaced} characters are not valid {decoded.encoding} and were replaced"
    first = decoded.text.find("\ufffd")
    span = Span(first, first + 1) if first >= 0 else None
    return _result(result.value, [*result.diagnostics, diagnose("R110", message, span)], result.source)


def _result_of(opened: Opened, name: str | None) -> ParseResult[Document]:
    """Return what is in a workbook or a document."""
    text = opened.composed.text
    source = SourceText(text, name)
    found = list(opened.diagnostics)
    if any(diagnostic.severity == Severity.ERROR and diagnostic.span is None for diagnostic in found):
        return _result(Document(tables=()), found, source)
    if not text.strip(BLANKS):
        return _result(Document(tables=()), [*found, diagnose("R103", "the file holds no words")], source)
    document, doubts = _assembled(opened.composed.tables())
    spans = [table.span for table in document.tables if table.span]
    found = [each for each in found if each.span is None or any(_overlap(each.span, span) for span in spans)]
    return _result(document, found + doubts + _unprintable(text), source)


def _overlap(span: Span, other: Span) -> bool:
    return span.start < other.end and other.start < span.end


def _assembled(tables: Iterable[RawTable]) -> tuple[Document, list[Diagnostic]]:
    document, doubts = assemble(tables)
    if not document.tables:
        hint = "its header is known by words such as 项目名称, 总计, 绩效目标 and 绩效指标"
        doubts.append(diagnose("R101", "no performance target table found", None, "", hint))
    return document, doubts


def _bytes_of(path_or_file: str | os.PathLike[str] | bytes | IO[bytes], limits: Limits) -> tuple[bytes, str | None]:
    if isinstance(path_or_file, bytes | bytearray | memoryview):
        return _limited(bytes(path_or_file), limits), None
    if isinstance(path_or_file, str | os.PathLike):
        path = Path(path_or_file)
        with path.open("rb") as file:
            return _limited(file.read(limits.file_bytes + 1), limits), str(path)
    data = path_or_file.read(limits.file_bytes + 1) if hasattr(path_or_file, "read") else None
    if not isinstance(data, bytes):
        given = type(path_or_file).__name__
        message = f"expected a path, bytes or a file opened in binary mode, not {given}"
        raise TypeError(message)
    while len(data) <= limits.file_bytes and (more := path_or_file.read(limits.file_bytes + 1 - len(data))):
        data += more
    name = getattr(path_or_file, "name", None)
    return _limited(data, limits), name if isinstance(name, str) else None


def _limited(data: bytes, limits: Limits) -> bytes:
    check_limit(limits, "file_bytes", len(data), "the file is too large")
    return data


def _require_text(text: object) -> None:
    if not isinstance(text, str):
        message = f"expected a text, not {type(text).__name__}; use budgetperf.read for files and bytes"
        raise TypeError(message)


def _require_year(year: object) -> None:
    if year is None:
        return
    if not isinstance(year, int) or isinstance(year, bool):
        raise TypeError(f"expected a year as an int, not {type(year).__name__}")
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise ValueError(f"expected a year from {EARLIEST_YEAR} to {LATEST_YEAR}, not {year}")


def _unprintable(text: str) -> list[Diagnostic]:
    found = None if text.isprintable() else _UNPRINTABLE.search(text)
    if not found:
        return []
    message = f"the text holds control characters or lone surrogates, first U+{ord(found[0][0]):04X}"
    return [diagnose("R114", message, Span(found.start(), found.start() + 1))]


def _result(value: Value, doubts: list[Diagnostic], source: SourceText) -> ParseResult[Value]:
    ordered = sorted(doubts, key=lambda doubt: (doubt.span is not None, doubt.span or Span(0, 0)))
    return ParseResult(value=value, diagnostics=tuple(ordered), source=source)
