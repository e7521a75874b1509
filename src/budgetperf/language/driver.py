"""A way through Lark's LALR tables that costs a quarter of Lark's own.

At each token Lark looks up a number, a name and a class, and at each rule a hash that
is a method. Here the same tables are linked once, before the first run: a state leads
straight to the next one, or to what a rule makes of the last values.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, TypeAlias

from budgetperf.language.lalr import Rule, Tables

__all__ = ["Driver"]

#: Where a symbol leads: to the next state, or to a rule that comes first, as a tuple of how
#: many values it takes, what is made of them, and the symbol that stands for them then.
_State: TypeAlias = dict[str, Any]
#: What is made of the values of a rule.
_Action: TypeAlias = Callable[[list[Any]], Any]


#: As Lark calls it.
_END: Final = "$END"


class Driver:
    """The tables of a grammar, with what is made of its rules."""

    def __init__(self, tables: Tables, actions: Mapping[str, _Action]) -> None:
        """Link `tables`; `actions` say by a rule's name what is made of its values."""
        steps = [(rule.size, _action(rule, actions), rule.symbol) for rule in tables.rules]
        states: list[_State] = [{} for _ in tables.states]
        for state, leads in zip(states, tables.states, strict=True):
            for symbol, to in leads.items():
                state[symbol] = states[to] if to >= 0 else steps[-1 - to]
        self._start = states[0]

    def run(self, terminals: Iterable[str], tokens: Sequence[Any]) -> Any:  # noqa: ANN401 - whatever the actions make
        """Return what the actions make of `tokens`, which are of these `terminals`.

        Raises:
            KeyError: if the grammar has no place for a terminal.

        """
        states = [self._start]
        values: list[Any] = []
        for symbol, token in zip((*terminals, _END), (*tokens, None), strict=True):
            while (step := states[-1][symbol]).__class__ is tuple:
                size, action, name = step
                first = len(values) - size
                values[first:] = (action(values[first:]),)
                states[first + 1 :] = (states[first][name],)
            states.append(step)
            values.append(token)
        return values[0]


def _action(rule: Rule, actions: Mapping[str, _Action]) -> _Action:
    """Return what is made of the values of a rule: of one that has no name of its own, but a list to be spliced."""
    action = _as_they_are if rule.name.startswith("_") else actions[rule.name]
    return _splicing(rule.spliced, action) if rule.spliced else action


def _as_they_are(values: list[Any]) -> list[Any]:
    return values


def _splicing(places: Iterable[int], action: _Action) -> _Action:
    spliced = tuple(sorted(places, reverse=True))  # from the end, so that places stay

    def spread(values: list[Any]) -> Any:  # noqa: ANN401 - as above
        for place in spliced:
            values[place : place + 1] = values[place]
        return action(values)

    return spread
