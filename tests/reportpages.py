"""Report pages for tests: how they are made, what is taken out of them, and a document that attacks them."""

import json
import re
from typing import Any

from attrs import evolve

import budgetperf
from budgetperf import Document, ParseResult, SourceText
from commandline import HEADER

_DATA = re.compile(r'<script type="application/json" id="data">(.*?)</script>', re.DOTALL)

#: Words that would do something if they were ever taken for markup, a link, a template or a formula.
ATTACKS = (
    "<script>window.attacked=1</script>",
    '"><img src=x onerror="window.attacked=2">',
    "</script><script>window.attacked=3</script>",
    "<!--<script>",
    "]]></style></noscript><svg onload=window.attacked=4>",
    "javascript:window.attacked=5",
    "{{script}}{{data}}",
    "\u202e倒写\u2066\u200f",
    "a\u2028b\u2029c",
    "=HYPERLINK(1)",
    "\U00020bb7野家\U0001f600",
    "&lt;b&gt;&amp;",
)


def checked(text: str, name: str = "表.txt") -> ParseResult[Document]:
    """Return what is read from a text, with what is found in it."""
    result = budgetperf.parse(text)
    result = evolve(result, source=SourceText(text, name=name))
    return evolve(result, diagnostics=budgetperf.check(result))


def data_of(page: str) -> dict[str, Any]:
    """Return the data that a page carries."""
    (found,) = _DATA.findall(page)
    data: dict[str, Any] = json.loads(found)
    return data


def dump(projects: int, *, words: str = "", unit: str = "清溪县林业局", indicators: int = 3) -> str:
    """Return the dump of an invented department with as many projects, whose names, objectives and values hold `words`."""
    clauses = (
        "1、1-产出指标；11-数量指标；{words}养护里程；实施周期指标值：≥{n}公里；年度指标值：≥{n}公里{words}。",
        "2、2-效益指标；22-社会效益指标；受益村民感受；实施周期指标值：稳步提升；年度指标值：稳步提升。",
        "3、3-满意度指标；31-服务对象满意度指标；村民满意度；实施周期指标值：≥90%；年度指标值：≥90%。",
    )[:indicators]
    rows = "".join(
        f"| {words}第{n}号林道养护 | {n}.50 | {n}.50 | | | 养护第{n}号林道{words}。 | {''.join(clauses).format(n=n, words=words)} |\n"
        for n in range(1, projects + 1)
    )
    total = f"{projects * (projects + 1) // 2 + projects * 0.5:.2f}"
    sums = "".join(f"| {name} | {total} | {total} | | | | |\n" for name in ("合计", unit))
    return f"项目支出绩效目标表\n部门名称：{unit}\n年度：2025\n单位：万元\n{HEADER}\n|---|---|---|---|---|---|---|\n{sums}{rows}"
