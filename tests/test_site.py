"""The documentation site shows what there is: its pages, names, words and commands. Sphinx sees to the links."""

import re
import runpy
import shlex
import tomllib
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import budgetperf
from budgetperf.cli.options import parser
from budgetperf.phrasebook import Phrasebook
from commandline import Output
from promised.names import MODULES

REPOSITORY = Path(__file__).resolve().parents[1]
DOCS = REPOSITORY / "docs"
GENERATED: dict[Path, str] = runpy.run_path(str(DOCS / "generate.py"))["pages"]()
API = "\n".join(page.read_text("utf-8") for page in sorted((DOCS / "api").glob("*.md")))
#: Pages whose sessions no test of a command runs.
SESSIONS = [
    pytest.param(block, id=f"{page}: {block.partition(chr(10))[0]}")
    for page in ("measurable.md", "corpus.md")
    for block in re.findall(
        r"^```console\n\$ budgetperf (.*?)^```$", (DOCS / page).read_text("utf-8"), re.MULTILINE | re.DOTALL
    )
]
#: Commands that are shown and not run: in a block of their own, and as a step of a workflow.
COMMANDS = sorted(
    {
        command
        for page in DOCS.glob("*.md")
        for command in re.findall(r"^ +(?:- )?(?:run: )?(budgetperf .+)$", page.read_text("utf-8"), re.MULTILINE)
        if "…" not in command and "  " not in command
    }
)


def listed(page: str) -> list[str]:
    """Return the pages that the lists of contents on a page name."""
    contents = re.findall(r"^```\{toctree\}\n(.*?)^```$", (DOCS / page).read_text("utf-8"), re.MULTILINE | re.DOTALL)
    lines = "".join(contents).splitlines()
    return [re.sub(r".*<(.+)>", r"\1", line) for line in lines if line and not line.startswith(":")]


def documented(module: str) -> list[str]:
    """Return the names of a module that the pages of the API document."""
    names, current = [], ""
    for directive, name in re.findall(r"^\.\. ([\w:]+):: (\S+)$", API, re.MULTILINE):
        if directive in {"currentmodule", "py:module"}:
            current = name
        elif current == module:
            names.append(name)
    return sorted(names)


def test_every_page_has_its_place() -> None:
    """No page lies in docs/ that the contents of the site don't name, and none is named twice."""
    pages = {page.stem for page in [*DOCS.glob("*.md"), *DOCS.glob("*.ipynb")]} - {"index"}
    assert sorted(pages) == sorted(name for name in listed("index.md") if "/" not in name)
    assert sorted(page.stem for page in (DOCS / "api").glob("*.md") if page.stem != "index") == sorted(
        listed("api/index.md")
    )


@pytest.mark.parametrize(
    "module",
    [import_module(name) for name in MODULES],
    ids=lambda module: module.__name__,
)
def test_every_public_name_is_documented(module: Any) -> None:  # noqa: ANN401 - a module with names of its own
    """Each stands on one page of the API."""
    assert sorted(module.__all__) == documented(module.__name__)


@pytest.mark.parametrize(
    "page", [page for page in GENERATED if "diagnostics" not in page.name], ids=lambda page: page.name
)
def test_generated_pages(page: Path) -> None:
    """They say what the data say (those of the diagnostics have a test of their own)."""
    assert GENERATED[page] == page.read_text("utf-8"), "regenerate it: python docs/generate.py"


def test_words_of_the_glossary() -> None:
    """What a word is called in code is there: a name, an attribute, a category or a comparator."""
    topics = tomllib.loads((DOCS / "glossary.toml").read_text("utf-8"))["topic"]
    taxonomy = budgetperf.standard_taxonomy()
    words = {entry.category for entry in (*taxonomy.level1, *taxonomy.level2)} | {*budgetperf.Comparator}
    for code in (term["code"] for topic in topics for term in topic["term"] if "code" in term):
        name, _, attribute = code.partition(".")
        assert code in words or hasattr(budgetperf, name) or name == "readings", code
        if attribute and name != "readings":
            assert attribute in dir(getattr(budgetperf, name)), code


def test_categories_of_the_domain() -> None:
    """Codes and labels on the page are those of the taxonomy."""
    text = (DOCS / "domain.md").read_text("utf-8")
    pairs = re.findall(r"\| (\d{1,2}) \| (\w+指标) ([\w ]+?) (?=\|)", text)
    assert 12 == len(pairs)
    for code, label, english in pairs:
        found = budgetperf.standard_taxonomy().resolve(len(code), code, label)
        assert found.sound
        assert code == "31" or english.replace(" ", "_") == found.category


@pytest.mark.parametrize("block", SESSIONS)
def test_sessions(run: Output, monkeypatch: pytest.MonkeyPatch, workplace: Path, block: str) -> None:
    """Each session prints what stands there, run where the samples are."""
    (workplace / "samples").symlink_to(REPOSITORY / "samples")
    monkeypatch.setenv("COLUMNS", "80")
    command, _, expected = block.partition("\n")
    run(*shlex.split(command))
    assert expected == run.out + run.err


@pytest.mark.parametrize("command", COMMANDS)
def test_commands(command: str) -> None:
    """The command line knows every command and option that is shown."""
    words = shlex.split(command, comments=True)
    parser(Phrasebook("en")).parse_args(words[1 : words.index(">")] if ">" in words else words[1:])
