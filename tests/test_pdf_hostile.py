"""PDFs made to exhaust whoever opens them have an answer in bounded time and memory; damaged ones a diagnostic.

Each is opened in a process of its own, which measures itself.
"""

import random
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import hostilepdfs as hostile
from budgetperf import LimitExceeded, Limits, read
from budgetperf.model import Document
from commandline import TABLE, pdf
from drawing.fonts import NAMED
from drawing.looks import RULED
from drawing.painting import painted
from drawing.subjects import nameless

SECONDS, BYTES = 20, 1 << 30
_PROGRAM = """
import resource, sys, time
sys.path[:] = {path!r}
from budgetperf import LimitExceeded, read
data = open(sys.argv[1], "rb").read()
start = time.process_time()
try:
    said = ",".join(each.code for each in read(data).diagnostics)
except LimitExceeded as error:
    said = error.limit
print(said, time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)
"""

#: What each is answered by: the limit that it exceeds, or codes of diagnostics.
ANSWERS: dict[Callable[[], bytes], str] = {
    hostile.branching_forms: "part_bytes",
    hostile.branching_twice_forms: "part_bytes",
    hostile.characters: "page_characters",
    hostile.characters_at_one_place: "R101",
    hostile.content_again: "part_bytes",
    hostile.content_again_without_blanks: "part_bytes",
    hostile.curves: "R101",
    hostile.cyclic_forms: "part_bytes",
    hostile.deep_arrays: "R101",
    hostile.deep_content: "R101",
    hostile.deep_forms: "R101",
    hostile.deep_tree: "R119",
    hostile.dense_grid: "R101",
    hostile.encrypted_garbage: "R119",
    hostile.flat_page: "R101",
    hostile.gigabyte: "ratio",
    hostile.hidden_as_picture: "part_bytes",
    hostile.packed_before_letters: "ratio",
    hostile.hidden_behind_a_remark: "ratio",
    hostile.hidden_elsewhere: "ratio",
    hostile.hidden_far_from_its_description: "ratio",
    hostile.hidden_in_escaped_names: "ratio",
    hostile.packed_in_letters: "ratio",
    hostile.gigabyte_of_lzw: "ratio",
    hostile.gigabyte_of_lzw_twice: "ratio",
    hostile.gigabyte_of_runs: "ratio",
    hostile.of_unknown_length: "ratio",
    hostile.gigabyte_twice: "ratio",
    hostile.huge_page: "R101",
    hostile.many_beginnings: "R101",
    hostile.many_filters: "nesting",
    hostile.many_objects: "R101",
    hostile.many_pages: "pages",
    hostile.meanings: "ratio",
    hostile.no_numbers: "R101",
    hostile.object_stream: "ratio",
    hostile.said_pages: "R101",
    hostile.slanted_characters: "R101",
    hostile.strokes: "page_edges",
    hostile.strokes_in_one_path: "R101",
    hostile.table_in_stream: "ratio",
    hostile.tall_grid: "R101",
    hostile.tree_loop: "R119,R101",
    hostile.unruled_noise: "R101",
    hostile.wide_grid: "R101",
}


@pytest.mark.parametrize("make", ANSWERS, ids=lambda make: make.__name__)
def test_hostile(make: Callable[[], bytes], tmp_path: Path) -> None:
    """A hostile file is answered as it should be, soon, and in little memory."""
    pytest.importorskip("resource")
    path = tmp_path / "hostile.pdf"
    path.write_bytes(make())
    command = [sys.executable, "-c", _PROGRAM.format(path=sys.path), str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=4 * SECONDS)
    assert 0 == done.returncode, done.stderr[-2000:]
    said, seconds, size = done.stdout.split()
    assert ANSWERS[make] == said
    assert float(seconds) < SECONDS
    assert int(size) < BYTES


def test_none_is_forgotten() -> None:
    """Every hostile file that there is, is opened."""
    made = {
        each
        for each in vars(hostile).values()
        if callable(each) and getattr(each, "__module__", "") == hostile.__name__
    }
    assert {each for each in made if not each.__code__.co_argcount} == set(ANSWERS)


# --- damage ---------------------------------------------------------------------------------------


@cache
def small() -> tuple[bytes, ...]:
    """Return small files: one written by hand, one by reportlab with a form, one encrypted."""
    look = evolve(RULED["grid in a form"], font=NAMED)
    document = Document(tables=(nameless(),))
    return pdf([TABLE]), painted(document, look), painted(document, evolve(look, password=""))


def answered(data: bytes) -> None:
    """Read a file; nothing but a limit may be exceeded."""
    try:
        result = read(data, limits=Limits(seconds=10))
    except LimitExceeded:
        return
    assert result.value.tables or result.diagnostics


@pytest.mark.parametrize("number", range(3))
def test_cut_anywhere(number: int) -> None:
    """A file cut at any byte is read as far as it goes, or refused."""
    data = small()[number]
    for end in range(0, len(data), max(1, len(data) // 60)):
        answered(data[:end])


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """Return a small file with some of its bytes changed, lost, doubled or put in."""
    data = bytearray(draw(st.sampled_from(small())))
    dice = random.Random(draw(st.integers(0, 1 << 32)))
    for _ in range(draw(st.sampled_from([1, 2, 5, 20, 100]))):
        place = dice.randrange(len(data))
        kind = dice.randrange(5)
        if kind < 2:
            data[place] = dice.randrange(256)
        elif kind == 2:
            del data[place : place + dice.randrange(1, 20)]
        elif kind == 3:
            data[place:place] = bytes(dice.choices(b"0123456789<>[]()/ RobjS", k=dice.randrange(1, 6)))
        else:
            source = dice.randrange(len(data))
            data[place:place] = data[source : source + dice.randrange(200)]
    return bytes(data)


@settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow])
@given(damaged())
def test_damaged(data: bytes) -> None:
    """A damaged file is read as far as it goes, or refused."""
    answered(data)
