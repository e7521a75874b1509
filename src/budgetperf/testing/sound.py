"""Documents that nothing is wrong with, as an office would print them."""

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Final

from attrs import evolve
from hypothesis import strategies
from hypothesis.strategies import DrawFn, SearchStrategy

from budgetperf.model import (
    AmountUnit,
    Category,
    Document,
    Funding,
    Indicator,
    PerformanceTable,
    Project,
    SpendingUnit,
    Target,
)
from budgetperf.parsing import parse_target

__all__ = ["sound_documents", "sound_tables"]

#: The departments are invented, each with units below it.
_OFFICES: Final = (
    ("澄江县水务局", "澄江县河道管理所", "澄江县水文站"),
    ("霜桥区民政局", "霜桥区养老服务中心", "霜桥区救助管理站"),
    ("梧岭市林业局", "梧岭市苗圃", "梧岭市森林防火中心"),
)
#: The name of each project, what it is for, and what is counted of it.
_PROJECTS: Final = (
    ("河岸步道养护", "修补步道和护栏，让居民放心散步。", "养护步道长度", "公里"),
    ("乡村夜校", "请来手艺人授课，让村民学有所用。", "授课场次", "场"),
    ("旧桥加固", "更换老化的支座，保障过往车辆安全。", "更换支座数量", "个"),
    ("雨量站维护", "按时校准仪器，为防汛提供可靠的雨情。", "校准仪器数量", "台"),
    ("流动图书车", "把书送到村口，让孩子有书可读。", "送书册数", "册"),
    ("湿地巡护", "守护候鸟停歇的滩涂，减少人为干扰。", "巡护里程", "公里"),
    ("老人助餐", "为独居老人送上热饭，照看他们的起居。", "送餐份数", "份"),
    ("果树改良", "引进抗病的品种，帮助果农增收。", "嫁接果树数量", "株"),
    ("山塘清淤", "恢复山塘的蓄水能力，保障春灌。", "清淤山塘数量", "座"),
)
_SHARES: Final = (("工程验收合格率", "12"), ("设备完好率", "12"), ("资金支付及时率", "13"), ("任务按期完成率", "13"))
_SERVED: Final = (("受益居民人数", "人"), ("新增就业岗位数量", "个"))
_SATISFIED: Final = ("居民满意度", "村民满意度", "果农满意度")
_OUTPUT: Final = Category("1", "产出指标", "output")
_BENEFIT: Final = Category("2", "效益指标", "benefit")
_SATISFACTION: Final = Category("3", "满意度指标", "satisfaction")
_QUANTITY: Final = Category("11", "数量指标", "quantity")
_SOCIAL: Final = Category("22", "社会效益指标", "social_benefit")
_RECIPIENTS: Final = Category("31", "服务对象满意度指标", "service_recipient_satisfaction")
_BY_CODE: Final = {"12": Category("12", "质量指标", "quality"), "13": Category("13", "时效指标", "timeliness")}


def sound_documents() -> SearchStrategy[Document]:
    """Return a strategy for documents of one table, as :func:`sound_tables` makes them.

    >>> from hypothesis import given, settings
    >>> from budgetperf import check
    >>> @settings(max_examples=3, deadline=None)
    ... @given(sound_documents())
    ... def test_nothing_is_wrong(document):
    ...     assert check(document) == ()
    >>> test_nothing_is_wrong()

    """
    return sound_tables().map(lambda table: Document(tables=(table,)))


def sound_tables() -> SearchStrategy[PerformanceTable]:
    """Return a strategy for tables in order, such as an office prints.

    Amounts add up, from projects to units to the total; each project has an objective, and indicators of
    output, benefit and satisfaction with both targets. :func:`budgetperf.check` finds nothing in them, each
    of :mod:`budgetperf.writers` can write them, and what is written reads back equal, targets with what they mean.
    """
    return _tables()


@strategies.composite
def _tables(draw: DrawFn) -> PerformanceTable:
    year = draw(strategies.integers(2020, 2029))
    department, *branches = draw(strategies.sampled_from(_OFFICES))
    names = [department, *branches[: draw(strategies.integers(0, len(branches)))]]
    purposes = draw(strategies.permutations(_PROJECTS))
    units = tuple(_unit(draw, name, purposes[3 * at : 3 * at + 3], year) for at, name in enumerate(names))
    return PerformanceTable(
        title=f"{year}年项目支出绩效目标表",
        department=department,
        department_label="部门名称",
        amount_unit=draw(strategies.sampled_from((AmountUnit.TEN_THOUSAND_YUAN, AmountUnit.YUAN))),
        year=year,
        total=_sum([unit.funding for unit in units if unit.funding is not None]),
        spending_units=units,
    )


def _unit(draw: DrawFn, name: str, purposes: Sequence[tuple[str, ...]], year: int) -> SpendingUnit:
    # Of one project alone, no sum would tell which of two rows is the unit.
    count = draw(strategies.integers(2, len(purposes)))
    projects = tuple(_project(draw, purpose, year) for purpose in purposes[:count])
    return SpendingUnit(name=name, funding=_sum([project.funding for project in projects]), projects=projects)


def _project(draw: DrawFn, purpose: tuple[str, ...], year: int) -> Project:
    name, objective, *counted = purpose
    appropriated = draw(strategies.decimals(1, 900, places=2))
    others = draw(strategies.none() | strategies.decimals(1, 90, places=2))
    funding = Funding(total=appropriated + (others or 0), fiscal_appropriation=appropriated, other_funds=others)
    return Project(name=name, funding=funding, objective=objective, indicators=_indicators(draw, counted, year))


def _sum(parts: Sequence[Funding]) -> Funding:
    """Return the sums of the columns; where no part has an amount, none."""

    def added(amounts: Sequence[Decimal | None]) -> Decimal | None:
        printed = [amount for amount in amounts if amount is not None]
        return sum(printed, Decimal(0)) if printed else None

    return Funding(
        total=added([part.total for part in parts]),
        fiscal_appropriation=added([part.fiscal_appropriation for part in parts]),
        other_funds=added([part.other_funds for part in parts]),
    )


def _indicators(draw: DrawFn, counted: Sequence[str], year: int) -> tuple[Indicator, ...]:
    """Return a project's indicators; what is counted is its own, so that no two projects have the same ones."""
    name, unit = counted
    found = [(_OUTPUT, _QUANTITY, name, _number(draw, unit))]
    share, code = draw(strategies.sampled_from(_SHARES))
    found.append((_OUTPUT, _BY_CODE[code], share, _share(draw)))
    if draw(strategies.booleans()):
        day = f"{year}年{draw(strategies.integers(6, 12))}月{draw(strategies.integers(10, 28))}日前"
        found.append((_OUTPUT, _BY_CODE["13"], "工程完成时间", day))
    served, unit = draw(strategies.sampled_from(_SERVED))
    found.append((_BENEFIT, _SOCIAL, served, _number(draw, unit)))
    found.append((_SATISFACTION, _RECIPIENTS, draw(strategies.sampled_from(_SATISFIED)), _share(draw)))
    indicators = []
    for ordinal, (level1, level2, title, value) in enumerate(found, 1):
        target = _target(value, title, level2.label, year)
        indicators.append(Indicator(ordinal, level1, level2, title, target, target))
    return tuple(indicators)


def _number(draw: DrawFn, unit: str) -> str:
    number = draw(strategies.integers(11, 4000))
    return draw(strategies.sampled_from((f"≥{number}{unit}", f"不少于{number}{unit}", f"{number}{unit}")))


def _share(draw: DrawFn) -> str:
    number = draw(strategies.integers(80, 99))
    return draw(strategies.sampled_from((f"≥{number}%", f"{number}%以上", f"不低于{number}%", "100%")))


@lru_cache(maxsize=4096)
def _target(value: str, name: str, level2: str, year: int) -> Target:
    """Return a target with what it means under its indicator's name."""
    return evolve(parse_target(value, name=name, level2=level2, budget_year=year).value, span=None)
