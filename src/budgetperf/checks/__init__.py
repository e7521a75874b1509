"""What reviewers find wrong with a document, and what leads a rule of your own through one.

:func:`budgetperf.check` is here, with the rules behind it; the public names of this module are those that rules of
others need (``docs/extending.md``).
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final

from budgetperf.checks.categories import category_doubts
from budgetperf.checks.objectives import objective_doubts
from budgetperf.checks.periods import period_doubts
from budgetperf.checks.places import PlacedProject, indicators_of, projects_of, targets_of
from budgetperf.checks.reread import reread
from budgetperf.checks.review import review_doubts
from budgetperf.checks.targets import target_doubts
from budgetperf.configuration import Configuration
from budgetperf.diagnostics import Diagnostic, Findings
from budgetperf.exactness import exactly
from budgetperf.model import Document
from budgetperf.results import ParseResult
from budgetperf.rules import Rule, distinct, require_rules
from budgetperf.taxonomy import Taxonomy
from budgetperf.terms import reading_by
from budgetperf.units import UnitList

__all__ = ["PlacedProject", "indicators_of", "projects_of", "targets_of"]

#: What is asked of the projects of a document, in the order in which findings at one place are told.
_RULES: Final = (category_doubts, target_doubts, period_doubts, objective_doubts, review_doubts)

#: A column printed apart that belongs to no project for certain, and what every project then lacks.
_COLUMN_LOST: Final = "R108"
_LACKING: Final = frozenset({"P601", "P602"})


@exactly
def check(  # noqa: PLR0913 - each option by its name
    document: Document | ParseResult[Document],
    *,
    select: Collection[str] | None = None,
    ignore: Collection[str] | None = None,
    severity: Mapping[str, str] | None = None,
    taxonomy: Taxonomy | None = None,
    units: UnitList | None = None,
    rules: Iterable[Rule] = (),
) -> tuple[Diagnostic, ...]:
    """Return what reviewers find wrong with a document, in order of place.

    Reported are sums that don't hold, categories and codes that contradict each other, targets that can't be meant
    as they are printed, and what 绩效目标审核 (财预〔2015〕88号) asks for: see ``docs/checking.md``.

    Args:
        document: What :func:`budgetperf.read` or :func:`budgetperf.parse` returned, whose diagnostics come first; or a
            document alone, made by hand or read from JSON. What only the page shows (repetitions, damaged amounts)
            is not known of it.
        select: Codes, or beginnings of codes (``"V"``, ``"V3"``), to report; all where None.
        ignore: Codes not to report. Where both fit, the longer one decides, and `ignore` where they are as long.
        severity: Codes with the severity that they are given instead of that of the catalogue.
        taxonomy: The taxonomy that the document was read by, where that is not the standard one.
        units: The units that it was read by, where these are not the standard ones.
        rules: Checks of your own, made beside ours.

    Raises:
        ExtensionFailed: if one of `rules` raises.
        TypeError: if `document` is something else, or a string is given for a collection of codes.
        ValueError: if no code begins with a selector, a severity is unknown, or two rules have one code.

    >>> from budgetperf import parse
    >>> result = parse('''单位：万元
    ... | 项目名称 | 总计 | 财政拨款 | 财政专户拨款 | 其他资金 | 绩效目标 | 绩效指标 |
    ... | 合计 | 3.00 | 3.00 | | | | |
    ... | 青禾县文化馆 | 3.00 | 3.00 | | | | |
    ... | 展览经费 | 3.00 | 2.00 | | | 办好展览。 | 1、1-产出指标；11-数量指标；场次；年度指标值：3场。 |''')
    >>> for finding in check(result, select=["A"]):
    ...     print(finding.code, finding.message)
    A502 财政拨款 of “青禾县文化馆” is 3.00, its rows add up to 2.00
    A501 总计 of “展览经费” is 3.00, its sources add up to 2.00

    """
    read: object = document.value if isinstance(document, ParseResult) else document
    if not isinstance(read, Document):
        raise TypeError(f"expected a Document or the result of reading one, not {type(document).__name__}")
    configuration = Configuration(select=select, ignore=ignore or (), severity=severity or {})
    own = distinct(rules)
    require_rules((*(select or ()), *(ignore or ()), *(severity or ())), own)
    with reading_by(taxonomy, units):
        return Findings(configuration.applied(_found(document, own)))


def _found(document: Document | ParseResult[Document], rules: Iterable[Rule]) -> list[Diagnostic]:
    """Return every doubt; a result brings those of its readers, which saw the page."""
    if isinstance(document, ParseResult):
        lost = {doubt.path for doubt in document.diagnostics if doubt.code == _COLUMN_LOST}
        told = {(doubt.code, doubt.span, doubt.path) for doubt in document.diagnostics}
        reviewed = (doubt for doubt in _reviewed(document.value, rules) if not _is_explained(doubt, lost))
        # Whoever hands over a result with what was found in it before is not told it twice.
        found = [*document.diagnostics, *(each for each in reviewed if (each.code, each.span, each.path) not in told)]
    else:
        found = [*reread(document), *_reviewed(document, rules)]
    found.sort(key=lambda doubt: (doubt.span.start, doubt.span.end) if doubt.span else (-1, -1))
    return found


def _is_explained(doubt: Diagnostic, tables: Collection[str]) -> bool:
    """Tell whether a project lacks but what its table's readers could not give back to it."""
    return doubt.code in _LACKING and doubt.path.partition(".")[0] in tables


def _reviewed(document: Document, rules: Iterable[Rule]) -> Iterator[Diagnostic]:
    projects = list(projects_of(document))
    for doubts in _RULES:
        yield from doubts(projects)
    for rule in rules:
        yield from rule.found_in(document)
