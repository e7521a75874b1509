"""What a fuzz run finds: inputs for which a law does not hold, or that take too long."""

import hashlib
import time
import traceback
from pathlib import Path

from attrs import define, field

from fuzzing.table import Law

__all__ = ["Findings", "allowed_seconds"]

#: Seconds for any input, and bytes a second beyond; slow, since instrumented code is, and the machine may be busy.
_AT_LEAST, _BYTES_A_SECOND = 1.0, 20_000


def allowed_seconds(size: int) -> float:
    """Return how long an input of so many bytes may take."""
    return _AT_LEAST + size / _BYTES_A_SECOND


@define
class Findings:
    """Keeps the first input of each kind of finding, and lets the run go on."""

    law: Law
    folder: Path
    seen: set[str] = field(factory=set)

    def try_input(self, data: bytes) -> None:
        """Hold the law to an input, and keep the input where it fails or is slow."""
        start = time.process_time()
        try:
            self.law(data)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is what is looked for
            self._keep("crash", _kind_of(error), data, traceback.format_exc())
        taken = time.process_time() - start
        if taken > allowed_seconds(len(data)):
            self._keep("slow", f"{taken:.0f}", data, f"{taken:.1f} s for {len(data)} bytes\n")

    def _keep(self, found: str, kind: str, data: bytes, words: str) -> None:
        name = f"{found}-{hashlib.sha256(kind.encode()).hexdigest()[:10]}"
        if name not in self.seen:
            self.seen.add(name)
            (self.folder / f"{name}.input").write_bytes(data)
            (self.folder / f"{name}.txt").write_text(words, encoding="utf-8", errors="replace")


def _kind_of(error: Exception) -> str:
    """Return what two errors share that are the same: their class and the lines that raised them."""
    frames = traceback.extract_tb(error.__traceback__)[-3:]
    return " ".join([type(error).__name__, *(f"{frame.filename}:{frame.lineno}" for frame in frames)])
