"""What people are told is told in every language: nothing is missing from a translation, and nothing is too much."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

import budgetperf
from budgetperf.checks import check
from budgetperf.cli.guidance import GUIDANCE
from budgetperf.diagnostics import Diagnostic, ExampleForm, Severity, catalogue
from budgetperf.examples import whole_text
from budgetperf.phrasebook import Phrasebook
from budgetperf.source import Place, SourceText

SOURCE = Path(budgetperf.__file__).parent
CHINESE = Phrasebook("zh")
SECTIONS = tomllib.loads((SOURCE / "data" / "messages.zh.toml").read_text("utf-8"))
TREES = {path.relative_to(SOURCE).as_posix(): ast.parse(path.read_text("utf-8")) for path in SOURCE.rglob("*.py")}
#: What raises or keeps what a user is told of an input or of an argument, and where it does so.
RAISING = {"ArgumentTypeError", "CantRead", "Kind", "LimitExceeded", "MissingExtra", "Misuse", "Unreadable", "check"}
ROOMS = (
    "cli/",
    "readers/",
    "opening.py",
    "configuration.py",
    "repairs.py",
    "rules.py",
    "taxonomy.py",
    "units.py",
    "writers/workbook.py",
)
#: A name of all that ``repr`` escapes.
HOSTILE = "a\udc80\U0010fffe\n\\'长"
#: What only a program can do wrong: no argument of the command line leads there.
OF_PROGRAMS = {
    "no reader may be used; leave readers out to allow all",
    (
        "the code 'x' is none for a rule of your own: that is X, Y or Z, up to seven more capitals, and three digits, "
        "such as X001"
    ),
    "pages are counted from 1; there is no page x",
    "the limit x is at least 1, not x",
}
#: What is put together of more than one value that is a text of its own; ``test_what_errors_say`` has them whole.
OF_PARTS = {"the PDF is encrypted x", "x= is for x, and the content is x"}


def calls() -> Iterator[tuple[str, ast.Call, str]]:
    """Yield every call in the package with the name of what is called."""
    for room, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
                yield room, node, name


def sample(node: ast.expr) -> str:
    """Return what a text or an f-string gives, where each value is ``x``; nothing for other expressions."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if not isinstance(node, ast.JoinedStr):
        return ""
    parts = (
        part.value if isinstance(part, ast.Constant) else "'x'" if getattr(part, "conversion", -1) == ord("r") else "x"
        for part in node.values
    )
    return "".join(map(str, parts))


TOLD = sorted({sample(call.args[0]) for _, call, name in calls() if name == "words" and call.args} - {""})
RAISED = sorted(
    {
        text
        for room, call, name in calls()
        if room.startswith(ROOMS) and (name in RAISING or name == "ValueError")
        for argument in (*call.args[name == "Kind" :], *(each.value for each in call.keywords if each.arg == "hint"))
        if " " in (text := sample(argument)).replace("'x'", "").strip()
    }
    - OF_PROGRAMS
    - OF_PARTS
)


def places(text: str) -> set[str]:
    """Return the names of the places in a text."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def is_chinese(text: str) -> bool:
    """Tell whether there is a Chinese character or mark in it."""
    return re.search("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]", text) is not None


@pytest.mark.parametrize("english", TOLD)
def test_everything_that_is_told_is_translated(english: str) -> None:
    """What the package tells by a phrasebook is in the translation."""
    assert english in SECTIONS["told"]


@pytest.mark.parametrize("command", GUIDANCE)
def test_guidance_is_translated(command: str) -> None:
    """So is what the help teaches."""
    assert [] == [text for text in GUIDANCE[command].texts() if text not in SECTIONS["told"]]


@pytest.mark.parametrize("message", RAISED)
def test_what_is_raised_is_known_again(message: str) -> None:
    """An error that a user may see is understood, and no word of it is left as it was."""
    told = CHINESE.understood(message)
    assert is_chinese(told)
    assert not re.search("[a-z]{3,} [a-z]{2,}", re.sub("--[a-z-]+ [a-z]+|(soffice|pip) .*", "", told))


@pytest.mark.parametrize("section", SECTIONS)
def test_places_are_the_same(section: str) -> None:
    """A translation has the values of the English; only what a title says already may be left out."""
    for english, translation in SECTIONS[section].items():
        if section == "doubted":
            assert places(translation) <= places(english), english
        else:
            assert places(translation) == places(english), english
    assert not [text for text in SECTIONS[section] if not re.search("[^{}_ a-z]", re.sub("{.*?}", "", text) + "x.")]


def test_nothing_is_translated_that_is_not_told() -> None:
    """What is no longer in the package is taken out of the translation."""
    constants = {
        node.value
        for tree in TREES.values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    constants |= {text.replace("_", " ") for text in constants}
    assert [] == [text for section in ("told", "counted") for text in SECTIONS[section] if text not in constants]


def found() -> Iterator[tuple[SourceText, tuple[Diagnostic, ...]]]:
    """Yield what is found in each example of the catalogue, but for files."""
    for entry in catalogue().values():
        if entry.form in (ExampleForm.CELL, ExampleForm.TARGET):
            part = (budgetperf.parse_indicators if entry.form is ExampleForm.CELL else budgetperf.parse_target)(
                whole_text(entry)
            )
            yield part.source, part.diagnostics
        elif entry.form is not ExampleForm.FILE:
            result = budgetperf.parse(whole_text(entry))
            yield result.source, check(result)


def test_no_english_is_left_in_a_diagnostic() -> None:
    """Diagnostics are told by their titles, and by what their messages say beyond that."""
    told: dict[str, str] = {}
    seen = set()
    for source, doubts in found():
        for doubt in doubts:
            printed = source[doubt.span] if doubt.span else ""
            told[doubt.code] = CHINESE.doubt(doubt, printed)
            seen.add(told[doubt.code])
            assert told[doubt.code].startswith(catalogue("zh")[doubt.code].title)
    left = {code: words for code, words in told.items() if re.search("[a-z]{3,} [a-z]{2,}", words)}
    assert {} == left
    assert "各级合计对不上：“云溪市林业局”的总计为 9.50，其下各行合计为 6.50" in seen
    assert "有文字不属于任何指标条目" == told["G201"]  # its words stand below


def test_of_an_unknown_message_the_printed_words_are_told() -> None:
    """What a message says can't be known of every version; what it is about stands between quotes."""
    doubt = Diagnostic(code="A502", severity=Severity.WARNING, message="“甲“乙”丙” and “丁” changed, “丁” too")
    assert "各级合计对不上：“甲“乙”丙”、“丁”" == CHINESE.doubt(doubt)
    assert "各级合计对不上：“丁”" == CHINESE.doubt(doubt, "甲“乙”丙")
    alone = Diagnostic(code="X900", severity=Severity.WARNING, message="not ours")
    assert "not ours" == CHINESE.doubt(alone)


@pytest.mark.parametrize(
    ("message", "told"),
    [
        ("can't read 'it''s': Permission denied", "can't read 'it''s': Permission denied"),
        ('can\'t read "it\'s": Permission denied', "无法读取“it's”：没有权限"),
        (r"can't read '\x1b[31m': Permission denied", "无法读取“\x1b[31m”：没有权限"),
        ("can't read 'no file matches': whatever else", "无法读取“no file matches”：whatever else"),
        ("argument -o/--output: '' is no path (see budgetperf parse --help)", "参数 -o/--output：“”不是路径（见 budgetperf parse --help）"),
        ("something quite different", "something quite different"),
        (r"can't read 'C:\users\d': Permission denied", r"can't read 'C:\users\d': Permission denied"),
        (f"can't read {HOSTILE!r}: Permission denied", f"无法读取“{HOSTILE}”：没有权限"),
        ("can't read 'a\nb': Permission denied", "can't read 'a\nb': Permission denied"),
        ("the PDF is encrypted with a password", "PDF 设有密码"),
        ("the PDF is encrypted with another password than the one that was given", "PDF 的密码与给出的不同"),
        (
            "argument --taxonomy: 'own.toml': the label '数量' is that of 'quantity' and of 'x' (see budgetperf check --help)",
            "参数 --taxonomy：“own.toml”：标签“数量”同属“quantity”和“x”（见 budgetperf check --help）",
        ),
        ("'own.toml': 'x' belongs under nothing; level 1 has 'input'", "“own.toml”：“x”没有上级；一级指标有 'input'"),
        ("'own.toml': 'x' belongs under 'output'; level 1 has 'c', 'd'", "“own.toml”：“x”的上级为 'output'；一级指标有 'c', 'd'"),
        (
            "units in [tool.budgetperf]: can't read '/a/loads.toml': No such file or directory",
            "[tool.budgetperf] 中的 units：无法读取“/a/loads.toml”：没有这个文件或文件夹",
        ),
        (
            "units in [tool.budgetperf]: '/a/loads.toml': these are no units: words are given as a list such as ['把'], not as '把'",
            "[tool.budgetperf] 中的 units：“/a/loads.toml”：这不是计量单位表：词要写成列表，例如 ['把']，而不是 '把'",
        ),
        ("--rules: 'own.py' gives no RULES: ValueError: oh", "--rules：无法从“own.py”取得 RULES：ValueError: oh"),
        ("--rules: two rules have the code X001", "--rules：有两条规则的编号都是 X001"),
        (
            "no rule has a code that begins with 'X'; given are Y001, Y002; --rules FILE.py gives more",
            "没有编号以“X”开头的规则；给出的有 Y001, Y002；用 --rules FILE.py 可增加规则",
        ),
        (
            "no rule has a code that begins with 'X'; no rules are given; --rules FILE.py gives more",
            "没有编号以“X”开头的规则；没有给出任何规则；用 --rules FILE.py 可增加规则",
        ),
        ("--sheet is for a workbook, and the content is a PDF", "--sheet 只用于工作簿，这是PDF 文件"),
        (
            "--to json holds one document, but 2 files are given; accepted is --to jsonl, or -o FOLDER/ for one file each",
            "--to json 只能写一个文件的内容，却给出了 2 个文件；可用 --to jsonl，或用 -o FOLDER/ 各写一个文件",
        ),
    ],
)  # fmt: skip
def test_what_errors_say(message: str, told: str) -> None:
    """Names are told as they are, reasons in words; what is not known stays."""
    assert told == CHINESE.understood(message)
    assert message == Phrasebook("en").understood(message)


@pytest.mark.parametrize(
    ("code", "message", "told"),
    [
        ("R132", "the reader 'ofd' fails to tell what the file is: E: why", "其他软件包的读取器出错：读取器“ofd”无法判断文件是什么：E: why"),
        ("R132", "the file can't be read: the reader 'ofd' of qx 1.2 fails: E: why", "其他软件包的读取器出错：qx 1.2 的读取器“ofd”读取时出错：E: why"),
        ("R102", "the content is a PNG picture, which can't be read", "文件类型无法读取：PNG 图片"),
        ("R119", "the file can't be read: the archive is damaged (File is not a zip file)", "文件已损坏：压缩包已损坏（不是 ZIP 文件）"),
        ("R119", "page 2: a page that can't be read: it is damaged (no key)", "文件已损坏：第 2 页：这一页无法读取：已损坏（no key）"),
        ("R120", "what is hidden is left out: the sheet 代码表", "隐藏的行、列或工作表未读取：工作表 代码表"),
        ("R121", "1 formulas of row 5 have no stored value", "公式没有保存计算结果：第 5 行有 1 个公式"),
        ("R122", "pages 2–4: a scan, a picture with few characters on it or none", "某页是扫描件：第 2–4 页"),
        ("R123", "page 1: characters of which the file does not say what they are", "文件没有说明某些字符是什么字：第 1 页"),
        ("R127", "page 1: marks on the page are left out: “公开”", "页面上的标记文字未读取：第 1 页：“公开”"),
        ("R128", "page 1 has no lines between its 7 columns; they are told by the blanks", "表格没有竖线：第 1 页有 7 列，按空白分列"),
    ],
)  # fmt: skip
def test_what_is_found_in_files(code: str, message: str, told: str) -> None:
    """What a diagnostic about a file says beyond its title."""
    assert told == CHINESE.doubt(Diagnostic(code=code, severity=Severity.WARNING, message=message))


def test_places_in_a_file() -> None:
    """As the reader of the file counts."""
    assert "附表!B3" == CHINESE.place(Place(sheet="附表", row=3, column=2))
    assert "第 2 张表，第 3 行" == CHINESE.place(Place(table=2, row=3))
    assert "page 2" == Phrasebook().place(Place(page=2))


def test_a_diagnostic_with_its_line() -> None:
    """Severity, frame and notes are told in the language, too."""
    text = "年度指标值：3人；\n年度指标值：4人。"
    doubt = Diagnostic(
        code="G205",
        severity=Severity.ERROR,
        message="the target is printed again as “4人”; the first is kept",
        span=budgetperf.Span(0, len(text)),
        path="tables[0]",
        hint="save it as XLSX or DOCX",
    )
    rendered = """\
错误[G205]：指标值以不同文字重复印出：再次印出时为“4人”，保留前一个
 --> 例.txt:1:1
  |
1 | 年度指标值：3人；
  | ^^^^^^^^^^^^^^^^^
  = 下面还有 1 行
  = 位置：tables[0]
  = 建议：请另存为 XLSX 或 DOCX"""
    assert rendered == budgetperf.rendering.render(doubt, SourceText(text, name="例.txt"), language="zh")


@pytest.mark.parametrize("lead", ["argument x: ", "page 1: ", "--rules: ", "the reader 'x' of y fails: "])
def test_what_goes_on_and_on_is_told(lead: str) -> None:
    """What a program of others says may hold a message in a message, thousands deep."""
    told = Phrasebook("zh").understood(lead * 2000 + "it is encrypted")
    assert not told.startswith(lead)
    assert told.endswith(lead + "it is encrypted")


def test_a_language_that_is_not_spoken() -> None:
    """It is refused by naming those that are."""
    with pytest.raises(ValueError, match="nothing is told in the language 'fr'; accepted are en, zh"):
        Phrasebook("fr")
