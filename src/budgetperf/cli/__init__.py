"""The command line, ``budgetperf COMMAND …``.

Nothing is decided here about documents. Exit codes: 0 fine, 1 a document has
an error diagnostic, 2 misuse or a file that can't be read or written.
"""

import sys
from collections.abc import Sequence

from budgetperf.cli.languages import language_asked_for
from budgetperf.cli.options import parser
from budgetperf.cli.stopping import Stopped, tidied_when_stopped
from budgetperf.cli.streams import FINE, INTERRUPTED, MISUSE, Misuse, discard_standard_output, say
from budgetperf.errors import MissingExtra
from budgetperf.phrasebook import Phrasebook

__all__ = ["main"]


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code.

    Args:
        argv: The arguments; those of the process where None.

    """
    arguments = sys.argv[1:] if argv is None else [*argv]
    words = Phrasebook(language_asked_for(arguments))
    try:
        with tidied_when_stopped():
            try:
                options = parser(words).parse_args(arguments)
            except SystemExit:
                return FINE  # the help or the version was asked for, and printed
            return int(options.command(options))
    except (Misuse, MissingExtra) as error:
        say(words("error: {reason}", reason=words.understood(str(error))))
        return MISUSE
    except BrokenPipeError:
        discard_standard_output()
        return FINE  # whoever reads has seen enough
    except OSError as error:
        discard_standard_output()
        reason = words.understood(error.strerror or str(error))
        say(words("error: can't write to standard output: {reason}", reason=reason))
        return MISUSE
    except KeyboardInterrupt as error:
        return error.exit_code if isinstance(error, Stopped) else INTERRUPTED
