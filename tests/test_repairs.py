"""What is repaired, by which code, and what the page says without: each repair alone, all, and none."""

import re
from collections.abc import Collection
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve, frozen
from hypothesis import example, given
from hypothesis import strategies as st

import budgetperf
from budgetperf import Indicator, Qualitative, Quantity, Target, parse, parse_indicators, parse_target, read
from budgetperf.diagnostics import catalogue
from budgetperf.language.indicators import parse_clauses
from budgetperf.language.splits import with_split_numbers, with_whole_numbers
from budgetperf.misreadings import misread_sign
from budgetperf.normalization import BLANKS
from budgetperf.readings import AllOf, Reading
from budgetperf.repairs import ALL_REPAIRS, REPAIRS, chosen_repairs
from budgetperf.soundness import category_doubts
from budgetperf.taxonomy import standard_taxonomy
from budgetperf.testing import assert_spans_exact, cells, noisy
from test_indicators import shown

FIRST = "1、1-产出指标；11-数量指标；护栏数；实施周期指标值：5处；年度指标值：5处。"
SECOND = "2、1-产出指标；12-质量指标；完好率；实施周期指标值：≥90%；年度指标值：≥90%。"
READ = ("1 | 1 产出指标 output | 11 数量指标 quantity | 护栏数 | 5处 | 5处",)
BOTH = (*READ, "2 | 1 产出指标 output | 12 质量指标 quality | 完好率 | ≥90% | ≥90%")
UNNUMBERED = (*READ, BOTH[1].replace("2 |", "– |", 1))


@frozen
class Case:
    """A damaged cell, what is read from it with the repair, and what without; the codes that stay without."""

    code: str
    printed: str
    repaired: tuple[str, ...]
    unrepaired: tuple[str, ...]
    left: tuple[str, ...] = ()


CASES = [
    Case(
        "G203",
        FIRST.replace("：5处。", "：5处；年度指标值：5处。"),
        READ,
        (READ[0].replace("5处 | 5处", "5处 | 5处；年度指标值：5处"),),
    ),
    Case(
        "G206",
        f"{FIRST}路灯数；实施周期指标值：3盏；年度指标值：3盏。",
        READ,
        (f"{READ[0]}。路灯数",),
        ("G205", "G205"),
    ),
    Case(
        "G206",
        f"{FIRST}12-质量指标；完好率；年度指标值：≥90%。",
        READ,
        (f"{READ[0]}。12-质量指标；完好率",),
        ("G205",),
    ),
    Case(
        "G207",
        FIRST + SECOND[2:],
        UNNUMBERED,
        READ,
        ("G206",),
    ),
    Case("G208", FIRST.replace("护栏", "护 栏"), READ, (READ[0].replace("护栏", "护 栏"),)),
    Case("G208", FIRST.replace("数量", "数\n量"), READ, (READ[0].replace("数量", "数\\n量"),)),
    Case(
        "G213",
        FIRST.replace("5处", "5")[:-1] + SECOND,
        tuple(line.replace("5处", "5") for line in BOTH),
        (READ[0].replace("5处 | 5处", "5 | 52、1-产出指标；12-质量指标；完好率"),),
        ("G206", "V301"),
    ),
    Case(
        "G214",
        FIRST + SECOND.replace("1-产出", "1产出"),
        BOTH,
        READ,
        ("G206",),
    ),
    Case(
        "G214",
        FIRST + SECOND.replace("2、", "2 "),
        BOTH,
        (f"{READ[0]}。2", UNNUMBERED[1]),
        ("G207",),
    ),
    Case(
        "G214",
        FIRST.replace("指标；护栏", "指标护栏"),
        READ,
        (READ[0].replace("11 数量指标 quantity | ", "– | 11-数量指标"),),
        ("T405",),
    ),
    Case("G215", FIRST + SECOND + SECOND, BOTH, (*BOTH, BOTH[1]), ("G204",)),
    Case("G215", FIRST + SECOND + FIRST.replace("护栏", "护 栏"), BOTH, (*BOTH, READ[0]), ("G204", "G208")),
    Case("G216", FIRST.replace("年度指标值", "年度指杯值"), READ, (READ[0].replace(" | 5处 | 5处", " | 5处；年度指杯值：5处 | –"),), ("G202",)),
    Case(
        "T401",
        FIRST.replace("11-数量指标", "15-产出质晕指标"),
        (READ[0].replace("11 数量指标 quantity", "15 产出质晕指标 quality"),),
        (READ[0].replace("11 数量指标 quantity", "15 产出质晕指标 ?"),),
        ("T401",),
    ),
    Case("V307", FIRST.replace("：5处", "：≪5处"), (READ[0].replace("5处", "≪5处"),), (READ[0].replace("5处", "≪5处"),)),
    Case("V323", FIRST.replace("：5处", "：1 500处"), (READ[0].replace("5处", "1 500处"),), (READ[0].replace("5处", "1 500处"),)),
]  # fmt: skip
by_code = pytest.mark.parametrize("case", CASES, ids=lambda case: case.code)


def lines(printed: str, *, repair: bool | Collection[str]) -> tuple[str, ...]:
    """Return the indicators of a cell as `cases/indicators.txt` prints them."""
    return tuple(map(shown, parse_indicators(printed, repair=repair).value))


def codes(printed: str, *, repair: bool | Collection[str]) -> set[str]:
    """Return the codes that reading a cell leaves."""
    return {each.code for each in parse_indicators(printed, repair=repair).diagnostics}


@by_code
def test_a_repair_is_made_and_reported(case: Case) -> None:
    """Each repair leaves its code, with the printed words at its span."""
    result = parse_indicators(case.printed)
    assert case.repaired == lines(case.printed, repair=True)
    reported = [each for each in result.diagnostics if each.code == case.code]
    assert reported
    assert all(each.span and result.source[each.span] for each in reported)
    assert_spans_exact(result)


@by_code
def test_a_repair_switched_off_is_not_made(case: Case) -> None:
    """Without it the words stand where they are printed, and its code is left by none (but T401, which doubts as well)."""
    others = ALL_REPAIRS - {case.code}
    assert case.unrepaired == lines(case.printed, repair=others)
    found = codes(case.printed, repair=others)
    assert set(case.left) <= found
    assert (case.code in found) is (case.code == "T401")
    assert_spans_exact(parse_indicators(case.printed, repair=others))


@by_code
def test_a_repair_alone_is_enough(case: Case) -> None:
    """Chosen alone it does what it does among the others, for all that it is asked for."""
    alone = lines(case.printed, repair=[case.code])
    if "G208" in codes(case.printed, repair=True) - {case.code}:
        return  # a name with a blank, which another repair removes
    assert case.repaired == alone
    assert case.code in codes(case.printed, repair=[case.code])


def test_without_repairs_nothing_is_left_of_them() -> None:
    """repair=False makes none; what is doubtful all the same keeps its code."""
    for case in CASES:
        assert not codes(case.printed, repair=False) & (ALL_REPAIRS - {"T401", "G207"})
        assert lines(case.printed, repair=()) == lines(case.printed, repair=False)


@pytest.mark.parametrize("second", [SECOND[2:], SECOND.replace("1-产出", "1产出")])
def test_words_of_a_boundary_not_seen_stay_in_the_value_before(second: str) -> None:
    """As printed, nothing is cut off a value; the targets that follow are the same clause's, printed again."""
    assert (f"{READ[0]}。{second[: second.index('；实施')]}",) == lines(FIRST + second, repair=False)
    assert {"G205"} == codes(FIRST + second, repair=False)


def test_a_number_right_behind_a_label_is_its_value() -> None:
    """The ordinal that is due may be the value of a target that is else empty; another number is no ordinal."""
    assert "5处 | 2" in lines(FIRST.replace("：5处。", "：。2 ") + SECOND[2:], repair=True)[0]
    assert "5处。3" in lines(FIRST + SECOND.replace("2、", "3 "), repair=True)[0]


def test_a_cell_without_any_ordinals_is_read_without_repairs() -> None:
    """Where no clause is numbered, nothing is lost: the doubt stays, the clauses too."""
    printed = FIRST[2:] + SECOND[2:]
    assert tuple(f"– |{line[3:]}" for line in BOTH) == lines(printed, repair=False)
    assert {"G207"} == codes(printed, repair=False)


# --- readings -------------------------------------------------------------------------------------


def test_signs_and_split_numbers_make_no_reading_unrepaired() -> None:
    """A value that only a repair makes a number of is a sentence without it; its text is the same."""
    for printed, code in (("≪5处", "V307"), ("41. 73%", "V323")):
        with_it, without = parse_target(printed), parse_target(printed, repair=ALL_REPAIRS - {code})
        assert isinstance(with_it.value.reading, Quantity)
        assert [code] == [each.code for each in with_it.diagnostics]
        assert Qualitative() == without.value.reading
        assert () == without.diagnostics
        assert with_it.value == without.value  # readings take no part in it
        assert printed == without.value.text


@pytest.mark.parametrize(
    ("printed", "whole", "split"),
    [
        ("41. 73%", "41.73%", ["41. 73"]),
        ("41 .73%", "41.73%", ["41 .73"]),
        ("3 . 5万元", "3.5万元", ["3 . 5"]),
        ("４１．　７３％", "41.73%", ["４１．　７３"]),
        ("≥ 9 0%", "≥90%", ["9 0"]),
        ("1 00%", "100%", ["1 00"]),
        ("10\n0%", "100%", ["10\n0"]),
        (r"$\geq 9 0\%$", "≥90%", ["9 0"]),
        ("1 200人", "1200人", ["1 200"]),
        ("12 345 678元", "12345678元", ["12 345 678"]),
        ("120 000元", "120000元", ["120 000"]),
        ("1, 200人", "1,200人", ["1, 200"]),
        ("≥1,00\n0人", "≥1,000人", ["1,00\n0"]),
        ("12,345,6 78元", "12,345,678元", ["12,345,6 78"]),
        ("1,2 3", "1,2 3", []),
        # every digit of a formula set apart
        (r"$\geq 9 5 \%$", "≥95%", ["9 5"]),
        (r"$9 8 . 5 \%$", "98.5%", ["9 8", "98 . 5"]),
        (r"\(1 2\)次", "12次", ["1 2"]),
        (r"$2 0 2 4$年$1 2$月底前", "2024年12月底前", ["2 0 2 4", "1 2"]),
        (r"$5$ $10$次", "5 10次", []),
        (r"$1 \sim 2$次", "1~2次", []),
        ("1 200.50元", "1200.50元", ["1 200.50"]),
        ("1 200至1 500人", "1200至1500人", ["1 200", "1 500"]),
        # dates
        ("2024. 12. 31前", "2024.12.31前", []),
        ("2024. 12", "2024.12", []),
        ("2024 05", "2024 05", []),
        ("12月 05日", "12月05日", []),
        ("2024年1\n0月", "2024年10月", ["1\n0"]),
        ("6月3 0日前", "6月30日前", ["3 0"]),
        ("202\n4年底前", "2024年底前", ["202\n4"]),
        ("20 24年6月", "2024年6月", ["20 24"]),
        ("20 24年", "20 24年", []),  # a span of years, perhaps
        ("1 0月", "1 0月", []),
        ("12: 00 00", "12:00 00", []),
        # two numbers, perhaps
        ("1 5次", "1 5次", []),
        ("9 5%", "9 5%", []),
        ("100 200人", "100 200人", []),
        ("0 05", "0 05", []),
        ("10 08次", "10 08次", []),
        ("5 100%", "5 100%", []),
        ("5 0.5", "5 0.5", []),
        ("1 200 50人", "1 200 50人", []),
        ("第1 200名", "第1 200名", []),
        ("1. 2. 3", "1.2.3", []),
        # whole numbers
        ("≥ 90 %", "≥90%", []),
        ("1,200人", "1,200人", []),
        ("5 G", "5 G", []),
        ("", "", []),
    ],
)
def test_split_numbers(printed: str, whole: str, split: list[str]) -> None:
    """Blanks go where one number is all that can be meant; dates and neighbours stay apart."""
    assert (whole, tuple(split)) == with_whole_numbers(printed)
    apart = with_split_numbers(printed)
    assert (apart == whole) is (not split)
    assert apart.replace(" ", "") == whole.replace(" ", "")


def test_the_numbers_of_items_are_not_split() -> None:
    """1. before a number is that of an item where 2. follows; alone it is read as a number with a point."""
    listed = parse_target("1. 5次培训；2. 3次演练")
    assert isinstance(listed.value.reading, AllOf)
    lows = [part.low for part in listed.value.reading.parts if isinstance(part, Quantity)]
    assert [Decimal(5), Decimal(3)] == lows
    assert () == listed.diagnostics
    assert ("≥1.5次", ("1. 5",)) == with_whole_numbers("≥1. 5次")
    # A number within an item is one.
    assert ("1. 5次培训;2. 3次演练,各1.5天", ("1. 5",)) == with_whole_numbers("1. 5次培训；2. 3次演练，各1. 5天")


def test_a_split_number_in_a_sentence_is_not_reported() -> None:
    """Where nothing is read of a number, nothing was repaired."""
    assert () == parse_target("对标ISO 9 001体系要求开展评价").diagnostics


def test_the_message_quotes_the_numbers() -> None:
    """Each number is quoted as it is printed."""
    (doubt,) = parse_target("1 200至1 500人").diagnostics
    assert ("V323", "blanks inside “1 200”, “1 500” are removed") == (doubt.code, doubt.message)


# --- labels ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("level", "code", "label", "meant"),
    [
        # the code names the category of the nearest
        (1, "2", "效监指标", "效益指标"),
        (1, "2", "交益指标", "效益指标"),
        (1, "2", "一数益指标", "效益指标"),
        (1, "3", "满意庋指标", "满意度指标"),
        (1, "1", "产岀目标", "产出目标"),
        (2, "22", "社会效监", "社会效益"),
        (2, "12", "质晕指标值", "质量指标"),
        (2, "24", "可持续影晌指标（必填）", "可持续影响指标"),
        # … or another, or shares nothing with it
        (1, "1", "效监指标", None),
        (2, "21", "数益指标", None),
        (1, "1", "特色指标", None),
        # without a code of the level: four characters, one of them wrong, one category
        (2, None, "社会效盖", "社会效益"),
        (2, "25", "社会效盖", "社会效益"),
        (2, None, "服务对象满意", "服务对象满意度"),
        (2, None, "数童指标", None),
        (2, None, "社会交监", None),
        (2, None, "会效益指标", None),
        # of two categories as near, the code chooses one, or none is chosen
        (2, "21", "经济成益", "经济效益"),
        (2, None, "经济成益", None),
        # nothing is damaged
        (2, "12", "质量指标", None),
        (2, None, "参训学员满意度指标", None),
        (2, "12", "", None),
        (2, "12", "指标", None),
        (2, "12", "质" * 25, None),
    ],
)
def test_damaged_labels(level: int, code: str | None, label: str, meant: str | None) -> None:
    """The nearest label is meant where the code says so, or where it is near enough to need none."""
    assert meant == standard_taxonomy().repaired(level, code, label)


@pytest.mark.parametrize(
    ("printed", "said"),
    [
        ("2-效监指标", "label “效监指标” is not in the taxonomy; read as 效益指标, as its code says"),
        ("2-特色指标", "label “特色指标” is not in the taxonomy; its code says benefit"),
    ],
)
def test_messages_of_damaged_labels(printed: str, said: str) -> None:
    """The message tells what decided, when read and of the model alone."""
    result = parse_indicators(FIRST.replace("1-产出指标；11-数量", f"{printed}；22-社会效益"))
    (doubt,) = (each for each in result.diagnostics if each.code == "T401")
    assert said == doubt.message
    assert doubt.span is not None
    assert printed == result.source[doubt.span]
    assert [doubt] == list(category_doubts(result.value[0].level1, 1, "indicators[0].level1"))


@pytest.mark.parametrize(
    ("repair", "category", "said"),
    [
        (True, "quality", "label “产出质晕指标” is not in the taxonomy; read as 产出质量指标"),
        (False, None, "label “产出质晕指标” is not in the taxonomy"),
    ],
)
def test_what_the_model_says_of_a_label_read_as_another(repair: bool, category: str | None, said: str) -> None:  # noqa: FBT001 - a case
    """Whether it was repaired, the category of the model tells."""
    result = parse_indicators(FIRST.replace("11-数量指标", "15-产出质晕指标"), repair=repair)
    level2 = result.value[0].level2
    assert level2 is not None
    assert ("产出质晕指标", category) == (level2.label, level2.category)
    (doubt,) = category_doubts(level2, 2, "")
    assert said == doubt.message
    assert said in {each.message for each in result.diagnostics}


def test_a_damaged_label_in_a_broken_head() -> None:
    """Of a head that can't be read, the label is doubted beside the fragment; not of one that the edge has cut."""
    result = parse_indicators(f"{FIRST}2、12-被监持标: 22-社会通期指标值:100%。")
    found = {each.code: result.source[each.span] for each in result.diagnostics if each.span}
    assert {"G201": "2、12-被监持标: 22-社会通期指标值:100%", "T401": "12-被监持标"} == found
    assert {"G201"} == codes(f"{FIRST}2、1-产", repair=True)


# --- clauses printed again ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "printed",
    [
        FIRST + SECOND.replace("完好", "合格") + SECOND,  # other words
        FIRST + SECOND + SECOND.replace("2、", "3、"),  # another ordinal
        FIRST + SECOND + SECOND[2:],  # none
        FIRST + SECOND + SECOND.replace("；完好率；", "：完好率；"),  # other signs
    ],
)
def test_clauses_that_only_resemble_others_stay(printed: str) -> None:
    """Every printed character but blanks has to be the same."""
    assert 3 == len(parse_indicators(printed).value)
    assert "G215" not in codes(printed, repair=True)


def test_a_clause_may_be_printed_again_anywhere() -> None:
    """Page after page, and behind others; what ends it may differ, and what is doubtful of it is said once."""
    damaged = SECOND.replace("质量", "质晕")
    printed = FIRST + damaged + FIRST[:-1] + "；\n" + damaged + FIRST[:-1]
    result = parse_indicators(printed)
    assert [1, 2] == [indicator.ordinal for indicator in result.value]
    assert ["G215", "G215", "G215", "T401"] == sorted(each.code for each in result.diagnostics)
    assert [FIRST[:-1], damaged[:-1], FIRST[:-1]] == [
        result.source[each.span] for each in result.diagnostics if each.code == "G215" and each.span
    ]


def test_repeated_clauses_take_linear_time() -> None:
    """Thousands of clauses with the same ordinal, all different, are compared once each."""
    many = "".join(SECOND.replace("完好率", f"完好率{number}") for number in range(3000))
    assert 3000 == len(parse_indicators(many).value)


# --- signs misread ---------------------------------------------------------------------------------


def reading(value: str) -> Reading | None:
    """Return the reading of a value."""
    return parse_target(value).value.reading


@pytest.mark.parametrize(
    ("value", "other", "said"),
    [
        ("数224个", "数≥24个", "the 2 of “224” is probably a sign: the other target has “≥24”"),
        ("295%", "≥95%", "the 2 of “295” is probably a sign: the other target has “≥95”"),
        ("23.5万元", "≥3.5万元", "the 2 of “23.5” is probably a sign: the other target has “≥3.5”"),
        ("二24个", "≥24个", "the 二 of “二24” is probably a sign: the other target has “≥24”"),
        ("二24个", "≤24个", "the 二 of “二24” is probably a sign: the other target has “≤24”"),
        ("走访商会224家、企业≥40家", "走访商会≥24家、企业≥40家", "the 2 of “224” is probably a sign: the other target has “≥24”"),
        ("市访商会224家、企业≥40家", "走访商会≥24家、企业≥40家", "the 2 of “224” is probably a sign: the other target has “≥24”"),
        ("市访商会224家、企业≥50家", "走访商会≥24家、企业≥40家", None),
        ("走访商会224家", "走访商会≥24家、企业≥40家", None),
        ("站数224个", "店数≥24个", None),
        ("224个", "≥24家", None),
        ("224万个", "≥24个", None),
        ("每月224个", "≥24个", None),
        ("224个", "不少于24个", None),
        ("224个", "24个", None),
        ("224个", "≤24个", None),
        ("≥224个", "≥24个", None),
        ("324个", "≥24个", None),
        ("224个", "≥14个", None),
        ("持续提升", "≥24个", None),
        ("224个", "持续提升", None),
    ],
)  # fmt: skip
def test_misread_signs(value: str, other: str, said: str | None) -> None:
    """A number that begins with the digit of the other's sign, with the same words around, is told; no other is."""
    assert said == misread_sign(reading(value), reading(other))


def test_nothing_is_misread_where_nothing_is_read() -> None:
    """A target that is missing or was made by hand has no reading to compare."""
    assert misread_sign(None, reading("≥24个")) is None
    assert misread_sign(reading("224个"), None) is None


@pytest.mark.parametrize(
    ("printed", "part", "words"),
    [
        ("实施周期指标值：≥24个；年度指标值：224个。", "annual_target", "224个"),
        ("实施周期指标值：224个；年度指标值：≥24个。", "period_target", "224个"),
        ("实施周期指标值：≥24个；年度指标值：≥24个；年度指标值：224个。", "annual_target", "224个"),
    ],
)
def test_a_misread_sign_is_told_at_its_target(printed: str, part: str, words: str) -> None:
    """The warning stands at the value, and the value is read as it is printed."""
    result = parse_indicators(f"1、1-产出指标；11-数量指标；护栏数；{printed}")
    (doubt,) = (each for each in result.diagnostics if each.code == "V308")
    assert doubt.span is not None
    assert (words, f"indicators[0].{part}") == (result.source[doubt.span], doubt.path)
    for target in (result.value[0].period_target, result.value[0].annual_target):
        assert target is not None
        assert evolve(target, reading=reading(target.text)).reading == target.reading
    assert "V308" in codes(f"1、1-产出指标；11-数量指标；护栏数；{printed}", repair=False)  # a doubt, and no repair


# --- tables --------------------------------------------------------------------------------------------

HEADER = (
    "| 项目名称 | 总计 | 财政拨款 | 财政专户拨款 | 其他资金 | 绩效目标 | 绩效指标 |\n|---|---|---|---|---|---|---|\n"
)
TABLE = f"""\
部门名称：青禾县文化馆 单位：万元
{HEADER}| 合计 | 13. 50 | 13.50 | | | | |
| 青禾县文化馆 | 13.5O | 13.50 | | | | |
| 展览 经费 | 10. 50 | 10.50 | | | 办好 展览。 | {FIRST} |
| 演出经费 | 3.00 | 3.00 | | | 办好演出。 | {FIRST} |
"""


def test_a_table_is_repaired() -> None:
    """Blanks and look-alikes in amounts, blanks in names and objectives."""
    result = parse(TABLE)
    (table,) = result.value.tables
    exhibition, _ = table.projects
    assert table.total is not None
    assert Decimal("13.50") == table.total.total == table.spending_units[0].funding.total  # type: ignore[union-attr]  # both are printed
    assert ("展览经费", "办好展览。") == (exhibition.name, exhibition.objective)
    assert ["A503", "A503", "A506", "G208", "G208"] == sorted(each.code for each in result.diagnostics)


def test_a_table_as_printed() -> None:
    """Without repairs damaged amounts are none, words keep their blanks, and every row is what it was."""
    result = parse(TABLE, repair=False)
    (table,) = result.value.tables
    exhibition, performance = table.projects
    assert table.total is not None
    assert table.total.total is None
    assert ("青禾县文化馆",) == tuple(unit.name for unit in table.spending_units)
    assert ("展览 经费", "办好 展览。") == (exhibition.name, exhibition.objective)
    assert (None, Decimal("3.00")) == (exhibition.funding.total, performance.funding.total)
    assert 3 == [each.code for each in result.diagnostics].count("A505")
    assert not {each.code for each in result.diagnostics} & ALL_REPAIRS


@pytest.mark.parametrize("code", ["A503", "A506"])
def test_one_repair_of_amounts_alone(code: str) -> None:
    """Chosen alone, the one is made and the other is not."""
    found = [each.code for each in parse(TABLE, repair=[code]).diagnostics]
    damaged = {"A503": 2, "A506": 1}
    assert damaged[code] == found.count(code)
    assert sum(damaged.values()) - damaged[code] == found.count("A505")


def test_a_file_is_read_as_printed() -> None:
    """`read` takes the same keyword, for a text and for a file that is none."""
    page = f"<html><table>{''.join(_row(line) for line in TABLE.splitlines() if '|' in line and '---' not in line)}</table>"
    for data in (TABLE.encode(), page.encode()):
        names = [
            [project.name for table in read(data, repair=repair).value.tables for project in table.projects]
            for repair in (True, False)
        ]
        assert [["展览经费", "演出经费"], ["展览 经费", "演出经费"]] == names


def _row(line: str) -> str:
    return "<tr>" + "".join(f"<td>{cell.strip()}</td>" for cell in line.strip("| ").split("|")) + "</tr>"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (TABLE.replace("\n| 项目", "\n金额单位：元\n| 项目", 1), "A510"),
        (TABLE.replace("总计", "总计（元）"), "A510"),
        (f"{TABLE}\n单位：元\n", "A510"),
        (TABLE.replace("\n| 项目", "\n金额单位：万元\n| 项目", 1), "R111"),
        (TABLE.replace("总计", "总计（万元）"), ""),
        (f"{TABLE}\n单位：万元\n", ""),
    ],
)
def test_two_units_of_amounts(text: str, code: str) -> None:
    """Another unit contradicts the first, which is kept; the same one is printed again."""
    result = parse(text)
    (table,) = result.value.tables
    assert "万元" == table.amount_unit
    found = [each for each in result.diagnostics if each.code in ("A510", "R111")]
    assert ([code] if code else []) == [each.code for each in found]
    if code == "A510":
        assert "amounts are in “万元” by one caption and in “元” by another; “万元” is kept" == found[0].message
        assert found[0].span is not None
        assert "元" == result.source[found[0].span]


# --- the keyword ----------------------------------------------------------------------------------------


def test_repairs_are_codes_of_the_catalogue() -> None:
    """Each repair is named by a code, and says what it does."""
    assert set(REPAIRS) <= set(catalogue())
    assert all(re.fullmatch(r"[a-z][^.]*", words) for words in REPAIRS.values())


def test_the_page_tells_of_every_repair() -> None:
    """The table of docs/repairs.md has each code once, in the order of the list."""
    page = (Path(__file__).parents[1] / "docs" / "repairs.md").read_text("utf-8")
    assert list(REPAIRS) == re.findall(r"^\| ([A-Z]\d{3}) \|", page, re.MULTILINE)


@pytest.mark.parametrize(
    "way", [parse, parse_indicators, parse_target, lambda text, **options: read(text.encode(), **options)]
)
def test_misuse_is_refused(way: Any) -> None:  # noqa: ANN401 - one of four
    """A code that is no repair is refused by naming those that are; one string is no collection."""
    accepted = ", ".join(REPAIRS)
    with pytest.raises(ValueError, match=f"no repair leaves 'A501'; those that can be chosen are {accepted}"):
        way(FIRST, repair=["G208", "A501"])
    for wrong in ("G208", None, 1):
        with pytest.raises(TypeError, match="repair is given as a bool or as a collection of codes, not as"):
            way(FIRST, repair=wrong)


@pytest.mark.parametrize(
    ("repair", "chosen"),
    [
        (True, ALL_REPAIRS),
        (False, ()),
        ([], ()),
        (("T401", "G208"), ("G208", "T401")),
        ({"T401": 1, "G208": 2}, ("G208", "T401")),
    ],
)
def test_chosen_repairs(repair: Any, chosen: Collection[str]) -> None:  # noqa: ANN401 - whatever may be given
    """All, none, some; any collection does."""
    assert frozenset(chosen) == chosen_repairs(repair)


# --- laws ----------------------------------------------------------------------------------------------

#: Where printed words reach no model, one of these has them.
LOSSES = ("G201", "G203", "G205", "G206", "G215")
_MARKS = re.compile(
    rf"[{BLANKS}]|[实施周期年度指目标值]|[0-9０-９]|[。；;，,、：:.．､﹑\-－‐‑‒–—―﹣−一_~～·]"
)  # what belongs to the mini-language: labels of targets, ordinals, separators, hyphens


def texts_of(indicator: Indicator) -> list[str]:
    """Return the words of an indicator that are kept as they are printed."""
    targets = [target.text for target in (indicator.period_target, indicator.annual_target) if target]
    labels = [category.label for category in (indicator.level1, indicator.level2) if category]
    return [indicator.name, *labels, *targets]


chosen = st.one_of(st.booleans(), st.sets(st.sampled_from(sorted(REPAIRS))))


@given(cells().flatmap(lambda cell: noisy(cell.text)))
@example("1、1-投入指标；实际完成率指标(\t0-20)分；巡护里程。")
def test_without_repairs_words_are_as_printed(text: str) -> None:
    """Names, labels and values are stretches of the printed text, and none of them is touched."""
    for indicator in parse_indicators(text, repair=False).value:
        assert all(words in text for words in texts_of(indicator))


@given(cells().flatmap(lambda cell: noisy(cell.text)), chosen)
def test_nothing_is_lost_whatever_is_repaired(text: str, repair: Any) -> None:  # noqa: ANN401 - as above
    """Each character is in a token; each word is in a model, or a diagnostic has it; spans are exact."""
    pieces = [piece for clause in parse_clauses(text, chosen_repairs(repair)) for piece in clause]
    assert text == "".join(text[start:end] for _, start, _, end in pieces)
    result = parse_indicators(text, repair=repair)
    assert_spans_exact(result)
    spans = [each.span for each in result.diagnostics if each.code in LOSSES]
    for indicator in result.value:
        categories = [indicator.level1, *([indicator.level2] if indicator.level2 else [])]
        targets: list[Target] = [each for each in (indicator.period_target, indicator.annual_target) if each]
        spans += [indicator.name_span, *(each.span for each in categories), *(each.span for each in targets)]
    seen = {at for span in spans if span for at in range(span.start, span.end)}
    assert "" == _MARKS.sub("", "".join(character for at, character in enumerate(text) if at not in seen))


def test_the_default_is_every_repair() -> None:
    """What nobody asks for is asked for."""
    for case in CASES:
        assert parse_indicators(case.printed) == parse_indicators(case.printed, repair=True)
        assert parse_indicators(case.printed) == parse_indicators(case.printed, repair=list(REPAIRS))
    assert budgetperf.parse(TABLE) == parse(TABLE, repair=True)
