"""Diagnostics as text: the caret stands exactly below the words, however wide, long or damaged the line is."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from budgetperf.diagnostics import Diagnostic, Severity
from budgetperf.rendering import Role, render, rendered_parts
from budgetperf.source import Place, SourceText, Span, display_width

#: Text in which every width, line break and control character is likely.
TEXTS = st.text(
    st.sampled_from("年度指标值：≥90% abc\t\r\n\x00\x1b\x7f\x85e\u0301\u3000\u200b\u202e\u2028\ud800\ufe0f…")
    | st.characters(codec=None),
    max_size=200,
)
WIDTHS = st.integers(0, 130)


def diagnostic(span: Span | None, *, path: str = "", hint: str | None = None, message: str = "doubt") -> Diagnostic:
    """Return a diagnostic about `span`."""
    return Diagnostic(code="G203", severity=Severity.WARNING, message=message, span=span, path=path, hint=hint)


def cells(text: str) -> list[str]:
    """Return what fills each terminal cell: a wide character two, a combining one none."""
    return [part for character in text for part in [character, ""][: display_width(character)]]


def shown(rendered: str) -> tuple[str, str]:
    """Return the shown source line and the caret line, without the frame."""
    number, carets = rendered.split("\n")[3:5]
    frame = number.index(" | ") + 3
    return number[frame:], carets[frame:]


def text_and_span(data: st.DataObject) -> tuple[str, Span]:
    """Draw a text and a span in it."""
    text = data.draw(TEXTS)
    start = data.draw(st.integers(0, len(text)))
    return text, Span(start, data.draw(st.integers(start, len(text))))


def test_full_form() -> None:
    """Header, place, source line, carets, path and hint stand in the manner of ruff."""
    source = SourceText("合计 9.50\n1、年度指标值：3人；年度指标值：3人。\n", name="sample.txt")
    doubt = Diagnostic(
        code="G203",
        severity=Severity.WARNING,
        message='annual target "3人" is printed again in the same words',
        span=Span(19, 27),
        path="tables[0].projects[1]",
        hint="check that the other target is there",
    )
    expected = """\
warning[G203]: annual target "3人" is printed again in the same words
 --> sample.txt:2:12
  |
2 | 1、年度指标值：3人；年度指标值：3人。
  |                     ^^^^^^^^^^^^^^^
  = in: tables[0].projects[1]
  = hint: check that the other target is there"""
    assert "年度指标值：3人" == source[Span(19, 27)]
    assert expected == render(doubt, source)


@pytest.mark.parametrize(
    ("text", "span", "line", "carets"),
    [
        ("年度指标值：≥90%", Span(6, 10), "年度指标值：≥90%", "            ^^^^"),
        ("ＡＢＣ", Span(1, 2), "ＡＢＣ", "  ^^"),
        ("合计\t9.50\t9.50", Span(3, 7), "合计␉9.50␉9.50", "     ^^^^"),
        ("合计\t9.50", Span(2, 3), "合计␉9.50", "    ^"),
        ("里\x00程\x1b[31m", Span(2, 3), "里␀程␛[31m", "   ^^"),
        ("合计\x7f", Span(2, 3), "合计␡", "    ^"),
        ("e\u0301ab", Span(2, 3), "e\u0301ab", " ^"),
        ("合计\u200b总计", Span(2, 3), "合计\ufffd总计", "    ^"),  # the invisible is shown
        ("合计\u202e总计", Span(3, 5), "合计\ufffd总计", "     ^^^^"),
        ("合计\u2028总计", Span(3, 5), "合计\ufffd总计", "     ^^^^"),
        ("合计\ud800总计", Span(2, 3), "合计\ufffd总计", "    ^"),
        ("合计", Span(2, 2), "合计", "    ^"),  # an empty span at the end
        ("合计", Span(0, 0), "合计", "^"),
        ("", Span(0, 0), "", "^"),
        ("合计\r\n总计", Span(0, 2), "合计", "^^^^"),
        ("合计\r\n总计", Span(4, 6), "总计", "^^^^"),
        ("合计\r\n总计", Span(2, 4), "合计", "    ^"),  # the line break itself
        ("合计\r\n总计", Span(3, 4), "合计", "    ^"),
        ("合计", Span(7, 9), "合计", "    ^"),  # outside the source
        ("合计", Span(-3, 1), "合计", "^^"),
    ],
)
def test_line_and_carets(text: str, span: Span, line: str, carets: str) -> None:
    """What is shown of a short line, and where the carets stand."""
    assert (line, carets) == shown(render(diagnostic(span), SourceText(text)))


@given(st.data(), WIDTHS)
def test_carets_stand_below_the_words(data: st.DataObject, width: int) -> None:
    """For any text and span, the cells above the carets hold the words of the span's first line, or their beginning."""
    text, span = text_and_span(data)
    source = SourceText(text)
    line, carets = shown(render(diagnostic(span), source, width=width))
    assert "" == carets.lstrip(" ").strip("^")
    start, end = carets.index("^"), len(carets)
    row = source.line(source.line_number(span.start))
    words = source[Span(min(span.start, row.end), min(span.end, row.end))]
    visible = shown(render(diagnostic(Span(0, len(words))), SourceText(words), width=10_000))[0]
    if display_width(visible):
        assert cells(visible)[: end - start] == cells(line)[start:end]
        # All of the words are shown, unless the line is cut after them.
        assert end - start == display_width(visible) or (end - start < display_width(visible) and line.endswith("…"))
    else:
        assert 1 == end - start


@given(st.data(), st.integers(30, 130))
def test_the_source_line_fits(data: st.DataObject, width: int) -> None:
    """The source line and its carets never pass the width, and a line that fits is not cut."""
    text, span = text_and_span(data)
    source = SourceText(text)
    rendered = render(diagnostic(span), source, width=width)
    for line in rendered.split("\n")[3:5]:
        assert display_width(line) <= width
    whole = shown(render(diagnostic(span), source, width=10_000))[0]
    if display_width(whole) + len("1000 | ") < width:
        assert whole == shown(rendered)[0]


@given(st.data(), WIDTHS)
def test_rendering_is_safe_to_print(data: st.DataObject, width: int) -> None:
    """Nothing that a terminal acts upon and nothing that can't be encoded comes out."""
    text, span = text_and_span(data)
    doubt = diagnostic(span, path=text, hint=text, message=text)
    rendered = render(doubt, SourceText(text, name=text), width=width)
    rendered.encode()
    categories = {unicodedata.category(character) for character in rendered if character != "\n"}
    assert categories.isdisjoint({"Cc", "Cf", "Cs", "Zl", "Zp"})
    frame_lines = 3 + 2 + 2 * bool(text)
    assert frame_lines <= len(rendered.split("\n")) <= frame_lines + 1


@given(st.data(), WIDTHS)
def test_parts_join_to_the_text(data: st.DataObject, width: int) -> None:
    """The parts are the rendered text, and the words part is what the carets are as long as."""
    text, span = text_and_span(data)
    doubt = diagnostic(span, hint="look")
    source = SourceText(text)
    parts = list(rendered_parts(doubt, source, width=width))
    assert render(doubt, source, width=width) == "".join(part.text for part in parts)
    by_role = {part.role: part.text for part in parts}
    assert "warning[G203]" == by_role[Role.CODE]
    assert "doubt" == by_role[Role.MESSAGE]
    assert "hint: look" == by_role[Role.NOTE]
    assert max(1, display_width(by_role[Role.WORDS])) == len(by_role[Role.CARET])


@pytest.mark.parametrize(
    ("before", "words", "after", "line"),
    [
        ("甲" * 50, "乙丙", "", "…甲甲甲甲甲甲甲甲甲甲甲乙丙"),
        ("", "乙丙", "丁" * 50, "乙丙丁丁丁丁丁丁丁丁丁丁丁…"),
        ("甲" * 50, "乙丙", "丁" * 50, "…甲甲甲甲甲乙丙丁丁丁丁丁丁…"),
        ("甲" * 50, "乙" * 50, "丁" * 50, "…甲甲甲乙乙乙乙乙乙乙乙乙乙…"),
        ("", "乙" * 50, "", "乙乙乙乙乙乙乙乙乙乙乙乙乙…"),
        ("甲", "乙" * 50, "", "甲乙乙乙乙乙乙乙乙乙乙乙乙…"),
    ],
    ids=["at the end", "at the start", "in the middle", "too long", "nothing else", "from the start"],
)
def test_long_lines_are_windowed(before: str, words: str, after: str, line: str) -> None:
    """Of a line too long, the words are shown with what stands around them; an ellipsis marks each cut."""
    source = SourceText(before + words + after)
    span = Span(len(before), len(before) + len(words))
    assert line == shown(render(diagnostic(span), source, width=32))[0]


@pytest.mark.parametrize(("lines", "note"), [(1, None), (2, "1 more line"), (5, "4 more lines")])
def test_words_of_several_lines(lines: int, note: str | None) -> None:
    """Of words that go on, the first line is shown, with how many follow; a closing line break does not count."""
    words = "\n".join(["养护里程"] * lines)
    source = SourceText(f"前言\n名称：{words}\n后记")
    span = Span(6, 6 + len(words) + 1)
    rendered = render(diagnostic(span), source)
    assert ("名称：养护里程", "      ^^^^^^^^") == shown(rendered)
    rest = rendered.split("\n")[5:]
    assert ([f"  = the words go on for {note}"] if note else []) == rest


def test_line_numbers_widen_the_margin() -> None:
    """The frame is as wide as the line number."""
    source = SourceText("\n" * 99 + "合计", name="sample.txt")
    expected = """\
warning[G203]: doubt
   --> sample.txt:100:2
    |
100 | 合计
    |   ^^
    = hint: look"""
    assert expected == render(diagnostic(Span(100, 101), hint="look"), source)


def test_without_span_or_source() -> None:
    """A doubt about the whole source shows its name alone; without a source only the words are left."""
    assert "warning[G203]: doubt\n --> sample.txt" == render(diagnostic(None), SourceText("合计", name="sample.txt"))
    assert "warning[G203]: doubt" == render(diagnostic(None), SourceText("合计"))
    assert "warning[G203]: doubt" == render(diagnostic(Span(0, 1)))
    assert "warning[G203]: doubt\n  = in: tables[0]" == render(diagnostic(Span(0, 1), path="tables[0]"))


def test_a_source_without_name() -> None:
    """A plain string has a place all the same."""
    assert " --> <text>:1:2" == render(diagnostic(Span(1, 2)), SourceText("合计")).split("\n")[1]


@given(st.integers(0, 60), st.integers(0, 60))
@example(0, 0)
def test_marks_without_width_don_t_widen_the_window(before: int, after: int) -> None:
    """Any number of combining marks is cut to a window too."""
    text = "\u0301" * (before * 100) + "值" + "\u0301" * (after * 100)
    rendered = render(diagnostic(Span(before * 100, before * 100 + 1)), SourceText(text), width=40)
    assert len(rendered) < 1000


def test_huge_lines_cost_nothing() -> None:
    """Only a window is looked at, or a thousand doubts in a line of ten million characters would not end."""
    source = SourceText("年度指标值" * 2_000_000)
    for place in range(1000):
        # Measuring the line takes about a second each time.
        rendered = render(diagnostic(Span(place * 9_000, 9_500_000)), source)
        assert len(rendered) < 500


@pytest.mark.parametrize(
    ("place", "shown_place"),
    [
        (Place(sheet="预算表", row=3, column=2), "budget.et, 预算表!B3"),
        (Place(page=120, row=4, column=7), "budget.et, page 120, row 4, column 7"),
        (Place(paragraph=2), "budget.et, paragraph 2"),
        (Place(sheet="表\u202e\n2", row=1, column=1), "budget.et, 表\ufffd␊2!A1"),
    ],
)
def test_places_in_a_file_that_is_no_text(place: Place, shown_place: str) -> None:
    """They are told as the reader of the file counts; the line is that of the text made of it."""
    source = SourceText("合计\t9.50\n", name="budget.et", places=_Everywhere(place))
    rendered = render(diagnostic(Span(3, 7)), source)
    assert f" --> {shown_place}" == rendered.split("\n")[1]
    assert ("合计␉9.50", "     ^^^^") == shown(rendered)


def test_a_place_outside_the_text_is_that_of_its_end() -> None:
    """Whatever the span is, the place is asked for inside the text."""
    asked: list[int] = []
    source = SourceText("合计", places=_Everywhere(Place(page=1), asked))
    assert " --> <file>, page 1" == render(diagnostic(Span(7, 9)), source).split("\n")[1]
    render(diagnostic(Span(-3, 1)), source)
    assert [2, 0] == asked


class _Everywhere:
    """Places of a file in which everything stands at one place."""

    def __init__(self, place: Place, asked: list[int] | None = None) -> None:
        self.only = place
        self.asked = [] if asked is None else asked

    def place(self, offset: int) -> Place | None:
        """Return the place, and note what was asked for."""
        self.asked.append(offset)
        return self.only
