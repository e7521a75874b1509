"""A difference as people read it in a terminal: table by table, project by project, money in columns."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import Final

from budgetperf.comparing import sections
from budgetperf.comparing.demands import OutcomeRange, TargetVerdict
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
from budgetperf.source import display_width
from budgetperf.terminal import CELL_LINES, balanced, natural_width, painted, shared, visible, wrapped

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
#: Of a text that changed, so many lines are shown.
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
def diff_text(
    difference: Difference,
    *,
    width: int = 100,
    colour: bool = False,
    verbose: bool = False,
    language: str = ENGLISH,
) -> str:
    """Return a difference as plain text, or coloured by terminal escapes.

    Args:
        difference: What :func:`budgetperf.diff` returned.
        width: That of the page, in cells; from 72 to 120 are used.
        colour: Whether to colour it.
        verbose: Whether to show every text whole, and the targets that are merely reworded.
        language: That of what is told: ``"en"`` or ``"zh"``.

    >>> from budgetperf import Document, diff
    >>> diff_text(diff(Document(tables=()), Document(tables=()))).splitlines()[-1]
    'nothing differs: 0 projects compared'

    """
    text = _Text(min(max(width, _LEAST_WIDTH), _MOST_WIDTH), Phrasebook(language), colour=colour, verbose=verbose)
    return "".join(f"{line.rstrip()}\n" for line in text.lines(difference))


class _Text:
    """The lines of a difference."""

    def __init__(self, width: int, words: Phrasebook, *, colour: bool, verbose: bool) -> None:
        self.width = width
        self.words = words
        self.colour = colour
        self.verbose = verbose

    def lines(self, difference: Difference) -> Iterator[str]:
        heading = wrapped(sections.title_of(difference, self.words), self.width - 6, 1)[0]
        rule = "─" * (self.width - display_width(heading) - 4)
        yield f"{self._painted('──', _FRAME)} {self._painted(heading, _STRONG)} {self._painted(rule, _FRAME)}"
        for section in sections.sections_of(difference, verbose=self.verbose):
            yield from self._section(section)
        yield ""
        if not difference:
            told = self.words(", ").join(sections.summary_in_words(difference, self.words))
            yield f"{self._painted(self.words('nothing differs'), '1;32')}{self.words(': ')}{told}"
            return
        yield from _phrases_in_lines(sections.summary_in_words(difference, self.words), self.width)
        reworded = difference.summary[f"targets_{TargetVerdict.REWORDED}"]
        if reworded and not self.verbose:
            yield self._painted(self.words("targets that are only reworded are not shown (-v shows them)"), _DIM)

    # --- tables -----------------------------------------------------------------------------------

    def _section(self, section: sections.Section) -> Iterator[str]:
        yield ""
        yield from (self._painted(line, _STRONG) for line in wrapped("    ".join(section.captions), self.width))
        for note in sections.notes_on_table(section, self.words):
            yield from self._note(note, "")
        yield ""
        rows = [*sections.rows_of(section, self.words)]
        widths = [natural_width((row.money[at] for row in rows), _MOST_MONEY) for at in range(4)]
        columns = self._indicator_columns(section)
        for row in rows:
            yield from self._row(row, widths)
            if row.project:
                yield from self._project(row.project, section, columns)

    def _row(self, row: sections.Row, widths: Sequence[int]) -> Iterator[str]:
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

    def _project(self, project: ProjectDifference, section: sections.Section, columns: Sequence[int]) -> Iterator[str]:
        for note in sections.notes_on_project(project, self.words):
            yield from self._note(note, _INDENT)
        for heading, money in sections.sources_in_words(project, section, self.words):
            yield from self._note(
                f"{heading} {money.old}{_ARROW}{money.new}  {money.more}  {money.percentage}", _INDENT
            )
        if project.objective:
            yield from self._objective(project.objective)
        for indicator in project.indicators:
            if self.verbose or sections.indicator_is_telling(indicator):
                yield from self._indicator(indicator, columns)

    def _note(self, note: str, indent: str) -> Iterator[str]:
        lines = wrapped(note, self.width - len(indent), None if self.verbose else CELL_LINES)
        yield from (self._painted(f"{indent}{line}", _DIM) for line in lines)

    def _objective(self, change: TextChange) -> Iterator[str]:
        """Yield what changed in a text, between marks as wdiff has them, since colours may be missing."""
        room = self.width - len(_INDENT)
        marks = {"-": "[-{}-]", "+": "{{+{}+}}", "=": "{}"}
        pieces = change.pieces if self.verbose else sections.abridged(change)
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

    def _indicator_columns(self, section: sections.Section) -> list[int]:
        rows = [
            cells
            for project in section.projects
            for indicator in project.indicators
            for _, cells in _indicator_rows(indicator, self.words, verbose=self.verbose)
        ]
        wishes = [natural_width((row[at] for row in rows), most) for at, most in enumerate(_MOST_CELLS)]
        return shared(self.width - len(_INDENT) - len("~ ") - len(_ARROW) - 3 * len(_GAP), wishes)

    def _indicator(self, indicator: IndicatorDifference, columns: Sequence[int]) -> Iterator[str]:
        sign = sections.SIGNS[indicator.status]
        status = _STATUS_STYLES[indicator.status]
        most = None if self.verbose else CELL_LINES
        for told, cells in _indicator_rows(indicator, self.words, verbose=self.verbose):
            lines = [balanced(words, width, most) for words, width in zip(cells, columns, strict=True)]
            arrow = _ARROW if told.old and told.new else " " * len(_ARROW)
            for row in zip_longest(*lines, fillvalue=""):
                category, name, old, new = map(_filled, row[:-1], columns)
                left = self._painted(f"{sign} {category}{_GAP}{name}", status)
                yield f"{_INDENT}{left}{_GAP}{old}{arrow}{new}{_GAP}{self._painted(row[-1], _style_of(told))}"
                sign, arrow = " ", " " * len(_ARROW)
        for note in sections.notes_on_indicator(indicator, self.words):
            yield from self._note(note, _INDENT * 2)

    def _painted(self, words: str, style: str) -> str:
        return painted(words, style if self.colour and words.strip() else "")


def _phrases_in_lines(phrases: Iterable[str], width: int) -> Iterator[str]:
    """Yield phrases with a dot between them, in lines that break between phrases only."""
    line = ""
    for phrase in phrases:
        longer = f"{line} · {phrase}" if line else phrase
        if display_width(longer) > width:
            yield line
            longer = phrase
        line = longer
    yield line


def _in_columns(money: sections.MoneyWords, widths: Sequence[int]) -> str:
    """Return what is said of money, each part in its column; a column that no line needs is left out."""
    old, *others = (" " * (width - display_width(words)) + words for words, width in zip(money, widths, strict=True))
    arrow = _ARROW if money.old and money.new else " " * len(_ARROW)
    return (old + arrow if widths[0] else "") + _GAP.join(
        cell for cell, width in zip(others, widths[1:], strict=True) if width
    )


def _filled(words: str, width: int) -> str:
    return words + " " * (width - display_width(words))


def _style_of(told: sections.TargetWords) -> str:
    if told.change is None or told.change.outcomes is None:
        return ""
    return _DIM if told.change.verdict is TargetVerdict.REWORDED else _OUTCOME_STYLES.get(told.change.outcomes, "")


def _indicator_rows(
    indicator: IndicatorDifference, words: Phrasebook, *, verbose: bool
) -> Iterator[tuple[sections.TargetWords, tuple[str, ...]]]:
    """Yield what is said of an indicator, a row for each target that changed: the cells of its columns."""
    names = category_label(indicator.latest), indicator.latest.name
    for told in sections.targets_in_words(indicator, words, verbose=verbose):
        yield told, (*names, told.old, told.new, told.told)
        names = "", ""
