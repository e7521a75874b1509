"""What others add from outside: their own taxonomy, units, checks and readers."""

import pickle
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar

import pytest
from attrs import evolve

from budgetperf import (
    Document,
    ExtensionFailed,
    Quantity,
    Remark,
    Rule,
    Taxonomy,
    TaxonomyEntry,
    Unit,
    UnitList,
    check,
    diff,
    dumps,
    format_indicators,
    format_target,
    loads,
    parse,
    parse_indicators,
    parse_target,
    read,
    render,
    standard_taxonomy,
    standard_units,
    to_records,
    writers,
)
from budgetperf.language.indicators import tokenize
from budgetperf.reports import TextReport, to_annotations, to_page, to_report, to_sarif
from budgetperf.units import conversion
from commandline import Output

Given = TypeVar("Given")

TAXONOMY = """
version = "清溪 1"
extends = "standard"

[[level1]]
category = "reform"
code = "5"
labels = ["改革指标"]

[[level2]]
category = "pilot"
code = "51"
labels = ["试点", "试点/示范(市级)"]
parents = ["reform"]

[[level2]]
category = "quantity"
labels = ["规模"]
"""
UNITS = """
version = "清溪 1"
extends = "standard"

[[group]]
class = "mass"
dimension = "mass"
units = [{ word = "驮", aliases = ["马驮"], factor = "75" }]

[[group]]
class = "count"
generic = true
words = ["畈"]
"""
CELL = (
    "1、5-改革指标；51-试点指标；试点村数；实施周期指标值：3个；年度指标值：3个。"
    "2、1-产出指标；11-规模指标；运粮；实施周期指标值：≥40驮；年度指标值：≥20驮。"
)
TABLE = f"""部门名称：清溪县粮食局　单位：万元
| 项目名称 | 总计 | 财政拨款 | 财政专户拨款 | 其他资金 | 绩效目标 | 绩效指标 |
| 合计 | 3.00 | 3.00 | | | | |
| 清溪县粮食局 | 3.00 | 3.00 | | | | |
| 山区运粮 | 3.00 | 3.00 | | | 运粮进山。 | {CELL} |
"""
OWN = Taxonomy.from_toml(TAXONOMY)
LOADS = UnitList.from_toml(UNITS)


def categories(document: Document) -> list[tuple[str | None, str | None]]:
    """Return the categories of the indicators of a document."""
    projects = [project for table in document.tables for project in table.projects]
    indicators = [indicator for project in projects for indicator in project.indicators]
    return [(each.level1.category, each.level2.category if each.level2 else None) for each in indicators]


def passed_on(value: Given) -> Given:
    """Return what another process is given."""
    again: Given = pickle.loads(pickle.dumps(value))  # noqa: S301 - written right here
    return again


@pytest.fixture
def terms(workplace: Path) -> Path:
    """A folder with a taxonomy, units and a table that needs them."""
    (workplace / "own.toml").write_text(TAXONOMY, "utf-8")
    (workplace / "loads.toml").write_text(UNITS, "utf-8")
    (workplace / "table.txt").write_text(TABLE, "utf-8")
    (workplace / "again.txt").write_text(TABLE, "utf-8")
    return workplace


# --- taxonomy -----------------------------------------------------------------------------------


def test_own_categories_are_read() -> None:
    """A category of one's own is read like one of ours, and the diagnostics know it."""
    own, standard = parse(TABLE, taxonomy=OWN, units=LOADS), parse(TABLE)

    assert [("reform", "pilot"), ("output", "quantity")] == categories(own.value)
    assert [(None, None), ("output", "quantity")] == categories(standard.value)
    assert () == own.diagnostics
    assert {"T401", "V319"} == {doubt.code for doubt in standard.diagnostics}


def test_own_taxonomy_takes_every_way_in(tmp_path: Path) -> None:
    """Texts, cells and files are read by the same taxonomy."""
    path = tmp_path / "table.txt"
    path.write_text(TABLE, "utf-8")
    expected = parse(TABLE, taxonomy=OWN, units=LOADS)

    assert (
        expected.value
        == read(path, taxonomy=OWN, units=LOADS).value
        == read(path, taxonomy=OWN, isolate=True, units=LOADS).value
    )
    cell = parse_indicators(CELL, taxonomy=OWN, units=LOADS)
    assert ((), "pilot") == (cell.diagnostics, cell.value[0].level2 and cell.value[0].level2.category)


def test_own_taxonomy_leaves_nothing_behind() -> None:
    """What one call is given, no other call knows: not the next one, nor one in another thread at the same time."""
    calls = [OWN, None, OWN, standard_taxonomy()] * 25
    with ThreadPoolExecutor(4) as threads:
        found = list(
            threads.map(lambda taxonomy: parse_indicators(CELL, taxonomy=taxonomy).value[0].level1.category, calls)
        )

    assert ["reform", None, "reform", None] * 25 == found
    assert "1、5-改革指标；" == CELL[slice(tokenize(CELL)[0].start, tokenize(CELL)[0].end)]


def test_a_standard_category_may_be_missing() -> None:
    """A taxonomy that has no category of satisfaction asks for none."""
    lean = Taxonomy(
        "lean", *(tuple(e for e in level if "satisfaction" not in e.category) for level in (OWN.level1, OWN.level2))
    )
    asked = {doubt.code for doubt in check(parse(TABLE, taxonomy=OWN, units=LOADS), taxonomy=OWN)}
    lean_asked = {doubt.code for doubt in check(parse(TABLE, taxonomy=lean, units=LOADS), taxonomy=lean)}

    assert {"T408"} == asked - lean_asked
    assert None is lean.resolve(2, None, "满意度指标").category


def test_own_categories_survive_json() -> None:
    """JSON keeps the name of a category that the standard taxonomy lacks; to check it, the taxonomy is given again."""
    result = parse(TABLE, taxonomy=OWN, units=LOADS)
    document = loads(dumps(result.value))

    assert result.value == document
    assert {"T401", "V319"} == {each.code for each in check(document)} - {
        each.code for each in check(document, taxonomy=OWN, units=LOADS)
    }
    assert ("reform", "pilot") == tuple(to_records(document)[0][f"level{level}_category"] for level in (1, 2))


def test_own_taxonomy_comes_back_from_a_pickle() -> None:
    """In a process of its own a taxonomy is the same for every file, and so are its memos."""
    again, once_more = (passed_on(OWN) for _ in range(2))

    assert again is once_more
    assert (OWN.version, OWN.level1, OWN.level2) == (again.version, again.level1, again.level2)
    assert standard_taxonomy() is passed_on(standard_taxonomy())
    assert passed_on(LOADS) is passed_on(LOADS)
    assert standard_units() is passed_on(standard_units())


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('version = "1"\nextends = "mine"', "only the standard taxonomy can be extended, not 'mine'"),
        ('extends = "standard"', "the taxonomy lacks the key 'version'"),
        ('version = "1"', "the taxonomy '1' has no category of level 1"),
        (
            f'{TAXONOMY}[[level2]]\ncategory = "x"\nlabels = ["指标"]',
            "the category 'x' needs a name, and labels that say",
        ),
        (f'{TAXONOMY}[[level2]]\ncategory = "x"\nlabels = "某"', r"labels|a list such as \['某'\]"),
        (f'{TAXONOMY}[[level2]]\ncategory = "x"\nlabel = ["某"]', "this is no taxonomy: .*label"),
        (f'{TAXONOMY}[[level2]]\ncategory = "x"\nlabels = ["某"]', "'x' belongs under nothing; level 1 has input"),
        (
            f'{TAXONOMY}[[level2]]\ncategory = "x"\ncode = "1a"\nlabels = ["某"]',
            "the code of x is a number such as '15', not '1a'",
        ),
        (
            f'{TAXONOMY}[[level2]]\ncategory = "x"\nlabels = ["数量指标"]\nparents = ["output"]',
            "the label 数量 is that of quantity and of x",
        ),
        (
            f'{TAXONOMY}[[level2]]\ncategory = "x"\ncode = "11"\nlabels = ["某"]\nparents = ["output"]',
            "the code 11 is that of quantity and of x",
        ),
        ("version = ", "Invalid value"),
    ],
)
def test_no_taxonomy(text: str, message: str, tmp_path: Path) -> None:
    """What is wrong with a taxonomy is said, and in which file."""
    with pytest.raises(ValueError, match=message):
        Taxonomy.from_toml(text)
    path = tmp_path / "own.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(ValueError, match=f"own.toml': .*({message})"):
        Taxonomy.from_file(path)


def test_a_category_stands_once() -> None:
    """Two entries of one name would be two opinions about it."""
    entry = TaxonomyEntry(category="quantity", labels=["规模"], parents=["output"])
    with pytest.raises(ValueError, match="level 2 has the category 'quantity' more than once"):
        Taxonomy("1", standard_taxonomy().level1, (*standard_taxonomy().level2, entry))


@pytest.mark.parametrize("given", ["own.toml", standard_units()])
def test_what_is_no_taxonomy(given: object) -> None:
    """A path is no taxonomy; the message says how one is made of it."""
    with pytest.raises(TypeError, match=r"expected a Taxonomy, not \w+; Taxonomy.from_file\(path\) reads one"):
        parse("", taxonomy=given)  # type: ignore[arg-type]


# --- units --------------------------------------------------------------------------------------


def test_own_units_are_read() -> None:
    """A measure word of one's own is a unit like any other, in readings and in the tidy rows."""
    result = parse_target("不少于40马驮", units=LOADS)
    records = to_records(parse(TABLE, units=LOADS).value)

    assert ((), "马驮") == (result.diagnostics, getattr(result.value.reading, "unit", None))
    assert [("个", Decimal(3)), ("驮", Decimal(20))] == [(each["annual_unit"], each["annual_low"]) for each in records]
    assert "驮" == getattr(parse_target("40", name="运粮（驮）", units=LOADS).value.reading, "unit", None)
    assert "畈良田" == getattr(parse_target("≥3畈良田", units=LOADS).value.reading, "unit", None)


def test_own_units_do_not_poison_the_memo() -> None:
    """A value that was read by own units is read by the standard ones as if it never had been, and the other way."""
    for _ in range(2):
        assert ["V319"] == [doubt.code for doubt in parse_target("≥41驮").diagnostics]
        assert () == parse_target("≥41驮", units=LOADS).diagnostics
        assert None is getattr(parse_target("41", name="运粮（驮）").value.reading, "unit", None)
        assert "驮" == getattr(parse_target("41", name="运粮（驮）", units=LOADS).value.reading, "unit", None)


def test_own_units_convert() -> None:
    """A unit with a factor converts into what shares its dimension: by itself, in an outcome, between two documents."""
    before = parse_target("≥40驮", units=LOADS).value.reading
    assert isinstance(before, Quantity)
    light, heavy = (parse(TABLE.replace("≥40驮", words), units=LOADS).value for words in ("≥40驮", "≥3.2吨"))

    assert Fraction(150) == LOADS.conversion("马驮", "斤")
    assert (True, False) == tuple(before.accepts(Decimal(tons), "吨", units=LOADS) for tons in (3, 2))
    with pytest.raises(ValueError, match="吨 can't be converted to 驮"):
        before.accepts(Decimal(3), "吨")
    changes = [
        [
            each.verdict
            for project in diff(light, heavy, units=units).projects
            for indicator in project.indicators
            for each in indicator.targets
        ]
        for units in (LOADS, None)
    ]
    assert [["raised"], ["rewritten"]] == changes


def test_own_units_are_written() -> None:
    """What was read by own units and categories is written, and reads back equal by the same."""
    document = parse(TABLE, taxonomy=OWN, units=LOADS).value
    (project,) = document.tables[0].projects
    indicators = project.indicators
    target = indicators[1].annual_target
    assert target is not None

    for form in (writers.to_markdown, writers.to_tsv, writers.to_csv, writers.to_html):
        assert document == parse(form(document, taxonomy=OWN, units=LOADS), taxonomy=OWN, units=LOADS).value
    assert CELL == format_indicators(indicators, taxonomy=OWN, units=LOADS)
    assert "≥20驮" == format_target(target, units=LOADS) == format_target(target.reading, units=LOADS)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r"indicators\[0\] can't be written"):
        format_indicators(indicators)


def test_an_own_unit_replaces_ours() -> None:
    """Where 亩 is the great one of the hills, it is said so once."""
    hills = standard_units().extended(
        [Unit(word="亩", unit_class="area", dimension="area", factor=1000)], version="hills"
    )

    assert Fraction(1000) == hills.conversion("亩", "平方米")
    assert ("hills", "1.0+own") == (hills.version, standard_units().extended([]).version)
    assert Fraction(2000, 3) == standard_units().conversion("亩", "平方米")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('version = "1"\nextends = "mine"\ngroup = []', "only the standard units can be extended, not 'mine'"),
        ('version = "1"', "the units lack the key 'group'"),
        ('version = "1"\ngroup = [3]', "these are no units"),
        (f"{UNITS}[[group]]\nclass = 'count'\nwords = ['3个']", "'3个' is no unit: there are no blanks in one"),
        (f"{UNITS}[[group]]\nclass = 'count'\nunits = [{{ word = '捧', aliases = '把' }}]", r"a list such as \['把'\]"),
        (
            f"{UNITS}[[group]]\nclass = 'count'\nunits = [{{ word = '捧', factor = '2' }}]",
            "the factor of the unit 捧 is above 0",
        ),
        (
            f"{UNITS}[[group]]\nclass = 'count'\nunits = [{{ word = '捧', factor = 0.1 }}]",
            "a factor is a Fraction, an int or a str",
        ),
        (f"{UNITS}[[group]]\nclass = 'size'\nwords = ['捧']", "'size' is not a valid UnitClass"),
        (
            f"{UNITS}[[group]]\nclass = 'count'\nunits = [{{ word = '捧', aliases = ['个'] }}]",
            "the unit 个 stands twice",
        ),
    ],
)
def test_no_units(text: str, message: str, tmp_path: Path) -> None:
    """What is wrong with units is said, and in which file."""
    path = tmp_path / "loads.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(ValueError, match=f"loads.toml': .*({message})"):
        UnitList.from_file(path)


# --- taxonomy and units on the command line -----------------------------------------------------


@pytest.mark.parametrize("jobs", ["1", pytest.param("2", marks=pytest.mark.slow)])
def test_terms_by_options(jobs: str, terms: Path, run: Output) -> None:
    """What the options name holds in every process."""
    options = ("table.txt", "again.txt", "--jobs", jobs, "--taxonomy", "own.toml", "--units", "loads.toml")

    assert 0 == run("parse", *options, "-f", "csv")
    assert (2, 2, 2) == (run.out.count("reform"), run.out.count("pilot"), run.err.count("no diagnostics"))
    assert 0 == run("convert", *options, "--to", "markdown", "-o", "written/")
    written = [path.read_text("utf-8") for path in sorted(terms.glob("written/*.md"))]
    assert [parse(TABLE, taxonomy=OWN, units=LOADS).value] * 2 == [
        parse(text, taxonomy=OWN, units=LOADS).value for text in written
    ]


def test_terms_by_configuration(terms: Path, run: Output) -> None:
    """What a project's documents are checked by stands in its ``pyproject.toml``; an option goes before it."""
    section = (
        '[tool.budgetperf]\nselect = ["T401", "V319"]\nfail-on = "info"\ntaxonomy = "own.toml"\nunits = "loads.toml"\n'
    )
    (terms / "pyproject.toml").write_text(section, "utf-8")
    (terms / "none.toml").write_text('version = "0"\nextends = "standard"\ngroup = []', "utf-8")

    assert 0 == run("check", "table.txt")
    assert (1, True) == (run("check", "table.txt", "--units", "none.toml"), "V319" in run.out)
    (terms / "own.toml").unlink()
    assert 2 == run("check", "table.txt")
    assert run.refusal.startswith("taxonomy in [tool.budgetperf]: ")
    (terms / "pyproject.toml").write_text("[tool.budgetperf]\nunits = 3", "utf-8")
    assert 2 == run("check", "table.txt")
    assert run.refusal.endswith("units in [tool.budgetperf]: a file is named such as 'own.toml', not 3")


@pytest.mark.parametrize(
    ("option", "message"), [("lost.toml", "can't read 'lost.toml': No such file"), ("table.txt", "'table.txt': ")]
)
@pytest.mark.usefixtures("terms")
def test_terms_that_are_none(option: str, message: str, run: Output) -> None:
    """A file that holds no taxonomy is misuse."""
    assert 2 == run("parse", "table.txt", "--taxonomy", option)
    assert message in run.refusal


# --- checks -------------------------------------------------------------------------------------

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
    stray = Rule(code="Z008", title="", severity="info", find=lambda _: ["words"])  # type: ignore[list-item]
    for rule, message in (
        (FAILING, r"the rule Z009 failed: KeyError: 1"),
        (stray, "Z008 failed: .*expected a Remark, not str"),
    ):
        with pytest.raises(ExtensionFailed, match=message) as caught:
            check(parse(TABLE), rules=[rule])
        assert str(caught.value) == str(passed_on(caught.value))
    with pytest.raises(ValueError, match="two rules have the code Z009"):
        check(parse(TABLE), rules=[FAILING, FAILING])
    with pytest.raises(TypeError, match="expected a Rule, not str"):
        check(parse(TABLE), rules=["Z009"])  # type: ignore[list-item]


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
    assert "XQX001" in to_page(results)


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
    assert "no rule has a code that begins with 'X'; given are none; --rules FILE.py gives more" == run.refusal


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


def test_a_rule_that_fails_on_a_file(terms: Path, run: Output) -> None:
    """A rule that raises is named; it is no fault of this package, and other files are checked all the same."""
    program = (
        RULES
        + "def failing(document):\n    raise KeyError('oh')\n\nRULES = [Rule(code='Z1"
        + "00', title='', severity='info', find=failing)]\n"
    )
    (terms / "own.py").write_text(program, "utf-8")

    assert 2 == run("check", "table.txt", "--rules", "own.py")
    assert "budgetperf: error: can't read 'table.txt': the rule Z100 failed: KeyError: 'oh'\n" == run.err


def test_the_same_in_another_process(tmp_path: Path) -> None:
    """A program that adds categories and units reads the same bytes, whatever else was read before."""
    (tmp_path / "own.toml").write_text(TAXONOMY, "utf-8")
    (tmp_path / "loads.toml").write_text(UNITS, "utf-8")
    program = f"""
from budgetperf import Taxonomy, UnitList, dumps, parse
parse({TABLE!r})
taxonomy, units = Taxonomy.from_file("own.toml"), UnitList.from_file("loads.toml")
print(dumps(parse({TABLE!r}, taxonomy=taxonomy, units=units).value), end="")
"""
    done = subprocess.run([sys.executable, "-X", "utf8", "-c", program], cwd=tmp_path, capture_output=True, check=True)
    assert dumps(parse(TABLE, taxonomy=OWN, units=LOADS).value) == done.stdout.decode()
