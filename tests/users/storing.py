"""Someone keeps documents as JSON, and puts them into classes of their own."""

import io
import warnings
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, assert_type

from budgetperf import (
    BudgetPerfError,
    Document,
    FormatError,
    NewerFormatWarning,
    Target,
    UnsupportedFormatVersion,
    dump,
    dumps,
    from_dict,
    json_schema,
    load,
    loads,
    make_converter,
    read,
    to_dict,
)

result = read("samples/tabbed.txt")
text = dumps(result.value, diagnostics=result.diagnostics, spans=True, indent=2)
assert_type(text, str)
assert_type(loads(text), Document)
assert loads(text) == result.value

with TemporaryDirectory() as folder:
    dump(result.value, Path(folder) / "document.json")
    assert_type(load(Path(folder) / "document.json"), Document)
dump(result.value, io.StringIO())
assert_type(load(io.BytesIO(text.encode())), Document)

data = to_dict(result.value)
assert_type(data, dict[str, Any])
assert_type(from_dict(data), Document)
assert_type(json_schema(), dict[str, Any])

try:
    from_dict({**data, "format_version": "99.0"})
except UnsupportedFormatVersion as error:
    assert_type(error.path, str)
try:
    loads("[]")
except FormatError as error:
    assert_type(error.errors, tuple[tuple[str, str], ...])
    assert isinstance(error, BudgetPerfError)
    assert isinstance(error, ValueError)

with warnings.catch_warnings():
    warnings.simplefilter("ignore", NewerFormatWarning)
    assert from_dict({**data, "format_version": "1.99"}) == result.value

converter = make_converter(spans=True)
assert_type(converter.structure(converter.unstructure(Target("54人")), Target), Target)
