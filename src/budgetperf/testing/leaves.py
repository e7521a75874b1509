"""Strategies for what models are made of: words, spans, amounts."""

from decimal import Decimal
from typing import Final, TypeVar

from hypothesis import strategies
from hypothesis.strategies import SearchStrategy

from budgetperf.source import Span

__all__ = ["ANY_TEXT", "amounts", "maybe", "several", "spans", "texts"]

_Value = TypeVar("_Value")

_EXPONENTS = strategies.sampled_from([-2, 0, -1, -12, 4])

#: Words and signs of printed tables, whose combinations are likelier to matter than any character's.
_PRINTED = (
    "产出指标", "数量指标", "培训人数", "按时完成率", "实施周期指标值", "年度指标值", "合计", "万元", "及以上",
    "1", "20", "36.50", "０", "%", "≥", "≪", r"$\geq 90\%$", "、", "；", "：", "。", "，", "-", "/", "|",
    " ", "\u3000", "\n", "\r\n", "\t", '"', "\\", "\x00", "\u2028", "\ufeff", "𠮷", "\ud800", "\udc80",
)  # fmt: skip


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


def maybe(values: SearchStrategy[_Value]) -> SearchStrategy[_Value | None]:
    """Return a strategy for None, or one of `values`."""
    return strategies.none() | values


def several(values: SearchStrategy[_Value]) -> SearchStrategy[list[_Value]]:
    """Return a strategy for up to two of `values`."""
    return strategies.lists(values, max_size=2)
