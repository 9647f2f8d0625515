"""A P's run queue in atomic steps: the second text of models/runtime/runq.py.

One owner puts and gets, any number of thieves grab. The words of a queue: head, tail, runnext and
the ring's slots. G 0 is none. What the runtime does under the scheduler's lock is one step.

With these steps all loads and stores happen in one order for all (sequential consistency), so nothing
tells a release from a plain store. With those of buffers.py it does.
"""

from typing import NamedTuple

from ..explore import memory as words
from ..explore.explore import Step
from ..explore.memory import BLANK, cas, end, load, own, store, store_rel, write

RAN, GLOBAL = len(BLANK), len(BLANK) + 1  # words: the Gs that were run (sorted), the global queue
FIRST = GLOBAL + 1  # the Ps' words follow


class P(NamedTuple):
    """Where the words of a P's queue lie, the ring's size, and how many bits an index has."""

    head: int
    tail: int
    runnext: int
    runq: int
    size: int
    bits: int = 32

    def slot(self, i: int) -> int:
        """The address of the slot for an index."""
        return self.runq + i % self.size

    def plus(self, i: int, n: int) -> int:
        """The index n further; after the last comes 0."""
        return (i + n) % (1 << self.bits)

    def length(self, h: int, t: int) -> int:
        """How many lie between two indices."""
        return (t - h) % (1 << self.bits)


def ran(g: int) -> tuple:
    """Note that a G was run; not a step of Go's, but what the questions are about."""
    return "ran", g


def idle(pp: P) -> tuple:
    """Note that the owner found nothing in its queue; the state before this note is asked about."""
    return "idle", pp


def runqput(pp: P, g: int, next: bool = False):
    """Append a G, or make it runnext and append the one that was there before.

    Go: proc.go runqput
    """
    if next:
        g = yield from swapped(pp, g)
        if not g:
            return
    while True:
        h = yield load(pp.head)
        t = yield own(pp.tail)
        if pp.length(h, t) < pp.size:
            yield store(pp.slot(t), g)
            yield store_rel(pp.tail, pp.plus(t, 1))
            return
        if (yield from runqputslow(pp, g, h, t)):
            return


def swapped(pp: P, g: int):
    """Make a G runnext; answers who was there. A thief may take that one first: then again.

    Go: proc.go runqput
    """
    while True:
        old = yield load(pp.runnext)
        if (yield cas(pp.runnext, old, g)):
            return old


def runqputslow(pp: P, g: int, h: int, t: int):
    """The ring is full: move its older half and the G to the global queue, unless a thief was faster.

    Go: proc.go runqputslow
    """
    n = pp.length(h, t) // 2
    if n != pp.size // 2:
        yield end("runqputslow: queue is not full")
    batch = ()
    for i in range(n):
        batch += ((yield own(pp.slot(h + i))),)
    if not (yield cas(pp.head, h, pp.plus(h, n))):
        return False
    yield "globrunqputbatch", (*batch, g)
    return True


def runqget(pp: P):
    """Take runnext, or else the oldest of the ring; 0 if there is nothing. Where a thief has moved
    the head meanwhile, look again.

    Go: proc.go runqget
    Leaves out: whether the G inherits the time slice.
    """
    next = yield load(pp.runnext)
    if next and (yield cas(pp.runnext, next, 0)):
        return next
    while True:
        h = yield load(pp.head)
        t = yield own(pp.tail)
        if t == h:
            return 0
        g = yield own(pp.slot(h))
        if (yield cas(pp.head, h, pp.plus(h, 1))):
            return g


def runqempty(pp: P):
    """Whether pp has nothing: answers True only if there was a moment at which it had nothing.

    The three words are read one after the other. A G that is kicked out of runnext into the ring in between
    would be seen in neither; but then the tail has moved, and all is read again.

    Go: proc.go runqempty
    """
    while True:
        head = yield load(pp.head)
        tail = yield load(pp.tail)
        runnext = yield load(pp.runnext)
        if (yield load(pp.tail)) == tail:
            return head == tail and not runnext


def runqgrab(victim: P, pp: P, batch: int, steal_next: bool):
    """Copy half of victim's ring into pp's from index `batch` on, then take it by moving the head:
    if somebody has moved that since it was read, none of it counts. Answers how many.

    Go: proc.go runqgrab
    Leaves out: the pause before runnext is taken; any step may be late here.
    """
    while True:
        h, n = yield from half(victim)
        if n:
            yield from copied(victim, h, n, pp, batch)
            if (yield cas(victim.head, h, victim.plus(h, n))):
                return n
            continue
        next = steal_next and (yield load(victim.runnext))
        if not next:
            return 0
        if (yield cas(victim.runnext, next, 0)):
            yield store(pp.slot(batch), next)
            return 1


def half(victim: P):
    """Victim's head, and half of its length, rounded up. The two indices are read one after the
    other; when they cannot belong together, read them again.

    Go: proc.go runqgrab
    """
    while True:
        h = yield load(victim.head)
        t = yield load(victim.tail)
        n = victim.length(h, t)
        n -= n // 2
        if n <= victim.size // 2:
            return h, n


def copied(victim: P, h: int, n: int, pp: P, batch: int):
    """Copy n slots, one after the other.

    Go: proc.go runqgrab
    """
    for i in range(n):
        g = yield load(victim.slot(h + i))
        yield store(pp.slot(batch + i), g)


def runqsteal(pp: P, victim: P, steal_next: bool = False, grab=runqgrab):
    """Grab half of victim's queue: the last of it is answered, the others join the own ring; 0: nothing.

    Go: proc.go runqsteal
    """
    t = yield own(pp.tail)
    n = yield from grab(victim, pp, t, steal_next)
    if not n:
        return 0
    g = yield own(pp.slot(t + n - 1))
    if n == 1:
        return g
    h = yield load(pp.head)
    if pp.length(h, t) + n - 1 >= pp.size:
        yield end("runqsteal: runq overflow")
    yield store_rel(pp.tail, pp.plus(t, n - 1))
    return g


def _ran(memory, g):
    return [Step(write(memory, RAN, tuple(sorted((*memory[RAN], g)))))]


def _idle(memory, pp):
    return [Step(memory)]


def _globrunqputbatch(memory, batch):
    return [Step(write(memory, GLOBAL, memory[GLOBAL] + batch))]


STEPS = words.STEPS | {"ran": _ran, "idle": _idle, "globrunqputbatch": _globrunqputbatch}
# Nobody else writes what `own` reads, and notes of what was run may come in any order. `idle` is not
# one of these: whether others have steps before it makes a difference to who looks.
PRIVATE = (*words.PRIVATE, "own", "ran")
NOTES = ("ran", "idle")  # no steps of Go's
