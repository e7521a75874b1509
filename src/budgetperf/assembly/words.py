"""The words by which captions, headers and rows are known, all in one place.

Blanks may stand inside any of them ("部 门 名 称"): :func:`spaced` makes such a
pattern, and :func:`squeezed` takes blanks out of short words before they are compared.
"""

import re
from functools import lru_cache

from budgetperf.normalization import joined, normalized

__all__ = [
    "BLANK",
    "DEPARTMENT_LABELS",
    "GUIDES",
    "LISTING",
    "NOTES",
    "OTHER_TABLES",
    "PROJECT_ENDINGS",
    "SUBTOTALS",
    "TOTALS",
    "UNIT_ENDINGS",
    "UNIT_LABELS",
    "YEAR_LABELS",
    "row_name",
    "spaced",
    "squeezed",
]

#: Any number of normalization.BLANKS; in two sets, since `re` takes three times as long to compile the one.
BLANK = r"[\s\x00\u200b-\u200d]*(?:[\u2060\ufeff][\s\x00\u200b-\u200d]*)*"

#: Before a department's name.
DEPARTMENT_LABELS = (
    "部门名称 单位名称 预算部门 预算单位 主管部门 填报部门 填报单位 编制部门 编制单位 编报部门 编报单位 申报部门 "
    "申报单位 预算部门名称 预算单位名称 主管部门名称 填报单位名称 部门/单位名称 一级预算单位 部门 单位 "
    "部门（单位）名称 部门(单位)名称 单位（部门）名称 单位(部门)名称 部门（单位） 部门(单位) 单位（部门） "
    "单位(部门) 预算部门（单位） 预算部门(单位)"
)
#: Before the unit of amounts.
UNIT_LABELS = "金额单位 计量单位 货币单位 单位"
#: Before the budget year.
YEAR_LABELS = "预算年度 年度 预算年份 年份"

#: Names of the row that sums up the table.
TOTALS = frozenset({"合计", "总计", "总合计", "合计数", "部门合计", "单位合计", "全部合计", "合计金额"})
#: Rows that sum up a page or carry a sum over; they are no unit.
SUBTOTALS = frozenset({"小计", "本页小计", "本页合计", "分页小计", "页计", "过次页", "承前页"})
#: How the names of projects end; a row without words so named is no unit unless the sums say so.
PROJECT_ENDINGS = (
    *(
        "经费",
        "项目",
        "资金",
        "补助",
        "补贴",
        "费用",
        "工程",
        "奖励",
        "专项",
        "支出",
        "工作",
        "费",
        "款",
        "补偿",
        "保障",
    ),
    *("活动", "培训", "购置", "维护", "建设", "改造", "采购", "服务", "平台", "系统", "慰问", "监测", "管护", "运行"),
)
#: How the names of spending units end.
UNIT_ENDINGS = (
    *(
        "局",
        "委",
        "办",
        "厅",
        "部",
        "处",
        "科",
        "所",
        "站",
        "中心",
        "院",
        "馆",
        "校",
        "园",
        "会",
        "社",
        "队",
        "团",
        "厂",
    ),
    *("大学", "中学", "小学", "学校", "学院", "政府", "机关", "本级", "法院", "检察院", "公司", "场", "台", "库", "段"),
)
#: The first cell of a row that only numbers the columns.
GUIDES = frozenset({"行次", "列次", "栏次", "栏目", "序列"})
#: How the header of the tidy table begins, which workbooks that we write have behind the printed ones.
LISTING = ("source", "table", "project_index")
#: Header words of tables of other kinds (self-evaluation, one form per project, one indicator per row).
OTHER_TABLES = re.compile(
    "[一二三]级指标|指标性质|计算符号|度量单位|计量单位|实际完成|得分|分值|权重|执行率|执行数|偏差|科目|品目|采购|电话|姓名|职务"
)
#: How notes and signatures begin.
NOTES = (
    "注 备注 附注 说明 填表说明 填报说明 填报人 填表人 制表人 编制人 审核人 复核人 经办人 负责人 单位负责人 部门负责人 "
    "财务负责人 主管领导 分管领导 联系人 联系电话 填报日期 填表日期 制表日期 编制日期 打印日期 日期 填报时间 填表时间 "
    "制表时间 打印时间 导出时间 公开时间 数据来源 资料来源"
)


def spaced(words: str) -> str:
    """Return the pattern of alternatives in which blanks may stand between characters, longest first.

    >>> bool(re.fullmatch(spaced("部门 部门名称"), "部 门 名 称"))
    True
    """
    ordered = sorted(words.split(), key=len, reverse=True)
    return "(?:" + "|".join(BLANK.join(map(re.escape, word)) for word in ordered) + ")"


def row_name(text: str) -> str:
    """Return the name of a row as it is compared: without blanks, and without a colon behind it.

    >>> row_name("合　计："), row_name("合计") in TOTALS
    ('合计', True)
    """
    return squeezed(text).rstrip(":")


def squeezed(text: str) -> str:
    r"""Return short words as they are compared: normalised, without blanks.

    >>> squeezed("合\u3000计"), squeezed("其他\n资金")
    ('合计', '其他资金')
    """
    return _squeezed(text) if len(text) <= _LONGEST_KEPT else _squeezed.__wrapped__(text)


#: Longer words are rare, and would be kept long after their document.
_LONGEST_KEPT = 100


@lru_cache(maxsize=8192)
def _squeezed(text: str) -> str:
    return "".join(normalized(joined(text)).split())
