"""What every ``parse_*`` and ``read`` returns: a value and the doubts about it."""

import re
from collections.abc import Callable, Iterable
from typing import Any, Generic, TypeVar

from attrs import field, frozen

from budgetperf.building import builder
from budgetperf.diagnostics import Diagnostic, Findings, Severity, diagnose
from budgetperf.errors import ParseFailed
from budgetperf.source import SourceText, Span

__all__ = ["ParseResult", "result_of"]

Value = TypeVar("Value", covariant=True)
_Value = TypeVar("_Value")
#: A set without a repetition, since `re` looks for the first of it twice as quickly.
_UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1b\x7f\ud800-\udfff]")


@frozen(kw_only=True)
class ParseResult(Generic[Value]):
    """A value with the diagnostics raised on the way to it.

    >>> from budgetperf import parse_indicators
    >>> result = parse_indicators("1、1-产出指标；11-数量指标；场次；实施周期指标值：3场。")
    >>> result.value[0].name, result.ok, [each.code for each in result.diagnostics]
    ('场次', True, ['G202'])
    >>> result.source[result.value[0].name_span]
    '场次'

    """

    #: What was understood.
    value: Value
    #: What was doubted, in order of place.
    diagnostics: tuple[Diagnostic, ...] = field(converter=Findings, repr=lambda diagnostics: f"<{len(diagnostics)}>")
    #: The text that every span points into.
    source: SourceText

    @property
    def ok(self) -> bool:
        """Whether nothing of the document is missing from the value."""
        return not any(diagnostic.severity == Severity.ERROR for diagnostic in self.diagnostics)

    def unwrap(self) -> Value:
        """Return the value, or refuse to when something is missing from it.

        Raises:
            ParseFailed: if a diagnostic has error severity.

        """
        errors = tuple(diagnostic for diagnostic in self.diagnostics if diagnostic.severity == Severity.ERROR)
        if errors:
            raise ParseFailed(errors)
        return self.value

    def _repr_html_(self) -> str:
        """Return value and doubts as a notebook shows it."""
        from budgetperf.notebook import result_html

        return result_html(self)


_result: Callable[..., ParseResult[Any]] = builder(ParseResult)


def result_of(value: _Value, doubts: Iterable[Diagnostic], source: SourceText) -> ParseResult[_Value]:
    """Return a result whose diagnostics stand in order of place; characters that nobody can print add one."""
    ordered = [*doubts, *_unprintable(source.text)]
    ordered.sort(key=_place)
    return _result(value, Findings(ordered), source)


def _place(doubt: Diagnostic) -> tuple[int, int]:
    """Return where a doubt stands; one about the whole source comes first."""
    span = doubt.span
    return (-1, -1) if span is None else (span.start, span.end)


def _unprintable(text: str) -> list[Diagnostic]:
    found = None if text.isprintable() else _UNPRINTABLE.search(text)
    if not found:
        return []
    message = f"the text holds control characters or lone surrogates, first U+{ord(found[0]):04X}"
    return [diagnose("R114", message, Span(found.start(), found.start() + 1))]
