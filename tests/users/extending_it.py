"""Someone adds a reader, a rule and units of their own."""

from collections.abc import Iterable, Iterator, Sequence
from typing import assert_type

from budgetperf import (
    Document,
    ExtensionFailed,
    PerformanceTable,
    Project,
    Reader,
    Remark,
    Rule,
    Severity,
    SpendingUnit,
    Unit,
    UnitClass,
    UnitList,
    check,
    parse,
    read,
    standard_units,
)
from budgetperf.checks import PlacedProject, indicators_of, projects_of, targets_of


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


def empty_targets(document: Document) -> Iterator[Remark]:
    """Find targets that are printed empty, of projects with money."""
    for place in projects_of(document):
        assert_type(place, PlacedProject)
        assert_type((place.table, place.unit, place.project), tuple[PerformanceTable, SpendingUnit, Project])
        for path, indicator in indicators_of(place):
            for path_of_target, target in targets_of(indicator, path, each=True):
                if place.has_money and not target.text:
                    yield Remark(message="an empty target", path=path_of_target)


TABLE = """单位：万元
| 项目名称 | 总计 | 财政拨款 | 财政专户拨款 | 其他资金 | 绩效目标 | 绩效指标 |
| 青禾县文化馆 | 3.00 | 3.00 | | | | |
| 展览经费 | 3.00 | 3.00 | | | 办好展览。 | 1、1-产出指标；11-数量指标；场次；实施周期指标值：3场；年度指标值：。 |"""
[remark] = empty_targets(parse(TABLE).value)
assert_type(remark.path, str)
assert remark.path == "tables[0].spending_units[0].projects[0].indicators[0].annual_target"

units = standard_units()
assert_type(units, UnitList)
assert_type(units.units, tuple[Unit, ...])
assert_type(units.units[0].unit_class, UnitClass)
