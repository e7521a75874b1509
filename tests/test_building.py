"""What is built quickly is no different from what is built by its class."""

import pickle
from copy import copy
from weakref import ref

import attrs
import pytest

from budgetperf import Category, Indicator, Span, Target
from budgetperf.building import builder

LEVEL1 = Category("1", "产出指标", "output", Span(2, 8))
VALUES = [
    (Span, (2, 5)),
    (Category, ("1", "产出指标", "output", Span(2, 8))),
    (Target, ("９０％", "90%", None, None)),
    (Indicator, (1, LEVEL1, None, "界碑维护数", None, Target("40座"), Span(0, 50), None)),
]


@pytest.mark.parametrize(("model", "values"), VALUES)
def test_built_is_as_made(model: type[attrs.AttrsInstance], values: tuple[object, ...]) -> None:
    """Class, equality, hash, fields and copies are those of an instance that its class made."""
    built, made = builder(model)(*values), model(*values)

    assert type(built) is model
    assert built == made
    assert hash(built) == hash(made)
    assert repr(built) == repr(made)
    assert attrs.astuple(built, recurse=False) == values
    assert copy(built) == pickle.loads(pickle.dumps(built)) == made  # noqa: S301 - our own
    assert ref(built)() is built
    assert not hasattr(built, "__dict__")


@pytest.mark.parametrize(("model", "values"), VALUES)
def test_built_is_frozen(model: type[attrs.AttrsInstance], values: tuple[object, ...]) -> None:
    """No field can be set or deleted."""
    built = builder(model)(*values)

    for attribute in attrs.fields(model):
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            setattr(built, attribute.name, None)
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            delattr(built, attribute.name)
    assert built == model(*values)


def test_every_field_has_to_be_given() -> None:
    """A default is never taken in silence."""
    with pytest.raises(TypeError):
        builder(Category)("1", "产出指标", "output")
