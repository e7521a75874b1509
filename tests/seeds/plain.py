"""Four of the published documents, read by plain scripts: one per document, made for it alone.

A script knows its own document and nothing else: how its rows are parted, which
separators its clauses use, where its column of indicators stands. Nothing of the
package is imported, so that an error of the package is not repeated here. The fifth
document, 001, is damaged beyond what a script can read; a person has read it, and
`golden/001.json` holds what was found.

Each script returns a truth as `golden.py` describes it.
"""

import re
from collections.abc import Callable
from typing import Any

__all__ = ["READERS", "indicator_cells"]

Truth = dict[str, Any]
Row = list[str]

_MEANING = {
    "产出指标": "output", "数量指标": "quantity", "质量指标": "quality", "时效指标": "timeliness",
    "效益指标": "benefit", "经济效益": "economic_benefit", "社会效益": "social_benefit",
    "可持续影响": "sustainable_impact",
    "满意度指标": "satisfaction", "服务对象满意度": "service_recipient_satisfaction",
}  # fmt: skip
_TITLE = "项目支出绩效目标表（含转移支付项目）"


def indicator_cells(text: str) -> list[str]:
    """Return every cell of the column 绩效指标, in all five documents."""
    return re.findall(r"1、[1-3]-[^\t|\n]*", text)


# --- the four documents --------------------------------------------------------------------


def read_000(text: str) -> Truth:
    """Pipe rows of seven cells, of six on the second page; two spending units."""
    rows = [[cell.strip() for cell in line.strip().split("|")[1:-1]] for line in text.splitlines() if "|" in line]
    rows = [[*row[:3], "", *row[3:]] if len(row) == 6 else row for row in rows]
    rows = [row for row in rows if row[1][:1].isdigit()]
    cut = next(place for place, row in enumerate(rows) if row[0].endswith("服务中心"))
    return _table("部门名称", "广州市花都区工商业联合会", rows[0], [rows[1:cut], rows[cut:]], _semicolon_clause)


def read_002(text: str) -> Truth:
    """Tabs, seven cells on the first page and six on the others; one spending unit."""
    rows = [line.split("\t") for line in text.splitlines() if line.count("\t") in (5, 6)]
    rows = [[*row[:3], "", *row[3:]] if len(row) == 6 else row for row in rows][1:]
    return _table("单位名称", "广州市花都区科技工业商务和信息化局（本级）", rows[0], [rows[1:]], _semicolon_clause)


def read_003(text: str) -> Truth:
    """Tabs, six columns; blanks in the last name; the indicators are paragraphs below, in order."""
    rows = [line.split("\t") for line in text.splitlines() if line.count("\t") == 5]
    rows = [row for row in rows if row[1][:1].isdigit()]
    cells = iter(line for line in text.splitlines() if line.startswith("1、"))
    rows = [[row[0].replace(" ", ""), *row[1:], next(cells) if row[5] else ""] for row in rows]
    return _table("部门名称", "广州开发区援建和对外经济合作局（部门）", rows[0], [rows[1:]], _semicolon_clause)


def read_004(text: str) -> Truth:
    """Tabs, seven cells throughout; clauses with commas, and a semicolon, blank or stop before a target."""
    rows = [line.split("\t") for line in text.splitlines() if line.count("\t") == 6][1:]
    return _table("部门名称", "广州开发区民营经济和企业服务局（部门）", rows[0], [rows[1:]], _comma_clause)


READERS: dict[str, Callable[[str], Truth]] = {
    "000": read_000,
    "002": read_002,
    "003": read_003,
    "004": read_004,
}


# --- clauses -------------------------------------------------------------------------------


def _clauses(cell: str) -> list[str]:
    return re.split(r"(?<=[。;；]) *(?=\d+、[1-3]-)", cell)


def _semicolon_clause(clause: str) -> list[Any]:
    head, period, annual = re.split("实施周期指标值[:：]|年度指标值[:：]", clause)
    numbered, level2, *name = head.removesuffix("；").split("；")
    return _indicator(numbered, level2, "；".join(name), period, annual)


def _comma_clause(clause: str) -> list[Any]:
    head, period, annual = re.split("实施周期指标值:|年度指标值:", clause)
    numbered, level2, name = head.split(",", 2)
    return _indicator(numbered, level2, name, period, annual)


def _indicator(numbered: str, level2: str, name: str, period: str, annual: str) -> list[Any]:
    ordinal, level1 = numbered.split("、")
    return [int(ordinal), _level(level1), _level(level2), _bare(name), _bare(period), _bare(annual)]


def _level(printed: str) -> list[str]:
    code, label = printed.split("-")
    return [code, label, _MEANING[label]]


def _bare(words: str) -> str:
    return words.strip(" ；;。.,")


# --- rows ----------------------------------------------------------------------------------


def _table(
    label: str, department: str, total: Row, units: list[list[Row]], clause: Callable[[str], list[Any]]
) -> Truth:
    return {
        "title": _TITLE,
        "department_label": label,
        "department": department,
        "amount_unit": "万元",
        "year": None,
        "total": _money(total),
        "spending_units": [
            {"name": unit[0], "funding": _money(unit), "projects": [_project(row, clause) for row in projects]}
            for unit, *projects in units
        ],
    }


def _project(row: Row, clause: Callable[[str], list[Any]]) -> Truth:
    return {
        "name": row[0],
        "funding": _money(row),
        "objective": row[5],
        "indicators": [clause(one) for one in _clauses(row[6])],
    }


def _money(row: Row) -> list[str | None]:
    return [amount.replace(",", "") or None for amount in row[1:5]]
