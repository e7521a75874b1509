"""Write the pages of the documentation that come from data. Run: ``python docs/generate.py``."""  # noqa: INP001 - a script

from pathlib import Path

from budgetperf.diagnostics import CatalogueEntry, Severity, catalogue

PAGE = Path(__file__).parent / "diagnostics.md"
LAYERS = {
    "R": "Readers and table assembly",
    "G": "Indicator clauses",
    "V": "Target values",
    "T": "Categories, codes and labels",
    "A": "Amounts",
}
SEVERITIES = {
    Severity.ERROR: "something of the document is missing from the value",
    Severity.WARNING: "understood, but doubtful",
    Severity.INFO: "normalised; nothing to do",
}
INTRODUCTION = """\
<!-- Generated from src/budgetperf/data/diagnostics.toml by docs/generate.py; edit the data, not this page. -->

# Diagnostics

Parsing never fails because of what a document says.
Whatever was not understood, repaired or normalised is a diagnostic with one of these codes.
A code is a letter for the layer and three digits.
Codes, severities and what a span points to are stable; the wording is not.
The departments and projects in the examples are invented.
"""


def diagnostics_page() -> str:
    """Return the reference page of diagnostic codes."""
    entries = catalogue().values()
    meanings = "\n".join(f"- **{severity}**: {meaning}" for severity, meaning in SEVERITIES.items())
    parts = [INTRODUCTION, f"{meanings}\n", _overview(list(entries))]
    for letter, layer in LAYERS.items():
        parts.append(f"## {letter}: {layer}\n")
        parts.extend(_section(entry) for entry in entries if entry.code.startswith(letter))
    return "\n".join(parts)


def _overview(entries: list[CatalogueEntry]) -> str:
    rows = [f"| [{entry.code}](#{entry.code.lower()}) | {entry.severity} | {entry.title} |" for entry in entries]
    return "\n".join(["| Code | Severity | Title |", "|---|---|---|", *rows, ""])


def _section(entry: CatalogueEntry) -> str:
    return f"""\
<a id="{entry.code.lower()}"></a>

### {entry.code}: {entry.title}

*{entry.severity}, added in {entry.since}*

{entry.explanation}

```text
{entry.example}
```

What to do: {entry.fix}
"""


if __name__ == "__main__":
    PAGE.write_text(diagnostics_page(), "utf-8")
