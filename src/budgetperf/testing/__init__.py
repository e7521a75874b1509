"""For the tests of programs that wrap this package: model values to test with, and laws that hold.

The strategies make values of every class of model and reading, stranger than any that is
printed: texts of any characters, amounts in any notation, spans anywhere.
`texts`, where a strategy takes it, makes every printed word of the value.

:func:`sound_documents` are what an office prints: amounts add up, and nothing is wrong with them. A test of a
wrapper writes one with :mod:`budgetperf.writers`, damages it with :func:`noisy`, and has it read.

:func:`cells` goes the other way: indicator cells as documents print them, each
with the indicators that a careful person would copy from it; :func:`noisy`
damages any text as scanners and converters do.

Needs the extra ``testing``.
"""

from budgetperf.errors import MissingExtra

try:
    import hypothesis  # noqa: F401 - the modules below need it
except ImportError as error:
    raise MissingExtra("testing", "budgetperf.testing") from error

from budgetperf.testing.laws import (
    assert_answers,
    assert_diagnostics_sound,
    assert_json_round_trip,
    assert_lossless,
    assert_spans_exact,
    assert_text_round_trip,
    assert_tidy,
)
from budgetperf.testing.leaves import ANY_TEXT, amounts, spans, texts
from budgetperf.testing.meanings import (
    all_ofs,
    booleans,
    changes,
    date_windows,
    grades,
    missings,
    qualitatives,
    quantities,
    readings,
    references,
    scorings,
    trends,
)
from budgetperf.testing.models import (
    categories,
    diagnostics,
    documents,
    fundings,
    indicators,
    projects,
    spending_units,
    tables,
    targets,
)
from budgetperf.testing.printed import Cell, cells, dialects, noisy
from budgetperf.testing.sound import sound_documents, sound_tables

__all__ = [
    "ANY_TEXT",
    "Cell",
    "all_ofs",
    "amounts",
    "assert_answers",
    "assert_diagnostics_sound",
    "assert_json_round_trip",
    "assert_lossless",
    "assert_spans_exact",
    "assert_text_round_trip",
    "assert_tidy",
    "booleans",
    "categories",
    "cells",
    "changes",
    "date_windows",
    "diagnostics",
    "dialects",
    "documents",
    "fundings",
    "grades",
    "indicators",
    "missings",
    "noisy",
    "projects",
    "qualitatives",
    "quantities",
    "readings",
    "references",
    "scorings",
    "sound_documents",
    "sound_tables",
    "spans",
    "spending_units",
    "tables",
    "targets",
    "texts",
    "trends",
]
