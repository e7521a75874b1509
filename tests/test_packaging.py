"""What is shipped, what importing it costs, and which names it promises."""

import ast
import os
import pkgutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from email import message_from_string
from importlib import import_module, metadata
from pathlib import Path

import pytest

import budgetperf

REPOSITORY = Path(__file__).resolve().parents[1]
SOURCE = REPOSITORY / "src"
#: The wheel under test, in a nox session; otherwise the package is imported from the work tree.
WHEEL = os.environ.get("BUDGETPERF_TEST_WHEEL")


@pytest.fixture(scope="module")
def distributions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the wheel and the sdist: those under test, or else freshly built ones."""
    if WHEEL:
        return Path(WHEEL).parent
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-d", str(folder)], cwd=REPOSITORY, check=True)
    return folder


def package_files() -> set[str]:
    """Name every file of the package in the work tree, from the package's folder on."""
    files = (path for path in (SOURCE / "budgetperf").rglob("*") if path.is_file())
    return {path.relative_to(SOURCE).as_posix() for path in files if "__pycache__" not in path.parts}


def names_loaded_by(statement: str) -> set[str]:
    """Name the modules that `statement` loads in a fresh interpreter."""
    program = f"import sys; before = {{*sys.modules}}; {statement}; print(*{{*sys.modules}} - before)"
    command = [sys.executable, "-W", "error", "-c", program]
    return set(subprocess.run(command, capture_output=True, text=True, check=True).stdout.split())


def test_wheel_holds_every_file_of_the_package(distributions: Path) -> None:
    """The wheel holds the modules, grammars and data of the work tree, and nothing else beside its metadata."""
    (wheel,) = distributions.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())

    assert package_files() == {name for name in names if ".dist-info/" not in name}
    needed = {"py.typed", "language/indicators.lark", "data/grammars.json", "data/taxonomy.toml"}
    assert {f"budgetperf/{name}" for name in needed} <= names


def test_sdist_holds_the_package_and_its_tests(distributions: Path) -> None:
    """A downstream packager can build and test from the sdist alone."""
    (sdist,) = distributions.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}

    assert {f"src/{name}" for name in package_files()} <= names
    assert {"pyproject.toml", "noxfile.py", "LICENSE", "README.md", "SECURITY.md", "tests/conftest.py"} <= names
    assert {"docs/licences.md", "docs/wrapper/pyproject.toml", "tests/golden/json/1.0/small.json"} <= names


#: Everything that is kept in a file is asked for, and a sample is read and written in every form that needs no extra.
ZIPPED = """
import sys
import budgetperf
from budgetperf.reports import to_page
from budgetperf.testing import assert_json_round_trip
from budgetperf.writers import to_csv, to_html, to_markdown, to_tsv

assert budgetperf.__file__.startswith(sys.argv[1]), budgetperf.__file__
result = budgetperf.read(sys.argv[2])
assert result.ok and result.value == budgetperf.read(sys.argv[2], isolate=True).value
for write in (to_csv, to_html, to_markdown, to_tsv):
    assert budgetperf.parse(write(result.value)).value == result.value
assert_json_round_trip(result.value)
assert budgetperf.catalogue("zh").keys() == budgetperf.catalogue().keys()
assert budgetperf.json_schema() and to_page([result]) and budgetperf.check(result)
print(len(budgetperf.to_records(result.value)))
"""


def test_the_wheel_runs_as_it_is_zipped(distributions: Path) -> None:
    """No file of the package is looked for on the disk: grammars, data, and what a page is made of come out of a zip."""
    (wheel,) = distributions.glob("*.whl")
    sample = REPOSITORY / "samples" / "pipe_table.md"
    command = [sys.executable, "-W", "error", "-c", ZIPPED, str(wheel), str(sample)]
    env = {**os.environ, "PYTHONPATH": str(wheel)}
    ran = subprocess.run(command, capture_output=True, text=True, check=False, env=env)

    assert (0, "") == (ran.returncode, ran.stderr)
    assert len(budgetperf.to_records(budgetperf.read(sample).value)) == int(ran.stdout)


def test_the_wheel_says_what_it_is(distributions: Path) -> None:
    """What an installer and an index go by: the licence and its text, the Pythons, the extras and the command."""
    (wheel,) = distributions.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = {name.rpartition("/")[2]: name for name in archive.namelist() if ".dist-info/" in name}
        about = message_from_string(archive.read(names["METADATA"]).decode("utf-8"))
        commands = archive.read(names["entry_points.txt"]).decode("utf-8")

    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["project"]
    assert {"LICENSE", "METADATA", "WHEEL", "RECORD", "entry_points.txt"} == set(names)
    assert (budgetperf.__version__, "Apache-2.0", ">=3.11") == tuple(
        about[key] for key in ("Version", "License-Expression", "Requires-Python")
    )
    assert sorted(project["optional-dependencies"]) == sorted(about.get_all("Provides-Extra") or ())
    assert "budgetperf = budgetperf.cli:main" in commands
    assert str(about.get_payload()).startswith("# budgetperf")


@pytest.mark.skipif(not WHEEL, reason="the package is imported from the work tree")
def test_the_tests_run_against_the_wheel() -> None:
    """In a nox session the work tree can't hide what the wheel lacks."""
    assert SOURCE not in [Path(entry).resolve() for entry in sys.path]
    assert not Path(budgetperf.__file__).resolve().is_relative_to(REPOSITORY / "src")
    assert budgetperf.__version__ == metadata.version("budgetperf")


def test_importing_the_package_loads_no_dependency() -> None:
    """The price of ``import budgetperf`` is its own ``__init__``, whatever is used of it later."""
    assert {"budgetperf"} == names_loaded_by("import budgetperf")


def test_a_program_that_only_handles_values_loads_no_parser() -> None:
    """The model and the errors need attrs alone."""
    loaded = names_loaded_by("from budgetperf import Corpus, Document, ParseResult, Span, FormatError")

    assert set() == loaded & {"lark", "cattrs", "rich", "hypothesis", "pyarrow", "pandas", "polars"}


@pytest.mark.parametrize("name", budgetperf.__all__)
def test_public_name_can_be_fetched(name: str) -> None:
    """Every promised name is there, is what its own module holds, and is kept once fetched."""
    value = getattr(budgetperf, name)

    assert value is getattr(import_module(budgetperf._HOME[name]), name)
    assert value is vars(budgetperf)[name]


def test_type_checkers_see_the_names_that_the_interpreter_sees() -> None:
    """The imports for type checkers and the table of homes say the same."""
    tree = ast.parse(Path(budgetperf.__file__).read_text("utf-8"))
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.level == 0]
    seen = {alias.name: node.module for node in imports for alias in node.names}
    seen.pop("import_module")

    assert budgetperf._HOME == seen
    assert sorted(budgetperf._HOME) == sorted(budgetperf.__all__)


def test_no_public_name_is_also_a_module() -> None:
    """Importing a module binds its name in the package, which would overwrite a public one."""
    modules = {module.name for module in pkgutil.iter_modules(budgetperf.__path__)}

    assert set() == modules & set(budgetperf.__all__)


def test_dir_lists_what_is_there() -> None:
    """``dir`` lists the public names, fetched or not, and no private one."""
    listed = dir(budgetperf)

    assert set() == set(budgetperf.__all__) - set(listed)
    assert [] == [name for name in listed if name.startswith("_") and not name.startswith("__")]


def test_unknown_name_is_refused() -> None:
    """A wrong name fails as it does on any module."""
    with pytest.raises(AttributeError, match="module 'budgetperf' has no attribute 'parse_everything'"):
        budgetperf.parse_everything  # type: ignore[attr-defined]  # noqa: B018 - the access is the test
