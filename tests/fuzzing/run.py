"""One target under atheris: ``python -m fuzzing.run NAME FOLDER SECONDS``. It does not return, as libFuzzer does not."""

import sys
from pathlib import Path
from random import Random

import atheris

with atheris.instrument_imports(include=["budgetperf"]):
    import pkgutil
    from importlib import import_module

    import budgetperf

    for module in pkgutil.walk_packages(budgetperf.__path__, "budgetperf."):
        # These run or need what is not fuzzed.
        if not module.name.endswith("__main__") and ".cli" not in module.name:
            import_module(module.name)

from fuzzing.findings import Findings
from fuzzing.table import TARGETS

#: Seconds after which an input is given up, and megabytes that may be taken.
_HANGS, _MEMORY = 60, 3_000


def fuzz(name: str, folder: Path, seconds: int) -> None:
    """Fuzz a target for so many seconds; inputs that lead on are kept below `folder`, and so is what is found."""
    target = TARGETS[name]
    corpus, found = folder / "corpus", folder / "found"
    for each in (corpus, found):
        each.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(target.seeds()):
        if len(seed) <= target.most:
            (corpus / f"seed-{number:04}").write_bytes(seed)

    def changed(data: bytes, most: int, seed: int) -> bytes:
        return target.mutation(data, most, Random(seed), atheris.Mutate)

    options = [
        f"-max_total_time={seconds}",
        f"-max_len={target.most}",
        f"-timeout={_HANGS}",
        f"-rss_limit_mb={_MEMORY}",
        f"-artifact_prefix={found}/",
        "-len_control=0",
        "-print_final_stats=1",
        "-verbosity=1",
    ]
    atheris.Setup([sys.argv[0], *options, str(corpus)], Findings(target.law, found).try_input, custom_mutator=changed)
    atheris.Fuzz()


if __name__ == "__main__":
    fuzz(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
