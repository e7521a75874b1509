"""PDF: the ruled tables and the lines of text on its pages, in printed order.

Only pages on which the words of a performance target table stand, and those
between and next to them, are taken apart; of the others the text alone is looked
at. A page without characters is a scan, which a diagnostic tells.
"""

import re
from collections.abc import Iterator, Sequence

from attrs import define, field

from budgetperf.diagnostics import diagnose
from budgetperf.readers.composing import ComposedText, Line, aligned, cleaned
from budgetperf.readers.files import Request
from budgetperf.readers.pdf.lattice import Lattice, lattices, with_open_row, words_of
from budgetperf.readers.pdf.lines import text_lines
from budgetperf.readers.pdf.pages import Glyph, Page, Pages, opened
from budgetperf.readers.pdf.painting import check_painting
from budgetperf.readers.pdf.streams import check_streams
from budgetperf.readers.pdf.unruled import unruled_table
from budgetperf.source import Place, Span

__all__ = ["read_pdf"]

#: Words that stand on the pages of a performance target table, blanks between their characters or not. Where
#: columns are printed on other pages, those of the money have but the heading of the names.
_TELLING = re.compile(
    r"绩\s*效|指\s*标\s*值|(?:产\s*出|效\s*益|满\s*意\s*度)\s*指\s*标|项\s*目\s*名\s*称|资\s*金\s*使\s*用\s*单\s*位"
)
#: The columns of a table stand at the same place on each of its pages.
_SAME_PLACE = 2.0


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
        numbers = _wanted(request, len(pages))
        pictures: list[int] = []
        composer = _Composer(composed)
        for page in _telling_pages(pages, numbers, pictures):
            composer.take(page)
        composer.finish()
    if pictures:
        message = f"{_named(pictures)}: a scan without characters, of which nothing is read"
        hint = "run OCR over it first, and read what that gives"
        composed.diagnostics.append(diagnose("R122", message, None, "", hint))
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


def _telling_pages(pages: Pages, numbers: Sequence[int], pictures: list[int]) -> Iterator[Page]:
    """Yield the pages that may hold our tables: those that say so, all between them, and one before and behind."""
    told = False
    #: Those behind the last that says so, or the one before the first.
    waiting: list[int] = []
    for number in numbers:
        with pages.loaded(number) as loaded:
            text = loaded.text()
            if text.is_picture:
                pictures.append(number)
            if not _TELLING.search(text.text):
                waiting = [*waiting, number] if told else [number]
                continue
            for each in waiting:
                yield pages.page(each, telling=False)
            told, waiting = True, []
            yield loaded.page()
    if told and waiting:
        yield pages.page(waiting[0], telling=False)


@define
class _Composer:
    """Adds page after page to a text."""

    composed: ComposedText
    #: The corridors between the columns of the last page, where it has a table without uprights.
    corridors: tuple[float, ...] = ()

    #: The page before, which is added when it is known how the next begins.
    page: Page | None = None
    tables: list[Lattice] = field(factory=list)
    outside: list[Glyph] = field(factory=list)

    def take(self, page: Page) -> None:
        """Take the next page."""
        tables, outside = lattices(page)
        if self.tables and tables and _goes_on(self.tables[-1], tables[0]):
            self.tables[-1], self.outside = with_open_row(self.tables[-1], self.outside)
        self.finish()
        self.page, self.tables, self.outside = page, tables, outside

    def finish(self) -> None:
        """Add the tables of the last page taken, and the lines around them, in printed order."""
        page, tables, outside = self.page, self.tables, self.outside
        if page is None:
            return
        if page.unknown:
            message = f"page {page.number} has {page.unknown} characters of which the file does not say what they are"
            self.composed.diagnostics.append(diagnose("R123", message))
        home = Place(page=page.number)
        if not tables:
            outside = self._add_unruled(page, outside)
        lines = text_lines(outside)
        for table in tables:
            above = [line for line in lines if _bottom(line) <= table.ys[0] + 1]
            self.composed.add(above, home)
            lines = lines[len(above) :]
            self.composed.add(_rows(table), home)
        self.composed.add(lines, home)

    def _add_unruled(self, page: Page, glyphs: list[Glyph]) -> list[Glyph]:
        """Add the table that the characters of a page make, and what stands above it; return what stands below."""
        table = unruled_table(page, glyphs, self.corridors)
        self.corridors = table.corridors if table else ()
        if table is None:
            return glyphs
        home = Place(page=page.number)
        self.composed.add(text_lines(glyph for glyph in glyphs if glyph.y < table.top), home)
        at = self.composed.length
        self.composed.add(table.rows, home)
        columns = len(table.corridors) + 1
        message = f"page {page.number} has no lines between its {columns} columns; they are told by the blanks"
        self.composed.diagnostics.append(diagnose("R128", message, Span(at, self.composed.length - 1)))
        return [glyph for glyph in glyphs if glyph.y > table.bottom]


def _goes_on(table: Lattice, following: Lattice) -> bool:
    """Tell whether the table that follows on the next page has the same columns."""
    xs, others = table.xs, following.xs
    return len(xs) == len(others) and all(abs(one - other) < _SAME_PLACE for one, other in zip(xs, others, strict=True))


def _bottom(line: Line) -> float:
    return line.boxes[0][3] if line.boxes and line.boxes[0] else 0.0


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
