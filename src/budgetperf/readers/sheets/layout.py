"""From the cells of a workbook's sheets to the lines of a text: what they show.

Hidden sheets, rows and columns are left out. A merged cell has its words in its
first place, the others are empty. A row of a single cell that is merged over the
table, or stands above it, is a line of text: a title, a caption, a note.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from attrs import define, field

from budgetperf.diagnostics import diagnose
from budgetperf.readers.composing import LINE_BREAK, ComposedText, Line, aligned
from budgetperf.readers.limits import Allowance
from budgetperf.readers.sheets.cells import FilledRow, SheetCells
from budgetperf.readers.sheets.listing import ListedSheet, SheetList, enumerated
from budgetperf.source import Place, Span

__all__ = ["Sheets"]


@define
class Sheets:
    """Makes one text of sheet after sheet, within what the file may take."""

    composed: ComposedText
    cells: int = 0
    characters: int = 0
    merges: int = 0
    #: Cells of the tables, empty ones included.
    laid_out: int = 0
    #: How many rows and columns were hidden.
    hidden: dict[str, int] = field(factory=dict)
    #: Rows filled alike share what says so.
    _alike: dict[tuple[int, ...], tuple[int, ...]] = field(factory=dict)

    @property
    def allowance(self) -> Allowance:
        """What the file may still take."""
        return self.composed.allowance

    def count_cells(self, number: int = 1) -> None:
        """Count cells, filled or not.

        Raises:
            LimitExceeded: if there are too many.

        """
        self.cells += number
        if self.cells > self.allowance.limits.cells:
            self.allowance.check("cells", self.cells, "the workbook has too many cells")

    def keep(self, filled: dict[int, str], column: int, words: str) -> None:
        """Keep the words of a cell among those of its row.

        Raises:
            LimitExceeded: if there are too many words.

        """
        self.characters += len(words)
        if self.characters > self.allowance.limits.characters:
            self.allowance.check("characters", self.characters, "the workbook has too many characters")
        filled[column] = words

    def close_row(self, sheet: SheetCells, row: int, filled: Mapping[int, str], end: int) -> None:
        """Keep the words of a row by column; `end` is its last column with a cell, filled or not.

        Raises:
            LimitExceeded: if there are too many rows, or it is too wide.

        """
        if not filled:
            return
        known = sheet.rows.get(row)
        if known:  # printed twice; Excel would call it damaged
            filled = {**known.filled(), **filled}
        else:
            self.allowance.check("rows", self.composed.rows + len(sheet.rows) + 1, "the workbook has too many rows")
        columns = tuple(sorted(filled))
        self.allowance.check("columns", columns[-1], "a sheet has too many columns")
        columns = self._alike.setdefault(columns, columns)
        words = tuple(filled[column] for column in columns)
        sheet.rows[row] = FilledRow(columns, words, min(max(end, columns[-1]), self.allowance.limits.columns))

    def hide_columns(self, sheet: SheetCells, first: int, last: int) -> None:
        """Leave columns out."""
        sheet.hidden_columns.update(range(first, min(last, self.allowance.limits.columns) + 1))

    def merge(self, sheet: SheetCells, top: int, left: int, bottom: int, right: int) -> None:
        """Take cells for one; corners the wrong way round, or a single cell, are none.

        Raises:
            LimitExceeded: if there are too many merged cells.

        """
        self.merges += 1
        self.allowance.check("cells", self.merges, "the workbook has too many merged cells")
        if top <= bottom and left <= right and (top, left) != (bottom, right):
            sheet.merged.append((top, left, bottom, right))

    def read(self, listed: Iterable[ListedSheet], wanted: str | int | None, cells: Callable[[str], SheetCells]) -> None:
        """Add the sheets that are wanted of those that a workbook lists, each part once, as `cells` reads it.

        Raises:
            LimitExceeded: if there are too many.
            ValueError: if there is no such sheet.

        """
        found = SheetList(self.allowance, wanted)
        chosen = [sheet for sheet in listed if found.add(sheet)]
        hidden = found.hidden()
        seen: set[str] = set()
        for sheet in chosen:
            if sheet.part and sheet.part not in seen:
                seen.add(sheet.part)
                self.add(sheet.name, cells(sheet.part))
        self.tell_hidden(hidden)

    def add(self, name: str, sheet: SheetCells) -> None:
        """Add one sheet to the text."""
        self.allowance.check_time()
        filled = sheet.columns()
        sheet.hidden_rows.join()
        if sheet.hidden_rows.pairs or sheet.hidden_columns:
            self._show_merged(sheet)
            filled |= sheet.columns()
        hidden_rows = [number for number in sheet.rows if sheet.hidden_rows.covers(number, number)]
        hidden_columns = sheet.hidden_columns & filled
        for number in hidden_rows:
            del sheet.rows[number]
        for what, count in (("row", len(hidden_rows)), ("column", len(hidden_columns))):
            if count:
                self.hidden[what] = self.hidden.get(what, 0) + count
        if filled - hidden_columns and sheet.rows:
            first, last = min(filled - hidden_columns), max(filled - hidden_columns)
            _Layout(sheet, first, last, hidden_columns, self).compose(name)

    def _show_merged(self, sheet: SheetCells) -> None:
        """Give the words of merged cells that begin in a hidden row or column to their first place that is shown."""
        moved: dict[int, dict[int, str]] = {}
        after: dict[int, int] = {}
        for column in sorted(sheet.hidden_columns, reverse=True):
            after[column] = after.get(column + 1, column + 1)
        for number, (top, left, bottom, right) in enumerate(sheet.merged):
            row, column = sheet.hidden_rows.next_outside(top), after.get(left, left)
            if (row, column) == (top, left) or row > bottom or column > right:
                continue
            sheet.merged[number] = row, column, bottom, right
            moved.setdefault(row, {})[column] = sheet.rows[top].word(left) if top in sheet.rows else ""
        for row, words in moved.items():
            known = sheet.rows.pop(row, None)
            filled = {**(known.filled() if known else {}), **words}
            self.close_row(
                sheet, row, {column: each for column, each in filled.items() if each}, known.end if known else 0
            )

    def tell_hidden(self, names: Iterable[str] = ()) -> None:
        """Say what was left out, and the sheets of these names with it."""
        words = [f"{count} {what}{'s' * (count > 1)}" for what, count in self.hidden.items()] + [
            f"the sheet {name}" for name in names
        ]
        if words:
            self.composed.diagnostics.append(diagnose("R120", f"what is hidden is left out: {enumerated(words)}"))


@define
class _Layout:
    """From the cells of a sheet to lines of text, block by block."""

    sheet: SheetCells
    first: int
    last: int
    hidden: set[int]
    owner: Sheets
    numbers: list[int] = field(init=False)
    #: By row, the columns that cells above or to the left cover, those to the left alone, and how far a cell reaches.
    covered: dict[int, set[int]] = field(factory=dict)
    beside: dict[int, set[int]] = field(factory=dict)
    reach: dict[int, dict[int, int]] = field(factory=dict)
    #: First and last row of merged cells of several rows, by the first, the last never falling.
    tall: list[tuple[int, int]] = field(factory=list)

    def __attrs_post_init__(self) -> None:
        self.numbers = sorted(self.sheet.rows)
        self._cover()

    def _cover(self) -> None:
        area = 0
        tall: list[tuple[int, int]] = []
        for top, left, bottom, end in self.sheet.merged:
            if left > self.last or end < self.first:
                continue
            right = min(end, self.last)
            rows = self.numbers[bisect_left(self.numbers, top) : bisect_right(self.numbers, bottom)]
            area += max(len(rows), 1) * (right - left + 1)
            self.owner.allowance.check("cells", area, "the merged cells of a sheet cover too much")
            if bottom > top:
                tall.append((top, bottom))
            for row in rows:
                if row == top:
                    self.reach.setdefault(row, {})[left] = right
                    self.covered.setdefault(row, set()).update(range(left + 1, right + 1))
                else:
                    self.covered.setdefault(row, set()).update(range(left, right + 1))
                if right > left:
                    self.beside.setdefault(row, set()).update(range(left + 1, right + 1))
        last = 0
        for top, bottom in sorted(tall):
            last = max(last, bottom)
            self.tall.append((top, last))

    def compose(self, name: str) -> None:
        """Add the blocks of the sheet to the text."""
        valueless: dict[int, list[int]] = {}
        for row, column in self.sheet.valueless:
            valueless.setdefault(row, []).append(column)
        for block in self._blocks():
            lines = self._lines(block)
            self._report_valueless(block, lines, valueless)
            self.owner.composed.add(lines, Place(sheet=name))

    def _report_valueless(
        self, block: Sequence[int], lines: Sequence[Line], valueless: Mapping[int, list[int]]
    ) -> None:
        if not valueless:
            return
        at = self.owner.composed.length
        for row, line in zip(block, lines, strict=True):
            length = len("\t".join(line.cells).replace("\n", LINE_BREAK))
            if row in valueless:
                message = f"{len(valueless[row])} formulas of row {row} have no stored value"
                hint = "open the workbook in Excel, WPS or LibreOffice, and save it again"
                span = Span(at, at + length)
                self.owner.composed.diagnostics.append(diagnose("R121", message, span, "", hint))
            at += length + 1

    def _blocks(self) -> Iterator[list[int]]:
        """Yield the rows that stand without an empty row between; one that merged cells pass over is none."""
        block: list[int] = []
        for number in self.numbers:
            if block and number > block[-1] + 1 and not self._is_bridged(block[-1], number):
                yield block
                block = []
            block.append(number)
        if block:
            yield block

    def _is_bridged(self, above: int, below: int) -> bool:
        place = bisect_right(self.tall, above, key=lambda area: area[0]) - 1
        hidden = self.sheet.hidden_rows
        reached = self.tall[place][1] if place >= 0 else 0
        return reached >= below - 1 or hidden.covers(max(above, reached) + 1, below - 1)

    def _lines(self, block: Sequence[int]) -> list[Line]:
        rows = self.sheet.rows
        ends = [max(rows[number].end for number in block), self.last]
        shown = [column for column in range(self.first, min(ends) + 1) if column not in self.hidden]
        self.owner.laid_out += len(block) * len(shown)
        self.owner.allowance.check("cells", self.owner.laid_out, "the workbook has too many cells")
        filled = [self._filled(number) for number in block]
        grid = [
            [(column, words.get(column, "")) for column in shown if column not in self.beside.get(number, ())]
            for number, words in zip(block, filled, strict=True)
        ]
        lines: list[Line] = []
        above = True  # whether no row of several cells came before
        for number, words, cells in zip(block, filled, aligned(grid, loose=False), strict=True):
            single = next(iter(words.items())) if len(words) == 1 else None
            if single and self._is_line(number, single[0], shown, above=above):
                lines.append(Line((single[1],), "", number, (single[0],)))
            else:
                texts, columns = tuple(text for _, text in cells), tuple(column for column, _ in cells)
                lines.append(Line(texts, "|" if len(texts) > 1 else "", number, columns))
                above = above and len(texts) == 1
        return lines

    def _is_line(self, number: int, column: int, shown: Sequence[int], *, above: bool) -> bool:
        reach = self.reach.get(number, {}).get(column, column)
        across = column == shown[0] and reach >= shown[-1] > column
        return across or (above and column == shown[0])

    def _filled(self, number: int) -> dict[int, str]:
        """Return the words of a row by column, those that a merged cell covers left out."""
        row = self.sheet.rows[number]
        covered = self.covered.get(number, set()) | self.hidden
        return {column: words for column, words in zip(row.columns, row.words, strict=True) if column not in covered}
