"""Documents that nothing is wrong with, in several layouts, dialects and generations of categories.

A document here is what is *printed*: captions, rows, clauses, each part by itself, so that one part can be damaged.
"""

import csv
import io
import re
from collections.abc import Sequence
from decimal import Decimal
from html import escape
from random import Random
from typing import Final

from attrs import define, evolve, field

DEPARTMENTS: Final = ("临澜市水务局", "霁川区民政局", "云岚县文化广电旅游局", "元里区城市管理局", "望溪县林业局")
BRANCHES: Final = ("青禾河流域管理中心", "北栅县疾病预防控制中心", "松屏区公园管理所", "岚河镇农业服务中心")
PROJECTS: Final = (
    "河道清淤疏浚", "惠民演出经费", "农村生活污水治理项目", "公厕保洁经费", "高标准农田建设", "应急广播系统升级",
    "独居老人安全守护", "松材线虫病防治", "学前教育保障经费", "防汛物资储备", "创业孵化基地运营", "古树名木养护", "村道照明补贴",
    "图书馆延时服务",
)  # fmt: skip
OBJECTIVES: Final = (
    "恢复河道的行洪断面，改善两岸人居环境。",
    "丰富乡村的文化生活，让好戏常到村头。",
    "收集处理农户的生活污水，保护饮用水源。",
    "保持公共卫生间洁净，方便往来的市民。",
    "平整田块，修好沟渠，守住粮食产能。",
    "让预警信息在汛期及时传到每个村组。",
    "上门看望独居老人，守护他们的安全。",
    "清理枯死松木，遏制疫情在林区扩散。",
    "减轻家庭的保育负担，让幼儿就近入园。",
    "按标准备足防汛物资，随时可以调用。",
    "为初创团队提供场地和辅导，帮助他们起步。",
    "为古树名木建档复壮，留住乡愁。",
    "点亮村道，方便村民夜间出行。",
    "延长开放时间，方便上班族借阅。",
)
#: Code and label of level 1, of level 2, and what is asked for under it: a name and its values.
QUANTITIES: Final = (
    ("清淤河道长度", "公里"), ("演出数量", "场"), ("改造厕所数量", "座"), ("走访老人户数", "户"), ("建档古树数量", "株"), ("采购沙袋数量", "个"),
    ("培训护林员人数", "人"), ("更换路灯数量", "盏"), ("新建沟渠长度", "米"), ("扶持团队数量", "个"), ("购置图书数量", "册"),
)  # fmt: skip
QUALITIES: Final = ("工程验收合格率", "设备完好率", "档案完整率", "水质达标率", "苗木成活率", "物资合格率")
PUNCTUALITIES: Final = ("资金拨付及时率", "工程按期完工率", "故障处置及时率", "补贴发放及时率")
DEADLINES: Final = ("工程完成时间", "物资到位时间", "资金支付时限")
COSTS: Final = (("每公里清淤成本", "万元"), ("单场演出成本", "万元"), ("每座厕所改造成本", "万元"))
#: What people are given, of which a floor is a promise.
PROMISED: Final = (("村医补助标准", "≥1200元/人/月"), ("护林员工资标准", "不低于1600元/月"), ("伙食补贴", "≥30元/天"))
#: What stands under quality although it is counted, graded or a fact.
FAULTLESS: Final = (
    ("安全事故次数", "0次"), ("质量问题数量", "≤2个"), ("成果获奖数量", "≥1项"), ("考核结果", "良好及以上"), ("验收结果", "通过验收"),
    ("系统响应时间", "≤3秒"), ("产能利用率", "≥105%"), ("水质类别", "Ⅲ类及以上"),
)  # fmt: skip
BENEFITS: Final = (
    ("受益村民人数", "人"), ("带动就业岗位数量", "个"), ("接待读者人数", "人次"), ("受益农户数量", "户"), ("新增灌溉耕地规模", "亩"),
)  # fmt: skip
SATISFIED: Final = ("沿岸村民满意度", "观众满意度", "受益农户满意度", "市民满意度", "读者满意度")

HEADER: Final = ("项目名称（资金使用单位）", "总计", "财政拨款", "财政专户拨款", "其他资金", "绩效目标", "绩效指标")


@define
class Dialect:
    """How the clauses of a cell are printed."""

    #: What parts categories and names, and what stands before and behind the first target.
    between: str
    before_target: str
    colon: str
    #: What ends a clause.
    stop: str
    #: Whether categories have their codes.
    has_codes: bool = True
    #: How a target is called, without its period or year.
    target: str = "指标值"


DIALECTS: Final = (
    Dialect("；", "；", "：", "。"),
    Dialect(";", ";", ":", "。"),
    Dialect("；", "；", ":", "。"),
    Dialect(",", " ", ":", "; "),
    Dialect("；", "；", "：", "。", has_codes=False),
    Dialect(";", ";", ":", "。", has_codes=False),
)
_CODE: Final = re.compile(r"^[0-9]+-")


@define
class Clause:
    """A printed clause; a part that is not printed is None."""

    ordinal: int | None
    level1: str
    level2: str | None
    name: str
    period: str | None
    annual: str | None
    #: What is printed behind it.
    rest: str = ""


@define
class Row:
    """A printed row: its name, its amounts as printed, and what the project is for."""

    name: str
    amounts: list[str]
    objective: str = ""
    clauses: list[Clause] = field(factory=list)

    @property
    def total(self) -> Decimal:
        """The amount in the first column."""
        return Decimal(self.amounts[0])


@define
class Printed:
    """A printed document, part by part."""

    captions: dict[str, str]
    year: int
    total: Row | None
    #: Each unit with its projects; a unit whose row is lost has none.
    units: list[tuple[Row | None, list[Row]]]
    layout: str
    dialect: Dialect

    @property
    def projects(self) -> list[Row]:
        """Every project."""
        return [project for _, projects in self.units for project in projects]

    def text(self) -> str:
        """Return the document as a text dump."""
        rows = [self.total] if self.total else []
        for unit, projects in self.units:
            rows += [unit] if unit else []
            rows += projects
        cells = [list(HEADER), *([row.name, *row.amounts, row.objective, self.cell(row)] for row in rows)]
        return LAYOUTS[self.layout](list(self.captions.values()), cells)

    def cell(self, row: Row) -> str:
        """Return a cell of indicators."""
        dialect = self.dialect
        printed = []
        for clause in row.clauses:
            level1, level2 = clause.level1, clause.level2
            if not dialect.has_codes:
                level1, level2 = _CODE.sub("", level1), level2 and _CODE.sub("", level2)
            number = "" if clause.ordinal is None else f"{clause.ordinal}、"
            head = dialect.between.join((f"{number}{level1}", *([level2] if level2 else []), clause.name))
            targets = ((f"实施周期{dialect.target}", clause.period), (f"年度{dialect.target}", clause.annual))
            values = [f"{label}{dialect.colon}{value}" for label, value in targets if value is not None]
            printed.append(f"{head}{dialect.before_target}{dialect.between.join(values)}{dialect.stop}{clause.rest}")
        return "".join(printed)


# --- layouts ------------------------------------------------------------------------------------------------


def piped(captions: Sequence[str], cells: Sequence[Sequence[str]]) -> str:
    """Return a table of pipes."""
    lines = ["| " + " | ".join(row) + " |" for row in cells]
    lines.insert(1, "|---" * len(HEADER) + "|")
    return "\n".join([*captions, "", *lines, ""])


def tabbed(captions: Sequence[str], cells: Sequence[Sequence[str]]) -> str:
    """Return a table of tabs."""
    return "\n".join([*captions, "", *("\t".join(row) for row in cells), ""])


def webpage(captions: Sequence[str], cells: Sequence[Sequence[str]]) -> str:
    """Return a page with the captions and the table."""
    rows = ("".join(f"<td>{escape(cell)}</td>" for cell in row) for row in cells)
    lines = [*(f"<p>{escape(caption)}</p>" for caption in captions), "<table>", *(f"<tr>{row}</tr>" for row in rows)]
    return "\n".join(["<html><body>", *lines, "</table>", "</body></html>"])


def commas(captions: Sequence[str], cells: Sequence[Sequence[str]]) -> str:
    """Return comma-separated values."""
    page = io.StringIO()
    writer = csv.writer(page, lineterminator="\n")
    writer.writerows([caption, *[""] * (len(HEADER) - 1)] for caption in captions)
    writer.writerows(cells)
    return page.getvalue()


LAYOUTS: Final = {"pipes": piped, "tabs": tabbed, "html": webpage, "commas": commas}


# --- documents in order ------------------------------------------------------------------------------------


def clean(random: Random) -> Printed:
    """Return a document that nothing is wrong with."""
    year = random.choice((2023, 2024, 2025))
    department = random.choice(DEPARTMENTS)
    names = random.sample(range(len(PROJECTS)), 12)
    counts = [random.randint(2, 3) for _ in range(random.choice((1, 2, 2, 3)))]
    units: list[tuple[Row | None, list[Row]]] = []
    for number, count in enumerate(counts):
        projects = [project(random, names.pop(), year) for _ in range(count)]
        name = department if number == 0 else BRANCHES[number]
        units.append((Row(name, summed(projects)), projects))
    rows = [unit for unit, _ in units if unit]
    return Printed(
        captions={
            "title": f"{year}年项目支出绩效目标表",
            "department": f"部门名称：{department}",
            "unit": "单位：万元",
        },
        year=year,
        total=Row("合计", summed(rows)),
        units=units,
        layout=random.choice(tuple(LAYOUTS)),
        dialect=evolve(random.choice(DIALECTS)),
    )


def summed(rows: Sequence[Row]) -> list[str]:
    """Return the sums of the columns; where no row has an amount, none."""
    columns = zip(*(row.amounts for row in rows), strict=True)
    return [f"{sum(map(Decimal, filter(None, column)), Decimal(0)):f}" if any(column) else "" for column in columns]


def project(random: Random, number: int, year: int) -> Row:
    """Return a project with indicators of every kind."""
    sources = [Decimal(random.randint(1_00, 900_00)) / 100 for _ in range(random.choice((1, 1, 2)))]
    parts = [f"{source:.2f}" for source in sources] + [""] * (3 - len(sources))
    if len(sources) == 2 and random.random() < 0.5:
        parts = [parts[0], "", parts[1]]
    amounts = [f"{sum(sources, Decimal(0)):.2f}", *parts]
    return Row(PROJECTS[number], amounts, OBJECTIVES[number], clauses(random, year))


def clauses(random: Random, year: int) -> list[Clause]:
    """Return the clauses of a project, no two alike."""
    found = [counted(random, "11-数量指标", each) for each in random.sample(QUANTITIES, random.randint(1, 3))]
    found.append(share(random, "1-产出指标", "12-质量指标", random.choice(QUALITIES)))
    if random.random() < 0.6:
        found.append(share(random, "1-产出指标", "13-时效指标", random.choice(PUNCTUALITIES)))
    if random.random() < 0.5:
        day = f"{year}年{random.randint(6, 12)}月{random.randint(10, 28)}日前"
        found.append(alike("1-产出指标", "13-时效指标", random.choice(DEADLINES), day))
    if random.random() < 0.4:
        name, unit = random.choice(COSTS)
        levels = random.choice((("1-产出指标", "14-成本指标"), ("4-成本指标", "41-经济成本指标")))
        found.append(alike(*levels, name, f"≤{random.randint(2, 60)}{unit}"))
    if random.random() < 0.2:
        name, value = random.choice(PROMISED)
        found.append(alike("1-产出指标", "14-成本指标", name, value))
    if random.random() < 0.3:
        name, value = random.choice(FAULTLESS)
        found.append(alike("1-产出指标", "12-质量指标", name, value))
    found.append(counted(random, "22-社会效益", random.choice(BENEFITS), level1="2-效益指标"))
    found.append(share(random, "3-满意度指标", "31-服务对象满意度", random.choice(SATISFIED)))
    for ordinal, clause in enumerate(found, 1):
        clause.ordinal = ordinal
    return found


def counted(random: Random, level2: str, what: tuple[str, str], level1: str = "1-产出指标") -> Clause:
    """Return a clause that asks for a number of things."""
    name, unit = what
    number = random.randint(11, 4000)
    printed = (f"≥{number}{unit}", f"不少于{number}{unit}", f"{number}{unit}以上", f"{number}{unit}")
    return alike(level1, level2, name, random.choice(printed))


def share(random: Random, level1: str, level2: str, name: str) -> Clause:
    """Return a clause that asks for a share."""
    number = random.randint(80, 99)
    return alike(level1, level2, name, random.choice((f"≥{number}%", f"{number}%以上", f"不低于{number}%", "100%")))


def alike(level1: str, level2: str, name: str, value: str) -> Clause:
    """Return a clause whose two targets are alike."""
    return Clause(0, level1, level2, name, value, value)
