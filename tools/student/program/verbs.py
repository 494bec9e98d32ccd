"""The verbs of ./tito in a student's tree."""

import os
import subprocess
import sys

import doctor
from build import Build, Progress
from cases import folded, list_cases, run_cases
from journal import Journal
from tree import Mistake, Tree, near

SILENCE = 60  # seconds without a sign of life after which a test counts as hanging: generous, machines are shared


class Usage(Exception):
    """Words that cannot be understood; the message says which would be."""


# ---- start and status ------------------------------------------------------------------------------------------------------------------


def state_of(tree, journal, exercise):
    """(short word, whether it is done)"""
    try:
        body = tree.body(exercise).text
        if not tree.is_written(exercise):
            return "not written", False
    except Mistake:
        return "marks damaged", False
    outcome = journal.outcome(exercise, body)
    return ("done", True) if outcome else ("tests fail", False) if outcome is False else ("not tested", False)


def next_exercise(tree, journal):
    return next((exercise for exercise in tree.exercises if not state_of(tree, journal, exercise)[1]), None)


def place_of(tree, exercise):
    try:
        return f"{exercise.file}:{tree.body(exercise).line}"
    except Mistake:
        return exercise.file


def start(tree, words):
    """start                  what to do first, and next"""
    refuse(words)
    journal = Journal(tree)
    print(f"{tree.manifest.get('title') or 'TinyTorch in C++'}\n")
    print(f"The book:       open {tree.root / 'book/html/index.html'} in a browser (book/tinytorch.pdf for paper)")
    print("An exercise:    stands in the code between //@begin exercise ID and //@end exercise ID; write your answer there")
    print("Its tests:      ./tito test ID; the first run compiles the framework, about half a minute on two cores, later ones seconds\n")
    show_next(tree, journal)
    return 0


def show_next(tree, journal):
    following = next_exercise(tree, journal)
    if not following:
        print("Every exercise of this edition is done.")
        return
    word, _ = state_of(tree, journal, following)
    print(f"Next: {following.id}, {following.title} ({following.points} points, about {following.minutes} minutes): {word}")
    print(f"      read chapter {following.chapter[:2]}, write it in {place_of(tree, following)}, then run ./tito test {following.id}")


def status(tree, words):
    """status                 points, what is done, what comes next"""
    refuse(words)
    journal = Journal(tree)
    points = done_points = done = 0
    for chapter in tree.chapters:
        exercises = tree.exercises_of(chapter)
        if exercises:
            print(chapter)
        for exercise in exercises:
            word, finished = state_of(tree, journal, exercise)
            points += exercise.points
            if finished:
                done_points, done = done_points + exercise.points, done + 1
            print(f"  {exercise.id:<30} {exercise.points:>3} points   {word:<13} {place_of(tree, exercise)}")
    print(f"\n{done} of {len(tree.exercises)} exercises done, {done_points} of {points} points\n")
    for note in notes(tree):
        print(note)
    show_next(tree, journal)
    return 1 if tree.mistakes() else 0


def notes(tree):
    """What the student should know about the tree: damaged marks, and edits that are not part of any exercise."""
    found = list(tree.mistakes())
    outside = {}
    for exercise in tree.exercises:
        line = tree.changed_outside(exercise)
        if line:
            outside.setdefault(exercise.file, line)
    found += [f"{file}:{line}: changed outside the marks; that is yours to do, but only what stands between marks is handed in"
              for file, line in outside.items()]
    found += [f"{file}: is not as it was given; tests that are changed say nothing about your exercise"
              for file in tree.changed_files() if file.startswith(("tests/", "analyses/"))]
    return found


# ---- test ------------------------------------------------------------------------------------------------------------------------------


def test(tree, words):
    """test [NN|NAME|ID] [WORD]  compile and run tests: of all chapters, of one, of an exercise, or those whose name holds WORD"""
    limit = SILENCE
    words = list(words)
    if "--limit" in words:
        at = words.index("--limit")
        try:
            limit = float(words[at + 1])
        except (IndexError, ValueError):
            raise Usage("--limit takes a number of seconds") from None
        del words[at:at + 2]
    if len(words) > 2:
        raise Usage("test takes a chapter or an exercise, and at most one word of a test's name")
    mistakes = tree.mistakes()
    for mistake in mistakes:
        print(mistake)
    if mistakes:
        return 1
    chapters, wanted = choose(tree, words)
    return run_chapters(tree, chapters, wanted, limit)


def choose(tree, words):
    """The chapters that the words ask for, and a test of "suite/case" for whether a case is wanted."""
    if not words:
        return [chapter for chapter in tree.chapters], lambda path: True
    name, word = words[0], (words[1] if len(words) > 1 else "").replace("-", "_")
    exercise = tree.exercise(name)
    if exercise:
        return [exercise.chapter], lambda path: path.rsplit("/", 1)[-1] in exercise.tests and word in path
    chapter = tree.chapter(name)
    if not chapter:
        raise Usage(f"there is no chapter or exercise `{name}` here" +
                    near(name, [*tree.chapters, *(exercise.id for exercise in tree.exercises)]))
    named = tree.exercise(words[1]) if len(words) > 1 else None
    if named and named.chapter == chapter:  # ./tito test 01 tensor-sum
        return [chapter], lambda path: path.rsplit("/", 1)[-1] in named.tests
    return [chapter], lambda path: word in path


def run_chapters(tree, chapters, wanted, limit):
    build = Build(tree)
    if not build.make([f"tests/test_{chapter}" for chapter in chapters] + ["tests/seen_to_fail"]):
        print("0 passed, 1 failed")
        return 1
    every, journal = [], Journal(tree)
    for chapter in chapters:
        program = build.program(f"tests/test_{chapter}")
        paths = [path for path in list_cases(program) if wanted(path)]
        if not paths:
            continue
        progress = Progress(f"chapter {chapter[:2]}")
        cases = run_cases(program, paths, tree.root, limit, lambda done: progress.step(f"{done} of {len(paths)}"))
        progress.clear()
        every += cases
        report(tree, chapter, cases)
        remember(tree, journal, chapter, cases)
    journal.save()
    if not every:
        raise Usage("no test has such a name; ./tito test CHAPTER runs all of a chapter")
    failed = sum(not case.passed for case in every)
    print(f"{len(every) - failed} passed, {failed} failed")
    return 1 if failed else 0


def report(tree, chapter, cases):
    broken = [case for case in cases if not case.passed and case.errors]
    for case in broken:
        print(f"\n{case.path}")
        for line in folded(case.errors):
            print(f"  {line}")
        for line in case.printed[:20]:
            print(f"  printed: {line}")
    waiting = {}
    for case in cases:
        if not case.passed and not case.errors:
            for exercise in case.unwritten:
                waiting.setdefault(exercise, []).append(case)
    if waiting:
        print(f"\nNot written yet in chapter {chapter[:2]}:" if all(tree.exercise(e) for e in waiting) else "\nNot written yet:")
    for identifier, held in waiting.items():
        exercise = tree.exercise(identifier)
        place = place_of(tree, exercise) if exercise else "?"
        print(f"  {place}: {identifier}; {len(held)} test{'s wait' if len(held) > 1 else ' waits'} for it")
    if broken or waiting:
        print()


def remember(tree, journal, chapter, cases):
    by_name = {case.name: case for case in cases}
    for exercise in tree.exercises_of(chapter):
        ran = [by_name[name] for name in exercise.tests if name in by_name]
        if exercise.tests and len(ran) == len(set(exercise.tests)):
            journal.tested(exercise, tree.body(exercise).text, all(case.passed for case in ran))


# ---- one exercise ----------------------------------------------------------------------------------------------------------------------


def hint(tree, words):
    """hint ID [--all]        the next hint of an exercise, one at a time"""
    everything = "--all" in words
    words = [word for word in words if word != "--all"]
    exercise = tree.need_exercise(one(words, "hint takes the id of an exercise"))
    journal = Journal(tree)
    if not exercise.hints:
        print(f"{exercise.id} has no hints; its text in the book is all there is")
        return 0
    first = 0 if everything else journal.next_hint(exercise)
    journal.save()
    chosen = exercise.hints if everything else exercise.hints[first:first + 1]
    if not chosen:
        print(f"That were all {len(exercise.hints)} hints of {exercise.id}; --all shows them again.")
    for number, text in enumerate(chosen, first + 1):
        print(f"Hint {number} of {len(exercise.hints)}: {text}")
    return 0


def where(tree, words):
    """where ID               the files and lines of an exercise, its tests and its page in the book"""
    exercise = tree.need_exercise(one(words, "where takes the id of an exercise"))
    print(place_of(tree, exercise))
    tests = f"tests/test_{exercise.chapter}.cpp"
    for number, line in enumerate(tree.text(tests).splitlines(), 1):
        if any(f"({name})" in line.replace(" ", "") or f"({name}," in line.replace(" ", "") for name in exercise.tests):
            print(f"{tests}:{number}: {line.strip()}")
    print(f"book/html/chapters/{exercise.chapter}.html#exercise-{exercise.id}")
    return 0


def reset(tree, words):
    """reset ID               put the given body back; what stood there is kept"""
    exercise = tree.need_exercise(one(words, "reset takes the id of an exercise"))
    kept = tree.reset(exercise)
    print(f"{exercise.file} holds {exercise.id} as it was given; what stood there is in {kept}")
    return 0


# ---- programs --------------------------------------------------------------------------------------------------------------------------


def analysis(tree, words):
    """analysis NN|NAME [ID]  measure: the tables that the book shows, by your code on this machine"""
    if not words or len(words) > 2:
        raise Usage("analysis takes a chapter and, if you like, the id of one analysis")
    chapter = tree.chapter(words[0])
    if not chapter:
        raise Usage(f"there is no chapter `{words[0]}` here{near(words[0], tree.chapters)}")
    build = Build(tree)
    if not build.make([f"analyses/{chapter}"]):
        return 1
    return subprocess.call([build.program(f"analyses/{chapter}"), words[1] if len(words) > 1 else "--all"], cwd=tree.root)


def milestones_of(tree):
    return sorted(path.stem for path in (tree.root / "milestones").glob("*.cpp")
                  if "int main(" in path.read_text(encoding="utf-8") and not path.stem.startswith("train_"))


def milestone(tree, words):
    """milestone [NAME|YEAR|--all]  run what your framework can do by now; without a name, list"""
    names = milestones_of(tree)
    if not names:
        print("No chapter here has a milestone yet; the first comes with chapter 04.")
        return 0
    if not words:
        print("\n".join(names))
        return 0
    word = one(words, "milestone takes one name or year, or --all")
    chosen = names if word == "--all" else [name for name in names if name == word or name.startswith(word + "_") or name.endswith("_" + word)]
    if not chosen:
        raise Usage(f"there is no milestone `{word}`{near(word, names)}")
    build = Build(tree)
    if not build.make([f"milestones/{name}" for name in chosen]):
        return 1
    failed = 0
    for name in chosen:
        curves = tree.build / "milestones" / name
        curves.mkdir(parents=True, exist_ok=True)
        failed += subprocess.call([build.program(f"milestones/{name}"), tree.root / "book/assets/pretrained"], cwd=tree.root,
                                  env={**os.environ, "TINYTORCH_CURVES": str(curves)}) != 0
    return 1 if failed else 0


def doctor_verb(tree, words):
    """doctor                 whether this machine has what the tree needs, and whether the tree is whole"""
    refuse(words)
    rows = doctor.check()
    for name, found, purpose, package in rows:
        print(f"{name:<18} {found:<10} {purpose:<36} {'install ' + package if package else 'ok'}")
    found_notes = notes(tree)
    for note in found_notes:
        print(note)
    missing = sorted({package for *_, package in rows if package})
    if missing:
        print(f"\nSomething is missing. On Debian or Ubuntu: sudo apt install {' '.join(missing)}")
    elif tree.mistakes():
        print("\nThe machine has all it needs; mend the marks that are named above.")
    else:
        print("\nAll is there.")
    return 1 if missing or tree.mistakes() else 0


# ---- the command line ------------------------------------------------------------------------------------------------------------------

VERBS = {"start": start, "test": test, "status": status, "hint": hint, "where": where, "reset": reset, "analysis": analysis,
         "milestone": milestone, "doctor": doctor_verb}


def one(words, otherwise):
    if len(words) != 1:
        raise Usage(otherwise)
    return words[0]


def refuse(words):
    if words:
        raise Usage(f"`{words[0]}` is too much here")


def help_text():
    lines = ["tito, for this tree: read a chapter, write its exercises, run their tests.", ""]
    lines += ["  ./tito " + verb.__doc__.splitlines()[0] for verb in VERBS.values()]
    lines += ["", "Examples: ./tito test 00     ./tito test tensor-sum     ./tito test 01 broadcast     ./tito hint tensor-sum",
              "Exit status: 0 all is well, 1 a test failed or something is missing, 2 the words were not understood."]
    return "\n".join(lines)


def main(root, words):
    if not words or words[0] in ("-h", "--help", "help"):
        print(help_text())
        return 0
    try:
        verb = VERBS.get(words[0])
        if not verb:
            raise Usage(f"there is no verb `{words[0]}`{near(words[0], list(VERBS))}")
        if any(word in ("-h", "--help") for word in words[1:]):
            print("./tito " + verb.__doc__)
            return 0
        return verb(Tree(root), words[1:])
    except Usage as usage:
        print(f"tito: {usage}", file=sys.stderr)
        return 2
    except Mistake as mistake:
        print(f"tito: {mistake}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nstopped", file=sys.stderr)
        return 130
    except BrokenPipeError:
        return 1
