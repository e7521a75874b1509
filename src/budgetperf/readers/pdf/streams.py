"""How much the compressed streams of a PDF unpack to, told before pdfium unpacks them whole.

pdfium unpacks a stream of a megabyte to a gigabyte and more, in memory, and can't
be told otherwise. So those that could grow too large are unpacked here first,
piece by piece, to nothing but a number. Pictures are left out, since they are
unpacked only when a page is drawn, which never happens.
"""

import base64
import re
import zlib
from collections.abc import Iterable, Iterator

from budgetperf.readers.limits import Allowance

__all__ = ["check_streams"]

_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_FILTER = re.compile(rb"/(?:FlateDecode|Fl|ASCII85Decode|A85|ASCIIHexDecode|AHx)(?![A-Za-z0-9])")
_PICTURE = re.compile(rb"/Subtype\s*/Image(?![A-Za-z0-9])")
_LENGTH = re.compile(rb"/Length\s*(?P<length>\d{1,12})(?P<elsewhere>\s+\d+\s+R)?")
#: What says how a stream is packed stands right before it.
_DESCRIPTION = 2_048
#: So few bytes can't unpack to much, unless they are packed twice.
_SMALL = 32_768
#: A stream up to this size may be packed as well as it can be.
_HARMLESS = 4 << 20
_PIECE = 1 << 16
_MOST_AT_ONCE = 1 << 20


def check_streams(data: bytes, allowance: Allowance) -> None:
    """Refuse a PDF whose streams unpack to too much.

    Raises:
        LimitExceeded: naming the limit.

    """
    unpacked = 0
    for found in _STREAM.finditer(data):
        description = data[max(0, found.start() - _DESCRIPTION) : found.start()].rpartition(b"obj")[2]
        filters = [each[0] for each in _FILTER.finditer(description)]
        if not filters or _PICTURE.search(description):
            continue
        packed = _packed_size(data, found.end(), description)
        if packed < _SMALL and len(filters) < 2:
            continue
        size = 0
        for piece in _unpacked(data, found.end(), packed, filters):
            size += len(piece)
            unpacked += len(piece)
            allowance.check("part_bytes", size, "a stream of the PDF unpacks to too much")
            allowance.check("unpacked_bytes", unpacked, "the PDF unpacks to too much")
            if size > max(_HARMLESS, packed * allowance.limits.ratio):
                allowance.check("ratio", size // max(packed, 1), "a stream of the PDF unpacks to many times its size")
        allowance.check_time()


def _packed_size(data: bytes, start: int, description: bytes) -> int:
    """Return how many bytes a stream has: those it says, or those up to its end, whichever is more."""
    end = data.find(b"endstream", start)
    said = _LENGTH.search(description)
    if said and said["elsewhere"]:
        return len(data) - start  # the words that end it may stand among its bytes
    return max((len(data) if end < 0 else end) - start, min(int(said["length"]), len(data) - start) if said else 0)


def _unpacked(data: bytes, start: int, length: int, filters: Iterable[bytes]) -> Iterator[bytes]:
    """Yield what a stream unpacks to, as far as it can be unpacked."""
    pieces: Iterator[bytes] = (
        data[place : min(place + _PIECE, start + length)] for place in range(start, start + length, _PIECE)
    )
    for name in filters:
        if name in (b"/FlateDecode", b"/Fl"):
            pieces = _inflated(pieces)
        else:
            pieces = iter([_from_letters(b"".join(pieces), name)])
    return pieces


def _inflated(pieces: Iterable[bytes]) -> Iterator[bytes]:
    unpacker = zlib.decompressobj()
    try:
        for piece in pieces:
            rest = piece
            while rest and not unpacker.eof:
                yield unpacker.decompress(rest, _MOST_AT_ONCE)
                rest = unpacker.unconsumed_tail
    except zlib.error:
        return  # it is damaged; pdfium makes of it what it can


def _from_letters(letters: bytes, name: bytes) -> bytes:
    """Return the bytes that letters stand for; they are never more."""
    try:
        if name in (b"/ASCII85Decode", b"/A85"):
            return base64.a85decode(b"<~" + letters.strip().removeprefix(b"<~").removesuffix(b"~>") + b"~>", adobe=True)
        return bytes.fromhex(letters.partition(b">")[0].decode("ascii"))
    except (ValueError, UnicodeDecodeError):
        return letters
