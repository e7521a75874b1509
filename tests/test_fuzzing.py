"""The fuzz targets work: what they begin with holds their laws, and so does what becomes of it."""

from itertools import islice
from pathlib import Path
from random import Random

import pytest

from budgetperf import sniff
from fuzzing.__main__ import HEADER, outcome
from fuzzing.findings import Findings
from fuzzing.mutations import Havoc
from fuzzing.shrink import shrunk
from fuzzing.table import TARGETS

#: Targets of text, whose kind is what the text happens to be.
TEXTS = ("parse", "parse_indicators", "parse_target", "loads", "text", "csv", "html")


def havoc(chance: Random) -> Havoc:
    """Return what changes bytes at random, as atheris does with more insight."""

    def changed(data: bytes, most: int) -> bytes:
        at = chance.randrange(len(data) + 1)
        return (data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :])[:most]

    return changed


@pytest.mark.parametrize("name", TARGETS)
def test_laws_hold_of_what_a_target_makes(name: str) -> None:
    """Seeds and what changes make of them hold the laws, and stay within their size."""
    target, chance = TARGETS[name], Random(name)
    seeds = [seed for seed in islice(target.seeds(), 3) if len(seed) <= target.most]
    assert seeds
    for seed in seeds:
        target.law(seed)
        data = seed
        for _ in range(4):
            data = target.mutation(data, target.most, chance, havoc(chance))
            assert len(data) <= target.most
            target.law(data)
        assert data != seed


@pytest.mark.parametrize("name", [name for name in TARGETS if name not in TEXTS])
def test_a_change_leaves_a_file_what_it_is(name: str) -> None:
    """Most changes are made within the structure of a file, so that its reader gets to see them."""
    target, chance = TARGETS[name], Random(name)
    seed = next(iter(target.seeds()))
    kind = sniff(seed).kind
    made = [target.mutation(seed, target.most, chance, havoc(chance)) for _ in range(20)]
    assert 10 < sum(sniff(each).kind == kind for each in made)
    assert 10 < len(set(made))


def test_what_is_found_is_kept_once(tmp_path: Path) -> None:
    """A law that fails twice in the same way is one finding, with its input and where it was raised."""

    def law(data: bytes) -> None:
        assert b"x" not in data
        data.decode("ascii")

    found = Findings(law, tmp_path)
    for data in (b"a", b"xa", b"bx", b"\xff", b"b"):
        found.try_input(data)
    kept = sorted(path.read_bytes() for path in tmp_path.glob("*.input"))
    assert [b"xa", b"\xff"] == kept
    assert any("UnicodeDecodeError" in path.read_text("utf-8") for path in tmp_path.glob("*.txt"))


def test_a_finding_is_made_short() -> None:
    """What is not needed for a law to fail is left out, lines and characters."""

    def law(data: bytes) -> None:
        assert not (b"a" in data and b"b" in data), "both are there"

    assert "ab" == shrunk("first line\nan a in it\nx\nand b\n", law)
    with pytest.raises(ValueError, match="the law holds"):
        shrunk("only a", law)


def test_what_came_of_a_run_is_a_row(tmp_path: Path) -> None:
    """The table has what libFuzzer says at its end, and counts what was kept."""
    (tmp_path / "found").mkdir()
    for name in ("crash-1.input", "crash-1.txt", "slow-2.input", "slow-2.txt", "timeout-3"):
        (tmp_path / "found" / name).touch()
    log = "#7 NEW cov: 10 ft: 11 corp: 3/1Kb\n#9 DONE cov: 12 ft: 13 corp: 4/1Kb\nstat::number_of_executed_units: 1200\nstat::peak_rss_mb: 99\n"
    (tmp_path / "log.txt").write_text(log, "utf-8")
    found = outcome("parse", tmp_path, 60)
    assert "| `parse` | 60 | 1,200 | 20 | 4 | 12 | 99 | 1 | 2 |" == found.row
    assert HEADER.splitlines()[0].count("|") == found.row.count("|")
    assert not found.is_clean
    for path in (tmp_path / "found").iterdir():
        path.unlink()
    assert outcome("parse", tmp_path, 60).is_clean
    (tmp_path / "log.txt").write_text("ImportError: no module named budgetperf\n", "utf-8")
    assert not outcome("parse", tmp_path, 60).is_clean
