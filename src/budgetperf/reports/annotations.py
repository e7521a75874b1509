"""Findings as workflow commands, which GitHub Actions shows at the lines of a pull request.

See https://docs.github.com/actions/reference/workflow-commands-for-github-actions.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from budgetperf.diagnostics import Severity
from budgetperf.reports.findings import Checked, Finding, Unread, findings_of, name_of, title_of
from budgetperf.rules import Rule
from budgetperf.terminal import visible

__all__ = ["to_annotations"]

_COMMANDS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
#: What the runner undoes in a message, and beside that in a property.
_IN_MESSAGE: Final = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_IN_PROPERTY: Final = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def to_annotations(files: Iterable[Checked], *, rules: Iterable[Rule] = ()) -> Iterator[str]:
    """Yield a line for each diagnostic, and one for each file that could not be read.

    Args:
        files: What was read, with the diagnostics to report.
        rules: The rules of others by which it was checked, for their titles.

    >>> from budgetperf import Document, ParseResult, SourceText, Span
    >>> from budgetperf.diagnostics import diagnose
    >>> doubt = diagnose("A502", "the sum is 3.00, not 4.00", Span(3, 7))
    >>> source = SourceText("合计 4.00", name="表")
    >>> print(*to_annotations([ParseResult(value=Document(tables=()), diagnostics=(doubt,), source=source)]))
    ::warning file=表,line=1,endLine=1,col=4,endColumn=8,title=A502 subtotals do not add up::the sum is 3.00, not 4.00
    """
    rules = tuple(rules)
    for file in files:
        if isinstance(file, Unread):
            yield _command("error", {"file": file.name, "title": file.what}, file.reason)
            continue
        for finding in findings_of(file):
            yield _annotation(finding, name_of(file), title_of(finding.diagnostic.code, rules=rules))


def _annotation(finding: Finding, name: str, title: str) -> str:
    doubt, region, place = finding.diagnostic, finding.region, finding.place
    properties: dict[str, object] = {"file": name}
    if region is not None:
        properties |= {"line": region.line, "endLine": region.end_line}
        # Columns of several lines are refused.
        if region.line == region.end_line:
            properties |= {"col": region.column, "endColumn": region.end_column}
    properties["title"] = f"{doubt.code} {title}".rstrip()
    message = doubt.message if place is None else f"{place}: {doubt.message}"
    lines = (visible(line) for line in (message, doubt.hint) if line)
    return _command(_COMMANDS[doubt.severity], properties, "\n".join(lines))


def _command(name: str, properties: dict[str, object], message: str) -> str:
    given = ",".join(f"{key}={str(value).translate(_IN_PROPERTY)}" for key, value in properties.items())
    return f"::{name} {given}::{message.translate(_IN_MESSAGE)}"
