"""The cells of seed 002 in the two grammar tools that are nearest: parsimonious (PEG) and pyparsing.

Each grammar says of a cell what the pattern of :mod:`plain_script` says, and no more; numbers are read by that script's
own pattern. So what differs is only how a cell is cut, and the results are equal.
"""

from collections.abc import Sequence
from typing import Any

import parsimonious
import pyparsing
from parsimonious.nodes import Node
from plain_script import PlainIndicator, read_value

__all__ = ["PARSERS"]

_PEG = parsimonious.Grammar(
    r"""
    cell    = clause*
    clause  = ordinal "、" code1 "-" label "；" code2 "-" label "；" name "；实施周期指标值" colon period "；年度指标值" colon annual "。"
    ordinal = ~"[0-9]+"
    code1   = ~"[0-9]"
    code2   = ~"[0-9]{2}"
    label   = ~"[^；]+"
    colon   = ~"[：:]"
    name    = ~"(?:(?!；实施周期指标值[：:]).)*"
    period  = ~"(?:(?!；年度指标值[：:]).)*"
    annual  = ~"(?:(?!。(?:[0-9]+、[0-9]-|$)).)*"
    """
)


class _Fields(parsimonious.NodeVisitor):  # type: ignore[misc]  # parsimonious has no types
    """Makes of each clause the fields that the plain script returns."""

    def visit_cell(self, _: Node, clauses: list[PlainIndicator]) -> list[PlainIndicator]:
        """Return the indicators of a cell."""
        return clauses

    def visit_clause(self, _: Node, parts: Sequence[Any]) -> PlainIndicator:
        """Return an indicator; its signs stand between."""
        ordinal, _, code1, _, label1, _, code2, _, label2, _, name, _, _, period, _, _, annual, _ = parts
        return int(ordinal), code1, label1, code2, label2, name, read_value(period), read_value(annual)

    def generic_visit(self, node: Node, children: list[Any]) -> Any:  # noqa: ANN401 - as parsimonious has it
        """Return the words of a part, or the clauses of a cell."""
        return children or node.text


def _by_parsimonious(cell: str) -> list[PlainIndicator]:
    found: list[PlainIndicator] = _Fields().visit(_PEG.parse(cell))
    return found


def _pyparsing_cell() -> pyparsing.ParserElement:
    words, sign = pyparsing.Regex, pyparsing.Suppress
    label, colon = words("[^；]+"), sign(words("[：:]"))
    heads = words("[0-9]+") + sign("、") + words("[0-9]") + sign("-") + label + sign("；")
    level2 = words("[0-9]{2}") + sign("-") + label + sign("；")
    name = words("(?:(?!；实施周期指标值[：:]).)*")
    period = sign("；实施周期指标值") + colon + words("(?:(?!；年度指标值[：:]).)*")
    annual = sign("；年度指标值") + colon + words("(?:(?!。(?:[0-9]+、[0-9]-|$)).)*")
    clause = (heads + level2 + name + period + annual + sign("。")).leave_whitespace()
    return pyparsing.ZeroOrMore(clause.set_parse_action(_fields)).leave_whitespace()


def _fields(parts: pyparsing.ParseResults) -> PlainIndicator:
    ordinal, code1, label1, code2, label2, name, period, annual = parts
    return int(ordinal), code1, label1, code2, label2, name, read_value(period), read_value(annual)


_CELL = _pyparsing_cell()


def _by_pyparsing(cell: str) -> list[PlainIndicator]:
    return list(_CELL.parse_string(cell, parse_all=True))


#: What reads a cell, by the name of the tool.
PARSERS = {"parsimonious": _by_parsimonious, "pyparsing": _by_pyparsing}
