"""Files as their readers open them: what they show, and what comes of those that are damaged, or made to exhaust."""

import random
import time
import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO

import pytest

from budgetperf import LimitExceeded, Limits, read
from budgetperf.readers import Allowance, Opened, Request, open_file

#: What makes a file, the limits it is read within, and the name of the one that it goes beyond, if any.
Hostile = tuple[Callable[[], bytes], Limits, str | None]
#: Reading such a file takes no more seconds.
SOON = 20


def opened(data: bytes, sheet: str | int | None = None) -> Opened:
    """Return what is in a file that is no text."""
    found = open_file(Request(data=data, allowance=Allowance(), sheet=sheet))
    assert found is not None
    return found


def text_in(data: bytes) -> str:
    """Return the text that is made of a file."""
    return opened(data).composed.text


def rows_in(data: bytes) -> list[list[list[str]]]:
    """Return the words of each block of a file, row by row."""
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in opened(data).composed.tables()]


def assert_refused_or_read(make: Callable[[], bytes], limits: Limits, limit: str | None) -> None:
    """Assert that a hostile file ends in the one error that names the limit, or is read and says nothing; soon."""
    data = make()
    start = time.process_time()
    if limit is None:
        assert () == read(data, limits=limits).value.tables
    else:
        with pytest.raises(LimitExceeded, match=rf"limit: {limit}=\d+\).*Limits\({limit}=") as caught:
            read(data, limits=limits)
        assert (limit, getattr(limits, limit)) == (caught.value.limit, caught.value.allowed)
    assert time.process_time() - start < SOON


def unpacked(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the parts of an archive."""
    with zipfile.ZipFile(BytesIO(data)) as made:
        yield from ((name, made.read(name)) for name in made.namelist())


def damaged(data: bytes, chance: random.Random) -> bytes:
    """Return bytes with a few changed, perhaps cut off."""
    changed = bytearray(data)
    for _ in range(chance.choice([0, 1, 3])):
        if changed:
            changed[chance.randrange(len(changed))] = chance.choice([0, 1, 0x7F, 0xFF, chance.randrange(256)])
    return bytes(changed[: chance.choice([len(changed), chance.randrange(len(changed) + 1)])])
