"""A go statement, from the moment the new G is made to its place in a queue."""

from .state import G
from .status import GStatus


def newproc1(rt, fn, args: tuple):
    """Make a G that is ready to run fn(*args).

    Go: proc.go newproc1
    Leaves out: the stack, the free list of dead Gs, ids given out in batches of 16 per P.
    """
    gp = G(id=len(rt.allgs), fn=fn, args=args)
    rt.allgs.append(gp)
    rt.casgstatus(gp, GStatus.DEAD, GStatus.RUNNABLE)
    return gp


def newproc(rt, mp, fn, args: tuple = ()):
    """go fn(*args): the new G takes runnext, and a P without work may be woken to help.

    Go: proc.go newproc
    """
    pp = rt.allp[mp.p]
    gp = rt.newproc1(fn, args)
    rt.spend("newproc")
    rt.emit("newproc", mp.id, pp.id, gp.id, mp.curg)
    rt.runqput(pp, gp, next=True)
    if rt.state.main_started:
        rt.wakep(mp)
    return gp
