"""What the package brings along is on the page of licences, and nothing of it, nor of what tests it, asks for ours."""

import importlib.util
from importlib.metadata import distributions
from pathlib import Path
from types import ModuleType

import pytest

PAGE = Path(__file__).resolve().parents[1] / "docs" / "licences.md"


def page_writer() -> ModuleType:
    """Return the script that writes the page."""
    spec = importlib.util.spec_from_file_location("licences", PAGE.with_suffix(".py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


LICENCES = page_writer()


def is_refused(licence: str) -> bool:
    """Whether a licence leaves no choice but the GPL or the AGPL."""
    choices = licence.replace("Lesser General Public", "LGPL").replace("LGPL", "").replace("General Public", "GPL")
    return all("GPL" in choice or "Affero" in choice for choice in choices.split(" OR "))


@pytest.mark.parametrize(
    ("licence", "refused"),
    [
        ("MIT", False),
        ("GPL-3.0-only", True),
        ("AGPL-3.0-or-later", True),
        ("GNU Affero General Public License v3", True),
        ("GNU General Public License v2 (GPLv2)", True),
        ("MIT AND GPL-2.0-only", True),
        ("GPL-2.0-or-later OR MPL-1.1", False),
        ("GNU Lesser General Public License v2 or later (LGPLv2+)", False),
    ],
)
def test_what_is_refused(licence: str, refused: bool) -> None:  # noqa: FBT001 - a parameter of the test
    """A choice between licences is one, and the lesser GPL is no GPL."""
    assert refused == is_refused(licence)


def test_every_dependency_is_on_the_page() -> None:
    """What the core and the extras bring along, with its licence and with who needs it; python docs/licences.py writes it."""
    listed = PAGE.read_text("utf-8").splitlines()

    assert {"attrs", "cattrs", "lark"} <= set(LICENCES.users())
    assert [] == [row for row in LICENCES.rows() if row not in listed]


def test_every_licence_is_known() -> None:
    """A package that says nothing of its licence is looked into by a person before it is depended on."""
    assert [] == [row for row in LICENCES.rows() if "|  |" in row]


def test_nothing_here_is_under_the_gpl() -> None:
    """Nor is anything that is installed beside the package to test it."""
    assert {} == {each.name: licence for each in distributions() if is_refused(licence := LICENCES.licence(each))}
