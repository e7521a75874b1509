"""What reviewers find wrong with a document: `check`, and the rules behind it."""

from collections.abc import Collection, Iterator, Mapping
from typing import Final

from budgetperf.checks.categories import category_doubts
from budgetperf.checks.objectives import objective_doubts
from budgetperf.checks.periods import period_doubts
from budgetperf.checks.places import projects_of
from budgetperf.checks.reread import reread
from budgetperf.checks.review import review_doubts
from budgetperf.checks.targets import target_doubts
from budgetperf.configuration import Configuration
from budgetperf.diagnostics import Diagnostic, Findings
from budgetperf.model import Document
from budgetperf.results import ParseResult
from budgetperf.source import Span

__all__ = ["check"]

#: What is asked of the projects of a document, in the order in which findings at one place are told.
_RULES: Final = (category_doubts, target_doubts, period_doubts, objective_doubts, review_doubts)

#: A column printed apart that belongs to no project for certain, and what every project then lacks.
_COLUMN_LOST: Final = "R108"
_LACKING: Final = frozenset({"P601", "P602"})


def check(
    document: Document | ParseResult[Document],
    *,
    select: Collection[str] | None = None,
    ignore: Collection[str] | None = None,
    severity: Mapping[str, str] | None = None,
) -> tuple[Diagnostic, ...]:
    """Return what is doubtful about a document, in order of place."""
    configuration = Configuration(select=select, ignore=ignore or (), severity=severity or {})
    return Findings(configuration.applied(_found(document)))


def _found(document: Document | ParseResult[Document]) -> list[Diagnostic]:
    """Return every doubt; a result brings those of its readers, which saw the page."""
    if isinstance(document, ParseResult):
        lost = {doubt.path for doubt in document.diagnostics if doubt.code == _COLUMN_LOST}
        reviewed = (doubt for doubt in _reviewed(document.value) if not _is_explained(doubt, lost))
        found = [*document.diagnostics, *reviewed]
    else:
        found = [*reread(document), *_reviewed(document)]
    found.sort(key=lambda doubt: (doubt.span is not None, doubt.span or Span(0, 0)))
    return found


def _is_explained(doubt: Diagnostic, tables: Collection[str]) -> bool:
    """Tell whether a project lacks but what its table's readers could not give back to it."""
    return doubt.code in _LACKING and doubt.path.partition(".")[0] in tables


def _reviewed(document: Document) -> Iterator[Diagnostic]:
    projects = list(projects_of(document))
    for rules in _RULES:
        yield from rules(projects)
