"""Write documents as Word 97 does, structure by structure."""

import struct
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, groupby, pairwise

from attrs import define, field, frozen

IN_TABLE, ROW_END = b"\x16\x24\x01", b"\x17\x24\x01"
INNER_CELL, INNER_ROW_END = b"\x4b\x24\x01", b"\x4c\x24\x01"
HIDDEN, DELETED, SPECIAL = b"\x3c\x08\x01", b"\x00\x08\x01", b"\x55\x08\x01"
DOWN, FIRST_DOWN = 1 << 5, 3 << 5
SECTOR, PAGE = 512, 512
#: Where the text begins in its stream, behind the head.
TEXT = 1024
#: Streams that are shorter lie elsewhere in a file.
SMALLEST = 4096
LAST, FREE, TABLE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def depth(tables: int) -> bytes:
    """Return what says in how many tables a paragraph is."""
    return IN_TABLE + struct.pack("<Hi", 0x6649, tables)


def row(edges: Sequence[int], flags: Sequence[int] = ()) -> bytes:
    """Return what says how a row is cut, and how its cells are merged."""
    cells = b"".join(struct.pack("<HH16x", flag, 0) for flag in [*flags, *[0] * (len(edges) - 1 - len(flags))])
    data = struct.pack(f"<B{len(edges)}h", len(edges) - 1, *edges) + cells
    return struct.pack("<HH", 0xD608, len(data) + 1) + data


def elsewhere(at: int) -> bytes:
    """Return what says where in the stream Data the modifications of a paragraph lie."""
    return struct.pack("<HI", 0x6646, at)


@frozen
class Box:
    """A text box: where it is anchored, its shape, and how long its words are."""

    anchor: int
    shape: int
    length: int


@define
class Word97:
    """A document on its way into a file: what is said of each character and of each paragraph."""

    words: list[str] = field(factory=list)
    characters: list[bytes] = field(factory=list)
    paragraphs: list[bytes] = field(factory=list)
    #: Where the paragraph begins that is open.
    open: int = 0
    #: How many characters belong to the text itself; all when None.
    main: int | None = None
    boxes: list[Box] = field(factory=list)
    fonts: Sequence[str] = ("Times New Roman", "Symbol")
    further: bytes = b""
    #: Modifications that pieces refer to, and those of each piece, by its number.
    modifications: Sequence[bytes] = ()
    changes: Mapping[int, int] = field(factory=dict)
    #: How many characters a piece has, whether the last lies first, and whether Western ones take one byte each.
    size: int = 1 << 30
    backwards: bool = False
    narrow: bool = False
    second_table: bool = True
    flags: int = 0
    version: int = 0xC1

    def add(self, words: str, changes: bytes = b"") -> "Word97":
        """Add characters, of which this is said."""
        units = words.encode("utf-16-le", "surrogatepass")
        self.words += [chr(code) for (code,) in struct.iter_unpack("<H", units)]
        self.characters += [changes] * (len(units) // 2)
        return self

    def end(self, changes: bytes = b"", mark: str = "\r", marked: bytes = b"") -> "Word97":
        """End a paragraph, of which this is said."""
        self.add(mark, marked)
        self.paragraphs += [changes] * (len(self.words) - self.open)
        self.open = len(self.words)
        return self

    def cell(self, words: str, changes: bytes = IN_TABLE, mark: str = "\x07") -> "Word97":
        """Add a cell, each of whose lines is a paragraph."""
        *before, last = words.split("\n")
        for line in before:
            self.add(line).end(changes)
        return self.add(last).end(changes + (INNER_CELL if mark == "\r" else b""), mark)

    def row(self, cells: Sequence[str], edges: Sequence[int] = (), flags: Sequence[int] = ()) -> "Word97":
        """Add a row; its cells are a centimetre wide where no edges are given."""
        for words in cells:
            self.cell(words)
        edges = edges or [567 * at for at in range(len(cells) + 1)]
        return self.end(IN_TABLE + ROW_END + row(edges, flags), "\x07")

    def box(self, anchor: int, shape: int, words: str) -> "Word97":
        """Add a text box, which lies behind the text."""
        self.main = len(self.words) if self.main is None else self.main
        self.boxes.append(Box(anchor, shape, len(words) + 1))
        return self.add(words).end()

    # --- the file --------------------------------------------------------------------------

    def file(self) -> bytes:
        """Return the file."""
        return stored(self.streams())

    def streams(self) -> dict[str, bytes]:
        """Return the streams of the file, by name."""
        if self.open < len(self.words):
            self.end()
        text, pieces = self.text()
        tables, pages = Tables(), text + bytes(-len(text) % PAGE)
        for number, wide in ((12, 1), (13, 13)):
            stretches = list(self.stretches(pieces, of_paragraphs=number == 13))
            listed = []
            for content, first in pages_of(stretches, wide):
                listed.append((first, len(pages) // PAGE))
                pages += content
            ends = [first for first, _ in listed] + [stretches[-1][1]]
            tables.add(
                number,
                struct.pack(f"<{len(ends)}I", *ends) + struct.pack(f"<{len(listed)}I", *(page for _, page in listed)),
            )
        tables.add(33, self.piece_table(pieces))
        tables.add(15, struct.pack("<HH", len(self.fonts), 0) + b"".join(map(font, self.fonts)))
        self.add_boxes(tables)
        tables.add(1, STYLES)
        tables.add(6, struct.pack("<II", 0, len(self.words)) + struct.pack("<HIHI", 0, 0xFFFFFFFF, 0, 0))
        tables.add(31, bytes(500))
        head = self.head(tables)
        name = "1Table" if self.second_table else "0Table"
        return {"WordDocument": head + pages[len(head) :], name: tables.content, "Data": self.further}

    def piece_table(self, pieces: "Sequence[Piece]") -> bytes:
        """Return the table of pieces, and the modifications that they refer to."""
        ends = [*(piece.first for piece in pieces), pieces[-1].last]
        made = struct.pack(f"<{len(ends)}I", *ends)
        for number, piece in enumerate(pieces):
            place = piece.place * 2 | 0x40000000 if piece.wide == 1 else piece.place
            made += struct.pack("<HIH", 0, place, self.changes.get(number, 0))
        before = b"".join(b"\x01" + struct.pack("<H", len(each)) + each for each in self.modifications)
        return before + b"\x02" + struct.pack("<I", len(made)) + made

    def text(self) -> "tuple[bytes, list[Piece]]":
        """Return the stream so far, with the text, and its pieces in the order of the text."""
        content, pieces = bytes(TEXT), []
        starts = list(range(0, len(self.words), self.size))
        for first in reversed(starts) if self.backwards else starts:
            last = min(first + self.size, len(self.words))
            words = self.words[first:last]
            narrow = self.narrow and all(each < "\x80" for each in words)
            pieces.append(Piece(first, last, len(content), 1 if narrow else 2))
            content += b"".join(each.encode("cp1252" if narrow else "utf-16-le", "surrogatepass") for each in words)
            content += bytes(len(content) % 2)
        return content, sorted(pieces, key=lambda piece: piece.first)

    def stretches(self, pieces: "Sequence[Piece]", *, of_paragraphs: bool) -> "Iterator[tuple[int, int, bytes]]":
        """Yield stretches of the stream of which the same is said."""
        told = [(0, changes) for changes in self.characters]
        if of_paragraphs:  # each has a stretch of its own, the same though they may be
            ends = [mark in "\r\x07" for mark in self.words]
            numbers = accumulate([0, *ends[:-1]])
            told = list(zip(numbers, self.paragraphs, strict=True))
        for piece in sorted(pieces, key=lambda piece: piece.place):
            for (_, changes), group in groupby(range(piece.first, piece.last), key=told.__getitem__):
                places = list(group)
                start = piece.place + (places[0] - piece.first) * piece.wide
                yield start, start + len(places) * piece.wide, changes

    def add_boxes(self, tables: "Tables") -> None:
        """Add the tables that tell where text boxes are anchored, and which words are theirs."""
        if not self.boxes:
            return
        anchors = [*(box.anchor for box in self.boxes), len(self.words)]
        shapes = b"".join(struct.pack("<I22x", box.shape) for box in self.boxes)
        tables.add(40, struct.pack(f"<{len(anchors)}I", *anchors) + shapes)
        starts = [0]
        for box in self.boxes:
            starts.append(starts[-1] + box.length)
        words = b"".join(struct.pack("<14xII", box.shape, 0) for box in self.boxes)
        tables.add(56, struct.pack(f"<{len(starts)}I", *starts) + words)

    def head(self, tables: "Tables") -> bytes:
        """Return the head of the document."""
        main = len(self.words) if self.main is None else self.main
        flags = self.flags | (0x0200 if self.second_table else 0) | 0x1000
        made = struct.pack("<HHHHHHHIBBHHII", 0xA5EC, self.version, 0, 0x0804, 0, flags, 0xBF, 0, 0, 0, 0, 0, 0, 0)
        made += struct.pack("<H28x", 14) + struct.pack("<H12x", 22)
        made += struct.pack("<8I", main, 0, 0, 0, 0, 0, len(self.words) - main, 0) + bytes(88 - 12 - 32)
        places = b"".join(struct.pack("<II", *tables.places.get(number, (0, 0))) for number in range(93))
        return made + struct.pack("<H", 93) + places + b"\0\0"


@frozen
class Piece:
    """A piece of the text, and where it lies."""

    first: int
    last: int
    place: int
    wide: int


@define
class Tables:
    """The stream of tables, and where each is."""

    content: bytes = b""
    places: dict[int, tuple[int, int]] = field(factory=dict)

    def add(self, number: int, table: bytes) -> None:
        """Add a table."""
        self.places[number] = (len(self.content), len(table))
        self.content += table + bytes(-len(table) % 4)


#: One style, of paragraphs.
STYLES = struct.pack("<HHHHHHHHHHH", 18, 1, 10, 1, 91, 15, 0, 0, 0, 0, 0)[:20] + struct.pack(
    "<HHHHHH", 34, 0x2000 | 0, 1 | 0xFFF0, 2 | 0, 0, 0
)[:12] + "\x06Normal\0".encode("utf-16-le") + struct.pack("<HHH", 2, 0, 0)  # fmt: skip


def font(name: str) -> bytes:
    """Return the description of a font."""
    described = struct.pack("<BhBB34x", 0, 400, 2 if name == "Symbol" else 0, 0) + f"{name}\0".encode("utf-16-le")
    return bytes([len(described)]) + described


def pages_of(stretches: Sequence[tuple[int, int, bytes]], wide: int) -> Iterator[tuple[bytes, int]]:
    """Yield the pages that tell what holds for stretches, each with where its first begins."""
    left = list(stretches)
    while left:
        page, entries, told, free = bytearray(PAGE), [], 0, PAGE - 1
        while told < len(left):
            described = properties(left[told][2], wide)
            at = (free - len(described)) // 2 * 2 if described else free
            if 4 * (told + 2) + wide * (told + 1) > at or told == 250:
                break
            page[at : at + len(described)] = described
            entries.append(at // 2 if described else 0)
            free, told = at, told + 1
        assert told, "one stretch has room in a page"
        starts = [left[0][0], *(end for _, end, _ in left[:told])]
        struct.pack_into(f"<{told + 1}I", page, 0, *starts)
        for number, entry in enumerate(entries):
            page[4 * (told + 1) + number * wide] = entry
        page[-1] = told
        yield bytes(page), left[0][0]
        left = left[told:]


def properties(changes: bytes, wide: int) -> bytes:
    """Return what a page holds of a stretch: in paragraphs, the number of their style comes first."""
    if wide == 1:
        return bytes([len(changes)]) + changes if changes else b""
    changes = b"\0\0" + changes
    if len(changes) % 2:
        return bytes([(len(changes) + 1) // 2]) + changes
    return bytes([0, len(changes) // 2]) + changes


def stored(streams: Mapping[str, bytes]) -> bytes:
    """Return a file that holds these streams."""
    contents = [content.ljust(SMALLEST, b"\0") for content in streams.values()]
    sizes = [-(-len(content) // SECTOR) for content in contents]
    entries = -(-(len(streams) + 1) // 4)
    table = next(count for count in range(1, 1000) if count * 128 >= count + entries + sum(sizes))
    starts = [table + entries]
    for size in sizes:
        starts.append(starts[-1] + size)
    chains = [TABLE] * table
    for first, last in pairwise([table, *starts]):
        chains += [*range(first + 1, last), LAST]
    chains += [FREE] * (table * 128 - len(chains))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<IIIIIIIII", 0, table, table, 0, SMALLEST, LAST, 0, LAST, 0)
    head += struct.pack("<109I", *range(table), *[FREE] * (109 - table))
    directory = entry("Root Entry", 5, child=1)
    for number, (name, content) in enumerate(zip(streams, contents, strict=True), 1):
        following = number + 1 if number < len(streams) else FREE
        directory += entry(name, 2, start=starts[number - 1], size=len(content), right=following)
    directory += bytes(-len(directory) % SECTOR)
    body = b"".join(content + bytes(-len(content) % SECTOR) for content in contents)
    return head + struct.pack(f"<{len(chains)}I", *chains) + directory + body


def entry(  # noqa: PLR0913 - what an entry holds
    name: str, kind: int, *, start: int = LAST, size: int = 0, child: int = FREE, right: int = FREE
) -> bytes:
    """Return an entry of the directory."""
    named = f"{name}\0".encode("utf-16-le")
    made = named.ljust(64, b"\0") + struct.pack("<HBBIII", len(named), kind, 1, FREE, right, child)
    return made + bytes(36) + struct.pack("<III", start, size, 0)
