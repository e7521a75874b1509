"""The sample package in ``docs/wrapper`` leans on what is promised, and passes its own tests."""

import ast
import os
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from packaging.requirements import Requirement

import budgetperf
from promised.names import MODULES

WRAPPER = Path(__file__).resolve().parents[1] / "docs" / "wrapper"
MODULES_OF_WRAPPER = sorted(WRAPPER.rglob("*.py"))
PUBLIC = {f"{module}.{name}" for module in MODULES for name in import_module(module).__all__}


def taken(source: str) -> Iterator[str]:
    """Return what a module takes of ours: names that it imports, and names that it asks a module of ours for."""
    modules: dict[str, str] = {}
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and str(node.module).partition(".")[0] == "budgetperf":
            found = {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
            modules |= {name: path for name, path in found.items() if path in MODULES}
            yield from (path for path in found.values() if path not in MODULES)
        elif isinstance(node, ast.Import):
            ours = [alias for alias in node.names if alias.name.partition(".")[0] == "budgetperf"]
            modules |= {alias.asname or "budgetperf": alias.name if alias.asname else "budgetperf" for alias in ours}
            yield from (alias.name for alias in ours if alias.name not in MODULES)
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in modules:
            yield f"{modules[node.value.id]}.{node.attr}"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("from budgetperf import parse, Document as D", ["budgetperf.parse", "budgetperf.Document"]),
        ("import budgetperf\nbudgetperf.loads('')", ["budgetperf.loads"]),
        ("import budgetperf as b\nb._HOME", ["budgetperf._HOME"]),
        ("import budgetperf.model", ["budgetperf.model"]),
        ("from budgetperf import testing\ntesting.noisy('')", ["budgetperf.testing.noisy"]),
        ("from budgetperf.model import Document", ["budgetperf.model.Document"]),
        ("import attrs\nattrs.evolve", []),
    ],
)
def test_what_is_taken_is_found(source: str, expected: list[str]) -> None:
    """However a name is imported."""
    assert expected == list(taken(source))


@pytest.mark.parametrize("module", MODULES_OF_WRAPPER, ids=lambda path: path.relative_to(WRAPPER).as_posix())
def test_the_wrapper_takes_public_names_only(module: Path) -> None:
    """What it imports of ours is in an ``__all__`` that is promised."""
    assert set() == set(taken(module.read_text("utf-8"))) - PUBLIC


def test_the_wrapper_takes_something() -> None:
    """The reader, the ranking and the tests all lean on us."""
    all_taken = {name for module in MODULES_OF_WRAPPER for name in taken(module.read_text("utf-8"))}

    assert {"budgetperf.parse", "budgetperf.is_measurable", "budgetperf.testing.assert_answers"} <= all_taken


def test_the_wrapper_asks_for_this_version() -> None:
    """The range of versions that it names, as we advise, has this one in it."""
    project = tomllib.loads((WRAPPER / "pyproject.toml").read_text("utf-8"))["project"]
    (requirement,) = map(Requirement, project["dependencies"])

    assert requirement.name == "budgetperf"
    assert requirement.specifier.contains(budgetperf.__version__, prereleases=True)


def test_the_wrapper_passes_its_tests(tmp_path: Path) -> None:
    """They run by themselves, in a process of their own, against the package under test."""
    package = str(Path(budgetperf.__file__).parents[1])
    path = os.pathsep.join([str(WRAPPER / "src"), package])
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--rootdir={WRAPPER}", str(WRAPPER)]
    env = {**os.environ, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"}
    ran = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path, env=env)

    assert 0 == ran.returncode, ran.stdout + ran.stderr
    assert "6 passed" in ran.stdout
