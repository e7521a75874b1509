"""From bytes to text: which encoding it is, told without being asked."""

import codecs
import re

from attrs import frozen

__all__ = ["Decoded", "decode", "file_kind"]

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

#: The first bytes of files that hold no text, and what to call them.
_SIGNATURES = (
    (b"\xd0\xcf\x11\xe0", "an Office 97 file (XLS, DOC or WPS)"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"BM", "a BMP picture"),
    (b"II*\x00", "a TIFF picture"),
    (b"MM\x00*", "a TIFF picture"),
    (b"RIFF", "a RIFF file (a WebP picture, sound or film)"),
    (b"PK\x03\x04", "a ZIP archive (XLSX, DOCX, ODS …)"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (rb"{\rtf", "an RTF file"),
)
#: How far into a file the sign of a PDF may stand behind junk.
_PDF_WITHIN = 1024
_SAMPLE = 65536
#: Control characters that no text holds.
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_MOSTLY_CONTROLS = 0.05


@frozen(kw_only=True)
class Decoded:
    """A text with the encoding it was in."""

    text: str
    encoding: str
    #: How many stretches of bytes were no valid text and were replaced.
    replaced: int


def file_kind(data: bytes) -> str | None:
    """Return what kind of file `data` is, or None when it may be text.

    >>> file_kind(b"%PDF-1.7 ..."), file_kind("部门名称".encode("gb18030"))
    ('a PDF', None)
    """
    if b"%PDF-" in data[:_PDF_WITHIN]:
        return "a PDF"
    for signature, kind in _SIGNATURES:
        if data.startswith(signature) and _is_binary(data):
            return kind
    if not data.startswith(tuple(mark for mark, _ in _BYTE_ORDER_MARKS)) and _wide_encoding(data) is None:
        return "a binary file" if _is_binary(data) else None
    return None


def _is_binary(data: bytes) -> bool:
    sample = data[:_SAMPLE]
    return len(_CONTROLS.findall(sample)) > len(sample) * _MOSTLY_CONTROLS or data.startswith((b"PK", rb"{\rtf"))


def decode(data: bytes, encoding: str | None = None) -> Decoded:
    """Return the text in `data`.

    Told apart without being asked: UTF-8 with and without a byte order mark,
    UTF-16 with and without one, GB18030 (and so GBK and GB2312).

    Args:
        data: The bytes of a file.
        encoding: What to use instead.

    Raises:
        LookupError: if `encoding` is no encoding that Python knows.

    >>> decode("单位：万元".encode("gb18030"))
    Decoded(text='单位：万元', encoding='gb18030', replaced=0)

    """
    if encoding is not None:
        return _replacing(data, codecs.lookup(encoding).name)
    for mark, name in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _replacing(data, name)
    wide = _wide_encoding(data)
    if wide:
        return _replacing(data, wide)
    for name in ("utf-8", "gb18030"):
        try:
            return Decoded(text=data.decode(name), encoding=name, replaced=0)
        except UnicodeDecodeError:
            continue
    # Neither is right to the last byte: the one that is right oftener.
    return min((_replacing(data, name) for name in ("utf-8", "gb18030")), key=lambda decoded: decoded.replaced)


def _wide_encoding(data: bytes) -> str | None:
    """Return the UTF-16 that zero bytes betray: those of digits, tabs and line breaks."""
    sample = data[:_SAMPLE]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if max(even, odd) * 50 < len(sample) or min(even, odd) * 10 > max(even, odd):
        return None
    return "utf-16-be" if even > odd else "utf-16-le"


def _replacing(data: bytes, name: str) -> Decoded:
    text = data.decode(name, errors="replace")
    present = 0 if name.startswith(("gb", "big5")) else data.count("\ufffd".encode(name.removesuffix("-sig")))
    return Decoded(text=text, encoding=name, replaced=max(0, text.count("\ufffd") - present))
