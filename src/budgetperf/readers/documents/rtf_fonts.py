"""RTF: what bytes mean in a font, by its character set."""

import re
from collections.abc import Mapping

from attrs import evolve, field, frozen

from budgetperf.readers.documents.symbols import of_symbol

__all__ = ["Fonts"]

#: What Python calls the code pages that are not named cp and their number, and those that there are.
_NAMED = {
    936: "gb18030", 950: "cp950", 1361: "johab", 10000: "mac_roman", 10008: "gb18030", 54936: "gb18030",
    65001: "utf-8",
}  # fmt: skip
_NUMBERED = frozenset({437, 850, 852, 866, 874, 932, 949, *range(1250, 1259)})
#: The code pages whose characters may be of two bytes.
_WIDE = frozenset({932, 936, 949, 950, 1361, 10008, 54936})
#: The encoding of each character set that a font may be of.
_CHARSETS = {
    0: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gb18030", 136: "cp950",
    161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251",
    222: "cp874", 238: "cp1250", 254: "cp437", 255: "cp850",
}  # fmt: skip
_WESTERN, _PICTURES = 0, 2
_IN_TABLE = re.compile(rb"\\f(\d{1,9})(?!\d)|\\fcharset(\d{1,9})|\\cpg(\d{1,9})|(?<![A-Za-z])(Symbol)(?=[\s;{}])")


@frozen
class _Font:
    charset: int | None = None
    page: int | None = None
    #: Whether it is the font Symbol, whose codes are signs.
    signs: bool = False


@frozen
class Fonts:
    """The fonts of a document, and its own code page."""

    page: int = 1252
    fonts: Mapping[int, _Font] = field(factory=dict)

    @property
    def is_wide(self) -> bool:
        """Whether characters of the document's code page may be of two bytes."""
        return self.page in _WIDE

    def with_page(self, page: int) -> "Fonts":
        """Return the same fonts in another code page."""
        return evolve(self, page=page)

    def with_table(self, table: bytes) -> "Fonts":
        """Return the same with the fonts of a table."""
        fonts, number = dict(self.fonts), -1
        for found in _IN_TABLE.finditer(table):
            if found[1]:
                number = int(found[1])
                fonts[number] = _Font()
            elif number in fonts:
                fonts[number] = _described(fonts[number], found)
        return evolve(self, fonts=fonts)

    def words(self, data: bytes, font: int) -> str:
        """Return the words that bytes are in a font.

        Sloppy writers give Chinese in a Western font, in the code page of the document.
        """
        if data.isascii() and not self._shows_pictures(font):
            return data.decode("ascii")
        charset = self._font(font).charset
        if charset == _PICTURES:
            return "".join(map(of_symbol, data)) if self._font(font).signs else ""
        if charset == _WESTERN and self.is_wide:
            try:
                return data.decode(_encoding(self.page))
            except UnicodeDecodeError:
                pass
        return data.decode(self._encoding(font), "replace")

    def character(self, code: int, font: int) -> str:
        """Return the character of a code of Unicode; fonts of pictures have theirs in the area for private use."""
        if self._shows_pictures(font) and code >> 8 == 0xF0:
            return of_symbol(code) if self._font(font).signs else ""
        return chr(code)

    def _font(self, font: int) -> _Font:
        return self.fonts.get(font, _Font())

    def _shows_pictures(self, font: int) -> bool:
        return self._font(font).charset == _PICTURES

    def _encoding(self, font: int) -> str:
        known = self._font(font)
        if known.page:
            return _encoding(known.page)
        named = _CHARSETS.get(known.charset) if known.charset is not None else None
        return named or _encoding(self.page)


def _described(font: _Font, found: re.Match[bytes]) -> _Font:
    if found[2]:
        return evolve(font, charset=int(found[2]))
    return evolve(font, page=int(found[3])) if found[3] else evolve(font, signs=True)


def _encoding(page: int) -> str:
    return f"cp{page}" if page in _NUMBERED else _NAMED.get(page, "cp1252")
