"""Readers of others: files of kinds that this package does not know, made paragraphs and tables by somebody else.

One is given to :func:`budgetperf.read`, or its package names it under the entry point group
``budgetperf.readers``. One that is installed is loaded when it is named, or when nobody else knows a file.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final, Protocol, TypeAlias

from attrs import define, field, frozen

from budgetperf.errors import LimitExceeded
from budgetperf.readers.composing import ComposedText
from budgetperf.readers.limits import Allowance

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

    from budgetperf.readers.documents.blocks import Draft, Row

__all__ = [
    "GROUP",
    "Asked",
    "Block",
    "Reader",
    "ReaderFailed",
    "composed_by",
    "given_readers",
    "installed_names",
    "installed_readers",
]

#: The entry point group.
GROUP: Final = "budgetperf.readers"
_LONGEST_MESSAGE: Final = 200
#: What a reader yields: a paragraph, or the rows of a table. A line break in a paragraph or in a cell is ``\\n``.
Block: TypeAlias = str | Sequence[Sequence[str]]


class Reader(Protocol):
    """What reads files of a kind of its own, for the argument `own_readers` of :func:`budgetperf.read`.

    It is given the bytes of a file and says what is printed there; it interprets nothing.
    To be read in another process (``isolate=True``), it stands in a module that can be imported there.
    """

    @property
    def name(self) -> str:
        """A short name, such as ``ofd``; that of its entry point, where it has one."""

    @property
    def words(self) -> str:
        """What to call such a file in a sentence, such as "an OFD document"."""

    def recognizes(self, data: bytes, /) -> bool:
        """Tell by the content whether a file is one of its own; quickly, since any file may be asked about."""

    def read(self, data: bytes, /) -> Iterable[Block]:
        """Yield the paragraphs and tables of a file in the order in which they are printed.

        A table is a sequence of rows of as many cells; where a cell covers others, these are empty.
        Whatever is raised becomes a diagnostic (R132), but for :class:`budgetperf.LimitExceeded`.
        """


@frozen
class ReaderFailed:
    """A reader of others that could not do its work, and why."""

    message: str

    @classmethod
    def by(cls, error: Exception, reader: str, what: str) -> "ReaderFailed":
        """Return what is said of an error; `what` is what the reader could not do."""
        return cls(f"{reader} {what}: {type(error).__name__}: {error}")


@frozen
class _Installed:
    """A reader that is installed, loaded when it is asked."""

    point: "EntryPoint"

    @property
    def title(self) -> str:
        """What to call it in a message."""
        package = self.point.dist
        return f"the reader {self.point.name!r}" + (f" of {package.name} {package.version}" if package else "")

    def loaded(self) -> Reader:
        """Return the reader.

        Raises:
            Exception: whatever its module raises.

        """
        given = self.point.load()
        reader: Reader = given() if isinstance(given, type) else given
        if reader.name != self.point.name:
            raise ValueError(f"it calls itself {reader.name!r}")
        return reader


@frozen
class _Given:
    """A reader that was handed in."""

    reader: Reader

    @property
    def title(self) -> str:
        """What to call it in a message."""
        return f"the reader {self.reader.name!r}"

    def loaded(self) -> Reader:
        """Return the reader."""
        return self.reader


def installed_names() -> tuple[str, ...]:
    """Return the names of the readers that are installed, none of which is loaded."""
    return tuple(dict.fromkeys(point.name for point in _points()))


def _points() -> "list[EntryPoint]":
    """Return the entry points in an order that does not depend on the file system."""
    from importlib.metadata import entry_points  # which takes longer to import than all the rest of this module

    return sorted(entry_points(group=GROUP), key=lambda point: (point.name, point.dist.name if point.dist else ""))


@define
class Asked:
    """Readers of others that were asked about a file."""

    data: bytes = field(repr=False)
    #: What went wrong with them.
    failures: list[ReaderFailed] = field(factory=list)
    #: The reader that knows the file, and what to call it in a message.
    reader: Reader | None = None
    title: str = ""

    def ask(self, candidates: "Iterable[_Given | _Installed]") -> Reader | None:
        """Return the first of the candidates that knows the file."""
        for candidate in candidates:
            what = "can't be loaded"
            try:
                reader = candidate.loaded()
                what = "fails to tell what the file is"
                if reader.recognizes(self.data):
                    self.reader, self.title = reader, candidate.title
                    return reader
            except MemoryError:
                raise
            except Exception as error:  # noqa: BLE001 - whatever it raises, other readers go on
                self.failures.append(ReaderFailed.by(error, candidate.title, what))
        return None


def given_readers(readers: Iterable[Reader]) -> Iterator[_Given]:
    """Return readers that are handed in, to be asked."""
    return map(_Given, readers)


def installed_readers(names: Collection[str] | None, ours: Collection[str]) -> Iterator[_Installed]:
    """Return the readers that are installed, all or those of some names; none that goes by a name of `ours`."""
    wanted = (point for point in _points() if names is None or point.name in names)
    return (_Installed(point) for point in wanted if point.name not in ours)


def composed_by(asked: Asked, allowance: Allowance) -> ComposedText | ReaderFailed:
    """Return the text of a file that one of the readers knows, or why there is none.

    Raises:
        LimitExceeded: if it is larger than the limits allow.

    """
    assert asked.reader is not None  # noqa: S101 - nobody else is asked to read
    try:
        return _composed(asked.reader.read(asked.data), allowance)
    except (LimitExceeded, MemoryError):
        raise
    except Exception as error:  # noqa: BLE001 - a file costs a diagnostic, whatever its reader raises
        return ReaderFailed.by(error, asked.title, "fails")


def _composed(blocks: Iterable[Block], allowance: Allowance) -> ComposedText:
    from budgetperf.readers.documents.blocks import Draft

    draft = Draft(allowance)
    for block in blocks:
        allowance.check_time()
        if isinstance(block, str):
            draft.count_characters(len(block))
            draft.body.blocks.append(block)
            continue
        table = draft.new_table(0)
        table.rows = [_row(row, draft) for row in block]
        draft.body.blocks.append(table)
    return draft.text()


def _row(words: Sequence[str], draft: "Draft") -> "Row":
    from budgetperf.readers.documents.blocks import Cell, Container, Row

    given: object = words
    if isinstance(given, str) or not all(isinstance(cell, str) for cell in words):
        raise TypeError(f"a row is given as a list of strings, not as {words!r}"[:_LONGEST_MESSAGE])
    draft.check_columns(len(words))
    draft.count_cells(len(words))
    draft.count_characters(sum(map(len, words)))
    return Row([Cell(Container([cell])) for cell in words])
