"""Who chooses the traits of a layout or of an invented document."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol, TypeVar

from attrs import field, frozen

Option = TypeVar("Option")


class Chooser(Protocol):
    """Chooses each trait by its name; the first option is the plain one."""

    def __call__(self, trait: str, options: Sequence[Option]) -> Option:
        """Return one of `options`."""


@frozen
class Plain:
    """Takes the first option of every trait but those given."""

    given: Mapping[str, object] = field(factory=dict)

    def __call__(self, trait: str, options: Sequence[Option]) -> Option:
        """Return the given option where it is among those there are."""
        wanted = self.given.get(trait)
        return next((option for option in options if option == wanted), options[0])


@frozen
class Free:
    """Chooses by a function, and keeps to the given traits."""

    pick: Callable[[Sequence[Any]], Any]
    given: Mapping[str, object] = field(factory=dict)

    def __call__(self, trait: str, options: Sequence[Option]) -> Option:
        """Return any option, or the given one where it is among them."""
        if trait in self.given:
            return Plain(self.given)(trait, options)
        chosen: Option = options[0] if len(options) == 1 else self.pick(options)
        return chosen
