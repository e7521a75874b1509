"""Where what is made of the inputs is written."""

import os
import secrets
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import chain, repeat
from pathlib import Path
from typing import IO, Final, TypeAlias

from budgetperf.cli.inputs import Input, is_directory
from budgetperf.cli.streams import DASH, Misuse, Put, standard_output

__all__ = ["Write", "format_named", "is_folder", "opened_file", "opened_output", "opened_report"]

#: How to write what is made of an input, a text or a file that is none, to where it belongs.
Write: TypeAlias = Callable[[Input, str | bytes], object]

#: Endings of what the commands write. A file of another ending may hold any text.
_ENDINGS: Final = frozenset(
    (".csv", ".htm", ".html", ".json", ".jsonl", ".parquet", ".sarif", ".svg", ".tsv", ".xls", ".xlsx")
)


def format_named(output: str, formats: Mapping[str, str], *, otherwise: str) -> str:
    """Return the format of `formats`, by endings, that the ending of a file names; `otherwise` where it names none.

    Raises:
        Misuse: if a file of that ending holds what the command doesn't write.

    """
    ending = Path(output).suffix.lower()
    if ending in _ENDINGS and ending not in formats and not is_folder(output):
        raise Misuse(
            f"{output!r} would not hold what its ending says; accepted is -f FORMAT, or -o OUT that ends in "
            f"{', '.join(formats)}; convert and report write others"
        )
    return formats.get(ending, otherwise)


@contextmanager
def opened_output(  # noqa: PLR0913 - what is written has a place, a name and a form
    output: str, inputs: list[Input], *, suffix: str, encoding: str | None, preface: str = "", between: str = ""
) -> Iterator[Write]:
    """Yield how to write the text made of an input to where it belongs.

    Args:
        output: As ``-o`` names it: a file, a folder for a file each, or a dash for standard output.
        inputs: What is read, and so never overwritten.
        suffix: The ending of files in a folder.
        encoding: That of standard output, or its own where None; files are in UTF-8.
        preface: What stands first in each file.
        between: What stands between the texts in one file.

    """
    if is_folder(output):
        targets = _targets(output, inputs, suffix)

        def write_apart(source: Input, content: str | bytes) -> None:
            with _replaced(targets[source]) as file:
                _in_a_row(_putting(file), preface, "")(source, content)

        yield write_apart
    else:
        with opened_report(output, inputs, encoding=encoding) as put:
            yield _in_a_row(put, preface, between)


@contextmanager
def opened_report(output: str, inputs: list[Input], *, encoding: str | None) -> Iterator[Put]:
    """Yield how to write one text about all inputs to the file that ``-o`` names, or to standard output.

    Args:
        output: As ``-o`` names it: a file, or a dash for standard output.
        inputs: What is read, and so never overwritten.
        encoding: That of standard output, or its own where None; files are in UTF-8.

    """
    if output == DASH:
        yield standard_output(encoding)
        return
    with opened_file(output, inputs) as file:
        yield _putting(file)


@contextmanager
def opened_file(output: str, inputs: list[Input]) -> Iterator[IO[bytes]]:
    """Yield the file that ``-o`` names, open for bytes; it changes only when all is written, and if anything is."""
    _refuse_overwriting([Path(output)], inputs)
    with _replaced(Path(output)) as file:
        yield file


def _putting(file: IO[bytes]) -> Put:
    # A file's name stands in the rows, and may hold bytes that are no text.
    return lambda content: file.write(content if isinstance(content, bytes) else content.encode("utf-8", "replace"))


def _in_a_row(put: Put, preface: str, between: str) -> Write:
    lead = chain([preface], repeat(between))

    def write(_: Input, content: str | bytes) -> None:
        words = next(lead)
        put(words + content if isinstance(content, str) else content)

    return write


def is_folder(name: str) -> bool:
    """Tell whether ``-o NAME`` asks for a file each."""
    return name.endswith(("/", os.sep)) or is_directory(name)


def _targets(output: str, inputs: Iterable[Input], suffix: str) -> dict[Input, Path]:
    """Return the file in the output folder for each input, below it as the input is below the folder that was named.

    The folders are made where they are missing.
    """
    folder = Path(output)
    targets: dict[Path, Input] = {}
    for source in inputs:
        target = folder / _place_of(source).with_suffix(suffix)
        if target in targets:
            raise Misuse(
                f"{targets[target].name!r} and {source.name!r} would both be written to {str(target)!r}; "
                "nothing is written: name one of them in a command of its own, with another -o"
            )
        targets[target] = source
    _refuse_overwriting(targets, inputs)
    with _writing(output):
        for target in targets:
            target.parent.mkdir(parents=True, exist_ok=True)
    return {source: target for target, source in targets.items()}


def _place_of(source: Input) -> Path:
    """Return the path of an input below the folder that was named, or its name alone."""
    if source.path is None:
        return Path("stdin")
    return Path(source.path.name) if source.below is None else source.path.relative_to(source.below)


def _refuse_overwriting(targets: Iterable[Path], inputs: Iterable[Input]) -> None:
    read = {os.path.realpath(source.path) for source in inputs if source.path}
    for target in targets:
        if os.path.realpath(target) in read:
            raise Misuse(f"{str(target)!r} is read and would be overwritten; choose another place with -o")


@contextmanager
def _replaced(path: Path) -> Iterator[IO[bytes]]:
    """Yield a file to write to instead of `path`, which changes only when all is written, and if anything is."""
    with _writing(str(path)):
        if path.exists() and not path.is_file():  # a device or a pipe can't be replaced
            with path.open("wb") as file:
                yield file
            return
        target = Path(os.path.realpath(path))  # a link stays one
        temporary = target.with_name(f".{secrets.token_hex(8)}.tmp")
        try:
            with temporary.open("xb") as file:
                if target.exists():
                    shutil.copymode(target, temporary)
                yield file
                written = file.tell()
            if written:
                temporary.replace(target)
        finally:
            temporary.unlink(missing_ok=True)


@contextmanager
def _writing(name: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Misuse(f"can't write {name!r}: {error.strerror}") from error
