"""``budgetperf convert``: every format holds what was read, and a file that can't be converted stops no other."""

import codecs
import csv
import io
import re
import sys
from pathlib import Path

import pytest

import budgetperf
from budgetperf import COLUMNS, Document
from budgetperf.cli.convert import CONVERSIONS
from budgetperf.cli.streams import Misuse, standard_output
from budgetperf.frames import records_from_parquet
from commandline import BROKEN, FINE, TABLE, WELL, Output, python, workbook_of, written

pytestmark = pytest.mark.usefixtures("workplace")

#: The formats that have the table as it is printed.
LAYOUTS = ("xlsx", "markdown", "html", "tsv")


@pytest.fixture
def well(workplace: Path) -> Path:
    """A file in which nothing is doubted, ``well.txt``."""
    return written(workplace / "well.txt", WELL)


@pytest.fixture
def expected(well: Path) -> Document:
    """What is read from it."""
    return budgetperf.read(well).value


# --- formats ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", LAYOUTS)
@pytest.mark.parametrize("out", ["folder/", "out.file"])
def test_a_table_reads_back_equal(run: Output, expected: Document, name: str, out: str) -> None:
    """What is written in the standard layout is the same document, in a file as in a folder."""
    assert 0 == run("convert", "well.txt", "--to", name, "-o", out)
    assert ("", "") == (run.out, run.err)
    path = Path("folder", f"well{CONVERSIONS[name]}") if out == "folder/" else Path(out)
    assert expected == budgetperf.read(path).value


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_table_converts_back(run: Output, expected: Document, name: str) -> None:
    """From one format to another and on to the data: nothing is lost on the way."""
    out = f"out{CONVERSIONS[name]}"
    assert 0 == run("convert", "well.txt", "-o", out)
    assert 0 == run("convert", out, "--to", "json")
    assert expected == budgetperf.loads(run.out)


def test_json_and_jsonl(run: Output, expected: Document) -> None:
    """One document, indented, or one a line; with spans where they are asked for."""
    assert 0 == run("convert", "well.txt", "-o", "out.json")
    assert expected == budgetperf.load("out.json")
    assert "_span" not in Path("out.json").read_text("utf-8")
    assert 0 == run("convert", "well.txt", "-o", "out.jsonl", "--spans")
    [line] = Path("out.jsonl").read_text("utf-8").splitlines()
    assert expected == budgetperf.loads(line)
    assert "_span" in line


def test_rows_of_all_files(run: Output, expected: Document) -> None:
    """CSV and Parquet have one row for each indicator of all files, with the names of their sources."""
    written(Path("fine.txt"))
    rows = [*budgetperf.to_records(budgetperf.read("fine.txt").value, source="fine.txt")]
    rows += budgetperf.to_records(expected, source="well.txt")
    assert 0 == run("convert", "fine.txt", "well.txt", "-o", "out.parquet")
    assert rows == records_from_parquet("out.parquet")
    assert 0 == run("convert", "fine.txt", "well.txt", "--to", "csv")
    header, *fields = csv.reader(io.StringIO(run.out, newline=""))
    assert [*COLUMNS] == header
    assert [["" if value is None else str(value) for value in row.values()] for row in rows] == fields
    assert 0 == run("convert", "fine.txt", "well.txt", "--to", "parquet", "-o", "folder/")
    assert rows[1:] == records_from_parquet("folder/well.parquet")


@pytest.mark.parametrize("command", ["convert a.txt --to csv", "parse a.txt -q -f csv"])
def test_no_spreadsheet_runs_a_field(run: Output, command: str) -> None:
    """Words that begin as a formula does have an apostrophe before them; amounts and comparators have none."""
    hostile = FINE.replace("林道养护", '=HYPERLINK("http://a.example")').replace("6.50", "-6.50")
    written(Path("a.txt"), hostile)
    assert 0 == run(*command.split()), run.err
    [row] = csv.DictReader(io.StringIO(run.out, newline=""))
    assert ('\'=HYPERLINK("http://a.example")', "-6.50") == (row["project"], row["project_total"])


@pytest.mark.parametrize("command", ["convert well.txt --to csv", "parse well.txt -q -f csv"])
@pytest.mark.usefixtures("well")
def test_a_byte_order_mark(run: Output, command: str) -> None:
    """Excel needs one; it stands once before all rows, and is no part of the first column's name."""
    assert 0 == run(*command.split())
    plain = run.out
    assert 0 == run(*command.split(), "--bom")
    assert "\ufeff" + plain == run.out
    assert 0 == run(*command.split(), "--bom", "-o", "out/")
    assert codecs.BOM_UTF8 + plain.encode() == Path("out/well.csv").read_bytes()


@pytest.mark.parametrize(
    ("out", "begins"),
    [
        ("a.JSON", b'{\n  "format"'),
        ("a.jsonl", b'{"format"'),
        ("a.csv", b"source,"),
        ("a.parquet", b"PAR1"),
        ("a.xlsx", b"PK"),
        ("a.md", b"## "),
        ("a.markdown", b"## "),
        ("a.html", b"<!"),
        ("a.htm", b"<!"),
        ("a.tsv", "项目支出绩效目标表\t".encode()),
    ],
)
@pytest.mark.usefixtures("well")
def test_the_name_of_the_file_tells_the_format(run: Output, out: str, begins: bytes) -> None:
    """Where no format is asked for, the ending is."""
    assert 0 == run("convert", "well.txt", "-o", out)
    assert Path(out).read_bytes().startswith(begins)


# --- folders ------------------------------------------------------------------------------------


@pytest.mark.parametrize("files", ["dumps", "dumps/**/*.txt"])
def test_folders_below_folders(run: Output, files: str) -> None:
    """Files of one name in several folders are written to several folders."""
    for name in ("2023/a.txt", "2024/a.txt", "a.txt"):
        written(Path("dumps", name))
    assert 0 == run("convert", files, "--to", "jsonl", "-o", "out/")
    found = {path.relative_to("out").as_posix() for path in Path("out").rglob("*.jsonl")}
    assert {"2023/a.jsonl", "2024/a.jsonl", "a.jsonl"} == found


@pytest.mark.parametrize("names", [("dumps/a.txt", "dumps/a.md"), ("2023/a.txt", "2024/a.txt")])
def test_files_that_would_be_one(run: Output, names: tuple[str, str]) -> None:
    """They are refused before anything is read or made, with what to do."""
    for name in names:
        written(Path(name))
    assert 2 == run("convert", *names, "--to", "jsonl", "-o", "out/")
    first, second = names
    expected = f"{first!r} and {second!r} would both be written to 'out/a.jsonl'; nothing is written: "
    assert run.refusal.startswith(expected)
    assert not Path("out").exists()


@pytest.mark.parametrize(
    ("command", "out"),
    [
        ("convert dumps --to csv", "dumps/all.csv"),
        ("convert dumps --to csv", "dumps/rows/"),
        ("convert dumps/**/*.* --to markdown", "dumps/tables/"),
        ("parse dumps -q", "dumps/trees/"),
        ("check dumps", "dumps/found.txt"),
        ("report dumps", "dumps/report.html"),
    ],
)
def test_what_is_written_is_not_read(run: Output, command: str, out: str) -> None:
    """A command that writes into the folder that it reads does the same when it runs again."""
    for name in ("a.txt", "b/a.txt"):
        written(Path("dumps", name), WELL)
    seen = []
    for _ in range(2):
        assert 0 == run(*command.split(), "-o", out), run.err
        files = [path for path in sorted(Path("dumps").rglob("*")) if path.is_file()]
        seen.append((run.err, [(path, path.read_bytes()) for path in files]))
    assert seen[0] == seen[1]
    assert {3, 4} >= {len(files) for _, files in seen}


def test_an_output_folder_that_holds_the_inputs(run: Output) -> None:
    """Its other files are inputs as before; one that is named is never overwritten."""
    written(Path("dumps/a.txt"))
    assert 0 == run("convert", "dumps", "--to", "csv", "-o", "./")
    assert Path("a.csv").exists()
    assert 2 == run("convert", "dumps/a.txt", "--to", "csv", "-o", "dumps/a.txt")
    assert "'dumps/a.txt' is read and would be overwritten" in run.refusal
    assert 2 == run("convert", "dumps", "--to", "csv", "-o", "dumps/a.txt")
    assert run.refusal.startswith("no documents in the folder 'dumps'")


# --- misuse -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("well.txt", "what to convert to is not said; accepted is --to FORMAT, or -o OUT that ends in .json, .jsonl, "),
        ("well.txt -o out.txt", "what to convert to is not said; "),
        ("well.txt -o out.csv/", "what to convert to is not said; "),
        ("well.txt --to tree", "argument --to: invalid choice: 'tree'"),
        ("well.txt --to xlsx", "xlsx is no text; -o OUT.xlsx writes it to a file"),
        ("well.txt --to parquet", "parquet is no text; -o OUT.parquet writes it to a file"),
        ("well.txt --to html --spans", "--spans goes with --to json or jsonl, not with html"),
        ("well.txt --to tsv --bom", "--bom goes with --to csv, not with tsv"),
        (
            "well.txt b.txt -o out.json",
            "--to json holds one document, but 2 files are given; accepted is --to jsonl, or ",
        ),
        (
            "well.txt b.txt -o out.xlsx",
            "--to xlsx holds one document, but 2 files are given; accepted is -o FOLDER/ for ",
        ),
        ("well.txt --to csv -o well.txt", "'well.txt' is read and would be overwritten"),
        ("well.txt -o nowhere/out.parquet", "can't write 'nowhere/out.parquet': No such file or directory"),
        ("missing.txt -o out.csv", "can't read 'missing.txt': No such file or directory"),
        ("missing.txt -o out.parquet", "can't read 'missing.txt': No such file or directory"),
        ("well.txt -o out.csv --limit file_bytes=3", "can't read 'well.txt': "),
    ],
)
@pytest.mark.usefixtures("well")
def test_misuse_is_one_clear_line(run: Output, workplace: Path, arguments: str, message: str) -> None:
    """What can't be carried out is said in one line, ends with 2, and leaves nothing behind."""
    written(workplace / "b.txt")
    assert 2 == run("convert", *arguments.split())
    assert run.refusal.startswith(message)
    assert {"well.txt", "b.txt"} == {path.name for path in workplace.iterdir()}


@pytest.mark.parametrize(("name", "module"), [("xlsx", "xlsxwriter"), ("parquet", "budgetperf.frames")])
@pytest.mark.parametrize("out", ["out", "folder/"])
@pytest.mark.usefixtures("well")
def test_a_missing_extra(run: Output, monkeypatch: pytest.MonkeyPatch, name: str, module: str, out: str) -> None:
    """What to install is told once, however many files there are."""
    written(Path("b.txt"))
    monkeypatch.setitem(sys.modules, module, None)
    files = ["well.txt", "b.txt"] if out == "folder/" else ["well.txt"]
    assert 2 == run("convert", *files, "--to", name, "-o", out)
    assert re.search(r" needs an extra: pip install 'budgetperf\[(excel|arrow)\]'$", run.refusal)
    assert not Path("out").exists()


# --- what is not converted ----------------------------------------------------------------------


def spoilt(folder: Path, number: int) -> list[str]:
    """Write so many files of which three are corrupt, and return the names of these."""
    for place in range(number - 3):
        written(folder / f"{place:04}.txt", FINE.replace("林道养护", f"林道养护第{place}段"))
    book = workbook_of(附表=TABLE)
    corrupt = {
        "0002a.xlsx": book[: len(book) // 2],
        "0005a.docx": b"PK\x03\x04" + b"\xff" * 500,
        "0008a.xls": b"\xd0\xcf",
    }
    corrupt["0008a.xls"] += b"\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 600
    for name, content in corrupt.items():
        (folder / name).write_bytes(content)
    return [*corrupt]


@pytest.mark.parametrize(("number", "quiet"), [(30, True), (1_000, False)])
def test_corrupt_files_stop_no_other(run: Output, workplace: Path, number: int, *, quiet: bool) -> None:
    """All others are converted, in their order; each corrupt one is named, even to those who want to hear nothing."""
    corrupt = spoilt(workplace / "dumps", number)
    assert 1 == run("convert", "dumps", "-o", "all.csv", "--jobs", "2", *["-q"] * quiet)
    rows = [*csv.DictReader(io.StringIO(Path("all.csv").read_bytes().decode(), newline=""))]
    assert [f"林道养护第{place}段" for place in range(number - 3)] == [row["project"] for row in rows]
    lines = run.err.splitlines()
    assert corrupt == re.findall(r"^budgetperf: dumps.(\S+): .*\[R1\d\d\]", run.err, re.MULTILINE)
    assert 3 + (not quiet) == len(lines)
    assert quiet or f"budgetperf: {number:,} files: {number - 3:,} with tables, 3 without" == lines[-1]


@pytest.mark.usefixtures("well")
def test_what_is_told(run: Output) -> None:
    """By default files from which something is missing; with -v all, with their diagnostics; with -q what is not there."""
    written(Path("broken.txt"), BROKEN)
    written(Path("none.txt"), "没有表")
    files = ("well.txt", "broken.txt", "none.txt")
    told = {}
    for option in ("-q", "", "-v"):
        assert 1 == run("convert", *files, "--to", "jsonl", *option.split())
        assert 2 == len(run.out.splitlines())
        told[option] = re.findall(r"^budgetperf: (\w+)", run.err, re.MULTILINE)
        assert ("error[G205]" in run.err) is (option == "-v")
    assert {"-q": ["none"], "": ["broken", "none"], "-v": ["well", "broken", "none"]} == told


@pytest.mark.usefixtures("well")
def test_a_document_that_can_t_be_written(run: Output, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is named with the place and the reason, the others are converted."""
    from budgetperf import Unwritable, writers

    written(Path("a.txt"))
    to_markdown = writers.to_markdown

    def refusing(document: Document, **terms: object) -> str:  # noqa: ARG001 - none are given
        if document.tables[0].year is None:
            raise Unwritable("tables[0].title", "“一” would be read back as nothing")
        return to_markdown(document)

    monkeypatch.setattr(writers, "to_markdown", refusing)
    assert 2 == run("convert", "a.txt", "well.txt", "--to", "markdown", "-o", "folder/")
    message = "can't write 'a.txt' as markdown: tables[0].title: “一” would be read back as nothing"
    assert message == run.refusal
    assert ["well.md"] == [path.name for path in Path("folder").iterdir()]


@pytest.mark.parametrize("out", ["out.parquet", "out.csv", "out.md"])
def test_nothing_is_replaced_by_nothing(run: Output, out: str) -> None:
    """Where there is no table in any file, what stands in the place of the output stays."""
    written(Path("none.txt"), "没有表")
    written(Path(out), "as before")
    assert 1 == run("convert", "none.txt", "-o", out)
    assert "as before" == Path(out).read_text("utf-8")


def test_a_stream_of_text_takes_no_workbook(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program may put any text stream in the place of standard output."""
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    with pytest.raises(Misuse, match="takes no file that is no text"):
        standard_output()(b"PK")


@pytest.mark.usefixtures("well")
def test_text_goes_through_a_pipe() -> None:
    """Standard output takes every text in UTF-8, whatever the locale."""
    for name in ("csv", "markdown"):
        ended = python("convert", "well.txt", "--to", name, encoding="ascii")
        assert (0, b"") == (ended.returncode, ended.stderr)
        assert "清溪县林业局" in ended.stdout.decode()
