"""tito stitch: edits made in the tangled files come back into the chapters, or are refused and change nothing."""

import pathlib
import random
import re
import subprocess

import pytest

from conftest import snapshot, succeed, tito

FIRST, SECOND = "chapters/00_first.nw", "chapters/01_second.nw"
ORDER = (pathlib.Path(__file__).parent / "small_book/chapters/order.toml").read_text()
CHAPTERS = {
    FIRST: """\
# First

<<src/a.cpp>>=
<<shared>>
int a() {
  <<take two steps>>
  <<reserve a slot>>
  <<print in a loop>>
  return 1;
}
@
<<take two steps>>=
int x = 1;
int y = 2;
@
Prose between @<<chunks>>.

<<reserve a slot>>=
@
<<print in a loop>>=
for (;;) {
  <<print once>>
}
@
<<print once>>=
std::cout @<< (x >> y);
print(x);
@
<<shared>>=
#include <iostream>
#include <string>
@
<<src/b.cpp>>=
<<shared>>
int b();
@
<<data.txt>>=
@@ leading at
plain
@
""",
    SECOND: """\
# Second

:::{exercise} Answer the question
:id: second-answer
:points: 5
:minutes: 5
:difficulty: 1

Return the answer.
:::

<<src/answer.cpp>>=
int answer() {
  <<solution: second-answer>>
}
<<test: second-answer>>
@
<<solution: second-answer>>=
return 2 * 3 * 7;
@
<<test: second-answer>>=
check(answer() == 42);
@
<<probes/second.cpp>>=
<<probe: second-answer>>
@
<<probe: second-answer>>=
emit(answer());
@
<<take two steps>>=
int z = 3;
int w = 4;
@
"""}


def make_book(folder, chapters):
    (folder / "chapters").mkdir(parents=True)
    (folder / "chapters/order.toml").write_text(ORDER)
    for file, text in chapters.items():
        (folder / file).write_text(text)
    succeed(tito("tangle", cwd=folder))
    return folder


@pytest.fixture
def book(tmp_path):
    return make_book(tmp_path / "book", CHAPTERS)


def edit(book, file, old, new):
    path = book / "tangled" / file
    text = path.read_text()
    assert text.count(old) == 1, (old, text)
    path.write_text(text.replace(old, new))


def texts(folder):
    return {path: data for path, (data, _) in snapshot(folder).items()}


def stitched(book, *words):
    """Stitches; the chapters must then tangle to the edited tree. Returns the lines that changed in the chapters."""
    edited = texts(book / "tangled")
    dry = succeed(tito("stitch", "--dry-run", *words, cwd=book)).stdout
    before = texts(book / "chapters")
    succeed(tito("stitch", *words, cwd=book))
    if not words:
        assert texts(book / "tangled") == edited
        succeed(tito("tangle", "--check", cwd=book))
    assert_diff_applies(book, before, dry)
    return [line for line in dry.splitlines() if re.match(r"[+-](?![+-][+-] )", line)]


def assert_diff_applies(book, before, diff):
    """What --dry-run printed is the change that was made, in a form that `patch` takes."""
    after = texts(book / "chapters")
    if not diff:
        return
    for file, data in before.items():
        (book / "old/chapters").mkdir(parents=True, exist_ok=True)
        (book / "old/chapters" / file).write_bytes(data)
    subprocess.run(["patch", "-p1", "--quiet"], cwd=book / "old", input=diff.encode(), check=True)
    assert texts(book / "old/chapters") == after


def refused(book, place, *words, arguments=()):
    before = snapshot(book)
    result = tito("stitch", *arguments, cwd=book)
    assert result.returncode == 1 and snapshot(book) == before, result.stdout + result.stderr
    message = result.stderr.splitlines()[-1]
    assert message.startswith(str(place)) and ";" in message, result.stderr
    for word in words:
        assert word in message, message
    return result.stderr


def number(book, file, text):
    lines = (book / "tangled" / file).read_text().splitlines()
    return f"tangled/{file}:{1 + next(i for i, line in enumerate(lines) if text in line)}"


def place(file, text, shift=0):
    """Where the line that holds `text` stands in a chapter."""
    lines = CHAPTERS[file].splitlines()
    return f"{file}:{1 + shift + next(i for i, line in enumerate(lines) if text in line)}"


def test_nothing_to_do(book):
    before = snapshot(book)
    assert "0 chapters changed" in succeed(tito("stitch", cwd=book)).stdout
    assert snapshot(book) == before


def test_a_changed_line_goes_to_its_own(book):
    edit(book, "src/a.cpp", "    print(x);", "    print(x + 1);")
    assert stitched(book) == ["-print(x);", "+print(x + 1);"]


def test_neighbours_of_two_chunks_each_go_to_their_own(book):
    edit(book, "src/a.cpp", "  int y = 2;\n  int z = 3;\n", "  int why = 2;\n  int zed = 3;\n")
    assert stitched(book) == ["-int y = 2;", "+int why = 2;", "-int z = 3;", "+int zed = 3;"]


def test_new_lines_go_to_the_chunk_around_them(book):
    edit(book, "src/a.cpp", "  int x = 1;\n", "  int x = 1;\n\n  // a comment\n  if (x)\n    --x;\n")
    assert stitched(book) == ["+", "+// a comment", "+if (x)", "+  --x;"]


def test_new_lines_below_a_name_go_to_that_chunk(book):
    edit(book, "src/a.cpp", "    // Print once\n", "    // Print once\n    flush();\n")
    assert stitched(book) == ["+flush();"]
    assert "<<print once>>=\nflush();\n" in (book / FIRST).read_text()


def test_an_outdented_line_cannot_be_the_inner_chunks(book):
    edit(book, "src/a.cpp", "    print(x);\n", "    print(x);\n  ;\n")
    assert stitched(book) == ["+;"]
    assert "  <<print once>>\n;\n}" in (book / FIRST).read_text()


def test_lines_that_went_go_from_both_chunks(book):
    edit(book, "src/a.cpp", "  int y = 2;\n  int z = 3;\n", "")
    assert stitched(book) == ["-int y = 2;", "-int z = 3;"]


def test_more_lines_for_one(book):
    edit(book, "src/a.cpp", "    std::cout << (x >> y);\n", "    std::cout\n        << (x >> y);\n")
    assert stitched(book) == ["-std::cout @<< (x >> y);", "+std::cout", "+    @<< (x >> y);"]


def test_the_same_edit_in_every_copy(book):
    for file in ["src/a.cpp", "src/b.cpp"]:
        edit(book, file, "#include <string>", "#include <vector>")
    assert stitched(book) == ["-#include <string>", "+#include <vector>"]


def test_what_noweb_would_read_is_escaped(book):
    edit(book, "src/a.cpp", "  int x = 1;\n",
         "  int x = 1;\n  int v = 1 << 2 >> 1;\n  std::vector<std::vector<int>> m; // << a\n  f(\"@<< @>>\"); // <<c>>\n")
    edit(book, "data.txt", "@ leading at", "@ at\n@\n@@\n<<plain>>=\n@<<x>>")
    assert "+int v = 1 @<< 2 >> 1;" in stitched(book)


def test_escapes_of_lines_that_stay_are_left_alone(book):
    edit(book, "data.txt", "plain\n", "plain\nmore\n")
    assert stitched(book) == ["+more"]


def test_spaces_on_an_empty_line_are_dropped(book):
    edit(book, "src/b.cpp", "int b();\n", "int b();\n   \nint c();\n")
    succeed(tito("stitch", cwd=book))
    assert "int b();\n\nint c();\n" in (book / FIRST).read_text()
    succeed(tito("tangle", "--check", cwd=book))


def test_a_chapter_that_changed_meanwhile_keeps_its_change(book):
    """The other half of the file was changed in the chapter, and not tangled."""
    chapter = book / FIRST
    chapter.write_text(chapter.read_text().replace("return 1;", "return 10;").replace("Prose", "New prose"))
    edit(book, "src/a.cpp", "int x = 1;", "int x = 100;")
    succeed(tito("stitch", cwd=book))
    text = chapter.read_text()
    assert "return 10;" in text and "int x = 100;" in text and "New prose" in text
    succeed(tito("tangle", "--check", cwd=book))


def test_a_change_on_both_sides_is_refused(book):
    chapter = book / FIRST
    chapter.write_text(chapter.read_text().replace("int x = 1;", "int x = 10;"))
    edit(book, "src/a.cpp", "int x = 1;", "int x = 100;")
    refused(book, number(book, "src/a.cpp", "int x"), "in the chapters")
    edit(book, "src/a.cpp", "int x = 100;", "int x = 10;")
    succeed(tito("stitch", cwd=book))


def test_what_was_refused_may_be_written_into_the_chapter_too(book):
    edit(book, "src/a.cpp", "  return 1;\n", "  f();\n  return 1;\n")
    edit(book, "src/a.cpp", "int x = 1;", "int x = 100;")
    refused(book, number(book, "src/a.cpp", "f();"), "⟨print in a loop⟩", "⟨src/a.cpp⟩")
    chapter = book / FIRST
    chapter.write_text(chapter.read_text().replace("  return 1;\n", "  f();\n  return 1;\n"))
    succeed(tito("stitch", cwd=book))
    assert "int x = 100;" in chapter.read_text() and chapter.read_text().count("f();") == 1
    succeed(tito("tangle", "--check", cwd=book))


AMBIGUOUS = {
    "between a chunk and the one around it": ("  return 1;\n", "  f();\n  return 1;\n",
                                              [place(FIRST, "print in a loop>>=", 4), place(FIRST, "  return 1;")]),
    "between two parts of a chunk": ("  int z = 3;\n", "  f();\n  int z = 3;\n",
                                     [place(FIRST, "int y = 2;", 1), place(SECOND, "int z = 3;")]),
    "one of equal lines": ("    print(x);\n  }\n", "    print(x);\n  }\n  }\n", ["⟨print in a loop⟩", "⟨src/a.cpp⟩"]),
    "three lines for two of two chunks": ("  int y = 2;\n  int z = 3;\n", "  f();\n  g();\n  h();\n",
                                          [place(FIRST, "int y"), place(SECOND, "int z")]),
    "two lines for one at a boundary": ("  int w = 4;\n", "  f();\n  g();\n", ["⟨take two steps⟩", "⟨src/a.cpp⟩"]),
}


@pytest.mark.parametrize("case", AMBIGUOUS)
def test_ambiguous(case, book):
    old, new, words = AMBIGUOUS[case]
    edit(book, "src/a.cpp", old, new)
    edit(book, "data.txt", "plain", "this alone would do")
    refused(book, "tangled/src/a.cpp:", *words)


TOLD = {
    "the inner chunk": ("between a chunk and the one around it", "print in a loop", "+f();"),
    "the outer chunk": ("between a chunk and the one around it", "src/a.cpp", "+  f();"),
    "the nearer part": ("between two parts of a chunk", "take two steps", "+f();"),
    "the chunk that the lines gave way in": ("two lines for one at a boundary", "take two steps", "+g();"),
}


@pytest.mark.parametrize("case", TOLD)
def test_what_is_ambiguous_goes_where_it_is_told_to(case, book):
    ambiguity, chunk, line = TOLD[case]
    old, new, _ = AMBIGUOUS[ambiguity]
    edit(book, "src/a.cpp", old, new)
    edited = texts(book / "tangled")
    diff = succeed(tito("stitch", "--into", chunk, "--dry-run", cwd=book)).stdout
    assert line in diff.splitlines(), diff
    succeed(tito("stitch", "--into", chunk, cwd=book))
    assert texts(book / "tangled") == edited
    succeed(tito("tangle", "--check", cwd=book))


def test_told_of_a_chunk_that_is_none_of_the_choices(book):
    edit(book, "src/a.cpp", *AMBIGUOUS["between a chunk and the one around it"][:2])
    refused(book, number(book, "src/a.cpp", "f();"), '--into "print in a loop"', arguments=["--into", "print once"])
    refused(book, "--into", "did you mean `print once`?", arguments=["--into", "print onse"])


def test_around_an_empty_slot(tmp_path):
    book = make_book(tmp_path / "book", {**CHAPTERS, FIRST: CHAPTERS[FIRST].replace(
        "  <<reserve a slot>>\n", "  before();\n  <<reserve a slot>>\n  after();\n")})
    edit(book, "src/a.cpp", "  after();\n", "  f();\n  after();\n")
    refused(book, number(book, "src/a.cpp", "f();"), "⟨src/a.cpp⟩ at chapters/00_first.nw:8 or ⟨src/a.cpp⟩ at chapters/00_first.nw:9")
    edit(book, "src/a.cpp", "  before();\n  f();\n  after();\n", "  f();\n  g();\n  h();\n")
    refused(book, number(book, "src/a.cpp", "f();"), "chapters/00_first.nw:7 and ⟨src/a.cpp⟩ at chapters/00_first.nw:9")


def test_copies_that_differ(book):
    edit(book, "src/b.cpp", "#include <string>", "#include <vector>")
    refused(book, "tangled/src/b.cpp:3", "⟨shared⟩", "tangled/src/a.cpp:3")


GENERATED = {
    "the header": ("src/b.cpp", "// Tangled from", "// Made from", place(FIRST, "<<src/b.cpp>>=")),
    "a name": ("src/a.cpp", "// Print once", "// Print twice", place(FIRST, "  <<print once>>")),
    "a mark": ("src/answer.cpp", "//@begin exercise second-answer", "//@begin", place(SECOND, "  <<solution:")),
    "a chunk with its name": ("src/a.cpp", "    // Print once\n    std::cout << (x >> y);\n    print(x);\n", "",
                              place(FIRST, "  <<print once>>")),
}


@pytest.mark.parametrize("case", GENERATED)
def test_generated_lines(case, book):
    file, old, new, origin = GENERATED[case]
    edit(book, file, old, new)
    refused(book, f"tangled/{file}:", "is written by tangling", origin)


def test_too_little_indentation(book):
    edit(book, "src/a.cpp", "    print(x);", "  print(x);")
    refused(book, number(book, "src/a.cpp", "print(x)"), "⟨print once⟩", "4 columns")


def test_a_chunk_of_which_nothing_is_left(book):
    edit(book, "src/a.cpp", "    std::cout << (x >> y);\n    print(x);\n", "")
    refused(book, "tangled/src/a.cpp:", "⟨print once⟩", place(FIRST, "<<print once>>="))


@pytest.mark.parametrize("bytes_, words", [(b"\xff", "UTF-8"), (b"\t", "tab"), (b"\r", "carriage return"), (b"\0", "NUL")])
def test_bytes_that_no_chapter_holds(bytes_, words, book):
    path = book / "tangled/src/a.cpp"
    path.write_bytes(path.read_bytes().replace(b"print(x);", b"print(x); //" + bytes_))
    refused(book, number_bytes(path, bytes_), words)


def number_bytes(path, bytes_):
    return f"tangled/src/a.cpp:{1 + path.read_bytes()[:path.read_bytes().index(bytes_)].count(10)}"


def test_no_newline_at_the_end(book):
    path = book / "tangled/src/b.cpp"
    path.write_text(path.read_text().rstrip("\n"))
    refused(book, "tangled/src/b.cpp:5", "newline")


def test_files_that_came_and_went(book):
    (book / "tangled/src/mine.cpp").write_text("int mine;\n")
    refused(book, "tangled/src/mine.cpp", "<<src/mine.cpp>>=")
    (book / "tangled/src/mine.cpp").unlink()
    (book / "tangled/src/b.cpp").unlink()
    refused(book, "tangled/src/b.cpp", "missing")


def test_no_tree(book):
    (book / "tangled").rename(book / "elsewhere")
    refused(book, "tangled", "tito tangle")


def test_a_body_in_its_marks(book):
    edit(book, "src/answer.cpp", "  return 2 * 3 * 7;\n", "  const int six = 6;\n  return six * 7;\n")
    assert stitched(book) == ["-return 2 * 3 * 7;", "+const int six = 6;", "+return six * 7;"]


@pytest.fixture
def students_tree(book, tmp_path):
    (book / "book/editions").mkdir(parents=True)
    (book / "book/editions/student.toml").write_text('title = "Student"\nsolutions = false\nprobes = false\n')
    succeed(tito("tangle", "--edition", "student", "--out", tmp_path / "S", cwd=book))
    return tmp_path / "S"


def test_from_a_students_tree_only_bodies_travel(book, students_tree):
    assert stitched(book, "--from", students_tree, "--unwritten", "keep") == [], "as was asked for"
    file = students_tree / "src/answer.cpp"
    text = re.sub(r"(begin exercise second-answer\n).*(  //@end)", r"\1  int n = 40;\n\n  n += 2;\n  return n;\n\2", file.read_text(),
                  flags=re.S)
    file.write_text("// my own notes\n" + text.replace("check(answer() == 42)", "check(answer() == 6)"))
    assert stitched(book, "--from", students_tree) == ["-return 2 * 3 * 7;", "+int n = 40;", "+", "+n += 2;", "+return n;"]


@pytest.mark.parametrize("spoil, words", [
    (lambda text: text.replace("//@end exercise second-answer", ""), "@end exercise second-answer"),
    (lambda text: text.replace("second-answer", "third-answer"), "third-answer"),
    (lambda text: "", "no exercise")])
def test_a_students_tree_with_broken_marks(spoil, words, book, students_tree):
    file = students_tree / "src/answer.cpp"
    file.write_text(spoil(file.read_text()))
    refused(book, students_tree, words, arguments=["--from", students_tree])


def test_a_missing_folder(book):
    refused(book, book / "nowhere", "no such folder", "student's tree", arguments=["--from", book / "nowhere"])


# Property: whatever was edited, either the chapters then tangle to exactly that, or nothing changed and the message names a place.

WORDS = ["int x;", "}", "{", "", "f(x);", "  deep();", "a << b;", "@at", "m<n<o>> p;", "1 << 2 >> 3;", "# sharp", "é ü"]


def random_book(rng):
    """A tree of chunks over two chapters; some used twice, some in two parts, some empty."""
    names = [f"step number {i}" for i in range(rng.randint(1, 8))]
    users = {name: [] for name in ["src/a.cpp", "src/b.cpp", "notes.txt"] + names}
    for i, name in enumerate(names):
        above = ["src/a.cpp", "src/b.cpp", "notes.txt"] + names[:i]
        for user in rng.sample(above, k=1 if rng.random() < 0.7 else 2):
            users[user].append(name)

    def definition(name, uses):
        count = rng.randint(0 if " " in name else 2, 5)
        lines = ["  " * rng.randint(0, 1) + rng.choice(WORDS).replace("@at", "x@at") for _ in range(count)]
        lines = [line.replace("a << b", "a @<< b").replace("1 << 2", "1 @<< 2") for line in lines]
        for use in uses:
            lines.insert(rng.randint(0, len(lines)), "  " * rng.randint(0, 2) + f"<<{use}>>")
        return f"Prose about {name}.\n\n<<{name}>>=\n" + "".join(line.rstrip() + "\n" for line in lines) + "@\n"

    first = "# First\n\n" + "".join(definition(name, uses) for name, uses in users.items())
    second = "# Second\n\n" + "".join(definition(name, []) for name in names if rng.random() < 0.3)
    return {FIRST: first, SECOND: second}


def random_edits(rng, tree):
    for file in sorted(path for path in tree.rglob("*") if path.is_file()):
        lines = file.read_text().splitlines()
        for _ in range(rng.choice([0, 1, 1, 2])):
            at = rng.randint(1, max(1, len(lines)))
            indent = " " * (len(lines[at - 1]) - len(lines[at - 1].lstrip())) if at <= len(lines) else ""
            new = [(indent + rng.choice(WORDS)).rstrip() for _ in range(rng.randint(0, 3))]
            lines[at:at + rng.choice([0, 0, 1, 1, 2])] = new
        file.write_text("".join(line + "\n" for line in lines))


@pytest.mark.parametrize("seed", range(60))
def test_stitch_is_the_inverse_of_tangle(seed, tmp_path):
    rng = random.Random(seed)
    book = make_book(tmp_path / "book", random_book(rng))
    for _ in range(4):
        random_edits(rng, book / "tangled")
        edited, before = texts(book / "tangled"), snapshot(book)
        result = tito("stitch", cwd=book)
        if result.returncode == 0:
            assert texts(book / "tangled") == edited
            succeed(tito("tangle", "--check", cwd=book))
        else:
            assert result.returncode == 1 and re.match(r"tangled/\S+(:\d+)?: .+; .+", result.stderr), result.stderr
            assert "no change of the chapters gives" not in result.stderr, result.stderr
            assert snapshot(book) == before
            succeed(tito("tangle", "--discard", cwd=book))
