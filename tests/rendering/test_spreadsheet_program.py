"""What we write, opened and saved again by LibreOffice: nothing in it is run, and a workbook says the same as before."""

from pathlib import Path

import openpyxl
import pytest

import budgetperf
from budgetperf.writers import to_csv, to_xlsx
from rendering.converting import converted
from writtenforms import PLAIN, run_everywhere

pytestmark = pytest.mark.rendered


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of workbooks that LibreOffice made of ours, and of a field that it runs."""
    folder = tmp_path_factory.mktemp("spreadsheets")
    (folder / "guarded.csv").write_text(to_csv(run_everywhere()), encoding="utf-8-sig", newline="")
    (folder / "bare.csv").write_text("=1+1,2\r\n", encoding="utf-8", newline="")
    to_xlsx(run_everywhere(), folder / "hostile.xlsx")
    to_xlsx(PLAIN, folder / "plain.xlsx")
    converted(sorted(folder.iterdir()), "xlsx", folder / "saved", folder / "profile")
    return folder / "saved"


def kinds(file: Path) -> set[str]:
    """Return what the cells of a workbook hold: strings (s), numbers (n), formulas (f)."""
    book = openpyxl.load_workbook(file)
    return {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None}


def test_a_bare_formula_is_run(saved: Path) -> None:
    """The program does what we keep it from."""
    assert "f" in kinds(saved / "bare.xlsx")


@pytest.mark.parametrize("name", ["guarded", "hostile"])
def test_nothing_is_run(saved: Path, name: str) -> None:
    """Words stay words, and amounts numbers."""
    assert {"s", "n"} == kinds(saved / f"{name}.xlsx")


def test_a_workbook_says_the_same(saved: Path) -> None:
    """What a person saves again is read as the document that it was made of."""
    assert PLAIN == budgetperf.read(saved / "plain.xlsx").value
    assert run_everywhere() == budgetperf.read(saved / "hostile.xlsx").value
