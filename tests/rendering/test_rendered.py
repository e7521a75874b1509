"""Files as publishers make them must be read as the documents that they were made of.

The files are made once, in half a minute or so. Of ruled PDFs nearly every row must be
read exactly; of any other format, every row.
"""

from collections.abc import Mapping
from pathlib import Path

import pytest

import budgetperf
from budgetperf import ParseResult
from budgetperf.model import Document
from drawing.comparing import Score, compared, first_difference
from rendering.making import Made, made, truth
from rendering.variants import VARIANTS, Variant

pytestmark = [
    pytest.mark.rendered,
    pytest.mark.filterwarnings("default"),  # of the programs that write the files
]

#: The share of rows that must be exact: of all ruled PDFs together, and of each variant.
TOGETHER, EACH = 0.995, 0.98
RULED = [each for each in VARIANTS if each.group == "ruled"]
SCANS = [each for each in VARIANTS if each.group == "scan"]
OTHERS = [each for each in VARIANTS if each.group not in {"ruled", "unruled", "scan"}]

Files = Mapping[str, list[Made]]
Scores = Mapping[str, Score]


def named(variant: Variant) -> str:
    """Return what a test of a variant is called."""
    return variant.name


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """Every file, by the name of its variant."""
    listed: dict[str, list[Made]] = {each.name: [] for each in VARIANTS}
    for each in made(tmp_path_factory.mktemp("rendered")):
        listed[each.variant.name].append(each)
    return listed


@pytest.fixture(scope="module")
def scores(files: Files) -> Scores:
    """How the rows of every ruled PDF were read, printed as a table."""
    found = {each.name: sum((score(file) for file in files[each.name]), Score(0, 0)) for each in RULED}
    lines = [f"{name:50} {each.exact:5} of {each.rows:5}  {each.share:7.1%}" for name, each in found.items()]
    print("", *lines, sep="\n")  # noqa: T201 - what was measured
    return found


def score(file: Made) -> Score:
    """Return how the rows of a file were read; none, where the file was refused."""
    return compared(truth(file.variant, file.subject), read(file.path).value)


def read(path: Path) -> ParseResult[Document]:
    """Return what the file holds; it is handed over as bytes, so that its name tells nothing."""
    return budgetperf.read(path.read_bytes())


def test_ruled_together(scores: Scores) -> None:
    """Of the rows of all ruled PDFs, hardly one may be wrong."""
    assert sum(scores.values(), Score(0, 0)).share >= TOGETHER


@pytest.mark.parametrize("variant", RULED, ids=named)
def test_ruled(variant: Variant, files: Files, scores: Scores) -> None:
    """No variant of a ruled PDF may be the one that all wrong rows are in."""
    told = [
        f"{each.path.name}: {first_difference(truth(each.variant, each.subject), read(each.path).value)}"
        for each in files[variant.name]
        if score(each).share < 1
    ]
    assert scores[variant.name].share >= EACH, "\n".join(told)


@pytest.mark.parametrize("variant", SCANS, ids=named)
def test_scan(variant: Variant, files: Files) -> None:
    """A picture of a page holds no characters, which must be said, and nothing may be made up."""
    for file in files[variant.name]:
        result = read(file.path)
        assert result.value.tables == ()
        assert any("scan" in each.message.lower() or "扫描" in each.message for each in result.diagnostics)


@pytest.mark.parametrize("variant", OTHERS, ids=named)
def test_other_formats(variant: Variant, files: Files) -> None:
    """A format that keeps the cells loses no row."""
    for file in files[variant.name]:
        expected, result = truth(file.variant, file.subject), read(file.path)
        assert score(file).share == 1, (file.path.name, first_difference(expected, result.value), result.diagnostics)
