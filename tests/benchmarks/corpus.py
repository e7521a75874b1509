"""A corpus of dumps to measure with: invented departments, in every layout, dialect and damage that is published.

It is the same corpus every time, made again rather than kept. As a script it writes the documents to a folder::

    PYTHONPATH=tests python tests/benchmarks/corpus.py FOLDER [MEGABYTES]
"""

import random
import sys
from collections.abc import Iterator, Sequence
from itertools import chain, count
from pathlib import Path
from typing import Final, TypeVar

from attrs import evolve, field, frozen

import invented
from budgetperf.model import Document, Funding, Indicator, PerformanceTable, Project, SpendingUnit, Target
from layouts import render

__all__ = ["documents", "megabytes"]

Option = TypeVar("Option")

#: How often a trait of the layout is not the plain one. Some thirty are asked for, so that most documents have one or more.
_SELDOM: Final = 0.04
#: What a document says is chosen freely; how it is printed, mostly as most are.
_OFTEN: Final = frozenset(
    {
        *("department", "department label", "title", "total", "units", "projects", "cents", "more cents", "sources"),
        *("objective", "indicators", "category", "value", "annual value", "name"),
        *("style", "rows per page", "header", "dialect", "amounts"),
    }
)
#: Pages hold a few rows, since cells are long; some tools print no page breaks.
_ROWS_PER_PAGE: Final = (10_000, 5, 4)
#: Of two targets of an indicator, how many are the same.
_SAME_TARGET: Final = 0.7
#: How many targets are printed as many others are.
_COMMON_TARGET: Final = 0.75
_COMMON: Final = (
    "100%", "≥90%", "≥95%", "≥85%", "≥98%", "≥1次", "≥2次", "12次", "1项", "及时", "合格", "优秀", "有效保障", "逐步提高", "长期",
    "不超过预算", "2025年12月31日前", "12月底前完成", "显著提升", "无", "≤5%", "按时完成", "全覆盖", "3场以上", "进一步提升",
)  # fmt: skip
_CUES: Final = ("≥", "≥", "", "", "≤", "不少于", "不低于", "达到", "不超过", "约")
_UNITS: Final = (
    "人次",
    "个",
    "家",
    "场",
    "万元",
    "%",
    "公里",
    "平方米",
    "份",
    "户",
    "人",
    "个点位",
    "吨",
    "天",
    "台（套）",
)
_BEHIND: Final = ("", "", "", "以上", "以内", "（含）", "左右")
_WORKS: Final = (
    "图书借阅",
    "河道保洁",
    "路灯检修",
    "农技推广讲座",
    "古树名木巡护",
    "学生营养餐",
    "应急演练",
    "社区义诊",
)
_DOINGS: Final = ("进一步方便", "有效改善", "持续推进", "稳步提升", "切实保障", "按期完成")
_MATTERS: Final = (
    "居民借阅和归还图书",
    "水面和岸线的整洁",
    "夜间出行安全",
    "农户种植技术水平",
    "辖区古树生长环境",
    "学生体质",
)
_MEASURES: Final = (
    "次数",
    "完成率",
    "及时率",
    "覆盖面",
    "满意度（%）",
    "成本控制数",
    "人数",
    "合格率",
    "数量",
    "影响力",
)
_PLACES: Final = ("青禾", "临江", "北湖", "云岭", "望溪", "松屏", "栖梧", "岚河", "元里", "霁川")


@frozen
class _Mostly:
    """Chooses what a document says freely, and of how it is printed mostly what is plain."""

    generator: random.Random = field(repr=False)

    def __call__(self, trait: str, options: Sequence[Option]) -> Option:
        """Return one of `options`."""
        if trait == "rows per page":
            options = [option for option in options if option in _ROWS_PER_PAGE]
        if trait in _OFTEN or self.generator.random() < _SELDOM:
            return self.generator.choice(options)
        return options[0]


def documents(seed: int = 0) -> Iterator[bytes]:
    """Yield dumps as UTF-8 without end, always the same ones for a `seed`."""
    generator = random.Random(seed)
    choose = _Mostly(generator)
    for number in count():
        yield render(_document(choose, generator, number), choose).encode()


def megabytes(size: float, seed: int = 0) -> Iterator[bytes]:
    """Yield documents until they have `size` million bytes."""
    left = size * 1e6
    for document in documents(seed):
        yield document
        left -= len(document)
        if left <= 0:
            return


def _document(choose: _Mostly, generator: random.Random, number: int) -> Document:
    """Return a department's document: one table, of as many units as departments have."""
    names = (f"{name}（{place}）" for place in chain([number], count(1)) for name in invented.PROJECTS)
    table = invented.table(choose, 0, number % len(invented.DEPARTMENTS))
    size = generator.choice((1, 1, 2, 3, 5, 8, 13))
    units = tuple(
        _unit(choose, generator, f"{place}{_WORKS[number % len(_WORKS)]}中心", names) for place in _PLACES[:size]
    )
    fundings = [unit.funding for unit in units if unit.funding]
    total = None if table.total is None else invented.summed(fundings)
    return Document(tables=(_whole(table, units, total),))


def _whole(table: PerformanceTable, units: tuple[SpendingUnit, ...], total: Funding | None) -> PerformanceTable:
    return evolve(table, spending_units=units, total=total)


def _unit(choose: _Mostly, generator: random.Random, name: str, names: Iterator[str]) -> SpendingUnit:
    size = generator.choice((1, 2, 4, 8, 16))
    projects = tuple(_project(choose, generator, next(names)) for _ in range(size))
    funding = invented.summed([project.funding for project in projects])
    return SpendingUnit(name=name, funding=funding, projects=projects)


def _project(choose: _Mostly, generator: random.Random, name: str) -> Project:
    project = invented.project(choose, name, ["objective"])
    size = generator.choice((3, 4, 4, 5, 6, 8))
    objective = (
        project.objective
        and project.objective
        + "".join(f"{generator.choice(_DOINGS)}{generator.choice(_MATTERS)}，" for _ in range(generator.randrange(6)))
        + "取得实效。"
    )
    indicators = tuple(_indicator(choose, generator, place) for place in range(size))
    return evolve(project, objective=objective, indicators=indicators)


def _indicator(choose: _Mostly, generator: random.Random, place: int) -> Indicator:
    indicator = invented.indicator(choose, place)
    name = "".join(map(generator.choice, (_PLACES, _WORKS, _MEASURES)))
    period = _target(generator)
    annual = period if generator.random() < _SAME_TARGET else _target(generator)
    return evolve(indicator, name=name, period_target=Target(period), annual_target=Target(annual))


def _target(generator: random.Random) -> str:
    """Return a target: one of the common ones, a number with its unit, or a sentence."""
    if generator.random() < _COMMON_TARGET:
        return generator.choice(_COMMON)
    if generator.random() < 0.3:
        return generator.choice(_DOINGS) + generator.choice(_MATTERS)
    number = generator.choice((generator.randrange(1, 100), generator.randrange(100, 5000), generator.random() * 100))
    digits = f"{number:.2f}" if isinstance(number, float) else str(number)
    return "".join((generator.choice(_CUES), digits, generator.choice(_UNITS), generator.choice(_BEHIND)))


def main() -> None:
    """Write documents to a folder."""
    folder, size = Path(sys.argv[1]), float(sys.argv[2]) if len(sys.argv) > 2 else 4.0
    folder.mkdir(parents=True, exist_ok=True)
    for number, document in enumerate(megabytes(size)):
        (folder / f"{number:05}.txt").write_bytes(document)


if __name__ == "__main__":
    main()
