"""The documents that are rendered: some of the samples, and invented ones up to a dozen pages."""

import random
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path

from attrs import evolve, field, frozen

import budgetperf
import invented
import layouts
from budgetperf.model import AmountUnit, Document, Indicator, PerformanceTable, Project, Target
from choosing import Option, Plain

SAMPLES = Path(__file__).parents[2] / "samples"
#: The samples that are rendered, by what a document is called.
CHOSEN = {
    "pipes": "pipe_table.md",
    "commas": "comma_levels.txt",
    "2021": "no_codes_2021.txt",
    "old": "old_generation.txt",
    "two": "two_tables.md",
}
#: Objectives of several lines, so that cells are cut at the foot of a page.
LONG = (
    (
        "围绕流域水环境质量目标，对辖区内42条镇村级河道开展清淤疏浚、生态护坡和水生植被恢复，建立“一河一档”，"
        "定期公布水质监测结果；同步完善管护队伍，落实经费、人员、责任三到位，做到“有人管、管得住、管得好”。"
    ),
    (
        "一是完成老旧小区电梯、消防设施更新；二是开展入户宣传，覆盖全部住户；三是建立维修资金使用公示制度，"
        "接受居民监督，投诉办结率不低于98%。通过以上措施，居民居住条件得到改善。"
    ),
    (
        "通过购买服务的方式，为70岁以上独居老人提供每周2次上门探访、助餐、助洁、助医服务，安装智能监测设备（含烟感、门磁、"
        "一键呼叫），发现险情15分钟内响应。"
    ),
    "保障全区18所义务教育学校的正常运转；改善办学条件，补足实验、音体美器材；提升教师信息化教学能力。",
)
CLAUSES = (
    "形成“区级统筹、镇街落实、村居参与”的长效管护机制，年度考核优良率逐年提高",
    "每季度开展1次联合检查；检查结果向社会公开",
)


@frozen
class Chance:
    """Chooses by a seed, with some traits set to options of its own."""

    seed: int
    given: dict[str, Sequence[object]] = field(factory=dict)
    dice: random.Random = field(init=False)

    @dice.default
    def _seeded(self) -> random.Random:
        return random.Random(self.seed)

    def __call__(self, trait: str, options: Sequence[Option]) -> Option:
        """Return one of the options, or of those that were given for the trait."""
        chosen: Option = self.dice.choice(self.given.get(trait, options))  # type: ignore[assignment]  # given to suit
        return chosen


@cache
def subjects() -> dict[str, Document]:
    """Return the documents by name, as the text reader reads them: the truth that files are held to."""
    found = {name: budgetperf.parse((SAMPLES / file).read_text("utf-8")).value for name, file in CHOSEN.items()}
    found["nameless"] = Document(tables=(nameless(),))
    found["long"] = Document(tables=(table(2, 3, 10),))
    return {name: read_back(without_latex(each)) for name, each in found.items()}


@cache
def book_subject() -> Document:
    """Return the document whose table fills a dozen pages of a budget of two hundred."""
    return read_back(without_latex(Document(tables=(table(5, 4, 9),))))


def table(seed: int, units: int, projects: int) -> PerformanceTable:
    """Return a table of `units` with `projects` each, four to six indicators and long objectives."""
    choose = Chance(
        seed,
        {
            "projects": [projects],
            "indicators": [4, 5, 6],
            "lacks": ["nothing"] * 12 + ["objective", "both", "amount"],
            "objective": [*LONG, *invented.OBJECTIVES],
            "annual value": [*invented.VALUES, *CLAUSES],
        },
    )
    names = iter(invented.PROJECTS + tuple(f"{each}（续建）" for each in invented.PROJECTS))
    made = tuple(invented.unit(choose, invented.UNITS[place], names) for place in range(units))
    return PerformanceTable(
        title="2025年项目支出绩效目标表（含转移支付项目）",
        department="云岚县文化广电旅游局（部门）",
        department_label="部门名称",
        amount_unit=AmountUnit.TEN_THOUSAND_YUAN,
        year=2025,
        total=invented.summed([each.funding for each in made if each.funding]),
        spending_units=made,
    )


def nameless() -> PerformanceTable:
    """Return a table of projects without unit rows, with dashes nowhere and its money in yuan."""
    choose = Chance(7, {"projects": [6], "lacks": ["nothing"], "indicators": [3, 4], "objective": LONG})
    unit = invented.unit(choose, "", iter(invented.PROJECTS[5:]))
    total = invented.summed([each.funding for each in unit.projects])
    assert isinstance(total.total, Decimal)
    return PerformanceTable(
        title="项目支出绩效目标表",
        department="青禾镇中心小学(本级)",
        department_label="填报单位",
        amount_unit=AmountUnit.YUAN,
        year=2025,
        total=total,
        spending_units=(unit,),
    )


def read_back(document: Document) -> Document:
    """Return the document with what its targets mean, which invented ones do not say."""
    return budgetperf.parse(layouts.render(document, Plain())).value


def without_latex(document: Document) -> Document:
    """Return the document with targets as a bureau prints them; LaTeX comes of readers of pages."""

    def plain(target: Target | None) -> Target | None:
        return target if target is None or "$" not in target.text else Target(target.normalized)

    def of(each: Indicator) -> Indicator:
        return evolve(each, period_target=plain(each.period_target), annual_target=plain(each.annual_target))

    return with_projects(document, lambda each: evolve(each, indicators=tuple(map(of, each.indicators))))


def with_projects(document: Document, change: Callable[[Project], Project]) -> Document:
    """Return the document with every project changed."""
    tables = []
    for each in document.tables:
        units = tuple(evolve(unit, projects=tuple(map(change, unit.projects))) for unit in each.spending_units)
        tables.append(evolve(each, spending_units=units))
    return Document(tables=tuple(tables))
