"""The catalogue of codes holds what it promises, and diagnostics and errors travel."""

import copy
import importlib.util
import pickle
import re
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from attrs import asdict, fields

from budgetperf.diagnostics import LANGUAGES, CatalogueEntry, Diagnostic, Severity, catalogue, diagnose
from budgetperf.errors import (
    BudgetPerfError,
    FormatError,
    MissingExtra,
    ParseFailed,
    UnsupportedFormatVersion,
)
from budgetperf.source import Span

REPOSITORY = Path(__file__).resolve().parents[1]
LAYERS = "RGVTAP"
ENTRIES = tuple(catalogue().values())
REPEATED = Diagnostic(
    code="G203",
    severity=Severity.WARNING,
    message='annual target "3人" is printed again in the same words',
    span=Span(9, 17),
    path="tables[0].spending_units[0].projects[2].indicators[1]",
    hint="check that the other target is there",
)


def documentation_generator() -> ModuleType:
    """Return the script that writes the reference page."""
    spec = importlib.util.spec_from_file_location("generate", REPOSITORY / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_codes_are_in_order_and_unique() -> None:
    """Codes are a letter of a layer and three digits, by layer, then by number, each once."""
    codes = list(catalogue())
    assert all(re.fullmatch(rf"[{LAYERS}][0-9]{{3}}", code) for code in codes)
    assert codes == sorted(set(codes), key=lambda code: (LAYERS.index(code[0]), code))


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.code)
def test_entries_are_complete(entry: CatalogueEntry) -> None:
    """Every entry fills every field, with a short title, two to four sentences and a fix."""
    assert all(asdict(entry).values())
    assert entry.code == catalogue()[entry.code].code
    assert len(entry.title) <= 60
    assert not entry.title.endswith(".")
    assert entry.title[0].islower() or entry.title.startswith("LaTeX")
    assert 2 <= len(re.findall(r"[.…](?= |$)", entry.explanation)) <= 4
    assert "\n" not in entry.explanation
    assert entry.explanation == entry.explanation.strip()
    assert entry.example == entry.example.strip()
    assert entry.fix.endswith(".")


def test_titles_are_unique() -> None:
    """No two codes have the same title."""
    titles = [entry.title for entry in ENTRIES]
    assert sorted(set(titles)) == sorted(titles)


def test_catalogue_cannot_be_changed() -> None:
    """The catalogue is shared, so it refuses assignment."""
    with pytest.raises(TypeError):
        catalogue()["G203"] = ENTRIES[0]  # type: ignore[index]  # that is the point


@pytest.mark.parametrize("language", LANGUAGES)
def test_reference_pages_are_up_to_date(language: str) -> None:
    """docs/diagnostics.md and its Chinese edition say what the catalogue says."""
    generator = documentation_generator()
    printed = generator.PAGES[language].read_text("utf-8")
    assert generator.diagnostics_page(language) == printed, "regenerate it: python docs/generate.py"


@pytest.mark.parametrize("language", LANGUAGES)
def test_reference_pages_have_every_code(language: str) -> None:
    """Each code has a section of its own, so that a link to it works."""
    page = documentation_generator().diagnostics_page(language)
    assert list(catalogue()) == re.findall(r"^### ([A-Z][0-9]{3})[:：]", page, re.MULTILINE)
    assert list(catalogue()) == re.findall(r"^<a id=\"(\w+)\"></a>$", page.upper(), re.MULTILINE | re.IGNORECASE)


def test_reference_pages_name_every_layer() -> None:
    """Each layer has a heading in both languages; one without codes is left out."""
    layers = documentation_generator().LAYERS
    assert [list(LAYERS)] * 2 == [list(layers[language]) for language in LANGUAGES]
    headings = re.findall(r"^## (.)[:：]", documentation_generator().diagnostics_page("zh"), re.MULTILINE)
    assert list(dict.fromkeys(code[0] for code in catalogue())) == headings


def test_diagnose_takes_the_severity_of_the_catalogue() -> None:
    """A diagnostic raised by code alone has the severity that its entry gives it."""
    assert Severity.WARNING is diagnose("G203", "x").severity
    assert Severity.ERROR is diagnose("G205", "x").severity
    assert Severity.INFO is diagnose("V302", "x").severity
    with pytest.raises(KeyError):
        diagnose("G999", "x")


def test_severity_equals_its_word() -> None:
    """A severity compares equal to the plain word, is read from it, and is printed as it."""
    assert Severity("warning") == "warning"
    assert "warning" == f"{Severity.WARNING}" == str(REPEATED.severity)
    with pytest.raises(ValueError, match="fatal"):
        Severity("fatal")


def test_diagnostic_as_data() -> None:
    """to_dict has the attribute names as keys, in order, and JSON-ready values."""
    data = REPEATED.to_dict()
    assert [attribute.name for attribute in fields(Diagnostic)] == list(data)
    assert {
        "code": "G203",
        "severity": "warning",
        "message": 'annual target "3人" is printed again in the same words',
        "span": {"start": 9, "end": 17},
        "path": "tables[0].spending_units[0].projects[2].indicators[1]",
        "hint": "check that the other target is there",
    } == data
    assert str is type(data["severity"])
    assert None is diagnose("R103", "x").to_dict()["span"]


@pytest.mark.parametrize("duplicate", [copy.copy, copy.deepcopy, lambda value: pickle.loads(pickle.dumps(value))])  # noqa: S301 - our own bytes
def test_diagnostics_travel(duplicate: Callable[[object], object]) -> None:
    """A diagnostic survives copying and pickling, and hashes alike."""
    assert duplicate(REPEATED) == REPEATED
    assert hash(duplicate(REPEATED)) == hash(REPEATED)


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (ParseFailed([REPEATED]), 'G203: annual target "3人" is printed again in the same words'),
        (
            ParseFailed([REPEATED, REPEATED, REPEATED]),
            'G203: annual target "3人" is printed again in the same words (and 2 more)',
        ),
        (FormatError([("$.document", "is missing")]), "$.document: is missing"),
        (FormatError([("$.a", "is missing"), ("$.b", "is no number")]), "$.a: is missing; $.b: is no number"),
        (UnsupportedFormatVersion([("$.format_version", "is 9.0")]), "$.format_version: is 9.0"),
        (
            MissingExtra("excel", "reading workbooks"),
            "reading workbooks needs an extra: pip install 'budgetperf[excel]'",
        ),
    ],
)
def test_errors_travel(error: BudgetPerfError, message: str) -> None:
    """An error survives pickling with its type, data and message."""
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
    assert type(error) is type(again)
    assert error.args == again.args
    assert message == str(error) == str(again)


def test_errors_can_be_caught_by_what_they_are() -> None:
    """Each error has the base of the package and the built-in one that fits."""
    assert issubclass(ParseFailed, BudgetPerfError | ValueError)
    assert (BudgetPerfError, ValueError) == ParseFailed.__bases__
    assert (BudgetPerfError, ValueError) == FormatError.__bases__
    assert (FormatError,) == UnsupportedFormatVersion.__bases__
    assert (BudgetPerfError, ImportError) == MissingExtra.__bases__
    assert (REPEATED,) == ParseFailed([REPEATED]).diagnostics
    assert "$.a" == FormatError([("$.a", "is missing"), ("$.b", "is no number")]).path
