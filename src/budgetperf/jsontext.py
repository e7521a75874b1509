"""JSON text, read more strictly and written more safely than the standard library does.

Knows nothing of documents. Every fault is a path such as ``$.document.tables[0]`` and a
message, carried by a :class:`FormatError`.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Final, NoReturn

from attrs import frozen

from budgetperf.errors import FormatError

__all__ = ["INTEGER_WANTED", "MAX_INTEGER", "Fault", "below", "decoded", "described", "encoded", "refuse", "step"]

#: The largest integer that every JSON reader keeps exactly (RFC 7493, I-JSON).
MAX_INTEGER: Final = 2**53 - 1
#: What an integer must be, for messages.
INTEGER_WANTED: Final = f"an integer within ±{MAX_INTEGER}"

#: A JSON path and what is wrong there.
Fault = tuple[str, str]

_LONGEST_QUOTED: Final = 60
_SURROGATE: Final = re.compile(r"[\ud800-\udfff]")
_SURROGATE_PAIR: Final = re.compile(r"[\ud800-\udbff][\udc00-\udfff]")


# --- writing ----------------------------------------------------------------------------------------


def encoded(data: object, *, indent: int | None) -> str:
    r"""Return `data` as JSON that encodes to UTF-8 and reads back equal.

    >>> encoded({"name": "项目\ud800"}, indent=None)
    '{"name":"项目\\ud800"}'

    Raises:
        ValueError: if a string holds a high and a low surrogate side by side.

    """
    separators = (",", ":") if indent is None else (",", ": ")
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, indent=indent, separators=separators)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return _with_escaped_surrogates(text)
    return text


def _with_escaped_surrogates(text: str) -> str:
    pair = _SURROGATE_PAIR.search(text)
    if pair:
        # JSON has no way to write these two that would not read as the one character they make.
        message = f"can't write {pair[0]!r}: JSON reads a high and a low surrogate side by side as one character"
        raise ValueError(message)
    return _SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


# --- reading ----------------------------------------------------------------------------------------


@frozen
class _Unreadable:
    """Stands for a number that is refused, until its path is known."""

    message: str


class _RepeatingObject(dict[str, object]):
    """An object with a key given twice, until its path is known."""

    repeated: tuple[str, ...]


def decoded(text: str) -> object:
    """Return `text` as Python data; of numbers, only integers that fit and floats.

    >>> decoded('{"year": 2024, "year": 2025}')
    Traceback (most recent call last):
    budgetperf.errors.FormatError: $.year: the key is given twice

    Raises:
        FormatError: if `text` is not JSON, repeats a key in an object, holds NaN or
            Infinity or an integer beyond ±(2**53 - 1), or nests too deeply.

    """
    unacceptable: list[object] = []

    def unreadable(message: str) -> _Unreadable:
        unacceptable.append(_Unreadable(message))
        return _Unreadable(message)

    def integer(digits: str) -> object:
        # Asked before Python is: its own conversion is limited in length, or slow.
        if len(digits) > len(str(-MAX_INTEGER)) or abs(int(digits)) > MAX_INTEGER:
            return unreadable(f"expected {INTEGER_WANTED}, got one of {len(digits)} characters")
        return int(digits)

    def constant(name: str) -> object:
        return unreadable(f"{name} is not JSON")

    def whole(pairs: list[tuple[str, object]]) -> dict[str, object]:
        members = dict(pairs)
        if len(members) == len(pairs):
            return members
        repeating = _RepeatingObject(members)
        repeating.repeated = _repeated([key for key, _ in pairs])
        unacceptable.append(repeating)
        return repeating

    decoder = json.JSONDecoder(object_pairs_hook=whole, parse_int=integer, parse_constant=constant)
    try:
        value: object = decoder.decode(text)
    except json.JSONDecodeError as error:
        message = f"not JSON: line {error.lineno}, column {error.colno}: {error.msg.removesuffix(' at').lower()}"
        raise FormatError([("$", message)]) from error
    except RecursionError:
        message = "objects and arrays are nested too deeply"
        raise FormatError([("$", message)]) from None  # its traceback is as deep as the nesting
    if unacceptable:
        raise FormatError(list(_unacceptable(value)))
    return value


def _repeated(keys: list[str]) -> tuple[str, ...]:
    """Return the keys that were there before, each once, in order."""
    seen: set[str] = set()
    repeated: dict[str, None] = {}
    for key in keys:
        if key in seen:
            repeated[key] = None
        seen.add(key)
    return tuple(repeated)


def _unacceptable(value: object) -> Iterator[Fault]:
    """Yield what :func:`decoded` marked, by its path."""
    waiting = [("$", value)]  # not recursive: the nesting is not ours to trust
    while waiting:
        path, value = waiting.pop()
        if isinstance(value, _Unreadable):
            yield path, value.message
        elif isinstance(value, list):
            waiting.extend((f"{path}[{index}]", member) for index, member in reversed(list(enumerate(value))))
        elif isinstance(value, dict):
            if isinstance(value, _RepeatingObject):
                yield from ((path + step(key), "the key is given twice") for key in value.repeated)
            waiting.extend((path + step(key), member) for key, member in reversed(value.items()))


# --- faults and their paths -------------------------------------------------------------------------


def refuse(expected: str, value: object) -> NoReturn:
    """Raise the error for a `value` that is not as expected; its path is to be put :func:`below`."""
    raise FormatError([("$", f"expected {expected}, got {described(value)}")])


def below(place: str, error: FormatError) -> Iterator[Fault]:
    """Yield the faults of a part as faults of the whole, in which it stands at `place`."""
    return ((f"${place}{path[1:]}", message) for path, message in error.errors)


def step(key: object) -> str:
    """Return the path step to a member.

    >>> step("year"), step("a key")
    ('.year', "['a key']")
    """
    if not isinstance(key, str):
        return f"[{described(key)}]"
    return f".{key}" if key.isidentifier() and len(key) <= _LONGEST_QUOTED else f"[{_quoted(key)}]"


def described(value: object) -> str:  # noqa: PLR0911 - one for each kind
    """Say what `value` is in JSON's words, never at full length.

    >>> described([1, 2]), described(None), described("万元")
    ('an array', 'null', "the string '万元'")
    """
    match value:
        case None:
            return "null"
        case bool():
            return str(value).lower()
        case int() if abs(value) > MAX_INTEGER:
            return "an integer beyond that"
        case int() | float():
            return f"the number {value!r}"
        case str() if type(value) is str:
            return f"the string {_quoted(value)}"
        case Mapping():
            return "an object"
        case list():
            return "an array"
        case _:
            return f"a Python {type(value).__name__}"


def _quoted(text: str) -> str:
    return repr(text if len(text) <= _LONGEST_QUOTED else text[: _LONGEST_QUOTED - 1] + "…")
