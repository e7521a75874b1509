"""From printed words to plain ones: LaTeX, width, and blanks inside words.

Texts are never cleaned before they are parsed, since that would move every
offset. What stands here turns the words of a *finished* piece (a name, a
target) into the form that is compared and read.
"""

import re
import unicodedata

__all__ = [
    "BLANKS",
    "BRACKETED",
    "RADICAL",
    "SEPARATORS",
    "joined",
    "normalized",
    "stripped",
    "unified",
    "whole_characters",
]

#: What stands for nothing: white space, NUL, and the invisible format
#: characters that PDF and web exports leave behind.
BLANKS = (
    "\x00\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007"
    "\u2008\u2009\u200a\u200b\u200c\u200d\u2028\u2029\u202f\u205f\u2060\u3000\ufeff"
)

#: What may stand between the parts of a clause, in any dialect.
SEPARATORS = "。；;﹔，,﹐、：:﹕∶"

#: Brackets that hold no other ones, with what they hold; they may be of two kinds.
BRACKETED = re.compile(r"[(（\[【][^()（）\[\]【】]*[)）\]】]")

_BLANK = re.compile(f"[{BLANKS}]+")
_LINE_BREAK = re.compile("[\n\x0b\x0c\r\x85\u2028\u2029]")
_ENDS = frozenset(BLANKS + SEPARATORS + ".")

#: Full-width forms (U+FF01 to U+FF5E) are ASCII shifted by a constant; small forms and the minus sign are not.
_SMALL = {
    "﹐": ",",
    "﹒": ".",
    "﹔": ";",
    "﹕": ":",
    "﹗": "!",
    "﹙": "(",
    "﹚": ")",
    "﹢": "+",
    "﹣": "-",
    "﹤": "<",
    "﹥": ">",
    "﹦": "=",
    "﹪": "%",
    "〜": "~",
    "−": "-",
}
_TO_ASCII = {code + 0xFEE0: code for code in range(0x21, 0x7F)} | str.maketrans(_SMALL)

_LATEX_SIGNS = {
    "geq": "≥", "geqslant": "≥", "geqq": "≥", "ge": "≥", "gt": ">", "textgreater": ">",
    "leq": "≤", "leqslant": "≤", "leqq": "≤", "le": "≤", "lt": "<", "textless": "<",
    "gg": "≫", "ll": "≪",
    "neq": "≠", "ne": "≠", "approx": "≈", "sim": "~", "pm": "±", "times": "×", "div": "÷", "cdot": "·",
    "permil": "‰", "textperthousand": "‰", "degree": "°", "circ": "°",
    "quad": " ", "qquad": " ",
}  # fmt: skip
#: These change how letters look, and say nothing.
_LATEX_FONTS = frozenset({
    "mathrm", "mathbf", "mathit", "mathsf", "mathtt", "mathnormal", "boldsymbol", "operatorname", "mbox", "hbox",
    "text", "textbf", "textit", "textrm", "textsf", "texttt", "rm", "bf", "it", "sf", "tt",
    "displaystyle", "textstyle", "scriptstyle",
})  # fmt: skip
_RAISED = {"2": "²", "3": "³"}
# Every alternative leaves something that reads the same the second time: a
# backslash stays only before a character that is kept as well.
_LATEX = re.compile(
    rf"\\([A-Za-z]+)[{BLANKS}]*"  # a command and the blanks that end it
    r"|\\([%$&#_{},;:!()\[\]\\])"  # an escaped character, a thin space, or \( \) around a formula
    rf"|\\[{BLANKS}]+"  # an escaped blank
    r"|\^\{?([23])\}?(?!\d)"  # a raised 2 or 3, of square and cubic metres
    rf"|\{{[~{BLANKS}]*|\}}"  # braces around a group, which may begin with a blank
    r"|\$"  # the sign around a formula
)
_NEEDS_WORK = re.compile(rf"[\\$！-～{''.join(_SMALL)}{BLANKS}]")
_LATIN = re.compile(r"[0-9A-Za-z]")


def normalized(text: str) -> str:
    r"""Return `text` with LaTeX undone, width made ASCII and idle blanks dropped.

    A blank stays only where it parts two ASCII letters or digits.

    >>> normalized(r"$\geq$ 20次"), normalized("９０％"), normalized("5G 基站 Windows 11")
    ('≥20次', '90%', '5G基站Windows 11')
    """
    if not _NEEDS_WORK.search(text):
        return text
    # Width first: ＄ and ＼ are LaTeX's signs too.
    text = text.strip(BLANKS).translate(_TO_ASCII)
    if "\\" in text or "$" in text:
        text = _LATEX.sub(_latex_sign, text)
    return _BLANK.sub(_blank_between_latin, text).strip(BLANKS)


def _latex_sign(found: re.Match[str]) -> str:
    command, escaped, raised = found.groups()
    if raised:
        return _RAISED[raised]
    if command in _LATEX_FONTS:
        return ""
    if command:
        return _LATEX_SIGNS.get(command) or _unknown_command(found)
    if escaped and escaped in "$\\{}":
        return found[0]  # bare, they would be taken for signs of LaTeX again
    return escaped if escaped and escaped in "%&#_" else ""


def _unknown_command(found: re.Match[str]) -> str:
    # Where something between it and the next letters is dropped, a blank has to
    # keep them apart, or they would read as one command.
    command = found[0].rstrip(BLANKS)
    apart = command != found[0] or found.string[found.end() : found.end() + 1] in ("\\", "$", "{", "}")
    return f"{command} " if apart else command


def _latin_neighbours(found: re.Match[str]) -> int:
    before = found.string[found.start() - 1 : found.start()]
    after = found.string[found.end() : found.end() + 1]
    return bool(_LATIN.match(before)) + bool(_LATIN.match(after))


def _blank_between_latin(found: re.Match[str]) -> str:
    return " " if _latin_neighbours(found) == 2 else ""


#: Radicals that fonts confuse with the characters they look like, and that Unicode does not decompose.
_RADICALS = "⺁⺄⺈⺊⺎⺒⺓⺜⺝⺞⺠⺩⺪⺫⺬⺮⺻⺼⺽⻁⻄⻅⻆⻉⻋⻑⻓⻔⻗⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰⻳"
_CHARACTERS = "厂乙刀卜兀巳幺日月歹民王疋目示竹聿肉臼虎西见角贝车長长门雨青韦页风飞食马骨鬼鱼鸟卤麦黄黾齐齿龙龟"
_KANGXI = (*range(0x2F00, 0x2FD6), 0x2E9F, 0x2EF3)
_UNIFIED = str.maketrans(_RADICALS, _CHARACTERS) | {code: unicodedata.normalize("NFKC", chr(code)) for code in _KANGXI}
#: Those that :func:`unified` changes.
RADICAL = re.compile(f"[{_RADICALS}\u2f00-\u2fd5\u2e9f\u2ef3]")


def unified(text: str) -> str:
    """Return `text` with radicals as the characters that they look like, one for one.

    Fonts in PDFs name 工 as the radical ⼯ (U+2F2F), and what is copied from them has the
    radical, in which no word is found.

    >>> unified("⼯程⻋辆"), unified("⼯程⻋辆") == "工程车辆"
    ('工程车辆', True)
    """
    return text.translate(_UNIFIED) if RADICAL.search(text) else text


def joined(text: str) -> str:
    """Return `text` with the blanks and line breaks inside words removed.

    Chinese is written without blanks, so one between two characters comes from
    a wrapped line or from OCR. One beside an ASCII letter or digit is kept, as a
    single space: the author may have typed it.

    >>> joined("帮助帮扶对 象解决\\n问题"), joined("5G 基站")
    ('帮助帮扶对象解决问题', '5G 基站')
    """
    # Of all blanks only the space is printable, and asking that is faster than a search.
    if (" " not in text and text.isprintable()) or not _BLANK.search(text):
        return text
    return _BLANK.sub(_blank_beside_latin, text).strip(BLANKS)


def _blank_beside_latin(found: re.Match[str]) -> str:
    # A line break is the page's, not the author's, unless it parts two words.
    needed = 2 if _LINE_BREAK.search(found[0]) else 1
    return " " if _latin_neighbours(found) >= needed else ""


def stripped(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the bounds of ``text[start:end]`` without blanks and separators at its ends.

    A full stop in ASCII goes too, but neither an ellipsis nor the point of ``.5``.

    >>> text = "：持续提升。；"
    >>> text[slice(*stripped(text, 0, len(text)))]
    '持续提升'
    """
    while start < end and text[start] in _ENDS and (text[start] != "." or _is_opening_stop(text, start, end)):
        start += 1
    while start < end and text[end - 1] in _ENDS and (text[end - 1] != "." or _is_closing_stop(text, start, end)):
        end -= 1
    return start, end


def _is_opening_stop(text: str, start: int, end: int) -> bool:
    following = text[start + 1 : min(start + 2, end)]
    return following != "." and not following.isdecimal()


def _is_closing_stop(text: str, start: int, end: int) -> bool:
    return end - 1 == start or text[end - 2] != "."


def whole_characters(words: str) -> str:
    r"""Return words in which no character is halved, as UTF-16 writes those beyond the first 65536.

    Halves that stand together are the character that they make; a lone one, the leftover of a wrong decoding, is
    U+FFFD, since no encoding has it.

    >>> whole_characters("\ud842\udfb7野\ud842")
    '𠮷野�'
    """
    return words.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
