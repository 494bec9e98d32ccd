"""watch, seen as an author sees it: an edited chapter is on its page at once, a mistake leaves the page that was there."""

import json
import queue
import re
import signal
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.request

import pytest

from conftest import ROOT, add_chapter, make_measured_book

CHAPTER = "chapters/01_run.nw"
PAGE = "chapters/01_run.html"
TEXT = """\
Of all the ways to walk, the fastest is to run.

<<include/walk/run.hpp>>=
#pragma once

/// Runs.
int run();
@
<<tests/plan.txt>>=
Run.
@
"""


def hear_control_c():
    """A shell that starts the tests in the background has all of them ignore it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Watching:
    """A running `tito watch` in a small repository, what it prints, and what it tells browsers."""

    def __init__(self, book):
        self.book, self.printed = book, queue.Queue()
        self.process = subprocess.Popen([ROOT / "tools/tito", "watch", "--port", "0"], cwd=book, stdin=subprocess.DEVNULL,
                                        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, preexec_fn=hear_control_c)
        threading.Thread(target=lambda: [self.printed.put(line) for line in self.process.stdout], daemon=True).start()
        self.url = self.wait_for(r"^(http://127\.0\.0\.1:\d+/)")[1]
        self.events = urllib.request.urlopen(self.url + "-/events", timeout=600)
        self.changed()  # the book was made for the first time

    def wait_for(self, pattern, seconds=600):
        until = time.monotonic() + seconds
        while True:
            match = re.search(pattern, self.printed.get(timeout=max(0.1, until - time.monotonic())))
            if match:
                return match

    def changed(self):
        """The addresses in the next event."""
        line = ""
        while not line.startswith("data: "):
            line = self.events.readline().decode()
            assert line, "watch has ended:\n" + "".join(self.printed.queue)
        return json.loads(line.removeprefix("data: "))

    def get(self, page):
        return urllib.request.urlopen(self.url + page, timeout=10).read().decode()


@pytest.fixture(scope="module")
def watching(tmp_path_factory):
    book = make_measured_book(tmp_path_factory.mktemp("watched") / "book")
    add_chapter(book, "Run", TEXT)
    watch = Watching(book)
    yield watch
    watch.process.kill()
    watch.process.wait()


def edit(watching, old, new):
    file = watching.book / CHAPTER
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))


def test_an_edit_is_on_its_page_and_on_no_other(watching):
    edit(watching, " the ", " the (so to say) ")
    changed = watching.changed()
    assert "/" + PAGE in changed and "/chapters/00_walk.html" not in changed and "/api/walk-run.html" not in changed
    assert "int run();" in re.sub(r"<[^>]*>", "", watching.get("api/walk-run.html"))
    assert all(path.endswith(".html") for path in changed), "what all pages share has not changed"
    assert "(so to say)" in watching.get(PAGE)


def test_only_what_is_sent_has_the_script(watching):
    assert "EventSource" in watching.get(PAGE)
    assert "EventSource" not in (watching.book / "build/book/html" / PAGE).read_text()


def test_a_mistake_is_printed_and_the_page_stays(watching):
    good = watching.get(PAGE)
    edit(watching, " the ", " the\t")
    assert watching.wait_for(r"^(\S+): tab; ")[1].startswith(CHAPTER + ":")
    watching.wait_for("still those from before")
    assert watching.get(PAGE) == good
    edit(watching, " the\t", " the ")
    watching.wait_for("pages in")


def test_nobody_else_can_read_it(watching):
    port = int(watching.url.rsplit(":", 1)[1].strip("/"))
    request = urllib.request.Request(watching.url, headers={"Host": "somewhere.example"})
    with pytest.raises(urllib.error.HTTPError, match="403"):
        urllib.request.urlopen(request, timeout=10)
    with pytest.raises(ConnectionRefusedError):  # 127.0.0.2 is this machine as well, and not where it listens
        socket.create_connection(("127.0.0.2", port), timeout=10)


def test_control_c_ends_it_cleanly(watching):
    watching.process.send_signal(signal.SIGINT)
    assert watching.process.wait() == 0
    watching.wait_for("stopped")
    with pytest.raises(OSError):
        watching.get(PAGE)
