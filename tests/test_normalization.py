"""What printed words become: LaTeX undone, width made ASCII, idle blanks dropped."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from budgetperf.normalization import BLANKS, SEPARATORS, joined, normalized, stripped

#: Text in which blanks, LaTeX, both widths and separators are likely to meet.
TEXTS = st.text(
    st.sampled_from("\\$%{},;()[] \t\n\r\u3000\u200b＼＄％．.。；：,、…gequadtoA9９Ａ年次≥") | st.characters(),
    max_size=40,
) | st.lists(
    st.sampled_from([r"\geq", r"\g", "eq", r"\%", r"\$", "\\", "$", " ", "\u3000", r"\,", "90", "次", ".", "。"]),
    max_size=12,
).map("".join)
FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("≥90%", "≥90%"),
        ("", ""),
        ("９０％", "90%"),
        ("（含）＞５次", "(含)>5次"),
        (r"$\geq 90\%$", "≥90%"),
        (r" $\geq 90\%$ ", "≥90%"),
        (r"$\geq$ 20次", "≥20次"),
        (r"\(\leqslant 5\)天", "≤5天"),
        (r"$\leq3$", "≤3"),
        (r"\[\ge 3\]", "≥3"),
        (r"90\,\%", "90%"),
        (r"3\times4", "3×4"),
        (r"3\quad 4", "3 4"),
        (r"＄＼geq 90＼％＄", "≥90%"),
        (r"100\$", r"100\$"),  # bare, it would be the sign around a formula
        (r"\oint{次}", r"\oint次"),  # unknown commands stay
        (r"\foo kg", r"\foo kg"),
        (r"\foo{kg}", r"\foo kg"),
        # What only changes how a sign looks goes, with the braces around groups.
        (r"$\geq 2 \text{次}$", "≥2次"),
        (r"$\mathbf{\geq 90\%}$", "≥90%"),
        (r"$200 \mathrm{~km}$", "200 km"),
        (r"$200 \mathrm{~m}^{2}$", "200 m²"),
        (r"${\geq} 90{\%}$", "≥90%"),
        (r"$1{,}200$人", "1,200人"),
        (r"\{1\}", r"\{1\}"),
        ("{1}", "{1}"),  # no LaTeX is in it
        (r"$\geqq 90\%$", "≥90%"),
        (r"$\ll$合同价", "≪合同价"),
        ("培训\\会议", "培训\\会议"),
        ("\\", "\\"),
        ("\\ ", "\\"),
        ("每季 度\n1 次", "每季度1次"),
        ("5G 基站", "5G基站"),
        ("Windows  11", "Windows 11"),
        ("3 000", "3 000"),  # joining digits is for amounts alone
        ("\u3000≥\u00a03\u200b人\ufeff", "≥3人"),
        ("\x00", ""),
    ],
)
def test_normalized(printed: str, expected: str) -> None:
    """The plain form of what documents print."""
    assert expected == normalized(printed)


@given(TEXTS)
@example(r"\\%")
@example("＼％")
@example("\\\u3000geq")
@example(r"\g\,eq")
@example(r"\$5")
@example("\\\\,,")
def test_normalized_twice_is_normalized_once(text: str) -> None:
    """Normalising what is normalised changes nothing."""
    once = normalized(text)
    assert once == normalized(once)


@given(st.text(BLANKS, max_size=5), TEXTS, st.text(BLANKS, max_size=5))
def test_normalized_is_independent_of_surrounding_blanks(before: str, text: str, after: str) -> None:
    """Blanks around a text don't matter."""
    assert normalized(text) == normalized(before + text + after)


@given(TEXTS)
@example("\\geq 90\\%")
@example("\\$")
def test_normalized_is_independent_of_width(text: str) -> None:
    """A text in full-width characters means the same."""
    assert normalized(text) == normalized(text.translate(FULL_WIDTH))


@given(TEXTS)
def test_normalized_never_grows(text: str) -> None:
    """Normalising drops and replaces; it adds nothing."""
    assert len(normalized(text)) <= len(text)


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("养护里程", "养护里程"),
        ("养护里 程", "养护里程"),
        ("养护\n里程", "养护里程"),
        ("养护\r\n里程", "养护里程"),
        (" 养护里程\u3000", "养护里程"),
        ("5G 基站", "5G 基站"),
        ("5G  基站", "5G 基站"),
        ("5G\n基站", "5G基站"),  # the page's line break, not the author's blank
        ("5G\r基站", "5G基站"),
        ("Windows\n11", "Windows 11"),
        ("养护 12 公里", "养护 12 公里"),
        ("", ""),
        ("\t", ""),
    ],
)
def test_joined(printed: str, expected: str) -> None:
    """Words that were wrapped or torn by OCR are whole again."""
    assert expected == joined(printed)


@given(TEXTS)
def test_joined_twice_is_joined_once(text: str) -> None:
    """Joining what is joined changes nothing."""
    once = joined(text)
    assert once == joined(once)


@given(TEXTS)
def test_joined_touches_blanks_alone(text: str) -> None:
    """Every character but blanks is kept, in order."""
    blank = dict.fromkeys(map(ord, BLANKS))
    assert text.translate(blank) == joined(text).translate(blank)


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("≥90%", "≥90%"),
        ("：持续提升。；", "持续提升"),
        (" ; 95%以上,", "95%以上"),
        ("5人。。", "5人"),
        ("5人.", "5人"),
        ("5人.。.", "5人"),
        (".5", ".5"),
        ("。.5", ".5"),
        (".五", "五"),
        ("等……", "等……"),
        ("等...", "等..."),
        ("（含）", "（含）"),
        ("、“优”、", "“优”"),
        ("1、做好宣传；2、做好培训。", "1、做好宣传；2、做好培训"),
        ("", ""),
        ("。；", ""),
        (".", ""),
        (". . .", ""),
        ("。.。.", ""),
    ],
)
def test_stripped(printed: str, expected: str) -> None:
    """A value loses the separators at its ends, never brackets, ellipses or a decimal point."""
    text = f"前．{printed}5后"
    start, end = stripped(text, 2, 2 + len(printed))
    assert expected == text[start:end]


@given(TEXTS, st.data())
@example("a.。.", None)
def test_stripped_stays_inside_and_leaves_no_separator(text: str, data: st.DataObject | None) -> None:
    """The bounds lie within those given; neither blank nor separator is left at an end; twice is once."""
    start, end = 0, len(text)
    if data is not None:
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, len(text)))
    new_start, new_end = stripped(text, start, end)
    assert start <= new_start <= new_end <= end
    core = text[new_start:new_end]
    assert not core.startswith(tuple(BLANKS + SEPARATORS))
    assert not core.endswith(tuple(BLANKS + SEPARATORS))
    assert not core.endswith(".") or core.endswith("..")
    assert (new_start, new_end) == stripped(text, new_start, new_end)
    dropped = text[start:new_start] + text[new_end:end]
    assert not dropped.strip(BLANKS + SEPARATORS + ".")


@pytest.mark.parametrize("unit", [r"\,", "\\", "$", " ", ". ", "。.", r"\g\,", "\\\u3000", "\\\\,,"])
def test_long_damage_takes_linear_time(unit: str) -> None:
    """A megabyte of what is undone or dropped is no trouble; quadratic time would not end."""
    text = "次" + unit * 500_000
    assert len(normalized(text)) <= len(text)
    assert len(joined(text)) <= len(text)
    assert 0 == stripped(text, 0, len(text))[0]
