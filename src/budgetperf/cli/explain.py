"""``budgetperf explain``: what diagnostic codes mean."""

import difflib
import re
from argparse import Namespace
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final, TypeAlias

from budgetperf.cli.rules import rules_of
from budgetperf.cli.streams import FINE, Misuse, page_width, standard_output
from budgetperf.diagnostics import CatalogueEntry, catalogue
from budgetperf.source import display_width
from budgetperf.terminal import visible
from budgetperf.wording import WORDINGS

if TYPE_CHECKING:
    from budgetperf.rules import Rule

__all__ = ["explain"]

_Entry: TypeAlias = "CatalogueEntry | Rule"

_PROSE_WIDTH: Final = 88

_OPENING: Final = "（《“‘【〔"
_CLOSING: Final = "。，、；：！？）》”’】〕…—%"
_WIDE: Final = r"\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef"
#: What is never broken, by language. Chinese breaks between characters, but no line begins with a mark that closes.
_PIECES: Final = {
    "en": re.compile(r"\S+"),
    "zh": re.compile(
        rf"[{_OPENING}]*(?:(?![{_OPENING}{_CLOSING}])[{_WIDE}]|[^\s{_WIDE}{_OPENING}{_CLOSING}]+)[{_CLOSING}]*"
        rf"|[{_OPENING}{_CLOSING}]+"
    ),
}


def explain(options: Namespace) -> int:
    """Print the entries of the catalogue that are asked for, or list those whose codes begin so; all, where none is."""
    language = options.words.language
    entries: Mapping[str, _Entry] = {**catalogue(language), **{rule.code: rule for rule in rules_of(options)}}
    parts = [_part(code.upper(), entries, language) for code in options.codes]
    standard_output()("\n".join(parts) or _listed(entries.values(), language))
    return FINE


def _part(code: str, entries: Mapping[str, _Entry], language: str) -> str:
    if code in entries:
        return _explained(entries[code], language)
    beginning = [entry for entry in entries.values() if code and entry.code.startswith(code)]
    if not beginning:
        close = ", ".join(difflib.get_close_matches(code, entries, n=4, cutoff=0.5))
        raise Misuse(f"unknown code {code!r}; {f'close to it: {close}' if close else 'explain alone lists all'}")
    return _listed(beginning, language)


def _listed(entries: Iterable[_Entry], language: str) -> str:
    severities = WORDINGS[language].severities
    width = max(map(display_width, severities.values()))
    lines = []
    for entry in entries:
        severity = severities[entry.severity]
        lines.append(f"{entry.code}  {severity}{' ' * (width - display_width(severity))}  {entry.title}\n")
    return "".join(lines)


def _explained(entry: _Entry, language: str) -> str:
    width = min(page_width(), _PROSE_WIDTH)
    wording = WORDINGS[language]
    if not isinstance(entry, CatalogueEntry):
        fix = wording.fix(entry) if entry.fix else ""
        said = (wording.heading(entry), wording.severities[entry.severity], entry.explanation, fix)
        return "\n\n".join(_filled(visible(prose), width, language) for prose in said if prose) + "\n"
    parts = [
        _filled(wording.heading(entry), width, language),
        _filled(wording.standing(entry), width, language),
        _filled(entry.explanation, width, language),
        _filled(wording.example(entry), width, language),
        "\n".join(f"    {visible(line)}".rstrip() for line in entry.example.split("\n")),
        _filled(wording.fix(entry), width, language),
    ]
    return "\n\n".join(parts) + "\n"


def _filled(prose: str, width: int, language: str) -> str:
    """Return `prose` in lines of at most `width` cells, where its pieces allow that."""
    lines, room = [""], width
    for piece in _PIECES[language].finditer(prose):
        blank = " " if lines[-1] and prose[piece.start() - 1].isspace() else ""
        room -= len(blank) + display_width(piece[0])
        if room < 0 and lines[-1]:
            lines.append("")
            blank, room = "", width - display_width(piece[0])
        lines[-1] += blank + piece[0]
    return "\n".join(lines)
