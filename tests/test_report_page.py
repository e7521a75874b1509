"""The report page: what it holds, that words stay words, and how it is asked for."""

import base64
import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

import budgetperf
from budgetperf import COLUMNS, Document, ParseResult, Severity, SourceText, Span, catalogue
from budgetperf.diagnostics import Diagnostic, diagnose
from budgetperf.model import Funding, PerformanceTable, Project, SpendingUnit
from budgetperf.normalization import BLANKS
from budgetperf.phrasebook import Phrasebook
from budgetperf.reports import Unread, to_page
from budgetperf.reports.page.excerpts import Excerpts
from budgetperf.reports.page.layout import SCRIPTS
from commandline import FLAWED, WELL, Output, Terminal, pdf, python, rows_of, workbook_of, written
from reportpages import ATTACKS, checked, data_of, dump

REPOSITORY = Path(__file__).resolve().parents[1]
ASSETS = Path(budgetperf.__file__).parent / "reports" / "page" / "assets"


class Markup(HTMLParser):
    """Notes the elements of a page, and the words in each kind of them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: dict[str, list[str]] = {}
        self.inside = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.elements.append((tag, dict(attrs)))
        self.inside = tag

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - as the base class has it
        """Note that what follows is in no element that matters."""
        self.inside = ""

    def handle_data(self, data: str) -> None:
        """Note words under the element that began last."""
        self.words.setdefault(self.inside, []).append(data)


def words_at(file: dict[str, Any], span: list[int]) -> str:
    """Return the words at a span of the data, which counts UTF-16 units as a browser does."""
    units: bytes = file["text"].encode("utf-16-le")
    return units[2 * span[0] : 2 * span[1]].decode("utf-16-le")


# --- what the page holds ------------------------------------------------------------------------


def test_the_data_of_a_project() -> None:
    """A project has its tidy rows, and leads to its printed words."""
    result = checked(WELL)
    data = data_of(to_page([result]))
    (file,), (project,) = data["files"], data["projects"]
    rows = budgetperf.to_records(result.value, source="表.txt")
    shown = [project["row"] + each["row"] for each in project["indicators"]]
    expected = [[f"{cell:f}" if isinstance(cell, Decimal) else cell for cell in row.values()] for row in rows]
    assert expected == shown
    assert list(COLUMNS) == data["columns"]
    name, amounts = project["spans"]
    assert ("林道养护", "6.50 | 6.50") == (words_at(file, name), words_at(file, amounts))
    assert "养护林道。" == words_at(file, project["objective"])
    first = project["indicators"][0]
    assert words_at(file, first["span"]).startswith("1、1-产出指标")
    assert ["养护里程", "12公里", "12公里"] == [words_at(file, part) for part in first["parts"]]
    assert {"line": 9, "column": 3} == project["place"]
    assert [True] * 3 == [each["measurable"] for each in project["indicators"]]
    assert ["清溪县林业局", "万元", 10000, 2024, "6.50"] == [
        file["tables"][0][name] for name in ("department", "amount_unit", "yuan", "year", "total")
    ]
    assert [{"file": 0, "table": 0, "name": "清溪县林业局", "total": "6.50"}] == data["units"]


def test_findings_stand_where_they_belong() -> None:
    """At the indicator, at the project or at the file, with the catalogue's words in both languages."""
    result = checked(FLAWED)
    (found,) = result.diagnostics
    extra = [diagnose("A504", "the unit", None, "tables[0].spending_units[0]"), diagnose("R114", "the file")]
    extra += [diagnose("P601", "the project", None, "tables[0].spending_units[0].projects[0].objective")]
    data = data_of(to_page([evolve(result, diagnostics=(*result.diagnostics, *extra))]))
    (project,), (file,) = data["projects"], data["files"]
    assert [("G205", 0), ("P601", None)] == [(each["code"], each["indicator"]) for each in project["findings"]]
    assert ["A504", "R114"] == [each["code"] for each in file["findings"]]
    assert found.message == project["findings"][0]["messages"]["en"]
    assert Phrasebook("zh").details(found) == project["findings"][0]["messages"]["zh"]
    assert found.span is not None
    assert result.source[found.span] == words_at(file, project["findings"][0]["span"])
    assert ["A504", "G205", "P601", "R114"] == [*data["codes"]]
    for language in ("en", "zh"):
        entry = catalogue(language)["G205"]
        told = {"title": entry.title, "explanation": entry.explanation, "fix": entry.fix}
        assert told == data["codes"]["G205"][language]


def test_a_code_that_is_not_ours() -> None:
    """A wrapper's own diagnostics are shown, without words of the catalogue."""
    own = Diagnostic(code="X999", severity=Severity.ERROR, message="own rule")
    data = data_of(to_page([evolve(checked(WELL), diagnostics=(own,))]))
    assert {"X999": {}} == data["codes"]
    assert ["X999"] == [each["code"] for each in data["files"][0]["findings"]]


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (pdf([rows_of(WELL)]), {"page", "row", "column"}),
        (workbook_of(预算表=rows_of(WELL)), {"sheet", "cell"}),
        (WELL.encode(), {"line", "column"}),
    ],
    ids=["pdf", "workbook", "text"],
)
def test_places(content: bytes, place: set[str]) -> None:
    """Each kind of file counts in its own way."""
    (project,) = data_of(to_page([budgetperf.read(content)]))["projects"]
    assert place == {*project["place"]} & {"page", "sheet", "cell", "row", "column", "line"}
    assert project["place"].get("sheet", "预算表") == "预算表"


def test_several_files() -> None:
    """Files stand in order, those that could not be read with the reason, those without a table too."""
    data = data_of(
        to_page(
            [checked(WELL, "甲.txt"), Unread("乙.pdf", "No such file"), checked("会议纪要", "丙.md"), checked(WELL)]
        )
    )
    assert ["甲.txt", "乙.pdf", "丙.md", "表.txt"] == [file["name"] for file in data["files"]]
    assert [None, {"en": "No such file", "zh": "No such file"}, None, None] == [
        file["errors"] for file in data["files"]
    ]
    assert [0, 3] == [project["file"] for project in data["projects"]]
    assert [0, 1] == [project["unit"] for project in data["projects"]]
    assert ["R101"] == [each["code"] for each in data["files"][2]["findings"]]


def test_a_document_without_source() -> None:
    """A document that was made by hand has no places, and amounts without end are no flood of zeros."""
    funding = Funding(total=Decimal("1E+999999"))
    project = Project(name="甲", funding=funding, objective=None, indicators=())
    unit = SpendingUnit(name=None, funding=None, projects=(project,))
    table = PerformanceTable(
        title=None,
        department=None,
        department_label=None,
        amount_unit=None,
        year=None,
        total=None,
        spending_units=(unit,),
    )
    result = ParseResult(value=Document(tables=(table,)), diagnostics=(), source=SourceText(""))
    page = to_page([result])
    (shown,) = data_of(page)["projects"]
    assert (None, [None, None], None, []) == (shown["place"], shown["spans"], shown["objective"], shown["indicators"])
    assert "1E+999999" == shown["row"][COLUMNS.index("project_total")]
    assert len(page) < 100_000
    assert "<title>budgetperf</title>" in page


def test_a_document_of_another_source() -> None:
    """Spans that lead beyond the source lead nowhere; what is left is shown where it is."""
    result = checked(WELL)
    whole, cut = result.source.text, result.source.text.index("养护里程")
    data = data_of(to_page([evolve(result, source=SourceText(whole[:cut]), diagnostics=())]))
    (file,), (project,) = data["files"], data["projects"]
    assert "林道养护" == words_at(file, project["spans"][0])
    assert {"line": 9, "column": 3} == project["place"]
    assert [(None, None)] * 3 == [(each["span"], each["place"]) for each in project["indicators"]]
    assert len(file["text"]) >= file["starts"][-1] >= 0
    (bare,) = data_of(to_page([evolve(result, source=SourceText(""), diagnostics=())]))["projects"]
    assert (None, [None, None], None) == (bare["place"], bare["spans"], bare["objective"])


def test_the_same_bytes() -> None:
    """Another process gives the same page, whatever the hash seed."""
    program = "import sys; sys.path[:0] = %r; from reportpages import *; from budgetperf.reports import to_page; sys.stdout.buffer.write(to_page([checked(dump(3))]).encode())"
    other = subprocess.run(
        [sys.executable, "-c", program % [path for path in sys.path if path]],
        env={"PYTHONHASHSEED": "1" if os.environ.get("PYTHONHASHSEED") != "1" else "2", "PYTHONPATH": ""},
        capture_output=True,
        check=True,
    )
    assert to_page([checked(dump(3))]).encode() == other.stdout


# --- excerpts -----------------------------------------------------------------------------------


@given(
    st.text(st.sampled_from("甲乙\U0001f600\U00020bb7 \n"), min_size=1, max_size=400),
    st.lists(st.tuples(st.integers(0, 400), st.integers(0, 30)), max_size=6),
)
def test_excerpts(text: str, places: list[tuple[int, int]]) -> None:
    """Whatever a span holds is found again in the excerpts, and nothing is kept twice."""
    spans = [Span(min(start, len(text)), min(start + length, len(text))) for start, length in places]
    excerpts = Excerpts(text, spans)
    kept = excerpts.text.encode("utf-16-le")
    for span in spans:
        start, end = excerpts.at(span) or (0, 0)
        assert text[span.start : span.end] == kept[2 * start : 2 * end].decode("utf-16-le")
    assert len(excerpts.text) <= len(text)
    assert all(0 <= start <= len(kept) for start in excerpts.starts)


def test_excerpts_leave_out_what_nothing_points_to() -> None:
    """Of a long text only the neighbourhood of spans is kept, and where one begins anew is known."""
    text = "甲" * 5000 + "目标" + "乙" * 5000 + "指标"
    excerpts = Excerpts(text, [Span(5000, 5002), Span(10002, 10004)])
    assert "甲" * 60 + "目标" + "乙" * 60 + "乙" * 60 + "指标" == excerpts.text
    assert [0, 122] == excerpts.starts
    assert [60, 62] == excerpts.at(Span(5000, 5002))
    assert excerpts.at(None) is None


# --- words stay words ---------------------------------------------------------------------------


@pytest.mark.parametrize("words", ATTACKS)
def test_hostile_words(words: str) -> None:
    """Whatever a document says, the page has the elements that it has anyway, and says it."""
    plain = Markup(to_page([checked(dump(2), "甲")], title="甲"))
    text = dump(2, words=words)
    page = to_page([checked(text, words), Unread(words, words)], title=words)
    hostile = Markup(page)

    def kinds(markup: Markup) -> list[tuple[str, tuple[str, ...]]]:
        return [
            (name, tuple(attributes))
            for name, attributes in markup.elements
            if name in ("script", "style", "meta", "link", "img", "svg", "a")
        ]

    assert kinds(plain) == kinds(hostile)
    assert [words, words] == [file["name"] for file in data_of(page)["files"]]
    assert data_of(page)["projects"][0]["row"][COLUMNS.index("project")].endswith("第1号林道养护")
    assert words in json.dumps(data_of(page), ensure_ascii=False).replace("\\n", "\n").replace('\\"', '"')


@given(st.text(max_size=40))
def test_any_title_and_name(words: str) -> None:
    """Any words at all, lone surrogates too, make a page that can be written and read back."""
    page = to_page([Unread(words, words)], title=words or None)
    page.encode("utf-8")
    assert page.count("</script>") == 2
    assert re.sub("[\ud800-\udfff]", "\ufffd", words) == data_of(page)["files"][0]["name"]


def test_a_megabyte_in_a_cell() -> None:
    """A cell of a megabyte stands in the page no more often than it is shown."""
    page = to_page([checked(dump(1, words="长" * 350_000, indicators=1))])
    assert page.count("长" * 1000) <= 350 * 12
    assert len(Markup(page).words["th"][-1]) < 300


# --- the policy ---------------------------------------------------------------------------------


def test_the_policy_allows_this_script_and_style_alone() -> None:
    """Nothing is fetched, and only what the page came with is run."""
    markup = Markup(to_page([checked(WELL)]))
    metas = [attributes for name, attributes in markup.elements if name == "meta"]
    (policy,) = [each["content"] for each in metas if each.get("http-equiv") == "Content-Security-Policy"]
    rules = dict(rule.split(" ", 1) for rule in (policy or "").split("; "))
    assert "'none'" == rules["default-src"]
    script = markup.words["script"][-1]
    assert f"'{hashed(script)}'" == rules["script-src"]
    assert f"'{hashed(markup.words['style'][0])}'" == rules["style-src"]
    assert {"default-src", "script-src", "style-src", "img-src", "base-uri", "form-action"} == {*rules}


def hashed(content: str) -> str:
    """Return the hash of a source as a policy names it."""
    return "sha256-" + base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()


def test_the_page_names_no_address() -> None:
    """No link leads out of the page, and no file is asked for."""
    addresses = [
        value
        for _, attributes in Markup(to_page([checked(WELL)])).elements
        for name, value in attributes.items()
        if name in ("src", "href", "action", "poster", "srcset")
    ]
    assert ["data:,"] == addresses


def test_nothing_is_made_of_markup() -> None:
    """The script makes text nodes, never HTML of words."""
    script = "".join((ASSETS / name).read_text("utf-8") for name in SCRIPTS)
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|DOMParser|srcdoc|Function\(", script
    )
    assert {path.name for path in ASSETS.iterdir()} == {*SCRIPTS, "page.html", "page.css"}


# --- words of the page --------------------------------------------------------------------------


def wordings() -> Iterator[tuple[str, set[str]]]:
    """Yield each language of the page with the names of its words."""
    for language, body in re.findall(
        r"^  (\w\w): \{\n(.*?)^  \},", (ASSETS / "words.js").read_text("utf-8"), re.DOTALL | re.MULTILINE
    ):
        yield language, set(re.findall(r"^    (\w+):", body, re.MULTILINE))


def test_both_languages_have_the_same_words() -> None:
    """No word is missing in a language, and none is there for nothing."""
    languages = dict(wordings())
    assert ["en", "zh"] == [*languages]
    assert languages["en"] == languages["zh"]
    script = "".join((ASSETS / name).read_text("utf-8") for name in SCRIPTS if name != "words.js")
    unused = {word for word in languages["en"] if not re.search(rf"\b{word}\b", script)}
    # What is made of a severity is asked for as such.
    assert set() == unused - {"errors", "warnings", "infos"}


def test_a_language_that_is_none() -> None:
    """A page in another language is refused."""
    with pytest.raises(ValueError, match="no page in 'fr'; accepted are en, zh"):
        to_page([], language="fr")


# --- without scripts ----------------------------------------------------------------------------


def test_without_scripts() -> None:
    """The projects and their money can be read in a browser that runs nothing."""
    page = to_page([checked(WELL), Unread("乙.pdf", "No such file")])
    plain = page[page.index("<noscript>") : page.index("</noscript>")]
    assert '<th scope="row">林道养护</th><td>清溪县林业局</td><td>6.50 万元</td><td>3</td><td>0</td>' in plain
    assert "<h2>乙.pdf</h2>\n<p>No such file</p>" in plain


@pytest.mark.parametrize(
    ("departments", "title"),
    [(1, "甲局0"), (3, "甲局0、甲局1、甲局2"), (4, "甲局0、甲局1、甲局2 …"), (0, "budgetperf")],
)
def test_the_title(departments: int, title: str) -> None:
    """Without a title the departments are named, not too many of them."""
    page = to_page([checked(dump(1, unit=f"甲局{number}")) for number in range(departments)])
    assert f"<title>{title}</title>" in page


def test_the_size_of_a_page() -> None:
    """A page with many projects is a few times as large as their source: texts stand in it once or twice."""
    text = dump(500)
    page = to_page([checked(text)])
    assert len(page.encode()) < 6 * len(text.encode()) + 100_000
    assert 500 == len(data_of(page)["projects"])


# --- the command --------------------------------------------------------------------------------


@pytest.fixture
def files(workplace: Path) -> Path:
    """Files in the working folder."""
    written(workplace / "well.txt", WELL)
    written(workplace / "flawed.txt", FLAWED)
    return workplace


def test_the_command(files: Path, run: Output) -> None:
    """The page is written, whatever was found; the title and the language are those that are asked for."""
    assert 0 == run("report", "flawed.txt", "well.txt", "-o", "report.html", "--title", "2024年", "--lang", "zh")
    assert ("", "") == (run.out, run.err)
    page = (files / "report.html").read_text("utf-8")
    assert '<html lang="zh">' in page
    assert ("2024年", "zh") == (data_of(page)["title"], data_of(page)["language"])
    assert ["flawed.txt", "well.txt"] == [file["name"] for file in data_of(page)["files"]]
    assert ["G205"] == [each["code"] for each in data_of(page)["projects"][0]["findings"]]


def test_what_is_reported_is_chosen_as_for_check(files: Path, run: Output) -> None:
    """Options and configuration choose among the findings; none is a failure."""
    written(files / "pyproject.toml", '[tool.budgetperf]\nseverity = {G205 = "info"}\nfail-on = "info"\n')
    assert 0 == run("report", "flawed.txt", "-o", "a.html")
    assert ["info"] == [
        each["severity"] for each in data_of((files / "a.html").read_text("utf-8"))["projects"][0]["findings"]
    ]
    assert 0 == run("report", "flawed.txt", "-o", "a.html", "--ignore", "G")
    assert [] == data_of((files / "a.html").read_text("utf-8"))["projects"][0]["findings"]


def test_a_file_that_cannot_be_read(files: Path, run: Output) -> None:
    """It is named on the page and on standard error; the others are reported."""
    assert 2 == run("report", "well.txt", "missing.txt", "-o", "a.html")
    assert "can't read 'missing.txt'" in run.err
    data = data_of((files / "a.html").read_text("utf-8"))
    told = {"en": "No such file or directory", "zh": "没有这个文件或文件夹"}
    assert [None, told] == [file["errors"] for file in data["files"]]


def test_where_a_page_is_written(files: Path, run: Output, monkeypatch: pytest.MonkeyPatch) -> None:
    """To standard output in UTF-8, but not to a terminal; not over what is read, nor into a folder."""
    assert (
        to_page([evolve(budgetperf.read("well.txt"), source=SourceText(WELL, name="well.txt"))])
        == python("report", "well.txt", encoding="ascii").stdout.decode()
    )
    assert 2 == run("report", "well.txt", "-o", "well.txt")
    assert "would be overwritten" in run.refusal
    assert 2 == run("report", "well.txt", "-o", f"{files}/")
    assert "report writes one page about all files" in run.refusal
    monkeypatch.setattr(sys, "stdout", Terminal())
    assert 2 == run("report", "well.txt")
    assert "-o report.html" in run.err


def test_blanks_before_a_formula_are_those_of_the_writers() -> None:
    """The page keeps a spreadsheet from the same words as every other table of ours."""
    script = (Path(budgetperf.__file__).parent / "reports" / "page" / "assets" / "download.js").read_text("utf-8")
    assert "".join(f"\\u{ord(blank):04x}" for blank in BLANKS) in script
