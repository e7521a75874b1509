"""Docstrings as this project writes them: Google's sections, and one comment for each attribute."""

from typing import TYPE_CHECKING

from sphinx.ext.napoleon.docstring import GoogleDocstring

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

#: What a comment tells of. Napoleon would take the words before its first colon for a type.
_COMMENTED = frozenset({"attribute", "data", "property"})


def in_sections(_: "Sphinx", kind: str, *about: object) -> None:
    """Turn the sections of a docstring, the last of what is told about it, into fields."""
    lines = about[-1]
    if kind not in _COMMENTED and isinstance(lines, list):
        lines[:] = GoogleDocstring(lines).lines()


def setup(app: "Sphinx") -> "ExtensionMetadata":
    """Have it done to every docstring."""
    app.connect("autodoc-process-docstring", in_sections)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
