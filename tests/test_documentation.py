"""The documentation says what is there: its examples do what they show, and it names every module."""

import doctest
import inspect
import re
from collections import defaultdict
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest

from promised.names import MODULES

REPOSITORY = Path(__file__).resolve().parents[1]
PACKAGE = REPOSITORY / "src" / "budgetperf"
#: The modules that are promised.
PROMISED = {name: import_module(name) for name in MODULES}
PAGES = sorted({*REPOSITORY.glob("README*.md"), *REPOSITORY.glob("docs/**/*.md")})
FENCE = re.compile(r"^ *```.*$", re.MULTILINE)


@pytest.mark.parametrize("page", [page.relative_to(REPOSITORY).as_posix() for page in PAGES])
def test_examples_on_the_page(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every example after ``>>>`` gives what is printed below it, run from the root of the repository."""
    monkeypatch.chdir(REPOSITORY)
    # A closing fence would be taken for the last line of the expected output; a blank line ends it.
    text = FENCE.sub("", (REPOSITORY / page).read_text("utf-8"))
    report: list[str] = []
    examples = doctest.DocTestParser().get_doctest(text, {"__name__": "__main__"}, page, page, 0)
    doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(examples, out=report.append)

    assert "" == "".join(report)


def makes_values(function: Callable[..., object]) -> bool:
    """Tell whether a function returns a strategy."""
    return "SearchStrategy" in str(inspect.signature(function).return_annotation)


def test_examples_take_public_names_only() -> None:
    """Whoever copies an example leans on nothing that may change at any time."""
    public = {f"{each}.{name}" for each, module in PROMISED.items() for name in module.__all__} | {*MODULES}
    taken = {
        (page.name, f"{module}.{name}")
        for page in PAGES
        for module, names in re.findall(r">>> from (budgetperf[.\w]*) import ([\w, ]+)", page.read_text("utf-8"))
        for name in names.replace(" ", "").split(",")
    }
    assert taken
    assert not {(page, name) for page, name in taken if name not in public}


def test_every_public_function_has_an_example() -> None:
    """One at least, which the doctests run; a strategy aside, which says what it makes."""
    public = {f"{each}.{name}": getattr(module, name) for each, module in PROMISED.items() for name in module.__all__}
    functions = {name: value for name, value in public.items() if inspect.isroutine(inspect.unwrap(value))}
    assert functions
    assert not {name for name, value in functions.items() if not (">>>" in value.__doc__ or makes_values(value))}


def rooms() -> dict[str, list[str]]:
    """Return what the tables of the design page name, by folder; those under a heading in words are of the package."""
    page = (REPOSITORY / "docs" / "design.md").read_text("utf-8")
    rows = page.partition("\n## Rooms\n")[2].partition("\n## ")[0]
    named: dict[str, list[str]] = defaultdict(list)
    folder = ""
    for line in rows.splitlines():
        if line.startswith("### "):
            found = re.fullmatch(r"### `([a-z.]+)`", line)
            folder = found[1] if found else ""
        elif line.startswith("| `"):
            named[folder] += re.findall(r"`([^`]+)`", line.split(" | ")[0])
    return named


def test_every_module_has_its_room() -> None:
    """Each module and folder of modules has its row on the design page, once, and none is named that is not there."""
    named = {folder: sorted(name for name in names if "." not in name) for folder, names in rooms().items()}
    expected = {}
    for beginning in PACKAGE.rglob("__init__.py"):
        folder = beginning.parent
        modules = [path.stem for path in folder.glob("*.py") if path != beginning]
        folders = [path.parent.name for path in folder.glob("*/__init__.py")]
        if modules or folders:
            expected[".".join(folder.relative_to(PACKAGE).parts)] = sorted(modules + folders)
    assert expected == named


def test_all_data_have_their_room() -> None:
    """Each file of data and each grammar stands beside the module that reads it."""
    named = sorted(Path(name).name for names in rooms().values() for name in names if "." in name)
    assert sorted(path.name for path in [*PACKAGE.glob("data/*"), *PACKAGE.glob("language/*.lark")]) == named


def test_both_readmes_lead_to_the_same_pages() -> None:
    """Their last part lists the same pages in the same order, each once."""
    lists = {}
    for name in ("README.md", "README.zh.md"):
        last = (REPOSITORY / name).read_text("utf-8").rpartition("\n## ")[2]
        lists[name] = [page.replace(".zh.md", ".md") for page in re.findall(r"\]\(([^)]+)\)", last)]
    assert lists["README.md"] == lists["README.zh.md"]
    assert len(lists["README.md"]) == len(set(lists["README.md"]))
