"""What stands around a table in a text dump: captions, page marks, notes, tables of other kinds."""

from attrs import evolve

from budgetperf.model import PerformanceTable
from choosing import Chooser

#: Tables that are none of ours, as titles and rows.
FOREIGN = {
    "income": (
        "部门收支总体情况表",
        (("收入", "预算数", "支出", "预算数"), ("财政拨款", "120.00", "基本支出", "90.00"), ("合计", "120.00", "合计", "90.00")),
    ),
    "contacts": ("", (("姓名", "职务", "电话"), ("林某某", "科长", "0000-0000000"), ("何某某", "科员", "0000-0000001"))),
    "procurement": (
        "政府采购预算表",
        (("采购项目名称", "采购品目", "采购方式", "数量", "预算金额"), ("档案柜", "A05 家具", "询价", "4", "3.20")),
    ),
    "self-evaluation": (
        "项目支出绩效自评表",
        (
            ("项目名称", "河湖保洁", "", "", "主管部门", "某镇政府", ""),
            ("项目资金（万元）", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"),
            ("年度资金总额", "60.00", "60.00", "58.20", "10", "97%", "9.7"),
            ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"),
            ("产出指标", "数量指标", "保洁河道长度", "≥30公里", "31公里", "20", "20"),
        ),
    ),
    "expenditure": (
        "项目支出表",
        (("项目名称", "合计", "一般公共预算", "政府性基金"), ("河湖保洁", "60.00", "60.00", ""), ("合计", "60.00", "60.00", "")),
    ),
}  # fmt: skip
NOTES = (
    "注：1.本表反映部门预算安排的项目支出绩效目标。",
    "备注：金额保留两位小数。",
    "填报人：何某某        联系电话：0000-0000000        填报日期：2025年1月20日",
    "单位负责人（签章）：        审核人：        经办人：",
)
PROSE = (
    "第四部分 名词解释",
    "一般公共预算拨款收入，指本级财政当年拨付的资金。绩效目标，指预算资金计划在一定期限内达到的产出和效果。",
)


def captions_of(table: PerformanceTable, choose: Chooser, *, alone: bool) -> tuple[list[str], list[str]]:
    """Return the caption lines before and after the table; `alone` when the document has no other."""
    spaced = choose("blanks in captions", [False, True])
    colon = choose("colon", ["：", ":", " ： "])
    title, department, unit, year = table.title or "", "", "", ""
    if table.department:
        seal = choose("seal", ["", "（盖章）"])
        department = f"{space(table.department_label or '', spaced)}{seal}{colon}{table.department}"
    if table.amount_unit:
        label = space(choose("unit label", ["单位", "金额单位", "计量单位"]), spaced)
        unit = f"{label}{colon}{choose('money', ['', '人民币'])}{table.amount_unit}"
        unit = choose("unit in brackets", [unit, f"（{unit}）"])
    if table.year and str(table.year) not in title and "二〇" not in title:
        year = choose(
            "year as", [f"预算年度：{table.year}", f"（{table.year}年度）", f"{table.year}年", f"年度: {table.year}"]
        )
    mark = choose("title mark", ["", "# ", "**"])
    title = space(title, spaced)
    title = f"{mark}{title}{mark.strip('# ')}" if title else ""
    where = ["lines", "close lines", "unit first", "one line", "all in one line", "unit after", *["after"] * alone]
    # Where one table ends with captions and the next begins with its own, nobody can tell whose they are.
    lines: dict[str, tuple[list[str], list[str]]] = {
        "lines": ([title, "", year, "", department, "", unit], []),
        "close lines": ([title, department, unit, year], []),
        "unit first": ([title, year, unit, department], []),
        "one line": ([title, "", f"{department}        {unit}        {year}"], []),
        "all in one line": ([f"{title}    {department}    {year}    {unit}".replace("*", "").replace("#", "")], []),
        "unit after": ([title, "", department, year], [unit]),
        "after": ([title, year], [department, "", unit]),
    }
    return lines[choose("captions", where)]


def space(words: str, spaced: bool) -> str:  # noqa: FBT001 - passed on from a choice
    """Return words with blanks between the characters, as titles are set."""
    return " ".join(words) if spaced else words


def uncaptioned(table: PerformanceTable) -> PerformanceTable:
    """Return the table without the captions that stand in a row of it."""
    return evolve(table, department=None, amount_unit=None)


def caption_row(table: PerformanceTable, width: int, choose: Chooser) -> list[str]:
    """Return department and unit as a row of the table, with the marks that OCR makes of rules."""
    row = [""] * width
    form = choose("caption row as", ["marks", "cells", "repeated"])
    if form == "cells" and table.department_label in ("部门名称", "单位名称", "预算单位"):
        row[0], row[1] = table.department_label or "", table.department or ""
        row[-2], row[-1] = "单位", str(table.amount_unit)
    elif form == "repeated":
        row = [f"{table.department_label}：{table.department}"] * width
        row[-1] = f"单位：{table.amount_unit}"
    else:
        row[0], row[2], row[3] = f"{table.department_label}：{table.department}", "i", "1"
        row[-1] = f"单位：{table.amount_unit}"
    return row


def page_end(place: int, pages: int, choose: Chooser) -> list[str]:
    """Return what stands between two pages."""
    marks = [
        "",
        f"- {place} -",
        f"第{place}页 共{pages}页",
        f"{place}/{pages}",
        "---",
        "\f",
        "<!-- PageBreak -->",
        str(place),
    ]
    mark = choose("page mark", marks)
    return ["", mark, ""] if mark else [""]
