"""The examples in the README and the documentation do what they show."""

import doctest
import re
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[1]
PAGES = sorted({*REPOSITORY.glob("README*.md"), *REPOSITORY.glob("docs/**/*.md")})
FENCE = re.compile(r"^ *```.*$", re.MULTILINE)


@pytest.mark.parametrize("page", [page.relative_to(REPOSITORY).as_posix() for page in PAGES])
def test_examples_on_the_page(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every example after ``>>>`` gives what is printed below it, run from the root of the repository."""
    monkeypatch.chdir(REPOSITORY)
    # A closing fence would be taken for the last line of the expected output; a blank line ends it.
    text = FENCE.sub("", (REPOSITORY / page).read_text("utf-8"))
    report: list[str] = []
    examples = doctest.DocTestParser().get_doctest(text, {"__name__": "__main__"}, page, page, 0)
    doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(examples, out=report.append)

    assert "" == "".join(report)
