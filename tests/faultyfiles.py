"""The files that examples of the catalogue describe in words, made: each holds a table in order, and one fault."""

from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from typing import Final

import openpyxl

from budgetperf.examples import in_order
from budgetperf.readers.office.compound import CompoundFile
from offices import archive
from openedfiles import unpacked
from pdfwriting import Draft, grid, line, single, words
from spreadsheets import record, xls
from word97 import stored

#: The rows of the table in order, captions included.
ROWS: Final = tuple(
    tuple(cell.strip() for cell in row.removeprefix("|").removesuffix("|").split("|"))
    for row in in_order().splitlines()
    if "---" not in row
)
#: Where the columns of a page end, and how high its rows are. The page is as wide as the longest cell asks for.
UPRIGHTS: Final = (40, 240, 320, 400, 500, 580, 840, 2840)
TOP, ROW = 570, 24
PAGE: Final = b"/MediaBox [0 0 2880 600]"
#: A font size that keeps every cell in one line.
SIZE: Final = 8


# --- texts ----------------------------------------------------------------------------------------


def damaged_text() -> bytes:
    """A text in UTF-8, in which a byte stands for 道 that is none of that encoding."""
    return in_order().encode().replace("道".encode(), b"\xff", 1)


# --- workbooks ------------------------------------------------------------------------------------


def workbook() -> openpyxl.Workbook:
    """Return a workbook of the table."""
    book = openpyxl.Workbook()
    for row in ROWS:
        book.worksheets[0].append(row)
    return book


def saved(book: openpyxl.Workbook) -> bytes:
    """Return the file of a workbook."""
    data = BytesIO()
    book.save(data)
    return data.getvalue()


def broken_part() -> bytes:
    """A part breaks off, which says which sheets there are."""
    parts = dict(unpacked(saved(workbook())))
    name = "xl/workbook.xml"
    return archive({**parts, name: parts[name][: len(parts[name]) // 2]})


def hidden_sheet() -> bytes:
    """A sheet of codes that is hidden."""
    book = workbook()
    book.create_sheet("代码表").append(["11", "数量指标"])
    book.worksheets[1].sheet_state = "hidden"
    return saved(book)


def uncomputed() -> bytes:
    """The sum of the units is a formula without a value."""
    book = workbook()
    sheet = book.worksheets[0]
    total = next(row[0].row for row in sheet.iter_rows() if row[0].value == "合计")
    sheet.cell(total, 4, f"=SUM(D{total + 1}:D{total + 1})")
    return saved(book)


def broken_off() -> bytes:
    """The records of the sheet have no end."""
    stream = CompoundFile(xls(workbook())).stream("Workbook") or b""
    return stored({"Workbook": stream[: stream.rindex(record(0x0A))]})


# --- PDFs -----------------------------------------------------------------------------------------


def page_of(rows: Sequence[Sequence[str]] = ROWS, *, uprights: bool = True) -> bytes:
    """Return what paints the table, with lines between its cells or between its rows alone."""
    content = b""
    for place, row in enumerate(rows):
        y = TOP - ROW * place
        content += b"".join(words(x + 4, y + 8, cell, SIZE) for x, cell in zip(UPRIGHTS, row, strict=False) if cell)
    bottom = TOP - ROW * (len(rows) - 1)
    levels = [TOP - ROW * place for place in range(2, len(rows))] + [bottom]
    if uprights:
        return content + grid(UPRIGHTS, levels)
    return content + b"".join(line(UPRIGHTS[0], y, UPRIGHTS[-1], y) for y in levels)


def picture_of(draft: Draft) -> bytes:
    """Add a picture to a file, and return the resources by which a page paints it as ``/I``."""
    entries = b"/Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray"
    return b"/XObject << /I %s >>" % draft.stream(b"\x80", entries)


def scan() -> bytes:
    """A page of the table, and one that is a picture."""
    draft = Draft()
    draft.page(page_of(), PAGE)
    draft.page(b"2880 0 0 600 0 0 cm /I Do", PAGE, picture_of(draft))
    return draft.data


def scan_with_words() -> bytes:
    """A picture with the words of the table over it, painted in no colour at all."""
    draft = Draft()
    draft.page(b"q 2880 0 0 600 0 0 cm /I Do Q 3 Tr " + page_of(), PAGE, picture_of(draft))
    return draft.data


def unnamed_characters() -> bytes:
    """Two characters of a project's name are such as the font gives no meaning."""
    rows = [("", *row[1:]) if row[0] == "林道养护" else row for row in ROWS]
    draft = Draft()
    named = draft.words(UPRIGHTS[0] + 4, TOP - ROW * [row[0] for row in rows].index("") + 8, "林道\ufffd\ufffd", SIZE)
    draft.page(page_of(rows) + named, PAGE)
    return draft.data


def beyond_the_edge() -> bytes:
    """Words above the page."""
    return single(page_of() + words(50, 700, "内部资料"), PAGE)


def watermark() -> bytes:
    """Words at a slant across the table."""
    draft = Draft()
    slanted = draft.words(0, 0, "部门预算公开专用", size=40, matrix=b"0.87 0.5 -0.5 0.87 900 320")
    draft.page(page_of() + slanted, PAGE)
    return draft.data


class JammedReader:
    """A reader of others that knows its files, and fails to read them."""

    name = "jammed"
    words = "a file of a jammed reader"
    magic = b"\x7fJAM"

    def recognizes(self, data: bytes, /) -> bool:
        """Tell by the first bytes."""
        return data.startswith(self.magic)

    def read(self, data: bytes, /) -> Sequence[str]:
        """Fail."""
        raise EOFError(f"{len(data)} bytes are not enough")


#: The file for each code whose example is one.
FILES: Final[Mapping[str, Callable[[], bytes]]] = {
    "R102": lambda: b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    "R103": lambda: b"\f\n\f\n",
    "R110": damaged_text,
    "R119": broken_part,
    "R120": hidden_sheet,
    "R121": uncomputed,
    "R122": scan,
    "R123": unnamed_characters,
    "R124": broken_off,
    "R125": beyond_the_edge,
    "R126": scan_with_words,
    "R127": watermark,
    "R128": lambda: single(page_of(uprights=False), PAGE),
    "R132": lambda: JammedReader.magic,
}
