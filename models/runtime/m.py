"""The life of an M: it comes, works, sleeps, is woken, and may end."""

from .state import M
from .status import Throw


def startm(rt, mp, pp, spinning: bool) -> None:
    """Have some M run pp: the idle one that went to sleep last, or a new thread when none is idle.

    mp is the M that does the waking.

    Go: proc.go startm
    """
    if spinning and not rt.runqempty(pp):
        raise Throw("startm: p has runnable gs")
    nmp = rt.mget()
    if new := nmp is None:
        nmp = rt.newm("mspinning" if spinning else "")
    else:
        nmp.spinning = spinning
    nmp.nextp = pp.id
    rt.emit("startm", mp.id, mp.p, nmp.id, pp.id, int(spinning), int(new))
    rt.notewakeup(nmp)
    rt.spend("clone" if new else "futex")


def newm(rt, fn: str = ""):
    """Make a new thread. It begins in mstart, with that rule (if any) and the P that its maker gives it.

    Go: proc.go newm
    Leaves out: its g0 and signal stack; cgo; the template thread, which makes threads for an M that is locked.
    """
    nmp = M(id=len(rt.allm), mstartfn=fn)
    rt.allm.append(nmp)
    return nmp


def notewakeup(rt, mp) -> None:
    """Wake the thread that sleeps, or begins, on its note.

    Go: lock_futex.go notewakeup
    """
    if mp.park:
        raise Throw("notewakeup - double wakeup")
    mp.park = True
    rt.wake(mp.id)


def wake(rt, m: int) -> None:
    """The thread m wakes up now, however long whoever wakes it is still busy.

    Go: lock_futex.go notewakeup
    """
    rt.noted[m] = rt.now + rt.spent
    rt.woken.append(m)


def mstart(rt, mp):
    """A thread's whole life: it takes the P it was made for, and schedules until it ends, which few do.

    Go: proc.go mstart1
    Leaves out: the bounds of its g0 (mstart0), its signal stack and mask (minit); what only the first thread does.
    """
    if mp.nextp is not None:
        rt.emit("mstart", mp.id, None)
        if mp.mstartfn:
            getattr(rt, mp.mstartfn)(mp)
            mp.mstartfn = ""
        rt.wake_with_p(mp)
    yield from rt.schedule(mp)


def mspinning(rt, mp) -> None:
    """A new thread begins as a spinner: whoever made it has counted it as one already.

    Go: proc.go mspinning
    """
    mp.spinning = True


def stopm(rt, mp):
    """Sleep until somebody brings a P.

    Go: proc.go stopm
    """
    if mp.p is not None or mp.spinning:
        raise Throw("stopm holding p or spinning")
    rt.mput(mp)
    rt.emit("stopm", mp.id, None)
    rt.checkdead()
    yield from rt.mPark(mp)
    rt.wake_with_p(mp)


def mPark(rt, mp):
    """Sleep on the note until it is set.

    Go: proc.go mPark
    """
    while not mp.park:
        yield "notesleep"


def wake_with_p(rt, mp) -> None:
    """The end of a sleep: clear the note and take the P that came with it.

    Go: proc.go stopm
    """
    pp = rt.allp[mp.nextp]
    mp.park, mp.nextp = False, None
    rt.acquirep(mp, pp)


def mput(rt, mp) -> None:
    """Put mp on top of the idle Ms: they sleep for want of work, or of a P.

    Go: proc.go mput
    """
    rt.sched.midle.append(mp.id)


def mget(rt):
    """The M that fell asleep last, or None.

    Go: proc.go mget
    """
    return rt.allm[rt.sched.midle.pop()] if rt.sched.midle else None


def mgetSpecific(rt, m: int | None):
    """This M if it is among the idle ones, or else None.

    One that sleeps alone is not found: Go asks whether it has a neighbour in the list.

    Go: proc.go mgetSpecific, list_manual.go listHeadManual.push
    """
    if m not in rt.sched.midle or len(rt.sched.midle) == 1:
        return None
    rt.sched.midle.remove(m)
    return rt.allm[m]


def run_errand(rt, mp):
    """What mp has to do instead of looking for a G: the G to run after that, and that its slice is new.

    Go: proc.go exitsyscallNoP, proc.go schedule, proc.go gdestroy
    """
    rule, mp.errand = mp.errand, mp.errand if mp.lockedg else ""
    gp = yield from getattr(rt, rule)(mp)
    if gp is None:
        return (yield from rt.find_runnable(mp))
    return gp, False


def mexit(rt, mp):
    """The thread mp ends, because a G has ended that was locked to it. The first thread only sleeps for ever.

    Go: proc.go mexit
    Leaves out: giving back what belongs to the thread.
    """
    rt.emit("mexit", mp.id, mp.p)
    rt.handoffp(mp, rt.releasep(mp))
    rt.sched.nmfreed += 1
    rt.checkdead()
    while True:
        yield "notesleep"
