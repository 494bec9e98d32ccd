"""tito where: from a tangled line to the chapter and back, and the messages of the real tools led to the chapter's lines."""

import re
import shutil
import subprocess

import pytest

from conftest import ROOT, succeed, tito

CHAPTER = "chapters/00_sums.nw"
ORDER = '[[part]]\nnumber = "I"\ntitle = "Sums"\n\n  [[part.chapter]]\n  id = "00_sums"\n  title = "Sums"\n  needs = []\n  minutes = 10\n'
TEXT = """\
# Sums

A mistake waits in the loop.

<<src/sum.cpp>>=
<<headers>>
int sum(const int* x, int n) {
  int total = 0;
  <<add every element>>
  return total;
}
@
<<headers>>=
#include <cstdio>
@
<<add every element>>=
for (int i = 0; i <= n; ++i) {
  <<add one element>>
}
@
<<add one element>>=
total += x[i];
@
<<src/main.cpp>>=
<<headers>>
int sum(const int* x, int n);

int main() {
  int* x = new int[3]{1, 2, 3};
  std::printf("%d %d\\n", 1 @<< 2 >> 1, sum(x, 3));
}
@
<<tests/test_sums.cpp>>=
#define BOOST_TEST_MODULE sums
#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_CASE(sum_of_nothing) {
  <<check an empty sum>>
}
@
<<check an empty sum>>=
BOOST_TEST(1 + 1 == 3);
@
"""


def line_of(text, source=TEXT):
    """The number of the one line of the chapter that holds `text`."""
    numbers = [number for number, line in enumerate(source.splitlines(), 1) if text in line]
    assert len(numbers) == 1, (text, numbers)
    return numbers[0]


@pytest.fixture
def sums(tmp_path):
    """A tangled book whose folder's name holds a space, as home folders do."""
    book = tmp_path / "my book"
    (book / "chapters").mkdir(parents=True)
    (book / "chapters/order.toml").write_text(ORDER)
    (book / CHAPTER).write_text(TEXT)
    (book / "build/framework").mkdir(parents=True)
    succeed(tito("tangle", cwd=book))
    return book


def change(book, old, new):
    """A mistake in the chapter, tangled."""
    text = (book / CHAPTER).read_text()
    assert old in text
    (book / CHAPTER).write_text(text.replace(old, new, 1))
    succeed(tito("tangle", cwd=book))


def shell(book, command):
    """What a command prints, run where ninja would run it."""
    result = subprocess.run(command, shell=True, cwd=book / "build/framework", capture_output=True)
    return result.stdout + result.stderr


def through_filter(book, messages):
    result = subprocess.run([ROOT / "tools/tito", "where", "--filter"], cwd=book, input=messages, capture_output=True)
    assert result.returncode == 0, result.stderr
    return result.stdout


def filtered(book, command):
    messages = shell(book, command)
    assert b".cpp" in messages, messages
    return through_filter(book, messages).decode()


def needs(*programs):
    missing = [program for program in programs if not shutil.which(program)]
    if missing:
        pytest.skip("not installed: " + ", ".join(missing))


def test_a_tangled_line_leads_to_the_chapter(sums):
    lines = (sums / "tangled/src/sum.cpp").read_text().splitlines()
    number = next(i for i, line in enumerate(lines, 1) if "total += x[i]" in line)
    answer = f"{CHAPTER}:{line_of('total += x[i]')}:1  chunk ⟨add one element⟩\n"
    for where, cwd in [("tangled/src/sum.cpp", sums), ("src/sum.cpp", sums / "tangled"), (sums / "tangled/src/sum.cpp", sums),
                       ("../../tangled/src/sum.cpp", sums / "build/framework")]:
        assert succeed(tito("where", f"{where}:{number}", cwd=cwd)).stdout == answer
    column = lines[number - 1].index("x[i]") + 1
    assert succeed(tito("where", f"tangled/src/sum.cpp:{number}:{column}", cwd=sums)).stdout.startswith(
        f"{CHAPTER}:{line_of('total += x[i]')}:10  ")


def test_a_column_counts_the_escapes_of_the_chapter(sums):
    number, line = next((i, line) for i, line in enumerate((sums / "tangled/src/main.cpp").read_text().splitlines(), 1) if "<<" in line)
    place = succeed(tito("where", f"tangled/src/main.cpp:{number}:{line.index('sum(') + 1}", cwd=sums)).stdout.split()[0]
    file, row, column = place.split(":")
    assert (sums / file).read_text().splitlines()[int(row) - 1][int(column) - 1:].startswith("sum(x")


def test_a_chapter_line_leads_to_every_place(sums):
    found = succeed(tito("where", f"{CHAPTER}:{line_of('#include <cstdio>')}", cwd=sums)).stdout.splitlines()
    assert [line.split("  ", 1)[1] for line in found] == ["chunk ⟨headers⟩"] * 2
    for line in found:
        file, row, _ = line.split()[0].split(":")
        assert (sums / file).read_text().splitlines()[int(row) - 1] == "#include <cstdio>"
    heading = succeed(tito("where", f"{CHAPTER}:{line_of('<<headers>>=')}", cwd=sums)).stdout
    assert heading.splitlines() == found, "the line that begins a chunk leads to what it begins"


def test_there_and_back_again(sums):
    for file in ["src/sum.cpp", "src/main.cpp", "tests/test_sums.cpp"]:
        for number, _ in enumerate((sums / "tangled" / file).read_text().splitlines(), 1):
            place = succeed(tito("where", f"tangled/{file}:{number}", cwd=sums)).stdout.split()[0]
            if place.endswith(":1") or number > 1:
                back = succeed(tito("where", place, cwd=sums)).stdout
                assert number == 1 or f"tangled/{file}:{number}:" in back, (file, number, back)


def test_lines_below_an_edit_keep_their_places(sums):
    file = sums / "tangled/src/sum.cpp"
    before = file.read_text().splitlines()
    number = next(i for i, line in enumerate(before, 1) if "return total" in line)
    file.write_text("\n".join(before[:5] + ["  // one", "  // two"] + before[5:]) + "\n")
    place = f"{CHAPTER}:{line_of('return total')}:"
    assert succeed(tito("where", f"tangled/src/sum.cpp:{number + 2}", cwd=sums)).stdout.startswith(place)
    assert f"tangled/src/sum.cpp:{number + 2}:" in succeed(tito("where", f"{CHAPTER}:{line_of('return total')}", cwd=sums)).stdout


@pytest.mark.parametrize("question, words", [
    (f"{CHAPTER}:3", "prose"), ("tangled/src/sum.cpp:400", "fewer lines"), ("src/nobody.cpp:1", "neither"),
    ("tangled/src/sum.cpp", "FILE:LINE"), ("tangled/src/sum.cpp:0", "FILE:LINE")])
def test_questions_without_an_answer(question, words, sums):
    result = tito("where", question, cwd=sums)
    assert result.returncode == 1 and result.stdout == ""
    assert words in result.stderr and len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize("colour", ["never", "always"])
def test_messages_of_gcc(colour, sums):
    change(sums, "total += x[i];", "total += y[i];")
    text = filtered(sums, f"g++ -fdiagnostics-color={colour} -c ../../tangled/src/sum.cpp")
    number = line_of("total += x[i]")
    assert f"{CHAPTER}:{number}:10:" in text and not re.search(r"sum\.cpp[:(]\d", text)
    assert "was not declared in this scope" in text


def test_messages_of_gcc_through_includes(sums):
    """`In file included from` names a file and a line without a column."""
    change(sums, "#include <cstdio>", '#include "missing.inc"')
    (sums / "missing.inc").write_text("int f() { return g(); }\n")
    text = filtered(sums, "g++ -I../.. -c ../../tangled/src/sum.cpp")
    assert f"In file included from {CHAPTER}:{line_of('#include <cstdio>')}:\n" in text and "../../missing.inc:1:18: error" in text


def test_messages_of_clang(sums):
    needs("clang++")
    change(sums, "total += x[i];", "total += y[i];")
    for colour in ["", "-fcolor-diagnostics"]:
        text = filtered(sums, f"clang++ {colour} -fsyntax-only ../../tangled/src/sum.cpp")
        assert f"{CHAPTER}:{line_of('total += x[i]')}:10: " in text and not re.search(r"sum\.cpp[:(]\d", text)


def test_messages_of_clang_tidy(sums):
    needs("clang-tidy")
    change(sums, "total += x[i];", "if (total = 3) total += x[i];")
    text = filtered(sums, "clang-tidy --quiet --checks=-*,bugprone-infinite-loop,clang-diagnostic-* ../../tangled/src/sum.cpp --")
    assert re.search(rf"^{CHAPTER}:{line_of('total += x[i]')}:\d+: warning: ", text, re.M) and not re.search(r"sum\.cpp[:(]\d", text)


def test_messages_of_boost_test(sums):
    text = filtered(sums, "g++ -DBOOST_TEST_DYN_LINK ../../tangled/tests/test_sums.cpp -lboost_unit_test_framework -o test && ./test --color_output=no")
    assert f'{CHAPTER}({line_of("BOOST_TEST(1 + 1")}): error: in "sum_of_nothing"' in text


def test_messages_of_the_sanitizers(sums):
    change(sums, "int total = 0;", "int total = 2147483647;")
    text = filtered(sums, "g++ -g -fsanitize=address,undefined ../../tangled/src/*.cpp -o main && ./main")
    number = line_of("total += x[i]")
    assert f"{CHAPTER}:{number}:7: runtime error: signed integer overflow" in text
    assert "heap-buffer-overflow" in text
    assert re.search(rf"#0 0x[0-9a-f]+ in sum\(int const\*, int\) {CHAPTER}:{number}(:\d+)?$", text, re.M), text
    assert re.search(rf"#1 0x[0-9a-f]+ in main {CHAPTER}:{line_of('std::printf')}(:\d+)?$", text, re.M)


def test_messages_of_gdb(sums):
    needs("gdb")
    number = next(i for i, line in enumerate((sums / "tangled/src/sum.cpp").read_text().splitlines(), 1) if "x[i]" in line)
    text = filtered(sums, f"g++ -g ../../tangled/src/*.cpp -o main && gdb -q -batch -ex 'break sum.cpp:{number}' -ex run -ex bt ./main")
    if "Couldn't" in text or "ptrace" in text:
        pytest.skip("no debugging on this machine: " + text)
    assert re.search(rf"#0 +sum \(.*\) at {CHAPTER}:{line_of('total += x[i]')}$", text, re.M), text


def test_all_else_stays_as_it_is(sums):
    """Files of others, text that is no place, bytes that are no UTF-8, carriage returns, no newline at the end."""
    (sums / "tests").mkdir()
    (sums / "tests/test_sums.cpp").write_text("")  # the tool's own tests stand in a folder of the same name
    messages = b"".join([
        b"/usr/include/c++/12/vector:12:3: error\n", b"../../tools/literate/x.cpp:12:3: error\n", b"../tree/src/sum.cpp:7: error\n",
        b"../../tests/test_sums.cpp:3: error\n", b"sum.cpp:7\n", b"tangled/src/sum.cpp\n", b"tangled/src/sum.cpp: 7\n",
        b"tangled/src/sum.cpp(\n",
        b"tangled/src/sum.cpp:\n", b"tangled/src/sum.cpp:99999\n", b"tangled/src/sum.cpp:99999999999999999999\n", b"::::12(3)\n",
        b"\xff\xfe \x1b[01m\x1b[K \x1b\n", b"a\r\n", b"\n", b"12:30:00 no newline \x00 at the end"])
    assert through_filter(sums, messages) == messages
    chapter = CHAPTER.encode()
    assert through_filter(sums, b"x tangled/src/sum.cpp:2,\xff tangled/src/sum.cpp:2:1") == b"x " + chapter + b":6,\xff " + chapter + b":6:1"


def test_messages_appear_while_the_build_runs(sums):
    with subprocess.Popen([ROOT / "tools/tito", "where", "--filter"], cwd=sums, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        for line in [b"one\n", b"two\n"]:
            process.stdin.write(line)
            process.stdin.flush()
            assert process.stdout.readline() == line


def test_broken_chapters_swallow_no_message(sums):
    (sums / CHAPTER).write_text(TEXT.replace("<<headers>>\n", "<<haeders>>\n", 1))
    messages = b"tangled/src/sum.cpp:7:3: error: as it came\n"
    result = subprocess.run([ROOT / "tools/tito", "where", "--filter"], cwd=sums, input=messages, capture_output=True)
    assert result.returncode == 1 and result.stdout == messages and b"haeders" in result.stderr
