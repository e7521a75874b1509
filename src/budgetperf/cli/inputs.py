"""The files that the command line names."""

import glob
import os
import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Final, NoReturn

from attrs import frozen

from budgetperf.cli.streams import DASH, Misuse
from budgetperf.errors import MissingExtra

__all__ = ["ENDINGS", "MANY_FILES", "Input", "inputs_named", "is_directory", "watched"]

#: Of a folder, only the files that end so are read: all kinds that bureaus publish, for what can't be read is answered.
ENDINGS: Final = (
    *(".txt", ".text", ".md", ".markdown", ".tsv", ".csv"),
    *(".html", ".htm", ".xhtml", ".shtml", ".mht", ".mhtml", ".xml"),
    *(".pdf", ".ofd"),
    *(".xlsx", ".xlsm", ".xls", ".xlsb", ".et", ".ods"),
    *(".docx", ".docm", ".doc", ".wps", ".odt", ".rtf"),
)
#: Fewer files than this are read before a bar is seen, and need no summing up.
MANY_FILES: Final = 4


@frozen
class Input:
    """What is to be read: a file, or standard input where there is no path."""

    name: str
    path: Path | None


def inputs_named(names: Iterable[str]) -> list[Input]:
    """Return what the FILE arguments name, each file once, or its money would count twice."""
    inputs: dict[str, Input] = {}
    for name in names:
        if name == DASH:
            inputs.setdefault(DASH, Input("<stdin>", None))
            continue
        for path in _files_named(name):
            inputs.setdefault(os.path.realpath(path), Input(str(path), path))
    return list(inputs.values())


def _files_named(name: str) -> list[Path]:
    if is_directory(name):
        files = sorted(_documents_below(name))
        if not files:
            raise Misuse(f"no documents in the folder {name!r}; accepted are files that end in {', '.join(ENDINGS)}")
        return files
    if os.path.lexists(name) or not glob.has_magic(name):
        return [Path(name)]  # reading it will say that it is missing, and the others go on
    matches = sorted(glob.glob(name, recursive=True))  # noqa: PTH207 - Path.glob takes no absolute pattern
    if not matches:
        raise Misuse(f"no file matches {name!r}")
    # A folder among them may be empty, as one below a folder may.
    members = (sorted(_documents_below(match)) if is_directory(match) else [Path(match)] for match in matches)
    return list(chain.from_iterable(members))


def is_directory(name: str) -> bool:
    """Tell whether `name` is a folder, however long it is."""
    return os.path.isdir(name)  # noqa: PTH112 - Path.is_dir raises where a name is too long


def _documents_below(folder: str) -> Iterator[Path]:
    """Yield the documents in `folder` and the folders below it, but for hidden ones and the locks of Office."""
    for parent, folders, files in os.walk(folder, onerror=_refuse_folder):
        folders[:] = (name for name in folders if not name.startswith("."))
        for name in files:
            if name.lower().endswith(ENDINGS) and not name.startswith((".", "~$")):
                yield Path(parent, name)


def _refuse_folder(error: OSError) -> NoReturn:
    raise Misuse(f"can't list the folder {error.filename!r}: {error.strerror}")


def watched(inputs: list[Input], options: Namespace) -> Iterable[Input]:
    """Return `inputs`, with a progress bar where somebody waits in front of an empty terminal."""
    shown_anyway = options.output == DASH and sys.stdout.isatty()
    if len(inputs) < MANY_FILES or options.quiet or shown_anyway or not sys.stderr.isatty():
        return inputs
    try:
        from budgetperf.display import with_progress
    except MissingExtra:
        return inputs
    return with_progress(inputs, "reading")
