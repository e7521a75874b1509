"""Which diagnostics are wanted, and how much each weighs: what a project writes under ``[tool.budgetperf]``.

It is read as ruff reads its own section: codes and beginnings of codes select,
and the longer one wins.
"""

import difflib
import os
import re
import tomllib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path, PurePath
from types import MappingProxyType
from typing import Any, Final, TypeVar

from attrs import evolve, field, frozen

from budgetperf.diagnostics import OWN_SELECTOR, Diagnostic, Severity, catalogue
from budgetperf.repairs import chosen_repairs

__all__ = ["ALL", "NEVER", "Configuration", "find_configuration", "known_selector", "known_severity", "known_threshold"]

#: Selects every code, and is less specific than any other selector.
ALL: Final = "ALL"
#: The `fail_on` of those who only want to read.
NEVER: Final = "never"

_FILE_NAME: Final = "pyproject.toml"
_SECTION: Final = "[tool.budgetperf]"
#: What a pattern for files is made of; the first alternatives are the longest.
_PIECE: Final = re.compile(r"\*\*/|\*+|\?|[^*?]+")

_Value = TypeVar("_Value")


def known_selector(words: str) -> str:
    """Return a selector in capitals: ``ALL``, a code, or the beginning of some, be it of rules that others add.

    >>> known_selector("v3")
    'V3'

    Raises:
        ValueError: if no code begins so.

    """
    selector = words.strip().upper()
    codes = catalogue()
    if selector == ALL or (selector and any(code.startswith(selector) for code in codes)):
        return selector
    if OWN_SELECTOR.fullmatch(selector):
        return selector
    close = difflib.get_close_matches(selector, codes, n=3, cutoff=0.5)
    letters = dict.fromkeys(code[0] for code in codes)
    accepted = f"close to it: {', '.join(close)}" if close else f"codes begin with {', '.join(letters)}"
    raise ValueError(f"no diagnostic code begins with {words!r}; {accepted}")


def known_severity(words: str) -> Severity:
    """Return a severity by its name.

    Raises:
        ValueError: if there is none of that name.

    """
    if words not in [*Severity]:
        raise ValueError(f"unknown severity {words!r}; accepted are {', '.join(Severity)}")
    return Severity(words)


def known_threshold(words: str) -> str:
    """Return what `fail_on` may be: the name of a severity, or ``never``.

    Raises:
        ValueError: if it is neither.

    """
    accepted = [*map(str, Severity), NEVER]
    if words not in accepted:
        raise ValueError(f"unknown severity to fail on {words!r}; accepted are {', '.join(accepted)}")
    return str(words)


def _selectors(words: Collection[str]) -> tuple[str, ...]:
    given: object = words
    # A string is a collection of strings, too: a slip would select by its letters.
    if isinstance(given, str) or not isinstance(given, Collection) or not all(isinstance(code, str) for code in given):
        example = [words] if isinstance(words, str) else ["A502", "V3"]
        raise TypeError(f"codes are given as a list such as {example}, not as {words!r}")
    return tuple(map(known_selector, words))


def _selectors_or_all(words: Collection[str] | None) -> tuple[str, ...]:
    return (ALL,) if words is None else _selectors(words)


def _severities(given: Mapping[str, str]) -> Mapping[str, Severity]:
    table = _table(given, {"V317": "info"})
    return {known_selector(code): known_severity(severity) for code, severity in table.items()}


def _ignored_by_file(given: Mapping[str, Collection[str]]) -> Mapping[str, tuple[str, ...]]:
    return {pattern: _selectors(codes) for pattern, codes in _table(given, {"2019/*": ["A502"]}).items()}


def _repairs(given: bool | Collection[str]) -> bool | tuple[str, ...]:  # noqa: FBT001 - true, false or some codes
    return given if isinstance(given, bool) else tuple(sorted(chosen_repairs(given)))


def _file(given: str) -> str:
    words: object = given
    if not isinstance(words, str):
        raise TypeError(f"a file is named such as 'own.toml', not {words!r}")
    return given


def _table(given: Mapping[str, _Value], example: Mapping[str, _Value]) -> Mapping[str, _Value]:
    table: object = given
    if not isinstance(table, Mapping):
        raise TypeError(f"a table is wanted such as {example}, not {table!r}")
    return given


@frozen(kw_only=True)
class Configuration:
    """Which diagnostics are wanted, by codes and beginnings of codes (``A``, ``V3``, ``T402``) or ``ALL``.

    Where several selectors fit a code, the longest decides; where one of
    `select` and one of `ignore` are equally long, it is ignored.

    >>> configuration = Configuration(select=["V", "A502"], ignore=["V3"], severity={"A": "error"})
    >>> configuration.wants("V317"), configuration.wants("A502"), configuration.wants("A503")
    (False, True, False)

    Raises:
        ValueError: if no code begins with a selector, or a severity is unknown; the message says what is accepted.
        TypeError: if a string is given for a collection of them.

    """

    #: What is wanted; all of it where None is given.
    select: Collection[str] = field(default=None, converter=_selectors_or_all)
    #: What of it is not wanted.
    ignore: Collection[str] = field(default=(), converter=_selectors)
    #: The severity of codes that shall not have that of the catalogue.
    severity: Mapping[str, str] = field(factory=dict, converter=_severities)
    #: What is not wanted of the files that a pattern fits (``{"2019/*": ["A502"]}``).
    per_file_ignores: Mapping[str, Collection[str]] = field(factory=dict, converter=_ignored_by_file)
    #: What ``budgetperf check`` ends with exit code 1 for: this severity and those above it, or ``never``.
    fail_on: str = field(default=str(Severity.WARNING), converter=known_threshold)
    #: Whether what is damaged is repaired, or the codes whose repairs are made; see :func:`budgetperf.read`.
    repair: bool | Collection[str] = field(default=True, converter=_repairs)
    #: The file of the taxonomy that documents are read by, and that of the units; see the page on extending.
    taxonomy: Path | None = None
    units: Path | None = None
    #: Where the patterns of `per_file_ignores` begin; the working folder where None.
    folder: Path | None = None

    @classmethod
    def from_pyproject(cls, path: str | os.PathLike[str]) -> "Configuration":
        """Return what a ``pyproject.toml`` says under ``[tool.budgetperf]``.

        Raises:
            ValueError: if the file has no such section, or something wrong in it; the message names file and key.
            OSError: if the file can't be read.

        """
        section = _section(Path(path))
        if section is None:
            raise ValueError(f"{os.fspath(path)!r} has no section {_SECTION}")
        folder = Path(path).resolve().parent
        given = _given(section, Path(path))
        files = {key: folder / given[key] for key in _FILES if key in given}
        return cls(**given | files, folder=folder)

    def applied(
        self, diagnostics: Iterable[Diagnostic], *, file: str | os.PathLike[str] | None = None
    ) -> tuple[Diagnostic, ...]:
        """Return those of `diagnostics` that are wanted, with the severity that they are given.

        Args:
            diagnostics: What was found, in any order.
            file: The file in which it was found, for :attr:`per_file_ignores`.

        """
        ignored = self.ignored_in(file) if file is not None else ()
        wanted = (doubt for doubt in diagnostics if self.wants(doubt.code) and _specificity(doubt.code, ignored) < 0)
        return tuple(self._weighed(doubt) for doubt in wanted)

    def overridden(
        self,
        *,
        select: Collection[str] | None = None,
        ignore: Collection[str] = (),
        severity: Mapping[str, str] = MappingProxyType({}),
        own_codes: Collection[str] = (),
    ) -> "Configuration":
        """Return what holds where someone says otherwise, as on a command line, and by shorter codes too.

        `select` replaces what is selected and ignored here, `ignore` and `severity` are added. `own_codes` are those
        of rules that are none of this package's.

        >>> configuration = Configuration(select=["V317", "A"], severity={"A502": "info"})
        >>> stricter = configuration.overridden(ignore=["V"], severity={"A": "error"})
        >>> stricter.wants("V317"), stricter.severity["A502"] == "error"
        (False, True)
        """
        codes = (*catalogue(), *own_codes)
        given = (self.severity, _severities(severity))
        weights = {code: weight for each in given for code, weight in _each(each, codes)}
        if select is not None:
            return evolve(self, select=select, ignore=ignore, severity=weights)
        unwanted = _selectors(ignore)
        wanted = [code for code in codes if self.wants(code) and _specificity(code, unwanted) < 0]
        return evolve(self, select=wanted, ignore=(), severity=weights)

    def wants(self, code: str) -> bool:
        """Tell whether a code is wanted at all."""
        return _specificity(code, self.select) > _specificity(code, self.ignore)

    def ignored_in(self, file: str | os.PathLike[str]) -> tuple[str, ...]:
        """Return what is not wanted of a file by :attr:`per_file_ignores`.

        A pattern fits the path from :attr:`folder` on, or the file's name alone. ``*`` stands for any
        characters, ``/`` too, ``**/`` for any folders or none, ``?`` for one character.

        >>> Configuration(per_file_ignores={"2019/*": ["A502"]}).ignored_in("2019/budget.txt")
        ('A502',)
        """
        path = _path_below(file, self.folder or Path.cwd())
        fitting = (codes for pattern, codes in self.per_file_ignores.items() if _fits(pattern, path))
        return tuple(code for codes in fitting for code in codes)

    def fails(self, severity: str) -> bool:
        """Tell whether a diagnostic of `severity` ends ``budgetperf check`` with exit code 1."""
        order = list(map(str, Severity))
        return self.fail_on != NEVER and order.index(severity) <= order.index(self.fail_on)

    def _weighed(self, doubt: Diagnostic) -> Diagnostic:
        fitting = [selector for selector in self.severity if _specificity(doubt.code, (selector,)) >= 0]
        if not fitting:
            return doubt
        return evolve(doubt, severity=Severity(self.severity[max(fitting, key=_length)]))


def find_configuration(folder: str | os.PathLike[str]) -> Configuration:
    """Return what holds in a folder: the nearest ``pyproject.toml`` with ``[tool.budgetperf]``, in it or above it.

    Where there is none, all is as by default.

    Raises:
        ValueError: as :meth:`Configuration.from_pyproject`, or if a ``pyproject.toml`` on the way is none.
        OSError: if one can't be read.

    """
    start = Path(folder).resolve()
    for place in (start, *start.parents):
        path = place / _FILE_NAME
        if path.is_file() and _section(path) is not None:
            return Configuration.from_pyproject(path)
    return Configuration()


def _each(severity: Mapping[str, str], codes: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield every one of `codes` that is given a severity, with that of the longest selector that fits it."""
    for code in codes:
        fitting = [selector for selector in severity if _specificity(code, (selector,)) >= 0]
        if fitting:
            yield code, severity[max(fitting, key=_length)]


# --- selectors and patterns ---------------------------------------------------------------------


def _specificity(code: str, selectors: Iterable[str]) -> int:
    """Return how specific the best of the selectors for a code is, or -1 where none fits."""
    return max((_length(each) for each in selectors if each == ALL or code.startswith(each)), default=-1)


def _length(selector: str) -> int:
    return 0 if selector == ALL else len(selector)


def _path_below(file: str | os.PathLike[str], folder: Path) -> PurePath:
    path = Path(os.path.abspath(file))  # noqa: PTH100 - a link keeps the name that it was given
    return path.relative_to(folder) if path.is_relative_to(folder) else path


def _fits(pattern: str, path: PurePath) -> bool:
    fitting = _pattern(pattern)
    return bool(fitting.fullmatch(path.as_posix()) or fitting.fullmatch(path.name))


@lru_cache(maxsize=256)
def _pattern(words: str) -> re.Pattern[str]:
    wild = {"**/": "(?:.*/)?", "?": "."}
    pieces = (".*" if piece.strip("*") == "" else wild.get(piece, re.escape(piece)) for piece in _PIECE.findall(words))
    return re.compile("".join(pieces), re.DOTALL)


# --- the section of pyproject.toml --------------------------------------------------------------


def _section(path: Path) -> object:
    """Return what stands under ``[tool.budgetperf]``, or None."""
    try:
        tool = tomllib.loads(path.read_text("utf-8")).get("tool", {})
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ValueError(f"{str(path)!r} is no TOML: {error}") from error
    return tool.get("budgetperf") if isinstance(tool, dict) else None


def _given(section: object, path: Path) -> dict[str, Any]:
    """Return the arguments that the keys of a section stand for."""
    if not isinstance(section, dict):
        raise ValueError(f"{str(path)!r}: {_SECTION} is a table, not {section!r}")  # noqa: TRY004 - a fault of the file
    return {key.replace("-", "_"): _understood(key, value, path) for key, value in section.items()}


def _understood(key: str, value: object, path: Path) -> object:
    if key not in _KEYS:
        close = difflib.get_close_matches(key, _KEYS, n=1, cutoff=0.6)
        accepted = f"close to it: {close[0]!r}" if close else f"accepted are {', '.join(_KEYS)}"
        raise ValueError(f"{str(path)!r}: {_SECTION} has no key {key!r}; {accepted}")
    try:
        return _KEYS[key](value)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{str(path)!r}: {key} in {_SECTION}: {error}") from None


#: The keys of the section, each with what understands or refuses its value.
_KEYS: Final[Mapping[str, Callable[[Any], object]]] = {
    "select": _selectors,
    "ignore": _selectors,
    "severity": _severities,
    "per-file-ignores": _ignored_by_file,
    "fail-on": known_threshold,
    "repair": _repairs,
    "taxonomy": _file,
    "units": _file,
}
#: The keys that name files, from the folder on in which the section stands.
_FILES: Final = ("taxonomy", "units")
