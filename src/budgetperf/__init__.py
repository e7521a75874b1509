"""Read Chinese government performance target tables into immutable, typed models.

In the document: 项目支出绩效目标表, the project expenditure performance target
table. :func:`parse` takes a whole text, :func:`read` any supported file,
:func:`parse_indicators` one indicator cell and :func:`parse_target` one value;
:func:`check` tells what is doubtful about a document, :func:`diff` what differs
between two.

Names are loaded when they are first asked for, so importing the package costs
next to nothing.
"""

# As from typing, which is worth more milliseconds than all the rest of this file.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from budgetperf.checks import check
    from budgetperf.comparing import (
        AmountChange,
        Difference,
        DifferenceStatus,
        IndicatorDifference,
        OutcomeRange,
        ProjectDifference,
        TableDifference,
        TargetChange,
        TargetVerdict,
        TextChange,
        UnitDifference,
        diff,
        diff_html,
        diff_json,
        diff_text,
    )
    from budgetperf.configuration import Configuration
    from budgetperf.corpus import Corpus, concat
    from budgetperf.diagnostics import CatalogueEntry, Diagnostic, ExampleForm, Findings, Severity, catalogue
    from budgetperf.errors import (
        BudgetPerfError,
        ExtensionFailed,
        FormatError,
        LimitExceeded,
        MissingExtra,
        NewerFormatWarning,
        ParseFailed,
        UnsupportedFormatVersion,
        Unwritable,
    )
    from budgetperf.interchange import dump, dumps, from_dict, json_schema, load, loads, make_converter, to_dict
    from budgetperf.language import Dialect, format_indicators, format_target
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
    from budgetperf.opening import Sniffed, debug_svg, read, sniff
    from budgetperf.parsing import parse, parse_indicators, parse_target
    from budgetperf.readers.limits import Limits
    from budgetperf.readers.others import Reader
    from budgetperf.readings import (
        AllOf,
        Boolean,
        Change,
        Comparator,
        DateWindow,
        Direction,
        Grade,
        Missing,
        MissingReason,
        Precision,
        Qualitative,
        Quantity,
        Reading,
        Reference,
        Scoring,
        Trend,
        is_measurable,
    )
    from budgetperf.records import COLUMNS, to_records
    from budgetperf.rendering import render
    from budgetperf.repairs import REPAIRS
    from budgetperf.results import ParseResult
    from budgetperf.rules import Remark, Rule
    from budgetperf.source import Place, Position, SourceText, Span
    from budgetperf.taxonomy import Resolution, Taxonomy, TaxonomyEntry, standard_taxonomy
    from budgetperf.units import Unit, UnitClass, UnitList, standard_units

__version__ = "0.1.0.dev0"

__all__ = [
    "COLUMNS",
    "REPAIRS",
    "AllOf",
    "AmountChange",
    "AmountUnit",
    "Boolean",
    "BudgetPerfError",
    "CatalogueEntry",
    "Category",
    "Change",
    "Comparator",
    "Configuration",
    "Corpus",
    "DateWindow",
    "Diagnostic",
    "Dialect",
    "Difference",
    "DifferenceStatus",
    "Direction",
    "Document",
    "ExampleForm",
    "ExtensionFailed",
    "Findings",
    "FormatError",
    "Funding",
    "Grade",
    "Indicator",
    "IndicatorDifference",
    "LimitExceeded",
    "Limits",
    "Missing",
    "MissingExtra",
    "MissingReason",
    "NewerFormatWarning",
    "OutcomeRange",
    "ParseFailed",
    "ParseResult",
    "PerformanceTable",
    "Place",
    "Position",
    "Precision",
    "Project",
    "ProjectDifference",
    "Qualitative",
    "Quantity",
    "Reader",
    "Reading",
    "Reference",
    "Remark",
    "Resolution",
    "Rule",
    "Scoring",
    "Severity",
    "Sniffed",
    "SourceText",
    "Span",
    "SpendingUnit",
    "TableDifference",
    "Target",
    "TargetChange",
    "TargetVerdict",
    "Taxonomy",
    "TaxonomyEntry",
    "TextChange",
    "Trend",
    "Unit",
    "UnitClass",
    "UnitDifference",
    "UnitList",
    "UnsupportedFormatVersion",
    "Unwritable",
    "catalogue",
    "check",
    "concat",
    "debug_svg",
    "diff",
    "diff_html",
    "diff_json",
    "diff_text",
    "dump",
    "dumps",
    "format_indicators",
    "format_target",
    "from_dict",
    "is_measurable",
    "json_schema",
    "load",
    "loads",
    "make_converter",
    "parse",
    "parse_indicators",
    "parse_target",
    "read",
    "render",
    "sniff",
    "standard_taxonomy",
    "standard_units",
    "to_dict",
    "to_records",
]

# Where each name lives, for the interpreter what the imports above are for a type checker.
_MODULES = {
    "checks": ("check",),
    "comparing": (
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
    ),
    "configuration": ("Configuration",),
    "corpus": ("Corpus", "concat"),
    "diagnostics": ("CatalogueEntry", "Diagnostic", "ExampleForm", "Findings", "Severity", "catalogue"),
    "errors": (
        "BudgetPerfError",
        "ExtensionFailed",
        "FormatError",
        "LimitExceeded",
        "MissingExtra",
        "NewerFormatWarning",
        "ParseFailed",
        "UnsupportedFormatVersion",
        "Unwritable",
    ),
    "interchange": ("dump", "dumps", "from_dict", "json_schema", "load", "loads", "make_converter", "to_dict"),
    "language": ("Dialect", "format_indicators", "format_target"),
    "model": (
        "AmountUnit",
        "Category",
        "Document",
        "Funding",
        "Indicator",
        "PerformanceTable",
        "Project",
        "SpendingUnit",
        "Target",
    ),
    "opening": ("Sniffed", "debug_svg", "read", "sniff"),
    "parsing": ("parse", "parse_indicators", "parse_target"),
    "readers.limits": ("Limits",),
    "readers.others": ("Reader",),
    "readings": (
        "AllOf",
        "Boolean",
        "Change",
        "Comparator",
        "DateWindow",
        "Direction",
        "Grade",
        "Missing",
        "MissingReason",
        "Precision",
        "Qualitative",
        "Quantity",
        "Reading",
        "Reference",
        "Scoring",
        "Trend",
        "is_measurable",
    ),
    "records": ("COLUMNS", "to_records"),
    "rendering": ("render",),
    "repairs": ("REPAIRS",),
    "results": ("ParseResult",),
    "rules": ("Remark", "Rule"),
    "source": ("Place", "Position", "SourceText", "Span"),
    "taxonomy": ("Resolution", "Taxonomy", "TaxonomyEntry", "standard_taxonomy"),
    "units": ("Unit", "UnitClass", "UnitList", "standard_units"),
}
_HOME = {name: f"{__name__}.{module}" for module, names in _MODULES.items() for name in names}

if not TYPE_CHECKING:  # a type checker that sees __getattr__ takes any name for a public one

    def __getattr__(name: str) -> object:
        """Fetch the public `name` from its module, and keep it."""
        if name not in _HOME:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        value = globals()[name] = getattr(import_module(_HOME[name]), name)
        return value


def __dir__() -> list[str]:
    """List the public names, fetched or not."""
    return sorted({*__all__, *(name for name in globals() if name.startswith("__"))})
