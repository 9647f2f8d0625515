"""Reading a goroutine dump, line by line, into the data of dump.py."""

import re
from collections.abc import Iterator
from functools import lru_cache

from ..explore.explore import uncollected
from .dump import Created, Dump, Elided, Frame, Goroutine, Line, Origin, Place
from .lines import Plain, Unread

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

Header = tuple  # the fields of a Goroutine but for its stack


def parse(text: str) -> Dump:
    """Read a dump. What stands before the first goroutine is the program's own, and may be anything."""
    with uncollected():
        return Dump(tuple(read(text)))


def read(text: str) -> list[Goroutine | Line]:
    """What a dump consists of, in order."""
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
    return items


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
