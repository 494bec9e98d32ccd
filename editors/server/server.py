"""What the language server answers. It changes no file: edits are given to the client, who asks for them."""

import dataclasses
import pathlib

import attrs
from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams
from pygls.lsp.server import LanguageServer
from pygls.uris import from_fs_path, to_fs_path

import completion
import rename
from chapters import Span
from clangd import formatted, is_checked
from session import Session
from symbols import folds_of, symbols_of


def chapter_of(uri):
    """The root of the book that a chapter belongs to, and its path from there; or two nothings."""
    path = pathlib.Path(to_fs_path(uri) or "/")
    root = path.parent.parent
    if path.suffix != ".nw" or path.parent.name != "chapters" or not (root / "chapters/order.toml").is_file():
        return None, None
    return root, "chapters/" + path.name


class Client:
    """The client as one session sees it: its columns may count other units than characters."""

    def __init__(self, server, root):
        self._server = server
        self.session = Session(root, self._report, self.locate, self._complain)

    def uri(self, file):
        return from_fs_path(str(self.session.root / file))

    def _lines(self, file):
        chapter = self.session.book.chapters.get(file)
        return chapter.lines if chapter else []

    def position(self, file, position):
        """Line and column in characters."""
        lines = self._lines(file)
        if position.line >= len(lines):
            return position.line, 0
        text = self._server.workspace.position_codec.position_from_client_units(lines, position)
        return text.line, text.character

    def range(self, file, place):
        """A Span or a Range in characters, as the client counts."""
        if isinstance(place, Span):
            place = types.Range(types.Position(place.line, place.begin), types.Position(place.line, place.end))
        lines, codec = self._lines(file), self._server.workspace.position_codec
        return types.Range(*(codec.position_to_client_units(lines, at) if at.line < len(lines) else at for at in (place.start, place.end)))

    def location(self, span):
        return types.Location(self.uri(span.file), self.range(span.file, span))

    def locate(self, location):
        """A place in the scratch tree as a place in a chapter; one outside of it as it is; nothing for what no chapter holds."""
        path = self.session.clangd.path(location.uri)
        if path is None:
            return location
        file, at = self.session.in_chapters(path, location.range)
        return types.Location(self.uri(file), self.range(file, at)) if file else None

    def _report(self, file, diagnostics):
        shown = [attrs.evolve(diagnostic, range=self.range(file, diagnostic.range)) for diagnostic in diagnostics]
        self._server.text_document_publish_diagnostics(types.PublishDiagnosticsParams(self.uri(file), shown))

    def _complain(self, text):
        self._server.window_show_message(types.ShowMessageParams(types.MessageType.Error, text))


@dataclasses.dataclass
class Cursor:
    """Where a request stands, in a book that is up to date."""
    client: Client
    file: str
    line: int
    column: int

    @property
    def session(self):
        return self.client.session

    @property
    def book(self):
        return self.session.book

    @property
    def chapter(self):
        return self.book.chapters[self.file]

    @property
    def name(self):
        return self.chapter.name_at(self.line, self.column)

    @property
    def id(self):
        return self.book.id_at(self.file, self.line, self.column)

    @property
    def target(self):
        return rename.target_at(self.book, self.file, self.line, self.column)

    async def ask_clangd(self, question):
        """`question(client, document, position)` asked about the tangled line, in code only."""
        found = await self.session.in_tree(self.file, self.line, self.column) if self.chapter.is_code(self.line) else None
        if not found:
            return None
        path, line, column, text = found
        return await self.session.clangd.ask(
            path, text, lambda client, uri: question(client, types.TextDocumentIdentifier(uri), types.Position(line, column)))


class Server(LanguageServer):
    def __init__(self):
        super().__init__("tinytorch", "1")
        self.clients = {}  # by the root of the book

    def kill(self):
        for client in self.clients.values():
            client.session.kill()

    async def take(self, uri, text):
        """A chapter's buffer changed, or was closed; a book without an open chapter is put away."""
        root, file = chapter_of(uri)
        if root is None:
            return
        if root not in self.clients:
            if text is None:
                return
            self.clients[root] = Client(self, root)
        session = self.clients[root].session
        session.edit(file, text)
        if session.is_idle:
            del self.clients[root]
            await session.close()

    async def cursor(self, params):
        root, file = chapter_of(params.text_document.uri)
        client = self.clients.get(root)
        if not client:
            return None
        await client.session.sync()
        if file not in client.session.book.chapters:
            return None
        return Cursor(client, file, *client.position(file, getattr(params, "position", None) or types.Position(0, 0)))


def make_server():
    server = Server()

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    async def did_open(params):
        await server.take(params.text_document.uri, params.text_document.text)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    async def did_change(params):
        await server.take(params.text_document.uri, server.workspace.get_text_document(params.text_document.uri).source)

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    async def did_close(params):
        await server.take(params.text_document.uri, None)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    async def changed_on_disk(_):
        for client in server.clients.values():
            client.session.changed()

    @server.feature(types.SHUTDOWN)
    async def shutdown(_):
        while server.clients:
            await server.clients.popitem()[1].session.close()

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    async def document_symbol(params):
        cursor = await server.cursor(params)
        return symbols_of(cursor.chapter, lambda span: cursor.client.range(cursor.file, span)) if cursor else None

    @server.feature(types.TEXT_DOCUMENT_FOLDING_RANGE)
    async def folding_range(params):
        cursor = await server.cursor(params)
        return folds_of(cursor.chapter) if cursor else None

    @server.feature(types.TEXT_DOCUMENT_DEFINITION)
    async def definition(params):
        cursor = await server.cursor(params)
        if not cursor:
            return None
        if name := cursor.name:
            return [cursor.client.location(one.at) for one in cursor.book.definitions(name.text)]
        if found := cursor.id:
            return [cursor.client.location(span) for span in cursor.book.home_of_id(found[0])]
        answer = await cursor.ask_clangd(
            lambda client, document, at: client.text_document_definition_async(types.DefinitionParams(document, at)))
        return [location for location in map(cursor.client.locate, answer or []) if location]

    @server.feature(types.TEXT_DOCUMENT_REFERENCES)
    async def references(params):
        cursor = await server.cursor(params)
        if not cursor:
            return None
        if name := cursor.name:
            spans = [one.at for one in cursor.book.occurrences(name.text) if params.context.include_declaration or not one.defines]
        else:
            found = cursor.id
            spans = cursor.book.places_of_id(found[0]) if found else []
        return [cursor.client.location(span) for span in spans]

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    async def hover(params):
        cursor = await server.cursor(params)
        if not cursor:
            return None
        if name := cursor.name:
            text = types.MarkupContent(types.MarkupKind.Markdown, completion.described(cursor.book, name.text))
            return types.Hover(text, cursor.client.range(cursor.file, name.at))
        answer = await cursor.ask_clangd(lambda client, document, at: client.text_document_hover_async(types.HoverParams(document, at)))
        return types.Hover(answer.contents) if answer else None

    @server.feature(types.TEXT_DOCUMENT_COMPLETION, types.CompletionOptions(trigger_characters=["<", "{", "`", ".", ">", ":"]))
    async def complete(params):
        cursor = await server.cursor(params)
        if not cursor:
            return None
        found = completion.complete(cursor.book, cursor.chapter, cursor.line, cursor.column)
        if found is None:
            found = completion.of_code(await cursor.ask_clangd(
                lambda client, document, at: client.text_document_completion_async(types.CompletionParams(document, at))))
        span = Span(cursor.file, cursor.line, *completion.replaced(cursor.chapter, cursor.line, cursor.column))
        for item in found.items:
            text = item.text_edit.new_text if item.text_edit else item.insert_text or item.label
            item.text_edit, item.insert_text = types.TextEdit(cursor.client.range(cursor.file, span), text), None
        return found

    @server.feature(types.TEXT_DOCUMENT_PREPARE_RENAME)
    async def prepare_rename(params):
        cursor = await server.cursor(params)
        target = cursor and cursor.target
        return cursor.client.range(cursor.file, target[2]) if target else None

    @server.feature(types.TEXT_DOCUMENT_RENAME, types.RenameOptions(prepare_provider=True))
    async def do_rename(params):
        cursor = await server.cursor(params)
        target = cursor and cursor.target
        if not target:
            raise JsonRpcInvalidParams("only names of chunks and ids are renamed; put the cursor on one")
        try:
            spans = rename.rename(cursor.book, target, params.new_name)
        except rename.Refused as refused:
            raise JsonRpcInvalidParams(str(refused)) from refused
        changes = {}
        for span in spans:
            edit = types.TextEdit(cursor.client.range(span.file, span), params.new_name)
            changes.setdefault(cursor.client.uri(span.file), []).append(edit)
        return types.WorkspaceEdit(changes=changes)

    @server.feature(types.TEXT_DOCUMENT_RANGE_FORMATTING)
    async def range_formatting(params):
        """Formats every C++ chunk that has a line in the range. A whole chapter is never formatted: tables in code are laid out by hand."""
        cursor = await server.cursor(params)
        if not cursor:
            return None
        first, last, edits = params.range.start.line, params.range.end.line, []
        for chunk in cursor.chapter.chunks:
            if chunk.name.at.line <= last and chunk.end >= first and is_cpp(cursor, chunk):
                before = cursor.chapter.code_of(chunk)
                after = await formatted(cursor.session.clangd, before) if before else None
                if after and after != before:
                    at = types.Range(types.Position(chunk.name.at.line + 1, 0), types.Position(chunk.last, len(before[-1])))
                    edits.append(types.TextEdit(cursor.client.range(cursor.file, at), "\n".join(after)))
        return edits

    def is_cpp(cursor, chunk):
        """Whether a chunk's lines came into C++ files; of one that is not tangled yet, whether its name does not say otherwise."""
        paths = {path for path, *_ in cursor.session.places(cursor.file, chunk.last)}
        return all(map(is_checked, paths)) if paths else chunk.name.kind != "root" or is_checked(chunk.name.text)

    return server
