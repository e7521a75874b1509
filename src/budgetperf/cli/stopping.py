"""Signals that end the process: what is half written is taken away first."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final, NoReturn

__all__ = ["Stopped", "tidied_when_stopped"]

#: Ctrl-C; what ends a process politely; a terminal that is closed. Windows lacks the last.
_ENDING: Final = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
#: Who was started to ignore a signal (``nohup``) goes on ignoring it.
_BY_DEFAULT: Final = (signal.SIG_DFL, signal.default_int_handler)
#: What a shell adds to the number of the signal that ended a process.
_BY_SIGNAL: Final = 128


class Stopped(KeyboardInterrupt):
    """Raised by a signal, so that files are closed and taken away on the way out."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.exit_code = _BY_SIGNAL + number


@contextmanager
def tidied_when_stopped() -> Iterator[None]:
    """Let signals that would end the process at once raise :class:`Stopped` as long as the block runs."""
    if threading.current_thread() is not threading.main_thread():  # the only one that may handle signals
        yield
        return
    before = {number: handler for number in _ENDING if (handler := signal.getsignal(number)) in _BY_DEFAULT}
    try:
        for number in before:
            signal.signal(number, _stop)
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _stop(number: int, _: FrameType | None) -> NoReturn:
    for each in _ENDING:  # a second one would stop the tidying
        signal.signal(each, signal.SIG_IGN)
    raise Stopped(number)
