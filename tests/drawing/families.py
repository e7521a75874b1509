"""Fonts of this machine, by their families; nothing but the standard library is needed to look for them."""

import shutil
import subprocess
from functools import cache
from pathlib import Path

#: Families, as fontconfig calls them.
SANS, MING = "Noto Sans CJK SC", "AR PL UMing CN"


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
