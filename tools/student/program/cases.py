"""Running the test cases of a chapter. A case that hangs or kills the program is named, and the others still run."""

import dataclasses
import re
import subprocess

from process import follow, signal_name

ENTER = re.compile(r'.*: Entering test case "([^"]+)"$')
LEAVE = re.compile(r'.*: Leaving test case "([^"]+)"')
SUITE = re.compile(r'.*: (Entering|Leaving) test suite "([^"]+)"')
ERROR = re.compile(r'(?P<file>.*?)\((?P<line>\d+)\): (?:fatal )?error: in "[^"]*": (?P<text>.*)')
UNWRITTEN = re.compile(r"exercise ([a-z0-9-]+) is not written yet")


@dataclasses.dataclass
class Case:
    path: str  # "suite/case"
    passed: bool = True
    ran: bool = False
    printed: list = dataclasses.field(default_factory=list)
    errors: list = dataclasses.field(default_factory=list)  # (place, text)
    unwritten: set = dataclasses.field(default_factory=set)

    @property
    def name(self):
        return self.path.rsplit("/", 1)[-1]


def list_cases(program):
    """All cases of a test program, in its order, as "suite/case"."""
    said = subprocess.run([program, "--list_content"], capture_output=True, text=True, timeout=120, stdin=subprocess.DEVNULL)
    found, path = [], []
    entries = [(len(line) - len(line.lstrip()), line.strip().rstrip("*")) for line in (said.stderr + said.stdout).splitlines()
               if re.fullmatch(r"\s*\w+\*?(: .*)?", line)]
    entries = [(depth, name.split(":")[0].rstrip("*")) for depth, name in entries]
    for number, (depth, name) in enumerate(entries):
        path = path[:depth // 4] + [name]
        if number + 1 == len(entries) or entries[number + 1][0] <= depth:
            found.append("/".join(path))
    return found


def run_cases(program, paths, root, silence, on_case=lambda done: None):
    """Runs the cases; returns a Case for each path, in order. `silence`: seconds after which a case that shows no sign of life is stopped."""
    cases = {path: Case(path) for path in paths}
    waiting = list(paths)
    while waiting:
        current = _run_once(program, waiting, cases, root, silence, on_case)
        before = len(waiting)
        waiting = [path for path in waiting if not cases[path].ran]
        if len(waiting) == before:  # it ended before any case: no use in trying again
            for path in waiting:
                cases[path].passed, cases[path].ran = False, True
                cases[path].errors.append(("", f"the test program {current} before any test began"))
    return list(cases.values())


def _run_once(program, paths, cases, root, silence, on_case):
    suites, state = [], {"case": None}

    def line(text):
        enter, leave, suite = ENTER.match(text), LEAVE.match(text), SUITE.match(text)
        if suite:
            suites.append(suite[2]) if suite[1] == "Entering" else suites and suites.pop()
        elif enter:
            state["case"] = cases.get("/".join([*suites, enter[1]]))
            if state["case"]:
                state["case"].ran = True
        elif leave:
            state["case"] = None
            on_case(sum(case.ran for case in cases.values()))
        elif state["case"] and not text.startswith(("Running ", "*** ")):
            state["case"].printed.append(text)

    ended = follow([program, "--log_level=test_suite", "--report_level=no", "--color_output=no", "--detect_memory_leaks=0",
                    "--run_test=" + ":".join(paths)], line, silence, cwd=root)
    dead = state["case"]
    what = ended.limit or (f"ended by {signal_name(ended.status)}" if ended.status > 128 else f"ended with status {ended.status}")
    for case in cases.values():
        if case.ran and case.printed:
            _judge(case, root)
    if dead is None and (ended.limit or ended.status > 128):
        return what
    if dead is not None:
        dead.passed = False
        if not dead.unwritten:
            dead.errors.append(("", f"{what}; the other tests still ran"))
    return what


def _judge(case, root):
    """Errors and not yet written exercises, from what the case printed."""
    printed, case.printed = case.printed, []
    for text in printed:
        error = ERROR.match(text)
        unwritten = UNWRITTEN.search(text)
        if unwritten:
            case.passed = False
            case.unwritten.add(unwritten[1])
        elif error:
            case.passed = False
            file = error["file"].replace(str(root) + "/", "").replace("../", "")
            case.errors.append(("" if file == "unknown location" else f"{file}:{error['line']}", error["text"]))
        elif case.errors and text.strip():
            case.errors.append(("", "  " + text.strip()) if not re.match(r".*\(\d+\): last checkpoint", text) else
                               ("", "  after " + re.sub(r"(\S+)\((\d+)\): last checkpoint.*", r"\1:\2", text).replace(str(root) + "/", "").replace("../", "")))
        elif text.strip():
            case.printed.append(text)


def folded(errors, most=3):
    """The errors of a case as lines; a long run of the same line of a test is cut to its first ones."""
    lines, seen = [], {}
    for place, text in errors:
        key = place or "".join(character for character in text if not character.isdigit() and character not in "+-.")
        seen[key] = seen.get(key, 0) + 1
        if seen[key] <= most:
            lines.append(f"{place}: {text}" if place else text)
        elif seen[key] == most + 1:
            lines.append(None)  # to be told how many
            seen[key, "at"] = len(lines) - 1
    for key, count in list(seen.items()):
        if not isinstance(key, tuple) and (key, "at") in seen:
            lines[seen[key, "at"]] = f"... and {count - most} more like these"
    return lines
