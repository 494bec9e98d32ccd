"""The HTML theme: Furo's page with this book's type, colours and boxes (``screen/``)."""

from pathlib import Path

STYLES = ["page.css", "chunk.css", "box.css", "front.css", "paper.css", "program.css"]
SCRIPTS = ["expand.js", "names.js", "predict.js"]  # conveniences: every page is whole without them


def setup(app):
    app.add_html_theme("tinytorch", Path(__file__).parent / "screen")
    for sheet in STYLES:
        app.add_css_file(sheet, priority=700)
    for script in SCRIPTS:
        app.add_js_file(script, loading_method="defer")
