"""A difference as people read it in a terminal: table by table, project by project, money in columns."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import Final

from budgetperf.comparing.demands import OutcomeRange, TargetVerdict
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
    indicator_is_telling,
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
from budgetperf.layout import CELL_LINES, balanced, natural_width, shared, wrapped
from budgetperf.rendering import painted, visible
from budgetperf.source import display_width

__all__ = ["diff_text"]

#: Below this a table is no table; beyond the other the eye loses the line on its way from a name to its money.
_LEAST_WIDTH: Final = 72
_MOST_WIDTH: Final = 120
_INDENT: Final = "    "
#: The widest that a column of money ever gets.
_MOST_MONEY: Final = 48
_GAP: Final = "  "
_ARROW: Final = " → "
#: The least that a name gets beside its money.
_LEAST_NAME: Final = 16
#: The widest that each column of the indicators ever gets: category, name, old target, new target, what became of it.
_MOST_CELLS: Final = (16, 30, 26, 26, 32)
#: Of a text that changed, how much is shown around a change, and how many lines of it.
_CONTEXT: Final = 12
_OBJECTIVE_LINES: Final = 6

_STRONG, _DIM, _FRAME = "1", "2", "34"
_STATUS_STYLES: Final = {
    DifferenceStatus.ADDED: "32",
    DifferenceStatus.DROPPED: "31",
    DifferenceStatus.CHANGED: "33",
}
_PIECE_STYLES: Final = {"-": "31", "+": "32", "=": _DIM}
_OUTCOME_STYLES: Final = {OutcomeRange.NARROWER: "36", OutcomeRange.WIDER: "35"}


@exactly
def diff_text(difference: Difference, *, width: int = 100, colour: bool = False, verbose: bool = False) -> str:
    """Return a difference as plain text, or coloured by terminal escapes.

    Args:
        difference: What :func:`budgetperf.diff` returned.
        width: That of the page, in cells; from 72 to 120 are used.
        colour: Whether to colour it.
        verbose: Whether to show every text whole, and the targets that are merely reworded.

    """
    text = _Text(min(max(width, _LEAST_WIDTH), _MOST_WIDTH), colour=colour, verbose=verbose)
    return "".join(f"{line.rstrip()}\n" for line in text.lines(difference))


class _Text:
    """The lines of a difference."""

    def __init__(self, width: int, *, colour: bool, verbose: bool) -> None:
        self.width = width
        self.colour = colour
        self.verbose = verbose

    def lines(self, difference: Difference) -> Iterator[str]:
        names = [visible(name or side) for name, side in ((difference.old_name, "old"), (difference.new_name, "new"))]
        heading = wrapped(_ARROW.join(names), self.width - 6, 1)[0]
        rule = "─" * (self.width - display_width(heading) - 4)
        yield f"{self._painted('──', _FRAME)} {self._painted(heading, _STRONG)} {self._painted(rule, _FRAME)}"
        for section in sections_of(difference, verbose=self.verbose):
            yield from self._section(section)
        yield ""
        if not difference:
            yield f"{self._painted('nothing differs', '1;32')}: {', '.join(summary_in_words(difference))}"
            return
        yield from _phrases_in_lines(summary_in_words(difference), self.width)
        reworded = difference.summary[f"targets_{TargetVerdict.REWORDED}"]
        if reworded and not self.verbose:
            yield self._painted("targets that are only reworded are not shown (-v shows them)", _DIM)

    # --- tables -----------------------------------------------------------------------------------

    def _section(self, section: Section) -> Iterator[str]:
        yield ""
        yield from (self._painted(line, _STRONG) for line in wrapped("    ".join(section.captions), self.width))
        for note in notes_on_table(section):
            yield from self._note(note, "")
        yield ""
        rows = [*rows_of(section)]
        widths = [natural_width((row.money[at] for row in rows), _MOST_MONEY) for at in range(4)]
        columns = self._indicator_columns(section)
        for row in rows:
            yield from self._row(row, widths)
            if row.project:
                yield from self._project(row.project, section, columns)

    def _row(self, row: Row, widths: Sequence[int]) -> Iterator[str]:
        """Yield the line of a name and its money; a name that is long goes on below."""
        money = _in_columns(row.money, widths)
        room = max(self.width - 2 * len(row.sign) - display_width(money) - len(_GAP), _LEAST_NAME)
        first, *others = wrapped(row.name, room, None if self.verbose else CELL_LINES)
        dots = "." * (room - display_width(first)) if money.strip() else ""
        style = _STATUS_STYLES[row.status] if row.status else _STRONG
        line = f"{row.sign} {first}".lstrip()
        weighed = self._painted(money, _STRONG if row.money.more else "")
        yield f"{self._painted(line, style)} {self._painted(dots, _FRAME)} {weighed}"
        yield from (self._painted(f"{'  ' if row.sign else ''}{line}", style) for line in others)

    # --- projects ---------------------------------------------------------------------------------

    def _project(self, project: ProjectDifference, section: Section, columns: Sequence[int]) -> Iterator[str]:
        for note in notes_on_project(project):
            yield from self._note(note, _INDENT)
        for heading, change in sources_of(project.amounts):
            money = money_words(change, once=section.unit_stated_once)
            yield from self._note(
                f"{heading} {money.old}{_ARROW}{money.new}  {money.more}  {money.percentage}", _INDENT
            )
        if project.objective:
            yield from self._objective(project.objective)
        for indicator in project.indicators:
            if self.verbose or indicator_is_telling(indicator):
                yield from self._indicator(indicator, columns)

    def _note(self, note: str, indent: str) -> Iterator[str]:
        yield from (self._painted(f"{indent}{line}", _DIM) for line in wrapped(note, self.width - len(indent)))

    def _objective(self, change: TextChange) -> Iterator[str]:
        """Yield what changed in a text, between marks as wdiff has them, since colours may be missing."""
        room = self.width - len(_INDENT)
        marks = {"-": "[-{}-]", "+": "{{+{}+}}", "=": "{}"}
        pieces = [(sign, text if self.verbose else _shortened(text, sign)) for sign, text in change.pieces]
        text = "绩效目标：" + "".join(marks[sign].format(visible(words)) for sign, words in pieces)
        style = _PIECE_STYLES["="]
        for line in wrapped(text, room, None if self.verbose else _OBJECTIVE_LINES):
            shown, style = self._marked(line, style)
            yield f"{_INDENT}{shown}"

    def _marked(self, line: str, style: str) -> tuple[str, str]:
        """Return a line with its changes coloured, and the style in which the next one goes on."""
        shown = piece = ""
        for at, character in enumerate(line):
            mark = line[at : at + 2]
            if mark in ("[-", "{+"):
                shown, piece, style = shown + self._painted(piece, style), "", _PIECE_STYLES[mark[1]]
            piece += character
            if line[max(0, at - 1) : at + 1] in ("-]", "+}"):
                shown, piece, style = shown + self._painted(piece, style), "", _PIECE_STYLES["="]
        return shown + self._painted(piece, style), style

    # --- indicators -------------------------------------------------------------------------------

    def _indicator_columns(self, section: Section) -> list[int]:
        rows = [
            cells
            for project in section.projects
            for indicator in project.indicators
            for cells in _indicator_cells(indicator, verbose=self.verbose)
        ]
        wishes = [natural_width((row[at] for row in rows), most) for at, most in enumerate(_MOST_CELLS)]
        return shared(self.width - len(_INDENT) - len("~ ") - len(_ARROW) - 3 * len(_GAP), wishes)

    def _indicator(self, indicator: IndicatorDifference, columns: Sequence[int]) -> Iterator[str]:
        sign = SIGNS[indicator.status]
        status = _STATUS_STYLES[indicator.status]
        most = None if self.verbose else CELL_LINES
        styles = [_verdict_style(change) for _, change in shown_targets(indicator, verbose=self.verbose)] or [""]
        for style, cells in zip(styles, _indicator_cells(indicator, verbose=self.verbose), strict=True):
            lines = [balanced(words, width, most) for words, width in zip(cells, columns, strict=True)]
            arrow = _ARROW if cells[2] and cells[3] else " " * len(_ARROW)
            for row in zip_longest(*lines, fillvalue=""):
                category, name, old, new = map(_filled, row[:-1], columns)
                left = self._painted(f"{sign} {category}{_GAP}{name}", status)
                yield f"{_INDENT}{left}{_GAP}{old}{arrow}{new}{_GAP}{self._painted(row[-1], style)}"
                sign, arrow = " ", " " * len(_ARROW)
        for note in notes_on_indicator(indicator):
            yield from self._note(note, _INDENT * 2)

    def _painted(self, words: str, style: str) -> str:
        return painted(words, style if self.colour and words.strip() else "")


def _phrases_in_lines(phrases: Iterable[str], width: int) -> Iterator[str]:
    """Yield phrases with a dot between them, in lines that break between phrases only."""
    line = ""
    for phrase in phrases:
        longer = f"{line} · {phrase}" if line else phrase
        if len(longer) > width:
            yield line
            longer = phrase
        line = longer
    yield line


def _in_columns(money: MoneyWords, widths: Sequence[int]) -> str:
    """Return what is said of money, each part in its column; a column that no line needs is left out."""
    old, *others = (" " * (width - display_width(words)) + words for words, width in zip(money, widths, strict=True))
    arrow = _ARROW if money.old and money.new else " " * len(_ARROW)
    return (old + arrow if widths[0] else "") + _GAP.join(
        cell for cell, width in zip(others, widths[1:], strict=True) if width
    )


def _filled(words: str, width: int) -> str:
    return words + " " * (width - display_width(words))


def _shortened(text: str, sign: str) -> str:
    """Return what two texts have in common with its middle left out, where that is long."""
    if sign != "=" or len(text) <= 3 * _CONTEXT:
        return text
    return f"{text[:_CONTEXT]}…{text[-_CONTEXT:]}"


def _verdict_style(change: TargetChange) -> str:
    if change.verdict is TargetVerdict.REWORDED:
        return _DIM
    return _OUTCOME_STYLES.get(change.outcomes, "") if change.outcomes else ""


def _indicator_cells(indicator: IndicatorDifference, *, verbose: bool) -> Iterator[tuple[str, str, str, str, str]]:
    """Yield what is said of an indicator, a row for each target that changed: the cells of its columns."""
    either = indicator.latest
    category, name = category_label(either), either.name
    if indicator.status is not DifferenceStatus.CHANGED:
        words = printed_targets(either)
        old, new = ("", words) if indicator.status is DifferenceStatus.ADDED else (words, "")
        yield category, name, old, new, str(indicator.status)
        return
    for which, change in shown_targets(indicator, verbose=verbose):
        told = verdict_in_words(change)
        yield category, name, target_words(change.old), target_words(change.new), f"{which}: {told}" if which else told
        category = name = ""
    if category:
        yield category, name, "", "", ""
