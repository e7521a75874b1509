"""The table of variants: how each file is made, and what may be asked of its reader."""

from collections.abc import Callable
from functools import partial
from typing import Any, Literal

from attrs import frozen

from budgetperf.model import Document
from drawing import book
from drawing.families import MING
from drawing.laying import Plan
from drawing.looks import BARE, RULED
from drawing.painting import Look, painted
from rendering import dressing, pages, scanning

Group = Literal["ruled", "unruled", "scan", "sheet", "word", "page", "dump"]


@frozen(kw_only=True)
class Variant:
    """A kind of file."""

    name: str
    group: Group
    suffix: str
    #: Makes the file, or the one that LibreOffice converts.
    make: Callable[[Document], bytes]
    #: The suffix of the file that LibreOffice, or pandoc for "md", converts; empty where nothing is converted.
    source: str = ""
    #: The documents that are rendered so; empty for all.
    subjects: tuple[str, ...] = ()


def web(name: str, style: pages.Style) -> Variant:
    """Return a variant of WeasyPrint."""
    return Variant(name=f"weasyprint {name}", group="ruled", suffix="pdf", make=partial(pages.pdf, style=style))


def drawn(name: str, look: Look, group: Group = "ruled") -> Variant:
    """Return a variant of reportlab."""
    return Variant(name=f"reportlab {name}", group=group, suffix="pdf", make=partial(painted, look=look))


def scanned(document: Document) -> bytes:
    """Return a scan of the pages that WeasyPrint prints."""
    return scanning.scan(pages.pdf(document, pages.Style(family=MING)))


PRINTED = (
    web("header repeated", pages.Style()),
    web("header once", pages.Style(header_again=False, family=MING)),
    web("two-row header", pages.Style(header="two rows", align="center", footer='"- " counter(page) " -"')),
    web("two-row header once", pages.Style(header="two rows", header_again=False)),
    web("thousands", pages.Style(amounts="thousands", family=MING)),
    web("merged cells", pages.Style(apart=True)),
    web("merged cells, two-row header", pages.Style(apart=True, header="two rows", family=MING)),
    web("merged cells, header once", pages.Style(apart=True, header_again=False)),
)
DRAWN = (
    *(drawn(name, look) for name, look in RULED.items()),
    Variant(
        name="two hundred pages",
        group="ruled",
        suffix="pdf",
        make=partial(book.book, look=Look(plan=Plan(size=10.5, leading=16, cut="first"))),
        subjects=("book",),
    ),
)
UNRULED = tuple(drawn(name, look, "unruled") for name, look in BARE.items())
SCANS = (Variant(name="scan", group="scan", suffix="pdf", make=scanned, subjects=("pipes", "two")),)

#: Traits of the office files of :mod:`offices`.
MERGED: dict[str, Any] = {"row_for_each_indicator": True, "borders": True}
GROUPED: dict[str, Any] = {"two_row_header": True, "borders": True}


def office(name: str, group: Group, suffix: str, make: Callable[[Document], bytes], source: str = "") -> Variant:
    """Return a variant of an office file, made so or converted from `source`."""
    return Variant(name=name, group=group, suffix=suffix, make=make, source=source)


def in_encoding(document: Document, encoding: str, label: str) -> bytes:
    """Return a page in another encoding than UTF-8."""
    text = pages.page(document, pages.Style(header="two rows"))
    return text.replace("utf-8", label, 1).encode(encoding)


def plain_page(document: Document, style: pages.Style) -> bytes:
    """Return a page."""
    return pages.page(document, style).encode()


FIT = partial(dressing.printable_workbook, fitted=True)
SPREAD = partial(dressing.printable_workbook, fitted=False)
PAGE = partial(plain_page, style=pages.Style())
PLAIN_PAGE = partial(plain_page, style=pages.Style(plain=True))
PLAIN_MERGED_PAGE = partial(plain_page, style=pages.Style(plain=True, apart=True))
MERGED_PAGE = partial(plain_page, style=pages.Style(apart=True))
OFFICE_PRINTED = (
    office("libreoffice from docx", "ruled", "pdf", dressing.printable_word, "docx"),
    office(
        "libreoffice from docx, merged cells",
        "ruled",
        "pdf",
        partial(dressing.printable_word, row_for_each_indicator=True),
        "docx",
    ),
    office("libreoffice from xlsx", "ruled", "pdf", FIT, "xlsx"),
    office("libreoffice from xlsx, two-row header", "ruled", "pdf", partial(FIT, two_row_header=True), "xlsx"),
    office("libreoffice from xlsx, columns on other pages", "ruled", "pdf", SPREAD, "xlsx"),
    office("libreoffice from html", "ruled", "pdf", PLAIN_PAGE, "html"),
)
SHEETS = (
    office("xlsx", "sheet", "xlsx", dressing.workbook),
    office("xlsx with values", "sheet", "xlsx", dressing.valued_workbook),
    office("xls", "sheet", "xls", dressing.workbook, "xlsx"),
    office("xls with values", "sheet", "xls", dressing.valued_workbook, "xlsx"),
    office("xls merged", "sheet", "xls", partial(dressing.workbook, **MERGED), "xlsx"),
    office("ods", "sheet", "ods", dressing.workbook, "xlsx"),
    office("ods with values", "sheet", "ods", dressing.valued_workbook, "xlsx"),
    office("ods merged", "sheet", "ods", partial(dressing.workbook, **MERGED), "xlsx"),
    office("et", "sheet", "et", partial(dressing.workbook, **GROUPED), "xlsx"),
    office("csv in utf-8", "sheet", "csv", partial(dressing.comma_file, encoding="utf-8-sig")),
    office("csv in gb18030", "sheet", "csv", partial(dressing.comma_file, encoding="gb18030")),
)
# Dressed for print, since LibreOffice takes ten times as long over columns that are too narrow.
WORDS = (
    office("docx", "word", "docx", dressing.word),
    office("docx merged", "word", "docx", partial(dressing.word, row_for_each_indicator=True)),
    office("odt", "word", "odt", dressing.printable_word, "docx"),
    office("odt merged", "word", "odt", partial(dressing.printable_word, row_for_each_indicator=True), "docx"),
    office("rtf", "word", "rtf", dressing.printable_word, "docx"),
    office("rtf merged", "word", "rtf", partial(dressing.printable_word, row_for_each_indicator=True), "docx"),
    office("doc", "word", "doc", PLAIN_PAGE, "html"),
    office("doc merged", "word", "doc", PLAIN_MERGED_PAGE, "html"),
)
WEB = (
    office("html", "page", "html", PAGE),
    office("html merged", "page", "html", MERGED_PAGE),
    office("html in gb18030", "page", "html", partial(in_encoding, encoding="gb18030", label="gb2312")),
    office("html saved as xls", "page", "xls", PAGE),
    office("html of libreoffice from docx", "page", "html", dressing.printable_word, "docx"),
    office("html of libreoffice from xlsx", "page", "html", partial(dressing.workbook, **GROUPED), "xlsx"),
)
DUMPS = (
    office("pandoc from docx", "dump", "md", dressing.word, "docx"),
    office("pandoc from html", "dump", "md", PAGE, "html"),
    office("pandoc from html, merged", "dump", "md", MERGED_PAGE, "html"),
)
VARIANTS: tuple[Variant, ...] = (
    *PRINTED,
    *DRAWN,
    *OFFICE_PRINTED,
    *UNRULED,
    *SCANS,
    *SHEETS,
    *WORDS,
    *WEB,
    *DUMPS,
)
