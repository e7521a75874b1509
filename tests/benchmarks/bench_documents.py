"""How long whole documents take, and how much memory: from the bytes of a dump to the models.

Run by ``nox -s benchmark``, as :mod:`bench_reading` is. Times are those that the processor spent on this process, since the
machine may have other things to do. ``BUDGETPERF_CORPUS_MB`` says how many megabytes are invented and read, 4 if nothing is
said; they are never kept. Nothing here fails for being slow.
"""

import gc
import os
import statistics
import time
import tracemalloc
from collections.abc import Callable, Iterable

import cells
import corpus
import pytest
from bench_reading import table

import budgetperf
from budgetperf.assembly import assemble
from budgetperf.assembly.cuts import join_cut_rows
from budgetperf.assembly.fitting import name_columns
from budgetperf.assembly.lines import whole_rows
from budgetperf.assembly.sheets import lay_out
from budgetperf.language import read_indicators
from budgetperf.readers import decode, read_text

ROUNDS = 40
MEGABYTES = float(os.environ.get("BUDGETPERF_CORPUS_MB", "4"))
#: Stages that hold others.
ASSEMBLED, WHOLE = "rows to models", "the whole document"
#: What the project would like to reach.
WANTED = 10.0


def spent(call: Callable[[], object]) -> float:
    """Return the seconds that the processor spends on a call."""
    start = time.process_time()
    call()
    return time.process_time() - start


@pytest.fixture(scope="module")
def seed() -> tuple[bytes, str]:
    """Return a published document, or one of its shape, and what it is."""
    text, source = cells.seed_text()
    data = text.encode()
    budgetperf.read(data)
    gc.collect()
    gc.freeze()
    return data, source


def test_a_document(seed: tuple[bytes, str]) -> None:
    """Print what a document costs that is read again and again."""
    data, source = seed
    seconds = [spent(lambda: budgetperf.read(data)) for _ in range(ROUNDS)]
    median, best = statistics.median(seconds), min(seconds)
    table(
        f"read: {source}, {len(data) / 1e3:.1f} kB of UTF-8, {ROUNDS} rounds",
        [
            ("ms per document", f"{median * 1e3:.2f} (min {best * 1e3:.2f})"),
            ("MB per second", f"{len(data) / median / 1e6:.1f} (best {len(data) / best / 1e6:.1f})"),
            ("wanted, MB per second", f"{WANTED:.0f}"),
        ],
    )


def test_a_corpus() -> None:
    """Print what many documents cost, each read once: every layout and dialect, some of it damaged."""
    seconds, size, indicators, doubts, count = 0.0, 0, 0, 0, 0
    for data in corpus.megabytes(MEGABYTES):
        start = time.process_time()
        result = budgetperf.read(data)
        seconds += time.process_time() - start
        size += len(data)
        count += 1
        doubts += len(result.diagnostics)
        indicators += sum(len(project.indicators) for found in result.value.tables for project in found.projects)
    table(
        f"read: a corpus of {count} invented dumps, {size / 1e6:.1f} MB, {indicators} indicators, {doubts} diagnostics",
        [
            ("MB per second", f"{size / seconds / 1e6:.1f}"),
            ("µs per indicator, all else included", f"{seconds / indicators * 1e6:.0f}"),
        ],
    )


def test_stages(seed: tuple[bytes, str]) -> None:
    """Print on what the time is spent."""
    data, source = seed
    seconds: dict[str, list[float]] = {}
    for _ in range(ROUNDS):
        for label, one in stages(data):
            seconds.setdefault(label, []).append(one)
    best = {label: min(each) for label, each in seconds.items()}
    whole, assembled = best.pop(WHOLE), best.pop(ASSEMBLED)
    reading, *assembling = best.values()
    best["levels, amounts, sums, spans"] = assembled - sum(assembling)
    best["what the file is, doubts put in order"] = whole - assembled - reading
    rows = [(label, f"{each * 1e3:.2f} ({each / whole:.0%})") for label, each in best.items()]
    table(f"on what the time is spent: {source}, ms, best rounds", rows)


def stages(data: bytes) -> Iterable[tuple[str, float]]:
    """Yield each stage of the way with the seconds that it takes."""
    start = time.process_time()
    text = decode(data).text
    raw = list(read_text(text))
    read = time.process_time()
    yield "bytes to rows of cells", read - start
    doubts: list[budgetperf.Diagnostic] = []
    sheets = lay_out(raw, doubts)
    laid = time.process_time()
    yield "rows to tables: headers, captions, pages", laid - read
    rows = []
    for sheet in sheets:
        for page in sheet.pages:
            page.rows = whole_rows(page.rows, len(page.header.columns))
        rows += join_cut_rows(name_columns(sheet, doubts), doubts)
    named = time.process_time()
    yield "cells to columns, rows made whole", named - laid
    printed = [cell for row in rows for column, cell in row.cells.items() if column == "绩效指标" and cell.text]
    start = time.process_time()
    for cell in printed:
        read_indicators(cell.text, cell.locator)
    in_cells = time.process_time() - start
    yield "indicator cells to models", in_cells
    yield ASSEMBLED, spent(lambda: assemble(raw))
    yield WHOLE, spent(lambda: budgetperf.read(data))


def test_memory(seed: tuple[bytes, str]) -> None:
    """Print how much memory a document takes while it is read, and how much its result keeps."""
    data, source = seed
    several = [each for each, _ in zip(corpus.documents(), range(40), strict=False)]
    for each in (data, *several):
        budgetperf.read(each)  # what is kept of values is kept by now
    peaks, kept = zip(*map(memory, several), strict=True)
    peak, left = memory(data)
    table(
        "memory, by tracemalloc, beyond the bytes themselves and what is kept of values",
        [
            (f"{source}: at most, kB", f"{peak / 1e3:.0f}"),
            (f"{source}: its result, kB", f"{left / 1e3:.0f}"),
            ("… at most, times its bytes", f"{peak / len(data):.1f}"),
            (
                "40 invented documents: at most, times their bytes",
                f"{statistics.median(map(ratio, peaks, several)):.1f}",
            ),
            ("… their results", f"{statistics.median(map(ratio, kept, several)):.1f}"),
        ],
    )


def ratio(size: int, data: bytes) -> float:
    """Return how many times the bytes of a document that is."""
    return size / len(data)


def memory(data: bytes) -> tuple[int, int]:
    """Return the most bytes that are used while a document is read, and those that its result keeps."""
    gc.collect()
    tracemalloc.start()
    try:
        result = budgetperf.read(data)
        left, peak = tracemalloc.get_traced_memory()
        del result
    finally:
        tracemalloc.stop()
    return peak, left
