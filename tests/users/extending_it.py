"""Someone adds a reader, a rule and units of their own."""

from collections.abc import Iterable, Iterator, Sequence
from typing import assert_type

from budgetperf import (
    Document,
    ExtensionFailed,
    Reader,
    Remark,
    Rule,
    Severity,
    Unit,
    UnitClass,
    UnitList,
    check,
    parse,
    read,
    standard_units,
)


class Bulletins:
    """Files that begin with a seal."""

    name = "bulletin"
    words = "a bulletin"

    def recognizes(self, data: bytes, /) -> bool:
        """Tell by the seal."""
        return data.startswith(b"SEAL\x00")

    def read(self, data: bytes, /) -> Iterator[str | Sequence[Sequence[str]]]:
        """Yield one paragraph."""
        yield data.removeprefix(b"SEAL\x00").decode("utf-8")


def several_tables(document: Document) -> Iterable[Remark]:
    """Find files of several tables."""
    if len(document.tables) > 1:
        yield Remark(message=f"{len(document.tables)} tables in one file", path="tables[1]")


reader: Reader = Bulletins()
assert_type(read(b"SEAL\x00" + "没有表格".encode(), own_readers=[reader]).value, Document)

rule = Rule(code="X101", title="more than one table", severity=Severity.WARNING, find=several_tables)
assert not [each for each in check(parse("没有表格"), rules=[rule]) if each.code == "X101"]
try:
    rule.found_in(Document(tables=()))
except ExtensionFailed as error:
    assert_type(str(error), str)

units = standard_units()
assert_type(units, UnitList)
assert_type(units.units, tuple[Unit, ...])
assert_type(units.units[0].unit_class, UnitClass)
