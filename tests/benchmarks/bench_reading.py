"""How long reading takes, beside a plain `re` script that does the same job in the same run.

Run by ``nox -s benchmark``, or where the package is installed by::

    pytest --override-ini=python_files=bench_*.py -s tests/benchmarks

Nothing here fails for being slow: machines differ, and the ratio is what counts.
What fails is a comparison that would not be fair, or a module loaded too early.
"""

import gc
import os
import platform
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import cells
import peers
import plain_script
import pytest

import budgetperf
from budgetperf import Reading

ROUNDS = 200
#: Of those in which every target is new, of the stages, and of other grammars.
FEW_ROUNDS = 60
#: Of the values by themselves.
VALUE_ROUNDS = 20
PROCESSES = 15
#: What the project has set itself: so many times the plain script, at most.
MOST_TIMES = 5.0

_EDGES = "。；;，,、：: ."
_VALUES = Path(__file__).resolve().parents[1] / "cases" / "targets.txt"


class Measured(NamedTuple):
    """Seconds that two sides took for the same rounds, one beside the other."""

    ours: list[float]
    plain: list[float]

    def ratio(self) -> float:
        """Return the median of the ratios, pair by pair."""
        return statistics.median(ours / plain for ours, plain in zip(self.ours, self.plain, strict=True))

    def ratio_of_minima(self) -> float:
        """Return the ratio of the best rounds, which other work on the machine disturbs least."""
        return min(self.ours) / min(self.plain)


# --- what is measured -------------------------------------------------------------------


def read_cell(cell: str) -> list[Reading | None]:
    """Return both readings of every indicator of a cell: from text to frozen models, and each target asked for its own."""
    indicators = budgetperf.parse_indicators(cell).value
    return [
        target.reading
        for indicator in indicators
        for target in (indicator.period_target, indicator.annual_target)
        if target is not None
    ]


def printed_values() -> list[str]:
    """Return the invented values of the table of cases, each once."""
    cases = (line.partition("  =>  ") for line in _VALUES.read_text("utf-8").splitlines())
    values = (re.sub(r" \{(?:name|level2|year)=.*\}$", "", printed) for printed, told, _ in cases if told)
    return [value for value in dict.fromkeys(values) if not value.startswith("#")]


# --- measuring --------------------------------------------------------------------------


def printed_cells(text: str) -> list[str]:
    """Return the indicator cells of a tab-separated dump."""
    cells_of_rows = (line.rsplit("\t", 1)[-1] for line in text.splitlines())
    return [cell for cell in cells_of_rows if cell.startswith("1、")]


def timed(call: Callable[[str], object], texts: Iterable[str]) -> float:
    """Return the seconds that the processor spends on `call` for all `texts`, one call each."""
    gc.collect()
    start = time.process_time()
    for text in texts:
        call(text)
    return time.process_time() - start


def interleaved(
    ours: Callable[[str], object], plain: Callable[[str], object], rounds: Iterator[Sequence[str]]
) -> Measured:
    """Measure both sides on the same texts, round by round, taking turns to go first.

    The first rounds are not counted: they build the grammar and fill the memo of targets.
    """
    measured = Measured([], [])
    for number, texts in enumerate(rounds):
        if number % 2:
            first, second = timed(plain, texts), timed(ours, texts)
        else:
            second, first = timed(ours, texts), timed(plain, texts)
        if number >= 10:
            measured.plain.append(first)
            measured.ours.append(second)
    return measured


def rounds_of_cells(text: str, rounds: int, *, values: bool = False) -> Iterator[list[str]]:
    """Yield the cells of `text`, other ones in each round."""
    return map(printed_cells, islice(cells.varied(text, values=values), rounds))


@cache
def environment() -> dict[str, str]:
    """Return variables under which Python keeps bytecode in a folder of this run, as an installed package has it."""
    variables = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**variables, "PYTHONPYCACHEPREFIX": tempfile.mkdtemp()}


def in_process(program: str) -> str:
    """Run a Python program in a fresh process, and return what it prints."""
    command = [sys.executable, "-c", program]
    answer = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60, env=environment())
    return answer.stdout.strip()


def process_time(program: str) -> float:
    """Return the seconds that the processor spends on a fresh process for `program`."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    in_process(program)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


@cache
def first_reading() -> float:
    """Return the milliseconds until a fresh process that has imported the package has read its first value."""
    program = (
        "import time, budgetperf; start = time.process_time(); "
        "reading = budgetperf.parse_target('不少于26场').value.reading; print(time.process_time() - start)"
    )
    return statistics.median(float(in_process(program)) for _ in range(PROCESSES)) * 1e3


# --- printing ---------------------------------------------------------------------------


def table(title: str, rows: Iterable[tuple[str, str]], *, width: int = 56) -> None:
    """Print rows of a label and a figure."""
    print(f"\n{title}")
    print("-" * (width + 20))
    for label, figure in rows:
        print(f"{label:<{width}}{figure:>20}")


def microseconds(seconds: Sequence[float], indicators: int) -> str:
    """Return the median and the best of `seconds`, per indicator."""
    median, best = statistics.median(seconds), min(seconds)
    return f"{median / indicators * 1e6:.2f} (min {best / indicators * 1e6:.2f})"


@pytest.fixture(scope="module", autouse=True)
def machine() -> None:
    """Say what the figures were taken on, and keep what pytest holds out of the collector's way."""
    gc.collect()
    gc.freeze()
    implementation = f"{platform.python_implementation()} {platform.python_version()}"
    print(f"\nbudgetperf {budgetperf.__version__}, {implementation}, {platform.machine()}, {os.cpu_count()} processors")


@pytest.fixture(scope="module")
def document() -> tuple[str, str]:
    """Return the document to measure with, and what it is."""
    return cells.seed_text()


# --- the benchmarks -----------------------------------------------------------------------


def test_both_sides_read_the_same(document: tuple[str, str]) -> None:
    """The script must find what the package finds, or the comparison would flatter one of them."""
    text, _ = document
    for cell in printed_cells(next(cells.varied(text))):
        ours = [fields(indicator) for indicator in budgetperf.parse_indicators(cell).unwrap()]
        plain = [(*found[:5], *(words.strip(_EDGES) for words in found[5:])) for found in plain_script.segment(cell)]
        assert ours == plain


def fields(indicator: budgetperf.Indicator) -> tuple[str | None, ...]:
    """Return what the pattern of the plain script captures."""
    categories = (indicator.level1, indicator.level2)
    codes = (part for category in categories if category for part in (category.code, category.label))
    texts = (target.text for target in (indicator.period_target, indicator.annual_target) if target)
    return (str(indicator.ordinal), *codes, indicator.name, *texts)


@pytest.mark.parametrize("values", [False, True], ids=["targets repeat", "targets new"])
def test_parse_indicators(document: tuple[str, str], *, values: bool) -> None:
    """Print what an indicator costs from cell to models, both readings touched, beside the plain script."""
    text, source = document
    printed = printed_cells(text)
    indicators = sum(len(plain_script.segment(cell)) for cell in printed)
    rounds = FEW_ROUNDS if values else ROUNDS
    measured = interleaved(read_cell, plain_script.read_cell, rounds_of_cells(text, rounds + 10, values=values))
    ratio = measured.ratio()
    bound = [
        ("bound", f"{MOST_TIMES:.1f} {'held' if ratio <= MOST_TIMES else 'NOT HELD'}"),
        ("cold: the first value of a process, ms", f"{first_reading():.1f}"),
    ]
    table(
        f"parse_indicators: {len(printed)} cells, {indicators} indicators, {source}\n"
        f"{rounds} interleaved rounds, each of other names; target texts {'new in each' if values else 'repeat'}; "
        "both readings touched",
        [
            ("parse_indicators and readings, µs per indicator", microseconds(measured.ours, indicators)),
            ("plain re script with numbers, µs per indicator", microseconds(measured.plain, indicators)),
            ("ratio, median of the pairs (of the minima)", f"{ratio:.2f} ({measured.ratio_of_minima():.2f})"),
            *([] if values else bound),
            ("the same, µs per cell", microseconds(measured.ours, len(printed))),
        ],
    )


def test_stages(document: tuple[str, str]) -> None:
    """Print what the parts of the way cost."""
    from budgetperf.language.clauses import read_indicators
    from budgetperf.language.indicators import parse_clauses

    text, _ = document
    indicators = sum(len(plain_script.segment(cell)) for cell in printed_cells(text))
    stages: dict[str, Callable[[str], object]] = {
        "plain script: cut only": plain_script.segment,
        "plain script: cut and make numbers": plain_script.read_cell,
        "grammar: cut and parse (language.parse_clauses)": parse_clauses,
        "… and make models (language.read_indicators)": read_indicators,
        "… and the result (parse_indicators)": budgetperf.parse_indicators,
        "… and both readings of each indicator touched": read_cell,
    }
    seconds: dict[str, list[float]] = {label: [] for label in stages}
    for texts in rounds_of_cells(text, FEW_ROUNDS):
        for label, stage in stages.items():
            seconds[label].append(timed(stage, texts))
    table("stages, µs per indicator", [(label, microseconds(one, indicators)) for label, one in seconds.items()])


def test_peers(document: tuple[str, str]) -> None:
    """Print what grammars of the same cells cost in other tools; they return what the plain script does."""
    text, source = document
    indicators = sum(len(plain_script.segment(cell)) for cell in printed_cells(text))
    sides: dict[str, Callable[[str], object]] = {
        "plain re script": plain_script.read_cell,
        **peers.PARSERS,
        "parse_indicators and readings": read_cell,
    }
    seconds: dict[str, list[float]] = {label: [] for label in sides}
    for texts in rounds_of_cells(text, FEW_ROUNDS):
        for read in peers.PARSERS.values():
            assert [read(cell) for cell in texts[:5]] == [plain_script.read_cell(cell) for cell in texts[:5]]
        for label, side in sides.items():
            seconds[label].append(timed(side, texts))
    best = min(seconds["plain re script"])
    rows = [(f"{label}, µs per indicator", microseconds(each, indicators)) for label, each in seconds.items()]
    times = [(f"{label}, times the plain script", f"{min(each) / best:.1f}") for label, each in seconds.items()]
    table(f"the cells of {source} in other grammars, {FEW_ROUNDS} rounds", [*rows, *times[1:]])


def test_values() -> None:
    """Print what a value costs when it is new, when it was read before, and first of all in a fresh process."""
    from budgetperf.language import in_context, understood
    from budgetperf.language.numerals import read_number
    from budgetperf.language.understanding import _kept, _unit_of

    def core(value: str) -> object:
        return in_context(understood(value), "巡护次数", "数量指标")

    values = printed_values()
    seconds: dict[str, list[float]] = {"distinct": [], "repeated": [], "result": []}
    for _ in range(VALUE_ROUNDS):
        for memo in (_kept, _unit_of, read_number):
            memo.cache_clear()
        seconds["distinct"].append(timed(core, values))
        seconds["repeated"].append(timed(core, values))
        seconds["result"].append(timed(budgetperf.parse_target, values))
    kept = len({understood(value).normalized for value in values})
    table(
        f"values: {len(values)} invented ones of every kind, {kept} in normalised form, {VALUE_ROUNDS} rounds",
        [
            ("a distinct value, nothing kept, µs", microseconds(seconds["distinct"], len(values))),
            ("a value that was read before, µs", microseconds(seconds["repeated"], len(values))),
            ("the same by parse_target, with its result, µs", microseconds(seconds["result"], len(values))),
            ("cold: the first value of a process, ms", f"{first_reading():.1f}"),
        ],
    )


def test_start() -> None:
    """Print what the first import and the first cell cost, and hold the import to what it may load."""
    loaded = in_process("import budgetperf, sys; print(*{'lark', 'cattrs'} & set(sys.modules))")
    assert "" == loaded, "`import budgetperf` loads what it should not"
    pairs = [(process_time("pass"), process_time("import budgetperf")) for _ in range(PROCESSES)]
    cell = "1、1-产出指标；11-数量指标；培训人数；实施周期指标值：54人；年度指标值：54人。"
    program = (
        "import time; start = time.process_time(); import budgetperf; "
        f"budgetperf.parse_indicators({cell!r}); print(time.process_time() - start)"
    )
    in_process(program)  # which writes bytecode
    cold = statistics.median(float(in_process(program)) for _ in range(PROCESSES))
    document = f"budgetperf.read({cells.seed_text()[0].encode()[:8000]!r}); print"
    read = statistics.median(float(in_process(program.replace("print", document, 1))) for _ in range(PROCESSES))
    table(
        f"start: processor time, median of {PROCESSES} processes",
        [
            ("bare Python, ms", f"{statistics.median(bare for bare, _ in pairs) * 1e3:.1f}"),
            ("import budgetperf over it, ms", f"{statistics.median(ours - bare for bare, ours in pairs) * 1e3:.1f}"),
            ("import and first cell, ms", f"{cold * 1e3:.1f}"),
            ("… and then the first document, 8 kB, ms", f"{read * 1e3:.1f}"),
            ("lark, cattrs loaded by import budgetperf", "no"),
        ],
    )
