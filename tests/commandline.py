"""How tests run the command line, and what on."""

import io
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest

from budgetperf.cli import main


def rows_of(text: str) -> list[list[str]]:
    """Return the rows of a text that has a table between pipes."""
    return [
        [cell.strip() for cell in line.strip("|").split("|")] if "|" in line else [line]
        for line in text.splitlines()
        if "---" not in line
    ]


HEADER = "| 项目名称（资金使用单位） | 总计 | 财政拨款 | 财政专户拨款 | 其他资金 | 绩效目标 | 绩效指标 |"
CLAUSE = "1、1-产出指标；11-数量指标；养护里程；实施周期指标值：12公里；年度指标值：12公里。"
#: The dump of an invented department: one unit, one project, one indicator, and nothing to doubt.
FINE = f"""\
项目支出绩效目标表
部门名称：清溪县林业局
单位：万元
{HEADER}
|---|---|---|---|---|---|---|
| 合计 | 6.50 | 6.50 | | | | |
| 清溪县林业局 | 6.50 | 6.50 | | | | |
| 林道养护 | 6.50 | 6.50 | | | 养护林道。 | {CLAUSE} |
"""
#: The same with a target that is printed again in other words, which is an error.
BROKEN = FINE.replace("12公里。 |", "12公里。年度指标值：15公里。 |")
#: The same with indicators of all three kinds, in which no check finds anything.
WELL = FINE.replace("单位：", "年度：2024\n单位：").replace(
    CLAUSE,
    f"{CLAUSE}2、2-效益指标；22-社会效益指标；受益村民人数；实施周期指标值：≥300人；年度指标值：≥300人。"
    "3、3-满意度指标；31-服务对象满意度指标；村民满意度；实施周期指标值：≥90%；年度指标值：≥90%。",
)
#: The same with a target that is printed again in other words.
FLAWED = WELL.replace("12公里。2", "12公里。年度指标值：15公里。2")
#: The rows of the first, for files that are no text.
TABLE = rows_of(FINE)


def written(path: Path, text: str = FINE) -> Path:
    """Write `text` to `path`, folders included, and return the path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def pdf(pages: Sequence[Sequence[Sequence[str]]]) -> bytes:
    """Return a PDF with these rows on its pages; cells of rows with more than one have lines around them."""
    parts = [b"<< /Type /Catalog /Pages 2 0 R >>"]
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    parts.append(f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>".encode())
    descendant = "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /W [1 95 500] "
    descendant += "/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 0 >> >>"
    font = f"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [{descendant}] >>"
    parts.append(font.encode())
    for number, rows in enumerate(pages):
        page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 2000 600] /Resources << /Font << /F1 3 0 R >> >>"
        parts.append(f"{page} /Contents {5 + 2 * number} 0 R >>".encode())
        drawn = "\n".join(_drawn_row(row, 560 - 24 * place) for place, row in enumerate(rows)).encode()
        parts.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn))
    data, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    entries = b"".join(b"%010d 00000 n \n" % place for place in places)
    table = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(parts) + 1, entries)
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(parts) + 1, len(data))
    return data + table + trailer


def _drawn_row(row: Sequence[str], y: int) -> str:
    widths = [200, 80, 80, 100, 80, 100, 700]
    lines = []
    x = 40
    for words, width in zip(row, widths, strict=False):
        if words:
            lines.append(f"BT /F1 10 Tf {x + 4} {y + 8} Td <{words.encode('utf-16-be').hex()}> Tj ET")
        if len(row) > 1:
            lines.append(f"{x} {y} {width} 24 re S")
        x += width
    return "\n".join(lines)


def workbook_of(**sheets: Sequence[Sequence[str]]) -> bytes:
    """Return a workbook with these rows on its sheets."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


class Output:
    """Runs the command line and keeps what it printed."""

    def __init__(self, capture: pytest.CaptureFixture[bytes]) -> None:
        self.capture = capture
        self.out = ""
        self.err = ""

    def __call__(self, *arguments: str) -> int:
        """Run with `arguments` and return the exit code."""
        code = main(arguments)
        captured = self.capture.readouterr()
        self.out, self.err = captured.out.decode(), captured.err.decode()
        return code

    @property
    def refusal(self) -> str:
        """The one line on standard error, after nothing on standard output."""
        assert not self.out
        assert re.fullmatch(r"budgetperf: error: [^\n]+\n", self.err), self.err
        return self.err.removeprefix("budgetperf: error: ").rstrip("\n")


def python(*arguments: str, encoding: str = "utf-8", **streams: object) -> "subprocess.CompletedProcess[bytes]":
    """Run the command in a Python of its own, whose streams have `encoding`."""
    command = [sys.executable, "-m", "budgetperf", *arguments]
    # The tests change the folder, where a relative path to the package leads nowhere.
    variables = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONIOENCODING": encoding}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **streams}
    return subprocess.run(command, env={**os.environ, **variables}, check=False, **pipes)  # type: ignore[call-overload, no-any-return]  # any streams


class Terminal(io.TextIOWrapper):
    """A standard stream that says that it is a terminal."""

    def __init__(self, encoding: str = "utf-8") -> None:
        super().__init__(io.BytesIO(), encoding=encoding, newline="")

    def isatty(self) -> bool:
        """Say so."""
        return True

    def printed(self) -> str:
        """Return what was printed."""
        self.flush()
        assert isinstance(self.buffer, io.BytesIO)
        return self.buffer.getvalue().decode(self.encoding)
