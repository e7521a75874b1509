"""What differs between two documents: matched by name, money converted, targets compared by what they mean."""

import base64
import hashlib
import json
import re
import time
from collections.abc import Callable, Sequence
from decimal import Context, Decimal, Inexact, localcontext
from fractions import Fraction

import pytest
from attrs import evolve

import budgetperf
from budgetperf import (
    AllOf,
    AmountChange,
    AmountUnit,
    Difference,
    Document,
    Funding,
    Grade,
    Indicator,
    PerformanceTable,
    Project,
    Scoring,
    SpendingUnit,
    Target,
    TextChange,
    Trend,
    diff,
    diff_html,
    diff_json,
    diff_text,
    parse_target,
)
from budgetperf.comparing.demands import Years, judged
from budgetperf.comparing.names import key_of, literal_key, similarity
from budgetperf.comparing.sections import summary_in_words
from budgetperf.jsontext import decoded
from budgetperf.model import Category
from budgetperf.phrasebook import Phrasebook
from budgetperf.source import display_width
from budgetperf.taxonomy import standard_taxonomy

WAN, YUAN = AmountUnit.TEN_THOUSAND_YUAN, AmountUnit.YUAN


def category(printed: str, level: int) -> Category:
    """Return a category as it is printed, such as 11-数量指标."""
    code, _, label = printed.rpartition("-")
    return Category(code or None, label, standard_taxonomy().resolve(level, code or None, label).category)


def indicator(
    name: str, period: str | None, annual: str | None = "", head: str = "1-产出指标/11-数量指标"
) -> Indicator:
    """Return an indicator; its annual target is that of the period unless another is given."""
    level1, _, level2 = head.partition("/")
    annual = period if annual == "" else annual
    before, after = (None if words is None else parse_target(words, name=name).value for words in (period, annual))
    return Indicator(None, category(level1, 1), category(level2, 2) if level2 else None, name, before, after)


def project(name: str, total: str | None = None, *indicators: Indicator, objective: str | None = None) -> Project:
    """Return a project whose money is all fiscal appropriation."""
    amount = None if total is None else Decimal(total)
    funding = Funding(total=amount, fiscal_appropriation=amount)
    return Project(name=name, funding=funding, objective=objective, indicators=indicators)


def unit(name: str | None, *projects: Project, total: str | None = None) -> SpendingUnit:
    """Return a spending unit."""
    return SpendingUnit(name=name, funding=Funding(total=Decimal(total)) if total else None, projects=projects)


def table(
    *units: SpendingUnit,
    department: str | None = "清溪县林业局",
    amounts: AmountUnit | None = WAN,
    year: int | None = None,
) -> PerformanceTable:
    """Return a table."""
    return PerformanceTable(
        title=f"{year or ''}项目支出绩效目标表",
        department=department,
        department_label=None,
        amount_unit=amounts,
        year=year,
        total=None,
        spending_units=units,
    )


def document(*projects: Project, **captions: object) -> Document:
    """Return a document of one table without unit rows."""
    return Document(tables=(table(unit(None, *projects), **captions),))  # type: ignore[arg-type]  # captions of table


def told(difference: Difference) -> list[str]:
    """Return what became of the projects in one line each."""
    lines = []
    for each in difference.projects:
        names = [part.name for part in (each.old, each.new) if part]
        marks = [word for word in ("renamed", "moved") if getattr(each, word)]
        lines.append(" ".join([str(each.status), *names, *marks]))
    return lines


# --- names --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("“书香清溪”全民阅读", "「书香清溪」全民阅读"),
        ("《林业志》编修", "林业志编修"),
        ("高标准农田（一期）", "高标准农田(一期)"),
        ("高标准农田（一期）", "高标准农田【一期】"),
        ("５Ｇ基站", "5g 基站"),
        ("林道 养护", "林道养护"),
        ("城乡—体化", "城乡-体化"),
    ],
)
def test_names_that_are_the_same_as_they_stand(old: str, new: str) -> None:
    """Width, blanks, quotes, brackets, dashes and case are no part of a name."""
    assert literal_key(old) == literal_key(new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("2023年林道养护", "2024年林道养护"),
        ("2023年度林道养护", "2024年林道养护"),
        ("林道养护（2023年）", "林道养护（2024年度）"),
        ("林道养护（2023）", "林道养护"),
        ("2022-2023学年营养午餐", "2023-2024学年营养午餐"),
        ("2022年—2023年造林", "2024年造林"),
        ("二〇二三年造林", "二零二四年造林"),
    ],
)
def test_names_that_differ_in_years_alone(old: str, new: str) -> None:
    """Years are taken out of a name for the second look."""
    assert literal_key(old) != literal_key(new)
    assert key_of(old) == key_of(new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("2023年", "2024年"),
        ("造林2000亩", "造林2050亩"),
        ("一期工程", "二期工程"),
        ("十四五规划", "十五五规划"),
        ("林道养护", "林道养护经费"),
    ],
)
def test_names_that_differ(old: str, new: str) -> None:
    """Only years go, and only where something is left."""
    assert key_of(old) != key_of(new)


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        ("“戏润乡村”惠民演出经费", "戏润乡村惠民演出补助", True),
        ("农村公路养护", "农村公路日常养护及管理经费", True),
        ("旅游厕所改造提升工程", "旅游厕所提升改造", True),
        ("纸质图书与数字资源购置", "图书及数字资源采购", True),
        ("工程验收合格率", "验收合格率", True),
        ("新增馆藏图书册数", "新增图书册数", True),
        ("宣传工作专项经费", "培训工作专项经费", False),
        ("党建工作经费", "工会工作经费", False),
        ("春节慰问经费", "中秋慰问经费", False),
        ("观众满意度", "游客满意度", False),
        ("演出场次", "观众人数", False),
    ],
)
def test_the_threshold_parts_what_a_person_would(old: str, new: str, same: bool) -> None:  # noqa: FBT001 - a table of cases
    """Common words such as 专项 and 经费 make no two names one."""
    found = diff(document(project(old)), document(project(new)))

    assert same == (similarity(old, new) >= 0.65)
    assert [f"changed {old} {new} renamed"] * same == [line for line in told(found) if line.startswith("changed")]


# --- projects -----------------------------------------------------------------------------------

BASE = (project("林道养护", "6.50"), project("护林员补助", "30.00"), project("森林防火宣传", "2.00"))


def test_nothing_differs_in_the_same_document() -> None:
    """A difference without differences is false."""
    found = diff(document(*BASE), document(*BASE))

    assert not found
    assert 3 == found.compared
    assert ((), ()) == (found.tables, found.projects)


def test_the_order_of_projects_is_no_difference() -> None:
    """Projects are matched by name, not by place."""
    assert not diff(document(*BASE), document(*BASE[::-1]))


def test_added_and_dropped_projects() -> None:
    """What is in one document only; the new one's go first."""
    found = diff(document(*BASE), document(BASE[0], project("湿地监测", "9.00"), BASE[2]))

    assert ["added 湿地监测", "dropped 护林员补助"] == told(found)
    assert (2, 1, 1) == (found.compared, found.summary["projects_added"], found.summary["projects_dropped"])


def test_no_name_is_paired_twice() -> None:
    """The best pair wins, and what is left finds the next best or none."""
    old = document(project("林道养护"), project("林道养护管理"))
    new = document(project("林道日常养护管理"))
    [changed, dropped] = diff(old, new).projects

    assert ("林道养护管理", "林道日常养护管理") == (changed.old and changed.old.name, changed.new and changed.new.name)
    assert dropped.old == old.tables[0].spending_units[0].projects[0]
    assert changed.score is not None
    assert 0.65 <= changed.score < 1


def test_the_threshold_is_a_keyword() -> None:
    """1 leaves only names that are the same; 0 pairs whatever has two characters in common."""
    old, new = document(project("农村公路养护")), document(project("农村公路日常养护及管理经费"))

    assert ["added 农村公路日常养护及管理经费", "dropped 农村公路养护"] == told(diff(old, new, threshold=1))
    assert ["changed 农村公路养护 农村公路日常养护及管理经费 renamed"] == told(diff(old, new, threshold=0))


@pytest.mark.parametrize("threshold", [-0.1, 1.1, float("nan")])
def test_a_threshold_that_is_none(threshold: float) -> None:
    """A score lies within 0 and 1."""
    with pytest.raises(ValueError, match="the threshold must lie within 0 and 1"):
        diff(document(), document(), threshold=threshold)


def test_what_is_no_document() -> None:
    """A path is not read."""
    with pytest.raises(TypeError, match="expected a Document or a ParseResult of one, not str"):
        diff("old.txt", document())  # type: ignore[arg-type]  # that is the test


def test_the_same_name_goes_before_the_same_but_for_its_year() -> None:
    """A project of last year that goes on is itself, not this year's."""
    old = document(project("2024年造林", "1.00"))
    new = document(project("2025年造林", "8.00"), project("2024年造林", "2.00"))
    [added, changed] = diff(old, new).projects

    assert "added" == added.status
    assert ["1.00", "2.00"] == [str(each) for each in (changed.amounts[0].old, changed.amounts[0].new)]


def test_projects_of_one_name_are_told_apart_by_unit_and_money() -> None:
    """Of two that are called alike, one that has the same unit and the same money is the same."""
    old = Document(
        tables=(
            table(
                unit("甲站", project("运行经费", "1")), unit("乙站", project("运行经费", "2"), project("运行经费", "3"))
            ),
        )
    )
    new = Document(tables=(table(unit("乙站", project("运行经费", "3")), unit("甲站", project("运行经费", "1"))),))

    assert ["dropped 运行经费"] == told(diff(old, new))
    assert [Decimal(2)] == [each.old.funding.total for each in diff(old, new).projects if each.old]


def test_a_project_moves_to_another_unit() -> None:
    """A project is matched by name within the document; where it stood and stands is told."""
    old = Document(tables=(table(unit("林场", BASE[0], BASE[1]), unit("防火站", BASE[2])),))
    new = Document(tables=(table(unit("林场", BASE[0]), unit("防火站", BASE[2], BASE[1])),))
    [moved] = diff(old, new).projects

    assert (moved.moved, moved.old_unit, moved.new_unit) == (True, "林场", "防火站")
    assert "moved from 林场 to 防火站" in diff_text(diff(old, new))


def test_a_unit_that_is_renamed_moves_no_project() -> None:
    """Units are matched by name, too; and where no unit row is printed, nobody knows."""
    old = Document(tables=(table(unit("清溪县国有林场", *BASE)),))
    renamed = Document(tables=(table(unit("清溪县国有林场管理处", *BASE)),))
    found = diff(old, renamed)

    assert () == found.projects
    assert [("清溪县国有林场", "清溪县国有林场管理处", True)] == [
        (each.old.name, each.new.name, each.renamed) for each in found.tables[0].units if each.old and each.new
    ]
    assert () == diff(old, document(*BASE)).projects


def test_units_with_other_amounts() -> None:
    """A unit's own row is compared."""
    found = diff(
        Document(tables=(table(unit("林场", *BASE, total="38.50"), unit("苗圃")),)),
        Document(tables=(table(unit("林场", *BASE, total="40.00"), unit("湿地站")),)),
    )
    units = [
        (str(each.status), each.old and each.old.name, each.new and each.new.name) for each in found.tables[0].units
    ]

    assert [("changed", "林场", "林场"), ("added", None, "湿地站"), ("dropped", "苗圃", None)] == units
    assert Decimal("1.50") == found.tables[0].units[0].amounts[0].difference


# --- tables -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["清溪县林业局（本级）", "清溪县 林业局", "清溪县林业局"])
def test_tables_are_matched_by_department(name: str) -> None:
    """A year in a title, a blank or （本级） changes nothing."""
    old = Document(tables=(table(unit(None, *BASE), year=2024), table(department="清溪县水务局", year=2024)))
    new = Document(
        tables=(table(department="清溪县水务局", year=2025), table(unit(None, *BASE), department=name, year=2025))
    )

    assert not diff(old, new)
    assert ((1, 0), (0, 1)) == diff(old, new).table_pairs


def test_departments_that_came_and_went() -> None:
    """Their projects came and went with them."""
    old = Document(tables=(table(unit(None, BASE[0])), table(unit(None, BASE[1]), department="清溪县水务局")))
    new = Document(tables=(table(unit(None, BASE[0])), table(unit(None, BASE[2]), department="清溪县图书馆")))
    found = diff(old, new)

    assert ["added", "dropped"] == [each.status for each in found.tables]
    assert ["added 森林防火宣传", "dropped 护林员补助"] == told(found)
    assert "清溪县水务局" in diff_text(found)


def test_one_table_is_compared_with_one_other_whatever_they_are_called() -> None:
    """Whoever names two files wants to see what they have in common; the score tells how little the names have."""
    found = diff(document(*BASE), document(*BASE, department="云岚县文化馆"))

    assert () == found.projects
    assert found.tables[0].renamed
    assert found.tables[0].score is not None
    assert found.tables[0].score < 0.65


def test_tables_without_department() -> None:
    """Then their titles tell which is which."""
    tables = [
        evolve(table(unit(None, each), department=None), title=f"{title}绩效目标表")
        for each, title in zip(BASE[:2], "甲乙", strict=True)
    ]

    assert not diff(Document(tables=tuple(tables)), Document(tables=tuple(tables[::-1])))


def test_a_project_that_moves_to_another_department() -> None:
    """Its name is looked for in the whole document; amounts that can't be compared are told."""
    old = Document(tables=(table(unit(None, BASE[0], BASE[1])), table(department="清溪县水务局", amounts=None)))
    new = Document(
        tables=(table(unit(None, BASE[0])), table(unit(None, BASE[1]), department="清溪县水务局", amounts=None))
    )
    [moved] = diff(old, new).projects

    assert (True, False, ()) == (moved.moved, moved.amounts_compared, moved.amounts)
    assert "amounts are not compared: only one of the tables states their unit" in diff_text(diff(old, new))


# --- money --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "old_unit", "new", "new_unit", "difference", "unit", "percentage"),
    [
        ("36.50", WAN, "40.00", WAN, "3.50", "万元", "9.59"),
        ("40.00", WAN, "36.50", WAN, "-3.50", "万元", "-8.75"),
        ("36.50", WAN, "400000", YUAN, "35000.00", "元", "9.59"),
        ("400000", YUAN, "36.50", WAN, "-35000.00", "元", "-8.75"),
        ("0.3", AmountUnit.HUNDRED_MILLION_YUAN, "3100", WAN, "100", "万元", "3.33"),
        (None, WAN, "5.00", WAN, "5.00", "万元", None),
        ("5.00", WAN, None, WAN, "-5.00", "万元", "-100.00"),
        ("0.00", WAN, "5.00", WAN, "5.00", "万元", None),
        ("-2", WAN, "1", WAN, "3", "万元", "150.00"),
        ("36.50", None, "40.00", None, None, None, None),
    ],
)
def test_amounts(  # noqa: PLR0913, PLR0917 - a table of cases
    old: str | None,
    old_unit: AmountUnit | None,
    new: str | None,
    new_unit: AmountUnit | None,
    difference: str | None,
    unit: str | None,
    percentage: str | None,
) -> None:
    """Amounts are converted exactly into the smaller unit; an empty cell counts as nothing."""
    [found] = diff(
        document(project("林道养护", old), amounts=old_unit), document(project("林道养护", new), amounts=new_unit)
    ).projects
    total = found.amounts[0]

    assert ["total", "fiscal_appropriation"] == [each.column for each in found.amounts]
    assert (difference and Decimal(difference), unit) == (total.difference, total.unit)
    assert (percentage and Decimal(percentage)) == total.percentage


@pytest.mark.parametrize(
    ("old", "old_unit", "new", "new_unit"),
    [
        ("36.50", WAN, "36.5", WAN),
        ("36.50", WAN, "365000", YUAN),
        (None, WAN, "0.00", WAN),
        ("36.50", None, "36.50", None),
    ],
)
def test_amounts_that_are_the_same(
    old: str | None, old_unit: AmountUnit | None, new: str, new_unit: AmountUnit | None
) -> None:
    """However they are written."""
    found = diff(
        document(project("林道养护", old), amounts=old_unit), document(project("林道养护", new), amounts=new_unit)
    )

    assert () == found.projects
    assert bool(found.tables) == (old_unit != new_unit)


def test_a_unit_of_amounts_given_as_its_word() -> None:
    """A model that is made by hand may name the unit; a word that is none is refused where it is given."""
    found = diff(document(*BASE), document(*BASE, amounts="万元"))

    assert [] == [*found.tables]
    with pytest.raises(ValueError, match="'两' is not a valid AmountUnit"):
        table(amounts="两")  # type: ignore[arg-type]  # the misuse in question


def test_a_unit_of_amounts_that_is_missing_is_told_once() -> None:
    """365000 beside 36.50万元 may be the same; nobody knows."""
    found = diff(document(*BASE), document(*BASE, amounts=None))

    assert () == found.projects
    assert (True, False) == (found.tables[0].amount_unit_changed, found.tables[0].amounts_compared)
    assert "amounts are not compared: only the old table states their unit (万元)" in diff_text(found)
    assert "only the new table" in diff_text(diff(document(*BASE, amounts=None), document(*BASE)))


@pytest.mark.parametrize(
    ("old", "new", "rounding"),
    [
        ("36.50", "365049.99", True),
        ("36.50", "365050", True),
        ("36.50", "365051", False),
        ("36.5", "365499", True),
        ("36.50", None, False),
    ],
)
def test_amounts_that_were_rounded(old: str, new: str | None, rounding: bool) -> None:  # noqa: FBT001 - a table of cases
    """A table in 万元 has fewer digits than one in 元: told, but not as though money had been given."""
    change = AmountChange(
        column="total", old=Decimal(old), new=Decimal(new) if new else None, old_unit=WAN, new_unit=YUAN
    )
    mirrored = AmountChange(column="total", old=change.new, new=change.old, old_unit=YUAN, new_unit=WAN)

    assert rounding is change.is_rounding is mirrored.is_rounding


NAN, INFINITE, WORDY = Decimal("NaN"), Decimal("-Infinity"), Decimal("1E+999999")
NO_MONEY = [NAN, Decimal("sNaN"), INFINITE, WORDY, Decimal("1E-999999"), Decimal("9" * 1001)]


@pytest.mark.parametrize("units", [(WAN, WAN), (WAN, YUAN), (None, None)])
@pytest.mark.parametrize("amount", NO_MONEY)
def test_an_amount_that_is_none_to_calculate_with(
    amount: Decimal, units: tuple[AmountUnit | None, AmountUnit | None]
) -> None:
    """It differs from all that are worded otherwise, and from them alone; nothing is subtracted, and everything is told."""

    def with_amount(total: Decimal | None, unit: AmountUnit | None) -> Document:
        return document(evolve(BASE[0], funding=Funding(total=total)), amounts=unit)

    odd = with_amount(amount, units[0])
    assert not diff(odd, odd)
    for other in (Decimal("36.50"), None, Decimal(-1), next(each for each in NO_MONEY if str(each) != str(amount))):
        found = diff(odd, with_amount(other, units[1]))
        [change] = found.projects[0].amounts
        assert (None, None, False) == (change.difference, change.percentage, change.is_rounding)
        told = diff_text(found) + diff_html(found)
        assert ("NaN" in told) == any(each is not None and each.is_nan() for each in (amount, other))
        assert "%" not in diff_text(found)
        assert max(map(len, told.splitlines())) < 1000
        with pytest.raises(ValueError, match="can't write"):
            diff_json(found)


@pytest.mark.parametrize("amount", NO_MONEY)
def test_a_source_that_is_none_to_calculate_with(amount: Decimal) -> None:
    """Where all of the money comes from it, it is told once, as a number is; a notebook shows it, too."""

    def with_source(total: Decimal) -> Document:
        return document(evolve(BASE[0], funding=Funding(total=total, fiscal_appropriation=total)), amounts=WAN)

    odd, plain = with_source(amount), with_source(Decimal("36.50"))
    for found in (diff(odd, plain), diff(plain, odd)):
        for shown in (diff_text(found), diff_html(found), found._repr_html_()):
            assert "财政拨款" not in shown
    assert "36.50" in plain._repr_html_()
    assert BASE[0].name in odd._repr_html_()


@pytest.mark.parametrize(
    ("old", "new", "more", "percentage"),
    [
        ("0.01", "1E+25", "+1.00000e+25", "+1.00e+29%"),
        ("1E-900", "0.01", "+0.01", "+1.00e+900%"),
        ("1E-900", "-1E+900", "-1e+900", "-1.00e+1802%"),
        ("0.01", "1E-900", "-0.01", "-100.0%"),
        ("10000000.00", "10000000.01", "+0.01", "+0.0%"),
        ("1.00", "9999999.99", "+9,999,998.99", "+999,999,899.0%"),
        ("1.00", "10000001.01", "+10,000,000.01", "+1.00e+9%"),
    ],
)
def test_extreme_amounts(old: str, new: str, more: str, percentage: str) -> None:
    """Calculated exactly, and told in few digits."""
    found = diff(document(project("林道养护", old)), document(project("林道养护", new)))
    change = found.projects[0].amounts[0]
    shown = diff_text(found)

    assert Fraction(Decimal(new)) - Fraction(Decimal(old)) == Fraction(change.difference or 0)
    assert more in shown
    assert percentage in shown
    assert max(map(display_width, shown.splitlines())) <= 100
    assert (
        json.loads(diff_json(found))["difference"]["projects"][0]["amounts"][0]["percentage"]
        == f"{change.percentage:f}"
    )


@pytest.mark.parametrize("context", [Context(prec=3, traps=[]), Context(prec=3, Emax=2, Emin=-2, traps=[Inexact])])
def test_amounts_are_exact_in_any_context(context: Context) -> None:
    """What a caller asks of other numbers changes nothing."""
    change = AmountChange(
        column="total", old=Decimal("123456.78"), new=Decimal("1234567849.99"), old_unit=WAN, new_unit=YUAN
    )
    expected = change.difference, change.percentage, change.is_rounding, change.to_dict()
    with localcontext(context):
        assert expected == (change.difference, change.percentage, change.is_rounding, change.to_dict())
    assert (Decimal("49.99"), True) == (change.difference, change.is_rounding)


def test_units_stand_beside_the_amounts_of_a_project_from_another_table() -> None:
    """The captions of its new table don't say in which unit they were."""
    far = {"department": "清溪县水务局", "amounts": YUAN}
    old = Document(tables=(table(unit(None, BASE[0])), table(unit(None, project("植树", "365000")), **far)))  # type: ignore[arg-type]  # captions of table
    new = Document(tables=(table(unit(None, BASE[0], project("植树", "40.00"))), table(**far)))  # type: ignore[arg-type]  # captions of table
    shown = diff_text(diff(old, new))

    assert "365,000 元 → 40.00 万元  +35,000.00 元" in shown
    assert "moved from 清溪县水务局 to 清溪县林业局" in shown
    assert ("清溪县水务局", "清溪县林业局") == (
        diff(old, new).projects[0].old_department,
        diff(old, new).projects[0].new_department,
    )


# --- objectives ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "pieces"),
    [
        ("用三年改造", "用两年改造", "=用 -三 +两 =年改造"),
        ("新建3公里。", "新建13公里。", "=新建 -3 +13 =公里。"),
        ("改造甲乙丙丁。", "改造丁甲乙丙戊己。", "=改造 +丁 =甲乙丙 -丁 +戊己 =。"),
        ("改善民生", "改善民生。", "=改善民生 +。"),
        ("", "改善民生", "+改善民生"),
        ("用" + "甲乙" * 200 + "丙。", "用" + "乙甲" * 200 + "。", f"-用{'甲乙' * 200}丙。 +用{'乙甲' * 200}。"),
        (
            "甲乙" * 200 + "丙。" * 200,
            "乙甲" * 200 + "丁。" + "丙。" * 199,
            f"-{'甲乙' * 200}丙 +{'乙甲' * 200}丁 =。{'丙。' * 199}",
        ),
        ("保障运转", "建成公园", "-保障运转 +建成公园"),
    ],
)
def test_pieces_of_a_text(old: str, new: str, pieces: str) -> None:
    """Numbers are whole, and nothing in common is told that is a single character in the middle."""
    change = TextChange(old=old, new=new)

    assert pieces == " ".join(sign + text for sign, text in change.pieces)


def test_an_objective_that_changed() -> None:
    """Blanks and width are no change; a cell that is empty is like one that is not there."""
    old, new = (
        document(project("林道养护", objective="养护 林道。")),
        document(project("林道养护", objective="养护林道．")),
    )

    assert TextChange(old="养护 林道。", new="养护林道．") == diff(old, new).projects[0].objective
    assert not diff(old, document(project("林道养护", objective="养护林道。")))
    assert not diff(document(project("林道养护")), document(project("林道养护", objective="")))


# --- indicators ---------------------------------------------------------------------------------


def indicators_told(olds: Sequence[Indicator], news: Sequence[Indicator]) -> list[str]:
    """Return what became of a project's indicators in one line each."""
    found = diff(document(project("林道养护", None, *olds)), document(project("林道养护", None, *news)))
    lines = []
    for each in found.projects[0].indicators if found else ():
        marks = [word for word in ("renamed", "recategorized") if getattr(each, word)]
        names = [part.name for part in (each.old, each.new) if part]
        lines.append(" ".join([str(each.status), *names, *marks, *(str(target.verdict) for target in each.targets)]))
    return lines


def test_indicators_are_matched_by_category_and_name() -> None:
    """The order and the ordinal say nothing."""
    olds = [
        indicator("养护里程", "12公里"),
        indicator("巡查次数", "4次"),
        indicator("合格率", "≥90%", head="1-产出指标/12-质量指标"),
    ]
    news = [olds[2], indicator("养护总里程", "12公里"), indicator("清障次数", "≥3次")]

    assert ["changed 养护里程 养护总里程 renamed", "added 清障次数", "dropped 巡查次数"] == indicators_told(olds, news)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("1-产出指标/14-成本指标", "成本指标/经济成本指标"),
        ("1-产出指标/14-成本指标", "成本指标/成本指标"),
        ("1-产出指标/14-成本指标", "成本指标"),
        ("3-满意度指标/31-服务对象满意度指标", "满意度指标"),
        ("效果/服务对象满意度目标", "3-满意度指标/31-服务对象满意度指标"),
        ("1-产出指标/13-时效指标", "1-产出指标/13-进度指标"),
        ("1-产出指标/自定义指标", "产出指标/自定义（指标）"),
    ],
)
def test_generations_of_categories_are_no_change(old: str, new: str) -> None:
    """Since 2021 costs have a level of their own; what is counted there stayed what it was."""
    assert [] == indicators_told(
        [indicator("每公里造价", "≤2万元", head=old)], [indicator("每公里造价", "≤2万元", head=new)]
    )


def test_an_indicator_in_another_category() -> None:
    """One of the same name is found wherever it stands; one of another name isn't."""
    old = indicator("养护里程", "12公里")
    moved = indicator("养护里程", "12公里", head="1-产出指标/12-质量指标")

    assert ["changed 养护里程 养护里程 recategorized"] == indicators_told([old], [moved])
    assert ["added 养护总里程", "dropped 养护里程"] == indicators_told([old], [evolve(moved, name="养护总里程")])


def test_indicators_of_one_name() -> None:
    """Of two that are called alike, the one with the same target is the same."""
    first, second = indicator("培训人数", "10人"), indicator("培训人数", "20人")

    assert ["dropped 培训人数"] == indicators_told([first, second], [second])


# --- targets ------------------------------------------------------------------------------------

#: Old and new value, what became of it, and of what is acceptable.
TARGETS = [
    # numbers: the way they went, and what that asks
    ("≥60场", "≥80场", "raised", "narrower"),
    ("≥80场", "≥60场", "lowered", "wider"),
    ("≤10天", "≤8天", "lowered", "narrower"),
    ("≤8天", "≤10天", "raised", "wider"),
    ("60场", "80场", "raised", "shifted"),
    ("60场", "≥80场", "raised", "shifted"),
    ("≤10天", "8天", "lowered", "narrower"),
    ("1-3次", "2-4次", "raised", "shifted"),
    ("1-3次", "1-4次", "raised", "wider"),
    ("1-4次", "2-3次", "tightened", "narrower"),
    ("60场", "≥60场", "loosened", "wider"),
    ("≥60场", "60场", "tightened", "narrower"),
    ("≥60场", "超过60场", "tightened", "narrower"),
    ("约60场", "60场", "tightened", "narrower"),
    ("≥60场", "≤60场", "rewritten", "shifted"),
    # units are converted where that is plain
    ("≤1.2万元", "≤12000元", "reworded", "same"),
    ("≤1.2万元", "≤10000元", "lowered", "narrower"),
    ("≥2公里", "≥2500米", "raised", "narrower"),
    ("≥15亩", "≥1公顷", "reworded", "same"),
    ("60场", "60人次", "rewritten", None),
    ("≥90", "≥95%", "rewritten", None),
    ("0.9", "90%", "reworded", "same"),
    ("每季度1次", "每月1次", "rewritten", None),
    # the same in other words
    ("≥90%", "不低于90%", "reworded", "same"),
    ("90%以上", "≥９０．０％", "reworded", "same"),
    ("不少于2万人次", "≥20000人次", "reworded", "same"),
    ("放映场次：18场", "18场", "reworded", "same"),
    ("完成修路≥2公里", "修路里程≥2000米", "rewritten", None),
    ("完成修路≥2公里", "修路≥2000米", "reworded", "same"),
    ("修路≥2公里", "架桥≥2公里", "rewritten", None),
    ("第1标段修路≥2公里", "第2标段修路≥2公里", "rewritten", None),
    # days
    ("2024年11月30日前", "2024年10月31日前", "earlier", "narrower"),
    ("2024年10月底前", "2024年11月30日前", "later", "wider"),
    ("2024年第三季度前", "2024年9月30日前", "reworded", "same"),
    ("11月30日前", "12月31日前", "later", "wider"),
    ("2024年7月", "2024年8月", "later", "shifted"),
    ("11月30日前", "2024年11月30日前", "rewritten", None),
    ("2024年11月30日前完成支付", "2024年11月30日前完成验收", "rewritten", None),
    ("2024年11月30日前完成支付", "11月30日前完成支付", "rewritten", None),
    # grades
    ("合格及以上", "良好及以上", "raised", "narrower"),
    ("优", "合格", "lowered", "shifted"),
    ("优", "优秀", "reworded", "same"),
    ("良好", "良好及以上", "loosened", "wider"),
    ("合格", "称职", "rewritten", None),
    # changes
    ("较上年增长5%以上", "较上年增长8%以上", "raised", "narrower"),
    ("较上年下降5%以上", "较上年下降3%以上", "lowered", "wider"),
    ("较上年增长5%", "较上年下降5%", "turned", None),
    ("比2012年增长5%", "比2013年增长5%", "rewritten", None),
    # what can't be measured
    ("较上年增长5%以上", "稳步增长", "made_vague", None),
    ("持续提升", "≥30万人次", "made_measurable", None),
    ("稳步提升", "持续提升", "reworded", "same"),
    ("稳步提升", "逐步降低", "turned", None),
    ("营造良好氛围", "改善人居环境", "rewritten", None),
    ("XX", "≥5次", "made_measurable", None),
    ("/", "——", "reworded", "same"),
    ("/", "XX", "reworded", "same"),
    # others
    ("是", "否", "turned", None),
    ("≤合同金额", "不超合同金额", "reworded", "same"),
    ("≤合同金额", "<合同金额", "tightened", "narrower"),
    ("≤合同金额", "≤概算", "rewritten", None),
    ("≥60场", "2024年6月前", "rewritten", None),
    ("95%及以上得满分，否则每下降1%扣2分", "97%及以上得满分，否则每下降1%扣2分", "raised", "narrower"),
    ("95%及以上得满分，否则每下降1%扣2分", "95%及以上得满分，否则每下降1%扣3分", "rewritten", None),
    # lists, part by part
    ("修路2公里、架桥1座", "修路3公里、架桥1座", "raised", "shifted"),
    ("修路≥2公里、架桥≥1座", "修路≥3公里、架桥≥2座", "raised", "narrower"),
    ("修路≥2公里、架桥≥1座", "修路≥3公里、架桥≥0座", "rewritten", "shifted"),
    ("修路≥2公里、架桥≥1座", "架桥≥1座、修路不少于2公里", "reworded", "same"),
    ("修路≥2公里", "修路≥2公里、架桥≥1座", "tightened", "narrower"),
    ("修路≥2公里、架桥≥1座", "修路≥2公里", "loosened", "wider"),
    ("修路≥2公里、架桥≥1座", "修路≥3公里", "rewritten", "shifted"),
    ("修路≥2公里", "修路≥3公里、架桥≥1座", "tightened", "narrower"),
    ("新修道路≥2公里、架桥≥1座", "架桥≥1座、修道路≥3公里", "raised", "narrower"),
    ("修路≥2公里、架桥≥1座", "植树≥2公里、架桥≥1座", "rewritten", None),
    ("修路≥2公里、架桥≥1座", "≥2公里、≥1座", "reworded", "same"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "verdict", "outcomes"), TARGETS)
def test_targets_are_compared_by_what_they_mean(old: str, new: str, verdict: str, outcomes: str | None) -> None:
    """Readings are compared, not strings."""
    before, after = (parse_target(words).value.reading for words in (old, new))
    assert before
    assert after

    assert (verdict, outcomes) == judged(before, after)[:2]


def test_a_part_that_is_made_measurable() -> None:
    """The others are what they were."""
    both = parse_target("修路≥2公里、游客增长5%以上").value.reading
    assert isinstance(both, AllOf)
    vague = evolve(both, parts=(both.parts[0], Trend(direction="up", label="游客", cue="稳步增长")))

    assert ("made_measurable", None) == judged(vague, both)[:2]
    assert ("made_vague", None) == judged(both, vague)[:2]


def test_rules_for_marks_without_a_bound() -> None:
    """Which of two rules asks for more can't be told by the marks alone."""
    rule, other = (Scoring(step=Decimal(step), step_unit="次") for step in (1, 2))
    bounded = Scoring(full_marks=Grade(comparator=">=", grade="合格"))

    assert ("reworded", "same", "") == judged(rule, rule)
    assert ("rewritten", None, "another rule for marks") == judged(rule, other) == judged(rule, bounded)


MIRRORED = {
    "added": "dropped",
    "raised": "lowered",
    "later": "earlier",
    "tightened": "loosened",
    "made_measurable": "made_vague",
    "narrower": "wider",
}
MIRRORED |= {new: old for old, new in MIRRORED.items()}


@pytest.mark.parametrize(("old", "new", "verdict", "outcomes"), TARGETS)
def test_targets_the_other_way_round(old: str, new: str, verdict: str, outcomes: str | None) -> None:
    """Exchanging the two exchanges the verdict."""
    before, after = (parse_target(words).value.reading for words in (new, old))
    assert before
    assert after

    assert (MIRRORED.get(verdict, verdict), outcomes and MIRRORED.get(outcomes, outcomes)) == judged(before, after)[:2]


@pytest.mark.parametrize(
    ("old", "new", "years", "verdict"),
    [
        ("2024年11月30日前", "2025年11月30日前", (2024, 2025), "reworded"),
        ("2024年11月30日前", "2025年11月20日前", (2024, 2025), "earlier"),
        ("2024年2月底前", "2025年2月底前", (2024, 2025), "reworded"),
        ("11月30日前", "2025年12月1日前", (2024, 2025), "later"),
        ("12月31日前", "2024年年底前", (2024, 2024), "reworded"),
        ("2025年12月底前", "2025年12月31日前", (2024, 2025), "reworded"),
        ("2025年12月31日前", "2026年6月30日前", (2024, 2025), "later"),
        ("2025年12月31日前", "2026年12月31日前", (None, 2025), "later"),
        ("较2023年增长5%", "较2024年增长5%", (2024, 2025), "reworded"),
        ("较2023年增长5%", "较2023年增长6%", (2024, 2025), "rewritten"),
        ("2月29日前", "2月28日前", (2023, 2023), "rewritten"),
        ("2024年修路≥2公里", "2025年修路≥2公里", (2024, 2025), "reworded"),
        ("2024年修路≥2公里", "2026年修路≥2公里", (2024, 2025), "rewritten"),
    ],
)
def test_days_of_the_budget_year(old: str, new: str, years: tuple[int | None, int | None], verdict: str) -> None:
    """A day of the budget year is counted from that year; one beyond it is the day it is."""
    before, after = (parse_target(words).value.reading for words in (old, new))
    assert before
    assert after

    assert verdict == judged(before, after, Years(*years)).verdict


@pytest.mark.parametrize(
    ("old", "new", "verdicts"),
    [
        (("≥60场", "≥60场"), ("≥80场", "≥60场"), [("period_target", "raised")]),
        (("≥60场", None), ("≥60场", "≥60场"), [("annual_target", "added")]),
        (("≥60场", "≥60场"), ("≥60场", ""), [("annual_target", "dropped")]),
        ((None, "≥60场"), ("", "≥60场"), []),
        (("≥90%", "≥90%"), (r"$\geq 90\%$", "≥９０％"), []),
    ],
)
def test_both_targets(
    old: tuple[str | None, str | None], new: tuple[str | None, str | None], verdicts: list[tuple[str, str]]
) -> None:
    """Each target by itself; width and LaTeX are no change, and an empty one is like one that is not there."""

    def made(words: tuple[str | None, str | None]) -> Indicator:
        targets = [None if each is None else Target(text=each) for each in words]  # without readings: they are read
        return evolve(indicator("演出场次", None), period_target=targets[0], annual_target=targets[1])

    found = diff(document(project("演出", None, made(old))), document(project("演出", None, made(new))))
    changes = [target for each in found.projects for part in each.indicators for target in part.targets]

    assert verdicts == [(each.which, each.verdict) for each in changes]


# --- results, and how they are told ----------------------------------------------------------------

OLD = Document(
    tables=(
        table(
            unit(
                "林场",
                project(
                    "林道养护经费",
                    "6.50",
                    indicator("养护里程", "≥12公里"),
                    indicator("完成时间", "11月底前", head="1-产出指标/13-时效指标"),
                    objective="养护林道12公里。",
                ),
                project("护林员补助", "30.00", indicator("补助人数", "25人")),
                project("松材线虫病防治", "18.00", indicator("疫情面积", "逐步降低")),
                total="54.50",
            ),
            year=2024,
        ),
    )
)
NEW = Document(
    tables=(
        table(
            unit(
                "林场",
                project(
                    "林道养护补助",
                    "8.00",
                    indicator("养护里程", "≥15000米"),
                    indicator("完成时间", "11月30日前", head="1-产出指标/13-时效指标"),
                    objective="养护林道15公里。",
                ),
                project("护林员补助", "30.00", indicator("补助人数", "二十五人")),
                project("湿地监测", "9.00", indicator("监测次数", "≥4次", "≥2次")),
                total="47.00",
            ),
            year=2025,
        ),
    )
)
TEXT = """\
── old → new ───────────────────────────────────────────────────────────────────

清溪县林业局    2024 → 2025    单位：万元

~ 林场（资金使用单位） ............................ 54.50 → 47.00  -7.50  -13.8%
~ 林道养护补助 ....................................  6.50 →  8.00  +1.50  +23.1%
    renamed (0.83), was 林道养护经费
    绩效目标：养护林道[-12-]{+15+}公里。
    ~ 数量指标  养护里程  ≥12公里 → ≥15000米  raised, asks for more
+ 湿地监测 ........................................          9.00
− 松材线虫病防治 .................................. 18.00

2 projects compared · 1 project added · 1 project dropped · 1 project renamed
1 project with another amount · 1 objective changed · 2 targets raised
4 targets reworded
targets that are only reworded are not shown (-v shows them)
"""


def test_the_text() -> None:
    """Money in columns, projects with what became of them below."""
    assert TEXT == diff_text(diff(OLD, NEW), width=80)


def test_the_text_in_full() -> None:
    """With -v the rewordings too."""
    shown = diff_text(diff(OLD, NEW), width=80, verbose=True)

    assert re.search("完成时间 +11月底前 → 11月30日前 +reworded", shown)
    assert "~ 护林员补助" in shown
    assert "-v shows" not in shown


def test_nothing_differs_is_told() -> None:
    """In words, with how much was compared."""
    assert diff_text(diff(OLD, OLD)).endswith("\nnothing differs: 3 projects compared\n")
    assert "<p>Nothing differs.</p>" in diff_html(diff(OLD, OLD))


@pytest.mark.parametrize("width", [10, 72, 80, 100, 120, 300])
@pytest.mark.parametrize("verbose", [False, True])
def test_lines_fit(width: int, verbose: bool) -> None:  # noqa: FBT001 - a table of cases
    """No line is wider than the page; colours are put around the same words."""
    long = document(*(evolve(each, name=each.name * 9, objective="甲乙丙丁。" * 40) for each in BASE), year=2024)
    for old, new in ((OLD, NEW), (OLD, long), (long, document(*BASE, amounts=YUAN))):
        found = diff(old, new)
        plain = diff_text(found, width=width, verbose=verbose)
        coloured = diff_text(found, width=width, verbose=verbose, colour=True)

        assert max(map(display_width, plain.splitlines())) <= min(max(width, 72), 120)
        assert plain == re.sub("\x1b\\[[0-9;]*m", "", coloured)


def test_the_json() -> None:
    """An envelope with a name and a version; amounts are strings, and two runs give the same bytes."""
    written = diff_json(diff(OLD, NEW))
    data = decoded(written)
    assert isinstance(data, dict)

    assert ["format", "format_version", "generator", "difference"] == list(data)
    assert ("budgetperf-diff", "1.0") == (data["format"], data["format_version"])
    assert json.loads(json.dumps(diff(OLD, NEW).to_dict())) == data["difference"]
    assert written == diff_json(diff(OLD, NEW))
    [renamed, added, dropped] = [
        each for each in data["difference"]["projects"] if each["old"] is None or each["new"] is None or each["renamed"]
    ]
    assert ("1.50", "23.08", "万元") == tuple(
        renamed["amounts"][0][key] for key in ("difference", "percentage", "unit")
    )
    assert [["=", "养护林道"], ["-", "12"], ["+", "15"], ["=", "公里。"]] == renamed["objective"]["pieces"]
    assert ("added", None, "湿地监测") == (added["status"], added["old"], added["new"]["name"])
    assert ("dropped", "tables[0].spending_units[0].projects[2]") == (dropped["status"], dropped["old"]["path"])


HOSTILE = "<script>alert(1)</script>&\"'\x1b[31m\u202e"


def test_a_page_says_what_a_document_says_and_does_nothing() -> None:
    """Every word is escaped, and characters that turn or hide others are made visible."""
    olds = project(HOSTILE, "1.00", indicator(HOSTILE, HOSTILE), objective=HOSTILE)
    news = project(f"{HOSTILE}二", "2.00", indicator(f"{HOSTILE}二", f"{HOSTILE}二"), objective=f"{HOSTILE}二")
    old = Document(tables=(table(unit(HOSTILE, olds, total="1"), department=HOSTILE),))
    new = Document(
        tables=(table(unit(f"{HOSTILE}二", news, project(HOSTILE * 2), total="2"), department=f"{HOSTILE}甲乙"),)
    )
    page = diff_html(evolve(diff(old, new), old_name=HOSTILE))

    assert 1 < page.count("&lt;script&gt;")
    for words in ("<script", "\x1b", "\u202e", "http:", "https:", "src=", "url("):
        assert words not in page


def test_the_policy_of_a_page_allows_its_styles_alone() -> None:
    """Nothing is run and nothing fetched, whatever somebody finds a way to put into it."""
    page = diff_html(diff(OLD, NEW))
    [policy] = re.findall(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', page)
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    hashes = [
        f"'sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()}'"
        for style in re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    ]

    assert {"default-src", "style-src", "img-src", "base-uri", "form-action"} == {*rules}
    assert "'none'" == rules["default-src"]
    assert hashes == rules["style-src"].split()
    assert 2 == len(hashes)
    assert ["data:,"] == re.findall(r'(?:src|href)="([^"]*)"', page)
    assert "Content-Security-Policy" not in diff_html(diff(OLD, NEW), fragment=True)


def test_a_fragment_stands_in_another_page() -> None:
    """One section with its style, whose rules all begin with its class."""
    fragment = diff_html(diff(OLD, NEW), fragment=True)
    style = fragment.partition("<style>")[2].partition("</style>")[0]
    rules = re.findall(r"(?:^|[{}])([^{}@]+)\{", style.replace("\n", ""))

    assert fragment.startswith('<section class="budgetperf-diff">')
    assert fragment.endswith("</section>\n")
    assert all(part.startswith(".budgetperf-diff") for rule in rules for part in rule.split(",") if "(" not in rule)
    assert diff_html(diff(OLD, NEW)).startswith("<!DOCTYPE html>")


@pytest.mark.parametrize("tell", [diff_text, diff_html], ids=["text", "html"])
def test_everything_is_told(tell: Callable[[Difference], str]) -> None:
    """Units, units of amounts, sources, categories, lone targets: each has its words."""
    funding = Funding(total=Decimal(5), fiscal_appropriation=Decimal(3), other_funds=Decimal(2))
    old = Document(
        tables=(
            table(
                unit(
                    "林场",
                    evolve(project("林道养护"), funding=funding),
                    project("巡护", "1", indicator("巡护次数", "≥4次", "≥2次"), indicator("巡护里程", None)),
                ),
                unit("苗圃", project("育苗", "3")),
            ),
        )
    )
    more = evolve(funding, total=Decimal(60000), fiscal_appropriation=Decimal(30000), other_funds=Decimal(30000))
    new = Document(
        tables=(
            table(
                unit(
                    "林场",
                    evolve(project("林道养护"), funding=more),
                    project(
                        "巡护",
                        "10000",
                        indicator("巡护次数", "≥5次", "≥3次", head="1-产出指标/12-质量指标"),
                        indicator("巡护人数", "5人", None),
                    ),
                    project("育苗", "30000"),
                ),
                amounts=YUAN,
            ),
        )
    )
    told = tell(diff(old, new))

    for words in (
        "the unit of amounts changed from 万元 to 元; amounts are compared in 元",
        "5 万元", "60,000 元", "+10,000 元", "其他资金", "+50.0%",
        "moved from 苗圃 to 林场", "苗圃（资金使用单位）", "moved here from 数量指标",
        "period: raised, asks for more", "annual: raised, asks for more", "巡护人数", "巡护里程",
        "1 project moved", "1 indicator in another category",
    ):  # fmt: skip
        assert words in told


def test_amounts_without_a_unit_are_shown_as_printed() -> None:
    """Neither document says what they are in."""
    shown = diff_text(
        diff(document(project("林道养护", "6.50"), amounts=None), document(project("林道养护", "8.00"), amounts=None))
    )

    assert "6.50 → 8.00" in shown
    assert "+" not in shown


def test_results_are_plain_values() -> None:
    """Hashable, equal by content, and shown in one line."""
    first, second = diff(OLD, NEW), diff(OLD, NEW)

    assert first == second
    assert 1 == len({first, second})
    for part in (first, *first.tables, *first.projects, *first.projects[0].amounts, *first.projects[0].indicators):
        assert "\n" not in repr(part)
    assert "old='林道养护经费', new='林道养护补助'" in repr(first.projects[0])


def test_results_of_reading_bring_their_names() -> None:
    """What ``parse`` and ``read`` return is compared as it is."""
    result = budgetperf.read("samples/pipe_table.md")
    found = diff(result, result.value)

    assert not found
    assert ("samples/pipe_table.md", None) == (found.old_name, found.new_name)
    assert ["8 projects compared"] == summary_in_words(found, Phrasebook())


def test_texts_that_repeat_themselves_take_no_longer() -> None:
    """It would take difflib minutes for each."""
    start = time.process_time()
    pieces = TextChange(old="甲" * 100_000, new="甲乙" * 50_000).pieces
    assert time.process_time() - start < 5
    assert 100_000 == sum(len(text) for sign, text in pieces if sign != "+")


def test_texts_whose_words_have_changed_places_take_no_longer() -> None:
    """No word stands twice in them, and each has another neighbour: difflib would look through the rest for each."""
    words = [chr(0x4E00 + number) for number in range(20_000)]
    old, new = "".join(words), "".join(words[at ^ 1] for at in range(20_000))
    start = time.process_time()
    pieces = TextChange(old=old, new=new).pieces
    assert time.process_time() - start < 5
    assert (("-", old), ("+", new)) == pieces


@pytest.mark.parametrize("names", ["all alike", "none alike", "the same"])
@pytest.mark.parametrize("few", [250, pytest.param(2500, marks=pytest.mark.slow)])
def test_time_is_linear(names: str, few: int) -> None:
    """Ten thousand projects, renamed every one of them, take seconds; four times as many, about four times as long."""
    seconds = []
    for number in (few, 4 * few):
        forms = {"all alike": "专项工作经费补助{}", "none alike": "{}", "the same": "运行经费"}
        old, new = (
            document(*(project(forms[names].format(f"{at * 7919 + seed:x}" * 2), str(at)) for at in range(number)))
            for seed in (0, 3)
        )
        start = time.process_time()
        found = diff(old, new)
        seconds.append(time.process_time() - start)
        assert number == found.compared + found.summary["projects_dropped"]
    assert seconds[1] < 10 * seconds[0] + 1
    assert seconds[1] < max(5, few / 50)
