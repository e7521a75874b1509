"""Comma-separated text, and text parted by semicolons as Excel writes it in some countries, or by tabs with quotes.

A sentence has commas as well, so what decides is the header: a line of header
words parted by commas, and rows below it. Tabs without quotes part the rows of any dump.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise

from attrs import frozen

from budgetperf.formulas import unguarded
from budgetperf.normalization import BLANKS
from budgetperf.readers.raw import RawCell, RawRow, RawTable, narrowed

__all__ = ["delimiter_of", "read_commas"]

#: A field that may be a header word: without any there is no header to look for.
_SIGN = re.compile(
    r"([,;])[ \t\"]*(?:总\s*计|合\s*计|财\s*政|其\s*[他它]|绩\s*效|年\s*度|项\s*目|资\s*金)"
    r"[^,;。：:|\t\r\n]{0,20}(?=[,;\r\n]|\Z)"
)
_FIELDS = {
    mark: re.compile(
        # Quotes count only around a whole field.
        rf'{blanks}*+"(?P<quoted>(?:[^"]++|"")*+)"{blanks}*+(?=[{mark}\r\n]|\Z)|(?P<bare>[^{mark}\r\n]*+)'
    )
    for mark, blanks in ((",", r"[ \t]"), (";", r"[ \t]"), ("\t", "[ ]"))
}
#: A field between tabs that a spreadsheet has quoted, and what it quotes it for; or three that are quoted for nothing.
_QUOTED_FIELD = re.compile(r'(?:^|(?<=\t))"(?P<words>(?:[^"]++|"")*+)"(?=[\t\r\n]|\Z)', re.MULTILINE)
_REASON = re.compile(r'[,"\t\r\n]')
_ALL_QUOTED = re.compile(r'(?:"[^"\t\r\n]*+"\t){2}"[^"\t\r\n]*+"')
_NAME = re.compile(r"项目名称|资金使用单位|^项目$|^名称$|^项目[（(]")
_WORDS = re.compile(
    r"总计|合计|总额|金额|预算数|财政拨款|公共预算|专户|其[他它]资金|绩效目标|总体目标|年度目标|绩效指标|指标内容|指标明细|^项目资金|^预算资金"
)
_LONGEST_WORD = 24
#: Two delimiters before words of one header are no further apart.
_NEAR = 150
_FEWEST_WORDS = 3
#: How many records below a header are looked at for rows.
_LOOKED_AT = 12
_AMOUNT = re.compile(r"[¥￥]?\s*\d[\d,.\s]*")
_IS_NO_WORD = re.compile(rf"{_AMOUNT.pattern}|[{BLANKS}]*[-—–/]?[{BLANKS}]*")
_INDICATOR = re.compile(rf"[{BLANKS}]*[0-9０-９]{{1,3}}[{BLANKS}]*[、.．][{BLANKS}]*[0-9０-９][{BLANKS}]*[-－]")
_BLANK = re.compile(f"[{BLANKS}]+")
#: What is written otherwise in quotes: a quote, and a line break of two characters.
_MARKUP = re.compile('(?P<quote>"")|\r\n?')
_LEADING = re.compile(rf"[{BLANKS}]*(?:sep=[,;]\s*\n)?")


@frozen
class _Field:
    start: int
    end: int
    quoted: bool


def delimiter_of(text: str) -> str | None:
    """Return what parts the fields of a comma-separated text, or None when it is none.

    >>> delimiter_of("项目名称;总计;绩效目标\\n合计;1,00;"), delimiter_of("项目名称、总计,绩效目标等。")
    (';', None)
    """
    signs = ((found[1], found.start()) for found in _SIGN.finditer(text))
    near = (mark for (mark, at), (other, then) in pairwise(signs) if mark == other and then - at < _NEAR)
    for mark in set(islice(near, _LOOKED_AT)):
        if _heads(text, mark):
            return mark
    return "\t" if '"' in text and _quotes_fields(text) and _heads(text, "\t") else None


def _quotes_fields(text: str) -> bool:
    """Tell whether quotes stand around fields between tabs; else they are printed words of a dump."""
    quoted = (found["words"] for found in _QUOTED_FIELD.finditer(text))
    return any(map(_REASON.search, quoted)) or _ALL_QUOTED.search(text) is not None


def _heads(text: str, mark: str) -> bool:
    """Tell whether a header parted by `mark` stands in a text, with rows below."""
    widths: list[int] = []
    below = _LOOKED_AT
    for record in _records(text, mark):
        if len(record) < _FEWEST_WORDS and not widths:
            continue
        words = [_squeezed(text, each) for each in record]
        if any("|" in word or "\t" in word for word in words):
            continue
        if _is_header(words):
            widths.append(len(record))
            below = _LOOKED_AT
        elif widths:
            below -= 1
            if len(record) == widths[-1] or (len(record) >= _FEWEST_WORDS and any(map(_AMOUNT.fullmatch, words[1:]))):
                return True
        if not below:
            widths, below = [], _LOOKED_AT
    return False


def _squeezed(text: str, each: _Field) -> str:
    """Return the words of a short field without blanks, those between its fields as they are."""
    if each.end - each.start > 2 * _LONGEST_WORD:
        return "…"
    words = text[each.start : each.end]
    return words if "\t" in words.strip(BLANKS) else _BLANK.sub("", words)


def _is_header(words: Sequence[str]) -> bool:
    short = [word for word in words if len(word) <= _LONGEST_WORD and not word.endswith(("。", "；"))]
    known = sum(bool(_WORDS.search(word)) for word in short if not _NAME.search(word))
    return known + 1 >= _FEWEST_WORDS and any(map(_NAME.search, short))


def read_commas(text: str, mark: str) -> Iterator[RawTable]:
    """Yield the records of a text whose fields are parted by `mark`; a blank line parts tables.

    >>> [row.cells[1].text for table in read_commas('合计,"1,000.00"\\n甲,""', ",") for row in table.rows]
    ['1,000.00', '']
    """
    rows: list[RawRow] = []
    width = 0
    for record in _records(text, mark):
        if len(record) == 1 and not text[record[0].start : record[0].end].strip(BLANKS):
            if rows:
                yield RawTable(tuple(rows))
            rows = []
            continue
        if not width and len(record) >= _FEWEST_WORDS and _is_header([_squeezed(text, each) for each in record]):
            width = len(record)
        if len(record) == 1 or (len(record) < width and _is_sentence(text, record)):
            whole = _Field(record[0].start, record[-1].end, quoted=len(record) == 1 and record[0].quoted)
            rows.append(RawRow((_cell(text, whole),), separator=""))
        else:
            fields = _made_whole(text, record, width)
            cells = narrowed([_cell(text, each) for each in fields])
            rows.append(RawRow(cells, separator=mark, overfull=fields is not record))
    if rows:
        yield RawTable(tuple(rows))


def _made_whole(text: str, record: list[_Field], width: int) -> list[_Field]:
    """Return a record with the fields made one that a mark inside their words has cut, where no quotes were put.

    That is told where neighbours that are words become as many fields as the header has: amounts and empty fields part
    them, and so does the first indicator.
    """
    if not 0 < width < len(record):
        return record
    fields: list[_Field] = []
    before, in_indicators = False, False
    for each in record:
        begins = not in_indicators and bool(_INDICATOR.match(text, each.start, each.end))
        in_indicators = in_indicators or begins
        words = not each.quoted and not _IS_NO_WORD.fullmatch(text, each.start, each.end)
        if words and before and not begins:
            fields[-1] = _Field(fields[-1].start, each.end, quoted=False)
        else:
            fields.append(each)
        before = words
    return fields if len(fields) == width else record


def _is_sentence(text: str, record: Sequence[_Field]) -> bool:
    """Tell a line below a table, with commas of its own, from a row that lacks its last fields."""
    if any(each.quoted or _AMOUNT.fullmatch(text, each.start, each.end) for each in record):
        return False
    return "。" in text[record[0].start : record[-1].end]


def _records(text: str, mark: str) -> Iterator[list[_Field]]:
    """Yield the fields of each record, without their quotes."""
    pattern = _FIELDS[mark]
    found = _LEADING.match(text)
    place = found.end() if found else 0
    record: list[_Field] = []
    while found := pattern.match(text, place):
        kind = "bare" if found["quoted"] is None else "quoted"
        record.append(_Field(*found.span(kind), quoted=kind == "quoted"))
        place = found.end()
        if text[place : place + 1] != mark:
            yield record
            record = []
            if place >= len(text):
                break
            place += text.startswith("\r\n", place)
        place += 1


def _cell(text: str, each: _Field) -> RawCell:
    cell = _printed(text, each)
    if unguarded(cell.text) != cell.text:
        return cell.part(1, len(cell.text))  # without the apostrophe that keeps a spreadsheet from running it
    return cell


def _printed(text: str, each: _Field) -> RawCell:
    if not each.quoted or not _MARKUP.search(text, each.start, each.end):
        return RawCell.at(text, each.start, each.end)
    parts: list[str] = []
    pieces: list[tuple[int, int, int]] = []
    length, place = 0, each.start
    for found in _MARKUP.finditer(text, each.start, each.end):
        for words, start, end in (
            (text[place : found.start()], place, found.start()),
            ('"' if found["quote"] else "\n", *found.span()),
        ):
            if words:
                parts.append(words)
                pieces.append((length, start, end - start))
                length += len(words)
        place = found.end()
    parts.append(text[place : each.end])
    pieces.append((length, place, each.end - place))
    return RawCell("".join(parts), tuple(pieces)).trimmed()
