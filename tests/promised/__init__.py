"""What the package promises, as lists: each is made of the package, and committed beside this file.

``PYTHONPATH=src:tests python -m promised`` writes them anew. ``docs/promise.md`` says what they mean.
"""

import tomllib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

from budgetperf.diagnostics import catalogue
from budgetperf.frames import SCHEMA
from promised.names import public_names
from promised.options import command_line

__all__ = ["FOLDER", "LISTS"]

FOLDER: Final = Path(__file__).parent


def codes() -> list[str]:
    """Return every diagnostic code with its severity."""
    return [f"{entry.code} {entry.severity}" for entry in catalogue().values()]


def columns() -> list[str]:
    """Return every column of the tidy table with its type and its description in both languages."""
    described = []
    for field in SCHEMA:
        metadata = {key.decode(): value.decode() for key, value in field.metadata.items()}
        nullable = "" if field.nullable else ", never null"
        words = f"{metadata['description']} | {metadata['description:zh']}"
        described.append(f"{field.name} | {field.type}{nullable} | {words}")
    return described


def extras() -> list[str]:
    """Return the names of the extras."""
    project = tomllib.loads((FOLDER.parents[1] / "pyproject.toml").read_text("utf-8"))["project"]
    return sorted(project["optional-dependencies"])


#: Each list by its file, and how it is made.
LISTS: Final[dict[str, Callable[[], Iterable[str]]]] = {
    "names.txt": public_names,
    "codes.txt": codes,
    "columns.txt": columns,
    "options.txt": command_line,
    "extras.txt": extras,
}
