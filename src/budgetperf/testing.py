"""For the tests of programs that wrap this package: model values to test with, and laws that hold.

The strategies make values of every model class, stranger than any that is
printed: texts of any characters, amounts in any notation, spans anywhere.
`texts`, where a strategy takes it, makes every printed word of the value.

:func:`cells` goes the other way: indicator cells as documents print them, each
with the indicators that a careful person would copy from it; :func:`noisy`
damages any text as scanners and converters do.

Needs the extra ``testing``.
"""

import html
import operator
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any, Final, TypeVar

import attrs

from budgetperf.diagnostics import Diagnostic, Severity
from budgetperf.errors import MissingExtra
from budgetperf.interchange import dumps, from_dict, loads, to_dict
from budgetperf.language import Dialect, format_indicators, tokenize
from budgetperf.model import (
    AmountUnit,
    Category,
    Document,
    Funding,
    Indicator,
    PerformanceTable,
    Project,
    SpendingUnit,
    Target,
)
from budgetperf.normalization import BLANKS, joined, stripped
from budgetperf.parsing import parse_indicators
from budgetperf.results import ParseResult
from budgetperf.source import Span
from budgetperf.taxonomy import TaxonomyEntry, standard_taxonomy

try:
    from hypothesis import strategies
    from hypothesis.strategies import SearchStrategy
except ImportError as error:
    raise MissingExtra("testing", "budgetperf.testing") from error

__all__ = [
    "ANY_TEXT",
    "Cell",
    "amounts",
    "assert_json_round_trip",
    "assert_lossless",
    "assert_spans_exact",
    "assert_text_round_trip",
    "categories",
    "cells",
    "diagnostics",
    "documents",
    "fundings",
    "indicators",
    "noisy",
    "projects",
    "spans",
    "spending_units",
    "tables",
    "targets",
    "texts",
]

_Value = TypeVar("_Value")

_EXPONENTS = strategies.sampled_from([-2, 0, -1, -12, 4])

#: Words and signs of printed tables, whose combinations are likelier to matter than any character's.
_PRINTED = (
    "产出指标", "数量指标", "培训人数", "按时完成率", "实施周期指标值", "年度指标值", "合计", "万元", "及以上",
    "1", "20", "36.50", "０", "%", "≥", "≪", r"$\geq 90\%$", "、", "；", "：", "。", "，", "-", "/", "|",
    " ", "\u3000", "\n", "\r\n", "\t", '"', "\\", "\x00", "\u2028", "\ufeff", "𠮷", "\ud800", "\udc80",
)  # fmt: skip


# --- leaves -----------------------------------------------------------------------------------------


def texts(*, max_size: int = 6) -> SearchStrategy[str]:
    """Return a strategy for any words, of at most `max_size` pieces.

    Lone surrogates, the leftover of a wrong decoding, are among them; a high and
    a low one side by side, which JSON can't tell from one character, are not.
    """
    pieces = strategies.lists(strategies.sampled_from(_PRINTED), max_size=max_size).map("".join)
    characters = strategies.text(strategies.characters(exclude_categories=()), max_size=max_size)
    return strategies.one_of(pieces, characters).map(_without_surrogate_pairs)


def _without_surrogate_pairs(text: str) -> str:
    # What UTF-16 makes of a pair is the character meant; it leaves the lone ones alone.
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


#: What every printed word is made of where nothing else is asked for.
ANY_TEXT: Final = texts()


def spans() -> SearchStrategy[Span]:
    """Return a strategy for spans, the empty one among them."""
    offsets = strategies.integers(0, 2**31)
    return strategies.builds(lambda start, length: Span(start, start + length), offsets, offsets)


def amounts() -> SearchStrategy[Decimal]:
    """Return a strategy for finite amounts, digits after the point and exponents included."""
    coefficients = strategies.integers(-(10**20), 10**20)
    return strategies.builds(lambda digits, exponent: Decimal(f"{digits}E{exponent}"), coefficients, _EXPONENTS)


# --- models -----------------------------------------------------------------------------------------


def categories(*, texts: SearchStrategy[str] = ANY_TEXT) -> SearchStrategy[Category]:
    """Return a strategy for categories of either level."""
    return strategies.builds(
        Category,
        code=_maybe(texts),
        label=texts,
        category=_maybe(strategies.sampled_from(["output", "benefit", "quantity", "economic_benefit"])),
        span=_maybe(spans()),
    )


def targets(*, texts: SearchStrategy[str] = ANY_TEXT) -> SearchStrategy[Target]:
    """Return a strategy for targets."""
    return strategies.builds(Target, text=texts, span=_maybe(spans()))


def indicators(*, texts: SearchStrategy[str] = ANY_TEXT) -> SearchStrategy[Indicator]:
    """Return a strategy for indicators."""
    return strategies.builds(
        Indicator,
        ordinal=_maybe(strategies.integers(0, 999)),
        level1=categories(texts=texts),
        level2=_maybe(categories(texts=texts)),
        name=texts,
        period_target=_maybe(targets(texts=texts)),
        annual_target=_maybe(targets(texts=texts)),
        span=_maybe(spans()),
        name_span=_maybe(spans()),
    )


def fundings() -> SearchStrategy[Funding]:
    """Return a strategy for fundings, whose parts need not add up."""
    return strategies.builds(
        Funding,
        total=_maybe(amounts()),
        fiscal_appropriation=_maybe(amounts()),
        special_account_appropriation=_maybe(amounts()),
        other_funds=_maybe(amounts()),
        span=_maybe(spans()),
    )


def projects(*, texts: SearchStrategy[str] = ANY_TEXT) -> SearchStrategy[Project]:
    """Return a strategy for projects, with and without indicators."""
    return strategies.builds(
        Project,
        name=texts,
        funding=fundings(),
        objective=_maybe(texts),
        indicators=_several(indicators(texts=texts)),
        span=_maybe(spans()),
        name_span=_maybe(spans()),
        objective_span=_maybe(spans()),
    )


def spending_units(*, texts: SearchStrategy[str] = ANY_TEXT) -> SearchStrategy[SpendingUnit]:
    """Return a strategy for spending units."""
    return strategies.builds(
        SpendingUnit,
        name=_maybe(texts),
        funding=_maybe(fundings()),
        projects=_several(projects(texts=texts)),
        span=_maybe(spans()),
    )


def tables(*, texts: SearchStrategy[str] = ANY_TEXT) -> SearchStrategy[PerformanceTable]:
    """Return a strategy for performance tables."""
    return strategies.builds(
        PerformanceTable,
        title=_maybe(texts),
        department=_maybe(texts),
        department_label=_maybe(texts),
        amount_unit=_maybe(strategies.sampled_from(AmountUnit)),
        year=_maybe(strategies.integers(2000, 2100)),
        total=_maybe(fundings()),
        spending_units=_several(spending_units(texts=texts)),
        span=_maybe(spans()),
    )


def documents(*, texts: SearchStrategy[str] = ANY_TEXT) -> SearchStrategy[Document]:
    """Return a strategy for documents of up to two tables."""
    return strategies.builds(Document, tables=_several(tables(texts=texts)))


def diagnostics() -> SearchStrategy[Diagnostic]:
    """Return a strategy for diagnostics, of codes that the catalogue need not have."""
    return strategies.builds(
        Diagnostic,
        code=strategies.from_regex(r"[RGVTA][0-9]{3}", fullmatch=True),
        severity=strategies.sampled_from(Severity),
        message=texts(),
        span=_maybe(spans()),
        path=strategies.sampled_from(["", "tables[0]", "tables[0].spending_units[1].projects[3]"]),
        hint=_maybe(texts()),
    )


def _maybe(values: SearchStrategy[_Value]) -> SearchStrategy[_Value | None]:
    return strategies.none() | values


def _several(values: SearchStrategy[_Value]) -> SearchStrategy[list[_Value]]:
    return strategies.lists(values, max_size=2)


# --- indicator cells --------------------------------------------------------------------------------

#: Parts of names and values that look like parts of the mini-language and are none.
_NAME_PARTS = (
    "巡护里程", "护林员", "完好率", "5G 基站", "10-12月", "24小时", "3-5岁", "（含临时人员）", "(次)", "走访、慰问",
    "1、宣传；2、培训", "完成年度指标值的比例", "对照产出指标复核", "A级，", "与", "；", "：", "、",
)  # fmt: skip
_VALUE_PARTS = (
    "≥90%", r"$\geq 90\%$", r"$\leq$ 5次", "1-2次", "3-5个", "2024-06-30", "2024年12月31日前", "１２公里", "36.5万元",
    ".5", "1、做好宣传；2、做好培训", "不低于年度指标值的要求", "对照产出指标复核", "持续提升", "（含）", "……", "\n",
    "；", "。", "：", "，",
)  # fmt: skip
_SEPARATORS = ("；", ";", "，", ",", "：", ": ", "。", "； ", "；\n")
_BLANK_SEPARATORS = (" ", "\u3000", "\n")
_CLAUSE_ENDS = ("。", "；", "; ", "。\n", "。；", " ")
_HYPHENS = ("-", "－", "–", "—", "——", "﹣", " - ")
_CLOSINGS = ("指标", "目标", "指标（必填）", "指标(0-20)分", "")
_PERIOD_LABELS = ("实施周期指标值", "实施周期目标值", "实施期指标值")
_ANNUAL_LABELS = ("年度指标值", "年度目标值")
_DIGITS, _FULL_WIDTH_DIGITS = "0123456789", "０１２３４５６７８９"
_FULL_WIDTH = str.maketrans(_DIGITS, _FULL_WIDTH_DIGITS)
_BARE = str.maketrans(_FULL_WIDTH_DIGITS, _DIGITS, BLANKS + "-－‐‑‒–—―﹣−\x02\ufffe一_~～·.．")


@attrs.frozen
class Cell:
    """An indicator cell as it may be printed, and the indicators that it states."""

    text: str
    indicators: tuple[Indicator, ...]


def cells(*, max_clauses: int = 4) -> SearchStrategy[Cell]:
    """Return a strategy for indicator cells of up to `max_clauses` clauses, in any mixture of dialects.

    From clause to clause the separators differ, blanks, the width of digits and
    hyphens, and whether codes are printed; ordinals skip or are lost; targets are
    missing, empty, repeated or in the other order. Names and values hold
    enumerations, ranges, dates, separators and mentions of labels. All of it is
    legible: a careful person copies exactly the indicators of the cell.
    """
    return _cells(max_clauses)


@strategies.composite
def _cells(draw: strategies.DrawFn, max_clauses: int) -> Cell:
    printed: list[str] = []
    indicators: list[Indicator] = []
    ordinal = 0
    for place in range(draw(strategies.integers(1, max_clauses))):
        ordinal += draw(strategies.sampled_from((1, 1, 1, 2, 10)))
        clause, indicator = _clause(draw, ordinal, numbered=not place or draw(_mostly()))
        printed.append(clause)
        indicators.append(indicator)
    return Cell("".join(printed), tuple(indicators))


def _clause(draw: strategies.DrawFn, ordinal: int, *, numbered: bool) -> tuple[str, Indicator]:
    """Return a clause as printed, and its indicator."""
    pick = _picker(draw)
    # What vouches for a head decides which of its parts may be left out.
    level1, level1_words = _category(draw, standard_taxonomy().level1, coded=not numbered or draw(_mostly()), level=1)
    has_level2 = not numbered or level1.code is None or draw(_mostly())
    level2, level2_words = None, ""
    if has_level2:
        level2, level2_words = _category(draw, standard_taxonomy().level2, coded=draw(_mostly()), level=2)
    name = draw(_words(_NAME_PARTS, first=_NAME_PARTS if has_level2 else _NAME_PARTS[:3]))
    period, annual = draw(_maybe(_values())), draw(_maybe(_values()))
    digits = _width(draw, str(ordinal))
    head = digits + pick("、、、.．,，﹑") + pick(("", "", " ")) if numbered else ""
    targets = [(pick(_PERIOD_LABELS), period), (pick(_ANNUAL_LABELS), annual)]
    repeated = annual is not None and draw(_seldom())
    if repeated:
        targets.append((pick(_ANNUAL_LABELS), draw(_values())))  # the first of two is kept
    elif draw(_seldom()):
        targets.reverse()
    tail = "".join(
        pick(_SEPARATORS) + _label(draw, label, colon=repeated) + value for label, value in targets if value is not None
    )
    # Behind an empty value, a blank would not part the next ordinal from it.
    end = pick(_CLAUSE_ENDS if targets[-1][1] else _CLAUSE_ENDS[:-1])
    text = f"{head}{level1_words}{level2_words}{name}{tail}{end}"
    indicator = Indicator(ordinal if numbered else None, level1, level2, name, _target(period), _target(annual))
    return text, indicator


def _category(
    draw: strategies.DrawFn, entries: tuple[TaxonomyEntry, ...], *, coded: bool, level: int
) -> tuple[Category, str]:
    """Return a category, and its words with a separator behind them."""
    pick = _picker(draw)
    entry = pick(entries)
    code = entry.code if entry.code and draw(_mostly()) else pick(("1", "2", "3", "4") if level == 1 else ("11", "32"))
    # Without a code (or an ordinal, which asks for a code) the label has to end in 指标.
    label = pick(entry.labels) + pick(_CLOSINGS if coded and level == 2 else _CLOSINGS[:4])
    blanks = "".join(character + (" " if character in "数产效" and draw(_seldom()) else "") for character in label)
    separator = pick(_SEPARATORS + _BLANK_SEPARATORS)
    if not coded:
        return Category(None, label, entry.category), blanks + separator
    return Category(code, label, entry.category), _width(draw, code) + pick(_HYPHENS) + blanks + separator


def _label(draw: strategies.DrawFn, label: str, *, colon: bool) -> str:
    printed = draw(strategies.sampled_from((label, label, " ".join(label), label.replace("指", "\n指"))))
    # Of two, one without a colon would be a mention of the other.
    endings = ("：", ":", "： ", "：\n") if colon else ("：", ":", "： ", "；", " ")
    return printed + draw(strategies.sampled_from(endings))


def _width(draw: strategies.DrawFn, digits: str) -> str:
    return digits.translate(_FULL_WIDTH) if draw(_seldom()) else digits


def _target(text: str | None) -> Target | None:
    return None if text is None else Target(text)


def _values() -> SearchStrategy[str]:
    return strategies.just("") | _words(_VALUE_PARTS, first=_VALUE_PARTS)


def _words(parts: tuple[str, ...], *, first: tuple[str, ...]) -> SearchStrategy[str]:
    """Return a strategy for words without separators at their ends."""
    rest = strategies.lists(strategies.sampled_from(parts), max_size=3).map("".join)
    words = strategies.builds(operator.add, strategies.sampled_from(first), rest)
    bare = words.map(lambda text: text[slice(*stripped(text, 0, len(text)))])
    # A bracket behind a label without separator would be the label's own.
    return bare.filter(lambda text: text != "" and not text.startswith(("（", "(")))


def _picker(draw: strategies.DrawFn) -> Callable[[Any], Any]:
    return lambda choices: draw(strategies.sampled_from(choices))


def _mostly() -> SearchStrategy[bool]:
    return strategies.sampled_from((True, True, True, False))


def _seldom() -> SearchStrategy[bool]:
    return strategies.sampled_from((False, False, False, False, True))


# --- noise ------------------------------------------------------------------------------------------

#: What scanners and converters print instead.
_LOOK_ALIKES = (
    ("≥", "≧"), ("≥", "》"), ("≥", "2"), ("≤", "≪"), ("=", "═"), ("=", "二"), ("-", "一"), ("-", ""), ("1", "l"),
    ("指标", "持标"), ("效益", "交益"), ("效益", "效监"), ("数量", "数益"), ("社会", "社 会"), ("满意度", "满意"),
    ("标值", "标\n值"), ("产出", "产出 "), ("、", ""), ("；", ""), ("；", "。"), ("：", ""), ("：", ":"), ("。", ""),
)  # fmt: skip
_STRAYS = (
    " ", "\n", "\r\n", "\t", "\u3000", "\x00", "\u200b", "\x02", "1", "1、", "2、2-", "i", "|", "<u> </u>", "<br>", "$",
    "\\", "*", "年度指标值", "年度指标值：", "实施周期指标值：", "1-产出指标；", "11-数量指标；", "3、产出指标；",
)  # fmt: skip


@strategies.composite
def noisy(draw: strategies.DrawFn, text: str, *, max_damages: int = 3) -> str:
    """Return a strategy for `text` with up to `max_damages` damages.

    Each is of one class: a look-alike (``≪`` for ``≤``, ``交益`` for ``效益``, a lost
    hyphen or separator), a stray sign, blank, line break or piece of a clause
    where none belongs, a stretch that is lost, or a stretch printed twice.
    """
    for _ in range(draw(strategies.integers(1, max_damages))):
        start = draw(strategies.integers(0, len(text)))
        end = draw(strategies.integers(start, min(len(text), start + 30)))
        kind = draw(strategies.sampled_from(("look-alike", "look-alike", "stray", "lost", "twice")))
        if kind == "look-alike":
            meant, printed = draw(strategies.sampled_from(_LOOK_ALIKES))
            text = text[:start] + text[start:].replace(meant, printed, 1)
        elif kind == "stray":
            text = text[:start] + draw(strategies.sampled_from(_STRAYS)) + text[start:]
        elif kind == "lost":
            text = text[:start] + text[end:]
        else:
            text = text[:end] + text[start:]
    return text


# --- laws -------------------------------------------------------------------------------------------


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
    # Spans take no part in equality, so they are compared as data.
    expected, actual = attrs.asdict(document), attrs.asdict(again)
    _hold(expected == actual, "spans are read back identical", expected, actual)


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
    span covers those as well, so there the words must stand in it in order. A
    column printed apart from its table lies outside the rows.

    Raises:
        AssertionError: if a span does not.

    """
    whole = Span(0, len(result.source.text))
    value = result.value
    if isinstance(value, Document):
        for table in value.tables:
            _hold_nested(whole, table, "table")
            for unit in table.spending_units:
                _hold_nested(table.span or whole, unit, "spending unit")
                for project in unit.projects:
                    _hold_project_spans(result.source.text, table.span or whole, unit.span or whole, project)
    else:
        for indicator in value:
            _hold_indicator_spans(result.source.text, whole, indicator, within=whole)


def _hold_project_spans(source: str, table: Span, unit: Span, project: Project) -> None:
    _hold_nested(unit, project, "project")
    row = project.span or unit
    for words, span in ((project.name, project.name_span), (project.objective, project.objective_span)):
        if span is not None:
            _hold(span in row, "a project holds its name and objective", row, span)
            _hold_words(joined, source, span, words or "", exact=False)
    for indicator in project.indicators:
        inside = indicator.span is not None and indicator.span in row
        apart = indicator.span is not None and (indicator.span.end <= row.start or row.end <= indicator.span.start)
        _hold(inside or apart, "indicators stand in their project's row, or apart from it", row, indicator.span)
        _hold_indicator_spans(source, table, indicator, within=None)


def _hold_indicator_spans(source: str, parent: Span, indicator: Indicator, *, within: Span | None) -> None:
    _hold_nested(parent, indicator, "indicator")
    exact = within is not None
    own = indicator.span or parent
    for category in (indicator.level1, indicator.level2):
        if category is not None and category.span is not None:
            _hold(category.span in own, "an indicator holds its categories", own, category)
            _hold_words(_bare, source, category.span, (category.code or "") + category.label, exact=exact)
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
    if not holds and not exact and any(mark in printed for mark in "\n\r\t\f|<&\\*"):
        rest = iter(html.unescape(printed))
        holds = all(character in rest for character in _bare(words))
    _hold(holds, "a span covers the words read from it", words, printed)


def _bare(text: str) -> str:
    """Return words without blanks and hyphens, digits in ASCII."""
    return text.translate(_BARE)


def _hold(holds: bool, law: str, expected: object, actual: object) -> None:  # noqa: FBT001 - as assert takes it
    if not holds:  # an assert statement would be silent under python -O
        message = f"not true that {law}:\nexpected {expected!r}\n     got {actual!r}"
        raise AssertionError(message)
