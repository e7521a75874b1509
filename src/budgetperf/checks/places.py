"""The parts of a document with the paths that lead to them."""

from collections.abc import Iterator

from attrs import frozen

from budgetperf.model import Document, Indicator, PerformanceTable, Project, SpendingUnit, Target

__all__ = ["PlacedProject", "indicators_of", "projects_of", "targets_of"]

_TARGETS = ("period_target", "annual_target")


@frozen
class PlacedProject:
    """A project and where it stands."""

    table: PerformanceTable
    unit: SpendingUnit
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
    """Yield every project, in printed order."""
    for number, table in enumerate(document.tables):
        for place, unit in enumerate(table.spending_units):
            for index, project in enumerate(unit.projects):
                yield PlacedProject(table, unit, project, f"tables[{number}].spending_units[{place}].projects[{index}]")


def indicators_of(place: PlacedProject) -> Iterator[tuple[str, Indicator]]:
    """Yield the indicators of a project with their paths."""
    for number, indicator in enumerate(place.project.indicators):
        yield f"{place.path}.indicators[{number}]", indicator


def targets_of(indicator: Indicator, path: str, *, each: bool = False) -> Iterator[tuple[str, Target]]:
    """Yield the targets that are printed with their paths; of two that say the same in the same words the first.

    With `each`, both are yielded.
    """
    before: str | None = None
    for name in _TARGETS:
        target: Target | None = getattr(indicator, name)
        if target is not None and (each or target.normalized != before):
            yield f"{path}.{name}", target
            before = target.normalized
