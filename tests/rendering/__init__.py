"""Documents as files, as those who publish them make them: PDFs of many producers, office files, pages, dumps.

``python -m rendering FOLDER`` writes every file, with ``tests`` on the path. The tests
are in :mod:`rendering.test_rendered`; nox runs them in the session ``rendered``.
"""
