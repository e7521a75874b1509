"""Files that are no text: the reader for each kind, and what it finds."""

from collections.abc import Collection, Mapping
from importlib import import_module
from typing import Protocol

from attrs import evolve, frozen

from budgetperf.diagnostics import Diagnostic, diagnose
from budgetperf.readers.composing import ComposedText
from budgetperf.readers.kinds import Recognized, recognize
from budgetperf.readers.limits import Allowance
from budgetperf.readers.request import Request
from budgetperf.readers.unreadable import Unreadable

__all__ = ["READERS", "TEXT_READERS", "Opened", "open_file"]

#: The readers of files that are no text, by name, and the function of each. They are loaded when used.
READERS: Mapping[str, tuple[str, str]] = {
    "pdf": ("budgetperf.readers.pdf.reader", "read_pdf"),
    "xlsx": ("budgetperf.readers.sheets.xlsx", "read_xlsx"),
    "xls": ("budgetperf.readers.sheets.xls", "read_xls"),
    "xlsb": ("budgetperf.readers.sheets.xlsb", "read_xlsb"),
    "excel-xml": ("budgetperf.readers.sheets.excel_xml", "read_excel_xml"),
    "ods": ("budgetperf.readers.sheets.ods", "read_ods"),
    "odt": ("budgetperf.readers.documents.odt", "read_odt"),
    "docx": ("budgetperf.readers.documents.docx", "read_docx"),
    "doc": ("budgetperf.readers.documents.doc", "read_doc"),
    "rtf": ("budgetperf.readers.documents.rtf", "read_rtf"),
}
#: The readers of texts.
TEXT_READERS = ("html", "csv", "text")


class _Reader(Protocol):
    def __call__(self, request: Request, /) -> ComposedText: ...


@frozen
class Opened:
    """What is in a file that is no text: its tables, or why they can't be read."""

    composed: ComposedText
    diagnostics: tuple[Diagnostic, ...]
    #: Whether nothing of it was read.
    refused: bool = False


def open_file(request: Request, readers: Collection[str] | None = None) -> Opened | None:
    """Return what is in a file, or None when it is to be read as text.

    Args:
        request: The file.
        readers: The names of the readers that may be used; all when None.

    Raises:
        LimitExceeded: if it is larger than the limits allow.
        MissingExtra: if its reader needs an extra that is not installed.
        ValueError: if the file has no such page or sheet, or is of a kind that has none.

    """
    if readers is not None and not set(readers) - set(TEXT_READERS):
        return None
    recognized = recognize(request.data, request.allowance)
    return _open_recognized(recognized, request, readers) if recognized else None


def _open_recognized(recognized: Recognized, request: Request, readers: Collection[str] | None) -> Opened:
    """Return what is in a file of a known kind."""
    kind, allowance = recognized.kind, request.allowance
    if kind.reader is None:
        return _refused("R102", f"the content is {kind.words}, which can't be read", kind.hint, allowance)
    if readers is not None and kind.reader not in readers:
        hint = f"add {kind.reader!r} to the readers that may be used"
        return _refused("R102", f"the content is {kind.words}, for which no reader may be used", hint, allowance)
    request.refuse_options(kind.words, kind.options)
    kind.require_extra()
    module, name = READERS[kind.reader]
    reader: _Reader = getattr(import_module(module), name)
    request = evolve(request, package=recognized.package, main=recognized.main, compound=recognized.compound)
    try:
        composed = reader(request)
    except Unreadable as error:
        hint = error.hint or "open it in Office, WPS or LibreOffice, and save it again"
        return _refused(error.code, f"the file can't be read: {error}", hint, allowance)
    return Opened(composed, tuple(composed.diagnostics))


def _refused(code: str, message: str, hint: str | None, allowance: Allowance) -> Opened:
    return Opened(ComposedText(allowance), (diagnose(code, message, None, "", hint),), refused=True)
