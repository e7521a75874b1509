"""The sheets that a workbook lists, and which of them are to be read."""

from collections.abc import Sequence

from attrs import define, field, frozen

from budgetperf.readers.limits import Allowance

__all__ = ["ListedSheet", "SheetList", "enumerated"]

#: So many of the names in a list stand in a message.
_NAMED = 5


def enumerated(names: Sequence[str]) -> str:
    """Return names in words, no more than the first of them where there are many.

    >>> enumerated(["甲", "乙"]), enumerated("1234567")
    ('甲, 乙', '1, 2, 3, 4, 5 and 2 more')
    """
    further = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + further


@frozen
class ListedSheet:
    """A sheet by what the workbook says of it."""

    name: str
    #: Where in the file it is; empty for a sheet of another kind, such as a chart.
    part: str = ""
    shown: bool = True


@define
class SheetList:
    """The sheets of a workbook in order, and which of them are to be read."""

    allowance: Allowance
    #: The sheet that was asked for; all that are shown when None.
    wanted: str | int | None = None
    sheets: list[ListedSheet] = field(factory=list)
    found: bool = False

    def add(self, sheet: ListedSheet) -> bool:
        """Add the next sheet; tell whether it is to be read.

        Raises:
            LimitExceeded: if there are too many.

        """
        self.sheets.append(sheet)
        self.allowance.check("parts", len(self.sheets), "the workbook has too many sheets")
        if self.wanted is None:
            return sheet.shown
        if self.found or self.wanted not in (sheet.name, len(self.sheets)):
            return False
        self.found = True
        return True

    def hidden(self) -> Sequence[str]:
        """Return the names of the sheets left out because they are hidden, when all were added.

        Raises:
            ValueError: if there is no such sheet as was asked for.

        """
        if self.wanted is None:
            return [sheet.name for sheet in self.sheets if not sheet.shown]
        if self.found:
            return ()
        named = enumerated([f"{number} {sheet.name[:40]!r}" for number, sheet in enumerate(self.sheets, 1)])
        raise ValueError(f"there is no sheet {self.wanted!r}; the workbook has {named or 'none'}")
