"""What is painted on a page of a PDF: its characters and its straight lines, as pdfium tells.

Coordinates are those of the page as it is shown, in points from its upper left
corner; a table that is printed sideways is turned upright.
"""

import ctypes
import math
import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from typing import Any, NamedTuple, TypeAlias

import pypdfium2
import pypdfium2.raw as pdfium
from attrs import define, evolve, field, frozen

from budgetperf.errors import LimitExceeded
from budgetperf.readers.limits import Allowance
from budgetperf.readers.unreadable import Unreadable
from budgetperf.source import Box

__all__ = ["Edge", "Glyph", "LoadedPage", "Page", "PageText", "Pages", "opened", "width_of"]

#: pdfium works for one thread at a time.
_PDFIUM = threading.RLock()
#: A filled shape that is no thicker is a line; such are how many programs draw rules.
_THICKEST_RULE = 3.0
#: A shorter line is the corner of a frame, or part of a picture.
_SHORTEST_EDGE = 2.0
#: What is not quite straight is a slanted line.
_STRAIGHT = 1.0
#: Forms within forms.
_DEEPEST = 8
#: Dots and dashes with no more between them make a dotted line, when they go on for so long.
_DOT_GAP, _DOTTED = 3.0, 8.0
#: Dots whose middles are as near across their line are on it.
_IN_LINE = 0.3
#: A character painted again as near as this is bold type, or its shadow: in points, and as part of its size.
_SAME_PLACE, _SHADOW = 0.6, 0.12
#: A hyphen at the end of a line: the codes that pdfium has for it, how it stands in its text, and what a file may have.
_HYPHENS, _MARK, _SOFT_HYPHEN = (0x02, 0xFFFE), "\ufffe", "\xad"
_UNKNOWN = "\ufffd"
#: Characters that need no look at whether the file says what they are, unless others there don't.
_PLAIN = re.compile(r"[\n\r -~\u3000-\u303f\u4e00-\u9fff\uff01-\uff5e“”‘’…—≥≤×·±①-⑳]*")
#: A picture over so much of a page with so few characters on it is a scan.
_WHOLE, _FEW = 0.6, 60
#: Where fewer of its characters stand on a page, its size is said wrongly; some programs swap width and height.
_SHOWN = 0.8
_LINE_ENDS = "\r\n"
#: The directions of a line of text, each a quarter further; those at a slant are marks across the page.
_TURNS = ((1, 0), (0, 1), (-1, 0), (0, -1))
_SLANT = 0.04
_PAINTED = 1e-3
_INVISIBLE = 3
_CODES = 0x110000
#: How much of its size a character is wide; those of Chinese and full width all of it.
_NARROW, _NARROWEST = 0.55, 0.28
_POINTS = frozenset(".,:;'|!iIjl ")

_Matrix: TypeAlias = tuple[float, float, float, float, float, float]
#: Characters painted so far, by what they are, how near is the same, and the fields about their place.
_Painting: TypeAlias = dict[tuple[str, float, int, int], list[tuple[float, float, int]]]
_SAME: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Glyph(NamedTuple):
    """A character where it is painted."""

    #: Where its baseline begins.
    x: float
    y: float
    text: str
    #: The size of its font.
    size: float


def width_of(glyph: Glyph) -> float:
    """Return about how wide a character is."""
    if not glyph.text.isascii():
        return glyph.size
    return glyph.size * (_NARROWEST if glyph.text in _POINTS else _NARROW)


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
        hint = "open it in a PDF viewer, and print it to a new PDF"
        return Unreadable("the PDF is encrypted in a way that is not known here", hint=hint)
    if error.err_code != pdfium.FPDF_ERR_PASSWORD:
        hint = "open it in a PDF viewer, and print it to a new PDF"
        return Unreadable(f"the PDF is damaged ({error})", hint=hint)
    given = "with another password than the one that was given" if password else "with a password"
    return Unreadable(f"the PDF is encrypted {given}", hint="give read its password: read(…, password=…)")


def _shows_picture(page: Any) -> bool:  # noqa: ANN401 - pypdfium2 says nothing of its types
    width, height = page.get_size()
    for picture in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=_DEEPEST):
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
    shown: _Matrix = field(init=False)
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
    #: Whether characters may be painted again.
    repeats: bool = False

    def __attrs_post_init__(self) -> None:
        self.cropped = self.source.get_cropbox() != self.source.get_mediabox()
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
        glyphs, turned, turn = self._glyphs()
        lines, shades = self._edges() if edges else ([], [])
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
        shown = -_THICKEST_RULE <= edge.at <= across + _THICKEST_RULE and start < end
        return Edge(edge.level, edge.at, start, end) if shown else None

    # --- characters ----------------------------------------------------------------------------

    def _glyphs(self) -> tuple[list[Glyph], list[Glyph], int]:
        """Return the characters in the order of the file, those that run across them, and their turn in quarters."""
        runs = list(self._runs())
        if self.repeats:  # few pages paint anything twice, and looking for it takes long
            self.unseen = 0
            runs = list(self._runs(careful=True))
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

    def _runs(self, *, careful: bool = False) -> Iterator[tuple[int, list[Glyph]]]:
        """Yield characters with the quarters by which they are turned; -1 for those at a slant.

        Only when `careful`, those that are painted again are left out; else it is told that there may be any.
        """
        handle = self.text.raw
        count = pdfium.FPDFText_CountChars(handle)
        self.allowance.check("page_characters", count, f"page {self.number} has too many characters")
        x, y = ctypes.c_double(), ctypes.c_double()
        origin, at_x, at_y = pdfium.FPDFText_GetCharOrigin, ctypes.byref(x), ctypes.byref(y)
        a, b, c, d, e, f = self.shown
        painted: _Painting = {}
        #: Squares in which a character is; two of a kind that are near share one of one kind or of the other.
        squares: set[tuple[str, int, int]] = set()
        shifted: set[tuple[str, int, int]] = set()
        wide = 1.0
        turn, size, baseline, apart, seen = 0, 0.0, math.nan, False, True
        glyphs: list[Glyph] = []
        before: Glyph | None = None
        count_painted = 0
        for index, character in enumerate(self._characters(count)):
            if not character or character in _LINE_ENDS:
                baseline = math.nan  # generated between lines
                before = None if character else before
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
                seen = self._is_seen(index)
                wide = 2 * _near(size)
                baseline = down
            glyph = Glyph(across, down, character, size)
            if careful:
                if self._is_repeated(painted, glyph, index):
                    continue
            else:
                column, row = across / wide, down / wide
                squares.add((character, int(column), int(row)))
                shifted.add((character, int(column + 0.5), int(row + 0.5)))
                count_painted += 1
            self.unseen += not seen
            # A gap is a blank between letters and digits; between Chinese characters it is how a line was justified.
            if apart and before and character.isascii() and before.text.isascii():
                glyphs.append(Glyph(before.x, before.y, " ", size))
            apart, before = False, glyph
            glyphs.append(glyph)
        self.repeats = min(len(squares), len(shifted)) < count_painted
        yield turn, glyphs

    def _is_seen(self, index: int) -> bool:
        """Tell whether a character is painted so that it can be seen."""
        text_object = pdfium.FPDFText_GetTextObject(self.text.raw, index)
        return not text_object or pdfium.FPDFTextObj_GetTextRenderMode(text_object) != _INVISIBLE

    def _is_repeated(self, painted: _Painting, glyph: Glyph, index: int) -> bool:
        """Tell a character that is painted again, as for bold type, and keep in mind where the others are."""
        x, y, character, size = glyph
        near = _near(size)
        wide = 8 * near
        left, right = int((x - near) / wide), int((x + near) / wide)
        top, bottom = int((y - near) / wide), int((y + near) / wide)
        square = (character, near, left, top)
        if left == right and top == bottom and square not in painted:
            painted[square] = [(x, y, index)]  # as most are
            return False
        squares = {square, (character, near, right, top), (character, near, left, bottom)}
        squares.add((character, near, right, bottom))
        for each in squares:
            for other_x, other_y, other in painted.get(each, ()):
                if abs(x - other_x) <= near and abs(y - other_y) <= near:
                    # One glyph may stand for two characters, as that of —— does.
                    if other == index - 1 and abs(x - other_x) < _PAINTED and self._run_of(other, index):
                        break
                    return True
        for each in squares:
            painted.setdefault(each, []).append((x, y, index))
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
            return 0, abs(size)
        a, b, c, d, _, _ = self.shown
        across, down = a * matrix.a + c * matrix.b, b * matrix.a + d * matrix.b
        if size < 0:
            across, down, size = -across, -down, -size
        length = math.hypot(across, down)
        size *= math.hypot(matrix.c, matrix.d)
        for turn, (right, below) in enumerate(_TURNS):
            if abs(across - right * length) + abs(down - below * length) <= _SLANT * length:
                return turn, size
        return -1, size

    def _characters(self, count: int) -> Sequence[str]:
        """Return one character for each that pdfium counts; empty for the second half of one that it counts twice."""
        handle = self.text.raw
        text = self.text.get_text_range(0, count) if count else ""
        characters = list(text) if len(text) == count else self._counted(count)
        if _MARK in text:
            for index, character in enumerate(characters):
                if character == _MARK:
                    hyphen = pdfium.FPDFText_GetUnicode(handle, index) in _HYPHENS
                    characters[index] = "-" if hyphen else _UNKNOWN
        if not _PLAIN.fullmatch(text):
            self._ask_for_unknown(characters)
        self.unknown = sum(character == _UNKNOWN for character in characters)
        return ["-" if character == _SOFT_HYPHEN else character for character in characters]

    def _counted(self, count: int) -> list[str]:
        """Return the characters one by one: where some have no meaning, or are counted twice."""
        codes = [pdfium.FPDFText_GetUnicode(self.text.raw, index) for index in range(count)]
        characters = ["-" if code in _HYPHENS else chr(code) if 0 < code < _CODES else _UNKNOWN for code in codes]
        for index, code in enumerate(codes):
            if not 0xD800 <= code < 0xE000 or not characters[index]:
                continue
            pair = characters[index] + (characters[index + 1] if index + 1 < count else "")
            whole = pair.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
            characters[index] = whole if len(whole) == 1 else _UNKNOWN
            if len(whole) == 1 and len(pair) > 1:
                characters[index + 1] = ""
        return characters

    def _ask_for_unknown(self, characters: list[str]) -> None:
        """Put a sign for each character of which the file has but a picture."""
        handle = self.text.raw
        for index, character in enumerate(characters):
            if character and pdfium.FPDFText_HasUnicodeMapError(handle, index) == 1:
                characters[index] = _UNKNOWN

    # --- lines ------------------------------------------------------------------------------------

    def _edges(self) -> tuple[list[Edge], list[Box]]:
        """Return the lines, and the filled shapes that are none."""
        edges: list[Edge] = []
        shades: list[Box] = []
        dots: list[Box] = []
        most = self.allowance.limits.page_edges
        for points, filled in self._outlines():
            box = _hull(points)
            if max(box[2] - box[0], box[3] - box[1]) <= _SHORTEST_EDGE:
                if len(dots) <= most:
                    dots.append(box)
            elif not filled:
                edges += _strokes(points)
            elif min(box[2] - box[0], box[3] - box[1]) <= _THICKEST_RULE:
                edges += _edge(*box, _THICKEST_RULE)
            else:
                shades.append(box)
            self.allowance.check("page_edges", len(edges) + len(shades), f"page {self.number} has too many lines")
        if len(edges) + len(dots) <= most:  # more are those of a picture
            edges += _dotted(dots, level=True)
            edges += _dotted(dots, level=False)
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


def _near(size: float) -> float:
    """Return how near a character of a size is painted again for bold type, or as its shadow."""
    return max(_SAME_PLACE, round(_SHADOW * size, 1))


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


def _dotted(dots: Sequence[Box], *, level: bool) -> Iterator[Edge]:
    """Yield the lines that dots and short dashes make."""
    if level:
        pieces = sorted(((top + bottom) / 2, left, right) for left, top, right, bottom in dots)
    else:
        pieces = sorted(((left + right) / 2, top, bottom) for left, top, right, bottom in dots)
    first = 0
    for place in range(1, len(pieces) + 1):
        if place == len(pieces) or pieces[place][0] - pieces[first][0] > _IN_LINE:
            for start, end in _stretches(pieces[first:place]):
                yield Edge(level, pieces[first][0], start, end)
            first = place


def _stretches(pieces: Sequence[tuple[float, float, float]]) -> Iterator[tuple[float, float]]:
    """Yield from where to where dots on one line go on without a gap, if that is far enough."""
    ordered = sorted((start, end) for _, start, end in pieces)
    start, end = ordered[0]
    for following, last in (*ordered[1:], (math.inf, math.inf)):
        if following > end + _DOT_GAP:
            if end - start >= _DOTTED:
                yield start, end
            start, end = following, last
        end = max(end, last)


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
    shades = [_hull([turn(left, top), turn(right, bottom)]) for left, top, right, bottom in page.shades]
    edges: list[Edge] = []
    for level, at, start, end in page.edges:
        first, last = (turn(start, at), turn(end, at)) if level else (turn(at, start), turn(at, end))
        edges += _edge(*first, *last, _STRAIGHT)
    if quarters == 2:
        return evolve(page, glyphs=glyphs, turned=turned, edges=edges, shades=shades)
    return evolve(page, glyphs=glyphs, turned=turned, edges=edges, shades=shades, width=page.height, height=page.width)
