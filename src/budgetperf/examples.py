"""The examples of the catalogue, made whole.

An example shows what matters and leaves out what is in order: rows of a table stand
below a header, clauses in a cell of such a table, and ``…`` for an objective or for
indicators that nobody doubts. ``data/examples.toml`` has what is left out.
"""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from attrs import frozen

from budgetperf.diagnostics import CatalogueEntry, ExampleForm

__all__ = ["OMITTED", "in_order", "whole_text"]

#: A cell that stands for one in order, or the end of one that goes on with clauses in order.
OMITTED = "… |"
_OBJECTIVE = "| … |"
_CLAUSE = re.compile(r"[0-9]+(?=、[0-9]-)")


@frozen
class _Project:
    objective: str
    indicators: str


@frozen(kw_only=True)
class _Frame:
    head: str
    rows: str
    clauses: str
    projects: tuple[_Project, ...]


def whole_text(entry: CatalogueEntry) -> str:
    """Return the text that the example of an entry stands for, as it is read.

    Raises:
        ValueError: if more rows leave their cells out than there are projects to take them from.

    >>> from budgetperf.diagnostics import catalogue
    >>> whole_text(catalogue()["A501"]).splitlines()[:3]
    ['项目支出绩效目标表', '部门名称：云溪市林业局', '单位：万元']
    >>> whole_text(catalogue()["V304"])
    '超过20家以上'

    """
    match entry.form:
        case ExampleForm.DOCUMENT:
            return _filled(entry.example)
        case ExampleForm.ROWS:
            return _filled(f"{_frame().head}\n{entry.example}")
        case ExampleForm.CLAUSES:
            return _filled(f"{_frame().head}\n{_frame().clauses.format(clauses=entry.example)}")
    return entry.example


def in_order() -> str:
    """Return a whole text that nothing is wrong with: what examples of rows stand in."""
    return _filled(f"{_frame().head}\n{_frame().rows}")


@cache
def _frame() -> _Frame:
    data = tomllib.loads(files("budgetperf").joinpath("data/examples.toml").read_text("utf-8"))
    projects = tuple(_Project(**project) for project in data["projects"])
    return _Frame(head=data["head"], rows=data["rows"], clauses=data["clauses"], projects=projects)


def _filled(text: str) -> str:
    projects = iter(_frame().projects)
    return "\n".join(_filled_row(row, projects) if OMITTED in row else row for row in text.split("\n"))


def _filled_row(row: str, projects: Iterator[_Project]) -> str:
    project = next(projects, None)
    if project is None:
        raise ValueError(f"no project is left for the row {row!r}")
    before, cell = row.removesuffix(" |").rsplit("| ", 1)
    if cell.endswith("…"):
        row = f"{before}| {cell.removesuffix('…')}{_from(project.indicators, len(_CLAUSE.findall(cell)))} |"
    return row.replace(_OBJECTIVE, f"| {project.objective} |")


def _from(indicators: str, count: int) -> str:
    """Return clauses numbered so that they go on behind `count` others."""
    return _CLAUSE.sub(lambda ordinal: str(int(ordinal[0]) + count), indicators)
