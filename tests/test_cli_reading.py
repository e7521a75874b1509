"""Files of any kind on the command line: what narrows their reading, and what is said of those without tables."""

import csv
import io
import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path

import pytest

import budgetperf
from budgetperf import to_records
from budgetperf.readers import READERS, TEXT_READERS
from choosing import Plain
from commandline import BROKEN, FINE, TABLE, Output, pdf, workbook_of, written
from layouts import render
from offices import word, workbook
from test_layouts import documents
from word97 import Word97

pytestmark = pytest.mark.usefixtures("workplace")

SAMPLES = Path(__file__).parents[1] / "samples"
NO_TABLES = {
    "archive.ods": b"PK\x03\x04",
    "empty.txt": b"",
    "letter.pdf": pdf([[["关于印发通知的函"]], [["此复"]]]),
    "notes.md": "# 说明\n\n本页无表。\n".encode(),
    "old.wps": Word97(version=0x68).add("绩效目标表").file(),
    "scan.pdf": b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
}
#: What each document is written as.
FORMS: dict[str, Callable[[budgetperf.Document], bytes]] = {
    ".docx": lambda document: word(document, Plain()),
    ".md": lambda document: render(document, Plain()).encode(),
    ".txt": lambda document: render(document, Plain({"style": "tab"})).encode("gb18030"),
    ".xlsx": lambda document: workbook(document, Plain()),
}


@pytest.fixture
def folder(workplace: Path) -> dict[str, budgetperf.Document]:
    """Thirty files of all formats in ``dumps``: those with tables by name, and what they say."""
    pytest.importorskip("pypdfium2")
    said: dict[str, budgetperf.Document] = {}
    (workplace / "dumps").mkdir()
    for number, document in enumerate(documents()[:5]):
        for ending, form in FORMS.items():
            said[f"dumps/{number}{ending}"] = document
            Path(f"dumps/{number}{ending}").write_bytes(form(document))
    for name in ("web_page.html", "comma_separated.csv"):
        Path(f"dumps/{name}").write_bytes((SAMPLES / name).read_bytes())
        said[f"dumps/{name}"] = budgetperf.read(SAMPLES / name).value
    for name, content in (("budget.pdf", pdf([[["目录"]], TABLE])), ("page.HTM", FINE.encode())):
        Path(f"dumps/{name}").write_bytes(content)
        said[f"dumps/{name}"] = budgetperf.parse(FINE).value
    for name, content in NO_TABLES.items():
        Path(f"dumps/{name}").write_bytes(content)
    assert 30 == len(list(Path("dumps").iterdir()))
    return dict(sorted(said.items()))


def lines_about(printed: str, names: Mapping[str, object]) -> dict[str, list[str]]:
    """Return the lines on standard error that are about each of the files."""
    lines = printed.replace("\\", "/").splitlines()
    return {name: [line for line in lines if line.startswith(f"budgetperf: dumps/{name}: ")] for name in names}


def as_printed(value: object) -> str:
    """Return a value as it stands in a CSV file."""
    if value is None:
        return ""
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def test_a_folder_as_rows(run: Output, folder: dict[str, budgetperf.Document]) -> None:
    """Every row of every table is there, whatever the format, and none from the files without."""
    assert 1 == run("parse", "dumps", "-f", "csv")
    expected = [
        {column: as_printed(value) for column, value in row.items()}
        for name, document in folder.items()
        for row in to_records(document, source=name)
    ]
    rows = list(csv.DictReader(io.StringIO(run.out, newline="")))
    for row in rows:
        row["source"] = row["source"].replace("\\", "/")
    assert expected == rows


def test_a_folder_as_documents(run: Output, folder: dict[str, budgetperf.Document]) -> None:
    """Each file has its line, those without tables too, in the order of the files."""
    assert 1 == run("parse", "dumps", "-f", "jsonl", "-q")
    names = sorted([*folder, *(f"dumps/{name}" for name in NO_TABLES)])
    nothing = budgetperf.Document(tables=())
    assert [folder.get(name, nothing) for name in names] == [budgetperf.loads(line) for line in run.out.splitlines()]
    assert not run.err


def test_a_folder_as_one_file_each(run: Output, folder: dict[str, budgetperf.Document]) -> None:
    """JSON of many goes into a folder; two files of one name are refused before anything is read."""
    assert 2 == run("parse", "dumps", "-f", "json", "-o", "out/")
    assert "would both be written to 'out" in run.refusal
    assert 1 == run("parse", "dumps/*.xlsx", "dumps/*.pdf", "-f", "json", "-o", "out/")
    assert folder["dumps/0.xlsx"] == budgetperf.loads(Path("out/0.json").read_text("utf-8"))
    assert folder["dumps/budget.pdf"] == budgetperf.loads(Path("out/budget.json").read_text("utf-8"))


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("form", ["tree", "jsonl", "csv"])
def test_one_line_for_each_file_without_tables(run: Output, form: str) -> None:
    """It says what is wrong and what to do; the last line sums up."""
    assert 1 == run("parse", "dumps", "-f", form)
    about = lines_about(run.err, NO_TABLES)
    assert {1} == {len(lines) for lines in about.values()}
    said = {name: lines[0].partition(f"{name}: ")[2] for name, lines in about.items()}
    assert "no performance target table found [R101]" == said["notes.md"]
    assert "the text is empty [R103]" == said["empty.txt"]
    assert said["old.wps"].startswith(
        "the file can't be read: it is of an earlier Word than Word 97 [R102]; save it as DOCX"
    )
    assert said["archive.ods"].startswith("the content is a damaged ZIP archive")
    assert "the content is a PNG picture, which can't be read [R102]" == said["scan.pdf"]
    assert said["letter.pdf"].endswith(" [R101]") or said["letter.pdf"].endswith(" [R103]")
    assert "budgetperf: 30 files: 24 with tables, 6 without" == run.err.splitlines()[-1]


@pytest.mark.usefixtures("folder")
def test_files_without_tables_are_not_drawn_among_others(run: Output) -> None:
    """The tree holds what there is; asked for everything, it holds the doubts of the others too."""
    assert 1 == run("parse", "dumps")
    assert 24 == run.out.count("── dumps")
    assert "0 tables" not in run.out
    assert 1 == run("parse", "dumps", "-v")
    assert 30 == run.out.count("── dumps")
    assert 1 == run("parse", "dumps", "-q")
    assert 24 == run.out.count("── dumps")
    assert not run.err


def test_one_file_without_tables_is_drawn(run: Output) -> None:
    """Who asks for one file sees its doubts in full; data have one line beside them."""
    Path("old.doc").write_bytes(NO_TABLES["old.wps"])
    assert 1 == run("parse", "old.doc")
    assert (
        "error[R102]: the file can't be read: it is of an earlier Word than Word 97\n --> old.doc\n  = hint: save"
        in run.out
    )
    assert not run.err
    assert 1 == run("parse", "old.doc", "-f", "csv")
    assert 1 == run.err.count("\n")
    assert 1 == run.out.count("\n")


def test_the_last_line_counts_every_outcome(run: Output) -> None:
    """Files with errors, without tables and without access are told apart; a few files need no counting."""
    for name, text in (("a.txt", FINE), ("b.txt", BROKEN), ("c.txt", "无表")):
        written(Path(name), text)
    assert 2 == run("parse", "a.txt", "b.txt", "c.txt", "d.txt", "-f", "csv")
    assert run.err.endswith(
        "budgetperf: 4 files: 2 with tables (1 of them with errors), 1 without, 1 that can't be read\n"
    )
    assert 1 == run("parse", "a.txt", "b.txt", "c.txt", "-f", "csv")
    assert " files: " not in run.err


# --- what narrows the reading ---------------------------------------------------------------------


def sheets() -> bytes:
    """Return a workbook of two departments, the second sheet called by a year."""
    other = [[cell.replace("清溪县", "云岚县") for cell in row] for row in TABLE]
    return workbook_of(**{"封面": [["目录"]], "附表11": TABLE, "2024": other})


@pytest.mark.parametrize(
    ("pages", "numbers"),
    [
        ("3", (3,)),
        ("120-131,140", (*range(120, 132), 140)),
        (" 2 , 1-2", (1, 2)),
        ("1–2，4", (1, 2, 4)),
        ("7至9、1", (1, 7, 8, 9)),
    ],
)
def test_options_are_passed_on(
    run: Output, monkeypatch: pytest.MonkeyPatch, pages: str, numbers: tuple[int, ...]
) -> None:
    """What the reading of a file takes is what the command line says."""
    written(Path("fine.txt"))
    given: list[tuple[object, dict[str, object]]] = []

    def read(path: object, **options: object) -> object:
        given.append((path, options))
        return budgetperf.parse(FINE)

    monkeypatch.setattr("budgetperf.opening.read", read)
    arguments = (
        "--sheet 表 --password 密 --reader pdf --reader xlsx --no-repair --isolate --limit seconds=5 --limit pages=9"
    )
    assert 0 == run("parse", "fine.txt", "--pages", pages, *arguments.split())
    [(path, options)] = given
    assert Path("fine.txt") == path
    expected: dict[str, object] = {"encoding": None, "pages": numbers, "sheet": "表", "password": "密"}
    expected |= {"readers": ["pdf", "xlsx"], "taxonomy": None, "units": None}
    assert {**expected, "repair": False, "isolate": True, "limits": budgetperf.Limits(seconds=5, pages=9)} == options


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("--pages 0", "argument --pages: '0' is no page; pages are counted from 1"),
        ("--pages 3-", "argument --pages: '3-' is no page; accepted are pages from 1, such as 120-131,140"),
        ("--pages 9-7", "argument --pages: '9-7' goes backwards; accepted is such as 7-9"),
        ("--pages 1-999999999999", "argument --pages: '999999999999' is no page"),
        ("--pages ,", "argument --pages: '' is no page"),
        (
            "--reader word",
            f"argument --reader: unknown reader 'word'; accepted are {', '.join([*READERS, *TEXT_READERS])}",
        ),
        ("--limit cell=3", "argument --limit: unknown limit 'cell'; accepted are file_bytes, "),
        ("--limit cells", "argument --limit: the limit cells is a number from 1, not ''"),
        ("--limit cells=0", "argument --limit: the limit cells is a number from 1, not '0'"),
    ],
)
@pytest.mark.parametrize("command", ["parse", "sniff"])
def test_misuse_of_options(run: Output, command: str, arguments: str, message: str) -> None:
    """What means nothing is refused before any file is read."""
    assert 2 == run(command, "fine.txt", *arguments.split())
    assert run.refusal.startswith(message)


def test_pages_of_a_pdf(run: Output) -> None:
    """Only the tables on these pages are read; a page that is not there is said in one line."""
    pytest.importorskip("pypdfium2")
    other = [[cell.replace("清溪县", "云岚县") for cell in row] for row in TABLE]
    Path("a.pdf").write_bytes(pdf([TABLE, other]))
    assert 0 == run("parse", "a.pdf", "--pages", "2")
    assert "云岚县" in run.out
    assert "清溪县" not in run.out
    assert 2 == run("parse", "a.pdf", "--pages", "2-5")
    assert "can't read 'a.pdf': there is no page 5: the PDF has 2 pages" == run.refusal


def test_what_is_wrong_with_one_file_is_one_line(run: Output) -> None:
    """An option that is for other kinds, a limit: the others go on, and the end is 2."""
    pytest.importorskip("pypdfium2")
    written(Path("fine.txt"))
    Path("a.pdf").write_bytes(pdf([TABLE]))
    assert 2 == run("parse", "fine.txt", "a.pdf", "--pages", "1", "-f", "csv")
    assert 2 == len(run.out.splitlines())
    error = "budgetperf: error: can't read 'fine.txt': --pages is for a PDF, and the content is a text"
    assert [error, "budgetperf: a.pdf: no diagnostics"] == run.err.splitlines()
    assert 2 == run("parse", "fine.txt", "--limit", "file_bytes=10")
    assert (
        "can't read 'fine.txt': the file is too large (limit: file_bytes=10); --limit file_bytes=… allows more"
        == run.refusal
    )


@pytest.mark.parametrize("command", ["parse", "sniff"])
def test_a_missing_extra_is_one_line(run: Output, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    """It says what to install, and the other files go on."""
    monkeypatch.setattr("budgetperf.readers.kinds.find_spec", lambda _: None)
    written(Path("fine.txt"))
    Path("a.pdf").write_bytes(b"%PDF-1.7")
    assert 2 == run(command, "a.pdf", "fine.txt")
    assert "reading a PDF needs an extra: pip install 'budgetperf[pdf]'\n" in run.err + run.out
    assert "清溪县林业局" in run.out


def test_a_sheet_by_number_where_none_has_its_name(run: Output, monkeypatch: pytest.MonkeyPatch) -> None:
    """A sheet may be called by a year, so its name goes first."""
    Path("book.xlsx").write_bytes(sheets())
    asked: list[object] = []

    def read(_: object, **options: object) -> object:
        asked.append(options["sheet"])
        if options["sheet"] not in ("2024", 2):
            raise ValueError(f"there is no sheet {options['sheet']!r}")
        return budgetperf.parse(FINE)

    monkeypatch.setattr("budgetperf.opening.read", read)
    assert 0 == run("parse", "book.xlsx", "--sheet", "2024")
    assert 0 == run("parse", "book.xlsx", "--sheet", "2")
    assert 2 == run("parse", "book.xlsx", "--sheet", "7")
    assert "can't read 'book.xlsx': there is no sheet 7" == run.refusal
    assert 2 == run("parse", "book.xlsx", "--sheet", "附表")
    assert "can't read 'book.xlsx': there is no sheet '附表'" == run.refusal
    assert ["2024", "2", 2, "7", 7, "附表"] == asked


def test_isolated(run: Output) -> None:
    """In a process of its own the same is read."""
    Path("book.xlsx").write_bytes(workbook_of(附表11=TABLE))
    assert 0 == run("parse", "book.xlsx", "-f", "csv")
    printed = run.out
    assert 0 == run("parse", "book.xlsx", "-f", "csv", "--isolate")
    assert printed == run.out


def test_a_reader_that_may_not_be_used(run: Output) -> None:
    """Its files are told to need it."""
    Path("book.xlsx").write_bytes(workbook_of(附表11=TABLE))
    assert 1 == run("parse", "book.xlsx", "--reader", "docx", "-f", "jsonl")
    assert "add 'xlsx' to the readers that may be used" == json.loads(run.out)["diagnostics"][0]["hint"]


def test_places_in_files_that_are_no_text(run: Output) -> None:
    """A doubt stands in a cell of a sheet, and on a page, not in a line that nobody sees."""
    pytest.importorskip("pypdfium2")
    rows = [[cell.replace("12公里。", "12公里。年度指标值：15公里。") for cell in row] for row in TABLE]
    Path("book.xlsx").write_bytes(workbook_of(附表11=rows))
    assert 1 == run("parse", "book.xlsx")
    assert "\n --> book.xlsx, 附表11!G7\n" in run.out
    Path("a.pdf").write_bytes(pdf([[["目录"]], rows]))
    assert 1 == run("parse", "a.pdf", "-f", "csv", "-v")
    assert "--> a.pdf, page 2, row 4, column 7\n" in run.err
