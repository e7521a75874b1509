"""Text dumps: pipe tables, tab-separated text and paragraphs, mixed at will.

Conventions change from page to page within one dump, so each line is read for
itself. Lines without a blank line between them make one :class:`RawTable`.
"""

import html
import re
from collections.abc import Iterator
from itertools import pairwise

from budgetperf.normalization import BLANKS
from budgetperf.readers.raw import MOST_COLUMNS, RawCell, RawRow, RawTable

__all__ = ["read_text_dump"]

#: What bold words stand between.
_PAIR = 2
#: A line without a pipe at its beginning needs as many to be a row.
_FEWEST_PIPES = 3

#: A tag around tables ends a line as well.
_LINE = re.compile(r"(?:[^\r\n\f<]++|<(?!/?docling_table>))++|</?docling_table>")
#: A line break, blanks, a line break ("\r\n" is one); a form feed ends a page.
_BLANK_LINE = re.compile(r"(?>\r\n|\r|\n)[^\S\r\n]*(?:\r|\n)|\f")
#: What "|----|:---:|" is made of, in pipes or in tabs: it only parts the header from the rows.
_RULE = BLANKS + "|:+=-—–─━_"
_SHORTEST_RULE = re.compile("--|——|──|━━|==|__")
_DASH_CELLS = re.compile(r"\|?(?:\s*:?-:?\s*\|){2,}(?:\s*:?-:?\s*)?")
_COMMENT = re.compile(r"<!--.*?-->|</?(?:docling_table|table|div|center)[^<>]{0,80}>|```\w{0,12}", re.DOTALL)
#: What is left of "<![if supportMisalignedColumns]>" in a page that Excel saved, with the empty row behind it.
_CONDITION = re.compile(r"if !?(?:support|mso|vml)\w*[|\s]*|endif")
#: How a line begins that may say nothing.
_SIGNS = frozenset("<`ie")
_HEADING = re.compile(r"#{1,6}[ \t]+")
_TAB = re.compile("\t")
_PIPE = re.compile(r"(?<!\\)\|")
_MARKUP = re.compile(
    r"(?P<newline><br\s*/?>)"
    r"|(?P<tag></?(?:u|del|s|b|i|em|strong|sup|sub|span|p|font|math|mark)\b[^<>]{0,80}>)"
    # Bold words; two placeholders ("≥**%；年度指标值：≥**%") have separators between them.
    r"|\*\*(?P<bold>[\w（(“《](?:[^*；;：:，,。|]{0,80}[\w）)”》])?)\*\*"
    # From the cell's first character on, or behind a blank, bold words may have separators in them.
    r"|(?:\A|(?<=[>\s])|(?<=sp;))\*\*(?P<begun>[\w（(“《][^*]*+(?<![\s≥≤＞＜><=＝≈：:]))\*\*"
    r"|\\(?P<escaped>[|*_#\[\]<>`~.+-])"  # but not \( and \), which stand around a formula
    r"|\\(?P<backslash>\\(?=[A-Za-z%(){}\[\],]))"  # pandoc escapes the one of \geq
    r"|(?P<entity>&(?:[A-Za-z]{2,8}|\#\d{1,7}|\#[xX][0-9A-Fa-f]{1,6});)",
    re.IGNORECASE,
)
#: What markup begins with, but not a command of LaTeX; a line without any is not searched for it, which is dear.
_MARKUP_SIGN = re.compile(r"[<*&\\](?:(?<!\\)|(?=[|*_#\[\]<>`~.+\\-]))")


def read_text_dump(text: str, start: int = 0, end: int | None = None) -> Iterator[RawTable]:
    """Yield what is printed without a blank line between, cut into rows and cells.

    `start` and `end` bound what is read of the text.

    >>> [row.cells[1].text for table in read_text_dump("| 合计 | 1.00 |\\n| 甲 | 1.00 |") for row in table.rows]
    ['1.00', '1.00']
    """
    rows: list[RawRow] = []
    last_end = start
    for first, last in _whole_lines(text, start, len(text) if end is None else end):
        if rows and _BLANK_LINE.search(text, last_end, first):
            yield RawTable(tuple(rows))
            rows = []
        last_end = last
        if not _is_rule(text[first:last]):
            rows.append(_row(text, first, last))
    if rows:
        yield RawTable(tuple(rows))


def _is_rule(line: str) -> bool:
    """Tell a line that only parts rows; a lone dash in a cell is not one."""
    if line.strip(_RULE):
        return False
    return bool(_SHORTEST_RULE.search(line) or _DASH_CELLS.fullmatch(line.strip(BLANKS)))


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the lines that hold something but a comment."""
    for found in _LINE.finditer(text, start, end):
        line = found[0].strip(BLANKS)
        if line and not (line[0] in _SIGNS and _says_nothing(line)):
            yield found.span()


def _says_nothing(line: str) -> bool:
    return bool(_COMMENT.fullmatch(line) or _CONDITION.fullmatch(line))


def _whole_lines(text: str, first: int, last: int) -> Iterator[tuple[int, int]]:
    """Yield the lines, a pipe row broken over several of them as one.

    Such a row begins with a pipe and is closed by one at the end of a later line,
    before any line that begins with a pipe. Where none closes it, its pipes were
    printed without the last.
    """
    held: list[tuple[int, int]] = []
    for start, end in _lines(text, first, last):
        line = text[start:end].strip(BLANKS)
        if held:
            if not line.startswith("|") and not _BLANK_LINE.search(text, held[-1][1], start):
                held.append((start, end))
                if _is_closed(line):
                    yield held[0][0], end
                    held = []
                continue
            yield from held
            held = []
        if line.startswith("|") and not _is_closed(line) and line.count("|") > 1:
            held.append((start, end))
        else:
            yield start, end
    yield from held


def _is_closed(line: str) -> bool:
    return line.endswith("|") and not line.endswith("\\|")


def _row(text: str, start: int, end: int) -> RawRow:
    line = text[start:end]
    body = line.strip(BLANKS)
    pipes = line.count("|")
    if 1 <= pipes <= MOST_COLUMNS and (body.startswith("|") or (pipes >= _FEWEST_PIPES and "\t" not in body)):
        edges = [found.start() for found in _PIPE.finditer(text, start, end)]
        if not body.startswith("|"):
            edges.insert(0, start - 1)
        if not _is_closed(body) or len(edges) == 1:
            edges.append(end)
        separator = "|"
    elif 1 <= line.count("\t") <= MOST_COLUMNS:
        if line[:2] == line[-2:] == "**" and line.count("**") == _PAIR:  # the whole line is bold
            start, end, line = start + 2, end - 2, line[2:-2]
        edges = [start - 1, *(start + found.start() for found in _TAB.finditer(line)), end]
        separator = "\t"
    else:
        heading = _HEADING.match(text, end - len(line.lstrip(BLANKS)), end)
        edges, separator = [heading.end() - 1 if heading else start - 1, end], ""
    cells = [RawCell.at(text, left + 1, right) for left, right in pairwise(edges)]
    return RawRow(tuple(map(_plain, cells) if _MARKUP_SIGN.search(line) else cells), separator)


def _plain(cell: RawCell) -> RawCell:
    """Undo the markup of Markdown and HTML in a cell, and keep where each stretch stood."""
    text, origin = cell.text, cell.pieces[0][1]
    sign = _MARKUP_SIGN.search(text)
    if sign is None or not _MARKUP.search(text, sign.start()):
        return cell
    plain: list[str] = []
    pieces: list[tuple[int, int, int]] = []
    length = 0
    for words, start, printed in _stretches(text, 0, len(text)):
        if words:
            plain.append(words)
            pieces.append((length, origin + start, printed))
            length += len(words)
    return RawCell("".join(plain), tuple(pieces) or cell.pieces).trimmed()


def _stretches(text: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    """Yield the words that each stretch of a cell stands for, where it begins, and how long it is as printed."""
    for found in _MARKUP.finditer(text, start, end):
        yield text[start : found.start()], start, found.start() - start
        bold = "bold" if found["bold"] else "begun"
        if found[bold]:
            yield from _stretches(text, *found.span(bold))  # which holds no further bold words
        else:
            yield _unmarked(found), found.start(), len(found[0])
        start = found.end()
    yield text[start:end], start, end - start


def _unmarked(found: re.Match[str]) -> str:
    if found["newline"]:
        return "\n"
    if found["entity"]:
        return html.unescape(found[0])
    return found["escaped"] or found["backslash"] or ""
