"""Someone has the tidy table as rows, as data frames and as charts."""

import io
from decimal import Decimal
from typing import assert_type

import pandas as pd
import polars as pl

from budgetperf import COLUMNS, Corpus, Document, concat, parse, read, to_records

# pyarrow says nothing of its types.
from budgetperf.frames import (
    SCHEMA,  # pyright: ignore[reportUnknownVariableType]
    records_from_arrow,
    records_from_parquet,
)
from budgetperf.plots import indicators, money

Row = dict[str, str | int | Decimal | None]

document = read("samples/pipe_table.md").value
rows = to_records(document, source="pipe_table.md")
assert_type(rows, list[Row])
assert_type(COLUMNS, tuple[str, ...])
assert tuple(rows[0]) == COLUMNS

assert_type(document.to_pandas(), pd.DataFrame)
assert_type(document.to_polars(source="a"), pl.DataFrame)
assert document.to_arrow().schema == SCHEMA  # pyright: ignore[reportUnknownMemberType]
assert_type(records_from_arrow(document), list[Row])
kept = io.BytesIO()
document.to_parquet(kept)
assert_type(records_from_parquet(kept), list[Row])

# Several at once: documents, results, or both by name.
corpus = concat([document, read("samples/tabbed.txt")])
assert_type(corpus, Corpus)
assert_type(concat({"a": document}), Corpus)
assert_type(concat({"a": parse("没有表格")}), Corpus)
assert_type([(name, each) for name, each in corpus], list[tuple[str | None, Document]])
assert_type(len(corpus), int)
assert_type(corpus.to_polars(), pl.DataFrame)

assert money(document).to_dict()
assert indicators(document).to_dict()
