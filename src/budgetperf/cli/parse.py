"""``budgetperf parse``: documents as a tree, as JSON or as rows."""

from argparse import Namespace
from typing import TYPE_CHECKING, Final

from budgetperf.cli.forms import DATA_SUFFIXES, as_data, preface_of, refuse_mixing
from budgetperf.cli.inputs import Input, inputs_named
from budgetperf.cli.outcomes import Made, Outcomes, noted, outcome_of, rendered
from budgetperf.cli.outputs import format_named, opened_output
from budgetperf.cli.reading import read_input
from budgetperf.cli.streams import DASH, PAGE_WIDTH, coloured, page_width

if TYPE_CHECKING:
    from budgetperf.model import Document
    from budgetperf.results import ParseResult

__all__ = ["SUFFIXES", "parse"]

#: Each format with the suffix of the files that hold it.
SUFFIXES: Final = {"tree": ".txt", **DATA_SUFFIXES}
_FORMATS: Final = {suffix: name for name, suffix in SUFFIXES.items()}


def parse(options: Namespace) -> int:
    """Write what is read from the files in the format that is asked for."""
    inputs = inputs_named(options.files, output=options.output)
    options.format = options.format or format_named(options.output, _FORMATS, otherwise="tree")
    refuse_mixing(options, inputs, "--format")
    # What only this process can tell of the page.
    options.width = page_width() if options.output == DASH else PAGE_WIDTH
    options.color = "always" if coloured(options) else "never"
    options.alone = len(inputs) == 1
    outcomes = Outcomes(inputs, options)
    tree = options.format == "tree"
    with opened_output(
        options.output,
        inputs,
        suffix=SUFFIXES[options.format],
        encoding=None if tree else "utf-8",
        preface=preface_of(options),
        between="\n" if tree else "",
    ) as write:
        for source, made in outcomes.made(_made):
            if isinstance(made.content, str):
                write(source, made.content)
    return outcomes.close()


def _made(source: Input, options: Namespace) -> Made:
    """Read a file, and return what is written of it, and what is said."""
    result = read_input(source, options)
    # One file is drawn without tables, too; among many it would bury the others.
    drawn = options.format == "tree" and (options.alone or options.verbose or bool(result.value.tables))
    told = not drawn and not options.quiet
    return Made(
        outcome_of(result),
        _converted(result, options) if drawn or options.format != "tree" else None,
        rendered(result, options.words) if told and options.verbose else "",
        noted(result, options.words) if told else "",
    )


def _converted(result: "ParseResult[Document]", options: Namespace) -> str:
    """Return the document in the chosen format."""
    if options.format != "tree":
        return as_data(result, options)
    from budgetperf.display import drawn

    return drawn(
        result,
        width=options.width,
        colour=options.color == "always",
        verbose=options.verbose,
        quiet=options.quiet,
        language=options.words.language,
    )
