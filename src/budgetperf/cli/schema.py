"""``budgetperf schema``: what is in the data that the other commands write."""

import json
from argparse import Namespace
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from budgetperf.cli.streams import FINE, standard_output
from budgetperf.errors import MissingExtra
from budgetperf.source import display_width

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["SCHEMAS", "schema"]

_GAP: Final = "  "


def schema(options: Namespace) -> int:
    """Print the description that is asked for."""
    standard_output("utf-8")(SCHEMAS[options.what](options.words.language))
    return FINE


def _json(_: str) -> str:
    from budgetperf.interchange import json_schema

    return json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n"


def _arrow(language: str) -> str:
    """Return the columns of the Arrow schema, with the types of Arrow."""
    try:
        from budgetperf.frames import SCHEMA
    except ImportError as error:
        raise MissingExtra("arrow", "the Arrow schema") from error
    described = b"description" if language == "en" else f"description:{language}".encode()
    return _in_columns(
        (each.name, str(each.type), "" if each.nullable else "not null", each.metadata[described].decode())
        for each in SCHEMA
    )


def _columns(language: str) -> str:
    """Return the columns of the tidy rows, as CSV has them, with their types."""
    from budgetperf.records import COLUMNS, described_columns

    described = described_columns()
    return _in_columns((name, described[name]["type"], described[name][language]) for name in COLUMNS)


def _diagnostics(language: str) -> str:
    """Return the catalogue of diagnostics as JSON, by code."""
    from budgetperf.diagnostics import CatalogueEntry, catalogue

    def as_data(entry: CatalogueEntry) -> Mapping[str, str]:
        told = ("title", "severity", "explanation", "example", "form", "fix", "since")
        return {name: str(getattr(entry, name)) for name in told}

    entries = {code: as_data(entry) for code, entry in catalogue(language).items()}
    return json.dumps(entries, ensure_ascii=False, indent=2) + "\n"


def _in_columns(rows: Iterable[Sequence[str]]) -> str:
    """Return rows whose columns stand straight on a terminal."""
    rows = [*rows]
    widths = [max(map(display_width, column)) for column in zip(*rows, strict=True)]
    lines = (
        _GAP.join(cell + " " * (width - display_width(cell)) for cell, width in zip(row, widths, strict=True))
        for row in rows
    )
    return "".join(f"{line.rstrip()}\n" for line in lines)


#: What can be described, each with what describes it in a language.
SCHEMAS: "Final[Mapping[str, Callable[[str], str]]]" = {
    "json": _json,
    "arrow": _arrow,
    "columns": _columns,
    "diagnostics": _diagnostics,
}
