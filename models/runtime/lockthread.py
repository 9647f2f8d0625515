"""LockOSThread: a G and an M belong together; the M runs no other G, and the G runs on no other M.

Whoever finds such a G in a queue cannot run it: it brings its own P to the G's M, and goes to sleep itself.
"""

from .status import G_RUNNABLE, G_SCAN, Throw


def lock_os_thread() -> tuple:
    """runtime.LockOSThread()."""
    return ("LockOSThread",)


def unlock_os_thread() -> tuple:
    """runtime.UnlockOSThread()."""
    return ("UnlockOSThread",)


def LockOSThread(rt, gp) -> None:
    """The running G and its M belong together from here on. It counts: as many unlocks are needed.

    Go: proc.go LockOSThread, proc.go dolockOSThread
    Leaves out: the template thread, which makes threads for Ms that are locked; locks of the runtime's own.
    """
    mp = rt.allm[gp.m]
    mp.lockedExt += 1
    mp.lockedg, gp.lockedm, mp.errand = gp.id, mp.id, "stoplockedm"
    rt.emit("lockosthread", mp.id, mp.p, gp.id)


def UnlockOSThread(rt, gp) -> None:
    """One lock fewer; without any, both are free. Nothing happens if there was none.

    Go: proc.go UnlockOSThread, proc.go dounlockOSThread
    """
    mp = rt.allm[gp.m]
    if not mp.lockedExt:
        return
    mp.lockedExt -= 1
    if not mp.lockedExt:
        mp.lockedg, gp.lockedm, mp.errand = 0, None, ""
    rt.emit("unlockosthread", mp.id, mp.p, gp.id)


def stoplockedm(rt, mp):
    """The G of mp does not run: mp hands its P off, if it has one, and sleeps until somebody brings it one. The
    G, which is to run then.

    Go: proc.go stoplockedm
    """
    if mp.p is not None:
        rt.handoffp(mp, rt.releasep(mp))
    rt.sched.nmidlelocked += 1
    rt.emit("stoplockedm", mp.id, None)
    rt.checkdead()
    yield from rt.mPark(mp)
    gp = rt.allgs[mp.lockedg]
    if gp.status & ~G_SCAN != G_RUNNABLE:
        raise Throw("stoplockedm: not runnable")
    rt.wake_with_p(mp)
    return gp


def startlockedm(rt, mp, gp):
    """mp has found a G that another M alone may run: it gives that M its P and sleeps until it gets one.

    Go: proc.go startlockedm
    """
    target = rt.allm[gp.lockedm]
    if target.nextp is not None:
        raise Throw("startlockedm: m has p")
    rt.sched.nmidlelocked -= 1
    target.nextp = rt.releasep(mp).id
    rt.emit("startlockedm", mp.id, None, gp.id, target.id, target.nextp)
    rt.notewakeup(target)
    yield from rt.stopm(mp)


def end_locked(rt, mp, gp) -> None:
    """gp has ended while it was locked: its M ends too, for nobody knows what state it is in.

    Go: proc.go gdestroy
    """
    mp.lockedg, mp.lockedExt, gp.lockedm, mp.errand = 0, 0, None, "mexit"
