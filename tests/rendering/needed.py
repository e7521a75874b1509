"""What must be installed besides Python packages: programs, libraries and fonts.

``python -m rendering.needed`` prints the Debian packages that are missing, on one line.
"""

import shutil
import subprocess
import sys
from collections.abc import Sequence
from ctypes.util import find_library
from functools import cache
from pathlib import Path

PROGRAMS = {
    "fc-list": ("fontconfig",),
    "pandoc": ("pandoc",),
    "soffice": ("libreoffice-calc-nogui", "libreoffice-writer-nogui"),
}
LIBRARIES = {"pango-1.0": ("libpango-1.0-0",), "pangoft2-1.0": ("libpangoft2-1.0-0",)}
#: Families, as fontconfig calls them.
SANS, MING = "Noto Sans CJK SC", "AR PL UMing CN"
FONTS = {SANS: ("fonts-noto-cjk",), MING: ("fonts-arphic-uming",)}


def missing() -> list[str]:
    """Return the Debian packages that hold what this machine lacks."""
    lacking = {package for name, packages in PROGRAMS.items() if shutil.which(name) is None for package in packages}
    lacking |= {package for name, packages in LIBRARIES.items() if find_library(name) is None for package in packages}
    lacking |= {package for family, packages in FONTS.items() if font_file(family) is None for package in packages}
    return sorted(lacking)


@cache
def font_file(family: str) -> Path | None:
    """Return the file of a font family, or None where it isn't installed."""
    program = shutil.which("fc-list")
    if program is None:
        return None
    listed = subprocess.run(
        [program, f":family={family}:weight=80", "file"], capture_output=True, text=True, check=True
    )
    light = subprocess.run([program, f":family={family}", "file"], capture_output=True, text=True, check=True)
    found = [line.partition(":")[0].strip() for line in (listed.stdout + light.stdout).splitlines()]
    return Path(found[0]) if found else None


def require() -> None:
    """Raise one error that names everything to install.

    Raises:
        RuntimeError: A program, a library or a font is missing.

    """
    if packages := missing():
        raise RuntimeError(advice(packages))


def advice(packages: Sequence[str]) -> str:
    """Return what to do about missing packages."""
    return f"rendered files need Debian packages: apt-get install {' '.join(packages)}"


if __name__ == "__main__":
    sys.stdout.write(" ".join(missing()) + "\n")
