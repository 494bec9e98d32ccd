"""editors/: the language server, driven as an editor drives it, and the files that colour, complete and run chapters in VS Code."""

import asyncio
import json
import os
import pathlib
import queue
import re
import shutil
import signal
import subprocess
import sys
import threading
import time

import pytest

from conftest import ROOT, snapshot, succeed, tito

EDITORS = ROOT / "editors"
VSCODE = EDITORS / "vscode"
FIRST, SECOND = "chapters/00_first.nw", "chapters/01_second.nw"
ALL = {"includeDeclaration": True}
LIMIT = 120  # seconds that an answer may take on a busy machine; a test that waits longer says what it waited for

sys.path.insert(0, str(EDITORS / "server"))


class Server:
    """The process, and the protocol's frames."""

    def __init__(self, temporary, command=(sys.executable, EDITORS / "server")):
        self.temporary = temporary  # where its scratch folders are
        self.process = subprocess.Popen(list(map(str, command)), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                                        env={**os.environ, "TMPDIR": str(temporary), "PYTHONDONTWRITEBYTECODE": "1"})
        self.messages, self.number = queue.Queue(), 0
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        while header := self.process.stdout.readline():
            length = 0
            while header.strip():
                name, _, value = header.partition(b":")
                length = int(value) if name.lower() == b"content-length" else length
                header = self.process.stdout.readline()
            self.messages.put(json.loads(self.process.stdout.read(length)))
        self.messages.put(None)

    def send(self, method, params, **more):
        body = json.dumps({"jsonrpc": "2.0", "method": method, "params": params, **more}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()


class Editor:
    """A client of the language server that knows nothing but the protocol, and edits one book."""

    def __init__(self, book, server):
        self.book, self.server = book, server
        self.diagnostics, self.shown, self.versions = {}, [], {}
        self.send = server.send
        if not server.number:
            answer = self.ask("initialize", {"processId": os.getpid(), "rootUri": book.as_uri(), "capabilities": {}})
            self.capabilities = answer["capabilities"]
            self.send("initialized", {})

    def _take(self, what):
        try:
            message = self.server.messages.get(timeout=LIMIT)
        except queue.Empty:
            pytest.fail(f"no {what} within {LIMIT} s; diagnostics so far: {self.diagnostics}, messages: {self.shown}")
        assert message is not None, f"the server ended while a client waited for {what}"
        if message.get("method") == "textDocument/publishDiagnostics":
            if message["params"]["uri"].startswith(self.book.as_uri()):
                self.diagnostics[message["params"]["uri"].rsplit("/", 1)[1]] = message["params"]["diagnostics"]
        elif message.get("method") == "window/showMessage":
            self.shown.append(message["params"]["message"])
        return message

    def answer(self, method, params):
        self.server.number += 1
        self.send(method, params, id=self.server.number)
        while True:
            message = self._take(f"answer to {method}")
            if message.get("id") == self.server.number and "method" not in message:
                return message

    def ask(self, method, params):
        message = self.answer(method, params)
        assert "error" not in message, message
        return message["result"]

    def until(self, file, wanted):
        """Waits until the problems shown of a chapter are as wanted."""
        name = file.rsplit("/", 1)[1]
        while not wanted(self.diagnostics.get(name, [])):
            self._take(f"diagnostics of {file}")
        return self.diagnostics.get(name, [])

    def uri(self, file):
        return (self.book / file).as_uri()

    def open(self, file, text=None):
        self.versions[file] = 1
        text = (self.book / file).read_text() if text is None else text
        document = {"uri": self.uri(file), "languageId": "tinytorch-chapter", "version": 1, "text": text}
        self.send("textDocument/didOpen", {"textDocument": document})

    def change(self, file, text):
        self.versions[file] += 1
        document = {"uri": self.uri(file), "version": self.versions[file]}
        self.send("textDocument/didChange", {"textDocument": document, "contentChanges": [{"text": text}]})

    def at(self, file, line, column, **more):
        return {"textDocument": {"uri": self.uri(file)}, "position": {"line": line, "character": column}, **more}

    def children(self):
        """The processes that the server started, and theirs."""
        parents = {}
        for status in pathlib.Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = status.read_text().rpartition(")")[2].split()
            except OSError:
                continue
            parents.setdefault(int(fields[1]), []).append(int(status.parent.name))
        found, new = [], [self.server.process.pid]
        while new:
            new = [child for parent in new for child in parents.get(parent, [])]
            found += new
        return found

    def close(self):
        """The book is put away; the server may edit another one."""
        for file in self.versions:
            self.send("textDocument/didClose", {"textDocument": {"uri": self.uri(file)}})
        self.ask("textDocument/hover", self.at(FIRST, 0, 0))

    def end(self):
        self.ask("shutdown", None)
        self.send("exit", None)
        assert self.server.process.wait(LIMIT) == 0


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """One for all tests that do not end it: every test has a book of its own. The last book is open when it ends in good order."""
    server = Server(tmp_path_factory.mktemp("temporary"))
    yield server
    if server.number:
        book = tmp_path_factory.mktemp("last")
        shutil.copytree(ROOT / "tests/tool/small_book/chapters", book / "chapters")
        succeed(tito("tangle", cwd=book))
        nothing_is_left(with_clangd(Editor(book, server)), Editor.end)


@pytest.fixture
def tangled_book(small_book):
    """As an author has it: clangd has nothing to look at but what is typed."""
    succeed(tito("tangle", cwd=small_book))
    return small_book


@pytest.fixture
def editor(tangled_book, server):
    editor = Editor(tangled_book, server)
    yield editor
    editor.close()


def place(text, words, offset=0):
    """Line and column, counted from 0, of the first place where `words` stand."""
    before = text[:text.index(words)]
    return before.count("\n"), len(before) - before.rfind("\n") - 1 + offset


def begins(diagnostic):
    return diagnostic["range"]["start"]["line"], diagnostic["range"]["start"]["character"]


def need_clangd():
    if not shutil.which("clangd"):
        pytest.skip("not installed: clangd")


def apply(book, edit):
    for uri, edits in edit["changes"].items():
        assert uri.startswith(book.as_uri())
        file = pathlib.Path(uri.removeprefix("file://"))
        lines = file.read_text().split("\n")
        for one in sorted(edits, key=lambda one: (one["range"]["start"]["line"], one["range"]["start"]["character"]), reverse=True):
            begin, end = one["range"]["start"], one["range"]["end"]
            assert begin["line"] == end["line"]
            line = lines[begin["line"]]
            lines[begin["line"]] = line[:begin["character"]] + one["newText"] + line[end["character"]:]
        file.write_text("\n".join(lines))


def test_what_is_wrong_is_said_while_it_is_typed(editor):
    """The mistake stands in no file: what counts is the buffer, of both chapters, and the folder of the book stays as it was."""
    before = snapshot(editor.book)
    good = (editor.book / FIRST).read_text()
    bad = good.replace("  <<say hello>>", "  <<say helo>>")
    editor.open(FIRST, bad)
    found = editor.until(FIRST, bool)
    assert [begins(one) for one in found] == [place(bad, "<<say helo>>")] and found[0]["source"] == "tito"
    assert "say hello" in found[0]["message"], "the suggestion of tito"
    editor.open(SECOND)
    editor.change(FIRST, good)
    editor.until(FIRST, lambda found: not any(one["source"] == "tito" for one in found))
    worse = (editor.book / SECOND).read_text().replace(":points: 5", ":colour: red")
    editor.change(SECOND, worse)
    assert {begins(one)[0] for one in editor.until(SECOND, lambda found: any(one["source"] == "tito" for one in found))} <= {
        place(worse, ":::{exercise}")[0], place(worse, ":colour:")[0]}
    assert snapshot(editor.book) == before


def test_clangd_speaks_of_the_chapter(editor):
    """Line and column are the chapter's, behind an escape, behind letters that count as two, and where a chunk is indented."""
    need_clangd()
    text = (editor.book / FIRST).read_text().replace(
        'std::puts("hello");', 'int x = 1 @<< 2 >> 1, y = /* \U0001d6fc */ nobody;\nint z = nothing;')
    editor.open(FIRST, text)
    found = editor.until(FIRST, lambda found: sum(one["source"] == "clangd" and one["severity"] == 1 for one in found) == 2)
    line, column = place(text, "nobody")
    assert [begins(one) for one in found if "nobody" in one["message"]] == [(line, column + 1)], "a client counts in UTF-16"
    assert [begins(one) for one in found if "nothing" in one["message"]] == [place(text, "nothing")]
    for number in range(3):  # fast typing, and a question that overtakes the check
        editor.change(FIRST, text.replace("nobody", "1").replace("nothing", f"nothing + {number}"))
        editor.ask("textDocument/hover", editor.at(FIRST, line, column))
    editor.change(FIRST, text.replace("nobody", "1").replace("nothing", "2"))
    editor.ask("textDocument/hover", editor.at(FIRST, line, column))
    editor.until(FIRST, lambda found: not any(one["severity"] == 1 for one in found))


def test_the_ways_through_the_book(editor):
    """From a use to its definitions and back, from an id to its exercise, the outline, and names at the cursor."""
    text, second = (editor.book / FIRST).read_text(), (editor.book / SECOND).read_text()
    editor.open(FIRST)
    editor.open(SECOND)
    use = place(text, "  <<headers>>" if "  <<headers>>" in text else "<<headers>>", 4)
    found = editor.ask("textDocument/definition", editor.at(FIRST, *use))
    assert [(one["uri"].rsplit("/", 1)[1], one["range"]["start"]["line"]) for one in found] == [
        ("00_first.nw", place(text, "<<headers>>=")[0]), ("01_second.nw", place(second, "<<headers>>=")[0])]
    everywhere = editor.ask("textDocument/references", editor.at(FIRST, *use, context=ALL))
    assert len(everywhere) == 3, "a use and two definitions"
    home = editor.ask("textDocument/definition", editor.at(SECOND, *place(second, "<<test: second-answer>>=", 10)))
    assert home[0]["range"]["start"]["line"] == place(second, "<<test: second-answer>>=")[0]
    ids = editor.ask("textDocument/references", editor.at(SECOND, *place(second, ":id: second-answer", 8), context=ALL))
    assert len(ids) == second.count("second-answer")
    assert "solution" in json.dumps(editor.ask("textDocument/hover", editor.at(SECOND, *place(second, "<<src/answer.cpp>>=", 5))))

    outline = editor.ask("textDocument/documentSymbol", {"textDocument": {"uri": editor.uri(SECOND)}})
    assert [one["name"] for one in outline] == ["Second"]
    below = [one["name"] for one in outline[0]["children"]]
    assert below[:3] == ["Answer the question", "src/answer.cpp", "solution: second-answer"]

    folds = editor.ask("textDocument/foldingRange", {"textDocument": {"uri": editor.uri(SECOND)}})
    first = place(second, ":::{exercise}")[0]
    last = first + second[second.index(":::{exercise}"):].split("\n").index(":::")
    assert (first, last) in [(one["startLine"], one["endLine"]) for one in folds]

    def labels(old, typed):
        """What is offered behind `typed` in place of `old`, and the text with the first offer that begins with h or s taken."""
        changed = second.replace(old, typed + "\n" + old, 1)
        editor.change(SECOND, changed)
        line, column = place(changed, typed + "\n", len(typed))
        return editor.ask("textDocument/completion", editor.at(SECOND, line, column))["items"], changed
    items, changed = labels("  <<solution: second-answer>>", "  <<sa")
    taken = next(item for item in items if item["label"] == "say hello")["textEdit"]
    assert taken["newText"] == "say hello>>" and begins(taken) == place(changed, "sa\n") and taken["range"]["end"]["character"] == 6
    assert "stub: second-answer" in [item["label"] for item in items], "what the exercises of the chapter may have, too"
    assert [item["label"] for item in labels("The first chapter's", ":::{answer} sec")[0]] == ["second-answer"]
    assert "reflect" in [item["label"] for item in labels("The first chapter's", ":::{re")[0]]


def test_names_of_the_program(editor):
    """What clangd knows: where a function of another chunk is, what it is, and what can be called."""
    need_clangd()
    more = ("struct Pair { int left, right; };\n<<use it>>\n@\n"
            "<<use it>>=\nint twice(Pair pair) { return 2 * answer() + pair.left; }\n@\n")
    second = (editor.book / SECOND).read_text().replace("}\n@\n\n<<solution", "}\n" + more + "\n<<solution", 1)
    second = second.replace('#include "not_implemented.hpp"\n', "")
    editor.open(SECOND, second)
    found = editor.ask("textDocument/definition", editor.at(SECOND, *place(second, "answer() + pair", 2)))
    assert [(one["range"]["start"]["line"], one["range"]["start"]["character"]) for one in found] == [place(second, "answer() {")]
    assert "int answer()" in json.dumps(editor.ask("textDocument/hover", editor.at(SECOND, *place(second, "answer() + pair", 2))))
    offered = editor.ask("textDocument/completion", editor.at(SECOND, *place(second, "pair.left", len("pair."))))["items"]
    assert {"left", "right"} <= {item["textEdit"]["newText"] for item in offered}


def test_an_id_gets_a_new_name_everywhere(editor):
    (editor.book / SECOND).write_text((editor.book / SECOND).read_text() + (
        "\n:::{answer} second-answer\nAs `second-answer` asks.\n:::\n\n"
        '<<test: second-answer>>=\nconst char* const id = "second-answer";\n@\n'))
    second = (editor.book / SECOND).read_text()
    editor.open(SECOND)
    where = editor.at(SECOND, *place(second, "<<probe: second-answer>>", 12))
    chosen = editor.ask("textDocument/prepareRename", where)
    assert chosen["start"]["character"] == place(second, "<<probe: second-answer>>", 9)[1]
    for taken, words in [("Second Answer", "lower-case"), ("second-answer", "exists")]:
        assert words in editor.answer("textDocument/rename", {**where, "newName": taken})["error"]["message"]
    edit = editor.ask("textDocument/rename", {**where, "newName": "the-question"})
    assert (editor.book / SECOND).read_text() == second, "the server changes no file itself"
    apply(editor.book, edit)
    after = (editor.book / SECOND).read_text()
    assert "second-answer" not in after and after.replace("the-question", "second-answer") == second
    succeed(tito("tangle", cwd=editor.book))
    assert "the-question" in (editor.book / "tangled/tests/test_answer.cpp").read_text()


def test_a_chunk_gets_a_new_name_everywhere(editor):
    first = (editor.book / FIRST).read_text().replace("The headers come first.", "The headers, @<<headers>>, come first.")
    (editor.book / FIRST).write_text(first)
    editor.open(FIRST)
    where = editor.at(FIRST, *place(first, "<<headers>>=", 4))
    for taken, words in [("say hello", "exists"), ("two  spaces", "spaces"), ("solution: x", "kind"), ("main.cpp", "kind")]:
        assert words in editor.answer("textDocument/rename", {**where, "newName": taken})["error"]["message"]
    root = editor.at(FIRST, *place(first, "<<src/main.cpp>>=", 4))
    assert "out of the tree" in editor.answer("textDocument/rename", {**root, "newName": "../main.cpp"})["error"]["message"]
    apply(editor.book, editor.ask("textDocument/rename", {**where, "newName": "what the program includes"}))
    texts = (editor.book / FIRST).read_text() + (editor.book / SECOND).read_text()
    assert "<<headers>>" not in texts and texts.count("<<what the program includes>>") == 4
    succeed(tito("tangle", cwd=editor.book))


def test_every_id_of_the_book_can_be_renamed(tmp_path):
    """All at once, on the real chapters: the tree is the same but for the ids."""
    from chapters import Book
    (tmp_path / "chapters").mkdir()
    texts = {}
    for file in (ROOT / "chapters").iterdir():
        shutil.copy(file, tmp_path / "chapters")
        texts[f"chapters/{file.name}"] = file.read_text()
    book = Book({file: text for file, text in texts.items() if file.endswith(".nw")})
    ids = [id for id in book.ids() if "-reflect-" not in id]
    assert len(ids) > 50
    spans = sorted({(span, id) for id in ids for span in book.places_of_id(id)}, key=lambda one: (one[0].line, one[0].begin), reverse=True)
    lines = {file: text.split("\n") for file, text in texts.items()}
    for span, id in spans:
        line = lines[span.file][span.line]
        assert line[span.begin:span.end] == id
        lines[span.file][span.line] = line[:span.begin] + id + "-anew" + line[span.end:]
    for file, changed in lines.items():
        (tmp_path / file).write_text("\n".join(changed))
    succeed(tito("tangle", "--out", tmp_path / "tree", cwd=tmp_path))
    succeed(tito("tangle", "--out", tmp_path / "before"))
    word = re.compile(r"(?<![\w-])(" + "|".join(sorted(map(re.escape, ids), key=len, reverse=True)) + r")(?![\w-])")
    for file in (tmp_path / "before").rglob("*"):
        if file.is_file():
            assert (tmp_path / "tree" / file.relative_to(tmp_path / "before")).read_text() == word.sub(r"\1-anew", file.read_text())


BROKEN = {
    "nothing": "", "one byte": "<", "a lone fence": ":::{exercise}", "no end": "<<src/x.cpp>>=\nint x;", "a NUL": "a\0b\n",
    "carriage returns": "@\r\n# First\r\n", "a lone surrogate": "\ud800\n",
    "a cycle": "@\n# First\n\n<<a.cpp>>=\n<<b c>>\n@\n<<b c>>=\n<<b c>>\n@\n",
    "many headings": "# a\n## b\n" * 500, "many ids": "<<test: x>>=\n@\n" * 500 + "`x`\n" * 500,
    "many fences": ":::{diagram}\n" * 500, "a long line": "<<" * 50000 + "\n",
    "many names": "".join(f"<<n {i}>>=\n<<n {i + 1}>>\n@\n" for i in range(500)),
    "out of the tree": "@\n# First\n\n<<../escaped.cpp>>=\nint x;\n@\n", "away": "@\n# First\n\n<</tmp/escaped.cpp>>=\nint x;\n@\n",
}


def test_no_buffer_ends_the_server(editor):
    """Each is followed by questions that must be answered, and the good text by silence. A FIFO and a link wait in the folder."""
    good = (editor.book / FIRST).read_text()
    os.mkfifo(editor.book / "chapters/02_pipe.nw")
    (editor.book / "chapters/03_link.nw").symlink_to("/dev/zero")
    before = sorted(editor.book.rglob("*"))
    editor.open(FIRST)
    for name, text in BROKEN.items():
        editor.change(FIRST, text)
        for method in ("documentSymbol", "foldingRange", "completion", "definition", "hover", "prepareRename"):
            editor.ask(f"textDocument/{method}", editor.at(FIRST, 0, 9))
        editor.answer("textDocument/rename", editor.at(FIRST, 0, 9, newName="anew"))
        editor.until(FIRST, lambda found: any(one["source"] == "tito" for one in found)) if name == "out of the tree" else None
        editor.ask("textDocument/references", editor.at(FIRST, 3, 3, context=ALL))
        assert editor.server.process.poll() is None, name
    editor.change(FIRST, good)
    editor.until(FIRST, lambda found: not any(one["source"] == "tito" for one in found))
    assert editor.shown == []
    assert sorted(editor.book.rglob("*")) == before
    assert not list(editor.server.temporary.glob("*escaped*")) and not pathlib.Path("/tmp/escaped.cpp").exists()


def test_a_run_that_does_not_end_is_ended(small_book, monkeypatch):
    """With all that it started, and the author is told."""
    import scratch
    slow = small_book / "slow"
    slow.write_text("#!/bin/sh\n[ $1 = --version ] && exit\necho $$ > pids\nsleep 1000 & echo $! >> pids\nwait\n")
    slow.chmod(0o755)
    monkeypatch.setattr(scratch, "TITO", slow)
    monkeypatch.setattr(scratch, "SECONDS", 1)

    async def run():
        one = scratch.Scratch(small_book)
        one.read_chapters()
        texts, problems = one.lay({})
        assert problems == []
        found = await one.tangle(texts)
        pids = (one.folder / "pids").read_text().split()
        one.remove()
        return found, pids
    found, pids = asyncio.run(run())
    assert len(found) == 1 and "was stopped" in found[0].message
    for pid in pids:
        assert not alive(int(pid))


def alive(pid):
    """Whether a process still runs, after a moment in which it may end."""
    deadline = time.monotonic() + LIMIT
    while time.monotonic() < deadline:
        try:
            if pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return False
        except OSError:
            return False
        time.sleep(0.05)
    return True


def with_clangd(editor):
    editor.open(FIRST, (editor.book / FIRST).read_text().replace("puts", "putz"))
    editor.ask("textDocument/hover", editor.at(FIRST, 0, 0))
    deadline = time.monotonic() + LIMIT
    while shutil.which("clangd") and not editor.children():
        assert time.monotonic() < deadline, f"no clangd within {LIMIT} s"
        time.sleep(0.05)
    return editor


def nothing_is_left(editor, end):
    """Neither a clangd nor the scratch folder, however the server ends."""
    children, temporary = editor.children(), editor.server.temporary
    assert (children or not shutil.which("clangd")) and list(temporary.iterdir()), "there is something to leave behind"
    end(editor)
    editor.server.process.wait(LIMIT)
    assert [pid for pid in children if alive(pid)] == []
    assert list(temporary.iterdir()) == []


def test_an_editor_that_crashes_leaves_nothing_behind(tangled_book, tmp_path_factory):
    """Its end of the pipe closes without a word."""
    editor = Editor(tangled_book, Server(tmp_path_factory.mktemp("temporary")))
    nothing_is_left(with_clangd(editor), lambda editor: editor.server.process.stdin.close())


def test_a_closed_book_is_put_away(small_book, server):
    before = set(server.temporary.iterdir())
    editor = Editor(small_book, server)
    editor.open(FIRST, (small_book / FIRST).read_text().replace("  <<say hello>>", "  <<say helo>>"))
    editor.until(FIRST, bool)
    assert len(set(server.temporary.iterdir()) - before) == 1
    editor.send("textDocument/didClose", {"textDocument": {"uri": editor.uri(FIRST)}})
    editor.until(FIRST, lambda found: not found)
    assert set(server.temporary.iterdir()) == before


def test_a_chunk_is_formatted_at_76_columns(editor):
    """Uses stay uses, escapes stay escapes, and nothing but white space changes."""
    need_clangd()
    code = ("int   first(int a,int b){return a @<< 2 >> b;}\n  <<say hello>>\n"
            "int second(const char* a_rather_long_name, const char* another_long_name, int count, int more) { return count; }\n")
    text = (editor.book / FIRST).read_text() + f"\n<<src/long.cpp>>=\n{code}@\n"
    editor.open(FIRST, text)
    line = place(text, "int   first")[0]
    here = {"line": line, "character": 0}
    edits = editor.ask("textDocument/rangeFormatting", {
        "textDocument": {"uri": editor.uri(FIRST)}, "options": {"tabSize": 2, "insertSpaces": True}, "range": {"start": here, "end": here}})
    assert len(edits) == 1 and edits[0]["range"]["start"] == here
    new = edits[0]["newText"]
    assert re.sub(r"\s", "", new) == re.sub(r"\s", "", code) and max(map(len, new.splitlines())) <= 76
    assert "<<say hello>>" in [one.strip() for one in new.splitlines()] and "a @<< 2 >> b" in new and "int first(int a, int b)" in new


def test_the_launcher_starts_the_server(tangled_book, tmp_path_factory):
    """With an environment that is up to date; one that is not is made by pip, which needs a connection. A signal ends this server."""
    repository = tangled_book / "repository"
    shutil.copytree(EDITORS, repository / "editors", ignore=shutil.ignore_patterns("__pycache__", "node_modules"))
    (repository / "tools").symlink_to(ROOT / "tools")
    environment = repository / "build/editors"
    (environment / "bin").mkdir(parents=True)
    (environment / "bin/python").write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    (environment / "bin/python").chmod(0o755)
    stamp = subprocess.run(["sha256sum"], input=(EDITORS / "requirements.txt").read_bytes(), capture_output=True, check=True).stdout
    (environment / "installed.txt").write_bytes(stamp)
    editor = Editor(tangled_book, Server(tmp_path_factory.mktemp("temporary"), [repository / "editors/language-server"]))
    assert {"renameProvider", "definitionProvider", "completionProvider", "documentRangeFormattingProvider"} <= set(editor.capabilities)
    nothing_is_left(with_clangd(editor), lambda editor: editor.server.process.send_signal(signal.SIGTERM))


# The files of the extension.

def values(tree, key):
    """Every value of a key, however deep."""
    if isinstance(tree, dict):
        return [value for name, value in tree.items() if name == key] + [found for value in tree.values() for found in values(value, key)]
    return [found for value in tree for found in values(value, key)] if isinstance(tree, list) else []


def read(name):
    return json.loads((VSCODE / name).read_text())


PACKAGE, GRAMMAR = read("package.json"), read("syntaxes/chapter.tmLanguage.json")


def test_the_extension_has_the_files_it_names():
    files = [PACKAGE["main"], *values(PACKAGE["contributes"], "path"), *values(PACKAGE["contributes"], "configuration")]
    for file in [file for file in files if isinstance(file, str)]:
        assert (VSCODE / file).is_file(), file
    kept = subprocess.run(["git", "ls-files", "--cached", "--others", "--exclude-standard"], cwd=VSCODE, capture_output=True, text=True)
    assert set(kept.stdout.split()) == {".gitignore", "package.json", "extension.js", "language-configuration.json",
                                        "syntaxes/chapter.tmLanguage.json", "snippets/chapter.json"}, "nothing that npm or vsce made"
    needed = re.findall(r'require\("([^."]+)"\)', (VSCODE / "extension.js").read_text())
    assert needed == ["fs", "path", "vscode", "vscode-languageclient/node"]
    assert list(PACKAGE["dependencies"]) == ["vscode-languageclient"]
    scopes = set(values(GRAMMAR, "contentName"))
    assert scopes <= set(PACKAGE["contributes"]["grammars"][0]["embeddedLanguages"]), "every embedded language is named"


def test_every_expression_of_the_grammar_is_one():
    from babi.reg import make_reg
    expressions = [one for key in ("match", "begin", "end", "while") for one in values(GRAMMAR, key) if isinstance(one, str)]
    assert len(expressions) > 20
    for expression in expressions:
        make_reg(expression).match("x", 0, first_line=True, boundary=True)
    for include in values(GRAMMAR, "include"):
        assert not include.startswith("#") or include[1:] in GRAMMAR["repository"], include


@pytest.fixture(scope="module")
def tokens(tmp_path_factory):
    """A function: the chapters' lines with their scopes, with the real grammars of the languages within or with empty ones."""
    from babi.highlight import Grammars, highlight_line
    folder = tmp_path_factory.mktemp("grammars")
    own = folder / "text.noweb.tinytorch.json"
    own.write_text(json.dumps(GRAMMAR))
    real = folder.parent / "real"
    shutil.copytree(pathlib.Path(sys.prefix) / "share/babi/grammar_v1", real)
    for scope in {one for one in values(GRAMMAR, "include") if not one.startswith("#")}:
        for target in (folder, real):
            if not (target / f"{scope}.json").exists():
                (target / f"{scope}.json").write_text(json.dumps({"scopeName": scope, "patterns": []}))
    shutil.copy(own, real)
    compilers = [Grammars(str(one)).compiler_for_scope("text.noweb.tinytorch") for one in (folder, real)]

    def tokens(text, with_languages=False):
        compiler = compilers[with_languages]
        state = compiler.root_state
        for number, line in enumerate(text.splitlines(True)):
            state, regions = highlight_line(compiler, state, line, number == 0)
            yield line.rstrip("\n"), [(line[one.start:one.end].strip(), one.scope) for one in regions if line[one.start:one.end].strip()]
    return tokens


def test_the_grammar_knows_every_line_of_the_chapters(tokens):
    """Each definition begins a block of code, each line `@` ends it, and what stands between is code (one plain line in eight is read)."""
    chunks = 0
    for file in sorted((ROOT / "chapters").glob("*.nw")):
        code = False
        lines = [line for number, line in enumerate(file.read_text().splitlines(True)) if number % 8 == 0 or line.lstrip()[:1] in "<@:"]
        for line, found in tokens("".join(lines)):
            if re.fullmatch(r"<<.+>>=", line):
                chunks, code = chunks + 1, True
                assert [scope[-1] for _, scope in (found[0], found[-1])] == [
                    "punctuation.definition.chunk.begin.tinytorch", "punctuation.definition.chunk.end.tinytorch"], line
            elif line == "@":
                code = False
                assert found == [("@", found[0][1])] and found[0][1][-1] == "keyword.control.chunk.end.tinytorch"
            else:
                for _, scope in found:
                    assert code == any("meta.embedded.block" in one for one in scope), (file.name, line)
                if code and re.fullmatch(r" *<<.+>>", line):
                    assert any("meta.chunk-use.tinytorch" in scope for _, scope in found), line
    assert chunks > 1000


SAMPLE = """\
# A title

Prose with *stress* and {cite:p}`key`.
- a list
<<src/a.cpp>>=
int f() { /* never closed
@
> a quotation
<<meson.build>>=
project('x')
@
:::{exercise} Two words
:id: an-id
**Approach**
:::
:::{diagram} A drawing
:alt: words
 *no stress*
:::
<<test: an-id>>=
return 1;
<<more code>>=
return 2;
@
"""


def test_the_grammar_with_the_languages_within(tokens):
    scopes = {(line, text): scope[-1] for line, found in tokens(SAMPLE, with_languages=True) for text, scope in found}
    for line, text, wanted in [
            ("# A title", "A title", "entity.name.section.markdown"),
            ("int f() { /* never closed", "int", "storage.type.built-in.primitive.cpp"),
            ("@", "@", "keyword.control.chunk.end.tinytorch"), ("> a quotation", ">", "punctuation.definition.quote.begin.markdown"),
            ("<<meson.build>>=", "meson.build", "entity.name.section.root.tinytorch"),
            ("project('x')", "project", "support.function.builtin.meson"),
            (":::{exercise} Two words", "exercise", "keyword.other.directive.tinytorch"),
            (":id: an-id", "id", "entity.other.attribute-name.tinytorch"),
            ("**Approach**", "Approach", "markup.bold.markdown"), (" *no stress*", "*no stress*", "markup.raw.diagram.tinytorch"),
            ("<<test: an-id>>=", "test", "storage.type.chunk.tinytorch"), ("<<test: an-id>>=", "an-id", "entity.name.tag.id.tinytorch"),
            ("<<more code>>=", "more code", "entity.name.section.chunk.tinytorch"), ("return 2;", "return", "keyword.control")]:
        assert scopes[line, text].startswith(wanted), (line, text)


def expand(snippet, **values):
    """A snippet as VS Code writes it into 01_second.nw when every place is left as it is, or filled with the value given for its number."""
    body = "\n".join(snippet["body"]).replace("$0", "").replace("$TM_FILENAME_BASE", "01_second")
    body = re.sub(r"\$\{TM_FILENAME_BASE/([^/]*)/\$1/\}", lambda one: re.sub(one[1], r"\1", "01_second"), body)
    body = re.sub(r"\$\{(\d+)\|([^,|]*)[^|]*\|\}", r"${\1:\2}", body)
    return re.sub(r"\$\{(\d+):((?:[^}\\]|\\.)*)\}", lambda one: values.get("_" + one[1], re.sub(r"\\(.)", r"\1", one[2])), body) + "\n"


def test_snippets_tangle(small_book):
    snippets = {snippet["prefix"]: snippet for snippet in read("snippets/chapter.json").values()}
    assert set(snippets) == {"exercise", "exercise-uses", "analysis", "analysis-uses", "diagram", "reflect", "listing", "slot", "chunk"}
    texts = {name: expand(snippet) for name, snippet in snippets.items()}
    texts["slot"] = expand(snippets["slot"], _1="headers", _2="#include <vector>")
    texts["chunk"] = expand(snippets["chunk"]) + "\n<<src/one.cpp>>=\n<<do one thing>>\n@\n"
    for name, text in texts.items():
        assert "${" not in text and "$0" not in text, name
    chapter = small_book / SECOND
    before = chapter.read_text()
    for name, text in texts.items():
        with_uses = {"exercise-uses": texts["exercise"] + text, "analysis-uses": texts["analysis"] + text}.get(name, text)
        chapter.write_text(before + "\n" + with_uses)
        result = tito("tangle", "--out", small_book / "tree", cwd=small_book)
        if name in ("exercise", "analysis"):  # their places are still to be chosen, which is all that is missing
            assert {re.search(r"<<(\w+): ", line)[1] for line in result.stderr.splitlines()} <= {"test", "probe", "analysis"}, result.stderr
        else:
            succeed(result)
    assert "#include <vector>" not in (small_book / "tree/src/main.cpp").read_text(), "the control: each was tangled alone"


def patterns():
    return {pattern["name"]: pattern for pattern in PACKAGE["contributes"]["problemPatterns"]}


def matched(name, line):
    pattern = patterns()[name]
    found = re.search(pattern["regexp"], line)
    return found and tuple(found[pattern[key]] for key in ("file", "line", "column", "severity", "message") if key in pattern)


def test_problem_matchers_know_the_messages_of_tito(small_book):
    (small_book / FIRST).write_text((small_book / FIRST).read_text().replace("  <<say hello>>", "  <<say helo>>"))
    message = tito("tangle", cwd=small_book).stderr.splitlines()[0]
    assert matched("tito", message)[:4] == (FIRST, "10", "3", None) and "say hello" in matched("tito", message)[4]
    shortfalls = [line for line in tito("validate", "00", cwd=small_book).stdout.splitlines() if line.lstrip().startswith(FIRST + ":")]
    assert shortfalls and all(matched("tito", line)[0] == FIRST for line in shortfalls)
    (small_book / SECOND).unlink()
    gone = tito("tangle", cwd=small_book).stderr.splitlines()[0]
    assert matched("tito-file", gone)[0] == SECOND and not matched("tito", gone)
    assert matched("tito", f"{FIRST}:23:6: error: no such thing") == (FIRST, "23", "6", "error", "no such thing")
    assert matched("tito-test", f'{FIRST}(12): error: in "a/b": check x == 1') == (FIRST, "12", "error", 'in "a/b": check x == 1')
    for name in patterns():
        assert not matched(name, "115 files: 115 written, 0 unchanged, 0 removed") and not matched(name, "src/x.cpp:3:1: error: x")
    for matcher in PACKAGE["contributes"]["problemMatchers"]:
        assert (matcher.get("pattern") or matcher["base"]).lstrip("$") in patterns()


def node():
    """Playwright brings its own, so that the client is run on every machine that runs these tests."""
    import playwright
    return shutil.which("node") or str(pathlib.Path(playwright.__file__).parent / "driver/node")


def test_the_client(small_book):
    """Tasks are right, and no program of a folder runs before the folder is trusted."""
    (small_book / "editors").mkdir()
    (small_book / "editors/language-server").write_text("")
    modules = small_book / "node_modules"
    for name, text in {
            "vscode/index.js": """
              const folder = { uri: { fsPath: process.env.BOOK }, name: "book" };
              class Task { constructor(definition, folder, name, source, execution, matchers) {
                Object.assign(this, { definition, name, source, execution, matchers }); } }
              class ProcessExecution { constructor(command, args, options) { Object.assign(this, { command, args, options }); } }
              module.exports = { Task, ProcessExecution, TaskGroup: { Build: "build", Test: "test" }, RelativePattern: class {}, commands: {
                registerCommand: () => ({}) }, tasks: { registerTaskProvider: () => ({}) }, window: { activeTextEditor: {
                document: { fileName: process.env.BOOK + "/chapters/01_second.nw" } } }, workspace: { workspaceFolders: [folder],
                isTrusted: false, onDidGrantWorkspaceTrust: (f) => { module.exports.trusted = f; return {}; },
                createFileSystemWatcher: () => ({}),
                getConfiguration: () => ({ get: () => "" }) } };""",
            "vscode-languageclient/node.js": """
              module.exports = { started: [], LanguageClient: class { constructor(id, name, server) { this.server = server; }
                async start() { module.exports.started.push(this.server.run.command); }
                async stop() { module.exports.started.pop(); } } };"""}.items():
        (modules / name).parent.mkdir(parents=True, exist_ok=True)
        (modules / name).write_text(text)
    shutil.copy(VSCODE / "extension.js", small_book / "extension.js")
    (small_book / "try.js").write_text("""
      const extension = require("./extension.js"), vscode = require("vscode"), { started } = require("vscode-languageclient/node");
      (async () => {
        await extension.activate({ subscriptions: [] });
        const untrusted = [...started];
        vscode.workspace.isTrusted = true;
        await vscode.trusted();
        const trusted = [...started];
        await extension.deactivate();
        const tasks = extension.tasks.provideTasks();
        const again = extension.tasks.resolveTask({ definition: { type: "tito", verb: "test", chapter: "00" } });
        console.log(JSON.stringify({ untrusted, trusted, left: started, tasks, again }));
      })();""")
    result = subprocess.run([node(), "try.js"], cwd=small_book, env={**os.environ, "BOOK": str(small_book)}, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    seen = json.loads(result.stdout)
    assert seen["untrusted"] == [] and seen["left"] == []
    assert seen["trusted"] == [str(small_book / "editors/language-server")]
    assert [task["execution"]["args"] for task in seen["tasks"]] == [
        ["tangle"], ["validate", "01"], ["validate"], ["test", "01"], ["watch"], ["stitch", "--dry-run"], ["stitch"]]
    assert {task["execution"]["command"] for task in seen["tasks"]} == {str(small_book / "tools/tito")}
    known = {"$" + matcher["name"] for matcher in PACKAGE["contributes"]["problemMatchers"]}
    assert all(set(task["matchers"]) <= known for task in seen["tasks"]) and seen["again"]["execution"]["args"] == ["test", "00"]
    verbs = PACKAGE["contributes"]["taskDefinitions"][0]["properties"]["verb"]["enum"]
    assert {task["definition"]["verb"] for task in seen["tasks"]} == set(verbs)
    for verb in verbs:
        succeed(tito(verb, "--help"))
