"""What is written reads back equal: that is looked at each time, before anything is handed out.

How a row is read depends on the others: whether it is a unit or a project the sums decide, a title may name a table of
another kind, a page number a page. No list of rules would be complete, and reading takes about as long as writing.
"""

from collections.abc import Sequence
from decimal import Decimal

import attrs

from budgetperf.diagnostics import quoted
from budgetperf.errors import Unwritable
from budgetperf.model import Document
from budgetperf.quantities import plain

__all__ = ["keep_promise"]

_SHOWN = 80


def keep_promise(document: Document, read: Document) -> None:
    """Refuse what was written when another document is read from it.

    Raises:
        Unwritable: with the first place where they differ.

    """
    if document != read:
        raise Unwritable(*_difference(document, read, ""))


def _difference(model: object, read: object, path: str) -> tuple[str, str]:
    """Return the first place where two models differ, and how."""
    if isinstance(model, tuple) and isinstance(read, tuple):
        return _difference_of_members(model, read, path)
    kind = type(model)
    if kind is type(read) and attrs.has(kind):
        names = (field.name for field in attrs.fields(kind) if field.eq)
        name = next(name for name in names if getattr(model, name) != getattr(read, name))
        return _difference(getattr(model, name), getattr(read, name), f"{path}.{name}" if path else name)
    return path, f"{_shown(model)} would be read back as {_shown(read)}"


def _difference_of_members(members: Sequence[object], read: Sequence[object], path: str) -> tuple[str, str]:
    pairs = zip(members, read, strict=False)
    place = next((place for place, (one, other) in enumerate(pairs) if one != other), None)
    if len(members) == len(read) and place is not None:
        return _difference(members[place], read[place], f"{path}[{place}]")
    place = min(len(members), len(read)) if place is None else place
    where = f"{path}[{place}]" if place < len(members) else path
    what = path.rpartition(".")[2].replace("_", " ")
    return where, f"{len(read)} {what} would be read back instead of {len(members)}"


def _shown(value: object) -> str:
    """Return a value as a message shows it."""
    if value is None:
        return "nothing"
    if isinstance(value, str):
        return quoted(repr(str(value))[1:-1])  # which shows blanks that can't be seen
    shown = (plain(value) or str(value)) if isinstance(value, Decimal) else repr(value)
    return shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}…"
