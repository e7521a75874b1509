"""What reviewers are told about a document, rule by rule: when a rule speaks, and when it keeps quiet."""

import re
from collections.abc import Sequence
from decimal import Decimal, localcontext
from pathlib import Path
from random import Random
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given

import budgetperf
from budgetperf import Document, Funding, ParseResult, PerformanceTable, Project, SpendingUnit, parse, parse_indicators
from budgetperf.checks import check
from budgetperf.testing import documents
from damages import DAMAGES
from soundtables import clean
from test_hostile import least_time

HEADER = "| 项目名称（资金使用单位） | 总计 | 财政拨款 | 财政专户拨款 | 其他资金 | 绩效目标 | 绩效指标 |"
OBJECTIVE = "养护林道，方便林区群众出行。"
#: Indicators that nobody doubts, of each kind.
QUANTITY = "1-产出指标；11-数量指标；养护里程；实施周期指标值：≥12公里；年度指标值：≥12公里。"
BENEFIT = "2-效益指标；22-社会效益；受益林农户数；实施周期指标值：≥640户；年度指标值：≥640户。"
SATISFACTION = "3-满意度指标；31-服务对象满意度；沿线林农满意度；实施周期指标值：≥90%；年度指标值：≥90%。"
LEVELS = {
    "数量": "1-产出指标；11-数量指标",
    "质量": "1-产出指标；12-质量指标",
    "时效": "1-产出指标；13-时效指标",
    "成本": "1-产出指标；14-成本指标",
    "经济成本": "成本指标；经济成本指标",
    "社会成本": "成本指标；社会成本指标",
    "经济": "2-效益指标；21-经济效益",
    "社会": "2-效益指标；22-社会效益",
    "持续": "2-效益指标；24-可持续影响",
    "满意": "3-满意度指标；31-服务对象满意度",
}


def clause(kind: str, name: str, period: str, annual: str = "") -> str:
    """Return a printed clause without its ordinal; both targets alike where but one is given."""
    return f"{LEVELS[kind]}；{name}；实施周期指标值：{period}；年度指标值：{annual or period}。"


def cell(*clauses: str) -> str:
    """Return a cell with these clauses, numbered."""
    return "".join(f"{number}、{each}" for number, each in enumerate(clauses, 1))


def table(*projects: tuple[str, str, str], title: str = "项目支出绩效目标表", money: str = "6.50") -> str:
    """Return a table of projects (name, objective, cell of indicators) that is in order otherwise."""
    total = f"{Decimal(money or 0) * len(projects):.2f}"
    rows = [
        f"| {name} | {money} | {money} | | | {objective} | {indicators} |" for name, objective, indicators in projects
    ]
    sums = [f"| {name} | {total} | {total} | | | | |" for name in ("合计", "云溪市林业局")]
    return "\n".join(
        [title, "部门名称：云溪市林业局", "单位：万元", HEADER, "|---|---|---|---|---|---|---|", *sums, *rows]
    )


def project(*clauses: str, name: str = "林道养护", objective: str = OBJECTIVE) -> tuple[str, str, str]:
    """Return a project with these clauses before some that nobody doubts."""
    return name, objective, cell(*clauses, QUANTITY, BENEFIT, SATISFACTION)


def findings(text: str, select: Sequence[str] | None = None, ignore: Sequence[str] = ()) -> list[tuple[str, str]]:
    """Return the codes of what is found in a text, each with the words that it points to."""
    result = parse(text)
    found = check(result, select=select, ignore=ignore)
    return [(each.code, result.source[each.span] if each.span else "") for each in found]


def codes(text: str) -> list[str]:
    """Return the codes of what is found in a text."""
    return [code for code, _ in findings(text)]


# --- the targets of an indicator ------------------------------------------------------------------------------

TARGETS = [
    # a share above a hundred
    ("质量", "工程验收合格率", "120%", "", {"V324": "120%"}),
    ("质量", "工程验收合格率", "≥101%", "", {"V324": "≥101%"}),
    ("满意", "村民满意度", "≥110%", "", {"V324": "≥110%"}),
    ("满意", "村民满意度", "105", "", {"V301": "105", "V324": "105"}),
    ("质量", "工程验收合格率", "100%", "", {}),
    ("质量", "工程验收合格率", "≤120%", "", {}),
    ("经济", "产值增长率", "≥120%", "", {}),
    ("经济", "销售收入同比增幅", "150%", "", {}),
    ("经济", "投入产出率", "≥130%", "", {}),
    ("质量", "合格率（%）", "120%", "", {"V324": "120%"}),
    ("质量", "合格率", "100%", "130%", {"V324": "130%", "V329": "130%"}),
    ("数量", "管护里程", "≥120公里", "", {}),
    ("质量", "工程验收合格率情况", "120%", "", {"V324": "120%"}),
    ("质量", "林道完好情况", "120%", "", {"V324": "120%"}),
    ("质量", "防护知识知晓比例达到", "≥110%", "", {"V324": "≥110%"}),
    ("数量", "目标任务完成率", "≥105%", "", {"V324": "≥105%"}),
    ("质量", "木材加工产能利用率", "≥105%", "", {}),
    ("社会", "小学毛入学率", "≥102%", "", {}),
    ("社会", "病床使用率", "≥102%", "", {}),
    ("经济", "基金收支比率", "≥110%", "", {}),
    ("经济", "林产品税收任务完成率", "≥103%", "", {}),
    ("经济", "拨备覆盖率", "≥150%", "", {}),
    # a floor that everything reaches
    ("数量", "巡查次数", "≥0次", "", {"V333": "≥0次"}),
    ("数量", "安全事故数", "0次", "", {}),
    ("数量", "安全事故数", "≤0次", "", {}),
    ("经济", "林业总产值增长率", "≥0%", "", {}),
    ("经济", "林场利润", "≥0万元", "", {}),
    ("质量", "苗木损坏率", "≥0%", "", {"V333": "≥0%"}),
    # costs
    ("成本", "每公里管护费用", "≥500元", "", {"V325": "≥500元"}),
    ("成本", "培训费用", "不少于3万元", "", {"V325": "不少于3万元"}),
    ("成本", "每公里管护费用", "≤500元", "", {}),
    ("成本", "每公里管护费用", "500元", "", {}),
    ("成本", "节约管护费用", "≥500元", "", {}),
    ("成本", "成本节约率", "≥5%", "", {}),
    ("数量", "发放补贴金额", "≥500元", "", {}),
    ("成本", "护林员补助标准", "≥1550元/人/月", "", {}),
    ("成本", "农村低保标准", "不低于680元/人/月", "", {}),
    ("成本", "基础养老金", "≥135元/人/月", "", {}),
    ("成本", "集训伙食费", "≥60元/天", "", {}),
    ("成本", "村级办公经费", "≥5万元/年", "", {}),
    ("成本", "设备采购单价", "≥5万元/台", "", {"V325": "≥5万元/台"}),
    ("成本", "印刷费", "不低于3万元", "", {"V325": "不低于3万元"}),
    ("成本", "培训班标准", "≥400元/人/天", "", {"V325": "≥400元/人/天"}),
    ("经济成本", "每公里管护成本", "≥500元", "", {"V325": "≥500元"}),
    ("社会成本", "施工扰民投诉次数", "≥3次", "", {"V325": "≥3次"}),
    ("社会成本", "施工扰民投诉次数", "≤3次", "", {}),
    # satisfaction
    ("满意", "村民满意度", "≤90%", "", {"V326": "≤90%"}),
    ("满意", "村民满意度", ">100%", "", {"V324": ">100%"}),
    ("满意", "信访率", "≤1%", "", {}),
    ("满意", "负面评价率", "≤3%", "", {}),
    ("满意", "退订率", "≤3%", "", {}),
    ("时效", "运营时间", "2023年1月1日起", "", {}),
    ("数量", "管护公里数", "≥12公里", "212公里", {"V308": "212公里"}),
    ("数量", "管护公里数", "≥12公里", "312公里", {"V329": "312公里"}),
    ("满意", "村民满意度", "不超过90%", "", {"V326": "不超过90%"}),
    ("满意", "村民投诉率", "≤5%", "", {}),
    ("满意", "村民不满意率", "≤5%", "", {}),
    ("满意", "村民满意度", "≥4.5分", "", {}),
    ("满意", "村民满意度", "≥95分", "", {}),
    ("满意", "村民满意度", "优秀", "", {}),
    ("满意", "村民满意率", "低于90%", "", {"V326": "低于90%"}),
    # the year against the period
    ("数量", "管护里程", "≥10公里", "≥12公里", {"V329": "≥12公里"}),
    ("数量", "管护里程", "≥10公里", "≥8公里", {}),
    ("数量", "管护里程", "≥10公里", "≥10000米", {}),
    ("数量", "管护里程", "≥10公里", "≥12000米", {"V329": "≥12000米"}),
    ("数量", "补种株数", "10万株", "120000株", {"V329": "120000株"}),
    ("数量", "设备损毁台数", "不超过5台", "不超过8台", {"V329": "不超过8台"}),
    ("质量", "故障率", "≤3%", "≤5%", {}),
    ("质量", "平均等待时间", "≤30分钟", "≤60分钟", {}),
    ("质量", "响应时间", "30分钟", "1小时", {}),
    ("质量", "河水氨氮浓度", "≤1.0mg/L", "≤1.5mg/L", {}),
    ("成本", "每公里管护费用", "≤500元", "≤520元", {}),
    ("成本", "管护总费用", "≤50万元", "≤52万元", {"V329": "≤52万元"}),
    ("社会", "林工失业率", "4.5%", "5%", {}),
    ("质量", "苗木成活率", "90%", "95%", {"V329": "95%"}),
    ("社会", "火灾死亡人数", "≤3人", "≤5人", {"V329": "≤5人"}),
    ("数量", "巡查次数", "每季度1次", "4次", {}),
    ("时效", "工程完成时间", "2025年6月30日前", "2025年9月30日前", {"V329": "2025年9月30日前"}),
    ("时效", "工程完成时间", "2026年6月30日前", "2025年9月30日前", {}),
    ("经济", "产值增幅", "较上年增长5%", "较上年增长8%", {"V329": "较上年增长8%"}),
    ("数量", "走访数", "走访企业≥40家、走访村组≥20个", "走访企业≥50家、走访村组≥20个", {"V329": "走访企业≥50家、走访村组≥20个"}),
    ("数量", "走访数", "走访企业≥40家、走访村组≥20个", "走访企业≥40家、走访学校≥30个", {}),
    ("数量", "培训护林员数", "54人", "54人次", {"V332": "54人次"}),
    ("数量", "培训护林员数", "54人", "不少于54人", {}),
    # vague values
    ("社会", "林区交通", "有效改善", "", {"P605": "有效改善"}),
    ("社会", "林区交通", "持续改善", "良好", {}),
    ("社会", "林区交通", "更加便捷，明显好转", "", {"P605": "更加便捷，明显好转"}),
    ("社会", "林区交通", "林区群众和巡护车辆全年都能沿着林道往来通行", "", {}),
    ("质量", "考核结果", "合格及以上", "", {}),
    ("质量", "考核结果", "良好", "", {}),
    ("质量", "档案管理", "规范", "", {"P605": "规范"}),
    ("质量", "档案管理", "符合规范要求", "", {}),
    ("时效", "巡护反馈", "及时", "", {"P605": "及时"}),
    ("持续", "护林队伍", "逐步健全", "", {"P605": "逐步健全"}),
    ("持续", "管护机制", "已建立", "", {}),
    ("社会", "林产品产量", "稳定增长", "", {"P605": "稳定增长"}),
    # the wrong category
    ("数量", "村民满意度", "≥90%", "", {"P606": "村民满意度"}),
    ("社会", "村民满意率（%）", "≥90%", "", {"P606": "村民满意率（%）"}),
    ("数量", "村民满意情况", "≥90%", "", {"P606": "村民满意情况"}),
    ("数量", "路面完好情况", "2025年6月30日前完成", "", {"P606": "路面完好情况"}),
    ("质量", "资金拨付及时率", "100%", "", {"P606": "资金拨付及时率"}),
    ("数量", "苗木合格率", "100%", "", {"P606": "苗木合格率"}),
    ("质量", "专家评审次数", "≥2次", "", {"P606": "专家评审次数"}),
    ("满意", "老干部活动次数", "≥10次", "", {"P606": "老干部活动次数"}),
    ("满意", "群众投诉件数", "≤3件", "", {}),
    ("社会", "业务处理及时率", "≥95%", "", {}),
    ("时效", "资金拨付及时率", "100%", "", {}),
    ("质量", "培训合格人数占比", "≥90%", "", {}),
    ("质量", "安全事故次数", "0次", "", {}),
    ("质量", "设备返工次数", "≤1次", "", {}),
    ("质量", "成果获奖数量", "≥3项", "", {}),
    ("质量", "取得资格证书人数", "≥150人", "", {}),
    ("质量", "巡护总人数", "≥150人", "", {"P606": "巡护总人数"}),
    ("质量", "系统响应时间", "≤3秒", "", {}),
    ("质量", "工程完工时间", "≤30天", "", {"P606": "工程完工时间"}),
    ("数量", "设备使用时间", "≥2000小时", "", {}),
    ("数量", "投诉处理时间", "≤30分钟", "", {"P606": "投诉处理时间"}),
    ("数量", "每公里管护成本", "≤500元", "", {"P606": "每公里管护成本"}),
    ("数量", "节约管护成本", "≥500元", "", {}),
    ("时效", "巡查次数", "每周1次", "", {}),
    ("时效", "巡查次数", "≥12次", "", {"P606": "巡查次数"}),
    ("时效", "到场时间达标率", "≥95%", "", {}),
    ("时效", "苗木合格率", "≥95%", "", {"P606": "苗木合格率"}),
    ("成本", "经费支出合规性", "合规", "", {}),
    ("成本", "聘用护林员人数", "≤12人", "", {}),
    ("满意", "村民锦旗数量", "≥3面", "", {}),
    ("满意", "村民回访情况", "2025年6月30日前完成", "", {"P606": "村民回访情况"}),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "name", "period", "annual", "told"), TARGETS)
def test_target_is_held_against_its_indicator(
    kind: str, name: str, period: str, annual: str, told: dict[str, str]
) -> None:
    """Each finding is told once, at the words that it is about."""
    found = findings(table(project(clause(kind, name, period, annual))))
    if period == "105":
        assert found.count(("V301", "105")) == 2  # the readers say it of each of the two
        found.remove(("V301", "105"))
    assert sorted(told.items()) == sorted(found)


# --- deadlines and years -----------------------------------------------------------------------------------------


def dated(*years: int, title: str = "项目支出绩效目标表") -> str:
    """Return a table with a project for each year in which something is due."""
    rows = [
        project(
            clause("时效", f"第{place}段完成时间", f"{year}年{place + 1}月15日前"),
            name=f"养护{place}",
            objective=f"养护好第{place}段林道。",
        )
        for place, year in enumerate(years, 1)
    ]
    spread = [
        (name, goal, indicators.replace("养护里程", f"第{place}段里程"))
        for place, (name, goal, indicators) in enumerate(rows)
    ]
    return table(*spread, title=title)


def budgeted(indicator: str, period: str, annual: str = "", name: str = "林道养护") -> str:
    """Return a table of 2024 with a project that has this target."""
    # What adds up differs from the year to the period, so that the project may take several years.
    spread = clause("数量", "修剪行道树株数", "≥9000株", "≥3000株")
    return table(
        project(clause("时效", indicator, period, annual), spread, name=name), title="2024年项目支出绩效目标表"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (dated(2024, 2024, 2024, 2023), [("V328", "2023年5月15日前")]),
        (dated(2023, 2024, 2024, 2024, 2022), [("V328", "2023年2月15日前"), ("V328", "2022年6月15日前")]),
        (dated(2024, 2024, 2024, 2025), []),
        (dated(2024, 2023), []),
        (dated(2023), []),
        (dated(2024, 2024, title="2024年项目支出绩效目标表"), []),
        (dated(2024, 2023, title="2024年项目支出绩效目标表"), [("V327", "2023年3月15日前")]),
        (dated(2024, 2025, title="2024年项目支出绩效目标表"), [("V327", "2025年3月15日前")]),
        (budgeted("租赁期限", "2024年7月1日至2025年6月30日"), []),
        (budgeted("租赁期限", "2025年1月1日至2025年6月30日"), [("V327", "2025年1月1日至2025年6月30日")]),
        (budgeted("2023年度考核奖发放时间", "2023年12月31日前"), []),
        (budgeted("考核奖发放时间", "2023年12月31日前"), [("V327", "2023年12月31日前")]),
        (
            budgeted("工程完成时间", "2027年6月30日前", "2024年6月30日前", name="林道养护（2024-2026年）"),
            [("V327", "2027年6月30日前")],
        ),
        (budgeted("工程完成时间", "2026年6月30日前", "2024年6月30日前", name="林道养护（2024-2026年）"), []),
        (budgeted("工程完成时间", "2024年6月30日前", name="结算2022-2023年的林道养护工程"), []),
    ],
)
def test_deadlines_lie_in_the_budget_year(text: str, expected: list[tuple[str, str]]) -> None:
    """A deadline outside the year that the table states, or before the year of most others, is told once."""
    assert expected == findings(text)


def test_what_goes_on_is_due_on_no_day() -> None:
    """What has begun in an earlier year is no deadline of it."""
    text = clause("时效", "运营时间", "2023年1月1日起")
    assert [] == findings(table(project(text), title="2025年项目支出绩效目标表"))


def test_tables_may_hold_the_same_project() -> None:
    """A department's table and that of its unit are not copied from one another."""
    text = table(("林道养护", OBJECTIVE, cell(QUANTITY, BENEFIT, SATISFACTION)))
    assert [] == findings(f"{text}\n\n{text.replace('云溪市林业局', '青禾县林业局')}")


def test_a_period_may_go_on_beyond_the_budget_year() -> None:
    """Only the annual target has to lie within the year."""
    text = clause("时效", "工程完成时间", "2026年6月30日前", "2024年6月30日前")
    assert [] == findings(table(project(text), title="2024年项目支出绩效目标表"))


@pytest.mark.parametrize(
    ("name", "objective", "annual", "expected"),
    [
        ("林道养护（2024-2026年）", OBJECTIVE, "", [("V330", "林道养护（2024-2026年）")]),
        ("林道养护三年行动", OBJECTIVE, "", [("V330", "林道养护三年行动")]),
        ("林道养护", "实施周期为2024年至2026年，养护林道。", "", [("V330", "林道养护")]),
        ("林道养护", "结算2022-2023年的费用，养护林道。", "", []),
        ("林道养护（2024-2026）", OBJECTIVE, "", [("V330", "林道养护（2024-2026）")]),
        ("林道养护", "建设周期3年，养护林道。", "", [("V330", "林道养护")]),
        ("林道养护", "项目建设工期36个月，养护林道。", "", [("V330", "林道养护")]),
        ("林道养护", "实施期限为2024年1月至2026年12月，养护林道。", "", [("V330", "林道养护")]),
        ("林道养护", "分三年养护好林道。", "", [("V330", "林道养护")]),
        ("林道养护", "服务期1年，养护林道。", "", []),
        ("林道养护", "建设工期24天，养护林道。", "", []),
        ("林道养护（2024年）", OBJECTIVE, "", []),
        ("林区供水（2024-2025年度）", OBJECTIVE, "", []),
        ("林道养护（2024-2026年度）", OBJECTIVE, "", [("V330", "林道养护（2024-2026年度）")]),
        ("林道养护工程尾款（2021-2023年）", OBJECTIVE, "", []),
        ("林道养护（2024-2026年）", OBJECTIVE, "≥4公里", []),
    ],
)
def test_several_years_ask_more_than_one(
    name: str, objective: str, annual: str, expected: list[tuple[str, str]]
) -> None:
    """Of a project of several years, numbers that add up differ from those of the year."""
    indicators = cell(
        clause("数量", "养护里程", "≥12公里", annual),
        BENEFIT.replace("年度指标值：≥640户", f"年度指标值：≥{600 if annual else 640}户"),
        SATISFACTION,
    )
    assert expected == findings(table((name, objective, indicators)))


# --- objectives ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("objective", "told", "expected"),
    [
        ("预期当年投产企业30家，产值约15亿元。", clause("数量", "新增投产企业数量", "≥10家"), [("V331", "预期当年投产企业30家")]),
        ("预期当年投产企业10家。", clause("数量", "新增投产企业数量", "≥10家"), []),
        ("带动就业人员3000人。", clause("社会", "带动就业人数", "≥3000人"), []),
        ("带动就业约3000人。", clause("社会", "带动就业人数", "≥2800人"), []),
        ("带动就业约3000人。", clause("社会", "带动就业人数", "≥1000人"), [("V331", "带动就业约3000人")]),
        ("新建公厕5座。", clause("数量", "改造公厕数量", "3座"), []),
        ("举办培训3期，培训林农200人。", clause("数量", "培训林农人数", "≥150人"), [("V331", "培训林农200人")]),
        ("举办培训3期，培训林农200人。", clause("数量", "培训林农期数", "≥4期"), []),
        ("培训林农0.02万人。", clause("数量", "培训林农人数", "≥200人"), []),
        ("每季度培训林农20人。", clause("数量", "培训林农人数", "≥80人"), []),
        ("改善林区环境。", clause("数量", "培训林农人数", "≥80人"), []),
        # other words for the same thing
        ("完成造林1.2万亩。", clause("数量", "造林面积", "≥1万亩"), [("V331", "完成造林1.2万亩")]),
        ("完成造林1.2万亩。", clause("数量", "造林面积", "≥12000亩"), []),
        ("培训林农600人次。", clause("数量", "培训林农人次", "≥300人次"), [("V331", "培训林农600人次")]),
        ("举办演出30场次。", clause("数量", "举办演出场次", "≥20场"), [("V331", "举办演出30场次")]),
        ("举办演出30场次。", clause("数量", "举办演出场次", "≥30场"), []),
        ("看望老人120名。", clause("数量", "看望老人人数", "≥100人"), [("V331", "看望老人120名")]),
        ("年产值约15亿。", clause("经济", "林业产值", "≥8亿元"), []),
        ("林业产值约15亿。", clause("经济", "林业产值", "≥8亿元"), [("V331", "林业产值约15亿")]),
        ("维护车辆56辆正常运行。", clause("数量", "维护车辆数量", "65辆"), [("V331", "维护车辆56辆正常运行")]),
        # the noun behind the number
        ("支持60个项目。", clause("数量", "支持项目数量", "≥50个"), [("V331", "支持60个项目")]),
        ("支持60个项目。", clause("数量", "支持项目数量", "≥60个"), []),
        ("开展3次培训。", clause("数量", "开展培训次数", "≥2次"), [("V331", "开展3次培训")]),
        ("带动3000人就业。", clause("社会", "带动就业人数", "≥1000人"), [("V331", "带动3000人就业")]),
        # lists
        ("一是修剪树木80株；二是改造公厕5座。", clause("数量", "改造公厕数量", "3座"), [("V331", "改造公厕5座")]),
        ("1.修剪树木80株；2.改造公厕5座。", clause("数量", "改造公厕数量", "3座"), [("V331", "改造公厕5座")]),
        ("（1）修剪树木80株；（2）改造公厕5座。", clause("数量", "改造公厕数量", "3座"), [("V331", "改造公厕5座")]),
        ("改造公厕5座（其中旱厕2座、水厕3座）。", clause("数量", "改造公厕数量", "3座"), [("V331", "改造公厕5座")]),
        ("改造公厕5座，其中改造公厕3座。", clause("数量", "改造公厕数量", "5座"), []),
        ("改造、新建公厕分别为5座、3座。", clause("数量", "改造公厕数量", "9座"), []),
        # what is done with it is another thing
        ("建设公厕5座。", clause("数量", "更新公厕数量", "3座"), []),
        ("支持企业100家。", clause("数量", "吸引企业数量", "≥10家"), []),
        ("受理投诉200件。", clause("数量", "处理投诉数量", "≥180件"), []),
        ("总投资5亿元。", clause("数量", "完成投资", "≥1亿元"), []),
        ("全区企业1000家。", clause("数量", "新增企业数", "≥50家"), []),
        ("其中党员50人。", clause("数量", "党员人数", "≥200人"), []),
        # all there is, and what the year adds
        ("产值15亿元。", clause("经济", "新增产值", "≥1亿元"), []),
        ("新增产值15亿元。", clause("经济", "新增产值", "≥1亿元"), [("V331", "新增产值15亿元")]),
        # sums, floors and ceilings
        ("开展培训3期，开展培训2期。", clause("数量", "培训期数", "5期"), []),
        ("开展培训3期，开展培训2期。", clause("数量", "培训期数", "6期"), [("V331", "开展培训3期")]),
        ("培训教师100人以上。", clause("数量", "培训教师人数", "120人"), []),
        ("培训教师100人以上。", clause("数量", "培训教师人数", "80人"), [("V331", "培训教师100人以上")]),
        ("培训教师不超过100人。", clause("数量", "培训教师人数", "80人"), []),
        # of another year
        ("到2026年，改造公厕15座。", clause("数量", "改造公厕数量", "5座"), []),
        ("“十四五”期间，改造公厕15座。", clause("数量", "改造公厕数量", "5座"), []),
        ("截至上年底，改造公厕15座。", clause("数量", "改造公厕数量", "5座"), []),
        ("改造公厕15座，目前改造公厕3座。", clause("数量", "改造公厕数量", "5座"), [("V331", "改造公厕15座")]),
        ("目前改造公厕3座。今年改造公厕15座；", clause("数量", "今年改造公厕数量", "5座"), [("V331", "今年改造公厕15座")]),
    ],
)  # fmt: skip
def test_numbers_of_the_objective(objective: str, told: str, expected: list[tuple[str, str]]) -> None:
    """What the objective promises and its indicator asks for are the same number, where they are about the same thing."""
    assert expected == findings(table(project(told, objective=objective)))


def test_words_that_say_nothing_take_no_time() -> None:
    """A name made of words that can be parted in many ways is read in one."""
    text = table(project(clause("数量", "任务数" * 2000 + "甲", "≥10家"), objective="任务数" * 10 + "甲30家。"))
    assert "V331" not in codes(text)


def test_the_budget_year_itself_is_not_a_later_one() -> None:
    """What is to be reached by the end of the budget year is asked of it."""
    told = clause("数量", "改造公厕数量", "5座")
    text = table(project(told, objective="到2024年底，改造公厕15座。"), title="2024年项目支出绩效目标表")
    assert [("V331", "改造公厕15座")] == findings(text)


def test_objective_that_was_joined_is_pointed_to_as_a_whole() -> None:
    """Where blanks were removed from an objective, its offsets are not those of the page."""
    text = table(project(clause("数量", "投产企业数量", "≥10家"), objective="预期当年投 产企业30家。"))
    assert ("V331", "预期当年投 产企业30家。") in findings(text)


# --- projects ----------------------------------------------------------------------------------------------------------

SENTENCE = clause("质量", "养护要求", "路面平整无积水，边沟通畅无淤塞，沿线没有垃圾")
WORDS = clause("社会", "林区交通", "林区群众和巡护车辆全年都能沿着林道往来通行")


@pytest.mark.parametrize(
    ("projects", "expected"),
    [
        ([("林道养护", OBJECTIVE, cell(QUANTITY, BENEFIT, SATISFACTION))], []),
        ([("林道养护", OBJECTIVE, cell(BENEFIT, SATISFACTION))], [("T406", "林道养护")]),
        ([("林道养护", OBJECTIVE, cell(QUANTITY, SATISFACTION))], [("T407", "林道养护")]),
        ([("林道养护", OBJECTIVE, cell(QUANTITY, BENEFIT))], [("T408", "林道养护")]),
        ([("林道养护", OBJECTIVE, cell(QUANTITY))], [("T407", "林道养护"), ("T408", "林道养护")]),
        ([("林道养护", "", cell(QUANTITY, BENEFIT, SATISFACTION))], [("P601", "林道养护")]),
        (
            [("林道养护", OBJECTIVE, cell(QUANTITY, BENEFIT, SATISFACTION)), ("苗木补种", "补种苗木，恢复公园绿地。", "")],
            [("P602", "苗木补种")],
        ),
        ([("林道养护", OBJECTIVE, cell(SENTENCE, BENEFIT, SATISFACTION))], [("P603", "林道养护")]),
        ([("林道养护", OBJECTIVE, cell(SENTENCE, WORDS, SATISFACTION))], [("P603", "林道养护"), ("P604", "林道养护")]),
        ([("林道养护", OBJECTIVE, cell(QUANTITY, SENTENCE, BENEFIT, SATISFACTION))], []),
        (
            [("林道养护", OBJECTIVE, cell(QUANTITY, QUANTITY, BENEFIT, SATISFACTION))],
            [("P609", f"2、{QUANTITY}")],
        ),
        (
            [("东片", OBJECTIVE, cell(QUANTITY, BENEFIT, SATISFACTION)), ("西片", OBJECTIVE, cell(SENTENCE, QUANTITY, BENEFIT, SATISFACTION))],
            [("P607", OBJECTIVE)],
        ),
        (
            [("东片", OBJECTIVE, cell(QUANTITY, BENEFIT, SATISFACTION)), ("西片", "管好西片林区的道路和护栏。", cell(QUANTITY, BENEFIT, SATISFACTION))],
            [("P608", "西片")],
        ),
    ],
)  # fmt: skip
def test_projects_are_complete_and_their_own(
    projects: list[tuple[str, str, str]], expected: list[tuple[str, str]]
) -> None:
    """A project has an objective, indicators of every kind that can be measured, and none that are another's."""
    assert sorted(expected) == sorted(findings(table(*projects)))


def test_money_is_what_makes_an_unmeasurable_output_doubtful() -> None:
    """A project that is given nothing need not promise a number."""
    indicators = cell(SENTENCE, BENEFIT, SATISFACTION)
    assert "P603" in codes(table(("林道养护", OBJECTIVE, indicators)))
    assert "P603" not in codes(table(("林道养护", OBJECTIVE, indicators), money="0.00"))


def test_damaged_category_may_be_the_missing_one() -> None:
    """Where a category can't be told, none is said to be missing."""
    damaged = "1、9-其他；99-其他；养护里程；实施周期指标值：≥12公里；年度指标值：≥12公里。"
    assert {"T406", "T407", "T408"}.isdisjoint(codes(table(("林道养护", OBJECTIVE, damaged))))


def test_satisfaction_of_2013_stood_under_effects() -> None:
    """A level-2 category of satisfaction counts wherever it stands."""
    old = "2、效果指标；社会公众或服务对象满意度指标；村民满意度；实施周期指标值：≥90%；年度指标值：≥90%。"
    first = "1、产出指标；数量指标；养护里程；实施周期指标值：≥12公里；年度指标值：≥12公里。"
    last = "3、效果指标；社会效益指标；受益林农户数；实施周期指标值：≥640户；年度指标值：≥640户。"
    assert [] == findings(table(("林道养护", OBJECTIVE, first + old + last)))
    assert "T407" in codes(table(("林道养护", OBJECTIVE, first + old)))


# --- what check is given ------------------------------------------------------------------------------------------------


def test_check_takes_a_document_or_a_result() -> None:
    """A result brings the doubts of its readers; a document is read again for what its own words show."""
    result = parse(
        table(project(clause("数量", "巡查次数", "巡查次数", "≥3次"))).replace("6.50 | 6.50", "6. 50 | 6.50")
    )
    assert {"A503", "V317"} <= {each.code for each in check(result)}
    told = {each.code for each in check(result.value)}
    assert "V317" in told
    assert "A503" not in told


@pytest.mark.parametrize("seed", range(20))
def test_a_document_by_itself_tells_nothing_more(seed: int) -> None:
    """What a document shows by itself, its readers and the checks have said of it already."""
    for kind, (damage, _) in DAMAGES.items():
        printed = clean(Random(f"{seed} {kind}"))
        damage(printed, Random(seed))
        result = parse(printed.text())
        said = {(each.code, each.path) for each in check(result)}
        # A row whose amounts can't be read has none in the document; the reader has said why.
        shown = {(each.code, each.path) for each in check(result.value) if each.code != "A508"}
        assert shown <= said, (kind, shown - said)


@given(documents())
def test_check_answers_whatever_a_document_says(document: Document) -> None:
    """No document makes a check fail, and all that is told leads to a part of it."""
    for diagnostic in check(document):
        part: Any = document
        for name, place in re.findall(r"(\w+)(?:\[(\d+)\])?", diagnostic.path):
            part = getattr(part, name)
            part = part[int(place)] if place else part


@pytest.mark.parametrize("number", ["NaN", "sNaN", "-Infinity", "1E+100000000", "-3"])
def test_amounts_that_are_no_numbers(number: str) -> None:
    """An amount that nobody can add up is told, and costs no other finding."""
    amounts = Funding(total=Decimal(number), fiscal_appropriation=Decimal("2.00"))
    row = Project(name="林道养护", funding=amounts, objective=OBJECTIVE, indicators=())
    unit = SpendingUnit(name="云溪市林业局", funding=amounts, projects=(row,))
    parts = {"title": None, "department": None, "department_label": None, "amount_unit": None, "year": None}
    document = Document(tables=(PerformanceTable(**parts, total=amounts, spending_units=(unit,)),))
    told = [each.code for each in check(document)]
    assert 3 == told.count("A509" if number == "-3" else "A505")
    assert "P602" in told


def test_sums_are_exact_in_any_context() -> None:
    """Sums depend neither on the caller's decimal context nor on the number of digits."""
    text = table(project()).replace("6.50", "12345678901234567890123456789.01")
    with localcontext(prec=5):
        assert [] == findings(text)
    assert ["A502", "A501"] == [code for code in codes(text.replace("789.01 | 1", "789.02 | 1", 1)) if code[0] == "A"]


@pytest.mark.parametrize("given", ["text", None, parse_indicators("")])
def test_check_refuses_what_is_no_document(given: object) -> None:
    """A slip is told in one line."""
    with pytest.raises(TypeError, match="expected a Document or the result of reading one, not "):
        check(given)  # type: ignore[arg-type]  # that is the point


def test_what_was_found_is_not_found_again() -> None:
    """A result that holds what check has found already gets nothing twice."""
    result = parse(table(("林道养护", "", cell(QUANTITY))))
    found = check(result)
    assert found == check(evolve(result, diagnostics=found))


def test_repairs_that_were_not_made_are_not_told() -> None:
    """A document says what it holds: where signs were left as printed, none was repaired."""
    text = table(project(clause("数量", "巡查次数", "≪3次", "1 200次")))
    assert {"V307", "V323"} <= {each.code for each in check(parse(text).value)}
    assert {"V307", "V323"}.isdisjoint(each.code for each in check(parse(text, repair=False).value))


def test_select_and_ignore() -> None:
    """Codes and their beginnings choose what is told."""
    text = table(("林道养护", "", cell(QUANTITY)))
    assert ["P601", "T407", "T408"] == sorted(codes(text))
    assert [("P601", "林道养护")] == findings(text, select=["P"])
    assert ["T407"] == [code for code, _ in findings(text, ignore=["P", "T408"])]


def test_empty_document() -> None:
    """A document without tables says so."""
    assert ["R101"] == [each.code for each in check(Document(tables=()))]


@pytest.mark.parametrize("count", [400])
def test_time_is_linear(count: int) -> None:
    """Twice the projects take less than three times as long."""
    results: list[ParseResult[Document]] = []
    for number in (count, 2 * count):
        rows = [project(clause("数量", f"养护{place}号林道", "≥3处"), name=f"林道{place}") for place in range(number)]
        results.append(parse(table(*rows)))
    short, long = (least_time(lambda result=result: check(result)) for result in results)  # type: ignore[misc]  # mypy can't type a lambda's default
    assert long < 3 * short + 0.05


def test_time_is_linear_in_the_numbers_of_one_project() -> None:
    """Twice the promises and indicators of one thing take less than three times as long."""
    results: list[ParseResult[Document]] = []
    for number in (200, 400):
        promises = "，".join(f"油松树苗{5000 + place}株" for place in range(number))
        clauses = [clause("数量", "油松树苗数量", f"{9000 + place}株") for place in range(number)]
        results.append(parse(table(project(*clauses, objective=promises))))
    short, long = (least_time(lambda result=result: check(result)) for result in results)  # type: ignore[misc]  # mypy can't type a lambda's default
    assert long < 3 * short + 0.05


@pytest.mark.parametrize("name", ["pipe_table.md", "two_tables.md", "detached_column.txt"])
def test_samples_are_checked(name: str) -> None:
    """The samples of the repository get an answer."""
    path = Path(__file__).parents[1] / "samples" / name
    result = budgetperf.read(path)
    assert all(each.span is None or each.span.end <= len(result.source.text) for each in check(result))
