"""Office 97 files as storages: the streams in them, put together from their sectors."""

import struct
from array import array
from collections.abc import Sequence

from attrs import define, field

from budgetperf.readers.unreadable import Unreadable

__all__ = ["CompoundFile"]

_HEADER = 512
_ENTRY = 128
_SIGNS_IN_HEADER = 109
#: Numbers of sectors from here on are no sectors.
_LAST_SECTOR = 0xFFFFFFFA
_NOTHING = 0xFFFFFFFF
_STREAM, _ROOT = 2, 5
#: Streams and folders of a file, those of what is embedded in it too.
_MOST_ENTRIES = 1 << 16
_SECTOR_BITS, _SMALL_SECTOR_BITS = (9, 12), 6


@define
class _Entry:
    name: str
    kind: int
    left: int
    right: int
    child: int
    start: int
    size: int


@define
class CompoundFile:
    """A file of streams."""

    data: bytes = field(repr=False)
    sector: int = field(init=False)
    small_sector: int = field(init=False)
    #: Streams shorter than this are in small sectors.
    smallest: int = field(init=False)
    #: Which sector follows which, and the same of the small ones.
    following: Sequence[int] = field(init=False, repr=False)
    following_small: Sequence[int] = field(init=False, repr=False)
    entries: Sequence[_Entry] = field(init=False, repr=False)
    small: bytes = field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        try:
            self._open()
        except struct.error:
            raise Unreadable("the file is cut off") from None

    def _open(self) -> None:
        bits, small_bits = struct.unpack_from("<HH", self.data, 30)
        (directory, _, self.smallest, small_table) = struct.unpack_from("<IIII", self.data, 48)
        if bits not in _SECTOR_BITS or small_bits != _SMALL_SECTOR_BITS:
            raise Unreadable("its sectors are of no size that there is")
        self.sector, self.small_sector = 1 << bits, 1 << small_bits
        self.following = self._table(self._table_sectors())
        chain = self._chain(directory, self.following)
        if len(chain) * (self.sector // _ENTRY) > _MOST_ENTRIES:
            raise Unreadable("its directory is too long")
        self.entries = [
            _entry(block[place : place + _ENTRY])
            for block in map(self._sector, chain)
            for place in range(0, len(block) - _ENTRY + 1, _ENTRY)
        ]
        small_sectors: Sequence[int] = [] if small_table >= _LAST_SECTOR else self._chain(small_table, self.following)
        self.following_small = self._table(small_sectors)
        root = next((entry for entry in self.entries if entry.kind == _ROOT), None)
        self.small = self._read(root.start, root.size) if root and root.size else b""

    def _sector(self, number: int) -> bytes:
        at = _HEADER + number * self.sector if self.sector == _HEADER else (number + 1) * self.sector
        return self.data[at : at + self.sector]

    def _table_sectors(self) -> Sequence[int]:
        """Return the sectors that hold the table of all sectors."""
        found = array("I", struct.unpack_from(f"<{_SIGNS_IN_HEADER}I", self.data, 76))
        (further,) = struct.unpack_from("<I", self.data, 68)
        most = len(self.data) // self.sector + 1
        seen = set[int]()
        while further < most and further not in seen and len(found) <= most + _SIGNS_IN_HEADER:
            seen.add(further)
            numbers = _numbers(self._sector(further))
            if not numbers:
                break
            further = numbers.pop()
            found += numbers
        return array("I", [number for number in found if number < most])

    def _table(self, sectors: Sequence[int]) -> Sequence[int]:
        table = array("I")
        most = len(self.data) // self.small_sector + 1
        for number in sectors:
            table += _numbers(self._sector(number))
            if len(table) > most + self.sector:
                break
        return table

    def _chain(self, first: int, following: Sequence[int]) -> Sequence[int]:
        found = array("I")
        number = first
        while number < _LAST_SECTOR:
            if number >= len(following) or len(found) > len(following):
                raise Unreadable("its sectors are damaged")
            found.append(number)
            number = following[number]
        return found

    def _read(self, first: int, size: int) -> bytes:
        if size > len(self.data):
            raise Unreadable("a stream is longer than the file")
        return b"".join(map(self._sector, self._chain(first, self.following)))[:size]

    @property
    def names(self) -> frozenset[str]:
        """The names of its streams, those of what is embedded in it left out."""
        return frozenset(entry.name for entry in self._top() if entry.kind == _STREAM)

    def stream(self, name: str) -> bytes | None:
        """Return a stream of the file itself, not of what is embedded in it; None where there is none.

        Of a file that is cut off it is what is left, which is shorter than the directory says.

        Raises:
            Unreadable: if it is damaged.

        """
        entry = next((each for each in self._top() if each.name.lower() == name.lower()), None)
        if entry is None or entry.kind != _STREAM:
            return None
        if entry.size >= self.smallest:
            return self._read(entry.start, entry.size)
        if entry.size > len(self.small):
            raise Unreadable("a stream is longer than the file")
        wide = self.small_sector
        chain = self._chain(entry.start, self.following_small)
        return b"".join(self.small[number * wide : (number + 1) * wide] for number in chain)[: entry.size]

    def _top(self) -> list[_Entry]:
        """Return what lies in the root."""
        root = next((entry for entry in self.entries if entry.kind == _ROOT), None)
        found: list[_Entry] = []
        left, seen = [root.child if root else _NOTHING], set[int]()
        while left:
            number = left.pop()
            if number < len(self.entries) and number not in seen:
                seen.add(number)
                entry = self.entries[number]
                found.append(entry)
                left += [entry.left, entry.right]
        return found


def _numbers(block: bytes) -> "array[int]":
    return array("I", struct.unpack(f"<{len(block) // 4}I", block[: len(block) // 4 * 4]))


def _entry(data: bytes) -> _Entry:
    length, kind = struct.unpack_from("<HB", data, 64)
    left, right, child = struct.unpack_from("<III", data, 68)
    start, size = struct.unpack_from("<II", data, 116)
    name = data[: max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace")
    return _Entry(name, kind, left, right, child, start, size)
