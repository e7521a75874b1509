"""From raw tables to a document: pages stitched, rows told apart, cells understood."""

from collections.abc import Callable, Iterable

from budgetperf.assembly.cuts import join_cut_rows
from budgetperf.assembly.fitting import name_columns
from budgetperf.assembly.lines import whole_rows
from budgetperf.assembly.sheets import lay_out
from budgetperf.assembly.tables import assemble_table
from budgetperf.diagnostics import Diagnostic, diagnose
from budgetperf.model import Document
from budgetperf.readers import RawTable
from budgetperf.repairs import ALL_REPAIRS, Repairs

__all__ = ["assemble"]


def assemble(
    tables: Iterable[RawTable], check_time: Callable[[], None] = lambda: None, repairs: Repairs = ALL_REPAIRS
) -> tuple[Document, list[Diagnostic]]:
    """Return the document that raw tables hold, and the doubts about it.

    `check_time` is called again and again; it raises when the work has taken too long. `repairs` are made of cells;
    how pages are put together is none of them.
    """
    doubts: list[Diagnostic] = []
    found = []
    for number, sheet in enumerate(lay_out(tables, doubts)):
        for page in sheet.pages:
            page.rows = whole_rows(page.rows, len(page.header.columns))
        check_time()
        rows = join_cut_rows(name_columns(sheet, doubts), doubts)
        check_time()
        found.append(assemble_table(sheet, rows, f"tables[{number}]", doubts, check_time, repairs=repairs))
    if not found:
        hint = "its header is known by words such as 项目名称, 总计, 绩效目标 and 绩效指标"
        doubts.append(diagnose("R101", "no performance target table found", None, "", hint))
    return Document(tables=tuple(found)), doubts
