"""Someone reads files and texts, and asks where words were printed."""

from typing import assert_type

from budgetperf import (
    REPAIRS,
    Document,
    LimitExceeded,
    Limits,
    MissingExtra,
    ParseFailed,
    ParseResult,
    Place,
    Position,
    Sniffed,
    SourceText,
    Span,
    debug_svg,
    parse,
    read,
    sniff,
)

SAMPLE = "samples/pipe_table.md"

result = read(SAMPLE)
assert_type(result, ParseResult[Document])
assert_type(result.value, Document)
assert_type(result.unwrap(), Document)
assert_type(result.ok, bool)
assert_type(result.source, SourceText)

# As bytes, as an open file; with everything that can be asked for.
with open(SAMPLE, "rb") as file:  # noqa: PTH123 - as many write it
    assert_type(read(file), ParseResult[Document])
    file.seek(0)
    content = file.read()
assert read(content, encoding="utf-8", readers={"text"}, limits=Limits(seconds=30), repair=set(REPAIRS)).ok
assert_type(read(content, pages=None, sheet=None, password=None, isolate=False), ParseResult[Document])

sniffed = sniff(SAMPLE)
assert_type(sniffed, Sniffed)
assert_type(sniffed.kind, str)
assert_type(sniffed.reader, str | None)
assert_type(sniffed.missing_extra, str | None)

try:
    read(content, limits=Limits(file_bytes=10))
except LimitExceeded as error:
    assert_type(error.limit, str)
    assert_type(error.allowed, int)

try:
    parse("没有表格").unwrap()
except ParseFailed as error:
    assert_type([diagnostic.code for diagnostic in error.diagnostics], list[str])

# Where it was printed.
unit = result.value.tables[0].spending_units[0]
assert_type(unit.span, Span | None)
if unit.span is not None:
    assert_type(result.source[unit.span], str)
    position = result.source.position(unit.span.start)
    assert_type(position, Position)
    assert_type((position.line, position.column), tuple[int, int])
    assert_type(result.source.place(unit.span), Place | None)
    assert_type(Span(unit.span.start, unit.span.start) in unit.span, bool)

try:
    drawing = debug_svg("samples/ruled_table.pdf", page=1)
except MissingExtra:
    pass
else:
    assert_type(drawing, str)
    place = read("samples/ruled_table.pdf", pages=range(1, 2)).source.place(Span(0, 1))
    if place is not None:
        assert_type(place.page, int | None)
        assert_type(place.box, tuple[float, float, float, float] | None)
        assert_type(place.cell, str | None)
