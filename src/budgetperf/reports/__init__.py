"""Findings for others: a page for a browser, SARIF 2.1.0, our own JSON, and annotations on GitHub.

Each function takes what ``parse`` or ``read`` returned, file by file; the
diagnostics of a result are what is reported of it. So that it is what
:func:`budgetperf.check` found, put that in their place::

    results = [attrs.evolve(result, diagnostics=check(result)) for result in results]
    json.dumps(to_sarif(results))

Results are taken one by one and not kept, so a generator of many files is fine.
"""

from budgetperf.reports.annotations import to_annotations
from budgetperf.reports.data import FORMAT, FORMAT_VERSION, file_data, to_report
from budgetperf.reports.findings import Checked, Unread
from budgetperf.reports.page import to_page
from budgetperf.reports.sarif import to_sarif
from budgetperf.reports.text import TextReport

__all__ = [
    "FORMAT",
    "FORMAT_VERSION",
    "Checked",
    "TextReport",
    "Unread",
    "file_data",
    "to_annotations",
    "to_page",
    "to_report",
    "to_sarif",
]
