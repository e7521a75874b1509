"""Office files as archives: the parts that are needed, unpacked within limits, and what they refer to.

Nothing is looked at but the parts that are asked for: macros, pictures, embedded
objects and links to other files stay packed.
"""

import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from typing import IO
from urllib.parse import unquote

from attrs import define, field, frozen

from budgetperf.errors import LimitExceeded
from budgetperf.readers.limits import Allowance
from budgetperf.readers.office.elements import parse_xml
from budgetperf.readers.unreadable import Unreadable

__all__ = ["Package", "Relation"]

#: How much of a part is unpacked at once.
_CHUNK = 1 << 18
#: A part up to this size may be packed as well as it can be.
_SMALL = 4 << 20
_DIRECTORY_ENTRY = b"PK\x01\x02"
_ENCRYPTED = 1
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


def _part_name(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()
