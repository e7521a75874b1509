"""The patterns of a grammar's terminals, each compiled when it is first asked for.

Python takes a tenth of a second to compile those of the value language, and few documents need them all.
"""

import re
from collections.abc import Mapping

__all__ = ["Patterns"]


class Patterns(dict[str, re.Pattern[str]]):
    """Terminals with their patterns.

    >>> Patterns({"DIGITS": "[0-9]+"})["DIGITS"].match("26场")[0]
    '26'
    """

    def __init__(self, words: Mapping[str, str]) -> None:
        super().__init__()
        #: The patterns as they are written.
        self.words = words
        self._together: dict[tuple[str, ...], re.Pattern[str]] = {}

    def any_of(self, *terminals: str) -> re.Pattern[str]:
        """Return a pattern that matches the first of `terminals` that can be; the last group has its name.

        The group is empty and stands behind: around an alternative, it would keep `re` from passing over the
        alternative by its first character.
        """
        if terminals not in self._together:
            alternatives = "|".join(f"(?:{self.words[terminal]})(?P<{terminal}>)" for terminal in terminals)
            self._together[terminals] = re.compile(alternatives)
        return self._together[terminals]

    def __missing__(self, terminal: str) -> re.Pattern[str]:
        """Compile the pattern of a terminal."""
        pattern = self[terminal] = re.compile(self.words[terminal])
        return pattern
