"""The looks of drawn pages that readers must take alike, by name."""

from collections.abc import Mapping
from typing import Literal

from drawing.fonts import NAMED
from drawing.laying import Plan
from drawing.painting import Look

#: Pages with larger type, so that a table has more pages to be cut at.
LARGE = Plan(size=10, leading=15)
CUT = Plan(size=10, leading=15, cut="first")


def cut(where: Literal["first", "second", "anywhere"], *, closed: bool = True, header_again: bool = True) -> Look:
    """Return a look whose rows are cut in mid-cell."""
    return Look(plan=Plan(size=10, leading=15, cut=where, closed=closed, header_again=header_again))


RULED: Mapping[str, Look] = {
    "whole rows": Look(plan=LARGE),
    "whole rows, two-row header": Look(plan=Plan(grouped_header=True, align="centre"), footer="- {page} -"),
    "cut, amount first": cut("first"),
    "cut, amount first, part open": cut("first", closed=False),
    "cut, amount first, header once": cut("first", header_again=False),
    "cut, amount second": cut("second"),
    "cut, amount second, part open": cut("second", closed=False),
    "cut anywhere": cut("anywhere"),
    "cut anywhere, part open, header once": cut("anywhere", closed=False, header_again=False),
    "font named only": Look(plan=CUT, font=NAMED),
    "page turned": Look(plan=CUT, turned="page"),
    "drawn sideways": Look(plan=CUT, turned="drawing"),
    "copying forbidden": Look(plan=CUT, password=""),
    "outer edges open": Look(plan=CUT, rules="open"),
    "rectangles for rules": Look(plan=CUT, rules="rectangles"),
    "lines from end to end": Look(plan=CUT, rules="whole lines"),
    "dotted rules": Look(plan=CUT, rules="dashes"),
    "grid in a form": Look(plan=CUT, rules="form"),
    "double rules": Look(plan=CUT, rules="double"),
    "text twice": Look(plan=CUT, twice=True),
    "watermark below": Look(plan=CUT, watermark="before"),
    "watermark above": Look(plan=CUT, watermark="after"),
    "radicals for characters": Look(plan=CUT, radicals=True),
}
#: Those without lines between the columns.
BARE: Mapping[str, Look] = {
    "no upright rules": Look(plan=LARGE, rules="horizontal"),
    "no rules": Look(plan=LARGE, rules="none"),
    "shading only": Look(plan=LARGE, rules="shading"),
}
