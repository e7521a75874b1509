"""What lists of terms that others bring have in common: their words, and the files that they come from."""

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

__all__ = ["a_word", "read_list", "words"]

_Terms = TypeVar("_Terms")


def a_word(given: str) -> str:
    """Return a word as it is.

    Raises:
        TypeError: if it is no string.

    """
    if not isinstance(given, str):
        raise TypeError(f"a word is a str, not {given!r}")
    return given


def words(given: Iterable[str]) -> tuple[str, ...]:
    """Return words as a tuple.

    >>> words(["创新", "首创"])
    ('创新', '首创')

    Raises:
        TypeError: if a string stands where several are wanted, or one of them is none.

    """
    if isinstance(given, str):
        raise TypeError(f"words are given as a list such as {[given]}, not as {given!r}")
    return tuple(map(a_word, given))


def read_list(path: str | os.PathLike[str], from_toml: Callable[[str], _Terms]) -> _Terms:
    """Return what `from_toml` makes of a file; the errors of what is written in it name the file."""
    try:
        return from_toml(Path(path).read_text("utf-8"))
    except ValueError as error:
        raise ValueError(f"{os.fspath(path)!r}: {error}") from error
