"""Rows put together again that a page break has cut in mid-cell.

The second part may be a row with empty cells in front, or a paragraph. It is
told from a row of its own by what a row must have: one name, one amount, and
indicators that begin with the first.
"""

import re
from collections.abc import Sequence

from attrs import define, field

from budgetperf.assembly.captions import is_note, is_page_mark
from budgetperf.assembly.columns import MONEY, Column, apart_columns, holds_indicators, read_header
from budgetperf.assembly.rows import SheetRow, quoted_beginning
from budgetperf.diagnostics import Diagnostic, diagnose
from budgetperf.readers import RawCell, RawRow

__all__ = ["begins_anew", "begins_cell", "is_unfinished", "join_cut_rows"]

_LONGEST_END = 80
_TEXTS = (Column.INDICATORS, Column.OBJECTIVE)
_LEVEL1 = r"(?:投\s*入|产\s*出|成\s*本|效\s*益|效\s*果|满\s*意\s*度)\s*[指目]\s*标"
#: The head of a first clause: "1、1-产出指标", "1、产出指标"; its ordinal may be lost.
_FIRST_CLAUSE = re.compile(
    rf"\s*[1１]\s*[、.．,，､]\s*(?:[1-9１-９]\s*[-－—–]|[1-9１-９]?\s*{_LEVEL1}|[1-9１-９]\s*[一-鿿]{{2,4}}标)"
    rf"|\s*[1-9１-９]\s*[-－—–]\s*{_LEVEL1}|\s*{_LEVEL1}\s*[；;，,：:]"
)
_FIRST_ORDINAL = re.compile(r"\s*[1１]\s*[、.．,，､]")
#: The number of the first indicator, and of each behind the end of another.
_ORDINAL = re.compile(r"\s*(\d{1,3})\s*[、.．,，､]")
_ORDINALS = re.compile(rf"(?:^|[。；;\s])\s*(\d{{1,3}})\s*[、.．,，､]\s*(?:[0-9０-９]{{1,2}}\s*[-－—–]|{_LEVEL1})")
_HEAD = re.compile(rf"[0-9０-９]\s*[、.．,，､]\s*(?:[0-9０-９]{{1,2}}\s*[-－—–]|{_LEVEL1})")
#: Words that end in the middle of a head: "…。2", "…。2、1-", "…；3-".
_OPEN_HEAD = re.compile(r"(?:^|[。；;，,：:\s])\d{1,3}\s*(?:[、.．,，]\s*(?:\d{1,2}\s*[-－—–]?\s*)?|[-－—–]\s*)?$")
#: A first clause, wherever it stands.
_RUN_ON = re.compile(rf"(?<![0-9０-９])[1１]\s*[、.．,，､]\s*[1-9１-９]\s*[-－—–]\s*{_LEVEL1}")
_TARGET_LABEL = re.compile(r"[指目]\s*标\s*值")
#: The end of an amount, and an amount whose parts are put together.
_LAST_DIGITS = re.compile(r"[\d.]{1,8}")
_WHOLE_AMOUNT = re.compile(r"\d[\d,]*\.\d{1,6}")
_ENDED = re.compile(r"[。；;.！!？?”）)》…]\s*$")


def begins_cell(text: str) -> bool:
    """Tell whether indicators begin with the first clause of a cell.

    >>> begins_cell("1、1-产出指标；"), begins_cell("2、1-产出指标；"), begins_cell("1、制定方案")
    (True, False, False)
    """
    return _FIRST_CLAUSE.match(text) is not None


def begins_anew(before: str, text: str) -> bool:
    """Tell whether indicators begin a cell of their own, and are not the rest of those in `before`.

    >>> begins_anew("1、1-产出指标；…。", "1、1-产出指标；"), begins_anew("1、1-产出指标；…。2、", "1-产出指标；")
    (True, False)
    """
    if not begins_cell(text):
        return False
    if _OPEN_HEAD.search(before):
        return False
    heads = list(_HEAD.finditer(before))
    within = bool(heads) and not _TARGET_LABEL.search(before, heads[-1].end())
    return not within or _FIRST_ORDINAL.match(text) is not None


def is_unfinished(text: str) -> bool:
    """Tell whether words end in the middle of a sentence."""
    return bool(text) and not _ENDED.search(text)


def join_cut_rows(rows: Sequence[SheetRow], doubts: list[Diagnostic]) -> list[SheetRow]:
    """Return whole rows; each part of a cell stands behind the other."""
    joiner = _Joiner(doubts)
    for place, row in enumerate(rows):
        following = rows[place + 1] if place + 1 < len(rows) else None
        if row.line:
            joiner.take_line(row, row.line)
        else:
            joiner.take_row(row, following)
    joiner.finish()
    return [_with_own_indicators(row.close(), doubts) for row in joiner.whole]


def _with_own_indicators(row: SheetRow, doubts: list[Diagnostic]) -> SheetRow:
    """Return a row whose indicators stand in a cell of their own, and not behind its objective."""
    objective = row.cells.get(Column.OBJECTIVE)
    if objective is None or row.text(Column.INDICATORS):
        return row
    begins = _RUN_ON.search(objective.text)
    if not begins or not _TARGET_LABEL.search(objective.text, begins.end()):
        return row
    row.cells[Column.OBJECTIVE] = objective.part(0, begins.start())
    row.cells[Column.INDICATORS] = objective.part(begins.start(), len(objective.text))
    message = f"the indicators of {quoted_beginning(row.text(Column.NAME))} are printed in one cell with the objective"
    doubts.append(diagnose("R106", message, row.cells[Column.INDICATORS].span))
    return row


@define
class _Joiner:
    """The rows so far; the last may still go on."""

    doubts: list[Diagnostic]
    whole: list[SheetRow] = field(factory=list)
    #: Lines since the last row that belong to nothing.
    unplaced: list[RawCell] = field(factory=list)
    #: The page of the last row or line.
    page: int = -1

    def take_row(self, row: SheetRow, following: SheetRow | None) -> None:
        """Take a row, or the second part of one."""
        for line in self.unplaced:
            self._report(line)
        self.unplaced.clear()
        if self.whole and _repeats(self.whole[-1], row):
            message = (
                f"the cells of {quoted_beginning(row.text(Column.NAME))} are printed again beside its next indicators"
            )
            self.doubts.append(diagnose("R130", message, row.span))
            self.whole[-1].add(Column.INDICATORS, row.cells[Column.INDICATORS])
            self.whole[-1].page = row.page
        elif self.whole and _is_rest(self.whole[-1], row, following):
            self.doubts.append(diagnose("R109", "a row cut by a page break is joined", row.span))
            self._join(row)
        else:
            self.whole.append(row)

    def _join(self, rest: SheetRow) -> None:
        row = self.whole[-1]
        _put_right(row, rest)
        for column, cell in rest.cells.items():
            row.add(column, cell)
        row.page = rest.page

    def take_line(self, row: SheetRow, line: RawCell) -> None:
        """Take a line without columns: the rest of a cell, or nothing of the table."""
        last = self.whole[-1] if self.whole else None
        column = _goes_on_in(last, line.text) if last and not self.unplaced else None
        if last is None or column is None:
            self.unplaced.append(line)
            return
        self.doubts.append(diagnose("R109", "the rest of a cell is printed after a page break", line.span))
        last.add(column, line)
        last.page = row.page

    def finish(self) -> None:
        """Report lines behind the last row that may be of the table; others are no words of ours."""
        unfinished = bool(self.whole) and any(is_unfinished(self.whole[-1].tail(column)) for column in _TEXTS)
        for place, line in enumerate(self.unplaced):
            if holds_indicators(line.text) or (place == 0 and unfinished and not _is_heading(line.text)):
                self._report(line)

    def _report(self, line: RawCell) -> None:
        if not (is_page_mark(line.text) or is_note(line.text)):
            self.doubts.append(diagnose("R113", f"{quoted_beginning(line.text)} belongs to no row", line.span))


def _is_heading(text: str) -> bool:
    row = RawRow((RawCell(text, ((0, 0, len(text)),)),))
    return bool(apart_columns(row)) or read_header(row) is not None


def _goes_on_in(row: SheetRow, line: str) -> Column | None:
    """Return the column in which a line goes on with a row, or None when it does not."""
    indicators, objective = row.tail(Column.INDICATORS), row.tail(Column.OBJECTIVE)
    if is_note(line) or is_page_mark(line):
        return None
    if holds_indicators(line):
        begins = begins_anew(indicators, line)
        if indicators and not (begins and _FIRST_ORDINAL.match(line)):
            return Column.INDICATORS
        return Column.INDICATORS if begins and not indicators and is_unfinished(objective) else None
    if is_unfinished(indicators):
        return Column.INDICATORS if _completes(indicators, line) else None
    return Column.OBJECTIVE if is_unfinished(objective) and _ENDED.search(line) else None


def _completes(indicators: str, rest: str) -> bool:
    """Tell whether a line without any mark is the end of the last value.

    A sentence may follow a table as well. The end of a value ends in a full stop,
    as cells do, and where both targets are the same, its words are known.
    """
    period, _, annual = indicators.rpartition("年度指标值")
    before = period.rpartition("实施周期指标值")[2].strip("：:；;，, ")
    begun = annual.strip("：:，, ")
    if annual and before.startswith(begun) and len(before) > len(begun):
        return before[len(begun) :].strip().startswith(rest.strip("。；;. "))
    return _ENDED.search(rest) is not None and len(rest) <= _LONGEST_END


def _put_right(row: SheetRow, rest: SheetRow) -> None:
    """Move words to the indicators that a page without its last cells shows under the objective."""
    words = rest.cells.get(Column.OBJECTIVE)
    if words is None or rest.text(Column.INDICATORS) or Column.INDICATORS in rest.cells:
        return
    finished = not is_unfinished(row.tail(Column.OBJECTIVE))
    if holds_indicators(words.text) or (finished and is_unfinished(row.tail(Column.INDICATORS))):
        rest.cells[Column.INDICATORS] = rest.cells.pop(Column.OBJECTIVE)


def _repeats(row: SheetRow, rest: SheetRow) -> bool:
    """Tell a row that goes on with the indicators of the one before and repeats its other cells."""
    indicators = rest.text(Column.INDICATORS)
    if not (rest.text(Column.NAME) and row.text(Column.INDICATORS) and holds_indicators(indicators)):
        return False
    alike = all(row.text(column) == rest.text(column) for column in Column if column is not Column.INDICATORS)
    if not alike or row.text(Column.INDICATORS) == indicators:
        return False
    first, last = _ORDINAL.match(indicators), list(_ORDINALS.finditer(row.tail(Column.INDICATORS)))
    # Where indicators are numbered, they go on counting.
    return int(first[1]) > int(last[-1][1]) if first and last else not first


def _is_rest(row: SheetRow, rest: SheetRow, following: SheetRow | None) -> bool:
    """Tell the second part of a cut row from a row of its own."""
    if rest.has_amount and row.has_amount:
        return rest.page != row.page and _cuts_amounts(row, rest)
    named, indicators = bool(rest.text(Column.NAME)), rest.text(Column.INDICATORS)
    if not named and not rest.has_amount:
        return not _heads_next_page(row, rest, following)
    if rest.page == row.page or not named:
        return rest.page != row.page
    if not row.text(Column.NAME) and not rest.has_amount:
        return True  # one part has the name, the other the money
    if indicators:
        return not begins_anew(row.tail(Column.INDICATORS), indicators) and _has_words(row)
    # A name, and perhaps an objective, without money: the rest of a bare row, or of an objective.
    unfinished = not rest.text(Column.OBJECTIVE) or is_unfinished(row.tail(Column.OBJECTIVE))
    return not rest.has_amount and unfinished


def _cuts_amounts(row: SheetRow, rest: SheetRow) -> bool:
    """Tell the second part of a row whose amounts are cut too: the cells were too narrow for them.

    A row of its own begins with its first indicator, and its amounts have more than a few digits.
    """
    for column in MONEY:
        end = rest.text(column)
        if end and not (_LAST_DIGITS.fullmatch(end) and _WHOLE_AMOUNT.fullmatch(row.text(column) + end)):
            return False
    printed, indicators = row.tail(Column.INDICATORS), rest.text(Column.INDICATORS)
    return bool(printed) and bool(indicators) and not begins_anew(printed, indicators)


def _has_words(row: SheetRow) -> bool:
    return any(row.text(column) for column in _TEXTS)


def _heads_next_page(row: SheetRow, part: SheetRow, following: SheetRow | None) -> bool:
    """Tell the first part of a row whose name and amount are printed on the next page."""
    if following is None or following.line or following.page == part.page or not row.text(Column.INDICATORS):
        return False
    indicators = following.text(Column.INDICATORS)
    named = bool(following.text(Column.NAME)) or any(following.text(column) for column in MONEY)
    return begins_cell(part.text(Column.INDICATORS)) and bool(indicators) and not begins_cell(indicators) and named
