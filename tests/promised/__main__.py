"""Write the lists anew: ``PYTHONPATH=src:tests python -m promised``."""

from promised import FOLDER, LISTS

for name, made in LISTS.items():
    (FOLDER / name).write_text("\n".join(made()) + "\n", "utf-8")
