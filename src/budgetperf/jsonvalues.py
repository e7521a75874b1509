"""How single values stand in our JSON: each is read and written side by side.

The functions are hooks of cattrs converters, which `budgetperf.interchange` builds:
a reader gets the JSON value and the class wanted, a writer the value of the model.
A reader raises :class:`FormatError`, a writer :class:`ValueError`.
"""

import re
from decimal import Decimal
from enum import StrEnum
from typing import Final

from budgetperf.errors import FormatError
from budgetperf.jsontext import INTEGER_WANTED, MAX_INTEGER, described, refuse
from budgetperf.model import AmountUnit
from budgetperf.quantities import LONGEST_NUMBER, plain
from budgetperf.source import Span

_AMOUNT: Final = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")


def read_text(value: object, cls: type[str]) -> str:
    """Return a string; one of a subclass would stay inside a model that is plain data."""
    if type(value) is not str:
        refuse("a string", value)
    return value if cls is str else cls(value)


def written_text(text: object) -> str:
    """Return a string of the plain class."""
    if not isinstance(text, str):
        message = f"can't write {described(text)} as a string"
        raise ValueError(message)  # noqa: TRY004 - one error for all that can't be written
    return str(text)


def read_integer(value: object, cls: type[int]) -> int:
    """Return an integer; true and 7.0, which Python takes for one, are none."""
    if type(value) is not int or abs(value) > MAX_INTEGER:
        refuse(INTEGER_WANTED, value)
    return value if cls is int else cls(value)


def written_integer(number: object) -> int:
    """Return an integer that every JSON reader keeps."""
    if type(number) is not int or abs(number) > MAX_INTEGER:
        message = f"can't write {described(number)} as an integer; {INTEGER_WANTED} would be accepted"
        raise ValueError(message)
    return number


def read_truth(value: object, _: object) -> bool:
    """Return true or false."""
    if not isinstance(value, bool):
        refuse("true or false", value)
    return value


def written_truth(value: object) -> bool:
    """Return true or false."""
    if not isinstance(value, bool):
        message = f"can't write {described(value)} as true or false"
        raise ValueError(message)  # noqa: TRY004 - as above
    return value


def read_amount(value: object, _: object) -> Decimal:
    """Return an amount from plain notation.

    Exponents are refused: we write none, and 1E+999999999 is cheap to send and dear to print.
    """
    if type(value) is not str or len(value) > LONGEST_NUMBER or not _AMOUNT.fullmatch(value):
        refuse(f"a decimal string such as '1234.50' of at most {LONGEST_NUMBER} characters", value)
    return Decimal(value)


def written_amount(amount: object) -> str:
    """Return an amount in plain notation, digits after the point kept.

    >>> written_amount(Decimal("2E+4")), written_amount(Decimal("36.50"))
    ('20000', '36.50')
    """
    if not isinstance(amount, Decimal):
        message = f"can't write {described(amount)} as an amount; a Decimal would be accepted"
        raise ValueError(message)  # noqa: TRY004 - as above
    if not amount.is_finite():
        message = f"can't write {amount} as an amount; a finite number would be accepted"
        raise ValueError(message)
    printed = plain(amount)
    if printed is None:
        message = f"can't write an amount of more than {LONGEST_NUMBER} characters"
        raise ValueError(message)
    return printed


def read_member(value: object, members: type[StrEnum]) -> StrEnum:
    """Return one of a closed set of words."""
    if type(value) is not str or value not in list(members):
        refuse("one of " + ", ".join(repr(str(member)) for member in members), value)
    return members(value)


def written_unit(unit: str) -> str:
    """Return an amount unit, which may have been given as a plain string."""
    return AmountUnit(unit).value


def checked_span(span: Span) -> Span:
    """Return `span` if it runs forwards."""
    problem = _span_problem(span)
    if problem:
        raise FormatError([("$", problem)])
    return span


def written_span(span: Span) -> dict[str, int]:
    """Return a span as an object."""
    bounds = {"start": written_integer(span.start), "end": written_integer(span.end)}
    problem = _span_problem(span)
    if problem:
        raise ValueError(problem)
    return bounds


def _span_problem(span: Span) -> str | None:
    if 0 <= span.start <= span.end:
        return None
    return f"a span runs from 0 or more to its start or more, not from {span.start} to {span.end}"
