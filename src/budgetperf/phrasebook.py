"""What people are told, in each language: English as it stands in the code, others from ``data/messages.*.toml``.

What is told has an English text with named places, and its translation is looked
up by that text. An error says in English what is wrong, as errors do; where it is
printed, :meth:`Phrasebook.understood` knows it again by the same kind of text,
whoever raised it: this package, argparse or the system.
"""

import re
import tomllib
from ast import literal_eval
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from string import Formatter
from typing import Final, NamedTuple

from attrs import Attribute, field, frozen

from budgetperf.diagnostics import LANGUAGES, Diagnostic, Severity, catalogue
from budgetperf.source import Place
from budgetperf.wording import WORDINGS

__all__ = ["ENGLISH", "Phrasebook"]

#: The language of the code.
ENGLISH: Final = "en"
#: The sections of a translation whose texts are those of errors and diagnostics.
_RECOGNIZED: Final = ("raised", "doubted")
#: A text as ``repr`` gives it, and nothing else that stands between quotes: it is taken apart as Python does.
_ESCAPE: Final = r"\\(?:[\\'\"nrt]|x[0-9a-f]{2}|u[0-9a-f]{4}|U000[0-9a-f]{5}|U0010[0-9a-f]{4})"
_AS_REPR: Final = "|".join(rf"{quote}(?:[^{quote}\\\x00-\x1f\ud800-\udfff]|{_ESCAPE})*{quote}" for quote in "'\"")
#: How many messages stand in one another at most: what a program of others says may go on and on.
_DEEPEST: Final = 8
#: Words of a document in a diagnostic's message.
_PRINTED: Final = re.compile("“((?:[^“”]|“[^“”]*”)+)”")
#: What a place is told by, from the largest part to the smallest.
_PLACES: Final = {
    "page": "page {number}",
    "paragraph": "paragraph {number}",
    "table": "table {number}",
    "row": "row {number}",
    "column": "column {number}",
}


def _accepted(_: object, attribute: "Attribute[str]", value: str) -> None:
    if value not in LANGUAGES:
        raise ValueError(f"nothing is told in the {attribute.name} {value!r}; accepted are {', '.join(LANGUAGES)}")


@frozen
class Phrasebook:
    """Tells things in one language.

    >>> words = Phrasebook("zh")
    >>> words("nothing differs"), words.counted(1200, "project"), Phrasebook("en").counted(1, "project")
    ('没有差异', '1,200 个项目', '1 project')

    Raises:
        ValueError: if nothing is told in that language.

    """

    language: str = field(default=ENGLISH, validator=_accepted)

    def __call__(self, english: str, /, **values: object) -> str:
        """Return a text with its values; in English where it is not translated."""
        text = _section(self.language, "told").get(english, english)
        return text.format(**values) if values else text

    def counted(self, number: int, noun: str) -> str:
        """Return a number of things, which are named in the singular."""
        if self.language == ENGLISH:
            return f"{number:,} {noun}" + ("s" if number != 1 else "")
        return f"{number:,} {_section(self.language, 'counted')[noun]}"

    def enumerated(self, items: Sequence[str]) -> str:
        """Return things of one kind in a row.

        >>> Phrasebook("zh").enumerated(["G202", "T401"]), Phrasebook("en").enumerated(["G202", "T401"])
        ('G202、T401', 'G202, T401')
        """
        return "".join(self("{item}, ", item=item) for item in items[:-1]) + "".join(items[-1:])

    def severity(self, severity: Severity) -> str:
        """Return the word for a severity."""
        return WORDINGS[self.language].severities[severity]

    def place(self, place: Place) -> str:
        """Return a place in a file that is no text.

        >>> Phrasebook("zh").place(Place(page=120, row=4, column=7))
        '第 120 页，第 4 行，第 7 列'
        """
        if self.language == ENGLISH or place.sheet is not None:
            return str(place)
        numbers = {name: getattr(place, name) for name in _PLACES}
        return self(", ").join(self(_PLACES[name], number=number) for name, number in numbers.items() if number)

    def understood(self, message: str) -> str:
        """Return what an error says; as it is where that is not known.

        >>> Phrasebook("zh").understood("can't write 'a.csv': No such file or directory")
        '无法写入“a.csv”：没有这个文件或文件夹'
        """
        return self._understood(message, _DEEPEST)

    def _understood(self, message: str, depth: int) -> str:
        known = _known(self.language) if depth else ()
        return next((words for each in known if (words := each.told(message, self, depth))), message)

    def doubt(self, diagnostic: Diagnostic, printed: str = "") -> str:
        """Return what a diagnostic says: its message, or its title with what the message says beyond that.

        Args:
            diagnostic: The diagnostic.
            printed: The words of the document that are shown beside it, and need not be told.

        """
        details = self.details(diagnostic, printed)
        if not self._has_title(diagnostic):
            return details
        title = catalogue(self.language)[diagnostic.code].title
        return title if details in ("", f"“{printed}”") else f"{title}：{details}"

    def details(self, diagnostic: Diagnostic, printed: str = "") -> str:
        """Return what a diagnostic says beside the title of its code: in English, and of codes of others, its message.

        >>> from budgetperf.diagnostics import diagnose
        >>> Phrasebook("zh").details(diagnose("A505", "the amount “4O.2.” can't be read as a number", None))
        '“4O.2.”'
        """
        if not self._has_title(diagnostic):
            return diagnostic.message
        details = self.understood(diagnostic.message)
        if details != diagnostic.message:
            return details
        # All that is certain is which words it is about.
        return "、".join(f"“{words}”" for words in dict.fromkeys(_PRINTED.findall(details)) if words != printed)

    def _has_title(self, diagnostic: Diagnostic) -> bool:
        return self.language != ENGLISH and diagnostic.code in catalogue()


class _Known(NamedTuple):
    """A text of an error, and its translation."""

    #: The longest words of its own, by which most messages are told not to be it.
    words: str
    pattern: re.Pattern[str]
    #: The places whose values are as ``repr`` gives them.
    quoted: frozenset[str]
    translation: str

    def told(self, message: str, phrasebook: Phrasebook, depth: int) -> str | None:
        """Return a message in other words, with the values in it told, too; None where it is another one."""
        found = self.pattern.fullmatch(message) if self.words in message else None
        if found is None:
            return None
        values = {
            name: literal_eval(value) if name in self.quoted else phrasebook._understood(value, depth - 1)  # noqa: SLF001 - its own
            for name, value in found.groupdict().items()
        }
        return self.translation.format(**values)


@cache
def _translation(language: str) -> Mapping[str, Mapping[str, str]]:
    if language == ENGLISH:
        return {}
    return tomllib.loads(files("budgetperf").joinpath("data", f"messages.{language}.toml").read_text("utf-8"))


def _section(language: str, name: str) -> Mapping[str, str]:
    return _translation(language).get(name, {})


@cache
def _known(language: str) -> tuple[_Known, ...]:
    """Return every text of an error; the one with most words of its own goes first."""
    texts = [item for name in _RECOGNIZED for item in _section(language, name).items()]
    texts.sort(key=lambda item: -sum(len(words) for words, *_ in _pieces(item[0])))
    return tuple(_recognizing(english, translation) for english, translation in texts)


def _recognizing(english: str, translation: str) -> _Known:
    pattern, quoted, longest = "", set(), ""
    for words, name, conversion in _pieces(english):
        pattern += re.escape(words)
        longest = max(longest, words, key=len)
        if name is not None:
            pattern += f"(?P<{name}>{_AS_REPR if conversion else '.+?'})"
            quoted.update([name] if conversion else [])
    return _Known(longest, re.compile(pattern, re.DOTALL), frozenset(quoted), translation)


def _pieces(text: str) -> Iterator[tuple[str, str | None, str | None]]:
    """Yield words of a text, each with the name of the place behind it, and how its value is converted."""
    for words, name, _, conversion in Formatter().parse(text):
        yield words, name, conversion
