"""``budgetperf parse``: documents as a tree, as JSON or as rows."""

import csv
import io
import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Final

from budgetperf.cli.inputs import inputs_named, read_input, watched
from budgetperf.cli.outputs import is_folder, opened_output
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
from budgetperf.diagnostics import Severity
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
    code = FINE
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
            result = read_input(source, options.encoding)
            if result is None:
                code = MISUSE
                continue
            write(source, _converted(result, options))
            _report(result, options)
            code = max(code, FINE if result.ok else INCOMPLETE)
    return code


# --- what was doubted ---------------------------------------------------------------------------


def _report(result: "ParseResult[Document]", options: Namespace) -> None:
    """Say on standard error what was doubted, where the output itself does not."""
    if options.quiet or options.format == "tree":
        return
    if options.verbose:
        for diagnostic in result.diagnostics:
            sys.stderr.write(render(diagnostic, result.source, width=page_width()) + "\n\n")
    counts = Counter((diagnostic.severity, diagnostic.code) for diagnostic in result.diagnostics)
    groups = (_tally(severity, counts) for severity in Severity)
    say(f"{result.source.name}: {', '.join(filter(None, groups)) or 'no diagnostics'}")


def _tally(severity: Severity, counts: Mapping[tuple[Severity, str], int]) -> str:
    """Return such as ``3 warnings (G202 ×2, T401)``."""
    codes = {code: number for (weight, code), number in counts.items() if weight is severity}
    shown = (f"{code} ×{number:,}" if number > 1 else code for code, number in codes.items())
    total = sum(codes.values())
    return f"{total:,} {severity}{'s' if total > 1 else ''} ({', '.join(shown)})" if codes else ""


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
