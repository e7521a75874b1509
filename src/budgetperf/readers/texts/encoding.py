"""From bytes to text: which encoding it is, told without being asked."""

import codecs
import re

from attrs import frozen

from budgetperf.readers.texts.savedpage import pages_in

__all__ = ["BYTE_ORDER_MARKS", "Decoded", "decode", "is_binary"]

#: What a text may begin with, and the encoding that it is in then.
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

#: So much of a file tells what encoding it is in.
_SAMPLE = 65536
#: A page of HTML that says it is in one of the encodings that GB18030 extends.
_DECLARED = re.compile(
    rb"<meta[^<>]{0,200}charset\s{0,9}=\s{0,9}[\"']?\s{0,9}(?:gb_?2312|gbk|gb18030|x-gbk)\b", re.IGNORECASE
)
#: Control characters that no text holds.
_CONTROLS = bytes((*range(0x09), *range(0x0E, 0x1B), *range(0x1C, 0x20)))
_MOSTLY_CONTROLS = 0.05
#: ASCII, and characters that make up half of any budget document; a wrong encoding gives others.
_FREQUENT = frozenset(
    "的一是不在有人和了大为以年月日第个中上下工作会部门单位名称项目支出绩效目标指值合计总财政拨款专户其他资金万元"
    "产数量质时效成本益满意度社经济生态可持续影响服务对象实施周期完成率及开展保障提高建设管理经费补助市区县局"
    "，。、；：（）“”　\t\r\n"
).union(map(chr, range(0x20, 0x7F)))
#: How many bytes before and behind a place are looked at.
_AROUND = 2048
#: So many bytes of valid UTF-8 are no accident.
_ENOUGH = 6
#: A replaced or a control character weighs as much as several frequent ones.
_WEIGHT_OF_ODD = 4
_ODD = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")


@frozen(kw_only=True)
class Decoded:
    """A text with the encoding it was in."""

    text: str
    encoding: str
    #: How many stretches of bytes were no valid text and were replaced.
    replaced: int


def is_binary(data: bytes) -> bool:
    r"""Tell bytes that are no text in any encoding: UTF-16 holds bytes of any value.

    >>> is_binary(bytes(range(8)) * 8), is_binary("部门名称".encode("utf-16-le"))
    (True, False)
    """
    sample = data[:_SAMPLE]
    if len(sample) - len(sample.translate(None, _CONTROLS)) <= len(sample) * _MOSTLY_CONTROLS:
        return False
    sample = sample[: 4 * _AROUND]
    return _readability(sample, _wide_encoding(sample) or _likeliest(sample)) < 0


def decode(data: bytes, encoding: str | None = None) -> Decoded:
    """Return the text in `data`.

    Told apart without being asked: UTF-8 with and without a byte order mark,
    UTF-16 with and without one, GB18030 (and so GBK and GB2312). A page that
    declares GB2312 or GBK is tried as GB18030, whose characters such pages use.
    Of a page that was saved in one piece (MHTML) it is the text of the page.

    Args:
        data: The bytes of a file.
        encoding: What to use instead.

    Raises:
        LookupError: if `encoding` is no encoding of text that Python knows.

    >>> decode("单位：万元".encode("gb18030"))
    Decoded(text='单位：万元', encoding='gb18030', replaced=0)

    """
    if encoding is not None:
        return _replacing(data, codecs.lookup(encoding).name)
    pages = [_decoded(page) for page in pages_in(data)]
    if pages:
        text = "\n".join(page.text for page in pages)
        return Decoded(text=text, encoding=pages[0].encoding, replaced=sum(page.replaced for page in pages))
    return _decoded(data)


def _decoded(data: bytes) -> Decoded:
    for mark, name in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _replacing(data, name)
    wide = _wide_encoding(data)  # before UTF-8, which would take the zeros for characters
    if wide:
        return _replacing(data, wide)
    try:
        return Decoded(text=data.decode("utf-8"), encoding="utf-8", replaced=0)
    except UnicodeDecodeError as error:
        cut = error.reason == "unexpected end of data" and error.start >= _ENOUGH
        if not cut and _DECLARED.search(data, 0, _SAMPLE):
            try:
                return Decoded(text=data.decode("gb18030"), encoding="gb18030", replaced=0)
            except UnicodeDecodeError:
                pass  # it was declared wrongly, or the file is damaged
        return _replacing(data, "utf-8" if cut else _likeliest(data, error.start))


def _wide_encoding(data: bytes) -> str | None:
    """Return the UTF-16 that zero bytes betray: those of digits, tabs and line breaks."""
    sample = data[:_SAMPLE]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if not sample or max(even, odd) * 50 < len(sample) or min(even, odd) * 10 > max(even, odd):
        return None
    return "utf-16-be" if even > odd else "utf-16-le"


def _likeliest(data: bytes, place: int = 0) -> str:
    """Return the encoding in which the bytes around `place` read most like a budget document."""
    start = max(0, place - _AROUND) // 2 * 2
    sample = data[start : start + 4 * _AROUND]
    return max(("utf-8", "gb18030", "utf-16-le", "utf-16-be"), key=lambda name: _readability(sample, name))


def _readability(data: bytes, name: str) -> float:
    """Return the share of frequent characters less that of characters no text holds, which weighs more."""
    text = data.decode(name, errors="replace")
    frequent = sum(character in _FREQUENT for character in text)
    odd = text.count("\ufffd") + len(_ODD.findall(text))
    return (frequent - _WEIGHT_OF_ODD * odd) / max(len(text), 1)


def _replacing(data: bytes, name: str) -> Decoded:
    try:
        text = data.decode(name, errors="replace")
    except UnicodeError as error:  # such as idna, which is none of a text
        message = f"{name} is no encoding of text"
        raise LookupError(message) from error
    return Decoded(text=text, encoding=name, replaced=max(0, text.count("\ufffd") - _printed(data, name)))


def _printed(data: bytes, name: str) -> int:
    """Return how often U+FFFD itself is in the bytes."""
    try:
        return data.count("\ufffd".encode(name.removesuffix("-sig").removesuffix("_sig")))
    except UnicodeError:
        return 0
