"""The rules and terminals of a Lark grammar as railroad diagrams.

A grammar is read by the grammar of grammars that Lark brings along, and drawn as it is written, with three exceptions
that say the same: a left recursion is drawn as the loop that it means, a rule that only helps (its name begins
with ``_``) is drawn where it is used, and a row that is too long for a page goes on below.
"""

from collections.abc import Callable, Mapping
from functools import partial
from io import StringIO
from itertools import takewhile
from typing import Any, Final, TypeAlias

import railroad
from lark import Lark, Token, Tree

from budgetperf.source import display_width

#: What is drawn of a definition: an item of a diagram.
Item: TypeAlias = Any
#: Where a name leads to: the address of its own diagram, or None where it has none.
Address: TypeAlias = Callable[[str], str | None]

#: Of a longer pattern the beginning is shown, and all of it where the pointer rests.
_LONGEST_PATTERN: Final = 40
#: In pixels: about what a page has room for.
_LONGEST_ROW: Final = 600
_GRAMMAR_OF_GRAMMARS: Final = partial(
    Lark.open_from_package, "lark", "lark.lark", ["grammars"], parser="lalr", maybe_placeholders=False
)


def definitions(grammar: str) -> dict[str, Tree[Token]]:
    """Return what each rule and terminal of a grammar is defined as, in the order of the grammar."""
    tree = _GRAMMAR_OF_GRAMMARS().parse(grammar)
    named = (item for item in tree.children if isinstance(item, Tree) and item.data in {"rule", "token"})
    return {str(item.children[0]).lstrip("!?"): body for item in named if isinstance(body := item.children[-1], Tree)}


def comments(grammar: str) -> dict[str, str]:
    """Return the comment above each rule and terminal that has one.

    >>> comments("// What counts.\\n// And how.\\ncount: NUMBER\\n// Digits.\\n\\nNUMBER: /[0-9]/\\n")
    {'count': 'What counts. And how.'}
    """
    lines = grammar.splitlines()
    found = {}
    for number, line in enumerate(lines):
        name, colon, _ = line.partition(":")
        if colon and name.strip("!?").replace("_", "a").isalnum():
            above = [*takewhile(lambda text: text.startswith("//"), reversed(lines[:number]))]
            words = " ".join(text.removeprefix("//").strip() for text in reversed(above))
            if words and not words.startswith("---"):
                found[name.strip("!?")] = words
    return found


def drawn(name: str, defined: Mapping[str, Tree[Token]], address: Address) -> str:
    """Return the diagram of a rule or terminal as SVG, its colours left to a style sheet."""
    diagram = railroad.Diagram(_Drawing(defined, address).definition(name), type="simple")
    diagram.format(4, 4, 4, 4)
    written = StringIO()
    diagram.writeSvg(written.write)
    return written.getvalue()


class _Choice(railroad.Choice):  # type: ignore[misc] # the library is not typed
    """A choice with the room that it takes: railroad's own (3.0.1) forgets some of a part that has several rows."""

    def __init__(self, default: int, *items: Item) -> None:
        super().__init__(default, *items)
        straight, below = self.items[default], self.items[default + 1 :]
        self.down = straight.down
        for number, item in enumerate(below):
            least = railroad.AR * (1 if number else 2)
            self.down += max(least, item.up + railroad.VS) + item.height + item.down


def _optional(item: Item) -> Item:
    return _Choice(1, railroad.Skip(), item)


def _any_number(item: Item) -> Item:
    return _optional(railroad.OneOrMore(item))


class _Box(railroad.Terminal):  # type: ignore[misc] # the library is not typed
    """A box as wide as its words, Chinese ones too; what it names is a link where there is something to see."""

    def __init__(self, text: str, kind: str, *, link: str | None = None, title: str | None = None) -> None:
        super().__init__(text, title=title, cls=kind)
        self.attrs["class"] = kind
        self.width = display_width(text) * railroad.CHAR_WIDTH + 20
        self.link = link

    def format(self, x: float, y: float, width: float) -> "_Box":
        super().format(x, y, width)
        rectangle, *words = self.children[2:]
        if self.attrs["class"] == "rule":
            rectangle.attrs.update(rx=0, ry=0)
        if self.link:
            self.children[2:] = [railroad.DiagramItem("a", {"href": self.link})]
            for item in (rectangle, *words):
                item.addTo(self.children[2])
        return self


_REPEATED: Final[Mapping[str, Callable[[Item], Item]]] = {
    "*": _any_number,
    "+": railroad.OneOrMore,
    "?": _optional,
}


class _Drawing:
    """The items of diagrams of one grammar."""

    def __init__(self, defined: Mapping[str, Tree[Token]], address: Address) -> None:
        self.defined, self.address = defined, address

    def definition(self, name: str) -> Item:
        """Return what stands in the diagram of `name`."""
        parts = self.alternatives(self.defined[name])
        again = [part for part in parts if self.begins_with(part, name)]
        if not again:
            return self.choice([self.item(part) for part in parts])
        once = [self.item(part) for part in parts if part not in again]
        more = self.choice([self.sequence(part.children[1:]) for part in again])
        loop = _any_number(more)
        return loop if all(isinstance(item, railroad.Skip) for item in once) else railroad.Sequence(*once, loop)

    def alternatives(self, tree: Any) -> list[Any]:  # noqa: ANN401 - a tree, or a leaf where there is only one
        """Return the alternatives of a definition, without the names that rules give them."""
        parts = tree.children if isinstance(tree, Tree) and tree.data == "expansions" else [tree]
        return [part.children[0] if isinstance(part, Tree) and part.data == "alias" else part for part in parts]

    def begins_with(self, part: Any, name: str) -> bool:  # noqa: ANN401 - as above
        """Tell whether an alternative is a left recursion."""
        first = part.children[0] if isinstance(part, Tree) and part.data == "expansion" and part.children else None
        return first is not None and _name(first) == name

    def item(self, node: Any) -> Item:  # noqa: ANN401 - as above
        """Return what is drawn for a part of a definition."""
        match node:
            case Tree(data="expansion"):
                return self.sequence(node.children)
            case Tree(data="maybe", children=[inner]):
                return _optional(self.item(inner))
            case Tree(data="expr"):
                return self.repetition(*node.children)
            case Tree(data="literal", children=[literal]):
                return _pattern(str(literal))
            case Tree(data="name"):
                return self.named(_name(node) or "")
            case Tree(data="expansions" | "alias"):
                return self.choice([self.item(part) for part in self.alternatives(node)])
        raise ValueError(f"nothing is drawn for {node!r}")

    def repetition(self, part: Any, times: Any, most: Any = None) -> Item:  # noqa: ANN401 - as above
        """Return what is drawn for ``part*``, ``part~2`` and their like."""
        item = self.item(part)
        if times in _REPEATED:
            return _REPEATED[times](item)
        return railroad.OneOrMore(item, railroad.Comment(f"{times} to {most} times" if most else f"{times} times"))

    def named(self, name: str) -> Item:
        """Return what is drawn where a definition names another."""
        if name.startswith("_") and name in self.defined:
            return self.item(self.defined[name])
        return _Box(name, "terminal" if name.isupper() else "rule", link=self.address(name))

    def sequence(self, parts: list[Any]) -> Item:
        """Return parts in a row, or in as many as it takes."""
        rows: list[list[Item]] = []
        for item in map(self.item, parts):
            if rows and sum(each.width + 20 for each in [*rows[-1], item]) <= _LONGEST_ROW:
                rows[-1].append(item)
            else:
                rows.append([item])
        lines = [items[0] if len(items) == 1 else railroad.Sequence(*items) for items in rows]
        return railroad.Stack(*lines) if len(lines) > 1 else lines[0] if lines else railroad.Skip()

    def choice(self, items: list[Item]) -> Item:
        """Return items of which one is taken."""
        return items[0] if len(items) == 1 else _Choice(0, *items)


def _name(node: Any) -> str | None:  # noqa: ANN401 - a tree or a leaf
    return str(node.children[0]) if isinstance(node, Tree) and node.data == "name" else None


def _pattern(literal: str) -> Item:
    shown = literal if len(literal) <= _LONGEST_PATTERN else f"{literal[:_LONGEST_PATTERN]}…"
    return _Box(shown, "pattern", title=literal)
