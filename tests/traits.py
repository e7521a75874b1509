"""Every trait that a writer asks for, by itself and mixed with others: what the tests of all formats share."""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from budgetperf import Document, read
from choosing import Chooser, Plain
from test_layouts import documents, sometimes

Writer = Callable[[Document, Chooser], bytes]
Case = tuple[Mapping[str, object], str, object]

#: How documents of paragraphs and tables are laid out, each asking for further traits.
DOCUMENT_SETTINGS: tuple[Mapping[str, object], ...] = (
    {},
    {"row for each indicator": True},
    {"header again": 2, "two-row header": True},
    {"tables of rows": 4},
)


def options_in(write: Writer, setting: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    """Yield every option of every trait that is asked for in a setting."""
    asked: dict[str, Sequence[Any]] = {}

    def ask(trait: str, options: Sequence[Any]) -> Any:  # noqa: ANN401 - whatever the options are
        asked[trait] = options
        return Plain(setting)(trait, options)

    for each in documents()[:4]:
        write(each, ask)
    yield from ((trait, option) for trait, options in asked.items() for option in options[1:] if trait not in setting)


def cases(write: Writer, settings: Sequence[Mapping[str, object]]) -> list[Case]:
    """Return each trait's options in each setting."""
    return [(setting, trait, option) for setting in settings for trait, option in options_in(write, setting)]


def first_cases(write: Writer, settings: Sequence[Mapping[str, object]]) -> list[Case]:
    """Return each trait's options, once where it first appears."""
    known: dict[tuple[str, str], Case] = {}
    for case in cases(write, settings):
        known.setdefault((case[1], str(case[2])), case)
    return list(known.values())


def assert_one_trait(write: Writer, case: Case, start: int, step: int) -> None:
    """Assert that a trait by itself makes no difference to any document of those from `start` on."""
    setting, trait, option = case
    for document in documents()[start % step :: step]:
        assert document == read(write(document, Plain({**setting, trait: option}))).value


def assert_mixture(write: Writer, seed: int, step: int = 1) -> None:
    """Assert that traits mixed at will make no difference to any document, and nothing is said to be missing."""
    for number, document in enumerate(documents()[seed % step :: step]):
        result = read(write(document, sometimes(random.Random(f"{seed} {number}"), (0.15, 0.3, 0.6)[seed % 3])))
        assert document == result.value
        assert not [each for each in result.diagnostics if each.severity == "error" and each.code[0] == "R"]
