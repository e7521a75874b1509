"""How an input is changed so that what comes of it is still read: by its own structure.

A fuzzer that changes the bytes of an archive never gets past its checksums. So an archive is unpacked, one of its parts is
changed, and it is packed again; likewise the streams of an Office 97 file, the records of a workbook, the elements of XML and
the words of a text.
"""

import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from io import BytesIO
from random import Random
from typing import Final, TypeAlias

from budgetperf.readers.office.compound import CompoundFile
from budgetperf.readers.unreadable import Unreadable
from word97 import stored

__all__ = [
    "Havoc",
    "Mutation",
    "change_bytes",
    "change_json",
    "change_package",
    "change_rtf",
    "change_storage",
    "change_text",
    "change_xml",
]

#: Changes bytes without knowing what they are; atheris has one that learns from coverage.
Havoc: TypeAlias = Callable[[bytes, int], bytes]
#: Changes an input to one of so many bytes at most.
Mutation: TypeAlias = Callable[[bytes, int, Random, Havoc], bytes]

#: Words that decide how a text is read.
WORDS: Final = (
    *("项目名称", "资金使用单位", "总计", "财政拨款", "财政专户拨款", "其他资金", "绩效目标", "绩效指标", "合计", "小计"),
    *("部门名称：", "单位：万元", "单位：元", "预算年度：2025", "1、1-产出指标；", "2、2-效益指标；", "11-数量指标；", "22-社会效益"),
    *("实施周期指标值：", "年度指标值：", "≥", "≤", "%", "90%", "不低于", "不超过", "以上", "（含）", "2025年12月31日前", "每季度"),
    *("较上年", "提高", "下降", "优", "合格", "达标", "无", "完成", "扣", "得满分", "万", "亿", "人次", "元", "$\\geq 90\\%$", "第三季度"),
    *("①", "一、", "（", "）", "；", "。", "：", "、", "-", "－", "~", "…", " ", "\t", "\n", "\r\n", "\f", "|", "| |\n", ",", '"', "'"),
    *("<br>", "<table>", "<tr>", "<td rowspan=2>", "</td>", "</table>", "&amp;", "&#8804;", "<!--", "<script>", "\\", "**", "\x00", "\u200b"),
    *("1.00", "1,000.00", "-3", "41. 73", "９", "1e9", "9" * 40, "0", "项" * 40, "\ufeff", "≪", "é", "𠀀", "٣", "²", "Ⅳ", "½"),
)  # fmt: skip
_JSON: Final = (
    *('{"', '":', ",", "[", "]", "{", "}", "null", "true", "1", "-1", '"1"', '"1E400"', '"NaN"', "1.5", "1e999", '""', '"\\ud800"'),
    *('"kind":"quantity"', '"kind":"all_of"', '"start":0', '"end":9', '"low":"1"', '"date"', '"2025-13-01"', "[" * 60, '"extra":0'),
)  # fmt: skip
_RTF: Final = (
    *(rb"\par", rb"\cell", rb"\row", rb"\trowd", rb"\cellx1000", rb"\intbl", rb"\nestcell", rb"\nestrow", rb"{\*\nesttableprops"),
    *(rb"\u8804?", rb"\'cf\'ee", rb"\bin5", rb"\bin99999999", rb"\uc0", rb"\uc3", rb"{\*\x", rb"\f1", rb"\v", rb"\v0", rb"\deleted"),
    *(rb"\clmgf", rb"\clmrg", rb"\clvmgf", rb"\clvmrg", rb"\itap2", rb"{\field{\*\fldinst", rb"{\shptxt", rb"\plain", rb"\pard"),
    *(b"{", b"}", b"\\", rb"\'", rb"\u-10179?", rb"\cellx-1", rb"\cellx99999999999", rb"\fcharset134", rb"\ansicpg0", rb"{\pict"),
)  # fmt: skip
_NUMBERS: Final = ("-1", "0", "1", "2", "65535", "16384", "1048576", "99999999999999999999", "", "x", "1.5", "9E999")
_TAG: Final = re.compile(r"<[^<>]{0,500}>")
_VALUE: Final = re.compile(r'="([^"<>]{0,200})"')
_NUMBER: Final = re.compile(r"\d+")
#: No slice that is moved or repeated is longer.
_SLICE = 400
_STREAMS = ("Workbook", "Book", "WordDocument", "1Table", "0Table")


def change_bytes(data: bytes, most: int, chance: Random, havoc: Havoc) -> bytes:
    """Change bytes of any meaning."""
    if chance.random() < 0.5:
        return havoc(data, most)
    return bytes(_changed(bytearray(data), [b"\0", b"\xff\xff", b"\x7f\xff\xff\xff", b"%"], chance)[:most])


def change_text(data: bytes, most: int, chance: Random, havoc: Havoc) -> bytes:
    """Change the words of a text, its numbers and what parts them."""
    if chance.random() < 0.1:
        return havoc(data, most)
    text = data.decode("utf-8", "surrogateescape")
    return _encoded(_changed_words(text, WORDS, chance), most)


def change_json(data: bytes, most: int, chance: Random, havoc: Havoc) -> bytes:
    """Change the words of a text of JSON."""
    if chance.random() < 0.1:
        return havoc(data, most)
    text = data.decode("utf-8", "surrogateescape")
    return _encoded(_changed_words(text, _JSON if chance.random() < 0.7 else WORDS, chance), most)


def change_rtf(data: bytes, most: int, chance: Random, havoc: Havoc) -> bytes:
    """Change the words of an RTF file; its beginning stays, by which it is told."""
    if chance.random() < 0.2:
        return havoc(data, most)
    return rb"{\rtf1" + bytes(_changed(bytearray(data[6:]), _RTF, chance))[: most - 6]


def change_xml(data: bytes, most: int, chance: Random, havoc: Havoc) -> bytes:
    """Change a text of XML or HTML: its elements, their attributes and the words in them."""
    way = chance.random()
    if way < 0.05:
        return havoc(data, most)
    text = data.decode("utf-8", "surrogateescape")
    tags = [(found.start(), found.end()) for found in _TAG.finditer(text)]
    if way < 0.25 or len(tags) < 2:
        return _encoded(_changed_words(text, WORDS, chance), most)
    if way < 0.5 and (values := list(_VALUE.finditer(text))):
        found = chance.choice(values)
        value = chance.choice([*_NUMBERS, chance.choice(values)[1]])
        return _encoded(text[: found.start(1)] + value + text[found.end(1) :], most)
    first, second = sorted(chance.sample(range(len(tags)), 2))
    (start, opened), (begun, end) = tags[first], tags[min(second, first + chance.choice([1, 1, 2, 5, 40]))]
    element = text[start:end]
    changed = {
        "dropped": text[:start] + text[opened:],
        "element dropped": text[:start] + text[end:],
        "element repeated": text[:end] + element * chance.choice([1, 1, 3, 30]) + text[end:],
        "element moved": _moved(text, start, end, chance.choice(tags)[0]),
        "nested": text[:opened] + element + text[opened:],
        "words": text[:opened] + chance.choice(WORDS) + text[opened:],
        "tag copied": text[:begun] + text[start:opened] + text[begun:],
    }
    return _encoded(chance.choice(list(changed.values())), most)


def _moved(text: str, start: int, end: int, to: int) -> str:
    rest = text[:start] + text[end:]
    to = to if to <= start else max(to - (end - start), start)
    return rest[:to] + text[start:end] + rest[to:]


def change_package(data: bytes, most: int, chance: Random, havoc: Havoc) -> bytes:
    """Change a part of an archive by what it holds, or drop or repeat one."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as packed:
            parts = {name: packed.read(name) for name in packed.namelist()}
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError, OSError, zlib.error, RuntimeError):
        return havoc(data, most)
    if not parts or chance.random() < 0.03:
        return havoc(data, most)
    # The larger a part, the more there is to be found in it.
    name = chance.choices(list(parts), [len(content) + 20 for content in parts.values()])[0]
    way = chance.random()
    if way < 0.02:
        del parts[name]
    elif way < 0.04:
        parts[chance.choice(list(parts))] = parts[name]
    elif name.endswith(".bin"):
        parts[name] = _changed_records(parts[name], _xlsb_records, _xlsb_record, chance, havoc)
    else:
        parts[name] = change_xml(parts[name], most, chance, havoc)
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        for part, content in parts.items():
            packed.writestr(zipfile.ZipInfo(part), content)
    return archive.getvalue() if archive.tell() <= most else data


def change_storage(data: bytes, most: int, chance: Random, havoc: Havoc) -> bytes:
    """Change a stream of an Office 97 file, a workbook's by its records."""
    if chance.random() < 0.05:
        return havoc(data, most)
    try:
        file = CompoundFile(data)
        streams = {name: file.stream(name) or b"" for name in file.names if name in _STREAMS}
    except Unreadable:
        streams = {}
    if not streams:
        return havoc(data, most)
    name = chance.choice(list(streams))
    if name in ("Workbook", "Book"):
        streams[name] = _changed_records(streams[name], _xls_records, _xls_record, chance, havoc)
    else:
        streams[name] = change_bytes(streams[name], len(streams[name]) + 64, chance, havoc)
    made = stored(streams)
    return made if len(made) <= most else data


# --- records ------------------------------------------------------------------------------------------


def _changed_records(
    data: bytes,
    taken: Callable[[bytes], Iterator[tuple[int, bytes]]],
    written: Callable[[int, bytes], bytes],
    chance: Random,
    havoc: Havoc,
) -> bytes:
    records = list(taken(data))
    if not records:
        return havoc(data, len(data) + 64)
    at = chance.randrange(len(records))
    kind, content = records[at]
    way = chance.choice(["content", "content", "content", "cut", "dropped", "repeated", "moved", "kind"])
    if way == "content":
        records[at] = kind, change_bytes(content, len(content) + 16, chance, havoc)
    elif way == "cut":
        records[at] = kind, content[: chance.randrange(len(content) + 1)]
    elif way == "repeated":
        records[at:at] = [records[at]] * chance.choice([1, 2, 50])
    elif way == "kind":
        records[at] = chance.choice(records)[0], content
    else:
        del records[at]
        if way == "moved":
            records.insert(chance.randrange(len(records) + 1), (kind, content))
    return b"".join(written(*each) for each in records)


def _xls_records(data: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 4 <= len(data):
        kind, size = struct.unpack_from("<HH", data, at)
        yield kind, data[at + 4 : at + 4 + size]
        at += 4 + size


def _xls_record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content) & 0xFFFF) + content


def _xlsb_records(data: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at < len(data):
        kind, at = _counted(data, at, 2)
        size, at = _counted(data, at, 4)
        yield kind, data[at : at + size]
        at += size


def _counted(data: bytes, at: int, most: int) -> tuple[int, int]:
    number = 0
    for place, each in enumerate(data[at : at + most]):
        number |= (each & 0x7F) << (7 * place)
        at += 1
        if each < 0x80:
            break
    return number, at


def _xlsb_record(kind: int, content: bytes) -> bytes:
    return _counting(kind) + _counting(len(content)) + content


def _counting(number: int) -> bytes:
    made = b""
    while number > 0x7F:
        made += bytes([number & 0x7F | 0x80])
        number >>= 7
    return made + bytes([number])


# --- words and bytes ----------------------------------------------------------------------------------


def _changed_words(text: str, words: Sequence[str], chance: Random) -> str:
    numbers = list(_NUMBER.finditer(text)) if chance.random() < 0.1 else []
    if numbers:
        found = chance.choice(numbers)
        return text[: found.start()] + chance.choice(_NUMBERS) + text[found.end() :]
    return "".join(_changed(list(text), list(map(list, words)), chance))


def _changed(items, pieces, chance: Random):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202 - a list of characters or a bytearray alike
    """Change a sequence once or a few times."""
    for _ in range(chance.choice([1, 1, 2, 5])):
        at = chance.randrange(len(items) + 1)
        end = min(at + chance.choice([1, 2, 5, chance.randrange(_SLICE)]), len(items))
        way = chance.choice(["piece", "piece", "drop", "repeat", "move", "replace", "one"])
        if way == "piece":
            items[at:at] = chance.choice(pieces)
        elif way == "replace":
            items[at:end] = chance.choice(pieces)
        elif way == "drop":
            del items[at:end]
        elif way == "repeat":
            items[at:at] = items[at:end] * chance.choice([1, 2, 20])
        elif way == "move":
            moved = items[at:end]
            del items[at:end]
            to = chance.randrange(len(items) + 1)
            items[to:to] = moved
        elif items and at < len(items):
            items[at] = chance.choice(items)
    return items


def _encoded(text: str, most: int) -> bytes:
    return text.encode("utf-8", "surrogateescape" if not _has_pairs(text) else "replace")[:most]


def _has_pairs(text: str) -> bool:
    return any("\ud800" <= each < "\udc80" or "\udcff" < each <= "\udfff" for each in text)
