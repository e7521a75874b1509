"""The ways in: a text, a cell or a value to models."""

from collections.abc import Collection

from budgetperf.assembly import assemble
from budgetperf.dates import EARLIEST_YEAR, LATEST_YEAR
from budgetperf.diagnostics import diagnose
from budgetperf.exactness import exactly
from budgetperf.language import in_context, read_indicators, understood
from budgetperf.model import Document, Indicator, Target
from budgetperf.normalization import BLANKS, stripped
from budgetperf.readers import doubts_of, read_text
from budgetperf.repairs import chosen_repairs
from budgetperf.results import ParseResult, result_of
from budgetperf.source import SourceText, Span
from budgetperf.taxonomy import Taxonomy
from budgetperf.terms import reading_by
from budgetperf.units import UnitList

__all__ = ["parse", "parse_indicators", "parse_target"]


@exactly
def parse(
    text: str,
    *,
    name: str | None = None,
    repair: bool | Collection[str] = True,
    taxonomy: Taxonomy | None = None,
    units: UnitList | None = None,
) -> ParseResult[Document]:
    """Return the performance target tables in a text: a dump, a web page or a comma-separated table.

    The text may hold pipe tables, tab-separated tables, tables in HTML and paragraphs
    in any mixture, several tables, and tables cut by page breaks. Whatever it holds,
    there is an answer: what is not understood is a diagnostic.

    Args:
        text: A text as a tool printed it, a page of HTML, or comma-separated fields.
        name: What to call the source in messages, such as a path.
        repair: Which damage is repaired: all (True), none (False, the page as printed), or the repairs of some
            diagnostic codes; see the page on repairs in the documentation.
        taxonomy: What printed categories mean, where it is not the standard taxonomy that says it.
        units: Which measure words there are, where these are not the standard units.

    Raises:
        TypeError: if `text` is not a string, or `repair` is one, or an argument is of another type.
        ValueError: if `repair` has a code that is no repair.

    >>> text = '''单位：万元
    ... | 项目名称 | 总计 | 财政拨款 | 财政专户拨款 | 其他资金 | 绩效目标 | 绩效指标 |
    ... | 合计 | 3.00 | 3.00 | | | | |
    ... | 青禾县文化馆 | 3.00 | 3.00 | | | | |
    ... | 展览经费 | 3.00 | 3.00 | | | 办好展览。 | 1、1-产出指标；11-数量指标；场次；年度指标值：3场。 |'''
    >>> [project.name for table in parse(text).value.tables for project in table.projects]
    ['展览经费']

    """
    _require_text(text)
    repairs = chosen_repairs(repair)
    source = SourceText(text, name)
    with reading_by(taxonomy, units):
        if not text.strip(BLANKS):
            return result_of(Document(tables=()), [diagnose("R103", "the text is empty", Span(0, len(text)))], source)
        document, doubts = assemble(read_text(text), repairs=repairs)
    return result_of(document, doubts + doubts_of(text), source)


@exactly
def parse_indicators(
    text: str,
    *,
    repair: bool | Collection[str] = True,
    taxonomy: Taxonomy | None = None,
    units: UnitList | None = None,
) -> ParseResult[tuple[Indicator, ...]]:
    """Return the indicators in one cell of the column 绩效指标.

    Args:
        text: The mini-language, in any dialect.
        repair: Which damage is repaired: all (True), none (False, the page as printed), or the repairs of some
            diagnostic codes; see the page on repairs in the documentation.
        taxonomy: What printed categories mean, where it is not the standard taxonomy that says it.
        units: Which measure words there are, where these are not the standard units.

    Raises:
        TypeError: if `text` is not a string, or `repair` is one, or an argument is of another type.
        ValueError: if `repair` has a code that is no repair.

    >>> result = parse_indicators("1、1-产出指标；11-数量指标；培训人数；实施周期指标值：54人；年度指标值：54人。")
    >>> result.value[0].name, result.value[0].annual_target.text
    ('培训人数', '54人')
    >>> damaged = "1、1-产出指标；11-数量指标；培训 人数；年度指标值：54人。"
    >>> parse_indicators(damaged).value[0].name, parse_indicators(damaged, repair=False).value[0].name
    ('培训人数', '培训 人数')

    """
    _require_text(text)
    with reading_by(taxonomy, units):
        indicators, doubts = read_indicators(text, repairs=chosen_repairs(repair))
    return result_of(indicators, doubts, SourceText(text))


@exactly
def parse_target(  # noqa: PLR0913 - each option by its name
    text: str,
    *,
    name: str = "",
    level2: str = "",
    budget_year: int | None = None,
    repair: bool | Collection[str] = True,
    units: UnitList | None = None,
) -> ParseResult[Target]:
    r"""Return one target value, and what it means.

    The reading follows from the value's own words. What they leave open, the
    indicator tells: the unit of a bare number (by its name, or by a category of
    satisfaction) and whether the value but repeats the name.

    Args:
        text: The value as printed, such as ``$\geq 90\%$``.
        name: The indicator's name (三级指标).
        level2: The label or the taxonomy name of its level-2 category.
        budget_year: The year that completes a date without one. Without it, such a
            date stays ``--MM-DD``; :meth:`DateWindow.resolve` completes it later.
        repair: Which damage is repaired: all (True), none (False, the page as printed), or the repairs of some
            diagnostic codes; see the page on repairs in the documentation.
        units: Which measure words there are, where these are not the standard units.

    Raises:
        TypeError: if an argument is of another type.
        ValueError: if `budget_year` is no year from 1900 to 2199, or `repair` has a code that is no repair.

    >>> parse_target(r" $\geq 90\%$ ；").value.reading.accepts(92)
    True
    >>> parse_target("4", name="形成报告份数").value.reading.unit
    '份'
    >>> parse_target("年底前完成", budget_year=2024).value.reading.end
    '2024-12-31'

    """
    _require_text(text)
    for keyword, given in (("name", name), ("level2", level2)):
        if not isinstance(given, str):
            raise TypeError(f"expected {keyword} as a string, not {type(given).__name__}")
    _require_year(budget_year)
    start, end = stripped(text, 0, len(text))
    with reading_by(units=units):
        found = understood(text[start:end], chosen_repairs(repair))
        reading, doubts = in_context(found, name, level2, budget_year)
    span = Span(start, end)
    target = Target(text=text[start:end], normalized=found.normalized, reading=reading, span=span)
    diagnostics = [diagnose(doubt.code, doubt.message, span) for doubt in doubts]
    return result_of(target, diagnostics, SourceText(text))


def _require_text(text: object) -> None:
    if not isinstance(text, str):
        message = f"expected a text, not {type(text).__name__}; use budgetperf.read for files and bytes"
        raise TypeError(message)


def _require_year(year: object) -> None:
    if year is None:
        return
    if not isinstance(year, int) or isinstance(year, bool):
        raise TypeError(f"expected a year as an int, not {type(year).__name__}")
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise ValueError(f"expected a year from {EARLIEST_YEAR} to {LATEST_YEAR}, not {year}")
