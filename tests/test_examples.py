"""The scripts in docs/examples print what the documentation shows."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[1]
PAGE = REPOSITORY / "docs" / "tidy-table.md"
#: A command line, and what it prints.
SHOWN = re.compile(r"^```console\n\$ python (docs/examples/\S+) (.+)\n((?:.*\n)*?)```$", re.MULTILINE)
RUNS = {
    arguments.split()[0]: (script, arguments.split(), printed)
    for script, arguments, printed in SHOWN.findall(PAGE.read_text("utf-8"))
}
#: The name that the page gives it; in the repository there is none of it.
PUBLISHED = "budget.txt"


def printed_by(script: str, arguments: list[str]) -> str:
    """Return what a script prints that is run in the root of the repository."""
    answer = subprocess.run(
        [sys.executable, "-X", "utf8", script, *arguments],
        cwd=REPOSITORY, env={**os.environ, "PYTHONUTF8": "1"}, capture_output=True, text=True, encoding="utf-8",
        check=True, timeout=60,
    )  # fmt: skip
    return answer.stdout


def test_examples_on_a_sample() -> None:
    """Of a sample, which lies in the repository, each script prints what the page shows."""
    samples = [run for path, run in RUNS.items() if path.startswith("samples/")]
    assert samples
    for script, arguments, printed in samples:
        assert printed == printed_by(script, arguments)


def test_examples_on_a_published_document(seeds: Path) -> None:
    """Of a published document, which does not, it prints what the page shows: numbers and units."""
    script, (_, *words), printed = RUNS[PUBLISHED]
    assert printed == printed_by(script, [str(seeds / "002_69318a9b511d8c9f.txt"), *words])


@pytest.mark.parametrize("script", sorted((REPOSITORY / "docs" / "examples").glob("*.py")), ids=lambda path: path.name)
def test_every_example_is_shown(script: Path) -> None:
    """No script lies there that no test runs."""
    assert script.relative_to(REPOSITORY).as_posix() in {shown for shown, _, _ in RUNS.values()}
