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
#: A link to a folder of the repository, which has no page.
_FOLDER = re.compile(r"\[([^\]]+)\]\((?:\.\./)[^)]*/\)")
#: Where pages of the repository outside docs/ stand on the site.
_MOVED = {
    "README.md": "index.md",
    "README.zh.md": "readme.zh.md",
    "CONTRIBUTING.md": "contributing.md",
    "CHANGELOG.md": "changelog.md",
    "SECURITY.md": "security.md",
    "samples/README.md": "samples.md",
}


def slug(heading: str) -> str:
    """Return the anchor of a heading: as GitHub makes it, but for a diagnostic its code alone.

    >>> slug("What is printed"), slug("G202: annual target missing")
    ('what-is-printed', 'g202')
    """
    code = _CODE.match(heading)
    return code[0].lower() if code else github_slugify(heading)


def as_on_the_site(_: "Sphinx", page: str, source: list[str]) -> None:
    """Turn what a page of docs/ says for GitHub into what is so here."""
    # A diagnostic has its anchor by its heading.
    text = _ANCHOR.sub("", source[0]) if page.startswith("diagnostics") else source[0]
    source[0] = moved(_FOLDER.sub(r"\1", text), "../")


def as_seen_from_docs(_: "Sphinx", path: "Path", __: str, content: list[str]) -> None:
    """Turn the links of an included page of the repository into those of a page of docs/."""
    if path.parent.name == "samples":
        content[0] = _SAMPLE.sub(r"{download}`\1 <../samples/\1>`", content[0])
    content[0] = moved(content[0].replace("](docs/", "]("), "")


def moved(text: str, root: str) -> str:
    """Return a page with links to where other pages of the repository stand here, `root` being where it begins.

    >>> moved("[news](../CHANGELOG.md), [all](../CHANGELOG.md#unreleased), [law](law.md)", "../")
    '[news](changelog.md), [all](changelog.md#unreleased), [law](law.md)'
    """
    for there, here in _MOVED.items():
        text = re.sub(rf"\]\({re.escape(root + there)}(?=[)#])", f"]({here}", text)
    return text


def setup(app: "Sphinx") -> "ExtensionMetadata":
    """Have both done while pages are read."""
    app.connect("source-read", as_on_the_site)
    app.connect("include-read", as_seen_from_docs)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
