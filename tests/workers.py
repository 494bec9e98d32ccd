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


def turn(item):
    """First the editions themselves, which take longest, on one worker; meanwhile what needs neither; then all that needs them."""
    if item.get_closest_marker("first"):
        return 0
    if "tree" in item.fixturenames:  # uses all processors when nothing else is left
        return 3
    return 2 if {"published", "student"} & set(item.fixturenames) else 1


def pytest_collection_modifyitems(items):
    for item in items:
        if item.get_closest_marker("first"):
            item.add_marker(pytest.mark.xdist_group("editions"))
    items.sort(key=turn)


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config):
    """With `-n`, tests of one `xdist_group` stay on one worker."""
    if config.getoption("numprocesses", None) and config.option.dist == "no":
        config.option.dist = "loadgroup"
