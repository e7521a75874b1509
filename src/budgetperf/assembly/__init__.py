"""From raw tables to a document: pages stitched, rows told apart, cells understood."""

from collections.abc import Iterable

from budgetperf.assembly.cuts import join_cut_rows
from budgetperf.assembly.fitting import name_columns
from budgetperf.assembly.lines import whole_rows
from budgetperf.assembly.sheets import lay_out
from budgetperf.assembly.tables import assemble_table
from budgetperf.diagnostics import Diagnostic
from budgetperf.model import Document
from budgetperf.readers import RawTable

__all__ = ["assemble"]


def assemble(tables: Iterable[RawTable]) -> tuple[Document, list[Diagnostic]]:
    """Return the document that raw tables hold, and the doubts about it."""
    doubts: list[Diagnostic] = []
    assembled = []
    for number, sheet in enumerate(lay_out(tables, doubts)):
        for page in sheet.pages:
            page.rows = whole_rows(page.rows, len(page.header.columns))
        rows = join_cut_rows(name_columns(sheet, doubts), doubts)
        assembled.append(assemble_table(sheet, rows, f"tables[{number}]", doubts))
    return Document(tables=tuple(assembled)), doubts
