"""Draws a chunk for HTML and EPUB: a figure whose caption, code and footer come in reading order."""

from html import escape

from docutils import nodes

from .code import highlight
from .links import href
from .listing import focusable


def visit(self, node):
    chunk = node["facts"]
    self.body.append(f'<figure class="chunk chunk-{chunk["kind"]}" id="{escape(chunk["id"])}">\n')
    self.body.append(_caption(self, chunk, node["badge"]))
    if not chunk["empty"]:
        self.body.append(_code(self, node, chunk))
    foot = _foot(self, chunk)
    if foot:
        self.body.append(f'<p class="chunk-foot">{foot}</p>\n')
    self.body.append("</figure>\n")
    raise nodes.SkipNode


def _name(chunk):
    return f'<span class="chunk-name">⟨{escape(chunk["name"])}⟩</span>'


def _caption(self, chunk, badge):
    sign = '<span class="chunk-sign">≡</span>' if chunk["part"] == 1 else '<span class="chunk-sign">+≡</span>'
    left = f'{_name(chunk)} {sign}'
    if badge:
        left += f' <span class="badge badge-{chunk["kind"]}">{escape(badge)}</span>'
    return (f'<figcaption><span class="chunk-title">{left}{_permalink(chunk)}</span>'
            f'<span class="chunk-place">{_steps(self, chunk)}{_files(self, chunk)}</span></figcaption>\n')


def _permalink(chunk):
    return f' <a class="headerlink" href="#{escape(chunk["id"])}" aria-label="Link to this part of {escape(chunk["name"])}">#</a>'


def _files(self, chunk):
    """The files the chunk goes into. A root chunk is a file: instead of its own name it shows the way to its API page."""
    if chunk["kind"] != "root":
        shown = ", ".join(f"<code>{escape(file)}</code>{_scope(chunk, n)}" for n, file in enumerate(chunk["files"]))
    else:
        header = chunk["name"].removeprefix("include/")
        root = escape(self.builder.get_relative_uri(self.builder.current_docname, self.config.root_doc)).rpartition("/")[0]
        page = f"{root}/api/{self.config.api_headers.get(header)}.html".removeprefix("/")
        shown = f'<a href="{page}">API reference</a>' if header in self.config.api_headers else ""
    return f'<span class="chunk-files">{shown}</span>' if shown else ""


def _scope(chunk, n):
    """The function or class around the chunk, which is known of its first place."""
    return f' <span class="chunk-scope">› <code>{escape(chunk["scope"])}</code></span>' if n == 0 and chunk["scope"] else ""


def _steps(self, chunk):
    """Links to the part before and the part after this one."""
    steps = ""
    if chunk["previous"]:
        steps += _step(self, chunk["previous"], "previous", "◂")
    if chunk["parts"] > 1:
        steps += f'<span class="chunk-part">part {chunk["part"]} of {chunk["parts"]}</span>'
    if chunk["next"]:
        steps += _step(self, chunk["next"], "next", "▸")
    return f'<span class="chunk-steps">{steps}</span>' if steps else ""


def _step(self, place, which, arrow):
    what = escape(f'{which} part of {place["name"]}, in {place["chapter"]}')
    return f'<a class="chunk-{which}" href="{href(self, place)}" aria-label="{what}" title="{what}">{arrow}</a>'


def _code(self, node, chunk):
    def use(line):
        if "id" not in line:
            return f'<span class="chunk-use">⟨{escape(line["use"])}⟩</span>'
        return f'<a class="chunk-use" href="{href(self, line)}" data-indent="{len(line["indent"])}">⟨{escape(line["use"])}⟩</a>'

    def name(word, meaning):
        place = node["identifiers"][meaning]
        title = escape(f'{meaning}: ⟨{place["name"]}⟩, {place["chapter"]}')
        return f'<a class="code-name" href="{href(self, place)}" title="{title}">{escape(word)}</a>'

    code = _surrounded(highlight(self, chunk["lines"], chunk["language"], use, name, node), chunk)
    code = focusable(code, f'Code of {chunk["name"]}')
    code = f'<div class="highlight-{escape(chunk["language"])} notranslate">{code}</div>'
    if not chunk["folded"]:
        return code
    if self.builder.name == "epub":
        return f'<div class="chunk-fold">{code}</div>'
    return f'<details class="chunk-fold"><summary>Show the solution</summary>{code}</details>\n'


def _surrounded(highlighted, chunk):
    """The code between the lines that stand above and below it in the file: to be seen, not to be copied."""
    begin = highlighted.index("<pre>") + len("<pre>")
    end = highlighted.rindex("</pre>")
    return (highlighted[:begin] + _context(chunk["before"], "above") + highlighted[begin:end] + _context(chunk["after"], "below")
            + highlighted[end:])


def _context(lines, where):
    if not lines:
        return ""
    text = escape("\n".join(lines))
    return f'<span class="chunk-context" role="note" aria-label="Lines {where} this part, which are not part of it">{text}\n</span>'


def _foot(self, chunk):
    """Where the chunk is used and where it goes on, in one line of small text."""
    sentences = []
    if chunk["used_in"]:
        sentences.append("Used in " + ", ".join(_user(self, place) for place in chunk["used_in"]))
    if chunk["continued_in"]:
        later = ", ".join(_later(self, chunk["part"] + 1 + n, place) for n, place in enumerate(chunk["continued_in"]))
        sentences.append(("Empty here; filled in " if chunk["empty"] else "Continued in ") + later)
    elif chunk["empty"]:
        sentences.append("Empty here: a place that later chapters fill")
    return ". ".join(sentences) + "." if sentences else ""


def _chapter(self, place):
    """The chapter of a place, when it is not this one."""
    return "" if place["doc"] == self.builder.current_docname else f' ({escape(place["chapter"])})'


def _user(self, place):
    return f'<a href="{href(self, place)}">⟨{escape(place["name"])}⟩{_chapter(self, place)}</a>'


def _later(self, part, place):
    return f'<a href="{href(self, place)}">part {part}{_chapter(self, place)}</a>'
