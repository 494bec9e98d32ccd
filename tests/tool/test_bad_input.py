"""Bad input: one located message that says what to do, an exit status that is not 0, and the earlier output untouched."""

import os
import pathlib
import re
import subprocess

import pytest

from conftest import ROOT, snapshot, succeed, tito

FIRST, SECOND = "chapters/00_first.nw", "chapters/01_second.nw"


def replace(old, new, chapter=FIRST):
    def change(book):
        file = book / chapter
        data = file.read_bytes()
        assert old in data
        file.write_bytes(data.replace(old, new, 1))
    return change


def duplicate_exercise(book):
    file = book / SECOND
    text = file.read_text()
    begin = text.index(":::{exercise}")
    end = text.index(":::\n", begin + 3) + 4
    file.write_text(text + "\n" + text[begin:end])


# what is broken: the change, the place of the message, words it must hold
BAD = {
    "misspelt chunk": (replace(b"  <<say hello>>", b"  <<say helo>>"), FIRST + ":10:3", ["say helo", "say hello"]),
    "undefined use": (replace(b"  <<say hello>>", b"  <<say hello>>\n  <<wave goodbye to everybody>>"), FIRST + ":11:3",
                      ["wave goodbye to everybody"]),
    "cycle": (replace(b'std::puts("hello");', b"<<say hello>>"), FIRST, ["say hello"]),
    "duplicate id": (duplicate_exercise, SECOND + ":50:1", ["second-answer"]),
    "tab": (replace(b'std::puts("hello");', b'\tstd::puts("hello");'), FIRST + ":23:1", ["tab"]),
    "CRLF": (replace(b"A program of two parts.\n", b"A program of two parts.\r\n"), FIRST + ":4:24", ["carriage return"]),
    "BOM": (replace(b"@\n# First", b"\xef\xbb\xbf@\n# First"), FIRST + ":1:1", ["byte order mark"]),
    "C++ shifts": (replace(b'std::puts("hello");', b"int x = 1 << 2, y = 8 >> 1;"), FIRST + ":23:11", ["@<<"]),
    "text after >>=": (replace(b"<<say hello>>=", b"<<say hello>>= // greet"), FIRST + ":22:15", [">>="]),
    "invalid UTF-8": (replace(b"two parts", b"two \xff\xfe parts"), FIRST + ":4:18", ["UTF-8"]),
    "missing chapter": (lambda book: (book / SECOND).unlink(), SECOND, ["order.toml"]),
    "unknown option": (replace(b":points: 5", b":points: 5\n:colour: red", SECOND), SECOND + ":7:1", ["colour"]),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_chapter(case, small_book):
    succeed(tito("tangle", cwd=small_book))
    before = snapshot(small_book / "tangled")
    change, place, words = BAD[case]
    change(small_book)
    result = tito("tangle", cwd=small_book)
    assert result.returncode == 1
    messages = result.stderr.splitlines()
    assert messages[0].startswith(place), result.stderr
    assert len(messages) == 1, "one mistake, one message"
    assert re.match(r"^chapters/\w+\.nw(:\d+:\d+)?: .+; .+", messages[0]), "says what is wrong; what to do"
    for word in words:
        assert word in messages[0]
    assert snapshot(small_book / "tangled") == before


def test_the_small_book_is_good(small_book):
    """The control of the cases above: without their change there is nothing to report."""
    result = succeed(tito("tangle", cwd=small_book))
    assert result.stderr == ""
    assert (small_book / "tangled/src/main.cpp").read_text().count("hello") == 2  # the comment and the call


@pytest.mark.parametrize("place", ["a file", "a forbidden folder"])
def test_unwritable_folder(place, small_book):
    if place == "a file":
        (small_book / "file").write_text("mine\n")
        out = small_book / "file" / "tree"
    else:
        out = "/proc/tito"
    result = tito("tangle", "--out", out, cwd=small_book)
    assert result.returncode == 1
    assert str(pathlib.Path(out).parent) in result.stderr and ";" in result.stderr and len(result.stderr.splitlines()) == 1
    if place == "a file":
        assert (small_book / "file").read_text() == "mine\n"


def test_full_disk(small_book):
    """On a file system of 64 KiB the second, larger tree does not fit: the first one stays as it was."""
    script = f"""
set -e
mkdir disk
mount -t tmpfs -o size=64k tmpfs disk
{ROOT}/tools/tito tangle --out disk/tree >/dev/null
sha256sum disk/tree/src/* > before
python3 - <<'P'
big = "// " + "x" * 70 + "\\n"
file = open("{FIRST}", "a")
file.write("\\nToo much.\\n\\n<<say hello>>=\\n" + big * 2000 + "@\\n")
P
status=0; {ROOT}/tools/tito tangle --out disk/tree 2> message || status=$?
sha256sum disk/tree/src/* > after
cmp before after
ls -A disk
exit $status
"""
    (small_book / "script.sh").write_text(script)
    result = subprocess.run(["unshare", "--mount", "--map-root-user", "bash", "script.sh"], cwd=small_book, capture_output=True,
                            text=True, env={**os.environ})
    if "unshare failed" in result.stderr or "mount:" in result.stderr:
        pytest.skip("this machine lets nobody mount a file system: " + result.stderr.strip())
    assert result.returncode == 1, result.stdout + result.stderr
    assert result.stdout.split() == ["tree"], "nothing half-written is left"
    message = (small_book / "message").read_text()
    assert "No space left" in message and ";" in message


def test_unknown_edition_names_the_known_ones():
    result = tito("tangle", "--edition", "studnet", "--out", "nowhere")
    assert result.returncode == 1
    assert "studnet" in result.stderr and "student" in result.stderr and "reader" in result.stderr


def test_a_prefix_does_not_overwrite_the_committed_tree():
    result = tito("tangle", "--through", "00")
    assert result.returncode == 2 and "--out" in result.stderr
