"""``budgetperf sniff``: what files are, and which tables are in them, and where."""

import json
from argparse import Namespace
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from attrs import evolve, frozen

from budgetperf.cli.inputs import Input, inputs_named, watched
from budgetperf.cli.outputs import opened_output
from budgetperf.cli.reading import (
    CantRead,
    content_of,
    limits_of,
    read_input,
    reasons_told,
    tally,
    why_no_table,
    why_unread,
)
from budgetperf.cli.streams import DASH, FINE, INCOMPLETE, MISUSE, Misuse, Put, coloured, say, standard_output
from budgetperf.phrasebook import Phrasebook
from budgetperf.source import Place, SourceText, Span, display_width
from budgetperf.terminal import painted, visible

if TYPE_CHECKING:
    from budgetperf.model import Document, PerformanceTable
    from budgetperf.opening import Sniffed
    from budgetperf.results import ParseResult

__all__ = ["sniff"]

_NOTHING: Final = "—"
_GAP: Final = "  "
#: What is said of one page or line, and of several.
_STRETCHES: Final = {
    "page": ("page {number}", "pages {first}–{last}"),
    "line": ("line {number}", "lines {first}–{last}"),
}
#: How each part of a line looks in colour.
_STYLES: Final = {"name": "1", "place": "36", "title": "2", "doubt": "33", "error": "1;31"}


def sniff(options: Namespace) -> int:
    """Say what each file is, or draw a page of one."""
    inputs = inputs_named(options.files)
    if options.svg is not None:
        return _draw(inputs, options)
    if options.output != DASH:
        raise Misuse("-o is for the drawing of --svg PAGE")
    code = FINE
    put = standard_output("utf-8" if options.json else None)
    for source in watched(inputs, options):
        finding = _finding(source, options)
        _tell(finding, put, options)
        code = max(code, finding.exit_code)
    return code


def _draw(inputs: Sequence[Input], options: Namespace) -> int:
    from budgetperf.opening import debug_svg

    if len(inputs) > 1:
        raise Misuse(f"--svg draws a page of one PDF, but {len(inputs)} files are given")
    [source] = inputs
    try:
        with reasons_told():
            limits = limits_of(options)
            drawing = debug_svg(content_of(source, limits), options.svg, password=options.password, limits=limits)
    except CantRead as error:
        words = options.words
        reason = words.understood(str(error))
        say(
            words(
                "error: can't draw page {page} of {name!r}: {reason}", page=options.svg, name=source.name, reason=reason
            )
        )
        return MISUSE
    with opened_output(options.output, list(inputs), suffix=".svg", encoding="utf-8") as write:
        write(source, drawing)
    return FINE


# --- what a file is -----------------------------------------------------------------------------


@frozen
class _Finding:
    """What is found out about a file."""

    source: Input
    sniffed: "Sniffed | None" = None
    result: "ParseResult[Document] | None" = None
    #: Why it can't be read.
    error: str | None = None

    @property
    def exit_code(self) -> int:
        if self.result is None:
            return MISUSE
        return FINE if self.result.ok else INCOMPLETE


def _finding(source: Input, options: Namespace) -> _Finding:
    from budgetperf.opening import sniff as sniffed

    finding = _Finding(source)
    try:
        with reasons_told():
            limits = limits_of(options)
            content = content_of(source, limits)
            finding = evolve(finding, sniffed=_as_asked(sniffed(content, limits=limits), options))
        return evolve(finding, result=read_input(source, options, content))
    except CantRead as error:
        return evolve(finding, error=str(error))


def _as_asked(sniffed: "Sniffed", options: Namespace) -> "Sniffed":
    """Return what a file is that is read as text because an encoding is given."""
    if options.encoding is None:
        return sniffed
    reader = sniffed.reader if sniffed.encoding else "text"
    return evolve(sniffed, encoding=options.encoding, reader=reader, missing_extra=None, hint=None)


def _tell(finding: _Finding, put: Put, options: Namespace) -> None:
    if options.json:
        put(json.dumps(_as_data(finding), ensure_ascii=False) + "\n")
    if finding.sniffed is None:
        say(why_unread(finding.source.name, finding.error or "", options.words))
    elif not options.json:
        lines = _lines(finding, finding.sniffed, options.words, colour=coloured(options))
        put("".join(f"{line}\n" for line in lines))


# --- for people ---------------------------------------------------------------------------------


def _lines(finding: _Finding, sniffed: "Sniffed", words: Phrasebook, *, colour: bool) -> Iterator[str]:
    def styled(shown: str, style: str) -> str:
        return painted(visible(shown), _STYLES[style] if colour else "")

    yield f"{styled(finding.source.name, 'name')}{words(': ')}{visible(_kind(sniffed, words))}"
    result = finding.result
    if result is None:
        reason = words("can't be read: {reason}", reason=words.understood(finding.error or ""))
        yield f"  {styled(reason, 'error')}"
        return
    if not result.value.tables:
        # What it is stands above already, where that is all there is against it.
        hint = words.understood(sniffed.hint) if sniffed.hint else None
        reason = words("; ").join(filter(None, (words("no reader"), hint)))
        yield f"  {styled(why_no_table(result, words) if sniffed.reader else reason, 'doubt')}"
        return
    rows = [_row(table, result.source, words) for table in result.value.tables]
    for table, (where, *cells) in zip(result.value.tables, _in_columns(rows), strict=True):
        yield f"  {styled(where, 'place')}{_GAP}{_GAP.join(map(visible, cells))}".rstrip()
        if table.title:
            yield " " * (2 + display_width(where) + len(_GAP)) + styled(table.title, "title")
    if doubted := tally(result.diagnostics, words):
        yield f"  {styled(doubted, 'doubt')}"


def _kind(sniffed: "Sniffed", words: Phrasebook) -> str:
    """Return what a file is, and who reads it.

    >>> from budgetperf.opening import sniff
    >>> text = sniff("单位：万元".encode("gb18030"))
    >>> _kind(text, Phrasebook()), _kind(sniff(b"%PDF-1.7 ..."), Phrasebook())
    ('a text in gb18030, read by text', 'a PDF, read by pdf')
    >>> _kind(text, Phrasebook("zh"))
    '文本，编码 gb18030，由 text 读取'
    """
    encoding = words(" in {encoding}", encoding=sniffed.encoding) if sniffed.encoding else ""
    reader = words(", read by {reader}", reader=sniffed.reader) if sniffed.reader else ""
    return words.understood(sniffed.words) + encoding + reader


def _row(table: "PerformanceTable", source: SourceText, words: Phrasebook) -> tuple[str, ...]:
    units, projects, indicators = _numbers(table)
    return (
        _where(table.span, source, words),
        table.department or _NOTHING,
        words("no year") if table.year is None else str(table.year),
        table.amount_unit or _NOTHING,
        _counted(units, "spending unit", words),
        _counted(projects, "project", words),
        _counted(indicators, "indicator", words),
    )


def _numbers(table: "PerformanceTable") -> tuple[int, int, int]:
    """Return the numbers of spending units, projects and indicators."""
    units = sum(unit.name is not None for unit in table.spending_units)
    indicators = [len(project.indicators) for project in table.projects]
    return units, len(indicators), sum(indicators)


def _where(span: Span | None, source: SourceText, words: Phrasebook) -> str:
    """Return where a table is printed: its pages, its upper left cell, or its lines."""
    if span is None:
        return _NOTHING
    first, last = _first_place(span, source), _last_place(span, source)
    if first is None or last is None:
        lines = source.line_number(span.start), source.line_number(max(span.start, span.end - 1))
        return _stretch("line", *lines, words)
    if first.page is not None and last.page is not None:
        return _stretch("page", first.page, last.page, words)
    return words.place(first if first.sheet is not None else evolve(first, column=None))


def _first_place(span: Span, source: SourceText) -> Place | None:
    return source.place(span)


def _last_place(span: Span, source: SourceText) -> Place | None:
    return source.place(Span(max(span.start, span.end - 1), span.end))


def _stretch(what: str, first: int, last: int, words: Phrasebook) -> str:
    """Return a stretch of pages or lines in words.

    >>> _stretch("page", 3, 3, Phrasebook()), _stretch("line", 1, 1200, Phrasebook())
    ('page 3', 'lines 1–1200')
    """
    one, many = _STRETCHES[what]
    return words(one, number=first) if first == last else words(many, first=first, last=last)


def _counted(number: int, noun: str, words: Phrasebook) -> str:
    # One thing lacks the letter of several, and what stands to the right has to stand straight.
    several = display_width(words.counted(2, noun)) - display_width(words.counted(1, noun))
    return words.counted(number, noun) + " " * (several if number == 1 else 0)


def _in_columns(rows: Iterable[Sequence[str]]) -> Iterator[list[str]]:
    """Yield rows whose columns stand straight, numbers to the right.

    >>> [*_in_columns([("第1页", "1 unit "), ("p", "12 units")])]
    [['第1页', ' 1 unit '], ['p    ', '12 units']]
    """
    rows = [[visible(cell) for cell in row] for row in rows]
    widths = [max(map(display_width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        fillers = (" " * (width - display_width(cell)) for cell, width in zip(row, widths, strict=True))
        yield [fill + cell if cell[:1].isdecimal() else cell + fill for cell, fill in zip(row, fillers, strict=True)]


# --- for programs -------------------------------------------------------------------------------


def _as_data(finding: _Finding) -> dict[str, Any]:
    """Return what is found out about a file as JSON-ready data, keys in fixed order."""
    sniffed, result = finding.sniffed, finding.result
    tables = result.value.tables if result else ()
    counts = Counter((str(each.severity), each.code) for each in result.diagnostics) if result else Counter()
    about = ("kind", "words", "reader", "encoding", "missing_extra", "hint")
    return {
        "file": finding.source.name,
        **{name: getattr(sniffed, name, None) for name in about},
        "error": finding.error,
        "tables": [_table_as_data(table, result.source) for table in tables if result],
        "diagnostics": [
            {"code": code, "severity": severity, "count": count} for (severity, code), count in counts.items()
        ],
    }


def _table_as_data(table: "PerformanceTable", source: SourceText) -> dict[str, Any]:
    units, projects, indicators = _numbers(table)
    total = table.total.total if table.total else None
    return {
        "title": table.title,
        "department": table.department,
        "year": table.year,
        "amount_unit": table.amount_unit,
        "total": None if total is None else f"{total:f}",
        "spending_units": units,
        "projects": projects,
        "indicators": indicators,
        "where": None if table.span is None else _where_as_data(table.span, source),
    }


def _where_as_data(span: Span, source: SourceText) -> dict[str, Any]:
    """Return the place of a table: that of its first cell, and the last page or line."""
    first, last = _first_place(span, source), _last_place(span, source)
    lines: tuple[int | None, int | None] = None, None
    if first is None:
        lines = source.line_number(span.start), source.line_number(max(span.start, span.end - 1))
    named = ("page", "sheet", "cell", "table", "paragraph", "row", "column")
    place = {name: getattr(first, name, None) for name in named}
    place["cell"] = first.cell if first and first.sheet is not None else None
    return {**place, "line": lines[0], "last_page": getattr(last, "page", None), "last_line": lines[1]}
