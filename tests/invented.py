"""Invent documents to print: departments, projects and indicators that nobody published.

Like :mod:`layouts`, it asks a chooser for every trait, the plain one first.
"""

from collections.abc import Iterator
from decimal import Decimal

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
from choosing import Chooser

LABELS = ("部门名称", "单位名称", "预算单位", "填报单位", "主管部门", "部门（单位）名称")
DEPARTMENTS = ("临澜市水务局", "霁川区民政局（部门）", "青禾镇中心小学(本级)", "云岚县文化广电旅游局", "元里街道办事处")
UNITS = (
    "临澜市水务局",
    "青禾河流域管理中心",
    "北栅县疾病预防控制中心",
    "望溪县档案馆",
    "岚河镇人民政府",
    "松屏区人民医院",
    "栖梧公园",
)
PROJECTS = (
    "河道清淤疏浚", "“戏润乡村”惠民演出经费", "农村生活污水治理（二期）项目", "5G 基站电费补贴", "2025年春节慰问", "公厕保洁",
    "高标准农田建设", "第三次全国土壤普查", "“一村一品”示范点", "应急广播系统升级", "独居老人安全守护", "松材线虫病防治", "学前教育生均经费",
    "一窗受理、集成服务", "志愿服务", "机关食堂", "垃圾分类-宣传与督导", "校园安全“一站、两室”", "防汛物资储备库", "创业孵化基地",
)  # fmt: skip
OBJECTIVES = (
    "改善河道水质，恢复行洪断面。",
    "为群众提供安全、便捷的公共服务，让居民在家门口办得成事；建立长效机制",
    "1、做好宣传；2、做好培训；3、做好督导。",
    "一是完成改造12处，二是群众满意度达到90%以上。",
    "保障正常运转",
    "按照年度工作计划，分阶段完成设备采购、安装调试和人员培训，确保系统在2025年12月底前上线运行，服务覆盖全部乡镇。",
)
OUTPUT = Category("1", "产出指标", "output")
BENEFIT = Category("2", "效益指标", "benefit")
CATEGORIES = (
    (OUTPUT, Category("11", "数量指标", "quantity")),
    (OUTPUT, Category("12", "质量指标", "quality")),
    (BENEFIT, Category("22", "社会效益", "social_benefit")),
    (OUTPUT, Category("13", "时效指标", "timeliness")),
    (BENEFIT, Category("24", "可持续影响", "sustainable_impact")),
    (Category("3", "满意度指标", "satisfaction"), Category("31", "服务对象满意度", "service_recipient_satisfaction")),
)
NAMES = (
    "清淤河道长度",
    "验收合格率",
    "惠及群众人数（万人）",
    "资金支付及时率",
    "管护机制",
    "群众满意度",
    "培训班次、人次",
    "3-6岁学位新增数",
)
VALUES = (
    "≥12公里", "100%", r"$\geq 90\%$", "稳步提升，形成可复制的培育模式", "2025年12月31日前", "54人", "不少于2万人次", "≤255万元",
    "1、制定方案；2、组织演练", "每季度1次", "合格及以上", "有效改善",
)  # fmt: skip
CENTS = (1250, 3600, 123450, 80, 500000, 1842, 60, 1_000_000, 2_345_678, 997)


def document(choose: Chooser) -> Document:
    """Return a document of one table or two."""
    count = choose("tables", [1, 2])
    first = choose(
        "department", range(3)
    )  # two tables of one department, neither with 合计, are one to whoever reads them
    return Document(tables=tuple(table(choose, number, first) for number in range(count)))


def table(choose: Chooser, number: int, first: int) -> PerformanceTable:
    """Return a table whose sums hold."""
    names = iter(PROJECTS[(number * 7) % len(PROJECTS) :] + PROJECTS)
    department = DEPARTMENTS[(first + number) % len(DEPARTMENTS)]
    nameless = choose("no unit rows", [False, True])
    count = 1 if nameless else choose("units", [1, 2, 3])
    units = [unit(choose, "" if nameless else UNITS[(number + place) % len(UNITS)], names) for place in range(count)]
    printed = choose(
        "title",
        ["项目支出绩效目标表", "2025年项目支出绩效目标表（含转移支付项目）", "二〇二五年度部门项目支出绩效目标表"],
    )
    year = 2025 if printed != "项目支出绩效目标表" else choose("year", [None, 2025])
    total = summed([project.funding for each in units for project in each.projects] + empty_units(units))
    return PerformanceTable(
        title=printed,
        department=department,
        department_label=choose("department label", LABELS),
        amount_unit=choose("amount unit", [AmountUnit.TEN_THOUSAND_YUAN, *AmountUnit]),
        year=year,
        total=None if choose("no total", [False, True]) and not nameless else total,
        spending_units=tuple(units),
    )


def empty_units(units: list[SpendingUnit]) -> list[Funding]:
    """Return the funding of the units that have no project."""
    return [each.funding for each in units if each.funding and not each.projects]


def unit(choose: Chooser, name: str, names: Iterator[str]) -> SpendingUnit:
    """Return a unit, whose name is empty where it has no row."""
    count = choose("projects", [3, 1, 2, 4, 0]) or (0 if name else 1)
    # A single row without words is a unit to whoever reads it, so a project without unit row has words;
    # and a unit without any amount, its tabs stripped, is a line like any other.
    lacking = ["objective", "indicators"]
    later = [*lacking, "both", "amount"]
    first = [*lacking, *["both"] * bool(name)]
    projects = tuple(project(choose, next(names), later if place else first) for place in range(count))
    own = summed([each.funding for each in projects]) if projects else funding(choose)
    return SpendingUnit(name=name or None, funding=own if name else None, projects=projects)


def project(choose: Chooser, name: str, lacking: list[str]) -> Project:
    """Return a project, mostly with all that it should have."""
    lacks = choose("lacks", ["nothing", "nothing", "nothing", *lacking])
    count = 0 if lacks in ("indicators", "both") else choose("indicators", [2, 1, 3, 4])
    return Project(
        name=name,
        funding=Funding() if lacks == "amount" else funding(choose),
        objective=None if lacks in ("objective", "both") else choose("objective", OBJECTIVES),
        indicators=tuple(indicator(choose, place) for place in range(count)),
    )


def funding(choose: Chooser) -> Funding:
    """Return amounts whose total is the sum of their sources."""
    first = choose("cents", CENTS)
    second = choose("more cents", CENTS)
    parts = choose("sources", [(1, 0, 0), (1, 0, 1), (0, 0, 1), (1, 1, 0), (0, 1, 0), (1, 1, 1)])
    amounts = [
        Decimal(first if place == 0 else second).scaleb(-2) if used else None for place, used in enumerate(parts)
    ]
    total = sum((each for each in amounts if each is not None), Decimal(0))
    fiscal, special, other = amounts
    return Funding(total=total, fiscal_appropriation=fiscal, special_account_appropriation=special, other_funds=other)


def summed(members: list[Funding]) -> Funding:
    """Return the sum of each column; a column of blanks sums to a blank."""

    def column(amounts: list[Decimal | None]) -> Decimal | None:
        printed = [each for each in amounts if each is not None]
        return sum(printed, Decimal(0)) if printed else None

    return Funding(
        total=column([each.total for each in members]),
        fiscal_appropriation=column([each.fiscal_appropriation for each in members]),
        special_account_appropriation=column([each.special_account_appropriation for each in members]),
        other_funds=column([each.other_funds for each in members]),
    )


def indicator(choose: Chooser, place: int) -> Indicator:
    """Return an indicator of the given place in its cell."""
    level1, level2 = CATEGORIES[(choose("category", range(len(CATEGORIES))) + place) % len(CATEGORIES)]
    value = choose("value", VALUES)
    annual = choose("annual value", [value, *VALUES])
    name = NAMES[(choose("name", range(3)) + place) % len(NAMES)]
    return Indicator(place + 1, level1, level2, name, Target(value), Target(annual))
