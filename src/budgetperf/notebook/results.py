"""Results as a notebook shows them: the value with its doubts at their places, and below it all doubts."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final
from xml.etree.ElementTree import Element

from budgetperf.diagnostics import Diagnostic
from budgetperf.model import Document, Indicator, Target
from budgetperf.notebook.documents import FRAME, document_blocks, indicator_grid, sizes_of
from budgetperf.notebook.elements import Content, block, cut, dim, element, folded, more, page
from budgetperf.notebook.findings import Placed, findings_block, marks, severities
from budgetperf.notebook.targets import meaning, target_element
from budgetperf.reports.findings import Finding, findings_of
from budgetperf.results import ParseResult

__all__ = ["result_html"]

#: The model path of an indicator, or of a target.
_INDICATOR: Final = re.compile(
    r"(?:tables\[\d+\]\.spending_units\[\d+\]\.projects\[\d+\]\.)?indicators\[\d+\](?:\.(?:period|annual)_target)?"
)
_INDICATORS: Final = 200
_LONGEST_WORDS: Final = 60


def result_html(result: ParseResult[object]) -> str:
    """Return a value of any kind with its doubts."""
    findings = [*_findings(result)]
    placed = [(finding.diagnostic, _where(finding)) for finding in findings]
    doubts = defaultdict(list)
    for finding in findings:
        doubts[_path(finding)].append(finding.diagnostic)
    contents = [*_value(result.value, doubts)]
    return page(block(_heading(result), *contents, *_below(placed), style=FRAME))


def _findings(result: ParseResult[object]) -> Iterator[Finding]:
    """Yield the doubts of a result; of a cell or a value there is nothing around that they could be about."""
    if isinstance(result.value, Document):
        return findings_of(ParseResult(value=result.value, diagnostics=result.diagnostics, source=result.source))
    return (Finding(diagnostic, result.source, None) for diagnostic in result.diagnostics)


def _path(finding: Finding) -> str:
    """Return the path of the smallest thing shown that a doubt is about."""
    found = _INDICATOR.match(finding.diagnostic.path)
    if found:
        return found[0]
    return finding.subject.path if finding.subject else ""


def _heading(result: ParseResult[object]) -> Element:
    name = cut(result.source.name) if result.source.name else "ParseResult"
    sizes = f"{sizes_of(result.value)} · " if isinstance(result.value, Document) else ""
    return block(element("b", name), " ", dim(f"{sizes}{severities(result.diagnostics)}"))


def _value(value: object, doubts: dict[str, list[Diagnostic]]) -> Iterator[Content]:
    if isinstance(value, Document):
        yield from document_blocks(value, doubts)
    elif isinstance(value, Target):
        yield block(target_element(value), " ", dim(meaning(value.reading)), *marks(doubts[""]))
    elif isinstance(value, tuple) and value and all(isinstance(member, Indicator) for member in value):
        yield indicator_grid(value[:_INDICATORS], "", doubts)
        if len(value) > _INDICATORS:
            yield more(len(value) - _INDICATORS, "indicator")
    else:
        yield block(cut(repr(value)))


def _below(placed: Sequence[Placed]) -> Iterator[Element]:
    """Yield all doubts, folded away."""
    if placed:
        yield folded(
            [element("b", "doubts"), dim(f" {severities(each for each, _ in placed)}")], findings_block(placed)
        )


def _where(finding: Finding) -> str:
    """Return where the words stand that a doubt is about, the words themselves, and what they belong to."""
    place: str | None = None
    if finding.place is not None:
        place = str(finding.place)
    elif finding.region is not None:
        place = f"{finding.region.line}:{finding.region.column}"
    words = f"“{cut(finding.words, _LONGEST_WORDS)}”" if finding.words else None
    return " · ".join(filter(None, (place, words, finding.project and cut(finding.project))))
