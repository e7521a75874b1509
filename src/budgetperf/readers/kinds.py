"""What a file is, told by its content: never by its name."""

import re
from importlib.util import find_spec

from attrs import frozen

from budgetperf.readers.encoding import file_kind
from budgetperf.readers.limits import Allowance
from budgetperf.readers.package import Package, Unreadable

__all__ = ["Kind", "Recognized", "recognize"]

_ARCHIVE = b"PK\x03\x04"
_COMPOUND = b"\xd0\xcf\x11\xe0"
_SAVE_AS_DOCX = "save it as DOCX, in Word or WPS, or by: soffice --convert-to docx FILE"
_SAVE_AS_XLSX = "save it as XLSX, in Excel or WPS, or by: soffice --convert-to xlsx FILE"


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


@frozen
class Recognized:
    """What a file is, and the archive that was opened to find out."""

    kind: Kind
    package: Package | None = None
    #: The part of the archive that holds the document.
    main: str = ""


#: The module that an extra brings.
_MODULES = {"pdf": "pypdfium2", "excel": "xlrd"}

PDF = Kind("pdf", "a PDF", "pdf", extra="pdf", options=("pages", "password"))
XLSX = Kind("xlsx", "a workbook (XLSX)", "xlsx", options=("sheet",))
XLSB = Kind("xlsb", "a binary workbook (XLSB)", "xlsb", options=("sheet",))
DOCX = Kind("docx", "a Word document (DOCX)", "docx")

#: Names in the directory of an Office 97 file; an encrypted package may be any of them.
_STREAMS: tuple[tuple[str, Kind], ...] = (
    (
        "EncryptedPackage",
        Kind("encrypted", "an encrypted Office file", hint="open it with its password, and save it without one"),
    ),
    ("WordDocument", Kind("doc", "a Word 97 file (DOC or WPS)", hint=_SAVE_AS_DOCX)),
    ("Workbook", Kind("xls", "an Excel 97 file (XLS or ET)", hint=_SAVE_AS_XLSX)),
    ("Book", Kind("xls", "an Excel 95 file (XLS)", hint=_SAVE_AS_XLSX)),
    ("", Kind("ole", "an Office 97 file (XLS, DOC or WPS)", hint="save it as XLSX or DOCX, or as text")),
)
#: Parts by which an archive without a document of Office's is known.
_PARTS: tuple[tuple[str, Kind], ...] = (
    ("ppt/presentation.xml", Kind("pptx", "a presentation (PPTX in a ZIP archive)")),
    (
        "content.xml",
        Kind("odf", "an OpenDocument file (ODS or ODT in a ZIP archive)", hint="save it as XLSX or DOCX"),
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


def recognize(data: bytes, allowance: Allowance) -> Recognized | None:
    """Return what kind of file `data` is, or None when it may be text.

    Raises:
        LimitExceeded: if it is an archive of too many parts.

    """
    if data.startswith(_ARCHIVE):
        return _archive(data, allowance)
    words = file_kind(data)
    if words is None:
        return None
    if words == PDF.words:
        return Recognized(PDF)
    if data.startswith(_COMPOUND):
        return Recognized(next(kind for name, kind in _STREAMS if name.encode("utf-16-le") in data))
    return Recognized(Kind(re.sub(r"^an? |\(.*| [a-z]+$", "", words).strip().lower(), words))


def _archive(data: bytes, allowance: Allowance) -> Recognized:
    try:
        package = Package.open(data, allowance)
        main = package.main_part() or ""
    except Unreadable as error:
        hint = "open it in Office, WPS or LibreOffice, and save it again"
        return Recognized(Kind("zip", f"a damaged ZIP archive (XLSX, DOCX, ODS …): {error}", hint=hint))
    folder = main.lower().partition("/")[0]
    if folder == "xl":
        return Recognized(XLSB if main.lower().endswith(".bin") else XLSX, package, main)
    if folder == "word":
        return Recognized(DOCX, package, main)
    return Recognized(next(kind for part, kind in _PARTS if not part or part in package), package)
