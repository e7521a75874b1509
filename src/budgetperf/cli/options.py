"""The commands and options, and the help that teaches them."""

import codecs
from argparse import ArgumentParser, ArgumentTypeError, RawDescriptionHelpFormatter
from typing import Any, NoReturn

from budgetperf import __version__
from budgetperf.cli.explain import explain
from budgetperf.cli.inputs import ENDINGS
from budgetperf.cli.parse import SUFFIXES, parse
from budgetperf.cli.streams import DASH, Misuse, standard_output

__all__ = ["parser"]

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


class _Parser(ArgumentParser):
    """A parser that refuses in one line, and takes no option by half its name."""

    def __init__(self, **settings: Any) -> None:  # noqa: ANN401 - whatever argparse passes on
        super().__init__(formatter_class=RawDescriptionHelpFormatter, allow_abbrev=False, **settings)

    def print_help(self, file: object = None) -> None:  # noqa: ARG002 - as the base class has it
        """Print the help, in whatever encoding standard output has."""
        standard_output()(self.format_help())

    def error(self, message: str) -> NoReturn:
        raise Misuse(f"{message} (see {self.prog} --help)")


def parser() -> ArgumentParser:
    """Return the parser of the command line; what it yields holds the function of the command."""
    top = _Parser(prog="budgetperf", description=_DESCRIPTION, epilog=_GUIDANCE)
    top.add_argument("--version", action="version", version=f"budgetperf {__version__}")
    commands = top.add_subparsers(metavar="COMMAND", required=True)
    brief = "show or convert what text dumps say"
    _add_parse_options(commands.add_parser("parse", help=brief, description=_DESCRIPTION, epilog=_GUIDANCE))
    brief = "say what diagnostic codes mean"
    explaining = commands.add_parser("explain", help=brief, description=f"{brief}, with an example and what to do")
    explaining.add_argument("codes", metavar="CODE", nargs="*", help="such as G203; without one, all codes are listed")
    explaining.set_defaults(command=explain)
    return top


def _add_parse_options(command: ArgumentParser) -> None:
    command.set_defaults(command=parse)
    add = command.add_argument
    of_folder = f"of whose files those are read that end in {', '.join(ENDINGS)}"
    files = f"a file; - for standard input; a folder, {of_folder}; or a quoted pattern such as 'dumps/**/*.txt'"
    add("files", metavar="FILE", nargs="+", type=_path, help=files)
    formats = "tree to look at, json for one document, jsonl for one document a line, csv for one row per indicator; "
    formats += "without it, what the ending of OUT says, or else tree"
    add("-f", "--format", choices=tuple(SUFFIXES), help=formats)
    output = "the file to write, instead of standard output; a folder, or what ends in /, gets one for each FILE"
    add("-o", "--output", metavar="OUT", type=_path, default=DASH, help=output)
    encoding = "the encoding of the files; without it, their content tells"
    add("--encoding", metavar="NAME", type=_encoding, help=encoding)
    add("--spans", action="store_true", help="say where each part was printed (with json and jsonl)")
    colour = "colour the tree; auto, the default, does so in a terminal unless NO_COLOR is set"
    add("--color", choices=("auto", "always", "never"), default="auto", help=colour)
    add = command.add_mutually_exclusive_group().add_argument
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
