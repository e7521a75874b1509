"""Documents that are one text of XML: decoded as any text is, and read as a part of an archive."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from attrs import define, field

from budgetperf.diagnostics import Diagnostic, diagnose
from budgetperf.readers.limits import Allowance
from budgetperf.readers.office.elements import parse_xml
from budgetperf.readers.texts.encoding import Decoded

__all__ = ["FlatXml", "parse_flat"]

#: How much is given to the parser at once.
_PIECE = 1 << 18
_DECLARATION = re.compile(r"\s{0,1000}<\?xml\s[^>]{0,1000}\?>\s{0,1000}")


@define
class FlatXml:
    """A document that is one text of XML, read as an archive is."""

    allowance: Allowance
    decoded: Decoded = field(repr=False)
    elements: int = 0

    def chunks(self, _: str, /) -> Iterator[bytes]:
        """Yield the text piece by piece, in UTF-8 whatever it declares."""
        text = self.decoded.text
        declared = _DECLARATION.match(text)
        for start in range(declared.end() if declared else 0, len(text), _PIECE):
            self.allowance.check_time()
            yield text[start : start + _PIECE].encode("utf-8", "replace")


def parse_flat(
    document: FlatXml,
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
    parse_xml(document, "text", start, end, words=words, named=named)
    decoded = document.decoded
    if not decoded.replaced:
        return []
    return [diagnose("R110", f"{decoded.replaced} characters are not valid {decoded.encoding} and were replaced")]
