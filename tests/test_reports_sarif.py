"""SARIF logs are valid by the official schema, and point to where the words stand."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import jsonschema
import pytest
from attrs import evolve

import budgetperf
from budgetperf import Diagnostic, Document, ParseResult, Severity, SourceText, Span, catalogue
from budgetperf.diagnostics import diagnose
from budgetperf.jsontext import encoded
from budgetperf.reports import Unread, to_sarif
from commandline import BROKEN, FLAWED, WELL, pdf, rows_of, workbook_of

SCHEMA = json.loads((Path(__file__).parent / "schemas" / "sarif-2.1.0.json").read_text("utf-8"))
#: As the standard asks of what the schema only describes: formats are checked, too.
VALIDATOR = jsonschema.Draft7Validator(SCHEMA, format_checker=jsonschema.Draft7Validator.FORMAT_CHECKER)
PROJECT = "tables[0].spending_units[0].projects[0]"


def result_with(*doubts: Diagnostic, text: str = WELL, name: str | None = "甲.txt") -> ParseResult[Document]:
    """Return the document of `text` with these diagnostics."""
    return evolve(budgetperf.parse(text), diagnostics=doubts, source=SourceText(text, name=name))


def run_of(*files: ParseResult[Document] | Unread, root: Path | None = None) -> dict[str, Any]:
    """Return the only run of a log, which is valid."""
    log = to_sarif(files, root=root)
    VALIDATOR.validate(log)
    assert ("2.1.0", 1) == (log["version"], len(log["runs"]))
    run: dict[str, Any] = log["runs"][0]
    return run


def result_of(doubt: Diagnostic, text: str = WELL) -> dict[str, Any]:
    """Return what is said of one diagnostic."""
    (result,) = run_of(result_with(doubt, text=text))["results"]
    assert isinstance(result, dict)
    return result


def region_of(doubt: Diagnostic, text: str) -> dict[str, Any]:
    """Return the region of a diagnostic."""
    region = result_of(doubt, text)["locations"][0]["physicalLocation"]["region"]
    assert isinstance(region, dict)
    return region


def test_the_schema_refuses() -> None:
    """What is held to the schema could fail."""
    log = to_sarif([result_with(diagnose("V317", "doubt"))])
    for key, value in {"level": "info", "ruleIndex": "0", "message": "doubt", "unknown": 1}.items():
        broken = json.loads(json.dumps(log))
        broken["runs"][0]["results"][0][key] = value
        assert not VALIDATOR.is_valid(broken), key


def test_the_tool() -> None:
    """Name and version are told, and how columns are counted."""
    run = run_of(result_with())
    driver = run["tool"]["driver"]
    assert ("budgetperf", budgetperf.__version__, []) == (driver["name"], driver["version"], driver["rules"])
    assert driver["informationUri"].startswith("https://")
    assert "unicodeCodePoints" == run["columnKind"]
    assert ([{"executionSuccessful": True}], []) == (run["invocations"], run["results"])


def test_every_code_is_a_valid_rule() -> None:
    """Each entry of the catalogue gives a rule, whose level is its severity; a result points to its own."""
    doubts = [diagnose(code, "doubt") for code in catalogue()]
    run = run_of(result_with(*doubts))
    levels = {"error": "error", "warning": "warning", "info": "note"}
    rules = run["tool"]["driver"]["rules"]
    assert [*catalogue()] == [rule["id"] for rule in rules]
    for rule, entry in zip(rules, catalogue().values(), strict=True):
        assert levels[entry.severity] == rule["defaultConfiguration"]["level"]
        assert (entry.title, entry.explanation) == (rule["shortDescription"]["text"], rule["fullDescription"]["text"])
        assert entry.fix in rule["help"]["text"]
        assert all(
            part in rule["help"]["markdown"] for part in (entry.explanation, entry.example.strip("\n"), entry.fix)
        )
        assert rule["name"].isalnum()
        assert rule["name"][0].isupper()
    for result in run["results"]:
        assert result["ruleId"] == rules[result["ruleIndex"]]["id"]


def test_a_code_of_others_is_a_rule_too() -> None:
    """A diagnostic whose code the catalogue does not have is reported all the same."""
    other = Diagnostic(code="X1", severity=Severity.WARNING, message="odd")
    run = run_of(result_with(other))
    assert [{"id": "X1"}] == run["tool"]["driver"]["rules"]
    assert ("X1", "warning") == (run["results"][0]["ruleId"], run["results"][0]["level"])


def test_a_result() -> None:
    """Everything that is known of a finding is told."""
    start = FLAWED.index("年度指标值：15公里")
    (found,) = budgetperf.parse(FLAWED).diagnostics
    hinted = evolve(found, hint="look")
    column = start - FLAWED.rindex("\n", 0, start)
    words = "年度指标值：15公里"
    result = result_of(hinted, FLAWED)
    fingerprints = result.pop("partialFingerprints")
    assert {
        "ruleId": "G205",
        "ruleIndex": 0,
        "level": "error",
        "message": {"text": found.message},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": "%E7%94%B2.txt", "index": 0},
                    "region": {
                        "startLine": 9,
                        "startColumn": column,
                        "endLine": 9,
                        "endColumn": column + len(words),
                        "charOffset": start,
                        "charLength": len(words),
                        "snippet": {"text": words},
                    },
                },
                "logicalLocations": [{"name": "林道养护", "fullyQualifiedName": PROJECT, "kind": "object"}],
            }
        ],
        "properties": {"path": found.path, "project": "林道养护", "hint": "look"},
    } == result
    assert ["budgetperf/v1"] == [*fingerprints]


@pytest.mark.parametrize("severity", Severity)
def test_the_level_is_what_the_project_gives_it(severity: Severity) -> None:
    """A severity that is not the catalogue's is that of the result, not of the rule."""
    run = run_of(result_with(evolve(diagnose("V317", "doubt"), severity=severity)))
    assert {"error": "error", "warning": "warning", "info": "note"}[severity] == run["results"][0]["level"]
    assert "warning" == run["tool"]["driver"]["rules"][0]["defaultConfiguration"]["level"]


@pytest.mark.parametrize(
    ("text", "span", "lines"),
    [
        ("甲乙\n丙丁", Span(1, 4), ["甲[乙", "丙]丁"]),
        ("甲乙\r\n丙丁\r戊", Span(4, 8), ["甲乙", "[丙丁", "戊]"]),
        ("甲𠀀乙", Span(2, 3), ["甲𠀀[乙]"]),
        ("甲乙\n", Span(0, 3), ["[甲乙]"]),
        ("甲乙", Span(1, 1), ["甲[]乙"]),
        ("甲乙", Span(7, 9), ["甲乙[]"]),
    ],
)
def test_regions_are_where_the_words_are(text: str, span: Span, lines: list[str]) -> None:
    """Whoever cuts a text by the region's lines and code points finds the words, and by its offsets, too."""
    region = region_of(diagnose("V317", "doubt", span), text)
    rows = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    # The end goes first, or the mark at the beginning would move it.
    for mark, end in (("]", "end"), ("[", "start")):
        row, column = region[f"{end}Line"] - 1, region[f"{end}Column"] - 1
        rows[row] = rows[row][:column] + mark + rows[row][column:]
    assert lines == rows[: len(lines)]
    offset, length = region["charOffset"], region["charLength"]
    assert text[span.start : span.end] == text[offset : offset + length] == region["snippet"]["text"]


def test_long_words_are_cut() -> None:
    """The region holds them all, the snippet their beginning."""
    region = region_of(diagnose("V317", "doubt", Span(0, 1000)), "甲" * 1000)
    assert (1000, "甲" * 400 + "…") == (region["charLength"], region["snippet"]["text"])


@pytest.mark.parametrize(
    ("content", "place", "kind"),
    [
        (workbook_of(预算表=rows_of(FLAWED)), "预算表!G8", "cell"),
        (pdf([rows_of(BROKEN)]), "page 1, row 4, column 7", "page"),
    ],
    ids=["workbook", "PDF"],
)
def test_places_in_files_that_are_no_text(content: bytes, place: str, kind: str) -> None:
    """No line is invented: the place is a logical location, and stands in the message."""
    read = budgetperf.read(content)
    (result,) = run_of(read)["results"]
    assert f"{place}: {read.diagnostics[0].message}" == result["message"]["text"]
    (location,) = result["locations"]
    assert {"artifactLocation": {"uri": "%3Ctext%3E", "index": 0}} == location["physicalLocation"]
    assert {"name": place, "kind": kind} == location["logicalLocations"][0]
    assert "林道养护" == location["logicalLocations"][1]["name"]


class _Paragraphs:
    """Places of a text in which everything is one paragraph."""

    def place(self, offset: int) -> budgetperf.Place:
        """Return the paragraph."""
        return budgetperf.Place(paragraph=1 + 0 * offset)


def test_a_paragraph_is_a_place() -> None:
    """Words of a Word document outside its tables have one, and no project."""
    source = SourceText("甲乙", name="a.docx", places=_Paragraphs())
    doubts = (diagnose("R111", "doubt", Span(0, 1)),)
    (result,) = run_of(ParseResult(value=Document(tables=()), diagnostics=doubts, source=source))["results"]
    assert [{"name": "paragraph 1", "kind": "paragraph"}] == result["locations"][0]["logicalLocations"]


def test_a_table_without_a_name() -> None:
    """Where no department is printed, the path alone says what is meant."""
    text = WELL.replace("部门名称：清溪县林业局", "")
    (logical,) = result_of(diagnose("R104", "doubt", None, "tables[0]"), text)["locations"][0]["logicalLocations"]
    assert {"fullyQualifiedName": "tables[0]", "kind": "object"} == logical


# --- files --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "uri"),
    [
        ("budgets/甲 (1).txt", "budgets/%E7%94%B2%20%281%29.txt"),
        ("./a.txt", "a.txt"),
        ("../a.txt", "../a.txt"),
        ("a:b,c#d?e%f.txt", "a%3Ab%2Cc%23d%3Fe%25f.txt"),
        ("/data/甲.txt", "file:///data/%E7%94%B2.txt"),
        ("a\udcff.txt", "a%FF.txt"),
        ("a\ud800.txt", "a%3F.txt"),
        ("<stdin>", "%3Cstdin%3E"),
    ],
)
def test_names_are_uris(name: str, uri: str) -> None:
    """Whatever stands in a name, its URI is valid, and leads back to it."""
    run = run_of(result_with(diagnose("V317", "doubt"), name=name), Unread(name, "why"))
    assert [uri, uri] == [artifact["location"]["uri"] for artifact in run["artifacts"]]
    (location,) = run["results"][0]["locations"]
    assert uri == location["physicalLocation"]["artifactLocation"]["uri"]
    if name.isprintable() and "./" not in name:
        assert name == unquote(uri.removeprefix("file://"))


def test_absolute_names_below_the_root(tmp_path: Path) -> None:
    """They become relative, as code hosts ask for; others stay."""
    inside, outside = tmp_path / "repository" / "2024" / "甲.txt", tmp_path / "乙.txt"
    results = [result_with(name=str(path)) for path in (inside, outside)]
    run = run_of(*results, root=tmp_path / "repository")
    expected = ["2024/%E7%94%B2.txt", f"file://{tmp_path.as_posix()}/%E4%B9%99.txt"]
    assert expected == [artifact["location"]["uri"] for artifact in run["artifacts"]]


def test_files_that_can_t_be_read() -> None:
    """They are notifications of the tool, which did not succeed."""
    run = run_of(result_with(), Unread("乙.txt", "No such file"))
    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"] is False
    (notification,) = invocation["toolExecutionNotifications"]
    assert "can't be read: No such file" == notification["message"]["text"]
    location = notification["locations"][0]["physicalLocation"]["artifactLocation"]
    assert {"uri": "%E4%B9%99.txt", "index": 1} == location


# --- from run to run ----------------------------------------------------------------------------


def fingerprints(text: str, *doubts: Diagnostic) -> list[str]:
    """Return what findings are known by."""
    results = run_of(result_with(*doubts, text=text))["results"]
    return [result["partialFingerprints"]["budgetperf/v1"] for result in results]


def test_fingerprints_outlive_changes_elsewhere() -> None:
    """A finding is known again when lines are added above it or its message is worded anew, not when its words change."""
    span, path = Span(2, 4), "tables[0].projects[1]"
    (known,) = fingerprints("甲乙12公里", diagnose("V317", "doubt", span, path))
    assert [known] == fingerprints("\n\n甲乙12公里", diagnose("V317", "other words", Span(4, 6), path))
    others = [
        fingerprints("甲乙13公里", diagnose("V317", "doubt", span, path)),
        fingerprints("甲乙12公里", diagnose("V305", "doubt", span, path)),
        fingerprints("甲乙12公里", diagnose("V317", "doubt", span, "tables[0].projects[2]")),
        fingerprints("甲乙12公里", diagnose("V317", "doubt", None, path)),
    ]
    assert 4 == len({other for (other,) in others} - {known})


def test_fingerprints_tell_repetitions_apart() -> None:
    """The same words twice in a file are two findings; in another file they are known by the same as here."""
    doubts = [diagnose("V317", "doubt", Span(at, at + 1)) for at in (0, 2)]
    first, second = fingerprints("甲乙甲", *doubts)
    assert (first.removesuffix(":1"), ":2") == (second.removesuffix(":2"), second[-2:])
    both = run_of(result_with(doubts[0], text="甲"), result_with(doubts[0], text="甲", name="乙"))["results"]
    assert [first, first] == [result["partialFingerprints"]["budgetperf/v1"] for result in both]


def test_two_runs_give_the_same_bytes() -> None:
    """Nothing of the process, the time or a hash seed is in it."""
    result = evolve(budgetperf.parse(FLAWED), source=SourceText(FLAWED, name="甲.txt"))
    once, again = (encoded(to_sarif([result, Unread("乙", "why")]), indent=2) for _ in range(2))
    assert once == again


@pytest.mark.parametrize("text", ["甲\ud800乙", "甲\x00\x1b[31m乙", "{0} [a](b) %s"])
def test_odd_characters(text: str) -> None:
    """Whatever a document prints, the log is valid and can be encoded."""
    run = run_of(result_with(diagnose("V317", f"doubt {text}", Span(0, 9)), text=text, name=text.replace("\x00", "")))
    encoded(run, indent=None).encode()
