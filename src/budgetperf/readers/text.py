"""Text dumps: pipe tables, tab-separated text and paragraphs, mixed at will.

Conventions change from page to page within one dump, so each line is read for
itself. Lines without a blank line between them make one :class:`RawTable`.
"""

import html
import re
from collections.abc import Iterator
from itertools import pairwise

from budgetperf.normalization import BLANKS
from budgetperf.readers.raw import RawCell, RawRow, RawTable

__all__ = ["read_text_dump"]

#: A line with more columns is no table of ours (and would be costly to keep).
MOST_COLUMNS = 512

_LINE = re.compile(r"[^\r\n\f]+")
_BLANK_LINE = re.compile(r"(?:\r\n|\r|\n)[^\S\r\n]*(?:\r\n|\r|\n)|\f")  # a form feed ends a page
#: "|----|:---:|", in pipes or in tabs: it only parts the header from the rows.
_RULE = re.compile(r"[\s|:+=\-—–─]*-{3,}[\s|:+=\-—–─]*")
_TAB = re.compile("\t")
_PIPE = re.compile(r"(?<!\\)\|")
_MARKUP = re.compile(
    r"(?P<newline><br\s*/?>)"
    r"|(?P<tag></?(?:u|del|s|b|i|em|strong|sup|sub|span|p|font|math|mark)\b[^<>]{0,80}>|\*\*)"
    r"|\\(?P<escaped>[|*_#\[\]()<>`~-])"
    r"|(?P<entity>&(?:[A-Za-z]{2,8}|\#\d{1,7}|\#[xX][0-9A-Fa-f]{1,6});)",
    re.IGNORECASE,
)


def read_text_dump(text: str) -> Iterator[RawTable]:
    """Yield what is printed without a blank line between, cut into rows and cells.

    >>> [row.cells[1].text for table in read_text_dump("| 合计 | 1.00 |\\n| 甲 | 1.00 |") for row in table.rows]
    ['1.00', '1.00']
    """
    rows: list[RawRow] = []
    last_end = 0
    for start, end in _whole_lines(text):
        if rows and _BLANK_LINE.search(text, last_end, start):
            yield RawTable(tuple(rows))
            rows = []
        last_end = end
        if not _RULE.fullmatch(text, start, end):
            rows.append(RawRow(_cells(text, start, end)))
    if rows:
        yield RawTable(tuple(rows))


def _whole_lines(text: str) -> Iterator[tuple[int, int]]:
    """Yield the lines that hold something; a pipe row broken over several lines is one."""
    open_row: tuple[int, int] | None = None
    for found in _LINE.finditer(text):
        start, end = found.span()
        line = found[0].strip(BLANKS)
        if not line:
            continue
        if open_row:
            if not line.startswith("|") and "|" in line and not _BLANK_LINE.search(text, open_row[1], start):
                open_row = open_row[0], end
                if line.endswith("|"):
                    yield open_row
                    open_row = None
                continue
            yield open_row
            open_row = None
        if line.startswith("|") and not line.endswith("|") and line.count("|") > 1:
            open_row = start, end
        else:
            yield start, end
    if open_row:
        yield open_row


def _cells(text: str, start: int, end: int) -> tuple[RawCell, ...]:
    line = text[start:end]
    body = line.strip(BLANKS)
    if body.startswith("|") and 2 <= line.count("|") <= MOST_COLUMNS:
        edges = [found.start() for found in _PIPE.finditer(text, start, end)]
        if not body.endswith("|") or len(edges) == 1:
            edges.append(end)
        bounds = [(left + 1, right) for left, right in pairwise(edges)]
    elif 1 <= line.count("\t") <= MOST_COLUMNS:
        tabs = [start - 1, *(start + found.start() for found in _TAB.finditer(line)), end]
        bounds = [(left + 1, right) for left, right in pairwise(tabs)]
    else:
        bounds = [(start, end)]
    return tuple(_plain(RawCell.at(text, left, right)) for left, right in bounds)


def _plain(cell: RawCell) -> RawCell:
    """Undo the markup of Markdown and HTML in a cell, and keep where each stretch stood."""
    text, origin = cell.text, cell.pieces[0][1]
    if not _MARKUP.search(text):
        return cell
    plain: list[str] = []
    pieces: list[tuple[int, int, int]] = []
    length = at = 0

    def add(words: str, start: int, printed: int) -> None:
        nonlocal length
        if words:
            plain.append(words)
            pieces.append((length, origin + start, printed))
            length += len(words)

    for found in _MARKUP.finditer(text):
        add(text[at : found.start()], at, found.start() - at)
        add(_unmarked(found), found.start(), len(found[0]))
        at = found.end()
    add(text[at:], at, len(text) - at)
    return _trimmed(RawCell("".join(plain), tuple(pieces) or cell.pieces))


def _unmarked(found: re.Match[str]) -> str:
    if found["newline"]:
        return "\n"
    if found["entity"]:
        return html.unescape(found[0])
    return found["escaped"] or ""


def _trimmed(cell: RawCell) -> RawCell:
    text = cell.text.lstrip(BLANKS)
    cut = len(cell.text) - len(text)
    text = text.rstrip(BLANKS)
    if cut == 0:
        return RawCell(text, cell.pieces)
    kept = []
    for start, source, length in cell.pieces:
        if start >= cut:
            kept.append((start - cut, source, length))
        elif start + length > cut:
            kept.append((0, source + cut - start, length - (cut - start)))
    return RawCell(text, tuple(kept) or cell.pieces[:1])
