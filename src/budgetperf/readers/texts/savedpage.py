"""Pages saved with all that belongs to them in one file (MHTML), as Office and web systems export tables."""

import binascii
import quopri
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from email.message import Message

__all__ = ["pages_in"]

_BEGINNING = re.compile(
    rb"\s{0,99}(?:mime-version|from|subject|date|content-[a-z]{1,40}|x-[a-z-]{1,40}):", re.IGNORECASE
)
_NO_LETTERS = re.compile(rb"[^A-Za-z0-9+/]+")
_BLANK_LINE = re.compile(rb"\r?\n\r?\n")
#: How long the lines before a part may be, and how many parts are looked at.
_HEAD, _MOST_PARTS = 16_384, 10_000


def pages_in(data: bytes) -> list[bytes]:
    r"""Return the pages of HTML in a file that was saved in one piece; none when it is no such file.

    >>> pages_in(b"MIME-Version: 1.0\nContent-Type: text/html\nContent-Transfer-Encoding: quoted-printable\n\n<p>=31")
    [b'<p>1']
    """
    if not _BEGINNING.match(data) or b"mime-version:" not in data[:_HEAD].lower():
        return []
    try:
        return _pages(data)
    except (ValueError, LookupError):  # what email makes of parameters in encodings that there are not
        return []


def _pages(data: bytes) -> list[bytes]:
    head, body = _parted(data)
    if head is None:
        return []
    if head.get_content_type() == "text/html":
        return [_unpacked(head, body)]
    boundary = head.get_boundary() if head.get_content_maintype() == "multipart" else None
    if not boundary:
        return []
    parts = (_parted(part) for part in data.split(b"--" + boundary.encode("utf-8", "replace"), _MOST_PARTS)[1:])
    return [_unpacked(head, body) for head, body in parts if head and head.get_content_type() == "text/html"]


def _parted(data: bytes) -> tuple["Message | None", bytes]:
    """Return the lines before a part, and what follows them."""
    from email.parser import BytesHeaderParser  # which loads the network's modules, a tenth of all

    data = data.lstrip()
    end = _BLANK_LINE.search(data, 0, _HEAD)
    if end is None:
        return None, b""
    return BytesHeaderParser().parsebytes(data[: end.start()]), data[end.end() :]


def _unpacked(head: "Message", body: bytes) -> bytes:
    packed = str(head.get("Content-Transfer-Encoding", "")).strip().lower()
    if packed == "quoted-printable":
        return quopri.decodestring(body)
    if packed != "base64":
        return body
    try:
        return binascii.a2b_base64(body)
    except binascii.Error:  # cut off within a group of four letters
        letters = _NO_LETTERS.sub(b"", body)
        return binascii.a2b_base64(letters[: len(letters) // 4 * 4])
