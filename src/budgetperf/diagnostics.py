"""Doubts about a document: what was not understood, repaired or normalised.

A :class:`Diagnostic` is plain frozen data. Codes are a letter for the layer
and three digits; each is one entry of ``data/diagnostics.toml``, never reused:

====== =========================================
letter layer
====== =========================================
R      readers and table assembly
G      the grammar of the indicator mini-language
V      target values
T      taxonomy: categories, codes and labels
A      amounts
P      performance review (绩效评审)
X Y Z  rules of others; see :mod:`budgetperf.rules`
====== =========================================
"""

import re
import tomllib
from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from attrs import evolve, field, frozen

from budgetperf.building import builder
from budgetperf.source import Span

__all__ = [
    "LANGUAGES",
    "OWN_CODE",
    "OWN_SELECTOR",
    "CatalogueEntry",
    "Diagnostic",
    "ExampleForm",
    "Findings",
    "Severity",
    "catalogue",
]

#: The languages that the catalogue is written in.
LANGUAGES = ("en", "zh")
#: The codes of rules that others add, and the beginnings of such codes. No code of ours begins so.
OWN_CODE = re.compile("[XYZ][A-Z]{0,7}[0-9]{3}")
OWN_SELECTOR = re.compile("[XYZ](?:[A-Z]{0,7}[0-9]{0,3})")
_QUOTED = 400


class Severity(StrEnum):
    """How much a diagnostic weighs."""

    #: Something of the document is missing from the value.
    ERROR = "error"
    #: Understood, but doubtful.
    WARNING = "warning"
    #: Normalised; nothing to do.
    INFO = "info"


class ExampleForm(StrEnum):
    """What the example of a code is, and so how it is read."""

    #: A text as a whole, for :func:`budgetperf.parse`.
    DOCUMENT = "document"
    #: The rows of a pipe table below captions and header that are in order; see ``budgetperf.examples``.
    ROWS = "rows"
    #: Clauses, in a cell of a table that is in order otherwise.
    CLAUSES = "clauses"
    #: A cell of the column 绩效指标, for :func:`budgetperf.parse_indicators`.
    CELL = "cell"
    #: A value, for :func:`budgetperf.parse_target`.
    TARGET = "target"
    #: A file that is no text or a damaged one, for :func:`budgetperf.read`; described in words.
    FILE = "file"


@frozen(kw_only=True)
class CatalogueEntry:
    """What a diagnostic code means: the text behind ``budgetperf explain``."""

    code: str
    title: str
    severity: Severity = field(converter=Severity)
    explanation: str
    #: What is printed that triggers the code, and no other.
    example: str
    form: ExampleForm = field(converter=ExampleForm)
    #: What a reader can do about it.
    fix: str
    #: The version that added the code.
    since: str


@cache
def catalogue(language: str = "en") -> Mapping[str, CatalogueEntry]:
    """Return every diagnostic code with its entry, by layer and number.

    Args:
        language: The language of titles, explanations and fixes: ``"en"`` or ``"zh"``.

    Raises:
        ValueError: if there is no catalogue in that language.

    >>> catalogue()["G202"].title
    'annual target missing'
    >>> catalogue("zh")["G202"].title
    '缺少年度指标值'

    """
    if language not in LANGUAGES:
        raise ValueError(f"no catalogue in {language!r}; accepted are {', '.join(LANGUAGES)}")
    entries = {code: CatalogueEntry(code=code, **entry) for code, entry in _data("diagnostics.toml").items()}
    if language != "en":
        translated = _data(f"diagnostics.{language}.toml")
        entries = {code: evolve(entry, **translated[code]) for code, entry in entries.items()}
    return MappingProxyType(entries)


def _data(name: str) -> dict[str, Any]:
    return tomllib.loads(files("budgetperf").joinpath("data", name).read_text("utf-8"))


@frozen(kw_only=True)
class Diagnostic:
    """One doubt, with its place in the source and in the model.

    >>> from budgetperf import parse_target
    >>> [doubt] = parse_target("超过90%以上").diagnostics
    >>> doubt.code, str(doubt.severity), doubt.span
    ('V304', 'warning', Span(start=0, end=7))

    """

    #: A key of :func:`catalogue`, or the code of a rule that others add.
    code: str
    severity: Severity
    #: One line, lower case, quoting the printed words. Its wording is not API.
    message: str
    #: Where the printed words stand; None when the doubt is about the whole source.
    span: Span | None = None
    #: The model path, such as ``tables[0].spending_units[1].projects[3]``; may be empty.
    path: str = ""
    #: What to do about it, or None.
    hint: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the diagnostic as JSON-ready data, keys in fixed order."""
        span = self.span and {"start": self.span.start, "end": self.span.end}
        return {
            "code": self.code,
            "severity": str(self.severity),
            "message": self.message,
            "span": span,
            "path": self.path,
            "hint": self.hint,
        }

    def _repr_html_(self) -> str:
        """Return the diagnostic as a notebook shows it."""
        from budgetperf.notebook import diagnostic_html

        return diagnostic_html(self)


# Of bad scans there are more of them than of indicators.
_diagnostic: Callable[..., Diagnostic] = builder(Diagnostic)


class Findings(tuple[Diagnostic, ...]):
    """Diagnostics that a notebook shows by their codes; a tuple in every other respect.

    What :func:`budgetperf.check` returns, and :attr:`budgetperf.ParseResult.diagnostics`.
    """

    __slots__ = ()

    def _repr_html_(self) -> str:
        """Return the findings as a notebook shows it."""
        from budgetperf.notebook import findings_html

        return findings_html(self)


def diagnose(code: str, message: str, span: Span | None = None, path: str = "", hint: str | None = None) -> Diagnostic:
    """Return a diagnostic with the severity that the catalogue gives its code."""
    return _diagnostic(code, catalogue()[code].severity, message, span, path, hint)


def quoted(words: str) -> str:
    """Return `words` in Chinese quotes for a message, cut when they are very long."""
    cut = f"{words[:_QUOTED]}… ({len(words)} characters)" if len(words) > _QUOTED else words
    return f"“{cut}”"
