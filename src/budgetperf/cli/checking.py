"""What is found in the inputs, by the configuration of the project and of the command line."""

import os
from argparse import Namespace
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import evolve

from budgetperf.cli.inputs import Input
from budgetperf.cli.jobs import answers
from budgetperf.cli.reading import CantCheck, CantRead, read_input, why_unread
from budgetperf.cli.rules import rules_of
from budgetperf.cli.streams import FINE, INCOMPLETE, MISUSE, Misuse, say
from budgetperf.configuration import Configuration, find_configuration
from budgetperf.errors import ExtensionFailed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from budgetperf.model import Document
    from budgetperf.reports import Checked
    from budgetperf.results import ParseResult

__all__ = ["Checking"]


class Checking:
    """Checks one file after the other, and remembers what the process ends with."""

    @classmethod
    def by(cls, options: Namespace) -> "Checking":
        """Return how files are checked by what the project wants, and what the command line says instead."""
        options.configuration = _configuration(options)
        options.repair = options.configuration.repair
        _set_terms(options)
        _require_rules(options)
        return cls(options.configuration, options)

    def __init__(self, configuration: Configuration, options: Namespace) -> None:
        self.configuration = configuration
        self.options = options
        self.exit_code = FINE

    def checked(self, inputs: list[Input]) -> "Iterator[Checked]":
        """Yield each file with what was found in it, or why it can't be read."""
        from budgetperf.reports import Unread

        with closing(answers(_found, inputs, self.options)) as answered:
            for source, result in answered:
                if isinstance(result, CantRead):
                    say(why_unread(source.name, result, self.options.words))
                    self.exit_code = MISUSE
                    yield Unread(source.name, str(result), was_read=isinstance(result, CantCheck))
                    continue
                if any(self.configuration.fails(doubt.severity) for doubt in result.diagnostics):
                    self.exit_code = max(self.exit_code, INCOMPLETE)
                yield result


def _found(source: Input, options: Namespace) -> "ParseResult[Document]":
    from budgetperf.checks import check as check_document

    result = read_input(source, options)
    terms = {"taxonomy": options.taxonomy, "units": options.units}
    try:
        doubts = check_document(result, **terms, rules=rules_of(options))
    except ExtensionFailed as error:
        raise CantCheck(str(error)) from error
    found = options.configuration.applied(doubts, file=source.path)
    return evolve(result, diagnostics=found)


def _require_rules(options: Namespace) -> None:
    """Refuse selectors for rules that no option names; those of the project may be for rules of another run."""
    from budgetperf.rules import require_rules

    selectors = (*(options.select or ()), *options.ignore, *(code for code, _ in options.severity))
    try:
        require_rules(selectors, rules_of(options))
    except ValueError as error:
        raise Misuse(f"{error}; --rules FILE.py gives more") from error


def _set_terms(options: Namespace) -> None:
    """Take the taxonomy and the units that the project names, where the command line names none."""
    from budgetperf.taxonomy import Taxonomy
    from budgetperf.units import UnitList

    for name, kind in (("taxonomy", Taxonomy), ("units", UnitList)):
        path = getattr(options.configuration, name)
        if path is not None and getattr(options, name) is None:
            try:
                setattr(options, name, kind.from_file(path))
            except OSError as error:
                reason = f"can't read {str(path)!r}: {error.strerror}"
                raise Misuse(f"{name} in [tool.budgetperf]: {reason}") from error
            except ValueError as error:
                raise Misuse(f"{name} in [tool.budgetperf]: {error}") from error


def _configuration(options: Namespace) -> Configuration:
    """Return what the project wants, and what the command line says instead."""
    try:
        if options.config is not None:
            configuration = Configuration.from_pyproject(options.config)
        else:
            configuration = Configuration() if options.isolated else find_configuration(Path.cwd())
    except ValueError as error:
        raise Misuse(str(error)) from error
    except OSError as error:
        # Of a working folder that is gone the system tells no name.
        raise Misuse(f"can't read {error.filename or os.curdir!r}: {error.strerror}") from error
    chosen = configuration.overridden(
        select=options.select,
        ignore=options.ignore,
        severity=dict(options.severity),
        own_codes=[rule.code for rule in rules_of(options)],
    )
    return evolve(
        chosen,
        fail_on=options.fail_on or configuration.fail_on,
        repair=options.repair and configuration.repair,
    )
