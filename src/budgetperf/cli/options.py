"""The commands and options, and the help that teaches them."""

import codecs
import re
from argparse import ArgumentParser, ArgumentTypeError, RawDescriptionHelpFormatter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, NoReturn

from attrs import fields

from budgetperf import __version__
from budgetperf.cli.check import REPORTS, check
from budgetperf.cli.completion import SHELLS, completion
from budgetperf.cli.convert import CONVERSIONS, convert
from budgetperf.cli.diff import DIFF_FORMATS, diff
from budgetperf.cli.explain import explain
from budgetperf.cli.inputs import ENDINGS
from budgetperf.cli.jobs import MOST_JOBS
from budgetperf.cli.parse import SUFFIXES, parse
from budgetperf.cli.report import report
from budgetperf.cli.schema import SCHEMAS, schema
from budgetperf.cli.sniff import sniff
from budgetperf.cli.streams import DASH, Misuse, standard_output
from budgetperf.configuration import NEVER, known_selector, known_severity
from budgetperf.diagnostics import LANGUAGES, Severity

if TYPE_CHECKING:
    from budgetperf.taxonomy import Taxonomy
    from budgetperf.units import UnitList

__all__ = ["parser"]

#: No limit has a number of more digits.
_MOST_DIGITS = 15
#: More pages than any file has would be a slip of the finger.
_MOST_PAGES: Final = 99_999
_STRETCH: Final = re.compile(r"\s*(\d+)\s*(?:[-–—~～至]\s*(\d+)\s*)?")

_DESCRIPTION = """\
Read Chinese government performance target tables (项目支出绩效目标表) from the files that
bureaus publish them in (PDF, Excel, Word, web pages) and from text dumps of these:
departments, money, projects, and every performance indicator with its targets."""

_EXIT_CODES = """\
exit codes:
  0  every document was understood
  1  something of a document is missing: it has a diagnostic of severity error,
     or there is no performance target table in it
  2  misuse, or a file that can't be read or written"""

_GUIDANCE = f"""\
examples:
  budgetperf sniff budget.pdf                        what is it, and which tables are in it?
  budgetperf parse table.txt                         look at a table
  budgetperf parse -v table.txt                      every text whole, every diagnostic
  budgetperf parse dumps/ -o all.csv                 one row per indicator
  budgetperf convert budgets/ -o all.parquet         or XLSX, CSV, JSON, HTML, Markdown
  budgetperf check dumps/                            what is wrong with the tables?
  budgetperf diff 2024.pdf 2025.pdf                  what differs between two tables?
  budgetperf report dumps/ -o report.html            the same as a page to look through
  budgetperf explain G203                            what a diagnostic code means
  budgetperf explain G203 --lang zh                  the same in Chinese

{_EXIT_CODES}"""

_PARSE_DESCRIPTION = """\
Show the tables in files as a tree with their diagnostics, or convert them to data.
The content of a file says what it is, never its name."""

_PARSE_GUIDANCE = f"""\
examples:
  budgetperf parse table.txt                         look at a table
  budgetperf parse -v table.txt                      every text whole, every diagnostic
  budgetperf parse budget.pdf --pages 120-131,140    some pages of a PDF
  budgetperf parse book.xlsx --sheet 附表11         one sheet of a workbook, by name or number
  budgetperf parse --isolate unknown.pdf             in a process of its own, should it crash
  pdftotext -layout table.pdf - | budgetperf parse - read what another program prints
  budgetperf parse dumps/ -o all.csv                 one row per indicator
  budgetperf parse dumps/ -f json -o models/         one JSON file for each
  budgetperf parse 'dumps/**/*.txt' -f jsonl         one JSON document a line

Of a file without a performance target table, one line on standard error says why.

{_EXIT_CODES}"""

_CONVERT_DESCRIPTION = """\
Write the tables in files in another format. json, jsonl, csv and parquet are for programs, csv
and parquet with one row per indicator; xlsx, markdown, html and tsv have the table as bureaus print it."""

_CONVERT_GUIDANCE = """\
examples:
  budgetperf convert budget.pdf -o budget.xlsx       a workbook of a table in a PDF
  budgetperf convert budgets/ -o all.parquet         one row per indicator of all files
  budgetperf convert budgets/ --to xlsx -o books/    a workbook for each file
  budgetperf convert budgets/ -o all.csv --jobs 0    with all cores at once
  budgetperf convert table.txt --to markdown         to look at, or to pass on

Of a file without a performance target table nothing is written; a line on standard error says why.

exit codes:
  0  every file was converted, and all of it understood
  1  something of a document is missing: it has a diagnostic of severity error,
     or there is no performance target table in it
  2  misuse, or a file that can't be read or written; the others are converted"""

_CHECK_DESCRIPTION = """\
Report what is wrong with the tables in files: sums, categories, targets, and how well
performance can be reviewed by them. What is wanted, and how much it weighs, is said here
or under [tool.budgetperf] in the pyproject.toml of the working folder or one above it."""

_CHECK_GUIDANCE = """\
examples:
  budgetperf check budgets/                          what is wrong, by file and by project
  budgetperf check budgets/ --statistics             how often each code was found
  budgetperf check budgets/ --select A,V317          sums and amounts, and one code more
  budgetperf check budgets/ --severity A=error       amounts weigh more than by default
  budgetperf check budgets/ --fail-on error          exit code 1 for errors alone
  budgetperf check budgets/ -o budgets.sarif         for code scanning; also budgets.json
  budgetperf check budgets/ -f github                annotations, in GitHub Actions

exit codes:
  0  nothing was found that is as severe as --fail-on
  1  something was; a file without a performance target table has an error, too
  2  misuse, or a file that can't be read or written"""

_DIFF_DESCRIPTION = """\
Compare two files: last year's table with this year's, or a draft with what was published.
Projects are matched by name, first the same name, then the most alike; amounts are
converted, and targets compared by what they mean, not by their words."""

_DIFF_GUIDANCE = """\
examples:
  budgetperf diff 2024.pdf 2025.pdf                  what differs, project by project
  budgetperf diff -v draft.xlsx published.pdf        every text whole, and rewordings too
  budgetperf diff 2024.pdf 2025.pdf -o diff.html     a page to look at, or to print
  budgetperf diff 2024.pdf 2025.pdf -f json          for programs
  budgetperf diff a.txt b.txt --threshold 1          only names whose characters are the same

exit codes:
  0  nothing differs
  1  something does
  2  misuse, or a file that can't be read or written, or has no table in it"""

_REPORT_DESCRIPTION = """\
Write one page for a browser about the tables in files: money, projects, every indicator
beside its source, and what check finds, with explanations. The page needs no network."""

_REPORT_GUIDANCE = """\
examples:
  budgetperf report budgets/ -o report.html          money, projects, indicators, findings
  budgetperf report a.pdf b.xlsx -o report.html --title 2025年部门预算
  budgetperf report budgets/ --lang zh -o report.html   in Chinese, whatever the browser speaks
  budgetperf report budgets/ --select A,P -o report.html   findings about amounts, and for reviewers

exit codes:
  0  the page is written, whatever was found
  2  misuse, or a file that can't be read or written; the page names it"""

_SNIFF_DESCRIPTION = """\
Say what files are (told by their content), which reader takes them, what has to be
installed for it, and which performance target tables are in them, and where."""

_SNIFF_GUIDANCE = f"""\
examples:
  budgetperf sniff budget.pdf                        what is it, and which tables are in it?
  budgetperf sniff dumps/                            the same of every file below a folder
  budgetperf sniff dumps/ --json                     one JSON object a line, for programs
  budgetperf sniff budget.pdf --pages 120-131        look for tables on these pages alone
  budgetperf sniff budget.pdf --svg 3 -o page.svg    draw page 3 as it was taken apart into cells

{_EXIT_CODES}"""


_SCHEMA_DESCRIPTION = """\
Describe what parse, convert and check write: for programs that read it, and for whoever
has to know what a column says."""

_COMPLETION_GUIDANCE = """\
examples:
  eval "$(budgetperf completion bash)"                         in ~/.bashrc
  budgetperf completion zsh > ~/.zfunc/_budgetperf             with ~/.zfunc in $fpath
  budgetperf completion fish > ~/.config/fish/completions/budgetperf.fish"""


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
    brief = "show or convert the tables in files"
    _add_parse_options(commands.add_parser("parse", help=brief, description=_PARSE_DESCRIPTION, epilog=_PARSE_GUIDANCE))
    brief = "convert the tables in files to data, workbooks or pages"
    conversion = commands.add_parser("convert", help=brief, description=_CONVERT_DESCRIPTION, epilog=_CONVERT_GUIDANCE)
    _add_convert_options(conversion)
    brief = "report what is wrong with the tables in files"
    _add_check_options(commands.add_parser("check", help=brief, description=_CHECK_DESCRIPTION, epilog=_CHECK_GUIDANCE))
    brief = "tell what differs between the tables in two files"
    _add_diff_options(commands.add_parser("diff", help=brief, description=_DIFF_DESCRIPTION, epilog=_DIFF_GUIDANCE))
    brief = "write a page about the tables in files"
    page = commands.add_parser("report", help=brief, description=_REPORT_DESCRIPTION, epilog=_REPORT_GUIDANCE)
    _add_report_options(page)
    brief = "say what files are, and which tables are in them"
    _add_sniff_options(commands.add_parser("sniff", help=brief, description=_SNIFF_DESCRIPTION, epilog=_SNIFF_GUIDANCE))
    brief = "say what diagnostic codes mean"
    described = f"{brief}, with an example and what to do"
    _add_explain_options(commands.add_parser("explain", help=brief, description=described))
    brief = "describe the data that is written"
    _add_schema_options(commands.add_parser("schema", help=brief, description=_SCHEMA_DESCRIPTION))
    brief = "print what makes a shell complete commands and options"
    shells = commands.add_parser("completion", help=brief, description=brief, epilog=_COMPLETION_GUIDANCE)
    shells.set_defaults(command=completion, whole=top)
    shells.add_argument("shell", metavar="SHELL", choices=SHELLS, help=f"one of {', '.join(SHELLS)}")
    return top


def _add_parse_options(command: ArgumentParser) -> None:
    command.set_defaults(command=parse)
    add = command.add_argument
    _add_files(command)
    formats = "tree to look at, json for one document, jsonl for one document a line, csv for one row per indicator; "
    formats += "without it, what the ending of OUT says, or else tree"
    add("-f", "--format", choices=tuple(SUFFIXES), help=formats)
    output = "the file to write, instead of standard output; a folder, or what ends in /, gets one for each FILE"
    add("-o", "--output", metavar="OUT", type=_path, default=DASH, help=output)
    add("--spans", action="store_true", help="say where each part was printed (with json and jsonl)")
    _add_colour(command, "the tree")
    add = command.add_mutually_exclusive_group().add_argument
    add("-v", "--verbose", action="store_true", help="show every text whole, and every diagnostic")
    add("-q", "--quiet", action="store_true", help="leave the diagnostics out")
    _add_jobs(command)
    _add_reading_options(command)


def _add_convert_options(command: ArgumentParser) -> None:
    command.set_defaults(command=convert)
    add = command.add_argument
    _add_files(command)
    add("--to", choices=tuple(CONVERSIONS), help="the format; without it, what the ending of OUT says")
    output = "the file to write, instead of standard output; a folder, or what ends in /, gets one for each FILE"
    add("-o", "--output", metavar="OUT", type=_path, default=DASH, help=output)
    add("--spans", action="store_true", help="say where each part was printed (with json and jsonl)")
    add = command.add_mutually_exclusive_group().add_argument
    add("-v", "--verbose", action="store_true", help="tell of every file, and show every diagnostic")
    add("-q", "--quiet", action="store_true", help="tell only of files that can't be converted")
    _add_jobs(command)
    _add_reading_options(command)


def _add_check_options(command: ArgumentParser) -> None:
    command.set_defaults(command=check)
    _add_files(command)
    _add_choosing_options(command)
    add = command.add_argument
    fail_on = "what to end with exit code 1 for: this severity and those above it; warning by default"
    add("--fail-on", choices=(*map(str, Severity), NEVER), help=fail_on)
    formats = (
        "text to read, json or jsonl (one file a line) or sarif for programs, github for annotations in a workflow; "
    )
    formats += "without it, what the ending of OUT says, or else text"
    add("-f", "--format", choices=tuple(REPORTS), help=formats)
    add("-o", "--output", metavar="OUT", type=_path, default=DASH, help="the file to write, instead of standard output")
    add("--statistics", action="store_true", help="show only how often each code was found")
    _add_language(command, "the language of the titles in the table of codes")
    _add_colour(command, "the text")
    add = command.add_mutually_exclusive_group().add_argument
    add("-v", "--verbose", action="store_true", help="show every diagnostic, infos too")
    add("-q", "--quiet", action="store_true", help="one line for each file in which something was found")
    _add_jobs(command)
    _add_reading_options(command)


def _add_report_options(command: ArgumentParser) -> None:
    command.set_defaults(command=report, quiet=False, fail_on=None)
    _add_files(command)
    _add_choosing_options(command)
    add = command.add_argument
    output = "the file to write, such as report.html, instead of standard output"
    add("-o", "--output", metavar="OUT", type=_path, default=DASH, help=output)
    add("--title", help="the heading of the page; the departments by default")
    add("--lang", choices=LANGUAGES, help="the language that the page opens in; that of the browser by default")
    _add_jobs(command)
    _add_reading_options(command)


def _add_choosing_options(command: ArgumentParser) -> None:
    """Add what chooses among diagnostics; see :class:`budgetperf.Configuration`."""
    group = command.add_argument_group("choosing")
    add = group.add_argument
    codes: dict[str, Any] = {"metavar": "CODES", "action": "extend", "type": _selectors}
    select = "codes or beginnings of codes to report, such as A,V3,T402, or ALL; may be given again; the longest that "
    select += "fits a code decides; replaces what pyproject.toml selects and ignores"
    add("--select", **codes, help=select)
    ignore = "codes not to report; may be given again; added to what pyproject.toml ignores"
    add("--ignore", **codes, default=[], help=ignore)
    severity = "report a code, or all that begin so, as error, warning or info; may be given again"
    add("--severity", metavar="CODE=LEVEL", action="append", type=_weight, default=[], help=severity)
    _add_rules(group.add_argument)
    add = group.add_mutually_exclusive_group().add_argument
    add("--config", metavar="PATH", type=_path, help="the pyproject.toml that says what is wanted")
    add("--isolated", action="store_true", help="take no pyproject.toml into account")


def _add_diff_options(command: ArgumentParser) -> None:
    command.set_defaults(command=diff)
    add = command.add_argument
    add("old", metavar="OLD", type=_path, help="a file, or - for standard input")
    add("new", metavar="NEW", type=_path, help="the file that it is compared with")
    formats = "text to read, json for programs, html for a page; without it, what the ending of OUT says, or else text"
    add("-f", "--format", choices=tuple(DIFF_FORMATS), help=formats)
    add("-o", "--output", metavar="OUT", type=_path, default=DASH, help="the file to write, instead of standard output")
    threshold = "how much alike two names must be to be one, from 0 to 1; 0.65 by default"
    add("--threshold", metavar="SCORE", type=_score, help=threshold)
    _add_colour(command, "the text")
    add("-v", "--verbose", action="store_true", help="show every text whole, and targets that are only reworded")
    _add_reading_options(command)


def _add_sniff_options(command: ArgumentParser) -> None:
    command.set_defaults(command=sniff, quiet=False)
    _add_files(command)
    add = command.add_mutually_exclusive_group().add_argument
    add("--json", action="store_true", help="one JSON object a line for each file, instead of words")
    drawing = "draw a page of a PDF with the cells found on it, as SVG, instead of telling about the file"
    add("--svg", metavar="PAGE", type=_page, help=drawing)
    output = "the file to write the drawing to, instead of standard output"
    command.add_argument("-o", "--output", metavar="OUT.svg", type=_path, default=DASH, help=output)
    _add_colour(command, "the words")
    _add_reading_options(command)


def _add_explain_options(command: ArgumentParser) -> None:
    command.set_defaults(command=explain)
    codes = "such as G203; the beginning of codes, such as V or V3, lists them; without one, all codes are listed"
    command.add_argument("codes", metavar="CODE", nargs="*", help=codes)
    _add_rules(command.add_argument)
    _add_language(command, "the language to explain in")


def _add_schema_options(command: ArgumentParser) -> None:
    command.set_defaults(command=schema)
    what = "json, the default: the JSON Schema of documents; columns: the tidy rows of csv and parquet, with types; "
    what += "arrow: the same with the types of Arrow; diagnostics: all codes, as JSON"
    command.add_argument("--what", choices=tuple(SCHEMAS), default="json", help=what)
    _add_language(command, "the language of descriptions")


def _add_rules(add: Callable[..., object]) -> None:
    rules = "a file of Python with rules of your own, in a list RULES; it is run; may be given again"
    add("--rules", metavar="FILE.py", type=_path, action="append", default=[], help=rules)


def _add_language(command: ArgumentParser, what: str) -> None:
    language = f"{what}: zh, Chinese, where the locale is Chinese, and en, English, otherwise"
    command.add_argument("--lang", choices=LANGUAGES, help=language)


def _add_files(command: ArgumentParser) -> None:
    of_folder = f"of whose files those are read that end in {', '.join(ENDINGS)}"
    files = f"a file; - for standard input; a folder, {of_folder}; or a quoted pattern such as 'dumps/**/*.txt'"
    command.add_argument("files", metavar="FILE", nargs="+", type=_path, help=files)


def _add_jobs(command: ArgumentParser) -> None:
    jobs = "how many files to read at once, each in a process; 0 for as many as there are cores; 1 by default"
    command.add_argument("-j", "--jobs", metavar="N", type=_jobs, default=1, help=jobs)


def _add_colour(command: ArgumentParser, what: str) -> None:
    colour = f"colour {what}; auto, the default, does so in a terminal unless NO_COLOR is set"
    command.add_argument("--color", choices=("auto", "always", "never"), default="auto", help=colour)


def _add_reading_options(command: ArgumentParser) -> None:
    """Add what narrows the reading of a file; see :func:`budgetperf.read`."""
    add = command.add_argument_group("reading").add_argument
    add("--pages", metavar="PAGES", type=_pages, help="the pages of a PDF to read, such as 120-131,140; all by default")
    sheet = "the sheet of a workbook to read, by its name, or by its number from 1; all that are shown by default"
    add("--sheet", metavar="SHEET", help=sheet)
    add("--password", help="the password of an encrypted PDF")
    encoding = "the encoding of files that are then read as text; without it, their content tells"
    add("--encoding", metavar="NAME", type=_encoding, help=encoding)
    reader = "a reader that may be used, by the name that sniff tells; may be given again; all by default"
    add("--reader", metavar="NAME", dest="readers", action="append", type=_reader, help=reader)
    printed = "read pages as they are printed: no damaged label, split number or lost boundary is repaired"
    add("--no-repair", dest="repair", action="store_false", help=printed)
    taxonomy = "what printed categories mean: a TOML file in the form of the package's taxonomy"
    add("--taxonomy", metavar="FILE", type=_taxonomy, help=taxonomy)
    units = "which measure words there are: a TOML file in the form of the package's units"
    add("--units", metavar="FILE", type=_units, help=units)
    isolate = "open each file in a process of its own, whose memory is bounded: for files of unknown origin"
    add("--isolate", action="store_true", help=isolate)
    limit = "read more of a file than by default, or less, where its limit of that name stood in the way; "
    limit += "such as seconds=600; may be given again"
    add("--limit", metavar="NAME=NUMBER", dest="limits", action="append", type=_limit, default=[], help=limit)


def _path(name: str) -> str:
    if not name or "\0" in name:
        raise ArgumentTypeError(f"{name!r} is no path")
    return name


def _selectors(codes: str) -> list[str]:
    try:
        return [known_selector(code) for code in re.split("[,，、]", codes)]
    except ValueError as error:
        raise ArgumentTypeError(str(error)) from None


def _weight(words: str) -> tuple[str, str]:
    code, equals, severity = words.partition("=")
    if not equals:
        raise ArgumentTypeError(f"{words!r} is no CODE=LEVEL, such as V317=info")
    try:
        return known_selector(code), known_severity(severity)
    except ValueError as error:
        raise ArgumentTypeError(str(error)) from None


def _jobs(number: str) -> int:
    if not (number.isdecimal() and len(number) <= _MOST_DIGITS and int(number) <= MOST_JOBS):
        raise ArgumentTypeError(f"{number[:40]!r} is no number of processes; accepted are 0 to {MOST_JOBS}")
    return int(number)


def _score(number: str) -> float:
    try:
        score = float(number)
    except ValueError:
        score = -1.0
    if not 0 <= score <= 1:  # not a number is not between them either
        raise ArgumentTypeError(f"a score lies within 0 and 1, which {number[:40]!r} does not")
    return score


def _encoding(name: str) -> str:
    try:
        # Some names stand for what is no encoding of text (hex), or takes no broken bytes (idna).
        b"\xff".decode(name, "replace")
        return codecs.lookup(name).name
    except (LookupError, ValueError):
        message = f"unknown encoding {name!r}; accepted is what Python knows, such as utf-8, gb18030 or big5"
        raise ArgumentTypeError(message) from None


def _page(number: str) -> int:
    if not (number.isdecimal() and len(number) <= _MOST_DIGITS and 0 < int(number) <= _MOST_PAGES):
        raise ArgumentTypeError(f"{number[:40]!r} is no page; pages are counted from 1")
    return int(number)


def _pages(stretches: str) -> tuple[int, ...]:
    pages: set[int] = set()
    for stretch in re.split("[,，、]", stretches):
        found = _STRETCH.fullmatch(stretch)
        if not found:
            raise ArgumentTypeError(f"{stretch!r} is no page; accepted are pages from 1, such as 120-131,140")
        first = _page(found[1])
        last = _page(found[2] or found[1])
        if last < first:
            raise ArgumentTypeError(f"{stretch!r} goes backwards; accepted is such as {last}-{first}")
        pages.update(range(first, last + 1))
    return tuple(sorted(pages))


def _reader(name: str) -> str:
    from budgetperf.readers import READERS, TEXT_READERS, installed_names

    accepted: tuple[str, ...] = (*READERS, *TEXT_READERS)
    if name not in accepted:
        accepted += installed_names()
    if name not in accepted:
        raise ArgumentTypeError(f"unknown reader {name!r}; accepted are {', '.join(accepted)}")
    return name


def _taxonomy(path: str) -> "Taxonomy":
    from budgetperf.taxonomy import Taxonomy

    with _faults_told(path):
        return Taxonomy.from_file(path)


def _units(path: str) -> "UnitList":
    from budgetperf.units import UnitList

    with _faults_told(path):
        return UnitList.from_file(path)


@contextmanager
def _faults_told(path: str) -> Iterator[None]:
    """Say what is wrong with a file that an option names."""
    try:
        yield
    except OSError as error:
        raise ArgumentTypeError(f"can't read {path!r}: {error.strerror}") from error
    except ValueError as error:
        raise ArgumentTypeError(str(error)) from error


def _limit(words: str) -> tuple[str, int]:
    from budgetperf.readers import Limits

    name, _, number = words.partition("=")
    accepted = [field.name for field in fields(Limits)]
    if name not in accepted:
        raise ArgumentTypeError(f"unknown limit {name!r}; accepted are {', '.join(accepted)}")
    if not number.isdecimal() or len(number) > _MOST_DIGITS or int(number) < 1:
        raise ArgumentTypeError(f"the limit {name} is a number from 1, not {number[:40]!r}")
    return name, int(number)
