"""Strategies for every model class."""

from hypothesis import strategies
from hypothesis.strategies import SearchStrategy

from budgetperf.diagnostics import Diagnostic, Severity
from budgetperf.model import (
    AmountUnit,
    Category,
    Document,
    Funding,
    Indicator,
    PerformanceTable,
    Project,
    SpendingUnit,
    Target,
)
from budgetperf.testing.leaves import ANY_TEXT, amounts, maybe, several, spans, texts
from budgetperf.testing.meanings import readings

__all__ = [
    "categories",
    "diagnostics",
    "documents",
    "fundings",
    "indicators",
    "projects",
    "spending_units",
    "tables",
    "targets",
]


def categories(*, texts: SearchStrategy[str] = ANY_TEXT) -> SearchStrategy[Category]:
    """Return a strategy for categories of either level."""
    return strategies.builds(
        Category,
        code=maybe(texts),
        label=texts,
        category=maybe(strategies.sampled_from(["output", "benefit", "quantity", "economic_benefit"])),
        span=maybe(spans()),
    )


def targets(*, texts: SearchStrategy[str] = ANY_TEXT) -> SearchStrategy[Target]:
    """Return a strategy for targets, whose readings say what the texts do not."""
    return strategies.builds(Target, text=texts, reading=maybe(readings(texts=texts)), span=maybe(spans()))


def indicators(*, texts: SearchStrategy[str] = ANY_TEXT) -> SearchStrategy[Indicator]:
    """Return a strategy for indicators."""
    return strategies.builds(
        Indicator,
        ordinal=maybe(strategies.integers(0, 999)),
        level1=categories(texts=texts),
        level2=maybe(categories(texts=texts)),
        name=texts,
        period_target=maybe(targets(texts=texts)),
        annual_target=maybe(targets(texts=texts)),
        span=maybe(spans()),
        name_span=maybe(spans()),
    )


def fundings() -> SearchStrategy[Funding]:
    """Return a strategy for fundings, whose parts need not add up."""
    return strategies.builds(
        Funding,
        total=maybe(amounts()),
        fiscal_appropriation=maybe(amounts()),
        special_account_appropriation=maybe(amounts()),
        other_funds=maybe(amounts()),
        span=maybe(spans()),
    )


def projects(*, texts: SearchStrategy[str] = ANY_TEXT) -> SearchStrategy[Project]:
    """Return a strategy for projects, with and without indicators."""
    return strategies.builds(
        Project,
        name=texts,
        funding=fundings(),
        objective=maybe(texts),
        indicators=several(indicators(texts=texts)),
        span=maybe(spans()),
        name_span=maybe(spans()),
        objective_span=maybe(spans()),
    )


def spending_units(*, texts: SearchStrategy[str] = ANY_TEXT) -> SearchStrategy[SpendingUnit]:
    """Return a strategy for spending units."""
    return strategies.builds(
        SpendingUnit,
        name=maybe(texts),
        funding=maybe(fundings()),
        projects=several(projects(texts=texts)),
        span=maybe(spans()),
    )


def tables(*, texts: SearchStrategy[str] = ANY_TEXT) -> SearchStrategy[PerformanceTable]:
    """Return a strategy for performance tables."""
    return strategies.builds(
        PerformanceTable,
        title=maybe(texts),
        department=maybe(texts),
        department_label=maybe(texts),
        amount_unit=maybe(strategies.sampled_from(AmountUnit)),
        year=maybe(strategies.integers(2000, 2100)),
        total=maybe(fundings()),
        spending_units=several(spending_units(texts=texts)),
        span=maybe(spans()),
    )


def documents(*, texts: SearchStrategy[str] = ANY_TEXT) -> SearchStrategy[Document]:
    """Return a strategy for documents of up to two tables."""
    return strategies.builds(Document, tables=several(tables(texts=texts)))


def diagnostics() -> SearchStrategy[Diagnostic]:
    """Return a strategy for diagnostics, of codes that the catalogue need not have."""
    return strategies.builds(
        Diagnostic,
        code=strategies.from_regex(r"[RGVTA][0-9]{3}", fullmatch=True),
        severity=strategies.sampled_from(Severity),
        message=texts(),
        span=maybe(spans()),
        path=strategies.sampled_from(["", "tables[0]", "tables[0].spending_units[1].projects[3]"]),
        hint=maybe(texts()),
    )
