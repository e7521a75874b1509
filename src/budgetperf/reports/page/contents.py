"""What a page shows, as JSON-ready data.

Texts stand in it once: the rows are those of the tidy table, from which the page
also makes the CSV that it offers; where something is printed are offsets into the
excerpts of its file.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any, Final

from attrs import define, field

from budgetperf import __version__
from budgetperf.checks.review import has_measurable_target
from budgetperf.diagnostics import LANGUAGES, catalogue
from budgetperf.model import Document, Indicator, PerformanceTable, Project
from budgetperf.phrasebook import Phrasebook
from budgetperf.quantities import plain
from budgetperf.records import COLUMNS, Row, to_records
from budgetperf.reports.findings import Checked, Finding, Region, Unread, findings_of, name_of
from budgetperf.reports.page.excerpts import Excerpts
from budgetperf.results import ParseResult
from budgetperf.rules import Rule
from budgetperf.source import SourceText, Span

__all__ = ["contents"]

#: How many of the columns say something of the project.
_OF_PROJECT: Final = COLUMNS.index("ordinal")
#: The columns that hold numbers and signs of our own, of which a spreadsheet makes no formula.
_HARMLESS: Final = (
    *("table", "project_index", "project_total", "project_fiscal_appropriation"),
    *("project_special_account_appropriation", "project_other_funds", "ordinal"),
    *("period_comparator", "period_low", "period_high", "annual_comparator", "annual_low", "annual_high"),
)
_PLACES: Final = ("page", "sheet", "table", "paragraph", "row", "column")
_INDICATOR: Final = re.compile(r"\.indicators\[(\d+)\]")
#: More marked words than this would print a whole table.
_LONGEST_MARKED: Final = 400
_PHRASEBOOKS: Final = tuple(map(Phrasebook, LANGUAGES))


def contents(files: Iterable[Checked], rules: Iterable[Rule] = ()) -> dict[str, Any]:
    """Return what a page about `files` shows, which were checked by `rules` of others, too."""
    page, own = _Contents(), {rule.code: rule for rule in rules}
    for file in files:
        page.add(file)
    return {
        "generator": f"budgetperf {__version__}",
        "columns": list(COLUMNS),
        "harmless": list(_HARMLESS),
        "codes": {code: _entry(code, own.get(code)) for code in sorted(page.codes)},
        "files": page.files,
        "units": page.units,
        "projects": page.projects,
    }


def _told(english: str) -> dict[str, str]:
    """Return words of ours in each language."""
    return {each.language: each.understood(english) for each in _PHRASEBOOKS}


def _entry(code: str, own: Rule | None) -> dict[str, dict[str, str]]:
    """Return what the catalogue says of a code in each language, or the rule of others in its own words.

    Nothing is said of a code that is neither ours nor that of a rule.
    """
    return {
        language: {"title": entry.title, "explanation": entry.explanation, "fix": entry.fix}
        for language in LANGUAGES
        if (entry := catalogue(language).get(code, own))
    }


@define
class _Contents:
    """What was gathered from the files so far."""

    files: list[dict[str, Any]] = field(factory=list)
    units: list[dict[str, Any]] = field(factory=list)
    projects: list[dict[str, Any]] = field(factory=list)
    codes: set[str] = field(factory=set)

    def add(self, file: Checked) -> None:
        if isinstance(file, Unread):
            shown = {"name": file.name, "errors": _told(file.reason), "was_read": file.was_read}
            self.files.append({**shown, "text": "", "starts": [0], "tables": [], "findings": []})
            return
        found: dict[str, list[Finding]] = defaultdict(list)
        for finding in findings_of(file):
            subject = finding.subject
            found[subject.path if subject and subject.project else ""].append(finding)
            self.codes.add(finding.diagnostic.code)
        every = [finding for group in found.values() for finding in group]
        excerpts = Excerpts(file.source.text, filter(None, _spans(file.value, every)))
        sheet = _Sheet(file.source, excerpts)
        self._add_tables(file, found, sheet)
        self.files.append(
            {
                "name": name_of(file),
                "errors": None,
                "text": excerpts.text,
                "starts": excerpts.starts,
                "tables": [_table(table) for table in file.value.tables],
                "findings": [sheet.finding(finding) for finding in found[""]],
            }
        )

    def _add_tables(self, file: ParseResult[Document], found: dict[str, list[Finding]], sheet: "_Sheet") -> None:
        rows: dict[tuple[object, object], list[Row]] = defaultdict(list)
        for row in to_records(file.value, source=name_of(file)):
            rows[row["table"], row["project_index"]].append(row)
        for t, table in enumerate(file.value.tables):
            index = 0
            for u, unit in enumerate(table.spending_units):
                number = len(self.units)
                total = None if unit.funding is None else _plain(unit.funding.total)
                self.units.append({"file": len(self.files), "table": t, "name": unit.name, "total": total})
                for p, project in enumerate(unit.projects):
                    findings = found[f"tables[{t}].spending_units[{u}].projects[{p}]"]
                    shown = {"file": len(self.files), "unit": number}
                    self.projects.append({**shown, **sheet.project(project, rows[t, index], findings)})
                    index += 1


def _table(table: PerformanceTable) -> dict[str, Any]:
    unit = table.amount_unit
    return {
        "title": table.title,
        "department": table.department,
        "year": table.year,
        "amount_unit": None if unit is None else str(unit),
        "yuan": None if unit is None else int(unit.yuan),
        "total": None if table.total is None else _plain(table.total.total),
    }


def _plain(value: object) -> object:
    """Return a cell of a row as JSON has it: a decimal as its digits."""
    if not isinstance(value, Decimal):
        return value
    return plain(value) or str(value)


def _spans(document: Document, findings: Iterable[Finding]) -> Iterator[Span | None]:
    """Yield where everything is printed that a page points to."""
    for finding in findings:
        yield _marked(finding.span)
    for table in document.tables:
        for project in table.projects:
            yield from (project.name_span, project.funding.span, project.objective_span)
            for indicator in project.indicators:
                yield from (indicator.span, *_parts(indicator))


def _parts(indicator: Indicator) -> tuple[Span | None, ...]:
    """Return where the name and the targets of an indicator are printed."""
    targets = (indicator.period_target, indicator.annual_target)
    return indicator.name_span, *(None if target is None else target.span for target in targets)


def _marked(span: Span | None) -> Span | None:
    return None if span is None else Span(span.start, min(span.end, span.start + _LONGEST_MARKED))


@define
class _Sheet:
    """Where the parts of one document are printed."""

    source: SourceText
    excerpts: Excerpts

    def project(self, project: Project, rows: list[Row], findings: Iterable[Finding]) -> dict[str, Any]:
        cells = [[_plain(value) for value in row.values()] for row in rows]
        indicators = [
            self.indicator(indicator, row[_OF_PROJECT:])
            for indicator, row in zip(project.indicators, cells, strict=False)
        ]
        return {
            "row": cells[0][:_OF_PROJECT],
            "place": self.place(project.name_span or project.span),
            "spans": [self.excerpts.at(each) for each in (project.name_span, project.funding.span)],
            "objective": self.excerpts.at(project.objective_span),
            "indicators": indicators,
            "findings": [self.finding(finding) for finding in findings],
        }

    def indicator(self, indicator: Indicator, row: list[object]) -> dict[str, Any]:
        return {
            "row": row,
            "measurable": has_measurable_target(indicator),
            "place": self.place(indicator.span),
            "span": self.excerpts.at(indicator.span),
            "parts": [self.excerpts.at(span) for span in _parts(indicator)],
        }

    def finding(self, finding: Finding) -> dict[str, Any]:
        doubt = finding.diagnostic
        about = _INDICATOR.search(doubt.path)
        return {
            "code": doubt.code,
            "severity": str(doubt.severity),
            "messages": {each.language: each.details(doubt) for each in _PHRASEBOOKS},
            "hints": _told(doubt.hint) if doubt.hint else None,
            "indicator": int(about[1]) if about else None,
            "place": self.place(finding.span),
            "span": self.excerpts.at(_marked(finding.span)),
        }

    def place(self, span: Span | None) -> dict[str, Any] | None:
        """Return where words stand, by what is known of it: line and column, page and cell."""
        if span is None or span.end > len(self.source.text):
            return None
        place = self.source.place(span)
        if place is None:
            region = Region.of(span, self.source)
            return {"line": region.line, "column": region.column}
        if place.sheet is not None:
            return {"sheet": place.sheet, "cell": place.cell}
        return {name: number for name in _PLACES if (number := getattr(place, name)) is not None}
