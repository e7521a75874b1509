"""The word lists of the value language, from ``data/words.toml``."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

__all__ = ["one_of", "terminals"]


_SET = re.compile(r"\[[^\]]*\]")


@cache
def _lists() -> Mapping[str, tuple[str, ...]]:
    data = tomllib.loads(files("budgetperf").joinpath("data/words.toml").read_text("utf-8"))
    del data["version"]
    return MappingProxyType({name: tuple(entry["words"]) for name, entry in data.items()})


def one_of(name: str) -> str:
    """Return a pattern that matches any word of a list, a longer one before a shorter.

    >>> one_of("event_noun")[:9]
    '(?:人次|场次|'
    """
    return "(?:" + "|".join(sorted(_lists()[name], key=_width, reverse=True)) + ")"


def _width(pattern: str) -> int:
    """Return about how many characters a pattern matches: one for a set of them."""
    return len(_SET.sub("x", pattern))


def terminals() -> str:
    r"""Return the lists that are terminals of the grammar, in Lark's notation.

    >>> "UP: /(?:稳中有升|" in terminals()
    True
    """
    return "".join(f"{name}: /{one_of(name)}/\n" for name in _lists() if name.isupper())
