"""From bytes and text to raw tables. Readers find cells; they never interpret them."""

from budgetperf.readers.content import read_text
from budgetperf.readers.encoding import Decoded, decode, file_kind
from budgetperf.readers.files import Opened, open_file
from budgetperf.readers.limits import DEFAULT_LIMITS, Limits, check_limit
from budgetperf.readers.raw import RawCell, RawRow, RawTable, joined_cells
from budgetperf.readers.text import read_text_dump

__all__ = [
    "DEFAULT_LIMITS",
    "Decoded",
    "Limits",
    "Opened",
    "RawCell",
    "RawRow",
    "RawTable",
    "check_limit",
    "decode",
    "file_kind",
    "joined_cells",
    "open_file",
    "read_text",
    "read_text_dump",
]
