"""Numbers, money and categories as people read them."""

from decimal import Decimal
from typing import Final, Literal

from budgetperf.exactness import exactly
from budgetperf.model import Category, Funding, Indicator
from budgetperf.phrasebook import Phrasebook
from budgetperf.soundness import AMOUNTS

__all__ = ["NOTHING", "SOURCES", "as_printed", "category_label", "counted", "sources_of", "with_separators"]

#: What stands where nothing is printed.
NOTHING: Final = "—"
#: The amounts that make up the total, with the headings of their columns.
SOURCES: Final = {column: heading for column, heading in AMOUNTS.items() if column != "total"}
#: More digits than any budget has, before the point or behind it, would push the columns apart.
_LONGEST: Final = 24


@exactly
def with_separators(number: Decimal | None, *, sign: Literal["", "+"] = "") -> str:
    """Return a number with its thousands parted, and a dash for none.

    >>> with_separators(Decimal("27793.94")), with_separators(None), with_separators(Decimal(3260), sign="+")
    ('27,793.94', '—', '+3,260')

    Args:
        number: The number; one of too many digits is rounded to six of them.
        sign: Whether a number above zero has a sign, too.

    """
    if number is None:
        return NOTHING
    # An exponent could ask for gigabytes of zeros.
    if number.is_finite() and abs(number.adjusted()) < _LONGEST and len(number.as_tuple().digits) < 2 * _LONGEST:
        return f"{number:{sign},f}"
    return f"{number:{sign}.6g}"


def sources_of(funding: Funding) -> str:
    """Return where money comes from; nothing where all of it is fiscal appropriation.

    >>> sources_of(Funding(total=Decimal(36), fiscal_appropriation=Decimal(30), other_funds=Decimal(6)))
    '财政拨款 30 + 其他资金 6'
    """
    amounts = {column: getattr(funding, column) for column in SOURCES}
    given = {column: amount for column, amount in amounts.items() if amount}
    if [*given] == ["fiscal_appropriation"] and _are_equal(funding.fiscal_appropriation, funding.total):
        return ""
    return " + ".join(f"{SOURCES[column]} {with_separators(amount)}" for column, amount in given.items())


def _are_equal(amount: Decimal | None, total: Decimal | None) -> bool:
    # Of an amount that was put in by hand and is no number, even the question may raise.
    numbers = [each for each in (amount, total) if each is not None and each.is_finite()]
    return len(numbers) == 2 and numbers[0] == numbers[1]


def category_label(indicator: Indicator) -> str:
    """Return the words of an indicator's category, that of level 2 where it has one.

    >>> output = Category("1", "产出指标", "output")
    >>> category_label(Indicator(1, output, Category("11", "", "quantity"), "养护里程", None, None))
    '11'
    """
    category = indicator.level2 or indicator.level1
    return category.label or category.code or NOTHING


def as_printed(category: Category) -> str:
    """Return a category with its code.

    >>> as_printed(Category("11", "数量指标", "quantity")), as_printed(Category(None, "成本指标", "cost"))
    ('11-数量指标', '成本指标')
    """
    return "-".join(part for part in (category.code, category.label) if part)


def counted(number: int, noun: str) -> str:
    """Return a number of things in words.

    >>> counted(1, "error"), counted(1200, "indicator"), counted(0, "warning")
    ('1 error', '1,200 indicators', '0 warnings')
    """
    return Phrasebook().counted(number, noun)
