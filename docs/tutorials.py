"""Run the tutorials from top to bottom and keep what they print in them. Run: ``python docs/tutorials.py``."""  # noqa: INP001 - a script

from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

TUTORIALS = [Path(__file__).parent / name for name in ("tutorial.ipynb", "tutorial.zh.ipynb")]


def executed(path: Path) -> Any:  # noqa: ANN401 - notebooks are dictionaries with attributes
    """Return a tutorial with what its cells give, run in its own folder.

    Raises:
        nbclient.exceptions.CellExecutionError: if a cell raises.

    """
    notebook = nbformat.read(path, as_version=4)
    kernel = notebook.metadata.kernelspec
    resources = {"metadata": {"path": str(path.parent)}}
    NotebookClient(notebook, timeout=120, resources=resources, record_timing=False).execute()
    # A kernel tells its own version here.
    notebook.metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    return notebook


if __name__ == "__main__":
    for tutorial in TUTORIALS:
        nbformat.write(executed(tutorial), tutorial)
