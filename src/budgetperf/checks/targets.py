"""What a single target asks for, held against what its indicator is about."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from budgetperf.checks.places import PlacedProject, indicators_of, targets_of
from budgetperf.diagnostics import Diagnostic, diagnose, quoted
from budgetperf.language import one_of
from budgetperf.model import Indicator, Target
from budgetperf.normalization import BRACKETED
from budgetperf.quantities import CEILINGS, FLOORS, Comparator, Quantity
from budgetperf.readings import leaves

__all__ = ["target_doubts"]

_COSTS: Final = frozenset({"cost", "economic_cost", "social_cost", "ecological_cost"})
_SATISFACTION: Final = frozenset({"satisfaction", "service_recipient_satisfaction"})
#: Under these, whatever is counted in % is a share.
_SHARES_ALONE: Final = frozenset({"quality", "timeliness"})
_SHARE: Final = re.compile(rf"{one_of('share')}(?:情况|指标|要求|目标|水平|达到?|为)?$")
_MAY_EXCEED: Final = re.compile(one_of("may_exceed"))
_MAY_BE_NEGATIVE: Final = re.compile(one_of("may_be_negative"))
_SAVING: Final = re.compile(one_of("saving"))
_PAID_OUT: Final = re.compile(one_of("paid_out"))
_SATISFIED: Final = re.compile(one_of("satisfied"))
_UNSATISFIED: Final = re.compile(one_of("unsatisfied"))


def target_doubts(projects: Sequence[PlacedProject]) -> Iterator[Diagnostic]:
    """Yield the targets that can't be meant as they are printed."""
    for project in projects:
        for path, indicator in indicators_of(project):
            for place, target in targets_of(indicator, path):
                for leaf in leaves(target.reading):
                    if isinstance(leaf, Quantity):
                        yield from _quantity_doubts(leaf, indicator, target, place)


def _quantity_doubts(quantity: Quantity, indicator: Indicator, target: Target, path: str) -> Iterator[Diagnostic]:
    low = quantity.bounds[0]
    if low is not None and _is_above_a_hundred(quantity, low) and _is_share_of_a_whole(indicator, quantity):
        message = f"{quoted(target.text)} asks for more than 100 % of {quoted(indicator.name)}"
        yield diagnose("V324", message, target.span, path)
    elif low is not None and low <= 0 and quantity.comparator is Comparator.AT_LEAST and _is_never_less(indicator):
        yield diagnose("V333", f"every outcome meets {quoted(target.text)}", target.span, path)
    if quantity.comparator in FLOORS and _is_cost(indicator, quantity):
        message = f"{quoted(target.text)} sets a floor to the cost {quoted(indicator.name)}"
        yield diagnose("V325", message, target.span, path)
    elif quantity.comparator in CEILINGS and _is_satisfaction(indicator, quantity):
        message = f"{quoted(target.text)} sets a ceiling to {quoted(indicator.name)}"
        yield diagnose("V326", message, target.span, path)


def _is_above_a_hundred(quantity: Quantity, low: Decimal) -> bool:
    return quantity.unit == "%" and (low > 100 or (low == 100 and quantity.comparator is Comparator.MORE_THAN))


def _is_share_of_a_whole(indicator: Indicator, quantity: Quantity) -> bool:
    name = BRACKETED.sub("", indicator.name)
    if _MAY_EXCEED.search(name) or _MAY_EXCEED.search(quantity.label):
        return False
    is_share = _SHARE.search(name) or _SHARE.search(quantity.label)
    level2 = indicator.level2.category if indicator.level2 else None
    return is_share is not None or level2 in _SHARES_ALONE or _is_satisfaction(indicator, quantity)


def _is_never_less(indicator: Indicator) -> bool:
    """Tell whether what an indicator counts can't lie below nothing, as a growth or a surplus can."""
    return _MAY_BE_NEGATIVE.search(indicator.name) is None


def _is_cost(indicator: Indicator, quantity: Quantity) -> bool:
    """Tell whether money or effort is counted that should be small.

    A share of a cost may be one of savings, and what people are given may be promised them.
    """
    level2 = indicator.level2.category if indicator.level2 else None
    is_cost = level2 in _COSTS or (level2 is None and indicator.level1.category in _COSTS)
    words = f"{indicator.name}{quantity.label}"
    return is_cost and quantity.unit != "%" and not _SAVING.search(words) and not _PAID_OUT.search(words)


def _is_satisfaction(indicator: Indicator, quantity: Quantity) -> bool:
    words = f"{indicator.name}{quantity.label}"
    if _UNSATISFIED.search(words):
        return False
    categories = {indicator.level1.category, indicator.level2.category if indicator.level2 else None}
    return _SATISFIED.search(words) is not None or (quantity.unit == "%" and not categories.isdisjoint(_SATISFACTION))
