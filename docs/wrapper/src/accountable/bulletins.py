"""The bulletins of Lanze: the bureau's tables between lines of the portal's own."""

import re

from budgetperf import Diagnostic, Document, ParseResult, Severity, SourceText, Span, parse

__all__ = ["NO_SEAL", "read_bulletin"]

#: The code of our one doubt: X, Y and Z are left to others.
NO_SEAL = "X001"
#: What the portal adds to a table: a seal above, and a line at the foot of each page.
_PORTAL = re.compile(r"^(?:【澜泽省财政公开】.*|第\d+页 共\d+页 *)$", re.MULTILINE)
_SEAL = "【澜泽省财政公开】"


def read_bulletin(text: str, *, name: str | None = None) -> ParseResult[Document]:
    """Return the tables of a bulletin.

    The portal's lines are covered with blanks before the tables are read, so each
    character stays where it was, and spans point into the bulletin itself.
    """
    covered = _PORTAL.sub(lambda line: " " * len(line[0]), text)
    result = parse(covered, name=name)
    doubts = () if _SEAL in text else (_no_seal(),)
    return ParseResult(
        value=result.value,
        diagnostics=(*doubts, *result.diagnostics),
        source=SourceText(text, name),
    )


def _no_seal() -> Diagnostic:
    return Diagnostic(
        code=NO_SEAL,
        severity=Severity.WARNING,
        message=f"the bulletin has no line that begins with {_SEAL}",
        span=Span(0, 0),
        hint="make sure that the province has published it",
    )
