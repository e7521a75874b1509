"""What others add from outside: their own checks."""

import re
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from attrs import evolve

from budgetperf import (
    Document,
    ExtensionFailed,
    Remark,
    Rule,
    check,
    parse,
    render,
)
from budgetperf.reports import TextReport, to_annotations, to_page, to_report, to_sarif
from budgetperf.units import conversion
from commandline import Output
from ownterms import LOADS, TABLE, passed_on
from reportpages import data_of

RULES = '''
"""What the bureau of Qingxi asks for beside the ministry's rules."""

from dataclasses import dataclass

from budgetperf import Remark, Rule
from budgetperf.checks import indicators_of, projects_of


@dataclass
class Shortest:
    """A class of the file's own, which looks for its module."""

    length: int = 3


def short_names(document):
    for place in projects_of(document):
        for path, indicator in indicators_of(place):
            if len(indicator.name) < Shortest().length:
                yield Remark(message=f"“{indicator.name}” is short", span=indicator.name_span, path=f"{path}.name", hint="say what")


def no_title(document):
    return [Remark(message="no title")] if not document.tables[0].title else []


RULES = [
    Rule(code="XQX001", title="a short name", severity="warning", find=short_names, explanation="It says little.", fix="Say it."),
    Rule(code="Y002", title="没有标题", severity="info", find=no_title),
]
'''
SPACE: dict[str, Any] = {"__name__": "rules_of_the_tests"}
sys.modules["rules_of_the_tests"] = ModuleType("rules_of_the_tests")
exec(RULES, SPACE)  # noqa: S102 - what the command line runs from a file
SHORT, UNTITLED = OWN_RULES = SPACE["RULES"]


def failing(document: Document) -> list[Remark]:
    """Fail on any document."""
    raise KeyError(len(document.tables))


FAILING = Rule(code="Z009", title="fails", severity="error", find=failing)


def test_own_rules_find_beside_ours() -> None:
    """What a rule of one's own finds stands among the rest, in order of place, and is told once."""
    result = parse(TABLE)
    found = check(result, rules=OWN_RULES)
    (short,) = (doubt for doubt in found if doubt.code == "XQX001")
    places = [doubt.span.start if doubt.span else -1 for doubt in found]

    assert {"XQX001", "Y002"} == {doubt.code for doubt in found} - {doubt.code for doubt in check(result)}
    assert ("运粮", "say what") == (result.source[short.span] if short.span else None, short.hint)
    assert "tables[0].spending_units[0].projects[0].indicators[1].name" == short.path
    assert sorted(places) == places
    assert found == check(evolve(result, diagnostics=found), rules=OWN_RULES)
    assert {"XQX001", "Y002"} <= {doubt.code for doubt in check(result.value, rules=OWN_RULES)}
    assert "XQX001" in render(short, result.source)


def test_own_rules_are_asked_by_own_terms() -> None:
    """A rule that asks about units asks the units of the call."""

    def heavy(document: Document) -> list[Remark]:
        factor = conversion("驮", "公斤")
        return [Remark(message=f"{factor} in {len(document.tables)}")] if factor else []

    rule = Rule(code="X1" + "00", title="heavy", severity="info", find=heavy)
    assert ["75 in 1"] == [each.message for each in check(parse(TABLE), rules=[rule], units=LOADS, select=["X"])]
    assert () == check(parse(TABLE), rules=[rule], select=["X"])


@pytest.mark.parametrize(
    ("choice", "codes"),
    [
        ({"select": ["X", "Y"]}, {("XQX001", "warning"), ("Y002", "info")}),
        ({"select": ["X", "Y"], "ignore": ["XQX"]}, {("Y002", "info")}),
        ({"select": ["Y002"], "severity": {"Y": "error"}}, {("Y002", "error")}),
        ({"select": ["ALL"], "ignore": ["ALL"]}, set()),
        ({"select": ["R112"]}, set()),
    ],
)
def test_own_rules_are_chosen(choice: dict[str, Any], codes: set[tuple[str, str]]) -> None:
    """Codes of others are selected, ignored and weighed as ours are."""
    assert codes == {(each.code, str(each.severity)) for each in check(parse(TABLE), rules=OWN_RULES, **choice)}


@pytest.mark.parametrize("name", ["select", "ignore", "severity"])
def test_rules_that_are_not_given_are_not_chosen(name: str) -> None:
    """A selector for a rule that is not there would be a slip."""
    choice: dict[str, Any] = {name: {"Z1": "info"} if name == "severity" else ["z1"]}
    with pytest.raises(ValueError, match="no rule has a code that begins with 'Z1'; given are XQX001, Y002"):
        check(parse(TABLE), rules=OWN_RULES, **choice)


@pytest.mark.parametrize(
    ("given", "error", "message"),
    [
        ({"code": "A001"}, ValueError, "the code 'A001' is none for a rule of your own: that is X, Y or Z"),
        ({"code": "X01"}, ValueError, "the code 'X01' is none"),
        ({"severity": "fatal"}, ValueError, "'fatal' is not a valid Severity"),
        ({"find": "short"}, TypeError, "X001: expected a function to find it by, not str"),
    ],
)
def test_what_is_no_rule(given: dict[str, Any], error: type[Exception], message: str) -> None:
    """What can't be a rule is refused where it is made."""
    with pytest.raises(error, match=message):
        Rule(**{"code": "X001", "title": "", "severity": "info", "find": failing, **given})


def test_rules_that_fail() -> None:
    """An error of a rule names the rule, whatever it is; no rule hides another one."""
    stray = Rule(code="Z008", title="", severity="info", find=lambda _: ["words"])  # type: ignore[list-item]  # the misuse in question
    ending = Rule(code="Z005", title="", severity="info", find=lambda _: sys.exit("enough"))
    for rule, message in (
        (FAILING, r"the rule Z009 failed: KeyError: 1"),
        (ending, "the rule Z005 failed: SystemExit: enough"),
        (stray, "Z008 failed: .*expected a Remark, not str"),
    ):
        with pytest.raises(ExtensionFailed, match=message) as caught:
            check(parse(TABLE), rules=[rule])
        assert str(caught.value) == str(passed_on(caught.value))
    with pytest.raises(ValueError, match="two rules have the code Z009"):
        check(parse(TABLE), rules=[FAILING, FAILING])
    with pytest.raises(TypeError, match="expected a Rule, not str"):
        check(parse(TABLE), rules=["Z009"])  # type: ignore[list-item]  # the misuse in question


@pytest.mark.parametrize(("name", "value"), [("message", 5), ("span", (1, 2)), ("path", None), ("hint", b"do")])
def test_remarks_that_are_none(name: str, value: object) -> None:
    """What no report could tell is a fault of the rule, named where it is made."""
    given: dict[str, Any] = {"message": "words", name: value}
    rule = Rule(code="Z006", title="", severity="info", find=lambda _: [Remark(**given)])
    with pytest.raises(
        ExtensionFailed, match=f"the rule Z006 failed: TypeError: the {name} of a remark is no {type(value).__name__}"
    ):
        check(parse(TABLE), rules=[rule])


def test_own_rules_in_reports() -> None:
    """Reports show the title of a rule, and SARIF all that it says of itself; unknown codes stand alone."""
    result = parse(TABLE, name="table.txt")
    results = [evolve(result, diagnostics=check(result, rules=OWN_RULES, select=["X", "Y"]))]
    text = TextReport(rules=OWN_RULES)
    text.count(results[0])
    sarif = to_sarif(results, rules=OWN_RULES)["runs"][0]

    assert "XQX001  a short name" in text.summary()
    assert "title=XQX001 a short name::" in "".join(to_annotations(results, rules=OWN_RULES))
    assert ["Y002", "XQX001"] == [each["code"] for each in to_report(results)["files"][0]["diagnostics"]]
    assert [
        {"id": "Y002", "shortDescription": {"text": "没有标题"}, "defaultConfiguration": {"level": "note"}},
        {
            "id": "XQX001",
            "name": "AShortName",
            "shortDescription": {"text": "a short name"},
            "fullDescription": {"text": "It says little."},
            "help": {"text": "Say it."},
            "defaultConfiguration": {"level": "warning"},
        },
    ] == sarif["tool"]["driver"]["rules"]
    assert ["Y002", "XQX001"] == [each["ruleId"] for each in sarif["results"]]
    assert [{"id": "Y002"}, {"id": "XQX001"}] == to_sarif(results)["runs"][0]["tool"]["driver"]["rules"]
    assert "XQX001" in TextReport().shown(results[0])
    assert "budgetperf explain" not in text.closing()
    titles = {each["code"]: each["title"] for each in to_report(results, rules=OWN_RULES)["summary"]["codes"]}
    assert {"XQX001": "a short name", "Y002": "没有标题"} == titles


def test_own_rules_on_the_page() -> None:
    """The page tells of a rule what it tells of our codes, in its own words in both languages, and as words."""
    result = parse(TABLE, name="table.txt")
    hostile = evolve(SHORT, title="</script><b>", explanation="<i>\u202e", fix="")
    results = [evolve(result, diagnostics=check(result, rules=[hostile, UNTITLED], select=["X", "Y"]))]
    page = to_page(results, rules=[hostile, UNTITLED])
    short = {"title": "</script><b>", "explanation": "<i>\u202e", "fix": ""}
    untitled = {"title": "没有标题", "explanation": "", "fix": ""}

    assert {"XQX001": {"en": short, "zh": short}, "Y002": {"en": untitled, "zh": untitled}} == data_of(page)["codes"]
    assert page.count("</script>") == to_page(results).count("</script>")
    assert {"XQX001": {}, "Y002": {}} == data_of(to_page(results))["codes"]


@pytest.mark.parametrize("jobs", ["1", pytest.param("2", marks=pytest.mark.slow)])
def test_rules_from_a_file(jobs: str, terms: Path, run: Output) -> None:
    """The command line runs a file of rules, in every process, and chooses among them as among ours."""
    (terms / "qingxi.py").write_text(RULES, "utf-8")
    (terms / "pyproject.toml").write_text('[tool.budgetperf]\nselect = ["X", "Y", "Z"]\n', "utf-8")
    files = ("table.txt", "again.txt", "--jobs", jobs, "--rules", "qingxi.py")

    assert 1 == run("check", *files)
    assert (2, True) == (run.out.count("“运粮” is short"), "a short name" in run.out)
    assert 0 == run("check", *files, "--ignore", "XQX001", "--severity", "Y=info")
    assert 1 == run("check", *files, "--ignore", "XQX001", "--severity", "Y=warning", "-f", "github")
    assert 2 == run.out.count("::warning file=")
    assert 2 == run("check", "table.txt", "--select", "X")
    assert "no rule has a code that begins with 'X'; no rules are given; --rules FILE.py gives more" == run.refusal
    assert 0 == run("report", *files, "-o", "report.html")
    codes = data_of((terms / "report.html").read_text("utf-8"))["codes"]
    assert {"XQX001": "a short name", "Y002": "没有标题"} == {code: codes[code]["zh"]["title"] for code in codes}


def test_own_rules_are_explained(terms: Path, run: Output) -> None:
    """A code of others is explained by its rule."""
    (terms / "qingxi.py").write_text(RULES, "utf-8")

    assert 0 == run("explain", "XQX001", "--rules", "qingxi.py")
    assert "XQX001: a short name\n\nwarning\n\nIt says little.\n\nWhat to do: Say it.\n" == run.out
    assert 0 == run("explain", "y", "--rules", "qingxi.py")
    assert "Y002  info     没有标题\n" == run.out
    assert 0 == run("explain", "y002", "--rules", "qingxi.py", "--lang", "zh")
    assert "Y002：没有标题\n\n提示\n" == run.out
    assert 2 == run("explain", "XQX001")


@pytest.mark.parametrize(
    ("program", "message"),
    [
        (None, "--rules: can't read 'own.py': No such file or directory"),
        ("raise ValueError('oh')", "--rules: 'own.py' gives no RULES: ValueError: oh"),
        ("rules = []", "--rules: 'own.py' gives no RULES: AttributeError: .*"),
        ("open('words.txt')", "--rules: 'own.py' gives no RULES: FileNotFoundError: .*'words.txt'"),
        ("raise SystemExit(0)", "--rules: 'own.py' gives no RULES: SystemExit: 0"),
        ("RULES = ['X001']", "--rules: expected a Rule, not str"),
    ],
)
def test_files_without_rules(program: str | None, message: str, terms: Path, run: Output) -> None:
    """A file that can't be run is misuse, told in one line."""
    if program is not None:
        (terms / "own.py").write_text(program, "utf-8")
    assert 2 == run("check", "table.txt", "--rules", "own.py")
    assert re.fullmatch(message, run.refusal)
    assert 2 == run("check", "table.txt", "--rules", "own.toml")
    assert "--rules: 'own.toml' is no file of Python; its name ends in .py" == run.refusal


def test_files_of_one_name_in_two_folders(terms: Path, run: Output) -> None:
    """Each is a module of its own: what is defined in it is found again, by pickle and by the decorator of a class."""
    program = """
import sys
from budgetperf import Remark, Rule

class Find:
    def __call__(self, document):
        if getattr(sys.modules[type(self).__module__], type(self).__name__) is type(self):
            yield Remark(message=__file__)

RULES = [Rule(code="{}", title="", severity="info", find=Find())]
"""
    for code in ("X001", "X002"):
        (terms / code).mkdir()
        (terms / code / "own.py").write_text(program.format(code), "utf-8")
    files = [words for code in ("X001", "X002") for words in ("--rules", f"{code}/own.py")]
    assert 0 == run("check", "table.txt", "--select", "X", *files, "-f", "github")
    assert ["X001", "X002"] == re.findall(r"(X00.).own\.py", run.out)


def test_a_rule_that_fails_on_a_file(terms: Path, run: Output) -> None:
    """A rule that raises is named; it is no fault of this package, and other files are checked all the same."""
    program = (
        RULES
        + "def failing(document):\n    raise KeyError('oh')\n\nRULES = [Rule(code='Z1"
        + "00', title='', severity='info', find=failing)]\n"
    )
    (terms / "own.py").write_text(program, "utf-8")

    reason = "the rule Z100 failed: KeyError: 'oh'"

    assert 2 == run("check", "table.txt", "--rules", "own.py")
    assert f"budgetperf: error: can't check 'table.txt': {reason}\n" == run.err
    assert run.out.startswith("1 file (1 can't be checked): ")
    assert 2 == run("check", "table.txt", "missing.txt", "--rules", "own.py", "--lang", "zh")
    assert "budgetperf: 错误：无法检查“table.txt”：规则 Z100 运行出错：KeyError: 'oh'\n" in run.err
    assert run.out.startswith("2 个文件（其中 1 个无法读取）（其中 1 个无法检查）：")
    assert 2 == run("check", "table.txt", "--rules", "own.py", "-f", "github")
    assert run.out == f"::error file=table.txt,title=can't be checked::{reason}\n"
    assert 2 == run("check", "table.txt", "--rules", "own.py", "-f", "sarif")
    assert f"can't be checked: {reason}" in run.out
    assert 2 == run("report", "table.txt", "--rules", "own.py", "-o", "report.html")
    (file,) = data_of((terms / "report.html").read_text("utf-8"))["files"]
    assert (reason, True) == (file["errors"]["en"], file["was_read"])
