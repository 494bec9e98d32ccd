"""Sphinx's settings for the book. The sources are a woven folder (`tito weave`); its ``book.json`` says which edition this is.

``build.py`` runs this with ``-t print`` for the PDF, and says in the environment where the API reference is.
"""

import hashlib
import json
import os
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "theme"))

printing = tags.has("print")  # noqa: F821
api = os.environ.get("TINYTORCH_API", "")
api_xml = os.environ.get("TINYTORCH_API_XML", "")

extensions = ["myst_parser", "sphinxcontrib.bibtex", "sphinx_copybutton", "tinytorch_theme"]
language = "en"
nitpicky = True
root_doc = "print" if printing else "index"
exclude_patterns = ["README.md", *(["index.md", "changes/*"] if printing else ["print.md"])]

myst_enable_extensions = ["attrs_inline", "colon_fence", "deflist", "dollarmath"]
myst_heading_anchors = 3
myst_update_mathjax = False
bibtex_bibfiles = sorted(path.name for path in HERE.glob("*.bib"))
bibtex_default_style = "plain"
bibtex_reference_style = "author_year"
highlight_language = "text"

html_theme = "tinytorch"
pygments_style = f"tinytorch_theme.highlighting.{'Print' if printing else 'Day'}"
pygments_dark_style = "tinytorch_theme.highlighting.Night"
html_math_renderer = "mathml"
html_copy_source = False
html_show_sphinx = False
html_show_copyright = False
html_domain_indices = True
html_use_index = False
html_static_path = []
copybutton_exclude = ".linenos, .gp, .go, .chunk-expand, .chunk-context"

latex_engine = "xelatex"
latex_docclass = {"manual": "book"}
latex_use_xindy = False
latex_table_style = ["booktabs"]
latex_domain_indices = True
latex_show_urls = "footnote"

# In the HTML the API reference is a site of its own below api/, which chapters reach through its inventory.
if api:
    extensions.append("sphinx.ext.intersphinx")
    inventory = Path(api, "html", "objects.inv")
    intersphinx_mapping = {"api": ("api/", str(inventory))}
    intersphinx_cache_limit = 0
    api_digest = hashlib.sha256(inventory.read_bytes()).hexdigest()
    api_headers = json.loads(Path(api, "headers.json").read_text(encoding="utf-8"))

# In the PDF it is an appendix, and its pages stand among the sources.
if api_xml:
    extensions.append("breathe")
    breathe_projects = {"tinytorch": api_xml}
    breathe_default_project = "tinytorch"
    breathe_show_include = False
    suppress_warnings = ["duplicate_declaration.cpp"]
    nitpick_ignore_regex = [("cpp:identifier", ".*")]
