r"""RTF: the paragraphs and tables of a document that is written in control words.

Read is what the document shows when all its changes are accepted: deleted and hidden
words are left out, as are headers, footers, notes, pictures and the numbers of lists.
Words in text boxes follow the paragraph or table that they are anchored in.
"""

import re
from collections.abc import Callable
from io import StringIO
from typing import ClassVar

from attrs import define, evolve, field, frozen

from budgetperf.normalization import whole_characters
from budgetperf.readers.composing import ComposedText
from budgetperf.readers.documents.marks import CellShape, MarkedText, RowShape
from budgetperf.readers.documents.rtf_fonts import Fonts
from budgetperf.readers.limits import Allowance
from budgetperf.readers.request import Request
from budgetperf.readers.unreadable import Unreadable

__all__ = ["read_rtf"]

#: A control word and its number, bytes in hexadecimal, a control symbol, a brace, and words; a line break is nothing.
_MARKS = rb"\\([A-Za-z]{1,40})(-?[0-9]{1,18})?[ ]?|((?:\\'[0-9A-Fa-f]{2})+)|\\([^A-Za-z])|([{}])|[\r\n\0]+|"
_NUMBER, _CODED, _SYMBOL, _BRACE, _PLAIN = 2, 3, 4, 5, 6
_TOKEN = re.compile(_MARKS + rb"([^\\{}\r\n\0]+)", re.DOTALL)
#: The second byte of a character may be that of a brace or of a backslash.
_WIDE_TOKEN = re.compile(_MARKS + rb"((?:[\x81-\xfe][\x40-\x7e\x80-\xfe]|[^\\{}\r\n\0])+)", re.DOTALL)
_IN_GROUP = re.compile(rb"[{}]|\\bin([0-9]{1,18})[ ]?|\\[^A-Za-z]", re.DOTALL)
_CODE_PAGE = re.compile(rb"\\ansicpg([0-9]{1,9})")
_HEAD = 4096
#: Groups within groups, for each table within a table.
_GROUPS_OF_TABLE = 20
#: How many tokens are read between two looks at the clock.
_OFTEN = 1 << 14
_BYTES = frozenset(b"\\{}")
_CHARACTERS = {
    "tab": "\t", "line": "\n", "page": "\n", "column": "\n", "softline": "\n", "emdash": "—", "endash": "–",
    "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "bullet": "•", "emspace": "\u2003",
    "enspace": "\u2002", "qmspace": "\u2005",
}  # fmt: skip
_SYMBOLS = {b"~": "\xa0", b"_": "-", b"\t": "\t"}
#: Groups that are passed over, though nothing says that they may be.
_LEFT_OUT = frozenset(
    {
        "annotation", "atnauthor", "atnid", "bkmkend", "bkmkstart", "colortbl", "datafield", "filetbl",
        "fldinst", "footer", "footerf", "footerl", "footerr", "footnote", "ftncn", "ftnsep", "ftnsepc",
        "header", "headerf", "headerl", "headerr", "info", "listtext", "mmathPict", "nonesttables",
        "nonshppict", "objdata", "pict", "pntext", "pntxta", "pntxtb", "private1", "revtbl", "rxe", "shprslt",
        "sn", "sp", "stylesheet", "sv", "tc", "tcn", "template", "txe", "xe",
    }
)  # fmt: skip
#: Groups that are read, though they say that they may be passed over.
_OPENED = frozenset({"do", "moMath", "moMathPara", "nesttableprops", "shpinst", "shptxt", "ud"})


def read_rtf(request: Request) -> ComposedText:
    """Return what the document shows.

    Raises:
        Unreadable: if the file is cut off.
        LimitExceeded: if it is larger than the limits allow.

    """
    reader = _Reader(request.data, request.allowance)
    reader.read()
    if reader.groups:
        hint = "get the file again, or open it in Word, WPS or LibreOffice, look at its end, and save it again"
        raise Unreadable("it is cut off", hint=hint)
    reader.text.end()
    return reader.text.text()


@frozen
class _State:
    """What holds up to the end of a group."""

    font: int = -1
    hidden: bool = False
    deleted: bool = False
    #: Whether it is a formula, of which its runs alone are words.
    formula: bool = False
    #: How many bytes stand for a character behind its code.
    replaced: int = 1
    #: How many tables a paragraph is in.
    depth: int = 0


@define
class _Group:
    """A group that is open: what held before it, and what its end is the end of."""

    before: _State
    #: The document around, where the group is a text box.
    around: "tuple[MarkedText, StringIO] | None" = None
    #: The row around, where the group describes a row of a table within a table.
    row: "_Row | None" = None


@define
class _Row:
    """A row while it is described."""

    left: int = 0
    cells: list[CellShape] = field(factory=list)
    covered: bool = False
    beside: bool = False

    @property
    def shape(self) -> RowShape:
        """How it is cut into cells."""
        return RowShape(self.left, tuple(self.cells))


@define
class _Reader:
    """Follows the control words."""

    data: bytes = field(repr=False)
    allowance: Allowance
    text: MarkedText = field(init=False)
    words: StringIO = field(factory=StringIO)
    fonts: Fonts = field(factory=Fonts)
    state: _State = field(factory=_State)
    plain_font: int = 0
    groups: list[_Group] = field(factory=list)
    row: _Row = field(factory=_Row)
    #: Bytes whose encoding the font tells.
    pending: bytearray = field(factory=bytearray)
    at: int = 0
    #: How many bytes are left of those that stand for a character.
    replaced: int = 0
    #: Whether a group has just begun, and whether it may be passed over.
    fresh: bool = False
    optional: bool = False

    def __attrs_post_init__(self) -> None:
        self.text = MarkedText(self.allowance)

    def read(self) -> None:
        """Read to the end of the file, or of its outermost group."""
        page = _CODE_PAGE.search(self.data, 0, _HEAD)
        self.fonts = self.fonts.with_page(int(page[1])) if page else self.fonts
        token = _WIDE_TOKEN if self.fonts.is_wide else _TOKEN
        count = 0
        while found := token.match(self.data, self.at):
            self.at = found.end()
            count += 1
            if count % _OFTEN == 0:
                self.allowance.check_time()
            if found.lastindex:
                self._take(found)
            if not self.groups:
                break
        self._flush()
        self._end_last_paragraph()

    def _take(self, found: re.Match[bytes]) -> None:
        kind = found.lastindex
        if kind == _PLAIN:
            self._add_bytes(found[_PLAIN])
        elif kind == _CODED:
            self._add_bytes(bytes.fromhex(found[_CODED].replace(b"\\'", b"").decode("ascii")))
        elif kind == _BRACE:
            self._open() if found[_BRACE] == b"{" else self._close()
        elif kind == _SYMBOL:
            self._take_symbol(found[_SYMBOL])
        else:
            self._take_word(found[1].decode("ascii"), int(found[2]) if kind == _NUMBER else None)

    # --- words ---------------------------------------------------------------------------

    def _add_bytes(self, data: bytes) -> None:
        self.fresh = False
        left_out = min(self.replaced, len(data))
        self.replaced -= left_out
        self.pending += data[left_out:]

    def _add(self, words: str) -> None:
        state = self.state
        if not (state.hidden or state.deleted or state.formula):
            self.words.write(words)

    def _flush(self) -> None:
        """Add the bytes that were met, before anything changes what they mean."""
        if self.pending:
            self._add(self.fonts.words(bytes(self.pending), self.state.font))
            self.pending.clear()

    def _take_symbol(self, symbol: bytes) -> None:
        if symbol[0] in _BYTES:
            self._add_bytes(symbol)
            return
        self._flush()
        self.replaced = 0
        if symbol == b"*":
            self.optional = self.fresh
        elif symbol in b"\r\n":
            self._end_paragraph(None)
        else:
            self._add(_SYMBOLS.get(symbol, ""))

    def _taken_words(self) -> str:
        """Return the words of the paragraph that ends here."""
        words, self.words = self.words.getvalue(), StringIO()
        return whole_characters(words)

    # --- groups --------------------------------------------------------------------------

    def _open(self) -> None:
        self._flush()
        self.groups.append(_Group(self.state))
        depth = len(self.groups) // _GROUPS_OF_TABLE
        self.allowance.check("nesting", depth, "groups are nested too deep")
        self.replaced = 0
        self.fresh, self.optional = True, False

    def _close(self) -> None:
        self._flush()
        self.replaced = 0
        self.fresh = self.optional = False
        if not self.groups:
            return
        group = self.groups.pop()
        if group.around:
            self._end_last_paragraph()
            box = self.text
            box.end()
            self.text, self.words = group.around
            self.text.boxes += box.body.blocks
        if group.row:
            self.row = group.row
        self.state = group.before

    def _pass_over(self) -> bytes:
        """Go on at the end of the group, and return what is in it."""
        start, depth = self.at, 1
        for found in iter(lambda: _IN_GROUP.search(self.data, self.at), None):
            self.at = found.end()
            if found[1]:
                self.at = min(self.at + int(found[1]), len(self.data))
            elif found[0] in b"{}":
                depth += 1 if found[0] == b"{" else -1
            if not depth:
                self.at = found.start()
                return self.data[start : self.at]
        self.at = len(self.data)
        return self.data[start:]

    # --- control words ---------------------------------------------------------------------

    def _take_word(self, name: str, number: int | None) -> None:
        fresh, optional = self.fresh, self.optional
        self._flush()
        self.fresh = self.optional = False
        self.replaced = 0
        if fresh and (name in _LEFT_OUT or (optional and name not in _OPENED)):
            self._pass_over()
        elif fresh and name in self._GROUPS:
            self._GROUPS[name](self)
        elif name in _CHARACTERS:
            self._add(_CHARACTERS[name])
        elif action := self._WORDS.get(name):
            action(self, number)

    def _read_fonts(self) -> None:
        self.fonts = self.fonts.with_table(self._pass_over())

    def _start_box(self) -> None:
        self.groups[-1].around = (self.text, self.words)
        self.text, self.words = MarkedText(self.allowance), StringIO()
        self.state = _State(self.plain_font, replaced=self.state.replaced)

    def _start_inner_row(self) -> None:
        self.groups[-1].row = self.row
        self.row = _Row()

    def _start_formula(self) -> None:
        self.state = evolve(self.state, formula=True)

    def _start_run_of_formula(self) -> None:
        self.state = evolve(self.state, formula=False)

    def _pass_over_first_form(self) -> None:
        """Leave out the form of a text that is for those who know no Unicode; the other follows."""
        found = _IN_GROUP.search(self.data, self.at)
        if found and found[0] == b"{":
            self.at = found.end()
            self._pass_over()
            self.at += 1

    def _take_code(self, number: int | None) -> None:
        if number is not None:
            self._add(self.fonts.character(number & 0xFFFF, self.state.font))
            self.replaced = self.state.replaced

    def _set_replaced(self, number: int | None) -> None:
        self.state = evolve(self.state, replaced=max(number or 0, 0))

    def _set_font(self, number: int | None) -> None:
        self.state = evolve(self.state, font=number or 0)

    def _set_plain_font(self, number: int | None) -> None:
        self.plain_font = number or 0
        self._set_font(number)

    def _set_code_page(self, number: int | None) -> None:
        self.fonts = self.fonts.with_page(number or 1252)

    def _set_plain(self, _: int | None) -> None:
        self.state = evolve(self.state, font=self.plain_font, hidden=False, deleted=False)

    def _hide(self, number: int | None) -> None:
        self.state = evolve(self.state, hidden=number != 0)

    def _delete(self, number: int | None) -> None:
        self.state = evolve(self.state, deleted=number != 0)

    def _pass_over_bytes(self, number: int | None) -> None:
        self.at = min(self.at + max(number or 0, 0), len(self.data))

    # --- paragraphs and tables -----------------------------------------------------------------

    def _set_paragraph(self, _: int | None) -> None:
        self.state = evolve(self.state, depth=0)

    def _set_in_table(self, number: int | None) -> None:
        self.state = evolve(self.state, depth=max(self.state.depth, 1) if number != 0 else 0)

    def _set_depth(self, number: int | None) -> None:
        self.state = evolve(self.state, depth=max(number or 0, 0))

    @property
    def _leaves_out(self) -> bool:
        return self.state.hidden or self.state.deleted

    def _end_paragraph(self, _: int | None) -> None:
        self.text.end_paragraph(self._taken_words(), self.state.depth, joined=self._leaves_out)

    def _end_last_paragraph(self) -> None:
        if self.words.tell():
            self._end_paragraph(None)

    def _end_cell(self, _: int | None) -> None:
        self.text.end_cell(self._taken_words(), 1)

    def _end_inner_cell(self, _: int | None) -> None:
        self.text.end_cell(self._taken_words(), max(self.state.depth, 2))

    def _end_row(self, _: int | None) -> None:
        self._end_row_at(1)

    def _end_inner_row(self, _: int | None) -> None:
        self._end_row_at(max(self.state.depth, 2))

    def _end_row_at(self, depth: int) -> None:
        words = self._taken_words()
        if words.strip():
            self.text.end_paragraph(words, depth)
        self.text.end_row(self.row.shape, depth, left_out=self._leaves_out)

    def _start_row(self, _: int | None) -> None:
        self.row = _Row()

    def _set_left(self, number: int | None) -> None:
        self.row.left = number or 0

    def _cover(self, _: int | None) -> None:
        self.row.covered = True

    def _cover_beside(self, _: int | None) -> None:
        self.row.covered = self.row.beside = True

    def _add_cell(self, number: int | None) -> None:
        row = self.row
        self.allowance.check("columns", len(row.cells) + 1, "a table has too many columns")
        row.cells.append(CellShape(number or 0, covered=row.covered, beside=row.beside))
        row.covered = row.beside = False

    _GROUPS: ClassVar[dict[str, Callable[["_Reader"], None]]] = {
        "fonttbl": _read_fonts,
        "shptxt": _start_box,
        "dptxbxtext": _start_box,
        "nesttableprops": _start_inner_row,
        "moMath": _start_formula,
        "moMathPara": _start_formula,
        "mr": _start_run_of_formula,
        "upr": _pass_over_first_form,
    }
    _WORDS: ClassVar[dict[str, Callable[["_Reader", int | None], None]]] = {
        "u": _take_code,
        "uc": _set_replaced,
        "f": _set_font,
        "deff": _set_plain_font,
        "ansicpg": _set_code_page,
        "plain": _set_plain,
        "v": _hide,
        "deleted": _delete,
        "mvf": _delete,
        "bin": _pass_over_bytes,
        "pard": _set_paragraph,
        "intbl": _set_in_table,
        "itap": _set_depth,
        "par": _end_paragraph,
        "sect": _end_paragraph,
        "cell": _end_cell,
        "nestcell": _end_inner_cell,
        "row": _end_row,
        "nestrow": _end_inner_row,
        "trowd": _start_row,
        "trleft": _set_left,
        "clvmrg": _cover,
        "clmrg": _cover_beside,
        "cellx": _add_cell,
    }
