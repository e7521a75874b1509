"""The pages of a PDF: opened by pdfium, and made upright of the characters and lines that are painted on them.

Coordinates are those of the page as it is shown, in points from its upper left
corner; a table that is printed sideways is turned upright.
"""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
from attrs import define, evolve, field, frozen

from budgetperf.errors import LimitExceeded
from budgetperf.readers.limits import Allowance
from budgetperf.readers.pdf.characters import Characters, Glyph
from budgetperf.readers.pdf.coordinates import Matrix, shown_from
from budgetperf.readers.pdf.edges import DEEPEST, STRAIGHT, THICKEST_RULE, Edge, Shapes, box_around, straight
from budgetperf.readers.unreadable import Unreadable
from budgetperf.source import Box

__all__ = ["PRINT_AGAIN", "LoadedPage", "Page", "PageText", "Pages", "opened"]

#: What to do with a file of which pdfium can't make anything.
PRINT_AGAIN = "open it in a PDF viewer, and print it to a new PDF"
#: pdfium works for one thread at a time.
_PDFIUM = threading.RLock()
#: A picture over so much of a page with so few characters on it is a scan.
_WHOLE, _FEW = 0.6, 60
#: Where fewer of its characters stand on a page, its size is said wrongly; some programs swap width and height.
_SHOWN = 0.8


@frozen
class PageText:
    """The plain words of a page, to tell whether it matters, and whether it is a picture of words."""

    text: str
    is_picture: bool


@frozen
class Page:
    """What is painted on a page."""

    #: From 1.
    number: int
    width: float
    height: float
    glyphs: Sequence[Glyph]
    edges: Sequence[Edge]
    #: Filled shapes that are no lines.
    shades: Sequence[Box] = ()
    #: How many characters there are of which the file does not say what they are,
    unknown: int = 0
    #: that are painted so that nobody sees them, as those of an OCR layer are,
    unseen: int = 0
    #: and that stand beyond the page's edges.
    beyond: int = 0
    #: Words that are marks on the page: at a slant, upside down, or large across its rules.
    marks: str = ""
    #: Characters that run up or down the page, in the order of the file: heads of narrow columns.
    turned: Sequence[Glyph] = ()


@define
class Pages:
    """The pages of a document that is open."""

    document: Any
    allowance: Allowance

    def __len__(self) -> int:
        return len(self.document)

    def text(self, number: int) -> PageText:
        """Return the plain words of a page."""
        with self.loaded(number) as page:
            return page.text()

    def page(self, number: int, *, telling: bool = True) -> Page:
        """Return what is painted on a page; of one that is not `telling`, a picture of too many lines is left out."""
        with self.loaded(number) as page:
            return page.page(telling=telling)

    @contextmanager
    def loaded(self, number: int) -> Iterator["LoadedPage"]:
        """Load a page, which takes as long as to go through its characters.

        Raises:
            Unreadable: if it is damaged.

        """
        self.allowance.check_time()
        try:
            page = self.document[number - 1]
            text = page.get_textpage()
        except pypdfium2.PdfiumError as error:
            raise Unreadable(f"it is damaged ({error})") from error
        try:
            yield LoadedPage(page, text, number, self.allowance)
        finally:
            text.close()
            page.close()


@frozen
class LoadedPage:
    """A page that pdfium has in memory."""

    source: Any
    characters: Any
    number: int
    allowance: Allowance

    def text(self) -> PageText:
        """Return its plain words."""
        count = pdfium.FPDFText_CountChars(self.characters.raw)
        self.allowance.check("page_characters", count, f"page {self.number} has too many characters")
        words = self.characters.get_text_range() if count else ""
        few = len(words.split()) < _FEW and sum(not each.isspace() for each in words) < _FEW
        return PageText(words, few and _shows_picture(self.source))

    def page(self, *, telling: bool = True) -> Page:
        """Return what is painted on it, as :meth:`Pages.page` does."""
        painted = _Painted(self.source, self.characters, self.number, self.allowance)
        try:
            return painted.page()
        except LimitExceeded as error:
            if telling or error.limit != "page_edges":
                raise
            return painted.page(edges=False)


@contextmanager
def opened(data: bytes, password: str | None, allowance: Allowance) -> Iterator[Pages]:
    """Open a document; other threads wait until it is closed.

    Raises:
        Unreadable: if it is damaged, or encrypted with a password that is not given.
        LimitExceeded: if it has too many pages.

    """
    asked = time.monotonic()
    with _PDFIUM:
        allowance.deadline += time.monotonic() - asked  # it was others who took the time
        try:
            document = pypdfium2.PdfDocument(data, password=password)
        except pypdfium2.PdfiumError as error:
            raise _refusal(error, password) from error
        try:
            allowance.check("pages", len(document), "the PDF has too many pages")
            yield Pages(document, allowance)
        finally:
            document.close()


def _refusal(error: pypdfium2.PdfiumError, password: str | None) -> Unreadable:
    if error.err_code == pdfium.FPDF_ERR_SECURITY:
        return Unreadable("the PDF is encrypted in a way that is not known here", hint=PRINT_AGAIN)
    if error.err_code != pdfium.FPDF_ERR_PASSWORD:
        return Unreadable(f"the PDF is damaged ({error})", hint=PRINT_AGAIN)
    given = "with another password than the one that was given" if password else "with a password"
    return Unreadable(f"the PDF is encrypted {given}", hint="give read its password: read(…, password=…)")


def _shows_picture(page: Any) -> bool:  # noqa: ANN401 - pypdfium2 says nothing of its types
    width, height = page.get_size()
    for picture in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=DEEPEST):
        left, bottom, right, top = picture.get_bounds()
        if (right - left) * (top - bottom) >= _WHOLE * width * height:
            return True
    return False


@define
class _Painted:
    """Gathers the characters and lines of one page."""

    source: Any
    text: Any
    number: int
    allowance: Allowance
    #: From the page's own coordinates to those it is shown in.
    shown: Matrix = field(init=False)
    width: float = field(init=False)
    height: float = field(init=False)
    #: Whether it is cut out of a larger page, as a half of a spread is,
    cropped: bool = field(init=False)
    #: and whether its size is said wrongly, so that all of it counts.
    whole: bool = False
    unknown: int = 0
    unseen: int = 0
    beyond: int = 0
    marks: str = ""

    def __attrs_post_init__(self) -> None:
        self.cropped = self.source.get_cropbox() != self.source.get_mediabox()
        left, bottom, right, top = self.source.get_bbox()
        wide, high = right - left, top - bottom
        rotation = self.source.get_rotation()
        self.shown = shown_from((left, bottom, right, top), rotation)
        self.width, self.height = (wide, high) if rotation in (0, 180) else (high, wide)

    def page(self, *, edges: bool = True) -> Page:
        """Return the page, upright."""
        glyphs, turned, turn = self._glyphs()
        lines, shades = Shapes(self.source, self.number, self.allowance, self.shown).edges() if edges else ([], [])
        lines = [line for each in lines if (line := self._visible(each))]
        page = Page(
            self.number,
            self.width,
            self.height,
            glyphs,
            lines,
            shades,
            turned=turned,
            unknown=self.unknown,
            unseen=self.unseen,
            beyond=self.beyond,
            marks=self.marks,
        )
        return _turned(page, turn) if turn else page

    def _shown(self, painted: Iterable[Glyph]) -> list[Glyph]:
        """Return the characters that begin on what is shown of the page."""
        glyphs = list(painted)
        shown = [glyph for glyph in glyphs if 0 <= glyph.x <= self.width and 0 <= glyph.y <= self.height + glyph.size]
        if not self.cropped and len(shown) < _SHOWN * len(glyphs):
            self.whole = True
            return glyphs
        self.beyond += len(glyphs) - len(shown)
        return shown

    def _visible(self, edge: Edge) -> Edge | None:
        """Return the part of a line that is shown, or None."""
        across, along = (self.height, self.width) if edge.level else (self.width, self.height)
        if self.whole or (edge.start >= 0 and edge.end <= along and 0 <= edge.at <= across):
            return edge
        start, end = max(edge.start, 0.0), min(edge.end, along)
        shown = -THICKEST_RULE <= edge.at <= across + THICKEST_RULE and start < end
        return Edge(edge.level, edge.at, start, end) if shown else None

    def _glyphs(self) -> tuple[list[Glyph], list[Glyph], int]:
        """Return the characters in the order of the file, those that run across them, and their turn in quarters."""
        characters = Characters(self.text, self.number, self.allowance, self.shown)
        runs = characters.runs()
        self.unknown, self.unseen = characters.unknown, characters.unseen
        lengths: Counter[int] = Counter()
        for turn, glyphs in runs:
            lengths[turn] += len(glyphs)
        lengths.pop(-1, None)
        if not lengths:
            return [], [], 0
        turn = lengths.most_common(1)[0][0]
        glyphs = self._shown(glyph for each, run in runs if each == turn for glyph in run)
        across = self._shown(glyph for each, run in runs if each >= 0 and (each - turn) % 2 for glyph in run)
        away = (run for each, run in runs if each < 0 or (each - turn) % 4 == 2)
        self.marks = "".join(glyph.text for run in away for glyph in run)
        return glyphs, across, turn


def _turned(page: Page, quarters: int) -> Page:
    """Return a page turned back by as many quarters as its text is turned."""
    turn: Callable[[float, float], tuple[float, float]]
    if quarters == 1:  # the text runs down
        turn = lambda x, y: (y, page.width - x)  # noqa: E731 - one of three
    elif quarters == 2:
        turn = lambda x, y: (page.width - x, page.height - y)  # noqa: E731 - as above
    else:
        turn = lambda x, y: (page.height - y, x)  # noqa: E731 - as above
    glyphs, turned = (
        [Glyph(*turn(glyph.x, glyph.y), glyph.text, glyph.size) for glyph in each]
        for each in (page.glyphs, page.turned)
    )
    shades = [box_around([turn(left, top), turn(right, bottom)]) for left, top, right, bottom in page.shades]
    edges: list[Edge] = []
    for level, at, start, end in page.edges:
        first, last = (turn(start, at), turn(end, at)) if level else (turn(at, start), turn(at, end))
        edges += straight(*first, *last, STRAIGHT)
    if quarters == 2:
        return evolve(page, glyphs=glyphs, turned=turned, edges=edges, shades=shades)
    return evolve(page, glyphs=glyphs, turned=turned, edges=edges, shades=shades, width=page.height, height=page.width)
