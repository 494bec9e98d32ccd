#!/usr/bin/env python3
"""Makes the published book from a woven and a tangled folder.

    build.py --woven WOVEN --tangled TANGLED --work WORK [--html FOLDER] [--pdf FILE] [--epub FILE] [--only html,pdf,epub]

What has a place is made; with --only, of that no more than what the list names.
Everything is made in WORK, where the next run finds what it need not do again, and put in its place by renaming when it is whole: a
build that fails leaves the book that was there. One line of progress for each step; what is wrong goes to standard error.
"""

import argparse
import ctypes
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import linkcheck

BOOK = Path(__file__).resolve().parent
THEME = BOOK.parent / "theme"


# In Doxygen's XML: what is private, which it lists whatever it is told, and a list of names where one was meant.
_PRIVATE = re.compile(r'<sectiondef kind="private-.*?</sectiondef>', re.S)
_TWO_NAMES = re.compile(r"<parameternamelist>\s*<parametername>([^<]+)</parametername>\s*<parametername>([^<]+)</parametername>")
OUTPUTS = ("html", "pdf", "epub")
_HERE, _EXCHANGE = -100, 2  # AT_FDCWD and RENAME_EXCHANGE of Linux


class Failure(Exception):
    """A step that failed; its text is for the person who reads the terminal."""


# ---------------------------------------------------------------- files

def files_below(*roots):
    """All files of some files and folders, in a fixed order, without what Python leaves behind."""
    for root in map(Path, roots):
        found = [root] if root.is_file() else sorted(root.rglob("*"))
        yield from ((root, path) for path in found if path.is_file() and "__pycache__" not in path.parts)


def fingerprint(*roots):
    """One hash for the names and contents of files."""
    whole = hashlib.sha256()
    for root, path in files_below(*roots):
        whole.update(f"{path.relative_to(root.parent)}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return whole.hexdigest()


def write(path, text):
    """Writes only what differs, so that nothing downstream takes it for new."""
    if not path.is_file() or path.read_text(encoding="utf-8") != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def mirror(source, target, keep=()):
    """Makes ``target`` hold what ``source`` holds, touching only files that differ; ``keep`` names top folders to leave alone.

    Returns whether a file had to go.
    """
    wanted = {path.relative_to(source): path for _, path in files_below(source)}
    stale = [path for _, path in files_below(target)
             if path.relative_to(target) not in wanted and path.relative_to(target).parts[0] not in keep]
    for path in stale:
        path.unlink()
    for relative, path in wanted.items():
        other = target / relative
        if not other.is_file() or other.read_bytes() != path.read_bytes():
            other.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, other)
    return bool(stale)


def swap(one, other):
    """Exchanges two names in one step where the kernel can (Linux, renameat2); elsewhere ``other`` is away for a moment."""
    try:
        done = ctypes.CDLL(None).renameat2(_HERE, bytes(one), _HERE, bytes(other), _EXCHANGE) == 0
    except AttributeError:
        done = False
    if not done:
        aside = other.with_name(f".{other.name}.old")
        shutil.rmtree(aside, ignore_errors=True)
        other.rename(aside)
        one.rename(other)
        aside.rename(one)


def put_in_place(made, place):
    """Copies a finished file or folder beside its place, then swaps it in by renaming."""
    place.parent.mkdir(parents=True, exist_ok=True)
    new = place.with_name(f".{place.name}.new")
    shutil.rmtree(new) if new.is_dir() else new.unlink(missing_ok=True)
    shutil.copytree(made, new) if made.is_dir() else shutil.copyfile(made, new)
    if place.is_dir():
        swap(new, place)
        shutil.rmtree(new)
    else:
        new.rename(place)


class Stamp:
    """Remembers the inputs of a step that succeeded, so that the step can be left out while they are the same."""

    def __init__(self, path, *inputs):
        self.path, self.inputs = path, fingerprint(*inputs)

    def holds(self, *outputs):
        return self.path.is_file() and self.path.read_text() == self.inputs and all(Path(one).exists() for one in outputs)

    def set(self):
        write(self.path, self.inputs)


# ---------------------------------------------------------------- steps

@contextmanager
def step(name):
    """One line of progress: what is done, then how long it took."""
    start = time.monotonic()
    print(f"{name} ... ", end="", flush=True)
    try:
        yield
    except BaseException:
        print("failed", flush=True)
        raise
    print(f"{time.monotonic() - start:.1f} s", flush=True)


def call(command, *, environment=None, folder=None):
    """Runs a program quietly; when it fails, what it said is the reason."""
    run = subprocess.run(
        [str(word) for word in command], cwd=folder, env=os.environ | (environment or {}), text=True, errors="replace",
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if run.returncode:
        raise Failure(run.stdout.strip() or f"{command[0]} failed with status {run.returncode}")
    return run.stdout


def sphinx(builder, conf, source, doctrees, out, *, words=(), environment=None):
    """One run of Sphinx in which every warning is an error; ``words`` are further options."""
    command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-b", builder, "-c", conf, "-d", doctrees]
    command += ["-D", f"font_folder={doctrees.parent.parent}/fonts", *words]  # all steps share the fonts
    drawn = Stamp(doctrees / "theme", THEME, *sorted(BOOK.glob("*.bib")))
    if not drawn.holds():  # Sphinx cannot know that pages are drawn in another way now, or that a new file has the keys that they cite
        forget(doctrees)
    try:
        call([*command, source, out], environment={"PYTHONDONTWRITEBYTECODE": "1"} | (environment or {}))
    except Failure:
        forget(doctrees)  # or the next run would not read the faulty page again, and pass without a word
        raise
    drawn.set()


def forget(doctrees):
    """Makes the next run of Sphinx read everything anew."""
    (doctrees / "environment.pickle").unlink(missing_ok=True)


def headers_of(tangled):
    """The public headers as C++ includes them: ``tinytorch/tensor.hpp``."""
    include = tangled / "include"
    return sorted(path.relative_to(include).as_posix() for path in include.rglob("*.hpp"))


def page_of(header):
    """The API page of a header: ``tinytorch/nn/linear.hpp`` is on ``nn-linear``."""
    return header.removeprefix("tinytorch/").removesuffix(".hpp").replace("/", "-")


def api_sources(tangled, woven, folder):
    """Writes one page for each header, and the page that lists them."""
    headers = headers_of(tangled)
    pages = {page_of(header): header for header in headers}
    if len(pages) != len(headers):
        raise Failure("two headers would have the same API page; give one of them another name")
    for page, header in pages.items():
        write(folder / f"{page}.md", (
            f"# {header}\n\n```cpp\n#include <{header}>\n```\n\n```{{explained-in}} {header}\n```\n\n```{{doxygenfile}} {header}\n```\n"))
    entries = "\n".join(f"{header} <{page}>" for page, header in pages.items())
    write(folder / "index.md", (
        "# API reference\n\nEvery public declaration of the framework, one page for each header, made from the comments in the code. "
        "Each page says which chunks of the book explain it.\n\n```{toctree}\n:maxdepth: 1\n\n" + entries + "\n```\n"))
    for stale in folder.glob("*.md"):
        if stale.stem not in pages and stale.stem != "index":
            stale.unlink()
    return headers


def doxygen(tangled, work):
    """The headers as XML, in a folder where unchanged files keep their time: Breathe goes by that."""
    fresh, kept = work / "doxygen", work / "xml"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    call(["doxygen", BOOK / "api" / "Doxyfile"], environment={"TINYTORCH_DOXYGEN": str(fresh)}, folder=tangled)
    for path in (fresh / "xml").glob("*.xml"):
        text = path.read_text(encoding="utf-8")
        twice = _TWO_NAMES.search(text)
        if twice:
            one, two = twice.groups()
            raise Failure(f"a comment in a header says `{one}, {two} ...` after \\throws or \\param: Doxygen takes the word after "
                          "the comma for a second name; write it without the comma")
        write(path, _PRIVATE.sub("", text))
    if mirror(fresh / "xml", kept):  # Breathe stops at a page whose XML is gone
        forget(work / "doctrees")
    return kept


OF_WOVEN = ("book.json", "format.json", "headers.json", "declarations.json")  # what the reference shows of the book


def api(woven, tangled, work):
    """The API reference as a site of its own, with the inventory by which chapters link into it."""
    headers = headers_of(tangled)
    if not headers:
        return None
    facts = [woven / name for name in OF_WOVEN]
    logos = sorted((woven / "assets").glob("logo.*"))
    stamp = Stamp(work / "stamp", tangled / "include", *facts, *logos, BOOK / "api", THEME)
    if not stamp.holds(work / "html" / "objects.inv"):
        with step(f"API reference, {len(headers)} header{'s'[:len(headers) != 1]}"):
            xml = doxygen(tangled, work)
            source = work / "source"
            api_sources(tangled, woven, source)
            for one in facts:
                write(source / one.name, one.read_text(encoding="utf-8"))
            for logo in logos:
                (source / "assets").mkdir(exist_ok=True)
                shutil.copyfile(logo, source / "assets" / logo.name)
            sphinx("html", BOOK / "api", source, work / "doctrees", work / "html", environment={"TINYTORCH_API_XML": str(xml)})
            write(work / "headers.json", json.dumps({header: page_of(header) for header in headers}))
        stamp.set()
    return work


def html(woven, reference, work, out):
    """The pages, with the API reference below ``api/``, checked for dead links before they are published."""
    stamp = Stamp(work / "stamp", woven, BOOK / "conf.py", THEME, *([reference / "html"] if reference else []))
    if stamp.holds(out):
        print("HTML is up to date", flush=True)
        return
    with step("HTML"):
        site = work / "site"
        known = {"TINYTORCH_API": str(reference)} if reference else {}
        sphinx("html", BOOK, woven, work / "doctrees", site, environment=known)
        if reference:
            mirror(reference / "html", site / "api")
        faults = linkcheck.check(site, promised=[site.parent / "tinytorch.pdf", site.parent / "tinytorch.epub"])
        if faults:
            raise Failure("\n".join(faults))
        put_in_place(site, out)
    stamp.set()


def bound(woven, tangled, reference, work):
    """What PDF and EPUB are made of, the API reference in one book with the chapters: the folder, and the arguments that Sphinx needs."""
    source = work / "source"
    mirror(woven, source, keep=("api",))
    if not reference:
        shutil.rmtree(source / "api", ignore_errors=True)
        return source, {}
    api_sources(tangled, woven, source / "api")
    return source, {"TINYTORCH_API_XML": str(reference / "xml")}


def pdf(woven, tangled, reference, work, out):
    """The printed book, with the API reference as an appendix."""
    latex = work / "latex"
    source, known = bound(woven, tangled, reference, work)
    whole = Stamp(work / "whole", source, BOOK / "conf.py", THEME, *([reference / "xml"] if reference else []))
    if whole.holds(out):
        print("PDF is up to date", flush=True)
        return
    with step("LaTeX"):
        sphinx("latex", BOOK, source, work / "doctrees", latex, words=["-t", "print"], environment=known)
    inputs = (".tex", ".sty", ".cls", ".pdf", ".png", ".jpg")
    typed = Stamp(work / "typed", *(
        path for _, path in files_below(latex) if path.suffix in inputs and path.name != "book.pdf"))
    if not typed.holds(out):  # what changed may not be seen in print
        with step("PDF"):
            typeset(latex)
            put_in_place(latex / "book.pdf", out)
        typed.set()
    whole.set()


def epub(woven, tangled, reference, work, out):
    """The same book for e-readers, written from what was read for print."""
    source, known = bound(woven, tangled, reference, work)
    stamp = Stamp(work / "epub-stamp", source, BOOK / "conf.py", THEME, *([reference / "xml"] if reference else []))
    if stamp.holds(out):
        print("EPUB is up to date", flush=True)
        return
    with step("EPUB"):
        pages = work / "epub"
        # All pages: which of them changed, only the builder knows that read them, and that was LaTeX's.
        words = ["-a", "-t", "print", "-D", "epub_basename=book", "-D", "pygments_style=tinytorch_theme.highlighting.Ink"]
        shutil.rmtree(pages, ignore_errors=True)
        sphinx("epub", BOOK, source, work / "doctrees", pages, words=words, environment=known)
        put_in_place(pages / "book.epub", out)
    stamp.set()


def typeset(latex):
    """Runs XeLaTeX as often as page numbers need, and refuses a book with missing characters or dead references."""
    try:
        call(["latexmk", "-xelatex", "-interaction=nonstopmode", "-halt-on-error", "-file-line-error", "book.tex"], folder=latex)
    except Failure as why:
        wrong = re.findall(r"^(?:!|\S+:\d+:).*(?:\n.*){0,3}", str(why), re.M)
        raise Failure("\n".join(wrong[:3]) or str(why)[-2000:]) from None
    log = (latex / "book.log").read_text(encoding="utf-8", errors="replace")
    faults = re.findall(r"^(?:Missing character|LaTeX Warning: (?:Hyper reference|Reference) ).*", log, re.M)
    if faults:
        raise Failure("\n".join(dict.fromkeys(faults)))


def wanted(only, places):
    """The outputs to make, each with its place: those that have one, or of them the ones that ``only`` lists."""
    for name in only or ():
        if name not in places:
            raise Failure(f"--only {name}: there is no such output; there is: {', '.join(places)}")
        if not places[name]:
            raise Failure(f"--only {name}: say where to put it, with --{name}")
    return {name: place.resolve() for name, place in places.items() if place and (only is None or name in only)}


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    for name in ("woven", "tangled", "work"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    for name in OUTPUTS:
        parser.add_argument(f"--{name}", type=Path)
    parser.add_argument("--only", type=lambda text: text.split(","), metavar="LIST", help="of these make only: html, pdf, epub")
    return parser.parse_args()


def main():
    given = arguments()
    woven, tangled, work = given.woven.resolve(), given.tangled.resolve(), given.work.resolve()
    try:
        places = wanted(given.only, {name: getattr(given, name) for name in OUTPUTS})
        if not (woven / "book.json").is_file():
            raise Failure(f"{woven} has no book.json: `tito weave` writes that folder")
        reference = api(woven, tangled, work / "api")
        if "html" in places:
            html(woven, reference, work / "html", places["html"])
        if "pdf" in places:
            pdf(woven, tangled, reference, work / "pdf", places["pdf"])
        if "epub" in places:
            epub(woven, tangled, reference, work / "pdf", places["epub"])
    except Failure as why:
        print(why, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
