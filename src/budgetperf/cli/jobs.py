"""The same work on each input, in this process or in several at once; answers come in the order of the inputs.

A process that works for us is started afresh (``spawn``), since one that is split off (``fork``) may hang on what
another thread held. One that dies takes its pool with it: what was under way is then done again, one input after the
other, and one that kills the process again is named.
"""

import multiprocessing
import os
import signal
import traceback
from argparse import Namespace
from collections import deque
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from pathlib import PurePath
from threading import Thread
from typing import Final, Generic, TypeAlias, TypeVar

from budgetperf.cli.inputs import Input, watched
from budgetperf.cli.reading import CantRead
from budgetperf.cli.streams import Misuse
from budgetperf.errors import MissingExtra

__all__ = ["MOST_JOBS", "Work", "answers"]

_Answer = TypeVar("_Answer")
#: What is done with an input; a function of a module, and what it returns can be pickled.
Work: TypeAlias = Callable[[Input, Namespace], _Answer]

#: More processes than this Windows can't wait for.
MOST_JOBS: Final = 61
#: How many inputs are under way for each process: enough to keep it busy, few enough to bound the memory.
_AHEAD: Final = 4
_DIED: Final = "the process that read it died"


def answers(
    work: Work[_Answer], inputs: list[Input], options: Namespace
) -> Generator[tuple[Input, _Answer | CantRead], None, None]:
    """Yield each input with what `work` returns for it, or why there is nothing; with a progress bar.

    Args:
        work: What is done. If it raises, the input can't be read; the others go on.
        inputs: What it is done with.
        options: What `work` is given, too; ``options.jobs`` is the number of processes, 0 for one on each core.

    """
    jobs = min(options.jobs or _cores(), len(inputs), MOST_JOBS)
    if jobs > 1:
        with _Pool(work, options, jobs).answering(inputs) as given:
            yield from zip(watched(inputs, options), given, strict=True)
    else:
        for source in watched(inputs, options):
            yield source, _attempt(work, source, options)


def _cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _attempt(work: Work[_Answer], source: Input, options: Namespace) -> _Answer | CantRead:
    try:
        return work(source, options)
    except CantRead as error:
        return error
    except (Misuse, MissingExtra):
        raise  # it would be the same for every other input
    except Exception as error:  # noqa: BLE001 - whatever is wrong with one input, the others go on
        frame = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{PurePath(frame.filename).name}:{frame.lineno}"
        return CantRead(f"a fault of budgetperf, please report it: {type(error).__name__}: {error} ({where})")


class _Pool(Generic[_Answer]):
    """Processes that do the work, renewed when one of them dies."""

    def __init__(self, work: Work[_Answer], options: Namespace, jobs: int) -> None:
        self.work = work
        self.options = options
        self.jobs = jobs
        self.executor, self.at_once = self._started(jobs), jobs

    @contextmanager
    def answering(self, inputs: list[Input]) -> Iterator[Iterator[_Answer | CantRead]]:
        """Yield the answers, and end all processes when nobody wants more of them."""
        try:
            yield self._answers(inputs)
        finally:
            _end(self.executor)

    def _answers(self, inputs: list[Input]) -> Iterator[_Answer | CantRead]:
        waiting = deque(inputs)
        under_way: deque[tuple[Input, Future[_Answer | CantRead]]] = deque()
        while waiting or under_way:
            while waiting and len(under_way) < self.jobs * _AHEAD:
                under_way.append((waiting[0], self._submitted(waiting.popleft())))
            source, future = under_way.popleft()
            try:
                yield future.result()
            except BrokenProcessPool:
                under_way.appendleft((source, future))
                yield from self._one_by_one(under_way)

    def _submitted(self, source: Input) -> "Future[_Answer | CantRead]":
        future: Future[_Answer | CantRead] = Future()
        if source.path is None:  # only this process has its standard input
            future.set_result(_attempt(self.work, source, self.options))
            return future
        try:
            return self.executor.submit(_attempt, self.work, source, self.options)
        except BrokenProcessPool as error:
            future.set_exception(error)
            return future

    def _one_by_one(self, under_way: "deque[tuple[Input, Future[_Answer | CantRead]]]") -> Iterator[_Answer | CantRead]:
        """Yield the answers of what was under way when a process died, and start anew for the rest."""
        while under_way:
            source, future = under_way.popleft()
            try:
                yield future.result()
            except BrokenProcessPool:
                yield self._alone(source)
        self._renew(self.jobs)

    def _alone(self, source: Input) -> _Answer | CantRead:
        """Return the answer of a process that does nothing else meanwhile."""
        if self.at_once > 1:
            self._renew(1)
        try:
            return self.executor.submit(_attempt, self.work, source, self.options).result()
        except BrokenProcessPool:
            self._renew(1)
            return CantRead(_DIED)

    def _renew(self, at_once: int) -> None:
        _end(self.executor)
        self.executor, self.at_once = self._started(at_once), at_once

    @staticmethod
    def _started(jobs: int) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn"), initializer=_end_with_the_first)


def _end_with_the_first() -> None:
    """Let Ctrl-C end this process without a word, and so the end of the one that started it, which says all."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    Thread(target=_outlive_nobody, daemon=True).start()


def _outlive_nobody() -> None:
    first = multiprocessing.parent_process()
    if first is not None:
        first.join()  # or this process would wait for work for ever
        os._exit(1)


def _end(executor: ProcessPoolExecutor) -> None:
    """End processes, whatever they are at."""
    # What is named so until Python 3.14 brings terminate_workers.
    for process in [*(executor._processes or {}).values()]:  # noqa: SLF001 - see above
        process.terminate()
    executor.shutdown(wait=True, cancel_futures=True)
