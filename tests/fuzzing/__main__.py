"""Fuzz the targets one by one, and write a table of what came of it: ``python -m fuzzing [NAME …]``."""

import argparse
import re
import subprocess
import sys
from pathlib import Path

from attrs import frozen

from fuzzing.table import TARGETS

_STATUS = re.compile(r"cov: (\d+) ft: \d+ corp: (\d+)/")
_STATISTIC = re.compile(r"stat::(\w+):\s+(\d+)")


@frozen
class Outcome:
    """What came of fuzzing a target."""

    name: str
    seconds: int
    statistics: dict[str, int]
    #: Places in the code that were reached, and inputs that reached further ones.
    reached: int
    inputs: int
    crashes: int
    slow: int

    @property
    def is_clean(self) -> bool:
        """Whether it ran, and nothing was found."""
        return self.statistics.get("number_of_executed_units", 0) > 0 and not self.crashes + self.slow

    @property
    def row(self) -> str:
        """Its row of the table."""
        executions = self.statistics.get("number_of_executed_units", 0)
        numbers = (self.seconds, executions, executions // max(self.seconds, 1), self.inputs, self.reached)
        memory = self.statistics.get("peak_rss_mb", 0)
        return (
            f"| `{self.name}` | "
            + " | ".join(f"{each:,}" for each in (*numbers, memory, self.crashes, self.slow))
            + " |"
        )


HEADER = (
    "| target | seconds | executions | a second | corpus | coverage | peak MB | crashes | slow |\n"
    "|---|--:|--:|--:|--:|--:|--:|--:|--:|"
)


def fuzzed(name: str, folder: Path, seconds: int) -> Outcome:
    """Fuzz a target in a process of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "fuzzing.run", name, str(folder), str(seconds)]
    with (folder / "log.txt").open("wb") as log:
        subprocess.run(command, stdout=log, stderr=subprocess.STDOUT, check=False)
    return outcome(name, folder, seconds)


def outcome(name: str, folder: Path, seconds: int) -> Outcome:
    """Return what the log and the folder of a run say."""
    log = (folder / "log.txt").read_text(encoding="utf-8", errors="replace")
    reached = [(int(cover), int(count)) for cover, count in _STATUS.findall(log)]
    statistics = {key: int(value) for key, value in _STATISTIC.findall(log)}
    kept = [path.name for path in (folder / "found").glob("*") if path.suffix != ".txt"]
    slow = sum(each.startswith(("slow", "timeout")) for each in kept)
    cover, count = reached[-1] if reached else (0, 0)
    return Outcome(name, seconds, statistics, cover, count, len(kept) - slow, slow)


def main() -> None:
    """Fuzz the targets that are named, or all."""
    parser = argparse.ArgumentParser(prog="python -m fuzzing", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(TARGETS)}; all by default")
    parser.add_argument("--seconds", type=int, default=600, help="for each target (default: 600)")
    parser.add_argument("--folder", type=Path, default=Path("build/fuzzing"), help="where inputs and findings stay")
    options = parser.parse_args()
    if unknown := set(options.names).difference(TARGETS):
        parser.error(f"unknown target {min(unknown)}; accepted are {', '.join(TARGETS)}")
    print(HEADER)
    outcomes: list[Outcome] = []
    for name in options.names or TARGETS:
        outcomes.append(fuzzed(name, options.folder / name, options.seconds))
        print(outcomes[-1].row, flush=True)
        table = "\n".join([HEADER, *(each.row for each in outcomes)])
        (options.folder / "summary.md").write_text(table + "\n", encoding="utf-8")
    if not all(each.is_clean for each in outcomes):
        parser.exit(1, f"see found/ and log.txt of the targets in {options.folder}\n")


if __name__ == "__main__":
    main()
