"""The page as HTML: one file without links, whose words can't become markup.

Everything that documents say travels as JSON, from which the script makes text
nodes. The policy lets no other script run and nothing be fetched, so that even
markup that somebody found a way for would do nothing.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from importlib.resources import files as resources
from typing import Any, Final

from budgetperf.diagnostics import LANGUAGES
from budgetperf.reports.findings import Checked
from budgetperf.reports.page.contents import contents
from budgetperf.rules import Rule
from budgetperf.webpages import content_policy, escaped

__all__ = ["SCRIPTS", "to_page"]

#: The files of the script, in the order in which they are joined.
SCRIPTS: Final = (
    "words.js",
    "elements.js",
    "money.js",
    "model.js",
    "source.js",
    "targets.js",
    "overview.js",
    "filters.js",
    "project.js",
    "list.js",
    "download.js",
    "main.js",
)
_PART: Final = re.compile(r"\{\{(\w+)\}\}")
#: What could end a script element, what JavaScript once took for line ends, and what no file can hold.
_UNSAFE: Final = re.compile("[<>&\u2028\u2029\ud800-\udfff]")
_REPLACEMENT: Final = "\\ufffd"
#: Of names longer than this, the list for browsers without scripts shows the beginning.
_LONGEST_NAME: Final = 200
#: How many departments make a title.
_NAMED: Final = 3


def to_page(
    files: Iterable[Checked],
    *,
    title: str | None = None,
    language: str | None = None,
    rules: Iterable[Rule] = (),
) -> str:
    """Return one HTML page about files: money, projects, indicators beside their source, and what was found.

    Args:
        files: What ``parse`` or ``read`` returned, whose diagnostics are reported, and files that could not be read.
        title: The heading; the departments' names where None.
        language: The language the page opens in, ``"en"`` or ``"zh"``; where None, the browser's.
        rules: The rules of others by which the files were checked, for what they say of their codes.

    Raises:
        ValueError: if the page has no such language.

    >>> from budgetperf import parse
    >>> page = to_page([parse("项目支出绩效目标表")], title="<b>2025</b>")
    >>> "<title>&lt;b&gt;2025&lt;/b&gt;</title>" in page
    True

    """
    if language is not None and language not in LANGUAGES:
        raise ValueError(f"no page in {language!r}; accepted are {', '.join(LANGUAGES)}")
    data = contents(files, rules)
    style, script = _asset("page.css"), "\n".join(map(_asset, SCRIPTS))
    shown = title or _departments(data)
    given = {"title": title, "language": language}
    parts = {
        "language": language or "zh",
        "policy": content_policy(styles=[style], scripts=[script]),
        "title": escaped(shown),
        "style": style,
        "plain": _plain_list(data),
        "data": _safe_json({**given, **data}),
        "script": script,
    }
    # In one go: what stands in a part is not looked at again.
    return _PART.sub(lambda found: parts[found[1]], _asset("page.html"))


def _asset(name: str) -> str:
    return resources(__package__).joinpath("assets", name).read_text("utf-8")


def _safe_json(data: object) -> str:
    r"""Return JSON that ends no script element, whatever its texts hold.

    >>> _safe_json(["</script>", "\ud800"])
    '["\\u003c/script\\u003e","\\ufffd"]'
    """
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return _UNSAFE.sub(lambda found: _REPLACEMENT if found[0] >= "\ud800" else f"\\u{ord(found[0]):04x}", text)


def _departments(data: Mapping[str, Any]) -> str:
    """Return whose tables they are, for the tab of a browser."""
    tables = (table for file in data["files"] for table in file["tables"])
    names = list(dict.fromkeys(_cut(table["department"]) for table in tables if table["department"]))
    more = " …" if len(names) > _NAMED else ""
    return "、".join(names[:_NAMED]) + more or "budgetperf"


def _cut(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else name[:_LONGEST_NAME] + "…"


# --- where no script runs -------------------------------------------------------------------------


def _plain_list(data: Mapping[str, Any]) -> str:
    """Return the projects and their money as tables, one for each file."""
    projects: list[list[Mapping[str, Any]]] = [[] for _ in data["files"]]
    for project in data["projects"]:
        projects[project["file"]].append(project)
    return "\n".join(_plain_file(file, projects[at]) for at, file in enumerate(data["files"]))


def _plain_file(file: Mapping[str, Any], projects: Sequence[Mapping[str, Any]]) -> str:
    heading = f"<h2>{escaped(file['name'])}</h2>"
    if file["errors"] is not None:
        reasons = "\n".join(f"<p>{escaped(reason)}</p>" for reason in dict.fromkeys(file["errors"].values()))
        return f"{heading}\n{reasons}"
    heads = ("项目名称 Project", "资金使用单位 Unit", "总计 Total", "绩效指标 Indicators", "问题 Findings")
    header = "".join(f'<th scope="col">{head}</th>' for head in heads)
    rows = "\n".join(_plain_row(project) for project in projects)
    return f"{heading}\n<table>\n<thead><tr>{header}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>"


def _plain_row(project: Mapping[str, Any]) -> str:
    _, _, _, department, unit, name, amount_unit, total, *_ = project["row"]
    counts = (len(project["indicators"]), len(project["findings"]))
    cells = (_cut(unit or department or "—"), f"{total or '—'} {amount_unit or ''}".rstrip(), *counts)
    others = "".join(f"<td>{escaped(cell)}</td>" for cell in cells)
    return f'<tr><th scope="row">{escaped(_cut(name))}</th>{others}</tr>'
