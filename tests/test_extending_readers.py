"""What others add from outside: readers of files, handed in or installed."""

import gzip
import sys
from collections.abc import Iterable
from decimal import Decimal, getcontext
from pathlib import Path

import pytest

from budgetperf import LimitExceeded, Limits, Quantity, Reader, check, loads, parse, parse_target, read, sniff
from commandline import FINE, TABLE, Output, pdf, python, workbook_of

#: The package of an invented bureau: its files hold a table line by line, cells parted by semicolons.
PACKAGE = '''
"""Reads what the cash office of Qingxi packs."""

import gzip
import os


def unpacked(data):
    return gzip.decompress(data) if data.startswith(b"\\x1f\\x8b") else b""


class CashReader:
    """Files of the cash office."""

    name = "qingxi"
    words = "a file of the cash office"

    def recognizes(self, data):
        return unpacked(data).startswith(b"QX:")

    def read(self, data):
        table = []
        for line in unpacked(data)[3:].decode().splitlines():
            cells = line.split(";")
            if len(cells) > 1:
                table.append(cells)
            else:
                yield line
        yield table


class Rereader(CashReader):
    """Reads texts, if it is named."""

    name = "rereader"
    words = "a text of the cash office"

    def recognizes(self, data):
        return data.startswith("清溪".encode())


class Talking(CashReader):
    """Prints what it does, itself and from a library that is not Python."""

    def read(self, data):
        print("page 1")
        os.write(1, b"page 2")
        return super().read(data)


class Failing(CashReader):
    """Fails when it reads."""

    name = "failing"

    def recognizes(self, data):
        return unpacked(data).startswith(b"QXF:")

    def read(self, data):
        yield "单位：万元"
        raise KeyError("page 3")


class Doubtful(CashReader):
    """Fails when it is asked."""

    name = "doubtful"

    def recognizes(self, data):
        return data[10**9] == 0


class Renamed(CashReader):
    """Goes by another name than its entry point."""

    name = "other"


INSTANCE = CashReader()
'''
ROWS = "\n".join(";".join(row) for row in TABLE)
CASH = gzip.compress(f"QX:{ROWS}".encode(), mtime=0)
FAILING = gzip.compress(f"QXF:{ROWS}".encode(), mtime=0)
UNKNOWN = gzip.compress(b"QQ", mtime=0)
EXPECTED = parse(FINE).value
BOOK = workbook_of(表=TABLE)
#: In no other test, so that nothing remembers it.
PRECISE = "负2718.281828公里"


class Cash:
    """The same, handed in."""

    name = "cash"
    words = "a file of the cash office"

    def recognizes(self, data: bytes, /) -> bool:
        """Tell whether it is the one file that there is."""
        return data == CASH

    def read(self, data: bytes, /) -> Iterable[str | list[list[str]]]:
        """Yield the captions, and then the table."""
        rows = [line.split(";") for line in gzip.decompress(data)[3:].decode().splitlines()]
        yield from (row[0] for row in rows if len(row) == 1)
        yield [row for row in rows if len(row) > 1]


class Broken(Cash):
    """Fails to tell any file."""

    name = "broken"

    def recognizes(self, data: bytes, /) -> bool:
        """Fail."""
        raise RuntimeError(f"out of paper for {data[:0]!r}")


def installed(folder: Path, points: str) -> Path:
    """Put the package into a folder, with the metadata that an installer leaves, and return the folder."""
    folder.mkdir(exist_ok=True)
    (folder / "qingxi_readers.py").write_text(PACKAGE, "utf-8")
    metadata = folder / "qingxi_readers-1.2.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: qingxi-readers\nVersion: 1.2\n", "utf-8")
    (metadata / "entry_points.txt").write_text(f"[budgetperf.readers]\n{points}\n", "utf-8")
    return folder


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder on the path with the package, sound and broken readers alike."""
    points = (
        "qingxi = qingxi_readers:CashReader",
        "rereader = qingxi_readers:Rereader",
        "failing = qingxi_readers:Failing",
    )
    broken = ("lost = no_such_module:Reader", "pdf = no_such_module:Pdf", "renamed = qingxi_readers:Renamed")
    folder = installed(tmp_path / "site", "\n".join((*points, *broken)))
    monkeypatch.syspath_prepend(folder)
    monkeypatch.delitem(sys.modules, "qingxi_readers", raising=False)
    return folder


# --- handed in ----------------------------------------------------------------------------------


def test_a_reader_that_is_handed_in() -> None:
    """What it yields is assembled, spans and places included, like what our own readers yield."""
    reader: Reader = Cash()
    result = read(CASH, own_readers=[reader])
    (project,) = result.value.tables[0].projects

    assert EXPECTED == result.value
    assert [each.code for each in check(parse(FINE))] == [each.code for each in check(result)]
    assert project.name_span is not None
    assert "林道养护" == result.source[project.name_span]
    assert "table 1, row 4, column 1" == str(result.source.place(project.name_span))
    assert ("cash", "a file of the cash office", "cash") == tuple(
        getattr(sniff(CASH, own_readers=[reader]), name) for name in ("kind", "words", "reader")
    )


def test_a_reader_that_is_handed_in_comes_first() -> None:
    """It may take what we would read ourselves; what it leaves is read as ever."""

    class Pages(Cash):
        name = "pages"

        def recognizes(self, data: bytes, /) -> bool:
            return data.startswith(b"%PDF")

        def read(self, data: bytes, /) -> Iterable[str | list[list[str]]]:
            yield f"{len(data)} bytes of a PDF"

    page = pdf([TABLE])
    assert f"{len(page)} bytes of a PDF\n\n" == read(page, own_readers=[Pages()]).source.text
    assert EXPECTED == read(FINE.encode(), own_readers=[Pages()]).value
    assert EXPECTED == read(BOOK, own_readers=[Pages(), Cash()]).value
    assert EXPECTED == read(CASH, own_readers=[Pages(), Cash()], readers=["pdf", "cash"]).value


def test_a_reader_that_rounds() -> None:
    """A reader that sets the decimal context changes neither what is read from its file nor what is read next."""

    class Rounding(Cash):
        def read(self, data: bytes, /) -> Iterable[str | list[list[str]]]:
            getcontext().prec = 2
            for block in super().read(data):
                yield (
                    block
                    if isinstance(block, str)
                    else [[cell.replace("12公里", PRECISE) for cell in row] for row in block]
                )

    result = read(CASH, own_readers=[Rounding()])
    (indicator,) = (each for project in result.value.tables[0].projects for each in project.indicators)
    assert indicator.annual_target is not None
    for reading in (indicator.annual_target.reading, parse_target(PRECISE).value.reading):
        assert isinstance(reading, Quantity)
        assert Decimal("-2718.281828") == reading.low


def test_a_reader_in_a_process_of_its_own(office: Path) -> None:
    """It is passed to the process by the name of its class; one that can't be is misuse."""
    from qingxi_readers import CashReader, Talking  # type: ignore[import-not-found]  # in a folder of this test

    class Local(Cash):
        """Stands in no module."""

    assert office.is_dir()
    assert EXPECTED == read(CASH, own_readers=[CashReader()], isolate=True).value
    assert EXPECTED == read(CASH, own_readers=[Talking()], isolate=True).value
    with pytest.raises(
        TypeError, match="a reader can't be passed to a process of its own; its class stands in a module"
    ):
        read(CASH, own_readers=[Local()], isolate=True)


def test_a_reader_of_a_program_in_a_process_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """The program that is run is no module that can be imported; the message says what to do."""

    class Program(Cash):
        __module__, __qualname__ = "__main__", "Program"

    monkeypatch.setattr(sys.modules["__main__"], "Program", Program, raising=False)
    with pytest.raises(TypeError, match=r"a reader can't be passed to a process of its own.*: .*'Program'"):
        read(CASH, own_readers=[Program()], isolate=True)


@pytest.mark.parametrize(
    ("data", "tables"), [(FINE.encode(), 1), (BOOK, 1), (CASH, 0)], ids=["text", "workbook", "cash"]
)
def test_a_reader_that_fails_to_tell(data: bytes, tables: int) -> None:
    """It costs an error that names it, and no file that others read."""
    result = read(data, own_readers=[Broken()])

    assert tables == len(result.value.tables)
    assert "R132" == result.diagnostics[0].code
    assert (
        "the reader 'broken' fails to tell what the file is: RuntimeError: out of paper for b''"
        == result.diagnostics[0].message
    )
    assert () == tuple(each for each in read(data, own_readers=[Cash()]).diagnostics if each.code == "R132")


@pytest.mark.parametrize(
    ("blocks", "why"),
    [
        ([3], "TypeError: 'int' object is not iterable"),
        ([["合计"]], "TypeError: a row is given as a list of strings, not as '合计'"),
        ([[["合计", 3]]], r"TypeError: a row is given as a list of strings, not as \['合计', 3\]"),
    ],
)
def test_what_is_no_table(blocks: list[str], why: str) -> None:
    """What a reader yields is looked at."""

    class Odd(Cash):
        def read(self, data: bytes, /) -> Iterable[str | list[list[str]]]:  # noqa: ARG002 - whatever it is
            return blocks

    (doubt,) = read(CASH, own_readers=[Odd()]).diagnostics
    assert ("R132", True) == (doubt.code, "the reader 'cash' fails: " in doubt.message)
    with pytest.raises(AssertionError, match=why):
        raise AssertionError(doubt.message)


@pytest.mark.parametrize("limits", [Limits(cells=9), Limits(columns=6), Limits(characters=40), Limits(rows=2)])
def test_readers_of_others_keep_to_the_limits(limits: Limits) -> None:
    """What they give is counted as what ours give."""
    with pytest.raises(LimitExceeded):
        read(CASH, own_readers=[Cash()], limits=limits)


def test_misuse_of_readers() -> None:
    """A class is no reader, and options of others mean nothing for its files."""
    with pytest.raises(TypeError, match="Cash is no reader: an object is one that has name, words, recognizes, read"):
        read(CASH, own_readers=[Cash])  # type: ignore[list-item]  # the misuse in question
    with pytest.raises(TypeError, match="str is no reader"):
        sniff(CASH, own_readers=["cash"])  # type: ignore[list-item]  # the misuse in question
    with pytest.raises(ValueError, match=r"sheet= is for a workbook, and the content is a file of the cash office"):
        read(CASH, own_readers=[Cash()], sheet=1)


# --- installed ----------------------------------------------------------------------------------


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("isolate", [False, True])
def test_a_reader_that_is_installed(*, isolate: bool) -> None:
    """It reads what nobody else knows, in this process or in another; broken ones beside it don't matter."""
    assert EXPECTED == read(CASH, isolate=isolate).value
    assert EXPECTED == read(CASH, readers=["qingxi"], isolate=isolate).value
    assert ("qingxi", "qingxi") == (sniff(CASH).kind, sniff(CASH).reader)


@pytest.mark.usefixtures("office")
def test_a_reader_is_loaded_when_it_is_needed() -> None:
    """Files that we know load no reader of others, and entry points by our own names are never loaded."""
    for data in (FINE.encode(), pdf([TABLE]), BOOK):
        assert EXPECTED == read(data).value
    assert EXPECTED == read(pdf([TABLE]), readers=["pdf"]).value
    assert "qingxi_readers" not in sys.modules
    text = f"清溪{ROWS}".encode()
    assert "清溪" in read(text).source.text.splitlines()[0]
    assert "qingxi_readers" not in sys.modules
    assert read(text, readers=["rereader"]).source.place is not None
    assert "a text of the cash office" in sys.modules["qingxi_readers"].Rereader.words


@pytest.mark.usefixtures("office")
def test_an_installed_reader_that_fails() -> None:
    """An error of a reader is told with its package, in one diagnostic; nothing half read is passed off as the whole."""
    result = read(FAILING)
    (doubt,) = result.diagnostics

    assert ("R132", "error", 0) == (doubt.code, str(doubt.severity), len(result.value.tables))
    assert (
        "the file can't be read: the reader 'failing' of qingxi-readers 1.2 fails: KeyError: 'page 3'" == doubt.message
    )


@pytest.mark.usefixtures("office")
def test_an_installed_reader_that_cannot_be_loaded() -> None:
    """Where nobody knows a file, the hint says who could not be asked; whoever names such a reader is told."""
    (doubt,) = read(UNKNOWN).diagnostics
    assert ("R102", True) == (doubt.code, "can't be loaded: ModuleNotFoundError" in (doubt.hint or ""))
    assert "the reader 'renamed' of qingxi-readers 1.2 can't be loaded: ValueError: it calls itself 'other'" in (
        doubt.hint or ""
    )
    named = read(FINE.encode(), readers=["text", "lost"])
    assert (EXPECTED, ["R132"]) == (named.value, [each.code for each in named.diagnostics if each.code[0] == "R"])
    assert named.diagnostics[0].message.startswith(
        "the reader 'lost' of qingxi-readers 1.2 can't be loaded: ModuleNotFound"
    )


@pytest.mark.usefixtures("office")
def test_readers_that_are_not_there() -> None:
    """A name that nobody goes by is refused, with the names of those that are installed."""
    with pytest.raises(
        ValueError, match=r"unknown reader 'ofd'; accepted are pdf, .*, text, failing, lost, pdf, qingxi"
    ):
        read(CASH, readers=["ofd"])
    (doubt,) = read(CASH, readers=["pdf"]).diagnostics
    assert "R102" == doubt.code


@pytest.mark.parametrize("jobs", ["1", pytest.param("2", marks=pytest.mark.slow)])
def test_installed_readers_on_the_command_line(jobs: str, office: Path, workplace: Path, run: Output) -> None:
    """In every process of the command line an installed reader is found; a file that it fails on stops no other."""
    (workplace / "a.qx").write_bytes(CASH)
    (workplace / "b.qx").write_bytes(FAILING)
    (workplace / "c.txt").write_text(FINE, "utf-8")

    assert office.is_dir()
    assert 1 == run("convert", "a.qx", "b.qx", "c.txt", "--to", "markdown", "-o", "out/", "--jobs", jobs)
    assert [EXPECTED, EXPECTED] == [parse(path.read_text("utf-8")).value for path in sorted(Path("out").iterdir())]
    assert (
        "b.qx: the file can't be read: the reader 'failing' of qingxi-readers 1.2 fails: KeyError: 'page 3' [R132]"
        in run.err
    )
    assert 0 == run("sniff", "a.qx", "--reader", "qingxi")
    assert run.out.startswith("a.qx: a file of the cash office")
    assert 2 == run("parse", "a.qx", "--reader", "ofd")
    assert "unknown reader 'ofd'" in run.err


def test_an_installed_package_in_a_process_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that knows nothing of the package reads its files, by an object as well as by a class."""
    folder = installed(tmp_path / "site", "qingxi = qingxi_readers:INSTANCE")
    (tmp_path / "a.qx").write_bytes(CASH)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", [str(folder), *sys.path])
    done = python("parse", "a.qx", "-f", "json")

    assert (0, EXPECTED) == (done.returncode, loads(done.stdout.decode()))
