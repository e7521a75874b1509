"""Files that are no text: the reader for each kind, and what it finds."""

from collections.abc import Collection, Iterable, Mapping
from importlib import import_module
from typing import Protocol

from attrs import evolve, frozen

from budgetperf.diagnostics import Diagnostic, diagnose
from budgetperf.readers.composing import ComposedText
from budgetperf.readers.kinds import Recognized, recognize
from budgetperf.readers.limits import Allowance
from budgetperf.readers.others import Asked, Reader, ReaderFailed, composed_by, given_readers, installed_readers
from budgetperf.readers.request import Request
from budgetperf.readers.unreadable import Unreadable

__all__ = ["READERS", "TEXT_READERS", "Opened", "known_by_others", "open_file"]

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


_OURS = frozenset((*READERS, *TEXT_READERS))


class _Reader(Protocol):
    def __call__(self, request: Request, /) -> ComposedText: ...


@frozen
class Opened:
    """What is in a file: its tables, or why they can't be read."""

    composed: ComposedText
    diagnostics: tuple[Diagnostic, ...] = ()
    #: Whether nothing of it was read.
    refused: bool = False
    #: Whether it is to be read as text; then only the diagnostics count.
    is_text: bool = False


def open_file(
    request: Request, readers: Collection[str] | None = None, own_readers: Iterable[Reader] = ()
) -> Opened | None:
    """Return what is in a file, or None when it is to be read as text and there is no more to say.

    Readers of others that are handed in or named are asked first, those that are installed where nobody knows it.

    Args:
        request: The file.
        readers: The names of the readers that may be used; all when None.
        own_readers: Readers of others that are handed in.

    Raises:
        LimitExceeded: if it is larger than the limits allow.
        MissingExtra: if its reader needs an extra that is not installed.
        ValueError: if the file has no such page or sheet, or is of a kind that has none.

    """
    asked = Asked(request.data)
    if _asked_first(asked, readers, own_readers):
        return _open_by_others(asked, request)
    failed = tuple(diagnose("R132", each.message) for each in asked.failures)
    only_texts = readers is not None and not set(readers) - set(TEXT_READERS)
    recognized = None if only_texts else recognize(request.data, request.allowance)
    if recognized is not None:
        opened = _open_recognized(recognized, request, readers)
        return evolve(opened, diagnostics=(*failed, *opened.diagnostics)) if failed else opened
    return Opened(ComposedText(request.allowance), failed, is_text=True) if failed else None


def known_by_others(data: bytes, own_readers: Iterable[Reader], *, installed: bool) -> Asked:
    """Return what readers of others say of a file: those that are handed in, or those that are `installed`."""
    asked = Asked(data)
    asked.ask(installed_readers(None, _OURS) if installed else given_readers(own_readers))
    return asked


def _asked_first(asked: Asked, names: Collection[str] | None, own_readers: Iterable[Reader]) -> Reader | None:
    """Return the reader of others that was handed in or named, if one knows the file."""
    reader = asked.ask(given_readers(own_readers))
    named = [] if names is None else [name for name in names if name not in _OURS]
    return reader or (asked.ask(installed_readers(named, _OURS)) if named else None)


def _open_by_others(asked: Asked, request: Request) -> Opened:
    """Return what a reader of others finds in a file that it knows."""
    assert asked.reader is not None  # noqa: S101 - it has just been asked
    request.refuse_options(asked.reader.words)
    composed = composed_by(asked, request.allowance)
    if isinstance(composed, ReaderFailed):
        return _refused("R132", f"the file can't be read: {composed.message}", None, request.allowance)
    return Opened(composed, tuple(composed.diagnostics))


def _open_recognized(recognized: Recognized, request: Request, readers: Collection[str] | None) -> Opened:
    """Return what is in a file of a known kind."""
    kind, allowance = recognized.kind, request.allowance
    if kind.reader is None:
        others = known_by_others(request.data, (), installed=True) if readers is None else Asked(request.data)
        if others.reader is not None:
            return _open_by_others(others, request)
        hint = "; ".join(filter(None, (kind.hint, *(each.message for each in others.failures)))) or None
        return _refused("R102", f"the content is {kind.words}, which can't be read", hint, allowance)
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
