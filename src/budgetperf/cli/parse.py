"""``budgetperf parse``: documents as a tree, as JSON or as rows."""

import csv
import io
import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Final

from budgetperf.cli.inputs import MANY_FILES, Input, inputs_named, watched
from budgetperf.cli.outputs import Write, is_folder, opened_output
from budgetperf.cli.reading import CantRead, read_input, tally, why_no_table
from budgetperf.cli.streams import (
    DASH,
    FINE,
    INCOMPLETE,
    MISUSE,
    PAGE_WIDTH,
    Misuse,
    coloured,
    page_width,
    say,
)
from budgetperf.records import COLUMNS, to_records
from budgetperf.rendering import render

if TYPE_CHECKING:
    from budgetperf.model import Document
    from budgetperf.results import ParseResult

__all__ = ["SUFFIXES", "parse"]

#: Each format with the suffix of the files that hold it.
SUFFIXES: Final = {"tree": ".txt", "json": ".json", "jsonl": ".jsonl", "csv": ".csv"}
_FORMATS: Final = {suffix: name for name, suffix in SUFFIXES.items()}


def parse(options: Namespace) -> int:
    """Write what is read from the files in the format that is asked for."""
    inputs = inputs_named(options.files)
    options.format = options.format or _FORMATS.get(Path(options.output).suffix.lower(), "tree")
    if options.spans and options.format not in ("json", "jsonl"):
        raise Misuse(f"--spans goes with --format json or jsonl, not with {options.format}")
    if options.format == "json" and len(inputs) > 1 and not is_folder(options.output):
        accepted = "accepted is --format jsonl, or -o FOLDER/ for one file each"
        raise Misuse(f"--format json holds one document, but {len(inputs)} files are given; {accepted}")
    outcomes: Counter[_Outcome] = Counter()
    tree = options.format == "tree"
    with opened_output(
        options.output,
        inputs,
        suffix=SUFFIXES[options.format],
        encoding=None if tree else "utf-8",
        preface=_csv([COLUMNS]) if options.format == "csv" else "",
        between="\n" if tree else "",
    ) as write:
        for source in watched(inputs, options):
            outcomes[_done(source, write, options, alone=len(inputs) == 1)] += 1
    if len(inputs) >= MANY_FILES and not options.quiet:
        say(_summary(outcomes))
    return max((_EXIT_CODES[outcome] for outcome in outcomes), default=FINE)


class _Outcome(Enum):
    """What became of a file."""

    UNDERSTOOD = "with tables"
    FLAWED = "with tables, and errors"
    WITHOUT = "without"
    UNREAD = "that can't be read"


_EXIT_CODES: Final = {
    _Outcome.UNDERSTOOD: FINE,
    _Outcome.FLAWED: INCOMPLETE,
    _Outcome.WITHOUT: INCOMPLETE,
    _Outcome.UNREAD: MISUSE,
}


def _summary(outcomes: "Counter[_Outcome]") -> str:
    """Return what became of many files, in words.

    >>> _summary(Counter({_Outcome.UNDERSTOOD: 24, _Outcome.FLAWED: 2, _Outcome.WITHOUT: 4}))
    '30 files: 26 with tables (2 of them with errors), 4 without'
    """
    flawed = outcomes[_Outcome.FLAWED]
    parts = [f"{outcomes[_Outcome.UNDERSTOOD] + flawed:,} with tables"]
    if flawed:
        parts[0] += f" ({flawed:,} of them with errors)"
    parts += [
        f"{outcomes[outcome]:,} {outcome.value}" for outcome in (_Outcome.WITHOUT, _Outcome.UNREAD) if outcomes[outcome]
    ]
    return f"{outcomes.total():,} files: {', '.join(parts)}"


def _done(source: Input, write: Write, options: Namespace, *, alone: bool) -> _Outcome:
    """Read a file, write what is in it, and say what is not."""
    try:
        result = read_input(source, options)
    except CantRead as error:
        say(f"error: can't read {source.name!r}: {error}")
        return _Outcome.UNREAD
    # One file is drawn without tables, too; among many it would bury the others.
    drawn = options.format == "tree" and (alone or options.verbose or bool(result.value.tables))
    if drawn or options.format != "tree":
        write(source, _converted(result, options))
    if not drawn and not options.quiet:
        _report(result, options)
    if not result.value.tables:
        return _Outcome.WITHOUT
    return _Outcome.UNDERSTOOD if result.ok else _Outcome.FLAWED


def _report(result: "ParseResult[Document]", options: Namespace) -> None:
    """Say on standard error what was doubted, where the output itself does not."""
    if options.verbose:
        for diagnostic in result.diagnostics:
            sys.stderr.write(render(diagnostic, result.source, width=page_width()) + "\n\n")
    doubted = tally(result.diagnostics) or "no diagnostics"
    say(f"{result.source.name}: {doubted if result.value.tables else why_no_table(result)}")


# --- formats ------------------------------------------------------------------------------------


def _converted(result: "ParseResult[Document]", options: Namespace) -> str:
    """Return the document in the chosen format."""
    if options.format == "tree":
        from budgetperf.display import drawn

        width = page_width() if options.output == DASH else PAGE_WIDTH
        return drawn(result, width=width, colour=coloured(options), verbose=options.verbose, quiet=options.quiet)
    if options.format == "csv":
        return _csv(row.values() for row in to_records(result.value, source=result.source.name))
    from budgetperf.interchange import dumps

    spaces = 2 if options.format == "json" else None
    return dumps(result.value, diagnostics=result.diagnostics, spans=options.spans, indent=spaces) + "\n"


def _csv(rows: Iterable[Iterable[object]]) -> str:
    # Rows end in CRLF, as in RFC 4180: the same bytes on every system.
    text = io.StringIO(newline="")
    # A plain "f", since str() of a Decimal may hold an exponent.
    plain = ([f"{value:f}" if isinstance(value, Decimal) else value for value in row] for row in rows)
    csv.writer(text).writerows(plain)
    return text.getvalue()
