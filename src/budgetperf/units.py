"""Measure words and units, as versioned data, and what converts into what.

A reading keeps its unit as printed. A :class:`UnitList` says what the word
stands for, what kind of thing it measures, and what leads from one unit to another
where that is beyond doubt. :func:`class_of` and :func:`conversion` ask the list in
force: that which :func:`budgetperf.parse` and its like were given, else the standard one.

Sources: 中华人民共和国法定计量单位 (1984), GB 3100-1993 to GB/T 3102, and
GB/T 12406 with ISO 4217 for currencies; ``data/units.toml`` has the details.
"""

import os
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from contextvars import ContextVar
from enum import StrEnum
from fractions import Fraction
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final, NamedTuple, TypeAlias

from attrs import converters, field, frozen

from budgetperf.wordlists import a_word, read_list, words

__all__ = [
    "OWN_UNITS",
    "Unit",
    "UnitClass",
    "UnitList",
    "class_of",
    "conversion",
    "standard_units",
    "units_in_force",
]


class UnitClass(StrEnum):
    """What kind of thing a unit measures; equal to its word in ``data/units.toml``."""

    #: Things, households and firms among them: 个, 家, 户, 台套, 床位.
    COUNT = "count"
    #: Persons: 人, 名, 位.
    PEOPLE = "people"
    #: What happens: 次, 人次, 场次, 期, 起.
    EVENTS = "events"
    #: The time of persons, machines and beds: 人天, 台班, 床日.
    WORK = "work"
    MONEY = "money"
    AREA = "area"
    LENGTH = "length"
    MASS = "mass"
    VOLUME = "volume"
    TIME = "time"
    #: Shares, multiples and their differences: %, 倍, 个百分点.
    RATE = "rate"
    #: 分, 学分, 星.
    SCORE = "score"
    ENERGY = "energy"
    POWER = "power"
    #: Amounts of data: TB, 兆.
    DATA = "data"
    #: Data in a time: Mbps, MB/秒.
    BANDWIDTH = "bandwidth"
    #: Length in a time: 公里/小时.
    SPEED = "speed"
    TEMPERATURE = "temperature"
    NOISE = "noise"
    #: Any other physical quantity: 千伏, 兆帕, 勒克斯.
    PHYSICAL = "physical"
    #: Products and quotients without a class of their own: 元/亩, 吨公里, 次/年.
    COMPOUND = "compound"


def _factor(given: Fraction | int | str | None) -> Fraction | None:
    if isinstance(given, float):
        raise TypeError(f"a factor is a Fraction, an int or a str, not a float: {given!r} is not exact")
    try:
        return None if given is None else Fraction(given)
    except (ValueError, ZeroDivisionError):
        raise ValueError(f"a factor is a number such as 75 or '2000/3', not {given!r}") from None


@frozen(kw_only=True)
class Unit:
    """One measure word or unit.

    >>> Unit(word="驮", aliases=["马驮"], unit_class="mass", dimension="mass", factor=75).factor
    Fraction(75, 1)

    Raises:
        TypeError: if the factor is a float.
        ValueError: if a word can't stand behind a number, or the factor is not above 0 or has no dimension.

    """

    #: The word that stands for it among its aliases.
    word: str = field(converter=a_word)
    unit_class: UnitClass = field(converter=UnitClass)
    #: Whether a noun behind it belongs to the unit, as in 50个项目.
    generic: bool = False
    #: What it shares with the units it converts into, or None.
    dimension: str | None = field(default=None, converter=converters.optional(a_word))
    #: How many of the base of its dimension it makes, or None.
    factor: Fraction | None = field(default=None, converter=_factor)
    #: The ISO 4217 code of a currency, or None.
    currency: str | None = field(default=None, converter=converters.optional(a_word))
    #: Other words for it.
    aliases: tuple[str, ...] = field(default=(), converter=words)

    def __attrs_post_init__(self) -> None:
        for word in (self.word, *self.aliases):
            if not word or word[0].isdecimal() or any(character.isspace() for character in word):
                raise ValueError(f"{word!r} is no unit: there are no blanks in one, and it begins with no digit")
        if self.factor is not None and (self.factor <= 0 or self.dimension is None):
            raise ValueError(f"the factor of the unit {self.word!r} is above 0, and goes with a dimension")


def _as_tuple(units: Iterable[Unit]) -> tuple[Unit, ...]:
    return tuple(units)


@frozen(eq=False)
class UnitList:
    """Units, and the words they go by.

    >>> units = standard_units().extended([Unit(word="驮", unit_class="mass", dimension="mass", factor=75)])
    >>> units.class_of("万驮").value, units.conversion("驮", "公斤"), standard_units().conversion("驮", "公斤")
    ('mass', Fraction(75, 1), None)

    Raises:
        ValueError: if there is no unit, or a word stands twice.

    """

    version: str
    units: tuple[Unit, ...] = field(converter=_as_tuple, repr=False)
    _by_word: Mapping[str, Unit] = field(init=False, repr=False)
    #: Every word and alias, the longest first: fit for an alternation that takes the first match.
    words: tuple[str, ...] = field(init=False, repr=False)
    _longest_generic: int = field(init=False, repr=False)

    @_by_word.default
    def _index_words(self) -> Mapping[str, Unit]:
        by_word: dict[str, Unit] = {}
        for unit in self.units:
            for word in (unit.word, *unit.aliases):
                if word in by_word:
                    raise ValueError(f"the unit {word!r} stands twice: each word and alias may stand once")
                by_word[word] = unit
        if not by_word:
            raise ValueError(f"the list {self.version!r} has no unit")
        return MappingProxyType(by_word)

    @words.default
    def _sort_words(self) -> tuple[str, ...]:
        return tuple(sorted(self._by_word, key=lambda word: (-len(word), word)))

    @_longest_generic.default
    def _measure_generics(self) -> int:
        return max((len(word) for word, unit in self._by_word.items() if unit.generic), default=0)

    def __reduce__(self) -> tuple[Any, ...]:
        """Come back from a pickle as the list that this process has already, so that its memos are of use."""
        return (standard_units, ()) if self is standard_units() else (_kept_list, (self.version, self.units))

    @classmethod
    def from_toml(cls, text: str) -> "UnitList":
        """Return the units that a text in the form of ``data/units.toml`` describes.

        Where it says ``extends = "standard"``, its units are added to those that ship with the package.

        Raises:
            ValueError: if it is no such text, there is no unit, or a word stands twice.

        >>> units = UnitList.from_toml('''version = "清溪 1"
        ... extends = "standard"
        ... [[group]]
        ... class = "area"
        ... dimension = "area"
        ... units = [{ word = "石田", aliases = ["斗种"], factor = "20000/3" }]''')
        >>> units.conversion("石田", "亩")
        Fraction(10, 1)
        """
        data = tomllib.loads(text)
        try:
            units = _units(data["group"])
            if "extends" not in data:
                return cls(data["version"], units)
            if data["extends"] != "standard":
                raise ValueError(f"only the standard units can be extended, not {data['extends']!r}")
            return standard_units().extended(units, version=data["version"])
        except KeyError as error:
            raise ValueError(f"the units lack the key {error.args[0]!r}") from None
        except (AttributeError, TypeError) as error:
            raise ValueError(f"these are no units: {error}") from error

    @classmethod
    def from_file(cls, path: str | os.PathLike[str]) -> "UnitList":
        """Return the units in a TOML file; see :meth:`from_toml`.

        Raises:
            ValueError: as :meth:`from_toml`; the message names the file.
            OSError: if the file can't be read.

        """
        return read_list(path, cls.from_toml)

    def extended(self, units: Iterable[Unit], *, version: str | None = None) -> "UnitList":
        """Return a list with more units; one whose word is there already takes its place.

        Args:
            units: The units that are added.
            version: What the new list is called; the version of this one, with ``+own``, by default.

        Raises:
            ValueError: if an alias stands twice.

        """
        added = {unit.word: unit for unit in units}
        kept = (unit for unit in self.units if unit.word not in added)
        return UnitList(version or f"{self.version}+own", (*kept, *added.values()))

    def find(self, word: str) -> Unit | None:
        """Return the unit that goes by `word`, or None. Upper and lower case differ.

        >>> standard_units().find("公斤").word, standard_units().find("个项目")
        ('千克', None)
        """
        return self._by_word.get(word)

    def classifier(self, unit: str) -> Unit | None:
        """Return the generic classifier that `unit` begins with, or None.

        >>> standard_units().classifier("个项目").word
        '个'
        """
        for length in range(min(self._longest_generic, len(unit)), 0, -1):
            found = self._by_word.get(unit[:length])
            if found and found.generic:
                return found
        return None

    def class_of(self, unit: str) -> UnitClass | None:
        """Return what kind of thing a printed unit measures, or None where that is unknown; see :func:`class_of`."""
        part = _part(unit, self)
        if part:
            return part.unit_class
        parts = _parts(unit, self)
        if parts is None or not all(each.unit_class for each in parts[0]):
            return None
        classes = tuple(each.unit_class for side in parts for each in side)
        return _QUOTIENTS.get(classes, UnitClass.COMPOUND) if parts[1] else UnitClass.COMPOUND

    def conversion(self, given: str | None, wanted: str | None) -> Fraction | None:
        """Return what a value in `given` is multiplied by to be in `wanted`, or None; see :func:`conversion`."""
        if given == wanted:
            return Fraction(1)
        factor, *bases = _size(given, self)
        wanted_factor, *wanted_bases = _size(wanted, self)
        return factor / wanted_factor if bases == wanted_bases else None


@lru_cache(maxsize=16)
def _kept_list(version: str, units: tuple[Unit, ...]) -> UnitList:
    return UnitList(version, units)


def _units(groups: Iterable[Mapping[str, Any]]) -> Iterator[Unit]:
    for group in groups:
        for entry in (*({"word": word} for word in group.get("words", ())), *group.get("units", ())):
            yield _unit(group, entry)


def _unit(group: Mapping[str, Any], entry: Mapping[str, Any]) -> Unit:
    return Unit(
        word=entry["word"],
        unit_class=group["class"],
        generic=group.get("generic", False),
        dimension=group.get("dimension"),
        factor=entry.get("factor"),
        currency=entry.get("currency", group.get("currency")),
        aliases=entry.get("aliases", ()),
    )


@cache
def standard_units() -> UnitList:
    """Return the units that ship with the package.

    >>> standard_units().find("亩").factor
    Fraction(2000, 3)
    """
    return UnitList.from_toml(files("budgetperf").joinpath("data/units.toml").read_text("utf-8"))


#: The units that the call at hand was given, None for the standard ones; :mod:`budgetperf.terms` alone sets it.
OWN_UNITS: Final[ContextVar[UnitList | None]] = ContextVar("OWN_UNITS", default=None)


def units_in_force() -> UnitList:
    """Return the units that the call at hand was given, or the standard ones."""
    return OWN_UNITS.get() or standard_units()


#: What may stand before a unit and multiplies it.
_SCALE = re.compile("([十百千]?)(万亿|[万亿])|([十百千])")
_SCALES: Final = {"": 1, "十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8, "万亿": 10**12}
# A printed unit has three parts or four; many more would only make numbers long.
_MOST_PARTS: Final = 8
_DIVIDER = re.compile("[/／∕]每?|每")
_TIMES = re.compile("[·•・∙⋅]")

#: Quotients that have a class, by the classes of their parts.
_QUOTIENTS: Final[Mapping[tuple[UnitClass | None, ...], UnitClass]] = {
    (UnitClass.LENGTH, UnitClass.TIME): UnitClass.SPEED,
    (UnitClass.DATA, UnitClass.TIME): UnitClass.BANDWIDTH,
}


class _Part(NamedTuple):
    """What a unit without a stroke comes to."""

    #: How many of `base` it makes.
    factor: Fraction
    #: A dimension and no word, or no dimension and the word of a unit that converts only with itself.
    base: tuple[str | None, str | None]
    unit_class: UnitClass | None


_Bases: TypeAlias = tuple[tuple[str | None, str | None], ...]


def class_of(unit: str) -> UnitClass | None:
    """Return what kind of thing a printed unit measures, or None where that is unknown.

    A scale before a unit changes nothing. A noun behind a generic classifier
    leaves the class of the classifier. A quotient is neither what stands over
    nor what stands under its stroke: it is `COMPOUND`, but for speeds and
    bandwidths. ``人/次`` and its like stand in the list, as events.

    >>> [class_of(unit).value for unit in ("万元", "个项目", "人/次", "元/亩", "公里/小时")]
    ['money', 'count', 'events', 'compound', 'speed']
    """
    return units_in_force().class_of(unit)


def conversion(given: str | None, wanted: str | None) -> Fraction | None:
    """Return what a value in `given` is multiplied by to be in `wanted`, or None where that is in doubt.

    None for a unit means a plain number, which only a ratio converts into: 90 %
    is 0.9. A unit that is not in the list converts with itself. Nothing but
    multiplication is done, so ℃ and ℉ don't convert; nor do 天 and 个工作日,
    人 and 人次, two currencies, or a share and a difference of shares.

    >>> conversion("万元", "元"), conversion("亩", "公顷"), conversion("%", None)
    (Fraction(10000, 1), Fraction(1, 15), Fraction(1, 100))
    >>> conversion("万元/年", "元/月"), conversion("天", "个工作日")
    (Fraction(2500, 3), None)
    """
    return units_in_force().conversion(given, wanted)


def _size(unit: str | None, units: UnitList) -> tuple[Fraction, _Bases, _Bases]:
    """Return the factor of a unit, and the bases over and under its stroke."""
    part = _NUMBER if unit is None else _part(unit, units)
    parts = ([part], []) if part else _parts(unit or "", units)
    if parts is None:
        return Fraction(1), ((None, unit),), ()
    factor = Fraction(1)
    for over in parts[0]:
        factor *= over.factor
    for under in parts[1]:
        factor /= under.factor
    above, below = (tuple(sorted((each.base for each in side), key=str)) for side in parts)
    return factor, above, below


def _parts(unit: str, units: UnitList) -> tuple[list[_Part], list[_Part]] | None:
    """Return what stands over and under the stroke, or None where `unit` has no or too many parts.

    Everything behind the first stroke stands under it: 元/人·月 is 元/人/月.
    """
    over, *under = _DIVIDER.split(unit, maxsplit=_MOST_PARTS)
    if len(under) == 1 and under[0][:1] in {"(", "（"} and under[0][-1] in {")", "）"}:
        under = [under[0][1:-1]]
    sides = [_factors(over, units)], [_factors(each, units) for each in under]
    parts = tuple([part for factors in side for part in factors] for side in sides)
    if not all(factors for side in sides for factors in side) or not 1 < len(parts[0]) + len(parts[1]) <= _MOST_PARTS:
        return None
    return parts[0], parts[1]


def _factors(product: str, units: UnitList) -> list[_Part]:
    """Return the parts of a product, or none where one is empty."""
    whole = _part(product, units)
    if whole:
        return [whole]
    words = _TIMES.split(product, maxsplit=_MOST_PARTS)
    return [_part(word, units) or _Part(Fraction(1), (None, word), None) for word in words] if all(words) else []


def _part(word: str, units: UnitList) -> _Part | None:
    """Return what a unit in the list comes to, with a scale before it or a noun behind it, or None."""
    found = _unscaled(word, units)
    if found:
        return found
    scale = _SCALE.match(word)
    if scale is None:
        return None
    rest = word[scale.end() :]
    found = _unscaled(rest, units) if rest else _NUMBER
    tens, ten_thousands, alone = scale.groups()
    multiplier = _SCALES[alone] if alone else _SCALES[tens] * _SCALES[ten_thousands]
    return found and found._replace(factor=found.factor * multiplier)


def _unscaled(word: str, units: UnitList) -> _Part | None:
    unit = units.find(word)
    if unit:
        base = (unit.dimension, None) if unit.dimension else (None, unit.word)
        return _Part(unit.factor or Fraction(1), base, unit.unit_class)
    if _DIVIDER.search(word) or _TIMES.search(word):
        return None
    classifier = units.classifier(word)
    return _Part(Fraction(1), (None, word), classifier.unit_class) if classifier else None


#: What no unit stands for: a plain number.
_NUMBER: Final = _Part(Fraction(1), ("ratio", None), None)
