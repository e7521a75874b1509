"""The parts of a document with the paths that lead to them."""

from collections.abc import Iterator

from attrs import frozen

from budgetperf.model import Document, Indicator, PerformanceTable, Project, SpendingUnit, Target

__all__ = ["PlacedProject", "indicators_of", "projects_of", "targets_of"]

_TARGETS = ("period_target", "annual_target")


@frozen(kw_only=True)
class PlacedProject:
    """A project and where it stands, as :func:`projects_of` yields it."""

    #: The table that it is printed in.
    table: PerformanceTable
    #: The spending unit (资金使用单位) that it belongs to.
    unit: SpendingUnit
    #: The project itself.
    project: Project
    #: Such as ``tables[0].spending_units[1].projects[3]``.
    path: str

    @property
    def has_money(self) -> bool:
        """Whether the project is given money."""
        funding = self.project.funding
        amounts = (
            funding.total, funding.fiscal_appropriation, funding.special_account_appropriation, funding.other_funds,
        )  # fmt: skip
        return any(amount is not None and amount.is_finite() and amount > 0 for amount in amounts)


def projects_of(document: Document) -> Iterator[PlacedProject]:
    """Yield every project of `document` with its path, in printed order.

    >>> from budgetperf import parse
    >>> document = parse('''单位：万元
    ... | 项目名称 | 总计 | 财政拨款 | 财政专户拨款 | 其他资金 | 绩效目标 | 绩效指标 |
    ... | 青禾县文化馆 | 3.00 | 3.00 | | | | |
    ... | 展览经费 | 3.00 | 3.00 | | | 办好展览。 | 1、1-产出指标；11-数量指标；场次；年度指标值：3场。 |''').value
    >>> [(place.project.name, place.path) for place in projects_of(document)]
    [('展览经费', 'tables[0].spending_units[0].projects[0]')]

    """
    for number, table in enumerate(document.tables):
        for place, unit in enumerate(table.spending_units):
            for index, project in enumerate(unit.projects):
                path = f"tables[{number}].spending_units[{place}].projects[{index}]"
                yield PlacedProject(table=table, unit=unit, project=project, path=path)


def indicators_of(place: PlacedProject) -> Iterator[tuple[str, Indicator]]:
    """Yield the indicators of the project at `place` with their paths, in printed order.

    >>> from budgetperf import parse
    >>> [place] = projects_of(parse('''单位：万元
    ... | 项目名称 | 总计 | 财政拨款 | 财政专户拨款 | 其他资金 | 绩效目标 | 绩效指标 |
    ... | 青禾县文化馆 | 3.00 | 3.00 | | | | |
    ... | 展览经费 | 3.00 | 3.00 | | | 办好展览。 | 1、1-产出指标；11-数量指标；场次；年度指标值：3场。 |''').value)
    >>> [(path, indicator.name) for path, indicator in indicators_of(place)]
    [('tables[0].spending_units[0].projects[0].indicators[0]', '场次')]

    """
    for number, indicator in enumerate(place.project.indicators):
        yield f"{place.path}.indicators[{number}]", indicator


def targets_of(indicator: Indicator, path: str, *, each: bool = False) -> Iterator[tuple[str, Target]]:
    """Yield the targets of `indicator` that are printed, with their paths, which begin with `path`.

    Where both targets say the same in the same words, the first is yielded; with `each`, both are.

    >>> from budgetperf import Indicator, Target
    >>> indicator = Indicator(1, None, None, "场次", Target("3场"), Target("3场"))
    >>> [path for path, target in targets_of(indicator, "indicators[0]")]
    ['indicators[0].period_target']
    >>> [path for path, target in targets_of(indicator, "indicators[0]", each=True)]
    ['indicators[0].period_target', 'indicators[0].annual_target']

    """
    before: str | None = None
    for name in _TARGETS:
        target: Target | None = getattr(indicator, name)
        if target is not None and (each or target.normalized != before):
            yield f"{path}.{name}", target
            before = target.normalized
