"""validate: a chapter that keeps every rule, and for every rule a chapter that breaks it and nothing else."""

import json

import pytest

from conftest import ROOT, succeed, tito

CHAPTER, ORDER = "chapters/00_good.nw", "chapters/order.toml"

GOOD_ORDER = """\
[[part]]
number = "I"
title = "Parts"

  [[part.chapter]]
  id = "00_good"
  title = "Good"
  needs = []
  minutes = 100
"""


def diagram(name):
    return f"""\
:::{{diagram}} Drawing {name}
:alt: An arrow leads from the left box of {name} to the right one.
 ┌───┐     ┌───┐
 │ a │ ──▶ │ b │
 └───┘     └───┘
:::
"""


def exercise(name, first=""):
    return f"""\
### Code of {name}

:::{{exercise}} Write {name}
:id: good-{name}
:points: 5
:minutes: 20
:difficulty: 1

Give {name} back.

**Approach**
1. Begin with {name}, *because* it comes first.
2. Double {name},
   *because* once is too little.
3. Return {name}, *because* callers wait for it.

**Example** For {name} of 2 the result is 4.

**Hints** There is little to hint at.
:::

<<solution: good-{name}>>=
return 2 * x;
@

Test {name} at once.

<<test: good-{name}>>=
{first}BOOST_TEST({name}(2) == 4, "{name} doubles");
@

<<probe: good-{name}>>=
emit({name}(draw.index()));
@
"""


def analysis(name):
    return f"""\
:::{{checkpoint}} The tests before {name} are green
:::

:::{{predict}} Is {name} twice as fast, or 3 times faster?
:::

<<analysis: good-{name}>>=
table.columns({{"{name}", "ns"}});
@

:::{{output}} good-{name}
:::

:::{{insight}}
The last column of {name} grows.
:::

:::{{why}}
In production {name} matters.
:::
"""


def reflection(number):
    return f"""\
:::{{reflect}} Question {number}
:id: 00-reflect-{number}

In your code for question {number} a call takes 5 ns, and then?

- the first thing;
- the second thing;
- the third thing.
:::
"""


GOOD = f"""\
@
# Good

## Welcome: the beginning

Welcome to a chapter that keeps the rules.

### Building on what you have

**Prerequisites.** Nothing at all.

**Where the code lives.** In src.

**Connection map.** Nothing → this → the next.

### What you will achieve

1. Understanding.
2. Code.
3. A pattern.
4. A connection.
5. A trade-off.

### Build → Use → Reflect

- **Build** it.
- **Use** it.
- **Reflect** on it.

### Systems reality check

Memory comes first.

## Concept

{diagram("one")}
## Foundations

{diagram("two")}
## Context

{chr(10).join("One more line that says nothing." for _ in range(760))}

## Connections

PyTorch does the same.

## Design

{diagram("three")}
## Architecture

{diagram("four")}
## Implementation

<<src/good.cpp>>=
int one(int x) {{
  <<solution: good-one>>
}}
int two(int x) {{
  <<solution: good-two>>
}}
<<a slot for later>>
@
<<a slot for later>>=
@
<<print a row>>=
puts("one row");
@

{exercise("one")}
{analysis("first")}
{exercise("two")}
{analysis("second")}
{analysis("third")}
## Integration

<<run everything together>>=
BOOST_AUTO_TEST_CASE(test_module) {{
  BOOST_TEST(one(1) == two(1));
}}
@

## Testing

Run `tito test 00`.

<<tests/test_00_good.cpp>>=
<<test: good-one>>
<<test: good-two>>
<<run everything together>>
@
<<analyses/00_good.cpp>>=
<<analysis: good-first>>
<<analysis: good-second>>
<<analysis: good-third>>
<<print a row>>
@
<<probes/00_good.cpp>>=
<<probe: good-one>>
<<probe: good-two>>
@

## Reflection

{reflection(1)}
{reflection(2)}
{reflection(3)}
## Summary

{chr(10).join("Ten words on a line, said twenty-five times over, then some." for _ in range(25))}

TensorFlow names it otherwise. Next, run `tito test 01`.
"""


@pytest.fixture
def good_book(tmp_path):
    (tmp_path / "chapters").mkdir()
    (tmp_path / CHAPTER).write_text(GOOD)
    (tmp_path / ORDER).write_text(GOOD_ORDER)
    (tmp_path / "book").mkdir()
    (tmp_path / "book/references-00.bib").write_text("@article{somebody2020,\n  title = {Some},\n}\n")
    return tmp_path


def judge(book, *words):
    result = tito("validate", "--json", *words, cwd=book)
    assert result.stderr == ""
    report = json.loads(result.stdout)
    assert result.returncode == (0 if report["ok"] else 1)
    return report


def broken(report):
    return {rule["name"]: rule["shortfalls"] for rule in report["chapters"][0]["rules"] if not rule["ok"]}


def warnings(report):
    return [(rule["name"], found["line"]) for rule in report["chapters"][0]["rules"] for found in rule["warnings"]]


def line_of(text, needle):
    """The number of the first line that holds `needle`."""
    assert needle in text, needle
    return text[:text.index(needle)].count("\n") + 1


def lines(count, text="int x;"):
    return (text + "\n") * count


def between(begin, end):
    """The text of the good chapter from `begin` up to `end`."""
    return GOOD[GOOD.index(begin):GOOD.index(end, GOOD.index(begin))]


def swap(first, second):
    """What stands from `first` up to `second`, and `second` up to the next heading, the other way round."""
    one = between(first, second)
    two = between(second, "\n## ") + "\n"
    return one + two, two + one


def claim(text):
    """Puts `text` into the chapter's prose, where one would claim something."""
    return ("Memory comes first.", text)


FENCE = "```"
LATER = "## Integration\n"
SLOT = "<<a slot for later>>=\n@\n"

# From the output of the first analysis to that of the second.
OUTPUTS = between(":::{output} good-first", ":::{output} good-second") + ":::{output} good-second"

# rule: old text and the new text that breaks it, the text on the line of each shortfall, and a word of the first message
BROKEN = {
    "sound": [
        ("<<solution: good-one>>\n", "<<solution: good-oen>>\n", "<<solution: good-oen>>", "did you mean"),
        ("<<a slot for later>>\n", "", "<<a slot for later>>=", "never used"),
        ("  <<solution: good-two>>\n", "  <<solution: good-two>>\n  <<nothing of that kind>>\n", "<<nothing of that kind>>", "nowhere"),
        (":id: 00-reflect-2", ":id: 07-reflect-2", ":id: 07-reflect-2", "00-reflect-1"),
        (":id: 00-reflect-3", ":id: 00-reflect-2", ":::{reflect} Question 3", "taken"),
        ("<<a slot for later>>=\n", "<<stub: good-none>>=\n@\n<<a slot for later>>=\n", "<<stub: good-none>>=", "no exercise"),
        (":alt: An arrow leads from the left box of two to the right one.\n", "", "Drawing two", ":alt:"),
        (":minutes: 20\n", ":minutes: soon\n", ":minutes: soon", "whole number"),
        (":points: 5\n", "", "Write one", ":points:"),
        (between("<<probe: good-one>>=", "\n:::{checkpoint}"), "", ("Write one", "<<probe: good-one>>"), "no probe"),
        (between("<<test: good-one>>=", "<<probe: good-one>>="), "", ("Write one", "<<test: good-one>>"), "no test"),
        (*claim(":::{nite}\nText.\n:::"), ":::{nite}", "`note`"),
        (*claim(":::{output} good-frist\n:::"), ":::{output} good-frist", "good-first"),
    ],
    "written": [
        (*claim("To write: what it costs."), "To write:", "write what it costs"),
        ("return 2 * x;", 'throw NotImplemented("good-one");', "throw NotImplemented", "solution of `good-one`"),
    ],
    "slots": [
        (SLOT, SLOT + "<<meson.build>>=\nlibrary('src/other.cpp')\n@\n",
         ("<<src/good.cpp>>=", "<<tests/test_00_good.cpp>>=", "<<analyses/00_good.cpp>>=", "<<probes/00_good.cpp>>="), "`src/good.cpp`"),
        (SLOT, SLOT + "<<meson.build>>=\n<<chapters of this tree>>\n<<sources of the library>>\n@\n<<chapters of this tree>>=\n'00_good',\n@\n"
         "<<sources of the library>>=\n@\n", "<<src/good.cpp>>=", "continue <<sources of the library>>= with 'src/good.cpp',"),
        (SLOT, SLOT + "<<meson.build>>=\n<<chapters of this tree>>\n'src/good.cpp'\n@\n<<chapters of this tree>>=\n@\n",
         ("<<tests/test_00_good.cpp>>=", "<<analyses/00_good.cpp>>=", "<<probes/00_good.cpp>>="), "<<chapters of this tree>>= with '00_good',"),
        (SLOT, SLOT + "<<include/all.hpp>>=\n<<headers of the framework>>\n@\n<<headers of the framework>>=\n@\n"
         "<<include/tinytorch/good.hpp>>=\nint one(int x);\n@\n", "<<include/tinytorch/good.hpp>>=", "#include <tinytorch/good.hpp>"),
    ],
    "citations": [
        (*claim("Others say so {cite:p}`somebody2020,\nsombody2020`."), "Others", "`somebody2020`"),
        (*claim("Others say so {cite:t}`nobody1900`."), "Others", "book/references-00.bib"),
    ],
    "addresses": [("### Code of one", "### Exercise: good one", "### Exercise: good one", "#exercise-good-one")],
    "title": [
        ("# Good\n", "# Better\n", "# Better", "order.toml"),
        ("# Good\n", "", "@", "no title"),
        ("## Concept\n", "# Again\n\n## Concept\n", "# Again", "second H1"),
    ],
    "parts": [
        ("## Design\n", "", "## Connections", "no part `## Design`"),
        ("## Design\n", "## Designs\n", ("## Designs", "## Connections"), "none of the twelve"),
        ("## Design\n\n", "## Design\n\nA plan.\n\n## Design\n\n", "## Design\n\n:::", "second"),
        ("## Concept\n\n" + diagram("one") + "\n## Foundations\n", "## Concept\n\n## Foundations\n\n" + diagram("one"),
         "## Concept", "empty"),
        (*swap("## Design\n", "## Architecture\n"), "## Design", "after `## Architecture`"),
    ],
    "welcome": [("Welcome to a", "Here is a", "Here is a", "Welcome to")],
    "introduction": [
        ("### Systems reality check\n", "", "## Welcome", "Systems reality check"),
        ("### Building on what you have\n", "### What you have\n", "## Welcome", "Building on what you have"),
        ("**Prerequisites.** ", "", "## Welcome", "Prerequisites"),
        ("**Where the code lives.** ", "", "## Welcome", "Where the code lives"),
        ("Nothing → this → the next.", "Nothing, this, the next.", "## Welcome", "connection map"),
    ],
    "goals": [
        ("5. A trade-off.\n", "", "### What you will achieve", "4 numbered"),
        ("5. A trade-off.\n", "5. A trade-off.\n6. More.\n", "### What you will achieve", "6 numbered"),
    ],
    "build-use-reflect": [
        ("- **Use** it.\n", "", "### Build → Use → Reflect", "Build, Use and Reflect"),
        ("- **Build** it.\n- **Use** it.\n", "- **Use** it.\n- **Build** it.\n", "### Build → Use → Reflect", "order"),
    ],
    "connections": [("PyTorch does", "Others do", "## Connections", "PyTorch")],
    "analyses": [
        (analysis("third"), "", "<<analysis: good-second>>=", "analyses: 2; write 3"),
        (analysis("third"), analysis("third") + "\n" + analysis("fourth"), "<<analysis: good-fourth>>=", "analyses: 4; keep 3"),
    ],
    "sandwich": [
        (":::{checkpoint} The tests before second are green\n:::\n", "", "<<analysis: good-second>>=", "checkpoint"),
        (between(":::{predict} Is second", "<<analysis: good-second"), "", "<<analysis: good-second>>=", "predict"),
        (between(":::{output} good-second", ":::{insight}"), "", "<<analysis: good-second>>=", "output"),
        (OUTPUTS, OUTPUTS.replace("good-first\n:::\n", "good-second\n:::\n", 1).removesuffix("good-second") + "good-first",
         ("<<analysis: good-first>>=", "<<analysis: good-second>>="), "output"),
        (between(":::{insight}\nThe last column of second", ":::{why}"), "", "<<analysis: good-second>>=", "insight"),
        (between(":::{why}\nIn production second", "\n:::{checkpoint}"), "", "<<analysis: good-second>>=", "why"),
    ],
    "listings": [
        claim("<<listing: good-mistake>>=\nint x = 1.5;\n@\n") + ("<<listing: good-mistake>>=", "output"),
    ],
    "exercises": [
        (exercise("two"), "", ":::{exercise} Write one", "exercises: 1; write 2 to 4"),
        (exercise("two"), "\n".join(exercise(name) for name in ("two", "three", "four", "five")).replace("minutes: 20", "minutes: 5"),
         ":::{exercise} Write five", "exercises: 5; keep 2 to 4"),
    ],
    "scaffolding": [
        ("Give one back.\n", "", ":::{exercise} Write one", "no task"),
        ("**Hints** There", "There", ":::{exercise} Write one", "no **Hints**"),
        ("**Example** For one of 2 the result is 4.", "For one of 2 the result is 4.", ":::{exercise} Write one", "no **Example**"),
        ("**Example** For one of 2 the result is 4.\n\n**Hints** There is little to hint at.",
         "**Hints** There is little to hint at.\n\n**Example** For one of 2 the result is 4.", "**Hints** There", "too late"),
        ("For one of 2 the result is 4.", "For one the result is twice as much.", "**Example** For one", "no values"),
    ],
    "approach": [
        ("3. Return one, *because* callers wait for it.\n", "", "**Approach**", "2 numbered steps"),
        ("3. Return one,", "3. Look at one, *because* it changed.\n4. Return one,", "**Approach**", "4 numbered steps"),
        ("*because* once is too little", "since once is too little", "**Approach**", "step 2"),
    ],
    "order": [
        (between("Test one at once.", "\n:::{checkpoint}"),
         between("<<probe: good-one>>=", "\n:::{checkpoint}") + between("Test one at once.", "<<probe: good-one>>="),
         "<<probe: good-one>>=", "before the test"),
        (between("<<probe: good-one>>=", "<<solution: good-two>>="),
         between("\n:::{checkpoint}", "<<solution: good-two>>=") + between("<<probe: good-one>>=", "\n:::{checkpoint}"),
         "<<probe: good-one>>=", "after the next exercise"),
    ],
    "test-messages": [
        ('BOOST_TEST(two(2) == 4, "two doubles");', "BOOST_TEST(two(2) == 4);", "<<test: good-two>>=", "no message"),
    ],
    "exercise-minutes": [(":minutes: 20\n", ":minutes: 81\n", "minutes = 100", "101 minutes")],
    "diagrams": [
        (diagram("two"), "Nothing to see.\n", "Drawing four", "diagrams: 3; write 4 to 6"),
        (diagram("two"), "\n".join(diagram(name) for name in ("two", "five", "six", "seven")), "Drawing four", "diagrams: 7; keep 4 to 6"),
    ],
    "alternatives": [
        (":alt: An arrow leads from the left box of two to the right one.", ":alt: Drawing two", "{diagram} Drawing two", "too little"),
    ],
    "integration": [("(test_module)", "(all_of_it)", "## Integration", "test_module")],
    "testing": [
        ("Run `tito test 00`.", "Run the tests.", "## Testing", "tito test 00"),
        ("<<tests/test_00_good.cpp>>=", "<<tests/all.cpp>>=", "## Testing", "tests/test_00_good.cpp"),
    ],
    "reflections": [
        (reflection(3), "", ":::{reflect} Question 2", "questions: 2; write 3"),
        (reflection(3), reflection(3) + "\n" + reflection(4), ":::{reflect} Question 4", "questions: 4; keep 3"),
        ("## Reflection\n\n" + reflection(1), reflection(1) + "\n## Reflection\n\n", ":::{reflect} Question 1", "outside Reflection"),
    ],
    "questions": [
        ("code for question 2 a call takes 5 ns, and then?", "code for question 2 a call takes 5 ns.", ":::{reflect} Question 2",
         "question mark"),
        ("- the second thing;\n", "", ":::{reflect} Question 1", "2 things"),
    ],
    "summary-length": [
        (lines(25, "Ten words on a line, said twenty-five times over, then some."),
         lines(10, "Ten words on a line, said twenty-five times over, then some."), "## Summary", "at least"),
        (lines(25, "Ten words on a line, said twenty-five times over, then some."),
         lines(40, "Ten words on a line, said twenty-five times over, then some."), "## Summary", "cut to 400"),
    ],
    "summary-frameworks": [("TensorFlow names", "Others name", "## Summary", "TensorFlow")],
    "summary-commands": [("Next, run `tito test 01`.", "Next, go on.", "## Summary", "command")],
    "chunk-size": [
        ("return 2 * x;\n", lines(26), "<<solution: good-one>>=", "26 lines"),
        ("int one(int x) {", lines(26) + "int one(int x) {", "<<src/good.cpp>>=", "33 lines"),
        ("BOOST_TEST(one(1)", lines(7, "{1, 2},") + lines(20) + "  BOOST_TEST(one(1)", "<<run everything together>>=", "30 lines"),
    ],
    "chunk-names": [
        ("a slot for later", "A slot for later", "<<A slot for later>>=", "capital"),
        ("a slot for later", "a slot for later.", "<<a slot for later.>>=", "full stop"),
    ],
    "columns": [
        ("  BOOST_TEST(one(1) ==", "  BOOST_TEST(one(" + "1 + " * 14 + "1) ==", "1 + 1 + 1", "columns"),
        ("return 2 * x;", "return 2 * x;  // " + "é" * 59, "éé", "77 columns"),
    ],
    "trailing-spaces": [
        ("Memory comes first.", "Memory comes first. ", "Memory comes first.", "spaces"),
        ("return 2 * x;", "return 2 * x; ", "return 2 * x;", "spaces"),
    ],
    "emoji": [
        ("Memory comes first.", "Memory comes first 🚀.", "Memory comes first", "🚀"),
        ("return 2 * x;", "return 2 * x;  // ✅", "return 2 * x;", "✅"),
        ("Memory comes first.", "Memory comes first ⚠️.", "Memory comes first", "⚠"),
    ],
    "measured": [
        (*claim("It took 12 ms here."), "It took 12 ms", "`12 ms`"),
        (":::{output} good-first\n", ":::{output} good-first\n:plot: x=good y=ns\n:plot-alt: It falls to 12 ms.\n",
         "{output} good-first", "`12 ms`"),
        (*claim("It took\n1.25 µs here."), "1.25 µs", "`1.25 µs`"),
        (*claim("It ran for 3 s."), "It ran", "`3 s`"),
        (*claim("It took $12\\,\\mathrm{ms}$ here."), "It took", "ms"),
        (*claim("The kernel reaches 3.1 GFLOP/s."), "The kernel", "GFLOP/s"),
        (*claim("It reads 800 MB/s."), "It reads", "MB/s"),
        (*claim("It writes 40 tokens per second."), "It writes", "tokens per second"),
        (*claim("The copy is 3x faster."), "The copy", "3x faster"),
        (*claim("The copy is 12 % slower."), "The copy", "12 % slower"),
        (*claim("The copy is ten times faster."), "The copy", "ten times faster"),
        (*claim("We see a speed-up of 4."), "We see", "speed-up of 4"),
        (*claim(f"{FENCE}\n$ run\ntook 12 ms\n{FENCE}"), "took 12 ms", "12 ms"),
        (*claim(f"{FENCE}\nn     ns\n100   25\n200   48\n{FENCE}"), "100   25", "100"),
        (*claim("| n | ms |\n|---|---|\n| 100 | 25 |"), "| 100 | 25 |", "100"),
        (" │ a │ ──▶ │ b │\n", " │ a │ 5 ns │ b │\n", "5 ns │", "5 ns"),
        ('table.columns({"first", "ns"});', 'table.columns({"first", "ns"});\ntable.row("copy 12 ms");', "copy 12 ms", "12 ms"),
        ('puts("one row");', 'puts("12 ms");', 'puts("12 ms")', "12 ms"),
        (":::{insight}\nThe last", ":::{insight}\nIt took 12 ms.\nThe last", "It took 12 ms", "12 ms"),
        ("### Systems reality check", "### Systems reality check: ten times faster", "ten times faster", "ten times faster"),
        ("{diagram} Drawing two\n", "{diagram} Drawing two, 3x faster\n", "3x faster", "3x faster"),
        (*claim("Ten times faster, we hear."), "Ten times", "Ten times faster"),
    ],
}

# What the rules must let pass.
ALLOWED = {
    "sizes": claim("A matrix of 4 MB has 2 rows and 3 columns; 50 % of it is zero. So it was in the 2000s."),
    "computed": claim("At 3 GHz a cycle takes 0.33 ns, computed from its rate."),
    "supposed": claim("Suppose that three runs take 3, 1 and 2 ms."),
    "cited": claim("It was 3x faster {cite:p}`somebody2020`."),
    "quoted": claim('They say that it is "ten times faster".'),
    "computed table": claim("Computed from the sizes:\n\n| n | ms |\n|---|---|\n| 100 | 25 |"),
    "computed drawing": (":alt: An arrow leads from the left box of two", ":alt: An example of 5 ns leads from the left box of two"),
    "code": claim(f"{FENCE}cpp\nint ms = 3;\nint a[] = {{1, 2, 3}};\nrow(1, 2, 3);\n{FENCE}"),
    "typography": claim("Check marks ✓ and ✗, stars ★, notes ♯, arrows → ↔ ➔ and ∑ are type."),
    "a table": ("return 2 * x;\n", "constexpr int t[] = {\n" + lines(40, "  {1, \"two\", 3.0},") + "};\nreturn t[x];\n"),
    "a skeleton": ("<<run everything together>>\n@", "<<run everything together>>\n" + "".join(
        f"BOOST_AUTO_TEST_SUITE(s{i})\n<<more tests {i}>>\nBOOST_AUTO_TEST_SUITE_END()\n" for i in range(12)) + "@\n" + "".join(
        f"<<more tests {i}>>=\n@\n" for i in range(12))),
    "a drawing after a computation": ("## Concept\n\n:::{diagram} Drawing one\n",
                                      "## Concept\n\nComputed.\n\n:::{diagram} Drawing of 5 ns\n"),
    "pieces without blank lines": ("the result is 4.\n\n**Hints**", "the result is 4.\n**Hints**"),
    "sections in a run": ("### Systems reality check", "### Systems reality check: what it costs"),
    "thinking in a sentence": ("- the first thing;\n- the second thing;\n- the third thing.\n", "Think about: one; two; three.\n"),
    "a continued analysis": ("\n:::{output} good-first", "<<analysis: good-first>>=\nint more;\n@\n\n:::{output} good-first"),
}


def cases():
    for rule, changes in BROKEN.items():
        for number, change in enumerate(changes, 1):
            yield pytest.param(rule, *change, id=f"{rule} {number}")


def test_a_good_chapter_scores_full_marks(good_book):
    report = judge(good_book)
    assert broken(report) == {} and warnings(report) == []
    assert report["ok"] and report["chapters"][0]["score"] == 100


def test_every_rule_has_an_example(good_book):
    names = {rule["name"] for rule in judge(good_book)["chapters"][0]["rules"]}
    assert set(BROKEN) | {"minutes", "length"} == names


@pytest.mark.parametrize("rule, old, new, place, word", list(cases()))
def test_a_broken_rule_is_reported_alone_and_in_place(rule, old, new, place, word, good_book):
    assert old in GOOD
    text = GOOD.replace(old, new) if rule in ("chunk-names",) else GOOD.replace(old, new, 1)
    if rule in ("analyses", "exercises"):
        text = with_all_used(text)
    (good_book / CHAPTER).write_text(text)
    places = [place] if isinstance(place, str) else place
    expected = [(CHAPTER, line_of(text, needle)) if needle in text else (ORDER, line_of(GOOD_ORDER, needle)) for needle in places]
    report = judge(good_book)
    found = broken(report)
    assert list(found) == [rule], found
    assert [(shortfall["file"], shortfall["line"]) for shortfall in found[rule]] == expected, found
    message = found[rule][0]["message"]
    assert word in message and ("; " in message or "did you mean" in message), "says what is wrong; what to do"
    assert 0 < report["chapters"][0]["score"] < 100


def with_all_used(text):
    """Uses exactly the chunks of exercises and analyses that the text defines: their number alone is wrong."""
    for kind, root, indent in (("solution", "src/good.cpp", "  "), ("test", "tests/test_00_good.cpp", ""),
                               ("probe", "probes/00_good.cpp", ""), ("analysis", "analyses/00_good.cpp", "")):
        for name in ("two", "three", "four", "five", "third", "fourth"):
            definition, use = f"<<{kind}: good-{name}>>=\n", f"{indent}<<{kind}: good-{name}>>\n"
            if definition in text and use not in text:
                text = text.replace(f"<<{root}>>=\n", f"<<{root}>>=\n{use}", 1)
            elif definition not in text and use in text:
                text = text.replace(use, "", 1)
    return text


@pytest.mark.parametrize("minutes, heavy, ok", [(89, "", False), (90, "", True), (150, "", True), (151, "", False),
                                                (180, "heavy = true", True), (181, "heavy = true", False), (160, "heavy = false", False)])
def test_minutes_of_a_chapter(minutes, heavy, ok, good_book):
    (good_book / ORDER).write_text(GOOD_ORDER.replace("100", f"{minutes}\n  {heavy}"))
    found = broken(judge(good_book))
    if ok:
        assert found == {}
    else:
        assert list(found) == ["minutes"]
        assert [(shortfall["file"], shortfall["line"]) for shortfall in found["minutes"]] == [(ORDER, 9)]


@pytest.mark.parametrize("case", ALLOWED)
def test_what_is_no_shortfall(case, good_book):
    old, new = ALLOWED[case]
    assert old in GOOD
    (good_book / CHAPTER).write_text(GOOD.replace(old, new, 1))
    report = judge(good_book)
    assert broken(report) == {} and warnings(report) == []


@pytest.mark.parametrize("old, new, place, word", [
    (lines(700, "One more line that says nothing."), "", "the last line", "write 1000"),
    ("One more line that says nothing.\n", lines(900, "One more line that says nothing."), "line 1501", "cut to 1500")])
def test_length_is_advice(old, new, place, word, good_book):
    text = GOOD.replace(old, new, 1)
    (good_book / CHAPTER).write_text(text)
    report = judge(good_book)
    line = 1501 if place == "line 1501" else len(text.splitlines())
    assert broken(report) == {} and warnings(report) == [("length", line)]
    assert word in next(rule for rule in report["chapters"][0]["rules"] if rule["name"] == "length")["warnings"][0]["message"]


def test_the_chapters_of_the_book_score_full_marks():
    report = json.loads(succeed(tito("validate", "--json")).stdout)
    assert [chapter["score"] for chapter in report["chapters"]] == [100] * len(list((ROOT / "chapters").glob("*.nw")))


@pytest.mark.parametrize("rule, old, new, place", [
    ("chunk-size", "return 2 * x;\n", lines(16), "<<solution: good-one>>="),
    ("columns", " │ a │ ──▶ │ b │", " │ a │ " + "─" * 70 + "▶ │ b │", "─" * 70)])
def test_warnings_cost_nothing(rule, old, new, place, good_book):
    text = GOOD.replace(old, new, 1)
    (good_book / CHAPTER).write_text(text)
    report = judge(good_book)
    assert warnings(report) == [(rule, line_of(text, place))]
    assert report["ok"] and report["chapters"][0]["score"] == 100


def test_the_score_counts_rules(good_book):
    (good_book / CHAPTER).write_text(GOOD.replace("PyTorch does", "Others do").replace("Memory comes first.", "It took 1 ms, then 2 ms."))
    chapter = judge(good_book)["chapters"][0]
    total = len(chapter["rules"])
    assert sum(rule["ok"] for rule in chapter["rules"]) == total - 2
    assert chapter["score"] == 100 * (total - 2) // total


def test_without_a_part_its_rules_fail_too(good_book):
    (good_book / CHAPTER).write_text(GOOD.replace("## Summary\n", ""))
    assert set(broken(judge(good_book))) == {"parts", "summary-length", "summary-frameworks", "summary-commands"}


def test_the_table_for_people(good_book):
    (good_book / CHAPTER).write_text(GOOD.replace("PyTorch does", "Others do"))
    result = tito("validate", "00", cwd=good_book)
    assert result.returncode == 1
    rows = result.stdout.splitlines()
    row = next(i for i, text in enumerate(rows) if text.startswith("  1 shortfall    connections"))
    assert rows[row + 1].strip().startswith(f"{CHAPTER}:{line_of(GOOD, '## Connections')}: ")
    assert any(text.startswith("  ok             goals") for text in rows)
    assert "  97 %: 37 of 38 rules" in rows


def test_empty_slots_are_listed_with_the_last_chapter(good_book):
    assert [(slot["line"], slot["message"]) for slot in judge(good_book)["unfilled"]] == [
        (line_of(GOOD, "<<a slot for later>>="), "a slot for later")]
    (good_book / ORDER).write_text(GOOD_ORDER + GOOD_ORDER[GOOD_ORDER.index("\n  [["):].replace("00_good", "01_next"))
    (good_book / "chapters/01_next.nw").write_text("@\n# Next\n\n<<a slot for later>>=\nint later;\n@\n")
    assert judge(good_book, "00")["unfilled"] == [] and judge(good_book, "01_next")["unfilled"] == []


def test_chapters_are_judged_apart(small_book):
    both = judge(small_book)["chapters"]
    assert [chapter["id"] for chapter in both] == ["00_first", "01_second"]
    assert all(chapter["score"] < 100 for chapter in both)
    assert [chapter["id"] for chapter in judge(small_book, "01")["chapters"]] == ["01_second"]


def test_a_forward_reference_is_a_shortfall_of_its_chapter(small_book):
    first = small_book / "chapters/00_first.nw"
    text = first.read_text().replace("  <<say hello>>\n", "  <<say hello>>\n  <<told later>>\n")
    first.write_text(text)
    second = small_book / "chapters/01_second.nw"
    second.write_text(second.read_text() + "\n<<told later>>=\nint later;\n@\n")
    before, after = judge(small_book)["chapters"]
    sound = before["rules"][0]
    assert sound["name"] == "sound" and [found["line"] for found in sound["shortfalls"]] == [line_of(text, "<<told later>>")]
    assert after["rules"][0]["ok"]


def test_what_noweb_would_misread_is_not_judged(good_book):
    (good_book / CHAPTER).write_bytes(GOOD.encode().replace(b"Memory comes", b"Memory \xff comes"))
    result = tito("validate", cwd=good_book)
    assert result.returncode == 1 and result.stdout == ""
    assert result.stderr.startswith(f"{CHAPTER}:{line_of(GOOD, 'Memory comes')}:8: ") and "UTF-8" in result.stderr


def test_an_unknown_chapter_is_named(good_book):
    result = tito("validate", "07", cwd=good_book)
    assert result.returncode == 1 and "07" in result.stderr and ORDER in result.stderr


def test_it_explains_itself():
    text = succeed(tito("validate", "--help")).stdout
    assert "Usage" in text and "Example" in text and "computed" in text
