"""``budgetperf explain`` tells what codes mean, in English or Chinese, in lines that fit."""

from itertools import pairwise

import pytest

from budgetperf import catalogue
from budgetperf.source import display_width
from budgetperf.terminal import visible
from commandline import Output

pytestmark = pytest.mark.usefixtures("workplace")

EXPLAINED = """\
G212: the annual target is printed first

info, since 0.1.0

The annual target stands before the implementation-period target, against the order of
the form. Each was read by its label. When written again, they stand in the usual order.

Example (a cell of indicators):

    1、1-产出指标；11-数量指标；养护里程；年度指标值：4公里；实施周期指标值：12公里。

What to do: Nothing.
"""
EXPLAINED_IN_CHINESE = """\
A502：各级合计对不上

警告，自 0.1.0 版起

合计不等于各资金使用单位之和，或某单位的小计不等于其各项目之和；核对时不设容差，分毫之差
也报告。各金额都保留印出的原样，诊断信息给出两个数。可能缺少一行，也可能有一行归到了别的
单位。

示例（表中的若干行；“…”代表填写无误的内容）：

    | 合计 | 9.50 | 9.50 | | | | |
    | 云溪市林业局 | 9.50 | 9.50 | | | | |
    | 林道养护 | 6.50 | 6.50 | | | … | … |

处理办法：查找金额恰好等于差额的项目。
"""
EXPLAINED_NEXT = """\
G212：年度指标值印在前面

提示，自 0.1.0 版起

年度指标值印在实施周期指标值之前，与表格规定的次序相反。两者已按各自的标签读取。重新写出
时，恢复通常的次序。

示例（绩效指标单元格）：

    1、1-产出指标；11-数量指标；养护里程；年度指标值：4公里；实施周期指标值：12公里。

处理办法：无需处理。
"""


@pytest.mark.parametrize(
    ("arguments", "printed"),
    [
        ("g212", EXPLAINED),
        ("a502 --lang zh", EXPLAINED_IN_CHINESE),
        ("A502 g212 --lang=zh", f"{EXPLAINED_IN_CHINESE}\n{EXPLAINED_NEXT}"),
    ],
)
def test_explain_codes(run: Output, arguments: str, printed: str) -> None:
    """Entries of the catalogue are printed whole, in any case of letters and all in one language."""
    assert 0 == run("explain", *arguments.split())
    assert printed == run.out


@pytest.mark.parametrize("language", ["en", "zh"])
def test_entries_are_explained_whole(run: Output, language: str) -> None:
    """Wrapping loses nothing of any entry, and parts words of English at blanks alone."""
    assert 0 == run("explain", "--lang", language, *catalogue())
    squeeze = " " if language == "en" else ""
    words = squeeze.join(run.out.split())
    for entry in catalogue(language).values():
        for part in (entry.title, entry.explanation, visible(entry.example.replace("\n", " ")), entry.fix):
            assert squeeze.join(part.split()) in words


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("columns", [40, 100])
def test_explanations_fit_the_page(run: Output, monkeypatch: pytest.MonkeyPatch, columns: int, language: str) -> None:
    """Prose is filled to the page, Chinese counted as wide as it is; examples are left alone.

    In Chinese, no line begins with a mark that closes or ends in one that opens.
    """
    monkeypatch.setenv("COLUMNS", str(columns))
    assert 0 == run("explain", "--lang", language, *catalogue())
    prose = [line for line in run.out.split("\n") if not line.startswith("    ")]
    assert [] == [line for line in prose if display_width(line) > columns and len(line.split()) > 1]
    if language == "zh":
        filled = [line for line, following in pairwise(prose) if line and following]
        longest_word = len("`not_applicable`")  # of those that may not be broken, with a bracket and marks around it
        assert min(map(display_width, filled)) > min(columns, 88) - longest_word - 6
        assert [] == [line for line in prose if line[:1] in {*"。，、；：！？）》”’】…%"}]
        assert [] == [line for line in prose if line[-1:] in {*"（《“‘【"}]


def beginning(letters: str) -> list[str]:
    """Return the codes that begin so."""
    return [code for code in catalogue() if code.startswith(letters)]


@pytest.mark.parametrize(
    ("arguments", "codes", "line"),
    [
        ("", [*catalogue()], "G203  warning  a target is printed again in the same words\n"),
        ("--lang zh", [*catalogue()], "G203  警告  指标值以相同文字重复印出\n"),
        ("t", beginning("T"), "T405  warning  level-2 category missing\n"),
        ("V30 A50", beginning("V30") + beginning("A50"), "V302  info     LaTeX was undone in a target\n"),
    ],
)
def test_explain_lists_codes(run: Output, arguments: str, codes: list[str], line: str) -> None:
    """Without a code, every code is listed with its severity and title; with a beginning of codes, those that begin so."""
    assert 0 == run("explain", *arguments.split())
    assert codes == [line.split()[0] for line in run.out.splitlines() if line]
    assert line in run.out


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh"}, "zh"),
        ({"LC_MESSAGES": "ZH_TW"}, "zh"),
        ({"LC_ALL": "zh_CN.GB18030", "LANG": "C"}, "zh"),
        ({"LC_ALL": "C.UTF-8", "LC_MESSAGES": "zh_CN.UTF-8", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"LC_ALL": "", "LC_MESSAGES": "en_US.UTF-8", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"LC_CTYPE": "zh_CN.UTF-8"}, "en"),
    ],
)
def test_the_locale_tells_the_language(
    run: Output, monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], language: str
) -> None:
    """The first variable that is set decides; the option outweighs them all."""
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert 0 == run("explain", "G202")
    assert catalogue(language)["G202"].title in run.out
    for asked in ("en", "zh"):
        assert 0 == run("explain", "G202", "--lang", asked)
        assert catalogue(asked)["G202"].title in run.out
