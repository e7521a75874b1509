r"""A text as it was given, and places in it.

Everything that the package reads points back to a :class:`SourceText` by
half-open :class:`Span`\ s, so that the printed words can always be shown.
"""

import re
import unicodedata
from array import array
from bisect import bisect_right
from functools import cached_property, lru_cache
from itertools import chain
from typing import NamedTuple, Protocol, TypeAlias

from attrs import field, frozen

__all__ = ["Box", "Place", "Position", "SourceText", "Span", "display_width"]

#: As editors count: U+2028 and the like do not start a line.
_LINE_BREAK = re.compile(r"\r\n?|\n")


@frozen(order=True)
class Span:
    """A half-open stretch of a source text, in code points.

    >>> Span(2, 5).end - Span(2, 5).start
    3
    """

    #: Offset of the first character.
    start: int
    #: Offset just past the last character.
    end: int

    def __contains__(self, other: "Span") -> bool:
        """Tell whether `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end


class Position(NamedTuple):
    """Where an offset stands, as an editor and as a terminal count it.

    >>> SourceText("部门\\n单位：元").position(5)
    Position(line=2, column=3, display_column=5)

    """

    #: 1-based line number.
    line: int
    #: 1-based column in code points.
    column: int
    #: 1-based column in terminal cells (a Chinese character fills two).
    display_column: int


#: Left, top, right and bottom on a page as it is shown, in points (1/72 inch) from its upper left corner.
Box: TypeAlias = tuple[float, float, float, float]


@frozen(kw_only=True)
class Place:
    """Where in a file something is printed, as its reader counts.

    >>> str(Place(sheet="预算表", row=3, column=2)), str(Place(page=120, row=4, column=7))
    ('预算表!B3', 'page 120, row 4, column 7')
    """

    #: The page of a PDF, from 1.
    page: int | None = None
    #: The sheet of a workbook.
    sheet: str | None = None
    #: Which table of a Word document, from 1.
    table: int | None = None
    #: Which paragraph of a Word document outside its tables, from 1.
    paragraph: int | None = None
    #: The row and the column in the sheet or in the table, from 1.
    row: int | None = None
    column: int | None = None
    #: Where on the page.
    box: Box | None = None

    @property
    def cell(self) -> str | None:
        """What a spreadsheet calls the cell (``B3``)."""
        return None if self.row is None or self.column is None else f"{column_letters(self.column)}{self.row}"

    def __str__(self) -> str:
        if self.sheet is not None:
            return f"{self.sheet}!{self.cell}" if self.cell else self.sheet
        named = (("page", self.page), ("paragraph", self.paragraph), ("table", self.table), ("row", self.row))
        words = [f"{name} {number}" for name, number in (*named, ("column", self.column)) if number is not None]
        return ", ".join(words)


def column_letters(number: int) -> str:
    """Return what a spreadsheet calls a column.

    >>> column_letters(1), column_letters(28)
    ('A', 'AB')
    """
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


class _Places(Protocol):
    """What leads from a text that was made of a file back to the file."""

    def place(self, offset: int) -> Place | None: ...


@frozen
class SourceText:
    """A text as it was given; index it with a span to get the printed words.

    >>> source = SourceText("年度指标值：≥90%", name="sample.txt")
    >>> source[Span(6, 10)]
    '≥90%'
    >>> source.position(6)
    Position(line=1, column=7, display_column=13)
    """

    #: The text, unchanged.
    text: str = field(repr=lambda text: f"<{len(text)} characters>")
    #: Where it came from (a path, ``<stdin>``), or None for a plain string.
    name: str | None = None
    #: Leads back to the file, where the text was made of one that is no text.
    _places: _Places | None = field(default=None, eq=False, repr=False, kw_only=True)

    def place(self, span: Span) -> Place | None:
        """Return where in the file the words at `span` begin: page and box of a PDF, sheet and cell of a workbook.

        None where the file is the text itself; then :meth:`position` has line and column.
        """
        return self._places.place(span.start) if self._places else None

    def __getitem__(self, span: Span) -> str:
        """Return the words at `span`, exactly as printed."""
        return self.text[span.start : span.end]

    @cached_property
    def _line_starts(self) -> "array[int]":
        # An array, since a text may consist of line breaks alone.
        return array("Q", chain((0,), (found.end() for found in _LINE_BREAK.finditer(self.text))))

    def line_number(self, offset: int) -> int:
        r"""Return the 1-based number of the line that holds `offset`.

        Unlike :meth:`position` it measures nothing, however long the line is.

        >>> SourceText("合计\n109.61").line_number(3)
        2
        """
        return max(1, bisect_right(self._line_starts, offset))

    def position(self, offset: int) -> Position:
        """Return the line and columns of `offset`.

        The display column takes time in proportion to the line before `offset`.
        """
        line = self.line_number(offset)
        before = self.text[self._line_starts[line - 1] : max(0, offset)]
        return Position(line, len(before) + 1, display_width(before) + 1)

    def line(self, number: int) -> Span:
        r"""Return where line `number` (1-based) stands, without its line break.

        >>> SourceText("合计\n109.61").line(2)
        Span(start=3, end=9)

        Raises:
            IndexError: if the text has no such line.

        """
        starts = self._line_starts
        if not 1 <= number <= len(starts):
            raise IndexError(f"no line {number}: the text has lines 1 to {len(starts)}")
        start = starts[number - 1]
        if number == len(starts):
            return Span(start, len(self.text))
        end = starts[number] - 1
        # "\r\n" is one break.
        if end > start and self.text[end - 1 : end + 1] == "\r\n":
            end -= 1
        return Span(start, end)


def display_width(text: str) -> int:
    """Return how many terminal cells `text` fills.

    Wide and full-width characters (Unicode Standard Annex 11) fill two,
    combining and format characters none. Those of ambiguous width (≥, “) fill
    one, as in a terminal that is not set to a legacy Chinese width.

    >>> display_width("指标ABC")
    7
    """
    if text.isascii():
        return len(text)
    return sum(map(_character_width, text))


@lru_cache(maxsize=8192)
def _character_width(character: str) -> int:
    # Some combining marks (U+3099) are of wide class, so category goes first.
    if unicodedata.category(character) in ("Mn", "Me", "Mc", "Cf"):
        return 0
    # Korean vowels and finals join the syllable before them.
    if "\u1160" <= character <= "\u11ff" or "\ud7b0" <= character <= "\ud7ff":
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
