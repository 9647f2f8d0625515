"""Ms come, sleep and are woken."""

from .state import M
from .status import Throw


def startm(rt, mp, pp, spinning: bool) -> None:
    """Have some M run pp: the one that went to sleep last, or a new thread when none sleeps.

    mp is the M that does the waking.

    Go: proc.go startm
    """
    if spinning and not rt.runqempty(pp):
        raise Throw("startm: p has runnable gs")
    new = not rt.sched.midle
    nmp = rt.newm() if new else rt.allm[rt.sched.midle.pop()]
    nmp.spinning, nmp.nextp = spinning, pp.id
    rt.spend("clone" if new else "futex")
    rt.emit("startm", mp.id, mp.p, nmp.id, pp.id, int(spinning), int(new))
    rt.notewakeup(nmp)


def newm(rt):
    """Make a new thread.

    Go: proc.go newm
    Leaves out: g0, the signal stack, cgo; see the chapter on the life of an M.
    """
    nmp = M(id=len(rt.allm))
    rt.allm.append(nmp)
    return nmp


def notewakeup(rt, mp) -> None:
    """Wake the thread that sleeps, or begins, on its note.

    Go: lock_futex.go notewakeup
    """
    if mp.park:
        raise Throw("notewakeup - double wakeup")
    mp.park = True
    rt.woken.append(mp.id)


def mstart(rt, mp):
    """A thread's whole life: it schedules for ever.

    Go: proc.go mstart1
    """
    return rt.schedule(mp)


def stopm(rt, mp):
    """Sleep until startm brings a P.

    Go: proc.go stopm
    """
    if mp.p is not None or mp.spinning:
        raise Throw("stopm holding p or spinning")
    rt.sched.midle.append(mp.id)
    rt.emit("stopm", mp.id, None)
    while not mp.park:
        yield "notesleep"
    rt.wake_with_p(mp)


def wake_with_p(rt, mp) -> None:
    """The end of a sleep: clear the note and take the P that came with it.

    Go: proc.go stopm
    """
    pp = rt.allp[mp.nextp]
    mp.park, mp.nextp = False, None
    rt.acquirep(mp, pp)
