"""The commands and their options."""

import argparse
from collections.abc import Callable
from typing import Any

from budgetperf import __version__
from budgetperf.cli import arguments
from budgetperf.cli.check import REPORTS, check
from budgetperf.cli.completion import SHELLS, completion
from budgetperf.cli.convert import CONVERSIONS, convert
from budgetperf.cli.diff import DIFF_FORMATS, diff
from budgetperf.cli.explain import explain
from budgetperf.cli.guidance import GUIDANCE
from budgetperf.cli.inputs import ENDINGS
from budgetperf.cli.manual import CommandParser
from budgetperf.cli.parse import SUFFIXES, parse
from budgetperf.cli.report import report
from budgetperf.cli.schema import SCHEMAS, schema
from budgetperf.cli.sniff import sniff
from budgetperf.cli.streams import DASH
from budgetperf.configuration import NEVER
from budgetperf.diagnostics import LANGUAGES, Severity
from budgetperf.phrasebook import Phrasebook

__all__ = ["parser"]


def parser(words: Phrasebook) -> CommandParser:
    """Return the parser of the command line; what it yields holds the function of the command, and the `words`."""
    top = CommandParser(prog="budgetperf", words=words, guidance=GUIDANCE[""])
    top.set_defaults(words=words)
    version = words("show program's version number and exit")
    top.add_argument("--version", action="version", version=f"budgetperf {__version__}", help=version)
    _add_language(top)
    commands = top.add_subparsers(metavar="COMMAND", required=True)
    for name, add_options in _COMMANDS.items():
        guidance = GUIDANCE[name]
        command = commands.add_parser(name, help=words(guidance.brief), words=words, guidance=guidance)
        add_options(command)
        if name == "completion":
            command.set_defaults(whole=top)
    return top


# --- commands -----------------------------------------------------------------------------------


def _add_parse_options(command: CommandParser) -> None:
    command.set_defaults(command=parse)
    add, words = command.add_argument, command.words
    _add_files(command)
    formats = words(
        "tree to look at, json for one document, jsonl for one document a line, csv for one row per indicator; "
        "without it, what the ending of OUT says, or else tree"
    )
    add("-f", "--format", choices=tuple(SUFFIXES), help=formats)
    _add_output_of_each(command)
    _add_colour(command)
    add = command.add_mutually_exclusive_group().add_argument
    add("-v", "--verbose", action="store_true", help=words("show every text whole, and every diagnostic"))
    add("-q", "--quiet", action="store_true", help=words("leave the diagnostics out"))
    _add_jobs(command)
    _add_language(command)
    _add_reading_options(command)


def _add_convert_options(command: CommandParser) -> None:
    command.set_defaults(command=convert)
    add, words = command.add_argument, command.words
    _add_files(command)
    formats = words(
        "the format: json, jsonl, csv and parquet for programs, csv and parquet with one row per indicator; xlsx, "
        "markdown, html and tsv as bureaus print the table, so csv and tsv are not the same; without it, what the "
        "ending of OUT says"
    )
    add("--to", choices=tuple(CONVERSIONS), help=formats)
    _add_output_of_each(command)
    add = command.add_mutually_exclusive_group().add_argument
    add("-v", "--verbose", action="store_true", help=words("tell of every file, and show every diagnostic"))
    add("-q", "--quiet", action="store_true", help=words("tell only of files that can't be converted"))
    _add_jobs(command)
    _add_language(command)
    _add_reading_options(command)


def _add_check_options(command: CommandParser) -> None:
    command.set_defaults(command=check)
    words = command.words
    _add_files(command)
    _add_choosing_options(command)
    add = command.add_argument
    fail_on = words("what to end with exit code 1 for: this severity and those above it; warning by default")
    add("--fail-on", choices=(*map(str, Severity), NEVER), help=fail_on)
    formats = words(
        "text to read, json or jsonl (one file a line) or sarif for programs, github for annotations in a workflow; "
        "without it, what the ending of OUT says, or else text"
    )
    add("-f", "--format", choices=tuple(REPORTS), help=formats)
    _add_output(command)
    add("--statistics", action="store_true", help=words("show only how often each code was found"))
    _add_colour(command)
    add = command.add_mutually_exclusive_group().add_argument
    add("-v", "--verbose", action="store_true", help=words("show every diagnostic, infos too"))
    add("-q", "--quiet", action="store_true", help=words("one line for each file in which something was found"))
    _add_jobs(command)
    _add_language(command)
    _add_reading_options(command)


def _add_report_options(command: CommandParser) -> None:
    command.set_defaults(command=report, quiet=False, fail_on=None)
    words = command.words
    _add_files(command)
    _add_choosing_options(command)
    add = command.add_argument
    output = words("the file to write, such as report.html, instead of standard output")
    add("-o", "--output", metavar="OUT", type=arguments.path, default=DASH, help=output)
    add("--title", help=words("the heading of the page; the departments by default"))
    _add_jobs(command)
    language = words("the language of messages, and that in which the page opens; without it, that of the browser")
    add("--lang", choices=LANGUAGES, default=argparse.SUPPRESS, help=language)
    _add_reading_options(command)


def _add_diff_options(command: CommandParser) -> None:
    command.set_defaults(command=diff)
    add, words = command.add_argument, command.words
    add("old", metavar="OLD", type=arguments.path, help=words("a file, or - for standard input"))
    add("new", metavar="NEW", type=arguments.path, help=words("the file that it is compared with"))
    formats = words(
        "text to read, json for programs, html for a page; without it, what the ending of OUT says, or else text"
    )
    add("-f", "--format", choices=tuple(DIFF_FORMATS), help=formats)
    _add_output(command)
    threshold = words("how much alike two names must be to be one, from 0 to 1; 0.65 by default")
    add("--threshold", metavar="SCORE", type=arguments.score, help=threshold)
    _add_colour(command)
    add("-v", "--verbose", action="store_true", help=words("show every text whole, and targets that are only reworded"))
    _add_language(command)
    _add_reading_options(command)


def _add_sniff_options(command: CommandParser) -> None:
    command.set_defaults(command=sniff, quiet=False)
    words = command.words
    _add_files(command)
    add = command.add_mutually_exclusive_group().add_argument
    add("--json", action="store_true", help=words("one JSON object a line for each file, instead of words"))
    drawing = words("draw a page of a PDF with the cells found on it, as SVG, instead of telling about the file")
    add("--svg", metavar="PAGE", type=arguments.page, help=drawing)
    output = words("the file to write the drawing to, instead of standard output")
    command.add_argument("-o", "--output", metavar="OUT.svg", type=arguments.path, default=DASH, help=output)
    _add_colour(command)
    _add_language(command)
    _add_reading_options(command)


def _add_explain_options(command: CommandParser) -> None:
    command.set_defaults(command=explain)
    codes = command.words(
        "such as G203; the beginning of codes, such as V or V3, lists them; without one, all codes are listed"
    )
    command.add_argument("codes", metavar="CODE", nargs="*", help=codes)
    _add_rules(command, command.add_argument)
    _add_language(command)


def _add_schema_options(command: CommandParser) -> None:
    command.set_defaults(command=schema)
    what = command.words(
        "json, the default: the JSON Schema of documents; columns: the tidy rows of csv and parquet, with types; "
        "arrow: the same with the types of Arrow; diagnostics: all codes, as JSON"
    )
    command.add_argument("--what", choices=tuple(SCHEMAS), default="json", help=what)
    _add_language(command)


def _add_completion_options(command: CommandParser) -> None:
    command.set_defaults(command=completion)
    shells = command.words("one of {shells}", shells=", ".join(SHELLS))
    command.add_argument("shell", metavar="SHELL", choices=SHELLS, help=shells)
    _add_language(command)


#: What adds the options of each command, in the order in which help lists them.
_COMMANDS = {
    "parse": _add_parse_options,
    "convert": _add_convert_options,
    "check": _add_check_options,
    "diff": _add_diff_options,
    "report": _add_report_options,
    "sniff": _add_sniff_options,
    "explain": _add_explain_options,
    "schema": _add_schema_options,
    "completion": _add_completion_options,
}


# --- what several have in common ----------------------------------------------------------------


def _add_files(command: CommandParser) -> None:
    files = command.words(
        "a file; - for standard input; a folder, of whose files those are read that end in {endings}; "
        "or a quoted pattern such as 'dumps/**/*.txt'",
        endings=", ".join(ENDINGS),
    )
    command.add_argument("files", metavar="FILE", nargs="+", type=arguments.path, help=files)


def _add_output(command: CommandParser) -> None:
    output = command.words("the file to write, instead of standard output")
    command.add_argument("-o", "--output", metavar="OUT", type=arguments.path, default=DASH, help=output)


def _add_output_of_each(command: CommandParser) -> None:
    """Add where documents are written that may be one file each, and how."""
    add, words = command.add_argument, command.words
    output = words(
        "the file to write, instead of standard output; a folder, or what ends in /, gets one for each FILE, below it "
        "as FILE is below the folder that is named; what is written there is left out of a folder that is read"
    )
    add("-o", "--output", metavar="OUT", type=arguments.path, default=DASH, help=output)
    add("--bom", action="store_true", help=words("begin csv with a byte order mark, by which Excel knows UTF-8"))
    add("--spans", action="store_true", help=words("say where each part was printed (with json and jsonl)"))


def _add_language(command: CommandParser) -> None:
    language = command.words(
        "the language of messages and descriptions: zh, Chinese, where the locale is Chinese, and en, English, "
        "otherwise"
    )
    # Where it is not given, what was given before the command is not undone.
    command.add_argument("--lang", choices=LANGUAGES, default=argparse.SUPPRESS, help=language)


def _add_jobs(command: CommandParser) -> None:
    jobs = command.words(
        "how many files to read at once, each in a process; 0 for as many as there are cores; 1 by default"
    )
    command.add_argument("-j", "--jobs", metavar="N", type=arguments.jobs, default=1, help=jobs)


def _add_colour(command: CommandParser) -> None:
    colour = command.words("colour what is shown; auto, the default, does so in a terminal unless NO_COLOR is set")
    command.add_argument("--color", choices=("auto", "always", "never"), default="auto", help=colour)


def _add_choosing_options(command: CommandParser) -> None:
    """Add what chooses among diagnostics; see :class:`budgetperf.Configuration`."""
    words = command.words
    group = command.add_argument_group(words("choosing"))
    add = group.add_argument
    codes: dict[str, Any] = {"metavar": "CODES", "action": "extend", "type": arguments.selectors}
    select = words(
        "codes or beginnings of codes to report, such as A,V3,T402, or ALL; may be given again; the longest that fits "
        "a code decides; replaces what pyproject.toml selects and ignores"
    )
    add("--select", **codes, help=select)
    ignore = words("codes not to report; may be given again; added to what pyproject.toml ignores")
    add("--ignore", **codes, default=[], help=ignore)
    severity = words("report a code, or all that begin so, as error, warning or info; may be given again")
    add("--severity", metavar="CODE=LEVEL", action="append", type=arguments.weight, default=[], help=severity)
    _add_rules(command, add)
    add = group.add_mutually_exclusive_group().add_argument
    config = words("the pyproject.toml that says what is wanted")
    add("--config", metavar="PATH", type=arguments.path, help=config)
    add("--isolated", action="store_true", help=words("take no pyproject.toml into account"))


def _add_rules(command: CommandParser, add: Callable[..., object]) -> None:
    rules = command.words("a file of Python with rules of your own, in a list RULES; it is run; may be given again")
    add("--rules", metavar="FILE.py", type=arguments.path, action="append", default=[], help=rules)


def _add_reading_options(command: CommandParser) -> None:
    """Add what narrows the reading of a file; see :func:`budgetperf.read`."""
    words = command.words
    add = command.add_argument_group(words("reading")).add_argument
    pages = words("the pages of a PDF to read, such as 120-131,140; all by default")
    add("--pages", metavar="PAGES", type=arguments.pages, help=pages)
    sheet = words(
        "the sheet of a workbook to read, by its name, or by its number from 1; all that are shown by default"
    )
    add("--sheet", metavar="SHEET", help=sheet)
    add("--password", help=words("the password of an encrypted PDF"))
    encoding = words("the encoding of files that are then read as text; without it, their content tells")
    add("--encoding", metavar="NAME", type=arguments.encoding, help=encoding)
    reader = words("a reader that may be used, by the name that sniff tells; may be given again; all by default")
    add("--reader", metavar="NAME", dest="readers", action="append", type=arguments.reader, help=reader)
    printed = words("read pages as they are printed: no damaged label, split number or lost boundary is repaired")
    add("--no-repair", dest="repair", action="store_false", help=printed)
    taxonomy = words("what printed categories mean: a TOML file in the form of the package's taxonomy")
    add("--taxonomy", metavar="FILE", type=arguments.taxonomy, help=taxonomy)
    units = words("which measure words there are: a TOML file in the form of the package's units")
    add("--units", metavar="FILE", type=arguments.units, help=units)
    isolate = words("open each file in a process of its own, whose memory is bounded: for files of unknown origin")
    add("--isolate", action="store_true", help=isolate)
    limit = words(
        "read more of a file than by default, or less, where its limit of that name stood in the way; such as "
        "seconds=600; may be given again"
    )
    add("--limit", metavar="NAME=NUMBER", dest="limits", action="append", type=arguments.limit, default=[], help=limit)
