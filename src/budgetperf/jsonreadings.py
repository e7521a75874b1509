"""How readings stand in our JSON: each an object tagged by its ``kind``, the first key.

The functions make hooks for the cattrs converters that `budgetperf.interchange` builds.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import NoneType, UnionType
from typing import Any, Final, Union, get_args, get_origin

from budgetperf.dates import reads_as_date
from budgetperf.errors import FormatError
from budgetperf.jsontext import Fault, described, refuse
from budgetperf.readings import DEEPEST_NESTING, KINDS, Reading

__all__ = ["READINGS", "is_union", "read_day", "reading_hook", "tagging_hook", "union_hook", "union_writing_hook"]

#: Every class of reading.
READINGS: Final = tuple(KINDS.values())


def is_union(annotation: object) -> bool:
    """Tell whether an annotation means one of several classes of reading, or None."""
    members = {*get_args(annotation)} - {NoneType}
    return get_origin(annotation) in (Union, UnionType) and len(members) > 1 and members <= {*READINGS}


def read_day(value: object, _: object) -> str | None:
    """Return a day in our notation, or None."""
    if value is not None and (type(value) is not str or not reads_as_date(value)):
        refuse("a day such as '2024-12-31' or '--12-31'", value)
    return value


# --- hooks ------------------------------------------------------------------------------------------


def reading_hook(cls: type[Reading], read: Callable[[object, object], Reading]) -> Callable[[object, object], Reading]:
    """Return what reads a tagged object as `cls`, where `read` reads its other members."""

    def read_tagged(value: object, annotation: object) -> Reading:
        faults: list[Fault] = []
        try:
            _check_kind(value, (cls.kind,))
        except FormatError as error:
            faults.extend(error.errors)
        if isinstance(value, Mapping):
            try:
                reading = read({key: member for key, member in value.items() if key != "kind"}, annotation)
            except FormatError as error:
                faults.extend(error.errors)
            except ValueError as error:  # the class refuses values that contradict each other
                faults.append(("$", str(error)))
        if faults:
            raise FormatError(faults)
        return reading

    return read_tagged


def union_hook(
    annotation: object, structure: Callable[[object, type], Any], *, lenient: bool
) -> Callable[[object, object], Reading | None]:
    """Return what reads an object as the class that its kind names.

    In a file of a newer minor version (`lenient`), a reading with a part that this version
    does not know is None: a list without that part would ask for less than was meant.
    """
    kinds, optional = _kinds_of(annotation), NoneType in get_args(annotation)

    def read_any(value: object, _: object) -> Reading | None:
        if value is None and optional:
            return None
        _check_nesting(value)
        if lenient and not _knows(value):
            return None
        reading: Reading = structure(value, kinds[_check_kind(value, kinds)])
        return reading

    return read_any


def tagging_hook(cls: type[Reading], write: Callable[[Any], dict[str, Any]]) -> Callable[[Any], dict[str, Any]]:
    """Return what writes a reading with its kind before what `write` writes."""
    return lambda reading: {"kind": cls.kind, **write(reading)}


def union_writing_hook(annotation: object, unstructure: Callable[[object], Any]) -> Callable[[object], Any]:
    """Return what writes a reading of any class of a union."""
    optional, classes = NoneType in get_args(annotation), tuple(_kinds_of(annotation).values())

    def write_any(reading: object) -> object:
        if reading is None and optional:
            return None
        if not isinstance(reading, classes):
            message = f"can't write {described(reading)} as a reading" + (
                "; None would be accepted" if optional else ""
            )
            raise ValueError(message)  # noqa: TRY004 - one error for all that can't be written
        return unstructure(reading)

    return write_any


# --- what stands in the JSON ------------------------------------------------------------------------


def _kinds_of(annotation: object) -> dict[str, type[Reading]]:
    """Return the classes of a union, by kind."""
    return {cls.kind: cls for cls in READINGS if cls in get_args(annotation)}


def _check_kind(value: object, kinds: Iterable[str]) -> str:
    """Return the kind of an object, if it is one of `kinds`."""
    if not isinstance(value, Mapping):
        refuse("an object", value)
    if "kind" not in value:
        raise FormatError([("$", "the key 'kind' is missing")])
    kind = value["kind"]
    if type(kind) is not str or kind not in kinds:
        wanted = "one of " + ", ".join(map(repr, kinds)) if len({*kinds}) > 1 else repr(*kinds)
        raise FormatError([("$.kind", f"expected {wanted}, got {described(kind)}")])
    return kind


def _check_nesting(value: object) -> None:
    """Refuse readings that are nested too deeply, before anything recursive sees them."""
    for path, part, depth in _parts(value):
        if depth == DEEPEST_NESTING and part.get("kind") in ("all_of", "scoring"):
            raise FormatError([(path, f"readings are nested more than {DEEPEST_NESTING} deep")])


def _knows(value: object) -> bool:
    """Tell whether this version knows the kind of a reading and of all its parts."""
    return all(type(kind) is not str or kind in KINDS for kind in (part.get("kind") for _, part, _ in _parts(value)))


def _parts(value: object) -> Iterator[tuple[str, Mapping[Any, Any], int]]:
    """Yield a reading and those in it with their paths, none deeper than a reading may be."""
    waiting = [("$", value, 0)]
    while waiting:
        path, part, depth = waiting.pop()
        if not isinstance(part, Mapping):
            continue
        yield path, part, depth
        if depth == DEEPEST_NESTING:
            continue
        if part.get("kind") == "scoring":
            waiting.append((f"{path}.full_marks", part.get("full_marks"), depth + 1))
        elif part.get("kind") == "all_of" and isinstance(parts := part.get("parts"), list):
            waiting.extend((f"{path}.parts[{index}]", each, depth + 1) for index, each in enumerate(parts))
