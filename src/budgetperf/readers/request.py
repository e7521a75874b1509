"""What every reader of a file is given: the file, and what of it is wanted."""

from collections.abc import Collection

from attrs import field, frozen

from budgetperf.readers.limits import Allowance
from budgetperf.readers.office.compound import CompoundFile
from budgetperf.readers.office.flat import FlatXml
from budgetperf.readers.office.package import Package
from budgetperf.readers.texts.encoding import decode

__all__ = ["Request"]

#: What the options that narrow are for.
_OPTIONS = {"pages": "a PDF", "password": "a PDF", "sheet": "a workbook"}


@frozen(kw_only=True)
class Request:
    """A file that is to be read, and what of it is wanted."""

    data: bytes = field(repr=False)
    allowance: Allowance
    #: The pages of a PDF, from 1; all when None.
    pages: tuple[int, ...] | None = None
    #: The sheet of a workbook, by name or by number from 1; all that are shown when None.
    sheet: str | int | None = None
    password: str | None = None
    #: The archive that was opened to tell what it is, and its part that holds the document.
    package: Package | None = None
    main: str = ""
    #: The same of an Office 97 file.
    compound: CompoundFile | None = None

    def refuse_options(self, words: str, accepted: Collection[str] = ()) -> None:
        """Refuse options that mean nothing for the content, which `words` name."""
        for option in ("pages", "sheet", "password"):
            if getattr(self, option) is not None and option not in accepted:
                raise ValueError(f"{option}= is for {_OPTIONS[option]}, and the content is {words}")

    @property
    def archive(self) -> Package:
        """The archive that the file is."""
        assert self.package is not None  # noqa: S101 - readers of archives are called for archives alone
        return self.package

    @property
    def storage(self) -> CompoundFile:
        """The Office 97 file that it is.

        Raises:
            Unreadable: if it is damaged.

        """
        return self.compound or CompoundFile(self.data)

    @property
    def flat(self) -> FlatXml:
        """The one text of XML that the file is."""
        return FlatXml(self.allowance, decode(self.data))
