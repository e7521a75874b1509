"""The public names with their signatures and types, as griffe reads them in the source, as a list.

The source says what a user writes against: names in the order in which they are written, types as they are annotated.
Only what attrs makes of a class is asked of the class itself, since a converter or a default is not told by its syntax.
"""

import inspect
import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import attrs
import griffe

import budgetperf

__all__ = ["MODULES", "not_public", "public_names"]

#: The modules whose ``__all__`` is public; what stands elsewhere is public where one of them has it.
MODULES: Final = (
    "budgetperf",
    "budgetperf.checks",
    "budgetperf.frames",
    "budgetperf.plots",
    "budgetperf.reports",
    "budgetperf.testing",
    "budgetperf.writers",
)
#: Special methods that say how a value is shown, made, copied or pickled, and so not what it can do.
_SHOWN: Final = {"__attrs_post_init__", "__init__", "__post_init__", "__reduce__", "__repr__", "__str__"}
#: A constant or a default that is longer stands for itself.
_LONGEST: Final = 60


def public_names() -> Iterator[str]:
    """Return a line for each public name, and for each attribute and method of a public class."""
    for path, value in _public():
        yield from _described(path, value)


def not_public() -> set[str]:
    """Return the classes of the package that a public signature names though they are not public."""
    public = {value.canonical_path for _, value in _public()}
    named = {meaning.canonical_path for _, value in _public() for meaning in _meanings(value) if meaning.is_class}
    return {path for path in named - public if path.startswith("budgetperf.")}


# --- finding ------------------------------------------------------------------------------------------


@cache
def _package() -> griffe.Module:
    folder = Path(budgetperf.__file__).parents[1]
    package = griffe.load("budgetperf", search_paths=[folder], resolve_aliases=True, allow_inspection=False)
    assert isinstance(package, griffe.Module)
    return package


def _public() -> Iterator[tuple[str, Any]]:
    """Return every public name with its module, and what it stands for."""
    package = _package()
    for path in MODULES:
        module: Any = package if path == "budgetperf" else package[path.removeprefix("budgetperf.")]
        for name in sorted(map(str, module.exports or ())):
            member = module.members[name]
            yield f"{path}.{name}", member.final_target if member.is_alias else member


def _meanings(value: Any) -> Iterator[Any]:  # noqa: ANN401 - griffe's classes have no base with all that is asked
    """Return what stands behind every name in the types of a public value and of its members."""
    if value.is_class:
        for _, member in _members(value):
            yield from _meanings(member)
        return
    typed = (
        [*(each.annotation for each in value.parameters), value.returns] if value.is_function else [value.annotation]
    )
    for annotation in typed:
        yield from (meaning for part in _parts(annotation) if (meaning := _meaning(part)) is not None)


def _parts(annotation: Any) -> Iterator[Any]:  # noqa: ANN401 - griffe has expressions, plain text and None
    """Return the pieces of an annotation, aliases in it replaced by what they stand for but for the one public alias."""
    if not isinstance(annotation, griffe.Expr):
        yield annotation
        return
    for part in annotation.iterate(flat=True):
        meaning = _meaning(part)
        yield from _parts(meaning.value) if _is_alias(meaning) and meaning.name != "Reading" else [part]


def _meaning(part: Any) -> Any:  # noqa: ANN401 - as above
    """Return what a name of ours stands for, or None where `part` is no such name."""
    try:
        found = part.resolved
    except (griffe.GriffeError, AttributeError, KeyError):
        return None
    return found.final_target if found.is_alias else found


def _is_alias(meaning: Any) -> bool:  # noqa: ANN401 - as above
    return meaning is not None and meaning.is_attribute and "TypeAlias" in str(meaning.annotation)


# --- telling ------------------------------------------------------------------------------------------


def _described(path: str, value: Any) -> Iterator[str]:  # noqa: ANN401 - griffe's classes have no base with all that is asked
    if value.is_class:
        yield f"{path}{_bases(value)}"
        yield from _construction(path, value)
        for name, member in _members(value):
            yield from (_filled(line, value) for line in _described(f"{path}.{name}", member))
    elif value.is_function:
        yield f"{path}({_parameters(value)}) -> {_text(value.returns)}"
    elif "property" in value.labels:
        yield f"{path}: {_text(value.annotation)}, read only"
    else:
        kind = f": {_text(value.annotation)}" if value.annotation else ""
        yield f"{path}{kind}{_constant(value)}"


def _members(value: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 - as above
    for name, member in value.all_members.items():
        special = name.startswith("__") and name not in _SHOWN
        if special or not name.startswith("_"):
            yield name, member.final_target if member.is_alias else member


def _filled(line: str, value: Any) -> str:  # noqa: ANN401 - as above
    """Return a line about an inherited member with what the class puts in the place of its base's type variable."""
    for base in value.bases:
        meaning = _meaning(base.left) if isinstance(base, griffe.ExprSubscript) else None
        generic = [each for each in meaning.bases if isinstance(each, griffe.ExprSubscript)] if meaning else []
        line = re.sub(rf"\b{generic[0].slice}\b", str(base.slice), line) if generic else line
    return line


def _bases(value: Any) -> str:  # noqa: ANN401 - as above
    public = [str(base) for base in value.bases if not str(base).startswith("_")]
    return f" is a {' and '.join(public)}" if public else " is a class"


def _construction(path: str, value: Any) -> Iterator[str]:  # noqa: ANN401 - as above
    module, _, name = path.rpartition(".")
    cls = getattr(import_module(module), name)
    if attrs.has(cls):
        signature = inspect.signature(cls)
        private = {field.alias for field in attrs.fields(cls) if field.name.startswith("_")}
        shown = [each for each in signature.parameters.values() if each.name not in private]
        yield f"{path}({', '.join(_argument(each, attrs.fields(cls)) for each in _starred(shown))})"
    elif "__init__" in value.members:
        yield f"{path}({_parameters(value.members['__init__'])})"


def _starred(parameters: Iterable[inspect.Parameter]) -> Iterator[inspect.Parameter | str]:
    starred = False
    for parameter in parameters:
        if parameter.kind is inspect.Parameter.KEYWORD_ONLY and not starred:
            starred = True
            yield "*"
        yield parameter


def _argument(parameter: inspect.Parameter | str, fields: Any) -> str:  # noqa: ANN401 - attrs' own type
    if isinstance(parameter, str):
        return parameter
    if parameter.default is inspect.Parameter.empty:
        return parameter.name
    made = any(field.alias == parameter.name and isinstance(field.default, attrs.Factory) for field in fields)  # type: ignore[arg-type]  # attrs types its class as a function
    default = "…" if made else _short(repr(getattr(parameter.default, "value", parameter.default)))
    return f"{parameter.name}={default}"


def _parameters(function: Any) -> str:  # noqa: ANN401 - as above
    shown: list[str] = []
    for each in function.parameters:
        if each.name in {"self", "cls"}:
            continue
        if each.kind is griffe.ParameterKind.keyword_only and not any(part.startswith("*") for part in shown):
            shown.append("*")
        star = {griffe.ParameterKind.var_positional: "*", griffe.ParameterKind.var_keyword: "**"}.get(each.kind, "")
        kind = f": {_text(each.annotation)}" if each.annotation else ""
        default = "" if each.default is None or star else f" = {_short(_default(each.default))}"
        shown.append(f"{star}{each.name}{kind}{default}")
    return ", ".join(shown)


def _default(written: Any) -> str:  # noqa: ANN401 - griffe has expressions and plain text
    """Return a default as it is written, or the value of the constant that it names."""
    meaning = _meaning(written)
    return str(meaning.value) if meaning is not None and meaning.is_attribute else str(written)


def _constant(value: Any) -> str:  # noqa: ANN401 - as above
    annotation = str(value.annotation or "")
    of_instance = "instance-attribute" in value.labels and (annotation or "class-attribute" not in value.labels)
    if value.value is None or of_instance:
        return ""
    return f" = {_text(value.value)}" if "TypeAlias" in annotation else f" = {_short(str(value.value))}"


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST and "\n" not in text else "…"


def _text(annotation: Any) -> str:  # noqa: ANN401 - griffe has expressions, plain text and None
    return "".join(map(str, _parts(annotation)))
