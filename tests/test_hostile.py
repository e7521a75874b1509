"""Bad input gets an answer in linear time, with a diagnostic that names the trouble."""

import gc
import time
from collections.abc import Callable

import pytest

from budgetperf import parse, parse_indicators, parse_target, read

HEADER = "| 项目名称 | 总计 | 财政拨款 | 财政专户拨款 | 其他资金 | 绩效目标 | 绩效指标 |\n"

#: Shapes that make a careless pattern look at everything again and again.
SHAPES = (
    *(
        "1、",
        "1、1-",
        "1、1-产出指标；",
        "1-产出指标；",
        "年度指标值：",
        "年 度 ",
        "实",
        "1",
        "９",
        " ",
        "\n",
        "|",
        "\t",
    ),
    *(
        "| |\n",
        "||\n",
        "（",
        "1、1-产出指标（",
        "\x00",
        "\ud800",
        "<br>",
        "&amp;",
        "\\",
        "$",
        "**",
        "产 ",
        "部门名称：",
        "单位：",
    ),
    *("1、1 ", "11-", "a\tb\n", "| 甲 | 1 | 1 | | | 乙 | 丙 |\n", "\f", "1.", "1、12-产标:"),
)
SHORT = 10_000


def least_time(action: Callable[[], object]) -> float:
    """Return the shorter of two runs, which a busy machine disturbs least.

    The collector rests, for it would go through all that pytest holds, and sooner in a long run.
    """
    times = []
    gc.disable()
    for _ in range(2):
        start = time.process_time()  # a busy machine lets others run in between
        action()
        times.append(time.process_time() - start)
    gc.enable()
    return min(times)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("way_in", [parse_indicators, parse, lambda text: parse(HEADER + text)])
def test_time_is_linear(shape: str, way_in: Callable[[str], object]) -> None:
    """Four times the input takes less than nine times the time: doubling less than triples it."""
    short = shape * (SHORT // len(shape))
    long = short * 4

    def ratio() -> float:
        # A floor, because below it the clock measures the machine.
        return least_time(lambda: way_in(long)) / max(least_time(lambda: way_in(short)), 5e-3)

    # The machine may be busy now and then; what is quadratic takes sixteen times as long every time.
    assert any(ratio() < 9 for _ in range(5))


#: The same for the patterns of the value language.
TARGET_SHAPES = (
    *(
        "1 ",
        "1/",
        "1、",
        "一、",
        "3次、",
        "、一次",
        "培训3次，合格率≥95%、",
        "每1",
        "①～年1",
        '1月1日"',
        "1+<1e～",
        "（含和达1年",
    ),
    *(
        "不低于（含1-",
        "(",
        ")",
        "年",
        "月",
        "一",
        "万",
        "≥",
        "较",
        "较上年",
        "等",
        "提升",
        "稳步",
        "得满分",
        "扣",
        "每下降",
        "[",
    ),
    *(
        "*",
        "X",
        "_",
        "无",
        "零",
        "在",
        "内",
        "预算",
        "完成",
        "第",
        "a1",
        "pH",
        "A",
        "百分之",
        "分之",
        "成",
        "点",
        "至",
        "~",
        "-",
    ),
    *(
        "±",
        "2024年",
        "2024-",
        "季度",
        "每",
        "全年",
        "翻",
        "通过",
        "符合",
        "0事故",
        "1.",
        "1,",
        "$1$\\",
        "同比",
        "GB/T 1-",
    ),
)
#: Longer values are texts and not read.
LONGEST_TARGET = 4000


@pytest.mark.parametrize("shape", TARGET_SHAPES)
def test_time_of_a_target_is_linear(shape: str) -> None:
    """Four times the value takes less than nine times the time, up to the length that is read, and no more beyond."""

    def value(length: int) -> str:
        return shape * (length // len(shape))

    def ratio() -> float:
        short = least_time(lambda: parse_target(value(LONGEST_TARGET // 4)))
        longer = (value(LONGEST_TARGET), value(LONGEST_TARGET * 20))
        return max(least_time(lambda text=text: parse_target(text)) for text in longer) / max(short, 1e-2)  # type: ignore[misc]  # a bound name

    assert any(ratio() < 9 for _ in range(5))


@pytest.mark.parametrize(
    ("data", "code", "words"),
    [
        (b"", "R103", "empty"),
        ("\ufeff".encode(), "R103", "empty"),
        (b" \n\t\n", "R103", "empty"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "R119", "PDF is damaged"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00", "R102", "PNG"),
        (b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00", "R102", "ZIP"),
        (bytes(range(256)) * 16, "R102", "binary"),
        ("姓名\t职务\t电话\n林某某\t科长\t0000".encode(), "R101", "no performance target table"),
        ("这是一段与表格无关的文字。".encode(), "R101", "no performance target table"),
    ],
)
def test_the_trouble_is_named(data: bytes, code: str, words: str) -> None:
    """What holds no table of ours is told by an error that says what it is."""
    result = read(data)

    assert () == result.value.tables
    assert [code] == [diagnostic.code for diagnostic in result.diagnostics]
    assert words in result.diagnostics[0].message
    assert not result.ok


def test_half_a_table_is_read_as_far_as_it_goes() -> None:
    """A text cut anywhere has an answer; a project above the cut is kept."""
    text = (
        HEADER
        + "| 合计 | 3.00 | 3.00 | | | | |\n| 馆藏修复 | 3.00 | 3.00 | | | 修复馆藏。 | 1、1-产出指标；11-数量指标；件数 |\n"
    )
    for end in range(0, len(text), 7):
        parse(text[:end])
    (table,) = parse(text[: text.index("；件数")]).value.tables

    assert ["馆藏修复"] == [project.name for project in table.projects]


def test_control_characters_are_reported() -> None:
    """NUL bytes and lone surrogates are no obstacle, and are named once."""
    cell = "1、1-产\x00出指标；11-数量指标；座数；实施周期指标值：5座；年度指标值：5\ud800座。"
    result = parse_indicators(cell)

    assert "产出指标" == result.value[0].level1.label
    assert 1 == sum(diagnostic.code == "R114" for diagnostic in result.diagnostics)


@pytest.mark.slow
@pytest.mark.parametrize("shape", ["项", "1、", "|", HEADER + "| 甲 | 1 | 1 | | | 乙 | " + "1、" * 10])
def test_fifty_megabytes_have_an_answer(shape: str) -> None:
    """A very long line ends in a diagnostic, not in an exception."""
    assert parse(shape * (50_000_000 // len(shape))).diagnostics
