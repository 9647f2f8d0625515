"""Leaving the thread: to wait, to let others go first, or for good. And being made ready again.

A goroutine leaves by mcall: it names a function that its M runs on a stack of its own, g0, and that
decides what becomes of it. Here a goroutine's frame yields that function's name to the M (gogo).
"""

from types import GeneratorType
from typing import NamedTuple

from .status import G_DEAD, G_RUNNABLE, G_RUNNING, G_SCAN, G_WAITING, Throw


class mcall(NamedTuple):
    """Leave the goroutine's stack: the M goes on with this rule, on its own, and then lets others act.

    Go: asm_amd64.s mcall
    """

    rule: str
    pause: str = "step"


PARK = mcall("park_m")


def systemstack(rt, gp, rule: str, *args):
    """Run a rule on the own stack of gp's M, g0, and come back; gp stays where it is, and goes on after it.

    On that stack nobody can wait: a rule that would is a bug of the runtime.

    Go: asm_amd64.s systemstack, proc.go badmcall
    Leaves out: which registers are saved where; see the chapter on changing stacks.
    """
    answer = getattr(rt, rule)(rt.allm[gp.m], *args)
    if answer.__class__ is GeneratorType:
        raise Throw("runtime: mcall called on m->g0 stack")
    return answer


def gopark(rt, gp, unlockf, lock, reason: str):
    """The running G waits, on no queue of the scheduler's, until somebody makes it ready.

    unlockf(rt, gp, lock) is called when gp counts as waiting; if it says False, gp goes on at once. Where
    there is a wait queue, gp stands in it already and its caller holds `lock`, which unlockf gives back. For
    a timer or the network unlockf itself enters gp.

    Go: proc.go gopark
    """
    if gp.status & ~G_SCAN != G_RUNNING:
        raise Throw("gopark: bad g status")
    mp = rt.allm[gp.m]
    mp.waitunlockf, mp.waitlock = unlockf, lock
    gp.waitreason = reason
    yield PARK


def park_m(rt, mp, gp) -> None:
    """On the M's own stack: gp waits from here on, and the M is free for another.

    Go: proc.go park_m
    """
    rt.casgstatus(gp, G_RUNNING, G_WAITING)
    rt.dropg(mp)
    rt.emit("gopark", mp.id, mp.p, gp.id, gp.waitreason)
    if mp.waitunlockf is not None:
        ok = mp.waitunlockf(rt, gp, mp.waitlock)
        mp.waitunlockf = mp.waitlock = None
        if not ok:
            rt.casgstatus(gp, G_WAITING, G_RUNNABLE)
            rt.emit("gokeep", mp.id, mp.p, gp.id)
            rt.put_on(mp, gp)


def put_on(rt, mp, gp) -> None:
    """gp runs on mp, with what is left of the time slice: no queue, and schedtick stays.

    Go: proc.go execute
    """
    mp.curg, gp.m = gp.id, mp.id
    rt.casgstatus(gp, G_RUNNABLE, G_RUNNING)


def dropg(rt, mp):
    """Part mp and the G on it; return the G.

    Go: proc.go dropg
    """
    gp = rt.allgs[mp.curg]
    gp.m, mp.curg = None, 0
    return gp


def goready(rt, gp, waiter) -> None:
    """The running G gp makes another ready, and goes on.

    Go: proc.go goready
    """
    rt.systemstack(gp, "ready", waiter)


def ready(rt, mp, gp) -> None:
    """gp may run again: it takes runnext on the P of the one that readies it.

    Go: proc.go ready
    """
    rt.casgstatus(gp, G_WAITING, G_RUNNABLE)
    rt.emit("goready", mp.id, mp.p, gp.id, mp.curg)
    rt.runqput(rt.allp[mp.p], gp, next=True)
    rt.wakep(mp)


def gosched_m(rt, mp, gp) -> None:
    """runtime.Gosched: the running G goes to the tail of the global queue, not of its own P's.

    Go: proc.go goschedImpl
    """
    rt.casgstatus(gp, G_RUNNING, G_RUNNABLE)
    rt.dropg(mp)
    rt.emit("gosched", mp.id, mp.p, gp.id)
    rt.globrunqput(mp, gp)
    if rt.state.main_started:
        rt.wakep(mp)


def goyield_m(rt, mp, gp) -> None:
    """The running G goes to the tail of its own P's ring: whoever it has just readied goes first.

    Go: proc.go goyield_m
    """
    rt.casgstatus(gp, G_RUNNING, G_RUNNABLE)
    rt.dropg(mp)
    rt.emit("goyield", mp.id, mp.p, gp.id)
    rt.runqput(rt.allp[mp.p], gp, next=False)


def goexit0(rt, mp, gp) -> None:
    """The running G has come to its end: nothing of it is kept but the g and its stack, for a later go.

    Go: proc.go goexit0, proc.go gdestroy
    """
    rt.casgstatus(gp, G_RUNNING, G_DEAD)
    gp.defer = gp.panic = gp.locals = gp.param = gp.timer = gp.fn = None
    gp.waitreason, gp.args = "", ()
    rt.dropg(mp)
    rt.emit("goexit", mp.id, mp.p, gp.id)
    rt.frames[gp.id] = None
    if gp.lockedm is not None:
        rt.end_locked(mp, gp)
    rt.gfput(rt.allp[mp.p], gp)
