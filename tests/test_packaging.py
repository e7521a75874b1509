"""What is shipped, what importing it costs, and which names it promises."""

import ast
import os
import pkgutil
import subprocess
import sys
import tarfile
import zipfile
from importlib import import_module, metadata
from pathlib import Path

import pytest

import budgetperf

REPOSITORY = Path(__file__).resolve().parents[1]
SOURCE = REPOSITORY / "src"
PUBLIC_NAMES = (Path(__file__).parent / "public_names.txt").read_text("utf-8").split()
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
    assert {"pyproject.toml", "noxfile.py", "LICENSE", "README.md", "tests/conftest.py"} <= names


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


def test_public_names_are_the_promised_ones() -> None:
    """A name appears or disappears only together with the checked-in list."""
    assert sorted(PUBLIC_NAMES) == sorted(budgetperf.__all__)


@pytest.mark.parametrize("name", PUBLIC_NAMES)
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
