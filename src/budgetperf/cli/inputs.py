"""The files that the command line names."""

import glob
import os
import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator
from itertools import chain, takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn

from attrs import frozen

from budgetperf.cli.streams import DASH, Misuse, is_terminal

if TYPE_CHECKING:
    from rich.progress import Progress

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
    #: The folder that was named, below which it was found; that of a pattern is what stands before its first sign.
    below: Path | None = None


def inputs_named(names: Iterable[str], *, output: str = DASH) -> list[Input]:
    """Return what the FILE arguments name, each file once, or its money would count twice.

    Args:
        names: Files, folders, patterns, or a dash for standard input.
        output: As ``-o`` names it. What the command wrote there when it ran before is no input, unless it is named
            as a file.

    """
    inputs: dict[str, Input] = {}
    for name in names:
        if name == DASH:
            inputs.setdefault(DASH, Input("<stdin>", None))
            continue
        for source in _files_named(name, output):
            inputs.setdefault(os.path.realpath(source.name), source)
    return list(inputs.values())


def _files_named(name: str, output: str) -> list[Input]:
    if is_directory(name):
        files = [*_found_below(Path(name), sorted(_documents_below(name)), output)]
        if not files:
            raise Misuse(f"no documents in the folder {name!r}; accepted are files that end in {', '.join(ENDINGS)}")
        return files
    if os.path.lexists(name) or not glob.has_magic(name):
        return [Input(str(Path(name)), Path(name))]  # reading it will say that it is missing, and the others go on
    matches = sorted(glob.glob(name, recursive=True))  # noqa: PTH207 - Path.glob takes no absolute pattern
    # A folder among them may be empty, as one below a folder may.
    members = (sorted(_documents_below(match)) if is_directory(match) else [Path(match)] for match in matches)
    files = [*_found_below(_fixed_part(name), chain.from_iterable(members), output)]
    if not files:
        raise Misuse(f"no file matches {name!r}")
    return files


def _fixed_part(pattern: str) -> Path:
    """Return the folder in which every file lies that a pattern can match.

    >>> _fixed_part("dumps/2024/**/*.txt").as_posix(), str(_fixed_part("*.txt"))
    ('dumps/2024', '.')
    """
    parts = Path(pattern).parts[:-1]
    return Path(*takewhile(lambda part: not glob.has_magic(part), parts))


def _found_below(folder: Path, paths: Iterable[Path], output: str) -> Iterator[Input]:
    """Yield what was found below a folder, but for what the command itself writes there."""
    target, top = Path(os.path.realpath(output)), Path(os.path.realpath(folder))
    # A folder for the output that holds all the inputs would leave none of them.
    inside = target != top and target.is_relative_to(top)
    for path in paths:
        place = Path(os.path.realpath(path))
        if output == DASH or not inside or not place.is_relative_to(target):
            yield Input(str(path), path, folder)


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
    """Return `inputs`, with a progress bar where somebody waits in front of an empty terminal, and rich is there."""
    shown_anyway = options.output == DASH and is_terminal(sys.stdout)
    if len(inputs) < MANY_FILES or options.quiet or shown_anyway or not is_terminal(sys.stderr):
        return inputs
    try:
        from rich.console import Console
        from rich.progress import Progress
    except ImportError:
        return inputs
    bar = Progress(console=Console(stderr=True), transient=True, redirect_stdout=False)
    return _followed(inputs, bar, options.words("reading"))


def _followed(inputs: list[Input], bar: "Progress", description: str) -> Iterator[Input]:
    with bar:
        yield from bar.track(inputs, description=description)
