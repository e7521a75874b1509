"""Documents as text for programs: our JSON, and rows between commas."""

import csv
import io
from argparse import Namespace
from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from budgetperf.cli.inputs import Input
from budgetperf.cli.outputs import is_folder
from budgetperf.cli.streams import Misuse
from budgetperf.formulas import guarded
from budgetperf.records import COLUMNS, to_records

if TYPE_CHECKING:
    from budgetperf.model import Document
    from budgetperf.results import ParseResult

__all__ = ["DATA_SUFFIXES", "as_data", "preface_of", "refuse_mixing"]

#: Each format with the suffix of the files that hold it.
DATA_SUFFIXES: Final = {"json": ".json", "jsonl": ".jsonl", "csv": ".csv"}

#: By it Excel knows that a text is in UTF-8.
_BYTE_ORDER_MARK: Final = "\ufeff"
#: Columns in which "=" stands by itself, which is no formula.
_OUR_WORDS: Final = ("period_comparator", "annual_comparator")


def refuse_mixing(options: Namespace, inputs: list[Input], named: str, *, alone: Iterable[str] = ("json",)) -> None:
    """Refuse spans where there is no place for them, and many documents in a file that holds one.

    Args:
        options: What is asked for.
        inputs: What is converted.
        named: The option that names the format.
        alone: The formats that hold one document.

    """
    if options.spans and options.format not in ("json", "jsonl"):
        raise Misuse(f"--spans goes with {named} json or jsonl, not with {options.format}")
    if options.bom and options.format != "csv":
        raise Misuse(f"--bom goes with {named} csv, not with {options.format}")
    if options.format in alone and len(inputs) > 1 and not is_folder(options.output):
        accepted = f"accepted is {named} jsonl, or -o" if options.format == "json" else "accepted is -o"
        raise Misuse(
            f"{named} {options.format} holds one document, but {len(inputs)} files are given; "
            f"{accepted} FOLDER/ for one file each"
        )


def preface_of(options: Namespace) -> str:
    """Return what stands first in a file of that format."""
    mark = _BYTE_ORDER_MARK if options.bom else ""
    return mark + (_csv([COLUMNS]) if options.format == "csv" else "")


def as_data(result: "ParseResult[Document]", options: Namespace) -> str:
    """Return a document as the text that ``options.format`` names: the envelope of our JSON, or its tidy rows."""
    if options.format == "csv":
        return _csv(map(_field, row, row.values()) for row in to_records(result.value, source=result.source.name))
    from budgetperf.interchange import dumps

    spaces = 2 if options.format == "json" else None
    return dumps(result.value, diagnostics=result.diagnostics, spans=options.spans, indent=spaces) + "\n"


def _csv(rows: Iterable[Iterable[object]]) -> str:
    # Rows end in CRLF, as in RFC 4180: the same bytes on every system.
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue()


def _field(column: str, value: object) -> object:
    """Return a value as a field, with an apostrophe before it where a spreadsheet would run it."""
    if isinstance(value, str):
        return value if column in _OUR_WORDS else guarded(value)
    # A plain "f", since str() of a Decimal may hold an exponent.
    return f"{value:f}" if isinstance(value, Decimal) else value
