"""PDFs are read as the documents that were drawn, however they were drawn."""

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from io import BytesIO
from typing import Any

import pytest
from attrs import evolve
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from budgetperf import Document, LimitExceeded, Limits, ParseResult, read
from budgetperf.readers import limits as limits_module
from budgetperf.readers.composing import ComposedText
from budgetperf.readers.limits import Allowance
from budgetperf.readers.pdf.pages import LoadedPage, Page, opened
from commandline import FINE, HEADER, TABLE, pdf
from drawing.book import FIRST, PAGES, book
from drawing.comparing import compared, first_difference
from drawing.fonts import NAMED
from drawing.looks import BARE, CUT, LARGE, RULED
from drawing.painting import Look, painted
from drawing.subjects import nameless, read_back, table, without_latex
from pdfwriting import Draft, grid, words

LOOKS = {**RULED, **BARE}


@cache
def subject(name: str) -> Document:
    """Return one of two small documents: one with units, and one of a single department's projects."""
    made = {"units": lambda: table(2, 2, 2), "nameless": nameless}[name]
    return read_back(without_latex(Document(tables=(made(),))))


def drawn(name: str = "units", look: Look | None = None) -> bytes:
    """Return a document as a PDF in the font that needs no file."""
    return painted(subject(name), evolve(look or Look(plan=LARGE), font=NAMED))


def codes(result: ParseResult[Document]) -> list[str]:
    """Return what the reader has to say."""
    return [each.code for each in result.diagnostics if each.code.startswith("R")]


# --- looks ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("name", ["units", "nameless"])
def test_looks(name: str, look: str) -> None:
    """Nothing of how a table is drawn makes a difference to what is read."""
    document, result = subject(name), read(drawn(name, LOOKS[look]))
    score = compared(document, result.value)
    assert score.exact == score.rows, first_difference(document, result.value)
    assert document == result.value
    # Of rows that were joined, of what is not there, of watermarks, and of radicals.
    assert {"R109", "R115", "R127", "R128", "R131"} >= set(codes(result))


@pytest.mark.parametrize("look", BARE)
def test_bare_tables_are_told(look: str) -> None:
    """Where columns are told by blanks, every page says so."""
    result = read(drawn(look=BARE[look]))
    told = [each for each in result.diagnostics if each.code == "R128"]
    assert "page 1 has no lines between its 7 columns; they are told by the blanks" == told[0].message
    pages = [result.source.place(each.span) for each in told if each.span]
    assert [1, 2, 3][: len(told)] == [place.page for place in pages if place]


# --- passwords ------------------------------------------------------------------------------------


def test_passwords() -> None:
    """A file that asks for a password is read with the right one, and else says what to do."""
    locked = drawn(look=Look(plan=LARGE, password="geheim"))
    assert subject("units") == read(locked, password="geheim").value
    missing, wrong = read(locked), read(locked, password="falsch")
    for result, given in ((missing, "with a password"), (wrong, "with another password than the one that was given")):
        (told,) = result.diagnostics
        assert ("R119", f"the file can't be read: the PDF is encrypted {given}") == (told.code, told.message)
        assert told.hint == "give read its password: read(…, password=…)"
        assert () == result.value.tables
    assert subject("units") == read(drawn(), password="not needed").value


# --- places ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("look", ["whole rows", "page turned", "drawn sideways"])
def test_places(look: str) -> None:
    """The place of each indicator and each project has the page, the row and column, and a box that holds its words."""
    data = drawn(look=RULED[look])
    result = read(data)
    (found,) = result.value.tables
    with opened(data, None, Allowance()) as pages:
        painted_pages = {number: pages.page(number) for number in range(1, len(pages) + 1)}
    before = (0, 0)
    for project in found.projects:
        assert project.span
        place = result.source.place(project.span)
        assert place
        assert place.page
        assert place.row
        assert (1, True) == (place.column, before < (place.page, place.row))
        before = (place.page, place.row)
        assert place.box
        left, top, right, bottom = place.box
        within = [
            glyph.text
            for glyph in painted_pages[place.page].glyphs
            if left <= glyph.x < right and top < glyph.y <= bottom
        ]
        name = str(project.name)
        assert "".join(within) in name
        assert within
        for indicator in project.indicators:
            assert indicator.span
            place = result.source.place(indicator.span)
            assert place
            assert 7 == place.column
            assert f"page {place.page}, row {place.row}, column 7" == str(place)


def test_place_of_a_caption() -> None:
    """Words outside the tables have a page and a box, and no row."""
    result = read(drawn())
    (found,) = result.value.tables
    assert found.span
    place = result.source.place(found.span)
    assert place
    assert (1, None, None) == (place.page, place.row, place.column)
    assert place.box
    left, top, right, bottom = place.box
    assert 0 < left < right < 842
    assert 0 < top < bottom < 80


# --- what stands around tables --------------------------------------------------------------------


def text_of(data: bytes, **options: Any) -> str:  # noqa: ANN401 - whatever read takes
    """Return the text that is made of a file."""
    return read(data, **options).source.text


def placed(rows: Sequence[Sequence[str]], left: float, top: float) -> bytes:
    """Return a content with a small table, each column 60 points wide."""
    xs = [left + 60 * number for number in range(len(rows[0]) + 1)]
    ys = [top - 20 * number for number in range(len(rows) + 1)]
    cells = [(xs[at] + 4, ys[number + 1] + 6, cell) for number, row in enumerate(rows) for at, cell in enumerate(row)]
    return grid(xs, ys) + b"".join(words(*each) for each in cells)


def test_printed_order() -> None:
    """Captions, tables and notes come as they are printed, whatever their order in the file."""
    draft = Draft()
    first, second = placed([["绩效目标", "甲"], ["乙", "丙"]], 50, 340), placed([["丁", "戊"], ["己", "庚"]], 50, 240)
    texts = [words(50, 380, "题名"), words(50, 260, "之间"), words(50, 180, "附注"), words(280, 20, "- 1 -")]
    draft.page(b"".join([texts[3], second, texts[1], texts[2], first, texts[0]]))
    expected = ["题名", "", "绩效目标\t甲", "乙\t丙", "", "之间", "", "丁\t戊", "己\t庚", "", "附注", "- 1 -", "", ""]
    assert expected == text_of(draft.data).split("\n")


def test_tables_side_by_side() -> None:
    """Tables side by side come one after the other, from left to right."""
    draft = Draft()
    draft.page(placed([["丁", "戊"], ["己", "庚"]], 300, 340) + placed([["绩效目标", "甲"], ["乙", "丙"]], 50, 340))
    assert ["绩效目标\t甲", "乙\t丙", "", "丁\t戊", "己\t庚", "", ""] == text_of(draft.data).split("\n")


def test_page_numbers() -> None:
    """A page number between the parts of a table is no part of it."""
    rows = [row for row in TABLE if len(row) > 1]
    captions = [row for row in TABLE if len(row) == 1]
    split = [[*captions, *rows[:3], ["- 1 -"]], [*rows[3:], ["第 2 页 共 2 页"]]]
    assert read(FINE.encode()).value == read(pdf(split)).value


# --- pages ----------------------------------------------------------------------------------------


def test_pages() -> None:
    """Only the pages that are asked for are read, in the order of the file."""
    other = [[cell.replace("林道养护", "水源保护") for cell in row] for row in TABLE]
    data = pdf([TABLE, [["目录"]], other])
    names = {
        None: ["林道养护", "水源保护"],
        1: ["林道养护"],
        3: ["水源保护"],
        (3, 1, 3): ["林道养护", "水源保护"],
        2: [],
    }
    for pages, expected in names.items():
        result = read(data, pages=pages)
        assert expected == [project.name for each in result.value.tables for project in each.projects], pages


@pytest.mark.parametrize(
    ("pages", "error", "words_of_it"),
    [
        (4, ValueError, "there is no page 4: the PDF has 3 pages"),
        ([1, 9], ValueError, "there is no page 9"),
        (0, ValueError, "pages are counted from 1; there is no page 0"),
        ([], TypeError, "pages are given as a number"),
        (True, TypeError, "pages are given as a number"),
        ("1", TypeError, "pages are given as a number"),
    ],
)
def test_pages_there_are_not(pages: Any, error: type[Exception], words_of_it: str) -> None:  # noqa: ANN401 - misuse
    """To ask for pages that there are not is misuse."""
    with pytest.raises(error, match=words_of_it):
        read(pdf([TABLE, TABLE, TABLE]), pages=pages)


def test_other_pages_are_not_taken_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a budget of 200 pages, those of our table are taken apart, and one before and behind."""
    taken: list[int] = []
    page = LoadedPage.page

    def noted(self: LoadedPage, *, telling: bool = True) -> Page:
        taken.append(self.number)
        return page(self, telling=telling)

    monkeypatch.setattr(LoadedPage, "page", noted)
    data = book(subject("units"), Look(plan=CUT, font=NAMED))
    result = read(data)
    assert subject("units") == result.value
    with opened(data, None, Allowance()) as pages:
        telling = [number for number in range(1, PAGES + 1) if "绩效" in pages.text(number).text]
    assert FIRST in telling
    assert list(range(max(1, telling[0] - 1), min(PAGES, telling[-1] + 1) + 1)) == taken


# --- scans, and nothing at all ---------------------------------------------------------------------


def pictures(pages: str) -> bytes:
    """Return a PDF whose pages are pictures (p), empty (e), or hold our table's words (w)."""
    from PIL import Image

    saved = BytesIO()
    Image.new("L", (20, 10), 200).save(saved, "PNG")
    made = BytesIO()
    canvas = Canvas(made, invariant=1)
    for each in pages:
        if each == "p":
            canvas.drawImage(ImageReader(BytesIO(saved.getvalue())), 0, 0, 500, 700)
        elif each == "w":
            canvas.drawString(50, 700, "text")
        canvas.showPage()
    canvas.save()
    return made.getvalue()


@pytest.mark.parametrize(
    ("pages", "named"),
    [
        ("p", "page 1"),
        ("ppp", "pages 1–3"),
        ("wppwpwpp", "pages 2–3, 5, 7–8"),
        ("epe", "page 2"),
    ],
)
def test_scans(pages: str, named: str) -> None:
    """Pages that are pictures are named, and the reader says what to do."""
    told = [each for each in read(pictures(pages)).diagnostics if each.code == "R122"]
    assert [f"{named}: a scan, a picture with few characters on it or none"] == [each.message for each in told]
    assert told[0].hint == "run OCR over it first, and read what that gives"


def test_a_scan_in_a_form() -> None:
    """A picture in a form is one."""
    draft = Draft()
    picture = draft.stream(
        b"\x00", b"/Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray"
    )
    form = b"/Type /XObject /Subtype /Form /BBox [0 0 600 400] /Resources << /XObject << /I %s >> >>" % picture
    draft.page(b"/F Do", resources=b"/XObject << /F %s >>" % draft.stream(b"600 0 0 400 0 0 cm /I Do", form))
    assert "R122" in codes(read(draft.data))


def test_empty_pages() -> None:
    """A file of empty pages holds no words."""
    assert ["R103"] == codes(read(pictures("ee")))


# --- tables without lines ---------------------------------------------------------------------------


def test_prose_is_no_table() -> None:
    """Words without columns are lines of text."""
    result = read(pdf([[["绩效目标"], ["本部门负责公共服务设施的规划、建设和管理。"]]]))
    assert ["R101"] == codes(result)
    assert "绩效目标\n本部门负责公共服务设施的规划、建设和管理。\n\n" == result.source.text


def bare(rows: Sequence[Sequence[str]], top: float = 380) -> bytes:
    """Return a content with a table without lines."""
    lefts = (20, 160, 220, 280, 340, 400, 470)
    return b"".join(
        words(left, top - 20 * number, cell, 6)
        for number, row in enumerate(rows)
        for left, cell in zip(lefts, row, strict=False)
        if cell
    )


def test_stray_marks_and_notes() -> None:
    """A note far below a table without lines is no row of it, nor is a page number."""
    draft = Draft()
    rows = [row for row in TABLE if len(row) > 1]
    rows = [[*row[:6], row[6][:9]] for row in rows]
    draft.page(
        words(200, 395, "项目支出绩效目标表", 4)
        + bare(rows)
        + words(20, 100, "注：金额单位为万元。", 6)
        + words(290, 10, "- 1 -", 6)
    )
    result = read(draft.data)
    assert "R128" in codes(result)
    lines = result.source.text.split("\n")
    assert HEADER.strip("| ").split(" | ") == lines[2].split("\t")
    assert ["林道养护", "6.50", "6.50", "", "", "养护林道。", "1、1-产出指标；"] == lines[5].split("\t")
    assert ["", "注：金额单位为万元。", "- 1 -", "", ""] == lines[6:]


# --- one process, many threads ------------------------------------------------------------------------


def test_threads() -> None:
    """Many threads that read at once get what one gets."""
    files = [drawn(name, RULED[look]) for name in ("units", "nameless") for look in ("whole rows", "cut, amount first")]
    alone = [read(data) for data in files]
    gate = threading.Barrier(8)

    def together(number: int) -> list[ParseResult[Document]]:
        gate.wait()
        return [read(data) for data in files[number % 4 :] + files[: number % 4]]

    with ThreadPoolExecutor(8) as pool:
        for number, results in enumerate(pool.map(together, range(8))):
            turned = alone[number % 4 :] + alone[: number % 4]
            assert [(one.value, one.diagnostics) for one in turned] == [(one.value, one.diagnostics) for one in results]


# --- time -----------------------------------------------------------------------------------------


def test_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    """When the seconds of a file have passed, it is refused between two pages, and the next is read."""
    data = pdf([TABLE] * 30)

    class Clock:
        now = 0.0

        def monotonic(self) -> float:
            """Return the next tenth of a second."""
            self.now += 0.1
            return self.now

    monkeypatch.setattr(limits_module, "time", Clock())
    with pytest.raises(LimitExceeded, match="takes too long") as caught:
        read(data, limits=Limits(seconds=2))
    assert ("seconds", 2) == (caught.value.limit, caught.value.allowed)
    monkeypatch.undo()
    assert read(data).value.tables


def test_pages_limit() -> None:
    """A file of more pages than the limit is refused before any is read."""
    with pytest.raises(LimitExceeded, match="the PDF has too many pages"):
        read(pdf([TABLE] * 4), limits=Limits(pages=3))


def test_rows_limit() -> None:
    """The limits on what is gathered hold for PDFs too."""
    with pytest.raises(LimitExceeded, match="too many rows"):
        read(drawn(), limits=Limits(rows=5))
    assert ComposedText(Allowance()).text == ""
