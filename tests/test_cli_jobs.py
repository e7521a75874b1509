"""Several processes at once: the same output, in the same order, whatever one file does to them."""

import os
import signal
import subprocess
import sys
import time
from argparse import Namespace
from pathlib import Path
from threading import Thread

import pytest

from budgetperf.cli import main
from budgetperf.cli.inputs import Input
from budgetperf.cli.jobs import _cores, answers
from budgetperf.cli.outcomes import Made
from budgetperf.cli.reading import CantRead
from budgetperf.errors import MissingExtra
from commandline import BROKEN, FINE, TABLE, WELL, Output, Terminal, workbook_of, written

pytestmark = pytest.mark.usefixtures("workplace")

#: More than are under way at once in two processes.
MANY = 20


def work(source: Input, options: Namespace) -> str:
    """Answer with the name, or fail as the name says; what the processes do in these tests."""
    if "killed" in source.name:
        os.kill(os.getpid(), signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
    if "fault" in source.name:
        raise KeyError(source.name)
    if "unread" in source.name:
        raise CantRead("it is gone")
    if "extra" in source.name:
        raise MissingExtra("excel", "this")
    return f"{options.greeting} {source.name}"


def answered(*names: str, jobs: int = 2) -> list[tuple[str, str]]:
    """Return what comes of inputs of these names, in the words of a message where it is none."""
    options = Namespace(greeting="hello", jobs=jobs, quiet=True, output="out")
    inputs = [Input(name, None if name == "<stdin>" else Path(name)) for name in names]
    return [(source.name, str(answer)) for source, answer in answers(work, inputs, options)]


FAULT = (
    f"a fault of budgetperf, please report it: KeyError: 'fault' (test_cli_jobs.py:{work.__code__.co_firstlineno + 5})"
)


@pytest.mark.parametrize("jobs", [0, 1, 2, 3])
def test_answers_keep_their_order(jobs: int) -> None:
    """What can't be done is told in its place, what raises too; standard input is read by the one process that has it."""
    names = [*map(str, range(5)), "unread", "<stdin>", *map(str, range(5, MANY)), "fault"]
    expected = [(name, f"hello {name}") for name in names]
    expected[5] = ("unread", "it is gone")
    expected[-1] = ("fault", FAULT)
    assert expected == answered(*names, jobs=jobs)


@pytest.mark.parametrize("killed", [{0}, {MANY - 1}, {1, 2, 12}])
def test_a_process_that_dies_costs_one_file(killed: set[int]) -> None:
    """The file is named, and all that was under way with it is done again."""
    names = [f"killed {number}" if number in killed else f"{number}" for number in range(MANY)]
    expected = [
        (name, "the process that read it died" if number in killed else f"hello {name}")
        for number, name in enumerate(names)
    ]
    assert expected == answered(*names)


def test_a_process_that_dies_unnoticed() -> None:
    """While somebody takes time with one answer, nothing can be handed to processes that have died meanwhile."""
    names = ["0", "killed", *map(str, range(2, MANY))]
    options = Namespace(greeting="hello", jobs=2, quiet=True, output="out")
    given = answers(work, [Input(name, Path(name)) for name in names], options)
    told = [str(next(given)[1])]
    time.sleep(2)
    told += [str(answer) for _, answer in given]
    assert ["hello 0", "the process that read it died", *(f"hello {name}" for name in names[2:])] == told


def test_cores_where_the_system_does_not_say_which_may_be_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """Then all are; one, where even that is unknown."""
    monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    for known, jobs in ((None, 1), (3, 3)):
        monkeypatch.setattr(os, "cpu_count", lambda known=known: known)
        assert jobs == _cores()


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_holds_for_all_files_ends_all(jobs: int) -> None:
    """A missing extra is told once."""
    with pytest.raises(MissingExtra, match="this needs an extra"):
        answered("a", "extra", "b", "extra too", jobs=jobs)


def mixed(folder: Path) -> None:
    """Fill a folder with files of all kinds, good and bad."""
    for number in range(MANY):
        written(folder / f"{number:02}.txt", (FINE, BROKEN, WELL)[number % 3].replace("林道养护", f"林道养护{number}"))
    book = workbook_of(附表=TABLE)
    (folder / "03a.xlsx").write_bytes(book)
    (folder / "03b.xlsx").write_bytes(book[: len(book) // 2])
    written(folder / "07a.txt", "没有表")
    (folder / "11a.txt").symlink_to("nowhere")


@pytest.mark.parametrize(
    "arguments",
    [
        "parse dumps -v --color always",
        "parse dumps -f csv -v",
        "convert dumps --to jsonl -v",
        "check dumps --lang zh",
        "check dumps -f sarif",
        "check dumps --limit cells=3",
    ],
)
def test_the_output_is_the_same(run: Output, workplace: Path, arguments: str) -> None:
    """However many processes there are, each byte and the exit code are those of one."""
    mixed(workplace / "dumps")
    seen = []
    for jobs in ("1", "2"):
        code = run(*arguments.split(), "--jobs", jobs)
        seen.append((code, run.out, run.err))
    assert seen[0] == seen[1]
    missing = (
        "无法读取“dumps/11a.txt”" if "zh" in arguments else "can't read 'dumps/11a.txt': No such file or directory"
    )
    assert missing in seen[0][2].replace(os.sep, "/")


def test_progress_is_shown(workplace: Path, run: Output, monkeypatch: pytest.MonkeyPatch) -> None:
    """The bar tells of files that are done, whoever has done them."""
    mixed(workplace / "dumps")
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    assert 2 == run("convert", "dumps", "--to", "csv", "-j", "2")
    assert "reading" in terminal.printed()


@pytest.mark.parametrize("number", ["-1", "two", "62", "9" * 99, "1.5", ""])
def test_a_number_of_processes(run: Output, number: str) -> None:
    """It is a number that a system can start."""
    assert 2 == run("check", "a.txt", f"--jobs={number}")
    assert run.refusal.startswith("argument -j/--jobs: ")


def heeding_signals() -> None:
    """Let the signals that end a process end this one, whatever the tests were started to ignore."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes with names")
@pytest.mark.parametrize(
    ("how", "code", "jobs"),
    [
        ("ctrl-c", 128 + signal.SIGINT, "2"),
        ("interrupt", 128 + signal.SIGINT, "2"),
        ("terminate", 128 + signal.SIGTERM, "2"),
        ("hang-up", 129, "1"),
        ("kill", -9, "2"),
    ],
)
def test_the_first_process_ends_all(workplace: Path, how: str, code: int, jobs: str) -> None:
    """Ctrl-C, which a terminal sends to all, or a signal to the first alone: nothing said or left; no other outlives it."""
    pipes = [workplace / "a.txt", workplace / "b.txt"]
    for pipe in pipes:
        os.mkfifo(pipe)  # which is read until somebody writes to it
    command = [sys.executable, "-m", "budgetperf", "convert", "a.txt", "b.txt", "-o", "all.csv", "--jobs", jobs]
    variables = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    started = subprocess.Popen(
        command,
        env=variables,
        stderr=subprocess.PIPE,
        start_new_session=True,
        preexec_fn=heeding_signals,  # noqa: PLW1509 - the tests themselves may run under nohup; no thread holds a lock here
    )
    writers = [opened_when_read(pipe) for pipe in pipes[: int(jobs)]]
    end = os.killpg if how == "ctrl-c" else os.kill
    end(started.pid, abs(code) if how == "kill" else code - 128)
    _, said = started.communicate(timeout=30)  # which waits for all that have its standard error
    assert code == started.returncode
    assert how == "kill" or not said  # killed, Python may tell of what it cleans up
    for writer in writers:
        with pytest.raises(BrokenPipeError):
            os.write(writer, b"x")  # for nobody reads it any more
        os.close(writer)
    assert how == "kill" or {*pipes} == {*workplace.iterdir()}


def test_what_is_half_written_is_taken_away(workplace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever ends the process, and however often it is asked to; then signals mean again what they meant."""
    before = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]
    written(workplace / "a.txt")

    def impatient(*_: object, **__: object) -> Made:
        assert [] != [*workplace.glob(".*.tmp")]
        try:
            signal.raise_signal(signal.SIGTERM)
        finally:
            signal.raise_signal(signal.SIGINT)
        raise AssertionError("nothing stopped it")

    monkeypatch.setattr("budgetperf.cli.convert._made", impatient)
    assert 128 + signal.SIGTERM == main(["convert", "a.txt", "-o", "all.csv"])
    assert ["a.txt"] == [path.name for path in workplace.iterdir()]
    assert before == [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]


def test_a_thread_handles_no_signals(workplace: Path) -> None:
    """Only the first thread of a program may; in another the command works all the same."""
    written(workplace / "a.txt")
    codes: list[int] = []
    thread = Thread(target=lambda: codes.append(main(["convert", "a.txt", "-o", "all.csv"])))
    thread.start()
    thread.join()
    assert [0] == codes


def opened_when_read(pipe: Path) -> int:
    """Wait until a process reads from a pipe, and return its other end."""
    for _ in range(600):
        try:
            return os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
        except OSError:
            time.sleep(0.05)
    raise TimeoutError(pipe)


def test_a_reader_that_has_seen_enough(workplace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A closed pipe ends the processes, and is no error."""
    mixed(workplace / "dumps")

    def seen_enough() -> None:
        raise BrokenPipeError

    def no_file() -> int:
        raise OSError

    stream = Terminal()
    # Only as long as the command runs: the stream is flushed once more when it is thrown away.
    with monkeypatch.context() as closed:
        closed.setattr(stream, "flush", seen_enough)
        closed.setattr(stream, "fileno", no_file)
        closed.setattr(sys, "stdout", stream)
        assert 0 == main(["parse", "dumps", "-f", "jsonl", "-q", "-j", "2"])
