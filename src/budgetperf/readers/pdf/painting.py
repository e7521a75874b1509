"""How much a page of a PDF paints, told before pdfium takes its forms apart.

A form may paint other forms, each as often as it likes, and pdfium unfolds them all
when it loads the page: a file of two kilobytes becomes as much as the machine has.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from attrs import frozen

from budgetperf.readers.limits import Allowance
from budgetperf.readers.pdf.streams import Stream, streams_of

__all__ = ["check_painting"]

_FORM = re.compile(rb"/Subtype\s*/Form(?!\w)")
_OBJECTS = re.compile(rb"/Type\s*/ObjStm(?!\w)")
_FIRST = re.compile(rb"/First\s*(\d{1,9})")
_PAINTED = re.compile(rb"/([^\s/<>\[\]()%{}]{1,200})(?:\s|%[^\r\n]*[\r\n]){1,99}Do(?!\w)")
_NAMED = re.compile(rb"/([^\s/<>\[\]()%{}]{1,200})\s*(\d{1,10})\s{1,9}\d{1,5}\s{1,9}R(?!\w)")
_OBJECT = re.compile(rb"(?<!\d)(\d{1,10})\s{1,9}\d{1,5}\s{1,9}obj(?![a-z])")
_ELSEWHERE = re.compile(rb"/(?:Resources|XObject)\s*(\d{1,10})\s{1,9}\d{1,5}\s{1,9}R")
_RESOURCES = re.compile(rb"/Resources(?!\w)")
_SEVERAL = re.compile(rb"\[((?:\s*\d{1,10}\s{1,9}\d{1,5}\s{1,9}R)+)\s*\]")
_REFERENCE = re.compile(rb"(\d{1,10})\s{1,9}\d{1,5}\s{1,9}R")
#: As deep as pdfium goes.
_DEEPEST = 40
#: What a form takes that paints nothing, as bytes of a content.
_WEIGHT = 1024
#: The longest object that is looked into for the names of forms.
_LONGEST = 1 << 16


@frozen
class _Content:
    """A form, or the content of a page: how long it is, and how often it paints what."""

    weight: int
    painted: Sequence[tuple[int, Sequence[int]]]


def check_painting(data: bytes, allowance: Allowance) -> None:
    """Refuse a PDF of which a page is painted by the same contents or forms again and again.

    Raises:
        LimitExceeded: if what a page paints is longer than a part may be.

    """
    streams = [each for each in streams_of(data) if not each.is_picture]
    packed = [(each, b"".join(each.pieces(allowance))) for each in streams if _OBJECTS.search(each.description)]
    bodies = [data, *(body for _, body in packed)]
    _check_repeated(bodies, streams, allowance)
    forms = {each.number: each for each in streams if _FORM.search(each.description)}
    if not forms:
        return
    objects = _objects(data, packed)
    everywhere = _named(bodies, forms)
    contents: dict[int, list[_Content]] = {}
    for place, stream in enumerate(streams, 1):
        is_form = stream.number in forms
        names = _names_of(stream, objects, forms) if is_form else None
        content = _content(stream, everywhere if names is None else names, allowance)
        # What is no form is painted by pages alone, and so by none of these.
        contents.setdefault(stream.number if is_form else -place, []).append(content)
        allowance.check_time()
    _check_depth(contents, allowance)


def _check_repeated(bodies: Iterable[bytes], streams: Sequence[Stream], allowance: Allowance) -> None:
    """Refuse a page that has the same contents again and again."""
    by_number = {each.number: each for each in streams}
    for body in bodies:
        for found in _SEVERAL.finditer(body):
            repeated = Counter(int(each[1]) for each in _REFERENCE.finditer(found[1]))
            size = 0
            for number, times in repeated.items():
                if times > 1 and number in by_number:
                    size += times * sum(map(len, by_number[number].pieces(allowance)))
                    allowance.check("part_bytes", size, "a page of the PDF has the same contents too often")
        allowance.check_time()


def _objects(data: bytes, packed: Iterable[tuple[Stream, bytes]]) -> Mapping[int, Sequence[bytes]]:
    """Return the objects by their numbers, as far as they are looked into."""
    objects: dict[int, list[bytes]] = {}
    for found in _OBJECT.finditer(data):
        objects.setdefault(int(found[1]), []).append(data[found.end() : found.end() + _LONGEST].partition(b"endobj")[0])
    for stream, body in packed:
        first = _FIRST.search(stream.description)
        start = int(first[1]) if first else 0
        numbers = [int(each) for each in body[:start].split() if each.isdigit()]
        places = [start + place for place in numbers[1::2]]
        for number, (place, end) in zip(numbers[::2], pairwise([*places, len(body)]), strict=False):
            objects.setdefault(number, []).append(body[place:end][:_LONGEST])
    return objects


def _named(bodies: Iterable[bytes], forms: Mapping[int, Stream]) -> dict[bytes, set[int]]:
    """Return the forms by the names that they are given."""
    names: dict[bytes, set[int]] = {}
    for body in bodies:
        for found in _NAMED.finditer(body):
            if int(found[2]) in forms:
                names.setdefault(found[1], set()).add(int(found[2]))
    return names


def _names_of(
    stream: Stream, objects: Mapping[int, Sequence[bytes]], forms: Mapping[int, Stream]
) -> Mapping[bytes, set[int]] | None:
    """Return the forms that a form paints, by their names; None where it uses those of whoever paints it."""
    if not _RESOURCES.search(stream.description):
        return None
    resources = list(_elsewhere(stream.description, objects))
    named = [each for body in resources for each in _elsewhere(body, objects)]
    return _named((stream.description, *resources, *named), forms)


def _elsewhere(body: bytes, objects: Mapping[int, Sequence[bytes]]) -> Iterator[bytes]:
    for found in _ELSEWHERE.finditer(body):
        yield from objects.get(int(found[1]), ())


def _content(stream: Stream, names: Mapping[bytes, set[int]], allowance: Allowance) -> _Content:
    words = b"".join(stream.pieces(allowance))
    counted = Counter(_PAINTED.findall(words)) if b"Do" in words else {}
    painted = [(times, tuple(names[name])) for name, times in counted.items() if name in names]
    return _Content(len(words) + _WEIGHT, painted)


def _check_depth(contents: Mapping[int, Sequence[_Content]], allowance: Allowance) -> None:
    """Refuse contents that come to too much when each form is put where it is painted."""
    most = allowance.limits.part_bytes + 1
    sizes = dict.fromkeys(contents, 0)
    for _ in range(_DEEPEST):
        unfolded = {
            number: min(most, max(_unfolded(each, sizes) for each in several)) for number, several in contents.items()
        }
        allowance.check_time()
        if unfolded == sizes:
            break
        sizes = unfolded
    allowance.check("part_bytes", max(sizes.values(), default=0), "a page of the PDF paints the same forms too often")


def _unfolded(content: _Content, sizes: Mapping[int, int]) -> int:
    """Return how long a content is with the forms that it paints, of those of one name the longest."""
    painted = (times * max((sizes[each] for each in ones), default=0) for times, ones in content.painted)
    return content.weight + sum(painted)
