"""What target values mean: two tables that a domain reader can check line by line, and laws."""

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import assume, example, given, strategies

import budgetperf
from budgetperf import AllOf, Change, Qualitative, Quantity, Reading, Target, format_target, parse_target
from budgetperf.language.numerals import read_number
from notation import shortened, shown
from seeds import golden

CASES = Path(__file__).parent / "cases"
_LINE = re.compile(
    r"(?P<text>.*?)(?:\s*\{(?P<context>(?:name|level2|year)=.*?)\})?\s+=>\s+(?P<reading>.*?)(?:\s*! (?P<codes>[V0-9 ]+))?"
)


class Case(NamedTuple):
    """One line of a table: a value, what the indicator adds, and what it means."""

    text: str
    name: str
    level2: str
    year: int | None
    reading: str
    codes: list[str]


def cases(file: str) -> Iterator[Case]:
    """Yield the cases of a table."""
    for line in (CASES / file).read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        found = _LINE.fullmatch(line.rstrip())
        assert found, f"not a case: {line}"
        context = dict(pair.split("=", 1) for pair in (found["context"] or "").split("; ") if pair)
        year = int(context["year"]) if "year" in context else None
        codes = (found["codes"] or "").split()
        yield Case(
            found["text"], context.get("name", ""), context.get("level2", ""), year, found["reading"].strip(), codes
        )


OWN = [*cases("targets.txt"), *cases("targets-wild.txt"), *cases("targets-suites.txt")]


def read(case: Case, text: str, name: str, *, short: bool = False) -> tuple[str, list[str]]:
    """Return what the package makes of a case, as the table prints it."""
    result = parse_target(text, name=name, level2=case.level2, budget_year=case.year)
    return shown(result.value.reading, short=short), sorted({each.code for each in result.diagnostics})


@pytest.mark.parametrize("case", OWN, ids=lambda case: case.text)
def test_value_is_read_as_an_expert_would(case: Case) -> None:
    """Each of our own expressions means what its line says, with just the doubts that its line names."""
    assert (case.reading, case.codes) == read(case, case.text, case.name)


def test_own_table_is_large_and_covers_every_kind() -> None:
    """The table has at least 250 expressions, of each kind some."""
    kinds = {parse_target(case.text, name=case.name, level2=case.level2).value.reading.kind for case in OWN}  # type: ignore[union-attr]  # each is printed

    assert len({case.text for case in OWN}) >= 250
    assert set(budgetperf.readings.KINDS) == kinds


def test_values_of_the_seeds_are_read_as_an_expert_would(seeds: Path) -> None:
    """Every distinct target of the five documents stands in the table and means what its line says."""
    printed: dict[str, tuple[Target, str, str]] = {}
    for name in golden.NAMES:
        for printed_table in budgetperf.read(golden.seed_path(seeds, name)).value.tables:
            for indicator in (each for project in printed_table.projects for each in project.indicators):
                level2 = indicator.level2.label if indicator.level2 else ""
                for target in (indicator.period_target, indicator.annual_target):
                    if target is not None:
                        printed.setdefault(shortened(target.text), (target, indicator.name, level2))
    table = {case.text: case for case in cases("targets-seeds.txt")}
    misread = []
    for key, (target, name, level2) in printed.items():
        case = table[key]._replace(level2=level2)
        found = read(case, target.text, name, short=True)
        if found != (case.reading, case.codes):
            misread.append((case, found))

    assert set(table) == set(printed)
    assert [] == misread
    assert len(table) > 200


# --- laws ---------------------------------------------------------------------------------

texts = strategies.sampled_from([case.text for case in OWN])


@given(texts, strategies.sampled_from(("", " ", "\u3000", "\n")), strategies.sampled_from(("", " ", "；", "。")))
def test_surrounding_blanks_mean_nothing(text: str, before: str, behind: str) -> None:
    """Blanks and separators around a value change nothing of what it means."""
    assert parse_target(text).value.reading == parse_target(before + text + behind).value.reading


_TO_FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F) if chr(code) not in "$\\"}


@given(texts)
def test_width_means_nothing(text: str) -> None:
    """A value in full-width characters means what it means in ASCII."""
    assume("$" not in text and "\\" not in text)

    assert parse_target(text).value.reading == parse_target(text.translate(_TO_FULL_WIDTH)).value.reading


@pytest.mark.parametrize(
    ("plain", "latex"),
    [("≥90%", r"$\geq 90\%$"), ("≤5次", r"$\leq$ 5次"), ("合格率≥95%", r"合格率$\ge$95\%"), ("±5%", r"$\pm 5\%$")],
)
def test_latex_means_nothing(plain: str, latex: str) -> None:
    """A value in LaTeX means what it means in plain signs."""
    assert parse_target(plain).value.reading == parse_target(latex).value.reading


@pytest.mark.parametrize("case", OWN, ids=lambda case: case.text)
def test_reading_can_be_written_and_read_again(case: Case) -> None:
    """The canonical words of a reading mean the same; a sentence and an echo have none."""
    target = parse_target(case.text, name=case.name, level2=case.level2, budget_year=case.year).value
    assert target.reading is not None
    if isinstance(target.reading, Qualitative) or case.reading == "missing echo":
        with pytest.raises(ValueError, match="no canonical form"):
            format_target(target.reading)
        assert target.normalized == format_target(target)
        return
    text = format_target(target.reading)

    assert target.reading == parse_target(text).value.reading
    assert text == format_target(target)


@given(strategies.decimals(min_value=0, max_value=10**9, places=2), texts)
def test_accepts_agrees_with_the_comparator(step: Decimal, text: str) -> None:
    """Only the bound itself tells inclusive from exclusive; beyond it and short of it both agree."""
    for reading in parts(parse_target(text).value.reading):
        if not isinstance(reading, Quantity | Change) or reading.comparator in (None, "about"):
            continue
        low, high = reading.bounds
        for bound, inwards in ((low, 1), (high, -1)):
            if bound is None:
                continue
            inclusive = reading.low_inclusive if inwards > 0 else reading.high_inclusive
            assert (reading.comparator not in (">", "<") and inclusive) == reading.accepts(bound)
            assert not reading.accepts(bound - inwards * (step + 1))
        assert low is None or high is None or low <= high


def parts(reading: Reading | None) -> tuple[Reading, ...]:
    """Return a reading, or those that it is made of."""
    if reading is None:
        return ()
    return reading.parts if isinstance(reading, AllOf) else (reading,)


@given(strategies.text())
def test_any_text_has_a_reading(text: str) -> None:
    """No text raises, and only an empty one has no reading."""
    target = parse_target(text).value

    assert (target.reading is None) == (not target.text)


_PIECES = (
    "≥", "≤", "不少于", "超过", "约", "±", "1", "20", "3.5", "1,200", "万", "亿", "%", "‰", "次", "个", "家企业", "元", "/",
    "以上", "以内", "左右", "（含）", "-", "至", "三", "十", "百分之", "成", "年", "月", "日", "2024年", "12月31日", "前", "底",
    "第三季度", "每", "每县", "全年", "较上年", "增长", "下降", "提升", "稳步", "优秀", "及以上", "通过", "无", "事故", "预算",
    "、", "，", "；", "。", "等", "满意度", "得满分", "每下降", "扣", "*", "X", "(", ")", "的", "且", "≪", "二", "翻一番",
    "=", "》", "半", "两", "余", "从", "提高到", "1、", "①", "上半年", "季度末", "零", "￥", "明年", "每月", "3A", "半年底",
)  # fmt: skip


@given(strategies.lists(strategies.sampled_from(_PIECES), max_size=12).map("".join))
@example("≥95%.提高")  # a label that a value would be stripped of
def test_any_mixture_of_pieces_has_a_reading_that_keeps_its_laws(text: str) -> None:
    """Words of the language in any order are read without raising, and what is written reads back."""
    target = parse_target(text).value
    for reading in parts(target.reading):
        if isinstance(reading, Quantity | Change):
            low, high = reading.bounds
            assert low is None or high is None or low <= high
    again = parse_target(format_target(target)).value
    assert target.reading == again.reading or target.normalized == format_target(target)


# --- numbers --------------------------------------------------------------------------------


@given(strategies.integers(0, 10**12))
def test_numerals_are_read_back(number: int) -> None:
    """Each number, spelled out in Chinese, is read as itself."""
    found = read_number(spelled(number))

    assert found is not None
    assert number == found.value * found.multiplier


def spelled(number: int) -> str:
    """Return a number in Chinese numerals."""
    if number == 0:
        return "零"
    groups = []
    for scale in ("", "万", "亿", "万亿"):
        number, group = divmod(number, 10_000)
        groups.append((group, scale))
    words = ""
    for group, scale in reversed(groups):
        if group:
            gap = bool(words) and group < 1000
            words += "零" * gap + _spelled_group(group) + scale
        elif words and not words.endswith("零") and any(rest for rest, _ in groups):
            words += ""
    return words.replace("万亿", "万", 1) if words.count("亿") > 1 else words


def _spelled_group(group: int) -> str:
    words, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, group = divmod(group, unit)
        if digit:
            words += "零" * gap + "零一二三四五六七八九"[digit] + name
            gap = False
        else:
            gap = bool(words) and group > 0
    return words
