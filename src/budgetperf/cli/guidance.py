"""What the help teaches: what each command is for, examples of it, and what it ends with."""

from collections.abc import Iterable, Iterator
from typing import Final

from attrs import frozen

from budgetperf.phrasebook import Phrasebook
from budgetperf.source import display_width
from budgetperf.terminal import broken, filled

__all__ = ["GUIDANCE", "Guidance"]

#: Where the words beside examples begin, unless one is longer.
_EXAMPLE_CELLS: Final = 51
_GAP: Final = 3


@frozen(kw_only=True)
class Guidance:
    """What the help of a command tells beside its options, in English."""

    #: The command in a line of the list of commands.
    brief: str = ""
    description: str
    #: Arguments of the command ``budgetperf``, with what they do.
    examples: tuple[tuple[str, str], ...] = ()
    #: Whatever else one has to know.
    note: str = ""
    #: Exit codes with what they mean.
    ends: tuple[tuple[int, str], ...] = ()

    def below(self, words: Phrasebook, width: int) -> str:
        """Return what stands below the options, in a page of so many cells."""
        parts = [
            [f"{words('examples')}:", *self._examples(words, width)] if self.examples else [],
            [*broken(words(self.note), width)] if self.note else [],
            [f"{words('exit codes')}:", *self._ends(words, width)] if self.ends else [],
        ]
        return "\n\n".join("\n".join(lines) for lines in parts if lines)

    def _examples(self, words: Phrasebook, width: int) -> Iterator[str]:
        commands = [command for command, _ in self.examples]
        column = max(_EXAMPLE_CELLS, *(len(command) + _GAP for command in commands))
        told = [words(what) for _, what in self.examples]
        if column + 2 + max(map(display_width, told)) > width:
            column = max(len(command) + _GAP for command in commands)
        for command, what in zip(commands, told, strict=True):
            if column + 2 + display_width(what) <= width:
                yield f"  {filled(command, column)}{what}"
            else:
                yield f"  {command}"
                yield from (f"      {line}" for line in broken(what, width - 6))

    def _ends(self, words: Phrasebook, width: int) -> Iterator[str]:
        for code, what in self.ends:
            first, *others = broken(words(what), width - 5)
            yield f"  {code}  {first}"
            yield from (f"     {line}" for line in others)

    def texts(self) -> Iterable[str]:
        """Return every text that is told."""
        told = (self.brief, self.description, self.note, *(what for _, what in (*self.examples, *self.ends)))
        return filter(None, told)


_UNDERSTOOD: Final = (
    (0, "every document was understood"),
    (
        1,
        (
            "something of a document is missing: it has a diagnostic of severity error, "
            "or there is no performance target table in it"
        ),
    ),
    (2, "misuse, or a file that can't be read or written"),
)

#: What is taught of each command; of the whole by the empty name.
GUIDANCE: Final = {
    "": Guidance(
        description=(
            "Read Chinese government performance target tables (项目支出绩效目标表) from the files that bureaus "
            "publish them in (PDF, Excel, Word, web pages) and from text dumps of these: departments, money, projects, "
            "and every performance indicator with its targets."
        ),
        examples=(
            ("budgetperf sniff budget.pdf", "what is it, and which tables are in it?"),
            ("budgetperf parse table.txt", "look at a table"),
            ("budgetperf parse -v table.txt", "every text whole, every diagnostic"),
            ("budgetperf parse dumps/ -o all.csv", "one row per indicator"),
            ("budgetperf convert budgets/ -o all.parquet", "or XLSX, CSV, JSON, HTML, Markdown"),
            ("budgetperf check dumps/", "what is wrong with the tables?"),
            ("budgetperf diff 2024.pdf 2025.pdf", "what differs between two tables?"),
            ("budgetperf report dumps/ -o report.html", "the same as a page to look through"),
            ("budgetperf explain G203", "what a diagnostic code means"),
            ("budgetperf explain G203 --lang zh", "the same in Chinese"),
        ),
        ends=_UNDERSTOOD,
    ),
    "parse": Guidance(
        brief="show or convert the tables in files",
        description=(
            "Show the tables in files as a tree with their diagnostics, or convert them to data. "
            "The content of a file says what it is, never its name."
        ),
        examples=(
            ("budgetperf parse table.txt", "look at a table"),
            ("budgetperf parse -v table.txt", "every text whole, every diagnostic"),
            ("budgetperf parse budget.pdf --pages 120-131,140", "some pages of a PDF"),
            ("budgetperf parse book.xlsx --sheet 附表11", "one sheet of a workbook, by name or number"),
            ("budgetperf parse --isolate unknown.pdf", "in a process of its own, should it crash"),
            ("pdftotext -layout table.pdf - | budgetperf parse -", "read what another program prints"),
            ("budgetperf parse dumps/ -o all.csv", "one row per indicator"),
            ("budgetperf parse dumps/ -f json -o models/", "one JSON file for each"),
            ("budgetperf parse 'dumps/**/*.txt' -f jsonl", "one JSON document a line"),
        ),
        note="Of a file without a performance target table, one line on standard error says why.",
        ends=_UNDERSTOOD,
    ),
    "convert": Guidance(
        brief="convert the tables in files to data, workbooks or pages",
        description=(
            "Write the tables in files in another format. json, jsonl, csv and parquet are for programs, csv and "
            "parquet with one row per indicator; xlsx, markdown, html and tsv have the table as bureaus print it. "
            "So csv is not tsv with commas: it has the tidy rows."
        ),
        examples=(
            ("budgetperf convert budget.pdf -o budget.xlsx", "a workbook of a table in a PDF"),
            ("budgetperf convert budgets/ -o all.parquet", "one row per indicator of all files"),
            ("budgetperf convert budgets/ --to xlsx -o books/", "a workbook for each file"),
            ("budgetperf convert budgets/ -o all.csv --jobs 0", "with all cores at once"),
            ("budgetperf convert budgets/ -o all.csv --bom", "for Excel"),
            ("budgetperf convert table.txt --to markdown", "to look at, or to pass on"),
        ),
        note=("Of a file without a performance target table nothing is written; a line on standard error says why."),
        ends=(
            (0, "every file was converted, and all of it understood"),
            _UNDERSTOOD[1],
            (2, "misuse, or a file that can't be read or written; the others are converted"),
        ),
    ),
    "check": Guidance(
        brief="report what is wrong with the tables in files",
        description=(
            "Report what is wrong with the tables in files: sums, categories, targets, and how well performance can "
            "be reviewed by them. What is wanted, and how much it weighs, is said here or under [tool.budgetperf] in "
            "the pyproject.toml of the working folder or one above it."
        ),
        examples=(
            ("budgetperf check budgets/", "what is wrong, by file and by project"),
            ("budgetperf check budgets/ --statistics", "how often each code was found"),
            ("budgetperf check budgets/ --select A,V317", "sums and amounts, and one code more"),
            ("budgetperf check budgets/ --severity A=error", "amounts weigh more than by default"),
            ("budgetperf check budgets/ --fail-on error", "exit code 1 for errors alone"),
            ("budgetperf check budgets/ -o budgets.sarif", "for code scanning; also budgets.json"),
            ("budgetperf check budgets/ -f github", "annotations, in GitHub Actions"),
        ),
        ends=(
            (0, "nothing was found that is as severe as --fail-on"),
            (1, "something was; a file without a performance target table has an error, too"),
            _UNDERSTOOD[2],
        ),
    ),
    "diff": Guidance(
        brief="tell what differs between the tables in two files",
        description=(
            "Compare two files: last year's table with this year's, or a draft with what was published. "
            "Projects are matched by name, first the same name, then the most alike; amounts are converted, and "
            "targets compared by what they mean, not by their words."
        ),
        examples=(
            ("budgetperf diff 2024.pdf 2025.pdf", "what differs, project by project"),
            ("budgetperf diff -v draft.xlsx published.pdf", "every text whole, and rewordings too"),
            ("budgetperf diff 2024.pdf 2025.pdf -o diff.html", "a page to look at, or to print"),
            ("budgetperf diff 2024.pdf 2025.pdf -f json", "for programs"),
            ("budgetperf diff a.txt b.txt --threshold 1", "only names whose characters are the same"),
        ),
        ends=(
            (0, "nothing differs"),
            (1, "something does"),
            (2, "misuse, or a file that can't be read or written, or has no table in it"),
        ),
    ),
    "report": Guidance(
        brief="write a page about the tables in files",
        description=(
            "Write one page for a browser about the tables in files: money, projects, every indicator beside its "
            "source, and what check finds, with explanations. The page needs no network."
        ),
        examples=(
            ("budgetperf report budgets/ -o report.html", "money, projects, indicators, findings"),
            ("budgetperf report a.pdf b.xlsx -o report.html --title 2025年部门预算", "with a heading"),
            ("budgetperf report budgets/ --lang zh -o report.html", "in Chinese, whatever the browser speaks"),
            ("budgetperf report budgets/ --select A,P -o report.html", "findings about amounts, and for reviewers"),
        ),
        ends=(
            (0, "the page is written, whatever was found"),
            (2, "misuse, or a file that can't be read or written; the page names it"),
        ),
    ),
    "sniff": Guidance(
        brief="say what files are, and which tables are in them",
        description=(
            "Say what files are (told by their content), which reader takes them, what has to be installed for it, "
            "and which performance target tables are in them, and where."
        ),
        examples=(
            ("budgetperf sniff budget.pdf", "what is it, and which tables are in it?"),
            ("budgetperf sniff dumps/", "the same of every file below a folder"),
            ("budgetperf sniff dumps/ --json", "one JSON object a line, for programs"),
            ("budgetperf sniff budget.pdf --pages 120-131", "look for tables on these pages alone"),
            ("budgetperf sniff budget.pdf --svg 3 -o page.svg", "draw page 3 as it was taken apart into cells"),
        ),
        ends=_UNDERSTOOD,
    ),
    "explain": Guidance(
        brief="say what diagnostic codes mean",
        description="say what diagnostic codes mean, with an example and what to do",
    ),
    "schema": Guidance(
        brief="describe the data that is written",
        description=(
            "Describe what parse, convert and check write: for programs that read it, and for whoever has to know "
            "what a column says."
        ),
    ),
    "completion": Guidance(
        brief="print what makes a shell complete commands and options",
        description="print what makes a shell complete commands and options",
        examples=(
            ('eval "$(budgetperf completion bash)"', "in ~/.bashrc"),
            ("budgetperf completion zsh > ~/.zfunc/_budgetperf", "with ~/.zfunc in $fpath"),
            ("budgetperf completion fish > ~/.config/fish/completions/budgetperf.fish", "for fish"),
        ),
    ),
}
