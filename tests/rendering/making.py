"""Make every file of every variant in a folder."""

import json
import re
import shutil
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

from attrs import frozen

import budgetperf
from budgetperf.model import Document
from drawing.subjects import book_subject, subjects
from rendering.converting import converted, dumped
from rendering.dressing import valued, valued_workbook
from rendering.needed import require
from rendering.variants import VARIANTS, Variant

#: The folder of the files that are converted, within that of the files made.
SOURCES = "sources"


@frozen
class Made:
    """A file, what it is and what it says."""

    path: Path
    variant: Variant
    subject: str


@cache
def documents() -> dict[str, Document]:
    """Return every document by name, those too that only some variants print."""
    values = {with_values(name): valued(document) for name, document in subjects().items()}
    return {**subjects(), **values, "book": book_subject()}


def with_values(subject: str) -> str:
    """Return what a document is called whose first project has a date for a name and a share for an objective."""
    return f"{subject}-values"


def truth(variant: Variant, subject: str) -> Document:
    """Return what a file of a variant says of a document."""
    return documents()[with_values(subject) if variant.make is valued_workbook else subject]


def made(folder: Path, variants: Iterable[Variant] = VARIANTS) -> list[Made]:
    """Make the files of `variants` in a folder."""
    require()
    files = [
        Made(folder / f"{plain(variant.name)}-{subject}.{variant.suffix}", variant, subject)
        for variant in variants
        for subject in variant.subjects or tuple(subjects())
    ]
    jobs: dict[tuple[str, str], list[Made]] = {}
    for each in files:
        content = each.variant.make(truth(each.variant, each.subject))
        if each.variant.source:
            jobs.setdefault((each.variant.source, each.variant.suffix), []).append(each)
            (folder / SOURCES).mkdir(exist_ok=True)
            source_of(each).write_bytes(content)
        else:
            each.path.write_bytes(content)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(convert, jobs.items(), range(len(jobs))))
    return files


def convert(job: tuple[tuple[str, str], list[Made]], number: int) -> None:
    """Convert the files of one source and one target."""
    (_, suffix), files = job
    folder = files[0].path.parent
    if suffix == "md":
        for each in files:
            dumped(source_of(each), each.path)
        return
    # A file of WPS is one of Excel under another name.
    written = {"et": "xls"}.get(suffix, suffix)
    profile = folder / SOURCES / f"profile{number}"
    converted([source_of(each) for each in files], written, folder, profile)
    for each in files:
        each.path.with_suffix(f".{written}").rename(each.path)
    shutil.rmtree(profile, ignore_errors=True)


def source_of(file: Made) -> Path:
    """Return the file that is converted."""
    return file.path.parent / SOURCES / f"{file.path.stem}.{file.variant.source}"


def plain(name: str) -> str:
    """Return a name as part of a file's name."""
    return re.sub(r"[^a-z0-9]+", "_", name)


def write_manifest(folder: Path, files: Iterable[Made]) -> None:
    """Write the documents' truths, and which file is which."""
    files = list(files)
    for name, document in documents().items():
        (folder / f"{name}.json").write_text(budgetperf.dumps(document), "utf-8")
    listed = [
        {
            "file": each.path.name,
            "variant": each.variant.name,
            "document": next(name for name, known in documents().items() if known is truth(each.variant, each.subject)),
            "group": each.variant.group,
            "ruled": each.variant.group == "ruled",
        }
        for each in files
    ]
    (folder / "manifest.json").write_text(json.dumps(listed, ensure_ascii=False, indent=1), "utf-8")
