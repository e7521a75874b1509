"""Indicator cells as documents print them, and the noise of scanners and converters."""

import operator
from collections.abc import Callable
from typing import Any

from attrs import frozen
from hypothesis import strategies
from hypothesis.strategies import SearchStrategy

from budgetperf.language import Dialect
from budgetperf.model import Category, Indicator, Target
from budgetperf.normalization import stripped
from budgetperf.taxonomy import TaxonomyEntry, standard_taxonomy
from budgetperf.testing.leaves import maybe

__all__ = ["Cell", "cells", "dialects", "noisy"]


def dialects() -> SearchStrategy[Dialect]:
    """Return a strategy for the dialects that :func:`budgetperf.format_indicators` writes."""
    return strategies.sampled_from(Dialect)


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


@frozen
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

    >>> from hypothesis import given, settings
    >>> from budgetperf import parse_indicators
    >>> @settings(max_examples=5, deadline=None)
    ... @given(cells())
    ... def test_cells_are_read(cell):
    ...     assert parse_indicators(cell.text).value == cell.indicators
    >>> test_cells_are_read()

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
    period, annual = draw(maybe(_values())), draw(maybe(_values()))
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


def noisy(text: str, *, max_damages: int = 3) -> SearchStrategy[str]:
    """Return a strategy for `text` with up to `max_damages` damages.

    Each is of one class: a look-alike (``≪`` for ``≤``, ``交益`` for ``效益``, a lost
    hyphen or separator), a stray sign, blank, line break or piece of a clause
    where none belongs, a stretch that is lost, or a stretch printed twice.

    >>> from hypothesis import given, settings
    >>> from budgetperf.testing import assert_lossless
    >>> settings(max_examples=5, deadline=None)(given(noisy("1、1-产出指标；11-数量指标；场次"))(assert_lossless))()

    """
    return _noisy(text, max_damages)


@strategies.composite
def _noisy(draw: strategies.DrawFn, text: str, max_damages: int) -> str:
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
