"""Scales of grades, as data: which grade stands above which.

The scales stand in ``data/grades.toml``, each with its source.
"""

import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Final

from attrs import field, frozen

__all__ = ["Scale", "rank", "scales"]

_FILE: Final = "data/grades.toml"


def _frozen(steps: Iterable[Iterable[str]]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(step) for step in steps)


@frozen(kw_only=True)
class Scale:
    """One scale: its grades from the worst to the best, each with its other names."""

    name: str
    source: str
    #: Each step of the scale, worst first; a step has one or more names.
    steps: tuple[tuple[str, ...], ...] = field(converter=_frozen)
    #: Grades that stand for several steps: 优良 is 优 or 良.
    spans: dict[str, tuple[str, ...]] = field(factory=dict)

    def places(self, grade: str) -> tuple[int, ...]:
        """Return the steps that a grade stands for; empty where the scale doesn't have it."""
        names = self.spans.get(grade, (grade,))
        return tuple(place for place, step in enumerate(self.steps) if any(name in step for name in names))


@cache
def scales() -> tuple[Scale, ...]:
    """Return every scale.

    >>> scales()[0].places("优良")
    (2, 3)
    """
    data = tomllib.loads(files("budgetperf").joinpath(_FILE).read_text("utf-8"))
    return tuple(Scale(name=name, **entry) for name, entry in data.items())


@cache
def names() -> tuple[str, ...]:
    """Return every name of a grade, the longest first."""
    found = {name for scale in scales() for step in scale.steps for name in step}
    found.update(name for scale in scales() for name in scale.spans)
    return tuple(sorted(found, key=lambda name: (-len(name), name)))


def rank(first: str, second: str) -> tuple[tuple[int, ...], tuple[int, ...]] | None:
    """Return the places of two grades on the first scale that has both, or None.

    >>> rank("良好", "合格")
    ((2,), (1,))
    """
    for scale in scales():
        places = scale.places(first), scale.places(second)
        if all(places):
            return places
    return None
