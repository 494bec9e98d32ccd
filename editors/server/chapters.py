"""What stands where in the chapters' texts. It reads text that is being typed, so nothing in it is an error; tito says what is wrong."""

import dataclasses
import re

KINDS = ("solution", "stub", "test", "probe", "analysis", "listing")
DIRECTIVES = ("exercise", "answer", "checkpoint", "predict", "output", "insight", "why", "reflect", "diagram", "milestone")
ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

_DEFINITION = re.compile(r"<<(.+)>>=")
_USE = re.compile(r" *<<(.+)>>")
_FENCE = re.compile(r"(:{3,})(?:\{([\w-]+)\} *(.*))?")
_OPTION = re.compile(r":([\w-]+): *(.*)")
_HEADING = re.compile(r"(#{1,6}) +(.+)")
_LITERAL = re.compile(r"```+|~~~+")


@dataclasses.dataclass(frozen=True)
class Span:
    """Columns [begin, end) of a line, all counted from 0 and in characters."""
    file: str
    line: int
    begin: int
    end: int

    def holds(self, line, column):
        return self.line == line and self.begin <= column <= self.end


@dataclasses.dataclass(frozen=True)
class Name:
    """The name of a chunk, where it is defined or used."""
    text: str
    at: Span
    defines: bool

    @property
    def kind(self):
        return kind_of(self.text)

    @property
    def id(self):
        return self.text.split(": ", 1)[1] if self.kind in KINDS else None


@dataclasses.dataclass
class Chunk:
    name: Name
    last: int  # the last line of its code
    end: int   # the line that closes it


@dataclasses.dataclass
class Directive:
    name: str
    argument: str
    at: Span             # of the argument
    line: int
    end: int = 0
    id: str = ""
    id_at: Span | None = None


@dataclasses.dataclass
class Heading:
    level: int
    text: str
    line: int


def kind_of(name):
    prefix, colon, rest = name.partition(": ")
    if colon and prefix in KINDS and ID.fullmatch(rest):
        return prefix
    return "root" if " " not in name and ("." in name or "/" in name) else "code"


class Chapter:
    def __init__(self, file, text):
        self.file, self.text = file, text
        self.lines = text.split("\n")
        self.names, self.chunks, self.directives, self.headings = [], [], [], []
        self.marks = {}  # line -> the ids that stand there as ids, each with its first column
        self._code = [False] * len(self.lines)
        self._read()

    def _read(self):
        chunk, fences, literal = None, [], None
        for number, line in enumerate(self.lines):
            if begin := _DEFINITION.fullmatch(line):
                self._close(chunk, number)
                chunk = Chunk(self._name(begin, number, True), number, number)
                fences, literal = [], None
            elif chunk and (line == "@" or line.startswith("@ ")):
                self._close(chunk, number)
                chunk = None
            elif chunk:
                self._code[number] = True
                if use := _USE.fullmatch(line):
                    self._name(use, number, False)
            elif literal:
                literal = None if line.strip() == literal else literal
            elif mark := _LITERAL.match(line):
                literal = mark[0]
            elif fence := _FENCE.fullmatch(line.rstrip()):
                self._fence(fence, number, fences)
            elif fences and self.directives[fences[-1][1]].name == "diagram":
                continue  # verbatim
            elif fences and (option := _OPTION.fullmatch(line)) and option[1] == "id":
                directive = self.directives[fences[-1][1]]
                directive.id, begin = option[2].strip(), option.start(2)
                directive.id_at = Span(self.file, number, begin, begin + len(directive.id))
                self._mark(directive.id, directive.id_at)
            elif heading := _HEADING.fullmatch(line):
                self.headings.append(Heading(len(heading[1]), heading[2], number))
        self._close(chunk, len(self.lines))

    def _name(self, match, number, defines):
        name = Name(match[1], Span(self.file, number, match.start(1), match.end(1)), defines)
        self.names.append(name)
        if name.id:
            self._mark(name.id, Span(self.file, number, match.end(1) - len(name.id), match.end(1)))
        return name

    def _mark(self, id, at):
        self.marks.setdefault(at.line, []).append((id, at.begin))

    def _close(self, chunk, number):
        if chunk:
            chunk.last, chunk.end = number - 1, min(number, len(self.lines) - 1)
            self.chunks.append(chunk)

    def _fence(self, fence, number, fences):
        if fence[2]:
            at = Span(self.file, number, fence.start(3), fence.end(3))
            self.directives.append(Directive(fence[2], fence[3], at, number, number))
            if fence[2] in ("answer", "output"):
                self._mark(fence[3], at)
            fences.append((len(fence[1]), len(self.directives) - 1))
        else:
            while fences:
                colons, index = fences.pop()
                self.directives[index].end = number
                if colons <= len(fence[1]):
                    break

    def is_code(self, line):
        return 0 <= line < len(self._code) and self._code[line]

    def chunk_at(self, line):
        return next((chunk for chunk in self.chunks if chunk.name.at.line <= line <= chunk.end), None)

    def name_at(self, line, column):
        return next((name for name in self.names if name.at.holds(line, column)), None)

    def code_of(self, chunk):
        return self.lines[chunk.name.at.line + 1:chunk.last + 1]


class Book:
    """All chapters, in the order of their files' names."""

    def __init__(self, texts):
        self.chapters = {file: Chapter(file, text) for file, text in sorted(texts.items())}

    def names(self):
        return [name for chapter in self.chapters.values() for name in chapter.names]

    def definitions(self, text):
        return [name for name in self.names() if name.defines and name.text == text]

    def occurrences(self, text):
        return [name for name in self.names() if name.text == text]

    def directives(self):
        return [directive for chapter in self.chapters.values() for directive in chapter.directives]

    def ids(self):
        """Every id of the book: exercises, reflections, analyses, listings."""
        of_chunks = {name.id for name in self.names() if name.id}
        return sorted(of_chunks | {directive.id for directive in self.directives() if directive.id})

    def id_at(self, file, line, column):
        """The id that stands at a place, and its span."""
        chapter = self.chapters[file]
        name = chapter.name_at(line, column)
        if name and name.id:
            begin = name.at.end - len(name.id)
            return name.id, Span(file, line, begin, name.at.end)
        known = set(self.ids())
        for word in re.finditer(r"[a-z0-9]+(?:-[a-z0-9]+)*", chapter.lines[line] if line < len(chapter.lines) else ""):
            if word[0] in known and word.start() <= column <= word.end():
                span = Span(file, line, *word.span())
                if span in self.places_of_id(word[0]):
                    return word[0], span
        return None

    def places_of_id(self, wanted):
        """Every place that means the id. A word without `-` may be a word of the language: only marked ones count then."""
        return [span for chapter in self.chapters.values() for number, line in enumerate(chapter.lines) if wanted in line
                for span in self._places_in(chapter, number, line, wanted)]

    @staticmethod
    def _places_in(chapter, number, line, wanted):
        marked = {begin for id, begin in chapter.marks.get(number, []) if id == wanted}
        for word in re.finditer(rf"(?<![\w-]){re.escape(wanted)}(?![\w-])", line):
            around = line[word.start() - 1:word.start()] + line[word.end():word.end() + 1]
            if word.start() in marked or "-" in wanted or around in ('""', "``"):
                yield Span(chapter.file, number, *word.span())

    def home_of_id(self, wanted):
        """Where an id is introduced: its directive, or the definitions of its analysis or listing."""
        homes = [directive.id_at for directive in self.directives() if directive.id == wanted]
        return homes or [name.at for name in self.names() if name.defines and name.id == wanted]
