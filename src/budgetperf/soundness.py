"""What is doubtful about a model in itself, wherever it comes from.

The readers say it of what they have just read, and :func:`budgetperf.check` of any document, so that both say the
same in the same words. What only the page shows (a repetition, a lost hyphen) is the readers' alone.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Final

from budgetperf.building import builder
from budgetperf.diagnostics import Diagnostic, diagnose, quoted
from budgetperf.exactness import EXACT
from budgetperf.misreadings import misread_sign
from budgetperf.model import Category, Funding, Indicator, PerformanceTable, Project
from budgetperf.quantities import plain
from budgetperf.source import Span
from budgetperf.taxonomy import taxonomy_in_force

__all__ = [
    "AMOUNTS",
    "bare_department",
    "category_doubts",
    "funding_doubts",
    "go_together",
    "hull",
    "indicator_doubts",
    "missing_target_doubts",
    "no_amount_doubt",
    "no_name_doubt",
    "project_doubts",
    "sign_doubts",
    "sum_doubts",
    "summed",
    "table_doubts",
]

_span = builder(Span)
#: The amounts of a row with the headings of their columns.
AMOUNTS: Final = {
    "total": "总计",
    "fiscal_appropriation": "财政拨款",
    "special_account_appropriation": "财政专户拨款",
    "other_funds": "其他资金",
}
_SOURCES: Final = tuple(AMOUNTS)[1:]
_QUALIFIER: Final = re.compile(r"[（(](?:部门|本级|本部|机关|汇总|含下属[^）)]*)[）)]$")


def hull(spans: Iterable[Span | None]) -> Span | None:
    """Return the least span that holds all of `spans`, or None where there are none.

    >>> hull([Span(5, 7), None, Span(2, 3)])
    Span(start=2, end=7)
    """
    printed = [span for span in spans if span is not None]
    return _span(min([span.start for span in printed]), max([span.end for span in printed])) if printed else None


def bare_department(name: str) -> str:
    """Return a department's name without （部门） or （本级）.

    >>> bare_department("文化局（本级）")
    '文化局'
    """
    return _QUALIFIER.sub("", name)


# --- indicators -------------------------------------------------------------------------------


def indicator_doubts(indicator: Indicator, due: int, path: str) -> Iterator[Diagnostic]:
    """Yield what is doubtful about an indicator's head, categories and name; `due` is the ordinal that should come."""
    if indicator.ordinal is None:
        message = "the ordinal is missing; the categories mark where the indicator begins"
        yield diagnose("G207", message, indicator.span, path)
    elif indicator.ordinal != due:
        message = f"ordinal {indicator.ordinal} stands where {due} is due"
        yield diagnose("G204", message, indicator.span, f"{path}.ordinal")
    level1, level2 = indicator.level1, indicator.level2
    yield from category_doubts(level1, 1, f"{path}.level1")
    if level2 is None:
        yield diagnose("T405", "the level-2 category is missing", indicator.span, f"{path}.level2")
    else:
        yield from category_doubts(level2, 2, f"{path}.level2")
        if not go_together(level1, level2):
            message = f"{level2.category} does not belong under {level1.category}"
            yield diagnose("T402", message, hull((level1.span, level2.span)), f"{path}.level2")
    if not indicator.name:
        yield diagnose("G209", "the indicator has no name", indicator.span, f"{path}.name")


def go_together(level1: Category, level2: Category) -> bool:
    """Tell whether a level-2 category may stand under a level-1 category; of unknown ones, nothing is known.

    In 2013 satisfaction stood under 效果; the codes came later, and have it under 3 alone.
    """
    if level1.category is None or level2.category is None:
        return True
    taxonomy = taxonomy_in_force()
    if not taxonomy.belongs(level2.category, level1.category):
        # One of another taxonomy is as unknown here as none.
        return not (taxonomy.has(1, level1.category) and taxonomy.has(2, level2.category))
    if level1.code is None or level2.code is None or level2.code.startswith(level1.code):
        return True
    if taxonomy.resolve(1, level2.code[:1], "").category is None and taxonomy.resolve(2, level2.code, "").category:
        return True  # by the codes of another taxonomy, which need not begin with those of their parents
    return not (_is_sound(level1, 1) and _is_sound(level2, 2))


def _is_sound(category: Category, level: int) -> bool:
    return taxonomy_in_force().resolve(level, category.code, category.label).sound


def category_doubts(category: Category, level: int, path: str) -> Iterator[Diagnostic]:
    """Yield what is doubtful about the code and the label of a category of `level`."""
    code, label = category.code, category.label
    resolution = taxonomy_in_force().resolve(level, code, label)
    if not label and category.category is None:
        yield diagnose("T401", "no label is printed", category.span, path)
        return
    if resolution.sound:
        return
    if not resolution.label_known:
        message = f"label {quoted(label)} is not in the taxonomy{_decided(category, level)}"
        yield diagnose("T401", message, category.span, path)
    elif not resolution.code_known:
        message = f"code {code} is not in the taxonomy at level {level}; {quoted(label)} decides"
        yield diagnose("T404", message, category.span, path)
    else:
        message = f"code {code} and label {quoted(label)} name different categories; the label decides"
        yield diagnose("T403", message, category.span, path)


def _decided(category: Category, level: int) -> str:
    """Return what decided the category of a label that is not in the taxonomy."""
    taxonomy = taxonomy_in_force()
    by_code = taxonomy.resolve(level, category.code, "").category
    meant = taxonomy.repaired(level, category.code, category.label)
    if meant and taxonomy.resolve(level, None, meant).category == category.category:
        return f"; read as {meant}{', as its code says' if by_code else ''}"
    return f"; its code says {by_code}" if by_code else ""


def missing_target_doubts(indicator: Indicator, path: str) -> Iterator[Diagnostic]:
    """Yield which targets of an indicator are not printed."""
    if indicator.period_target is None:
        message = "the implementation-period target is missing"
        yield diagnose("G210", message, indicator.span, f"{path}.period_target")
    if indicator.annual_target is None:
        yield diagnose("G202", "the annual target is missing", indicator.span, f"{path}.annual_target")


def sign_doubts(indicator: Indicator, path: str) -> Iterator[Diagnostic]:
    """Yield a digit in one target of an indicator that is probably the sign that the other target has."""
    period, annual = indicator.period_target, indicator.annual_target
    if period is None or annual is None:
        return
    for name, target, other in (("period_target", period, annual), ("annual_target", annual, period)):
        misread = misread_sign(target.reading, other.reading)
        if misread:
            yield diagnose("V308", misread, target.span, f"{path}.{name}")


# --- projects and tables ------------------------------------------------------------------------


def project_doubts(project: Project, path: str) -> Iterator[Diagnostic]:
    """Yield whether a project has no name, no amount, or a negative one."""
    if not project.name:
        yield no_name_doubt(project.span, path)
    if all(getattr(project.funding, name) is None for name in AMOUNTS):
        yield no_amount_doubt(project.name, project.span, path)
    yield from funding_doubts(project.funding, f"{path}.funding")


def no_name_doubt(span: Span | None, path: str) -> Diagnostic:
    """Return the doubt about a project of which no name is printed."""
    return diagnose("R133", "the name of a project is not printed", span, f"{path}.name")


def no_amount_doubt(name: str, span: Span | None, path: str) -> Diagnostic:
    """Return the doubt about a project of which no amount is printed."""
    return diagnose("A508", f"the project {quoted(name)} has no amount", span, f"{path}.funding")


def funding_doubts(funding: Funding, path: str) -> Iterator[Diagnostic]:
    """Yield the amounts of a row that are negative, and those that are no numbers one can add up (NaN)."""
    for name in AMOUNTS:
        amount: Decimal | None = getattr(funding, name)
        if amount is None:
            continue
        number = plain(amount)
        if number is None:
            yield diagnose("A505", f"the amount {quoted(str(amount))} can't be read as a number", funding.span, path)
        elif amount < 0:
            yield diagnose("A509", f"the amount {quoted(number)} is negative", funding.span, path)


def _amount(funding: Funding, name: str) -> Decimal | None:
    """Return an amount of a row; None where it is no number one can add up."""
    amount: Decimal | None = getattr(funding, name)
    return None if amount is None or plain(amount) is None else amount


def table_doubts(table: PerformanceTable, path: str) -> Iterator[Diagnostic]:
    """Yield which captions and rows a table lacks, and whether its first unit is called otherwise than it."""
    if table.amount_unit is None:
        yield diagnose("R104", "no unit of amounts is printed", table.span, f"{path}.amount_unit")
    if table.department is None:
        yield diagnose("R112", "no department is printed", table.span, f"{path}.department")
    if table.total is None:
        yield diagnose("R118", "no 合计 row is printed", table.span, f"{path}.total")
    first = table.spending_units[0] if table.spending_units else None
    if first is None:
        return
    if first.name is None:
        message = "projects stand without a spending unit's row"
        yield diagnose("R115", message, first.span, f"{path}.spending_units[0]")
    elif len(table.spending_units) == 1 and _is_another(first.name, table.department or ""):
        message = f"the spending unit is named {quoted(first.name)}, the department {quoted(table.department or '')}"
        yield diagnose("A504", message, first.span, f"{path}.spending_units[0].name")


def summed(amounts: Iterable[Decimal | None]) -> Decimal:
    """Return the exact sum of amounts; one that is not printed counts as nothing."""
    total = Decimal(0)
    for amount in amounts:
        if amount is not None:
            total = EXACT.add(total, amount)
    return total


def _is_another(unit: str, department: str) -> bool:
    return bool(unit and department) and unit != bare_department(department)


def sum_doubts(table: PerformanceTable, path: str) -> Iterator[Diagnostic]:
    """Yield the sums that don't hold, to the last printed digit."""
    if table.total is not None:
        units = [unit.funding for unit in table.spending_units if unit.funding is not None]
        members = units or [project.funding for project in table.projects]
        yield from _column_doubts("合计", table.total, members, table.span, f"{path}.total")
        yield from _source_doubts("合计", table.total, f"{path}.total")
    for number, unit in enumerate(table.spending_units):
        place = f"{path}.spending_units[{number}]"
        if unit.funding is not None:
            name = quoted(unit.name or "")
            members = [project.funding for project in unit.projects]
            yield from _column_doubts(name, unit.funding, members, unit.span, f"{place}.funding")
            yield from _source_doubts(name, unit.funding, f"{place}.funding")
        for index, project in enumerate(unit.projects):
            yield from _source_doubts(quoted(project.name), project.funding, f"{place}.projects[{index}].funding")


def _column_doubts(
    name: str, whole: Funding, members: Sequence[Funding], span: Span | None, path: str
) -> Iterator[Diagnostic]:
    """Yield the columns in which `whole`, whose row is at `span`, is not the sum of its members."""
    for attribute, heading in AMOUNTS.items():
        amount = _amount(whole, attribute)
        rows = summed(_amount(member, attribute) for member in members)
        if rows != (amount or 0):
            printed = "not printed" if amount is None else f"{amount:f}"
            message = f"{heading} of {name} is {printed}, its rows add up to {rows:f}"
            yield diagnose("A502", message, whole.span or span, path)


def _source_doubts(name: str, funding: Funding, path: str) -> Iterator[Diagnostic]:
    """Yield whether 总计 is not the sum of the sources that are printed."""
    total, sources = _amount(funding, "total"), [_amount(funding, source) for source in _SOURCES]
    added = summed(sources)
    if total is not None and any(source is not None for source in sources) and added != total:
        message = f"总计 of {name} is {total:f}, its sources add up to {added:f}"
        yield diagnose("A501", message, funding.span, path)
