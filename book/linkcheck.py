#!/usr/bin/env python3
"""Checks a built HTML folder: every internal link leads somewhere, and no page loads anything from elsewhere.

    linkcheck.py FOLDER        prints one line for each fault; exit status 1 when there is one
"""

import re
import sys
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urlsplit

# A tag with attributes. The plain spans around tokens of code, nine tenths of a chapter, are passed over.
_TAG = re.compile(r"<(?!span class=\"\w+\">)([a-zA-Z][a-zA-Z0-9]*)\s([^>]*=[^>]*)>")
_ATTRIBUTE = re.compile(r"([a-zA-Z:-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_IN_STYLE = re.compile(r"url\(\s*['\"]?([^'\")]+)|@import\s+['\"]([^'\"]+)")
_NO_MARKUP = re.compile(r"<!--.*?-->|(?<=<script>).*?(?=</script>)", re.S)


class Page:
    """What a page offers (``ids``), where it points (``links``), and what it loads (``loads``)."""

    def __init__(self, path):
        self.ids, self.links, self.loads = set(), [], []
        for tag, rest in _TAG.findall(_NO_MARKUP.sub("", path.read_text(encoding="utf-8"))):
            found = {name.lower(): unescape(one or two) for name, one, two in _ATTRIBUTE.findall(rest)}
            self._note(tag.lower(), found)

    def _note(self, tag, found):
        self.ids.update(filter(None, (found.get("id"), found.get("name") if tag == "a" else None)))
        if "href" in found:
            (self.links if tag in ("a", "area", "use") or _is_relation(found) else self.loads).append(found["href"])
        self.loads.extend(found[name] for name in ("src", "data", "poster") if name in found)
        self.loads.extend(part.split()[0] for part in found.get("srcset", "").split(",") if part.strip())
        self.loads.extend(one or two for one, two in _IN_STYLE.findall(found.get("style", "")))


def _is_relation(found):
    """Whether a ``<link>`` only says how pages relate, and loads nothing."""
    return found.get("rel", "") in ("index", "search", "next", "prev", "author", "copyright", "canonical", "help")


def check(folder, promised=()):
    """The faults of the HTML below ``folder``, each as ``page: what is wrong``; ``promised`` are files that will be there."""
    folder = Path(folder).resolve()
    pages = {path: Page(path) for path in sorted(folder.rglob("*.html"))}
    promised = {Path(path).resolve() for path in promised}
    faults = [] if pages else [f"{folder}: no HTML page"]
    for path, page in pages.items():
        here = path.relative_to(folder)
        faults += [f"{here}: loads {url} from elsewhere" for url in page.loads if _is_remote(url)]
        for url in dict.fromkeys(page.links + [url for url in page.loads if not _is_remote(url)]):
            why = _broken(url, path, pages, promised)
            if why:
                faults.append(f"{here}: {url}: {why}")
    for sheet in sorted(folder.rglob("*.css")):
        for one, two in _IN_STYLE.findall(sheet.read_text(encoding="utf-8")):
            if _is_remote(one or two):
                faults.append(f"{sheet.relative_to(folder)}: loads {one or two} from elsewhere")
            elif not (one or two).startswith("data:") and _broken(one or two, sheet, pages, promised):
                faults.append(f"{sheet.relative_to(folder)}: {one or two}: no such file")
    return faults


def _is_remote(url):
    parts = urlsplit(url)
    return bool(parts.netloc) or parts.scheme in ("http", "https", "ftp")


def _broken(url, path, pages, promised):
    """Why an internal link of ``path`` leads nowhere; nothing when it is good or leaves the book."""
    parts = urlsplit(url)
    if parts.scheme or parts.netloc:
        return ""
    target = path if not parts.path else (path.parent / unquote(parts.path)).resolve()
    if not target.is_file() and target not in promised:
        return "no such file"
    anchor = unquote(parts.fragment)
    if anchor and target in pages and anchor not in pages[target].ids:
        return "no such place on that page"
    return ""


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    found = check(sys.argv[1])
    print(*found, sep="\n", end="\n" if found else "")
    sys.exit(1 if found else 0)
