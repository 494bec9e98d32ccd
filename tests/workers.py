"""Several workers of pytest-xdist (`-n 2`): what is costly is made once for all of them, and what others wait for is begun first."""

import contextlib
import fcntl

import pytest


@contextlib.contextmanager
def alone(file):
    """Of all workers one at a time is in here."""
    with open(file, "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


class Workers:
    """What the workers of one run have in common."""

    def __init__(self, folder):
        self.folder = folder

    def build_folder(self):
        """Nobody else writes in the repository's own build folder meanwhile."""
        return alone(self.folder / "build.lock")

    def once(self, name, make):
        """Runs `make` in the first worker that needs it; the others wait, and fail as it did."""
        outcome = self.folder / f"{name}.outcome"
        if not outcome.exists():
            with self.build_folder():
                if not outcome.exists():
                    try:
                        make()
                    except BaseException as why:
                        outcome.write_text(str(why) or repr(why))
                        raise
                    outcome.write_text("")
        if outcome.read_text():
            pytest.fail(f"{name} was made before, and that failed:\n{outcome.read_text()}", pytrace=False)


@pytest.fixture(scope="session")
def workers(tmp_path_factory, pytestconfig):
    folder = tmp_path_factory.getbasetemp()
    return Workers(folder.parent if hasattr(pytestconfig, "workerinput") else folder)


AFTER = ["published", "student", "tree"]  # fixtures that take long, in the order in which they can be had


def turn(item):
    """First the editions themselves, on one worker; meanwhile what needs neither; then all that needs them."""
    if item.get_closest_marker("first"):
        return 0
    return 1 + max((1 + AFTER.index(name) for name in item.fixturenames if name in AFTER), default=0)


def group(item):
    """Which tests stay on one worker: those that begin the editions, those of one mark, and those that share what their file prepares."""
    mark = item.get_closest_marker("xdist_group")
    if item.get_closest_marker("first") or mark:
        return mark.args[0] if mark else "editions"
    prepared = [one for found in item._fixtureinfo.name2fixturedefs.values() for one in found if one.scope == "module"]
    return item.path.name if prepared else None


def pytest_collection_modifyitems(config, items):
    for item in items:
        if hasattr(config, "workerinput") and group(item):  # where xdist looks for it; xdist 3.8 writes it where pytest 9.2 does not look
            item._id = type(item.id).parse(f"{item.nodeid}@{group(item)}")
    items.sort(key=turn)


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config):
    """With `-n`, tests of one group stay on one worker."""
    if config.getoption("numprocesses", None) and config.option.dist == "no":
        config.option.dist = "loadgroup"
