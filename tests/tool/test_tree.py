"""What the tangled tree promises to those who build it again and again, and to those who read its comments."""

import collections
import hashlib
import re

import pytest

from conftest import ROOT, succeed, tito

CHAPTERS = [path.stem[:2] for path in sorted((ROOT / "chapters").glob("*.nw"))]
FOLDERS = ("include", "src", "tests", "analyses", "probes", "milestones")
INCLUDE = re.compile(r'^ *# *include *["<]([^">]+)[">]', re.M)


@pytest.fixture(scope="module")
def prefixes(tmp_path_factory):
    """The tree after each chapter."""
    trees = []
    for chapter in CHAPTERS:
        trees.append(tmp_path_factory.mktemp("through") / chapter)
        succeed(tito("tangle", "--through", chapter, "--out", trees[-1]))
    return trees


class Tree:
    """Which files of a tree a compiler reads for a unit."""

    def __init__(self, root):
        self.root = root
        self.read = {}  # path -> its text, and what it includes of the tree

    def file(self, path):
        if path not in self.read:
            text = path.read_text()
            included = [place for name in INCLUDE.findall(text) if name.endswith(".hpp")
                        for place in [next((folder / name for folder in (path.parent, *(self.root / f for f in FOLDERS))
                                            if (folder / name).exists()), None)] if place]
            self.read[path] = text, [place.resolve() for place in included]
        return self.read[path]

    def closure(self, unit):
        found, waiting = {}, [unit.resolve()]
        while waiting:
            path = waiting.pop()
            if path not in found:
                found[path], included = self.file(path)
                waiting += included
        return found


def distinct(roots, kind):
    """For each unit NN_name of a kind the number of different things that a compiler is given to read, over all trees."""
    seen = collections.defaultdict(set)
    for root in roots:
        tree = Tree(root.resolve())
        for unit in (root / kind).glob("*[0-9][0-9]_*.cpp"):
            files = sorted((str(path.relative_to(tree.root)), text) for path, text in tree.closure(unit).items())
            seen[unit.name].add(hashlib.sha256(repr(files).encode()).digest())
    return {name: len(contents) for name, contents in seen.items()}


# Through eight chapters there are 36 units of each kind. What is left is the growth of tensor.hpp in chapter 05 and of kernels.hpp.
@pytest.mark.parametrize("kind, most", [("tests", 17), ("analyses", 14), ("probes", 15)])
def test_a_cache_serves_most_units_of_later_prefixes(prefixes, kind, most):
    found = distinct(prefixes[:8], kind)
    assert len(found) == 8
    assert sum(found.values()) <= most, found


def test_an_include_of_everything_would_be_seen(prefixes):
    """The count above can fail: one file that includes the umbrella is compiled anew after every chapter."""
    for tree in prefixes:
        unit = tree / "tests/test_00_setup.cpp"
        unit.write_text("#include <tinytorch/tinytorch.hpp>\n" + unit.read_text())
    found = distinct(prefixes, "tests")["test_00_setup.cpp"]
    for tree in prefixes:
        unit = tree / "tests/test_00_setup.cpp"
        unit.write_text(unit.read_text().split("\n", 1)[1])
    assert found == len(prefixes)


def test_only_users_include_everything():
    for folder in FOLDERS:
        for path in (ROOT / "tangled" / folder).rglob("*.?pp"):
            assert "tinytorch/tinytorch.hpp" not in INCLUDE.findall(path.read_text()), path


def test_the_umbrella_reaches_every_header():
    """That it compiles, tests/golden shows, whose tests include it as a reader's program would."""
    include = (ROOT / "tangled/include/tinytorch").resolve()
    assert set(Tree((ROOT / "tangled").resolve()).closure(include / "tinytorch.hpp")) == set(include.rglob("*.hpp"))


def test_no_latex_in_what_a_student_reads_as_a_comment(tmp_path):
    succeed(tito("tangle", "--edition", "student", "--out", tmp_path))
    stubs = [stub for path in tmp_path.rglob("*.cpp") for stub in re.findall(r"(?s)//@begin exercise .*?//@end exercise", path.read_text())]
    assert len(stubs) >= 31
    for stub in stubs:
        assert not re.findall(r"//.*\\[a-zA-Z]+", stub), stub


def test_an_editor_keeps_to_the_width_of_a_page():
    assert "ColumnLimit: 76" in (ROOT / "tangled/.clang-format").read_text()
