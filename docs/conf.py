"""How Sphinx builds the documentation. Run: ``nox -s docs``, or ``sphinx-build -n -W docs build/site``."""  # noqa: INP001 - a script

import sys
from pathlib import Path

DOCS = Path(__file__).parent
sys.path.insert(0, str(DOCS / "extensions"))

import budgetperf  # noqa: E402 - after the path

project = "budgetperf"
author = "the budgetperf developers"
version = release = budgetperf.__version__
# No year: two builds of the same commit give the same pages.
project_copyright = "the budgetperf developers, Apache-2.0"

extensions = [
    "myst_nb",
    "sphinx.ext.autodoc",
    "sphinx_copybutton",
    "sphinx_design",
    "chinese_search",
    "docstrings",
    "layout",
    "linking",
    "railroads",
]
exclude_patterns = ["examples/*", "extensions", "static", "wrapper/**/.*", "wrapper/**/tests"]
# Pages that another change brings are listed before they are there.
suppress_warnings = ["toc.empty_glob"]
nitpicky = True
#: The standard library and other packages: their pages can't be asked for without a network.
nitpick_ignore_regex = [
    (
        r"py:.*",
        r"(?:altair|alt|attrs|cattrs|collections|datetime|decimal|fractions|hypothesis|os|pandas|pathlib|pd|pa|pl|polars|pyarrow|st|types|typing)\..*",
    ),
    (r"py:(?:class|exc)", r"[a-zA-Z]+"),
    # Names that shorten a signature, and the variable of a generic class.
    (r"py:class", r"budgetperf\..*\._\w+|budgetperf\.results\.Value"),
]

# --- pages ------------------------------------------------------------------------------

myst_enable_extensions = ["attrs_inline", "colon_fence", "deflist"]
myst_heading_anchors = 3
# Dashes, but no quotes: a curly apostrophe is as wide as a character in a Chinese font.
smartquotes_action = "D"
myst_heading_slug_func = "linking.slug"
# The tutorials keep what they print, and tests hold them to it.
nb_execution_mode = "off"
nb_merge_streams = True

# --- the API ----------------------------------------------------------------------------

default_role = "literal"
autodoc_member_order = "bysource"
autodoc_typehints_format = "short"
autodoc_preserve_defaults = True
python_use_unqualified_type_names = True
python_maximum_signature_line_length = 88
toc_object_entries_show_parents = "hide"

# --- HTML -------------------------------------------------------------------------------

language = "en"
html_theme = "furo"
html_title = "budgetperf"
html_favicon = "static/icon.svg"
html_static_path = ["static"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sourcelink = False
html_show_sphinx = False
html_search_language = "en+zh"
copybutton_exclude = ".linenos, .gp, .go"
_FONTS = (
    "-apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif"
)
_MONOSPACE = "'SFMono-Regular', Menlo, Consolas, 'DejaVu Sans Mono', 'Noto Sans Mono CJK SC', monospace"
html_theme_options = {
    "light_css_variables": {
        "font-stack": _FONTS,
        "font-stack--monospace": _MONOSPACE,
        "color-brand-primary": "#a3261c",
        "color-brand-content": "#a3261c",
        "color-brand-visited": "#7a3b36",
    },
    "dark_css_variables": {
        "color-brand-primary": "#ff8f82",
        "color-brand-content": "#ff8f82",
        "color-brand-visited": "#d9a49e",
    },
}
