"""Write the Word documents of :mod:`offices` as Word 97 and RTF have them."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import docx
from attrs import define
from docx.oxml.ns import qn

from budgetperf.model import Document
from choosing import Chooser
from offices import word
from word97 import DOWN, FIRST_DOWN, Word97

#: A column of a table, in twentieths of a point.
WIDE = 1134


@define
class Cell:
    """A cell of a table."""

    words: str
    span: int
    down: bool
    #: Whether the cell below goes on with it.
    first: bool = False


Block = str | list[list[Cell]]


def blocks_of(data: bytes) -> Iterator[Block]:
    """Yield the paragraphs and tables of a Word document."""
    for each in docx.Document(BytesIO(data)).element.body:
        if each.tag == qn("w:p"):
            yield paragraph(each)
        elif each.tag == qn("w:tbl"):
            yield table(each)


def paragraph(element: Any) -> str:  # noqa: ANN401 - python-docx's classes are private
    """Return the words of a paragraph."""
    made = []
    for each in element.iter():
        if each.tag == qn("w:t"):
            made.append((each.text or "").replace("\n", "\v"))
        elif each.tag == qn("w:br"):
            made.append("\f" if each.get(qn("w:type")) == "page" else "\v")
        elif each.tag == qn("w:tab"):
            made.append("\t")
    return "".join(made)


def table(element: Any) -> list[list[Cell]]:  # noqa: ANN401 - as above
    """Return the rows of a table."""
    rows: list[list[Cell]] = []
    above: dict[int, Cell] = {}
    for row in element.iter(qn("w:tr")):
        cells, at = [], 0
        for each in row.iter(qn("w:tc")):
            span = each.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
            down = at in above and each.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}") is not None
            words = "\n".join(map(paragraph, each.iter(qn("w:p"))))
            cell = Cell(words, int(span.get(qn("w:val"))) if span is not None else 1, down)
            if down:
                above[at].first = True
            else:
                above[at] = cell
            cells.append(cell)
            at += cell.span
        rows.append(cells)
    return rows


def edges_of(row: list[Cell]) -> list[int]:
    """Return where the cells of a row begin and end."""
    edges = [-108]
    for cell in row:
        edges.append(edges[-1] + cell.span * WIDE)
    return edges


# --- Word 97 -------------------------------------------------------------------------------------------


def doc(document: Document, choose: Chooser) -> bytes:
    """Return a document of Word 97 that says what `document` says."""
    made = Word97()
    for block in blocks_of(word(document, choose)):
        if isinstance(block, str):
            made.add(block).end()
        else:
            for row in block:
                flags = [DOWN if cell.down else FIRST_DOWN if cell.first else 0 for cell in row]
                made.row([cell.words for cell in row], edges_of(row), flags)
    made.end()  # a paragraph is the last of every document
    made.size = choose("characters of a piece", [1 << 30, 100, 7])
    made.backwards = choose("last piece first", [False, True])
    made.narrow = choose("Western characters", ["as others", "in one byte"]) == "in one byte"
    made.second_table = choose("stream of tables", ["second", "first"]) == "second"
    return made.file()


# --- RTF -----------------------------------------------------------------------------------------------

HEAD = rb"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0\fnil\fcharset134 \'cb\'ce\'cc\'e5;}{\f1\froman\fcharset0 Times New Roman;}}"


def rtf(document: Document, choose: Chooser) -> bytes:
    """Return an RTF file that says what `document` says."""
    written_as = choose("characters", ["codes", "hexadecimal", "bytes"])
    made = [HEAD, rb"{\stylesheet{\s0 Normal;}}{\info{\title \'b1\'ea}}\viewkind4\uc1", b"\n"]
    for block in blocks_of(word(document, choose)):
        if isinstance(block, str):
            made.append(rb"\pard\plain " + rtf_words(block, written_as) + rb"\par" + b"\n")
        else:
            made += [rtf_row(row, written_as, choose) for row in block]
    return b"".join([*made, b"}"])


def rtf_row(row: list[Cell], written_as: str, choose: Chooser) -> bytes:
    """Return a row."""
    merged = [rb"\clvmrg" if cell.down else rb"\clvmgf" if cell.first else b"" for cell in row]
    edges = edges_of(row)
    cells = [each + rb"\clbrdrt\brdrs\cellx%d" % edge for each, edge in zip(merged, edges[1:], strict=True)]
    described = rb"\trowd\trgaph108\trleft%d" % edges[0] + b"".join(cells)
    words = [rb"\pard\intbl " + rtf_words(cell.words, written_as) + rb"\cell" + b"\n" for cell in row]
    where = choose("rows described", ["before", "behind", "both"])
    before, behind = (described if where != "behind" else b"", described if where != "before" else b"")
    return before + b"".join(words) + b"{" + behind + rb"\row}" + b"\n"


def rtf_words(words: str, written_as: str) -> bytes:
    """Return words; those that are no ASCII in codes, or in the code page of the document."""
    return b"".join(rtf_character(each, written_as) for each in words)


MARKS = {"\n": rb"\par ", "\v": rb"\line ", "\f": rb"\page ", "\t": rb"\tab ", "\\": rb"\\", "{": rb"\{", "}": rb"\}"}


def rtf_character(character: str, written_as: str) -> bytes:
    """Return a character."""
    if character in MARKS:
        return MARKS[character]
    data = character.encode("gb18030")
    if len(data) == 1:
        return data
    if len(data) == 2 and written_as != "codes":
        return data if written_as == "bytes" else b"".join(b"\\'%02x" % each for each in data)
    units = character.encode("utf-16-le")
    codes = [int.from_bytes(units[at : at + 2], "little", signed=True) for at in range(0, len(units), 2)]
    return b"".join(rb"\u%d?" % code for code in codes)
