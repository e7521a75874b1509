"""Workbooks of Excel 5 to 2003: records of all kinds, and files that are damaged on purpose."""

import struct
import tracemalloc
from io import BytesIO

import pytest
from xlwt.CompoundDoc import XlsDoc  # type: ignore[import-untyped]  # it has no types

from budgetperf import LimitExceeded, Limits, read, sniff
from budgetperf.readers.office.compound import CompoundFile
from choosing import Plain
from offices import book_of
from openedfiles import opened, text_in
from spreadsheets import xls
from test_layouts import documents

EXCEL_5, EXCEL_97 = 0x500, 0x600


def record(kind: int, data: bytes = b"") -> bytes:
    """Return a record."""
    return struct.pack("<HH", kind, len(data)) + data


def begin(version: int, kind: int) -> bytes:
    """Return the first record of a workbook (5) or of a sheet (16)."""
    return record(0x809, struct.pack("<HHHHII", version, kind, 0, 0, 0, 0))


def file_of(globals_: bytes, sheet: bytes, version: int = EXCEL_97) -> bytes:
    """Return a file whose workbook has these records, and one sheet with those."""
    name = b"\x01\x00a" if version == EXCEL_97 else b"\x01a"
    head = begin(version, 5) + globals_
    at = len(head) + 4 + 6 + len(name) + 4
    listed = record(0x85, struct.pack("<IBB", at, 0, 0) + name)
    return stored(head + listed + record(0x0A) + begin(version, 16) + sheet + record(0x0A))


def stored(stream: bytes) -> bytes:
    """Return a file that holds a stream."""
    saved = BytesIO()
    XlsDoc().save(saved, stream)
    return saved.getvalue()


def text_of(data: bytes) -> str:
    """Return the text that is made of a file."""
    return text_in(data).strip()


def cell(column: int, rest: bytes) -> bytes:
    """Return the data of a cell of the first row."""
    return struct.pack("<HHH", 0, column, 0) + rest


def test_cells_of_all_kinds() -> None:
    """Results of formulas, packed numbers, truths and errors; a chart within the sheet is passed over."""
    no_number = b"\xff\xff"
    sheet = (
        record(0x06, cell(0, b"\0" * 6 + no_number + bytes(8))) + record(0x4BC, bytes(8)) + record(0x207, b"\x02\0\x01" + "式甲".encode("utf-16-le"))
        + record(0x06, cell(1, struct.pack("<d", 2.5) + bytes(8))) + record(0x06, cell(2, b"\1\0\1\0\0\0" + no_number + bytes(8)))
        + record(0x06, cell(3, b"\2\0\x07\0\0\0" + no_number + bytes(8))) + record(0x06, cell(4, b"\3\0\0\0\0\0" + no_number + bytes(8)))
        + begin(EXCEL_97, 32) + record(0x203, cell(9, struct.pack("<d", 9))) + record(0x0A)
        + record(0xBD, struct.pack("<HHHiHiH", 0, 5, 0, 7 << 2 | 2, 0, 250 << 2 | 3, 6))
        + record(0x205, cell(7, b"\0\0")) + record(0x205, cell(8, b"\x2a\1")) + record(0xFD, cell(9, struct.pack("<I", 77)))
    )  # fmt: skip
    assert ["式甲", "2.5", "TRUE", "#DIV/0!", "7", "2.5", "FALSE", "#N/A"] == text_of(file_of(b"", sheet)).split()


def test_strings_that_go_on_in_the_next_record() -> None:
    """Characters may be of another width there; runs of fonts and readings are passed over."""
    first = struct.pack("<II", 3, 3) + b"\x04\0\x01" + "培训".encode("utf-16-le")
    second = b"\x01" + "费用".encode("utf-16-le") + b"\x02\0\x0c" + struct.pack("<HI", 1, 3) + b"ab" + b"\0" * 4
    third = b"\0" * 3 + b"\x03\0\0" + b"x"
    fourth = b"\x01" + "乙丙".encode("utf-16-le")
    strings = record(0xFC, first) + record(0x3C, second) + record(0x3C, third) + record(0x3C, fourth)
    cells = b"".join(record(0xFD, cell(place, struct.pack("<I", place))) for place in range(3))
    assert ["培训费用", "ab", "x乙丙"] == text_of(file_of(strings, cells)).split()


def test_excel_5_has_words_of_a_code_page() -> None:
    """Before Excel 97, words were bytes of the system's encoding."""
    words = "培训费".encode("gbk")
    label = record(0x204, cell(0, struct.pack("<H", len(words)) + words))
    formats = (
        record(0x42, struct.pack("<H", 936))
        + record(0x41E, struct.pack("<HB", 164, 2) + b"0%")
        + record(0xE0, struct.pack("<HH", 0, 164))
    )
    number = record(0x203, cell(1, struct.pack("<d", 0.9)))
    assert ["培训费", "90%"] == text_of(file_of(formats, label + number, EXCEL_5)).split()


def test_what_it_holds_does_not_make_it_another_file() -> None:
    """The streams of the file itself say what it is, not names that stand somewhere in it."""
    words = b"\x0c\0\x01" + "WordDocument".encode("utf-16-le")
    assert "WordDocument" == text_of(file_of(b"", record(0x204, cell(0, words))))


def told(data: bytes) -> tuple[str, str]:
    """Return the code and the message of the one diagnostic about a file."""
    (diagnostic,) = read(data).diagnostics
    return diagnostic.code, f"{diagnostic.message} {diagnostic.hint}"


def with_table(data: bytes, entry: int) -> bytes:
    """Return a file whose every sector is followed by one and the same."""
    (table,) = struct.unpack_from("<I", data, 76)
    at = 512 + 512 * table
    return data[:at] + struct.pack("<I", entry) * 128 + data[at + 512 :]


FILE = file_of(b"", record(0x203, cell(0, struct.pack("<d", 9))))


@pytest.mark.parametrize(
    ("data", "code", "words"),
    [
        (file_of(record(0x2F, bytes(54)), b""), "R102", "without one"),
        (stored(begin(0x400, 5)), "R119", "older than Excel 5"),
        (stored(b"\0" * 5000), "R119", "damaged"),
        (file_of(b"", record(0x203, b"\0")), "R119", "cut off"),
        (file_of(record(0x85, b"\0"), b""), "R119", "cut off"),
        (with_table(FILE, 0), "R119", "sectors are damaged"),
        (with_table(FILE, 0x7FFFFFFF), "R119", "sectors are damaged"),
        (FILE[:30] + b"\xff\xff" + FILE[32:], "R119", "of no size"),
        (FILE[:60], "R119", "cut off"),
    ],
)
def test_the_trouble_is_named(data: bytes, code: str, words: str) -> None:
    """What can't be read is told by an error that says why."""
    data = data if b"W\0o\0r\0k" in data else data + "Workbook".encode("utf-16-le")
    assert code == told(data)[0]
    assert words in told(data)[1]


# --- cut off -------------------------------------------------------------------------------------------------


def stream_of(end: bytes = record(0x0A), at: int | None = None) -> bytes:
    """Return the records of a workbook with a sheet of two cells, and a chart or a second sheet at a place."""
    head = begin(EXCEL_97, 5)
    first = len(head) + 2 * 13 + 4
    listed = b"".join(
        record(0x85, struct.pack("<IBB", place, 0, kind) + b"\x01\0" + name)
        for place, kind, name in ((first, 0, b"a"), (at or 0, 0 if at else 2, b"b"))
    )
    cells = b"".join(record(0x203, cell(column, struct.pack("<d", 7 + column))) for column in range(2))
    return head + listed + record(0x0A) + begin(EXCEL_97, 16) + cells + end


@pytest.mark.parametrize(
    ("stream", "shown", "lost"),
    [
        (stream_of(), "7\t8", None),
        (stream_of(b""), "7\t8", "sheets a"),
        (stream_of(at=10**8), "7\t8", "sheets b"),
        (stream_of(at=4), "7\t8", "sheets b"),
    ],
)
def test_what_is_cut_off_is_told(stream: bytes, shown: str, lost: str | None) -> None:
    """What is left is read; a sheet without end, or that is not where it should be, is an error."""
    found = opened(stored(stream))
    assert shown == found.composed.text.strip()
    assert [("R124", True)] * (lost is not None) == [
        (each.code, each.message.endswith(lost or "")) for each in found.diagnostics
    ]


def test_a_table_that_is_cut_off_is_no_success() -> None:
    """The rows that are left are there, and the error with them; where no row is, nothing is read."""
    stream = CompoundFile(xls(book_of(documents()[0], Plain()))).stream("Workbook")
    assert stream is not None
    end = stream.rindex(record(0x0A))
    result = read(stored(stream[:end]))
    assert documents()[0] == result.value
    assert ["R124"] == [each.code for each in result.diagnostics if each.severity == "error"]
    for cut in (stream_of(b"")[:70], stream_of(b"")[:40]):
        assert ("R119", True) == (told(stored(cut))[0], "cut off" in told(stored(cut))[1])


def test_what_fills_the_record_of_strings_up_is_no_string() -> None:
    """Some programs write a few bytes behind the last string."""
    for padding in (b"\0", b"\0\0", b"\0\0\0\0", b"\xff" * 9):
        strings = record(0xFC, struct.pack("<II", 1, 1) + b"\x02\0\0ab" + padding)
        assert "ab" == text_of(file_of(strings, record(0xFD, cell(0, struct.pack("<I", 0)))))
    short = record(0xFC, struct.pack("<II", 2, 2) + b"\x02\0\0ab\x02\0")
    assert "cut off" in told(file_of(short, b""))[1]


# --- storages --------------------------------------------------------------------------------------------------


def test_streams_are_named_without_regard_to_case() -> None:
    """Names of streams are the same in capitals."""
    data = FILE.replace("Workbook".encode("utf-16-le"), "WORKBOOK".encode("utf-16-le"))
    assert "xls" == sniff(data).kind
    assert "9" == text_of(data)


def test_a_list_of_tables_that_leads_to_itself_is_read_once() -> None:
    """However long the file is that it stands in, it makes no list that is longer than the file."""
    sectors = (len(FILE) - 512) // 512
    loop = struct.pack("<128I", *[0] * 127, sectors)
    data = FILE[:68] + struct.pack("<I", sectors) + FILE[72:] + loop + bytes(2 << 20)
    tracemalloc.start()
    try:
        CompoundFile(data)
        assert tracemalloc.get_traced_memory()[1] < 1 << 20
    finally:
        tracemalloc.stop()


def test_a_directory_without_end_is_refused() -> None:
    """A file may be nothing but directory."""
    sectors = 2_100
    head = FILE[:30] + struct.pack("<HH", 12, 6) + bytes(14) + struct.pack("<IIII", 3, 0, 4096, 0xFFFFFFFE)
    head += bytes(4) + struct.pack("<II", 0xFFFFFFFE, 0) + struct.pack("<109I", 0, 1, 2, *[0xFFFFFFFF] * 106)
    table = struct.pack(f"<{3 * 1024}I", *range(1, sectors), *[0xFFFFFFFE] * (3 * 1024 + 1 - sectors))
    data = head.ljust(4096, b"\0") + table + bytes(4096 * (sectors - 3)) + "Workbook".encode("utf-16-le")
    assert ("R119", True) == (told(data)[0], "directory is too long" in told(data)[1])


def test_too_many_cells_are_refused() -> None:
    """Cells are counted before they are kept, those packed together too."""
    many = record(0xBD, struct.pack("<HH", 0, 0) + bytes(6 * 1000) + b"\0\0")
    with pytest.raises(LimitExceeded, match="limit: cells="):
        read(file_of(b"", many * 100), limits=Limits(cells=50_000))
    with pytest.raises(LimitExceeded, match="limit: parts="):
        read(file_of(record(0x85, bytes(6) + b"\x01\0a") * 200, b""), limits=Limits(parts=100))
