"""Programs as users write them: they run, and no public name is without one. ``nox -s users`` checks their types."""

import ast
import runpy
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from promised.names import MODULES

PROGRAMS = sorted((Path(__file__).parent / "users").glob("*.py"))
REPOSITORY = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.name)
def test_the_program_runs(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What it asserts holds when it is run, from the root of the repository."""
    monkeypatch.chdir(REPOSITORY)

    assert runpy.run_path(str(program))["__doc__"]


def used(program: Path) -> Iterator[str]:
    """Return the names of ours that a program imports, or takes from a module of ours that it has imported."""
    tree = ast.parse(program.read_text("utf-8"))
    imported = {
        alias.name: f"{node.module}.{alias.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    yield from imported.values()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in imported:
            yield f"{imported[node.value.id]}.{node.attr}"


def test_every_public_name_is_used() -> None:
    """A name that no program needs has no types that a type checker has seen from outside."""
    public = {f"{module}.{name}" for module in MODULES for name in import_module(module).__all__}

    assert set() == public - {name for program in PROGRAMS for name in used(program)}
