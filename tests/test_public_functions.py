"""Every public function has a property that generated examples try to break: here, or in the file that is named."""

import inspect
import json
import warnings
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

import budgetperf
from budgetperf import (
    AllOf,
    Document,
    FormatError,
    LimitExceeded,
    Limits,
    Qualitative,
    Reading,
    Scoring,
    catalogue,
    concat,
    debug_svg,
    dump,
    dumps,
    from_dict,
    is_measurable,
    json_schema,
    load,
    loads,
    make_converter,
    parse,
    read,
    render,
    reports,
    sniff,
    standard_taxonomy,
    standard_units,
    to_dict,
    to_records,
)
from budgetperf.terminal import visible
from budgetperf.testing import assert_spans_exact, documents, readings
from commandline import BROKEN, FINE, TABLE, pdf, workbook_of
from offices import hand_word

TESTS: Final = Path(__file__).parent
#: Each public function with the file of a property of it.
PROPERTIES: Final = {
    **dict.fromkeys(("check",), "test_checks.py"),
    **dict.fromkeys(("diff", "diff_html", "diff_json", "diff_text"), "test_comparing_laws.py"),
    **dict.fromkeys(("format_indicators",), "test_formatting.py"),
    **dict.fromkeys(("format_target", "parse_target"), "test_targets.py"),
    **dict.fromkeys(("parse", "parse_indicators"), "test_laws.py"),
    **dict.fromkeys(
        (
            *("catalogue", "concat", "debug_svg", "dump", "dumps", "from_dict", "json_schema", "load", "loads"),
            *("is_measurable", "make_converter", "read", "render", "sniff", "standard_taxonomy", "standard_units"),
            *("to_dict", "to_records"),
        ),
        Path(__file__).name,
    ),
}


def test_every_public_function_has_a_property() -> None:
    """A function that is new is given one."""
    functions = {name for name in budgetperf.__all__ if is_function(getattr(budgetperf, name))}
    assert functions == set(PROPERTIES)


def is_function(value: object) -> bool:
    """Tell whether a public name is called for an answer, and is no class."""
    return inspect.isroutine(value) or hasattr(value, "cache_info")


@pytest.mark.parametrize("name", PROPERTIES)
def test_the_property_is_where_it_is_said_to_be(name: str) -> None:
    """The file that is named has generated examples, and the function occurs in it."""
    text = (TESTS / PROPERTIES[name]).read_text("utf-8")
    assert "@given(" in text
    assert f"{name}(" in text


# --- files ------------------------------------------------------------------------------------------------

FILES: Final = (
    *(FINE.encode(), BROKEN.encode("gb18030"), FINE.replace(" | ", ",").encode("utf-16"), pdf([TABLE])),
    *(workbook_of(表=TABLE), hand_word("<w:tbl><w:tr><w:tc><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc></w:tr></w:tbl>")),
    *(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), rb"{\rtf1 \u30002?\par\trowd\cellx9\intbl x\cell\row}"),
    "<table><tr><td>项目名称<td>总计<td>绩效指标<tr><td>甲<td>1<td>乙</table>".encode(),
    b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\nContent-Type: text/html\n\n<p>a",
)
LIMITS: Final = Limits(unpacked_bytes=1 << 22, part_bytes=1 << 22, cells=10_000, characters=1 << 18, pages=3)


@st.composite
def damaged_files(draw: st.DrawFn) -> bytes:
    """Return a file of any kind of which bytes are changed, left out or repeated; or any bytes."""
    data = draw(st.sampled_from(FILES) | st.binary(max_size=200))
    for _ in range(draw(st.integers(0, 3))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, 40)))
        data = data[:start] + draw(st.binary(max_size=8) | st.just(data[start:end] * 3)) + data[end:]
    return data


@given(damaged_files())
def test_any_file_is_read_or_goes_beyond_its_limits(data: bytes) -> None:
    """Whatever bytes a file has, it has an answer with exact spans, or the one error for what is too much."""
    told = sniff(data)
    assert told.reader is not None or told.words
    try:
        result = read(data, limits=LIMITS)
    except LimitExceeded as refused:
        assert getattr(LIMITS, refused.limit) == refused.allowed
        return
    assert_spans_exact(result)
    for doubt in result.diagnostics:
        assert doubt.code in catalogue()
        assert visible(doubt.message) in render(doubt, result.source, width=10_000)
        if doubt.span:
            result.source.place(doubt.span)


@given(st.sampled_from((pdf([TABLE]), FINE.encode())), st.integers(-1, 3), st.binary(max_size=6), st.integers(0, 900))
def test_any_page_is_drawn_or_refused(data: bytes, page: int, bytes_: bytes, place: int) -> None:
    """A page is a drawing in XML; what is no page of a PDF is a `ValueError`."""
    data = data[:place] + bytes_ + data[place + len(bytes_) :] if bytes_ else data
    try:
        assert debug_svg(data, page).startswith("<svg")
    except ValueError as refused:
        assert str(refused)


# --- JSON -------------------------------------------------------------------------------------------------

KEYS: Final = ("format", "format_version", "document", "tables", "diagnostics", "kind", "span", "start", "text", "")
data_of_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8) | st.just("1.0"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4),
    max_leaves=12,
)


def refused_or(load_it: Callable[[], Document]) -> Document | None:
    """Return a document, or None where the one error for what is none says where the fault is."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a newer minor version
        try:
            return load_it()
        except FormatError as refused:
            assert refused.path.startswith("$")
            return None


@given(
    data_of_json,
    documents(),
    st.sampled_from([("tables",), ("tables", 0), ("tables", 0, "year"), ("tables", 0, "spending_units")]),
)
def test_any_data_is_a_document_or_a_format_error(
    data: object, document: Document, path: tuple[str | int, ...]
) -> None:
    """Any data, by itself or put into a document's, is one or is refused with the place of the fault."""
    refused_or(lambda: from_dict(data))  # type: ignore[arg-type]  # which is what it must tell
    envelope = to_dict(document)
    place: Any = envelope["document"]
    *steps, last = path
    for step in steps:
        place = place[step] if place else {}  # a list may be empty
    if place:
        place[last] = data
    made = refused_or(lambda: from_dict(envelope))
    text = json.dumps(envelope)
    assert made == refused_or(lambda: loads(text)) == refused_or(lambda: load(StringIO(text)))


@given(st.text() | st.text('{}[]":,1e-.tru \\'))
def test_any_text_is_a_document_or_a_format_error(text: str) -> None:
    """No text raises anything else."""
    refused_or(lambda: loads(text))


@given(documents())
def test_a_document_is_the_same_by_every_way_through_json(document: Document) -> None:
    """Files, texts, data and a converter of one's own give the same document, which the schema describes."""
    file = StringIO()
    dump(document, file)
    assert document == loads(file.getvalue()) == loads(dumps(document))
    converter = make_converter()
    assert document == converter.structure(converter.unstructure(document), Document)
    assert set(json_schema()["properties"]) >= set(to_dict(document))


# --- rows and reports -------------------------------------------------------------------------------------


@given(st.lists(documents(), max_size=2))
def test_a_corpus_has_the_rows_of_its_documents(made: list[Document]) -> None:
    """In order, each with the name of its source."""
    corpus = concat({f"{place}.txt": document for place, document in enumerate(made)})
    rows = [row for place, document in enumerate(made) for row in to_records(document, source=f"{place}.txt")]
    for column in ("source", "project", "project_total", "indicator"):
        assert [row[column] for row in rows] == [row[column] for row in corpus.to_records()]


@given(st.text("|\n 项目名称总计财政拨款绩效指标1、2-产出；：年度值%甲\t,<>&", max_size=60))
def test_any_findings_are_reported(text: str) -> None:
    """Whatever is found, each report has it, and is JSON."""
    result = parse(FINE + text)
    found = len(result.diagnostics)
    sarif = json.loads(json.dumps(reports.to_sarif([result])))
    assert found == len(sarif["runs"][0]["results"])
    assert found == sum(
        len(file["diagnostics"]) for file in json.loads(json.dumps(reports.to_report([result])))["files"]
    )


@given(st.sampled_from([1, 2]), st.none() | st.text("0123456789", max_size=3), st.text(max_size=8))
def test_any_category_is_resolved(level: int, code: str | None, label: str) -> None:
    """What is printed is one of the taxonomy's categories, or none."""
    taxonomy = standard_taxonomy()
    category = taxonomy.resolve(level, code, label).category
    assert category is None or category in {entry.category for entry in (*taxonomy.level1, *taxonomy.level2)}


@given(st.text("万千吨公斤平方米元次人/每个项目 ", max_size=8))
def test_any_word_is_a_unit_or_none(word: str) -> None:
    """A unit goes by the word that it is found by, and is as much as itself."""
    units = standard_units()
    found = units.find(word)
    assert found is None or found is units.find(found.word)
    assert units.conversion(word, word) in (1, None)


@given(readings().filter(lambda reading: not isinstance(reading, AllOf | Scoring)))
def test_words_beside_it_make_nothing_measurable(reading: Reading) -> None:
    """A list is measurable where one of its parts is; words are not."""
    assert is_measurable(AllOf(parts=(Qualitative(), reading))) == is_measurable(reading)
