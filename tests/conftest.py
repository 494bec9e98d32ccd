"""What the black-box tests share: running tito, small books to break, and the published book."""

import dataclasses
import pathlib
import re
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parent.parent


def tito(*words, cwd=ROOT, timeout=1800):
    """Runs tools/tito as a user would; the result has returncode, stdout, stderr."""
    return subprocess.run([ROOT / "tools/tito", *map(str, words)], cwd=cwd, capture_output=True, text=True,
                          stdin=subprocess.DEVNULL, timeout=timeout)


def succeed(result):
    assert result.returncode == 0, result.stdout + result.stderr
    return result


def snapshot(folder):
    """Every file below `folder` with its bytes and its time of change."""
    return {str(path.relative_to(folder)): (path.read_bytes(), path.stat().st_mtime_ns)
            for path in sorted(pathlib.Path(folder).rglob("*")) if path.is_file()}


@pytest.fixture
def small_book(tmp_path):
    """A repository with two tiny chapters, to be broken by a test."""
    source = pathlib.Path(__file__).parent / "tool" / "small_book"
    for path in source.rglob("*"):
        if path.is_file():
            target = tmp_path / path.relative_to(source)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    return tmp_path


@dataclasses.dataclass
class Published:
    html: pathlib.Path
    pdf: pathlib.Path


@pytest.fixture(scope="session")
def published():
    """The reader edition, as `tito publish` leaves it."""
    succeed(tito("publish", "--yes"))
    return Published(ROOT / "build/book/html", ROOT / "build/book/tinytorch.pdf")


@pytest.fixture(scope="session")
def student(tmp_path_factory):
    """A freshly built student edition."""
    folder = tmp_path_factory.mktemp("edition") / "student"
    succeed(tito("edition", "build", "student", "--out", folder, "--yes"))
    return folder


@dataclasses.dataclass
class Chunk:
    name: str
    lines: list


def chunks(pattern=r".*"):
    """All chunk definitions of the chapters whose name matches, read here without the tool that is under test."""
    found = []
    for chapter in sorted((ROOT / "chapters").glob("*.nw")):
        current = None
        for line in chapter.read_text(encoding="utf-8").splitlines():
            definition = re.fullmatch(r"<<(.*)>>=", line)
            if definition:
                current = Chunk(definition[1], [])
                if re.fullmatch(pattern, current.name):
                    found.append(current)
            elif line == "@" or line.startswith("@ "):
                current = None
            elif current:
                current.lines.append(line)
    return found
