"""Coverage-guided fuzzing of every way in: ``python -m fuzzing --help``, or nox's ``fuzz`` session.

`table` has the targets; each is a law (`laws`), inputs to begin with (`corpora`) and a way to change them
(`mutations`). `run` lets atheris loose on one of them, in a process of its own; what it finds (`findings`) stays in a folder
with its input, and ``__main__`` makes a table of it all.
"""
