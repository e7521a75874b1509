"""Write the pages of the documentation that come from data. Run: ``python docs/generate.py``."""  # noqa: INP001 - a script

import tomllib
from collections.abc import Iterable, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from budgetperf.diagnostics import CatalogueEntry, ExampleForm, Severity, catalogue
from budgetperf.examples import in_order
from budgetperf.terminal import visible
from budgetperf.wording import WORDINGS

DOCS = Path(__file__).parent
PAGES = {"en": DOCS / "diagnostics.md", "zh": DOCS / "diagnostics.zh.md"}
GLOSSARIES = {"en": DOCS / "glossary.md", "zh": DOCS / "glossary.zh.md"}
COLUMNS = DOCS / "columns.md"
SOURCES = {
    "en": "src/budgetperf/data/diagnostics.toml",
    "zh": "src/budgetperf/data/diagnostics.toml and diagnostics.zh.toml",
}
LAYERS = {
    "en": {
        "R": "Readers and table assembly",
        "G": "Indicator clauses",
        "V": "Target values",
        "T": "Categories, codes and labels",
        "A": "Amounts",
        "P": "Performance review",
    },
    "zh": {
        "R": "读取与表格还原",
        "G": "绩效指标条目",
        "V": "指标值",
        "T": "指标分类、代码和名称",
        "A": "金额",
        "P": "绩效评审",
    },
}
SEVERITIES = {
    "en": {
        Severity.ERROR: "something of the document is missing from the value",
        Severity.WARNING: "understood, but doubtful",
        Severity.INFO: "normalised; nothing to do",
    },
    "zh": {
        Severity.ERROR: "文件中有内容没有读入",
        Severity.WARNING: "已经读懂，但有疑问",
        Severity.INFO: "已作规范处理，无需理会",
    },
}
FORMS = {
    "en": {
        ExampleForm.DOCUMENT: "a text as it is given to `parse`.",
        ExampleForm.ROWS: "rows that stand below captions and a header which are in order (see below).",
        ExampleForm.CELL: "a cell of the column 绩效指标, as it is given to `parse_indicators`.",
        ExampleForm.TARGET: "one value, as it is given to `parse_target`.",
        ExampleForm.FILE: "a file that can't be printed here, described in brackets.",
    },
    "zh": {
        ExampleForm.DOCUMENT: "交给 `parse` 的文本。",
        ExampleForm.ROWS: "接在无误的标题、部门、单位和表头之下的若干行（见下）。",
        ExampleForm.CELL: "“绩效指标”栏的一个单元格，交给 `parse_indicators`。",
        ExampleForm.TARGET: "一个值，交给 `parse_target`。",
        ExampleForm.FILE: "无法在此印出的文件，在括号里用文字说明。",
    },
}
INTRODUCTION = {
    "en": """\
# Diagnostics

[中文](diagnostics.zh.md)

Parsing never fails because of what a document says.
Whatever was not understood, repaired or normalised is a diagnostic with one of these codes.
A code is a letter for the layer and three digits.
Codes, severities and what a span points to are stable; the wording is not.
`budgetperf explain CODE` prints an entry, `budgetperf explain CODE --lang zh` in Chinese.
""",
    "zh": """\
# 诊断编号

[English](diagnostics.md)

无论文件写了什么，读取都不会失败。没有读懂的、修补过的、规范过的内容，都会记成一条诊断，带有下列编号之一。

编号由一个字母（所属环节）和三位数字组成。编号、级别和所指的位置保持不变，措辞可能调整。

在命令行用 `budgetperf explain 编号 --lang zh` 查看说明。
""",
}
EXAMPLES = {
    "en": """\
## The examples

Each example, read by itself, triggers its code and no other. The departments and projects are invented. An example is
""",
    "zh": """\
## 关于示例

每个示例单独读取时，恰好触发所属的编号，不触发其他编号。部门和项目均为虚构。示例分为：
""",
}
FRAME = {
    "en": """\
Rows stand below the header of this table, in place of its own rows.
A cell `…` of an example stands for an objective or for indicators of this table, taken from its projects in order:
""",
    "zh": """\
“表中的若干行”接在下表的表头之下，取代表中原有的各行。示例中的“…”代表下表中填写无误的绩效目标或绩效指标，依次取自表中的各个项目：
""",
}
GLOSSARY = {
    "en": """\
# Glossary, 中文 – English

[中文](glossary.zh.md)

The words of performance target tables, by subject. [What the tables are](domain.md) shows where most of them stand.
*In code* is the name in `budgetperf`: a class or attribute, or the word of a closed set.
[From English to Chinese](#from-english-to-chinese) has them the other way round.
""",
    "zh": """\
# 词汇表：中文—英文

[English](glossary.md)

绩效目标表的用语，按主题排列。“代码中”是它在 `budgetperf` 里的名称：类、属性，或封闭集合里的一个词。

[英文-中文对照](#英文-中文对照)在末尾。
""",
}
GLOSSARY_HEADER = {
    "en": "| 中文 | English | in code | |\n|---|---|---|---|",
    "zh": "| 中文 | 英文 | 代码中 | 说明 |\n|---|---|---|---|",
}
REVERSED = {
    "en": "## From English to Chinese\n\n| English | 中文 | in code |\n|---|---|---|",
    "zh": "## 英文-中文对照\n\n| 英文 | 中文 | 代码中 |\n|---|---|---|",
}
COLUMN_LIST = """\
# All columns

Every column of [the tidy table](tidy-table.md), in order, as [data frames](data-frames.md#types) have it.
`budgetperf schema --what columns` prints the same.
The last one is there in data frames only: it holds what a column's type can't.

| column | type | what it says | 含义 |
|---|---|---|---|"""
HEADER = {"en": "| Code | Severity | Title |", "zh": "| 编号 | 级别 | 标题 |"}


def diagnostics_page(language: str) -> str:
    """Return the reference page of diagnostic codes."""
    entries = catalogue(language).values()
    parts = [_beginning(language), _about_examples(language), _overview(entries, language)]
    for letter, layer in LAYERS[language].items():
        sections = [_section(entry, language) for entry in entries if entry.code.startswith(letter)]
        parts.extend([f"## {letter}{WORDINGS[language].colon}{layer}\n", *sections] if sections else [])
    return "\n".join(parts)


def _beginning(language: str) -> str:
    named = WORDINGS[language].severities
    meanings = {named[severity]: meaning for severity, meaning in SEVERITIES[language].items()}
    return "\n".join([_origin(SOURCES[language]), INTRODUCTION[language], *_points(meanings, language), ""])


def _about_examples(language: str) -> str:
    named = WORDINGS[language].forms
    forms = {named[form]: meaning for form, meaning in FORMS[language].items()}
    frame = f"{FRAME[language]}\n```text\n{in_order()}\n```\n"
    return "\n".join([EXAMPLES[language], *_points(forms, language), "", frame])


def _points(meanings: Mapping[str, str], language: str) -> list[str]:
    return [f"- **{name}**{WORDINGS[language].colon}{meaning}" for name, meaning in meanings.items()]


def _overview(entries: Iterable[CatalogueEntry], language: str) -> str:
    named = WORDINGS[language].severities
    rows = [f"| [{entry.code}](#{entry.code.lower()}) | {named[entry.severity]} | {entry.title} |" for entry in entries]
    return "\n".join([HEADER[language], "|---|---|---|", *rows, ""])


def _section(entry: CatalogueEntry, language: str) -> str:
    wording = WORDINGS[language]
    example = "\n".join("\t".join(map(visible, line.split("\t"))) for line in entry.example.split("\n"))
    return f"""\
<a id="{entry.code.lower()}"></a>

### {wording.heading(entry)}

*{wording.standing(entry)}*

{entry.explanation}

{wording.example(entry).rstrip()}

```text
{example}
```

{wording.fix(entry)}
"""


def glossary_page(language: str) -> str:
    """Return the glossary, by subject and once more by the English words."""
    topics = tomllib.loads((DOCS / "glossary.toml").read_text("utf-8"))["topic"]
    rows = _glossary_row if language == "en" else _chinese_glossary_row
    by_topic = (
        "\n".join([f"## {topic[language]}\n", GLOSSARY_HEADER[language], *map(rows, topic["term"]), ""])
        for topic in topics
    )
    by_english = sorted((term for topic in topics for term in topic["term"]), key=lambda term: term["en"].casefold())
    reverse = (f"| {term['en']} | {_chinese(term)} | {_code(term)} |" for term in by_english)
    return "\n".join([_origin("docs/glossary.toml"), GLOSSARY[language], *by_topic, REVERSED[language], *reverse, ""])


def _glossary_row(term: Mapping[str, str]) -> str:
    return f"| {_chinese(term)} *{term['pinyin']}* | {term['en']} | {_code(term)} | {term['about']} |"


def _chinese_glossary_row(term: Mapping[str, str]) -> str:
    return f"| {_chinese(term)} | {term['en']} | {_code(term)} | {term['about_zh']} |"


def _chinese(term: Mapping[str, str]) -> str:
    return "、".join(filter(None, [term["zh"], term.get("also_zh")]))


def _code(term: Mapping[str, str]) -> str:
    return f"`{term['code']}`" if "code" in term else ""


def columns_page() -> str:
    """Return the list of all columns in both languages."""
    origin = files("budgetperf") / "data" / "columns.toml"
    columns: dict[str, dict[str, Any]] = tomllib.loads(origin.read_text("utf-8"))["columns"]
    rows = (
        f"| `{name}` | {column['type']}{', in every row' if column.get('required') else ''} "
        f"| {column['en']} | {column['zh']} |"
        for name, column in columns.items()
    )
    return "\n".join([_origin("src/budgetperf/data/columns.toml"), COLUMN_LIST, *rows, ""])


def _origin(data: str) -> str:
    return f"<!-- Generated from {data} by docs/generate.py; edit the data, not this page. -->\n"


def pages() -> dict[Path, str]:
    """Return what each generated page holds."""
    diagnostics = {page: diagnostics_page(language) for language, page in PAGES.items()}
    glossaries = {page: glossary_page(language) for language, page in GLOSSARIES.items()}
    return {**diagnostics, **glossaries, COLUMNS: columns_page()}


if __name__ == "__main__":
    for page, content in pages().items():
        page.write_text(content, "utf-8")
