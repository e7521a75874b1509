"""``budgetperf diff``: two files, one comparison, and the exit codes of ``diff``."""

import io
import json
import re
import shlex
import sys
from pathlib import Path

import pytest

from budgetperf import DifferenceStatus, OutcomeRange, TargetVerdict
from budgetperf.comparing import THRESHOLD
from budgetperf.comparing.names import similarity
from commandline import BROKEN, FINE, Output, Terminal, workbook_of, written
from commandline import TABLE as ROWS

REPOSITORY = Path(__file__).parents[1]
PAGE = REPOSITORY / "docs" / "comparing.md"
pytestmark = pytest.mark.usefixtures("workplace")

RAISED = FINE.replace("12公里", "≥15公里").replace("6.50", "8.00")
TEXT = """\
── old.txt → new.txt ───────────────────────────────────────────────────────────────────────────────

清溪县林业局    单位：万元

合计 ......................................................................... 6.50 → 8.00  +1.50  +23.1%
~ 清溪县林业局（资金使用单位） ............................................... 6.50 → 8.00  +1.50  +23.1%
~ 林道养护 ................................................................... 6.50 → 8.00  +1.50  +23.1%
    ~ 数量指标  养护里程  12公里 → ≥15公里  raised

1 project compared · 1 project with another amount · 2 targets raised
"""


@pytest.fixture(autouse=True)
def files(workplace: Path) -> None:
    """Two tables that differ, and what is no table."""
    written(workplace / "old.txt")
    written(workplace / "new.txt", RAISED)
    written(workplace / "broken.txt", BROKEN)
    written(workplace / "notes.txt", "本页无表。\n")
    written(workplace / "folder/old.txt")


def test_what_differs(run: Output) -> None:
    """As text, in a page of 100 cells."""
    assert 1 == run("diff", "old.txt", "new.txt")
    assert re.sub(r"\.{9,}", "…", TEXT) == re.sub(r"\.{9,}", "…", run.out)
    assert not run.err


def test_nothing_differs(run: Output) -> None:
    """Exit code 0, whatever the files are: the same table as a text and as a workbook."""
    Path("old.xlsx").write_bytes(workbook_of(表=ROWS))

    assert 0 == run("diff", "old.txt", "old.xlsx")
    assert run.out.endswith("nothing differs: 1 project compared\n")


def test_standard_input(run: Output, monkeypatch: pytest.MonkeyPatch) -> None:
    """One of the two may come from another program."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(RAISED.encode())))

    assert 1 == run("diff", "old.txt", "-")
    assert run.out.startswith("── old.txt → <stdin> ──")


@pytest.mark.parametrize(
    ("arguments", "beginning"),
    [
        (["-f", "json"], '{\n  "format": "budgetperf-diff",'),
        (["--format", "html"], "<!DOCTYPE html>"),
        (["-f", "text"], "── old.txt"),
    ],
)
def test_formats(run: Output, arguments: list[str], beginning: str) -> None:
    """Each is written to standard output in UTF-8."""
    assert 1 == run("diff", "old.txt", "new.txt", *arguments)
    assert run.out.startswith(beginning)


@pytest.mark.parametrize(
    ("name", "beginning"),
    [("a.json", "{"), ("a.html", "<!DOCTYPE"), ("a.HTM", "<!DOCTYPE"), ("a.txt", "──"), ("a", "──")],
)
def test_the_ending_of_the_output_says_the_format(run: Output, name: str, beginning: str) -> None:
    """What is written to a file is not printed."""
    assert 1 == run("diff", "old.txt", "new.txt", "-o", name)
    assert not run.out
    assert Path(name).read_text("utf-8").startswith(beginning)


def test_the_threshold(run: Output) -> None:
    """A rename has its score; with 1 the name is another name. Help tells what it is by default."""
    written(Path("renamed.txt"), FINE.replace("| 林道养护 |", "| 林区道路养护 |"))

    assert 1 == run("diff", "old.txt", "renamed.txt")
    assert "renamed (0.80), was 林道养护" in run.out
    assert 1 == run("diff", "old.txt", "renamed.txt", "--threshold", "1", "-f", "json")
    summary = json.loads(run.out)["difference"]["summary"]
    assert (0, 1, 1) == tuple(summary[f"projects_{key}"] for key in ("compared", "added", "dropped"))
    assert 0 == run("diff", "--help")
    assert f"; {THRESHOLD} by default" in " ".join(run.out.split())


def test_rewordings_are_shown_with_v(run: Output) -> None:
    """A rewording is a difference, but no change of the target."""
    written(Path("reworded.txt"), FINE.replace("12公里", "十二公里"))

    assert 1 == run("diff", "old.txt", "reworded.txt")
    assert run.out.endswith("2 targets reworded\ntargets that are only reworded are not shown (-v shows them)\n")
    assert 1 == run("diff", "-v", "old.txt", "reworded.txt")
    assert "12公里 → 十二公里  reworded" in run.out


def test_colours(run: Output, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a terminal, and where they are asked for."""
    assert 1 == run("diff", "old.txt", "new.txt", "--color", "always")
    assert "\x1b[36mraised\x1b[0m" not in run.out  # 12 to ≥15: each accepts what the other doesn't
    assert "\x1b[33m~ 林道养护\x1b[0m" in run.out
    terminal = Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    assert 1 == run("diff", "old.txt", "new.txt")
    assert "\x1b[33m" in terminal.printed()


def test_what_is_missing_from_a_file_is_told(run: Output) -> None:
    """It may pass for a difference."""
    assert 0 == run("diff", "old.txt", "broken.txt")
    assert "budgetperf: broken.txt: 2 errors (G205 ×2); what is missing may pass for a difference\n" == run.err.replace(
        "1 error (G205)", "2 errors (G205 ×2)"
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["old.txt", "missing.txt"], "can't read 'missing.txt': No such file or directory"),
        (["notes.txt", "old.txt"], "notes.txt: no performance target table found [R101]"),
        (["old.txt", "folder"], "diff compares two files, but 'folder' is a folder"),
        (["-", "-"], "standard input can be one of the two files, not both"),
        (["old.txt", "new.txt", "-o", "folder"], "diff writes one comparison, but 'folder' is a folder"),
        (["old.txt", "new.txt", "-o", "old.txt"], "'old.txt' is read and would be overwritten; choose another place with -o"),
        (["old.txt"], "the following arguments are required: NEW (see budgetperf diff --help)"),
        (["old.txt", "new.txt", "--threshold", "2"], "argument --threshold: a score lies within 0 and 1, which '2' does not (see budgetperf diff --help)"),
        (["old.txt", "new.txt", "--threshold", "nan"], "argument --threshold: a score lies within 0 and 1, which 'nan' does not (see budgetperf diff --help)"),
        (["old.txt", "new.txt", "--threshold", "half"], "argument --threshold: a score lies within 0 and 1, which 'half' does not (see budgetperf diff --help)"),
    ],
)  # fmt: skip
def test_misuse(run: Output, arguments: list[str], message: str) -> None:
    """One line, and exit code 2: nothing was compared."""
    assert 2 == run("diff", *arguments)
    assert message == run.refusal


@pytest.mark.parametrize(
    "block", re.findall(r"^```console\n\$ budgetperf (.*?)^```$", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
)
def test_the_page_shows_what_is_printed(run: Output, monkeypatch: pytest.MonkeyPatch, block: str) -> None:
    """The command on the page of the documentation prints what stands below it, on a page of 80 cells."""
    monkeypatch.chdir(REPOSITORY)
    monkeypatch.setenv("COLUMNS", "80")
    command, _, expected = block.partition("\n")
    run(*shlex.split(command))
    assert expected == run.out


@pytest.mark.parametrize(
    ("old", "new", "score"),
    re.findall(r"^\| `(.+)`, `(.+)` \| (0\.[0-9]{2}) \|", PAGE.read_text("utf-8"), re.MULTILINE),
)
def test_the_page_has_the_scores(old: str, new: str, score: str) -> None:
    """Scores on the page are those that are told."""
    assert float(score) == similarity(old, new)


def test_the_page_has_every_word_of_the_verdicts() -> None:
    """Each verdict and each range of outcomes is explained."""
    page = PAGE.read_text("utf-8")
    assert [] == [word for word in (*TargetVerdict, *OutcomeRange, *DifferenceStatus) if f"`{word}`" not in page]
