"""``budgetperf explain``: what diagnostic codes mean."""

import difflib
from argparse import Namespace
from typing import Final

from budgetperf.cli.streams import FINE, Misuse, page_width, standard_output
from budgetperf.diagnostics import CatalogueEntry, catalogue
from budgetperf.rendering import visible
from budgetperf.source import display_width

__all__ = ["explain"]

_PROSE_WIDTH: Final = 88


def explain(options: Namespace) -> int:
    """Print the entries of the catalogue that are asked for, or the list of them all."""
    entries = catalogue()
    codes = [code.upper() for code in options.codes]
    for code in (code for code in codes if code not in entries):
        close = ", ".join(difflib.get_close_matches(code, entries, n=4, cutoff=0.5))
        raise Misuse(f"unknown code {code!r}; {f'close to it: {close}' if close else 'explain alone lists all'}")
    listed = (f"{code}  {entry.severity:7}  {entry.title}\n" for code, entry in entries.items())
    standard_output()("\n".join(_explained(entries[code]) for code in codes) or "".join(listed))
    return FINE


def _explained(entry: CatalogueEntry) -> str:
    width = min(page_width(), _PROSE_WIDTH)
    parts = [
        f"{entry.code}: {entry.title}",
        f"{entry.severity}, since {entry.since}",
        _filled(entry.explanation, width),
        "Example:\n\n" + "\n".join(f"    {visible(line)}" for line in entry.example.strip("\n").split("\n")),
        _filled(f"What to do: {entry.fix}", width),
    ]
    return "\n\n".join(parts) + "\n"


def _filled(prose: str, width: int) -> str:
    """Return `prose` in lines of at most `width` cells, broken at blanks."""
    lines, room = [""], width
    for word in prose.split():
        room -= display_width(word) + 1
        if room < -1 and lines[-1]:
            lines.append("")
            room = width - display_width(word) - 1
        lines[-1] += f" {word}" if lines[-1] else word
    return "\n".join(lines)
