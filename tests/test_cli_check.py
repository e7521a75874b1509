"""``budgetperf check`` reports what is asked for, and ends with the code that a workflow relies on."""

import json
import re
import shlex
import subprocess
import sys
from argparse import Namespace
from io import BytesIO, TextIOWrapper
from pathlib import Path

import jsonschema
import pytest

import budgetperf
from budgetperf import catalogue
from budgetperf.cli import main
from budgetperf.cli.check import REPORTS
from budgetperf.configuration import _KEYS, Configuration
from commandline import FLAWED, WELL, Output, Terminal, python, rows_of, workbook_of, written

REPOSITORY = Path(__file__).resolve().parents[1]
PAGE = REPOSITORY / "docs" / "checking.md"
SCHEMA = json.loads((Path(__file__).parent / "schemas" / "sarif-2.1.0.json").read_text("utf-8"))
#: A printed annual target in other form than the period's, beside an amount with a blank: a warning and an info.
DOUBTFUL = WELL.replace("| 6.50 | 6.50 | | | 养护", "| 6. 50 | 6.50 | | | 养护").replace(
    "12公里。2", "12公里。年度指标值：12公里。2"
)

pytestmark = pytest.mark.usefixtures("workplace")


@pytest.fixture(autouse=True)
def files(workplace: Path) -> None:
    """Files of each kind in the working folder."""
    written(workplace / "well.txt", WELL)
    written(workplace / "flawed.txt", FLAWED)
    written(workplace / "doubtful.txt", DOUBTFUL)
    written(workplace / "notes.md", "# 会议纪要\n\n研究了有关事项。\n")


def shown(page: str) -> str:
    """Return the codes of the findings that a page shows, in their order."""
    return " ".join(re.findall(r"^  \w+\[(.\d+)\]: ", page, re.MULTILINE))


def configure(text: str, folder: str = ".") -> None:
    """Write a pyproject.toml with this section."""
    written(Path(folder) / "pyproject.toml", f"[tool.budgetperf]\n{text}\n")


# --- exit codes ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ("well.txt", 0),
        ("flawed.txt", 1),
        ("doubtful.txt", 1),
        ("well.txt flawed.txt well.txt", 1),
        ("notes.md", 1),
        ("notes.md --ignore R101", 0),
        ("notes.md --fail-on never", 0),
        ("missing.txt", 2),
        ("missing.txt well.txt", 2),
        ("missing.txt flawed.txt --fail-on never", 2),
        ("flawed.txt --fail-on error", 1),
        ("flawed.txt --fail-on never", 0),
        ("flawed.txt --ignore G205", 0),
        ("flawed.txt --select A", 0),
        ("flawed.txt --severity G205=info", 0),
        ("flawed.txt --severity G=info --severity G205=warning", 1),
        ("doubtful.txt --fail-on error", 0),
        ("doubtful.txt --severity G203=error --fail-on error", 1),
        ("doubtful.txt --ignore G203", 0),
        ("doubtful.txt --ignore G203 --fail-on info", 1),
        ("doubtful.txt --ignore G203,A503 --fail-on info", 0),
        ("flawed.txt -q", 1),
        ("flawed.txt --statistics", 1),
        *((f"flawed.txt -f {form}", 1) for form in ("text", "json", "jsonl", "sarif", "github")),
        *((f"well.txt -f {form}", 0) for form in ("text", "json", "jsonl", "sarif", "github")),
    ],
)
def test_exit_codes(run: Output, arguments: str, code: int) -> None:
    """0 nothing at or above --fail-on, 1 something, 2 what can't be read; whatever the format."""
    assert code == run("check", *shlex.split(arguments))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("", "the following arguments are required: FILE (see budgetperf check --help)"),
        ("well.txt --select V99,Q", "argument --select: no diagnostic code begins with 'V99'; close to it: "),
        ("well.txt --ignore Q", "argument --ignore: no diagnostic code begins with 'Q'; codes begin with R, G, V, T"),
        ("well.txt --select ''", "argument --select: no diagnostic code begins with ''; codes begin with"),
        ("well.txt --severity V317", "argument --severity: 'V317' is no CODE=LEVEL, such as V317=info (see"),
        (
            "well.txt --severity V317=low",
            "argument --severity: unknown severity 'low'; accepted are error, warning, info",
        ),
        ("well.txt --severity W=info", "argument --severity: no diagnostic code begins with 'W'"),
        ("well.txt --fail-on all", "argument --fail-on: invalid choice: 'all'"),
        ("well.txt --config a --isolated", "argument --isolated: not allowed with argument --config"),
        ("well.txt --config nowhere.toml", "can't read 'nowhere.toml': No such file or directory"),
        ("well.txt --config notes.md", "'notes.md' is no TOML: "),
        ("well.txt --config empty.toml", "'empty.toml' has no section [tool.budgetperf]"),
        ("well.txt --config wrong.toml", "'wrong.toml': [tool.budgetperf] has no key 'selct'; close to it: 'select'"),
        ("well.txt -v -q", "argument -q/--quiet: not allowed with argument -v/--verbose"),
        ("well.txt --statistics -f json", "--statistics goes with --format text, not with json"),
        ("well.txt --statistics -o a.sarif", "--statistics goes with --format text, not with sarif"),
        ("well.txt -o folder/", "check writes one report of all files, but 'folder/' is a folder"),
        ("well.txt -o well.txt", "'well.txt' is read and would be overwritten; choose another place with -o"),
        ("well.txt -f xml", "argument -f/--format: invalid choice: 'xml'"),
        ("-q nothing.txt", "can't read 'nothing.txt': No such file or directory"),
        ("well.txt -o nowhere/a.json", "can't write 'nowhere/a.json': No such file or directory"),
    ],
)
def test_misuse_is_one_clear_line(run: Output, workplace: Path, arguments: str, message: str) -> None:
    """What can't be carried out is said in one line, and ends with 2."""
    written(workplace / "empty.toml", "")
    written(workplace / "wrong.toml", "[tool.budgetperf]\nselct = []")
    assert 2 == run("check", *shlex.split(arguments))
    assert run.refusal.startswith(message)


def test_a_wrong_section_is_refused(run: Output) -> None:
    """The pyproject.toml that is found is named with its key."""
    configure("select = 'V'")
    assert 2 == run("check", "well.txt")
    path = Path("pyproject.toml").resolve()
    assert run.refusal.startswith(
        f"'{path}': select in [tool.budgetperf]: codes are given as a list such as ['V'], not"
    )


def test_one_unreadable_file_among_many(run: Output) -> None:
    """It is named and counted, and the others are checked."""
    assert 2 == run("check", "missing.txt", "flawed.txt")
    assert "budgetperf: error: can't read 'missing.txt': No such file or directory\n" == run.err
    assert "G205" == shown(run.out)
    assert run.out.endswith(
        "\n2 files (1 can't be read): 1 error, 0 warnings, 0 infos · budgetperf explain G205 says what a code means\n"
    )


# --- what is reported ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "codes"),
    [
        ("doubtful.txt flawed.txt", "G203 G205"),
        ("doubtful.txt flawed.txt -v", "A503 G203 G205"),
        ("doubtful.txt flawed.txt --select ALL", "G203 G205"),
        ("doubtful.txt flawed.txt --select A", "A503"),
        ("doubtful.txt flawed.txt --select A,G203", "A503 G203"),
        ("doubtful.txt flawed.txt --select a5 --select g203，G205", "A503 G203 G205"),
        ("doubtful.txt flawed.txt --ignore G20", ""),
        ("doubtful.txt flawed.txt --ignore G --ignore R -v", "A503"),
        ("doubtful.txt flawed.txt --select G --ignore G205", "G203"),
        ("doubtful.txt flawed.txt --select G205 --ignore G", "G205"),
        ("doubtful.txt --severity A=warning", "A503 G203"),
        ("doubtful.txt --severity ALL=info", ""),
        ("doubtful.txt --severity ALL=info --severity A503=error", "A503"),
    ],
)
def test_selecting(run: Output, arguments: str, codes: str) -> None:
    """Codes and beginnings of codes choose; infos are shown when they are asked for by name or by -v."""
    run("check", *shlex.split(arguments))
    assert codes == shown(run.out)


@pytest.mark.parametrize(
    ("section", "arguments", "codes"),
    [
        ("ignore = ['G205']", "", "G203"),
        ("ignore = ['G205']", "--isolated", "G203 G205"),
        ("ignore = ['G205']", "--config other.toml", "G205"),
        ("ignore = ['G205']", "--ignore G203", ""),
        ("ignore = ['G205']", "--select G205", "G205"),
        ("select = ['G205']", "--ignore G", ""),
        ("severity = {G205 = 'info'}", "--severity G=error", "G203 G205"),
        ("ignore = ['G205']", "--select G205 --ignore G205", ""),
        ("select = ['A']", "", ""),
        ("select = ['A']", "--select G", "G203 G205"),
        ("severity = {A503 = 'error', G = 'info'}", "", "A503"),
        ("severity = {A503 = 'error', G = 'info'}", "--severity A503=info --severity G2=error", "G203 G205"),
        ("per-file-ignores = {'doubtful.*' = ['G']}", "", "G205"),
        ("per-file-ignores = {'doubtful.*' = ['G']}", "--select G203,G205", "G205"),
        ("per-file-ignores = {'2019/*' = ['G']}", "", "G203 G205"),
    ],
)
def test_the_project_decides(run: Output, section: str, arguments: str, codes: str) -> None:
    """What pyproject.toml says holds, and what the command line says goes before it."""
    configure(section)
    written(Path("other.toml"), "[tool.budgetperf]\nselect = ['G205']")
    run("check", "doubtful.txt", "flawed.txt", *shlex.split(arguments))
    assert codes == shown(run.out)


def test_where_the_project_is(run: Output, workplace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The working folder or one above it says what holds, never the folder of the documents: these are from others."""
    written(workplace / "documents" / "flawed.txt", FLAWED)
    configure("ignore = ['ALL']", "documents")
    assert 1 == run("check", "documents/flawed.txt")
    configure("ignore = ['G205']")
    assert 0 == run("check", "documents/flawed.txt")
    (workplace / "reports").mkdir()
    monkeypatch.chdir(workplace / "reports")
    assert 0 == run("check", "../documents/flawed.txt")


def test_failing_as_the_project_says(run: Output) -> None:
    """``fail-on`` holds unless --fail-on says otherwise."""
    configure("fail-on = 'never'")
    assert 0 == run("check", "flawed.txt")
    assert 1 == run("check", "flawed.txt", "--fail-on", "error")


@pytest.mark.parametrize(
    ("section", "arguments", "repair"),
    [
        ("", "", True),
        ("", "--no-repair", False),
        ("repair = false", "", False),
        ("repair = ['T401']", "", ("T401",)),
        ("repair = ['T401']", "--no-repair", False),
        ("repair = ['T401']", "--isolated", True),
    ],
)
def test_repairs(run: Output, monkeypatch: pytest.MonkeyPatch, section: str, arguments: str, repair: object) -> None:
    """What is repaired is handed on to the reading of each file."""
    asked: list[object] = []

    def read_input(_: object, options: Namespace) -> object:
        asked.append(options.repair)
        return budgetperf.parse(WELL)

    monkeypatch.setattr("budgetperf.cli.checking.read_input", read_input)
    configure(section)
    assert 0 == run("check", "well.txt", *shlex.split(arguments))
    assert [repair] == asked


def test_what_is_read_of_a_file_can_be_narrowed(run: Output, workplace: Path) -> None:
    """The options of reading are those of parse."""
    book = workbook_of(甲=rows_of(FLAWED), 乙=rows_of(WELL))
    (workplace / "book.xlsx").write_bytes(book)
    assert 0 == run("check", "book.xlsx", "--sheet", "乙")
    assert 1 == run("check", "book.xlsx", "--sheet", "1")
    assert "--> book.xlsx, 甲!G8\n" in run.out
    assert 2 == run("check", "book.xlsx", "--sheet", "丙", "-q")
    assert run.refusal.startswith("can't read 'book.xlsx': ")


def test_standard_input(run: Output, monkeypatch: pytest.MonkeyPatch) -> None:
    """It has a name, and no patterns of a project."""
    configure("per-file-ignores = {'*' = ['G205']}")
    monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(FLAWED.encode())))
    assert 1 == run("check", "-")
    assert "--> <stdin>:9:82\n" in run.out


# --- text ---------------------------------------------------------------------------------------


def test_all_is_well(run: Output) -> None:
    """One line says so, and nothing else."""
    assert 0 == run("check", "well.txt")
    assert "all well: 1 file, 1 project, 3 indicators\n" == run.out
    assert not run.err


def test_infos_alone_are_well(run: Output) -> None:
    """They are counted and listed."""
    assert 0 == run("check", "doubtful.txt", "--ignore", "G")
    expected = f"1  info     A503  {catalogue()['A503'].title}\n\nall well: 1 file, 1 project, 3 indicators (1 info)\n"
    assert expected == run.out.partition("\n")[2]


def test_statistics(run: Output) -> None:
    """How often each code was found, and nothing of where."""
    assert 1 == run("check", ".", "--statistics")
    table, _, last = run.out.partition("\n\n")
    assert [
        f"1  error    G205  {catalogue()['G205'].title}",
        f"1  error    R101  {catalogue()['R101'].title}",
        f"1  warning  G203  {catalogue()['G203'].title}",
        f"1  info     A503  {catalogue()['A503'].title}",
    ] == table.splitlines()
    assert last.startswith("4 files: 2 errors, 1 warning, 1 info · ")


@pytest.mark.parametrize(("option", "locale"), [("--lang zh", "en_US.UTF-8"), ("", "zh_CN.UTF-8")])
def test_titles_in_chinese(run: Output, monkeypatch: pytest.MonkeyPatch, option: str, locale: str) -> None:
    """The table of codes says in the language that is asked for, or that of the locale, what each is about."""
    monkeypatch.setenv("LANG", locale)
    assert 1 == run("check", "flawed.txt", "--statistics", *option.split())
    assert f"1  错误  G205  {catalogue('zh')['G205'].title}\n" in run.out


def test_quiet_is_one_line_a_file(run: Output) -> None:
    """A file in which nothing was found is passed over; without a table, it says why."""
    assert 1 == run("check", "-q", ".")
    assert [
        "doubtful.txt: 1 warning (G203)",
        "flawed.txt: 1 error (G205)",
        "notes.md: no performance target table found [R101]",
    ] == run.out.splitlines()
    assert 0 == run("check", "-q", "well.txt")
    assert "" == run.out == run.err


def test_a_file_without_a_table(run: Output) -> None:
    """It is reported as any other, with what to do about it."""
    run("check", "notes.md")
    assert "── notes.md ─" in run.out
    assert "error[R101]: no performance target table found\n" in run.out
    assert "0 tables, 0 projects, 0 indicators · 1 error, 0 warnings, 0 infos\n" in run.out


@pytest.mark.parametrize(("columns", "width"), [("70", 70), ("100", 100), ("200", 120)])
def test_the_page_is_as_wide_as_the_terminal(
    run: Output, monkeypatch: pytest.MonkeyPatch, columns: str, width: int
) -> None:
    """Up to a width that the eye can follow; a file has the width of a page."""
    monkeypatch.setenv("COLUMNS", columns)
    run("check", "flawed.txt")
    assert width == len(run.out.splitlines()[0])
    run("check", "flawed.txt", "-o", "report.txt")
    assert 100 == len(Path("report.txt").read_text("utf-8").splitlines()[0])


def test_colours(run: Output, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a terminal, or where they are asked for."""
    run("check", "flawed.txt")
    assert "\x1b" not in run.out
    run("check", "flawed.txt", "--color", "always")
    assert "\x1b[1;31merror[G205]\x1b[0m" in run.out
    terminal = Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    assert 1 == main(["check", "flawed.txt"])
    assert "\x1b[1;31m" in terminal.printed()


def test_text_needs_no_extra(run: Output, monkeypatch: pytest.MonkeyPatch) -> None:
    """A workflow installs the core alone."""
    monkeypatch.setitem(sys.modules, "rich", None)
    monkeypatch.setitem(sys.modules, "rich.console", None)
    monkeypatch.delitem(sys.modules, "budgetperf.display", raising=False)
    assert 1 == run("check", "flawed.txt", "--color", "always")
    assert "G205" in run.out


def test_each_file_is_told_when_it_is_read() -> None:
    """Whoever reads along in a pipe has not to wait for the last file."""
    command = [sys.executable, "-m", "budgetperf", "check", "flawed.txt", "-"]
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={"PYTHONPATH": ":".join(sys.path), "PYTHONUTF8": "1"},
    ) as process:
        assert process.stdin
        assert process.stdout
        line = process.stdout.readline()
        assert "flawed.txt" in line.decode()
        process.stdin.write(WELL.encode())
        process.stdin.close()
        assert b"2 files: 1 error" in process.stdout.read()
    assert 1 == process.returncode


# --- for programs -------------------------------------------------------------------------------


def test_json(run: Output) -> None:
    """One object holds all files, infos too, in their order."""
    assert 2 == run("check", "doubtful.txt", "missing.txt", "well.txt", "-f", "json")
    report = json.loads(run.out)
    assert ["doubtful.txt", "missing.txt", "well.txt"] == [file["file"] for file in report["files"]]
    assert [None, "No such file or directory", None] == [file["error"] for file in report["files"]]
    assert ["A503", "G203"] == [each["code"] for each in report["files"][0]["diagnostics"]]
    assert (3, 1) == (report["summary"]["files"], report["summary"]["unread"])


def test_jsonl(run: Output) -> None:
    """Each file is a line: the entry that JSON has of it."""
    run("check", "doubtful.txt", "well.txt", "-f", "json")
    files = json.loads(run.out)["files"]
    assert 1 == run("check", "doubtful.txt", "well.txt", "-f", "jsonl")
    assert files == [json.loads(line) for line in run.out.splitlines()]


def test_sarif(run: Output, workplace: Path) -> None:
    """The log is valid, and files below the working folder are named from there on."""
    (workplace / "book.xlsx").write_bytes(workbook_of(甲=rows_of(FLAWED)))
    arguments = (str(workplace / "flawed.txt"), "doubtful.txt", "book.xlsx", "missing.txt", "notes.md")
    assert 2 == run("check", *arguments, "-f", "sarif")
    log = json.loads(run.out)
    jsonschema.Draft7Validator(SCHEMA).validate(log)
    (only,) = log["runs"]
    names = [artifact["location"]["uri"] for artifact in only["artifacts"]]
    assert ["flawed.txt", "doubtful.txt", "book.xlsx", "missing.txt", "notes.md"] == names
    assert ["G205", "A503", "G203", "G205", "R101"] == [result["ruleId"] for result in only["results"]]


def test_github(run: Output) -> None:
    """Errors and warnings are annotations; infos only when they are asked for."""
    assert 2 == run("check", "doubtful.txt", "flawed.txt", "missing.txt", "-f", "github")
    assert ["::warning file=doubtful.txt,", "::error file=flawed.txt,", "::error file=missing.txt,"] == [
        line.partition("line")[0].partition("title")[0] for line in run.out.splitlines()
    ]
    run("check", "doubtful.txt", "-f", "github", "--select", "A")
    assert run.out.startswith("::notice file=doubtful.txt,line=9,endLine=9,col=10,endColumn=15,title=A503 ")
    run("check", "doubtful.txt", "-f", "github", "-v")
    assert 2 == len(run.out.splitlines())
    assert 0 == run("check", "well.txt", "-f", "github")
    assert "" == run.out


def test_text_stays_text_in_a_workflow(run: Output, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a program runs does not change what it writes."""
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    run("check", "flawed.txt")
    assert run.out.startswith("── flawed.txt ─")


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("a.json", '{\n  "format": "budgetperf-diagnostics",'),
        ("a.JSONL", '{"file":"flawed.txt",'),
        ("a.sarif", '{\n  "$schema": "https://docs.oasis-open.org/sarif/'),
        ("a.txt", "── flawed.txt ─"),
        ("report", "── flawed.txt ─"),
    ],
)
def test_the_name_of_the_file_tells_the_format(run: Output, name: str, begins: str) -> None:
    """And what would be printed stands in the file."""
    assert 1 == run("check", "flawed.txt", "-o", name, "--color", "auto")
    assert "" == run.out
    assert Path(name).read_text("utf-8").startswith(begins)


@pytest.mark.parametrize("form", ["json", "jsonl", "sarif"])
def test_data_is_utf_8_and_the_same_in_every_process(form: str) -> None:
    """Two processes give identical bytes, whatever the locale."""
    runs = [
        python("check", "flawed.txt", "notes.md", "-f", form, encoding=encoding) for encoding in ("gb18030", "ascii")
    ]
    assert [1, 1] == [run.returncode for run in runs]
    assert runs[0].stdout == runs[1].stdout
    assert "年度指标值：15公里" in runs[0].stdout.decode("utf-8")


def test_text_in_a_narrow_locale() -> None:
    """What it lacks is replaced."""
    done = python("check", "flawed.txt", encoding="ascii")
    assert (1, b"") == (done.returncode, done.stderr)
    assert b"error[G205]" in done.stdout


@pytest.mark.parametrize("name", ["甲\x1b[31m.txt", "a,b:c%d.txt", "甲\udcff.txt"])
@pytest.mark.parametrize("form", ["text", "json", "jsonl", "sarif", "github"])
def test_names_of_any_bytes(run: Output, name: str, form: str) -> None:
    """Whatever a file is called, it is reported, and sends nothing to the terminal."""
    written(Path(name), FLAWED)
    assert 1 == run("check", name, "-f", form)
    assert run.out
    assert "\x1b" not in run.out or "github" == form


@pytest.mark.parametrize(
    "content",
    [
        FLAWED.replace("林道养护", "林\x1b[31m\u202e道\x00").encode(),
        FLAWED.replace("15公里", "{0}[a](b)::error::%0A" + "长" * 5000).encode(),
        FLAWED.replace("\n", "\r").encode(),
        b"\xff\xfe\x00\xd8\x00\xd8" + FLAWED.encode("utf-16-le"),
        FLAWED.replace("6.50", "9" * 400).encode(),
        b"\x80\xff" * 2000,
        b"",
    ],
    ids=["control characters", "signs", "carriage returns", "surrogates", "digits", "bytes", "nothing"],
)
@pytest.mark.parametrize("form", ["text", "json", "jsonl", "sarif", "github"])
def test_hostile_content(run: Output, content: bytes, form: str) -> None:
    """Whatever a document holds, the report is whole, valid, and sends nothing to the terminal."""
    Path("hostile.txt").write_bytes(content)
    assert 1 == run("check", "hostile.txt", "-f", form)
    assert "" == run.err
    assert not {"\x1b", "\u202e", "\x00"} & set(run.out) or form in ("json", "jsonl", "sarif")
    if form == "sarif":
        jsonschema.Draft7Validator(SCHEMA).validate(json.loads(run.out))
    elif form != "text":
        lines = [run.out] if form == "json" else run.out.splitlines()
        assert all(line.startswith("::") or json.loads(line) for line in lines)


# --- documentation ------------------------------------------------------------------------------


BLOCKS = re.findall(r"^```console\n\$ budgetperf (.*?)^```$", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.partition("\n")[0])
def test_the_page_shows_what_is_printed(run: Output, monkeypatch: pytest.MonkeyPatch, block: str) -> None:
    """Each command on the page of the documentation prints what stands below it, on a page of 80 cells."""
    monkeypatch.chdir(REPOSITORY)
    monkeypatch.setenv("COLUMNS", "80")
    command, _, expected = block.partition("\n")
    run(*shlex.split(command))
    assert expected == run.out


def test_the_section_on_the_page_is_understood() -> None:
    """What the page shows of pyproject.toml can be copied, and its table has every key."""
    page = PAGE.read_text("utf-8")
    (section,) = re.findall(r"^```toml\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    written(Path("pyproject.toml"), section)
    assert "error" == Configuration.from_pyproject("pyproject.toml").fail_on
    assert set(_KEYS) <= set(re.findall(r"^\| `([a-z-]+)` \|", page, re.MULTILINE))


def test_the_page_has_every_option() -> None:
    """Options that choose and formats stand in its tables."""
    page = PAGE.read_text("utf-8")
    options = (
        "--select",
        "--ignore",
        "--severity",
        "--fail-on",
        "--config",
        "--isolated",
        "--no-repair",
        "--statistics",
    )
    assert [] == [name for name in (*options, *(f"| `{form}` |" for form in REPORTS)) if name not in page]
