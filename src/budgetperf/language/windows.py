"""What the words around a date make of it: a deadline, a period, a day."""

import re
from typing import Final

from budgetperf.dates import Precision
from budgetperf.diagnostics import quoted
from budgetperf.language.days import Stretch, read_period, read_stretch
from budgetperf.language.measures import Doubt, NotUnderstood, misprint
from budgetperf.language.tokens import COMPARATORS, Phrase, Token, words_of
from budgetperf.quantities import CEILINGS, FLOORS, Comparator
from budgetperf.readings import DateWindow

__all__ = ["read_window"]

#: 24年底, 零六年
_SHORT_YEAR: Final = re.compile("[0-9]{2}年|[〇零]")

#: Words, or terminals, that bound a time; 年底 by itself does, too.
_DATE_COMPARATORS: Final = {
    "晚于": Comparator.MORE_THAN, "SINCE": Comparator.AT_LEAST, "ONWARDS": Comparator.AT_LEAST,
    "EARLIER": Comparator.LESS_THAN, "WITHIN": Comparator.AT_MOST, "NOT_AFTER": Comparator.AT_MOST,
    **{cue: COMPARATORS[cue] for cue in ("AT_LEAST", "MORE_THAN", "AT_MOST", "LESS_THAN", "REACHING")},
}  # fmt: skip


def read_window(phrase: Phrase, doubts: list[Doubt]) -> DateWindow:
    """Return what a `window` of the grammar names.

    Raises:
        NotUnderstood: if the calendar has no such days.

    """
    tokens = {token.type: token for token in phrase.children if isinstance(token, Token)}
    first, later = read_stretch(tokens["DATE"].words), None
    if "LATER_DATE" in tokens:
        first, later = read_period(tokens["DATE"].words, tokens["LATER_DATE"].words)
    if not first.exists or (later and not later.exists):
        doubts.append(Doubt("V309", f"the calendar has no {quoted(words_of([phrase]))}"))
        raise NotUnderstood
    if _SHORT_YEAR.match(tokens["DATE"].words):
        doubts.append(Doubt("V311", f"{quoted(tokens['DATE'].words)} is read as of {first.year}"))
    if first.year is None:
        doubts.append(Doubt("V310", "the year is missing"))
    return _window(tokens, first, later, doubts)


def _window(tokens: dict[str, Token], first: Stretch, later: Stretch | None, doubts: list[Doubt]) -> DateWindow:
    cue = _window_cue(tokens)
    if later is not None:
        precision = first.precision if later.precision is not Precision.DAY else later.precision
        start, end = first.start, later.end
        if start and end and start > end and not start.startswith("--"):
            raise NotUnderstood
        return DateWindow(comparator=Comparator.BETWEEN, start=start, end=end, precision=precision, cue=cue)
    comparator = _window_comparator(tokens, first, doubts)
    start, end = first.start, first.end
    if comparator in CEILINGS:
        start, end = None, first.end if comparator is Comparator.AT_MOST else first.start
    elif comparator in FLOORS:
        start, end = first.start if comparator is Comparator.AT_LEAST else first.end, None
    return DateWindow(comparator=comparator, start=start, end=end, precision=first.precision, cue=cue)


def _window_cue(tokens: dict[str, Token]) -> str:
    date = tokens["DATE"].start
    before = "".join(token.words for token in tokens.values() if token.start < date)
    behind = "".join(tokens[name].words for name in ("BEFORE", "WITHIN", "ONWARDS") if name in tokens)
    return f"{before}…{behind}" if before and behind else before or behind


def _window_comparator(tokens: dict[str, Token], stretch: Stretch, doubts: list[Doubt]) -> Comparator:
    if "BEFORE" in tokens:
        if stretch.precision is not Precision.DAY and not stretch.is_end:
            doubts.append(Doubt("V312", "前 is read as by its end; it may mean before it begins"))
        return Comparator.AT_MOST
    if "NEARLY" in tokens:
        raise NotUnderstood  # about a date is no date
    if "MISPRINT" in tokens:
        return misprint(tokens["MISPRINT"].words, doubts)
    for name, token in tokens.items():
        comparator = _DATE_COMPARATORS.get(token.words, _DATE_COMPARATORS.get(name))
        if comparator:
            return comparator
    return Comparator.AT_MOST if stretch.is_end else Comparator.EQUAL
