"""Data frames: the tidy table in Arrow, and in whatever takes Arrow, with nothing lost of a row."""

import functools
import io
import json
import subprocess
import sys
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, strategies

import budgetperf
from budgetperf import (
    COLUMNS,
    Corpus,
    DateWindow,
    Document,
    Funding,
    MissingExtra,
    Quantity,
    Reading,
    SourceText,
    Target,
    UnsupportedFormatVersion,
    concat,
    frames,
    testing,
    to_records,
)
from budgetperf.frames import SCHEMA, records_from_arrow, records_from_parquet
from budgetperf.records import Row
from effort import fewer
from test_records import INDICATOR, PROJECT, TABLE, UNIT

REPOSITORY = Path(__file__).parents[1]
SAMPLES = sorted(path for path in (REPOSITORY / "samples").iterdir() if path.name != "README.md")

DECIMALS = [name for name in COLUMNS if name.endswith(("_low", "_high"))] + list(COLUMNS[7:11])
DATES = [name for name in COLUMNS if name.endswith(("_start", "_end"))]
INTEGERS = ["table", "project_index", "ordinal"]


def document_of(
    *targets: tuple[Reading | None, Reading | None],
    year: int | None = 2024,
    name: str = PROJECT.name,
    objective: str = "河道清澈。",
    funding: Funding = PROJECT.funding,
) -> Document:
    """Return a document of one project, with an indicator for each pair of readings."""
    indicators = tuple(
        attrs.evolve(
            INDICATOR,
            period_target=Target("54人", reading=period),
            annual_target=Target(r"$\geq 54$人", reading=annual),
        )
        for period, annual in targets
    )
    project = attrs.evolve(PROJECT, name=name, objective=objective, funding=funding, indicators=indicators)
    unit = attrs.evolve(UNIT, projects=(project,))
    return Document(tables=(attrs.evolve(TABLE, year=year, spending_units=(unit,)),))


def at_least(number: str, multiplier: int = 1) -> Quantity:
    """Return a quantity of at least so many."""
    return Quantity(comparator=">=", low=Decimal(number), multiplier=multiplier)


VISITS = at_least("2.50", 10_000)
PAID = DateWindow(comparator="<=", end="--12-31")
#: A project with two indicators, and one without any.
DOCUMENT = Document(
    tables=(
        attrs.evolve(
            TABLE,
            spending_units=(
                attrs.evolve(
                    UNIT,
                    projects=(
                        next(document_of((VISITS, PAID), (at_least("90"), None)).tables[0].projects),
                        attrs.evolve(PROJECT, name="水质监测", indicators=()),
                    ),
                ),
            ),
        ),
    )
)
NOTHING = Document(tables=())


def answers(relation: duckdb.DuckDBPyRelation | None) -> list[tuple[object, ...]]:
    """Return the rows that a query gives."""
    assert relation is not None
    return relation.fetchall()


def told(rows: Iterable[Row]) -> list[str]:
    """Return rows so that they are equal to the letter: 36.5 and 36.50 are one number, but two words."""
    return [repr(list(row.items())) for row in rows]


# --- the schema -------------------------------------------------------------------------------------


def test_the_schema_names_its_format() -> None:
    """A frame made today must fit one made in ten years; ``tests/promised/columns.txt`` has its columns."""
    assert {b"format": b"budgetperf.tidy", b"format_version": b"1.0"} == SCHEMA.metadata


def test_the_schema_has_the_columns_of_the_rows() -> None:
    """The same columns in the same order, of the types that the rows promise, and one behind them."""
    assert [*COLUMNS, "verbatim"] == SCHEMA.names
    assert set(DECIMALS) == {field.name for field in SCHEMA if field.type == pa.decimal128(38, 10)}
    assert set(DATES) == {field.name for field in SCHEMA if field.type == pa.date32()}
    assert set(INTEGERS) == {field.name for field in SCHEMA if field.type == pa.int64()}
    typed = {*DECIMALS, *DATES, *INTEGERS}
    assert set(SCHEMA.names) - typed == {field.name for field in SCHEMA if field.type == pa.string()}


@pytest.mark.parametrize("document", [DOCUMENT, NOTHING], ids=["rows", "no rows"])
def test_every_table_is_of_the_schema(document: Document) -> None:
    """However a table is got, and however few its rows are."""
    written = io.BytesIO()
    document.to_parquet(written)

    for table in (document.to_arrow(), pa.table(document), pa.table(concat([document])), pq.read_table(written)):
        assert SCHEMA.equals(table.schema, check_metadata=True)
        assert len(to_records(document)) == table.num_rows


# --- who takes a document ---------------------------------------------------------------------------


def test_values() -> None:
    """Numbers are decimals, days are dates, and a project without indicators keeps its money."""
    first, second, third = DOCUMENT.to_arrow(source="甲.pdf").to_pylist()

    assert [0, 0, 1] == [row["project_index"] for row in (first, second, third)]
    assert ("甲.pdf", 0, "万元", 3) == tuple(first[name] for name in ("source", "table", "amount_unit", "ordinal"))
    assert (Decimal("36.50"), None) == (first["project_total"], first["project_special_account_appropriation"])
    assert (Decimal(25_000), None) == (first["period_low"], first["period_high"])
    assert (None, date(2024, 12, 31)) == (first["annual_start"], first["annual_end"])
    assert (Decimal(90), None) == (second["period_low"], second["annual_end"])
    assert ("水质监测", Decimal("36.50"), None) == tuple(
        third[name] for name in ("project", "project_total", "indicator")
    )
    assert [None] * 3 == [row["verbatim"] for row in (first, second, third)]


def test_polars_takes_a_document() -> None:
    """``polars.DataFrame(document)`` is what ``to_polars`` gives, but for the name of the source."""
    frame = pl.DataFrame(DOCUMENT)
    types = dict(frame.schema)

    assert frame.equals(DOCUMENT.to_polars())
    assert ["甲.pdf"] * 3 == DOCUMENT.to_polars(source="甲.pdf")["source"].to_list()
    assert {pl.Decimal(38, 10)} == {types.pop(name) for name in DECIMALS}
    assert {pl.Date()} == {types.pop(name) for name in DATES}
    assert {pl.Int64()} == {types.pop(name) for name in INTEGERS}
    assert {pl.String()} == set(types.values())
    assert [25_000] == frame.filter(pl.col("period_low") > 90)["period_low"].to_list()


def test_duckdb_takes_a_document() -> None:
    """A query names the variable that holds a document."""
    document = DOCUMENT
    query = "select project, annual_end, period_low + 1, project_total from document where period_low > 90"

    assert [("巡河项目", date(2024, 12, 31), Decimal(25_001), Decimal("36.5"))] == answers(duckdb.sql(query))
    several = concat({"a": document, "b": document})
    assert [("a", 3), ("b", 3)] == answers(duckdb.sql("select source, count(*) from several group by 1 order by 1"))
    types = {"VARCHAR": "string", "BIGINT": "int64", "DATE": "date32[day]", "DECIMAL(38,10)": "decimal128(38, 10)"}
    described = answers(duckdb.sql("describe from document"))
    assert [(each.name, str(each.type)) for each in SCHEMA] == [
        (name, types[str(kind)]) for name, kind, *_ in described
    ]
    assert len(several) == 2  # both are used: DuckDB finds them by name


def test_pandas_takes_a_document() -> None:
    """Every column has Arrow's type, none is of objects, and what is missing is missing in each alike."""
    frame = DOCUMENT.to_pandas(source="甲.pdf")

    assert [pd.ArrowDtype(field.type) for field in SCHEMA] == list(frame.dtypes)
    assert ["甲.pdf"] * 3 == list(frame["source"])
    assert Decimal("36.50") * 2 == frame.drop_duplicates(["source", "table", "project_index"])["project_total"].sum()
    assert [date(2024, 12, 31)] == list(frame["annual_end"].dropna())
    assert [True, True, False] == list(frame["ordinal"].notna())


@pytest.mark.skipif(not hasattr(pd.DataFrame, "from_arrow"), reason="pandas before 3 takes no Arrow stream")
def test_pandas_takes_the_stream_itself() -> None:
    """As docs/data-frames.md says, though with types of its own."""
    assert SCHEMA.names == list(pd.DataFrame.from_arrow(DOCUMENT).columns)  # type: ignore[attr-defined] # not in the stubs yet


def test_a_parsed_document_is_taken_as_it_is() -> None:
    """By polars and DuckDB, with the types of the schema: what was read, and what JSON gives back."""
    parsed = budgetperf.parse((REPOSITORY / "samples" / "pipe_table.md").read_text("utf-8")).unwrap()
    query = (
        "select project, annual_low, annual_end from {} where annual_end is not null or annual_unit = '场' order by 1"
    )
    stored = budgetperf.loads(budgetperf.dumps(parsed))

    expected = pl.DataFrame(SCHEMA.empty_table()).schema
    assert expected == pl.DataFrame(parsed).schema == pl.DataFrame(stored).schema
    found = duckdb.sql(query.format("parsed"))
    assert found is not None
    assert ["VARCHAR", "DECIMAL(38,10)", "DATE"] == [str(kind) for kind in found.types]
    assert answers(found) == answers(duckdb.sql(query.format("stored")))
    assert ("“戏润乡村”惠民演出经费", None, date(2025, 11, 30)) in answers(found)
    assert ("“戏润乡村”惠民演出经费", Decimal(60), None) in answers(found)
    assert "object" not in {str(kind) for kind in parsed.to_pandas().dtypes}


def test_a_source_is_a_name_or_a_path() -> None:
    """As paths come from a folder, however the table is made."""
    path = Path("2025") / "甲.pdf"

    for source in (path, str(path)):
        assert {str(path)} == {row["source"] for row in to_records(DOCUMENT, source=source)}
        assert (
            {str(path)}
            == {*DOCUMENT.to_polars(source=source)["source"]}
            == {*DOCUMENT.to_pandas(source=source)["source"]}
        )
        assert told(to_records(DOCUMENT, source=source)) == told(records_from_arrow(DOCUMENT.to_arrow(source=source)))
    for call in (DOCUMENT.to_arrow, functools.partial(to_records, DOCUMENT)):
        with pytest.raises(TypeError, match="a source is named by a string or a path, not int"):
            call(source=5)  # type: ignore[arg-type]  # what a caller without types hands in


def test_arrow_takes_a_document_as_another_asks() -> None:
    """Who takes the stream may ask for other types."""
    wanted = pa.schema([with_floats(field) for field in SCHEMA])
    table = pa.RecordBatchReader.from_stream(DOCUMENT, schema=wanted).read_all()

    assert wanted == table.schema
    assert [36.5, 36.5, 36.5] == table["project_total"].to_pylist()


def with_floats(field: pa.Field) -> pa.Field:
    """Return a field with floats for decimals, and without what describes it."""
    return pa.field(field.name, pa.float64() if field.name in DECIMALS else field.type, nullable=field.nullable)


@pytest.mark.parametrize("document", [NOTHING, Document(tables=(attrs.evolve(TABLE, spending_units=()),))])
def test_nothing_to_show(document: Document) -> None:
    """A document without projects is a frame without rows, with all its columns."""
    assert (0, 37) == document.to_pandas().shape == document.to_polars().shape == pl.DataFrame(document).shape
    assert [(0,)] == answers(duckdb.sql("select count(*) from document"))
    assert [] == records_from_arrow(document)


# --- what a type can't hold --------------------------------------------------------------------------

NINES = "9" * 28
AS_PRINTED: list[tuple[str, str, object, str | None]] = [
    # a column, its word in the row, what the typed column has, and whether the word is kept beside it
    ("project_total", "36.50", Decimal("36.50"), None),
    ("project_total", "36.505", Decimal("36.505"), None),
    ("project_total", "-0.50", Decimal("-0.50"), None),
    ("project_total", "0.00", Decimal(0), None),
    ("project_total", "36.5", Decimal("36.5"), "36.5"),
    ("project_total", "36", Decimal(36), "36"),
    ("project_total", "36.500", Decimal("36.5"), "36.500"),
    ("project_total", "-0.00", Decimal(0), "-0.00"),
    ("project_total", "1.2E+3", Decimal(1200), "1.2E+3"),
    ("project_total", "0E+99", Decimal(0), "0E+99"),
    ("project_total", "0.0000000001", Decimal("1E-10"), "1E-10"),
    ("project_total", f"{NINES}.9999999999", Decimal(f"{NINES}.9999999999"), None),
    ("project_total", "0.00000000001", None, "1E-11"),
    ("project_total", f"1{'0' * 28}.00", None, f"1{'0' * 28}.00"),
    ("project_total", "1E+999999", None, "1E+999999"),
    ("project_total", "NaN", None, "NaN"),
    ("project_total", "-Infinity", None, "-Infinity"),
    ("period_low", "90", Decimal(90), None),
    ("period_low", "0.5", Decimal("0.5"), None),
    ("period_low", "-3", Decimal(-3), None),
    ("period_low", "6.50", Decimal("6.5"), "6.50"),
    ("period_low", "3.14159265358", None, "3.14159265358"),
    ("period_low", "9" * 29, None, "9" * 29),
    ("annual_end", "2024-02-29", date(2024, 2, 29), None),
    ("annual_end", "0001-01-01", date(1, 1, 1), None),
    ("annual_end", "9999-12-31", date(9999, 12, 31), None),
    ("annual_end", "--02-29", None, "--02-29"),
    ("ordinal", str(2**63 - 1), 2**63 - 1, None),
    ("ordinal", str(-(2**63)), -(2**63), None),
    ("ordinal", str(2**63), None, str(2**63)),
    ("objective", "", "", None),
    ("objective", "\x00\n\"'𠮷\\ud800", "\x00\n\"'𠮷\\ud800", None),
    ("objective", "甲\ud800乙\\", "甲\ufffd乙\\", r"甲\ud800乙\\"),
    ("objective", "\udc80", "\ufffd", r"\udc80"),
    ("objective", "\ud83d\ude00\\ud83d", "😀\\ud83d", r"\ud83d\ude00\\ud83d"),
]


def document_with(column: str, word: str) -> Document:
    """Return a document of one row that has a word in a column."""
    if column == "project_total":
        return document_of((None, None), funding=Funding(total=Decimal(word)))
    if column == "objective":
        return document_of((None, None), objective=word)
    if column == "ordinal":
        [unit] = (table := document_of((None, None)).tables[0]).spending_units
        project = attrs.evolve(unit.projects[0], indicators=(attrs.evolve(INDICATOR, ordinal=int(word)),))
        return Document(tables=(attrs.evolve(table, spending_units=(attrs.evolve(unit, projects=(project,)),)),))
    window = DateWindow(comparator="<=", end=word) if column == "annual_end" else None
    return document_of((at_least(word) if column == "period_low" else None, window), year=None)


@pytest.mark.parametrize(("column", "word", "held", "beside"), AS_PRINTED)
def test_what_a_type_can_not_hold(column: str, word: str, held: object, beside: str | None) -> None:
    """It is null in its column, never rounded, and stands to the letter in ``verbatim``."""
    document = document_with(column, word)
    [row] = document.to_arrow().to_pylist()

    assert held == row[column]
    assert (None if beside is None else {column: beside}) == (row["verbatim"] and json.loads(row["verbatim"]))
    assert told(to_records(document)) == told(records_from_arrow(document))


def test_each_row_keeps_its_own_words() -> None:
    """A word of the project stands beside each of its rows, one of an indicator beside its own; JSON in SQL reads both."""
    funding = Funding(total=Decimal(7))
    document = document_of((at_least("6.50"), PAID), (None, None), year=None, funding=funding)  # noqa: F841 - DuckDB finds it
    query = "select verbatim->>'project_total', verbatim->>'period_low', verbatim->>'annual_end' from document"

    assert [("7", "6.50", "--12-31"), ("7", None, None)] == answers(duckdb.sql(query))


def test_hostile_words() -> None:
    """Quotes, commands, control characters and half characters are words like others, to SQL too."""
    hostile = "'; drop table document; --\x00\n\"\ud800${jndi}=cmd|'/c calc'!A0"
    document = document_of((None, PAID), year=None, name=hostile, objective=hostile)
    query = "select project, verbatim->>'annual_end' from document"

    assert [(hostile.replace("\ud800", "\ufffd"), "--12-31")] == answers(duckdb.sql(query))
    assert [hostile.replace("\ud800", "\ufffd")] == pl.DataFrame(document)["project"].to_list()
    assert told(to_records(document, source=hostile)) == told(records_from_arrow(document.to_pandas(source=hostile)))


# --- there and back ----------------------------------------------------------------------------------


def parquet_of(document: Document, source: str | None) -> io.BytesIO:
    """Return a document's Parquet file."""
    written = io.BytesIO()
    document.to_parquet(written, source=source)
    return written


def assert_nothing_lost(document: Document, source: str | None = None) -> None:
    """Assert that every way gives the rows back to the letter, and so the JSON that is made of them."""
    rows = to_records(document, source=source)
    for again in (
        records_from_parquet(parquet_of(document, source)),
        records_from_arrow(pl.DataFrame(document.to_arrow(source=source))),
        records_from_arrow(document.to_pandas(source=source)),
    ):
        assert told(rows) == told(again)
        assert json.dumps(rows, default=str) == json.dumps(again, default=str)
    # From JSON, which writes 2E+4 as 20000.
    stored = budgetperf.loads(budgetperf.dumps(document))
    again = records_from_parquet(parquet_of(stored, source))
    assert rows == again
    assert told(to_records(stored, source=source)) == told(again)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_samples_there_and_back(path: Path) -> None:
    """JSON to Parquet to JSON loses nothing of any sample's rows."""
    assert_nothing_lost(budgetperf.read(path).value, path.name)


def test_published_documents_there_and_back(seeds: Path) -> None:
    """Nor of a published document's; only days without a year need the words beside them."""
    kept = set()
    for path in sorted(seeds.glob("*.txt")):
        document = budgetperf.read(path).value
        assert_nothing_lost(document, path.name)
        kept |= {name for text in pl.DataFrame(document)["verbatim"].drop_nulls() for name in json.loads(text)}

    assert {"annual_end", "period_end"} == kept


@fewer(4)
@given(testing.documents(), strategies.none() | testing.texts())
def test_any_document_there_and_back(document: Document, source: str | None) -> None:
    """Nor of a document stranger than any that is printed."""
    assert_nothing_lost(document, source)


@fewer(6)
@given(strategies.lists(strategies.tuples(strategies.sampled_from([None, "a", "b"]), testing.documents()), max_size=3))
def test_any_corpus_there_and_back(members: list[tuple[str | None, Document]]) -> None:
    """Nor of several documents; and source, table and project_index name one project each."""
    corpus = Corpus(members=members)
    rows = corpus.to_records()
    projects = [project for _, document in members for table in document.tables for project in table.projects]

    assert told(rows) == told(records_from_arrow(corpus))
    assert len(projects) == len({(row["source"], row["table"], row["project_index"]) for row in rows})


def test_rows_may_be_fewer_and_columns_more() -> None:
    """What a frame was filtered to is read back, and what was added to it is left alone."""
    frame = DOCUMENT.to_polars().with_columns(mine=pl.lit(1)).filter(pl.col("period_low") == 90)

    assert told(to_records(DOCUMENT)[1:2]) == told(records_from_arrow(frame))


FRAME = DOCUMENT.to_polars()
REFUSED: list[tuple[object, type[Exception], str]] = [
    (FRAME.drop("verbatim", "ordinal"), ValueError, "the table lacks columns of the tidy table: ordinal, verbatim"),
    (FRAME.with_columns(project_total=pl.lit("much")), ValueError, "much"),
    (FRAME.with_columns(table=pl.lit(None, pl.Int64())), ValueError, "table"),
    (FRAME.with_columns(period_low=pl.lit(Decimal("1E-11"), pl.Decimal(38, 12))), ValueError, "data loss"),
    *(
        (FRAME.with_columns(verbatim=pl.lit(text)), ValueError, "verbatim does not hold values of columns: '")
        for text in ("", "[]", '{"money":"1"}', '{"project_total":"much"}', '{"ordinal":"x"}', '{"source":1}')
    ),
    (
        DOCUMENT.to_arrow().replace_schema_metadata({"format": "budgetperf.tidy", "format_version": "2.0"}),
        UnsupportedFormatVersion,
        "format_version: this is version 2.0 of the tidy table; this package reads 1.0",
    ),
    (5, TypeError, "Expected"),
]


@pytest.mark.parametrize(("data", "error", "message"), REFUSED)
def test_what_is_no_tidy_table_is_refused(data: object, error: type[Exception], message: str) -> None:
    """A table that lacks something is refused rather than filled up."""
    with pytest.raises(error, match=message.replace("[", r"\[")):
        records_from_arrow(data)


@pytest.mark.parametrize("version", ["1.0", "1.7"])
def test_other_versions_that_are_read(version: str) -> None:
    """A newer minor version only adds."""
    table = DOCUMENT.to_arrow().replace_schema_metadata({"format": "budgetperf.tidy", "format_version": version})

    assert told(to_records(DOCUMENT)) == told(records_from_arrow(table))


# --- files -------------------------------------------------------------------------------------------


def test_a_parquet_file_is_read_by_others(tmp_path: Path) -> None:
    """By polars, DuckDB and pandas, with the types that the document had."""
    path = tmp_path / "targets.parquet"
    DOCUMENT.to_parquet(path, source="甲.pdf")
    DOCUMENT.to_parquet(str(tmp_path / "again.parquet"), source="甲.pdf")

    assert path.read_bytes() == (tmp_path / "again.parquet").read_bytes()
    assert DOCUMENT.to_polars(source="甲.pdf").equals(pl.read_parquet(path))
    assert [(3, Decimal("109.50"))] == answers(
        duckdb.sql("select count(*), sum(project_total) from read_parquet(?)", params=[str(path)])
    )
    assert list(DOCUMENT.to_pandas().dtypes) == list(pd.read_parquet(path, dtype_backend="pyarrow").dtypes)
    assert SCHEMA.equals(pq.read_schema(path), check_metadata=True)
    assert told(to_records(DOCUMENT, source="甲.pdf")) == told(records_from_parquet(path))


def test_paths_that_are_none(tmp_path: Path) -> None:
    """A folder that isn't there, and a file that is no Parquet file."""
    with pytest.raises(FileNotFoundError):
        DOCUMENT.to_parquet(tmp_path / "nowhere" / "targets.parquet")
    with pytest.raises(FileNotFoundError):
        records_from_parquet(tmp_path / "targets.parquet")
    with pytest.raises(OSError, match=r"folder|directory"):
        records_from_parquet(tmp_path)
    with pytest.raises(ValueError, match="Parquet"):
        records_from_parquet(io.BytesIO(b"{}"))


# --- many rows ---------------------------------------------------------------------------------------


def sizes(document: Document) -> list[int]:
    """Return how many rows each batch of a document has; together they have all."""
    table = document.to_arrow()
    assert told(to_records(document)) == told(records_from_arrow(table))
    return [batch.num_rows for batch in table.to_batches()]


def rows_of_projects(*counts: int, objective: str = "清") -> Document:
    """Return a document of projects with so many indicators each."""
    projects = tuple(attrs.evolve(PROJECT, objective=objective, indicators=(INDICATOR,) * count) for count in counts)
    return Document(tables=(attrs.evolve(TABLE, spending_units=(attrs.evolve(UNIT, projects=projects),)),))


@pytest.mark.parametrize(
    ("counts", "expected"),
    [((2, 1), [3]), ((2, 2), [2, 2]), ((3, 1, 2), [3, 3]), ((7,), [3, 3, 1]), ((1, 5, 0), [1, 3, 3]), ((), [])],
)
def test_batches_have_at_most_so_many_rows(
    counts: tuple[int, ...], expected: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A project begins a new batch where it doesn't fit, and is cut where it fits none."""
    monkeypatch.setattr(frames, "_MOST_ROWS", 3)

    assert expected == sizes(rows_of_projects(*counts))


@pytest.mark.parametrize(("length", "expected"), [(100, [5]), (250, [3, 2]), (990, [1] * 5), (5000, [1] * 5)])
def test_batches_repeat_at_most_so_many_characters(
    length: int, expected: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A long objective beside many indicators makes batches small, not memory large."""
    monkeypatch.setattr(frames, "_MOST_REPEATED", 1000)

    assert expected == sizes(rows_of_projects(5, objective="清" * length))


def test_many_rows() -> None:
    """More rows than a batch has are given back in order."""
    document = rows_of_projects(40_000, 3, 30_000)
    table = document.to_arrow()

    assert [40_003, 30_000] == [batch.num_rows for batch in table.to_batches()]
    assert [0] * 40_000 + [1] * 3 + [2] * 30_000 == table["project_index"].to_pylist()


# --- several documents --------------------------------------------------------------------------------


def places(corpus: Corpus) -> list[tuple[object, object]]:
    """Return source and table of each table that has rows, in order."""
    return list(dict.fromkeys((row["source"], row["table"]) for row in corpus.to_records()))


TWO = Document(tables=(TABLE, TABLE))
RESULT = budgetperf.ParseResult(value=TWO, diagnostics=(), source=SourceText("", name="b.txt"))
SEVERAL: list[tuple[Callable[[], Corpus], list[tuple[object, object]]]] = [
    (lambda: concat([]), []),
    (lambda: concat({"a.pdf": TWO, "c.pdf": DOCUMENT}), [("a.pdf", 0), ("a.pdf", 1), ("c.pdf", 0)]),
    (
        lambda: concat({Path("a.pdf"): RESULT, Path("b.pdf"): RESULT}),
        [("a.pdf", 0), ("a.pdf", 1), ("b.pdf", 0), ("b.pdf", 1)],
    ),
    (lambda: concat(each for each in (RESULT, DOCUMENT)), [("b.txt", 0), ("b.txt", 1), (None, 0)]),
    (lambda: concat([DOCUMENT, TWO, DOCUMENT]), [(None, 0), (None, 1), (None, 2), (None, 3)]),
    (lambda: concat([RESULT, DOCUMENT, RESULT]), [("b.txt", 0), ("b.txt", 1), (None, 0), ("b.txt", 2), ("b.txt", 3)]),
    (
        lambda: concat([concat({"a": DOCUMENT}), concat({"a": DOCUMENT}), TWO]),
        [("a", 0), ("a", 1), (None, 0), (None, 1)],
    ),
    (lambda: concat([NOTHING, Document(tables=(attrs.evolve(TABLE, spending_units=()), TABLE))]), [(None, 1)]),
]


@pytest.mark.parametrize(("make", "expected"), SEVERAL)
def test_concat(make: Callable[[], Corpus], expected: list[tuple[object, object]]) -> None:
    """Tables are counted in each source; documents of one name, or of none, are counted on."""
    corpus = make()

    assert expected == places(corpus)
    assert corpus.to_polars()["table"].to_list() == [row["table"] for row in corpus.to_records()]


def test_a_corpus_is_a_value() -> None:
    """It is equal to another of the same documents, has a length, and is gone through by name."""
    corpus = concat({"a": TWO, "b": NOTHING})

    assert concat({"a": TWO, "b": Document(tables=())}) == corpus
    assert concat({"a": TWO}) != corpus
    assert 2 == len({corpus, concat({}), concat([])})
    assert [("a", TWO), ("b", NOTHING)] == list(corpus)
    assert "Corpus(members=<2>)" == repr(corpus)
    assert 2 == len(corpus)


@pytest.mark.parametrize(
    ("given_one", "message"),
    [
        (DOCUMENT, "concat takes several documents: put the Document into a list"),
        (RESULT, "concat takes several documents: put the ParseResult into a list"),
        ("a.pdf", "concat takes documents and results of reading them, not str"),
        ([budgetperf.parse_indicators("")], "concat takes documents and results of reading them, not tuple"),
        ({"a": concat([])}, "concat takes documents and results of reading them, not Corpus"),
        ({1: DOCUMENT}, "a source is named by a string or a path, not int"),
        ({b"a": DOCUMENT}, "a source is named by a string or a path, not bytes"),
    ],
)
def test_what_concat_does_not_take(given_one: Any, message: str) -> None:  # noqa: ANN401 - it is what a caller without types hands in
    """Misuse is told at once, not by a frame without rows."""
    with pytest.raises(TypeError, match=message):
        concat(given_one)


def test_a_corpus_in_files_and_frames(tmp_path: Path) -> None:
    """A corpus does whatever a document does."""
    corpus = concat({"a": DOCUMENT, "b": DOCUMENT})
    corpus.to_parquet(tmp_path / "all.parquet")

    assert corpus.to_polars().equals(pl.read_parquet(tmp_path / "all.parquet"))
    assert corpus.to_polars().equals(pl.DataFrame(corpus))
    assert corpus.to_arrow().equals(pa.table(corpus))
    assert told(corpus.to_records()) == told(records_from_arrow(corpus.to_pandas()))
    assert told(corpus.to_records()) == told(records_from_parquet(tmp_path / "all.parquet"))


# --- extras -------------------------------------------------------------------------------------------

CALLS: list[tuple[str, str, Callable[[Any], object]]] = [
    ("pyarrow", "to_arrow needs an extra: pip install 'budgetperf[arrow]'", lambda each: each.to_arrow()),
    (
        "pyarrow",
        "to_parquet needs an extra: pip install 'budgetperf[arrow]'",
        lambda each: each.to_parquet("x.parquet"),
    ),
    ("pyarrow", "handing over as Arrow needs an extra: pip install 'budgetperf[arrow]'", pl.DataFrame),
    ("pyarrow", "to_pandas needs an extra: pip install 'budgetperf[pandas]'", lambda each: each.to_pandas()),
    ("pandas", "to_pandas needs an extra: pip install 'budgetperf[pandas]'", lambda each: each.to_pandas()),
    ("pyarrow", "to_polars needs an extra: pip install 'budgetperf[polars]'", lambda each: each.to_polars()),
    ("polars", "to_polars needs an extra: pip install 'budgetperf[polars]'", lambda each: each.to_polars()),
]


@pytest.mark.parametrize("several", [False, True], ids=["document", "corpus"])
@pytest.mark.parametrize(("missing", "message", "call"), CALLS)
def test_a_missing_extra_is_named(
    missing: str, message: str, call: Callable[[object], object], *, several: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The error says which extra brings all that the call needs."""
    monkeypatch.setitem(sys.modules, missing, None)
    monkeypatch.delitem(sys.modules, "budgetperf.frames")

    with pytest.raises(MissingExtra) as caught:
        call(concat([DOCUMENT]) if several else DOCUMENT)
    assert message == str(caught.value)


PROGRAM = """
import sys
sys.modules.update(dict.fromkeys({blocked!r}))
from budgetperf import Document, concat
assert not {{"pyarrow", "pandas", "polars"}} & {{name for name in sys.modules if sys.modules[name]}}
print({call}.shape)
"""


@pytest.mark.parametrize(
    ("blocked", "call"),
    [
        pytest.param(["pandas", "numpy"], "Document(tables=()).to_polars()", marks=pytest.mark.slow),
        pytest.param(["polars"], "Document(tables=()).to_pandas()", marks=pytest.mark.slow),
        (["pandas", "numpy", "polars"], "concat([Document(tables=())]).to_arrow()"),
    ],
)
def test_no_library_needs_the_others(blocked: list[str], call: str) -> None:
    """Neither is loaded before it is needed, nor needed by the other's frames."""
    program = PROGRAM.format(blocked=blocked, call=call)
    answer = subprocess.run([sys.executable, "-W", "error", "-c", program], capture_output=True, text=True, check=False)

    assert ("(0, 37)\n", "") == (answer.stdout, answer.stderr)


ROUNDING = """
import decimal, sys
decimal.setcontext(decimal.Context(prec=1, Emax=1, Emin=-1, traps=[]))
import budgetperf.frames
decimal.setcontext(decimal.DefaultContext)
print(*budgetperf.parse(sys.argv[1]).value.to_arrow()["project_total"].to_pylist())
"""


def test_numbers_are_exact_wherever_the_module_was_loaded() -> None:
    """A program may load it where its own numbers are rounded to a digit."""
    text = (REPOSITORY / "samples" / "pipe_table.md").read_text("utf-8")
    totals = [row["project_total"] for row in to_records(budgetperf.parse(text).value)]
    command = [sys.executable, "-W", "error", "-c", ROUNDING, text]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)

    assert any(totals)
    assert "" == answer.stderr
    assert totals == [None if word == "None" else Decimal(word) for word in answer.stdout.split()]
