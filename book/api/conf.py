"""Sphinx's settings for the API reference, a site of its own below the book's ``api/``.

Apart, because Breathe re-reads every page when any header changes; the book must not wait for that.
"""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "theme"))

extensions = ["myst_parser", "breathe", "sphinx_copybutton", "tinytorch_theme"]
language = "en"
root_doc = "index"
myst_enable_extensions = ["attrs_inline", "colon_fence"]
myst_update_mathjax = False
primary_domain = "cpp"
highlight_language = "cpp"

breathe_projects = {"tinytorch": os.environ["TINYTORCH_API_XML"]}
breathe_default_project = "tinytorch"
breathe_show_include = False
# Every header opens the same namespace.
suppress_warnings = ["duplicate_declaration.cpp"]

html_theme = "tinytorch"
pygments_style = "tinytorch_theme.highlighting.Day"
pygments_dark_style = "tinytorch_theme.highlighting.Night"
html_math_renderer = "mathml"
html_copy_source = False
html_show_sphinx = False
html_show_copyright = False
book_above = "../"
