"""Documents that are one text of XML: decoded as any text is, and read as a part of an archive."""

from collections.abc import Callable
from typing import Any

from budgetperf.diagnostics import Diagnostic, diagnose
from budgetperf.readers.files import Request
from budgetperf.readers.package import FlatXml, parse_xml

__all__ = ["parse_flat"]


def parse_flat(
    request: Request,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None],
    *,
    words: Callable[[str], Any],
    named: Callable[[str], str],
) -> list[Diagnostic]:
    """Call `start`, `end` and `words` as :func:`parse_xml` does; return what is doubted of the text.

    Raises:
        Unreadable: if it is no well-formed XML, or declares a DTD.
        LimitExceeded: if it is too large or too deep.

    """
    decoded = request.decoded
    parse_xml(FlatXml(request.allowance, decoded.text), "text", start, end, words=words, named=named)
    if not decoded.replaced:
        return []
    return [diagnose("R110", f"{decoded.replaced} characters are not valid {decoded.encoding} and were replaced")]
