"""Findings as SARIF 2.1.0, which code hosts and editors show beside the files.

The standard is https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html;
section numbers in comments are its own.
"""

import os
import re
from collections import Counter
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path, PurePath
from typing import Any, Final
from urllib.parse import quote

from budgetperf import __version__
from budgetperf.diagnostics import CatalogueEntry, Severity, catalogue
from budgetperf.reports.findings import Checked, Finding, Unread, findings_of, name_of
from budgetperf.rules import Rule

__all__ = ["to_sarif"]

_SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_INFORMATION: Final = "https://pypi.org/project/budgetperf/"
_LEVELS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
#: The name under which a result's fingerprint stands; a new way to compute it gets a new number.
_FINGERPRINT: Final = "budgetperf/v1"
_WORD: Final = re.compile(r"[A-Za-z0-9]+")


def to_sarif(
    files: Iterable[Checked], *, root: str | os.PathLike[str] | None = None, rules: Iterable[Rule] = ()
) -> dict[str, Any]:
    """Return what was found in files as a SARIF log, JSON-ready and in fixed order.

    A place in a text is a region in lines, columns and code points. In a file that
    is no text the place (page, cell) is a logical location, and stands before the message.

    Args:
        files: What was read, with the diagnostics to report.
        root: The folder that files are named from; without it, relative names stay as they are
            and absolute ones stay absolute.
        rules: The rules of others by which it was checked, for what they say of their codes.

    >>> from budgetperf import parse
    >>> log = to_sarif([parse("项目支出绩效目标表")])
    >>> [result["ruleId"] for result in log["runs"][0]["results"]]
    ['R101']

    """
    run = _Run(root, rules)
    for file in files:
        run.add(file)
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run.data()]}


class _Run:
    """One run of the tool over files."""

    def __init__(self, root: str | os.PathLike[str] | None, rules: Iterable[Rule]) -> None:
        self.own_rules = {rule.code: rule for rule in rules}
        self.root = None if root is None else Path(root).resolve()
        self.rules: dict[str, int] = {}
        self.artifacts: list[dict[str, Any]] = []
        self.results: list[dict[str, Any]] = []
        self.notifications: list[dict[str, Any]] = []

    def add(self, file: Checked) -> None:
        location = {"uri": _uri(name_of(file), self.root), "index": len(self.artifacts)}
        self.artifacts.append({"location": dict(location)})
        if isinstance(file, Unread):
            place = {"physicalLocation": {"artifactLocation": location}}
            message = {"text": f"{file.what}: {file.reason}"}
            self.notifications.append({"level": "error", "message": message, "locations": [place]})
            return
        seen: Counter[str] = Counter()
        for finding in findings_of(file):
            known_by = _fingerprint(finding)
            seen[known_by] += 1
            self.results.append(self._result(finding, location, f"{known_by}:{seen[known_by]}"))

    def _result(self, finding: Finding, location: dict[str, Any], fingerprint: str) -> dict[str, Any]:
        doubt = finding.diagnostic
        place = finding.place
        properties = {"path": doubt.path, "project": finding.project, "hint": doubt.hint}
        return {
            "ruleId": doubt.code,
            "ruleIndex": self.rules.setdefault(doubt.code, len(self.rules)),
            "level": _LEVELS[doubt.severity],
            "message": {"text": doubt.message if place is None else f"{place}: {doubt.message}"},
            "locations": [_location(finding, location)],
            "partialFingerprints": {_FINGERPRINT: fingerprint},
            "properties": {key: value for key, value in properties.items() if value},
        }

    def data(self) -> dict[str, Any]:
        driver = {
            "name": "budgetperf",
            "version": __version__,
            "informationUri": _INFORMATION,
            "rules": [_rule(code, self.own_rules.get(code)) for code in self.rules],
        }
        invocation: dict[str, Any] = {"executionSuccessful": not self.notifications}
        if self.notifications:
            invocation["toolExecutionNotifications"] = self.notifications
        return {
            "tool": {"driver": driver},
            "invocations": [invocation],
            "artifacts": self.artifacts,
            "columnKind": "unicodeCodePoints",
            # As SourceText counts lines (3.14.25).
            "newlineSequences": ["\r\n", "\n", "\r"],
            "results": self.results,
        }


# --- rules --------------------------------------------------------------------------------------


def _rule(code: str, own: Rule | None) -> dict[str, Any]:
    """Return what the catalogue says of a code, or the rule of others; the code alone where neither is known."""
    entry = catalogue().get(code)
    if entry is None:
        return {"id": code} if own is None else _own_rule(own)
    return {
        "id": code,
        "name": _camel_case(entry.title),
        "shortDescription": {"text": entry.title},
        "fullDescription": {"text": entry.explanation},
        "help": {"text": f"{entry.explanation}\n\nWhat to do: {entry.fix}", "markdown": _help(entry)},
        "defaultConfiguration": {"level": _LEVELS[entry.severity]},
    }


def _own_rule(rule: Rule) -> dict[str, Any]:
    said = {"fullDescription": rule.explanation, "help": rule.fix}
    name = _camel_case(rule.title)
    return {
        "id": rule.code,
        **({"name": name} if name else {}),
        "shortDescription": {"text": rule.title},
        **{key: {"text": words} for key, words in said.items() if words},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _camel_case(title: str) -> str:
    return "".join(word[:1].upper() + word[1:] for word in _WORD.findall(title.replace("'", "")))


def _help(entry: CatalogueEntry) -> str:
    example = entry.example.strip("\n")
    return f"{entry.explanation}\n\n```text\n{example}\n```\n\n**What to do:** {entry.fix}"


# --- places -------------------------------------------------------------------------------------


def _location(finding: Finding, location: dict[str, Any]) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": location}
    region = finding.region
    if region is not None and finding.span is not None:
        physical["region"] = {
            "startLine": region.line,
            "startColumn": region.column,
            "endLine": region.end_line,
            "endColumn": region.end_column,
            "charOffset": finding.span.start,
            "charLength": finding.span.end - finding.span.start,
            "snippet": {"text": finding.words},
        }
    logical = _logical_locations(finding)
    return {"physicalLocation": physical, **({"logicalLocations": logical} if logical else {})}


def _logical_locations(finding: Finding) -> list[dict[str, Any]]:
    """Return the page or cell, and the project, unit or table."""
    found = []
    if finding.place is not None:
        place = finding.place
        kind = "cell" if place.sheet is not None else "page" if place.page is not None else "paragraph"
        found.append({"name": str(place), "kind": kind})
    if finding.subject is not None:
        named = {"name": finding.subject.name} if finding.subject.name else {}
        found.append({**named, "fullyQualifiedName": finding.subject.path, "kind": "object"})
    return found


def _uri(name: str, root: Path | None) -> str:
    """Return the name of a file as a URI, relative to the root where it lies below.

    >>> _uri("2019/预算 表.txt", None)
    '2019/%E9%A2%84%E7%AE%97%20%E8%A1%A8.txt'
    """
    path = PurePath(name)
    if root is not None:
        absolute = Path(os.path.abspath(path))  # noqa: PTH100 - a link keeps the name that it was given
        path = absolute.relative_to(root) if absolute.is_relative_to(root) else path
    if path.is_absolute():
        return "file://" + "/" * (not path.as_posix().startswith("/")) + quote(_bytes(path), safe="/:")
    return quote(_bytes(path))


def _bytes(path: PurePath) -> bytes:
    """Return a name as the system has it, which may be bytes that are no text."""
    try:
        return os.fsencode(path.as_posix())
    except UnicodeEncodeError:
        return path.as_posix().encode("utf-8", "replace")


def _fingerprint(finding: Finding) -> str:
    """Return what a finding is known by from run to run: code, path and printed words, not lines or wording."""
    doubt = finding.diagnostic
    told = "\0".join((doubt.code, doubt.path, finding.words or ""))
    return sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:32]
