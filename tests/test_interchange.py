"""Documents survive our JSON unchanged, and what is not our JSON is refused by its path."""

import io
import json
import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from decimal import Decimal
from enum import IntEnum, StrEnum
from pathlib import Path
from threading import Barrier
from types import MappingProxyType
from typing import Any

import attrs
import cattrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import budgetperf
from budgetperf import interchange, jsontext, testing
from budgetperf.diagnostics import Diagnostic, Severity
from budgetperf.errors import FormatError, NewerFormatWarning, UnsupportedFormatVersion
from budgetperf.interchange import (
    FORMAT_VERSION,
    dump,
    dumps,
    from_dict,
    json_schema,
    load,
    loads,
    make_converter,
    to_dict,
)
from budgetperf.model import (
    AmountUnit,
    Category,
    Document,
    Funding,
    Indicator,
    PerformanceTable,
    Project,
    SpendingUnit,
    Target,
    span_fields,
)
from budgetperf.results import ParseResult
from budgetperf.source import SourceText, Span

GOLDEN = Path(__file__).parent / "golden" / "json"
MODELS = (Category, Target, Indicator, Funding, Project, SpendingUnit, PerformanceTable, Document)

# What a later version would compute is written out, so that the golden files can stay as they are.
_OUTPUT = Category(code="1", label="产出指标", category="output", span=Span(60, 66))
_TRAINED = Indicator(
    ordinal=1,
    level1=_OUTPUT,
    level2=Category(code="11", label="数量指标", category="quantity", span=Span(67, 74)),
    name="巡河护水员人数",
    period_target=Target(text="54人", normalized="54人", span=Span(90, 93)),
    annual_target=Target(text=r"$\geq 54$人", normalized="≥54人", span=Span(101, 111)),
    span=Span(58, 112),
    name_span=Span(75, 82),
)
_LOST = Indicator(
    ordinal=None,
    level1=Category(code=None, label="效盖指标", category=None),
    level2=None,
    name="",
    period_target=Target(text="", normalized=""),
    annual_target=None,
)
_PATROL = Project(
    name="“清流”巡河项目",
    funding=Funding(total=Decimal("36.50"), fiscal_appropriation=Decimal("36.5"), span=Span(30, 42)),
    objective="让县域河道\t四季\\清澈；\u2028不留死角。",
    indicators=(_TRAINED, _LOST),
    span=Span(20, 120),
    name_span=Span(20, 28),
    objective_span=Span(43, 57),
)
_REPAIR = Project(name="堤岸维修 𠮷", funding=Funding(), objective=None, indicators=())
#: The document of the golden files; an invented county, never to be changed.
DOCUMENT = Document(
    tables=(
        PerformanceTable(
            title="项目支出绩效目标表",
            department="清溪县水务局（部门）",
            department_label="部门名称",
            amount_unit=AmountUnit.TEN_THOUSAND_YUAN,
            year=2024,
            total=Funding(
                total=Decimal("2E+4"),
                fiscal_appropriation=Decimal("19963.50"),
                special_account_appropriation=Decimal("-0.0000001"),
                other_funds=Decimal(0),
                span=Span(10, 19),
            ),
            spending_units=(
                SpendingUnit(name="清溪县河道所", funding=Funding(), projects=(_PATROL, _REPAIR), span=Span(19, 20)),
                SpendingUnit(name=None, funding=None, projects=()),
            ),
            span=Span(0, 130),
        ),
        PerformanceTable(
            title="残\ud800页",
            department=None,
            department_label=None,
            amount_unit=None,
            year=None,
            total=None,
            spending_units=(),
        ),
    )
)
DIAGNOSTICS = (
    Diagnostic(code="T401", severity=Severity.WARNING, message="no category '效盖指标'", span=Span(112, 116), path="x"),
    Diagnostic(code="R104", severity=Severity.ERROR, message="no unit", hint="state the unit"),
)
DATA = to_dict(DOCUMENT, diagnostics=DIAGNOSTICS, spans=True)
VALIDATOR = Draft202012Validator(json_schema())

TABLE = ("document", "tables", 0)
UNIT = (*TABLE, "spending_units", 0)
PROJECT = (*UNIT, "projects", 0)
INDICATOR = (*PROJECT, "indicators", 0)
ABSENT = object()


def changed(*steps: str | int, to: object) -> dict[str, Any]:
    """Return the data of the golden document with one member changed, added or taken away."""
    data = deepcopy(DATA)
    place: Any = data
    for step in steps[:-1]:
        place = place[step]
    if to is ABSENT:
        del place[steps[-1]]
    else:
        place[steps[-1]] = to
    return data


def json_path(*steps: str | int) -> str:
    """Return the JSON path to a member."""
    return "$" + "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps)


def document_with(**members: Any) -> Document:  # noqa: ANN401 - members of any attribute
    """Return a document of one table with the members given."""
    return Document(tables=(attrs.evolve(DOCUMENT.tables[1], **members),))


def golden_bytes(name: str) -> bytes:
    """Return a golden file as this version of the package would have generated it."""
    text = (GOLDEN / name).read_text("utf-8")
    return text.replace('"budgetperf 0.1.0"', f'"budgetperf {budgetperf.__version__}"').encode("utf-8")


# --- what is written is read back ---------------------------------------------------------------------


@given(testing.documents(), st.lists(testing.diagnostics(), max_size=2))
def test_round_trip(document: Document, diagnostics: list[Diagnostic]) -> None:
    """Any document comes back equal, spans and all, from bytes that stay the same."""
    testing.assert_json_round_trip(document, diagnostics=diagnostics)


@given(testing.documents())
def test_pickle_round_trip(document: Document) -> None:
    """A pickled document comes back equal, spans included."""
    again = pickle.loads(pickle.dumps(document))  # noqa: S301 - our own pickle

    assert document == again
    assert hash(document) == hash(again)
    assert attrs.asdict(document) == attrs.asdict(again)


@given(testing.documents(), st.lists(testing.diagnostics(), max_size=2), st.booleans())
def test_every_dump_validates(document: Document, diagnostics: list[Diagnostic], spans: bool) -> None:  # noqa: FBT001 - Hypothesis gives it by its name
    """The JSON Schema accepts whatever is written."""
    data = json.loads(dumps(document, diagnostics=diagnostics, spans=spans))

    assert [] == list(VALIDATOR.iter_errors(data))


@given(testing.amounts())
def test_amounts_are_printed_plainly(amount: Decimal) -> None:
    """An amount never has an exponent, and its digits after the point survive."""
    document = document_with(total=Funding(total=amount))
    printed = to_dict(document)["document"]["tables"][0]["total"]["total"]

    assert set(printed) <= set("-.0123456789")
    assert amount == Decimal(printed)
    assert amount.as_tuple().exponent == Decimal(printed).as_tuple().exponent or "." not in printed


@pytest.mark.parametrize(("file", "spans"), [("1.0/small.json", False), ("1.0/small-spans.json", True)])
def test_golden_file(file: str, spans: bool, tmp_path: Path) -> None:  # noqa: FBT001 - a parameter of the test
    """A file of a released format version loads, and the same document still gives the same bytes."""
    dump(DOCUMENT, tmp_path / "file.json", diagnostics=DIAGNOSTICS, spans=spans, indent=2)

    assert golden_bytes(file) == (tmp_path / "file.json").read_bytes()
    again = load(GOLDEN / file)
    assert DOCUMENT == again
    if spans:
        assert attrs.asdict(DOCUMENT) == attrs.asdict(again)


def test_every_golden_file_loads() -> None:
    """No released format version is ever left behind."""
    files = sorted(GOLDEN.glob("*/*.json"))

    assert FORMAT_VERSION in {file.parent.name for file in files}
    assert {"readings.json", "small.json", "small-spans.json"} == {file.name for file in files}
    for file in files:
        assert (DOCUMENT == load(file)) == file.name.startswith("small")


def test_two_processes_write_the_same_bytes() -> None:
    """Hash randomisation has no part in the text."""
    program = (
        "import sys; from budgetperf import interchange;"
        "document = interchange.load(sys.argv[1]);"
        "sys.stdout.buffer.write(interchange.dumps(document, spans=True).encode())"
    )
    package = str(Path(budgetperf.__file__).parents[1])
    written = {
        subprocess.run(
            [sys.executable, "-c", program, str(GOLDEN / "1.0" / "small-spans.json")],
            env={**os.environ, "PYTHONPATH": package, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }

    assert {dumps(DOCUMENT, spans=True).encode()} == written


def test_envelope() -> None:
    """The envelope names format, version and generator, in fixed order."""
    data = to_dict(DOCUMENT, diagnostics=DIAGNOSTICS)

    assert ["format", "format_version", "generator", "document", "diagnostics"] == list(data)
    assert ("budgetperf", "1.0", f"budgetperf {budgetperf.__version__}") == tuple(data.values())[:3]
    assert [diagnostic.to_dict() for diagnostic in DIAGNOSTICS] == data["diagnostics"]


def test_keys_are_attribute_names() -> None:
    """Keys stand in attribute order; those of spans are there only when asked for."""
    names = [attribute.name for attribute in attrs.fields(Project)]
    spans = [attribute.name for attribute in span_fields(Project)]
    place = to_dict(DOCUMENT)["document"]["tables"][0]["spending_units"][0]["projects"][0]
    place_with_spans = DATA["document"]["tables"][0]["spending_units"][0]["projects"][0]

    assert ["span", "name_span", "objective_span"] == spans
    assert names == list(place_with_spans)
    assert [name for name in names if name not in spans] == list(place)
    assert {"start": 20, "end": 28} == place_with_spans["name_span"]


def test_one_line_or_indented() -> None:
    """Without `indent` a document is one line, as JSON Lines needs it."""
    assert 0 == dumps(DOCUMENT).count("\n")
    assert dumps(DOCUMENT, indent=1).startswith('{\n "format": "budgetperf",\n')
    assert json.loads(dumps(DOCUMENT)) == json.loads(dumps(DOCUMENT, indent=1))


def test_the_data_is_plain() -> None:
    """Units of amounts are written as strings of the plain class, however they were given."""
    for unit in ("万元", AmountUnit.TEN_THOUSAND_YUAN):
        [table] = to_dict(document_with(amount_unit=unit))["document"]["tables"]

        assert "万元" == table["amount_unit"]
        assert str is type(table["amount_unit"])


def test_files(tmp_path: Path) -> None:
    """Paths, text files and (for reading) byte files will do; a file ends with a line break."""
    dump(DOCUMENT, str(tmp_path / "a.json"))
    text = io.StringIO()
    dump(DOCUMENT, text)
    text.seek(0)

    assert text.getvalue().encode() == (tmp_path / "a.json").read_bytes()
    assert dumps(DOCUMENT) + "\n" == text.getvalue()
    assert DOCUMENT == load(tmp_path / "a.json") == load(str(tmp_path / "a.json"))
    assert DOCUMENT == load(text) == load(io.BytesIO(text.getvalue().encode()))


def test_a_refused_document_leaves_the_file_alone(tmp_path: Path) -> None:
    """A file is opened only when there is something to write to it."""
    path = tmp_path / "kept.json"
    path.write_text("kept", "utf-8")
    with pytest.raises(ValueError, match="finite"):
        dump(document_with(total=Funding(total=Decimal("NaN"))), path)

    assert "kept" == path.read_text("utf-8")


def test_threads_share_a_converter_only_when_it_is_whole() -> None:
    """The first use may come from many threads at once."""
    interchange._converter.cache_clear()
    barrier = Barrier(8)

    def round_trip(_: int) -> Document:
        barrier.wait()
        return loads(dumps(DOCUMENT, spans=True))

    with ThreadPoolExecutor(8) as pool:
        assert [DOCUMENT] * 8 == list(pool.map(round_trip, range(8)))


# --- what can't be written ------------------------------------------------------------------------------


UNWRITABLE = {
    "NaN": document_with(total=Funding(total=Decimal("NaN"))),
    "an infinite amount": document_with(total=Funding(total=Decimal("-Infinity"))),
    "a huge exponent": document_with(total=Funding(total=Decimal("1E+999999"))),
    "a tiny exponent": document_with(total=Funding(total=Decimal("1E-999999"))),
    "a long amount": document_with(total=Funding(total=Decimal("1" * 1001))),
    "a long negative amount": document_with(total=Funding(total=-Decimal("1" * 1000))),
    "a float amount": document_with(total=Funding(total=1.5)),  # type: ignore[arg-type]  # the misuse in question
    "a number for a title": document_with(title=7),
    "a truth for a year": document_with(year=True),
    "a year beyond other readers": document_with(year=2**53),
    "a span that runs backwards": document_with(span=Span(5, 2)),
    "a span before the text": document_with(span=Span(-1, 2)),
}


@pytest.mark.parametrize("document", UNWRITABLE.values(), ids=UNWRITABLE)
def test_unwritable(document: Document) -> None:
    """What could not be read back is not written."""
    with pytest.raises(ValueError, match=r"can't write|a span runs|is not a valid"):
        dumps(document, spans=True)


def test_what_is_no_reading_is_unwritable() -> None:
    """Only the classes of readings are written in their place."""
    target = Target(text="5人", reading="five")  # type: ignore[arg-type]  # the misuse in question
    with pytest.raises(ValueError, match="can't write the string 'five' as a reading"):
        make_converter().unstructure(target)


def test_a_pair_of_surrogates_is_unwritable() -> None:
    """JSON would read the pair as one character, so it is refused rather than changed."""
    with pytest.raises(ValueError, match="surrogate"):
        dumps(document_with(title="\ud83d\ude00"))


def test_lone_surrogates_are_escaped() -> None:
    """The text encodes to UTF-8 though the title does not."""
    document = document_with(title="\ude00残\ud83d")
    text = dumps(document)

    assert r'"\ude00残\ud83d"' in text
    assert document == loads(text.encode("utf-8").decode("utf-8"))


def test_only_documents_are_written() -> None:
    """A parse result is not taken for its value."""
    result = ParseResult(value=DOCUMENT, diagnostics=(), source=SourceText(""))
    with pytest.raises(TypeError, match=r"expected a Document, got a ParseResult; pass its value$"):
        dumps(result)  # type: ignore[arg-type]  # the misuse in question
    with pytest.raises(TypeError, match=r"expected a Document, got a PerformanceTable$"):
        dumps(DOCUMENT.tables[0])  # type: ignore[arg-type]  # the misuse in question


# --- what is refused ----------------------------------------------------------------------------------


class _Word(StrEnum):
    A = "a"


#: Where a member is changed to what, and (where that is another place) at which path it is refused.
INVALID: list[tuple[tuple[str | int, ...], object, str | None]] = [
    (("format",), "ocds", None),
    (("format",), None, None),
    (("format",), ABSENT, "$"),
    (("format_version",), 1.0, None),
    (("format_version",), "1", None),
    (("format_version",), "01.0", None),
    (("format_version",), "2.0", None),
    (("format_version",), "0.9", None),
    (("format_version",), ABSENT, "$"),
    (("generator",), None, None),
    (("generator",), ABSENT, "$"),
    (("document",), None, None),
    (("document",), [], None),
    (("document",), ABSENT, "$"),
    (("comment",), "mine", None),
    (("diagnostics",), None, None),
    (("diagnostics",), ABSENT, "$"),
    (("diagnostics", 0), "T401", None),
    (("diagnostics", 0, "severity"), "fatal", None),
    (("diagnostics", 0, "severity"), 1, None),
    (("diagnostics", 0, "span"), ABSENT, "$.diagnostics[0]"),
    (("diagnostics", 1, "path"), None, None),
    (("diagnostics", 1, "hint"), ["a"], None),
    (("document", "tables"), "表", None),
    (("document", "tables"), {}, None),
    (("document", "tables"), ABSENT, "$.document"),
    (("document", "tables", 1), None, None),
    ((*TABLE, "title"), 7, None),
    ((*TABLE, "year"), "2024", None),
    ((*TABLE, "year"), True, None),
    ((*TABLE, "year"), 2024.5, None),
    ((*TABLE, "year"), 2**53, None),
    ((*TABLE, "year"), ABSENT, json_path(*TABLE)),
    ((*TABLE, "amount_unit"), "两", None),
    ((*TABLE, "amount_unit"), 10000, None),
    ((*TABLE, "total"), "20000", None),
    ((*TABLE, "spending_units"), None, None),
    ((*TABLE, "total", "total"), 20000, None),
    ((*TABLE, "total", "total"), 20000.5, None),
    ((*TABLE, "total", "total"), "2E+4", None),
    ((*TABLE, "total", "total"), "NaN", None),
    ((*TABLE, "total", "total"), "Infinity", None),
    ((*TABLE, "total", "total"), "", None),
    ((*TABLE, "total", "total"), " 1", None),
    ((*TABLE, "total", "total"), "1,000", None),
    ((*TABLE, "total", "total"), "1_000", None),
    ((*TABLE, "total", "total"), "+1", None),
    ((*TABLE, "total", "total"), "007", None),
    ((*TABLE, "total", "total"), ".5", None),
    ((*TABLE, "total", "total"), "１", None),
    ((*TABLE, "total", "total"), "1" * 1001, None),
    ((*TABLE, "total", "total"), ABSENT, json_path(*TABLE, "total")),
    ((*UNIT, "funding", "sum"), "1", None),
    ((*UNIT, "projects"), [["a"]], json_path(*UNIT, "projects", 0)),
    ((*PROJECT, "name"), None, None),
    ((*PROJECT, "funding"), None, None),
    ((*PROJECT, "note"), None, None),
    ((*PROJECT, "span"), [0, 1], None),
    ((*PROJECT, "span"), {"start": 0}, None),
    ((*PROJECT, "span"), {"start": 0, "end": 1, "line": 1}, json_path(*PROJECT, "span", "line")),
    ((*PROJECT, "span"), {"start": "0", "end": 1}, json_path(*PROJECT, "span", "start")),
    ((*INDICATOR, "ordinal"), "1", None),
    ((*INDICATOR, "ordinal"), False, None),
    ((*INDICATOR, "level1"), None, None),
    ((*INDICATOR, "level1", "label"), None, None),
    ((*INDICATOR, "level1", "code"), 1, None),
    ((*INDICATOR, "annual_target"), "54人", None),
    ((*INDICATOR, "annual_target", "normalized"), ABSENT, json_path(*INDICATOR, "annual_target")),
    (
        (*INDICATOR, "annual_target", "reading"),
        {"kind": "sketch"},
        json_path(*INDICATOR, "annual_target", "reading", "kind"),
    ),
    ((*INDICATOR, "annual_target", "reading"), "", None),
    ((*INDICATOR, "annual_target", "reading"), ABSENT, json_path(*INDICATOR, "annual_target")),
]
#: Whatever Python's JSON reader can't make, but `from_dict` may be given.
NOT_JSON: list[tuple[tuple[str | int, ...], object]] = [
    (("document", "tables"), ()),
    ((*TABLE, "title"), _Word.A),
    ((*TABLE, "amount_unit"), AmountUnit.YUAN),
    ((*TABLE, "year"), 10**5000),
    ((*TABLE, "year"), 2024.0),
    ((*TABLE, "year"), float("nan")),
    ((*TABLE, "total", "total"), Decimal(1)),
    ((*TABLE, "total", "total"), "1\n"),
    ((*PROJECT, "span"), {"start": -1, "end": 1}),
    ((*PROJECT, "span"), {"start": 2, "end": 1}),
    ((*PROJECT, "span"), Span(0, 1)),
]


def named(parameter: object) -> str:
    """Return a short name for a parameter of a test."""
    if isinstance(parameter, tuple):
        return json_path(*parameter)
    return jsontext.described(parameter) if parameter is not ABSENT else "absent"


@pytest.mark.parametrize(("place", "value", "path"), INVALID, ids=named)
def test_invalid_documents(place: tuple[str | int, ...], value: object, path: str | None) -> None:
    """The schema and the reader refuse the same, at the same place."""
    data = changed(*place, to=value)
    path = path or json_path(*place)
    by_schema = [error.json_path for error in VALIDATOR.iter_errors(data)]

    readers: list[Callable[[], Document]] = [lambda: from_dict(data), lambda: loads(json.dumps(data))]
    for read in readers:
        with pytest.raises(FormatError) as refused:
            read()
        assert path == refused.value.path
        assert 1 == len(refused.value.errors)
    # The schema may blame the object that holds the member.
    assert by_schema
    assert all(path.startswith(place) for place in by_schema)


@pytest.mark.parametrize(("place", "value"), NOT_JSON, ids=named)
def test_nothing_is_coerced(place: tuple[str | int, ...], value: object) -> None:
    """Python values that resemble the JSON ones are refused, too."""
    with pytest.raises(FormatError) as refused:
        from_dict(changed(*place, to=value))

    assert [json_path(*place)] == [path for path, _ in refused.value.errors]


def test_the_unchanged_document_is_valid() -> None:
    """What the lists above change is refused for the change alone."""
    assert [] == list(VALIDATOR.iter_errors(DATA))
    assert DOCUMENT == from_dict(DATA) == from_dict(MappingProxyType(DATA))


def test_every_fault_is_named() -> None:
    """One reading is enough to learn of all that is wrong."""
    data = changed(*TABLE, "year", to="2024")
    data["document"]["tables"][1]["title"] = 7
    del data["generator"]
    data["diagnostics"][0]["code"] = None
    data["a key"] = data["k" * 100] = data[7] = 1  # type: ignore[index]  # keys of all kinds
    with pytest.raises(FormatError) as refused:
        from_dict(data)

    assert [
        ("$", "the key 'generator' is missing"),
        ("$.document.tables[0].year", f"expected an integer within ±{2**53 - 1}, got the string '2024'"),
        ("$.document.tables[1].title", "expected a string, got the number 7"),
        ("$.diagnostics[0].code", "expected a string, got null"),
        ("$['a key']", "the key is unknown"),
        (f"$['{'k' * 59}…']", "the key is unknown"),
        ("$[the number 7]", "the key is unknown"),
    ] == list(refused.value.errors)
    assert str(refused.value).startswith("$: the key 'generator' is missing; $.document")


MESSAGES: dict[str, object] = {
    "got null": None,
    "got true": True,
    "got an integer beyond that": 10**5000,
    "got the number 1.5": 1.5,
    f"got the string '{'x' * 59}…'": "x" * 100,
    "got an object": {},
    "got an array": [],
    "got a Python tuple": (),
}


@pytest.mark.parametrize("message", MESSAGES)
def test_messages_describe_what_was_given(message: str) -> None:
    """A message names the value in JSON's words and never at length."""
    with pytest.raises(FormatError) as refused:
        make_converter().structure({"start": MESSAGES[message], "end": 1}, Span)

    assert refused.value.errors[0][1].endswith(message)


MALFORMED = {
    "": "line 1, column 1: expecting value",
    "{": "line 1, column 2: expecting property name",
    '{"format"\n:\n"budgetperf"': "line 3, column 13: expecting ',' delimiter",
    "{} {}": "line 1, column 4: extra data",
    '"\x01"': "line 1, column 2: invalid control character$",
    "\ufeff{}": "line 1, column 1",
    "[]": "expected an object, got an array",
    "null": "expected an object, got null",
    '"budgetperf"': "expected an object, got the string 'budgetperf'",
    "{}": "the key 'format' is missing",
    '{"a": NaN}': r"\$.a: NaN is not JSON",
    '{"a": [1, -Infinity]}': r"\$.a\[1\]: -Infinity is not JSON",
    '{"a": {"b": 1, "c": 2, "b": 3, "b": 4}, "d": [{"e": 1, "e": 2}]}': (
        r"^\$.a.b: the key is given twice; \$.d\[0\].e: the key is given twice$"
    ),
    '{"a": {"b": 1, "b": 2}, "a": 3}': r"^\$.a: the key is given twice$",
    '{"a": 9007199254740992}': r"\$.a: expected an integer within ±9007199254740991, got one of 16 characters",
    '{"a": ' + "7" * 1_000_000 + "}": r"\$.a: expected an integer within .*, got one of 1000000 characters",
    "[" * 1_000_000: "nested too deeply",
    '{"a":' * 1_000_000: "nested too deeply",
}


@pytest.mark.parametrize(("text", "message"), MALFORMED.items(), ids=[text[:20] for text in MALFORMED])
def test_malformed_text(text: str, message: str) -> None:
    """Text that is not one JSON object is refused, with its place where there is one."""
    with pytest.raises(FormatError, match=message):
        loads(text)


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.integers() | st.text(), st.lists, max_leaves=5))
def test_hostile_members(value: object) -> None:
    """Whatever stands in the place of a table is refused, by a fault and not by an accident."""
    with pytest.raises(FormatError) as refused:
        from_dict(changed("document", "tables", 0, to=value))

    assert "$.document.tables[0]" == refused.value.path
    assert repr(refused.value) == repr(pickle.loads(pickle.dumps(refused.value)))  # noqa: S301 - our own pickle


@given(st.text() | st.binary().map(lambda content: content.decode("latin-1")))
def test_any_text_is_refused(text: str) -> None:
    """No text raises anything but our own error."""
    with pytest.raises(FormatError):
        loads(text)


def test_a_million_digits_are_refused_at_once() -> None:
    """A long amount is not computed, and not quoted."""
    text = dumps(DOCUMENT).replace('"20000"', '"' + "9" * 1_000_000 + '"')
    with pytest.raises(FormatError) as refused:
        loads(text)

    assert json_path(*TABLE, "total", "total") == refused.value.path
    assert len(str(refused.value)) < 300


def test_the_longest_amount() -> None:
    """The limit is the same for reading and for writing."""
    document = document_with(total=Funding(total=Decimal("1" * 1000), other_funds=Decimal("-1E-997")))
    longest = Decimal("1E+999")

    assert document == loads(dumps(document))
    assert document_with(total=Funding(total=longest)) == loads(dumps(document_with(total=Funding(total=longest))))


def test_bytes_that_are_not_utf8(tmp_path: Path) -> None:
    """A file in another encoding is refused with the first byte that tells."""
    path = tmp_path / "gbk.json"
    path.write_bytes('{"部门": 1}'.encode("gb18030"))
    with pytest.raises(FormatError, match=r"\$: not UTF-8 at byte 2"):
        load(path)


def test_cattrs_errors_do_not_escape() -> None:
    """A fault has no foreign error behind it."""
    with pytest.raises(FormatError) as refused:
        from_dict(changed(*TABLE, "year", to="2024"))

    assert refused.value.__cause__ is None
    assert not isinstance(refused.value, cattrs.BaseValidationError)


# --- versions -----------------------------------------------------------------------------------------


def test_another_major_version_is_not_read() -> None:
    """Its keys may mean something else, so nothing but the version is looked at."""
    with pytest.raises(UnsupportedFormatVersion) as refused:
        loads('{"format": "budgetperf", "format_version": "2.0", "records": []}')

    assert "$.format_version" == refused.value.path
    assert "$.format_version: format version 2.0 is not supported; this version reads 1.x" == str(refused.value)


def newer() -> dict[str, Any]:
    """Return the golden document as a newer minor version might write it."""
    data = changed("format_version", to="1.1")
    data["source"] = {"length": 130}
    data["document"]["tables"][0]["region"] = "清溪县"
    data["diagnostics"][0]["data"] = {}
    indicator = data["document"]["tables"][0]["spending_units"][0]["projects"][0]["indicators"][0]
    indicator["annual_target"]["reading"] = {"kind": "sketch"}
    indicator["span"]["line"] = 3
    return data


def read_newer(tmp_path: Path) -> list[Callable[[], Document]]:
    """Return every way of reading the newer document."""
    text = json.dumps(newer())
    (tmp_path / "newer.json").write_text(text, "utf-8")
    return [
        lambda: from_dict(newer()),
        lambda: loads(text),
        lambda: load(tmp_path / "newer.json"),
        lambda: load(io.StringIO(text)),
        lambda: load(io.BytesIO(text.encode())),
    ]


def test_a_newer_minor_version_is_read_with_a_warning(tmp_path: Path) -> None:
    """What this version does not know is ignored; the warning points at the caller."""
    for read in read_newer(tmp_path):
        with pytest.warns(NewerFormatWarning, match=r"format version 1\.1 is newer than 1\.0") as warned:
            document = read()

        assert DOCUMENT == document
        assert [__file__] == [warning.filename for warning in warned]


def test_a_newer_minor_version_is_still_held_to_what_is_known() -> None:
    """Only additions are forgiven: neither missing keys nor wrong types are."""
    data = newer()
    data["document"]["tables"][0]["year"] = "2024"
    del data["document"]["tables"][1]["title"]
    data["document"]["tables"][0]["spending_units"][0]["projects"][0]["indicators"][1]["period_target"]["reading"] = "5"
    with pytest.warns(NewerFormatWarning), pytest.raises(FormatError) as refused:
        from_dict(data)

    assert [
        "$.document.tables[0].year",
        "$.document.tables[0].spending_units[0].projects[0].indicators[1].period_target.reading",
        "$.document.tables[1]",
    ] == [path for path, _ in refused.value.errors]


# --- the schema ---------------------------------------------------------------------------------------


def test_the_schema_is_a_fresh_copy() -> None:
    """Changing the schema one got changes nobody else's."""
    schema = json_schema()
    schema.clear()

    assert {} != json_schema()


def test_the_schema_is_valid_and_strict() -> None:
    """Every object is closed, and every member is described."""
    schema = json_schema()
    Draft202012Validator.check_schema(schema)

    for part in (schema, *schema["$defs"].values()):
        assert part["title"]
        assert part["description"]
        if part.get("type") == "object":
            assert part["additionalProperties"] is False
            assert all(member["description"] for member in part["properties"].values())


@pytest.mark.parametrize("cls", [*MODELS, Span, Diagnostic])
def test_the_schema_knows_the_attributes(cls: type[attrs.AttrsInstance]) -> None:
    """Keys and their order are the attributes'; only a model's spans may be absent."""
    names = [attribute.name for attribute in attrs.fields(cls)]
    spans = [attribute.name for attribute in span_fields(cls)] if cls in MODELS else []
    part = json_schema()["$defs"][cls.__name__]

    assert names == list(part["properties"])
    assert [name for name in names if name not in spans] == part["required"]


def test_the_schema_knows_the_words() -> None:
    """Closed sets are the same in the schema and in the model."""
    definitions = json_schema()["$defs"]

    assert [*AmountUnit, None] == definitions["PerformanceTable"]["properties"]["amount_unit"]["enum"]
    assert [*Severity] == definitions["Diagnostic"]["properties"]["severity"]["enum"]
    assert FORMAT_VERSION == json_schema()["properties"]["format_version"]["const"]
    assert jsontext.MAX_INTEGER == definitions["Span"]["properties"]["end"]["maximum"]


# --- converters for others ----------------------------------------------------------------------------


class _Rating(StrEnum):
    GOOD = "良"


class _Stars(IntEnum):
    ONE = 1


@attrs.frozen
class _Review:
    project: Project
    rating: _Rating
    stars: _Stars
    final: bool
    notes: tuple[str, ...] = ()


def test_a_converter_can_be_extended() -> None:
    """A class that holds ours is read as strictly as they are."""
    converter = make_converter(spans=True)
    review = _Review(DOCUMENT.tables[0].spending_units[0].projects[0], _Rating.GOOD, _Stars.ONE, final=True)
    data = converter.unstructure(review)

    assert review == converter.structure(data, _Review)
    assert attrs.asdict(review) == attrs.asdict(converter.structure(data, _Review))
    assert (["良", 1, True, []]) == list(data.values())[1:]
    for key, value in {"rating": "劣", "stars": True, "final": 1, "notes": "abc", "project": None}.items():
        with pytest.raises(cattrs.ClassValidationError) as refused:
            converter.structure({**data, key: value}, _Review)
        assert FormatError is type(refused.value.exceptions[0])


def test_a_hook_for_a_part_is_used_in_the_whole() -> None:
    """Whoever wants amounts in another form registers that, even after the first use."""
    converter = make_converter()
    converter.unstructure(DOCUMENT)
    converter.register_unstructure_hook(Decimal, float)
    converter.register_structure_hook(Decimal, lambda value, _: Decimal(str(value)))
    data = converter.unstructure(DOCUMENT)

    assert 36.5 == data["tables"][0]["spending_units"][0]["projects"][0]["funding"]["total"]
    assert DOCUMENT == converter.structure(data, Document)
    assert "36.50" in dumps(DOCUMENT)


@pytest.mark.parametrize("diagnostic", DIAGNOSTICS)
def test_a_converter_reads_diagnostics(diagnostic: Diagnostic) -> None:
    """Those who need the diagnostics of a file take them from its envelope."""
    converter = make_converter()

    assert diagnostic == converter.structure(converter.unstructure(diagnostic), Diagnostic)


def test_converters_are_fresh() -> None:
    """Nobody gets the converter of another, and the global one is left alone."""
    assert make_converter() is not make_converter()
    assert interchange._converter(spans=False) is not cattrs.global_converter


def test_paths_of_a_converter_are_relative() -> None:
    """The path begins at the value that was given."""
    with pytest.raises(FormatError) as refused:
        make_converter().structure({"start": 0, "end": None}, Span)

    assert "$.end" == refused.value.path
