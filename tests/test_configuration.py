"""Which diagnostics a project wants, and how much each weighs, is decided as ruff decides it."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

import budgetperf
from budgetperf import Configuration, Diagnostic, catalogue
from budgetperf.configuration import find_configuration
from budgetperf.diagnostics import diagnose
from commandline import BROKEN, written


def found(*codes: str) -> list[Diagnostic]:
    """Return a diagnostic of each code."""
    return [diagnose(code, "doubt") for code in codes]


def codes(diagnostics: Iterable[Diagnostic]) -> str:
    """Return the codes of diagnostics in their order."""
    return " ".join(doubt.code for doubt in diagnostics)


# --- selecting ----------------------------------------------------------------------------------

CODES = ("A502", "A503", "G205", "T401", "V301", "V317")


@pytest.mark.parametrize(
    ("select", "ignore", "wanted"),
    [
        (None, [], "A502 A503 G205 T401 V301 V317"),
        (["ALL"], [], "A502 A503 G205 T401 V301 V317"),
        ([], [], ""),
        (["V"], [], "V301 V317"),
        (["V31", "A502"], [], "A502 V317"),
        (["v31", " a502 "], [], "A502 V317"),
        (None, ["V"], "A502 A503 G205 T401"),
        (None, ["V3", "A502"], "A503 G205 T401"),
        (None, ["ALL"], ""),
        (["V"], ["V"], ""),
        (["V"], ["V3"], ""),
        (["V3"], ["V"], "V301 V317"),
        (["V", "V317"], ["V3"], "V317"),
        (["V317"], ["V317"], ""),
        (["V317"], ["ALL"], "V317"),
        (["ALL", "V317"], ["V"], "A502 A503 G205 T401 V317"),
    ],
)
def test_the_longer_selector_wins(select: list[str] | None, ignore: list[str], wanted: str) -> None:
    """The most specific selector decides about a code; ignoring wins a tie."""
    assert wanted == codes(Configuration(select=select, ignore=ignore).applied(found(*CODES)))


@pytest.mark.parametrize(
    ("severity", "weighed"),
    [
        ({}, "warning error warning"),
        ({"ALL": "info"}, "info info info"),
        ({"V": "error"}, "warning error error"),
        ({"V": "error", "V31": "info", "ALL": "warning"}, "warning warning info"),
        ({"V317": "info", "V": "error"}, "warning error info"),
        ({"a502": "error"}, "error error warning"),
    ],
)
def test_the_longer_code_gives_the_severity(severity: Mapping[str, str], weighed: str) -> None:
    """A diagnostic weighs what the longest fitting code says, or else what it came with."""
    applied = Configuration(severity=severity).applied(found("A502", "G205", "V317"))
    assert weighed == " ".join(doubt.severity for doubt in applied)
    assert all(isinstance(doubt.severity, budgetperf.Severity) for doubt in applied)


def test_what_is_applied_changes_nothing_else() -> None:
    """Order, words and places stay."""
    doubts = [diagnose("V317", "doubt", budgetperf.Span(3, 7), "tables[0]", "look"), *found("A502")]
    assert tuple(doubts) == Configuration().applied(doubts)
    (weighed,) = Configuration(select=["V"], severity={"V": "info"}).applied(doubts)
    assert doubts[0].to_dict() | {"severity": "info"} == weighed.to_dict()


def test_every_code_selects_itself() -> None:
    """Whatever the catalogue holds can be selected by itself and by each beginning."""
    for code in catalogue():
        for length in range(1, len(code) + 1):
            assert code in codes(Configuration(select=[code[:length]]).applied(found(*catalogue())))


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"select": "V3"}, TypeError, "codes are given as a list such as ['V3'], not as 'V3'"),
        ({"ignore": "A"}, TypeError, "codes are given as a list such as ['A'], not as 'A'"),
        ({"select": [3]}, TypeError, "codes are given as a list such as ['A502', 'V3'], not as [3]"),
        ({"ignore": None}, TypeError, "codes are given as a list such as ['A502', 'V3'], not as None"),
        ({"select": ["V999"]}, ValueError, "no diagnostic code begins with 'V999'; close to it: "),
        ({"select": ["Q1"]}, ValueError, "no diagnostic code begins with 'Q1'; codes begin with R, G, V, T"),
        ({"ignore": ["V", ""]}, ValueError, "no diagnostic code begins with ''; codes begin with R, G, V, T"),
        ({"severity": {"V9": "info"}}, ValueError, "no diagnostic code begins with 'V9'; "),
        ({"severity": {"V": "eror"}}, ValueError, "unknown severity 'eror'; accepted are error, warning, info"),
        ({"severity": ["V"]}, TypeError, "a table is wanted such as {'V317': 'info'}, not ['V']"),
        ({"per_file_ignores": {"*": "V"}}, TypeError, "codes are given as a list such as ['V'], not as 'V'"),
        ({"per_file_ignores": "V"}, TypeError, "a table is wanted such as {'2019/*': ['A502']}, not 'V'"),
        ({"fail_on": "all"}, ValueError, "unknown severity to fail on 'all'; accepted are error, warning, info, never"),
        ({"repair": "T401"}, TypeError, "repair is given as a bool or as a collection of codes, not as str"),
        ({"repair": ["X"]}, ValueError, "no repair leaves 'X'; those that can be chosen are A503, "),
    ],
)
def test_what_is_not_understood_is_refused(arguments: dict[str, Any], error: type[Exception], message: str) -> None:
    """A slip is quoted, with what would be accepted."""
    with pytest.raises(error, match=f"^{re.escape(message)}"):
        Configuration(**arguments)


def test_check_takes_the_same_selectors() -> None:
    """The public function selects, ignores and weighs in the same way."""
    result = budgetperf.parse(BROKEN)
    assert "G205" in codes(budgetperf.check(result))
    assert "G205" not in codes(budgetperf.check(result, ignore=["G2"]))
    (only,) = budgetperf.check(result, select=["G205"], severity={"G": "info"})
    assert "info" == only.severity
    with pytest.raises(TypeError, match="codes are given as a list"):
        budgetperf.check(result, select="G205")


@pytest.mark.parametrize(
    ("fail_on", "failing"),
    [("error", "error"), ("warning", "error warning"), ("info", "error warning info"), ("never", "")],
)
def test_what_fails(fail_on: str, failing: str) -> None:
    """The severity to fail on, and those above it."""
    configuration = Configuration(fail_on=fail_on)
    assert failing == " ".join(each for each in ("error", "warning", "info") if configuration.fails(each))


def test_warnings_fail_by_default() -> None:
    """As the page shows warnings, and counts infos."""
    assert "warning" == Configuration().fail_on


# --- files --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pattern", "fitting"),
    [
        ("2019/*", "2019/a.txt 2019/b/a.txt 2019/c.csv"),
        ("2019/**/*.txt", "2019/a.txt 2019/b/a.txt"),
        ("**/2019/*", "2019/a.txt 2019/b/a.txt old/2019/a.txt 2019/c.csv"),
        ("**/a.txt", "2019/a.txt 2019/b/a.txt old/2019/a.txt"),
        ("a.txt", "2019/a.txt 2019/b/a.txt old/2019/a.txt"),
        ("*/a.txt", "2019/a.txt 2019/b/a.txt old/2019/a.txt"),
        ("?.csv", "2019/c.csv"),
        ("2019/c.csv", "2019/c.csv"),
        ("*.[tc]??", ""),
        ("**", "2019/a.txt 2019/b/a.txt old/2019/a.txt 2019/c.csv"),
        ("2019", ""),
    ],
)
def test_patterns_for_files(workplace: Path, pattern: str, fitting: str) -> None:
    """A pattern fits the path below the folder of the configuration, or the name, whatever way the path is written."""
    files = ("2019/a.txt", "2019/b/a.txt", "old/2019/a.txt", "2019/c.csv")
    configuration = Configuration(per_file_ignores={pattern: ["A502"]})
    assert fitting.split() == [file for file in files if configuration.ignored_in(file)]
    assert fitting.split() == [file for file in files if configuration.ignored_in(workplace / "x" / ".." / file)]


def test_files_outside_the_folder(workplace: Path) -> None:
    """What lies elsewhere is known by its name and its whole path alone."""
    configuration = Configuration(per_file_ignores={"a.txt": ["A"], "2019/*": ["V"]}, folder=workplace / "budgets")
    assert ("A",) == configuration.ignored_in(workplace / "2019" / "a.txt")
    assert () == configuration.ignored_in(workplace / "2019" / "b.txt")


def test_per_file_ignores_have_the_last_word() -> None:
    """What is not wanted of a file is left out, however specific the selection is; of other files it stays."""
    configuration = Configuration(select=["V", "A502"], per_file_ignores={"2019/*": ["A"], "*.csv": ["V317"]})
    doubts = found(*CODES)
    assert "A502 V301 V317" == codes(configuration.applied(doubts, file="2020/a.txt"))
    assert "V301 V317" == codes(configuration.applied(doubts, file="2019/a.txt"))
    assert "V301" == codes(configuration.applied(doubts, file="2019/a.csv"))
    assert "A502 V301 V317" == codes(configuration.applied(doubts))


# --- pyproject.toml -----------------------------------------------------------------------------

SECTION = """\
[project]
name = "budgets"

[tool.budgetperf]
select = ["A", "V3"]
ignore = ["V310"]
fail-on = "error"
repair = ["T401"]

[tool.budgetperf.severity]
V317 = "info"

[tool.budgetperf.per-file-ignores]
"2019/*" = ["A502"]
"""


def test_the_section_of_a_pyproject(workplace: Path) -> None:
    """Each key is an argument, and patterns begin at the file's folder."""
    path = written(workplace / "budgets" / "pyproject.toml", SECTION)
    expected = Configuration(
        select=["A", "V3"],
        ignore=["V310"],
        severity={"V317": "info"},
        per_file_ignores={"2019/*": ["A502"]},
        fail_on="error",
        repair=["T401"],
        folder=workplace.resolve() / "budgets",
    )
    assert expected == Configuration.from_pyproject(path)
    assert expected == Configuration.from_pyproject("budgets/pyproject.toml")
    assert ("A502",) == expected.ignored_in(workplace / "budgets" / "2019" / "a.txt")
    assert ("A502",) == expected.ignored_in("budgets/2019/a.txt")
    assert () == expected.ignored_in("2019/a.txt")


def test_an_empty_section_is_the_default(workplace: Path) -> None:
    """Nothing said is nothing changed; false and true are no codes."""
    path = written(workplace / "pyproject.toml", "[tool.budgetperf]\n")
    assert Configuration(folder=workplace.resolve()) == Configuration.from_pyproject(path)
    path = written(workplace / "pyproject.toml", "[tool.budgetperf]\nrepair = false\n")
    assert Configuration.from_pyproject(path).repair is False


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[tool.budgetperf]\nselct = ['V']", "[tool.budgetperf] has no key 'selct'; close to it: 'select'"),
        ("[tool.budgetperf]\nfail_on = 'error'", "[tool.budgetperf] has no key 'fail_on'; close to it: 'fail-on'"),
        ("[tool.budgetperf]\nlanguage = 'zh'", "[tool.budgetperf] has no key 'language'; accepted are select, ignore,"),
        (
            "[tool.budgetperf]\nselect = 'V'",
            "select in [tool.budgetperf]: codes are given as a list such as ['V'], not",
        ),
        ("[tool.budgetperf]\nselect = [3]", "select in [tool.budgetperf]: codes are given as a list such as"),
        ("[tool.budgetperf]\nignore = ['Q']", "ignore in [tool.budgetperf]: no diagnostic code begins with 'Q'; codes"),
        ("[tool.budgetperf]\nseverity = 'info'", "severity in [tool.budgetperf]: a table is wanted such as"),
        (
            "[tool.budgetperf.severity]\nV = 'low'",
            "severity in [tool.budgetperf]: unknown severity 'low'; accepted are",
        ),
        ("[tool.budgetperf.severity]\nV = 3", "severity in [tool.budgetperf]: unknown severity 3; accepted are error,"),
        (
            "[tool.budgetperf]\nfail-on = true",
            "fail-on in [tool.budgetperf]: unknown severity to fail on True; accepted",
        ),
        (
            "[tool.budgetperf]\nrepair = 1",
            "repair in [tool.budgetperf]: repair is given as a bool or as a collection of codes",
        ),
        ("[tool.budgetperf.per-file-ignores]\na = 'V'", "per-file-ignores in [tool.budgetperf]: codes are given as"),
        ("[tool]\nbudgetperf = 3", "[tool.budgetperf] is a table, not 3"),
    ],
)
def test_a_wrong_section_is_refused(workplace: Path, text: str, message: str) -> None:
    """The error names the file, the key, and what would be accepted."""
    written(workplace / "pyproject.toml", text)
    with pytest.raises(ValueError, match="^" + re.escape(f"'pyproject.toml': {message}")):
        Configuration.from_pyproject("pyproject.toml")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"[tool.budgetperf", "'pyproject.toml' is no TOML: "),
        (b"# \xff", "'pyproject.toml' is no TOML: "),
        (b"[tool.other]", "'pyproject.toml' has no section [tool.budgetperf]"),
        (b"tool = 3", "'pyproject.toml' has no section [tool.budgetperf]"),
    ],
)
def test_a_file_without_a_section_is_refused(workplace: Path, content: bytes, message: str) -> None:
    """Whoever names a file means that something stands in it."""
    (workplace / "pyproject.toml").write_bytes(content)
    with pytest.raises(ValueError, match=f"^{re.escape(message)}"):
        Configuration.from_pyproject("pyproject.toml")


def test_the_nearest_section_holds(workplace: Path) -> None:
    """Upwards from a folder, the first pyproject.toml with a section of ours; others are passed by."""
    written(workplace / "pyproject.toml", "[tool.budgetperf]\nselect = ['A']")
    written(workplace / "a" / "pyproject.toml", "[tool.budgetperf]\nselect = ['V']")
    written(workplace / "a" / "b" / "pyproject.toml", "[project]\nname = 'b'")
    (workplace / "a" / "b" / "c").mkdir()
    (workplace / "d" / "pyproject.toml").mkdir(parents=True)
    places = {"": "A", "a": "V", "a/b": "V", "a/b/c": "V", "d": "A", "nowhere": "A"}
    assert places == {place: find_configuration(workplace / place).select[0] for place in places}  # type: ignore[index]  # it is a tuple
    assert ("V",) == find_configuration("a/b").select
    assert workplace.resolve() / "a" == find_configuration("a/b").folder


def test_without_a_section_all_is_as_by_default(workplace: Path) -> None:
    """No file, no difference."""
    assert Configuration() == find_configuration(workplace)


def test_a_broken_file_on_the_way_is_not_passed_by(workplace: Path) -> None:
    """It may be the one that was meant."""
    written(workplace / "a" / "pyproject.toml", "[tool.budgetperf")
    with pytest.raises(ValueError, match=r"pyproject.toml' is no TOML"):
        find_configuration("a")
