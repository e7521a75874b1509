"""PDFs made to exhaust whoever opens them: each has an answer in bounded time and memory."""

import base64
import random
import zlib

from pdfwriting import Draft, single, words

GIGA, LESS = 1 << 30, 300 << 20
TELLING = words(50, 350, "项目支出绩效目标表")
FLATE, TWICE = b"/Filter /FlateDecode", b"/Filter [/FlateDecode /FlateDecode]"


def packed(size: int, piece: bytes = b" ") -> bytes:
    """Return that many bytes and the words of our tables, packed; a megabyte is packed and repeated."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    whole = piece * ((1 << 20) // len(piece))
    block = packer.compress(whole) + packer.flush(zlib.Z_FULL_FLUSH)
    # Without the sum at the end, which nobody gets to.
    return b"\x78\xda" + block * (size // len(whole)) + packer.compress(TELLING) + packer.flush()


def of_stream(content: bytes, entries: bytes, length: bytes | None = None) -> bytes:
    """Return a file whose page has that content."""
    draft = Draft()
    draft.page_of(draft.stream(content, entries, length))
    return draft.data


def gigabyte() -> bytes:
    """A stream of blanks."""
    return of_stream(packed(GIGA), FLATE)


def gigabyte_twice() -> bytes:
    """The same, packed again."""
    return of_stream(zlib.compress(packed(GIGA), 9), TWICE)


def packed_in_letters() -> bytes:
    """Blanks, packed, as letters."""
    letters = base64.a85encode(packed(LESS)) + b"~>"
    return of_stream(letters, b"/Filter [/ASCII85Decode /FlateDecode]")


def of_unknown_length() -> bytes:
    """A stream whose length stands elsewhere, with the words that end a stream among its bytes."""
    draft = Draft()
    content = zlib.compress(b"", 0)[:2] + b"\x00\x0a\x00\xf5\xff" + b"endstream\n" + packed(LESS)[2:]
    length = draft.add(b"%d" % len(content))
    draft.page_of(draft.stream(content, FLATE, length))
    return draft.data


def gigabyte_of_runs() -> bytes:
    """Blanks by run length, packed."""
    runs = zlib.compress(zlib.compress(b"\x81 " * (1 << 22), 9), 9)
    return of_stream(runs, b"/Filter [/FlateDecode /FlateDecode /RunLengthDecode]")


def hidden_far_from_its_description() -> bytes:
    """Blanks whose filter stands thousands of bytes before them."""
    return of_stream(packed(LESS), b"/Filter /FlateDecode /Note (%s)" % (b"x" * 5000))


def hidden_elsewhere() -> bytes:
    """Blanks whose filter is an object of its own."""
    draft = Draft()
    filters = draft.add(b"[/FlateDecode]")
    draft.page_of(draft.stream(packed(LESS), b"/Filter " + filters))
    return draft.data


def gigabyte_of_lzw() -> bytes:
    """Blanks packed by LZW."""
    return of_stream(lzw(GIGA >> 3), b"/Filter /LZWDecode")


def gigabyte_of_lzw_twice() -> bytes:
    """Blanks packed by LZW, and again."""
    return of_stream(zlib.compress(lzw(GIGA), 9), b"/Filter [/FlateDecode /LZWDecode]")


def lzw(size: int) -> bytes:
    """Return that many blanks packed by LZW."""
    bits, length, cleared = 0, 0, bytearray()

    def put(code: int, width: int) -> None:
        nonlocal bits, length
        bits, length = (bits << width) | code, length + width

    put(256, 9)
    put(32, 9)
    made, known, width = 1, 258, 9
    while known < 4094:
        made += known - 256
        put(known, width)
        known += 1
        width = 9 if known < 511 else 10 if known < 1023 else 11 if known < 2047 else 12
    # From here on the same rounds again, each begun by clearing the table.
    put(256, 12)
    length_in_bits = length
    while length_in_bits % 8:
        put(256, 9)
        length_in_bits = length
    cleared += bits.to_bytes(length // 8, "big")
    return bytes(cleared) * (size // made + 1)


def strokes() -> bytes:
    """A million strokes."""
    return single(
        TELLING + b"".join(b"%d %d m %d %d l S\n" % (i % 600, i % 399, i % 600, i % 399 + 5) for i in range(10**6))
    )


def strokes_in_one_path() -> bytes:
    """A path of 200,000 lines."""
    return single(TELLING + b"0 0 m " + b"".join(b"%d %d l " % (i % 600, i % 399) for i in range(200_000)) + b"S")


def curves() -> bytes:
    """A path of 50,000 curves."""
    return single(TELLING + b"0 0 m " + b"1 2 3 4 5 6 c " * 50_000 + b"S")


def tree_loop() -> bytes:
    """A tree of pages that is its own branch."""
    draft = Draft()
    draft.page(TELLING)
    draft.objects[1] = b"<< /Type /Pages /Count 1000 /Kids [2 0 R 2 0 R %s] >>" % draft.kids[0]
    return draft.data


def characters() -> bytes:
    """A page of 300,000 characters."""
    return single(TELLING + b"".join(words(20, 380 - i % 380, "绩" * 1000, 0.5) for i in range(300)))


def characters_at_one_place() -> bytes:
    """A page of 150,000 characters, all the same at nearly one place."""
    return single(
        TELLING + b"".join(words(20 + i % 997 * 0.0001, 300 + i // 997 * 0.0001, "绩", 10) for i in range(150_000))
    )


def slanted_characters() -> bytes:
    """A page of 20,000 characters, each on a line of its own."""
    return single(TELLING + b"".join(words(20 + i % 500, i * 0.02, "绩", 1) for i in range(20_000)))


def many_pages() -> bytes:
    """A tree of 100,000 pages."""
    draft = Draft()
    draft.page(TELLING)
    draft.kids *= 100_000
    return draft.data


def said_pages() -> bytes:
    """A tree that says that it has two thousand million pages."""
    draft = Draft()
    draft.page(TELLING)
    draft.objects[1] = b"<< /Type /Pages /Count 2000000000 /Kids [%s] >>" % draft.kids[0]
    return draft.data


def deep_tree() -> bytes:
    """A tree of pages 50,000 branches deep."""
    draft = Draft()
    draft.page(TELLING)
    first = len(draft.objects) + 1
    for place in range(50_000):
        draft.add(b"<< /Type /Pages /Count 1 /Parent 2 0 R /Kids [%d 0 R] >>" % (first + place + 1))
    draft.add(b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>")
    draft.objects[1] = b"<< /Type /Pages /Count 1 /Kids [%d 0 R] >>" % first
    return draft.data


def deep_arrays() -> bytes:
    """Arrays within arrays."""
    return single(TELLING, b"/Note " + b"[" * 200_000 + b"]" * 200_000)


def deep_content() -> bytes:
    """Arrays within arrays, states within states in the content of a page."""
    return single(TELLING + b"q " * 300_000 + b"[" * 300_000 + b"]" * 300_000 + b" TJ")


def deep_forms() -> bytes:
    """Forms within forms, 5,000 deep."""
    return nested_forms(5_000, 1)


def branching_forms() -> bytes:
    """Forms within forms, each painting the next four times."""
    return nested_forms(14, 4)


def branching_twice_forms() -> bytes:
    """Forms within forms, each painting the next eight times, seven deep."""
    return nested_forms(7, 10)


def nested_forms(depth: int, times: int) -> bytes:
    """Return a page of forms within forms."""
    draft = Draft()
    form = draft.stream(b"0 0 m 100 0 l S", b"/Type /XObject /Subtype /Form /BBox [0 0 600 400]")
    for _ in range(depth):
        entries = b"/Type /XObject /Subtype /Form /BBox [0 0 600 400] /Resources << /XObject << /X %s >> >>" % form
        form = draft.stream(b"/X Do " * times, entries)
    draft.page(TELLING + b"/X Do", resources=b"/XObject << /X %s >>" % form)
    return draft.data


def cyclic_forms() -> bytes:
    """Two forms that paint each other."""
    draft = Draft()
    number = len(draft.objects) + 1
    for other in (number + 1, number):
        entries = b"/Type /XObject /Subtype /Form /BBox [0 0 600 400] /Resources << /XObject << /X %d 0 R >> >>" % other
        draft.stream(b"/X Do /X Do 0 0 m 100 0 l S", entries)
    draft.page(TELLING + b"/X Do", resources=b"/XObject << /X %d 0 R >>" % number)
    return draft.data


def huge_page() -> bytes:
    """A page whose sides, lines and words lie beyond all numbers."""
    far = b"1" + b"0" * 38
    far_words = b"BT /F1 %s Tf %s -%s Td <7ee96548> Tj ET\n" % (far, far, far)
    far_lines = b"-%s 0 m %s 0 l S 0 -%s m 0 %s l S 0 0 %s %s re f\n" % ((far,) * 6)
    shift = b"q %s 0 0 %s 0 0 cm 0 0 m %s 0 l S Q\n" % ((far,) * 3)
    return single(TELLING + far_words + far_lines + shift, b"/MediaBox [-%s -%s %s %s]" % ((far,) * 4))


def flat_page() -> bytes:
    """A page without extent, its words and lines pressed to a point."""
    nothing = b"q 0 0 0 0 0 0 cm %s 0 0 m 100 0 l S Q BT 0 0 0 0 0 0 Tm /F1 0 Tf <7ee96548> Tj ET" % TELLING
    return single(TELLING + nothing, b"/MediaBox [0 0 0 0]")


def no_numbers() -> bytes:
    """A page whose numbers are none."""
    odd = b"nan inf m 1e999 -inf l S --5 4..3 m +-7 .-. l S BT /F1 nan Tf 1 0 0 1 inf nan Tm <7ee96548> Tj ET "
    return single(TELLING + odd, b"/MediaBox [nan inf (x) null] /Rotate 45 /CropBox [1 2]")


def encrypted_garbage() -> bytes:
    """A file that says that it is encrypted, by a key of no sense."""
    draft = Draft()
    draft.page(TELLING)
    lock = draft.add(
        b"<< /Filter /Standard /V 4 /R 4 /Length 99999 /P -1 /O (x) /U <%s> /CF << /StdCF << /CFM /AESV2 >> >> "
        b"/StmF /StdCF /StrF /StdCF >>" % (b"00" * 9)
    )
    return draft.data.replace(b"/Root 1 0 R", b"/Root 1 0 R /Encrypt %s /ID [(a) (b)]" % lock)


def content_again_without_blanks() -> bytes:
    """The same, named without blanks between."""
    draft = Draft()
    content = draft.stream(zlib.compress(TELLING + b" " * 4_000_000, 9), FLATE)
    draft.page_of(b"[" + content * 1000 + b"]")
    return draft.data


def tall_grid() -> bytes:
    """A table as high as a mountain."""
    lines = b"".join(b"%d 0 m %d 900000000 l S\n" % (i * 8, i * 8) for i in range(40))
    lines += b"".join(b"0 %d m 3192 %d l S\n" % (i * 8, i * 8) for i in range(40))
    return single(TELLING + lines, b"/MediaBox [0 0 4000 900000000]")


def dense_grid() -> bytes:
    """A table of 9,000 levels and 9,000 uprights."""
    lines = b"".join(
        b"%g 0 m %g 3900 l S 0 %g m 5900 %g l S\n" % (i * 0.6, i * 0.6, i * 0.4, i * 0.4) for i in range(9000)
    )
    return single(TELLING + lines, b"/MediaBox [0 0 6000 4000]")


def wide_grid() -> bytes:
    """A table of 400 columns and 450 rows, as many fields as are looked at."""
    lines = b"".join(b"%d 0 m %d 3600 l S\n" % (i * 8, i * 8) for i in range(400))
    lines += b"".join(b"0 %d m 3192 %d l S\n" % (i * 8, i * 8) for i in range(450))
    return single(TELLING + lines, b"/MediaBox [0 0 4000 4000]")


def object_stream() -> bytes:
    """A file whose objects lie in a long stream."""
    draft = Draft()
    draft.page(TELLING)
    draft.stream(packed(LESS), b"/Type /ObjStm /N 1000000 /First 100 " + FLATE)
    return draft.data


def table_in_stream() -> bytes:
    """A file whose table of objects is a long stream."""
    content = packed(LESS, b"\0")
    head = b"%PDF-1.5\n"
    entries = b"/Type /XRef /Size 200000000 /W [1 2 1] /Root 1 0 R " + FLATE
    return head + b"7 0 obj\n<< /Length %d %s >>\nstream\n%s\nendstream\nendobj\nstartxref\n%d\n%%%%EOF" % (
        len(content),
        entries,
        content,
        len(head),
    )


def meanings() -> bytes:
    """A font whose table of meanings is long."""
    draft = Draft()
    table = draft.stream(packed(LESS, b"<0001> <7ee9>\n"), FLATE)
    draft.page(TELLING + b"BT /F3 10 Tf 9 9 Td <0001> Tj ET")
    font = (
        b"<< /Type /Font /Subtype /Type0 /BaseFont /Own /Encoding /Identity-H /ToUnicode %s /DescendantFonts ["
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Own /CIDSystemInfo << /Registry (Adobe) "
        b"/Ordering (Identity) /Supplement 0 >> >>] >>" % table
    )
    number = draft.add(font)
    draft.objects = [each.replace(b"/F1 3 0 R", b"/F1 3 0 R /F3 " + number) for each in draft.objects]
    return draft.data


def unruled_noise() -> bytes:
    """A page of words everywhere, without lines."""
    dice = random.Random(1)
    return single(TELLING + b"".join(words(dice.random() * 590, dice.random() * 390, "绩效", 2) for _ in range(10_000)))


def hidden_as_picture() -> bytes:
    """Blanks that say that they are a picture."""
    return of_stream(packed(LESS), b"/Subtype /Image " + FLATE)


def packed_before_letters() -> bytes:
    """Blanks that are letters for nothing."""
    return of_stream(packed(LESS), b"/Filter [/FlateDecode /ASCII85Decode]")


def hidden_in_escaped_names() -> bytes:
    """Blanks, the name of whose filter has its first letter as a number."""
    return of_stream(packed(LESS), b"/Filter /#46lateDecode")


def hidden_behind_a_remark() -> bytes:
    """Blanks, what is said of them with the words that begin an object in a string."""
    return of_stream(packed(LESS), b"/Filter /FlateDecode /Note (1 0 obj)")


def many_filters() -> bytes:
    """A stream packed a thousand times."""
    return of_stream(zlib.compress(TELLING), b"/Filter [" + b"/FlateDecode " * 1000 + b"]")


def many_beginnings() -> bytes:
    """A file of nothing but the words that begin a stream."""
    return single(TELLING) + b"stream\n" * 300_000


def many_objects() -> bytes:
    """100,000 empty objects."""
    draft = Draft()
    draft.page(TELLING)
    draft.objects += [b"<<>>"] * 100_000
    return draft.data


def content_again() -> bytes:
    """A page that has the same content a thousand times."""
    draft = Draft()
    content = draft.stream(zlib.compress(TELLING + b" " * 4_000_000, 9), FLATE)
    draft.page_of(b"[" + (content + b" ") * 1000 + b"]")
    return draft.data
