"""A file opened in a process of its own, so that a library that crashes or swells takes nothing else with it.

An abort in a native library can't be caught, and the kernel kills what takes too
much memory; in a process of its own either costs one error. It is no guard
against a file that takes the process over: it runs with the same rights.
"""

import os
import pickle
import subprocess
import sys
from collections.abc import Collection, Iterable
from typing import IO, cast

from budgetperf.errors import LimitExceeded
from budgetperf.exactness import exactly
from budgetperf.readers.files import Opened, open_file
from budgetperf.readers.limits import Allowance
from budgetperf.readers.others import Reader
from budgetperf.readers.request import Request

__all__ = ["open_isolated"]

#: What the process runs: nothing of the caller's program, and the same package.
_PROGRAM = "import sys; sys.path[:] = {path!r}; from budgetperf.readers.isolation import answer; answer()"
#: Seconds for Python to start and to import the package, before it reads the first byte.
_STARTING = 10
_NOT_PASSED = "a reader can't be passed to a process of its own; its class stands in a module that can be imported"
#: No process waits longer, for it counts in milliseconds of 32 bits.
_LONGEST = 2_000_000


def open_isolated(
    request: Request, readers: Collection[str] | None = None, own_readers: Iterable[Reader] = ()
) -> Opened | None:
    """Return what :func:`open_file` returns, from a process that it runs in.

    Raises:
        TypeError: if one of `own_readers` can't be passed to that process.
        LimitExceeded: if the file takes more time or memory than its limits allow, or as ``open_file`` says.

    """
    limits = request.allowance.limits
    wanted = {"data": request.data, "pages": request.pages, "sheet": request.sheet, "password": request.password}
    question = pickle.dumps((wanted, limits, readers, _packed(own_readers)))
    command = [sys.executable, "-c", _PROGRAM.format(path=sys.path)]
    try:
        done = subprocess.run(  # noqa: S603 - the program is this Python
            command, input=question, capture_output=True, check=False, timeout=min(limits.seconds + _STARTING, _LONGEST)
        )
    except subprocess.TimeoutExpired:
        raise LimitExceeded("seconds", limits.seconds, "reading the file takes too long") from None
    if done.returncode or not done.stdout:
        # It sends back what it can raise; only what it could not survive ends it, or a reader of others that exits.
        what = f"the process that opens the file died ({_cause(done)})"
        raise LimitExceeded("memory_bytes", limits.memory_bytes, what)
    answer = pickle.loads(done.stdout)  # noqa: S301 - written by our own process
    if isinstance(answer, Exception):
        raise answer
    if answer is not None:
        answer.composed.allowance = request.allowance
    return cast("Opened | None", answer)


def _packed(readers: Iterable[Reader]) -> bytes:
    try:
        return pickle.dumps(tuple(readers))
    except (AttributeError, TypeError, pickle.PicklingError) as error:
        raise TypeError(f"{_NOT_PASSED}: {error}") from error


def _unpacked(packed: bytes) -> tuple[Reader, ...]:
    try:
        readers: tuple[Reader, ...] = pickle.loads(packed)  # noqa: S301 - written by our own process
    except (AttributeError, ImportError) as error:
        raise TypeError(f"{_NOT_PASSED}: {error}") from error
    return readers


def _cause(done: "subprocess.CompletedProcess[bytes]") -> str:
    if done.returncode < 0:
        return f"signal {-done.returncode}"
    lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
    return lines[-1][:200] if lines else f"exit code {done.returncode}"


@exactly
def answer() -> None:
    """Answer one question from standard input on standard output; what :func:`open_isolated` starts."""
    wanted, limits, readers, packed = pickle.load(sys.stdin.buffer)  # noqa: S301 - written by our own process
    output = _own_output()
    _bound_memory(limits.memory_bytes)
    found: Opened | Exception | None
    try:
        found = open_file(Request(**wanted, allowance=Allowance(limits)), readers, _unpacked(packed))
    except MemoryError:
        found = LimitExceeded("memory_bytes", limits.memory_bytes, "reading the file takes too much memory")
    except Exception as error:  # noqa: BLE001 - it is raised again where it was asked for
        found = error
    output.write(pickle.dumps(found))
    output.flush()


def _own_output() -> IO[bytes]:
    """Return standard output for the answer alone: what a reader of others or a library prints is no part of it."""
    output = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return output


def _bound_memory(most: int) -> None:
    """Bound the memory of this process, where the system can."""
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
