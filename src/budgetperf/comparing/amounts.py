"""Money of two documents, each in its own unit of amounts: converted exactly, or not compared.

An amount that was put into a model by hand may be no number, or have more digits than JSON writes. It is another
amount than all that are worded otherwise, and nothing is calculated with it.
"""

from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import Any, Final

from attrs import field, frozen

from budgetperf.jsonvalues import written_amount
from budgetperf.model import AmountUnit, Funding
from budgetperf.quantities import LONGEST_NUMBER, plain, shown_word
from budgetperf.soundness import AMOUNTS

__all__ = ["AmountChange", "amount_changes", "are_comparable", "worth"]

#: Longer than any sum or product of amounts: nothing is rounded.
_EXACT: Final = Context(prec=4 * LONGEST_NUMBER, traps=[])
_HUNDREDTH: Final = Decimal("0.01")


@frozen(kw_only=True)
class AmountChange:
    """An amount that is another one in the new document.

    >>> change = AmountChange(
    ...     column="total", old=Decimal("36.50"), new=Decimal(400000), old_unit=AmountUnit.TEN_THOUSAND_YUAN,
    ...     new_unit=AmountUnit.YUAN,
    ... )
    >>> change.difference, str(change.unit), change.percentage
    (Decimal('35000.00'), '元', Decimal('9.59'))
    """

    #: ``total``, ``fiscal_appropriation``, ``special_account_appropriation`` or ``other_funds``.
    column: str
    #: The amounts as printed, each in its own unit; None where nothing is printed.
    old: Decimal | None
    new: Decimal | None
    old_unit: AmountUnit | None = field(repr=shown_word)
    new_unit: AmountUnit | None = field(repr=shown_word)

    @property
    def unit(self) -> AmountUnit | None:
        """The unit of `difference`: the smaller of the two; None where none is printed."""
        units = [unit for unit in (self.old_unit, self.new_unit) if unit is not None]
        return min(units, key=lambda unit: unit.yuan) if len(units) == 2 else None

    @property
    def difference(self) -> Decimal | None:
        """How much more it is, or less, exactly; an empty cell counts as nothing.

        None where a unit is missing, or an amount is none to calculate with.
        """
        if self.unit is None or not (_is_countable(self.old) and _is_countable(self.new)):
            return None
        return _EXACT.subtract(_converted(self.new, self.new_unit, self.unit), self._old_in_unit)

    @property
    def percentage(self) -> Decimal | None:
        """The difference in per cent of the old amount, with two digits; None where that is nothing, or unknown."""
        difference = self.difference
        if difference is None or not self._old_in_unit:
            return None
        share = _EXACT.divide(_EXACT.multiply(difference, Decimal(100)), _EXACT.abs(self._old_in_unit))
        return share.quantize(_HUNDREDTH, ROUND_HALF_EVEN, _EXACT)

    @property
    def is_rounding(self) -> bool:
        """Whether two units are printed, and the amounts are the same as far as the larger of them shows digits."""
        difference = self.difference
        if self.old_unit == self.new_unit or not difference or self.old is None or self.new is None:
            return False
        coarse, unit = max(
            ((self.old, self.old_unit), (self.new, self.new_unit)), key=lambda side: side[1].yuan if side[1] else 0
        )
        last_digit = Decimal((0, (1,), int(coarse.as_tuple().exponent)))
        return _EXACT.multiply(difference.copy_abs(), Decimal(2)) <= _converted(last_digit, unit, self.unit)

    @property
    def _old_in_unit(self) -> Decimal:
        return _converted(self.old, self.old_unit, self.unit)

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON-ready data: amounts are strings in plain notation.

        Raises:
            ValueError: if an amount is one that :func:`budgetperf.dumps` doesn't write.

        """
        difference = self.difference
        return {
            "column": self.column,
            "old": _written(self.old),
            "old_unit": self.old_unit and str(self.old_unit),
            "new": _written(self.new),
            "new_unit": self.new_unit and str(self.new_unit),
            "unit": self.unit and str(self.unit),
            "difference": None if difference is None else f"{difference:f}",
            "percentage": None if self.percentage is None else f"{self.percentage:f}",
            "is_rounding": self.is_rounding,
        }


def _written(amount: Decimal | None) -> str | None:
    return None if amount is None else written_amount(amount)


def worth(amount: Decimal | None, unit: AmountUnit | None) -> Decimal | str:
    """Return what amounts that are worth the same have alike: yuan, or without a unit the number as printed.

    Nothing printed is worth zero; of what can't be calculated with, its words say what it is.
    """
    if not _is_countable(amount):
        return f"{amount} {unit}"
    return _EXACT.multiply(amount or Decimal(0), unit.yuan if unit else Decimal(1))


def _is_countable(amount: Decimal | None) -> bool:
    return amount is None or plain(amount) is not None


def _converted(amount: Decimal | None, unit: AmountUnit | None, wanted: AmountUnit | None) -> Decimal:
    if unit is wanted or unit is None or wanted is None:
        return amount or Decimal(0)
    return _EXACT.multiply(amount or Decimal(0), _EXACT.divide(unit.yuan, wanted.yuan))


def are_comparable(old_unit: AmountUnit | None, new_unit: AmountUnit | None) -> bool:
    """Tell whether amounts can be compared: not where one document states their unit and the other doesn't."""
    return (old_unit is None) == (new_unit is None)


def amount_changes(
    old: Funding | None, new: Funding | None, old_unit: AmountUnit | None, new_unit: AmountUnit | None
) -> tuple[AmountChange, ...]:
    """Return which amounts of a row changed; none where they can't be compared."""
    if not are_comparable(old_unit, new_unit):
        return ()
    changes = (
        AmountChange(
            column=column,
            old=getattr(old, column, None),
            new=getattr(new, column, None),
            old_unit=old_unit,
            new_unit=new_unit,
        )
        for column in AMOUNTS
    )
    return tuple(each for each in changes if worth(each.old, old_unit) != worth(each.new, new_unit))
