"""From the phrases of a value to its reading: what is asked for, and what is doubtful.

The phrases come from :mod:`budgetperf.language.targets`. Nothing here looks beyond
the value's own words; :mod:`budgetperf.language.understanding` adds what the
indicator's name tells.
"""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from attrs import define, evolve, field

from budgetperf.dates import Precision, is_complete
from budgetperf.diagnostics import quoted
from budgetperf.language.forms import DIRECTIONS, base_of, read_form, trimmed
from budgetperf.language.measures import Doubt, Measure, NotUnderstood, number_of, read_measure
from budgetperf.language.rewording import reworded
from budgetperf.language.targets import Part, bound_apart, parse_parts, whole_form
from budgetperf.language.tokens import COMPARATORS, CUES, Node, Phrase, Token, words_of
from budgetperf.language.vocabulary import one_of
from budgetperf.language.windows import read_window
from budgetperf.quantities import CEILINGS, Change, Comparator, Direction, Quantity
from budgetperf.readings import (
    AllOf,
    Boolean,
    DateWindow,
    Grade,
    Missing,
    MissingReason,
    Qualitative,
    Reading,
    Scoring,
)
from budgetperf.units import UnitClass, class_of

__all__ = ["Meaning", "read_meaning"]

#: The terminals that bound a date.
_BOUNDING: Final = {*CUES, "NOT_AFTER", "EARLIER", "SINCE", "BEFORE", "WITHIN", "ONWARDS"} - {"EQUAL", "NEARLY"}
_DONE: Final = re.compile(one_of("done"))
_AIMED: Final = re.compile(f"{one_of('aimed')}*(?:于|在)?$")
#: What is longer, in characters, is a text and no target.
_LONGEST: Final = 4000
_QUALITATIVE: Final = Qualitative()
_FILLING: Final = {
    "PLACEHOLDER": MissingReason.PLACEHOLDER,
    "NOT_APPLICABLE": MissingReason.NOT_APPLICABLE,
}
#: Of these, a number for each is one in a time: no doubt.
_TIMES: Final = re.compile(
    "每一?个?(?:季度|半年|学年|学期|年度?|月度?|周|星期|天|日|工作日|小时|季)"
    "|每[0-9一二两三四五六七八九十]+个?[年月天周日]|[一两二三四五](?:年|周|天|个月)|全年"
)
#: What targets count; numbers of other things describe: 3层教学楼1栋, 8吨洒水车2台.
_COUNTING: Final = (UnitClass.COUNT, UnitClass.PEOPLE, UnitClass.EVENTS)
_DESCRIBING: Final = re.compile(one_of("describing"))
_MONEY: Final = re.compile(one_of("money"))
#: 等 behind a number and its unit, with nothing but words to come.
_OPEN_END: Final = re.compile(
    r"(?:(?<=[0-9])[\u4e00-\u9fff]{1,3}?(?=等)|(?<=[一二两三四五六七八九十百千万])[\u4e00-\u9fff]{1,3}?(?=等(?![级次奖于待])))(等[^0-9]*)$"
)
_LIST_VERB: Final = re.compile(f"{one_of('list_verb')}(?=.)")
#: What may stand before a range: 介于5%和8%之间.
_INTO: Final = re.compile("(?:介于|处于|位于|在|于)$")
_NUMBERED: Final = re.compile(r"[0-9]|[一二三四五六七八九十][月日号]|\[$")
#: No words of a label: 5次≥, and half of an interval.
_SIGN: Final = re.compile(r"[≥≤><]|\[$|^\]$")
_TIMES_SIGNS: Final = ("×", "*", "x", "X")
#: Words that say how a target is meant, and not what is counted.
_MEANT: Final = re.compile(f"{one_of('meant')}+")
#: 同比降幅≥5%
_MOVED: Final = re.compile("(?:[增降升涨]幅|增速|增长率|下降率)$")
_JOINTS: Final = re.compile(f"^{one_of('joint')}+")
#: What stands between two amounts that are joined: 三次(培训和)两次演练.
_LINK: Final = re.compile(f"{one_of('joint')}.*|.*{one_of('joint')}")
_FULL_MARKS: Final = re.compile(r"([^,;。:]{0,60}?)(?:的)?(?:则|即|可)?(?:(?:得|计|记|获)?满分|[得计][0-9.]+分)")
_STEP: Final = re.compile(
    r"每(?:下降|降低|减少|少于|低于|少|低|超过|超出|超|增加|提高|高于|高|延迟|推迟|逾期|延期|多|有|发生|出现|缺)?(?:于|了)?"
    r"([0-9.]+|[一二两三四五六七八九十])(%|‰|个百分点|[\u4e00-\u9fff]{1,3}?)?,?"
    r"(?:扣除|扣减|扣|减)[^0-9,;。]{0,14}?([0-9.]+|[一二两三四五六七八九十](?=分))(%|分)?"
)


class Meaning(NamedTuple):
    """What a value means by its own words."""

    reading: Reading
    doubts: tuple[Doubt, ...]


class _Found(NamedTuple):
    """What a part holds: a reading, and for a number the measure that it came from."""

    reading: Reading
    measure: Measure | None = None
    #: The words before a number, without those behind.
    label: str = ""


def read_meaning(text: str) -> Meaning:
    """Return what a value in normalised form means. It always means something.

    >>> read_meaning("≥90%").reading
    Quantity(comparator='>=', low=Decimal('90'), high=None, multiplier=1, unit='%', cue='≥', ...)
    """
    if len(text) > _LONGEST:
        return Meaning(_QUALITATIVE, ())
    form = whole_form(text)
    if form in _FILLING:
        return Meaning(Missing(reason=_FILLING[form]), (Doubt("V318", f"{quoted(text)} says nothing"),))
    if form == "LASTING":
        return Meaning(DateWindow(comparator=Comparator.AT_LEAST, precision=Precision.OPEN, cue=text), ())
    doubts: list[Doubt] = []
    try:
        reading = _scoring(text, doubts) if form else _value(text, doubts)
    except NotUnderstood:
        kept = [doubt for doubt in doubts if doubt.code == "V309"]
        return Meaning(_QUALITATIVE, tuple(kept))
    except ValueError:  # numbers beyond all measure, such as one of 2,000 digits
        return Meaning(_QUALITATIVE, ())
    if isinstance(reading, Qualitative):
        doubts = []
    return Meaning(reading, tuple(dict.fromkeys(doubts)))


# --- a value of several parts ---------------------------------------------------------------


def _value(text: str, doubts: list[Doubt]) -> Reading:
    body, is_open = _without_open_end(reworded(text, doubts))
    parts = parse_parts(body)
    found: list[_Found] = []
    heading = ""
    for part in parts:
        if part.phrase.rule == "measured":
            several = _PartReader(heading, doubts, _windows(found)).read(part.phrase)
            _join(found, several)
            heading = "" if several else _heading(heading, part)
        elif len(parts) > 1 and part.phrase.rule in ("sentence", "directed") and not part.separator.startswith(","):
            heading = _heading(heading, part)
        else:
            heading = ""
    if len(parts) > 1 and any(each.measure and each.measure.is_bare and not each.label for each in found):
        raise NotUnderstood  # of a number that something has cut: 1,23元; of one that names a thing: 1、2号楼
    if found:
        found = _beside(parts, found, doubts)
        if is_open and found[0].measure:
            found[0] = _without_list_verb(found[0])
        return _all_of([each.reading for each in found], is_open=is_open and len(found) > 1)
    readings = [read_form(part.phrase, doubts) for part in parts]
    if not readings or any(isinstance(reading, Qualitative) for reading in readings):
        return _QUALITATIVE
    if len(readings) > 1 and all(isinstance(reading, Grade) for reading in readings):
        return _QUALITATIVE  # 优、良: no outcome is both
    return _all_of(readings, is_open=False)


def _windows(found: Sequence[_Found]) -> list[DateWindow]:
    return [each.reading for each in found if isinstance(each.reading, DateWindow)]


def _without_open_end(text: str) -> tuple[str, bool]:
    """Return a list without 等 and what follows it, and whether there was one."""
    found = _OPEN_END.search(text)
    return (text[: found.start(1)], True) if found else (text, False)


def _heading(before: str, part: Part) -> str:
    """Return the words that stand before the label of the next number: 连山、连南、…每县≥3个."""
    return f"{before}{part.words}{part.separator}" if part.separator == "、" else ""


def _join(found: list[_Found], more: list[_Found]) -> None:
    """Add what a part holds; of two bounds the second, without a label of its own, belongs to the first."""
    first = more[0] if more else None
    if found and first and first.measure and not first.label:
        before = found[-1]
        both = before.measure and (before.measure.bounded_by(first.measure) or first.measure.bounded_by(before.measure))
        if both and isinstance(before.reading, Quantity):
            found[-1] = _Found(both.quantity(before.reading.label, before.reading.per), both, before.label)
            more = more[1:]
    found += more


def _beside(parts: Sequence[Part], found: list[_Found], doubts: list[Doubt]) -> list[_Found]:
    """Return what was found, with what stands beside a number and is as clear; without the horizon of a change."""
    if any(isinstance(each.reading, Change) for each in found):
        found = [each for each in found if not isinstance(each.reading, DateWindow) or each.reading.event]
    forms = [read_form(part.phrase, doubts) for part in parts if part.phrase.rule in ("graded", "absence")]
    return found + [_Found(form) for form in forms if not isinstance(form, Qualitative)]


def _without_list_verb(found: _Found) -> _Found:
    """Return the first of a list without the verb of the whole list: 完成办公卡座30个、…等."""
    reading = found.reading
    if not isinstance(reading, Quantity) or found.measure is None:
        return found
    return found._replace(reading=evolve(reading, label=_LIST_VERB.sub("", reading.label, count=1)))


def _all_of(readings: list[Reading], *, is_open: bool) -> Reading:
    return readings[0] if len(readings) == 1 else AllOf(parts=tuple(readings), open=is_open)


# --- a part with a number or a date ------------------------------------------------------------


@define
class _PartReader:
    """One part on its way to readings: the words that wait for their number."""

    heading: str
    doubts: list[Doubt]
    #: The dates in the parts before.
    before: Sequence[DateWindow] = ()
    found: list[_Found] = field(factory=list)
    words: str = ""
    per: str | None = None
    base: str | None = None
    direction: Direction | None = None
    #: How many numbers and dates are still to come.
    quantities_ahead: int = 0
    windows_ahead: int = 0

    def read(self, phrase: Phrase) -> list[_Found]:
        """Return what the part holds; nothing where it is but words."""
        nodes = phrase.children
        self.quantities_ahead = sum(isinstance(node, Phrase) and node.rule == "quantity" for node in nodes)
        self.windows_ahead = sum(isinstance(node, Phrase) and node.rule == "window" for node in nodes)
        for place, node in enumerate(nodes):
            if isinstance(node, Phrase):
                self.quantities_ahead -= node.rule == "quantity"
                self.windows_ahead -= node.rule == "window"
                self._take(node, nodes[place + 1 : place + 3])
            else:
                self._note(node)
        return self._finished()

    def _note(self, token: Token) -> None:
        """Keep what a token says about the number that is to come."""
        words = token.words
        match token.type:
            case "PER":
                self.per = (self.per or "") + words  # 每人每年
            case "COMPARED":
                self.base = base_of(words)
            case "ABOVE" | "BELOW":
                self.direction = Direction.UP if token.type == "ABOVE" else Direction.DOWN
                self.base = words[2:]
            case "RISE" | "FALL" | "HIGHER" | "LOWER":
                self.direction = DIRECTIONS[token.type]
            case "LONE_DAY":
                if self.windows_ahead or not self.quantities_ahead:
                    raise NotUnderstood
                self.words += words
            case "WORDS":
                self.words += words

    def _label(self) -> str:
        words = trimmed(self.words if self.found else self.heading + self.words)
        label = trimmed(_JOINTS.sub("", words)) if self.found else words
        return "" if _MEANT.fullmatch(label) else label

    def _add(self, reading: Reading, measure: Measure | None = None) -> None:
        self.found.append(_Found(reading, measure, self._label()))
        self.words = ""
        self.per = self.base = self.direction = None

    def _take(self, phrase: Phrase, following: Sequence[Node]) -> None:
        if phrase.rule == "window":
            self._take_window(phrase, following)
            return
        measure = read_measure(phrase)
        if words_of(following[:1]) in _TIMES_SIGNS:
            raise NotUnderstood  # 24小时×365天
        leads = not self.words and not self.found
        if _is_attribute(measure, phrase, following, leads=leads, later=self.quantities_ahead > 0):
            self.words += words_of([phrase])
            return
        if not self._closes_range(measure):
            self._take_measure(measure)

    def _closes_range(self, measure: Measure) -> bool:
        """Join a bound to the one on the other side right before it: 10人以上20人以下, 不超过9次不少于6次."""
        before = self.found[-1] if self.found else None
        if not before or not before.measure or self.words.strip() or self.per:
            return False
        both = before.measure.bounded_by(measure) or measure.bounded_by(before.measure)
        if not both or not isinstance(before.reading, Quantity):
            if before.measure.unit is None or measure.unit is None or measure.cue:
                raise NotUnderstood  # numbers of other columns, run together
            return False
        self.found[-1] = _Found(both.quantity(before.reading.label, before.reading.per), both, before.label)
        return True

    def _take_measure(self, measure: Measure) -> None:
        label = self._label()
        if not measure.cue or measure.cue in ("以内", "内"):
            label = _bound_before(measure, label)
        if measure.comparator is Comparator.BETWEEN:
            label = _INTO.sub("", label)
        if label and (_SIGN.search(label) or not re.search(r"[\u4e00-\u9fffA-Za-z]", label)):
            raise NotUnderstood
        self.doubts += measure.doubts
        if self.base and _MOVED.search(label):
            self.direction = Direction.DOWN if "降" in label else Direction.UP
            label = _MOVED.sub("", label)
        if self.direction or self.base:
            self._add(measure.change(self.direction or Direction.UP, self.base, label, self.per), measure)
            return
        if self.words.startswith("的") and measure.comparator is Comparator.AT_LEAST:
            self._raise_share(measure)
        self._judge(measure, label)
        self._add(measure.quantity(label, self.per), measure)

    def _raise_share(self, measure: Measure) -> None:
        """Of 2/5的村集体收入达到15万, at least two fifths have to reach as much."""
        share = self.found[-1] if self.found else None
        reading = share and share.reading
        if share and isinstance(reading, Quantity) and reading.comparator is Comparator.EQUAL and not reading.label:
            raised = evolve(reading, comparator=Comparator.AT_LEAST, high=None, cue=measure.cue)
            self.found[-1] = share._replace(reading=raised)

    def _judge(self, measure: Measure, label: str) -> None:
        """Say what a number leaves open."""
        if self.per and not _TIMES.fullmatch(self.per):
            self.doubts.append(Doubt("V313", f"{self.per} asks for the number of each, not in total"))
        if measure.unit is None and measure.multiplier >= 10**4 and _MONEY.search(label):
            self.doubts.append(Doubt("V314", "the amount of money has no unit; 元 is likely"))

    def _take_window(self, phrase: Phrase, following: Sequence[Node]) -> None:
        behind = words_of(following[:1]) if following and isinstance(following[0], Token) else ""
        counted = self.quantities_ahead > 0
        bare = not any(isinstance(node, Token) and node.type in _BOUNDING for node in phrase.children)
        if bare and behind and (counted or not _DONE.match(behind)):
            self.words += words_of([phrase])  # 2024年度工作计划 names no time to be met
            return
        window = self._in_year(read_window(phrase, self.doubts))
        before = trimmed(_AIMED.sub("", self.words))
        event = before if counted else trimmed(behind) or before
        if _NUMBERED.search(event):
            raise NotUnderstood
        self._add(evolve(window, event=event))

    def _in_year(self, window: DateWindow) -> DateWindow:
        """Return a window with the year that a date before it in the same value has."""
        days = [day for each in self.before for day in (each.start, each.end) if day]
        years = {day[:4] for day in days if is_complete(day)}
        if len(years) == 1 and any(day and not is_complete(day) for day in (window.start, window.end)):
            year = years.pop()
            self.doubts[:] = [doubt for doubt in self.doubts if doubt.code != "V310"]
            self.doubts.append(Doubt("V311", f"the year {year} is that of the date before it"))
            return window.resolve(int(year))
        return window

    def _finished(self) -> list[_Found]:
        """Return what was found; words behind the number are its label where none stand before."""
        if self.direction and self.base and not self.found:
            self._add(Change(direction=self.direction, base=self.base, label=self._label()))
        behind = trimmed(self.words)
        if len(self.found) == 1 and behind:
            reading = self.found[0].reading
            if _SIGN.search(behind):
                raise NotUnderstood  # 5次≥
            if isinstance(reading, Quantity | Change) and not reading.label:
                self.found[0] = self.found[0]._replace(reading=evolve(reading, label=behind))
        return self.found


def _bound_before(measure: Measure, label: str) -> str:
    """Bound a number by the cue that words part from it, and return the label without: 不超过年初预算560万元."""
    found = bound_apart(label)
    if not found or measure.comparator is Comparator.BETWEEN:
        return label
    terminal, cue, before, behind = found
    comparator = COMPARATORS[terminal]
    number = measure.low if measure.low is not None else measure.high
    upper = comparator in CEILINGS
    measure.comparator, measure.cue = comparator, f"{cue}…{measure.cue}" if measure.cue else cue
    measure.low, measure.high = (None, number) if upper else (number, None)
    return trimmed(before + behind)


def _is_attribute(measure: Measure, phrase: Phrase, following: Sequence[Node], *, leads: bool, later: bool) -> bool:
    """Tell a number that describes a thing from one to be reached: 100米跑道2条, 12345热线接通率≥95%.

    `leads` and `later` say whether it stands first, and whether another number comes behind it.
    """
    behind = following[0] if following else None
    if not (isinstance(behind, Token) and behind.type == "WORDS"):
        return False
    if behind.words == "的" and len(following) > 1 and isinstance(following[1], Phrase):
        return measure.unit not in (None, "%", "‰")  # 2468人的100%
    if measure.is_bare:
        return not behind.words.startswith("的")
    kind = class_of(measure.unit or "")
    within = any(isinstance(node, Token) and node.type == "OR_LESS" for node in phrase.children)
    if measure.unit in ("岁", "周岁") or (kind is UnitClass.TIME and (not within or behind.words[0] in "无未不")):
        return True  # 24小时值班, 三年内无重大事故
    if not later or measure.unit in (None, "%", "‰") or (kind is UnitClass.EVENTS and _LINK.fullmatch(behind.words)):
        return False
    return (leads and behind.words.endswith("率")) or _describes(measure, phrase, kind, leads=leads)


def _describes(measure: Measure, phrase: Phrase, kind: UnitClass | None, *, leads: bool) -> bool:
    """Tell 8吨洒水车 and 三层教学楼 from 20名群众: of a thing that is counted later on."""
    if any(isinstance(node, Token) and node.type in ("OR_MORE", "OR_LESS") for node in phrase.children):
        return True
    counted = (
        kind in _COUNTING and not _DESCRIBING.fullmatch(measure.unit or "") and not words_of([phrase])[0].isalpha()
    )
    return kind is UnitClass.TIME or (not counted and (leads or kind is not UnitClass.COUNT))


# --- rules for marks -----------------------------------------------------------------------------


def _scoring(text: str, doubts: list[Doubt]) -> Reading:
    """Return a rule for marks: what earns full ones, and what costs how many."""
    step = deduction = step_unit = deduction_unit = None
    found = _STEP.search(text)
    if found:
        step, deduction = number_of(found[1]).value, number_of(found[3]).value
        step_unit, deduction_unit = found[2], found[4]
    return Scoring(
        full_marks=_full_marks(text, doubts),
        step=step, step_unit=step_unit, deduction=deduction, deduction_unit=deduction_unit,
    )  # fmt: skip


def _full_marks(text: str, doubts: list[Doubt]) -> Reading | None:
    found = _FULL_MARKS.search(text)
    if not found or not found[1]:
        return None
    words = found[1].removesuffix("则")
    if words in ("有", "有的"):
        return Boolean(value=True, cue=words)
    reading = _value(words, doubts)
    return None if isinstance(reading, Qualitative) else reading
