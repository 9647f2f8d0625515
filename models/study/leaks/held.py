"""What the goroutines of a run hold on to, and what they wait for: what the garbage collector would see.

The objects of a run go by their names in its heap. A Mutex inside of an RWMutex or a Once is no object of
its own: it is that part of memory in which the whole lies.
"""

from collections.abc import Iterator
from types import GeneratorType
from typing import NamedTuple

from models.program import bodies
from models.program.run import Run
from models.runtime.cond import Cond
from models.runtime.function import OPEN_DEFERS, open_coded
from models.runtime.once import Once
from models.runtime.rwmutex import RWMutex
from models.runtime.sema import SPREAD
from models.runtime.status import G_DEAD, G_WAITING, name

from .reach import Needs, Thing, during, needs
from .reach import name as thing_name

Place = tuple[int, int]  # a body and a pc


class Stack(NamedTuple):
    """A goroutine: its number in the log, its goid and that of who started it, why it waits or else its
    status, and where.

    places: the operations at which it stands, that of the innermost call first; a body that is done and
    runs deferred calls has none any more. waits: the objects of which one may wake it. holds: those that its
    stack leads to.
    """

    number: int
    goid: int
    parent: int
    waiting: bool
    reason: str
    places: tuple[Place, ...]
    waits: frozenset[int]
    holds: frozenset[int]


@open_coded
def _open(frame, env: bodies.Env, k: int, g: int):
    return bodies.body(env, k, g)


def compiled(env: bodies.Env, k: int, g: int):
    """Body k as the compiler makes it: with few defers, these lie in its frame until it returns."""
    defers = sum(operation[0] == "defer" for operation in env.program.bodies[k])
    return (_open if defers <= OPEN_DEFERS else bodies.body)(env, k, g)


def stacks(run: Run) -> list[Stack]:
    """The goroutines of a run that have not ended, by number. Its main, which holds nothing, is not one."""
    known = needs(run.env.program)
    theirs = [gp for gp in run.machine.rt.allgs[1:] if gp.fn is compiled and gp.status != G_DEAD]
    return sorted(Reader(run, known, gp).stack() for gp in theirs)


def edges(run: Run) -> dict[int, int]:
    """The objects that lead to another: a Cond to its Mutex."""
    return {n: thing.L for n, thing in enumerate(run.machine.rt.heap) if isinstance(thing, Cond)}


def called(run: Run) -> dict[int, str]:
    """The objects' names as the source has them: "ch0", and "cond0.L" for a Cond's Mutex."""
    found = {n: thing_name((kind, i)) for kind, names in run.env.names.items() for i, n in enumerate(names)}
    return found | {to: f"{found[n]}.L" for n, to in edges(run).items()}


class Reader:
    """Reads one goroutine's stack."""

    def __init__(self, run: Run, known: Needs, gp):
        self.run, self.known, self.gp = run, known, gp
        self.heap = run.machine.rt.heap
        self.inside = {thing.w if isinstance(thing, RWMutex) else thing.m: n
                       for n, thing in enumerate(self.heap) if isinstance(thing, RWMutex | Once)}
        self.frames = run.machine.rt.frames[gp.id] or []

    def stack(self) -> Stack:
        """What there is to say of it."""
        gp = self.gp
        places = tuple(place for frame in reversed(self.frames) if (place := standing(frame)))
        return Stack(gp.args[2], gp.goid, gp.parent_goid, gp.status == G_WAITING,
                     gp.waitreason if gp.status == G_WAITING else name(gp.status),
                     places or ((gp.args[1], 0),), self.waits(), self.holds())

    def waits(self) -> frozenset[int]:
        """The objects of which one may wake it: a channel by its name, a semaphore by its address."""
        sudogs = (self.gp.waiting or []) if self.gp.status == G_WAITING else []
        names = (sg.c or sg.elem // SPREAD for sg in sudogs)
        return frozenset(self.inside.get(n, n) for n in names)

    def holds(self) -> frozenset[int]:
        """What its frames need; one that has not begun has all that it was handed."""
        if not self.frames:
            return self.named(self.known[self.gp.args[1]][0])
        return frozenset().union(*(self.frame(depth) for depth in range(len(self.frames))))

    def frame(self, depth: int) -> frozenset[int]:
        """What one frame needs: what its deferred calls were handed, and what its operations still use."""
        place = standing(self.frames[depth])
        own = frozenset().union(*(self.known[k][0] for k in self.deferred(depth + 1)))
        return self.named(own | self.operations(depth, *place) if place else own)

    def deferred(self, sp: int) -> Iterator[int]:
        """The bodies that the frame at this depth has deferred. Those in the frame stay until it is gone,
        records in a list only until they run.

        Go: cmd/compile/internal/ssagen/ssa.go state.openDeferRecord
        """
        kept = self.gp.locals.get(sp) if self.gp.locals else None
        requests = [d.request for d in self.gp.defer or () if d.sp == sp] + (kept.slots if kept else [])
        for name_, *args in requests:
            if name_ == "ask_call":
                yield args[1][1]

    def operations(self, depth: int, k: int, pc: int) -> frozenset[Thing]:
        """What body k still uses that stands at pc: all after that, and what the operation there needs."""
        body, above = self.run.env.program.bodies[k], self.frames[depth + 1:]
        if pc == len(body):
            return frozenset()
        after = self.known[k][pc + 1] if body[pc][0] != "panic" else frozenset()
        if body[pc][0] == "once" and any(map(standing, above)):
            return after | {("once", body[pc][1])}  # which is under way
        if len(above) > 1 or above and standing(above[0]):
            return after  # a call, or a panic: the operation itself is over
        asleep = self.gp.status != G_WAITING or self.gp.waitreason == "sleep"
        return self.known[k][pc] if asleep else after | during(body[pc], self.known)

    def named(self, things: frozenset[Thing]) -> frozenset[int]:
        """The names of these objects in the heap; a nil channel is none."""
        names = self.run.env.names
        return frozenset(names[kind][i] for kind, i in things) - {bodies.NO_CHAN}


def standing(frame: GeneratorType) -> Place | None:
    """The body and the pc at which a frame stands; None if it runs no body, or no longer."""
    while isinstance(frame, GeneratorType) and frame.gi_frame:
        found = frame.gi_frame.f_locals
        if frame.gi_code is bodies.body.__code__:
            return found["k"], found.get("pc", 0)
        if frame.gi_code is _open.__code__ and frame.gi_yieldfrom is None:
            return found["args"][1], 0
        frame = frame.gi_yieldfrom
    return None
