"""Diagnostics as a notebook shows them: one with its explanation, many by their codes."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Final, TypeAlias
from xml.etree.ElementTree import Element

from budgetperf.diagnostics import CatalogueEntry, Diagnostic, Severity, catalogue
from budgetperf.figures import counted
from budgetperf.notebook.elements import Content, block, cut, dim, element, folded, more, page
from budgetperf.wording import WORDINGS

__all__ = ["Placed", "diagnostic_html", "findings_block", "findings_html", "marks", "severities"]

#: A diagnostic, and where the words stand that it is about.
Placed: TypeAlias = tuple[Diagnostic, str]

#: Of each code, so many findings are shown.
_SHOWN: Final = 10
_CODES: Final = 60
#: At one place, so many codes are shown.
_MARKS: Final = 4
_LONGEST: Final = 300
#: Each stands out from white and from black alike.
_COLOURS: Final = {Severity.ERROR: "#d9363e", Severity.WARNING: "#a66f00", Severity.INFO: "#3b7dd8"}


def diagnostic_html(diagnostic: Diagnostic) -> str:
    """Return a diagnostic with what its code means and what to do."""
    entry = catalogue().get(diagnostic.code)
    said = block(_code(diagnostic, f"{diagnostic.severity} {diagnostic.code}"), " ", _message(diagnostic))
    return page(_aligned(said, *_notes(diagnostic, diagnostic.path), *([] if entry is None else [_explanation(entry)])))


def findings_html(findings: Sequence[Diagnostic]) -> str:
    """Return findings by their codes."""
    if not findings:
        return page(block("no findings"))
    heading = block(element("b", counted(len(findings), "finding")), " ", dim(severities(findings)))
    return page(_aligned(heading, findings_block([(finding, finding.path) for finding in findings])))


def findings_block(findings: Sequence[Placed]) -> Element:
    """Return findings by their codes, what weighs most first."""
    order = list(Severity)
    ranked = sorted(findings, key=lambda each: (order.index(each[0].severity), each[0].code))
    groups = [[*group] for _, group in groupby(ranked, key=lambda each: (each[0].severity, each[0].code))]
    shown = [_group(group, opened=len(findings) <= _SHOWN) for group in groups[:_CODES]]
    rest = [more(len(groups) - _CODES, "code")] if len(groups) > _CODES else []
    return block(*shown, *rest)


def severities(diagnostics: Iterable[Diagnostic]) -> str:
    """Return how many diagnostics there are of each severity.

    >>> severities([])
    '0 errors, 0 warnings, 0 infos'
    """
    weights = [diagnostic.severity for diagnostic in diagnostics]
    return ", ".join(counted(weights.count(severity), severity) for severity in Severity)


def marks(diagnostics: Sequence[Diagnostic]) -> list[Content]:
    """Return the codes of what is doubtful at a place, to stand behind its words."""
    first = [*{diagnostic.code: diagnostic for diagnostic in reversed(diagnostics)}.values()][::-1]
    found: list[Content] = []
    for diagnostic in first[:_MARKS]:
        found += [" ", _code(diagnostic, diagnostic.code, diagnostic.message)]
    return [*found, " …"] if len(first) > _MARKS else found


def _group(group: Sequence[Placed], *, opened: bool) -> Element:
    """Return the findings of one code."""
    first = group[0][0]
    entry = catalogue().get(first.code)
    title = "" if entry is None else f" {entry.title}"
    summary: list[Content] = [_code(first, first.code), title]
    if len(group) > 1:
        summary.append(dim(f" ×{len(group):,}"))
    found = [
        block(_message(diagnostic), *_notes(diagnostic, where), style="margin:.2em 0")
        for diagnostic, where in group[:_SHOWN]
    ]
    rest = [more(len(group) - _SHOWN, "finding")] if len(group) > _SHOWN else []
    explained = [] if entry is None else [_explanation(entry)]
    return folded(summary, *explained, *found, *rest, opened=opened)


def _code(diagnostic: Diagnostic, words: str, message: str = "") -> Element:
    """Return a code as a badge that tells what it means when a pointer rests on it."""
    entry = catalogue().get(diagnostic.code)
    about = [] if entry is None else [f"{diagnostic.severity}: {entry.title}", _flowing(entry.explanation)]
    return element(
        "span",
        cut(words),
        style=f"color:{_COLOURS[diagnostic.severity]};border:1px solid;border-radius:3px;padding:0 .3em;font-size:85%",
        title="\n".join([*([cut(message, _LONGEST)] if message else []), *about]),
    )


def _message(diagnostic: Diagnostic) -> str:
    return cut(diagnostic.message, _LONGEST)


def _notes(diagnostic: Diagnostic, where: str) -> list[Element]:
    """Return where a diagnostic stands, and its hint."""
    notes = []
    if where:
        notes.append(block(dim(cut(where, _LONGEST))))
    if diagnostic.hint:
        notes.append(block(dim(f"hint: {cut(diagnostic.hint, _LONGEST)}")))
    return notes


def _explanation(entry: CatalogueEntry) -> Element:
    return block(dim(f"{_flowing(entry.explanation)} {WORDINGS['en'].fix(entry)}"))


def _flowing(text: str) -> str:
    """Return a text of the catalogue without its line breaks."""
    return " ".join(text.split())


def _aligned(*contents: Content) -> Element:
    return block(*contents, style="text-align:left;max-width:64em")
