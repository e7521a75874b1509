"""Links that lead to the same place on the site as they do on GitHub and in an editor."""

import re
from typing import TYPE_CHECKING

from myst_parser.slugs import github_slugify

if TYPE_CHECKING:
    from pathlib import Path

    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

_CODE = re.compile(r"[A-Z][0-9]{3}(?=[:：])")
_ANCHOR = re.compile(r'^<a id="[a-z][0-9]{3}"></a>\n', re.MULTILINE)
_SAMPLE = re.compile(r"\[`([^`]+)`\]\(\1\)")
#: Where pages of the repository outside docs/ stand on the site.
_MOVED = {
    "(README.md)": "(index.md)",
    "(README.zh.md)": "(readme.zh.md)",
    "(CONTRIBUTING.md)": "(contributing.md)",
    "(CHANGELOG.md)": "(changelog.md)",
    "(samples/README.md)": "(samples.md)",
}


def slug(heading: str) -> str:
    """Return the anchor of a heading: as GitHub makes it, but for a diagnostic its code alone.

    >>> slug("What is printed"), slug("G202: annual target missing")
    ('what-is-printed', 'g202')
    """
    code = _CODE.match(heading)
    return code[0].lower() if code else github_slugify(heading)


def without_anchors(_: "Sphinx", page: str, source: list[str]) -> None:
    """Leave out the anchors of diagnostics, which their headings have here by themselves."""
    if page.startswith("diagnostics"):
        source[0] = _ANCHOR.sub("", source[0])


def as_seen_from_docs(_: "Sphinx", path: "Path", __: str, content: list[str]) -> None:
    """Turn the links of an included page of the repository into those of a page of docs/."""
    text = content[0].replace("](docs/", "](")
    if path.parent.name == "samples":
        text = _SAMPLE.sub(r"{download}`\1 <../samples/\1>`", text)
    for there, here in _MOVED.items():
        text = text.replace(f"]{there}", f"]{here}")
    content[0] = text


def setup(app: "Sphinx") -> "ExtensionMetadata":
    """Have both done while pages are read."""
    app.connect("source-read", without_anchors)
    app.connect("include-read", as_seen_from_docs)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
