"""Several documents as one: their tidy tables below each other, each row with the name of its source."""

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, TypeAlias, TypeVar

from attrs import field, frozen

from budgetperf.errors import MissingExtra
from budgetperf.model import Document
from budgetperf.records import ProjectRows, Row, named, project_rows, rows_of
from budgetperf.results import ParseResult

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

__all__ = ["Corpus", "concat"]

_Source = TypeVar("_Source", bound="str | os.PathLike[str]")
#: A document with the name of its source, if it has one.
_Member: TypeAlias = tuple[str | None, Document]


def _many(members: "Iterable[tuple[str | os.PathLike[str] | None, Document]]") -> tuple[_Member, ...]:
    return tuple((None if source is None else named(source), document) for source, document in members)


@frozen(kw_only=True)
class Corpus:
    """Several documents, each with the name of its source, whose rows make one tidy table.

    Made by :func:`concat`. Tables are counted from 0 in each source. Documents of one name, and
    those without a name, are counted on, so that ``source``, ``table`` and
    ``project_index`` together always name one project.

    Whatever takes Arrow's C stream takes a corpus as it is: ``polars.DataFrame(corpus)``,
    ``pyarrow.table(corpus)``, and ``duckdb.sql("select … from corpus")`` where a variable of
    that name holds one (extra ``arrow``).

    >>> from budgetperf import concat
    >>> corpus = concat({"a.txt": Document(tables=()), "b.txt": Document(tables=())})
    >>> len(corpus), corpus.to_records()
    (2, [])

    """

    #: Each document behind the name of its source, in the order of the rows.
    members: tuple[_Member, ...] = field(converter=_many, repr=lambda members: f"<{len(members)}>")

    def __len__(self) -> int:
        return len(self.members)

    def __iter__(self) -> Iterator[_Member]:
        return iter(self.members)

    def to_records(self) -> list[Row]:
        """Return the rows of all documents, as :func:`budgetperf.to_records` lists those of one."""
        return rows_of(self._projects())

    def to_arrow(self) -> "pa.Table":
        """Return the tidy table as an Arrow table of :data:`budgetperf.frames.SCHEMA`.

        Raises:
            MissingExtra: if pyarrow is not there (extra ``arrow``).

        """
        with _extra("arrow", "to_arrow"):
            from budgetperf.frames import arrow_reader

            return arrow_reader(self._projects()).read_all()

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """Hand the tidy table to whatever takes Arrow's C stream.

        Raises:
            MissingExtra: if pyarrow is not there (extra ``arrow``).

        """
        with _extra("arrow", "handing over as Arrow"):
            from budgetperf.frames import arrow_reader

            return arrow_reader(self._projects()).__arrow_c_stream__(requested_schema)

    def to_pandas(self) -> "pd.DataFrame":
        """Return the tidy table as a pandas data frame.

        Every column has the type that Arrow gives it (``decimal128(38, 10)[pyarrow]``,
        ``date32[day][pyarrow]`` …), none is of Python objects; what is not there is ``pandas.NA``.

        Raises:
            MissingExtra: if pandas or pyarrow is not there (extra ``pandas``).

        """
        with _extra("pandas", "to_pandas"):
            from budgetperf.frames import pandas_frame

            return pandas_frame(self._projects())

    def to_polars(self) -> "pl.DataFrame":
        """Return the tidy table as a polars data frame.

        Raises:
            MissingExtra: if polars or pyarrow is not there (extra ``polars``).

        """
        with _extra("polars", "to_polars"):
            from budgetperf.frames import polars_frame

            return polars_frame(self._projects())

    def to_parquet(self, path_or_file: str | os.PathLike[str] | IO[bytes]) -> None:
        """Write the tidy table to a Parquet file: a path, or a file open for bytes.

        :func:`budgetperf.frames.records_from_parquet` gives the rows back, letter for letter.

        Raises:
            MissingExtra: if pyarrow is not there (extra ``arrow``).
            OSError: if the path can't be written.

        """
        with _extra("arrow", "to_parquet"):
            from budgetperf.frames import write_parquet

            write_parquet(self._projects(), path_or_file)

    def _projects(self) -> Iterator[ProjectRows]:
        counted: dict[str | None, int] = {}
        for source, document in self.members:
            first = counted.get(source, 0)
            counted[source] = first + len(document.tables)
            yield from project_rows(document, source=source, first_table=first)


@contextmanager
def _extra(extra: str, purpose: str) -> Iterator[None]:
    """Say what to install where a library is not there, or too old for the others."""
    try:
        yield
    except ImportError as error:
        raise MissingExtra(extra, purpose) from error


def concat(
    documents: (
        Mapping[_Source, Document | ParseResult[Document]] | Iterable[Document | ParseResult[Document] | Corpus]
    ),
) -> Corpus:
    """Return several documents as one :class:`Corpus`, to be made into one data frame.

    The column ``source`` says where a row is from: the key, where `documents` maps names or
    paths to documents, else the name of a result's source, which for :func:`budgetperf.read` is
    the path; None for a document by itself. A corpus keeps the names that it has.

    >>> corpus = concat({"2024.pdf": Document(tables=()), "2025.pdf": Document(tables=())})
    >>> corpus, [source for source, document in corpus]
    (Corpus(members=<2>), ['2024.pdf', '2025.pdf'])

    Raises:
        TypeError: if something else is among `documents`, or `documents` is a single one.

    """
    if isinstance(documents, Mapping):
        pairs = documents.items()
        return Corpus(members=((key, _document(value)) for key, value in pairs))
    if isinstance(documents, (Document, ParseResult)):
        raise TypeError(f"concat takes several documents: put the {type(documents).__name__} into a list")
    return Corpus(members=(member for each in documents for member in _members(each)))


def _members(given: object) -> Iterable[_Member]:
    if isinstance(given, Corpus):
        return given.members
    return [(given.source.name if isinstance(given, ParseResult) else None, _document(given))]


def _document(given: object) -> Document:
    document = given.value if isinstance(given, ParseResult) else given
    if not isinstance(document, Document):
        raise TypeError(f"concat takes documents and results of reading them, not {type(document).__name__}")
    return document
