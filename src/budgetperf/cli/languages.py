"""The language in which the command line tells things."""

import locale
import os
from collections.abc import Sequence
from typing import Final

from budgetperf.diagnostics import LANGUAGES
from budgetperf.phrasebook import ENGLISH

__all__ = ["language_asked_for"]

_OPTION: Final = "--lang"
#: What tells the language of messages, the first that is set (POSIX, environment variables, 8.2).
_LOCALES: Final = ("LC_ALL", "LC_MESSAGES", "LANG")
#: Whether the system has a language of its own, where nothing of that is set.
_SYSTEM_TELLS: Final = os.name == "nt"


def language_asked_for(arguments: Sequence[str]) -> str:
    """Return the language that ``--lang`` names, or else Chinese where the locale is Chinese, and English otherwise.

    Arguments are looked through before they are understood, since help and refusals are told in that language, too.

    >>> language_asked_for(["parse", "--lang", "zh", "a.txt"]), language_asked_for(["check", "--lang=en"])
    ('zh', 'en')
    """
    asked = "zh" if _locale().lower().startswith(("zh", "chinese")) else ENGLISH
    for place, argument in enumerate(arguments):
        if argument == "--":
            break
        name, _, value = argument.partition("=")
        if name == _OPTION:
            value = value or next(iter(arguments[place + 1 :]), "")
            asked = value if value in LANGUAGES else asked
    return asked


def _locale() -> str:
    named = next((os.environ[name] for name in _LOCALES if os.environ.get(name)), "")
    return named or (_SYSTEM_TELLS and locale.getlocale()[0]) or ""
