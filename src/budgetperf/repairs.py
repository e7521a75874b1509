"""Which damage of a printed page is repaired: each repair by the code of the diagnostic that it leaves.

A repair is made only where one reading is possible, and its diagnostic quotes the printed words.
Switched off, it is not made and not reported, and the words stand in the models as they are printed.
"""

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Final, TypeAlias

__all__ = ["ALL_REPAIRS", "REPAIRS", "Repairs", "chosen_repairs"]

#: The codes of repairs that are made. A plain set, since every indicator is asked for several of them.
Repairs: TypeAlias = frozenset[str]

#: Every repair, and what it does.
REPAIRS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "A503": "blanks inside an amount are removed",
        "A506": "a letter in an amount is read as the digit that it looks like",
        "G203": "a target printed again in the same words is left out",
        "G206": "a clause that has lost its head is kept out of the target before it",
        "G207": "a clause that has lost its ordinal begins at its category",
        "G208": "blanks and line breaks inside names, labels and objectives are removed",
        "G213": "a value's last digit is parted from the ordinal printed right behind it",
        "G214": "a category is recognised though its hyphen or its separator is lost",
        "G215": "a clause printed again in the same words is left out",
        "G216": "a target's damaged label is read as the one that it nearly is",
        "T401": "a damaged label without a known code is read as the one that it nearly is",
        "V307": "a sign of comparison is read as the one that it looks like",
        "V323": "blanks inside the number of a target are removed",
    }
)
ALL_REPAIRS: Final[Repairs] = frozenset(REPAIRS)


def chosen_repairs(repair: bool | Collection[str]) -> Repairs:  # noqa: FBT001 - the public keyword, passed on
    """Return the repairs that the keyword `repair` asks for: all, none, or those of some codes.

    Raises:
        TypeError: if it is neither a bool nor a collection of codes.
        ValueError: if a code names no repair.

    >>> len(chosen_repairs(False)), sorted(chosen_repairs(["T401", "G208"]))
    (0, ['G208', 'T401'])
    """
    if isinstance(repair, bool):
        return ALL_REPAIRS if repair else frozenset()
    if isinstance(repair, str) or not isinstance(repair, Collection):
        message = f"repair is given as a bool or as a collection of codes, not as {type(repair).__name__}"
        raise TypeError(message)
    chosen = frozenset(repair)
    if unknown := sorted(map(str, chosen - ALL_REPAIRS)):
        raise ValueError(f"no repair leaves {unknown[0]!r}; those that can be chosen are {', '.join(REPAIRS)}")
    return chosen
