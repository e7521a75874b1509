"""Someone checks documents, and reports what is found."""

import os
from collections.abc import Iterator, Mapping
from typing import Any, assert_type

import attrs

from budgetperf import (
    CatalogueEntry,
    Configuration,
    Diagnostic,
    ExampleForm,
    Findings,
    Severity,
    Span,
    catalogue,
    check,
    parse,
    read,
    render,
)
from budgetperf.reports import (
    FORMAT,
    FORMAT_VERSION,
    Checked,
    TextReport,
    Unread,
    file_data,
    to_annotations,
    to_page,
    to_report,
    to_sarif,
)

result = read("samples/ocr_noise.txt")
findings = check(result, select=["A", "T4"], ignore={"T401"}, severity={"A501": "error"})
assert_type(findings, tuple[Diagnostic, ...])
assert_type(check(result.value), tuple[Diagnostic, ...])
for finding in Findings(findings):
    assert_type(finding.code, str)
    assert_type(finding.severity, Severity)
    assert_type(finding.span, Span | None)
    assert_type(finding.hint, str | None)
    assert finding.severity in {"error", "warning", "info"}
    assert finding.severity != "error" or finding.severity is Severity.ERROR
    assert_type(finding.to_dict(), dict[str, Any])
    assert_type(render(finding, result.source, width=80), str)

entries = catalogue("zh")
assert_type(entries, Mapping[str, CatalogueEntry])
assert_type(entries["G202"].form, ExampleForm)
assert_type(entries["G202"].fix, str)

configuration = Configuration(select=["ALL"], per_file_ignores={"*.txt": ["A5"]}, fail_on="error")
assert_type(configuration.applied(findings, file="dumps/a.txt"), tuple[Diagnostic, ...])
assert_type(configuration.overridden(ignore=["P6"]), Configuration)
assert_type(configuration.fails(Severity.ERROR), bool)


def checked() -> Iterator[Checked]:
    """Yield what was read of each file, with what check finds; and one that could not be read."""
    for text in ("| 项目名称 | 绩效目标 |", "没有表格"):
        parsed = parse(text, name="<text>")
        yield attrs.evolve(parsed, diagnostics=check(parsed))
    yield Unread("gone.pdf", "no such file")


assert_type(to_report(checked()), dict[str, Any])
assert_type(to_sarif(checked(), root=os.curdir), dict[str, Any])
assert_type(list(to_annotations(checked())), list[str])
assert_type(to_page(checked(), title="2025年部门预算", language="zh"), str)
assert_type([file_data(file) for file in checked()], list[dict[str, Any]])
assert (FORMAT, FORMAT_VERSION[0]) == ("budgetperf-diagnostics", "1")

report = TextReport(width=80, colour=False, language="en")
assert_type(report.shown(parse("没有表格")), str)
assert_type(report.summary(), str)
