"""From bytes and text to raw tables. Readers find cells; they never interpret them."""

from budgetperf.readers.content import doubts_of, read_text, text_kind
from budgetperf.readers.encoding import Decoded, decode, file_kind
from budgetperf.readers.files import READERS, TEXT_READERS, Opened, Request, open_file
from budgetperf.readers.isolation import open_isolated
from budgetperf.readers.kinds import Kind, recognize
from budgetperf.readers.limits import DEFAULT_LIMITS, Allowance, Limits
from budgetperf.readers.package import Unreadable
from budgetperf.readers.raw import RawCell, RawRow, RawTable, joined_cells
from budgetperf.readers.text import read_text_dump

__all__ = [
    "DEFAULT_LIMITS",
    "READERS",
    "TEXT_READERS",
    "Allowance",
    "Decoded",
    "Kind",
    "Limits",
    "Opened",
    "RawCell",
    "RawRow",
    "RawTable",
    "Request",
    "Unreadable",
    "decode",
    "doubts_of",
    "file_kind",
    "joined_cells",
    "open_file",
    "open_isolated",
    "read_text",
    "read_text_dump",
    "recognize",
    "text_kind",
]
