"""From bytes and text to raw tables. Readers find cells; they never interpret them."""

from budgetperf.readers.files import READERS, TEXT_READERS, Opened, known_by_others, open_file
from budgetperf.readers.isolation import open_isolated
from budgetperf.readers.kinds import recognize
from budgetperf.readers.limits import DEFAULT_LIMITS, Allowance, Limits
from budgetperf.readers.others import Reader, installed_names
from budgetperf.readers.raw import RawCell, RawRow, RawTable, joined_cells
from budgetperf.readers.request import Request
from budgetperf.readers.texts.content import doubts_of, read_text, text_kind
from budgetperf.readers.texts.encoding import Decoded, decode
from budgetperf.readers.unreadable import Unreadable

__all__ = [
    "DEFAULT_LIMITS",
    "READERS",
    "TEXT_READERS",
    "Allowance",
    "Decoded",
    "Limits",
    "Opened",
    "RawCell",
    "RawRow",
    "RawTable",
    "Reader",
    "Request",
    "Unreadable",
    "decode",
    "doubts_of",
    "installed_names",
    "joined_cells",
    "known_by_others",
    "open_file",
    "open_isolated",
    "read_text",
    "recognize",
    "text_kind",
]
