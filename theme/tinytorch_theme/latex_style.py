"""How the book is set in print: a 7 by 10 inch page, so that 76 columns of code fill the measure. ``latex/tinytorch.sty`` does the work."""

import re
from pathlib import Path

STYLE = Path(__file__).parent / "latex" / "tinytorch.sty"

FONTS = r"""
\usepackage{unicode-math}
\setmainfont{TeX Gyre Pagella}[Ligatures=TeX]
\setsansfont{TeX Gyre Heros}[Scale=0.9,Ligatures=TeX]
\setmonofont{DejaVu Sans Mono}[Scale=0.82,HyphenChar=None]
\setmathfont{TeX Gyre Pagella Math}
"""


# Sphinx's own table is still empty when the settings are read.
SPECIAL = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "%": r"\%", "#": r"\#", "_": r"\_",
    "^": r"\textasciicircum{}", "~": r"\textasciitilde{}", "<": r"\textless{}", ">": r"\textgreater{}", "|": r"\textbar{}",
    "`": r"\textasciigrave{}", '"': r"\textquotedbl{}",
}


def escape(text):
    """``text`` for LaTeX, which prints it as it was typed: no command, and no two signs that become one."""
    return re.sub("-(?=-)", r"-\\/", "".join(SPECIAL.get(sign, sign) for sign in text))


def configure(config, book, light):
    """Fills in the LaTeX settings of this edition."""
    config.latex_documents = [(config.root_doc, "book.tex", escape(book["title"]), escape(config.author), "manual")]
    config.latex_additional_files = [str(STYLE)]
    facts = {
        "ttsubtitle": book["subtitle"],
        "ttedition": book["edition_title"] or book["edition"],
        "ttinstitution": book["institution"],
        "ttversion": ", ".join(filter(None, [book["version"] and f"Version {book['version']}", book["date"]])),
    }
    preamble = "".join(f"\\newcommand{{\\{name}}}{{{escape(value)}}}\n" for name, value in facts.items())
    preamble += "".join(
        f"\\definecolor{{{name}}}{{HTML}}{{{value[1:].upper()}}}\n" for name, value in light.items() if name.startswith("tt-"))
    config.latex_elements = {
        "papersize": "",
        "pointsize": "10pt",
        "fontpkg": FONTS,
        "fncychap": "",
        "babel": r"\usepackage[english]{babel}",
        "geometry": r"\usepackage[papersize={7in,10in}]{geometry}",
        "sphinxsetup": ",".join([
            "hmargin={0.85in,0.75in}", "vmargin={0.95in,0.9in}", "verbatimwrapslines=true",
            "VerbatimColor={HTML}{" + light["tt-code"][1:].upper() + "}", "InnerLinkColor={HTML}{" + light["tt-accent"][1:].upper() + "}",
            "OuterLinkColor={HTML}{" + light["tt-accent"][1:].upper() + "}", "TitleColor={HTML}{22201C}",
        ]),
        "preamble": preamble + "\\usepackage{tinytorch}\n",
        "maketitle": r"\tttitlepage",
        "tableofcontents": r"\ttcontents",
        "printindex": "",
    }

