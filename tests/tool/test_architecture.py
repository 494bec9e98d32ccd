"""The tool's folders build on each other in one order, and everything in them is compiled."""

import re

import pytest

from conftest import ROOT

# From the ground up. A folder may include itself and those before it.
ORDER = ["support", "literate/model", "literate/read", "literate/edition", "literate/tangle", "literate/names", "literate/weave",
         "literate/roundtrip", "literate/validate", "literate/author", "framework", "measure", "course", "publish", "watch", "cli"]
APART = ["student", "pch"]  # the student's program, if there is one, takes what it likes; what is precompiled includes nothing of ours

RAW = re.compile(r'R"(\w*)\(.*?\)\1"', re.DOTALL)  # a program in a string includes what it likes
INCLUDE = re.compile(r'^\s*#\s*include\s*"([^"]+)"', re.MULTILINE)


def folder_of(path):
    """The longest folder of ``ORDER`` that holds ``path``, or None."""
    return max((folder for folder in ORDER if path.startswith(folder + "/")), key=len, default=None)


def sources(tools):
    return sorted(path for path in tools.rglob("*.[ch]pp"))


def faults(tools):
    """What breaks the order in the folder ``tools``, as ``file:line: what``."""
    found = []
    for path in sources(tools):
        name = path.relative_to(tools).as_posix()
        if name.split("/")[0] in APART:
            continue
        own = folder_of(name)
        if own is None:
            found.append(f"{name}:1: stands in no folder of the order; give its folder a place in it")
            continue
        text = RAW.sub(lambda raw: "\n" * raw[0].count("\n"), path.read_text(encoding="utf-8"))
        for match in INCLUDE.finditer(text):
            line = text.count("\n", 0, match.start(1)) + 1
            other = folder_of(match[1])
            if not (tools / match[1]).is_file():
                found.append(f"{name}:{line}: there is no {match[1]} below tools/; write the path from there")
            elif ORDER.index(other) > ORDER.index(own):
                found.append(f"{name}:{line}: {own}/ comes before {other}/, and may not include {match[1]}")
    return found


def unlisted(tools):
    """Sources that Meson does not know, and names in meson.build that are none."""
    listed = set()
    for build in tools.rglob("meson.build"):
        folder = build.parent.relative_to(tools)
        listed |= {(folder / name).as_posix() for name in re.findall(r"'([^']+\.cpp)'", build.read_text(encoding="utf-8"))}
    present = {path.relative_to(tools).as_posix() for path in sources(tools) if path.suffix == ".cpp"}
    return sorted(listed ^ present)


def test_folders_include_only_what_is_below_them():
    assert faults(ROOT / "tools") == []


def test_every_source_is_compiled():
    assert unlisted(ROOT / "tools") == []


@pytest.fixture
def planted(tmp_path):
    for name, text in {"support/files.hpp": "#pragma once\n", "literate/model/book.hpp": "// Book\n#include \"support/files.hpp\"\n",
                       "literate/read/read_book.hpp": "#include <string>\n", "meson.build": "files('support/files.cpp')\n",
                       "support/files.cpp": "#include \"support/files.hpp\"\n"}.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    assert faults(tmp_path) == unlisted(tmp_path) == []
    return tmp_path


def test_an_include_against_the_order_is_found(planted):
    (planted / "literate/model/book.hpp").write_text("// Book\n#include \"literate/read/read_book.hpp\"\n")
    assert faults(planted) == ["literate/model/book.hpp:2: literate/model/ comes before literate/read/, and may not include "
                               "literate/read/read_book.hpp"]


def test_folders_and_files_without_a_place_are_found(planted):
    (planted / "misc").mkdir()
    (planted / "misc/all.hpp").write_text("")
    (planted / "support/files.cpp").write_text("#include \"files.hpp\"\n")
    (planted / "support/new.cpp").write_text("")
    assert faults(planted) == ["misc/all.hpp:1: stands in no folder of the order; give its folder a place in it",
                               "support/files.cpp:1: there is no files.hpp below tools/; write the path from there"]
    assert unlisted(planted) == ["support/new.cpp"]
