"""What printed units stand for, and what converts into what."""

import re
import tomllib
from fractions import Fraction
from importlib.resources import files

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from budgetperf.units import Unit, UnitClass, UnitList, class_of, conversion, standard_units

UNITS = standard_units()
GROUPS = tomllib.loads(files("budgetperf").joinpath("data/units.toml").read_text("utf-8"))["group"]
PRINTED = [
    word
    for group in GROUPS
    for words in (
        group.get("words", ()),
        *((unit["word"], *unit.get("aliases", ())) for unit in group.get("units", ())),
    )
    for word in words
]
SCALES = {
    "": 1,
    "十": 10,
    "百": 100,
    "千": 1000,
    "万": 10**4,
    "百万": 10**6,
    "千万": 10**7,
    "亿": 10**8,
    "百亿": 10**10,
    "万亿": 10**12,
}
#: Units that no scale makes another word of, as it does 米 and 瓦.
SIMPLE = ["元", "人", "人次", "亩", "个", "平方米", "吨", "%", "个工作日", "千瓦时", "户", "个项目", "美元"]


@pytest.mark.parametrize(
    ("word", "unit"),
    [
        ("个", Unit(word="个", unit_class=UnitClass.COUNT, generic=True)),
        ("户", Unit(word="户", unit_class=UnitClass.COUNT, generic=True)),
        ("箱", Unit(word="箱", unit_class=UnitClass.COUNT)),
        ("床位", Unit(word="床位", unit_class=UnitClass.COUNT)),
        ("名", Unit(word="名", unit_class=UnitClass.PEOPLE, generic=True)),
        ("人", Unit(word="人", unit_class=UnitClass.PEOPLE)),
        ("次", Unit(word="次", unit_class=UnitClass.EVENTS)),
        ("人/次", Unit(word="人/次", unit_class=UnitClass.EVENTS)),
        ("元", Unit(word="元", unit_class=UnitClass.MONEY, dimension="CNY", factor=Fraction(1), currency="CNY")),
        ("人民币", Unit(word="元", unit_class=UnitClass.MONEY, dimension="CNY", factor=Fraction(1), currency="CNY")),
        ("港币", Unit(word="港元", unit_class=UnitClass.MONEY, currency="HKD")),
        ("㎡", Unit(word="平方米", unit_class=UnitClass.AREA, dimension="area", factor=Fraction(1))),
        ("亩", Unit(word="亩", unit_class=UnitClass.AREA, dimension="area", factor=Fraction(2000, 3))),
        ("M", Unit(word="米", unit_class=UnitClass.LENGTH, dimension="length", factor=Fraction(1))),
        ("ml", Unit(word="毫升", unit_class=UnitClass.VOLUME, dimension="volume", factor=Fraction(1, 1_000_000))),
        ("斤", Unit(word="斤", unit_class=UnitClass.MASS, dimension="mass", factor=Fraction(1, 2))),
        ("个工作日", Unit(word="工作日", unit_class=UnitClass.TIME)),
        ("％", Unit(word="%", unit_class=UnitClass.RATE, dimension="ratio", factor=Fraction(1, 100))),
        ("分", Unit(word="分", unit_class=UnitClass.SCORE)),
        ("万元", None),  # a scale is no part of a unit
        ("个项目", None),
        ("kM", None),  # upper and lower case differ
        ("", None),
    ],
)
def test_find(word: str, unit: Unit | None) -> None:
    """A word or alias finds its unit, anything else nothing."""
    found = UNITS.find(word)
    assert unit == (found and evolve(found, aliases=()))


@pytest.mark.parametrize(
    ("words", "unit_class"),
    [
        (
            "个 家 项 件 份 台 套 辆 座 处 所 条 篇 部 本 册 块 张 只 头 株 棵 幅 栋 间 架 盏 口 眼 户 户籍 台套 台(套) 台/套",
            "count",
        ),
        ("个项目 个专项统计 家企业 万个项目 份报告 项(件) 学位 车位 标准箱 单位 行政村", "count"),
        ("人 人口 名 位 员 名学生 位专家 万人 千人 亿人", "people"),
        (
            "次 场 场次 人次 家次 期 届 批 批次 轮 趟 回 起 宗 例 单 笔 课时 人/次 人(次) 人（次） 万人次 万人/次",
            "events",
        ),
        ("人天 人日 工日 台班 床日 飞行小时", "work"),
        (
            "元 人民币 美元 美金 港元 港币 澳门元 欧元 英镑 日元 韩元 新台币 角 分钱 万元 亿元 百万元 万亿元 亿美元 USD",
            "money",
        ),
        ("平方米 平米 ㎡ m² m2 亩 公顷 平方公里 km² 平方千米 万亩 万平方米", "area"),
        ("米 公里 千米 厘米 毫米 km m cm mm 里 英里 海里 M 延米 车道公里 万公里", "length"),
        ("吨 公斤 千克 克 斤 t kg g mg 毫克 微克 万吨", "mass"),
        ("立方米 方 m³ 升 毫升 L mL ml 亿立方米 万方", "volume"),
        ("年 个月 月 季度 半年 周 天 日 个工作日 工作日 小时 分钟 秒 学时 学期 年度", "time"),
        ("% ‰ 个百分点 百分点 百分比 倍 成 ％", "rate"),
        ("分 学分", "score"),
        ("千瓦时 度 万千瓦时 kW·h kWh 吨标准煤", "energy"),
        ("千瓦 兆瓦 MW 万千瓦 千伏安", "power"),
        ("GB TB MB 兆 PB", "data"),
        ("Mbps Mb/s MB/s 兆比特每秒 GB/小时", "bandwidth"),
        ("公里/小时 km/h 米/秒 m/s 公里每小时", "speed"),
        ("℃ 摄氏度", "temperature"),
        ("分贝 dB dB(A)", "noise"),
        ("千伏 kV 兆帕 MPa Hz 勒克斯", "physical"),
        (
            "元/亩 元/人/月 元/人·月 元/(人·月) 万元/年 元/平米 微克/立方米 mg/L 人/平方公里 次/年 吨/日 m³/s 元每人每月",
            "compound",
        ),
        ("元/生 元/个项目 吨公里 吨·公里 人·小时 人次/年 台(套)/年 元/kW·h 元／亩 个/家 次/项", "compound"),
    ],
)
def test_class_of(words: str, unit_class: str) -> None:
    """A unit has its class with a scale before it, a noun behind it, or a stroke in it."""
    for word in words.split(" "):
        assert (word, unit_class) == (word, class_of(word))


@pytest.mark.parametrize(
    "word",
    [
        "",
        "万",
        "亿",
        "项目/",
        "/株",
        "元/",
        "元//月",
        "生",
        "生/元",
        "元/()",
        "元/·",
        "·",
        "每",
        "每月",
        "百能卡",
        "箱药品",
        "人团队",
        "万/年",
        "元/" * 9,
    ],
)
def test_unknown_units_have_no_class(word: str) -> None:
    """What is not in the list, or has a part missing, is not guessed at."""
    assert None is class_of(word)


@pytest.mark.parametrize(
    ("given_unit", "wanted", "factor"),
    [
        # the same unit
        ("个", "个", "1"),
        ("没有的词", "没有的词", "1"),
        (None, None, "1"),
        ("", "", "1"),
        ("人民币", "元", "1"),
        ("平米", "㎡", "1"),
        ("M", "米", "1"),
        ("个月", "月", "1"),
        ("工作日", "个工作日", "1"),
        ("百分比", "%", "1"),
        ("港币", "港元", "1"),
        ("度", "千瓦时", "1"),
        ("公斤", "kg", "1"),
        ("方", "立方米", "1"),
        ("日历天", "天", "1"),
        # of one dimension
        ("公里", "米", "1000"),
        ("厘米", "毫米", "10"),
        ("里", "公里", "1/2"),
        ("海里", "米", "1852"),
        ("亩", "平方米", "2000/3"),
        ("公顷", "亩", "15"),
        ("平方公里", "公顷", "100"),
        ("吨", "千克", "1000"),
        ("斤", "公斤", "1/2"),
        ("毫克", "微克", "1000"),
        ("升", "毫升", "1000"),
        ("立方米", "升", "1000"),
        ("小时", "分钟", "60"),
        ("天", "小时", "24"),
        ("周", "天", "7"),
        ("年", "个月", "12"),
        ("季度", "月", "3"),
        ("兆瓦", "千瓦", "1000"),
        ("兆瓦时", "度", "1000"),
        ("Gbps", "Mbps", "1000"),
        ("角", "元", "1/10"),
        ("个基点", "个百分点", "1/100"),
        # scales
        ("万元", "元", "10000"),
        ("亿元", "元", "100000000"),
        ("千元", "元", "1000"),
        ("百万元", "万元", "100"),
        ("亿元", "万元", "10000"),
        ("万亿元", "亿元", "10000"),
        ("万人", "人", "10000"),
        ("万亩", "亩", "10000"),
        ("万亩", "公顷", "2000/3"),
        ("亿美元", "万美元", "10000"),
        ("万人次", "人次", "10000"),
        ("万千瓦时", "亿千瓦时", "1/10000"),
        ("万千瓦", "兆瓦", "10"),
        ("万个项目", "个项目", "10000"),
        ("万", None, "10000"),
        # ratios
        ("%", None, "1/100"),
        (None, "%", "100"),
        ("‰", "%", "1/10"),
        ("倍", "%", "100"),
        ("成", "%", "10"),
        ("倍", None, "1"),
        # quotients and products
        ("万元/年", "元/年", "10000"),
        ("元/平米", "元/平方米", "1"),
        ("元/亩", "元/公顷", "15"),
        ("元/年", "元/月", "1/12"),
        ("公斤/亩", "吨/公顷", "15/1000"),
        ("元/人/月", "元/人·月", "1"),
        ("元/月/人", "元/(人·月)", "1"),
        ("元每人每月", "元/人/月", "1"),
        ("元/每人", "元/人", "1"),
        ("元／人", "元/人", "1"),
        ("万元/项目", "元/项目", "10000"),
        ("公里/小时", "米/秒", "5/18"),
        ("千米/时", "km/h", "1"),
        ("mg/L", "毫克/升", "1"),
        ("微克/立方米", "毫克/升", "1/1000000"),
        ("人/平方公里", "人/公顷", "1/100"),
        ("元/kWh", "元/度", "1"),
        ("万吨·公里", "吨公里", "10000"),
        ("元/台(套)", "元/台套", "1"),
        ("例/万人", "例/人", "1/10000"),
        ("人·小时", "小时·人", "1"),
        # not plain
        ("天", "个工作日", None),
        ("年", "天", None),
        ("人", "人次", None),
        ("人/次", "人次", None),
        ("家", "家次", None),
        ("元", "美元", None),
        ("港元", "澳门元", None),
        ("次", "个", None),
        ("场", "场次", None),
        ("个项目", "个", None),
        ("个百分点", "%", None),
        ("个百分点", None, None),
        ("℃", "℉", None),
        ("GB", "MB", None),
        ("MB/s", "Mbps", None),
        ("学时", "小时", None),
        ("课时", "学时", None),
        ("公里", "车道公里", None),
        ("立方米", "吨", None),
        ("寸", "厘米", None),
        ("折", "%", None),
        ("万元", "元/年", None),
        ("元/年", "元", None),
        ("米/公里", None, None),
        ("元/年", "年/元", None),
        ("个", None, None),
        (None, "个", None),
        ("", None, None),
        ("生", "人", None),
        ("length", "米", None),  # the name of a dimension is no unit
        ("万没有的词", "没有的词", None),
        ("元/", "元", None),
    ],
)
def test_conversion(given_unit: str | None, wanted: str | None, factor: str | None) -> None:
    """A factor is exact, and given only where it is beyond doubt; the way back is its inverse."""
    there, back = conversion(given_unit, wanted), conversion(wanted, given_unit)
    if factor is None:
        assert (None, None) == (there, back)
    else:
        assert (Fraction(factor), 1 / Fraction(factor)) == (there, back)


def test_the_data_name_no_word_twice() -> None:
    """Every word and alias stands once, and finds the unit it was given with."""
    assert sorted(set(PRINTED)) == sorted(PRINTED)
    assert 1000 < len(PRINTED) == len(UNITS.words)
    for word in PRINTED:
        assert UNITS.find(word) in UNITS.units
    for unit in UNITS.units:
        assert unit is UNITS.find(unit.word)


def test_words_come_longest_first() -> None:
    """An alternation of the words takes the longest that fits."""
    assert sorted(PRINTED) == sorted(UNITS.words)
    assert sorted(map(len, UNITS.words), reverse=True) == list(map(len, UNITS.words))
    pattern = re.compile("|".join(map(re.escape, UNITS.words)))
    for word in UNITS.words:
        found = pattern.match(word)
        assert found
        assert word == found[0]


def test_words_are_fit_for_print() -> None:
    """No word has a blank in it or a digit at its head."""
    for word in PRINTED:
        assert re.fullmatch(r"[^\s\d]\S*", word)


@pytest.mark.parametrize("unit", UNITS.units, ids=lambda unit: unit.word)
def test_units_are_consistent(unit: Unit) -> None:
    """A factor comes with a dimension, a code with money, and only things and persons have generic classifiers."""
    assert (unit.dimension is None) == (unit.factor is None)
    assert unit.factor is None or unit.factor > 0
    assert (unit.currency is not None) == (unit.unit_class is UnitClass.MONEY)
    assert unit.currency is None or re.fullmatch("[A-Z]{3}", unit.currency)
    assert not unit.generic or unit.unit_class in {UnitClass.COUNT, UnitClass.PEOPLE}
    assert not unit.generic or unit.dimension is None
    assert unit.unit_class is class_of(unit.word)


def test_dimensions_have_one_class_and_a_base() -> None:
    """The units of a dimension are of one class, and one of them is its base."""
    dimensions = {unit.dimension for unit in UNITS.units if unit.dimension}
    for dimension in dimensions:
        members = [unit for unit in UNITS.units if unit.dimension == dimension]
        assert 1 == len({unit.unit_class for unit in members})
        assert Fraction(1) in {unit.factor for unit in members}


def test_every_class_has_units() -> None:
    """Each class is that of some unit in the list."""
    assert set(UnitClass) == {unit.unit_class for unit in UNITS.units}


def test_aliases_share_class_and_conversion() -> None:
    """Under any of its words, a unit is the same."""
    for word in PRINTED:
        unit = UNITS.find(word)
        assert unit
        assert 1 == conversion(word, unit.word)
        assert unit.unit_class is class_of(word)


@pytest.mark.parametrize(("scale", "factor"), SCALES.items())
@pytest.mark.parametrize("unit", SIMPLE)
def test_scales_multiply(scale: str, factor: int, unit: str) -> None:
    """A scale before a unit is a factor, and leaves its class."""
    assert factor == conversion(scale + unit, unit)
    assert class_of(unit) is class_of(scale + unit)


def test_prefixed_words_agree_with_scales() -> None:
    """千米, 百帕 and 百万千焦 are words of the list, and mean what their characters say."""
    for word in PRINTED:
        scale = re.match("百万|[十百千万亿]", word)
        unit = UNITS.find(word[scale.end() :]) if scale else None
        if scale and unit and unit.dimension:
            assert SCALES[scale[0]] == conversion(word, unit.word)


part = st.sampled_from(["", *SCALES]).flatmap(lambda scale: st.sampled_from(PRINTED).map(lambda word: scale + word))
printed = st.one_of(
    st.none(),
    part,
    st.tuples(part, part).map("/".join),
    st.tuples(part, part, part).map("/".join),
    st.tuples(part, part, part).map(lambda parts: f"{parts[0]}/({parts[1]}·{parts[2]})"),
    st.text("个项目元/·每万亿人()月%", max_size=8),
    st.text(max_size=8),
)
lengths = st.sampled_from(["米", "公里", "万米", "里", "cm", "海里", "尺"])
times = st.sampled_from(["秒", "小时", "天", "min", "周"])
speeds = st.tuples(lengths, times).map("/".join)


@given(printed)
def test_a_unit_converts_with_itself(unit: str | None) -> None:
    """Whatever is printed, its factor to itself is one."""
    assert 1 == conversion(unit, unit)


@given(printed, printed)
def test_the_way_back_is_the_inverse(one: str | None, other: str | None) -> None:
    """Two units convert both ways or not at all."""
    there, back = conversion(one, other), conversion(other, one)
    assert (there is None) == (back is None)
    assert there is None or back is None or 1 == there * back


@given(speeds, speeds, speeds)
def test_ways_agree(one: str, other: str, third: str) -> None:
    """A way round gives the same factor as the straight one."""
    first, second, straight = conversion(one, other), conversion(other, third), conversion(one, third)
    assert first
    assert second
    assert first * second == straight


@given(st.lists(st.sampled_from([None, *PRINTED]), min_size=3, max_size=3))
def test_converting_is_transitive(units: list[str | None]) -> None:
    """Where two steps are plain, so is the one from end to end."""
    first, second = conversion(units[0], units[1]), conversion(units[1], units[2])
    if first and second:
        assert first * second == conversion(units[0], units[2])


def test_converting_is_transitive_within_a_dimension() -> None:
    """Any two units of a dimension convert, by the quotient of their factors."""
    for one in UNITS.units:
        for other in UNITS.units:
            if one.factor and other.factor and one.dimension == other.dimension:
                assert one.factor / other.factor == conversion(one.word, other.word)


@given(printed.filter(lambda unit: unit is not None))
def test_any_text_has_an_answer(unit: str) -> None:
    """Whatever is printed, it has a class or none."""
    assert class_of(unit) in {None, *UnitClass}


@pytest.mark.parametrize("piece", ["个", "元/", "每", "万", "·", "(", "/人", "亿亿", "人·"])
def test_long_units_take_linear_time(piece: str) -> None:
    """A megabyte of parts is no trouble; quadratic time would not end."""
    text = piece * 500_000
    class_of(text)
    assert 1 == conversion(text, text)
    assert None is conversion(text, "元")
    assert None is conversion("元/" + text, "元")


def test_more_parts_than_a_unit_has() -> None:
    """Beyond eight parts nothing is worked out, so factors stay short."""
    assert 10**4 == conversion("万元" + "/人" * 7, "元" + "/人" * 7)
    assert None is conversion("万元" + "/人" * 8, "元" + "/人" * 8)
    assert None is conversion("万元" + "/人" * 8 + "·月" * 8, "元" + "/人" * 8 + "·月" * 8)


def test_a_list_of_ones_own() -> None:
    """Another list can be read from data of the same form; a word that stands twice is refused."""
    text = """
        version = "local"
        [[group]]
        class = "length"
        dimension = "length"
        units = [{ word = "步", factor = "3/4", aliases = ["复步"] }]
        """
    units = UnitList.from_toml(text)
    assert "local" == units.version
    pace = Unit(word="步", unit_class=UnitClass.LENGTH, dimension="length", factor=Fraction(3, 4), aliases=("复步",))
    assert pace == units.find("复步")
    assert ("复步", "步") == units.words
    assert None is units.classifier("步道")
    with pytest.raises(ValueError, match="步' stands twice"):
        UnitList.from_toml(text + '[[group]]\nclass = "count"\nwords = ["步"]')
