"""The straight lines that are drawn on a page: strokes, thin shapes that are filled, and dots in a row."""

import ctypes
import math
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium
from attrs import frozen

from budgetperf.readers.limits import Allowance
from budgetperf.readers.pdf.coordinates import Matrix, matrix_of, product
from budgetperf.source import Box

__all__ = ["DEEPEST", "STRAIGHT", "THICKEST_RULE", "Edge", "Shapes", "box_around", "straight"]

#: A filled shape that is no thicker is a line; such are how many programs draw rules.
THICKEST_RULE = 3.0
#: What is not quite straight is a slanted line.
STRAIGHT = 1.0
#: Forms within forms.
DEEPEST = 8
#: A shorter line is the corner of a frame, or part of a picture.
_SHORTEST_EDGE = 2.0
#: Dots and dashes with no more between them make a dotted line, when they go on for so long.
_DOT_GAP, _DOTTED = 3.0, 8.0
#: Dots whose middles are as near across their line are on it.
_IN_LINE = 0.3
#: How many objects are read between two looks at the clock.
_OFTEN = 4096


class Edge(NamedTuple):
    """A straight line along the page or down it."""

    #: Whether it goes from left to right.
    level: bool
    #: Where it stands: the height of a level line, else the distance from the left.
    at: float
    #: From where to where it goes.
    start: float
    end: float


@frozen
class Shapes:
    """The shapes that are painted on one page."""

    source: Any
    number: int
    allowance: Allowance
    #: From the page's own coordinates to those it is shown in.
    shown: Matrix

    def edges(self) -> tuple[list[Edge], list[Box]]:
        """Return the lines, and the filled shapes that are none.

        Raises:
            LimitExceeded: if there are too many.

        """
        edges: list[Edge] = []
        shades: list[Box] = []
        dots: list[Box] = []
        most = self.allowance.limits.page_edges
        for points, filled in self._outlines():
            box = box_around(points)
            if max(box[2] - box[0], box[3] - box[1]) <= _SHORTEST_EDGE:
                if len(dots) <= most:
                    dots.append(box)
            elif not filled:
                edges += _strokes(points)
            elif min(box[2] - box[0], box[3] - box[1]) <= THICKEST_RULE:
                edges += straight(*box, THICKEST_RULE)
            else:
                shades.append(box)
            self.allowance.check("page_edges", len(edges) + len(shades), f"page {self.number} has too many lines")
        if len(edges) + len(dots) <= most:  # more are those of a picture
            edges += _dotted(dots, level=True)
            edges += _dotted(dots, level=False)
        return edges, shades

    def _outlines(self) -> Iterator[tuple[list[tuple[float, float]], bool]]:
        """Yield each shape that is painted, as points, and whether it is filled only."""
        page = self.source.raw
        objects = ((pdfium.FPDFPage_GetObject(page, place)) for place in range(pdfium.FPDFPage_CountObjects(page)))
        yield from self._outlines_of(objects, self.shown, 0)

    def _outlines_of(
        self, objects: Iterator[Any], shown: Matrix, depth: int
    ) -> Iterator[tuple[list[tuple[float, float]], bool]]:
        for number, each in enumerate(objects):
            if number % _OFTEN == 0:
                self.allowance.check_time()
            kind = pdfium.FPDFPageObj_GetType(each)
            if kind == pdfium.FPDF_PAGEOBJ_PATH:
                yield from _shapes(each, shown)
            elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < DEEPEST:
                count = pdfium.FPDFFormObj_CountObjects(each)
                within = (pdfium.FPDFFormObj_GetObject(each, place) for place in range(count))
                yield from self._outlines_of(within, product(matrix_of(each), shown), depth + 1)


def _shapes(path: Any, shown: Matrix) -> Iterator[tuple[list[tuple[float, float]], bool]]:  # noqa: ANN401 - a pointer of pdfium's
    """Yield the shapes of a path: their corners, and whether they are filled only."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path, ctypes.byref(fill), ctypes.byref(stroke))
    if not stroke.value and not fill.value:
        return
    a, b, c, d, e, f = product(matrix_of(path), shown)
    # Of a curve that is stroked, only the end goes on in a line.
    parting = {pdfium.FPDF_SEGMENT_MOVETO} | ({pdfium.FPDF_SEGMENT_BEZIERTO} if stroke.value else set())
    x, y = ctypes.c_float(), ctypes.c_float()
    start = (0.0, 0.0)
    points: list[tuple[float, float]] = []
    for place in range(pdfium.FPDFPath_CountSegments(path)):
        segment = pdfium.FPDFPath_GetPathSegment(path, place)
        pdfium.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind in parting and points:
            yield points, not stroke.value
            points = []
        points.append((a * x.value + c * y.value + e, b * x.value + d * y.value + f))
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            start = points[0]
        if pdfium.FPDFPathSegment_GetClose(segment):
            points.append(start)
    if points:
        yield points, not stroke.value


def _strokes(points: Sequence[tuple[float, float]]) -> Iterator[Edge]:
    """Yield the straight lines between corners; a very flat frame is one."""
    for (left, top), (right, bottom) in pairwise(points):
        yield from straight(left, top, right, bottom, STRAIGHT)


def box_around(points: Sequence[tuple[float, float]]) -> Box:
    """Return the box around corners."""
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    return left, min(y for _, y in points), right, max(y for _, y in points)


def straight(left: float, top: float, right: float, bottom: float, thickest: float) -> Iterator[Edge]:
    """Yield the line between two corners, unless it is slanted, thicker than `thickest`, or too short."""
    wide, high = abs(right - left), abs(bottom - top)
    if high <= thickest and wide > max(high, _SHORTEST_EDGE):
        yield Edge(True, (top + bottom) / 2, min(left, right), max(left, right))  # noqa: FBT003 - as fast as it can be
    elif wide <= thickest and high > max(wide, _SHORTEST_EDGE):
        yield Edge(False, (left + right) / 2, min(top, bottom), max(top, bottom))  # noqa: FBT003 - as above


def _dotted(dots: Sequence[Box], *, level: bool) -> Iterator[Edge]:
    """Yield the lines that dots and short dashes make."""
    if level:
        pieces = sorted(((top + bottom) / 2, left, right) for left, top, right, bottom in dots)
    else:
        pieces = sorted(((left + right) / 2, top, bottom) for left, top, right, bottom in dots)
    first = 0
    for place in range(1, len(pieces) + 1):
        if place == len(pieces) or pieces[place][0] - pieces[first][0] > _IN_LINE:
            for start, end in _stretches(pieces[first:place]):
                yield Edge(level, pieces[first][0], start, end)
            first = place


def _stretches(pieces: Sequence[tuple[float, float, float]]) -> Iterator[tuple[float, float]]:
    """Yield from where to where dots on one line go on without a gap, if that is far enough."""
    ordered = sorted((start, end) for _, start, end in pieces)
    start, end = ordered[0]
    for following, last in (*ordered[1:], (math.inf, math.inf)):
        if following > end + _DOT_GAP:
            if end - start >= _DOTTED:
                yield start, end
            start, end = following, last
        end = max(end, last)
