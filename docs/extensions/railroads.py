"""The directive ``railroads``: the rules of a Lark grammar as diagrams, each below its comment.

    ```{railroads} ../src/budgetperf/language/indicators.lark
    HEAD LEVEL2
    ```

Its content names the terminals that are drawn behind the rules.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from lark_rules import comments, definitions, drawn
from sphinx.util.docutils import SphinxDirective

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


class Railroads(SphinxDirective):
    """All rules of a grammar, and the terminals that are asked for."""

    required_arguments = 1
    has_content = True

    def run(self) -> list[nodes.Node]:
        """Return for each rule and terminal its name, its comment and its diagram."""
        _, path = self.env.relfn2path(self.arguments[0])
        self.env.note_dependency(path)
        grammar = Path(path).read_text("utf-8")
        defined, said = definitions(grammar), comments(grammar)
        rules = [name for name in defined if name.islower() and not name.startswith("_")]
        shown = rules + " ".join(self.content).split()
        if unknown := [name for name in shown if name not in defined]:
            raise self.error(f"{self.arguments[0]} defines no {', '.join(unknown)}")
        ids = {name: nodes.make_id(f"{Path(path).stem}-{name}") for name in shown}

        def address(name: str) -> str | None:
            return f"#{ids[name]}" if name in ids else None

        parts: list[nodes.Node] = []
        for name in shown:
            heading = nodes.rubric("", "", nodes.literal("", name), ids=[ids[name]], classes=["railroad-name"])
            comment = [nodes.paragraph("", said[name])] if name in said else []
            diagram = nodes.raw("", f'<div class="railroad">{drawn(name, defined, address)}</div>', format="html")
            parts.append(nodes.container("", heading, *comment, diagram, classes=["railroad-rule"]))
        return parts


def setup(app: "Sphinx") -> "ExtensionMetadata":
    """Offer the directive."""
    app.add_directive("railroads", Railroads)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
