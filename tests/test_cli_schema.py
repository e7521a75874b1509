"""``budgetperf schema`` describes what is written, and ``budgetperf completion`` what can be typed."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import budgetperf
from budgetperf import COLUMNS
from budgetperf.frames import SCHEMA
from commandline import Output, python

pytestmark = pytest.mark.usefixtures("workplace")


# --- schema -------------------------------------------------------------------------------------


@pytest.mark.parametrize("arguments", ["schema", "schema --what json", "schema --lang zh"])
def test_the_schema_of_documents(run: Output, arguments: str) -> None:
    """Without an option it is the JSON Schema, by which files can be checked."""
    assert 0 == run(*arguments.split())
    assert budgetperf.json_schema() == json.loads(run.out)
    assert not run.err


@pytest.mark.parametrize(("language", "words"), [("en", "the name of the source"), ("zh", "来源名称")])
def test_the_columns_of_rows(run: Output, language: str, words: str) -> None:
    """Each column stands on a line with its type and what it holds."""
    assert 0 == run("schema", "--what", "columns", "--lang", language)
    rows = [line.split(maxsplit=2) for line in run.out.splitlines()]
    assert [*COLUMNS] == [row[0] for row in rows]
    assert {"text", "integer", "amount", "number", "day"} == {row[1] for row in rows}
    assert rows[0][2].startswith(words)
    assert 1 == len({line.index(row[1], len(row[0])) for line, row in zip(run.out.splitlines(), rows, strict=True)})


def test_the_columns_of_arrow(run: Output) -> None:
    """The same with the types of Arrow, and the column that Arrow has besides."""
    assert 0 == run("schema", "--what", "arrow")
    rows = [line.split() for line in run.out.splitlines()]
    assert SCHEMA.names == [row[0] for row in rows]
    assert ["int64", "not", "null"] == rows[1][1:4]
    assert "decimal128(38," == rows[COLUMNS.index("project_total")][1]


@pytest.mark.parametrize(("language", "title"), [("en", "annual target missing"), ("zh", "缺少年度指标值")])
def test_the_catalogue_for_programs(run: Output, language: str, title: str) -> None:
    """Every code with all that the catalogue says of it."""
    assert 0 == run("schema", "--what", "diagnostics", "--lang", language)
    entries = json.loads(run.out)
    assert [*budgetperf.catalogue()] == [*entries]
    assert (title, str(budgetperf.catalogue()["G202"].severity)) == (
        entries["G202"]["title"],
        entries["G202"]["severity"],
    )
    assert all(all(entry.values()) for entry in entries.values())


def test_the_locale_chooses_the_language(run: Output, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who works in Chinese is told in Chinese."""
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert 0 == run("schema", "--what", "columns")
    assert "来源名称" in run.out


def test_the_schema_of_arrow_needs_the_extra(run: Output, monkeypatch: pytest.MonkeyPatch) -> None:
    """The others need nothing."""
    monkeypatch.setitem(sys.modules, "budgetperf.frames", None)
    assert 0 == run("schema", "--what", "columns")
    assert 2 == run("schema", "--what", "arrow")
    assert "the Arrow schema needs an extra: pip install 'budgetperf[arrow]'" == run.refusal


# --- completion ---------------------------------------------------------------------------------

#: Asks bash what it would complete the words to, as the Tab key does.
ASKING = """
source completion.bash
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMP_LINE="$*"; COMP_POINT=${#COMP_LINE}
_shtab_budgetperf
printf '%s\\n' "${COMPREPLY[@]}"
"""


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash")
@pytest.mark.parametrize(
    ("words", "completed"),
    [
        (["budgetperf", "c"], {"convert", "check", "completion"}),
        (["budgetperf", "convert", "--t"], {"--taxonomy", "--to"}),
        (["budgetperf", "convert", "--to", "par"], {"parquet"}),
        (["budgetperf", "parse", "bud"], {"budget.pdf", "budgets"}),
        (["budgetperf", "check", "budget.pdf", "-o", "bu"], {"budget.pdf", "budgets"}),
        (["budgetperf", "diff", "budget.pdf", "budg"], {"budget.pdf", "budgets"}),
        (["budgetperf", "schema", "--what", ""], {"json", "arrow", "columns", "diagnostics"}),
    ],
)
def test_bash_completes(run: Output, workplace: Path, words: list[str], completed: set[str]) -> None:
    """Commands, options, what an option takes, and files."""
    (workplace / "budget.pdf").touch()
    (workplace / "budgets").mkdir()
    assert 0 == run("completion", "bash")
    Path("completion.bash").write_text(run.out, "utf-8")
    asked = subprocess.run(["bash", "-c", ASKING, "bash", *words], capture_output=True, text=True, check=True)  # noqa: S607 - whichever bash there is
    assert completed == {*asked.stdout.split()}
    assert not asked.stderr


@pytest.mark.parametrize(("shell", "mark"), [("zsh", "#compdef budgetperf\n"), ("fish", "complete -c budgetperf")])
def test_other_shells(run: Output, shell: str, mark: str) -> None:
    """Each has a script of its own, with the help of each option."""
    assert 0 == run("completion", shell)
    assert mark in run.out
    assert "how many files to read at once" in run.out


def test_completion_needs_the_extra(run: Output, monkeypatch: pytest.MonkeyPatch) -> None:
    """What to install is said in one line."""
    monkeypatch.setitem(sys.modules, "shtab", None)
    assert 2 == run("completion", "bash")
    assert "a script for completion needs an extra: pip install 'budgetperf[cli]'" == run.refusal


def test_a_shell_that_is_not_known(run: Output) -> None:
    """Which there are is said."""
    assert 2 == run("completion", "elvish")
    assert run.refusal.startswith("argument SHELL: invalid choice: 'elvish'")


@pytest.mark.skipif(os.name == "nt", reason="the locale has another encoding there")
def test_a_script_is_utf_8() -> None:
    """A shell reads it whatever the locale of the one that wrote it."""
    ended = python("completion", "fish", encoding="ascii")
    assert 0 == ended.returncode
    assert "complete -c budgetperf" in ended.stdout.decode()
