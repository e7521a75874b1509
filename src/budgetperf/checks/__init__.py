"""What reviewers find wrong with a document: `check`, and the rules behind it."""

from collections.abc import Collection, Iterator, Mapping

from budgetperf.configuration import Configuration
from budgetperf.diagnostics import Diagnostic
from budgetperf.model import Document
from budgetperf.results import ParseResult
from budgetperf.source import Span

__all__ = ["check"]


def check(
    document: Document | ParseResult[Document],
    *,
    select: Collection[str] | None = None,
    ignore: Collection[str] | None = None,
    severity: Mapping[str, str] | None = None,
) -> tuple[Diagnostic, ...]:
    """Return what is doubtful about a document, in order of place."""
    configuration = Configuration(select=select, ignore=ignore or (), severity=severity or {})
    return configuration.applied(_found(document))


def _found(document: Document | ParseResult[Document]) -> list[Diagnostic]:
    if isinstance(document, ParseResult):
        found = [*document.diagnostics]
        found.extend(doubt for doubt in _doubts(document.value) if doubt not in document.diagnostics)
    else:
        found = [*_doubts(document)]
    return sorted(found, key=lambda doubt: (doubt.span is not None, doubt.span or Span(0, 0)))


def _doubts(document: Document) -> Iterator[Diagnostic]:  # noqa: ARG001 - its rules are being written
    return iter(())
