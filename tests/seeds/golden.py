"""What must be read from the published documents, kept without their sentences.

The documents are not ours to redistribute, so a golden file holds no text longer
than eight characters: of a longer one it holds a digest. Everything short or ASCII stands in
clear: ordinals, codes, amounts, units, labels, and most targets.

A truth is nested as the models are. An indicator is one line: ordinal, level 1 and
level 2 as [code, label, category], name, period target, annual target. A target that
is not printed is null. Funding is [总计, 财政拨款, 财政专户拨款, 其他资金].

The golden files of 000, 002, 003 and 004 are what the scripts in `plain.py` read, that
of 001 is what a person read in the document. To accept what the package reads now, once
each difference that the test shows has been compared with the document::

    python tests/seeds/golden.py ../shared/seeds
"""

import hashlib
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from budgetperf import Category, Document, Funding, Indicator, ParseResult, PerformanceTable, Target, read

__all__ = ["GOLDEN", "NAMES", "differences", "doubts", "golden_path", "kept", "seed_path", "shown_doubts", "truth"]

#: The documents, by the number that their file names begin with.
NAMES = ("000", "001", "002", "003", "004")
GOLDEN = Path(__file__).parent / "golden"
#: The longest text that stands in clear (ASCII always does: it is no sentence of theirs).
LONGEST = 8

#: The line of an indicator.
FIELDS = ("ordinal", "level1", "level2", "name", "period_target", "annual_target")

Truth = dict[str, Any]

_INDICATOR = re.compile(r"\.indicators\[\d+\]$")


def golden_path(name: str) -> Path:
    """Return the golden file of the document `name`."""
    return GOLDEN / f"{name}.json"


def seed_path(folder: Path, name: str) -> Path:
    """Return the document whose file name begins with `name`."""
    (path,) = folder.glob(f"{name}_*.txt")
    return path


def kept(value: object) -> object:
    """Return what a golden file holds of `value`: a long text is a digest."""
    if isinstance(value, str) and len(value) > LONGEST and not value.isascii():
        return f"{len(value)} characters, sha256 {hashlib.sha256(value.encode()).hexdigest()[:16]}"
    if isinstance(value, list):
        return [kept(each) for each in value]
    if isinstance(value, dict):
        return {key: kept(each) for key, each in value.items()}
    return value


# --- models as a truth -----------------------------------------------------------------


def truth(document: Document) -> Truth:
    """Return everything that the document says as a truth."""
    return {"tables": [_table(table) for table in document.tables]}


def _table(table: PerformanceTable) -> Truth:
    return {
        "title": table.title,
        "department_label": table.department_label,
        "department": table.department,
        "amount_unit": None if table.amount_unit is None else str(table.amount_unit),
        "year": table.year,
        "total": _money(table.total),
        "spending_units": [
            {
                "name": unit.name,
                "funding": _money(unit.funding),
                "projects": [
                    {
                        "name": project.name,
                        "funding": _money(project.funding),
                        "objective": project.objective,
                        "indicators": [_indicator(indicator) for indicator in project.indicators],
                    }
                    for project in unit.projects
                ],
            }
            for unit in table.spending_units
        ],
    }


def _indicator(indicator: Indicator) -> list[Any]:
    return [
        indicator.ordinal,
        _level(indicator.level1),
        _level(indicator.level2),
        indicator.name,
        _text(indicator.period_target),
        _text(indicator.annual_target),
    ]


def _level(category: Category | None) -> list[str | None] | None:
    return None if category is None else [category.code, category.label, category.category]


def _text(target: Target | None) -> str | None:
    return None if target is None else target.text


def _money(funding: Funding | None) -> list[str | None] | None:
    if funding is None:
        return None
    amounts = (
        funding.total,
        funding.fiscal_appropriation,
        funding.special_account_appropriation,
        funding.other_funds,
    )
    return [None if amount is None else str(amount) for amount in amounts]


# --- diagnostics -------------------------------------------------------------------------


def doubts(result: ParseResult[Document]) -> dict[str, int]:
    """Return how often each code is raised."""
    return dict(sorted(Counter(each.code for each in result.diagnostics).items()))


def shown_doubts(result: ParseResult[Document]) -> list[list[Any]]:
    """Return each diagnostic as its code, where its words begin, and the words."""
    return [
        [each.code, each.span.start if each.span else None, result.source[each.span] if each.span else None]
        for each in result.diagnostics
    ]


# --- comparing ---------------------------------------------------------------------------


def differences(expected: object, actual: object, path: str = "") -> Iterator[str]:
    """Yield one line for each place where `actual` is not what is expected.

    `expected` may hold digests. Lists are compared as far as both go, so that one lost
    project does not hide what is wrong with the others.
    """
    if isinstance(expected, dict) and isinstance(actual, dict):
        for key in sorted({*expected, *actual}):
            yield from differences(expected.get(key), actual.get(key), f"{path}.{key}".lstrip("."))
    elif isinstance(expected, list) and isinstance(actual, list):
        if len(expected) != len(actual):
            yield f"{path}: {len(expected)} expected, {len(actual)} read"
        for place, (one, other) in enumerate(zip(expected, actual, strict=False)):
            yield from differences(one, other, path + _step(path, place))
    elif expected != actual and expected != kept(actual):
        yield f"{path}: expected {expected!r}, read {actual!r}"


def _step(path: str, place: int) -> str:
    """Return what to add to `path` for a member of a list: in an indicator's line, the name of the field."""
    return f".{FIELDS[place]}" if _INDICATOR.search(path) else f"[{place}]"


# --- regenerating --------------------------------------------------------------------------


def _content(name: str, result: ParseResult[Document]) -> Truth:
    content = {**truth(result.value), "codes": doubts(result)}
    # Of the damaged document, each doubt and its place; of the others, how many.
    return {**content, "diagnostics": shown_doubts(result)} if name == "001" else content


def _written(value: object, depth: int = 0) -> str:
    """Return JSON in which an indicator, a funding or a diagnostic is one line."""
    inner, outer = "\n" + " " * (depth + 1), "\n" + " " * depth
    if isinstance(value, dict):
        members = [f"{json.dumps(key)}: {_written(each, depth + 1)}" for key, each in value.items()]
        return "{" + inner + f",{inner}".join(members) + outer + "}"
    if isinstance(value, list) and value and isinstance(value[0], (dict, list)):
        return "[" + inner + f",{inner}".join(_written(each, depth + 1) for each in value) + outer + "]"
    return json.dumps(value, ensure_ascii=False)


def _regenerate(folder: Path) -> None:
    for name in NAMES:
        result = read(seed_path(folder, name))
        golden_path(name).write_text(_written(kept(_content(name, result))) + "\n", "utf-8", newline="\n")


if __name__ == "__main__":
    _regenerate(Path(sys.argv[1]))
