"""The categories of performance indicators, as versioned data.

Published tables print a code and a label for each level, in three generations
of the standard, with local variants, and often contradict themselves. A
:class:`Taxonomy` says what a printed pair means; the pair itself is kept.

Source: 财预〔2013〕53号 (投入/过程/产出/效果), 财预〔2015〕88号 (产出/效益/满意度)
and 财预〔2021〕101号 (成本 as a level-1 category).
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, NamedTuple

from attrs import field, frozen

from budgetperf.normalization import BLANKS, joined

__all__ = ["Resolution", "Taxonomy", "TaxonomyEntry", "standard_taxonomy"]

#: What a label may carry without meaning another category: brackets with their
#: content, a range of scores, and the closing 指标 or 目标.
# A bracket ends its search at the next one, or a row of them would take quadratic time.
_ORNAMENT = re.compile(rf"[{BLANKS}]+|[（(【\[][^（(【\[）)】\]]*[）)】\]]分?|[0-9０-９].*\Z", re.DOTALL)
_CLOSING = re.compile(r"(?:指标|目标)值?$")
_SATISFACTION = "满意度"
#: A label without a known code has to have that many characters, so that one damaged among them leaves no doubt.
_LONG_ENOUGH = 4
#: What is longer is a sentence and no label.
_LONGEST_LABEL = 24


@frozen(kw_only=True)
class TaxonomyEntry:
    """One category of one level."""

    #: The resolved name, such as ``"quantity"``.
    category: str
    #: The code in wide use, or None.
    code: str | None = None
    #: Labels without 指标; the first is the standard's own.
    labels: tuple[str, ...] = field(converter=tuple)
    #: The level-1 categories it belongs under; empty for level 1.
    parents: tuple[str, ...] = field(converter=tuple, default=())
    #: The generations of the standard that name it.
    generations: tuple[str, ...] = field(converter=tuple, default=())


class Resolution(NamedTuple):
    """What a printed code and label stand for, and where they fail to."""

    #: The category by the label, or failing that by the code, or None.
    category: str | None
    #: Whether the label names a category of this level (true where none is printed).
    label_known: bool
    #: Whether the code names a category of this level (true where none is printed).
    code_known: bool
    #: Whether code and label name different categories.
    contradictory: bool

    @property
    def sound(self) -> bool:
        """Whether code and label are both known and agree."""
        return self.label_known and self.code_known and not self.contradictory


def _as_tuple(entries: Iterable[TaxonomyEntry]) -> tuple[TaxonomyEntry, ...]:
    return tuple(entries)


@frozen(eq=False)
class Taxonomy:
    """Two levels of categories with their codes and labels."""

    version: str
    level1: tuple[TaxonomyEntry, ...] = field(converter=_as_tuple, repr=False)
    level2: tuple[TaxonomyEntry, ...] = field(converter=_as_tuple, repr=False)
    _by_label: tuple[Mapping[str, TaxonomyEntry], ...] = field(init=False, repr=False)
    _by_code: tuple[Mapping[str, TaxonomyEntry], ...] = field(init=False, repr=False)
    _parents: Mapping[str, tuple[str, ...]] = field(init=False, repr=False)

    @_by_label.default
    def _index_labels(self) -> tuple[Mapping[str, TaxonomyEntry], ...]:
        return tuple(
            MappingProxyType({label: entry for entry in entries for label in entry.labels})
            for entries in (self.level1, self.level2)
        )

    @_by_code.default
    def _index_codes(self) -> tuple[Mapping[str, TaxonomyEntry], ...]:
        return tuple(
            MappingProxyType({entry.code: entry for entry in entries if entry.code})
            for entries in (self.level1, self.level2)
        )

    @_parents.default
    def _index_parents(self) -> Mapping[str, tuple[str, ...]]:
        return MappingProxyType({entry.category: entry.parents for entry in self.level2})

    @classmethod
    def from_toml(cls, text: str) -> "Taxonomy":
        """Return the taxonomy that a text in the form of ``data/taxonomy.toml`` describes."""
        data = tomllib.loads(text)
        return cls(data["version"], _entries(data["level1"]), _entries(data["level2"]))

    def labels(self, level: int) -> tuple[str, ...]:
        """Return every label of `level` (1 or 2), the longest first."""
        return tuple(sorted(self._by_label[level - 1], key=lambda label: (-len(label), label)))

    def resolve(self, level: int, code: str | None, label: str) -> Resolution:
        """Return what a printed pair of `level` (1 or 2) stands for.

        Code and label are both evidence; where they contradict, the label decides.

        >>> standard_taxonomy().resolve(2, "12", "数量指标")
        Resolution(category='quantity', label_known=True, code_known=True, contradictory=True)
        """
        by_label = self._by_label[level - 1].get(bare_label(label))
        if by_label is None and level == 2 and _SATISFACTION in joined(label):
            by_label = self._by_label[1][_SATISFACTION]
        by_code = self._by_code[level - 1].get(code or "")
        decided = by_label or by_code
        # A category without a code in wide use can't be contradicted by one.
        checked = bool(code) and not (by_label and by_label.code is None)
        return Resolution(
            category=decided.category if decided else None,
            label_known=by_label is not None or not label,
            code_known=by_code is not None or not checked,
            contradictory=checked and bool(by_code and by_label) and by_code is not by_label,
        )

    def repaired(self, level: int, code: str | None, label: str) -> str | None:
        """Return the label of `level` (1 or 2) that an unknown one is a damaged print of, where just one can be meant.

        That is the nearest by edit distance: where the code names its category, or where no code of the level is
        printed and one character in four or more is wrong.

        >>> standard_taxonomy().repaired(1, "2", "效监指标"), standard_taxonomy().repaired(2, None, "社会效盖")
        ('效益指标', '社会效益')
        >>> standard_taxonomy().repaired(1, "1", "效监指标"), standard_taxonomy().repaired(2, "11", "数量指标")
        (None, None)
        """
        bare, known = bare_label(label), self._by_label[level - 1]
        if not bare or len(bare) > _LONGEST_LABEL or self.resolve(level, None, label).label_known:
            return None
        distance, nearest = _nearest(tuple(known), bare)
        entry = self._by_code[level - 1].get(code or "")
        if entry is None and (len(bare) < _LONG_ENOUGH or distance > 1 or len({*map(known.get, nearest)}) > 1):
            return None
        meant = next((near for near in nearest if entry in (None, known[near])), None)
        closing = _CLOSING.search(_ORNAMENT.sub("", label))
        return meant and meant + (closing[0].removesuffix("值") if closing else "")

    def belongs(self, level2: str, level1: str) -> bool:
        """Tell whether the level-2 category stands under the level-1 category in any generation.

        >>> standard_taxonomy().belongs("quantity", "benefit")
        False
        """
        return level1 in self._parents.get(level2, ())


def _entries(tables: Iterable[Mapping[str, Any]]) -> tuple[TaxonomyEntry, ...]:
    return tuple(TaxonomyEntry(**table) for table in tables)


@lru_cache(maxsize=1024)
def bare_label(label: str) -> str:
    """Return `label` without blanks, brackets and the closing 指标 or 目标.

    >>> bare_label("成本指标(0-20)分"), bare_label("数 量目标（必填）")
    ('成本', '数量')
    """
    return _CLOSING.sub("", _ORNAMENT.sub("", label))


@lru_cache(maxsize=1024)
def _nearest(labels: tuple[str, ...], damaged: str) -> tuple[int, tuple[str, ...]]:
    """Return the least distance at which labels stand that share something with a damaged one, and these labels."""
    distances = {label: _distance(damaged, label) for label in labels}
    shared = {label: each for label, each in distances.items() if each < max(len(label), len(damaged))}
    least = min(shared.values(), default=len(damaged))
    return least, tuple(label for label, each in shared.items() if each == least)


def _distance(printed: str, label: str) -> int:
    """Return how many characters have to be changed, added or dropped to make one of the other (Levenshtein).

    >>> _distance("一数益", "效益")
    2
    """
    row = list(range(len(label) + 1))
    for place, character in enumerate(printed, 1):
        diagonal, row[0] = row[0], place
        for column, other in enumerate(label, 1):
            changed = diagonal + (character != other)
            diagonal, row[column] = row[column], min(changed, row[column] + 1, row[column - 1] + 1)
    return row[-1]


@cache
def standard_taxonomy() -> Taxonomy:
    """Return the taxonomy that ships with the package.

    >>> standard_taxonomy().level1[2].labels[0]
    '产出'
    """
    return Taxonomy.from_toml(files("budgetperf").joinpath("data/taxonomy.toml").read_text("utf-8"))
