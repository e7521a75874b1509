"""Terms of one's own: a taxonomy and units that an invented county adds, and a table that needs them."""

import pickle
from typing import TypeVar

from budgetperf import Taxonomy, UnitList

Given = TypeVar("Given")

TAXONOMY = """
version = "清溪 1"
extends = "standard"

[[level1]]
category = "reform"
code = "5"
labels = ["改革指标"]

[[level2]]
category = "pilot"
code = "51"
labels = ["试点", "试点/示范(市级)"]
parents = ["reform"]

[[level2]]
category = "quantity"
labels = ["规模"]
"""
UNITS = """
version = "清溪 1"
extends = "standard"

[[group]]
class = "mass"
dimension = "mass"
units = [{ word = "驮", aliases = ["马驮"], factor = "75" }]

[[group]]
class = "count"
generic = true
words = ["畈"]
"""
CELL = (
    "1、5-改革指标；51-试点指标；试点村数；实施周期指标值：3个；年度指标值：3个。"
    "2、1-产出指标；11-规模指标；运粮；实施周期指标值：≥40驮；年度指标值：≥20驮。"
)
TABLE = f"""部门名称：清溪县粮食局　单位：万元
| 项目名称 | 总计 | 财政拨款 | 财政专户拨款 | 其他资金 | 绩效目标 | 绩效指标 |
| 合计 | 3.00 | 3.00 | | | | |
| 清溪县粮食局 | 3.00 | 3.00 | | | | |
| 山区运粮 | 3.00 | 3.00 | | | 运粮进山。 | {CELL} |
"""
OWN = Taxonomy.from_toml(TAXONOMY)
LOADS = UnitList.from_toml(UNITS)


def passed_on(value: Given) -> Given:
    """Return what another process is given."""
    again: Given = pickle.loads(pickle.dumps(value))  # noqa: S301 - written right here
    return again
