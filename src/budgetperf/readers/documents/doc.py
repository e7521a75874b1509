"""DOC and WPS: the paragraphs and tables of a document as Word 97 to 2003 write it.

The text lies in pieces, which a table puts in order; where cells and rows end, characters
and their properties tell. Read is what the document shows when all its changes are accepted:
deleted and hidden words are left out. Words in text boxes follow the paragraph or table that
they are anchored in; headers, footers, notes and comments are not read.
"""

import re
import struct
from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import partial
from io import StringIO
from itertools import pairwise
from typing import TYPE_CHECKING, TypeVar

from attrs import define, field, frozen

from budgetperf.normalization import whole_characters
from budgetperf.readers.composing import ComposedText
from budgetperf.readers.documents.doc_properties import (
    CharacterProperties,
    Pages,
    ParagraphProperties,
    characters,
    paragraphs,
    whole_numbers,
)
from budgetperf.readers.documents.marks import MarkedText
from budgetperf.readers.documents.symbols import of_symbol
from budgetperf.readers.limits import Allowance
from budgetperf.readers.office.compound import CompoundFile
from budgetperf.readers.request import Request
from budgetperf.readers.unreadable import Unreadable

if TYPE_CHECKING:
    from array import array

__all__ = ["read_doc"]

_SIGN, _WORD_97 = 0xA5EC, 0xC0
_ENCRYPTED, _SECOND_TABLE = 0x0100, 0x0200
# Places in the head of a document: how long its parts are, and where the tables are that are told by number.
_LENGTHS, _TABLES, _TABLE = 76, 152, 154
_CHARACTER_PAGES, _PARAGRAPH_PAGES, _FONTS, _PIECES, _ANCHORS, _BOXES = 12, 13, 15, 33, 40, 56
_PIECE, _ANCHOR, _BOX, _SHAPE_OF_BOX = 8, 26, 22, 14
_MODIFICATIONS, _PIECE_TABLE = 1, 2
_MOST_MODIFICATIONS = 1 << 15
_NARROW, _PLACE = 0x40000000, 0x3FFFFFFF
_FONT_NAME = 40
#: Modifications of a whole piece that are so few that their number is enough: what they are of, and their code.
_SHORT = {0x18: 0x2416, 0x19: 0x2417, 0x41: 0x0800, 0x5C: 0x083C}
_ENTRIES_OF_CHARACTERS, _ENTRIES_OF_PARAGRAPHS = 1, 13
#: Characters that are none of the words.
_CONTROL = re.compile("[\0-\x1f]")
#: Signs of the font Symbol, in the area for private use.
_OF_SYMBOL = re.compile("[\uf020-\uf0ff]")
_CELL_END, _DRAWING, _PAGE_END, _PARAGRAPH_END = "\x07", "\x08", "\x0c", "\r"
_FIELD, _FIELD_RESULT, _FIELD_END = "\x13", "\x14", "\x15"
_SHOWN = {"\t": "\t", "\x0b": "\n", "\x0e": "\n", "\x1e": "-"}
#: As many properties are kept as known.
_KNOWN = 1 << 12

Known = TypeVar("Known")
#: The modifications of a place, and those of its whole piece.
_Told = tuple[bytes, bytes]


def read_doc(request: Request) -> ComposedText:
    """Return what the document shows.

    Raises:
        Unreadable: if the file is damaged or encrypted, or of an earlier Word.
        LimitExceeded: if it is larger than the limits allow.

    """
    try:
        document = _Document(request.storage, request.allowance)
        story = _Story(document, MarkedText(request.allowance), document.anchors, document.boxes)
        story.read(0, document.lengths[0])
        story.add_boxes(list(story.boxes))
        story.text.end()
    except (struct.error, IndexError):
        raise Unreadable("a part of the document is cut off") from None
    return story.text.text()


@frozen
class _Piece:
    """A piece of the text."""

    #: Of which characters it is, and where in the stream they lie.
    first: int
    last: int
    place: int
    #: How many bytes a character has.
    wide: int
    modifications: bytes


@define
class _Document:
    """The streams of a document, and the tables in them."""

    file: CompoundFile
    allowance: Allowance
    stream: bytes = field(init=False, repr=False)
    table: bytes = field(init=False, repr=False)
    further: bytes = field(init=False, repr=False)
    #: How many characters the text has, and each part behind it.
    lengths: tuple[int, ...] = field(init=False)
    starts: "array[int]" = field(init=False, repr=False)
    pieces: bytes = field(init=False, repr=False)
    modifications: list[bytes] = field(factory=list, repr=False)
    character_pages: Pages = field(init=False, repr=False)
    paragraph_pages: Pages = field(init=False, repr=False)
    signs: frozenset[int] = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.stream = self.file.stream("WordDocument") or b""
        sign, version = struct.unpack_from("<HH", self.stream)
        (flags,) = struct.unpack_from("<H", self.stream, 10)
        if sign != _SIGN or version < _WORD_97:
            hint = "save it as DOCX, in Word or WPS, or by: soffice --convert-to docx FILE"
            raise Unreadable("it is of an earlier Word than Word 97", code="R102", hint=hint)
        if flags & _ENCRYPTED:
            raise Unreadable.encrypted()
        table = self.file.stream("1Table" if flags & _SECOND_TABLE else "0Table")
        if table is None:
            raise Unreadable("the stream of its tables is missing")
        self.table, self.further = table, self.file.stream("Data") or b""
        self.lengths = struct.unpack_from("<7I", self.stream, _LENGTHS)
        self._read_pieces(self._told(_PIECES))
        self.character_pages = Pages.listed(self.stream, self._told(_CHARACTER_PAGES), _ENTRIES_OF_CHARACTERS)
        self.paragraph_pages = Pages.listed(self.stream, self._told(_PARAGRAPH_PAGES), _ENTRIES_OF_PARAGRAPHS)
        self.signs = frozenset(number for number, name in enumerate(_fonts(self._told(_FONTS))) if name == "symbol")

    def _told(self, number: int) -> bytes:
        """Return a table by its number; nothing where there is none."""
        (count,) = struct.unpack_from("<H", self.stream, _TABLES)
        if number >= count:
            return b""
        at, size = struct.unpack_from("<II", self.stream, _TABLE + 8 * number)
        return self.table[at : at + size]

    def _read_pieces(self, told: bytes) -> None:
        at = 0
        while told[at] == _MODIFICATIONS and len(self.modifications) < _MOST_MODIFICATIONS:
            (size,) = struct.unpack_from("<H", told, at + 1)
            self.modifications.append(told[at + 3 : at + 3 + size])
            at += 3 + size
        (size,) = struct.unpack_from("<I", told, at + 1)
        count = max(size - 4, 0) // (4 + _PIECE)
        if told[at] != _PIECE_TABLE or not count:
            raise Unreadable("the table of its pieces is damaged")
        self.starts = whole_numbers(told[at + 5 : at + 9 + 4 * count])
        self.pieces = told[at + 9 + 4 * count : at + 9 + (4 + _PIECE) * count]
        if any(first >= last for first, last in pairwise(self.starts)) or len(self.pieces) != _PIECE * count:
            raise Unreadable("the table of its pieces is damaged")
        if sum(self.lengths) > self.starts[-1]:
            raise Unreadable("a part of its text is missing")
        self.allowance.check("characters", self.starts[-1], "the document has too many characters")

    def pieces_of(self, first: int, last: int) -> Iterator[_Piece]:
        """Yield the pieces of the characters from `first` up to `last`."""
        number = bisect_right(self.starts, first) - 1
        while first < last and number < len(self.starts) - 1:
            place, change = struct.unpack_from("<IH", self.pieces, number * _PIECE + 2)
            wide = 1 if place & _NARROW else 2
            place = (place & _PLACE) // 2 if wide == 1 else place & _PLACE
            end = min(self.starts[number + 1], last)
            place += (first - self.starts[number]) * wide
            if place + (end - first) * wide > len(self.stream):
                raise Unreadable("a part of its text is missing")
            yield _Piece(first, end, place, wide, self._changes(change))
            first, number = end, number + 1

    def _changes(self, change: int) -> bytes:
        """Return the modifications of a whole piece."""
        if change & 1:
            return self.modifications[change >> 1] if change >> 1 < len(self.modifications) else b""
        code = _SHORT.get(change >> 1 & 0x7F)
        return struct.pack("<HB", code, change >> 8) if code else b""

    @property
    def anchors(self) -> dict[int, int]:
        """The shapes that are anchored in the text, by the place of the character that stands for each."""
        told = self._told(_ANCHORS)
        return dict(_keyed(told, _ANCHOR, 0))

    @property
    def boxes(self) -> dict[int, tuple[int, int]]:
        """Of which characters the words in each shape are."""
        told = self._told(_BOXES)
        start, end = sum(self.lengths[:6]), sum(self.lengths)
        found: dict[int, tuple[int, int]] = {}
        free = start
        starts = [start + place for place, _ in _keyed(told, _BOX, _SHAPE_OF_BOX)]
        for (_, shape), (first, last) in zip(_keyed(told, _BOX, _SHAPE_OF_BOX), pairwise([*starts, end]), strict=True):
            if free <= first < last <= end:
                found.setdefault(shape, (first, last))
                free = last
        return found


def _keyed(told: bytes, wide: int, at: int) -> Iterator[tuple[int, int]]:
    """Yield the places in the text that a table tells something of, and a number from what it tells."""
    count = max(len(told) - 4, 0) // (4 + wide)
    for number in range(count):
        (place,) = struct.unpack_from("<I", told, 4 * number)
        (value,) = struct.unpack_from("<I", told, 4 * (count + 1) + wide * number + at)
        yield place, value


def _fonts(told: bytes) -> Iterator[str]:
    """Yield the names of the fonts."""
    (count,) = struct.unpack_from("<H", told) if told else (0,)
    at = 4
    for _ in range(count):
        size = told[at] + 1 if at < len(told) else 1
        name = told[at + _FONT_NAME : at + size].decode("utf-16-le", "replace")
        yield name.partition("\0")[0].lower()
        at += size


@define
class _Story:
    """The text of the document, or of a text box, while it is read."""

    document: _Document
    text: MarkedText
    anchors: dict[int, int] = field(factory=dict)
    #: The boxes that were not met yet.
    boxes: dict[int, tuple[int, int]] = field(factory=dict)
    words: StringIO = field(factory=StringIO)
    #: Whether each field that is open is still in its formula; how many are.
    fields: list[bool] = field(factory=list)
    formulas: int = 0
    known_characters: dict[_Told, CharacterProperties] = field(factory=dict)
    known_paragraphs: dict[_Told, ParagraphProperties] = field(factory=dict)

    def read(self, first: int, last: int) -> None:
        """Read the characters from `first` up to `last`."""
        for piece in self.document.pieces_of(first, last):
            self._read_piece(piece)
        if self.words.tell():
            self.text.end_paragraph(self._taken_words(), 0)

    def _read_piece(self, piece: _Piece) -> None:
        at, place = piece.first, piece.place
        while at < piece.last:
            self.text.allowance.check_time()
            end, modifications = self.document.character_pages.at(place)
            properties = _known(self.known_characters, (modifications, piece.modifications), characters)
            count = min(max((end - place + piece.wide - 1) // piece.wide, 1), piece.last - at)
            data = self.document.stream[place : place + count * piece.wide]
            words = data.decode("cp1252", "replace") if piece.wide == 1 else data.decode("utf-16-le", "surrogatepass")
            self._take(words, at, piece, properties)
            at += count
            place += count * piece.wide

    def _take(self, words: str, at: int, piece: _Piece, properties: CharacterProperties) -> None:
        """Take characters of the same properties."""
        if properties.symbol:
            font, code = properties.symbol
            self._add((of_symbol(code) if font in self.document.signs else "") * len(words), properties)
            return
        if properties.fonts & self.document.signs:
            # A blank for those that are no sign keeps every character at its place.
            words = _OF_SYMBOL.sub(lambda found: of_symbol(ord(found[0])) or " ", words)
        start = 0
        for found in _CONTROL.finditer(words):
            self._add(words[start : found.start()], properties)
            at += _units(words[start : found.start()])
            self._take_control(found[0], at, piece, properties)
            at += 1
            start = found.end()
        self._add(words[start:], properties)

    def _add(self, words: str, properties: CharacterProperties) -> None:
        if words and not properties.hidden and not self.formulas:
            self.words.write(words)

    def _take_control(self, control: str, at: int, piece: _Piece, properties: CharacterProperties) -> None:
        if control in (_PARAGRAPH_END, _CELL_END, _PAGE_END):
            place = piece.place + (at - piece.first) * piece.wide
            self._end(control, place, piece.modifications, hidden=properties.hidden)
        elif control == _FIELD:
            self.fields.append(True)
            self.formulas += 1
        elif control in (_FIELD_RESULT, _FIELD_END) and self.fields:
            self.formulas -= self.fields.pop()
            if control == _FIELD_RESULT:
                self.fields.append(False)
        elif control == _DRAWING:
            self.add_boxes([self.anchors.get(at, 0)])
        else:
            self._add(_SHOWN.get(control, ""), properties)

    def _end(self, mark: str, place: int, changes: bytes, *, hidden: bool) -> None:
        """Take the end of a paragraph, which is that of a cell or of a row as well."""
        _, modifications = self.document.paragraph_pages.at(place)
        told = partial(paragraphs, self.document.further)
        properties = _known(self.known_paragraphs, (modifications, changes), told)
        words = self._taken_words()
        self.fields.clear()
        self.formulas = 0
        if properties.row_end:
            if words.strip():
                self.text.end_paragraph(words, properties.depth)
            self.text.end_row(properties.shape, properties.depth, left_out=hidden)
        elif mark == _CELL_END or properties.inner_cell:
            self.text.end_cell(words, properties.depth)
        else:
            self.text.end_paragraph(words, properties.depth, joined=hidden and mark == _PARAGRAPH_END)

    def _taken_words(self) -> str:
        words, self.words = self.words.getvalue(), StringIO()
        # Halves of a character may have met here, or have lost each other.
        return whole_characters(words)

    def add_boxes(self, shapes: list[int]) -> None:
        """Add the words in these shapes, where they have any."""
        for shape in shapes:
            if found := self.boxes.pop(shape, None):
                box = _Story(self.document, MarkedText(self.text.allowance))
                box.read(*found)
                box.text.end()
                self.text.boxes += box.text.body.blocks


def _known(known: dict[_Told, Known], modifications: _Told, told: Callable[..., Known]) -> Known:
    """Return what modifications say, which mostly were met before."""
    found = known.get(modifications)
    if found is None:
        if len(known) > _KNOWN:
            known.clear()
        found = known[modifications] = told(*modifications)
    return found


def _units(words: str) -> int:
    """Return how many characters of the file words are: one beyond the first 65536 is two."""
    return len(words) if words.isascii() else len(words.encode("utf-16-le", "surrogatepass")) // 2
