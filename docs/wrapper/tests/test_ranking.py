"""The ranking counts every indicator once, and does not depend on the order of the bulletins."""

from decimal import Decimal
from random import Random

from accountable import Standing, ranking
from hypothesis import given
from hypothesis import strategies as st

from budgetperf import Document, ParseResult, SourceText, parse, to_records
from budgetperf.testing import documents, sound_documents

TWO_DEPARTMENTS = """\
2025年项目支出绩效目标表

部门名称：澜泽省水利厅

单位：万元

| 项目名称 | 总计 | 财政拨款 | 财政专户拨款 | 其他资金 | 绩效目标 | 绩效指标 |
|---|---|---|---|---|---|---|
| 合计 | 12.50 | 12.50 | | | | |
| 堤防巡查 | 12.50 | 12.50 | | | 汛期无险情。 | 1、1-产出指标；11-数量指标；巡查次数；年度指标值：≥24次。2、2-效益指标；22-社会效益指标；群众安全感；年度指标值：持续提升。 |

2025年项目支出绩效目标表

部门名称：澜泽省林业厅

单位：元

| 项目名称 | 总计 | 财政拨款 | 财政专户拨款 | 其他资金 | 绩效目标 | 绩效指标 |
|---|---|---|---|---|---|---|
| 合计 | 80000.00 | 80000.00 | | | | |
| 补植补造 | 80000.00 | 80000.00 | | | 林相完整。 | 1、1-产出指标；11-数量指标；补植株数；年度指标值：≥3000株。 |
"""


def result_of(document: Document) -> ParseResult[Document]:
    """Return a document as if it had been read."""
    return ParseResult(value=document, diagnostics=(), source=SourceText(""))


def test_departments_are_ranked() -> None:
    """The share of what can be measured comes first, then the money, in yuan whatever the table is in."""
    assert ranking([parse(TWO_DEPARTMENTS)]) == [
        Standing(department="澜泽省林业厅", indicators=1, measurable=1, yuan=Decimal(80000)),
        Standing(department="澜泽省水利厅", indicators=2, measurable=1, yuan=Decimal(125000)),
    ]


@given(st.lists(sound_documents(), max_size=3), st.randoms())
def test_the_order_of_bulletins_does_not_matter(found: list[Document], random: Random) -> None:
    """Whichever comes first, the ranking is the same; all that a sound table promises can be measured."""
    results = [result_of(document) for document in found]
    standings = ranking(results)
    random.shuffle(results)

    assert standings == ranking(results)
    assert {1.0} >= {standing.share for standing in standings}


@given(documents())
def test_no_indicator_is_lost(document: Document) -> None:
    """However strange a document, each of its indicators is counted once."""
    counted = sum(standing.indicators for standing in ranking([result_of(document)]))

    assert counted == sum(row["indicator"] is not None for row in to_records(document))
