"""How long the pages of a PDF take, beside pdfplumber's tables of the same pages in the same run.

Run by ``nox -s benchmark``, as :mod:`bench_reading` is. Times are those that the processor spent on this
process, since the machine may have other things to do. As there, nothing fails for being slow: what fails
is a comparison that would not be fair.
"""

import gc
import io
import re
import statistics
import time
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

import pdfplumber
import pytest

import budgetperf
from budgetperf import Document
from budgetperf.readers import Allowance, Request, open_file
from budgetperf.readers.pdf.pages import opened
from drawing.book import PAGES, book
from drawing.comparing import compared
from drawing.fonts import NAMED
from drawing.laying import Plan
from drawing.looks import CUT
from drawing.painting import Look, painted
from drawing.subjects import book_subject, read_back, table, without_latex

ROUNDS = 7
#: What the project has set itself: so many milliseconds a page at most, and so many times faster at least.
MOST_MILLISECONDS, LEAST_TIMES = 10.0, 5.0
SEEDS = (5, 6, 7, 8, 9)


class Measured(NamedTuple):
    """Milliseconds a page, round by round."""

    median: float
    best: float

    def __str__(self) -> str:
        return f"{self.median:.2f} (min {self.best:.2f})"


@cache
def ruled() -> tuple[Document, bytes, int]:
    """Return a document of ruled tables with cut rows, its PDF, and how many pages that has."""
    document = read_back(without_latex(Document(tables=tuple(table(seed, 5, 4) for seed in SEEDS))))
    data = painted(document, Look(plan=CUT, font=NAMED))
    return document, data, pages_of(data)


def pages_of(data: bytes) -> int:
    """Return how many pages a PDF has."""
    with opened(data, None, Allowance()) as pages:
        return len(pages)


def opened_only(data: bytes) -> object:
    """Return what the reader of PDFs finds, of which no document is made."""
    return open_file(Request(data=data, allowance=Allowance()))


def plumbed(data: bytes) -> list[list[list[str | None]]]:
    """Return what pdfplumber finds."""
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        return [found for page in pdf.pages for found in page.extract_tables()]


def milliseconds(data: bytes, pages: int, *calls: Callable[[bytes], object]) -> list[Measured]:
    """Return how long each call takes a page, the calls in turns."""
    taken: list[list[float]] = [[] for _ in calls]
    gc.collect()
    gc.freeze()
    for number in range(ROUNDS + 1):
        for call, times in zip(calls, taken, strict=True):
            gc.collect()  # what the other left behind
            start = time.process_time()
            call(data)
            if number:  # the first builds the grammar
                times.append((time.process_time() - start) * 1e3 / pages)
    return [Measured(statistics.median(times), min(times)) for times in taken]


def show(title: str, rows: list[tuple[str, str]]) -> None:
    """Print rows of a label and a figure."""
    print(f"\n{title}")
    print("-" * 76)
    for label, figure in rows:
        print(f"{label:<56}{figure:>20}")


def held(is_held: bool) -> str:  # noqa: FBT001 - the word for it
    """Return whether a bound was held."""
    return "held" if is_held else "NOT HELD"


def test_both_find_the_tables() -> None:
    """Every row is read, and pdfplumber finds a table on each page, or the comparison would not be fair."""
    document, data, pages = ruled()
    score = compared(document, budgetperf.read(data).value)
    assert score.rows == score.exact
    tables = plumbed(data)
    assert len(tables) >= pages
    assert {7} == {len(row) for found in tables for row in found}


def test_ruled_pages() -> None:
    """Print what a page of a ruled table costs."""
    _, data, pages = ruled()
    whole, alone, plumber = milliseconds(data, pages, budgetperf.read, opened_only, plumbed)
    with opened(data, None, Allowance()) as found:
        characters = statistics.mean(len(found.page(number).glyphs) for number in range(1, pages + 1))
    ratio = plumber.best / whole.best
    show(
        f"PDF: {pages} pages of ruled tables with rows cut, {characters:.0f} characters each, {ROUNDS} rounds",
        [
            ("budgetperf.read, ms a page", str(whole)),
            ("its reader of PDFs alone, ms a page", str(alone)),
            ("pdfplumber's extract_tables, ms a page", str(plumber)),
            ("so many times faster than pdfplumber, of the minima", f"{ratio:.1f}"),
            ("bound, ms a page", f"{MOST_MILLISECONDS:.0f} {held(whole.best <= MOST_MILLISECONDS)}"),
            ("bound, times faster", f"{LEAST_TIMES:.0f} {held(ratio >= LEAST_TIMES)}"),
        ],
    )


def test_two_hundred_pages() -> None:
    """Print what a page of a budget costs most of whose pages hold none of our tables."""
    look = Look(plan=Plan(size=10.5, leading=16, cut="first"), font=NAMED)
    data = book(book_subject(), look)
    telling = re.compile("绩效|指标")
    with opened(data, None, Allowance()) as pages:
        count = sum(bool(telling.search(pages.text(number).text)) for number in range(1, PAGES + 1))
    assert compared(book_subject(), budgetperf.read(data).value).share == 1
    whole, alone = milliseconds(data, PAGES, budgetperf.read, opened_only)
    show(
        f"PDF: a budget of {PAGES} pages, {count} of which have the words of our tables, {ROUNDS} rounds",
        [
            ("budgetperf.read, ms a page", str(whole)),
            ("its reader of PDFs alone, ms a page", str(alone)),
            ("bound, ms a page", f"{MOST_MILLISECONDS:.0f} {held(whole.best <= MOST_MILLISECONDS)}"),
        ],
    )


@pytest.fixture(autouse=True)
def _thaw() -> object:
    """Give the collector back what a measurement kept from it."""
    yield
    gc.unfreeze()
