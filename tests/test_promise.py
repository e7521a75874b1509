"""What others lean on changes only where it is meant to: names, codes, columns, options and extras are held to lists."""

import difflib

import pytest

from promised import FOLDER, LISTS
from promised.names import not_public

WHAT_TO_DO = """\
A line that is gone, or reads otherwise, breaks what users have written: see docs/promise.md for how a name is deprecated first.
Say in CHANGELOG.md what has changed, then write the lists anew: PYTHONPATH=src:tests python -m promised"""


def differences(committed: list[str], made: list[str]) -> list[str]:
    """Return the lines that are gone (-) and those that are new (+)."""
    compared = difflib.unified_diff(committed, made, lineterm="", n=0)
    return [line for line in compared if line[:1] in "+-" and line[:3] not in ("+++", "---")]


@pytest.mark.parametrize("name", LISTS)
def test_what_is_promised(name: str) -> None:
    """The package has what the committed list says, no more and no less."""
    changed = differences((FOLDER / name).read_text("utf-8").splitlines(), list(LISTS[name]()))

    assert not changed, "\n".join([f"not what tests/promised/{name} says:", *changed, WHAT_TO_DO])


def test_every_list_is_made_of_the_package() -> None:
    """No list lies about that nobody holds."""
    assert set(LISTS) == {path.name for path in FOLDER.glob("*.txt")}


def test_changed_lines_are_told() -> None:
    """Each by itself, in order."""
    committed = [
        "budgetperf.loads(text: str) -> Document",
        "budgetperf.parse(text: str) -> Document",
        "budgetperf.read",
    ]
    made = [
        "budgetperf.loads(text: str) -> Document",
        "budgetperf.parse(text: bytes) -> Document",
        "budgetperf.read",
        "budgetperf.sniff",
    ]

    assert [
        "-budgetperf.parse(text: str) -> Document",
        "+budgetperf.parse(text: bytes) -> Document",
        "+budgetperf.sniff",
    ] == differences(committed, made)


def test_public_signatures_name_public_types_only() -> None:
    """Whoever annotates a variable with what a function returns needs no private name, and none of an inner module."""
    assert set() == not_public()
