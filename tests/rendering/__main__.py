"""Write every file to a folder, with a manifest and the documents as JSON: ``python -m rendering FOLDER``."""

import sys
from pathlib import Path

if __name__ == "__main__":
    # Run by its file's name, Python looks for the package beside this file only.
    sys.path.insert(0, str(Path(__file__).parents[1]))
    from rendering.making import made, write_manifest

    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    write_manifest(folder, made(folder))
