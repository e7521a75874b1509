"""The commands of the command line with their arguments, as a list."""

import argparse
from collections.abc import Iterator

from budgetperf.cli.options import parser
from budgetperf.phrasebook import Phrasebook

__all__ = ["command_line"]


def command_line() -> Iterator[str]:
    """Return a line for each argument of each command: its names, what it takes, and what is taken where it is left out."""
    yield from _arguments(parser(Phrasebook()))


def _arguments(command: argparse.ArgumentParser) -> Iterator[str]:
    for action in command._actions:
        if isinstance(action, argparse._SubParsersAction):
            for subcommand in action.choices.values():
                yield subcommand.prog
                yield from _arguments(subcommand)
        elif action.help != argparse.SUPPRESS:
            yield f"{command.prog} {_described(action)}"


def _described(action: argparse.Action) -> str:
    if isinstance(action, argparse._HelpAction | argparse._VersionAction):
        return ", ".join(action.option_strings)
    names = ", ".join(action.option_strings) or str(action.metavar or action.dest)
    takes = "" if action.nargs == 0 or not action.option_strings else f" {action.metavar or action.dest.upper()}"
    many = {"*": " …, or none", "+": " …, at least one"}.get(str(action.nargs), "")
    chosen = f" of {{{', '.join(map(str, action.choices))}}}" if action.choices else ""
    given = action.nargs != 0 and not many and action.default not in (None, [], argparse.SUPPRESS)
    absent = f" [{action.default}]" if given else ""
    return f"{names}{takes}{many}{chosen}{absent}"
