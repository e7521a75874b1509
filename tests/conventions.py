"""What converters make of a table: rows for each indicator, words for nothing, tables in HTML between Markdown.

Like :mod:`layouts`, which prints with them, it asks a chooser for every trait, the plain one first.
"""

import html
from collections.abc import Sequence

from attrs import evolve, frozen

from choosing import Chooser

INDICATORS = 6
#: How the further rows of a project that has a row for each indicator are printed.
MERGED = ("blanks", "repeated", "short")


@frozen
class Line:
    """A row to print: seven cells, and what it is."""

    kind: str
    cells: tuple[str, ...]
    #: The indicators of a project one by one.
    clauses: tuple[str, ...] = ()

    def without(self, columns: Sequence[int]) -> "Line":
        """Return the line with some cells emptied."""
        return evolve(
            self,
            cells=tuple("" if at in columns else cell for at, cell in enumerate(self.cells)),
            clauses=() if INDICATORS in columns else self.clauses,
        )


def clause_lines(lines: Sequence[Line], choose: Chooser) -> list[Line]:
    """Return a line for each indicator of a project; in the further ones its other cells stand as they were merged."""
    form = choose("merged cells", ["", *MERGED])
    found: list[Line] = []
    for line in lines:
        found.append(line if form and len(line.clauses) > 1 else evolve(line, clauses=()))
        if not found[-1].clauses:
            continue
        found[-1] = evolve(line, cells=(*line.cells[:INDICATORS], line.clauses[0]))
        first = line.cells[:INDICATORS] if form == "repeated" else ("",) * INDICATORS
        found += [Line(f"more {form}", (*first, clause)) for clause in line.clauses[1:]]
    return found


def printed_cells(line: Line, kept: Sequence[int]) -> list[str]:
    """Return the cells of a line that are printed."""
    if line.kind == "more short":
        return [line.cells[INDICATORS]]
    return [line.cells[at] for at in kept]


def filled(rows: Sequence[Sequence[str]], choose: Chooser) -> list[list[str]]:
    """Return rows with words in the empty cells, as a data frame prints them."""
    word = choose("nothing as", ["", "NaN", "nan", "None"])
    return [[cell or word for cell in row] if len(row) > 1 else list(row) for row in rows]


def frame_header(width: int, choose: Chooser) -> list[str]:
    """Return what a data frame prints above rows without a header."""
    form = choose("frame header", ["Unnamed", "numbers"])
    return [str(at) if form == "numbers" else f"Unnamed: {at}" for at in range(width)]


def table_in_html(rows: Sequence[Sequence[str]], choose: Chooser) -> list[str]:
    """Return rows as a table in HTML, on one line or a line for each."""
    printed = ["".join(f"<td>{in_html(cell)}</td>" for cell in row) for row in rows]
    lines = ["<table>", *(f"<tr>{row}</tr>" for row in printed), "</table>"]
    return lines if choose("HTML lines", [False, True]) else ["".join(lines)]


def in_html(cell: str) -> str:
    """Return a cell's words as HTML writes them."""
    return html.escape(cell, quote=False).replace("\n", "<br>")


def emphasized(cell: str, choose: Chooser) -> str:
    """Return a cell some words of which are bold, from its beginning on."""
    share = choose("bold", [0, 5, 10])
    words = cell[: len(cell) * share // 10]
    plain = (
        words == words.strip()
        and words[-1:] not in ("", "\\")
        and not words.endswith(("≥", "≤", "<", ">", "=", "：", ":"))
    )
    begins = words[:1].isdigit() or (words[:1].isalnum() and not cell.isascii())  # not so in what a data frame prints
    return f"**{words}**{cell[len(words) :]}" if plain and begins and "*" not in cell else cell
