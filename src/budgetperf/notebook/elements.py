"""The elements that a notebook's HTML is made of.

Styles stand in the elements, since a notebook that is not trusted drops style sheets, and
take their colours from the page, so that they are legible on light and dark ones. Texts are
text nodes of the standard library's XML, which writes them escaped.
"""

from collections.abc import Iterable, Sequence
from typing import Final, TypeAlias
from xml.etree.ElementTree import Element, tostring

from budgetperf.figures import counted
from budgetperf.terminal import visible

__all__ = ["DIM", "LONGEST_NAME", "Content", "block", "cut", "dim", "element", "folded", "grid", "more", "page"]

#: What an element holds: elements, and words as they are.
Content: TypeAlias = Element | str

#: How many characters are shown of a name or a value; of a longer text, :func:`cut` says so itself.
LONGEST_NAME: Final = 120
_LONGEST_TITLE: Final = 600

DIM: Final = "opacity:.65"
_LINE: Final = "1px solid rgba(128,128,128,.35)"
#: Notebooks stripe rows, and set cells to the right in a small font.
_ROW: Final = f"background:none;border-bottom:{_LINE}"
_CELL: Final = "text-align:left;vertical-align:baseline;padding:.15em 1.2em .15em 0;font-size:inherit"
_HEADING: Final = f"{_CELL};font-weight:normal;{DIM}"


def element(tag: str, *contents: Content, style: str = "", title: str = "") -> Element:
    """Return an element around `contents`, with words to be shown when a pointer rests on it.

    >>> page(element("b", "<甲>", title='"乙"'))
    '<b title="&quot;乙&quot;">&lt;甲&gt;</b>'
    """
    made = Element(tag)
    if title:
        made.set(
            "title", "\n".join(map(visible, title[:_LONGEST_TITLE].split("\n"))) + "…" * (len(title) > _LONGEST_TITLE)
        )
    if style:
        made.set("style", style)
    for content in contents:
        if isinstance(content, Element):
            made.append(content)
        elif len(made):
            made[-1].tail = (made[-1].tail or "") + visible(content)
        else:
            made.text = (made.text or "") + visible(content)
    return made


def cut(words: str, most: int = LONGEST_NAME) -> str:
    """Return `words` with what can't be shown made visible, and cut where they are longer than `most`."""
    return visible(words[:most]) + "…" * (len(words) > most)


def dim(*contents: Content, title: str = "") -> Element:
    """Return words that stand behind others."""
    return element("span", *contents, style=DIM, title=title)


def block(*contents: Content, style: str = "") -> Element:
    """Return contents on lines of their own."""
    return element("div", *contents, style=style)


def folded(summary: Sequence[Content], *contents: Content, opened: bool = False) -> Element:
    """Return contents below a line that folds them away."""
    made = element(
        "details",
        element("summary", *summary, style=f"cursor:pointer;border-bottom:{_LINE}"),
        block(*contents, style=f"margin-left:.4em;padding-left:.9em;border-left:{_LINE}"),
    )
    if opened:
        made.set("open", "open")
    return made


def grid(headings: Iterable[Content], rows: Iterable[Iterable[Content]]) -> Element:
    """Return rows below headings."""
    head = element("tr", *(element("th", heading, style=_HEADING) for heading in headings), style=_ROW)
    body = (element("tr", *(element("td", cell, style=_CELL) for cell in row), style=_ROW) for row in rows)
    return element(
        "table",
        element("thead", head),
        element("tbody", *body),
        style="border-collapse:collapse;font-size:inherit;margin:.3em 0 .6em",
    )


def more(number: int, noun: str, about: str = "") -> Element:
    """Return a line about what is not shown."""
    return block(f"… and {counted(number, f'more {noun}')}{about}", style=DIM)


def page(*contents: Content) -> str:
    """Return HTML. No element is written as an empty one, which HTML would read as left open."""
    return "".join(
        tostring(
            content if isinstance(content, Element) else element("span", content), "unicode", short_empty_elements=False
        )
        for content in contents
    )
