"""Cells as readers give them lead back to where they were printed, by whichever way they are asked."""

import pytest

from budgetperf.readers.raw import RawCell, joined_cells
from budgetperf.source import Span

SOURCE = "  年度指标值：\\|3人 。 …… 3人。  "
PLAIN = RawCell.at(SOURCE, 0, 8)
#: The second stretch is an escape: one character that is printed as two.
MARKED = RawCell("值：|3人", ((0, 6, 2), (2, 8, 2), (3, 10, 2)))
CUT = joined_cells([RawCell.at(SOURCE, 10, 13), RawCell.at(SOURCE, 18, 22)])


@pytest.mark.parametrize("cell", [PLAIN, MARKED, CUT, RawCell("", ((0, 4, 0),))])
def test_every_way_leads_to_the_same_place(cell: RawCell) -> None:
    """A cell's span is that of all its text, and its locator finds what `locate` finds."""
    length = len(cell.text)

    assert cell.span == cell.locate(0, length) == Span(*cell.bounds)
    for start in range(length):
        for end in range(start, length + 1):
            assert cell.locator(start, end) == cell.locate(start, end)


def test_what_lies_between_the_pieces_of_a_cell_is_spanned() -> None:
    """Words that a page break cuts have one span."""
    assert SOURCE[CUT.span.start : CUT.span.end].startswith("3人 。 …… 3人")
