"""Readings survive our JSON unchanged, and what is no reading is refused by its path."""

import json
import sys
from collections.abc import Callable, Mapping
from copy import deepcopy
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType, SimpleNamespace
from typing import Any

import attrs
import cattrs
import pytest
from hypothesis import given
from jsonschema import Draft202012Validator

import budgetperf
from budgetperf import testing
from budgetperf.dates import Precision
from budgetperf.errors import FormatError, NewerFormatWarning
from budgetperf.interchange import dump, dumps, from_dict, json_schema, load, loads, make_converter, to_dict
from budgetperf.model import (
    Category,
    Document,
    Funding,
    Indicator,
    PerformanceTable,
    Project,
    SpendingUnit,
    Target,
)
from budgetperf.quantities import LARGEST_MULTIPLIER
from budgetperf.readings import (
    DEEPEST_NESTING,
    KINDS,
    AllOf,
    Boolean,
    Change,
    Comparator,
    DateWindow,
    Direction,
    Grade,
    Missing,
    MissingReason,
    Qualitative,
    Quantity,
    Reading,
    Reference,
    Scoring,
    Trend,
)

GOLDEN = Path(__file__).parent / "golden" / "json" / "1.0" / "readings.json"
READING = "$.document.tables[0].spending_units[0].projects[0].indicators[0].annual_target.reading"

_PEOPLE = Quantity(comparator=">=", low=Decimal("2.50"), multiplier=10000, unit="人次", cue="不少于", per="每县")
_SHARE = Quantity(
    comparator="between",
    low=Decimal(80),
    high=Decimal(100),
    unit="%",
    label="完成率",
    low_inclusive=False,
)
_ROUNDS = Quantity(comparator="about", low=Decimal("1E+2"), high=Decimal(100), unit=None, cue="约")
_PAID = DateWindow(comparator="<=", end="--12-31", precision="month", event="完成支付", cue="底前")
_BUILT = DateWindow(comparator="=", start="2024-02-01", end="2024-02-29", precision="month")
_GOOD = Grade(comparator=">=", grade="合格", cue="及以上", label="验收")
_GROWTH = Change(direction="up", comparator="<", high=Decimal("5.0"), unit="%", base="上年", label="成本")
#: One reading of every kind and more, in the order of the golden file: never to be changed.
READINGS: tuple[Reading, ...] = (
    _PEOPLE,
    _SHARE,
    _ROUNDS,
    _PAID,
    _BUILT,
    DateWindow(comparator=">=", start="2024-07-01", precision="open"),
    _GOOD,
    Trend(direction="down", cue="逐步降低", label="能耗"),
    Trend(direction="hold", cue="有效保障"),
    _GROWTH,
    Change(direction="down", base=None, cue="下降"),
    Boolean(value=True, cue="是"),
    Boolean(value=False, cue="否"),
    Reference(comparator="<=", reference="合同金额", cue="≤"),
    Scoring(
        full_marks=Quantity(comparator=">=", low=Decimal(90), unit="%", cue="及以上"),
        step=Decimal(5),
        step_unit="%",
        deduction=Decimal(10),
        deduction_unit="%",
    ),
    Scoring(),
    AllOf(parts=(_PEOPLE, _PAID, AllOf(parts=(_GOOD, Scoring(full_marks=_SHARE)))), open=True),
    AllOf(parts=()),
    Qualitative(),
    Missing(reason="echo"),
    Missing(reason="placeholder"),
    Missing(reason="not_applicable"),
)
#: The union, which cattrs takes though its types don't say so.
ANY_KIND: Any = Reading
CLASSES = tuple(KINDS.values())
VALIDATOR = Draft202012Validator(json_schema())


def document_with(*readings: Reading | None) -> Document:
    """Return a document with an indicator for each reading."""
    indicators = tuple(
        Indicator(
            ordinal=number,
            level1=Category("1", "产出指标", "output"),
            level2=None,
            name="",
            period_target=None,
            annual_target=Target("值", "值", reading),
        )
        for number, reading in enumerate(readings, 1)
    )
    project = Project(name="巡河项目", funding=Funding(), objective=None, indicators=indicators)
    unit = SpendingUnit(name=None, funding=None, projects=(project,))
    table = PerformanceTable(
        title=None,
        department=None,
        department_label=None,
        amount_unit=None,
        year=2024,
        total=None,
        spending_units=(unit,),
    )
    return Document(tables=(table,))


def readings_of(document: Document) -> list[Reading | None]:
    """Return the readings of a document's annual targets."""
    return [
        indicator.annual_target.reading
        for table in document.tables
        for project in table.projects
        for indicator in project.indicators
        if indicator.annual_target is not None
    ]


def data_with(reading: object, version: str = "1.0") -> dict[str, Any]:
    """Return the data of a document whose one reading is written as `reading`."""
    data = to_dict(document_with(None))
    project = data["document"]["tables"][0]["spending_units"][0]["projects"][0]
    project["indicators"][0]["annual_target"]["reading"] = reading
    return {**data, "format_version": version}


def written(reading: Reading) -> dict[str, Any]:
    """Return a reading as it is written."""
    data: dict[str, Any] = make_converter().unstructure(reading)
    return data


def faults_of(reading: object) -> list[tuple[str, str]]:
    """Return what is wrong with a document whose one reading is written as `reading`."""
    with pytest.raises(FormatError) as refused:
        from_dict(data_with(reading))
    return list(refused.value.errors)


# --- what is written is read back ---------------------------------------------------------------------


def test_every_kind_is_in_the_golden_file() -> None:
    """Every kind, and every reason for saying nothing."""
    assert set(CLASSES) == {type(reading) for reading in READINGS}
    assert set(MissingReason) == {reading.reason for reading in READINGS if isinstance(reading, Missing)}


def test_golden_file(tmp_path: Path) -> None:
    """A file of a released format version loads, and the same readings still give the same bytes."""
    dump(document_with(*READINGS), tmp_path / "file.json", indent=2)
    golden = GOLDEN.read_text("utf-8").replace('"budgetperf 0.1.0"', f'"budgetperf {budgetperf.__version__}"')

    assert golden == (tmp_path / "file.json").read_text("utf-8")
    assert list(READINGS) == readings_of(load(GOLDEN))
    assert [] == list(VALIDATOR.iter_errors(json.loads(golden)))


@given(testing.readings())
def test_round_trip(reading: Reading) -> None:
    """Any reading comes back equal, valid by the schema, from a document or from a converter."""
    document, converter = document_with(reading), make_converter()
    data = json.loads(dumps(document))

    testing.assert_json_round_trip(document)
    assert [reading] == readings_of(loads(dumps(document)))
    assert [] == list(VALIDATOR.iter_errors(data))
    assert reading == converter.structure(converter.unstructure(reading), type(reading))
    assert reading == converter.structure(converter.unstructure(reading, Reading), ANY_KIND)


@pytest.mark.parametrize("reading", READINGS, ids=lambda reading: reading.kind)
def test_keys(reading: Reading) -> None:
    """The kind is the first key, then come the attributes in their order, None and all."""
    names = [attribute.name for attribute in attrs.fields(type(reading))]
    data = written(reading)

    assert ["kind", *names] == list(data)
    assert reading.kind == data["kind"]


def test_the_data_is_plain() -> None:
    """Words are of the plain class, numbers in plain notation with the digits that were printed."""
    data = written(attrs.evolve(_ROUNDS, low=Decimal("1E+2")))

    assert ("about", "100", "100", None) == (data["comparator"], data["low"], data["high"], data["unit"])
    assert str is type(data["comparator"])
    assert "2.50" == written(_PEOPLE)["low"]
    assert "--12-31" == written(_PAID)["end"]
    assert written(_GOOD) == written(AllOf(parts=(_GOOD,)))["parts"][0]


def test_null_stays_legal() -> None:
    """A target without a reading is written so."""
    assert [None] == readings_of(from_dict(data_with(None)))
    assert (
        None
        is to_dict(document_with(None))["document"]["tables"][0]["spending_units"][0]["projects"][0]["indicators"][0][
            "annual_target"
        ]["reading"]
    )


# --- what can't be written ------------------------------------------------------------------------------


UNWRITABLE: dict[str, Any] = {
    "a string": "≥90%",
    "a number": 90,
    "a dict": {"kind": "qualitative"},
    "a class": Qualitative,
    "something with a kind": SimpleNamespace(kind="qualitative"),
    "a target": Target("良"),
    "a number for a word": Trend(direction="up", cue=5),  # type: ignore[arg-type]  # the misuse in question
    "a number for a truth": Boolean(value=1),  # type: ignore[arg-type]  # the misuse in question
    "a number for an open list": AllOf(parts=(), open=0),  # type: ignore[arg-type]  # the misuse in question
    "a truth for a unit": Quantity(comparator="=", low=Decimal(1), high=Decimal(1), unit=True),  # type: ignore[arg-type]  # the misuse in question
}


@pytest.mark.parametrize("reading", UNWRITABLE.values(), ids=UNWRITABLE)
def test_unwritable(reading: Any) -> None:  # noqa: ANN401 - anything
    """What could not be read back is not written."""
    with pytest.raises(ValueError, match="can't write"):
        dumps(document_with(reading))


# --- what is refused ----------------------------------------------------------------------------------


ABSENT = object()
QUANTITY, CHANGE, DATE = written(_SHARE), written(_GROWTH), written(_BUILT)
SCORING, ALL_OF = written(READINGS[14]), written(READINGS[16])

#: A reading, a member of it, its value, and the path below the reading at which it is refused.
INVALID: list[tuple[dict[str, Any], str, object, str]] = [
    (QUANTITY, "kind", ABSENT, ""),
    (QUANTITY, "kind", None, ".kind"),
    (QUANTITY, "kind", "Quantity", ".kind"),
    (QUANTITY, "kind", "sketch", ".kind"),
    (QUANTITY, "kind", 5, ".kind"),
    (QUANTITY, "kind", ["quantity"], ".kind"),
    (QUANTITY, "comparator", "≥", ".comparator"),
    (QUANTITY, "comparator", None, ".comparator"),
    (QUANTITY, "comparator", ">=", ""),
    (QUANTITY, "comparator", "<", ""),
    (QUANTITY, "low", None, ""),
    (QUANTITY, "low", ABSENT, ""),
    (QUANTITY, "low", 80, ".low"),
    (QUANTITY, "low", 80.5, ".low"),
    (QUANTITY, "low", "8E+1", ".low"),
    (QUANTITY, "low", "NaN", ".low"),
    (QUANTITY, "low", "080", ".low"),
    (QUANTITY, "low", "八十", ".low"),
    (QUANTITY, "high", "1" * 1001, ".high"),
    (QUANTITY, "high", True, ".high"),
    (QUANTITY, "multiplier", 0, ""),
    (QUANTITY, "multiplier", -1, ""),
    (QUANTITY, "multiplier", "1", ".multiplier"),
    (QUANTITY, "multiplier", True, ".multiplier"),
    (QUANTITY, "multiplier", 2**53, ".multiplier"),
    (QUANTITY, "unit", 5, ".unit"),
    (QUANTITY, "cue", None, ".cue"),
    (QUANTITY, "label", ["a"], ".label"),
    (QUANTITY, "per", {}, ".per"),
    (QUANTITY, "low_inclusive", "true", ".low_inclusive"),
    (QUANTITY, "low_inclusive", 1, ".low_inclusive"),
    (QUANTITY, "high_inclusive", None, ".high_inclusive"),
    (QUANTITY, "direction", "up", ".direction"),
    (QUANTITY, "span", None, ".span"),
    ({**QUANTITY, "comparator": ">", "high": None, "low_inclusive": True}, "high_inclusive", False, ""),
    ({**QUANTITY, "comparator": "<=", "low": None, "low_inclusive": True}, "low_inclusive", False, ""),
    (CHANGE, "direction", None, ".direction"),
    (CHANGE, "direction", "upwards", ".direction"),
    (CHANGE, "comparator", None, ""),
    (CHANGE, "low", "3", ""),
    (CHANGE, "base", 2012, ".base"),
    (DATE, "start", "2024-2-1", ".start"),
    (DATE, "start", "2024-13-01", ".start"),
    (DATE, "start", "0000-01-01", ".start"),
    (DATE, "start", "--02-30", ".start"),
    (DATE, "start", "02-01", ".start"),
    (DATE, "start", "20240201", ".start"),
    (DATE, "end", 2024, ".end"),
    (DATE, "end", "2024-02-29T00:00", ".end"),
    (DATE, "comparator", "about", ""),
    (DATE, "comparator", "<=", ""),
    (DATE, "comparator", ">", ""),
    (DATE, "precision", "week", ".precision"),
    (DATE, "precision", None, ".precision"),
    (DATE, "event", None, ".event"),
    (written(_GOOD), "grade", None, ".grade"),
    (written(_GOOD), "grade", ABSENT, ""),
    (written(_GOOD), "comparator", "=>", ".comparator"),
    (written(Trend(direction="up")), "direction", 1, ".direction"),
    (written(Boolean(value=True)), "value", None, ".value"),
    (written(Boolean(value=True)), "value", "是", ".value"),
    (written(Boolean(value=True)), "value", 1, ".value"),
    (written(Reference(comparator="<=", reference="a")), "reference", None, ".reference"),
    (written(Qualitative()), "text", "好", ".text"),
    (written(Missing(reason="echo")), "reason", "lost", ".reason"),
    (written(Missing(reason="echo")), "reason", None, ".reason"),
    (SCORING, "step", 5, ".step"),
    (SCORING, "deduction", "Infinity", ".deduction"),
    (SCORING, "deduction_unit", 1, ".deduction_unit"),
    (SCORING, "full_marks", "90%", ".full_marks"),
    (SCORING, "full_marks", {}, ".full_marks"),
    (SCORING, "full_marks", {"kind": "sketch"}, ".full_marks.kind"),
    (SCORING, "full_marks", {**QUANTITY, "low": 1}, ".full_marks.low"),
    (ALL_OF, "parts", None, ".parts"),
    (ALL_OF, "parts", {}, ".parts"),
    (ALL_OF, "parts", ["良"], ".parts[0]"),
    (ALL_OF, "parts", [QUANTITY, None], ".parts[1]"),
    (ALL_OF, "parts", [QUANTITY, []], ".parts[1]"),
    (ALL_OF, "parts", [{**ALL_OF, "parts": [{**DATE, "start": "x"}]}], ".parts[0].parts[0].start"),
    (ALL_OF, "open", None, ".open"),
    (ALL_OF, "open", 0, ".open"),
]
#: What a schema can't see: numbers and days beside each other, and how deep readings are nested.
INVALID_BY_THE_READER_ALONE: list[tuple[dict[str, Any], str, object, str]] = [
    (QUANTITY, "low", "100.5", ""),
    ({**QUANTITY, "low_inclusive": True}, "comparator", "=", ""),
    ({**QUANTITY, "low_inclusive": True}, "comparator", "about", ""),
    (DATE, "end", "2023-02-28", ""),
    (DATE, "start", "2023-02-29", ".start"),
    (DATE, "end", "1900-02-29", ".end"),
]


def named(parameter: object) -> str | None:
    """Return a short name for a parameter of a test."""
    if isinstance(parameter, Mapping):
        return str(parameter.get("kind"))
    return "absent" if parameter is ABSENT else repr(parameter)[:20]


def changed(reading: dict[str, Any], key: str, value: object) -> dict[str, Any]:
    """Return the reading with one member changed, added or taken away."""
    data = deepcopy(reading)
    if value is ABSENT:
        del data[key]
    else:
        data[key] = value
    return data


@pytest.mark.parametrize(("reading", "key", "value", "path"), INVALID, ids=named)
def test_invalid_readings(reading: dict[str, Any], key: str, value: object, path: str) -> None:
    """The reader refuses it at its path, for that alone, and the schema refuses it, too."""
    data = changed(reading, key, value)

    assert [READING + path] == [place for place, _ in faults_of(data)]
    assert [] != list(VALIDATOR.iter_errors(data_with(data)))
    assert [] == list(VALIDATOR.iter_errors(data_with(reading)))
    with pytest.raises(FormatError) as refused:
        loads(json.dumps(data_with(data)))
    assert READING + path == refused.value.path
    with pytest.raises(FormatError) as refused:
        make_converter().structure(data, ANY_KIND)
    assert "$" + path == refused.value.path


@pytest.mark.parametrize(("reading", "key", "value", "path"), INVALID_BY_THE_READER_ALONE, ids=named)
def test_what_a_schema_can_not_see(reading: dict[str, Any], key: str, value: object, path: str) -> None:
    """The reader sees more than the schema."""
    data = changed(reading, key, value)

    assert [READING + path] == [place for place, _ in faults_of(data)]
    assert [] == list(VALIDATOR.iter_errors(data_with(data)))


@pytest.mark.parametrize("value", ["", "≥90%", 5, True, [], {}, [QUANTITY], (), _SHARE, Qualitative], ids=repr)
def test_what_is_no_object_is_refused(value: object) -> None:
    """A reading is an object with a kind, and never taken as it is."""
    assert [READING] == [path for path, _ in faults_of(value)]


def test_every_fault_is_named() -> None:
    """Faults of several parts are told together, by paths that lead to them."""
    quantity = {**QUANTITY, "kind": "date", "low": 5, "multiplier": None, "region": "清溪"}
    with pytest.raises(FormatError) as refused:
        make_converter().structure(quantity, Quantity)
    listed = {**ALL_OF, "parts": [{**QUANTITY, "low": "101"}, DATE, {"kind": "missing"}], "open": 1}

    assert ["$.kind", "$.low", "$.multiplier", "$.region"] == [path for path, _ in refused.value.errors]
    assert "expected 'quantity', got the string 'date'" == refused.value.errors[0][1]
    assert [
        (f"{READING}.parts[0]", "Quantity: low 101 is above high 100"),
        (f"{READING}.parts[2]", "the key 'reason' is missing"),
        (f"{READING}.open", "expected true or false, got the number 1"),
    ] == faults_of(listed)


def test_a_mapping_will_do() -> None:
    """Data needs not be a dict."""
    data = MappingProxyType({**ALL_OF, "parts": [MappingProxyType(part) for part in ALL_OF["parts"]]})

    assert [READINGS[16]] == readings_of(from_dict(data_with(data)))


# --- nesting ------------------------------------------------------------------------------------------


def nested(depth: int) -> dict[str, Any]:
    """Return a reading in lists and rules, `depth` of them."""
    data, grade = written(Qualitative()), written(_GOOD)
    for level in range(depth):
        data = {**SCORING, "full_marks": data} if level % 2 else {**ALL_OF, "parts": [grade, data]}
    return data


def test_the_deepest_nesting() -> None:
    """The limit is the same for the JSON and for the classes."""
    [reading] = readings_of(from_dict(data_with(nested(DEEPEST_NESTING))))

    assert reading is not None
    assert [reading] == readings_of(loads(dumps(document_with(reading), indent=2)))
    with pytest.raises(ValueError, match="nested more than 8 deep"):
        AllOf(parts=(reading,))
    with pytest.raises(ValueError, match="nested more than 8 deep"):
        Scoring(full_marks=reading)


@pytest.mark.parametrize("depth", [DEEPEST_NESTING + 1, DEEPEST_NESTING + 2, 100, 100_000])
@pytest.mark.parametrize("version", ["1.0", "1.7"])
@pytest.mark.filterwarnings("ignore::budgetperf.NewerFormatWarning")
def test_deeper_nesting_is_refused(depth: int, version: str) -> None:
    """However deep it is, the stack does not hear of it."""
    data, converter = nested(depth), make_converter()
    readers: list[Callable[[], object]] = [
        lambda: from_dict(data_with(data, version)),
        lambda: converter.structure(data, ANY_KIND),
    ]
    for read in readers:
        with pytest.raises(FormatError, match="readings are nested more than 8 deep") as refused:
            read()
        assert 1 == len(refused.value.errors)
        assert refused.value.path.endswith((".full_marks", ".parts[1]"))


def test_deep_text_is_refused() -> None:
    """The text of a deeply nested reading is refused before it is data."""
    text = json.dumps(data_with("HERE")).replace('"HERE"', '{"kind": "all_of", "parts": [' * 100_000)
    with pytest.raises(FormatError, match="nested too deeply"):
        loads(text)


def test_a_circle_is_refused() -> None:
    """Data that holds itself ends at the limit."""
    circle: dict[str, Any] = {**ALL_OF}
    circle["parts"] = [circle]

    assert ["readings are nested more than 8 deep"] == [message for _, message in faults_of(circle)]


def test_nesting_needs_little_of_the_stack() -> None:
    """The deepest reading is read and written with the stack that a document needs."""
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(450)
    try:
        [reading] = readings_of(from_dict(data_with(nested(DEEPEST_NESTING))))
    finally:
        sys.setrecursionlimit(limit)

    assert isinstance(reading, Scoring)


# --- versions -----------------------------------------------------------------------------------------


UNKNOWN: dict[str, Any] = {
    "a kind": {"kind": "sketch", "lines": 3},
    "a part": {**ALL_OF, "parts": [QUANTITY, {"kind": "sketch"}]},
    "full marks": {**SCORING, "full_marks": {**ALL_OF, "parts": [{"kind": "sketch"}]}},
}


@pytest.mark.parametrize("reading", UNKNOWN.values(), ids=UNKNOWN)
def test_a_newer_kind_is_no_reading(reading: object) -> None:
    """A list without the part that this version doesn't know would ask for less than what is meant."""
    with pytest.warns(NewerFormatWarning):
        document = from_dict(data_with(reading, "1.1"))

    assert [None] == readings_of(document)
    assert [f"{READING}{path}" for path in (".kind", ".parts[1].kind", ".full_marks.parts[0].kind")][
        [*UNKNOWN.values()].index(reading)
    ] == faults_of(reading)[0][0]


def test_newer_members_are_ignored() -> None:
    """What a newer minor version adds to a kind that is known goes by."""
    reading = {**ALL_OF, "parts": [{**QUANTITY, "confidence": "1"}], "weights": []}
    with pytest.warns(NewerFormatWarning):
        document = from_dict(data_with(reading, "1.1"))

    assert [AllOf(parts=(_SHARE,), open=True)] == readings_of(document)


@pytest.mark.parametrize(
    ("reading", "path"),
    [
        ({"kind": "quantity"}, ""),
        ({"kind": 5}, ".kind"),
        ({}, ""),
        ("sketch", ""),
        ({**QUANTITY, "low": 1}, ".low"),
        ({**QUANTITY, "comparator": "≈"}, ".comparator"),
        ({**QUANTITY, "low": "101"}, ""),
        ({**ALL_OF, "parts": [{**DATE, "start": None, "end": 5}]}, ".parts[0].end"),
    ],
    ids=named,
)
def test_a_newer_version_is_still_held_to_what_is_known(reading: object, path: str) -> None:
    """Only additions are forgiven."""
    with pytest.warns(NewerFormatWarning), pytest.raises(FormatError) as refused:
        from_dict(data_with(reading, "1.1"))

    assert READING + path == refused.value.path


# --- the schema ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("cls", CLASSES)
def test_the_schema_knows_the_attributes(cls: type[Reading]) -> None:
    """Keys and their order are the kind and the attributes; all are required."""
    names = ["kind", *(attribute.name for attribute in attrs.fields(cls))]
    part = json_schema()["$defs"][cls.__name__]

    assert names == list(part["properties"]) == part["required"]
    assert cls.kind == part["properties"]["kind"]["const"]


def test_the_schema_knows_the_words() -> None:
    """Kinds and closed sets are the same in the schema and in the classes."""
    definitions = json_schema()["$defs"]
    quantity, change, window = (definitions[name]["properties"] for name in ("Quantity", "Change", "DateWindow"))

    assert [f"#/$defs/{cls.__name__}" for cls in CLASSES] == [each["$ref"] for each in definitions["Reading"]["oneOf"]]
    assert [*Comparator] == quantity["comparator"]["enum"]
    assert [*Comparator] == definitions["Grade"]["properties"]["comparator"]["enum"]
    assert [*Comparator] == definitions["Reference"]["properties"]["comparator"]["enum"]
    assert [*Comparator, None] == change["comparator"]["enum"]
    assert [each for each in Comparator if each != "about"] == window["comparator"]["enum"]
    assert [*Direction] == change["direction"]["enum"] == definitions["Trend"]["properties"]["direction"]["enum"]
    assert [*Precision] == window["precision"]["enum"]
    assert [*MissingReason] == definitions["Missing"]["properties"]["reason"]["enum"]
    assert LARGEST_MULTIPLIER == quantity["multiplier"]["maximum"] == change["multiplier"]["maximum"]


# --- converters for others ----------------------------------------------------------------------------


@attrs.frozen
class _Judged:
    reading: Reading
    wanted: Quantity | Grade | None = None
    also: tuple[Reading, ...] = ()


def test_a_class_of_others_may_hold_readings() -> None:
    """Unions of readings, whole or in part, are read by their kind in it."""
    converter = make_converter()
    judged = _Judged(_PAID, _GOOD, (_PEOPLE, Qualitative()))
    data = converter.unstructure(judged)

    assert "date" == data["reading"]["kind"]
    assert judged == converter.structure(data, _Judged)
    assert _Judged(_PAID) == converter.structure(converter.unstructure(_Judged(_PAID)), _Judged)
    with pytest.raises(cattrs.ClassValidationError) as refused:
        converter.structure({**data, "wanted": written(_PAID)}, _Judged)
    assert "expected one of 'quantity', 'grade', got the string 'date'" in str(refused.value.exceptions[0])


def test_a_hook_for_a_part_is_used_in_the_whole() -> None:
    """Whoever wants numbers or a kind in another form registers that, even after the first use."""
    converter = make_converter()
    document = document_with(*READINGS)
    converter.unstructure(document)
    converter.register_unstructure_hook(Decimal, float)
    converter.register_unstructure_hook(Qualitative, lambda _: "words")
    converter.register_structure_hook(Decimal, lambda value, _: Decimal(str(value)))

    assert 90.0 == converter.unstructure(READINGS[14])["full_marks"]["low"]
    assert _SHARE == converter.structure(converter.unstructure(_SHARE), ANY_KIND)
    assert {"kind": "all_of", "parts": ["words"], "open": False} == converter.unstructure(AllOf(parts=(Qualitative(),)))
