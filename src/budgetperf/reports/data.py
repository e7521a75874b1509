"""Findings as JSON: one object for all files, in a format with a name and a version of its own."""

from collections.abc import Collection, Iterable
from typing import Any, Final

from budgetperf import __version__
from budgetperf.diagnostics import Severity
from budgetperf.model import Document
from budgetperf.reports.findings import Checked, Finding, Tally, Unread, findings_of, name_of, title_of
from budgetperf.results import ParseResult
from budgetperf.rules import Rule

__all__ = ["FORMAT", "FORMAT_VERSION", "file_data", "to_report"]

#: What the key ``format`` holds.
FORMAT: Final = "budgetperf-diagnostics"
#: ``MAJOR.MINOR`` of the format; not the version of the package.
FORMAT_VERSION: Final = "1.0"

_PLACES: Final = ("page", "sheet", "cell", "table", "paragraph", "row", "column")


def to_report(files: Iterable[Checked], *, rules: Iterable[Rule] = ()) -> dict[str, Any]:
    """Return what was found in files as JSON-ready data, keys in fixed order.

    Args:
        files: What was read, with the diagnostics to report.
        rules: The rules of others by which it was checked, for their titles.

    >>> from budgetperf import parse
    >>> report = to_report([parse("项目支出绩效目标表")])
    >>> list(report), report["files"][0]["diagnostics"][0]["code"]
    (['format', 'format_version', 'generator', 'files', 'summary'], 'R101')
    """
    tally = Tally()
    listed = []
    for file in files:
        tally.add(file)
        listed.append(file_data(file))
    return {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "generator": f"budgetperf {__version__}",
        "files": listed,
        "summary": _summary(tally, tuple(rules)),
    }


def file_data(file: Checked) -> dict[str, Any]:
    """Return what was found in one file: an entry of ``files`` in :func:`to_report`.

    >>> from budgetperf import parse
    >>> found = file_data(parse("项目支出绩效目标表"))
    >>> [each["code"] for each in found["diagnostics"]]
    ['R101']

    """
    numbers = Tally()
    numbers.add(file)
    return {
        "file": name_of(file),
        "error": file.reason if isinstance(file, Unread) else None,
        "tables": numbers.tables,
        "projects": numbers.projects,
        "indicators": numbers.indicators,
        "diagnostics": [] if isinstance(file, Unread) else _diagnostics(file),
    }


def _diagnostics(result: ParseResult[Document]) -> list[dict[str, Any]]:
    return [
        {
            **finding.diagnostic.to_dict(),
            "place": _place(finding),
            "project": finding.project,
            "words": finding.words,
        }
        for finding in findings_of(result)
    ]


def _place(finding: Finding) -> dict[str, Any] | None:
    """Return where a finding stands: line and column of a text, or what the reader of the file counts by."""
    if finding.span is None:
        return None
    region, place = finding.region, finding.place
    counted = {name: getattr(place, name, None) for name in _PLACES}
    counted["cell"] = place.cell if place is not None and place.sheet is not None else None
    if region is not None:
        counted["column"] = region.column
    return {"line": region.line if region else None, **counted}


def _summary(tally: Tally, rules: Collection[Rule]) -> dict[str, Any]:
    return {
        "files": tally.files,
        "unread": tally.unread,
        "tables": tally.tables,
        "projects": tally.projects,
        "indicators": tally.indicators,
        **{f"{severity}s": tally.of(severity) for severity in Severity},
        "codes": [
            {"code": code, "severity": str(severity), "title": title_of(code, rules=rules), "count": number}
            for severity, code, number in tally.ranked()
        ],
    }
