"""For the tests of programs that wrap this package: model values to test with, and laws that hold.

The strategies make values of every model class, stranger than any that is
printed: texts of any characters, amounts in any notation, spans anywhere.
`texts`, where a strategy takes it, makes every printed word of the value.

Needs the extra ``testing``.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Final, TypeVar

import attrs

from budgetperf.diagnostics import Diagnostic, Severity
from budgetperf.errors import MissingExtra
from budgetperf.interchange import dumps, from_dict, loads, to_dict
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
from budgetperf.source import Span

try:
    from hypothesis import strategies
    from hypothesis.strategies import SearchStrategy
except ImportError as error:
    raise MissingExtra("testing", "budgetperf.testing") from error

__all__ = [
    "ANY_TEXT",
    "amounts",
    "assert_json_round_trip",
    "categories",
    "diagnostics",
    "documents",
    "fundings",
    "indicators",
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


def _hold(holds: bool, law: str, expected: object, actual: object) -> None:  # noqa: FBT001 - as assert takes it
    if not holds:  # an assert statement would be silent under python -O
        message = f"not true that {law}:\nexpected {expected!r}\n     got {actual!r}"
        raise AssertionError(message)
