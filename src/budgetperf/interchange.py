"""Our own JSON: documents out, and back in without a guess.

The format is versioned apart from the package: same major version, same
meaning. Writing gives identical bytes from identical documents. Reading coerces
nothing and names every fault by its path, so that a file changed by hand or by
another program either means what it says or is refused.

Only here is cattrs imported.
"""

import json
import os
import re
import warnings
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from enum import StrEnum
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import NoneType, UnionType
from typing import IO, Any, ClassVar, Final, TypeAlias, TypeVar, Union, get_args, get_origin, get_type_hints

from attrs import frozen
from cattrs import Converter
from cattrs.gen import make_dict_unstructure_fn, override

from budgetperf import __version__
from budgetperf.diagnostics import Diagnostic
from budgetperf.errors import FormatError, NewerFormatWarning, UnsupportedFormatVersion
from budgetperf.jsonreadings import (
    READINGS,
    is_union,
    read_day,
    reading_hook,
    tagging_hook,
    union_hook,
    union_writing_hook,
)
from budgetperf.jsontext import Fault, below, decoded, described, encoded, refuse, step
from budgetperf.jsonvalues import (
    checked_span,
    read_amount,
    read_integer,
    read_member,
    read_text,
    read_truth,
    written_amount,
    written_integer,
    written_span,
    written_text,
    written_truth,
    written_unit,
)
from budgetperf.model import (
    AmountUnit,
    Category,
    Document,
    Funding,
    Indicator,
    PerformanceTable,
    Project,
    SpendingUnit,
    Target,
    span_fields,
)
from budgetperf.readings import DateWindow
from budgetperf.results import ParseResult
from budgetperf.source import Span

__all__ = [
    "FORMAT",
    "FORMAT_VERSION",
    "JsonObject",
    "dump",
    "dumps",
    "from_dict",
    "json_schema",
    "load",
    "loads",
    "make_converter",
    "to_dict",
]

#: What the ``format`` key of every file of ours says.
FORMAT: Final = "budgetperf"
#: The format version that is written, as ``MAJOR.MINOR``; not the package version.
FORMAT_VERSION: Final = "1.0"

#: A JSON object as Python data.
JsonObject: TypeAlias = dict[str, Any]

_MODELS: Final = (Category, Target, Indicator, Funding, Project, SpendingUnit, PerformanceTable, Document, *READINGS)
_MAJOR, _MINOR = map(int, FORMAT_VERSION.split("."))
_VERSION: Final = re.compile(r"(0|[1-9][0-9]{0,5})\.(0|[1-9][0-9]{0,5})")

_Model = TypeVar("_Model")
#: cattrs' type for what turns JSON data into a value of the given type.
_Hook: TypeAlias = Callable[[Any, Any], Any]


@frozen(kw_only=True)
class _Envelope:
    """The outermost object of a file; its attributes are the keys."""

    format: str
    format_version: str
    generator: str
    document: Document
    diagnostics: tuple[Diagnostic, ...]


# --- the public functions ---------------------------------------------------------------------------


def dumps(
    document: Document,
    *,
    diagnostics: Iterable[Diagnostic] = (),
    spans: bool = False,
    indent: int | None = None,
) -> str:
    r"""Return `document` as a JSON text that :func:`loads` reads back equal.

    The text always encodes to UTF-8: Chinese stands as itself, a lone surrogate
    (the leftover of a wrong decoding) as ``\udXXX``.

    >>> from budgetperf.model import Document
    >>> dumps(Document(tables=())).partition(',"generator"')[0]
    '{"format":"budgetperf","format_version":"1.0"'

    Args:
        document: What to write.
        diagnostics: The doubts to write beside it, as :class:`ParseResult` has them.
        spans: Whether to write where each part was printed. Spans count code
            points of the source text, which is not part of the file.
        indent: How many blanks to indent each level by; None for one line.

    Raises:
        ValueError: if the document holds what JSON can't give back: an amount that is no
            finite number or longer than 1000 characters, an integer beyond ±(2**53 - 1), a
            span that ends before it starts, or a high and a low surrogate side by side.
        TypeError: if `document` is not a :class:`Document`.

    """
    return encoded(to_dict(document, diagnostics=diagnostics, spans=spans), indent=indent)


def loads(text: str) -> Document:
    """Return the document that `text`, written by :func:`dumps`, holds.

    Raises:
        FormatError: if `text` is anything else; `errors` names every fault by its path.
        UnsupportedFormatVersion: if it is of another major format version.

    Warns:
        NewerFormatWarning: if it is of a newer minor version; what this version
            does not know is then ignored.

    >>> loads(dumps(Document(tables=()))) == Document(tables=())
    True
    >>> from budgetperf.errors import FormatError
    >>> try:
    ...     loads("[]")
    ... except FormatError as error:
    ...     print(error)
    $: expected an object, got an array

    """
    return _document(decoded(text), stacklevel=3)


def dump(
    document: Document,
    path_or_file: str | os.PathLike[str] | IO[str],
    *,
    diagnostics: Iterable[Diagnostic] = (),
    spans: bool = False,
    indent: int | None = None,
) -> None:
    """Write `document` to a file, closed by a line break.

    `path_or_file` is a path, or a file open for text; a path is written as UTF-8, with
    the same bytes on every system. The rest is as in :func:`dumps`.

    Raises:
        OSError: if the path can't be written.
        ValueError: as in :func:`dumps`; the file is then left as it was.
        TypeError: as in :func:`dumps`.

    >>> from io import StringIO
    >>> file = StringIO()
    >>> dump(Document(tables=()), file)
    >>> file.getvalue()[:37], file.getvalue()[-1]
    ('{"format":"budgetperf","format_versio', '\\n')

    """
    text = dumps(document, diagnostics=diagnostics, spans=spans, indent=indent) + "\n"
    if isinstance(path_or_file, (str, os.PathLike)):
        Path(path_or_file).write_text(text, encoding="utf-8", newline="\n")
    else:
        path_or_file.write(text)


def load(path_or_file: str | os.PathLike[str] | IO[str] | IO[bytes]) -> Document:
    """Return the document in a file: a path, or a file open for text or bytes (UTF-8).

    Raises:
        OSError: if the path can't be read.
        FormatError: as in :func:`loads`; also if the bytes are not UTF-8.
        UnsupportedFormatVersion: as in :func:`loads`.

    >>> from io import StringIO
    >>> load(StringIO(dumps(Document(tables=())))) == Document(tables=())
    True

    """
    if isinstance(path_or_file, (str, os.PathLike)):
        return _from_bytes(Path(path_or_file).read_bytes(), stacklevel=4)
    content = path_or_file.read()
    if isinstance(content, bytes):
        return _from_bytes(content, stacklevel=4)
    return _document(decoded(content), stacklevel=3)


def to_dict(document: Document, *, diagnostics: Iterable[Diagnostic] = (), spans: bool = False) -> JsonObject:
    """Return what :func:`dumps` writes, as dicts, lists, strings, integers and None.

    Raises:
        ValueError: as in :func:`dumps`, surrogates aside.
        TypeError: as in :func:`dumps`.

    >>> to_dict(Document(tables=()))["document"]
    {'tables': []}

    """
    return {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "generator": f"{FORMAT} {__version__}",
        "document": _written_document(document, spans=spans),
        "diagnostics": [diagnostic.to_dict() for diagnostic in diagnostics],
    }


def from_dict(mapping: Mapping[str, Any]) -> Document:
    """Return the document that `mapping`, as :func:`to_dict` makes it, holds.

    >>> from budgetperf.errors import FormatError
    >>> try:
    ...     from_dict({**to_dict(Document(tables=())), "document": {"tables": "none"}})
    ... except FormatError as error:
    ...     print(error)
    $.document.tables: expected an array, got the string 'none'

    Raises:
        FormatError: as in :func:`loads`.
        UnsupportedFormatVersion: as in :func:`loads`.

    """
    return _document(mapping, stacklevel=3)


def json_schema() -> JsonObject:
    """Return the JSON Schema (2020-12) of the format version that is written, a fresh copy.

    >>> json_schema()["properties"]["format_version"]["const"]
    '1.0'
    """
    text = files("budgetperf").joinpath(f"data/schema-{FORMAT_VERSION}.json").read_text("utf-8")
    schema: JsonObject = json.loads(text)
    return schema


def make_converter(*, spans: bool = False) -> Converter:
    """Return a fresh cattrs converter for every model class and :class:`Diagnostic`.

    It is yours: register hooks for your own classes, which may hold ours. It reads as
    strictly as :func:`from_dict`, and so do your classes' ``str``, ``int``, ``Decimal``,
    ``X | None`` and ``tuple[X, ...]`` attributes. ``structure`` raises
    :class:`FormatError` with paths relative to the value given.

    >>> from budgetperf.model import Funding
    >>> converter = make_converter()
    >>> converter.unstructure(Funding(total=Decimal("2E+4")))["total"]
    '20000'

    Args:
        spans: Whether ``unstructure`` writes spans; ``structure`` always takes both forms.

    """
    return _built_converter(spans=spans, lenient=False)


# --- the envelope -----------------------------------------------------------------------------------


def _from_bytes(content: bytes, *, stacklevel: int) -> Document:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise FormatError([("$", f"not UTF-8 at byte {error.start}")]) from error
    return _document(decoded(text), stacklevel=stacklevel)


def _document(value: object, *, stacklevel: int) -> Document:
    """Return the document in an envelope of a version that can be read."""
    newer = _newer_version(value)
    if newer is not None:
        message = f"format version {newer} is newer than {FORMAT_VERSION}; what this version does not know is ignored"
        warnings.warn(message, NewerFormatWarning, stacklevel=stacklevel)
    envelope = _converter(lenient=newer is not None).structure(value, _Envelope)
    return envelope.document


def _newer_version(value: object) -> str | None:
    """Identify the envelope; return its version if that is a newer minor one, else None.

    A future major version puts its dict-to-dict migrations of older ones here.
    """
    if not isinstance(value, Mapping):
        refuse("an object", value)
    _require(value, "format", lambda name: name == FORMAT, repr(FORMAT))
    text = _require(value, "format_version", _VERSION.fullmatch, f"a format version such as {FORMAT_VERSION!r}")
    major, minor = map(int, text.split("."))
    if major != _MAJOR:
        message = f"format version {text} is not supported; this version reads {_MAJOR}.x"
        raise UnsupportedFormatVersion([("$.format_version", message)])
    return text if minor > _MINOR else None


def _require(envelope: Mapping[str, object], key: str, accepts: Callable[[str], object], expected: str) -> str:
    if key not in envelope:
        raise FormatError([("$", f"the key {key!r} is missing")])
    value = envelope[key]
    if type(value) is not str or not accepts(value):
        raise FormatError([(f"$.{key}", f"expected {expected}, got {described(value)}")])
    return value


# --- reading ----------------------------------------------------------------------------------------


def _optional_hook(annotation: Any, converter: Converter) -> _Hook:  # noqa: ANN401 - a type form has no type
    inner = next(argument for argument in get_args(annotation) if argument is not NoneType)
    read = converter.get_structure_hook(inner)

    def read_optional(value: object, _: object) -> object:
        return None if value is None else read(value, inner)

    return read_optional


def _tuple_hook(annotation: Any, converter: Converter) -> _Hook:  # noqa: ANN401 - as above
    inner = get_args(annotation)[0]
    read = converter.get_structure_hook(inner)

    def read_members(value: object, _: object) -> tuple[object, ...]:
        if not isinstance(value, list):
            refuse("an array", value)
        members: list[object] = []
        faults: list[Fault] = []
        for index, member in enumerate(value):
            try:
                members.append(read(member, inner))
            except FormatError as error:
                faults.extend(below(f"[{index}]", error))
        if faults:
            raise FormatError(faults)
        return tuple(members)

    return read_members


def _object_hook(cls: type[_Model], converter: Converter, *, lenient: bool) -> Callable[[object, object], _Model]:
    """Return what reads an object as `cls`, collecting every fault before it gives up."""
    # An attrs class annotates its attributes only, in their order, and of a reading the kind.
    keys = {
        key: annotation for key, annotation in get_type_hints(cls).items() if get_origin(annotation) is not ClassVar
    }
    special = {"start": read_day, "end": read_day} if cls is DateWindow else {}
    hooks = {key: special.get(key) or converter.get_structure_hook(keys[key]) for key in keys}
    optional = {attribute.name for attribute in span_fields(cls)} if cls in _MODELS else set()

    def read_object(value: object, _: object) -> _Model:
        if not isinstance(value, Mapping):
            refuse("an object", value)
        members: dict[str, Any] = {}
        faults: list[Fault] = []
        for key, annotation in keys.items():
            if key in value:
                try:
                    members[key] = hooks[key](value[key], annotation)
                except FormatError as error:
                    faults.extend(below(f".{key}", error))
            elif key not in optional:
                faults.append(("$", f"the key {key!r} is missing"))
        if not lenient:
            faults.extend((f"${step(key)}", "the key is unknown") for key in value if key not in keys)
        if faults:
            raise FormatError(faults)
        return cls(**members)

    return read_object


def _span_hook(converter: Converter, *, lenient: bool) -> Callable[[object, object], Span]:
    read = _object_hook(Span, converter, lenient=lenient)
    return lambda value, annotation: checked_span(read(value, annotation))


# --- writing ----------------------------------------------------------------------------------------


def _written_document(document: object, *, spans: bool) -> JsonObject:
    if not isinstance(document, Document):
        hint = "; pass its value" if isinstance(document, ParseResult) else ""
        message = f"expected a Document, got a {type(document).__name__}{hint}"
        raise TypeError(message)
    data: JsonObject = _converter(spans=spans).unstructure(document)
    return data


def _writing_hook(cls: type, converter: Converter, *, spans: bool) -> Callable[[Any], JsonObject]:
    overrides: dict[str, Any] = {}
    if not spans:
        overrides.update((attribute.name, override(omit=True)) for attribute in span_fields(cls))
    write: Callable[[Any], JsonObject] = make_dict_unstructure_fn(cls, converter, **overrides)
    return tagging_hook(cls, write) if cls in READINGS else write


# --- converters -------------------------------------------------------------------------------------


@cache
def _converter(*, spans: bool = False, lenient: bool = False) -> Converter:
    """Return a converter of our own: built once, complete before another thread can see it."""
    converter = _built_converter(spans=spans, lenient=lenient)
    converter.get_structure_hook(_Envelope)
    converter.get_unstructure_hook(Document)
    return converter


def _built_converter(*, spans: bool, lenient: bool) -> Converter:
    converter = Converter(unstruct_collection_overrides={tuple: list})
    _register_leaves(converter)
    converter.register_structure_hook_factory(_is_optional, _optional_hook)
    converter.register_structure_hook_factory(_is_tuple, _tuple_hook)

    # Factories, not hooks: whoever registers a hook for a part gets it used in the whole.
    @converter.register_structure_hook_factory(_is_object)
    def structuring_hook(cls: type, converter: Converter) -> _Hook:
        if cls is Span:
            return _span_hook(converter, lenient=lenient)
        hook: _Hook = _object_hook(cls, converter, lenient=lenient)
        return reading_hook(cls, hook) if cls in READINGS else hook

    @converter.register_structure_hook_factory(is_union)
    def structuring_union_hook(members: Any, converter: Converter) -> _Hook:  # noqa: ANN401 - as above
        return union_hook(members, converter.structure, lenient=lenient)

    @converter.register_unstructure_hook_factory(is_union)
    def unstructuring_union_hook(members: Any, converter: Converter) -> Callable[[object], Any]:  # noqa: ANN401 - as above
        return union_writing_hook(members, converter.unstructure)

    @converter.register_unstructure_hook_factory(_MODELS.__contains__)
    def unstructuring_hook(cls: type, converter: Converter) -> Callable[[Any], JsonObject]:
        return _writing_hook(cls, converter, spans=spans)

    return converter


def _register_leaves(converter: Converter) -> None:
    # cattrs asks these for subclasses too, hence the hooks that look at the class they are given.
    converter.register_structure_hook(str, read_text)
    converter.register_structure_hook(StrEnum, read_member)
    converter.register_structure_hook(int, read_integer)
    converter.register_structure_hook(bool, read_truth)
    converter.register_structure_hook(Decimal, read_amount)
    converter.register_unstructure_hook(str, written_text)
    converter.register_unstructure_hook(AmountUnit, written_unit)
    converter.register_unstructure_hook_func(lambda annotation: annotation is int, written_integer)
    converter.register_unstructure_hook_func(lambda annotation: annotation is bool, written_truth)
    converter.register_unstructure_hook(Decimal, written_amount)
    converter.register_unstructure_hook(Span, written_span)
    converter.register_unstructure_hook(Diagnostic, Diagnostic.to_dict)


def _is_object(annotation: object) -> bool:
    return annotation in (*_MODELS, Span, Diagnostic, _Envelope)


def _is_optional(annotation: object) -> bool:
    members = get_args(annotation)
    return get_origin(annotation) in (Union, UnionType) and len(members) == 2 and NoneType in members


def _is_tuple(annotation: object) -> bool:
    return get_origin(annotation) is tuple and get_args(annotation)[1:] == (Ellipsis,)
