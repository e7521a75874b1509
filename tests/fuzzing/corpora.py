"""Inputs to begin with: the samples, the cases of the tests, and files that the writers of test files make."""

import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from random import Random

from budgetperf import dumps, parse
from budgetperf.model import Document
from choosing import Chooser, Free, Plain
from faultyfiles import FILES
from invented import document
from layouts import render
from offices import archive, book_of, word, workbook
from oldwords import doc, rtf
from opendocuments import fodt, odt
from openedfiles import unpacked
from spreadsheets import excel_xml, fods, ods, xls, xlsb
from test_savedpage import saved

__all__ = ["cells", "dumps_of_texts", "files", "json_texts", "pages", "pdfs", "tables_with_commas", "values"]

_REPOSITORY = Path(__file__).parents[2]
_SAMPLES = _REPOSITORY / "samples"
_CASES = _REPOSITORY / "tests" / "cases"
#: Invented documents of each kind: the plain one, and some by chance.
_BY_CHANCE = 6
#: Characters of a text to begin with; a fuzzer does more with short ones.
_SHORT = 6_000


@cache
def _documents() -> tuple[tuple[Document, Chooser], ...]:
    chosen: list[Chooser] = [Plain(), *(Free(Random(seed).choice) for seed in range(_BY_CHANCE))]
    return tuple((document(choose), choose) for choose in chosen)


def _samples(*endings: str) -> Iterator[bytes]:
    for path in sorted(_SAMPLES.iterdir()):
        if path.suffix in endings and path.name != "README.md":
            yield path.read_bytes()


def dumps_of_texts() -> Iterator[bytes]:
    """Yield text dumps."""
    yield from (each for each in _samples(".md", ".txt") if len(each) < 2 * _SHORT)
    for made, choose in _documents():
        yield render(made, choose).encode()[:_SHORT]
    for path in sorted((_REPOSITORY / "tests" / "dumps").glob("*.*")):
        yield path.read_bytes()[:_SHORT]


def cells() -> Iterator[bytes]:
    """Yield indicator cells."""
    for line in (_CASES / "indicators.txt").read_text(encoding="utf-8").splitlines():
        if "指标" in line and not line.startswith("#"):
            yield line.encode()
    for made, choose in _documents():
        for row in render(made, choose).splitlines():
            if "产出" in row:
                yield row.encode()[:_SHORT]


def values() -> Iterator[bytes]:
    """Yield target values."""
    for path in sorted(_CASES.glob("targets*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if "=>" in line and not line.startswith("#"):
                yield line.partition("=>")[0].partition("{")[0].strip().encode()


def json_texts() -> Iterator[bytes]:
    """Yield documents in our JSON, with spans and without, and what is hardly JSON."""
    for made, choose in _documents():
        result = parse(render(made, choose))
        for spans in (False, True):
            yield dumps(result.value, diagnostics=result.diagnostics, spans=spans).encode()
    yield from (path.read_bytes() for path in sorted((_REPOSITORY / "tests" / "golden" / "json").glob("*.json")))
    yield json.dumps({"format": "budgetperf", "format_version": "1.0", "document": {"tables": []}}).encode()


def pages() -> Iterator[bytes]:
    """Yield pages of HTML, and some that are saved in one piece."""
    yield from _samples(".html")
    made, _ = _documents()[0]
    page = render(made, Plain({"style": "HTML"}))
    yield page.encode()
    yield from (saved(page.encode(), packed) for packed in ("base64", "quoted-printable", "8bit"))


def tables_with_commas() -> Iterator[bytes]:
    """Yield comma-separated tables."""
    yield from _samples(".csv")
    for data in _samples(".csv"):
        yield data.replace(b",", b";")


def pdfs() -> Iterator[bytes]:
    """Yield PDFs."""
    yield from _samples(".pdf")
    yield from (made for make in FILES.values() if (made := make()).startswith(b"%PDF"))


_NEVER_READ = re.compile("theme|docProps|customXml|word/(?!document|_rels/document)")
_MAKERS: dict[str, Callable[[Document, Chooser], bytes]] = {
    "xlsx": workbook,
    "xlsb": lambda made, choose: xlsb(book_of(made, choose)),
    "xls": lambda made, choose: xls(book_of(made, choose)),
    "excel-xml": lambda made, choose: excel_xml(book_of(made, choose)),
    "ods": lambda made, choose: ods(book_of(made, choose)),
    "fods": lambda made, choose: fods(book_of(made, choose)),
    "docx": word,
    "odt": odt,
    "fodt": fodt,
    "doc": doc,
    "rtf": rtf,
}


def files(kind: str) -> Iterator[bytes]:
    """Yield office files of a kind."""
    for made, choose in _documents():
        data = _MAKERS[kind](made, choose)
        yield archive(dict(_parts_read(data))) if data.startswith(b"PK") else data


def _parts_read(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the parts of an archive but those that no reader opens, the largest of all."""
    for name, content in unpacked(data):
        if not _NEVER_READ.search(name):
            yield name, content
