"""What every way in answers about the samples: ``python -m answers`` prints a digest of each answer.

An answer depends on nothing but what is asked. So it is asked for in other processes, in many threads and in odd
surroundings, and must be the same, byte for byte.
"""

import hashlib
import json
import sys
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Final

from attrs import evolve

import budgetperf
from budgetperf import reports, writers
from budgetperf.display import drawn

__all__ = ["answers", "digest", "digests"]

_SAMPLES: Final = Path(__file__).parents[1] / "samples"
#: Two samples that say much in few words, and files of two kinds.
_TEXTS: Final = ("ocr_noise.txt", "two_tables.md")
_FILES: Final = ("comma_separated.csv", "ruled_table.pdf", "web_page.html")
#: Values whose readings take arithmetic.
_VALUES: Final = (
    *("1.2345万元", "一百二十三点四五六", "负12345.678元", "三成五", "1亿2000万元", "3.5倍", "增长1.2345倍", "10.125±2.5", "七分之三"),
    *("不少于1234.5678万人次且不超过1亿人次", "12345.678~23456.789万元", "三年半", "百分之十二点五", "2025年12月31日前", "稳步提升"),
)  # fmt: skip


def answers() -> Iterator[tuple[str, Callable[[], str | bytes]]]:
    """Yield what is asked, and how the answer is made."""
    for name in _TEXTS:
        text = (_SAMPLES / name).read_text("utf-8")
        yield f"parse {name}", partial(_told, partial(budgetperf.parse, text, name=name))
        yield f"writers {name}", partial(_written, text)
    for name in _FILES:
        data = (_SAMPLES / name).read_bytes()
        yield f"read {name}", partial(_told, partial(budgetperf.read, data))
    yield "values", lambda: "\n".join(map(_meaning, _VALUES))
    yield "diff", _differences
    yield "reports", _reported
    yield "formats", _shown_numbers


def digests() -> dict[str, str]:
    """Return a digest of each answer."""
    return {name: digest(answer()) for name, answer in answers()}


def digest(answer: str | bytes) -> str:
    """Return a digest of an answer."""
    return hashlib.sha256(answer.encode("utf-8", "surrogatepass") if isinstance(answer, str) else answer).hexdigest()


def _told(read: Callable[[], budgetperf.ParseResult[budgetperf.Document]]) -> str:
    """Return what a document says in every form that is no layout."""
    result = read()
    found = budgetperf.check(result)
    indicators = [each for table in result.value.tables for project in table.projects for each in project.indicators]
    return "\n".join(
        [
            budgetperf.dumps(result.value, diagnostics=found, spans=True, indent=1),
            repr(budgetperf.loads(budgetperf.dumps(result.value)) == result.value),
            repr(budgetperf.check(result.value)),
            repr(budgetperf.to_records(result.value)),
            *(budgetperf.render(doubt, result.source) for doubt in found),
            budgetperf.format_indicators(indicators[:1]),
            drawn(result, width=100, verbose=True),
            result._repr_html_(),
        ]
    )


def _written(text: str) -> bytes:
    """Return what the writers write, and what a corpus of two is in columns."""
    document = budgetperf.parse(text).value
    document = evolve(document, tables=document.tables[:1])
    made = []
    for write in (writers.to_csv, writers.to_tsv, writers.to_markdown, writers.to_html):
        try:
            made.append(write(document))
        except budgetperf.Unwritable as refused:
            made.append(str(refused))
    table = budgetperf.concat({"甲": document, "乙": document}).to_arrow()
    return "\n".join([*made, str(table.to_pylist())]).encode()


def _meaning(value: str) -> str:
    result = budgetperf.parse_target(value)
    reading = result.value.reading
    told = ""
    if isinstance(reading, budgetperf.Quantity | budgetperf.Change):
        told = f"{reading.bounds} {reading.accepts(Decimal('1234.56781'), tolerance=Decimal('0.0123456'))}"
    return (
        f"{reading!r} {told} {budgetperf.format_target(result.value)} {[doubt.message for doubt in result.diagnostics]}"
    )


def _differences() -> str:
    text = (_SAMPLES / "two_tables.md").read_text("utf-8")
    old, new = budgetperf.parse(text), budgetperf.parse(text.replace("2", "3").replace("费", "款"))
    found = budgetperf.diff(old, new)
    return "\n".join([budgetperf.diff_text(found), str(budgetperf.diff_json(found)), budgetperf.diff_html(found)])


def _reported() -> str:
    texts = [(name, (_SAMPLES / name).read_text("utf-8")) for name in _TEXTS]
    results = [budgetperf.parse(text, name=name) for name, text in texts]
    checked = [evolve(result, diagnostics=budgetperf.check(result)) for result in results]
    return "\n".join(
        [
            reports.to_page(checked),
            json.dumps(reports.to_sarif(checked), ensure_ascii=False),
            json.dumps(reports.to_report(checked), ensure_ascii=False),
            *reports.to_annotations(checked),
        ]
    )


def _shown_numbers() -> str:
    """Return numbers as workbooks show them, read from one."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.worksheets[0]
    for number in (1234567.891, -0.125, 2.675, 45000.75, 1e20, 0.00001234, 3):
        sheet.append([number] * 6)
        for cell, code in zip(sheet[sheet.max_row], _CODES, strict=True):
            cell.number_format = code
    data = BytesIO()
    book.save(data)
    return budgetperf.read(data.getvalue()).source.text


_CODES: Final = ("General", "#,##0.00", "0.0%", "yyyy-mm-dd hh:mm", "0.00,", "0.00_ ;[Red]-0.00 ")

if __name__ == "__main__":
    sys.stdout.write(json.dumps(digests()))
