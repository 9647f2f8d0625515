"""Where a race's stacks stand in the Go source of a program of the format: functions and lines.

    python -m models go FILE > main.go     # the source
    python -m models race FILE             # its races, with the functions and lines of that source

The race detector keeps a stack of its own: a function of the program puts on it where it was called. So a frame is
there only if what it calls does that. That of a body which runs deferred calls is not, for the runtime calls
these; nor in 1.27 that of a body which calls package sync, since functions of that package do so no more.

Go: cmd/compile/internal/ssagen/ssa.go buildssa, cmd/internal/objabi/pkgspecial.go noRaceFuncPkgs
Leaves out: frames in packages of Go itself; where a body defers the same body twice, which of the two it was; and
that calls which a panic has ended stay on the detector's stack after it is recovered.
"""

from collections.abc import Iterator
from typing import NamedTuple

from models.golang.programs.gosource import laid
from models.golang.toolchain import REFERENCE
from models.program.format import Program
from models.study.race.history import Access, Place

FILE = "main.go"
CALLS = ("call", "once")  # operations that call a body, which they name last
Created = dict[int, tuple[int, tuple[Place, ...]]]


class Frame(NamedTuple):
    """A call on a stack: the function and the line at which it stands."""

    function: str
    line: int


class Lines:
    """The stacks of a program's races, innermost call first. created: as the detector has it."""

    file = FILE

    def __init__(self, program: Program, created: Created, release: str = REFERENCE):
        self.bodies, self.created, self.release = program.bodies, created, release
        text, self.lines = laid(program)
        self.text = text.split("\n")

    def access(self, thing: str, access: Access) -> list[Frame]:
        """Where an access was made: in which case of a select, and a read in a function of its own."""
        (k, pc), *_ = found = [*map(spot, access.stack)]
        name, *args = self.bodies[k][pc]
        inner, *outer = self.stack(access.g, found)
        if thing.startswith("wg") and self.release == REFERENCE:
            return outer
        if name in ("trysend", "tryrecv"):
            inner = inner._replace(line=inner.line + 1)
        elif name in ("select", "trysel"):
            case = next(i for i, (way, c) in enumerate(args[0]) if way == "send" and thing == f"ch{c}")
            inner = inner._replace(line=inner.line + 1 + 2 * case)
        read = [Frame("main.read", self.at("func read("))] if name == "read" else []
        return [*read, inner, *outer]

    def start(self, g: int) -> list[Frame]:
        """Where a goroutine was started."""
        by, stack = self.created[g]
        return [Frame("main.spawn", self.at("\tgo body(id)")), *self.stack(by, [*map(spot, stack)])]

    def stack(self, g: int, spots: list[tuple[int, int]]) -> list[Frame]:
        """A goroutine's stack that stands at these operations, the innermost first."""
        found, called, outer = [self.bottom(g)], self.first(g), []
        for k, pc in spots[:0:-1]:
            name, *args = self.bodies[k][pc]
            found += [*self.deferred([called, *outer], k), *self.calling(name, k, pc)]
            called, outer = args[-1] if name in CALLS else k, [k, *outer]
        k, pc = spots[0]
        return [*found, *self.deferred([called, *outer], k), Frame(f"main.body{k}", self.lines[k, pc])][::-1]

    def calling(self, name: str, k: int, pc: int) -> Iterator[Frame]:
        """The frames of a body that calls another; one that panics has none."""
        line = self.lines[k, pc]
        if name == "call" or name == "once" and self.release != REFERENCE:
            yield Frame(f"main.body{k}", line)
        if name == "once":
            yield Frame(f"main.body{k}.func{self.nth(k, pc)}", line)

    def deferred(self, around: list[int], to: int) -> list[Frame]:
        """The compiler's functions by which deferred calls lead to a body: from the first of these bodies that
        defers it, or that defers one that does.
        """
        for body in around:
            ways, todo = {body: []}, [body]
            while todo:
                k = todo.pop(0)
                for pc, (name, *args) in enumerate(self.bodies[k]):
                    if name == "defer" and args[0] not in ways:
                        frame = Frame(f"main.body{k}.deferwrap{self.nth(k, pc)}", self.lines[k, pc])
                        ways[args[0]] = [*ways[k], frame]
                        todo.append(args[0])
            if to in ways:
                return ways[to]
        return []

    def nth(self, k: int, pc: int) -> int:
        """How many operations of that name body k has up to this one."""
        return sum(operation[0] == self.bodies[k][pc][0] for operation in self.bodies[k][:pc + 1])

    def bottom(self, g: int) -> Frame:
        """The outermost call."""
        if not g:
            return Frame("main.main", self.at("\tbody0(0)"))
        return Frame("main.spawn.gowrap1", self.at("\tgo body(id)"))

    def first(self, g: int) -> int:
        """The body that goroutine g was started with."""
        if not g:
            return 0
        k, pc = spot(self.created[g][1][0])
        return self.bodies[k][pc][1]

    def at(self, begin: str) -> int:
        """The line of the source that begins so."""
        return next(n for n, line in enumerate(self.text, 1) if line.startswith(begin))


def spot(place: Place) -> tuple[int, int]:
    """A place as a body and an operation."""
    return int(place.function.removeprefix("body")), place.at
