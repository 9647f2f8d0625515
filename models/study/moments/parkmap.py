"""Who points at whom, store by store, while one goroutine waits on a channel and another wakes it.

    moments = parkmap()            # of models/program/parking.py, on one P, with Go's rules

Only pointers and a few words of the structs are kept. A name such as "g2" stands for a pointer to that
struct, None for nil.
"""

from collections.abc import Callable
from typing import NamedTuple

from models.program.parking import parking
from models.runtime.hchan import Hchan
from models.runtime.machine import Machine
from models.runtime.runtime import RULES, Runtime, replaced
from models.runtime.status import G_RUNNABLE, G_RUNNING, G_WAITING

from ..runs import START_TICK

WAITER, WAKER = 2, 1  # the ids of worker's G and of main's
CHAN = 1              # the name of the first thing in the heap
NOTED = {(G_RUNNING, G_WAITING): "waiting", (G_WAITING, G_RUNNABLE): "ready"}


class Moment(NamedTuple):
    """After a few stores of one kind: every field that is kept, by "struct.field"."""

    kind: str
    fields: dict[str, object]


class Watch:
    """Notes moments of a run, from where the waiter begins to run until it has what it waited for."""

    def __init__(self) -> None:
        self.found: list[Moment] = []
        self.pc = "worker"  # what the waiter's gobuf holds: gogo has left its pc there
        self.sudog = None
        self.x = None  # worker's variable, which in Go the sudog's elem points at
        self.done = False

    def note(self, rt, kind: str) -> None:
        """A moment, if the waiter has begun and is not done."""
        if not self.done and (self.found or kind == "start"):
            self.found.append(Moment(kind, fields(rt, self)))


def parkmap() -> list[Moment]:
    """The moments, the first of which is the start."""
    watch = Watch()
    rules = {name: watching(watch, hook) for name, hook in HOOKS.items()}
    rt = Runtime(1, schedtick=START_TICK, rules=replaced(**rules))
    Machine(rt, parking).run()
    return watch.found


def watching(watch: Watch, hook: Callable) -> Callable:
    """The hook as a rule."""
    def rule(rt, *args, **kwargs):
        return hook(watch, rt, *args, **kwargs)
    return rule


def fields(rt, watch: Watch) -> dict[str, object]:
    """Every field as it is now."""
    waiter, mp, pp, ch = rt.allgs[WAITER], rt.allm[0], rt.allp[0], rt.heap[CHAN]
    sg = watch.sudog
    found: dict[str, object] = {
        "g2.status": waiter.status, "g2.m": struct("m", waiter.m),
        "g2.waiting": "sudog" if waiter.waiting else None,
        "g2.param": "sudog" if waiter.param else None, "g2.sched.pc": watch.pc, "g2.x": watch.x,
        "m0.curg": struct("g", mp.curg or None), "m0.p": struct("p", mp.p),
        "m0.waitunlockf": mp.waitunlockf and mp.waitunlockf.__name__,
        "m0.waitlock": "c" if mp.waitlock else None,
        "p0.m": struct("m", pp.m), "p0.runnext": struct("g", pp.runnext or None),
        "p0.runqhead": pp.runqhead, "p0.runqtail": pp.runqtail,
        "c.lock": int(ch.lock), "c.recvq.first": "sudog" if ch.recvq else None,
        "sched.runq.head": struct("g", rt.sched.runq[0] if rt.sched.runq else None),
        "g1.status": rt.allgs[WAKER].status, "g1.m": struct("m", rt.allgs[WAKER].m)}
    return found | {"sudog.g": sg and struct("g", sg.g or None), "sudog.c": sg and ("c" if sg.c else None)}


def struct(letter: str, number: int | None) -> str | None:
    """The name of a struct that is pointed at."""
    return None if number is None else f"{letter}{number}"


# Each hook is called in a rule's place, calls it, and notes what has changed.

def acquireSudog(watch, rt):
    watch.sudog = RULES["acquireSudog"](rt)
    return watch.sudog


def lockWithRank(watch, rt, owner) -> None:
    RULES["lockWithRank"](rt, owner)
    if isinstance(owner, Hchan):
        watch.note(rt, "recv.lock" if rt.allm[0].curg == WAITER else "send.lock")


def gopark(watch, rt, gp, unlockf, lock, reason):
    watch.note(rt, "enqueue")
    yield from RULES["gopark"](rt, gp, unlockf, lock, reason)


def park_m(watch, rt, mp, gp) -> None:
    watch.note(rt, "gopark")
    watch.pc = "gopark+n"
    watch.note(rt, "mcall")
    RULES["park_m"](rt, mp, gp)
    watch.note(rt, "schedule")


def casgstatus(watch, rt, gp, old: int, new: int) -> None:
    RULES["casgstatus"](rt, gp, old, new)
    if gp.id == WAITER and (old, new) in NOTED:
        watch.note(rt, NOTED[old, new])


def dropg(watch, rt, mp):
    gp = RULES["dropg"](rt, mp)
    if gp.id == WAITER:
        watch.note(rt, "dropg")
    return gp


def unlock(watch, rt, owner) -> None:
    parked = rt.allm[0].curg == 0
    if watch.sudog and not parked:
        watch.x = watch.sudog.elem
        watch.note(rt, "hand")
    RULES["unlock"](rt, owner)
    if isinstance(owner, Hchan):
        watch.note(rt, "unlockf" if parked else "unlock")


def waitq_dequeue(watch, rt, q):
    sg = RULES["waitq_dequeue"](rt, q)
    if sg:
        watch.note(rt, "dequeue")
    return sg


def goready(watch, rt, gp, waiter) -> None:
    watch.note(rt, "goready")
    RULES["goready"](rt, gp, waiter)


def runqput(watch, rt, pp, gp, next: bool) -> None:
    RULES["runqput"](rt, pp, gp, next)
    watch.note(rt, "runqput")


def globrunqput(watch, rt, mp, gp) -> None:
    RULES["globrunqput"](rt, mp, gp)
    watch.note(rt, "gosched")


def execute(watch, rt, mp, gp, inherit_time: bool) -> None:
    RULES["execute"](rt, mp, gp, inherit_time)
    first = gp.id == WAITER and not watch.found
    watch.note(rt, "start" if first else "resume" if gp.id == WAITER else "execute")


def releaseSudog(watch, rt, gp, sg) -> None:
    RULES["releaseSudog"](rt, gp, sg)
    watch.sudog = None
    watch.note(rt, "back")
    watch.done = True


HOOKS: dict[str, Callable] = {hook.__name__: hook for hook in (
    acquireSudog, lockWithRank, gopark, park_m, casgstatus, dropg, unlock, waitq_dequeue, goready, runqput,
    globrunqput, execute, releaseSudog)}
