"""Frozen models at the price of mutable ones.

A frozen attrs class sets each field through a call, which makes it two to three times
as dear to build as a mutable one, and an indicator is a dozen objects.
"""

from typing import TypeVar

import attrs

__all__ = ["builder"]

Model = TypeVar("Model", bound=attrs.AttrsInstance)


def builder(model: type[Model]) -> type[Model]:
    """Return a class that is called with all fields of `model`, in order, and makes a `model`.

    The instance is an open twin's until its fields are set: the same slots, but nothing
    frozen. Then its class becomes `model`, and it is like any other. Defaults, converters
    and validators have no part in it.

    >>> from budgetperf.source import Span
    >>> builder(Span)(2, 5), type(builder(Span)(2, 5)) is Span
    (Span(start=2, end=5), True)
    """

    def freeze(self: object) -> None:
        self.__class__ = model

    names = [attribute.name for attribute in attrs.fields(model)]
    mutable = attrs.make_class(model.__name__, names, class_body={"__attrs_post_init__": freeze}, eq=False, repr=False)
    opened = {name: getattr(object, name) for name in ("__setattr__", "__delattr__")}
    filled = {name: vars(mutable)[name] for name in ("__init__", "__attrs_post_init__")}
    return type(model.__name__, (model,), {"__slots__": (), **opened, **filled})
