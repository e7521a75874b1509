"""What of one list is what of another: the same by a key first, then the most alike."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from heapq import nsmallest
from itertools import pairwise
from typing import Final, NamedTuple, TypeVar

from budgetperf.comparing.names import SCORED, key_of, similarity

__all__ = ["Match", "matched"]

#: How many of the other list a name is scored against: those with which it shares most pairs of characters.
_CANDIDATES: Final = 8
#: Pairs of characters that more names have than this tell none of them from another, and are not looked at.
_COMMON: Final = 200
#: What scores the same name in both lists.
_SAME: Final = 1.0

_Item = TypeVar("_Item")
#: A key by which two members are the same, or None for a member that has none.
_Key = Callable[[_Item], Hashable | None]


class Match(NamedTuple):
    """A place in the old list and one in the new list that hold the same thing."""

    old: int
    new: int
    #: How much alike their names are; 1 for the same name.
    score: float


def matched(
    olds: Sequence[_Item],
    news: Sequence[_Item],
    keys: Iterable[_Key[_Item]],
    named: Callable[[_Item], tuple[Hashable, str]],
    threshold: float,
) -> list[Match]:
    """Return which members are the same, each at most once; exchanging the lists exchanges the places.

    Args:
        olds: The one list.
        news: The other.
        keys: By each in turn, members that are left and have the same key are the same,
            where there are several the first with the first.
        named: A member's group and name. Of what is left after all keys, names of one group are
            scored, and go together from the highest score down.
        threshold: The least score that makes two names one.

    """
    left_old, left_new = dict(enumerate(olds)), dict(enumerate(news))
    found: list[Match] = []
    for key in keys:
        same = _same(left_old, left_new, key)
        for match in same:
            del left_old[match.old], left_new[match.new]
        found += same
    names_old = {place: named(item) for place, item in left_old.items()}
    names_new = {place: named(item) for place, item in left_new.items()}
    found += _alike(names_old, names_new, threshold)
    return found


def _same(olds: Mapping[int, _Item], news: Mapping[int, _Item], key: _Key[_Item]) -> list[Match]:
    places: dict[Hashable, list[int]] = defaultdict(list)
    for place, item in news.items():
        places[key(item)].append(place)
    waiting = {each: iter(found) for each, found in places.items() if each is not None}
    found = []
    for place, item in olds.items():
        other = next(waiting.get(key(item), iter(())), None)
        if other is not None:
            found.append(Match(place, other, _SAME))
    return found


# --- names that are alike -----------------------------------------------------------------------

_Names = Mapping[int, tuple[Hashable, str]]


def _alike(olds: _Names, news: _Names, threshold: float) -> list[Match]:
    """Return the pairs that score best, no name twice; of equal scores those that stand at like places go first."""
    candidates = {*_candidates(olds, news), *((old, new) for new, old in _candidates(news, olds))}
    scored = (Match(old, new, similarity(olds[old][1], news[new][1])) for old, new in candidates)
    found: list[Match] = []
    taken_old: set[int] = set()
    taken_new: set[int] = set()
    for match in sorted((each for each in scored if each.score >= threshold), key=_precedence):
        if match.old not in taken_old and match.new not in taken_new:
            found.append(match)
            taken_old.add(match.old)
            taken_new.add(match.new)
    return found


def _precedence(match: Match) -> tuple[float, int, int]:
    """Return what goes first; two pairs with a name in common never have the same, in whichever order the lists are."""
    return (-match.score, abs(match.old - match.new), match.old + match.new)


def _candidates(names: _Names, others: _Names) -> Iterable[tuple[int, int]]:
    """Yield for each name the few others that it shares most with."""
    pieces = {place: _pieces(*name) for place, name in names.items()}
    of_others = {place: _pieces(*name) for place, name in others.items()}
    number = Counter(piece for found in (*pieces.values(), *of_others.values()) for piece in found)
    places: dict[Hashable, list[int]] = defaultdict(list)
    for place, found in of_others.items():
        for piece in found:
            if number[piece] <= _COMMON:
                places[piece].append(place)
    for place, found in pieces.items():
        shared = Counter(other for piece in found for other in places.get(piece, ()))
        for other in nsmallest(_CANDIDATES, shared, key=_by_share(place, found, shared, of_others)):
            yield place, other


def _by_share(
    place: int, pieces: Collection[Hashable], shared: Mapping[int, int], others: Mapping[int, Collection[Hashable]]
) -> Callable[[int], tuple[float, int, int]]:
    def precedence(other: int) -> tuple[float, int, int]:
        return -2 * shared[other] / (len(pieces) + len(others[other])), abs(place - other), place + other

    return precedence


def _pieces(group: Hashable, name: str) -> frozenset[Hashable]:
    """Return the pairs of neighbouring characters in a name; no other group has the same."""
    key = key_of(name)[:SCORED]
    return frozenset((group, "".join(pair)) for pair in pairwise(key)) or frozenset({(group, key)})
