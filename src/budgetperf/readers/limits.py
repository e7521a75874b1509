"""How much of a file is read at most, so that none can exhaust time or memory."""

import time

from attrs import Attribute, define, field, frozen

from budgetperf.errors import LimitExceeded

__all__ = ["DEFAULT_LIMITS", "Allowance", "Limits"]

_MEGA = 1 << 20
#: No limit is larger, so that every system can count up to it.
_MOST = 10**15


def _positive(_: object, attribute: "Attribute[int]", value: object) -> None:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(f"the limit {attribute.name} is an int, not {type(value).__name__}")
    if value < 1:
        raise ValueError(f"the limit {attribute.name} is at least 1, not {value}")
    if value > _MOST:
        raise ValueError(f"the limit {attribute.name} is at most {_MOST:,}")


def _limit(default: int) -> int:
    value: int = field(default=default, validator=_positive)
    return value


@frozen(kw_only=True)
class Limits:
    """What :func:`read` takes from a file at most; beyond it, it raises :class:`LimitExceeded`.

    >>> Limits(cells=10_000_000).cells
    10000000
    """

    #: Bytes of the file itself.
    file_bytes: int = _limit(64 * _MEGA)
    #: Bytes of one part of an archive, unpacked.
    part_bytes: int = _limit(256 * _MEGA)
    #: Bytes of all parts together that are unpacked.
    unpacked_bytes: int = _limit(512 * _MEGA)
    #: How many times its packed size a part may have (small parts may have any).
    ratio: int = _limit(200)
    #: Parts of an archive.
    parts: int = _limit(10_000)
    #: Cells, empty ones included.
    cells: int = _limit(2_000_000)
    #: Rows that hold something.
    rows: int = _limit(200_000)
    #: Columns of a table.
    columns: int = _limit(512)
    #: Columns that one cell may span; a wider one is cut.
    span: int = _limit(200)
    #: Tables within tables.
    nesting: int = _limit(50)
    #: Characters of all cells and paragraphs together.
    characters: int = _limit(32_000_000)
    #: Pages of a PDF.
    pages: int = _limit(2_000)
    #: Characters of one page of a PDF.
    page_characters: int = _limit(200_000)
    #: Lines drawn on one page of a PDF.
    page_edges: int = _limit(20_000)
    #: Seconds for one file, from its first byte to its document.
    seconds: int = _limit(60)
    #: Bytes of memory for the process that ``isolate=True`` starts (where the system can bound it).
    memory_bytes: int = _limit(1024 * _MEGA)


DEFAULT_LIMITS = Limits()


@define
class Allowance:
    """What the reading of one file may still take."""

    limits: Limits = DEFAULT_LIMITS
    #: When its seconds have passed, on the monotonic clock.
    deadline: float = field()

    @deadline.default
    def _from_now(self) -> float:
        return time.monotonic() + self.limits.seconds

    def check(self, name: str, number: int, what: str) -> None:
        """Refuse a `number` beyond the limit of that name; `what` says in words what is too much."""
        allowed: int = getattr(self.limits, name)
        if number > allowed:
            raise LimitExceeded(name, allowed, what)

    def check_time(self) -> None:
        """Refuse to go on when the seconds have passed."""
        if time.monotonic() > self.deadline:
            raise LimitExceeded("seconds", self.limits.seconds, "reading the file takes too long")
