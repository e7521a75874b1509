"""What differs between two documents, as a notebook shows it: money at the right edge, projects to be unfolded."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final
from xml.etree.ElementTree import Element

from budgetperf.comparing import sections
from budgetperf.comparing.demands import OutcomeRange
from budgetperf.comparing.differences import (
    Difference,
    DifferenceStatus,
    IndicatorDifference,
    ProjectDifference,
    TextChange,
)
from budgetperf.figures import category_label
from budgetperf.notebook.documents import FRAME, OF_A_PROJECT, Room
from budgetperf.notebook.elements import Content, block, cut, dim, element, folded, grid, more, page
from budgetperf.phrasebook import Phrasebook

__all__ = ["difference_html"]

#: So many projects are shown unfolded.
_OPENED: Final = 8
#: As everything in a notebook, it is told in English.
_WORDS: Final = Phrasebook()
_LONGEST_OBJECTIVE: Final = 400
_LONGEST_TITLE: Final = 200
_HEADINGS: Final = ("二级指标", "三级指标", "old", "new", "")
_REWORDED: Final = "what is only reworded is not shown"
#: Each stands out from white and from black alike, and signs and words say the same.
_COLOURS: Final = {
    DifferenceStatus.ADDED: "#22863a",
    DifferenceStatus.DROPPED: "#d9363e",
    DifferenceStatus.CHANGED: "#a66f00",
}
_ASKING: Final = {OutcomeRange.NARROWER: "color:#3b7dd8", OutcomeRange.WIDER: "color:#a66f00"}
#: How what went and what came look: a shade of the page, whatever its colour.
_PIECES: Final = {
    "-": ("del", "background-color:rgba(217,54,62,.16)"),
    "+": ("ins", "background-color:rgba(34,134,58,.2)"),
}


def difference_html(difference: Difference) -> str:
    """Return what differs, table by table, as far as a page has room."""
    room = Room()
    found = sections.sections_of(difference, verbose=False)
    told = [each for section in found[: room.tables] for each in _section(section, room, difference)]
    if len(found) > room.tables:
        told.append(more(len(found) - room.tables, "table"))
    heading = block(
        element("b", cut(sections.title_of(difference, _WORDS), _LONGEST_TITLE)), " ", dim(_summary(difference))
    )
    reworded = [dim(_REWORDED)] if difference.summary["targets_reworded"] else []
    return page(block(heading, *told, block(*reworded, style="font-size:85%;margin-top:.4em"), style=FRAME))


def _summary(difference: Difference) -> str:
    phrases = sections.summary_in_words(difference, _WORDS)
    return " · ".join(phrases if difference else ["nothing differs", *phrases])


# --- tables -------------------------------------------------------------------------------------


def _section(section: sections.Section, room: Room, difference: Difference) -> Iterator[Element]:
    department, *captions = section.captions
    yield block(element("b", cut(department)), " ", dim(cut("\u2003".join(captions))), style="margin-top:.8em")
    yield from map(_note, sections.notes_on_table(section, _WORDS))
    rows = [*sections.rows_of(section, _WORDS)]
    lines, projects = ([row for row in rows if (row.project is None) is alone] for alone in (True, False))
    shown, room.units = lines[: max(1, room.units)], max(0, room.units - len(lines))
    yield from (_line(row) for row in shown)
    if len(lines) > len(shown):
        yield more(len(lines) - len(shown), "spending unit")
    opened = len(difference.projects) <= _OPENED
    for row in projects[: room.projects]:
        yield _project(row, section, room, opened=opened)
    if len(projects) > room.projects:
        yield more(len(projects) - room.projects, "project")
    room.projects = max(0, room.projects - len(projects))


def _note(words: str) -> Element:
    return block(dim(cut(words, _LONGEST_TITLE)))


def _headline(row: sections.Row) -> list[Content]:
    """Return a name with its sign, behind its money, which stands at the right edge."""
    told = f" {row.status}" if row.status not in (None, DifferenceStatus.CHANGED) else ""
    sign: list[Content] = [_signed(row.status), " "] if row.status else []
    return [_money(row.money), *sign, element("b", cut(row.name)), dim(told)]


def _signed(status: DifferenceStatus) -> Element:
    return element("span", sections.SIGNS[status], style=f"color:{_COLOURS[status]};font-weight:bold")


def _money(money: sections.MoneyWords) -> Element:
    amounts = " → ".join(filter(None, (money.old, money.new)))
    share = dim(f" {money.percentage}") if money.percentage else ""
    change = element("b", f"\u2003{money.more}") if money.more else ""
    style = "float:right;padding-left:1.5em;font-variant-numeric:tabular-nums"
    return element("span", amounts, change, share, style=style)


def _line(row: sections.Row) -> Element:
    return block(*_headline(row), style="border-bottom:1px solid rgba(128,128,128,.35);padding-left:1em")


# --- projects -----------------------------------------------------------------------------------


def _project(row: sections.Row, section: sections.Section, room: Room, *, opened: bool) -> Element:
    """Return a project, and what is unfolded below it; a line where there is nothing else to tell."""
    project = row.project
    below = [*_told_of(project, section, room)] if project else []
    return folded(_headline(row), *below, opened=opened) if below else _line(row)


def _told_of(project: ProjectDifference, section: sections.Section, room: Room) -> Iterator[Element]:
    yield from map(_note, sections.notes_on_project(project, _WORDS))
    for heading, money in sections.sources_in_words(project, section, _WORDS):
        yield block(_money(money), dim(heading))
    if project.objective:
        yield block(dim("绩效目标："), *_pieces(project.objective))
    telling = [each for each in project.indicators if sections.indicator_is_telling(each)]
    shown = telling[: max(0, min(room.indicators, OF_A_PROJECT))]
    room.indicators -= len(shown)
    if shown:
        yield grid(_HEADINGS, _rows(shown))
    if len(telling) > len(shown):
        yield more(len(telling) - len(shown), "indicator")


def _pieces(change: TextChange) -> Iterator[Content]:
    """Yield what two texts have in common, what went and what came, as far as there is room."""
    left = _LONGEST_OBJECTIVE
    for sign, text in sections.abridged(change):
        tag, style = _PIECES.get(sign, ("span", ""))
        yield element(tag, cut(text, left), style=style)
        left -= len(text)
        if left <= 0:
            return


# --- indicators ---------------------------------------------------------------------------------


def _rows(indicators: Iterable[IndicatorDifference]) -> Iterator[list[Content]]:
    for indicator in indicators:
        names: list[Content] = [
            element("span", _signed(indicator.status), " ", cut(category_label(indicator.latest))),
            element(
                "span",
                cut(indicator.latest.name),
                *map(_note, islice(sections.notes_on_indicator(indicator, _WORDS), 2)),
            ),
        ]
        for told in sections.targets_in_words(indicator, _WORDS, verbose=False):
            yield [*names, cut(told.old), cut(told.new), element("span", told.told, style=_style_of(told))]
            names = ["", ""]


def _style_of(told: sections.TargetWords) -> str:
    outcomes = told.change and told.change.outcomes
    return _ASKING.get(outcomes, "") if outcomes else ""
