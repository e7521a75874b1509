"""The catalogue says the same in each language, and its examples show what they are there for."""

import re
import tomllib
from pathlib import Path

import pytest
from attrs import asdict, evolve, fields

import budgetperf
from budgetperf.checks import check
from budgetperf.diagnostics import LANGUAGES, CatalogueEntry, ExampleForm, catalogue
from budgetperf.examples import OMITTED, in_order, whole_text
from faultyfiles import FILES, JammedReader

DATA = Path(budgetperf.__file__).parent / "data"
ENTRIES = tuple(catalogue().values())
CHINESE = tuple(catalogue("zh").values())
#: What each entry of the Chinese file has, and a file's description besides.
TRANSLATED = {"title", "explanation", "fix"}


def data(name: str) -> dict[str, dict[str, str]]:
    """Return the tables of a file of data."""
    return tomllib.loads((DATA / name).read_text("utf-8"))


# --- examples -------------------------------------------------------------------------------------


def codes_of(entry: CatalogueEntry) -> set[str]:
    """Return the codes that the example of an entry triggers, read as its form says."""
    if entry.form is ExampleForm.CELL:
        return {each.code for each in budgetperf.parse_indicators(whole_text(entry)).diagnostics}
    if entry.form is ExampleForm.TARGET:
        return {each.code for each in budgetperf.parse_target(whole_text(entry)).diagnostics}
    if entry.form is ExampleForm.FILE:
        content = FILES[entry.code]()
        if content.startswith(b"%PDF"):
            pytest.importorskip("pypdfium2")
        result = budgetperf.read(content, own_readers=[JammedReader()])
    else:
        result = budgetperf.parse(whole_text(entry))
    # Said while reading or by a check, and by both of them nothing else.
    return {each.code for each in (*result.diagnostics, *check(result))}


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.code)
def test_an_example_triggers_its_own_code(entry: CatalogueEntry) -> None:
    """Each example has the code that it stands for, and no other."""
    assert {entry.code} == codes_of(entry)


def test_what_rows_stand_in_is_in_order() -> None:
    """Nothing is doubted of the table that examples of rows are set into: what an example triggers is its own."""
    result = budgetperf.parse(in_order())
    assert () == result.diagnostics
    assert () == check(result)
    assert OMITTED not in in_order()
    (table,) = result.value.tables
    assert [4, 4] == [len(project.indicators) for project in table.projects]


def test_files_are_made_for_the_codes_that_describe_one() -> None:
    """Each file described has its maker, and is described in brackets, in both languages; no other example is translated."""
    described = [entry for entry in (*ENTRIES, *CHINESE) if entry.form is ExampleForm.FILE]
    assert [*FILES, *FILES] == [entry.code for entry in described]
    assert all(re.fullmatch(r"\(.+\)|（.+）", entry.example) for entry in described)
    assert list(FILES) == [code for code, entry in data("diagnostics.zh.toml").items() if "example" in entry]


@pytest.mark.parametrize(
    ("form", "example", "whole"),
    [
        ("document", "甲\n| 乙 | … |", ["甲", "| 乙 | 1、1-产出指标"]),
        ("document", "| 乙 | … | … |\n| 丙 | … | … |", ["| 乙 | 养护林道12公里", "| 丙 | 补种苗木800株"]),
        ("document", "| 乙 | … | 丙 |", ["| 乙 | 养护林道12公里，方便林区群众出行。 | 丙 |"]),
        ("rows", "| 乙 | … | … |", ["项目支出绩效目标表", "部门名称：云溪市林业局", "单位：万元", "| 项目名称", "|---", "| 乙 | 养护"]),
        ("rows", "| 乙 | … | 1、1-产出；… |", [*["项目", "部门", "单位", "| 项目", "|---"], "| 乙 | 养护林道12公里，方便林区群众出行。 | 1、1-产出；2、1-产出指标"]),
        ("clauses", "1、1-产出；", [*["项目", "部门", "单位", "| 项目", "|---", "| 合计", "| 云溪"], "| 林道养护 | 6.50 | 6.50 | | | 养护林道12公里，方便林区群众出行。 | 1、1-产出；2、1-产出指标"]),
        ("cell", "| … |", ["| … |"]),
        ("target", "……", ["……"]),
    ],
)  # fmt: skip
def test_examples_are_made_whole(form: str, example: str, whole: list[str]) -> None:
    """Rows get captions and header, and cells left out are those of the projects in order; all else stands as it is."""
    made = whole_text(evolve(ENTRIES[0], form=ExampleForm(form), example=example)).split("\n")
    assert len(whole) == len(made)
    assert all(line.startswith(beginning) for line, beginning in zip(made, whole, strict=True))


def test_an_example_can_t_leave_out_more_than_there_is() -> None:
    """Three projects are in order; a fourth row has to say what it holds."""
    with pytest.raises(ValueError, match="no project is left for the row '| 丙 | … | … |'".replace("|", r"\|")):
        whole_text(evolve(ENTRIES[0], form=ExampleForm.ROWS, example="\n".join(["| 丙 | … | … |"] * 4)))


# --- languages ------------------------------------------------------------------------------------


def test_both_languages_have_the_same_codes() -> None:
    """The Chinese file has every code of the English one, in the same order, with what is translated and nothing else."""
    assert list(data("diagnostics.toml")) == list(data("diagnostics.zh.toml"))
    for code, entry in data("diagnostics.zh.toml").items():
        example = {"example"} if code in FILES else set()
        assert TRANSLATED | example == set(entry), code


@pytest.mark.parametrize("entry", CHINESE, ids=lambda entry: entry.code)
def test_chinese_entries_are_complete(entry: CatalogueEntry) -> None:
    """A title is short, prose ends in a full stop, and both are Chinese."""
    assert all(asdict(entry).values())
    assert len(entry.title) <= 24
    assert not entry.title.endswith("。")
    for prose in (entry.title, entry.explanation, entry.fix):
        words = re.findall(r"[A-Za-z]+", re.sub(r"`[^`]+`", "", prose))
        assert len(re.findall("[\u4e00-\u9fff]", prose)) > 2 * len(words)
        assert not re.search("[,;:?!][^ 0-9]|[\u4e00-\u9fff][,.;:?!()]|\\s$|^\\s|\n", prose)
    assert entry.explanation.endswith("。")
    assert entry.fix.endswith("。")


def test_chinese_titles_are_unique() -> None:
    """No two codes have the same title."""
    titles = [entry.title for entry in CHINESE]
    assert sorted(set(titles)) == sorted(titles)


@pytest.mark.parametrize("english", ENTRIES, ids=lambda entry: entry.code)
def test_both_languages_state_the_same(english: CatalogueEntry) -> None:
    """What is not translated is the same; both texts name the same attributes, codes and articles of law."""
    chinese = catalogue("zh")[english.code]
    translated = TRANSLATED | ({"example"} if english.form is ExampleForm.FILE else set())
    for attribute in fields(CatalogueEntry):
        one, other = getattr(english, attribute.name), getattr(chinese, attribute.name)
        assert (one == other) is (attribute.name not in translated), attribute.name
    named = re.compile(r"`[\w.]+`|\b[A-Z]\d{3}\b|\b1259\b|第一千二百五十九条")
    one, other = (
        {name.replace("第一千二百五十九条", "1259") for name in named.findall(entry.explanation + entry.fix)}
        for entry in (english, chinese)
    )
    assert {name for name in one if not re.search("[\u4e00-\u9fff]", name)} == other


def test_languages() -> None:
    """English where nothing is said; a language that there is none of is refused by naming those that there are."""
    assert ("en", "zh") == LANGUAGES
    assert catalogue() == catalogue("en") == catalogue(language="en")
    assert "缺少年度指标值" == catalogue(language="zh")["G202"].title
    assert catalogue("zh") is catalogue("zh")
    with pytest.raises(TypeError):
        catalogue("zh")["G203"] = CHINESE[0]  # type: ignore[index]  # that is the point
    with pytest.raises(ValueError, match="no catalogue in 'fr'; accepted are en, zh"):
        catalogue("fr")


def test_chinese_is_loaded_only_when_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """The Chinese file is opened for Chinese alone."""
    opened: list[str] = []
    read = Path.read_text

    def noted(path: Path, encoding: str) -> str:
        opened.append(path.name)
        return read(path, encoding)

    monkeypatch.setattr(Path, "read_text", noted)
    for language in LANGUAGES:
        assert ENTRIES[0].code in catalogue.__wrapped__(language)  # as though nothing were kept
    assert ["diagnostics.toml", "diagnostics.toml", "diagnostics.zh.toml"] == opened
