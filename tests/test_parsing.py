"""The ways in: what may be read, and what misuse raises."""

import io
import pickle
from pathlib import Path

import pytest

from budgetperf import ParseFailed, parse, parse_indicators, parse_target, read

TABLE = """单位：万元
| 项目名称 | 总计 | 财政拨款 | 财政专户拨款 | 其他资金 | 绩效目标 | 绩效指标 |
| 合计 | 3.00 | 3.00 | | | | |
| 青禾县文化馆 | 3.00 | 3.00 | | | | |
| 展览经费 | 3.00 | 3.00 | | | 办好展览。 | 1、1-产出指标；11-数量指标；场次；实施周期指标值：3场；年度指标值：3场。 |
"""


def test_a_path_bytes_and_a_file_give_the_same(tmp_path: Path) -> None:
    """However the bytes come, the document is the same; a path and a file lend their name."""
    path = tmp_path / "table.txt"
    path.write_text(TABLE, "utf-8")
    with path.open("rb") as file:
        results = [
            read(path),
            read(str(path)),
            read(path.read_bytes()),
            read(file),
            read(io.BytesIO(path.read_bytes())),
        ]

    assert [parse(TABLE).value] * 5 == [result.value for result in results]
    assert [str(path), str(path), None, str(path), None] == [result.source.name for result in results]


def test_misuse_is_one_clear_error(tmp_path: Path) -> None:
    """No such file, a folder, a file opened as text, a number, an unknown encoding: each says what is wrong."""
    with pytest.raises(FileNotFoundError):
        read(tmp_path / "missing.txt")
    with pytest.raises(IsADirectoryError):
        read(tmp_path)
    with pytest.raises(TypeError, match="opened in binary mode"):
        read(io.StringIO(TABLE))  # type: ignore[arg-type]  # the misuse in question
    with pytest.raises(TypeError, match="not int"):
        read(7)  # type: ignore[arg-type]  # as above
    with pytest.raises(LookupError, match="utf-9"):
        read(TABLE.encode(), encoding="utf-9")


@pytest.mark.parametrize("way_in", [parse, parse_indicators, parse_target])
def test_only_text_is_parsed(way_in: object) -> None:
    """Bytes and None are refused, with a word on what to use instead."""
    assert callable(way_in)
    with pytest.raises(TypeError, match=r"use budgetperf\.read"):
        way_in(b"1")


def test_invalid_bytes_are_replaced_and_reported() -> None:
    """A few bytes that are no text cost a warning at the first of them, not the document."""
    data = TABLE.encode("utf-8").replace("办好".encode(), b"\xff\xfe")
    result = read(data)

    assert ["展览经费"] == [project.name for table in result.value.tables for project in table.projects]
    (replaced,) = (each for each in result.diagnostics if each.code == "R110")
    assert replaced.span is not None
    assert "\ufffd" == result.source[replaced.span]


def test_unwrap_gives_the_value_or_refuses() -> None:
    """A value from which something is missing is not handed out in silence; the refusal survives pickling."""
    assert parse(TABLE).value == parse(TABLE).unwrap()
    failed = parse("没有表")
    with pytest.raises(ParseFailed, match="R101") as refusal:
        failed.unwrap()

    assert failed.diagnostics == refusal.value.diagnostics
    assert failed.diagnostics == pickle.loads(pickle.dumps(refusal.value)).diagnostics  # noqa: S301 - our own bytes
