"""The words that stand around the entries of the catalogue, in each of its languages."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Protocol

from attrs import frozen

from budgetperf.diagnostics import CatalogueEntry, ExampleForm, Severity
from budgetperf.examples import OMITTED

__all__ = ["WORDINGS", "Wording"]


class Explained(Protocol):
    """What has a code, and words about it: an entry of the catalogue, or a rule of others."""

    @property
    def code(self) -> str: ...

    @property
    def title(self) -> str: ...

    @property
    def fix(self) -> str: ...


@frozen(kw_only=True)
class Wording:
    """How one language tells about a diagnostic code.

    >>> from budgetperf.diagnostics import catalogue
    >>> WORDINGS["en"].example(catalogue()["A501"])
    'Example (rows of a table; … stands for what is in order): '
    >>> WORDINGS["zh"].standing(catalogue("zh")["A501"])
    '警告，自 0.1.0 版起'
    """

    #: What parts a heading from what it heads.
    colon: str
    severities: Mapping[Severity, str]
    #: What the example is.
    forms: Mapping[ExampleForm, str]
    #: What a cell ``…`` of an example is.
    omitted: str
    _what_to_do: str
    _example: str
    _standing: str

    def heading(self, entry: Explained) -> str:
        """Return a code with its title."""
        return f"{entry.code}{self.colon}{entry.title}"

    def standing(self, entry: CatalogueEntry) -> str:
        """Return the severity of a code, and the version that added it."""
        return self._standing.format(severity=self.severities[entry.severity], version=entry.since)

    def example(self, entry: CatalogueEntry) -> str:
        """Return what stands above an entry's example."""
        omitted = self.omitted if OMITTED in entry.example else ""
        return self._example.format(f"{self.forms[entry.form]}{omitted}") + self.colon

    def fix(self, entry: Explained) -> str:
        """Return what to do, said so."""
        return f"{self._what_to_do}{self.colon}{entry.fix}"


#: The wording of each language of the catalogue.
WORDINGS: Mapping[str, Wording] = MappingProxyType(
    {
        "en": Wording(
            colon=": ",
            severities={severity: str(severity) for severity in Severity},
            forms={
                ExampleForm.DOCUMENT: "a whole text",
                ExampleForm.ROWS: "rows of a table",
                ExampleForm.CLAUSES: "clauses in a table that is in order otherwise",
                ExampleForm.CELL: "a cell of indicators",
                ExampleForm.TARGET: "a target value",
                ExampleForm.FILE: "a file, in words",
            },
            omitted="; … stands for what is in order",
            what_to_do="What to do",
            example="Example ({})",
            standing="{severity}, since {version}",
        ),
        "zh": Wording(
            colon="：",
            severities={Severity.ERROR: "错误", Severity.WARNING: "警告", Severity.INFO: "提示"},
            forms={
                ExampleForm.DOCUMENT: "完整的文本",
                ExampleForm.ROWS: "表中的若干行",
                ExampleForm.CLAUSES: "其余填写无误的表中的若干条指标",
                ExampleForm.CELL: "绩效指标单元格",
                ExampleForm.TARGET: "指标值",
                ExampleForm.FILE: "文件，用文字说明",
            },
            omitted="；“…”代表填写无误的内容",
            what_to_do="处理办法",
            example="示例（{}）",
            standing="{severity}，自 {version} 版起",
        ),
    }
)
