"""The characters of a page, as pdfium tells them: what they are, where they begin, which are painted again."""

import ctypes
import math
import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple, TypeAlias

import pypdfium2.raw as pdfium
from attrs import define

from budgetperf.normalization import whole_characters
from budgetperf.readers.limits import Allowance
from budgetperf.readers.pdf.coordinates import Matrix

__all__ = ["Characters", "Glyph", "width_of"]

#: A character painted again as near as this is bold type, or its shadow: in points, and as part of its size.
_SAME_PLACE, _SHADOW = 0.6, 0.12
#: A hyphen at the end of a line: the codes that pdfium has for it, how it stands in its text, and what a file may have.
_HYPHENS, _MARK, _SOFT_HYPHEN = (0x02, 0xFFFE), "\ufffe", "\xad"
_UNKNOWN = "\ufffd"
#: Characters that need no look at whether the file says what they are, unless others there don't.
_PLAIN = re.compile(r"[\n\r -~\u3000-\u303f\u4e00-\u9fff\uff01-\uff5e“”‘’…—≥≤×·±①-⑳]*")
_LINE_ENDS = "\r\n"
#: The directions of a line of text, each a quarter further; those at a slant are marks across the page.
_TURNS = ((1, 0), (0, 1), (-1, 0), (0, -1))
_SLANT = 0.04
#: Characters of one glyph begin as near to each other.
_ONE_GLYPH = 1e-3
#: How pdfium calls the way of painting that nobody sees.
_INVISIBLE = 3
#: There are so many codes of characters.
_CODES = 0x110000
#: How much of its size a character is wide; those of Chinese and full width all of it.
_NARROW, _NARROWEST = 0.55, 0.28
_POINTS = frozenset(".,:;'|!iIjl ")

#: Characters painted so far, by what they are, how near is the same, and the fields about their place.
_Painting: TypeAlias = dict[tuple[str, float, int, int], list[tuple[float, float, int]]]


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


@define
class Characters:
    """Goes through the characters of one page."""

    text: Any
    number: int
    allowance: Allowance
    #: From the page's own coordinates to those it is shown in.
    shown: Matrix
    #: How many there are of which the file does not say what they are, and that nobody sees.
    unknown: int = 0
    unseen: int = 0
    #: Whether characters may be painted again.
    _repeats: bool = False

    def runs(self) -> list[tuple[int, list[Glyph]]]:
        """Return characters with the quarters by which they are turned; -1 for those at a slant.

        Raises:
            LimitExceeded: if there are too many.

        """
        runs = list(self._runs())
        if self._repeats:  # few pages paint anything twice, and looking for it takes long
            self.unseen = 0
            runs = list(self._runs(careful=True))
        return runs

    def _runs(self, *, careful: bool = False) -> Iterator[tuple[int, list[Glyph]]]:
        """Yield the runs of characters on one baseline.

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
        for index, character in enumerate(self._read(count)):
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
        self._repeats = min(len(squares), len(shifted)) < count_painted
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
                    if other == index - 1 and abs(x - other_x) < _ONE_GLYPH and self._run_of(other, index):
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

    def _read(self, count: int) -> Sequence[str]:
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
            whole = whole_characters(pair)
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


def _near(size: float) -> float:
    """Return how near a character of a size is painted again for bold type, or as its shadow."""
    return max(_SAME_PLACE, round(_SHADOW * size, 1))
