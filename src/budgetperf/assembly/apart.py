"""Columns printed apart from their table: gathered as they come, then given back to its rows in order."""

from collections.abc import Iterator, Sequence

from attrs import define, evolve, field

from budgetperf.assembly.captions import is_note
from budgetperf.assembly.columns import Column, holds_amount, holds_indicators
from budgetperf.assembly.cuts import begins_anew, begins_cell, is_unfinished
from budgetperf.assembly.rows import Sheet, SheetRow, quoted_beginning
from budgetperf.assembly.words import SUBTOTALS, TOTALS, row_name, squeezed
from budgetperf.diagnostics import Diagnostic, diagnose
from budgetperf.readers import RawRow
from budgetperf.soundness import hull

__all__ = ["Gatherer", "apart_count", "apart_groups", "give_to_projects", "give_to_rows"]


@define
class Gatherer:
    """Takes the cells of columns that are printed below their table or on other pages."""

    doubts: list[Diagnostic]
    #: The columns that the rows now coming hold; none where rows of the table come.
    columns: tuple[Column, ...] = ()
    #: Lines that belong to nothing; they are reported when more of the columns follow.
    loose: list[RawRow] = field(factory=list)

    def takes(self, row: RawRow, sheet: Sheet) -> bool:
        """Tell whether a row holds cells of columns that `sheet` lacks."""
        if self.columns:
            return not holds_amount(row) and not is_note(row.words[0].text)
        return Column.INDICATORS in sheet.lacking and len(row.words) == 1 and begins_cell(row.words[0].text)

    def take(self, row: RawRow, sheet: Sheet, *, turned: bool = False) -> None:
        """Take a row, which may go on with the cells of the row before it when a page was `turned`."""
        self.columns = self.columns or (Column.INDICATORS,)
        part = self._part(row)
        part.doubtful = turned and not row.words
        before = sheet.apart[-1] if sheet.apart and sheet.apart[-1].cells.keys() == part.cells.keys() else None
        whole = row.separator == "|" and not turned
        part.rest = before is not None and not whole and self._goes_on(before, part)
        if part.rest:
            sheet.apart.append(part)
        elif row.separator or self.columns == (Column.OBJECTIVE,) or holds_indicators(part.text(Column.INDICATORS)):
            for line in self.loose:
                message = f"{quoted_beginning(line.words[0].text)} belongs to no row"
                self.doubts.append(diagnose("R113", message, line.span))
            self.loose.clear()
            sheet.apart.append(part)
        elif row.words:
            self.loose.append(row)

    def _part(self, row: RawRow) -> SheetRow:
        if len(row.cells) == len(self.columns):
            return SheetRow(dict(zip(self.columns, row.cells, strict=True)), 0)
        places = self.columns[-len(row.words) :]  # its first cells are empty and were not printed
        return SheetRow(dict(zip(places, row.words, strict=False)), 0)

    def _goes_on(self, before: SheetRow, part: SheetRow) -> bool:
        """Tell whether `part` is the second part of the row before it."""
        if Column.NAME in self.columns and part.text(Column.NAME):
            return False
        if Column.INDICATORS not in self.columns:
            return is_unfinished(before.tail(Column.OBJECTIVE))
        printed, indicators = before.tail(Column.INDICATORS), part.text(Column.INDICATORS)
        if not indicators or not printed or begins_anew(printed, indicators):
            return False
        return holds_indicators(indicators) or is_unfinished(printed)


def apart_groups(sheet: Sheet) -> list[list[SheetRow]]:
    """Return the rows printed apart, those of each set of columns by themselves."""
    groups: dict[tuple[Column, ...], list[SheetRow]] = {}
    for row in sheet.apart:
        groups.setdefault(tuple(column for column in row.cells if column is not Column.NAME), []).append(row)
    return list(groups.values())


def apart_count(groups: Sequence[Sequence[SheetRow]]) -> int | None:
    """Return how many rows with words are printed apart, or None when none are."""
    return max((sum(map(_has_words, _joined(group))) for group in groups), default=0) or None


def give_to_rows(
    groups: Sequence[Sequence[SheetRow]], rows: Sequence[SheetRow], path: str, doubts: list[Diagnostic]
) -> list[Sequence[SheetRow]]:
    """Give each row its cells where columns print one for every row, 合计 and units included; return the others."""
    named = [row for row in rows if row.text(Column.NAME)]
    sums = [place for place, row in enumerate(named) if row_name(row.text(Column.NAME)) in TOTALS | SUBTOTALS]
    left: list[Sequence[SheetRow]] = []
    for group in groups:
        apart = next((each for each in _readings(group) if len(each) == len(named)), None)
        if apart is None or len(set(map(_has_words, apart))) < 2 or any(_has_words(apart[place]) for place in sums):
            left.append(group)
        else:
            _give(apart, named, path, doubts)
    return left


def give_to_projects(
    groups: Sequence[Sequence[SheetRow]], projects: Sequence[SheetRow], path: str, doubts: list[Diagnostic]
) -> None:
    """Give each project its cells; where there are more or fewer, none is given any."""
    for group in groups:
        readings = [[row for row in reading if _has_words(row)] for reading in _readings(group)]
        apart = next((reading for reading in readings if len(reading) == len(projects)), readings[0])
        if not apart:
            continue
        by_name = _by_name(apart, projects)
        if by_name is None and len(apart) != len(projects):
            span = hull(row.span for row in apart)
            message = f"{len(apart)} cells of the column {_named(apart)} are printed apart for {len(projects)} projects"
            doubts.append(diagnose("R108", message, span, path))
        else:
            _give(apart, by_name or projects, path, doubts)


def _readings(group: Sequence[SheetRow]) -> Iterator[list[SheetRow]]:
    """Yield what rows printed apart may be; how many rows the table has tells which.

    A cell at the top of a page may be the rest of the one before it, or one of its own that no full
    stop came before; an empty row there may be one of the table, or stand where a header is not
    printed again.
    """
    for rows in (_joined(group), list(group)):
        yield rows
        yield [row for row in rows if not row.doubtful]


def _joined(group: Sequence[SheetRow]) -> list[SheetRow]:
    """Return rows with each rest of a cell put behind its beginning."""
    whole: list[SheetRow] = []
    for row in group:
        if not (row.rest and whole):
            whole.append(evolve(row, cells=dict(row.cells), rests={}, cuts=[]))
            continue
        for column, cell in row.cells.items():
            whole[-1].add(column, cell)
        whole[-1].cuts.append(row.span)
    return [row.close() for row in whole]


def _by_name(apart: Sequence[SheetRow], projects: Sequence[SheetRow]) -> list[SheetRow] | None:
    """Return the projects whose names are repeated beside the columns, in their order."""
    if not all(row.text(Column.NAME) for row in apart):
        return None
    found = []
    following = iter(projects)
    for row in apart:
        name = squeezed(row.text(Column.NAME))
        project = next((each for each in following if squeezed(each.text(Column.NAME)) == name), None)
        if project is None:
            return None
        found.append(project)
    return found


def _give(apart: Sequence[SheetRow], rows: Sequence[SheetRow], path: str, doubts: list[Diagnostic]) -> None:
    printed = [row for row in apart if _has_words(row)]
    span = hull(row.span for row in printed)
    message = f"{len(printed)} cells of the column {_named(printed)} are put back by order"
    doubts.append(diagnose("R107", message, span, path))
    cuts = (cut for row in apart for cut in row.cuts)
    doubts.extend(diagnose("R109", "the rest of a cell is printed after a page break", cut, path) for cut in cuts)
    for row, part in zip(rows, apart, strict=True):
        for column, cell in part.cells.items():
            if column is not Column.NAME and cell.text:
                if row.text(column):
                    message = f"{quoted_beginning(row.text(column))} stands where a cell printed apart belongs"
                    doubts.append(diagnose("R113", message, row.cells[column].span, path))
                row.cells[column] = cell
                row.given.add(column)


def _named(apart: Sequence[SheetRow]) -> str:
    return "、".join(column for column in Column if any(column in row.cells for row in apart))


def _has_words(row: SheetRow) -> bool:
    return any(cell.text for column, cell in row.cells.items() if column is not Column.NAME)
