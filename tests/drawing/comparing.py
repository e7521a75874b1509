"""Hold the rows that were read to those of the document that was rendered."""

from collections import Counter
from decimal import Decimal
from typing import TypeAlias

from attrs import frozen

from budgetperf import COLUMNS, Document, to_records

Values: TypeAlias = tuple[str | int | Decimal | None, ...]


@frozen
class Score:
    """How many rows there are, and how many were read exactly."""

    rows: int
    exact: int

    @property
    def share(self) -> float:
        """The share of rows that were read exactly."""
        return self.exact / self.rows if self.rows else 1.0

    def __add__(self, other: "Score") -> "Score":
        """Return both together."""
        return Score(self.rows + other.rows, self.exact + other.exact)


def compared(truth: Document, found: Document) -> Score:
    """Return how many rows are equal but for white space; a row too many counts as a wrong one."""
    wanted, got = rows_of(truth), rows_of(found)
    return Score(max(wanted.total(), got.total()), (wanted & got).total())


def rows_of(document: Document) -> Counter[Values]:
    """Return the tidy rows without their source, white space dropped: where a line ends, nobody printed a blank."""
    return Counter(
        tuple(squeezed(row[column]) for column in COLUMNS if column != "source") for row in to_records(document)
    )


def squeezed(value: str | int | Decimal | None) -> str | int | Decimal | None:
    """Return a value, a text without white space."""
    return "".join(value.split()) if isinstance(value, str) else value


def first_difference(truth: Document, found: Document) -> str:
    """Return the first row that is missing beside the first that should not be there, where they differ."""
    wanted, got = rows_of(truth), rows_of(found)
    missing, surplus = next(iter((wanted - got).elements()), None), next(iter((got - wanted).elements()), None)
    if missing is None or surplus is None:
        return f"missing {missing}, surplus {surplus}"
    names = [column for column in COLUMNS if column != "source"]
    return "; ".join(
        f"{name}: {one!r} was read as {other!r}"
        for name, one, other in zip(names, missing, surplus, strict=True)
        if one != other
    )
