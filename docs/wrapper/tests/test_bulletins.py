"""Bulletins are read as the tables in them are, whatever has happened to them."""

from accountable.bulletins import NO_SEAL, read_bulletin
from hypothesis import given
from hypothesis.strategies import SearchStrategy

from budgetperf import Document
from budgetperf.testing import assert_answers, noisy, sound_documents
from budgetperf.writers import to_markdown

SEAL = "【澜泽省财政公开】 2025年第3号"


def bulletin(document: Document) -> str:
    """Return a document as the portal of Lanze prints it."""
    return f"{SEAL}\n\n{to_markdown(document)}\n第1页 共1页\n"


def damaged_bulletins() -> SearchStrategy[str]:
    """Return a strategy for bulletins that a scanner has had in its hands."""
    return sound_documents().map(bulletin).flatmap(noisy)


@given(sound_documents())
def test_the_portal_adds_nothing(document: Document) -> None:
    """What is read is what the bureau has printed, and it carries the seal."""
    result = read_bulletin(bulletin(document))

    assert result.value == document
    assert NO_SEAL not in {each.code for each in result.diagnostics}


@given(damaged_bulletins())
def test_every_bulletin_is_answered(text: str) -> None:
    """All that holds of a reader holds of ours: it answers, its spans are exact, its rows tidy."""
    assert_answers(read_bulletin, text)


@given(sound_documents())
def test_a_bulletin_without_its_seal_is_doubted(document: Document) -> None:
    """The doubt is among those of budgetperf, and costs the document nothing."""
    result = read_bulletin(to_markdown(document))

    assert result.value == document
    assert result.diagnostics[0].code == NO_SEAL
    assert result.ok
