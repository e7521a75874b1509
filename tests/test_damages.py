"""Whatever is damaged in a document is told, and nothing is told of one that is in order."""

from copy import deepcopy
from random import Random

import pytest

from budgetperf import parse
from budgetperf.checks import check
from damages import DAMAGES
from soundtables import Printed, clean

#: How many documents each kind of damage is done to, and of how many it may go unnoticed.
TRIES = 100
UNNOTICED = 1


def codes(printed: Printed) -> list[str]:
    """Return the codes of what is said of a document."""
    return [diagnostic.code for diagnostic in check(parse(printed.text()))]


@pytest.mark.parametrize("start", range(0, 200, 50))
def test_nothing_is_said_of_documents_in_order(start: int) -> None:
    """An undamaged document has no finding of any severity."""
    for seed in range(start, start + 50):
        printed = clean(Random(seed))
        assert not check(parse(printed.text())), printed.text()


def test_there_are_more_than_twenty_kinds_of_damage() -> None:
    """Each layer has its damages."""
    assert len(DAMAGES) >= 20
    assert {"A", "G", "P", "R", "T", "V"} == {code[0] for _, told in DAMAGES.values() for code in told}


@pytest.mark.parametrize("kind", DAMAGES)
def test_damage_is_told(kind: str) -> None:
    """Each kind of damage is reported in at least 99 of 100 documents."""
    assert_told(kind, TRIES, UNNOTICED)


@pytest.mark.slow
@pytest.mark.parametrize("kind", DAMAGES)
def test_damage_is_told_in_many_documents(kind: str) -> None:
    """The same of many more documents."""
    assert_told(kind, 20 * TRIES, 20 * UNNOTICED)


def assert_told(kind: str, tries: int, unnoticed: int) -> None:
    """Assert that a kind of damage is reported in all but `unnoticed` documents."""
    damage, told = DAMAGES[kind]
    missed: list[tuple[str, list[str]]] = []
    for seed in range(tries):
        printed = clean(Random(f"{kind} {seed}"))
        damaged = deepcopy(printed)
        damage(damaged, Random(seed))
        assert damaged.text() != printed.text()
        found = codes(damaged)
        if told.isdisjoint(found):
            missed.append((damaged.text(), found))
    assert len(missed) <= unnoticed, f"{len(missed)} of {tries}: {missed[0]}"
