"""A goroutine dump: what runtime.Stack, a panic, SIGQUIT and a profile with debug=2 print, as data.

    dump = parse(text)
    assert write(dump) == text

Whatever the text, write gives it back exactly. A line that a dump does not have becomes Unread, with its
number, and the lines around it are read all the same.

Leaves out: frames of C that a cgo symbolizer named; their lines are Unread.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

NUMBER = "(0|[1-9][0-9]{0,19})"
ADDRESS = "(0x[0-9a-f]{1,16})"
GOROUTINE = re.compile(rf"goroutine {NUMBER}(?= )(.+)")
HEADER = re.compile(
    rf"(?: gp={ADDRESS} m=(?:nil|{NUMBER} mp={ADDRESS}))? "
    rf"\[([^\[\],]+?)((?: \((?:leaked|scan|durable)\))*)(?:, ([1-9][0-9]{{0,19}}) minutes)?"
    rf"(, locked to thread)?(?:, synctest bubble {NUMBER})?\](?: \{{(.+)\}})?:")
CALL = re.compile(r"([^\t\n ].*)\(([0-9a-fx?, {}_.]*)\)")
CREATED = re.compile(rf"created by (.+?)(?: in goroutine {NUMBER})?")
PLACE = re.compile(rf"\t(.+):{NUMBER}((?: \+{ADDRESS})?(?: fp={ADDRESS} sp={ADDRESS} pc={ADDRESS})?)")
ORIGIN = re.compile(rf"\[originating from goroutine {NUMBER}\]:")
ELIDED = re.compile(rf"\.\.\.(?:{NUMBER}|additional) frames elided\.\.\.")
FOREIGN = re.compile(rf"non-Go function at pc={ADDRESS}")
UNAVAILABLE = "\tgoroutine running on other thread; stack unavailable"
# What may stand between goroutines and after the last: a signal's registers, other parts of a crash.
AROUND = re.compile(rf"|runtime stack:|-----|exit status [0-9]+|[a-z0-9]+ +{ADDRESS}|"
                    r"(?:panic|fatal error|SIG[A-Z0-9]+): .*|PC=0x.*|\[signal .*\]|\[recovered.*\]")


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a file. at: the rest of the line, which says where in the machine code."""

    file: str
    line: int
    at: str = ""

    def __str__(self) -> str:
        return f"\t{self.file}:{self.line}{self.at}"


@dataclass(frozen=True, slots=True)
class Frame:
    """A call on the stack; args is "..." where it was inlined."""

    name: str
    args: str
    place: Place

    def __str__(self) -> str:
        return f"{self.name}({self.args})\n{self.place}"


@dataclass(frozen=True, slots=True)
class Created:
    """The go statement that made the goroutine; by: in which goroutine, if that is said."""

    name: str
    by: int | None
    place: Place

    def __str__(self) -> str:
        by = "" if self.by is None else f" in goroutine {self.by}"
        return f"created by {self.name}{by}\n{self.place}"


@dataclass(frozen=True, slots=True)
class Origin:
    """What follows is the stack of the goroutine that made it, at that moment (tracebackancestors)."""

    id: int

    def __str__(self) -> str:
        return f"[originating from goroutine {self.id}]:"


@dataclass(frozen=True, slots=True)
class Elided:
    """Frames that were left out; how many is not said of an ancestor."""

    count: int | None

    def __str__(self) -> str:
        return f"...{'additional' if self.count is None else self.count} frames elided..."


@dataclass(frozen=True, slots=True)
class Plain:
    """A line that a dump may have, of which no more is read than that."""

    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Unread:
    """A line that a dump does not have, and which line it is, from 1."""

    number: int
    text: str

    def __str__(self) -> str:
        return self.text


Line = Frame | Created | Origin | Elided | Plain | Unread
Header = tuple  # the fields of a Goroutine but for its stack


@dataclass(frozen=True, slots=True)
class Goroutine:
    """One goroutine. reason: why it waits, or else its status. marks: what stands behind that in
    parentheses: leaked, scan, durable. minutes: 0 if none are said. gp, m, mp: only at some levels of
    GOTRACEBACK; m is None for one that is on no thread.

    Go: traceback.go goroutineheader
    """

    id: int
    reason: str
    marks: tuple[str, ...] = ()
    minutes: int = 0
    locked: bool = False
    bubble: int | None = None
    labels: str = ""
    gp: str = ""
    m: int | None = None
    mp: str = ""
    stack: tuple[Line, ...] = ()

    @property
    def header(self) -> str:
        """Its first line."""
        thread = "m=nil" if self.m is None else f"m={self.m} mp={self.mp}"
        return "".join([
            f"goroutine {self.id}", self.gp and f" gp={self.gp} {thread}", f" [{self.reason}",
            *(f" ({mark})" for mark in self.marks), f", {self.minutes} minutes" if self.minutes else "",
            ", locked to thread" if self.locked else "",
            "" if self.bubble is None else f", synctest bubble {self.bubble}",
            "]", self.labels and f" {{{self.labels}}}", ":"])

    def __str__(self) -> str:
        return "\n".join([self.header, *map(str, self.stack)])


@dataclass(frozen=True, slots=True)
class Dump:
    """Goroutines, and the lines before, between and after them: usually blank ones."""

    items: tuple[Goroutine | Line, ...]

    @property
    def goroutines(self) -> list[Goroutine]:
        """The goroutines, in order."""
        return [item for item in self.items if type(item) is Goroutine]

    @property
    def unread(self) -> list[Unread]:
        """The lines that could not be read, in order."""
        lines = (line for item in self.items
                 for line in (item.stack if type(item) is Goroutine else (item,)))
        return [line for line in lines if type(line) is Unread]


def write(dump: Dump) -> str:
    """The dump's text."""
    return "\n".join(map(str, dump.items))


def parse(text: str) -> Dump:
    """Read a dump. What stands before the first goroutine is the program's own, and may be anything."""
    items: list[Goroutine | Line] = []
    header: Header | None = None
    stack: list = items
    begun = False
    for line in entries(text.split("\n")):
        blank = type(line) is Plain and not line.text
        if type(line) is tuple or blank and header:
            close(items, header, stack)
            header, stack = (None, items) if blank else (line, [])
            begun = True
        if type(line) is Unread and not header:
            line = around(line, begun)
        if type(line) is not tuple:
            stack.append(line)
    close(items, header, stack)
    return Dump(tuple(items))


def close(items: list[Goroutine | Line], header: Header | None, stack: list[Line]) -> None:
    """A goroutine, if there is one, is whole."""
    if header:
        items.append(Goroutine(*header, tuple(stack)))


def around(line: Unread, begun: bool) -> Line:
    """A line outside of the goroutines; begun: there has been one. A first line gone wrong stays unread."""
    free = not begun and not line.text.startswith("goroutine ")
    return Plain(line.text) if free or AROUND.fullmatch(line.text) else line


def entries(lines: list[str]) -> Iterator[Header | Line]:
    """Each line, or two where the second says the place of the first."""
    at, last = 0, len(lines) - 1
    while at <= last:
        line = lines[at]
        place = read_place(lines[at + 1]) if at < last and lines[at + 1][:1] == "\t" else None
        both = place and line and read_both(line, place)
        at += 2 if both else 1
        yield both or read_header(line) or read_single(line) or Unread(at, line)


@lru_cache(maxsize=1 << 14)
def read_place(line: str) -> Place | None:
    """The second line of a frame."""
    found = PLACE.fullmatch(line)
    return Place(found[1], int(found[2]), found[3]) if found else None


@lru_cache(maxsize=1 << 14)
def read_both(line: str, place: Place) -> Frame | Created | None:
    """The first line of a frame whose place is known."""
    if line.startswith("created by "):
        found = CREATED.fullmatch(line)
        return found and Created(found[1], int(found[2]) if found[2] else None, place)
    found = CALL.fullmatch(line)
    return found and Frame(found[1], found[2], place)


def read_header(line: str) -> Header | None:
    """The line that a goroutine begins with."""
    found = GOROUTINE.fullmatch(line) if line.startswith("goroutine ") else None
    rest = found and read_rest(found[2])
    return rest and (int(found[1]), *rest)


@lru_cache(maxsize=1 << 14)
def read_rest(text: str) -> tuple | None:
    """What follows a goroutine's number: the same for very many."""
    found = HEADER.fullmatch(text)
    if not found:
        return None
    gp, m, mp, reason, marks, minutes, locked, bubble, labels = found.groups()
    return (reason, tuple(marks[2:-1].split(") (")) if marks else (), int(minutes or 0), bool(locked),
            int(bubble) if bubble else None, labels or "", gp or "", int(m) if m else None, mp or "")


def read_single(line: str) -> Line | None:
    """A line that stands alone."""
    if found := ORIGIN.fullmatch(line):
        return Origin(int(found[1]))
    if found := ELIDED.fullmatch(line):
        return Elided(int(found[1]) if found[1] else None)
    if not line or line == UNAVAILABLE or FOREIGN.fullmatch(line):
        return Plain(line)
    return None
