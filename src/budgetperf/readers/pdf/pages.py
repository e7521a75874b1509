"""What is painted on a page of a PDF: its characters and its straight lines, as pdfium tells.

Coordinates are those of the page as it is shown, in points from its upper left
corner; a table that is printed sideways is turned upright.
"""

import ctypes
import math
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from typing import Any, NamedTuple, TypeAlias

import pypdfium2
import pypdfium2.raw as pdfium
from attrs import define, evolve, field, frozen

from budgetperf.errors import LimitExceeded
from budgetperf.normalization import unified
from budgetperf.readers.limits import Allowance
from budgetperf.readers.package import Unreadable
from budgetperf.source import Box

__all__ = ["Edge", "Glyph", "LoadedPage", "Page", "PageText", "Pages", "opened"]

#: pdfium works for one thread at a time.
_PDFIUM = threading.RLock()
#: A filled shape that is no thicker is a line; such are how many programs draw rules.
_THICKEST_RULE = 3.0
#: A shorter line is the corner of a frame, or part of a picture.
_SHORTEST_EDGE = 2.0
#: What is not quite straight is a slanted line.
_STRAIGHT = 0.5
#: Forms within forms.
_DEEPEST = 8
#: A character painted again as near as this is bold type, or its shadow.
_SAME_PLACE = 0.6
#: Characters are looked for by squares of the page, in which few are alike.
_SQUARE = 8.0
#: A hyphen at the end of a line, as pdfium marks it.
_HYPHENS = {"\x02": "-", "\ufffe": "-", "\xad": "-"}
_LINE_ENDS = "\r\n"
#: The directions of a line of text, each a quarter further; those at a slant are marks across the page.
_TURNS = ((1, 0), (0, 1), (-1, 0), (0, -1))
_SLANT = 0.04
_PAINTED = 1e-3

_Matrix: TypeAlias = tuple[float, float, float, float, float, float]
_SAME: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Glyph(NamedTuple):
    """A character where it is painted."""

    #: Where its baseline begins.
    x: float
    y: float
    text: str
    #: The size of its font.
    size: float


class Edge(NamedTuple):
    """A straight line along the page or down it."""

    #: Whether it goes from left to right.
    level: bool
    #: Where it stands: the height of a level line, else the distance from the left.
    at: float
    #: From where to where it goes.
    start: float
    end: float


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
    #: Characters of which the file does not say what they are.
    unknown: int = 0


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
            raise Unreadable(f"page {number} is damaged ({error})") from error
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
        return PageText(unified(words), not words.strip() and _shows_picture(self.source))

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
    with _PDFIUM:
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
    if error.err_code != pdfium.FPDF_ERR_PASSWORD:
        hint = "open it in a PDF viewer, and print it to a new PDF"
        return Unreadable(f"the PDF is damaged ({error})", hint=hint)
    given = "with another password than the one that was given" if password else "with a password"
    return Unreadable(f"the PDF is encrypted {given}", hint="give read its password: read(…, password=…)")


def _shows_picture(page: Any) -> bool:  # noqa: ANN401 - pypdfium2 says nothing of its types
    return next(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=_DEEPEST), None) is not None


@define
class _Painted:
    """Gathers the characters and lines of one page."""

    source: Any
    text: Any
    number: int
    allowance: Allowance
    #: From the page's own coordinates to those it is shown in.
    shown: _Matrix = field(init=False)
    width: float = field(init=False)
    height: float = field(init=False)
    unknown: int = 0

    def __attrs_post_init__(self) -> None:
        left, bottom, right, top = self.source.get_bbox()
        wide, high = right - left, top - bottom
        rotation = self.source.get_rotation()
        self.shown = {
            0: (1.0, 0.0, 0.0, -1.0, -left, top),
            90: (0.0, 1.0, 1.0, 0.0, -bottom, -left),
            180: (-1.0, 0.0, 0.0, 1.0, right, -bottom),
            270: (0.0, -1.0, -1.0, 0.0, top, right),
        }[rotation]
        self.width, self.height = (wide, high) if rotation in (0, 180) else (high, wide)

    def page(self, *, edges: bool = True) -> Page:
        """Return the page, upright."""
        glyphs, turn = self._glyphs()
        lines, shades = self._edges() if edges else ([], [])
        page = Page(self.number, self.width, self.height, glyphs, lines, shades, self.unknown)
        return _turned(page, turn) if turn else page

    # --- characters ----------------------------------------------------------------------------

    def _glyphs(self) -> tuple[list[Glyph], int]:
        """Return the characters in the order of the file, and how many quarters they are turned by."""
        runs = list(self._runs())
        lengths: Counter[int] = Counter()
        for turn, glyphs in runs:
            lengths[turn] += len(glyphs)
        lengths.pop(-1, None)
        if not lengths:
            return [], 0
        turn = lengths.most_common(1)[0][0]
        return [glyph for each, glyphs in runs if each == turn for glyph in glyphs], turn

    def _runs(self) -> Iterator[tuple[int, list[Glyph]]]:
        """Yield characters with the quarters by which they are turned; -1 for those at a slant."""
        handle = self.text.raw
        count = pdfium.FPDFText_CountChars(handle)
        self.allowance.check("page_characters", count, f"page {self.number} has too many characters")
        x, y = ctypes.c_double(), ctypes.c_double()
        origin, at_x, at_y = pdfium.FPDFText_GetCharOrigin, ctypes.byref(x), ctypes.byref(y)
        a, b, c, d, e, f = self.shown
        painted: dict[tuple[str, int, int], list[tuple[float, float, int]]] = {}
        turn, size, baseline, apart = 0, 0.0, math.nan, False
        glyphs: list[Glyph] = []
        for index, character in enumerate(self._characters(count)):
            if character in _LINE_ENDS:
                baseline = math.nan  # generated between lines
                continue
            if character == " " and pdfium.FPDFText_IsGenerated(handle, index) == 1:
                apart = True
                continue
            origin(handle, index, at_x, at_y)
            across, down = a * x.value + c * y.value + e, b * x.value + d * y.value + f
            # On the same baseline, nothing but the font can be another one.
            if down != baseline or turn:
                yield turn, glyphs
                glyphs = []
                turn, size = self._direction(index)
                baseline = down
            if self._is_repeated(painted, character, across, down, index):
                continue
            # A gap is a blank between letters and digits; between Chinese characters it is how a line was justified.
            if apart and glyphs and character.isascii() and glyphs[-1].text.isascii():
                glyphs.append(Glyph(glyphs[-1].x, down, " ", size))
            apart = False
            glyphs.append(Glyph(across, down, character, size))
        yield turn, glyphs

    def _is_repeated(
        self,
        painted: dict[tuple[str, int, int], list[tuple[float, float, int]]],
        character: str,
        x: float,
        y: float,
        index: int,
    ) -> bool:
        """Tell a character that is painted again, as for bold type, and keep in mind where the others are."""
        left, right = int((x - _SAME_PLACE) / _SQUARE), int((x + _SAME_PLACE) / _SQUARE)
        top, bottom = int((y - _SAME_PLACE) / _SQUARE), int((y + _SAME_PLACE) / _SQUARE)
        square = (character, left, top)
        if left == right and top == bottom and square not in painted:
            painted[square] = [(x, y, index)]  # as most are
            return False
        squares = {square, (character, right, top), (character, left, bottom), (character, right, bottom)}
        for square in squares:
            others = painted.get(square)
            if others is None:
                painted[square] = [(x, y, index)]
                continue
            for other_x, other_y, other in others:
                if other != index and abs(x - other_x) <= _SAME_PLACE and abs(y - other_y) <= _SAME_PLACE:
                    # One glyph may stand for two characters, as that of —— does.
                    whole = other == index - 1 and abs(x - other_x) < _PAINTED and self._run_of(other, index)
                    return not whole
            others.append((x, y, index))
        return False

    def _run_of(self, *indices: int) -> bool:
        """Tell whether characters are painted by the same command."""
        found = {
            ctypes.cast(pdfium.FPDFText_GetTextObject(self.text.raw, index), ctypes.c_void_p).value for index in indices
        }
        return len(found) == 1

    def _direction(self, index: int) -> tuple[int, float]:
        """Return by how many quarters a character is turned, -1 when at a slant, and the size of its font."""
        matrix = pdfium.FS_MATRIX()
        size = pdfium.FPDFText_GetFontSize(self.text.raw, index)
        if not pdfium.FPDFText_GetMatrix(self.text.raw, index, ctypes.byref(matrix)):
            return 0, size
        a, b, c, d, _, _ = self.shown
        across, down = a * matrix.a + c * matrix.b, b * matrix.a + d * matrix.b
        length = math.hypot(across, down)
        size *= math.hypot(matrix.c, matrix.d)
        for turn, (right, below) in enumerate(_TURNS):
            if abs(across - right * length) + abs(down - below * length) <= _SLANT * length:
                return turn, size
        return -1, size

    def _characters(self, count: int) -> str:
        """Return one character for each that pdfium counts."""
        handle = self.text.raw
        text = self.text.get_text_range(0, count) if count else ""
        if len(text) != count:
            # Those without a meaning, and some spaces, are not in the text.
            codes = (pdfium.FPDFText_GetUnicode(handle, index) for index in range(count))
            text = "".join(chr(code) if 0 < code < 0x110000 else "\ufffd" for code in codes)
        self.unknown = text.count("\ufffd")
        for mark, hyphen in _HYPHENS.items():
            text = text.replace(mark, hyphen)
        return unified(text)

    # --- lines ------------------------------------------------------------------------------------

    def _edges(self) -> tuple[list[Edge], list[Box]]:
        """Return the lines, and the filled shapes that are none."""
        edges: list[Edge] = []
        shades: list[Box] = []
        for points, filled in self._outlines():
            box = _hull(points)
            if filled and min(box[2] - box[0], box[3] - box[1]) > _THICKEST_RULE:
                shades.append(box)
            else:
                edges += _edge(*box, _THICKEST_RULE) if filled else _strokes(points)
            self.allowance.check("page_edges", len(edges) + len(shades), f"page {self.number} has too many lines")
        return edges, shades

    def _outlines(self) -> Iterator[tuple[list[tuple[float, float]], bool]]:
        """Yield each shape that is painted, as points, and whether it is filled only."""
        page = self.source.raw
        objects = ((pdfium.FPDFPage_GetObject(page, place)) for place in range(pdfium.FPDFPage_CountObjects(page)))
        yield from self._outlines_of(objects, self.shown, 0)

    def _outlines_of(
        self, objects: Iterator[Any], shown: _Matrix, depth: int
    ) -> Iterator[tuple[list[tuple[float, float]], bool]]:
        for number, each in enumerate(objects):
            if number % 4096 == 0:
                self.allowance.check_time()
            kind = pdfium.FPDFPageObj_GetType(each)
            if kind == pdfium.FPDF_PAGEOBJ_PATH:
                yield from _shapes(each, shown)
            elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
                count = pdfium.FPDFFormObj_CountObjects(each)
                within = (pdfium.FPDFFormObj_GetObject(each, place) for place in range(count))
                yield from self._outlines_of(within, _product(_matrix(each), shown), depth + 1)


def _matrix(painted: Any) -> _Matrix:  # noqa: ANN401 - a pointer of pdfium's
    found = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(painted, ctypes.byref(found)):
        return _SAME
    return found.a, found.b, found.c, found.d, found.e, found.f


def _product(first: _Matrix, second: _Matrix) -> _Matrix:
    """Return the matrix that does what `first` does, and then what `second` does."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _shapes(path: Any, shown: _Matrix) -> Iterator[tuple[list[tuple[float, float]], bool]]:  # noqa: ANN401 - as above
    """Yield the shapes of a path: their corners, and whether they are filled only."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path, ctypes.byref(fill), ctypes.byref(stroke))
    if not stroke.value and not fill.value:
        return
    a, b, c, d, e, f = _product(_matrix(path), shown)
    # Of a curve that is stroked, only the end goes on in a line.
    parting = {pdfium.FPDF_SEGMENT_MOVETO} | ({pdfium.FPDF_SEGMENT_BEZIERTO} if stroke.value else set())
    x, y = ctypes.c_float(), ctypes.c_float()
    start = (0.0, 0.0)
    points: list[tuple[float, float]] = []
    for place in range(pdfium.FPDFPath_CountSegments(path)):
        segment = pdfium.FPDFPath_GetPathSegment(path, place)
        pdfium.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind in parting and points:
            yield points, not stroke.value
            points = []
        points.append((a * x.value + c * y.value + e, b * x.value + d * y.value + f))
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            start = points[0]
        if pdfium.FPDFPathSegment_GetClose(segment):
            points.append(start)
    if points:
        yield points, not stroke.value


def _strokes(points: Sequence[tuple[float, float]]) -> Iterator[Edge]:
    """Yield the straight lines between corners; a very flat frame is one."""
    for (left, top), (right, bottom) in pairwise(points):
        yield from _edge(left, top, right, bottom, _STRAIGHT)


def _hull(points: Sequence[tuple[float, float]]) -> Box:
    """Return the box around corners."""
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    return left, min(y for _, y in points), right, max(y for _, y in points)


def _edge(left: float, top: float, right: float, bottom: float, thickest: float) -> Iterator[Edge]:
    wide, high = abs(right - left), abs(bottom - top)
    if high <= thickest and wide > max(high, _SHORTEST_EDGE):
        yield Edge(True, (top + bottom) / 2, min(left, right), max(left, right))  # noqa: FBT003 - as fast as it can be
    elif wide <= thickest and high > max(wide, _SHORTEST_EDGE):
        yield Edge(False, (left + right) / 2, min(top, bottom), max(top, bottom))  # noqa: FBT003 - as above


def _turned(page: Page, quarters: int) -> Page:
    """Return a page turned back by as many quarters as its text is turned."""
    turn: Callable[[float, float], tuple[float, float]]
    if quarters == 1:  # the text runs down
        turn = lambda x, y: (y, page.width - x)  # noqa: E731 - one of three
    elif quarters == 2:
        turn = lambda x, y: (page.width - x, page.height - y)  # noqa: E731 - as above
    else:
        turn = lambda x, y: (page.height - y, x)  # noqa: E731 - as above
    glyphs = [Glyph(*turn(glyph.x, glyph.y), glyph.text, glyph.size) for glyph in page.glyphs]
    shades = [_hull([turn(left, top), turn(right, bottom)]) for left, top, right, bottom in page.shades]
    edges: list[Edge] = []
    for level, at, start, end in page.edges:
        first, last = (turn(start, at), turn(end, at)) if level else (turn(at, start), turn(at, end))
        edges += _edge(*first, *last, _STRAIGHT)
    if quarters == 2:
        return evolve(page, glyphs=glyphs, edges=edges, shades=shades)
    return evolve(page, glyphs=glyphs, edges=edges, shades=shades, width=page.height, height=page.width)
