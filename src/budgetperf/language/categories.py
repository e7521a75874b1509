"""The printed head of a clause and the printed level-2 category, taken apart."""

import re
from functools import lru_cache

from attrs import frozen

from budgetperf.model import Category
from budgetperf.normalization import BLANKS, joined, stripped
from budgetperf.soundness import go_together
from budgetperf.taxonomy import Resolution, Taxonomy, standard_taxonomy

__all__ = ["DIGITS", "PrintedCategory", "are_sound_together", "read_category"]

DIGITS = "0123456789０１２３４５６７８９"

_HYPHENS = "\\-－‐‑‒–—―﹣−\x02\ufffe"
_CODE_AHEAD = rf"(?=[{DIGITS}]{{1,2}}[{BLANKS}]*[{_HYPHENS}])"
#: The sign behind it may be lost, and blanks or other characters stand there.
_ORDINAL = re.compile(
    rf"[（(]?([{DIGITS}]+)(?:[{BLANKS}]*[、.．,，､﹑](?![^{DIGITS}{BLANKS}]{{1,3}}{_CODE_AHEAD})|[^{DIGITS}]{{1,4}}{_CODE_AHEAD}())"
)
_CODE = re.compile(
    rf"[{BLANKS}]*([{DIGITS}](?:[{BLANKS}]*[{DIGITS}])?)[{BLANKS}]*"
    rf"(?:([{_HYPHENS}][{_HYPHENS}{BLANKS}]*)|[一_~～·.．])?"  # a hyphen, or what OCR makes of it
)

_CLOSED = re.compile(r".[指目]标(?:[（(【\[]|$)")


@frozen(kw_only=True, eq=False)  # told apart by identity, so that one may be remembered by another
class PrintedCategory:
    """What ``1、1-产出指标；`` or ``11-数量指标；`` holds; offsets are within the printed words."""

    #: The ordinal before it, in a head.
    ordinal: int | None
    #: Whether the sign behind the ordinal is lost.
    ordinal_bare: bool
    #: The code in ASCII digits.
    code: str | None
    #: Whether the code stands without a hyphen, or with a damaged one.
    hyphen_lost: bool
    #: The label without blanks, and as printed.
    label: str
    printed_label: str
    #: Whether blanks were removed from the code or the label.
    blanks_removed: bool
    #: Whether a separator or blank stands behind the label.
    separated: bool
    #: Where code and label begin, ordinal left out.
    start: int
    #: Where the label ends.
    end: int
    #: What the taxonomy says of code and label.
    resolution: Resolution
    #: The taxonomy's name for it, or None where neither code nor label is known.
    category: str | None
    #: Whether there is nothing to report of it.
    clean: bool
    #: Whether the label ends in 指标 or 目标, known or not.
    closed: bool
    #: Whether ordinal, code and label make a head beyond doubt.
    certain: bool

    def runs_on(self, *, at_end: bool) -> bool:
        """Tell whether nothing parts it from the words behind it; `at_end` of a cell there are none."""
        return not self.separated and not at_end

    def runs_together(self, *, at_end: bool) -> bool:
        """Tell whether a hyphen or a separator is missing."""
        return self.hyphen_lost or self.ordinal_bare or self.runs_on(at_end=at_end)


@lru_cache(maxsize=4096)
def read_category(printed: str, level: int, taxonomy: Taxonomy | None = None) -> PrintedCategory:
    """Take the printed words of a category of `level` (1 or 2) apart; a `taxonomy` of one's own says what they mean.

    >>> parts = read_category("1、1-产出指标；", 1)
    >>> parts.ordinal, parts.code, parts.hyphen_lost, parts.label, parts.clean
    (1, '1', False, '产出指标', True)
    """
    numbered = _ORDINAL.match(printed) if level == 1 else None
    numbers_end = numbered.end() if numbered else 0
    coded = _CODE.match(printed, numbers_end)
    digits, hyphen = coded.groups() if coded else ("", None)
    code_digits = "".join(filter(str.isdecimal, digits))
    code = str(int(code_digits)) if coded else None
    numbers_end = coded.end() if coded else numbers_end
    start, end = stripped(printed, numbers_end, len(printed))
    label = joined(printed[start:end])
    hyphen_lost = coded is not None and not hyphen
    blanks_removed = len(label) != end - start or len(code_digits) != len(digits)
    separated = (end if label else numbers_end) < len(printed)
    resolution = (taxonomy or standard_taxonomy()).resolve(level, code, label)
    closed = _CLOSED.search(label) is not None
    bare = numbered is not None and numbered[2] is not None
    certain = numbered is not None and coded is not None and resolution.category is not None
    return PrintedCategory(
        ordinal=int(numbered[1]) if numbered else None,
        ordinal_bare=bare,
        code=code,
        hyphen_lost=hyphen_lost,
        label=label,
        printed_label=printed[start:end],
        blanks_removed=blanks_removed,
        separated=separated,
        start=coded.start(1) if coded else start,
        end=end if label else numbers_end,
        resolution=resolution,
        category=resolution.category,
        clean=bool(label) and separated and not hyphen_lost and not bare and not blanks_removed and resolution.sound,
        closed=closed,
        certain=certain and closed and resolution.label_known and not hyphen_lost,
    )


@lru_cache(maxsize=1024)
def are_sound_together(level1: PrintedCategory, level2: PrintedCategory) -> bool:
    """Tell whether a category of level 2 may stand under one of level 1, of two in which nothing is doubtful."""
    one, two = (Category(parts.code, parts.label, parts.category) for parts in (level1, level2))
    return go_together(one, two)
