"""Words that a spreadsheet would run: how they are kept from it in a file of text, and had back.

A spreadsheet that opens a text file takes a field that begins with ``=``, ``+``, ``-`` or ``@`` for a formula, and a
formula may call for other files and programs. Blanks before the sign do not hinder it, nor that the sign is full-width.
OWASP's page on CSV injection asks for an apostrophe before such a field, as most libraries write it: a tab would be
dropped with other blanks. What is read back has it taken away again.
"""

import re
from typing import Final

from budgetperf.normalization import BLANKS

__all__ = ["guarded", "is_formula", "unguarded"]

_GUARD: Final = "'"
_FORMULA: Final = re.compile(f"[{BLANKS}]*[=+\\-@＝＋－＠﹦﹢﹣﹫]|[\t\r\n]")
#: Words with a guard, and those that would be taken for such.
_GUARDED: Final = re.compile(f"{_GUARD}+(?:{_FORMULA.pattern})")


def is_formula(words: str) -> bool:
    """Tell whether a spreadsheet may take words for a formula.

    >>> is_formula("=1+1"), is_formula("　＝1+1"), is_formula("1+1")
    (True, True, False)
    """
    return _FORMULA.match(words) is not None


def guarded(words: str) -> str:
    """Return words as they stand in a file of text that a spreadsheet may open.

    >>> guarded("-5℃以下"), guarded("'-5℃以下"), guarded("'戏润乡村'")
    ("'-5℃以下", "''-5℃以下", "'戏润乡村'")
    """
    return _GUARD + words if is_formula(words) or _GUARDED.match(words) else words


def unguarded(words: str) -> str:
    """Return the words that :func:`guarded` was given.

    >>> unguarded("'-5℃以下"), unguarded("''-5℃以下"), unguarded("'戏润乡村'")
    ('-5℃以下', "'-5℃以下", "'戏润乡村'")
    """
    return words[1:] if _GUARDED.match(words) else words
