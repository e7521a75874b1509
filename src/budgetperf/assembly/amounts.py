"""Amounts as printed: thousands separators, stray blanks, look-alikes."""

import re
from decimal import Decimal
from functools import lru_cache

from attrs import frozen

from budgetperf.normalization import BLANKS, normalized
from budgetperf.repairs import ALL_REPAIRS, Repairs

__all__ = ["Amount", "is_amount", "read_amount"]

#: What stands for an amount that is not there.
_NOTHING = frozenset({"", "-", "--", "---", "—", "——", "–", "−", "/", "\\", "*", "无", "nan", "none", "null"})
#: More digits than any budget has are no amount (and would be costly to convert).
_MOST_CHARACTERS = 40
_AMOUNT = re.compile(
    r"(?P<sign>[-−–－]?)[¥￥]?(?P<sign2>[-−–－]?)(?P<whole>\d{1,3}(?:,\d{3})+|\d+|(?=\.\d))(?P<fraction>\.\d+)?"
    r"(?P<unit>(?:[万亿千百]{0,2}元)|[万亿])?"
)
#: Accounting prints a negative amount in brackets.
_BRACKETED = re.compile(r"\((?P<amount>[¥￥]?[\d.,]+)\)")
_LOOK_ALIKES = str.maketrans({"O": "0", "o": "0", "Q": "0", "l": "1", "I": "1", "|": "1", "。": ".", "·": "."})
_BLANK = re.compile(f"[{BLANKS}]")
_DIGIT = re.compile(r"\d")


@frozen(kw_only=True)
class Amount:
    """What an amount cell says, and the codes of what is doubtful about it."""

    value: Decimal | None
    doubts: tuple[str, ...] = ()


_NONE = Amount(value=None)
_NO_NUMBER = Amount(value=None, doubts=("A505",))
_REPAIRS = frozenset({"A503", "A506"})


@lru_cache(maxsize=8192)
def _read(printed: str) -> Amount:
    plain = _BLANK.sub("", normalized(printed))
    if plain.lower() in _NOTHING:
        return _NONE
    if not _DIGIT.search(plain) and not _DIGIT.search(plain.translate(_LOOK_ALIKES)):
        return _NO_NUMBER
    bracketed = _BRACKETED.fullmatch(plain)
    plain = f"-{bracketed['amount']}" if bracketed else plain
    doubts = ["A503"] if _BLANK.search(printed) else []
    found = _AMOUNT.fullmatch(plain)
    if not found:
        found = _AMOUNT.fullmatch(plain.translate(_LOOK_ALIKES))
        doubts.append("A506")
    if not found or not (found["whole"] or found["fraction"]):
        return _NO_NUMBER
    if found["unit"]:
        doubts.append("A507")
    sign = "-" if found["sign"] or found["sign2"] else ""
    value = Decimal(f"{sign}{found['whole'].replace(',', '') or '0'}{found['fraction'] or ''}")
    if value < 0:
        doubts.append("A509")
    return Amount(value=value, doubts=tuple(doubts))


def read_amount(printed: str, repairs: Repairs = ALL_REPAIRS) -> Amount:
    """Return the amount in a cell; one that only a repair makes a number of is none without it.

    >>> read_amount("41. 73"), read_amount("2,060.00").value, read_amount("—")
    (Amount(value=Decimal('41.73'), doubts=('A503',)), Decimal('2060.00'), Amount(value=None, doubts=()))
    >>> read_amount("41. 73", repairs=frozenset())
    Amount(value=None, doubts=('A505',))
    """
    amount = _NO_NUMBER if len(printed) > _MOST_CHARACTERS else _read(printed)
    if not amount.doubts or repairs is ALL_REPAIRS:
        return amount
    return amount if _REPAIRS.intersection(amount.doubts) <= repairs else _NO_NUMBER


def is_amount(printed: str) -> bool:
    """Tell whether a cell holds a number that is an amount.

    >>> is_amount("1,200.00"), is_amount("—"), is_amount("培训费")
    (True, False, False)
    """
    return read_amount(printed).value is not None
