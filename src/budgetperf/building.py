"""Frozen models at the price of mutable ones.

A frozen attrs class sets each field through a call, which makes it two to three times
as dear to build as a mutable one, and an indicator is a dozen objects.
"""

from collections.abc import Callable
from typing import Any, Final, ParamSpec, TypeVar, cast

import attrs

__all__ = ["builder"]

Fields = ParamSpec("Fields")
Model = TypeVar("Model")

#: What builds a model. A function of its own for each, since Python calls one sooner than a class.
_BUILDER: Final = """
def build({names}):
    built = twin()
    {settings}
    built.__class__ = model
    return built
"""


def builder(model: Callable[Fields, Model]) -> Callable[Fields, Model]:
    """Return a function that is called with all fields of `model`, in order, and makes a `model`.

    The instance is an open twin's until its fields are set: the same slots, but nothing
    frozen. Then its class becomes `model`, and it is like any other. Defaults, converters
    and validators have no part in it.

    >>> from budgetperf.source import Span
    >>> builder(Span)(2, 5), type(builder(Span)(2, 5)) is Span
    (Span(start=2, end=5), True)
    """
    frozen = cast("type[attrs.AttrsInstance]", model)
    names = [attribute.name for attribute in attrs.fields(frozen)]
    opened = {name: getattr(object, name) for name in ("__init__", "__setattr__", "__delattr__")}
    twin = type(frozen.__name__, (frozen,), {"__slots__": (), **opened})
    settings = "\n    ".join(f"built.{name} = {name}" for name in names)
    scope: dict[str, Any] = {"twin": twin, "model": model}
    exec(_BUILDER.format(names=", ".join(names), settings=settings), scope)  # noqa: S102 - as attrs makes its methods
    build: Callable[Fields, Model] = scope["build"]
    return build
