"""Golden files of the parts of a document, one for each class: what ``make_converter`` gives, in every released version.

The files of a released version are never changed; a new version has a folder of its own, which
``PYTHONPATH=src:tests python tests/test_json_parts.py`` makes.
"""

import json
from pathlib import Path
from typing import Any, Final

import attrs
import pytest

from budgetperf import Diagnostic, Document, Reading, make_converter
from budgetperf.interchange import FORMAT_VERSION
from budgetperf.readings import KINDS
from test_interchange import DIAGNOSTICS, DOCUMENT, MODELS
from test_jsonreadings import READINGS

GOLDEN: Final = Path(__file__).parent / "golden" / "json"
_TABLE: Final = DOCUMENT.tables[0]
_UNIT: Final = _TABLE.spending_units[0]
_PROJECT: Final = _UNIT.projects[0]
_INDICATOR: Final = _PROJECT.indicators[0]
_VALUES: Final = (
    Document(tables=(_TABLE,)), _TABLE, _UNIT, _PROJECT, _PROJECT.funding, _INDICATOR, _INDICATOR.level1,
    _INDICATOR.annual_target, DIAGNOSTICS[0],
)  # fmt: skip
#: A value of every model class and of every kind of reading, by the name of its class: never to be changed.
PARTS: Final[dict[str, Any]] = {
    **{type(reading).__name__: reading for reading in reversed(READINGS)},
    **{type(value).__name__: value for value in _VALUES},
}
#: What a part is read as: a reading as any of them, by its kind.
READ_AS: Final[dict[str, Any]] = {
    name: Reading if type(value) in KINDS.values() else type(value) for name, value in PARTS.items()
}
FILES: Final = sorted(GOLDEN.glob("*/parts/*.json"))


def written(value: object) -> str:
    """Return a part as this version writes it."""
    return json.dumps(make_converter(spans=True).unstructure(value), ensure_ascii=False, indent=2) + "\n"


def test_every_class_has_a_file() -> None:
    """Of every model, of the diagnostics, and of every kind of reading, in the folder of this version."""
    assert {*MODELS, Diagnostic, *KINDS.values()} == {type(value) for value in PARTS.values()}
    assert set(PARTS) == {file.stem for file in FILES if file.parts[-3] == FORMAT_VERSION}


@pytest.mark.parametrize("name", PARTS)
def test_what_is_written(name: str) -> None:
    """The same part gives the same text for as long as the version is the same."""
    assert (GOLDEN / FORMAT_VERSION / "parts" / f"{name}.json").read_text("utf-8") == written(PARTS[name])


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parts[-3]}-{file.stem}")
def test_what_is_read(file: Path) -> None:
    """A part of every version is read equal, its spans and readings too."""
    value = make_converter(spans=True).structure(json.loads(file.read_text("utf-8")), READ_AS[file.stem])

    assert PARTS[file.stem] == value
    assert attrs.asdict(PARTS[file.stem]) == attrs.asdict(value)


if __name__ == "__main__":
    folder = GOLDEN / FORMAT_VERSION / "parts"
    folder.mkdir(parents=True, exist_ok=True)
    for part, whole in PARTS.items():
        (folder / f"{part}.json").write_text(written(whole), "utf-8")
