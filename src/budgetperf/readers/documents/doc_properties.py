"""DOC: what is said of characters, paragraphs and rows, in pages of properties beside the text.

Properties are a list of modifications, each a code and what it sets. A page tells them for
stretches of the file, not of the text: a character has those of the place where it lies.
"""

import struct
import sys
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import chain

from attrs import define, field, frozen

from budgetperf.readers.documents.marks import CellShape, RowShape

__all__ = ["CharacterProperties", "Pages", "ParagraphProperties", "characters", "paragraphs", "whole_numbers"]

_PAGE = 512
_PAGE_NUMBER = 0x3FFFFF
#: Beyond the end of any file.
_FAR = 1 << 40
# Codes of modifications: of characters,
_DELETED, _SPECIAL, _HIDDEN, _SYMBOL, _FONTS = 0x0800, 0x0855, 0x083C, 0x6A09, (0x4A4F, 0x4A50, 0x4A51)
# of paragraphs,
_IN_TABLE, _ROW_END, _DEPTH, _DEEPER, _INNER_CELL, _INNER_ROW_END = 0x2416, 0x2417, 0x6649, 0x664A, 0x244B, 0x244C
_ELSEWHERE, _TABS = (0x6645, 0x6646, 0x646B), 0xC615
# and of rows.
_LEFT, _GAP, _CELLS, _INSERT, _DELETE = 0x9601, 0x9602, 0xD608, 0x7621, 0x5622
_WIDTH, _MERGE, _SPLIT, _MERGE_DOWN = 0x7623, 0x5624, 0x5625, 0xD62B
#: How many bytes follow a code, by its three highest bits.
_SIZES = (1, 1, 2, 4, 2, 2, 0, 3)
_VARIABLE, _LONG = 6, 255
_CELL = 20
_ACROSS, _DOWN, _DOWN_SHIFT, _MERGED_DOWN = 3, 3, 5, 1
_MOST_CELLS = 64
#: What hides: on, and the opposite of what the style says, which hides hardly ever.
_ON = (1, 0x81)


@frozen
class CharacterProperties:
    """What is said of characters."""

    hidden: bool = False
    #: The number of a font, and the code of the sign of it that is shown in place of each character.
    symbol: tuple[int, int] | None = None
    #: The numbers of its fonts: for Western characters, for Chinese ones and for others.
    fonts: frozenset[int] = frozenset()


@frozen
class ParagraphProperties:
    """What is said of a paragraph."""

    #: How many tables it is in.
    depth: int = 0
    #: Whether it ends a row, or a cell of a table within a table.
    row_end: bool = False
    inner_cell: bool = False
    shape: RowShape = RowShape()


@define
class Pages:
    """The pages that tell the properties of all characters, or of all paragraphs."""

    stream: bytes = field(repr=False)
    #: Where the stretch of each page begins, and the pages' numbers.
    firsts: Sequence[int] = field(repr=False)
    numbers: Sequence[int] = field(repr=False)
    #: How wide an entry of a page is.
    wide: int
    _open: int = -1
    _starts: Sequence[int] = ()

    @classmethod
    def listed(cls, stream: bytes, listed: bytes, wide: int) -> "Pages":
        """Return the pages that a list of them has."""
        count = max(len(listed) - 4, 0) // 8
        numbers = whole_numbers(listed[: (2 * count + 1) * 4])
        return cls(stream, numbers[:count], numbers[count + 1 :], wide)

    def at(self, place: int) -> tuple[int, bytes]:
        """Return up to where properties hold that hold at a place of the file, and what they are."""
        number = bisect_right(self.firsts, place) - 1
        if number < 0:
            return (self.firsts[0] if self.firsts else _FAR), b""
        self._open_page(self.numbers[number] & _PAGE_NUMBER)
        run = bisect_right(self._starts, place) - 1
        if not 0 <= run < len(self._starts) - 1:
            following = self.firsts[number + 1] if number + 1 < len(self.firsts) else _FAR
            return (following if following > place else _FAR), b""
        return self._starts[run + 1], self._entry(run)

    def _open_page(self, number: int) -> None:
        if number == self._open:
            return
        at = number * _PAGE
        page = self.stream[at : at + _PAGE]
        self._open = number
        count = page[-1] if len(page) == _PAGE else 0
        self._starts = struct.unpack_from(f"<{count + 1}I", page) if 0 < count <= (_PAGE - 5) // (4 + self.wide) else ()

    def _entry(self, run: int) -> bytes:
        start = self._open * _PAGE
        at = start + 4 * len(self._starts) + run * self.wide
        offset = self.stream[at] * 2
        if not offset:
            return b""
        at = start + offset
        if self.wide == 1:
            return self.stream[at + 1 : at + 1 + self.stream[at]]
        size = self.stream[at] * 2 - 1
        if size < 0:
            at, size = at + 1, self.stream[at + 1] * 2
        return self.stream[at + 3 : at + 1 + size]  # behind the number of a style


def whole_numbers(data: bytes) -> "array[int]":
    """Return the numbers of four bytes that data are; a rest is none."""
    numbers = array("I", data[: len(data) // 4 * 4])
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


def characters(*modifications: bytes) -> CharacterProperties:
    """Return what modifications say of characters, the later ones on top of the earlier."""
    deleted = hidden = special = False
    symbol, fonts = None, dict[int, int]()
    for code, value in chain.from_iterable(map(_each, modifications)):
        if code == _DELETED:
            deleted = value[0] in _ON
        elif code == _HIDDEN:
            hidden = value[0] in _ON
        elif code == _SPECIAL:
            special = value[0] in _ON
        elif code == _SYMBOL:
            symbol = struct.unpack("<HH", value)
        elif code in _FONTS:
            (fonts[code],) = struct.unpack("<H", value)
    return CharacterProperties(deleted or hidden, symbol if special else None, frozenset(fonts.values()))


def paragraphs(further: bytes, *modifications: bytes) -> ParagraphProperties:
    """Return what modifications say of a paragraph; those that had no room in a page lie in `further`."""
    in_table = row_end = inner_cell = False
    depth = 0
    row = _Row()
    for code, value in chain.from_iterable(_with_those_elsewhere(each, further) for each in modifications):
        if code == _IN_TABLE:
            in_table = bool(value[0])
        elif code in (_ROW_END, _INNER_ROW_END):
            row_end = bool(value[0])
        elif code == _INNER_CELL:
            inner_cell = bool(value[0])
        elif code in (_DEPTH, _DEEPER):
            (number,) = struct.unpack("<i", value)
            depth = max(number + (depth if code == _DEEPER else 0), 0)
        else:
            row.modify(code, value)
    return ParagraphProperties(depth or int(in_table), row_end, inner_cell, row.shape if row_end else RowShape())


def _with_those_elsewhere(modifications: bytes, further: bytes) -> Iterator[tuple[int, bytes]]:
    for code, value in _each(modifications):
        yield code, value
        if code in _ELSEWHERE:
            (at,) = struct.unpack("<I", value)
            (size,) = struct.unpack_from("<H", further, at) if at + 2 <= len(further) else (0,)
            yield from _each(further[at + 2 : at + 2 + size])


def _each(modifications: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the codes with what they set; what is cut off is none."""
    at = 0
    while at + 3 <= len(modifications):
        (code,) = struct.unpack_from("<H", modifications, at)
        at += 2
        size = _SIZES[code >> 13]
        if code == _CELLS:
            size = 1 + int.from_bytes(modifications[at : at + 2], "little")
        elif code == _TABS and modifications[at] == _LONG:
            size = _size_of_tabs(modifications, at)
        elif code >> 13 == _VARIABLE:
            size = 1 + modifications[at]
        if at + size > len(modifications):
            return
        yield code, modifications[at : at + size]
        at += size


def _size_of_tabs(data: bytes, at: int) -> int:
    """Return how long a change of many tabs is: those that go, and those that come."""
    going = data[at + 1] if at + 1 < len(data) else 0
    coming = at + 2 + 4 * going
    return 3 + 4 * going + 3 * (data[coming] if coming < len(data) else 0)


@define
class _Row:
    """The cells of a row as modifications change them: how wide each is, and its marks of merging."""

    left: int = 0
    gap: int = 0
    widths: list[int] = field(factory=list)
    across: list[int] = field(factory=list)
    down: list[int] = field(factory=list)

    def modify(self, code: int, value: bytes) -> None:
        """Take a modification, which may be of something else."""
        if code == _CELLS:
            self._define(value)
        elif code == _GAP:
            self.gap = struct.unpack("<h", value)[0]
        elif code == _LEFT:
            self.left = struct.unpack("<h", value)[0] - self.gap
        elif code == _INSERT:
            self._insert(value[0], value[1], struct.unpack_from("<h", value, 2)[0])
        elif code == _MERGE_DOWN and len(value) == 3 and value[1] < len(self.down):
            self.down[value[1]] = value[2] & _DOWN
        else:
            self._modify_some(code, value)

    def _modify_some(self, code: int, value: bytes) -> None:
        if code not in (_DELETE, _WIDTH, _MERGE, _SPLIT):
            return
        first, last = value[0], min(value[1], len(self.widths))
        if code == _DELETE:
            del self.widths[first:last], self.across[first:last], self.down[first:last]
            return
        for at in range(first, last):
            if code == _WIDTH:
                self.widths[at] = struct.unpack_from("<h", value, 2)[0]
            else:
                self.across[at] = 0 if code == _SPLIT else 1 if at == first else 2

    def _define(self, value: bytes) -> None:
        count = value[2] if len(value) > 2 else 0
        if len(value) < 3 + 2 * (count + 1):
            return
        edges = struct.unpack_from(f"<{count + 1}h", value, 3)
        rest = value[3 + 2 * (count + 1) :]
        flags = [int.from_bytes(rest[at * _CELL : at * _CELL + 2], "little") for at in range(count)]
        self.left = edges[0]
        self.widths = [edges[at + 1] - edges[at] for at in range(count)]
        self.across = [each & _ACROSS for each in flags]
        self.down = [each >> _DOWN_SHIFT & _DOWN for each in flags]

    def _insert(self, first: int, count: int, width: int) -> None:
        count = max(min(count, _MOST_CELLS - len(self.widths)), 0)
        self.widths[first:first] = [width] * count
        self.across[first:first] = self.down[first:first] = [0] * count

    @property
    def shape(self) -> RowShape:
        """How it is cut into cells."""
        cells, right, first = [], self.left, 0
        for width, across, down in zip(self.widths, self.across, self.down, strict=True):
            right += width
            first = 0 if not across else first or across
            # Writers disagree whether 1 or 2 marks the first of merged cells: it is what comes first.
            beside = across not in (0, first)
            cells.append(CellShape(right, covered=beside or down == _MERGED_DOWN, beside=beside))
        return RowShape(self.left, tuple(cells))
