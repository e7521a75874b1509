"""The grammars of this package with their tables as data.

After a change of a grammar or of a list of words, run ``python -m budgetperf.language.grammars``: it writes
``data/grammars.json`` anew. Until then all is read as the changed grammar has it, but the first time more slowly.
"""

import json
from pathlib import Path

from budgetperf.language.indicators import grammar_words
from budgetperf.language.lalr import kept_as_data
from budgetperf.language.vocabulary import terminals

__all__ = ["grammars_as_json"]

_DATA = Path(__file__).parents[1] / "data" / "grammars.json"


def grammars_as_json() -> str:
    """Return the tables of both grammars, made by Lark."""
    grammars = {
        "indicators": kept_as_data("indicators", grammar_words(), "cell"),
        "targets": kept_as_data("targets", terminals(), "part", "whole"),
    }
    return json.dumps(grammars, separators=(",", ":")).replace("},", "},\n") + "\n"


if __name__ == "__main__":
    _DATA.write_text(grammars_as_json(), "utf-8")
