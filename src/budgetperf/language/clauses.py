"""From the clauses of a cell to indicators: which words count, and what is doubtful.

The words come from :mod:`budgetperf.language.indicators`; categories are
resolved by :mod:`budgetperf.taxonomy`. Where words are left out or repaired, a
diagnostic stands at their place.
"""

import re
from collections.abc import Callable

from attrs import define, field

from budgetperf.building import builder
from budgetperf.diagnostics import Diagnostic, diagnose, quoted
from budgetperf.language.categories import PrintedCategory, are_sound_together, read_category
from budgetperf.language.indicators import Clause, Piece, Token, parse_clauses
from budgetperf.language.measures import Doubt
from budgetperf.language.understanding import Understanding, in_context, printed_value, understood
from budgetperf.misreadings import misread_sign
from budgetperf.model import Category, Indicator, Target
from budgetperf.normalization import BLANKS, SEPARATORS, joined, normalized, stripped
from budgetperf.readings import Reading
from budgetperf.repairs import ALL_REPAIRS, Repairs
from budgetperf.soundness import category_doubts, go_together, indicator_doubts, missing_target_doubts, sign_doubts
from budgetperf.source import Span
from budgetperf.taxonomy import OWN_TAXONOMY, Taxonomy, taxonomy_in_force

__all__ = ["Locate", "read_indicators"]

_span, _category, _target, _indicator = builder(Span), builder(Category), builder(Target), builder(Indicator)

#: Where a stretch of the cell's text was printed.
Locate = Callable[[int, int], Span]

_TARGETS = ("PERIOD", "ANNUAL")
#: What a damaged label stands for, and the words that were meant.
_DAMAGED_LABELS = {"DAMAGED_PERIOD": ("PERIOD", "实施周期指标值"), "DAMAGED_ANNUAL": ("ANNUAL", "年度指标值")}
#: Where a doubt about a target stands in the model.
_PARTS = {"PERIOD": ".period_target", "ANNUAL": ".annual_target"}
#: 。12-质量指标；
_LEVEL2_AMONG_WORDS = re.compile(rf"[。；;][{BLANKS}]*([1-9][1-9][-－—–][\u4e00-\u9fff]{{2,12}})[；;，,：:]")
_WITHOUT_BLANKS = str.maketrans("", "", BLANKS)


def read_indicators(
    text: str, locate: Locate = _span, path: str = "", repairs: Repairs = ALL_REPAIRS
) -> tuple[tuple[Indicator, ...], list[Diagnostic]]:
    """Return the indicators of one cell and the doubts about them.

    `locate` says where a stretch of `text` was printed, for the spans; `path` is
    what stands before ``indicators[0]`` in the paths of diagnostics.
    """
    taxonomy = OWN_TAXONOMY.get()
    clauses = parse_clauses(text, repairs, taxonomy)
    reader = _CellReader(text, clauses, repairs, locate, taxonomy, path)
    for clause in clauses:
        reader.read(clause)
    return tuple(reader.indicators), reader.doubts


@define
class _CellReader:
    """One cell on its way to indicators."""

    text: str
    clauses: list[Clause]
    repairs: Repairs
    locate: Locate
    #: None for the standard one.
    taxonomy: Taxonomy | None = None
    #: What stands before ``indicators[0]`` in a path.
    parent: str = ""
    indicators: list[Indicator] = field(factory=list)
    doubts: list[Diagnostic] = field(factory=list)
    #: The ordinal that should come next, and the highest so far.
    due: int = 1
    highest: int = 0
    #: Where each clause of the cell begins first, by its words; found when a clause may be printed again.
    first_printings: dict[str, int] = field(factory=dict)
    #: Level-2 category and name of the indicator at hand.
    level2: Category | None = None
    name: str = ""
    #: Whether its categories are unknown or at odds.
    unsound: bool = False

    def read(self, clause: Clause) -> None:
        """Add the indicator that a clause holds, or report the words of a fragment."""
        terminal, start, _, end = clause[0]
        if terminal != "HEAD":
            self._report_fragment(clause)
            return
        text = self.text
        head = read_category(text[start:end], 1, self.taxonomy)
        ordinal = head.ordinal
        if ordinal is not None and self._is_printed_again(clause, ordinal):
            return
        level1 = self._category(start, end, head, 1)
        self.level2 = name_span = None
        self.name = ""
        targets: list[Token] = []
        for piece in clause[1:]:
            terminal, begin, _, end = piece
            if terminal in _TARGETS:
                targets.append(piece)
            elif terminal in _DAMAGED_LABELS:
                targets.append(self._with_label(piece))
            elif terminal == "NAME":
                self.name, name_span = self._name(begin, end)
            else:
                self.level2 = self._level2(begin, end, head, level1)
        span = self.locate(start, end)
        period, annual = self._targets(targets)
        indicator = _indicator(ordinal, level1, self.level2, self.name, period, annual, span, name_span)
        whole = self.name and self.level2 is not None and period is not None and annual is not None
        if not whole or self.unsound or ordinal != self.due:
            self._report(indicator)
        elif period and annual and period.text != annual.text:
            self.doubts.extend(sign_doubts(indicator, f"{self.parent}indicators[{len(self.indicators)}]"))
        if start and text[start - 1].isdecimal():
            self._doubt("G213", f"ordinal {ordinal} is printed right behind a value's last digit", span)
        self.unsound = False
        self.due = (self.due if ordinal is None else ordinal) + 1
        self.indicators.append(indicator)

    def _doubt(self, code: str, message: str, span: Span, hint: str | None = None, part: str = "") -> None:
        path = f"{self.parent}indicators[{len(self.indicators)}]{part}"
        self.doubts.append(diagnose(code, message, span, path, hint))

    def _report_fragment(self, fragment: Clause) -> None:
        first, last = Piece(*fragment[0]), Piece(*fragment[-1])
        start, end = stripped(self.text, first.start, last.end)
        if start < end:
            message = f"{quoted(self.text[start:end])} belongs to no clause"
            self.doubts.append(diagnose("G201", message, self.locate(start, end), self.parent.rstrip(".")))
        if first.type == "BROKEN_HEAD" and len(fragment) > 1:  # without words behind it, the edge has cut its label
            parts = read_category(self.text[first.start : first.end], 1, self.taxonomy)
            span = self.locate(first.start + parts.start, first.start + parts.end)
            category = Category(parts.code, parts.label, parts.category, span)
            self.doubts.extend(category_doubts(category, 1, self.parent.rstrip(".")))

    # --- clauses printed again -------------------------------------------------------

    def _words(self, clause: Clause) -> str:
        """Return what a clause prints, without blanks and without what parts it from the next."""
        words = self.text[slice(*_extent(clause))].translate(_WITHOUT_BLANKS)
        return words.rstrip(SEPARATORS + ".")

    def _is_printed_again(self, clause: Clause, ordinal: int) -> bool:
        """Tell whether a clause stands in the cell before, ordinal and all; report it."""
        if ordinal > self.highest:
            self.highest = ordinal
            return False
        if "G215" not in self.repairs:
            return False
        if not self.first_printings:
            for each in reversed(self.clauses):
                self.first_printings[self._words(each)], _ = _extent(each)
        start, end = _extent(clause)
        if self.first_printings[self._words(clause)] == start:
            return False
        start, end = stripped(self.text, start, end)
        message = f"{quoted(self.text[start:end])} is printed again in the same words and left out"
        self.doubts.append(diagnose("G215", message, self.locate(start, end), self.parent.removesuffix(".")))
        return True

    # --- head and categories ---------------------------------------------------------

    def _category(self, start: int, end: int, parts: PrintedCategory, level: int) -> Category:
        span = self.locate(start + parts.start, start + parts.end)
        label = parts.label if "G208" in self.repairs else parts.printed_label
        category = parts.category
        if not parts.clean:
            self._report_category(start, end, parts, level, span)
            if category is None and "T401" in self.repairs:
                category = _repaired_category(parts, level)
        return _category(parts.code, label, category, span)

    def _report_category(self, start: int, end: int, parts: PrintedCategory, level: int, span: Span) -> None:
        """Report what only the printed words of a category show; what its code and label say, the model tells."""
        self.unsound = self.unsound or not parts.resolution.sound or parts.category is None
        printed = self.text[start + parts.start : start + parts.end]
        part = f".level{level}"
        if parts.blanks_removed and "G208" in self.repairs:
            self._doubt("G208", f"blanks inside {quoted(printed)} removed", span, part=part)
        at_end = end == len(self.text)
        if parts.runs_together(at_end=at_end):
            self._doubt("G214", f"a hyphen or separator is missing at {quoted(printed)}", span, part=part)
        if not parts.label and parts.category and not parts.runs_on(at_end=at_end):
            self._doubt("T401", f"no label is printed; code {parts.code} says {parts.category}", span, part=part)

    def _level2(self, start: int, end: int, head: PrintedCategory, level1: Category) -> Category:
        parts = read_category(self.text[start:end], 2, self.taxonomy)
        level2 = self._category(start, end, parts, 2)
        fit = are_sound_together(head, parts) if head.clean and parts.clean else go_together(level1, level2)
        self.unsound = self.unsound or not fit
        return level2

    def _report(self, indicator: Indicator) -> None:
        path = f"{self.parent}indicators[{len(self.indicators)}]"
        self.doubts.extend(missing_target_doubts(indicator, path))
        self.doubts.extend(sign_doubts(indicator, path))
        self.doubts.extend(indicator_doubts(indicator, self.due, path))

    def _name(self, start: int, end: int) -> tuple[str, Span | None]:
        start, end = stripped(self.text, start, end)
        if start == end:
            return "", None
        printed = self.text[start:end]
        name = joined(printed) if "G208" in self.repairs else printed
        span = self.locate(start, end)
        if len(name) != len(printed):
            self._doubt("G208", f"blanks inside {quoted(printed)} removed", span, part=".name")
        return name, span

    # --- targets ---------------------------------------------------------------------

    def _with_label(self, piece: Token) -> Token:
        """Return a target with the label that its damaged one stands for, and report it."""
        damaged, begin, value, until = piece
        terminal, meant = _DAMAGED_LABELS[damaged]
        start, end = stripped(self.text, begin, value)
        message = f"the label {quoted(self.text[start:end])} is read as {meant}"
        self._doubt("G216", message, self.locate(start, end), part=_PARTS[terminal])
        return terminal, begin, value, until

    def _targets(self, printed: list[Token]) -> tuple[Target | None, Target | None]:
        """Return the first period and annual target; report what is left over."""
        if len(printed) == 2 and printed[0][0] == "PERIOD" and printed[1][0] == "ANNUAL":
            return self._target(printed[0]), self._target(printed[1])  # as nearly every clause is printed
        targets = [Piece(*token) for token in printed]
        if "G206" in self.repairs:
            targets = self._without_lost_clause(targets)
        if "G203" not in self.repairs:
            targets = self._with_repetitions(targets)
        kept: dict[str, Target] = {}
        for piece in targets:
            first = kept.get(piece.type)
            if first is None:
                kept[piece.type] = self._target(piece)
            else:
                self._report_repeated(piece, first)
        period, annual = kept.get("PERIOD"), kept.get("ANNUAL")
        if period is not None and annual is not None and targets[0].type == "ANNUAL":
            span = self.locate(targets[0].start, targets[-1].end)
            self._doubt("G212", "the annual target is printed before the implementation-period target", span)
        return period, annual

    def _bounds(self, piece: Piece) -> tuple[int, int]:
        return stripped(self.text, piece.value, piece.end)

    def _value(self, piece: Piece) -> str:
        return self.text[slice(*self._bounds(piece))]

    def _target(self, token: Token) -> Target:
        terminal, begin, value, until = token
        start, text, found = printed_value(self.text[value:until], self.repairs)
        start += value
        end = start + len(text)
        span = self.locate(start, end)
        reading, doubts = found.reading, found.doubts
        if found.is_open:
            reading, doubts = self._in_context(found)
        for doubt in doubts:
            self._doubt(doubt.code, doubt.message, span, part=_PARTS[terminal])
        if not text:
            self._doubt("G211", "a target is printed empty", self.locate(begin, end), part=_PARTS[terminal])
        return _target(text, found.normalized, reading, span)

    def _in_context(self, found: Understanding) -> tuple[Reading | None, tuple[Doubt, ...]]:
        level2 = self.level2
        return in_context(found, self.name, (level2.category or level2.label) if level2 else "")

    def _report_repeated(self, piece: Piece, first: Target) -> None:
        start, end = self._bounds(piece)
        words = self.text[start:end]
        span = self.locate(piece.start, end)
        if normalized(words) == first.normalized:
            self._doubt("G203", "the target is printed again in the same words", span, part=_PARTS[piece.type])
        else:
            message = f"the target is printed again as {quoted(words)}; the first is kept"
            self._doubt("G205", message, span, part=_PARTS[piece.type])
            misread = misread_sign(self._in_context(understood(words, self.repairs))[0], first.reading)
            if misread:
                self._doubt("V308", misread, self.locate(start, end), part=_PARTS[piece.type])

    def _with_repetitions(self, targets: list[Piece]) -> list[Piece]:
        """Return the targets; one printed again in the same words is part of the one that it follows."""
        first: dict[str, str] = {}
        joined_targets: list[Piece] = []
        for piece in targets:
            words = normalized(self._value(piece))
            if first.setdefault(piece.type, words) == words and piece.type in {each.type for each in joined_targets}:
                joined_targets[-1] = joined_targets[-1]._replace(end=piece.end)
            else:
                joined_targets.append(piece)
        return joined_targets

    def _without_lost_clause(self, targets: list[Piece]) -> list[Piece]:
        """Return the targets up to those of a clause that has lost its head, and report it.

        A period target behind a complete pair is the first of another clause, unless it
        repeats the pair's own.
        """
        period = None
        has_annual = False
        for place, piece in enumerate(targets):
            if piece.type == "ANNUAL":
                before = targets[place - 1]
                lost = self._swallowed_category(before) if has_annual else None
                if lost is not None:
                    self._report_lost_head(lost, targets[-1].end)
                    return [*targets[: place - 1], before._replace(end=lost)]
                has_annual = True
            elif period is None:
                period = self._value(piece)
            elif has_annual:
                before = targets[place - 1]
                repeated = self._value(piece) == period
                end = self._end_of_value(before, period, repeated=repeated)
                if end < before.end or not repeated:
                    self._report_lost_head(end, targets[-1].end)
                    return [*targets[: place - 1], before._replace(end=end)]
        return targets

    def _swallowed_category(self, piece: Piece) -> int | None:
        """Return where a category of level 2 begins in a value that goes on with a clause without its head."""
        found = _LEVEL2_AMONG_WORDS.search(self.text, piece.value, piece.end)
        sound = found and read_category(found[1], 2, self.taxonomy).resolution.sound
        return found.start(1) if found and sound else None

    def _end_of_value(self, piece: Piece, period: str, *, repeated: bool) -> int:
        """Return where a target ends that has swallowed the name of the clause behind it.

        That is where it ceases to be equal to the period target, or at its last full stop.
        """
        start, end = self._bounds(piece)
        value = self.text[start:end]
        if value.startswith(period) and value[len(period) : len(period) + 1] in ("。", "；", ";"):
            return start + len(period) + 1
        stop = -1 if repeated else value.rfind("。")
        return piece.end if stop < 0 else start + stop + 1

    def _report_lost_head(self, start: int, end: int) -> None:
        start, end = stripped(self.text, start, end)
        message = f"{quoted(self.text[start:end])} has lost its head, and the indicator is lost with it"
        hint = "its name may stand at the end of the target before it"
        self._doubt("G206", message, self.locate(start, end), hint)


def _repaired_category(parts: PrintedCategory, level: int) -> str | None:
    """Return the category of the label that a damaged one can only be, or None."""
    taxonomy = taxonomy_in_force()
    label = taxonomy.repaired(level, parts.code, parts.label)
    return taxonomy.resolve(level, None, label).category if label else None


def _extent(clause: Clause) -> tuple[int, int]:
    """Return where a clause begins and ends."""
    return clause[0][1], clause[-1][3]
