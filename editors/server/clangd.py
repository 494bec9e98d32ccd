"""A clangd on the scratch tree. It may die, hang or grow: it is stopped, started again, and given up in the end."""

import asyncio
import collections
import contextlib
import json
import pathlib
import re
import shutil

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.lsp.client import LanguageClient
from pygls.uris import to_fs_path

from scratch import read_regular

LIMITS = ["nice", "-n", "5", "prlimit", f"--as={12 << 30}", "--core=0", "--"]
SECONDS_TO_CHECK, SECONDS_TO_ANSWER = 90, 15
MOST_OPEN, MOST_STARTS = 6, 5


def is_checked(path):
    return path.endswith((".cpp", ".hpp", ".h"))


def is_header(path):
    return path.endswith((".hpp", ".h", ".inc"))


class Clangd:
    def __init__(self, scratch):
        self._scratch = scratch
        self._client = None
        self._starts = 0
        self._open = collections.OrderedDict()  # path -> (version, text), the one used longest ago first
        self._version = 0
        self._waiting = {}  # version -> (path, future of its diagnostics)
        self._lock = asyncio.Lock()
        self.program = shutil.which("clangd")

    @property
    def given_up(self):
        return not self.program or self._starts >= MOST_STARTS and not self._client

    async def diagnostics(self, path, text, afresh=False):
        """What clangd says of a file with this text, or nothing when it does not say anything in time."""
        try:
            async with self._lock:
                version = await self._show(path, text, afresh)
                if version is None:
                    return None
                waiting = asyncio.get_running_loop().create_future()
                self._waiting[version] = path, waiting
            return await asyncio.wait_for(waiting, SECONDS_TO_CHECK)
        except asyncio.TimeoutError:
            await self.stop()  # what it was reading is not read again until it changes
            return []
        except (RuntimeError, OSError):
            return None

    async def ask(self, path, text, question):
        """`question(client, uri)` awaited, on a file with this text; nothing when there is no answer in time."""
        try:
            async with self._lock:
                if self._text(path) != text:
                    await self._show(path, text)
                client = self._client
            return client and await asyncio.wait_for(question(client, self.uri(path)), SECONDS_TO_ANSWER)
        except (asyncio.TimeoutError, JsonRpcException, RuntimeError, OSError):
            return None

    async def forget(self, path):
        async with self._lock:
            if self._client and path in self._open:
                self._close(path)

    def uri(self, path):
        return (self._scratch.tree / path).as_uri()

    def path(self, uri):
        """The path below the scratch tree, or nothing."""
        path = pathlib.Path(to_fs_path(uri) or "/")
        return path.relative_to(self._scratch.tree).as_posix() if self._scratch.tree in path.parents else None

    def opened(self):
        return list(self._open)

    def _text(self, path):
        return self._open[path][1] if self._client and path in self._open else None

    async def _show(self, path, text, afresh=False):
        if not await self._started():
            return None
        if path in self._open and (afresh or self._text(path) == text):
            self._close(path)  # opened again it reads its headers again
        self._version += 1
        if path in self._open:
            self._client.text_document_did_change(types.DidChangeTextDocumentParams(
                types.VersionedTextDocumentIdentifier(self._version, self.uri(path)), [types.TextDocumentContentChangeWholeDocument(text)]))
        else:
            self._client.text_document_did_open(types.DidOpenTextDocumentParams(
                types.TextDocumentItem(self.uri(path), types.LanguageKind.Cpp, self._version, text)))
        self._open[path] = (self._version, text)
        self._open.move_to_end(path)
        while len(self._open) > MOST_OPEN:
            self._close(next(iter(self._open)))
        return self._version

    def _close(self, path):
        version = self._open.pop(path)[0]
        self._settle(path, version, version + 1, None)
        self._client.text_document_did_close(types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(self.uri(path))))

    async def _started(self):
        if self._client:
            return True
        if self.given_up:
            return False
        self._starts += 1
        self._open.clear()
        self._compile_commands()
        client = LanguageClient("tinytorch", "1")
        client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)(lambda params: self._published(params))
        client.report_server_error = lambda *_: None
        client.server_exit = self._gone(client)
        # Its log would fill a pipe that nobody reads.
        await client.start_io("/bin/sh", "-c", 'exec "$@" 2>/dev/null', "sh", *LIMITS, self.program, "--offset-encoding=utf-32",
                              "--background-index=false", "--clang-tidy=false", "--header-insertion=never", "--pch-storage=memory",
                              "--limit-results=100", "-j=2", "--log=error", cwd=self._scratch.folder)
        self._client = client
        tree = self._scratch.tree
        notes = types.PublishDiagnosticsClientCapabilities(related_information=True)
        options = {"fallbackFlags": ["-std=c++20", "-Wall", "-Wextra", f"-I{tree}/include", f"-I{tree}/src", f"-I{tree}"]}
        await asyncio.wait_for(client.initialize_async(types.InitializeParams(
            capabilities=types.ClientCapabilities(text_document=types.TextDocumentClientCapabilities(publish_diagnostics=notes)),
            root_uri=tree.as_uri(), initialization_options=options)), SECONDS_TO_ANSWER)
        client.initialized(types.InitializedParams())
        return True

    def _gone(self, client):
        async def gone(_):
            if self._client is client:
                self._drop()
        return gone

    def _drop(self):
        self._client = None
        self._open.clear()
        for path in {path for path, _ in self._waiting.values()}:
            self._settle(path, self._version + 1, None, [])

    def _published(self, params):
        if params.version is not None:
            self._settle(self.path(params.uri), params.version, params.version, params.diagnostics)

    def _settle(self, path, last, version, diagnostics):
        """Ends the waits for a file up to version `last`: clangd may leave out a version that a newer one overtook."""
        for waited in [waited for waited, (of, _) in self._waiting.items() if of == path and waited <= last]:
            future = self._waiting.pop(waited)[1]
            if not future.done():
                future.set_result(diagnostics if version in (waited, None) else None)

    def _compile_commands(self):
        """What Meson wrote for the real tree, led to the scratch tree, and the project's settings of clangd."""
        root, folder = self._scratch.root, self._scratch.folder
        build = folder / "build/framework"
        (folder / "build").mkdir(exist_ok=True)
        build.mkdir(exist_ok=True)
        if settings := read_regular(root / ".clangd", 1 << 16):
            (folder / ".clangd").write_bytes(settings)
        try:
            entries = json.loads(read_regular(root / "build/framework/compile_commands.json", 1 << 26) or "[]")
            for entry in entries:
                entry["directory"] = str(build)
                entry["command"] = entry["command"].replace(f"{root}/", f"{folder}/")
        except (ValueError, KeyError, TypeError, AttributeError):
            entries = []
        (build / "compile_commands.json").unlink(missing_ok=True)
        if entries:  # an empty list would keep clangd from its fallback
            (build / "compile_commands.json").write_text(json.dumps(entries))

    async def stop(self):
        client, self._client = self._client, None
        self._drop()
        process = client and client._server
        if not process or process.returncode is not None:
            return
        try:
            await asyncio.wait_for(client.shutdown_async(None), 2)
            client.exit(None)
            await asyncio.wait_for(process.wait(), 2)
        except Exception:  # whatever a dying process does
            self._kill(process)
            await process.wait()

    def kill(self):
        if self._client and self._client._server:
            self._kill(self._client._server)

    @staticmethod
    def _kill(process):
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()


_USE = re.compile(r"( *)(<<.+>>)")
_MASKED = re.compile(r"( *)// (<<.+>>)")


def mask(lines):
    """A chunk's code as C++ that clang-format understands: a use is a comment that stands alone."""
    return [use[1] + "// " + use[2] if (use := _USE.fullmatch(line)) else re.sub(r"@(?=<<|>>)", "", line) for line in lines]


def unmask(lines):
    """The other way; what noweb would read as a use is escaped."""
    return [use[1] + use[2] if (use := _MASKED.fullmatch(line)) else re.sub(r"<<(?=.*>>)", "@<<", line) for line in lines]


def is_same_code(before, after):
    """Whether only white space differs."""
    return re.sub(r"\s", "", "".join(before)) == re.sub(r"\s", "", "".join(after))


async def formatted(clangd, lines):
    """The lines of a C++ chunk at 76 columns, or nothing."""
    text = "\n".join(mask(lines)) + "\n"
    path = "format-a-chunk.cpp"
    options = types.FormattingOptions(tab_size=2, insert_spaces=True)
    edits = await clangd.ask(path, text, lambda client, uri: client.text_document_formatting_async(
        types.DocumentFormattingParams(types.TextDocumentIdentifier(uri), options)))
    await clangd.forget(path)
    if edits is None:
        return None
    after = apply_edits(text, edits).rstrip("\n").split("\n")
    return unmask(after) if is_same_code(mask(lines), after) else None


def apply_edits(text, edits):
    """`text` with edits whose columns count characters."""
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    for edit in sorted(edits, key=lambda edit: (edit.range.start.line, edit.range.start.character), reverse=True):
        begin = starts[edit.range.start.line] + edit.range.start.character
        end = starts[edit.range.end.line] + edit.range.end.character
        text = text[:begin] + edit.new_text + text[end:]
    return text
