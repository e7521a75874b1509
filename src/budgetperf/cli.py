"""The command line: ``budgetperf parse`` and ``budgetperf explain``.

Nothing is decided here about documents. Exit codes: 0 fine, 1 a document has
an error diagnostic, 2 misuse or a file that can't be read or written.
"""

import codecs
import csv
import difflib
import errno
import glob
import io
import os
import secrets
import shutil
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace, RawDescriptionHelpFormatter
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from decimal import Decimal
from itertools import chain, repeat
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn, TextIO, TypeAlias

from attrs import evolve, frozen

from budgetperf import __version__
from budgetperf.diagnostics import CatalogueEntry, Severity, catalogue
from budgetperf.errors import LimitExceeded, MissingExtra
from budgetperf.records import COLUMNS, to_records
from budgetperf.rendering import render, visible
from budgetperf.source import display_width

if TYPE_CHECKING:
    from budgetperf.model import Document
    from budgetperf.results import ParseResult

__all__ = ["main"]

_FINE, _INCOMPLETE, _MISUSE, _INTERRUPTED = 0, 1, 2, 130

#: Of a folder, only the files that end so are read.
_ENDINGS: Final = (".txt", ".text", ".md", ".markdown", ".tsv", ".csv", ".html", ".htm", ".xlsx", ".xlsm", ".docx")
#: Standard input or output.
_DASH: Final = "-"
#: Each format with the suffix of the files that hold it.
_SUFFIXES: Final = {"tree": ".txt", "json": ".json", "jsonl": ".jsonl", "csv": ".csv"}
_FORMATS: Final = {suffix: name for name, suffix in _SUFFIXES.items()}
#: How wide a page is where no terminal says.
_PAGE_WIDTH: Final = 100
_PROSE_WIDTH: Final = 88
#: Fewer files than this are read before a bar is seen.
_MANY_FILES: Final = 4

_DESCRIPTION = """\
Read Chinese government performance target tables (项目支出绩效目标表) from text dumps:
departments, money, projects, and every performance indicator with its targets."""

_GUIDANCE = """\
examples:
  budgetperf parse table.txt                         look at a table
  budgetperf parse -v table.txt                      every text whole, every diagnostic
  pdftotext -layout table.pdf - | budgetperf parse - read what another program prints
  budgetperf parse dumps/ -o all.csv                 one row per indicator
  budgetperf parse dumps/ -f json -o models/         one JSON file for each dump
  budgetperf parse 'dumps/**/*.txt' -f jsonl         one JSON document a line
  budgetperf explain G203                            what a diagnostic code means

exit codes:
  0  every document was understood
  1  something of a document is missing: it has a diagnostic of severity error
  2  misuse, or a file that can't be read or written"""


class _Misuse(Exception):
    """Raised to end with exit code 2; its words are the message."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code.

    Args:
        argv: The arguments; those of the process where None.

    """
    try:
        options = _parser().parse_args(argv)
        command: Callable[[Namespace], int] = options.command
        return command(options)
    except SystemExit:
        return _FINE  # the help or the version was asked for, and printed
    except (_Misuse, MissingExtra) as error:
        _say(f"error: {error}")
        return _MISUSE
    except BrokenPipeError:
        _discard_standard_output()
        return _FINE  # whoever reads has seen enough
    except OSError as error:
        _discard_standard_output()
        _say(f"error: can't write to standard output: {error.strerror}")
        return _MISUSE
    except KeyboardInterrupt:
        return _INTERRUPTED


def _discard_standard_output() -> None:
    """Let what is left in the buffer vanish, or it would fail again at exit."""
    with suppress(OSError, AttributeError):  # where no file stands behind it
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _say(message: str) -> None:
    """Print one line on standard error, whatever characters stand in the names that it quotes."""
    stream: TextIO | None = sys.stderr
    if stream is not None:
        line = f"budgetperf: {visible(message)}\n"
        encoding = stream.encoding or "utf-8"
        stream.write(line.encode(encoding, "backslashreplace").decode(encoding))


def _opened(stream: TextIO | None) -> TextIO:
    """Return a standard stream, for which Python has None where the process was started without."""
    if stream is None:
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))
    return stream


# --- options ------------------------------------------------------------------------------------


class _Parser(ArgumentParser):
    """A parser that refuses in one line, and takes no option by half its name."""

    def __init__(self, **settings: Any) -> None:  # noqa: ANN401 - whatever argparse passes on
        super().__init__(formatter_class=RawDescriptionHelpFormatter, allow_abbrev=False, **settings)

    def print_help(self, file: object = None) -> None:  # noqa: ARG002 - as the base class has it
        """Print the help, in whatever encoding standard output has."""
        _standard_output()(self.format_help())

    def error(self, message: str) -> NoReturn:
        raise _Misuse(f"{message} (see {self.prog} --help)")


def _parser() -> ArgumentParser:
    parser = _Parser(prog="budgetperf", description=_DESCRIPTION, epilog=_GUIDANCE)
    parser.add_argument("--version", action="version", version=f"budgetperf {__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    brief = "show or convert what text dumps say"
    _add_parse_options(commands.add_parser("parse", help=brief, description=_DESCRIPTION, epilog=_GUIDANCE))
    brief = "say what diagnostic codes mean"
    explain = commands.add_parser("explain", help=brief, description=f"{brief}, with an example and what to do")
    explain.add_argument("codes", metavar="CODE", nargs="*", help="such as G203; without one, all codes are listed")
    explain.set_defaults(command=_explain)
    return parser


def _add_parse_options(parser: ArgumentParser) -> None:
    parser.set_defaults(command=_parse)
    add = parser.add_argument
    of_folder = f"of whose files those are read that end in {', '.join(_ENDINGS)}"
    files = f"a file; - for standard input; a folder, {of_folder}; or a quoted pattern such as 'dumps/**/*.txt'"
    add("files", metavar="FILE", nargs="+", type=_path, help=files)
    formats = "tree to look at, json for one document, jsonl for one document a line, csv for one row per indicator; "
    formats += "without it, what the ending of OUT says, or else tree"
    add("-f", "--format", choices=tuple(_SUFFIXES), help=formats)
    output = "the file to write, instead of standard output; a folder, or what ends in /, gets one for each FILE"
    add("-o", "--output", metavar="OUT", type=_path, default=_DASH, help=output)
    encoding = "the encoding of the files; without it, their content tells"
    add("--encoding", metavar="NAME", type=_encoding, help=encoding)
    add("--spans", action="store_true", help="say where each part was printed (with json and jsonl)")
    colour = "colour the tree; auto, the default, does so in a terminal unless NO_COLOR is set"
    add("--color", choices=("auto", "always", "never"), default="auto", help=colour)
    add = parser.add_mutually_exclusive_group().add_argument
    add("-v", "--verbose", action="store_true", help="show every text whole, and every diagnostic")
    add("-q", "--quiet", action="store_true", help="leave the diagnostics out")


def _path(name: str) -> str:
    if not name or "\0" in name:
        raise ArgumentTypeError(f"{name!r} is no path")
    return name


def _encoding(name: str) -> str:
    try:
        # Some names stand for what is no encoding of text (hex), or takes no broken bytes (idna).
        b"\xff".decode(name, "replace")
        return codecs.lookup(name).name
    except (LookupError, ValueError):
        message = f"unknown encoding {name!r}; accepted is what Python knows, such as utf-8, gb18030 or big5"
        raise ArgumentTypeError(message) from None


# --- explain ------------------------------------------------------------------------------------


def _explain(options: Namespace) -> int:
    entries = catalogue()
    codes = [code.upper() for code in options.codes]
    for code in (code for code in codes if code not in entries):
        close = ", ".join(difflib.get_close_matches(code, entries, n=4, cutoff=0.5))
        raise _Misuse(f"unknown code {code!r}; {f'close to it: {close}' if close else 'explain alone lists all'}")
    listed = (f"{code}  {entry.severity:7}  {entry.title}\n" for code, entry in entries.items())
    _standard_output()("\n".join(_explained(entries[code]) for code in codes) or "".join(listed))
    return _FINE


def _explained(entry: CatalogueEntry) -> str:
    width = min(_page_width(), _PROSE_WIDTH)
    parts = [
        f"{entry.code}: {entry.title}",
        f"{entry.severity}, since {entry.since}",
        _filled(entry.explanation, width),
        "Example:\n\n" + "\n".join(f"    {visible(line)}" for line in entry.example.strip("\n").split("\n")),
        _filled(f"What to do: {entry.fix}", width),
    ]
    return "\n\n".join(parts) + "\n"


def _filled(prose: str, width: int) -> str:
    """Return `prose` in lines of at most `width` cells, broken at blanks."""
    lines, room = [""], width
    for word in prose.split():
        room -= display_width(word) + 1
        if room < -1 and lines[-1]:
            lines.append("")
            room = width - display_width(word) - 1
        lines[-1] += f" {word}" if lines[-1] else word
    return "\n".join(lines)


# --- parse --------------------------------------------------------------------------------------


@frozen
class _Input:
    """What is to be read: a file, or standard input where there is no path."""

    name: str
    path: Path | None


def _parse(options: Namespace) -> int:
    inputs = _inputs(options.files)
    options.format = options.format or _FORMATS.get(Path(options.output).suffix.lower(), "tree")
    if options.spans and options.format not in ("json", "jsonl"):
        raise _Misuse(f"--spans goes with --format json or jsonl, not with {options.format}")
    if options.format == "json" and len(inputs) > 1 and not _is_folder(options.output):
        accepted = "accepted is --format jsonl, or -o FOLDER/ for one file each"
        raise _Misuse(f"--format json holds one document, but {len(inputs)} files are given; {accepted}")
    code = _FINE
    with _opened_output(options, inputs) as write:
        for source in _watched(inputs, options):
            result = _read(source, options.encoding)
            if result is None:
                code = _MISUSE
                continue
            write(source, _converted(result, options))
            _report(result, options)
            code = max(code, _FINE if result.ok else _INCOMPLETE)
    return code


def _inputs(names: Iterable[str]) -> list[_Input]:
    """Return what the FILE arguments name, each file once, or its money would count twice."""
    inputs: dict[str, _Input] = {}
    for name in names:
        if name == _DASH:
            inputs.setdefault(_DASH, _Input("<stdin>", None))
            continue
        for path in _files_named(name):
            inputs.setdefault(os.path.realpath(path), _Input(str(path), path))
    return list(inputs.values())


def _files_named(name: str) -> list[Path]:
    if _is_directory(name):
        files = sorted(_documents_below(name))
        if not files:
            raise _Misuse(f"no documents in the folder {name!r}; accepted are files that end in {', '.join(_ENDINGS)}")
        return files
    if os.path.lexists(name) or not glob.has_magic(name):
        return [Path(name)]  # reading it will say that it is missing, and the others go on
    matches = sorted(glob.glob(name, recursive=True))  # noqa: PTH207 - Path.glob takes no absolute pattern
    if not matches:
        raise _Misuse(f"no file matches {name!r}")
    # A folder among them may be empty, as one below a folder may.
    members = (sorted(_documents_below(match)) if _is_directory(match) else [Path(match)] for match in matches)
    return list(chain.from_iterable(members))


def _is_directory(name: str) -> bool:
    return os.path.isdir(name)  # noqa: PTH112 - Path.is_dir raises where a name is too long


def _documents_below(folder: str) -> Iterator[Path]:
    """Yield the documents in `folder` and the folders below it, but for hidden ones and the locks of Office."""
    for parent, folders, files in os.walk(folder, onerror=_refuse_folder):
        folders[:] = (name for name in folders if not name.startswith("."))
        for name in files:
            if name.lower().endswith(_ENDINGS) and not name.startswith((".", "~$")):
                yield Path(parent, name)


def _refuse_folder(error: OSError) -> NoReturn:
    raise _Misuse(f"can't list the folder {error.filename!r}: {error.strerror}")


def _watched(inputs: list[_Input], options: Namespace) -> Iterable[_Input]:
    """Return `inputs`, with a progress bar where somebody waits in front of an empty terminal."""
    shown_anyway = options.output == _DASH and sys.stdout.isatty()
    if len(inputs) < _MANY_FILES or options.quiet or shown_anyway or not sys.stderr.isatty():
        return inputs
    try:
        from budgetperf.display import with_progress
    except MissingExtra:
        return inputs
    return with_progress(inputs, "reading")


def _read(source: _Input, encoding: str | None) -> "ParseResult[Document] | None":
    """Return what is read from `source`, or None after saying why it can't be read."""
    from budgetperf.opening import read

    try:
        data = _opened(sys.stdin).buffer.read() if source.path is None else source.path.read_bytes()
    except OSError as error:
        _say(f"error: can't read {source.name!r}: {error.strerror}")
        return None
    try:
        result = read(data, encoding=encoding)
    except LimitExceeded as error:
        _say(f"error: can't read {source.name!r}: {error}")
        return None
    return evolve(result, source=evolve(result.source, name=source.name))


def _report(result: "ParseResult[Document]", options: Namespace) -> None:
    """Say on standard error what was doubted, where the output itself does not."""
    if options.quiet or options.format == "tree":
        return
    if options.verbose:
        for diagnostic in result.diagnostics:
            sys.stderr.write(render(diagnostic, result.source, width=_page_width()) + "\n\n")
    counts = Counter((diagnostic.severity, diagnostic.code) for diagnostic in result.diagnostics)
    groups = (_tally(severity, counts) for severity in Severity)
    _say(f"{result.source.name}: {', '.join(filter(None, groups)) or 'no diagnostics'}")


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

        width = _page_width() if options.output == _DASH else _PAGE_WIDTH
        return drawn(result, width=width, colour=_coloured(options), verbose=options.verbose, quiet=options.quiet)
    if options.format == "csv":
        return _csv(row.values() for row in to_records(result.value, source=result.source.name))
    from budgetperf.interchange import dumps

    spaces = 2 if options.format == "json" else None
    return dumps(result.value, diagnostics=result.diagnostics, spans=options.spans, indent=spaces) + "\n"


def _coloured(options: Namespace) -> bool:
    if options.color != "auto":
        return bool(options.color == "always")
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return options.output == _DASH and sys.stdout.isatty() and not plain


def _csv(rows: Iterable[Iterable[object]]) -> str:
    # Rows end in CRLF, as in RFC 4180: the same bytes on every system.
    text = io.StringIO(newline="")
    # A plain "f", since str() of a Decimal may hold an exponent.
    plain = ([f"{value:f}" if isinstance(value, Decimal) else value for value in row] for row in rows)
    csv.writer(text).writerows(plain)
    return text.getvalue()


# --- output -------------------------------------------------------------------------------------

_Put: TypeAlias = Callable[[str], object]
_Write: TypeAlias = Callable[[_Input, str], object]


@contextmanager
def _opened_output(options: Namespace, inputs: list[_Input]) -> Iterator[_Write]:
    """Yield how to write the text made of an input to where it belongs."""
    preface = _csv([COLUMNS]) if options.format == "csv" else ""
    between = "\n" if options.format == "tree" else ""
    if _is_folder(options.output):
        targets = _targets(options, inputs)

        def write_apart(source: _Input, text: str) -> None:
            with _replaced(targets[source]) as put:
                put(preface + text)

        yield write_apart
    elif options.output == _DASH:
        encoding = None if options.format == "tree" else "utf-8"
        yield _in_a_row(_standard_output(encoding), preface, between)
    else:
        _refuse_overwriting([Path(options.output)], inputs)
        with _replaced(Path(options.output)) as put:
            yield _in_a_row(put, preface, between)


def _in_a_row(put: _Put, preface: str, between: str) -> _Write:
    lead = chain([preface], repeat(between))
    return lambda _, text: put(next(lead) + text)


def _standard_output(encoding: str | None = None) -> _Put:
    """Return how to write to standard output, in its own encoding or another, and whatever that lacks."""
    stream = _opened(sys.stdout)
    binary = getattr(stream, "buffer", None)
    encoding = encoding or stream.encoding or "utf-8"

    def put(text: str) -> None:
        if binary is None:
            stream.write(text)
        else:
            binary.write(text.encode(encoding, "replace"))
        stream.flush()

    return put


def _page_width() -> int:
    return shutil.get_terminal_size((_PAGE_WIDTH, 24)).columns


def _is_folder(name: str) -> bool:
    return name.endswith(("/", os.sep)) or _is_directory(name)


def _targets(options: Namespace, inputs: Iterable[_Input]) -> dict[_Input, Path]:
    """Return the file in the output folder for each input; the folder is made where it is missing."""
    folder = Path(options.output)
    targets: dict[Path, _Input] = {}
    for source in inputs:
        stem = "stdin" if source.path is None else source.path.stem
        target = folder / f"{stem}{_SUFFIXES[options.format]}"
        if target in targets:
            raise _Misuse(f"{targets[target].name!r} and {source.name!r} would both be written to {str(target)!r}")
        targets[target] = source
    _refuse_overwriting(targets, inputs)
    with _writing(options.output):
        folder.mkdir(parents=True, exist_ok=True)
    return {source: target for target, source in targets.items()}


def _refuse_overwriting(targets: Iterable[Path], inputs: Iterable[_Input]) -> None:
    read = {os.path.realpath(source.path) for source in inputs if source.path}
    for target in targets:
        if os.path.realpath(target) in read:
            raise _Misuse(f"{str(target)!r} is read and would be overwritten; choose another place with -o")


@contextmanager
def _replaced(path: Path) -> Iterator[_Put]:
    """Yield how to write to `path`, which changes only when all is written, and if anything is."""
    # A file's name stands in the rows, and may hold bytes that are no text: hence errors="replace".
    with _writing(str(path)):
        if path.exists() and not path.is_file():  # a device or a pipe can't be replaced
            with path.open("w", encoding="utf-8", errors="replace", newline="") as file:
                yield file.write
            return
        target = Path(os.path.realpath(path))  # a link stays one
        temporary = target.with_name(f".{secrets.token_hex(8)}.tmp")
        try:
            with temporary.open("x", encoding="utf-8", errors="replace", newline="") as file:
                if target.exists():
                    shutil.copymode(target, temporary)
                yield file.write
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
        raise _Misuse(f"can't write {name!r}: {error.strerror}") from error
