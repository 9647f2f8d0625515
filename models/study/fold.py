"""From a trace back to the state: the queues, Ps and Ms as they stood before any event of a run.

The events alone say all of it, so this works on a model run and on a recording alike. What is not
in the events stays as it is in a new machine: the Gs' bodies and goids, needspinning, the counts of system
calls, timers and the network, and what an M does next where it looks for no G. A G that has ended lies in
a free list until a newproc names it again, which in a recording none does.
"""

from collections.abc import Callable, Iterable
from copy import deepcopy

from models.runtime.constants import Constants
from models.runtime.events import read
from models.runtime.m import newm
from models.runtime.runtime import RULES, Runtime
from models.runtime.state import G
from models.runtime.status import G_DEAD, G_RUNNABLE, P_GCSTOP, P_IDLE, P_RUNNING, P_SYSCALL

SILENT = ("goready", "look", "log", "question",  # events that move nothing by themselves
          "makechan", "chansend", "chanrecv", "chanwait", "closechan", "netpoll",
          "netready", "handoffp", "preempt", "entersyscallblock", "worldstopped")


def folded(trace: Iterable[tuple], procs: int, schedtick: int = 0,
           const: Constants = Constants()) -> Runtime:
    """The machine after these events; it began with M0 on P0 and nothing in the queues."""
    rt = Runtime(procs, schedtick=schedtick, const=const)
    for event in trace:
        apply(rt, event)
    return rt


def standing(rt: Runtime) -> dict:
    """How a machine stands, in plain numbers: what a picture that begins there has to show."""
    on = [pp for pp in rt.allp if pp.m is not None]
    rings = {pp.id: (pp.runqhead, tuple(pp.runq[i % len(pp.runq)]
                                        for i in range(pp.runqhead, pp.runqtail))) for pp in rt.allp}
    return {"ms": {pp.id: pp.m for pp in on},
            "running": {pp.id: g for pp in on if (g := rt.allm[pp.m].curg)},
            "runnext": {pp.id: pp.runnext for pp in rt.allp if pp.runnext},
            "rings": rings, "glob": tuple(rt.sched.runq),
            "ticks": {pp.id: pp.schedtick for pp in rt.allp}, "free_ms": tuple(rt.sched.midle)}


def under(rt: Runtime, rules: dict[str, Callable] = RULES) -> Runtime:
    """A machine in a copy of the same state, with an empty trace and other rules."""
    other = Runtime(len(rt.allp), const=rt.const, rules=rules)
    other.state = deepcopy(rt.state)
    for part in ("sched", "allp", "allm", "allgs", "heap"):
        setattr(other, part, getattr(other.state, part))
    return other


def apply(rt: Runtime, event: tuple) -> None:
    """Do to rt what the event says; ValueError if it cannot have happened there."""
    e = read(event)
    if e.kind in SILENT:
        return
    try:
        DO[e.kind](rt, e, rt.allp[e.p] if e.p is not None else None)
    except (IndexError, ValueError):
        raise ValueError(f"the event {event} does not fit what came before it") from None


def known(rt: Runtime, g: int) -> None:
    """See that there is a G of this id."""
    while len(rt.allgs) <= g:
        rt.allgs.append(G(len(rt.allgs), fn=list, stack=rt.const.stack_min))


def store(pp, gs: tuple[int, ...], index: int) -> None:
    """gs stand in pp's ring from `index`, up to its tail."""
    for i, g in enumerate(gs, index):
        pp.runq[i % len(pp.runq)] = g
    pp.runqtail = index + len(gs)


def newproc(rt, e, pp):
    known(rt, e.g)
    gp = rt.allgs[e.g]
    if gp.status == G_DEAD and rt.gfget(pp) is not gp:
        raise ValueError
    gp.status = G_RUNNABLE


def runnext(rt, e, pp):
    known(rt, e.g)
    pp.runnext = e.g


def runqput(rt, e, pp):
    store(pp, (e.g,), e.index)


def runqputslow(rt, e, pp):
    pp.runqhead = e.head + len(e.gs) - 1
    rt.sched.runq.extend(e.gs)


def getnext(rt, e, pp):
    pp.runnext = 0


def runqget(rt, e, pp):
    pp.runqhead = e.index + 1


def runqgrab(rt, e, pp):
    rt.allp[e.victim].runqhead = e.head + len(e.gs)
    store(pp, e.gs, e.index)
    pp.runqtail -= 1  # the last runs at once


def grabnext(rt, e, pp):
    rt.allp[e.victim].runnext = 0
    pp.runq[pp.runqtail % len(pp.runq)] = e.g


def globrunqput(rt, e, pp):
    rt.sched.runq.append(e.g)
    if rt.allm[e.m].curg == e.g:  # it has come back from a system call without a P
        rt.allm[e.m].curg = 0


def injectglist(rt, e, pp):
    rt.sched.runq.extend(e.shared)
    if e.gs:
        store(pp, e.gs, e.index)


def globrunqget(rt, e, pp):
    rt.sched.runq.popleft()


def globrunqgetbatch(rt, e, pp):
    for _ in e.gs:
        rt.sched.runq.popleft()
    store(pp, e.gs[1:], e.index)


def execute(rt, e, pp):
    rt.allm[e.m].curg, pp.schedtick = e.g, e.schedtick
    rt.state.main_started = True


def leave(rt, e, pp):
    rt.allm[e.m].curg = 0


def goexit(rt, e, pp):
    leave(rt, e, pp)
    known(rt, e.g)
    gp = rt.allgs[e.g]
    gp.status = G_DEAD
    if gp.lockedm is not None:
        rt.end_locked(rt.allm[e.m], gp)
    rt.gfput(pp, gp)


def gokeep(rt, e, pp):
    rt.allm[e.m].curg = e.g


def startm(rt, e, pp):
    if e.new:
        newm(rt, "mspinning" if e.spinning else "")
    else:
        rt.sched.midle.remove(e.target)
        rt.allm[e.target].spinning = bool(e.spinning)
    rt.allm[e.target].nextp, rt.allm[e.target].park = e.tp, True
    rt.sched.nmspinning += e.spinning


def mstart(rt, e, pp):
    mp = rt.allm[e.m]
    mp.spinning, mp.mstartfn = bool(mp.mstartfn), ""


def mexit(rt, e, pp):
    rt.sched.nmfreed += 1


def stopm(rt, e, pp):
    rt.sched.midle.append(e.m)


def acquirep(rt, e, pp):
    wire(rt.allm[e.m], pp)
    pp.oldm = e.m


def wire(mp, pp):
    mp.p, pp.m, pp.status = pp.id, mp.id, P_RUNNING
    mp.nextp, mp.park = None, False


def releasep(rt, e, pp):
    rt.allm[e.m].p, pp.m, pp.status = None, None, P_IDLE


def pidleput(rt, e, pp):
    rt.sched.pidle.append(e.tp)


def pidleget(rt, e, pp):
    if rt.sched.pidle.pop() != e.tp:
        raise ValueError


def spinning(rt, e, pp):
    rt.allm[e.m].spinning = bool(e.on)
    rt.sched.nmspinning += 1 if e.on else -1


# System calls.

def entersyscall(rt, e, pp):
    mp = rt.allm[e.m]
    mp.oldp = pp.id
    if rt.const.release < "1.26":
        rt.unwire(mp, pp, P_SYSCALL)


def exitsyscall(rt, e, pp):
    mp = rt.allm[e.m]
    mp.oldp = None
    if pp is not None and mp.p is None:  # up to Go 1.25: it has it again
        wire(mp, pp)


def retake(rt, e, pp):
    victim = rt.allp[e.victim]
    if victim.m is not None:
        rt.allm[victim.m].p = None
    victim.m, victim.status = None, P_IDLE


# The world stands still, and changes.

def stoptheworld(rt, e, pp):
    rt.sched.stopwait, rt.sched.gcwaiting = len(rt.allp), True


def gcstop(rt, e, pp):
    rt.allp[e.tp].status = P_GCSTOP
    rt.sched.stopwait -= 1


def procresize(rt, e, pp):
    rt.resize(rt.allm[e.m], e.new)


def starttheworld(rt, e, pp):
    rt.sched.gcwaiting = False


# Gs and Ms that belong together.

def lockosthread(rt, e, pp):
    mp = rt.allm[e.m]
    mp.lockedg, mp.lockedExt, rt.allgs[e.g].lockedm = e.g, mp.lockedExt + 1, mp.id


def unlockosthread(rt, e, pp):
    mp = rt.allm[e.m]
    mp.lockedExt -= 1
    if not mp.lockedExt:
        mp.lockedg, rt.allgs[e.g].lockedm = 0, None


def stoplockedm(rt, e, pp):
    rt.sched.nmidlelocked += 1


def startlockedm(rt, e, pp):
    rt.sched.nmidlelocked -= 1
    rt.allm[e.target].nextp, rt.allm[e.target].park = e.tp, True


DO: dict[str, Callable] = {f.__name__: f for f in (
    newproc, runnext, runqput, runqputslow, getnext, runqget, runqgrab, grabnext, globrunqput,
    globrunqget, globrunqgetbatch, injectglist, execute, goexit, gokeep, startm, mstart, mexit, stopm,
    acquirep, releasep, pidleput, pidleget, spinning, entersyscall, exitsyscall, retake, stoptheworld, gcstop,
    procresize, starttheworld, lockosthread, unlockosthread, stoplockedm, startlockedm)}
DO |= dict.fromkeys(("gosched", "goyield", "gopreempt", "gopark"), leave)
