"""``budgetperf diff``: what differs between two files."""

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from budgetperf.cli.inputs import Input, is_directory
from budgetperf.cli.outputs import format_named, is_folder, opened_report
from budgetperf.cli.reading import CantRead, read_input, tally, why_no_table, why_unread
from budgetperf.cli.streams import DASH, FINE, INCOMPLETE, MISUSE, PAGE_WIDTH, Misuse, coloured, page_width, say
from budgetperf.diagnostics import Severity

if TYPE_CHECKING:
    from budgetperf.comparing import Difference
    from budgetperf.model import Document
    from budgetperf.results import ParseResult

__all__ = ["DIFF_FORMATS", "diff"]

#: Each format with the ending of the files that hold it.
DIFF_FORMATS: Final = {"text": ".txt", "json": ".json", "html": ".html"}
_FORMATS: Final = {suffix: name for name, suffix in DIFF_FORMATS.items()} | {".htm": "html"}


def diff(options: Namespace) -> int:
    """Write what differs between two files in the format that is asked for; exit codes are those of ``diff``."""
    from budgetperf.comparing import THRESHOLD
    from budgetperf.comparing import diff as difference_of

    inputs = [_input_named(name) for name in (options.old, options.new)]
    if options.old == DASH == options.new:
        raise Misuse("standard input can be one of the two files, not both")
    if is_folder(options.output):
        raise Misuse(f"diff writes one comparison, but {options.output!r} is a folder")
    options.format = options.format or format_named(options.output, _FORMATS, otherwise="text")
    old, new = (_read(source, options) for source in inputs)
    if old is None or new is None:
        return MISUSE
    threshold = THRESHOLD if options.threshold is None else options.threshold
    difference = difference_of(old, new, threshold=threshold, units=options.units)
    with opened_report(options.output, inputs, encoding=None if options.format == "text" else "utf-8") as put:
        put(_written(difference, options))
    return INCOMPLETE if difference else FINE


def _input_named(name: str) -> Input:
    if name == DASH:
        return Input("<stdin>", None)
    if is_directory(name):
        raise Misuse(f"diff compares two files, but {name!r} is a folder")
    return Input(name, Path(name))


def _read(source: Input, options: Namespace) -> "ParseResult[Document] | None":
    """Return what is read from a file; say why not, and what is missing from it, since that would pass for a change."""
    words = options.words
    try:
        result = read_input(source, options)
    except CantRead as error:
        say(why_unread(source.name, error, words))
        return None
    if not result.value.tables:
        say(words("error: {reason}", reason=f"{source.name}{words(': ')}{why_no_table(result, words)}"))
        return None
    errors = tally((doubt for doubt in result.diagnostics if doubt.severity is Severity.ERROR), words)
    if errors:
        say(words("{name}: {errors}; what is missing may pass for a difference", name=source.name, errors=errors))
    return result


def _written(difference: "Difference", options: Namespace) -> str:
    from budgetperf.comparing import diff_html, diff_json, diff_text

    if options.format == "json":
        return diff_json(difference, indent=2) + "\n"
    if options.format == "html":
        return diff_html(difference, language=options.words.language)
    return diff_text(
        difference,
        width=page_width() if options.output == DASH else PAGE_WIDTH,
        colour=coloured(options),
        verbose=options.verbose,
        language=options.words.language,
    )
