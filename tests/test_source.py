"""Places in a text: lines, columns, and how many terminal cells words fill."""

import copy
import pickle
import unicodedata

import pytest
import wcwidth
from hypothesis import given
from hypothesis import strategies as st

from budgetperf.source import Position, SourceText, Span, display_width

#: Text in which every kind of line break, of width and of damage is likely.
TEXTS = st.text(st.sampled_from("年度：≥90%\r\n\t aé\u0301\u3000\u200b\u2028\x00") | st.characters(), max_size=60)


def lines_by_hand(text: str) -> list[str]:
    """Return the lines as counted one character at a time."""
    lines, line = [], ""
    rest = text
    while rest:
        ending = next((mark for mark in ("\r\n", "\r", "\n") if rest.startswith(mark)), "")
        if ending:
            lines.append(line)
            line = ""
        else:
            line += rest[0]
        rest = rest[len(ending) or 1 :]
    return [*lines, line]


@pytest.mark.parametrize(
    ("text", "offset", "expected"),
    [
        ("", 0, Position(1, 1, 1)),
        ("合计", 0, Position(1, 1, 1)),
        ("合计", 1, Position(1, 2, 3)),
        ("合计", 2, Position(1, 3, 5)),
        ("合计\n109.61", 2, Position(1, 3, 5)),
        ("合计\n109.61", 3, Position(2, 1, 1)),
        ("合计\n109.61", 6, Position(2, 4, 4)),
        ("合计\r\n109.61", 4, Position(2, 1, 1)),
        ("合计\r109.61", 3, Position(2, 1, 1)),
        ("合计\n", 3, Position(2, 1, 1)),
        ("合计\u2028总计", 4, Position(1, 5, 8)),  # no editor counts U+2028
        ("ＡＢ", 1, Position(1, 2, 3)),
        ("e\u0301x", 2, Position(1, 3, 2)),
        ("≥90%", 1, Position(1, 2, 2)),
    ],
)
def test_position(text: str, offset: int, expected: Position) -> None:
    """Lines and columns count from 1, and a Chinese character fills two cells."""
    assert expected == SourceText(text).position(offset)


@given(TEXTS, st.data())
def test_position_agrees_with_a_naive_count(text: str, data: st.DataObject) -> None:
    """The line and column of an offset are those found by going through the text."""
    offset = data.draw(st.integers(0, len(text)))
    source = SourceText(text)
    found = source.position(offset)
    before = lines_by_hand(text[:offset])
    if text[offset - 1 : offset + 1] == "\r\n":  # within one break, still on the line before
        before = [*before[:-2], before[-2] + "\r"]
    assert len(before) == found.line == source.line_number(offset)
    assert len(before[-1]) + 1 == found.column
    assert display_width(before[-1]) + 1 == found.display_column


@given(TEXTS)
def test_lines_agree_with_a_naive_count(text: str) -> None:
    """The lines, without their breaks, are those found by going through the text."""
    source = SourceText(text)
    expected = lines_by_hand(text)
    assert expected == [source[source.line(number)] for number in range(1, len(expected) + 1)]
    for number in (0, -1, len(expected) + 1):
        with pytest.raises(IndexError, match="the text has lines 1 to"):
            source.line(number)


@given(TEXTS, st.data())
def test_a_span_indexes_the_printed_words(text: str, data: st.DataObject) -> None:
    """Indexing with a span is slicing, and consecutive spans join to the text."""
    cut = data.draw(st.integers(0, len(text)))
    source = SourceText(text)
    assert text == source[Span(0, cut)] + source[Span(cut, len(text))]


@pytest.mark.parametrize(
    ("inner", "outer", "expected"),
    [
        (Span(2, 3), Span(1, 4), True),
        (Span(1, 4), Span(1, 4), True),
        (Span(4, 4), Span(1, 4), True),
        (Span(0, 3), Span(1, 4), False),
        (Span(2, 5), Span(1, 4), False),
    ],
)
def test_span_in_span(inner: Span, outer: Span, expected: bool) -> None:  # noqa: FBT001 - a table of cases
    """A span holds another that goes beyond neither end."""
    assert expected is (inner in outer)


def test_spans_sort_by_place() -> None:
    """Spans order by start, then by end."""
    assert [Span(0, 2), Span(1, 2), Span(1, 3)] == sorted([Span(1, 3), Span(1, 2), Span(0, 2)])


def test_source_travels_and_hides_its_text() -> None:
    """A source survives pickling, also after a line was asked for; its repr stays short."""
    source = SourceText("合计\n" * 1000, name="sample.txt")
    source.position(500)
    assert source == pickle.loads(pickle.dumps(source))  # noqa: S301 - our own bytes
    assert source == copy.deepcopy(source)
    assert Position(2, 1, 1) == copy.copy(source).position(3)
    assert "SourceText(text=<3000 characters>, name='sample.txt')" == repr(source)


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("", 0),
        ("abc", 3),
        ("指标", 4),
        ("指标ABC", 7),
        ("９０％", 6),
        ("；：，。", 8),
        ("≥90%", 4),  # of ambiguous width, one cell outside legacy terminals
        ("“一”", 4),
        ("e\u0301", 1),
        ("か\u3099", 2),  # a combining mark of wide class
        ("a\u200b\ufeffb", 2),
        ("\u3000", 2),
        ("𠮷", 2),
        ("한글", 4),
    ],
)
def test_display_width(text: str, cells: int) -> None:
    """Wide characters fill two cells, combining and format characters none."""
    assert cells == display_width(text)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (0x0020, 0x007E),  # ASCII
        (0x00A0, 0x00AC),  # Latin-1 up to the soft hyphen, which terminals disagree on
        (0x00AE, 0x052F),  # Latin, combining marks, Greek, Cyrillic
        (0x1100, 0x11FF),  # Korean letters
        (0x2010, 0x2027),  # dashes, quotation marks, ellipses
        (0x2030, 0x203E),
        (0x2100, 0x22FF),  # letter-like, numerals, arrows, mathematics
        (0x2400, 0x257F),  # control pictures, circled numbers, boxes
        (0x2E80, 0x2FDF),  # radicals
        (0x3000, 0x302D),  # Chinese punctuation
        (0x3030, 0x312F),  # the same, kana, bopomofo
        (0x3200, 0x33FF),  # circled and squared
        (0x3400, 0x4DBF),  # extension A
        (0x4E00, 0x9FFF),  # Chinese characters
        (0xAC00, 0xD7A3),  # Korean syllables
        (0xF900, 0xFAFF),  # compatibility characters
        (0xFF01, 0xFF9F),  # full-width and half-width
        (0xFFE0, 0xFFE6),
        (0x1F300, 0x1F64F),  # pictures
        (0x20000, 0x2A6DF),  # extension B
    ],
)
def test_display_width_agrees_with_wcwidth(first: int, last: int) -> None:
    """Each assigned character is as wide as the reference implementation says."""
    characters = [chr(code) for code in range(first, last + 1) if unicodedata.category(chr(code)) != "Cn"]
    expected = {character: wcwidth.wcwidth(character) for character in characters}
    assert expected == {character: display_width(character) for character in characters}


@given(TEXTS, TEXTS)
def test_display_width_adds_up(first: str, second: str) -> None:
    """The width of two texts is the sum of theirs."""
    assert display_width(first) + display_width(second) == display_width(first + second)


def test_lines_of_a_huge_text_cost_nothing_each() -> None:
    """Asking for a line does not go through it, or ten thousand times would not end."""
    source = SourceText("合计\n" + "年度指标值" * 2_000_000)
    for _ in range(10_000):
        # Going through the line takes about 0.1 s each time.
        assert Span(3, 10_000_003) == source.line(source.line_number(9_000_000))
