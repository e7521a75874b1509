"""What every ``parse_*`` and ``read`` returns: a value and the doubts about it."""

from typing import Generic, TypeVar

from attrs import field, frozen

from budgetperf.diagnostics import Diagnostic, Severity
from budgetperf.errors import ParseFailed
from budgetperf.source import SourceText

__all__ = ["ParseResult"]

Value = TypeVar("Value", covariant=True)


@frozen(kw_only=True)
class ParseResult(Generic[Value]):
    """A value with the diagnostics raised on the way to it."""

    #: What was understood.
    value: Value
    #: What was doubted, in order of place.
    diagnostics: tuple[Diagnostic, ...] = field(repr=lambda diagnostics: f"<{len(diagnostics)}>")
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
