"""Print a document as a text dump, in any of the layouts that published tables come in.

:func:`render` asks a chooser for every trait of the layout, by name, with the
plain one first, so that a test can name the one trait it is about, and
Hypothesis can choose freely.
"""

import unicodedata
from collections.abc import Callable, Sequence
from decimal import Decimal
from itertools import zip_longest

from attrs import evolve, frozen

from budgetperf import parse_indicators
from budgetperf.language.formatting import Dialect, format_indicators
from budgetperf.model import Document, Funding, PerformanceTable, Project
from choosing import Chooser, Plain
from conventions import Line, clause_lines, emphasized, filled, frame_header, printed_cells, table_in_html
from surroundings import FOREIGN, NOTES, PROSE, caption_row, captions_of, page_end, uncaptioned

NAME, TOTAL, FISCAL, SPECIAL, OTHER, OBJECTIVE, INDICATORS = range(7)
MONEY = (TOTAL, FISCAL, SPECIAL, OTHER)
STANDARD = ("项目名称（资金使用单位）", "总计", "财政拨款", "财政专户拨款", "其他资金", "绩效目标", "绩效指标")
HEADERS = {
    "standard": STANDARD,
    "words of other places": (
        "资金使用单位（项目）",
        "年度预算金额",
        "其中：财政拨款",
        "财政专户管理资金",
        "其它资金",
        "年度绩效目标",
        "绩效指标内容",
    ),
    "short words": ("项目名称", "合计", "财政拨款", "财政专户拨款", "其他资金", "绩效目标", "绩效指标"),
    "blanks": ("项 目 名 称", "总  计", "财政 拨款", "财政专户 拨款", "其他 资金", "绩 效 目 标", "绩 效 指 标"),
    "line breaks": (
        "项目名称\n（资金使用单位）",
        "总\n计",
        "财政\n拨款",
        "财政专户\n拨款",
        "其他\n资金",
        "绩效\n目标",
        "绩效\n指标",
    ),
    "full-width brackets": ("项目名称(资金使用单位)", *STANDARD[1:]),
    "damaged word": (*STANDARD[:3], "财政专尸拔款", *STANDARD[4:]),
    "damaged money": (STANDARD[0], "息计", *STANDARD[2:]),
    "damaged indicators": (*STANDARD[:6], "续效措标"),
}

PIPES = ("marker", "docling", "markitdown", "trafilatura", "pymupdf", "pandoc", "open end")
STYLES = (*PIPES, "tab", "HTML")


# --- from the model to lines -----------------------------------------------------------------------


def lines_of(table: PerformanceTable, choose: Chooser) -> list[Line]:
    """Return the rows of `table` in printed order."""
    nothing = choose("empty amount", ["", "—", "/", "-"])
    style = choose("amounts", ["plain", "thousands", "short", "blank after point", "blank thousands", "full width"])
    dialect = choose("dialect", list(Dialect))

    def money(funding: Funding | None) -> tuple[str, ...]:
        funding = funding or Funding()
        amounts = (funding.total, funding.fiscal_appropriation, funding.special_account_appropriation)
        return tuple(
            nothing if each is None else printed_amount(each, style) for each in (*amounts, funding.other_funds)
        )

    def project(each: Project) -> Line:
        cell = format_indicators(each.indicators, dialect=dialect)
        funding = money(each.funding) if each.funding != Funding() else ("",) * 4
        return Line("project", (each.name, *funding, each.objective or "", cell), clauses_of(each, dialect))

    lines: list[Line] = []
    for unit in table.spending_units:
        if unit.name is not None:
            lines.append(Line("unit", (unit.name, *money(unit.funding), "", "")))
        lines.extend(project(each) for each in unit.projects)
    if table.total is not None:
        total = Line("total", (choose("total", ["合计", "合  计", "总计"]), *money(table.total), "", ""))
        lines.insert(len(lines) if choose("total at", ["top", "bottom"]) == "bottom" else 0, total)
    return lines


def clauses_of(project: Project, dialect: Dialect) -> tuple[str, ...]:
    """Return the indicators of a project one by one, or none where only together they read back equal."""
    clauses = [format_indicators([each], dialect=dialect) for each in project.indicators]
    return tuple(clauses) if parse_indicators("".join(clauses)).value == project.indicators else ()


def printed_amount(value: Decimal, style: str) -> str:
    """Return an amount in one of the ways it is printed."""
    if style == "short":
        return f"{value.normalize():f}"
    grouped = f"{value:,}"
    if style == "blank after point":
        return str(value).replace(".", ". ")
    if style == "full width":
        return "".join(chr(ord(each) + 0xFEE0) for each in grouped)
    return {"thousands": grouped, "blank thousands": grouped.replace(",", " ")}.get(style, str(value))


# --- pages -----------------------------------------------------------------------------------------


@frozen
class Page:
    """The lines printed on one page, and a paragraph above them that goes on with the row before."""

    lines: tuple[Line, ...]
    rest: str = ""


def pages_of(lines: Sequence[Line], choose: Chooser) -> list[Page]:
    """Return the lines by page, rows cut where the layout cuts them."""
    subtotals = choose("page subtotals", [False, True])
    per_page = choose("rows per page", [10_000, 1, 2, 3, 4, 5])
    pages: list[Page] = []
    kept: list[Line] = []
    rest, full = "", False
    for place, line in enumerate(lines):
        kept.append(line)
        full = len(kept) >= per_page and place + 1 < len(lines)
        full = full and not (subtotals and lines[place + 1].kind.startswith("more"))
        if not full:
            continue
        first, second, paragraph = cut(line, choose) if not subtotals else (line, None, "")
        kept[-1] = first
        if subtotals:
            kept.append(subtotal(kept))
        pages.append(Page(tuple(kept), rest))
        kept, rest = ([second] if second else []), paragraph
    pages.append(Page(tuple(kept), rest))
    return [page for page in pages if page.lines or page.rest]


def subtotal(lines: Sequence[Line]) -> Line:
    """Return the row that sums up the projects of a page."""
    projects = [line for line in lines if line.kind == "project"]
    sums = (sum((number(line.cells[at]) for line in projects), Decimal(0)) for at in MONEY)
    return Line("subtotal", ("本页小计", *(str(each) if each else "" for each in sums), "", ""))


def number(printed: str) -> Decimal:
    """Return a printed amount, an empty one as zero."""
    plain = unicodedata.normalize("NFKC", printed).replace(",", "").replace(" ", "")
    return Decimal(plain) if plain[:1].isdecimal() else Decimal(0)


def cut(line: Line, choose: Chooser) -> tuple[Line, Line | None, str]:
    """Return the parts of a line that a page break cuts: first, second, and the second as a paragraph."""
    whole = line, None, ""
    if (
        line.kind != "project"
        or line.clauses
        or len(line.cells[INDICATORS]) < 8
        or not any(line.cells[at] for at in MONEY)
    ):
        return whole
    columns = choose("cut", [(), (INDICATORS,), (OBJECTIVE, INDICATORS), (NAME, OBJECTIVE, INDICATORS)])
    if not columns:
        return whole
    share = choose("cut at", [5, 2, 8])
    first, second = list(line.cells), [""] * 7
    for at in columns:
        place = place_to_cut(line.cells[at], share)
        first[at], second[at] = line.cells[at][:place], line.cells[at][place:]
    amount_second = choose("cut amount", ["first", "second"]) == "second"
    if amount_second:
        first[TOTAL:OBJECTIVE], second[TOTAL:OBJECTIVE] = [""] * 4, line.cells[TOTAL:OBJECTIVE]
    if columns == (INDICATORS,) and not amount_second and choose("rest", ["row", "paragraph"]) == "paragraph":
        return evolve(line, cells=tuple(first)), None, second[INDICATORS]
    return evolve(line, cells=tuple(first)), Line("rest", tuple(second)), ""


def place_to_cut(text: str, share: int) -> int:
    """Return a place about `share` tenths into a text; no blank is lost there and neither part is empty."""
    wanted = max(1, len(text) * share // 10)
    # Nor is a backslash left before a pipe.
    places = [
        at for at in range(wanted, len(text)) if text[at - 1] != "\\" and not (text[at - 1] + text[at]).count(" ")
    ]
    return places[0] if places else len(text)


# --- tables as text ----------------------------------------------------------------------------------


def printed_rows(rows: Sequence[Sequence[str]], style: str, choose: Chooser, *, header: str) -> list[str]:
    """Return rows as lines of text; `header` is "row", "empty" or "none"."""
    short = choose("short rows", [False, True])
    width = max(map(len, rows))
    if choose("data frame", [False, True]):
        rows = [*([frame_header(width, choose)] if header != "row" else []), *filled(rows, choose)]
        header = "row"
    if style == "HTML":
        return table_in_html(rows, choose)
    if style == "tab":
        return tabbed_rows(rows, choose, short=short, header=header)
    if header == "empty" or (style == "pandoc" and header == "none"):
        rows = [[""] * width, *rows]
    cells = [[in_markdown(cell, style, choose) for cell in row] for row in rows]
    widths = [max(map(WIDTH.get(style, lambda _: 0), column)) for column in zip_longest(*cells, fillvalue="")]
    ruled = header != "none" or style == "pandoc" or choose("rule without header", [True, False])
    lines = []
    for place, row in enumerate(cells):
        kept = trimmed(row) if short and place else row
        lines.append(piped(kept, widths, style))
        if place == 0 and ruled:
            lines.append(rule(widths, style))
    return lines


def in_markdown(cell: str, style: str, choose: Chooser) -> str:
    """Return a cell's words as Markdown writes them."""
    cell = cell.replace("\\", r"\\") if style == "pandoc" else cell
    cell = emphasized(cell, choose)
    return cell.replace("|", r"\|").replace("\n", "<br>")


def tabbed_rows(rows: Sequence[Sequence[str]], choose: Chooser, *, short: bool, header: str) -> list[str]:
    """Return rows parted by tabs."""
    strip = choose("strip tabs", ["none", "right", "both"])
    lines = [] if header != "empty" else ["\t" * (max(map(len, rows)) - 1)]
    for row in rows:
        line = "\t".join(trimmed(row) if short else row).replace("\n", "<br>")
        lines.append({"right": line.rstrip("\t"), "both": line.strip("\t")}.get(strip, line))
    if choose("rule in tabs", [False, True]):
        lines.insert(1, "\t".join("-" * max(3, len(cell) + 2) for cell in rows[0]))
    return lines


def trimmed(row: Sequence[str]) -> list[str]:
    """Return a row without the empty cells at its end."""
    kept = list(row)
    while len(kept) > 1 and not kept[-1]:
        kept.pop()
    return kept


def display_width(text: str) -> int:
    """Return how many cells of a terminal a text fills."""
    return sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text)


#: How the styles that pad measure a cell.
WIDTH: dict[str, Callable[[str], int]] = {"docling": len, "pandoc": display_width}


def piped(row: Sequence[str], widths: Sequence[int], style: str) -> str:
    """Return one row between pipes."""
    if style == "pymupdf":
        return f"|{'|'.join(row)}|"
    if style in WIDTH:
        measure = WIDTH[style]
        padded = [cell + " " * (width - measure(cell)) for cell, width in zip(row, widths, strict=False)]
        return f"| {' | '.join(padded)} |"
    line = f"| {' | '.join(row)} |" if style != "marker" else f"| {' | '.join(row)} |".replace("  ", " ")
    return {"trafilatura": f"{line} ", "open end": line.removesuffix(" |")}.get(style, line)


def rule(widths: Sequence[int], style: str) -> str:
    """Return the line under the header."""
    if style in WIDTH:
        return "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    if style == "markitdown":
        return f"| {' | '.join(['---'] * len(widths))} |"
    return "|" + "|".join(["---"] * len(widths)) + "|"


def foreign(kind: str, choose: Chooser) -> list[str]:
    """Return a table of another kind as lines."""
    title, rows = FOREIGN[kind]
    style = choose("foreign style", ["markitdown", "tab"])
    printed = printed_rows([list(row) for row in rows], style, Plain(), header="row")
    return ["", *([title, "", "单位：元", ""] if title else []), *printed, ""]


# --- documents --------------------------------------------------------------------------------------------


def render(document: Document, choose: Chooser) -> str:
    """Return a text dump that says what `document` says."""
    lines: list[str] = []
    before = choose("before", ["", *FOREIGN])
    if before:
        lines += foreign(before, choose)
    for place, table in enumerate(document.tables):
        if place:
            between = choose("between", ["", *FOREIGN])
            lines += foreign(between, choose) if between else ["", ""]
        lines += table_lines(table, choose, alone=len(document.tables) == 1)
    after = choose("after", ["", "notes", "prose", *FOREIGN])
    written = {"": [], "notes": ["", *NOTES], "prose": ["", *PROSE]}
    lines += written[after] if after in written else foreign(after, choose)
    newline = choose("newline", ["\n", "\r\n"])
    tail = choose("trailing blanks", ["", "  ", "\u3000"])
    return newline.join(line + tail for line in lines)


def table_lines(table: PerformanceTable, choose: Chooser, *, alone: bool) -> list[str]:
    """Return one table with its captions, page by page."""
    everything = clause_lines(lines_of(table, choose), choose)
    apart = apart_columns(everything, choose, titled=bool(table.title))
    pages = pages_of([line.without(apart) for line in everything], choose)
    header = HEADERS[choose("header", list(HEADERS))]
    style = choose("style", STYLES)
    mixed = choose("mixed styles", [False, True])
    in_row = bool(table.department and table.amount_unit) and choose("caption row", [False, True])
    captions, after = captions_of(uncaptioned(table) if in_row else table, choose, alone=alone)
    repeated = any(line.kind == "more repeated" for line in everything)
    # A tool that prints merged cells again in all that they cover prints every column.
    lossy = set() if repeated else losing_pages(pages, total=table.total is not None)
    again = choose("captions again", [False, True])
    lines: list[str] = [*captions, ""]
    for place, page in enumerate(pages):
        if place:
            lines += page_end(place, len(pages), choose)
            lines += [*captions, ""] if again else []
            style = choose("next style", STYLES) if mixed else style
        if page.rest:
            lines += [page.rest, ""]
        if not page.lines:
            continue
        kept = [at for at in range(7) if at not in apart]
        kept.remove(lost) if (lost := lost_column(page, choose) if place in lossy else 0) else None
        top = header_rows(header, kept, choose) if place == 0 or choose("header again", [False, True]) else []
        kind = "row" if top else choose("no header", ["empty", "none"])
        if in_row and place == 0:
            top = [caption_row(table, len(kept), choose), *top]
        rows = [*top, *(printed_cells(line, kept) for line in page.lines)]
        lines += printed_rows(rows, style, choose, header=kind)
    lines += ["", *after]
    return [*lines, *apart_lines(everything, apart, header, choose)]


def losing_pages(pages: Sequence[Page], *, total: bool) -> set[int]:
    """Return the pages that may lose an empty money column so that it can still be told which.

    When other columns than 财政拨款 hold money, only 合计 tells: it must be printed on
    another page, and no two such pages may be in doubt.
    """
    holding = [
        at for at, page in enumerate(pages) if any(line.cells[SPECIAL] or line.cells[OTHER] for line in page.lines)
    ]
    if not holding:
        return set(range(len(pages)))
    telling = [at for at in holding if all(line.kind != "total" for line in pages[at].lines)]
    return {at for at in range(len(pages)) if at not in holding or at in telling[:1]} if total else set()


def lost_column(page: Page, choose: Chooser) -> int:
    """Return an empty money column that the page does not print, or 0."""
    empty = [at for at in (OTHER, SPECIAL, FISCAL) if not any(line.cells[at] for line in page.lines)]
    return choose("lost column", [0, *empty]) if empty else 0


def header_rows(header: Sequence[str], kept: Sequence[int], choose: Chooser) -> list[list[str]]:
    """Return the header of the columns that are kept, in one row or in two, and the row that numbers them."""
    whole = [header[at] for at in kept]
    guide = choose("guide row", ["", "numbers", "栏次"])
    numbers = [str(place + 1) for place in range(len(kept))]
    below = {"": [], "numbers": [numbers], "栏次": [["栏次", *numbers[:-1]]]}[guide]
    group = choose("group over money", ["", "项目资金", "预算资金（年度）", "资金"])
    if not group or not set(MONEY) <= set(kept):
        return [whole, *below]
    form = choose("group as", ["first cell", "every cell", "joined"])
    if form == "joined":
        return [[f"{group} - {header[at]}" if at in MONEY else header[at] for at in kept], *below]
    covered = group if form == "every cell" else ""
    upper = [group if at == TOTAL else covered if at in MONEY else header[at] for at in kept]
    lower = [header[at] if at in MONEY or form == "every cell" else "" for at in kept]
    return [upper, lower, *below]


# --- columns printed apart -----------------------------------------------------------------------------------


def apart_columns(lines: Sequence[Line], choose: Chooser, *, titled: bool) -> tuple[int, ...]:
    """Return the text columns that are printed below the table."""
    projects = [line for line in lines if line.kind == "project"]
    if any(line.kind.startswith("more") for line in lines):
        return ()  # cells that reach over several rows are printed in their table
    if not all(line.cells[INDICATORS] and any(line.cells[at] for at in MONEY) for line in projects):
        return ()  # nothing tells whose the cells are
    # A table of money alone is not told from others where neither a title nor a header names it.
    return choose("apart", [(), (INDICATORS,), (OBJECTIVE, INDICATORS)] if titled else [(), (INDICATORS,)])


def apart_lines(lines: Sequence[Line], apart: tuple[int, ...], header: Sequence[str], choose: Chooser) -> list[str]:
    """Return the columns that are printed apart."""
    if not apart:
        return []
    projects = [line for line in lines if line.kind == "project"]
    forms = ["paragraphs", "column", "column of all rows", "with names"]
    form = choose("apart as", forms if len(apart) == 1 else forms[1:])
    if form == "paragraphs":
        printed = ["", header[INDICATORS]] if choose("lone header", [True, False]) else []
        for line in projects:
            text = line.cells[INDICATORS].replace("\n", "<br>")
            place = place_to_cut(text, 6) if choose("paragraph cut", [False, True]) else len(text)
            printed += ["", text[:place], *(["", text[place:]] if place < len(text) else [])]
        return printed
    chosen = lines if form == "column of all rows" else projects
    columns = (NAME, *apart) if form == "with names" else apart
    rows = [[header[at] for at in columns], *([line.cells[at] for at in columns] for line in chosen)]
    style = choose("apart style", ["markitdown", "pymupdf", "docling", "tab"])
    style = "markitdown" if style == "tab" and len(columns) == 1 else style
    return ["", *printed_rows(rows, style, Plain(), header="row")]
