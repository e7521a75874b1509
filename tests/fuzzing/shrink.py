"""Make a finding short: ``python -m fuzzing.shrink NAME FILE`` prints the least text that fails in the same way."""

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from fuzzing.laws import text_of
from fuzzing.table import TARGETS, Law

#: How much of an error's words makes it the same: those behind may be those of the input.
_SAME = 40


def shrunk(text: str, law: Law) -> str:
    """Return what is left of a text when all that can go is gone, first lines and then characters."""
    wanted = failure(text, law)
    if wanted is None:
        raise ValueError("the law holds for this input")
    for separator, pieces in (("\n", _lines), ("", list)):
        text = separator.join(_without(pieces(text), partial(_fails, separator, law, wanted)))
    return text


def _fails(separator: str, law: Law, wanted: str, pieces: list[str]) -> bool:
    return failure(separator.join(pieces), law) == wanted


def _lines(text: str) -> list[str]:
    return text.split("\n")


def _without(pieces: list[str], fails: Callable[[list[str]], bool]) -> list[str]:
    """Return the pieces without which it no longer fails, found by leaving out ever shorter runs of them."""
    size = max(len(pieces) // 2, 1)
    while True:
        before = len(pieces)
        at = 0
        while at < len(pieces):
            fewer = pieces[:at] + pieces[at + size :]
            if fails(fewer):
                pieces = fewer
            else:
                at += size
        if size == 1 and len(pieces) == before:
            return pieces
        size = max(size // 2, 1)


def failure(text: str, law: Law) -> str | None:
    """Return how a law fails for a text, in a few words; None where it holds."""
    try:
        law(text.encode("utf-8", "surrogateescape"))
    except Exception as error:  # noqa: BLE001 - any may be the one that was found
        return f"{type(error).__name__}: {error}"[:_SAME]
    return None


if __name__ == "__main__":
    print(ascii(shrunk(text_of(Path(sys.argv[2]).read_bytes()), TARGETS[sys.argv[1]].law)))
