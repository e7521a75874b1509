"""The indicator mini-language: text to indicators and back. Only here is Lark imported."""

from budgetperf.language.clauses import Locate, quoted, read_indicators
from budgetperf.language.formatting import Dialect, format_indicators
from budgetperf.language.indicators import tokenize

__all__ = ["Dialect", "Locate", "format_indicators", "quoted", "read_indicators", "tokenize"]
