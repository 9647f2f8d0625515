"""What became of each goroutine, and what each P's time went into: what measures are made of.

For the 1:1 machine's traces the goroutines are threads, and the Ps CPUs.
"""

from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

from .measures import span

# What each kind of event does to its G, which is always its first field.
MADE = ("newproc", "clone")
READY = ("goready", "wake", "netready", "injectglist")
RUNS = ("execute", "gokeep", "resume")
GIVES_WAY = ("gosched", "goyield", "gopreempt", "slice", "yield")  # it could run on
WAITS = ("gopark", "entersyscall", "entersyscallblock", "block")
ENDS = ("goexit", "exit")

TAKEN = ("acquirep", "switch")  # its P, or CPU, is somebody's
FREE = ("releasep", "idle")
FREES = ("pidleput", "retake")  # the P that its first field names is nobody's


@dataclass(slots=True)
class Life:
    """A goroutine. g is the id of its G, in which others may have run before it.

    made, began, ended: when its go statement was, when it first ran, when it ended, as far as the trace says.
    ran: how long it had a P. waited: how long it could have run and did not; longest: at a time.
    """

    g: int
    made: int | None = None
    began: int | None = None
    ended: int | None = None
    ran: int = 0
    waited: int = 0
    longest: int = 0


class Use(NamedTuple):
    """What a P's time went into. busy: a G ran. idle: no M had it. looking: an M had it, and no G of it ran.

    On the 1:1 machine looking is turning from one thread to another. Together they are the whole time.
    """

    p: int
    busy: int
    looking: int
    idle: int


class Doing(NamedTuple):
    """A goroutine has run on P p since then; or, where p is None, waited to."""

    since: int
    p: int | None


class Ledger:
    """Who does what at one moment of a trace."""

    def __init__(self, start: int):
        self.start = start
        self.lives: list[Life] = []
        self.now: dict[int, Life] = {}         # G -> who is in it
        self.doing: dict[int, Doing | None] = {}  # G -> None: it waits for something, or has ended
        self.busy: Counter[int] = Counter()

    def life(self, g: int, made: int | None = None) -> Life:
        """The goroutine in g; a new one if it is made, or has not been heard of."""
        if made is not None or g not in self.now:
            self.now[g] = Life(g, made)
            self.lives.append(self.now[g])
        return self.now[g]

    def turn(self, g: int, t: int, then: Doing | None) -> None:
        """g does something else from time t on: what it did until then is put down."""
        life, did = self.life(g), self.doing.get(g)
        if did and did.p is not None:
            life.ran += t - did.since
            self.busy[did.p] += t - did.since
        elif did:
            life.waited += t - did.since
            life.longest = max(life.longest, t - did.since)
        self.doing[g] = then

    def leaves(self, g: int, t: int, p: int | None, then: Doing | None) -> None:
        """g stops running. One that has not been heard of has run since the trace's start."""
        if g not in self.doing:
            self.doing[g] = Doing(self.start, p)
        self.turn(g, t, then)

    def note(self, event: tuple) -> None:
        """Put down one event."""
        kind, t, _, p, *args = event
        if kind in MADE:
            self.life(args[0], made=t)
            self.doing[args[0]] = Doing(t, None)
        elif kind in READY:
            for g in (*args[0], *args[1]) if kind == "injectglist" else args[:1]:
                self.turn(g, t, Doing(t, None))
        elif kind in RUNS or kind == "exitsyscall" and args[1] != "none":
            self.turn(args[0], t, Doing(t, p))
            life = self.life(args[0])
            life.began = t if life.began is None else life.began
        elif kind in GIVES_WAY or kind == "exitsyscall":
            self.leaves(args[0], t, p, Doing(t, None))
        elif kind in WAITS or kind in ENDS:
            self.leaves(args[0], t, p, None)
            if kind in ENDS:
                self.life(args[0]).ended = t


def ledger(trace: list[tuple]) -> Ledger:
    """Everything put down, to the trace's end."""
    start, end = span(trace)
    book = Ledger(start)
    for event in trace:
        book.note(event)
    for g in book.doing:
        book.turn(g, end, None)
    return book


def lived(trace: list[tuple]) -> tuple[Life, ...]:
    """Every goroutine that the trace tells of, in the order in which it first does."""
    return tuple(ledger(trace).lives)


def used(trace: list[tuple], procs: int = 0) -> tuple[Use, ...]:
    """What the time of each P went into: of those that the trace names, and of `procs` at least."""
    start, end = span(trace)
    busy, idle = ledger(trace).busy, idled(trace)
    count = max([procs, *(p + 1 for p in idle)])
    return tuple(Use(p, busy[p], end - start - busy[p] - idle.get(p, end - start), idle.get(p, end - start))
                 for p in range(count))


def idled(trace: list[tuple]) -> dict[int, int]:
    """For each P that the trace names how long no M had it.

    One that is first told of when an M takes it was idle until then.
    """
    start, end = span(trace)
    idle: dict[int, int] = {}
    free: dict[int, int] = {}  # P -> since when it is nobody's
    for kind, t, _, p, *args in trace:
        tp = args[0] if kind in FREES else p
        if tp is None:
            continue
        if tp not in idle:
            idle[tp] = t - start if kind in TAKEN else 0
        if kind in FREE or kind in FREES:
            free.setdefault(tp, t)
        elif tp in free and p == tp:
            idle[tp] += t - free.pop(tp)
    for p, since in free.items():
        idle[p] += end - since
    return idle
