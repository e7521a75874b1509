"""What holds of every way in, whatever it is given.

Each law takes the bytes that the fuzzer made. It raises where it does not hold, and returns nothing.
"""

import warnings
from itertools import pairwise

from budgetperf import (
    FormatError,
    LimitExceeded,
    Limits,
    check,
    dumps,
    format_target,
    loads,
    parse,
    parse_indicators,
    parse_target,
    read,
    render,
    to_records,
)
from budgetperf.language import tokenize
from budgetperf.model import Document
from budgetperf.results import ParseResult
from budgetperf.testing import assert_json_round_trip, assert_lossless, assert_spans_exact, assert_text_round_trip

__all__ = ["document_is_read", "file_is_read", "indicators_are_read", "json_is_loaded", "target_is_read"]

#: What a file may take in a fuzz run. Less than the default, so that a bomb is refused soon.
LIMITS = Limits(unpacked_bytes=1 << 24, part_bytes=1 << 23, cells=100_000, rows=20_000, characters=1 << 21, pages=50)
#: Diagnostics that are rendered; each walks to its line.
_RENDERED = 20


def text_of(data: bytes) -> str:
    """Return bytes as a text; what is no UTF-8 is a lone surrogate, which a text may hold as well."""
    return data.decode("utf-8", "surrogateescape")


def document_is_read(data: bytes) -> None:
    """Any text has an answer, whose spans are exact; what was read goes through JSON unchanged."""
    _document_holds(parse(text_of(data)))


def indicators_are_read(data: bytes) -> None:
    """Tokens join back to any cell; what is read from it reads back equal from its canonical form, or has none."""
    text = text_of(data)
    assert_lossless(text)
    pieces = tokenize(text)
    assert all(before.end == behind.start for before, behind in pairwise(pieces))
    result = parse_indicators(text)
    assert_spans_exact(result)
    for indicator in result.value:
        try:
            assert_text_round_trip([indicator])
        except ValueError as refused:  # a name may hold a label, and then it is not written at all
            assert "reads back equal" in str(refused)


def target_is_read(data: bytes) -> None:
    """Any value has an answer; its canonical words mean the same."""
    text = text_of(data)
    target = parse_target(text).value
    assert target.text in text
    written = format_target(target)
    again = parse_target(written).value
    assert written in {target.normalized, format_target(again)}, (written, format_target(again))
    assert target.reading == again.reading or written == target.normalized, (target.reading, written, again.reading)


def json_is_loaded(data: bytes) -> None:
    """Any text is a document or a `FormatError`; a document goes through JSON unchanged."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a newer minor version is a warning
        try:
            document = loads(text_of(data))
        except FormatError as error:
            assert error.path.startswith("$")
            assert str(error)
            return
    assert document == loads(dumps(document))
    check(document)
    to_records(document)


def file_is_read(data: bytes) -> None:
    """Any file has an answer, or goes beyond its limits."""
    try:
        result = read(data, limits=LIMITS)
    except LimitExceeded:
        return
    _document_holds(result)


def _document_holds(result: ParseResult[Document]) -> None:
    assert_spans_exact(result)
    for diagnostic in result.diagnostics[:_RENDERED]:
        render(diagnostic, result.source)
        if diagnostic.span is not None:
            assert 0 <= diagnostic.span.start <= diagnostic.span.end <= len(result.source.text)
            result.source.place(diagnostic.span)
    check(result)
    to_records(result.value)
    if _encodes(result.source.text):
        assert_json_round_trip(result.value, diagnostics=result.diagnostics)


def _encodes(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
