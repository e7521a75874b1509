"""HTML tables anywhere in a text: a page of a web site, an Office export, islands in Markdown.

Tags are read in one pass, closed or not, into tables of rows of cells; then
each table is laid out on its grid.
"""

import html
import re
from collections.abc import Iterator

from attrs import define, field

from budgetperf.normalization import BLANKS
from budgetperf.readers.raw import RawTable
from budgetperf.readers.texts.dump import read_text_dump
from budgetperf.readers.texts.htmltables import Budget, Words, WrittenCell, WrittenRow, WrittenTable, laid_out, line_of

__all__ = ["holds_tables", "read_markup"]

#: A cell that says it covers more columns or rows covers as many.
_MOST_COLUMNS_COVERED = 200
_MOST_ROWS_COVERED = 65_534  # as in the standard of HTML
_LEAST_BUDGET = 20_000
#: Tables within tables; those further in stand beside each other.
_DEEPEST = 50

_STRUCTURE = re.compile(r"<(/?)(table|tr|td|th|thead|tbody|tfoot|caption|colgroup|col)(?=[\s/>])", re.IGNORECASE)
_PAGE = re.compile(
    r"[\s\ufeff]*+(?:<!--(?:[^-]|-(?!->)){0,2000}+-->\s*+|<\?xml[^<>]*+>\s*+){0,4}<(?:!doctype|html|head|body|meta)\b",
    re.IGNORECASE,
)
#: A line outside the tables that begins with a tag.
_TAGGED_LINE = re.compile(
    r"(?:^|(?<=</table>))[ \t]*</?(?:div|p|center|h[1-6]|section|body|html|span|font|b|strong)\b.*$",
    re.IGNORECASE | re.MULTILINE,
)
_TOKEN = re.compile(
    r"(?P<comment><!--)"
    # An attribute may hold ">" in quotes; quotes that don't match are none.
    r"""|<(?P<close>/?)(?P<tag>[A-Za-z][A-Za-z0-9:]*+)(?=[\s/>])"""
    r"""(?P<attributes>(?:[^<>"']++|"[^"<]*+"|'[^'<]*+')*+(?=>)|[^<>]*+)>"""
    r"|(?P<declaration><[!?][^<>]*+>)"
    r"|(?P<entity>&(?:[A-Za-z][A-Za-z0-9]{1,31};|\#\d{1,7};?|\#[xX][0-9A-Fa-f]{1,6};?|(?:nbsp|amp|lt|gt)(?![A-Za-z0-9=])))"
    r"|(?P<blanks>[ \t\r\n\f]{2,}+|[\t\r\n\f])"
)
_COMMENT_END = "-->"
_COLSPAN = re.compile(r"(?<![\w:-])colspan\s*=\s*[\"']?\s*(\d{1,4})", re.IGNORECASE)
_ROWSPAN = re.compile(r"(?<![\w:-])rowspan\s*=\s*[\"']?\s*(\d{1,5})", re.IGNORECASE)

#: A row that a workbook hides, and with it the page that is made of it.
_NOT_SHOWN = re.compile(r"display\s*:\s*none", re.IGNORECASE)


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


#: What is in these is not printed on the page.
_HIDDEN = _names("script style title xml noscript template textarea select svg iframe object")
_BREAKS = _names(
    "address article aside blockquote body br center dd div dl dt fieldset figcaption figure footer form"
    " h1 h2 h3 h4 h5 h6 header hr html li main nav ol option p pre section ul"
)
_TABLE_TAGS = _names("table tr td th thead tbody tfoot caption")


def holds_tables(text: str) -> bool:
    """Tell whether a text holds a table in HTML.

    >>> holds_tables("<table><tr><td>合计"), holds_tables("<table>\\n| 合计 | 1.00 |\\n</table>")
    (True, False)
    """
    return _next_table(text, 0) is not None


def read_markup(text: str) -> Iterator[RawTable]:
    """Yield the tables in a text that holds some in HTML, and the lines around them, in printed order.

    >>> [len(table.rows) for table in read_markup("<p>单位：元<table><tr><td>合计<td>1<tr><td>甲<td>1</table>")]
    [1, 2]
    """
    budget = Budget(len(text) + _LEAST_BUDGET)
    if _PAGE.match(text):
        yield from _Walker(text, len(text), budget).walk(0)
        return
    place = 0
    while (start := _next_table(text, place)) is not None:
        yield from _around(text, place, start)
        walker = _Walker(text, len(text), budget)
        yield from walker.walk(start, one=True)
        place = walker.place
    yield from _around(text, place, len(text))


def _next_table(text: str, place: int) -> int | None:
    """Return where a table in HTML begins: one with rows, since some tools put the bare tag around other tables."""
    table = None
    for found in _STRUCTURE.finditer(text, place):
        if found[2].lower() == "table":
            table = None if found[1] else found.start()
        elif table is not None and not found[1]:
            return table
    return None


def _around(text: str, start: int, end: int) -> Iterator[RawTable]:
    """Yield what is printed outside the tables of a text that is no page: lines, some of them with tags."""
    for found in _TAGGED_LINE.finditer(text, start, end):
        yield from read_text_dump(text, start, found.start())
        yield from _Walker(text, found.end(), Budget(0)).walk(found.start())
        start = found.end()
    yield from read_text_dump(text, start, end)


@define
class _Walker:
    """Goes through tags and words once."""

    text: str
    end: int
    budget: Budget
    #: Where it has come to.
    place: int = 0
    #: The tables that are open, and the words outside all tables.
    tables: list[WrittenTable] = field(factory=list)
    words: Words = field(init=False)
    #: What is known not to come any more, so that it is looked for once.
    absent: set[str] = field(factory=set)

    def __attrs_post_init__(self) -> None:
        self.words = Words(self.text)

    def walk(self, start: int, *, one: bool = False) -> Iterator[RawTable]:
        """Yield tables and lines from `start` on; `one` ends with the first table."""
        self.place = start
        while found := _TOKEN.search(self.text, start, self.end):
            at, self.place = found.span()
            self._add(start, at)
            if found.lastgroup == "attributes":
                yield from self._take_tag(found)
                if one and not self.tables:
                    return
            else:
                self._take_other(found, parting=one)
            start = self.place
        self._add(start, self.end)
        self.place = self.end
        done = None
        while self.tables:
            done = self._close_table(closed=False)
        yield from laid_out(done, self.budget) if done else self._lines()

    def _take_other(self, found: re.Match[str], *, parting: bool) -> None:
        """Take what is neither a tag nor words; `parting` says that a blank line parts lines."""
        if found.lastgroup == "blanks":
            self._blank(*found.span(), broken=parting and found[0].count("\n") > 1)
        elif found.lastgroup == "entity":
            self._add(*found.span(), html.unescape(found[0]))
        elif found.lastgroup == "comment":
            self._skip(_COMMENT_END, self.place)

    def _take_tag(self, found: re.Match[str]) -> Iterator[RawTable]:
        name, opens = found["tag"].lower(), not found["close"]
        if not self.tables and (name in _BREAKS or name in _TABLE_TAGS):
            yield from self._lines()
        done = self._tag(found, name, opens=opens)
        if done:
            yield from laid_out(done, self.budget)
        elif name == "pre" and opens and not self.tables:
            yield from read_text_dump(self.text, *self._skip("</pre", self.place))

    def _lines(self) -> Iterator[RawTable]:
        """Yield the words outside tables, since their line ends."""
        words, self.words = self.words, Words(self.text)
        yield from map(line_of, words.lines())

    def _skip(self, sign: str, place: int) -> tuple[int, int]:
        """Go on behind what is not printed, up to `sign`; return where it stood."""
        if sign not in self.absent:
            ending = re.compile(sign if sign == _COMMENT_END else f"{sign}[^<>]*>?", re.IGNORECASE)
            found = ending.search(self.text, place, self.end)
            if found:
                self.place = found.end()
                return place, found.start()
            self.absent.add(sign)
        return place, place

    # --- words -----------------------------------------------------------------------------------------

    def _target(self) -> Words:
        """Return where words are added."""
        if not self.tables:
            return self.words
        table = self.tables[-1]
        if table.words is None:
            table.words = Words(self.text)
        return table.words

    def _add(self, start: int, end: int, words: str | None = None) -> None:
        """Add words, or what an entity means; blanks at their ends are printed only within a line."""
        if words is None:
            while start < end and self.text[start] == " ":
                self._blank(start, start + 1)
                start += 1
        behind = words is None and end > start and self.text[end - 1] == " "
        if end > start:
            self._target().add(start, end - behind, words)
        if behind:
            self._blank(end - 1, end)

    def _blank(self, start: int, end: int, *, broken: bool = False) -> None:
        if not self.tables or self.tables[-1].words is not None:
            self._target().add_blank(start, end, broken=broken)

    # --- tags ------------------------------------------------------------------------------------------

    def _tag(self, found: re.Match[str], name: str, *, opens: bool) -> WrittenTable | None:
        """Take a tag; return the outermost table when it ends."""
        table = self.tables[-1] if self.tables else None
        if name in _HIDDEN and opens:
            self._skip(f"</{name}", self.place)
        elif name == "table":
            if not opens:
                return self._close_table(closed=True)
            self._open_table()
        elif name in _BREAKS:
            self._blank(*found.span(), broken=True)
        elif table is not None and name in _TABLE_TAGS:
            self._tag_within(table, found, name, opens=opens)
        return None

    def _tag_within(self, table: WrittenTable, found: re.Match[str], name: str, *, opens: bool) -> None:
        """Take a tag of the innermost table."""
        if name not in ("td", "th"):
            self._end_row(table)
            if name != "tr":
                table.groups += 1
            elif opens:
                self._begin_row(table, found.start(), hidden=_NOT_SHOWN.search(found["attributes"]) is not None)
            return
        self._end_cell(table)
        if opens:
            if table.row is None:
                self._begin_row(table, found.start())
            self._begin_cell(table, found)

    def _open_table(self) -> None:
        if len(self.tables) >= _DEEPEST:
            self._close_table(closed=False)
        table = WrittenTable()
        if self.tables:
            outer = self.tables[-1]
            self._end_words(outer)
            (outer.cell.items if outer.cell else outer.rows).append(table)
        self.tables.append(table)

    def _close_table(self, *, closed: bool) -> WrittenTable | None:
        if not self.tables:
            return None
        table = self.tables[-1]
        self._end_row(table)
        table.closed = closed
        self.tables.pop()
        if not self.tables:
            return table
        outer, single = self.tables[-1], table.single
        if single and outer.cell and outer.cell.items[-1] is table:
            outer.cell.items[-1:] = single.items  # it is but a frame around words
        return None

    def _begin_row(self, table: WrittenTable, start: int, *, hidden: bool = False) -> None:
        table.row = WrittenRow(start, table.groups, hidden)
        table.rows.append(table.row)

    def _end_row(self, table: WrittenTable) -> None:
        self._end_cell(table)
        table.row = None

    def _begin_cell(self, table: WrittenTable, found: re.Match[str]) -> None:
        columns, rows = _COLSPAN.search(found["attributes"]), _ROWSPAN.search(found["attributes"])
        table.cell = WrittenCell(
            found.end(),
            max(1, min(int(columns[1]), _MOST_COLUMNS_COVERED)) if columns else 1,
            (int(rows[1]) or _MOST_ROWS_COVERED) if rows else 1,
        )
        if table.row is not None:
            table.row.cells.append(table.cell)

    def _end_cell(self, table: WrittenTable) -> None:
        self._end_words(table)
        table.cell = None

    def _end_words(self, table: WrittenTable) -> None:
        if table.words and any(part.strip(BLANKS) for part in table.words.parts):
            (table.cell.items if table.cell else table.rows).append(table.words)
        table.words = None
