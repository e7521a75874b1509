"""How much the compressed streams of a PDF unpack to, told before pdfium unpacks them whole.

pdfium unpacks a stream of a megabyte to a gigabyte and more, in memory, and can't
be told otherwise. So those that could grow too large are unpacked here first,
piece by piece, to nothing but a number. Of an encrypted file nothing is known;
a process of its own (``isolate=True``) bounds what such may take.
"""

import re
from collections.abc import Iterator

from attrs import field, frozen

from budgetperf.readers.limits import Allowance
from budgetperf.readers.pdf.packing import FILTERS, guessed, looks_deflated

__all__ = ["Stream", "check_streams", "streams_of"]

_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_OBJECT = re.compile(rb"(\d{1,10})\s{1,9}\d{1,5}\s{1,9}obj(?![a-z])")
_FILTER = re.compile(rb"/(FlateDecode|Fl|LZWDecode|LZW|RunLengthDecode|RL|ASCII85Decode|A85|ASCIIHexDecode|AHx)(?!\w)")
_LATE = re.compile(rb"/EarlyChange\s*0")
_PICTURE = re.compile(rb"/Subtype\s*/Image(?!\w)")
_LENGTH = re.compile(rb"/Length\s*(?P<length>\d{1,12})(?P<elsewhere>\s+\d+\s+R)?")
#: What stands before a stream: the end of its description, and perhaps a remark.
_DESCRIBED = re.compile(rb">>\s*(?:%[^\r\n]*[\r\n]\s*)?\Z")
_REMARK = 1024
#: So long is what stands before the word that begins an object.
_NUMBERS = 32
#: A letter of a name, as its number.
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
#: What says how a stream is packed is no longer.
_DESCRIPTION = 1 << 20
#: So few bytes can't unpack to much, unless they are packed twice; a picture, of which nothing but its size matters.
_SMALL, _SMALL_PICTURE = 32_768, 1 << 17
#: A stream up to this size may be packed as well as it can be.
_HARMLESS = 4 << 20
_PIECE = 1 << 16
#: Filters that unpack to hardly more.
_LETTERS = frozenset(("ASCII85Decode", "A85", "ASCIIHexDecode", "AHx"))


@frozen
class Stream:
    """Bytes in a PDF, and what is said of them."""

    #: The number of its object.
    number: int
    description: bytes = field(repr=False)
    #: Its bytes, packed; where its length is not known, all up to the end of the file.
    packed: memoryview = field(repr=False)
    filters: tuple[str, ...]

    @property
    def is_picture(self) -> bool:
        """Whether it is a picture, which is unpacked only when a page is drawn, unless it is used as something else."""
        return _PICTURE.search(self.description) is not None

    @property
    def is_packed(self) -> bool:
        """Whether it may unpack to more."""
        return bool(self.filters) or looks_deflated(bytes(self.packed[:2]))

    def pieces(self, allowance: Allowance) -> Iterator[bytes]:
        """Yield what it unpacks to, as far as it can be unpacked.

        Raises:
            LimitExceeded: if that is too much.

        """
        allowance.check("nesting", len(self.filters), "a stream of the PDF is packed too many times")
        whole = (bytes(self.packed[place : place + _PIECE]) for place in range(0, len(self.packed), _PIECE))
        pieces: Iterator[bytes] = whole
        for name in self.filters:
            pieces = self._weighed(FILTERS[name](pieces), allowance)
        # What is said of it may be told elsewhere, or hidden.
        return pieces if self.filters else self._weighed(guessed(self._weighed(guessed(pieces), allowance)), allowance)

    def _weighed(self, pieces: Iterator[bytes], allowance: Allowance) -> Iterator[bytes]:
        size = 0
        harmless = max(_HARMLESS, len(self.packed) * allowance.limits.ratio)
        is_picture = self.is_picture
        for piece in pieces:
            size += len(piece)
            allowance.check("part_bytes", size, "a stream of the PDF unpacks to too much")
            if size > harmless and not is_picture:
                ratio = size // max(len(self.packed), 1)
                allowance.check("ratio", ratio, "a stream of the PDF unpacks to many times its size")
            yield piece
        allowance.check_time()


def streams_of(data: bytes) -> Iterator[Stream]:
    """Yield the streams of a file, by the words that begin them."""
    view = memoryview(data)
    number, before, end = 0, 0, -1
    for found in _STREAM.finditer(data):
        start = found.end()
        said = data[max(before, found.start() - _DESCRIPTION) : found.start()]
        before = start
        if not _DESCRIBED.search(said[-_REMARK:]):
            continue
        if end < start:
            end = data.find(b"endstream", start)
            end = len(data) if end < 0 else end
        objects = list(_OBJECT.finditer(said, max(0, said.rfind(b"obj") - _NUMBERS)))
        if objects:
            number = int(objects[-1][1])
            said = said[objects[-1].end() :]
        description = _ESCAPED.sub(lambda code: bytes.fromhex(code[1].decode()), said)
        length = _length(description, end - start, len(data) - start)
        yield Stream(number, description, view[start : start + length], tuple(_filters(description)))


def _filters(description: bytes) -> Iterator[str]:
    for each in _FILTER.finditer(description):
        name = each[1].decode()
        yield "late LZW" if name.startswith("LZW") and _LATE.search(description) else name


def _length(description: bytes, up_to_end: int, rest: int) -> int:
    """Return how many bytes a stream has: those it says, or those up to its end, whichever is more."""
    said = _LENGTH.search(description)
    if said and said["elsewhere"]:
        return rest  # the words that end it may stand among its bytes
    return max(up_to_end, min(int(said["length"]), rest) if said else 0)


def check_streams(data: bytes, allowance: Allowance) -> None:
    """Refuse a PDF whose streams unpack to too much.

    Raises:
        LimitExceeded: naming the limit.

    """
    unpacked = 0
    for stream in streams_of(data):
        allowance.check_time()
        if not stream.is_packed:
            continue
        is_picture = stream.is_picture
        growing = len(stream.filters) - sum(name in _LETTERS for name in stream.filters)
        if len(stream.packed) < (_SMALL_PICTURE if is_picture else _SMALL) and growing == 1:
            continue
        for piece in stream.pieces(allowance):
            if not is_picture:
                unpacked += len(piece)
                allowance.check("unpacked_bytes", unpacked, "the PDF unpacks to too much")
