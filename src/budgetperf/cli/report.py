"""``budgetperf report``: documents and what is wrong with them, as a page for a browser."""

import sys
from argparse import Namespace

from budgetperf.cli.checking import Checking
from budgetperf.cli.inputs import inputs_named
from budgetperf.cli.outputs import is_folder, opened_report
from budgetperf.cli.rules import rules_of
from budgetperf.cli.streams import DASH, FINE, MISUSE, Misuse, is_terminal

__all__ = ["report"]


def report(options: Namespace) -> int:
    """Write one page about the files; what is found in them is no failure."""
    inputs = inputs_named(options.files, output=options.output)
    if is_folder(options.output):
        raise Misuse(f"report writes one page about all files, but {options.output!r} is a folder")
    if options.output == DASH and is_terminal(sys.stdout):
        raise Misuse("a page is nothing for a terminal; -o report.html writes it to a file")
    checking = Checking.by(options)
    with opened_report(options.output, inputs, encoding="utf-8") as put:
        from budgetperf.reports import to_page

        language, rules = getattr(options, "lang", None), rules_of(options)
        put(to_page(checking.checked(inputs), title=options.title, language=language, rules=rules))
    return MISUSE if checking.exit_code == MISUSE else FINE
