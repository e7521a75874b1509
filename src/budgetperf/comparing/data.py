"""A difference as JSON, in a format with a name and a version of its own."""

from typing import Any, Final

from budgetperf import __version__
from budgetperf.comparing.differences import Difference
from budgetperf.jsontext import encoded

__all__ = ["FORMAT", "FORMAT_VERSION", "diff_json"]

#: What the key ``format`` holds.
FORMAT: Final = "budgetperf-diff"
#: ``MAJOR.MINOR`` of the format; not the version of the package.
FORMAT_VERSION: Final = "1.0"


def diff_json(difference: Difference, *, indent: int | None = None) -> str:
    """Return a difference as a JSON text: an envelope, and in it what ``to_dict`` returns.

    Args:
        difference: What :func:`budgetperf.diff` returned.
        indent: How many blanks to indent each level by; None for one line.

    Raises:
        ValueError: if an amount is one that :func:`budgetperf.dumps` doesn't write.

    >>> from budgetperf import Document, diff
    >>> nothing = diff(Document(tables=()), Document(tables=()))
    >>> diff_json(nothing).partition(',"generator"')[0]
    '{"format":"budgetperf-diff","format_version":"1.0"'

    """
    envelope: dict[str, Any] = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "generator": f"budgetperf {__version__}",
        "difference": difference.to_dict(),
    }
    return encoded(envelope, indent=indent)
