"""The ways into a file: what it is, and the document in it."""

import os
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import IO, TypeAlias

from attrs import evolve, frozen

from budgetperf.assembly import assemble
from budgetperf.diagnostics import diagnose
from budgetperf.exactness import exactly
from budgetperf.model import Document
from budgetperf.normalization import BLANKS
from budgetperf.readers import (
    DEFAULT_LIMITS,
    READERS,
    TEXT_READERS,
    Allowance,
    Decoded,
    Limits,
    Opened,
    RawTable,
    Reader,
    Request,
    Unreadable,
    decode,
    doubts_of,
    installed_names,
    known_by_others,
    open_file,
    open_isolated,
    read_text,
    recognize,
    text_kind,
)
from budgetperf.repairs import Repairs, chosen_repairs
from budgetperf.results import ParseResult, result_of
from budgetperf.source import SourceText, Span
from budgetperf.taxonomy import Taxonomy
from budgetperf.terms import reading_by
from budgetperf.units import UnitList

__all__ = ["Sniffed", "debug_svg", "read", "sniff"]

#: Bytes of a file that are taken at once.
_PIECE = 1 << 24
#: What a reader of others has.
_PARTS = ("name", "words", "recognizes", "read")
_File: TypeAlias = str | os.PathLike[str] | bytes | IO[bytes]


@exactly
def read(  # noqa: PLR0913 - each option by its name
    path_or_file: str | os.PathLike[str] | bytes | IO[bytes],
    *,
    encoding: str | None = None,
    readers: Collection[str] | None = None,
    pages: int | Iterable[int] | None = None,
    sheet: str | int | None = None,
    password: str | None = None,
    limits: Limits = DEFAULT_LIMITS,
    isolate: bool = False,
    repair: bool | Collection[str] = True,
    taxonomy: Taxonomy | None = None,
    units: UnitList | None = None,
    own_readers: Collection[Reader] = (),
) -> ParseResult[Document]:
    """Return the performance target tables in a file.

    The content decides what it is, never the name. Read are PDF (with the extra ``pdf``),
    workbooks (XLSX, XLSB, XLS and ET, ODS and FODS, Excel 2003 XML), documents (DOCX, DOC and WPS,
    RTF, ODT and FODT), web pages (MHTML too), comma-separated files and text dumps, these in UTF-8,
    UTF-16 or GB18030; of other content a diagnostic says what it is. The source of what is read from a file that is
    no text is a text made of it, a line for each row; ``result.source.place(span)`` leads
    back to the page and box, or to the sheet and cell.

    Args:
        path_or_file: A path, the bytes of a file, or an open binary file.
        encoding: The encoding of the text, where it should not be told by content. The file is then read as text.
        readers: The names of the readers that may be used, of those that :func:`sniff` names, or that others have
            installed; all by default.
        pages: The page or pages of a PDF to read, from 1.
        sheet: The sheet of a workbook to read, by its name or by its number from 1; a hidden one too.
        password: The password of an encrypted PDF.
        limits: How much of the file is read at most.
        isolate: Whether to open the file in a process of its own, whose memory is bounded. For files of
            unknown origin: a library that crashes can't take this process with it.
        repair: Which damage is repaired: all (True), none (False, the page as printed), or the repairs of some
            diagnostic codes; see the page on repairs in the documentation.
        taxonomy: What printed categories mean, where it is not the standard taxonomy that says it.
        units: Which measure words there are, where these are not the standard units.
        own_readers: Readers of your own, which are asked before all others whether a file is theirs.

    Raises:
        FileNotFoundError: if there is no such file.
        IsADirectoryError: if the path is a folder.
        LimitExceeded: if the file is larger, deeper or wider than the limits allow, or takes too long.
        LookupError: if the encoding is unknown.
        MissingExtra: if the file needs an extra that is not installed.
        TypeError: if given something else, such as a file opened as text.
        ValueError: if there is no such reader, page, sheet or repair, or the file is of a kind that has none.

    >>> table = '''部门名称：清溪县林业局　单位：万元
    ... | 项目名称 | 总计 | 财政拨款 | 财政专户拨款 | 其他资金 | 绩效目标 | 绩效指标 |
    ... | 林道养护 | 3.00 | 3.00 | | | 养护林道。 | 1、1-产出指标；11-数量指标；里程；年度指标值：12公里。 |'''
    >>> result = read(table.encode("gb18030"))
    >>> result.ok, result.value.tables[0].department
    (True, '清溪县林业局')

    """
    own = _own(own_readers)
    chosen, repairs = _chosen(readers, own), chosen_repairs(repair)
    numbers = _numbers(pages)
    if isinstance(sheet, bool) or not isinstance(sheet, str | int | None):
        raise TypeError(f"a sheet is given by its name or its number, not by {type(sheet).__name__}")
    if not isinstance(password, str | None):
        raise TypeError(f"expected a password as a str, not {type(password).__name__}")
    allowance = _allowance(limits)
    data, name = _bytes_of(path_or_file, allowance)
    request = Request(data=data, allowance=allowance, pages=numbers, sheet=sheet, password=password)
    opener = open_isolated if isolate else open_file
    opened = opener(request, chosen, own) if encoding is None else None
    if opened is None or opened.is_text:
        request.refuse_options("a text")
    with reading_by(taxonomy, units):
        if opened is not None and not opened.is_text:
            return _document_in(opened, name, allowance, repairs)
        used = TEXT_READERS if chosen is None else chosen
        result = _document_in_text(decode(data, encoding), name, used, allowance, repairs)
    return evolve(result, diagnostics=(*opened.diagnostics, *result.diagnostics)) if opened else result


def _document_in_text(
    decoded: Decoded, name: str | None, readers: Collection[str], allowance: Allowance, repairs: Repairs
) -> ParseResult[Document]:
    text = decoded.text
    source = SourceText(text, name)
    if not text.strip(BLANKS):
        return result_of(Document(tables=()), [diagnose("R103", "the text is empty", Span(0, len(text)))], source)
    document, doubts = assemble(_in_time(read_text(text, readers), allowance), allowance.check_time, repairs)
    doubts += doubts_of(text)
    if decoded.replaced:
        message = f"{decoded.replaced} characters are not valid {decoded.encoding} and were replaced"
        first = text.find("\ufffd")
        doubts.append(diagnose("R110", message, Span(first, first + 1) if first >= 0 else None))
    return result_of(document, doubts, source)


@exactly  # again, for a reader of others may have changed the decimal context that it found
def _document_in(opened: Opened, name: str | None, allowance: Allowance, repairs: Repairs) -> ParseResult[Document]:
    """Return what is in a file that is no text."""
    composed = opened.composed
    text = composed.text
    source = SourceText(text, name, places=composed.places)
    found = list(opened.diagnostics)
    if opened.refused:
        return result_of(Document(tables=()), found, source)
    if not text.strip(BLANKS):
        return result_of(Document(tables=()), [*found, diagnose("R103", "the file holds no words")], source)
    document, doubts = assemble(_in_time(composed.tables(), allowance), allowance.check_time, repairs)
    spans = [table.span for table in document.tables if table.span]
    found = [each for each in found if each.span is None or any(_overlap(each.span, span) for span in spans)]
    return result_of(document, [*found, *doubts_of(text), *doubts], source)


def _overlap(span: Span, other: Span) -> bool:
    return span.start < other.end and other.start < span.end


def _in_time(tables: Iterable[RawTable], allowance: Allowance) -> Iterator[RawTable]:
    for table in tables:
        allowance.check_time()
        yield table


# --- what it is --------------------------------------------------------------------------------


@frozen(kw_only=True)
class Sniffed:
    """What a file is, told by its content.

    >>> found = sniff("项目名称".encode())
    >>> found.kind, found.words, found.reader
    ('text', 'a text', 'text')

    """

    #: A short name, such as ``pdf``, ``xlsx``, ``html`` or ``text``.
    kind: str
    #: What to call it in a sentence, such as "a PDF".
    words: str
    #: The reader for it, by the name that :func:`read` takes; None where there is none.
    reader: str | None
    #: The extra that has to be installed for the reader; None when nothing is missing.
    missing_extra: str | None = None
    #: The encoding, of a text.
    encoding: str | None = None
    #: What to do with a file that can't be read as it is.
    hint: str | None = None


#: What the readers of texts read.
_TEXTS = {"html": "a text with tables in HTML", "csv": "comma-separated text", "text": "a text"}


def sniff(
    path_or_file: str | os.PathLike[str] | bytes | IO[bytes],
    *,
    limits: Limits = DEFAULT_LIMITS,
    own_readers: Collection[Reader] = (),
) -> Sniffed:
    """Return what a file is and which reader it has, without reading it.

    Args:
        path_or_file: A path, the bytes of a file, or an open binary file.
        limits: How much of the file is taken at most.
        own_readers: Readers of your own, as :func:`read` takes them.

    Raises:
        FileNotFoundError: if there is no such file.
        LimitExceeded: if the file is larger than the limits allow.
        TypeError: if given something else.

    >>> sniff(b"%PDF-1.7 ...").reader, sniff("单位：万元".encode("gb18030")).encoding
    ('pdf', 'gb18030')

    """
    allowance = _allowance(limits)
    data, _ = _bytes_of(path_or_file, allowance)
    if reader := known_by_others(data, _own(own_readers), installed=False).reader:
        return Sniffed(kind=reader.name, words=reader.words, reader=reader.name)
    recognized = recognize(data, allowance)
    if recognized is not None:
        kind = recognized.kind
        if kind.reader is None and (reader := known_by_others(data, (), installed=True).reader):
            return Sniffed(kind=reader.name, words=reader.words, reader=reader.name)
        missing = kind.extra if kind.is_missing_extra() else None
        return Sniffed(kind=kind.name, words=kind.words, reader=kind.reader, missing_extra=missing, hint=kind.hint)
    decoded = decode(data)
    name = text_kind(decoded.text)
    return Sniffed(kind=name, words=_TEXTS[name], reader=name, encoding=decoded.encoding)


@exactly
def debug_svg(
    path_or_file: str | os.PathLike[str] | bytes | IO[bytes],
    page: int = 1,
    *,
    password: str | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> str:
    """Return a drawing of a page of a PDF as it was taken apart, as SVG.

    The lines of the file are grey, the cells that were found have the colour of their table,
    words outside the tables a dashed frame: so one sees why a cell is read as it is.

    Args:
        path_or_file: A path, the bytes of a file, or an open binary file.
        page: The page, from 1.
        password: The password of an encrypted PDF.
        limits: How much of the file is taken at most.

    Raises:
        FileNotFoundError: if there is no such file.
        LimitExceeded: if the file is larger than the limits allow.
        MissingExtra: if the extra ``pdf`` is not installed.
        ValueError: if the file is no PDF that can be opened, or has no such page.

    >>> try:
    ...     debug_svg("单位：万元".encode(), page=1)
    ... except ValueError as error:
    ...     print(error)
    only pages of a PDF are drawn, and the content is a text

    """
    allowance = _allowance(limits)
    data, _ = _bytes_of(path_or_file, allowance)
    recognized = recognize(data, allowance)
    if recognized is None or recognized.kind.name != "pdf":
        raise ValueError(f"only pages of a PDF are drawn, and the content is {sniff(data, limits=limits).words}")
    if isinstance(page, bool) or not isinstance(page, int):
        raise TypeError(f"a page is given by its number, not by {type(page).__name__}")
    recognized.kind.require_extra()
    from budgetperf.readers.pdf.drawing import drawn_page

    try:
        return drawn_page(Request(data=data, allowance=allowance, password=password), page)
    except Unreadable as error:
        raise ValueError(f"the page can't be drawn: {error}") from error


# --- arguments ---------------------------------------------------------------------------------


def _allowance(limits: object) -> Allowance:
    if not isinstance(limits, Limits):
        raise TypeError(f"expected Limits, not {type(limits).__name__}")
    return Allowance(limits)


def _own(readers: Collection[Reader]) -> tuple[Reader, ...]:
    own = tuple(readers)
    for reader in own:
        if isinstance(reader, type) or not all(hasattr(reader, part) for part in _PARTS):
            kind = reader.__name__ if isinstance(reader, type) else type(reader).__name__
            raise TypeError(f"{kind} is no reader: an object is one that has {', '.join(_PARTS)}")
    return own


def _chosen(readers: Collection[str] | None, own: Iterable[Reader] = ()) -> frozenset[str] | None:
    if readers is None:
        return None
    chosen = frozenset((readers,) if isinstance(readers, str) else readers)
    accepted = (*READERS, *TEXT_READERS, *(reader.name for reader in own))
    if not chosen.issubset(accepted):
        accepted = (*accepted, *installed_names())
    if unknown := sorted(chosen.difference(accepted)):
        raise ValueError(f"unknown reader {unknown[0]!r}; accepted are {', '.join(accepted)}")
    if not chosen:
        raise ValueError("no reader may be used; leave readers out to allow all")
    return chosen


def _numbers(pages: object) -> tuple[int, ...] | None:
    if pages is None:
        return None
    numbers = tuple(pages) if isinstance(pages, Iterable) else (pages,)
    if not numbers or any(not isinstance(number, int) or isinstance(number, bool) for number in numbers):
        raise TypeError("pages are given as a number, or as several numbers, from 1")
    if min(numbers) < 1:
        raise ValueError(f"pages are counted from 1; there is no page {min(numbers)}")
    return tuple(sorted(set(numbers)))


def _bytes_of(path_or_file: _File, allowance: Allowance) -> tuple[bytes, str | None]:
    name: str | None = None
    if isinstance(path_or_file, bytes | bytearray | memoryview):
        data = bytes(path_or_file)
    elif isinstance(path_or_file, str | os.PathLike):
        path = Path(path_or_file)
        with path.open("rb") as file:
            data, name = _taken(file, allowance), str(path)
    else:
        data = _taken(path_or_file, allowance)
        named = getattr(path_or_file, "name", None)
        name = named if isinstance(named, str) else None
    allowance.check("file_bytes", len(data), "the file is too large")
    return data, name


def _taken(file: IO[bytes], allowance: Allowance) -> bytes:
    """Return what is left in an open file, up to a byte more than is allowed; piece by piece, as some files give it."""
    left = allowance.limits.file_bytes + 1
    pieces: list[bytes] = []
    while left > 0:
        piece = file.read(min(left, _PIECE)) if hasattr(file, "read") else None
        if not isinstance(piece, bytes):
            raise TypeError(f"expected a path, bytes or a file opened in binary mode, not {type(file).__name__}")
        if not piece:
            break
        pieces.append(piece)
        left -= len(piece)
    return b"".join(pieces)
