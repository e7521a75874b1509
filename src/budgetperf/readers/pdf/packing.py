"""The ways in which streams of a PDF are packed, undone piece by piece."""

import base64
import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from itertools import chain, islice

__all__ = ["FILTERS", "guessed", "looks_deflated"]

_MOST_AT_ONCE = 1 << 20
_CLEAR, _END, _FIRST, _WIDEST = 256, 257, 258, 12
_BLANK = re.compile(rb"[\0\t\n\f\r ]+")


def _inflated(pieces: Iterable[bytes]) -> Iterator[bytes]:
    unpacker = zlib.decompressobj()
    try:
        for piece in pieces:
            rest = piece
            while rest and not unpacker.eof:
                yield unpacker.decompress(rest, _MOST_AT_ONCE)
                rest = unpacker.unconsumed_tail
            if unpacker.eof:
                return
    except zlib.error:
        return  # it is damaged; pdfium makes of it what it can


def _from_letters(pieces: Iterable[bytes]) -> Iterator[bytes]:
    letters = _up_to(pieces, b"~", len(b"<~"))  # which it may begin with
    try:
        yield base64.a85decode(b"<~" + letters.removeprefix(b"<~") + b"~>", adobe=True)
    except ValueError:
        return


def _from_hexadecimal(pieces: Iterable[bytes]) -> Iterator[bytes]:
    digits = _up_to(pieces, b">")
    try:
        yield bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))
    except ValueError:
        return


def _up_to(pieces: Iterable[bytes], mark: bytes, earliest: int = 0) -> bytes:
    """Return what stands before a mark, without blanks."""
    kept = bytearray()
    for piece in pieces:
        seen = max(len(kept), earliest)
        kept += _BLANK.sub(b"", piece)
        end = kept.find(mark, seen)
        if end >= 0:
            del kept[end:]
            break
    return bytes(kept)


def _from_runs(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Yield what is packed as bytes with the number of times that each stands."""
    data = iter(chain.from_iterable(pieces))
    made = bytearray()
    for count in data:
        if count == 128:
            break
        made += bytes((next(data, 0),)) * (257 - count) if count > 128 else bytes(islice(data, count + 1))
        if len(made) >= _MOST_AT_ONCE:
            yield bytes(made)
            made.clear()
    yield bytes(made)


def _from_codes(pieces: Iterable[bytes], early: int = 1) -> Iterator[bytes]:
    """Yield what LZW has packed: codes of growing width for stretches that stood there before.

    The width grows so many codes before it must.
    """
    known = [bytes((each,)) for each in range(256)] + [b"", b""]
    before, width, bits, held = b"", 9, 0, 0
    made = bytearray()
    for byte in chain.from_iterable(pieces):
        bits, held = (bits << 8 | byte) & 0xFFFFFFFF, held + 8
        if held < width:
            continue
        held -= width
        code = bits >> held & ((1 << width) - 1)
        if code == _CLEAR:
            del known[_FIRST:]
            before, width = b"", 9
            continue
        if code == _END or code > len(known) or (code == len(known) and not before):
            break
        stretch = known[code] if code < len(known) else before + before[:1]
        if before and len(known) < 1 << _WIDEST:
            known.append(before + stretch[:1])
            width = min(max(9, (len(known) + early).bit_length()), _WIDEST)
        before = stretch
        made += stretch
        if len(made) >= _MOST_AT_ONCE:
            yield bytes(made)
            made.clear()
    yield bytes(made)


def looks_deflated(start: bytes) -> bool:
    """Tell whether bytes may be deflated, by the first two."""
    return len(start) > 1 and start[0] & 15 == 8 and int.from_bytes(start[:2]) % 31 == 0


def guessed(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Yield what pieces unpack to that look deflated, and others as they are."""
    rest = iter(pieces)
    first = next(rest, b"")
    whole = chain((first,), rest)
    return _inflated(whole) if looks_deflated(first) else whole


#: The filters that unpack to more than there was, or may stand before such, by their names, long and short.
FILTERS: Mapping[str, Callable[[Iterable[bytes]], Iterator[bytes]]] = {
    "FlateDecode": _inflated,
    "Fl": _inflated,
    "LZWDecode": _from_codes,
    "LZW": _from_codes,
    "late LZW": partial(_from_codes, early=0),
    "RunLengthDecode": _from_runs,
    "RL": _from_runs,
    "ASCII85Decode": _from_letters,
    "A85": _from_letters,
    "ASCIIHexDecode": _from_hexadecimal,
    "AHx": _from_hexadecimal,
}
