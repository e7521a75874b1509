"""From raw tables to a document: pages stitched, rows told apart, cells understood."""

from collections.abc import Iterable

from budgetperf.assembly.sheets import lay_out
from budgetperf.assembly.tables import assemble_table
from budgetperf.diagnostics import Diagnostic
from budgetperf.model import Document
from budgetperf.readers import RawTable

__all__ = ["assemble"]


def assemble(tables: Iterable[RawTable]) -> tuple[Document, list[Diagnostic]]:
    """Return the document that raw tables hold, and the doubts about it."""
    doubts: list[Diagnostic] = []
    sheets = lay_out(tables, doubts)
    document = Document(
        tables=tuple(assemble_table(sheet, f"tables[{number}]", doubts) for number, sheet in enumerate(sheets))
    )
    return document, doubts
