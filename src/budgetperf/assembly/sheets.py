"""From raw tables to sheets: which rows belong to which table, and where its pages turn.

A sheet is one performance target table before its rows are understood. Rows are
taken in printed order, once; headers, captions and tables of other kinds decide
where a sheet begins and ends.
"""

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from attrs import define, evolve, field

from budgetperf.assembly.amounts import is_amount, read_amount
from budgetperf.assembly.apart import Gatherer
from budgetperf.assembly.captions import (
    Caption,
    Captions,
    is_note,
    is_page_mark,
    is_remark,
    is_stray,
    names_foreign_table,
    read_captions,
    read_unit,
)
from budgetperf.assembly.columns import (
    STANDARD,
    Column,
    Header,
    apart_columns,
    completed_header,
    holds_amount,
    holds_indicators,
    is_guide,
    is_listing,
    is_upper_header,
    read_header,
)
from budgetperf.assembly.rows import Page, Sheet, quoted_beginning
from budgetperf.assembly.words import OTHER_TABLES, TOTALS, row_name
from budgetperf.diagnostics import Diagnostic, diagnose
from budgetperf.model import AmountUnit
from budgetperf.readers import RawCell, RawRow, RawTable
from budgetperf.soundness import bare_department, hull
from budgetperf.source import Span

__all__ = ["lay_out"]

_TEXTS = (Column.OBJECTIVE, Column.INDICATORS)
#: Words of a foreign header are short and no sentences; those of a row that a page break has cut may be either.
_LONGEST_FOREIGN = 14
_FEWEST_FOREIGN = 3
_LONGEST_NAME = 60
_SENTENCE = frozenset("。；;，,：:%≥≤")
#: How many rows behind a page break are looked at to tell whose they are.
_LOOKED_AT = 12
#: Titles less alike name two tables.
_LEAST_LIKENESS = 0.75
_CONTINUED = re.compile(r"[（(]?续(?:上?表|表[一二三四五\d]*)?[）)]?")
_FEWEST_OURS = 4


def lay_out(tables: Iterable[RawTable], doubts: list[Diagnostic]) -> list[Sheet]:
    """Return the performance target tables among `tables`; tables of other kinds are left out."""
    sorter = _Sorter(doubts)
    for table in tables:
        sorter.take_table(table)
    sorter.finish()
    return sorter.sheets


@define
class _Sorter:
    """Goes through the rows of a source once, in printed order."""

    doubts: list[Diagnostic]
    sheets: list[Sheet] = field(factory=list)
    #: Captions that belong to the next table, unless they turn out to belong to this one.
    pending: Captions = field(factory=Captions)
    #: Whether rows go to the last sheet.
    open: bool = False
    #: A header that may begin a new sheet or go on with the last one.
    undecided: Header | None = None
    #: Where the last header is printed.
    header_span: Span | None = None
    #: The row above, when it may be the first row of a header.
    above: RawRow | None = None
    #: Rows of no table of ours since the last captions.
    passed: list[RawRow] = field(factory=list)
    #: The title of a table of another kind, when rows of it may follow.
    foreign_title: RawCell | None = None
    #: Where rows of a table of another kind begin, until they are reported, and their first words.
    foreign_rows: Span | None = None
    foreign_words: str = ""
    gatherer: Gatherer = field(init=False)
    #: Whether the next row is the first of a page.
    turned: bool = True

    def __attrs_post_init__(self) -> None:
        self.gatherer = Gatherer(self.doubts)

    def take_table(self, table: RawTable) -> None:
        """Take the rows that are printed without a blank line between."""
        if is_listing(table.rows[0]):
            return
        self.turned = True
        self.above = None
        rows = table.rows
        for place, row in enumerate(rows):
            if row.hidden:
                self._pass_hidden(row)
            elif row.words:
                looks_ahead = self.turned or _names_other_columns(row)
                self._take_row(row, _of_one_table(rows[place : place + _LOOKED_AT]) if looks_ahead else ())
            elif self.gatherer.columns and len(row.cells) == len(self.gatherer.columns):
                self.gatherer.take(row, self.sheets[-1], turned=self.turned)
            else:
                self.turned = True  # an empty row stands where a page repeats no header
        self._report_foreign(rows[-1])

    def _pass_hidden(self, row: RawRow) -> None:
        if self.open and row.words:
            self._doubt("R120", f"the row of {quoted_beginning(row.words[0].text)} is hidden and left out", row)

    def finish(self) -> None:
        """Give captions below the last table to it."""
        if not self.sheets:
            return
        captions = self.sheets[-1].captions
        if self.open and not self.foreign_title:
            self.pending = self._fill(captions, self.pending)
            unit, known = self.pending.amount_unit, captions.amount_unit
            if unit and known and unit.text != known.text and self.pending.all == (unit,):
                self._report_again(unit, known)
        if len(self.sheets) == 1 and captions.title is None and self.pending.title:
            captions.title = self.pending.title  # a tool prints the caption of a table below it
            self._fill(captions, self.pending)

    def _take_row(self, row: RawRow, ahead: Sequence[RawRow]) -> None:
        text = row.words[0].text if len(row.words) == 1 else ""
        marks_page = is_page_mark(text) and not (row.separator and not row.cells[0].text)
        if self._take_header(row) or self._take_captions(row) or marks_page:
            self.turned = True
        elif text and len(row.cells) == 1 and names_foreign_table(text):
            self.foreign_title = row.words[0]
        elif self._is_ours(row, ahead):
            self._take_ours(row, ahead)
        elif len(row.words) > 1 and not self.open and len(self.passed) < _LOOKED_AT:
            self.passed.append(row)

    def _take_ours(self, row: RawRow, ahead: Sequence[RawRow]) -> None:
        if self.gatherer.takes(row, self.sheets[-1]):
            self.gatherer.take(row, self.sheets[-1], turned=self.turned)
        elif not row.separator or (len(row.cells) == 1 and self.turned and not (self.undecided or self._is_fresh())):
            self._take_line(row)
        elif _is_note(row, len(self.sheets[-1].header.columns)):
            self._doubt("R113", f"the note {quoted_beginning(row.words[0].text)} is in no model", row)
        else:
            self._take_data(row, ahead)
        self.turned = False

    # --- headers -----------------------------------------------------------------------

    def _take_header(self, row: RawRow) -> bool:
        """Take a row of header words, the second of two, or one that numbers the columns."""
        above, self.above = self.above, None
        if self.open and self._heads_apart(row):
            return True
        if above is not None:
            header = completed_header(above, row)
            if header:
                self.above = row
                self._begin_or_go_on(header, (*above.cells, *row.cells))
                return True
            if is_guide(row):
                self.above = above
                return True
        header = read_header(row, expected=self._expects_header_without_texts())
        if header and self._is_header_of_ours(header):
            self.above = row
            self._begin_or_go_on(header, row.cells)
            return True
        if not holds_amount(row) and len(row.words) > 1 and len(row.words[-1].text) <= _LONGEST_FOREIGN:
            self.above = row  # it may be the upper row of a header
        return self.open and is_upper_header(row)

    def _expects_header_without_texts(self) -> bool:
        bare = bool(self.sheets) and len(self.sheets[-1].lacking) == len(_TEXTS)
        return bare or self.pending.title is not None

    def _is_header_of_ours(self, header: Header) -> bool:
        """Tell a header from that of a table of money alone behind another, whose text columns are printed apart."""
        if header.present & set(_TEXTS) or self.pending.title is not None or not self.sheets:
            return True
        return self.foreign_title is None and header.present == self.sheets[-1].header.present

    def _heads_apart(self, row: RawRow) -> bool:
        """Take the header of columns that the table lacks, printed apart from it."""
        columns = apart_columns(row, self.sheets[-1].lacking)
        if not columns:
            return False
        self.gatherer.columns = columns
        captions = self.sheets[-1].captions
        if captions.title is None:  # it is centred over all columns, and so printed on the pages of these
            captions.title, self.pending.title = self.pending.title, None
        self._drop_pending()
        return True

    def _begin_or_go_on(self, header: Header, cells: Sequence[RawCell]) -> None:
        self.gatherer.columns = ()
        self.foreign_title = None
        self.header_span = hull(cell.span for cell in cells if cell.text)
        if len(self.passed) > 1 or any(map(holds_amount, self.passed)):
            self.pending = Captions()  # they were those of the rows between; one may be the header's upper row
        self.passed = []
        unit = next(filter(None, map(read_unit, cells)), None)
        if self.pending.amount_unit is None:
            self.pending.amount_unit = unit
        elif unit and unit.text != self.pending.amount_unit.text:
            self._report_again(unit, self.pending.amount_unit)
        if not self.sheets or self._names_other_table() or self.sheets[-1].total_is_last:
            self._begin(header)
        elif self.undecided is None and self.open and self._is_fresh():
            known = self.sheets[-1].captions
            known.amount_unit, self.pending.amount_unit = known.amount_unit or self.pending.amount_unit, None
            self.sheets[-1].header = header
            self.sheets[-1].pages = [Page(header, headed=True)]
        else:
            self.open = True
            self.undecided = header

    def _is_fresh(self) -> bool:
        return not any(page.rows for page in self.sheets[-1].pages) and not self.sheets[-1].apart

    def _names_other_table(self) -> bool:
        """Tell whether the pending captions are another table's than the last sheet's."""
        last, pending = self.sheets[-1].captions, self.pending
        if pending.year and last.year and pending.year != last.year:
            return True
        if pending.amount_unit and last.amount_unit and pending.amount_unit.text != last.amount_unit.text:
            return True
        if pending.title and last.title and _likeness(pending.title.text, last.title.text) < _LEAST_LIKENESS:
            return True
        if not pending.department or not last.department:
            return False
        return bare_department(pending.department.text) != bare_department(last.department.text)

    def _begin(self, header: Header, *, headed: bool = True) -> None:
        self.sheets.append(Sheet(self.pending, header, [Page(header, headed=headed)], header_span=self.header_span))
        self.pending = Captions()
        self.open = True
        self.undecided = None

    # --- captions ----------------------------------------------------------------------

    def _take_captions(self, row: RawRow) -> bool:
        if self.open and _holds_money(row):
            return False
        found = read_captions(row)
        if found is None:
            return False
        captions, strays = found
        for stray in strays:
            self.doubts.append(
                diagnose("R117", f"stray mark {quoted_beginning(stray.text)} dropped from a caption", stray.span)
            )
        if captions.title:
            self.foreign_title = None
        self._merge(captions)
        return True

    def _merge(self, captions: Captions) -> None:
        """Keep the captions for the next table, or for this one where it lacks them."""
        if self.passed:
            self.pending, self.passed = Captions(), []
        fresh = self.pending.department is None and self.pending.title is None
        if self.sheets and self.open and fresh and not captions.title and not self.foreign_title:
            captions = self._fill(self.sheets[-1].captions, captions)
        pending = self.pending
        if captions.title and not pending.department and not pending.amount_unit:
            pending.title, pending.year = None, None  # the title nearest to the table is its own
        for name in ("title", "department", "amount_unit"):
            caption, known = getattr(captions, name), getattr(pending, name)
            if caption is None:
                continue
            if known is None:
                setattr(pending, name, caption)
            else:
                self._report_again(caption, pending.amount_unit)
        if captions.department and pending.department is captions.department:
            pending.department_label = captions.department_label
        pending.year = pending.year or captions.year

    def _fill(self, known: Captions, captions: Captions) -> Captions:
        """Give a table the captions that it lacks; return the others."""
        if captions == Captions():
            return captions
        left = evolve(captions)
        if known.department is None and captions.department:
            known.department, known.department_label = captions.department, captions.department_label
            left.department = left.department_label = None
        if known.amount_unit is None and captions.amount_unit:
            known.amount_unit, left.amount_unit = captions.amount_unit, None
            message = f"the unit of amounts {quoted_beginning(known.amount_unit.text)} is printed after the table"
            self.doubts.append(diagnose("R105", message, known.amount_unit.span))
        if known.year is None and captions.year:
            known.year, left.year = captions.year, None
        return left

    # --- tables of other kinds ------------------------------------------------------------

    def _is_ours(self, row: RawRow, ahead: Sequence[RawRow]) -> bool:
        """Tell whether a row belongs to the last sheet; `ahead` are the rows from it on when a page begins."""
        if not ahead or self.undecided:
            return self.open
        ours = any(_is_surely_ours(each, apart=bool(self.gatherer.columns)) for each in ahead)
        if self.open and not ours:
            # Behind columns printed apart, rows of money are ours only below a header of their own.
            titled = self.foreign_title is not None and (bool(self.gatherer.columns) or not self._adds_up(row))
            if titled or self._is_foreign(row):
                self._close(row)
        elif not self.open and ours and len(row.cells) >= _FEWEST_OURS and holds_amount(row):
            if not self.sheets:
                self._begin_without_header()
            self.open = True
        if self.open:
            self.foreign_title = None
        return self.open

    def _begin_without_header(self) -> None:
        """Begin a sheet whose header is lost; 合计 and units without words may have come before."""
        self._begin(Header(STANDARD), headed=False)
        self.sheets[-1].pages[-1].rows += [row for row in self.passed if self._adds_up(row)]
        self.passed = []

    def _adds_up(self, row: RawRow) -> bool:
        """Tell a row with the sums of ours: 总计 is the sum of the sources."""
        total, *sources = [read_amount(cell.text).value for cell in row.cells[1:] if is_amount(cell.text)] or [None]
        widths = (len(self.sheets[-1].header.columns), len(self.sheets[-1].header.columns) - 1)
        return bool(sources) and total == sum(filter(None, sources)) and len(row.cells) in widths

    def _is_foreign(self, row: RawRow) -> bool:
        if len(row.cells) == 1 or self._is_fresh():
            return False
        columns = self.gatherer.columns
        if columns and len(row.words) > len(columns) and not holds_amount(row):
            return True
        return _heads_foreign(row, len(columns or self.sheets[-1].header.columns))

    def _close(self, row: RawRow) -> None:
        self.open = False
        self.gatherer.columns = ()
        self.foreign_rows, self.foreign_words = row.span, row.words[0].text

    def _report_foreign(self, last: RawRow) -> None:
        """Report the rows of a table of another kind up to `last`."""
        if self.foreign_rows is None:
            return
        title = self.foreign_title.text if self.foreign_title else self.foreign_words
        message = f"a table of another kind is left out; it begins {quoted_beginning(title)}"
        span = Span(self.foreign_rows.start, max(self.foreign_rows.end, last.span.end))
        self.doubts.append(diagnose("R116", message, span))
        self.foreign_rows = None

    # --- rows --------------------------------------------------------------------------

    def _take_data(self, row: RawRow, ahead: Sequence[RawRow]) -> None:
        is_total = len(row.cells[0].text) <= _LONGEST_NAME and row_name(row.cells[0].text) in TOTALS
        if self.undecided:
            self._decide(self.undecided, ahead, is_total=is_total)
        elif self.pending.all:
            self._turn_page_with_captions()
        sheet = self.sheets[-1]
        if is_total:
            sheet.total_is_last = not sheet.has_total and any(page.rows for page in sheet.pages)
            sheet.has_total = True
        self._add_row(row)

    def _take_line(self, row: RawRow) -> None:
        """Take a line, which may go on with the row above; whether it does is decided later."""
        if holds_indicators(row.words[0].text):  # only of the table above, whose header or captions are printed again
            if self.undecided:
                self._decide(self.undecided, (), is_total=False)
            elif self.pending.all and not self._names_other_table():
                self._drop_pending()
        self._add_row(row)

    def _add_row(self, row: RawRow) -> None:
        """Add a row to its page."""
        sheet = self.sheets[-1]
        if self.turned and sheet.pages[-1].rows:
            sheet.pages.append(Page(sheet.header, headed=False))
        sheet.pages[-1].rows.append(row)

    def _decide(self, header: Header, ahead: Sequence[RawRow], *, is_total: bool) -> None:
        """Go on with the last sheet after a header printed again, or begin a new one.

        合计 begins a table, unless it ends the one that had none so far.
        """
        last = self.sheets[-1]
        if is_total and (last.has_total or any(holds_amount(row) for row in ahead[1:])):
            self._begin(header)
            return
        last.pages.append(Page(header, headed=True))
        self._drop_pending()
        self.undecided = None

    def _turn_page_with_captions(self) -> None:
        """Go on without a header below captions: on the next page, or in another department's table."""
        if self._names_other_table():
            self._begin(self.sheets[-1].header)
        else:
            self._drop_pending()

    def _drop_pending(self) -> None:
        known = self.sheets[-1].captions
        for caption in self._fill(known, self.pending).all:
            self._report_again(caption, known.amount_unit)
        self.pending = Captions()

    def _report_again(self, caption: Caption, unit: Caption | None) -> None:
        """Report a caption that is printed again; one of another unit of amounts contradicts the one that is kept."""
        units = [each.text for each in (unit, caption) if each and each.text in list(AmountUnit)]
        if len(set(units)) > 1:
            kept, other = map(quoted_beginning, units)
            message = f"amounts are in {kept} by one caption and in {other} by another; {kept} is kept"
            self.doubts.append(diagnose("A510", message, caption.span))
        else:
            self.doubts.append(
                diagnose("R111", f"caption {quoted_beginning(caption.text)} is printed again", caption.span)
            )

    def _doubt(self, code: str, message: str, row: RawRow) -> None:
        self.doubts.append(diagnose(code, message, row.span))


def _names_other_columns(row: RawRow) -> bool:
    """Tell the header of a table of another kind that follows without a blank line."""
    cells = row.cells
    if len(cells) < _FEWEST_FOREIGN or len(cells[-1].text) > _LONGEST_FOREIGN or is_amount(cells[1].text):
        return False
    return sum(OTHER_TABLES.search(cell.text) is not None for cell in cells if len(cell.text) <= _LONGEST_FOREIGN) > 1


def _of_one_table(rows: Sequence[RawRow]) -> Sequence[RawRow]:
    """Return the rows up to the header of the next table, where no blank line is printed between tables."""
    end = next((place for place, row in enumerate(rows) if place and read_header(row)), len(rows))
    return [row for row in rows[:end] if not row.hidden]


def _likeness(title: str, other: str) -> float:
    """Return how alike two titles are: one that OCR has damaged, or （续表） behind it, makes no other table."""
    one, two = (_CONTINUED.sub("", each)[:_LONGEST_NAME] for each in (title, other))
    return SequenceMatcher(None, one, two, autojunk=False).ratio()


def _holds_money(row: RawRow) -> bool:
    """Tell a row of data from a caption with stray marks, which may be digits."""
    return any(not is_stray(cell.text) for cell in row.cells[1:] if is_amount(cell.text))


def _is_note(row: RawRow, width: int) -> bool:
    """Tell a note from data: it has no amount; in the first of `width` cells it may be a sentence, as no name is."""
    first = row.words[0]
    alone = len(row.words) == 1 and first is row.cells[0] and len(row.cells) == width
    return not holds_amount(row) and (is_note(first.text) or (alone and is_remark(first.text)))


def _is_surely_ours(row: RawRow, *, apart: bool) -> bool:
    return (apart or len(row.cells) > 1) and any(holds_indicators(cell.text) for cell in row.words)


def _heads_foreign(row: RawRow, width: int) -> bool:
    """Tell the header of another table from a row of ours that a page break has cut."""
    words = row.words
    if len(words) < 2 or holds_amount(row) or any(len(cell.text) > _LONGEST_FOREIGN for cell in words):
        return False
    if any(OTHER_TABLES.search(cell.text) for cell in words):
        return True
    if any(_SENTENCE & set(cell.text) for cell in words):
        return False
    # In a row of ours, words stand in the first cell and in the last two alone.
    return any(cell.text for cell in row.cells[1 : -len(_TEXTS)]) or len(row.cells) != width
