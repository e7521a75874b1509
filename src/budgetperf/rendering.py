"""Diagnostics as people read them: the printed words with a caret below.

The form is that of ruff and rustc. Columns are counted in terminal cells, so
that the caret stands below the words in Chinese text too; a line may be
megabytes long, so only a window around the words is ever looked at.
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from budgetperf.diagnostics import Diagnostic
from budgetperf.phrasebook import ENGLISH, Phrasebook
from budgetperf.source import SourceText, Span, display_width
from budgetperf.terminal import beginning, ending, visible

__all__ = ["Part", "Role", "render", "rendered_parts"]

_ELLIPSIS = "…"
_NEWLINE = "\n"
#: The fewest cells that a source line is given, whatever the width.
_LEAST_ROOM = 20


class Role(StrEnum):
    """What a part of a rendered diagnostic is, for whoever adds colour."""

    #: ``warning[G203]``.
    CODE = "code"
    MESSAGE = "message"
    #: ``name:line:column``, or the name and the place in a file that is no text.
    PLACE = "place"
    #: Line numbers, rules, arrows and line breaks.
    FRAME = "frame"
    #: The source line around the words.
    CONTEXT = "context"
    #: The words that the diagnostic is about.
    WORDS = "words"
    CARET = "caret"
    #: The model path and the hint.
    NOTE = "note"


class Part(NamedTuple):
    """A stretch of a rendered diagnostic and what it is."""

    role: Role
    text: str


def render(
    diagnostic: Diagnostic, source: SourceText | None = None, *, width: int = 100, language: str = ENGLISH
) -> str:
    """Return `diagnostic` as plain text, with the source line when `source` is given.

    `width` is that of the terminal, in cells; the source line is cut to fit it
    (messages and hints are not). Of a file that is no text, the place is page, cell
    or paragraph, and the source line is that of the text made of it. Characters that a
    terminal would act upon are shown as one visible cell each. A span outside `source` is moved to its end.
    In another `language` than English, the title of the code is told in place of the message, with the printed
    words that the message quotes, or all of it where it is translated.

    >>> from budgetperf.diagnostics import Severity
    >>> clause = "年度指标值：3人；年度指标值：3人。"
    >>> message = '"3人" is printed again in the same words'
    >>> repeated = Diagnostic(code="G203", severity=Severity.WARNING, message=message, span=Span(9, 17))
    >>> print(render(repeated, SourceText(clause, name="sample.txt")))
    warning[G203]: "3人" is printed again in the same words
     --> sample.txt:1:10
      |
    1 | 年度指标值：3人；年度指标值：3人。
      |                  ^^^^^^^^^^^^^^^
    """
    return "".join(part.text for part in rendered_parts(diagnostic, source, width=width, language=language))


def rendered_parts(
    diagnostic: Diagnostic, source: SourceText | None = None, *, width: int = 100, language: str = ENGLISH
) -> Iterator[Part]:
    """Yield the parts of :func:`render`, so that each can be styled."""
    words = Phrasebook(language)
    printed = source[diagnostic.span] if source is not None and diagnostic.span is not None else ""
    yield Part(Role.CODE, f"{words.severity(diagnostic.severity)}[{diagnostic.code}]")
    yield Part(Role.FRAME, words(": "))
    yield Part(Role.MESSAGE, visible(words.doubt(diagnostic, printed)))
    margin = " "
    if source is not None and diagnostic.span is not None:
        excerpt = _excerpt(source, diagnostic.span, width)
        margin = " " * len(str(excerpt.line))
        yield from _excerpt_parts(excerpt, _place_of(source, diagnostic.span, excerpt, words), margin, words)
    elif source is not None and source.name is not None:
        yield Part(Role.FRAME, f"{_NEWLINE}{margin}--> ")
        yield Part(Role.PLACE, visible(source.name))
    hint = words.understood(diagnostic.hint) if diagnostic.hint else ""
    for label, note in ((words("in"), diagnostic.path), (words("hint"), hint)):
        if note:
            yield Part(Role.FRAME, f"{_NEWLINE}{margin} = ")
            yield Part(Role.NOTE, f"{label}{words(': ')}{visible(note)}")


class _Excerpt(NamedTuple):
    """A source line cut to fit, its characters made visible."""

    line: int
    column: int
    before: str
    words: str
    after: str
    #: How many lines the words go on for.
    more_lines: int


def _place_of(source: SourceText, span: Span, excerpt: _Excerpt, words: Phrasebook) -> str:
    """Return where the words stand, as the reader of the file counts: line and column only of a text."""
    place = source.place(Span(min(max(0, span.start), len(source.text)), span.end))
    if place is None:
        return f"{source.name or '<text>'}:{excerpt.line}:{excerpt.column}"
    return words("{file}, {place}", file=source.name or "<file>", place=words.place(place))


def _excerpt_parts(excerpt: _Excerpt, place: str, margin: str, words: Phrasebook) -> Iterator[Part]:
    yield Part(Role.FRAME, f"{_NEWLINE}{margin}--> ")
    yield Part(Role.PLACE, visible(place))
    yield Part(Role.FRAME, f"{_NEWLINE}{margin} |{_NEWLINE}{excerpt.line} | ")
    yield Part(Role.CONTEXT, excerpt.before)
    yield Part(Role.WORDS, excerpt.words)
    yield Part(Role.CONTEXT, excerpt.after)
    yield Part(Role.FRAME, f"{_NEWLINE}{margin} | " + " " * display_width(excerpt.before))
    # Words without a width of their own (an empty span, a combining mark) get one caret.
    yield Part(Role.CARET, "^" * max(1, display_width(excerpt.words)))
    if excerpt.more_lines:
        more = words.counted(excerpt.more_lines, "more line")
        yield Part(Role.FRAME, f"{_NEWLINE}{margin} = ")
        yield Part(Role.NOTE, words("the words go on for {more_lines}", more_lines=more))


def _excerpt(source: SourceText, span: Span, width: int) -> _Excerpt:
    start = min(max(0, span.start), len(source.text))
    end = min(max(start, span.end), len(source.text))
    number = source.line_number(start)
    line = source.line(number)
    last = source.line_number(max(start, end - 1))
    room = max(width - len(f"{number} | "), _LEAST_ROOM)
    words = Span(min(start, line.end), min(end, line.end))
    return _Excerpt(number, start - line.start + 1, *_window(source, line, words, room), last - number)


def _window(source: SourceText, line: Span, words: Span, room: int) -> tuple[str, str, str]:
    """Return what is shown of the line before, at and after the words, in at most `room` cells."""
    # Combining marks fill no cell, so a window in cells has no bound in characters.
    reach = 4 * room
    parts = (
        Span(max(line.start, words.start - reach), words.start),
        Span(words.start, min(words.end, words.start + reach)),
        Span(words.end, min(line.end, words.end + reach)),
    )
    before, shown, after = (visible(source[part]) for part in parts)
    whole = parts[0].start == line.start and parts[1].end == words.end and parts[2].end == line.end
    if whole and display_width(before) + max(1, display_width(shown)) + display_width(after) <= room:
        return before, shown, after
    room -= 2 * display_width(_ELLIPSIS)
    # The words come first, but a quarter of the room shows what leads to them.
    shown_whole, shown = shown, beginning(shown, room - min(display_width(before), room // 4))
    words_cut = shown != shown_whole or parts[1].end < words.end
    rest = room - max(1, display_width(shown))
    left = rest if words_cut else rest - min(display_width(after), rest // 2)
    before_whole, before = before, ending(before, left)
    after_whole, after = after, "" if words_cut else beginning(after, rest - display_width(before))
    if before != before_whole or parts[0].start > line.start:
        before = _ELLIPSIS + before
    if after != after_whole or words_cut or parts[2].end < line.end:
        after += _ELLIPSIS
    return before, shown, after
