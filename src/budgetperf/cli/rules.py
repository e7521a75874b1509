"""Rules from a file of Python, which the command line names."""

import os
import sys
from argparse import Namespace
from functools import lru_cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import TYPE_CHECKING, Final
from zlib import crc32

from budgetperf.cli.streams import Misuse

if TYPE_CHECKING:
    from budgetperf.rules import Rule

__all__ = ["rules_of"]

#: What the file calls its rules.
_NAME: Final = "RULES"


def rules_of(options: Namespace) -> "tuple[Rule, ...]":
    """Return the rules in the files that are named; each process runs a file once.

    Raises:
        Misuse: if a file can't be run, or has no rules.

    """
    if not options.rules:
        return ()
    from budgetperf.rules import distinct

    try:
        return distinct(rule for path in options.rules for rule in _rules_in(path, Path(path).resolve()))
    except (TypeError, ValueError) as error:
        raise Misuse(f"--rules: {error}") from error


@lru_cache(maxsize=64)
def _rules_in(path: str, file: Path) -> "tuple[Rule, ...]":
    # Files of one name in two folders are two modules, and the same ones in every process.
    name = f"budgetperf_rules_{crc32(os.fsencode(file)):08x}_{file.stem}"
    spec = spec_from_file_location(name, file)
    if spec is None or spec.loader is None:
        raise Misuse(f"--rules: {path!r} is no file of Python; its name ends in .py")
    module = module_from_spec(spec)
    sys.modules[name] = module  # where a class looks for the module that it stands in
    try:
        spec.loader.exec_module(module)
        return tuple(getattr(module, _NAME))
    except (Exception, SystemExit) as error:  # whatever a program of others may raise
        if isinstance(error, OSError) and error.filename == str(file):
            raise Misuse(f"--rules: can't read {path!r}: {error.strerror}") from error
        raise Misuse(f"--rules: {path!r} gives no {_NAME}: {type(error).__name__}: {error}") from error
