"""Laws of comparing, whatever the documents say."""

import unicodedata
from collections.abc import Callable
from typing import Any

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from budgetperf import Difference, Document, Project, TextChange, diff, diff_html, diff_json, diff_text
from budgetperf.comparing.demands import judged
from budgetperf.comparing.differences import DifferenceStatus
from budgetperf.comparing.names import key_of, literal_key, similarity
from budgetperf.soundness import AMOUNTS
from budgetperf.source import display_width
from budgetperf.testing import documents, fundings, indicators, projects, readings, texts
from effort import fewer

#: Few names, many of them alike or the same but for what is no part of a name.
NAMES = st.sampled_from(
    [
        "林道养护",
        "“林道”养护",
        "2024年林道养护",
        "2023年林道养护",
        "林区道路养护",
        "林道养护经费",
        "森林防火宣传",
        "培训人数",
        "≥20人",
        "",
    ]
)
NAMED, PROJECTS, INDICATORS = documents(texts=NAMES), projects(texts=NAMES), indicators(texts=NAMES)
FUNDINGS, WORDS, YEARS = fundings(), texts(), st.none() | st.integers(2020, 2026)
ANY_DOCUMENTS = documents() | NAMED
MIRRORED = {
    "added": "dropped",
    "raised": "lowered",
    "later": "earlier",
    "tightened": "loosened",
    "made_measurable": "made_vague",
    "narrower": "wider",
}
MIRRORED |= {new: old for old, new in MIRRORED.items()}
#: What the one side has the other has in turn.
SIDES = {"old": "new", "new": "old", "old_unit": "new_unit", "new_unit": "old_unit"}


@st.composite
def edited(draw: st.DrawFn) -> tuple[Document, Document]:
    """Return a document, and the same as it may be a year later: parts came, went, moved and changed."""
    old = draw(NAMED)

    def parts(members: tuple[Any, ...], edit: Callable[[Any], Any], others: st.SearchStrategy[Any]) -> tuple[Any, ...]:
        kept = [edit(each) if draw(st.booleans()) else each for each in members if draw(st.integers(0, 4))]
        return tuple(draw(st.permutations([*kept, *draw(st.lists(others, max_size=1))])))

    def project(each: Project) -> Project:
        return evolve(
            each,
            name=draw(NAMES),
            funding=draw(FUNDINGS) if draw(st.booleans()) else each.funding,
            objective=draw(WORDS) if draw(st.booleans()) else each.objective,
            indicators=parts(each.indicators, lambda one: evolve(one, name=draw(NAMES)), INDICATORS),
        )

    tables = [
        evolve(
            table,
            year=draw(YEARS),
            spending_units=tuple(
                evolve(
                    unit,
                    name=draw(NAMES) if draw(st.booleans()) else unit.name,
                    projects=parts(unit.projects, project, PROJECTS),
                )
                for unit in table.spending_units
            ),
        )
        for table in old.tables
    ]
    return old, Document(tables=tuple(draw(st.permutations(tables))))


PAIRS = edited() | st.tuples(ANY_DOCUMENTS, ANY_DOCUMENTS)


@fewer(4)
@given(ANY_DOCUMENTS)
def test_a_document_does_not_differ_from_itself(document: Document) -> None:
    """Nothing is added, dropped or changed."""
    found = diff(document, document)

    assert not found
    assert sum(len([*table.projects]) for table in document.tables) == found.compared


@fewer(3)
@given(PAIRS)
def test_swapped_arguments_give_mirrored_results(pair: tuple[Document, Document]) -> None:
    """What was added is dropped, what was raised is lowered; the same parts are paired, with the same scores."""
    old, new = pair
    there, back = diff(old, new), diff(new, old)

    assert in_any_order(there.to_dict()) == in_any_order(mirrored(back.to_dict()))
    assert sorted(there.table_pairs, key=str) == sorted(((new, old) for old, new in back.table_pairs), key=str)


def mirrored(data: Any) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Return what a difference says, seen from the other side."""
    match data:
        case {"pieces": pieces, **others}:
            signs = {"-": "+", "+": "-", "=": "="}
            return {**mirrored(others), "pieces": [[signs[sign], text] for sign, text in pieces]}
        case {"difference": difference, **others}:
            return {**mirrored(others), "difference": negated(difference)}
        case dict():
            named = {SIDES.get(str(key), str(key)): mirrored(value) for key, value in data.items()}
            return (
                {
                    "_".join(MIRRORED.get(word, word) for word in key.split("_", 1)): value
                    for key, value in named.items()
                }
                if "projects_added" in data
                else named
            )
        case list():
            return [mirrored(member) for member in data]
        case str():
            return MIRRORED.get(data, data)
    return data


def negated(difference: str | None) -> str | None:
    """Return an amount with the other sign."""
    if difference is None:
        return None
    return difference[1:] if difference.startswith("-") else f"-{difference}"


def in_any_order(data: Any) -> Any:  # noqa: ANN401 - as above
    """Return what a difference says, without the order of its parts and what depends on the side by definition."""
    if isinstance(data, dict):
        return sorted((key, in_any_order(value)) for key, value in data.items() if key != "percentage").__repr__()
    return sorted(map(repr, map(in_any_order, data))) if isinstance(data, list) else data


@fewer(4)
@given(PAIRS, st.sampled_from([0, 0.4, 0.65, 1]))
def test_every_part_is_told_once(pair: tuple[Document, Document], threshold: float) -> None:
    """Each project is in both documents or in one, and no name is paired with two."""
    old, new = pair
    found = diff(old, new, threshold=threshold)
    numbers = [sum(len([*table.projects]) for table in document.tables) for document in pair]
    statuses = [project.status for project in found.projects]

    assert numbers[0] == found.compared + statuses.count(DifferenceStatus.DROPPED)
    assert numbers[1] == found.compared + statuses.count(DifferenceStatus.ADDED)
    assert statuses.count(DifferenceStatus.CHANGED) <= found.compared
    for paths in ([each.old_path for each in found.projects], [each.new_path for each in found.projects]):
        printed = [path for path in paths if path]
        assert len(printed) == len({*printed})
    for project in found.projects:
        assert project.score is None or project.score == 1 or project.score >= threshold
        for amount in project.amounts:
            assert amount.column in AMOUNTS
            assert amount.difference != 0


@fewer(4)
@given(PAIRS, st.booleans())
def test_everything_can_be_told(pair: tuple[Document, Document], verbose: bool) -> None:  # noqa: FBT001 - drawn
    """Whatever a document says, there is a text, a page and JSON; control characters reach no terminal and no page."""
    found = diff(*pair)
    shown, page = diff_text(found, verbose=verbose), diff_html(found)

    assert {"\n"} >= {each for each in shown + page if unicodedata.category(each) in ("Cc", "Cf", "Cs", "Zl", "Zp")}
    assert max(map(display_width, shown.split("\n"))) <= 120
    diff_json(found).encode()
    hash(found)
    assert isinstance(found, Difference)


@given(texts(max_size=12), texts(max_size=12))
def test_pieces_make_both_texts(old: str, new: str) -> None:
    """What stayed and went is the old text, what stayed and came the new one."""
    pieces = TextChange(old=old, new=new).pieces

    assert old == "".join(text for sign, text in pieces if sign != "+")
    assert new == "".join(text for sign, text in pieces if sign != "-")


@given(texts(max_size=12) | NAMES, texts(max_size=12) | NAMES)
def test_similarity(old: str, new: str) -> None:
    """From 0 to 1, in either order the same, and 1 for the same name; a name that is the same as it stands is the same without years."""
    assert 0 <= similarity(old, new) <= 1
    assert similarity(old, new) == similarity(new, old)
    assert 1 == similarity(old, old)
    assert literal_key(old) != literal_key(new) or 1 == similarity(old, new) or key_of(old) != key_of(new)


@given(readings(), readings())
def test_judgements_are_mirrored(old: Any, new: Any) -> None:  # noqa: ANN401 - readings of any kind
    """Exchanging two readings exchanges the verdict; a reading asks for the same as itself, unless it is a sentence."""
    there, back = judged(old, new), judged(new, old)

    assert (there.verdict, there.outcomes, there.note) == (
        MIRRORED.get(back.verdict, back.verdict),
        back.outcomes and MIRRORED.get(back.outcomes, back.outcomes),
        back.note,
    )
