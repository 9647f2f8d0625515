"""A run told by its mutex: what is done to the word and to the semaphore, and how they stand after it.

    told(barge, 2, 2000, 2)       # on one P, from the moment when the mutex is made
"""

from collections.abc import Callable
from typing import NamedTuple

from models.runtime.goroutine import MAIN
from models.runtime.machine import Machine
from models.runtime.mutex import LOCKED, SHIFT, STARVING, WOKEN, Mutex
from models.runtime.runtime import RULES, Runtime

from ..runs import START_TICK

LIMIT = 100_000  # steps; a program that is told has far fewer
TAKEN = LOCKED | STARVING  # nobody but who is handed it gets it now


class Word(NamedTuple):
    """A mutex: its state, its semaphore's number, and who sleeps on that, the next to be woken in front."""

    state: int = 0
    sema: int = 0
    line: tuple[int, ...] = ()

    @property
    def locked(self) -> bool:
        return bool(self.state & LOCKED)

    @property
    def woken(self) -> bool:
        return bool(self.state & WOKEN)

    @property
    def starving(self) -> bool:
        return bool(self.state & STARVING)

    @property
    def waiters(self) -> int:
        return self.state >> SHIFT


class Told(NamedTuple):
    """Something that happened: an event of the scheduler, or what was done to the mutex (then event is ()).

    Of the mutex: "fast" and "free", Lock and Unlock by the word alone; "took", "counted" and "starve", the
    swap in lockSlow; "behind" and "front", a place in the line; "unlock", "wake" and "left", what Unlock does
    where somebody waits; "release", "out", "hand" and "one", what is done to the semaphore; "over", a mutex
    that was handed over. g: who does it, or, for "out" and "hand", to whom. word: how the mutex stands after
    it; an event leaves it as it is. ns: for how long g has waited by then.
    """

    kind: str
    g: int
    event: tuple
    word: Word
    ns: int = 0


class Log:
    """What is told of a run while it goes on."""

    def __init__(self):
        self.found: list[Told] = []
        self.seen = 0                    # events of the trace that are told
        self.since: dict[int, int] = {}  # when a G that waits began to
        self.waker, self.woken = 0, 0    # who releases the semaphore, and whom that wakes
        self.handing = False             # whether it hands it over
        self.left: set[int] = set()      # those in unlockSlow who have released nothing

    def mutex(self, rt) -> Mutex | None:
        """The first mutex of the run."""
        return next((thing for thing in rt.heap if isinstance(thing, Mutex)), None)

    def word(self, rt) -> Word:
        """How that stands now."""
        mu = self.mutex(rt)
        if mu is None:
            return Word()
        t = rt.rootFor(mu.sema.addr).treap
        while t and t.elem != mu.sema.addr:
            t = t.prev if mu.sema.addr < t.elem else t.next
        return Word(mu.state, mu.sema.value, tuple(s.g for s in t.sudogs) if t else ())

    def events(self, rt) -> None:
        """Tell what the scheduler has done since."""
        word = self.found[-1].word if self.found else Word()
        for event in rt.trace[self.seen:]:
            self.found.append(Told(event[0], event[4] if len(event) > 4 else 0, event, word))
        self.seen = len(rt.trace)

    def tell(self, rt, kind: str, g: int) -> None:
        """Tell what was done to the mutex."""
        self.events(rt)
        now = rt.now + rt.spent
        ns = now - self.since.get(g, now)
        if kind in ("took", "over"):
            self.since.pop(g, None)
        self.found.append(Told(kind, g, (), self.word(rt), ns))


def watched(rules: dict[str, Callable], log: Log) -> dict[str, Callable]:
    """The rules, with a note of each thing that is done to the mutex."""
    def mine(rt, sema) -> bool:
        return log.mutex(rt).sema is sema

    def mutex_Lock(rt, gp, m):
        fast = rt.heap[m].state == 0
        yield from rules["mutex_Lock"](rt, gp, m)
        if fast:
            log.tell(rt, "fast", gp.id)

    def take_or_queue(rt, gp, mu, starving, awoke):
        old = yield from rules["take_or_queue"](rt, gp, mu, starving, awoke)
        kind = "took" if not old & TAKEN else "starve" if starving else "counted"
        log.tell(rt, kind, gp.id)
        return old

    def take_over(rt, mu, old, starving):
        yield from rules["take_over"](rt, mu, old, starving)
        log.tell(rt, "over", rt.allm[0].curg)

    def mutex_Unlock(rt, gp, m):
        free = rt.heap[m].state == LOCKED
        yield from rules["mutex_Unlock"](rt, gp, m)
        if free:
            log.tell(rt, "free", gp.id)

    def unlockSlow(rt, gp, mu, new):
        log.tell(rt, "unlock", gp.id)
        log.left.add(gp.id)
        yield from rules["unlockSlow"](rt, gp, mu, new)
        if gp.id in log.left:
            log.tell(rt, "left", gp.id)

    def semrelease1(rt, gp, sema, handoff=False):
        if mine(rt, sema):
            log.waker, log.handing = gp.id, handoff
            log.left.discard(gp.id)
            if not handoff:
                log.tell(rt, "wake", gp.id)
        yield from rules["semrelease1"](rt, gp, sema, handoff)

    def sleeper(rt, sema):
        if mine(rt, sema):
            log.tell(rt, "release", log.waker)
        s = rules["sleeper"](rt, sema)
        if s and mine(rt, sema):
            log.woken = s.g
            log.tell(rt, "out", s.g)
        return s

    def cansemacquire(rt, sema):
        got = rules["cansemacquire"](rt, sema)
        if got and mine(rt, sema):
            log.tell(rt, "hand" if log.handing else "one", log.woken if log.handing else rt.allm[0].curg)
        return got

    def semaRoot_queue(rt, gp, root, addr, s, lifo):
        rules["semaRoot_queue"](rt, gp, root, addr, s, lifo)
        if log.mutex(rt).sema.addr == addr:
            log.since.setdefault(gp.id, rt.now + rt.spent)
            log.tell(rt, "front" if lifo else "behind", gp.id)
    return rules | {rule.__name__: rule for rule in (
        mutex_Lock, take_or_queue, take_over, mutex_Unlock, unlockSlow, semrelease1, sleeper, cansemacquire,
        semaRoot_queue)}


def told(main: Callable, *args, rules: dict[str, Callable] = RULES) -> list[Told]:
    """Everything that happens in a run on one P, from the first Lock on, to the end of main or of the
    program.
    """
    log = Log()
    rt = Runtime(1, schedtick=START_TICK, rules=watched(rules, log))
    machine = Machine(rt, main, *args)
    going = True
    while going and machine.steps < LIMIT:
        going = machine.step()
        log.events(rt)
    kinds = [one.kind for one in log.found]
    first = kinds.index("fast") if "fast" in kinds else 0
    ends = (i + 1 for i, one in enumerate(log.found) if one.kind == "goexit" and one.g == MAIN)
    return log.found[first:next(ends, len(log.found))]
