"""What a file is, told by its content, and what its tables are when it is no text."""

from attrs import frozen

from budgetperf.diagnostics import Diagnostic, diagnose
from budgetperf.readers.composing import ComposedText
from budgetperf.readers.encoding import file_kind
from budgetperf.readers.limits import Limits
from budgetperf.readers.package import Package, Unreadable
from budgetperf.readers.word import read_word
from budgetperf.readers.workbook import read_workbook

__all__ = ["Opened", "open_file"]

_ARCHIVE = b"PK\x03\x04"
_COMPOUND = b"\xd0\xcf\x11\xe0"
#: Names in the directory of an Office 97 file, and what it is; an encrypted package may be any of them.
_STREAMS = (
    ("EncryptedPackage", "an encrypted Office file", "open it with its password, and save it without one"),
    (
        "WordDocument",
        "a Word 97 file (DOC or WPS)",
        "save it as DOCX, in Word or WPS, or by: soffice --convert-to docx FILE",
    ),
    (
        "Workbook",
        "an Excel 97 file (XLS or ET)",
        "save it as XLSX, in Excel or WPS, or by: soffice --convert-to xlsx FILE",
    ),
    ("Book", "an Excel 95 file (XLS)", "save it as XLSX, in Excel or WPS, or by: soffice --convert-to xlsx FILE"),
    ("", "an Office 97 file (XLS, DOC or WPS)", "save it as XLSX or DOCX, or as text"),
)
_OTHER_ARCHIVES = (
    ("xl/workbook.bin", "a binary workbook (XLSB in a ZIP archive)", "save it as XLSX"),
    ("ppt/presentation.xml", "a presentation (PPTX in a ZIP archive)", None),
    ("content.xml", "an OpenDocument file (ODS or ODT in a ZIP archive)", "save it as XLSX or DOCX"),
    ("", "a ZIP archive without a workbook (XLSX) or document (DOCX)", "unpack it, and read the files in it"),
)


@frozen
class Opened:
    """What is in a file that is no text: its tables, or why they can't be read."""

    composed: ComposedText
    diagnostics: tuple[Diagnostic, ...]


def open_file(data: bytes, limits: Limits) -> Opened | None:
    """Return what is in a file, or None when it may be text.

    Raises:
        LimitExceeded: if it is larger than the limits allow.

    """
    if data.startswith(_ARCHIVE):
        return _open_archive(data, limits)
    kind = file_kind(data)
    if kind is None:
        return None
    hint = None
    if data.startswith(_COMPOUND):
        _, kind, hint = next(each for each in _STREAMS if each[0].encode("utf-16-le") in data)
    return _refused("R102", f"the content is {kind}, not text", hint, limits)


def _open_archive(data: bytes, limits: Limits) -> Opened:
    try:
        package = Package.open(data, limits)
    except Unreadable as error:
        return _refused("R102", f"the content is a ZIP archive (XLSX, DOCX, ODS …), not text; {error}", None, limits)
    try:
        main = package.main_part()
        if main is None or not main.lower().startswith(("xl/", "word/")) or main.lower().endswith(".bin"):
            _, kind, hint = next(each for each in _OTHER_ARCHIVES if not each[0] or each[0] in package)
            return _refused("R102", f"the content is {kind}, not text", hint, limits)
        read = read_workbook if main.lower().startswith("xl/") else read_word
        composed = read(package, main)
    except Unreadable as error:
        hint = "open it in Office, WPS or LibreOffice, and save it again"
        return _refused("R119", f"the file can't be read: {error}", hint, limits)
    return Opened(composed, tuple(composed.diagnostics))


def _refused(code: str, message: str, hint: str | None, limits: Limits) -> Opened:
    return Opened(ComposedText(limits), (diagnose(code, message, None, "", hint),))
