"""The tidy table in columns: Arrow, and what takes it (pandas, polars, DuckDB, Parquet).

:data:`SCHEMA` types the columns of :data:`budgetperf.COLUMNS` and adds one, ``verbatim``. An
Arrow type can't hold everything that a tidy row can: a day without a year is no date, a number
may have more digits than a decimal, 36.5 is 36.50. What a type can't give back to the letter
stands in ``verbatim`` as text, by column. Nothing is rounded: a value that does not fit
is null in its own column.

Documents are made into frames by their methods, such as :meth:`budgetperf.Document.to_arrow`.

Needs the extra ``arrow``.
"""

import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date
from decimal import Context, Decimal, Inexact, InvalidOperation
from itertools import chain
from typing import IO, TYPE_CHECKING, Any, Final, TypeAlias

from attrs import define, field, frozen

from budgetperf.errors import MissingExtra, UnsupportedFormatVersion
from budgetperf.jsontext import encoded
from budgetperf.normalization import whole_characters
from budgetperf.records import COLUMNS, ProjectRows, Row, Value, Values, described_columns

try:
    import pyarrow as pa
except ImportError as error:
    raise MissingExtra("arrow", "budgetperf.frames") from error

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

__all__ = ["SCHEMA", "records_from_arrow", "records_from_parquet"]

#: What the metadata of the schema says: the format, and its version as ``MAJOR.MINOR``.
FORMAT: Final = "budgetperf.tidy"
FORMAT_VERSION: Final = "1.0"

#: The most rows of a batch.
_MOST_ROWS: Final = 2**16
#: The most characters that the rows of a batch repeat after their project. A long objective
#: beside many indicators would otherwise fill the memory, and then the offsets of a text column.
_MOST_REPEATED: Final = 2**26

#: Digits of a number, and how many of them behind the point: enough for a fen in 亿元.
_DIGITS: Final = 38
_BEHIND_POINT: Final = 10
#: Refuses what would be rounded to that, where `exactness.EXACT` would have room for it.
_EXACTLY: Final = Context(prec=_DIGITS, traps=[Inexact, InvalidOperation])
_LEAST: Final = Decimal(f"1E-{_BEHIND_POINT}")  # not computed, for this module may be loaded in any decimal context
#: Amounts are printed to the cent, other numbers without idle zeros, if nothing else is said.
_CENTS: Final = 2

_ESCAPE: Final = re.compile(r"\\(?:\\|u(d[89a-f][0-9a-f]{2}))")

#: What stands in a cell of an Arrow table, as Python has it.
_Typed: TypeAlias = str | int | Decimal | date | None
#: By place of a row: its values, by column, that Arrow can't give back to the letter.
_Verbatim: TypeAlias = dict[int, dict[str, str]]


# --- the types of columns ---------------------------------------------------------------------------


@frozen(kw_only=True)
class _Kind:
    """How the values of a column are kept: as text, as what Arrow holds of it, and back."""

    arrow: pa.DataType
    #: The words of a tidy value → what the column has of it, or None where it can't hold it.
    held: Callable[[str], _Typed]
    #: What the column has → the words that it stands for.
    words: Callable[[Any], str]
    #: The words → the tidy value.
    value: Callable[[str], str | int | Decimal] = str
    #: Whether Arrow takes tidy values as they are, and refuses those that it can't hold.
    as_is: bool = False

    def words_of(self, typed: _Typed) -> str | None:
        """Return the words that a value of the column stands for."""
        return None if typed is None else self.words(typed)


def _integer(words: str) -> int | None:
    number = int(words)
    return number if -(2**63) <= number < 2**63 else None


def _number(words: str) -> Decimal | None:
    number = Decimal(words)
    if not number.is_finite():
        return None
    if not number:
        return Decimal(0)  # Arrow's zero has no sign
    with suppress(Inexact, InvalidOperation):
        return number.quantize(_LEAST, context=_EXACTLY)
    return None


def _number_words(number: Decimal, least: int = 0) -> str:
    whole, _, behind = f"{number:f}".partition(".")
    behind = behind.rstrip("0").ljust(least, "0")
    return f"{whole}.{behind}" if behind else whole


def _amount_words(amount: Decimal) -> str:
    return _number_words(amount, _CENTS)


def _day(words: str) -> date | None:
    return None if words.startswith("--") else date.fromisoformat(words)


_KINDS: Final = {
    "text": _Kind(arrow=pa.string(), held=whole_characters, words=str, as_is=True),
    "integer": _Kind(arrow=pa.int64(), held=_integer, words=str, value=int, as_is=True),
    "amount": _Kind(arrow=pa.decimal128(_DIGITS, _BEHIND_POINT), held=_number, words=_amount_words, value=Decimal),
    "number": _Kind(arrow=pa.decimal128(_DIGITS, _BEHIND_POINT), held=_number, words=_number_words, value=Decimal),
    "day": _Kind(arrow=pa.date32(), held=_day, words=date.isoformat),
}

_DESCRIBED: Final = described_columns()
_KIND_OF: Final = {column: _KINDS[_DESCRIBED[column]["type"]] for column in COLUMNS}
_VERBATIM: Final = "verbatim"


def _field(name: str) -> pa.Field:
    said = _DESCRIBED[name]
    metadata = {"description": said["en"], "description:zh": said["zh"]}
    return pa.field(name, _KINDS[said["type"]].arrow, nullable=not said.get("required", False), metadata=metadata)


#: The schema of the tidy table: :data:`budgetperf.COLUMNS`, typed, and ``verbatim``. Each field says
#: in its metadata what it means (``description``, ``description:zh``), the schema which format it is of.
SCHEMA: Final = pa.schema(
    [_field(name) for name in (*COLUMNS, _VERBATIM)],
    metadata={"format": FORMAT, "format_version": FORMAT_VERSION},
)


# --- from rows to columns ---------------------------------------------------------------------------


def arrow_reader(projects: Iterable[ProjectRows]) -> pa.RecordBatchReader:
    """Return a reader of the rows of projects, which makes one batch after the other."""
    return pa.RecordBatchReader.from_batches(SCHEMA, (portion.batch() for portion in _portions(projects)))


def _portions(projects: Iterable[ProjectRows]) -> "Iterator[_Portion]":
    """Yield the rows in portions that a batch can hold."""
    portion = _Portion()
    for common, rows in projects:
        length = sum(len(value) for value in common if isinstance(value, str))
        most = max(1, min(_MOST_ROWS, _MOST_REPEATED // (length or 1)))
        for at in range(0, len(rows), most):
            piece = rows[at : at + most]
            if not portion.has_room(len(piece), length):
                yield portion
                portion = _Portion()
            portion.add(common, piece, length)
    if portion.places:
        yield portion


@define
class _Portion:
    """The rows of a batch, taken apart: a tuple for each row would cost more than all the rest."""

    #: What the rows of each project have alike.
    commons: list[Values] = field(factory=list)
    #: For each row, which of `commons` it has.
    places: list[int] = field(factory=list)
    #: The other values of each row, one row behind the other.
    owns: list[Value] = field(factory=list)
    #: How many characters the rows repeat after their projects.
    repeated: int = 0

    def has_room(self, rows: int, length: int) -> bool:
        """Tell whether so many rows, each of so many characters, may be added; to an empty portion they may."""
        fits = len(self.places) + rows <= _MOST_ROWS and self.repeated + rows * length <= _MOST_REPEATED
        return fits or not self.places

    def add(self, common: Values, rows: Sequence[Values], length: int) -> None:
        """Take rows of one project, who have `length` characters alike."""
        self.places += [len(self.commons)] * len(rows)
        self.commons.append(common)
        self.owns += chain.from_iterable(rows)
        self.repeated += len(rows) * length

    def batch(self) -> pa.RecordBatch:
        """Return the rows as Arrow holds them."""
        verbatim: _Verbatim = {}
        columns = zip(COLUMNS, self.columns(), strict=True)
        arrays = [_array(column, values, verbatim) for column, values in columns]
        kept = (encoded(verbatim[at], indent=None) if at in verbatim else None for at in range(len(self.places)))
        return pa.RecordBatch.from_arrays([*arrays, pa.array(kept, pa.string())], schema=SCHEMA)

    def columns(self) -> Iterator[Sequence[Value]]:
        """Yield the values of each column, from top to bottom."""
        for values in zip(*self.commons, strict=True):
            yield [values[place] for place in self.places]
        width = len(self.owns) // len(self.places)
        yield from (self.owns[at::width] for at in range(width))


def _array(column: str, values: Sequence[Value], verbatim: _Verbatim) -> pa.Array:
    """Return the values of a column as Arrow holds them, and note in `verbatim` what it can't give back."""
    kind = _KIND_OF[column]
    if kind.as_is:
        with suppress(UnicodeEncodeError, OverflowError):
            return pa.array(values, kind.arrow)
    words = [None if value is None else str(value) for value in values]
    held = {text: None if text is None else kind.held(text) for text in {*words}}
    altered = {text for text, typed in held.items() if text is not None and text != kind.words_of(typed)}
    if altered:
        for at, text in enumerate(words):
            if text in altered:
                verbatim.setdefault(at, {})[column] = _escaped(text)
    return pa.array([held[text] for text in words], kind.arrow)


def _escaped(words: str) -> str:
    r"""Return words without surrogates, which are written as ``\udXXX``, and a backslash as two.

    JSON's own escapes would do for a lone one, but DuckDB refuses them, and a high and a low one
    side by side are one character to JSON.
    """
    return words.replace("\\", r"\\").encode("utf-8", "backslashreplace").decode("utf-8")


def _unescaped(words: str) -> str:
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)) if found[1] else "\\", words)


# --- handing over -----------------------------------------------------------------------------------


def pandas_frame(projects: Iterable[ProjectRows]) -> "pd.DataFrame":
    """Return the rows of projects as a pandas data frame whose columns have Arrow's types."""
    import pandas as pd

    frame: pd.DataFrame = arrow_reader(projects).read_all().to_pandas(types_mapper=pd.ArrowDtype)
    return frame


def polars_frame(projects: Iterable[ProjectRows]) -> "pl.DataFrame":
    """Return the rows of projects as a polars data frame."""
    import polars as pl

    return pl.DataFrame(arrow_reader(projects).read_all())


def write_parquet(projects: Iterable[ProjectRows], path_or_file: str | os.PathLike[str] | IO[bytes]) -> None:
    """Write the rows of projects to a Parquet file, batch by batch."""
    from pyarrow.parquet import ParquetWriter

    with ParquetWriter(path_or_file, SCHEMA, compression="zstd") as writer:
        for batch in arrow_reader(projects):
            writer.write_batch(batch)


# --- from columns to rows ---------------------------------------------------------------------------


def records_from_arrow(data: object) -> list[Row]:
    """Return the tidy rows in an Arrow table of ours, letter for letter as :func:`budgetperf.to_records` gave them.

    >>> from budgetperf import Document
    >>> records_from_arrow(Document(tables=()).to_arrow())
    []

    Args:
        data: A table of :data:`SCHEMA`, or whatever hands one over as Arrow's C stream, such as a
            frame of polars or pandas. Its rows may be fewer, further columns are left alone.
            What ``verbatim`` says goes before what the other columns say.

    Raises:
        TypeError: if it is nothing of the kind.
        ValueError: if a column is missing or of another type, or ``verbatim`` is not ours.
        UnsupportedFormatVersion: if it is of another major version.

    """
    table = pa.table(data)
    _check_version(table.schema.metadata or {})
    missing = [name for name in SCHEMA.names if name not in table.column_names]
    if missing:
        raise ValueError(f"the table lacks columns of the tidy table: {', '.join(missing)}")
    table = table.select(SCHEMA.names).cast(SCHEMA)
    columns = [_values(column, table[column].to_pylist()) for column in COLUMNS]
    rows: list[Row] = [dict(zip(COLUMNS, values, strict=True)) for values in zip(*columns, strict=True)]
    kept = table[_VERBATIM].to_pylist()
    return [row if text is None else row | _verbatim_values(text) for row, text in zip(rows, kept, strict=True)]


def records_from_parquet(path_or_file: str | os.PathLike[str] | IO[bytes]) -> list[Row]:
    """Return the tidy rows in a Parquet file of ours: the path of one file, or a file open for bytes.

    Raises:
        OSError: if the path can't be read, or is that of a folder.
        ValueError: as in :func:`records_from_arrow`, or if it is no Parquet file.
        UnsupportedFormatVersion: if it is of another major version.

    >>> from io import BytesIO
    >>> from budgetperf import Document
    >>> file = BytesIO()
    >>> Document(tables=()).to_parquet(file)
    >>> records_from_parquet(file)
    []

    """
    from pyarrow.parquet import ParquetFile

    with ParquetFile(path_or_file) as file:
        # pyarrow 18 can't read a file without rows.
        return records_from_arrow(file.read() if file.num_row_groups else file.schema_arrow.empty_table())


def _values(column: str, typed: Sequence[_Typed]) -> list[Value]:
    kind = _KIND_OF[column]
    return [None if each is None else kind.value(kind.words(each)) for each in typed]


def _verbatim_values(text: str) -> Row:
    try:
        return {column: _KIND_OF[column].value(_unescaped(words)) for column, words in json.loads(text).items()}
    except (ValueError, ArithmeticError, AttributeError, KeyError, TypeError) as error:
        raise ValueError(f"verbatim does not hold values of columns: {text!r}") from error


def _check_version(metadata: dict[bytes, bytes]) -> None:
    if metadata.get(b"format") != FORMAT.encode():
        return  # polars and pandas keep no metadata; the columns tell
    version = metadata.get(b"format_version", b"").decode()
    if version.partition(".")[0] != FORMAT_VERSION.partition(".")[0]:
        message = f"this is version {version} of the tidy table; this package reads {FORMAT_VERSION}"
        raise UnsupportedFormatVersion([("format_version", message)])
