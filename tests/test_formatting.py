"""Writing indicators: the canonical form, the other dialect, and what is refused."""

import attrs
import pytest
from hypothesis import given

from budgetperf import Category, Indicator, Target, format_indicators, parse_indicators
from budgetperf.language import Dialect
from budgetperf.testing import Cell, assert_text_round_trip, cells

OUTPUT = Category("1", "产出指标", "output")
QUANTITY = Category("11", "数量指标", "quantity")
SIGNS = Indicator(1, OUTPUT, QUANTITY, "界碑维护数", Target("40座"), Target("12座"))
TRAINING = Indicator(
    2,
    Category("2", "效益指标", "benefit"),
    Category("22", "社会效益", "social_benefit"),
    "护林意识",
    Target("1、增强；2、普及。3、巩固"),
    Target(r"$\geq 90\%$"),
)


def test_canonical_form() -> None:
    """The canonical form is punctuated in full width and ends in a full stop."""
    assert (
        "1、1-产出指标；11-数量指标；界碑维护数；实施周期指标值：40座；年度指标值：12座。"
        r"2、2-效益指标；22-社会效益；护林意识；实施周期指标值：1、增强；2、普及。3、巩固；年度指标值：$\geq 90\%$。"
    ) == format_indicators([SIGNS, TRAINING])


def test_half_width() -> None:
    """The other dialect is punctuated in ASCII; the words are the same."""
    other = attrs.evolve(SIGNS, ordinal=2)
    text = format_indicators([SIGNS, other], dialect="half_width")

    assert (
        "1、1-产出指标,11-数量指标,界碑维护数;实施周期指标值:40座,年度指标值:12座; "
        "2、1-产出指标,11-数量指标,界碑维护数;实施周期指标值:40座,年度指标值:12座;"
    ) == text
    assert text == format_indicators([SIGNS, other], dialect=Dialect.HALF_WIDTH)


def test_the_same_clause_is_not_written_twice() -> None:
    """What is printed twice with the same ordinal is read once, so it can't be written."""
    with pytest.raises(ValueError, match=r"indicators\[1\] can't be written so that it reads back equal"):
        format_indicators([SIGNS, SIGNS])


def test_nothing_is_written_of_no_indicators() -> None:
    """No indicators are an empty text, which reads back as none."""
    assert "" == format_indicators([])
    assert () == parse_indicators("").value


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"ordinal": None}, "1-产出指标；11-数量指标；界碑维护数；实施周期指标值：40座；年度指标值：12座。"),
        ({"level2": None}, "1、1-产出指标；界碑维护数；实施周期指标值：40座；年度指标值：12座。"),
        (
            {"level1": Category(None, "产出指标", "output")},
            "1、产出指标；11-数量指标；界碑维护数；实施周期指标值：40座；年度指标值：12座。",
        ),
        (
            {"level2": Category("11", "", "quantity")},
            "1、1-产出指标；11-；界碑维护数；实施周期指标值：40座；年度指标值：12座。",
        ),
        ({"period_target": None}, "1、1-产出指标；11-数量指标；界碑维护数；年度指标值：12座。"),
        ({"annual_target": None}, "1、1-产出指标；11-数量指标；界碑维护数；实施周期指标值：40座。"),
        ({"period_target": None, "annual_target": None}, "1、1-产出指标；11-数量指标；界碑维护数。"),
        ({"annual_target": Target("")}, "1、1-产出指标；11-数量指标；界碑维护数；实施周期指标值：40座；年度指标值：。"),
        ({"name": ""}, "1、1-产出指标；11-数量指标；；实施周期指标值：40座；年度指标值：12座。"),
    ],
)
def test_what_is_missing_is_left_out(changes: dict[str, object], expected: str) -> None:
    """A part that the model lacks is not written, and reads back as lacking."""
    indicator = attrs.evolve(SIGNS, **changes)  # type: ignore[arg-type]  # the parameters are its fields

    assert expected == format_indicators([indicator])
    assert (indicator,) == parse_indicators(expected).value


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "界碑。2、2-效益指标；22-社会效益；意识"},
        {"name": "界碑；年度指标值：3座"},
        {"name": "界碑 "},
        {"name": "界 碑"},
        {"name": "界碑："},
        {"period_target": Target("40座。")},
        {"annual_target": Target(" 12座")},
        {"annual_target": Target("12座。2、1-产出指标；11-数量指标")},
        {"ordinal": -1},
        {"ordinal": 10**12},
        {"level1": Category("1", "产 出指标", "output")},
        {"level1": Category("1", "产出指标", "benefit")},
        {"level1": Category(None, "产出", "output")},
        {"level1": Category("", "产出指标", "output")},
        {"level1": Category("１", "产出指标", "output")},
        {"level1": Category(None, "", None)},
        {"level2": Category(None, "自定", None)},
        {"level2": Category("11", "数量指标；", "quantity")},
    ],
)
def test_what_would_read_back_otherwise_is_refused(changes: dict[str, object]) -> None:
    """A text with a boundary inside or blanks at its ends raises, and says where; it is never written as another."""
    indicator = attrs.evolve(SIGNS, **changes)  # type: ignore[arg-type]  # the parameters are its fields

    for dialect in Dialect:
        with pytest.raises(ValueError, match=r"indicators\[1\] can't be written so that it reads back equal"):
            format_indicators([SIGNS, indicator], dialect=dialect)


@given(cells())
def test_models_without_boundaries_are_never_refused(cell: Cell) -> None:
    """Whatever names and values hold short of a boundary, it is written in both dialects and reads back equal."""
    assert_text_round_trip(cell.indicators)
    assert_text_round_trip(reversed(cell.indicators))


@given(cells())
def test_the_canonical_form_is_stable(cell: Cell) -> None:
    """Reading and writing the canonical form changes nothing, and a cell in any dialect comes to the same form."""
    canonical = format_indicators(cell.indicators)

    assert canonical == format_indicators(parse_indicators(canonical).value)
    assert canonical == format_indicators(parse_indicators(cell.text).value)
