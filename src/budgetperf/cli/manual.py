"""A parser whose help fits the page in every language, and that refuses in one line."""

import argparse
import re
from argparse import ArgumentParser, HelpFormatter
from functools import partial
from typing import Any, Final, NoReturn

from budgetperf.cli.guidance import Guidance
from budgetperf.cli.streams import Misuse, page_width, standard_output
from budgetperf.phrasebook import ENGLISH, Phrasebook
from budgetperf.source import display_width
from budgetperf.terminal import broken

__all__ = ["CommandParser"]

#: argparse leaves so many cells of a page empty.
_RIGHT_MARGIN: Final = 2
_HEADING: Final = re.compile(r"^(\S.*):$", re.MULTILINE)


class CommandParser(ArgumentParser):
    """A parser that speaks one language, and takes no option by half its name."""

    def __init__(self, *, words: Phrasebook, guidance: Guidance, **settings: Any) -> None:  # noqa: ANN401 - whatever argparse passes on
        self.words = words
        super().__init__(
            formatter_class=partial(_Page, words=words),
            allow_abbrev=False,
            add_help=False,
            description=words(guidance.description),
            epilog=guidance.below(words, page_width() - _RIGHT_MARGIN),
            **settings,
        )
        self._positionals.title = words("positional arguments")
        self._optionals.title = words("options")
        shown = words("show this help message and exit")
        self.add_argument("-h", "--help", action="help", default=argparse.SUPPRESS, help=shown)

    def format_help(self) -> str:
        """Return the help, with headings as the language writes them."""
        text = super().format_help()
        return text if self.words.language == ENGLISH else _HEADING.sub(r"\1：", text)

    def print_help(self, file: object = None) -> None:  # noqa: ARG002 - as the base class has it
        """Print the help, in whatever encoding standard output has."""
        standard_output()(self.format_help())

    def error(self, message: str) -> NoReturn:
        """Refuse, and say where help is."""
        raise Misuse(f"{message} (see {self.prog} --help)")


class _Page(HelpFormatter):
    """Folds words by the cells that they fill, and leaves alone what is in lines already."""

    def __init__(self, prog: str, *, words: Phrasebook, **settings: Any) -> None:  # noqa: ANN401 - whatever argparse passes on
        self.words = words
        super().__init__(prog, width=page_width() - _RIGHT_MARGIN, **settings)

    def _format_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None) -> str:  # noqa: ANN401 - as the base class has it
        prefix = self.words("usage: ") if prefix is None else prefix
        # argparse counts characters, of which those of the prefix may be wide.
        wider = display_width(prefix) - len(prefix)
        self._width -= wider
        first, *others = super()._format_usage(usage, actions, groups, prefix).split("\n")
        self._width += wider
        return "\n".join([first, *(" " * wider + line if line else line for line in others)])

    def _split_lines(self, text: str, width: int) -> list[str]:
        return [*broken(text, width)]

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        lines = text.splitlines() if "\n" in text else broken(text, width)
        return "\n".join(f"{indent}{line}" for line in lines)
