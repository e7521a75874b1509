"""Write the page of what the package depends on, and under which licences. Run: ``python docs/licences.py``."""  # noqa: INP001 - a script

from collections.abc import Iterator, Mapping
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Final

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PAGE: Final = Path(__file__).parent / "licences.md"
PACKAGE: Final = "budgetperf"
#: What is longer is a licence's text and not its name.
LONGEST_NAME: Final = 40
#: What a licence's own text, or a trove classifier, is called by SPDX.
SPDX: Final = {
    "Apache": "Apache-2.0",
    "Apache 2.0": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD": "BSD-3-Clause",
    "BSD License": "BSD-3-Clause",
    "Dual License": "Apache-2.0 OR BSD-3-Clause",  # python-dateutil's word for the two that it names in its LICENSE
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}
INTRODUCTION: Final = """\
<!-- Generated from the metadata of the installed packages by docs/licences.py; edit that, not this page. -->

# Licences

`budgetperf` itself is under the [Apache License 2.0](../LICENSE).
Below is everything that it needs when it runs: the three packages of the core, and what each extra brings along.
None is under the GPL or AGPL, and a test fails for one that is, and for any package that is not on this page.
What only develops and tests the package is in the dependency groups of `pyproject.toml`, and is held to the same.

| Package | Licence | Needed by |
|---|---|---|
"""
CLOSING: Final = """
Licences are what the packages say of themselves, as [SPDX](https://spdx.org/licenses/) names them where it has a name.
Some ship libraries of others inside their wheels (pypdfium2 has PDFium, pyarrow has Arrow's C++), whose notices lie in
the wheels' `licenses` folders.
"""


def licence(package: Distribution) -> str:
    """Return the licence of a package as its metadata has it, in SPDX's words where they are known."""
    about = package.metadata
    if expression := about.get("License-Expression"):
        return expression
    named = [each.rpartition(" :: ")[2] for each in about.get_all("Classifier") or () if each.startswith("License :: ")]
    stated = (about.get("License") or "").strip()
    if stated and (len(stated) <= LONGEST_NAME or not named):
        named = [stated.partition("\n")[0]]
    return " OR ".join(SPDX.get(each, each) for each in named)


def needs(package: str, extra: str) -> Iterator[str]:
    """Return the names of all that a package needs with one of its extras, its own needs first."""
    waiting, seen = [(canonicalize_name(package), extra)], set()
    while waiting:
        name, asked = waiting.pop()
        for requirement in map(Requirement, distribution(name).requires or ()):
            wanted = canonicalize_name(requirement.name)
            if requirement.marker and not requirement.marker.evaluate({"extra": asked}):
                continue
            for further in ("", *requirement.extras):
                if (wanted, further) not in seen and _is_installed(wanted):
                    seen.add((wanted, further))
                    waiting.append((wanted, further))
                    if wanted != PACKAGE:
                        yield wanted


def _is_installed(name: str) -> bool:
    """Whether a package is there; a marker that speaks of another system leaves some out."""
    try:
        distribution(name)
    except PackageNotFoundError:
        return False
    return True


def users() -> Mapping[str, list[str]]:
    """Return every package that is needed, with the extras that need it; ``core`` for what is always needed."""
    extras = [each for each in distribution(PACKAGE).metadata.get_all("Provides-Extra") or () if each != "all"]
    core = set(needs(PACKAGE, ""))
    found = {name: ["core"] for name in core}
    for extra in extras:
        for name in sorted(set(needs(PACKAGE, extra)) - core):
            found.setdefault(name, []).append(extra)
    return found


def rows() -> list[str]:
    """Return a line of the table for each package, what is always needed first."""
    needed = users()
    order = sorted(needed, key=lambda name: (needed[name] != ["core"], name))
    return [f"| {name} | {licence(distribution(name))} | {', '.join(needed[name])} |" for name in order]


if __name__ == "__main__":
    PAGE.write_text(INTRODUCTION + "\n".join(rows()) + "\n" + CLOSING, "utf-8")
