"""Documents that nothing is wrong with, and the ways in which they get damaged.

A document here is what is *printed*: captions, rows, clauses, each part by itself, so that one part can be damaged.
"""

import csv
import io
import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import wraps
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
    counts = [random.randint(2, 4) for _ in range(random.randint(1, 3))]
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


# --- damages -------------------------------------------------------------------------------------------------

Damage = Callable[[Printed, Random], None]
#: Each kind of damage with the codes of which one must tell of it.
DAMAGES: dict[str, tuple[Damage, frozenset[str]]] = {}


def told_by(*codes: str) -> Callable[[Damage], Damage]:
    """Register a damage."""

    def register(damage: Damage) -> Damage:
        DAMAGES[damage.__name__] = damage, frozenset(codes)
        return damage

    return register


def needing_codes(damage: Damage) -> Damage:
    """Do a damage to categories that are printed with their codes; without them nothing contradicts the label."""

    @wraps(damage)
    def coded(printed: Printed, random: Random) -> None:
        printed.dialect.has_codes = True
        damage(printed, random)

    return coded


def a_project(printed: Printed, random: Random) -> Row:
    """Return any project."""
    return random.choice(printed.projects)


def a_clause(printed: Printed, random: Random, *, level2: str = "", value: str = "") -> Clause:
    """Return any clause whose level-2 category and value hold these words."""
    found = [
        clause
        for row in printed.projects
        for clause in row.clauses
        if level2 in (clause.level2 or "") and value in (clause.period or "")
    ]
    return random.choice(found)


@told_by("A501", "A502")
def an_amount_is_off_by_a_cent(printed: Printed, random: Random) -> None:
    """A digit of any amount is changed."""
    rows = [printed.total, *(unit for unit, _ in printed.units), *printed.projects]
    row = random.choice([row for row in rows if row])
    place = random.choice([place for place, amount in enumerate(row.amounts) if amount])
    row.amounts[place] = f"{Decimal(row.amounts[place]) + random.choice((1, -1)) * Decimal('0.01'):.2f}"


@told_by("A502")
def a_project_row_is_lost(printed: Printed, random: Random) -> None:
    """A project vanishes from its unit."""
    _, projects = random.choice(printed.units)
    projects.remove(random.choice(projects))


@told_by("R115", "A502", "R113")
def a_unit_row_is_lost(printed: Printed, random: Random) -> None:
    """The row of a unit vanishes."""
    place = random.randrange(len(printed.units))
    printed.units[place] = (None, printed.units[place][1])


@told_by("R118")
def the_total_row_is_lost(printed: Printed, random: Random) -> None:  # noqa: ARG001 - there is one
    """The row 合计 vanishes."""
    printed.total = None


@told_by("R104")
def the_unit_of_amounts_is_lost(printed: Printed, random: Random) -> None:  # noqa: ARG001 - there is one
    """The caption 单位：万元 vanishes."""
    del printed.captions["unit"]


@told_by("R112")
def the_department_is_lost(printed: Printed, random: Random) -> None:  # noqa: ARG001 - there is one
    """The caption of the department vanishes."""
    del printed.captions["department"]


@told_by("A505", "A506")
def an_amount_is_damaged(printed: Printed, random: Random) -> None:
    """A digit is read as a letter."""
    row = a_project(printed, random)
    digit = random.choice([digit for digit in row.amounts[0] if digit.isdigit()])
    row.amounts[0] = row.amounts[0].replace(digit, {"0": "O", "1": "l"}.get(digit, "见"), 1)


@told_by("A503")
def an_amount_is_split(printed: Printed, random: Random) -> None:
    """A blank comes between the digits of an amount."""
    row = a_project(printed, random)
    row.amounts[0] = row.amounts[0].replace(".", ". ")


@told_by("A509")
def an_amount_is_negative(printed: Printed, random: Random) -> None:
    """A sign comes before an amount."""
    row = a_project(printed, random)
    row.amounts[0] = f"-{row.amounts[0]}"


@told_by("T402", "T403")
def a_level1_label_is_swapped(printed: Printed, random: Random) -> None:
    """产出 becomes 效益, or the other way round."""
    clause = a_clause(printed, random)
    # Without codes, satisfaction may stand under 效益: there it stood in 2013.
    elsewhere = ("1", "3", "4") if printed.dialect.has_codes else ("1", "4")
    clause.level1 = "2-效益指标" if clause.level1.startswith(elsewhere) else "1-产出指标"


@told_by("T402", "T403")
@needing_codes
def a_level2_label_is_swapped(printed: Printed, random: Random) -> None:
    """数量 becomes 质量 behind its code."""
    clause = a_clause(printed, random, level2="1")
    code = str(clause.level2).split("-")[0]
    labels = {
        "11": "质量指标",
        "12": "时效指标",
        "13": "数量指标",
        "14": "质量指标",
        "31": "社会效益",
        "41": "质量指标",
    }
    clause.level2 = f"{code}-{labels[code]}"


@told_by("T402", "T404")
@needing_codes
def a_level2_code_is_damaged(printed: Printed, random: Random) -> None:
    """A digit of the code is lost."""
    clause = a_clause(printed, random)
    clause.level2 = str(clause.level2)[1:] if random.random() < 0.5 else f"7{str(clause.level2)[1:]}"


@told_by("T401", "T405", "G201", "G206")
def a_label_is_damaged(printed: Printed, random: Random) -> None:
    """A character of a label is misread; without codes, the label may be taken for another part of the clause."""
    clause = a_clause(printed, random)
    if random.random() < 0.5:
        clause.level1 = clause.level1.replace("产出", "产岀").replace("效益", "效监").replace("满意度", "满意庋")
    else:
        label = str(clause.level2)
        clause.level2 = label.replace("满意度", "满意庋") if "满意度" in label else f"{label[:3]}瞢{label[4:]}"


@told_by("T405")
def a_level2_category_is_lost(printed: Printed, random: Random) -> None:
    """The level-2 category is not printed."""
    a_clause(printed, random).level2 = None


@told_by("T406", "T407", "T408")
def a_category_is_lost(printed: Printed, random: Random) -> None:
    """The indicators of one level-1 category vanish."""
    row = a_project(printed, random)
    lost = random.choice(("1-", "2-", "3-"))
    row.clauses = [
        evolve(clause, ordinal=ordinal)
        for ordinal, clause in enumerate((each for each in row.clauses if not each.level1.startswith(lost)), 1)
    ]


@told_by("G211")
def a_target_is_blanked(printed: Printed, random: Random) -> None:
    """Nothing stands behind the label of a target."""
    clause = a_clause(printed, random)
    if random.random() < 0.5:
        clause.period = ""
    else:
        clause.annual = ""


@told_by("G202", "G210")
def a_target_is_lost(printed: Printed, random: Random) -> None:
    """A target is not printed."""
    clause = a_clause(printed, random)
    if random.random() < 0.5:
        clause.period = None
    else:
        clause.annual = None


@told_by("G203", "G205")
def a_target_is_repeated(printed: Printed, random: Random) -> None:
    """The annual target is printed again."""
    clause = a_clause(printed, random)
    clause.rest = f"年度指标值：{clause.annual}。"


@told_by("G204", "G215", "P609")
def a_clause_is_repeated(printed: Printed, random: Random) -> None:
    """A clause is printed again, with its own ordinal or with the next one."""
    row = a_project(printed, random)
    clause = random.choice(row.clauses)
    place = row.clauses.index(clause) + 1
    row.clauses.insert(place, evolve(clause))
    if random.random() < 0.5:
        for ordinal, each in enumerate(row.clauses, 1):
            each.ordinal = ordinal


@told_by("G204")
def a_clause_is_lost(printed: Printed, random: Random) -> None:
    """A clause vanishes from the midst of a cell."""
    row = a_project(printed, random)
    del row.clauses[random.randrange(len(row.clauses) - 1)]


@told_by("G209", "T405")
def a_name_is_lost(printed: Printed, random: Random) -> None:
    """The name of an indicator is not printed; without codes, the level-2 category may be taken for it."""
    a_clause(printed, random).name = ""


@told_by("V317")
def a_target_echoes_the_name(printed: Printed, random: Random) -> None:
    """The name stands in the place of the value."""
    clause = a_clause(printed, random)
    clause.period = clause.annual = clause.name


@told_by("V318")
def a_target_is_a_placeholder(printed: Printed, random: Random) -> None:
    """A form's marks stand in the place of the value."""
    clause = a_clause(printed, random)
    clause.period = clause.annual = random.choice(("≥**%", "XX", "/", "—", "待定", "……"))


@told_by("V307")
def a_sign_is_misread(printed: Printed, random: Random) -> None:
    """A sign becomes another that looks like it."""
    clause = a_clause(printed, random, value=random.choice("%") if random.random() < 0.5 else "")
    number = random.randint(10, 99)
    clause.period = clause.annual = random.choice(("≪", "》", "≫", "《")) + f"{number}%"


@told_by("V308")
def a_sign_is_read_as_a_digit(printed: Printed, random: Random) -> None:
    """≥ becomes 2 in one of two targets."""
    clause = a_clause(printed, random, level2="11-")
    number = random.randint(11, 99)
    clause.period, clause.annual = f"≥{number}个", f"2{number}个"


@told_by("V324")
def a_share_is_above_a_hundred(printed: Printed, random: Random) -> None:
    """A digit comes into a share."""
    clause = a_clause(printed, random, value="%")
    clause.name = clause.name.replace("产能利用率", "设备利用率")  # which alone may be above it
    clause.period = clause.annual = f"≥{random.randint(101, 989)}%"


@told_by("V325")
def a_cost_gets_a_floor(printed: Printed, random: Random) -> None:
    """≤ becomes ≥ in a cost."""
    clause = a_clause(printed, random)
    clause.level1, clause.level2, clause.name = "1-产出指标", "14-成本指标", "每公里清淤成本"
    clause.period = clause.annual = random.choice(("≥{}万元", "{}元以上", "不少于{}万元")).format(
        random.randint(2, 900)
    )


@told_by("V326")
def a_satisfaction_gets_a_ceiling(printed: Printed, random: Random) -> None:
    """≥ becomes ≤ in a satisfaction."""
    clause = a_clause(printed, random, level2="31-")
    clause.period = clause.annual = f"≤{random.randint(80, 99)}%"


@told_by("V327")
def a_deadline_is_of_another_year(printed: Printed, random: Random) -> None:
    """The year of a deadline is that of last year's form."""
    clause = a_clause(printed, random, level2="12-", value="%")
    clause.level2, clause.name = "13-时效指标", "全部工程完成时间"
    clause.period = clause.annual = f"{printed.year + random.choice((-2, -1, 1))}年{random.randint(1, 12)}月15日前"


@told_by("V329")
def the_year_goes_beyond_the_period(printed: Printed, random: Random) -> None:
    """The annual target asks for more than the period's."""
    clause = a_clause(printed, random, level2="11-")
    number = random.randint(3, 400)
    clause.period, clause.annual = f"≥{number}个", f"≥{number + random.randint(1, 90)}个"


@told_by("P601")
def an_objective_is_lost(printed: Printed, random: Random) -> None:
    """The objective is empty."""
    a_project(printed, random).objective = ""


@told_by("P602")
def the_indicators_are_lost(printed: Printed, random: Random) -> None:
    """The cell of indicators is empty."""
    a_project(printed, random).clauses = []


@told_by("P605")
def a_target_is_made_vague(printed: Printed, random: Random) -> None:
    """A number gives way to a direction."""
    clause = a_clause(printed, random, level2="22-")
    clause.name = "村容村貌"
    clause.period = clause.annual = random.choice(("有效提升", "持续改善", "稳步提高", "明显好转", "效果显著"))


@told_by("P606")
def an_indicator_is_misplaced(printed: Printed, random: Random) -> None:
    """An indicator stands under another category than its name asks for."""
    clause = a_clause(printed, random, level2="11-")
    clause.name, value = random.choice((("村民满意度", "≥90%"), ("资金拨付及时率", "≥95%"), ("工程验收合格率", "100%")))
    clause.period = clause.annual = value


@told_by("P607", "P608")
def a_project_is_copied(printed: Printed, random: Random) -> None:
    """A project has the objective or the indicators of another one."""
    first, second = random.sample(printed.projects, 2)
    if random.random() < 0.5:
        second.objective = first.objective
    else:
        second.clauses = [evolve(clause) for clause in first.clauses]


# --- kinds that stand in the whole, or in several parts at once -------------------------------------------------


@told_by("A510")
def the_unit_of_amounts_is_contradicted(printed: Printed, random: Random) -> None:  # noqa: ARG001 - there is one
    """Another unit of amounts is printed below the first."""
    printed.captions["other unit"] = "单位：元"


@told_by("A508")
def the_amounts_are_lost(printed: Printed, random: Random) -> None:
    """A project has no amount."""
    row = a_project(printed, random)
    row.amounts = [""] * len(row.amounts)


@told_by("A505", "A506")
def an_amount_is_a_word(printed: Printed, random: Random) -> None:
    """A word stands in the place of an amount."""
    a_project(printed, random).amounts[0] = random.choice(("详见附表", "待定额", "据实"))


@told_by("V330")
def several_years_ask_for_one(printed: Printed, random: Random) -> None:
    """A project takes several years, and its targets are the year's alone."""
    a_project(printed, random).name += random.choice(
        ("（{0}-{1}年）", "（{0}—{1}年）", "{0}至{1}年", "三年行动")
    ).format(printed.year, printed.year + 2)


@told_by("V331")
def an_objective_disagrees(printed: Printed, random: Random) -> None:
    """The objective names another number than the indicator."""
    row = a_project(printed, random)
    clause = random.choice([each for each in row.clauses if each.level2 == "11-数量指标"])
    (unit,) = (unit for name, unit in QUANTITIES if name == clause.name)
    noun = re.sub("(?:数量|人数|户数|长度)$", "", clause.name)
    sentence = random.choice(
        ("全年{noun}{number}{unit}。", "计划{noun}{number}{unit}以上，", "一是{noun}约{number}{unit}；")
    )
    row.objective = sentence.format(noun=noun, number=random.randint(5000, 9000), unit=unit) + row.objective


@told_by("V327")
def a_deadline_is_behind_the_period(printed: Printed, random: Random) -> None:
    """The target of the period is due when the years in the project's name are over."""
    row = a_project(printed, random)
    row.name += f"（{printed.year}-{printed.year + 1}年）"
    day = f"年{random.randint(1, 12)}月15日前"
    due = Clause(
        len(row.clauses) + 1, "1-产出指标", "13-时效指标", "全部工程交付时间", f"{printed.year + 2}{day}", None
    )
    due.annual = f"{printed.year}{day}"
    row.clauses.append(due)


@told_by("V328")
def a_deadline_is_of_an_earlier_year(printed: Printed, random: Random) -> None:
    """In a table that states no year, one deadline is of an earlier one than the others."""
    printed.captions["title"] = "项目支出绩效目标表"
    for row in printed.projects:
        for name in ("首批任务完成时间", "末批任务完成时间"):
            day = f"{printed.year}年{random.randint(2, 12)}月20日前"
            row.clauses.append(evolve(alike("1-产出指标", "13-时效指标", name, day), ordinal=len(row.clauses) + 1))
    late = random.choice(printed.projects).clauses[-1]
    late.period = late.annual = f"{printed.year - random.randint(1, 3)}年6月15日前"


@told_by("V333")
def a_target_asks_for_nothing(printed: Printed, random: Random) -> None:
    """The number behind ≥ is lost."""
    clause = a_clause(printed, random, level2="11-")
    clause.period = clause.annual = random.choice(("≥0个", "不少于0个", "0个以上"))


@told_by("V332")
def the_targets_are_counted_in_two_units(printed: Printed, random: Random) -> None:
    """The year is counted in persons, the period in visits."""
    clause = a_clause(printed, random, level2="11-")
    number = random.randint(20, 900)
    clause.period, clause.annual = f"{number}人次", f"{number}人"


@told_by("V304", "V305")
def the_cues_contradict(printed: Printed, random: Random) -> None:
    """Two cues beside a number, or one beside a range, disagree."""
    clause = a_clause(printed, random, level2="11-")
    number = random.randint(11, 90)
    values = (f"≥{number}个以下", f"超过{number}个以上", f"不少于{number}-{number + 2}个", f"≤{number}个以上")
    clause.period = clause.annual = random.choice(values)


@told_by("V301", "V303")
def a_unit_is_lost(printed: Printed, random: Random) -> None:
    """A number stands alone."""
    clause = a_clause(printed, random, level2="11-")
    clause.period = clause.annual = f"≥{random.randint(11, 900)}"


@told_by("V323")
def a_number_is_split(printed: Printed, random: Random) -> None:
    """A blank comes into the number of a target."""
    clause = a_clause(printed, random, level2="12-", value="%")
    clause.period = clause.annual = f"≥{random.randint(80, 99)}. {random.randint(1, 9)}%"


@told_by("G204", "G206", "G207")
def a_boundary_is_lost(printed: Printed, random: Random) -> None:
    """The ordinal of a clause is not printed, so that it runs on from the one before."""
    row = a_project(printed, random)
    row.clauses[random.randrange(1, len(row.clauses))].ordinal = None


@told_by("P603")
def no_output_can_be_measured(printed: Printed, random: Random) -> None:
    """Sentences stand in the place of all outputs."""
    row = a_project(printed, random)
    for clause in row.clauses:
        if clause.level1.startswith("1-"):
            clause.period = clause.annual = f"{clause.name}按照上级的部署逐项推进落到实处"


@told_by("P604")
def few_indicators_can_be_measured(printed: Printed, random: Random) -> None:
    """Sentences stand in the place of all values but one."""
    row = a_project(printed, random)
    for clause in row.clauses[1:]:
        clause.period = clause.annual = f"{clause.name}方面的工作按照上级的部署逐项推进"
