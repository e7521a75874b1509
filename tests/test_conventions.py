"""What converters print says what the published table says: their own output, and each of their conventions by itself."""

from collections.abc import Sequence
from pathlib import Path

import pytest

import budgetperf
from budgetperf import COLUMNS, Document, to_records
from budgetperf.readers import read_text
from budgetperf.testing import assert_spans_exact
from layouts import STANDARD
from test_hostile import least_time
from test_markup import captions, documents, rows

DUMPS = sorted(path for path in (Path(__file__).parent / "dumps").iterdir() if path.name != "README.md")
SAMPLE = Path(__file__).parents[1] / "samples" / "pipe_table.md"


@pytest.mark.parametrize("path", DUMPS, ids=lambda path: path.name)
def test_the_output_of_converters(path: Path) -> None:
    """Each tool's own output must give the document that it was given."""
    result = budgetperf.parse(path.read_text("utf-8"))
    assert budgetperf.parse(SAMPLE.read_text("utf-8")).value == result.value
    assert {"info"} >= {each.severity for each in result.diagnostics}
    assert_spans_exact(result)


# --- conventions ---------------------------------------------------------------------------------------


def printed() -> list[list[str]]:
    """Return the rows of an invented table, the header first."""
    return [list(STANDARD), *(list(row) for row in rows(documents()[0].tables[0]))]


def above() -> list[str]:
    """Return the captions of the invented table."""
    return captions(documents()[0].tables[0])


def pipes(table: Sequence[Sequence[str]], *, ruled: bool = True) -> str:
    """Return rows between pipes."""
    lines = [f"| {' | '.join(row)} |" for row in table]
    return "\n".join([lines[0], *(["|" + "---|" * len(table[0])] if ruled else []), *lines[1:]])


def paged(pages: Sequence[str]) -> str:
    """Return captions and pages, a blank line between."""
    return "\n\n".join([*above(), *pages])


def html(table: Sequence[Sequence[str]]) -> str:
    """Return rows as HTML on one line."""
    cells = ("".join(f"<td>{cell}</td>" for cell in row) for row in table)
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in cells) + "</table>"


def framed(table: Sequence[Sequence[str]]) -> list[list[str]]:
    """Return rows with the title above as a data frame's header, and NaN in its empty cells."""
    title, *others = above()
    first = [title, *(f"Unnamed: {at}" for at in range(1, 7))]
    return [first, *([cell or "NaN" for cell in row] for row in ([*([each, *[""] * 6] for each in others), *table]))]


def indexed(table: Sequence[Sequence[str]]) -> list[list[str]]:
    """Return rows with the index of a data frame before them."""
    return [[str(place - 1) if place else "", *row] for place, row in enumerate(table)]


def test_conventions() -> None:
    """Each convention by itself must make no difference to the document."""
    table = printed()
    ways = {
        "a data frame": pipes(framed(table)),
        "a data frame with its index": pipes(indexed(framed(table))),
        "a data frame as HTML": html(indexed(framed(table))),
        "a data frame as CSV": "\n".join(",".join(f'"{cell}"' for cell in row) for row in framed(table)),
        "a data frame without names": pipes([[str(at) for at in range(7)], *([each, *[""] * 6] for each in above()), *table]),
        "titles repeated": pipes([*([each] * 7 for each in above()), *table]),
        "titles alone": pipes([*([each] for each in above()), *table]),
        "names repeated": paged([pipes([[row[0], *row] for row in table])]),
        "names of two levels": paged([pipes([[f"('{word}', '{word}')" for word in STANDARD], *table[1:]])]),
        "tags of docling": paged([f"<docling_table>{pipes(table)}</docling_table>"]),
        "a fence": f"```markdown\n{paged([pipes(table)])}\n```",
        "no blank lines": "\n".join([*above(), pipes(table, ruled=False), "| 姓名 | 职务 | 电话 |", "| 林某某 | 科长 | 0 |"]),
        "another table above": "\n".join(["| 收入 | 支出 |", "| 120.00 | 90.00 |", *above(), pipes(table, ruled=False)]),
        "Excel's condition": paged([f"{pipes(table)}\nif supportMisalignedColumns|  |  |  |\nendif"]),
        "cells that cover too much": paged([pipes([[*row, *[""] * 18] if not row[-1] else row for row in table])]),
        "escapes": paged([pipes([[cell.replace(".", r"\.").replace("-", r"\-") for cell in row] for row in table])]),
        "bold": paged([pipes([[f"**{cell}**" if cell[:1].isalnum() else cell for cell in row] for row in table])]),
        "captions below": "\n\n".join([pipes(table), "\n".join(above()), "| 姓名 | 职务 |\n|---|---|\n| 林某某 | 科长 |"]),
        "pages of MinerU": paged([f"<html><body>{html(each)}</body></html>" for each in (table[:3], table[3:4], table[4:])]),
        "pages of Azure": paged([html(table[:3]), '<!-- PageNumber="1" -->\n<!-- PageBreak -->', html(table[3:])]),
        "from page to page": paged([pipes(table[:3]), html(table[3:4]), "\n".join("\t".join(row) for row in table[4:])]),
        "pages of a vision model": "## Page 1\n\n" + paged([pipes(table[:3]), "---", "## Page 2", pipes([table[0], *table[3:]])]),
    }  # fmt: skip
    for way, text in ways.items():
        assert documents()[0] == budgetperf.parse(text).value, way
        assert not [each for each in budgetperf.parse(text).diagnostics if each.severity == "error"], way


HEADERS_IN_TWO_ROWS = {
    "the lower row short": (
        ["项目名称（资金使用单位）", "项目资金", "绩效目标", "绩效指标"],
        ["总计", "财政拨款", "财政专户拨款", "其他资金"],
    ),
    "columns counted wrongly": (
        ["项目名称（资金使用单位）", "项目资金", "", "", "绩效目标", "绩效指标", ""],
        ["", "总计", "财政拨款", "财政专户拨款", "", "", "其他资金"],
    ),
}


@pytest.mark.parametrize("form", HEADERS_IN_TWO_ROWS)
def test_headers_in_two_rows(form: str) -> None:
    """However a tool prints the lower row, the money stands side by side."""
    upper, lower = HEADERS_IN_TWO_ROWS[form]
    for document in documents():
        title = "\n\n".join(captions(document.tables[0]))
        table = [upper, lower, *(list(row) for row in rows(document.tables[0]))]
        assert (document.tables[0],) == budgetperf.parse(f"{title}\n\n{pipes(table)}").value.tables


# --- what is repeated ----------------------------------------------------------------------------------

HEAD = f"| {' | '.join(STANDARD)} |\n|---|---|---|---|---|---|---|\n"
SUM = "| 合计 | 20.00 | 20.00 | | | | |\n| 云溪市林业局 | 20.00 | 20.00 | | | | |\n"
CLAUSE = "1-产出指标；11-数量指标；养护里程；实施周期指标值：12公里；年度指标值：12公里。"


def parsed(*clauses: str, objective: str = "养护林道。", amount: str = "10.00") -> Document:
    """Return the document of a table whose rows differ only in their indicators."""
    lines = (f"| 林道养护 | {amount} | {amount} | | | {objective} | {clause} |\n" for clause in clauses)
    return budgetperf.parse(HEAD + SUM + "".join(lines)).value


def test_merged_cells_printed_again_count_once() -> None:
    """Indicators that go on with those of the row before are of the same project, with or without ordinal."""
    (project,) = parsed(f"1、{CLAUSE}", f"2、{CLAUSE}", CLAUSE, amount="20.00").tables[0].projects
    assert [1, 2, None] == [each.ordinal for each in project.indicators]
    text = HEAD + SUM + "".join(f"| 林道养护 | 20.00 | 20.00 | | | | {at}、{CLAUSE} |\n" for at in (1, 2, 3))
    assert ["R130", "R130"] == [each.code for each in budgetperf.parse(text).diagnostics if each.code == "R130"]
    assert not [each for each in budgetperf.parse(text).diagnostics if each.code == "A502"]


def test_two_projects_of_the_same_name_stay_two() -> None:
    """Indicators that begin anew are of another project, though all else is the same."""
    assert 2 == len(list(parsed(f"1、{CLAUSE}", f"1、{CLAUSE}").tables[0].projects))


def test_a_column_printed_again_is_reported_once() -> None:
    """A cell merged over two columns is no word without a column."""
    table = [[row[0], *row] for row in printed()]
    codes = [each.code for each in budgetperf.parse(paged([pipes(table)])).diagnostics]
    assert ["R130"] == [code for code in codes if code in ("R113", "R130")]


def cells(text: str) -> list[list[str]]:
    """Return the cells of every row."""
    return [[cell.text for cell in row.cells] for table in read_text(text) for row in table.rows]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("| 甲 | NaN | nan | Unnamed: 12 |", [["甲", "", "", ""]]),
        ("| NaN | 甲NaN乙 | Unnamed: 3_level_1 |", [["", "甲NaN乙", ""]]),
        ("NaN", [["NaN"]]),
        ("Unnamed: 0\n甲", [[""], ["甲"]]),
        ("| 0 | 1 | 2 |\n| 甲 | 1 | 2 |", [["甲", "1", "2"]]),
        ("| 0 | 1 | 3 |", [["0", "1", "3"]]),
        ("| 0 | 1 |\n| 0 | 0 | 0 |", [["0", "1"], ["0", "0", "0"]]),
    ],
)
def test_words_for_nothing(text: str, expected: list[list[str]]) -> None:
    """Only whole cells, and whole rows of numbers from 0 on, say nothing."""
    assert expected == cells(text)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("**甲，乙**丙", "甲，乙丙"),
        ("**1、甲；≥9%**", "1、甲；≥9%"),
        ("≥**%；乙：≥**%", "≥**%；乙：≥**%"),
        ("**甲：≥**%", "**甲：≥**%"),
        (r"**甲，$\\geq 9\\%$**", r"甲，$\geq 9\%$"),
        (r"\(\geq 9\%\)", r"\(\geq 9\%\)"),
        (r"甲\|乙\.丙\\丁", r"甲|乙.丙\\丁"),
    ],
)
def test_marks_in_a_cell(cell: str, expected: str) -> None:
    """Bold words and escapes are undone; placeholders and formulas stay."""
    assert [["", expected]] == cells(f"| | {cell} |")


def test_a_table_behind_columns_printed_apart() -> None:
    """A table of money alone behind both text columns is none of ours, though its columns look like some of ours."""
    table = printed()
    money = pipes([row[:5] for row in table])
    texts = pipes([STANDARD[5:], *(row[5:] for row in table[1:] if row[6])])
    foreign = "项目支出表\n\n单位：元\n\n| 项目名称 | 合计 | 一般公共预算 | 政府性基金 |\n|---|---|---|---|\n| 河湖保洁 | 6.00 | 6.00 | |"
    assert documents()[0] == budgetperf.parse(paged([money, texts, foreign])).value


def test_our_own_tidy_table_lists_again_what_is_printed() -> None:
    """It may stand behind the table that it was made of, on the next sheet: no row of it is a project."""
    table = printed()
    listing = [list(COLUMNS), *([str(value or "") for value in row.values()] for row in to_records(documents()[0]))]
    assert documents()[0] == budgetperf.parse(paged([pipes(table), pipes(listing)])).value
    assert documents()[0] == budgetperf.parse(paged([pipes(table), pipes(listing), "注：金额为年初预算"])).value


@pytest.mark.parametrize(
    ("line", "department", "unit"),
    [
        ("部门名称：市直单位\t单位：万元", "市直单位", "万元"),
        ("部门名称：市直单位\t\t\t单位：万元", "市直单位", "万元"),
        ("部门名称：青禾年度\t预算年度：2024\t单位：元", "青禾年度", "元"),
        ("部门名称：青禾县文化馆\t单位\t万元", "青禾县文化馆", "万元"),
        ("部门名称：青禾县文化馆\t金额单位\t（万元）", "青禾县文化馆", "万元"),
        ("部门名称：青禾县文化馆\t年度\t2024", "青禾县文化馆", None),
        ("部门名称：\t单位：万元", None, "万元"),
        ("**部门名称：青禾县文化馆** **单位：万元**", "青禾县文化馆", "万元"),
        ("**部门名称：青禾县文化馆**&emsp;**单位：万元**", "青禾县文化馆", "万元"),
        ("**部门名称：青禾县文化馆\t\t单位：万元**", "青禾县文化馆", "万元"),
        ("部门名称：青禾县文化馆 单位（万元）", "青禾县文化馆", "万元"),
        ("部门名称∶青禾县文化馆\t金额单位∶元", "青禾县文化馆", "元"),
    ],
)
def test_a_name_may_end_like_the_label_behind_it(line: str, department: str | None, unit: str | None) -> None:
    """In cells side by side, a label ends a name only where a colon or its own words follow."""
    (table,) = budgetperf.parse(f"{line}\n\n{pipes(printed())}").value.tables
    assert (department, unit) == (table.department, table.amount_unit)


@pytest.mark.parametrize(
    "words",
    [
        "本馆无对下转移支付项目。",
        "详见《项目支出绩效目标表》。",
        "以上项目均为年初安排",
        "（本表公开至项目一级）",
        "★涉密项目不在此列",
        "*合计数与分项之和可能有尾差",
        "数据来源：预算管理系统",
        "打印时间：2024-01-20 10:22",
        "附注",
    ],
)
def test_words_by_themselves_in_a_row_are_no_project(words: str) -> None:
    """A note below the table may stand in its first column, as in every spreadsheet; it is quoted and left out."""
    result = budgetperf.parse(paged([pipes([*printed(), [words, *[""] * 6]])]))
    assert documents()[0] == result.value
    assert [("R113", f"the note “{words}” is in no model")] == [
        (each.code, each.message) for each in result.diagnostics
    ]


@pytest.mark.parametrize("words", ["泵站维护", "本地文献数字化", "说明牌更换：二期", "*桥梁养护"])
def test_a_name_by_itself_in_a_row_is_a_project(words: str) -> None:
    """Its amounts may be lost, and its name must not be."""
    result = budgetperf.parse(paged([pipes([*printed(), [words, *[""] * 6]])]))
    assert words == result.value.tables[-1].spending_units[-1].projects[-1].name
    assert ["A508"] == [each.code for each in result.diagnostics]


@pytest.mark.parametrize(
    "row",
    [
        ["（1）", "（2）", "（3）", "（4）", "（5）", "（6）", "（7）"],
        ["1", "2=3+4+5", "3", "4", "5", "6", "7"],
        ["栏次", "1=2+3+4", "2", "3", "4", "5", "6"],
    ],
)
def test_columns_may_be_numbered(row: list[str]) -> None:
    """A row that numbers the columns, or says which add up, is no data."""
    header, *body = printed()
    result = budgetperf.parse(paged([pipes([header, row, *body])]))
    assert (documents()[0], ()) == (result.value, result.diagnostics)


def test_indicators_may_stand_behind_the_objective() -> None:
    """A converter that misses the rule between two columns pours both into one cell; they are parted, and it is told."""
    header, *body = printed()
    together = [[*row[:5], row[5] + row[6], ""] for row in body]
    result = budgetperf.parse(paged([pipes([header, *together])]))
    assert documents()[0] == result.value
    assert {"R106"} == {each.code for each in result.diagnostics}
    assert_spans_exact(result)


def test_an_objective_may_mention_a_category() -> None:
    """Without a target behind it, 1、1-产出指标 in an objective is no indicator."""
    header, *body = printed()
    row = [*body[-1][:5], "按1、1-产出指标分解任务。", ""]
    *_, project = budgetperf.parse(paged([pipes([header, *body[:-1], row])])).value.tables[-1].projects
    assert ("按1、1-产出指标分解任务。", ()) == (project.objective, project.indicators)


def test_a_colon_may_stand_behind_the_name_of_a_sum() -> None:
    """合计： is 合计."""
    header, total, *body = printed()
    result = budgetperf.parse(paged([pipes([header, ["合 计：", *total[1:]], *body])]))
    assert (documents()[0], ()) == (result.value, result.diagnostics)


@pytest.mark.parametrize(
    "shape",
    ["| NaN | Unnamed: 1 |\n", "0 1 ", "| 0 | 1 | 2 |\n", "**甲", ">**甲", "<docling_table>", "<", "\\\\", "```\n"],
)
def test_time_is_linear(shape: str) -> None:
    """Four times the input takes less than nine times the time."""

    def taken(length: int) -> float:
        text = HEAD + SUM + shape * (length // len(shape))
        return max(least_time(lambda: budgetperf.parse(text)), 5e-3)

    assert any(taken(80_000) / taken(20_000) < 9 for _ in range(5))
