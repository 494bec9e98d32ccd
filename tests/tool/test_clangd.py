"""clangd, and so every editor that uses it, understands the tangled tree once Meson has looked at it."""

import re
import shutil
import subprocess

import pytest

from conftest import ROOT, succeed, tito

FILES = ["src/tensor.cpp", "src/walk.hpp", "include/tinytorch/tensor.hpp", "tests/test_00_setup.cpp", "analyses/00_setup.cpp"]


@pytest.fixture(scope="module")
def configured(tmp_path_factory):
    if not shutil.which("clangd"):
        pytest.skip("not installed: clangd")
    root = tmp_path_factory.mktemp("clangd")
    shutil.copy(ROOT / ".clangd", root)
    succeed(tito("tangle", "--edition", "instructor", "--out", root / "tangled"))
    subprocess.run(["meson", "setup", root / "build/framework", root / "tangled"], check=True, capture_output=True)
    return root


def complaints(root, file):
    """Errors of the compiler inside clangd, not the advice of clang-tidy."""
    result = subprocess.run(["clangd", f"--check={root / 'tangled' / file}"], cwd=root, capture_output=True, text=True)
    assert "Loaded compilation database from " + str(root / "build/framework") in result.stderr, result.stderr
    return [line for line in re.findall(r"^E\[[0-9:.]+\] \[(\S+)\] Line .*", result.stderr, re.M) if "-" not in line]


@pytest.mark.parametrize("file", FILES)
def test_a_tangled_file_is_understood(file, configured):
    assert complaints(configured, file) == []


def test_a_mistake_is_found(configured):
    file = configured / "tangled/src/tensor.cpp"
    file.write_text(file.read_text() + "int mistake() { return undeclared; }\n")
    assert complaints(configured, "src/tensor.cpp") != []
