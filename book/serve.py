#!/usr/bin/env python3
"""Serves a folder of pages to this machine, for `tito watch`, and tells browsers when their page is another one.

    serve.py [--port N] FOLDER

A line `reload` on standard input says that the folder was made anew; its end ends the server. The script that listens for this is put
into pages while they are sent: the files themselves know nothing of it.
"""

import argparse
import json
import queue
import signal
import sys
import threading
import zlib
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

EVENTS = "/-/events"
SCRIPT = """<script>
new EventSource("%s").onmessage = ({data}) => {
  const changed = JSON.parse(data), page = decodeURI(location.pathname).replace(/\\/$/, "/index.html");
  if (changed.some(path => path === page || !path.endsWith(".html"))) location.reload();
};
</script>""" % EVENTS
MISSING = "<!doctype html><title>Not there</title><p>There is no such page (yet). It appears when the book is made.</p>"
LOCAL = ("127.0.0.1", "localhost")


class Folder:
    """What the pages were when browsers last heard of them, and the browsers that listen."""

    def __init__(self, path):
        self.path, self.known, self.listening, self.lock = path, self.state(path), set(), threading.Lock()

    @staticmethod
    def state(path):
        """What every file that a page shows is like, by its address; building touches files that stay the same. What searches read
        changes with every page."""
        files = (file for file in path.rglob("*") if file.suffix in (".html", ".css", ".js", ".svg", ".png"))
        return {"/" + file.relative_to(path).as_posix(): zlib.crc32(file.read_bytes()) for file in files if file.name != "searchindex.js"}

    def made_anew(self):
        now = self.state(self.path)
        changed = sorted(name for name in now.keys() | self.known.keys() if now.get(name) != self.known.get(name))
        self.known = now
        with self.lock:
            for browser in self.listening:
                browser.put(changed)


class Handler(SimpleHTTPRequestHandler):
    def __init__(self, folder, *given):
        self.folder = folder
        super().__init__(*given, directory=str(folder.path))

    def do_GET(self):
        # A page from elsewhere whose name was made to point here must not read the book.
        if urlsplit("//" + self.headers.get("Host", "")).hostname not in LOCAL:
            self.send_error(403)
        elif self.path == EVENTS:
            self.send_events()
        else:
            file = self.file()
            if file.suffix == ".html" or not file.is_file():
                self.send_page(file)
            else:
                super().do_GET()

    def file(self):
        file = Path(self.translate_path(unquote(urlsplit(self.path).path)))
        return file / "index.html" if file.is_dir() else file

    def send_page(self, file):
        there = file.is_file()
        text = file.read_text(encoding="utf-8") if there else MISSING
        body = (text + SCRIPT).encode()
        self.send_response(200 if there else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def send_events(self):
        changes = queue.Queue()
        with self.folder.lock:
            self.folder.listening.add(changes)
        try:
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.end_headers()
            while True:
                self.send_event(changes)
        except OSError:
            pass  # the browser has left
        finally:
            with self.folder.lock:
                self.folder.listening.discard(changes)

    def send_event(self, changes):
        """One event, or a comment now and then, which is how a browser that left is noticed."""
        try:
            line = f"data: {json.dumps(changes.get(timeout=15))}\n\n"
        except queue.Empty:
            line = ":\n\n"
        self.wfile.write(line.encode())
        self.wfile.flush()

    def end_headers(self):
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, *given):
        """The terminal is the author's."""


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("folder", type=Path)
    given = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    folder = Folder(given.folder.resolve())
    try:
        server = ThreadingHTTPServer(("127.0.0.1", given.port), partial(Handler, folder))
    except OSError as why:
        sys.exit(f"port {given.port} cannot be used: {why.strerror}; choose another with --port")
    server.daemon_threads = True
    print(f"http://127.0.0.1:{server.server_port}/", flush=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    for line in sys.stdin:
        if line == "reload\n":
            folder.made_anew()


if __name__ == "__main__":
    main()
