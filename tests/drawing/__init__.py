"""Documents drawn as PDFs with reportlab: laid out on pages, then painted in the ways of many producers.

Nothing here needs more than Python packages, but for the looks whose font is embedded.
"""
