"""From raw tables to sheets: fragments stitched, columns told apart, cut rows joined.

A sheet is one performance target table before its rows are understood: its
captions, and rows whose cells are known by column.
"""

import re
from collections.abc import Iterable, Sequence

from attrs import define, field

from budgetperf.assembly.captions import Captions, bare_department, is_furniture, read_captions
from budgetperf.assembly.columns import (
    Column,
    Header,
    apart_columns,
    fitted,
    holds_amount,
    holds_indicators,
    read_header,
    second_header,
)
from budgetperf.diagnostics import Diagnostic, diagnose
from budgetperf.normalization import joined
from budgetperf.readers import RawCell, RawRow, RawTable, joined_cells
from budgetperf.source import Span

__all__ = ["Sheet", "SheetRow", "lay_out"]

_TOTAL_NAMES = ("合计", "总计")
_FIRST_CLAUSE = re.compile(r"\s*[1１]\s*[、.．,，]\s*(?:[0-9０-９]{1,2}\s*[-－—]?\s*)?[一-鿿]")
_ENDED = re.compile(r"[。；;.！!]\s*$")
_QUOTED = 60
#: Words of a foreign header are short; those of a row cut by a page break are not.
_LONGEST_FOREIGN = 14
_FEWEST_FOREIGN = 3


@define
class SheetRow:
    """A row whose cells are known by column."""

    cells: dict[Column, RawCell]
    #: The number of the fragment (the page) that it is printed in.
    fragment: int

    def text(self, column: Column) -> str:
        """Return the words of a column; empty where there is none."""
        cell = self.cells.get(column)
        return cell.text if cell else ""

    @property
    def span(self) -> Span:
        """From the first printed character to the last."""
        spans = [cell.span for cell in self.cells.values() if cell.text]
        return Span(min(span.start for span in spans), max(span.end for span in spans))

    @property
    def has_amount(self) -> bool:
        """Whether any money column holds something."""
        return any(self.text(column) for column in (Column.TOTAL, Column.FISCAL, Column.SPECIAL, Column.OTHER))


@define
class _Fragment:
    """The rows of one page, before their columns are known."""

    header: Header
    rows: list[RawRow] = field(factory=list)


@define
class Sheet:
    """One performance target table on its way."""

    captions: Captions
    header: Header
    fragments: list[_Fragment] = field(factory=list)
    rows: list[SheetRow] = field(factory=list)
    #: Cells of text columns printed apart from the table, in printed order.
    apart: dict[Column, list[RawCell]] = field(factory=dict)
    has_total: bool = False


def lay_out(tables: Iterable[RawTable], doubts: list[Diagnostic]) -> list[Sheet]:
    """Return the performance target tables among `tables`; tables of other kinds are left out."""
    layer = _Layer(doubts)
    for table in tables:
        layer.take_table(table)
    for sheet in layer.sheets:
        _name_columns(sheet, doubts)
        _join_cut_rows(sheet, doubts)
    return layer.sheets


@define
class _Layer:
    """Goes through the rows of a source once, in printed order."""

    doubts: list[Diagnostic]
    sheets: list[Sheet] = field(factory=list)
    #: Captions that belong to the next table, unless they turn out to belong to this one.
    pending: Captions = field(factory=Captions)
    #: Whether rows go to the last sheet.
    open: bool = False
    #: A header that may begin a new sheet or go on with the last one.
    undecided: Header | None = None
    apart: tuple[Column, ...] = ()

    def take_table(self, table: RawTable) -> None:
        """Take the rows that are printed without a break."""
        starts = True
        for place, row in enumerate(table.rows):
            if not row.words:
                continue
            self._take_row(row, place, starts=starts)
            starts = False

    def _take_row(self, row: RawRow, place: int, *, starts: bool) -> None:
        header = read_header(row)
        if header:
            self._take_header(header)
        elif (place and self._take_second_header(row)) or self._take_captions(row):
            return
        elif self.open and apart_columns(row):
            self._take_apart_header(apart_columns(row))
        elif not self.open or is_furniture(joined_cells(row.words).text):
            return
        elif self._belongs_apart(row):
            self._take_apart(row)
        elif len(row.words) == 1 and len(row.cells) == 1:
            self._take_words(row, starts=starts)
        elif self.undecided is None and starts and _is_foreign(row):
            self._close(row)
        else:
            self._take_data(row, starts=starts)

    # --- headers and captions ----------------------------------------------------------

    def _take_header(self, header: Header) -> None:
        self.apart = ()
        if not self.sheets or self._names_other_table():
            self._begin(header)
        else:
            self.open = True
            self.undecided = header

    def _take_second_header(self, row: RawRow) -> bool:
        header = self.undecided or (self.sheets[-1].header if self.open and self._fragment_is_empty() else None)
        completed = second_header(header, row) if header else None
        if completed is None:
            return False
        if self.undecided:
            self.undecided = completed
        else:
            self.sheets[-1].header = self.sheets[-1].fragments[-1].header = completed
        return True

    def _fragment_is_empty(self) -> bool:
        return bool(self.sheets[-1].fragments) and not self.sheets[-1].fragments[-1].rows

    def _names_other_table(self) -> bool:
        """Tell whether the pending captions are another table's than the last sheet's."""
        last = self.sheets[-1].captions
        pending, known = self.pending.department, last.department
        return bool(pending and known and bare_department(pending.text) != bare_department(known.text))

    def _begin(self, header: Header) -> None:
        sheet = Sheet(self.pending, header)
        sheet.fragments.append(_Fragment(header))
        self.sheets.append(sheet)
        self.pending = Captions()
        self.open = True
        self.undecided = None

    def _take_captions(self, row: RawRow) -> bool:
        if self.open and holds_amount(row):
            return False
        found = read_captions(row)
        if found is None:
            return False
        captions, strays = found
        for stray in strays:
            self._doubt("R117", f"stray mark {_quoted(stray.text)} dropped from a caption", stray.span)
        self._merge(captions)
        return True

    def _merge(self, captions: Captions) -> None:
        """Keep the captions for the next table, or for this one where it lacks them."""
        fresh = self.pending.department is None and self.pending.title is None
        after = self.sheets[-1].captions if self.sheets and self.open and fresh and not captions.title else None
        for name in ("title", "department", "amount_unit"):
            caption = getattr(captions, name)
            if caption is None:
                continue
            if after is not None and getattr(after, name) is None:
                setattr(after, name, caption)
                if name == "amount_unit":
                    message = f"the unit of amounts {_quoted(caption.text)} is printed after the table"
                    self._doubt("R105", message, caption.span)
                else:
                    after.department_label = captions.department_label
            elif getattr(self.pending, name) is None:
                setattr(self.pending, name, caption)
                if name == "department":
                    self.pending.department_label = captions.department_label
            else:
                self._doubt("R111", f"caption {_quoted(caption.text)} is printed again", caption.span)
        if captions.year:
            self.pending.year = self.pending.year or captions.year

    # --- rows --------------------------------------------------------------------------

    def _close(self, row: RawRow) -> None:
        self.open = False
        message = f"a table of another kind is left out; its header begins {_quoted(row.words[0].text)}"
        self._doubt("R116", message, row.span)

    def _take_data(self, row: RawRow, *, starts: bool) -> None:
        is_total = joined(row.cells[0].text) in _TOTAL_NAMES
        if self.undecided:
            self._decide(self.undecided, is_total=is_total)
        sheet = self.sheets[-1]
        sheet.has_total = sheet.has_total or is_total
        fragment = sheet.fragments[-1]
        if starts and fragment.rows:
            fragment = _Fragment(sheet.header)
            sheet.fragments.append(fragment)
        if not starts and fragment.rows and _goes_on(fragment.rows[-1], row, len(fragment.header.columns)):
            fragment.rows[-1] = _continued(fragment.rows[-1], row)
        else:
            fragment.rows.append(row)

    def _decide(self, header: Header, *, is_total: bool) -> None:
        """Go on with the last sheet after a header printed again, or begin a new one."""
        if is_total and self.sheets[-1].has_total:
            self._begin(header)
            return
        self.sheets[-1].fragments.append(_Fragment(header))
        for caption in (self.pending.title, self.pending.department, self.pending.amount_unit):
            if caption:
                self._doubt("R111", f"caption {_quoted(caption.text)} is printed again", caption.span)
        self.pending = Captions()
        self.undecided = None

    def _take_words(self, row: RawRow, *, starts: bool) -> None:
        """Take a line without columns: the rest of a cell, or nothing of the table."""
        fragment = self.sheets[-1].fragments[-1]
        cell = row.words[0]
        last = fragment.rows[-1].words[-1].text if fragment.rows else ""
        if fragment.rows and not starts and _goes_on(fragment.rows[-1], row, len(fragment.header.columns)):
            fragment.rows[-1] = _continued(fragment.rows[-1], row)
        elif fragment.rows and holds_indicators(last) and (not _ENDED.search(last) or holds_indicators(cell.text)):
            fragment.rows[-1] = _continued(fragment.rows[-1], row)
            self._doubt("R109", "the rest of a cell is printed after a page break", cell.span)
        elif holds_indicators(cell.text):
            self._doubt("R113", f"{_quoted(cell.text)} belongs to no row", cell.span)

    # --- columns printed apart -----------------------------------------------------------

    def _take_apart_header(self, columns: tuple[Column, ...]) -> None:
        present = self.sheets[-1].header.present
        self.apart = tuple(column for column in columns if column not in present)

    def _belongs_apart(self, row: RawRow) -> bool:
        lacking = Column.INDICATORS not in self.sheets[-1].header.present
        starts_clause = len(row.words) == 1 and _FIRST_CLAUSE.match(row.words[0].text) is not None
        if self.apart:
            return not holds_amount(row)
        return lacking and starts_clause and holds_indicators(row.words[0].text)

    def _take_apart(self, row: RawRow) -> None:
        columns = self.apart or (Column.INDICATORS,)
        sheet = self.sheets[-1]
        words = row.cells if len(row.cells) == len(columns) else (joined_cells(row.words),)
        for column, cell in zip(columns, words, strict=False):
            cells = sheet.apart.setdefault(column, [])
            if column is Column.INDICATORS and cells and not _FIRST_CLAUSE.match(cell.text):
                cells[-1] = cells[-1].followed_by(cell)
                self._doubt("R109", "the rest of a cell is printed after a page break", cell.span)
            else:
                cells.append(cell)

    def _doubt(self, code: str, message: str, span: Span) -> None:
        self.doubts.append(diagnose(code, message, span))


def _quoted(words: str) -> str:
    return f"“{words[:_QUOTED]}…”" if len(words) > _QUOTED else f"“{words}”"


def _is_foreign(row: RawRow) -> bool:
    """Tell the header of another table from a row of ours that a page break has cut."""
    return (
        len(row.words) >= _FEWEST_FOREIGN
        and not holds_amount(row)
        and all(len(cell.text) <= _LONGEST_FOREIGN and not holds_indicators(cell.text) for cell in row.words)
    )


def _goes_on(row: RawRow, rest: RawRow, width: int) -> bool:
    """Tell whether `rest` is a line of the row before it, broken inside a cell."""
    fits = len(row.cells) + len(rest.cells) - 1 <= width
    return fits and not holds_amount(rest) and (len(row.cells) < width or len(rest.cells) == 1)


def _continued(row: RawRow, rest: RawRow) -> RawRow:
    return RawRow((*row.cells[:-1], row.cells[-1].followed_by(rest.cells[0]), *rest.cells[1:]))


# --- columns and cut rows ------------------------------------------------------------------


def _name_columns(sheet: Sheet, doubts: list[Diagnostic]) -> None:
    """Give every cell its column, fragment by fragment."""
    for number, fragment in enumerate(sheet.fragments):
        by_width: dict[int, list[RawRow]] = {}
        for row in fragment.rows:
            by_width.setdefault(len(row.cells), []).append(row)
        columns = {width: fitted(rows, fragment.header) for width, rows in by_width.items()}
        for width, rows in by_width.items():
            _report_width(rows, columns[width], fragment.header, doubts)
        for row in fragment.rows:
            sheet.rows.append(_sheet_row(row, columns[len(row.cells)], number, doubts))


def _report_width(
    rows: Sequence[RawRow], columns: Sequence[Column | None], header: Header, doubts: list[Diagnostic]
) -> None:
    lost = header.present - set(columns)
    if len(columns) < len(header.columns) and any(len(row.words) > 1 for row in rows):
        span = Span(rows[0].span.start, rows[-1].span.end)
        named = "、".join(column for column in Column if column in lost)
        message = f"{len(rows)} rows have {len(columns)} cells instead of {len(header.columns)}; taken as lost: {named}"
        doubts.append(diagnose("R106", message, span))


def _sheet_row(row: RawRow, columns: Sequence[Column | None], fragment: int, doubts: list[Diagnostic]) -> SheetRow:
    cells: dict[Column, RawCell] = {}
    for cell, column in zip(row.cells, columns, strict=True):
        if column is not None and column not in cells:
            cells[column] = cell
        elif cell.text:
            doubts.append(diagnose("R113", f"{_quoted(cell.text)} stands in no known column", cell.span))
    return SheetRow(cells, fragment)


def _join_cut_rows(sheet: Sheet, doubts: list[Diagnostic]) -> None:
    """Put rows together again that a page break has cut in mid-cell."""
    whole: list[SheetRow] = []
    for row in sheet.rows:
        if whole and _is_rest(whole[-1], row):
            doubts.append(diagnose("R109", "a row cut by a page break is joined", row.span))
            before = whole[-1].cells
            for column, cell in row.cells.items():
                before[column] = before[column].followed_by(cell) if column in before else cell
            whole[-1].fragment = row.fragment
        else:
            whole.append(row)
    sheet.rows = whole


def _is_rest(row: SheetRow, rest: SheetRow) -> bool:
    """Tell the second part of a cut row from a row of its own.

    The amount is printed in one part only. Without amount and name, a part is the
    rest of the row before it anywhere; else only at the top of a page, and when its
    indicators do not begin anew.
    """
    if rest.has_amount and row.has_amount:
        return False
    if not rest.has_amount and not rest.text(Column.NAME):
        return True
    if rest.fragment == row.fragment or _FIRST_CLAUSE.match(rest.text(Column.INDICATORS)):
        return False
    return not rest.has_amount or _is_unfinished(row)


def _is_unfinished(row: SheetRow) -> bool:
    texts = [row.text(column) for column in (Column.INDICATORS, Column.OBJECTIVE) if row.text(column)]
    return bool(texts) and not _ENDED.search(texts[0])
