"""From the pages of a PDF to a text: the ruled tables and the lines of text on its pages, in printed order.

Only pages on which the words of a performance target table stand, and those
between and next to them, are taken apart; of the others the text alone is looked
at. A page without characters is a scan, which a diagnostic tells.
"""

import re
from collections.abc import Iterator, Sequence

from attrs import define, field

from budgetperf.diagnostics import Diagnostic, diagnose, quoted
from budgetperf.normalization import unified
from budgetperf.readers.composing import ComposedText, Line, aligned, cleaned
from budgetperf.readers.pdf.characters import Glyph
from budgetperf.readers.pdf.lattice import Lattice, lattices, with_open_row, without_marks
from budgetperf.readers.pdf.lines import text_lines, words_of
from budgetperf.readers.pdf.pages import PRINT_AGAIN, LoadedPage, Page, Pages, opened
from budgetperf.readers.pdf.painting import check_painting
from budgetperf.readers.pdf.streams import check_streams
from budgetperf.readers.pdf.unruled import unruled_table
from budgetperf.readers.request import Request
from budgetperf.readers.unreadable import Unreadable
from budgetperf.source import Place, Span

__all__ = ["read_pdf"]

#: Words that stand on the pages of a performance target table, blanks between their characters or not. Where
#: columns are printed on other pages, those of the money have but the heading of the names.
_TELLING = re.compile(
    r"绩\s*效|指\s*标\s*值|(?:产\s*出|效\s*益|满\s*意\s*度)\s*指\s*标|项\s*目\s*名\s*称|资\s*金\s*使\s*用\s*单\s*位"
)
#: The columns of a table stand at the same place on each of its pages.
_SAME_PLACE = 2.0
#: Words in columns beside a ruled table are one of their own from so many rows on.
_FEWEST_ROWS = 3
_QUOTED = 40


def read_pdf(request: Request) -> ComposedText:
    """Return what is printed on the pages.

    Raises:
        Unreadable: if the file is damaged or encrypted.
        LimitExceeded: if it is larger than the limits allow.
        ValueError: if it has no such page.

    """
    check_streams(request.data, request.allowance)
    check_painting(request.data, request.allowance)
    composed = ComposedText(request.allowance)
    with opened(request.data, request.password, request.allowance) as pages:
        composer = _Composer(composed)
        for page in _TellingPages(pages, _wanted(request, len(pages)), composer.remarks):
            composer.take(page)
        composer.finish()
    composed.diagnostics += composer.remarks.diagnostics()
    return composed


def _named(numbers: Sequence[int]) -> str:
    """Return numbers of pages in words.

    >>> _named([3]), _named([1, 2, 3, 7])
    ('page 3', 'pages 1–3, 7')
    """
    stretches: list[list[int]] = []
    for number in numbers:
        if stretches and number == stretches[-1][-1] + 1:
            stretches[-1].append(number)
        else:
            stretches.append([number])
    words = [f"{each[0]}–{each[-1]}" if len(each) > 1 else str(each[0]) for each in stretches]
    return f"page{'s' if len(numbers) > 1 else ''} {', '.join(words)}"


def _wanted(request: Request, count: int) -> Sequence[int]:
    if request.pages is None:
        return range(1, count + 1)
    if request.pages[-1] > count:
        raise ValueError(f"there is no page {request.pages[-1]}: the PDF has {count} pages")
    return request.pages


@define
class _Remarks:
    """What is told of pages, those alike together: by code, words and hint, the numbers of the pages."""

    pages: dict[tuple[str, str, str | None], list[int]] = field(factory=dict)

    def add(self, number: int, code: str, words: str, hint: str | None = None) -> None:
        """Remark something on a page."""
        self.pages.setdefault((code, words, hint), []).append(number)

    def add_of(self, page: Page) -> None:
        """Remark what is odd about a page as it is painted."""
        if page.unknown:
            hint = "look at the page, and put the words right by hand; or run OCR over a picture of it"
            self.add(page.number, "R123", "characters of which the file does not say what they are", hint)
        if page.beyond:
            self.add(page.number, "R125", "words beyond the edges of the page are left out")
        if page.unseen:
            self.add(page.number, "R126", "words that nobody sees, as those of an OCR layer, are read")
        if page.marks.strip():
            self.add(page.number, "R127", f"marks on the page are left out: {quoted(page.marks.strip()[:_QUOTED])}")

    def diagnostics(self) -> Iterator[Diagnostic]:
        """Yield a diagnostic for what is remarked alike."""
        for (code, words, hint), numbers in self.pages.items():
            yield diagnose(code, f"{_named(sorted(set(numbers)))}: {words}", None, "", hint)


@define
class _TellingPages:
    """The pages that may hold our tables: those that say so, all between them, and one before and behind."""

    pages: Pages
    numbers: Sequence[int]
    remarks: _Remarks
    damaged: set[int] = field(factory=set)

    def __iter__(self) -> Iterator[Page]:
        told = False
        #: Those behind the last that says so, or the one before the first.
        waiting: list[int] = []
        for number in self.numbers:
            try:
                with self.pages.loaded(number) as loaded:
                    if not self._tells(loaded):
                        waiting = waiting if told else []
                        waiting.append(number)
                        continue
                    yield from self._others(waiting)
                    told, waiting = True, []
                    yield loaded.page()
            except Unreadable as error:
                self._remark_damage(number, error)
        if len(self.damaged) == len(self.numbers):
            raise Unreadable("none of its pages can be read", hint=PRINT_AGAIN)
        yield from self._others(waiting[:1] if told else ())

    def _tells(self, page: LoadedPage) -> bool:
        """Tell whether a page says that it may hold our tables, and remark a scan."""
        text = page.text()
        if text.is_picture:
            hint = "run OCR over it first, and read what that gives"
            self.remarks.add(page.number, "R122", "a scan, a picture with few characters on it or none", hint)
        return _TELLING.search(unified(text.text)) is not None

    def _others(self, numbers: Sequence[int]) -> Iterator[Page]:
        for number in numbers:
            try:
                yield self.pages.page(number, telling=False)
            except Unreadable as error:
                self._remark_damage(number, error)

    def _remark_damage(self, number: int, error: Unreadable) -> None:
        self.damaged.add(number)
        self.remarks.add(number, "R119", f"a page that can't be read: {error}", error.hint)


@define
class _Composer:
    """Adds page after page to a text."""

    composed: ComposedText
    remarks: _Remarks = field(factory=_Remarks)
    #: The corridors between the columns of the last page, where it has a table without uprights.
    corridors: tuple[float, ...] = ()
    #: The page before, which is added when it is known how the next begins.
    page: Page | None = None
    tables: list[Lattice] = field(factory=list)
    outside: list[Glyph] = field(factory=list)

    def take(self, page: Page) -> None:
        """Take the next page."""
        self.composed.allowance.check_time()
        page = without_marks(page)
        tables, outside = lattices(page)
        if self.tables and tables and _goes_on(self.tables[-1], tables[0]) and not _stand_above(outside, tables[0]):
            self.tables[-1], self.outside = with_open_row(self.tables[-1], self.outside)
        self.finish()
        self.page, self.tables, self.outside = page, tables, outside

    def finish(self) -> None:
        """Add the tables of the last page taken, and the lines around them, in printed order."""
        page, self.page = self.page, None
        if page is None:
            return
        self.remarks.add_of(page)
        home = Place(page=page.number)
        blocks: list[tuple[float, list[Line]]] = [(table.ys[0], _rows(table)) for table in self.tables]
        unruled = unruled_table(page, self.outside, self.corridors, self.composed.allowance)
        if unruled and self.tables and len(unruled.rows) < _FEWEST_ROWS:
            unruled = None  # captions and notes stand in columns as well
        self.corridors = unruled.corridors if unruled else ()
        if unruled:
            blocks.append((unruled.top, list(unruled.rows)))
        lines = text_lines(unruled.outside if unruled else self.outside)
        for top, rows in sorted(blocks, key=lambda block: block[0]):
            self.composed.add([line for line in lines if _middle(line) <= top], home)
            lines = [line for line in lines if _middle(line) > top]
            at = self.composed.length
            self.composed.add(rows, home)
            if unruled and rows == list(unruled.rows):
                columns = len(unruled.corridors) + 1
                message = f"page {page.number} has no lines between its {columns} columns; they are told by the blanks"
                self.composed.diagnostics.append(diagnose("R128", message, Span(at, self.composed.length - 1)))
        self.composed.add(lines, home)


def _stand_above(glyphs: Sequence[Glyph], table: Lattice) -> bool:
    """Tell whether words stand above a table: then it begins there, and goes on with no row of the page before."""
    return any(glyph.y < table.ys[0] for glyph in glyphs)


def _goes_on(table: Lattice, following: Lattice) -> bool:
    """Tell whether the table that follows on the next page has the same columns."""
    xs, others = table.xs, following.xs
    return len(xs) == len(others) and all(abs(one - other) < _SAME_PLACE for one, other in zip(xs, others, strict=True))


def _middle(line: Line) -> float:
    """Return at which height a line of words stands."""
    (_, top, _, bottom) = (line.boxes or [None])[0] or (0.0, 0.0, 0.0, 0.0)
    return (top + bottom) / 2


def _rows(table: Lattice) -> list[Line]:
    """Return the rows of a table; a cell that goes on from above is empty in those below."""
    words = {id(cell): cleaned(words_of(cell.glyphs)) for cell in table.cells}
    rows = list(table.rows())
    grid = [[(cell.left + 1, words[id(cell)] if cell.top == top else "") for cell in row] for top, row in rows]
    # A single cell over several columns is a line of text; in a table of one column, it is a row.
    narrow = all(len(row) == 1 for _, row in rows)
    lines = []
    for number, ((_, row), cells) in enumerate(zip(rows, aligned(grid, loose=False), strict=True), 1):
        boxes = {cell.left + 1: cell.box for cell in row}
        texts, columns = tuple(text for _, text in cells), tuple(column for column, _ in cells)
        separator = "|" if len(cells) > 1 or (narrow and len(rows) > 1) else ""
        lines.append(Line(texts, separator, number, columns, tuple(boxes.get(column) for column in columns)))
    return lines
