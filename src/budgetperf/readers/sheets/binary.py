"""Values as binary workbooks keep them, XLS and XLSB alike."""

import struct
from collections.abc import Mapping

__all__ = ["packed_number", "shown_error", "shown_truth"]

#: What errors show, by their numbers.
_ERRORS: Mapping[int, str] = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}


def packed_number(data: bytes) -> float:
    """Return a number that a binary workbook packs into four bytes.

    >>> packed_number(b"\\x02\\x00\\x00\\x00"), packed_number(struct.pack("<i", 1234 << 2 | 3))
    (0.0, 12.34)
    """
    (packed,) = struct.unpack("<i", data)
    number: float = packed >> 2 if packed & 2 else struct.unpack("<d", struct.pack("<xxxxi", packed & ~3))[0]
    return number / 100 if packed & 1 else float(number)


def shown_error(number: int) -> str:
    """Return what an error shows, by its number.

    >>> shown_error(0x07), shown_error(0x99)
    ('#DIV/0!', '#N/A')
    """
    return _ERRORS.get(number, "#N/A")


def shown_truth(value: int) -> str:
    """Return what yes or no shows.

    >>> shown_truth(1), shown_truth(0)
    ('TRUE', 'FALSE')
    """
    return "TRUE" if value else "FALSE"
