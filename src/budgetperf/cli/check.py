"""``budgetperf check``: what is wrong with documents, for people and for programs."""

from argparse import Namespace
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from attrs import evolve

from budgetperf.cli.checking import Checking
from budgetperf.cli.inputs import inputs_named
from budgetperf.cli.outputs import format_named, is_folder, opened_report
from budgetperf.cli.reading import tally, why_no_table
from budgetperf.cli.rules import rules_of
from budgetperf.cli.streams import DASH, FINE, PAGE_WIDTH, Misuse, coloured, page_width
from budgetperf.configuration import ALL
from budgetperf.diagnostics import Severity
from budgetperf.terminal import visible

if TYPE_CHECKING:
    from budgetperf.model import Document
    from budgetperf.reports import Checked
    from budgetperf.results import ParseResult

__all__ = ["REPORTS", "check"]

#: Each format of a report with the ending of the files that hold it.
REPORTS: Final = {"text": ".txt", "json": ".json", "jsonl": ".jsonl", "sarif": ".sarif", "github": ""}
_FORMATS: Final = {suffix: name for name, suffix in REPORTS.items() if suffix}


def check(options: Namespace) -> int:
    """Report what is wrong with the files in the format that is asked for."""
    inputs = inputs_named(options.files, output=options.output)
    checking = Checking.by(options)
    options.format = options.format or format_named(options.output, _FORMATS, otherwise="text")
    if options.statistics and options.format != "text":
        raise Misuse(f"--statistics goes with --format text, not with {options.format}")
    if is_folder(options.output):
        raise Misuse(f"check writes one report of all files, but {options.output!r} is a folder")
    encoding = "utf-8" if options.format in ("json", "jsonl", "sarif") else None
    with opened_report(options.output, inputs, encoding=encoding) as put:
        for text in _report(checking, checking.checked(inputs), options):
            put(text)
    return checking.exit_code


# --- formats ------------------------------------------------------------------------------------


def _report(checking: Checking, files: "Iterable[Checked]", options: Namespace) -> Iterator[str]:
    """Yield the report of files, piece by piece where its format has pieces."""
    from budgetperf.jsontext import encoded
    from budgetperf.reports import Unread, file_data, to_annotations, to_report, to_sarif

    rules = rules_of(options)
    if options.format == "text":
        yield from _text(checking, files, options)
    elif options.format == "github":
        noteworthy = (file if isinstance(file, Unread) else _noteworthy(file, options) for file in files)
        yield from (f"{line}\n" for line in to_annotations(noteworthy, rules=rules))
    elif options.format == "jsonl":
        for file in files:
            yield encoded(file_data(file), indent=None) + "\n"
    elif options.format == "json":
        yield encoded(to_report(files, rules=rules), indent=2) + "\n"
    else:
        yield encoded(to_sarif(files, root=Path.cwd(), rules=rules), indent=2) + "\n"


def _text(checking: Checking, files: "Iterable[Checked]", options: Namespace) -> Iterator[str]:
    from budgetperf.reports import TextReport, Unread

    width = page_width() if options.output == DASH else PAGE_WIDTH
    asked_for = _asked_for(options)
    report = TextReport(
        width=width,
        colour=coloured(options),
        verbose=options.verbose,
        asked_for=asked_for,
        language=options.words.language,
        rules=rules_of(options),
    )
    for file in files:
        report.count(file)
        if isinstance(file, Unread) or options.statistics:
            continue
        yield _line(file, options) if options.quiet else report.shown(file)
    if options.statistics or not options.quiet:
        yield report.summary(headed=not options.statistics)
        yield report.closing(failed=checking.exit_code != FINE)


def _line(result: "ParseResult[Document]", options: Namespace) -> str:
    """Return one line about a file in which something was found, or nothing."""
    words = options.words
    counted = tally(_noteworthy(result, options).diagnostics, words)
    if not counted:
        return ""
    found = counted if result.value.tables else why_no_table(result, words)
    return f"{visible(result.source.name or '')}{words(': ')}{found}\n"


def _noteworthy(result: "ParseResult[Document]", options: Namespace) -> "ParseResult[Document]":
    """Return a result without the infos that nobody asked for."""
    if options.verbose:
        return result
    asked_for = _asked_for(options)
    kept = (each for each in result.diagnostics if each.severity != Severity.INFO or each.code.startswith(asked_for))
    return evolve(result, diagnostics=tuple(kept))


def _asked_for(options: Namespace) -> tuple[str, ...]:
    """Return what is selected here by name, and so wanted even where it is an info."""
    return tuple(code for code in options.select or () if code != ALL)
