"""Pages saved in one piece are read as pages."""

import base64
import quopri

import pytest

from budgetperf import read, sniff
from budgetperf.readers.texts.savedpage import pages_in
from choosing import Plain
from layouts import render
from test_layouts import documents

HEADER = ["项目名称（资金使用单位）", "总计", "财政拨款", "财政专户拨款", "其他资金", "绩效目标", "绩效指标"]
CELL = "1、1-产出指标；11-数量指标；场次；实施周期指标值：3场；年度指标值：3场。"
ROWS = [
    HEADER,
    ["合计", "3", "3", "", "", "", ""],
    ["青禾县文化馆", "3", "3", "", "", "", ""],
    ["展览经费", "3", "3", "", "", "办好展览。", CELL],
]
PAGE = (
    "<html><table>"
    + "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in ROWS)
    + "</table></html>"
)


def saved(page: bytes, packed: str) -> bytes:
    """Return a page as Office saves it in one piece, behind a page of frames."""
    body = {"base64": base64.encodebytes, "quoted-printable": quopri.encodestring}.get(packed, bytes)(page)
    head = 'MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\nContent-Type: multipart/related; boundary="-=_Next"\r\n\r\nweb\r\n\r\n'
    frames = "---=_Next\r\nContent-Type: text/html\r\n\r\n<html><frameset></html>\r\n"
    picture = "---=_Next\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n"
    part = f"---=_Next\r\nContent-Transfer-Encoding: {packed}\r\nContent-Type: text/html; charset=x\r\n\r\n"
    return (head + frames + picture + part).encode() + body + b"\r\n---=_Next--"


@pytest.mark.parametrize("packed", ["base64", "quoted-printable", "8bit"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_saved_page(packed: str, encoding: str) -> None:
    """Whatever it is packed and written in, the page is read, and spans point into its text."""
    data = saved(PAGE.encode(encoding), packed)
    result = read(data)
    (project,) = result.value.tables[0].projects
    assert project.name_span is not None
    assert "展览经费" == project.name == result.source[project.name_span]
    assert "html" == sniff(data).reader


@pytest.mark.parametrize(
    "data",
    [
        b"MIME-Version: 1.0",
        b"MIME-Version: 1.0\n\n",
        b"MIME-Version: 1.0\nContent-Type: multipart/related\n\n",
        b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=-\n\n" + b"-" * 1_000_000,
        b"MIME-Version: 1.0\nContent-Type: text/html\nContent-Transfer-Encoding: base64\n\nA",
        saved(PAGE.encode(), "base64")[:-200],
    ],
)
def test_damaged_pages_have_an_answer(data: bytes) -> None:
    """What is cut off or odd is read as far as it goes."""
    read(data)


@pytest.mark.parametrize(
    "parameter",
    [
        b"boundary*=idna'en'x%80",
        b"boundary*=a\0b'en'x%80",
        b"boundary*=utf-16'en'x%80",
        b"boundary*=punycode''x%80",
        b"boundary*0*=''x; boundary*1=y; boundary*99999999999=z",
        b"boundary*" + b"9" * 5_000 + b"=z",
        b"boundary=\xff\xfe",
    ],
)
def test_odd_boundaries_have_an_answer(parameter: bytes) -> None:
    """A boundary in an encoding that there is not, or in pieces beyond number, is none."""
    read(
        b"MIME-Version: 1.0\nContent-Type: multipart/related; "
        + parameter
        + b"\n\n--x\nContent-Type: text/html\n\n<p>x"
    )


@pytest.mark.parametrize("cut", range(1, 5))
def test_a_page_that_is_cut_off_is_read_as_far_as_it_goes(cut: int) -> None:
    """Letters in fours are three bytes; fewer than four that are left are none."""
    page = b"MIME-Version: 1.0\nContent-Type: text/html\nContent-Transfer-Encoding: base64\n\n"
    (found,) = pages_in(page + base64.encodebytes(b"<p>abcdefghijklmnopqrstuvwxyz12")[: -1 - cut])
    assert found.startswith(b"<p>abcdefghijklmnopqrstuvwxy")


def test_other_texts_are_no_saved_pages() -> None:
    """A text dump that speaks of such a page is none."""
    assert [] == pages_in(render(documents()[0], Plain()).encode())
    assert [] == pages_in("From: 说明 MIME-Version: 1.0".encode())
