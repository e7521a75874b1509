"""What pages of HTML have in common: words that can't become markup, and a policy by which nothing else could run."""

import base64
import hashlib
import html
from collections.abc import Iterable

from budgetperf.terminal import visible

__all__ = ["content_policy", "escaped"]


def escaped(words: object) -> str:
    """Return words as HTML says them, between elements or in quotes; what no page can show is made visible.

    >>> escaped("<b>甲\\x00</b>")
    '&lt;b&gt;甲␀&lt;/b&gt;'
    """
    return html.escape(visible(str(words)))


def content_policy(*, styles: Iterable[str], scripts: Iterable[str] = ()) -> str:
    """Return a content security policy that allows these styles and scripts, by what they hold, and data as pictures.

    >>> for rule in content_policy(styles=["b{color:red}"]).split("; "):
    ...     print(rule)
    default-src 'none'
    style-src 'sha256-ypIZpeWh67Lh3q46jpjGW7VCAJpmEqcFe8Dl5B2rXQU='
    img-src data:
    base-uri 'none'
    form-action 'none'
    """
    allowed = {"script-src": scripts, "style-src": styles}
    sources = [f"{kind} {hashes}" for kind, each in allowed.items() if (hashes := " ".join(map(_hash, each)))]
    return "; ".join(["default-src 'none'", *sources, "img-src data:", "base-uri 'none'", "form-action 'none'"])


def _hash(content: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"
