"""A document as what is printed: titles, captions and rows of cells, whatever draws them."""

from attrs import frozen

import layouts
from budgetperf.model import Document
from choosing import Plain
from conventions import Line
from layouts import INDICATORS, MONEY, STANDARD
from offices import captions_of

#: How the columns share the width of a page.
SHARES = (12, 7, 7, 7, 7, 20, 40)
GROUP = "资金情况"

__all__ = ["GROUP", "INDICATORS", "MONEY", "SHARES", "STANDARD", "Line", "Printed", "indicators_of", "printed"]


@frozen
class Printed:
    """One table: what stands above it, and its rows."""

    title: str
    department: str
    unit: str
    lines: tuple[Line, ...]


def printed(document: Document, amounts: str = "plain") -> list[Printed]:
    """Return the tables of a document, their amounts in one of the ways of :mod:`layouts`."""
    choose = Plain({"amounts": amounts})
    return [
        Printed(table.title or "", *captions_of(table), tuple(layouts.lines_of(table, choose)))
        for table in document.tables
    ]


def indicators_of(line: Line) -> list[str]:
    """Return the indicators of a row, each with its full stop; the whole cell where that is not plain."""
    whole = line.cells[INDICATORS]
    parts = [part + "。" for part in whole.split("。") if part]
    plain = len(parts) > 1 and "".join(parts) == whole and all(part[:1].isdigit() for part in parts)
    return parts if plain else [whole]
