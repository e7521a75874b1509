"""From bytes and text to raw tables. Readers find cells; they never interpret them."""

from budgetperf.readers.content import read_text
from budgetperf.readers.encoding import Decoded, decode, file_kind
from budgetperf.readers.raw import RawCell, RawRow, RawTable, joined_cells
from budgetperf.readers.text import read_text_dump

__all__ = [
    "Decoded",
    "RawCell",
    "RawRow",
    "RawTable",
    "decode",
    "file_kind",
    "joined_cells",
    "read_text",
    "read_text_dump",
]
