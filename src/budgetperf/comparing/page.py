"""A difference as a page of HTML: nothing is loaded from elsewhere, and whatever a document says is escaped."""

from collections.abc import Iterable, Iterator
from typing import Final

from budgetperf.comparing import sections
from budgetperf.comparing.demands import TargetVerdict
from budgetperf.comparing.differences import (
    Difference,
    DifferenceStatus,
    IndicatorDifference,
    ProjectDifference,
    TextChange,
)
from budgetperf.exactness import exactly
from budgetperf.figures import category_label
from budgetperf.phrasebook import ENGLISH, Phrasebook
from budgetperf.webpages import content_policy, escaped

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

#: What is around the section.
_PAGE_STYLE: Final = """:root{color-scheme:light dark}body{margin:0}
@media(prefers-color-scheme:dark){body{background:#0d1117}}@media print{body{background:#fff}}"""
_PAGE: Final = """\
<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>{title}</title>
<link rel="icon" href="data:,">
<style>{style}</style>
</head>
<body>
{body}
</body>
</html>
"""
_COLUMNS: Final = ("Project, indicator", "Old", "New", "Difference", "%")
_TAGS: Final = {"-": "del", "+": "ins"}


@exactly
def diff_html(difference: Difference, *, fragment: bool = False, language: str = ENGLISH) -> str:
    """Return a difference as a page of HTML that needs nothing else, for light and dark screens and for paper.

    A policy in it lets nothing run and nothing be fetched; in a fragment, that is up to the page around it.

    Args:
        difference: What :func:`budgetperf.diff` returned.
        fragment: Whether to return one ``<section>`` with its style, to stand in another page.
        language: That of what is told: ``"en"`` or ``"zh"``.

    >>> from budgetperf import Document, diff
    >>> diff_html(diff(Document(tables=()), Document(tables=())), fragment=True).partition(" ")[0]
    '<section'

    """
    words = Phrasebook(language)
    title = sections.title_of(difference, words)
    body = "\n".join(_body(difference, title, words))
    if fragment:
        return f"{body}\n"
    policy = content_policy(styles=[_PAGE_STYLE, _STYLE])
    return _PAGE.format(language=language, policy=policy, title=escaped(title), style=_PAGE_STYLE, body=body)


def _body(difference: Difference, title: str, words: Phrasebook) -> Iterator[str]:
    yield f'<section class="budgetperf-diff"><style>{_STYLE}</style>'
    yield f"<h1>{escaped(title)}</h1>"
    if not difference:
        yield f"<p>{words('Nothing differs.')}</p>"
    yield '<ul class="summary">'
    yield from (f"<li>{escaped(phrase)}</li>" for phrase in sections.summary_in_words(difference, words))
    yield "</ul>"
    for section in sections.sections_of(difference):
        yield from _section(section, words)
    yield "</section>"


# --- tables ---------------------------------------------------------------------------------------


def _section(section: sections.Section, words: Phrasebook) -> Iterator[str]:
    department, *captions = section.captions
    yield f"<h2>{escaped(department)}</h2>"
    yield f'<p class="faint">{escaped(" · ".join(captions))}</p>'
    yield from (f"<p>{escaped(note)}</p>" for note in sections.notes_on_table(section, words))
    yield f"<table><thead><tr>{''.join(_heading(words(column)) for column in _COLUMNS)}</tr></thead><tbody>"
    for row in sections.rows_of(section, words):
        yield _head(row, words)
        if row.project:
            yield from _project(row.project, section, words)
    yield "</tbody></table>"


def _heading(words: str) -> str:
    style = ' class="money"' if words == "%" else ""
    return f'<th scope="col"{style}>{words}</th>'


def _head(row: sections.Row, words: Phrasebook) -> str:
    """Return the line of a name and its money."""
    sign = f'<span class="sign">{row.sign}</span>' if row.sign else ""
    alone = row.status is not None and row.status is not DifferenceStatus.CHANGED
    told = f' <span class="faint">{words(str(row.status))}</span>' if alone else ""
    below = _notes(sections.notes_on_project(row.project, words)) if row.project else ""
    name = f'<th scope="row">{sign}{escaped(row.name)}{told}{below}</th>'
    return f'<tr class="head {row.status or ""}">{name}{_money(row.money)}</tr>'


def _notes(notes: Iterable[str]) -> str:
    return "".join(f'<br><span class="faint">{escaped(note)}</span>' for note in notes)


def _money(money: sections.MoneyWords) -> str:
    return "".join(f'<td class="money">{escaped(words)}</td>' for words in money)


# --- projects -------------------------------------------------------------------------------------


def _project(project: ProjectDifference, section: sections.Section, words: Phrasebook) -> Iterator[str]:
    for heading, money in sections.sources_in_words(project, section, words):
        yield f'<tr class="inner"><td>{heading}</td>{_money(money)}</tr>'
    if project.objective:
        yield f'<tr class="inner"><td>绩效目标</td><td colspan="4">{_text(project.objective)}</td></tr>'
    for indicator in project.indicators:
        yield from _indicator(indicator, words)


def _text(change: TextChange) -> str:
    parts = []
    for sign, text in change.pieces:
        tag = _TAGS.get(sign)
        parts.append(f"<{tag}>{escaped(text)}</{tag}>" if tag else escaped(text))
    return "".join(parts)


# --- indicators -----------------------------------------------------------------------------------


def _indicator(indicator: IndicatorDifference, words: Phrasebook) -> Iterator[str]:
    """Yield a row for each target that changed; of an indicator that came or went, one with what it asks for."""
    either = indicator.latest
    label = f'<span class="faint">{escaped(category_label(either))}</span> {escaped(either.name)}'
    notes = _notes(sections.notes_on_indicator(indicator, words))
    name = f'<span class="sign">{sections.SIGNS[indicator.status]}</span>{label}{notes}'
    for told in sections.targets_in_words(indicator, words, verbose=True):
        verdict = f'<td colspan="2" class="{_style_of(told)}">{escaped(told.told)}</td>'
        cells = f"<td>{escaped(told.old)}</td><td>{escaped(told.new)}</td>{verdict}"
        yield f'<tr class="inner {indicator.status}"><td>{name}</td>{cells}</tr>'
        name = ""


def _style_of(told: sections.TargetWords) -> str:
    if told.change is None:
        return ""
    return "faint" if told.change.verdict is TargetVerdict.REWORDED else str(told.change.outcomes or "")
