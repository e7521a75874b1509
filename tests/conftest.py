"""What all tests share: how hard Hypothesis tries, and where the published documents lie."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

from commandline import Output
from ownterms import TABLE, TAXONOMY, UNITS

REPOSITORY = Path(__file__).resolve().parents[1]
IN_CI = os.environ.get("CI", "").lower() in {"1", "true"}

# No deadline: a busy machine is no defect. The same commit always gives the same examples; the long run looks for new ones.
settings.register_profile("quick", deadline=None, derandomize=True)
settings.register_profile("long", deadline=None, derandomize=False, max_examples=5_000)
settings.load_profile("quick")


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The folder of published documents, which are not ours to redistribute."""
    folder = REPOSITORY.parent / "shared" / "seeds"
    if not folder.is_dir():
        reason = f"no folder of published documents at {folder}"
        if IN_CI:
            pytest.fail(reason)
        pytest.skip(reason)
    return folder


@pytest.fixture
def workplace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, a page of 100 cells and no language, whatever terminal the tests run in."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("TERM", "xterm")
    for name in ("NO_COLOR", "FORCE_COLOR", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def run(capfdbinary: pytest.CaptureFixture[bytes]) -> Output:
    """How to run the command line."""
    return Output(capfdbinary)


@pytest.fixture
def terms(workplace: Path) -> Path:
    """A folder with a taxonomy, units and a table that needs them."""
    (workplace / "own.toml").write_text(TAXONOMY, "utf-8")
    (workplace / "loads.toml").write_text(UNITS, "utf-8")
    (workplace / "table.txt").write_text(TABLE, "utf-8")
    (workplace / "again.txt").write_text(TABLE, "utf-8")
    return workplace
