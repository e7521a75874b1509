"""Someone writes a document back in the layout of the bureaus."""

import io
from typing import assert_type

import attrs

from budgetperf import Unwritable, parse, read
from budgetperf.writers import to_csv, to_html, to_markdown, to_tsv, to_xlsx

document = read("samples/pipe_table.md").value
for written in (to_csv(document), to_html(document), to_markdown(document), to_tsv(document)):
    assert_type(written, str)
    assert parse(written).value == document

workbook = io.BytesIO()
to_xlsx(document, workbook)
assert read(workbook.getvalue()).value == document

table = attrs.evolve(document.tables[0], title=" ")
try:
    to_markdown(attrs.evolve(document, tables=(table,)))
except Unwritable as error:
    assert_type(error.path, str)
    assert_type(error.reason, str)
