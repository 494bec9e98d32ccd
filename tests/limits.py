"""A test that hangs is stopped and named, and its message says that it was a time limit that ended it."""

import contextlib
import os
import signal
import subprocess

import pytest

SETUP = 1800  # seconds: the whole book is published in there, or another worker's publishing is waited for
CALL = 600


@contextlib.contextmanager
def limit(seconds, what):
    """Ends what takes longer, in the main thread, whatever that waits for."""
    def stop(*_):
        pytest.fail(f"time limit: {what} was stopped after {seconds} s; that says nothing of what is tested", pytrace=True)

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def chosen(item, usual):
    """What `@pytest.mark.limit(seconds)` asks for, else what is usual."""
    mark = item.get_closest_marker("limit")
    return mark.args[0] if mark else usual


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item):
    with limit(chosen(item, SETUP), f"preparing {item.nodeid}"):
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    with limit(chosen(item, CALL), item.nodeid):
        return (yield)


def run_whole(words, **settings):
    """Runs a program in a process group of its own; when a time limit ends the test, all of the group ends."""
    with subprocess.Popen(list(map(str, words)), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                          start_new_session=True, **settings) as process:
        try:
            stdout, stderr = process.communicate()
        except BaseException:
            os.killpg(process.pid, signal.SIGKILL)
            raise
    return subprocess.CompletedProcess(process.args, process.returncode, stdout, stderr)
