"""How examples stand on a page, and in which language it is."""

from typing import TYPE_CHECKING

from docutils import nodes

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


def without_last_line(_: "Sphinx", document: nodes.document) -> None:
    """Leave out the blank line that ends an example for doctest."""
    for block in document.findall(nodes.literal_block):
        if block.rawsource == block.astext():
            block.children = [nodes.Text(block.astext().rstrip())]
            block.rawsource = block.astext()


def in_its_language(_: "Sphinx", page: str, __: str, context: dict[str, object], ___: nodes.document | None) -> None:
    """Say of a Chinese page that it is one, to browsers that choose a font or read it aloud."""
    if page.endswith(".zh"):
        context["language"] = "zh-CN"


def setup(app: "Sphinx") -> "ExtensionMetadata":
    """Have it done to every page."""
    app.connect("doctree-read", without_last_line)
    app.connect("html-page-context", in_its_language)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
