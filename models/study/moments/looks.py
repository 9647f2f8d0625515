"""What each tool would say at every moment of models/program/stall.py: some tell of now, some of what is over.

    for look in looks(costs):
        print(look.kind, look.g, look.seen)

A step is what a goroutine does until somebody else's turn: that it begins to run is told with what it does then,
unless it computes.
"""

from collections.abc import Iterator
from typing import NamedTuple

from models.program.stall import stall
from models.runtime.events import read
from models.runtime.machine import Machine
from models.runtime.runtime import Runtime

from ..choosers import seeded
from ..runs import START_TICK

PROCS = 2
MAIN = 1
FUNCTIONS = {1: "main", 2: "flash", 3: "keep", 4: "quick", 5: "quick", 6: "quick", 7: "ship", 8: "lost", 9: "spin"}
WAITS = {"main": "sleep", "keep": "give", "quick": "mu", "ship": "orders", "lost": "answer"}  # what each waits for
OWN = "lost"  # who waits on a channel that nobody else has
CHANGES = ("newproc", "execute", "gopark", "goready", "goexit")


class Seen(NamedTuple):
    """What the tools count: goroutines that there are; idle Ps; waits that are over, by who waited and by who
    unlocked; goroutines that nothing can wake; changes of a goroutine's state so far.
    """

    goroutines: int = 1
    idle: int = PROCS - 1
    block: int = 0
    mutex: int = 0
    leaked: int = 0
    changes: int = 0


class Look(NamedTuple):
    """One step. kind: "new" (by `other`), "run", "wait", "wake" (by `other`, 0: a timer), "end"; at: where G g is
    then. seen: what the tools say after it.
    """

    kind: str
    g: int
    other: int = 0
    at: str = ""
    seen: Seen = Seen()


class Count:
    """The counts as the events come."""

    def __init__(self):
        self.alive, self.running = {MAIN}, {MAIN}
        self.waited: set[int] = set()  # woken from a channel or a lock, and not yet running
        self.block = self.mutex = self.leaked = self.changes = 0

    def take(self, e) -> None:
        """An event more. A wait is entered as one when it is over: by who unlocks at once, by who waited when it runs.

        Go: mprof.go blockevent, sema.go semrelease1, chan.go chanrecv
        """
        self.changes += 1
        if e.kind == "newproc":
            self.alive.add(e.g)
        elif e.kind == "execute":
            self.running.add(e.g)
            self.block += e.g in self.waited
            self.waited.discard(e.g)
        elif e.kind == "goready" and e.by:
            self.waited.add(e.g)
            self.mutex += WAITS[FUNCTIONS[e.g]] == "mu"
        elif e.kind == "gopark":
            self.running.discard(e.g)
            self.leaked += FUNCTIONS[e.g] == OWN
        elif e.kind == "goexit":
            self.running.discard(e.g)
            self.alive.discard(e.g)

    def seen(self) -> Seen:
        """What the tools say now."""
        return Seen(len(self.alive), PROCS - len(self.running), self.block, self.mutex, self.leaked, self.changes)


def looks(costs: dict, seed: int = 0) -> list[Look]:
    """The steps of the run on two Ps, from main's first one to the end of spin. costs: nanoseconds, as the model takes them."""
    rt = Runtime(PROCS, schedtick=START_TICK, choose=seeded(seed), durations=costs)
    Machine(rt, stall).run()
    events = [e for e in map(read, rt.trace) if e.kind in CHANGES]
    over = next(i for i, e in enumerate(events) if e.kind == "goexit" and FUNCTIONS[e.g] == "spin")
    return list(told(events[1:over + 1]))  # the first one is that main runs


def told(events: list) -> Iterator[Look]:
    """The steps that these events make."""
    count = Count()
    for i, e in enumerate(events):
        count.take(e)
        step = step_of(e, next((later.kind for later in events[i + 1:] if doer(later) == e.g), ""))
        if step:
            yield step._replace(seen=count.seen())


def doer(e) -> int:
    """Who does it."""
    return e.by if e.kind in ("newproc", "goready") else e.g


def step_of(e, later: str) -> Look | None:
    """The step that an event stands for; later: what this G does next. None where that tells it as well."""
    function = FUNCTIONS[e.g]
    if e.kind == "newproc":
        return Look("new", e.g, e.by, "runnable")
    if e.kind == "gopark":
        return Look("wait", e.g, at=WAITS[function])
    if e.kind == "goready":
        return Look("wake", e.g, e.by, "runnable")
    if e.kind == "goexit":
        return Look("end", e.g, at="ended")
    return Look("run", e.g, at="running") if function in ("main", "spin") else None
