"""Answers depend on nothing but what is asked: not on surroundings, threads, hash seeds, or what was asked before."""

import decimal
import inspect
import json
import operator
import os
import pkgutil
import re
import struct
import subprocess
import sys
from collections.abc import Iterator, MutableMapping, MutableSequence, MutableSet
from contextvars import ContextVar
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum
from functools import _lru_cache_wrapper
from importlib import import_module
from pathlib import Path
from types import BuiltinFunctionType, FunctionType, MappingProxyType, ModuleType

import attrs
import pytest

import budgetperf
from answers import digests

TESTS = Path(__file__).parent
SIGNALS = list(decimal.Context().flags)


def modules() -> Iterator[ModuleType]:
    """Yield every module of the package."""
    for found in pkgutil.walk_packages(budgetperf.__path__, "budgetperf."):
        if not found.name.endswith("__main__"):
            yield import_module(found.name)


def values() -> Iterator[tuple[str, object]]:
    """Yield each value that a module of ours holds, by the names of both; imported functions and classes aside."""
    for module in modules():
        for name, value in vars(module).items():
            home = getattr(value, "__module__", None) if callable(value) else None
            if not name.startswith("__") and home in {None, module.__name__}:
                yield f"{module.__name__.removeprefix('budgetperf.')}.{name}", value


MUTABLE = (MutableMapping, MutableSequence, MutableSet, bytearray)


def memos() -> dict[str, "_lru_cache_wrapper[object]"]:
    """Return every memo of the package."""
    return {name: value for name, value in values() if isinstance(value, _lru_cache_wrapper)}


def clear_memos() -> None:
    """Forget what was read before."""
    for memo in memos().values():
        memo.cache_clear()


@pytest.fixture(scope="module")
def plain() -> dict[str, str]:
    """What is answered in a process of its own, with nothing odd about it."""
    return elsewhere("0")


def elsewhere(
    seed: str, program: str = "import answers, json; print(json.dumps(answers.digests()))", **surroundings: str
) -> dict[str, str]:
    """Return what another process answers, whose strings are hashed with this seed."""
    path = os.pathsep.join([str(TESTS), *sys.path])
    environment = {
        **os.environ,
        "PYTHONHASHSEED": seed,
        "PYTHONPATH": path,
        "PYTHONIOENCODING": "utf-8",
        **surroundings,
    }
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program], env=environment, capture_output=True, check=False
    )
    assert not done.returncode, done.stderr.decode()
    answered: dict[str, str] = json.loads(done.stdout)
    return answered


CONTEXTS = {
    "one digit, rounded up": decimal.Context(prec=1, rounding=decimal.ROUND_UP, capitals=0, traps=[]),
    "every signal raises": decimal.Context(prec=1, Emin=0, Emax=0, traps=SIGNALS),
    "three digits": decimal.Context(prec=3),
    "small numbers alone": decimal.Context(Emin=-1, Emax=1, clamp=1),
}


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[pytest.mark.slow] * (place > 1)) for place, name in enumerate(CONTEXTS)]
)
def test_the_decimal_context_makes_no_difference(plain: dict[str, str], name: str) -> None:
    """A caller's context may round to one digit or raise where it rounds; no answer depends on it, nor changes it."""
    clear_memos()
    with decimal.localcontext(CONTEXTS[name]) as context:
        before = context.copy()
        assert plain == digests()
        assert (before.prec, before.traps, before.flags) == (context.prec, context.traps, context.flags)
    # What was remembered on the way was computed in full.
    assert plain == digests()


# --- processes and threads --------------------------------------------------------------------------

#: Many threads ask for everything at once, in a process that has not read a word: they race to build the grammars as well.
RACE = """
import json, locale, sys, threading
for name in {locales!r}:
    try:
        locale.setlocale(locale.LC_ALL, name)
        break
    except locale.Error:
        pass
sys.setswitchinterval({interval})
import answers
questions = list(answers.answers())
begin = threading.Barrier({threads})
found, faults = [{{}} for _ in range({threads})], []
def ask(number):
    begin.wait()
    try:
        for name, answer in questions[number % len(questions):] + questions[:number % len(questions)]:
            found[number][name] = answers.digest(answer())
    except BaseException as error:
        faults.append(repr(error))
threads = [threading.Thread(target=ask, args=(number,)) for number in range({threads})]
for each in threads:
    each.start()
for each in threads:
    each.join()
assert not faults, faults
first = found[0]
assert all(each == first for each in found), [name for each in found for name in each if each[name] != first[name]]
print(json.dumps(first))
"""
#: Tried in turn: they write 1.234,5, or make capitals of their own. Where none is installed, C is left, which is no UTF-8.
LOCALES = ("de_DE.UTF-8", "tr_TR.UTF-8", "zh_CN.GB18030", "C")


@pytest.mark.parametrize(
    ("seed", "threads", "interval", "locales"),
    [
        pytest.param("1", 3, 1e-6, LOCALES, id="everything odd"),
        *(pytest.param(seed, 1, 0.005, (), id=f"seed {seed}", marks=pytest.mark.slow) for seed in ("1", "2")),
        *(
            pytest.param("0", 16, interval, (), id=f"threads that switch after {interval} s", marks=pytest.mark.slow)
            for interval in (0.005, 1e-6)
        ),
        *(pytest.param("0", 1, 0.005, (name,), id=name, marks=pytest.mark.slow) for name in LOCALES),
    ],
)
def test_answers_are_the_same_in_every_process(
    plain: dict[str, str], seed: str, threads: int, interval: float, locales: tuple[str, ...]
) -> None:
    """Whatever strings are hashed to, which decides the order of sets, however many threads ask at once, wherever it is.

    Each thread begins with another question, and all get what one alone gets, byte for byte.
    """
    program = RACE.format(threads=threads, interval=interval, locales=locales)
    surroundings = {"LC_ALL": locales[0], "TZ": "Pacific/Kiritimati"} if locales else {}
    assert plain == elsewhere(seed, program, **surroundings)


# --- state ----------------------------------------------------------------------------------------


def test_modules_hold_no_state() -> None:
    """What a module holds is made when it is loaded, and never changed: lists and dicts are constants."""
    list(modules())
    before = {name: repr(value) for name, value in values() if isinstance(value, MUTABLE)}
    digests()
    assert before == {name: repr(value) for name, value in values() if isinstance(value, MUTABLE)}


def test_memos_are_bounded() -> None:
    """A memo is a C-level LRU, which takes a lock, and has a bound; or it holds what is made once, of nothing or of a few names."""
    unbounded = {name for name, memo in memos().items() if memo.cache_parameters()["maxsize"] is None}
    made_once = {name for name in unbounded if not inspect.signature(memos()[name]).parameters}
    assert memos()
    of_a_few = {"diagnostics.catalogue", "examples._frame", "interchange._converter"}
    assert of_a_few | {"phrasebook._known", "phrasebook._translation"} >= unbounded - made_once


#: What can't be changed. Frozen classes of attrs are told by how they refuse.
UNCHANGING = (
    *(
        str,
        bytes,
        int,
        float,
        complex,
        type(None),
        tuple,
        frozenset,
        range,
        Decimal,
        Enum,
        ModuleType,
        MappingProxyType,
        Path,
    ),
    *(date, timedelta, re.Pattern, struct.Struct, type, FunctionType, BuiltinFunctionType, _lru_cache_wrapper),
)
#: Modules of classes that describe types, or that promise not to change.
OF_TYPES = ("typing", "types", "collections.abc", "pyarrow", "hypothesis", "lark")
#: What else lives as long as the process, and why it may.
LASTING = {
    "readers.pdf.pages._PDFIUM": "a lock: pdfium is one for all threads, which take turns",
    "exactness.EXACT": "a context, of which ways in take a copy; what it counts of rounding is not asked for",
    "quantities.EXACT": "the same",
    "soundness.EXACT": "the same",
    "comparing.amounts._EXACT": "another, of more digits",
    "frames._EXACTLY": "another, of fewer, that refuses what it would round",
    "language.numerals._PLACES": "another, that rounds",
    "readers.sheets.formats._SHOWN": "the same",
}


def is_unchanging(value: object) -> bool:
    """Tell whether a value can't be changed, or is a list or the like, which are watched."""
    kind = type(value)
    frozen = attrs.has(kind) and kind.__setattr__ is not object.__setattr__
    described = kind.__module__.partition(".")[0] in OF_TYPES or kind.__module__ in OF_TYPES
    in_force = isinstance(value, ContextVar)  # set while a call lasts, for its thread alone
    return (
        frozen
        or described
        or in_force
        or isinstance(value, (*UNCHANGING, *MUTABLE, operator.attrgetter, operator.itemgetter))
    )


def test_no_object_can_be_changed() -> None:
    """No module holds an object that can be changed, but for those that are named."""
    assert set(LASTING) == {name for name, value in values() if not is_unchanging(value)}
