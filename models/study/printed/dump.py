"""A goroutine dump: what runtime.Stack, a panic, SIGQUIT and a profile with debug=2 print, as data.

    dump = parse(text)  # dumpread.py
    assert write(dump) == text

Whatever the text, write gives it back exactly. A line that a dump does not have becomes Unread, with its
number, and the lines around it are read all the same.

Leaves out: frames of C that a cgo symbolizer named; their lines are Unread.
"""

from dataclasses import dataclass

from .lines import Plain, Unread


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


Line = Frame | Created | Origin | Elided | Plain | Unread


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
