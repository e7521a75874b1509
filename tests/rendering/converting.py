"""Convert files by LibreOffice and pandoc."""

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

#: What LibreOffice is to write, where the suffix does not say it by itself.
FILTERS = {
    "doc": "doc:MS Word 97",
    "rtf": "rtf:Rich Text Format",
    "odt": "odt:writer8",
    "ods": "ods:calc8",
    "xls": "xls:MS Excel 97",
    "xlsx": "xlsx:Calc MS Excel 2007 XML",
}


def converted(files: Sequence[Path], suffix: str, folder: Path, profile: Path) -> None:
    """Convert files in one start of LibreOffice; each keeps its name but for the suffix.

    Raises:
        RuntimeError: LibreOffice failed, or left a file out.

    """
    program = shutil.which("soffice")
    assert program is not None, "required before"
    wanted = FILTERS.get(suffix, suffix)
    # A page is opened as a text, not as a page: only so can it be written as another kind.
    reading = ["--infilter=HTML (StarWriter)"] if files[0].suffix == ".html" and suffix != "pdf" else []
    command = [
        program,
        f"-env:UserInstallation={profile.resolve().as_uri()}",
        "--headless",
        *reading,
        "--convert-to",
        wanted,
        "--outdir",
        str(folder),
        *map(str, files),
    ]
    answer = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    lost = [file.name for file in files if not (folder / file.with_suffix(f".{suffix}").name).exists()]
    if lost:
        raise RuntimeError(f"LibreOffice made no {suffix} of {', '.join(lost)}: {answer.stdout}{answer.stderr}")


def dumped(file: Path, target: Path) -> None:
    """Write a file as GitHub's markdown by pandoc."""
    program = shutil.which("pandoc")
    assert program is not None, "required before"
    command = [program, "--to=gfm", "--wrap=none", f"--output={target}", str(file)]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
