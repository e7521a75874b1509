"""Columns printed apart from their table, given back to its rows in order."""

from collections.abc import Sequence

from budgetperf.assembly.columns import Column
from budgetperf.assembly.rows import Sheet, SheetRow
from budgetperf.assembly.words import SUBTOTALS, TOTALS, squeezed
from budgetperf.diagnostics import Diagnostic, diagnose
from budgetperf.source import Span

__all__ = ["apart_count", "give_to_projects", "give_to_rows"]


def apart_count(sheet: Sheet) -> int | None:
    """Return how many rows with words are printed apart, or None when none are."""
    return sum(_has_words(row) for row in sheet.apart) or None


def give_to_rows(sheet: Sheet, rows: Sequence[SheetRow], path: str, doubts: list[Diagnostic]) -> bool:
    """Give each row its cells where the columns print one for every row, 合计 and units included."""
    apart = sheet.apart
    named = [row for row in rows if row.text(Column.NAME)]
    if len(apart) != len(named) or len({_has_words(row) for row in apart}) == 1:
        return False
    sums = [place for place, row in enumerate(named) if squeezed(row.text(Column.NAME)) in TOTALS | SUBTOTALS]
    if any(_has_words(apart[place]) for place in sums):
        return False
    _give(apart, named, path, doubts)
    return True


def give_to_projects(sheet: Sheet, projects: Sequence[SheetRow], path: str, doubts: list[Diagnostic]) -> None:
    """Give each project its cells; where there are more or fewer, none is given any."""
    apart = [row for row in sheet.apart if _has_words(row)]
    if not apart:
        return
    by_name = _by_name(apart, projects)
    if by_name is None and len(apart) != len(projects):
        span = Span(apart[0].span.start, apart[-1].span.end)
        message = f"{len(apart)} cells of the column {_named(apart)} are printed apart for {len(projects)} projects"
        doubts.append(diagnose("R108", message, span, path))
        return
    _give(apart, by_name or projects, path, doubts)


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
    span = Span(printed[0].span.start, printed[-1].span.end)
    message = f"{len(printed)} cells of the column {_named(printed)} are put back by order"
    doubts.append(diagnose("R107", message, span, path))
    for row, part in zip(rows, apart, strict=True):
        for column, cell in part.cells.items():
            if column is not Column.NAME and cell.text:
                row.cells[column] = cell


def _named(apart: Sequence[SheetRow]) -> str:
    return "、".join(column for column in Column if any(column in row.cells for row in apart))


def _has_words(row: SheetRow) -> bool:
    return any(cell.text for column, cell in row.cells.items() if column is not Column.NAME)
