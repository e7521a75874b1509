"""The two mini-languages: text to indicators and readings, and back. Only here is Lark imported."""

from budgetperf.language.clauses import Locate, read_indicators
from budgetperf.language.formatting import Dialect, format_indicators
from budgetperf.language.indicators import tokenize
from budgetperf.language.phrasing import format_target
from budgetperf.language.understanding import in_context, understood
from budgetperf.language.vocabulary import one_of

__all__ = [
    "Dialect",
    "Locate",
    "format_indicators",
    "format_target",
    "in_context",
    "one_of",
    "read_indicators",
    "tokenize",
    "understood",
]
