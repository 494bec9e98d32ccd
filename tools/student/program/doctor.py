"""Whether this machine can build the tree, and what to install when it cannot."""

import re
import shutil
import subprocess

NEEDED = (  # name, command or header, what it is for, Debian's package, least version
    ("a C++20 compiler", ["c++", "--version"], "compiles the framework", "g++", (12,)),
    ("Meson", ["meson", "--version"], "describes the build", "meson", (1, 0)),
    ("Ninja", ["ninja", "--version"], "runs the build", "ninja-build", (1,)),
    ("pkg-config", ["pkg-config", "--version"], "finds libraries", "pkg-config", (0,)),
)
HEADERS = (
    ("Boost.Test", "boost/test/unit_test.hpp", "runs the tests", "libboost-test-dev"),
    ("zlib", "zlib.h", "reads pictures in the milestones", "zlib1g-dev"),
)


def check():
    """Rows (name, found, purpose, package or "") and whether all is there."""
    rows = []
    for name, command, purpose, package, least in NEEDED:
        version = _version(command)
        fine = version is not None and version >= least
        rows.append((name, ".".join(map(str, version)) if version else "-", purpose, "" if fine else package))
    for name, header, purpose, package in HEADERS:
        found = shutil.which("c++") and subprocess.run(["c++", "-E", "-x", "c++", "-std=c++20", "-o", "/dev/null", "-"], text=True,
                                                       input=f"#include <{header}>\n", capture_output=True).returncode == 0
        rows.append((name, "there" if found else "-", purpose, "" if found else package))
    return rows


def _version(command):
    try:
        said = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return None
    number = re.search(r"\d+(?:\.\d+)+|\d+", said.stdout.splitlines()[0] if said.stdout else "")
    numbers = re.findall(r"\d+(?:\.\d+)+", said.stdout.splitlines()[0]) if said.stdout else []
    text = numbers[-1] if numbers else number and number[0]
    return tuple(int(part) for part in text.split(".")) if text else None
