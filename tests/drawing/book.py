"""A budget of two hundred pages with one table of ours in it."""

from budgetperf.model import Document
from drawing.breaking import wrapped
from drawing.fonts import width_of
from drawing.laying import MARGIN, TITLE_SIZE, WIDTH, Cell, Page, Text
from drawing.painting import Look, laid_out, painted_pages
from surroundings import FOREIGN, PROSE

#: How many pages the book has, and the one on which the table begins.
PAGES, FIRST = 200, 120
CHAPTERS = ("第一部分 部门概况", "第二部分 部门预算情况说明", "第三部分 部门预算表", "第四部分 名词解释")
SAID = (
    "本部门负责辖区内公共服务设施的规划、建设和管理，下设办公室、财务科、业务一科、业务二科等内设机构。",
    "收入预算增加的主要原因是上年结转资金减少、本年新增公共服务项目；支出预算按照“量入为出、收支平衡”的原则编制。",
    "绩效目标设置情况：纳入绩效目标管理的项目支出全部编制了绩效目标，绩效指标见附表。",
    "机关运行经费包括办公费、印刷费、邮电费、差旅费、会议费、福利费以及其他费用。",
    *PROSE,
)


def book(document: Document, look: Look) -> bytes:
    """Return a budget that has the document's table from page 120 on."""
    table = laid_out(document, look)
    kinds = list(FOREIGN)
    around = [
        foreign_page(kinds[number // 3 % len(kinds)], number) if number % 3 else prose_page(number, look.font)
        for number in range(PAGES - len(table))
    ]
    return painted_pages([*around[: FIRST - 1], *table, *around[FIRST - 1 :]], look)


def prose_page(number: int, font: str) -> Page:
    """Return a page of prose, whose lines are broken for a font."""
    page = Page()
    title = CHAPTERS[number // 50 % len(CHAPTERS)]
    page.texts.append(Text(MARGIN, MARGIN + TITLE_SIZE, title, TITLE_SIZE))
    y = MARGIN + 50
    for place in range(6):
        words = f"　　（{place + 1}）{SAID[(number + place) % len(SAID)]}"
        for line in wrapped(words, WIDTH - 2 * MARGIN, lambda text: width_of(text, font, 10.5), hang=True):
            page.texts.append(Text(MARGIN, y, line, 10.5))
            y += 18
    return page


def foreign_page(kind: str, number: int) -> Page:
    """Return a page with a table of another kind, ruled as ours is, its rows again and again."""
    title, rows = FOREIGN[kind]
    page = Page()
    page.texts.append(Text(WIDTH / 2 - 60, MARGIN + TITLE_SIZE, title or "通讯录", TITLE_SIZE))
    wide = (WIDTH - 2 * MARGIN) / len(rows[0])
    body = [rows[1 + place % (len(rows) - 1)] for place in range(8 + number % 10)]
    for place, row in enumerate([rows[0], *body]):
        top = MARGIN + 40 + place * 20
        for at, words in enumerate(row):
            page.cells.append(Cell(MARGIN + at * wide, top, MARGIN + (at + 1) * wide, top + 20))
            page.texts.append(Text(MARGIN + at * wide + 3, top + 14, words, 9))
    return page
