"""What becomes of each file that is converted: what is written of it, what is said of it, and how it all ends."""

from argparse import Namespace
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from enum import Enum
from typing import TYPE_CHECKING, Final

from attrs import frozen

from budgetperf.cli.inputs import MANY_FILES, Input
from budgetperf.cli.jobs import Work, answers
from budgetperf.cli.reading import CantRead, tally, why_no_table, why_unread
from budgetperf.cli.streams import FINE, INCOMPLETE, MISUSE, page_width, say, write_error
from budgetperf.phrasebook import Phrasebook
from budgetperf.rendering import render

if TYPE_CHECKING:
    from budgetperf.model import Document
    from budgetperf.records import ProjectRows
    from budgetperf.results import ParseResult

__all__ = ["Made", "Outcome", "Outcomes", "noted", "outcome_of", "rendered"]


class Outcome(Enum):
    """What became of a file, and how many are counted of which that is so."""

    UNDERSTOOD = "{number:,} with tables"
    FLAWED = "{number:,} of them with errors"
    WITHOUT = "{number:,} without"
    UNWRITTEN = "{number:,} that can't be written"
    UNREAD = "{number:,} that can't be read"


_EXIT_CODES: Final = {
    Outcome.UNDERSTOOD: FINE,
    Outcome.FLAWED: INCOMPLETE,
    Outcome.WITHOUT: INCOMPLETE,
    Outcome.UNWRITTEN: MISUSE,
    Outcome.UNREAD: MISUSE,
}


@frozen
class Made:
    """What is made of a file."""

    outcome: Outcome
    #: What is written of it: a text, a file that is none, or rows; nothing where it is None.
    content: "str | bytes | list[ProjectRows] | None" = None
    #: What is printed on standard error about it, as it stands.
    details: str = ""
    #: One line about it, or nothing.
    note: str = ""


def outcome_of(result: "ParseResult[Document]") -> Outcome:
    """Return what became of a file that could be read."""
    if not result.value.tables:
        return Outcome.WITHOUT
    return Outcome.UNDERSTOOD if result.ok else Outcome.FLAWED


def noted(result: "ParseResult[Document]", words: Phrasebook) -> str:
    """Return one line about what was doubted in a file, or why there is no table in it."""
    doubted = tally(result.diagnostics, words) or words("no diagnostics")
    return f"{result.source.name}{words(': ')}{doubted if result.value.tables else why_no_table(result, words)}"


def rendered(result: "ParseResult[Document]", words: Phrasebook) -> str:
    """Return every diagnostic with its source line."""
    width, language = page_width(), words.language
    parts = (render(each, result.source, width=width, language=language) for each in result.diagnostics)
    return "".join(f"{part}\n\n" for part in parts)


class Outcomes:
    """Has each file made into something, and remembers what became of them."""

    def __init__(self, inputs: list[Input], options: Namespace) -> None:
        self.inputs = inputs
        self.options = options
        self._counted: Counter[Outcome] = Counter()

    def made(self, work: Work[Made]) -> Iterator[tuple[Input, Made]]:
        """Yield each file with what `work` makes of it; when that is written, say what there is to say."""
        with closing(answers(work, self.inputs, self.options)) as answered:
            for source, made in answered:
                if isinstance(made, CantRead):
                    say(why_unread(source.name, made, self.options.words))
                    self._counted[Outcome.UNREAD] += 1
                    continue
                yield source, made
                if made.details:
                    write_error(made.details)
                if made.note:
                    say(made.note)
                self._counted[made.outcome] += 1

    def close(self) -> int:
        """Sum up what became of many files, and return what the process ends with."""
        if len(self.inputs) >= MANY_FILES and not self.options.quiet:
            say(_summary(self._counted, self.options.words))
        return max((_EXIT_CODES[outcome] for outcome in self._counted), default=FINE)


def _summary(outcomes: Counter[Outcome], words: Phrasebook) -> str:
    """Return what became of many files, in words.

    >>> outcomes = Counter({Outcome.UNDERSTOOD: 24, Outcome.FLAWED: 2, Outcome.WITHOUT: 4})
    >>> _summary(outcomes, Phrasebook())
    '30 files: 26 with tables (2 of them with errors), 4 without'
    >>> _summary(outcomes, Phrasebook("zh"))
    '共 30 个文件：26 个有绩效目标表（其中 2 个有错误），4 个没有'
    """
    flawed = outcomes[Outcome.FLAWED]
    parts = [words(Outcome.UNDERSTOOD.value, number=outcomes[Outcome.UNDERSTOOD] + flawed)]
    if flawed:
        parts[0] += words(" ({parts})", parts=words(Outcome.FLAWED.value, number=flawed))
    failed = (Outcome.WITHOUT, Outcome.UNWRITTEN, Outcome.UNREAD)
    parts += [words(each.value, number=outcomes[each]) for each in failed if outcomes[each]]
    return words("{number:,} files: {parts}", number=outcomes.total(), parts=words(", ").join(parts))
