"""Leaving the thread: to wait, to let others go first, or for good. And being made ready again."""

from .status import GStatus


def dropg(rt, mp):
    """Part mp and the G on it; return the G.

    Go: proc.go dropg
    """
    gp = rt.allgs[mp.curg]
    gp.m, mp.curg = None, 0
    return gp


def gopark(rt, mp, reason: str) -> None:
    """The running G waits, on no queue of the scheduler's, until somebody calls ready for it.

    Go: proc.go gopark
    Leaves out: unlockf, and with it the way back when waiting turns out not to be needed.
    """
    gp = rt.dropg(mp)
    gp.waitreason = reason
    rt.casgstatus(gp, GStatus.RUNNING, GStatus.WAITING)
    rt.emit("gopark", mp.id, mp.p, gp.id, reason)


def ready(rt, mp, gp) -> None:
    """gp may run again: it takes runnext on the P of the one that readies it.

    Go: proc.go ready
    """
    rt.casgstatus(gp, GStatus.WAITING, GStatus.RUNNABLE)
    rt.emit("goready", mp.id, mp.p, gp.id, mp.curg)
    rt.runqput(rt.allp[mp.p], gp, next=True)
    rt.wakep(mp)


def gosched(rt, mp) -> None:
    """runtime.Gosched: the running G goes to the tail of the global queue, not of its own P's.

    Go: proc.go goschedImpl
    """
    gp = rt.dropg(mp)
    rt.spend("gosched")
    rt.casgstatus(gp, GStatus.RUNNING, GStatus.RUNNABLE)
    rt.emit("gosched", mp.id, mp.p, gp.id)
    rt.globrunqput(rt.allp[mp.p], gp)
    if rt.state.main_started:
        rt.wakep(mp)


def goexit(rt, mp) -> None:
    """The running G has returned from its function and is gone.

    Go: proc.go goexit0
    Leaves out: deferred calls, and the free list that a dead G goes to.
    """
    gp = rt.dropg(mp)
    rt.casgstatus(gp, GStatus.RUNNING, GStatus.DEAD)
    rt.emit("goexit", mp.id, mp.p, gp.id)
