"""OpenDocument: what its spreadsheets and its texts have in common, words and styles.

What a cell shows is printed in its paragraphs, in the format that it has. Left out are comments,
notes, readings above characters, and what was deleted while changes were recorded.
"""

import re

from attrs import define, field

from budgetperf.diagnostics import Diagnostic
from budgetperf.readers.limits import Allowance
from budgetperf.readers.office.elements import ElementReader, parse_xml
from budgetperf.readers.office.flat import FlatXml, parse_flat
from budgetperf.readers.office.package import Package
from budgetperf.readers.unreadable import Unreadable

__all__ = ["OFFICE", "TABLE", "TEXT", "OdfReader", "count_of", "read_content", "short_name"]

_NAMES = "urn:oasis:names:tc:opendocument:xmlns:"
#: The beginnings of attributes' names.
OFFICE, TABLE, TEXT, _STYLE = (f"{_NAMES}{room}:1.0 " for room in ("office", "table", "text", "style"))
#: What elements of each room are called; those of other rooms are nothing to us.
_ROOMS = {OFFICE: "", TABLE: "", TEXT: "", _STYLE: "style:", f"{_NAMES}drawing:1.0 ": "draw:"}
_LEFT_OUT = frozenset(
    {"annotation", "tracked-changes", "note", "ruby-text", "forms", "scripts", "event-listeners", "shapes", "dde-links"}
)
_BLANKS = re.compile("[ \t\r\n]+")
_NUMBER = re.compile(r"\d{1,9}")
_MANIFEST = "META-INF/manifest.xml"


def short_name(full: str) -> str:
    """Return the name of an element without its namespace, nothing for those that say nothing to us.

    >>> short_name("urn:oasis:names:tc:opendocument:xmlns:table:1.0 table-row"), short_name("urn:other p")
    ('table-row', '')
    """
    space, _, name = full.rpartition(" ")
    room = _ROOMS.get(f"{space} ")
    return "" if room is None else room + name


def count_of(attributes: dict[str, str], name: str) -> int:
    """Return how often or how far something is, 1 where nothing is said."""
    printed = attributes.get(name, "1")
    return max(1, int(printed)) if _NUMBER.fullmatch(printed) else 1


def _refuse_encrypted(package: Package) -> None:
    """Refuse a file that can't be read without its password.

    Raises:
        Unreadable: if it is encrypted.

    """
    encrypted = "encrypted-package" in package

    def start(tag: str, _: dict[str, str]) -> None:
        nonlocal encrypted
        encrypted = encrypted or tag == "encryption-data"

    if _MANIFEST in package:
        parse_xml(package, _MANIFEST, start)
    if encrypted:
        raise Unreadable.encrypted()


@define
class _Paragraph:
    parts: list[str] = field(factory=list)
    #: Whether a blank that comes now adds nothing.
    blank: bool = True


@define
class OdfReader(ElementReader):
    """Takes the words of paragraphs, and knows which styles hide; what else there is, the readers below take."""

    allowance: Allowance = field(kw_only=True)
    #: The characters of all paragraphs so far.
    characters: int = 0
    #: Styles that hide words, and those that hide sheets.
    hiding: set[str] = field(factory=set)
    hiding_sheets: set[str] = field(factory=set)
    style: str = ""
    paragraphs: list[_Paragraph] = field(factory=list)
    depth: int = 0
    #: How deep it was where what is left out began.
    leaving_out: int = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take the beginning of an element."""
        self.depth += 1
        if self.leaving_out or not tag:
            return
        if tag in _LEFT_OUT or self.is_left_out(tag, attributes):
            self.leaving_out = self.depth
        elif tag in ("p", "h"):
            self.paragraphs.append(_Paragraph())
        elif tag in ("s", "tab", "line-break"):
            self._add({"s": " ", "tab": "\t"}.get(tag, "\n"))  # however many blanks it stands for: they say nothing
        elif tag.startswith("style:"):
            self._take_style(tag, attributes)
        else:
            self.open(tag, attributes)

    def end(self, tag: str) -> None:
        """Take the end of an element."""
        self.depth -= 1
        if self.leaving_out:
            if self.depth < self.leaving_out:
                self.leaving_out = 0
        elif tag in ("p", "h"):
            if self.paragraphs:
                self.close_paragraph("".join(self.paragraphs.pop().parts))
        elif tag:
            self.close(tag)

    def take(self, text: str) -> None:
        """Take words: blanks in a row are one, as in HTML."""
        if not self.paragraphs or self.leaving_out:
            return
        paragraph = self.paragraphs[-1]
        text = _BLANKS.sub(" ", text)
        if paragraph.blank:
            text = text.removeprefix(" ")
        if text:
            self._keep(paragraph, text)
            paragraph.blank = text.endswith(" ")

    def _add(self, text: str) -> None:
        if self.paragraphs:
            self._keep(self.paragraphs[-1], text)
            self.paragraphs[-1].blank = text == "\n"

    def _keep(self, paragraph: _Paragraph, text: str) -> None:
        self.characters += len(text)
        self.allowance.check("characters", self.characters, "the file has too many characters")
        paragraph.parts.append(text)

    def _take_style(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "style:style":
            self.style = attributes.get(_STYLE + "name", "")
        elif tag == "style:text-properties" and attributes.get(TEXT + "display") == "none":
            self.hiding.add(self.style)
        elif tag == "style:table-properties" and attributes.get(TABLE + "display") == "false":
            self.hiding_sheets.add(self.style)

    def is_left_out(self, tag: str, attributes: dict[str, str]) -> bool:
        """Tell whether an element shows nothing."""
        if tag == "section":
            return attributes.get(TEXT + "display") == "none"
        return tag in ("span", "p", "h") and attributes.get(TEXT + "style-name") in self.hiding

    def close_paragraph(self, words: str) -> None:
        """Take a paragraph."""


def read_content(file: Package | FlatXml, main: str, reader: OdfReader) -> list[Diagnostic]:
    """Give a reader all elements of a document; return what is doubted of it.

    It is the part `main` of an archive, or all of a text of XML.

    Raises:
        Unreadable: if the file is damaged or encrypted.
        LimitExceeded: if it is larger than the limits allow.

    """
    if isinstance(file, FlatXml):
        return parse_flat(file, reader.start, reader.end, words=reader.take, named=short_name)
    _refuse_encrypted(file)
    parse_xml(file, main, reader.start, reader.end, words=reader.take, named=short_name)
    return []
