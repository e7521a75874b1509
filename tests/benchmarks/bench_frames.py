"""How long a data frame of many rows takes, beside the frame that pandas makes of the tidy rows.

Run by ``nox -s benchmark``, as :mod:`bench_reading` is. Times are those that the processor spent on this process.
As there, nothing fails for being slow: what fails is a comparison that would not be fair.
"""

import gc
import io
import statistics
import time
from collections.abc import Callable
from functools import cache
from itertools import islice

import cells
import duckdb
import pandas as pd
import polars as pl

import budgetperf
from budgetperf import Corpus, concat
from budgetperf.frames import records_from_parquet

ROWS = 100_000
ROUNDS = 7


@cache
def corpus() -> tuple[Corpus, str]:
    """Return documents of many rows in all, no two alike, and what they are."""
    text, source = cells.seed_text()
    rows = len(budgetperf.to_records(budgetperf.parse(text).value))
    texts = islice(cells.varied(text), -(-ROWS // rows))
    return concat({f"{number}.txt": budgetperf.parse(each).value for number, each in enumerate(texts)}), source


def taken(call: Callable[[], object]) -> float:
    """Return the milliseconds of processor time that a call takes."""
    gc.collect()
    start = time.process_time()
    call()
    return (time.process_time() - start) * 1e3


def summed(documents: Corpus) -> object:  # noqa: ARG001 - DuckDB finds it by its name
    """Return a sum that DuckDB makes."""
    answer = duckdb.sql("select sum(annual_low) from documents")
    assert answer is not None
    return answer.fetchall()


def test_frames_say_the_same() -> None:
    """Both sides must have every row, or the comparison would flatter one of them."""
    documents, _ = corpus()
    rows = documents.to_records()
    assert ROWS <= len(rows)
    assert [row["annual_low"] for row in rows] == documents.to_polars()["annual_low"].to_list()
    file = io.BytesIO()
    documents.to_parquet(file)
    assert rows == records_from_parquet(file)


def test_many_rows() -> None:
    """Print what frames cost."""
    documents, source = corpus()
    file = io.BytesIO()
    documents.to_parquet(file)
    beside = "pandas.DataFrame(rows of to_records), with objects"
    calls: dict[str, Callable[[], object]] = {
        beside: lambda: pd.DataFrame(documents.to_records()),
        "to_records alone": documents.to_records,
        "to_arrow": documents.to_arrow,
        "to_pandas": documents.to_pandas,
        "to_polars": documents.to_polars,
        "polars.DataFrame(corpus)": lambda: pl.DataFrame(documents),
        "duckdb.sql, a sum over the corpus": lambda: summed(documents),
        "to_parquet": lambda: documents.to_parquet(io.BytesIO()),
        "records_from_parquet": lambda: records_from_parquet(file),
    }
    for call in calls.values():
        call()  # loads the libraries
    gc.freeze()
    milliseconds = {label: [taken(call) for _ in range(ROUNDS)] for label, call in calls.items()}
    gc.unfreeze()
    count = documents.to_arrow().num_rows
    print(f"\nframes: {count} rows of {len(documents)} documents, {source}, {ROUNDS} rounds; ms")
    print("-" * 76)
    for label, times in milliseconds.items():
        print(f"{label:<56}{statistics.median(times):>9.0f} (min {min(times):.0f})")
    ratio = min(milliseconds[beside]) / min(milliseconds["to_arrow"])
    print(f"{'so many times faster than pandas of rows, of the minima':<56}{ratio:>9.1f}")
    print(f"{'bytes of the Parquet file':<56}{len(file.getvalue()):>9}")
