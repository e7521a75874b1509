"""What holds for all sheets of a workbook: which there are, the strings that they share, their formats."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping

from attrs import define, field

from budgetperf.readers.composing import ComposedText
from budgetperf.readers.office.package import Package, Relation
from budgetperf.readers.sheets.cells import SheetCells
from budgetperf.readers.sheets.formats import CellFormats
from budgetperf.readers.sheets.layout import Sheets
from budgetperf.readers.sheets.listing import ListedSheet

__all__ = ["Book", "PackagedBook"]


@define
class Book:
    """What holds for all sheets."""

    #: All sheets, those of charts without a part.
    sheets: list[ListedSheet] = field(factory=list)
    strings: list[str] = field(factory=list)
    formats: CellFormats = field(factory=CellFormats)

    def string(self, place: int) -> str:
        """Return the string at a place among those that the sheets share, nothing beyond the last."""
        return self.strings[place] if place < len(self.strings) else ""


@define
class PackagedBook(Book, ABC):
    """A workbook whose sheets, strings and formats are parts of an archive, of XML or of records."""

    package: Package = field(kw_only=True)
    main: str = field(kw_only=True)

    def __attrs_post_init__(self) -> None:
        relations = self.package.relations(self.main)
        self._read_main(relations)
        for relation in relations.values():
            if relation.target not in self.package:
                continue
            if relation.kind == "sharedStrings" and not self.strings:
                self._read_strings(relation.target)
            elif relation.kind == "styles" and not self.formats.codes:
                numbers, codes = self._read_styles(relation.target)
                self.formats = CellFormats.of_styles(numbers, codes, since_1904=self.formats.since_1904)

    def text(self, wanted: str | int | None) -> ComposedText:
        """Return what the sheets show, or the one that is wanted.

        Raises:
            Unreadable: if the file is damaged.
            LimitExceeded: if it is larger than the limits allow.
            ValueError: if it has no such sheet.

        """
        sheets = Sheets(ComposedText(self.package.allowance))
        sheets.read(self.sheets, wanted, lambda part: self._cells(part, sheets))
        return sheets.composed

    def _list(self, name: str, relation: Relation | None, *, shown: bool) -> None:
        """Take the next sheet; one of another kind, such as a chart, has no part for us."""
        part = relation.target if relation and relation.kind == "worksheet" else ""
        self.sheets.append(ListedSheet(name, part, shown))

    @abstractmethod
    def _read_main(self, relations: Mapping[str, Relation]) -> None:
        """Take the sheets from the part that lists them, and from when days are counted."""

    @abstractmethod
    def _read_strings(self, part: str) -> None:
        """Take the strings that the sheets share."""

    @abstractmethod
    def _read_styles(self, part: str) -> tuple[Iterable[int], Mapping[int, str]]:
        """Return the number of each style's format, and the formats that are the workbook's own."""

    @abstractmethod
    def _cells(self, part: str, sheets: Sheets) -> SheetCells:
        """Read a sheet."""
