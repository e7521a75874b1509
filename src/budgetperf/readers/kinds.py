"""What a file is, told by its content: never by its name."""

import re
from importlib.util import find_spec

from attrs import frozen

from budgetperf.errors import MissingExtra
from budgetperf.readers.limits import Allowance
from budgetperf.readers.office.compound import CompoundFile
from budgetperf.readers.office.package import Package
from budgetperf.readers.texts.encoding import BYTE_ORDER_MARKS, is_binary
from budgetperf.readers.unreadable import Unreadable

__all__ = ["Kind", "Recognized", "recognize"]

_ARCHIVE = b"PK\x03\x04"
_COMPOUND = b"\xd0\xcf\x11\xe0"


@frozen
class Kind:
    """A kind of file."""

    #: A short name, such as ``xlsx``.
    name: str
    #: What to call it in a sentence.
    words: str
    #: The name of the reader for it; None where there is none.
    reader: str | None = None
    #: The extra that the reader needs.
    extra: str | None = None
    #: What to do with a file that has no reader.
    hint: str | None = None
    #: The options of :func:`read` that mean something for it.
    options: tuple[str, ...] = ()

    def is_missing_extra(self) -> bool:
        """Tell whether the extra that the reader needs is not installed."""
        return self.extra is not None and find_spec(_MODULES[self.extra]) is None

    def require_extra(self) -> None:
        """Refuse to go on without the extra that the reader needs.

        Raises:
            MissingExtra: saying what to install.

        """
        if self.extra is not None and self.is_missing_extra():
            raise MissingExtra(self.extra, f"reading {self.words}")


@frozen
class Recognized:
    """What a file is, and the archive or storage that was opened to find out."""

    kind: Kind
    package: Package | None = None
    #: The part of the archive that holds the document.
    main: str = ""
    compound: CompoundFile | None = None


#: The module that an extra brings.
_MODULES = {"pdf": "pypdfium2"}

PDF = Kind("pdf", "a PDF", "pdf", extra="pdf", options=("pages", "password"))
XLSX = Kind("xlsx", "a workbook (XLSX)", "xlsx", options=("sheet",))
XLSB = Kind("xlsb", "a binary workbook (XLSB)", "xlsb", options=("sheet",))
DOCX = Kind("docx", "a Word document (DOCX)", "docx")
XLS = Kind("xls", "an Excel 97 file (XLS or ET)", "xls", options=("sheet",))
EXCEL_XML = Kind("excel-xml", "an Excel 2003 workbook in XML", "excel-xml", options=("sheet",))
ODS = Kind("ods", "an OpenDocument spreadsheet (ODS)", "ods", options=("sheet",))
DOC = Kind("doc", "a Word document (DOC or WPS)", "doc")
RTF = Kind("rtf", "an RTF file", "rtf")
ODT = Kind("odt", "an OpenDocument text (ODT)", "odt")

#: The first bytes of files that hold no text. The short ones may begin a text as well.
_SIGNATURES: tuple[tuple[bytes, Kind], ...] = (
    (b"\x89PNG", Kind("png", "a PNG picture")),
    (b"\xff\xd8\xff", Kind("jpeg", "a JPEG picture")),
    (b"GIF87a", Kind("gif", "a GIF picture")),
    (b"GIF89a", Kind("gif", "a GIF picture")),
    (b"II*\x00", Kind("tiff", "a TIFF picture")),
    (b"MM\x00*", Kind("tiff", "a TIFF picture")),
    (b"PK\x05\x06", Kind("empty zip", "an empty ZIP archive")),
    (b"Rar!\x1a", Kind("rar", "a RAR archive")),
    (b"7z\xbc\xaf", Kind("7z", "a 7z archive")),
    (b"\x1f\x8b", Kind("gzip", "a gzip archive")),
    (b"\x7fELF", Kind("program", "a program")),
    (rb"{\rtf", RTF),
)
_SHORT_SIGNATURES: tuple[tuple[bytes, Kind], ...] = (
    (b"BM", Kind("bmp", "a BMP picture")),
    (b"MZ", Kind("program", "a program")),
    (b"RIFF", Kind("riff file", "a RIFF file (a WebP picture, sound or film)")),
    (b"", Kind("binary", "a binary file")),
)
#: How far into a file the sign of a PDF may stand behind junk, and its first object.
_PDF_WITHIN, _PDF_OBJECT_WITHIN = 1024, 65_536
_PDF = re.compile(rb"%PDF-\d")
_PDF_OBJECT = re.compile(rb"\d+ \d+ obj\b")
#: Names in the directory of an Office 97 file; an encrypted package may be any of them.
_STREAMS: tuple[tuple[str, Kind], ...] = (
    (
        "EncryptedPackage",
        Kind("encrypted", "an encrypted Office file", hint="open it with its password, and save it without one"),
    ),
    ("WordDocument", DOC),
    ("Workbook", XLS),
    ("Book", XLS),
    ("", Kind("ole", "an Office 97 file (XLS, DOC or WPS)", hint="save it as XLSX or DOCX, or as text")),
)
#: Parts by which an archive without a document of Office's is known.
_PARTS: tuple[tuple[str, Kind], ...] = (
    ("ppt/presentation.xml", Kind("pptx", "a presentation (PPTX in a ZIP archive)")),
    (
        "content.xml",
        Kind("odf", "an OpenDocument file without a spreadsheet (ODS) or text (ODT)", hint="save it as XLSX or DOCX"),
    ),
    (
        "",
        Kind(
            "zip",
            "a ZIP archive without a workbook (XLSX) or document (DOCX)",
            hint="unpack it, and read the files in it",
        ),
    ),
)
#: What the body of an OpenDocument file is, by its name.
_BODIES = {b"spreadsheet": ODS, b"text": ODT}
_BODY = re.compile(rb"<(?:\w{1,99}:)?body[^<>]{0,9999}>\s{0,999}<(?:\w{1,99}:)?(\w{1,99})")
_MIME_TYPE = re.compile(rb"application/vnd\.oasis\.opendocument\.(spreadsheet|text)")
#: How far into a text of XML its first element is looked for, and into a part of an archive its body.
_HEAD, _PARTIAL_TAG = 8192, 20_000
_FIRST_ELEMENT = re.compile(
    rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*(?:<[?!][^>]*>\s*)*<(?:\w{1,99}:)?(Workbook|document)\b([^>]*)"
)


def recognize(data: bytes, allowance: Allowance) -> Recognized | None:
    """Return what kind of file `data` is, or None when it may be text.

    Raises:
        LimitExceeded: if it is an archive of too many parts.

    >>> found = recognize(b"%PDF-1.7 ...", Allowance())
    >>> found and found.kind.words, recognize("部门名称".encode("gb18030"), Allowance())
    ('a PDF', None)

    """
    if data.startswith(_ARCHIVE):
        return _archive(data, allowance)
    if _is_pdf(data):
        return Recognized(PDF)
    if data.startswith(_COMPOUND):
        return _compound(data)
    kind = _signed(data)
    return Recognized(kind) if kind else _flat(data)


def _is_pdf(data: bytes) -> bool:
    found = _PDF.search(data[:_PDF_WITHIN])
    if found is None:
        return False
    return found.start() == 0 or bool(_PDF_OBJECT.search(data[:_PDF_OBJECT_WITHIN])) or is_binary(data)


def _signed(data: bytes) -> Kind | None:
    """Return what kind of file the first bytes tell, None where it may be text."""
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            return kind
    if data.startswith(tuple(mark for mark, _ in BYTE_ORDER_MARKS)) or not is_binary(data):
        return None
    return next(kind for signature, kind in _SHORT_SIGNATURES if data.startswith(signature))


def _archive(data: bytes, allowance: Allowance) -> Recognized:
    try:
        package = Package.open(data, allowance)
        main = package.main_part() or ""
        open_document = None if main else _open_document(package)
    except Unreadable as error:
        hint = "open it in Office, WPS or LibreOffice, and save it again"
        return Recognized(Kind("zip", f"a damaged ZIP archive (XLSX, DOCX, ODS …): {error}", hint=hint))
    folder = main.lower().partition("/")[0]
    if folder == "xl":
        return Recognized(XLSB if main.lower().endswith(".bin") else XLSX, package, main)
    if folder == "word":
        return Recognized(DOCX, package, main)
    if open_document:
        return Recognized(open_document, package, "content.xml")
    return Recognized(next(kind for part, kind in _PARTS if not part or part in package), package)


def _compound(data: bytes) -> Recognized:
    """Return what an Office 97 file is; the names of its streams stand in a damaged one as well."""
    try:
        file = CompoundFile(data)
    except Unreadable:
        return Recognized(next(kind for name, kind in _STREAMS if name.encode("utf-16-le") in data))
    names = {name.lower() for name in file.names}
    return Recognized(next(kind for name, kind in _STREAMS if not name or name.lower() in names), compound=file)


def _open_document(package: Package) -> Kind | None:
    """Return what an OpenDocument file is, by what it calls itself, or else by its body."""
    if "content.xml" not in package:
        return None
    named = _MIME_TYPE.match(next(package.chunks("mimetype"), b"")) if "mimetype" in package else None
    if named:
        return _BODIES[named[1]]
    left = b""
    for chunk in package.chunks("content.xml"):
        left += chunk
        if found := _BODY.search(left):
            return _BODIES.get(found[1])
        left = left[-_PARTIAL_TAG:]
    return None


def _flat(data: bytes) -> Recognized | None:
    """Return what workbook or document a text of XML is."""
    found = _FIRST_ELEMENT.match(data[:_HEAD].replace(b"\0", b""))
    if found is None:
        return None
    if found[1] == b"Workbook":
        return Recognized(EXCEL_XML) if b"urn:schemas-microsoft-com:office:spreadsheet" in found[2] else None
    named = _MIME_TYPE.search(found[2])
    return Recognized(_BODIES[named[1]]) if named else None
