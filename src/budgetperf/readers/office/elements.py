"""XML element by element, within limits and without DTDs: that of a part of an archive, or of one text."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, ClassVar, Protocol, TypeAlias
from xml.parsers import expat

from attrs import define

from budgetperf.errors import LimitExceeded
from budgetperf.readers.limits import Allowance
from budgetperf.readers.unreadable import Unreadable

__all__ = ["ElementReader", "Ends", "Starts", "local_name", "parse_xml"]

#: So many names of elements are kept in mind; a file with more has made them up.
_MOST_NAMES = 1 << 18
#: No tag is as long; older versions of expat would go through it again and again.
_LONGEST_TOKEN = 8 << 20
#: Elements within elements, for each table within a table.
_DEPTH_OF_TABLE = 10
#: Elements for each cell.
_ELEMENTS_OF_CELL = 10

#: The methods of a reader that take the beginnings and the ends of elements, by the elements' names.
Starts: TypeAlias = Mapping[str, Callable[[Any, dict[str, str]], None]]
Ends: TypeAlias = Mapping[str, Callable[[Any], None]]


class _Parts(Protocol):
    """What holds XML in parts."""

    allowance: Allowance
    elements: int

    def chunks(self, name: str, /) -> Iterator[bytes]: ...


def parse_xml(  # noqa: C901, PLR0913 - expat calls functions, each of which says what it is for
    package: _Parts,
    name: str,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None] | None = None,
    *,
    words: Callable[[str], Any] | None = None,
    named: Callable[[str], str] | None = None,
) -> None:
    """Call `start` and `end` for each element of a part, and `words` for what stands between.

    Names come without their prefix, or as `named` returns them from "namespace name".

    Raises:
        Unreadable: if the part is no well-formed XML, or declares a DTD.
        LimitExceeded: if it is too large or too deep.

    """
    parser = expat.ParserCreate(namespace_separator=" ")
    names: dict[str, str] = {}
    depth = 0
    limits = package.allowance.limits
    deepest, most = limits.nesting * _DEPTH_OF_TABLE, limits.cells * _ELEMENTS_OF_CELL
    elements = package.elements

    def on_start(full: str, attributes: dict[str, str]) -> None:
        nonlocal depth, elements
        depth += 1
        elements += 1
        if depth > deepest:
            raise LimitExceeded(
                "nesting", package.allowance.limits.nesting, f"elements are nested too deep in {name[:100]}"
            )
        if elements > most:
            raise LimitExceeded("cells", limits.cells, f"there are too many elements in {name[:100]}")
        tag = names.get(full)
        if tag is None:
            tag = names[full] = (named or local_name)(full) if len(names) < _MOST_NAMES else ""
        start(tag, attributes)

    def on_end(full: str) -> None:
        nonlocal depth
        depth -= 1
        if end is not None:
            end(names.get(full, ""))

    parser.StartElementHandler = on_start
    parser.EndElementHandler = on_end
    parser.StartDoctypeDeclHandler = _refuse_dtd
    parser.buffer_text = True
    if words is not None:
        parser.CharacterDataHandler = words
    fed = 0
    try:
        for chunk in package.chunks(name):
            parser.Parse(chunk, False)  # noqa: FBT003 - takes it by place alone
            fed += len(chunk)
            if fed - max(parser.CurrentByteIndex, 0) > _LONGEST_TOKEN:
                raise Unreadable(f"the part {name[:100]} holds a tag of more than {_LONGEST_TOKEN} bytes")
        parser.Parse(b"", True)  # noqa: FBT003 - as above
    except (expat.ExpatError, UnicodeError, LookupError) as error:
        raise Unreadable(f"the part {name[:100]} is no well-formed XML ({error})") from error
    finally:
        package.elements = elements


def _refuse_dtd(*_: object) -> None:
    raise Unreadable("it declares a DTD, which no Office file needs")


def local_name(full: str) -> str:
    """Return a name without its namespace.

    >>> local_name("http://schemas.openxmlformats.org/spreadsheetml/2006/main row")
    'row'
    """
    return full.rpartition(" ")[2]


@define
class ElementReader:
    """Takes the elements that it has methods for; others are nothing to it."""

    STARTS: ClassVar[Starts] = {}
    ENDS: ClassVar[Ends] = {}

    def open(self, tag: str, attributes: dict[str, str]) -> None:
        """Take the beginning of an element."""
        action = self.STARTS.get(tag)
        if action:
            action(self, attributes)

    def close(self, tag: str) -> None:
        """Take the end of an element."""
        action = self.ENDS.get(tag)
        if action:
            action(self)
