"""``budgetperf sniff`` tells what files are, and which tables are in them, and where."""

import io
import json
import re
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from budgetperf.cli import main
from budgetperf.source import display_width
from choosing import Plain
from commandline import BROKEN, FINE, TABLE, Output, Terminal, pdf, workbook_of, written
from invented import document as invented
from offices import hand_word, word
from test_cli_reading import NO_TABLES

pytestmark = pytest.mark.usefixtures("workplace")

COUNTS = "万元  1 spending unit   1 project   1 indicator"
ROW = f"清溪县林业局  no year  {COUNTS}"


def told(run: Output, name: str, content: bytes, *arguments: str, code: int = 0) -> list[str]:
    """Return the lines that are told of a file with this content."""
    Path(name).write_bytes(content)
    assert code == run("sniff", name, *arguments), run.err
    assert not run.err
    return run.out.splitlines()


@pytest.mark.parametrize(
    ("content", "kind", "where"),
    [
        (FINE.encode(), "a text in utf-8, read by text", "lines 1–8"),
        (("\n\n" + FINE).encode("gb18030"), "a text in gb18030, read by text", "lines 3–10"),
        (workbook_of(封面=[["目录"]], 附表11=TABLE), "a workbook (XLSX), read by xlsx", "附表11!A1"),
    ],
    ids=["text", "gb18030", "workbook"],
)
def test_a_file_with_a_table(run: Output, content: bytes, kind: str, where: str) -> None:
    """What it is, who reads it, and for each table where it is, whose, and how much is in it."""
    margin = " " * (display_width(where) + 4)
    assert [f"any: {kind}", f"  {where}  {ROW}", f"{margin}项目支出绩效目标表"] == told(run, "any", content)


def test_a_pdf(run: Output) -> None:
    """Tables of a PDF stand on pages; those of two departments stand in columns."""
    pytest.importorskip("pypdfium2")
    other = [[cell.replace("清溪县林业局", "云岚县文化广电旅游局") for cell in row] for row in TABLE]
    content = pdf([[["目录"]], TABLE, other])
    expected = [
        "budget.pdf: a PDF, read by pdf",
        f"  page 2  清溪县林业局          no year  {COUNTS}",
        "          项目支出绩效目标表",
        f"  page 3  云岚县文化广电旅游局  no year  {COUNTS}",
        "          项目支出绩效目标表",
    ]
    assert expected == told(run, "budget.pdf", content)
    assert [expected[0], f"  page 3  云岚县文化广电旅游局  no year  {COUNTS}", expected[4]] == told(
        run, "budget.pdf", content, "--pages", "3"
    )
    assert 2 == run("sniff", "budget.pdf", "--pages", "9")
    assert "budget.pdf: a PDF, read by pdf\n  can't be read: there is no page 9: the PDF has 3 pages\n" == run.out


def test_a_word_document(run: Output) -> None:
    """Tables of a Word document have numbers, as have its paragraphs."""
    lines = told(run, "a.docx", word(invented(Plain({"tables": 2})), Plain()))
    assert "a.docx: a Word document (DOCX), read by docx" == lines[0]
    assert ["paragraph 1", "paragraph 5"] == re.findall(r"^  (paragraph \d+)", "\n".join(lines), re.MULTILINE)
    lines = told(run, "a.docx", word(invented(Plain()), Plain({"captions": "rows of the table"})))
    assert lines[1].startswith("  table 1, row 1  ")


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("notes.md", ["a text in utf-8, read by text", "no performance target table found [R101]"]),
        ("empty.txt", ["a text in utf-8, read by text", "the text is empty [R103]"]),
        ("old.wps", ["a Word document (DOC or WPS), read by doc", "the file can't be read: it is of an earlier Word "]),
        ("archive.ods", ["a damaged ZIP archive (", "no reader; open it in Office, WPS or LibreOffice, "]),
        ("scan.pdf", ["a PNG picture", "no reader"]),
    ],
)
def test_files_without_tables(run: Output, name: str, lines: list[str]) -> None:
    """One line says why, and what to do."""
    shown = told(run, name, NO_TABLES[name], code=1)
    assert 2 == len(shown)
    assert shown[0].startswith(f"{name}: {lines[0]}")
    assert shown[1].startswith(f"  {lines[1]}")


def test_an_empty_word_document(run: Output) -> None:
    """A reader that finds no words says so."""
    assert ["a: a Word document (DOCX), read by docx", "  the file holds no words [R103]"] == told(
        run, "a", hand_word(""), code=1
    )


def test_what_was_doubted_is_counted(run: Output) -> None:
    """An error diagnostic ends with 1, as in parse."""
    assert "  1 error (G205)" == told(run, "broken.txt", BROKEN.encode(), code=1)[-1]


def test_a_file_that_is_not_there(run: Output) -> None:
    """It is said on standard error, and the others go on."""
    written(Path("fine.txt"))
    assert 2 == run("sniff", "missing.txt", "fine.txt")
    assert "budgetperf: error: can't read 'missing.txt': No such file or directory\n" == run.err
    assert run.out.startswith("fine.txt: a text in utf-8")
    assert 2 == run("sniff", "fine.txt", "--limit", "file_bytes=3")
    assert "can't read 'fine.txt': the file is too large (limit: file_bytes=3); --limit file_bytes=… allows more" == (
        run.refusal
    )


def test_an_encoding_makes_a_text_of_anything(run: Output) -> None:
    """What the caller says decides, as in parse."""
    lines = told(run, "a.txt", FINE.encode("utf-16-le"), "--encoding", "utf-16-le")
    assert "a.txt: a text in utf-16-le, read by text" == lines[0]
    assert (
        "a.xlsx: a workbook (XLSX) in utf-8, read by text"
        == told(run, "a.xlsx", workbook_of(附表11=TABLE), "--encoding", "utf-8", code=1)[0]
    )


def test_standard_input(run: Output, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is read once, for both questions."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(workbook_of(附表11=TABLE))))
    assert 0 == run("sniff", "-")
    assert run.out.startswith(f"<stdin>: a workbook (XLSX), read by xlsx\n  附表11!A1  {ROW}\n")


def test_hostile_names(run: Output) -> None:
    """What a terminal would act upon is shown as a visible sign, in names, sheets and titles."""
    rows = [["项目支出绩效目标表\u202e"], *TABLE[1:]]
    content = workbook_of(**{"附\u202e表": rows})
    lines = told(run, "\x1b[31m.xlsx", content)
    assert lines[0].startswith("␛[31m.xlsx: a workbook")
    assert lines[1].startswith("  附\ufffd表!A1  ")
    assert not re.search("[\x00-\x09\x0b-\x1f\u202e]", run.out)


def test_colours(run: Output, monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal gets colours, a pipe none; without them the words are the same."""
    written(Path("broken.txt"), BROKEN)
    assert 1 == run("sniff", "broken.txt")
    plain = run.out
    assert "\x1b" not in plain
    assert 1 == run("sniff", "broken.txt", "--color", "always")
    assert "\x1b[1mbroken.txt\x1b[0m: a text" in run.out
    assert plain == re.sub("\x1b\\[[0-9;]*m", "", run.out)
    terminal = Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    assert 1 == main(["sniff", "broken.txt"])
    assert "\x1b[" in terminal.printed()


# --- for programs ---------------------------------------------------------------------------------


def test_json(run: Output) -> None:
    """One object a line for each file, with the same keys for every kind."""
    written(Path("fine.txt"), "\n" + FINE)
    Path("book.xlsx").write_bytes(workbook_of(附表11=TABLE))
    Path("old.doc").write_bytes(NO_TABLES["old.wps"])
    assert 2 == run("sniff", "fine.txt", "book.xlsx", "old.doc", "missing", "--json")
    text, book, old, missing = map(json.loads, run.out.splitlines())
    assert {tuple(text)} == {tuple(each) for each in (text, book, old, missing)}
    about: dict[str, object] = {
        "title": "项目支出绩效目标表",
        "department": "清溪县林业局",
        "year": None,
        "amount_unit": "万元",
    }
    about |= {"total": "6.50", "spending_units": 1, "projects": 1, "indicators": 1}
    nowhere = dict.fromkeys(
        ("page", "sheet", "cell", "table", "paragraph", "row", "column", "line", "last_page", "last_line")
    )
    assert [{**about, "where": {**nowhere, "line": 2, "last_line": 9}}] == text["tables"]
    place = {"sheet": "附表11", "cell": "A1", "row": 1, "column": 1}
    assert [{**about, "where": {**nowhere, **place}}] == book["tables"]
    assert ("text", "utf-8") == (text["reader"], text["encoding"])
    assert [{"code": "R102", "severity": "error", "count": 1}] == old["diagnostics"]
    assert ("doc", "doc", None) == (old["reader"], old["kind"], old["error"])
    assert ("missing", None, "No such file or directory") == (missing["file"], missing["kind"], missing["error"])


def test_json_of_a_pdf(run: Output) -> None:
    """The pages of a table are numbers; what can't be read says why."""
    pytest.importorskip("pypdfium2")
    Path("a.pdf").write_bytes(pdf([[["目录"]], TABLE]))
    assert 0 == run("sniff", "a.pdf", "--json")
    where = json.loads(run.out)["tables"][0]["where"]
    assert (2, 2) == (where["page"], where["last_page"])
    assert 2 == run("sniff", "a.pdf", "--json", "--pages", "3")
    assert "there is no page 3: the PDF has 2 pages" == json.loads(run.out)["error"]


def test_json_names_a_missing_extra(run: Output, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program can install what is missing."""
    monkeypatch.setattr("budgetperf.readers.kinds.find_spec", lambda _: None)
    Path("a.pdf").write_bytes(b"%PDF-1.7")
    assert 2 == run("sniff", "a.pdf", "--json")
    found = json.loads(run.out)
    assert ("pdf", "pdf") == (found["reader"], found["missing_extra"])
    assert found["error"].endswith("pip install 'budgetperf[pdf]'")


# --- the drawing of a page ------------------------------------------------------------------------


def test_a_drawing(run: Output) -> None:
    """A page is drawn to standard output or to a file."""
    pytest.importorskip("pypdfium2")
    Path("a.pdf").write_bytes(pdf([[["目录"]], TABLE]))
    assert 0 == run("sniff", "a.pdf", "--svg", "2")
    assert "{http://www.w3.org/2000/svg}svg" == ET.fromstring(run.out).tag  # noqa: S314 - made by ourselves
    printed = run.out
    assert 0 == run("sniff", "a.pdf", "--svg", "2", "-o", "page.svg")
    assert printed == Path("page.svg").read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("a.pdf --svg 2", "can't draw page 2 of 'a.pdf': there is no page 2"),
        (
            "fine.txt --svg 1",
            "can't draw page 1 of 'fine.txt': only pages of a PDF are drawn, and the content is a text",
        ),
        ("missing.pdf --svg 1", "can't draw page 1 of 'missing.pdf': No such file or directory"),
        ("a.pdf fine.txt --svg 1", "--svg draws a page of one PDF, but 2 files are given"),
        ("a.pdf --svg 0", "argument --svg: '0' is no page; pages are counted from 1"),
        ("a.pdf --svg 1 --json", "argument --json: not allowed with argument --svg"),
        ("a.pdf -o out.svg", "-o is for the drawing of --svg PAGE"),
        ("a.pdf --svg 1 -o a.pdf", "'a.pdf' is read and would be overwritten; choose another place with -o"),
    ],
)
def test_what_can_t_be_drawn(run: Output, arguments: str, message: str) -> None:
    """It is said in one line, and nothing is written."""
    pytest.importorskip("pypdfium2")
    written(Path("fine.txt"))
    Path("a.pdf").write_bytes(pdf([TABLE]))
    assert 2 == run("sniff", *arguments.split())
    assert run.refusal.startswith(message)
    assert {"a.pdf", "fine.txt"} == {path.name for path in Path().iterdir()}
