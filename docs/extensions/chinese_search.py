"""The search of the site, which finds Chinese words in English pages and the other way round.

Chinese is printed without blanks. Dictionaries that cut it into words (jieba's, for Sphinx's own Chinese) don't know
the words of performance budgets, and the browser has no dictionary, so a word that is asked for would seldom be one
that is kept. Every two neighbouring characters are kept instead, of pages and questions alike.
"""

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from sphinx.search.en import SearchEnglish

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

#: A run of Chinese characters, or a word of others.
_RUN = re.compile(r"[\u3400-\u9fff]+|[^\W\u3400-\u9fff]+")
_CHINESE = re.compile(r"[\u3400-\u9fff]")

_IN_THE_BROWSER = r"""
function splitQuery(query) {
  const runs = query.match(/[\u3400-\u9fff]+|(?:(?![\u3400-\u9fff])[\p{Letter}\p{Number}_])+/gu) || [];
  return runs.flatMap((run) =>
    run.length < 2 || !/[\u3400-\u9fff]/.test(run)
      ? [run]
      : Array.from({ length: run.length - 1 }, (_, start) => run.slice(start, start + 2)));
}
"""


class SearchEnglishAndChinese(SearchEnglish):
    """Words of English by their stems, of Chinese by every two neighbouring characters."""

    lang = "en+zh"
    # The stemmer is called by it in the browser.
    language_name = "English"
    js_splitter_code = _IN_THE_BROWSER

    def split(self, input: str) -> list[str]:  # noqa: A002 - Sphinx's own name
        """Return the words to keep of a page."""
        return [word for run in _RUN.findall(input) for word in _words(run)]


def _words(run: str) -> list[str]:
    if len(run) < 2 or not _CHINESE.match(run):
        return [run]
    return [first + second for first, second in pairwise(run)]


def setup(app: "Sphinx") -> "ExtensionMetadata":
    """Offer the language to ``html_search_language``."""
    app.add_search_language(SearchEnglishAndChinese)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
