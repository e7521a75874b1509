"""Findings as a page: one HTML file that holds everything, for whoever has a browser.

``contents`` is what the page shows, as data; ``excerpts`` what it keeps of the
source texts; ``layout`` puts data, style and script together. The script in
``assets`` makes the page of the data: its files are joined into one in the order
of :data:`~budgetperf.reports.page.layout.SCRIPTS`.
"""

from budgetperf.reports.page.layout import to_page

__all__ = ["to_page"]
