"""The checks of the project: ``nox`` runs what must hold, ``nox --list`` shows the rest."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import nox
from nox.logger import logger

nox.needs_version = ">=2025.2.9"
nox.options.default_venv_backend = "uv|virtualenv"
nox.options.download_python = "never"
# Coverage stands last: it reports on what the tests session ran.
nox.options.sessions = [
    "lint", "types", "users", "doctests", "tests", "lowest", "docs", "notebook", "rendered", "coverage",
]  # fmt: skip

# uv would otherwise fetch an interpreter where nox hands it one that it doubts.
os.environ["UV_PYTHON_DOWNLOADS"] = "never"

PROJECT = nox.project.load_toml("pyproject.toml")
DIST = Path("dist")
SITE = Path("build/site")
RUNNING = f"{sys.version_info.major}.{sys.version_info.minor}"
SUPPORTED = ("3.11", "3.12", "3.13")


def interpreter(version: str) -> Path | None:
    """Return a Python of `version` that runs, or None.

    A name on PATH proves nothing: a version manager leaves a stand-in there
    that fails for every version but the selected one.
    """
    if version == RUNNING:
        return Path(sys.executable)
    on_path = shutil.which(f"python{version}")
    pyenv = Path(os.environ.get("PYENV_ROOT", "~/.pyenv")).expanduser()
    managed = sorted(pyenv.glob(f"versions/{version}.*/bin/python{version}"))
    candidates = [Path(on_path)] * bool(on_path) + managed
    return next((candidate for candidate in candidates if runs(candidate, version)), None)


def runs(candidate: Path, version: str) -> bool:
    """Tell whether `candidate` starts, and is a Python of `version`."""
    program = "import sys; print('%d.%d' % sys.version_info[:2])"
    try:
        answer = subprocess.run([candidate, "-c", program], capture_output=True, text=True, check=False, timeout=30)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.stdout.strip() == version


def available(versions: tuple[str, ...]) -> list[str]:
    """Return the `versions` that this machine can run, and put them where nox will find them."""
    found = {version: interpreter(version) for version in versions}
    if missing := [version for version, path in found.items() if path is None]:
        logger.warning(f"no tests on Python {', '.join(missing)}: not found on PATH or under pyenv")
    places = [str(path.parent) for version, path in found.items() if path and version != RUNNING]
    os.environ["PATH"] = os.pathsep.join([*places, os.environ["PATH"]])
    return [version for version, path in found.items() if path]


PYTHONS = available(SUPPORTED if RUNNING in SUPPORTED else (*SUPPORTED, RUNNING))
#: Coverage is measured on one Python only, the oldest.
MEASURED = PYTHONS[0]
#: The tests that meet what the package asks of others: attrs, cattrs, lark, hypothesis, pyarrow and the data frames,
#: rich, shtab, pypdfium2, xlsxwriter, altair.
MEETING_DEPENDENCIES = (
    *("interchange", "jsonreadings", "indicators", "laws", "samples", "testing", "users"),
    *("cli_schema", "display", "frames", "pdf", "plots", "writers"),
)


def group(name: str) -> list[str]:
    """Return the requirements of a dependency group."""
    return list(nox.project.dependency_groups(PROJECT, name))


def install_wheel(
    session: nox.Session, extras: str, requirements: str = "test", *options: str
) -> dict[str, str | None]:
    """Install the built wheel and a group of requirements; return the environment that holds the tests to it."""
    (wheel,) = DIST.glob("*.whl")
    session.install(*options, f"budgetperf[{extras}] @ {wheel.resolve().as_uri()}", *group(requirements))
    return {"BUDGETPERF_TEST_WHEEL": str(wheel.resolve()), "PYTHONPATH": None}


@nox.session
def lint(session: nox.Session) -> None:
    """Check style, format and the direction of imports."""
    session.install(*group("lint"))
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")
    session.run("lint-imports", "--no-cache", env={"PYTHONPATH": "src"})


@nox.session
def types(session: nox.Session) -> None:
    """Check the types of the package and its tests."""
    session.install("-e", ".[all]", *group("types"))
    session.run("mypy", *session.posargs)


@nox.session(python=MEASURED, requires=["build"])
def users(session: nox.Session) -> None:
    """Check programs as users write them against the types of the installed package, by mypy and by pyright."""
    env = {**install_wheel(session, "all", "users"), "MYPYPATH": "docs/wrapper/src"}
    written = ["tests/users", "docs/wrapper/src", "docs/wrapper/tests"]
    session.run("mypy", "--config-file=", "--strict", f"--python-version={MEASURED}", *written, env=env)
    python = str(Path(session.bin) / "python")
    session.run("basedpyright", "--pythonpath", python, "--project", "tests/users", env=env)


@nox.session(python=MEASURED, default=False)
def build(session: nox.Session) -> None:
    """Build the sdist, and from it the wheel that every test session installs."""
    session.install("build", *PROJECT["build-system"]["requires"])
    shutil.rmtree(DIST, ignore_errors=True)
    session.run("python", "-m", "build", "--no-isolation", "--outdir", str(DIST), silent=True)


@nox.session(python=MEASURED, default=False, requires=["build"])
def release(session: nox.Session) -> None:
    """Look at what was built as an index would: see docs/releasing.md."""
    session.install(*group("release"))
    built = [str(path) for path in sorted(DIST.iterdir())]
    session.run("validate-pyproject", "pyproject.toml")
    session.run("twine", "check", "--strict", *built)
    session.run("check-wheel-contents", *(path for path in built if path.endswith(".whl")))


@nox.session(python=PYTHONS, requires=["build"])
def tests(session: nox.Session) -> None:
    """Run the tests against the installed wheel."""
    env = install_wheel(session, "arrow,cli,excel,pandas,pdf,plots,polars,testing")
    # The coverage session holds the figure to its bound, so that a selection of tests can pass by itself.
    measure = ["--cov", "--cov-report=", "--cov-fail-under=0"] if session.python == MEASURED else []
    session.run("pytest", "-n", "2", *measure, *session.posargs, env=env)


@nox.session(python=MEASURED, requires=["build"])
def lowest(session: nox.Session) -> None:
    """Run the tests that meet a dependency with the oldest versions that ``pyproject.toml`` allows."""
    if session.venv_backend != "uv":
        session.skip("uv alone resolves to the oldest versions")
    if MEASURED not in SUPPORTED:
        session.skip(f"the oldest versions have no wheels for Python {MEASURED}")
    oldest = str(Path(session.virtualenv.location) / "oldest.txt")
    asked = ["--extra=all", "--resolution=lowest-direct", f"--python-version={MEASURED}"]
    session.run_install("uv", "pip", "compile", "--quiet", "pyproject.toml", *asked, f"--output-file={oldest}")
    env = install_wheel(session, "all", "test", "--constraint", oldest)
    files = [f"tests/test_{subject}.py" for subject in MEETING_DEPENDENCIES]
    session.run("pytest", "-n", "2", *(session.posargs or files), env=env)


@nox.session(python=MEASURED, default=False, requires=[f"tests-{MEASURED}"])
def coverage(session: nox.Session) -> None:
    """Hold the tests to the branches that they must reach."""
    session.install("coverage")
    session.run("coverage", "report")


@nox.session(python=MEASURED, requires=["build"])
def doctests(session: nox.Session) -> None:
    """Run the examples in the docstrings of the installed package."""
    env = install_wheel(session, "all")
    session.run("pytest", "--doctest-modules", "--pyargs", "budgetperf", *session.posargs, env=env)


@nox.session(python=MEASURED, requires=["build"])
def docs(session: nox.Session) -> None:
    """Build the documentation site in build/site; a warning fails, and a link that leads nowhere is one."""
    env = install_wheel(session, "arrow,plots,testing", "docs")
    # Afresh each time: a page that is read from the last build's cache warns of nothing.
    command = ["sphinx-build", "--nitpicky", "--fail-on-warning", "--keep-going", "--fresh-env", "--quiet"]
    session.run(*command, "--doctree-dir", "build/doctrees", "docs", str(SITE), env=env)
    # What draws the grammars and finds Chinese words is tested where it is installed; conftest.py needs more than that.
    drawing = ["--noconftest", "--doctest-modules", "docs/extensions", "tests/test_site_drawing.py"]
    session.run("pytest", *drawing, *session.posargs, env=env)
    session.log(f"the site begins at {SITE / 'index.html'}")


@nox.session(python=MEASURED, requires=["build"])
def notebook(session: nox.Session) -> None:
    """Run the tutorials from top to bottom."""
    env = install_wheel(session, "all", "notebook")
    session.run("pytest", "-m", "executed", "tests/test_tutorial.py", *session.posargs, env=env)


@nox.session(python=MEASURED, requires=["build"])
def rendered(session: nox.Session) -> None:
    """Read files that are made as publishers make them: PDFs, office files, pages, dumps."""
    install_system_packages(session)
    env = install_wheel(session, "all", "rendering")
    session.run("pytest", "-m", "rendered", "-s", "tests/rendering", *session.posargs, env=env)


def install_system_packages(session: nox.Session) -> None:
    """Install the Debian packages that rendering lacks, where that is allowed; else say which they are."""
    asked = [sys.executable, "-m", "rendering.needed"]
    env = {**os.environ, "PYTHONPATH": "tests"}
    lacking = subprocess.run(asked, capture_output=True, text=True, check=True, env=env).stdout.split()
    if not lacking:
        return
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        session.error(f"rendering needs Debian packages: apt-get install {' '.join(lacking)}")
    session.run("apt-get", "update", "-q", external=True, silent=True)
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    command = ["apt-get", "install", "-qy", "--no-install-recommends", *lacking]
    session.run(*command, external=True, silent=True, env=quiet)


@nox.session(python=MEASURED, default=False, requires=["build"])
def benchmark(session: nox.Session) -> None:
    """Measure the package against a plain ``re`` script, other grammars and pdfplumber, and print all."""
    env = install_wheel(session, "all", "benchmark")
    session.run("pytest", "--override-ini=python_files=bench_*.py", "-s", "tests/benchmarks", *session.posargs, env=env)


@nox.session(python=MEASURED, default=False, requires=["build"])
def fuzz(session: nox.Session) -> None:
    """Fuzz every way in, guided by coverage: ten minutes each, or as ``-- NAME --seconds 60`` says."""
    env = install_wheel(session, "all", "fuzz")
    session.run("python", "-m", "fuzzing", *session.posargs, env={**env, "PYTHONPATH": "tests"})


@nox.session(python=MEASURED, default=False, requires=["build"])
def nightly(session: nox.Session) -> None:
    """Run everything but the rendered and notebook sessions, the slow tests too, with many more generated examples."""
    env = install_wheel(session, "all")
    session.run(
        "pytest",
        "-n",
        "2",
        "-m",
        "not rendered and not executed",
        "--hypothesis-profile=long",
        *session.posargs,
        env=env,
    )
