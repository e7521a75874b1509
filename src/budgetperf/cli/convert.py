"""``budgetperf convert``: documents as data, as a table to work in, or as a page to read."""

import io
from argparse import Namespace
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

from budgetperf.cli.forms import DATA_SUFFIXES, as_data, preface_of, refuse_mixing
from budgetperf.cli.inputs import Input, inputs_named
from budgetperf.cli.outcomes import Made, Outcome, Outcomes, noted, outcome_of, rendered
from budgetperf.cli.outputs import is_folder, opened_file, opened_output
from budgetperf.cli.reading import read_input
from budgetperf.cli.streams import DASH, Misuse
from budgetperf.errors import MissingExtra, Unwritable
from budgetperf.records import ProjectRows, project_rows

if TYPE_CHECKING:
    from budgetperf.model import Document
    from budgetperf.results import ParseResult

__all__ = ["CONVERSIONS", "convert"]

#: The table in the standard layout, one document in each file.
_LAYOUTS: Final = {"xlsx": ".xlsx", "markdown": ".md", "html": ".html", "tsv": ".tsv"}
#: Each format with the suffix of the files that hold it.
CONVERSIONS: Final = {**DATA_SUFFIXES, "parquet": ".parquet", **_LAYOUTS}
_FORMATS: Final = {suffix: name for name, suffix in CONVERSIONS.items()} | {".markdown": "markdown", ".htm": "html"}
#: No text, so nothing for a terminal.
_BINARY: Final = ("parquet", "xlsx")


def convert(options: Namespace) -> int:
    """Write the documents in the files in another format; of a file without tables nothing is written."""
    inputs = inputs_named(options.files, output=options.output)
    options.format = options.to or _format_of(options.output)
    refuse_mixing(options, inputs, "--to", alone=("json", *_LAYOUTS))
    if options.format in _BINARY and options.output == DASH:
        raise Misuse(f"{options.format} is no text; -o OUT{CONVERSIONS[options.format]} writes it to a file")
    outcomes = Outcomes(inputs, options)
    options.rows = options.format == "parquet" and not is_folder(options.output)
    if options.rows:
        _write_rows(outcomes, inputs, options)
        return outcomes.close()
    with opened_output(
        options.output,
        inputs,
        suffix=CONVERSIONS[options.format],
        encoding="utf-8",
        preface=preface_of(options),
    ) as write:
        for source, made in outcomes.made(_made):
            if isinstance(made.content, str | bytes):
                write(source, made.content)
    return outcomes.close()


def _format_of(output: str) -> str:
    """Return the format that the ending of a file names."""
    name = _FORMATS.get(Path(output).suffix.lower())
    if name is None or is_folder(output):
        raise Misuse(
            f"what to convert to is not said; accepted is --to FORMAT, or -o OUT that ends in {', '.join(_FORMATS)}"
        )
    return name


def _write_rows(outcomes: Outcomes, inputs: list[Input], options: Namespace) -> None:
    """Write the rows of all documents to one Parquet file, document by document."""
    write_parquet = _parquet_writer()
    contents = (made.content for _, made in outcomes.made(_made) if made.content is not None)
    with opened_file(options.output, inputs) as file:
        first = next(contents, None)
        if first is not None:  # what stands there is not replaced by nothing
            write_parquet(_rows(chain([first], contents)), file)


def _rows(contents: "Iterator[str | bytes | list[ProjectRows]]") -> Iterator[ProjectRows]:
    for content in contents:
        if isinstance(content, list):
            yield from content


def _parquet_writer() -> Callable[[Iterable[ProjectRows], IO[bytes]], None]:
    try:
        from budgetperf.frames import write_parquet
    except ImportError as error:
        raise MissingExtra("arrow", "writing Parquet") from error
    return write_parquet


# --- one file -----------------------------------------------------------------------------------


def _made(source: Input, options: Namespace) -> Made:
    """Read a file, and return what is written of it, and what is said.

    A file from which something is missing is named, and so is every other with ``--verbose``; one that is not
    converted is named even with ``--quiet``.
    """
    result = read_input(source, options)
    outcome = outcome_of(result)
    details = rendered(result, options.words) if options.verbose else ""
    if outcome is Outcome.WITHOUT:
        return Made(outcome, None, details, noted(result, options.words))
    try:
        content = _converted(result, options)
    except Unwritable as error:
        reason = options.words(
            "error: can't write {name!r} as {format}: {path}: {reason}",
            name=source.name,
            format=options.format,
            path=error.path,
            reason=options.words.understood(error.reason),
        )
        return Made(Outcome.UNWRITTEN, None, details, reason)
    told = options.verbose or (outcome is Outcome.FLAWED and not options.quiet)
    return Made(outcome, content, details, noted(result, options.words) if told else "")


def _converted(result: "ParseResult[Document]", options: Namespace) -> str | bytes | list[ProjectRows]:
    if options.format in DATA_SUFFIXES:
        return as_data(result, options)
    if options.rows:
        return [*project_rows(result.value, source=result.source.name)]
    if options.format == "parquet":
        return _parquet(result)
    from budgetperf import writers

    if options.format == "xlsx":
        book = io.BytesIO()
        writers.to_xlsx(result.value, book, taxonomy=options.taxonomy, units=options.units)
        return book.getvalue()
    layouts = {"markdown": writers.to_markdown, "html": writers.to_html, "tsv": writers.to_tsv}
    return layouts[options.format](result.value, taxonomy=options.taxonomy, units=options.units)


def _parquet(result: "ParseResult[Document]") -> bytes:
    file = io.BytesIO()
    _parquet_writer()(project_rows(result.value, source=result.source.name), file)
    return file.getvalue()
