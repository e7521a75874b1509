"""A document written back in the standard layout, as the bureaus print it.

For each table a title, the department and the unit of amounts, and below them the seven columns from
项目名称（资金使用单位） to 绩效指标, with a row for 合计, each spending unit and each project. :func:`budgetperf.read`
and :func:`budgetperf.parse` read an equal document from what is written.

Not every document that can be made can be printed so: a unit may be named 合计, an objective may begin with a
blank. The layout would say something else of them, so :class:`budgetperf.Unwritable` is raised, with the place
and the reason.
"""

from budgetperf.writers.delimited import to_csv, to_tsv
from budgetperf.writers.markdown import to_markdown
from budgetperf.writers.webpage import to_html
from budgetperf.writers.workbook import to_xlsx

__all__ = ["to_csv", "to_html", "to_markdown", "to_tsv", "to_xlsx"]
