"""What is read from an input, and one line about what is not."""

import re
import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from attrs import evolve

from budgetperf.cli.inputs import Input
from budgetperf.cli.streams import opened
from budgetperf.diagnostics import Diagnostic, Severity
from budgetperf.errors import LimitExceeded, MissingExtra
from budgetperf.phrasebook import Phrasebook

if TYPE_CHECKING:
    from budgetperf.model import Document
    from budgetperf.readers import Limits
    from budgetperf.results import ParseResult

__all__ = [
    "CantCheck",
    "CantRead",
    "content_of",
    "limits_of",
    "read_input",
    "reasons_told",
    "tally",
    "why_no_table",
    "why_unread",
]

#: Codes that say why a file holds no table, the most telling first.
_REASONS: Final = ("R132", "R102", "R119", "R124", "R122", "R121", "R103", "R101")
#: An option of ``read``, as its messages name it.
_OPTION: Final = re.compile(r"\b(pages|sheet|password)=")


class CantRead(Exception):
    """Raised for an input that can't be read; its words say why."""


class CantCheck(CantRead):
    """Raised for an input that was read, and on which a rule of others failed; its words say which, and how."""


@contextmanager
def reasons_told() -> Iterator[None]:
    """Say in the words of the command line why an input can't be read.

    Raises:
        CantRead: instead of the errors of the package and of the system.

    """
    try:
        yield
    except OSError as error:
        raise CantRead(error.strerror or str(error)) from error
    except LimitExceeded as error:
        name, allowed = error.limit, error.allowed
        raise CantRead(f"{error.args[2]} (limit: {name}={allowed}); --limit {name}=… allows more") from error
    except (MissingExtra, ValueError) as error:
        raise CantRead(_OPTION.sub(r"--\1", str(error))) from error


def limits_of(options: Namespace) -> "Limits":
    """Return how much is read at most."""
    from budgetperf.readers import Limits

    return Limits(**dict(options.limits))


def content_of(source: Input, limits: "Limits") -> Path | bytes:
    """Return the path of an input, or what there is on standard input."""
    if source.path is not None:
        return source.path
    return opened(sys.stdin).buffer.read(limits.file_bytes + 1)


def read_input(source: Input, options: Namespace, content: Path | bytes | None = None) -> "ParseResult[Document]":
    """Return what is read from `source`, or from its content where that was taken before.

    Raises:
        CantRead: if it can't be read.

    """
    with reasons_told():
        limits = limits_of(options)
        content = content_of(source, limits) if content is None else content
        result = _read(content, options, limits)
    return evolve(result, source=evolve(result.source, name=source.name))


def _read(content: Path | bytes, options: Namespace, limits: "Limits") -> "ParseResult[Document]":
    from budgetperf.opening import read

    chosen: dict[str, Any] = {name: getattr(options, name) for name in ("encoding", "readers", "pages", "password")}
    chosen |= {name: getattr(options, name) for name in ("isolate", "repair", "taxonomy", "units")}
    chosen["limits"] = limits
    try:
        return read(content, sheet=options.sheet, **chosen)
    except LimitExceeded:
        raise
    except ValueError:
        # A sheet may be called 2025, so the name goes first.
        if options.sheet is None or not options.sheet.isdecimal():
            raise
        return read(content, sheet=int(options.sheet), **chosen)


# --- one line about it --------------------------------------------------------------------------


def why_unread(name: str, error: CantRead | str, words: Phrasebook) -> str:
    """Return that an input can't be read, or checked, and why."""
    if isinstance(error, CantCheck):
        return words("error: can't check {name!r}: {reason}", name=name, reason=words.understood(str(error)))
    return words("error: can't read {name!r}: {reason}", name=name, reason=words.understood(str(error)))


def why_no_table(result: "ParseResult[Document]", words: Phrasebook) -> str:
    """Return why a document has no tables, and what to do about it."""
    found = {diagnostic.code: diagnostic for diagnostic in reversed(result.diagnostics)}
    reason = next(found[code] for code in (*_REASONS, *found) if code in found)
    hint = f"{words('; ')}{words.understood(reason.hint)}" if reason.hint and reason.code != "R101" else ""
    return f"{words.doubt(reason)} [{reason.code}]{hint}"


def tally(diagnostics: Iterable[Diagnostic], words: Phrasebook) -> str:
    """Return such as ``1 error (G205), 3 warnings (G202 ×2, T401)``, or nothing."""
    counts = Counter((diagnostic.severity, diagnostic.code) for diagnostic in diagnostics)
    return words(", ").join(filter(None, (_tally_of(severity, counts, words) for severity in Severity)))


def _tally_of(severity: Severity, counts: Mapping[tuple[Severity, str], int], words: Phrasebook) -> str:
    codes = {code: number for (weight, code), number in counts.items() if weight is severity}
    shown = words.enumerated([f"{code} ×{number:,}" if number > 1 else code for code, number in codes.items()])
    total = sum(codes.values())
    return words("{number} ({codes})", number=words.counted(total, severity), codes=shown) if codes else ""
