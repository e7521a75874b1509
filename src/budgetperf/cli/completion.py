"""``budgetperf completion``: what a shell has to know to complete commands, options and files."""

from argparse import Action, ArgumentParser, Namespace, _SubParsersAction
from collections.abc import Iterator
from typing import Final

from budgetperf.cli.streams import FINE, standard_output
from budgetperf.errors import MissingExtra

__all__ = ["SHELLS", "completion"]

SHELLS: Final = ("bash", "zsh", "fish")
#: What arguments are called that name files.
_FILES: Final = ("FILE", "FILE.py", "OLD", "NEW", "OUT", "OUT.svg", "PATH")


def completion(options: Namespace) -> int:
    """Print a script that a shell reads when it starts."""
    try:
        import shtab
    except ImportError as error:
        raise MissingExtra("cli", "a script for completion") from error
    for action in _actions(options.whole):
        if action.metavar in _FILES:
            action.complete = shtab.FILE  # type: ignore[attr-defined]  # what shtab asks for
    standard_output("utf-8")(shtab.complete(options.whole, options.shell) + "\n")
    return FINE


def _actions(parser: ArgumentParser) -> Iterator[Action]:
    """Yield the arguments of the command line and of all its commands."""
    for action in parser._actions:  # noqa: SLF001 - argparse has no other way to them
        yield action
        if isinstance(action, _SubParsersAction):
            for command in action.choices.values():
                yield from _actions(command)
