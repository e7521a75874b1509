"""What all tests share: how hard Hypothesis tries, and where the published documents lie."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

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
