"""The command line in two languages: every command, every message, and lines that fit in cells."""

import io
import re
import shlex
import sys
from pathlib import Path

import pytest

from budgetperf.cli import languages
from budgetperf.cli.guidance import GUIDANCE
from budgetperf.source import display_width
from commandline import BROKEN, FINE, FLAWED, WELL, Output, Terminal, pdf, workbook_of, written
from commandline import TABLE as ROWS

COMMANDS = [name for name in GUIDANCE if name]
#: Words of the command line that are the same in every language.
NAMES = re.compile(
    r"(?m)^  (pdftotext|budgetperf|eval) .*?(?=   |$)|用法：(?s:.*?)\n\n|budgetperf( [a-z]+)*|\{[a-z0-9,]+\}|"
    r"--?[a-z-]+|\[tool\.budgetperf\]|[A-Z]+[A-Za-z=._/]*|[\w'./~$*-]*[./][\w'./~$*-]*|(?<=^  )  ?[a-z]+(?=  )"
)


@pytest.fixture(autouse=True)
def files(workplace: Path) -> None:
    """A folder with files of which some are good."""
    written(workplace / "dumps/broken.txt", BROKEN)
    written(workplace / "dumps/fine.txt", FINE)
    written(workplace / "dumps/flawed.txt", FLAWED)
    written(workplace / "dumps/none.txt", "没有表")
    written(workplace / "dumps/well.txt", WELL)


@pytest.fixture
def chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    """A locale that is Chinese."""
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")


# --- which language -----------------------------------------------------------------------------


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_takes_a_language(run: Output, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    """From the option, before or behind the command, or from the locale; the option has the last word."""
    assert 0 == run(command, "--lang", "zh", "--help")
    told = run.out
    assert told.startswith(f"用法：budgetperf {command} ")
    assert 0 == run("--lang=zh", command, "-h")
    assert told == run.out
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert 0 == run(command, "-h")
    assert told == run.out
    assert 0 == run(command, "-h", "--lang=en")
    assert run.out.startswith(f"usage: budgetperf {command} ")


@pytest.mark.parametrize(
    ("arguments", "refusal"),
    [
        ("--lang fr parse", "参数 --lang：无效的选择“fr”（可选："),
        ("parse --lang", "参数 --lang：需要一个值（见 budgetperf parse --help）"),
        ("parse -- --lang en", "无法读取“--lang”：没有这个文件或文件夹"),
        ("--lang zh parse --lang en", "the following arguments are required: FILE (see budgetperf parse --help)"),
    ],
)
@pytest.mark.usefixtures("chinese")
def test_a_language_that_is_not_asked_for(run: Output, arguments: str, refusal: str) -> None:
    """What is no option asks for no language; a refusal of a language is told in that of the locale."""
    assert 2 == run(*arguments.split())
    assert refusal in run.err


@pytest.mark.parametrize(
    ("tells", "system", "environment", "language"),
    [
        (False, "zh_CN", "", "en"),
        (True, "zh_CN", "", "zh"),
        (True, "Chinese (Simplified)_China", "", "zh"),
        (True, "zh_CN", "C", "en"),
        (True, None, "", "en"),
    ],
)
def test_the_language_of_the_system(
    monkeypatch: pytest.MonkeyPatch, system: str | None, environment: str, language: str, *, tells: bool
) -> None:
    """Windows has one of its own, where no variable says another; elsewhere no variable means English."""
    monkeypatch.setattr(languages, "_SYSTEM_TELLS", tells)
    monkeypatch.setattr("locale.getlocale", lambda: (system, "cp936"))
    monkeypatch.setenv("LANG", environment)
    assert language == languages.language_asked_for([])


# --- help ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["", *COMMANDS])
@pytest.mark.parametrize("columns", [60, 100])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_help_fits_the_page(
    run: Output, monkeypatch: pytest.MonkeyPatch, command: str, columns: int, language: str
) -> None:
    """Lines are folded by the cells that they fill; only an example may be longer, and an option with its choices."""
    monkeypatch.setenv("COLUMNS", str(columns))
    assert 0 == run(*command.split(), "--help", "--lang", language)
    wide = [line for line in run.out.splitlines() if display_width(line) > columns]
    assert [] == [line for line in wide if not re.match(r"  (budgetperf|pdftotext|eval|-\w) | +\[-\S+ \{\S+$", line)]


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_no_english_is_left_in_the_help(run: Output, command: str) -> None:
    """But for the names of commands, options, formats and files."""
    assert 0 == run(*command.split(), "--help", "--lang", "zh")
    assert [] == re.findall("[a-z]{3,} [a-z]{2,}", NAMES.sub("", run.out))


@pytest.mark.usefixtures("chinese")
def test_help_in_chinese(run: Output, monkeypatch: pytest.MonkeyPatch) -> None:
    """The whole of a page, narrow: headings, options, examples and exit codes."""
    monkeypatch.setenv("COLUMNS", "60")
    assert 0 == run("diff", "-h")
    assert run.out.startswith(
        """\
用法：budgetperf diff [-h] [-f {text,json,html}] [-o OUT]
                      [--threshold SCORE]
"""
    )
    assert (
        """
比较两个文件：上年的表和本年的表，或者送审稿和公开稿。项目
按名称配对，先配同名的，再配最相近的；金额换算后比较，指标
值按含义比较，而不是按文字。

参数：
  OLD                   文件，- 表示标准输入
"""
        in run.out
    )
    assert run.out.endswith(
        """
退出码：
  0  没有差异
  1  有差异
  2  用法有误，或者有文件无法读取、无法写入、没有绩效目标
     表
"""
    )


# --- messages -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "refusal"),
    [
        ("", "缺少参数：COMMAND（见 budgetperf --help）"),
        ("parse dumps/fine.txt --colour never", "无法识别的参数：--colour never（见 budgetperf --help）"),
        ("parse a -f xml", "参数 -f/--format：无效的选择“xml”（可选："),
        ("parse a -q -v", "参数 -v/--verbose：不能与参数 -q/--quiet 同时使用（见 budgetperf parse --help）"),
        ("parse ''", "参数 FILE：“”不是路径（见 budgetperf parse --help）"),
        ("parse missing.txt", "无法读取“missing.txt”：没有这个文件或文件夹"),
        ("parse '*.none'", "没有与“*.none”匹配的文件"),
        ("parse dumps/fine.txt -o dumps/fine.txt", "“dumps/fine.txt”是要读取的文件，会被覆盖；请用 -o 另选位置"),
        ("parse dumps/fine.txt -o no/a.csv", "无法写入“no/a.csv”：没有这个文件或文件夹"),
        ("convert dumps/fine.txt --to xlsx", "xlsx 不是文本；请用 -o OUT.xlsx 写到文件"),
        ("convert dumps/fine.txt", "没有说明转换成什么；可用 --to FORMAT，或用后缀为 .json, "),
        ("check dumps --select Q9", "参数 --select：没有以“Q9”开头的诊断编号；编号的开头有 R, G, V, T, A, P（见 "),
        ("check dumps --config no.toml", "无法读取“no.toml”：没有这个文件或文件夹"),
        ("diff dumps/none.txt dumps/fine.txt", "dumps/none.txt：没有找到绩效目标表 [R101]"),
        ("diff dumps dumps/fine.txt", "diff 比较的是两个文件，而“dumps”是文件夹"),
        ("report dumps -o dumps", "report 把所有文件写成一个网页，而“dumps”是文件夹"),
        ("sniff dumps --svg 1", "--svg 只绘一个 PDF 的一页，却给出了 5 个文件"),
        ("sniff dumps/fine.txt --svg 1", "无法绘出“dumps/fine.txt”的第 1 页：只能绘出 PDF 的页，这是文本"),
        ("parse dumps/fine.txt --sheet 表", "无法读取“dumps/fine.txt”：--sheet 只用于工作簿，这是文本"),
        ("parse dumps/fine.txt --limit file_bytes=3", "无法读取“dumps/fine.txt”：文件过大（限额：file_bytes=3）；用 --limit file_bytes=… 放宽"),
        ("explain G2033", "未知的诊断编号“G2033”；相近的有：G203"),
        ("explain none", "未知的诊断编号“NONE”；单用 explain 可列出全部"),
        ("completion csh", "参数 SHELL：无效的选择“csh”（可选："),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("chinese")
def test_misuse(run: Output, arguments: str, refusal: str) -> None:
    """One line, as in English."""
    assert 2 == run(*shlex.split(arguments))
    assert not run.out
    assert run.err.startswith(f"budgetperf: 错误：{refusal}"), run.err
    assert 1 == run.err.count("\n")


@pytest.mark.usefixtures("chinese")
def test_lines_about_files(run: Output) -> None:
    """What was doubted in each file, why there is no table in it, and how it all ended."""
    assert 1 == run("parse", "dumps", "-f", "jsonl")
    assert (
        """\
budgetperf: dumps/broken.txt：1 个错误（G205）
budgetperf: dumps/fine.txt：没有诊断
budgetperf: dumps/flawed.txt：1 个错误（G205）
budgetperf: dumps/none.txt：没有找到绩效目标表 [R101]
budgetperf: dumps/well.txt：没有诊断
budgetperf: 共 5 个文件：4 个有绩效目标表（其中 2 个有错误），1 个没有
"""
        == run.err
    )


@pytest.mark.usefixtures("chinese")
def test_a_tree(run: Output) -> None:
    """What is counted and doubted below it."""
    assert 1 == run("parse", "dumps/broken.txt")
    below = run.out.partition("\n1 个单位，")[2]
    assert below.startswith(
        "1 个项目，1 项指标 · 1 个错误，0 个警告，0 个提示\n\n错误[G205]：指标值以不同文字重复印出："
    )
    assert below.endswith("\n用 budgetperf explain G205 查看诊断编号的含义\n")
    assert "\n  = 位置：tables[0]." in below


@pytest.mark.usefixtures("chinese")
def test_a_check(run: Output) -> None:
    """Findings, the table of codes, and the last line; quietly a line for each file."""
    assert 1 == run("check", "dumps/flawed.txt", "dumps/none.txt")
    assert "1 个项目，3 项指标 · 1 个错误，0 个警告，0 个提示" in run.out
    assert "── 诊断汇总 ─" in run.out
    assert "\n1  错误  R101  没有找到绩效目标表\n" in run.out
    assert run.out.endswith("2 个文件：2 个错误，0 个警告，0 个提示 · 用 budgetperf explain G205 查看诊断编号的含义\n")
    assert 1 == run("check", "-q", "dumps/flawed.txt", "dumps/none.txt")
    assert "dumps/flawed.txt：1 个错误（G205）\ndumps/none.txt：没有找到绩效目标表 [R101]\n" == run.out
    assert 0 == run("check", "dumps/well.txt")
    assert "未发现问题：1 个文件，1 个项目，3 项指标\n" == run.out


@pytest.mark.usefixtures("chinese")
def test_what_differs(run: Output) -> None:
    """As text and as a page."""
    written(Path("new.txt"), FINE.replace("12公里", "≥15公里").replace("6.50", "8.00"))
    assert 1 == run("diff", "dumps/fine.txt", "new.txt")
    assert "养护里程  12公里 → ≥15公里  调高\n" in run.out
    assert run.out.endswith("\n比较了 1 个项目 · 1 个项目金额变化 · 2 项指标值调高\n")
    assert 1 == run("diff", "dumps/fine.txt", "new.txt", "-f", "html")
    assert '<html lang="zh">' in run.out
    assert '<th scope="col">项目、指标</th><th scope="col">原值</th><th scope="col">新值</th>' in run.out
    assert 0 == run("diff", "dumps/fine.txt", "dumps/broken.txt")
    assert "budgetperf: dumps/broken.txt：1 个错误（G205）；缺失的内容可能被当成差异\n" == run.err
    assert run.out.endswith("\n没有差异：比较了 1 个项目\n")


@pytest.mark.usefixtures("chinese")
def test_what_files_are(run: Output) -> None:
    """Kinds, places and numbers, in columns that stand straight."""
    Path("book.xlsx").write_bytes(workbook_of(表=ROWS))
    Path("picture.pdf").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    assert 1 == run("sniff", "dumps/fine.txt", "book.xlsx", "picture.pdf", "dumps/none.txt")
    assert (
        """\
dumps/fine.txt：文本，编码 utf-8，由 text 读取
  第 1–8 行  清溪县林业局  无年度  万元  1 个单位  1 个项目  1 项指标
             项目支出绩效目标表
book.xlsx：工作簿（XLSX），由 xlsx 读取
  表!A1  清溪县林业局  无年度  万元  1 个单位  1 个项目  1 项指标
         项目支出绩效目标表
picture.pdf：PNG 图片
  没有读取器
dumps/none.txt：文本，编码 utf-8，由 text 读取
  没有找到绩效目标表 [R101]
"""
        == run.out
    )


@pytest.mark.usefixtures("chinese")
def test_pages_of_a_pdf(run: Output) -> None:
    """The place of a doubt is told in words, too."""
    pytest.importorskip("pypdfium2")
    Path("budget.pdf").write_bytes(
        pdf([[["部门预算"]], [[cell.replace("6.50", "7.50", n == 5) for n, cell in enumerate(row)] for row in ROWS]])
    )
    run("check", "budget.pdf")
    assert re.search("budget.pdf，第 2 页，第 [0-9] 行，第 [0-9] 列", run.out)


@pytest.mark.usefixtures("chinese")
def test_formats_for_programs_are_not_translated(run: Output) -> None:
    """JSON, SARIF and annotations say the same whatever the language is."""
    for arguments in ("check dumps -f json", "check dumps -f github", "sniff dumps --json", "parse dumps -f csv -q"):
        told = [run(*arguments.split(), "--lang", "zh"), run.out]
        assert told == [run(*arguments.split(), "--lang", "en"), run.out]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
@pytest.mark.usefixtures("chinese")
def test_completion(run: Output, shell: str) -> None:
    """A script for a shell describes options in the language, where that shell shows descriptions."""
    assert 0 == run("completion", shell)
    assert ("加密 PDF 的密码" in run.out) is (shell != "bash")


def test_a_progress_bar(run: Output, monkeypatch: pytest.MonkeyPatch) -> None:
    """It says in words what takes so long."""
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    assert 1 == run("convert", "dumps", "--to", "csv", "-o", "all.csv", "--lang", "zh")
    assert "读取" in terminal.printed()
    assert "reading" not in terminal.printed()


def test_a_terminal_without_chinese(monkeypatch: pytest.MonkeyPatch, run: Output) -> None:
    """What its encoding lacks is told by escapes, and nothing fails."""
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stderr", stream)
    assert 2 == run("parse", "missing.txt", "--lang", "zh")
    stream.flush()
    assert isinstance(stream.buffer, io.BytesIO)
    assert stream.buffer.getvalue().startswith(rb"budgetperf: \u9519\u8bef")
