"""Files that are no text: the reader for each kind, and what it finds."""

from collections.abc import Collection, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Protocol

from attrs import evolve, field, frozen

from budgetperf.diagnostics import Diagnostic, diagnose
from budgetperf.readers.composing import ComposedText
from budgetperf.readers.encoding import Decoded, decode
from budgetperf.readers.kinds import Recognized, recognize
from budgetperf.readers.limits import Allowance
from budgetperf.readers.package import Unreadable

if TYPE_CHECKING:
    from budgetperf.readers.compound import CompoundFile
    from budgetperf.readers.package import Package

__all__ = ["READERS", "TEXT_READERS", "Opened", "Request", "open_file", "open_recognized"]

#: The readers of files that are no text, by name, and the function of each. They are loaded when used.
READERS: Mapping[str, tuple[str, str]] = {
    "pdf": ("budgetperf.readers.pdf", "read_pdf"),
    "xlsx": ("budgetperf.readers.workbook", "read_workbook"),
    "xls": ("budgetperf.readers.excel97", "read_excel97"),
    "xlsb": ("budgetperf.readers.binarybook", "read_binary_workbook"),
    "excel-xml": ("budgetperf.readers.excelxml", "read_excel_xml"),
    "ods": ("budgetperf.readers.odf_sheets", "read_spreadsheet"),
    "odt": ("budgetperf.readers.odf_text", "read_document"),
    "docx": ("budgetperf.readers.word", "read_word"),
    "doc": ("budgetperf.readers.word97", "read_word97"),
    "rtf": ("budgetperf.readers.rtf", "read_rtf"),
}
#: What the options that narrow are for.
_OPTIONS = {"pages": "a PDF", "password": "a PDF", "sheet": "a workbook"}
#: The readers of texts.
TEXT_READERS = ("html", "csv", "text")


@frozen(kw_only=True)
class Request:
    """A file that is to be read, and what of it is wanted."""

    data: bytes = field(repr=False)
    allowance: Allowance
    #: The pages of a PDF, from 1; all when None.
    pages: tuple[int, ...] | None = None
    #: The sheet of a workbook, by name or by number from 1; all that are shown when None.
    sheet: str | int | None = None
    password: str | None = None
    #: The archive that was opened to tell what it is, and its part that holds the document.
    package: "Package | None" = None
    main: str = ""
    #: The same of an Office 97 file.
    compound: "CompoundFile | None" = None

    def refuse_options(self, words: str, accepted: Collection[str] = ()) -> None:
        """Refuse options that mean nothing for the content, which `words` name."""
        for option in ("pages", "sheet", "password"):
            if getattr(self, option) is not None and option not in accepted:
                raise ValueError(f"{option}= is for {_OPTIONS[option]}, and the content is {words}")

    @property
    def archive(self) -> "Package":
        """The archive that the file is."""
        assert self.package is not None  # noqa: S101 - readers of archives are called for archives alone
        return self.package

    @property
    def decoded(self) -> Decoded:
        """The text that the file is, such as a workbook that is one text of XML."""
        return decode(self.data)


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
    return open_recognized(recognized, request, readers) if recognized else None


def open_recognized(recognized: Recognized, request: Request, readers: Collection[str] | None) -> Opened:
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
