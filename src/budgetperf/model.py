"""What a project expenditure performance target table says, as immutable values.

A :class:`Document` holds :class:`PerformanceTable`\\ s, a table its
:class:`SpendingUnit`\\ s, a unit its :class:`Project`\\ s, a project its
:class:`Indicator`\\ s. Values compare by content; spans are evidence of where
the words were printed and take no part in equality or hashing.
"""

import os
from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum
from typing import IO, TYPE_CHECKING, Any

from attrs import Attribute, Factory, field, frozen
from attrs.converters import optional

from budgetperf.normalization import normalized
from budgetperf.readings import Reading
from budgetperf.source import Span

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

    from budgetperf.corpus import Corpus

__all__ = [
    "AmountUnit",
    "Category",
    "Document",
    "Funding",
    "Indicator",
    "PerformanceTable",
    "Project",
    "SpendingUnit",
    "Target",
]


def _span() -> Any:  # noqa: ANN401 - attrs' own type for a field is Any
    return field(default=None, eq=False, repr=False)


def _many() -> Any:  # noqa: ANN401 - as above
    return field(converter=tuple, repr=lambda members: f"<{len(members)}>")


class AmountUnit(StrEnum):
    """The unit in which a table states money; equal to the printed word.

    In the document: 单位：万元.

    >>> AmountUnit("万元").yuan
    Decimal('10000')
    """

    YUAN = "元"
    THOUSAND_YUAN = "千元"
    TEN_THOUSAND_YUAN = "万元"
    MILLION_YUAN = "百万元"
    HUNDRED_MILLION_YUAN = "亿元"

    @property
    def yuan(self) -> Decimal:
        """How many yuan one of this unit is."""
        return _YUAN[self]


_YUAN = {
    AmountUnit.YUAN: Decimal(1),
    AmountUnit.THOUSAND_YUAN: Decimal(1_000),
    AmountUnit.TEN_THOUSAND_YUAN: Decimal(10_000),
    AmountUnit.MILLION_YUAN: Decimal(1_000_000),
    AmountUnit.HUNDRED_MILLION_YUAN: Decimal(100_000_000),
}


@frozen  # not keyword-only: that makes one of three parts of a clause half as dear again
class Category:
    """A level-1 or level-2 category as printed, with what it means.

    In the document: 一级指标 and 二级指标, such as ``11-数量指标``. Code and
    label are both kept as printed (digits in ASCII, blanks inside a word
    removed), since published tables contradict themselves; `category` is the
    name in :func:`budgetperf.standard_taxonomy` that the label, or failing that the
    code, stands for.

    >>> from budgetperf import parse_indicators
    >>> parse_indicators("1、1-产出指标；12-数量指标；场次；年度指标值：3场。").value[0].level2
    Category(code='12', label='数量指标', category='quantity')

    """

    #: The printed code in ASCII digits, without zeros before it; None where none is printed.
    code: str | None
    #: The printed label; empty where only a code is printed.
    label: str
    #: The resolved taxonomy name, such as ``"quantity"``, or None.
    category: str | None
    span: Span | None = _span()


@frozen  # not keyword-only: that makes one of three parts of a clause half as dear again
class Target:
    """A target value as printed.

    In the document: 指标值.

    >>> Target(text=r"$\\geq 90\\%$").normalized
    '≥90%'
    """

    #: The printed value without surrounding blanks and separators.
    text: str
    #: The value with LaTeX undone, full-width characters made ASCII and
    #: blanks dropped that Chinese text does not need.
    normalized: str = field(default=Factory(lambda target: normalized(target.text), takes_self=True))
    #: What the value means: derived from the words, and so no part of equality. None
    #: where nothing is printed, and in a target made by hand.
    reading: Reading | None = field(default=None, eq=False, repr=False)
    span: Span | None = _span()

    def _repr_html_(self) -> str:
        """Return the target as a notebook shows it."""
        from budgetperf.notebook import target_html

        return target_html(self)


@frozen  # not keyword-only: that makes one of three parts of a clause half as dear again
class Indicator:
    """One performance indicator with its targets.

    In the document: 绩效指标, a clause such as
    ``1、1-产出指标；11-数量指标；培训人数；实施周期指标值：54人；年度指标值：54人。``
    """

    #: The printed ordinal, or None where it was lost. Not reliable as a key.
    ordinal: int | None
    level1: Category
    #: None where no level-2 category is printed.
    level2: Category | None
    #: The level-3 indicator's name; empty where none is printed.
    name: str
    #: The implementation-period target (实施周期指标值); None where not printed.
    period_target: Target | None
    #: The annual target (年度指标值); None where not printed.
    annual_target: Target | None
    #: From the ordinal to the end of the last target, separators included.
    span: Span | None = _span()
    #: Where the name is printed.
    name_span: Span | None = _span()


@frozen(kw_only=True)
class Funding:
    """Money by source, in the table's :attr:`PerformanceTable.amount_unit`.

    Amounts are the printed numbers (thousands separators removed, digits after
    the point kept); None where the cell is empty or holds a dash.
    """

    #: 总计.
    total: Decimal | None = None
    #: 财政拨款.
    fiscal_appropriation: Decimal | None = None
    #: 财政专户拨款.
    special_account_appropriation: Decimal | None = None
    #: 其他资金.
    other_funds: Decimal | None = None
    #: From the first printed amount to the last.
    span: Span | None = _span()


@frozen(kw_only=True)
class Project:
    """A project: its money, its objective and its indicators.

    In the document: 项目, a row below its spending unit.
    """

    #: 项目名称, blanks and line breaks inside words removed.
    name: str
    funding: Funding
    #: 绩效目标, blanks and line breaks inside words removed; None where the cell is empty.
    objective: str | None
    #: 绩效指标.
    indicators: tuple[Indicator, ...] = _many()
    #: The row in the table. An indicator cell that was printed apart lies outside.
    span: Span | None = _span()
    name_span: Span | None = _span()
    objective_span: Span | None = _span()

    def _repr_html_(self) -> str:
        """Return the project as a notebook shows it."""
        from budgetperf.notebook import project_html

        return project_html(self)


@frozen(kw_only=True)
class SpendingUnit:
    """A unit that spends the money, with its projects.

    In the document: 资金使用单位, a row below 合计.
    """

    #: The unit's name; None where the table prints projects without a unit row.
    name: str | None
    #: The unit's subtotal; None where the table prints no unit row.
    funding: Funding | None
    projects: tuple[Project, ...] = _many()
    #: The unit's own row.
    span: Span | None = _span()


@frozen(kw_only=True)
class PerformanceTable:
    """A project expenditure performance target table.

    In the document: 项目支出绩效目标表, printed for one department and year
    under 预算法 (the Budget Law) and 财预〔2015〕88号.

    Raises:
        ValueError: if the unit of amounts is none of :class:`AmountUnit`.

    """

    #: The printed title, or None.
    title: str | None
    #: The department as printed, with （部门） or （本级） where that is printed.
    department: str | None
    #: The words before it: 部门名称, 单位名称 …
    department_label: str | None
    #: The unit of every amount in the table; None where none is printed.
    amount_unit: AmountUnit | None = field(converter=optional(AmountUnit))
    #: The budget year, where the title or a caption states it.
    year: int | None
    #: The 合计 row; None where none is printed.
    total: Funding | None
    spending_units: tuple[SpendingUnit, ...] = _many()
    span: Span | None = _span()

    @property
    def projects(self) -> Iterator[Project]:
        """Every project of every spending unit, in printed order."""
        return (project for unit in self.spending_units for project in unit.projects)

    def _repr_html_(self) -> str:
        """Return the table as a notebook shows it."""
        from budgetperf.notebook import table_html

        return table_html(self)


@frozen(kw_only=True)
class Document:
    """The performance target tables of one file or text, in printed order.

    Whatever takes Arrow's C stream takes a document as it is, as the tidy table of
    :func:`budgetperf.to_records`: ``polars.DataFrame(document)``, ``pyarrow.table(document)``, and
    ``duckdb.sql("select … from document")`` where a variable of that name holds one (extra ``arrow``).
    """

    tables: tuple[PerformanceTable, ...] = _many()

    def to_arrow(self, *, source: str | os.PathLike[str] | None = None) -> "pa.Table":
        """Return the tidy table as an Arrow table of :data:`budgetperf.frames.SCHEMA`.

        >>> Document(tables=()).to_arrow().num_rows
        0

        Args:
            source: What the ``source`` column says of every row, such as a file name or a path.

        Raises:
            MissingExtra: if pyarrow is not there (extra ``arrow``).

        """
        return self._alone(source).to_arrow()

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """Hand the tidy table to whatever takes Arrow's C stream.

        Raises:
            MissingExtra: if pyarrow is not there (extra ``arrow``).

        """
        return self._alone(None).__arrow_c_stream__(requested_schema)

    def to_pandas(self, *, source: str | os.PathLike[str] | None = None) -> "pd.DataFrame":
        """Return the tidy table as a pandas data frame, its columns of Arrow's types.

        Raises:
            MissingExtra: if pandas or pyarrow is not there (extra ``pandas``).

        """
        return self._alone(source).to_pandas()

    def to_polars(self, *, source: str | os.PathLike[str] | None = None) -> "pl.DataFrame":
        """Return the tidy table as a polars data frame.

        Raises:
            MissingExtra: if polars or pyarrow is not there (extra ``polars``).

        """
        return self._alone(source).to_polars()

    def to_parquet(
        self, path_or_file: str | os.PathLike[str] | IO[bytes], *, source: str | os.PathLike[str] | None = None
    ) -> None:
        """Write the tidy table to a Parquet file: a path, or a file open for bytes.

        :func:`budgetperf.frames.records_from_parquet` gives the rows back, letter for letter.

        Raises:
            MissingExtra: if pyarrow is not there (extra ``arrow``).
            OSError: if the path can't be written.

        """
        self._alone(source).to_parquet(path_or_file)

    def _alone(self, source: str | os.PathLike[str] | None) -> "Corpus":
        # What makes frames of documents stands above the model, and is asked for when it is used.
        from budgetperf.corpus import Corpus

        return Corpus(members=((source, self),))

    def _repr_html_(self) -> str:
        """Return the document as a notebook shows it."""
        from budgetperf.notebook import document_html

        return document_html(self)


def span_fields(cls: type) -> "tuple[Attribute[Any], ...]":
    """Return the fields of a model class that only say where it was printed."""
    attributes: tuple[Attribute[Any], ...] = cls.__attrs_attrs__  # type: ignore[attr-defined]  # set by attrs
    return tuple(attribute for attribute in attributes if attribute.name.endswith("span"))
