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
====== =========================================
"""

import tomllib
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from attrs import field, frozen

from budgetperf.source import Span

__all__ = ["CatalogueEntry", "Diagnostic", "Severity", "catalogue"]

_QUOTED = 400


class Severity(StrEnum):
    """How much a diagnostic weighs."""

    #: Something of the document is missing from the value.
    ERROR = "error"
    #: Understood, but doubtful.
    WARNING = "warning"
    #: Normalised; nothing to do.
    INFO = "info"


@frozen(kw_only=True)
class CatalogueEntry:
    """What a diagnostic code means: the text behind ``budgetperf explain``."""

    code: str
    title: str
    severity: Severity = field(converter=Severity)
    explanation: str
    #: A printed fragment that triggers the code.
    example: str
    #: What a reader can do about it.
    fix: str
    #: The version that added the code.
    since: str


@cache
def catalogue() -> Mapping[str, CatalogueEntry]:
    """Return every diagnostic code with its entry, by layer and number.

    >>> catalogue()["G202"].title
    'annual target missing'
    """
    text = files("budgetperf").joinpath("data/diagnostics.toml").read_text("utf-8")
    entries = (CatalogueEntry(code=code, **entry) for code, entry in tomllib.loads(text).items())
    return MappingProxyType({entry.code: entry for entry in entries})


@frozen(kw_only=True)
class Diagnostic:
    """One doubt, with its place in the source and in the model."""

    #: A key of :func:`catalogue`.
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


def diagnose(code: str, message: str, span: Span | None = None, path: str = "", hint: str | None = None) -> Diagnostic:
    """Return a diagnostic with the severity that the catalogue gives its code."""
    severity = catalogue()[code].severity
    return Diagnostic(code=code, severity=severity, message=message, span=span, path=path, hint=hint)


def quoted(words: str) -> str:
    """Return `words` in Chinese quotes for a message, cut when they are very long."""
    cut = f"{words[:_QUOTED]}… ({len(words)} characters)" if len(words) > _QUOTED else words
    return f"“{cut}”"
