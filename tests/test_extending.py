"""What others add from outside: their own taxonomy and units."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from budgetperf import (
    Document,
    Quantity,
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
    standard_taxonomy,
    standard_units,
    to_records,
    writers,
)
from budgetperf.language.indicators import tokenize
from commandline import Output
from ownterms import CELL, LOADS, OWN, TABLE, TAXONOMY, UNITS, passed_on


def categories(document: Document) -> list[tuple[str | None, str | None]]:
    """Return the categories of the indicators of a document."""
    projects = [project for table in document.tables for project in table.projects]
    indicators = [indicator for project in projects for indicator in project.indicators]
    return [(each.level1.category, each.level2.category if each.level2 else None) for each in indicators]


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


def test_own_codes_need_not_begin_with_those_of_their_parents() -> None:
    """What the taxonomy says belongs together, whatever the codes; one that names another parent is still told."""
    county = standard_taxonomy().extended(
        level1=[TaxonomyEntry(category="reform", code="5", labels=["改革"])],
        level2=[
            TaxonomyEntry(category="pilot", code="71", labels=["试点"], parents=["reform"]),
            TaxonomyEntry(category="quantity", labels=["数量"], parents=["reform"]),
        ],
    )
    cell = "1、5-改革指标；{}；试点村数；实施周期指标值：3个；年度指标值：3个。"

    assert () == parse_indicators(cell.format("71-试点指标"), taxonomy=county).diagnostics
    (doubt,) = parse_indicators(cell.format("11-数量指标"), taxonomy=county).diagnostics
    assert "T402" == doubt.code


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
        (
            f'{TAXONOMY}[[level2]]\ncategory = "x"\nlabels = ["某"]',
            "'x' belongs under nothing; level 1 has 'input', 'process'",
        ),
        (
            f'{TAXONOMY}[[level2]]\ncategory = "x"\ncode = "1a"\nlabels = ["某"]',
            "the code of 'x' is a number of one or two digits such as '15', not '1a'",
        ),
        (
            f'{TAXONOMY}[[level2]]\ncategory = "x"\ncode = "151"\nlabels = ["某"]',
            "the code of 'x' is a number of one or two digits such as '15', not '151'",
        ),
        (
            f'{TAXONOMY}[[level2]]\ncategory = "x"\ncode = 15\nlabels = ["某"]',
            "this is no taxonomy: a word is a str, not 15",
        ),
        (f'{TAXONOMY}[[level2]]\ncategory = "x"\nlabels = ["某", 3]', "a word is a str, not 3"),
        (
            f'{TAXONOMY}[[level2]]\ncategory = "x"\nlabels = ["数量指标"]\nparents = ["output"]',
            "the label '数量' is that of 'quantity' and of 'x'",
        ),
        (
            f'{TAXONOMY}[[level2]]\ncategory = "x"\ncode = "11"\nlabels = ["某"]\nparents = ["output"]',
            "the code '11' is that of 'quantity' and of 'x'",
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
        parse("", taxonomy=given)  # type: ignore[arg-type]  # the misuse in question


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


def test_own_units_reach_data_frames() -> None:
    """Categories and units of one's own are words of a frame like any others."""
    pytest.importorskip("pyarrow")
    frame = parse(TABLE, taxonomy=OWN, units=LOADS).value.to_arrow().select(["level2_category", "annual_unit"])

    assert {"level2_category": ["pilot", "quantity"], "annual_unit": ["个", "驮"]} == frame.to_pydict()


@pytest.mark.parametrize(("units", "codes"), [(LOADS, ["V331"]), (None, [])])
def test_own_units_reach_checks(units: UnitList | None, codes: list[str]) -> None:
    """An objective in tons is held against an indicator in loads where it is known what a load is."""
    table = TABLE.replace("运粮进山", "全年运粮进山4吨").replace("；运粮；", "；运粮进山；")
    result = parse(table, taxonomy=OWN, units=LOADS)

    assert codes == [each.code for each in check(result, taxonomy=OWN, units=units, select=["V331"])]


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
    assert "≥20驮" == format_target(target, units=LOADS) == format_target(target.reading, units=LOADS)  # type: ignore[arg-type]  # it is printed
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
        ('version = "1"\ngroup = []', "the list '1' has no unit"),
        (f"{UNITS}[[group]]\nclass = 'count'\nwords = ['3个']", "'3个' is no unit: there are no blanks in one"),
        (f"{UNITS}[[group]]\nclass = 'count'\nunits = [{{ word = '捧', aliases = '把' }}]", r"a list such as \['把'\]"),
        (
            f"{UNITS}[[group]]\nclass = 'count'\nunits = [{{ word = '捧', factor = '2' }}]",
            "the factor of the unit '捧' is above 0",
        ),
        (
            f"{UNITS}[[group]]\nclass = 'count'\nunits = [{{ word = '捧', factor = 0.1 }}]",
            "a factor is a Fraction, an int or a str",
        ),
        (
            f"{UNITS}[[group]]\nclass = 'count'\nunits = [{{ word = '捧', dimension = 'x', factor = '1/0' }}]",
            "a factor is a number such as 75 or '2000/3', not '1/0'",
        ),
        (f"{UNITS}[[group]]\nclass = 'count'\nwords = [3]", "these are no units: a word is a str, not 3"),
        (f"{UNITS}[[group]]\nclass = 'count'\ndimension = 3\nwords = ['捧']", "a word is a str, not 3"),
        (f"{UNITS}[[group]]\nclass = 'size'\nwords = ['捧']", "'size' is not a valid UnitClass"),
        (
            f"{UNITS}[[group]]\nclass = 'count'\nunits = [{{ word = '捧', aliases = ['个'] }}]",
            "the unit '个' stands twice",
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


# --- another process ---------------------------------------------------------------------------


@pytest.mark.slow
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
