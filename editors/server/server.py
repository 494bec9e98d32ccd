"""What the language server answers. It changes no file: edits are given to the client, who asks for them."""

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
from symbols import symbols_of


class Server(LanguageServer):
    """Speaks with the client, whose columns may count other units than characters."""

    def __init__(self):
        super().__init__("tinytorch", "1")
        self.session = None

    def kill(self):
        if self.session:
            self.session.kill()

    def file_of(self, uri):
        """The path of a chapter from the root of its book, which the first chapter opened decides; nothing for other files."""
        path = pathlib.Path(to_fs_path(uri) or "/")
        if path.suffix != ".nw" or path.parent.name != "chapters":
            return None
        root = path.parent.parent
        if not self.session and (root / "chapters/order.toml").is_file():
            self.session = Session(root, self._report, self.locate, self._complain)
        return "chapters/" + path.name if self.session and self.session.root == root else None

    def uri_of(self, file):
        return from_fs_path(str(self.session.root / file))

    def _lines(self, file):
        chapter = self.session.book.chapters.get(file)
        return chapter.lines if chapter else []

    def from_client(self, file, position):
        lines = self._lines(file)
        if position.line >= len(lines):
            return position.line, 0
        text = self.workspace.position_codec.position_from_client_units(lines, position)
        return text.line, text.character

    def to_client(self, file, span):
        """A Span or a Range in characters, as the client counts."""
        if isinstance(span, Span):
            span = types.Range(types.Position(span.line, span.begin), types.Position(span.line, span.end))
        lines, codec = self._lines(file), self.workspace.position_codec
        return types.Range(*(codec.position_to_client_units(lines, place) if place.line < len(lines) else place for place in (span.start, span.end)))

    def location(self, span):
        return types.Location(self.uri_of(span.file), self.to_client(span.file, span))

    def _report(self, file, diagnostics):
        shown = [attrs.evolve(diagnostic, range=self.to_client(file, diagnostic.range)) for diagnostic in diagnostics]
        self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(self.uri_of(file), shown))

    def locate(self, location):
        """A place in the scratch tree as a place in a chapter; one outside of it as it is; nothing for what no chapter holds."""
        path = self.session.clangd.path(location.uri)
        if path is None:
            return location
        file, at = self.session.in_chapters(path, location.range)
        return types.Location(self.uri_of(file), self.to_client(file, at)) if file else None

    def _complain(self, text):
        self.window_show_message(types.ShowMessageParams(types.MessageType.Error, text))


def make_server():
    server = Server()

    async def place_of(params):
        """The session's book brought up to date, and where the cursor is: (file, line, column), or nothing."""
        file = server.file_of(params.text_document.uri)
        if not file:
            return None
        await server.session.sync()
        if file not in server.session.book.chapters:
            return None
        position = getattr(params, "position", None) or types.Position(0, 0)
        return file, *server.from_client(file, position)

    async def ask_clangd(place, question):
        """`question(client, document, position)`, and the file that it was asked about."""
        if not place or not server.session.book.chapters[place[0]].is_code(place[1]):
            return None, None
        found = await server.session.in_tree(*place)
        if not found:
            return None, None
        path, line, column, text = found
        return path, await server.session.clangd.ask(
            path, text, lambda client, uri: question(client, types.TextDocumentIdentifier(uri), types.Position(line, column)))

    def take(uri, text):
        if file := server.file_of(uri):
            server.session.edit(file, text)

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    async def did_open(params):
        take(params.text_document.uri, params.text_document.text)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    async def did_change(params):
        take(params.text_document.uri, server.workspace.get_text_document(params.text_document.uri).source)

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    async def did_close(params):
        take(params.text_document.uri, None)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    async def did_save(_):
        if server.session:
            server.session.changed()

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    async def watched(_):
        if server.session:
            server.session.changed()

    @server.feature(types.SHUTDOWN)
    async def shutdown(_):
        if server.session:
            await server.session.close()

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    async def document_symbol(params):
        place = await place_of(params)
        return symbols_of(server.session.book.chapters[place[0]], lambda span: server.to_client(place[0], span)) if place else None

    @server.feature(types.TEXT_DOCUMENT_DEFINITION)
    async def definition(params):
        place = await place_of(params)
        if not place:
            return None
        book = server.session.book
        name = book.chapters[place[0]].name_at(*place[1:])
        if name:
            return [server.location(one.at) for one in book.definitions(name.text)]
        if found := book.id_at(*place):
            return [server.location(span) for span in book.home_of_id(found[0])]
        _, answer = await ask_clangd(place, lambda client, document, at: client.text_document_definition_async(
            types.DefinitionParams(document, at)))
        return [location for location in map(server.locate, answer or []) if location]

    @server.feature(types.TEXT_DOCUMENT_REFERENCES)
    async def references(params):
        place = await place_of(params)
        if not place:
            return None
        book = server.session.book
        name = book.chapters[place[0]].name_at(*place[1:])
        if name:
            spans = [one.at for one in book.occurrences(name.text) if params.context.include_declaration or not one.defines]
        else:
            found = book.id_at(*place)
            spans = book.places_of_id(found[0]) if found else []
        return [server.location(span) for span in spans]

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    async def hover(params):
        place = await place_of(params)
        if not place:
            return None
        book = server.session.book
        name = book.chapters[place[0]].name_at(*place[1:])
        if name:
            return types.Hover(types.MarkupContent(types.MarkupKind.Markdown, completion.described(book, name.text)),
                               server.to_client(place[0], name.at))
        _, answer = await ask_clangd(place, lambda client, document, at: client.text_document_hover_async(types.HoverParams(document, at)))
        return types.Hover(answer.contents) if answer else None

    @server.feature(types.TEXT_DOCUMENT_COMPLETION, types.CompletionOptions(trigger_characters=["<", "{", "`", ".", ">", ":"]))
    async def complete(params):
        place = await place_of(params)
        if not place:
            return None
        file, line, column = place
        chapter = server.session.book.chapters[file]
        found = completion.complete(server.session.book, chapter, line, column)
        if found is None:
            found = completion.of_code((await ask_clangd(place, lambda client, document, at: client.text_document_completion_async(
                types.CompletionParams(document, at))))[1])
        begin, end = completion.replaced(chapter, line, column)
        at = server.to_client(file, Span(file, line, begin, end))
        for item in found.items:
            item.text_edit = types.TextEdit(at, item.text_edit.new_text if item.text_edit else item.insert_text or item.label)
            item.insert_text = None
        return found

    @server.feature(types.TEXT_DOCUMENT_PREPARE_RENAME)
    async def prepare_rename(params):
        place = await place_of(params)
        target = place and rename.target_at(server.session.book, *place)
        return server.to_client(place[0], target[2]) if target else None

    @server.feature(types.TEXT_DOCUMENT_RENAME, types.RenameOptions(prepare_provider=True))
    async def do_rename(params):
        place = await place_of(params)
        target = place and rename.target_at(server.session.book, *place)
        if not target:
            raise JsonRpcInvalidParams("only names of chunks and ids are renamed; put the cursor on one")
        try:
            spans = rename.rename(server.session.book, target, params.new_name)
        except rename.Refused as refused:
            raise JsonRpcInvalidParams(str(refused)) from refused
        changes = {}
        for span in spans:
            changes.setdefault(server.uri_of(span.file), []).append(types.TextEdit(server.to_client(span.file, span), params.new_name))
        return types.WorkspaceEdit(changes=changes)

    async def format_lines(params, first, last):
        """Formats every C++ chunk that has a line in [first, last]."""
        place = await place_of(params)
        if not place:
            return None
        chapter, edits = server.session.book.chapters[place[0]], []
        for chunk in chapter.chunks:
            if chunk.name.at.line <= last and chunk.end >= first and chunk.last > chunk.name.at.line and is_cpp(chapter.file, chunk):
                before = chapter.code_of(chunk)
                after = await formatted(server.session.clangd, before)
                if after and after != before:
                    begin, end = types.Position(chunk.name.at.line + 1, 0), types.Position(chunk.last, len(before[-1]))
                    edits.append(types.TextEdit(server.to_client(place[0], types.Range(begin, end)), "\n".join(after)))
        return edits

    def is_cpp(file, chunk):
        """Whether a chunk's lines came into a C++ file."""
        paths = {path for path, *_ in server.session.map.to_tree(file, chunk.last, 0)} if server.session.map else set()
        return all(map(is_checked, paths)) if paths else is_checked(chunk.name.text)

    @server.feature(types.TEXT_DOCUMENT_FORMATTING)
    async def formatting(params):
        return await format_lines(params, 0, 1 << 30)

    @server.feature(types.TEXT_DOCUMENT_RANGE_FORMATTING)
    async def range_formatting(params):
        return await format_lines(params, params.range.start.line, params.range.end.line)

    return server
