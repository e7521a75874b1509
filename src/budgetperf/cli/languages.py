"""The language in which people are told what codes and columns mean."""

import os
from argparse import Namespace
from typing import Final

__all__ = ["language_of"]

#: What tells the language of messages, the first that is set (POSIX, environment variables, 8.2).
_LOCALES: Final = ("LC_ALL", "LC_MESSAGES", "LANG")


def language_of(options: Namespace) -> str:
    """Return the language that ``--lang`` names, or else Chinese where the locale is Chinese, and English otherwise."""
    if options.lang:
        return str(options.lang)
    locale = next((os.environ[name] for name in _LOCALES if os.environ.get(name)), "")
    return "zh" if locale.lower().startswith("zh") else "en"
