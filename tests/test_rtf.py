"""RTF is read as it is shown, and to the same documents as Word's own files."""

import random
from collections.abc import Callable

import pytest

from budgetperf import LimitExceeded, Limits, read, sniff
from choosing import Plain
from oldwords import HEAD, rtf
from openedfiles import Hostile, assert_refused_or_read, damaged, opened, rows_in
from test_layouts import documents
from traits import DOCUMENT_SETTINGS, Case, assert_mixture, assert_one_trait, first_cases


@pytest.mark.parametrize(("number", "case"), list(enumerate(first_cases(rtf, DOCUMENT_SETTINGS))), ids=str)
def test_one_trait(number: int, case: Case) -> None:
    """Each trait of a file by itself must make no difference to what it says."""
    assert_one_trait(rtf, case, number, 9)


@pytest.mark.parametrize("seed", range(6))
def test_mixtures(seed: int) -> None:
    """Traits mixed at will must make no difference to a document, and nothing is said to be missing."""
    assert_mixture(rtf, seed, 4)


# --- what a document shows ------------------------------------------------------------------------------

FONTS = (
    r"{\fonttbl{\f0\fnil\fcharset134 \'cb\'ce\'cc\'e5;}{\f1\froman\fcharset0 Times;}{\f2\ftech\fcharset2 Symbol;}"
    r"{\f3\fnil\fcharset2 Wingdings;}{\f4\fswiss\fcharset204{\*\fname Arial;}Arial Cyr;}{\f5\cpg950 Ming;}}"
)


def file_of(body: str, head: str = r"\ansi\ansicpg936\deff0") -> bytes:
    """Return a file with these control words; what is no ASCII is in GB18030."""
    return (rf"{{\rtf1{head}{FONTS}" + "{\\colortbl;\\red0;}\n" + body + "}").encode("gb18030")


def rows_of(body: str, head: str = r"\ansi\ansicpg936\deff0") -> list[list[list[str]]]:
    """Return the words of each block of a document, row by row."""
    data = file_of(body, head)
    assert () == opened(data).diagnostics
    return rows_in(data)


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("甲{\\v 藏}乙\\v 藏\\v0 丙\\v 藏\\plain 丁", "甲乙丙丁"),
        ("甲{\\deleted 删}{\\revised 增}", "甲增"),
        ("甲\\deleted 删\\par 删\\deleted0 乙", "甲乙"),
        (r"{\field{\*\fldinst PAGE }{\fldrslt 7}}页{\field{\fldinst DATE}{\fldrslt 日}}", "7页日"),
        (r"\'bc\'d7\'D2\'D2", "甲乙"),
        (r"\'bc" + "\n" + r"\'d7", "甲"),
        (r"\u30002?\u20057\'3f\uc0\u19993 \uc2\u19969\'b6\'a1{\uc1\u25098x}己", "甲乙丙丁戊己"),
        (r"\u-10187?\u-9216?\u20057?", "\U0001d400乙"),
        (r"\u30002\u20057", "甲乙"),
        (r"{\f2 \'b3}90%{\f3 \'fe}{\f2\u-3917?}5", "≥90%≥5"),
        (r"{\f2 \'b390%}", "≥90%"),
        (r"{\f1 \'b15%, \'bc\'d7}", "±5%, ¼×"),
        (r"{\f1\'bc\'d7}{\f4\'c4\'e0}{\f5\'a4\'41}", "甲Да乙"),
        (r"a\~b\_c\-d\{e\}\\ \lquote f\rquote\emdash\bullet ", "a\xa0b-cd{e}\\ ‘f’—•"),
        ("{\\header 眉}{\\footerl 脚}{\\footnote 注}{\\*\\annotation 批}{\\info{\\title 题}}{\\pict 0a0b}甲{\\listtext 1.\\tab}", "甲"),
        ("{\\*\\unknown {藏}}{\\unknown 甲}\\unknown3 乙{\\pict{\\*\\x }\\bin3 }}}}", "甲乙"),
        ("{\\upr{jia}{\\*\\ud{甲}}}乙", "甲乙"),
        ("≥{\\mmath{\\*\\moMath{\\mf{\\mfPr{\\mtype bar}}{\\mr\\mscr0 90%}}}{\\mmathPict 图}}", "≥90%"),
        ("{\\object{\\*\\objdata 00}{\\result 甲}}", "甲"),
        ("甲\\bin3 }}}乙", "甲乙"),
    ],
)  # fmt: skip
def test_words_of_a_paragraph(body: str, shown: str) -> None:
    """What is no text of the document is left out, bytes are read by their font, and codes once."""
    assert [[[shown]]] == rows_of(body)


@pytest.mark.parametrize(
    ("head", "body", "shown"),
    [
        (r"\ansi\deff1", r"\'e9{\f0 \'bc\'d7}", "é甲"),
        (r"\mac\ansicpg10000", r"\f9 \'8e", "é"),
        (r"\ansi\ansicpg65001", r"\f9\'e7\'94\'b2", "甲"),
        (r"\ansi\ansicpg12345", r"\f9\'e9", "é"),
        (r"\ansi\ansicpg950", r"\f9\'a4A", "乙"),
        (r"\ansi\ansicpg936", r"\f9\'bc\'d7", "甲"),
    ],
)
def test_code_pages(head: str, body: str, shown: str) -> None:
    """Where a font says nothing, the code page of the document does."""
    assert [[[shown]]] == rows_of(body, head)


def test_breaks_and_tabs() -> None:
    """A break makes lines; a tab parts cells in a paragraph, and is a blank in a cell of a table."""
    assert [[["甲"], ["乙", "丙"]], [["丁"]], [["戊"]]] == rows_of("甲\\line 乙\\tab 丙\\par 丁\\\n戊\\sect")
    assert [[["甲 \n乙", "1"]]] == rows_of("\\trowd\\cellx9\\cellx99\\intbl 甲\\tab\\line 乙\\cell 1\\cell\\row")


def row(cells: list[str], *described: str) -> str:
    """Return a row that is described before its cells."""
    return "\\trowd" + "".join(described) + "".join(f"\\pard\\intbl {words}\\cell" for words in cells) + "\\row\n"


FOUR = ["\\cellx1000", "\\cellx2000", "\\cellx3000", "\\cellx4000"]


def test_merged_cells() -> None:
    """The first place has the words, the others are empty; a cell over the whole table is a line."""
    grid = (
        row(["标题"], "\\trleft-10\\cellx4010")
        + row(["甲", "资金", "乙"], "\\clvmgf\\cellx1000\\cellx3000\\cellx4000")
        + row(["", "1", "2", "3\\par 4"], "\\clvmrg", *FOUR)
        + row(["x", "1", "2", "3"], "\\clvmrg", *FOUR)
        + row(["5", "6", "7"], "\\trleft1000", *FOUR[1:])
        + "{\\deleted " + row(["5", "6", "7", "8"], *FOUR) + "}"
        + row(["a", "", "b", "c"], "\\clmgf\\cellx1000\\clmrg\\cellx2000\\cellx3000\\cellx4000")
    )  # fmt: skip
    expected = [
        ["标题"],
        ["甲", "资金", "", "乙"],
        ["", "1", "2", "3\n4"],
        ["", "1", "2", "3"],
        ["", "5", "6", "7"],
        ["a", "", "b", "c"],
    ]
    assert [expected] == rows_of(grid)


def test_rows_whose_edges_tell_nothing() -> None:
    """Each cell is a column, where writers give no edges, or the same for all; a cell needs no paragraph in a table."""
    bare = "\\trowd 1\\cell 2\\cell 3\\cell\\row"
    same = row(["甲", "乙", "丙"], "\\cellx0\\cellx0\\cellx0")
    few = row(["甲", "乙", "丙"], "\\cellx500")
    assert [[["1", "2", "3"], *[["甲", "乙", "丙"]] * 2]] == rows_of(bare + same + few)
    narrow = row(["甲", "乙"], "\\cellx1\\cellx3") + row(["1", "2", "3"], "\\cellx1\\cellx2\\cellx3")
    assert [[["甲", "乙", ""], ["1", "2", "3"]]] == rows_of(narrow)


def nested(before: str, words: str) -> str:
    """Return a table of one row with a table in its last cell, as LibreOffice and Word write it."""
    inner = "".join(
        "".join(f"\\pard\\intbl\\itap2 {each}\\nestcell{{\\nonesttables\\par}}" for each in cells)
        + "{\\*\\nesttableprops\\trowd\\cellx900\\cellx1800\\nestrow}{\\nonesttables\\par}"
        for cells in (("a", "b"), ("c\\par d", "e"))
    )
    first = f"\\pard\\intbl {before}\\cell" if before else ""
    edges = "\\cellx2000\\cellx4000" if before else "\\cellx4000"
    return f"\\trowd{edges}{first}\\pard\\intbl {words}\\par {inner}\\pard\\intbl 下\\cell\\row\\pard 后\\par"


def test_nested_tables() -> None:
    """A table that only lays out gives its place to what it holds; one in a cell of words follows."""
    inner = [["a", "b"], ["c\nd", "e"]]
    assert [[["上"]], inner, [["下"]], [["后"]]] == rows_of(nested("", "上"))
    assert [[["甲", "上\n下"]], inner, [["后"]]] == rows_of(nested("甲", "上"))


def test_text_boxes() -> None:
    """A box follows what it is anchored in, a table as well, and is read once."""
    box = "{\\shp{\\*\\shpinst\\shpleft0{\\sp{\\sn shapeType}{\\sv 202}}{\\shptxt\\pard 框\\par 二\\v 藏}}{\\shprslt{\\*\\do 框}}}"
    assert [[["甲乙"]], [["框"]], [["二"]], [["丙"]]] == rows_of(f"甲{box}乙\\par 丙")
    assert [[["甲", "1"]], [["框"]], [["二"]], [["丙"]]] == rows_of(row([f"甲{box}", "1"], *FOUR[:2]) + "\\pard 丙")


def test_what_it_is() -> None:
    """It is told by its first characters, and spans lead to the words."""
    data = rtf(documents()[0], Plain())
    result = read(data)
    project = next(iter(result.value.tables[0].projects))
    assert project.name_span is not None
    assert project.name == result.source[project.name_span]
    assert str(result.source.place(project.name_span)).startswith("table 1, row ")
    assert ("rtf", "rtf") == (sniff(data).kind, sniff(data).reader)


# --- damaged and hostile files ------------------------------------------------------------------------------


def test_a_file_that_is_cut_off() -> None:
    """It is not read, since rows or tables may be missing; what follows its last brace is nothing."""
    document = documents()[0]
    whole = rtf(document, Plain())
    assert document == read(whole + b"\0\0 \\par }{").value
    for end in (len(whole) - 1, len(whole) * 2 // 3, whole.rindex(b"\\row")):
        result = read(whole[:end])
        assert () == result.value.tables
        assert ["R119"] == [each.code for each in result.diagnostics]
        assert "cut off" in result.diagnostics[0].message


def deep(words: str) -> Callable[[], bytes]:
    """Return what makes a file of these words again and again."""
    return lambda: HEAD + (words * 100_000 + "}").encode("gb18030")


HOSTILE: dict[str, Hostile] = {
    "groups": (deep("{"), Limits(), "nesting"),
    "groups passed over": (lambda: HEAD + b"{\\pict" + b"{" * 100_000, Limits(), None),
    "boxes": (deep("{\\shptxt "), Limits(), "nesting"),
    "tables": (lambda: file_of("\\itap999999999999999999999999 甲\\par"), Limits(), "nesting"),
    "columns": (deep("\\cell"), Limits(), "columns"),
    "edges": (deep("\\cellx9"), Limits(), "columns"),
    "cells": (deep("\\cell\\cell\\row"), Limits(cells=10_000), "cells"),
    "rows": (deep("甲\\par"), Limits(rows=1_000), "rows"),
    "characters": (deep("甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲\\par"), Limits(characters=1_000_000), "characters"),
    "numbers": (lambda: file_of("\\u" + "9" * 100_000 + "\\uc" + "9" * 100_000 + "\\bin" + "9" * 100_000), Limits(), None),
    "codes": (deep("\\u1?"), Limits(), None),
    "backslashes": (deep("\\"), Limits(), None),
    "bytes": (deep("\\'"), Limits(), None),
    "closed": (deep("}"), Limits(), None),
    "fonts": (lambda: HEAD[:20] + b"{\\fonttbl" + b"{\\f1\\fcharset134 a;}" * 100_000, Limits(), None),
    "forms": (deep("{\\upr{"), Limits(), None),
    "long word": (lambda: HEAD + b"\\" + b"a" * 1_000_000, Limits(), None),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused_or_read(name: str) -> None:
    """A file that would exhaust time or memory ends in the one error that names the limit, or is read; soon."""
    assert_refused_or_read(*HOSTILE[name])


def test_any_cut_or_changed_byte_has_an_answer() -> None:
    """Whatever is damaged, there is a result or a limit."""
    data = file_of(nested("甲", "乙") + row(["a", "", "b", "c"], *FOUR))
    chance = random.Random(1)
    for _ in range(150):
        try:
            read(damaged(data, chance))
        except LimitExceeded as error:
            assert error.limit in {"nesting", "columns"}
    for end in range(0, len(data), 3):
        read(data[:end])
