"""Documents of Word 97 to 2003 and of WPS are read as they are shown, and to the same documents as Word's later ones."""

import random
import struct

import pytest

from budgetperf import LimitExceeded, Limits, read, sniff
from choosing import Plain
from oldwords import doc
from openedfiles import Hostile, assert_refused_or_read, damaged, rows_in
from test_layouts import documents
from traits import DOCUMENT_SETTINGS, Case, assert_mixture, assert_one_trait, first_cases
from word97 import (
    DELETED,
    DOWN,
    FIRST_DOWN,
    HIDDEN,
    IN_TABLE,
    INNER_ROW_END,
    ROW_END,
    SPECIAL,
    Word97,
    depth,
    elsewhere,
    row,
    stored,
)


@pytest.mark.parametrize(("number", "case"), list(enumerate(first_cases(doc, DOCUMENT_SETTINGS))), ids=str)
def test_one_trait(number: int, case: Case) -> None:
    """Each trait of a document by itself must make no difference to what it says."""
    assert_one_trait(doc, case, number, 9)


@pytest.mark.parametrize("seed", range(6))
def test_mixtures(seed: int) -> None:
    """Traits mixed at will must make no difference to a document, and nothing is said to be missing."""
    assert_mixture(doc, seed, 4)


# --- what a document shows ------------------------------------------------------------------------------


def rows_of(data: bytes) -> list[list[list[str]]]:
    """Return the words of each block of a document, row by row."""
    return rows_in(data)


def symbol(font: int, code: int) -> bytes:
    """Return what says that a character stands for a sign."""
    return SPECIAL + struct.pack("<HHH", 0x6A09, font, code)


def in_font(font: int) -> bytes:
    """Return what says in which font Western characters are."""
    return struct.pack("<HH", 0x4A4F, font)


@pytest.mark.parametrize(
    ("made", "shown"),
    [
        (Word97().add("甲").add("藏", HIDDEN).add("乙"), "甲乙"),
        (Word97().add("甲").add("删", DELETED).add("乙", b"\x01\x08\x01"), "甲乙"),
        (Word97().add("甲").add("藏", b"\x3c\x08\x81").add("乙", b"\x3c\x08\x80"), "甲乙"),
        (Word97().add("甲\x13 PAGE \x147\x15页"), "甲7页"),
        (Word97().add("甲\x13 IF \x13 PAGE \x141\x15 \x14是\x15乙"), "甲是乙"),
        (Word97().add("甲\x15\x14乙"), "甲乙"),
        (Word97().add("(", symbol(1, 0xF0B3)).add("90%"), "≥90%"),
        (Word97().add("(", symbol(0, 0xF0B3)).add("90%"), "90%"),
        (Word97().add("\uf0b3", in_font(1)).add("90%"), "≥90%"),
        (Word97().add("甲\x1e乙\x1f\x01\x02\x05丙"), "甲-乙丙"),
        (Word97().add("𠀀").add("藏", HIDDEN).add("\ud840").add("\udc01"), "𠀀𠀁"),
        (Word97(size=1, narrow=True, backwards=True).add("é乙").add("a", HIDDEN).add("b"), "é乙b"),
        (Word97().add("甲").end(marked=DELETED).add("乙"), "甲乙"),
        (Word97().add("甲").end(marked=HIDDEN).add("乙"), "甲乙"),
    ],
)
def test_words_of_a_paragraph(made: Word97, shown: str) -> None:
    """Deleted and hidden words and formulas of fields are left out, whatever else is shown is there."""
    assert [[[shown]]] == rows_of(made.file())


def test_breaks_and_tabs() -> None:
    """A break makes lines; a tab parts cells in a paragraph, and is a blank in a cell of a table."""
    made = Word97().add("甲\v乙\t丙").end().add("丁\x0c戊").end().cell("己\t\v庚").cell("1").row([], [0, 500, 900])
    assert [[["甲"], ["乙", "丙"]], [["丁"]], [["戊"]], [["己 \n庚", "1"]]] == rows_of(made.file())


def test_a_formula_ends_with_its_paragraph() -> None:
    """A field whose end is missing takes nothing else with it."""
    assert [[["甲"]], [["乙"]]] == rows_of(Word97().add("甲\x13 PAGE").end().add("乙").end().file())


EDGES = [-108, 900, 2000, 3100, 4200]
EXPECTED = [
    ["标题"],
    ["甲", "资金", "", "乙"],
    ["", "1", "2", "3\n4"],
    ["", "1", "2", "3"],
    ["", "5", "6", "7"],
    ["a", "", "b", "c"],
]


def merged(down: bytes = b"", across: tuple[int, int] = (1, 2)) -> Word97:
    """Return a table with merged cells of all kinds."""
    made = Word97().row(["标题"], [-108, 4210])
    made.row(["甲", "资金", "乙"], [-100, 900, 3100, 4200], [FIRST_DOWN])
    made.row(["", "1", "2", "3\n4"], EDGES, [DOWN])
    if down:
        for words in ("x", "1", "2", "3"):
            made.cell(words)
        made.end(IN_TABLE + ROW_END + row(EDGES) + down, "\x07")
    else:
        made.row(["x", "1", "2", "3"], EDGES, [DOWN])
    made.row(["5", "6", "7"], [900, 2000, 3100, 4200])
    for words in ("x", "1"):
        made.cell(words)
    made.end(IN_TABLE + ROW_END + row(EDGES[:3]), "\x07", DELETED)
    return made.row(["a", "", "b", "c"], EDGES, across)


@pytest.mark.parametrize(
    "made",
    [
        merged(),
        merged(across=(2, 1)),
        merged(across=(3, 1)),
        merged(b"\x2b\xd6\x02\x00\x01"),
        Word97(merged().words, merged().characters, merged().paragraphs, merged().open, size=11, backwards=True),
    ],
)
def test_merged_cells(made: Word97) -> None:
    """The first place has the words, the others are empty; a cell over the whole table is a line; rows may be deleted."""
    assert [EXPECTED] == rows_of(made.file())


def test_modifications_of_a_row() -> None:
    """A row may be told by changes of one: cells that come, go, are wider, merged and parted again."""
    changes = (
        row([0, 500, 1000]),
        struct.pack("<HBBh", 0x7621, 1, 2, 700),  # two more behind the first
        struct.pack("<HBB", 0x5622, 0, 1),  # the first goes
        struct.pack("<HBBh", 0x7623, 0, 2, 1000),  # the next two are wider
        struct.pack("<HBB", 0x5624, 0, 2),  # and merged
        struct.pack("<HBB", 0x5625, 0, 2),  # and parted
        struct.pack("<HBB", 0x5624, 1, 3),  # the last two are merged
        struct.pack("<Hh", 0x9602, 100),  # the gap, and where the row begins
        struct.pack("<Hh", 0x9601, 100),
    )
    made = Word97().row(["1", "2", "3"], [0, 1000, 2000, 2500])
    for words in ("甲", "乙", "丙"):
        made.cell(words)
    made.end(IN_TABLE + ROW_END + b"".join(changes), "\x07").row(["4", "5", "6"], [0, 1000, 2000, 2500])
    assert [[["1", "2", "3"], ["甲", "乙", ""], ["4", "5", "6"]]] == rows_of(made.file())


def test_modifications_that_lie_elsewhere() -> None:
    """What has no room in a page lies in a stream of its own, or is told of a whole piece."""
    cut = row([300 * at for at in range(41)])
    made = Word97(further=b"\0\0" + struct.pack("<H", len(cut)) + cut).add("首").end()
    for number in range(40):
        made.cell(str(number))
    made.end(IN_TABLE + ROW_END + elsewhere(2), "\x07")
    assert [[["首"]], [list(map(str, range(40)))]] == rows_of(made.end().file())
    hidden = Word97(size=1, modifications=[HIDDEN], changes={0: 1, 2: 0x5C << 1 | 1 << 8}).add("藏甲藏乙")
    assert [[["甲乙"]]] == rows_of(hidden.file())


def test_rows_whose_edges_tell_nothing() -> None:
    """Each cell is a column, where a row is not cut, or cut into too few cells."""
    made = Word97().row(["1", "2", "3"], [0, 1000, 2000, 2500])
    for edges in ([0], [0, 900], [0, 0, 0, 0]):
        for words in ("甲", "乙", "丙"):
            made.cell(words)
        made.end(IN_TABLE + ROW_END + (row(edges) if edges[1:] else b""), "\x07")
    assert [[["1", "2", "3"], *[["甲", "乙", "丙"]] * 3]] == rows_of(made.file())


def nested(before: str, words: str) -> Word97:
    """Return a table of one row, with a table in its last cell."""
    made = Word97().row(["标题"], [0, 4000])
    if before:
        made.cell(before)
    made.add(words).end(depth(1))
    for cells in (("a", "b"), ("c\nd", "e")):
        for each in cells:
            made.cell(each, depth(2), "\r")
        made.end(depth(2) + INNER_ROW_END + row([0, 900, 1800]), "\r")
    made.cell("下")
    return made.end(IN_TABLE + ROW_END + row([0, 2000, 4000] if before else [0, 4000]), "\x07").add("后").end()


def test_nested_tables() -> None:
    """A table that only lays out gives its place to what it holds; one in a cell of words follows."""
    inner = [["a", "b"], ["c\nd", "e"]]
    assert [[["标题"]], [["上"]], inner, [["下"]], [["后"]]] == rows_of(nested("", "上").file())
    assert [[["标题"], ["甲", "上\n下"]], inner, [["后"]]] == rows_of(nested("甲", "上").file())


def test_text_boxes() -> None:
    """A box follows what it is anchored in, a table as well; one that is anchored nowhere comes last."""
    made = Word97().add("甲\x08乙").end().cell("丙\x08").cell("1")
    made.end(IN_TABLE + ROW_END + row([0, 900, 1800]), "\x07").add("\x08丁").end()
    words = "".join(made.words)
    places = [at for at, each in enumerate(words) if each == "\x08"]
    for number, place in enumerate([*places[:2], 0]):
        made.box(place, 1025 + number, "框一二三"[: number + 2])
    assert [[["甲乙"]], [["框一"]], [["丙", "1"]], [["框一二"]], [["丁"]], [["框一二三"]]] == rows_of(made.file())


def test_what_it_is() -> None:
    """It is told by its streams, and spans lead to the words."""
    data = doc(documents()[0], Plain())
    result = read(data)
    project = next(iter(result.value.tables[0].projects))
    assert project.name_span is not None
    assert project.name == result.source[project.name_span]
    assert str(result.source.place(project.name_span)).startswith("table 1, row ")
    assert ("doc", "doc") == (sniff(data).kind, sniff(data).reader)


# --- files that can't be read, and hostile ones -----------------------------------------------------------


def told(data: bytes) -> tuple[str, str]:
    """Return the code and the message of the one diagnostic about a file."""
    (diagnostic,) = read(data).diagnostics
    return diagnostic.code, f"{diagnostic.message} {diagnostic.hint}"


PLAIN = Word97(size=2).add("甲乙丙丁").end()
STREAMS = PLAIN.streams()


def with_streams(**streams: bytes) -> bytes:
    """Return a file with some streams of its own."""
    return stored(
        {**STREAMS, **{f"{name[-1]}Table" if "Table" in name else name: each for name, each in streams.items()}}
    )


def with_bytes(stream: bytes, at: int, data: bytes) -> bytes:
    """Return a stream with some bytes changed."""
    return stream[:at] + data + stream[at + len(data) :]


HEAD, PIECES = STREAMS["WordDocument"], 0x1A2


def with_pieces(at: int, data: bytes) -> bytes:
    """Return a file whose table of pieces is changed."""
    (place,) = struct.unpack_from("<I", HEAD, PIECES)
    return with_streams(Table1=with_bytes(STREAMS["1Table"], place + at, data))


@pytest.mark.parametrize(
    ("data", "code", "words"),
    [
        (Word97(flags=0x100).add("甲").file(), "R102", "without one"),
        (Word97(version=0x68).add("甲").file(), "R102", "--convert-to docx"),
        (with_streams(WordDocument=b"\xdc\xa5\x65\0" + bytes(900)), "R102", "--convert-to docx"),
        (with_streams(WordDocument=bytes(900)), "R102", "earlier Word"),
        (stored({"WordDocument": HEAD}), "R119", "tables is missing"),
        (with_pieces(23, b"\xff\xff\xff\x0f"), "R119", "text is missing"),
        (with_streams(Table1=b""), "R119", "pieces is damaged"),
        (with_pieces(0, b"\3"), "R119", "pieces is damaged"),
        (with_pieces(1, b"\1\0\0\0"), "R119", "pieces is damaged"),
        (with_pieces(9, b"\0\0\0\0"), "R119", "pieces is damaged"),
        (with_streams(WordDocument=with_bytes(HEAD, 76, b"\xff\0\0\0")), "R119", "text is missing"),
        (with_streams(WordDocument=with_bytes(HEAD, PIECES, b"\xff\xff\xff\xff")), "R119", "cut off"),
    ],
)
def test_the_trouble_is_named(data: bytes, code: str, words: str) -> None:
    """What can't be read is told by an error that says why."""
    assert code == told(data)[0]
    assert words in told(data)[1]


def long_list(kind: int, count: int) -> bytes:
    """Return a file one of whose tables has very many entries, all of the same page or place."""
    table = STREAMS["1Table"]
    added = struct.pack("<I", 1024) * (2 * count + 1)
    head = with_bytes(HEAD, 154 + 8 * kind, struct.pack("<II", len(table), len(added)))
    return with_streams(WordDocument=head, Table1=table + added)


def many_pieces(count: int) -> bytes:
    """Return a file whose pieces are all of the same characters."""
    pieces = b"".join(struct.pack("<I", at * 30) for at in range(count + 1)) + struct.pack("<HIH", 0, 1024, 0) * count
    told_ = b"\2" + struct.pack("<I", len(pieces)) + pieces
    head = with_bytes(HEAD, PIECES, struct.pack("<II", 0, len(told_)))
    head = with_bytes(head, 76, struct.pack("<I", 30 * count))
    return with_streams(WordDocument=head + bytes(1000), Table1=told_)


HOSTILE: dict[str, Hostile] = {
    "depth": (lambda: Word97().add("甲").end(depth(0x7FFFFFFF)).file(), Limits(), "nesting"),
    "columns": (lambda: Word97().row(["甲"] * 600, [0, 9]).file(), Limits(), "columns"),
    "cells": (lambda: Word97().row(["甲"] * 50, [0, 9]).row(["甲"] * 60, [0, 9]).file(), Limits(cells=100), "cells"),
    "rows": (lambda: Word97().add("甲\r" * 2000).file(), Limits(rows=1000), "rows"),
    "characters": (lambda: many_pieces(50_000), Limits(characters=1_000_000), "characters"),
    "pieces": (lambda: many_pieces(50_000), Limits(), None),
    "fields": (lambda: Word97().add("\x13" * 100_000).file(), Limits(), None),
    "pages of characters": (lambda: long_list(12, 700_000), Limits(), None),
    "pages of paragraphs": (lambda: long_list(13, 700_000), Limits(), None),
    "fonts": (lambda: long_list(15, 700_000), Limits(), None),
    "anchors": (lambda: long_list(40, 700_000), Limits(), None),
    "boxes": (lambda: long_list(56, 700_000), Limits(), None),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused_or_read(name: str) -> None:
    """A file that would exhaust time or memory ends in the one error that names the limit, or is read; soon."""
    assert_refused_or_read(*HOSTILE[name])


def test_any_cut_or_changed_byte_has_an_answer() -> None:
    """Whatever is damaged, in the file or in one of its streams, there is a result or a limit."""
    streams = nested("甲", "乙").streams()
    whole = stored(streams)
    chance = random.Random(1)
    for number in range(150):
        name = [*streams, ""][number % (len(streams) + 1)]
        data = stored({**streams, name: damaged(streams[name], chance)}) if name else damaged(whole, chance)
        try:
            read(data)
        except LimitExceeded as error:
            assert error.limit in {"nesting", "characters", "columns"}
    for at in range(0x1B0):
        for code in (b"\0", b"\xff"):
            read(stored({**streams, "WordDocument": with_bytes(streams["WordDocument"], at, code)}))
