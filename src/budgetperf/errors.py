"""The errors that callers may catch. Documents never raise; misuse does."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from budgetperf.diagnostics import Diagnostic

__all__ = [
    "BudgetPerfError",
    "ExtensionFailed",
    "FormatError",
    "LimitExceeded",
    "MissingExtra",
    "NewerFormatWarning",
    "ParseFailed",
    "UnsupportedFormatVersion",
    "Unwritable",
]


class BudgetPerfError(Exception):
    """The base of every error that this package raises itself."""


class ParseFailed(BudgetPerfError, ValueError):
    """Raised by :meth:`ParseResult.unwrap` when something of the document is missing."""

    def __init__(self, diagnostics: "Sequence[Diagnostic]") -> None:
        super().__init__(tuple(diagnostics))

    @property
    def diagnostics(self) -> "tuple[Diagnostic, ...]":
        """The diagnostics of error severity."""
        diagnostics: tuple[Diagnostic, ...] = self.args[0]
        return diagnostics

    def __str__(self) -> str:
        first, *others = self.diagnostics
        more = f" (and {len(others)} more)" if others else ""
        return f"{first.code}: {first.message}{more}"


class FormatError(BudgetPerfError, ValueError):
    """Raised when a text is not our own JSON.

    `errors` lists every fault as (JSON path, message); `path` is the first path.
    """

    def __init__(self, errors: Sequence[tuple[str, str]]) -> None:
        super().__init__(tuple(errors))

    @property
    def errors(self) -> tuple[tuple[str, str], ...]:
        """Every fault found, as (JSON path, message)."""
        errors: tuple[tuple[str, str], ...] = self.args[0]
        return errors

    @property
    def path(self) -> str:
        """The JSON path of the first fault, such as ``$.document.tables[0].year``."""
        return self.errors[0][0]

    def __str__(self) -> str:
        return "; ".join(f"{path}: {message}" for path, message in self.errors)


class UnsupportedFormatVersion(FormatError):
    """Raised for JSON of another major format version."""


class MissingExtra(BudgetPerfError, ImportError):
    """Raised when an optional dependency is needed; the message says what to install."""

    def __init__(self, extra: str, purpose: str) -> None:
        super().__init__(extra, purpose)

    def __str__(self) -> str:
        extra, purpose = self.args
        return f"{purpose} needs an extra: pip install 'budgetperf[{extra}]'"


class ExtensionFailed(BudgetPerfError, RuntimeError):
    """Raised when what others have added fails, such as a rule given to :func:`check`; it names what, and why."""

    def __init__(self, what: str, why: str) -> None:
        super().__init__(what, why)

    def __str__(self) -> str:
        what, why = self.args
        return f"{what} failed: {why}"


class LimitExceeded(BudgetPerfError, ValueError):
    """Raised by :func:`read` for a file that is larger, deeper or wider than its `limits` allow."""

    def __init__(self, limit: str, allowed: int, what: str) -> None:
        super().__init__(limit, allowed, what)

    @property
    def limit(self) -> str:
        """The name of the limit, an attribute of :class:`Limits`."""
        limit: str = self.args[0]
        return limit

    @property
    def allowed(self) -> int:
        """How much it allows."""
        allowed: int = self.args[1]
        return allowed

    def __str__(self) -> str:
        limit, allowed, what = self.args
        return f"{what} (limit: {limit}={allowed}); to read it all the same, give read limits=Limits({limit}=…)"


class Unwritable(BudgetPerfError, ValueError):
    """Raised by :mod:`budgetperf.writers` for a document that would read back as another one."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(path, reason)

    @property
    def path(self) -> str:
        """The place in the document, such as ``tables[0].spending_units[1].projects[3].name``."""
        path: str = self.args[0]
        return path

    @property
    def reason(self) -> str:
        """Why the layout can't hold what stands there."""
        reason: str = self.args[1]
        return reason

    def __str__(self) -> str:
        return f"{self.path} can't be written: {self.reason}"


class NewerFormatWarning(UserWarning):
    """Warned when JSON was written by a newer minor format version."""
