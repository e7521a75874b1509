"""What is fuzzed."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Final, TypeAlias

from attrs import frozen

from fuzzing import corpora, laws
from fuzzing.mutations import (
    Mutation,
    change_bytes,
    change_json,
    change_package,
    change_rtf,
    change_storage,
    change_text,
    change_xml,
)

__all__ = ["TARGETS", "Law", "Target"]

Law: TypeAlias = Callable[[bytes], None]
_KILO = 1 << 10


@frozen
class Target:
    """A way in that is fuzzed."""

    #: What must hold of it.
    law: Law
    seeds: Callable[[], Iterable[bytes]]
    mutation: Mutation
    #: Bytes of an input at most.
    most: int


def _file(kind: str, mutation: Mutation, most: int = 64 * _KILO) -> Target:
    return Target(laws.file_is_read, partial(corpora.files, kind), mutation, most)


#: By name; the names of file readers are those of :func:`budgetperf.read`, and ``f`` before one that is flat XML.
TARGETS: Final[dict[str, Target]] = {
    "parse": Target(laws.document_is_read, corpora.dumps_of_texts, change_text, 12 * _KILO),
    "parse_indicators": Target(laws.indicators_are_read, corpora.cells, change_text, 4 * _KILO),
    "parse_target": Target(laws.target_is_read, corpora.values, change_text, 4 * _KILO),
    "loads": Target(laws.json_is_loaded, corpora.json_texts, change_json, 64 * _KILO),
    "text": Target(laws.file_is_read, corpora.dumps_of_texts, change_text, 12 * _KILO),
    "csv": Target(laws.file_is_read, corpora.tables_with_commas, change_text, 12 * _KILO),
    "html": Target(laws.file_is_read, corpora.pages, change_xml, 16 * _KILO),
    "xlsx": _file("xlsx", change_package),
    "xlsb": _file("xlsb", change_package),
    "xls": _file("xls", change_storage),
    "excel-xml": _file("excel-xml", change_xml),
    "ods": _file("ods", change_package),
    "fods": _file("fods", change_xml),
    "docx": _file("docx", change_package),
    "odt": _file("odt", change_package),
    "fodt": _file("fodt", change_xml),
    "doc": _file("doc", change_storage),
    "rtf": _file("rtf", change_rtf),
    "pdf": Target(laws.file_is_read, corpora.pdfs, change_bytes, 64 * _KILO),
}
