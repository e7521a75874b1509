"""Laws that hold of documents, indicators and cells, as assertions."""

import html
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import product
from typing import Any, Final

import attrs

from budgetperf.dates import reads_as_date
from budgetperf.diagnostics import Diagnostic
from budgetperf.interchange import dumps, from_dict, loads, to_dict
from budgetperf.language import Dialect, format_indicators, tokenize
from budgetperf.model import Document, Indicator, PerformanceTable, Project, SpendingUnit
from budgetperf.normalization import BLANKS, joined, unified
from budgetperf.parsing import parse_indicators
from budgetperf.readings import Reading
from budgetperf.records import COLUMNS, described_columns, to_records
from budgetperf.results import ParseResult
from budgetperf.source import Span

__all__ = [
    "assert_answers",
    "assert_diagnostics_sound",
    "assert_json_round_trip",
    "assert_lossless",
    "assert_spans_exact",
    "assert_text_round_trip",
    "assert_tidy",
]

_CODE = re.compile("[A-Z][A-Z0-9_-]*[0-9]")
_STEP = re.compile(r"\.?([a-z_0-9]+)|\[([0-9]+)\]")
#: What a column of the tidy table holds, by the type that it is described with.
_HELD: Final[dict[str, type]] = {"text": str, "integer": int, "amount": Decimal, "number": Decimal, "day": str}
#: What may make words of a cell differ from what is printed: markup, marks between cells, line breaks, blanks in a row.
_MARKUP: Final = (*'\n\r\t\f|<&\\*",;', "  ")
_BARE = str.maketrans("０１２３４５６７８９", "0123456789", BLANKS + "-－‐‑‒–—―﹣−\x02\ufffe一_~～·.．")


def assert_answers(reader: Callable[[str], ParseResult[Document]], text: str) -> None:
    """Assert all that holds of a reader of yours, whatever `text` it is given.

    It answers, and twice the same; its diagnostics and spans are sound, its document goes
    through JSON, and its rows are tidy.

    >>> from budgetperf.parsing import parse
    >>> assert_answers(parse, "| 项目名称（资金使用单位） | 总计 |")

    Raises:
        AssertionError: if one of these does not hold.

    """
    result, again = reader(text), reader(text)
    _hold(isinstance(result, ParseResult), "a reader returns a ParseResult", ParseResult, type(result))
    _hold(result == again, "a reader answers twice the same", result, again)
    assert_diagnostics_sound(result)
    assert_spans_exact(result)
    assert_json_round_trip(result.value, diagnostics=result.diagnostics)
    assert_tidy(to_records(result.value))


def assert_diagnostics_sound(result: ParseResult[Any]) -> None:
    """Assert that every diagnostic has a code, words, a span inside the source, and a path to something in the value.

    >>> from budgetperf.parsing import parse_indicators
    >>> assert_diagnostics_sound(parse_indicators("1、1-产出指标；11-数量指标；场次"))

    Raises:
        AssertionError: if one does not.

    """
    whole = Span(0, len(result.source.text))
    for each in result.diagnostics:
        _hold(_CODE.fullmatch(each.code) is not None, "a code is capitals and digits", "such as G202", each)
        _hold(each.message.strip() != "", "a diagnostic says something", "a message", each)
        _hold(each.span is None or each.span in whole, "a span lies inside the source", whole, each)
        _hold(_leads_somewhere(each.path, result.value), "a path leads to a part of the value", result.value, each)


def _leads_somewhere(path: str, value: object) -> bool:
    """Whether a path such as ``tables[0].spending_units[1]`` names a part of `value`."""
    here: Any = {"indicators": value} if isinstance(value, tuple) else value
    for step in _STEP.finditer(path):
        name, place = step.groups()
        try:
            here = here[int(place)] if place else here[name] if isinstance(here, dict) else getattr(here, name)
        except (AttributeError, LookupError):
            return False
    return _STEP.sub("", path) == ""


def assert_tidy(rows: Iterable[Mapping[str, object]]) -> None:
    """Assert that `rows` have the columns of the tidy table in order, with values of their types.

    >>> assert_tidy(to_records(Document(tables=())))

    Raises:
        AssertionError: if one is not.

    """
    described = described_columns()
    for row in rows:
        _hold(tuple(row) == COLUMNS, "a row has the columns of the tidy table, in order", COLUMNS, tuple(row))
        for column, value in row.items():
            kind, required = described[column]["type"], described[column].get("required", False)
            _hold(value is not None or not required, f"every row has a {column}", kind, row)
            held = value is None or (type(value) is _HELD[kind] and (kind != "day" or reads_as_date(str(value))))
            _hold(held, f"{column} is of type {kind}, or None", kind, value)


def assert_json_round_trip(document: Document, *, diagnostics: Iterable[Diagnostic] = ()) -> None:
    """Assert that JSON gives `document` back, with and without spans, and from identical bytes.

    >>> assert_json_round_trip(Document(tables=()))

    Raises:
        AssertionError: if it does not.

    """
    doubts = tuple(diagnostics)
    for spans in (False, True):
        text = dumps(document, diagnostics=doubts, spans=spans)
        again = loads(text)
        _hold(document == again, "the document is read back equal", document, again)
        written_again = dumps(again, diagnostics=doubts, spans=spans)
        _hold(text == written_again, "reading and writing give the same bytes", text, written_again)
        _hold(text.encode("utf-8").decode("utf-8") == text, "the text encodes to UTF-8", text, text)
        from_data = from_dict(to_dict(document, diagnostics=doubts, spans=spans))
        _hold(document == from_data, "the document is made equal from data", document, from_data)
        # Readings take no part in equality, so they are compared by themselves.
        meant, meant_again = list(_readings(document)), list(_readings(again))
        _hold(meant == meant_again, "readings are read back equal", meant, meant_again)
        meant_again = list(_readings(from_data))
        _hold(meant == meant_again, "readings are made equal from data", meant, meant_again)
    # Nor do spans, which are compared as data.
    expected, actual = attrs.asdict(document), attrs.asdict(again)
    _hold(expected == actual, "spans are read back identical", expected, actual)


def _readings(document: Document) -> Iterator[Reading | None]:
    for table in document.tables:
        for indicator in (indicator for project in table.projects for indicator in project.indicators):
            yield from (target.reading for target in (indicator.period_target, indicator.annual_target) if target)


def assert_lossless(text: str) -> None:
    """Assert that the tokens of an indicator cell, joined, are the cell.

    >>> assert_lossless("见附件。1、1-产出指标；11-数量 指标；场次")

    Raises:
        AssertionError: if they are not.

    """
    pieces = tokenize(text)
    _hold(text == "".join(text[piece.start : piece.end] for piece in pieces), "the tokens are the cell", text, pieces)
    _hold(all(piece.start < piece.end for piece in pieces), "every token holds something", text, pieces)


def assert_text_round_trip(indicators: Iterable[Indicator]) -> None:
    """Assert that `indicators`, written in any dialect, are read back equal, and that the canonical form is stable.

    >>> assert_text_round_trip(parse_indicators("1、1-产出指标,11-数量指标,场次 年度指标值:3场").value)

    Raises:
        AssertionError: if they are not.
        ValueError: if a text of theirs can't be written (see :func:`budgetperf.format_indicators`).

    """
    indicators = tuple(indicators)
    for dialect in Dialect:
        text = format_indicators(indicators, dialect=dialect)
        again = parse_indicators(text).value
        _hold(indicators == again, f"indicators written in {dialect} are read back equal", indicators, again)
        written_again = format_indicators(again, dialect=dialect)
        _hold(text == written_again, f"reading and writing {dialect} gives the same text", text, written_again)


def assert_spans_exact(result: ParseResult[Document] | ParseResult[tuple[Indicator, ...]]) -> None:
    """Assert that every span covers the words that its value was read from, and that spans are nested.

    Where a reader undoes markup or puts together a cell cut by a page break, the
    span covers those as well, so there the words must stand in it in order (in any
    order where HTML is damaged). A column printed apart from its table lies outside
    the rows; a cell of which a part is printed so reaches beyond its row.

    Raises:
        AssertionError: if a span does not.

    >>> assert_spans_exact(parse_indicators("1、1-产出指标；11-数量指标；场次；年度指标值：3场。"))

    """
    source = unified(result.source.text)  # as a document is read, one character for one
    whole = Span(0, len(source))
    value = result.value
    if isinstance(value, Document):
        for table in value.tables:
            _hold_nested(whole, table, "table")
            for unit in table.spending_units:
                _hold_nested(table.span or whole, unit, "spending unit")
                for project in unit.projects:
                    _hold_project_spans(source, table.span or whole, project)
    else:
        for indicator in value:
            _hold_indicator_spans(result.source.text, whole, indicator, within=whole)


def _hold_project_spans(source: str, table: Span, project: Project) -> None:
    _hold_nested(table, project, "project")  # its unit is but a row before it
    row = project.span or table
    if project.name_span is not None:
        _hold(project.name_span in row, "a project holds its name", row, project.name_span)
        _hold_words(joined, source, project.name_span, project.name, exact=False)
    if project.objective_span is not None:
        _hold(project.objective_span in table, "a table holds the objectives of its projects", table, project)
        _hold_words(joined, source, project.objective_span, project.objective or "", exact=False)
    for indicator in project.indicators:
        _hold_indicator_spans(source, table, indicator, within=None)


def _hold_indicator_spans(source: str, parent: Span, indicator: Indicator, *, within: Span | None) -> None:
    _hold_nested(parent, indicator, "indicator")
    exact = within is not None
    own = indicator.span or parent
    for category in (indicator.level1, indicator.level2):
        if category is not None and category.span is not None:
            _hold(category.span in own, "an indicator holds its categories", own, category)
            _hold_words(_coded, source, category.span, (category.code or "") + category.label, exact=exact)
    if indicator.name_span is not None:
        _hold(indicator.name_span in own, "an indicator holds its name", own, indicator)
        _hold_words(joined, source, indicator.name_span, indicator.name, exact=exact)
    for target in (indicator.period_target, indicator.annual_target):
        if target is not None and target.span is not None:
            _hold(target.span in own, "an indicator holds its targets", own, target)
            _hold_words(str, source, target.span, target.text, exact=exact)


def _hold_nested(parent: Span, model: PerformanceTable | SpendingUnit | Project | Indicator, kind: str) -> None:
    span = model.span
    _hold(span is not None and span in parent, f"the span of a {kind} lies inside its parent's", parent, model)


def _hold_words(form: Callable[[str], str], source: str, span: Span, words: str, *, exact: bool) -> None:
    printed = source[span.start : span.end]
    holds = form(printed) == form(words)
    if not holds and not exact and any(mark in printed for mark in _MARKUP):
        # An entity is a sign where HTML is read, and letters where a semicolon parts fields, or a tag stands in it.
        forms = product({_bare(printed), _bare(html.unescape(printed))}, {_bare(words), _bare(html.unescape(words))})
        holds = any(_stand_in(shown, read, in_order="<" not in printed) for shown, read in forms)
    _hold(holds, "a span covers the words read from it", words, printed)


def _stand_in(shown: str, read: str, *, in_order: bool) -> bool:
    """Tell whether all characters of what is read are among those that are shown."""
    rest = iter(shown)
    return all(character in rest for character in read) or (not in_order and Counter(read) <= Counter(shown))


def _coded(text: str) -> str:
    """Return a category without the zeros before its code."""
    return _bare(text).lstrip("0")


def _bare(text: str) -> str:
    """Return words without blanks and hyphens, digits in ASCII."""
    return text.translate(_BARE)


def _hold(holds: bool, law: str, expected: object, actual: object) -> None:  # noqa: FBT001 - as assert takes it
    if not holds:  # an assert statement would be silent under python -O
        message = f"not true that {law}:\nexpected {expected!r}\n     got {actual!r}"
        raise AssertionError(message)
