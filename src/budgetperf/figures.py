"""Numbers and money as people read them."""

from decimal import Decimal
from typing import Final

from budgetperf.exactness import exactly
from budgetperf.model import Funding

__all__ = ["NOTHING", "sources_of", "with_separators"]

#: What stands where nothing is printed.
NOTHING: Final = "—"
#: More digits than any budget has would push the columns apart.
_LONGEST: Final = 24


@exactly
def with_separators(number: Decimal | None) -> str:
    """Return a number with its thousands parted, and a dash for none.

    >>> with_separators(Decimal("27793.94")), with_separators(None)
    ('27,793.94', '—')
    """
    if number is None:
        return NOTHING
    # An exponent could ask for gigabytes of zeros.
    if number.is_finite() and abs(number.adjusted()) < _LONGEST:
        return f"{number:,f}"
    return f"{number:.6g}"


def sources_of(funding: Funding) -> str:
    """Return where money comes from; nothing where all of it is fiscal appropriation.

    >>> sources_of(Funding(total=Decimal(36), fiscal_appropriation=Decimal(30), other_funds=Decimal(6)))
    '财政拨款 30 + 其他资金 6'
    """
    sources = {
        "财政拨款": funding.fiscal_appropriation,
        "财政专户拨款": funding.special_account_appropriation,
        "其他资金": funding.other_funds,
    }
    given = {label: amount for label, amount in sources.items() if amount}
    if given == {"财政拨款": funding.total}:
        return ""
    return " + ".join(f"{label} {with_separators(amount)}" for label, amount in given.items())
