"""What reports say of a finding: where it stands, what it is about, and what of it is shown to whom."""

import json
import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

import budgetperf
from budgetperf import Diagnostic, Document, ParseResult, Severity, SourceText, Span, catalogue
from budgetperf.diagnostics import diagnose
from budgetperf.jsontext import encoded
from budgetperf.reports import TextReport, Unread, file_data, to_annotations, to_report
from budgetperf.reports.findings import Region, findings_of
from budgetperf.source import display_width
from commandline import BROKEN, FLAWED, WELL, pdf, rows_of, workbook_of

UNIT = "tables[0].spending_units[0]"


def flawed() -> ParseResult[Document]:
    """Return what is read from the flawed document: one error."""
    result = budgetperf.parse(FLAWED)
    return evolve(result, source=SourceText(FLAWED, name="2024/甲.txt"))


def result_with(*doubts: Diagnostic, text: str = WELL, name: str | None = "甲.txt") -> ParseResult[Document]:
    """Return the document of `text` with these diagnostics."""
    return evolve(budgetperf.parse(text), diagnostics=doubts, source=SourceText(text, name=name))


def doubt(code: str = "V317", words: str = "12公里", *, path: str = "", message: str = "doubt") -> Diagnostic:
    """Return a diagnostic about the first place of `words`."""
    start = WELL.index(words)
    return diagnose(code, message, Span(start, start + len(words)), path)


def read_from(content: bytes) -> ParseResult[Document]:
    """Return what is read from a file that is no text."""
    result = budgetperf.read(content)
    assert ["G205"] == [each.code for each in result.diagnostics]
    return evolve(result, source=evolve(result.source, name="book"))


# --- what a finding is about --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "subject"),
    [
        ("", None),
        ("tables[0]", "清溪县林业局"),
        ("tables[0].total", "清溪县林业局"),
        (f"{UNIT}.funding", "清溪县林业局"),
        (f"{UNIT}.projects[0].indicators[1].annual_target", "林道养护"),
        (f"{UNIT}.projects[7]", "清溪县林业局"),
        ("tables[0].spending_units[7].projects[0]", "清溪县林业局"),
        ("tables[7].spending_units[0]", None),
        ("indicators[0]", None),
    ],
)
def test_the_subject_by_the_path(path: str, subject: str | None) -> None:
    """The smallest project, unit or table that a path leads to, whatever stands behind it."""
    (finding,) = findings_of(result_with(diagnose("V317", "doubt", None, path)))
    assert subject == (finding.subject and finding.subject.name)
    if finding.subject:
        assert path.startswith(finding.subject.path) or "[7]" in path
    assert ("林道养护" if subject == "林道养护" else None) == finding.project


@pytest.mark.parametrize(("words", "project"), [("12公里", "林道养护"), ("合计", None), ("项目支出", None)])
def test_the_subject_by_the_place(words: str, project: str | None) -> None:
    """Where no path is given, it is the project in whose row the words stand."""
    (finding,) = findings_of(result_with(doubt(words=words)))
    assert project == finding.project


def test_a_diagnostic_without_place_is_about_the_file() -> None:
    """Neither path nor span: no subject, no place, no words."""
    (finding,) = findings_of(result_with(diagnose("R101", "nothing")))
    assert (None, None, None, None) == (finding.subject, finding.place, finding.region, finding.words)


@pytest.mark.parametrize(
    ("text", "span", "region"),
    [
        ("年度指标值", Span(2, 4), Region(1, 3, 1, 5)),
        ("年度\n指标值", Span(1, 4), Region(1, 2, 2, 2)),
        ("年度\r\n指标值", Span(0, 4), Region(1, 1, 1, 3)),
        ("年度\n指标值", Span(2, 2), Region(1, 3, 1, 3)),
        ("年度\r指标\n", Span(3, 6), Region(2, 1, 2, 3)),
        ("\ud83d\ude00年度", Span(2, 3), Region(1, 3, 1, 4)),
        ("", Span(0, 0), Region(1, 1, 1, 1)),
    ],
)
def test_regions(text: str, span: Span, region: Region) -> None:
    """Lines and columns count from 1 in code points; the end is just past the words, without a line break."""
    assert region == Region.of(span, SourceText(text))


@given(st.text(st.sampled_from("甲乙 \r\n"), max_size=30), st.integers(-3, 40), st.integers(-3, 40))
def test_regions_never_end_before_they_begin(text: str, start: int, end: int) -> None:
    """Whatever a span says, its region lies in the text and is none backwards."""
    result = ParseResult(
        value=Document(tables=()), diagnostics=(diagnose("V317", "doubt", Span(start, end)),), source=SourceText(text)
    )
    (finding,) = findings_of(result)
    region = finding.region
    assert region is not None
    assert (1, 1) <= (region.line, region.column) <= (region.end_line, region.end_column)
    assert region.end_line <= SourceText(text).line_number(len(text))


def test_words_are_cut() -> None:
    """A doubt about a whole table does not print the table."""
    (finding,) = findings_of(result_with(diagnose("V317", "doubt", Span(0, 1000)), text="甲" * 1000))
    assert "甲" * 400 + "…" == finding.words


# --- our own JSON -------------------------------------------------------------------------------


def test_the_report_as_json() -> None:
    """Every key stands there in fixed order, and says what the model and the text say."""
    report = to_report([flawed(), Unread("乙.txt", "No such file"), result_with(name=None)])
    (found,) = flawed().diagnostics
    start = FLAWED.index("年度指标值：15公里")
    assert ["format", "format_version", "generator", "files", "summary"] == [*report]
    assert ("budgetperf-diagnostics", "1.0") == (report["format"], report["format_version"])
    assert f"budgetperf {budgetperf.__version__}" == report["generator"]
    assert {
        "file": "2024/甲.txt",
        "error": None,
        "tables": 1,
        "projects": 1,
        "indicators": 3,
        "diagnostics": [
            {
                **found.to_dict(),
                "place": {
                    "line": 9,
                    "page": None,
                    "sheet": None,
                    "cell": None,
                    "table": None,
                    "paragraph": None,
                    "row": None,
                    "column": start - FLAWED.rindex("\n", 0, start),
                },
                "project": "林道养护",
                "words": "年度指标值：15公里",
            }
        ],
    } == report["files"][0]
    unread = {"file": "乙.txt", "error": "No such file", "tables": 0, "projects": 0, "indicators": 0, "diagnostics": []}
    assert unread == report["files"][1]
    assert "<text>" == report["files"][2]["file"]
    assert {
        "files": 3,
        "unread": 1,
        "tables": 2,
        "projects": 2,
        "indicators": 6,
        "errors": 1,
        "warnings": 0,
        "infos": 0,
        "codes": [{"code": "G205", "severity": "error", "title": catalogue()["G205"].title, "count": 1}],
    } == report["summary"]
    assert [*found.to_dict(), "place", "project", "words"] == [*report["files"][0]["diagnostics"][0]]


def test_two_runs_give_the_same_bytes() -> None:
    """Nothing of the process, the time or a hash is in it."""
    once, again = (encoded(to_report([flawed()]), indent=2) for _ in range(2))
    assert once == again
    assert json.loads(once) == to_report([flawed()])


def test_the_codes_are_ranked() -> None:
    """What weighs most goes first, then what is frequent, then by code."""
    doubts = [*map(doubt, ["V310", "V317", "A502", "V317", "A503", "A503", "A503", "G205", "T401"])]
    odd = evolve(doubts[1], severity=Severity.INFO)
    codes = to_report([result_with(*doubts, odd)])["summary"]["codes"]
    expected = "G205 1 error, V317 2 warning, A502 1 warning, T401 1 warning, A503 3 info, V310 1 info, V317 1 info"
    assert expected == ", ".join(f"{each['code']} {each['count']} {each['severity']}" for each in codes)


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (workbook_of(预算表=rows_of(FLAWED)), {"sheet": "预算表", "cell": "G8", "row": 8, "column": 7}),
        (pdf([rows_of(BROKEN)]), {"page": 1, "row": 4, "column": 7}),
    ],
    ids=["workbook", "PDF"],
)
def test_places_in_files_that_are_no_text(content: bytes, place: dict[str, object]) -> None:
    """The place is what the reader of the file counts by, and no line is named."""
    (told,) = file_data(read_from(content))["diagnostics"]
    assert place == {name: value for name, value in told["place"].items() if value is not None}
    assert ("林道养护", "年度指标值：15公里") == (told["project"], told["words"])


def test_a_code_of_others() -> None:
    """A diagnostic whose code the catalogue does not have is reported without a title."""
    other = Diagnostic(code="X1", severity=Severity.WARNING, message="odd")
    assert "" == to_report([result_with(other)])["summary"]["codes"][0]["title"]
    assert ["::warning file=甲.txt,title=X1::odd"] == [*to_annotations([result_with(other)])]
    assert "warning[X1]: odd" in TextReport().shown(result_with(other))


# --- annotations --------------------------------------------------------------------------------

COMMAND = re.compile(r"::(?P<command>error|warning|notice) (?P<properties>[^:\r\n]*)::(?P<message>[^\r\n]*)")
_ESCAPES = {"%25": "%", "%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ","}


def undone(words: str) -> str:
    """Return words as GitHub's runner undoes their escapes."""
    return re.sub("%25|%0D|%0A|%3A|%2C", lambda found: _ESCAPES[found[0]], words)


def annotated(line: str) -> tuple[str, dict[str, str], str]:
    """Return the command, its properties and its message as GitHub's runner reads them."""
    found = COMMAND.fullmatch(line)
    assert found, line
    properties = dict(part.split("=", 1) for part in found["properties"].split(","))
    return found["command"], {name: undone(value) for name, value in properties.items()}, undone(found["message"])


def test_an_annotation() -> None:
    """File, lines, columns and title are properties."""
    (line,) = to_annotations([flawed()])
    command, properties, message = annotated(line)
    start = FLAWED.index("年度指标值：15公里")
    column = start - FLAWED.rindex("\n", 0, start)
    expected = {
        "file": "2024/甲.txt",
        "line": "9",
        "endLine": "9",
        "col": str(column),
        "endColumn": str(column + len("年度指标值：15公里")),
        "title": f"G205 {catalogue()['G205'].title}",
    }
    assert ("error", expected) == (command, properties)
    assert flawed().diagnostics[0].message == message


def test_words_of_several_lines_have_no_columns() -> None:
    """GitHub refuses columns of an annotation over lines."""
    start = WELL.index("合计")
    (line,) = to_annotations([result_with(diagnose("A502", "doubt", Span(start, start + 40)))])
    assert {"file", "line", "endLine", "title"} == set(annotated(line)[1])


def test_severities_are_commands() -> None:
    """An info is a notice."""
    doubts = [evolve(doubt(), severity=severity) for severity in Severity]
    assert ["error", "warning", "notice"] == [annotated(line)[0] for line in to_annotations([result_with(*doubts)])]


@given(st.text(max_size=20), st.text(st.sampled_from("a:,%\r\n文"), min_size=1))
def test_what_github_would_act_upon_is_escaped(message: str, name: str) -> None:
    """Whatever a document prints and a file is called, it is one command, which undone says the same."""
    hinted = evolve(doubt(message=f"a{message}"), hint="b::error::c")
    (line, unread) = to_annotations([result_with(hinted, name=name), Unread(name, "100%\n::x")])
    assert 1 == len(line.splitlines())
    assert name == annotated(line)[1]["file"] == annotated(unread)[1]["file"]
    assert annotated(line)[2].endswith("\nb::error::c")
    assert ("error", "100%\n::x") == annotated(unread)[::2]


def test_annotations_in_files_that_are_no_text() -> None:
    """The cell stands in the message, and no line is invented."""
    (line,) = to_annotations([read_from(workbook_of(预算表=rows_of(FLAWED)))])
    _, properties, message = annotated(line)
    assert {"file", "title"} == set(properties)
    assert message.startswith("预算表!G8: the target is printed again")


# --- text ---------------------------------------------------------------------------------------


FILE_AS_TEXT = """\
── 2024/甲.txt ─────────────────────────────────────────────────────────
清溪县林业局 · 2024 · 1 project, 3 indicators
1 error, 0 warnings, 0 infos

■ 林道养护  6.50 万元
  error[G205]: the target is printed again as “15公里”; the first is
               kept
   --> 2024/甲.txt:9:82
    |
  9 | …；年度指标值：12公里。年度指标值：15公里。2、2-效益指标；22-社会…
    |                        ^^^^^^^^^^^^^^^^^^

"""


def test_a_file_as_text() -> None:
    """File, project with its money, and the finding with its source line stand below each other."""
    assert FILE_AS_TEXT == TextReport(width=72).shown(flawed())


def test_nothing_is_shown_of_a_file_that_is_well() -> None:
    """Infos alone are counted, and not shown."""
    assert "" == TextReport().shown(result_with())
    assert "" == TextReport().shown(result_with(doubt("A503")))


@pytest.mark.parametrize(
    ("settings", "shown"),
    [
        ({}, "V317"),
        ({"verbose": True}, "V317 A503 V310"),
        ({"asked_for": ["V31"]}, "V317 V310"),
        ({"asked_for": ["G"]}, "V317"),
    ],
)
def test_infos_are_shown_when_asked_for(settings: dict[str, bool], shown: str) -> None:
    """By -v, or by a beginning of their code."""
    page = TextReport(**settings).shown(result_with(*map(doubt, ["V317", "A503", "V310"])))  # type: ignore[arg-type]  # any settings
    assert shown == " ".join(re.findall(r"\[(.\d+)\]", page))


def many(number: int) -> ParseResult[Document]:
    """Return a result with that many warnings, each of other words."""
    return result_with(*(diagnose("V317", f"doubt {at}", Span(at, at + 1)) for at in range(number)), doubt("A502"))


@pytest.mark.parametrize(
    ("number", "settings", "shown", "note"),
    [
        (5, {}, 5, ""),
        (6, {}, 3, "not shown: V317 ×3 (-v shows all)"),
        (1203, {}, 3, "not shown: V317 ×1,200 (-v shows all)"),
        (6, {"verbose": True}, 6, ""),
        (6, {"asked_for": ["V3"]}, 6, ""),
    ],
)
def test_of_many_the_first_are_shown(number: int, settings: dict[str, bool], shown: int, note: str) -> None:
    """A code that is found very often does not bury the others."""
    page = TextReport(**settings).shown(many(number))  # type: ignore[arg-type]  # any settings
    assert (shown, 1) == (page.count("warning[V317]"), page.count("warning[A502]"))
    assert note == next((line for line in page.splitlines() if line.startswith("not shown")), "")


def test_findings_are_grouped() -> None:
    """What is about the file goes first, then each unit and project once, in the order of their findings."""
    doubts = [
        doubt("A502", "合计", path="tables[0].total"),
        doubt("V317", "12公里"),
        diagnose("R104", "no unit"),
        doubt("V305", "300人"),
        doubt("A502", "6.50", path=f"{UNIT}.funding"),
    ]
    page = TextReport().shown(result_with(*doubts))
    order = re.findall(r"^■ (.*)$|\[(.\d+)\]", page, re.MULTILINE)
    assert [
        *("R104", "清溪县林业局  table · 6.50 万元", "A502"),
        *("林道养护  6.50 万元", "V317", "V305", "清溪县林业局  unit · 6.50 万元", "A502"),
    ] == [heading or code for heading, code in order]


def test_a_project_is_told_where_it_belongs() -> None:
    """With several units or tables, the heading names unit and department; a name without end is cut."""
    table = budgetperf.parse(WELL).value.tables[0]
    (unit,) = table.spending_units
    (project,) = unit.projects
    long = evolve(project, name="长" * 90, funding=evolve(project.funding, total=None), span=None)
    other = evolve(table, spending_units=(unit, evolve(unit, name="林场", projects=(long,))))
    path = "tables[1].spending_units[1].projects[0]"
    result = ParseResult(
        value=Document(tables=(table, other)),
        diagnostics=(diagnose("V317", "doubt", None, path),),
        source=SourceText(""),
    )
    page = TextReport(width=60).shown(result)
    assert f"■ {'长' * 15}…  林场 · 清溪县林业局\n" in page
    assert "清溪县林业局 · 2024 · 2 tables, 3 projects, 9 indicators\n0 errors, 1 warning, 0 infos\n" in page
    apart = evolve(result, value=Document(tables=(table, evolve(other, department="林场", year=2025))))
    assert "\n2 departments · 2024, 2025 · 2 tables, 3 projects, 9 indicators · 0 errors" in TextReport().shown(apart)


def test_the_name_of_a_project_is_not_shown_twice() -> None:
    """What is about its name has no source line below the heading that says it, unless -v asks for all."""
    about = doubt("T408", "林道养护", path=f"{UNIT}.projects[0]")
    expected = ["■ 林道养护  6.50 万元", "  warning[T408]: doubt", "   --> 甲.txt:9:3", ""]
    assert expected == TextReport().shown(result_with(about)).splitlines()[3:]
    assert "9 | | 林道养护 |" in TextReport(verbose=True).shown(result_with(about))
    assert f"= in: {UNIT}.projects[0]" in TextReport(verbose=True).shown(result_with(about))


def test_the_same_is_said_once() -> None:
    """Of the same words in period and annual target, the second gets its place alone."""
    first, second = (at.start() for at in re.finditer("12公里", WELL))
    doubts = [diagnose("V303", "doubt", Span(at, at + 4)) for at in (first, second)]
    other = diagnose("V303", "doubt", Span(first, first + 2))
    page = TextReport(verbose=True).shown(result_with(*doubts, other))
    line = WELL.rindex("\n", 0, first)
    assert [f"甲.txt:9:{first - line}", f"甲.txt:9:{first - line}"] == re.findall(r"--> (.*)", page)
    assert [f"9:{second - line}"] == re.findall(r"= the same at (.*)", page)


def test_the_same_in_a_file_that_is_no_text() -> None:
    """The cell is told."""
    result = read_from(workbook_of(预算表=rows_of(FLAWED)))
    page = TextReport().shown(evolve(result, diagnostics=result.diagnostics * 2))
    assert "--> book, 预算表!G8\n" in page
    assert "= the same at 预算表!G8\n" in page


@pytest.mark.parametrize("width", [20, 60, 100, 200])
def test_prose_is_broken(width: int) -> None:
    """Long messages and hints stand below their own beginning, within the page."""
    words = "the words 养护里程 of the indicator are not those that are meant " * 4
    hinted = evolve(doubt(message=words.strip()), hint=words.strip())
    page = TextReport(width=width).shown(result_with(hinted))
    body = page.splitlines()[4:]
    assert all(display_width(line) <= max(width, 40) for line in body), page
    assert "".join(words.split()) in "".join("".join(body).split())


def test_colours() -> None:
    """They are added by escapes, and change nothing else; what a document holds of them is made visible."""
    result = result_with(doubt(message="odd \x1b[31m"), doubt("G205", "300人"), name="甲\x1b.txt")
    plain, coloured = TextReport(), TextReport(colour=True)
    for report in (plain, coloured):
        report.count(result)
    pages = [report.shown(result) + report.summary() + report.closing() for report in (plain, coloured)]
    assert pages[0] == re.sub("\x1b\\[[0-9;]*m", "", pages[1])
    assert "\x1b[1;31merror[G205]\x1b[0m" in pages[1]
    assert "\x1b" not in pages[0]


def closing(*files: ParseResult[Document] | Unread) -> str:
    """Return the summary and the last line of a report on files."""
    report = TextReport(width=40)
    for file in files:
        report.count(file)
    return report.summary() + report.closing()


SUMMARY = f"""\
── found ───────────────────────────────
1  error    G205  {catalogue()["G205"].title}
2  warning  V317  {catalogue()["V317"].title}
1  info     A503  {catalogue()["A503"].title}

1 file: 1 error, 2 warnings, 1 info · budgetperf explain G205 says what a code means
"""


def test_the_summary() -> None:
    """Each code is counted and named, and the last line counts all."""
    assert SUMMARY == closing(result_with(*map(doubt, ["V317", "A503", "V317", "G205"])))


@pytest.mark.parametrize(
    ("files", "line"),
    [
        ([result_with()], "all well: 1 file, 1 project, 3 indicators"),
        ([result_with()] * 1200, "all well: 1,200 files, 1,200 projects, 3,600 indicators"),
        ([result_with(doubt("A503"))], "all well: 1 file, 1 project, 3 indicators (1 info)"),
        ([result_with(), Unread("乙", "")], "2 files (1 can't be read): 0 errors, 0 warnings, 0 infos"),
        ([], "all well: 0 files, 0 projects, 0 indicators"),
    ],
)
def test_the_last_line(files: Iterable[ParseResult[Document] | Unread], line: str) -> None:
    """All is well where neither error nor warning was found, and every file was read."""
    assert line == closing(*files).splitlines()[-1]


def test_reading_goes_on_while_reports_are_made(tmp_path: Path) -> None:
    """Files are taken one by one, so that a generator of many is fine."""
    seen: list[str] = []

    def files() -> Iterable[ParseResult[Document]]:
        for name in ("甲", "乙"):
            seen.append(name)
            yield result_with(doubt(), name=str(tmp_path / name))

    annotations = iter(to_annotations(files()))
    next(annotations)
    assert ["甲"] == seen
    assert 2 == len(to_report(files())["files"])
