"""What must be installed besides Python packages: programs, libraries and fonts.

``python -m rendering.needed`` prints the Debian packages that are missing, on one line.
"""

import shutil
import sys
from collections.abc import Sequence
from ctypes.util import find_library

from drawing.families import MING, SANS, font_file

PROGRAMS = {
    "chromium": ("chromium",),
    "fc-list": ("fontconfig",),
    "pandoc": ("pandoc",),
    "soffice": ("libreoffice-calc-nogui", "libreoffice-writer-nogui"),
}
LIBRARIES = {"pango-1.0": ("libpango-1.0-0",), "pangoft2-1.0": ("libpangoft2-1.0-0",)}
FONTS = {SANS: ("fonts-noto-cjk",), MING: ("fonts-arphic-uming",)}


def missing() -> list[str]:
    """Return the Debian packages that hold what this machine lacks."""
    lacking = {package for name, packages in PROGRAMS.items() if shutil.which(name) is None for package in packages}
    lacking |= {package for name, packages in LIBRARIES.items() if find_library(name) is None for package in packages}
    lacking |= {package for family, packages in FONTS.items() if font_file(family) is None for package in packages}
    return sorted(lacking)


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
