"""What a chapter changed in the program: new files, and the changed lines of the others with the chunks that they come from.

The page is for the screen. In print the same lines stand in the chapter already, and a page number leads to each chunk.
"""

from html import escape

from docutils import nodes
from sphinx import addnodes
from sphinx.util.docutils import SphinxDirective

from . import woven
from .links import href
from .listing import focusable

SIGNS = {"same": " ", "added": "+", "removed": "−"}


class changes(nodes.General, nodes.Element):
    """``files``, as the weaver found them."""


class closing(nodes.General, nodes.Element):
    """The link at a chapter's end."""


class Changes(SphinxDirective):
    required_arguments = 1

    def run(self):
        facts = woven.read(self.env, f"changes/{self.arguments[0]}.json")
        if not facts:
            raise self.error(f"there is no changes/{self.arguments[0]}.json; weave the chapters again")
        return [self._summary(facts), changes(files=facts["files"])]

    def _summary(self, facts):
        """One sentence that leads back to the chapter."""
        new = [one for one in facts["files"] if one["status"] == "new"]
        old = [one for one in facts["files"] if one["status"] == "changed"]
        chapter = facts["chapter"]
        counts = " and ".join(filter(None, [
            new and f"{_count(len(new), 'new file')} of {_count(sum(one['lines'] for one in new), 'line')}",
            old and f"{_count(sum(one['added'] for one in old), 'line')} in {_count(len(old), 'file')} that earlier chapters began"]))
        text = nodes.paragraph("", "", classes=["changes-summary"])
        text += nodes.Text("The program before and after chapter ")
        text += page_of(self.env, chapter["doc"], f"{chapter['number']} {chapter['title']}")
        text += nodes.Text(f": {counts or 'nothing changed'}.")
        return text


def _count(number, what):
    return f"{number} {what}{'s'[:number != 1]}"


def page_of(env, doc, title):
    """A link to another page of the book."""
    link = addnodes.pending_xref("", refdomain="std", reftype="doc", reftarget=f"/{doc}", refexplicit=True, refdoc=env.docname,
                                 refwarn=True)
    link += nodes.inline("", title)
    return link


def visit_html(self, node):
    new = [one for one in node["files"] if one["status"] == "new"]
    if new:
        self.body.append('<ul class="changes-new">\n')
        for one in new:
            self.body.append(f'<li><a href="{href(self, one["root"])}"><code>{escape(one["path"])}</code></a> '
                             f'<span class="changes-count">new, {_count(one["lines"], "line")}</span></li>\n')
        self.body.append("</ul>\n")
    for one in node["files"]:
        if one["status"] == "changed":
            _changed(self, one, node)
    raise nodes.SkipNode


def _changed(self, one, node):
    counts = ", ".join(filter(None, [f"+{one['added']}", one["removed"] and f"−{one['removed']}"]))
    body = "".join(_hunk(self, one, hunk, node) for hunk in one["hunks"])
    title = f'<code>{escape(one["path"])}</code> <span class="changes-count">{counts}</span>'
    if self.builder.name == "epub":
        self.body.append(f'<div class="changes-file"><p>{title}</p>{body}</div>\n')
    else:
        self.body.append(f'<details class="changes-file" open><summary>{title}</summary>{body}</details>\n')


def _hunk(self, one, hunk, node):
    """Lines with their signs; in front of each run of added lines the chunk that they come from."""
    code = [line for run in hunk["runs"] for line in run.get("lines", ())]
    drawn = iter(_highlighted(self, code, one.get("language", "text"), node))
    shown = []
    for run in hunk["runs"]:
        if "chunk" in run:
            shown.append(_from(self, run))
        for _ in run.get("lines", ()):
            sign = SIGNS[run["kind"]]
            shown.append(f'<span class="line-{run["kind"]}"><span class="line-sign">{sign}</span> {next(drawn)}\n</span>')
    block = f'<div class="highlight"><pre>{"".join(shown)}</pre></div>'
    return f'<p class="changes-at">line {hunk["at"]}</p>' + focusable(block, f'Changes of {one["path"]} at line {hunk["at"]}')


def _from(self, run):
    place = run["chunk"]
    link = f'<a class="chunk-use" href="{href(self, place)}">⟨{escape(place["name"])}⟩</a>'
    if run["kind"] == "solution":
        return f'<span class="line-from">{_count(run["count"], "line")} of {link}\n</span>'
    return f'<span class="line-from">{link}\n</span>'


def _highlighted(self, lines, language, node):
    """Each line as HTML. Pygments closes what it opened before a line ends."""
    marked = self.highlighter.highlight_block("\n".join(lines), language, force=True, location=node, stripnl=False)
    inner = marked[marked.index("<pre>") + 5:marked.rindex("</pre>")].removeprefix("<span></span>")
    return inner.split("\n")[:len(lines)]


def insert(app, doctree):
    """At the end of a chapter, on the screen, the way to its changes."""
    page = woven.chapter(app.env, app.env.docname)
    doc = app.env.docname.replace("chapters/", "changes/", 1)
    if page and doc in app.env.found_docs:
        next(doctree.findall(nodes.section), doctree).append(closing(doc=doc))


def visit_closing(self, node):
    url = escape(self.builder.get_relative_uri(self.builder.current_docname, node["doc"]))
    self.body.append(f'<p class="closing"><a href="{url}">What this chapter changed in the program</a></p>\n')
    raise nodes.SkipNode


def skip(self, node):
    raise nodes.SkipNode


def setup(app):
    app.add_node(changes, html=(visit_html, None), latex=(skip, None))
    app.add_node(closing, html=(visit_closing, None), latex=(skip, None))
    app.add_directive("changes", Changes)
    app.connect("doctree-read", insert)
