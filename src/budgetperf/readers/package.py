"""Office files as archives: the parts that are needed, unpacked within limits, and read as XML without DTDs.

Nothing is looked at but the parts that are asked for: macros, pictures, embedded
objects and links to other files stay packed.
"""

import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from typing import IO, Any, Protocol
from urllib.parse import unquote
from xml.parsers import expat

from attrs import define, field, frozen

from budgetperf.errors import LimitExceeded
from budgetperf.readers.limits import Allowance

__all__ = ["FlatXml", "Package", "Relation", "Unreadable", "local_name", "parse_xml"]

_CHUNK = 1 << 18
#: A part up to this size may be packed as well as it can be.
_SMALL = 4 << 20
#: No tag is as long; older versions of expat would go through it again and again.
_LONGEST_TOKEN = 8 << 20
_DIRECTORY_ENTRY = b"PK\x01\x02"
_ENCRYPTED = 1
_DECLARATION = re.compile(r"\s{0,1000}<\?xml\s[^>]{0,1000}\?>\s{0,1000}")
#: Elements within elements, for each table within a table.
_DEPTH_OF_TABLE = 10
#: Elements for each cell.
_ELEMENTS_OF_CELL = 10
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OverflowError,
)
_PACKED_AS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


class Unreadable(Exception):
    """A file that is damaged, or made so that it is not safe to read; says why, and what to do."""

    def __init__(self, why: str, *, code: str = "R119", hint: str | None = None) -> None:
        super().__init__(why)
        self.code = code
        self.hint = hint


@frozen
class Relation:
    """What a part refers to by an id."""

    kind: str
    target: str


@define
class Package:
    """An archive with its parts."""

    archive: zipfile.ZipFile
    allowance: Allowance
    #: The parts by name, as Office looks them up: without regard to case.
    parts: Mapping[str, zipfile.ZipInfo]
    unpacked: int = 0
    #: Elements read so far, of all parts.
    elements: int = field(default=0)

    @classmethod
    def open(cls, data: bytes, allowance: Allowance) -> "Package":
        """Return the archive in `data`.

        Raises:
            Unreadable: if it is damaged.
            LimitExceeded: if it has too many parts.

        """
        allowance.check("parts", data.count(_DIRECTORY_ENTRY), "the archive has too many parts")
        try:
            archive = zipfile.ZipFile(BytesIO(data))
        except _DAMAGE as error:
            raise Unreadable(f"the archive is damaged ({error})") from error
        parts = {_part_name(info.filename): info for info in reversed(archive.infolist())}
        return cls(archive, allowance, parts)

    def __contains__(self, name: str) -> bool:
        """Tell whether there is a part of this name."""
        return _part_name(name) in self.parts

    def chunks(self, name: str) -> Iterator[bytes]:
        """Yield a part piece by piece.

        Raises:
            Unreadable: if there is no such part, or it is damaged or encrypted.
            LimitExceeded: if it unpacks to too much.

        """
        info = self.parts.get(_part_name(name))
        if info is None:
            raise Unreadable(f"the part {name[:100]} is missing")
        if info.flag_bits & _ENCRYPTED or info.compress_type not in _PACKED_AS:
            raise Unreadable(f"the part {name[:100]} is encrypted, or packed in an unusual way")
        allowance, size = self.allowance, 0
        densest = max(_SMALL, allowance.limits.ratio * info.compress_size)
        with _damage_told(name):
            part = self.archive.open(info)
        with part:
            while chunk := _read(part, name):
                allowance.check_time()
                size += len(chunk)
                self.unpacked += len(chunk)
                allowance.check("part_bytes", size, f"the part {name[:100]} unpacks to too much")
                allowance.check("unpacked_bytes", self.unpacked, "the file unpacks to too much")
                if size > densest:
                    what = f"the part {name[:100]} unpacks to many times its size"
                    raise LimitExceeded("ratio", allowance.limits.ratio, what)
                yield chunk

    def relations(self, name: str) -> dict[str, Relation]:
        """Return what the part `name` refers to within the file, by id; an empty name stands for the file."""
        folder, base = posixpath.split(name)
        part = posixpath.join(folder, "_rels", f"{base}.rels")
        found: dict[str, Relation] = {}

        def start(tag: str, attributes: dict[str, str]) -> None:
            if tag == "Relationship" and attributes.get("TargetMode", "").lower() != "external":
                target = posixpath.normpath(posixpath.join("/", folder, unquote(attributes.get("Target", ""))))
                kind = attributes.get("Type", "").rpartition("/")[2]
                found[attributes.get("Id", "")] = Relation(kind, target.lstrip("/"))

        if part in self:
            parse_xml(self, part, start)
        return found

    def main_part(self) -> str | None:
        """Return the part that holds the document, or None when the archive is no Office file."""
        if "_rels/.rels" in self:
            for relation in self.relations("").values():
                if relation.kind == "officeDocument" and relation.target in self:
                    return relation.target
        return next(
            (name for name in ("xl/workbook.xml", "xl/workbook.bin", "word/document.xml") if name in self), None
        )


@contextmanager
def _damage_told(name: str) -> Iterator[None]:
    """Tell whatever zipfile makes of damage: a place before the beginning of the file is a mere ValueError."""
    try:
        yield
    except _DAMAGE as error:
        raise Unreadable(f"the part {name[:100]} is damaged ({error})") from error


def _read(part: IO[bytes], name: str) -> bytes:
    with _damage_told(name):
        return part.read(_CHUNK)


class _Parts(Protocol):
    """What holds XML in parts."""

    allowance: Allowance
    elements: int

    def chunks(self, name: str, /) -> Iterator[bytes]: ...


@define
class FlatXml:
    """A document that is one text of XML, read as an archive is."""

    allowance: Allowance
    text: str = field(repr=False)
    elements: int = 0

    def chunks(self, _: str, /) -> Iterator[bytes]:
        """Yield the text piece by piece, in UTF-8 whatever it declares."""
        declared = _DECLARATION.match(self.text)
        for start in range(declared.end() if declared else 0, len(self.text), _CHUNK):
            self.allowance.check_time()
            yield self.text[start : start + _CHUNK].encode("utf-8", "replace")


def parse_xml(  # noqa: C901, PLR0913 - expat calls functions, each of which says what it is for
    package: _Parts,
    name: str,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None] | None = None,
    *,
    words: Callable[[str], Any] | None = None,
    named: Callable[[str], str] | None = None,
) -> None:
    """Call `start` and `end` for each element of a part, and `words` for what stands between.

    Names come without their prefix, or as `named` returns them from "namespace name".

    Raises:
        Unreadable: if the part is no well-formed XML, or declares a DTD.
        LimitExceeded: if it is too large or too deep.

    """
    parser = expat.ParserCreate(namespace_separator=" ")
    names: dict[str, str] = {}
    depth = 0
    limits = package.allowance.limits
    deepest, most = limits.nesting * _DEPTH_OF_TABLE, limits.cells * _ELEMENTS_OF_CELL
    elements = package.elements

    def on_start(full: str, attributes: dict[str, str]) -> None:
        nonlocal depth, elements
        depth += 1
        elements += 1
        if depth > deepest:
            raise LimitExceeded(
                "nesting", package.allowance.limits.nesting, f"elements are nested too deep in {name[:100]}"
            )
        if elements > most:
            raise LimitExceeded("cells", limits.cells, f"there are too many elements in {name[:100]}")
        tag = names.get(full)
        if tag is None:
            tag = names[full] = (named or local_name)(full) if len(names) < _CHUNK else ""
        start(tag, attributes)

    def on_end(full: str) -> None:
        nonlocal depth
        depth -= 1
        if end is not None:
            end(names.get(full, ""))

    parser.StartElementHandler = on_start
    parser.EndElementHandler = on_end
    parser.StartDoctypeDeclHandler = _refuse_dtd
    parser.buffer_text = True
    if words is not None:
        parser.CharacterDataHandler = words
    fed = 0
    try:
        for chunk in package.chunks(name):
            parser.Parse(chunk, False)  # noqa: FBT003 - takes it by place alone
            fed += len(chunk)
            if fed - max(parser.CurrentByteIndex, 0) > _LONGEST_TOKEN:
                raise Unreadable(f"the part {name[:100]} holds a tag of more than {_LONGEST_TOKEN} bytes")
        parser.Parse(b"", True)  # noqa: FBT003 - as above
    except (expat.ExpatError, UnicodeError, LookupError) as error:
        raise Unreadable(f"the part {name[:100]} is no well-formed XML ({error})") from error
    finally:
        package.elements = elements


def _refuse_dtd(*_: object) -> None:
    raise Unreadable("it declares a DTD, which no Office file needs")


def local_name(full: str) -> str:
    """Return a name without its namespace.

    >>> local_name("http://schemas.openxmlformats.org/spreadsheetml/2006/main row")
    'row'
    """
    return full.rpartition(" ")[2]


def _part_name(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()
