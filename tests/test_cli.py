"""The command line does what its help says, ends with the code it promises, and never with a traceback."""

import csv
import encodings.aliases
import io
import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

import budgetperf
from budgetperf import COLUMNS
from budgetperf.cli import main
from budgetperf.cli.inputs import ENDINGS
from budgetperf.source import display_width
from commandline import BROKEN, FINE, TABLE, WELL, Output, Terminal, pdf, python, workbook_of, written

REPOSITORY = Path(__file__).resolve().parents[1]
PAGE = REPOSITORY / "docs" / "command-line.md"

pytestmark = pytest.mark.usefixtures("workplace")


@pytest.fixture
def fine(workplace: Path) -> Path:
    """A file without doubts, ``fine.txt``."""
    return written(workplace / "fine.txt")


# --- exit codes ---------------------------------------------------------------------------------


def test_a_document_without_doubts_is_fine(run: Output, fine: Path) -> None:
    """Everything was understood: 0."""
    assert 0 == run("parse", str(fine))
    assert "1 spending unit, 1 project, 1 indicator · 0 errors, 0 warnings, 0 infos\n" in run.out
    assert not run.err


def test_an_error_diagnostic_gives_one(run: Output, workplace: Path, fine: Path) -> None:
    """Something of one of the documents is missing: 1, whatever the order."""
    broken = written(workplace / "broken.txt", BROKEN)
    assert 1 == run("parse", str(broken), str(fine))
    assert 1 == run("parse", str(fine), str(broken))
    assert "error[G205]" in run.out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("", "the following arguments are required: COMMAND (see budgetperf --help)"),
        ("parse", "the following arguments are required: FILE (see budgetperf parse --help)"),
        ("parse fine.txt --colour never", "unrecognized arguments: --colour never"),
        ("parse fine.txt --form csv", "unrecognized arguments: --form csv"),
        ("parse fine.txt --format xml", "argument -f/--format: invalid choice: 'xml'"),
        ("parse fine.txt -q -v", "argument -v/--verbose: not allowed with argument -q/--quiet"),
        (
            "parse fine.txt --encoding gb99",
            "argument --encoding: unknown encoding 'gb99'; accepted is what Python knows",
        ),
        ("parse fine.txt --encoding hex", "argument --encoding: unknown encoding 'hex'"),
        ("parse fine.txt --spans", "--spans goes with --format json or jsonl, not with tree"),
        ("parse fine.txt --spans -f csv", "--spans goes with --format json or jsonl, not with csv"),
        ("parse ''", "argument FILE: '' is no path"),
        ("parse fine.txt -o ''", "argument -o/--output: '' is no path"),
        ("parse missing.txt", "can't read 'missing.txt': No such file or directory"),
        ("parse '*.nothing'", "no file matches '*.nothing'"),
        ("parse empty", "no documents in the folder 'empty'; accepted are files that end in .txt, .text, .md"),
        ("parse fine.txt other.txt -f json", "--format json holds one document, but 2 files are given; accepted is"),
        ("parse fine.txt -o nowhere/all.csv", "can't write 'nowhere/all.csv': No such file or directory"),
        ("parse fine.txt -o fine.txt", "'fine.txt' is read and would be overwritten; choose another place with -o"),
        ("parse fine.txt -o ./", "'fine.txt' is read and would be overwritten; choose another place with -o"),
        ("parse fine.txt fine.md -o out/", "'fine.txt' and 'fine.md' would both be written to 'out/fine.txt'"),
        ("parse fine.txt -o fine.txt/", "can't write 'fine.txt/': File exists"),
        ("parse fine.txt -o fine.txt/x.csv", "can't write 'fine.txt/x.csv': Not a directory"),
        ("explain G999 Q1", "unknown code 'G999'; close to it: G"),
        ("explain nonsense", "unknown code 'NONSENSE'; explain alone lists all"),
        ("explain G203 V9", "unknown code 'V9'; close to it: V"),
        ("explain ''", "unknown code ''; explain alone lists all"),
        ("explain G203 --lang fr", "argument --lang: invalid choice: 'fr'"),
        ("parse 'a\x1b[31m\u202e\udc80'", r"no file matches 'a\x1b[31m\u202e\udc80'"),
        ("parse 'a\x1b\u202e\udc80'", r"can't read 'a\x1b\u202e\udc80': No such file or directory"),
        ("parse fine.txt '--\x1b[31m'", "unrecognized arguments: --␛[31m"),
        (f"parse {'长' * 300}", f"can't read '{'长' * 300}': File name too long"),
        (f"parse fine.txt -o {'长' * 300}", f"can't write '{'长' * 300}': File name too long"),
    ],
)
@pytest.mark.usefixtures("fine")
def test_misuse_is_one_clear_line(run: Output, workplace: Path, arguments: str, message: str) -> None:
    """What can't be carried out is said in one line, and ends with 2."""
    written(workplace / "other.txt")
    written(workplace / "fine.md")
    (workplace / "empty").mkdir()
    assert 2 == run(*shlex.split(arguments))
    assert run.refusal.startswith(message)
    assert not list(workplace.rglob("*.tmp"))


def test_a_path_holds_no_nul(run: Output) -> None:
    """A shell can't pass one, but a program that calls main can."""
    assert 2 == run("parse", "a\0b")
    assert run.refusal.startswith(r"argument FILE: 'a\x00b' is no path")


@pytest.mark.usefixtures("fine")
def test_one_unreadable_file_among_many(run: Output) -> None:
    """It is named, the others go on, and the end is 2."""
    assert 2 == run("parse", "missing.txt", "fine.txt", "-f", "csv", "-q")
    assert 2 == len(run.out.splitlines())
    assert "budgetperf: error: can't read 'missing.txt': No such file or directory\n" == run.err


def test_a_folder_that_can_t_be_listed(run: Output, workplace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder is read whole or refused."""
    written(workplace / "dumps" / "fine.txt")

    def refuse(folder: str) -> None:
        raise PermissionError(13, "Permission denied", folder)

    monkeypatch.setattr(os, "scandir", refuse)
    assert 2 == run("parse", "dumps")
    assert "can't list the folder 'dumps': Permission denied" == run.refusal


def test_interruption_is_quiet(run: Output, fine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C ends with 130, leaves what stood there, and nothing half-written."""
    written(Path("out.csv"), "as before")

    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("budgetperf.opening.read", interrupt)
    assert 130 == run("parse", str(fine), "-o", "out.csv")
    assert ("", "") == (run.out, run.err)
    assert "as before" == Path("out.csv").read_text("utf-8")
    assert {"fine.txt", "out.csv"} == {path.name for path in Path().iterdir()}


@pytest.mark.parametrize("arguments", ["parse fine.txt", "parse fine.txt -f jsonl -q", "explain", "--help"])
@pytest.mark.usefixtures("fine")
def test_a_reader_that_has_seen_enough(arguments: str) -> None:
    """A closed pipe is no error, and nothing is said about it, not even at exit."""
    reader, writer = os.pipe()
    os.close(reader)
    try:
        ended = python(*shlex.split(arguments), stdout=writer)
    finally:
        os.close(writer)
    assert (0, b"") == (ended.returncode, ended.stderr)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no device that is always full")
@pytest.mark.usefixtures("fine")
def test_a_full_disk() -> None:
    """What can't be written is said once, and ends with 2."""
    message = "budgetperf: error: can't write {}: No space left on device\n"
    with Path("/dev/full").open("wb") as full:
        ended = python("parse", "fine.txt", stdout=full)
    assert (2, message.format("to standard output")) == (ended.returncode, ended.stderr.decode())
    ended = python("parse", "fine.txt", "-o", "/dev/full")
    assert (2, message.format("'/dev/full'")) == (ended.returncode, ended.stderr.decode())


@pytest.mark.parametrize(
    ("stream", "message"),
    [
        ("stdin", "budgetperf: error: can't read '<stdin>': Bad file descriptor\n"),
        ("stdout", "budgetperf: error: can't write to standard output: Bad file descriptor\n"),
        ("stderr", ""),
    ],
)
def test_a_stream_that_is_closed(
    run: Output, fine: Path, monkeypatch: pytest.MonkeyPatch, stream: str, message: str
) -> None:
    """Python has None for a standard stream that the process was started without."""
    argument = {"stdin": "-", "stdout": str(fine), "stderr": "missing.txt"}[stream]
    monkeypatch.setattr(sys, stream, None)
    assert 2 == run("parse", argument)
    assert message == run.err


# --- help ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments", ["--help", "parse --help", "convert --help", "check --help", "sniff --help", "explain -h"]
)
def test_help_teaches(run: Output, arguments: str) -> None:
    """Help goes to standard output, and shows examples and exit codes where there is more than one way."""
    assert 0 == run(*arguments.split())
    assert run.out.startswith("usage: budgetperf")
    assert ("\nexamples:\n  budgetperf " in run.out) is ("explain" not in arguments)
    assert ("\nexit codes:\n  0  " in run.out) is ("explain" not in arguments)


@pytest.mark.parametrize(
    "arguments", ["--help", "parse --help", "convert --help", "check --help", "diff --help", "sniff --help"]
)
def test_the_commands_of_the_help_are_understood(run: Output, workplace: Path, arguments: str) -> None:
    """Every example in the help does what stands beside it."""
    pytest.importorskip("pypdfium2")
    written(workplace / "table.txt")
    written(workplace / "dumps" / "one.txt", WELL)
    written(workplace / "budgets" / "one.txt", WELL)
    for name in ("budget.pdf", "unknown.pdf"):
        (workplace / name).write_bytes(pdf([*[[["部门预算"]]] * 119, TABLE, *[[["说明"]]] * 20]))
    for name in ("2024.pdf", "2025.pdf", "published.pdf"):
        (workplace / name).write_bytes(pdf([TABLE]))
    for name in ("book.xlsx", "draft.xlsx"):
        (workplace / name).write_bytes(workbook_of(附表11=TABLE))
    for name in ("a.txt", "b.txt"):
        written(workplace / name)
    assert 0 == run(*arguments.split())
    examples = re.findall(r"^  budgetperf (.+?)   ", run.out, re.MULTILINE)
    assert len(examples) > 4
    for line in examples:
        assert (line, 0) == (line, run(*shlex.split(line)))


def test_version(run: Output) -> None:
    """The version is that of the package."""
    assert 0 == run("--version")
    assert f"budgetperf {budgetperf.__version__}\n" == run.out


def test_the_module_is_the_command() -> None:
    """``python -m budgetperf`` runs it, under its own name."""
    ended = python("explain", "nonsense")
    assert (2, b"") == (ended.returncode, ended.stdout)
    assert ended.stderr.startswith(b"budgetperf: error: unknown code 'NONSENSE'")


# --- which files --------------------------------------------------------------------------------


def headings(text: str) -> list[str]:
    """Return the names of the documents in a tree."""
    return re.findall(r"^── (.+?) ─", text, re.MULTILINE)


def test_standard_input(run: Output, monkeypatch: pytest.MonkeyPatch) -> None:
    """A dash is standard input, read as bytes: its encoding is told by content."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(FINE.encode("gb18030")), encoding="ascii"))
    assert 0 == run("parse", "-")
    assert ["<stdin>"] == headings(run.out)
    assert "部门名称：清溪县林业局" in run.out


@pytest.mark.usefixtures("fine")
def test_standard_input_beside_files(run: Output, monkeypatch: pytest.MonkeyPatch) -> None:
    """Given twice it is read once."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(FINE.encode())))
    assert 0 == run("parse", "-", "fine.txt", "-")
    assert ["<stdin>", "fine.txt"] == headings(run.out)


def test_a_folder(run: Output, workplace: Path) -> None:
    """Every document below it is read, sorted; other files and hidden ones are not."""
    for name in (
        "b.txt",
        "a.md",
        "c/D.TSV",
        "c/e.markdown",
        "f.text",
        ".hidden.txt",
        "~$a.xlsx",
        ".git/x.txt",
        "g.PDF",
        "h",
        "i.zip",
    ):
        written(workplace / "dumps" / name)
    assert 0 == run("parse", "dumps/")
    names = ["dumps/a.md", "dumps/b.txt", "dumps/c/D.TSV", "dumps/c/e.markdown", "dumps/f.text", "dumps/g.PDF"]
    assert names == [name.replace(os.sep, "/") for name in headings(run.out)]


def test_a_pattern(run: Output, workplace: Path) -> None:
    """A pattern that the shell left alone means what the shell would make of it."""
    for name in ("dumps/a.txt", "dumps/b.dump", "dumps/c/d.txt", "dumps/c/e.dump"):
        written(workplace / name)
    assert 0 == run("parse", "dumps/*")
    assert ["dumps/a.txt", "dumps/b.dump", "dumps/c/d.txt"] == headings(run.out)
    assert 0 == run("parse", f"{workplace}/**/*.dump")
    assert [f"{workplace}/dumps/b.dump", f"{workplace}/dumps/c/e.dump"] == headings(run.out)


def test_a_name_that_looks_like_a_pattern(run: Output, workplace: Path) -> None:
    """A file that is there is read, brackets and all."""
    written(workplace / "表[1].txt")
    assert 0 == run("parse", "表[1].txt")
    assert ["表[1].txt"] == headings(run.out)


def test_each_file_is_read_once(run: Output, workplace: Path) -> None:
    """A file named twice would count its money twice."""
    written(workplace / "dumps" / "a.txt")
    (workplace / "dumps" / "link.txt").symlink_to("a.txt")
    assert 0 == run("parse", "dumps/a.txt", "dumps", "dumps/../dumps/*.txt")
    assert ["dumps/a.txt"] == headings(run.out)


def test_a_link_that_leads_nowhere(run: Output, workplace: Path) -> None:
    """It is named as a file that can't be read, even in a circle."""
    (workplace / "circle.txt").symlink_to("circle.txt")
    assert 2 == run("parse", "circle.txt")
    assert run.refusal.startswith("can't read 'circle.txt': ")


def test_encoding(run: Output, workplace: Path) -> None:
    """What the caller says decides."""
    (workplace / "big5.txt").write_bytes("部門名稱：青溪縣".encode("big5"))
    assert 1 == run("parse", "big5.txt", "--encoding", "BIG5", "-f", "jsonl")
    assert "R101" in run.err
    assert "R110" not in run.err


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # unicode_escape warns of what it will not take one day
@pytest.mark.parametrize("content", [FINE.encode(), b"\xff\xfe\x00\\x\xd8", b"%PDF-1.7 \x00", b""])
def test_any_encoding_on_any_bytes(run: Output, workplace: Path, content: bytes) -> None:
    """An encoding is refused for what it is, or else reads whatever there is."""
    (workplace / "any.txt").write_bytes(content)
    for encoding in sorted({*encodings.aliases.aliases.values(), "undefined", "idna", "no-such", "a\0b", "é", ""}):
        code = run("parse", "any.txt", "--encoding", encoding, "-q", "-f", "jsonl")
        assert code < 2 or run.refusal.startswith("argument --encoding: unknown encoding ")


# --- formats ------------------------------------------------------------------------------------


@pytest.mark.usefixtures("fine")
def test_json(run: Output) -> None:
    """One document, indented, which loads gives back; the doubts stand in it, and in one line beside it."""
    written(Path("broken.txt"), BROKEN)
    assert 1 == run("parse", "broken.txt", "-f", "json")
    assert budgetperf.read("broken.txt").value == budgetperf.loads(run.out)
    envelope = json.loads(run.out)
    assert json.dumps(envelope, ensure_ascii=False, indent=2) + "\n" == run.out
    assert ["G205"] == [each["code"] for each in envelope["diagnostics"]]
    assert "budgetperf: broken.txt: 1 error (G205)\n" == run.err
    assert 0 == run("parse", "fine.txt", "-f", "json")
    assert "budgetperf: fine.txt: no diagnostics\n" == run.err


@pytest.mark.usefixtures("fine")
def test_jsonl(run: Output) -> None:
    """One document a line, in the order of the files."""
    written(Path("other.txt"), FINE.replace("清溪县", "云岚县"))
    assert 0 == run("parse", "other.txt", "fine.txt", "-f", "jsonl", "-q")
    departments = [budgetperf.loads(line).tables[0].department for line in run.out.splitlines()]
    assert ["云岚县林业局", "清溪县林业局"] == departments
    assert not run.err


@pytest.mark.parametrize("name", ["json", "jsonl"])
@pytest.mark.usefixtures("fine")
def test_spans(run: Output, name: str) -> None:
    """Where each part was printed is said on demand."""
    assert 0 == run("parse", "fine.txt", "-f", name)
    assert '"name_span"' not in run.out
    assert 0 == run("parse", "fine.txt", "-f", name, "--spans")
    [project] = budgetperf.loads(run.out).tables[0].projects
    assert project.name_span is not None
    assert "林道养护" == FINE[project.name_span.start : project.name_span.end]


@pytest.mark.usefixtures("fine")
def test_csv(run: Output) -> None:
    """One header, one row for each indicator of all files, named in the first column; amounts in plain notation."""
    written(Path("dumps/other.txt"), FINE.replace("6.50", "1,000,000.00"))
    assert 0 == run("parse", "fine.txt", "dumps", "-f", "csv", "-q")
    header, *rows = csv.reader(io.StringIO(run.out, newline=""))
    assert [*COLUMNS] == header
    assert ["fine.txt", "0", "0", "清溪县林业局", "清溪县林业局", "林道养护", "万元", "6.50"] == rows[0][:8]
    assert [os.path.join("dumps", "other.txt"), "1000000.00"] == [rows[1][0], rows[1][7]]  # noqa: PTH118 - as printed
    assert {"12公里"} == {row[COLUMNS.index("annual_text")] for row in rows}
    assert 3 == run.out.count("\r\n") == run.out.count("\n")


def test_csv_gives_words_back(run: Output) -> None:
    """Commas, quotes and line breaks in a document don't break its rows."""
    odd = FINE.replace("养护里程；", '养护"里,程"；').replace("12公里；", "12\r公里；")
    Path("odd.txt").write_bytes(odd.encode())
    run("parse", "odd.txt", "-f", "csv", "-q")
    rows = list(csv.DictReader(io.StringIO(run.out, newline="")))
    expected = [
        {name: "" if value is None else str(value) for name, value in row.items()}
        for row in budgetperf.to_records(budgetperf.read("odd.txt").value, source="odd.txt")
    ]
    assert expected == rows


@pytest.mark.parametrize("name", ["json", "jsonl", "csv"])
def test_data_is_utf_8_whatever_the_locale(name: str) -> None:
    """Other programs read it, so the locale has no say."""
    written(Path("表.txt"))
    ended = python("parse", "表.txt", "-f", name, encoding="ascii")
    assert 0 == ended.returncode
    assert "清溪县林业局" in ended.stdout.decode()
    assert rb"budgetperf: \u8868.txt: no diagnostics" in ended.stderr


def test_a_tree_in_a_narrow_locale() -> None:
    """What the terminal's encoding lacks is replaced, and nothing fails."""
    written(Path("表.txt"))
    ended = python("parse", "表.txt", encoding="ascii")
    assert (0, b"") == (ended.returncode, ended.stderr)
    assert b"6.50" in ended.stdout
    assert 0 == python("--help", encoding="ascii").returncode


def test_verbose_shows_the_doubts_of_data(run: Output) -> None:
    """With data on standard output, the diagnostics are rendered beside it."""
    written(Path("broken.txt"), BROKEN)
    assert 1 == run("parse", "broken.txt", "-f", "csv", "-v")
    assert run.err.startswith("error[G205]: ")
    assert "\n --> broken.txt:" in run.err
    assert run.err.endswith("\n\nbudgetperf: broken.txt: 1 error (G205)\n")


def test_repeated_codes_are_counted(run: Output) -> None:
    """The line about a file names each code once."""
    twice = BROKEN.replace("| 林道养护", "| 桥梁 养护 | 0.00 | 0.00 | | | | |\n| 林道 养护").replace(
        "养护里程", "养护 里程"
    )
    written(Path("doubts.txt"), twice.replace("12公里。年度", "12公里。年度指标值：16公里。年度"))
    assert 1 == run("parse", "doubts.txt", "-f", "csv")
    assert "1 file" not in run.err
    assert re.search(r"^budgetperf: doubts\.txt: 2 errors \(G205 ×2\)(, .+)?\n$", run.err)


def test_output_without_bytes(fine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program may put any text stream in the place of standard output."""
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stdout", stream)
    assert 0 == main(["parse", str(fine), "-f", "json", "-q"])
    assert budgetperf.read(fine).value == budgetperf.loads(stream.getvalue())


# --- where it is written ------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["tree", "json", "jsonl", "csv"])
@pytest.mark.usefixtures("fine")
def test_a_file_holds_what_would_be_printed(run: Output, name: str) -> None:
    """``-o`` changes the place and nothing else."""
    assert 0 == run("parse", "fine.txt", "-f", name, "-q")
    printed = run.out
    assert 0 == run("parse", "fine.txt", "-f", name, "-q", "-o", "out")
    assert "" == run.out
    assert printed.encode() == Path("out").read_bytes()
    assert {"fine.txt", "out"} == {path.name for path in Path().iterdir()}


@pytest.mark.parametrize("name", ["tree", "json", "jsonl", "csv"])
@pytest.mark.usefixtures("fine")
def test_a_folder_gets_a_file_for_each_input(run: Output, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Names are kept and endings replaced; the folder is made; every file is whole by itself."""
    written(Path("dumps/other.v2.md"))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(FINE.encode())))
    suffix = "txt" if name == "tree" else name
    assert 0 == run("parse", "fine.txt", "dumps", "-", "-f", name, "-q", "-o", "new/folder/")
    assert "" == run.out
    files = {f"fine.{suffix}", f"other.v2.{suffix}", f"stdin.{suffix}"}
    assert files == {path.name for path in Path("new/folder").iterdir()}
    assert 0 == run("parse", "fine.txt", "-f", name, "-q")
    assert run.out.encode() == Path(f"new/folder/fine.{suffix}").read_bytes()


@pytest.mark.usefixtures("fine")
def test_a_folder_that_is_there_needs_no_slash(run: Output) -> None:
    """Its other files stay, an older file of the same name is replaced."""
    written(Path("out/fine.csv"), "old")
    written(Path("out/other.csv"), "kept")
    assert 0 == run("parse", "fine.txt", "-f", "csv", "-q", "-o", "out")
    assert Path("out/fine.csv").read_text("utf-8").startswith("source,table")
    assert "kept" == Path("out/other.csv").read_text("utf-8")


@pytest.mark.parametrize(
    ("out", "begins"), [("a.CSV", "source,"), ("a.json", "{\n"), ("a.jsonl", '{"format"'), ("a.txt", "──"), ("a", "──")]
)
@pytest.mark.usefixtures("fine")
def test_the_name_of_the_file_tells_the_format(run: Output, out: str, begins: str) -> None:
    """Where no format is asked for, the ending is."""
    assert 0 == run("parse", "fine.txt", "-q", "-o", out)
    assert Path(out).read_text("utf-8").startswith(begins)


@pytest.mark.usefixtures("fine")
def test_trees_in_one_file_are_parted_by_a_blank_line(run: Output) -> None:
    """Several documents follow each other as on a page."""
    written(Path("other.txt"))
    assert 0 == run("parse", "fine.txt", "other.txt", "-q")
    assert 1 == run.out.count("infos\n\n── other.txt ─")
    assert run.out.endswith("infos\n")


@pytest.mark.usefixtures("fine")
def test_nothing_is_replaced_by_nothing(run: Output) -> None:
    """Where no file could be read, what stands in the place of the output stays."""
    written(Path("out.csv"), "as before")
    assert 2 == run("parse", "missing.txt", "-o", "out.csv")
    assert "as before" == Path("out.csv").read_text("utf-8")
    assert 2 == run("parse", "missing.txt", "-o", "new.csv")
    assert not Path("new.csv").exists()


@pytest.mark.skipif(os.name == "nt", reason="modes and links are those of POSIX")
@pytest.mark.usefixtures("fine")
def test_a_replaced_file_keeps_its_mode_and_its_links(run: Output) -> None:
    """Replacing changes the content alone; a new file has the mode that any program would give it."""
    written(Path("real/old.csv"), "old").chmod(0o640)
    Path("link.csv").symlink_to("real/old.csv")
    assert 0 == run("parse", "fine.txt", "-q", "-o", "link.csv")
    assert Path("link.csv").is_symlink()
    assert Path("real/old.csv").read_text("utf-8").startswith("source,")
    assert 0o640 == Path("real/old.csv").stat().st_mode & 0o777
    assert 0 == run("parse", "fine.txt", "-q", "-o", "new.csv")
    assert written(Path("plain.csv")).stat().st_mode == Path("new.csv").stat().st_mode


@pytest.mark.skipif(os.name == "nt", reason="pipes have no names there")
@pytest.mark.usefixtures("fine")
def test_a_pipe_is_written_to_and_not_replaced(run: Output) -> None:
    """What is no regular file stays what it is."""
    assert 0 == run("parse", "fine.txt", "-q", "-o", os.devnull)
    assert not Path(os.devnull).is_file()


def test_names_of_any_bytes(run: Output, workplace: Path) -> None:
    """A file whose name is no text is read, named and written all the same."""
    name = os.fsdecode(b"\xff\x1b[31m.txt")
    try:
        written(workplace / name)
    except OSError:
        pytest.skip("the file system takes no such name")
    assert 0 == run("parse", name)
    assert "── \ufffd␛[31m.txt ─" in run.out
    assert 0 == run("parse", name, "-f", "csv")
    assert "\r\n?\x1b[31m.txt,0,0," in run.out
    assert "budgetperf: \ufffd␛[31m.txt: no diagnostics\n" == run.err
    assert 0 == run("parse", name, "-q", "-o", "out.csv")
    assert 0 == run("parse", name, "-q", "-f", "json", "-o", "out/")


HOSTILE = {
    "empty": b"",
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
    "zeros": b"\x00" * 1000,
    "half a table": FINE[: FINE.index("养护里程")].encode(),
    "escapes": FINE.replace("林道", "\x1b[31m林\x1b]0;题\x07道\u202e").encode(),
    "ordinals": "1、".encode() * 20_000,
    "one line": FINE.replace("养护林道。", "养护林道。" * 20_000).encode(),
    "surrogates": FINE.encode("utf-16-le").replace("林".encode("utf-16-le"), b"\x00\xd8"),
}


@pytest.mark.parametrize("name", ["tree", "json", "jsonl", "csv"])
@pytest.mark.parametrize("content", HOSTILE.values(), ids=[*HOSTILE])
def test_hostile_content(run: Output, workplace: Path, content: bytes, name: str) -> None:
    """Whatever a file holds, there is an answer, and no control character of a tree reaches the terminal."""
    (workplace / "hostile.txt").write_bytes(content)
    assert run("parse", "hostile.txt", "-f", name) in (0, 1)
    assert "Traceback" not in run.err
    assert name != "tree" or not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", run.out)


# --- terminals ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("variables", "options", "coloured"),
    [
        ({}, "", True),
        ({"NO_COLOR": "1"}, "", False),
        ({"NO_COLOR": ""}, "", True),
        ({"TERM": "dumb"}, "", False),
        ({}, "--color never", False),
        ({"NO_COLOR": "1"}, "--color always", True),
    ],
)
def test_colours_in_a_terminal(
    fine: Path, monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], options: str, *, coloured: bool
) -> None:
    """A terminal gets colours unless something says no; the option has the last word."""
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    terminal = Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    assert 0 == main(["parse", str(fine), *options.split()])
    assert coloured is ("\x1b[" in terminal.printed())


@pytest.mark.usefixtures("fine")
def test_colours_elsewhere(run: Output, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pipe and a file get none unless they are asked for."""
    assert 0 == run("parse", "fine.txt")
    assert "\x1b" not in run.out
    assert 0 == run("parse", "fine.txt", "--color", "always")
    assert "\x1b[" in run.out
    monkeypatch.setattr(sys, "stdout", Terminal())
    assert 0 == main(["parse", "fine.txt", "-o", "out.txt"])
    assert "\x1b" not in Path("out.txt").read_text("utf-8")


@pytest.mark.parametrize(("columns", "width"), [(80, 80), (100, 100), (140, 120)])
def test_the_tree_is_as_wide_as_the_page(
    run: Output, fine: Path, monkeypatch: pytest.MonkeyPatch, columns: int, width: int
) -> None:
    """The page is the terminal, up to a width that can be read; a file is 100 cells wide."""
    monkeypatch.setenv("COLUMNS", str(columns))
    assert 0 == run("parse", fine.name)
    assert width == display_width(run.out.split("\n", maxsplit=1)[0])
    assert 0 == run("parse", fine.name, "-o", "out.txt")
    assert 100 == display_width(Path("out.txt").read_text("utf-8").split("\n", maxsplit=1)[0])


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("columns", [1, 2, 3, 8])
def test_a_page_that_is_narrower_than_its_words(
    run: Output, fine: Path, monkeypatch: pytest.MonkeyPatch, columns: int, language: str
) -> None:
    """A line has one character at least, or no text would ever come to its end."""
    monkeypatch.setenv("COLUMNS", str(columns))
    broken = written(fine.with_name("broken.txt"), BROKEN)
    for arguments in (
        ["check", "--help"],
        ["parse", fine.name],
        ["diff", fine.name, fine.name],
        ["explain", "G203"],
        ["sniff", fine.name],
    ):
        assert 0 == run("--lang", language, *arguments)
        assert run.out
    assert 1 == run("--lang", language, "check", broken.name)


@pytest.mark.parametrize("stream", ["stdout", "stderr"])
def test_a_process_without_a_standard_stream(
    run: Output, workplace: Path, monkeypatch: pytest.MonkeyPatch, stream: str
) -> None:
    """Python has None for a stream that whoever started it closed; what needs none is written all the same."""
    for number in range(5):
        written(workplace / "dumps" / f"{number}.txt", BROKEN)
    monkeypatch.setattr(sys, stream, None)
    for number, arguments in enumerate((["parse", "dumps", "-f", "csv"], ["convert", "dumps", "-v", "--to", "csv"])):
        assert 1 == run(*arguments, "-o", f"{number}.csv")
        assert Path(f"{number}.csv").read_text("utf-8").count("养护里程") == 5


def test_a_process_whose_standard_error_nobody_reads(fine: Path) -> None:
    """What can't be said is lost, the work and the exit code are not."""
    broken = written(fine.with_name("broken.txt"), BROKEN)
    reading, writing = os.pipe()
    os.close(reading)
    try:
        assert 2 == python("parse", "missing.txt", stderr=writing).returncode
        assert 2 == python("parse", "--nonsense", stderr=writing).returncode
        assert 1 == python("convert", broken.name, "-v", "-o", "out.json", stderr=writing).returncode
    finally:
        os.close(writing)
    assert "养护里程" in Path("out.json").read_text("utf-8")


def test_a_working_folder_that_is_gone(run: Output, fine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The system says that it is not there, but no name."""

    def gone() -> str:
        raise FileNotFoundError(2, "No such file or directory")

    monkeypatch.setattr(os, "getcwd", gone)
    assert 2 == run("check", str(fine))
    assert "can't read '.': No such file or directory" == run.refusal


def test_progress_is_shown_in_a_terminal(run: Output, workplace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who waits for many files sees how far it is, on standard error; the output is as ever."""
    for number in range(5):
        written(workplace / "dumps" / f"{number}.txt")
    assert 0 == run("parse", "dumps", "-f", "csv")
    expected = run.out
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    assert 0 == run("parse", "dumps", "-f", "csv")
    assert expected == run.out
    shown = terminal.printed()
    assert "reading" in shown
    assert "dumps/4.txt: no diagnostics" in shown.replace(os.sep, "/")
    assert 0 == run("parse", "dumps", "-f", "csv", "-q")
    assert shown == terminal.printed()


def test_progress_stays_away_from_a_tree(workplace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the documents themselves pass by, nothing else needs to move; the last line sums them up."""
    for number in range(5):
        written(workplace / "dumps" / f"{number}.txt")
    out, err = Terminal(), Terminal()
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setattr(sys, "stderr", err)
    assert 0 == main(["parse", "dumps"])
    assert "budgetperf: 5 files: 5 with tables\n" == err.printed()


# --- without the extra --------------------------------------------------------------------------


@pytest.fixture
def without_rich(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Python that has no rich."""
    for name in ("rich", "rich.console", "rich.progress", "rich.text"):
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.delitem(sys.modules, "budgetperf.display", raising=False)


@pytest.mark.usefixtures("without_rich", "fine")
def test_a_tree_needs_the_extra(run: Output) -> None:
    """What to install is said in one line; nothing is left behind."""
    assert 2 == run("parse", "fine.txt")
    assert "drawing a tree needs an extra: pip install 'budgetperf[cli]'" == run.refusal
    assert 2 == run("parse", "fine.txt", "-o", "out.txt")
    assert ["fine.txt"] == [path.name for path in Path().iterdir()]


@pytest.mark.usefixtures("without_rich")
def test_data_needs_no_extra(run: Output, workplace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Conversion and explanations work with the core alone, without a progress bar."""
    for number in range(5):
        written(workplace / "dumps" / f"{number}.txt")
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    assert 0 == run("parse", "dumps", "-f", "jsonl")
    assert 0 == run("explain", "G203")
    assert 5 + 1 == terminal.printed().count("\n")


def test_explain_loads_neither_parser_nor_rich() -> None:
    """A short answer comes soon."""
    program = (
        f"import sys; sys.path[:] = {sys.path}; from budgetperf.cli import main; main(['explain']);"
        "print(*sys.modules, file=sys.stderr)"
    )
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert set() == {b"lark", b"cattrs", b"rich"} & set(ended.stderr.split())


# --- the page about it --------------------------------------------------------------------------


def test_the_page_names_the_endings() -> None:
    """Which files of a folder are read stands on the page, in the same order."""
    listed = PAGE.read_text("utf-8").partition("Documents end in")[2].partition(";")[0]
    assert [*ENDINGS] == re.findall(r"`(\.\w+)`", listed)


@pytest.mark.parametrize(
    "block", re.findall(r"^```console\n\$ budgetperf (.+?)```$", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
)
def test_the_page_shows_what_is_printed(run: Output, monkeypatch: pytest.MonkeyPatch, block: str) -> None:
    """Each session on the page prints what stands there, run from the root of the repository."""
    monkeypatch.chdir(REPOSITORY)
    monkeypatch.setenv("COLUMNS", "80")
    command, _, expected = block.partition("\n")
    run(*shlex.split(command))
    assert expected == run.out + run.err


@pytest.mark.parametrize(
    ("command", "accepted"),
    [
        ("parse fine.txt -o table.xlsx", ".txt, .json, .jsonl, .csv"),
        ("check fine.txt -o TABLE.HTML", ".txt, .json, .jsonl, .sarif"),
        ("diff fine.txt fine.txt -o table.parquet", ".txt, .json, .html, .htm"),
    ],
)
@pytest.mark.usefixtures("fine")
def test_an_ending_that_would_not_hold(run: Output, command: str, accepted: str) -> None:
    """A text is never written under the ending of a workbook or a page; nothing is read or written then."""
    name = command.rsplit(maxsplit=1)[-1]
    assert 2 == run(*command.split())
    assert run.refusal.startswith(
        f"'{name}' would not hold what its ending says; accepted is -f FORMAT, or -o OUT that"
    )
    assert f"that ends in {accepted}; convert and report write others" in run.refusal
    assert not Path(name).exists()


@pytest.mark.usefixtures("fine")
def test_an_ending_that_no_format_has(run: Output) -> None:
    """It may hold any text."""
    assert 0 == run("parse", "fine.txt", "-o", "table.log")
    assert "清溪县林业局" in Path("table.log").read_text("utf-8")
