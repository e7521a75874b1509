"""What differs between two documents: `diff`, what it returns, and how that is written for people and programs."""

from attrs import evolve

from budgetperf.comparing.amounts import AmountChange
from budgetperf.comparing.data import diff_json
from budgetperf.comparing.demands import OutcomeRange, TargetVerdict
from budgetperf.comparing.differences import (
    Difference,
    DifferenceStatus,
    IndicatorDifference,
    ProjectDifference,
    TableDifference,
    TargetChange,
    TextChange,
    UnitDifference,
)
from budgetperf.comparing.documents import compared
from budgetperf.comparing.names import THRESHOLD
from budgetperf.comparing.page import diff_html
from budgetperf.comparing.text import diff_text
from budgetperf.model import Document
from budgetperf.results import ParseResult
from budgetperf.terms import reading_by
from budgetperf.units import UnitList

__all__ = [
    "THRESHOLD",
    "AmountChange",
    "Difference",
    "DifferenceStatus",
    "IndicatorDifference",
    "OutcomeRange",
    "ProjectDifference",
    "TableDifference",
    "TargetChange",
    "TargetVerdict",
    "TextChange",
    "UnitDifference",
    "diff",
    "diff_html",
    "diff_json",
    "diff_text",
]


def diff(
    old: Document | ParseResult[Document],
    new: Document | ParseResult[Document],
    *,
    threshold: float = THRESHOLD,
    units: UnitList | None = None,
) -> Difference:
    """Return what differs between two documents, such as last year's and this year's.

    Tables are the same by department, spending units by name within a table, projects by name within the document
    and indicators by category and name within a project: first by the name as it stands (width, blanks, quotes,
    brackets and dashes aside), then without its years, and of what is left those whose names are alike. Amounts are
    converted exactly, targets compared by their readings. ``diff(new, old)`` tells the same the other way round.

    >>> from budgetperf import parse_indicators
    >>> from budgetperf.model import Funding, PerformanceTable, Project, SpendingUnit
    >>> def document(target):
    ...     clause = f"1、1-产出指标；11-数量指标；养护里程；实施周期指标值：{target}；年度指标值：{target}。"
    ...     indicators = parse_indicators(clause).value
    ...     project = Project(name="林道养护", funding=Funding(), objective=None, indicators=indicators)
    ...     unit = SpendingUnit(name=None, funding=None, projects=(project,))
    ...     table = PerformanceTable(
    ...         title=None, department="清溪县林业局", department_label=None, amount_unit=None, year=None, total=None,
    ...         spending_units=(unit,),
    ...     )
    ...     return Document(tables=(table,))
    >>> [project] = diff(document("≥12公里"), document("≥15000米")).projects
    >>> project.indicators[0].targets[0]
    TargetChange(which='period_target', old='≥12公里', new='≥15000米', verdict='raised', outcomes='narrower', note='')
    >>> bool(diff(document("≥12公里"), document("≥12公里")))
    False

    Args:
        old: A document, or what ``parse`` or ``read`` returned.
        new: Another.
        threshold: The least score, from 0 to 1, that makes two names one. 1 leaves only those whose
            characters are the same.
        units: The units that the documents were read by, where these are not the standard ones.

    Raises:
        TypeError: if given something else.
        ValueError: if the threshold lies outside 0 and 1.

    """
    if not 0 <= threshold <= 1:
        raise ValueError(f"the threshold must lie within 0 and 1, not {threshold}")
    with reading_by(units=units):
        found = compared(_document(old), _document(new), threshold)
    return evolve(found, old_name=_name(old), new_name=_name(new))


def _document(given: Document | ParseResult[Document]) -> Document:
    document = given.value if isinstance(given, ParseResult) else given
    # A caller without a type checker may hand in anything.
    if not isinstance(document, Document):
        raise TypeError(f"expected a Document or a ParseResult of one, not {type(document).__name__}")
    return document


def _name(given: Document | ParseResult[Document]) -> str | None:
    return given.source.name if isinstance(given, ParseResult) else None
