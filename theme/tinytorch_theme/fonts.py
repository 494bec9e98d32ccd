"""The book's typefaces for the screen, cut down from the distribution's packages while the book is built.

Text in TeX Gyre Pagella, formulas in its mathematical companion, code and drawings in DejaVu Sans Mono, which has every box-drawing
character at the same width. Nothing is fetched, and no font file is kept in the repository.
"""

import subprocess
from pathlib import Path

from fontTools import subset
from sphinx.errors import ExtensionError

_LATIN = ["U+20-7E", "U+A0-17F", "U+192", "U+218-21B", "U+2C6-2DD", "U+370-3FF", "U+2010-2027", "U+202F-205E", "U+2070-209F", "U+20AC",
          "U+2116", "U+2122", "U+2190-21FF", "U+2200-22FF", "U+2300-23FF", "U+27E8-27EB"]
_DRAWING = ["U+2500-25FF", "U+2700-27BF", "U+27C0-27FF", "U+2900-297F", "U+2A00-2AFF"]
_MATH = ["U+1D400-1D7FF"]

FACES = [
    # file, family and style as fontconfig knows them, characters, the Debian package
    ("text", "TeX Gyre Pagella:style=Regular", _LATIN, "fonts-texgyre"),
    ("text-italic", "TeX Gyre Pagella:style=Italic", _LATIN, "fonts-texgyre"),
    ("text-bold", "TeX Gyre Pagella:style=Bold", _LATIN, "fonts-texgyre"),
    ("text-bold-italic", "TeX Gyre Pagella:style=Bold Italic", _LATIN, "fonts-texgyre"),
    ("math", "TeX Gyre Pagella Math:style=Regular", _LATIN + _DRAWING + _MATH, "fonts-texgyre-math"),
    ("mono", "DejaVu Sans Mono:style=Book", _LATIN + _DRAWING, "fonts-dejavu-core"),
    ("mono-bold", "DejaVu Sans Mono:style=Bold", _LATIN + _DRAWING, "fonts-dejavu-core"),
    ("mono-italic", "DejaVu Sans Mono:style=Oblique", _LATIN + _DRAWING, "fonts-dejavu-extra"),
]


def installed(pattern, package):
    """The file of an installed font; fontconfig would rather answer with another family than not at all."""
    asked = ["fc-match", "--format", "%{family}\n%{file}", pattern]
    families, file = subprocess.run(asked, capture_output=True, text=True, check=True).stdout.split("\n")
    if pattern.split(":")[0] not in families.split(","):
        raise ExtensionError(f"the font {pattern.split(':')[0]} is not installed; it is in the package {package}")
    return file


def _cut(source, target, characters):
    """Writes the characters of ``source`` as a web font."""
    subset.main([source, f"--unicodes={','.join(characters)}", f"--output-file={target}", "--flavor=woff2",
                 "--layout-features=kern,liga,mark,mkmk,ccmp,ssty", "--desubroutinize", "--drop-tables+=FFTM"])


def _fonts(app):
    """Where the cut fonts are kept between builds."""
    return Path(app.config.font_folder or app.doctreedir, "web", "fonts")


def announce(app, config):
    """The folder is one of the static ones, whether or not this build needs it: a setting that changes would rebuild every page."""
    _fonts(app).mkdir(parents=True, exist_ok=True)
    config.html_static_path.append(str(_fonts(app).parent))


def provide(app):
    """Makes the fonts that are not there yet, in a folder that is kept between builds."""
    if app.builder.format != "html":
        return
    for name, pattern, characters, package in FACES:
        target = _fonts(app) / f"{name}.woff2"
        if not target.exists():
            partial = target.with_suffix(".part")
            _cut(installed(pattern, package), partial, characters)
            partial.rename(target)


def setup(app):
    app.add_config_value("font_folder", "", "", [str], "a folder that several builds share for their fonts")
    app.connect("config-inited", announce)
    app.connect("builder-inited", provide)
