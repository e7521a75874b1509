"""The laws of the library, over generated cells, models and plain noise."""

import pickle
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from budgetperf import Category, Indicator, Target, format_indicators, parse, parse_indicators, parse_target
from budgetperf.language import tokenize
from budgetperf.testing import (
    Cell,
    assert_lossless,
    assert_spans_exact,
    assert_text_round_trip,
    cells,
    indicators,
    noisy,
)

#: Text that is rich in what the mini-language is made of.
PIECES = (
    *(
        "1、1-产出指标；",
        "2、2-效益指标；",
        "11-数量指标；",
        "22-社会效益",
        "12-被监持标:",
        "实施周期指标值：",
        "年度指标值：",
    ),
    *(
        "1",
        "２",
        "、",
        "；",
        "。",
        "：",
        "-",
        "－",
        ".",
        " ",
        "\n",
        "产出指标",
        "满意度",
        "指标值",
        "年度",
        "实施",
        "$\\geq 90\\%$",
    ),
    *("\x00", "\ud800", "\u200b", "（", "）", "%", "一", "个", "|", "\t"),
)
rich_text = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)


@given(st.one_of(rich_text, st.text()))
@example("1、1-产出指标；11-数量指标；年度指标值：")
def test_tokens_join_back_to_any_cell(text: str) -> None:
    """Every character of any text belongs to exactly one token."""
    assert_lossless(text)
    assert text == "".join(text[piece.start : piece.end] for piece in tokenize(text))


@given(st.one_of(rich_text, st.text()))
@example("1.00-监指标；升年度指标值：")  # a code of zeros
@example("资金使用单位|目标|绩效指标|\n||０*|\n位")  # a name of two rows, with full-width digits and a sign of markup
@example("<table><td>资金使用单位<td>计<d><td>财政<td>其他<tr><td>河</table>绩效目标\n效")  # an objective apart
@example(
    "<table><td><td>1<d><td>><td>1、3-满意度指标<table>;<d></table>*3、1-产出指标"
)  # an indicator that goes on apart
@example("\n项目名称 | 总计 | 财政拨款 | 绩效目标 | 绩效指标\n")  # a header and no row
@example("其他资金;绩效目标;项目名称\n资金使用单位;专户;指标\n效标\n望\n;0\n、")  # an objective around its row
@example("项目名称;总计;财政专户;指标\n;1;举\n%;:")  # a name of two fields
@example("项目名称;总计;财政专户;指标\n古籍;&#8804;9个;1;2;办好\n")  # an entity that its semicolon parts
@example(
    "<table><th>项目名称<th>总计<th>绩效指标<tr><td>甲<td>1<td>1、1-产出指标；11-质量指标；率；年度指标值：&<i>ge;95&#37;"
)  # and a tag
@example(
    "<table><th>项目<th>总计<th>绩效指标<tr><td>甲<td>1<td>1、1-产出；11-质量；率；年度指标值：培育  模式"
)  # blanks in a row
@example("<table><th>项目名称<th>资金<th>绩效目标<tr><td>><td>><td><table>）</table>2")  # words in another order
@example(
    "<table><th>项目<h><th>绩效目标<th>效指<tr><td>合&emsp;计<d><tr><th>项目名称<th colspan=99>绩效目标<th>效指<tr><td>合&emsp;计"
)
def test_no_text_raises(text: str) -> None:
    """Whatever a text holds, each way in has an answer with exact spans."""
    assert_spans_exact(parse_indicators(text))
    assert_spans_exact(parse(text))
    assert parse_target(text).value.text in text


@given(cells())
def test_a_cell_in_any_mixture_of_dialects_is_read(cell: Cell) -> None:
    """The indicators that were printed are read, whatever the punctuation."""
    result = parse_indicators(cell.text)

    assert cell.indicators == result.value
    assert_spans_exact(result)


@given(cells().flatmap(lambda cell: noisy(cell.text)))
def test_what_is_read_from_noise_can_be_written(text: str) -> None:
    """Whatever the parser yields reads back equal from its canonical form, which is stable."""
    read = parse_indicators(text).value
    assert_text_round_trip(read)
    written = format_indicators(read)

    assert written == format_indicators(parse_indicators(written).value)


@given(st.lists(indicators(), max_size=3))
def test_a_model_is_written_equal_or_refused(models: list[Indicator]) -> None:
    """No model is written so that it reads back as another."""
    try:
        written = format_indicators(models)
    except ValueError as refused:
        assert "reads back equal" in str(refused)
    else:
        assert tuple(models) == parse_indicators(written).value


@given(cells())
def test_results_survive_pickling(cell: Cell) -> None:
    """A result is equal after a round trip through pickle, and hashes alike."""
    result = parse_indicators(cell.text)
    again = pickle.loads(pickle.dumps(result))  # noqa: S301 - our own bytes

    assert result == again
    assert hash(result.value) == hash(again.value)


def test_threads_get_the_same_results() -> None:
    """Many threads may read at once; there is no state between them."""
    texts = [f"1、1-产出指标；11-数量指标；座数{i}；实施周期指标值：{i}座；年度指标值：{i}座。" for i in range(64)]
    alone = [parse_indicators(text) for text in texts]

    with ThreadPoolExecutor(8) as pool:
        assert alone == list(pool.map(parse_indicators, texts))


@pytest.mark.parametrize(
    "name",
    ["座数；2、1-产出指标；11-数量指标；甲", "座数：实施周期指标值：3", " 座数", "座数；", "：座数"],
)
def test_a_name_that_holds_a_boundary_is_refused(name: str) -> None:
    """What would read back as something else raises, and says which indicator it is."""
    category = Category("1", "产出指标", "output")
    model = Indicator(1, category, Category("11", "数量指标", "quantity"), name, Target("3"), Target("3"))

    with pytest.raises(ValueError, match=r"indicators\[0\] can't be written"):
        format_indicators([model])


def test_an_unknown_dialect_is_refused() -> None:
    """A dialect is one of two names."""
    with pytest.raises(ValueError, match="quarter_width"):
        format_indicators([], dialect="quarter_width")
