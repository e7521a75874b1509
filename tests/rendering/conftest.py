"""Collect the tests of rendered files only when they are asked for, and say at once what must be installed."""

from pathlib import Path

import pytest

from rendering import needed


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave the tests out where their marker is not asked for: they import what only they need."""
    marks = config.getoption("markexpr")
    asked = isinstance(marks, str) and "rendered" in marks.replace("not rendered", "")
    return True if collection_path.name.startswith("test_") and not asked else None


def pytest_collection_finish(session: pytest.Session) -> None:
    """Stop before the first test where a program, a library or a font is missing."""
    if any(item.get_closest_marker("rendered") for item in session.items) and (packages := needed.missing()):
        raise pytest.UsageError(needed.advice(packages))
