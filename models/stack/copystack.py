"""A goroutine moves to another stack: copy what is in use, and re-aim every pointer into the old one."""

from models.runtime.status import Throw

from .adjust import AdjustInfo


def copystack(rt, gp, size: int) -> None:
    """Move gp, which has stopped, to a stack of that size; its old one is freed.

    Whatever lies so many bytes below the old high end lies as many below the new one. The guard is set
    anew, above the new low end: a request to stop that stood there is lost, and known from gp.preempt only.

    Go: stack.go copystack
    Leaves out: what the garbage collector's pacer is told.
    """
    if gp.syscallsp:
        raise Throw("stack growth not allowed in system call")
    old, used = gp.stack, gp.stack.hi - gp.sched.sp
    new = rt.stackalloc(gp.m.cache, size)
    adjinfo = AdjustInfo(old, new.hi - old.hi)
    rt.emit("copystack", gp.id, (old.lo, old.hi), (new.lo, new.hi), used)
    rest = used - rt.move_sudogs(gp, used, size, adjinfo)
    rt.memmove(gp, new.hi - rest, old.hi - rest, rest)
    rt.adjustctxt(gp, adjinfo)
    rt.adjustdefers(gp, adjinfo)
    rt.adjustpanics(gp, adjinfo)
    gp.stack, gp.stackguard0 = new, new.lo + rt.sizes.stack_guard
    gp.sched.sp = new.hi - used
    gp.stktopsp += adjinfo.delta
    rt.emit("switch", gp.id, new.lo, new.hi, gp.stackguard0, gp.sched.sp)
    for frame in rt.unwind(gp.sched.pc, gp.sched.sp):
        rt.adjustframe(gp, adjinfo, frame)
    rt.stackfree(gp.m.cache, old)


def move_sudogs(rt, gp, used: int, size: int, adjinfo: AdjustInfo) -> int:
    """Re-aim what gp waits with. How many bytes have been copied already: those that others may use, if gp
    has let go of the channels' locks.

    Go: stack.go copystack
    """
    if gp.active_stack_chans:
        adjinfo.sghi = rt.findsghi(gp, adjinfo.old)
        return rt.syncadjustsudogs(gp, used, adjinfo)
    if size < adjinfo.old.size and gp.parking_on_chan:
        raise Throw("racy sudog adjustment due to parking on channel")
    rt.adjustsudogs(gp, adjinfo)
    return 0
