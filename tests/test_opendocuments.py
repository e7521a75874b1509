"""OpenDocument texts are read as they are shown, and to the same documents as Word's."""

import random
from collections.abc import Mapping

import pytest

from budgetperf import Limits, read, sniff
from choosing import Plain
from offices import archive
from opendocuments import fodt, odt, odt_of
from openedfiles import Hostile, assert_refused_or_read, damaged, rows_in, unpacked
from test_layouts import documents
from traits import DOCUMENT_SETTINGS, Case, Writer, assert_mixture, assert_one_trait, first_cases

WRITERS: Mapping[str, Writer] = {"odt": odt, "fodt": fodt}


@pytest.mark.parametrize(("number", "case"), list(enumerate(first_cases(odt, DOCUMENT_SETTINGS))), ids=str)
def test_one_trait(number: int, case: Case) -> None:
    """Each trait of a text by itself must make no difference to a document."""
    assert_one_trait(odt, case, number, 9)


@pytest.mark.parametrize("name", WRITERS)
@pytest.mark.parametrize("seed", range(3))
def test_mixtures(name: str, seed: int) -> None:
    """Traits mixed at will must make no difference to a document, and nothing is said to be missing."""
    assert_mixture(WRITERS[name], seed, 4)


def rows_of(body: str, styles: str = "") -> list[list[list[str]]]:
    """Return the words of each block of a text, row by row."""
    return rows_in(odt_of(body, styles))


def cell(words: str, attributes: str = "") -> str:
    """Return the XML of a cell."""
    return f"<table:table-cell {attributes}><text:p>{words}</text:p></table:table-cell>"


def table(*rows: str) -> str:
    """Return the XML of a table."""
    return f"<table:table>{''.join(f'<table:table-row>{row}</table:table-row>' for row in rows)}</table:table>"


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("甲<text:span>乙</text:span>", "甲乙"),
        ('甲<text:span text:style-name="out">乙</text:span>丙', "甲丙"),
        (
            "甲<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>注</text:p></text:note-body></text:note>",
            "甲",
        ),
        ("<text:ruby><text:ruby-base>甲</text:ruby-base><text:ruby-text>jiǎ</text:ruby-text></text:ruby>", "甲"),
        ("甲<office:annotation><text:p>批注</text:p></office:annotation>乙", "甲乙"),
        ("≥<text:s/>90%", "≥ 90%"),
        ('≥<text:s text:c="1000"/>90%', "≥ 90%"),
    ],
)
def test_words_of_a_paragraph(words: str, shown: str) -> None:
    """Hidden words, notes, comments and readings are left out."""
    hiding = '<style:style style:name="out"><style:text-properties text:display="none"/></style:style>'
    assert [[[shown]]] == rows_of(f"<text:p>{words}</text:p>", hiding)


def test_deleted_and_hidden_parts_are_left_out() -> None:
    """What was deleted while changes were recorded is kept apart; a section may be hidden."""
    deleted = "<text:tracked-changes><text:changed-region><text:deletion><text:p>删</text:p></text:deletion></text:changed-region></text:tracked-changes>"
    hidden = '<text:section text:display="none"><text:p>藏</text:p></text:section>'
    assert [[["甲"]], [["项"]]] == rows_of(
        f"{deleted}{hidden}<text:h>甲</text:h><text:list><text:list-item><text:p>项</text:p></text:list-item></text:list>"
    )


def test_merged_cells() -> None:
    """The first place has the words, the others are empty; a cell over the whole table is a line."""
    grid = table(
        cell("标题", 'table:number-columns-spanned="4"')
        + '<table:covered-table-cell table:number-columns-repeated="3"/>',
        cell("甲", 'table:number-rows-spanned="2"')
        + cell("资金", 'table:number-columns-spanned="2"')
        + "<table:covered-table-cell/>"
        + cell("乙"),
        "<table:covered-table-cell/>" + cell("1") + cell("2") + cell("3"),
        cell("块", 'table:number-rows-spanned="2" table:number-columns-spanned="2"')
        + "<table:covered-table-cell/>"
        + cell("2")
        + cell("3"),
        "<table:covered-table-cell/><table:covered-table-cell/>" + cell("4") + cell("5"),
        cell("同", 'table:number-columns-repeated="4"'),
    )
    expected = [
        ["标题"],
        ["甲", "资金", "", "乙"],
        ["", "1", "2", "3"],
        ["块", "", "2", "3"],
        ["", "", "4", "5"],
        ["同"] * 4,
    ]
    assert [expected] == rows_of(grid)


def test_nested_tables_and_text_boxes() -> None:
    """A table that only lays out gives its place to what it holds; a text box follows its paragraph."""
    inner = table(cell("a") + cell("b"))
    assert [[["标题"]], [["a", "b"]]] == rows_of(table(cell("标题"), f"<table:table-cell>{inner}</table:table-cell>"))
    box = "<draw:frame><draw:text-box><text:p>框</text:p></draw:text-box></draw:frame>"
    assert [[["甲乙"]], [["框"]]] == rows_of(f"<text:p>甲{box}乙</text:p>")


def test_spans_lead_to_the_words() -> None:
    """A span points into the text that is made of the document, and that leads to the table."""
    data = odt(documents()[0], Plain())
    result = read(data)
    project = next(iter(result.value.tables[0].projects))
    assert project.name_span is not None
    assert project.name == result.source[project.name_span]
    assert str(result.source.place(project.name_span)).startswith("table 1, row ")
    assert ("odt", "odt") == (sniff(data).kind, sniff(data).reader)


ROWS = table(cell("1")).replace("<table:table-row>", "<table:table-row table:number-rows-repeated='999999999'>")
HOSTILE: dict[str, Hostile] = {
    "columns": (lambda: odt_of(table(cell("1", "table:number-columns-repeated='999999999'"))), Limits(), "columns"),
    "covered": (lambda: odt_of(table("<table:covered-table-cell table:number-columns-repeated='999999999'/>")), Limits(), "columns"),
    "rows": (lambda: odt_of(ROWS), Limits(), "cells"),
    "span": (lambda: odt_of(table(cell("1", "table:number-columns-spanned='999999999' table:number-rows-spanned='999999999'"))), Limits(), None),
    "nested": (lambda: odt_of("<table:table><table:table-row><table:table-cell>" * 20_000), Limits(), "nesting"),
    "paragraphs": (lambda: odt_of("<text:p>" * 20_000), Limits(), "nesting"),
    "blanks": (lambda: odt_of('<text:p><text:s text:c="999999999"/></text:p>' * 100_000), Limits(characters=50_000, ratio=10_000), "characters"),
    "blanks of one paragraph": (lambda: odt_of("<text:p>" + "<text:s/>" * 2_000), Limits(characters=1_000, ratio=10_000), "characters"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused_or_read(name: str) -> None:
    """A file that would exhaust time or memory ends in the one error that names the limit, or is read; soon."""
    assert_refused_or_read(*HOSTILE[name])


def test_any_cut_or_changed_byte_has_an_answer() -> None:
    """Whatever is damaged, there is a result."""
    parts = dict(unpacked(odt(documents()[0], Plain())))
    chance = random.Random(1)
    for _ in range(80):
        read(archive({**parts, "content.xml": damaged(parts["content.xml"], chance)}))
