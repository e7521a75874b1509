"""From where something is painted to where it is shown on the page: in points from its upper left corner."""

import ctypes
from typing import Any, TypeAlias

import pypdfium2.raw as pdfium

__all__ = ["Matrix", "matrix_of", "product", "shown_from"]

#: What places are multiplied with, as PDF writes it: ``(x, y)`` becomes ``(a x + c y + e, b x + d y + f)``.
Matrix: TypeAlias = tuple[float, float, float, float, float, float]
_SAME: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def shown_from(bounds: tuple[float, float, float, float], rotation: int) -> Matrix:
    """Return what leads from the coordinates of a page to those it is shown in, by its bounds and how it is turned."""
    left, bottom, right, top = bounds
    return {
        0: (1.0, 0.0, 0.0, -1.0, -left, top),
        90: (0.0, 1.0, 1.0, 0.0, -bottom, -left),
        180: (-1.0, 0.0, 0.0, 1.0, right, -bottom),
        270: (0.0, -1.0, -1.0, 0.0, top, right),
    }[rotation]


def matrix_of(painted: Any) -> Matrix:  # noqa: ANN401 - a pointer of pdfium's
    """Return where pdfium says that an object is painted, from its own coordinates."""
    found = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(painted, ctypes.byref(found)):
        return _SAME
    return found.a, found.b, found.c, found.d, found.e, found.f


def product(first: Matrix, second: Matrix) -> Matrix:
    """Return the matrix that does what `first` does, and then what `second` does."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m
