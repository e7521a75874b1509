"""The grammars are drawn as they are written, and the search cuts Chinese as it is asked for."""

import re
import sys
from html import unescape
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(REPOSITORY / "docs" / "extensions"))

for needed in ("railroad", "sphinx"):
    pytest.importorskip(needed, reason="nox's docs session has what builds the site")

from chinese_search import SearchEnglishAndChinese  # noqa: E402 - after what it needs
from lark_rules import definitions, drawn  # noqa: E402 - after what it needs

GRAMMARS = sorted((REPOSITORY / "src" / "budgetperf" / "language").glob("*.lark"))


def words(grammar: str, name: str) -> list[str]:
    """Return the words of a diagram, in the order in which they are drawn."""
    svg = drawn(name, definitions(grammar), lambda _: None)
    return [unescape(text) for text in re.findall(r"<text [^>]*>([^<]+)</text>", svg)]


@pytest.mark.parametrize("path", GRAMMARS, ids=lambda path: path.name)
def test_whole_grammars(path: Path) -> None:
    """Everything that the grammars define can be drawn, and nothing is higher than the room it has."""
    defined = definitions(path.read_text("utf-8"))
    assert {"cell", "HEAD"} <= {*defined} or {"whole", "DATE"} <= {*defined}
    for name in defined:
        svg = drawn(name, defined, lambda _: None)
        room = float(re.findall(r'height="([\d.]+)" viewBox', svg)[0])
        assert all(float(y) < room for y in re.findall(r' y="([\d.]+)"', svg)), name


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("a: B C", ["B", "C"]),
        ("a: B | C -> named", ["B", "C"]),
        ("a: [B] (C | D)*", ["B", "C", "D"]),
        ("a: B~2", ["B", "2 times"]),
        ("a: B~2..3", ["B", "2 to 3 times"]),
        ('a: "年度" /[0-9]{4}/', ['"年度"', "/[0-9]{4}/"]),
        # A left recursion is a loop: its own name isn't drawn.
        ("a: B | a C", ["B", "C"]),
        ("a: -> nothing\n | a C", ["C"]),
        # What only helps is drawn where it is used.
        ("a: B _more\n_more: C D", ["B", "C", "D"]),
        ("?a: b\nb: C", ["b"]),
    ],
)
def test_rules(rule: str, expected: list[str]) -> None:
    """What stands in a rule stands in its diagram."""
    assert expected == words(f"{rule}\n", "a")


def test_long_patterns() -> None:
    """Of a long pattern the beginning is drawn, and all of it is there for the pointer."""
    pattern = f"/{'[年月日]' * 20}/"
    svg = drawn("A", definitions(f"A: {pattern}\n"), lambda _: None)
    assert f">{pattern[:40]}…<" in svg
    assert f"<title>{pattern}</title>" in svg


def test_links() -> None:
    """A name leads to its diagram, where it has one."""
    svg = drawn("a", definitions("a: B C\n"), {"B": "#b"}.get)
    assert 1 == svg.count("<a ")
    assert '<a href="#b">' in svg


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("绩效目标", ["绩效", "效目", "目标"]),
        ("元", ["元"]),
        ("an annual_target", ["an", "annual_target"]),
        ("级别level1和2级", ["级别", "level1", "和", "2", "级"]),
        ("，。", []),
    ],
)
def test_words_that_are_searched(text: str, expected: list[str]) -> None:
    """Chinese is kept by every two neighbouring characters, other words whole."""
    assert expected == SearchEnglishAndChinese({}).split(text)
