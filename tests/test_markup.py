"""Tables in HTML say what the same document says as a text dump, however the page is written."""

import html
import random
from collections.abc import Callable, Sequence
from functools import cache

import pytest

import budgetperf
from budgetperf import Document, PerformanceTable, Span
from budgetperf.language.formatting import format_indicators
from budgetperf.readers import RawCell, joined_cells, read_text
from budgetperf.readers.texts.markup import holds_tables
from budgetperf.testing import assert_spans_exact
from choosing import Free, Plain
from invented import document as invented
from layouts import INDICATORS, MONEY, STANDARD, TOTAL, lines_of, render
from surroundings import FOREIGN
from test_hostile import least_time

GROUP = "项目资金"


@cache
def documents() -> tuple[Document, ...]:
    """Return some invented documents."""

    def free(seed: int) -> Free:
        chance = random.Random(seed)
        return Free(lambda options: chance.choice(options) if chance.random() < 0.4 else options[0])

    return (invented(Plain()), *(invented(free(seed)) for seed in range(12)))


def captions(table: PerformanceTable) -> list[str]:
    """Return what is printed above a table."""
    year = f"预算年度：{table.year}" if table.year and str(table.year) not in (table.title or "") else ""
    department = f"{table.department_label}：{table.department}"
    return [each for each in (table.title or "", year, department, f"单位：{table.amount_unit}") if each]


def rows(table: PerformanceTable) -> list[tuple[str, ...]]:
    """Return the rows of a table."""
    return [line.cells for line in lines_of(table, Plain())]


def escaped(text: str) -> str:
    """Return words as HTML writes them."""
    return html.escape(text, quote=False).replace("\n", "<br>")


# --- ways to write a table ----------------------------------------------------------------------------


def plain(table: PerformanceTable) -> str:
    """Every tag closed, every row on a line."""
    printed = [STANDARD, *rows(table)]
    lines = ["".join(f"<td>{escaped(cell)}</td>" for cell in row) for row in printed]
    paragraphs = "".join(f"<p>{escaped(each)}</p>\n" for each in captions(table))
    return paragraphs + "<table border=1>\n" + "\n".join(f"<tr>{line}</tr>" for line in lines) + "\n</table>\n"


def two_rows_of_header(table: PerformanceTable) -> str:
    """The money grouped; the empty texts of 合计 and of units merged into one cell that says it covers too much."""
    upper = [
        f'<th colspan="4">{GROUP}</th>' if at == TOTAL else f'<th rowspan="2">{word}</th>'
        for at, word in enumerate(STANDARD)
        if at == TOTAL or at not in MONEY
    ]
    lower = [f"<th>{STANDARD[at]}</th>" for at in MONEY]
    lines = ["".join(upper), "".join(lower)]
    for row in rows(table):
        cells = [f"<td>{escaped(cell)}</td>" for cell in row]
        lines.append("".join(cells[:5]) + "<td colspan='20'></td>" if not any(row[5:]) else "".join(cells))
    head = "".join(f"<tr>{line}</tr>" for line in lines[:2])
    body = "".join(f"<tr>{line}</tr>" for line in lines[2:])
    title = f"<caption>{'<br>'.join(map(escaped, captions(table)))}</caption>"
    return f"<table>{title}<thead>{head}</thead><tbody>{body}</tbody></table>"


def merged(table: PerformanceTable) -> str:
    """One row for each indicator; the cells of the project reach over all of them."""
    lines = [[f"<td>{word}</td>" for word in STANDARD]]
    projects = iter(table.projects)
    for line in lines_of(table, Plain()):
        indicators = next(projects).indicators if line.kind == "project" else ()
        clauses = [format_indicators([each]) for each in indicators] or [""]
        over = f' rowspan="{len(clauses)}"' if len(clauses) > 1 else ""
        first = [f"<td{over}>{escaped(cell)}</td>" for cell in line.cells[:INDICATORS]]
        lines += [[*first, f"<td>{escaped(clauses[0])}</td>"], *([f"<td>{escaped(each)}</td>"] for each in clauses[1:])]
    body = "\n".join(f"<tr>{''.join(line)}</tr>" for line in lines)
    return "".join(f"<div>{escaped(each)}</div>\n" for each in captions(table)) + f"<table>{body}</table>\n"


def unclosed(table: PerformanceTable) -> str:
    """No end of a row, a cell or a paragraph; upper case."""
    paragraphs = "".join(f"<P>{escaped(each)}\n" for each in captions(table))
    body = "".join(
        "<TR>" + "".join(f"<TD nowrap>{escaped(cell)}" for cell in row) + "\n" for row in [STANDARD, *rows(table)]
    )
    return f"{paragraphs}<TABLE width='100%'>\n{body}</TABLE>\n"


def office(table: PerformanceTable) -> str:
    """As Word and Excel export it, with paragraphs, styles and a row that gives the widths."""

    def cell(words: str) -> str:
        inner = (
            f"<span lang=EN-US style='font-family:\"宋体>\"'>{escaped(words)}</span><o:p></o:p>"
            if words
            else "<o:p>&nbsp;</o:p>"
        )
        return f"  <td width=64 class=xl65 style='border-top:none;mso-ignore:\"colspan=3\"'>\n  <p class=MsoNormal>{inner}</p>\n  </td>\n"

    titles = "".join(
        f" <tr height=24>\n  <td colspan=7 class=xl66>{escaped(each)}</td>\n </tr>\n" for each in captions(table)
    )
    body = "".join(f" <tr height=19>\n{''.join(map(cell, row))} </tr>\n" for row in [STANDARD, *rows(table)])
    widths = " <![if supportMisalignedColumns]>\n <tr height=0 style='display:none'>\n" + "  <td width=64></td>\n" * 7
    return (
        "<!--[if gte mso 9]><xml><table><tr><td>合计</td></tr></table></xml><![endif]-->\n"
        f"<table border=0 cellpadding=0 style='border-collapse:collapse'>\n <col width=64 span=7>\n{titles}{body}"
        f"{widths} </tr>\n <![endif]>\n</table>\n"
    )


def entities(table: PerformanceTable) -> str:
    """Signs, blanks and even Chinese characters as entities."""
    signs = {
        "≥": "&ge;",
        "≤": "&#8804;",
        "%": "&#x25;",
        "“": "&ldquo;",
        "，": "&#65292",
        "市": "&#24066;",
        "：": "&#xFF1A;",
    }

    def written(text: str) -> str:
        return "".join(signs.get(each, each) for each in escaped(text))

    body = "".join(
        "<tr>" + "".join(f"<td>&nbsp;{written(cell)}&emsp;</td>" for cell in row) + "</tr>"
        for row in [STANDARD, *rows(table)]
    )
    return "".join(f"<p>{written(each)}</p>" for each in captions(table)) + f"<table>{body}</table>"


def laid_out(table: PerformanceTable) -> str:
    """Inside the tables of a page's layout, captions in their cells."""
    frame = f"<table><tr><td><table><tr><td>当前位置：首页 &gt; 预决算公开</td></tr></table>{plain(table)}</td></tr></table>"
    return f"<table><tr><td>菜单<br>机构<td>{frame}</td></tr><tr><td colspan=2>版权所有</td></tr></table>"


def wrapped(table: PerformanceTable) -> str:
    """Source lines broken and indented between tags, words cut by inline tags and comments."""

    def cell(words: str) -> str:
        cut = len(words) // 2
        marks = "<b>{}</b><!-- a > b --><font color=red>{}</font>"
        return f"\n\t\t<td align = center>\n\t\t\t{marks.format(escaped(words[:cut]), escaped(words[cut:]))}\n\t\t</td>"

    body = "".join(f"\n\t<tr>{''.join(map(cell, row))}\n\t</tr>" for row in [STANDARD, *rows(table)])
    return "\n".join(f"<h3>{escaped(each)}</h3>" for each in captions(table)) + f"\n<table>{body}\n</table>\n"


WAYS: tuple[Callable[[PerformanceTable], str], ...] = (
    plain,
    two_rows_of_header,
    merged,
    unclosed,
    office,
    entities,
    laid_out,
    wrapped,
)


# --- what stands around -----------------------------------------------------------------------------------


def foreign(kind: str) -> str:
    """Return a table of another kind."""
    title, cells = FOREIGN[kind]
    body = "".join("<tr>" + "".join(f"<td>{each}</td>" for each in row) + "</tr>" for row in cells)
    return (f"<p>{title}</p>" if title else "") + f"<table>{body}</table>"


def page(tables: Sequence[str]) -> str:
    """A page of a web site, with navigation and tables of other kinds."""
    menu = "<ul>" + "".join(f"<li><a href='/{each}'>{each}</a></li>" for each in ("首页", "机构", "绩效目标")) + "</ul>"
    head = "<head><meta charset=utf-8><title>项目支出绩效目标表-某局</title><style>td > p {color: red}</style></head>"
    script = "<script>if (a < b) document.write('<table><tr><td>合计</td></tr></table>');</script>"
    body = f"{foreign('income')}<div>{'</div><div>'.join(tables)}</div>{script}{foreign('contacts')}"
    return f"<!DOCTYPE html>\n<html>\n{head}\n<body>{menu}\n{body}<p>主办：某某局&nbsp;网站标识码0000</p></body>\n</html>\n"


def bare(tables: Sequence[str]) -> str:
    """Nothing but the tables, as HTML that is saved with the ending .xls often is."""
    return "\n".join(tables)


def markdown(tables: Sequence[str]) -> str:
    """Islands in Markdown, pages between, a pipe table as well."""
    pipes = "| 姓名 | 职务 |\n|---|---|\n| 林某某 | 科长 |"
    return (
        f"# 第一部分\n\n说明。\n\n{pipes}\n\n"
        + "\n\n<!-- PageBreak -->\n\n- 3 -\n\n".join(tables)
        + "\n\n# 名词解释\n\n一般公共预算。\n"
    )


@pytest.mark.parametrize("around", [page, bare, markdown])
@pytest.mark.parametrize("way", WAYS)
def test_html_says_what_the_dump_says(
    way: Callable[[PerformanceTable], str], around: Callable[[Sequence[str]], str]
) -> None:
    """However a table is written, the document must be that of the pipe table."""
    for number, document in enumerate(documents()):
        text = around([way(each) for each in document.tables])
        result = budgetperf.parse(text)
        assert budgetperf.parse(render(document, Plain())).value == result.value, (number, text)
        assert [] == [each for each in result.diagnostics if each.severity == "error"], text
        assert_spans_exact(result)


def test_captions_and_titles_in_markdown_around_an_island() -> None:
    """An island on one line, its captions as lines of Markdown."""
    for document in documents():
        pieces = []
        for table in document.tables:
            body = plain(table).partition("<table")[2].replace("\n", "")
            pieces.append("\n\n".join(["# " + captions(table)[0], *captions(table)[1:], f"<table{body}"]))
        assert document == budgetperf.parse("\n\n".join(pieces)).value


def test_a_table_over_several_pages() -> None:
    """A table for each page, as tools that read pages print it, goes on where the last ended."""
    for document in documents():
        text = plain(document.tables[0])
        cut = [at for at in range(len(text)) if text.startswith("</tr>\n<tr>", at)]
        for place in reversed(cut[1:]):
            text = text[: place + 5] + "</table>\n\n<table>" + text[place + 6 :]
        assert (document.tables[0],) == budgetperf.parse(text).value.tables


@pytest.mark.parametrize("label", ["gb2312", "GBK", "utf-8"])
def test_a_label_of_gb2312_over_gb18030(label: str) -> None:
    """Characters that GB2312 lacks are read; a wrong label does no harm."""
    document = documents()[0]
    text = page([plain(document.tables[0])]).replace(
        "charset=utf-8", f'http-equiv="Content-Type" content="text/html; charset={label}"'
    )
    text = text.replace("首页", "䶮镕㐂")
    assert (document.tables[0],) == budgetperf.read(text.encode("gb18030")).value.tables
    assert (document.tables[0],) == budgetperf.read(text.encode("utf-8")).value.tables
    assert not [each for each in budgetperf.read(text.encode("gb18030")).diagnostics if each.code == "R110"]


@pytest.mark.parametrize("way", [plain, unclosed, office])
def test_hidden_rows_are_left_out(way: Callable[[PerformanceTable], str]) -> None:
    """Rows that a workbook hides are in the page made of it, but not shown; a diagnostic tells."""
    document = documents()[0]
    text = way(document.tables[0])
    end = text.lower().rindex("<tr", 0, text.rindex(document.tables[0].spending_units[0].projects[1].name))
    hidden = "<tr style='mso-height-source:userset;DISPLAY: none'><td>暂缓安排<td>9.00<td>9.00<td><td><td>不列<td></tr>"
    result = budgetperf.parse(text[:end] + hidden + text[end:])
    assert (document.tables[0],) == result.value.tables
    assert ["R120"] == [each.code for each in result.diagnostics if each.code == "R120"]


def cells(text: str) -> list[list[str]]:
    """Return the cells of every row."""
    return [[cell.text for cell in row.cells] for table in read_text(text) for row in table.rows]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<table><tr><td rowspan=2>甲<td>1<tr><td>2<tr><td>乙<td>3</table>", [["甲", "1"], ["", "2"], ["乙", "3"]]),
        ("<table><tr><td>1<td rowspan=9>甲<tr><td>2</table>", [["1", "甲"], ["2", ""]]),
        ("<table><tr><td colspan=2>甲<td>1<tr><td>1<td>2<td>3</table>", [["甲", "", "1"], ["1", "2", "3"]]),
        ("<table><tr><td>1<td colspan=999999999>甲<tr><td>1<td>2<td>3</table>", [["1", "甲", ""], ["1", "2", "3"]]),
        (
            "<table><tr><td rowspan=0>甲<td>1<tr><td>2<tbody><tr><td>3<td>4</table>",
            [["甲", "1"], ["", "2"], ["3", "4"]],
        ),
        ("<table><tr><td>a<p>b</p><p> c </p><br><br>d<td>1</table>", [["a\nb\nc\nd", "1"]]),
        ("<table><tr><td> a  b\n c<td>&lt;br&gt;&amp;nbsp;&#0;", [["a b\nc", "<br>&nbsp;\ufffd"]]),
        ("<table><tr><td>1 < 2 <3><td>a<b", [["1 < 2 <3>", "a<b"]]),
        ("<table><tr><td title='a>b'>1<td title=\"a>2<td>3</table>", [["1", "2", "3"]]),
        ("<table><tr><td>1<script><td>2</script><td>3<!-- <td>4", [["1", "3", "4"]]),
        ("<table><tr><td><table><tr><td>甲</table><td>乙</table>", [["甲", "乙"]]),
        ("<table><tr><td>上<table><tr><td>1<td>2</table>下</table>", [["上"], ["1", "2"], ["下"]]),
        (
            "<table><tr><td>甲<td>1<td>1<td>办好<td><table><tr><td>一、<td>二<tr><td>三</table></table>",
            [["甲", "1", "1", "办好", "一、\n二\n三"]],
        ),
        ("<table><tr><td>甲<td>1<td>1<table><tr><td>乙<td>2</table>", [["甲", "1", "1"], ["乙", "2"]]),
        ("<table>题<tr><td>1<td>2</tr>中<tr><td>3<td>4</table>", [["题"], ["1", "2"], ["中"], ["3", "4"]]),
        ("<docling_table>\n| 甲 | 1 |\n</docling_table>", [["甲", "1"]]),
        ("<table>\n| 甲 | 1 |\n</table>", [["甲", "1"]]),
    ],
)
def test_the_grid(text: str, expected: list[list[str]]) -> None:
    """Cells stand where a browser puts them; what a cell covers is empty."""
    assert expected == cells(text)


def test_a_dump_with_tags_is_no_page() -> None:
    """Tags of other kinds, or a table tag around pipes, leave a text dump what it is."""
    assert not holds_tables("<div>\n| 甲 | 1 |\n</div> <u>乙</u> <table> </table><tr><td>")


def test_pieces_lead_back() -> None:
    """Each stretch of a cell is where it was printed, entities and tags as wholes."""
    text = "<table><tr><td> 甲&nbsp;乙<b>丙</b><br>≥9&#37;<td>x</table>"
    cell: RawCell = next(iter(read_text(text))).rows[0].cells[0]
    assert "甲\xa0乙丙\n≥9%" == cell.text
    assert ["甲", "&nbsp;", "乙", "丙", "<br>", "≥9", "&#37;"] == [
        text[at : at + length] for _, at, length in cell.pieces if text[at : at + length].strip()
    ]
    assert "甲&nbsp;乙<b>丙</b><br>≥9&#37;" == text[cell.span.start : cell.span.end]
    assert "≥9&#37;" == text[cell.locate(5, 8).start : cell.locate(5, 8).end]


# --- hostile pages ------------------------------------------------------------------------------------

HEAD = "<table><tr><th>项目名称<th>总计<th>财政拨款<th>财政专户拨款<th>其他资金<th>绩效目标<th>绩效指标"
SHAPES = (
    *(
        "<tr><td colspan=1000000000>甲",
        "<table><tr><td>",
        "<tr><td rowspan=60000 colspan=200>甲",
        "<td>",
        "<tr>",
        "<tr><td>甲",
    ),
    *(
        "<",
        "<td ",
        '<a "',
        "<a '\"",
        "<!--",
        "<script>",
        "<style><script></style>",
        "<pre>",
        "</table>",
        "&",
        "&#12",
        " ",
        "\n",
    ),
    *("<br>", "甲<br>", "甲<p>\n\n", "</td>", "<table>", "<table><tr>", "</table>\n<div>\n", "<![", "<?xml ", "<!-- -"),
    "<table><tr><td>1</td><td>2</td></tr></table>\n",
)


@pytest.mark.parametrize(
    ("places", "start", "end", "span"),
    [
        ((10, 20), 0, 4, Span(10, 22)),
        ((10, 20), 1, 3, Span(11, 21)),
        ((10, 20), 2, 2, Span(12, 12)),
        ((10, 20), 0, 0, Span(10, 10)),
        ((20, 10), 0, 4, Span(10, 22)),
        ((20, 10, 30), 1, 3, Span(10, 22)),
    ],
)
def test_where_words_of_several_pieces_stand(places: tuple[int, ...], start: int, end: int, span: Span) -> None:
    """A span covers all its words, in whatever order they are put together; an empty one stands behind what is before."""
    cell = joined_cells(RawCell("甲乙", ((0, place, 2),)) for place in places)
    assert span == cell.locate(start, end)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("head", ["", HEAD, "<html>", HEAD + "<tr><td rowspan=60000 colspan=200>甲"])
def test_time_is_linear(shape: str, head: str) -> None:
    """Four times the input takes less than nine times the time."""

    def taken(length: int) -> float:
        text = head + shape * (length // len(shape))
        return max(least_time(lambda: list(read_text(text))), 5e-3)

    assert any(taken(80_000) / taken(20_000) < 9 for _ in range(5))


@pytest.mark.parametrize("around", ["{}", "<html>{}"])
def test_covered_places_are_no_more_than_characters(around: str) -> None:
    """A small file can't fill the memory with empty cells."""
    text = around.format(HEAD + "<tr><td rowspan=60000 colspan=200>甲" * 10 + "<tr><td>乙" * 20_000)
    assert sum(len(row.cells) for table in read_text(text) for row in table.rows) <= 2 * len(text) + 40_000
