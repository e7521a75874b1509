"""Values as a notebook shows them: HTML that Jupyter, VS Code and Colab ask for by ``_repr_html_``.

All of it is made of :mod:`~budgetperf.notebook.elements`, so that no printed word can
become markup, and all of it is bounded: of a document of any size a page of it is shown.
"""

from budgetperf.notebook.documents import document_html, project_html, table_html
from budgetperf.notebook.findings import diagnostic_html, findings_html
from budgetperf.notebook.results import result_html
from budgetperf.notebook.targets import target_html

__all__ = [
    "diagnostic_html",
    "document_html",
    "findings_html",
    "project_html",
    "result_html",
    "table_html",
    "target_html",
]
