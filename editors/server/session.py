"""One book that is being edited: what its chapters say now, what tito and clangd say of them."""

import asyncio
import collections
import logging

from lsprotocol import types

from chapters import Book, Chapter
from clangd import Clangd, is_checked, is_header
from linemap import LineMap
from scratch import LARGEST_CHAPTER, Scratch, Unusable, read_regular

SECONDS_OF_REST = 0.2  # between the last key and the next run


class Session:
    def __init__(self, root, report, locate, complain):
        """`report(file, diagnostics)` shows the problems of a file, their columns in characters; `locate(location)` is a place that clangd
        named as the client's, or nothing; `complain(text)` tells the author."""
        self.scratch = Scratch(root)
        self.root = self.scratch.root
        self.clangd = Clangd(self.scratch)
        self.book = Book({})
        self.tangled = self.map = None
        self._buffers = {}
        self._report, self.locate, self._complain = report, locate, complain
        self._reported, self._complaint = {}, None
        self._problems = []       # of tito
        self._found = {}          # tangled path -> (the text that clangd saw, its diagnostics)
        self._seen = {}           # tangled path -> the text that was checked last
        self._queue = collections.OrderedDict()  # tangled path -> whether its headers changed
        self._wanted, self._done = 1, 0
        self._lock, self._work = asyncio.Lock(), asyncio.Event()
        self._timer = None
        self._checker = asyncio.create_task(self._check())

    @property
    def is_idle(self):
        return not self._buffers

    def edit(self, file, text):
        """The buffer of a chapter has this text now, or none: what is on disk counts again."""
        if text is None:
            self._buffers.pop(file, None)
        else:
            self._buffers[file] = text
        self.changed()

    def changed(self):
        self._wanted += 1
        if self._timer:
            self._timer.cancel()
        self._timer = asyncio.create_task(self._later())

    async def _later(self):
        await asyncio.sleep(SECONDS_OF_REST)
        await asyncio.shield(asyncio.create_task(self.sync()))

    async def sync(self):
        """Brings everything up to date with the buffers."""
        async with self._lock:
            wanted = self._wanted
            if self._done == wanted:
                return
            try:
                await self._update()
            except Unusable as error:
                self._tell(f"tito does not run: {error}")
            except OSError as error:
                self._tell(f"the chapters cannot be read: {error}")
            except Exception as error:  # a server that dies takes all its help away
                logging.exception("while reading the chapters")
                self._tell(f"the chapters' server met a mistake of its own: {error!r}")
            self._done = wanted

    def _tell(self, text):
        if text != self._complaint:
            self._complain(text)
        self._complaint = text

    async def _update(self):
        await asyncio.to_thread(self.scratch.read_chapters)
        texts, problems = self.scratch.lay(self._buffers)
        readable = {file: text for file, text in texts.items() if file.endswith(".nw") and len(text) <= LARGEST_CHAPTER}
        self._read(readable)
        result = problems or await self.scratch.tangle(texts)
        if isinstance(result, list):
            self._problems = result
        else:
            self._problems, self._complaint = [], None
            self.tangled, self.map = result, LineMap(result)
            self._enqueue()
        self.publish()

    def _read(self, texts):
        """Only chapters that changed are read again."""
        known = self.book.chapters
        self.book = Book({})
        self.book.chapters = {file: known[file] if file in known and known[file].text == text else Chapter(file, text)
                              for file, text in sorted(texts.items())}

    def _enqueue(self):
        """What clangd has to look at: files that are not as they were when looked at, or as they stand in the author's tangled/."""
        if self.clangd.given_up:
            return
        headers = False
        for path, text in self.tangled.texts.items():
            if path not in self._seen:
                self._seen[path] = (read_regular(self.root / "tangled" / path, 1 << 24) or b"").decode("utf-8", "replace")
            if self._seen[path] != text:
                self._seen[path] = text
                headers |= is_header(path)
                if is_checked(path):
                    self._queue[path] = False
        if headers:  # what failed because of one may be right now, and what is open may be wrong
            known = {*self._queue, *self.clangd.opened(), *(path for path, (_, found) in self._found.items() if found)}
            self._queue.update({path: True for path in known if path in self.tangled.texts})
        self._work.set()

    async def _check(self):
        while True:
            await self._work.wait()
            self._work.clear()
            while self._queue:
                path, afresh = self._queue.popitem(last=False)
                text = self.tangled.texts.get(path)
                if text is None:
                    continue
                try:
                    found = await self.clangd.diagnostics(path, text, afresh)
                    if found is not None:
                        self._found[path] = (text, found)
                        self.publish()
                except Exception:  # the next file may do better
                    logging.exception("while clangd looked at %s", path)

    def publish(self):
        """Tells what changed: tito's problems, and clangd's about files that are still as it saw them."""
        now = {}
        for problem in self._problems:
            now.setdefault(problem.file, []).append(self._diagnostic(problem))
        if self.tangled and not self._problems:
            for path, (text, found) in self._found.items():
                if self.tangled.texts.get(path) == text:
                    for diagnostic in found:
                        self._map(path, diagnostic, now)
        for file in set(self._reported) | set(now):
            if self._reported.get(file, []) != now.get(file, []):
                self._report(file, now.get(file, []))
        self._reported = now

    def _diagnostic(self, problem):
        chapter = self.book.chapters.get(problem.file)
        number = max(problem.line, 1) - 1
        line = chapter.lines[number] if chapter and number < len(chapter.lines) else ""
        begin = len(line.encode("utf-8", "surrogatepass")[:max(problem.column, 1) - 1].decode("utf-8", "ignore"))
        end = max(len(line), begin + 1)
        return types.Diagnostic(types.Range(types.Position(number, begin), types.Position(number, end)), problem.message,
                                severity=types.DiagnosticSeverity.Error, source="tito")

    def _map(self, path, diagnostic, now):
        file, at = self.in_chapters(path, diagnostic.range)
        if not file:
            return
        related = [types.DiagnosticRelatedInformation(location, note.message) for note in diagnostic.related_information or []
                   if (location := self.locate(note.location))]
        mapped = types.Diagnostic(at, diagnostic.message.replace(" (fix available)", ""), severity=diagnostic.severity,
                                  code=diagnostic.code, source="clangd", tags=diagnostic.tags, related_information=related)
        found = now.setdefault(file, [])
        if mapped not in found:  # a chunk that is used twice fails twice
            found.append(mapped)

    def in_chapters(self, path, place):
        """The chapter and the range there of a range in a tangled file, or two nothings."""
        places = self.map.range_to_chapter(path, (place.start.line, place.start.character), (place.end.line, place.end.character))
        if not places:
            return None, None
        begin, end = places
        return begin.file, types.Range(types.Position(begin.line, begin.column), types.Position(end.line, end.column))

    def places(self, file, line, column=0):
        """The tangled places of a chapter's place, as far as the last good run knows the chapter as it is now."""
        chapter = self.book.chapters.get(file)
        if not self.map or not chapter or self.tangled.chapters.get(file) != chapter.text:
            return []
        return self.map.to_tree(file, line, column)

    async def in_tree(self, file, line, column):
        """The best of them for clangd, as of now: (path, line, column, text), or nothing."""
        await self.sync()
        places = [place for place in self.places(file, line, column) if is_checked(place[0])] if not self._problems else []
        return (*places[0], self.tangled.texts[places[0][0]]) if places else None

    async def close(self):
        self._checker.cancel()
        await asyncio.wait([self._checker])  # it must not start a clangd for a folder that is gone
        if self._timer:
            self._timer.cancel()
        async with self._lock:
            self._done = self._wanted
        await self.clangd.stop()
        self.scratch.remove()
        for file, shown in self._reported.items():
            if shown:
                self._report(file, [])

    def kill(self):
        """The end without ceremony: nothing is left running, nothing is left behind."""
        self.clangd.kill()
        self.scratch.kill()
        self.scratch.remove()
