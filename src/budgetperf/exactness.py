"""Arithmetic that is exact, and the same whatever decimal context the caller's thread has."""

from collections.abc import Callable
from decimal import Context, DivisionByZero, InvalidOperation, Overflow, localcontext
from functools import wraps
from typing import Final, ParamSpec, TypeVar

__all__ = ["EXACT", "exactly"]

_Given = ParamSpec("_Given")
_Returned = TypeVar("_Returned")

#: More digits than any sum or product of our numbers has, none of which has more than a thousand.
EXACT: Final = Context(prec=2000, traps=[DivisionByZero, InvalidOperation, Overflow])


def exactly(function: Callable[_Given, _Returned]) -> Callable[_Given, _Returned]:
    """Make a way in compute in a context of our own: a caller's may round to three digits, or raise where it rounds.

    Even ``-number`` rounds to the digits of the context. And what is read is remembered (values repeat), so that
    one caller's digits would be the next one's as well.

    >>> import decimal
    >>> with decimal.localcontext(decimal.Context(prec=2)):
    ...     exactly(lambda: -decimal.Decimal("123.45"))()
    Decimal('-123.45')
    """

    @wraps(function)
    def computed(*given: _Given.args, **named: _Given.kwargs) -> _Returned:
        with localcontext(EXACT):
            return function(*given, **named)

    return computed
