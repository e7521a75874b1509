"""What streams of a PDF unpack to, and what pages paint, is told before pdfium does it."""

import base64
import random
import zlib

import pytest

from budgetperf import LimitExceeded, Limits
from budgetperf.readers.limits import Allowance
from budgetperf.readers.pdf.packing import FILTERS, guessed
from budgetperf.readers.pdf.painting import check_painting
from budgetperf.readers.pdf.streams import check_streams, streams_of
from pdfwriting import Draft, bound, single, words

WORDS = "项目支出绩效目标表，项目支出绩效目标表".encode() * 300
FORM = b"/Type /XObject /Subtype /Form /BBox [0 0 600 400] "


def packed_by_codes(data: bytes, early: int = 1) -> bytes:
    """Return data as LZW packs it."""
    bits: list[str] = ["100000000"]
    known = {bytes((each,)): each for each in range(256)}
    following, width, stretch = 258, 9, b""
    for byte in data:
        longer = stretch + bytes((byte,))
        if longer in known:
            stretch = longer
            continue
        bits.append(format(known[stretch], f"0{width}b"))
        known[longer] = following
        following += 1
        width = max(9, min(12, (following + early - 1).bit_length()))
        if following == 4094:
            bits.append(format(256, f"0{width}b"))
            known = {bytes((each,)): each for each in range(256)}
            following, width = 258, 9
        stretch = longer[-1:]
    bits.append(format(known[stretch], f"0{width}b"))
    width = max(9, min(12, (following + early).bit_length()))
    bits.append(format(257, f"0{width}b"))
    whole = "".join(bits)
    whole += "0" * (-len(whole) % 8)
    return int(whole, 2).to_bytes(len(whole) // 8)


def packed_by_runs(data: bytes) -> bytes:
    """Return data as runs pack it: a stretch as it is, and one byte again and again."""
    parts = [bytes((len(data[at : at + 128]) - 1,)) + data[at : at + 128] for at in range(0, len(data), 128)]
    return b"".join(parts) + bytes((257 - 100, 65, 128)) + b"behind the end"


def unpacked(name: str, data: bytes, size: int = 1000) -> bytes:
    """Return what data unpack to that come in pieces."""
    return b"".join(FILTERS[name](data[at : at + size] for at in range(0, len(data), size)))


# --- packing --------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [1, 7, 1000])
@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("FlateDecode", zlib.compress(WORDS) + b"\nrest", WORDS),
        ("LZWDecode", packed_by_codes(WORDS), WORDS),
        ("late LZW", packed_by_codes(WORDS, early=0), WORDS),
        ("RunLengthDecode", packed_by_runs(WORDS), WORDS + b"A" * 100),
        ("ASCII85Decode", b"<~" + base64.a85encode(WORDS, wrapcol=70) + b"~>\n(not of it)", WORDS),
        ("A85", base64.a85encode(WORDS), WORDS),
        ("ASCIIHexDecode", b"\n".join([WORDS.hex().encode(), b"7>ff"]), WORDS + b"p"),
    ],
)
def test_filters(name: str, data: bytes, expected: bytes, size: int) -> None:
    """What is packed in any way comes out, in whatever pieces it comes."""
    assert expected == unpacked(name, data, size)


def test_codes_of_any_length() -> None:
    """LZW comes out whose codes grow, whose table is cleared, and that stands for itself."""
    dice = random.Random(2)
    for length in (0, 1, 2, 255, 5000, 60_000):
        data = bytes(dice.choices(b"ab\n01", k=length)) or b"x"
        for early in (1, 0):
            assert data == unpacked(("late LZW", "LZW")[early], packed_by_codes(data, early))


@pytest.mark.parametrize("name", FILTERS)
def test_damaged_streams(name: str) -> None:
    """Of what can't be unpacked comes what could, and no error."""
    dice = random.Random(name)
    for length in (0, 1, 2, 50, 5000):
        assert isinstance(unpacked(name, dice.randbytes(length)), bytes)
    assert b"" == unpacked("A85", "甲".encode()) == unpacked("AHx", b"xyz>")


def test_large_pieces() -> None:
    """Much that unpacks from little comes in pieces of no great size."""
    for name, data in (("RL", b"\x81A" * 20_000), ("LZW", packed_by_codes(bytes(2_500_000)))):
        pieces = list(FILTERS[name]([data]))
        assert len(pieces) > 1
        assert max(map(len, pieces)) < 2_000_000


def test_guessing() -> None:
    """What begins as deflated bytes do is inflated, all else is left."""
    assert WORDS == b"".join(guessed([zlib.compress(WORDS)])) == b"".join(guessed([WORDS[:99], WORDS[99:]]))
    assert b"" == b"".join(guessed([]))


# --- streams --------------------------------------------------------------------------------------


def test_streams() -> None:
    """Streams are found with the number of their object, what is said of them, and how they are packed."""
    draft = Draft()
    draft.stream(b"one", b"/Filter [/A85 /Fl]")
    draft.stream(b"two", b"/Subtype /Image /Filter /LZWDecode /DecodeParms << /EarlyChange 0 >>")
    draft.stream(b"three\nendstream\n and more", b"/Filter /#46lateDecode")
    length = draft.add(b"4")
    draft.stream(b"four", length=length)
    draft.add(b"(stream\n without a description)")
    found = list(streams_of(draft.data))
    assert [5, 6, 7, 9] == [each.number for each in found][:4]
    assert [("A85", "Fl"), ("late LZW",), ("FlateDecode",), ()] == [each.filters for each in found][:4]
    assert [False, True, False, False] == [each.is_picture for each in found][:4]
    assert b"three\nendstream\n and more" == bytes(found[2].packed).rstrip(b"\n")
    assert bytes(found[3].packed).startswith(b"four\nendstream")
    assert 5 == len(found)  # the last is the table of the font


def test_small_streams_pass() -> None:
    """A small stream packed as well as it can be is none of our business."""
    draft = Draft()
    for _ in range(50):
        draft.stream(zlib.compress(bytes(1_000_000), 9), b"/Filter /FlateDecode")
    check_streams(draft.data, Allowance(Limits(unpacked_bytes=1000, part_bytes=1000)))


@pytest.mark.parametrize(
    ("limits", "limit"),
    [(Limits(part_bytes=90_000), "part_bytes"), (Limits(unpacked_bytes=150_000), "unpacked_bytes")],
)
def test_limits(limits: Limits, limit: str) -> None:
    """One stream is bounded, and all together."""
    draft = Draft()
    noise = random.Random(1).randbytes(100_000)
    for _ in range(2):
        draft.stream(zlib.compress(noise), b"/Filter /FlateDecode")
    with pytest.raises(LimitExceeded) as caught:
        check_streams(draft.data, Allowance(limits))
    assert limit == caught.value.limit
    check_streams(draft.data, Allowance())


def test_pictures_may_be_of_one_colour() -> None:
    """A picture may unpack to many times its size, as a blank page does."""
    packed = zlib.compress(bytes(50_000_000), 9) + bytes(1 << 17)
    draft = Draft()
    draft.stream(packed, b"/Subtype /Image /Filter /FlateDecode")
    check_streams(draft.data, Allowance())
    draft.stream(packed, b"/Filter /FlateDecode")
    with pytest.raises(LimitExceeded, match="unpacks to many times its size"):
        check_streams(draft.data, Allowance())


# --- painting -------------------------------------------------------------------------------------


def painted(draft: Draft, limit: int) -> None:
    """Check what the pages paint, held to a limit."""
    check_painting(draft.data, Allowance(Limits(part_bytes=limit)))


def forms(times: int, *, packed: bool, elsewhere: bool) -> Draft:
    """Return a page with a form that paints another so many times."""
    draft = Draft()
    inner = draft.stream(b"0 0 m 9 9 l S " * 100, FORM)
    named = b"<< /In#6eer %s >>" % inner if elsewhere else b"<< /Inner %s >>" % inner
    resources = b"<< /XObject %s >>" % (draft.add(named) if elsewhere else named)
    content = b"/Inner Do % remark\n" * times
    entries = FORM + b"/Resources " + (draft.add(resources) if elsewhere else resources)
    outer = draft.stream(zlib.compress(content) if packed else content, entries + b" /Filter /Fl" * packed)
    draft.page(words(9, 9, "绩效") + b"/Outer %remark\nDo", resources=b"/XObject << /Outer %s >>" % outer)
    return draft


@pytest.mark.parametrize("packed", [False, True])
def test_forms_again_and_again(packed: bool) -> None:  # noqa: FBT001 - a case
    """What a form paints counts as often as it paints it."""
    for elsewhere in (False, True):
        painted(forms(10, packed=packed, elsewhere=elsewhere), 60_000)
        painted(forms(1000, packed=packed, elsewhere=False), 3_000_000)
    with pytest.raises(LimitExceeded, match="paints the same forms too often"):
        painted(forms(1000, packed=packed, elsewhere=False), 1_000_000)


def test_forms_on_many_pages() -> None:
    """A form that each page paints counts once for each, and forms of one name on several pages are not mixed up."""
    draft = Draft()
    for number in range(200):
        inner = draft.stream(b"0 0 m 9 9 l S" * 10, FORM)
        resources = b"/Resources << /XObject << /Fm0 %s >> >>" % inner
        outer = draft.stream(b"/Fm0 Do /Fm0 Do", FORM + resources)
        draft.page(words(9, number, "绩效") + b"/Fm0 Do", resources=b"/XObject << /Fm0 %s >>" % outer)
    painted(draft, 20_000)


def test_forms_without_names_of_their_own() -> None:
    """A form that says nothing of its names uses those of the page."""
    draft = Draft()
    number = len(draft.objects) + 1
    draft.stream(b"/Self Do /Self Do", FORM)
    draft.page(b"/Self Do", resources=b"/XObject << /Self %d 0 R >>" % number)
    with pytest.raises(LimitExceeded, match="paints the same forms too often"):
        painted(draft, 1 << 28)


def in_object_stream(bodies: dict[int, bytes]) -> tuple[bytes, bytes]:
    """Return objects as a stream of objects holds them, and what is said of it."""
    head, content = b"", b""
    for number, body in bodies.items():
        head += b"%d %d " % (number, len(content))
        content += body + b" "
    entries = b"/Type /ObjStm /N %d /First %d /Filter /FlateDecode" % (len(bodies), len(head))
    return zlib.compress(head + content), entries


def test_objects_in_streams() -> None:
    """Names and contents that stand in a stream of objects count too."""
    draft = Draft()
    inner = draft.stream(b"0 0 m 9 9 l S " * 100, FORM)
    outer = draft.stream(b"/In Do " * 1000, FORM + b"/Resources 70 0 R")
    draft.stream(*in_object_stream({70: b"<< /XObject 71 0 R >>", 71: b"<< /In %s >>" % inner}))
    draft.page(b"/Out Do", resources=b"/XObject << /Out %s >>" % outer)
    painted(draft, 3_000_000)
    with pytest.raises(LimitExceeded, match="paints the same forms too often"):
        painted(draft, 1_000_000)


def test_contents_again_and_again() -> None:
    """A page may name a content several times, and no more often than a part may be long."""
    draft = Draft()
    content = draft.stream(b"0 0 m 9 9 l S " * 100)
    draft.page_of(b"[" + (content + b" ") * 100 + b"]")
    painted(draft, 200_000)
    with pytest.raises(LimitExceeded, match="has the same contents too often"):
        painted(draft, 100_000)
    several = Draft()
    several.stream(*in_object_stream({70: b"[%s]" % (b"5 0 R " * 100)}))
    several.objects[3] = b""
    painted(several, 1 << 20)


def test_nothing_to_paint() -> None:
    """A file without forms, or without anything, passes."""
    for data in (single(words(9, 9, "甲")), b"", bound([b"<< >>"])):
        check_painting(data, Allowance())
        check_streams(data, Allowance())
