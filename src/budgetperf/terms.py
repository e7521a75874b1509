"""The terms that one call reads by: the taxonomy and the units that it was given, or the standard ones.

They are asked for far below, by a lexer in the middle of a value. So they are in force while the call lasts, for all
that it calls, in its thread (or task) alone, as the context of :mod:`decimal` is; nothing is registered, and nothing
stays behind.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

from budgetperf.taxonomy import OWN_TAXONOMY, Taxonomy, standard_taxonomy
from budgetperf.units import OWN_UNITS, UnitList, standard_units

__all__ = ["reading_by"]


def reading_by(taxonomy: Taxonomy | None = None, units: UnitList | None = None) -> AbstractContextManager[None]:
    """Read by a taxonomy and by units; None leaves in force what is: the standard ones, where nothing else was given.

    Raises:
        TypeError: if given something else.

    >>> from budgetperf.units import Unit, conversion
    >>> load = Unit(word="驮", unit_class="mass", dimension="mass", factor=75)
    >>> with reading_by(units=standard_units().extended([load])):
    ...     conversion("驮", "斤")
    Fraction(150, 1)
    >>> conversion("驮", "斤") is None
    True

    """
    if taxonomy is None and units is None:
        return nullcontext()  # as nearly every call
    for given, wanted, hint in (
        (taxonomy, Taxonomy, "Taxonomy.from_file(path) reads one"),
        (units, UnitList, "UnitList.from_file(path) reads one"),
    ):
        if not isinstance(given, wanted | None):
            raise TypeError(f"expected a {wanted.__name__}, not {type(given).__name__}; {hint}")
    return _put_in_force(taxonomy, units)


@contextmanager
def _put_in_force(taxonomy: Taxonomy | None, units: UnitList | None) -> Iterator[None]:
    before = OWN_TAXONOMY.get(), OWN_UNITS.get()
    # The standard ones have the quick memos, however they were come by.
    if taxonomy is not None:
        OWN_TAXONOMY.set(None if taxonomy is standard_taxonomy() else taxonomy)
    if units is not None:
        OWN_UNITS.set(None if units is standard_units() else units)
    try:
        yield
    finally:
        OWN_TAXONOMY.set(before[0])
        OWN_UNITS.set(before[1])
