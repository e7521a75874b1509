"""What options take: each refuses what it can't use, and says what it accepts."""

import codecs
import re
from argparse import ArgumentTypeError
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from attrs import fields

from budgetperf.cli.jobs import MOST_JOBS
from budgetperf.configuration import known_selector, known_severity

if TYPE_CHECKING:
    from budgetperf.taxonomy import Taxonomy
    from budgetperf.units import UnitList

__all__ = [
    "encoding",
    "jobs",
    "limit",
    "page",
    "pages",
    "path",
    "reader",
    "score",
    "selectors",
    "taxonomy",
    "units",
    "weight",
]

#: No limit has a number of more digits.
_MOST_DIGITS: Final = 15
#: More pages than any file has would be a slip of the finger.
_MOST_PAGES: Final = 99_999
_STRETCH: Final = re.compile(r"\s*(\d+)\s*(?:[-–—~～至]\s*(\d+)\s*)?")


def path(name: str) -> str:
    """Return a path of a file or a folder."""
    if not name or "\0" in name:
        raise ArgumentTypeError(f"{name!r} is no path")
    return name


def selectors(codes: str) -> list[str]:
    """Return codes, or beginnings of codes, between commas."""
    try:
        return [known_selector(code) for code in re.split("[,，、]", codes)]
    except ValueError as error:
        raise ArgumentTypeError(str(error)) from None


def weight(words: str) -> tuple[str, str]:
    """Return a code with its severity, of ``CODE=LEVEL``."""
    code, equals, severity = words.partition("=")
    if not equals:
        raise ArgumentTypeError(f"{words!r} is no CODE=LEVEL, such as V317=info")
    try:
        return known_selector(code), known_severity(severity)
    except ValueError as error:
        raise ArgumentTypeError(str(error)) from None


def jobs(number: str) -> int:
    """Return a number of processes, 0 for one on each core."""
    if not (number.isdecimal() and len(number) <= _MOST_DIGITS and int(number) <= MOST_JOBS):
        raise ArgumentTypeError(f"{number[:40]!r} is no number of processes; accepted are 0 to {MOST_JOBS}")
    return int(number)


def score(number: str) -> float:
    """Return a score from 0 to 1."""
    try:
        given = float(number)
    except ValueError:
        given = -1.0
    if not 0 <= given <= 1:  # not a number is not between them either
        raise ArgumentTypeError(f"a score lies within 0 and 1, which {number[:40]!r} does not")
    return given


def encoding(name: str) -> str:
    """Return the name of an encoding, as Python has it."""
    try:
        # Some names stand for what is no encoding of text (hex), or takes no broken bytes (idna).
        b"\xff".decode(name, "replace")
        return codecs.lookup(name).name
    except (LookupError, ValueError):
        message = f"unknown encoding {name!r}; accepted is what Python knows, such as utf-8, gb18030 or big5"
        raise ArgumentTypeError(message) from None


def page(number: str) -> int:
    """Return a page, from 1."""
    if not (number.isdecimal() and len(number) <= _MOST_DIGITS and 0 < int(number) <= _MOST_PAGES):
        raise ArgumentTypeError(f"{number[:40]!r} is no page; pages are counted from 1")
    return int(number)


def pages(stretches: str) -> tuple[int, ...]:
    """Return pages, of single ones and stretches between commas."""
    chosen: set[int] = set()
    for stretch in re.split("[,，、]", stretches):
        found = _STRETCH.fullmatch(stretch)
        if not found:
            raise ArgumentTypeError(f"{stretch!r} is no page; accepted are pages from 1, such as 120-131,140")
        first = page(found[1])
        last = page(found[2] or found[1])
        if last < first:
            raise ArgumentTypeError(f"{stretch!r} goes backwards; accepted is such as {last}-{first}")
        chosen.update(range(first, last + 1))
    return tuple(sorted(chosen))


def reader(name: str) -> str:
    """Return the name of a reader."""
    from budgetperf.readers import READERS, TEXT_READERS, installed_names

    accepted: tuple[str, ...] = (*READERS, *TEXT_READERS)
    if name not in accepted:
        accepted += installed_names()
    if name not in accepted:
        raise ArgumentTypeError(f"unknown reader {name!r}; accepted are {', '.join(accepted)}")
    return name


def taxonomy(path: str) -> "Taxonomy":
    """Return the taxonomy in a file."""
    from budgetperf.taxonomy import Taxonomy

    with _faults_told(path):
        return Taxonomy.from_file(path)


def units(path: str) -> "UnitList":
    """Return the units in a file."""
    from budgetperf.units import UnitList

    with _faults_told(path):
        return UnitList.from_file(path)


@contextmanager
def _faults_told(path: str) -> Iterator[None]:
    """Say what is wrong with a file that an option names."""
    try:
        yield
    except OSError as error:
        raise ArgumentTypeError(f"can't read {path!r}: {error.strerror}") from error
    except ValueError as error:
        raise ArgumentTypeError(str(error)) from error


def limit(words: str) -> tuple[str, int]:
    """Return a limit with its number, of ``NAME=NUMBER``."""
    from budgetperf.readers import Limits

    name, _, number = words.partition("=")
    accepted = [field.name for field in fields(Limits)]
    if name not in accepted:
        raise ArgumentTypeError(f"unknown limit {name!r}; accepted are {', '.join(accepted)}")
    if not number.isdecimal() or len(number) > _MOST_DIGITS or int(number) < 1:
        raise ArgumentTypeError(f"the limit {name} is a number from 1, not {number[:40]!r}")
    return name, int(number)
