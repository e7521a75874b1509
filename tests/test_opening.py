"""The ways into a file: what it is, which reader may be used, in which process, and the picture of a page."""

import importlib.util
import io
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

import budgetperf
from budgetperf import LimitExceeded, Limits, MissingExtra, debug_svg, read, sniff
from budgetperf.readers import Allowance, Request, isolation, open_file
from budgetperf.readers.isolation import answer, open_isolated
from commandline import FINE, TABLE, pdf, workbook_of
from drawing.fonts import NAMED
from drawing.laying import Page, Text
from drawing.painting import Look, painted_pages
from offices import archive
from pdfwriting import Draft, single, words

PDF = pdf([TABLE])
WORKBOOK = workbook_of(表=TABLE)
SVG = "{http://www.w3.org/2000/svg}"
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)


def without(monkeypatch: pytest.MonkeyPatch, module: str) -> None:
    """Make a module look as though it were not installed."""
    find = importlib.util.find_spec
    monkeypatch.setattr("budgetperf.readers.kinds.find_spec", lambda name: None if name == module else find(name))


# --- what a file is -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "kind", "reader"),
    [
        (PDF, "pdf", "pdf"),
        (b"junk\n" + PDF, "pdf", "pdf"),
        (WORKBOOK, "xlsx", "xlsx"),
        (COMPOUND + "WordDocument".encode("utf-16-le"), "doc", "doc"),
        (COMPOUND + "EncryptedPackage".encode("utf-16-le"), "encrypted", None),
        (COMPOUND, "ole", None),
        (b"PK\x03\x04", "zip", None),
        (archive({"a.txt": ""}), "zip", None),
        (archive({"ppt/presentation.xml": ""}), "pptx", None),
        (archive({"content.xml": "<a/>"}), "odf", None),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "png", None),
        (FINE.encode(), "text", "text"),
        ("项目名称,总计,绩效目标\n合计,3.00,".encode(), "csv", "csv"),
        ("<html><table><tr><td>甲</td></tr></table>".encode(), "html", "html"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_kinds(data: bytes, kind: str, reader: str | None) -> None:
    """What a file is, is told by its bytes, and whether anything reads it."""
    found = sniff(data)
    assert (kind, reader, None) == (found.kind, found.reader, found.missing_extra)
    assert found.words


def test_ways_to_hand_over(tmp_path: Path) -> None:
    """A path, bytes, a view of bytes, and an open file are the same; anything else is misuse."""
    path = tmp_path / "a.txt"
    path.write_bytes(PDF)

    class Slow(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            """Give a little at a time."""
            return super().read(min(100, size) if size and size > 0 else 100)

    with path.open("rb") as file:
        for each in (path, str(path), PDF, bytearray(PDF), memoryview(PDF), file, Slow(PDF)):
            assert read(PDF).value == read(each).value  # type: ignore[arg-type]  # more is taken than is promised
    for wrong in (None, 3, io.StringIO("text")):
        with pytest.raises(TypeError, match="expected a path, bytes or a file opened in binary mode"):
            read(wrong)  # type: ignore[arg-type]  # misuse
    with pytest.raises(TypeError, match="expected Limits, not dict"):
        read(PDF, limits={})  # type: ignore[arg-type]  # misuse
    with pytest.raises(LimitExceeded, match="the file is too large"):
        read(PDF, limits=Limits(file_bytes=99))


# --- which reader ---------------------------------------------------------------------------------


def test_readers() -> None:
    """Only the readers that are named may be used; a file of another kind is refused by name."""
    assert read(PDF).value == read(PDF, readers="pdf").value == read(PDF, readers=["xlsx", "pdf"]).value
    (told,) = read(PDF, readers=["xlsx", "text"]).diagnostics
    assert ("R102", "the content is a PDF, for which no reader may be used") == (told.code, told.message)
    assert "add 'pdf' to the readers that may be used" == told.hint
    assert read(FINE.encode()).value == read(FINE.encode(), readers=["pdf", "text"]).value


@pytest.mark.parametrize(
    ("readers", "message"),
    [("tabula", "unknown reader 'tabula'; accepted are pdf, "), ([], "no reader may be used")],
)
def test_readers_there_are_not(readers: Any, message: str) -> None:  # noqa: ANN401 - misuse
    """To name a reader that there is not is misuse."""
    with pytest.raises(ValueError, match=message):
        read(PDF, readers=readers)


@pytest.mark.parametrize(
    ("data", "options", "message"),
    [
        (PDF, {"sheet": 1}, "sheet= is for a workbook, and the content is a PDF"),
        (WORKBOOK, {"pages": 1}, r"pages= is for a PDF, and the content is a workbook \(XLSX\)"),
        (FINE.encode(), {"pages": 1}, "pages= is for a PDF, and the content is a text"),
        (PDF, {"pages": 1, "encoding": "utf-8"}, "pages= is for a PDF, and the content is a text"),
        (FINE.encode(), {"password": "x"}, "password= is for a PDF"),
    ],
)
def test_options_of_other_kinds(data: bytes, options: dict[str, Any], message: str) -> None:
    """An option that means nothing for the content is refused."""
    with pytest.raises(ValueError, match=message):
        read(data, **options)


def test_missing_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without pypdfium2, a PDF is known for what it is, and reading it says what to install."""
    without(monkeypatch, "pypdfium2")
    assert ("pdf", "pdf", "pdf") == (sniff(PDF).kind, sniff(PDF).reader, sniff(PDF).missing_extra)
    for way_in in (read, debug_svg):
        with pytest.raises(MissingExtra, match=r"reading a PDF needs an extra: pip install 'budgetperf\[pdf\]'"):
            way_in(PDF)
    assert read(WORKBOOK).value.tables


def test_pypdfium2_is_loaded_when_used() -> None:
    """Importing the package loads nothing of the reader of PDFs, nor does reading a text."""
    program = (
        "import sys, budgetperf; budgetperf.read('单位'.encode()); "
        "print([name for name in sys.modules if name.startswith(('pypdfium2', 'budgetperf.readers.pdf'))])"
    )
    command = [sys.executable, "-c", f"import sys; sys.path[:] = {sys.path!r}; {program}"]
    assert "[]" == subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


# --- a process of its own -------------------------------------------------------------------------


@pytest.mark.parametrize("data", [PDF, WORKBOOK, FINE.encode(), b"%PDF-1.7", b"\x89PNG\r\n\x1a\n\0"], ids=range(5))
def test_isolated(data: bytes) -> None:
    """From a process of its own comes what comes from this one, diagnostics and places too."""
    here, there = read(data), read(data, isolate=True)
    assert (here.value, here.diagnostics, here.source.text) == (there.value, there.diagnostics, there.source.text)
    for each in here.diagnostics:
        if each.span:
            assert here.source.place(each.span) == there.source.place(each.span)


def test_errors_pass_through() -> None:
    """Misuse and limits are the same errors as in this process."""
    for options, error in (
        ({"pages": 9}, ValueError("there is no page 9: the PDF has 1 pages")),
        ({"sheet": 1}, ValueError("sheet= is for a workbook, and the content is a PDF")),
        ({"limits": Limits(rows=2)}, LimitExceeded("rows", 2, "the file has too many rows")),
    ):
        with pytest.raises(type(error)) as caught:
            read(PDF, isolate=True, **options)
        assert str(error) == str(caught.value)


def run_instead(monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    """Have the process of its own run another program."""
    monkeypatch.setattr(isolation, "_PROGRAM", "import sys; sys.path[:] = {path!r}; " + program)


@pytest.mark.parametrize(
    ("program", "cause"),
    [
        ("import os; os.abort()", "signal 6"),
        ("raise MemoryError('no more')", "MemoryError: no more"),
        ("sys.exit(3)", "exit code 3"),
        ("sys.exit()", "exit code 0"),
        (
            "from budgetperf.readers.isolation import _bound_memory; _bound_memory(400 << 20); x = bytes(1 << 30)",
            "MemoryError",
        ),
    ],
    ids=["abort", "error", "exit", "silence", "memory"],
)
def test_a_process_that_dies(program: str, cause: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A crash, or more memory than is allowed, costs that process and one error in this."""
    run_instead(monkeypatch, program)
    with pytest.raises(LimitExceeded, match="the process that opens the file died") as caught:
        read(PDF, isolate=True)
    assert "memory_bytes" == caught.value.limit
    assert cause in str(caught.value)


def test_a_process_that_takes_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that comes to no end is ended."""
    run_instead(monkeypatch, "import time; time.sleep(60)")
    monkeypatch.setattr(isolation, "_STARTING", 0)
    with pytest.raises(LimitExceeded, match="reading the file takes too long") as caught:
        read(PDF, isolate=True, limits=Limits(seconds=1))
    assert "seconds" == caught.value.limit


def test_a_file_that_takes_memory() -> None:
    """A file that takes more memory than is allowed kills neither process: one error says so."""
    content = words(9, 380, "绩效目标") + b"0 0 m 9 0 l S\n" * 1_000_000
    with pytest.raises(LimitExceeded) as caught:
        read(single(content), isolate=True, limits=Limits(memory_bytes=250 << 20))
    assert "memory_bytes" == caught.value.limit


class Stream:
    """A standard stream of bytes."""

    def __init__(self, data: bytes) -> None:
        self.buffer = io.BytesIO(data)


@pytest.mark.parametrize(
    ("options", "readers", "expected"),
    [
        ({}, None, "opened"),
        ({}, frozenset({"text"}), None),
        ({"pages": (7,)}, None, ValueError),
        ({"sheet": 2}, None, ValueError),
    ],
)
def test_answer(
    options: dict[str, Any], readers: frozenset[str] | None, expected: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the process answers: what was found, nothing for a text, or the error."""
    bounded: list[int] = []
    monkeypatch.setattr(isolation, "_bound_memory", bounded.append)
    wanted = {"data": PDF, "pages": None, "sheet": None, "password": None, **options}
    monkeypatch.setattr(
        sys, "stdin", Stream(pickle.dumps((wanted, Limits(memory_bytes=99), readers, pickle.dumps(()))))
    )
    out = io.BytesIO()
    monkeypatch.setattr(isolation, "_own_output", lambda: out)
    answer()
    monkeypatch.undo()
    found = pickle.loads(out.getvalue())  # noqa: S301 - written by ourselves
    assert [99] == bounded
    if expected == "opened":
        here = open_file(Request(data=PDF, allowance=Allowance()))
        assert here
        assert here.composed.text == found.composed.text
    elif expected is None:
        assert found is None
    else:
        assert isinstance(found, ValueError)


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bound is set where the system has one, and left out where not."""
    resource = pytest.importorskip("resource")
    calls: list[tuple[object, ...]] = []
    monkeypatch.setattr(resource, "setrlimit", lambda *arguments: calls.append(arguments))
    isolation._bound_memory(123)
    assert [(resource.RLIMIT_AS, (123, 123))] == calls
    monkeypatch.setitem(sys.modules, "resource", None)
    isolation._bound_memory(456)
    assert 1 == len(calls)


def test_isolated_and_the_allowance() -> None:
    """What comes back goes on with the time that is left here."""
    request = Request(data=PDF, allowance=Allowance())
    opened = open_isolated(request)
    assert opened
    assert opened.composed.allowance is request.allowance


# --- the picture of a page -------------------------------------------------------------------------


def titles(picture: str) -> list[str]:
    """Return the titles in an SVG that is well-formed."""
    return [each.text or "" for each in ET.fromstring(picture).iter(f"{SVG}title")]  # noqa: S314 - made here


def test_picture() -> None:
    """The picture of a page is well-formed, and has each cell and each line of text outside."""
    drawn = titles(debug_svg(PDF))
    assert "page 1: the grid that was found" == drawn[0]
    rows = [row for row in TABLE if len(row) > 1]
    expected = [
        f"row {number}, column {column}" for number, row in enumerate(rows, 1) for column, _ in enumerate(row, 1)
    ]
    assert expected == [title.partition(":")[0] for title in drawn[1 : 1 + len(expected)]]
    assert f"row 1, column 6: {len(rows[0][5])} characters" in drawn
    assert ["text"] * sum(len(row) == 1 for row in TABLE) == drawn[1 + len(expected) :]


def test_picture_of_odd_characters() -> None:
    """Characters that XML has none for are put as U+FFFD, and signs of XML by their names."""
    draft = Draft()
    draft.page(draft.words(50, 300, "<&>\u0003甲"))
    root = ET.fromstring(debug_svg(draft.data))  # noqa: S314 - made here
    assert ["<", "&", ">", "\ufffd", "甲"] == [each.text for each in root.iter(f"{SVG}text")]


@pytest.mark.parametrize(
    ("data", "page", "message"),
    [
        (PDF, 2, "there is no page 2: the PDF has 1 pages"),
        (PDF, 0, "there is no page 0"),
        (WORKBOOK, 1, r"only pages of a PDF are drawn, and the content is a workbook \(XLSX\)"),
        (FINE.encode(), 1, "only pages of a PDF are drawn, and the content is a text"),
        (b"%PDF-1.7", 1, "the page can't be drawn: the PDF is damaged"),
    ],
)
def test_pictures_there_are_not(data: bytes, page: int, message: str) -> None:
    """To ask for a picture of what is no page is misuse."""
    with pytest.raises(ValueError, match=message):
        debug_svg(data, page)


def test_picture_of_an_encrypted_page() -> None:
    """The password is taken for pictures too."""
    look = Look(font=NAMED, password="geheim")
    locked = painted_pages([Page([Text(50, 50, "绩效", 10)])], look)
    assert titles(debug_svg(locked, 1, password="geheim"))
    with pytest.raises(ValueError, match="encrypted with a password"):
        debug_svg(locked)


def test_names_of_files(tmp_path: Path) -> None:
    """What was read knows the name of its file."""
    path = tmp_path / "预算.pdf"
    path.write_bytes(PDF)
    assert str(path) == read(path).source.name
    with path.open("rb") as file:
        assert str(path) == read(file).source.name
    assert read(PDF).source.name is None
    assert budgetperf.read(io.BytesIO(PDF)).source.name is None
