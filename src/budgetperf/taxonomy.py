"""The categories of performance indicators, as versioned data.

Published tables print a code and a label for each level, in three generations
of the standard, with local variants, and often contradict themselves. A
:class:`Taxonomy` says what a printed pair means; the pair itself is kept.

Source: 财预〔2013〕53号 (投入/过程/产出/效果), 财预〔2015〕88号 (产出/效益/满意度)
and 财预〔2021〕101号 (成本 as a level-1 category).
"""

import os
import re
import tomllib
from collections.abc import Iterable, Mapping
from contextvars import ContextVar
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from attrs import converters, evolve, field, frozen

from budgetperf.normalization import BLANKS, joined
from budgetperf.wordlists import a_word, read_list, words

__all__ = [
    "OWN_TAXONOMY",
    "Resolution",
    "Taxonomy",
    "TaxonomyEntry",
    "bare_label",
    "standard_taxonomy",
    "taxonomy_in_force",
]

#: What a label may carry without meaning another category: brackets with their
#: content, a range of scores, and the closing 指标 or 目标.
# A bracket ends its search at the next one, or a row of them would take quadratic time.
_ORNAMENT = re.compile(rf"[{BLANKS}]+|[（(【\[][^（(【\[）)】\]]*[）)】\]]分?|[0-9０-９].*\Z", re.DOTALL)
_CLOSING = re.compile(r"(?:指标|目标)值?$")
_SATISFACTION = "满意度"
#: A label without a known code has to have that many characters, so that one damaged among them leaves no doubt.
_LONG_ENOUGH = 4
#: As many digits as a cell may have before a label.
_CODE = re.compile("[1-9][0-9]?")
#: What is longer is a sentence and no label.
_LONGEST_LABEL = 24


@frozen(kw_only=True)
class TaxonomyEntry:
    """One category of one level.

    >>> TaxonomyEntry(category="innovation", code="15", labels=["创新"], parents=["output"]).labels
    ('创新',)

    Raises:
        TypeError: if a string stands where several are wanted.
        ValueError: if the category has no name or no label, or the code is no number of one or two digits.

    """

    #: The resolved name, such as ``"quantity"``.
    category: str = field(converter=a_word)
    #: The code in wide use, or None.
    code: str | None = field(default=None, converter=converters.optional(a_word))
    #: Labels, with or without 指标; the first is the standard's own.
    labels: tuple[str, ...] = field(converter=words)
    #: The level-1 categories it belongs under; empty for level 1.
    parents: tuple[str, ...] = field(converter=words, default=())
    #: The generations of the standard that name it.
    generations: tuple[str, ...] = field(converter=words, default=())

    def __attrs_post_init__(self) -> None:
        if not self.category or not self.labels or not all(map(bare_label, self.labels)):
            raise ValueError(f"the category {self.category!r} needs a name, and labels that say more than 指标")
        if self.code is not None and not _CODE.fullmatch(self.code):
            raise ValueError(
                f"the code of {self.category!r} is a number of one or two digits such as '15', not {self.code!r}"
            )


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
    """Two levels of categories with their codes and labels.

    Given to :func:`budgetperf.parse` and its like, it says what printed categories mean, and nothing else does.

    Raises:
        ValueError: if a level has no category, two categories of a level share a name, a label or a code, or one of
            level 2 belongs under none of level 1.

    """

    version: str
    level1: tuple[TaxonomyEntry, ...] = field(converter=_as_tuple, repr=False)
    level2: tuple[TaxonomyEntry, ...] = field(converter=_as_tuple, repr=False)
    _by_label: tuple[Mapping[str, TaxonomyEntry], ...] = field(init=False, repr=False)
    _by_code: tuple[Mapping[str, TaxonomyEntry], ...] = field(init=False, repr=False)
    _parents: Mapping[str, tuple[str, ...]] = field(init=False, repr=False)

    @_by_label.default
    def _index_labels(self) -> tuple[Mapping[str, TaxonomyEntry], ...]:
        return tuple(
            MappingProxyType(
                _indexed(((bare_label(label), entry) for entry in entries for label in entry.labels), "the label")
            )
            for entries in (self.level1, self.level2)
        )

    @_by_code.default
    def _index_codes(self) -> tuple[Mapping[str, TaxonomyEntry], ...]:
        return tuple(
            MappingProxyType(_indexed(((entry.code, entry) for entry in entries if entry.code), "the code"))
            for entries in (self.level1, self.level2)
        )

    @_parents.default
    def _index_parents(self) -> Mapping[str, tuple[str, ...]]:
        return MappingProxyType({entry.category: entry.parents for entry in self.level2})

    def __attrs_post_init__(self) -> None:
        level1, level2 = ([entry.category for entry in entries] for entries in (self.level1, self.level2))
        for number, names in ((1, level1), (2, level2)):
            if not names:
                raise ValueError(f"the taxonomy {self.version!r} has no category of level {number}")
            if len(names) > len({*names}):
                raise ValueError(f"level {number} has the category {max(names, key=names.count)!r} more than once")
        for entry in self.level2:
            if not entry.parents or not {*entry.parents}.issubset(level1):
                under, there = (", ".join(map(repr, categories)) for categories in (entry.parents, level1))
                raise ValueError(f"{entry.category!r} belongs under {under or 'nothing'}; level 1 has {there}")

    def __reduce__(self) -> tuple[Any, ...]:
        """Come back from a pickle as the taxonomy that this process has already, so that its memos are of use."""
        if self is standard_taxonomy():
            return standard_taxonomy, ()
        return _kept_taxonomy, (self.version, self.level1, self.level2)

    @classmethod
    def from_toml(cls, text: str) -> "Taxonomy":
        """Return the taxonomy that a text in the form of ``data/taxonomy.toml`` describes.

        Where it says ``extends = "standard"``, its categories are added to those that ship with the package,
        as :meth:`extended` does.

        Raises:
            ValueError: if it is no such text, or no taxonomy can be made of it.

        >>> taxonomy = Taxonomy.from_toml('''version = "清溪 1"
        ... extends = "standard"
        ... [[level2]]
        ... category = "innovation"
        ... code = "15"
        ... labels = ["创新", "首创"]
        ... parents = ["output"]''')
        >>> taxonomy.resolve(2, "15", "首创指标").category
        'innovation'
        """
        data = tomllib.loads(text)
        try:
            level1, level2 = (_entries(data.get(level, ())) for level in ("level1", "level2"))
            if "extends" not in data:
                return cls(data["version"], level1, level2)
            if data["extends"] != "standard":
                raise ValueError(f"only the standard taxonomy can be extended, not {data['extends']!r}")
            return standard_taxonomy().extended(level1=level1, level2=level2, version=data["version"])
        except KeyError as error:
            raise ValueError(f"the taxonomy lacks the key {error.args[0]!r}") from None
        except TypeError as error:
            raise ValueError(f"this is no taxonomy: {error}") from error

    @classmethod
    def from_file(cls, path: str | os.PathLike[str]) -> "Taxonomy":
        """Return the taxonomy in a TOML file; see :meth:`from_toml`.

        Raises:
            ValueError: as :meth:`from_toml`; the message names the file.
            OSError: if the file can't be read.

        """
        return read_list(path, cls.from_toml)

    def extended(
        self,
        *,
        level1: Iterable[TaxonomyEntry] = (),
        level2: Iterable[TaxonomyEntry] = (),
        version: str | None = None,
    ) -> "Taxonomy":
        """Return a taxonomy with more categories, or with more said of those that there are.

        Of a category that is there already, labels, parents and generations are added, and the code, where one is
        given, takes the place of the other.

        Args:
            level1: Categories of level 1.
            level2: Categories of level 2.
            version: What the new taxonomy is called; the version of this one, with ``+own``, by default.

        Raises:
            ValueError: if two categories of a level then share a label or a code.

        >>> mine = standard_taxonomy().extended(level2=[TaxonomyEntry(category="quantity", labels=["规模"])])
        >>> mine.resolve(2, "11", "规模指标").category, mine.resolve(2, "11", "数量指标").sound
        ('quantity', True)
        """
        levels = (_merged(self.level1, level1), _merged(self.level2, level2))
        return Taxonomy(version or f"{self.version}+own", *levels)

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
            by_label = self._by_label[1].get(_SATISFACTION)
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

    def has(self, level: int, category: str) -> bool:
        """Tell whether there is a category of that name at `level` (1 or 2)."""
        return any(entry.category == category for entry in (self.level1 if level == 1 else self.level2))

    def belongs(self, level2: str, level1: str) -> bool:
        """Tell whether the level-2 category stands under the level-1 category in any generation.

        >>> standard_taxonomy().belongs("quantity", "benefit")
        False
        """
        return level1 in self._parents.get(level2, ())


def _entries(tables: Iterable[Mapping[str, Any]]) -> tuple[TaxonomyEntry, ...]:
    return tuple(TaxonomyEntry(**table) for table in tables)


def _indexed(pairs: Iterable[tuple[str, TaxonomyEntry]], what: str) -> dict[str, TaxonomyEntry]:
    """Return entries by a word of theirs; no word is that of two."""
    index: dict[str, TaxonomyEntry] = {}
    for word, entry in pairs:
        other = index.setdefault(word, entry)
        if other is not entry:
            raise ValueError(f"{what} {word!r} is that of {other.category!r} and of {entry.category!r}")
    return index


def _merged(entries: Iterable[TaxonomyEntry], added: Iterable[TaxonomyEntry]) -> list[TaxonomyEntry]:
    merged = {entry.category: entry for entry in entries}
    for entry in added:
        there = merged.get(entry.category)
        merged[entry.category] = entry if there is None else _with_more(there, entry)
    return list(merged.values())


def _with_more(entry: TaxonomyEntry, more: TaxonomyEntry) -> TaxonomyEntry:
    return evolve(
        entry,
        code=more.code or entry.code,
        labels=_together(entry.labels, more.labels),
        parents=_together(entry.parents, more.parents),
        generations=_together(entry.generations, more.generations),
    )


def _together(words: Iterable[str], more: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*words, *more)))


@lru_cache(maxsize=16)
def _kept_taxonomy(version: str, level1: tuple[TaxonomyEntry, ...], level2: tuple[TaxonomyEntry, ...]) -> Taxonomy:
    return Taxonomy(version, level1, level2)


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


#: The taxonomy that the call at hand was given, None for the standard one; :mod:`budgetperf.terms` alone sets it.
OWN_TAXONOMY: Final[ContextVar[Taxonomy | None]] = ContextVar("OWN_TAXONOMY", default=None)


def taxonomy_in_force() -> Taxonomy:
    """Return the taxonomy that the call at hand was given, or the standard one."""
    return OWN_TAXONOMY.get() or standard_taxonomy()
