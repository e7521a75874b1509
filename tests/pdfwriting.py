"""PDFs written by hand, for what no producer would be asked for: one object after the other, as the test says.

Coordinates are those of the file: points from the lower left corner, upwards.
"""

from collections.abc import Sequence

from attrs import define, field

#: A font that has all of Chinese and needs no file: it is but named.
NAMED = (
    b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts ["
    b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /W [1 95 500] "
    b"/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 0 >> >>] >>"
)
PAGE = (600, 400)


@define
class Draft:
    """A file as it grows; its catalogue and its tree of pages are its first objects."""

    objects: list[bytes] = field(factory=lambda: [b"<< /Type /Catalog /Pages 2 0 R >>", b"", NAMED])
    kids: list[bytes] = field(factory=list)
    #: Characters by their codes in the font ``/F2``, which says by a table what they mean.
    meanings: list[str] = field(factory=list)

    def add(self, content: bytes) -> bytes:
        """Add an object, and return a reference to it."""
        self.objects.append(content)
        return b"%d 0 R" % len(self.objects)

    def stream(self, content: bytes, entries: bytes = b"", length: bytes | None = None) -> bytes:
        """Add a stream, and return a reference to it."""
        said = b"%d" % len(content) if length is None else length
        return self.add(b"<< /Length %s %s >>\nstream\n%s\nendstream" % (said, entries, content))

    def page(self, content: bytes, entries: bytes = b"", resources: bytes = b"") -> None:
        """Add a page of that content, as large as :data:`PAGE` where its `entries` say nothing else."""
        self.page_of(self.stream(content), entries, resources)

    def page_of(self, contents: bytes, entries: bytes = b"", resources: bytes = b"") -> None:
        """Add a page whose content is an object."""
        box = b"" if b"/MediaBox" in entries else b"/MediaBox [0 0 %d %d]" % PAGE
        named = b"/Resources << /Font << /F1 3 0 R /F2 4 0 R >> %s >>" % resources
        page = b"<< /Type /Page /Parent 2 0 R %s %s %s /Contents %s >>" % (box, named, entries, contents)
        self.kids.append(self.add(page))

    def words(self, x: float, y: float, glyphs: Sequence[str], size: float = 10, matrix: bytes = b"") -> bytes:
        """Return what paints characters, each of which may mean several, one behind the other."""
        codes = b"".join(b"%04x" % self._code_of(glyph) for glyph in glyphs)
        place = matrix or b"1 0 0 1 %g %g" % (x, y)
        return b"BT /F2 %g Tf %s Tm <%s> Tj ET\n" % (size, place, codes)

    def _code_of(self, glyph: str) -> int:
        if glyph not in self.meanings:
            self.meanings.append(glyph)
        return self.meanings.index(glyph) + 1

    @property
    def data(self) -> bytes:
        """The file."""
        tree = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(self.kids), b" ".join(self.kids))
        table = _table_of(self.meanings)
        said = b"<< /Length %d >>\nstream\n%s\nendstream" % (len(table), table)
        number = len(self.objects) + 1
        font = (
            b"<< /Type /Font /Subtype /Type0 /BaseFont /Own /Encoding /Identity-H /ToUnicode %d 0 R /DescendantFonts ["
            b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Own /DW 1000 "
            b"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>] >>" % number
        )
        objects = [self.objects[0], self.objects[1] or tree, self.objects[2], font, *self.objects[4:], said]
        return bound(objects)

    def __attrs_post_init__(self) -> None:
        """Keep the place of ``/F2``."""
        self.objects.append(b"")


def bound(objects: Sequence[bytes], trailer: bytes = b"") -> bytes:
    """Return a file of these objects, the first of which is its catalogue."""
    data, places = bytearray(b"%PDF-1.4\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    data += b"".join(b"%010d 00000 n \n" % place for place in places)
    data += b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, trailer, start)
    return bytes(data)


def words(x: float, y: float, text: str, size: float = 10) -> bytes:
    """Return what paints words in the font that is but named."""
    return b"BT /F1 %g Tf %g %g Td <%s> Tj ET\n" % (size, x, y, text.encode("utf-16-be").hex().encode())


def line(x0: float, y0: float, x1: float, y1: float) -> bytes:
    """Return what draws a line."""
    return b"%g %g m %g %g l S\n" % (x0, y0, x1, y1)


def frame(x0: float, y0: float, x1: float, y1: float) -> bytes:
    """Return what draws the four sides of a box."""
    return b"%g %g %g %g re S\n" % (x0, y0, x1 - x0, y1 - y0)


def grid(xs: Sequence[float], ys: Sequence[float]) -> bytes:
    """Return what draws a table, every line from end to end."""
    uprights = b"".join(line(x, min(ys), x, max(ys)) for x in xs)
    return uprights + b"".join(line(min(xs), y, max(xs), y) for y in ys)


def single(content: bytes, entries: bytes = b"", resources: bytes = b"") -> bytes:
    """Return a file of one page."""
    draft = Draft()
    draft.page(content, entries, resources)
    return draft.data


def _table_of(meanings: Sequence[str]) -> bytes:
    """Return the table that says which characters the codes from 1 mean."""
    entries = b"".join(
        b"<%04x> <%s>\n" % (code, meaning.encode("utf-16-be", "surrogatepass").hex().encode())
        for code, meaning in enumerate(meanings, 1)
        if meaning
    )
    count = sum(map(bool, meanings))
    return (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def "
        b"1 begincodespacerange <0000> <ffff> endcodespacerange\n%d beginbfchar\n%sendbfchar endcmap end end"
        % (count, entries)
    )
