"""The standard streams, and what the process ends with."""

import errno
import os
import shutil
import sys
from argparse import Namespace
from collections.abc import Callable
from contextlib import suppress
from typing import Final, TextIO, TypeAlias

from budgetperf.terminal import visible

__all__ = [
    "DASH",
    "FINE",
    "INCOMPLETE",
    "INTERRUPTED",
    "MISUSE",
    "PAGE_WIDTH",
    "Misuse",
    "Put",
    "coloured",
    "discard_standard_output",
    "is_terminal",
    "opened",
    "page_width",
    "say",
    "standard_output",
    "write_error",
]

FINE, INCOMPLETE, MISUSE, INTERRUPTED = 0, 1, 2, 130

#: Standard input or output.
DASH: Final = "-"
#: How wide a page is where no terminal says.
PAGE_WIDTH: Final = 100

#: How to write a text, or a file that is none.
Put: TypeAlias = Callable[[str | bytes], object]


class Misuse(Exception):
    """Raised to end with exit code 2; its words are the message."""


def say(message: str) -> None:
    """Print one line on standard error, whatever characters stand in the names that it quotes."""
    write_error(f"budgetperf: {visible(message)}\n")


def write_error(text: str) -> None:
    """Write to standard error, in whatever encoding it has; nowhere where the process was started without.

    Where nobody takes what is said any more (a pipe that is closed, a full disk), the work goes on all the same.
    """
    stream: TextIO | None = sys.stderr
    if stream is not None:
        encoding = stream.encoding or "utf-8"
        try:
            stream.write(text.encode(encoding, "backslashreplace").decode(encoding))
            stream.flush()
        except OSError:
            _discard(stream)


def is_terminal(stream: TextIO | None) -> bool:
    """Tell whether somebody sits in front of a standard stream, if there is one at all."""
    return stream is not None and stream.isatty()


def opened(stream: TextIO | None) -> TextIO:
    """Return a standard stream, for which Python has None where the process was started without."""
    if stream is None:
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))
    return stream


def standard_output(encoding: str | None = None) -> Put:
    """Return how to write to standard output, in its own encoding or another, and whatever that lacks."""
    stream = opened(sys.stdout)
    binary = getattr(stream, "buffer", None)
    encoding = encoding or stream.encoding or "utf-8"

    def put(content: str | bytes) -> None:
        if binary is not None:
            binary.write(content if isinstance(content, bytes) else content.encode(encoding, "replace"))
        elif isinstance(content, bytes):
            raise Misuse("standard output takes no file that is no text")
        else:
            stream.write(content)
        stream.flush()

    return put


def discard_standard_output() -> None:
    """Let what is left in the buffer vanish, or it would fail again at exit."""
    _discard(sys.stdout)


def _discard(stream: TextIO | None) -> None:
    with suppress(OSError, AttributeError):  # where no file stands behind it
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())  # type: ignore[union-attr]  # see above


def page_width() -> int:
    """Return how many cells a line on standard output has."""
    return shutil.get_terminal_size((PAGE_WIDTH, 24)).columns


def coloured(options: Namespace) -> bool:
    """Tell whether what goes to ``options.output`` is coloured."""
    if options.color != "auto":
        return bool(options.color == "always")
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return options.output == DASH and opened(sys.stdout).isatty() and not plain
