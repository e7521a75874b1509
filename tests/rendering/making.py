"""Make every file of every variant in a folder."""

import json
import re
from collections.abc import Iterable
from pathlib import Path

from attrs import frozen

import budgetperf
from budgetperf.model import Document
from rendering.needed import require
from rendering.subjects import book_subject, subjects
from rendering.variants import VARIANTS, Variant


@frozen
class Made:
    """A file, what it is and what it says."""

    path: Path
    variant: Variant
    subject: str


def documents() -> dict[str, Document]:
    """Return every document by name."""
    return {**subjects(), "book": book_subject()}


def made(folder: Path, variants: Iterable[Variant] = VARIANTS) -> list[Made]:
    """Make the files of `variants` in a folder."""
    require()
    known = documents()
    files = []
    for variant in variants:
        for subject in variant.subjects or tuple(subjects()):
            path = folder / f"{re.sub(r'[^a-z0-9]+', '_', variant.name)}-{subject}.{variant.suffix}"
            path.write_bytes(variant.make(known[subject]))
            files.append(Made(path, variant, subject))
    return files


def write_manifest(folder: Path, files: Iterable[Made]) -> None:
    """Write the documents' truths, and which file is which."""
    for name, document in documents().items():
        (folder / f"{name}.json").write_text(budgetperf.dumps(document), "utf-8")
    listed = [
        {
            "file": each.path.name,
            "variant": each.variant.name,
            "document": each.subject,
            "group": each.variant.group,
            "ruled": each.variant.group == "ruled",
        }
        for each in files
    ]
    (folder / "manifest.json").write_text(json.dumps(listed, ensure_ascii=False, indent=1), "utf-8")
