"""The tree that an edition gave out: its chapters, its exercises, and the bodies between their marks."""

import dataclasses
import hashlib
import json
import pathlib
import re
import time


class Mistake(Exception):
    """Something that the person at the keyboard can mend: the message says what is wrong and what to do."""


@dataclasses.dataclass
class Exercise:
    id: str
    title: str
    points: int
    minutes: int
    difficulty: int
    chapter: str
    file: str
    tests: list  # names of its test cases
    hints: list

    @property
    def begin(self):
        return f"//@begin exercise {self.id}"

    @property
    def end(self):
        return f"//@end exercise {self.id}"


@dataclasses.dataclass
class Body:
    line: int  # of the mark that begins it, from 1
    text: str  # what stands between the marks
    start: int  # where it stands, in lines counted from 0: [start, stop)
    stop: int


def find_body(exercise, text):
    """The body of an exercise in the text of its file; a Mistake when its marks are not there once each, in order."""
    lines = text.splitlines(keepends=True)
    begins = [number for number, line in enumerate(lines) if line.strip() == exercise.begin]
    ends = [number for number, line in enumerate(lines) if line.strip() == exercise.end]
    for mark, found in ((exercise.begin, begins), (exercise.end, ends)):
        if not found:
            raise Mistake(f"{exercise.file}: the mark `{mark}` is missing, so nobody can see where the exercise stands; put the line back, "
                          f"or run ./tito reset {exercise.id}")
        if len(found) > 1:
            raise Mistake(f"{exercise.file}:{found[1] + 1}: the mark `{mark}` stands here a second time (first in line {found[0] + 1}); "
                          f"take one away")
    if ends[0] < begins[0]:
        raise Mistake(f"{exercise.file}:{ends[0] + 1}: the mark `{exercise.end}` stands before its `//@begin`; put it after the body")
    for number in range(begins[0] + 1, ends[0]):
        if re.match(r"\s*//@(begin|end) exercise ", lines[number]):
            raise Mistake(f"{exercise.file}:{number + 1}: the mark `{lines[number].strip()}` stands inside exercise {exercise.id}; "
                          f"move it out, or run ./tito reset {exercise.id}")
    return Body(begins[0] + 1, "".join(lines[begins[0] + 1:ends[0]]), begins[0] + 1, ends[0])


def replace_body(exercise, text, body):
    place = find_body(exercise, text)
    lines = text.splitlines(keepends=True)
    return "".join(lines[:place.start]) + body + "".join(lines[place.stop:])


class Tree:
    def __init__(self, root):
        self.root = root
        self.build = root / "build"
        try:
            self.manifest = json.loads((root / "edition.json").read_text(encoding="utf-8"))
            described = json.loads((root / ".tito/exercises.json").read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise Mistake(f"this folder is not whole: {error}; unpack the edition anew and copy your bodies into it") from error
        self.chapters = self.manifest["chapters"]  # "00_setup", …, in reading order
        self.exercises = [Exercise(**entry) for entry in described]

    # ---- files ------------------------------------------------------------------------------------------------------------------------

    def text(self, file):
        try:
            return (self.root / file).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise Mistake(f"{file}: cannot be read ({error}); ./tito reset brings the given file back, one exercise at a time") from error

    def given(self, file):
        """The file as the edition gave it out."""
        return (self.root / ".tito/given" / file).read_text(encoding="utf-8")

    def body(self, exercise):
        return find_body(exercise, self.text(exercise.file))

    def is_written(self, exercise):
        return self.body(exercise).text.strip() != find_body(exercise, self.given(exercise.file)).text.strip()

    def mistakes(self):
        """What is wrong with the marks of the whole tree."""
        found = []
        for exercise in self.exercises:
            try:
                self.body(exercise)
            except Mistake as mistake:
                found.append(str(mistake))
        return found

    def changed_outside(self, exercise):
        """The first line outside of the marks in which the file of an exercise differs from what was given; 0 when none does."""
        def outside(text):
            for other in self.exercises:
                if other.file == exercise.file:
                    text = replace_body(other, text, "")
            return text.splitlines()
        try:
            now, given = outside(self.text(exercise.file)), outside(self.given(exercise.file))
        except Mistake:
            return 0  # mistakes() says it
        for number, (a, b) in enumerate(zip(now, given), 1):
            if a != b:
                return number
        return 0 if len(now) == len(given) else min(len(now), len(given)) + 1

    def changed_files(self):
        """Given files that hold no exercise and are not as they were given: tests above all."""
        changed = []
        own = {exercise.file for exercise in self.exercises}
        for file, digest in self.manifest["files"].items():
            path = self.root / file
            if file in own or file.startswith(("book/", ".tito/")):
                continue
            if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != digest:
                changed.append(file)
        return changed

    def reset(self, exercise):
        """Puts the given body back. Returns where what stood there is kept."""
        text = self.text(exercise.file)
        given = self.given(exercise.file)
        kept = self.root / "kept" / f"{exercise.id}-{time.strftime('%Y%m%d-%H%M%S')}.cpp"
        try:
            old, new = find_body(exercise, text).text, replace_body(exercise, text, find_body(exercise, given).text)
        except Mistake:  # its marks are damaged: the given file comes back, with every other body whose marks are whole
            old, new = text, given
            for other in self.exercises:
                if other.file == exercise.file and other.id != exercise.id:
                    try:
                        new = replace_body(other, new, find_body(other, text).text)
                    except Mistake:
                        pass  # stands in the kept file
        kept.parent.mkdir(exist_ok=True)
        kept.write_text(old, encoding="utf-8")
        unfinished = self.root / (exercise.file + ".part")
        unfinished.write_text(new, encoding="utf-8")
        unfinished.replace(self.root / exercise.file)
        return kept.relative_to(self.root)

    # ---- names ------------------------------------------------------------------------------------------------------------------------

    def chapter(self, name):
        """A chapter by number or name: 1, 01, tensor, 01_tensor. None when there is no such chapter."""
        for chapter in self.chapters:
            number, _, word = chapter.partition("_")
            if name in (chapter, word, number) or (name.isdigit() and int(name) == int(number)):
                return chapter
        return None

    def exercise(self, name):
        for exercise in self.exercises:
            if exercise.id == name:
                return exercise
        return None

    def need_exercise(self, name):
        found = self.exercise(name)
        if found:
            return found
        raise Mistake(f"there is no exercise `{name}` here{near(name, [e.id for e in self.exercises])}")

    def exercises_of(self, chapter):
        return [exercise for exercise in self.exercises if exercise.chapter == chapter]


def near(word, candidates):
    """A closing that helps: the nearest name, or all of them."""
    import difflib
    close = difflib.get_close_matches(word, candidates, 1, 0.5)
    return f"; did you mean `{close[0]}`?" if close else "; there is: " + ", ".join(candidates)
