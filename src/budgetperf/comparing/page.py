"""A difference as a page of HTML: nothing is loaded from elsewhere, and whatever a document says is escaped."""

from collections.abc import Iterable, Iterator
from html import escape
from typing import Final

from budgetperf.comparing.demands import TargetVerdict
from budgetperf.comparing.differences import (
    Difference,
    DifferenceStatus,
    IndicatorDifference,
    ProjectDifference,
    TargetChange,
    TextChange,
)
from budgetperf.comparing.sections import (
    SIGNS,
    MoneyWords,
    Row,
    Section,
    category_label,
    money_words,
    notes_on_indicator,
    notes_on_project,
    notes_on_table,
    printed_targets,
    rows_of,
    sections_of,
    shown_targets,
    sources_of,
    summary_in_words,
    target_words,
    verdict_in_words,
)
from budgetperf.exactness import exactly
from budgetperf.rendering import visible

__all__ = ["diff_html"]

#: Colours of either scheme by name, so that no rule is written twice. Signs and words say the same as the colours.
_STYLE: Final = """
.budgetperf-diff{--text:#1f2328;--faint:#59636e;--line:#d1d9e0;--page:#fff;--shade:#f6f8fa;
--added:#116329;--added-page:#dafbe1;--dropped:#a40e26;--dropped-page:#ffebe9;--changed:#7d4e00;--more:#0a3069;
font:15px/1.5 system-ui,"Noto Sans CJK SC","Microsoft YaHei","PingFang SC",sans-serif;color:var(--text);
background:var(--page);max-width:72rem;margin:0 auto;padding:1rem;color-scheme:light dark}
@media(prefers-color-scheme:dark){.budgetperf-diff{--text:#e6edf3;--faint:#9198a1;--line:#3d444d;--page:#0d1117;
--shade:#151b23;--added:#56d364;--added-page:#12261e;--dropped:#ff7b72;--dropped-page:#2d1517;--changed:#e3b341;
--more:#79c0ff}}
.budgetperf-diff h1{font-size:1.4rem;margin:0 0 .5rem}.budgetperf-diff h2{font-size:1.15rem;margin:2rem 0 .25rem}
.budgetperf-diff p{margin:.25rem 0}.budgetperf-diff .faint{color:var(--faint);font-weight:normal}
.budgetperf-diff ul.summary{list-style:none;display:flex;flex-wrap:wrap;gap:.4rem;padding:0;margin:.75rem 0}
.budgetperf-diff ul.summary li{border:1px solid var(--line);border-radius:1rem;padding:0 .7rem}
.budgetperf-diff table{border-collapse:collapse;width:100%;margin:.5rem 0}
.budgetperf-diff th,.budgetperf-diff td{text-align:left;vertical-align:top;padding:.3rem .5rem;
border-top:1px solid var(--line);overflow-wrap:anywhere}
.budgetperf-diff thead th{border-top:0;color:var(--faint);font-weight:normal;font-size:.85rem}
.budgetperf-diff .money{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
.budgetperf-diff tr.head{background:var(--shade)}.budgetperf-diff tr.head th{font-weight:600}
.budgetperf-diff .sign{display:inline-block;width:1.2em}
.budgetperf-diff .added{color:var(--added)}.budgetperf-diff .dropped{color:var(--dropped)}
.budgetperf-diff .changed .sign{color:var(--changed)}
.budgetperf-diff ins{color:var(--added);background:var(--added-page);text-decoration:underline}
.budgetperf-diff del{color:var(--dropped);background:var(--dropped-page);text-decoration:line-through}
.budgetperf-diff .narrower{color:var(--more);font-weight:600}
.budgetperf-diff .wider{color:var(--changed);font-weight:600}
.budgetperf-diff tr.inner td:first-child{padding-left:2rem}
@media(max-width:40rem){.budgetperf-diff tr.inner td:first-child{padding-left:.75rem}}
@media print{.budgetperf-diff{--text:#000;--faint:#444;--line:#999;--page:#fff;--shade:#eee;--added:#000;
--added-page:#fff;--dropped:#000;--dropped-page:#fff;--changed:#000;--more:#000;font-size:10pt;max-width:none;padding:0}
.budgetperf-diff tr{break-inside:avoid}.budgetperf-diff tr.head,.budgetperf-diff h2{break-after:avoid}
.budgetperf-diff thead{display:table-header-group}}
"""

_PAGE: Final = """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>:root{{color-scheme:light dark}}body{{margin:0}}
@media(prefers-color-scheme:dark){{body{{background:#0d1117}}}}@media print{{body{{background:#fff}}}}</style>
</head>
<body>
{body}
</body>
</html>
"""
_COLUMNS: Final = ("Project, indicator", "Old", "New", "Difference", "%")
_TAGS: Final = {"-": "del", "+": "ins"}


@exactly
def diff_html(difference: Difference, *, fragment: bool = False) -> str:
    """Return a difference as a page of HTML that needs nothing else, for light and dark screens and for paper.

    Args:
        difference: What :func:`budgetperf.diff` returned.
        fragment: Whether to return one ``<section>`` with its style, to stand in another page.

    """
    title = f"{difference.old_name or 'old'} → {difference.new_name or 'new'}"
    body = "\n".join(_body(difference, title))
    return f"{body}\n" if fragment else _PAGE.format(title=_words(title), body=body)


def _words(text: str) -> str:
    """Return words of a document as HTML says them; what no page can show is made visible."""
    return escape(visible(text))


def _body(difference: Difference, title: str) -> Iterator[str]:
    yield f'<section class="budgetperf-diff"><style>{_STYLE}</style>'
    yield f"<h1>{_words(title)}</h1>"
    if not difference:
        yield "<p>Nothing differs.</p>"
    yield '<ul class="summary">'
    yield from (f"<li>{_words(phrase)}</li>" for phrase in summary_in_words(difference))
    yield "</ul>"
    for section in sections_of(difference):
        yield from _section(section)
    yield "</section>"


# --- tables ---------------------------------------------------------------------------------------


def _section(section: Section) -> Iterator[str]:
    department, *captions = section.captions
    yield f"<h2>{_words(department)}</h2>"
    yield f'<p class="faint">{_words(" · ".join(captions))}</p>'
    yield from (f"<p>{_words(note)}</p>" for note in notes_on_table(section))
    yield f"<table><thead><tr>{''.join(map(_heading, _COLUMNS))}</tr></thead><tbody>"
    for row in rows_of(section):
        yield _head(row)
        if row.project:
            yield from _project(row.project, section)
    yield "</tbody></table>"


def _heading(words: str) -> str:
    style = ' class="money"' if words == "%" else ""
    return f'<th scope="col"{style}>{words}</th>'


def _head(row: Row) -> str:
    """Return the line of a name and its money."""
    sign = f'<span class="sign">{row.sign}</span>' if row.sign else ""
    alone = row.status is not None and row.status is not DifferenceStatus.CHANGED
    told = f' <span class="faint">{row.status}</span>' if alone else ""
    below = _notes(notes_on_project(row.project)) if row.project else ""
    name = f'<th scope="row">{sign}{_words(row.name)}{told}{below}</th>'
    return f'<tr class="head {row.status or ""}">{name}{_money(row.money)}</tr>'


def _notes(notes: Iterable[str]) -> str:
    return "".join(f'<br><span class="faint">{_words(note)}</span>' for note in notes)


def _money(money: MoneyWords) -> str:
    return "".join(f'<td class="money">{_words(words)}</td>' for words in money)


# --- projects -------------------------------------------------------------------------------------


def _project(project: ProjectDifference, section: Section) -> Iterator[str]:
    for heading, change in sources_of(project.amounts):
        money = _money(money_words(change, once=section.unit_stated_once))
        yield f'<tr class="inner"><td>{heading}</td>{money}</tr>'
    if project.objective:
        yield f'<tr class="inner"><td>绩效目标</td><td colspan="4">{_text(project.objective)}</td></tr>'
    for indicator in project.indicators:
        yield from _indicator(indicator)


def _text(change: TextChange) -> str:
    parts = []
    for sign, text in change.pieces:
        tag = _TAGS.get(sign)
        parts.append(f"<{tag}>{_words(text)}</{tag}>" if tag else _words(text))
    return "".join(parts)


# --- indicators -----------------------------------------------------------------------------------


def _indicator(indicator: IndicatorDifference) -> Iterator[str]:
    """Yield a row for each target that changed; of an indicator that came or went, one with what it asks for."""
    either = indicator.latest
    label = f'<span class="faint">{_words(category_label(either))}</span> {_words(either.name)}'
    name = f'<span class="sign">{SIGNS[indicator.status]}</span>{label}{_notes(notes_on_indicator(indicator))}'
    rows = [("", "", "", "")]
    if indicator.status is not DifferenceStatus.CHANGED:
        words = printed_targets(either)
        old, new = ("", words) if indicator.status is DifferenceStatus.ADDED else (words, "")
        rows = [(old, new, str(indicator.status), "")]
    elif indicator.targets:
        rows = [_target_cells(*told) for told in shown_targets(indicator, verbose=True)]
    for old, new, verdict, style in rows:
        cells = f'<td>{_words(old)}</td><td>{_words(new)}</td><td colspan="2" class="{style}">{_words(verdict)}</td>'
        yield f'<tr class="inner {indicator.status}"><td>{name}</td>{cells}</tr>'
        name = ""


def _target_cells(which: str, change: TargetChange) -> tuple[str, str, str, str]:
    """Return the old target, the new one, what became of it, and how that looks."""
    style = "faint" if change.verdict is TargetVerdict.REWORDED else str(change.outcomes or "")
    told = verdict_in_words(change)
    return target_words(change.old), target_words(change.new), f"{which}: {told}" if which else told, style
