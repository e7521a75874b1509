"""What every report says of a diagnostic: where it stands in the file, and what of the document it is about."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Final, TypeAlias

from attrs import define, field, frozen

from budgetperf.diagnostics import Diagnostic, Severity, catalogue
from budgetperf.model import Document, Funding, PerformanceTable, Project, SpendingUnit
from budgetperf.results import ParseResult
from budgetperf.rules import Rule
from budgetperf.source import Place, SourceText, Span

__all__ = ["Checked", "Finding", "Region", "Subject", "Tally", "Unread", "findings_of", "name_of", "title_of"]

#: More printed words than this are cut: a doubt about a whole table would print it.
_LONGEST_WORDS: Final = 400
_PATH: Final = re.compile(r"tables\[(\d+)\](?:\.spending_units\[(\d+)\](?:\.projects\[(\d+)\])?)?")


@frozen
class Unread:
    """A file that could not be read, or that was read and could not be checked.

    >>> Unread("a.pdf", "Permission denied").what, Unread("b.txt", "the rule X001 failed", was_read=True).what
    ("can't be read", "can't be checked")
    """

    name: str
    #: Why, in one line.
    reason: str
    #: Whether it was read; then one of the rules of others failed on it.
    was_read: bool = False

    @property
    def what(self) -> str:
        """What can't be done with it."""
        return "can't be checked" if self.was_read else "can't be read"


#: What is reported: a document with what was found, or a file that could not be read or checked.
Checked: TypeAlias = ParseResult[Document] | Unread


@frozen
class Region:
    """Where words stand in a text: lines and columns from 1, in code points, the last one just past the words."""

    line: int
    column: int
    end_line: int
    end_column: int

    @classmethod
    def of(cls, span: Span, source: SourceText) -> "Region":
        """Return where a span stands; a line break at its end is left out."""
        first = source.line_number(span.start)
        last = source.line_number(max(span.start, span.end - 1))
        line, end = source.line(first), source.line(last)
        start = min(span.start, line.end)
        return cls(first, start - line.start + 1, last, max(start, min(span.end, end.end)) - end.start + 1)


@frozen
class Subject:
    """A project, a spending unit or a table: the smallest of them that a diagnostic is about."""

    #: Its path in the model.
    path: str
    table: PerformanceTable
    unit: SpendingUnit | None = None
    project: Project | None = None

    @property
    def name(self) -> str | None:
        """Its name as printed; of a table, the department."""
        if self.project is not None:
            return self.project.name
        return self.unit.name if self.unit is not None else self.table.department

    @property
    def funding(self) -> Funding | None:
        """Its money."""
        if self.project is not None:
            return self.project.funding
        return self.unit.funding if self.unit is not None else self.table.total


@frozen
class Finding:
    """A diagnostic, and all that is known of where it stands."""

    diagnostic: Diagnostic
    source: SourceText
    subject: Subject | None

    @property
    def span(self) -> Span | None:
        """Its span, moved into the text where it lies outside."""
        if self.diagnostic.span is None:
            return None
        start = min(max(0, self.diagnostic.span.start), len(self.source.text))
        return Span(start, min(max(start, self.diagnostic.span.end), len(self.source.text)))

    @property
    def place(self) -> Place | None:
        """The page, cell or paragraph, where the file is no text."""
        return self.source.place(self.span) if self.span is not None else None

    @property
    def region(self) -> Region | None:
        """The lines and columns, where the file is a text."""
        if self.span is None or self.place is not None:
            return None
        return Region.of(self.span, self.source)

    @property
    def words(self) -> str | None:
        """The printed words, the first of them where they are many."""
        if self.span is None:
            return None
        if self.span.end - self.span.start > _LONGEST_WORDS:
            return self.source[Span(self.span.start, self.span.start + _LONGEST_WORDS)] + "…"
        return self.source[self.span]

    @property
    def about_name(self) -> bool:
        """Whether the words are the name of the project that it is about."""
        project = self.subject.project if self.subject else None
        return project is not None and self.span is not None and project.name_span == self.span

    @property
    def project(self) -> str | None:
        """The name of the project that it is about."""
        return self.subject.project.name if self.subject and self.subject.project else None


def name_of(file: Checked) -> str:
    """Return what a file is called."""
    return file.name if isinstance(file, Unread) else file.source.name or "<text>"


def title_of(code: str, language: str = "en", rules: Iterable[Rule] = ()) -> str:
    """Return what a code is about in few words; nothing for a code that is neither ours nor that of one of `rules`."""
    if code in catalogue():
        return catalogue(language)[code].title
    return next((rule.title for rule in rules if rule.code == code), "")


def findings_of(result: ParseResult[Document]) -> Iterator[Finding]:
    """Yield the diagnostics of a result with what each is about, in their order."""
    subjects = _Subjects(result.value)
    for diagnostic in result.diagnostics:
        yield Finding(diagnostic, result.source, subjects.of(diagnostic))


class _Subjects:
    """The projects, units and tables of a document, by path and by place."""

    def __init__(self, document: Document) -> None:
        self.document = document

    def of(self, diagnostic: Diagnostic) -> Subject | None:
        found = _PATH.match(diagnostic.path)
        if found:
            return self._at(*(None if number is None else int(number) for number in found.groups()))
        return self._around(diagnostic.span) if diagnostic.span is not None else None

    def _at(self, table: int | None, unit: int | None, project: int | None) -> Subject | None:
        tables = self.document.tables
        if table is None or table >= len(tables):
            return None
        subject = Subject(f"tables[{table}]", tables[table])
        if unit is None or unit >= len(subject.table.spending_units):
            return subject
        spending = subject.table.spending_units[unit]
        subject = Subject(f"{subject.path}.spending_units[{unit}]", subject.table, spending)
        if project is None or project >= len(spending.projects):
            return subject
        return Subject(f"{subject.path}.projects[{project}]", subject.table, spending, spending.projects[project])

    def _around(self, span: Span) -> Subject | None:
        """Return the project in whose row a span lies."""
        starts, rows = self._rows
        at = bisect_right(starts, span.start) - 1
        return rows[at][1] if at >= 0 and span in rows[at][0] else None

    @cached_property
    def _rows(self) -> tuple[list[int], list[tuple[Span, Subject]]]:
        rows = [
            (project.span, Subject(f"tables[{t}].spending_units[{u}].projects[{p}]", table, unit, project))
            for t, table in enumerate(self.document.tables)
            for u, unit in enumerate(table.spending_units)
            for p, project in enumerate(unit.projects)
            if project.span is not None
        ]
        rows.sort(key=lambda row: row[0])
        return [span.start for span, _ in rows], rows


@define
class Tally:
    """What was found in all files so far."""

    files: int = 0
    unread: int = 0
    #: How many of the unread were read, and could not be checked.
    unchecked: int = 0
    tables: int = 0
    projects: int = 0
    indicators: int = 0
    #: How often each code was found with each severity.
    codes: Counter[tuple[Severity, str]] = field(factory=Counter)

    def add(self, file: Checked) -> None:
        """Count a file and what was found in it."""
        self.files += 1
        if isinstance(file, Unread):
            self.unread += 1
            self.unchecked += file.was_read
            return
        projects = [project for table in file.value.tables for project in table.projects]
        self.tables += len(file.value.tables)
        self.projects += len(projects)
        self.indicators += sum(len(project.indicators) for project in projects)
        self.codes.update((diagnostic.severity, diagnostic.code) for diagnostic in file.diagnostics)

    def of(self, severity: Severity) -> int:
        """Return how many diagnostics of a severity were found."""
        return sum(number for (weight, _), number in self.codes.items() if weight is severity)

    def ranked(self) -> list[tuple[Severity, str, int]]:
        """Return each severity and code with its number: what weighs most and is most frequent goes first."""
        order = list(Severity)
        ranked = sorted(self.codes.items(), key=lambda item: (order.index(item[0][0]), -item[1], item[0][1]))
        return [(severity, code, number) for (severity, code), number in ranked]
