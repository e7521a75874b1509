"""The tutorials run from top to bottom, hold what they print, and say the same in both languages."""

import json
import re
import runpy
from pathlib import Path
from typing import Any, TypeAlias

import pytest

#: A notebook, a cell or an output, as JSON has it.
Data: TypeAlias = dict[str, Any]

DOCS = Path(__file__).resolve().parents[1] / "docs"
TUTORIALS = ("tutorial.ipynb", "tutorial.zh.ipynb")

each_tutorial = pytest.mark.parametrize("name", TUTORIALS)


def cells(notebook: Data, kind: str) -> list[Data]:
    """Return the cells of a kind."""
    every: list[Data] = notebook["cells"]
    return [cell for cell in every if cell["cell_type"] == kind]


def stored(name: str) -> Data:
    """Return a tutorial as it is in the repository."""
    notebook: Data = json.loads((DOCS / name).read_text("utf-8"))
    return notebook


def source(cell: Data) -> str:
    """Return the text of a cell, whether it is kept in lines or in one piece."""
    return "".join(cell["source"])


def outputs(notebook: Data) -> list[list[str]]:
    """Return what each cell gives in words: pictures and data frames look different from version to version."""
    return [[words for output in cell["outputs"] for words in in_words(output)] for cell in cells(notebook, "code")]


def in_words(output: Data) -> list[str]:
    """Return an output in words and in HTML."""
    data = {kind: "".join(words) for kind, words in sorted(output.get("data", {}).items()) if kind.startswith("text/")}
    if "dataframe" in data.get("text/html", "") or "image/png" in output.get("data", {}):
        return []
    return ["".join(output.get("text", ""))] if output["output_type"] == "stream" else list(data.values())


def test_both_tutorials_do_the_same() -> None:
    """The code is the same in both languages, and there is as much to read."""
    english, chinese = map(stored, TUTORIALS)
    assert [source(cell) for cell in cells(english, "code")] == [source(cell) for cell in cells(chinese, "code")]
    assert [cell["cell_type"] for cell in english["cells"]] == [cell["cell_type"] for cell in chinese["cells"]]


@each_tutorial
def test_what_is_stored(name: str) -> None:
    """Every cell was run, in order, raised nothing and shows something; nothing of the machine is in it."""
    notebook = stored(name)
    code = cells(notebook, "code")
    assert [cell["execution_count"] for cell in code] == [*range(1, len(code) + 1)]
    assert {"execute_result", "stream"} >= {output["output_type"] for cell in code for output in cell["outputs"]}
    assert all(cell["outputs"] for cell in code)
    assert {"stdout"} == {
        output["name"] for cell in code for output in cell["outputs"] if output["output_type"] == "stream"
    }
    assert not re.search(r"/(?:home|root|tmp|work|Users)/", json.dumps(outputs(notebook)))


@each_tutorial
def test_links(name: str) -> None:
    """What is linked is there."""
    links = [link for cell in cells(stored(name), "markdown") for link in re.findall(r"\]\(([^)]+)\)", source(cell))]
    assert links
    assert [] == [link for link in links if not (DOCS / link).is_file()]


@pytest.mark.executed
@each_tutorial
def test_tutorials_run(name: str) -> None:
    """No cell raises, and each gives what is stored below it."""
    fresh = runpy.run_path(str(DOCS / "tutorials.py"))["executed"](DOCS / name)
    assert outputs(stored(name)) == outputs(fresh)
