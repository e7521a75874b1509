"""Word documents are read as they are shown: the same document as from a text dump, whatever the layout."""

from collections.abc import Sequence

import pytest

from budgetperf import Limits, Span, read
from choosing import Plain
from offices import archive, hand_word, relations, word
from openedfiles import Hostile, assert_refused_or_read, opened, rows_in, text_in
from test_layouts import documents
from traits import DOCUMENT_SETTINGS, Case, assert_mixture, assert_one_trait, cases


@pytest.mark.parametrize(("number", "case"), list(enumerate(cases(word, DOCUMENT_SETTINGS))), ids=str)
def test_one_trait(number: int, case: Case) -> None:
    """Each trait of a Word document by itself must make no difference to any document."""
    assert_one_trait(word, case, number, 6)


@pytest.mark.parametrize("seed", range(9))
def test_mixtures(seed: int) -> None:
    """Traits mixed at will must make no difference to any document, and nothing is said to be missing."""
    assert_mixture(word, seed)


# --- what a document shows ------------------------------------------------------------------------------


def rows_of(body: str) -> list[list[list[str]]]:
    """Return the words of each block of a document, row by row."""
    return rows_in(hand_word(body))


def run(words: str, properties: str = "") -> str:
    """Return the XML of a run."""
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}<w:t xml:space='preserve'>{words}</w:t></w:r>"


def paragraph(*runs: str) -> str:
    """Return the XML of a paragraph."""
    return f"<w:p>{''.join(runs)}</w:p>"


def cell(words: str, properties: str = "") -> str:
    """Return the XML of a cell, a paragraph for each line."""
    lines = "".join(paragraph(run(line)) for line in words.split("\n"))
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{lines}</w:tc>"


def table(*rows: Sequence[str]) -> str:
    """Return the XML of a table."""
    made = ["".join(cells) for cells in rows]
    return f"<w:tbl>{''.join(f'<w:tr>{cells}</w:tr>' for cells in made)}</w:tbl>"


@pytest.mark.parametrize(
    ("runs", "shown"),
    [
        (run("甲") + run("乙"), "甲乙"),
        (run("甲") + "<w:del>" + run("乙") + "</w:del>" + "<w:ins>" + run("丙") + "</w:ins>", "甲丙"),
        (run("甲") + "<w:moveFrom>" + run("乙") + "</w:moveFrom><w:moveTo>" + run("丙") + "</w:moveTo>", "甲丙"),
        (run("甲") + run("乙", "<w:vanish/>") + run("丙", "<w:vanish w:val='0'/>"), "甲丙"),
        (run("甲", "<w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange>"), "甲"),
        (run("甲") + "<w:r><w:instrText>PAGE</w:instrText><w:noBreakHyphen/></w:r>" + run("乙"), "甲-乙"),
        (run("≥") + "<m:oMath><m:r><m:t>90%</m:t></m:r></m:oMath>", "≥90%"),
        ("<w:r><w:sym w:font='Symbol' w:char='F0B3'/></w:r>" + run("90%"), "≥90%"),
        ("<w:r><w:sym w:font='Wingdings' w:char='F0FE'/></w:r>" + run("甲"), "甲"),
        ("<w:hyperlink><w:sdt><w:sdtContent>" + run("甲") + "</w:sdtContent></w:sdt></w:hyperlink>", "甲"),
        ("<w:pPr><w:tabs><w:tab w:val='left'/></w:tabs></w:pPr>" + run("甲"), "甲"),
        ("<w:ruby><w:rt>" + run("jiǎ") + "</w:rt><w:rubyBase>" + run("甲") + "</w:rubyBase></w:ruby>", "甲"),
    ],
)
def test_words_of_a_paragraph(runs: str, shown: str) -> None:
    """Deleted, hidden and moved words are left out, whatever else is shown is there."""
    assert [[[shown]]] == rows_of(paragraph(runs))


def test_breaks_and_tabs() -> None:
    """A break makes lines; a tab parts cells in a paragraph, and is a blank in a cell of a table."""
    assert [[["甲"], ["乙", "丙"]]] == rows_of(
        paragraph(run("甲"), "<w:r><w:br/></w:r>", run("乙"), "<w:r><w:tab/></w:r>", run("丙"))
    )
    inside = "<w:tc><w:p>" + run("甲") + "<w:r><w:tab/><w:cr/></w:r>" + run("乙") + "</w:p></w:tc>"
    assert [[["甲 \n乙", "1"]]] == rows_of(table([inside, cell("1")]))
    tabbed = [paragraph(run(f"{place}"), "<w:r><w:tab/></w:r>", run("乙")) for place in "甲丙"]
    assert [[["甲", "乙"], ["丙", "乙"]]] == rows_of("".join(tabbed))


def test_a_deleted_end_of_a_paragraph_joins_it_to_the_next() -> None:
    """What is left of two paragraphs is one."""
    mark = "<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>"
    assert [[["甲乙"]]] == rows_of(f"<w:p>{mark}{run('甲')}</w:p>" + paragraph(run("乙")))


@pytest.mark.parametrize(
    ("behind", "shown"),
    [
        ("", [[["甲"]]]),
        (table([cell("1"), cell("2")]) + paragraph(run("乙")), [[["甲"]], [["1", "2"]], [["乙"]]]),
    ],
    ids=["end", "table"],
)
@pytest.mark.parametrize("around", [None, "w:txbxContent", "w:tc"])
def test_a_deleted_end_of_a_last_paragraph_loses_no_words(
    around: str | None, behind: str, shown: list[list[list[str]]]
) -> None:
    """Where no paragraph follows that it could be joined to, it stands by itself, before what follows."""
    deleted = f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{run('甲')}</w:p>{behind}"
    if around is None:
        assert shown == rows_of(deleted)
    elif around == "w:txbxContent":
        assert shown == rows_of(paragraph(f"<w:r><{around}>{deleted}</{around}></w:r>"))
    else:
        words = rows_of(f"<w:tbl><w:tr><{around}>{deleted}</{around}>{cell('丙')}</w:tr></w:tbl>")
        assert "甲" in words[0][0][0]


def test_merged_cells() -> None:
    """The first place has the words, the others are empty; a cell over the whole table is a line."""
    grid = table(
        [cell("标题", "<w:gridSpan w:val='4'/>")],
        [cell("甲", "<w:vMerge w:val='restart'/>"), cell("资金", "<w:gridSpan w:val='2'/>"), cell("乙")],
        [cell("", "<w:vMerge/>"), cell("1"), cell("2"), cell("3\n4")],
        [cell("x", "<w:vMerge w:val='continue'/>"), cell("1"), cell("2"), cell("3")],
        ["<w:trPr><w:gridBefore w:val='1'/></w:trPr>", cell("5"), cell("6"), cell("7")],
        ["<w:trPr><w:del/></w:trPr>", cell("5"), cell("6"), cell("7"), cell("8")],
        ["<w:trPr><w:hidden/></w:trPr>", cell("5"), cell("6"), cell("7"), cell("8")],
        [cell("a", "<w:hMerge w:val='restart'/>"), cell("", "<w:hMerge/>"), cell("b"), cell("c")],
    )
    expected = [
        ["标题"],
        ["甲", "资金", "", "乙"],
        ["", "1", "2", "3\n4"],
        ["", "1", "2", "3"],
        ["", "5", "6", "7"],
        ["a", "", "b", "c"],
    ]
    assert [expected] == rows_of(grid)


def test_edges_that_are_not_quite_the_same() -> None:
    """Converters from PDF give each row edges of its own; as many cells are the same columns."""
    wide = "<w:gridSpan w:val='2'/>"
    grid = table(
        [cell("一"), cell("二", wide), cell("三"), cell("四")],
        [cell("1"), cell("2"), cell("3", wide), cell("4")],
        [cell("5"), cell("6", wide), cell("7"), cell("8")],
    )
    assert [[["一", "二", "三", "四"], ["1", "2", "3", "4"], ["5", "6", "7", "8"]]] == rows_of(grid)


def test_nested_tables() -> None:
    """A table that only lays out gives its place to what it holds; one in a cell of words follows."""
    inner = table([cell("a"), cell("b")])
    laid_out = table([cell("标题")], [f"<w:tc>{paragraph(run('上'))}{inner}{paragraph(run('下'))}</w:tc>"])
    assert [[["标题"]], [["上"]], [["a", "b"]], [["下"]]] == rows_of(laid_out)
    beside = table([cell("甲"), f"<w:tc>{paragraph(run('乙'))}{inner}</w:tc>"], [cell("丙"), cell("丁")])
    assert [[["甲", "乙"], ["丙", "丁"]], [["a", "b"]]] == rows_of(beside)


def test_a_column_of_its_own() -> None:
    """A table of one column has rows, not lines."""
    found = opened(hand_word(table([cell("绩效指标")], [cell("一")])))
    assert ["|", "|"] == [row.separator for each in found.composed.tables() for row in each.rows]


def test_text_boxes_are_read_once() -> None:
    """Of the two forms of a box the first is taken; it follows what it is anchored in, a table as well."""
    box = f"<w:txbxContent>{paragraph(run('框'))}</w:txbxContent>"
    both = (
        f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><wps:wsp>{box}</wps:wsp></mc:Choice><mc:Choice Requires='x'>{box}"
        f"</mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert [[["甲乙"]], [["框"]]] == rows_of(paragraph(run("甲"), both, run("乙")))
    assert [[["甲", "1"]], [["框"]]] == rows_of(table([f"<w:tc>{paragraph(run('甲'), both)}</w:tc>", cell("1")]))


def test_spans_lead_to_the_words() -> None:
    """A span points into the text that is made of the document, and that leads to the table."""
    data = word(documents()[0], Plain())
    result = read(data)
    project = next(iter(result.value.tables[0].projects))
    assert project.name_span is not None
    assert project.name == result.source[project.name_span]
    assert str(result.source.place(project.name_span)).startswith("table 1, row ")
    assert "paragraph 1" == str(result.source.place(Span(0, 1)))
    assert all(each.span is None or each.span in Span(0, len(result.source.text)) for each in result.diagnostics)


def test_the_main_part_may_have_another_name() -> None:
    """Office names it document2.xml now and then."""
    body = "<w:document xmlns:w='http://purl.oclc.org/ooxml/wordprocessingml/main'><w:body><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:body></w:document>"
    data = archive({"_rels/.rels": relations(("officeDocument", "word/document2.xml")), "word/document2.xml": body})
    assert "甲" == text_in(data).strip()


# --- hostile files ------------------------------------------------------------------------------------------


ONE = paragraph(run("甲"))
HOSTILE: dict[str, Hostile] = {
    "a wide span": (lambda: hand_word(table(*[[cell("甲", "<w:gridSpan w:val='1000000000'/>")]] * 500)), Limits(), None),
    "spans": (lambda: hand_word(table(*[[cell("甲", "<w:gridSpan w:val='999'/>"), cell("乙")]] * 500)), Limits(cells=50_000), "cells"),
    "long digits": (lambda: hand_word(table([cell("甲", f"<w:gridSpan w:val='{'9' * 100_000}'/>")])), Limits(), None),
    "nested tables": (lambda: hand_word("<w:tbl><w:tr><w:tc>" * 20_000), Limits(), "nesting"),
    "depth": (lambda: hand_word("<w:sdt>" * 100_000), Limits(), "nesting"),
    "columns": (lambda: hand_word(table([cell("甲")] * 600)), Limits(), "columns"),
    "cells": (lambda: hand_word(table(*[[cell("甲")] * 10] * 5_000)), Limits(cells=20_000, ratio=10_000), "cells"),
    "rows": (lambda: hand_word(ONE * 5_000), Limits(rows=1_000), "rows"),
    "characters": (lambda: hand_word(paragraph(run("甲" * 2_000_000))), Limits(characters=1_000_000), "characters"),
    "paragraphs": (lambda: hand_word("<w:p/>" * 3_000_000), Limits(), "ratio"),
    "blanks": (lambda: hand_word(" " * (100 << 20)), Limits(), "ratio"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused_or_read(name: str) -> None:
    """A file that would exhaust time or memory ends in the one error that names the limit, or is read; soon."""
    assert_refused_or_read(*HOSTILE[name])


def test_dtds_are_refused() -> None:
    """Entities that grow without bounds, and those that fetch files, are never looked at."""
    laughs = "<!DOCTYPE a [<!ENTITY b 'ha'><!ENTITY c '&b;&b;&b;'>]><w:document>&c;</w:document>"
    external = "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><w:document>&b;</w:document>"
    for part in (laughs, external):
        result = read(archive({"word/document.xml": part}))
        assert ["R119"] == [each.code for each in result.diagnostics]
        assert "DTD" in result.diagnostics[0].message
