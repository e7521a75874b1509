"""Docstrings as this project writes them: Google's sections, and a comment for each attribute and constant."""

import re
import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import attrs
from sphinx.ext.napoleon.docstring import GoogleDocstring
from sphinx.pycode import ModuleAnalyzer

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

#: What a comment tells of. Napoleon would take the words before its first colon for a type.
_COMMENTED: Final = frozenset({"attribute", "data", "property"})
#: A default as attrs writes it into the ``__init__`` that it makes.
_DEFAULT: Final = re.compile(r"attr_dict\['(\w+)'\]\.default|(?<== )NOTHING|(?<==)NOTHING")


def in_sections(_: "Sphinx", kind: str, name: str, *about: object) -> None:
    """Turn the sections of a docstring, the last of what is told about it, into fields."""
    lines = about[-1]
    if not isinstance(lines, list):
        return
    if kind == "data":
        lines[:] = comment(name)
    elif kind not in _COMMENTED:
        lines[:] = GoogleDocstring(lines).lines()


def comment(name: str) -> list[str]:
    """Return the comment above a constant, in the module that it is really in.

    >>> import budgetperf.records
    >>> comment("budgetperf.COLUMNS")
    ['The columns of every row, in order.', '']
    """
    module, _, constant = name.rpartition(".")
    value = getattr(sys.modules[module], constant)
    homes = [
        home
        for home, loaded in sorted(sys.modules.items())
        if home.startswith("budgetperf") and vars(loaded).get(constant) is value
    ]
    told = (ModuleAnalyzer.for_module(home).find_attr_docs().get(("", constant)) for home in homes)
    return next(filter(None, told), [])


def with_defaults(_: "Sphinx", kind: str, __: str, value: object, *about: object) -> tuple[str, object] | None:
    """Return the signature of a class with its defaults as one would write them."""
    _options, signature, returned = about
    if kind != "class" or not isinstance(value, type) or not attrs.has(value) or not isinstance(signature, str):
        return None
    fields = attrs.fields_dict(value)
    return _DEFAULT.sub(lambda found: written(fields[found[1]].default) if found[1] else "...", signature), returned


def written(default: object) -> str:
    """Return a default as one would write it.

    >>> from budgetperf import Precision
    >>> written(None), written(""), written(Precision.DAY)
    ('None', "''", "'day'")
    """
    return repr(str(default)) if isinstance(default, StrEnum) else repr(default)


def setup(app: "Sphinx") -> "ExtensionMetadata":
    """Have it done to every docstring and signature."""
    app.connect("autodoc-process-docstring", in_sections)
    app.connect("autodoc-process-signature", with_defaults)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
